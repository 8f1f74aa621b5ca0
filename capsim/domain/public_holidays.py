"""Public holidays by country and region: the one place that asks the `holidays` library."""

from __future__ import annotations

import dataclasses
import difflib
import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from capsim.domain.calendar import Calendar, Holiday
from capsim.errors import Problem, Refused, did_you_mean

__all__ = [
    "calendar_code",
    "country_calendar",
    "country_names",
    "country_problems",
    "is_resolved",
    "resolved",
]

_COUNTRY = re.compile(r"(?P<country>[A-Za-z]{2})(?:[- ](?P<region>[A-Za-z0-9]{1,3}))?")


def country_calendar(code: str) -> Calendar | None:
    """Return the calendar of a country or region, Monday to Friday, or None if the text is no such code.

    Parameters
    ----------
    code : str
        ``"DE"`` or ``"DE-BY"``: ISO 3166 codes.

    Returns
    -------
    Calendar or None
        Its holidays are not looked up yet.

    Examples
    --------
    >>> country_calendar("DE-BY"), country_calendar("mon-fri")
    (Calendar('DE-BY', country='DE', region='BY'), None)
    """
    found = _COUNTRY.fullmatch(code.strip())
    if found is None:
        return None
    country, region = found["country"].upper(), (found["region"] or "").upper()
    return Calendar("-".join(filter(None, (country, region))), country=country, region=region or None)


def calendar_code(country: str, region: str | None = None) -> str:
    """Return the code of the public holidays of a country or region that is given by code or name.

    Parameters
    ----------
    country : str
        ``"DE"``, ``"DE-BY"``, ``"Germany"`` or ``"Deutschland"``.
    region : str, optional
        ``"BY"`` or, as the country itself calls it, ``"Bayern"``.

    Returns
    -------
    str

    Raises
    ------
    Refused
        If there is no such country or region whose public holidays are known.

    Examples
    --------
    >>> calendar_code("Germany", "Bayern"), calendar_code("united states"), calendar_code("de-by")
    ('DE-BY', 'US', 'DE-BY')
    """
    made = country_calendar(country)
    codes = _country_codes()
    code = codes.get(_letters((made and made.country) or country))
    if code is None:
        part_of = _PARTS_OF_THE_KINGDOM.get(_letters(country))
        if part_of is not None:
            raise Refused("no country whose public holidays are known", country, part_of)
        names = {_letters(name): name for name in country_names()}
        near = difflib.get_close_matches(_letters(country), names, 1, cutoff=0.75)
        hint = (
            f"did you mean {names[near[0]]!r}?"
            if near
            else "write a name such as Germany, or a code such as DE"
        )
        raise Refused("no country whose public holidays are known", country, hint)
    part = (made and made.region) or region
    if part is None:
        return code
    return f"{code}-{_region_code(code, part)}"


_UNITED_KINGDOM = "write United Kingdom (GB)"
_PARTS_OF_THE_KINGDOM: Mapping[str, str] = {
    "britain": _UNITED_KINGDOM,
    "england": f"{_UNITED_KINGDOM}, or GB-ENG",
    "scotland": f"{_UNITED_KINGDOM}, or GB-SCT",
    "wales": f"{_UNITED_KINGDOM}, or GB-WLS",
    "northernireland": f"{_UNITED_KINGDOM}, or GB-NIR",
}
"""What to write for a name of a part of it, which the library does not know."""


def _region_code(country: str, region: str) -> str:
    import holidays as library

    codes: Sequence[str] = library.list_supported_countries()[country]
    known = {_letters(code): code for code in codes}
    names: Mapping[str, str] = getattr(type(library.country_holidays(country)), "subdivisions_aliases", {})
    known |= {_letters(name): code for name, code in names.items()}
    known |= _OTHER_REGIONS.get(country, {})
    if _letters(region) not in known:
        fix = (
            did_you_mean(region, [*codes, *names]) if codes else "leave the region out: the country has none"
        )
        raise Refused(f"no region of {country}", region, fix)
    return known[_letters(region)]


def _letters(word: str) -> str:
    """Return the letters that count in the name of a country."""
    return re.sub(r"[\W_]|\b(the|of|and)\b", "", word.casefold().replace("&", " and "))


@functools.cache
def country_names() -> tuple[str, ...]:
    """Return the English names of the countries whose public holidays are known."""
    from holidays.registry import COUNTRIES

    return tuple(_spaced(names[0]) for names in COUNTRIES.values())


def _spaced(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)


@functools.cache
def _country_codes() -> Mapping[str, str]:
    """Return two-letter codes by code, English name and some names of their own."""
    from holidays.registry import COUNTRIES

    found = {_letters(word): names[1] for names in COUNTRIES.values() for word in (_spaced(names[0]), *names)}
    return {letters: code for letters, code in {**found, **_OTHER_NAMES}.items() if letters}


_OTHER_REGIONS: Mapping[str, Mapping[str, str]] = {
    "DE": {
        "bavaria": "BY", "hesse": "HE", "lowersaxony": "NI", "northrhinewestphalia": "NW",
        "rhinelandpalatinate": "RP", "saxony": "SN", "saxonyanhalt": "ST", "thuringia": "TH",
        "mecklenburgwesternpomerania": "MV",
    },
}  # fmt: skip
"""What regions are called in English, in letters that count."""

_OTHER_NAMES: Mapping[str, str] = {
    "america": "US", "belgie": "BE", "belgique": "BE", "brasil": "BR", "britain": "GB", "czechrepublic": "CZ",
    "danmark": "DK", "deutschland": "DE", "espana": "ES", "españa": "ES", "frankreich": "FR",
    "greatbritain": "GB", "holland": "NL", "indien": "IN", "irland": "IE", "italia": "IT", "italien": "IT",
    "nederland": "NL", "niederlande": "NL", "norge": "NO", "oesterreich": "AT", "polen": "PL", "polska": "PL",
    "portugal": "PT", "schweden": "SE", "schweiz": "CH", "spanien": "ES", "suisse": "CH", "suomi": "FI",
    "sverige": "SE", "svizzera": "CH", "türkei": "TR", "österreich": "AT",
}  # fmt: skip
"""What countries are called besides, in letters that count."""


def country_problems(calendar: Calendar) -> Iterator[Problem]:
    """Find a country or region whose holidays are not known.

    Parameters
    ----------
    calendar : Calendar
        With a country.

    Yields
    ------
    Problem
    """
    import holidays as library  # heavy, and needed only by calendars with a country

    where = f"Calendar {calendar.name!r}"
    regions: Mapping[str, Sequence[str]] = library.list_supported_countries()
    known = regions.get(calendar.country or "")
    if known is None:
        yield Problem(
            f"{where}, country",
            "no country whose public holidays are known",
            calendar.country,
            'write its two-letter ISO code, such as "DE", or list the holidays yourself',
        )
    elif calendar.region is not None and calendar.region not in known:
        fix = did_you_mean(calendar.region, known) if known else "leave the region out: the country has none"
        yield Problem(f"{where}, region", f"no region of {calendar.country}", calendar.region, fix)


def is_resolved(calendar: Calendar, start: date, end: date) -> bool:
    """Return whether the calendar holds all its country's public holidays in a time, as dates.

    Parameters
    ----------
    calendar : Calendar
    start, end : date
        Both inclusive.

    Returns
    -------
    bool
        True for a calendar without a country.
    """
    if calendar.country is None:
        return True
    if calendar.resolved_to is None or calendar.resolved_to < end:
        return False
    return any(
        holiday.day.year <= start.year for holiday in calendar.holidays[:1]
    )  # whole years are resolved


def resolved(calendar: Calendar, start: date, end: date) -> Calendar:
    """Freeze a country's public holidays into a calendar, beside those that it lists itself.

    Parameters
    ----------
    calendar : Calendar
        Of a known country, or of none.
    start, end : date
        Both inclusive; the holidays of the first year are taken in from its beginning.

    Returns
    -------
    Calendar
    """
    if is_resolved(calendar, start, end):
        return calendar
    import holidays as library

    years = range(start.year, end.year + 1)
    found = library.country_holidays(calendar.country or "", subdiv=calendar.region, years=years)
    dates = {
        day: Holiday(day, label) for day, label in found.items() if start.year <= day.year and day <= end
    }
    dates |= {holiday.day: holiday for holiday in calendar.holidays}
    return dataclasses.replace(calendar, holidays=tuple(dates.values()), resolved_to=end)

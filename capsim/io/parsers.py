"""What the text of a single value can mean; nothing is guessed."""

from __future__ import annotations

import functools
import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Final, get_args, get_type_hints

from capsim.domain.distributions import Distribution, as_distribution
from capsim.domain.limiting import OptionalLimit
from capsim.domain.money import Benefit
from capsim.domain.otherdates import month_of
from capsim.domain.person import as_decay, check_skill_name
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.risk import as_cost, as_delay, as_factor, as_kind, as_score
from capsim.domain.spelling import seems_a_law
from capsim.domain.targets import as_goal, as_measure
from capsim.domain.uncertainty import Ranges, Spread, as_ranges, spread_said
from capsim.domain.values import (
    Cost,
    Count,
    Days,
    Money,
    Share,
    Speed,
    name,
    no_amount,
    number,
    part,
    portion,
)
from capsim.domain.values import day as read_day
from capsim.errors import InputError, Refused, did_you_mean

__all__ = [
    "MISSING",
    "SCALARS",
    "Parser",
    "demand_unit",
    "factor",
    "hours_per_day",
    "last_day",
    "one_of",
    "parser_of",
    "read_amount",
    "read_correlation",
    "read_factor",
    "read_ranges",
    "read_spread",
    "share",
    "whole",
    "yes_or_no",
]

Parser = Callable[[str], Any]

MISSING: Final = object()
"""Stands for a value that was refused."""


def parser_of(kind: Any) -> Parser:
    """Return the function that reads one of the domain's small types."""
    return get_args(kind)[1].func  # type: ignore[no-any-return]


def whole(text: str) -> int:
    """Read a whole number of either sign.

    Examples
    --------
    >>> whole("-3")
    -3
    """
    digits = re.fullmatch(r"[+-]?(\d+)", text.strip())
    if digits is None:
        raise Refused("not a whole number", text, "write a whole number such as 3")
    if len(digits[1]) > 9:
        raise Refused("out of range", text, "write a whole number of at most 9 digits")
    return int(text)


def one_of(text: str, known: Iterable[str]) -> str:
    """Read one of a few words.

    Examples
    --------
    >>> one_of("on_hold", ["planned", "on hold"])
    'on hold'
    """
    words = {word.casefold(): word for word in known}
    plain = " ".join(re.sub("[_-]", " ", text).casefold().split())
    if plain not in words:
        hint = did_you_mean(plain, words.values())
        raise Refused("not known", text, hint)
    return words[plain]


@functools.lru_cache(4096)
def read_amount(text: str) -> Distribution:
    """Read days as a law; many estimates of a model are alike.

    Examples
    --------
    >>> read_amount("PERT(5, 8, 15)")
    PERT(5, 8, 15)
    """
    if not seems_a_law(text):
        raise no_amount(text)
    return as_distribution(text)  # type: ignore[return-value]  # None only for None


def read_factor(text: str) -> Distribution:
    """Read a factor as a law.

    Examples
    --------
    >>> read_factor("LogNormal(p50=1, p90=1.3)")
    LogNormal(p50=1, p90=1.3)
    """
    return as_distribution(text)  # type: ignore[return-value]  # None only for None


def yes_or_no(text: str) -> bool:
    """Read whether something is so.

    Examples
    --------
    >>> yes_or_no("yes"), yes_or_no("Nein")
    (True, False)
    """
    word = text.strip().casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise Refused("neither yes nor no", text, "write yes or no")


_YES: Final = ("yes", "y", "true", "1", "x", "✓", "✔", "ja", "j", "wahr")
_NO: Final = ("no", "n", "false", "0", "-", "nein", "falsch")


def _role(text: str) -> str:
    """Read a role; a graded one belongs among the skills."""
    called = name(text)
    try:
        check_skill_name(called)
    except InputError:
        fix = f"write the role alone, and {called} into the column skills"
        raise Refused("a role with more than its name", text, fix) from None
    return called


def _skill_name(text: str) -> str:
    """Read the name of a skill whose level and speed have fields of their own."""
    called = name(text)
    try:
        check_skill_name(called)
    except InputError:
        fix = "write the level and the speed into their own columns, and other skills into their own rows"
        raise Refused("a skill with more than its name", text, fix) from None
    return called


_STATUS = get_args(get_type_hints(Project)["status"])


def _status(text: str) -> str:
    """Read a project's status."""
    return one_of(text, _STATUS)


def read_correlation(text: str) -> Any:
    """Read a correlation: one number, or the rows of a matrix with ``;`` between them.

    Examples
    --------
    >>> read_correlation("0.5"), read_correlation("1 0.5; 0.5 1")
    (0.5, [[1.0, 0.5], [0.5, 1.0]])
    """
    if ";" not in text:
        return number(text)
    rows = [re.split(r"[,\s]+", row.strip()) for row in text.split(";") if row.strip()]
    return [[number(cell) for cell in row if cell] for row in rows]


def read_spread(text: str) -> Spread:
    """Read what an estimate may become: ``0.85 to 1.4``, ``-15% to +40%``, or ``20%`` to both sides."""
    return spread_said(text)


def read_ranges(text: str) -> Ranges:
    """Read ``usual``, ``none`` or a spread such as ``0.85 to 1.4``.

    Examples
    --------
    >>> read_ranges("üblich") == read_ranges("usual")
    True
    """
    return as_ranges(_RANGES.get(unicodedata.normalize("NFC", text).strip().casefold(), text))


_RANGES: Final[Mapping[str, str]] = {"üblich": "usual", "keine": "none"}
"""German words for ranges."""


def low_high(text: str) -> bool:
    """Whether low and high are meant as P10 and P90."""
    plain = re.sub(r"[\s,;/-]+", "/", text.strip().upper())
    if plain not in ("PERT", "P10/P90"):
        raise Refused("not known", text, 'write "PERT" (low and high are the ends) or "P10/P90"')
    return plain == "P10/P90"


def is_taken(text: str) -> bool:
    """Whether a response is in the plan."""
    word = text.strip().casefold()
    if word not in (*_TAKEN, *_NOT_TAKEN):
        raise Refused("neither yes nor no", text, "write yes if it is in the plan, else no")
    return word in _TAKEN


_TAKEN: Final = (*_YES, "taken", "planned", "done", "umgesetzt", "beschlossen")
_NOT_TAKEN: Final = (*_NO, "open", "proposed", "offen", "vorgeschlagen")


def version(text: str) -> str:
    """Check the version of a nested file."""
    if text.strip() != "1":
        raise Refused("a version of the files that is not known", text, "this capsim reads version 1")
    return "1"


def hours_per_day(text: str) -> float:
    """Read how many hours a working day has.

    Examples
    --------
    >>> hours_per_day("7.5")
    7.5
    """
    hours = number(text)
    if not 0 < hours <= 24:
        raise Refused("no length of a day", text, "write the hours of a working day, such as 8")
    return hours


def demand_unit(text: str) -> str:
    """Read in which unit a table of demand is.

    Examples
    --------
    >>> demand_unit("h/week")
    Traceback (most recent call last):
    capsim.errors.Refused: not known (got 'h/week'); write hours: each cell has those of its month or week
    """
    found = _PER_PERIOD.fullmatch(text.strip())
    if found is not None:
        unit = "hours" if found["unit"].casefold().startswith(("h", "s")) else "days"
        raise Refused("not known", text, f"write {unit}: each cell has those of its month or week")
    return one_of(text, ("fte", "days", "hours"))


_PER_PERIOD: Final = re.compile(
    r"(?:person.?)?(?P<unit>hours?|hrs?|h|stunden|std|days?|d|tage)\.? ?(?:/|per|a|pro) ?"
    r"(?:weeks?|wk|months?|woche|monat)",
    re.IGNORECASE,
)


def factor(text: str) -> float:
    """Read a factor such as ``0.8``, ``80 %`` or ``150%``; a bare 80 is not guessed at.

    Examples
    --------
    >>> factor("80 %")
    0.8
    """
    plain = text.strip()
    if plain.endswith("%"):
        return number(plain[:-1]) / 100
    figure = number(plain)
    if figure >= 10:
        raise Refused("out of range", text, f"write {figure / 100:g} if {figure:g} % was meant")
    return figure


def _wanted_role(text: str) -> str:
    """Read the role of a row of demand."""
    called = name(text)
    try:
        check_skill_name(called)
    except InputError:
        fix = "write one role alone; work for either of two, or of a level, goes into the sheet tasks"
        raise Refused("a role with more than its name", text, fix) from None
    return called


def _booking_kind(text: str) -> str:
    return one_of(text, ("hard", "soft"))


def _range_kind(text: str) -> str:
    return "P10/P90" if low_high(text) else "PERT"


def day(text: str) -> date:
    """Read a date; one that can be read two ways is not guessed at.

    Examples
    --------
    >>> day("03/04/2027")
    Traceback (most recent call last):
    capsim.errors.Refused: a date that can be read two ways (got '03/04/2027'); write 2027-04-03 or 2027-03-04
    """
    try:
        return read_day(text)
    except Refused:
        readings = _readings(text)
        if len(readings) > 1:
            fix = f"write {readings[0]} or {readings[1]}"
            raise Refused("a date that can be read two ways", text, fix) from None
        if readings:
            raise Refused("not a date", text, f"write {readings[0]}") from None
        if _SERIAL.fullmatch(text):
            fix = f"show the cell as a date, or write {_EPOCH + timedelta(int(text))} if that was meant"
            raise Refused("a number where a date belongs", text, fix) from None
        raise


def goal(text: str) -> float | date:
    """Read the goal of a target: a number, a share or a day.

    Examples
    --------
    >>> goal("90 %"), goal("31.12.2027")
    Traceback (most recent call last):
    capsim.errors.Refused: not a date (got '31.12.2027'); write 2027-12-31
    """
    try:
        return as_goal(text)
    except Refused:
        if _readings(text):
            return day(text)
        raise


def last_day(text: str) -> date:
    """Read the last day of something; of a month its last day is proposed.

    Examples
    --------
    >>> last_day("2027-03")
    Traceback (most recent call last):
    capsim.errors.Refused: a month instead of a day (got '2027-03'); write a day of it, such as 2027-03-31
    """
    try:
        return day(text)
    except Refused as refused:
        month = month_of(text.strip())
        if month is None:
            raise
        (problem,) = refused.found
        last = month.replace(day=monthrange(month.year, month.month)[1])
        raise Refused(problem.what, text, f"write a day of it, such as {last}") from None


_NUMERIC_DATE = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2([1-9]\d{3})")
_SERIAL = re.compile(r"[3-6]\d{4}")
"""What a spreadsheet shows of a date of this century that is formatted as a number."""
_EPOCH = date(1899, 12, 30)
"""Day 0 of spreadsheets."""


def _readings(text: str) -> list[date]:
    """Return the dates that a text with the year last can mean."""
    found = _NUMERIC_DATE.fullmatch(text.strip())
    if found is None:
        return []
    one, other, year = int(found[1]), int(found[3]), int(found[4])
    return list(
        dict.fromkeys(
            date(year, month, of_month)
            for month, of_month in ((other, one), (one, other))
            if 1 <= month <= 12 and 1 <= of_month <= monthrange(year, month)[1]
        )
    )


def share(text: str) -> float:
    """Read a share from 0 to 1: ``0.8`` or ``80 %``.

    Examples
    --------
    >>> share("80%")
    0.8
    >>> share("1.5")
    Traceback (most recent call last):
    capsim.errors.Refused: out of range (got '1.5'); write 1 for all of it, 0.5 for half of it
    """
    return _part(text, 1, "write 1 for all of it, 0.5 for half of it")


def availability(text: str) -> float:
    """Read how much of a day somebody gives, at most 2.

    Examples
    --------
    >>> availability("3")
    Traceback (most recent call last):
    capsim.errors.Refused: out of range (got '3'); write 3 into the column count if so many people were meant
    """
    fix = f"write {text.strip()} into the column count if so many people were meant"
    return _part(text, 2, fix if text.strip().isdecimal() else "write a number from 0 to 2")


def _part(text: str, most: int, fix: str) -> float:
    """Read a part of a whole; say of one that is too large, but no percentage, what may have been meant."""
    try:
        return part(text, most)
    except Refused as error:
        if error.found[0].what == "out of range" and _SMALL.fullmatch(text.strip()) and float(text) < 10:
            raise Refused("out of range", text, fix) from None
        raise


_SMALL = re.compile(r"\d+(\.\d+)?")

_DAYS, _MONEY, _COST = parser_of(Days), parser_of(Money), parser_of(Cost)
_SPEED, _COUNT, _LIMIT = parser_of(Speed), parser_of(Count), parser_of(OptionalLimit)
_RATE = parser_of(Share)

months: Parser = parser_of(get_type_hints(Benefit, include_extras=True)["lag_months"])
days: Parser = _DAYS
calendar: Parser = parser_of(get_type_hints(Portfolio, include_extras=True)["calendar"])

SCALARS: Mapping[str, Mapping[str, Parser]] = {
    "portfolio": {
        "capsim": version, "name": name, "start": day, "horizon": last_day, "currency": name,
        "run_the_business": share, "low_high": low_high, "demand_unit": demand_unit,
        "hours_per_day": hours_per_day, "status_date": day,
    },
    "person": {
        "name": name, "role": _role, "availability": availability, "run_the_business": share, "team": name,
        "location": name, "manager": name, "calendar": name, "start": day, "end": last_day,
        "cost_per_day": _COST, "count": _COUNT, "focus": _LIMIT,
        "kind": str, "currency": name, "contractor": yes_or_no,
        "price_per_day": _COST,
    },
    "skill": {
        "name": _skill_name, "proficiency": _SPEED, "level": _COUNT, "start": day, "end": last_day,
        "as_of": day, "decay": as_decay,
    },
    "level": {"level": _COUNT, "speed": _SPEED},
    "freeze": {"start": day, "end": last_day},
    "leave": {"start": day, "end": last_day, "share": share, "kind": name, "paid": yes_or_no},
    "rate": {"start": day, "cost_per_day": _COST},
    "calendar": {"name": name, "country": name, "region": name, "resolved_to": last_day},
    "holiday": {"day": day, "name": name},
    "project": {
        "name": name, "priority": whole, "start": day, "deadline": last_day, "status": _status,
        "probability": share, "owner": name,
        "client": name, "programme": name, "value": _MONEY, "budget": _COST,
        "cost_of_delay_per_day": _COST, "delay_from": last_day, "penalty": _COST, "penalty_after": last_day,
        "window_end": last_day, "price": _COST, "billable": yes_or_no, "spent": _COST, "team": name,
    },
    "branch": {"name": name},
    "way": {"name": name, "probability": share},
    "stage": {"name": name, "probability": share},
    "stream": {
        "name": name, "per_week": number, "priority": whole, "start": day, "end": last_day,
        "within_days": _DAYS, "deadline": last_day, "owner": name, "project": name,
        "before": name,
    },
    "task": {
        "name": name, "start": day, "end": last_day, "deadline": last_day, "phase": name, "priority": whole,
        "fixed_cost": _COST, "owner": name, "actual_start": day, "actual_finish": day, "progress": share,
        "baseline_start": day, "baseline_finish": day, "gate": share, "same_person_as": name,
    },
    "demand": {
        "role": _wanted_role, "phase": name, "low": factor, "high": factor, "unit": demand_unit,
        "low_high": _range_kind,
    },
    "booking": {
        "person": name, "project": name, "start": day, "end": last_day, "share": share, "kind": _booking_kind,
        "phase": name,
    },
    "need": {"allocation": share, "least_allocation": share, "fte": _DAYS, "level": _COUNT},
    "alternative": {"skill": name, "factor": _SPEED, "level": _COUNT},
    "link": {"task": name, "project": name, "lag_days": number},
    "driver": {"name": name},
    "risk": {
        "name": name, "kind": as_kind, "category": name, "probability": as_score, "effort": as_factor,
        "delay": as_delay, "cost": as_cost, "owner": name, "vendor": name, "away_days": read_amount,
        "days_to_hire": read_amount,
    },
    "response": {
        "name": name, "cost": _COST, "probability": as_score, "impact": portion, "taken": is_taken,
        "lead_days": _DAYS, "owner": name,
    },
    "rework": {"probability": share, "share": portion, "at_most": _COUNT},
    "group": {"name": name},
    "spread": {"low": number, "high": number},
    "objective": {"name": name, "weight": number, "stakeholder": name, "owner": name},
    "target": {"name": name, "measure": as_measure, "goal": goal, "owner": name},
    "benefit": {
        "name": name, "per_year": _COST, "lag_months": months, "ramp_months": months,
        "plateau_months": months, "decay_months": months, "owner": name, "factor": read_factor,
    },
    "tranche": {"amount": _COST, "start": day, "milestone": name},
    "money": {
        "discount_rate": _RATE, "overtime_premium": share, "contractor_premium": share, "budget": _COST,
    },
}  # fmt: skip
"""How the single values of each entity are read."""

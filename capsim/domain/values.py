"""What every entity shares: frozen, checked dataclasses, and the small types of their fields."""

from __future__ import annotations

import dataclasses
import functools
import inspect
import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from datetime import date, datetime
from decimal import Decimal
from numbers import Real
from typing import Annotated, Any, TypeAlias, TypeGuard, TypeVar, cast, dataclass_transform

import numpy as np
from pydantic import BeforeValidator, ConfigDict, Field, ValidationError
from pydantic.dataclasses import dataclass as pydantic_dataclass

from capsim.clock import MAX_DAYS
from capsim.domain.otherdates import no_date
from capsim.errors import InputError, Problem, Refused, did_you_mean

__all__ = [
    "DITTO",
    "Cost",
    "Count",
    "Day",
    "Days",
    "Money",
    "Name",
    "Names",
    "OptionalName",
    "Portion",
    "Rank",
    "Share",
    "Speed",
    "value",
]

T = TypeVar("T")

DayLike: TypeAlias = date | str
"""What `Day` is made from."""
NumberLike: TypeAlias = float | str
"""What numbers are made from: a number, or its text (``"80 %"`` where a share is wanted)."""
NamesLike: TypeAlias = str | Iterable[str]
"""What `Names` is made from."""

_CONFIG = ConfigDict(extra="forbid", allow_inf_nan=False, arbitrary_types_allowed=True)


@dataclass_transform(frozen_default=True, field_specifiers=(Field,))
def value(cls: type[T]) -> type[T]:
    """Make a class an immutable, checked value: a frozen, slotted pydantic dataclass.

    Whatever is wrong with the arguments is raised at once as one `InputError`, in capsim's words.

    Parameters
    ----------
    cls : type
        A class with annotated fields.

    Returns
    -------
    type
        The dataclass.
    """
    # pydantic's own stubs do not know that `slots` and `config` go together with a plain call
    made = cast("type[T]", pydantic_dataclass(frozen=True, slots=True, config=_CONFIG)(cls))
    checked: Callable[..., None] = made.__init__

    @functools.wraps(checked)
    def __init__(self: T, *args: Any, **kwargs: Any) -> None:  # noqa: N807
        try:
            checked(self, *args, **kwargs)
        except ValidationError as error:
            raise _told(error, made, args, kwargs) from None

    made.__init__ = __init__  # type: ignore[assignment, method-assign]
    made.__signature__ = _signature(made)  # type: ignore[attr-defined]
    return made


def _signature(cls: type) -> inspect.Signature:
    """Return the signature that notebooks show: names and defaults, shorthands among them."""
    parameters = [
        inspect.Parameter(
            field.name,
            inspect.Parameter.KEYWORD_ONLY if field.kw_only else inspect.Parameter.POSITIONAL_OR_KEYWORD,
            default=inspect.Parameter.empty if field.default is dataclasses.MISSING else field.default,
        )
        for field in dataclasses.fields(cls)
    ]
    shorthands: Iterable[str] = getattr(cls, "_shorthands", ())
    parameters[1:1] = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None) for name in shorthands
    ]
    return inspect.Signature(parameters)


def _told(error: ValidationError, cls: type, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> InputError:
    """Tell a pydantic error in capsim's words, under the name of the entity.

    What is wrong with a part of the outermost entity is placed by the part's name alone.
    """
    problems = problems_of(error, cls)
    if not getattr(cls, "_outermost", False):
        return InputError(problems, _label(cls, args, kwargs))
    own = _fields(cls)
    return InputError(
        problem.at(cls.__name__)
        if problem.where.split(",")[0] in own
        else dataclasses.replace(problem, where=problem.where[:1].upper() + problem.where[1:])
        for problem in problems
    )


def _label(cls: type, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> str:
    """Name the entity that was being made, as far as it had a name."""
    given = kwargs.get("name", args[0] if args else None)
    kind: str = getattr(cls, "_kind", cls.__name__)
    return f"{kind} {given!r}" if "name" in _fields(cls) and isinstance(given, str) else kind


def _fields(cls: type | None) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(cls)) if dataclasses.is_dataclass(cls) else ()


def problems_of(error: ValidationError, cls: type | None = None) -> list[Problem]:
    """Tell what pydantic found in capsim's words; the place is the way inside the value.

    Parameters
    ----------
    error : pydantic.ValidationError
    cls : type, optional
        The class that was being made; its field names serve places and the did-you-mean.

    Returns
    -------
    list of Problem
    """
    found: list[Problem] = []
    for line in error.errors(include_url=False):
        where = _path(line["loc"], cls)
        context = line.get("ctx", {})
        cause = context.get("error")
        if isinstance(cause, InputError):
            found.extend(_nested(cause, where))
        elif line["type"] in _UNKNOWN:
            word = str(line["loc"][-1])
            found.append(Problem(_path(line["loc"][:-1], cls), f"no field {word!r}", fix=_other(word, cls)))
        elif line["type"] == "unexpected_positional_argument":
            found.append(Problem("", "an argument without a name", line["input"], "write its name before it"))
        elif line["type"] in _MISSING:
            found.append(Problem(where, "missing", fix=_give(where, cls)))
        else:
            what, fix = _WORDS.get(line["type"], (line["msg"][:1].lower() + line["msg"][1:], ""))
            words = {key: str(item) for key, item in context.items()}
            found.append(Problem(where, what.format_map(words), line["input"], fix.format_map(words)))
    return found


def _nested(cause: InputError, where: str) -> Iterable[Problem]:
    """Place the problems of a part: a value in its field, an entity under its own name."""
    if isinstance(cause, Refused):
        return [problem.at(where) for problem in cause.found]
    return [problem.at(_lower(cause.place)) for problem in cause.inner]


def _lower(place: str) -> str:
    return place[:1].lower() + place[1:]


def _other(word: str, cls: type | None) -> str:
    """Suggest the field that was meant, or list them all."""
    known = [*_fields(cls), *getattr(cls, "_shorthands", ())]
    hint = meant(word, known)
    return hint if hint.startswith("did") else f"known: {', '.join(known)}"


_SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "availability": ("fte",),
    "capacity": ("fte", "availability"),
    "days": ("duration", "effort"),
    "depends_on": ("after",),
    "due": ("deadline",),
    "duration": ("days", "effort"),
    "employee": ("person", "name"),
    "end": ("to", "deadline"),
    "estimate": ("effort",),
    "from": ("start",),
    "fte": ("availability",),
    "name": ("person", "project", "task", "skill", "calendar", "driver", "group"),
    "person": ("name",),
    "predecessors": ("after",),
    "project": ("name",),
    "role": ("skill", "skills"),
    "skill": ("role", "skills"),
    "skills": ("role", "skill"),
    "speed": ("proficiency",),
    "start": ("from",),
    "task": ("name",),
    "to": ("end", "deadline"),
}
"""What else a field may be called, by what was written; the likeliest first."""


def meant(word: str, known: Iterable[str]) -> str:
    """Suggest the field that was meant by another word for it, or by one spelled almost alike.

    Examples
    --------
    >>> meant("fte", ["name", "skills", "availability"])
    "did you mean 'availability'?"
    """
    names = list(known)
    other = next((name for name in _SYNONYMS.get(word.casefold(), ()) if name in names), None)
    return did_you_mean(word, names) if other is None else f"did you mean {other!r}?"


def _give(where: str, cls: type | None) -> str:
    """Say what to give for an argument left out."""
    return _WANTED.get((getattr(cls, "__name__", ""), where), "give it")


_WANTED = {
    ("Person", "skills"): "give what the person can do",
    ("Need", "skills"): "give the skill that does the work",
}

_UNKNOWN = {"unexpected_keyword_argument", "extra_forbidden"}
_MISSING = {
    "missing",
    "missing_argument",
    "missing_positional_only_argument",
    "missing_keyword_only_argument",
}
_WORDS = {
    "string_type": ("not a text", "write a text"),
    "bool_parsing": ("neither true nor false", "write true or false"),
    "bool_type": ("neither true nor false", "write true or false"),
    "literal_error": ("not known", "write one of {expected}"),
    "is_instance_of": ("not a {class}", "give one"),
    "dataclass_type": ("not a {class_name}", "give one"),
    "multiple_argument_values": ("given twice", "give it once"),
}
"""What pydantic finds, as *what* and *fix*."""


def _path(loc: Sequence[int | str], cls: type | None = None) -> str:
    """Write a way inside a value as a person would: fields by name, entries counted from 1."""
    words: list[str] = []
    fields = _fields(cls)
    for step in loc:
        if isinstance(step, int):
            if words:
                words[-1] = f"{words[-1]} {step + 1}"
            else:  # an argument by position
                words.append(fields[step] if step < len(fields) else f"argument {step + 1}")
        elif step.isidentifier():  # other steps are names of validators
            words.append(step)
    return ", ".join(words)


# ---------------------------------------------------------------- parts


def made_from(cls: type[T], entry: object, otherwise: Callable[[Any], T] | None = None) -> T:
    """Return an entity from itself, from its fields by name, or from something shorter.

    Parameters
    ----------
    cls : type
        The entity's class.
    entry : object
        An entity, a mapping of its fields, or what ``otherwise`` understands.
    otherwise : callable, optional
        Makes the entity from anything else.

    Returns
    -------
    cls

    Raises
    ------
    InputError
        If it cannot be made.
    """
    if isinstance(entry, cls):
        return entry
    if isinstance(entry, Mapping):
        return cls(**{str(key): item for key, item in entry.items()})
    if otherwise is None:
        article = "an" if cls.__name__[0] in "AEIOU" else "a"
        raise Refused(f"not {article} {cls.__name__}", entry, f"write {cls.__name__}(...)")
    return otherwise(entry)


def all_made(
    cls: type[T], entries: Iterable[object], otherwise: Callable[[Any], T] | None = None
) -> tuple[T, ...]:
    """Make several entities by `made_from`, and raise what is wrong with any of them at once.

    Parameters
    ----------
    cls : type
        The entities' class.
    entries : iterable
        What each is made from.
    otherwise : callable, optional
        As in `made_from`.

    Returns
    -------
    tuple of cls

    Raises
    ------
    InputError
        If some cannot be made; an entity without a name is placed by its number.
    """
    made: list[T] = []
    problems: list[Problem] = []
    for number, entry in enumerate(entries, start=1):
        try:
            made.append(made_from(cls, entry, otherwise))
        except InputError as error:
            place = _lower(error.place) if "'" in error.place or '"' in error.place else ""
            place = place or f"{_lower(cls.__name__)} {number}"
            problems.extend(problem.at(place) for problem in error.inner)
    if problems:
        raise InputError(problems)
    return tuple(made)


# ---------------------------------------------------------------- names


_LONGEST_NAME = 500


DITTO = frozenset(('"', "''", "\u201d", "\u3003", "do.", "ditto", "dto.", '-"-'))
"""What stands for "as above" in a table: no names, or whoever reads the table would miss one."""


def _is_plain(text: str) -> bool:
    """Return whether a name is canonical at first sight, as most are."""
    fits = 0 < len(text) == len(text.strip()) <= _LONGEST_NAME
    return fits and text.isascii() and text.isprintable() and "  " not in text


def name(text: object) -> str:
    """Return a name in canonical form: NFC, trimmed, inner white space single.

    Parameters
    ----------
    text : object
        A non-empty text without control characters.

    Returns
    -------
    str

    Raises
    ------
    Refused
        If it is no such text.

    Examples
    --------
    >>> name("  Ada   Lovelace ")
    'Ada Lovelace'
    """
    if not isinstance(text, str):
        raise Refused("not a name", text, "write a text")
    if text.strip() in DITTO:
        raise Refused("a ditto mark where a name belongs", text, "write the name")
    if _is_plain(text):
        return text
    clean = " ".join(unicodedata.normalize("NFC", text).split())
    if not clean:
        raise Refused("empty name", text, "write at least one character")
    if len(clean) > _LONGEST_NAME:
        raise Refused(f"a name of {len(clean):,} characters", text, f"write at most {_LONGEST_NAME}")
    if not clean.isprintable() and any(unicodedata.category(letter) in ("Cc", "Cs") for letter in clean):
        raise Refused("a name with control characters", text, "remove them")
    return clean


def _optional_name(text: object) -> str | None:
    return None if text is None or (isinstance(text, str) and not text.strip()) else name(text)


def names(texts: object) -> tuple[str, ...]:
    """Return names from a list of names or one text with ``;`` between them.

    Examples
    --------
    >>> names("growth; compliance")
    ('growth', 'compliance')
    """
    if texts is None:
        return ()
    if isinstance(texts, str):
        return names([part for part in texts.split(";") if part.strip()])
    if isinstance(texts, Iterable) and not isinstance(texts, Mapping):
        listed = [name(part) for part in texts]
        return tuple(dict.fromkeys(sorted(listed) if isinstance(texts, Set) else listed))
    raise Refused("not a list of names", texts, 'write a list, or one text such as "growth; compliance"')


Name = Annotated[str, BeforeValidator(name)]
OptionalName = Annotated[str | None, BeforeValidator(_optional_name)]
Names = Annotated[tuple[str, ...], BeforeValidator(names)]

# ---------------------------------------------------------------- dates


def day(when: object) -> date:
    """Return a date from a date, a datetime at midnight or a text such as ``2027-01-04``.

    Nothing is guessed: other spellings are refused.

    Parameters
    ----------
    when : date, datetime, numpy.datetime64 or str

    Returns
    -------
    date

    Raises
    ------
    Refused
        If it is none of these, or has a time of day.

    Examples
    --------
    >>> day("2027-01-04")
    datetime.date(2027, 1, 4)
    """
    if isinstance(when, np.datetime64):
        when = when.astype("datetime64[us]").item()
    if isinstance(when, datetime):
        if when != when:  # pandas' "not a time" is a datetime too
            raise Refused("no date", when, "write year-month-day, such as 2027-01-04")
        if (when.hour, when.minute, when.second, when.microsecond) != (0, 0, 0, 0) or when.tzinfo is not None:
            raise Refused("a date with a time", when, "give the date alone, such as 2027-01-04")
        return date(when.year, when.month, when.day)
    if isinstance(when, date):
        return when
    if isinstance(when, str) and _DATE.fullmatch(when.strip()):
        try:
            found = date.fromisoformat(when.strip()[:10])
        except ValueError:
            raise Refused("no such day in the calendar", when, "check the month and the day") from None
        if found.year < _FIRST_YEAR:
            raise Refused("a year long past", when, "check its four figures")
        return found
    raise no_date(when)


_FIRST_YEAR = 1900
"""A text with an earlier year is a slip."""

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([ T]00:00(:00)?)?")

Day = Annotated[date, BeforeValidator(day)]

# ---------------------------------------------------------------- numbers


_SOME_NUMBER = "write a number such as 1.5"


def number(amount: object) -> float:
    """Return a finite number from a number or a text such as ``1.5``.

    Parameters
    ----------
    amount : number or str

    Returns
    -------
    float

    Raises
    ------
    Refused
        If it is no finite number.

    Examples
    --------
    >>> number("1.5")
    1.5
    """
    if type(amount) is not float and not _is_numeric(amount):
        raise Refused("not a number", amount, _SOME_NUMBER)
    try:
        figure = float(amount)
    except (ValueError, OverflowError):
        hint = _number_hint(amount) if isinstance(amount, str) else _SOME_NUMBER
        raise Refused("not a number", amount, hint) from None
    if not math.isfinite(figure):
        raise Refused("not a finite number", amount, _SOME_NUMBER)
    return figure


def within(amount: object, low: float, high: float, fix: str, got: object = None) -> float:
    """Return a number that is neither too small nor too large.

    Parameters
    ----------
    amount : number or str
    low, high : float
        The smallest and the largest that will do.
    fix : str
        What to write instead.
    got : object, optional
        What was written, if the amount was made of it.

    Returns
    -------
    float

    Raises
    ------
    Refused
        If it is no number, or outside.

    Examples
    --------
    >>> within("12", 0, 520, "write weeks from 0 to 520")
    12.0
    """
    figure = number(amount)
    if not low <= figure <= high:
        raise Refused("out of range", amount if got is None else got, fix)
    return figure


def _number_hint(text: str) -> str:
    """Return how the number that a text seems to hold is written."""
    word = text.strip()
    if found := re.fullmatch(rf"{_SIGN}?\s*(?P<amount>[\d., ]*\d)\s*{_SIGN}?", word):
        bare = found["amount"].strip()
        if bare != word and bare:
            return f"write {bare}" if _is_plain_number(bare) else _number_hint(bare)
    if found := re.fullmatch(r"(\d+(?:\.\d+)?)\s*(?:percent|per cent|pct\.?)", word):
        return f"write {found[1]}%"
    if re.fullmatch(r"[+-]?\d{1,3},\d{3}", word):
        return f"write {word.replace(',', '.')}, with a point, or {word.replace(',', '')}"
    if re.fullmatch(r"[+-]?\d+,\d+", word):
        return f"write {word.replace(',', '.')}, with a point"
    if re.fullmatch(r"[+-]?\d{1,3}(\.\d{3})+,\d+", word):
        return f"write {word.replace('.', '').replace(',', '.')}"
    if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+\.\d+|[+-]?\d{1,3}(,\d{3}){2,}", word):
        return f"write {word.replace(',', '')}"
    if re.fullmatch(r"[+-]?\d{1,3}([ \u00a0\u202f'_]\d{3})+(\.\d+)?", word):
        return f"write {re.sub('[^0-9.+-]', '', word)}"
    if re.fullmatch(r"[+-]?\d+(\.\d+)?\s*%", word):
        return f"write {plain(float(word.rstrip('% ')) / 100)}"
    return _SOME_NUMBER


_SIGN = r"(?:[€$£¥]|EUR|USD|GBP|CHF|fte|FTE)"
"""What is written beside a number and is none of it."""


def _is_plain_number(word: str) -> bool:
    return re.fullmatch(r"\d+(\.\d+)?", word) is not None


def no_amount(text: str, what: str = "not a number of days") -> Refused:
    """Return the refusal of a text that is no amount; it says how the one it seems to hold is written.

    Parameters
    ----------
    text : str
    what : str
        What is wrong.

    Returns
    -------
    Refused

    Examples
    --------
    >>> print(no_amount("12 days"))
    not a number of days (got '12 days'); write 12
    """
    word = text.strip()
    number_text = r"(?P<amount>\d+(?:\.\d+)?)"
    if found := re.fullmatch(rf"{number_text}\s*(?P<unit>[^\W\d]+)\.?", word):
        unit = _UNITS.get(found["unit"].casefold())
        if unit is not None:
            one, note = unit
            return Refused(what, text, f"write {plain(float(found['amount']) * one)}{note}")
    if found := re.fullmatch(rf"{number_text}\s*(?:-|–|to|\.\.)\s*(?P<high>\d+(?:\.\d+)?)", word):
        low, high = found["amount"], found["high"]
        fix = f"write Uniform({low}, {high}), or the columns low, likely and high"
        return Refused(what, text, fix)
    if found := re.fullmatch(r"(\d+(?:\.\d+)?)\s*/\s*(\d+(?:\.\d+)?)\s*/\s*(\d+(?:\.\d+)?)", word):
        return Refused(
            what, text, f"write PERT({', '.join(found.groups())}), or the columns low, likely and high"
        )
    hint = _number_hint(word)
    return Refused(what, text, "write a number such as 8" if hint.endswith("such as 1.5") else hint)


_UNITS = {
    **dict.fromkeys(("d", "day", "days", "pd"), (1.0, "")),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), (0.125, ": days, each of 8 hours")),
    **dict.fromkeys(("w", "wk", "wks", "week", "weeks"), (5.0, ": days, 5 a week")),
}
"""How many days a unit has, and what to say of it."""


def _is_numeric(given: object) -> TypeGuard[Real | Decimal | str]:
    return isinstance(given, int | str | Real | Decimal) and not isinstance(given, bool)


def plain(amount: float) -> str:
    """Write a number exactly, without an exponent and without a needless ``.0``.

    Examples
    --------
    >>> plain(2.0), plain(0.7), plain(1e-05)
    ('2', '0.7', '0.00001')
    """
    text = f"{Decimal(repr(float(amount))):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _rank(amount: object) -> int:
    return _whole(amount, -1_000_000_000, 1_000_000_000)


def _count(amount: object) -> int:
    return _whole(amount, 0, 1_000_000)


def _whole(amount: object, low: int, high: int) -> int:
    try:
        figure = number(amount)
    except Refused as error:
        fix = error.found[0].fix.replace(_SOME_NUMBER, "write a whole number such as 3")
        raise Refused("not a whole number", amount, fix) from None
    if figure != int(figure):
        raise Refused("not a whole number", amount, "write a whole number such as 3")
    return int(within(figure, low, high, f"write a number from {low:,} to {high:,}", amount))


def share(amount: object) -> float:
    """Return a share from 0 to 1; what looks like a percentage is not guessed at.

    Examples
    --------
    >>> share("80 %")
    0.8
    """
    return part(amount, 1)


def _availability(amount: object) -> float:
    return part(amount, 2)


def portion(amount: object) -> float:
    """Return a part of an amount, which may be several times as much.

    Examples
    --------
    >>> portion("25 %"), portion(1.5)
    (0.25, 1.5)
    """
    return part(amount, 10)


def part(amount: object, most: int) -> float:
    """Return a part of a whole from a number or a text such as ``"80 %"``.

    Parameters
    ----------
    amount : number or str
    most : int
        The largest part allowed.

    Returns
    -------
    float

    Raises
    ------
    Refused
        If it is no number or out of range; what looks like a percentage is not guessed at.

    Examples
    --------
    >>> part("80 %", most=1)
    0.8
    """
    if isinstance(amount, str) and amount.strip().endswith("%"):
        return within(_percent(amount), 0, most, f"write a number from 0 % to {100 * most} %", amount)
    try:
        figure = number(amount)
    except Refused as error:
        fix = error.found[0].fix.replace(_SOME_NUMBER, "write a share such as 0.8 or 80%")
        raise Refused(error.found[0].what, amount, fix) from None
    if most == 2 < figure <= 10:
        fix = f"write a number from 0 to 2; {figure:g} people alike are one row with count {figure:g}"
        raise Refused("out of range", amount, fix if figure.is_integer() else "write a number from 0 to 2")
    if figure > most and 2 <= figure <= 100 * most:
        fix = f"write {figure / 100:g} if {figure:g} % was meant"
        if most == 2 and 20 <= figure <= 60:
            fix = f"{fix}; of hours a week, write the share of a full week, such as 1 or 0.8"
        raise Refused("out of range", amount, fix)
    return within(figure, 0, most, f"write a number from 0 to {most}", amount)


def _percent(text: str) -> float:
    try:
        return number(text.strip()[:-1].strip()) / 100
    except Refused as error:
        (problem,) = error.found
        raise Refused("not a percentage", text, problem.fix.replace("such as 1.5", "such as 80%")) from None


def days(amount: object) -> float:
    """Return an amount in days, from 0 to 100,000.

    Examples
    --------
    >>> days("1.5")
    1.5
    """
    try:
        figure = number(amount)
    except Refused:
        if isinstance(amount, str) and re.search(r"\d", amount):
            raise no_amount(amount) from None
        raise
    return within(figure, 0.0, MAX_DAYS, f"write a number from 0 to {MAX_DAYS:,} days", amount)


def _speed(amount: object) -> float:
    return within(amount, 0.0, 100.0, "write a number from 0 to 100")


def _money(amount: object) -> float:
    return within(amount, -MOST_MONEY, MOST_MONEY, "write a number from -1e15 to 1e15")


def _cost(amount: object) -> float:
    figure = number(amount)
    if figure < 0:
        fix = f"write {plain(-figure)} if the sign is a slip, or leave it out"
        raise Refused("a negative amount of money", amount, fix)
    return within(figure, 0.0, MOST_MONEY, "write a number from 0 to 1e15", amount)


MOST_MONEY = 1e15
"""The largest amount of money that is no slip."""


Share = Annotated[float, BeforeValidator(share)]
"""A share from 0 to 1 (``0.8`` or ``"80 %"``; a bare 80 is refused)."""
Portion = Annotated[float, BeforeValidator(portion)]
"""A part of an amount from 0 to 10; above 1 is more than all of it."""
Availability = Annotated[float, BeforeValidator(_availability)]
"""A share of a day from 0 to 2; above 1 is overtime."""
Days = Annotated[float, BeforeValidator(days)]
"""An amount in days, 0 to 100,000."""
Speed = Annotated[float, BeforeValidator(_speed)]
"""A factor on speed, 0 to 100; 1.0 is nominal."""
Count = Annotated[int, BeforeValidator(_count)]
"""A whole number, at least 0."""
Rank = Annotated[int, BeforeValidator(_rank)]
"""A whole number of either sign; lower is first."""
Cost = Annotated[float, BeforeValidator(_cost)]
"""A cost, a rate or a budget in the portfolio's currency, at least 0."""
Money = Annotated[float, BeforeValidator(_money)]
"""An amount of money in the portfolio's currency, a gain or a loss."""

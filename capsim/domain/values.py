"""What every entity shares: frozen, checked dataclasses, and the small types of their fields."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Annotated, Any, TypeVar, cast, dataclass_transform

from pydantic import BeforeValidator, ConfigDict, Field, ValidationError
from pydantic.dataclasses import dataclass as pydantic_dataclass

from capsim.clock import MAX_DAYS
from capsim.errors import InputError, Problem, Refused, did_you_mean

__all__ = [
    "Count",
    "Day",
    "Days",
    "Money",
    "Name",
    "Names",
    "OptionalName",
    "Share",
    "Speed",
    "value",
]

T = TypeVar("T")

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
            raise InputError(_problems(made, args, kwargs, error)) from None
        except Refused as error:  # raised by __post_init__, which pydantic lets through
            raise InputError(problem.at(_label(made, args, kwargs)) for problem in error.problems) from None

    made.__init__ = __init__  # type: ignore[method-assign]
    return made


def _problems(
    cls: type, args: tuple[Any, ...], kwargs: Mapping[str, Any], error: ValidationError
) -> Iterable[Problem]:
    """Tell a pydantic error in capsim's words, under the name of the entity."""
    where = _label(cls, args, kwargs)
    return [problem.at(where) for problem in problems_of(error, cls)]


def _label(cls: type, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> str:
    """Name the entity that was being made, as far as it had a name."""
    name = kwargs.get("name", args[0] if args else None)
    return f"{cls.__name__} {name!r}" if isinstance(name, str) else cls.__name__


def problems_of(error: ValidationError, cls: type | None = None) -> list[Problem]:
    """Translate what pydantic found into problems whose place is the path inside the value.

    Parameters
    ----------
    error : pydantic.ValidationError
    cls : type, optional
        The class that was being made; its field names serve the did-you-mean.

    Returns
    -------
    list of Problem
    """
    found: list[Problem] = []
    for line in error.errors(include_url=False):
        where = _path(line["loc"])
        cause = line.get("ctx", {}).get("error")
        if isinstance(cause, InputError):
            found.extend(problem.at(where) for problem in cause.problems)
            continue
        what, fix = _WORDS.get(line["type"], (line["msg"][:1].lower() + line["msg"][1:], ""))
        context = line.get("ctx", {})
        fix = fix.format_map({key: str(item) for key, item in context.items()})
        got: object = line["input"]
        match line["type"]:
            case "missing" | "missing_argument" | "missing_positional_only_argument":
                found.append(Problem(where, what, fix=fix))
            case "unexpected_keyword_argument" | "extra_forbidden":
                fields = list(getattr(cls, "__dataclass_fields__", ()))
                word = str(line["loc"][-1])
                found.append(
                    Problem(_path(line["loc"][:-1]), f"no field {word!r}", fix=did_you_mean(word, fields))
                )
            case _:
                found.append(Problem(where, what, got, fix))
    return found


_WORDS = {
    "missing": ("missing", "give it"),
    "missing_argument": ("missing", "give it"),
    "missing_positional_only_argument": ("missing", "give it"),
    "string_type": ("not a text", "write a text"),
    "int_type": ("not a whole number", "write a whole number such as 3"),
    "int_parsing": ("not a whole number", "write a whole number such as 3"),
    "int_from_float": ("not a whole number", "write a whole number such as 3"),
    "float_type": ("not a number", "write a number such as 1.5"),
    "float_parsing": ("not a number", "write a number such as 1.5"),
    "finite_number": ("not a finite number", "write a number such as 1.5"),
    "bool_parsing": ("neither true nor false", "write true or false"),
    "bool_type": ("neither true nor false", "write true or false"),
    "greater_than": ("too small", "write a number above {gt}"),
    "greater_than_equal": ("too small", "write a number of at least {ge}"),
    "less_than": ("too large", "write a number below {lt}"),
    "less_than_equal": ("too large", "write a number of at most {le}"),
    "literal_error": ("not known", "write one of {expected}"),
    "too_short": ("too few entries", "give at least {min_length}"),
}


def _path(loc: Iterable[int | str]) -> str:
    """Write a path inside a value as a person would: fields by name, entries counted from 1."""
    words: list[str] = []
    for step in loc:
        if isinstance(step, int):
            if words:
                words[-1] = f"{words[-1]} {step + 1}"
            else:
                words.append(f"argument {step + 1}")
        elif re.fullmatch(r"[A-Za-z_][A-Za-z_0-9]*", step):
            words.append(step)
    return ", ".join(words)


# ---------------------------------------------------------------- names


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
    clean = " ".join(unicodedata.normalize("NFC", text).split())
    if not clean:
        raise Refused("empty name", text, "write at least one character")
    if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in clean):
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
        return tuple(name(part) for part in texts.split(";") if part.strip())
    if isinstance(texts, Iterable) and not isinstance(texts, Mapping):
        return tuple(dict.fromkeys(name(part) for part in texts))
    raise Refused("not a list of names", texts, 'write a list, or one text such as "growth; compliance"')


Name = Annotated[str, BeforeValidator(name)]
OptionalName = Annotated[str | None, BeforeValidator(_optional_name)]
Names = Annotated[tuple[str, ...], BeforeValidator(names)]

# ---------------------------------------------------------------- dates


def day(when: object) -> date:
    """Return a date from a date, a datetime at midnight or a text such as ``2027-01-04``.

    Nothing is guessed: other spellings are refused.

    Examples
    --------
    >>> day("2027-01-04")
    datetime.date(2027, 1, 4)
    """
    if isinstance(when, datetime):
        if (when.hour, when.minute, when.second, when.microsecond) != (0, 0, 0, 0) or when.tzinfo is not None:
            raise Refused("a date with a time", when, "give the date alone, such as 2027-01-04")
        return when.date()
    if isinstance(when, date):
        return when
    if isinstance(when, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}( 00:00:00)?", when.strip()):
        try:
            return date.fromisoformat(when.strip()[:10])
        except ValueError:
            raise Refused("no such day in the calendar", when, "check the month and the day") from None
    raise Refused("not a date", when, "write year-month-day, such as 2027-01-04")


Day = Annotated[date, BeforeValidator(day)]

# ---------------------------------------------------------------- numbers


def number(amount: object) -> float:
    """Return a finite number from a number or a text such as ``1.5``.

    Examples
    --------
    >>> number("1.5")
    1.5
    """
    if isinstance(amount, bool) or amount is None:
        raise Refused("not a number", amount, "write a number such as 1.5")
    try:
        figure = float(amount)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        hint = "write a number such as 1.5"
        if isinstance(amount, str) and re.fullmatch(r"\s*\d+,\d+\s*", amount):
            hint = f"write {amount.strip().replace(',', '.')}, with a point"
        raise Refused("not a number", amount, hint) from None
    if figure != figure or figure in (float("inf"), float("-inf")):
        raise Refused("not a finite number", amount, "write a number such as 1.5")
    return figure


def _share(amount: object) -> float:
    percent = isinstance(amount, str) and amount.strip().endswith("%")
    if percent:
        return _bounded(number(cast(str, amount).strip()[:-1]) / 100, 0.0, 1.0, amount, "0 % to 100 %")
    figure = number(amount)
    if 1.5 <= figure <= 100:
        raise Refused("not a share", amount, f"write {figure / 100:g} if {figure:g} % was meant")
    return _bounded(figure, 0.0, 1.0, amount, "0 to 1")


def _bounded(figure: float, low: float, high: float, got: object, words: str) -> float:
    if not low <= figure <= high:
        raise Refused("out of range", got, f"write a number from {words}")
    return figure


def _availability(amount: object) -> float:
    if isinstance(amount, str) and amount.strip().endswith("%"):
        return _bounded(number(amount.strip()[:-1]) / 100, 0.0, 2.0, amount, "0 % to 200 %")
    figure = number(amount)
    if 2 < figure <= 200:
        raise Refused("not a share of a day", amount, f"write {figure / 100:g} if {figure:g} % was meant")
    return _bounded(figure, 0.0, 2.0, amount, "0 to 2")


def _days(amount: object) -> float:
    return _bounded(number(amount), 0.0, MAX_DAYS, amount, f"0 to {MAX_DAYS:,} days")


def _speed(amount: object) -> float:
    return _bounded(number(amount), 0.0, 100.0, amount, "0 to 100")


def _count(amount: object) -> int:
    figure = number(amount)
    if figure != int(figure):
        raise Refused("not a whole number", amount, "write a whole number such as 3")
    return int(_bounded(figure, 0, 1_000_000, amount, "0 to 1,000,000"))


def _money(amount: object) -> float:
    return _bounded(number(amount), -1e15, 1e15, amount, "-1e15 to 1e15")


Share = Annotated[float, BeforeValidator(_share)]
"""A share from 0 to 1 (``0.8`` or ``"80 %"``; a bare 80 is refused)."""
Availability = Annotated[float, BeforeValidator(_availability)]
"""A share of a day from 0 to 2; above 1 is overtime."""
Days = Annotated[float, BeforeValidator(_days)]
"""An amount in days, 0 to 100,000."""
Speed = Annotated[float, BeforeValidator(_speed)]
"""A factor on speed, 0 to 100; 1.0 is nominal."""
Count = Annotated[int, BeforeValidator(_count)]
"""A whole number, at least 0."""
Money = Annotated[float, BeforeValidator(_money)]
"""An amount of money in the portfolio's currency."""

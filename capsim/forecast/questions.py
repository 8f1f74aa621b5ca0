"""What a question about demand can be grouped by, and into which periods."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from capsim.errors import InputError, Problem, did_you_mean
from capsim.forecast.periods import period_problems

__all__ = ["KEYS", "checked_count", "checked_group", "checked_key", "checked_keys"]

KEYS = ("project", "role", "skill", "team", "person")


def checked_keys(question: str, by: object, period: object, known: Sequence[str] = KEYS) -> tuple[str, ...]:
    """Return the keys that a question groups by, or refuse what is wrong with them and the period.

    Parameters
    ----------
    question : str
        Its name, for messages.
    by : str or iterable of str
    period : str
    known : sequence of str
        What it can be grouped by.

    Returns
    -------
    tuple of str
    """
    keys = _asked(by)
    problems = _problems(f"{question}, by", keys, known) + period_problems(f"{question}, period", period)
    if problems:
        raise InputError(problems)
    return tuple(map(str, keys))


def checked_key(question: str, by: object, period: object, known: Sequence[str]) -> str:
    """Return the only key that a question groups by, or refuse what is wrong; see `checked_keys`."""
    return checked_keys(question, by if isinstance(by, str) else (by,), period, known)[0]


def checked_group(question: str, by: object, known: Sequence[str], argument: str = "by") -> str:
    """Return the only key of a question that has no periods, or refuse it; see `checked_keys`."""
    problems = _problems(f"{question}, {argument}", (by,), known)
    if problems:
        raise InputError(problems)
    return str(by)


def checked_count(where: str, given: object) -> int:
    """Return a whole number of at least 1, or refuse it.

    Parameters
    ----------
    where : str
        The question and its argument, for messages.
    given : int
    """
    if isinstance(given, bool) or not isinstance(given, int) or given < 1:
        raise InputError([Problem(where, "no such number", given, "write a whole number from 1 on")])
    return given


def _asked(by: object) -> tuple[object, ...]:
    """Return the keys of a question, one or several."""
    return tuple(by) if isinstance(by, Iterable) and not isinstance(by, str) else (by,)


def _problems(where: str, keys: Sequence[object], known: Sequence[str]) -> list[Problem]:
    """Return what is wrong with the keys of a question."""
    if not keys:
        return [Problem(where, "no grouping", fix=f"write one of {', '.join(known)}")]
    problems = [
        Problem(where, "no such grouping", key, did_you_mean(str(key), known))
        for key in keys
        if key not in known
    ]
    plain = ["role" if key == "skill" else key for key in keys]
    if not problems and len(set(plain)) < len(plain):
        problems.append(Problem(where, "a grouping given twice", ", ".join(map(str, keys)), "give it once"))
    return problems

"""Lists that fields are made from: entities, and pairs of a word and what it stands for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set
from typing import Any, TypeVar

from capsim.domain.values import all_made
from capsim.errors import InputError, Problem, Refused

__all__ = ["listed", "pairs_of", "refuse_twice"]

T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")


def listed(
    cls: type[T], given: object, what: str, example: str, otherwise: Callable[[Any], T] | None = None
) -> tuple[T, ...]:
    """Make several entities from a list, from one alone, or none from None.

    Parameters
    ----------
    cls : type
        The entities' class.
    given : object
    what : str
        What is wrong with anything else: ``"no list of rates"``.
    example : str
        What to write instead.
    otherwise : callable, optional
        As in `made_from`.

    Returns
    -------
    tuple of cls

    Raises
    ------
    InputError
        If it is no list, or some cannot be made.
    """
    if given is None:
        return ()
    if isinstance(given, cls):
        return (given,)
    if isinstance(given, Iterable) and not isinstance(given, str | Mapping | Set):
        return all_made(cls, given, otherwise)
    raise Refused(what, given, f"write {example}")


def refuse_twice(words: Iterable[object], what: str, fix: str) -> None:
    """Refuse the first word that was there before.

    Examples
    --------
    >>> refuse_twice(["a", "b", "a"], "a way given twice", "keep one of them")
    Traceback (most recent call last):
    capsim.errors.Refused: a way given twice (got 'a'); keep one of them
    """
    seen: set[object] = set()
    for word in words:
        if word in seen:
            raise Refused(what, word, fix)
        seen.add(word)


def pairs_of(
    given: object,
    key: Callable[[object], K],
    content: Callable[[object], V],
    place: Callable[[object], str],
    what: str,
    example: str,
) -> tuple[tuple[K, V], ...]:
    """Read pairs from a mapping or from a list of them, and raise what is wrong with any of them at once.

    Parameters
    ----------
    given : object
    key, content : callable
        Read the two sides of a pair.
    place : callable
        Says where a problem is, by the left side of its pair.
    what : str
        What is wrong with anything that is neither: ``"no exchange rates"``.
    example : str
        What to write instead.

    Returns
    -------
    tuple of pairs

    Raises
    ------
    InputError
        If they cannot be read.

    Examples
    --------
    >>> from capsim.domain.values import name, share
    >>> pairs_of({"a": "50 %"}, name, share, str, "no shares", '{"a": 0.5}')
    (('a', 0.5),)
    """
    pairs = given.items() if isinstance(given, Mapping) else given
    if not isinstance(pairs, Iterable) or isinstance(pairs, str):
        raise Refused(what, given, f"write {example}")
    made: list[tuple[K, V]] = []
    problems: list[Problem] = []
    for pair in pairs:
        if not isinstance(pair, tuple | list) or len(pair) != 2:
            raise Refused(what, pair, f"write {example}")
        try:
            made.append((key(pair[0]), content(pair[1])))
        except InputError as error:
            problems.extend(problem.at(place(pair[0])) for problem in error.inner)
    if problems:
        raise InputError(problems)
    return tuple(made)

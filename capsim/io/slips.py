"""When two names are one name with a slip of the pen, and when they are one name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher

__all__ = ["Slips", "key_of"]


def key_of(word: str) -> str:
    """Return what two spellings of one name have in common.

    Examples
    --------
    >>> key_of("ADA Lovelace") == key_of("Ada Lovelace")
    True
    """
    return unicodedata.normalize("NFC", word.casefold())


class Slips:
    """Names, ready to be found by what is almost one of them.

    One word of it may be spelled almost alike, or be split in two; ``Phase 1`` and ``Phase 2``, or
    ``Project A`` and ``Project B``, are two names.

    Parameters
    ----------
    names : iterable of str

    Examples
    --------
    >>> names = Slips(["Web Shop", "Phase 1"])
    >>> names.of("Web Shpo"), names.of("Phase 2")
    ('Web Shop', None)
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._found: dict[tuple[object, ...], list[str]] = {}
        for each in names:
            self.add(each)

    def add(self, word: str) -> None:
        """Take a name."""
        for mark in _marks(word):
            self._found.setdefault(mark, []).append(word)

    def of(self, word: str) -> str | None:
        """Return the name of which a word is a slip of the pen, or None."""
        near = (other for mark in _marks(word) for other in self._found.get(mark, ()))
        return next((other for other in near if _is_slip(key_of(word), key_of(other))), None)


def _words(key: str) -> list[str]:
    return re.findall(r"[^\W_]+", key)


def _marks(word: str) -> Iterable[tuple[object, ...]]:
    """Return what a name has in common with its slips: its letters, or all of its words but one."""
    words = _words(key_of(word))
    yield ("".join(words),)
    for index in range(len(words)):
        yield (index, *words[:index], None, *words[index + 1 :])


def _is_slip(one: str, other: str) -> bool:
    mine, theirs = _words(one), _words(other)
    if one == other or not mine:
        return False
    if "".join(mine) == "".join(theirs):
        return True
    differing = [pair for pair in zip(mine, theirs, strict=False) if pair[0] != pair[1]]
    return len(mine) == len(theirs) and len(differing) == 1 and _are_alike(*differing[0])


def _are_alike(one: str, other: str) -> bool:
    """Whether two words differ by a letter or two in many, or by letters swapped; figures differ."""
    if min(len(one), len(other)) < 4 or re.search(r"\d", one + other):
        return False
    return sorted(one) == sorted(other) or SequenceMatcher(None, one, other).ratio() >= 0.85

"""Rows below a table of figures that say how many people there are, and what that leaves."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

from capsim.errors import Problem
from capsim.io.totals import Entry, bare, is_total
from capsim.io.tree import Gathering

__all__ = ["is_capacity", "without_capacity"]

_WHAT: Final = re.compile(
    "capacity|capacities|availab(le|ility)|headcount|supply|gaps?|balance|difference|variance|surplus|"
    "shortages?|shortfall|deficit|over|under|overload|underload|remaining|free|spare|utili[sz]ation|"
    "kapazität(en)?|verfügbar(keit)?|lücke|saldo|differenz|auslastung"
)
_BESIDE: Final = re.compile("net|total|team|planned|resource|ftes?|days|hours|%|vs|to|of|in|and|demand")
"""What may stand beside it."""

_LONGEST: Final = 60


def is_capacity(text: str) -> bool:
    """Whether a name says that a row has the capacity, or what demand leaves of it, and nothing else.

    Examples
    --------
    >>> is_capacity("Available capacity (FTE):"), is_capacity("Over/under"), is_capacity("Capacity tool")
    (True, True, False)
    """
    words = set(re.split(r"[\s/()+:-]+", bare(text))) - {""} if len(text) <= _LONGEST else set()
    said = {word for word in words if _WHAT.fullmatch(word)}
    return bool(said) and all(_BESIDE.fullmatch(word) for word in words - said)


def without_capacity(entries: Sequence[Entry], gathering: Gathering) -> list[Entry]:
    """Return the rows that are no capacity and no balance: those come of the people.

    Parameters
    ----------
    entries : sequence of Entry
    gathering : Gathering
        Is told which rows are left out.

    Returns
    -------
    list of Entry
    """
    pairs = [(each.outer, each.inner) for each in entries if each.outer and each.inner]
    own = {bare(word) for pair in pairs if not all(map(_is_no_name, pair)) for word in pair}
    kept: list[Entry] = []
    for entry in entries:
        if not _has_capacity(entry, own):
            kept.append(entry)
            continue
        key = next(key for key in entry.keys if key in entry.row.cells)
        what = "a row of capacity, left out: capsim works it out from the people"
        problem = Problem("", what, entry.row.text(key), severity="info")
        gathering.remark(entry.row.place_of(key), problem)
    return kept


def _is_no_name(text: str) -> bool:
    """Whether a text is the name of no project and no role."""
    return is_total(text) or is_capacity(text)


def _has_capacity(entry: Entry, own: Collection[str]) -> bool:
    """Whether a row is called after capacity, and is of no project and role besides."""
    names = [each for each in (entry.outer, entry.inner) if each and not is_total(each)]
    return bool(names) and all(is_capacity(each) and bare(each) not in own for each in names)

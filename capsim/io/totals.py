"""Totals in a table of figures: their names, and whether they add up."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from capsim.domain.demand import Period
from capsim.domain.values import plain
from capsim.errors import Place
from capsim.io.tables import Row
from capsim.io.tree import Text

__all__ = [
    "NOTHING",
    "Entry",
    "Figure",
    "Key",
    "Shown",
    "adds_up",
    "bare",
    "decimals_of",
    "figure_text",
    "is_grand",
    "is_part",
    "is_total",
    "shown",
    "total_of",
]

_ALL: Final = frozenset(
    ("grand total", "overall total", "overall", "gesamtsumme", "insgesamt", "total general")
)
_PART: Final = frozenset(("subtotal", "sub total", "zwischensumme"))
_PLAIN: Final = frozenset(
    ("total", "totals", "sum", "sums", "summe", "gesamt", "total sum", "sum total", "total demand", "σ")
)
_WORDS: Final = _ALL | _PART | _PLAIN
_ALTERNATIVES: Final = "|".join(sorted(_WORDS, key=len, reverse=True))
_BESIDE: Final = re.compile(
    rf"(?:{_ALTERNATIVES})(?: of| for| von)?[ :/]+(?P<named>.+)"
    rf"|(?P<called>.+?)[ :/,]+\(?(?:{_ALTERNATIVES})\)?"
)
_UNIT: Final = re.compile(r"^(?:ftes?|days|hours|effort) | \(?(?:ftes?|days|hours|effort)\)?$")


def bare(text: str) -> str:
    """Return a text in the spelling in which words are compared."""
    small = unicodedata.normalize("NFC", text).casefold().replace("ς", "σ").replace("∑", "σ")
    return " ".join(re.sub(r"[-–_]", " ", small).split()).strip(" :=()")


def _word(text: str) -> str:
    """Return a name without the unit that it may tell besides."""
    return _UNIT.sub("", bare(text)) if len(text) <= _LONGEST else ""


def is_total(text: str) -> bool:
    """Whether a name says that a row or column is a total, and nothing else.

    Examples
    --------
    >>> is_total("Grand Total:"), is_total("Total FTE"), is_total("Total Rewards")
    (True, True, False)
    """
    return _word(text) in _WORDS


def is_grand(text: str) -> bool:
    """Whether a total's name says that it sums up everything."""
    return _word(text) in _ALL


def is_part(text: str) -> bool:
    """Whether a total's name says that it sums up a part."""
    return _word(text) in _PART


_LONGEST: Final = 500
"""A longer text is no name."""


def total_of(text: str) -> str | None:
    """Return what a total's name speaks of besides, such as ``"shop"``; None if it is no such name.

    Examples
    --------
    >>> total_of("Total: Shop"), total_of("Shop - subtotal"), total_of("Totally new")
    ('shop', 'shop', None)
    """
    found = _BESIDE.fullmatch(bare(text)) if len(text) <= _LONGEST else None
    return None if found is None else (found["named"] or found["called"]).strip(" :/,")


# ---------------------------------------------------------------- by sum


class Shown(NamedTuple):
    """A figure, and how many digits behind the point it shows."""

    figure: float
    decimals: int


NOTHING: Final = Shown(0.0, 0)
_DIGITS: Final = re.compile(r"[+-]?\d*\.(\d+)")


_HUGE: Final = 1e12
"""No table has such figures, and sums of them could overflow."""


def shown(text: str) -> Shown | None:
    """Read a figure with its digits; blank and dashes are zero, and None is no figure.

    Examples
    --------
    >>> shown("1.50"), shown("-"), shown("soon")
    (Shown(figure=1.5, decimals=2), Shown(figure=0.0, decimals=0), None)
    >>> shown("50 %")
    Shown(figure=0.5, decimals=2)
    """
    word = text.strip()
    if word in ("", "-", "–", "—"):
        return NOTHING
    if word.endswith("%"):
        part = shown(word[:-1]) if word[:-1].strip()[-1:].isdecimal() else None
        return None if part is None else Shown(part.figure / 100, part.decimals + 2)
    try:
        figure = float(word)
    except ValueError:
        return None
    if not abs(figure) < _HUGE:
        return None
    point = _DIGITS.fullmatch(word)
    return Shown(figure, min(len(point[1]), 9) if point else 0)


def adds_up(total: Shown, addends: Sequence[Shown], decimals: int, digits: int, rounding: float) -> bool:
    """Whether a total is what its addends add up to, but for the rounding that they show.

    A total that has decimals may be off by half a unit of the last one. Where addends are rounded as well,
    each may be off by half a unit of its last digit, all together by no more than the sum of a few.

    Parameters
    ----------
    total : Shown
    addends : sequence of Shown
    decimals, digits : int
        The digits behind the point that the table of the addends shows, and those that the totals show.
    rounding : float
        How far the addends may be off in all; zero where they are known exactly.

    Returns
    -------
    bool

    Examples
    --------
    >>> thirds = [Shown(0.33, 2)] * 3
    >>> adds_up(Shown(1.0, 1), thirds, 2, 1, 0.0), adds_up(Shown(1.0, 2), thirds, 2, 2, 0.0)
    (True, False)
    >>> adds_up(Shown(1.0, 2), thirds, 2, 2, 0.05), adds_up(Shown(7, 0), [Shown(3, 0)] * 2, 0, 0, 0.05)
    (True, False)
    """
    count = sum(addend.figure != 0 for addend in addends)
    of_addends = min(count * _half_unit(decimals), rounding)
    exact = math.fsum(addend.figure for addend in addends)
    return abs(total.figure - exact) <= max(of_addends, _half_unit(digits)) + 1e-6 + 1e-9 * abs(exact)


def _half_unit(decimals: int) -> float:
    """Return half a unit of the last digit behind the point; whole numbers are taken to be exact."""
    return 10.0**-decimals / 2 if decimals else 0.0


def decimals_of(figures: Iterable[Shown | None]) -> int:
    """Return the most digits behind the point that figures show."""
    return max((figure.decimals for figure in figures if figure is not None), default=0)


def figure_text(figure: float) -> str:
    """Write a sum without the digits that only adding up makes.

    Examples
    --------
    >>> figure_text(0.1 + 0.2), figure_text(13.0)
    ('0.3', '13')
    """
    return plain(round(figure, 6))


# ---------------------------------------------------------------- figures in rows


class Key(NamedTuple):
    """What a figure is of: its unit, and its period; None is all of them."""

    unit: str
    period: Period | None


class Figure(NamedTuple):
    """A filled cell, and what it shows; None if that is no number."""

    text: Text
    shown: Shown | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a table of figures.

    Parameters
    ----------
    row : Row
    outer, inner : str
        Its two names as written, ``""`` where there is none: project and role, or person and project.
    figures : dict of Key to Figure
        The filled cells.
    keys : (str, str)
        The keys of the two names.
    label : str
        The word of a total that stands in another cell.
    """

    row: Row
    outer: str
    inner: str
    figures: Mapping[Key, Figure]
    keys: tuple[str, str] = ("project", "role")
    label: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether all its figures are zero, or there are none."""
        return all(figure.shown is not None and not figure.shown.figure for figure in self.figures.values())

    def cell(self, *keys: str) -> Place:
        """Return the place of the first of some cells that is filled, else of the first of them."""
        filled = next((key for key in keys if key in self.row.cells), keys[0])
        return self.row.place_of(filled)

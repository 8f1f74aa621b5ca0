"""Columns of totals in a table of figures: found, checked and left out."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from capsim.domain.demand import Period
from capsim.errors import Problem
from capsim.io.periods import read_span
from capsim.io.tables import Other
from capsim.io.totals import (
    NOTHING,
    Entry,
    Figure,
    Shown,
    adds_up,
    decimals_of,
    figure_text,
    is_total,
    shown,
    total_of,
)
from capsim.io.tree import Gathering

__all__ = ["Rest", "without_total_columns"]


class Rest(NamedTuple):
    """What is left without totals.

    Attributes
    ----------
    others : list of Other
        The columns that are neither a period nor a total of periods.
    counted : frozenset of int
        The positions of unclear columns without which the totals do not add up.
    """

    others: list[Other]
    counted: frozenset[int]


def without_total_columns(
    entries: Sequence[Entry],
    others: Sequence[Other],
    periods: Mapping[int, Period],
    unclear: Collection[int],
    rounding: float,
    gathering: Gathering,
) -> Rest:
    """Return the columns that are neither a period nor a total of periods.

    Parameters
    ----------
    entries : sequence of Entry
        All rows, those of totals too.
    others : sequence of Other
        The columns that are no period.
    periods : dict of int to Period
        By position.
    unclear : collection of int
        The positions of columns that may be periods, and could not be read as one: a total that adds up
        with them is no mistake.
    rounding : float
        How far the sum of a row may be off, as for `capsim.io.totals.adds_up`.
    gathering : Gathering
        Is told which columns are left out; takes what is wrong with those that are named totals.

    Returns
    -------
    Rest
    """
    rest: list[Other] = []
    counted: set[int] = set()
    last = -1
    for other in others:
        column = _Column(other, entries, last, periods, rounding)
        if not column.is_total():
            rest.append(other)
            continue
        last = other.position
        counted |= column.settle(unclear, gathering)
    return Rest(rest, frozenset(counted))


class _Misfit(NamedTuple):
    """A row whose total is not the sum."""

    entry: Entry
    figure: Figure
    addends: Sequence[Shown]

    @property
    def exact(self) -> float:
        """What the addends add up to."""
        return math.fsum(addend.figure for addend in self.addends)


class _Column:
    """A column that may sum up others."""

    def __init__(
        self,
        other: Other,
        entries: Sequence[Entry],
        last: int,
        periods: Mapping[int, Period],
        rounding: float,
    ) -> None:
        self.other = other
        self.periods = periods
        self.last = last
        self.rounding = rounding
        self.figures = [
            (entry, Figure(text, shown(text.value)))
            for entry in entries
            if (text := entry.row.others.get(other.position)) is not None
        ]
        self.decimals = decimals_of(figure.shown for entry in entries for figure in entry.figures.values())
        self.digits = decimals_of(figure.shown for _, figure in self.figures)
        named = total_of(other.header)
        self.span = read_span(other.header if named is None else named, other.above)
        self.is_named = is_total(other.header) or (named is not None and self.span is not None)
        if is_total(other.header) and self.span is None:
            self.span = read_span(other.above)

    def is_total(self) -> bool:
        """Whether it is called one, or each cell is the sum."""
        if self.is_named:
            return True
        if self.other.header and self.span is None:
            return False
        has_figures = any(figure.shown is not None and figure.shown.figure for _, figure in self.figures)
        return has_figures and not self._fewest_misfits()

    def settle(self, unclear: Collection[int], gathering: Gathering) -> set[int]:
        """Say that it is left out, or what is wrong with it; return the unclear columns that it counts."""
        found = self._fewest_misfits()
        calculated = [each for each in found if not gathering.is_uncalculated(each.figure.text.place)]
        if found and not calculated:
            what = "totals are formulas without a stored value: left out, not checked"
            gathering.remark(self.other.place, Problem("", what, severity="info"))
            return set()
        counted = [(each, self._counted(each, unclear)) for each in calculated]
        for misfit in (each for each, of_unclear in counted if not of_unclear):
            self._accuse(misfit, gathering)
        self._say_left_out(is_right=not calculated, gathering=gathering)
        return set().union(*(of_unclear for _, of_unclear in counted))

    def _counted(self, misfit: _Misfit, unclear: Collection[int]) -> set[int]:
        """Return the unclear columns with which a total adds up; none if it does not."""
        cells = misfit.entry.row.others
        found = {at: figure for at in unclear if at in cells and (figure := shown(cells[at].value))}
        total = misfit.figure.shown
        if total is None or not found or not self._fits(total, [*misfit.addends, *found.values()]):
            return set()
        return {at for at, figure in found.items() if figure.figure}

    def _accuse(self, misfit: _Misfit, gathering: Gathering) -> None:
        word = self.other.header or "the column without a header"
        names = list(filter(None, (misfit.entry.outer, misfit.entry.inner)))
        of = f"{word} of {', '.join(names)}" if names else word
        if any(map(is_total, names)):
            of = f"{word} in the row {', '.join(names)}"
        exact = figure_text(misfit.exact)
        what = f"{of} says {misfit.figure.text.value}, its columns add up to {exact}"
        fix = "correct the one or the other, or remove the column of totals"
        gathering.add(misfit.figure.text.place, Problem("", what, fix=fix))

    def _say_left_out(self, is_right: bool, gathering: Gathering) -> None:
        if is_right:
            cells = [figure.text.place.cell for _, figure in self.figures if figure.text.place.cell]
            where = f" ({cells[0]} to {cells[-1]})" if len(cells) > 1 else ""
            what = f"a column of totals{where}, left out: it says the sum of other columns"
            gathering.remark(self.other.place, Problem("", what, severity="info"))

    def _fewest_misfits(self) -> list[_Misfit]:
        fewest: list[_Misfit] | None = None
        for scope in self._scopes():
            misfits = list(self._misfits(set(scope)))
            if not misfits:
                return []
            if fewest is None or len(misfits) < len(fewest):
                fewest = misfits
        return fewest or []

    def _scopes(self) -> Iterator[list[Period]]:
        """Yield the periods that it may sum up, the likeliest first."""
        at = self.other.position
        if self.span is not None:
            within = [
                each for each in self.periods.values() if self.span.start <= each.start <= self.span.end
            ]
            if within:
                yield within
        if self.is_named or not self.other.header:
            yield [each for position, each in self.periods.items() if self.last < position < at]
            yield [each for position, each in self.periods.items() if position < at]
            yield list(self.periods.values())

    def _misfits(self, scope: set[Period]) -> Iterator[_Misfit]:
        for entry, figure in self.figures:
            addends = [each.shown for key, each in entry.figures.items() if key.period in scope]
            known: list[Shown] = [addend for addend in addends if addend is not None]
            if len(known) < len(addends):
                continue  # a cell that is no number is told on its own
            total = figure.shown
            if total is None or not self._fits(total, known or [NOTHING]):
                yield _Misfit(entry, figure, known)

    def _fits(self, total: Shown, addends: Sequence[Shown]) -> bool:
        return adds_up(total, addends, self.decimals, self.digits, self.rounding)

"""Rows of totals in a table of figures: found, checked and left out."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from capsim.domain.words import some
from capsim.errors import Problem
from capsim.io.tables import Table
from capsim.io.totals import (
    NOTHING,
    Entry,
    Figure,
    Key,
    Shown,
    adds_up,
    bare,
    decimals_of,
    figure_text,
    is_grand,
    is_part,
    is_total,
    total_of,
)
from capsim.io.tree import Gathering, Text

__all__ = ["without_totals"]


@dataclass(frozen=True, slots=True)
class _Claim:
    """What a row that may be a total sums up: of one outer or inner name, or of all."""

    word: str
    """Its name; ``""`` for a row that is a total only if it adds up."""
    outer: str = ""
    inner: str = ""


def without_totals(
    entries: Sequence[Entry], table: Table, headers: Mapping[Key, str], gathering: Gathering
) -> list[Entry]:
    """Return the rows that are no totals.

    Parameters
    ----------
    entries : sequence of Entry
    table : Table
        To which they belong.
    headers : dict of Key to str
        How the table calls what a figure is of.
    gathering : Gathering
        Is told which rows are left out; takes what is wrong with them, and rows that lack a name.

    Returns
    -------
    list of Entry
        With both names.
    """
    names = [(bare(entry.outer), bare(entry.inner)) for entry in entries]
    outers, inners = {outer for outer, _ in names}, {inner for _, inner in names}
    paired = [pair for pair in names if all(pair)]
    claims = [_by_other_name(entry, paired) or _claim(entry, outers, inners) for entry in entries]
    return _Sums(entries, names, claims, table, headers, gathering).kept()


def _claim(entry: Entry, outers: Collection[str], inners: Collection[str]) -> _Claim | None:
    """Return what a row claims to sum up, None for a row of its own."""
    outer, inner = entry.outer, entry.inner
    if is_total(outer):
        return _Claim(outer, inner="" if is_total(inner) else bare(inner))
    if is_total(inner):
        of = total_of(outer)
        return _Claim(inner, outer=bare(outer) if of is None else of)
    if outer and inner:
        return None
    named = outer or inner
    of = total_of(named)
    if of is not None and of in outers:
        return _Claim(named, outer=of)
    if of is not None and of in inners:
        return _Claim(named, inner=of)
    return _Claim(entry.label, outer=bare(outer), inner=bare(inner))


def _by_other_name(entry: Entry, paired: Collection[tuple[str, str]]) -> _Claim | None:
    """Return what a row sums up whose one name stands in the column of the other name.

    ``By role`` below a table is such a summary: its roles stand where the projects do.
    """
    outer, inner = bare(entry.outer), bare(entry.inner)
    word = entry.outer or entry.inner
    if bool(outer) == bool(inner) or is_total(word):
        return None
    own, others = (0, 1) if outer else (1, 0)
    named = outer or inner
    if any(pair[own] == named for pair in paired) or not any(pair[others] == named for pair in paired):
        return None
    return _Claim(word, inner=named) if outer else _Claim(word, outer=named)


class _Misfit(NamedTuple):
    """A figure of a total that is not the sum."""

    key: Key
    figure: Figure
    exact: float


class _Sums:
    """Rows while the totals among them are being found."""

    def __init__(
        self,
        entries: Sequence[Entry],
        names: Sequence[tuple[str, str]],
        claims: Sequence[_Claim | None],
        table: Table,
        headers: Mapping[Key, str],
        gathering: Gathering,
    ) -> None:
        self.entries = entries
        self.names = names
        self.claims = claims
        self.table = table
        self.lacking: list[int] = []
        self.headers = headers
        self.gathering = gathering
        self.own = [index for index, claim in enumerate(claims) if claim is None]
        figures = (figure.shown for index in self.own for figure in entries[index].figures.values())
        self.decimals = decimals_of(figures)

    def kept(self) -> list[Entry]:
        """Return the rows that are no totals, and say what becomes of the others."""
        nameless = [index for index, claim in enumerate(self.claims) if claim is not None and not claim.word]
        idle = [index for index in nameless if self.entries[index].is_blank]
        self.lacking = [index for index in nameless if index not in idle and not self._is_settled(index)]
        for index in self.lacking:
            self._say_lacking(index)
        own = tuple(self.own)
        self.own = sorted((*self.own, *self.lacking))  # part of the totals all the same
        for index, claim in enumerate(self.claims):
            if claim is not None and claim.word:
                self._settle_named(index, claim)
        self._say_idle([self.entries[index] for index in idle])
        return [self.entries[index] for index in own]

    def _say_idle(self, entries: Sequence[Entry]) -> None:
        """Say which rows are passed over, as they are headings or notes."""
        if entries:
            rows = some((f"row {entry.row.place.row}" for entry in entries), most=5)
            verb = "is" if len(entries) == 1 else "are"
            names = " or a ".join(entries[0].keys)
            what = f"without a {names}, and without figures: {rows} {verb} passed over"
            self.gathering.remark(entries[0].row.place, Problem("", what, severity="info"))

    def _settle_named(self, index: int, claim: _Claim) -> None:
        found = self._fewest_misfits(index, claim, is_named=True)
        misfits = [each for each in found if not self.gathering.is_uncalculated(each.figure.text.place)]
        if found and not misfits:
            self._say_unchecked(self.entries[index], found[0])
            return
        if misfits and self._may_lack(claim):
            return
        side = "above" if any(each < index for each in self.own) else "below"
        for misfit in misfits:
            self._accuse(claim, misfit, side)
        if not misfits:
            self._say_left_out(self.entries[index])

    def _may_lack(self, claim: _Claim) -> bool:
        """Whether rows that were refused may be what a total sums up besides."""
        if self.table.lost:
            return True
        if not claim.outer and not claim.inner:
            return False  # they are part of it
        names = [self.names[index] for index in self.lacking]
        return any(
            claim.outer in ("", outer or claim.outer) and claim.inner in ("", inner or claim.inner)
            for outer, inner in names
        )

    def _is_settled(self, index: int) -> bool:
        """Whether a row without a name is a total, which is then said."""
        claim = self.claims[index]
        if claim is None or not any(self._scopes(index, claim)):
            return False
        if self._fewest_misfits(index, claim, is_named=False):
            return False
        self._say_left_out(self.entries[index])
        return True

    def _say_lacking(self, index: int) -> None:
        """Say which names a row with figures lacks."""
        entry = self.entries[index]
        for key in entry.keys:
            if key not in entry.row.cells and not self.gathering.doubts(entry.row.place):
                above = self.entries[index - 1].row.text(key) if index and key == entry.keys[0] else ""
                such = f" ({above}, as above?)" if above and not is_total(above) else ""
                fix = f"write the {key}{such}, Total if the row sums up others, or remove the row"
                self.gathering.add(entry.cell(key), Problem("", "empty", fix=fix))

    def _fewest_misfits(self, index: int, claim: _Claim, is_named: bool) -> list[_Misfit]:
        """Return what does not fit in the rows that the total fits best."""
        fewest: list[_Misfit] | None = None
        for scope in self._scopes(index, claim):
            misfits = list(self._misfits(self.entries[index], scope, is_named))
            if not misfits:
                return []
            if fewest is None or len(misfits) < len(fewest):
                fewest = misfits
        return fewest or []

    def _scopes(self, index: int, claim: _Claim) -> Iterator[list[Entry]]:
        """Yield the rows that a total may sum up, the likeliest first."""
        if claim.outer or claim.inner:
            yield [
                self.entries[each]
                for each in self.own
                if claim.outer in ("", self.names[each][0]) and claim.inner in ("", self.names[each][1])
            ]
            return
        before = max((each for each in range(index) if self.claims[each] is not None), default=-1)
        after = next(
            (each for each in range(index + 1, len(self.claims)) if self.claims[each]), len(self.claims)
        )
        since, above, below, every = (
            [self.entries[each] for each in self.own if first < each < last]
            for first, last in ((before, index), (-1, index), (index, after), (-1, len(self.claims)))
        )
        if is_grand(claim.word):
            yield from (every, above)
        elif is_part(claim.word):
            yield from (since, below, above)
        elif since:
            yield from (since, above, every)
        else:
            yield from (above, every, below)

    def _misfits(self, total: Entry, scope: Sequence[Entry], is_named: bool) -> Iterator[_Misfit]:
        digits = decimals_of(figure.shown for figure in total.figures.values())
        keys = dict.fromkeys(total.figures)
        if not is_named:  # every cell is the sum, an empty one too
            keys |= dict.fromkeys(key for entry in scope for key in entry.figures)
        nothing = Figure(Text("", total.row.place), NOTHING)
        for key in keys:
            figure = total.figures.get(key, nothing)
            addends = [found for entry in scope for found in _figures_of(entry, key)]
            known = [addend for addend in addends if addend is not None]
            if len(known) < len(addends):
                continue  # a cell that is no number is told on its own
            of_total = digits if key in total.figures else self.decimals  # an empty cell is not rounded
            if figure.shown is None or not self._fits(figure.shown, known, of_total):
                yield _Misfit(key, figure, math.fsum(addend.figure for addend in known))

    def _fits(self, total: Shown, addends: Sequence[Shown], digits: int) -> bool:
        return adds_up(total, addends, self.decimals, digits, self.table.rounding)

    def _accuse(self, claim: _Claim, misfit: _Misfit, side: str) -> None:
        what = f"{claim.word} of {self.headers[misfit.key]}" if misfit.key in self.headers else claim.word
        text = misfit.figure.text
        says = f"{what} says {text.value}, the rows {side} add up to {figure_text(misfit.exact)}"
        fix = "correct the one or the other, or remove the row of totals"
        self.gathering.add(text.place, Problem("", says, fix=fix))

    def _say_unchecked(self, entry: Entry, misfit: _Misfit) -> None:
        what = "totals are formulas without a stored value: left out, not checked"
        named = next((entry.row.cells[key].place for key in entry.keys if key in entry.row.cells), None)
        place = named or misfit.figure.text.place
        self.gathering.remark(place, Problem("", what, severity="info"))

    def _say_left_out(self, entry: Entry) -> None:
        figures = [figure.text.place for figure in entry.figures.values()]
        cells = [place.cell for place in figures if place.cell]
        where = f" ({cells[0]} to {cells[-1]})" if len(cells) > 1 else ""
        what = f"a row of totals{where}, left out: it says the sum of other rows"
        named = next((entry.row.cells[key].place for key in entry.keys if key in entry.row.cells), None)
        place = named or (figures[0] if figures else entry.row.place)
        self.gathering.remark(place, Problem("", what, severity="info"))


def _figures_of(entry: Entry, key: Key) -> list[Shown | None]:
    """Return the figures of a row that a total of a key sums up."""
    if key.period is None:
        return [figure.shown for each, figure in entry.figures.items() if each.unit == key.unit]
    return [entry.figures[key].shown] if key in entry.figures else []

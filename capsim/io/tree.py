"""What every source becomes first: a tree of texts, each knowing the place that it came from.

A folder of sheets, a YAML file and a JSON file all end as one tree of `Text`, `Items` and `Fields`.
Nothing in it has a type yet: ``001``, ``NA`` and ``NO`` are texts until a field says what it wants.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import NamedTuple

from capsim.errors import InputError, Place, Problem
from capsim.io.commas import by_sheet
from capsim.io.uncalculated import by_range, is_uncalculated

__all__ = ["Fields", "Gathering", "Items", "Node", "Text", "Words"]


_NOTHING: Mapping[str, str] = MappingProxyType({})


class Text(NamedTuple):
    """One value, as it was written."""

    value: str
    place: Place


@dataclass(frozen=True, slots=True)
class Items:
    """Values one after the other."""

    entries: tuple[Node, ...]
    place: Place


class Words(dict[str, str]):
    """What a source calls each key, where that differs from the model.

    Parameters
    ----------
    words : dict of str to str
    letters : dict of str to str
        The letters of the columns, where the source has letters.
    """

    def __init__(self, words: Mapping[str, str] = _NOTHING, letters: Mapping[str, str] = _NOTHING) -> None:
        super().__init__(words)
        self._letters = letters

    def place_in(self, place: Place, key: str) -> Place:
        """Return where a key stands, or would stand, in a row or a mapping."""
        cell = f"{self._letters[key]}{place.row}" if key in self._letters else None
        return place.at(self.get(key, key), cell)


@dataclass(frozen=True, slots=True)
class Fields:
    """Values by key.

    Parameters
    ----------
    entries : dict of str to node
        Keys in the words of the domain.
    place : Place
        The row, or the line on which it begins.
    words : Words
        What the source calls a key.
    keyed : bool
        Whether the keys are the domain's already, as those of a sheet's row are.
    """

    entries: Mapping[str, Node]
    place: Place
    words: Words = field(default_factory=Words)
    keyed: bool = False

    def place_of(self, key: str) -> Place:
        """Return the place of a key, whether it is filled in or not."""
        node = self.entries.get(key)
        if isinstance(node, Text):
            return node.place
        return self.words.place_in(self.place, key)


Node = Text | Items | Fields


class _Doubt(NamedTuple):
    """A name that is not known.

    Attributes
    ----------
    key : str, optional
        What it seems to mean; None is anything.
    before : int
        How many problems were found before it.
    remark : Problem, optional
        What to say of it.
    """

    key: str | None
    before: int
    remark: Problem | None

    def may_be(self, key: str | None) -> bool:
        """Whether it may be what lacks; any amount may be another."""
        return None in (key, self.key) or key == self.key or {key, self.key} <= _AMOUNTS


_AMOUNTS = frozenset({"effort", "hours", "duration", "low", "likely", "high"})


class Gathering:
    """The problems found so far; reading goes on after each, so that all are told at once.

    Attributes
    ----------
    problems : list of Problem
        What stops the model from being made.
    remarks : list of Problem
        What stops nothing: what was passed over, added up or assumed.
    assumed : list of Problem
        Those of the remarks that say what was assumed where the model says nothing.
    unread : tuple of Problem
        Those of the remarks that say what was not read although it may count.
    complete : bool
        Whether what could be read, with stand-ins for what could not, is enough for the checks between
        entities; else they would accuse the innocent.
    """

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.remarks: list[Problem] = []
        self.assumed: list[Problem] = []
        self._unread: list[Problem] = []
        self.complete = True
        self._doubtful: dict[Place, list[_Doubt]] = {}
        self._suspected: dict[tuple[object, ...], Problem] = {}
        self._told: set[tuple[object, ...]] = set()

    def doubt(self, place: Place, remark: Problem | None = None, key: str | None = None) -> None:
        """Note that something at a place has a name that is not known: what lacks there may stand under it.

        Parameters
        ----------
        place : Place
            A mapping, or a whole sheet.
        remark : Problem, optional
            What to say of the name: a warning, until something turns out to lack; then it is what is wrong.
        key : str, optional
            What the name seems to mean; without it anything.
        """
        doubtful = self._doubtful.setdefault(place, [])
        warning = None if remark is None else replace(remark, severity="warning")
        if warning is not None:
            self.remarks.append(warning)
            self._unread.append(warning)
        doubtful.append(_Doubt(key, len(self.problems), warning))

    def doubts(self, place: Place, key: str | None = None) -> bool:
        """Whether what lacks at a place may stand there under a name that is not known; that is then told.

        Parameters
        ----------
        place : Place
        key : str, optional
            What lacks; without it anything.
        """
        whole = place._replace(row=None, column=None, cell=None)
        found = [
            doubt
            for each in dict.fromkeys((place, whole))
            for doubt in self._doubtful.get(each, ())
            if doubt.may_be(key)
        ]
        for doubt in reversed(found):
            if doubt.remark in self.remarks:
                self.remarks.remove(doubt.remark)
                self.problems.insert(doubt.before, replace(doubt.remark, severity="error"))
        return bool(found)

    def suspect(self, place: Place, problem: Problem) -> None:
        """Note what is wrong with a cell as it lies there; it counts where the cell is used.

        Whatever is then found to be wrong with it has this reason, which is told in its place.
        """
        self._suspected[_cell_of(place)] = problem

    def is_uncalculated(self, place: Place) -> bool:
        """Whether a cell is a formula without a stored value."""
        suspected = self._suspected.get(_cell_of(place))
        return suspected is not None and is_uncalculated(suspected)

    def use(self, place: Place) -> None:
        """Keep what a cell is suspected of, as it is used."""
        if _cell_of(place) in self._suspected:
            self.add(place, self._suspected[_cell_of(place)])

    def add(self, place: Place, problem: Problem) -> None:
        """Keep a problem found at a place; of a suspected cell, what it is suspected of, and once."""
        suspected = self._suspected.get(_cell_of(place))
        if suspected is None:
            self.problems.append(problem.in_cell(place))
        elif _cell_of(place) not in self._told:
            self._told.add(_cell_of(place))
            self.complete = False
            self.problems.append(suspected.in_cell(place))

    def remark(self, place: Place, problem: Problem) -> None:
        """Keep something to say of a place that stops no run; its severity is warning or info."""
        self.remarks.append(problem.in_cell(place))

    def pass_over(self, place: Place, problem: Problem) -> None:
        """Remark on what is not read although it may count."""
        self.remark(place, problem)
        self._unread.append(self.remarks[-1])

    @property
    def unread(self) -> tuple[Problem, ...]:
        """What was not read although it may count; what turned out to be a mistake is none of it."""
        return tuple(dict.fromkeys(each for each in self._unread if each in self.remarks))

    def assume(self, place: Place, problem: Problem) -> None:
        """Remark on what was assumed where the model says nothing."""
        self.assumed.append(problem.at(str(place)))
        self.remark(place, problem)

    def keep(self, place: Place, error: InputError) -> None:
        """Keep all the problems of a refusal at a place."""
        for problem in error.found:
            self.add(place, problem)

    def stop_if_any(self) -> None:
        """Raise everything found so far.

        Raises
        ------
        InputError
            If there is anything.
        """
        if self.problems:
            raise InputError(_once(self.problems))


def _cell_of(place: Place) -> tuple[object, ...]:
    """Return what tells a cell from others, whatever its header is called."""
    return place.file, place.sheet, place.row, place.cell or place.column


def _once(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems without those that say the same at the same place, in a range of cells, of a sheet."""
    return by_sheet(by_range({str(problem): problem for problem in problems}.values()))

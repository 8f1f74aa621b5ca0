"""Text files of instances as rows of cells that know their line, and say what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NoReturn

from capsim.domain.words import plural
from capsim.errors import Place, Problem, Refused
from capsim.io.csvfiles import decoded
from capsim.io.tree import Gathering

__all__ = ["Row", "Rows", "Source", "stop"]

_MOST_BYTES = 2_000_000
"""No published instance is near it."""


def stop(gathering: Gathering, place: Place, problem: Problem) -> NoReturn:
    """Keep a problem without whose solution nothing more can be read, and raise all found so far.

    Raises
    ------
    InputError
    """
    gathering.add(place, problem)
    gathering.stop_if_any()
    raise AssertionError("a problem was kept")


@dataclass(frozen=True, slots=True)
class Row:
    """A line, or the row of a list, cut into cells.

    Attributes
    ----------
    place : Place
        File and line.
    cells : tuple of str
    gathering : Gathering
        Takes what is wrong with it.
    """

    place: Place
    cells: tuple[str, ...]
    gathering: Gathering

    def of(self, path: str) -> Row:
        """Return the same row, its messages about a job, resource or the like."""
        return replace(self, place=self.place._replace(path=path))

    def tell(self, what: str, fix: str, got: str | None = None) -> None:
        """Keep a problem with the row; the value found is left out where there is none to show."""
        problem = Problem("", what, fix=fix) if got is None else Problem("", what, got, fix)
        self.gathering.add(self.place, problem)

    def announces(self, number: int, listed: Sequence[str], what: str) -> None:
        """Tell if a row lists another number of things than it says."""
        if number != len(listed):
            fix = f"list {number}, or mend the number"
            self.tell(f"{plural(number, what)} announced and {len(listed)} listed", fix, " ".join(listed))

    def lacks(self, number: int, fix: str) -> bool:
        """Whether fewer cells than this are there, which is told."""
        if len(self.cells) >= number:
            return False
        what = f"{plural(len(self.cells), 'value')} where at least {number} belong"
        self.tell(what, fix, " ".join(self.cells))
        return True

    def whole(self, at: int, what: str, least: int = 0, most: int = 100_000) -> int:
        """Return the whole number in a cell; what is none, or out of range, is told; `least` stands in."""
        place, fix = self.place.at(what), f"write a whole number from {least:,} to {most:,}"
        if at >= len(self.cells):
            self.gathering.add(place, Problem("", "missing", fix=fix))
            return least
        cell = self.cells[at]
        if not re.fullmatch(r"[+-]?[0-9]{1,12}", cell):
            self.gathering.add(place, Problem("", "not a whole number", cell, fix))
            return least
        if not least <= int(cell) <= most:
            self.gathering.add(place, Problem("", "out of range", cell, fix))
            return least
        return int(cell)

    def wholes(self, first: int, what: str, least: int = 0, most: int = 100_000) -> list[int]:
        """Return the whole numbers from a cell on."""
        return [self.whole(at, what, least, most) for at in range(first, len(self.cells))]


class Rows:
    """Rows that are taken one after the other.

    Parameters
    ----------
    rows : sequence of Row
    end : Place
        To be named where more rows are wanted than there are.
    gathering : Gathering
    """

    def __init__(self, rows: Sequence[Row], end: Place, gathering: Gathering) -> None:
        self._left = iter(rows)
        self.end = end
        self.gathering = gathering

    def __iter__(self) -> Iterator[Row]:
        return self._left

    def take(self, what: str) -> Row:
        """Return the next row, which should hold this."""
        row = next(self._left, None)
        if row is None:
            problem = Problem("", f"ends where {what} belongs", fix="it may be cut short: get the file again")
            stop(self.gathering, self.end, problem)
        return row

    def takes(self, number: int, what: str) -> Iterator[Row]:
        """Yield the next so many rows."""
        return (self.take(what) for _ in range(number))


@dataclass(frozen=True, slots=True)
class Source:
    """A file of an instance.

    Attributes
    ----------
    path : Path
    name : str
        What messages call it.
    gathering : Gathering
    """

    path: Path
    name: str
    gathering: Gathering

    @property
    def place(self) -> Place:
        """The file as a whole."""
        return Place(self.name)

    def stop(self, problem: Problem) -> NoReturn:
        """Raise a problem with the whole file, and all found so far."""
        stop(self.gathering, self.place, problem)

    def content(self) -> bytes:
        """Return the bytes of the file.

        Raises
        ------
        InputError
            If it is larger than any instance.
        OSError
            If it cannot be read.
        """
        with self.path.open("rb") as stream:
            content = stream.read(_MOST_BYTES + 1)
        if len(content) > _MOST_BYTES:
            self.stop(Problem("", "too large for an instance", fix=f"at most {_MOST_BYTES:,} bytes are read"))
        return content

    def text(self) -> str:
        """Return the text of the file."""
        try:
            text = decoded(self.content())
        except Refused as error:
            self.gathering.keep(self.place, error)
            self.gathering.stop_if_any()
            raise
        if not text.strip():
            self.stop(Problem("", "empty", fix="get the file again"))
        return text

    def rows(self) -> Rows:
        """Return the lines that are not blank, cut at white space."""
        lines = self.text().splitlines()
        rows = [
            Row(Place(self.name, line=number), tuple(line.split()), self.gathering)
            for number, line in enumerate(lines, 1)
            if line.strip()
        ]
        return Rows(rows, self.place, self.gathering)

    def beside(self, row: Row, name: str) -> Source:
        """Return a file that a row of this one names, in the same folder or below it.

        Raises
        ------
        InputError
            If it is not there.
        """
        parts = name.replace("\\", "/").split("/")
        path = self.path.parent.joinpath(*parts)
        if not name or ".." in parts or path.is_absolute() != self.path.is_absolute() or not path.is_file():
            problem = Problem("", "no such file beside this one", name, "put it there, or mend its name")
            stop(self.gathering, row.place, problem)
        return Source(path, "/".join(parts), self.gathering)

"""Everything capsim raises or warns with.

::

    CapsimError                     catch this to catch them all
    ├── InputError (ValueError)     the model or an argument is wrong; lists every problem at once
    │   ├── ModelError              a model in files or frames is wrong; `problems` is a frame of all of it
    │   └── Refused                 one value was refused (raised by the parsers, gathered by InputError)
    └── SimulationError             a run could not go on
        ├── LivelockError           an instant never comes to rest
        ├── DelayError              a process waits for a delay that is no time
        └── StoppedError            an executor or a disk failed; `forecast` is what was done by then
    CapsimWarning (UserWarning)     the answer stands, but something was repaired or assumed
    ├── AssumptionWarning           something left open was assumed (the start date, say)
    ├── UnreadWarning               something in the files was not understood, and is not in the answer
    ├── RepairWarning               an input was mended (a correlation matrix, say)
    └── PartialWarning              a run was cut short; the answers rest on what was done
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "AssumptionWarning",
    "CapsimError",
    "CapsimWarning",
    "DelayError",
    "InputError",
    "LivelockError",
    "ModelError",
    "PartialWarning",
    "Place",
    "Problem",
    "Refused",
    "RepairWarning",
    "SimulationError",
    "StoppedError",
    "UnreadWarning",
    "did_you_mean",
]


class _Nothing(Enum):
    """Stands for "no value was found"; an enumeration, so that it stays itself when copied."""

    NOTHING = "nothing"


_NOTHING = _Nothing.NOTHING


Severity = Literal["error", "warning", "info"]
"""An error stops a run; a warning can change the answer; an info is good to know."""


class Place(NamedTuple):
    """Where something stands, in the words of the source.

    Parameters
    ----------
    file : str
        The file's name.
    sheet : str, optional
        Its sheet, where a file has several.
    row, line : int, optional
        The row of a sheet (a header in the first line is row 1), or the line of a text file.
    path : str
        The way to it inside a nested file.
    column : str, optional
        The column, or the key of a nested file.
    cell : str, optional
        The cell as a spreadsheet calls it, such as ``"C7"``.

    Examples
    --------
    >>> print(Place("tasks.csv", row=7, column="effort"))
    tasks.csv, row 7, column effort
    >>> print(Place("model.yaml", line=12, column="effort"))
    model.yaml, line 12, effort
    >>> print(Place("capacity.xlsx", "demand", row=7, column="Jan 27", cell="D7"))
    capacity.xlsx, sheet demand, cell D7 (column Jan 27)
    """

    file: str
    sheet: str | None = None
    row: int | None = None
    line: int | None = None
    path: str = ""
    column: str | None = None
    cell: str | None = None

    def __str__(self) -> str:
        parts = [self.file]
        if self.sheet is not None:
            parts.append(f"sheet {self.sheet}")
        if self.cell is not None and self.sheet is not None:
            parts.append(f"cell {self.cell}" + (f" (column {self.column})" if self.column else ""))
            return ", ".join(parts)
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.line is not None:
            parts.append(f"line {self.line}")
        if self.path:
            parts.append(self.path)
        if self.column is not None:
            parts.append(f"column {self.column}" if self.row is not None else self.column)
        return ", ".join(parts)

    def at(self, column: str, cell: str | None = None) -> Place:
        """Return the place of one column, or key, at this place."""
        return self._replace(column=column, cell=cell)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with the input, as *where: what (got …); what would be right*.

    Parameters
    ----------
    where : str
        The place, in the user's words: ``"Project 'Shop', task 'build', effort"`` or
        ``"tasks.csv, row 7, column effort"``.
    what : str
        What is wrong there.
    got : object, optional
        The value found; left out where there was none.
    fix : str
        What would be right.
    severity : {"error", "warning", "info"}
    place : Place, optional
        The same place as ``where``, in its parts; for a problem in files or frames.

    Examples
    --------
    >>> print(Problem("people.csv, row 3, column fte", "not a share", "80", "write 0.8 if 80 % was meant"))
    people.csv, row 3, column fte: not a share (got '80'); write 0.8 if 80 % was meant
    """

    where: str
    what: str
    got: object = _NOTHING
    fix: str = ""
    severity: Severity = "error"
    place: Place | None = None

    @property
    def value(self) -> str:
        """The value found, on one line; empty where there was none."""
        return "" if self.got is _NOTHING else _short(self.got)

    def __str__(self) -> str:
        got = "" if self.got is _NOTHING else f" (got {_short(self.got)})"
        fix = f"; {self.fix}" if self.fix else ""
        where = f"{self.where}: " if self.where else ""
        return f"{where}{self.what}{got}{fix}"

    def at(self, where: str) -> Problem:
        """Return the same problem, its place preceded by ``where``."""
        inner = f"{where}, {self.where}" if self.where and where else where or self.where
        return replace(self, where=inner)

    def in_cell(self, place: Place) -> Problem:
        """Return the same problem, found at a place of a file or frame."""
        return replace(self, where=str(place), place=place)


class CapsimError(Exception):
    """The root of every error that capsim raises on purpose."""


class InputError(CapsimError, ValueError):
    """The input is wrong; `found` holds every problem, not only the first.

    Parameters
    ----------
    problems : iterable of Problem
        At least one.
    place : str
        Put before the place of each problem.

    Attributes
    ----------
    found : tuple of Problem
        With their whole places.
    place : str
        What they have in common, such as ``"Person 'Ada'"``.
    inner : tuple of Problem
        The problems as seen from that place.

    Examples
    --------
    >>> print(InputError([Problem("start", "not a date", "soon"), Problem("end", "missing")], "Leave"))
    2 problems:
      - Leave, start: not a date (got 'soon')
      - Leave, end: missing
    """

    def __init__(self, problems: Iterable[Problem], place: str = "") -> None:
        self.place = place
        self.inner: tuple[Problem, ...] = tuple(problems)
        self.found: tuple[Problem, ...] = tuple(problem.at(place) for problem in self.inner)
        super().__init__(self.inner, place)

    def __str__(self) -> str:
        lines = [str(problem) for problem in self.found]
        if len(lines) == 1:
            return lines[0]
        return "\n".join([f"{len(lines)} problems:", *(f"  - {line}" for line in lines)])


class ModelError(InputError):
    """A model in files or frames is wrong: nothing of it was taken, and everything found is told.

    Parameters
    ----------
    found : iterable of Problem
        Every error.
    problems : DataFrame
        The same as a frame, and below them what else was remarked on: severity, sheet, row, cell, value,
        problem, fix (see `capsim.check`).
    """

    def __init__(self, found: Iterable[Problem], problems: pd.DataFrame) -> None:
        super().__init__(found)
        self.problems = problems

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.found, self.problems)


class Refused(InputError):  # noqa: N818 - it says what happened to the value
    """One value was refused: *what (got …); what would be right*, the place still to be added.

    Parsers raise it; whoever knows the place gathers it into an `InputError`.

    Parameters
    ----------
    what : str
        What is wrong with the value.
    got : object, optional
        The value.
    fix : str
        What would be right.

    Examples
    --------
    >>> print(Refused("not a date", "soon", "write year-month-day, such as 2027-01-04"))
    not a date (got 'soon'); write year-month-day, such as 2027-01-04
    """

    def __init__(self, what: str, got: object = _NOTHING, fix: str = "") -> None:
        super().__init__([Problem("", what, got, fix)])
        self._given = (what, got, fix)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), self._given


class SimulationError(CapsimError, RuntimeError):
    """A run could not go on; the message names the tick, the date and who is involved."""


class LivelockError(SimulationError):
    """An instant never comes to rest: work or a process goes on for ever without time passing."""


class DelayError(SimulationError):
    """A process waits for a delay that is no time: NaN, negative or not a whole number of ticks."""


class StoppedError(SimulationError):
    """A run was stopped by something outside the model: an executor that failed, a disk that is full.

    Parameters
    ----------
    problem : Problem
        What stopped it.

    Attributes
    ----------
    forecast : Forecast or None
        What was done by then, marked as partial; None if nothing was.

    Examples
    --------
    >>> print(StoppedError(Problem("checkpoint", "the disk is full", fix="make room, and run it again")))
    checkpoint: the disk is full; make room, and run it again
    """

    def __init__(self, problem: Problem, forecast: Any = None) -> None:
        super().__init__(problem, forecast)
        self.problem = problem
        self.forecast = forecast

    def __str__(self) -> str:
        if self.forecast is None:
            return str(self.problem)
        done = f"{self.forecast.replications:,} futures are done: the error's forecast has them"
        return f"{self.problem} ({done})"


class CapsimWarning(UserWarning):
    """The root of every warning that capsim gives: the answer stands, read the note."""


class RepairWarning(CapsimWarning):
    """An input was mended, and the warning says by how much."""


class AssumptionWarning(CapsimWarning):
    """Something that the input leaves open was assumed, and the warning says what."""


class UnreadWarning(CapsimWarning):
    """What was not understood, or lies before the start, is in no answer; the warning names it."""


class PartialWarning(CapsimWarning):
    """A run was cut short; the answers rest on the replications that were done."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Suggest the nearest known word, or list the known ones.

    Parameters
    ----------
    word : str
        What was written.
    known : iterable of str
        What could have been meant.

    Returns
    -------
    str
        ``"did you mean 'backend'?"``, else ``"known: …"`` (at most eight), else ``""``.

    Examples
    --------
    >>> did_you_mean("bakend", ["backend", "data"])
    "did you mean 'backend'?"
    >>> did_you_mean("Ben", ["Ada Lovelace", "Ben Okoye"])
    "did you mean 'Ben Okoye'?"
    """
    names = list(dict.fromkeys(known))
    folded = {name.casefold(): name for name in reversed(names)}
    near = _nearest(word.casefold(), folded)
    if near is not None:
        return f"did you mean {folded[near]!r}?"
    if not names:
        return ""
    shown = ", ".join(repr(name) for name in names[:8])
    return f"known: {shown}{', …' if len(names) > 8 else ''}"


def _nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the word that was most likely meant: letters swapped count least, then a part left out."""
    names = list(known)
    near = difflib.get_close_matches(word, names, n=10, cutoff=0.6)
    swapped = [name for name in near if sorted(name) == sorted(word)]
    if swapped:
        return swapped[0]
    holding = [name for name in names if word in name.split()]
    if len(holding) == 1:
        return holding[0]
    if not near:
        return None
    best = difflib.SequenceMatcher(None, near[0], word).ratio()
    equals = [name for name in near if difflib.SequenceMatcher(None, name, word).ratio() >= best]
    return next((name for name in equals if name[:1] == word[:1]), near[0])


def _short(value: object, limit: int = 80) -> str:
    """Write a value on one line, cut to a readable length; dates as they are typed."""
    text = " ".join((str(value) if isinstance(value, date) else repr(value)).split())
    return text if len(text) <= limit else f"{text[: limit - 1]}…"

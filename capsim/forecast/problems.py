"""Problems and findings as a frame, and in sentences."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from capsim.domain.words import plural
from capsim.errors import Place, Problem
from capsim.forecast.dates import readable

if TYPE_CHECKING:
    from capsim.domain.portfolio import Portfolio

__all__ = ["ProblemFrame", "grouped", "left_out", "problem_frame", "sentences", "unread"]

_SHOWN: Final = 30
"""Rows of a severity shown in a terminal or a notebook; the frame has all."""

_HEADS: Final = {
    "error": ("error, which stops a run", "errors, which stop a run"),
    "warning": ("warning, which can change the answer", "warnings, which can change the answer"),
    "info": ("remark, good to know", "remarks, good to know"),
}


class ProblemFrame(pd.DataFrame):
    """Problems and findings, shown as sentences; what is made from it is a plain frame.

    Examples
    --------
    >>> problem_frame([Problem("Project 'Shop'", "no deadline", fix="give one", severity="info")])
    1 remark, good to know:
      - Project 'Shop': no deadline; give one
    """

    @property
    def _constructor(self) -> Callable[..., pd.DataFrame]:
        return pd.DataFrame

    def __repr__(self) -> str:
        lines: list[str] = []
        for head, told, more in grouped(self):
            lines += [f"{head}:", *(f"  - {sentence}" for sentence in told)]
            lines += [f"  and {more:,} more"] * (more > 0)
        return "\n".join([*_score(self), *lines] or ["nothing to remark"])

    def _repr_html_(self) -> str:
        parts = [f"<p><strong>{line}</strong></p>" for line in _score(self)]
        for head, told, more in grouped(self):
            items = "".join(f"<li>{html.escape(sentence)}</li>" for sentence in told)
            rest = f"<p>and {more:,} more</p>" if more else ""
            parts.append(f"<p>{head}:</p><ul>{items}</ul>{rest}")
        return "".join(parts) or "<p>nothing to remark</p>"


def _row(place: Place) -> int | None:
    """Return the row, which in a frame can be 0, or the line."""
    return place.line if place.row is None else place.row


def problem_frame(problems: Iterable[Problem]) -> pd.DataFrame:
    """Return problems and findings as a frame, one a row; see `capsim.check` for its columns."""
    listed = list(problems)
    places = [problem.place for problem in listed]
    return ProblemFrame(
        {
            "severity": _texts(problem.severity for problem in listed),
            "sheet": _texts("" if place is None else place.sheet or place.file for place in places),
            "row": pd.array([None if place is None else _row(place) for place in places], "Int64"),
            "cell": _texts(
                "" if place is None else place.cell or place.column or place.path for place in places
            ),
            "value": _texts(problem.value for problem in listed),
            "problem": _texts(map(_told, listed)),
            "fix": _texts(problem.fix for problem in listed),
        }
    )


def _texts(cells: Iterable[str]) -> pd.Series[str]:
    return pd.Series(list(cells), dtype="str")


def _told(problem: Problem) -> str:
    """Return what is wrong, under the name of the entity; a place in a file has its own columns."""
    if problem.place is None or not problem.where.startswith(str(problem.place)):
        return f"{problem.where}: {problem.what}" if problem.where else problem.what
    elsewhere = problem.where.removeprefix(str(problem.place)).strip(", ")
    return f"{problem.what} (here {elsewhere})" if elsewhere else problem.what


def sentences(rows: Iterable[Mapping[Any, Any]]) -> list[str]:
    """Write each row of a frame of problems as a sentence: the place, what is wrong, what would be right.

    Examples
    --------
    >>> found = problem_frame([Problem("Project 'Shop'", "no deadline", fix="give one")])
    >>> sentences(found.to_dict("records"))
    ["Project 'Shop': no deadline; give one"]
    """
    return [_sentence(row) for row in rows]


def unread(portfolio: Portfolio) -> list[str]:
    """Write what of a portfolio's files was not read although it may count, one sentence each."""
    found = () if portfolio.origin is None else portfolio.origin.unread
    return sentences(problem_frame(found).to_dict("records"))


def left_out(portfolio: Portfolio) -> str:
    """Write what of a portfolio's files is left out as it lies before the start; empty if nothing is."""
    told = "" if portfolio.origin is None else portfolio.origin.before_start_told
    return told and f"{told}, {readable(portfolio.start)}"


def _sentence(row: Mapping[Any, Any]) -> str:
    got = f" (got {row['value']})" if row["value"] else ""
    fix = f"; {row['fix']}" if row["fix"] else ""
    told = f"{row['problem']}{got}{fix}"
    place = _place(row)
    return f"{place}: {told}" if place else told


def _place(row: Mapping[Any, Any]) -> str:
    """Write the place of a row: sheet and cell, or sheet, row and column."""
    cell, number = row["cell"], row["row"]
    is_lettered = re.fullmatch(r"[A-Z]{1,3}[0-9]+", cell) is not None
    line = "" if pd.isna(number) or is_lettered else f"row {number}"
    return ", ".join(filter(None, [row["sheet"], line, cell]))


def grouped(frame: pd.DataFrame) -> Iterable[tuple[str, list[str], int]]:
    """Return the sentences of each severity, under its head, and how many more there are."""
    for severity, (one, many) in _HEADS.items():
        rows = frame[frame["severity"] == severity]
        if len(rows):
            shown = sentences(rows.head(_SHOWN).to_dict("records"))
            yield plural(len(rows), one, many), shown, len(rows) - len(shown)


def _score(frame: pd.DataFrame) -> list[str]:
    return [f"score {frame.attrs['score']} of 100"] if "score" in frame.attrs else []

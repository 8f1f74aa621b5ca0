"""A book of forecasts: what was promised for each project, forecast after forecast."""

from __future__ import annotations

import csv
import io
import os
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from capsim._version import __version__
from capsim.domain.values import plain
from capsim.errors import InputError, Problem, did_you_mean

__all__ = ["Book", "append_rows", "as_written", "literal", "log_rows", "read_rows", "trend_frame"]

_DATES: Final = ("logged", "status_date", "deadline", "p50", "p80")
_FIGURES: Final = ("probability", "cost_p80")
_COLUMNS: Final = (
    "logged", "portfolio", "status_date", "project", "deadline", "p50", "p80", "probability", "cost_p80",
    "replications", "seed", "version", "input_hash",
)  # fmt: skip
_FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r")


def literal(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula when it opens a CSV.

    Examples
    --------
    >>> literal("=1+1"), literal("Shop")
    ("'=1+1", 'Shop')
    """
    return f"'{text}" if text.startswith(_FORMULAS) else text


def as_written(text: str) -> str:
    """Return the text that `literal` made safe."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULAS) else text


def log_rows(
    delivery: pd.DataFrame, costs: pd.DataFrame | None, logged: date, status: date | None, **facts: str
) -> list[dict[str, str]]:
    """Return a row of the book for each project of a forecast.

    Parameters
    ----------
    delivery : DataFrame
        As in `Forecast.delivery`.
    costs : DataFrame or None
        As in `Forecast.cost`; None where nobody has a rate.
    logged : date
        The day of the entry.
    status : date or None
    facts : str
        Portfolio, replications, seed and input_hash.
    """
    cost = {} if costs is None else dict(zip(costs["project"], costs["p80"], strict=True))
    return [
        {
            **facts,
            "logged": str(logged),
            "status_date": "" if status is None else str(status),
            "project": literal(row["project"]),
            **{name: _day(row[name]) for name in ("deadline", "p50", "p80")},
            "probability": _figure(row["probability"], 6),
            "cost_p80": _figure(cost.get(row["project"], np.nan), 2),
            "version": __version__,
            "portfolio": literal(facts["portfolio"]),
        }
        for row in delivery.to_dict("records")
    ]


def _day(moment: pd.Timestamp) -> str:
    return "" if pd.isna(moment) else str(moment.date())


def _figure(number: float, digits: int) -> str:
    return "" if np.isnan(number) else plain(round(float(number), digits))


def append_rows(path: str | os.PathLike[str], rows: list[dict[str, str]], book: Book | None = None) -> Path:
    """Write rows at the end of a book, or begin one; all rows go in one piece.

    Parameters
    ----------
    path : path
    rows : list of dict of str to str
    book : Book, optional
        Which one; that of forecasts without it.
    """
    book = book or _FORECASTS
    target = Path(path)
    try:
        is_new = not target.exists() or target.stat().st_size == 0
        if not is_new:
            read_rows(target, book)
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, book.columns, lineterminator="\n")
        if is_new:
            writer.writeheader()
        writer.writerows(rows)
        with target.open("a", encoding="utf-8", newline="") as file:
            file.write(text.getvalue())
    except OSError as error:
        raise InputError(
            [
                Problem(
                    "log, path",
                    f"cannot be written: {error.strerror or error}",
                    str(path),
                    "choose a folder that is there and can be written to",
                )
            ]
        ) from error
    return target


class Book(NamedTuple):
    """A CSV file to which rows are added over time.

    Attributes
    ----------
    called : str
        What it is a book of.
    columns : tuple of str
    begun_by : str
        The call that begins one.
    name : str
        What a new one can be called.
    """

    called: str
    columns: tuple[str, ...]
    begun_by: str
    name: str


_FORECASTS: Final = Book("forecasts", _COLUMNS, "forecast.log(...)", "forecasts.csv")


def read_rows(target: Path, book: Book) -> pd.DataFrame:
    """Read a book as text, or say what is wrong with it."""
    fix = f'give a file that {book.begun_by} has begun, or a new name such as "{book.name}"'
    try:
        frame = pd.read_csv(target, dtype="str", keep_default_na=False, encoding="utf-8")
    except (ValueError, pd.errors.ParserError) as error:
        raise InputError([Problem(str(target), f"no book of {book.called}: {error}", fix=fix)]) from None
    if list(frame.columns) != list(book.columns):
        raise InputError([Problem(str(target), f"no book of {book.called}", list(frame.columns), fix)])
    return frame


def trend_frame(path: str | os.PathLike[str], portfolio: str, project: str | None) -> pd.DataFrame:
    """Return how each promise of a portfolio moved; columns as in `Forecast.trend`."""
    target = Path(path)
    if not target.is_file():
        raise InputError(
            [Problem("trend, path", "no such file", str(path), "begin it with forecast.log(...)")]
        )
    frame = read_rows(target, _FORECASTS)
    for name in ("portfolio", "project"):
        frame[name] = frame[name].map(as_written)
    frame = frame[frame["portfolio"] == portfolio]
    known = list(dict.fromkeys(frame["project"]))
    if project is not None and project not in known:
        raise InputError(
            [Problem("trend, project", "no such project in the book", project, did_you_mean(project, known))]
        )
    if project is not None:
        frame = frame[frame["project"] == project]
    made = pd.DataFrame({"project": frame["project"].astype("str")})
    for name in _DATES:
        made[name] = pd.to_datetime(frame[name].replace("", None), format="%Y-%m-%d").astype("datetime64[s]")
    for name in _FIGURES:
        made[name] = pd.to_numeric(frame[name].replace("", None)).astype("float64")
    made["input_hash"] = frame["input_hash"].astype("str")
    place = {name: at for at, name in enumerate(known)}
    made = made.sort_values("project", key=lambda names: names.map(place), kind="stable")
    by_project = made.groupby("project", sort=False)
    made["p80_moved_days"] = by_project["p80"].diff().dt.days.astype("float64")
    made["probability_moved"] = by_project["probability"].diff()
    return made.reset_index(drop=True)

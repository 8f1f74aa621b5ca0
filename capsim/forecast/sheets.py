"""Answers as sheets of a workbook: the manager's own table of demand with P50 and P80, and the rest."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final, cast

import pandas as pd

from capsim.errors import InputError, Problem
from capsim.forecast.expected import expected_frame, of_groups, overload_frame
from capsim.forecast.facts import Facts
from capsim.forecast.futures import demanded_by
from capsim.forecast.gaps import gap_frame
from capsim.forecast.logbook import literal
from capsim.forecast.planned import demand_of_plan, wide_table
from capsim.forecast.questions import checked_keys
from capsim.forecast.summary import summary_frame
from capsim.metrics.amounts import quantile_of

__all__ = ["demand_tables", "write_csv", "write_parquet", "write_sheets"]

_ASKED: Final = ("project", "role")
_LEVELS: Final = {"demand P50": 0.5, "demand P80": 0.8}
_CREATED: Final = datetime(2000, 1, 1)
_OPTIONS: Final = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""A text stays a text: it never becomes a formula, a link or a number."""
_WIDEST: Final = 40


def demand_tables(facts: Facts, period: str) -> dict[str, pd.DataFrame]:
    """Return the table of demand by project, role and period that a manager keeps: as planned, P50 and P80.

    Parameters
    ----------
    facts : Facts
    period : {"M", "W"}

    Returns
    -------
    dict of str to DataFrame
        All with the same rows and columns, in full-time equivalents.
    """
    asked = checked_keys("to_excel", _ASKED, period)
    planned = demand_of_plan(facts.futures.plan, asked, period, wide=True)
    found = demanded_by(facts.futures, asked, period)
    periods = found.sharing.periods
    groups = sorted(found.groups)
    days = of_groups(found, groups)
    flat = days.reshape(len(days), -1)
    tables = {"demand planned": planned}
    for name, level in _LEVELS.items():
        amounts = quantile_of(flat, level, facts.batch).value.reshape(len(groups), len(periods))
        tables[name] = wide_table(periods, asked, dict(zip(groups, amounts, strict=True)))
    return _alike(tables)


def _alike(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Give tables the same rows and columns, 0 where there is nothing."""
    indexed = {name: table.set_index(list(_ASKED)) for name, table in tables.items()}
    rows = pd.MultiIndex.from_tuples(
        dict.fromkeys(key for table in indexed.values() for key in table.index), names=list(_ASKED)
    )
    columns = sorted({column for table in indexed.values() for column in table.columns})
    return {
        name: table.reindex(index=rows, columns=columns, fill_value=0.0).reset_index()
        for name, table in indexed.items()
    }


def write_sheets(facts: Facts, path: str | os.PathLike[str], period: str) -> Path:
    """Write the workbook of `Forecast.to_excel`."""
    target = Path(path)
    if target.suffix.lower() != ".xlsx":
        raise InputError(
            [Problem("to_excel, path", "no workbook", str(path), "write a name that ends in .xlsx")]
        )
    sheets = _answers(facts, period)
    try:
        _write(sheets, target)
    except OSError as error:
        fix = "choose a folder that is there and can be written to"
        raise InputError(
            [Problem("to_excel, path", f"cannot be written: {error}", str(path), fix)]
        ) from error
    return target


def _answers(facts: Facts, period: str) -> dict[str, pd.DataFrame]:
    return {
        **demand_tables(facts, period),
        "summary": summary_frame(facts),
        "delivery": facts.delivery_frame(),
        "demand": expected_frame(facts, ("role",), period),
        "overload": overload_frame(facts, "role", period),
        "gaps": gap_frame(facts, period),
    }


def write_csv(facts: Facts, folder: str | os.PathLike[str], period: str) -> Path:
    """Write the files of `Forecast.to_csv`."""
    return _write_files(_answers(facts, period), Path(folder), _as_csv, "csv")


def write_parquet(facts: Facts, folder: str | os.PathLike[str], period: str) -> Path:
    """Write the files of `Forecast.to_parquet`."""
    try:
        return _write_files(_answers(facts, period), Path(folder), _as_parquet, "parquet")
    except ImportError:
        fix = "pip install 'capsim[parquet]'"
        raise InputError([Problem("to_parquet", "pyarrow is not installed", fix=fix)]) from None


def _write_files(
    answers: Mapping[str, pd.DataFrame],
    folder: Path,
    write: Callable[[pd.DataFrame, Path], None],
    ending: str,
) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, frame in answers.items():
            write(frame, folder / f"{name}.{ending}")
    except OSError as error:
        where, fix = f"to_{ending}, folder", "choose a folder that can be made and written to"
        problem = Problem(where, f"cannot be written: {error.strerror or error}", str(folder), fix)
        raise InputError([problem]) from error
    return folder


def _as_csv(frame: pd.DataFrame, path: Path) -> None:
    """Write a table in which no text is a formula to a spreadsheet."""
    safe = frame.copy()
    for column in frame.columns:
        if frame[column].map(lambda cell: isinstance(cell, str)).any():
            safe[column] = frame[column].map(lambda cell: literal(cell) if isinstance(cell, str) else cell)
    safe.columns = [literal(str(column)) for column in frame.columns]
    safe.to_csv(path, index=False, lineterminator="\n")


def _as_parquet(frame: pd.DataFrame, path: Path) -> None:
    frame.rename(columns=str).to_parquet(path, index=False, engine="pyarrow")


def _write(sheets: Mapping[str, pd.DataFrame], target: Path) -> None:
    options = {"options": _OPTIONS}
    with pd.ExcelWriter(
        target, engine="xlsxwriter", engine_kwargs=options, datetime_format="yyyy-mm-dd"
    ) as writer:
        book = cast(Any, writer.book)
        book.set_properties({"created": _CREATED})
        for name, frame in sheets.items():
            frame.to_excel(writer, sheet_name=name, index=False, freeze_panes=(1, 0))
            for place, column in enumerate(frame.columns):
                longest = max((len(str(cell)) for cell in frame[column]), default=0)
                writer.sheets[name].set_column(place, place, min(max(longest, len(column)) + 2, _WIDEST))

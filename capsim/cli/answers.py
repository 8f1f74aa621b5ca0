"""Answers for machines: JSON, and folders of CSV files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from capsim.domain.portfolio import Portfolio
from capsim.errors import InputError, Problem
from capsim.forecast.problems import left_out, sentences, unread
from capsim.io.atomic import write_files
from capsim.io.csvfiles import sheets_in
from capsim.io.files import of_the_system

if TYPE_CHECKING:
    from capsim.forecast import Forecast, Trace
    from capsim.forecast.comparison import Comparison

__all__ = [
    "as_json",
    "check_answers",
    "comparison_answers",
    "demand_answers",
    "forecast_answers",
    "forecast_frames",
    "records",
    "refuse_model_folder",
    "trace_frames",
    "write_frames",
]


_DIGITS: Final = 6
"""Behind the point, of the figures in answers for machines."""


def as_json(content: Mapping[str, Any]) -> str:
    """Return plain values as JSON."""
    return json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False)


def forecast_answers(forecast: Forecast) -> dict[str, Any]:
    """Return a forecast as plain values: ``capsim forecast --help`` lists the keys."""
    portfolio = forecast.portfolio
    return {
        "portfolio": portfolio.name,
        "start": portfolio.start.isoformat(),
        "horizon": portfolio.last_day.isoformat(),
        "seed": forecast.seed,
        "replications": forecast.replications,
        "asked": forecast.asked,
        "partial": forecast.partial,
        "not_read": unread(portfolio),
        "left_out": left_out(portfolio),
        "summary": records(forecast.summary())[0],
        "delivery": records(forecast.delivery()),
        "milestones": records(forecast.milestones()),
        "waiting": records(forecast.waiting()),
    }


def comparison_answers(comparison: Comparison) -> dict[str, Any]:
    """Return a comparison as plain values: ``capsim compare --help`` lists the keys."""
    base = comparison.base
    return {
        "portfolio": base.portfolio.name,
        "start": base.portfolio.start.isoformat(),
        "seed": base.seed,
        "replications": base.replications,
        "verdicts": list(comparison.verdicts()),
        "summary": records(comparison.summary()),
        "projects": records(comparison.projects()),
    }


def demand_answers(portfolio: Portfolio, frame: pd.DataFrame, period: str) -> dict[str, Any]:
    """Return planned demand as plain values: ``capsim demand --help`` lists the keys."""
    return {
        "portfolio": portfolio.name,
        "start": portfolio.start.isoformat(),
        "period": period,
        "not_read": unread(portfolio),
        "left_out": left_out(portfolio),
        "demand": records(frame),
    }


def check_answers(
    portfolio: Portfolio | None, found: pd.DataFrame, minimum: float | None = None
) -> dict[str, Any]:
    """Return what a check found as plain values.

    Parameters
    ----------
    portfolio : Portfolio, optional
        None if the model was refused.
    found : DataFrame
        What is wrong with a model that was refused; what could be better with one that was not, its score
        among the attributes.
    minimum : float, optional
        The least score that is good enough.
    """
    rows = records(found)
    told = [{**row, "text": text} for row, text in zip(rows, sentences(rows), strict=True)]
    if portfolio is None:
        return {"ok": False, "score": None, "problems": told, "findings": []}
    score = found.attrs["score"]
    counts = {
        "people": len(portfolio.staff),
        "projects": len(portfolio.projects),
        "tasks": sum(len(project.tasks) for project in portfolio.projects),
    }
    is_good = minimum is None or score >= minimum
    return {"ok": is_good, "score": score, "problems": [], "findings": told, **counts}


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame: dates as text, what does not exist as None."""
    rows = _rounded(frame).to_dict("records")
    return [{str(key): _plain(cell) for key, cell in row.items()} for row in rows]


def _rounded(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame without the digits that only adding up binary fractions makes."""
    rounded = frame.copy()
    for name, column in frame.select_dtypes("float").items():
        rounded[name] = column.round(_DIGITS) + 0.0
    return rounded


def _plain(cell: Any) -> Any:
    if pd.isna(cell):
        return None
    if isinstance(cell, pd.Timestamp):
        return cell.date().isoformat()
    return cell.item() if hasattr(cell, "item") else cell


# ---------------------------------------------------------------- folders


def forecast_frames(forecast: Forecast) -> dict[str, pd.DataFrame]:
    """Return every table of a forecast that names nobody."""
    return {
        "summary": forecast.summary(),
        "delivery": forecast.delivery(),
        "milestones": forecast.milestones(),
        "task_delivery": forecast.tasks(),
        "finish": forecast.finish(),
        "outcomes": forecast.outcomes(),
        "utilization_by_role": forecast.utilization("role", "W"),
        "utilization_by_team": forecast.utilization("team", "W"),
        "waiting": forecast.waiting(),
    }


def trace_frames(trace: Trace) -> dict[str, pd.DataFrame]:
    """Return every table of a trace."""
    return {"events": trace.events, "schedule": trace.schedule, "seats": trace.seats}


_ANSWERS: Final = frozenset(("demand",))
"""The sheets whose names are also those of answers."""


def refuse_model_folder(folder: Path | None) -> None:
    """Refuse a folder for answers that holds a model, before anything is simulated.

    Raises
    ------
    InputError
        If it does, or is a file.
    """
    if folder is None or not folder.exists():
        return
    if not folder.is_dir():
        raise InputError([Problem(str(folder), "is a file", fix="give a folder for the answers")])
    if sheets_in(folder) - _ANSWERS:
        raise InputError([Problem(str(folder), "holds a model", fix="give another folder for the answers")])


def write_frames(frames: Mapping[str, pd.DataFrame], folder: Path) -> None:
    """Write each frame to a CSV file in a folder, which is made if need be.

    Raises
    ------
    InputError
        If it cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        texts = {
            name: _rounded(frame).to_csv(index=name in ("finish", "outcomes"))
            for name, frame in frames.items()
        }
        write_files({folder / f"{name}.csv": text for name, text in texts.items()})
    except OSError as error:
        raise InputError([of_the_system(folder, error)]) from None

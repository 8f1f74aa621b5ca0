"""What each plot takes: the answer whose columns it needs, and what to say of any other table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from capsim.domain.words import some
from capsim.errors import InputError, Problem, did_you_mean
from capsim.forecast.questions import KEYS
from capsim.forecast.words import listed

__all__ = [
    "LEAST_LIKELY",
    "TAKES",
    "Takes",
    "checked",
    "empty",
    "foremost",
    "groups_in",
    "only_one",
    "part_shown",
]

LEAST_LIKELY: Final = "projects: the least likely"
"""Which projects a plot shows that has no room for all: see `foremost` and `part_shown`."""


@dataclass(frozen=True, slots=True)
class Takes:
    """What a plot takes.

    Attributes
    ----------
    answer : str
        The call that gives it.
    columns : tuple of str
        What it draws.
    by : tuple of str
        Of these columns, one at least names the group of a row.
    """

    answer: str
    columns: tuple[str, ...]
    by: tuple[str, ...] = ()

    def missing_in(self, columns: Sequence[str]) -> list[str]:
        """Return what a table with such columns lacks; nothing if it can be drawn."""
        missing = [column for column in self.columns if column not in columns]
        is_about_nothing = bool(self.by) and set(self.by).isdisjoint(columns)
        return [*missing, " or ".join(self.by)] if is_about_nothing else missing


TAKES: Final = {
    "s_curves": Takes("forecast.finishes()", ("project", "deadline", "finish", "futures", "share")),
    "finish_histogram": Takes("forecast.finishes()", ("project", "deadline", "finish", "futures", "share")),
    "roadmap": Takes(
        "forecast.delivery()",
        (
            "project",
            "deadline",
            "planned_start",
            "planned_end",
            "p50",
            "p80",
            "p95",
            "probability",
            "low",
            "high",
            "beyond_horizon",
        ),
    ),
    "gantt": Takes("forecast.schedule(0)", ("project", "task", "ready", "start", "finish", "driver")),
    "cumulative_flow": Takes("forecast.schedule(0)", ("project", "ready", "start", "finish", "driver")),
    "joint_cloud": Takes("forecast.costs_and_finishes()", ("replication", "finish", "cost")),
    "fever_chart": Takes(
        "forecast.buffers()",
        ("project", "status_date", "used", "used_low", "used_high", "chain_done", "zone"),
    ),
    "frontier": Takes(
        "selection.frontier()",
        ("projects", "worth", "low", "high", "latest", "fits", "efficient", "chosen"),
    ),
    "value_map": Takes("forecast.values()", ("project", "value", "probability", "low", "high")),
    "overload_heatmap": Takes(
        'forecast.overload(by="role")', ("period", "probability", "capacity"), KEYS[1:]
    ),
    "demand_fan": Takes('forecast.demand(by="role")', ("period", "p10", "p50", "p90", "capacity"), KEYS),
    "demand_heatmap": Takes('portfolio.demand(by="project")', ("period", "demand"), KEYS),
    "gap_heatmap": Takes("forecast.gaps()", ("period", "gap"), KEYS),
    "skills_matrix": Takes(
        "portfolio.skills()", ("skill", "people", "proficiency"), ("role", "team", "person")
    ),
    "tornado": Takes(
        "forecast.tornado()", ("low_days", "high_days", "swing_days", "tie"), ("task", "driver", "risk")
    ),
    "criticality_network": Takes(
        "forecast.network(project)", ("project", "task", "after", "critical", "on_chain")
    ),
    "promise_trend": Takes('forecast.trend("forecasts.csv")', ("project", "logged", "p80")),
    "levers": Takes(
        "cs.what_if(portfolio).frame()",
        tuple(f"{name}_days{end}" for name in ("tardiness", "finish") for end in ("", "_low", "_high")),
        ("lever", "shock"),
    ),
    "waterfall": Takes("forecast.why(project)", ("project", "quantile", "cause", "working_days")),
    "delay_matrix": Takes(
        'forecast.delays(by="project")', ("project", "working_days", "share"), ("held_by", "role", "person")
    ),
    "bottleneck_timeline": Takes(
        "forecast.bottlenecks()",
        ("wait_days", "exhausted", "onset_p10", "onset_p50", "onset_p90"),
        ("role", "team", "person"),
    ),
    "comparison": Takes(
        "comparison.projects()", ("scenario", "project", "days", "days_low", "days_high", "reading")
    ),
    "utilization_heatmap": Takes(
        'forecast.utilization(by="role", period="M")', ("period", "utilization"), KEYS[1:]
    ),
}
"""The answers that plots are made for, by the name of the plot."""


def checked(plot: str, frame: object, takes: Takes | None = None) -> pd.DataFrame:
    """Return a table that has what a plot draws, or say which answer would have it.

    Parameters
    ----------
    plot : str
        One of `TAKES`.
    frame : object
        What the user gave.
    takes : Takes, optional
        What it takes as a second table; without it the first one is meant.

    Returns
    -------
    DataFrame
        The same.

    Raises
    ------
    InputError
        If it is no table, or lacks columns.

    Examples
    --------
    >>> checked("gantt", pd.DataFrame({"project": ["Shop"]}))
    Traceback (most recent call last):
    ...
    capsim.errors.InputError: plots.gantt: no columns 'task', 'ready', 'start', 'finish' and 'driver' (got ['project']); give it forecast.schedule(0)
    """  # noqa: E501
    takes = takes or TAKES[plot]
    where, fix = f"plots.{plot}", f"give it {takes.answer}"
    if not isinstance(frame, pd.DataFrame):
        raise InputError([Problem(where, "not a table", type(frame).__name__, fix)])
    columns = [str(column) for column in frame.columns]
    if missing := takes.missing_in(columns):
        raise InputError([_lacking(where, missing, columns, fix)])
    return frame


def _lacking(where: str, missing: list[str], columns: list[str], fix: str) -> Problem:
    """Say what is missing, which column may have been meant, and which plot is made for the table given."""
    guesses = [guess for name in missing if (guess := did_you_mean(name, columns)).startswith("did")]
    others = [f"plots.{name}" for name, takes in TAKES.items() if not takes.missing_in(columns)]
    for_this = [f"for this table there is {' or '.join(others)}"] if others else guesses[:1]
    what = f"no column{'s' if len(missing) > 1 else ''} {listed(map(repr, missing))}"
    return Problem(where, what, columns, "; ".join([fix, *for_this]))


def groups_in(frame: pd.DataFrame) -> list[str]:
    """Return the columns of a table that name what its rows are about."""
    return [column for column in KEYS if column in frame.columns]


def empty(plot: str) -> str:
    """Return the sentence to show for a table without rows."""
    return f"Nothing to show: {TAKES[plot].answer} has no rows"


def foremost(weights: npt.ArrayLike, most: int) -> list[int]:
    """Return the places of the largest weights, one at least, in the order in which they come.

    Examples
    --------
    >>> foremost([0.5, np.nan, 0.5, 0.9], most=2), foremost([np.nan, 0.1], most=0)
    ([0, 3], [1])
    """
    ranked = np.argsort(-np.asarray(weights, np.float64), kind="stable")  # what is NaN comes last
    return sorted(ranked[: max(most, 1)].tolist())


def part_shown(shown: int, among: int, what: str) -> str:
    """Say how many rows of a table are shown; nothing where all are.

    Examples
    --------
    >>> part_shown(6, 12, "projects: the least likely"), part_shown(3, 3, "skills")
    ('6 of 12 projects: the least likely', '')
    """
    return f"{shown} of {among} {what}" if shown < among else ""


def only_one(plot: str, frame: pd.DataFrame, column: str, named: str | None) -> pd.DataFrame:
    """Return the rows of one group: the one named, or the only one.

    Parameters
    ----------
    plot : str
    frame : DataFrame
    column : str
        The column with the names.
    named : str or None

    Returns
    -------
    DataFrame

    Raises
    ------
    InputError
        If there is no such group, or none is named and there are several.
    """
    names = list(dict.fromkeys(frame[column]))
    if named is None and len(names) == 1:
        return frame
    where = f"plots.{plot}, of"
    if named is None:
        what = f"the table has {len(names)} of them, and one {column} is shown at a time"
        raise InputError([Problem(where, what, fix=f"name one of {some(map(repr, names), most=8)}")])
    if named not in names:
        raise InputError([Problem(where, f"no such {column}", named, did_you_mean(str(named), names))])
    return frame[frame[column] == named]

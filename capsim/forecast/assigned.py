"""Who works on what: expected full-time equivalents, and in how many futures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from capsim.clock import TICKS_PER_DAY
from capsim.forecast.absent import seats_present
from capsim.forecast.columns import texts
from capsim.forecast.facts import Facts
from capsim.forecast.periods import Periods, periods_of
from capsim.forecast.questions import checked_key
from capsim.forecast.usage import capacity_to_come
from capsim.metrics import odds
from capsim.metrics.amounts import mean_of, quantile_of
from capsim.metrics.spans import Path, cut

__all__ = ["Worked", "assignment_frame", "schedule_periods", "worked_by"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Label = tuple[str, str]

_UNIT: Final = TICKS_PER_DAY * TICKS_PER_DAY * 1_000.0  # ticks of capacity, ticks of the day, thousandths
_SPANS: Final = 1 << 20
"""Seats worked on at a time."""


class Worked:
    """Person-days of seats held, (replications, groups, periods), for the groups of project and person.

    Parameters
    ----------
    facts : Facts
    periods : Periods
    group : ndarray of int64, (projects, people)
        The group of each pair; -1 counts nowhere.
    groups : int
    """

    def __init__(self, facts: Facts, periods: Periods, group: Ints, groups: int) -> None:
        runs = facts.runs
        self.days: Floats = np.zeros((runs.replications, groups, len(periods)))
        path = Path(capacity_to_come(runs.plan)[:, : int(periods.days[-1]) + 1])
        step = max(1, _SPANS * runs.replications // max(len(runs.seats.person), 1))
        for first in range(0, runs.replications, step):
            count = min(step, runs.replications - first)
            spans, project = seats_present(runs, first, count)
            stop = np.full(count, periods.days[-1] * TICKS_PER_DAY)
            span, period, start, end = cut(spans, periods.days * TICKS_PER_DAY, stop)
            person = spans.person[span]
            mine = group[project[span], person]
            amount = path.between(person, start, end) * spans.weight[span] / _UNIT
            known = mine >= 0
            cell = (spans.replication[span] * groups + mine) * len(periods) + period
            flat = np.bincount(cell[known], weights=amount[known], minlength=count * groups * len(periods))
            self.days[first : first + count] += flat.reshape(count, groups, len(periods))


def worked_by(
    facts: Facts, periods: Periods, labels: Sequence[Sequence[Label]]
) -> tuple[list[Label], Floats]:
    """Add up what people work by a label of each project and person.

    Parameters
    ----------
    facts : Facts
    periods : Periods
    labels : sequence of sequence of (str, str)
        The group of each project and person.

    Returns
    -------
    names, days
        The groups that somebody ever works in, in the order of the labels; person-days, (replications,
        groups, periods).
    """
    plan, seats = facts.plan, facts.runs.seats
    project = plan.task_project[plan.need_task[seats.need]]
    used = np.unique(project.astype(np.int64) * max(plan.n_people, 1) + seats.person)
    pairs = [divmod(int(each), plan.n_people) for each in used]
    present = {labels[one][two] for one, two in pairs}
    names = [name for name in dict.fromkeys(each for row in labels for each in row) if name in present]
    place = {name: index for index, name in enumerate(names)}
    group = np.array([[place.get(each, -1) for each in row] for row in labels], dtype=np.int64)
    group = group.reshape(plan.n_projects, plan.n_people)
    return names, Worked(facts, periods, group, len(names)).days


def schedule_periods(facts: Facts, period: str) -> Periods:
    """Return the periods up to the last work of any replication."""
    plan = facts.plan
    return periods_of(plan, period, int(plan.working_ticks(facts.runs.ends).max(initial=0)))


def assignment_frame(facts: Facts, period: str, by: str) -> pd.DataFrame:
    """Return columns as in `Forecast.assignments`."""
    key = checked_key("assignments", by, period, ("project", "role", "team", "person"))
    plan = facts.plan
    periods = schedule_periods(facts, period)
    people = {
        "project": plan.person_roles,
        "role": plan.person_roles,
        "team": tuple(team or "no team" for team in plan.person_teams),
        "person": plan.person_names,
    }[key]
    if key == "project":
        columns = ("project", "role")
        labels = [[(project, who) for who in people] for project in plan.project_names]
    else:
        columns = (key, "project")
        labels = [[(who, project) for who in people] for project in plan.project_names]
    names, days = worked_by(facts, periods, labels)
    if key != "project":
        order = {who: place for place, who in enumerate(dict.fromkeys(people))}
        rank = sorted(range(len(names)), key=lambda place: order[names[place][0]])
        names, days = [names[place] for place in rank], days[:, rank]
    return _told(facts, periods, columns, names, days)


def _told(
    facts: Facts, periods: Periods, columns: tuple[str, str], names: list[Label], days: Floats
) -> pd.DataFrame:
    fte = np.asarray(periods.fte(days)).reshape(len(days), -1)
    cells = np.flatnonzero(fte.any(axis=0))
    group, period = np.divmod(cells, max(len(periods), 1))
    fte = fte[:, cells]
    mean, error = mean_of(fte, facts.batch)
    share = odds(fte > 0, np.ones(fte.shape, dtype=np.bool_), facts.batch)
    frame = pd.DataFrame(
        {
            "period": periods.firsts.astype("datetime64[s]")[period],
            **{column: texts(names[each][place] for each in group) for place, column in enumerate(columns)},
            "fte": mean,
            "error": np.zeros_like(error) if facts.is_schedule else error,
            "p50": quantile_of(fte, 0.5, facts.batch).value,
            "p80": quantile_of(fte, 0.8, facts.batch).value,
            "share": share.probability,
            "low": share.probability if facts.is_schedule else share.low,
            "high": share.probability if facts.is_schedule else share.high,
        }
    )
    frame.attrs["about"] = "schedule"
    return frame

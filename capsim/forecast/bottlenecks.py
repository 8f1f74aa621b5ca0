"""Which people hold work up: how long it waits for them, and how often none of them has any time left."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from capsim.clock import NEVER, TICKS_PER_DAY
from capsim.errors import InputError, Problem
from capsim.forecast.chainwaits import people_waited_for, role_names, roles_waited_for
from capsim.forecast.chances import percent
from capsim.forecast.columns import texts
from capsim.forecast.dates import as_dates, day_of_start
from capsim.forecast.exhausted import exhausted_in
from capsim.forecast.facts import Facts
from capsim.forecast.questions import checked_group
from capsim.forecast.usage import people_by
from capsim.forecast.words import role_of
from capsim.metrics import order_statistic, ratio_error
from capsim.metrics.amounts import mean_of
from capsim.plan.plan import Plan

__all__ = ["bottleneck_frame"]

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_GROUPINGS: Final = ("role", "team", "person")
_ONSETS: Final = {"onset_p10": 0.1, "onset_p50": 0.5, "onset_p90": 0.9}
_MOST_PROJECTS: Final = 3


class _Groups(NamedTuple):
    """Groups of people: their names, who belongs to each, and which work asks for it."""

    names: list[str]
    people: Bools
    needs: Bools


def bottleneck_frame(facts: Facts, by: str, replications: int) -> pd.DataFrame:
    """Return columns as in `Forecast.bottlenecks`."""
    key = checked_group("bottlenecks", by, _GROUPINGS)
    if isinstance(replications, bool) or not isinstance(replications, int) or replications < 1:
        fix = "write a whole number such as 1000"
        raise InputError([Problem("bottlenecks, replications", "no number of futures", replications, fix)])
    runs, plan = facts.runs, facts.plan
    groups = _by_role(plan) if key == "role" else _by_people(plan, key)
    count = min(replications, runs.replications)
    out = exhausted_in(runs, groups.people, groups.needs, count)
    with np.errstate(invalid="ignore"):
        share = out.part.sum(axis=0) / out.capacity.sum(axis=0)
    days, projects = _waits(facts, key, groups)
    wait, wait_error = mean_of(days, facts.batch)
    mean_days, days_error = mean_of(out.days, facts.batch)
    everywhere = np.ones(out.since.shape, np.bool_)
    onsets = {name: order_statistic(out.since, everywhere, level) for name, level in _ONSETS.items()}
    frame = pd.DataFrame(
        {
            key: texts(groups.names),
            "wait_days": wait,
            "wait_error": wait_error,
            "exhausted": share,
            "exhausted_error": ratio_error(out.part, out.capacity, facts.batch),
            "days": mean_days,
            "days_error": days_error,
            **{name: as_dates(day_of_start(ticks), plan.start) for name, ticks in onsets.items()},
            "ever": (out.since != NEVER).mean(axis=0),
            "projects": texts(projects),
        }
    )
    order = np.lexsort((-np.nan_to_num(share), -wait))
    frame = frame.iloc[order].reset_index(drop=True)
    frame.attrs["about"] = "schedule"
    frame.attrs["futures"] = count
    return frame


def _by_role(plan: Plan) -> _Groups:
    """Return the roles that work asks for: those who have the skill."""
    names = role_names(plan)
    asked = np.array([names.index(role_of(plan, need)) for need in range(plan.n_needs)], dtype=np.int64)
    skills = [{skill.name for skill in person.skills} for person in plan.portfolio.staff]
    people = np.array([[name in mine for mine in skills] for name in names], dtype=np.bool_)
    needs = np.arange(len(names))[:, None] == asked
    return _Groups(names, people.reshape(len(names), plan.n_people), needs)


def _by_people(plan: Plan, by: str) -> _Groups:
    """Return teams, or persons; work asks for those of whom somebody qualifies for it at some time."""
    names, group = people_by(plan, by)
    people = np.arange(len(names))[:, None] == group
    able = np.zeros((plan.n_people, len(plan.kind_labels)), np.bool_)
    for offers in plan.offers:
        for kind, offered in enumerate(offers):
            able[list(offered), kind] = True
    needs = (people.astype(np.int64) @ able > 0)[:, plan.need_kind]
    return _Groups(list(names), people, needs)


def _waits(facts: Facts, key: str, groups: _Groups) -> tuple[Floats, list[str]]:
    """Return the days waited for each group, (replications, groups), and which projects wait for it."""
    runs, waits = facts.runs, facts.chain_waits
    if key == "role":
        group = roles_waited_for(runs, waits.parts)
    else:
        person = people_waited_for(runs, waits.parts)
        group = np.where(person >= 0, np.append(groups.people.argmax(axis=0), -1)[person], -1)
    days = np.zeros((runs.replications, len(groups.names)))
    by_project = np.zeros((len(groups.names), runs.plan.n_projects))
    some = group >= 0
    amount = waits.parts.worked[some] / TICKS_PER_DAY
    np.add.at(days, (waits.parts.replication[some], group[some]), amount)
    np.add.at(by_project, (group[some], waits.project[some]), amount)
    return days, [_told(runs.plan, each) for each in by_project]


def _told(plan: Plan, days: Floats) -> str:
    """Return the projects that wait most, with their shares."""
    whole = days.sum()
    most = [index for index in np.argsort(-days, kind="stable")[:_MOST_PROJECTS].tolist() if days[index] > 0]
    return ", ".join(f"{plan.project_names[index]} {percent(days[index] / whole)}" for index in most)

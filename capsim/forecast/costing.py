"""What is spent, against budgets and over time: costs, contingency, margins, billable time."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from capsim.clock import TICKS_PER_DAY, start_of_day
from capsim.domain.project import Project
from capsim.errors import InputError, Problem, did_you_mean
from capsim.forecast.columns import texts
from capsim.forecast.dates import is_tick
from capsim.forecast.labels import labels_of
from capsim.forecast.money import Money, estimates, need_rates
from capsim.forecast.moneygroups import COST_KEYS, PROJECT_LABELS
from capsim.forecast.periods import period_problems
from capsim.forecast.questions import checked_group, checked_key
from capsim.forecast.usage import GROUPINGS, utilization_frame

__all__ = [
    "HALF_A_MILL",
    "billable_frame",
    "contingency_frame",
    "cost_frame",
    "margin_frame",
    "project_column",
    "released",
]

Bools = npt.NDArray[np.bool_]
Days = npt.NDArray[np.datetime64]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def cost_frame(money: Money, by: str, period: str | None) -> pd.DataFrame:
    """Return costs by group and period; columns as in `Forecast.cost`."""
    key = checked_key("cost", by, "M" if period is None else period, (*COST_KEYS, *PROJECT_LABELS))
    need_rates(money, "cost")
    firsts = money.firsts("M" if period is None else period)
    days = money.days_of(firsts)
    if period is None:
        days = days[[0, -1]]
    grouping, amounts = money.costs(key, days)
    told = [index for index in range(len(grouping.names)) if _is_told(key, grouping.names, index, amounts)]
    rows = _Rows(key, [grouping.names[index] for index in told], amounts[:, told])
    frame = _cost_columns(money, rows, days)
    if period is not None:
        frame.insert(0, "period", np.tile(firsts[:-1].astype("datetime64[s]"), len(told)))
    frame.attrs["about"] = "schedule"
    return frame


def _is_told(key: str, names: Sequence[str], index: int, amounts: Floats) -> bool:
    """Whether a group has a row: what stands for no project, nobody or a kind only if there is such money."""
    is_rest = key == "kind" or (key != "portfolio" and index == len(names) - 1)
    return not is_rest or bool(amounts[:, index].any())


class _Rows(NamedTuple):
    """Costs of groups, (replications, groups, periods)."""

    key: str
    names: list[str]
    amounts: Floats


def _cost_columns(money: Money, rows: _Rows, days: Ints) -> pd.DataFrame:
    periods, count = rows.amounts.shape[2], len(rows.amounts)
    limit = released(money, rows.key, rows.names, days).reshape(count, -1)
    spent = np.cumsum(rows.amounts, axis=2).reshape(count, -1)
    counted = money.counted(rows.key, rows.names, periods)
    odds = money.share(spent > limit + HALF_A_MILL, counted & ~np.isnan(limit))
    return pd.DataFrame(
        {
            rows.key: texts(name for name in rows.names for _ in range(periods)),
            "going_ahead": counted.mean(axis=0),
            **estimates(money, rows.amounts.reshape(count, -1), counted),
            "to_date": money.mean(spent, counted)[0],
            "to_date_p80": money.quantile(spent, 0.8, counted).value,
            "budget": money.mean(np.nan_to_num(limit), counted & ~np.isnan(limit))[0],
            "overspend": odds.probability,
            "overspend_low": odds.low,
            "overspend_high": odds.high,
        }
    )


HALF_A_MILL: Final = 0.0005
"""By how much money is more than a budget at least: what is less is rounding."""


# ---------------------------------------------------------------- budgets


def released(money: Money, key: str, names: Sequence[str], days: Ints) -> Floats:
    """Return what may be spent by the end of periods, (replications, groups, periods); NaN: no budget."""
    count = money.facts.runs.replications
    made: Floats = np.full((count, len(names), len(days) - 1), np.nan)
    if key in PROJECT_LABELS:
        return _released_by(money, key, len(names), days)
    if key == "portfolio" and money.facts.plan.portfolio.money.budget is not None:
        made[:] = money.facts.plan.portfolio.money.budget
    if key == "project":
        for index, project in enumerate(money.earning.projects):
            if project.funding:
                made[:, index] = sum(
                    np.where(
                        _release(money, index, number)[:, np.newaxis] < days[1:] * TICKS_PER_DAY,
                        each.amount,
                        0.0,
                    )
                    for number, each in enumerate(project.funding)
                )
            elif project.budget is not None:
                made[:, index] = project.budget
            made[:, index] -= project.spent or 0.0
    return made


def _released_by(money: Money, key: str, groups: int, days: Ints) -> Floats:
    """Return the budgets of groups: of those projects that go ahead; NaN where a project has none."""
    own = released(money, "project", money.names, days)[:, : len(money.earning.projects)]
    labels = labels_of(money.facts.plan, key)
    ahead = money.goes_ahead[:, : own.shape[1], np.newaxis]
    whole = labels.summed(np.where(ahead, np.nan_to_num(own), 0.0))
    unknown = labels.summed(np.isnan(own).astype(np.float64)) > 0
    made: Floats = np.full((len(own), groups, len(days) - 1), np.nan)
    shown = min(groups, whole.shape[1])
    made[:, :shown] = np.where(unknown, np.nan, whole)[:, :shown]
    return made


def _release(money: Money, index: int, number: int) -> Ints:
    """Return the tick at which a tranche is released in each replication."""
    runs, plan = money.facts.runs, money.facts.plan
    project = money.earning.projects[index]
    tranche = project.funding[number]
    dated = 0 if tranche.start is None else max(start_of_day(tranche.start, plan.start), 0)
    if tranche.milestone is None:
        return np.full(runs.replications, dated, dtype=np.int64)
    task = int(plan.project_first_task[index]) + _position(project, tranche.milestone)
    finish = runs.finish[:, task].astype(np.int64)
    done = is_tick(finish)
    # a finish at the end of a day is of that day
    return np.where(done, np.maximum(np.maximum(finish - 1, 0), dated), np.iinfo(np.int64).max)


def _position(project: Project, task: str) -> int:
    return [each.name for each in project.tasks].index(task)


# ---------------------------------------------------------------- contingency


def project_column(money: Money, question: str, project: str | None) -> int:
    """Return where the costs of a project are, -1 for all of them; refuse a project that is not there."""
    if project is None:
        return -1
    if project not in money.names:
        hint = did_you_mean(str(project), money.names)
        raise InputError([Problem(f"{question}, project", "no such project in the run", project, hint)])
    return money.names.index(project)


def checked_level(question: str, name: str, level: object) -> float:
    """Return a share between 0 and 1, or refuse it."""
    if isinstance(level, int | float) and not isinstance(level, bool) and 0 < level < 1:
        return float(level)
    fix = "write a share between 0 and 1, such as 0.8"
    raise InputError([Problem(f"{question}, {name}", "no share between 0 and 1", level, fix)])


_PLACES: Final = 6
"""What sums of money are off by their rounding lies far beyond these decimal places."""


def contingency_frame(money: Money, quantile: float, project: str | None, period: str) -> pd.DataFrame:
    """Return what must be held back; columns as in `Forecast.contingency`."""
    level = checked_level("contingency", "quantile", quantile)
    problems = period_problems("contingency, period", period)
    if problems:
        raise InputError(problems)
    column = project_column(money, "contingency", project)
    need_rates(money, "contingency")
    firsts = money.firsts(period)
    _, amounts = money.costs("portfolio" if project is None else "project", money.days_of(firsts))
    spent = amounts[:, column]
    left = np.cumsum(spent[:, ::-1], axis=1)[:, ::-1]
    mean, error = money.mean(left)
    covered = money.quantile(left, level)
    held = np.maximum(covered.value - mean, 0.0)
    return pd.DataFrame(
        {
            "period": firsts[:-1].astype("datetime64[s]"),
            "to_spend": mean,
            "error": error,
            "covered": covered.value,
            "covered_low": covered.low,
            "covered_high": covered.high,
            "contingency": held,
            "release": (held - np.append(held[1:], 0.0)).round(_PLACES) + 0.0,  # -0.0 is 0
        }
    )


# ---------------------------------------------------------------- what clients pay


_MARGINS: Final = ("project", "client", "portfolio")
_NO_CLIENT: Final = "no client"


def margin_frame(money: Money, by: str) -> pd.DataFrame:
    """Return revenue, cost and margin; columns as in `Forecast.margin`."""
    key = checked_group("margin", by, _MARGINS)
    names, group = _margin_groups(money, key)
    totals = np.array([np.zeros((money.facts.runs.replications, len(names))) for _ in range(2)])
    for flows in money.flows():
        for each, amounts in enumerate((flows.revenue, flows.cost)):
            total = amounts.sum(axis=2)
            for project, at in enumerate(group):
                if at >= 0:
                    totals[each, flows.part.rows, at] += total[:, project]
    revenue, cost = totals
    margin = revenue - cost
    counted = money.counted(key, names, 1)
    loss = money.share(margin < -HALF_A_MILL, counted)
    columns: dict[str, Floats] = {}
    for name, amounts in (("revenue", revenue), ("cost", cost), ("margin", margin)):
        columns[name], columns[f"{name}_error"] = money.mean(amounts, counted)
    low = money.quantile(margin, 0.1, counted)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(columns["revenue"] > 0, columns["margin"] / columns["revenue"], np.nan)
    return pd.DataFrame(
        {
            key: texts(names),
            "going_ahead": counted.mean(axis=0),
            **columns,
            "margin_share": share,
            "margin_p10": low.value,
            "margin_p10_low": low.low,
            "margin_p10_high": low.high,
            "loss": loss.probability,
            "loss_low": loss.low,
            "loss_high": loss.high,
        }
    )


def _margin_groups(money: Money, key: str) -> tuple[list[str], list[int]]:
    """Return groups, and the group of each project and of what is on none; -1 is left out."""
    plan = money.facts.plan
    if key == "portfolio":
        return [plan.portfolio.name], [0] * (plan.n_projects + 1)
    if key == "project":
        return list(money.names), [*range(plan.n_projects), -1]
    clients = [project.client or _NO_CLIENT for project in money.earning.projects]
    place = {client: index for index, client in enumerate(dict.fromkeys(clients))}
    return list(place), [*(place[client] for client in clients), -1]


def billable_frame(money: Money, by: str, period: str) -> pd.DataFrame:
    """Return how much of people's time clients pay for; columns as in `Forecast.billable`."""
    key = checked_key("billable", by, period, GROUPINGS)
    runs, plan = money.facts.runs, money.facts.plan
    paid = np.array(
        [project.billable or project.price is not None for project in money.earning.projects], dtype=np.bool_
    )
    counts = paid[plan.task_project[plan.need_task[runs.seats.need]]]
    seats = type(runs.seats)(*(column[counts] for column in runs.seats))
    before = np.concatenate([[0], np.cumsum(counts)])
    only = dataclasses.replace(runs, seats=seats, seat_offsets=before[runs.seat_offsets])
    frame = utilization_frame(only, money.facts.batch, key, period)
    return frame.rename(columns={"busy_days": "billable_days", "utilization": "billable"})

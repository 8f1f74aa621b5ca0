"""How evenly work lies on people, and how long it waits where they are how busy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from capsim.clock import TICKS_PER_DAY
from capsim.errors import InputError, Problem
from capsim.forecast.assigned import schedule_periods
from capsim.forecast.chances import percent
from capsim.forecast.columns import texts
from capsim.forecast.facts import Facts
from capsim.forecast.overloaded import busy_by_period
from capsim.forecast.periods import Periods
from capsim.forecast.questions import checked_group, checked_key
from capsim.forecast.staffed import waits_of
from capsim.forecast.usage import people_by
from capsim.metrics import ratio_error
from capsim.metrics.utilization import Busy
from capsim.plan.plan import Plan

__all__ = ["curve_frame", "load_frame"]

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_FULL: Final = 0.95
_ROOM: Final = 0.75
_UNEVEN: Final = 0.25
_BINS: Final = 10


class _Group(NamedTuple):
    """The load of one group by period: shares of capacity, means over the futures.

    Attributes
    ----------
    busy, error : ndarray of float64, (periods,)
    spread, spread_error, fullest, emptiest : ndarray of float64, (periods,)
        Standard deviation, its standard error, largest and smallest among its people who have capacity then.
    room : ndarray of float64, (periods,)
        Full-time equivalents that are free.
    """

    busy: Floats
    error: Floats
    spread: Floats
    spread_error: Floats
    fullest: Floats
    emptiest: Floats
    room: Floats


def load_frame(facts: Facts, by: str, period: str) -> pd.DataFrame:
    """Return columns as in `Forecast.load`."""
    key = checked_key("load", by, period, ("role", "team"))
    periods = schedule_periods(facts, period)
    used = busy_by_period(facts.runs, periods)
    names, group = people_by(facts.plan, key)
    found = [_load(facts, used, group == place, periods) for place in range(len(names))]
    columns = {
        name: np.concatenate([getattr(each, name) for each in found]) if found else np.zeros(0)
        for name in _Group._fields
    }
    frame = pd.DataFrame(
        {
            "period": np.tile(periods.firsts.astype("datetime64[s]"), len(names)),
            key: texts(name for name in names for _ in range(len(periods))),
            "people": np.repeat(np.bincount(group, minlength=len(names)), len(periods)).astype(np.int64),
            **columns,
            "hint": texts(hint for each in found for hint in _hints(each, periods)),
        }
    )
    frame.attrs["about"] = "schedule"
    return frame


def _load(facts: Facts, used: Busy, mine: Bools, periods: Periods) -> _Group:
    busy, room = used.busy[:, mine], used.available[:, mine]
    top, bottom = busy.sum(axis=1), room.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        whole = top.sum(axis=0) / bottom.sum(axis=0)
        own = busy.sum(axis=0) / room.sum(axis=0)
    there = ~np.isnan(own)
    count = np.maximum(there.sum(axis=0), 1)
    known = np.where(there, own, 0.0)
    mean = known.sum(axis=0) / count
    spread = np.sqrt((np.where(there, (known - mean) ** 2, 0.0)).sum(axis=0) / count)
    slope = np.where(there & (spread > 0), (known - mean) / (count * np.where(spread > 0, spread, 1.0)), 0.0)
    none = ~there.any(axis=0)
    free = (bottom - top).mean(axis=0) / (float(TICKS_PER_DAY) * TICKS_PER_DAY * 1000)
    error = ratio_error(top, bottom, facts.batch)
    return _Group(
        whole,
        np.zeros_like(error) if facts.is_schedule else error,
        np.where(none, np.nan, spread),
        np.where(none, np.nan, 0.0 if facts.is_schedule else _spread_error(busy, room, slope, facts.batch)),
        np.where(none, np.nan, np.where(there, own, -np.inf).max(axis=0, initial=-np.inf)),
        np.where(none, np.nan, np.where(there, own, np.inf).min(axis=0, initial=np.inf)),
        np.asarray(periods.fte(np.maximum(free, 0.0))),
    )


def _spread_error(busy: Ints, room: Ints, slope: Floats, batch: int) -> Floats:
    """Return the standard error of a spread, (periods,): by how much each future moves it, to first order.

    Parameters
    ----------
    busy, room : ndarray of int64, (replications, people, periods)
    slope : ndarray of float64, (people, periods)
        How fast the spread grows with the load of each.
    batch : int
    """
    each = np.maximum(room.mean(axis=0), 1.0)
    own = busy.sum(axis=0) / np.maximum(room.sum(axis=0), 1.0)
    moved = ((busy - own * room) / each * slope).sum(axis=1)
    return np.asarray(ratio_error(moved, np.ones_like(moved), batch))


def _hints(group: _Group, periods: Periods) -> list[str | None]:
    """Return what would level the load of each period; None where it is level, or there is little."""
    return [_hint(group, periods, place) for place in range(len(periods))]


def _hint(group: _Group, periods: Periods, place: int) -> str | None:
    busy, fullest, emptiest = (float(each[place]) for each in (group.busy, group.fullest, group.emptiest))
    if fullest >= 1 - _UNEVEN / 2 and fullest - emptiest >= _UNEVEN:
        return (
            f"share the work out: the fullest are at {percent(fullest)}, the emptiest at {percent(emptiest)}"
        )
    if busy >= _FULL:
        roomy = [other for other in range(place + 1, len(periods)) if group.busy[other] < _ROOM]
        if not roomy:
            return "full, and no room later"
        return f"full: {group.room[roomy[0]]:.1f} FTE are free in {periods.labels[roomy[0]]}"
    return None


# ---------------------------------------------------------------- utilization against delay


def curve_frame(facts: Facts, by: str, within_days: float) -> pd.DataFrame:
    """Return columns as in `Forecast.load_curve`."""
    key = checked_group("load_curve", by, ("role", "portfolio"))
    if isinstance(within_days, bool) or not isinstance(within_days, int | float) or within_days < 0:
        fix = "write a number of working days, such as 5"
        raise InputError([Problem("load_curve, within_days", "no number of days", within_days, fix)])
    names, person, need = _groups(facts.plan, key)
    level, waited, seats = _by_month(facts, names, person, need)
    level_bin = np.minimum((level * _BINS).astype(np.int64), _BINS - 1)
    asked = (seats > 0) & ~np.isnan(level)
    rows = [
        _point(facts, names[place], step, asked[:, place] & (level_bin[:, place] == step), level[:, place],
               waited[:, place], seats[:, place], asked[:, place])
        for place in range(len(names))
        for step in range(_BINS)
    ]  # fmt: skip
    told = [row for row in rows if row is not None]
    frame = pd.DataFrame(told, columns=[key, *_CURVE])
    frame = frame.astype(dict.fromkeys(_CURVE, np.float64))
    frame[key] = texts(row[0] for row in told)
    frame["target"] = _target(frame, key, within_days)
    frame.attrs["about"] = "schedule"
    return frame


_CURVE: Final = ("busy_from", "busy_to", "busy", "wait_days", "error", "share")


def _groups(plan: Plan, key: str) -> tuple[Sequence[str], Ints, Ints]:
    """Return the groups, that of each person, and that of each need: by the skill asked for first."""
    if key == "portfolio":
        return (plan.portfolio.name,), np.zeros(plan.n_people, np.int64), np.zeros(plan.n_needs, np.int64)
    names, person = people_by(plan, "role")
    place = {name: index for index, name in enumerate(names)}
    first = [plan.kind_choices[kind][0].skill for kind in plan.need_kind.tolist()]
    return names, person, np.array([place.get(skill, -1) for skill in first], dtype=np.int64)


def _by_month(facts: Facts, names: Sequence[str], person: Ints, need: Ints) -> tuple[Floats, Floats, Floats]:
    """Return how busy groups are, and how long what gets ready then waits: (replications, groups, months)."""
    runs, periods = facts.runs, schedule_periods(facts, "M")
    used, waits, groups = busy_by_period(runs, periods), waits_of(runs), len(names)
    busy, room = (
        np.stack([each[:, person == place].sum(axis=1) for place in range(groups)], axis=1)
        for each in (used.busy, used.available)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        level = busy / room
    row, which = np.nonzero(waits.begun & (need >= 0))
    month = np.searchsorted(periods.days * TICKS_PER_DAY, waits.ready[row, which], side="right") - 1
    month = np.clip(month, 0, len(periods) - 1)
    cell = (row * groups + need[which]) * len(periods) + month
    seats = runs.plan.need_fewest[which].astype(np.float64)
    shape = level.shape
    total = np.bincount(cell, weights=seats * waits.days[row, which], minlength=level.size).reshape(shape)
    return level, total, np.bincount(cell, weights=seats, minlength=level.size).reshape(shape)


def _point(
    facts: Facts,
    name: str,
    step: int,
    mine: Bools,
    level: Floats,
    waited: Floats,
    seats: Floats,
    asked: Bools,
) -> tuple[str, float, float, float, float, float, float] | None:
    """Return one point of a curve; None where nobody is ever so busy."""
    if not mine.any():
        return None
    top, bottom = np.where(mine, waited, 0.0).sum(axis=1), np.where(mine, seats, 0.0).sum(axis=1)
    error = 0.0 if facts.is_schedule else float(ratio_error(top, bottom, facts.batch))
    return (
        name,
        step / _BINS,
        (step + 1) / _BINS,
        float(level[mine].mean()),
        float(top.sum() / bottom.sum()),
        error,
        float(mine.sum() / asked.sum()),
    )


def _target(frame: pd.DataFrame, key: str, within_days: float) -> Bools:
    """Mark the busiest point of each group up to which work waits no longer than it should."""
    made = np.zeros(len(frame), dtype=np.bool_)
    waits = frame["wait_days"].to_numpy(np.float64)
    for _, rows in frame.groupby(key, sort=False).indices.items():
        fine = np.cumprod(waits[rows] <= within_days).astype(bool)
        if fine.any():
            made[rows[int(fine.sum()) - 1]] = True
    return made

"""Expected shortage: what of the planned demand nobody who could serve it has hours, or the grade, for."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from capsim.clock import TICKS_PER_DAY, day_index
from capsim.domain.person import Skill
from capsim.domain.staffing import offers
from capsim.domain.task import Alternative
from capsim.forecast.columns import texts
from capsim.forecast.expected import fte_columns, mean_columns, rounding_of_work
from capsim.forecast.facts import Facts
from capsim.forecast.futures import Futures
from capsim.forecast.planned import ABOUT
from capsim.forecast.planned_work import PlannedWork
from capsim.forecast.questions import checked_keys
from capsim.forecast.sharing import Sharing
from capsim.metrics.placing import placed
from capsim.metrics.serving import unserved
from capsim.plan.plan import Plan

__all__ = ["Shortages", "gap_frame", "short_of_hours", "shortages"]

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_FINE = 1_000
"""Parts of a tick in which flows are counted, as whole numbers."""


def gap_frame(facts: Facts, period: str) -> pd.DataFrame:
    """Return expected shortages by skill and period; columns as in `Forecast.gaps`."""
    checked_keys("gaps", "skill", period)
    sharing = Sharing(facts.futures.plan, facts.futures.periods(period), by_booking=False)
    short = shortages(facts.futures, sharing)
    periods = sharing.periods
    odds = facts.share((short.hours > 0).reshape(len(short.hours), -1))
    frame = pd.DataFrame(
        {
            "period": np.tile(periods.firsts.astype("datetime64[s]"), len(short.skills)),
            "skill": texts(skill for skill in short.skills for _ in range(len(periods))),
            **mean_columns(facts, periods, short.demand, "demand", "demand_error"),
            **mean_columns(facts, periods, short.hours, "gap", "error"),
            **fte_columns(facts, periods, short.hours, {"p50": 0.5, "p90": 0.9}),
            "probability": odds.probability,
            "low": odds.low,
            "high": odds.high,
            **mean_columns(facts, periods, short.grades, "level_gap", "level_error"),
        }
    )
    frame.attrs["about"] = ABOUT
    return frame


class Shortages(NamedTuple):
    """What is wanted of each skill, and what is short of it.

    Attributes
    ----------
    skills : list of str
        In the order in which the portfolio wants them.
    demand, hours, grades : ndarray of float64, (replications, skills, periods)
        Person-days: wanted, beyond everybody's hours, beyond the hours of those with the grade.
    """

    skills: list[str]
    demand: Floats
    hours: Floats
    grades: Floats


def shortages(futures: Futures, sharing: Sharing) -> Shortages:
    """Return shortages in every replication."""
    wants = _Wants.of(sharing)
    people = _classes(sharing)
    kinds = len(sharing.kinds)
    lost = _lost(futures, people, len(sharing.periods))
    parts: list[list[Floats]] = []
    for work in futures.work(max(kinds, 1) * len(sharing.periods)):
        wanted = placed(
            work.amount, work.begin, work.end, sharing.plan.need_kind, kinds, sharing.periods.bounds
        )
        first = sum(len(done) for done, *_ in parts)
        some = None if lost is None else lost[first : first + len(wanted)]
        parts.append([wants.by_skill(each) for each in (wanted, *_lacking(wanted, people, some))])
    demand_days, lacking, ungraded = (np.concatenate(column) for column in zip(*parts, strict=True))
    rounding = _rounding(people, sharing, wants)
    return Shortages(
        wants.skills,
        demand_days,
        np.where(lacking > rounding, lacking, 0.0),
        np.where(ungraded > rounding, ungraded, 0.0),
    )


def short_of_hours(sharing: Sharing, work: PlannedWork) -> dict[str, Floats]:
    """Return what of planned work nobody who could do it has hours for, by the skill asked for first.

    Parameters
    ----------
    sharing : Sharing
    work : PlannedWork
        As one future.

    Returns
    -------
    dict of str to ndarray of float64, (periods,)
        Person-days.
    """
    wants = _Wants.of(sharing)
    wanted = placed(
        work.amount[np.newaxis],
        work.begin,
        work.end,
        sharing.plan.need_kind,
        len(sharing.kinds),
        sharing.periods.bounds,
    )
    hours, _ = _lacking(wanted, _classes(sharing))
    return dict(zip(wants.skills, wants.by_skill(hours)[0], strict=True))


def _lost(futures: Futures, people: _Classes, periods: int) -> Ints | None:
    """Return the ticks that classes lack by what happens to people (D5): (replications, classes, periods)."""
    made: Ints | None = None
    for inside, rows in people.members:
        lost = futures.lost(inside)
        if lost is None:
            return None
        if made is None:
            made = np.zeros((len(lost), len(people.supply), periods), dtype=np.int64)
        for person, row in enumerate(rows):
            made[:, row] += lost[:, person]
    return made


def _lacking(wanted: Floats, people: _Classes, lost: Ints | None = None) -> tuple[Floats, Floats]:
    """Return what is wanted beyond everybody's hours, and beyond the hours of those with the grade.

    Parameters
    ----------
    wanted : ndarray of float64, (replications, kinds, periods)
        Person-days.
    people : _Classes
    lost : ndarray of int64, (replications, classes, periods), optional
        Ticks that they lack in each replication.

    Returns
    -------
    hours, grades : ndarray of float64, (replications, kinds, periods)
        Person-days.
    """
    unit = float(TICKS_PER_DAY * _FINE)
    count, kinds, periods = wanted.shape
    supply = people.supply.T * _FINE
    demand = np.rint(wanted * unit).astype(np.int64).transpose(0, 2, 1).reshape(count * periods, kinds)
    every = np.broadcast_to(supply, (count, *supply.shape))
    if lost is not None:
        every = every - lost.transpose(0, 2, 1) * _FINE
    every = every.reshape(len(demand), supply.shape[1])
    hours, grades = (
        (each / unit).reshape(count, periods, kinds).transpose(0, 2, 1)
        for each in unserved(demand, every, people.qualified, people.able, people.home)
    )
    return hours, grades


class _Wants(NamedTuple):
    """What is asked for first by each kind of work.

    Attributes
    ----------
    skills : list of str
        In the order in which the portfolio wants them.
    skill : ndarray of int64, (kinds,)
        The place among them.
    """

    skills: list[str]
    skill: Ints

    @classmethod
    def of(cls, sharing: Sharing) -> _Wants:
        """Gather the skills that are asked for first."""
        firsts = [skills[0] for skills in sharing.kind_skills]
        skills = list(dict.fromkeys(firsts))
        return cls(skills, np.array([skills.index(first) for first in firsts], dtype=np.int64))

    def by_skill(self, amounts: Floats) -> Floats:
        """Add up kinds by skill, on the second axis."""
        made: Floats = np.zeros((len(amounts), len(self.skills), amounts.shape[2]))
        for kind, of_kind in enumerate(self.skill.tolist()):
            made[:, of_kind] += amounts[:, kind]
        return made


# ---------------------------------------------------------------- who could serve what


class _Classes(NamedTuple):
    """People who can serve the same kinds of work and have the same role.

    Attributes
    ----------
    qualified, able, home : ndarray of bool, (classes, kinds)
        By skill and grade; by skill alone; by role.
    supply : ndarray of int64, (classes, periods)
        Ticks, on the days on which they hold the skills.
    rounded_off : ndarray of float64, (classes, periods)
        The person-days that rounding takes from them at most.
    members : tuple of (ndarray of int64, list of int)
        For each time in which everybody's skills stay the same, the days of the periods inside it, and
        the class of each person.
    """

    qualified: Bools
    able: Bools
    home: Bools
    supply: Ints
    rounded_off: Floats
    members: tuple[tuple[Ints, list[int]], ...]


def _classes(sharing: Sharing) -> _Classes:
    """Gather people by what they could serve; who learns something is in one class after the other."""
    plan, days = sharing.plan, sharing.days
    rows: dict[tuple[bytes, bytes, str], int] = {}
    masks: list[tuple[Bools, Bools, Bools]] = []
    supply: list[Ints] = []
    rounded: list[Floats] = []
    members: list[tuple[Ints, list[int]]] = []
    for epoch, first in enumerate(plan.epochs):
        after = plan.epochs[epoch + 1] if epoch + 1 < len(plan.epochs) else plan.n_days
        if first >= days[-1]:
            break
        inside = np.clip(days, first, after)
        ticks = np.diff(plan.cumulative[:, inside], axis=1)[plan.planned_row]
        qualified = _qualified(plan, epoch, len(sharing.kinds))
        able = _able(sharing, first) | qualified
        members.append((inside, []))
        for person, role in enumerate(plan.person_roles):
            key = (qualified[person].tobytes(), able[person].tobytes(), role)
            if key not in rows:
                rows[key] = len(masks)
                home = np.array([skills[0] == role for skills in sharing.kind_skills], dtype=np.bool_)
                masks.append((qualified[person], able[person], home))
                supply.append(np.zeros(len(days) - 1, dtype=np.int64))
                rounded.append(np.zeros(len(days) - 1))
            members[-1][1].append(rows[key])
            supply[rows[key]] += ticks[person]
            rounded[rows[key]] += np.where(ticks[person] > 0, sharing.rounded_off[person], 0.0)
    table = np.array(masks, dtype=np.bool_).reshape(len(masks), 3, len(sharing.kinds))
    shape = (len(masks), len(days) - 1)
    return _Classes(
        table[:, 0],
        table[:, 1],
        table[:, 2],
        np.array(supply, dtype=np.int64).reshape(shape),
        np.array(rounded, dtype=np.float64).reshape(shape),
        tuple(members),
    )


def _qualified(plan: Plan, epoch: int, kinds: int) -> Bools:
    """Return who qualifies for what in an epoch of the plan: (people, kinds)."""
    made = np.zeros((plan.n_people, kinds), dtype=np.bool_)
    for kind in range(kinds):
        made[list(plan.offers[epoch][kind]), kind] = True
    return made


def _able(sharing: Sharing, day: int) -> Bools:
    """Return who would qualify for what on a day if grades did not count: (people, kinds)."""
    plan = sharing.plan
    holders: dict[str, list[tuple[int, Skill]]] = {}
    for person, each in enumerate(plan.portfolio.staff):
        for skill in each.skills:
            if _holds_on(skill, day, plan.start):
                holders.setdefault(skill.name, []).append((person, skill))
    made = np.zeros((plan.n_people, len(sharing.kinds)), dtype=np.bool_)
    for kind, (choices, people) in enumerate(zip(sharing.kinds, plan.kind_people, strict=True)):
        for choice in choices:
            ungraded = Alternative(choice.skill, choice.factor)
            serving = [who for who, skill in holders.get(choice.skill, ()) if offers(skill, ungraded)]
            made[[who for who in serving if people is None or who in people], kind] = True
    return made


def _holds_on(skill: Skill, day: int, start: date) -> bool:
    """Return whether a skill is held on a day of the plan."""
    return (skill.start is None or day_index(skill.start, start) <= day) and (
        skill.end is None or day <= day_index(skill.end, start)
    )


def _rounding(people: _Classes, sharing: Sharing, wants: _Wants) -> Floats:
    """Return the person-days, (skills, periods), by which rounding to ticks alone can make a shortage."""
    kinds = len(sharing.kinds)
    capacity: Floats = np.zeros((kinds, len(sharing.periods)))
    for kind in range(kinds):
        capacity[kind] = people.rounded_off[people.able[:, kind]].sum(axis=0)
    work = rounding_of_work(sharing, sharing.plan.need_kind, kinds)
    return np.asarray(wants.by_skill((capacity + work)[np.newaxis])[0])

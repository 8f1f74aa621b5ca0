"""The workloads W(projects, tasks, people, skills), and a plan as the plain arrays that the yardsticks read.

What they contain: finish-to-start links without lag inside a project, priorities, project starts, needs of
one whole person, one task in ten with two needs, people of one to three skills at speeds of their own, full
days only, weekends and leave. What they do not contain, the yardsticks do not know: extra seats, shares,
levels, bookings, limits.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

import capsim as cs
from capsim.clock import TICKS_PER_DAY
from capsim.domain.policy import Policy
from capsim.plan.plan import Plan
from capsim.rules.priority import ranks

START = date(2027, 1, 4)
DAYS = 1_460
SHARE_WITH_TWO_PEOPLE = 0.1
MOST_SKILLS = 3
LOAD = 0.9

POLICY = cs.Policy(assignment=cs.rules.Fastest(), reserve_after=None, handover_after=None)
"""The rules that the yardsticks follow."""


class Shape(NamedTuple):
    """The size of a workload; ``tasks`` is for each project."""

    projects: int
    tasks: int
    people: int
    skills: int


SHAPES = {
    "small": Shape(5, 10, 10, 5),
    "medium": Shape(20, 25, 40, 10),
    "large": Shape(100, 40, 200, 20),
    "xl": Shape(500, 50, 1_000, 40),
}


# ---------------------------------------------------------------- the portfolio


def workload(shape: Shape, seed: int = 1) -> cs.Portfolio:
    """Make W(projects, tasks, people, skills), always the same for a seed.

    Efforts are log-normal or PERT with means around three days; each task follows 1.4 earlier ones on
    average; projects start spread over so long that people are busy for nine tenths of it.
    """
    rng = np.random.default_rng(seed)
    names = [f"skill {number}" for number in range(1, shape.skills + 1)]
    held = _skills(rng, shape.people, names)
    staff = [cs.Person(f"person {number}", each, leave=_leave(rng)) for number, each in enumerate(held, 1)]
    weight = np.array([sum(1 / len(each) for each in held if name in each) for name in names])
    weight /= weight.sum()
    work = [_tasks(rng, shape.tasks, names, weight) for _ in range(shape.projects)]
    efforts = (need.effort for tasks in work for task in tasks for need in task.needs)
    days = sum(effort.mean() for effort in efforts if effort is not None)
    latest = days / shape.people * 7 / 5 / 0.95 / LOAD  # leave takes a twentieth
    projects = [
        cs.Project(
            f"project {number}",
            tasks=tasks,
            priority=int(place),
            start=START + timedelta(days=int(rng.uniform(0, latest))),
        )
        for number, (tasks, place) in enumerate(zip(work, rng.permutation(shape.projects), strict=True), 1)
    ]
    return cs.Portfolio(
        "W", start=START, people=staff, projects=projects, horizon=START + timedelta(days=DAYS)
    )


def _skills(rng: np.random.Generator, people: int, names: list[str]) -> list[dict[str, float]]:
    most = min(MOST_SKILLS, len(names))
    held = [
        {str(name): _speed(rng) for name in rng.choice(names, rng.integers(1, 1 + most), replace=False)}
        for _ in range(people)
    ]
    for name in names:
        while sum(name in each for each in held) < 2:
            some = held[rng.integers(people)]
            if len(some) < most:
                some.setdefault(name, _speed(rng))
    return held


def _speed(rng: np.random.Generator) -> float:
    return round(float(rng.uniform(0.5, 1.5)), 3)


def _leave(rng: np.random.Generator) -> list[tuple[date, date]]:
    """Return four absences a year of two to eight calendar days."""
    first = [START + timedelta(days=int(day)) for day in rng.integers(0, DAYS, DAYS // 90)]
    return [(day, day + timedelta(days=int(rng.integers(1, 8)))) for day in first]


def _tasks(
    rng: np.random.Generator, tasks: int, names: list[str], weight: npt.NDArray[np.float64]
) -> list[cs.Task]:
    made = []
    for number in range(tasks):
        before = min(number, int(rng.choice(4, p=(0.1, 0.4, 0.4, 0.1))))
        after = (
            sorted(rng.choice(np.arange(max(0, number - 10), number), before, replace=False))
            if before
            else []
        )
        wanted = rng.choice(names, 2 if rng.random() < SHARE_WITH_TWO_PEOPLE else 1, replace=False, p=weight)
        effort = _effort(rng)
        needs = [cs.Need(str(name), effort=effort) for name in wanted]
        made.append(cs.Task(f"task {number + 1}", needs=needs, after=[f"task {each + 1}" for each in after]))
    return made


_PERTS = ((0.6, 0.9, 1.8), (0.5, 1.0, 1.5), (0.7, 0.8, 2.1), (0.4, 0.9, 2.0))
_SPREADS = (0.2, 0.4, 0.6, 0.8)


def _effort(rng: np.random.Generator) -> cs.LogNormal | cs.PERT:
    """Return one of eight forms around a size between an eighth of a day and thirty days."""
    days = float(np.clip(rng.lognormal(np.log(3) - 0.32, 0.8), 0.125, 30))
    form = int(rng.integers(len(_SPREADS) + len(_PERTS)))
    if form < len(_SPREADS):
        return cs.LogNormal(mean=days, sd=days * float(np.sqrt(np.expm1(_SPREADS[form] ** 2))))
    return cs.PERT(*(days * each for each in _PERTS[form - len(_SPREADS)]))


# ---------------------------------------------------------------- the plan in plain arrays


@dataclass(frozen=True)
class Arrays:
    """A plan as far as the yardsticks know plans.

    Attributes
    ----------
    plan : Plan
    rank : list of int, (tasks,)
        The place of each task in the order of work.
    release : list of int, (tasks,)
        The tick of the project's start.
    needs : list of list of int, (tasks,)
        Each task's needs, one or two.
    kind : list of int, (needs,)
        Which candidates each need has.
    before, after : list of list of int, (tasks,)
        Predecessors and successors of each task.
    speeds : list of dict of int to int, (kinds,)
        Thousandths by person, fastest first; the person listed first on ties.
    present : ndarray of bool, (people, days)
        A person works a full day or none.
    """

    plan: Plan
    rank: list[int]
    release: list[int]
    needs: list[list[int]]
    kind: list[int]
    before: list[list[int]]
    after: list[list[int]]
    speeds: list[dict[int, int]]
    present: npt.NDArray[np.bool_]

    @property
    def n_tasks(self) -> int:
        """Number of tasks."""
        return len(self.rank)


def arrays_of(plan: Plan, policy: Policy = POLICY) -> Arrays:
    """Take from a plan what the yardsticks read, and check that they know all there is."""
    capacity = plan.capacity[plan.capacity_row]
    first = plan.task_first_need.tolist()
    assert isinstance(policy.assignment, cs.rules.Fastest) and policy.reserve_after is None
    assert set(np.unique(capacity)) <= {0, TICKS_PER_DAY}
    assert not (plan.link_kind.any() or plan.link_lag.any() or plan.n_bookings or len(plan.epochs) > 1)
    assert (plan.need_allocation == 1_000).all() and (plan.need_least == 1_000).all()
    assert (plan.need_fewest == 1).all() and (plan.need_most == 1).all() and plan.need_effort.all()
    assert (plan.project_probability == 1).all() and (plan.task_not_before < 0).all()
    before: list[list[int]] = [[] for _ in range(plan.n_tasks)]
    after: list[list[int]] = [[] for _ in range(plan.n_tasks)]
    for one, two in zip(plan.link_before.tolist(), plan.link_after.tolist(), strict=True):
        before[two].append(one)
        after[one].append(two)
    return Arrays(
        plan=plan,
        rank=ranks(plan, policy).tolist(),
        release=plan.project_start[plan.task_project].tolist(),
        needs=[list(range(*pair)) for pair in itertools.pairwise(first)],
        kind=plan.need_kind.tolist(),
        before=before,
        after=after,
        speeds=[dict(sorted(each.items(), key=lambda item: (-item[1], item[0]))) for each in plan.offers[0]],
        present=capacity > 0,
    )


class Schedule(NamedTuple):
    """What a yardstick gives back for one replication.

    Attributes
    ----------
    start, finish : list of int, (tasks,)
        Ticks.
    person : list of int, (needs,)
        Who did the work of each need.
    """

    start: list[int]
    finish: list[int]
    person: list[int]

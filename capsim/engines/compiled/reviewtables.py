"""What a policy reacts to and with (rule R21), as flat arrays, and what a replication remembers of it."""

from __future__ import annotations

from itertools import accumulate, chain
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.plan.plan import Plan
from capsim.plan.reacting import OVERTIME, Reacting, network_of

__all__ = ["REACTED", "ReviewTables", "Reviewed", "make_reviewed", "make_reviews"]

I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Records = npt.NDArray[np.void]

REACTED = np.dtype([(name, np.int32) for name in ("reaction", "tick", "target")])
"""What a reaction did, when, and to which project."""


class ReviewTables(NamedTuple):
    """Reactions as in `capsim.plan.reacting.Reacting`, and the network of the work by events."""

    number: int
    slips: bool  # whether any of them watches deadlines
    most: int  # how often something can be done in one replication
    classes: int  # how far the class of an expedited project is put before all others
    ahead: int  # and its work in the order of work
    days: I32  # (reviews,)
    due: Bools  # (reviews, reactions)
    trigger: I32
    action: I32
    ticks: I64
    least: I32
    watched: I32
    target: I32
    at_most: I32
    asks: Bools  # (reactions, needs)
    tagged: Bools  # (reactions, tasks)
    deadline: I64  # (projects,)
    people: Bools  # (reactions, people)
    amount: I32
    until: I32  # (reviews, reactions)
    first_task: I32  # (projects + 1,)
    order: I32  # (events,) each after all that it waits for
    cause_first: I32  # (events + 1,)
    cause: I32
    lag: I64
    release: I64  # (tasks,) working ticks
    length: I64  # (tasks,)


class Reviewed(NamedTuple):
    """What reviews have seen and done."""

    times: I32  # (reactions,)
    asked: Bools  # (reactions, projects) in this review
    expedited: Bools  # (projects,)
    hired: Bools  # (paths,)
    more: I32  # (paths,) thousandths that are worked on top
    until: I32  # (paths,) and the day on which that is over
    changes: Bools  # (paths,) whose speed changes in this review
    early: I64  # (events,)
    late: I64  # (projects,)
    rows: Records  # of REACTED, as they happen


def make_reviews(plan: Plan, reacting: Reacting, classes: int, ahead: int) -> ReviewTables:
    """Lay out what is looked at in reviews.

    Parameters
    ----------
    plan : Plan
    reacting : Reacting
    classes : int
        What all classes are below.
    ahead : int
        What all places in the order of work are below.
    """
    network = network_of(plan) if reacting.number else None
    incoming = () if network is None else network.incoming
    links = list(chain.from_iterable(incoming))
    return ReviewTables(
        number=reacting.number,
        slips=bool(reacting.slips),
        most=_most(plan, reacting),
        classes=classes,
        ahead=ahead,
        days=_i32(reacting.days),
        due=np.ascontiguousarray(reacting.due),
        trigger=_i32(reacting.trigger),
        action=_i32(reacting.action),
        ticks=reacting.ticks,
        least=_i32(reacting.least),
        watched=_i32(reacting.watched),
        target=_i32(reacting.target),
        at_most=_i32(reacting.at_most),
        asks=reacting.asks,
        tagged=reacting.tagged,
        deadline=reacting.deadline,
        people=reacting.people,
        amount=_i32(reacting.amount),
        until=_i32(reacting.until),
        first_task=_i32(plan.project_first_task),
        order=_i32(() if network is None else network.order),
        cause_first=_i32([0, *accumulate(map(len, incoming))]),
        cause=_i32([cause for cause, _ in links]),
        lag=np.array([lag for _, lag in links], np.int64),
        release=np.ascontiguousarray(plan.task_release, np.int64),
        length=np.ascontiguousarray(plan.planned.duration, np.int64),
    )


def _most(plan: Plan, reacting: Reacting) -> int:
    """Return how often something can be done: once to a project or a candidate, overtime in each review."""
    overtime = reacting.due[:, reacting.action == OVERTIME].sum()
    return int(reacting.number * plan.n_projects + plan.paths.candidate.sum() + overtime)


def make_reviewed(tables: ReviewTables, paths: int) -> Reviewed:
    """Make room for what one replication remembers, with so many people on paths."""
    projects, any_of = len(tables.deadline), tables.number > 0
    return Reviewed(
        times=np.zeros(tables.number, np.int32),
        asked=np.zeros((tables.number, projects), np.bool_),
        expedited=np.zeros(projects, np.bool_),
        hired=np.zeros(paths, np.bool_),
        more=np.zeros(paths, np.int32),
        until=np.zeros(paths, np.int32),
        changes=np.zeros(paths, np.bool_),
        early=np.zeros(len(tables.order), np.int64),
        late=np.zeros(projects if any_of else 0, np.int64),
        rows=np.zeros(tables.most, REACTED).view(np.recarray),
    )


def _i32(entries: npt.ArrayLike) -> I32:
    return np.ascontiguousarray(np.asarray(entries, np.int64).astype(np.int32))

"""What every replication of a run shares: the plan as plain lists, ready for an event loop."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from capsim.clock import TICKS_PER_DAY, days_to_ticks
from capsim.domain.policy import Policy
from capsim.engines.event.surprises import Touched, touched_by
from capsim.plan.factors import Factors, factors_of, fine_offers
from capsim.plan.learning import LearningTable, learning_of
from capsim.plan.limits import focus_of, freeze_days, wip_limits
from capsim.plan.network import Network
from capsim.plan.plan import NO_TASK, Plan, Seat
from capsim.plan.ramps import Step, ramps_after_exits
from capsim.plan.reacting import Reacting, make_reacting, network_of
from capsim.plan.standing import NOT_YET, KeptSeat
from capsim.rules.absence import long_absences
from capsim.rules.priority import classes, ranks

__all__ = ["Clock", "LinkOut", "Setup", "Unit", "make_setup"]

Clock = tuple[Sequence[int], Sequence[int]]
"""A work clock: capacity before each day, and on each day (see `capsim.rules.work`)."""


class LinkOut(NamedTuple):
    """A link from its predecessor's side: its index in the plan, the task that waits, the lag in ticks."""

    link: int
    after: int
    lag: int


WHOLE_TASK = -1
"""Stands for the need of a unit of work that is a whole task."""


class Unit(NamedTuple):
    """What waits for people and starts at once: a task before its start, or a need that has returned.

    Attributes
    ----------
    task : int
    need : int
        The need that has returned to the queue, or `WHOLE_TASK`.
    seats : sequence of Seat
        Its minimal seats, in order.
    wants : sequence of (int, int)
        For each of them its kind and the least share of a person.
    signature : int
        Units with the same signature want the same seats, and the same people can take them.
    """

    task: int
    need: int
    seats: Sequence[Seat]
    wants: Sequence[tuple[int, int]]
    signature: int


@dataclass(frozen=True, slots=True)
class Setup:
    """The plan and the policy in the form that the event loop reads.

    Sets of people are whole numbers: bit p stands for person p.

    Attributes
    ----------
    plan : Plan
    policy : Policy
    cumulative, capacity : list of sequence of int
        The work clock of each person (see `capsim.rules.work`).
    calendar : Clock
        The work clock of the portfolio calendar.
    presence : list of int
        The people present on each day (rule R9).
    look_days : list of int
        The days on which presence or qualifications differ from the day before, and those on which a
        booking begins or has ended.
    qualified : list of list of int
        The people who can serve each kind of need, for each epoch.
    units : list of Unit
        The units of work in their order: each task, and after it each of its needs. The numbers of a
        task's and of a need's come from `unit_of_task` and `unit_of_need`.
    booking_days : list of int
        Day 0 and the days on which a booking begins or has ended; empty without bookings. The two lists
        that follow have an entry for each.
    booked : list of dict of int to int
        For each project, the set of the people booked on it from that day on.
    hard : list of dict of int to list of (int, int)
        For each person whose hard bookings change on that day, the projects and thousandths of those in
        force from it on, as listed.
    promised : list of int
        The people whom a hard booking keeps at some time.
    seats : tuple of tuple of Seat
        The minimal seats of each task, in order.
    starts_from_finish, starts_from_start : list of list of LinkOut
        FS and SS links by predecessor.
    finishes_from_finish, finishes_from_start : list of list of LinkOut
        FF and SF links by predecessor.
    open_starts, open_finishes : list of int
        How many links each task's start, and finish, waits for.
    task_class, rank : list of int
        The class of each task, and its place in the order of a rule known before the run.
    reserve_ticks : int, optional
        Working ticks after which waiting work may hold people; None: never.
    top_up_ticks : int
        Working ticks that work must still run to be topped up.
    leave_days : list of sequence of int
        For each person the first days of the absences at which they hand over (rule R10).
    handover_ticks, resume_ticks : int
        Effort added to work that is handed over, or interrupted.
    focus : list of int
        The most seats of each person at once.
    speeds : list of list of dict of int to int
        What ``plan.offers`` holds in millionths; empty where nothing changes the speed of a seat.
    factors : Factors
    ramps : list of list of Step, (paths,)
        How those get up to speed who follow somebody who left overloaded.
    learning : LearningTable
    limits : list of int
        How many projects may be in progress at once, by limit.
    limits_of : list of tuple of int
        The limits that each project counts for: that of the portfolio, then that of its team.
    freeze_spans : tuple of tuple of (int, int)
        When each project is frozen.
    thaw_days : set of int
        The days on which a freeze has ended.
    same_as : list of int
        For each task the one whose people do it, or `NO_TASK`.
    touched : Touched
        The work that risks with a window touch, and whose rework depends on people.
    gates : list of int
        The tasks that are gates.
    reacting : Reacting
        What is looked at in reviews.
    review_days : list of int
    network : Network or None
        For passes over what is left of the work; None without reactions.
    known : dict of int to int
        The tasks that have begun by the status date, and when.
    kept : dict of int to list of KeptSeat
        Who stays at work on each of them.
    project_start, not_before, project, elapsed, first_need, first_task, need_* : list
        Columns of the plan.
    """

    plan: Plan
    policy: Policy
    cumulative: list[Sequence[int]]
    capacity: list[Sequence[int]]
    calendar: Clock
    presence: list[int]
    look_days: list[int]
    qualified: list[list[int]]
    booking_days: list[int]
    booked: list[dict[int, int]]
    hard: list[dict[int, list[tuple[int, int]]]]
    promised: list[int]
    seats: tuple[tuple[Seat, ...], ...]
    units: list[Unit]
    starts_from_finish: list[list[LinkOut]]
    starts_from_start: list[list[LinkOut]]
    finishes_from_finish: list[list[LinkOut]]
    finishes_from_start: list[list[LinkOut]]
    open_starts: list[int]
    open_finishes: list[int]
    task_class: list[int]
    rank: list[int]
    reserve_ticks: int | None
    top_up_ticks: int
    focus: list[int]
    speeds: Sequence[Sequence[dict[int, int]]]
    factors: Factors
    ramps: list[list[Step]]
    learning: LearningTable
    limits: list[int]
    limits_of: list[tuple[int, ...]]
    freeze_spans: tuple[tuple[tuple[int, int], ...], ...]
    thaw_days: set[int]
    same_as: list[int]
    leave_days: list[Sequence[int]]
    handover_ticks: int
    resume_ticks: int
    reacting: Reacting
    review_days: list[int]
    network: Network | None
    known: dict[int, int]
    kept: dict[int, list[KeptSeat]]
    project_start: list[int]
    not_before: list[int]
    project: list[int]
    elapsed: list[bool]
    first_need: list[int]
    first_task: list[int]
    gates: list[int]
    need_task: list[int]
    need_kind: list[int]
    need_fewest: list[int]
    need_most: list[int]
    need_allocation: list[int]
    need_least: list[int]
    need_planned_end: list[int]
    need_effort: list[bool]
    touched: Touched

    def unit_of_task(self, task: int) -> int:
        """Return the unit of work that a task is before its start."""
        return task + self.first_need[task]

    def unit_of_need(self, need: int) -> int:
        """Return the unit of work that a need is when it has returned."""
        return self.need_task[need] + need + 1

    def epoch(self, day: int) -> int:
        """Return the index of the table of offers that holds on a day."""
        epochs = self.plan.epochs
        return 0 if len(epochs) == 1 else bisect_right(epochs, day) - 1


def make_setup(plan: Plan, policy: Policy) -> Setup:
    """Prepare a plan for the event loop.

    Parameters
    ----------
    plan : Plan
    policy : Policy

    Returns
    -------
    Setup
    """
    presence, presence_days = _presence(plan)
    capacity, cumulative = plan.capacity.tolist(), plan.cumulative.tolist()
    rows = plan.capacity_row.tolist()
    links = _links(plan)
    reserve = policy.reserve_after
    leaves = [long_absences(row, plan.worked, policy.handover_after) for row in plan.capacity]
    factors, learning = factors_of(policy), learning_of(plan)
    limits, limits_of = wip_limits(plan, policy)
    reacting = make_reacting(plan, policy)
    return Setup(
        plan=plan,
        policy=policy,
        cumulative=[cumulative[row] for row in rows],
        capacity=[capacity[row] for row in rows],
        calendar=(plan.worked.tolist(), plan.working.tolist()),
        presence=presence,
        look_days=sorted({*presence_days, *plan.epochs, *plan.booking_turns, *freeze_days(plan)} - {0}),
        qualified=[[_as_bits(offers) for offers in kinds] for kinds in plan.offers],
        booking_days=list(plan.booking_turns),
        booked=[_booked(plan, day) for day in plan.booking_turns],
        hard=_hard(plan),
        promised=np.unique(plan.booking_person[plan.booking_hard]).tolist(),
        seats=plan.task_seats,
        units=_units(plan),
        starts_from_finish=links[0],
        starts_from_start=links[1],
        finishes_from_finish=links[2],
        finishes_from_start=links[3],
        open_starts=np.bincount(plan.link_after[plan.link_kind < 2], minlength=plan.n_tasks).tolist(),
        open_finishes=np.bincount(plan.link_after[plan.link_kind >= 2], minlength=plan.n_tasks).tolist(),
        task_class=classes(plan, policy).tolist(),
        rank=ranks(plan, policy, np.zeros(plan.n_tasks, np.uint32)).tolist(),
        reserve_ticks=None if reserve is None else days_to_ticks(reserve),
        top_up_ticks=days_to_ticks(policy.top_up_min_days),
        focus=focus_of(plan, policy),
        speeds=fine_offers(plan) if factors.matter or learning.crafts else (),
        factors=factors,
        ramps=ramps_after_exits(plan),
        learning=learning,
        limits=limits,
        limits_of=limits_of,
        freeze_spans=plan.freeze_spans,
        thaw_days={last // TICKS_PER_DAY for spans in plan.freeze_spans for _, last in spans},
        same_as=plan.task_same_as.tolist(),
        leave_days=[leaves[row] for row in rows],
        handover_ticks=days_to_ticks(policy.handover_days),
        resume_ticks=days_to_ticks(policy.resume_days),
        reacting=reacting,
        review_days=reacting.days.tolist(),
        network=network_of(plan) if reacting.number else None,
        known={task: tick for task, tick in enumerate(plan.standing.begun.tolist()) if tick != NOT_YET},
        kept=_kept(plan),
        project_start=plan.project_start.tolist(),
        not_before=plan.task_not_before.tolist(),
        project=plan.task_project.tolist(),
        elapsed=plan.task_elapsed.tolist(),
        first_need=plan.task_first_need.tolist(),
        first_task=plan.project_first_task.tolist(),
        gates=plan.gate_task.tolist(),
        need_task=plan.need_task.tolist(),
        need_kind=plan.need_kind.tolist(),
        need_fewest=plan.need_fewest.tolist(),
        need_most=plan.need_most.tolist(),
        need_allocation=plan.need_allocation.tolist(),
        need_least=plan.need_least.tolist(),
        need_planned_end=plan.need_planned_end.tolist(),
        need_effort=plan.need_effort.tolist(),
        touched=touched_by(plan),
    )


def _units(plan: Plan) -> list[Unit]:
    """Return the units of work; their distinct lists of seats are numbered.

    A project with a hard booking has numbers of its own. So has work that looks to the people of other work,
    and a need beside others: whoever works on those takes no seat of it.
    """
    known: dict[tuple[int, int, int, tuple[tuple[int, int], ...]], int] = {}
    hard = set(plan.booking_project[plan.booking_hard].tolist())
    units: list[Unit] = []
    for task, seats in enumerate(plan.task_seats):
        project = int(plan.task_project[task])
        bound = NO_TASK if plan.task_same_as[task] == NO_TASK else task
        needs = range(*plan.task_first_need[task : task + 2].tolist())
        for need in (WHOLE_TASK, *needs):
            mine = seats if need == WHOLE_TASK else tuple(seat for seat in seats if seat.need == need)
            wants = tuple((seat.kind, seat.least) for seat in mine)
            key = project if project in hard else -1, bound, need if len(needs) > 1 else WHOLE_TASK, wants
            units.append(Unit(task, need, mine, wants, known.setdefault(key, len(known))))
    return units


def _kept(plan: Plan) -> dict[int, list[KeptSeat]]:
    """Return the seats that people keep at the status date, by task."""
    kept: dict[int, list[KeptSeat]] = {}
    for seat in plan.standing.seats:
        kept.setdefault(int(plan.need_task[seat.need]), []).append(seat)
    return kept


def _booked(plan: Plan, day: int) -> dict[int, int]:
    """Return for each project the people booked on it on a day."""
    people: dict[int, int] = {}
    for booking in plan.bookings_on(day):
        project = int(plan.booking_project[booking])
        people[project] = people.get(project, 0) | 1 << int(plan.booking_person[booking])
    return people


def _hard(plan: Plan) -> list[dict[int, list[tuple[int, int]]]]:
    """Return, for each day, the hard bookings in force of each person for whom they differ from before."""
    promised = np.unique(plan.booking_person[plan.booking_hard]).tolist()
    before: dict[int, list[tuple[int, int]]] = {person: [] for person in promised}
    found: list[dict[int, list[tuple[int, int]]]] = []
    for day in plan.booking_turns:
        rows: dict[int, list[tuple[int, int]]] = {person: [] for person in promised}
        for booking in plan.bookings_on(day):
            if plan.booking_hard[booking]:
                row = int(plan.booking_project[booking]), int(plan.booking_share[booking])
                rows[int(plan.booking_person[booking])].append(row)
        found.append({person: row for person, row in rows.items() if row != before[person]})
        before = rows
    return found


def _as_bits(people: dict[int, int]) -> int:
    bits = 0
    for person in people:
        bits |= 1 << person
    return bits


def _presence(plan: Plan) -> tuple[list[int], list[int]]:
    """Return who is present on each day, and the days on which that changes."""
    if not plan.n_people:
        return [0] * plan.n_days, []
    here = (plan.capacity > 0)[plan.capacity_row]  # (people, days)
    packed = np.packbits(here, axis=0, bitorder="little").T.tobytes()
    width = len(packed) // plan.n_days
    presence = [
        int.from_bytes(packed[day * width : (day + 1) * width], "little") for day in range(plan.n_days)
    ]
    changes = np.flatnonzero((here[:, 1:] != here[:, :-1]).any(axis=0)) + 1
    return presence, changes.tolist()


def _links(plan: Plan) -> list[list[list[LinkOut]]]:
    """Return the links by kind (FS, SS, FF, SF) and predecessor, as listed."""
    table: list[list[list[LinkOut]]] = [[[] for _ in range(plan.n_tasks)] for _ in range(4)]
    columns = (plan.link_before, plan.link_after, plan.link_kind, plan.link_lag)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    for link, (before, after, kind, lag) in enumerate(rows):
        table[kind][before].append(LinkOut(link, after, lag))
    return table

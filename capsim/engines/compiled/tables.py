"""A plan and a policy as flat arrays: what the kernel reads and never changes.

Tuples of arrays by subject; a *row* is a place in a table that several people or days share, and a
*first* array says where the entries of each index begin (the last entry: where they end).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.clock import NEVER, TICKS_PER_DAY, days_to_ticks
from capsim.domain.policy import (
    FIFO,
    AssignmentRule,
    Cheapest,
    Continuity,
    EarliestFinish,
    Fastest,
    LeastLoaded,
    Policy,
    Specialist,
)
from capsim.engines.compiled.hits import HitTables, make_hits
from capsim.engines.compiled.knowntables import Known, make_known
from capsim.engines.compiled.limittables import Limits, make_limits, rows_of_watched
from capsim.engines.compiled.reviewtables import ReviewTables, make_reviews
from capsim.plan.factors import factors_of, fine_offers
from capsim.plan.learning import LearningTable, learning_of
from capsim.plan.limits import focus_of, freeze_days
from capsim.plan.paths import WHOLE
from capsim.plan.plan import NO_TASK, Plan
from capsim.plan.ramps import ramps_after_exits
from capsim.plan.reacting import Reacting, make_reacting
from capsim.rules.absence import long_absences
from capsim.rules.priority import classes, ranks
from capsim.rules.work import EFFORT_UNIT

__all__ = [
    "BY_COST",
    "BY_FINISH",
    "BY_LOAD",
    "BY_PROJECT",
    "BY_SKILLS",
    "BY_SPEED",
    "BY_TABLE",
    "DAY",
    "LINK",
    "NEED",
    "TASK",
    "UNIT",
    "Bookings",
    "Clocks",
    "Gates",
    "Kinds",
    "PathRows",
    "People",
    "Rules",
    "Signatures",
    "Tables",
    "make_tables",
]

I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]
Records = npt.NDArray[np.void]

BY_TABLE: Final = 0
"""The assignment rule is a number known before the run."""
BY_FINISH: Final = 1
BY_LOAD: Final = 2
BY_PROJECT: Final = 3
"""People who know the project first, then a number known before the run."""
BY_SPEED: Final = 4
"""This rule and those that follow compare the speed of today, where that is not known before the run."""
BY_SKILLS: Final = 5
BY_COST: Final = 6

_DAY: Final = TICKS_PER_DAY * TICKS_PER_DAY
"""Steps of a work clock on a full day."""


class Clocks(NamedTuple):
    """Work clocks (see `capsim.rules.work`); `near` is the day in which each full day's work is reached."""

    day: Records  # (rows, days + 1) of DAY
    near: I32  # (rows, full days of work)
    worked: I32  # (days + 1,)
    working: I32  # (days,)
    near_worked: I32  # (working days,)
    days: int
    full_days: int
    everybody: int  # row of somebody who is there as much as anybody is, each day


class People(NamedTuple):
    """Who there is, and when."""

    number: int
    words: int
    here: Words  # (patterns of presence, words)
    here_row: I32  # (days,)
    row: I32  # (people,) of clocks
    skills: I32  # (people,)
    focus: I32  # (people,) the most seats at once
    look_days: I32  # days on which presence, offers or bookings change
    leave_first: I32  # (rows of clocks + 1,)
    leave_day: I32  # the first days of the absences at which somebody hands over
    epochs: I32  # first days of the tables of offers


class PathRows(NamedTuple):
    """Who can leave the shared table of capacity in a replication (see `capsim.plan.paths`)."""

    person: I32  # (paths,) first those whose path is drawn, then those who only work longer
    drawn: int  # of how many something is drawn
    candidate: npt.NDArray[np.bool_]  # (paths,) who is not there unless hired
    longer: npt.NDArray[np.bool_]  # (paths,) who can be asked for overtime
    away: int  # row of clocks of who has no capacity at all; -1 without paths
    fastest: int  # the largest factor on a speed, in thousandths
    ramp_first: I32  # (paths + 1,) the steps of whoever follows somebody who left overloaded
    ramp_begin: I32  # days after joining
    ramp_end: I32
    ramp_more: I32  # thousandths of speed
    rate: npt.NDArray[np.float64]  # (epochs, people) of the rule Cheapest


class Kinds(NamedTuple):
    """Who qualifies for each kind of need, and how fast, in each epoch."""

    row: I32  # (epochs, kinds)
    qualified: Words  # (rows, words)
    first: I32  # (rows + 1,): words of 64 entries
    person: I32  # (entries,) the most preferred first, as far as that is known before the run; or NOBODY
    speed: I32  # (entries,) thousandths
    fine: I64  # (entries,) millionths; none where no factor changes the speed of a seat
    preference: I64  # (entries,) smallest first; what `BY_TABLE` and `BY_PROJECT` compare
    of_first: I32  # (epochs, people + 1)
    of_kind: I32  # the kinds for which a person qualifies
    of_entry: I32  # and the entry in each
    signatures: I32  # the signatures with a seat of a kind, a kind's beginning at a multiple of 64
    words_first: I32  # (kinds + 1,): words of 64 such signatures


class Signatures(NamedTuple):
    """Distinct lists of minimal seats; a hard-booked project's are its own."""

    number: int
    first: I32  # (signatures + 1,)
    kind: I32  # (seats,)
    least: I32  # (seats,) thousandths
    need: I32  # (seats,) counted from the first need of the unit
    places_first: I32  # (signatures + 1,)
    places: I32  # the places of each signature among those of its kinds
    most_seats: int
    work: I32  # (signatures + 1,): where the waiting work of each is kept
    bound: I32  # those of work that looks to the people of other work


DAY = np.dtype([("before", np.int32), ("capacity", np.int32)])
"""Capacity before a day, and on it."""

_TASK = """project project_start not_before elapsed first_need end_need unit seats
open_starts open_finishes fs ss ff sf last gate"""
TASK = np.dtype([(name, np.int32) for name in _TASK.split()])
"""Work; ``fs``, ``ss``, ``ff`` and ``sf`` is where its links of each kind begin, ``last`` where they end.

``gate`` is its number among the gates, -1 for none. It fills a line of the cache, and no more.
"""

_NEED = "task kind fewest most allocation least planned_end effort slot"
NEED = np.dtype([(name, np.int32) for name in _NEED.split()])
"""What tasks want of people; ``slot`` is where the seats of each are kept."""

_UNIT = "task need first_need signature seats picky again watched"
UNIT = np.dtype([(name, np.int32) for name in _UNIT.split()])
"""What waits for people and starts at once: a task before its start, or a need that has returned.

Unit ``t + first_need`` is task t, unit ``t + n + 1`` its need n: a task, then its needs. ``need`` is -1 for a
task; ``picky`` tells whether somebody who qualifies may still be shut out. ``again`` is the row in which
stands whose people do its task, ``watched`` that of the task's own people; -1 for none."""

LINK = np.dtype([(name, np.int32) for name in ("link", "after", "lag")])
"""Links by predecessor and kind, as listed."""


class Bookings(NamedTuple):
    """Who is booked on what, from each day on which that changes."""

    days: I32  # (turns,)
    row: I32  # (turns, projects): in `booked`, or -1
    booked: Words  # (rows, words)
    hard_person: I32  # (promised,)
    hard_first: I32  # (turns, promised + 1)
    hard_project: I32
    hard_share: I32
    most_rows: int


class Gates(NamedTuple):
    """Where projects can be stopped, and whether work is there only from a drawn tick on."""

    number: int
    released: bool
    first_task: I32  # (projects + 1,)


class Rules(NamedTuple):
    """The house rules."""

    assignment: int
    horizon: int
    reserve_ticks: int  # -1: never
    top_up: bool
    top_up_ticks: int
    fifo: bool
    order_class: I64  # (tasks,) 0 is the first class
    bits: int  # for a unit of work in a key of order
    factored: bool  # whether factors change the speed of seats
    whole: I64  # by size of team, for seats that take a whole person: millionths
    part: I64  # and for those that take a part
    returns: bool  # whether work may return to the queue
    handover_limit: int  # working days; who is away for more hands over
    handover_units: int
    preempt: bool
    resume_units: int


class Tables(NamedTuple):
    """Everything."""

    clocks: Clocks
    people: People
    kinds: Kinds
    signatures: Signatures
    task: Records
    unit: Records
    need: Records
    link: Records
    tasks: int
    units: int
    needs: int
    slots: int
    bookings: Bookings
    paths: PathRows
    hits: HitTables
    limits: Limits
    known: Known
    learning: LearningTable
    watched: int  # tasks whose people others look to
    gates: Gates
    reviews: ReviewTables
    rules: Rules


def make_tables(plan: Plan, policy: Policy) -> Tables:
    """Lay out a plan and a policy.

    Parameters
    ----------
    plan : Plan
    policy : Policy

    Returns
    -------
    Tables
    """
    limits, learning = make_limits(plan, policy), learning_of(plan)
    leaves = [long_absences(row, plan.worked, policy.handover_after) for row in plan.capacity]
    goes_on = len(plan.standing.going_on) > 0
    reacting = make_reacting(plan, policy)
    works_longer = bool(reacting.longer.any())
    returns = any(leaves) or plan.paths.number > 0 or policy.preempt or goes_on or works_longer
    signature, seats, kinds_of_signature = _signatures(plan, limits.active, returns)
    need = _needs(plan)
    bookings = _bookings(plan)
    people = _people(plan, policy, bookings.days, leaves)
    rules = _rules(plan, policy, returns, plan.paths.changes_speed or works_longer)
    above = int(rules.order_class.max(initial=0)) + 1
    ahead = above * (rules.horizon + 1) if rules.fifo else plan.n_tasks
    return Tables(
        clocks=_clocks(plan),
        people=people,
        kinds=_kinds(plan, policy, people.words, kinds_of_signature),
        signatures=seats,
        task=_tasks(plan),
        unit=_units(plan, signature, seats),
        need=need,
        link=_links(plan),
        tasks=plan.n_tasks,
        units=plan.n_tasks + plan.n_needs,
        needs=plan.n_needs,
        slots=int(need["most"].sum()),
        bookings=bookings,
        paths=_paths(plan, reacting),
        hits=make_hits(plan),
        limits=limits,
        known=make_known(plan),
        learning=learning,
        watched=rows_of_watched(plan)[2],
        gates=Gates(len(plan.gate_task), plan.has_releases, _i32(plan.project_first_task)),
        reviews=make_reviews(plan, reacting, above, ahead),
        rules=rules,
    )


def _clocks(plan: Plan) -> Clocks:
    most = plan.capacity.max(axis=0, initial=0)[np.newaxis]
    capacity = np.concatenate([plan.capacity, most])
    cumulative = np.concatenate([plan.cumulative, np.concatenate([[[0]], most.cumsum(axis=1)], axis=1)])
    day = np.zeros(cumulative.shape, DAY)
    day["before"], day["capacity"][:, :-1] = cumulative, capacity
    near = _near(cumulative)
    return Clocks(
        day=day.view(np.recarray),
        near=near,
        worked=_i32(plan.worked),
        working=_i32(plan.working),
        near_worked=np.ascontiguousarray(_near(plan.worked[np.newaxis] * TICKS_PER_DAY)[0]),
        days=plan.n_days,
        full_days=near.shape[1],
        everybody=len(plan.capacity),
    )


def _near(cumulative: I64) -> I32:
    """Return for each row and number of full days the day in which one step more is worked.

    Where that never happens, the number of days stands.
    """
    days = cumulative.shape[1] - 1
    full = int(cumulative[:, -1].max(initial=0)) // TICKS_PER_DAY + 1
    steps = np.arange(full, dtype=np.int64) * TICKS_PER_DAY
    near = np.full((len(cumulative), full), days, np.int32)
    for row, clock in enumerate(cumulative):
        near[row] = np.minimum(np.searchsorted(clock, steps, side="right") - 1, days)
    return near


def _people(plan: Plan, policy: Policy, turns: I32, leaves: Sequence[list[int]]) -> People:
    words = max(1, -(-plan.n_people // 64))
    here, rows = np.zeros((1, words), np.uint64), np.zeros(plan.n_days, np.int64)
    changes: list[int] = []
    if plan.n_people:
        present = (plan.capacity > 0)[plan.capacity_row].T  # (days, people)
        packed = np.zeros((plan.n_days, words * 8), np.uint8)
        bits = np.packbits(present, axis=1, bitorder="little")
        packed[:, : bits.shape[1]] = bits
        here, rows = np.unique(packed.view("<u8").astype(np.uint64), axis=0, return_inverse=True)
        rows = rows.reshape(-1)
        changes = (np.flatnonzero(rows[1:] != rows[:-1]) + 1).tolist()
    looks = sorted({*changes, *plan.epochs, *turns.tolist(), *freeze_days(plan)} - {0})
    return People(
        number=plan.n_people,
        words=words,
        here=np.ascontiguousarray(here),
        here_row=_i32(rows),
        row=_i32(plan.capacity_row),
        skills=_i32(plan.person_skill_count),
        focus=_i32(focus_of(plan, policy)),
        look_days=_i32(looks),
        leave_first=_first(leaves),
        leave_day=_i32(list(chain.from_iterable(leaves))),
        epochs=_i32(plan.epochs),
    )


def _paths(plan: Plan, reacting: Reacting) -> PathRows:
    table = plan.paths
    more = np.setdiff1d(np.flatnonzero(reacting.longer), table.person)
    person = np.concatenate([table.person, more])
    ramps = ramps_after_exits(plan)
    steps = np.array(list(chain.from_iterable(ramps)), np.int32).reshape(-1, 3).T
    return PathRows(
        person=_i32(person),
        drawn=table.number,
        candidate=np.concatenate([table.candidate, np.zeros(len(more), np.bool_)]),
        longer=reacting.longer[person],
        away=int(table.row[0, 0]) if table.number else -1,
        fastest=-(-max(table.fastest, WHOLE) * reacting.fastest // WHOLE),
        ramp_first=_first([*ramps, *([] for _ in more)]),
        ramp_begin=np.ascontiguousarray(steps[0]),
        ramp_end=np.ascontiguousarray(steps[1]),
        ramp_more=np.ascontiguousarray(steps[2]),
        rate=np.array(plan.person_rates, np.float64),
    )


def _kinds(plan: Plan, policy: Policy, words: int, of_signature: Sequence[Sequence[int]]) -> Kinds:
    rule, factored = policy.assignment, _is_factored(plan, policy)
    known: dict[tuple[tuple[tuple[int, int, int], ...], tuple[float, ...]], int] = {}
    costs = plan.person_rates if isinstance(rule, Cheapest) else [()] * len(plan.offers)
    tables = zip(plan.offers, fine_offers(plan) if factored else plan.offers, costs, strict=True)
    row = [
        [
            known.setdefault((tuple(sorted(_with_fine(*both))), rates), len(known))
            for both in zip(offers, fine, strict=True)
        ]
        for offers, fine, rates in tables
    ]
    qualified = np.zeros((max(1, len(known)), words), np.uint64)
    lists: list[list[int]] = []
    speeds: list[int] = []
    fines: list[int] = []
    preferences: list[int] = []
    for place, (offers, rates) in enumerate(known):
        people, speed, fine = np.array(offers, np.int64).reshape(-1, 3).T
        np.bitwise_or.at(qualified[place], people >> 6, np.uint64(1) << (people & 63).astype(np.uint64))
        preference = _preference(plan, rule, people, speed, rates)
        order = np.lexsort((people, -speed if isinstance(rule, EarliestFinish) else preference))
        empty = -len(order) % 64
        lists.append(people[order].tolist() + [-1] * empty)
        speeds += speed[order].tolist() + [0] * empty
        fines += fine[order].tolist() + [0] * empty
        preferences += preference[order].tolist() + [0] * empty
    first = _first(lists)
    places = [
        {person: at + number for number, person in enumerate(people)}
        for people, at in zip(lists, first.tolist(), strict=False)
    ]
    of = [_kinds_of(plan.n_people, epoch) for epoch in plan.offers]
    firsts = np.concatenate([[0], np.cumsum([len(kinds) for epoch in of for kinds in epoch], dtype=np.int64)])
    lines = [firsts[e * plan.n_people : (e + 1) * plan.n_people + 1] for e in range(len(of))]
    by_kind = _by_kind(len(plan.offers[0]), of_signature)
    return Kinds(
        row=_i32(row).reshape(len(plan.offers), -1),
        qualified=qualified,
        first=_i32(first // 64),
        person=_i32(list(chain.from_iterable(lists))),
        speed=_i32(speeds),
        fine=np.array(fines if factored else [], np.int64),
        preference=np.array(preferences, np.int64),
        of_first=_i32(lines),
        of_kind=_i32([kind for epoch in of for kinds in epoch for kind in kinds]),
        of_entry=_i32(
            [
                places[row[number][kind]][person]
                for number, epoch in enumerate(of)
                for person, kinds in enumerate(epoch)
                for kind in kinds
            ]
        ),
        signatures=_i32(list(chain.from_iterable(_padded(by_kind)))),
        words_first=_i32(_first(_padded(by_kind)) // 64),
    )


def _is_factored(plan: Plan, policy: Policy) -> bool:
    """Whether anything but who sits there changes the speed of a seat."""
    return factors_of(policy).matter or learning_of(plan).crafts > 0


def _with_fine(offers: dict[int, int], fine: dict[int, int]) -> Iterator[tuple[int, int, int]]:
    """Yield each person with the speed offered, in thousandths and in millionths."""
    return ((person, speed, fine[person]) for person, speed in offers.items())


def _by_kind(kinds: int, of_signature: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return the signatures with a seat of each kind."""
    by_kind: list[list[int]] = [[] for _ in range(kinds)]
    for number, wanted in enumerate(of_signature):
        for kind in wanted:
            by_kind[kind].append(number)
    return by_kind


def _padded(lists: Sequence[list[int]]) -> list[list[int]]:
    """Return the lists, each filled up to whole words."""
    return [entries + [-1] * (-len(entries) % 64) for entries in lists]


def _kinds_of(people: int, offers: Sequence[dict[int, int]]) -> list[list[int]]:
    """Return the kinds of need for which each person qualifies."""
    kinds: list[list[int]] = [[] for _ in range(people)]
    for kind, qualified in enumerate(offers):
        for person in qualified:
            kinds[person].append(kind)
    return kinds


def _preference(plan: Plan, rule: AssignmentRule, people: I64, speeds: I64, rates: Sequence[float]) -> I64:
    """Return what is compared of each entry, smallest first (rule R14); equal numbers are ties."""
    if isinstance(rule, Fastest | Continuity):
        slower: I64 = speeds.max(initial=0) - speeds
        return slower
    if isinstance(rule, Specialist):
        held = np.array(plan.person_skill_count, np.int64)[people]
        several: I64 = held * (speeds.max(initial=0) + 1) - speeds
        return several
    if isinstance(rule, Cheapest):
        costs = np.array(rates, np.float64)[people]
        places: I64 = np.unique(costs / speeds, return_inverse=True)[1].reshape(-1)
        return places
    return np.zeros(len(people), np.int64)


def _signatures(plan: Plan, limited: bool, returns: bool) -> tuple[I32, Signatures, list[list[int]]]:
    """Return each unit's signature, their table, and the kinds of seat of each.

    Projects that limits treat apart have their own, and so has work that looks to the people of other work.
    A need that returns to the queue has one of its own if its task has others, as whoever works on those
    takes no seat of it, and if there are limits, as none bars it. One that never returns wants nobody.
    """
    apart = set(range(plan.n_projects) if limited else plan.booking_project[plan.booking_hard].tolist())
    known: dict[tuple[int, int, int, tuple[tuple[int, int, int], ...]], int] = {}
    signature = []
    for task, seats in enumerate(plan.task_seats):
        project = int(plan.task_project[task])
        bound = NO_TASK if plan.task_same_as[task] == NO_TASK else task
        needs = range(*plan.task_first_need[task : task + 2].tolist())
        for need in (-1, *needs):
            mine = [seat for seat in seats if need < 0 or (returns and seat.need == need)]
            first = needs.start if need < 0 else need
            wants = tuple((seat.kind, seat.least, seat.need - first) for seat in mine)
            shared = not wants or (len(needs) == 1 and not limited)
            key = project if project in apart else -1, bound, -1 if shared else need, wants
            signature.append(known.setdefault(key, len(known)))
    lists = [list(wants) for *_, wants in known]
    flat = np.array(list(chain.from_iterable(lists)), np.int64).reshape(-1, 3)
    waiting = np.bincount(np.array(signature, np.int64), minlength=len(known))
    kinds = [sorted({kind for kind, _, _ in wants}) for wants in lists]
    places: list[list[int]] = [[] for _ in lists]
    for place, number in enumerate(chain.from_iterable(_padded(_by_kind(len(plan.offers[0]), kinds)))):
        if number >= 0:
            places[number].append(place)
    table = Signatures(
        number=len(known),
        first=_first(lists),
        kind=_i32(flat[:, 0]),
        least=_i32(flat[:, 1]),
        need=_i32(flat[:, 2]),
        places_first=_first(places),
        places=_i32(list(chain.from_iterable(places))),
        most_seats=max(map(len, lists), default=0),
        work=_i32(np.concatenate([[0], waiting.cumsum()])),
        bound=_i32([number for number, (_, bound, *_) in enumerate(known) if bound != NO_TASK]),
    )
    return _i32(signature), table, kinds


def _units(plan: Plan, signature: I32, seats: Signatures) -> Records:
    table = np.zeros(plan.n_tasks + plan.n_needs, UNIT)
    of_task = np.arange(plan.n_tasks) + plan.task_first_need[:-1]
    of_need = plan.need_task + np.arange(plan.n_needs) + 1
    table["task"][of_task], table["task"][of_need] = np.arange(plan.n_tasks), plan.need_task
    table["need"][of_task], table["need"][of_need] = -1, np.arange(plan.n_needs)
    table["first_need"][of_task], table["first_need"][of_need] = (
        plan.task_first_need[:-1],
        np.arange(plan.n_needs),
    )
    table["picky"] = plan.task_same_as[table["task"]] != NO_TASK
    table["picky"][of_need] |= np.diff(plan.task_first_need)[plan.need_task] > 1
    again, watched, _ = rows_of_watched(plan)
    table["again"], table["watched"] = np.asarray(again)[table["task"]], np.asarray(watched)[table["task"]]
    table["signature"] = signature
    table["seats"] = np.diff(seats.first)[signature] if plan.n_tasks else []
    return table.view(np.recarray)


def _tasks(plan: Plan) -> Records:
    starts, ends = plan.link_after[plan.link_kind < 2], plan.link_after[plan.link_kind >= 2]
    counts = np.bincount(plan.link_before * 4 + plan.link_kind, minlength=4 * plan.n_tasks)
    links = np.concatenate([[0], counts.cumsum()])
    table = np.zeros(plan.n_tasks, TASK)
    table["project"] = plan.task_project
    table["project_start"] = plan.project_start[plan.task_project]
    table["not_before"] = plan.task_not_before
    table["elapsed"] = plan.task_elapsed
    table["first_need"], table["end_need"] = plan.task_first_need[:-1], plan.task_first_need[1:]
    table["unit"] = np.arange(plan.n_tasks) + plan.task_first_need[:-1]
    table["seats"] = [len(seats) for seats in plan.task_seats]
    table["open_starts"] = np.bincount(starts, minlength=plan.n_tasks)
    table["open_finishes"] = np.bincount(ends, minlength=plan.n_tasks)
    for kind, name in enumerate(("fs", "ss", "ff", "sf")):
        table[name] = links[kind:-1:4]
    table["last"] = links[4::4]
    table["gate"] = -1
    table["gate"][plan.gate_task] = np.arange(len(plan.gate_task))
    return table.view(np.recarray)


def _needs(plan: Plan) -> Records:
    table = np.zeros(plan.n_needs, NEED)
    for name in ("task", "kind", "fewest", "most", "allocation", "least", "planned_end", "effort"):
        table[name] = getattr(plan, f"need_{name}")
    # nobody takes two seats of work that has no planned end: there is no room for more than there are people
    table["most"] = np.where(
        plan.need_planned_end < 0, np.minimum(plan.need_most, plan.n_people), plan.need_most
    )
    table["slot"] = np.cumsum(table["most"]) - table["most"]
    return table.view(np.recarray)


def _links(plan: Plan) -> Records:
    order = np.lexsort((np.arange(len(plan.link_kind)), plan.link_kind, plan.link_before))
    table = np.zeros(len(order), LINK)
    table["link"], table["after"], table["lag"] = order, plan.link_after[order], plan.link_lag[order]
    return table.view(np.recarray)


def _bookings(plan: Plan) -> Bookings:
    days = plan.booking_turns
    promised = np.unique(plan.booking_person[plan.booking_hard])
    number = {person: place for place, person in enumerate(promised.tolist())}
    words = max(1, -(-plan.n_people // 64))
    row = np.full((max(1, len(days)), plan.n_projects), -1, np.int32)
    booked: list[Words] = []
    hard: list[list[tuple[int, int]]] = []
    for turn, day in enumerate(days):
        kept: list[list[tuple[int, int]]] = [[] for _ in promised]
        for booking in plan.bookings_on(day):
            person, project = int(plan.booking_person[booking]), int(plan.booking_project[booking])
            if row[turn, project] < 0:
                row[turn, project] = len(booked)
                booked.append(np.zeros(words, np.uint64))
            booked[row[turn, project]][person >> 6] |= np.uint64(1 << (person & 63))
            if plan.booking_hard[booking]:
                kept[number[person]].append((project, int(plan.booking_share[booking])))
        hard.extend(kept)
    sizes = np.concatenate([[0], np.cumsum([len(rows) for rows in hard], dtype=np.int64)])
    lines = [sizes[turn * len(promised) : (turn + 1) * len(promised) + 1] for turn in range(len(days))]
    flat = np.array(list(chain.from_iterable(hard)), np.int64).reshape(-1, 2)
    return Bookings(
        days=_i32(days),
        row=row,
        booked=np.array(booked, np.uint64).reshape(-1, words),
        hard_person=_i32(promised),
        hard_first=_i32(lines).reshape(len(days), len(promised) + 1),
        hard_project=_i32(flat[:, 0]),
        hard_share=_i32(flat[:, 1]),
        most_rows=max((len(rows) for rows in hard), default=0),
    )


_ASSIGNMENT: Final[dict[type, int]] = {
    EarliestFinish: BY_FINISH,
    Fastest: BY_TABLE,
    Specialist: BY_TABLE,
    Cheapest: BY_TABLE,
    LeastLoaded: BY_LOAD,
    Continuity: BY_PROJECT,
}

_PACED: Final[dict[type, int]] = {
    **_ASSIGNMENT,
    Fastest: BY_SPEED,
    Specialist: BY_SKILLS,
    Cheapest: BY_COST,
}


def _rules(plan: Plan, policy: Policy, returns: bool, changes_speed: bool) -> Rules:
    by_class = classes(plan, policy)
    return Rules(
        assignment=(_PACED if changes_speed else _ASSIGNMENT)[type(policy.assignment)],
        horizon=plan.horizon_tick,
        reserve_ticks=-1 if policy.reserve_after is None else days_to_ticks(policy.reserve_after),
        top_up=policy.top_up,
        top_up_ticks=days_to_ticks(policy.top_up_min_days),
        fifo=isinstance(policy.priority, FIFO),
        order_class=np.unique(by_class, return_inverse=True)[1].reshape(-1).astype(np.int64),
        bits=max(1, (plan.n_tasks + plan.n_needs).bit_length()),
        factored=_is_factored(plan, policy),
        whole=np.array(factors_of(policy).whole, np.int64),
        part=np.array(factors_of(policy).part, np.int64),
        returns=returns,
        handover_limit=NEVER if policy.handover_after is None else int(policy.handover_after),
        handover_units=days_to_ticks(policy.handover_days) * EFFORT_UNIT,
        preempt=policy.preempt,
        resume_units=days_to_ticks(policy.resume_days) * EFFORT_UNIT,
    )


def static_ranks(plan: Plan, policy: Policy) -> I64:
    """Return the place of each task in the order of a rule known before the run."""
    return ranks(plan, policy, np.zeros(plan.n_tasks, np.uint32))


def _first(lists: Sequence[Sequence[Any]]) -> I32:
    """Return where each list begins when they stand one after the other, and where the last ends."""
    return _i32(np.concatenate([[0], np.cumsum([len(entries) for entries in lists], dtype=np.int64)]))


def _i32(entries: Iterable[Any] | npt.NDArray[Any]) -> I32:
    return np.ascontiguousarray(np.asarray(entries, dtype=np.int64).astype(np.int32))

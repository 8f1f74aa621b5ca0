"""The rules, simulated in the plainest way: slow, brute force, written from the text alone.

One look at a time: when work ends, a task closes or gets ready, waiting work reaches the age at which
it may hold people, or somebody's presence or qualification changes; or more often, if one likes. What it
gives back is compared with the engine for equality on everything.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from tests.oracles.model import UNIT, Model, N, T, to_ticks
from tests.oracles.reviewing import NOBODY, ON_PEOPLE, Reviews, at_longer_work, to_hire
from tests.oracles.surprises import Luck

READY, PERSON, RESERVE, RETURN = "ready", "person", "reserve", "return"
NEED, DURATION, START = "need", "duration", "start"
LINK, PROJECT_START, NOT_BEFORE, NONE = "link", "project start", "not before", "none"
LAPSE, BOOKING, ARRIVAL = "lapse", "booking", "arrival"
FREEZE, LIMIT = "freeze", "limit"
AGAIN, RESERVE_AGAIN = "again", "reserve again"
KNOWN, REACTION = "known", "reaction"

WHOLE = -1
"""Stands for the need of a unit that is a whole task."""

FROZEN, PORTFOLIO, TEAM = range(3)
"""What can keep work from beginning that could be staffed (R12), in the order in which ties are charged."""


class Unit(NamedTuple):
    """What waits: a task before its start, or a need of it that has returned."""

    task: int
    need: int


@dataclass
class Return:
    """A need that went back to the queue, and when it went on."""

    need: int
    tick: int
    start: int | None = None
    driver: tuple[str, int] = (NONE, 0)


class Waited(NamedTuple):
    """A part of a wait: until when, what ended it, and for whose seat a person was waited for."""

    until: int
    driver: tuple[str, int]
    need: int = WHOLE


@dataclass
class Chair:
    """A seat held."""

    need: int
    person: int
    start: int
    speed: int
    allocation: int
    end: int | None = None


@dataclass
class Running:
    """A need at work, or back in the queue: effort left at ``since``, in units; ``started`` last."""

    left: int
    since: int
    started: int
    chairs: list[Chair] = field(default_factory=list)
    end: int | None = None  # known once it ended
    foreseen: int | None = None
    back: Return | None = None  # while it waits


@dataclass
class Outcome:
    ready: list[int | None]
    start: list[int | None]
    finish: list[int | None]
    ready_driver: list[tuple[str, int]]
    start_driver: list[tuple[str, int]]
    finish_driver: list[tuple[str, int]]
    chairs: list[Chair]
    returns: list[Return]
    reacted: list[
        tuple[int, int, int]
    ]  # what was done: the reaction, the tick, the project, or who was hired
    looks: int = 0
    quit: list[tuple[int, int]] = field(default_factory=list)  # day, person


class Naive:
    """One replication.

    ``first_complete`` and ``first_largest`` find teams by trying them all; a subclass may be quicker.
    """

    @staticmethod
    def first_complete(choices: list[list[int]]) -> list[int] | None:
        return first_complete(choices)

    @staticmethod
    def first_largest(choices: list[list[int]]) -> list[int | None]:
        return first_largest(choices)

    def __init__(
        self, model: Model, policy, effort, duration, goes_ahead, order=None, rest=None, every: int = 10**9
    ) -> None:
        self.m = model
        self.policy = policy
        self.effort, self.duration, self.order = effort, [int(ticks) for ticks in duration], order
        self.luck = Luck(model, rest)
        self.every = every
        self.rule = type(policy.priority).__name__
        self.assignment = type(policy.assignment).__name__
        n = len(model.tasks)
        self.goes = goes_ahead
        out = [] if rest is None else rest.left_out
        self.absent = [
            t.begun is None and (not goes_ahead[t.project] or bool(out and out[t.index])) for t in model.tasks
        ]
        self.absent_from = [0] * n  # since when that is known of those
        self.release = [] if rest is None else rest.release
        gates = [task.index for task in model.tasks if task.data.gate is not None]
        passes = [] if rest is None else rest.passes
        self.stops = {task for task, go in zip(gates, passes, strict=True) if not go}
        self.stopped: list[int | None] = [None] * n  # when a gate stopped it
        # projects, as soon as nothing else happens, and what stops them: the first gate, or a reaction
        self.stopping: dict[int, tuple[str, int]] = {}
        self.stopped_by: dict[int, tuple[str, int]] = {}
        self.ready: list[int | None] = [None] * n
        self.start: list[int | None] = [None] * n
        self.finish: list[int | None] = [None] * n
        self.until: list[int | None] = [None] * n  # end of elapsed work
        none = (NONE, 0)
        self.ready_driver = [none] * n
        self.start_driver = [none] * n
        self.finish_driver = [none] * n
        self.running: dict[int, Running] = {}  # by need, kept after its end
        self.chairs: list[Chair] = []
        # of each person what each project holds, and (tick, what is held after, seats after, need) of changes
        self.held: list[dict[int, int]] = [{} for _ in model.people]
        self.seats = [0] * len(model.people)
        self.history: list[list[tuple[int, dict[int, int], int, int]]] = [[] for _ in model.people]
        self.load = [0] * len(model.people)
        self.known = [set() for _ in model.people]  # projects in which a seat was held
        self.learned: dict[tuple[int, str], int] = {}  # completed ticks by person and skill
        self.barred: dict[Unit, Unit] = {}  # work barred by a reserve at the look before -> what held
        self.opened: dict[
            Unit, tuple[int, tuple[str, int]]
        ] = {}  # work -> (tick, driver) of the reserve that opened last
        self.returns: list[Return] = []
        self.waits: dict[int, list[Waited]] = {}  # of each task, by parts
        self.last = -1  # the look before
        self.limited: dict[int, set[int]] = {}  # waiting work -> the limits that barred it at the look before
        self.let: dict[tuple[int, int], tuple[int, tuple[str, int]]] = {}  # (work, limit) -> its last opening
        self.reserved: frozenset[int] = frozenset()
        self.future: set[int] = set()  # ticks at which work gets ready, or a task may close
        self.mature: dict[Unit, int | None] = {}  # when waiting work may begin to hold people
        self.reviews = Reviews(model, policy)
        self.expedited: set[int] = set()
        self.times = [0] * len(policy.reactions)  # how often each of them was done
        self.hired: set[int] = set()
        self.reacted: list[tuple[int, int, int]] = []
        self.quit: list[tuple[int, int]] = []  # day, person
        self.only_begun = False  # while what has begun goes on, before all else
        self._know()

    # ------------------------------------------------------------ R16

    def _know(self) -> None:
        """Take notice of what has happened by the status date."""
        for task in self.m.tasks:
            if task.begun is None:
                continue
            i = task.index
            self.ready[i] = self.start[i] = task.begun
            self.ready_driver[i], self.start_driver[i] = (KNOWN, 0), (READY, 0)
            if task.done is None:
                self.future.add(self.m.status)
            else:
                self.finish[i], self.finish_driver[i] = task.done, (KNOWN, 0)

    def _go_on_with_what_has_begun(self, t: int) -> None:
        """Who is at work stays; what has nothing left ends; the rest is staffed, before all else."""
        self.only_begun = True
        for task in self.m.tasks:
            if task.goes_on:
                self._resume(task, t)
        self._settle(t)
        self._dispatch(t)
        self.only_begun = False

    def _resume(self, task: T, t: int) -> None:
        if task.elapsed:
            until = self.m.after(t, self.duration[task.index])
            self.until[task.index] = self.m.horizon + 1 if until is None else until
            self.future.add(self.until[task.index])
        for need in task.needs:
            self.running[need.index] = Running(self._left(need), t, task.begun)
        for need in task.needs:
            for seat in self.m.standing.kept.get(need.index, ()):
                self._sit(need, seat.person, seat.share, t)
        for need in task.needs:
            kept = need.index in self.m.standing.kept
            if need.effort is None or kept or not self.running[need.index].left:
                self._foresee(need, t)
            else:
                self._send_back(need.index, 0, t)

    # ------------------------------------------------------------ the run

    def run(self) -> Outcome:
        tick, looks = 0 if self._is_anything_open() else None, 0
        while tick is not None and tick <= self.m.horizon:
            self.future.discard(tick)
            self._look(tick)
            looks += 1
            tick = self._give_way(tick, self._next(tick))
        return Outcome(
            self.ready,
            self.start,
            self.finish,
            self.ready_driver,
            self.start_driver,
            self.finish_driver,
            self.chairs,
            self.returns,
            self.reacted,
            looks,
            self.quit,
        )

    def _give_way(self, tick: int, following: int | None) -> int | None:
        """Let people leave who are overloaded between two looks; return when to look next."""
        days = sorted({day for day, *_ in self.m.exits if tick < 480 * day <= (following or -1)})
        for day in days:
            going = [
                (person, until)
                for at, person, until in self.m.exits
                if at == day and self._is_overloaded(person, day)
            ]
            for person, until in going:
                if self.m.people[person].capacity[day]:  # of two chances on a day the first
                    self.m = self.m.without(person, day, until)
                    self.quit.append((day, person))
            if going:
                return 480 * day
        return following

    def _is_overloaded(self, person: int, day: int) -> bool:
        """Whether somebody is there whose time is all taken, and work that they could do waits."""
        taken = sum(self.held[person].values()) >= 1000
        full = taken or self.seats[person] >= self.m.focus(self.policy, person)
        if not full or not self.m.people[person].capacity[day]:
            return False
        return any(
            not (unit.need == WHOLE and self._limits_on(unit.task, 480 * day))
            and any(self.m.speed(person, need, day) > 0 for need in self._seats_of(unit))
            for unit in self._waiting(480 * day - 1)
        )

    def _next(self, tick: int) -> int | None:
        if not self._is_anything_open():
            return None
        ticks = {(tick // self.every + 1) * self.every, self._next_change(tick)}
        ticks |= {
            run.foreseen for run in self.running.values() if run.end is None and run.foreseen is not None
        }
        ticks |= self.future
        mature = self.mature.items()
        ticks |= {when for unit, when in mature if when is not None and not self._gone(unit.task)}
        ticks |= {480 * self.reviews.next_day(tick // 480)}
        return min(when for when in ticks if when > tick)

    def _is_anything_open(self) -> bool:
        return any(map(self.is_open, range(len(self.finish))))

    def _next_change(self, tick: int) -> int:
        """The next day on which somebody comes, goes, qualifies or no longer qualifies."""
        return next((480 * d for d in self.m.changes if 480 * d > tick), self.m.horizon + 1)

    def _look(self, t: int) -> None:
        for day, person in self.m.leavings:
            if self.last < 480 * day <= t:  # a successor knows none of the projects
                self.known[person].clear()
                self.learned = {key: done for key, done in self.learned.items() if key[0] != person}
        self.last = t
        if t == self.m.status:
            self._go_on_with_what_has_begun(t)
        self._settle(t)
        if t % 480 == 0:
            self._review(t)
        self._hand_over(t)
        self._dispatch(t)
        self._extra_seats(t)

    # ------------------------------------------------------------ R8, steps 1 to 3

    def _settle(self, t: int) -> bool:
        """Ends, closings, links, work without people, until nothing changes; tell whether anything did."""
        ever, changed = False, True
        while changed:
            changed = False
            for index in sorted(self.running):
                run = self.running[index]
                if run.end is None and run.foreseen == t:
                    self._learn(self.m.needs[index], [chair.person for chair in run.chairs])
                    self._end_need(index, t)
                    changed = True
            for task in self.m.tasks:
                i = task.index
                if self._gone(i):
                    continue
                if self.start[i] is not None and self.finish[i] is None and self.m.status <= t:
                    changed |= self._close(task, t)
                if self.only_begun:
                    continue
                if self.ready[i] is None:
                    changed |= self._get_ready(task)
                if self.start[i] is None and self.ready[i] == t and not task.needs:
                    self.start[i] = t
                    self.start_driver[i] = (READY, 0)
                    self._begin_duration(task, t)
                    changed = True
            if not changed and self.stopping and not self.only_begun:
                for project in sorted(self.stopping):
                    self._stop(project, t)
                self.stopped_by |= self.stopping
                self.stopping = {}
                changed = True
            ever |= changed
        return ever

    def _gone(self, i: int) -> bool:
        return self.absent[i] or self.stopped[i] is not None

    def _stop(self, project: int, t: int) -> None:
        for task in self.m.projects[project].tasks:
            i = task.index
            if self.finish[i] is not None or self._gone(i):
                continue
            self.stopped[i] = t
            for need in task.needs:
                if need.index in self.running and self.running[need.index].end is None:
                    self._end_need(need.index, t)
            if self.start[i] is None and self.ready[i] is not None and self.ready[i] >= t:
                self.ready[i] = None

    # ------------------------------------------------------------ R21

    def _review(self, t: int) -> None:
        """All triggers are looked at, and then the reactions act, if there is a review."""
        asked = self.reviews.asked(self, t)
        for number, projects in asked:
            do, most = self.policy.reactions[number].do, self.policy.reactions[number].at_most
            for project in projects:
                if most is not None and self.times[number] >= most:
                    continue
                if type(do).__name__ in ON_PEOPLE:
                    done = self._act_on_people(do, t)
                else:
                    done = [project] if self._act(number, project, t) else []
                self.times[number] += bool(done)
                self.reacted += [(number, t, target) for target in done]
        if asked:
            self._settle(t)

    def _act_on_people(self, do, t: int) -> list[int]:
        """Hire people, or let them work longer; return who was hired, or `NOBODY`, if anything changes."""
        if type(do).__name__ == "Hire":
            joining = to_hire(self.m, do, self.hired)
            for person in joining:
                self.m = self.m.hired(person, t // 480)
            self.hired |= set(joining)
            return joining
        told = at_longer_work(self.m, do, self.hired, t // 480)
        if told is None:
            return []
        self.m, before = told, self.m
        for index, run in self.running.items():
            need = self.m.needs[index]
            if run.end is None and run.back is None and need.effort is not None:
                run.left, run.since = run.left - before.work(self._team(run), run.since, t), t
                self._foresee(need, t)
        return [NOBODY]

    def _act(self, number: int, project: int, t: int) -> bool:
        """Do what a reaction does to a project; tell whether that changes anything."""
        do = self.policy.reactions[number].do
        left = [task for task in self.m.projects[project].tasks if self.is_open(task.index)]
        match type(do).__name__:
            case "Stop":
                if not left or project in self.stopping:
                    return False
                self.stopping[project] = (REACTION, project)
                return True
            case "Expedite":
                if not left or project in self.expedited:
                    return False
                self.expedited.add(project)
                return True
            case "Descope":
                out = [task for task in left if do.tag in task.data.tags and self.start[task.index] is None]
                if not out or len(out) == len(left):
                    return False
                for task in out:
                    self._leave_out(task.index, t)
                return True
        raise AssertionError(do)

    def is_open(self, i: int) -> bool:
        """Whether a task is part of this future, and neither finished nor stopped."""
        return self.finish[i] is None and not self._gone(i)

    def is_barred(self, i: int, t: int) -> bool:
        return bool(self._limits_on(i, t))

    def in_queue(self, t: int) -> list[tuple[int, int]]:
        return [(index, run.back.tick) for index, run in self.running.items() if run.back is not None]

    def _leave_out(self, i: int, t: int) -> None:
        self.absent[i], self.absent_from[i] = True, t
        self.ready_driver[i] = (NONE, 0)

    def _learn(self, need: N, people: list[int]) -> None:
        """Count the drawn effort of a need for those on its seats, the same for each (D5)."""
        skill = need.choices[0].skill
        for person in people:
            done = self.learned.get((person, skill), 0)
            self.learned[person, skill] = done + int(self.effort[need.index]) // len(people)

    def _end_need(self, index: int, t: int) -> None:
        run = self.running[index]
        run.end = t
        for chair in run.chairs:
            self._stand_up(chair, t)

    def _stand_up(self, chair: Chair, t: int) -> None:
        chair.end = t
        self._hold(chair.person, self.m.needs[chair.need].task, -chair.allocation, t, chair.need)

    def _hold(self, person: int, task: int, share: int, t: int, need: int) -> None:
        """Let a project hold more, or less, of a person."""
        held, project = dict(self.held[person]), self.m.tasks[task].project
        held[project] = held.get(project, 0) + share
        self.held[person] = held
        self.seats[person] += 1 if share > 0 else -1
        self.history[person].append((t, held, self.seats[person], need))

    def _can_give(self, person: int, project: int, held: dict[int, int], day: int) -> int:
        """What a person of whom projects hold so much can give to a project on a day (R14)."""
        free = left = 1000 - sum(held.values())
        covered = dict(held)
        for booking in self.m.bookings:
            mine = booking.person == person and booking.hard and booking.on(day)
            if not mine or not self.goes[booking.project]:
                continue
            has = min(booking.share, covered.get(booking.project, 0))
            if has:
                covered[booking.project] -= has
            keeps = min(booking.share - has, left)
            left -= keeps
            if booking.project != project:
                free -= keeps
        return free

    def _is_booked(self, person: int, project: int, day: int) -> bool:
        return any(
            booking.person == person and booking.project == project and booking.on(day)
            for booking in self.m.bookings
        )

    def _link_tick(self, link) -> int | None:
        """When a link is met; None while unknown. Work that will not happen: when that is known."""
        if self.absent[link.before]:
            return self.absent_from[link.before]
        event = (self.start if link.kind in ("SS", "SF") else self.finish)[link.before]
        if event is None:
            return self.stopped[link.before]
        tick = self.m.after(event, link.lag)
        return self.m.horizon + 1 if tick is None else tick

    def _get_ready(self, task: T) -> bool:
        causes = []
        for link in task.into:
            if link.kind in ("FS", "SS"):
                tick = self._link_tick(link)
                if tick is None:
                    return False
                causes.append((tick, LINK, link.index))
        causes.append((self.m.projects[task.project].start, PROJECT_START, task.project))
        earliest = self.m.earliest(task)
        if earliest is not None:
            causes.append((earliest, NOT_BEFORE, task.index))
        if self.release:
            causes.append((self.release[task.index], ARRIVAL, 0))
        ready = max(tick for tick, _, _ in causes)
        driver = next((kind, index) for tick, kind, index in causes if tick == ready)
        ready = self.luck.ready(task.index, ready)
        self.ready[task.index] = ready
        self.ready_driver[task.index] = driver
        self.future.add(ready)
        self._may_hold_later(Unit(task.index, WHOLE), ready)
        return True

    def _may_hold_later(self, unit: Unit, since: int) -> None:
        if self.policy.reserve_after is not None and len(self._seats_of(unit)) > 1:
            self.mature[unit] = self._long(since)

    def _seats_of(self, unit: Unit) -> list[N]:
        """The needs of the minimal seats of a unit."""
        return [need for need in self.m.tasks[unit.task].seats if unit.need in (WHOLE, need.index)]

    def _long(self, ready: int) -> int | None:
        """When work that got ready at that tick has waited long (R8b)."""
        return self.m.after(ready, to_ticks(self.policy.reserve_after))

    def _begin_duration(self, task: T, t: int) -> None:
        if task.elapsed:
            self.duration[task.index] = self.luck.longer(task.index, t, self.duration[task.index])
            until = self.m.after(t, int(self.duration[task.index]))
            self.until[task.index] = self.m.horizon + 1 if until is None else until
            self.future.add(self.until[task.index])

    def _close(self, task: T, t: int) -> bool:
        i = task.index
        own, driver = self.start[i], (START, 0)
        if task.elapsed:
            own, driver = self.until[i], (DURATION, 0)
            if own > t:
                return False
        if task.needs:
            ends = [self.running[need.index].end for need in task.needs]
            if any(end is None for end in ends):
                return False
            own = max(ends)
            driver = (NEED, task.needs[ends.index(own)].index)
        latest = own
        for link in task.into:
            if link.kind in ("FF", "SF"):
                tick = self._link_tick(link)
                if tick is None:
                    return False
                if tick > latest:
                    latest, driver = tick, (LINK, link.index)
        if latest > t:
            self.future.add(latest)
            return False
        assert latest == t
        if i in self.stops:
            self.stopping[task.project] = min((LIMIT, i), self.stopping.get(task.project, (LIMIT, i)))
            return False
        self.finish[i] = t
        self.finish_driver[i] = driver
        return True

    # ------------------------------------------------------------ R10

    def _hand_over(self, t: int) -> None:
        """Whoever's long absence begins now leaves; if too few stay, all leave and the need goes back."""
        away = {p for p in range(len(self.m.people)) if self._goes_for_long(p, t)}
        for index in sorted(self.running):
            need, run = self.m.needs[index], self.running[index]
            people = {chair.person for chair in run.chairs}
            if need.effort is None or run.end is not None or run.back or not people & away:
                continue
            if len(people - away) < need.fewest:
                self._send_back(index, to_ticks(self.policy.handover_days), t)
            else:
                run.left, run.since = self._left_at(run, t), t
                for chair in run.chairs:
                    if chair.person in away:
                        self._stand_up(chair, t)
                run.chairs = [chair for chair in run.chairs if chair.end is None]
                self._foresee(need, t)

    def _goes_for_long(self, person: int, t: int) -> bool:
        """Whether a long absence begins: days without capacity, by the working days among them."""
        capacity, first = self.m.people[person].capacity, t // 480
        if t % 480 == 0 and (first, person) in self.m.leavings:
            return True
        if t % 480 or not self._goes(person, first):
            return False
        last = first
        while last + 1 < len(capacity) and not capacity[last + 1]:
            last += 1
        working = sum(self.m.worked(day) for day in range(first, last + 1))
        for_good = last + 1 == len(capacity)
        limit = self.policy.handover_after
        return working > 0 and (for_good or (limit is not None and working > limit))

    def _goes(self, person: int, day: int) -> bool:
        """Whether an absence begins with a day."""
        capacity = self.m.people[person].capacity
        return not capacity[day] and (day == 0 or bool(capacity[day - 1]))

    def _send_back(self, index: int, ticks: int, t: int) -> None:
        run = self.running[index]
        run.left, run.since = self._left_at(run, t) + ticks * UNIT, t
        for chair in run.chairs:
            self._stand_up(chair, t)
        run.chairs, run.foreseen = [], None
        run.back = Return(index, t)
        self.returns.append(run.back)
        self._may_hold_later(Unit(self.m.needs[index].task, index), t)

    # ------------------------------------------------------------ R11

    def _to_interrupt(self, unit: Unit, held: frozenset[int], t: int) -> list[int]:
        """The needs that a unit interrupts to start now; none if that does not help, or the rule is off."""
        mine = self._rank(unit.task)[0]
        lower = [
            index
            for index, run in self.running.items()
            if run.end is None
            and run.back is None
            and self.m.needs[index].effort is not None
            and self._rank(self.m.needs[index].task)[0] > mine
        ]

        def late(index: int) -> tuple:
            rank = self._rank(self.m.needs[index].task)
            return rank[0], self.running[index].started, rank, index

        taken: list[int] = []
        if not self.policy.preempt:
            return taken
        for index in sorted(lower, key=late, reverse=True):
            taken.append(index)
            if self._would_do(unit, taken, held, t):
                break
        else:
            return []
        for index in list(reversed(taken)):
            rest = [other for other in taken if other != index]
            if self._would_do(unit, rest, held, t):
                taken = rest
        return sorted(taken)

    def _would_do(self, unit: Unit, needs: list[int], held: frozenset[int], t: int) -> bool:
        """Whether a unit could be staffed with the people of some needs too."""
        before = [dict(of) for of in self.held], list(self.seats)
        for index in needs:
            project = self.m.tasks[self.m.needs[index].task].project
            for chair in self.running[index].chairs:
                self.held[chair.person] = dict(self.held[chair.person])
                self.held[chair.person][project] -= chair.allocation
                self.seats[chair.person] -= 1
        choices = [[p for p in seat if p not in held] for seat in self._choices(unit, t)]
        self.held, self.seats = before
        return self.first_complete(choices) is not None

    # ------------------------------------------------------------ R8 step 5, R7, R8b

    def _rank(self, task: int) -> tuple:
        cls = 0 if self.policy.ignore_priority else self.m.tasks[task].cls
        cls = (self.m.tasks[task].project not in self.expedited, cls)
        if self.rule == "FIFO":
            key = self.ready[task]
        elif self.rule == "Random":
            key = int(self.order[task])
        else:
            key = self.m.priority_key(self.rule, task)
        return cls, key, task

    def _waiting(self, t: int) -> list[Unit]:
        ready = [
            Unit(i, WHOLE)
            for i, tick in enumerate(self.ready)
            if not self.only_begun
            and tick is not None
            and tick <= t
            and self.start[i] is None
            and self.m.tasks[i].needs
            and not self._gone(i)
        ]
        ready += [
            Unit(self.m.needs[index].task, index)
            for index, run in self.running.items()
            if run.back and not self._gone(self.m.needs[index].task)
        ]
        return sorted(ready, key=lambda unit: (self._rank(unit.task), unit.need))

    def _dispatch(self, t: int) -> None:
        """Passes until one in which nothing starts."""
        while self._pass(t):
            pass

    def _pass(self, t: int) -> bool:
        started = False
        held: frozenset[int] = frozenset()
        holder = None
        barred: dict[Unit, Unit] = {}
        for unit in self._waiting(t):
            i, whole = unit.task, unit.need == WHOLE
            if whole and self._limits_on(i, t):
                continue
            choices = self._choices(unit, t)
            team = self.first_complete([[p for p in seat if p not in held] for seat in choices])
            interrupts = [] if team is not None else self._to_interrupt(unit, held, t)
            for index in interrupts:
                self._send_back(index, to_ticks(self.policy.resume_days), t)
            if interrupts:
                free = [[p for p in seat if p not in held] for seat in self._choices(unit, t)]
                team = self.first_complete(free)
            if team is not None:
                for limit in self.limited.get(i, ()) if whole else ():
                    self.let[i, limit] = (t, self._letting(i, limit, t))
                if unit in self.barred:  # the state of a look is that of the start: a reserve opens here
                    self.opened[unit] = (t, self._opening_of(unit, t))
                self.mature.pop(unit, None)
                if whole:
                    self._start(self.m.tasks[i], team, t)
                else:
                    self._go_on(self.m.needs[unit.need], team, t)
                started = True
                if self._settle(t) or interrupts:
                    return True
                continue
            if holder is not None:
                if self.first_complete(choices) is not None:
                    barred[unit] = holder
            elif self._waits_long(unit, t) and any(choices):
                holder = unit
                held = frozenset(p for p in self.first_largest(choices) if p is not None)
        if not started:
            waiting = self._waiting(t)
            for unit in self.barred:
                if unit not in barred and unit in waiting:
                    self.opened[unit] = (t, self._opening_of(unit, t))
            self.barred = barred
            self.reserved = held
            self._note_limits(t)
        return started

    # ------------------------------------------------------------ R12

    def _limits_on(self, i: int, t: int) -> set[int]:
        """Which limits keep a task from beginning now."""
        project = self.m.projects[self.m.tasks[i].project]
        found = {FROZEN} if t // 480 in project.frozen else set()
        if self._in_progress(project):
            return found
        teams = dict(self.policy.team_wip_limits)
        busy = [each for each in self.m.projects if self._in_progress(each)]
        if self.policy.wip_limit is not None and len(busy) >= self.policy.wip_limit:
            found.add(PORTFOLIO)
        team = project.data.team
        if team in teams and sum(each.data.team == team for each in busy) >= teams[team]:
            found.add(TEAM)
        return found

    def _in_progress(self, project) -> bool:
        begun = any(self.start[task.index] is not None and task.needs for task in project.tasks)
        return begun and self.goes[project.index] and None in self._ends(project)

    def _ends(self, project) -> list[int | None]:
        """When each task of a project finished, or was stopped, of those that are left to do at all."""
        tasks = [task.index for task in project.tasks if not self.absent[task.index] and task.done is None]
        return [self.stopped[i] if self.finish[i] is None else self.finish[i] for i in tasks]

    def _note_limits(self, t: int) -> None:
        """At the end of a look: what bars waiting work, and what has opened since the look before."""
        now = {i: self._limits_on(i, t) for i, need in self._waiting(t) if need == WHOLE}
        for i, before in self.limited.items():
            for limit in before - now.get(i, before):
                self.let[i, limit] = (t, self._letting(i, limit, t))
        self.limited = now

    def _letting(self, i: int, limit: int, t: int) -> tuple[str, int]:
        """What opened a limit for a task: the finish, at this tick, of a project, the first as listed."""
        if limit == FROZEN:
            return FREEZE, 0
        team = self.m.projects[self.m.tasks[i].project].data.team
        for project in self.m.projects:
            ends = self._ends(project)
            begun = any(self.start[task.index] is not None and task.needs for task in project.tasks)
            mine = limit == PORTFOLIO or project.data.team == team
            if mine and begun and None not in ends and max(ends, default=None) == t:
                lasts = (task.index for task in project.tasks if self.finish[task.index] == t)
                return self.stopped_by.get(project.index) or (LIMIT, next(lasts))
        raise AssertionError("a limit opened by nothing")

    # ------------------------------------------------------------ R7: the same people again

    def _bound_to(self, task: T, seats: list[N], t: int) -> set[int]:
        """Who may work on a task: those who worked on the one that it names, if they can do all of it."""
        everybody = set(range(len(self.m.people)))
        named = [other.index for other in self.m.tasks if other.label == task.same_as]
        if not named:
            return everybody
        mine = [chair for chair in self.chairs if self.m.needs[chair.need].task == named[0]]
        did = {chair.person for chair in mine if self.m.left_before(chair.person, t) <= chair.start}
        able = [
            [p for p in sorted(did) if self.m.stays(p, t // 480) and self.m.speed(p, need, t // 480) > 0]
            for need in seats
        ]
        staying = {p for p in did if self.m.stays(p, t // 480)}
        return everybody if self.first_complete(able) is None else staying

    def _opening_of(self, unit: Unit, t: int) -> tuple[str, int]:
        """The start, at this tick, of the work that held; without one the walk back ends."""
        task, need = self.barred[unit]
        if need == WHOLE:
            return (RESERVE, task) if self.start[task] == t else (LAPSE, 0)
        return (RESERVE_AGAIN, need) if self.running[need].started == t else (LAPSE, 0)

    def _waits_long(self, unit: Unit, t: int) -> bool:
        if self.policy.reserve_after is None:
            return False
        long = self._long(self._waits_since(unit))
        return long is not None and long <= t

    def _waits_since(self, unit: Unit) -> int:
        return self.ready[unit.task] if unit.need == WHOLE else self.running[unit.need].back.tick

    def _choices(self, unit: Unit, t: int) -> list[list[int]]:
        """For each minimal seat, who could take it now, best first; nobody sits twice at a task."""
        task, seats = self.m.tasks[unit.task], self._seats_of(unit)
        may = self._bound_to(task, seats, t)
        may -= self._sitting([need.index for need in task.needs]) if unit.need != WHOLE else set()
        return [[p for p in self._candidates(need, self._left(need), t) if p in may] for need in seats]

    def _left(self, need: N) -> int:
        if need.index in self.running:
            return self.running[need.index].left
        return 0 if need.effort is None else int(self.effort[need.index]) * UNIT

    def _candidates(self, need: N, left: int, t: int, least: int | None = None) -> list[int]:
        project = self.m.tasks[need.task].project
        who = [
            p.index
            for p in self.m.people
            if self.seats[p.index] < self.m.focus(self.policy, p.index)
            and self.m.present(p.index, t)
            and self._can_give(p.index, project, self.held[p.index], t // 480)
            >= (need.least if least is None else least)
            and self.m.speed(p.index, need, t // 480) > 0
        ]
        strange = {p: not self._is_booked(p, project, t // 480) for p in who}
        return sorted(who, key=lambda p: (strange[p], self._assignment_key(p, need, left, t), p))

    def _assignment_key(self, p: int, need: N, left: int, t: int) -> tuple:
        offer = self.m.speed(p, need, t // 480)
        speed = self.m.paced(p, offer, t // 480)
        match self.assignment:
            case "EarliestFinish":
                if need.effort is None:
                    return (self.m.people[p].n_skills,)
                # the minimum of seats, all working as this person does
                end = self.m.first_reach([(p, offer, self._part(need, p, t))] * need.fewest, left, t)
                return (self.m.horizon + 1 if end is None else end,)
            case "Fastest":
                return (-speed,)
            case "Specialist":
                return (self.m.people[p].n_skills, -speed)
            case "Cheapest":
                return (self.m.rate(p, t // 480) / speed,)
            case "LeastLoaded":
                return (self.load[p],)
            case "Continuity":
                project = self.m.tasks[need.task].project
                return (0 if project in self.known[p] else 1, -speed)
        raise AssertionError(self.assignment)

    def _start(self, task: T, team: list[int], t: int) -> None:
        i = task.index
        self.start[i] = t
        self._begin_duration(task, t)
        for need in task.needs:
            self.running[need.index] = Running(self._left(need), t, t)
        self.start_driver[i] = self._why_start(Unit(i, WHOLE), team, t)
        for need, person in zip(task.seats, team, strict=True):
            self._sit(need, person, self._part(need, person, t), t)
        for need in task.needs:
            if need.effort is not None:
                run = self.running[need.index]
                slowest, drawn = min(chair.speed for chair in run.chairs), int(self.effort[need.index])
                run.left = self.luck.harder(need.index, t, slowest, drawn) * UNIT
            self._foresee(need, t)

    def _go_on(self, need: N, team: list[int], t: int) -> None:
        run = self.running[need.index]
        run.back.start = run.started = run.since = t
        run.back.driver = self._why_start(Unit(need.task, need.index), team, t)
        run.back = None
        for person in team:
            self._sit(need, person, self._part(need, person, t), t)
        self._foresee(need, t)

    def _sit(self, need: N, person: int, part: int, t: int) -> None:
        run = self.running[need.index]
        speed = self._speed(run, person, need, part, t)
        chair = Chair(need.index, person, t, speed, part)
        run.chairs.append(chair)
        self.chairs.append(chair)
        self._hold(person, need.task, part, t, need.index)
        self.known[person].add(self.m.tasks[need.task].project)
        if need.effort is None:
            self.load[person] += int(self.duration[need.task]) * need.allocation
        else:  # in thousandths of a tick, rounded up
            self.load[person] += -(-run.left * 1000 // (UNIT * need.fewest))

    def _speed(self, run: Running, person: int, need: N, share: int, t: int) -> int:
        """How fast somebody works who joins now with a share of their time (R3)."""
        people = {chair.person for chair in run.chairs if chair.end is None} | {person}
        done = self.learned.get((person, need.choices[0].skill), 0)
        size = max(need.fewest, len(people))
        return self.m.seat_speed(self.policy, person, need, t // 480, share, size, done)

    def _part(self, need: N, person: int, t: int) -> int:
        """The share that a seat takes: the allocation, or what there is of it."""
        project = self.m.tasks[need.task].project
        return min(need.allocation, self._can_give(person, project, self.held[person], t // 480))

    def _foresee(self, need: N, t: int) -> None:
        run = self.running[need.index]
        if need.effort is None:
            run.foreseen = self.until[need.task]
        else:
            run.foreseen = self.m.first_reach(self._team(run), run.left, t)

    def _team(self, run: Running) -> list[tuple[int, int, int]]:
        return [(chair.person, chair.speed, chair.allocation) for chair in run.chairs]

    # ------------------------------------------------------------ R18

    def _why_start(self, unit: Unit, team: list[int], t: int) -> tuple[str, int]:
        """The last part of the wait; the team is not seated yet."""
        parts = self._parts_of_wait(unit, team, t)
        if unit.need == WHOLE:
            self.waits[unit.task] = parts
        if parts:
            return parts[-1].driver
        return (READY if unit.need == WHOLE else AGAIN), 0

    def _parts_of_wait(self, unit: Unit, team: list[int], t: int) -> list[Waited]:
        """For a limit, for the person free last, for a reserve, for people to be there; in this order."""
        task, seats = self.m.tasks[unit.task], self._seats_of(unit)
        limits = (FROZEN, PORTFOLIO, TEAM) if unit.need == WHOLE else ()
        openings = [self.let[task.index, limit] for limit in limits if (task.index, limit) in self.let]
        marks = [Waited(*max(openings, key=lambda opening: opening[0]))] if openings else []
        freed = []
        for need, person in zip(seats, team, strict=True):
            tick, by = self._free_since(person, need.least, task.project, t)
            if unit.need != WHOLE:  # nobody has two seats of a task at once
                tick, by = max((tick, by), self._rose_from(person, task), key=lambda freed: freed[0])
            freed.append(Waited(tick, (BOOKING, person) if by is None else (PERSON, by), need.index))
        marks += [max(freed, key=lambda mark: mark.until)] if freed else []
        marks += [Waited(*self.opened[unit])] if unit in self.opened else []
        if t > self._waits_since(unit):
            back = [self._back_since(person, need, t) for need, person in zip(seats, team, strict=True)]
            marks.append(Waited(t, (RETURN, team[back.index(max(back))])))
        parts, reached = [], self._waits_since(unit)
        for mark in marks:
            if mark.until > reached:
                parts.append(mark)
                reached = mark.until
        return parts

    def _free_since(self, person: int, allocation: int, project: int, t: int) -> tuple[int, int | None]:
        """The last tick since which the person could give the share without a break, and the need that ended.

        None stands for a booking; a day begins before anything happens on it.
        """
        changes = [(480 * day, None, 0, None) for day in self.m.booking_days if 480 * day <= t]
        changes += self.history[person]
        changes.sort(key=lambda change: (change[0], change[1] is not None))
        since, held, seats, most = (-1, None), {}, 0, self.m.focus(self.policy, person)
        enough = self._can_give(person, project, held, 0) >= allocation
        for tick, after, number, need in changes:
            held, seats = (held, seats) if after is None else (after, number)
            now = seats < most and self._can_give(person, project, held, tick // 480) >= allocation
            if now and not enough:
                since = (tick, need)
            enough = now
        return since

    def _rose_from(self, person: int, task: T) -> tuple[int, int | None]:
        """When somebody left the last seat at a task, and the need that it was of."""
        mine = [
            (tick, need) for tick, _, _, need in self.history[person] if self.m.needs[need].task == task.index
        ]
        return mine[-1] if mine else (-1, None)

    def _back_since(self, person: int, need: N, t: int) -> int:
        day = t // 480
        while day > 0 and self.m.present(person, 480 * (day - 1)) and self.m.speed(person, need, day - 1) > 0:
            day -= 1
        return 480 * day

    # ------------------------------------------------------------ R8 step 4

    def _extra_seats(self, t: int) -> None:
        open_needs = [
            n
            for n, run in self.running.items()
            if run.end is None and run.back is None and self.m.needs[n].effort is not None
        ]
        if not any(self._could_be_asked(p, t) for p in range(len(self.m.people))):
            return
        for index in sorted(open_needs, key=lambda n: (self._rank(self.m.needs[n].task), n)):
            need, run = self.m.needs[index], self.running[index]
            if len(run.chairs) >= need.most:
                continue
            if run.started < t and not self._worth_topping_up(run, t):
                continue
            if need.last_day is None:
                self._take_all(need, run, t)
            else:
                self._take_help(need, run, t)
                if run.started < t and t % 480 and not self._as_planned(need, run):
                    self.future.add((t // 480 + 1) * 480)

    def _could_be_asked(self, person: int, t: int) -> bool:
        free = sum(self.held[person].values()) < 1000
        free = free and self.seats[person] < self.m.focus(self.policy, person)
        return free and self.m.present(person, t) and person not in self.reserved

    def _take_all(self, need: N, run: Running, t: int) -> None:
        """As many as there are, with the share of any seat."""
        left = self._left_at(run, t)
        task = self.m.tasks[need.task]
        asked = self.reserved | self._sitting([n.index for n in task.needs])
        asked |= set(range(len(self.m.people))) - self._bound_to(task, task.seats, t)
        who = [p for p in self._candidates(need, left, t) if p not in asked]
        for person in who[: need.most - len(run.chairs)]:
            self._add(need, run, person, self._part(need, person, t), left, t)

    def _take_help(self, need: N, run: Running, t: int) -> None:
        """One after the other, looking anew each time, until it is seen to end as planned."""
        task = self.m.tasks[need.task]
        others = [n.index for n in task.needs if n.index != need.index]
        asked = set(self.reserved) | self._sitting(others)
        asked |= set(range(len(self.m.people))) - self._bound_to(task, task.seats, t)
        left = self._left_at(run, t)
        while len(run.chairs) < need.most and not self._as_planned(need, run):
            who = [p for p in self._candidates(need, left, t, least=1) if p not in asked]
            if not who:
                return
            asked.add(who[0])
            whole = self._can_give(who[0], self.m.tasks[need.task].project, self.held[who[0]], t // 480)
            enough = self._enough(need, run, who[0], whole, left, t)
            if enough is not None:
                self._add(need, run, who[0], enough, left, t)
            elif run.started == t or t % 480 == 0:
                self._add(need, run, who[0], whole, left, t)

    def _enough(self, need: N, run: Running, person: int, whole: int, left: int, t: int) -> int | None:
        """The smallest share with which it is seen to end as planned, by trial; None if all is too little."""
        team = self._team(run)

        def would_do(share: int) -> bool:
            speed = self._speed(run, person, need, share, t)
            return self._in_time(need, self.m.first_reach([*team, (person, speed, share)], left, t))

        low, high = 0, whole
        if not would_do(high):
            return None
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if would_do(middle) else (middle, high)
        return high

    def _sitting(self, needs: list[int]) -> set[int]:
        return {chair.person for n in needs for chair in self.running[n].chairs if chair.end is None}

    def _left_at(self, run: Running, t: int) -> int:
        return run.left - self.m.work(self._team(run), run.since, t)

    def _add(self, need: N, run: Running, person: int, share: int, left: int, t: int) -> None:
        run.left, run.since = left, t
        self._sit(need, person, share, t)
        self._foresee(need, t)

    def _as_planned(self, need: N, run: Running) -> bool:
        return need.last_day > self.m.last_day or self._in_time(need, run.foreseen)

    def _in_time(self, need: N, end: int | None) -> bool:
        """Whether an end is on the planned last day at the latest; dates, not ticks."""
        return end is not None and (end - 1) // 480 <= need.last_day

    def _worth_topping_up(self, run: Running, t: int) -> bool:
        if not self.policy.top_up:
            return False
        if run.foreseen is None:
            return True
        return self.m.between(t, run.foreseen) >= to_ticks(self.policy.top_up_min_days)


# ---------------------------------------------------------------- teams by brute force


def first_complete(choices: list[list[int]]) -> list[int] | None:
    """All ways to fill the seats, in dictionary order: the first one."""
    if not choices:
        return []
    if any(not seat for seat in choices):
        return None
    for person in choices[0]:
        rest = first_complete([[p for p in seat if p != person] for seat in choices[1:]])
        if rest is not None:
            return [person, *rest]
    return None


def first_largest(choices: list[list[int]]) -> list[int | None]:
    """Among the largest teams the first in dictionary order, an empty seat after every person."""
    return _largest(choices)[1]


def _largest(choices: list[list[int]]) -> tuple[int, list[int | None]]:
    if not choices:
        return 0, []
    best: tuple[int, list[int | None]] | None = None
    for person in [*choices[0], None]:
        size, rest = _largest([[p for p in seat if p != person] for seat in choices[1:]])
        size += person is not None
        if best is None or size > best[0]:
            best = (size, [person, *rest])
        if best[0] == len(choices):
            break
    return best

"""One replication on SimPy: the rules in the order of R8.

SimPy carries the time and the user's own processes. Whatever falls due at a tick is put on the agenda;
when the tick comes, and after every process of the user has had its say, `Replication._settle` deals
with the whole instant in the one order that rule R8 fixes.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from simpy.events import Event

from capsim.clock import ABSENT, NEVER, STOPPED, TICKS_PER_DAY
from capsim.domain.policy import FIFO, Dynamic
from capsim.engines.event.again import Again
from capsim.engines.event.agenda import (
    DUE_CLOSE,
    DUE_END,
    DUE_EXIT,
    DUE_LEAVE,
    DUE_LOOK,
    DUE_MATURE,
    DUE_OPEN,
    DUE_RESUME,
    DUE_REVIEW,
    EVERYBODY,
    FIRST_OF_ALL,
)
from capsim.engines.event.choosing import KEYS, Key
from capsim.engines.event.drivers import start_driver
from capsim.engines.event.environment import GuardedEnvironment, Instant
from capsim.engines.event.exits import Exit, expect_exits, give_way
from capsim.engines.event.extra import is_worth_asking, may_grow, take_extra, waits_for_the_day
from capsim.engines.event.future import Future
from capsim.engines.event.gates import Gates
from capsim.engines.event.handover import expect_leave, hand_over, send_back, take_leave
from capsim.engines.event.hands import Hands
from capsim.engines.event.interrupting import needs_to_interrupt
from capsim.engines.event.known import know, resume, tell_known
from capsim.engines.event.learning import Learned
from capsim.engines.event.limits import Limits
from capsim.engines.event.links import Links, tell_finish, tell_start
from capsim.engines.event.log import NOBODY, LogEntry, What
from capsim.engines.event.paths import days_of, leavings, look_days_with, presence_with
from capsim.engines.event.pool import Pool, people_of
from capsim.engines.event.recruiting import Recruiting, known_paths
from capsim.engines.event.reserve import Reserve
from capsim.engines.event.returns import Returns
from capsim.engines.event.reviews import Reviews
from capsim.engines.event.setup import WHOLE_TASK, LinkOut, Setup
from capsim.engines.event.surprises import Surprises
from capsim.engines.event.world import World
from capsim.engines.runs import Cause, cause_code
from capsim.rules.speed import learned_speed, seat_speed
from capsim.rules.staffing import EMPTY, first_team, largest_team, matching_size
from capsim.rules.work import after_working, load_of

__all__ = ["Replication"]

Order = tuple[Any, ...]
"""A place in the order of work; its last entry is the number of a unit of work."""


@dataclass(slots=True)
class _Tried:
    """What a pass has found out about work of each signature; within it people only get fewer.

    Attributes
    ----------
    failed : set of int
        Cannot be staffed any more in this pass.
    hopeless : set of int
        Nobody is left whom it could hold.
    barred : dict of int to bool
        Whether it could be staffed with the people held; known until somebody else is taken.
    """

    failed: set[int] = field(default_factory=set)
    hopeless: set[int] = field(default_factory=set)
    barred: dict[int, bool] = field(default_factory=dict)


class Replication:
    """The state of one simulated future, and the rules that move it.

    Parameters
    ----------
    setup : Setup
    future : Future
        What is drawn for it.
    rank : sequence of int, (tasks,)
        The place of each task in the order of work; rules keyed at run time replace it.
    log : list of LogEntry, optional
        Receives what happens.

    Attributes
    ----------
    ready, start, finish : list of int, (tasks,)
    ready_driver, start_driver, finish_driver : list of int, (tasks,)
    hands : Hands
        The seats.
    returns : Returns
        The needs that have gone back to the queue.
    absences : list of (person, first day, last day)
        What processes of the user took away.
    limits : Limits
        The projects in progress, and the freezes.
    waits : list of (task, until, driver, need)
        Parts of waits, see `capsim.engines.runs.Waits`.
    reviews : Reviews
        What a policy does when something shows.
    """

    __slots__ = (
        "_agenda",
        "_asked_each_pass",
        "_expandable",
        "_here",
        "_here_in_pass",
        "_horizon",
        "_last_need_end",
        "_leavings",
        "_links",
        "_log",
        "_opening",
        "_preempts",
        "_preference",
        "_settling",
        "_surprises",
        "_untried",
        "_waiting",
        "absences",
        "again",
        "closing",
        "day",
        "duration",
        "ended",
        "env",
        "epoch",
        "exited",
        "exits",
        "expedited",
        "finish",
        "finish_driver",
        "fresh",
        "fresh_for_seats",
        "gates",
        "hands",
        "is_resuming",
        "keyed_when_ready",
        "learned",
        "limits",
        "look_days",
        "next_look",
        "now",
        "open_needs",
        "order",
        "own_driver",
        "own_end",
        "pool",
        "presence",
        "ready",
        "ready_driver",
        "recruiting",
        "reserve",
        "returns",
        "reviews",
        "setup",
        "start",
        "start_driver",
        "unfinished",
        "waits",
        "watchers",
        "world",
    )

    def __init__(
        self,
        setup: Setup,
        future: Future,
        rank: Sequence[int],
        log: list[LogEntry] | None = None,
    ) -> None:
        tasks = setup.plan.n_tasks
        self.setup = setup
        self.now = 0
        self.env = GuardedEnvironment()
        self.world = World(self)
        self.ready, self.start, self.finish = ([NEVER] * tasks for _ in range(3))
        self.ready_driver, self.start_driver, self.finish_driver = ([0] * tasks for _ in range(3))

        self.pool = Pool(setup, future.goes_ahead)
        self.recruiting = Recruiting(setup, future.paths)
        paths = known_paths(setup, future.paths)
        days = days_of(setup, paths)
        self.hands = Hands(setup, future.effort, days)
        self.reserve = Reserve(setup)
        self._leavings = leavings(setup, paths)
        self.exits: Sequence[Exit] = future.exits
        self.exited: list[int] = []
        self.returns = Returns(setup, days, self._leavings)
        self.limits = Limits(setup, self.finish)
        self.again = Again(setup, self.hands)
        self.reviews = Reviews(setup)
        self.learned = Learned(setup, future.effort)
        self.absences: list[tuple[int, int, int]] = []
        self.waits: list[tuple[int, int, int, int]] = []
        self.watchers: dict[int, Event] = {}
        self._surprises = Surprises(setup, future)
        self._links = Links(setup, self._surprises, future.release)
        self._log = log
        self.duration = list(future.duration)
        self._horizon = setup.plan.horizon_tick

        priority = setup.policy.priority
        self.order: list[Order] = [(place, setup.unit_of_task(task)) for task, place in enumerate(rank)]
        self.keyed_when_ready = isinstance(priority, FIFO)
        self._preempts = setup.policy.preempt
        self._asked_each_pass = priority.function if isinstance(priority, Dynamic) else None
        self._preference = KEYS[type(setup.policy.assignment)]

        self._waiting: list[Order] = []
        self._expandable: list[tuple[Order, int]] = []
        self.expedited = 0
        self.open_needs = [0] * tasks
        self.own_end = [NEVER] * tasks
        self.own_driver = [0] * tasks
        self._last_need_end = [-1] * tasks
        self.unfinished = tasks

        # the instant
        self._agenda: dict[int, list[tuple[int, int]]] = {}
        self.presence = presence_with(setup, days)
        self.look_days = look_days_with(setup, self.presence, self._leavings)
        self.next_look = -1
        self._settling = False
        self.ended: set[int] = set()
        self.closing: list[int] = []
        self._opening: list[int] = []
        self.is_resuming = False
        self.gates = Gates(setup, future.passes)
        self.day = -1
        self._here = 0
        self.epoch = 0

        # What could not be staffed in a whole pass can be only with people who have become free since.
        self._untried: set[int] = set()
        self.fresh = 0
        self.fresh_for_seats = 0
        self._here_in_pass = 0
        self._begin(future)

    # ------------------------------------------------------------ the run

    def run(self) -> None:
        """Run to the end of all work, or to the horizon."""
        self.env.run_to(self._horizon, lambda: not self.unfinished)

    def _begin(self, future: Future) -> None:
        """Open what waits for nothing; what will not happen is known at tick 0 and holds nobody up (D6)."""
        setup = self.setup
        absent = [task for task in future.absent(setup.project) if task not in setup.known]
        for task in absent:
            self.ready[task] = self.start[task] = self.finish[task] = ABSENT
        self.unfinished -= len(absent)
        know(self)
        for task in range(setup.plan.n_tasks):
            if self._links.start_is_open(task) and self.start[task] == NEVER:
                self._schedule_ready(task)
        for task in absent:
            for link in (*setup.starts_from_finish[task], *setup.starts_from_start[task]):
                self.meet_start(link, 0)
            for other in (*setup.finishes_from_finish[task], *setup.finishes_from_start[task]):
                self.meet_finish(other, 0)
        tell_known(self)
        for person in range(setup.plan.n_people):
            expect_leave(self, person, setup.plan.standing.tick)
        expect_exits(self)
        self.reviews.expect(self, 0)

    def at(self, tick: int, what: int, index: int) -> None:
        """Put something on the agenda of a tick, now or later."""
        if tick > self._horizon:
            return
        entries = self._agenda.get(tick)
        if entries is None:
            self._agenda[tick] = [(what, index)]
            Instant(self.env, tick - int(self.env.now), self._settle)
        else:
            entries.append((what, index))

    def look(self, tick: int) -> None:
        """Make sure that a tick is settled, even if nothing else falls due."""
        self.at(tick, DUE_LOOK, NOBODY)

    # ------------------------------------------------------------ R8: one instant

    def _settle(self, _: Event) -> None:
        """Deal with everything that happens at a tick, in the order of rule R8."""
        now = self.now = int(self.env.now)
        live = [self._take_up(what, index) for what, index in self._agenda.pop(now)]
        if not any(live):
            return
        self._settling = True
        day = now // TICKS_PER_DAY
        if day != self.day:
            self._turn_to(day)
        if self.is_resuming:
            resume(self)
        while True:
            self.reach_quiet()
            self.reviews.hold(self)
            hand_over(self)
            if not self.dispatch():
                break
        self._extra_seats()
        self.reserve.end_look(now)
        self.limits.end_look(now)
        if self._waiting or self._expandable:
            self._look_again(day)
        self._settling = False

    def _turn_to(self, day: int) -> None:
        """Let presence, qualifications and bookings be those of a day."""
        self.day, epoch = day, self.setup.epoch(day)
        while self._leavings and self._leavings[-1][0] <= day:
            person = self._leavings.pop()[1]
            self.pool.forget(person)
            if self.again.forget(person):
                self.fresh = EVERYBODY
            self.learned.forget(person)
        if self.pool.turn_to(day) or epoch != self.epoch or day in self.setup.thaw_days:
            self.fresh = EVERYBODY
        self.epoch = epoch
        self._see_who_is_here()

    def _see_who_is_here(self) -> None:
        self._here = self.presence[self.day]
        self.fresh |= self._here & ~self._here_in_pass

    def come(self, person: int, capacity: Sequence[int], leavings: Sequence[int]) -> None:
        """Let somebody be there on the days on which they have capacity, and leave on some days."""
        self.presence = [
            here | 1 << person if ticks else here for here, ticks in zip(self.presence, capacity, strict=True)
        ]
        self._leavings = sorted([*self._leavings, *((day, person) for day in leavings)], reverse=True)
        self.look_days = look_days_with(self.setup, self.presence, self._leavings)
        self.next_look = -1
        self._see_who_is_here()

    def leave_for_good(self, person: int, capacity: Sequence[int], today: int, until: int) -> None:
        """Let somebody leave today; from a day on a successor is there when the seat has capacity."""
        bit = 1 << person
        left = [day for day, who in self._leavings if who == person and not today < day <= until]
        others = [(day, who) for day, who in self._leavings if who != person]
        self._leavings = sorted([*others, *((day, person) for day in [*left, today])], reverse=True)
        empty = range(today, until)
        self.presence = [here & ~bit if day in empty else here for day, here in enumerate(self.presence)]
        self.look_days = look_days_with(self.setup, self.presence, self._leavings)
        self.next_look = -1
        self.returns.join(person, capacity, [*left, today])
        expect_leave(self, person, self.now + 1)
        self.returns.leaving |= bit

    def waiting_units(self) -> Iterator[int]:
        """Yield the units of work that wait for people."""
        return (order[-1] for order in self._waiting)

    def _take_up(self, what: int, index: int) -> bool:
        """Take something up from the agenda; tell whether it still counts."""
        if what == DUE_END:
            if self.hands.end[index] != self.now:
                return False  # somebody has joined since, and it ends at another tick
            self.ended.add(index)
        elif what == DUE_CLOSE:
            if not self._happens(index):
                return False
            self.closing.append(index)
        elif what == DUE_OPEN:
            if not self._happens(index):
                return False
            self._opening.append(index)
        elif what == DUE_MATURE:
            return self.reserve.is_mature(index, self.now)
        elif what == DUE_LEAVE:
            return take_leave(self, index)
        elif what == DUE_EXIT:
            return give_way(self, index)
        elif what == DUE_RESUME:
            self.is_resuming = True
        elif what == DUE_REVIEW:
            self.reviews.fall_due(self)
        return True

    def reach_quiet(self) -> None:
        """Work that ends, tasks that close, links, dates, and then gates, until nothing changes (R8)."""
        while self.ended or self.closing or self._opening or self.gates.stopping:
            is_quiet = not (self.ended or self.closing or self._opening)
            if is_quiet and self.gates.stop_projects(self):
                self.fresh = EVERYBODY  # what was barred may begin
            if self.ended:
                ended, self.ended = sorted(self.ended), set()
                for need in ended:
                    self.end_need(need)
            if self.closing:
                closing, self.closing = sorted(self.closing), []
                for task in closing:
                    self.close(task)
            if self._opening:
                opening, self._opening = sorted(self._opening), []
                for task in opening:
                    self._open(task)

    def _look_again(self, day: int) -> None:
        """Look again when people come, go or qualify: work may start though nothing else happens."""
        if self.next_look <= self.now:
            place = bisect_right(self.look_days, day)
            if place < len(self.look_days):
                self.next_look = self.look_days[place] * TICKS_PER_DAY
                self.look(self.next_look)

    # ------------------------------------------------------------ R6: ready and finished

    def meet_start(self, link: LinkOut, tick: int) -> None:
        """Note when an FS or SS link lets its task start; the last one makes the task ready."""
        if self.start[link.after] == NEVER and self._links.meet_start(link, tick):
            self._schedule_ready(link.after)

    def _schedule_ready(self, task: int) -> None:
        """Settle when a task is ready, and why."""
        tick, driver = self._links.ready(task)
        if tick > self._horizon:
            return
        self.ready[task], self.ready_driver[task] = tick, driver
        if self._settling and tick == self.now:
            self._opening.append(task)
        else:
            self.at(tick, DUE_OPEN, task)

    def _open(self, task: int) -> None:
        """Let a task wait for people; work without people starts at its ready tick (R8, step 3)."""
        self.note(What.READY, task)
        if not self.setup.seats[task]:
            self._start_task(task, [])
            return
        unit = self.setup.unit_of_task(task)
        if self.keyed_when_ready and self.order[task][0] != FIRST_OF_ALL:
            self.order[task] = (self.reviews.class_of(task), self.now, unit)
        self.wait(unit)

    def wait(self, unit: int) -> None:
        """Put a unit of work in the queue."""
        insort(self._waiting, self.order_of(unit))
        self._untried.add(unit)
        mature = self.reserve.mature_at(unit, self.now)
        if mature > self.now:
            self.at(mature, DUE_MATURE, unit)

    def order_of(self, unit: int) -> Order:
        """Return the place of a unit in the order of work: a need's is right after its task's."""
        return *self.order[self.setup.units[unit].task][:-1], unit

    def meet_finish(self, link: LinkOut, tick: int) -> None:
        """Note when an FF or SF link lets its task finish."""
        if self.finish[link.after] == NEVER:
            self._links.meet_finish(link, tick)
            self.try_close(link.after)

    def try_close(self, task: int) -> None:
        """Settle a finish once own work and links are known."""
        tick, driver = self._links.finish(task, self.own_end[task], self.own_driver[task])
        if tick > self._horizon:
            return
        self.finish_driver[task] = driver
        if tick <= self.now:
            self.closing.append(task)
        else:
            self.at(tick, DUE_CLOSE, task)

    def close(self, task: int) -> None:
        """Finish a task, and tell those who wait for it."""
        now = self.now
        if self.gates.is_stop(task):
            return
        self.finish[task] = now
        self.unfinished -= 1
        if self.limits.close(self.setup.project[task], now):
            self.fresh = EVERYBODY  # what was barred may begin
        self.note(What.FINISH, task)
        tell_finish(self, task, now)
        self.tell_watchers(task)

    def tell_watchers(self, task: int) -> None:
        """Let processes of the user know that a task has ended."""
        if task in self.watchers:
            self.watchers.pop(task).succeed()

    def _happens(self, task: int) -> bool:
        """Whether a task is part of this future, and not stopped."""
        return self.finish[task] not in (ABSENT, STOPPED)

    def give_up(self, task: int) -> None:
        """Let a task not be finished any more; whatever it was doing has ended."""
        self.note(What.STOP, task)
        self.finish[task], self.finish_driver[task] = STOPPED, 0
        self.unfinished -= 1
        if self.start[task] == NEVER:
            self.start[task] = STOPPED
            if self.ready[task] >= self.now:
                self.ready[task], self.ready_driver[task] = STOPPED, 0
        self.tell_watchers(task)

    def forget_waiting(self, unit: int) -> None:
        """Take a unit of work out of the queue, if it is in it."""
        order = self.order_of(unit)
        place = bisect_left(self._waiting, order)
        if place < len(self._waiting) and self._waiting[place] == order:
            del self._waiting[place]
            self._untried.discard(unit)
            self.reserve.forget(unit)

    # ------------------------------------------------------------ R7: dispatch

    def dispatch(self) -> bool:
        """Go once through the waiting units in order; start what can be staffed, else skip it.

        Returns
        -------
        bool
            Whether another pass has to follow: a start changed something at this tick, or interrupted other
            work, or a reserve held people while work started, and may now hold others, or somebody who has
            started may now do other work as well, since it is theirs.
        """
        reserve = self.reserve
        reserve.begin_pass()
        self.again.has_joined()
        if not self._anybody() and not self._preempts:
            self._here_in_pass = self._here  # whoever comes from now on is fresh
            return False
        if not self._waiting:
            self._end_pass()
            return False
        if self._asked_each_pass is not None:
            self._reorder()
        tried = _Tried()
        started = False
        place = 0
        while place < len(self._waiting):
            unit = self._waiting[place][-1]
            if self.is_barred(unit):
                place += 1
                continue
            team = self._team(unit) if self._may_start(unit, tried) else []
            interrupts = [] if team or not self._preempts else needs_to_interrupt(self, unit)
            if not team and not interrupts:
                self._skip(unit, tried)
                place += 1
                continue
            del self._waiting[place]
            for need in interrupts:
                send_back(self, need, self.setup.resume_ticks, What.INTERRUPTION)
            self._start(unit, team or self._team(unit))
            if interrupts or self.ended or self.closing or self._opening:
                return True
            started = True
            tried.barred.clear()
            if reserve.holder == NOBODY and not self._preempts and not self._anybody():
                break  # nobody is left to start with, or to hold
        self._end_pass()
        return started and (reserve.holder != NOBODY or self.again.has_joined())

    def _end_pass(self) -> None:
        """Note that all waiting work has been tried with whoever could be had."""
        self._untried.clear()
        self._here_in_pass = self._here
        self.fresh_for_seats |= self.fresh
        self.fresh = EVERYBODY if self.reserve.people else 0  # other people may be held next time

    def is_barred(self, unit: int) -> bool:
        """Whether a limit keeps a unit from starting, whoever is free; none does a returned need (R12)."""
        task, need = self.setup.units[unit][:2]
        return need == WHOLE_TASK and self.limits.bars(self.setup.project[task], self.now)

    def _may_start(self, number: int, tried: _Tried) -> bool:
        """Whether a unit is worth a try: untried, or for one of its seats somebody has become free since."""
        unit = self.setup.units[number]
        if unit.signature in tried.failed:
            return False
        if number in self._untried or self.again.is_bound(unit.task):
            return True
        qualified, project = self.setup.qualified[self.epoch], self.setup.project[unit.task]
        fresh = self.fresh & self._here & ~self.reserve.people
        return any(self.pool.able(qualified[kind] & fresh, share, project) for kind, share in unit.wants)

    def _skip(self, unit: int, tried: _Tried) -> None:
        """Pass over a unit that cannot be staffed: it may hold people, or be barred by who does (R8b)."""
        signature = self.setup.units[unit].signature
        tried.failed.add(signature)
        if self.reserve.holder != NOBODY:
            if signature not in tried.barred:
                tried.barred[signature] = self._could_with_held(unit)
            if tried.barred[signature]:
                self.reserve.bar(unit)
        elif signature not in tried.hopeless and self.reserve.is_mature(unit, self.now):
            self._hold(unit)
            if self.reserve.holder == NOBODY:
                tried.hopeless.add(signature)

    def _reorder(self) -> None:
        """Ask a dynamic rule anew for the key of all waiting work."""
        assert self._asked_each_pass is not None
        labels = self.setup.plan.task_labels
        units = [order[-1] for order in self._waiting]
        for task in dict.fromkeys(self.setup.units[unit].task for unit in units):
            if self.order[task][0] != FIRST_OF_ALL:
                key = self._asked_each_pass(self.world, labels[task])
                self.order[task] = (self.reviews.class_of(task), key, self.setup.unit_of_task(task))
        self.sort_again()

    def sort_again(self) -> None:
        """Put what waits, and what more people may join, in the order of work as it is now."""
        self._waiting = sorted(self.order_of(order[-1]) for order in self._waiting)
        growing = [need for _, need in self._expandable]
        self._expandable = sorted((self.order[self.setup.need_task[need]], need) for need in growing)

    def _anybody(self) -> int:
        """Return the people present of whom something may be had, and whom no reserve holds."""
        return (self.pool.whole | self.pool.part) & self._here & ~self.reserve.people

    def may_take(self, number: int) -> list[int]:
        """Return, for each seat of a unit, the people here who qualify, and whom nothing keeps from it."""
        unit, qualified = self.setup.units[number], self.setup.qualified[self.epoch]
        here = self._here & ~self.reserve.people & self.again.may(unit, self.epoch, self.now)
        if unit.need != WHOLE_TASK:
            here &= ~self.hands.beside(unit.need)
        return [qualified[kind] & here for kind, _ in unit.wants]

    def _able(self, number: int) -> list[int]:
        """Return, for each seat of a unit, the people who could take it now."""
        unit, able = self.setup.units[number], self.pool.able
        project = self.setup.project[unit.task]
        seats = zip(self.may_take(number), unit.wants, strict=True)
        return [able(people, share, project) for people, (_, share) in seats]

    def _team(self, unit: int) -> Sequence[int]:
        """Return the team that a unit would start with now; empty if it cannot be staffed (R7)."""
        able = self._able(unit)
        if not all(able):
            return []
        if len(able) == 1:
            return [self._best(able[0], self.setup.units[unit].seats[0].need)]
        return first_team(self._choices(unit, able))

    def _choices(self, unit: int, able: Sequence[int]) -> list[list[int]]:
        """Return, for each seat, the people able to take it, best first."""
        by_need: dict[int, list[int]] = {}
        seats = self.setup.units[unit].seats
        for seat, people in zip(seats, able, strict=True):
            if seat.need not in by_need:
                by_need[seat.need] = self.ranked(people, seat.need)
        return [by_need[seat.need] for seat in seats]

    def offers(self, need: int) -> dict[int, int]:
        """Return the speed that each qualified person offers a need today, in thousandths."""
        return self.setup.plan.offers[self.epoch][self.setup.need_kind[need]]

    def speed(self, need: int, person: int) -> int:
        """Return the speed at which a qualified person would work for a need today, in thousandths."""
        return self.hands.paces.speed(person, self.offers(need)[person], self.now // TICKS_PER_DAY)

    def share(self, need: int, person: int) -> int:
        """Return the share that a person would give a need now: what is free, up to its allocation (R7)."""
        setup = self.setup
        full = setup.need_allocation[need]
        if setup.need_least[need] == full:
            return full
        return min(full, self.pool.share_for(person, setup.project[setup.need_task[need]]))

    def _key(self, need: int) -> Key:
        """Return the key of the assignment rule for what is left of a need (R14)."""
        return self._preference(self, need, self.hands.left(need, self.now))

    def _best(self, able: int, need: int) -> int:
        """Return who is preferred for a need."""
        able = able & self._booked(need) or able
        if not able & (able - 1):
            return able.bit_length() - 1
        return min(people_of(able), key=self._key(need))

    def ranked(self, able: int, need: int) -> list[int]:
        """Return people in the order of preference for a need."""
        people = people_of(able)
        if len(people) == 1:
            return people
        ranked = sorted(people, key=self._key(need))
        if booked := self._booked(need):
            ranked.sort(key=lambda person: not booked >> person & 1)
        return ranked

    def _booked(self, need: int) -> int:
        """Return who is booked on the project of a need today: they come first, whatever the rule (R14)."""
        booked = self.pool.booked
        return booked.get(self.setup.project[self.setup.need_task[need]], 0) if booked else 0

    # ------------------------------------------------------------ R8b: reserve

    def _hold(self, unit: int) -> None:
        """Hold the people of the largest matching of a unit's seats, if anybody can take one."""
        able = self._able(unit)
        if any(able):
            held = [person for person in largest_team(self._choices(unit, able)) if person != EMPTY]
            self.reserve.hold(unit, held)
            for person in held:
                self.note(What.HOLD, self.setup.units[unit].task, person=person)

    def _could_with_held(self, unit: int) -> bool:
        """Whether a unit that cannot be staffed could be with the people held."""
        held, self.reserve.people = self.reserve.people, 0
        able = [people_of(people) for people in self._able(unit)]
        self.reserve.people = held
        return matching_size(able) == len(able)

    # ------------------------------------------------------------ R3 to R5: work

    def _start(self, unit: int, team: Sequence[int]) -> None:
        """Start a unit of work with its team."""
        self.reserve.start(unit, self.now)
        task, need = self.setup.units[unit][:2]
        if need == WHOLE_TASK:
            self._start_task(task, team)
        else:
            self._go_on(need, team)

    def _start_task(self, task: int, team: Sequence[int]) -> None:
        """Start a task with its team; each need ends on its own."""
        setup, now, calendar = self.setup, self.now, self.setup.calendar
        unit = setup.unit_of_task(task)
        self.start_driver[task] = start_driver(self, unit, team)
        self.start[task] = now
        self.note(What.START, task)
        self.duration[task] += self._surprises.more_duration(task, now)
        duration_end = after_working(*calendar, now, self.duration[task])
        if team:
            self.limits.begin(setup.project[task], now)
            self._seat(unit, team)
            self.open_needs[task] = setup.first_need[task + 1] - setup.first_need[task]
            for need in range(setup.first_need[task], setup.first_need[task + 1]):
                if setup.need_effort[need]:
                    slowest = self.hands.slowest(need)
                    self.hands.add(need, self._surprises.more_effort(need, now, slowest))
                self.begin_need(need, duration_end)
        else:
            self.own_end[task] = duration_end
            self.own_driver[task] = cause_code(Cause.DURATION if setup.elapsed[task] else Cause.START)
            self.try_close(task)
        tell_start(self, task, now)

    def _go_on(self, need: int, team: Sequence[int]) -> None:
        """Go on with a need that had returned to the queue (R10, R11)."""
        unit = self.setup.unit_of_need(need)
        self.returns.restart(need, self.now, start_driver(self, unit, team))
        self.note(What.RESTART, self.setup.need_task[need], need)
        self._seat(unit, team)
        self.begin_need(need, NEVER)

    def _seat(self, unit: int, team: Sequence[int]) -> None:
        """Let a team take the seats of a unit of work."""
        seats = self.setup.units[unit].seats
        for need in dict.fromkeys(seat.need for seat in seats):
            self.hands.begin(need, self.now)
        for seat, person in zip(seats, team, strict=True):
            self.sit_down(seat.need, person, self.share(seat.need, person), What.SEAT)

    def sit_down(self, need: int, person: int, share: int, event: What) -> None:
        """Let a seat of a need take a share of a person, at the speed of today."""
        setup, task = self.setup, self.setup.need_task[need]
        if setup.need_effort[need]:
            self.pool.load[person] += load_of(self.hands.left(need, self.now), setup.need_fewest[need])
        else:
            self.pool.load[person] += self.duration[task] * share
        project = setup.project[task]
        self.pool.worked_on[project] |= 1 << person
        self.pool.take(person, share, project, self.now)
        self.again.note(task, person)
        self.hands.sit_down(need, person, share, self.speed_on_seat(need, person, share), self.now)
        self.note(event, task, need, person)

    def speed_on_seat(self, need: int, person: int, share: int) -> int:
        """Return how fast a person would work on a seat of a need, in thousandths (R3)."""
        setup = self.setup
        if not setup.speeds:
            return self.offers(need)[person]
        team = (self.hands.members(need) | 1 << person).bit_count()
        factors = setup.factors.whole if share == 1000 else setup.factors.part
        factor = factors[min(max(team, setup.need_fewest[need]), len(factors)) - 1]
        speed = setup.speeds[self.epoch][setup.need_kind[need]][person]
        return seat_speed(learned_speed(speed, self.learned.factor(person, need)), factor)

    def begin_need(self, need: int, duration_end: int) -> None:
        """Settle when a need ends that has begun, and whether more people may join it."""
        if not self.setup.need_effort[need]:
            self.plan_end(need, duration_end)
            return
        self.plan_end(need, self.hands.team_end(need))
        if self.hands.room(need) and self.hands.end[need] > self.now:
            self.expect_more(need)

    def expect_more(self, need: int) -> None:
        """Put a need among those that more people may join, in order."""
        insort(self._expandable, (self.order[self.setup.need_task[need]], need))

    def plan_end(self, need: int, tick: int) -> None:
        """Put the end of a need on the agenda."""
        self.hands.end[need] = tick
        if tick <= self.now:
            self.ended.add(need)
        else:
            self.at(tick, DUE_END, need)

    def end_need(self, need: int) -> None:
        """End a need: its people are free from now on; the last need ends the task's own work (R4)."""
        setup, now = self.setup, self.now
        task = setup.need_task[need]
        self.note(What.WORK_ENDS, task, need)
        if setup.learning.crafts:
            self.learned.complete(need, self.hands.people(need))
        self.leave(need)
        if now > self._last_need_end[task]:  # of needs that end together the first counts
            self._last_need_end[task] = now
            self.own_driver[task] = cause_code(Cause.NEED, need)
        self.open_needs[task] -= 1
        if self.open_needs[task] == 0:
            self.own_end[task] = now
            self.try_close(task)

    def leave(self, need: int) -> None:
        """Let all people of a need be free for other work from now on."""
        if self.hands.room(need):
            self.expect_no_more(need)
        self.free(need, self.hands.stand_up(need, self.now))

    def free(self, need: int, seats: Sequence[tuple[int, int]]) -> None:
        """Let the people who sat on seats of a need be free for other work from now on."""
        project = self.setup.project[self.setup.need_task[need]]
        for person, share in seats:
            self.pool.give_back(person, share, project, self.now, need)
            self.fresh |= 1 << person

    # ------------------------------------------------------------ R8, step 6: extra seats

    def _extra_seats(self) -> None:
        """Let running work below its most people take, in order, whoever is still free and present."""
        if not self._expandable or not self._anybody():
            return
        here = self._here & ~self.reserve.people
        fresh, self.fresh_for_seats = self.fresh_for_seats & here, 0
        for _, need in self._expandable.copy():
            if is_worth_asking(self, need, fresh):
                take_extra(self, need, here)
            if waits_for_the_day(self, need) and may_grow(self, need):
                self.look((self.now // TICKS_PER_DAY + 1) * TICKS_PER_DAY)
                self.fresh_for_seats |= fresh

    def expect_no_more(self, need: int) -> None:
        """Take a need out of those that more people may join, if it is among them."""
        entry = (self.order[self.setup.need_task[need]], need)
        place = bisect_left(self._expandable, entry)
        if place < len(self._expandable) and self._expandable[place] == entry:
            del self._expandable[place]

    # ------------------------------------------------------------ the log

    def note(
        self, event: What, task: int = NOBODY, need: int = NOBODY, person: int = NOBODY, detail: str = ""
    ) -> None:
        """Write a line of the log, if one is kept."""
        if self._log is not None:
            self._log.append(LogEntry(int(self.env.now), event, task, need, person, detail))

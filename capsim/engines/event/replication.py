"""One replication on SimPy: the rules R3 to R9 and R18, in the order of R8.

SimPy carries the time and the user's own processes. Whatever falls due at a tick is put on the agenda;
when the tick comes, and after every process of the user has had its say, `Replication._settle` deals
with the whole instant in the one order that rule R8 fixes.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from simpy.events import Event

from capsim.clock import ABSENT, NEVER, TICKS_PER_DAY
from capsim.domain.policy import FIFO, Dynamic
from capsim.engines.event.choosing import KEYS, Key
from capsim.engines.event.environment import GuardedEnvironment, Instant
from capsim.engines.event.log import NOBODY, LogEntry, What
from capsim.engines.event.pool import Pool, people_of
from capsim.engines.event.setup import FinishLink, Setup, StartLink
from capsim.engines.runs import Cause, cause_code
from capsim.rules.staffing import EMPTY, first_team, largest_team, matching_size
from capsim.rules.work import EFFORT_UNIT, after_working, clock_at, load_of, team_done, team_finish

__all__ = ["Replication"]

# What can stand on the agenda of a tick.
_END, _CLOSE, _OPEN, _LOOK = range(4)

_NO_LINK = -1
_UNKNOWN = -1
_FIRST_OF_ALL = float("-inf")

Order = tuple[Any, ...]
"""A place in the order of work; its last entry is the task."""


class Replication:
    """The state of one simulated future, and the rules that move it.

    Parameters
    ----------
    setup : Setup
    effort : sequence of int, (needs,)
        Drawn effort in ticks.
    duration : sequence of int, (tasks,)
        Drawn duration in working ticks.
    goes_ahead : sequence of bool, (projects,)
    rank : sequence of int, (tasks,)
        The place of each task in the order of work; ignored by rules that are keyed at run time.
    log : list of LogEntry, optional
        Receives what happens.

    Attributes
    ----------
    ready, start, finish : list of int, (tasks,)
    ready_driver, start_driver, finish_driver : list of int, (tasks,)
    seat_need, seat_person, seat_start, seat_end, seat_speed, seat_allocation : list of int
    """

    def __init__(
        self,
        setup: Setup,
        effort: Sequence[int],
        duration: Sequence[int],
        goes_ahead: Sequence[bool],
        rank: Sequence[int],
        log: list[LogEntry] | None = None,
    ) -> None:
        from capsim.engines.event.world import World  # the world is a view of a replication

        tasks, needs = setup.plan.n_tasks, setup.plan.n_needs
        self.setup = setup
        self.env = GuardedEnvironment()
        self.pool = Pool(setup)
        self.clocks = list(setup.clocks)
        self.presence = setup.presence
        self.look_days = setup.look_days
        self.log = log
        self.now = 0
        self.world = World(self)
        self.frozen: set[int] = set()
        self.watchers: dict[int, Event] = {}

        self._duration = duration
        self._order: list[Order] = [(place, task) for task, place in enumerate(rank)]
        self._fifo = isinstance(setup.policy.priority, FIFO)
        self._dynamic = setup.policy.priority.function if isinstance(setup.policy.priority, Dynamic) else None
        self._key = KEYS[type(setup.policy.assignment)]
        self._horizon = setup.plan.horizon_tick

        self.ready = [NEVER] * tasks
        self.start = [NEVER] * tasks
        self.finish = [NEVER] * tasks
        self.ready_driver = [0] * tasks
        self.start_driver = [0] * tasks
        self.finish_driver = [0] * tasks
        self.seat_need: list[int] = []
        self.seat_person: list[int] = []
        self.seat_start: list[int] = []
        self.seat_end: list[int] = []
        self.seat_speed: list[int] = []
        self.seat_allocation: list[int] = []

        # links still open, and the latest that was met: (tick, link)
        self._open_starts = setup.open_starts.copy()
        self._open_finishes = setup.open_finishes.copy()
        self._start_links = [(-1, _NO_LINK)] * tasks
        self._finish_links = [(-1, _NO_LINK)] * tasks
        # work in hand
        self._open_needs = [0] * tasks
        self._last_need_end = [-1] * tasks
        self._own_end = [NEVER] * tasks
        self._own_driver = [0] * tasks
        self._left = [ticks * EFFORT_UNIT for ticks in effort]
        self._since = [0] * needs
        self._end = [NEVER] * needs
        self._need_seats: list[list[int]] = [[] for _ in range(needs)]
        self._members = [0] * tasks
        self._expandable: list[tuple[Order, int]] = []
        # work that waits
        self._waiting: list[Order] = []
        self._mature = [_UNKNOWN] * tasks
        self._held = 0
        self._holder = NOBODY
        self._barred: set[int] = set()
        self._barred_by = NOBODY
        self._barred_now: set[int] = set()
        self._opened: dict[int, tuple[int, int]] = {}
        self._thawed: dict[int, int] = {}
        self._expedited = 0
        # the instant
        self._agenda: dict[int, list[tuple[int, int]]] = {}
        self._next_look = -1
        self._ended: set[int] = set()
        self._closing: list[int] = []
        self._opening: list[int] = []
        self._settling = False
        self._day = 0
        self._here = 0
        self._epoch = 0

        self._unfinished = 0
        self._begin(goes_ahead)

    # ------------------------------------------------------------ the run

    def run(self) -> None:
        """Run to the end of all work, or to the horizon."""
        self.env.run_to(self._horizon, lambda: not self._unfinished)

    def _begin(self, goes_ahead: Sequence[bool]) -> None:
        """Open what waits for nothing; what will not happen is known at tick 0 and holds nobody up (D6)."""
        setup = self.setup
        first = setup.plan.project_first_task.tolist()
        absent = [
            task
            for project, goes in enumerate(goes_ahead)
            if not goes
            for task in range(first[project], first[project + 1])
        ]
        for task in absent:
            self.ready[task] = self.start[task] = self.finish[task] = ABSENT
        self._unfinished = setup.plan.n_tasks - len(absent)
        for task in range(setup.plan.n_tasks):
            if self._open_starts[task] == 0 and self.start[task] != ABSENT:
                self._schedule_ready(task)
        for task in absent:
            for link in (*setup.starts_from_finish[task], *setup.starts_from_start[task]):
                self._meet_start(link, 0)
            for other in (*setup.finishes_from_finish[task], *setup.finishes_from_start[task]):
                self._meet_finish(other, 0)

    def at(self, tick: int, what: int, index: int) -> None:
        """Put something on the agenda of a tick, now or later."""
        if tick > self._horizon:
            return
        entries = self._agenda.get(tick)
        if entries is None:
            self._agenda[tick] = [(what, index)]
            Instant(self.env, tick - self.env.now, self._settle)
        else:
            entries.append((what, index))

    def look(self, tick: int) -> None:
        """Make sure that a tick is settled, even if nothing else falls due."""
        self.at(tick, _LOOK, NOBODY)

    # ------------------------------------------------------------ R8: one instant

    def _settle(self, _: Event) -> None:
        """Deal with everything that happens at a tick, in the order of rule R8."""
        now = self.now = self.env.now
        self._settling = True
        self._day = now // TICKS_PER_DAY
        self._here = self.presence[self._day]
        self._epoch = self.setup.epoch(self._day)
        for what, index in self._agenda.pop(now):
            if what == _END:
                if self._end[index] == now:  # else somebody joined, and it ends earlier
                    self._ended.add(index)
            elif what == _CLOSE:
                self._closing.append(index)
            elif what == _OPEN:
                self._opening.append(index)
        while True:
            self._reach_quiet()
            if not self._dispatch():
                break
        if self._expandable:
            self._extra_seats()
        self._note_barred()
        if self._waiting or self._expandable:
            self._look_again()
        self._settling = False

    def _reach_quiet(self) -> None:
        """Work that ends, tasks that close, links and dates, until nothing changes (R8, steps 1 to 3)."""
        while self._ended or self._closing or self._opening:
            if self._ended:
                ended, self._ended = sorted(self._ended), set()
                for need in ended:
                    self._end_need(need)
            if self._closing:
                closing, self._closing = sorted(self._closing), []
                for task in closing:
                    self._close(task)
            if self._opening:
                opening, self._opening = sorted(self._opening), []
                for task in opening:
                    self._open(task)

    def _look_again(self) -> None:
        """Look again when people come, go or qualify: work may start though nothing else happens."""
        if self._next_look <= self.now:
            days = self.look_days
            place = bisect_right(days, self._day)
            if place < len(days):
                self._next_look = days[place] * TICKS_PER_DAY
                self.look(self._next_look)

    # ------------------------------------------------------------ R6: links, readiness, finish

    def _meet_start(self, link: StartLink, tick: int) -> None:
        """Note when an FS or SS link lets its task start; the last one makes the task ready."""
        task = link.after
        if self.start[task] == ABSENT:
            return
        latest, by = self._start_links[task]
        if tick > latest or (tick == latest and link.link < by):
            self._start_links[task] = (tick, link.link)
        self._open_starts[task] -= 1
        if self._open_starts[task] == 0:
            self._schedule_ready(task)

    def _schedule_ready(self, task: int) -> None:
        """Settle a ready tick and its driver: the latest of links, project start and planned start (R18)."""
        setup = self.setup
        tick, link = self._start_links[task]
        driver = cause_code(Cause.LINK, max(link, 0))
        if setup.project_start[setup.project[task]] > tick:
            tick, driver = setup.project_start[setup.project[task]], cause_code(Cause.PROJECT_START)
        if setup.not_before[task] > tick:
            tick, driver = setup.not_before[task], cause_code(Cause.NOT_BEFORE)
        if tick > self._horizon:
            return
        self.ready[task] = tick
        self.ready_driver[task] = driver
        if self._settling and tick == self.now:
            self._opening.append(task)
        else:
            self.at(tick, _OPEN, task)

    def _open(self, task: int) -> None:
        """Let a task wait for people; work without people starts at its ready tick (R8, step 3)."""
        self._note(What.READY, task)
        if not self.setup.seats[task]:
            self._start(task, [])
            return
        if self._fifo:
            self._order[task] = (self.setup.task_class[task], self.now, task)
        insort(self._waiting, self._order[task])

    def _meet_finish(self, link: FinishLink, tick: int) -> None:
        """Note when an FF or SF link lets its task finish."""
        task = link.after
        if self.start[task] == ABSENT:
            return
        latest, by = self._finish_links[task]
        if tick > latest or (tick == latest and link.link < by):
            self._finish_links[task] = (tick, link.link)
        self._open_finishes[task] -= 1
        self._try_close(task)

    def _try_close(self, task: int) -> None:
        """Settle a finish once own work and links are known: the latest of them (R6)."""
        if self._open_finishes[task] or self._own_end[task] == NEVER:
            return
        tick, driver = self._own_end[task], self._own_driver[task]
        linked, link = self._finish_links[task]
        if linked > tick:
            tick, driver = linked, cause_code(Cause.LINK, link)
        self.finish_driver[task] = driver
        if tick <= self.now:
            self._closing.append(task)
        else:
            self.at(tick, _CLOSE, task)

    def _close(self, task: int) -> None:
        """Finish a task, and tell those who wait for it."""
        now, calendar = self.now, self.setup.calendar
        self.finish[task] = now
        self._unfinished -= 1
        self._note(What.FINISH, task)
        for link in self.setup.starts_from_finish[task]:
            self._meet_start(link, after_working(*calendar, now, link.lag))
        for other in self.setup.finishes_from_finish[task]:
            self._meet_finish(other, after_working(*calendar, now, other.lag))
        if task in self.watchers:
            self.watchers.pop(task).succeed()

    # ------------------------------------------------------------ R7: dispatch

    def _dispatch(self) -> bool:
        """Go once through the waiting work in order; start what can be staffed, else skip it.

        Returns
        -------
        bool
            Whether a start changed something at this tick, so that the pass begins anew.
        """
        self._held, self._holder = 0, NOBODY
        self._barred_now = set()
        if not self._waiting or not self._free(self.setup.shares[0]):
            return False
        if self._dynamic is not None:
            self._reorder()
        failed: set[int] = set()  # within a pass people only get fewer: what failed once fails again
        place = 0
        while place < len(self._waiting):
            task = self._waiting[place][-1]
            if self.setup.project[task] in self.frozen:
                place += 1
                continue
            signature = self.setup.signature[task]
            team = [] if signature in failed else self._team(task)
            if team:
                del self._waiting[place]
                self._start(task, team)
                if self._ended or self._closing or self._opening:
                    return True
                continue
            failed.add(signature)
            if self._holder != NOBODY:
                if self._could_with_held(task):
                    self._barred_now.add(task)
            elif self._has_waited_long(task):
                self._hold(task)
            place += 1
        return False

    def _reorder(self) -> None:
        """Ask a dynamic rule anew for the key of all waiting work."""
        assert self._dynamic is not None
        labels, classes = self.setup.plan.task_labels, self.setup.task_class
        for order in self._waiting:
            task = order[-1]
            if order[0] != _FIRST_OF_ALL:
                self._order[task] = (classes[task], self._dynamic(self.world, labels[task]), task)
        self._waiting = sorted(self._order[order[-1]] for order in self._waiting)

    def _free(self, share: int) -> int:
        """Return the people present with that much free whom no reserve holds."""
        return self.pool.with_free[share] & self._here & ~self._held

    def offers(self, need: int) -> dict[int, int]:
        """Return the speed that each qualified person offers a need today, in thousandths."""
        return self.setup.plan.offers[self._epoch][self.setup.need_kind[need]]

    def _team(self, task: int) -> list[int]:
        """Return the team that a task would start with now; empty if it cannot be staffed (R7)."""
        seats = self.setup.seats[task]
        qualified = self.setup.qualified[self._epoch]
        if len(seats) == 1:
            seat = seats[0]
            able = qualified[seat.kind] & self._free(seat.allocation)
            return [self._best(able, seat.need)] if able else []
        able_by_seat = [qualified[seat.kind] & self._free(seat.allocation) for seat in seats]
        if not all(able_by_seat):
            return []
        return first_team(self._choices(task, able_by_seat))

    def _choices(self, task: int, able_by_seat: Sequence[int]) -> list[list[int]]:
        """Return, for each seat, the people able to take it, best first."""
        by_need: dict[int, list[int]] = {}
        for seat, able in zip(self.setup.seats[task], able_by_seat, strict=True):
            if seat.need not in by_need:
                by_need[seat.need] = self._ranked(able, seat.need)
        return [by_need[seat.need] for seat in self.setup.seats[task]]

    def _best(self, able: int, need: int) -> int:
        """Return who is preferred for a need (R14)."""
        if not able & (able - 1):
            return able.bit_length() - 1
        return min(people_of(able), key=self._preference(need))

    def _ranked(self, able: int, need: int) -> list[int]:
        """Return people in the order of preference for a need (R14)."""
        if not able & (able - 1):
            return people_of(able)
        return sorted(people_of(able), key=self._preference(need))

    def _preference(self, need: int) -> Key:
        """Return the key of the assignment rule for what is left of a need."""
        return self._key(self, need, self._left_now(need))

    # ------------------------------------------------------------ R8b: reserve

    def _has_waited_long(self, task: int) -> bool:
        """Whether a task may hold people."""
        reserve = self.setup.reserve_ticks
        if reserve is None:
            return False
        if self._mature[task] == _UNKNOWN:
            self._mature[task] = after_working(*self.setup.calendar, self.ready[task], reserve)
            if self._mature[task] > self.now:
                self.look(self._mature[task])
        return self._mature[task] <= self.now

    def _hold(self, task: int) -> None:
        """Hold the people of the largest matching of a task's seats, if anybody can take one."""
        qualified = self.setup.qualified[self._epoch]
        able = [qualified[seat.kind] & self._free(seat.allocation) for seat in self.setup.seats[task]]
        if not any(able):
            return
        held = [person for person in largest_team(self._choices(task, able)) if person != EMPTY]
        self._holder = task
        for person in held:
            self._held |= 1 << person
            self._note(What.HOLD, task, person=person)

    def _could_with_held(self, task: int) -> bool:
        """Whether a task could start if it could also use the people held."""
        held, self._held = self._held, 0
        qualified = self.setup.qualified[self._epoch]
        able = [people_of(qualified[seat.kind] & self._free(seat.allocation)) for seat in self.setup.seats[task]]
        self._held = held
        return matching_size(able) == len(able)

    def _note_barred(self) -> None:
        """Keep whom the reserve barred at this look; note for whom it has opened since the last (R17)."""
        for task in self._barred - self._barred_now:
            self._opened[task] = (self.now, self._opened_by())
        self._barred, self._barred_by = self._barred_now, self._holder

    def _opened_by(self) -> int:
        """Return the driver of work whose reserve opens now: the start of the holder, if it starts now."""
        holder = self._barred_by
        return cause_code(Cause.RESERVE, holder) if self.start[holder] == self.now else cause_code(Cause.LAPSE)

    # ------------------------------------------------------------ R4, R5: work

    def _start(self, task: int, team: Sequence[int]) -> None:
        """Start a task with its team; each need ends on its own."""
        setup, now, calendar = self.setup, self.now, self.setup.calendar
        self.start_driver[task] = self._why_now(task, team)
        self.start[task] = now
        self._note(What.START, task)
        first, last = setup.first_need[task], setup.first_need[task + 1]
        duration_end = after_working(*calendar, now, self._duration[task]) if setup.elapsed[task] else now
        if first == last:
            self._own_end[task] = duration_end
            self._own_driver[task] = cause_code(Cause.DURATION if setup.elapsed[task] else Cause.START)
            self._try_close(task)
        else:
            self._open_needs[task] = last - first
            for seat, person in zip(setup.seats[task], team, strict=True):
                self._sit_down(seat.need, person, What.SEAT)
            for need in range(first, last):
                self._begin_need(need, duration_end)
        for link in setup.starts_from_start[task]:
            self._meet_start(link, after_working(*calendar, now, link.lag))
        for other in setup.finishes_from_start[task]:
            self._meet_finish(other, after_working(*calendar, now, other.lag))

    def _sit_down(self, need: int, person: int, event: What) -> None:
        """Let a person take a seat of a need, at the speed of today (R3)."""
        setup, task = self.setup, self.setup.need_task[need]
        share = setup.need_allocation[need]
        self._need_seats[need].append(len(self.seat_need))
        self.seat_need.append(need)
        self.seat_person.append(person)
        self.seat_start.append(self.now)
        self.seat_end.append(NEVER)
        self.seat_speed.append(self.offers(need)[person])
        self.seat_allocation.append(share)
        pool = self.pool
        if setup.need_effort[need]:
            pool.load[person] += load_of(self._left_now(need), setup.need_fewest[need])
        else:
            pool.load[person] += self._duration[task] * share
        pool.worked_on[setup.project[task]] |= 1 << person
        pool.take(person, share)
        self._members[task] |= 1 << person
        self._note(event, task, need, person)

    def _begin_need(self, need: int, duration_end: int) -> None:
        """Settle when a need ends, and whether more people may join it."""
        setup = self.setup
        self._since[need] = self.now
        self._plan_end(need, self._team_end(need) if setup.need_effort[need] else duration_end)
        if setup.need_effort[need] and setup.need_most[need] > setup.need_fewest[need] and self._end[need] > self.now:
            insort(self._expandable, (self._order[setup.need_task[need]], need))

    def _team_end(self, need: int) -> int:
        """Return when the present team will have done what was left when it last changed."""
        seats = self._need_seats[need]
        share = self.setup.need_allocation[need]
        clocks = [self.clocks[self.seat_person[seat]] for seat in seats]
        return team_finish(
            clocks, [self.seat_speed[seat] * share for seat in seats], self._since[need], self._left[need]
        )

    def _plan_end(self, need: int, tick: int) -> None:
        self._end[need] = tick
        if tick <= self.now:
            self._ended.add(need)
        else:
            self.at(tick, _END, need)

    def _left_now(self, need: int) -> int:
        """Return the units of work that are left of a need at this tick."""
        seats = self._need_seats[need]
        if not seats or self._since[need] == self.now:
            return self._left[need]
        share = self.setup.need_allocation[need]
        clocks = [self.clocks[self.seat_person[seat]] for seat in seats]
        rates = [self.seat_speed[seat] * share for seat in seats]
        return self._left[need] - team_done(clocks, rates, self._since[need], self.now)

    def _end_need(self, need: int) -> None:
        """End a need: its people are free from now on (R4)."""
        setup, now = self.setup, self.now
        task = setup.need_task[need]
        share = setup.need_allocation[need]
        self._note(What.WORK_ENDS, task, need)
        for seat in self._need_seats[need]:
            self.seat_end[seat] = now
            self.pool.give_back(self.seat_person[seat], share, now, need)
            self._members[task] ^= 1 << self.seat_person[seat]
        if setup.need_most[need] > len(self._need_seats[need]):
            self._forget_expandable(need)
        if now > self._last_need_end[task]:  # of needs that end together the first counts
            self._last_need_end[task] = now
            self._own_driver[task] = cause_code(Cause.NEED, need)
        self._open_needs[task] -= 1
        if self._open_needs[task] == 0:
            self._own_end[task] = now
            self._try_close(task)

    def _forget_expandable(self, need: int) -> None:
        self._expandable = [entry for entry in self._expandable if entry[1] != need]

    # ------------------------------------------------------------ R8, step 6: extra seats

    def _extra_seats(self) -> None:
        """Let running work below its most people take, in order, whoever is still free and present."""
        if not self._free(self.setup.shares[0]):
            return
        setup = self.setup
        qualified = setup.qualified[self._epoch]
        for _, need in self._expandable.copy():
            able = qualified[setup.need_kind[need]] & self._free(setup.need_allocation[need])
            able &= ~self._members[setup.need_task[need]]
            if not able or not self._may_grow(need):
                continue
            room = setup.need_most[need] - len(self._need_seats[need])
            joining = self._ranked(able, need)[:room]
            left = self._left_now(need)
            for person in joining:
                self._sit_down(need, person, What.EXTRA_SEAT)
            self._left[need], self._since[need] = left, self.now
            self._plan_end(need, self._team_end(need))
            if len(joining) == room:
                self._forget_expandable(need)

    def _may_grow(self, need: int) -> bool:
        """Whether extra people may join: at its start, or if it will still run long enough (R8)."""
        if self.start[self.setup.need_task[need]] == self.now:
            return True
        if not self.setup.policy.top_up:
            return False
        if self._end[need] == NEVER:
            return True
        worked, working = self.setup.calendar
        ahead = clock_at(worked, working, self._end[need]) - clock_at(worked, working, self.now)
        return ahead >= self.setup.top_up_ticks

    # ------------------------------------------------------------ R18: drivers

    def _why_now(self, task: int, team: Sequence[int]) -> int:
        """Return the driver of a start: the last part of its wait (R17), else what made it ready."""
        ready, now = self.ready[task], self.now
        if now == ready:
            return cause_code(Cause.READY)
        mark, driver = ready, cause_code(Cause.READY)
        if self._thawed.get(task, -1) > mark:
            mark, driver = self._thawed[task], cause_code(Cause.FREEZE)
        for seat, person in zip(self.setup.seats[task], team, strict=True):
            since, need = self.pool.free_since(person, seat.allocation)
            if since > mark:
                mark, driver = since, cause_code(Cause.PERSON, need)
        opened = (now, self._opened_by()) if task in self._barred else self._opened.get(task, (-1, 0))
        if opened[0] > mark:
            mark, driver = opened
        if now > mark:
            driver = cause_code(Cause.RETURN, self._last_to_return(task, team))
        return driver

    def _last_to_return(self, task: int, team: Sequence[int]) -> int:
        """Return the member who came back, joined or qualified last; of several the first seat's."""
        latest, who = -1, team[0]
        for seat, person in zip(self.setup.seats[task], team, strict=True):
            since = max(self._present_since(person), self._qualified_since(person, seat.kind))
            if since > latest:
                latest, who = since, person
        return who

    def _present_since(self, person: int) -> int:
        day = self._day
        capacity = self.clocks[person][1]
        while day > 0 and capacity[day - 1] > 0:
            day -= 1
        return day * TICKS_PER_DAY

    def _qualified_since(self, person: int, kind: int) -> int:
        epoch, offers = self._epoch, self.setup.plan.offers
        while epoch > 0 and person in offers[epoch - 1][kind]:
            epoch -= 1
        return self.setup.plan.epochs[epoch] * TICKS_PER_DAY

    # ------------------------------------------------------------ what processes of the user may do

    def expedite(self, task: int) -> None:
        """Put a task before all others, and before those expedited earlier."""
        self._expedited += 1
        order: Order = (_FIRST_OF_ALL, -self._expedited, task)
        self._waiting = sorted(order if each[-1] == task else each for each in self._waiting)
        self._expandable = sorted(
            (order, need) if self.setup.need_task[need] == task else (each, need) for each, need in self._expandable
        )
        self._order[task] = order
        self._note(What.EXPEDITE, task)
        self.look(self.env.now)

    def freeze(self, project: int) -> None:
        """Let no task of a project that needs people start."""
        self.frozen.add(project)
        self._note(What.FREEZE, self.setup.plan.project_first_task.tolist()[project])
        self.look(self.env.now)

    def thaw(self, project: int) -> None:
        """Let a frozen project go on."""
        self.frozen.discard(project)
        for order in self._waiting:
            if self.setup.project[order[-1]] == project:
                self._thawed[order[-1]] = self.env.now
        self._note(What.THAW, self.setup.plan.project_first_task.tolist()[project])
        self.look(self.env.now)

    def take_away(self, person: int, first_day: int, last_day: int) -> None:
        """Let a person have no capacity from a day to a day, both inclusive; work in hand pauses (R9)."""
        last_day = min(last_day, self.setup.plan.n_days - 1)
        capacity = list(self.clocks[person][1])
        capacity[first_day : last_day + 1] = [0] * (last_day + 1 - first_day)
        self.clocks[person] = ([0, *accumulate(capacity)], capacity)
        presence = list(self.presence)
        for day in range(first_day, last_day + 1):
            presence[day] &= ~(1 << person)
        self.presence = presence
        self.look_days = sorted({*self.look_days, first_day, last_day + 1} - {self.setup.plan.n_days})
        self._next_look = -1
        for need, seats in enumerate(self._need_seats):
            running = self.setup.need_effort[need] and self._end[need] > self.env.now
            if running and any(self.seat_person[seat] == person for seat in seats):
                self._plan_end(need, self._team_end(need))
        self._note(What.AWAY, person=person)
        self.look(self.env.now)

    # ------------------------------------------------------------ the log

    def _note(self, event: What, task: int = NOBODY, need: int = NOBODY, person: int = NOBODY) -> None:
        if self.log is not None:
            self.log.append(LogEntry(int(self.env.now), event, task, need, person))

"""The work in idiomatic SimPy: a process for each task, people scanned at each dispatch, and nothing else.

It keeps no log, drivers or seats beyond who did what, and knows neither reserves nor extra seats.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Generator, Sequence
from typing import Any

import simpy

from capsim.clock import TICKS_PER_DAY
from tests.benchmarks.yardsticks.workloads import Arrays, Schedule

_LAST = simpy.events.EventPriority(2)  # after everything else at an instant
_UNIT = 1_000  # speeds are thousandths

Steps = Generator[simpy.Event, Any, None]


class SimPyYardstick:
    """The lists that such a program would hold."""

    def __init__(self, work: Arrays) -> None:
        self._work = work
        self._order = sorted(range(work.n_tasks), key=work.rank.__getitem__)
        self._present: list[list[bool]] = work.present.tolist()

    def run(self, effort: Sequence[int]) -> Schedule:
        """Run one replication with the drawn efforts, in ticks."""
        return _Run(self._work, self._order, self._present, effort).schedule()


class _Run:
    def __init__(
        self, work: Arrays, order: list[int], present: list[list[bool]], effort: Sequence[int]
    ) -> None:
        self.work, self.order, self.present, self.effort = work, order, present, effort
        self.env: Any = simpy.Environment()  # its times are whole numbers here
        self.free = set(range(len(present)))
        self.waiting: list[tuple[int, int]] = []
        self.granted: dict[int, simpy.Event] = {}
        self.finished = [self.env.event() for _ in order]
        self.unfinished = len(order)
        self.called = False
        self.start, self.finish = [0] * len(order), [0] * len(order)
        self.person = [0] * len(effort)

    def schedule(self) -> Schedule:
        for task in self.order:
            self.env.process(self.task(task))
        self.env.process(self.mornings())
        self.env.run()
        return Schedule(self.start, self.finish, self.person)

    def task(self, task: int) -> Steps:
        env, work = self.env, self.work
        yield env.all_of([self.finished[other] for other in work.before[task]])
        if work.release[task] > env.now:
            yield env.timeout(work.release[task] - env.now)
        self.granted[task] = env.event()
        insort(self.waiting, (work.rank[task], task))
        self.call()
        team = yield self.granted[task]
        self.start[task] = env.now
        seats = zip(work.needs[task], team, strict=True)
        yield env.all_of([env.process(self.need(need, person)) for need, person in seats])
        self.finish[task] = env.now
        self.unfinished -= 1
        self.finished[task].succeed()

    def need(self, need: int, person: int) -> Steps:
        self.person[need] = person
        speed = self.work.speeds[self.work.kind[need]][person]
        ticks = -(-self.effort[need] * _UNIT // speed)
        yield self.env.timeout(self.end_of(person, ticks) - self.env.now)
        self.free.add(person)
        self.call()

    def end_of(self, person: int, ticks: int) -> int:
        """When a person will have worked so many ticks."""
        present = self.present[person]
        day, gone = divmod(self.env.now, TICKS_PER_DAY)
        left = ticks + gone
        while left > TICKS_PER_DAY or not present[day]:
            left -= TICKS_PER_DAY if present[day] else 0
            day += 1
        return int(day * TICKS_PER_DAY + left)

    def mornings(self) -> Steps:
        while self.unfinished:
            yield self.env.timeout(TICKS_PER_DAY)
            if self.waiting:
                self.call()

    def call(self) -> None:
        """Let the waiting work be looked at when everything else of this instant has happened."""
        if not self.called:
            self.called = True
            event = self.env.event()
            event._ok, event._value = True, None
            event.callbacks.append(self.dispatch)
            self.env.schedule(event, priority=_LAST)

    def dispatch(self, _: simpy.Event) -> None:
        self.called = False
        for entry in self.waiting.copy():
            team = self.team(entry[1])
            if team:
                self.waiting.remove(entry)
                self.free.difference_update(team)
                self.granted.pop(entry[1]).succeed(team)

    def team(self, task: int) -> list[int]:
        """Seat by seat the fastest who leaves the other seat fillable; empty if nobody does."""
        kinds = [self.work.kind[need] for need in self.work.needs[task]]
        first = self.fastest(kinds[0], ())
        if first is None or len(kinds) == 1:
            return [] if first is None else [first]
        second = self.fastest(kinds[1], (first,))
        if second is None:
            second, first = first, self.fastest(kinds[0], (first,))
            if second not in self.work.speeds[kinds[1]]:
                return []
        return [] if first is None else [first, second]

    def fastest(self, kind: int, others: Sequence[int]) -> int | None:
        speeds, day = self.work.speeds[kind], self.env.now // TICKS_PER_DAY
        chosen, speed = None, 1
        for person in self.free:
            offered = speeds.get(person, 0)
            if offered < speed or person in others or not self.present[person][day]:
                continue
            if chosen is None or offered > speed or person < chosen:
                chosen, speed = person, offered
        return chosen

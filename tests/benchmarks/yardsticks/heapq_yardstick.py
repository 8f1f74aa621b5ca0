"""The work in plain Python, as fast as can be: a heap of ends, sets of people as the bits of integers."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence
from heapq import heapify, heappop, heappush

import numpy as np
import numpy.typing as npt

from capsim.clock import TICKS_PER_DAY
from tests.benchmarks.yardsticks.workloads import Arrays, Schedule

_UNIT = 1_000  # speeds are thousandths


class HeapqYardstick:
    """Tables for the loop; a kind's people are bits, the fastest the lowest."""

    def __init__(self, work: Arrays) -> None:
        present = work.present
        self._work = work
        self._kinds = [[work.kind[need] for need in needs] for needs in work.needs]
        self._order = [list(speeds) for speeds in work.speeds]
        self._places = [
            [(kind, 1 << order.index(person)) for kind, order in enumerate(self._order) if person in order]
            for person in range(len(present))
        ]
        self._here = _bits_by_day(present, self._order)
        arrives = (present[:, 1:] & ~present[:, :-1]).any(axis=0)
        self._next_morning = _next(np.flatnonzero(arrives) + 1, present.shape[1])
        # the working days before each day, and the day of each working day
        self._before = [np.concatenate([[0], np.cumsum(row)]).tolist() for row in present]
        self._day = [np.flatnonzero(row).tolist() for row in present]
        self._task_at = sorted(range(work.n_tasks), key=work.rank.__getitem__)
        self._waits_for = [len(each) or 1 for each in work.before]
        self._roots = sorted(
            (work.release[task], ~task) for task, before in enumerate(work.before) if not before
        )

    def run(self, effort: Sequence[int]) -> Schedule:
        """Run one replication with the drawn efforts, in ticks."""
        work, kinds, order, places = self._work, self._kinds, self._order, self._places
        rank, task_at, needs, after = work.rank, self._task_at, work.needs, work.after
        speeds, before, day_of = work.speeds, self._before, self._day
        start, finish = [0] * work.n_tasks, [0] * work.n_tasks
        person_of, task_of = [0] * len(effort), [0] * len(places)
        waits_for, open_needs = self._waits_for.copy(), [len(each) for each in needs]
        free = [(1 << len(each)) - 1 for each in order]
        singles: list[list[int]] = [[] for _ in order]  # heaps of ranks, by kind
        pairs: list[list[int]] = [[] for _ in order]  # sorted ranks, by the first kind
        waiting = left = 0
        events = self._roots.copy()  # of what is due: a person, or the complement of a task
        heapify(events)
        day, here = -1, self._here[0]
        left = work.n_tasks
        while left:
            now = events[0][0] if events else self._next_morning[day] * TICKS_PER_DAY
            if waiting:
                now = min(now, self._next_morning[day] * TICKS_PER_DAY)
            if now >= (day + 1) * TICKS_PER_DAY:
                day = now // TICKS_PER_DAY
                here = self._here[day]
            while events and events[0][0] == now:
                due = heappop(events)[1]
                if due < 0:
                    freed: Sequence[int] = (~due,)
                else:
                    for kind, bit in places[due]:
                        free[kind] |= bit
                    task = task_of[due]
                    open_needs[task] -= 1
                    if open_needs[task]:
                        continue
                    finish[task] = now
                    left -= 1
                    freed = after[task]
                for task in freed:
                    waits_for[task] -= 1
                    if not waits_for[task]:
                        waiting += 1
                        if len(kinds[task]) == 1:
                            heappush(singles[kinds[task][0]], rank[task])
                        else:
                            insort(pairs[kinds[task][0]], rank[task])
            while waiting:
                best = work.n_tasks
                for kind, heap in enumerate(singles):
                    if heap and heap[0] < best and free[kind] & here[kind]:
                        best = heap[0]
                for kind, ranks in enumerate(pairs):
                    if not ranks or ranks[0] >= best:
                        continue
                    ones = free[kind] & here[kind]
                    if not ones:
                        continue
                    for place in ranks:
                        if place >= best:
                            break
                        other = kinds[task_at[place]][1]
                        if self._pair(kind, ones, other, free[other] & here[other]):
                            best = place
                            break
                if best == work.n_tasks:
                    break
                task = task_at[best]
                kind = kinds[task][0]
                if len(needs[task]) == 1:
                    heappop(singles[kind])
                    bits = free[kind] & here[kind]
                    chosen: Sequence[int] = (order[kind][(bits & -bits).bit_length() - 1],)
                else:
                    del pairs[kind][bisect_left(pairs[kind], best)]
                    chosen = self._pair(
                        kind, free[kind] & here[kind], other := kinds[task][1], free[other] & here[other]
                    )
                waiting -= 1
                start[task] = now
                for need, kind, person in zip(needs[task], kinds[task], chosen, strict=True):
                    for held, bit in places[person]:
                        free[held] &= ~bit
                    person_of[need], task_of[person] = person, task
                    ticks = -(-effort[need] * _UNIT // speeds[kind][person])
                    ticks += before[person][day] * TICKS_PER_DAY + now - day * TICKS_PER_DAY
                    days = (ticks - 1) // TICKS_PER_DAY
                    heappush(events, ((day_of[person][days] - days) * TICKS_PER_DAY + ticks, person))
        return Schedule(start, finish, person_of)

    def _pair(self, kind: int, ones: int, other: int, twos: int) -> Sequence[int]:
        """Return the fastest for the first seat who leaves the second fillable, and the fastest for that."""
        if not (ones and twos):
            return ()
        order, others = self._order[kind], self._order[other]
        lowest = ones & -ones
        first = order[lowest.bit_length() - 1]
        for held, bit in self._places[first]:
            if held == other:
                twos &= ~bit
        if twos:
            return first, others[(twos & -twos).bit_length() - 1]
        ones ^= lowest  # only the fastest can take the second seat
        return (order[(ones & -ones).bit_length() - 1], first) if ones else ()


def _bits_by_day(present: npt.NDArray[np.bool_], order: list[list[int]]) -> list[list[int]]:
    """Return, for each day and kind, the bits of the people present."""
    return [
        [int("".join("01"[row[person]] for person in reversed(people)) or "0", 2) for people in order]
        for row in present.T.astype(int).tolist()
    ]


def _next(days: npt.NDArray[np.int64], n_days: int) -> list[int]:
    """Return, for each day, the first of some later days; the end where there is none."""
    ends = [*days.tolist(), n_days]
    return [ends[place] for place in np.searchsorted(days, np.arange(n_days), side="right")]

"""Where work stands at the status date (rule R16): what is done, what has begun, who is at work on it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.clock import TICKS_PER_DAY, end_of_day, start_of_day
from capsim.domain.distributions import Distribution, Fixed, Shifted, Truncated
from capsim.domain.project import Project
from capsim.domain.status import begun_on, done_on
from capsim.domain.task import Task
from capsim.domain.words import place_of_task

__all__ = [
    "NOT_YET",
    "Crew",
    "KeptSeat",
    "Left",
    "Standing",
    "Wanted",
    "left_beyond",
    "left_of",
    "make_standing",
    "shares_of",
]

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Worked = tuple[Project, Task]

NOT_YET = -1
"""Stands where work has not begun, or is not done."""

_WHOLE = 1000
_LEAST_CHANCE = 1e-6
"""With less chance than that to take longer than it has, nothing is left of work."""
_LEAST_TAIL = 2.0**-30
"""Of what is then still possible the part that is never drawn."""
_LEAST_MORE = 1e-6
"""Days by which an amount is more than what is done: an amount of just that much would be over."""


class KeptSeat(NamedTuple):
    """A seat held at the status date: its need, who sits there, the share and the speed in thousandths."""

    need: int
    person: int
    share: int
    speed: int


@dataclass(frozen=True)
class Standing:
    """What is known at the status date.

    Attributes
    ----------
    tick : int
        The beginning of the status date; 0 without one.
    begun, done : ndarray of int64, (tasks,)
        Ticks; `NOT_YET` for what has not begun, or is not done.
    seats : tuple of KeptSeat
        Who is at work and stays there, need by need.
    spent : ndarray of float64, (needs,)
        Person-days of effort done of begun work.
    elapsed : ndarray of float64, (tasks,)
        Working days since work was begun that is not done.
    left_out : tuple of (str, str)
        The place of begun work, and somebody named for it who does not stay on it.
    """

    tick: int
    begun: Ints
    done: Ints
    seats: tuple[KeptSeat, ...]
    spent: Floats
    elapsed: Floats
    left_out: tuple[tuple[str, str], ...]

    @property
    def going_on(self) -> Ints:
        """The tasks that have begun and are not done."""
        return np.flatnonzero((self.begun != NOT_YET) & (self.done == NOT_YET))

    def left_of_duration(self, task: Task, index: int) -> Left:
        """Return what is left of the duration of a task that has one, by its index in the plan."""
        assert task.duration is not None
        if self.begun[index] == NOT_YET:
            return Left(task.duration)
        return left_of(task, task.duration, float(self.elapsed[index]), 1.0)

    def left_of_effort(self, task: Task, index: int, number: int, need: int) -> Left:
        """Return what is left of a need with effort.

        Parameters
        ----------
        task : Task
        index : int
            Of the task, in the plan.
        number : int
            Of the need in the task, from 0.
        need : int
            Of the need, in the plan.
        """
        effort = task.needs[number].effort
        assert effort is not None
        if self.begun[index] == NOT_YET:
            return Left(effort)
        return left_of(task, effort, float(self.spent[need]), shares_of(task)[number])


class Crew(NamedTuple):
    """What is known of the people.

    Attributes
    ----------
    places : dict of str to range
        The people of each name; a pool has several.
    offers : sequence of dict of int to int
        Who can serve each kind of need on the status date, and how fast, in thousandths.
    cumulative : ndarray of int64, (rows, days + 1)
        Ticks of work before each day.
    row : ndarray of int64, (people,)
    """

    places: Mapping[str, range]
    offers: Sequence[Mapping[int, int]]
    cumulative: Ints
    row: Ints

    def capacity(self, person: int, first: int, last: int) -> int:
        """Return the ticks of work of somebody from a day up to another one."""
        clock = self.cumulative[self.row[person]]
        return int(clock[last] - clock[first])


class Wanted(NamedTuple):
    """What needs want, as in the plan; ``pace`` is what their nominal team does in a day."""

    first: Ints
    kind: Ints
    fewest: Ints
    most: Ints
    allocation: Ints
    least: Ints
    pace: Floats

    def of(self, task: int) -> range:
        """Return the needs of a task."""
        return range(int(self.first[task]), int(self.first[task + 1]))


def make_standing(
    listed: Sequence[Worked], start: date, today: date | None, crew: Crew, wanted: Wanted, worked: Ints
) -> Standing:
    """Work out where work stands.

    Parameters
    ----------
    listed : sequence of (Project, Task)
        The tasks that take part.
    start : date
        Of the portfolio.
    today : date, optional
        The status date.
    crew : Crew
    wanted : Wanted
    worked : ndarray of int64, (days + 1,)
        Working days of the portfolio calendar before each day.

    Returns
    -------
    Standing
    """
    tick = 0 if today is None else start_of_day(today, start)
    begun = _ticks((begun_on(task, today) for _, task in listed), start)
    done = np.array(
        [
            NOT_YET if (day := done_on(task, today)) is None else max(first, end_of_day(day, start))
            for (_, task), first in zip(listed, begun.tolist(), strict=True)
        ],
        dtype=np.int64,
    )
    momentary = np.array([task.is_milestone for _, task in listed], dtype=np.bool_)
    begun = np.where(momentary, done, begun)
    going_on = np.flatnonzero((begun != NOT_YET) & (done == NOT_YET)).tolist()
    today_number = tick // TICKS_PER_DAY
    seating = _Seating(crew, wanted, today_number)
    seats = tuple(seat for task in going_on for seat in seating.of(task, *listed[task]))
    elapsed, spent = np.zeros(len(listed)), np.zeros(len(wanted.kind))
    for task in going_on:
        first = int(begun[task]) // TICKS_PER_DAY
        elapsed[task] = worked[today_number] - worked[first]
        for need in wanted.of(task):
            mine = [seat for seat in seats if seat.need == need]
            nominal = float(wanted.pace[need]) * elapsed[task]
            spent[need] = _spent(crew, mine, first, today_number) if mine else nominal
    return Standing(tick, begun, done, seats, spent, elapsed, tuple(seating.left_out))


def _spent(crew: Crew, seats: Sequence[KeptSeat], first: int, last: int) -> float:
    """Return the person-days of effort that people do on their seats from a day up to another one."""
    units = sum(crew.capacity(seat.person, first, last) * seat.share * seat.speed for seat in seats)
    return units / (TICKS_PER_DAY * _WHOLE * _WHOLE)


def _ticks(days: Iterable[date | None], start: date) -> Ints:
    """Return the beginning of days, none before tick 0."""
    return np.array([NOT_YET if day is None else max(0, start_of_day(day, start)) for day in days], np.int64)


class _Seating:
    """Lets people who are at work keep their seats, task by task, as far as there is enough of them."""

    def __init__(self, crew: Crew, wanted: Wanted, today: int) -> None:
        self._crew = crew
        self._wanted = wanted
        last = crew.cumulative.shape[1] - 1
        self._free = {
            person: _WHOLE
            for people in crew.places.values()
            for person in people
            if crew.capacity(person, today, last)
        }
        self.left_out: list[tuple[str, str]] = []

    def of(self, task: int, project: Project, given: Task) -> list[KeptSeat]:
        """Return the seats kept of a task: of each need on which as many people stay as it needs at least.

        Who can serve the fewest of its needs chooses first, then as named. Each takes the first need with
        an empty minimal seat, else the first with any.
        """
        needs = self._wanted.of(task)
        sitting: dict[int, list[tuple[str, KeptSeat]]] = {need: [] for need in needs}
        left_out = []
        for name in sorted(given.assigned, key=lambda each: sum(map(bool, self._fitting(each, needs)))):
            seat = self._seat(name, sitting)
            if seat is None:
                left_out.append(name)
            else:
                sitting[seat.need].append((name, seat))
                self._free[seat.person] -= seat.share
        kept = []
        for need, seats in sitting.items():
            if len(seats) >= self._wanted.fewest[need]:
                kept += [seat for _, seat in seats]
                continue
            for name, seat in seats:
                self._free[seat.person] += seat.share
                left_out.append(name)
        place = place_of_task(project, given)
        self.left_out += [(place, name) for name in given.assigned if name in left_out]
        return kept

    def _fitting(self, name: str, needs: Iterable[int]) -> Iterator[list[int]]:
        """Yield, for each need, who of a name can serve it and has enough left for it."""
        for need in needs:
            offers = self._crew.offers[self._wanted.kind[need]]
            yield [
                person
                for person in self._crew.places[name]
                if person in offers and self._free.get(person, 0) >= self._wanted.least[need]
            ]

    def _seat(self, name: str, sitting: Mapping[int, Sequence[tuple[str, KeptSeat]]]) -> KeptSeat | None:
        """Return the seat that somebody of a name takes, or None."""
        on_task = {seat.person for seats in sitting.values() for _, seat in seats}
        for room in (self._wanted.fewest, self._wanted.most):
            for (need, seats), people in zip(sitting.items(), self._fitting(name, sitting), strict=True):
                able = [person for person in people if person not in on_task]
                if able and len(seats) < room[need]:
                    share = min(int(self._wanted.allocation[need]), self._free[able[0]])
                    speed = self._crew.offers[self._wanted.kind[need]][able[0]]
                    return KeptSeat(need, able[0], share, speed)
        return None


class Left(NamedTuple):
    """What is left of an amount that somebody has begun: ``part`` of what is drawn beyond what is ``done``.

    Attributes
    ----------
    law : distribution
        The whole amount, or what is said to remain.
    part : float
    done : float
        Days.
    """

    law: Distribution
    part: float = 1.0
    done: float = 0.0

    def scaled(self, factor: float) -> tuple[Distribution, float]:
        """Return what is left as a law and a factor on it, where the amount is a law times a factor.

        Parameters
        ----------
        factor : float
            Of the whole amount, whose law is then that of ``law`` in units of it.
        """
        return left_beyond(self.law, self.done / factor) if factor else self.law, self.part * factor

    def mean(self) -> float:
        """Return the mean in days."""
        law, factor = self.scaled(1.0)
        return law.mean() * factor


def left_of(task: Task, law: Distribution, done: float, share: float) -> Left:
    """Return what is left of an amount of a begun task (rule R16).

    What is said to remain counts first, then the part said to be done, then what has been done.

    Parameters
    ----------
    task : Task
    law : distribution
        The whole amount.
    done : float
        Days done.
    share : float
        The part of all that remains that belongs to this amount.

    Returns
    -------
    Left
    """
    if task.remaining is not None:
        return Left(task.remaining, part=share)
    if task.progress is not None:
        return Left(law, part=1 - task.progress)
    return Left(law, done=done)


def shares_of(task: Task) -> list[float]:
    """Return the part of a task's effort that belongs to each of its needs, by their means.

    Examples
    --------
    >>> from capsim.domain.task import Need
    >>> shares_of(Task("test", needs=[Need("qa", effort=3), Need("dev", effort=1)]))
    [0.75, 0.25]
    """
    means = [0.0 if need.effort is None else need.effort.mean() for need in task.needs]
    total = sum(means)
    return [mean / total if total else 1 / len(means) for mean in means]


def left_beyond(law: Distribution, done: float) -> Distribution:
    """Return what is left of an amount of which so much is done: the law on condition that it is more.

    Parameters
    ----------
    law : distribution
    done : float
        In the unit of the law.

    Returns
    -------
    distribution
        Nothing, where it can hardly be more.

    Examples
    --------
    >>> from capsim.domain.distributions import Uniform
    >>> round(left_beyond(Uniform(0, 8), 6).quantile(0.5), 3)
    1.0
    """
    if done <= 0:
        return law
    more = done + _LEAST_MORE
    if 1 - law.cdf(more) < _LEAST_CHANCE:
        return Fixed(0.0)
    if law.is_fixed:
        return Fixed(law.mean() - done)
    return Shifted(Truncated(law, low=more, high=_top(law, more)), -done)


def _top(law: Distribution, low: float) -> float | None:
    """Return the most that is drawn of a law without end that is more than something.

    So near to the end of the law no floating-point number is left for the probabilities beyond it.
    """
    if math.isfinite(law.support()[1]):
        return None
    return law.quantile(1.0 - (1.0 - law.cdf(low)) * _LEAST_TAIL)

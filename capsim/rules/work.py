"""How work is done over time (rules R2, R4, R5, R6), in integers.

The *work clock* of a person, or of the portfolio calendar, is what they have had to give since tick 0:
a day's capacity is spread evenly over its 480 ticks, so at tick ``k`` of day ``d`` the clock shows
``480 * cumulative[d] + capacity[d] * k``. A seat does ``speed * allocation`` units (thousandths each)
for every step of its person's clock; effort in the same unit is ``ticks * EFFORT_UNIT``.

These functions take sequences and integers only, so that the same text runs over Python lists and,
compiled, over arrays; a test compiles them and compares.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from capsim.clock import NEVER, TICKS_PER_DAY

__all__ = [
    "EFFORT_UNIT",
    "after_working",
    "clock_at",
    "first_tick",
    "load_of",
    "own_finish",
    "paced",
    "share_to_end_by",
    "team_done",
    "team_finish",
]

EFFORT_UNIT: Final = TICKS_PER_DAY * 1_000_000
"""Units of work in one tick of effort: a full day's ticks times two factors in thousandths."""


def clock_at(cumulative: Sequence[int], capacity: Sequence[int], tick: int) -> int:
    """Return what a work clock shows at a tick.

    Parameters
    ----------
    cumulative : sequence of int
        Capacity before each day, one entry more than days.
    capacity : sequence of int
        Capacity of each day.
    tick : int

    Examples
    --------
    >>> clock_at([0, 480, 480], [480, 0], 480 + 7)
    230400
    """
    day = tick // TICKS_PER_DAY
    return TICKS_PER_DAY * cumulative[day] + capacity[day] * (tick - TICKS_PER_DAY * day)


def first_tick(cumulative: Sequence[int], capacity: Sequence[int], day: int, goal: int) -> int:
    """Return the first tick at which a work clock shows at least ``goal``; NEVER if beyond its days.

    Parameters
    ----------
    cumulative, capacity : sequence of int
        As in `clock_at`.
    day : int
        A day at whose start the clock shows less than ``goal``.
    goal : int

    Examples
    --------
    >>> first_tick([0, 480, 480, 960], [480, 0, 480], 0, 480 * 480 + 1)
    961
    """
    # double the stride until the goal is passed, then halve: near goals cost few steps
    last = len(capacity)
    stride = 1
    high = day + 1
    while high < last and TICKS_PER_DAY * cumulative[high] < goal:
        day = high
        stride *= 2
        high = day + stride
    if high >= last:
        high = last
        if TICKS_PER_DAY * cumulative[high] < goal:
            return NEVER
    while high - day > 1:
        middle = (day + high) // 2
        if TICKS_PER_DAY * cumulative[middle] < goal:
            day = middle
        else:
            high = middle
    rest = goal - TICKS_PER_DAY * cumulative[day]
    return TICKS_PER_DAY * day + -(-rest // capacity[day])


def after_working(worked: Sequence[int], working: Sequence[int], tick: int, ticks: int) -> int:
    """Return the first tick at which the portfolio calendar has worked ``ticks`` more (rules R5, R6).

    Parameters
    ----------
    worked : sequence of int
        Working days before each day.
    working : sequence of int
        1 on working days, else 0.
    tick, ticks : int
        From when, and how much; 0 is ``tick`` itself, on any day.

    Examples
    --------
    >>> after_working([0, 1, 1, 2], [1, 0, 1], 240, 480)
    1200
    """
    if ticks == 0:
        return tick
    return first_tick(worked, working, tick // TICKS_PER_DAY, clock_at(worked, working, tick) + ticks)


def own_finish(
    cumulative: Sequence[int], capacity: Sequence[int], tick: int, left: int, rate: int, seats: int
) -> int:
    """Return when a person would end the work if all the minimal seats worked as they do (rule R14).

    Parameters
    ----------
    cumulative, capacity : sequence of int
        The person's work clock.
    tick : int
        From when.
    left : int
        Units of work left.
    rate : int
        Speed times allocation, thousandths each.
    seats : int
        Fewest people of the need.
    """
    if left <= 0:
        return tick
    goal = clock_at(cumulative, capacity, tick) + -(-left // (seats * rate))
    return first_tick(cumulative, capacity, tick // TICKS_PER_DAY, goal)


def team_done(
    cumulative: Sequence[Sequence[int]],
    capacity: Sequence[Sequence[int]],
    people: Sequence[int],
    rates: Sequence[int],
    since: int,
    now: int,
) -> int:
    """Return the units of work that a team does between two ticks.

    Parameters
    ----------
    cumulative, capacity : sequence of sequence of int
        The work clock of each person.
    people : sequence of int
        Who sits on each seat.
    rates : sequence of int
        Speed times allocation of each seat, thousandths each.
    since, now : int
        Ticks.
    """
    done = 0
    for seat in range(len(people)):
        person = people[seat]
        steps = clock_at(cumulative[person], capacity[person], now)
        done += rates[seat] * (steps - clock_at(cumulative[person], capacity[person], since))
    return done


def team_finish(
    cumulative: Sequence[Sequence[int]],
    capacity: Sequence[Sequence[int]],
    people: Sequence[int],
    rates: Sequence[int],
    tick: int,
    left: int,
) -> int:
    """Return the first tick at which a team has done the work left (rule R4); NEVER if it cannot.

    Parameters
    ----------
    cumulative, capacity : sequence of sequence of int
        The work clock of each person.
    people : sequence of int
        Who sits on each seat; at least one.
    rates : sequence of int
        Speed times allocation of each seat, thousandths each.
    tick : int
        From when.
    left : int
        Units of work left.
    """
    if left <= 0:
        return tick
    if len(people) == 1:
        return own_finish(cumulative[people[0]], capacity[people[0]], tick, left, rates[0], 1)
    # as in `first_tick`, over the sum of the seats' clocks
    last = len(capacity[people[0]])
    day = tick // TICKS_PER_DAY
    goal = left
    for seat in range(len(people)):
        goal += rates[seat] * clock_at(cumulative[people[seat]], capacity[people[seat]], tick)
    stride = 1
    high = day + 1
    while high < last and _at_day(cumulative, people, rates, high) < goal:
        day = high
        stride *= 2
        high = day + stride
    if high >= last:
        high = last
        if _at_day(cumulative, people, rates, high) < goal:
            return NEVER
    while high - day > 1:
        middle = (day + high) // 2
        if _at_day(cumulative, people, rates, middle) < goal:
            day = middle
        else:
            high = middle
    per_tick = 0
    for seat in range(len(people)):
        per_tick += rates[seat] * capacity[people[seat]][day]
    rest = goal - _at_day(cumulative, people, rates, day)
    return TICKS_PER_DAY * day + -(-rest // per_tick)


def share_to_end_by(
    cumulative: Sequence[Sequence[int]],
    capacity: Sequence[Sequence[int]],
    people: Sequence[int],
    rates: Sequence[int],
    tick: int,
    left: int,
    person: int,
    speed: int,
    end: int,
) -> int:
    """Return the smallest share of a person with which a team ends by a tick (rule R8).

    Parameters
    ----------
    cumulative, capacity : sequence of sequence of int
        The work clock of each person.
    people : sequence of int
        Who sits on each seat.
    rates : sequence of int
        Speed times allocation of each seat, thousandths each.
    tick : int
        From when.
    left : int
        Units of work left.
    person : int
        Who joins, or sits there already and gives more.
    speed : int
        Of that person, in thousandths; above 0.
    end : int
        A tick at which the team without that share would not have done the work left.

    Returns
    -------
    int
        Thousandths, at least 1; above 1000 where all of the person is too little.

    Examples
    --------
    Of 400 ticks of work in a day somebody does 240; another one of speed 1 has to give a third of theirs:

    >>> clocks, days = [[0, 480, 960]] * 2, [[480, 480]] * 2
    >>> share_to_end_by(clocks, days, [0], [500_000], 0, 400 * EFFORT_UNIT, 1, 1000, 480)
    334
    """
    if end <= tick:
        return 1001
    steps = clock_at(cumulative[person], capacity[person], end)
    steps -= clock_at(cumulative[person], capacity[person], tick)
    if steps == 0:
        return 1001
    missing = left - team_done(cumulative, capacity, people, rates, tick, end)
    return -(-missing // (speed * steps))


def _at_day(
    cumulative: Sequence[Sequence[int]], people: Sequence[int], rates: Sequence[int], day: int
) -> int:
    """Return the units of work that a team's clocks stand for at the start of a day."""
    total = 0
    for seat in range(len(people)):
        total += rates[seat] * TICKS_PER_DAY * cumulative[people[seat]][day]
    return total


def paced(speed: int, factor: int) -> int:
    """Return a speed times a factor, thousandths each, rounded half up; at least one thousandth (rule R3).

    Examples
    --------
    >>> paced(1200, 250), paced(1, 250)
    (300, 1)
    """
    return max(1, (2 * speed * factor + 1000) // 2000)


def load_of(left: int, seats: int) -> int:
    """Return the load of a seat in effort work: thousandths of a tick, rounded up (rule R14).

    Examples
    --------
    >>> load_of(480 * EFFORT_UNIT, 2)
    240000
    """
    return -(-left // (EFFORT_UNIT // 1000 * seats))

"""Who could ever fill which seat: demand that nobody can staff is found before any run (rule R15)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence, Set
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from capsim.clock import TICKS_PER_DAY, thousandths
from capsim.domain.calendar import Calendar
from capsim.domain.named import Named
from capsim.domain.person import Person, Skill
from capsim.domain.task import Alternative, Need, Task

if TYPE_CHECKING:
    from capsim.domain.portfolio import Portfolio

__all__ = ["Shortage", "Staffing", "seats_of"]

_WEEKDAYS = 7


class Shortage(NamedTuple):
    """Seats that cannot be filled at once by distinct people, however long one waits.

    Attributes
    ----------
    needs : tuple of int
        Positions of the needs in the task.
    seats : int
        How many seats they have together.
    people : tuple of str
        Everybody who could ever fill one of them: fewer than there are seats.
    """

    needs: tuple[int, ...]
    seats: int
    people: tuple[str, ...]


_Wanted = tuple[tuple[Alternative, ...], frozenset[int] | None]
"""What a need asks for: alternatives, and the only people who may serve; None: everybody."""


class Staffing:
    """Who qualifies for what, over the whole time of a portfolio.

    Parameters
    ----------
    portfolio : Portfolio
        Its calendars may still lack the holidays of a country.
    """

    def __init__(self, portfolio: Portfolio) -> None:
        self._portfolio = portfolio
        # a horizon before the start is told elsewhere, and says nothing about people
        self._last_day = max(portfolio.last_day, portfolio.start + timedelta(days=_WEEKDAYS))
        self._fillers: dict[tuple[Alternative, ...], frozenset[int]] = {}
        self._shortages: dict[tuple[tuple[_Wanted, int], ...], Shortage | None] = {}
        self._named = Named(portfolio.people)
        self._presence: dict[tuple[object, ...], bool] = {}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Everybody by name, pools unfolded."""
        return tuple(name for person in self._portfolio.people for name in names_of(person))

    @cached_property
    def levels(self) -> dict[str, int | None]:
        """The highest level held of each skill; None where nobody has a level."""
        highest: dict[str, int | None] = {}
        for person in self._portfolio.people:
            for skill in person.skills:
                held = [level for level in (highest.get(skill.name), skill.level) if level is not None]
                highest[skill.name] = max(held, default=None)
        return highest

    @cached_property
    def _holders(self) -> dict[str, list[tuple[range, Person, Skill]]]:
        """Who holds a skill: positions among everybody, the person or pool, and the skill."""
        holders: dict[str, list[tuple[range, Person, Skill]]] = {}
        first = 0
        for person in self._portfolio.people:
            places = range(first, first + person.count)
            first = places.stop
            for skill in person.skills:
                holders.setdefault(skill.name, []).append((places, person, skill))
        return holders

    def fillers(self, skills: tuple[Alternative, ...]) -> frozenset[int]:
        """Return the positions of the people who could ever fill a seat with these alternatives.

        Parameters
        ----------
        skills : tuple of Alternative

        Returns
        -------
        frozenset of int
            Positions in `names`.
        """
        if skills not in self._fillers:
            self._fillers[skills] = frozenset(
                place
                for choice in skills
                for places, person, skill in self._holders.get(choice.skill, ())
                if offers(skill, choice) and self.is_present(person, skill)
                for place in places
            )
        return self._fillers[skills]

    def may_serve(self, need: Need) -> frozenset[int]:
        """Return the positions of those who could ever fill a seat of a need, and may (`Need.only`, `never`).

        Parameters
        ----------
        need : Need

        Returns
        -------
        frozenset of int
            Positions in `names`.
        """
        return self._serving((need.skills, self._named.people_for(need)))

    def knows(self, names: Iterable[str]) -> bool:
        """Return whether each of some names means people."""
        return all(name in self._named.names for name in names)

    def _serving(self, wanted: _Wanted) -> frozenset[int]:
        skills, people = wanted
        fillers = self.fillers(skills)
        return fillers if people is None else fillers & people

    def shortage(self, task: Task) -> Shortage | None:
        """Return seats of a task that can never be filled at once, if there are any (Hall's theorem).

        Parameters
        ----------
        task : Task

        Returns
        -------
        Shortage or None
        """
        signature = tuple(
            ((need.skills, self._named.people_for(need)), seats_of(need)) for need in task.needs
        )
        if signature not in self._shortages:
            self._shortages[signature] = self._find_shortage(signature)
        return self._shortages[signature]

    def _find_shortage(self, wanted: tuple[tuple[_Wanted, int], ...]) -> Shortage | None:
        fillers = [self._serving(each) for each, _ in wanted]
        seats = [count for _, count in wanted]
        short = find_shortage(fillers, seats)
        if short is None:
            return None
        people = sorted(frozenset().union(*(fillers[need] for need in short)))
        return Shortage(short, sum(seats[need] for need in short), tuple(self.names[who] for who in people))

    def is_present(self, person: Person, skill: Skill | None = None) -> bool:
        """Return whether there is a day on which the person works, and holds the skill."""
        first = max(day for day in (self._portfolio.start, person.start, skill and skill.start) if day)
        last = min(day for day in (self._last_day, person.end, skill and skill.end) if day)
        key = (person.calendar, person.availability, person.run_the_business, person.leave, first, last)
        if key not in self._presence:
            self._presence[key] = self._works_between(person, first, last)
        return self._presence[key]

    def _works_between(self, person: Person, first: date, last: date) -> bool:
        if last < first:
            return False
        calendar = self._calendar_of(person)
        off = {holiday.day.toordinal() for holiday in calendar.holidays}
        turns = {leave.start.toordinal() for leave in person.leave}
        turns |= {leave.last.toordinal() + 1 for leave in person.leave}
        begin, end = first.toordinal(), last.toordinal() + 1
        marks = sorted({begin, *(turn for turn in turns if begin < turn < end), end})
        days = (day for span in pairwise(marks) for day in _one_of_each_weekday(range(*span), off))
        return any(self._ticks(person, calendar, date.fromordinal(day)) > 0 for day in days)

    def _ticks(self, person: Person, calendar: Calendar, day: date) -> int:
        """Return the ticks that a person has on a day that is no holiday (rule R2)."""
        own = person.run_the_business
        business = self._portfolio.run_the_business if own is None else own
        away = sum(thousandths(leave.share) for leave in person.leave if leave.start <= day <= leave.last)
        parts = (
            thousandths(calendar.pattern[day.weekday()]),
            thousandths(person.availability),
            1000 - thousandths(business),
            1000 - min(away, 1000),
        )
        return (2 * TICKS_PER_DAY * math.prod(parts) + 10**12) // (2 * 10**12)

    def _calendar_of(self, person: Person) -> Calendar:
        """Return the calendar of a person; the portfolio's where theirs is unknown."""
        named = {calendar.name: calendar for calendar in self._portfolio.calendars}
        return named.get(person.calendar or "", self._portfolio.calendar)


def _one_of_each_weekday(days: range, off: Set[int]) -> Iterator[int]:
    """Return the first day of each weekday that is no holiday: the others are like them."""
    seen: set[int] = set()
    for day in days:
        if len(seen) == _WEEKDAYS:
            return
        if day not in off and day % _WEEKDAYS not in seen:
            seen.add(day % _WEEKDAYS)
            yield day


def offers(skill: Skill, choice: Alternative) -> bool:
    """Return whether a held skill meets one alternative of a need, at a speed above 0."""
    return thousandths(skill.proficiency * choice.factor) > 0 and reaches(skill.level, choice.level)


def reaches(level: int | None, demanded: int | None) -> bool:
    """Return whether a level held meets the level demanded; without one it meets none."""
    return demanded is None or (level is not None and level >= demanded)


def names_of(person: Person) -> Iterator[str]:
    """Return the name of a person, or those of everybody in a pool."""
    if person.count == 1:
        yield str(person.name)
    else:
        yield from (f"{person.name} {index}" for index in range(1, person.count + 1))


def seats_of(need: Need) -> int:
    """Return the minimal number of seats of a need: its fewest people, or its ``fte`` rounded up."""
    return need.people[0] if need.fte is None else math.ceil(thousandths(need.fte) / 1000)


def find_shortage(fillers: Sequence[frozenset[int]], seats: Sequence[int]) -> tuple[int, ...] | None:
    """Find needs whose seats outnumber the people who could fill them.

    Parameters
    ----------
    fillers : sequence of frozenset of int
        Per need, who could fill its seats.
    seats : sequence of int
        Per need, how many distinct people it takes; nobody fills two seats.

    Returns
    -------
    tuple of int or None
        The needs that are short together; None if all seats can be filled.

    Notes
    -----
    By Hall's theorem the seats can be filled exactly if no set of needs has more seats than people. A
    maximum matching by augmenting paths decides; the needs reached from a seat that stays empty are
    such a set.

    Examples
    --------
    >>> find_shortage([frozenset({1, 2}), frozenset({2})], [1, 1]) is None
    True
    >>> find_shortage([frozenset({1, 2}), frozenset({2}), frozenset({3})], [2, 1, 1])
    (0, 1)
    """
    if _plainly_enough(fillers, seats):
        return None
    alone = next((need for need, count in enumerate(seats) if count > len(fillers[need])), None)
    if alone is not None:
        return (alone,)
    taken: dict[int, int] = {}
    for need, count in enumerate(seats):
        for _ in range(count):
            reached = _seat(need, fillers, taken)
            if reached:
                return tuple(sorted(reached))
    return None


def _plainly_enough(fillers: Sequence[frozenset[int]], seats: Sequence[int]) -> bool:
    """Return whether needs served from the scarcest on, one after the other, cannot run out."""
    used = 0
    for need in sorted(range(len(seats)), key=lambda need: len(fillers[need])):
        used += seats[need]
        if used > len(fillers[need]):
            return False
    return True


def _seat(need: int, fillers: Sequence[frozenset[int]], taken: dict[int, int]) -> set[int]:
    """Fill one more seat of a need, moving people between needs; return the needs reached if it fails."""
    asked_by: dict[int, int] = {}  # person -> the need that asked for them
    through: dict[int, int] = {need: -1}  # need -> its person for whom it was asked, in order of asking
    queue = [need]
    for asking in queue:  # grows while it is read
        for person in fillers[asking]:
            if person in asked_by:
                continue
            asked_by[person] = asking
            if person not in taken:
                _move(person, asked_by, through, taken)
                return set()
            if taken[person] not in through:
                through[taken[person]] = person
                queue.append(taken[person])
    return set(queue)


def _move(person: int, asked_by: dict[int, int], through: dict[int, int], taken: dict[int, int]) -> None:
    """Give a free person to the need that asked, which gives up its own to the one that asked it."""
    while person >= 0:
        need = asked_by[person]
        taken[person] = need
        person = through[need]

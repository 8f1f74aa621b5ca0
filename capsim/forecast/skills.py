"""Who can do what: the skills that people hold, by role, team or person, on a day or over time."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pandas as pd

from capsim.domain.staffing import reaches
from capsim.errors import InputError, Problem, did_you_mean
from capsim.forecast.columns import texts
from capsim.forecast.dates import as_column
from capsim.forecast.periods import first_days
from capsim.forecast.questions import checked_group
from capsim.forecast.usage import NO_TEAM

if TYPE_CHECKING:
    from capsim.domain.person import Person, Skill
    from capsim.domain.portfolio import Portfolio

__all__ = ["skill_frame"]

_BY: Final = ("role", "team", "person")
_PERIODS: Final = {"M": 1, "Q": 3, "Y": 12}
_FRESH: Final = timedelta(days=365)


class _Held(NamedTuple):
    """A skill that somebody holds, and the days on which they do."""

    person: Person
    skill: Skill

    @property
    def first(self) -> date:
        """The first day."""
        return max(self.person.start or date.min, self.skill.start or date.min)

    @property
    def last(self) -> date:
        """The last day."""
        return min(self.person.end or date.max, self.skill.end or date.max)

    def holds_on(self, day: date) -> bool:
        """Whether they hold it on a day."""
        return self.first <= day <= self.last


class _Row(NamedTuple):
    """What a group can do with a skill, as of a day."""

    day: date
    group: str
    skill: str
    people: int
    proficiency: float
    level: float
    depth: float
    confidence: float
    stale_days: float
    expires: date | None
    bus_factor: int


def skill_frame(portfolio: Portfolio, by: str, period: str | None) -> pd.DataFrame:
    """Return who holds which skills; see `capsim.domain.portfolio.Portfolio.skills`."""
    by = checked_group("skills", by, _BY)
    held: dict[tuple[str, str], list[_Held]] = {}
    for person in portfolio.staff:
        for skill in person.skills:
            held.setdefault((_group(person, by), skill.name), []).append(_Held(person, skill))
    order = {group: place for place, group in enumerate(dict.fromkeys(group for group, _ in held))}
    cells = sorted(held, key=lambda cell: order[cell[0]])
    demanded = _demanded(portfolio)
    today = portfolio.status_date or portfolio.start
    if period is None:
        rows = [_row(cell, held[cell], held[cell], today, demanded) for cell in cells]
    else:
        days = _days(portfolio, period)
        rows = [
            _row(cell, [each for each in held[cell] if each.holds_on(day)], held[cell], day, demanded)
            for cell in cells
            for day in days
        ]
    frame = _frame(rows, by)
    if period is not None:
        frame.insert(0, "period", as_column(row.day for row in rows))
    return frame


def _frame(rows: Sequence[_Row], by: str) -> pd.DataFrame:
    amounts = ("proficiency", "level", "depth", "confidence", "stale_days")
    numbers = {name: np.array([getattr(row, name) for row in rows], dtype=np.float64) for name in amounts}
    return pd.DataFrame(
        {
            by: texts(row.group for row in rows),
            "skill": texts(row.skill for row in rows),
            "people": np.array([row.people for row in rows], dtype=np.int64),
            **numbers,
            "expires": as_column(row.expires for row in rows),
            "bus_factor": np.array([row.bus_factor for row in rows], dtype=np.int64),
        }
    )


def _row(
    cell: tuple[str, str], told: Sequence[_Held], held: Sequence[_Held], day: date, demanded: dict[str, int]
) -> _Row:
    """Return a row; who is told of holds the skill at any time, or on the day."""
    now = [each for each in held if each.holds_on(day)]
    levels = [each.skill.level for each in told if each.skill.level is not None]
    graded = [each.skill.as_of for each in now if each.skill.as_of is not None and each.skill.as_of <= day]
    ends = [each.last for each in held if each.last >= day and each.last < date.max]
    least = demanded.get(cell[1])
    return _Row(
        day,
        *cell,
        len(told),
        _mean([each.skill.proficiency for each in told]),
        max(levels, default=math.nan),
        math.fsum(each.person.availability for each in now),
        sum(day - each <= _FRESH for each in graded) / len(now) if now else math.nan,
        _mean([(day - each).days for each in graded]),
        min(ends, default=None),
        sum(reaches(each.skill.level, least) for each in now),
    )


def _demanded(portfolio: Portfolio) -> dict[str, int]:
    """Return the highest level that work of projects that take part asks for, by skill."""
    found: dict[str, int] = {}
    for skill, level in _asked(portfolio):
        found[skill] = max(level, found.get(skill, level))
    return found


def _asked(portfolio: Portfolio) -> Iterator[tuple[str, int]]:
    projects = (project for project in portfolio.projects if project.takes_part)
    for task in (task for project in projects for task in project.tasks):
        for choice in (choice for need in task.needs for choice in need.skills):
            if choice.level is not None:
                yield choice.skill, choice.level


def _days(portfolio: Portfolio, period: str) -> list[date]:
    """Return the days on which periods begin, the first of them not before the start."""
    if period not in _PERIODS:
        fix = (
            did_you_mean(str(period), tuple(_PERIODS)) or 'write "M" (months), "Q" (quarters) or "Y" (years)'
        )
        raise InputError([Problem("skills, period", "no such period", period, fix)])
    start = portfolio.status_date or portfolio.start
    last = np.datetime64(max(portfolio.last_date, start), "D")
    months: list[date] = first_days(start, "M", last)[:-1].tolist()
    firsts = [day for day in months if (day.month - 1) % _PERIODS[period] == 0]
    return sorted({start, *(day for day in firsts if day > start)})


def _group(person: Person, by: str) -> str:
    if by == "person":
        return str(person.name)
    return person.skills[0].name if by == "role" else person.team or NO_TEAM


def _mean(numbers: Sequence[float]) -> float:
    return sum(numbers) / len(numbers) if numbers else math.nan

"""Who did a task has to do another one (`Task.same_person_as`, rule R7), as long as they can."""

from __future__ import annotations

from capsim.clock import TICKS_PER_DAY
from capsim.engines.event.agenda import EVERYBODY
from capsim.engines.event.hands import Hands
from capsim.engines.event.pool import people_of
from capsim.engines.event.setup import Setup, Unit
from capsim.plan.plan import NO_TASK
from capsim.rules.staffing import matching_size

__all__ = ["Again"]


class Again:
    """Who has held a seat of the tasks that others look to.

    Parameters
    ----------
    setup : Setup
    hands : Hands
    """

    __slots__ = ("_hands", "_has_joined", "_setup", "_worked")

    def __init__(self, setup: Setup, hands: Hands) -> None:
        self._setup = setup
        self._hands = hands
        self._has_joined = False
        self._worked: dict[int, int] = {task: 0 for task in setup.same_as if task != NO_TASK}

    def is_bound(self, task: int) -> bool:
        """Whether a task looks to the people of another one."""
        return self._setup.same_as[task] != NO_TASK

    def note(self, task: int, person: int) -> None:
        """Note who takes a seat."""
        if task in self._worked:
            before = self._worked[task]
            self._worked[task] = before | 1 << person
            self._has_joined |= self._worked[task] != before

    def has_joined(self) -> bool:
        """Whether somebody has taken a seat since last asked by whom other work may be done now."""
        joined, self._has_joined = self._has_joined, False
        return joined

    def forget(self, person: int) -> bool:
        """Forget what somebody has worked on who leaves; tell whether it was anything."""
        before = self._worked
        self._worked = {task: people & ~(1 << person) for task, people in before.items()}
        return self._worked != before

    def may(self, unit: Unit, epoch: int, now: int) -> int:
        """Return who may work on a unit: those who worked on the other task, if they can do all of it.

        They can if each of its minimal seats could be filled by another one of them who qualifies today and
        has capacity left in the run; else anybody may.
        """
        other = self._setup.same_as[unit.task]
        if other == NO_TASK:
            return EVERYBODY
        people = self._staying(self._worked[other], now)
        qualified = self._setup.qualified[epoch]
        able = [people_of(people & qualified[kind]) for kind, _ in unit.wants]
        return people if matching_size(able) == len(able) else EVERYBODY

    def _staying(self, people: int, now: int) -> int:
        """Return those of some people who have capacity today or later."""
        day, cumulative = now // TICKS_PER_DAY, self._hands.cumulative
        return sum(
            1 << person for person in people_of(people) if cumulative[person][-1] > cumulative[person][day]
        )

"""What reactions do with people (rule R21): candidates are hired, and others work longer for some days."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from capsim.clock import TICKS_PER_DAY
from capsim.engines.event.agenda import EVERYBODY
from capsim.engines.event.handover import expect_leave
from capsim.engines.event.log import What
from capsim.engines.event.paths import Segment, days_of_path, leavings_of
from capsim.engines.event.setup import Setup
from capsim.plan.paths import WHOLE, Reason
from capsim.rules.work import paced

if TYPE_CHECKING:
    from capsim.engines.event.replication import Replication

__all__ = ["Recruiting", "known_paths"]

_WAITS = [Segment(0, 0, WHOLE, Reason.LATE)]


def known_paths(setup: Setup, drawn: Sequence[Sequence[Segment]]) -> list[Sequence[Segment]]:
    """Return the paths of everybody as they are while nobody has been hired."""
    waits = setup.plan.paths.candidate.tolist()
    return [_WAITS if waiting else mine for waiting, mine in zip(waits, drawn, strict=True)]


class Recruiting:
    """Who has been hired in a replication, and who works longer.

    Parameters
    ----------
    setup : Setup
    drawn : sequence of list of Segment
        The path of each candidate as if the decision were made on the first day.
    """

    __slots__ = ("_base", "_drawn", "_longer", "_path_of", "_setup")

    def __init__(self, setup: Setup, drawn: Sequence[Sequence[Segment]]) -> None:
        table = setup.plan.paths
        self._setup = setup
        self._drawn = drawn
        self._path_of = {
            int(table.person[path]): path for path, waits in enumerate(table.candidate.tolist()) if waits
        }
        self._base: dict[int, list[int]] = {}
        self._longer: dict[int, tuple[int, int]] = {}

    def waiting(self, people: Sequence[bool], most: int) -> list[int]:
        """Return the first of some people, as listed, who have not been hired yet."""
        return [person for person in self._path_of if people[person]][:most]

    def hire(self, run: Replication, person: int) -> None:
        """Let a candidate follow their path from today on."""
        plan, today = self._setup.plan, run.now // TICKS_PER_DAY
        since = plan.standing.tick // TICKS_PER_DAY
        path = self._path_of.pop(person)
        moved = [segment._replace(day=max(segment.day - since, 0) + today) for segment in self._drawn[path]]
        mine = [*(_WAITS if today else ()), *moved]
        mine = [
            segment
            for segment, after in zip(mine, [*mine[1:], None], strict=True)
            if segment.day < plan.n_days and (after is None or after.day > segment.day)
        ]
        days = days_of_path(self._setup, path, mine)
        run.hands.have(person, days.capacity)
        run.hands.paces.change(person, days.factor)
        run.come(person, days.capacity, leavings_of(mine))
        run.returns.join(person, days.capacity, leavings_of(mine))
        expect_leave(run, person, run.now + 1)
        run.note(What.HIRED, person=person)

    def begin_anew(self, run: Replication, path: int, person: int, joined: int) -> None:
        """Let a successor get up to speed who joins on a day (D5)."""
        steps = self._setup.ramps[path]
        if not steps:
            return
        days, paces = self._setup.plan.n_days, run.hands.paces

        def ramped(factors: list[int]) -> list[int]:
            made = factors.copy()
            for first, end, amount in steps:
                for day in range(joined + first, min(joined + end, days)):
                    made[day] = paced(made[day], WHOLE + amount)
            return made

        paces.change(person, ramped(paces.factors(person, days)))
        if person in self._base:
            self._base[person] = ramped(self._base[person])

    def work_longer(self, run: Replication, people: Sequence[bool], more: int, until: int) -> bool:
        """Let some people do more on each day, for some days; tell whether that is anything new."""
        asked = [
            person
            for person, is_meant in enumerate(people)
            if is_meant and person not in self._path_of and self._longer.get(person) != (until, more)
        ]
        today, paces = run.now // TICKS_PER_DAY, run.hands.paces
        for person in asked:
            now = paces.factors(person, self._setup.plan.n_days)
            base = self._base.setdefault(person, now)
            longer = [paced(factor, WHOLE + more) for factor in base[today:until]]
            paces.change(person, [*now[:today], *longer, *base[until:]])
            self._longer[person] = until, more
        for need in run.hands.running_with(sum(1 << person for person in asked)):
            run.plan_end(need, run.hands.team_end(need))
        if asked:
            run.fresh_for_seats = EVERYBODY  # work ends at another time, and may be worth topping up now
        return bool(asked)

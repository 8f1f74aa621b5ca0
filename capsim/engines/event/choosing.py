"""Who is preferred for a seat (rule R14): one key function for each assignment rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from capsim.domain.policy import Cheapest, Continuity, EarliestFinish, Fastest, LeastLoaded, Specialist
from capsim.rules.work import own_finish

if TYPE_CHECKING:
    from capsim.engines.event.replication import Replication

__all__ = ["KEYS", "Key"]

Key = Callable[[int], Any]
"""From a person to what is compared, smallest first; ties go to who stands first in the portfolio."""


def earliest_finish(run: Replication, need: int, left: int) -> Key:
    """Return the tick at which the person would end the work; the number of skills for elapsed work."""
    setup = run.setup
    if not setup.need_effort[need]:
        return setup.plan.person_skill_count.__getitem__
    speeds, seats = run.offers(need), setup.need_fewest[need]

    def key(person: int) -> int:
        cumulative, capacity, rate = run.hands.clock(person, speeds[person], run.share(need, person))
        tick = own_finish(cumulative, capacity, run.now, left, rate, seats)
        return min(tick, setup.plan.horizon_tick + 1)  # all that the horizon cuts off are equal

    return key


def fastest(run: Replication, need: int, left: int) -> Key:
    """Return the negative speed."""
    return lambda person: -run.speed(need, person)


def specialist(run: Replication, need: int, left: int) -> Key:
    """Return the number of skills held, then the negative speed."""
    held = run.setup.plan.person_skill_count
    return lambda person: (held[person], -run.speed(need, person))


def cheapest(run: Replication, need: int, left: int) -> Key:
    """Return the rate for a unit of work; people without a rate come last."""
    rates = run.setup.plan.person_rates[run.epoch]
    return lambda person: rates[person] / run.speed(need, person)


def least_loaded(run: Replication, need: int, left: int) -> Key:
    """Return the work taken so far."""
    return run.pool.load.__getitem__


def continuity(run: Replication, need: int, left: int) -> Key:
    """Return whether the person is new to the project, then the negative speed."""
    known = run.pool.worked_on[run.setup.project[run.setup.need_task[need]]]
    return lambda person: (not known >> person & 1, -run.speed(need, person))


KEYS: Mapping[type, Callable[[Replication, int, int], Key]] = {
    EarliestFinish: earliest_finish,
    Fastest: fastest,
    Specialist: specialist,
    Cheapest: cheapest,
    LeastLoaded: least_loaded,
    Continuity: continuity,
}

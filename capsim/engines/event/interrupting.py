"""Which running work urgent work interrupts (rule R11)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from capsim.engines.event.pool import people_of
from capsim.rules.staffing import matching_size

if TYPE_CHECKING:
    from capsim.engines.event.replication import Replication

__all__ = ["needs_to_interrupt"]


def needs_to_interrupt(run: Replication, number: int) -> list[int]:
    """Return the needs whose people a unit of work takes to start now, in order; none if that is no way.

    Parameters
    ----------
    run : Replication
    number : int
        Of a unit of work that cannot be staffed.
    """
    chosen: list[int] = []
    for need in _lower(run, number):
        chosen.append(need)
        if _could(run, number, chosen):
            break
    else:
        return []
    for need in reversed(chosen.copy()):
        without = [other for other in chosen if other != need]
        if _could(run, number, without):
            chosen = without
    return sorted(chosen)


def _lower(run: Replication, number: int) -> list[int]:
    """Return the running needs of lower classes: the lowest first, then the latest, then last in order."""
    setup, class_of = run.setup, run.reviews.class_of
    mine = class_of(setup.units[number].task)

    def key(need: int) -> tuple[object, ...]:
        task = setup.need_task[need]
        return class_of(task), run.hands.begun[need], run.order_of(setup.unit_of_need(need))

    lower = [need for need in run.hands.at_work() if class_of(setup.need_task[need]) > mine]
    return sorted(lower, key=key, reverse=True)


def _could(run: Replication, number: int, needs: Sequence[int]) -> bool:
    """Whether a unit of work could be staffed if some needs were interrupted."""
    unit = run.setup.units[number]
    project = run.setup.project[unit.task]
    freed = _freed(run, needs)

    def has(person: int, least: int) -> bool:
        return run.pool.share_if(person, project, freed.get(person, ())) >= least

    choices = [
        [person for person in people_of(may) if has(person, least)]
        for may, (_, least) in zip(run.may_take(number), unit.wants, strict=True)
    ]
    return matching_size(choices) == len(choices)


def _freed(run: Replication, needs: Sequence[int]) -> dict[int, list[tuple[int, int]]]:
    """Return for each person on the seats of some needs what those are: project and share of each."""
    freed: dict[int, list[tuple[int, int]]] = {}
    for need in needs:
        project = run.setup.project[run.setup.need_task[need]]
        for person, share in run.hands.shares(need):
            freed.setdefault(person, []).append((project, share))
    return freed

"""People who leave because they are overloaded (rule D5): a part of `Replication` in a file of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from capsim.clock import TICKS_PER_DAY
from capsim.engines.event.agenda import DUE_EXIT
from capsim.engines.event.log import What
from capsim.plan.exits import Exits

if TYPE_CHECKING:
    from capsim.engines.event.replication import Replication

__all__ = ["Exit", "exits_of", "expect_exits", "give_way"]


class Exit(NamedTuple):
    """The day on which somebody leaves if they are overloaded then, and the first day of the successor."""

    path: int
    day: int
    until: int


def exits_of(exits: Exits, row: int, rows: int) -> list[Exit]:
    """Return the exits of one of some replications."""
    number = (len(exits.first) - 1) // rows if len(exits.first) else 0
    found = []
    for path in range(number):
        key = row * number + path
        for place in range(exits.first[key], exits.first[key + 1]):
            found.append(Exit(path, int(exits.day[place]), int(exits.until[place])))
    return found


def expect_exits(run: Replication) -> None:
    """Put everything at which somebody may leave on the agenda."""
    for number, each in enumerate(run.exits):
        run.at(each.day * TICKS_PER_DAY, DUE_EXIT, number)


def give_way(run: Replication, number: int) -> bool:
    """Let somebody leave if they are overloaded; tell whether they do."""
    path, today, until = run.exits[number]
    person = int(run.setup.plan.paths.person[path])
    if not _is_overloaded(run, person, today):
        return False
    run.exited.append(number)
    before = run.hands.capacity[person]
    capacity = [*before[:today], *[0] * (until - today), *before[until:]]
    run.hands.have(person, capacity)
    run.recruiting.begin_anew(run, path, person, until)
    run.leave_for_good(person, capacity, today, until)
    run.note(What.QUITS, person=person)
    return True


def _is_overloaded(run: Replication, person: int, today: int) -> bool:
    """Whether all time of somebody who is there is taken, and work waits that they could do."""
    setup, bit = run.setup, 1 << person
    if not run.hands.capacity[person][today] or (run.pool.whole | run.pool.part) & bit:
        return False
    qualified = setup.qualified[setup.epoch(today)]
    return any(
        any(qualified[kind] & bit for kind, _ in setup.units[unit].wants) and not run.is_barred(unit)
        for unit in run.waiting_units()
    )

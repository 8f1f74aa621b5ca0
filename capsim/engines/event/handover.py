"""When people hand over what they have in hand (rule R10): a part of `Replication` in a file of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from capsim.clock import NEVER
from capsim.engines.event.agenda import DUE_LEAVE, EVERYBODY
from capsim.engines.event.log import What
from capsim.engines.event.pool import people_of

if TYPE_CHECKING:
    from capsim.engines.event.replication import Replication

__all__ = ["expect_leave", "hand_over", "send_back", "take_leave"]


def expect_leave(run: Replication, person: int, tick: int) -> None:
    """Put the next long absence of a person, from a tick on, on the agenda."""
    run.at(run.returns.next_leave(person, tick), DUE_LEAVE, person)


def take_leave(run: Replication, person: int) -> bool:
    """Note that a long absence begins; tell whether there is anything to hand over."""
    if run.returns.next_leave(person, run.now) != run.now:
        return False  # it has been changed since
    expect_leave(run, person, run.now + 1)
    run.returns.leaving |= 1 << person
    return bool(run.hands.running_with(1 << person))


def hand_over(run: Replication) -> None:
    """Let those leave whose long absence begins; work without enough people returns to the queue."""
    leaving, run.returns.leaving = run.returns.leaving, 0
    for need in run.hands.running_with(leaving):
        for person in people_of(run.hands.members(need) & leaving):
            run.note(What.LEAVES, run.setup.need_task[need], need, person)
        if (run.hands.members(need) & ~leaving).bit_count() < run.setup.need_fewest[need]:
            send_back(run, need, run.setup.handover_ticks, What.HAND_OVER)
        else:
            _go_on_without(run, need, leaving)


def send_back(run: Replication, need: int, ticks: int, event: What) -> None:
    """Let all leave a need; it returns to the queue with what is left and some effort on top."""
    run.hands.settle(need, run.now)
    run.leave(need)
    run.hands.end[need] = NEVER
    run.hands.add(need, ticks)
    run.returns.send_back(need, run.now)
    run.note(event, run.setup.need_task[need], need)
    run.wait(run.setup.unit_of_need(need))


def _go_on_without(run: Replication, need: int, leaving: int) -> None:
    """Let some people leave a need; the others go on, and may find help."""
    run.hands.settle(need, run.now)
    was_full = not run.hands.room(need)
    run.free(need, run.hands.leave(need, leaving, run.now))
    run.plan_end(need, run.hands.team_end(need))
    if was_full:
        run.expect_more(need)
    run.fresh_for_seats = EVERYBODY  # it ends later, and may be worth topping up now

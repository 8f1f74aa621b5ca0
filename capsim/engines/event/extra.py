"""Extra seats (rule R8, step 6): running work below its most people takes whoever is still free."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from capsim.clock import TICKS_PER_DAY
from capsim.engines.event.log import What
from capsim.plan.plan import NO_DATE

if TYPE_CHECKING:
    from capsim.engines.event.replication import Replication

__all__ = ["is_worth_asking", "may_grow", "take_extra", "waits_for_the_day"]


def is_worth_asking(run: Replication, need: int, fresh: int) -> bool:
    """Whether a need begins, or somebody who could join has become free; the others have been asked."""
    setup, task = run.setup, run.setup.need_task[need]
    if run.hands.begun[need] == run.now or run.again.is_bound(task):
        return True
    new = setup.qualified[run.epoch][setup.need_kind[need]] & fresh
    return bool(new and run.pool.able(new, _least_extra(run, need), setup.project[task]))


def take_extra(run: Replication, need: int, here: int) -> None:
    """Let a need take extra seats, if it may, with the people of a set who are able."""
    setup, project = run.setup, run.setup.project[run.setup.need_task[need]]
    able = setup.qualified[run.epoch][setup.need_kind[need]] & here & ~_closed(run, need)
    able &= run.again.may(setup.units[setup.unit_of_task(setup.need_task[need])], run.epoch, run.now)
    able = run.pool.able(able, _least_extra(run, need), project)
    if not able or not may_grow(run, need):
        return
    run.hands.settle(need, run.now)
    if _is_planned(run, need):
        _get_help(run, need, run.ranked(able, need))
    else:
        for person in run.ranked(able, need)[: run.hands.room(need)]:
            run.sit_down(need, person, run.share(need, person), What.EXTRA_SEAT)
    end = run.hands.team_end(need)
    if end != run.hands.end[need]:
        run.plan_end(need, end)
    if not run.hands.room(need):
        run.expect_no_more(need)


def _closed(run: Replication, need: int) -> int:
    """Return who takes no extra seat: people at its task, but those at planned work can give it more."""
    beside = run.hands.beside(need)
    return beside if _is_planned(run, need) else beside | run.hands.members(need)


def _least_extra(run: Replication, need: int) -> int:
    """Return the thousandths of a person that an extra seat takes at least; of planned work it is one."""
    return 1 if _is_planned(run, need) else run.setup.need_least[need]


def _is_planned(run: Replication, need: int) -> bool:
    """Whether a need gives way and has a planned last day."""
    return run.setup.need_planned_end[need] != NO_DATE


def _is_late(run: Replication, need: int) -> bool:
    """Whether a need would end after its planned last day with the people it has; without one always."""
    return run.hands.end[need] > run.setup.need_planned_end[need]


def may_grow(run: Replication, need: int) -> bool:
    """Whether extra people may join: it would be late, and begins or still runs long enough."""
    if not _is_late(run, need):
        return False
    if run.hands.begun[need] == run.now:
        return True
    return run.setup.policy.top_up and run.hands.runs_for(need, run.now) >= run.setup.top_up_ticks


def waits_for_the_day(run: Replication, need: int) -> bool:
    """Whether planned work in hand has to wait for the next day with what would not make it end in time.

    Work that ends some minutes before its month does frees its people for the work of the next month, and
    not for late work that comes after it.
    """
    within_a_day = run.now % TICKS_PER_DAY > 0
    return within_a_day and _is_planned(run, need) and run.hands.begun[need] < run.now


def _get_help(run: Replication, need: int, people: Sequence[int]) -> None:
    """Let planned work take shares of people, one after the other, until it would end in time.

    They are ranked once: what one gives changes nothing for the others, and who gives less than
    everything is the last.
    """
    project = run.setup.project[run.setup.need_task[need]]
    only_in_time = waits_for_the_day(run, need)
    for person in people:
        wanted = _share_to_end_in_time(run, need, person)
        share = min(wanted, run.pool.share_for(person, project))
        if share == wanted or not only_in_time:
            run.sit_down(need, person, share, What.EXTRA_SEAT)
        if share == wanted or not run.hands.room(need):
            break


def _share_to_end_in_time(run: Replication, need: int, person: int) -> int:
    """Return the smallest share of a person with which a need would end as planned; above 1000 for none.

    Who gives all their time can be faster than who gives a part of it.
    """
    planned_end = run.setup.need_planned_end[need]
    part, whole = run.speed_on_seat(need, person, 1), run.speed_on_seat(need, person, 1000)
    wanted = run.hands.share_to_end_by(need, person, part, planned_end)
    if wanted <= 1000 or part == whole:
        return wanted
    return max(1000, run.hands.share_to_end_by(need, person, whole, planned_end))

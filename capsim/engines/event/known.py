"""Work that has begun by the status date (rule R16): a part of `Replication` in a file of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from capsim.clock import NEVER
from capsim.engines.event.agenda import DUE_RESUME
from capsim.engines.event.links import tell_finish, tell_start
from capsim.engines.event.log import What
from capsim.engines.runs import Cause, cause_code
from capsim.plan.standing import NOT_YET
from capsim.rules.work import after_working

if TYPE_CHECKING:
    from capsim.engines.event.replication import Replication

__all__ = ["know", "resume", "tell_known"]


def know(run: Replication) -> None:
    """Take notice of work that has begun, and is done or will go on at the status date."""
    setup, standing = run.setup, run.setup.plan.standing
    for task, begun in setup.known.items():
        done = int(standing.done[task])
        run.ready[task] = run.start[task] = begun
        run.ready_driver[task], run.start_driver[task] = cause_code(Cause.KNOWN), cause_code(Cause.READY)
        if setup.seats[task]:
            run.limits.begin(setup.project[task], 0)
        if done != NOT_YET:
            run.finish[task], run.finish_driver[task] = done, cause_code(Cause.KNOWN)
            run.unfinished -= 1
    if len(standing.going_on):
        run.at(standing.tick, DUE_RESUME, 0)
    for project in dict.fromkeys(setup.project[task] for task in setup.known):
        run.limits.close(project, 0)


def tell_known(run: Replication) -> None:
    """Let those who wait for what has happened know its ticks."""
    for task in run.setup.known:
        tell_start(run, task, run.start[task])
        if run.finish[task] != NEVER:
            tell_finish(run, task, run.finish[task])


def resume(run: Replication) -> None:
    """Go on with the work that has begun: who is at work stays, the rest is staffed before all else."""
    run.is_resuming = False
    for task in run.setup.known:
        if run.finish[task] == NEVER:
            _resume(run, task)
    while True:
        _let_end(run)
        if not run.dispatch():
            break


def _let_end(run: Replication) -> None:
    """Let work end of which nothing is left; what gets ready by that is opened with all else."""
    while run.ended or run.closing:
        ended, run.ended = sorted(run.ended), set()
        for need in ended:
            run.end_need(need)
        closing, run.closing = sorted(run.closing), []
        for task in closing:
            run.close(task)


def _resume(run: Replication, task: int) -> None:
    """Go on with a task; needs with effort that nobody is at work on are in the queue from now on."""
    setup, now = run.setup, run.now
    needs = range(setup.first_need[task], setup.first_need[task + 1])
    duration_end = after_working(*setup.calendar, now, run.duration[task])
    if not needs:
        run.own_end[task], run.own_driver[task] = duration_end, cause_code(Cause.DURATION)
        run.try_close(task)
        return
    if run.keyed_when_ready:
        run.order[task] = (setup.task_class[task], run.start[task], setup.unit_of_task(task))
    run.open_needs[task] = len(needs)
    seats = setup.kept.get(task, ())
    at_work = {seat.need for seat in seats}
    for need in needs:
        if need in at_work:
            run.hands.begin(need, now)
            run.hands.begun[need] = run.start[task]
    for seat in seats:
        run.sit_down(seat.need, seat.person, seat.share, What.SEAT)
    for need in needs:
        if need in at_work or not setup.need_effort[need]:
            run.begin_need(need, duration_end)
        elif not run.hands.left(need, now):
            run.plan_end(need, now)
        else:
            run.returns.send_back(need, now)
            run.wait(setup.unit_of_need(need))

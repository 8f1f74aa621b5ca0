"""Reviews (rule R21): what a policy watches is looked at, and what it does is done."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from capsim.clock import ABSENT, NEVER, STOPPED, TICKS_PER_DAY
from capsim.engines.event.agenda import DUE_REVIEW
from capsim.engines.event.log import NOBODY, What
from capsim.engines.event.setup import WHOLE_TASK, Setup
from capsim.engines.runs import Cause, cause_code
from capsim.plan.reacting import (
    DESCOPE,
    EVERY,
    EXPEDITE,
    FOUND,
    HIRE,
    LATE,
    NEVER_MEANT,
    OVERTIME,
    STOP,
    WAITS,
)
from capsim.rules.work import after_working, clock_at

if TYPE_CHECKING:
    from capsim.engines.event.replication import Replication

__all__ = ["Reviews"]

_AHEAD: Final = 1 << 40
"""How far expedited work is put before all other in the order of work."""

_IN_TIME: Final = -NEVER

_NOT_THERE: Final = -_AHEAD
"""When what does not happen is over: nobody waits for it."""


class Reviews:
    """The reviews of a replication.

    Parameters
    ----------
    setup : Setup

    Attributes
    ----------
    rows : list of (int, int, int)
        What was done: the reaction, the tick, and the project, the person hired, or `NOBODY`.
    """

    __slots__ = ("_expedited", "_is_due", "_reacting", "_setup", "_times", "rows")

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._reacting = setup.reacting
        self._times = [0] * setup.reacting.number
        self._expedited: set[int] = set()
        self._is_due = False
        self.rows: list[tuple[int, int, int]] = []

    def expect(self, run: Replication, day: int) -> None:
        """Put the first review from a day on, on the agenda."""
        days = self._setup.review_days
        place = bisect_left(days, day)
        if place < len(days):
            run.at(days[place] * TICKS_PER_DAY, DUE_REVIEW, place)

    def fall_due(self, run: Replication) -> None:
        """Note that there is a review at this tick."""
        self._is_due = True
        self.expect(run, run.now // TICKS_PER_DAY + 1)

    def class_of(self, task: int) -> int:
        """Return the class of a task, smaller for more urgent work; all that is expedited comes first."""
        ahead = _AHEAD if self._setup.project[task] in self._expedited else 0
        return self._setup.task_class[task] - ahead

    def hold(self, run: Replication) -> None:
        """Hold the review of this tick, if there is one: see first, for all reactions, and then act."""
        if not self._is_due:
            return
        self._is_due = False
        place = bisect_left(self._setup.review_days, run.now // TICKS_PER_DAY)
        due = [number for number, is_due in enumerate(self._reacting.due[place].tolist()) if is_due]
        late = _lateness(run) if any(self._reacting.trigger[number] == LATE for number in due) else []
        asked = [(number, self._projects(run, number, late)) for number in due]
        for number, projects in asked:
            for project in projects:
                most = self._reacting.at_most[number]
                done_to = self._act(run, number, project) if most < 0 or self._times[number] < most else []
                self._times[number] += bool(done_to)
                self.rows += [(number, run.now, target) for target in done_to]
        run.reach_quiet()

    # ------------------------------------------------------------ what is seen

    def _projects(self, run: Replication, number: int, late: Sequence[int]) -> list[int]:
        """Return the projects to which something is to be done (`ON_PEOPLE` if it is done to people).

        None if the trigger is not met.
        """
        reacting, target = self._reacting, int(self._reacting.target[number])
        found: list[int] = []
        if reacting.trigger[number] == LATE:
            found = self._slipping(number, late)
            if not found:
                return []
        elif reacting.trigger[number] == WAITS and self._waiting(run, number) < reacting.least[number]:
            return []
        if target == FOUND:
            return found
        return [] if target == NEVER_MEANT else [target]

    def _slipping(self, number: int, late: Sequence[int]) -> list[int]:
        """Return the projects that miss their deadlines by more than a reaction lets pass."""
        watched, ticks = self._reacting.watched[number], self._reacting.ticks[number]
        return [project for project, by in enumerate(late) if by > ticks and (watched in (EVERY, project))]

    def _waiting(self, run: Replication, number: int) -> int:
        """Return how much work has waited for people as long as a reaction says, or longer."""
        setup, asks, found = self._setup, self._reacting.asks[number], 0
        for task, ready in enumerate(run.ready):
            if run.start[task] == NEVER and ready < run.now and setup.seats[task]:
                first, last = setup.first_need[task], setup.first_need[task + 1]
                found += bool(asks[first:last].any()) and self._is_long(run, number, ready, task, WHOLE_TASK)
        for need, returned, start, _ in run.returns.rows:
            task = setup.need_task[need]
            if start == NEVER and run.finish[task] == NEVER and asks[need]:
                found += self._is_long(run, number, returned, task, need)
        return found

    def _is_long(self, run: Replication, number: int, since: int, task: int, need: int) -> bool:
        """Whether work that no limit bars has waited long enough."""
        setup = self._setup
        unit = setup.unit_of_task(task) if need == WHOLE_TASK else setup.unit_of_need(need)
        if run.is_barred(unit):
            return False
        return after_working(*setup.calendar, since, int(self._reacting.ticks[number])) <= run.now

    # ------------------------------------------------------------ what is done

    def _note(self, run: Replication, number: int, project: int) -> None:
        """Tell what is done now, with the project that the trigger has found."""
        reaction, names = self._setup.policy.reactions[number], self._setup.plan.project_names
        found = f" ({names[project]})" if self._reacting.target[number] == FOUND else ""
        run.note(What.REACTION, detail=f"{reaction}{found}")

    def _act(self, run: Replication, number: int, project: int) -> list[int]:
        """Do what a reaction does, if that changes anything; return to what it was done."""
        action = self._reacting.action[number]
        if action == HIRE:
            return self._hire(run, number)
        if action == OVERTIME:
            return [NOBODY] if self._work_longer(run, number) else []
        changes = {STOP: self._stop, DESCOPE: self._leave_out, EXPEDITE: self._expedite}
        return [project] if changes[action](run, number, project) else []

    def _hire(self, run: Replication, number: int) -> list[int]:
        """Hire as many of those who can be hired as a reaction says."""
        people, most = self._reacting.people[number].tolist(), int(self._reacting.amount[number])
        hired = run.recruiting.waiting(people, most)
        if hired:
            self._note(run, number, NOBODY)
        for person in hired:
            run.recruiting.hire(run, person)
        return hired

    def _work_longer(self, run: Replication, number: int) -> bool:
        """Let people work longer, as a reaction says."""
        place = bisect_left(self._setup.review_days, run.now // TICKS_PER_DAY)
        people, more = self._reacting.people[number].tolist(), int(self._reacting.amount[number])
        is_new = run.recruiting.work_longer(run, people, more, int(self._reacting.until[place, number]))
        if is_new:
            self._note(run, number, NOBODY)
        return is_new

    def _unfinished(self, run: Replication, project: int) -> list[int]:
        tasks = range(self._setup.first_task[project], self._setup.first_task[project + 1])
        return [task for task in tasks if run.finish[task] == NEVER]

    def _stop(self, run: Replication, number: int, project: int) -> bool:
        """Let a project be stopped as soon as all is seen."""
        if project in run.gates.stopping or not self._unfinished(run, project):
            return False
        self._note(run, number, project)
        run.gates.stopping[project] = cause_code(Cause.REACTION, project)
        return True

    def _leave_out(self, run: Replication, number: int, project: int) -> bool:
        """Leave out what has not begun of the work that can be, if other work of the project is left."""
        setup, tagged = self._setup, self._reacting.tagged[number]
        left = self._unfinished(run, project)
        tasks = [task for task in left if tagged[task] and run.start[task] == NEVER]
        if not tasks or len(tasks) == len(left):
            return False
        self._note(run, number, project)
        for task in tasks:
            run.forget_waiting(setup.unit_of_task(task))
            _give_up(run, task)
        for task in tasks:
            for link in (*setup.starts_from_finish[task], *setup.starts_from_start[task]):
                run.meet_start(link, run.now)
            for other in (*setup.finishes_from_finish[task], *setup.finishes_from_start[task]):
                run.meet_finish(other, run.now)
        return True

    def _expedite(self, run: Replication, number: int, project: int) -> bool:
        """Put the work of a project before all other."""
        if project in self._expedited or not self._unfinished(run, project):
            return False
        self._note(run, number, project)
        self._expedited.add(project)
        for task in range(self._setup.first_task[project], self._setup.first_task[project + 1]):
            place, *rest = run.order[task]
            run.order[task] = (place - _AHEAD, *rest)
        run.sort_again()
        return True


def _give_up(run: Replication, task: int) -> None:
    """Let a task that has not begun be no part of this future any more."""
    run.note(What.LEFT_OUT, task)
    run.ready[task] = run.start[task] = run.finish[task] = ABSENT
    run.ready_driver[task] = 0
    run.unfinished -= 1
    run.tell_watchers(task)


def _lateness(run: Replication) -> list[int]:
    """Return by how many working ticks each project will miss its deadline; far less than 0 if it will not.

    A pass over what is left: what has begun takes its planned duration from its start, and ends now at the
    soonest; what has not begun begins now at the soonest.
    """
    setup, plan = run.setup, run.setup.plan
    now, network = clock_at(*setup.calendar, run.now), setup.network
    assert network is not None
    released, lengths = plan.task_release, plan.planned.duration
    early: list[int] = [0] * (2 * plan.n_tasks)
    for event in network.order:
        task, is_finish = divmod(event, 2)
        tick = run.finish[task] if is_finish else run.start[task]
        if tick in (ABSENT, STOPPED):
            early[event] = _NOT_THERE
            continue
        if is_finish and tick != NEVER:
            early[event] = clock_at(*setup.calendar, tick)
            continue
        if is_finish:
            early[event] = max(now, max(early[event - 1], int(released[task])) + int(lengths[task]))
        elif tick != NEVER:
            early[event] = clock_at(*setup.calendar, tick)
            continue
        else:
            early[event] = max(now, int(released[task]))
        for cause, lag in network.incoming[event]:
            early[event] = max(early[event], early[cause] + lag)
    late = [_IN_TIME] * plan.n_projects
    for task, project in enumerate(setup.project):
        due = int(setup.reacting.deadline[project])
        if run.finish[task] == NEVER and due >= 0:
            late[project] = max(late[project], early[2 * task + 1] - due)
    return late

"""What processes of the user may do to a replication: a part of `Replication` in a file of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from capsim.engines.event.agenda import EVERYBODY, FIRST_OF_ALL
from capsim.engines.event.handover import expect_leave
from capsim.engines.event.log import What

if TYPE_CHECKING:
    from capsim.engines.event.replication import Replication

__all__ = ["expedite", "freeze", "take_away", "thaw"]


def expedite(run: Replication, task: int) -> None:
    """Put a task before all others, and before those expedited earlier."""
    run.expedited += 1
    run.order[task] = (FIRST_OF_ALL, -run.expedited, run.setup.unit_of_task(task))
    run.sort_again()
    run.note(What.EXPEDITE, task)
    run.look(int(run.env.now))


def freeze(run: Replication, project: int) -> None:
    """Let no task of a project that needs people start."""
    run.limits.frozen.add(project)
    run.note(What.FREEZE, detail=run.setup.plan.project_names[project])
    run.look(int(run.env.now))


def thaw(run: Replication, project: int) -> None:
    """Let a frozen project go on."""
    if project not in run.limits.frozen:
        return
    run.limits.thaw(project, int(run.env.now))
    run.fresh = EVERYBODY  # what was barred may begin
    run.note(What.THAW, detail=run.setup.plan.project_names[project])
    run.look(int(run.env.now))


def take_away(run: Replication, person: int, first_day: int, last_day: int) -> None:
    """Let a person have no capacity from a day to a day, both inclusive; work in hand pauses (R9)."""
    days = run.setup.plan.n_days
    away = range(first_day, min(last_day + 1, days))
    capacity = list(run.hands.capacity[person])
    taken = [day for day in away if capacity[day]]
    run.presence = list(run.presence)
    for day in away:
        capacity[day] = 0
        run.presence[day] &= ~(1 << person)
    run.absences.append((person, away.start, away.stop - 1))
    run.hands.have(person, capacity)
    run.look_days = sorted({*run.look_days, away.start, away.stop} - {days})
    run.next_look = run.day = -1
    run.fresh = EVERYBODY  # work in hand takes longer and may be worth topping up now
    for need in run.hands.running_with(1 << person):
        run.plan_end(need, run.hands.team_end(need))
    run.returns.take_away(person, capacity, taken)
    expect_leave(run, person, int(run.env.now))
    run.note(What.AWAY, person=person, detail=f"{len(away)} days from day {away.start}")
    run.look(int(run.env.now))

"""Gates that stop their projects (rule D6)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from capsim.clock import NEVER
from capsim.engines.event.setup import Setup
from capsim.engines.runs import Cause, cause_code

if TYPE_CHECKING:
    from capsim.engines.event.replication import Replication

__all__ = ["Gates"]


class Gates:
    """The gates of a replication.

    Parameters
    ----------
    setup : Setup
    passes : sequence of bool, (gates,)
        Whether each lets its project go on.

    Attributes
    ----------
    stopping : dict of int to int
        The projects that stop at this tick, and what stops each as a packed driver: its first gate.
    """

    __slots__ = ("_setup", "_stops", "stopping")

    def __init__(self, setup: Setup, passes: Sequence[bool]) -> None:
        self._setup = setup
        self._stops = {task for task, goes_on in zip(setup.gates, passes, strict=True) if not goes_on}
        self.stopping: dict[int, int] = {}

    def is_stop(self, task: int) -> bool:
        """Tell whether a task that would finish now is a gate that stops its project, and note that."""
        if task not in self._stops:
            return False
        project = self._setup.project[task]
        driver = cause_code(Cause.LIMIT, task)
        self.stopping[project] = min(driver, self.stopping.get(project, driver))
        return True

    def stop_projects(self, run: Replication) -> bool:
        """End all that is unfinished of the projects that stop now; links from it are met now.

        Parameters
        ----------
        run : Replication

        Returns
        -------
        bool
            Whether a limit may have opened.
        """
        stopping, self.stopping = sorted(self.stopping.items()), {}
        first = self._setup.first_task
        tasks = [task for project, _ in stopping for task in range(first[project], first[project + 1])]
        open_tasks = [task for task in tasks if run.finish[task] == NEVER]
        unstarted = [task for task in open_tasks if run.start[task] == NEVER]
        for task in open_tasks:
            self._stop(run, task)
        opened = [run.limits.stop(project, driver, run.now) for project, driver in stopping]
        for task in unstarted:
            for link in self._setup.starts_from_start[task]:
                run.meet_start(link, run.now)
            for other in self._setup.finishes_from_start[task]:
                run.meet_finish(other, run.now)
        for task in open_tasks:
            for link in self._setup.starts_from_finish[task]:
                run.meet_start(link, run.now)
            for other in self._setup.finishes_from_finish[task]:
                run.meet_finish(other, run.now)
        return any(opened)

    def _stop(self, run: Replication, task: int) -> None:
        """Stop a task: it waits no longer, and its people are free from now on."""
        setup = self._setup
        needs = range(setup.first_need[task], setup.first_need[task + 1])
        for unit in (setup.unit_of_task(task), *map(setup.unit_of_need, needs)):
            run.forget_waiting(unit)
        for need in needs:
            run.hands.end[need] = min(run.hands.end[need], run.now)  # be nobody on it, as on begun work
            if run.hands.members(need):
                run.leave(need)
        run.give_up(task)

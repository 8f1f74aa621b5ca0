"""Runs a peer on a model given as JSON: started by `bench_peers.py`, which says what is alike.

Arguments: the peer, the file of the model, replications. It prints seconds of processor time, and its tasks.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

HOURS = 8


def mcprojsim(model: dict[str, Any]) -> Callable[[int], object]:
    from mcprojsim.models.project import Project  # type: ignore[import-not-found]
    from mcprojsim.simulation.engine import SimulationEngine  # type: ignore[import-not-found]

    project = Project.model_validate(
        {
            "project": {
                "name": "W",
                "start_date": date.fromisoformat(model["start"]),
                "hours_per_day": HOURS,
            },
            "tasks": [
                {
                    "id": work["name"],
                    "name": work["name"],
                    "estimate": {name: HOURS * days for name, days in work["range"].items()},
                    "dependencies": work["after"],
                    "resources": list(work["speeds"]),
                    "max_resources": 1,
                }
                for work in model["work"]
            ],
            "resources": [
                {
                    "name": person["name"],
                    "productivity_level": person["speed"],
                    "planned_absence": [date.fromisoformat(day) for day in person["absent"]],
                }
                for person in model["people"]
            ],
        }
    )
    return lambda count: SimulationEngine(iterations=count, random_seed=7, show_progress=False).run(project)


def pdesy(model: dict[str, Any]) -> Callable[[int], object]:
    from pDESy.model.base_project import BaseProject  # type: ignore[import-not-found]
    from pDESy.model.base_task import BaseTask  # type: ignore[import-not-found]
    from pDESy.model.base_team import BaseTeam  # type: ignore[import-not-found]
    from pDESy.model.base_worker import BaseWorker  # type: ignore[import-not-found]
    from pDESy.model.base_workflow import BaseWorkflow  # type: ignore[import-not-found]

    tasks = {work["name"]: BaseTask(work["name"]) for work in model["work"]}
    team, workflow = BaseTeam("Team"), BaseWorkflow("W")
    for person in model["people"]:
        offers = {work["name"]: work["speeds"].get(person["name"]) for work in model["work"]}
        worker = BaseWorker(
            person["name"],
            solo_working=True,
            workamount_skill_mean_map={work: speed for work, speed in offers.items() if speed},
            absence_time_list=person["absent days"],
        )
        team.add_worker(worker)
    for work in model["work"]:
        task = tasks[work["name"]]
        for other in work["after"]:
            task.add_input_task(tasks[other])
        workflow.add_task(task)
        team.add_targeted_task(task)
    project = BaseProject(team_set={team}, workflow_set={workflow})

    def run(count: int) -> None:
        for row in range(count):
            for work in model["work"]:
                efforts = work["efforts"]
                tasks[work["name"]].default_work_amount = efforts[row % len(efforts)]
            project.simulate(absence_time_list=model["free days"], max_time=model["days"])
            assert project.status.name == "FINISHED_SUCCESS", project.status

    return run


def main() -> None:
    peer, file, count = sys.argv[1:]
    model = json.loads(Path(file).read_text())
    run = {"mcprojsim": mcprojsim, "pDESy": pdesy}[peer](model)
    run(2)
    begun = time.process_time()
    run(int(count))
    json.dump({"seconds": time.process_time() - begun, "tasks": len(model["work"])}, sys.stdout)


if __name__ == "__main__":
    main()

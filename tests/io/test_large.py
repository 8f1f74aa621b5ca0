"""Large models load; how fast, `tests/benchmarks/bench_large.py` says."""

from __future__ import annotations

import random
from pathlib import Path

from capsim.io import read


def test_twenty_thousand_tasks_load(tmp_path: Path) -> None:
    chance = random.Random(1)
    skills = [f"skill {number}" for number in range(20)]
    people = "".join(
        f"Person {each},{skills[each % 20]},{chance.choice(skills)} at 0.8\n" for each in range(500)
    )
    rows = []
    for project in range(200):
        for task in range(100):
            after = "; ".join(f"task {chance.randrange(task)}" for _ in range(2)) if task else ""
            if task and task % 10 == 0 and project:
                after += f"; Project {project - 1}/task {task}"
            effort = f"PERT({chance.randint(1, 5)}, 8, 20)"
            rows.append(
                f'Project {project},task {task},{chance.choice(skills)},"{effort}",{after},2027-03-01\n'
            )
    (tmp_path / "people.csv").write_text(f"person,role,skills\n{people}")
    (tmp_path / "tasks.csv").write_text(f"project,task,role,effort,after,deadline\n{''.join(rows)}")
    (tmp_path / "settings.csv").write_text("setting,value\nstart,2027-01-04\n")
    portfolio = read(tmp_path)
    assert sum(len(project.tasks) for project in portfolio.projects) == 20_000

"""What a long line of waiting work costs: ``python -m tests.benchmarks.bench_backlog`` prints a table.

Projects of 100 tasks, all released at once, every ninth task for two people, every seventh for one or two;
two skills a person out of 20, four people for each project. Processor time of one replication.
"""

import random
import time

from capsim import PERT, Person, Policy, Portfolio, Project, Task
from capsim.engines.event import EventEngine
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws

SKILLS = 20
TASKS = 100


def backlog(projects: int) -> Portfolio:
    """Return a portfolio in which nearly everything is ready on the first day."""
    chance = random.Random(1)
    people = [
        Person(
            f"p{n}",
            {f"s{k % SKILLS}": 1.0 + chance.randint(-3, 3) / 10 for k in (n, n + chance.randint(1, 19))},
        )
        for n in range(4 * projects)
    ]
    return Portfolio(
        "Backlog",
        "2027-01-04",
        people=people,
        projects=[Project(f"P{j}", _tasks(chance), priority=j % 5) for j in range(projects)],
    )


def _tasks(chance: random.Random) -> list[Task]:
    return [
        Task(
            f"t{k}",
            effort=PERT(1 + k % 3, 3 + k % 5, 9 + k % 4),
            skill=f"s{chance.randrange(SKILLS)}",
            people=(1, 2) if k % 7 == 0 else 1 if k % 9 else 2,
            after=[f"t{k - back}" for back in (1, 3) if k >= back and chance.random() < 0.5],
        )
        for k in range(TASKS)
    ]


def main() -> None:
    """Print the table."""
    print("   tasks  people   microseconds for a task and replication")
    for projects in (10, 25, 100):
        plan = make_plan(backlog(projects))
        draws, engine = make_draws(plan, 7), EventEngine(plan, Policy())
        draws.block(0, 1)
        begun = time.process_time()
        engine.run(draws, 0, 1)
        took = time.process_time() - begun
        print(f"{plan.n_tasks:8,} {plan.n_people:7} {took / plan.n_tasks * 1e6:12.0f}")


if __name__ == "__main__":
    main()

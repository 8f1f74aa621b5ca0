"""What a long line of waiting work costs: ``python -m tests.benchmarks.bench_backlog`` prints two tables.

First the readable engine: projects of 100 tasks, all released at once, every ninth task for two people, every
seventh for one or two; two skills a person out of 20, four people for each project. Processor time of
one replication.

Then the compiled engine: one project of independent tasks, all ready on the first day, for 40 people of five
skills.
"""

import random
import time

from capsim import PERT, Person, Policy, Portfolio, Project, Task
from capsim.engines.compiled import CompiledEngine
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


def flood(tasks: int) -> Portfolio:
    """Return work for a year, cut into so many tasks that wait for nothing but people."""
    team = [Person(f"p{n}", f"s{n % 5}") for n in range(40)]
    days = 250 * len(team) / tasks
    effort = PERT(days / 2, days, 2 * days)
    work = [Task(f"t{k}", effort=effort, skill=f"s{k % 5}") for k in range(tasks)]
    return Portfolio("Flood", "2027-01-04", team, [Project("P", work)])


def readable(projects: int) -> str:
    """Time one replication of the readable engine."""
    plan = make_plan(backlog(projects))
    draws, engine = make_draws(plan, 7), EventEngine(plan, Policy())
    draws.block(0, 1)
    begun = time.process_time()
    engine.run(draws, 0, 1)
    took = time.process_time() - begun
    return f"{plan.n_tasks:8,} {plan.n_people:7} {took / plan.n_tasks * 1e6:12.0f}"


def compiled(tasks: int) -> str:
    """Time the compiled engine, the least of three."""
    plan = make_plan(flood(tasks))
    draws, engine = make_draws(plan, 7), CompiledEngine(plan, Policy())
    count = max(3, 1_000_000 // tasks)
    engine.run(draws, 0, count)
    times = []
    for _ in range(3):
        begun = time.process_time()
        engine.run(draws, 0, count)
        times.append(time.process_time() - begun)
    return f"{plan.n_tasks:8,} {plan.n_people:7} {min(times) / count / tasks * 1e6:12.2f}"


def main() -> None:
    """Print the tables."""
    head = "   tasks  people   microseconds for a task and replication"
    print(f"readable engine\n{head}")
    for projects in (10, 25, 100):
        print(readable(projects), flush=True)
    print(f"compiled engine\n{head}")
    for tasks in (50, 500, 5_000, 20_000, 100_000):
        print(compiled(tasks), flush=True)


if __name__ == "__main__":
    main()

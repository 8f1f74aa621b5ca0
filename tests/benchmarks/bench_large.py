"""How long a large model takes: ``python -m tests.benchmarks.bench_large`` prints a table.

20,000 tasks in 200 projects, two links a task and some across projects, 500 people with two skills each;
processor time of one pass. First with the readable engine, two replications; then with the compiled one,
1,000 of them in one thread, from the files to the odds, beside what its kernel takes for the same.
"""

import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from capsim import Policy, Portfolio, read, simulate
from capsim.engines.compiled import CompiledEngine
from capsim.engines.event import EventEngine
from capsim.plan.build import make_plan
from capsim.plan.draws import Draws, make_draws

T = TypeVar("T")

MANY = 1_000
AT_ONCE = 20


def write_sheets(folder: Path) -> None:
    """Write the model as CSV sheets."""
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
    (folder / "people.csv").write_text(f"person,role,skills\n{people}")
    (folder / "tasks.csv").write_text(f"project,task,role,effort,after,deadline\n{''.join(rows)}")
    (folder / "settings.csv").write_text("setting,value\nstart,2027-01-04\n")


def timed(what: str, work: Callable[[], T]) -> T:
    """Run something once and print its processor time."""
    begun = time.process_time()
    result = work()
    print(f"{what:<52} {time.process_time() - begun:8.2f} s")
    return result


def from_files_to_odds(folder: Path) -> None:
    """Read, simulate and answer."""
    given = read(folder)
    simulate(given, replications=MANY, seed=7, progress=False, executor=1, engine="compiled").delivery()


def run_in_blocks(engine: CompiledEngine, draws: Draws) -> None:
    """Run the kernel, and keep nothing."""
    for first in range(0, MANY, AT_ONCE):
        engine.run(draws, first, AT_ONCE)


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_sheets(folder)
        portfolio = timed("read, with all checks", lambda: read(folder))
        _readable(portfolio)
        plan = make_plan(portfolio)
        draws, compiled = make_draws(plan, 7), CompiledEngine(plan, Policy())
        timed("compiled engine, or loaded from where it is kept", lambda: compiled.run(draws, 0, 1))
        timed(f"its kernel, {MANY:,} replications", lambda: run_in_blocks(compiled, draws))
        timed(f"from the files to the odds, {MANY:,} replications", lambda: from_files_to_odds(folder))


def _readable(portfolio: Portfolio) -> None:
    plan = timed("plan: indices, critical paths", lambda: make_plan(portfolio))
    draws = timed("draws prepared: one table for each shape", lambda: make_draws(plan, 7))
    timed("50 replications drawn", lambda: draws.block(0, 50))
    engine = timed("engine prepared", lambda: EventEngine(plan, Policy()))
    timed("one replication", lambda: engine.run(draws, 0, 1))
    forecast = timed(
        "simulate, two replications, from the portfolio on",
        lambda: simulate(portfolio, replications=2, seed=7, progress=False),
    )
    timed("delivery()", forecast.delivery)
    timed("tasks()", forecast.tasks)
    timed("utilization()", forecast.utilization)


if __name__ == "__main__":
    main()

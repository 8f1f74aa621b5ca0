"""How long tables and draws take: ``python -m tests.benchmarks.bench_draws`` prints a table.

Processor time, the shortest of several tries, so that what else runs on the machine counts little.
"""

import time
from collections.abc import Callable

from capsim.domain.distributions import PERT, LogNormal, Triangular
from capsim.domain.laws.base import tabulated
from capsim.domain.person import Person
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.task import Task
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws

SHAPES = 200
TASKS = 150
REPLICATIONS = 1_000


def best_of(tries: int, work: Callable[[], object]) -> float:
    """Return the shortest of several processor times, in seconds."""
    seconds = []
    for _ in range(tries):
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    return min(seconds)


def tabulate() -> None:
    """Make the tables of shapes that no table was made for."""
    tabulated.cache_clear()
    for n in range(SHAPES):
        PERT(5, 8 + n / 100, 15).table()


def portfolio() -> Portfolio:
    """Return a portfolio of uncertain tasks."""
    laws = [PERT(5, 8, 15), LogNormal(30, 55), Triangular(3, 5, 9)]
    tasks = [Task(f"t{n}", effort=laws[n % 3], skill="qa") for n in range(TASKS)]
    return Portfolio("House", "2027-01-04", [Person("Ada", "qa")], [Project("P", tasks=tasks)])


def main() -> None:
    """Print the table."""
    draws = make_draws(make_plan(portfolio()), 7)
    table = best_of(5, tabulate) / SHAPES
    block = best_of(7, lambda: draws.block(0, REPLICATIONS))
    print(f"a table of a new shape                        {table * 1e6:8.0f} µs")
    print(f"{TASKS} tasks x {REPLICATIONS:,} replications drawn         {block * 1e3:8.1f} ms")
    print(f"a draw                                        {block / TASKS / REPLICATIONS * 1e9:8.0f} ns")


if __name__ == "__main__":
    main()

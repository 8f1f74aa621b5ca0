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
from capsim.domain.sampling import Antithetic, Independent, LatinHypercube
from capsim.domain.task import Task
from capsim.domain.uncertainty import CopulaGroup, Driver
from capsim.engines.compiled import CompiledEngine
from capsim.engines.compiled.sampling import Sampler
from capsim.plan.build import make_plan
from capsim.plan.draws import Draws, make_draws
from tests.benchmarks.contenders import Case
from tests.benchmarks.yardsticks.workloads import POLICY, SHAPES, Shape

TABLES = 200
TASKS = 150
REPLICATIONS = 400


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
    for n in range(TABLES):
        PERT(5, 8 + n / 100, 15).table()


def portfolio(**more: object) -> Portfolio:
    """Return a portfolio of uncertain tasks."""
    laws = [PERT(5, 8, 15), LogNormal(30, 55), Triangular(3, 5, 9)]
    tasks = [Task(f"t{n}", effort=laws[n % 3], skill="qa") for n in range(TASKS)]
    return Portfolio("House", "2027-01-04", [Person("Ada", "qa")], [Project("P", tasks=tasks)], **more)


def models() -> dict[str, Draws]:
    """Return draws of several kinds, all of the same tasks."""
    plain = make_plan(portfolio())
    drivers = [Driver("weather", LogNormal(1, 1.3)), Driver("tools", Triangular(0.9, 1, 1.4))]
    group = CopulaGroup("makers", [f"P/t{n}" for n in range(5)], 0.6)
    return {
        "independent": make_draws(plain, 7, Independent()),
        "antithetic": make_draws(plain, 7, Antithetic()),
        "Latin hypercube": make_draws(plain, 7, LatinHypercube()),
        "two shared factors": make_draws(make_plan(portfolio(drivers=drivers)), 7),
        "a group of five": make_draws(make_plan(portfolio(groups=[group])), 7),
    }


def print_draws() -> None:
    """Print what a draw takes, readable and compiled."""
    print(f"{'nanoseconds a draw':24}{'readable':>10}{'compiled':>10}")
    for name, draws in models().items():
        both = (draws.block, Sampler(draws).block)
        a, b = (best_of(9, lambda block=block: block(0, REPLICATIONS)) for block in both)
        print(f"{name:24}" + "".join(f"{each / TASKS / REPLICATIONS * 1e9:10.1f}" for each in (a, b)))


def print_shares() -> None:
    """Print the part of a run of the compiled engine that draws take."""
    print(f"{'nanoseconds a task':24}{'engine':>10}{'draws':>10}{'share':>10}")
    for name, shape in SHAPES.items():
        run, drawn = run_and_drawn(shape)
        print(f"{name:24}{run:10.1f}{drawn:10.1f}{drawn / (run + drawn):10.1%}")


def run_and_drawn(shape: Shape) -> tuple[float, float]:
    """Return what a run takes that is given its draws, and what they take: nanoseconds a task."""
    tasks = shape.projects * shape.tasks
    count = max(8, TASKS * REPLICATIONS // tasks)
    case = Case(shape, count)
    engine, sampler = CompiledEngine(case.plan, POLICY), Sampler(case.draws)
    run = best_of(7, lambda: engine.run(case.given, 0, count))
    drawn = best_of(7, lambda: sampler.block(0, count))
    return run / count / tasks * 1e9, drawn / count / tasks * 1e9


def main() -> None:
    """Print the tables."""
    table = best_of(5, tabulate) / TABLES
    print(f"a table of a new shape: {table * 1e6:.0f} µs")
    print_draws()
    print_shares()


if __name__ == "__main__":
    main()

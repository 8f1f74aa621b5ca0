"""How often stated 95 % intervals cover the truth: ``python -m tests.statistical.coverage REPEATS``.

Prints tables in Markdown. 5,000 repeats take about twenty minutes of one processor.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

import capsim as cs
from tests.statistical import exact
from tests.statistical.futures import BLOCK, House, Truth, alone, studio, truth_alone, truth_of
from tests.statistical.repeats import LEVELS, SHARES, Source, Tally, drawn, fixed, fresh, paired, to_precision

Ints32 = npt.NDArray[np.int32]

PARTS = ("exact", "fixed", "precision", "pairs", "plans")
COUNT = 1_000
TRUTH_SEED, REPEAT_SEED = 2027, 11
MOST = 12 * BLOCK  # replications kept apart for each repeat that runs to a precision
SMALL_POOL = 2_000_000
MODEL_POOLS = {"consultancy": 200_000, "capacity_sheet/capacity.xlsx": 60_000}
SOME = np.array([0, 6, 7])  # of the twelve projects of a model
DUE = 0.0  # the one deadline of a project
MODELS = Path(__file__).parents[2] / "models"
SHOWN = ["mean", *(f"P{100 * level:.0f}" for level in LEVELS), *(f"{share:g}" for share in SHARES)]
OUTER = ("0.01", "0.99")
PLAN_SHARES = (0.1, 0.5, 0.9)
PLAN_SHOWN = [*SHOWN[:4], *(f"{share:g}" for share in PLAN_SHARES)]


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table in Markdown."""
    for row in itertools.chain((heads, ["---"] * len(heads)), rows):
        print(f"| {' | '.join(row)} |", flush=True)
    print()


def percent(share: float) -> str:
    """Write a share with one decimal."""
    return f"{100 * share:.1f}"


def cells(tally: Tally, shown: Sequence[str]) -> list[str]:
    """Write coverages, of all projects together."""
    return [percent(tally.coverage(what).mean()) for what in shown]


# ---------------------------------------------------------------- by calculation


def calculated() -> None:
    """Print what needs no repeats."""
    print("By exact calculation, in %: lowest and highest of every count from 1,000 to 5,000")
    counts = range(1_000, 5_001)
    rows = [
        [f"P{100 * level:.0f}", percent(min(found)), percent(max(found))]
        for level in (0.05, *LEVELS)
        for found in [[exact.of_a_quantile(count, level) for count in counts]]
    ]
    inner, outer = np.arange(0.05, 0.9501, 0.005), np.arange(0.01, 0.05, 0.001)
    for name, shares in (("probability .05 to .95", inner), ("probability .01 to .05", outer)):
        some = [exact.of_a_share(count, share) for count in range(1_000, 5_001, 250) for share in shares]
        rows.append([name, percent(min(some)), percent(max(some))])
    table(["interval", "lowest", "highest"], rows)

    print("Run to a precision, exact, probabilities .05 to .95 in steps of .0025, in %")
    rows = []
    for precision in (0.05, 0.03, 0.02, 0.01):
        row = [f"± {precision:g}"]
        for looks in (1, 2):
            some = [
                exact.with_precision(share, precision, looks) for share in np.arange(0.05, 0.5001, 0.0025)
            ]
            row += [percent(min(some)[0]), percent(max(some)[0])]
            row += [f"{np.mean([length for _, length in some]):,.0f}"]
        rows.append(row)
    heads = [
        "precision",
        "one look: lowest",
        "highest",
        "futures",
        "two in a row: lowest",
        "highest",
        "futures",
    ]
    table(heads, rows)


# ---------------------------------------------------------------- by repeats


@cache
def pool_of(house: House, size: int) -> Ints32:
    """Return futures that stand for the truth, drawn apart from those of the repeats."""
    return house.finishes(TRUTH_SEED, 0, size)


@cache
def small() -> House:
    """Return the small portfolio."""
    return studio()


@cache
def model(path: str) -> House:
    """Return one of the models."""
    portfolio = cs.read(MODELS / path)
    return House(path.split("/")[0].replace("_", " "), portfolio, portfolio.policy)


def fixed_runs(repeats: int) -> Iterator[tuple[str, Tally]]:
    """Repeat runs of 1,000 futures."""
    lone = alone()
    yield lone.name, fixed(fresh(lone, REPEAT_SEED, COUNT), truth_alone(LEVELS, SHARES), repeats, COUNT)
    truth = truth_of(pool_of(small(), SMALL_POOL), LEVELS, SHARES)
    yield small().name, fixed(fresh(small(), REPEAT_SEED, COUNT), truth, repeats, COUNT)
    for path, size in MODEL_POOLS.items():
        pool = pool_of(model(path), size)[:, SOME]
        yield (
            model(path).name,
            fixed(drawn(pool, REPEAT_SEED), truth_of(pool, LEVELS, SHARES), repeats, COUNT),
        )


def precise_runs(repeats: int) -> Iterator[tuple[str, Tally]]:
    """Repeat runs that end by the width of their intervals."""
    pool, source = pool_of(small(), SMALL_POOL), fresh(small(), REPEAT_SEED + 1, MOST)
    for shares, precision in (
        ((0.05, 0.9, 0.95), 0.01),
        ((0.11, 0.115, 0.12), 0.02),
        ((0.3, 0.5, 0.8), 0.02),
    ):
        truth = truth_with(
            pool, np.array([truth_of(pool, (), [share]).deadline[share] for share in shares]).diagonal()
        )
        name = f"small, ± {precision:g}, deadlines kept with {', '.join(f'{share:g}' for share in shares)}"
        yield name, to_precision(source, truth, truth.deadline[DUE], range(3), repeats, precision)
    path = next(iter(MODEL_POOLS))
    pool, due = pool_of(model(path), MODEL_POOLS[path]), model(path).plan.project_deadline
    truth = truth_with(pool[:, SOME], due[SOME])
    name = f"{path}, ± 0.02, its own twelve deadlines"
    yield name, to_precision(drawn(pool, REPEAT_SEED + 2), truth, due, SOME, repeats, 0.02)


def truth_with(pool: Ints32, due: npt.NDArray[np.int64]) -> Truth:
    """Return what is true of a pool, with one deadline for each project."""
    return replace(
        truth_of(pool, LEVELS, ()), deadline={DUE: due}, probability={DUE: (pool <= due).mean(axis=0)}
    )


def comparisons(repeats: int) -> Iterator[tuple[str, Tally]]:
    """Repeat comparisons of two portfolios, or two policies, on the same futures."""
    for name, other in (
        ("small: one more person", studio(people=3)),
        ("small: longest work first", studio(policy=cs.Policy(priority=cs.rules.LPT()))),
    ):
        pools = [
            pool_of(house, SMALL_POOL)[:, :2] for house in (small(), other)
        ]  # nothing changes for the third
        sources = [only(fresh(house, REPEAT_SEED, COUNT), [0, 1]) for house in (small(), other)]
        yield name, paired(*sources, differences(*pools), repeats, COUNT)
    path = next(iter(MODEL_POOLS))
    house, size = model(path), MODEL_POOLS[path] // 2
    other = House("other", house.portfolio, replace(house.policy, priority=cs.rules.SPT()))
    pools = [pool_of(house, MODEL_POOLS[path])[:size, SOME], pool_of(other, size)[:, SOME]]
    sources = [drawn(pool, REPEAT_SEED) for pool in pools]
    yield (
        f"{path}: shortest work first",
        paired(*sources, differences(*pools), repeats, COUNT),
    )


def only(source: Source, projects: Sequence[int]) -> Source:
    """Return some of the projects of futures."""
    return lambda repeat, first, count: source(repeat, first, count)[:, projects]


def differences(one: Ints32, two: Ints32) -> Truth:
    """Return what is true of the differences of two pools, with the deadlines of the first."""
    first, second = truth_of(one, LEVELS, SHARES), truth_of(two, LEVELS, ())
    return Truth(
        mean=second.mean - first.mean,
        quantile={level: second.quantile[level] - first.quantile[level] for level in LEVELS},
        deadline=first.deadline,
        probability={
            share: (two <= due).mean(axis=0) - (one <= due).mean(axis=0)
            for share, due in first.deadline.items()
        },
    )


# ---------------------------------------------------------------- sampling plans


def plans(house: House, size: int, projects: Sequence[int], repeats: int) -> Iterator[list[str]]:
    """Repeat runs of 1,024 futures under every sampling plan: how much less they scatter, and coverage."""
    truth = truth_of(pool_of(house, size)[:, projects], LEVELS, PLAN_SHARES)
    plain: dict[str, npt.NDArray[np.float64]] = {}
    for plan in (cs.sampling.Independent(), cs.sampling.Antithetic(), cs.sampling.LatinHypercube()):
        source = only(fresh(house, REPEAT_SEED + 3, BLOCK, plan), projects)
        tally = fixed(source, truth, repeats, BLOCK, plan.block)
        scatter = {what: tally.variance(what) for what in PLAN_SHOWN}
        plain = plain or scatter
        less = [f"{np.exp(np.mean(np.log(plain[what] / scatter[what]))):.1f}" for what in PLAN_SHOWN]
        yield [house.name, type(plan).__name__, f"{repeats:,}", *less, *cells(tally, PLAN_SHOWN)]


# ---------------------------------------------------------------- the command


def print_rows(runs: Iterator[tuple[str, Tally]], shown: Sequence[str]) -> None:
    """Print the coverages of several campaigns, all projects together, and the extremes of a project."""
    columns = ["its deadline" if what == f"{DUE:g}" else what for what in shown]
    heads = ["portfolio", "repeats", "futures", *columns, "one project: lowest", "highest"]
    rows = (
        [
            name,
            f"{tally.repeats:,}",
            f"{np.mean(tally.lengths):,.0f}",
            *cells(tally, shown),
            *_ends(tally, shown),
        ]
        for name, tally in runs
    )
    table(heads, rows)


def _ends(tally: Tally, shown: Sequence[str]) -> list[str]:
    inner = [what for what in shown if what not in OUTER]
    each = np.concatenate([tally.coverage(what) for what in inner])
    return [percent(each.min()), percent(each.max())]


def main(repeats: int, parts: Sequence[str]) -> None:
    """Print every table, or some."""
    if "exact" in parts:
        calculated()
    if "fixed" in parts:
        print("Runs of 1,000 futures, coverage in %; the shares are deadlines kept with that probability")
        print_rows(fixed_runs(repeats), SHOWN)
    if "precision" in parts:
        print("Runs to a precision, coverage in %")
        print_rows(precise_runs(repeats), [*SHOWN[:4], f"{DUE:g}"])
    if "pairs" in parts:
        print("Differences of two runs of 1,000 futures, coverage in %")
        print_rows(comparisons(repeats), SHOWN)
    if "plans" in parts:
        print("Runs of 1,024 futures: variance of independent ones ÷ that of the plan, then coverage in %")
        heads = ["portfolio", "plan", "repeats", *(f"{what}: less" for what in PLAN_SHOWN), *PLAN_SHOWN]
        path = next(iter(MODEL_POOLS))
        rows = itertools.chain(
            plans(small(), SMALL_POOL, range(3), min(repeats, 1_000)),
            plans(model(path), MODEL_POOLS[path], SOME, max(2, repeats // 25)),
        )
        table(heads, rows)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000, sys.argv[2:] or PARTS)

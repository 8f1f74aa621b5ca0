"""Portfolios whose finishes are known well enough to be the truth, and many futures of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

import numpy as np
import numpy.typing as npt

import capsim as cs
from capsim.clock import TICKS_PER_DAY, days_to_ticks
from capsim.engines.compiled import CompiledEngine
from capsim.metrics import project_finish
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws

Ints32 = npt.NDArray[np.int32]
Ints = npt.NDArray[np.int64]

START = date(2027, 1, 4)
BLOCK = 1_024  # a multiple of the blocks of every sampling plan


@dataclass(frozen=True, eq=False)
class House:
    """A portfolio that is run again and again by one engine; only the finishes of its projects are kept."""

    name: str
    portfolio: cs.Portfolio
    policy: cs.Policy = field(default_factory=cs.Policy)

    @cached_property
    def plan(self):
        return make_plan(self.portfolio)

    @cached_property
    def _engine(self):
        return CompiledEngine(self.plan, self.policy)

    def finishes(self, seed: int, first: int, count: int, sampling=None) -> Ints32:
        """Return finishes in ticks, (replications, projects)."""
        draws = make_draws(self.plan, seed, sampling)
        parts = [
            project_finish(
                self._engine.run(draws, at, min(BLOCK, first + count - at)).finish,
                self.plan.project_first_task,
            )
            for at in range(first, first + count, BLOCK)
        ]
        return np.concatenate(parts)


def studio(people: int = 2, policy: cs.Policy | None = None) -> House:
    """Return a small portfolio in which three projects wait for the same few people."""
    crew = [cs.Person("Ada", ["backend", "qa"]), cs.Person("Ben", "backend", availability=0.8)]
    crew += [cs.Person("Cleo", ["backend", "qa"], availability=0.6)][: people - 2]
    shop = cs.Project(
        "Shop",
        [
            cs.Task("build", effort=cs.PERT(10, 16, 30), skill="backend", people=(1, 2)),
            cs.Task("test", effort=cs.Triangular(2, 4, 8), skill="qa", after="build"),
            cs.Task("live", after="test"),
        ],
    )
    data = cs.Project(
        "Data",
        [
            cs.Task("load", effort=cs.LogNormal(p50=12, p90=24), skill="backend"),
            cs.Task("check", duration=cs.PERT(2, 3, 8), skill="qa", after="load"),
        ],
    )
    page = cs.Project("Page", [cs.Task("write", effort=cs.LogNormal(p50=6, p90=14), skill="backend")])
    portfolio = cs.Portfolio(
        "Studio",
        START,
        crew,
        [shop, data, page],
        calendar="mon-sun",
        drivers=[cs.risks.Driver("luck", cs.LogNormal(p50=1, p90=1.3))],
    )
    return House("small, three projects in each other's way", portfolio, policy or cs.Policy())


LAWS = {
    "Ada": cs.LogNormal(p50=20, p90=45),
    "Ben": cs.PERT(10, 20, 60),
    "Cleo": cs.distributions.Gamma(shape=2, scale=15),
}


def alone() -> House:
    """Return a portfolio of people with one task each: their finishes are known in closed form."""
    return House(
        "one task each, closed form",
        cs.Portfolio(
            "Alone",
            START,
            [cs.Person(name, name) for name in LAWS],
            [cs.Project(name, [cs.Task("work", effort=law, skill=name)]) for name, law in LAWS.items()],
            calendar="mon-sun",
            horizon=START + timedelta(days=3_000),
        ),
    )


@dataclass(frozen=True)
class Truth:
    """What is true of finishes.

    Attributes
    ----------
    mean : ndarray of float64, (projects,)
    quantile : dict of float to ndarray of int64, (projects,)
        Ticks: the first up to which at least that share finishes.
    deadline : dict of float to ndarray of int64, (projects,)
        Ticks with about that probability of being kept.
    probability : dict of float to ndarray of float64, (projects,)
        That probability.
    """

    mean: npt.NDArray[np.float64]
    quantile: dict[float, Ints]
    deadline: dict[float, Ints]
    probability: dict[float, npt.NDArray[np.float64]]


def truth_of(pool: Ints32, levels: Sequence[float], shares: Sequence[float]) -> Truth:
    """Return what is true of a pool of futures."""
    ordered = np.sort(pool, axis=0)
    at = {
        level: ordered[int(np.ceil(level * len(pool) - 1e-6)) - 1].astype(np.int64)
        for level in (*levels, *shares)
    }
    return Truth(
        mean=pool.mean(axis=0),
        quantile={level: at[level] for level in levels},
        deadline={share: at[share] for share in shares},
        probability={share: (pool <= at[share]).mean(axis=0) for share in shares},
    )


def truth_alone(levels: Sequence[float], shares: Sequence[float]) -> Truth:
    """Return what is true of `alone`, from the laws: a finish is the effort, rounded up to ticks."""
    laws = list(LAWS.values())
    at = {q: np.array([days_to_ticks(law.quantile(q)) for law in laws]) for q in (*levels, *shares)}
    return Truth(
        mean=np.array([law.mean() * TICKS_PER_DAY + 0.5 for law in laws]),
        quantile={level: at[level] for level in levels},
        deadline={share: at[share] for share in shares},
        probability={
            share: np.array(
                [law.cdf(tick / TICKS_PER_DAY) for law, tick in zip(laws, at[share], strict=True)]
            )
            for share in shares
        },
    )

"""The golden file: hashes of draws and of runs. `python -m tests.golden.made` writes it anew.

A change that moves a hash moves the answers of everybody: it is named **answers** in the changelog.
"""

from __future__ import annotations

import hashlib
import json
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

import capsim as cs
from capsim.domain.sampling import SamplingPlan
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws
from capsim.running.arrays import digest_of
from tests.running.models import workshop

GOLDEN: Final = Path(__file__).with_name("golden.json")
_MODELS: Final = Path(__file__).parents[2] / "models"

PORTFOLIOS: Final[dict[str, Callable[[], cs.Portfolio]]] = {
    "workshop": workshop,
    "consultancy": lambda: cs.read(_MODELS / "consultancy"),
    "capacity_sheet": lambda: cs.read(_MODELS / "capacity_sheet" / "capacity.xlsx"),
    "product_org": lambda: cs.read(_MODELS / "product_org.yaml"),
}
PLANS: Final[dict[str, SamplingPlan]] = {
    "independent": cs.sampling.Independent(),
    "strata": cs.sampling.LatinHypercube(),
    "pairs": cs.sampling.Antithetic(),
}
SEEDS: Final = (7, 2**64 - 1)
_BLOCKS: Final = ((0, 64), (1_000, 8))


def hashes_of(name: str) -> dict[str, str]:
    """Return the hashes of one portfolio, by what they are of."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        portfolio = PORTFOLIOS[name]()
    return dict(_hashes(portfolio))


def _arrays(columns: tuple[Any, ...]) -> Iterator[npt.NDArray[Any]]:
    """Yield the arrays of a block, those of its parts too; what a portfolio does not have is empty."""
    for column in columns:
        if isinstance(column, tuple):
            yield from _arrays(column)
        else:
            yield column


def _hashes(portfolio: cs.Portfolio) -> Iterator[tuple[str, str]]:
    plan = make_plan(portfolio)
    for seed in SEEDS:
        for sampling, drawn in PLANS.items():
            digest, draws = hashlib.sha256(), make_draws(plan, seed, drawn)
            for first, count in _BLOCKS:
                for column in _arrays(draws.block(first, count)):
                    digest.update(np.ascontiguousarray(column).data)
            yield f"draws, seed {seed}, {sampling}", digest.hexdigest()[:16]
            runs = cs.simulate(portfolio, replications=64, seed=seed, sampling=drawn, progress=False).runs
            yield f"runs, seed {seed}, {sampling}", digest_of(runs)[:16]


if __name__ == "__main__":
    found = {name: hashes_of(name) for name in PORTFOLIOS}
    GOLDEN.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(f"wrote {GOLDEN}")

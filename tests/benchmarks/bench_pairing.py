"""How much better differences are known on the same futures: ``python -m tests.benchmarks.bench_pairing``.

The consultancy of the models and single changes of it. For each change and project: the standard error of
the difference on the same futures over that of two runs with futures of their own. Differences of means and
probabilities have a formula; those of the P80 are seen in batches.
Run it from the root of the project.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

import capsim as cs
from capsim.forecast.sides import Pair

MODEL = "models/consultancy"
BATCHES = 40
Floats = npt.NDArray[np.float64]


def changes(portfolio: cs.Portfolio) -> Iterator[cs.Scenario]:
    """Yield a hire for each role, and each project out, later and first."""
    for role in dict.fromkeys(person.role for person in portfolio.people):
        yield cs.Scenario(f"hire {role}", [cs.edits.Hire(role, portfolio.start)])
    for project in portfolio.projects:
        yield cs.Scenario(f"without {project.name}", [cs.edits.RemoveProject(project.name)])
        yield cs.Scenario(f"{project.name} later", [cs.edits.Delay(project.name, 30)])
        yield cs.Scenario(f"{project.name} first", [cs.edits.Reprioritize(project.name)])


def of_means(one: Floats, two: Floats) -> Floats:
    """Return the ratio of standard errors for each column; NaN where neither varies or nothing differs."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = (two - one).std(axis=0) / np.sqrt(one.var(axis=0) + two.var(axis=0))
    return np.where((one == two).all(axis=0), np.nan, ratio)


def of_p80(one: Floats, two: Floats) -> Floats:
    """Return the same for the P80, seen in batches."""
    ends = [
        np.quantile(np.array_split(each, BATCHES), 0.8, axis=1, method="inverted_cdf") for each in (one, two)
    ]
    paired, apart = (ends[1] - other for other in (ends[0], np.roll(ends[0], 1, axis=0)))
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = paired.std(axis=0) / apart.std(axis=0)
    return np.where((one == two).all(axis=0), np.nan, ratio)


def main() -> None:
    """Print the medians over changes and projects, and how many are exactly 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replications", type=int, default=2_000)
    asked = parser.parse_args()
    portfolio = cs.read(MODEL)
    base = cs.simulate(portfolio, replications=asked.replications, seed=7, progress=False, keep="projects")
    ratios: dict[str, list[Floats]] = {"mean finish": [], "probability": [], "P80": []}
    same = 0
    for change in changes(portfolio):
        run = cs.simulate(
            change.apply(portfolio), replications=asked.replications, seed=7, progress=False, keep="projects"
        )
        pair = Pair.of(base._money, run._money)
        # a project that does not go ahead does so on both sides: those futures stay out
        ahead = pair.base.counted.all(axis=0)
        one, two = (side.days[:, ahead].astype(np.float64) for side in (pair.base, pair.other))
        same += int((one == two).all(axis=0).sum())
        ratios["mean finish"].append(of_means(one, two))
        kept = (side.on_time[:, ahead].astype(np.float64) for side in (pair.base, pair.other))
        ratios["probability"].append(of_means(*kept))
        ratios["P80"].append(of_p80(one, two))
    for name, parts in ratios.items():
        whole = np.concatenate(parts)
        known = whole[np.isfinite(whole)]
        low, middle, high = np.quantile(known, [0.25, 0.5, 0.75])
        print(f"{name:12} median {middle:.2f}  quartiles {low:.2f} to {high:.2f}  of {len(known)} pairs")
    print(f"exactly 0 in every future: {same} pairs")


if __name__ == "__main__":
    main()

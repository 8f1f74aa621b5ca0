"""How short the schedules are that a search finds, over whole sets of PSPLIB.

``python -m tests.published.searching schedules 1000 j120`` prints the mean deviation from the critical path
of `capsim.optimize.schedule` with so many schedules for each instance. Every result is simulated again and
must end when the search says, and not before a proved bound.
"""

import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from statistics import mean

import capsim as cs
from capsim import optimize
from capsim.io import benchmarks
from tests.published.folder import files, table
from tests.published.running import START, policy_of

SEED = 7
SEARCHES = {"schedules": optimize.schedule}


def portfolio_of(path):
    """The instance under the default rule, nothing held back."""
    return replace(benchmarks.read(path, start=START), policy=policy_of(cs.rules.LFT()))


def searched(path, kind, schedules):
    """How far an instance is above its critical path: as given, and by the search."""
    found = SEARCHES[kind](portfolio_of(path), schedules, SEED, progress=False)
    assert found.tried <= schedules
    assert found.evidence.bias == 0
    bound = table("psplib/bounds.csv", "instance")[path.stem]
    assert found.after.value >= int(bound["lower_bound"])
    length = int(bound["cpm_lower_bound"])
    return found.before.value / length - 1, found.after.value / length - 1


def main(kind, schedules, folder):
    """Print the means."""
    begun = time.perf_counter()
    with ProcessPoolExecutor(2) as executor:
        every = files(f"psplib/{folder}/*.sm")
        rows = list(executor.map(partial(searched, kind=kind, schedules=int(schedules)), every, chunksize=4))
    given, found = (100 * mean(column) for column in zip(*rows, strict=True))
    seconds = time.perf_counter() - begun
    print(f"{folder}, {len(rows)} instances: {given:.2f} % as given, {found:.2f} % with {schedules} {kind}")
    print(f"{seconds:.0f} seconds")


if __name__ == "__main__":
    main(*sys.argv[1:])

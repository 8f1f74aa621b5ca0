"""How long a hundred levers take: ``python -m tests.benchmarks.bench_whatif``.

The consultancy of the models, 2,000 futures, its usual levers in threads, one for each processor. The kernel
is compiled and the base simulated before. Run it from the root of the project.
"""

from __future__ import annotations

import argparse
import time

import capsim as cs
from capsim.running.crews import processors

MODEL = "models/consultancy"


def main() -> None:
    """Print the seconds of processor and by the clock, whole and for a hundred levers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replications", type=int, default=2_000)
    asked = parser.parse_args()
    base = cs.simulate(cs.read(MODEL), replications=asked.replications, seed=7, progress=False)
    processor, clock = time.process_time(), time.perf_counter()
    found = cs.what_if(base, progress=False)
    processor, clock = time.process_time() - processor, time.perf_counter() - clock
    hundred = 100 / len(found.levers)
    print(f"{len(found.levers)} levers x {asked.replications:,} futures on {processors()} processors")
    print(f"{processor:.1f} s of processor, {clock:.1f} s by the clock")
    print(f"a hundred: {processor * hundred:.1f} s of processor, {clock * hundred:.1f} s by the clock")


if __name__ == "__main__":
    main()

"""How long it takes to begin: ``python -m tests.benchmarks.bench_start``.

Each step in a new process, in turns with the others; processor time, and by the clock. A first run, which is
not counted, leaves bytecode and compiled kernels behind, so that what is measured is every later start. Run
it from the root of the project.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import time
from datetime import date
from typing import Final, NamedTuple

STEPS: Final = {
    "Python alone": "",
    "import pandas": "import pandas",
    "import capsim": "import capsim",
    "read the consultancy": "import capsim as cs; cs.read('models/consultancy')",
    "a first forecast of it": "import capsim as cs; "
    "cs.simulate(cs.read('models/consultancy'), progress=False).delivery()",
}
"""Python that a new process runs, by what it does."""


class Took(NamedTuple):
    """Seconds that a process took."""

    processor: float
    clock: float


def took(script: str) -> Took:
    """Run a script in a new process."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, "-W", "ignore", "-c", script], check=True)
    ended, after = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    return Took(
        after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        ended - begun,
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    for script in STEPS.values():
        took(script)
    made = [{step: took(script) for step, script in STEPS.items()} for _ in range(rounds)]
    print(f"{date.today()}, Python {sys.version.split()[0]}; {rounds} interleaved rounds")
    print(f"{'seconds, medians':26}{'processor':>10}{'clock':>8}{'x pandas':>10}")
    for step in STEPS:
        processor = statistics.median(each[step].processor for each in made)
        clock = statistics.median(each[step].clock for each in made)
        times = statistics.median(each[step].processor / each["import pandas"].processor for each in made)
        print(f"{step:26}{processor:10.2f}{clock:8.2f}{times:10.2f}")


if __name__ == "__main__":
    main()

"""Engines beside other simulators of projects: ``python -m tests.benchmarks.bench_peers`` prints a table.

mcprojsim and pDESy are installed from the package registry into a temporary environment (mcprojsim wants
Python 3.13 or later: say which with ``--python``) and run in processes of their own, in turns with the
engines; processor time of one thread, from a model in memory to results in memory, imports left out.

5 projects x 10 tasks, 10 people, 5 skills, weekends and leave. No two programs do the same here, so a ratio
says what an answer of each costs, not how well the same work is done:

- Neither has a task for two people of different skills: such a task becomes two that need not run together.
  Times are divided by each program's own number of tasks.
- Neither has a start date of a project: everything begins on the first day.
- mcprojsim draws efforts itself, from triangles over the P5, the median and the P95 of the law here. A person
  has one speed, here the mean over the skills, and whoever comes first in the alphabet is taken. Names are
  such that its order of tasks is the order of priority. It also finds critical paths in every replication.
- pDESy goes forward step by step, here by days: finer steps cost more. It has no chance, so that each
  replication is a run with other efforts, those drawn here. It chooses tasks by slack and logs every step.
- The engines run the whole of the default policy and include their draws.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from datetime import timedelta
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

from capsim.clock import TICKS_PER_DAY
from capsim.domain.policy import Policy
from tests.benchmarks.contenders import ENGINES, Case
from tests.benchmarks.yardsticks.workloads import DAYS, SHAPES, START, Arrays

PEERS = {"mcprojsim": 100, "pDESy": 40}
"""Replications in a round."""

DRAWN = 100
OLDEST = (3, 13)
PROGRAM = Path(__file__).with_name("peers_program.py")


def model_of(case: Case) -> dict[str, Any]:
    """Return the model as the peers can have it: a task for each need, in the order of priority."""
    plan, work = case.plan, case.arrays
    names = _names(work)
    before = {need: work.before[task] for task, needs in enumerate(work.needs) for need in needs}
    laws = [need.effort for each in plan.portfolio.projects for task in each.tasks for need in task.needs]
    drawn = case.draws.block(0, DRAWN).effort / TICKS_PER_DAY
    absent = ~work.present
    weekend = absent.all(axis=0)
    return {
        "start": START.isoformat(),
        "days": DAYS,
        "free days": np.flatnonzero(weekend).tolist(),
        "work": [
            {
                "name": names[need],
                "after": [names[other] for task in before[need] for other in work.needs[task]],
                "speeds": {plan.person_names[who]: speed / 1_000 for who, speed in work.speeds[kind].items()},
                "range": {
                    name: law.quantile(p)
                    for name, p in (("low", 0.05), ("expected", 0.5), ("high", 0.95))
                    if law is not None
                },
                "efforts": drawn[:, need].tolist(),
            }
            for need, (kind, law) in enumerate(zip(work.kind, laws, strict=True))
        ],
        "people": [
            {
                "name": name,
                "speed": float(np.mean([each[who] for each in work.speeds if who in each])) / 1_000,
                "absent": [
                    (START + timedelta(days=day)).isoformat()
                    for day in np.flatnonzero(absent[who] & ~weekend).tolist()
                ],
                "absent days": np.flatnonzero(absent[who]).tolist(),
            }
            for who, name in enumerate(plan.person_names)
        ],
    }


def _names(work: Arrays) -> dict[int, str]:
    """Return a name for the task that stands for each need; their alphabet is the order of priority."""
    return {
        need: f"task_{work.rank[task]:03}_{seat}"
        for task, needs in enumerate(work.needs)
        for seat, need in enumerate(needs)
    }


def measure_peer(python: str, peer: str, model: Path) -> float:
    """Run a peer; return microseconds for a task and replication."""
    count = PEERS[peer]
    done = subprocess.run(
        [python, str(PROGRAM), peer, str(model), str(count)], check=True, capture_output=True, text=True
    )
    told = json.loads(done.stdout.splitlines()[-1])
    return float(told["seconds"]) / (count * int(told["tasks"])) * 1e6


def measure_engine(case: Case, name: str) -> float:
    """Run an engine; return microseconds for a task and replication."""
    make, tasks = ENGINES[name]
    engine, count = make(case.plan, Policy()), max(1, tasks // case.plan.n_tasks)
    engine.run(case.draws, 0, 2)
    begun = time.process_time()
    engine.run(case.draws, 0, count)
    return (time.process_time() - begun) / (count * case.plan.n_tasks) * 1e6


def table(rounds: list[Mapping[str, float]], labels: Mapping[str, str]) -> list[str]:
    """Return the lines of the table; ratios are medians over the rounds."""
    lines = [f"{'':24}{'median':>10}{'least':>10}" + "".join(f"{'/ ' + name:>24}" for name in ENGINES)]
    for name in rounds[0]:
        figures = [each[name] for each in rounds]
        row = f"{labels.get(name, name):24}{statistics.median(figures):10.2f}{min(figures):10.2f}"
        for engine in ENGINES:
            row += f"{statistics.median(each[name] / each[engine] for each in rounds):24.1f}"
        lines.append(row)
    return lines


def _python(given: str | None) -> str:
    """Return an interpreter that is new enough for the peers."""
    found = [given] if given else [sys.executable, *map(shutil.which, ("python3.14", "python3.13"))]
    for python in filter(None, found):
        asked = [python, "-c", f"import sys; sys.exit(sys.version_info < {OLDEST})"]
        if subprocess.run(asked, capture_output=True).returncode == 0:
            return python
    wanted = ".".join(map(str, OLDEST))
    raise SystemExit(f"mcprojsim wants Python {wanted} or later: give its path with --python")


def _installed(python: str, folder: Path) -> tuple[str, dict[str, str]]:
    """Install the peers into an environment in a folder; return its interpreter and their versions."""
    subprocess.run([python, "-m", "venv", str(folder)], check=True)
    inside = str(folder / ("Scripts" if sys.platform == "win32" else "bin") / "python")
    subprocess.run([inside, "-m", "pip", "install", "-q", *PEERS], check=True)
    site = [str(path) for path in folder.rglob("site-packages")]
    versions = {found.name.lower(): found.version for found in metadata.distributions(path=site)}
    return inside, {peer: f"{peer} {versions[peer.lower()]}" for peer in PEERS}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--python", help="an interpreter for the peers")
    options = parser.parse_args()
    case = Case(SHAPES["small"], 1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        inside, labels = _installed(_python(options.python), folder / "peers")
        model = folder / "model.json"
        model.write_text(json.dumps(model_of(case)))
        rounds: list[Mapping[str, float]] = [
            {peer: measure_peer(inside, peer, model) for peer in PEERS}
            | {engine: measure_engine(case, engine) for engine in ENGINES}
            for _ in range(options.rounds)
        ]
    print(f"{SHAPES['small']}, {options.rounds} interleaved rounds, microseconds for a task and replication")
    print("\n".join(table(rounds, labels)))


if __name__ == "__main__":
    main()

"""Runs that are killed at any moment and go on: `python -m tests.running.kills 1000` kills as often.

A child process runs with a checkpoint and is killed (SIGKILL) after a random time; then another one goes on
in the same folder, until one of them ends. What comes out must be what a run without any trouble gives.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Final
from unittest import mock

from tests.running.models import digest, ran

REPLICATIONS: Final = 6_000
_BLOCK_SECONDS: Final = 0.004  # each block takes a little longer, so that kills fall everywhere in a run


def kill_until(kills: int, seed: int = 1) -> Counter[str]:
    """Kill runs so many times, and return how many ended well beside that, and what was left behind.

    Raises
    ------
    AssertionError
        If a run that went on gives anything else than a whole one.
    """
    expected = digest(ran(replications=REPLICATIONS))
    chance = random.Random(seed)
    told: Counter[str] = Counter()
    while told["killed"] < kills:
        with tempfile.TemporaryDirectory() as folder:
            while _is_killed(Path(folder), chance.expovariate(8.0)) and told["killed"] < kills:
                told["killed"] += 1
                told["torn files"] += (Path(folder) / "unfinished.tmp").exists()
                told["begun anew"] += not any(Path(folder).glob("from-*"))
            found = digest(ran(replications=REPLICATIONS, checkpoint=folder))
            assert found == expected, f"after {told['killed']} kills: {found} instead of {expected}"
            told["runs"] += 1
    return told


def _is_killed(folder: Path, seconds: float) -> bool:
    """Run in a child and kill it after a while; return whether it was still running."""
    child = os.fork()
    if child == 0:
        _run_slowly(folder)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if os.waitpid(child, os.WNOHANG)[0]:
            return False
        time.sleep(0.002)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def _run_slowly(folder: Path) -> None:
    """Run with a file for each block, and leave the process without any tidying up."""
    code = 1
    try:
        with mock.patch("capsim.running.checkpoint._SECONDS_BETWEEN", 0.0):
            ran(
                replications=REPLICATIONS,
                checkpoint=folder,
                progress=lambda done, asked: time.sleep(_BLOCK_SECONDS),
            )
        code = 0
    finally:
        os._exit(code)


if __name__ == "__main__":
    print(dict(kill_until(int(sys.argv[1]))))

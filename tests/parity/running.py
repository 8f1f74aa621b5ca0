"""Runs a module of the tests in a process of its own, where numba is told something before it is loaded."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(*arguments: str, strict: bool = True, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python with arguments; warnings are errors there too, if strict."""
    return subprocess.run(
        [sys.executable, *(["-W", "error"] if strict else []), *arguments],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=540,
    )

"""An earlier C program for easier rules, where somebody has it: what the present one is compared with.

It knows no presence at a start, holds both people of a task until the later one is done, and draws its
efforts itself (some nanoseconds a task). Its folder holds ``kernel2.c`` and the Python that prepares it.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from tests.benchmarks.yardsticks.c_yardstick import COMPILER

_FLAGS = ("-O3", "-march=native", "-shared", "-fPIC")
_SEEDS = {"small": 2}  # the first with at most three skills a person


Earlier = Callable[[str, int], Callable[[], object]]


@contextlib.contextmanager
def earlier_program(folder: Path) -> Iterator[Earlier]:
    """Compile a copy; give a function from a size and a number of replications to what runs them."""
    assert COMPILER is not None, "no C compiler"
    with tempfile.TemporaryDirectory() as name, contextlib.chdir(name):
        here = Path(name)
        (here / "build").mkdir()
        for file in [*folder.glob("*.c"), *folder.glob("*.py")]:
            shutil.copy(file, here)
        for source, library in (("kernel", "kernel"), ("kernel2", "kernel2"), ("kernel2", "kernel2s")):
            command = [COMPILER, *_FLAGS, "-ffp-contract=off", f"{source}.c", "-o", f"build/{library}.so"]
            subprocess.run(command, check=True)
        sys.path.insert(0, name)
        try:
            yield _prepared
        finally:
            sys.path.remove(name)


def _prepared(size: str, replications: int) -> Callable[[], object]:
    workload, tricks = importlib.import_module("wl"), importlib.import_module("bench_tricks")
    work = workload.make(*workload.SIZES[size], seed=_SEEDS.get(size, 1))
    tables, library = tricks.struct2(work), tricks.L2
    state = library.mkst(ctypes.addressof(tables))
    results = [np.zeros((replications, width), np.int32) for width in (work.P, work.n, work.n)]

    def run() -> object:
        project, finish, start = (array.ctypes.data for array in results)
        first = ctypes.addressof(tables), state, 7, 0, replications
        library.runmany(*first, project, finish, start, None, 0)
        return work, results  # which hold the memory that was read and written

    return run

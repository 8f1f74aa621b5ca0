"""Parity also as plain Python, where an overflow is a warning, and compiled with every index checked."""

from __future__ import annotations

import pytest

from tests.parity.kernel_faults import FAULTS
from tests.parity.running import run


def campaign(*arguments: str, **environment: str) -> str:
    """What a campaign in one process says last."""
    done = run("-m", "tests.parity.campaign", *arguments, "--processes", "1", **environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.splitlines()[-1]


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        ("small", 100),
        ("booked", 60),
        ("odd", 100),
        ("large", 4),
        ("huge", 4),
        ("wide", 1),
        ("everything", 12),
        ("status", 15),
        ("recruiting", 6),
    ],
)
def test_both_engines_give_the_same_with_the_jit_off_without_overflow_or_index_out_of_bounds(kind, count):
    said = campaign(str(count), "--kind", kind, "--first", "20000", NUMBA_DISABLE_JIT="1")
    assert said.startswith(f"0 of {count} portfolios differ")


@pytest.mark.slow  # it compiles anew; with the JIT off numpy tells of such an index as well
def test_both_engines_give_the_same_with_bounds_checked_and_no_index_is_out_of_them():
    said = campaign("200", "--first", "20000", NUMBA_BOUNDSCHECK="1")
    assert said.startswith("0 of 200 portfolios differ")


def test_an_index_out_of_bounds_is_told_when_bounds_are_checked():
    done = run("-c", OUT_OF_BOUNDS, NUMBA_BOUNDSCHECK="1")
    assert done.returncode == 1
    assert "IndexError: an index is out of bounds" in done.stderr


OUT_OF_BOUNDS = """
from typing import NamedTuple
import numba, numpy as np
from capsim.engines.compiled.blocks import Block

class Content(NamedTuple):
    column: np.ndarray

@numba.njit
def read(block, place):
    return block.column[place]

block = Block(Content(np.arange(3)))
assert read(block, 2) == 2
read(block, 3)
"""


def test_a_fault_of_each_file_of_kernels_is_caught():
    done = run("-m", "tests.parity.kernel_faults", "all", "1", strict=False, NUMBA_DISABLE_JIT="1")
    assert done.returncode == 0, done.stdout + done.stderr
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == list(FAULTS)


@pytest.mark.slow
@pytest.mark.parametrize("file", FAULTS)
def test_all_faults_of_the_kernels_are_caught(file):
    done = run("-m", "tests.parity.kernel_faults", file, strict=False, NUMBA_DISABLE_JIT="1")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("\n") == len(FAULTS[file])


def test_there_are_enough_faults_of_the_kernels():
    assert sum(len(faults) for faults in FAULTS.values()) >= 35

"""Compiled kernels are kept on disk, for one text of all their sources, and found again."""

from __future__ import annotations

import ast
import importlib
import os
from pathlib import Path

import pytest

import capsim
from capsim.engines.compiled import jit
from tests.parity.running import run

PACKAGE = Path(capsim.__file__).parent
NAMES = [str(source.relative_to(PACKAGE)) for source in jit._SOURCES]

KERNEL = """
from capsim.engines.compiled.jit import kernel

@kernel
def double(number):
    return 2 * number
"""

ASK = """
from small import double
assert double(21) == 42
hits = getattr(double, "stats", None)
print(sum(hits.cache_hits.values()), sum(hits.cache_misses.values()))
"""


@pytest.fixture
def small(tmp_path):
    """A folder with a module of one small kernel."""
    folder = tmp_path / "code"
    folder.mkdir()
    (folder / "small.py").write_text(KERNEL)
    return folder


def ask(folder: Path, **environment: str) -> tuple[int, int]:
    """How often a new process finds the kernel in the cache, and how often not."""
    path = os.pathsep.join((str(folder), str(PACKAGE.parent)))
    done = run("-c", ASK, PYTHONPATH=path, **environment)
    assert done.returncode == 0, done.stderr
    hits, misses = done.stdout.split()
    return int(hits), int(misses)


@pytest.mark.parametrize("name", NAMES)
def test_a_change_in_any_source_of_the_kernels_changes_the_fingerprint(name, tmp_path, monkeypatch):
    copies = []
    for source in jit._SOURCES:
        copies.append(tmp_path / str(source.relative_to(PACKAGE)).replace(os.sep, "."))
        copies[-1].write_bytes(source.read_bytes())
    before = jit.fingerprint()
    monkeypatch.setattr(jit, "_SOURCES", tuple(copies))
    assert jit.fingerprint() == before
    changed = copies[NAMES.index(name)]
    changed.write_bytes(changed.read_bytes() + b"\n")
    assert jit.fingerprint() != before


def test_every_file_from_which_kernels_take_something_counts_for_the_fingerprint():
    counted = set(jit._SOURCES)
    for source in (PACKAGE / "engines" / "compiled").glob("*.py"):
        assert source in counted
        text = source.read_text(encoding="utf-8")
        if not any(f"\n@{decorator}\n" in text for decorator in ("jitted", "inlined", "kernel")):
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("capsim."):
                taken = Path(importlib.import_module(node.module).__file__)
                assert taken in counted, f"{source.name} takes something from {node.module}"


def test_checked_bounds_have_a_fingerprint_of_their_own(monkeypatch):
    before = jit.fingerprint()
    monkeypatch.setattr(jit.numba.config, "BOUNDSCHECK", 1)
    assert jit.fingerprint() != before


def test_a_second_process_takes_the_kernel_from_the_cache(small):
    assert ask(small) == (0, 1)
    assert ask(small) == (1, 0)


def test_a_kernel_whose_sources_have_changed_is_compiled_anew(small):
    ask(small)
    other = "import capsim.engines.compiled.jit as jit; jit.fingerprint = lambda: 'other'\n"
    (small / "small.py").write_text(other + KERNEL)
    assert ask(small) == (0, 1)


def test_without_a_folder_that_can_be_written_kernels_are_compiled_in_each_process(small, tmp_path):
    (small / "__pycache__").write_text("no folder")  # for whoever may write everywhere
    place = tmp_path / "a file"
    place.write_text("no folder")
    nowhere = {"HOME": str(place), "XDG_CACHE_HOME": str(place), "LOCALAPPDATA": str(place)}
    code = "from small import double; assert double(21) == 42; print(type(double._cache).__name__)"
    path = os.pathsep.join((str(small), str(PACKAGE.parent)))
    for _ in range(2):
        done = run("-B", "-c", code, PYTHONPATH=path, **nowhere)
        assert done.returncode == 0, done.stderr
        assert done.stdout.strip() == "NullCache"

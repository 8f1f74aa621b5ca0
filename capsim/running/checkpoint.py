"""A run kept in a folder while it goes on, so that it can be cut off at any moment and go on later.

The folder has a manifest, which says what is simulated, and files with blocks of replications. A file is
written beside its place, forced to the disk and then renamed, and its name holds a hash of its content: what
is there under its own name is whole, or is seen not to be, and is simulated anew.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

import numpy as np

from capsim.domain.policy import Custom, Listed, Policy
from capsim.errors import InputError, Problem, StoppedError
from capsim.plan.plan import Plan
from capsim.rules.priority import ranks
from capsim.running.arrays import Arrays, count_of, joined, rows_of
from capsim.running.blocks import Block
from capsim.running.identity import identity_of
from capsim.running.job import Job, Simulator
from capsim.running.versions import differences, versions

__all__ = ["Checkpoint"]

_FORMAT: Final = "2"
_MANIFEST: Final = "manifest.json"
_BESIDE: Final = "unfinished.tmp"
_SECONDS_BETWEEN: Final = 2.0
_BYTES_BETWEEN: Final = 1 << 24
_NAME: Final = re.compile(r"from-(\d{12})-to-(\d{12})-([0-9a-f]{32})\.npz")

Manifest = dict[str, dict[str, str]]


@dataclass(frozen=True)
class _File:
    """Where a block is kept."""

    path: Path
    block: Block
    digest: str

    def read(self) -> Arrays | None:
        """Return the block, None if it is not what it was when it was written."""
        try:
            content = self.path.read_bytes()
        except OSError:
            return None
        if _digest(content) != self.digest:
            return None
        with np.load(io.BytesIO(content), allow_pickle=False) as stored:
            return {name: stored[name] for name in stored.files}


class Checkpoint:
    """The blocks of one run in a folder.

    Parameters
    ----------
    folder : Path
        Made if it is not there; else empty, or the checkpoint of the same run.
    simulator : Simulator
        What is simulated.

    Raises
    ------
    InputError
        If the folder cannot be used, or is of another run.
    """

    def __init__(self, folder: Path, simulator: Simulator) -> None:
        self._folder = folder
        _open(folder, _manifest_of(simulator.job, simulator.draws.plan))
        self._files = sorted(_files_in(folder), key=lambda file: (file.block.first, -file.block.count))
        self._loaded: tuple[_File, Arrays] | None = None
        self._waiting: list[Arrays] = []
        self._first_waiting = self._bytes_waiting = 0
        self._written = time.monotonic()

    def kept(self, first: int, end: int) -> Arrays | None:
        """Return replications from ``first`` on, before ``end``, that a file has; None if there is none."""
        for file in list(self._files):
            last = file.block.first + file.block.count
            if file.block.first <= first < last:
                arrays = self._read(file)
                if arrays is not None:
                    return rows_of(arrays, file.block.first, first, min(last, end))
        return None

    def next_kept(self, first: int, end: int) -> int:
        """Return the first replication after ``first`` that is kept, at most ``end``."""
        return min([file.block.first for file in self._files if file.block.first > first], default=end)

    def add(self, first: int, arrays: Arrays) -> None:
        """Keep a block that was just run; it is written at the latest after two seconds' worth of them."""
        if not self._waiting:
            self._first_waiting, self._bytes_waiting = first, 0
        self._waiting.append(dict(arrays))
        self._bytes_waiting += sum(column.nbytes for column in arrays.values())
        due = time.monotonic() - self._written > _SECONDS_BETWEEN
        if due or self._bytes_waiting > _BYTES_BETWEEN:
            self.write()

    def write(self) -> None:
        """Write what is not yet on the disk.

        Raises
        ------
        StoppedError
            If that cannot be done; what was written before is still there.
        """
        if not self._waiting:
            return
        arrays = joined([dict(part) for part in self._waiting])
        stream = io.BytesIO()
        np.savez(stream, **cast("dict[str, Any]", arrays))
        content = stream.getvalue()
        last = self._first_waiting + count_of(arrays)
        name = f"from-{self._first_waiting:012d}-to-{last:012d}-{_digest(content)}.npz"
        try:
            _write_whole(self._folder / name, content)
        except OSError as error:
            fix = "make room there and run the same again: it goes on with what is written"
            problem = Problem(_where(self._folder), f"cannot be written ({error})", fix=fix)
            raise StoppedError(problem) from error
        self._waiting.clear()
        self._written = time.monotonic()

    def _read(self, file: _File) -> Arrays | None:
        """Return what a file holds; one that is broken is forgotten."""
        if self._loaded is not None and self._loaded[0] == file:
            return self._loaded[1]
        arrays = file.read()
        if arrays is None:
            self._files.remove(file)
        else:
            self._loaded = (file, arrays)
        return arrays


# ---------------------------------------------------------------- what is simulated


def _manifest_of(job: Job, plan: Plan) -> Manifest:
    priority = job.policy.priority
    policy, order = job.policy, None
    if isinstance(priority, Custom):  # a function, which is told by what it gives
        policy = Policy(**{**_settings(job.policy), "priority": Listed()})
        order = ranks(plan, job.policy)
    return {
        "run": {
            "portfolio": identity_of(job.portfolio),
            "policy": identity_of(policy, order),
            "seed": str(job.seed),
            "sampling": repr(job.sampling),
            "keep": job.keep,
        },
        "versions": {"checkpoint": _FORMAT, **versions()},
    }


def _settings(policy: Policy) -> dict[str, Any]:
    return {name: getattr(policy, name) for name in policy.__dataclass_fields__}


def _differences(here: Manifest, there: Any) -> str:
    """Return what is different in a checkpoint, in words; empty if nothing is."""
    try:
        was, now = there["run"], here["run"]
        told = [f"another {name}" for name in ("portfolio", "policy") if was[name] != now[name]]
        for name in ("seed", "sampling", "keep"):
            told += [f"{name} {was[name]} instead of {now[name]}"] if was[name] != now[name] else []
        if found := differences(here["versions"], there["versions"]):
            told.append(found)
    except (TypeError, LookupError, AttributeError):
        return "a manifest that cannot be understood"
    return ", ".join(told)


# ---------------------------------------------------------------- the folder


def _where(folder: Path) -> str:
    return f"checkpoint, {folder}"


def _open(folder: Path, manifest: Manifest) -> None:
    """Make the folder the checkpoint of this run, or see that it is."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        names = {path.name for path in folder.iterdir()} - {_BESIDE}
        if not names:
            _write_whole(folder / _MANIFEST, json.dumps(manifest, indent=1).encode())
        found = _foreign(folder / _MANIFEST, manifest)
    except OSError as error:
        fix = "give a folder that can be written"
        raise InputError([Problem(_where(folder), f"cannot be used ({error})", fix=fix)]) from error
    if found:
        raise InputError([Problem(_where(folder), found, fix="give a new folder, or run the same again")])


def _foreign(path: Path, manifest: Manifest) -> str:
    """Return why a folder is not the checkpoint of this run; empty if it is."""
    if not path.exists():
        return "a folder with other files"
    try:
        there = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return "no checkpoint: its manifest is broken"
    found = _differences(manifest, there)
    return f"the checkpoint of another run: {found}" if found else ""


def _files_in(folder: Path) -> Iterator[_File]:
    for path in folder.iterdir():
        if found := _NAME.fullmatch(path.name):
            first, last = int(found[1]), int(found[2])
            yield _File(path, Block(first, last - first), found[3])


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]


def _write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole, or not at all, whatever happens meanwhile."""
    beside = path.with_name(_BESIDE)
    with beside.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(path)
    if hasattr(os, "O_DIRECTORY"):  # where folders can be forced to the disk too
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

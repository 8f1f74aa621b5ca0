"""The work in C: `yardstick.c`, compiled into a temporary folder when it is wanted, and its tables."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from capsim.clock import TICKS_PER_DAY
from tests.benchmarks.yardsticks.workloads import MOST_SKILLS, Arrays

SOURCE = Path(__file__).with_name("yardstick.c")
COMPILER = shutil.which("cc")
PLAIN_FLAGS = ("-O2", "-shared", "-fPIC")
FLAGS = (*PLAIN_FLAGS, "-march=native")  # -O3 is some hundredths slower

_WORD = 64
_LANES = 16
_LINE = 64
_NEVER = 2**32 - 1
_RECIPROCAL_BITS = 43
_UNIT = 1_000  # speeds are thousandths

_TASK = np.dtype(
    {
        "names": ["after", "more", "rank", "need", "out", "n_more", "kind", "other", "paired", "word"],
        "formats": [("u4", 2), "u4", "u4", "u4", "u4", "u1", "u1", "u1", "u1", "u1"],
        "offsets": [0, 8, 12, 16, 20, 24, 25, 26, 27, 28],
        "itemsize": 32,
    }
)
_PERSON = np.dtype([("place", "u4", MOST_SKILLS), ("kind", "u1", MOST_SKILLS), ("unused", "u1")])

_SIZES = ("tasks", "bits", "needs", "people", "groups", "kinds", "days", "width", "releases", "person_bits")
_TABLES = (
    "task",
    "waits_for",
    "more_after",
    "first_word",
    "release_tick",
    "release_task",
    "person",
    "candidate",
    "reciprocal",
    "here",
    "present",
    "next_morning",
)
_STATE = ("ready", "summary", "free", "ends", "least", "holds", "waits", "open")

Table = npt.NDArray[np.generic]


class _World(ctypes.Structure):
    _fields_ = (
        *((name, ctypes.c_int64) for name in _SIZES),
        *((name, ctypes.c_void_p) for name in _TABLES),
        ("present_words", ctypes.c_int64),
        *((name, ctypes.c_void_p) for name in _STATE),
    )


class CYardstick:
    """The compiled program with its tables for one plan; not for two threads at a time."""

    def __init__(self, work: Arrays, flags: tuple[str, ...] = FLAGS) -> None:
        self._library = _compiled(flags)
        self._n_tasks, self._n_needs = work.n_tasks, len(work.kind)
        sizes, tables = _tables(work)
        self._tables = {name: _aligned(table) for name, table in tables.items()}
        self._most_effort = ((1 << 64) - (1 << _RECIPROCAL_BITS)) // (
            _UNIT * int(self._tables["reciprocal"].max())
        )
        addresses = {name: table.ctypes.data for name, table in self._tables.items()}
        self._world = _World(**sizes, **addresses)

    def run(
        self, effort: npt.NDArray[np.int64], out: Sequence[npt.NDArray[np.int32]] | None = None
    ) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        """Run a batch with the drawn efforts in ticks, (replications, needs); return start, finish, person.

        ``out`` are arrays from an earlier run of as many replications, to be filled anew.
        """
        count = len(effort)
        assert effort.shape == (count, self._n_needs) and effort.flags.c_contiguous
        assert effort.min() > 0 and effort.max() <= self._most_effort
        widths = (self._n_tasks, self._n_tasks, self._n_needs)
        start, finish, person = out or [np.empty((count, width), np.int32) for width in widths]
        places = (array.ctypes.data for array in (effort, start, finish, person))
        effort_at, start_at, finish_at, person_at = map(ctypes.c_void_p, places)
        ended = self._library.run(
            ctypes.byref(self._world), effort_at, ctypes.c_int64(count), start_at, finish_at, person_at
        )
        assert ended, "the work does not end within the run"
        return start, finish, person


@cache
def _compiled(flags: tuple[str, ...]) -> ctypes.CDLL:
    """Compile the program and load it; the file is gone before it runs."""
    assert COMPILER is not None, "no C compiler"
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "yardstick.so"
        subprocess.run([COMPILER, *flags, str(SOURCE), "-o", str(library)], check=True)
        return ctypes.CDLL(str(library))


# ---------------------------------------------------------------- tables


def _tables(work: Arrays) -> tuple[dict[str, int], dict[str, Table]]:
    people, days = work.present.shape
    kinds = len(work.speeds)
    person_bits = max(1, (people - 1).bit_length())
    assert kinds < _WORD and days * TICKS_PER_DAY < _NEVER >> person_bits
    groups = _up(-(-people // _LANES), _LANES)
    tables = _candidates(work) | _tasks(work)
    width = len(tables["free"]) // (kinds + 1)
    present = _bits(work.present, days // _WORD + 2)
    sizes = {
        "tasks": work.n_tasks,
        "bits": len(tables["task"]),
        "needs": len(work.kind),
        "people": people,
        "groups": groups,
        "kinds": kinds,
        "days": days,
        "width": width,
        "releases": len(tables["release_tick"]) - 1,
        "person_bits": person_bits,
        "present_words": present.shape[1],
    }
    arrives = (work.present[:, 1:] & ~work.present[:, :-1]).any(axis=0)
    mornings = np.append(np.flatnonzero(arrives) + 1, days)
    next_morning = mornings[np.searchsorted(mornings[:-1], np.arange(days), side="right")]
    return sizes, tables | {
        "present": present,
        "next_morning": (next_morning * TICKS_PER_DAY).astype(np.uint32),
        "ends": np.full(groups * _LANES, _NEVER, np.uint32),
        "least": np.full(groups, _NEVER, np.uint32),
        "holds": np.zeros(people, np.uint32),
    }


def _candidates(work: Arrays) -> dict[str, Table]:
    """Return who is a candidate where; one kind more than there are fills up what people lack of skills."""
    people, days = work.present.shape
    kinds = len(work.speeds)
    width = max(1, *(-(-len(speeds) // _WORD) for speeds in work.speeds))
    reach = width * _WORD
    candidate = np.zeros((kinds + 1) * reach, np.uint16)
    reciprocal = np.ones((kinds + 1) * reach, np.uint64)
    free = np.zeros((kinds + 1) * reach, np.bool_)
    here = np.zeros((days, (kinds + 1) * reach), np.bool_)
    person = np.zeros(people, _PERSON)
    person["place"], person["kind"] = kinds * reach, kinds
    held = [0] * people
    for kind, speeds in enumerate(work.speeds):
        for place, (who, speed) in enumerate(speeds.items(), kind * reach):
            candidate[place], reciprocal[place] = who, (1 << _RECIPROCAL_BITS) // speed
            free[place], here[:, place] = True, work.present[who]
            person["place"][who, held[who]], person["kind"][who, held[who]] = place, kind
            held[who] += 1
    return {
        "candidate": candidate,
        "reciprocal": reciprocal,
        "free": _bits(free[None, :], len(free) // _WORD)[0],
        "here": _bits(here, len(free) // _WORD),
        "person": person,
    }


def _tasks(work: Arrays) -> dict[str, Table]:
    """Return the tasks numbered by their bits, and the sets of waiting ones."""
    kinds = len(work.speeds)
    members: list[list[int]] = [[] for _ in range(2 * kinds)]
    for number in sorted(range(work.n_tasks), key=work.rank.__getitem__):
        needs = work.needs[number]
        members[work.kind[needs[0]] + kinds * (len(needs) - 1)].append(number)
    words = [-(-len(each) // _WORD) for each in members]
    assert max(words) <= _WORD, "too many tasks of one kind for one summary word"
    first_word = np.cumsum([0, *words])
    never = int(first_word[-1]) * _WORD  # the task that fills up the successors
    bit = [0] * work.n_tasks
    for segment, each in enumerate(members):
        for place, number in enumerate(each, int(first_word[segment]) * _WORD):
            bit[number] = place
    task = np.zeros(never + _WORD, _TASK)
    task["after"], task["kind"], task["rank"] = never, kinds, _NEVER
    waits_for = np.zeros(never + _WORD, np.uint8)
    more_after: list[int] = []
    for number, place in enumerate(bit):
        of_kind = [work.kind[need] for need in work.needs[number]]
        after = [bit[other] for other in work.after[number]]
        segment = of_kind[0] + kinds * (len(of_kind) - 1)
        row = task[place]
        row["after"][: len(after[:2])] = after[:2]
        row["more"], row["n_more"] = len(more_after), len(after[2:])
        row["rank"], row["need"], row["out"] = work.rank[number], work.needs[number][0], number
        row["kind"], row["other"], row["paired"] = of_kind[0], of_kind[-1], len(of_kind) - 1
        row["word"] = place // _WORD - first_word[segment]
        waits_for[place] = len(work.before[number])
        more_after += after[2:]
    roots = sorted(
        (work.release[number], bit[number]) for number in range(work.n_tasks) if not work.before[number]
    )
    return {
        "task": task,
        "waits_for": waits_for,
        "more_after": np.array([*more_after, never], np.uint32),
        "first_word": first_word.astype(np.uint32),
        "release_tick": np.array([*(tick for tick, _ in roots), _NEVER], np.uint32),
        "release_task": np.array([*(place for _, place in roots), never], np.uint32),
        "ready": np.zeros(never // _WORD + 1, np.uint64),
        "summary": np.zeros(2 * _WORD, np.uint64),
        "waits": np.zeros_like(waits_for),
        "open": np.zeros_like(waits_for),
    }


def _bits(truths: npt.NDArray[np.bool_], words: int) -> npt.NDArray[np.uint64]:
    """Return rows of truths as rows of words, the first in the lowest bit."""
    padded = np.zeros((len(truths), words * _WORD), np.bool_)
    padded[:, : truths.shape[1]] = truths
    return np.packbits(padded, axis=1, bitorder="little").view("<u8").astype(np.uint64)


def _aligned(table: Table) -> Table:
    """Return a copy that begins where a line of the processor's cache begins."""
    room = np.zeros(table.nbytes + _LINE, np.uint8)
    skip = -room.ctypes.data % _LINE
    copy = room[skip : skip + table.nbytes].view(table.dtype).reshape(table.shape)
    copy[...] = table
    return copy


def _up(number: int, step: int) -> int:
    return -(-number // step) * step

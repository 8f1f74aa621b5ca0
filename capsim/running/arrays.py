"""The outcome of consecutive replications as named arrays, which travel, are kept, and are put together."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from capsim.domain.policy import Policy
from capsim.engines.runs import Absences, Frozen, Reacted, Restarts, Runs, Seats, Waits
from capsim.plan.plan import Plan

__all__ = ["Arrays", "Collected", "arrays_of", "count_of", "digest_of", "joined", "rows_of", "runs_of"]

Arrays = dict[str, npt.NDArray[Any]]
"""By name; replications are numbered from the run's first, so that arrays of blocks are simply joined."""

_BY_TASK: Final = ("ready", "start", "finish", "ready_driver", "start_driver", "finish_driver")
_SEATS: Final = "seats"
"""Seats held in each replication."""
_LATER: Final = ("restart_", "absence_left", "absence_reason", "wait_", "reacted_")
"""How columns begin that came later; a run in which they are empty has the digest that it had before."""
_BY_REPLICATION: Final = (*_BY_TASK, _SEATS, "project_ticks", "project_days")


def arrays_of(runs: Runs, first: int) -> Arrays:
    """Return the arrays of a block that begins with replication ``first``."""
    arrays: Arrays = {name: getattr(runs, name) for name in _BY_TASK}
    arrays[_SEATS] = np.diff(runs.seat_offsets)
    tables: dict[str, Seats | Restarts | Absences | Frozen | Waits | Reacted] = {
        "seat": runs.seats,
        "restart": runs.restarts,
        "absence": runs.absences,
        "frozen": runs.frozen,
        "wait": runs.waits,
        "reacted": runs.reacted,
    }
    for table, columns in tables.items():
        for name, column in columns._asdict().items():
            shift = np.int32(first if name == "replication" else 0)
            arrays[f"{table}_{name}"] = column + shift if shift else column
    return arrays


def count_of(arrays: Arrays) -> int:
    """Return the number of replications."""
    return len(next(arrays[name] for name in _BY_REPLICATION if name in arrays))


def runs_of(plan: Plan, policy: Policy, seed: int, arrays: Arrays, *, partial: bool = False) -> Runs:
    """Return the runs whose replications, from the first on, the arrays hold."""
    return Runs(
        plan=plan,
        policy=policy,
        seed=seed,
        **{name: arrays[name] for name in _BY_TASK},
        seat_offsets=np.concatenate([[0], np.cumsum(arrays[_SEATS])]).astype(np.int64),
        seats=Seats(*(arrays[f"seat_{name}"] for name in Seats._fields)),
        restarts=Restarts(*(arrays[f"restart_{name}"] for name in Restarts._fields)),
        absences=Absences(*(arrays[f"absence_{name}"] for name in Absences._fields)),
        frozen=Frozen(*(arrays[f"frozen_{name}"] for name in Frozen._fields)),
        waits=Waits(*(arrays[f"wait_{name}"] for name in Waits._fields)),
        reacted=Reacted(*(arrays[f"reacted_{name}"] for name in Reacted._fields)),
        partial=partial,
    )


def rows_of(arrays: Arrays, first: int, begin: int, end: int) -> Arrays:
    """Return replications ``begin`` to ``end - 1`` of a block that begins with replication ``first``."""
    rows = slice(begin - first, end - first)
    kept: Arrays = {}
    for name, column in arrays.items():
        table = name.partition("_")[0]
        if name in _BY_REPLICATION:
            kept[name] = column[rows]
        elif table == "seat":
            before, last = (int(arrays[_SEATS][:row].sum()) for row in (rows.start, rows.stop))
            kept[name] = column[before:last]
        else:
            number = arrays[f"{table}_replication"]
            kept[name] = column[(number >= begin) & (number < end)]
    return kept


def digest_of(runs: Runs) -> str:
    """Return one hash over every array: equal runs have equal digests.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    digest = hashlib.sha256()
    for name, column in arrays_of(runs, 0).items():
        if name.startswith(_LATER) and not len(column):
            continue
        digest.update(f"{name} {column.dtype.str} {column.shape}".encode())
        digest.update(np.ascontiguousarray(column).data)
    return digest.hexdigest()


class Collected:
    """Replications done so far, from the first on."""

    def __init__(self) -> None:
        self._parts: list[Arrays] = []

    @property
    def replications(self) -> int:
        """How many there are."""
        return sum(map(count_of, self._parts))

    def add(self, part: Arrays) -> None:
        """Add the block that follows; an interrupt comes before it or after it."""
        self._parts.append(part)

    def arrays(self) -> Arrays:
        """Return all of them, joined; what they were joined from is let go, array by array."""
        if len(self._parts) > 1:
            self._parts[:] = [joined(self._parts)]
        return dict(self._parts[0])


def joined(parts: Sequence[Arrays]) -> Arrays:
    """Put blocks one after the other; they are taken apart for it, array by array."""
    return {name: np.concatenate([part.pop(name) for part in parts]) for name in list(parts[0])}

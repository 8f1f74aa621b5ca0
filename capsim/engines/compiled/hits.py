"""The work that risks with a window touch, and whose rework depends on people, as flat arrays."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.plan.hazards import hits_of
from capsim.plan.plan import Plan
from capsim.plan.rework import speeds_of

__all__ = ["HitTables", "StruckRow", "make_hits", "make_struck"]

I64 = npt.NDArray[np.int64]


class HitTables(NamedTuple):
    """Which risks touch what; a *first* array says where the entries of each index begin."""

    delayed: int  # tasks, if risks without a window move ready ticks; else 0
    until: I64  # (risks,)
    ready_first: I64
    ready_risk: I64
    effort_first: I64
    effort_risk: I64
    duration_first: I64
    duration_risk: I64
    rework_first: I64
    rework_speed: I64


class StruckRow(NamedTuple):
    """What is drawn for one replication; as in `capsim.plan.draws.Block`."""

    delay: I64
    strike: I64
    strike_delay: I64
    extra_effort: I64
    extra_duration: I64
    rework: I64


def make_hits(plan: Plan) -> HitTables:
    """Lay out the work that surprises touch."""
    hits = hits_of(plan)
    lists = (hits.ready, hits.effort, hits.duration, speeds_of(plan))
    flat = [array for each in lists for array in each]
    return HitTables(plan.n_tasks if hits.delays else 0, hits.until, *flat)


def make_struck(tables: HitTables) -> StruckRow:
    """Make room for one replication's draws."""
    risks = len(tables.until)
    entries = (tables.effort_risk, tables.duration_risk, tables.rework_speed)
    sizes = (tables.delayed, risks, risks, *map(len, entries))
    return StruckRow(*(np.zeros(size, np.int64) for size in sizes))

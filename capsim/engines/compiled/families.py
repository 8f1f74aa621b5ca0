"""Which families of rules a portfolio uses: plain ones have a kernel of their own, beside the one for all.

What a plain portfolio never needs is part of the type of its tables, so that neither time nor memory goes
into it. The rules are the same text in both kernels.
"""

from __future__ import annotations

from functools import reduce
from typing import Any, Final

import numpy as np

from capsim.engines.compiled.tables import Tables

__all__ = ["fixed_in"]

_LATER: Final = (
    "paths.person",  # absences, leaving, speed by chance
    "hits.delayed",  # risks and rework
    "hits.until",
    "hits.effort_risk",
    "hits.duration_risk",
    "hits.rework_speed",
    "gates.number",
    "gates.released",
    "known.task",  # a status date
    "limits.active",
    "reviews.number",
    "reviews.days",
    "learning.crafts",
    "rules.factored",  # allocations and sizes of teams that change speed
    "rules.preempt",
    "watched",  # work for the people of other work
)
"""Numbers that are 0, and arrays that are empty, where no family of these is used."""


def fixed_in(tables: Tables) -> tuple[str, ...]:
    """Return what is part of the type of some tables: everything that plain portfolios lack, or nothing.

    Parameters
    ----------
    tables : Tables
    """
    return () if any(map(_is_there, (_entry(tables, name) for name in _LATER))) else _LATER


def _entry(tables: Tables, name: str) -> Any:
    return reduce(getattr, name.split("."), tables)


def _is_there(entry: Any) -> bool:
    return bool(len(entry) if isinstance(entry, np.ndarray) else entry)

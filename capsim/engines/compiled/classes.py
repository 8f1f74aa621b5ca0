"""The class of work (rules R11, R13), from which a reaction may have raised it (R21)."""

from __future__ import annotations

from typing import Any

from capsim.engines.compiled.jit import i64, inlined

__all__ = ["class_of"]


@inlined
def class_of(t: Any, s: Any, task: int) -> Any:
    """Return the class of a task, smaller for more urgent work; all that is expedited comes first."""
    found = i64(t.rules.order_class[task])
    if t.reviews.number > 0 and s.reviews.expedited[t.task[task].project]:
        found -= t.reviews.classes
    return found

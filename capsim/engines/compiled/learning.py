"""Learning by doing (rules R3, D5): what people have completed, and how fast they are by it."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.engines.compiled.bits import fill
from capsim.engines.compiled.jit import i64, jitted
from capsim.plan.learning import LearningTable

__all__ = ["LearnedRow", "complete", "forget_learned", "learned_factor", "make_learned", "unlearn"]

I64 = npt.NDArray[np.int64]


class LearnedRow(NamedTuple):
    """What is known of one replication."""

    done: I64  # (people, crafts) ticks of completed work; nothing where nobody learns
    effort: I64  # (needs,) drawn ticks


def make_learned(table: LearningTable, people: int, needs: int) -> LearnedRow:
    """Make room for one replication."""
    learns = table.crafts > 0
    return LearnedRow(
        np.zeros((people if learns else 0, table.crafts), np.int64),
        np.zeros(needs if learns else 0, np.int64),
    )


@jitted
def forget_learned(s: Any, effort: Any) -> None:
    """Begin a replication in which nobody has learned anything yet."""
    for need in range(len(s.learned.effort)):
        s.learned.effort[need] = effort[need]
    for person in range(len(s.learned.done)):
        fill(s.learned.done[person], 0)


@jitted
def learned_factor(t: Any, s: Any, person: int, need: int) -> Any:
    """Return the factor on somebody's speed at the work of a need, in thousandths."""
    row = i64(t.learning.row[person])
    if row < 0:
        return i64(1000)
    done = s.learned.done[person, t.learning.craft[need]]
    low, high = i64(t.learning.first[row]), i64(t.learning.first[row + 1])
    first = low
    while low < high:
        middle = (low + high) >> 1
        if t.learning.ticks[middle] <= done:
            low = middle + 1
        else:
            high = middle
    return i64(1000) + low - first


@jitted
def complete(t: Any, s: Any, need: int) -> None:
    """Count the work of a need that ends for those on its seats, the same for each seat."""
    slot, seats = i64(t.need[need].slot), i64(s.need[need].taken)
    for place in range(slot, slot + seats):
        person = i64(s.seat[s.slots[place]].person)
        s.learned.done[person, t.learning.craft[need]] += s.learned.effort[need] // seats


@jitted
def unlearn(s: Any, person: int) -> None:
    """Forget what somebody has done who leaves; whoever comes next has not done it."""
    fill(s.learned.done[person], 0)

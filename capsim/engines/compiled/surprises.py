"""What risks and rework do to work when it gets ready and when it starts (rules D3, D4)."""

from __future__ import annotations

from typing import Any

from capsim.engines.compiled.clocks import after_working
from capsim.engines.compiled.jit import i64, inlined, jitted
from capsim.engines.compiled.state import NOW
from capsim.rules.work import EFFORT_UNIT

__all__ = ["lengthen", "moved", "settle_effort"]


@jitted
def moved(t: Any, s: Any, task: int, tick: int) -> Any:
    """Return the ready tick of a task that without risks would be ready at a tick."""
    if t.hits.delayed > 0:
        tick = after_working(t.clocks, tick, i64(s.struck.delay[task]))
    if tick > t.rules.horizon:
        return i64(tick)
    delay = i64(0)
    for entry in range(t.hits.ready_first[task], t.hits.ready_first[task + 1]):
        risk = t.hits.ready_risk[entry]
        if _strikes(t, s, risk, tick):
            delay += s.struck.strike_delay[risk]
    return after_working(t.clocks, tick, delay)


@jitted
def lengthen(t: Any, s: Any, task: int) -> None:
    """Let the duration of a task that starts now be what risks make of it; of one above 0 a tick is left."""
    more = i64(0)
    for entry in range(t.hits.duration_first[task], t.hits.duration_first[task + 1]):
        if _strikes(t, s, t.hits.duration_risk[entry], s.flow.at[NOW]):
            more += s.struck.extra_duration[entry]
    if more != 0:
        s.flow.duration[task] = max(s.flow.duration[task] + more, 1)


@jitted
def settle_effort(t: Any, s: Any, need: int) -> None:
    """Let the effort of a need that starts now be what risks and rework make of it.

    Its people have sat down; of an effort above 0 a tick is left.
    """
    more = i64(0)
    for entry in range(t.hits.effort_first[need], t.hits.effort_first[need + 1]):
        if _strikes(t, s, t.hits.effort_risk[entry], s.flow.at[NOW]):
            more += s.struck.extra_effort[entry]
    first, row = t.hits.rework_first[need], t.hits.rework_first[need + 1] - 1
    if row >= first:
        slowest = _slowest(t, s, need)
        while row > first and t.hits.rework_speed[row] > slowest:
            row -= 1
        more += s.struck.rework[row]
    if more != 0:
        s.need[need].left = max(s.need[need].left + more * EFFORT_UNIT, EFFORT_UNIT)


@inlined
def _strikes(t: Any, s: Any, risk: int, tick: int) -> bool:
    """Whether a risk with a window touches what begins at a tick."""
    return bool(s.struck.strike[risk] <= tick and tick < t.hits.until[risk])


@inlined
def _slowest(t: Any, s: Any, need: int) -> Any:
    """Return the lowest speed on the seats of a need."""
    slot = t.need[need].slot
    slowest = i64(s.seat[s.slots[slot]].speed)
    for place in range(slot + 1, slot + s.need[need].taken):
        slowest = min(slowest, i64(s.seat[s.slots[place]].speed))
    return slowest

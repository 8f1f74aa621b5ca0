"""How fast a seat works (rule R3)."""

from __future__ import annotations

from typing import Any

from capsim.clock import NEVER
from capsim.engines.compiled.jit import i64, inlined, jitted
from capsim.engines.compiled.learning import learned_factor
from capsim.rules.speed import learned_speed
from capsim.rules.speed import seat_speed as rounded

__all__ = ["seat_speed"]

_rounded = inlined(rounded)
_learned = inlined(learned_speed)


@inlined
def seat_speed(t: Any, s: Any, need: int, entry: int, share: int) -> Any:
    """Return how fast the person of an entry would work on a seat of a need, in thousandths."""
    if not t.rules.factored:
        return i64(t.kinds.speed[entry])
    team = max(i64(t.need[need].fewest), _team_with(t, s, need, i64(t.kinds.person[entry])))
    if share == 1000:
        factor = t.rules.whole[min(team, len(t.rules.whole)) - 1]
    else:
        factor = t.rules.part[min(team, len(t.rules.part)) - 1]
    if t.learning.crafts > 0:
        learned = learned_factor(t, s, i64(t.kinds.person[entry]), need)
        return _rounded(_learned(t.kinds.fine[entry], learned), factor)
    return _rounded(t.kinds.fine[entry], factor)


@jitted
def _team_with(t: Any, s: Any, need: int, person: int) -> Any:
    """Return how many people work on a need, somebody among them."""
    slot, people = i64(t.need[need].slot), i64(1)
    for place in range(slot, slot + s.need[need].taken):
        one = s.seat[s.slots[place]].person
        known = one == person or s.seat[s.slots[place]].stop != NEVER
        for earlier in range(slot, place):
            known |= s.seat[s.slots[earlier]].person == one
        people += not known
    return people

"""What falls due when: a heap of moments, and heaps of keys."""

from __future__ import annotations

from typing import Any, Final

from capsim.engines.compiled.jit import i64, inlined
from capsim.engines.compiled.state import EVENTS

__all__ = [
    "CLOSE",
    "END",
    "EXIT",
    "INDEX",
    "LEAVE",
    "LOOK",
    "OPEN",
    "RESUME",
    "REVIEW",
    "RIPEN",
    "TICK",
    "TURN_OF",
    "WHAT",
    "pop_event",
    "put",
    "rise",
    "sink",
]

# What can fall due, in the order in which an instant takes it up.
END: Final = 0
CLOSE: Final = 1
OPEN: Final = 2
RIPEN: Final = 3
LOOK: Final = 4
TURN_OF: Final = 5  # of a path: somebody comes, goes or leaves
LEAVE: Final = 6
RESUME: Final = 7  # the status date
REVIEW: Final = 8  # what a policy watches is looked at
EXIT: Final = 9  # somebody leaves if they are overloaded

# A moment is one number: its tick, what falls due, and of which need, task, unit or person.
WHAT: Final = 32
TICK: Final = 36
INDEX: Final = (1 << 32) - 1


@inlined
def put(t: Any, s: Any, tick: int, what: int, index: int) -> None:
    """Put something on the agenda of a later tick."""
    if tick > t.rules.horizon:
        return
    events = s.flow.events
    key = (i64(tick) << TICK) | (i64(what) << WHAT) | i64(index)
    place = s.flow.at[EVENTS]
    s.flow.at[EVENTS] = place + 1
    while place > 0:
        above = (place - 1) >> 1
        if events[above] <= key:
            break
        events[place] = events[above]
        place = above
    events[place] = key


@inlined
def pop_event(s: Any) -> Any:
    """Take the next moment off the agenda."""
    first = s.flow.events[0]
    size = s.flow.at[EVENTS] - 1
    s.flow.at[EVENTS] = size
    sink(s.flow.events, i64(0), size, s.flow.events[size])
    return first


@inlined
def sink(heap: Any, offset: int, size: int, key: int) -> None:
    """Let a key take the place at the top of a heap.

    The gap sinks to the bottom and the key rises from there: it belongs there nearly always, and which of
    two is smaller is no branch that a processor could guess wrongly.
    """
    place, below = i64(0), i64(1)
    while below + 1 < size:
        below += i64(heap[offset + below + 1] < heap[offset + below])
        heap[offset + place] = heap[offset + below]
        place = below
        below = 2 * place + 1
    if below < size:
        heap[offset + place] = heap[offset + below]
        place = below
    rise(heap, offset, place, key)


@inlined
def rise(heap: Any, offset: int, place: int, key: int) -> None:
    """Let a key rise from the bottom of a heap."""
    while place > 0:
        above = (place - 1) >> 1
        if heap[offset + above] <= key:
            break
        heap[offset + place] = heap[offset + above]
        place = above
    heap[offset + place] = key

"""Constants of a replication: what can stand on the agenda of a tick, with what it concerns, and limits."""

from __future__ import annotations

from typing import Final

__all__ = [
    "DUE_CLOSE",
    "DUE_END",
    "DUE_EXIT",
    "DUE_LEAVE",
    "DUE_LOOK",
    "DUE_MATURE",
    "DUE_OPEN",
    "DUE_RESUME",
    "DUE_REVIEW",
    "EVERYBODY",
    "FIRST_OF_ALL",
]

DUE_END: Final = 0
"""The work of a need."""

DUE_CLOSE: Final = 1
"""A task finishes."""

DUE_OPEN: Final = 2
"""A task gets ready."""

DUE_MATURE: Final = 3
"""A unit of work has waited long (R8b)."""

DUE_LEAVE: Final = 4
"""A person's long absence begins (R10)."""

DUE_LOOK: Final = 5
"""Nothing by itself; the tick is looked at."""

DUE_RESUME: Final = 6
"""The status date: work that has begun goes on (R16)."""

DUE_REVIEW: Final = 7
"""What a policy watches is looked at (R21)."""

DUE_EXIT: Final = 8
"""Somebody leaves if they are overloaded (D5)."""

EVERYBODY: Final = -1
"""As a set of people: everybody."""

FIRST_OF_ALL: Final = float("-inf")
"""As a key in the order of work: before all keys of rules."""

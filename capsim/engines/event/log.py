"""The event log: what happened in a replication, in order."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

__all__ = ["NOBODY", "LogEntry", "What"]

NOBODY = -1
"""Stands in an entry where there is no task, need or person."""


class What(StrEnum):
    """The kinds of entries."""

    READY = "ready"
    START = "start"
    SEAT = "seat"
    EXTRA_SEAT = "extra seat"
    HOLD = "hold"
    WORK_ENDS = "work ends"
    LEAVES = "leaves"
    HAND_OVER = "hand-over"
    INTERRUPTION = "interruption"
    RESTART = "restart"
    FINISH = "finish"
    STOP = "stop"
    LEFT_OUT = "left out"
    REACTION = "reaction"
    HIRED = "hired"
    QUITS = "quits"
    AWAY = "away"
    FREEZE = "freeze"
    THAW = "thaw"
    EXPEDITE = "expedite"


class LogEntry(NamedTuple):
    """One thing that happened.

    Attributes
    ----------
    tick : int
    event : str
        One of `What`.
    task, need, person : int
        Indices into the plan, `NOBODY` where there is none.
    detail : str
        More, in words.
    """

    tick: int
    event: str
    task: int = NOBODY
    need: int = NOBODY
    person: int = NOBODY
    detail: str = ""

"""SimPy, with guards: it takes NaN for a delay and never tires of an instant; we do not."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import simpy
from simpy.events import Event, EventPriority, Timeout

from capsim.errors import DelayError, LivelockError

__all__ = ["GuardedEnvironment", "Instant"]

_NORMAL = EventPriority(1)  # what SimPy gives to timeouts
_AFTER_EVERYTHING = EventPriority(2)
_MOST_STEPS = 100_000


class GuardedEnvironment(simpy.Environment):
    """A SimPy environment in whole ticks.

    Raises
    ------
    DelayError
        For a delay that is NaN, negative or no whole number of ticks.
    LivelockError
        After 100,000 events without time passing.
    """

    def schedule(self, event: Event, priority: EventPriority = _NORMAL, delay: float = 0) -> None:
        """Put an event on the agenda, if its delay is a time."""
        self._check(delay)
        super().schedule(event, priority, int(delay))

    def timeout(self, delay: float = 0, value: Any = None) -> Timeout:
        """Return an event that many ticks from now."""
        self._check(delay)
        return Timeout(self, int(delay), value)

    def _check(self, delay: float) -> None:
        if not (0 <= delay < math.inf and delay == int(delay)):
            raise DelayError(
                f"tick {self.now:g}: a process waits for a delay that is no time (got {delay!r}); "
                "wait for a whole number of ticks, such as world.days(1.5)"
            )

    def run_to(self, last_tick: int, done: Callable[[], bool]) -> None:
        """Process events up to a tick, that tick included, until ``done()`` holds or none is left."""
        steps, tick = 0, -1.0
        while not done() and self.peek() <= last_tick:
            self.step()
            if self.now != tick:
                steps, tick = 0, self.now
            steps += 1
            if steps > _MOST_STEPS:
                raise LivelockError(
                    f"tick {tick:g}: {_MOST_STEPS:,} events without time passing; "
                    "a process waits for no time again and again"
                )


class Instant(Event):
    """The moment at which a tick is settled: after everything else that SimPy holds for that tick."""

    def __init__(self, env: GuardedEnvironment, delay: int, settle: Callable[[Event], None]) -> None:
        self.env = env
        self.callbacks = [settle]
        self._ok = True
        self._value = None
        env.schedule(self, _AFTER_EVERYTHING, delay)

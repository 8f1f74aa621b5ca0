"""What a worker elsewhere does: it keeps the models that it knows, and runs blocks of them."""

from __future__ import annotations

import threading
import warnings
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from capsim.running.arrays import Arrays
from capsim.running.blocks import Block
from capsim.running.job import Job, Simulator
from capsim.running.versions import Versions, versions

__all__ = ["Answer", "Done", "Failed", "Unknown", "work"]


@dataclass(frozen=True)
class Done:
    """A block that was run, by a worker that draws these numbers."""

    arrays: Arrays
    fingerprint: str


@dataclass(frozen=True)
class Unknown:
    """The worker does not know the model; it has these versions."""

    versions: Versions


@dataclass(frozen=True)
class Failed:
    """The model, or a process of the user, raised an error, as it would have anywhere."""

    error: Exception


Answer = Done | Unknown | Failed


@dataclass(frozen=True)
class _Known:
    simulator: Simulator
    fingerprint: str


class _Shelf:
    """The models that this process has seen last."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._known: OrderedDict[str, _Known] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, token: str, job: Job | None) -> _Known | None:
        """Return the model of that token; a new one is put on the shelf."""
        with self._lock:
            if token not in self._known and job is not None:
                self._known[token] = _made_ready(job)
                while len(self._known) > self._room:
                    self._known.popitem(last=False)
            if token in self._known:
                self._known.move_to_end(token)
            return self._known.get(token)


def _made_ready(job: Job) -> _Known:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # whoever asked has been warned
        simulator = Simulator(job)
    return _Known(simulator, simulator.fingerprint())


_SHELF: Final = _Shelf(room=2)


def work(token: str, job: Job | None, block: Block, expected: int) -> Answer:
    """Run a block of the model that goes by a token.

    Parameters
    ----------
    token : str
        Of one run; a worker that has seen it knows the model.
    job : Job, optional
        The model, for workers that do not know it.
    block : Block
    expected : int
        Replications of the whole run, as far as is known by now.

    Returns
    -------
    Done, Unknown or Failed
    """
    try:
        known = _SHELF.find(token, job)
        if known is None:
            return Unknown(versions())
        known.simulator.prepare(expected)
        return Done(known.simulator.run(block.first, block.count), known.fingerprint)
    except Exception as error:
        return Failed(error)

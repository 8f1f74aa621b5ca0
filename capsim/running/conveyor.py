"""Blocks go out to a crew in any order, and come back in theirs."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import Any, Final

from capsim.running.arrays import Arrays
from capsim.running.blocks import Block
from capsim.running.crews import Crew

__all__ = ["in_order"]

_LONGEST_WAIT_SECONDS: Final = 0.2  # on some systems an interrupt is only seen between waits


def in_order(crew: Crew, blocks: Iterator[Block]) -> Iterator[Arrays]:
    """Have blocks run, and give what comes out in the order of the blocks.

    Parameters
    ----------
    crew : Crew
    blocks : iterator of Block
        Asked for the next one when the crew has a hand free.

    Yields
    ------
    Arrays
    """
    order: deque[Block] = deque()
    running: dict[Future[Any], Block] = {}
    done: dict[Block, Arrays] = {}
    try:
        while True:
            while len(order) < crew.at_once and (block := next(blocks, None)) is not None:
                order.append(block)
                running[crew.submit(block)] = block
            if not order:
                return
            while order[0] not in done:
                _take(crew, running, done)
            while order and order[0] in done:
                yield done.pop(order.popleft())
    finally:
        for future in running:
            future.cancel()


def _take(crew: Crew, running: dict[Future[Any], Block], done: dict[Block, Arrays]) -> None:
    """Wait until some blocks are there; those that were lost are begun again."""
    finished, _ = wait(running, _LONGEST_WAIT_SECONDS, FIRST_COMPLETED)
    if not finished:
        crew.look_after()
    for future in sorted(finished, key=lambda each: running[each].first):  # so that none is lost to an error
        block = running.pop(future)
        arrays = crew.outcome(block, future)
        if arrays is None:
            running[crew.submit(block)] = block
        else:
            done[block] = arrays

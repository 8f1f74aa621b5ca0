"""Which replications are run together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

__all__ = ["Block", "BlockSize", "blocks"]

_FEWEST: Final = 32
_MOST_CELLS_DRAWN: Final = 1 << 21  # tasks × replications of a sampling block that is kept in one piece


@dataclass(frozen=True, slots=True)
class Block:
    """Consecutive replications."""

    first: int
    count: int


class BlockSize(NamedTuple):
    """How large blocks may be.

    Attributes
    ----------
    tasks : int
        Tasks simulated in a block: it takes well under a second, so that progress is prompt.
    replications : int
    """

    tasks: int
    replications: int


READABLE: Final = BlockSize(8_192, 128)
COMPILED: Final = BlockSize(65_536, 4_096)


def blocks(
    first: int, end: int, tasks: int, together: int, workers: int, size: Callable[[], BlockSize]
) -> Iterator[Block]:
    """Cut replications ``first`` to ``end - 1`` into blocks, smaller ones towards the end.

    Parameters
    ----------
    first, end : int
    tasks : int
        Of one replication.
    together : int
        Replications that are drawn together; blocks end there if they can.
    workers : int
    size : callable
        Asked before each block.

    Yields
    ------
    Block
    """
    while first < end:
        most = size()
        wanted = min(most.replications, most.tasks // max(tasks, 1), -(-(end - first) // (2 * workers)))
        if together * tasks <= _MOST_CELLS_DRAWN:
            wanted = max(wanted, together)
        least = min(_FEWEST, max(1, most.tasks // max(tasks, 1)))
        last = first + max(wanted, least)
        if last - last % together > first:
            last -= last % together
        last = min(last, end)
        yield Block(first, last - first)
        first = last

"""The chance of one replication as plain lists, ready for an event loop."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from capsim.engines.event.exits import Exit, exits_of
from capsim.engines.event.paths import Segment, segments_of
from capsim.plan.draws import Block

__all__ = ["Future", "future_of"]


class Future(NamedTuple):
    """The draws of one replication: a row of each column of a `Block`.

    Attributes
    ----------
    effort : sequence of int, (needs,)
        Ticks.
    duration : sequence of int, (tasks,)
        Working ticks.
    goes_ahead : sequence of bool, (projects,)
    delay : sequence of int, (tasks,) or empty
        Working ticks by which risks move each ready tick.
    strike, strike_delay, extra_effort, extra_duration, rework : sequence of int
        What is settled when work gets ready or starts.
    paths : list of list of Segment, (paths,)
        Where people leave the table of capacity.
    exits : list of Exit
        When people leave if they are overloaded then.
    passes : sequence of bool, (gates,)
        Whether each gate lets its project go on.
    left_out : sequence of bool, (tasks,) or empty
        What is not part of this future although its project goes ahead.
    release : sequence of int, (tasks,) or empty
        The ticks before which work does not get ready.
    """

    effort: Sequence[int]
    duration: Sequence[int]
    goes_ahead: Sequence[bool]
    delay: Sequence[int]
    strike: Sequence[int]
    strike_delay: Sequence[int]
    extra_effort: Sequence[int]
    extra_duration: Sequence[int]
    rework: Sequence[int]
    paths: Sequence[Sequence[Segment]]
    exits: Sequence[Exit]
    passes: Sequence[bool]
    left_out: Sequence[bool]
    release: Sequence[int]

    def absent(self, project_of: Sequence[int]) -> list[int]:
        """Return the tasks that are not part of this future, given the project of each."""
        left_out = self.left_out or [False] * len(project_of)
        return [
            task
            for task, (project, out) in enumerate(zip(project_of, left_out, strict=True))
            if out or not self.goes_ahead[project]
        ]


def future_of(block: Block, row: int) -> Future:
    """Return a row of a block of draws.

    Parameters
    ----------
    block : Block
    row : int

    Returns
    -------
    Future
    """
    columns = block._asdict()
    segments = segments_of(columns.pop("paths"), row, len(block.effort))
    exits = exits_of(columns.pop("exits"), row, len(block.effort))
    drawn = {name: column[row].tolist() for name, column in columns.items()}
    return Future(**drawn, paths=segments, exits=exits)

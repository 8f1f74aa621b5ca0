"""Either/or: groups of tasks of a project of which exactly one happens (rule D6)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator

from capsim.domain.lists import listed, refuse_twice
from capsim.domain.reprs import as_call, as_code
from capsim.domain.values import Name, Names, NamesLike, NumberLike, Share, plain, value
from capsim.errors import Refused

__all__ = ["Branch", "Way"]


@value
class Way:
    """One of the ways in which a branch can go.

    Parameters
    ----------
    name : str
        Unique in its branch.
    probability : float
        That it is this one.
    tasks : list of str
        The tasks of the project that happen then, and only then.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> Way("buy", 0.4, ["tender", "roll out"])
    Way('buy', 0.4, ['tender', 'roll out'])
    """

    name: Name
    probability: Share
    tasks: Names = ()

    if TYPE_CHECKING:

        def __init__(self, name: str, probability: NumberLike, tasks: NamesLike = ()) -> None: ...

    def __repr__(self) -> str:
        return as_call(self, "name", "probability", "tasks", forms={"tasks": list(self.tasks)})

    _repr_html_ = as_code


def _ways(given: object) -> tuple[Way, ...]:
    example = '[Way("make", 0.6, ["build"]), Way("buy", 0.4, ["tender"])]'
    return listed(Way, given, "no list of ways", example)


@value
class Branch:
    """Groups of tasks of a project of which exactly one happens.

    Links to the tasks of the other ways are met from the start, so that work after the branch can wait for
    the ends of all of them.

    Parameters
    ----------
    name : str
        Unique in its project.
    ways : list of Way
        At least two; their probabilities add up to 1. A way without tasks is one in which nothing happens.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> Branch("make or buy", [Way("make", 0.6, ["build"]), Way("buy", 0.4, ["tender"])])
    Branch('make or buy', [Way('make', 0.6, ['build']), Way('buy', 0.4, ['tender'])])
    """

    name: Name
    ways: Annotated[tuple[Way, ...], BeforeValidator(_ways)]

    if TYPE_CHECKING:

        def __init__(self, name: str, ways: Iterable[Way | Mapping[str, Any]]) -> None: ...

    def __post_init__(self) -> None:
        if len(self.ways) < 2:
            fix = "write at least two; a way without tasks is one in which nothing happens"
            raise Refused("a branch of fewer than two ways", len(self.ways), fix)
        refuse_twice((way.name for way in self.ways), "a way given twice", "keep one of them")
        tasks = (task for way in self.ways for task in way.tasks)
        refuse_twice(tasks, "a task in two ways", "keep one of them")
        total = math.fsum(way.probability for way in self.ways)
        if abs(total - 1) > 1e-6:
            raise Refused("probabilities that do not add up to 1", plain(total), "correct one of them")

    def __repr__(self) -> str:
        return as_call(self, "name", "ways", forms={"ways": list(self.ways)})

    _repr_html_ = as_code

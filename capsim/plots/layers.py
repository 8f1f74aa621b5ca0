"""Where the nodes of a network stand: in levels by precedence, with few lines that cross."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

__all__ = ["Layout", "kept_links", "laid_out"]

_SWEEPS: Final = 6

Link = tuple[str, str]
Point = tuple[float, float]


class Layout(NamedTuple):
    """Where nodes stand, and the way of each link.

    Attributes
    ----------
    places : dict of str to (float, float)
        Level, and height in it around 0.
    ways : dict of (str, str) to list of (float, float)
        From one node to the other, around those between.
    levels : int
    height : int
        The most that stand in one level.
    """

    places: dict[str, Point]
    ways: dict[Link, list[Point]]
    levels: int
    height: int


def kept_links(links: Iterable[Link], nodes: Iterable[str]) -> list[Link]:
    """Return the links among some nodes; a way through others is a link as well.

    A link that goes without saying, because there is a longer way through nodes that are kept, is left out.

    Examples
    --------
    >>> kept_links([("a", "b"), ("b", "c"), ("a", "d")], ["a", "c", "d"])
    [('a', 'c'), ('a', 'd')]
    >>> kept_links([("a", "b"), ("b", "c"), ("a", "c")], ["a", "b", "c"])
    [('a', 'b'), ('b', 'c')]
    """
    after: dict[str, list[str]] = {}
    for before, then in links:
        after.setdefault(before, []).append(then)
    kept = list(nodes)
    shown = set(kept)
    found: list[Link] = []
    for node in kept:
        seen: set[str] = set()
        ahead = list(reversed(after.get(node, [])))
        while ahead:
            then = ahead.pop()
            if then in seen:
                continue
            seen.add(then)
            if then in shown:
                found.append((node, then))
            else:
                ahead += reversed(after.get(then, []))
    return _needed(found)


def _needed(links: Sequence[Link]) -> list[Link]:
    """Return the links without which one node would not be known to come after another."""
    after: dict[str, list[str]] = {}
    for before, then in links:
        after.setdefault(before, []).append(then)
    return [(before, then) for before, then in links if not _leads(after, before, then)]


def _leads(after: Mapping[str, Sequence[str]], before: str, then: str) -> bool:
    """Return whether a way of two links or more leads from one node to another."""
    ahead = [step for step in after[before] if step != then]
    seen = {before, *ahead}
    while ahead:
        for step in after.get(ahead.pop(), ()):
            if step == then:
                return True
            if step not in seen:
                seen.add(step)
                ahead.append(step)
    return False


def laid_out(nodes: Sequence[str], links: Sequence[Link]) -> Layout:
    """Lay out a network without cycles; links of nodes that are not there are left out.

    Parameters
    ----------
    nodes : sequence of str
        Those named first stand further up, where nothing speaks against it.
    links : sequence of (str, str)

    Examples
    --------
    >>> laid_out(["a", "b", "c"], [("a", "b"), ("a", "c")]).places
    {'a': (0.0, 0.0), 'b': (1.0, 0.5), 'c': (1.0, -0.5)}
    """
    known = set(nodes)
    inside = [link for link in dict.fromkeys(links) if link[0] != link[1] and known.issuperset(link)]
    level = _levels(nodes, inside)
    chains = {link: _chain(link, level) for link in inside}
    rows: list[list[Hashable]] = [[] for _ in range(max(level.values(), default=-1) + 1)]
    for node in nodes:
        rows[level[node]].append(node)
    for (before, _), chain in chains.items():
        for step, between in enumerate(chain[1:-1], level[before] + 1):
            rows[step].append(between)
    pairs = [pair for chain in chains.values() for pair in pairwise(chain)]
    _ordered(rows, pairs)
    places: dict[Hashable, Point] = {
        each: (float(number), (len(row) - 1) / 2 - at)
        for number, row in enumerate(rows)
        for at, each in enumerate(row)
    }
    return Layout(
        {node: places[node] for node in nodes},
        {link: [places[each] for each in chain] for link, chain in chains.items()},
        len(rows),
        max(map(len, rows), default=0),
    )


def _levels(nodes: Sequence[str], links: Sequence[Link]) -> dict[str, int]:
    """Return the level of each node: the most links of a way to it."""
    level = dict.fromkeys(nodes, 0)
    for _ in nodes:
        moved = False
        for before, then in links:
            if level[then] <= level[before]:
                level[then], moved = level[before] + 1, True
        if not moved:
            break
    return level


def _chain(link: Link, level: Mapping[str, int]) -> list[Hashable]:
    """Return what a link passes: a place in each level between its nodes."""
    before, then = link
    between: list[Hashable] = [(link, step) for step in range(level[before] + 1, level[then])]
    return [before, *between, then]


def _ordered(rows: list[list[Hashable]], pairs: Sequence[tuple[Hashable, Hashable]]) -> None:
    """Sort each level by the middle of what its nodes are linked to, to and fro."""
    above: dict[Hashable, list[Hashable]] = {}
    below: dict[Hashable, list[Hashable]] = {}
    for before, then in pairs:
        below.setdefault(then, []).append(before)
        above.setdefault(before, []).append(then)
    for sweep in range(_SWEEPS):
        forward = sweep % 2 == 0
        for row in rows if forward else reversed(rows):
            place = {each: at - (len(line) - 1) / 2 for line in rows for at, each in enumerate(line)}
            linked = below if forward else above
            middle = {
                each: sum(place[other] for other in linked[each]) / len(linked[each])
                if each in linked
                else place[each]
                for each in row
            }
            row.sort(key=middle.__getitem__)

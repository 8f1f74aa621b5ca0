"""How much of a demand people can serve together: maximum flows for many replications and periods at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

__all__ = ["unserved"]

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Ints16 = npt.NDArray[np.int16]

_CHUNK: Final = 1 << 13
"""Flows worked on at a time."""


def unserved(demand: Ints, supply: Ints, qualified: Bools, able: Bools, home: Bools) -> tuple[Ints, Ints]:
    """Return what of each demand nobody has hours for, and what more nobody has the grade for.

    Parameters
    ----------
    demand : ndarray of int64, (flows, kinds)
        Wanted of each kind of work, in any unit.
    supply : ndarray of int64, (flows, classes)
        What each class of people has, in the same unit.
    qualified : ndarray of bool, (classes, kinds)
        Who can serve what, by skill and grade.
    able : ndarray of bool, (classes, kinds)
        Who could serve it if grades did not count; all the qualified are.
    home : ndarray of bool, (classes, kinds)
        Whose own role it is.

    Returns
    -------
    hours, grades : ndarray of int64, (flows, kinds)
        Together they are the demand less a maximum flow through the qualified; the hours alone the demand
        less a maximum flow through the able.

    Notes
    -----
    Both totals are unique, and which kinds they fall on is settled by an order: people first serve as much
    of their own roles as they can, then of everything, each time kind by kind in order; rerouting never takes
    back what a kind has got. So a shortage that could lie on several kinds lies on those without enough
    people of their own, and among them on the last. What the qualified serve is then extended to a maximum
    flow of the able; hence both parts are 0 or more, kind by kind.

    Augmenting paths (L. R. Ford and D. R. Fulkerson, Canadian Journal of Mathematics 8 (1956) 399–404),
    breadth first from one kind after the other, the same step in all flows at once. A kind from which no path
    leads on never gets one again, so each is asked once.

    Examples
    --------
    >>> data, both = [False, True], [True, True]
    >>> hours, grades = unserved(np.array([[5, 5]]), np.array([[4, 3]]), np.array([both, data]),
    ...                          np.array([both, both]), np.array([[True, False], [False, True]]))
    >>> hours.tolist(), grades.tolist()
    ([[1, 2]], [[0, 0]])
    """
    hours, grades = np.empty_like(demand), np.empty_like(demand)
    graded = not np.array_equal(qualified, able)
    for first in range(0, len(demand), _CHUNK):
        some = slice(first, first + _CHUNK)
        state = _Flows.of(demand[some], supply[some], able)
        lacking = state.served_along(qualified & home, qualified)
        short = state.served_along(able & home, able) if graded else lacking
        hours[some], grades[some] = short.T, (lacking - short).T
    return hours, grades


@dataclass(frozen=True, eq=False)
class _Flows:
    """Flows from classes of people to kinds of work, one column each; changed in place.

    Attributes
    ----------
    links : list of (int, int)
        The classes and kinds between which something can flow.
    number : ndarray of int64, (classes, kinds)
        The position of each link in that list.
    flow : ndarray of int64, (links, flows)
    spare : ndarray of int64, (classes, flows)
        What people have left.
    wanted : ndarray of int64, (kinds, flows)
        What is not served yet.
    """

    links: list[tuple[int, int]]
    number: Ints
    flow: Ints
    spare: Ints
    wanted: Ints

    @classmethod
    def of(cls, demand: Ints, supply: Ints, able: Bools) -> _Flows:
        """Begin with flows of nothing."""
        rows, kinds = np.nonzero(able)
        links = list(zip(rows.tolist(), kinds.tolist(), strict=True))
        number = np.full(able.shape, -1, dtype=np.int64)
        number[rows, kinds] = np.arange(len(links))
        flow = np.zeros((len(links), len(demand)), dtype=np.int64)
        return cls(links, number, flow, supply.T.copy(), demand.T.copy())

    def served_along(self, first: Bools, then: Bools) -> Ints:
        """Serve as much as can be along some links, then along more; return what is still wanted."""
        for allowed in (first, then):
            usable = [number for number, link in enumerate(self.links) if allowed[link]]
            for kind in range(len(self.wanted)):
                for number in usable:
                    if self.links[number][1] == kind:
                        self._give(number)
                self._augment(kind, usable)
        return self.wanted.copy()

    def _give(self, number: int) -> None:
        """Let people serve a kind directly."""
        row, kind = self.links[number]
        given = np.minimum(self.spare[row], self.wanted[kind])
        self.flow[number] += given
        self.spare[row] -= given
        self.wanted[kind] -= given

    def _augment(self, kind: int, usable: list[int]) -> None:
        """Serve a kind along augmenting paths until no flow has one left."""
        active = np.flatnonzero((self.wanted[kind] > 0) & (self.spare > 0).any(axis=0))
        while len(active):
            paths = self._paths(kind, usable, active)
            found = np.flatnonzero(paths.end >= 0)
            active = active[found]
            self._push(kind, active, _Paths(*(each[..., found] for each in paths)))
            active = active[(self.wanted[kind, active] > 0) & (self.spare[:, active] > 0).any(axis=0)]

    def _paths(self, kind: int, usable: list[int], active: Ints) -> _Paths:
        """Search, breadth first, from a kind through people who could serve it instead of what they serve."""
        holds, spare = self.flow[:, active] > 0, self.spare[:, active] > 0
        asked_by = np.full(spare.shape, -1, dtype=np.int16)
        through = np.full((len(self.wanted), len(active)), -1, dtype=np.int16)
        end = np.full(len(active), -1, dtype=np.int16)
        reached = np.zeros(through.shape, dtype=np.bool_)
        reached[kind] = True
        fresh = reached
        while fresh.any():
            found = self._asked(usable, fresh, asked_by)
            for row in np.flatnonzero(found.any(axis=1)).tolist():
                end[found[row] & spare[row] & (end < 0)] = row
            found &= end < 0
            fresh = self._giving_up(found, holds, reached, through)
            reached = reached | fresh
        return _Paths(asked_by, through, end)

    def _asked(self, usable: list[int], fresh: Bools, asked_by: Ints16) -> Bools:
        """Reach the people who could serve the kinds just reached: (classes, flows)."""
        found = np.zeros(asked_by.shape, dtype=np.bool_)
        wanting: list[bool] = [bool(each.any()) for each in fresh]
        for number in usable:
            row, kind = self.links[number]
            if wanting[kind]:
                new = fresh[kind] & (asked_by[row] < 0)
                asked_by[row, new] = kind
                found[row] |= new
        return found

    def _giving_up(self, found: Bools, holds: Bools, reached: Bools, through: Ints16) -> Bools:
        """Reach the kinds that the people just reached serve now: (kinds, flows)."""
        fresh = np.zeros(reached.shape, dtype=np.bool_)
        asked: list[bool] = [bool(each.any()) for each in found]
        for number, (row, kind) in enumerate(self.links):
            if asked[row]:
                new = found[row] & holds[number] & ~reached[kind] & ~fresh[kind]
                through[kind, new] = row
                fresh[kind] |= new
        return fresh

    def _push(self, kind: int, columns: Ints, paths: _Paths) -> None:
        """Send as much as each path takes."""
        amount = np.minimum(self.wanted[kind, columns], self.spare[paths.end, columns])
        number = self.number
        steps = list(_walk(paths, kind))
        for step in steps:
            held = self.flow[number[step.giver, step.given], columns[step.inner]]
            amount[step.inner] = np.minimum(amount[step.inner], held)
        self.spare[paths.end, columns] -= amount
        self.wanted[kind, columns] -= amount
        for step in steps:
            self.flow[number[step.taker, step.taken], columns[step.on]] += amount[step.on]
            self.flow[number[step.giver, step.given], columns[step.inner]] -= amount[step.inner]


class _Paths(NamedTuple):
    """Augmenting paths from one kind, one a flow.

    Attributes
    ----------
    asked_by : ndarray of int16, (classes, paths)
        The kind for which each class was reached, or -1.
    through : ndarray of int16, (kinds, paths)
        The class that serves a kind and through which it was reached, or -1.
    end : ndarray of int16, (paths,)
        A reached class with something to spare, or -1.
    """

    asked_by: Ints16
    through: Ints16
    end: Ints16


class _Step(NamedTuple):
    """One step of many paths: on each a class takes on a kind; on inner ones another gives it up.

    Attributes
    ----------
    on, taker, taken : ndarray of int, (steps,)
        The path, the class, the kind.
    inner, giver, given : ndarray of int, (inner steps,)
        The path, the class that gives up, the kind.
    """

    on: Ints
    taker: Ints16
    taken: Ints16
    inner: Ints
    giver: Ints16
    given: Ints16


def _walk(paths: _Paths, kind: int) -> Iterator[_Step]:
    """Walk paths back from their ends to the kind that asked."""
    on, taker = np.arange(len(paths.end)), paths.end
    while len(on):
        taken = paths.asked_by[taker, on]
        goes_on = taken != kind
        inner, given = on[goes_on], taken[goes_on]
        giver = paths.through[given, inner]
        yield _Step(on, taker, taken, inner, giver, given)
        on, taker = inner, giver

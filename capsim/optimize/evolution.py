"""Search by descent: candidates breed, and the best of those known stay.

A genetic algorithm over lists of jobs, after Hartmann, Naval Research Logistics 45 (1998) 733-750, and
Valls, Ballestín and Quintanilla, EJOR 185 (2008) 495-508. What a list is worth, others tell.
"""

from __future__ import annotations

import math
import time
from bisect import insort
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from capsim.optimize.jobs import Rows
from capsim.running.progress import Reporter

__all__ = ["Breeder", "Candidate", "Found", "Spending", "evolve", "kept_for", "mutated", "two_point"]

Ints = npt.NDArray[np.int64]


class Candidate(NamedTuple):
    """Something tried.

    Attributes
    ----------
    cost : float
        What it is worth; lower is better.
    genes : ndarray of int64, (jobs,)
        The list by which it is crossed with others.
    order : ndarray of int64, (jobs,)
        The list that it stands for.
    start : ndarray of int64, (jobs,)
        When jobs begin if that list is followed; empty where that is left to chance.
    """

    cost: float
    genes: Ints
    order: Ints
    start: Ints


class Spending:
    """What a search may still try: a number of trials, and until when.

    Parameters
    ----------
    trials : int
    seconds : float, optional
    reporter : Reporter

    Attributes
    ----------
    trials, done : int
    """

    def __init__(self, trials: int, seconds: float | None, reporter: Reporter) -> None:
        self.trials = trials
        self.done = 0
        self._until = None if seconds is None else time.monotonic() + seconds
        self._reporter = reporter

    def spend(self, trials: int) -> None:
        """Note what has been tried."""
        self.done += trials
        self._reporter.show(self.done, self.trials)

    def part(self, trials: int) -> Spending:
        """Return a part of what is left: what is spent of it is spent of the whole."""
        return _Part(trials, self)

    def allows(self, trials: int) -> bool:
        """Return whether so many more can be tried."""
        return self.done + trials <= self.trials and not self.is_late

    @property
    def is_late(self) -> bool:
        """Whether the time is over."""
        return self._until is not None and time.monotonic() >= self._until


class _Part(Spending):
    """A part of what a search may try."""

    def __init__(self, trials: int, whole: Spending) -> None:
        self.trials = trials
        self.done = 0
        self._whole = whole

    def spend(self, trials: int) -> None:
        """Note what has been tried."""
        self.done += trials
        self._whole.spend(trials)

    @property
    def is_late(self) -> bool:
        """Whether the time is over."""
        return self._whole.is_late


class Breeder(Protocol):
    """Makes candidates; what each of them takes, it spends.

    Attributes
    ----------
    price : int
        The most trials that a child takes.
    bound : float
        No candidate costs less.
    """

    @property
    def price(self) -> int:
        """The most trials that a child takes."""

    @property
    def bound(self) -> float:
        """No candidate costs less."""

    def founders(self) -> Iterator[Candidate]:
        """Yield candidates without parents, the most promising one first, without end."""

    def child(self, first: Candidate, second: Candidate) -> Candidate:
        """Return a candidate that takes after two others."""


class Found(NamedTuple):
    """What a search has found.

    Attributes
    ----------
    best : list of Candidate
        Those known at the end, the best first.
    history : list of (int, float)
        Trials done, and the lowest cost by then, wherever it fell.
    tried : int
        Trials done.
    partial : bool
        Whether it was cut short, by Ctrl-C or by the time.
    """

    best: list[Candidate]
    history: list[tuple[int, float]]
    tried: int
    partial: bool


def kept_for(trials: int) -> int:
    """Return how many candidates are kept in a search of so many trials.

    Examples
    --------
    >>> kept_for(100), kept_for(1_000), kept_for(5_000)
    (8, 25, 57)
    """
    return max(5, round(0.8 * math.sqrt(trials)))


def evolve(breeder: Breeder, size: int, spending: Spending, random: np.random.Generator) -> Found:
    """Search until there is nothing left to spend, or nothing left to find.

    Parameters
    ----------
    breeder : Breeder
    size : int
        How many candidates are kept.
    spending : Spending
    random : Generator

    Returns
    -------
    Found

    Raises
    ------
    KeyboardInterrupt
        If it is interrupted before anything is found.
    """
    known: list[Candidate] = []
    history: list[tuple[int, float]] = []
    interrupted = False
    try:
        for made in _generations(breeder, size, known, random):
            _keep(known, made, size)
            if not history or known[0].cost < history[-1][1]:
                history.append((spending.done, known[0].cost))
            if known[0].cost <= breeder.bound or not spending.allows(breeder.price):
                break
    except KeyboardInterrupt:
        if not known:
            raise
        interrupted = True
    return Found(known, history, spending.done, interrupted or spending.is_late)


def _generations(
    breeder: Breeder, size: int, known: list[Candidate], random: np.random.Generator
) -> Iterator[Candidate]:
    """Yield founders, then children of those known by then."""
    yield from islice(breeder.founders(), size)
    while True:
        yield breeder.child(_parent(known, random), _parent(known, random))


def _parent(known: list[Candidate], random: np.random.Generator) -> Candidate:
    """Return the better one of two, chosen at random."""
    return known[int(random.integers(len(known), size=2).min())]


def _keep(known: list[Candidate], made: Candidate, size: int) -> None:
    """Put a candidate among those known, in place of the worst; what is known already is no news."""
    if len(known) == size and made.cost > known[-1].cost:
        return
    if any(made.cost == other.cost and np.array_equal(made.genes, other.genes) for other in known):
        return
    del known[size - 1 :]
    insort(known, made, key=lambda each: each.cost)


# ---------------------------------------------------------------- lists


def two_point(first: Ints, second: Ints, random: np.random.Generator) -> Ints:
    """Return a list that begins and ends as the first one, with the order of the second between.

    What comes before a job in both lists does so in theirs too.

    Examples
    --------
    >>> two_point(np.arange(6), np.array([5, 4, 3, 2, 1, 0]), np.random.default_rng(3)).tolist()
    [0, 5, 4, 3, 2, 1]
    """
    begin, end = np.sort(random.integers(1, len(first) + 1, size=2))
    placed = np.zeros(len(first), np.bool_)
    placed[first[:begin]] = True
    middle = second[~placed[second]][: end - begin]
    placed[middle] = True
    return np.concatenate([first[:begin], middle, first[~placed[first]]])


def mutated(genes: Ints, bound: Rows, share: float, random: np.random.Generator) -> Ints:
    """Return a list in which some neighbors have changed places, unless one comes before the other.

    Parameters
    ----------
    genes : ndarray of int64, (jobs,)
    bound : Rows
        What must come before each job in the list.
    share : float
        The share of the places at which it is tried.
    random : Generator
    """
    made = genes.copy()
    for place in np.flatnonzero(random.random(len(made) - 1) < share) if len(made) > 1 else ():
        one, other = made[place : place + 2]
        if one not in bound.of(other):
            made[place], made[place + 1] = other, one
    return made

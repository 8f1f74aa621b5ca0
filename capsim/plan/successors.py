"""Successors of every task, direct and indirect, for the priority rules that count them (rule R13)."""

from __future__ import annotations

import functools
import itertools
import operator
from collections import Counter
from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt

from capsim.domain.cycles import sorted_by_cause

__all__ = ["all_successors", "direct_successors"]

Ints = npt.NDArray[np.int64]


def direct_successors(n_tasks: int, link_before: Ints, link_after: Ints) -> list[set[int]]:
    """Return the direct successors of each task, by whatever kind of link, itself never.

    Parameters
    ----------
    n_tasks : int
    link_before, link_after : ndarray of int64, (links,)
        Tasks.

    Returns
    -------
    list of set of int
        One per task.

    Examples
    --------
    >>> direct_successors(3, np.array([0, 0, 1]), np.array([1, 1, 2]))
    [{1}, {2}, set()]
    """
    followers: list[set[int]] = [set() for _ in range(n_tasks)]
    for before, after in zip(link_before.tolist(), link_after.tolist(), strict=True):
        if before != after:
            followers[before].add(after)
    return followers


def all_successors(followers: Sequence[Collection[int]], duration: Ints) -> tuple[Ints, Ints]:
    """Count and weigh all successors of each task, direct and indirect, each once and itself never.

    Parameters
    ----------
    followers : sequence of collections of int
        The direct successors of each task. Tasks may reach each other: one that starts after another
        starts and finishes before it finishes both follows and precedes it.
    duration : ndarray of int64, (tasks,)

    Returns
    -------
    count, weight : ndarray of int64, (tasks,)
        The number of successors and the sum of their durations.

    Notes
    -----
    The transitive closure, from the tasks that nobody follows backwards. A set of tasks is one whole
    number with a bit per task, let go as soon as all that come before it have read it; tasks that reach
    each other (a strongly connected component, here a knot) share one set. 20,000 tasks in one network
    take below a second and some 25 MB.

    Examples
    --------
    >>> count, weight = all_successors([{1, 2}, {3}, {3}, set()], np.array([5, 4, 3, 2]))
    >>> count.tolist(), weight.tolist()
    ([3, 1, 1, 0], [9, 2, 2, 0])
    """
    knot, component = _knots_and_components(followers)
    members = _grouped(knot)
    nexts = [
        {knot[after] for task in tasks for after in followers[task]} - {here}
        for here, tasks in enumerate(members)
    ]
    readers = Counter(itertools.chain.from_iterable(nexts))
    order = sorted_by_cause(nexts)
    ranked = [task for here in order for task in members[here]]
    bit, laid, offset = _layout(ranked, component, duration)
    count, weight = np.zeros_like(duration), np.zeros_like(duration)
    sets: dict[int, int] = {}
    for here in order:
        found = functools.reduce(operator.or_, (1 << bit[task] for task in members[here]))
        for after in nexts[here]:
            found |= sets[after]
            readers[after] -= 1
            if not readers[after]:
                del sets[after]
        if readers[here]:
            sets[here] = found
        whole = _weight(found, laid[offset[component[members[here][0]]] :])
        for task in members[here]:
            count[task] = found.bit_count() - 1
            weight[task] = whole - duration[task]
    return count, weight


def _knots_and_components(followers: Sequence[Collection[int]]) -> tuple[list[int], list[int]]:
    """Return, per task, its strongly and its weakly connected component."""
    from scipy.sparse import csr_array  # slow to import
    from scipy.sparse.csgraph import connected_components

    ends = [0, *itertools.accumulate(map(len, followers))]
    after = np.fromiter(itertools.chain.from_iterable(followers), np.int32)
    graph = csr_array((np.ones(len(after), np.int8), after, ends), shape=(len(followers), len(followers)))
    strong = connected_components(graph, connection="strong")[1]
    weak = connected_components(graph, directed=False)[1]
    return strong.tolist(), weak.tolist()


def _grouped(labels: Sequence[int]) -> list[list[int]]:
    """Return the places of each label."""
    groups: list[list[int]] = [[] for _ in range(max(labels, default=-1) + 1)]
    for place, label in enumerate(labels):
        groups[label].append(place)
    return groups


def _layout(
    ranked: Sequence[int], component: Sequence[int], duration: Ints
) -> tuple[list[int], Ints, list[int]]:
    """Give each task a bit, counted within its component so that sets stay short.

    Return the bits per task, the durations in the order of components and bits, and where each
    component begins among them.
    """
    bit = [0] * len(ranked)
    groups: list[list[int]] = [[] for _ in range(max(component, default=-1) + 1)]
    for task in ranked:
        bit[task] = len(groups[component[task]])
        groups[component[task]].append(task)
    laid = duration[[task for group in groups for task in group]]
    return bit, laid, [0, *itertools.accumulate(map(len, groups))]


def _weight(found: int, lengths: Ints) -> int:
    """Return the sum of the lengths whose bits are set."""
    size = found.bit_length()
    packed = np.frombuffer(found.to_bytes((size + 7) // 8, "little"), np.uint8)
    chosen = np.unpackbits(packed, count=size, bitorder="little")
    return int(chosen.astype(np.int64) @ lengths[:size])

"""Cycles: work that, through its links, waits for itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

__all__ = ["find_cycle", "sorted_by_cause"]

_ENDS = {"FS": (1, 0), "SS": (0, 0), "FF": (1, 1), "SF": (0, 1)}  # 0 start, 1 finish, of each task


def find_cycle(labels: Sequence[str], links: Iterable[tuple[int, int, str]]) -> list[str]:
    """Find work that waits for itself, if there is any (rule R6).

    The cycle is one of start and finish events, where a task's finish waits for its start: two tasks
    that hold each other from both sides (one starts after the other's start and finishes before its
    finish) are legal.

    Parameters
    ----------
    labels : sequence of str
        One per task.
    links : iterable of (int, int, str)
        The task waited for, the task that waits, and ``"FS"``, ``"SS"``, ``"FF"`` or ``"SF"``.

    Returns
    -------
    list of str
        The labels around one cycle in the order of the work, the first repeated at the end; empty if
        there is none.

    Notes
    -----
    Linear in tasks and links: each of the events that cannot be sorted waits for another such event, so
    that a walk back among them closes a circle.

    Examples
    --------
    >>> find_cycle(["A", "B"], [(0, 1, "FS"), (1, 0, "FS")])
    ['A', 'B', 'A']
    >>> find_cycle(["A", "B"], [(0, 1, "SS"), (1, 0, "FF")])
    []
    """
    waits_for = _causes(len(labels), links)
    order = sorted_by_cause(waits_for)
    if len(order) == len(waits_for):
        return []
    stuck = set(range(len(waits_for))).difference(order)
    tasks = [event // 2 for event in _circle(waits_for, stuck)]
    ring = [task for place, task in enumerate(tasks) if task != tasks[place - 1]] or tasks[:1]
    first = ring.index(min(ring))
    return [labels[task] for task in (*ring[first:], *ring[: first + 1])]


def sorted_by_cause(waits_for: Sequence[Collection[int]]) -> list[int]:
    """Put things in an order in which each comes after all that it waits for.

    Parameters
    ----------
    waits_for : sequence of collections of int
        Per thing, the indices of those that it waits for; repetitions do no harm.

    Returns
    -------
    list of int
        Indices; those on a cycle, or after one, are missing.

    Notes
    -----
    Kahn's topological sort (Communications of the ACM 5, 1962), breadth first.

    Examples
    --------
    >>> sorted_by_cause([[1, 2], [], [1]])
    [1, 2, 0]
    """
    followers: list[list[int]] = [[] for _ in waits_for]
    for thing, causes in enumerate(waits_for):
        for cause in causes:
            followers[cause].append(thing)
    missing = [len(causes) for causes in waits_for]
    order = [thing for thing, count in enumerate(missing) if count == 0]
    for thing in order:  # grows while it is read
        for follower in followers[thing]:
            missing[follower] -= 1
            if missing[follower] == 0:
                order.append(follower)
    return order


def _causes(n_tasks: int, links: Iterable[tuple[int, int, str]]) -> list[list[int]]:
    """Return, per event (start of task i is 2 i, its finish 2 i + 1), the events that it waits for."""
    waits_for: list[list[int]] = [[] if event % 2 == 0 else [event - 1] for event in range(2 * n_tasks)]
    for before, after, kind in links:
        one, two = _ENDS[kind]
        waits_for[2 * after + two].append(2 * before + one)
    return waits_for


def _circle(waits_for: Sequence[Sequence[int]], stuck: set[int]) -> list[int]:
    """Walk back from a stuck event until one comes round again; return the circle, forwards."""
    event = min(stuck)
    seen: dict[int, int] = {}
    while event not in seen:
        seen[event] = len(seen)
        event = next(cause for cause in waits_for[event] if cause in stuck)
    return list(seen)[seen[event] :][::-1]

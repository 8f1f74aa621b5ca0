"""The network of tasks without its people: critical paths, successors, planned values (rule R13).

All amounts here are working ticks of the portfolio calendar: a date counts as the working ticks
before it, and what lasts three working days lasts three times 480 whatever weekend lies between.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.domain.cycles import sorted_by_cause
from capsim.domain.policy import PlannedValues
from capsim.plan.successors import all_successors, direct_successors

__all__ = ["CriticalPath", "Network", "critical_path", "make_network", "planned_values"]

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Edges = tuple[tuple[tuple[int, int], ...], ...]


@dataclass(frozen=True)
class Network:
    """Tasks and links, sorted for passes over their events.

    Event ``2 i`` is the start of task i, event ``2 i + 1`` its finish.

    Attributes
    ----------
    task_project : ndarray of int64, (tasks,)
    order : tuple of int
        The events, each after all that it waits for.
    incoming : tuple of tuples of (int, int)
        Per event, the events that links make it wait for, with the lag.
    outgoing : tuple of tuples of (int, int)
        Per event, the events of the same project that wait for it by a link, with the lag.
    """

    task_project: Ints
    order: tuple[int, ...]
    incoming: Edges
    outgoing: Edges


class CriticalPath(NamedTuple):
    """Earliest and latest dates: ``int64 (count, tasks)``, in working ticks.

    Attributes
    ----------
    es, ef, ls, lf : ndarray of int64, (count, tasks)
        Earliest start and finish, latest start and finish; ``ls - es`` is the slack of the start,
        ``lf - ef`` that of the finish, and the total float is the smaller of the two.
    """

    es: Ints
    ef: Ints
    ls: Ints
    lf: Ints


def make_network(
    task_project: Ints, link_before: Ints, link_after: Ints, link_kind: Ints, link_lag: Ints
) -> Network:
    """Sort tasks and links for passes over their start and finish events.

    Parameters
    ----------
    task_project : ndarray of int64, (tasks,)
        Index of the project.
    link_before, link_after, link_kind, link_lag : ndarray of int64, (links,)
        Tasks, kind (0 FS, 1 SS, 2 FF, 3 SF), lag in working ticks. The events have no cycle.

    Returns
    -------
    Network

    Examples
    --------
    >>> one = np.array([0, 0]), np.array([0]), np.array([1]), np.array([0]), np.array([480])
    >>> make_network(*one).order
    (0, 1, 2, 3)
    """
    n_events = 2 * len(task_project)
    incoming: list[list[tuple[int, int]]] = [[] for _ in range(n_events)]
    outgoing: list[list[tuple[int, int]]] = [[] for _ in range(n_events)]
    source = 2 * link_before + (link_kind % 2 == 0)
    target = 2 * link_after + (link_kind >= 2)
    inside = task_project[link_before] == task_project[link_after]
    for one, two, lag, same in zip(*map(_listed, (source, target, link_lag, inside)), strict=True):
        incoming[two].append((one, lag))
        if same:
            outgoing[one].append((two, lag))
    waits_for = [
        [event - 1] * (event % 2) + [cause for cause, _ in causes] for event, causes in enumerate(incoming)
    ]
    order = tuple(sorted_by_cause(waits_for))
    if len(order) < n_events:
        raise ValueError("the links make a cycle of starts and finishes; capsim.domain.cycles names it")
    return Network(task_project, order, tuple(map(tuple, incoming)), tuple(map(tuple, outgoing)))


def critical_path(
    network: Network,
    release: npt.ArrayLike,
    duration: npt.ArrayLike,
    delay: npt.ArrayLike = 0,
    absent: Bools | None = None,
) -> CriticalPath:
    """Find earliest and latest dates as if there were people without limit.

    Parameters
    ----------
    network : Network
    release, duration : array of int, (tasks,) or (count, tasks)
        The first working tick at which dates let each task start, and its length; one row per
        replication.
    delay : array of int, (tasks,) or (count, tasks)
        By how much each start is moved once links and dates let it start (rule D4).
    absent : ndarray of bool, (count, tasks), optional
        What is not part of a replication: no other work waits for it, and no project ends with it.

    Returns
    -------
    CriticalPath
        Forward over the portfolio, backward per project from its own last earliest finish.

    Notes
    -----
    The critical-path method of Kelley and Walker (1959) over starts and finishes. Finish links raise an
    earliest finish and leave the earliest start alone (the work may stretch); in the mirror, links from
    a start lower a latest start and leave the latest finish alone.

    Examples
    --------
    >>> one = np.array([0, 0]), np.array([0]), np.array([1]), np.array([0]), np.array([480])
    >>> path = critical_path(make_network(*one), [0, 0], [[960, 480], [480, 480]])
    >>> path.es.tolist(), path.lf.tolist()
    ([[0, 1440], [0, 960]], [[960, 1920], [480, 1440]])
    """
    moved, released, lengths = _per_task(delay, release, duration)
    away = None if absent is None else np.ascontiguousarray(absent.T)
    early = _forward(network, released, lengths, moved, away)
    late = _backward(network, lengths, moved, _ends(network, early, away), away)
    return CriticalPath(early[::2].T, early[1::2].T, late[::2].T, late[1::2].T)


def planned_values(
    labels: Sequence[str],
    task_project: Ints,
    release: Ints,
    duration: Ints,
    link_before: Ints,
    link_after: Ints,
    link_kind: Ints,
    link_lag: Ints,
    deadline: npt.NDArray[np.float64],
    delay_cost_ratio: npt.NDArray[np.float64],
) -> PlannedValues:
    """Compute what the priority rules see of every task.

    Parameters
    ----------
    labels : sequence of str
        ``"Project/Task"`` per task.
    task_project : ndarray of int64, (tasks,)
        Index of the project.
    release : ndarray of int64, (tasks,)
        The working ticks before the later of the project's start and the task's own.
    duration : ndarray of int64, (tasks,)
        Planned duration in working ticks.
    link_before, link_after, link_kind, link_lag : ndarray of int64, (links,)
        Tasks, kind (0 FS, 1 SS, 2 FF, 3 SF), lag in working ticks. The events have no cycle.
    deadline : ndarray of float64, (tasks,)
        In ticks; infinite where there is none. Handed through.
    delay_cost_ratio : ndarray of float64, (tasks,)
        Infinite where there is none. Handed through.

    Returns
    -------
    PlannedValues

    Examples
    --------
    >>> links = np.array([0]), np.array([1]), np.array([0]), np.array([0])
    >>> none = np.full(2, np.inf)
    >>> made = planned_values(["P/a", "P/b"], np.array([0, 0]), np.array([0, 0]), np.array([960, 480]),
    ...                       *links, none, none)
    >>> made.lf.tolist(), made.successors.tolist(), made.weight_all.tolist()
    ([960, 1440], [1, 0], [1440, 480])
    """
    path = critical_path(
        make_network(task_project, link_before, link_after, link_kind, link_lag), release, duration
    )
    followers = direct_successors(len(labels), link_before, link_after)
    count, weight = all_successors(followers, duration)
    direct = [int(duration[list(nexts)].sum()) for nexts in followers]
    return PlannedValues(
        labels=tuple(labels),
        duration=duration,
        es=path.es[0],
        ef=path.ef[0],
        ls=path.ls[0],
        lf=path.lf[0],
        deadline=deadline,
        successors=count,
        weight_direct=duration + np.array(direct, np.int64),
        weight_all=duration + weight,
        delay_cost_ratio=delay_cost_ratio,
    )


def _listed(values: npt.NDArray[np.generic]) -> list[int]:
    """Return an array as a list of numbers that Python is quick with."""
    listed: list[int] = values.tolist()
    return listed


# ---------------------------------------------------------------- passes over (events, replications)


def _per_task(*amounts: npt.ArrayLike) -> tuple[Ints, ...]:
    """Return amounts as ``(tasks, count)``: a pass reads one task of all replications at a time."""
    rows = np.broadcast_arrays(*(np.atleast_2d(np.asarray(amount, np.int64)) for amount in amounts))
    return tuple(np.ascontiguousarray(each.T) for each in rows)


def _forward(network: Network, released: Ints, lengths: Ints, moved: Ints, away: Bools | None) -> Ints:
    """Return the earliest tick of every event."""
    early = np.empty((2 * len(lengths), lengths.shape[1]), np.int64)
    for event in network.order:
        task, is_finish = divmod(event, 2)
        row = early[event]
        row[:] = early[event - 1] + lengths[task] if is_finish else released[task]
        for cause, lag in network.incoming[event]:
            there = True if away is None else ~away[cause // 2]
            np.maximum(row, early[cause] + lag, out=row, where=there)
        if not is_finish:
            row += moved[task]
    return early


def _ends(network: Network, early: Ints, away: Bools | None) -> Ints:
    """Return the last earliest finish of each project, (projects, count); `_NONE` without a task."""
    n_projects = int(network.task_project.max(initial=-1)) + 1
    ends = np.full((n_projects, early.shape[1]), _NONE)
    finishes = early[1::2] if away is None else np.where(away, _NONE, early[1::2])
    np.maximum.at(ends, network.task_project, finishes)
    return ends


_NONE: Final = -(1 << 40)
"""Before every tick, with room to reckon on."""


def _backward(network: Network, lengths: Ints, moved: Ints, ends: Ints, away: Bools | None) -> Ints:
    """Return the latest tick of every event that keeps its project's end."""
    late = np.empty((2 * len(lengths), lengths.shape[1]), np.int64)
    for event in reversed(network.order):
        task, is_finish = divmod(event, 2)
        row = late[event]
        row[:] = ends[network.task_project[task]] if is_finish else late[event + 1] - lengths[task]
        for effect, lag in network.outgoing[event]:
            there = True if away is None else ~away[effect // 2]
            by_then = late[effect] - lag - (0 if effect % 2 else moved[effect // 2])
            np.minimum(row, by_then, out=row, where=there)
    return late

"""When people are away in some replications only, and how much of them: by chance, or by a process."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.engines.runs import Absences, Runs
from capsim.forecast.usage import away_of, taught_of
from capsim.metrics.spans import Away, Spans, merged, while_present
from capsim.plan.paths import WHOLE, Reason

__all__ = ["Absent", "absent_in", "seats_held", "seats_present"]

Ints = npt.NDArray[np.int64]

_GONE = (Reason.LEFT, Reason.QUIT, Reason.LATE)


class Absent(NamedTuple):
    """Spans in which people are away or give less than the table of capacity says.

    Replications are counted from the first that was asked for.

    Attributes
    ----------
    spans : Spans
        The weight is what is missing, in thousandths of the capacity.
    gone : Spans
        Those of them in which they are not with the organization, and so not paid.
    """

    spans: Spans
    gone: Spans


def absent_in(runs: Runs, first: int, count: int) -> Absent | None:
    """Return when people are away in consecutive replications only; None where nobody ever is.

    Parameters
    ----------
    runs : Runs
    first, count : int

    Returns
    -------
    Absent or None
    """
    known = runs.absences.replication
    mine = (known >= first) & (known < first + count)
    some = _only(runs.absences._replace(replication=known - np.int32(first)), mine)
    if not len(some.person):
        return None
    people = runs.plan.n_people
    parts = [(WHOLE - left, each) for left, each in taught_of(some).items()]
    away, gone = away_of(some), away_of(_only(some, np.isin(some.reason, _GONE)))
    parts += [] if away is None else [(WHOLE, away)]
    weighed = [_weighed(each, people, weight) for weight, each in parts]
    spans = Spans(*(np.concatenate(columns) for columns in zip(*weighed, strict=True)))
    none = Spans(*(column[:0] for column in spans))
    return Absent(spans, none if gone is None else _weighed(gone, people, WHOLE))


def seats_present(runs: Runs, first: int, count: int) -> tuple[Spans, Ints]:
    """Return the seats of consecutive replications while their people are there, and the project of each.

    Parameters
    ----------
    runs : Runs
    first, count : int

    Returns
    -------
    Spans, ndarray of int64
        As `seats_held`, with the project of each span.
    """
    spans, seat = seats_held(runs, first, count)
    return spans, runs.plan.task_project[runs.plan.need_task[runs.seats.need[seat]]]


def seats_held(runs: Runs, first: int, count: int) -> tuple[Spans, Ints]:
    """Return the seats of consecutive replications while their people are there.

    Parameters
    ----------
    runs : Runs
    first, count : int

    Returns
    -------
    Spans, ndarray of int64
        Replications count from the first that was asked for; the weight is the allocation in thousandths,
        and where somebody is away, or gives less, another span takes away what is missing. Then the seat of
        each span, among all seats of the runs.
    """
    plan, seats = runs.plan, runs.seats
    edges = runs.seat_offsets[first : first + count + 1]
    mine = slice(int(edges[0]), int(edges[-1]))
    replication = np.repeat(np.arange(count), np.diff(edges))
    held = Spans(replication, seats.person[mine], seats.start[mine], seats.end[mine], seats.allocation[mine])
    own = np.arange(edges[0], edges[-1], dtype=np.int64)
    absent = absent_in(runs, first, count)
    if absent is None:
        return held, own
    marked = held._replace(weight=np.arange(len(own)))
    ones = np.ones(len(absent.spans.person), dtype=np.int64)
    seat = np.abs(while_present(marked, absent.spans._replace(weight=ones), plan.n_people).weight)
    whole = held._replace(weight=held.weight.astype(np.int64) * WHOLE)
    missed = while_present(whole, absent.spans, plan.n_people)
    weight = missed.weight.astype(np.float64)
    weight[len(own) :] /= WHOLE
    return missed._replace(weight=weight / WHOLE), own[seat]


def _only(absences: Absences, which: npt.NDArray[np.bool_]) -> Absences:
    return Absences(*(column[which] for column in absences))


def _weighed(away: Away, people: int, weight: int) -> Spans:
    """Return absences as spans of some weight, none of them twice."""
    spans = merged(away, people)
    return spans._replace(weight=spans.weight * weight)

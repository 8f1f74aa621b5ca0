"""When people are away in some replications only, and how much of them: by chance, or by a process."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.clock import TICKS_PER_DAY
from capsim.engines.runs import Runs
from capsim.forecast.usage import away_of
from capsim.metrics.spans import Away, Spans, merged
from capsim.plan.draws import Draws
from capsim.plan.paths import WHOLE, Reason

__all__ = ["Absent", "absent_in"]

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]


class Absent(NamedTuple):
    """Spans in which people are away or give less than the table of capacity says.

    Attributes
    ----------
    spans : Spans
        Replications are counted from the first that was asked for; the weight is what is missing, in
        thousandths of the capacity.
    gone : ndarray of bool, (spans,)
        Whether they are not with the organization, and so not paid.
    """

    spans: Spans
    gone: Bools


def absent_in(runs: Runs, draws: Draws, first: int, count: int) -> Absent | None:
    """Return when people are away in consecutive replications only; None where nobody ever is.

    Parameters
    ----------
    runs : Runs
    draws : Draws
        The run's own.
    first, count : int

    Returns
    -------
    Absent or None
    """
    parts = [
        each for each in (_by_process(runs, first, count), _by_chance(runs, draws, first, count)) if each
    ]
    if not parts:
        return None
    spans = Spans(*(np.concatenate(columns) for columns in zip(*(each.spans for each in parts), strict=True)))
    return Absent(spans, np.concatenate([each.gone for each in parts]))


def _by_process(runs: Runs, first: int, count: int) -> Absent | None:
    """Return when a process of the user keeps people away."""
    away = away_of(runs.absences)
    if away is None:
        return None
    mine = (away.replication >= first) & (away.replication < first + count)
    some = Away(*(column[mine] for column in away))
    spans = merged(some._replace(replication=some.replication - first), runs.plan.n_people)
    return Absent(spans._replace(weight=spans.weight * WHOLE), np.zeros(len(spans.person), dtype=np.bool_))


def _by_chance(runs: Runs, draws: Draws, first: int, count: int) -> Absent | None:
    """Return when people leave the table of capacity (rule D5)."""
    table = runs.plan.paths
    if not table.number:
        return None
    paths = draws.fates.paths(draws.seed, draws.sampling, first, count)
    lengths = np.diff(paths.first)
    key = np.repeat(np.arange(len(lengths)), lengths)
    end = np.append(paths.day[1:], 0).astype(np.int64)
    end[paths.first[1:] - 1] = runs.plan.n_days
    less = np.flatnonzero(paths.share < WHOLE)
    gone = np.isin(paths.reason[less], (Reason.LEFT, Reason.LATE))
    spans = Spans(
        key[less] // table.number,
        table.person[key[less] % table.number],
        paths.day[less].astype(np.int64) * TICKS_PER_DAY,
        end[less] * TICKS_PER_DAY,
        WHOLE - paths.share[less].astype(np.int64),
    )
    return Absent(_outside(spans, _by_process(runs, first, count), runs.plan.n_people), gone)


def _outside(spans: Spans, processes: Absent | None, people: int) -> Spans:
    """Return spans without weight where a process keeps the person away besides: nobody is away twice."""
    if processes is None:
        return spans
    keys = processes.spans.replication * people + processes.spans.person
    twice = np.isin(spans.replication * people + spans.person, keys)
    return spans._replace(weight=np.where(twice, 0, spans.weight))

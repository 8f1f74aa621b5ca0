"""When people are away in some replications only, and how much of them: by chance, or by a process."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.engines.runs import Absences, Runs
from capsim.forecast.usage import away_of, taught_of
from capsim.metrics.spans import Away, Spans, merged
from capsim.plan.paths import WHOLE, Reason

__all__ = ["Absent", "absent_in"]

_GONE = (Reason.LEFT, Reason.LATE)


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


def _only(absences: Absences, which: npt.NDArray[np.bool_]) -> Absences:
    return Absences(*(column[which] for column in absences))


def _weighed(away: Away, people: int, weight: int) -> Spans:
    """Return absences as spans of some weight, none of them twice."""
    spans = merged(away, people)
    return spans._replace(weight=spans.weight * weight)

"""What the drawing of people's paths needs of a run's chance, as arrays (rule D5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.clock import ticks_of_days
from capsim.domain.distributions import Distribution, Exponential
from capsim.domain.people import DAYS_PER_YEAR
from capsim.domain.sampling import Antithetic
from capsim.engines.compiled.chances import EACH, TWINS
from capsim.engines.compiled.curves import Curves, make_curves, make_order, make_tables
from capsim.engines.compiled.margins import make_margins
from capsim.plan.draws import Draws
from capsim.plan.fates import Seats, Teaching
from capsim.plan.laws import Laws
from capsim.plan.paths import WHOLE
from capsim.plan.ramps import ramp_steps
from capsim.plan.streams import key_words
from capsim.plan.turns import Turns

__all__ = ["PathChances", "make_path_chances"]

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
U64 = npt.NDArray[np.uint64]
Records = npt.NDArray[Any]

NONE: Final = -1
"""Stands where a path has no law, or its newcomers are not taught."""

_LAWS = ("well", "ill", "delay", "stay", "hire", "pace")
_INTS = ("is_seat", "start", "end", "newcomer", "joins", "learns", "step_first", "step_end", "teach")
_STREAMS = ("illness", "joining", "leaving", "pacing")
_PATH = np.dtype(
    [(name, np.int64) for name in (*_LAWS, *_INTS)]
    + [(name, np.uint64) for name in _STREAMS]
    + [(name, np.float64) for name in ("joined", "filled")]
)
"""What may happen to somebody: laws by number, days, streams by their hash, and probabilities."""


class Amounts(NamedTuple):
    """Laws of days and of paces; of those that are not drawn the amount stands here."""

    number: I64  # (laws,) among the curves, or NONE
    ticks: I64  # (laws,)
    pace: I64  # (laws,) thousandths
    margin: F64  # (laws,) as in `capsim.engines.compiled.margins`
    share: F64


class Steps(NamedTuple):
    """The steps of newcomers to full speed; days are counted from the first one."""

    first: I64
    end: I64
    amount: I64  # thousandths above nominal speed


class Lessons(NamedTuple):
    """Who can teach newcomers, and what it takes."""

    share: I64  # (lessons,)
    days: I64
    own: I64  # the row of ``next_day``
    mentor_first: I64  # (lessons + 1,)
    mentor: I64  # (mentors,) paths
    able: I64  # the row of ``is_able``
    next_day: I64  # (rows, days) the first day, from each on, on which a newcomer works
    is_able: npt.NDArray[np.bool_]  # (rows, days)


class PathChances(NamedTuple):
    """All the chance of people."""

    key_low: int
    key_high: int
    since: int  # the day before which nothing happens
    lane: I64  # (4,) as in `capsim.engines.compiled.chances.Words`
    turned: U64
    path: Records  # (paths,)
    curves: Curves
    amounts: Amounts
    steps: Steps
    lessons: Lessons


class _LawBook:
    """Gives each law one number."""

    def __init__(self) -> None:
        self.laws: dict[Distribution, int] = {}

    def number(self, law: Distribution) -> int:
        return self.laws.setdefault(law, len(self.laws))


def make_path_chances(draws: Draws) -> PathChances:
    """Prepare the chance of a run's people.

    Parameters
    ----------
    draws : Draws
        Of a plan in which somebody can have a path.

    Returns
    -------
    PathChances
    """
    fates, book = draws.fates, _LawBook()
    path = np.zeros(fates.table.number, _PATH)
    for name in (*_LAWS, "teach"):
        path[name] = NONE
    for illness in fates.illnesses:
        at = illness.turns.paths
        path["well"][at], path["ill"][at] = book.number(illness.well), book.number(illness.ill)
        path["illness"][at] = illness.turns.streams.hashes
    steps: list[tuple[int, int, int]] = []
    for seats in fates.seats:
        _put_seats(path, seats, book, steps)
    lessons = _lessons(fates.teaching, fates.days)
    path["teach"][list(fates.teaching)] = np.arange(len(fates.teaching))
    lanes = np.array(TWINS if isinstance(draws.sampling, Antithetic) else EACH)
    curves, amounts = _amounts(list(book.laws))
    low, high = key_words(draws.seed)
    return PathChances(
        key_low=low,
        key_high=high,
        since=fates.since,
        lane=lanes[:, 0].astype(np.int64),
        turned=lanes[:, 1].astype(np.uint64),
        path=path.view(np.recarray),
        curves=curves,
        amounts=amounts,
        steps=Steps(*np.array(steps, np.int64).reshape(-1, 3).T.copy()),
        lessons=lessons,
    )


def _put_seats(path: Records, seats: Seats, book: _LawBook, steps: list[tuple[int, int, int]]) -> None:
    """Note what may happen on seats that are alike."""
    at, chances = seats.paths, seats.chances
    path["is_seat"][at] = 1
    path["start"][at], path["end"][at], path["newcomer"][at] = seats.start, seats.end, seats.newcomer
    if chances.joining is not None:
        path["joins"][at] = 1
        path["joined"][at] = chances.joining.probability
        path["delay"][at] = book.number(chances.joining.delay_days)
    if chances.attrition is not None and chances.attrition.per_year:
        path["stay"][at] = book.number(Exponential(DAYS_PER_YEAR / chances.attrition.per_year))
        path["hire"][at] = book.number(chances.attrition.days_to_hire)
        path["filled"][at] = chances.attrition.filled
    if chances.productivity is not None:
        path["pace"][at] = book.number(chances.productivity)
    path["step_first"][at] = len(steps)
    if chances.onboarding is not None:
        path["learns"][at] = 1
        steps += ramp_steps(chances.onboarding)
    path["step_end"][at] = len(steps)
    turns: tuple[tuple[str, Turns], ...] = (
        ("joining", seats.joining),
        ("leaving", seats.leaving),
        ("pacing", seats.pace),
    )
    for name, each in turns:
        path[name][at] = each.streams.hashes


def _amounts(laws: Sequence[Distribution]) -> tuple[Curves, Amounts]:
    """Return the curves of laws, and the amounts of those that are not drawn."""
    given = Laws.of((law, 1.0) for law in laws)
    (order,) = make_order([given])
    tables = make_tables([given])
    curves = make_curves([given], [order], [np.arange(len(laws))], tables)
    days = np.nan_to_num(given.fixed)
    margin, share = make_margins(tables, curves, days, ())
    number = np.full(len(laws), NONE)
    number[given.drawn] = order
    pace = np.maximum(np.floor(days * WHOLE + 0.5).astype(np.int64), 1)
    return curves, Amounts(number, ticks_of_days(days), pace, margin, share)


def _lessons(teaching: Mapping[int, Teaching], days: int) -> Lessons:
    """Return who can teach; newcomers, and mentors, who are there on the same days share a row."""
    nexts: dict[bytes, tuple[int, npt.NDArray[Any]]] = {}
    ables: dict[bytes, tuple[int, npt.NDArray[Any]]] = {}

    def place(rows: dict[bytes, tuple[int, npt.NDArray[Any]]], row: npt.NDArray[Any]) -> int:
        return rows.setdefault(row.tobytes(), (len(rows), row))[0]

    every = list(teaching.values())
    mentors = [mentor for each in every for mentor in each.mentors]
    own = [place(nexts, each.own) for each in every]
    able = [place(ables, days) for _, days in mentors]

    def stacked(rows: dict[bytes, tuple[int, npt.NDArray[Any]]], dtype: type) -> npt.NDArray[Any]:
        return np.array([row for _, row in rows.values()], dtype).reshape(-1, days)

    return Lessons(
        share=np.array([each.share for each in every], np.int64),
        days=np.array([each.days for each in every], np.int64),
        own=np.array(own, np.int64),
        mentor_first=np.array([0, *accumulate(len(each.mentors) for each in every)], np.int64),
        mentor=np.array([path for path, _ in mentors], np.int64),
        able=np.array(able, np.int64),
        next_day=stacked(nexts, np.int64),
        is_able=stacked(ables, np.bool_),
    )

"""Learning by doing (rules R3, D5): who learns what by which work, and how much, in integers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.clock import TICKS_PER_DAY, thousandths
from capsim.domain.people import Learning, chances_of
from capsim.plan.paths import WHOLE
from capsim.plan.plan import Plan

__all__ = ["LearningTable", "learning_of"]

Ints = npt.NDArray[np.int64]


class LearningTable(NamedTuple):
    """Who learns, and how much.

    Attributes
    ----------
    crafts : int
        How many skills there are to be learned; 0 where nobody learns.
    craft : ndarray of int64, (needs,)
        The skill that the work of each need counts for: the first that it names.
    row : ndarray of int64, (people,)
        Which of the lists that follow is each one's, -1 for who does not learn.
    first : ndarray of int64, (rows + 1,)
    ticks : ndarray of int64
        The completed work, in ticks, from which on speed is one thousandth more: entry k of a list stands
        for the factor 1001 + k.
    """

    crafts: int
    craft: Ints
    row: Ints
    first: Ints
    ticks: Ints


def learning_of(plan: Plan) -> LearningTable:
    """Return who learns by doing in a plan.

    Parameters
    ----------
    plan : Plan
    """
    known: dict[Learning, int] = {}
    learns = [_learning(chances_of(plan.portfolio, person).learning) for person in plan.portfolio.staff]
    row = [-1 if each is None else known.setdefault(each, len(known)) for each in learns]
    lists = [_steps(each) for each in known]
    names: dict[str, int] = {}
    craft = [
        names.setdefault(plan.kind_choices[kind][0].skill, len(names)) for kind in plan.need_kind.tolist()
    ]
    return LearningTable(
        crafts=len(names) if known else 0,
        craft=np.array(craft, np.int64),
        row=np.array(row, np.int64),
        first=np.cumsum([0, *map(len, lists)], dtype=np.int64),
        ticks=np.array([tick for each in lists for tick in each], np.int64),
    )


def _learning(given: Learning | None) -> Learning | None:
    return None if given is None or given.exponent == 0 or thousandths(given.at_most) <= WHOLE else given


def _steps(learning: Learning) -> Sequence[int]:
    """Return the completed work, in ticks, at which the factor, rounded half up, is each next thousandth."""
    base = learning.first_days * TICKS_PER_DAY
    factors = range(WHOLE + 1, thousandths(learning.at_most) + 1)
    return [
        math.ceil(base * (((factor - 0.5) / WHOLE) ** (1 / learning.exponent) - 1) - 1e-6)
        for factor in factors
    ]

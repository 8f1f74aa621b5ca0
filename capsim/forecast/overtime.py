"""Who worked overtime when, as reactions of the policy had it (rule R21)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from capsim.clock import TICKS_PER_DAY, thousandths
from capsim.domain.actions import Hire, Overtime
from capsim.engines.runs import Runs
from capsim.metrics.spans import Spans, while_present
from capsim.plan.reacting import last_days_of, people_meant

__all__ = ["overtime_in", "overtime_on_seats"]

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_LATER = np.iinfo(np.int64).max


def overtime_in(runs: Runs, first: int, count: int) -> Spans:
    """Return when people worked longer in consecutive replications.

    Parameters
    ----------
    runs : Runs
    first, count : int

    Returns
    -------
    Spans
        Replications count from the first that was asked for; the weight is what is worked on top, in
        thousandths of the day. Nobody is in two of them at once.
    """
    of, plan = runs.reacted, runs.plan
    mine = (of.replication >= first) & (of.replication < first + count)
    columns: list[list[Ints]] = [[np.zeros(0, np.int64)] for _ in range(6)]
    for number, reaction in enumerate(runs.policy.reactions):
        if isinstance(reaction.do, Overtime):
            place = np.flatnonzero(mine & (of.reaction == number))
            people = np.flatnonzero(people_meant(plan, reaction.do))
            day = np.repeat(of.tick[place].astype(np.int64) // TICKS_PER_DAY, len(people))
            columns[0].append(np.repeat(of.replication[place] - np.int64(first), len(people)))
            columns[1].append(np.tile(people, len(place)))
            columns[2].append(np.repeat(place, len(people)))
            columns[3].append(day)
            columns[4].append(last_days_of(plan, day, reaction.do))
            columns[5].append(np.full(len(day), thousandths(reaction.do.share)))
    replication, person, place, day, until, more = map(np.concatenate, columns)
    there = _hired_at(runs, first, count)[replication, person] < place
    order = np.lexsort((place, person, replication))
    order = order[there[order]]
    replication, person, day, until, more = (each[order] for each in (replication, person, day, until, more))
    follows = (replication[1:] == replication[:-1]) & (person[1:] == person[:-1])
    until[:-1] = np.where(follows, np.minimum(until[:-1], day[1:]), until[:-1])
    real = day < until
    begin, end = day[real] * TICKS_PER_DAY, until[real] * TICKS_PER_DAY
    return Spans(replication[real], person[real], begin, end, more[real])


def _hired_at(runs: Runs, first: int, count: int) -> Ints:
    """Return the place of everybody's hiring in the table of what reactions did, (replications, people).

    -1 for those who were there from the start, and what is after every place for who was never hired.
    """
    plan, of = runs.plan, runs.reacted
    made = np.full((count, plan.n_people), -1, np.int64)
    made[:, plan.paths.person[plan.paths.candidate]] = _LATER
    hires = np.array([isinstance(reaction.do, Hire) for reaction in runs.policy.reactions], np.bool_)
    mine = (of.replication >= first) & (of.replication < first + count)
    place = np.flatnonzero(mine & hires[of.reaction]) if len(of.reaction) else np.zeros(0, np.int64)
    made[of.replication[place] - first, of.target[place]] = place
    return made


def overtime_on_seats(seats: Spans, overtime: Spans, people: int) -> tuple[Spans, Ints]:
    """Return the parts of seats on which people work longer, and the seat of each.

    Parameters
    ----------
    seats, overtime : Spans
    people : int
        How many there are.

    Returns
    -------
    Spans, ndarray of int64
        The weight is that of the overtime.
    """
    marked = seats._replace(weight=np.arange(len(seats.person)))
    alike = seats._replace(weight=np.ones(len(seats.person), np.int64))
    ones = overtime._replace(weight=np.ones(len(overtime.person), np.int64))
    seat = -while_present(marked, ones, people).weight[len(seats.person) :]
    parts = Spans(*(column[len(seats.person) :] for column in while_present(alike, overtime, people)))
    return parts._replace(weight=-parts.weight), seat

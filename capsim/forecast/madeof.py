"""What the amounts of work are made of in each replication: the estimate, risks and rework (rules D3, D4)."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.engines.runs import Runs
from capsim.plan.draws import Block, Draws
from capsim.plan.hazards import Lists
from capsim.plan.rework import speeds_of

__all__ = ["MadeOf", "Shares"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class Shares(NamedTuple):
    """Shares of an amount of work, by replication; each may be negative, and the three add up to 1."""

    estimate: Floats
    risk: Floats
    rework: Floats


class MadeOf:
    """What was drawn for the work of a run, taken apart.

    Parameters
    ----------
    runs : Runs
    draws : Draws
        The same that were run.
    replications : ndarray of int64
        The number of each row of the runs among all that were run.
    """

    def __init__(self, runs: Runs, draws: Draws, replications: Ints) -> None:
        self._runs, self._draws, self._of = runs, draws, replications
        self._hits = draws.surprises.risks.hits
        self._by_speed = speeds_of(runs.plan)

    def effort(self, need: int, rows: Ints) -> Shares:
        """Return what the effort of a need is made of in some replications."""
        start = self._runs.start[rows, self._runs.plan.need_task[need]]
        risk, rework = np.zeros(len(rows)), np.zeros(len(rows))
        drawn = np.ones(len(rows))
        if self._is_settled_late:
            drawn = self._block.effort[self._of[rows], need].astype(np.float64)
            risk = self._struck(
                self._hits.effort, need, self._block.extra_effort[self._of[rows]], rows, start
            )
            rework = self._again(need, rows)
        return self._shares(self._draws.efforts, need, rows, drawn, risk, rework)

    def duration(self, task: int, rows: Ints) -> Shares:
        """Return what the duration of a task is made of in some replications."""
        start = self._runs.start[rows, task]
        risk, drawn = np.zeros(len(rows)), np.ones(len(rows))
        if self._is_settled_late:
            drawn = self._block.duration[self._of[rows], task].astype(np.float64)
            risk = self._struck(
                self._hits.duration, task, self._block.extra_duration[self._of[rows]], rows, start
            )
        return self._shares(self._draws.durations, task, rows, drawn, risk, np.zeros(len(rows)))

    def _shares(
        self, places: tuple[Ints, Ints], index: int, rows: Ints, drawn: Floats, risk: Floats, rework: Floats
    ) -> Shares:
        """Return the shares of an amount that was drawn, with what was added to it at its start."""
        by_risk, by_rework = np.ones(len(rows)), np.ones(len(rows))
        column = np.flatnonzero(places[0] == index)
        if len(column):
            estimate, settled = int(places[1][column[0]]), len(self._hits.factors)
            for number, moved in enumerate(self._draws.surprises.moved):
                if estimate in moved:
                    of_kind = by_risk if number < settled else by_rework
                    of_kind *= self._factors[self._of[rows], number]
        whole = np.maximum(drawn + risk + rework, 1e-9)
        with np.errstate(divide="ignore", invalid="ignore"):
            own = np.where(drawn > 0, drawn / (by_risk * by_rework), 0.0)
        again = drawn - own * by_risk + rework
        estimate_share, rework_share = own / whole, again / whole
        return Shares(estimate_share, 1 - estimate_share - rework_share, rework_share)

    def _struck(
        self, lists: Lists, index: int, extra: Ints, rows: Ints, start: npt.NDArray[np.int32]
    ) -> Floats:
        """Return what risks with a window have added to an amount."""
        added = np.zeros(len(rows))
        for entry in range(*lists.first[index : index + 2].tolist()):
            risk = int(lists.entry[entry])
            strikes = (self._block.strike[self._of[rows], risk] <= start) & (start < self._hits.until[risk])
            added += np.where(strikes, extra[:, entry], 0)
        return added

    def _again(self, need: int, rows: Ints) -> Floats:
        """Return what rework has added that depends on who does it."""
        first, last = self._by_speed.first[need : need + 2].tolist()
        if first == last:
            return np.zeros(len(rows))
        slowest = self._slowest(need)[rows]
        row = first - 1 + np.searchsorted(self._by_speed.entry[first:last], slowest, side="right")
        return np.asarray(self._block.rework[self._of[rows], row], dtype=np.float64)

    def _slowest(self, need: int) -> Ints:
        """Return the lowest speed in the team with which a need starts, (replications,)."""
        runs = self._runs
        replication = np.repeat(np.arange(runs.replications), np.diff(runs.seat_offsets))
        begun = runs.start[:, runs.plan.need_task[need]]
        first = (runs.seats.need == need) & (runs.seats.start == begun[replication])
        slowest = np.full(runs.replications, np.iinfo(np.int64).max)
        np.minimum.at(slowest, replication[first], runs.seats.speed[first])
        return slowest

    @property
    def _is_settled_late(self) -> bool:
        """Whether anything is added to amounts as work starts."""
        return self._hits.is_late or len(self._by_speed.entry) > 0

    @cached_property
    def _block(self) -> Block:
        return self._draws.block(0, int(self._of.max(initial=0)) + 1, days=1)  # people's paths play no part

    @cached_property
    def _factors(self) -> Floats:
        draws = self._draws
        count = int(self._of.max(initial=0)) + 1
        return draws.surprises.factors(draws.seed, draws.sampling, 0, count)

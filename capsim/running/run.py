"""A run: replications done block by block, until there are enough."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from capsim.engines.runs import Runs
from capsim.errors import CapsimWarning, StoppedError
from capsim.forecast import Forecast
from capsim.forecast.finishes import Finishes, finishes_of
from capsim.forecast.tables import Outcomes
from capsim.metrics import LOOKS_IN_A_ROW, is_precise, next_look
from capsim.running.arrays import Arrays, Collected
from capsim.running.blocks import blocks
from capsim.running.checkpoint import Checkpoint
from capsim.running.conveyor import in_order
from capsim.running.crews import Crew
from capsim.running.job import FIRST_REPLICATIONS, Simulator
from capsim.running.memory import Room
from capsim.running.progress import Reporter

__all__ = ["MOST_REPLICATIONS", "Preview", "Run"]

MOST_REPLICATIONS: Final = 100_000
"""A run that goes on until a precision is reached stops here at the latest."""

Preview = Callable[[Forecast], object]

_COMPILING: Final = "compiling the fast engine, once"  # what a terminal of 80 columns has room for


@dataclass
class Run:
    """Replications done so far, and who does more.

    Attributes
    ----------
    simulator : Simulator
    crew : Crew
    reporter : Reporter
    room : Room
        The memory that the run may take.
    precision : float, optional
        How far a probability may be off.
    checkpoint : Checkpoint, optional
        Where it is kept.
    asked : int
        Replications to be done, as far as is known by now.
    """

    simulator: Simulator
    crew: Crew
    reporter: Reporter
    room: Room
    precision: float | None = None
    checkpoint: Checkpoint | None = None
    asked: int = 0
    _collected: Collected = field(default_factory=Collected)
    _seen: list[Outcomes] = field(default_factory=list)  # of each block, if a precision is asked for

    @property
    def replications(self) -> int:
        """How many are done."""
        return self._collected.replications

    def forecast(self) -> Forecast:
        """Return the forecast that rests on what is done, as partial if that is not all."""
        return self._forecast(partial=self.replications < self.asked)

    def go(self, replications: int, preview: Preview | None) -> None:
        """Run as many replications as asked for, or until they are precise; show the first ones.

        An interrupt ends the run; it is passed on only if nothing has been done yet.
        """
        self.asked = replications if self.precision is None else next_look(replications - 1)
        self.room.refuse(self.simulator, self.asked)
        try:
            self._go(preview)
            self._keep()
        except StoppedError as error:
            error.forecast = self.forecast() if self.replications else None
            with suppress(StoppedError):  # of two reasons to stop, the first is told
                self._keep()
            raise

    def _go(self, preview: Preview | None) -> None:
        try:
            self._take_kept(self.asked)
            if preview is not None and self.asked > FIRST_REPLICATIONS > self.replications:
                self._up_to(FIRST_REPLICATIONS)
                _show(preview, self._forecast(partial=False))
            self.crew.expect(self.asked)  # not before a first answer, of whose processor it would take half
            self._up_to(self.asked)
            if self.precision is not None:
                self._to_precision(self.precision)
        except KeyboardInterrupt:
            if not self.replications:
                raise

    def _to_precision(self, precision: float) -> None:
        """Go on until so many looks in a row find every probability known."""
        most = self.room.replications(self.simulator, MOST_REPLICATIONS)
        agreeing = int(self._is_precise(precision))
        while agreeing < LOOKS_IN_A_ROW and next_look(self.asked) <= most:
            self.asked = next_look(self.asked)
            self.crew.expect(self.asked)
            self._up_to(self.asked)
            agreeing = agreeing + 1 if self._is_precise(precision) else 0
        if not agreeing:
            _warn_imprecise(self.asked, precision)

    def _is_precise(self, precision: float) -> bool:
        seen = replace(
            self._seen[0],
            ticks=np.concatenate([part.ticks for part in self._seen]),
            days=np.concatenate([part.days for part in self._seen]),
        )
        self._seen[:] = [seen]
        return is_precise(seen.odds, precision)

    def _up_to(self, end: int) -> None:
        self.reporter.show(self.replications, self.asked)  # with what was kept: that counts for no rate
        while self.replications < end:
            self._run(end if self.checkpoint is None else self.checkpoint.next_kept(self.replications, end))
            self._take_kept(end)

    def _run(self, end: int) -> None:
        draws = self.simulator.draws
        first, tasks, together = self.replications, draws.plan.n_tasks, draws.sampling.block
        cut = blocks(first, end, tasks, together, self.crew.workers, self.crew.size)
        for arrays in in_order(self.crew, cut):
            begin = self.replications
            self._take(arrays)
            if self.checkpoint is not None:
                self.checkpoint.add(begin, arrays)
            self.reporter.show(self.replications, self.asked)
            self.reporter.note(_COMPILING if self.simulator.is_compiling else "")

    def _take_kept(self, end: int) -> None:
        """Take what the checkpoint has, without a gap."""
        while (
            self.checkpoint is not None
            and self.replications < end
            and (arrays := self.checkpoint.kept(self.replications, end)) is not None
        ):
            self._take(arrays)

    def _take(self, arrays: Arrays) -> None:
        self._collected.add(arrays)
        if self.precision is not None:
            self._seen.append(self._outcomes(arrays))

    def _keep(self) -> None:
        """Write what the checkpoint has not written yet."""
        if self.checkpoint is not None:
            self.checkpoint.write()

    def _forecast(self, *, partial: bool) -> Forecast:
        job = self.simulator.job
        kept = self._kept_of(self._collected.arrays(), partial=partial)
        return Forecast(kept, self.asked, job.sampling, job.processes, self.precision)

    def _outcomes(self, arrays: Arrays) -> Outcomes:
        finishes = finishes_of(self._kept_of(arrays))
        return Outcomes.of_projects(finishes, self.simulator.draws.sampling.block, certain=False)

    def _kept_of(self, arrays: Arrays, *, partial: bool = False) -> Runs | Finishes:
        job, plan = self.simulator.job, self.simulator.draws.plan
        return self.simulator.keeping.kept_of(plan, job.policy, job.seed, arrays, partial)


def _show(preview: Preview, first: Forecast) -> None:
    """Hand over a first forecast; a bar steps aside for what is printed."""
    from tqdm import tqdm

    with tqdm.external_write_mode():
        preview(first)


def _warn_imprecise(asked: int, precision: float) -> None:
    warnings.warn(
        f"after {asked:,} futures some probability is not yet known to within ± {precision:g}; "
        "the frames say how far each may be off",
        CapsimWarning,
        stacklevel=5,
    )

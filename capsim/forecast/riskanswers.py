"""The questions about risks that a forecast answers."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from capsim.domain.sampling import SamplingPlan
from capsim.engines.runs import Runs
from capsim.errors import InputError, Problem
from capsim.forecast.finishes import Finishes
from capsim.forecast.removals import Register, risk_frame
from capsim.forecast.whatif import WhatIf

if TYPE_CHECKING:
    import pandas as pd

    from capsim.engines.event import Process

__all__ = ["RiskAnswers"]


class RiskAnswers:
    """What a forecast says about risks, responses and drivers (rules D3 and D4)."""

    if TYPE_CHECKING:
        kept: Runs | Finishes
        sampling: SamplingPlan
        processes: tuple[Process, ...]

    def risks(self, by: str = "risk", replications: int = 1_000) -> pd.DataFrame:
        """Return what dates and odds would gain if a risk were gone, and what responses are worth.

        The same futures are simulated again without each risk, one at a time: with the same draws, so that a
        difference is known far better than either side.

        Parameters
        ----------
        by : str
            ``"risk"``: the register, ranked. ``"project"`` and ``"objective"``: each risk for each of them.
            ``"ladder"``: the risks taken away one after the other, in the order of their rank.
            ``"response"``: what each response is worth. ``"driver"``: each driver. ``"vendor"``,
            ``"category"``: all risks with that label together; ``"skill"``: all that touch work for that
            skill, or take people who have it away.
        replications : int
            So many of the futures are simulated again, the first ones; no more than there are.

        Returns
        -------
        DataFrame
            By risk one row per risk with a probability, the one first whose removal gains most.

            ============= ======= ============= ============================================================
            column        dtype   unit          meaning
            ============= ======= ============= ============================================================
            rank          int64                 1 is first; all that gain nothing beyond the error share one
            risk          str                   its name
            kind          str                   threat or opportunity
            category,     str                   labels
            vendor, owner
            probability   float64 share         that it strikes, with the responses taken
            struck        float64 share         of the futures in which it strikes
            p80_days      float64 calendar days by which the P80 of the last finish gets earlier without it
            p80_low,      float64 calendar days 95 % interval of that; NaN where too few replications tell
            p80_high
            delivery_gain float64 share         by which more of the deadlines are kept without it; NaN
                                                without deadlines
            gain_low,     float64 share         95 % interval of that
            gain_high
            cost          float64 money         what it costs in the mean; negative: what it saves
            tie           bool                  whether neither gain differs from 0 by more than its error
            ============= ======= ============= ============================================================

            The other frames have the columns p80_days to gain_high after these: by project and objective
            risk and project or objective; by vendor, category and skill that word, the risks and struck; by
            driver the driver. The ladder has step and risk, and after the gain of each step all_days and
            all_gain, the gain of all steps so far. By response there are risk, response, owner and taken;
            then, for taking it, the gains, saves with its interval (saves_low, saves_high: costs of risks
            and of delay that it spares in the mean), cost, net (saves − cost) and worth: yes, no, or tie.

        Raises
        ------
        InputError
            If there is no such grouping, or no number of replications.

        Examples
        --------
        >>> import capsim as cs
        >>> late = cs.risks.Risk("vendor late", 0.5, {"delay": 10})
        >>> shop = cs.Project("Shop", [cs.Task("build", effort=5, skill="backend")], deadline="2027-01-15")
        >>> demo = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "backend")], [shop], risks=[late])
        >>> forecast = cs.simulate(demo, replications=200, seed=7, progress=False)
        >>> forecast.risks()[["rank", "risk", "p80_days", "tie"]]
           rank         risk  p80_days    tie
        0     1  vendor late      14.0  False
        """
        if isinstance(replications, bool) or not isinstance(replications, int) or replications < 1:
            fix = "write a whole number such as 1000"
            raise InputError([Problem("risks, replications", "no number of futures", replications, fix)])
        return risk_frame(self._register_of(min(replications, self.kept.replications)), by)

    def _register_of(self, count: int) -> Register:
        """Return the register of so many futures: what was simulated for one question serves the next."""
        if count not in self._registers:
            self._registers[count] = Register(WhatIf(self.kept, self.sampling, self.processes, count))
        return self._registers[count]

    @cached_property
    def _registers(self) -> dict[int, Register]:
        return {}

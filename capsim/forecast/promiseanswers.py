"""The questions about promises and targets that a forecast answers."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, cast

from capsim.domain.sampling import SamplingPlan
from capsim.domain.targets import Target
from capsim.engines.runs import Runs
from capsim.errors import InputError, Problem
from capsim.forecast.buffers import Baseline, baseline_of, buffer_frame
from capsim.forecast.finishes import Finishes
from capsim.forecast.questions import checked_count
from capsim.forecast.targets import checked_targets, target_frame
from capsim.forecast.whatif import WhatIf

if TYPE_CHECKING:
    import pandas as pd

    from capsim.engines.event import Process
    from capsim.forecast.facts import Facts
    from capsim.forecast.forecast import Forecast
    from capsim.forecast.money import Money

__all__ = ["PromiseAnswers"]


class PromiseAnswers:
    """What a forecast says about what was promised."""

    if TYPE_CHECKING:
        kept: Runs | Finishes
        sampling: SamplingPlan
        processes: tuple[Process, ...]

        @property
        def _facts(self) -> Facts: ...

        @property
        def _money(self) -> Money: ...

    def buffers(self, baseline: Forecast | None = None, replications: int = 1_000) -> pd.DataFrame:
        """Return how much of each buffer is used, against how much of the chain of work is done.

        The buffer lies between the planned finish and the deadline. It is used as far as the P50 of today
        is later than the planned one. The chain leads from the last task of the plan back to the work that
        each task waited for last: for its people, for a limit, or by a link. Of it is done what lies before
        the status date.

        Parameters
        ----------
        baseline : Forecast, optional
            The plan: an earlier forecast, with projects and tasks of the same names. Without one the same
            futures are simulated as if nothing were known: no status date, nothing done or begun.
        replications : int
            So many of the futures then, the first ones; no more than there are.

        Returns
        -------
        DataFrame
            One row per project with a deadline that is in the plan too, in the order of the portfolio.

            ============== ============= ===== ===============================================================
            column         dtype         unit  meaning
            ============== ============= ===== ===============================================================
            project        str                 the project
            status_date    datetime64[s] date  as of when; without a status date the start
            deadline       datetime64[s] date  the promise
            planned_finish datetime64[s] date  P50 of the plan; NaT past the horizon
            p50            datetime64[s] date  P50 of today; NaT past the horizon, or where it is stopped
            buffer_days    float64       days  calendar days from the planned finish to the deadline
            used_days      float64       days  calendar days from the planned finish to p50; below 0 is gained
            used           float64       share used_days ÷ buffer_days; NaN without a buffer or one of the
                                               dates
            used_low,      float64       share 95 % interval of that, by that of p50; the plan as it is
            used_high
            chain_done     float64       share working days of the chain that lie before the status date: mean
                                               over the futures of the plan
            chain_error    float64       share its Monte Carlo standard error
            burn_rate      float64             used ÷ chain_done: above 1 the buffer is used up faster than
                                               the work advances; NaN while nothing is done
            zone           str                 red, amber or green, see below
            ============== ============= ===== ===============================================================

        Raises
        ------
        InputError
            If the baseline is no forecast, there is no such number, or only the dates of projects were kept.

        Notes
        -----
        Both measures are those of critical chain project management (*buffer penetration* and *completion of
        the critical chain* of the TOCICO dictionary, and their ratio, the burn rate). Amber begins at a tenth
        of the buffer when nothing is done, and at 70 % when all is; red at 30 and 90 %. These lines are
        habits of practice; the rule `capsim.forecast.alerting.Buffers` takes others. Where the plan itself
        keeps the deadline in fewer than half of its futures there is no buffer, and the zone is red.

        Work of the plan that is no longer in the portfolio counts as done; work that has come since is on no
        chain.

        Examples
        --------
        >>> import capsim as cs
        >>> tasks = [cs.Task("design", effort=5, skill="backend", progress=1, actual_finish="2027-01-13"),
        ...          cs.Task("build", effort=5, skill="backend", after="design")]
        >>> shop = cs.Project("Shop", tasks, deadline="2027-01-21")
        >>> demo = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "backend")], [shop],
        ...                     status_date="2027-01-14")
        >>> forecast = cs.simulate(demo, replications=10, progress=False)
        >>> forecast.buffers()[["planned_finish", "p50", "used", "chain_done", "zone"]]
          planned_finish        p50      used  chain_done zone
        0     2027-01-15 2027-01-20  0.833333         0.5  red
        """
        return buffer_frame(self._facts, self._plan_of(baseline, replications))

    def targets(self, targets: Target | Iterable[Target] | None = None) -> pd.DataFrame:
        """Return how likely each target is met.

        Parameters
        ----------
        targets : list of Target, optional
            In place of those of the portfolio; they can be measured by functions of your own.

        Returns
        -------
        DataFrame
            One row per target, in order.

            =========== ======= ===== ======================================================================
            column      dtype   unit  meaning
            =========== ======= ===== ======================================================================
            target      str           its name
            measure     str           what is measured: ``"on time"`` …, or ``"own"``
            goal        str           what is to be reached, in words: ``"on time at least 90 %"``
            projects    str           whom it is about; missing for the whole portfolio
            owner       str           who answers for it
            probability float64 share futures in which it is met ÷ futures in which there is anything to
                                      measure: of *on time*, *finish* and *days late* those in which one of
                                      the projects goes ahead (with a deadline, if it takes one)
            low, high   float64 share 95 % interval of that
            =========== ======= ===== ======================================================================

        Raises
        ------
        InputError
            If there is no such target or project, nothing costs anything and money is asked for, only the
            dates of projects were kept and money is asked for, or a function does not return a number for
            each future.

        Notes
        -----
        What is stopped, or not finished by the horizon, meets no target of dates. Money is that of
        `cost`, `benefits` and `returns`: all that is spent and comes in, of the whole portfolio also what
        is on no project.

        Examples
        --------
        >>> import capsim as cs
        >>> shop = cs.Project("Shop", [cs.Task("build", effort=cs.PERT(5, 8, 15), skill="backend")],
        ...                   deadline="2027-01-15")
        >>> word = cs.money.Target("keep our word", "on time", "100 %", owner="Ada")
        >>> demo = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "backend")], [shop], targets=[word])
        >>> forecast = cs.simulate(demo, replications=400, seed=7, progress=False)
        >>> bool(forecast.targets()["probability"][0] == forecast.delivery()["probability"][0])
        True
        >>> early = cs.money.Target("early", lambda forecast: -forecast.runs.finish[:, 0], -10_000)
        >>> forecast.targets(early)[["target", "goal"]]
          target              goal
        0  early  at least -10,000
        """
        asked = checked_targets(targets, self._facts.plan.given.targets)
        return target_frame(cast("Forecast", self), self._money, asked)

    def _plan_of(self, baseline: Forecast | None, replications: int) -> Baseline:
        """Return what was planned; what was simulated for one question serves the next."""
        if baseline is not None:
            if not isinstance(baseline, PromiseAnswers):
                fix = "give an earlier forecast, or leave it out"
                raise InputError([Problem("buffers, baseline", "no forecast", type(baseline).__name__, fix)])
            return baseline_of(baseline._facts)
        count = min(checked_count("buffers, replications", replications), self.kept.replications)
        if self._facts.plan.given.status_date is None:
            return baseline_of(self._facts)
        if count not in self._plans:
            whatif = WhatIf(self.kept, self.sampling, self.processes, count)
            self._plans[count] = baseline_of(self._facts, whatif)
        return self._plans[count]

    @cached_property
    def _plans(self) -> dict[int, Baseline]:
        return {}

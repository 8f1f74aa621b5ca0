"""The forecast: what the replications say, as tidy frames and as a card."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from capsim.domain.policy import Policy
from capsim.domain.portfolio import Portfolio
from capsim.domain.sampling import Independent, SamplingPlan
from capsim.engines.runs import Runs
from capsim.forecast.answers import MoneyAnswers
from capsim.forecast.card import card_as_html, card_as_sentences, card_as_text, card_of
from capsim.forecast.certainty import EstimateCount
from capsim.forecast.criticalanswers import CriticalAnswers
from capsim.forecast.delayanswers import DelayAnswers
from capsim.forecast.expected import OVERLOADS, expected_frame, overload_frame
from capsim.forecast.facts import Facts
from capsim.forecast.finishes import Finishes, whole
from capsim.forecast.gaps import gap_frame
from capsim.forecast.lookup import replication_number
from capsim.forecast.overloaded import overloaded_frame
from capsim.forecast.promiseanswers import PromiseAnswers
from capsim.forecast.questions import checked_key
from capsim.forecast.reactions import reactions_frame
from capsim.forecast.riskanswers import RiskAnswers
from capsim.forecast.rollup import delivery_by
from capsim.forecast.schedule import one_replication, schedule_frame
from capsim.forecast.slips import slip_frame
from capsim.forecast.staffanswers import StaffAnswers
from capsim.forecast.strategy import achieved_frame, value_frame
from capsim.forecast.streams import own_tasks, streams_frame
from capsim.forecast.struck import struck_frame
from capsim.forecast.summary import summary_frame
from capsim.forecast.tables import finish_frame, outcome_words, share_frame
from capsim.forecast.telling import Telling
from capsim.forecast.usage import utilization_frame
from capsim.forecast.waiting import waiting_frame

if TYPE_CHECKING:
    from capsim.engines.event import Process

__all__ = ["Forecast"]


@dataclass(frozen=True, eq=False, repr=False)
class Forecast(
    MoneyAnswers, RiskAnswers, CriticalAnswers, DelayAnswers, StaffAnswers, PromiseAnswers, Telling
):
    """What many simulated futures say about a portfolio.

    `capsim.simulate` makes it. Every answer is a DataFrame of your own: change it as you like. Dates are
    datetime64[s] at midnight; a date past the horizon is NaT, and a column beside it says so. Intervals
    (``low`` to ``high``) hold with 95 % confidence and shrink as replications grow.

    Attributes
    ----------
    kept : Runs or Finishes
        The outcomes, as arrays with one row per replication: everything, or the dates of projects only.
    asked : int
        Replications that were asked for; more than `replications` if the run was cut short.
    sampling : SamplingPlan
        How the replications were drawn.
    processes : tuple of callables
        The SimPy processes that ran beside the work.
    precision : float or None
        How well the delivery probabilities were to be known, as a share, if that was asked for; `known_to`
        says how well they are.

    Examples
    --------
    >>> import capsim as cs
    >>> shop = cs.Project("Shop", [cs.Task("build", effort=cs.PERT(5, 8, 15), skill="backend")],
    ...                   deadline="2027-01-15")
    >>> forecast = cs.simulate(
    ...     cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "backend")], [shop]), seed=7, progress=False
    ... )
    >>> forecast.delivery()[["project", "deadline", "p80"]]
      project   deadline        p80
    0    Shop 2027-01-15 2027-01-18
    """

    kept: Runs | Finishes
    asked: int
    sampling: SamplingPlan = field(default_factory=Independent)
    processes: tuple[Process, ...] = ()
    precision: float | None = None

    # ------------------------------------------------------------ what it rests on

    @property
    def runs(self) -> Runs:
        """Every task and seat of every replication.

        Raises
        ------
        InputError
            If only the dates of projects were kept.
        """
        return whole(self.kept)

    @property
    def portfolio(self) -> Portfolio:
        """The portfolio that was simulated."""
        return self.kept.plan.given

    @property
    def policy(self) -> Policy:
        """The house rules that were followed."""
        return self.kept.policy

    @property
    def seed(self) -> int:
        """The seed of all draws: the same seed gives the same forecast."""
        return self.kept.seed

    @property
    def replications(self) -> int:
        """Number of simulated futures."""
        return self.kept.replications

    @property
    def partial(self) -> bool:
        """Whether the run was cut short."""
        return self.kept.partial

    @property
    def known_to(self) -> float:
        """How far the least known of the delivery probabilities may be off (95 %); NaN without odds."""
        return self._facts.known_to

    @property
    def estimates(self) -> EstimateCount:
        """How many estimates there are, and how many of their ranges were given or assumed."""
        return self._facts.estimates

    @property
    def is_schedule(self) -> bool:
        """Whether nothing is uncertain: then there is one schedule, and there are no odds."""
        return self._facts.is_schedule

    # ------------------------------------------------------------ when, and with what odds

    def delivery(self, by: str = "project") -> pd.DataFrame:
        """Return when each project is finished, and how likely by its deadline, or how groups of them do.

        Parameters
        ----------
        by : {"project", "client", "programme", "owner", "objective", "team"}
            A team is the one that owns projects.

        Returns
        -------
        DataFrame
            One row per project, in the order of the portfolio.

            ============== ============= ======= ===========================================================
            column         dtype         unit    meaning
            ============== ============= ======= ===========================================================
            project        str                   the project
            priority       int64                 lower is first
            deadline       datetime64[s] date    the promise; NaT without one
            planned_start  datetime64[s] date    the first day of its work in the plan: as given, else on the
                                                 critical path, as if there were people without limit
            planned_end    datetime64[s] date    the last day that the plan itself gives, such as the end of
                                                 the last month of demand; NaT where no task has an end
            p50, p80, p95  datetime64[s] date    finished by then in 50, 80, 95 % of the futures in which it
                                                 goes ahead; NaT past the horizon (see beyond_horizon)
            probability    float64       share   finished by the deadline ÷ futures in which it goes ahead;
                                                 NaN without a deadline, and where nothing is uncertain
            low, high      float64       share   95 % interval of the probability
            p50_low,       datetime64[s] date    95 % interval of p50, and so for p80 and p95; NaT past the
            p50_high, …                          horizon, or where too few replications tell an end
            days_late      float64       days    calendar days from the deadline to p80, negative if early;
                                                 NaN without a deadline or with p80 past the horizon
            going_ahead    float64       share   futures in which it goes ahead, as drawn
            never          float64       share   of those, futures in which it is not finished by the horizon
            never_low,     float64       share   95 % interval of that
            never_high
            beyond_horizon str                   which of p50, p80, p95 lie past the horizon: ``"p80 p95"``
            ============== ============= ======= ===========================================================

            By anything else one row per group, those without a client (…) last; a project stands for each of
            its objectives.

            ============== ============= ======= ===========================================================
            client/…       str                   the group; the column has the name given as ``by``
            projects       int64                 how many take part
            deadlines      int64                 how many of them have a deadline
            on_time        float64       share   deadlines kept ÷ deadlines of projects that go ahead; NaN
                                                 without any
            error          float64       share   its Monte Carlo standard error
            all_on_time    float64       share   futures in which all of them are kept
            low, high      float64       share   95 % interval of that
            days_late      float64       days    the one that is latest is no later than that in 80 % of the
                                                 futures: calendar days, negative if early; NaN past the
                                                 horizon
            days_late_low, float64       days    95 % interval of that
            days_late_high
            never          float64       share   futures in which one of them is not finished by the horizon,
                                                 or stopped
            never_low,     float64       share   95 % interval of that
            never_high
            busy_days      float64       person- time of people on them, mean over the futures, of objectives
                                         days    by their scores; not where only dates were kept
            ============== ============= ======= ===========================================================

        Raises
        ------
        InputError
            If there is no such grouping.

        Notes
        -----
        A project without tasks has neither dates nor odds.

        Where gates or reactions can stop projects there is one column more before ``never``: ``stopped``, the
        share of the futures in which the project goes ahead and is stopped. They count as missing the
        deadline; a quantile among them is NaT and not ``beyond_horizon``.

        A quantile is the order statistic ceil(q · n), stopped and never-finished last. The interval of a
        probability is Wilson's and that of a date the distribution-free one; under a Latin hypercube or
        antithetic pairs both come from the differences between blocks of replications drawn together, and
        are at least as wide as ± ln(40) / n.
        """
        return self._facts.delivery_frame() if by == "project" else delivery_by(self._facts, by)

    def tasks(self) -> pd.DataFrame:
        """Return the same as `delivery` for every task, with its float.

        Returns
        -------
        DataFrame
            One row per task, in the order of the portfolio: the columns of `delivery` after these.

            ============== ============= ============ ======================================================
            column         dtype         unit         meaning
            ============== ============= ============ ======================================================
            project, task  str                        the task and its project
            float_days     float64       working days planned total float (latest less earliest start)
                                                      of the critical path without limits on people; days of
                                                      the portfolio calendar
            ============== ============= ============ ======================================================

            The deadline, the planned start and the planned end are the task's own. Items of streams are not
            among them: see `streams`.
        """
        return self._facts.task_frame(own_tasks(self.runs.plan))

    def milestones(self) -> pd.DataFrame:
        """Return the same as `tasks` for milestones only: tasks with neither effort nor duration."""
        plan = self.runs.plan
        bare = (np.diff(plan.task_first_need) == 0) & ~plan.task_elapsed
        own = own_tasks(plan)
        return self._facts.task_frame(own[bare[own]])

    def streams(self) -> pd.DataFrame:
        """Return what becomes of the items of each stream.

        Returns
        -------
        DataFrame
            One row per stream, in the order of the portfolio.

            =========== ======= ===== ======================================================================
            column      dtype   unit  meaning
            =========== ======= ===== ======================================================================
            stream      str           the stream
            priority    int64         lower is first
            items       float64       mean number of items that come
            done        float64       mean number of them finished by the horizon
            open        float64       mean number of the others
            wait_days   float64 days  mean wait of an item for its start, in calendar days
            wait_error  float64 days  its Monte Carlo standard error
            time_p50,   float64 days  calendar days from the arrival of an item to its finish, over all items
            time_p80,                 of all futures; NaN where so many are never finished
            time_p95
            within_days float64 days  what is promised for each item; NaN without a promise
            on_time     float64 share finished within that time ÷ items that come; NaN without a promise
            error       float64 share its Monte Carlo standard error
            =========== ======= ===== ======================================================================

        Examples
        --------
        >>> import capsim as cs
        >>> incident = cs.Task("incident", effort=0.5, skill="ops")
        >>> calls = cs.work.Stream("Incidents", incident, per_week=3, within_days=2, end="2027-06-30")
        >>> team = cs.Portfolio("Team", "2027-01-04", [cs.Person("Ada", "ops")], streams=[calls])
        >>> cs.simulate(team, replications=200, seed=1, progress=False).streams().stream.tolist()
        ['Incidents']
        """
        return streams_frame(self._facts)

    def reactions(self) -> pd.DataFrame:
        """Return what the reactions of the policy did, and how often.

        Returns
        -------
        DataFrame
            One row per reaction, in the order of the policy.

            =========== ============= ===== ==================================================================
            column      dtype         unit  meaning
            =========== ============= ===== ==================================================================
            reaction    str                 the reaction, as text
            share       float64       share futures in which it did something
            share_low,  float64       share its 95 % interval
            share_high
            times       float64             mean number of times in a future; on each project counts as one
            first_p50   datetime64[s]       median date of the first time, over the futures in which there is
                                            one; NaT if there is none
            =========== ============= ===== ==================================================================

        Examples
        --------
        >>> import capsim as cs
        >>> work = [cs.Task("build", effort=cs.PERT(5, 8, 30), skill="backend"),
        ...         cs.Task("polish", effort=5, skill="backend", after="build", tags="optional"),
        ...         cs.Task("release", after="build")]
        >>> shop = cs.Project("Shop", work, deadline="2027-01-26")
        >>> demo = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "backend")], [shop])
        >>> rules = cs.Policy(reactions="slip by 0 days -> descope optional")
        >>> forecast = cs.simulate(demo, rules, replications=200, seed=7, progress=False)
        >>> forecast.reactions()[["reaction", "share", "first_p50"]]
                                     reaction  share  first_p50
        0  slip by 0 days -> descope optional  0.185 2027-01-25
        """
        return reactions_frame(self._facts)

    def finish(self) -> pd.DataFrame:
        """Return the date on which each project is finished in each future.

        Returns
        -------
        DataFrame
            One row per replication (the index, from 0), one column per project: datetime64[s], NaT where the
            project is not finished by the horizon, is stopped or does not go ahead; `outcomes` says which.
        """
        plan = self.kept.plan
        return finish_frame(self._facts.projects, plan.project_names, plan.start)

    def finishes(self) -> pd.DataFrame:
        """Return on which days each project is finished, in how many futures, and with what odds by then.

        It is `finish` counted: what an S-curve is drawn from (`capsim.plots.s_curves`).

        Returns
        -------
        DataFrame
            One row per project and day on which it is finished in some future, in the order of the portfolio.

            ======== ============= ===== ===================================================================
            column   dtype         unit  meaning
            ======== ============= ===== ===================================================================
            project  str                 the project
            deadline datetime64[s] date  the promise; NaT without one
            finish   datetime64[s] date  the day; NaT for the futures in which it is not finished by the
                                         horizon, in one row after the others
            futures  int64               futures in which it is finished on that day
            share    float64       share finished by that day ÷ futures in which it goes ahead; NaN where
                                         ``finish`` is NaT
            ======== ============= ===== ===================================================================

        Notes
        -----
        A project without tasks, or that goes ahead in no future, has no rows.
        """
        plan = self.kept.plan
        return share_frame(self._facts.projects, plan.project_names, plan.start)

    def outcomes(self) -> pd.DataFrame:
        """Return what becomes of each project in each future.

        Returns
        -------
        DataFrame
            One row per replication (the index, from 0), one column per project: ``"delivered"``, ``"never"``
            (not by the horizon), ``"stopped"`` (by a gate) or ``"not going ahead"``.
        """
        return outcome_words(self._facts.projects, self.kept.plan.project_names)

    def schedule(self, replication: int = 0) -> pd.DataFrame:
        """Return who works on what in one future, from when to when.

        Parameters
        ----------
        replication : int
            From 0. `capsim.replay` tells the same future event by event.

        Returns
        -------
        DataFrame
            One row per task, in the order of the portfolio.

            =========== ============= ====== ===============================================================
            column      dtype         unit   meaning
            =========== ============= ====== ===============================================================
            project     str                  the project
            task        str                  the task
            people      str                  who works on it, in the order in which they sit down
            ready       datetime64[s] date   when links and dates would let it start
            start       datetime64[s] date   first day
            finish      datetime64[s] date   last day
            start_days  float64       days   since the start of the portfolio, with parts of a day
            finish_days float64       days   likewise
            driver      str                  what decided when it starts (rule R18); for what never starts,
                                             what it waits for
            =========== ============= ====== ===============================================================

            What does not happen by the horizon, or does not go ahead, is NaT and NaN. Of streams
            there are only the items that come.

        Raises
        ------
        InputError
            If there is no such replication.
        """
        number = replication_number(replication, self.replications, "schedule, replication")
        frame = schedule_frame(one_replication(self.runs, number))
        frame.attrs["risks"] = struck_frame(self.runs.plan, self.seed, self.sampling, number).risk.tolist()
        return frame

    # ------------------------------------------------------------ who is busy, what waits

    def utilization(self, by: str = "role", period: str = "W") -> pd.DataFrame:
        """Return how busy people are in the schedule, by role, team or person.

        It speaks of the schedule, which cannot exceed capacity; what is asked of people beyond it does not
        show here. A future counts in a period only until its last finish (until the horizon if something
        never finishes), so later periods rest on fewer futures. Days on which a process of yours keeps
        somebody away are neither work nor capacity.

        Parameters
        ----------
        by : {"role", "team", "person"}
            A role is a person's first skill.
        period : {"W", "M"}
            Weeks from Monday, or months.

        Returns
        -------
        DataFrame
            One row per group and period; ``attrs["about"]`` is ``"schedule"``.

            ============= ============= =========== =========================================================
            column        dtype         unit        meaning
            ============= ============= =========== =========================================================
            period        datetime64[s] date        first day of the week or month
            role/team/    str                       the group; the column has the name given as ``by``
            person
            busy_days     float64       person-days capacity × allocation of seats held on days present, mean
                                                    over the futures
            capacity_days float64       person-days capacity, mean over the futures
            utilization   float64       share       busy ÷ capacity, summed over the futures; NaN without any
            error         float64       share       its Monte Carlo standard error
            ============= ============= =========== =========================================================

        Raises
        ------
        InputError
            If there is no such grouping or period.
        """
        return utilization_frame(self.runs, self.sampling.block, by, period)

    def slips(self) -> pd.DataFrame:
        """Return how far work has moved from its baseline: what was once promised, beside the forecast.

        Returns
        -------
        DataFrame
            One row per task with a baseline, in the order of the portfolio.

            =============== ============= ==== ===============================================================
            column          dtype         unit meaning
            =============== ============= ==== ===============================================================
            project, task   str                the task and its project
            state           str                ``"done"``, ``"begun"`` or ``"to come"`` at the status date
            baseline_start  datetime64[s] date when it was once to start
            start_p50       datetime64[s] date when it has started, or by when it starts in half the futures
            baseline_finish datetime64[s] date when it was once to be finished
            p50, p80        datetime64[s] date when it is finished in half, and in four of five futures
            slip_p50_days,  float64       days from the baseline to those; below 0 is earlier, NaN where a
            slip_p80_days                      date is missing
            =============== ============= ==== ===============================================================

        Raises
        ------
        InputError
            If only the dates of projects were kept.
        """
        return slip_frame(self._facts)

    def objectives(self, by: str = "objective") -> pd.DataFrame:
        """Return what comes of the strategic objectives: value, its odds, and the time spent on them.

        A project stands for its objectives in parts, by its scores. Its value counts with the chance that it
        goes ahead and is delivered: by its deadline and inside its window if it has them, else at all.

        Parameters
        ----------
        by : {"objective", "project"}
            A row per objective, or one per objective and project that serves it.

        Returns
        -------
        DataFrame
            In the order of the portfolio.

            ============== ======= =========== ===========================================================
            column         dtype   unit        meaning
            ============== ======= =========== ===========================================================
            objective      str
            weight         float64 share       of all weight; each stakeholder has the same say
            projects       int64               how many serve it
            value          float64 money       their values, else what their benefits bring in in the mean,
                                                in parts; projects without either left out
            expected_value float64 money       value × going ahead × probability
            busy_days      float64 person-days time that people are busy on them, in parts, mean over the
                                               futures
            busy_share     float64 share       of the time spent on all objectives
            ============== ======= =========== ===========================================================

            With ``by="project"`` the columns ``projects`` and ``busy_share`` give way to

            ============== ======= =========== ===========================================================
            project        str
            score          float64             how much the project contributes
            share          float64 share       the part of the project that stands for the objective
            going_ahead    float64 probability that it goes ahead
            probability    float64 probability that it is then delivered
            ============== ======= =========== ===========================================================

        Raises
        ------
        InputError
            If there is no such grouping, or only the dates of projects were kept.
        """
        return achieved_frame(self._facts, by)

    def values(self) -> pd.DataFrame:
        """Return what each project is worth, and how likely it arrives.

        Returns
        -------
        DataFrame
            One row per project, in the order of the portfolio.

            ============== ======= ===== ===================================================================
            column         dtype   unit  meaning
            ============== ======= ===== ===================================================================
            project        str           the project
            value          float64 money its value, else what its benefits bring in in the mean; NaN without
            going_ahead    float64 share futures in which it goes ahead
            probability    float64 share futures in which it is delivered, of these: by its deadline, and
                                         inside its window, if it has them; NaN if it never goes ahead
            low, high      float64 share 95 % interval of that
            expected_value float64 money value × going ahead × probability
            ============== ======= ===== ===================================================================

        Examples
        --------
        >>> import capsim as cs
        >>> shop = cs.Project("Shop", [cs.Task("build", effort=5, skill="backend")], value=90_000)
        >>> demo = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "backend")], [shop])
        >>> cs.simulate(demo, replications=10, progress=False).values()[["project", "value", "probability"]]
          project    value  probability
        0    Shop  90000.0          1.0
        """
        return value_frame(self._facts)

    def waiting(self) -> pd.DataFrame:
        """Return what is not finished by the horizon in some futures, and what it waits for (rule R15).

        Returns
        -------
        DataFrame
            One row per task and reason, in the order of the portfolio; empty if everything finishes.

            ========= ======= ===== ========================================================================
            column    dtype   unit  meaning
            ========= ======= ===== ========================================================================
            project   str           the project
            task      str           the task
            waits_for str           such as ``"people for backend"`` (of several roles the first that cannot
                                    be filled), ``"Shop/design to finish"`` or ``"Shop to go on: it is
                                    frozen"``; who left work behind is told by role
            root      bool          whether it waits for something else than other work
            share     float64 share futures in which that is so
            low, high float64 share 95 % interval of the share
            days      float64 days  for how long up to the horizon, in working days: since it was left by
                                    those who did it, else since it was begun, else since it was ready, else
                                    from the start; mean over these futures
            error     float64 days  its Monte Carlo standard error
            ========= ======= ===== ========================================================================
        """
        return waiting_frame(self._facts)

    def summary(self) -> pd.DataFrame:
        """Return the whole forecast in one row.

        Returns
        -------
        DataFrame
            ============= ============= ===== ===============================================================
            column        dtype         unit  meaning
            ============= ============= ===== ===============================================================
            portfolio     str                 its name
            start         datetime64[s] date  its start
            horizon       datetime64[s] date  the last day simulated
            replications  int64               futures simulated
            seed          uint64              of all draws
            sampling      str                 how they were drawn
            precision     float64       share how well each delivery probability was to be known (± so much);
                                              NaN if that was not asked
            known_to      float64       share how well the least known of them is known (± so much, 95 %); NaN
                                              without odds
            partial       bool                whether the run was cut short
            projects      int64               projects that take part
            deadlines     int64               of those, projects with a deadline
            on_time       float64       share futures in which every deadline of a project that goes ahead is
                                              kept; NaN if no deadline applies, or nothing is uncertain
            low, high     float64       share 95 % interval of that
            late          float64             mean number of projects that miss their deadline
            late_error    float64             its Monte Carlo standard error
            never         float64       share futures in which something is not finished by the horizon
            never_low,    float64       share 95 % interval of that
            never_high
            estimates     int64               efforts and durations
            ranged        int64               of those, given as a range
            assumed       int64               of those, given as one number whose range is assumed
            assumption    str                 the same as a sentence: which ranges, and how to give real ones
            is_schedule   bool                whether nothing is uncertain, so that there are no odds
            ============= ============= ===== ===============================================================
        """
        return summary_frame(self._facts)

    # ------------------------------------------------------------ what is asked of people, beyond what fits

    def demand(self, by: str | Iterable[str] = "role", period: str = "M") -> pd.DataFrame:
        """Return planned demand by period, with its odds.

        It is `Portfolio.demand` with the amounts of each future in place of the planned figures, on planned
        dates: from the typed start to the typed end, else on the critical path of that future as if there
        were people without limit. It speaks of the plan, not of the schedule, which cannot exceed capacity.

        Parameters
        ----------
        by : str or list of str
            ``"role"`` (``"skill"`` is the same), ``"project"``, ``"team"``, ``"person"``, or several of them.
        period : {"M", "W"}
            Months, or weeks from Monday.

        Returns
        -------
        DataFrame
            One row per group and period, in full-time equivalents as in `Portfolio.demand`;
            ``attrs["about"]`` is ``"planned demand"``.

            ============= ============= ===== ==============================================================
            column        dtype         unit  meaning
            ============= ============= ===== ==============================================================
            period        datetime64[s] date  first day of the month or week
            role …        str                 the group; columns have the names given as ``by``
            p10, p50, p90 float64       FTE   no more than that in 10, 50, 90 % of the futures
            p10_low,      float64       FTE   95 % interval of p10, and so for p50 and p90; NaN where too few
            p10_high, …                       replications tell an end
            mean          float64       FTE   mean over the futures; 0 where the project does not go ahead
            error         float64       FTE   its Monte Carlo standard error
            capacity      float64       FTE   what the people of the group have; NaN by project, and where the
                                              line stands for nobody in particular
            ============= ============= ===== ==============================================================

        Raises
        ------
        InputError
            If there is no such grouping or period.

        Examples
        --------
        >>> import capsim as cs
        >>> build = cs.Task("build", effort=cs.PERT(10, 20, 40), skill="backend",
        ...                 start="2027-01-04", end="2027-01-29")
        >>> people, projects = [cs.Person("Ada", "backend")], [cs.Project("Shop", [build])]
        >>> agency = cs.Portfolio("Agency", "2027-01-04", people, projects)
        >>> forecast = cs.simulate(agency, replications=200, seed=7, progress=False)
        >>> forecast.demand()[["period", "role", "p10", "p90", "capacity"]].round({"p10": 2, "p90": 2})
              period     role   p10   p90  capacity
        0 2027-01-01  backend  0.77  1.43       1.0
        """
        return expected_frame(self._facts, by, period)

    def overload(self, by: str = "role", period: str = "M") -> pd.DataFrame:
        """Return how likely more is planned than people have, or how likely each person is overloaded.

        By role, skill or team it is asked of planned demand as in `demand`: how likely it is above capacity.
        By person it is asked of the schedule and of the bookings: somebody is overloaded in a period when
        they are at work for at least 95 % of their capacity while work that they could do waits for its
        start, or when they are booked for more than 100 % on some day.

        Parameters
        ----------
        by : {"role", "skill", "team", "person"}
            ``"skill"`` is the same as ``"role"``: people count for their first skill.
        period : {"M", "W"}
            Months, or weeks from Monday.

        Returns
        -------
        DataFrame
            One row per group and period; ``attrs["about"]`` is ``"planned demand"``.

            ================ ============= ===== ===========================================================
            column           dtype         unit  meaning
            ================ ============= ===== ===========================================================
            period           datetime64[s] date  first day of the month or week
            role/skill/team  str                 the group
            demand_p50       float64       FTE   planned demand: no more than that in half of the futures
            demand_p50_low,  float64       FTE   95 % interval of that
            demand_p50_high
            capacity         float64       FTE   what the people of the group have
            probability      float64       share futures in which demand is above capacity
            low, high        float64       share 95 % interval of that
            expected_excess  float64       FTE   mean of what is above; 0 where nothing is
            error            float64       FTE   its Monte Carlo standard error
            ================ ============= ===== ===========================================================

            By person, with ``attrs["about"]`` as ``"schedule and bookings"``:

            ================ ============= ===== ===========================================================
            column           dtype         unit  meaning
            ================ ============= ===== ===========================================================
            period, person                       as above
            busy             float64       share work of seats held ÷ capacity, over all futures; NaN without
            booked           float64       share of their own time, on the fullest day of the period
            capacity         float64       FTE   what they have
            probability      float64       share futures in which they are overloaded
            low, high        float64       share 95 % interval of that
            ================ ============= ===== ===========================================================

        Raises
        ------
        InputError
            If there is no such grouping or period.

        Notes
        -----
        Demand that only rounding to ticks lifts above capacity is no overload. What several teams could serve
        is in no team's row; `gaps` counts who could serve what.
        """
        key = checked_key("overload", by, period, OVERLOADS)
        if key == "person":
            return overloaded_frame(self._facts, period)
        return overload_frame(self._facts, key, period)

    def gaps(self, period: str = "M") -> pd.DataFrame:
        """Return what of the planned demand nobody who could serve it has time for, by skill.

        Everybody counts for all that they can do, once: the gap of a period is planned demand (as in
        `demand`) less the largest flow of hours through the people who could serve it in that period.

        Parameters
        ----------
        period : {"M", "W"}
            Months, or weeks from Monday.

        Returns
        -------
        DataFrame
            One row per skill demanded and period, in full-time equivalents; ``attrs["about"]`` is
            ``"planned demand"``.

            ============= ============= ===== ==============================================================
            column        dtype         unit  meaning
            ============= ============= ===== ==============================================================
            period        datetime64[s] date  first day of the month or week
            skill         str                 the skill; of alternatives, the first
            demand        float64       FTE   planned demand, mean over the futures
            demand_error  float64       FTE   its Monte Carlo standard error
            gap           float64       FTE   what nobody with the skill, of any level, has hours for: mean
            error         float64       FTE   its Monte Carlo standard error
            p50, p90      float64       FTE   the gap is no more than that in 50, 90 % of the futures
            p50_low,      float64       FTE   95 % intervals of these
            p50_high, …
            probability   float64       share futures with a gap
            low, high     float64       share 95 % interval of that
            level_gap     float64       FTE   what is short besides, because those with hours left do not have
                                              the level demanded: mean
            level_error   float64       FTE   its Monte Carlo standard error
            ============= ============= ===== ==============================================================

        Raises
        ------
        InputError
            If there is no such period.

        Notes
        -----
        The sum of the gaps of a period is unique. Where a shortage could lie on one skill or on another,
        people first serve as much of the work for their own role as they can, then of all work they can do,
        each time in the order in which the portfolio mentions skills: what is short stays with the skill
        without enough people of its own, and among such with the one mentioned last. People count with their
        hours, not with their speed. Shortages that only rounding to ticks makes are none.
        """
        return gap_frame(self._facts, period)

    # ------------------------------------------------------------ as a card

    def sentences(self) -> tuple[str, ...]:
        """Return the card line by line, the title first, without the calls that explain it.

        Returns
        -------
        tuple of str
            A detail of the line before it is set in by two spaces.
        """
        return card_as_sentences(card_of(self._facts))

    def __repr__(self) -> str:
        return card_as_text(card_of(self._facts))

    def _repr_html_(self) -> str:
        return card_as_html(card_of(self._facts))

    @cached_property
    def _facts(self) -> Facts:
        return Facts(self.kept, self.asked, self.sampling, self.precision)

"""The questions about money that a forecast answers."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from capsim.domain.money import Thresholds
from capsim.forecast.costing import billable_frame, contingency_frame, cost_frame, margin_frame
from capsim.forecast.joint import cloud_frame, cvar_frame, joint_frame
from capsim.forecast.money import Money
from capsim.forecast.returning import benefit_frame, rank_frame, return_frame, viability_frame

if TYPE_CHECKING:
    import pandas as pd

    from capsim.forecast.facts import Facts

__all__ = ["MoneyAnswers"]


class MoneyAnswers:
    """What a forecast says about money, from the same futures as its dates (rule R19).

    Money is in the currency of the portfolio.
    """

    if TYPE_CHECKING:

        @property
        def _facts(self) -> Facts: ...

    @cached_property
    def _money(self) -> Money:
        return Money(self._facts)

    def cost(self, by: str = "project", period: str | None = None) -> pd.DataFrame:
        """Return what is spent, and how likely more than the budget.

        People are paid for their capacity and for paid leave, up to the last finish of a future (up to the
        horizon if something never finishes). What their work on a project takes is labor; the rest is bench,
        a cost of the portfolio and of no project. The row of a project speaks of the futures in which it
        goes ahead. With a status date, money before it is spent and does not count.

        Parameters
        ----------
        by : {"project", "role", "team", "person", "kind", "portfolio", "client", "programme", "owner", ...}
            Also by objective. Kinds are labor, bench, fixed (costs of tasks, at their start) and risk. A team
            is one of people; objectives share a project by its scores.
        period : {"M", "W"}, optional
            Months, or weeks from Monday; without one all of it.

        Returns
        -------
        DataFrame
            One row per group, and period if there are any. What is on no project, or nobody's, has a last
            row ``"no project"`` or ``"no person"``, if there is such money.

            ============== ============= ===== =============================================================
            column         dtype         unit  meaning
            ============== ============= ===== =============================================================
            period         datetime64[s] date  first day of the month or week, if periods were asked for
            project/role/  str                 the group; the column has the name given as ``by``
            …
            going_ahead    float64       share futures of which the row speaks
            mean           float64       money mean over these futures
            error          float64       money its Monte Carlo standard error
            p50, p80, p95  float64       money no more than that in 50, 80, 95 % of the futures
            p50_low,       float64       money 95 % interval of p50, and so for p80 and p95; NaN where too few
            p50_high, …                        futures tell an end
            to_date        float64       money mean of what is spent by the end of the period
            to_date_p80    float64       money no more than that by then in 80 % of the futures
            budget         float64       money what may be spent by then: tranches count from their release;
                                               mean over the futures, NaN without a budget
            overspend      float64       share futures in which more is spent by then; NaN without a budget
            overspend_low, float64       share 95 % interval of that
            overspend_high
            ============== ============= ===== =============================================================

            By client, programme, owner or objective ``going_ahead`` means that one of the projects does, and
            the budget is that of the projects that do; NaN where one has none.

        Raises
        ------
        InputError
            If there is no such grouping or period, or nothing costs anything.

        Examples
        --------
        >>> import capsim as cs
        >>> people = [cs.Person("Ada", "backend", cost_per_day=500)]
        >>> shop = cs.Project("Shop", [cs.Task("build", effort=8, skill="backend")], budget=3_000)
        >>> forecast = cs.simulate(cs.Portfolio("Demo", "2027-01-04", people, [shop]), progress=False)
        >>> forecast.cost()[["project", "mean", "budget", "overspend"]]
          project    mean  budget  overspend
        0    Shop  4000.0  3000.0        1.0
        """
        return cost_frame(self._money, by, period)

    def contingency(
        self, quantile: float = 0.8, project: str | None = None, period: str = "M"
    ) -> pd.DataFrame:
        """Return what must be held back beyond the mean, and when it is no longer needed.

        Parameters
        ----------
        quantile : float
            How likely the money is to be enough.
        project : str, optional
            Without one the portfolio, bench included.
        period : {"M", "W"}
            Months, or weeks from Monday.

        Returns
        -------
        DataFrame
            One row per period.

            ============= ============= ===== ==============================================================
            column        dtype         unit  meaning
            ============= ============= ===== ==============================================================
            period        datetime64[s] date  first day of the month or week
            to_spend      float64       money what is still to be spent at its beginning: mean
            error         float64       money its Monte Carlo standard error
            covered       float64       money enough for what is still to be spent, in so many futures
            covered_low,  float64       money 95 % interval of that
            covered_high
            contingency   float64       money covered − to_spend, at least 0
            release       float64       money what of it is no longer needed at the end of the period
            ============= ============= ===== ==============================================================

        Raises
        ------
        InputError
            If there is no such project or period, or the quantile is no share between 0 and 1.
        """
        return contingency_frame(self._money, quantile, project, period)

    def margin(self, by: str = "project") -> pd.DataFrame:
        """Return revenue, cost and margin.

        Revenue is the price of a project at its finish, and on billable projects the time of people at their
        ``price_per_day``. Bench counts by portfolio only.

        Parameters
        ----------
        by : {"project", "client", "portfolio"}

        Returns
        -------
        DataFrame
            One row per group.

            =============== ======= ===== ==================================================================
            column          dtype   unit  meaning
            =============== ======= ===== ==================================================================
            project/client/ str           the group; the column has the name given as ``by``
            portfolio
            going_ahead     float64 share futures of which the row speaks: of a project those in which it goes
                                          ahead, of a client those in which one of its projects does
            revenue         float64 money what clients pay, mean over these futures
            revenue_error   float64 money its Monte Carlo standard error
            cost            float64 money what is spent, mean over the futures
            cost_error      float64 money its Monte Carlo standard error
            margin          float64 money revenue − cost, mean over the futures
            margin_error    float64 money its Monte Carlo standard error
            margin_share    float64 share margin ÷ revenue; NaN without revenue
            margin_p10      float64 money less than that in 10 % of the futures
            margin_p10_low, float64 money 95 % interval of that
            margin_p10_high
            loss            float64 share futures in which cost is above revenue
            loss_low,       float64 share 95 % interval of that
            loss_high
            =============== ======= ===== ==================================================================

        Raises
        ------
        InputError
            If there is no such grouping.
        """
        return margin_frame(self._money, by)

    def billable(self, by: str = "role", period: str = "M") -> pd.DataFrame:
        """Return how much of people's time clients pay for.

        Parameters
        ----------
        by : {"role", "team", "person"}
        period : {"M", "W"}

        Returns
        -------
        DataFrame
            As `utilization`, with work on projects that are billable or have a price only: the columns are
            called ``billable_days`` and ``billable``.

        Raises
        ------
        InputError
            If there is no such grouping or period.
        """
        return billable_frame(self._money, by, period)

    def benefits(self, by: str = "project", period: str | None = None) -> pd.DataFrame:
        """Return what finished projects bring in.

        Parameters
        ----------
        by : {"project", "benefit", "owner", "portfolio", "client", "programme", "objective", "team"}
            The owner is that of the benefit, the team that of the project.
        period : {"M", "W"}, optional
            Months, or weeks from Monday; without one all of it.

        Returns
        -------
        DataFrame
            One row per group, and period if there are any; projects without a benefit have none. Columns
            ``going_ahead``, ``mean``, ``error``, ``p50``, ``p80``, ``p95`` and the intervals of these, as in
            `cost`.

        Raises
        ------
        InputError
            If there is no such grouping or period.
        """
        return benefit_frame(self._money, by, period)

    def returns(self) -> pd.DataFrame:
        """Return what each project is worth: net present value, benefit-cost ratio, return and payback.

        Money is discounted by month to the month of the start, at the discount rate of the portfolio's terms.

        Returns
        -------
        DataFrame
            One row per project, and last one for the portfolio, bench included.

            ============== ============= ===== =============================================================
            column         dtype         unit  meaning
            ============== ============= ===== =============================================================
            project        str                 the project; last the portfolio
            going_ahead    float64       share futures of which the row speaks: of a project those in which it
                                               goes ahead
            npv            float64       money net present value: what comes in less cost and cost of delay;
                                               mean over these futures
            npv_error      float64       money its Monte Carlo standard error
            npv_p10,       float64       money no more than that in 10, 50, 90 % of the futures
            npv_p50,
            npv_p90
            npv_p10_low, … float64       money 95 % intervals of these
            positive       float64       share futures in which the NPV is above 0
            positive_low,  float64       share 95 % interval of that
            positive_high
            ratio_p10, …   float64             present value of what comes in ÷ of what goes out, quantiles
                                               and their intervals; futures without cost are left out
            irr_p10, …     float64       share internal rate of return per year, quantiles and their intervals
                                               over the futures that have one
            irr_none       float64       share futures without one: nothing goes out, or too little comes in
            payback_p10, … datetime64[s] date  first day of the month from whose end on what came in covers
                                               what went out; NaT if never; intervals likewise
            ============== ============= ===== =============================================================
        """
        return return_frame(self._money)

    def joint_confidence(self, project: str | None = None, quantile: float = 0.7) -> pd.DataFrame:
        """Return pairs of a date and a cost that are both kept with so much probability.

        Parameters
        ----------
        project : str, optional
            Without one the portfolio: the cost of all, bench included, and the last finish.
        quantile : float
            The joint confidence level: P(cost ≤ c and finish ≤ d).

        Returns
        -------
        DataFrame
            One row per date on the line of equal confidence, with the least cost that goes with it; a later
            date that is no cheaper is left out, and there are at most 40. Where the work is finished less
            often than that, one row without date and cost: its probability says how often it is finished at
            all. Futures in which the project does not go ahead do not count.

            ============= ============= ===== ==============================================================
            column        dtype         unit  meaning
            ============= ============= ===== ==============================================================
            finish        datetime64[s] date  the date
            cost          float64       money the least cost for which both are kept so often
            cost_low,     float64       money 95 % interval of that; NaN where too few futures tell an end
            cost_high
            probability   float64       share futures in which both are kept
            low, high     float64       share 95 % interval of that
            finish_odds   float64       share futures in which the date is kept
            cost_odds     float64       share futures in which the cost is kept
            commit        bool                the pair to commit to: the one with the odds of both most alike
            ============= ============= ===== ==============================================================

        Raises
        ------
        InputError
            If there is no such project, or the quantile is no share between 0 and 1.
        """
        return joint_frame(self._money, project, quantile)

    def costs_and_finishes(self, project: str | None = None) -> pd.DataFrame:
        """Return what each future costs and when it is finished: the cloud beside `joint_confidence`.

        Parameters
        ----------
        project : str, optional
            Without one the portfolio: the cost of all, bench included, and the last finish.

        Returns
        -------
        DataFrame
            One row per future in which the project goes ahead.

            =========== ============= ===== ================================================================
            column      dtype         unit  meaning
            =========== ============= ===== ================================================================
            replication int64               the future, from 0
            finish      datetime64[s] date  NaT where it is stopped, or not finished by the horizon
            cost        float64       money what it costs
            =========== ============= ===== ================================================================

        Raises
        ------
        InputError
            If there is no such project.

        Examples
        --------
        >>> import capsim as cs
        >>> shop = cs.Project("Shop", [cs.Task("build", effort=5, skill="backend")])
        >>> team = [cs.Person("Ada", "backend", cost_per_day=600)]
        >>> forecast = cs.simulate(cs.Portfolio("Demo", "2027-01-04", team, [shop]), replications=2)
        >>> forecast.costs_and_finishes("Shop")
           replication     finish    cost
        0            0 2027-01-08  3000.0
        1            1 2027-01-08  3000.0
        """
        return cloud_frame(self._money, project)

    def cvar(self, level: float = 0.95) -> pd.DataFrame:
        """Return the mean of the worst futures (conditional value at risk).

        Parameters
        ----------
        level : float
            0.95 means the worst 5 %.

        Returns
        -------
        DataFrame
            Three rows per project: its cost, its NPV, and the days by which it is late; the first two also
            for the portfolio.

            =============== ======= ==================================================================
            column          dtype   meaning
            =============== ======= ==================================================================
            project         str     the project; last the portfolio
            of              str     ``"cost"``, ``"npv"`` or ``"tardiness_days"``
            mean            float64 mean over the futures in which the project goes ahead
            mean_error      float64 its Monte Carlo standard error
            quantile        float64 not exceeded with the level given; of the NPV, exceeded
            quantile_low,   float64 95 % interval of that
            quantile_high
            cvar            float64 mean of the futures that are as bad or worse
            cvar_error      float64 its Monte Carlo standard error
            =============== ======= ==================================================================

            The lateness is NaN without a deadline, and where a future is never finished.

        Raises
        ------
        InputError
            If the level is no share between 0 and 1.
        """
        return cvar_frame(self._money, level)

    def viability(self, thresholds: Thresholds | None = None) -> pd.DataFrame:
        """Return whether to go on with each project: go, hold or stop.

        Money before the status date is spent and does not count. Streams are not asked: they are done.

        Parameters
        ----------
        thresholds : Thresholds, optional
            By default *go* from 70 % on and *stop* below 30 %, each with its interval.

        Returns
        -------
        DataFrame
            One row per project.

            ============== ============= ===== =============================================================
            column         dtype         unit  meaning
            ============== ============= ===== =============================================================
            project        str                 the project
            going_ahead    float64       share futures in which it goes ahead; the row speaks of these
            positive       float64       share futures in which its NPV is above 0
            positive_low,  float64       share 95 % interval of that
            positive_high
            window_end     datetime64[s] date  the end of its window, else its deadline; NaT without one
            in_window      float64       share futures in which it is finished by then
            in_window_low, float64       share 95 % interval of that
            in_window_high
            to_spend       float64       money what is still to be spent on it: mean over the futures
            to_spend_error float64       money its Monte Carlo standard error
            to_spend_p50,  float64       money no more than that in 50, 80 % of the futures, with intervals
            to_spend_p80 …
            reading        str                 ``"go"``, ``"hold"`` or ``"stop"``
            ============== ============= ===== =============================================================
        """
        return viability_frame(self._money, Thresholds() if thresholds is None else thresholds)

    def ranks(self, by: str = "npv") -> pd.DataFrame:
        """Return in how many futures each project takes each place; streams take none.

        Parameters
        ----------
        by : {"npv", "value"}
            Net present value; or what comes in less the cost of delay, not discounted.

        Returns
        -------
        DataFrame
            One row per project and place. A project that does not go ahead comes last; of equal ones the
            first in the portfolio comes first.

            ========= ======= ===== ========================================================================
            column    dtype   unit  meaning
            ========= ======= ===== ========================================================================
            project   str           the project
            place     int64         1 is the best
            share     float64 share futures in which it takes that place
            low, high float64 share 95 % interval of that
            ========= ======= ===== ========================================================================

        Raises
        ------
        InputError
            If there is no such measure.
        """
        return rank_frame(self._money, by)

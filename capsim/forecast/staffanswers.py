"""The questions about people and their work that a forecast answers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from capsim.domain.sampling import SamplingPlan
from capsim.engines.runs import Runs
from capsim.forecast.assigned import assignment_frame
from capsim.forecast.finishes import Finishes
from capsim.forecast.hiring import hire_frame
from capsim.forecast.keypeople import Absentees, key_people_frame
from capsim.forecast.load import curve_frame, load_frame
from capsim.forecast.matching import match_frame
from capsim.forecast.questions import checked_count, checked_group
from capsim.forecast.staffed import staffing_frame
from capsim.forecast.timeuse import time_use_frame
from capsim.forecast.whatif import WhatIf

if TYPE_CHECKING:
    import pandas as pd

    from capsim.engines.event import Process
    from capsim.forecast.facts import Facts

__all__ = ["StaffAnswers"]


class StaffAnswers:
    """What a forecast says about people: who is short, who is key, who works on what, and how they get on."""

    if TYPE_CHECKING:
        kept: Runs | Finishes
        sampling: SamplingPlan
        processes: tuple[Process, ...]

        @property
        def _facts(self) -> Facts: ...

    def hires(
        self,
        quantile: float = 0.8,
        period: str = "M",
        days_to_hire: float | None = None,
        least: float = 0.5,
    ) -> pd.DataFrame:
        """Return how many people are to be hired for what, from when on, and by when to begin hiring.

        It is the shortage of `gaps`, of hours and of levels together, in whole people: so many that it is
        covered in the given share of the futures. Somebody hired stays: a row tells only how many more than
        before.

        Parameters
        ----------
        quantile : float
            In which share of the futures they are to be enough.
        period : {"M", "W"}
            Months, or weeks from Monday.
        days_to_hire : float, optional
            Calendar days from the decision to the first day. Without it as the portfolio says of leavers
            (`capsim.people.Attrition`), else 90.
        least : float
            A shortage of less than this part of a person, in full-time equivalents, is no hire.

        Returns
        -------
        DataFrame
            One row per role and time at which more are needed, by date; ``attrs["about"]`` is
            ``"planned demand"``, ``attrs["days_to_hire"]`` what was reckoned with.

            =========== ============= ===== ================================================================
            column      dtype         unit  meaning
            =========== ============= ===== ================================================================
            role        str                 the skill to hire for; of alternatives, the first
            number      int64               how many more from then on
            needed      datetime64[s] date  first day of the period from which they are needed
            hire_by     datetime64[s] date  the day on which hiring has to begin
            overdue     bool                whether that lies before the start, or the status date
            until       datetime64[s] date  first day of the last period in which any of them is needed
            periods     int64               in how many periods any of them is
            gap         float64       FTE   what is short in the first of them, in that share of the futures
            gap_low,    float64       FTE   95 % interval of that; NaN where too few futures tell an end
            gap_high
            probability float64       share futures in which the first of them is needed then
            low, high   float64       share 95 % interval of that
            =========== ============= ===== ================================================================

        Raises
        ------
        InputError
            If an argument is none of these.

        Notes
        -----
        Somebody hired has a full day less the daily business of the portfolio. Where ``periods`` is small, a
        contractor, or other dates, may do.

        Examples
        --------
        >>> import capsim as cs
        >>> build = cs.Task("build", effort=60, skill="backend", start="2027-05-03", end="2027-05-28")
        >>> people, projects = [cs.Person("Ada", "backend")], [cs.Project("Shop", [build])]
        >>> agency = cs.Portfolio("Agency", "2027-01-04", people, projects)
        >>> forecast = cs.simulate(agency, replications=50, progress=False)
        >>> forecast.hires()[["role", "number", "needed", "hire_by"]]
              role  number     needed    hire_by
        0  backend       2 2027-05-01 2027-01-31
        """
        return hire_frame(self._facts, quantile, period, days_to_hire, least)

    def key_people(
        self, by: str = "role", people: Sequence[str] | None = None, replications: int = 200
    ) -> pd.DataFrame:
        """Return what is lost if one person is not there from the start, or from the status date, on.

        The same futures are simulated again without each person, one at a time: with the same draws, so that
        a difference is known far better than either side. That takes a while: so many people times so many
        futures.

        Parameters
        ----------
        by : {"role", "person"}
            By role of each role the person whose absence costs most, and no names.
        people : list of str, optional
            Only these; without it everybody who works in some future.
        replications : int
            So many of the futures are simulated again, the first ones; no more than there are.

        Returns
        -------
        DataFrame
            One row per role or person, the one first without whom most deadlines are missed.

            =========== ======= ============= ==============================================================
            column      dtype   unit          meaning
            =========== ======= ============= ==============================================================
            role/person str                   who; the column has the name given as ``by``
            people      int64                 how many have that role
            on_time     float64 share         deadlines kept with them, of those of projects that go ahead
            without     float64 share         deadlines kept without them
            loss        float64 share         on_time − without
            loss_low,   float64 share         95 % interval of that
            loss_high
            days        float64 calendar days by which the P80 of the last finish is later without them; NaN
                                              where it is then past the horizon
            days_low,   float64 calendar days 95 % interval of that; NaN where too few replications tell
            days_high
            never       float64 share         futures in which something is never finished without them that
                                              is finished with them
            tie         bool                  whether neither loss nor days differs from 0 by more than its
                                              error, and all is finished
            =========== ======= ============= ==============================================================

        Raises
        ------
        InputError
            If there is no such grouping or person, or no number of replications.

        Examples
        --------
        >>> import capsim as cs
        >>> people = [cs.Person("Ada", "backend"), cs.Person("Bo", "backend"), cs.Person("Cy", "design")]
        >>> tasks = [cs.Task("build", effort=5, skill="backend"), cs.Task("draw", effort=4, skill="design")]
        >>> shop = cs.Project("Shop", tasks, deadline="2027-01-15")
        >>> demo = cs.Portfolio("Demo", "2027-01-04", people, [shop])
        >>> forecast = cs.simulate(demo, replications=20, progress=False)
        >>> forecast.key_people()[["role", "people", "on_time", "without", "never"]]
              role  people  on_time  without  never
        0   design       1      1.0      0.0    1.0
        1  backend       2      1.0      1.0    0.0
        """
        count = min(checked_count("key_people, replications", replications), self.kept.replications)
        return key_people_frame(self._absentees_of(count), by, people)

    def assignments(
        self, period: str = "M", by: str = "project", seats: str = "held", most: int = 3
    ) -> pd.DataFrame:
        """Return who works on what, or who fits the seats that nobody is booked for.

        Parameters
        ----------
        period : {"M", "W"}
            Months, or weeks from Monday.
        by : {"project", "role", "team", "person"}
            By project there are the roles that work on each; else the projects that each of them works on.
        seats : {"held", "open"}
            ``"open"``: a list of people for each seat that nobody is booked for and that has not begun. It
            names them; ``period`` and ``by`` do not matter.
        most : int
            How many people to name for an open seat.

        Returns
        -------
        DataFrame
            One row per project, role (team, person) and period in which there is any work of it;
            ``attrs["about"]`` is ``"schedule"``.

            ================= ============= ===== ==========================================================
            column            dtype         unit  meaning
            ================= ============= ===== ==========================================================
            period            datetime64[s] date  first day of the month or week
            project, role/…   str                 the project and who works on it, what was asked by first
            fte               float64       FTE   mean over the futures, as in `Portfolio.demand`
            error             float64       FTE   its Monte Carlo standard error
            p50, p80          float64       FTE   no more than that in 50, 80 % of the futures
            share             float64       share futures in which there is any
            low, high         float64       share 95 % interval of that
            ================= ============= ===== ==========================================================

            For open seats one row per seat and person, those first who would be done first with what of them
            is free:

            ================= ============= ============ ===================================================
            column            dtype         unit         meaning
            ================= ============= ============ ===================================================
            project, task     str                        the work
            need              int64                      the number of the need in its task, from 1
            seats             int64                      how many people it wants at least
            asked             str                        what it asks for
            start             datetime64[s] date         its planned start
            rank              int64                      1 fits best
            person            str                        who; missing where nobody can
            skill             str                        the skill with which they serve it
            level             float64                    their level; NaN where it is not graded
            speed             float64                    1 is nominal
            free              float64       share        what of them is free in the planned time, whatever
                                                         else they do: mean over the futures
            days_beyond       float64       working days that the seat takes longer than with the fastest who
                                                         can do it
            ================= ============= ============ ===================================================

        Raises
        ------
        InputError
            If there is no such grouping, period, kind of seats or number.

        Examples
        --------
        >>> import capsim as cs
        >>> people = [cs.Person("Ada", {"backend": 0.5}), cs.Person("Bo", "backend")]
        >>> shop = cs.Project("Shop", [cs.Task("build", effort=10, skill="backend")])
        >>> demo = cs.Portfolio("Demo", "2027-01-04", people, [shop])
        >>> forecast = cs.simulate(demo, replications=5, progress=False)
        >>> forecast.assignments()[["period", "project", "role", "fte", "share"]]
              period project     role  fte  share
        0 2027-01-01    Shop  backend  0.5    1.0
        >>> forecast.assignments(seats="open")[["task", "rank", "person", "days_beyond"]]
            task  rank person  days_beyond
        0  build     1     Bo          0.0
        1  build     2    Ada         10.0
        """
        if checked_group("assignments", seats, ("held", "open"), "seats") == "open":
            return match_frame(self._facts, checked_count("assignments, most", most))
        return assignment_frame(self._facts, period, by)

    def staffing(self, by: str = "role", within_days: float = 5) -> pd.DataFrame:
        """Return whether work gets its people in time.

        Parameters
        ----------
        by : {"role", "project", "client"}
            A role is the skill that is asked for first.
        within_days : float
            Working days within which a seat counts as filled in time.

        Returns
        -------
        DataFrame
            One row per group, in the order of the portfolio; ``attrs["about"]`` is ``"schedule"``.

            ============= ======= ============ =============================================================
            column        dtype   unit         meaning
            ============= ======= ============ =============================================================
            role/…        str                  the group; the column has the name given as ``by``
            seats         float64              minimal seats asked for: mean over the futures
            days_to_staff float64 working days from when work could start to when it does: mean over the seats
                                               that are filled
            days_error    float64 working days its Monte Carlo standard error
            days_p80      float64 working days the mean of a future is no more than that in 80 % of them
            days_p80_low, float64 working days 95 % interval of that
            days_p80_high
            fill_rate     float64 share        seats filled in time ÷ seats asked for
            fill_error    float64 share        its Monte Carlo standard error
            fully_staffed float64 share        projects that get every seat of the group in time ÷ projects
                                               that ask for some
            fully_error   float64 share        its Monte Carlo standard error
            starved_weeks float64 weeks        weeks in which some work of the group waits: mean over the
                                               futures
            starved_error float64 weeks        its Monte Carlo standard error
            ============= ======= ============ =============================================================

        Raises
        ------
        InputError
            If there is no such grouping, or no number of days.

        Notes
        -----
        The wait is all that lies between the ready date of work and its start, for a limit on projects in
        progress too. What returns to the queue counts for its first start.

        Examples
        --------
        >>> import capsim as cs
        >>> shop = cs.Project("Shop", [cs.Task("one", effort=10, skill="backend"),
        ...                            cs.Task("two", effort=10, skill="backend")])
        >>> demo = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "backend")], [shop])
        >>> frame = cs.simulate(demo, replications=5, progress=False).staffing()
        >>> frame[["role", "days_to_staff", "fill_rate", "fully_staffed", "starved_weeks"]]
              role  days_to_staff  fill_rate  fully_staffed  starved_weeks
        0  backend            5.0        0.5            0.0            2.0
        """
        return staffing_frame(self._facts, by, within_days)

    def time_use(self, by: str = "role", unit: str = "days") -> pd.DataFrame:
        """Return what people's time goes into, up to the last finish of each future.

        Parameters
        ----------
        by : {"role", "team", "person", "portfolio", "phase"}
            By the phase of tasks there is work alone, with what it is lost to: all else belongs to no task.
        unit : {"days", "money"}
            Person-days, or what they cost at the rates of their people.

        Returns
        -------
        DataFrame
            One row per group and use, in the order of the portfolio; ``attrs["about"]`` is ``"schedule"``.

            =========== ======= =========== ================================================================
            column      dtype   unit        meaning
            =========== ======= =========== ================================================================
            role/…      str                 the group; the column has the name given as ``by``
            use         str                 what it goes into, see below
            days/money  float64 person-days mean over the futures; the column has the name of the unit
            error       float64 person-days its Monte Carlo standard error
            share       float64 share       of all their time
            share_error float64 share       its Monte Carlo standard error
            of_work     float64 share       of their work on projects; NaN for what is none. That of
                                            firefighting is the share of unplanned work
            =========== ======= =========== ================================================================

            ================ ===============================================================
            use              meaning
            ================ ===============================================================
            work             work on projects, less what follows
            firefighting     the same on streams: work that arrives
            rework           what is done again (``rework`` of tasks)
            switching        what is lost where people divide their days (``switching_loss`` of the policy)
            waiting          free while work that they could do is still to begin: it waits for others
            idle             free when no more work that they could do is to begin
            absence          leave, illness, vacant seats, and teaching
            run the business what daily business keeps
            ================ ===============================================================

        Raises
        ------
        InputError
            If there is no such grouping or unit, or money is asked for and nobody has a rate.

        Examples
        --------
        >>> import capsim as cs
        >>> tasks = [cs.Task("draw", effort=4, skill="design"),
        ...          cs.Task("build", effort=6, skill="backend", after="draw")]
        >>> people = [cs.Person("Ada", "backend"), cs.Person("Bo", "design")]
        >>> demo = cs.Portfolio("Demo", "2027-01-04", people, [cs.Project("Shop", tasks)])
        >>> frame = cs.simulate(demo, replications=5, progress=False).time_use()
        >>> frame.loc[frame["days"] > 0, ["role", "use", "days"]].reset_index(drop=True)
              role      use  days
        0  backend     work   6.0
        1  backend  waiting   4.0
        2   design     work   4.0
        3   design     idle   6.0
        """
        return time_use_frame(self._facts, by, unit)

    def load(self, by: str = "role", period: str = "M") -> pd.DataFrame:
        """Return how evenly work lies on people, and what would level it.

        Parameters
        ----------
        by : {"role", "team"}
        period : {"M", "W"}
            Months, or weeks from Monday.

        Returns
        -------
        DataFrame
            One row per group and period; ``attrs["about"]`` is ``"schedule"``.

            ============ ============= ===== ===============================================================
            column       dtype         unit  meaning
            ============ ============= ===== ===============================================================
            period       datetime64[s] date  first day of the month or week
            role/team    str                 the group
            people       int64               how many are in it
            busy         float64       share work of seats held ÷ capacity, over all futures; NaN without
            error        float64       share its Monte Carlo standard error
            spread       float64       share standard deviation of that among its people with capacity then
            spread_error float64       share its Monte Carlo standard error
            fullest,     float64       share the largest and the smallest of that among them
            emptiest
            room         float64       FTE   capacity that is free: mean over the futures
            hint         str                 what would level it: to share work out among its people, or when
                                             there is room; missing where it is level
            ============ ============= ===== ===============================================================

        Raises
        ------
        InputError
            If there is no such grouping or period.

        Examples
        --------
        >>> import capsim as cs
        >>> people = [cs.Person("Ada", "backend"), cs.Person("Bo", "backend")]
        >>> shop = cs.Project("Shop", [cs.Task("build", effort=20, skill="backend", only="Ada")])
        >>> demo = cs.Portfolio("Demo", "2027-01-04", people, [shop])
        >>> frame = cs.simulate(demo, replications=5, progress=False).load()
        >>> frame["hint"].tolist()
        ['share the work out: the fullest are at 100 %, the emptiest at 0 %']
        """
        return load_frame(self._facts, by, period)

    def load_curve(self, by: str = "role", within_days: float = 5) -> pd.DataFrame:
        """Return how long work waits where people are how busy: how busy is busy enough.

        Months of all futures are put together by how busy a group is in them; what gets ready in such a month
        and asks for the group waits so long for its start.

        Parameters
        ----------
        by : {"role", "portfolio"}
            Work counts for the skill that it asks for first.
        within_days : float
            Working days that work may wait in the mean.

        Returns
        -------
        DataFrame
            One row per group and tenth of its capacity that is ever used; ``attrs["about"]`` is
            ``"schedule"``.

            ============== ======= ============ ============================================================
            column         dtype   unit         meaning
            ============== ======= ============ ============================================================
            role/portfolio str                  the group
            busy_from,     float64 share        months in which it is so busy
            busy_to
            busy           float64 share        how busy it is in them: mean
            wait_days      float64 working days what gets ready in them waits: mean over seats
            error          float64 working days its Monte Carlo standard error
            share          float64 share        of the months in which work gets ready
            target         bool                 the busiest such step up to which work waits no longer than
                                                ``within_days``: to aim at
            ============== ======= ============ ============================================================

        Raises
        ------
        InputError
            If there is no such grouping, or no number of days.

        Notes
        -----
        It tells what goes together in these futures: work waits for limits and other people as well.

        Examples
        --------
        >>> import capsim as cs
        >>> work = cs.Task("call", effort=1, skill="ops")
        >>> calls = cs.work.Stream("Calls", work, per_week=4, end="2027-12-31")
        >>> desk = cs.Portfolio("Desk", "2027-01-04", [cs.Person("Ada", "ops")], streams=[calls])
        >>> curve = cs.simulate(desk, replications=100, seed=1, progress=False).load_curve()
        >>> bool(curve["wait_days"].iloc[-1] > curve["wait_days"].iloc[0])
        True
        """
        return curve_frame(self._facts, by, within_days)

    def _absentees_of(self, count: int) -> Absentees:
        """Return the people of so many futures: what was simulated for one question serves the next."""
        if count not in self._absentees:
            self._absentees[count] = Absentees(WhatIf(self.kept, self.sampling, self.processes, count))
        return self._absentees[count]

    @cached_property
    def _absentees(self) -> dict[int, Absentees]:
        return {}

"""The questions about causes of delay that a forecast answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from capsim.forecast.bottlenecks import bottleneck_frame
from capsim.forecast.delays import delay_frame
from capsim.forecast.ledgerframe import ledger_frame
from capsim.forecast.why import why_frame

if TYPE_CHECKING:
    import pandas as pd

    from capsim.forecast.facts import Facts

__all__ = ["DelayAnswers"]


class DelayAnswers:
    """What a forecast says about why work is late, and who holds it up (rules R17 and R18)."""

    if TYPE_CHECKING:

        @property
        def _facts(self) -> Facts: ...

    def why(self, project: str) -> pd.DataFrame:
        """Return why a project is finished when it is: the days up to its finish, by cause.

        In each future the way back from the finish is followed inside the project, through its work, its
        waits, its lags and its dates, to the start of the portfolio; the parts add up to the finish exactly.
        What is shown at P50 and P80 are means over the futures that are finished about then: those whose rank
        differs by at most 2.5 points. What they leave open is *rest*.

        Parameters
        ----------
        project : str

        Returns
        -------
        DataFrame
            One row per quantile and cause; the causes of a quantile add up to its finish. None for a quantile
            at which the project is not finished.

            ============== ======= ===== ====================================================================
            column         dtype   unit  meaning
            ============== ======= ===== ====================================================================
            project        str           the project
            quantile       float64 share 0.5 and 0.8
            cause          str           see below
            working_days   float64 days  working days of the portfolio calendar
            working_error  float64 days  their Monte Carlo standard error
            calendar_days  float64 days  calendar days
            calendar_error float64 days  their Monte Carlo standard error
            ============== ======= ===== ====================================================================

            Causes are *unhindered* (the work as planned, with a nominal team, and the days off in it);
            *estimate*, *risk* and *rework*, by which the work takes longer or shorter than that; *away*,
            while none of the people is there; *interrupted:* a role, from the return of work to its restart
            by somebody of that role; *waiting for* a role, or for another project; *limit* (on projects in
            progress, or a freeze); *reserve* (people held for other work); *lag*; *date*; *closing link*
            (from the end of the work to the event in another project that lets it finish) and *rest*.

            ``attrs`` say of how many futures this speaks (``futures``), and in how many the project is not
            finished (``never``) or stopped (``stopped``).

        Raises
        ------
        InputError
            If there is no such project, or only the dates of projects were kept.

        Examples
        --------
        >>> import capsim as cs
        >>> work = [cs.Task("urgent", effort=5, skill="backend"), cs.Task("later", effort=3, skill="backend")]
        >>> projects = [cs.Project("Shop", work[:1], priority=1), cs.Project("Portal", work[1:], priority=2)]
        >>> demo = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "backend")], projects)
        >>> forecast = cs.simulate(demo, progress=False)
        >>> forecast.why("Portal").query("quantile == 0.8")[["cause", "working_days"]]
                         cause  working_days
        3           unhindered           3.0
        4  waiting for backend           5.0
        5                 rest           0.0
        """
        return why_frame(self._facts, project)

    def ledger(self, project: str) -> pd.DataFrame:
        """Return where the time of each task of a project goes, from the start of the portfolio (rule R17).

        The parts of a task follow each other without a gap up to its finish, or to the horizon if it is not
        finished; those from its start on are told for each role that works on it.

        Parameters
        ----------
        project : str

        Returns
        -------
        DataFrame
            One row per task and part that some future has, in the order in which they follow each other.

            ============= ======= ===== =====================================================================
            column        dtype   unit  meaning
            ============= ======= ===== =====================================================================
            project, task str           the task
            part          str           see below
            of            str           the role whose people are waited for or are at work, or the task
                                        that a link comes from; missing where neither is meant
            days          float64 days  calendar days: mean over the futures in which the task takes part and
                                        is not stopped
            error         float64 days  its Monte Carlo standard error
            working_days  float64 days  the working days of the portfolio calendar in them
            working_error float64 days  its Monte Carlo standard error
            ============= ======= ===== =====================================================================

            ================ ===============================================================
            part             time
            ================ ===============================================================
            date             up to the date that makes it ready
            release          up to its dates, while the work before it goes on
            predecessor      from there to the end (or start) of the work before it
            lag              from there to the tick at which it is ready
            limit            for a limit on projects in progress, or a freeze
            people not free  for people of a role: all who could do it had no time
            reserve          for a reserve of other work
            people away      for people to be there, or to be qualified
            work             at work
            team away        begun, and nobody of its team is there
            interrupted      from the return of work to the queue to its restart
            closing link     its own work is done; a link holds its finish
            ================ ===============================================================

        Raises
        ------
        InputError
            If there is no such project, or only the dates of projects were kept.

        Examples
        --------
        >>> import capsim as cs
        >>> work = [cs.Task("urgent", effort=5, skill="backend"), cs.Task("later", effort=3, skill="backend")]
        >>> projects = [cs.Project("Shop", work[:1], priority=1), cs.Project("Portal", work[1:], priority=2)]
        >>> demo = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "backend")], projects)
        >>> forecast = cs.simulate(demo, progress=False)
        >>> forecast.ledger("Portal")[["task", "part", "days", "working_days"]]
            task             part  days  working_days
        0  later  people not free   5.0           5.0
        1  later      people away   2.0           0.0
        2  later             work   3.0           3.0
        """
        return ledger_frame(self._facts, project)

    def delays(self, by: str = "role") -> pd.DataFrame:
        """Return who delays whom: how long each project waits on the way to its finish, and for whom.

        The waits are those of `why`, and so those that moved the finish: for people who were not free, or
        were held for other work.

        Parameters
        ----------
        by : {"role", "project", "person"}
            Charged to the role that is asked for, to the project that held the people (also the project
            itself), or to the person who came free last.

        Returns
        -------
        DataFrame
            One row per project and whom it waits for, if it ever does.

            ============= ======= ============ ==============================================================
            column        dtype   unit         meaning
            ============= ======= ============ ==============================================================
            project       str                  the project that waits
            role/held_by/ str                  whom it waits for: the role, the project that held them, or the
            person                             person
            working_days  float64 working days mean over the futures in which the project is finished
            error         float64 working days its Monte Carlo standard error
            share         float64 share        of these futures in which it waits at all
            ============= ======= ============ ==============================================================

        Raises
        ------
        InputError
            If there is no such grouping, or only the dates of projects were kept.
        """
        return delay_frame(self._facts, by)

    def bottlenecks(self, by: str = "role", replications: int = 1_000) -> pd.DataFrame:
        """Return which people hold work up, from when, for how long, and which projects.

        Two witnesses: how long projects wait for them on the way to their finishes, and in which share of
        their time they are *exhausted*: work that asks for them waits, and nobody of them who is present has
        any time left.

        Parameters
        ----------
        by : {"role", "team", "person"}
            A role is what work asks for; those belong to it who have the skill. Of a team or a person
            that is asked which somebody of them qualifies for.
        replications : int
            Exhaustion is looked for in so many of the futures, the first ones; no more than there are.

        Returns
        -------
        DataFrame
            One row per group, the one first that is waited for longest.

            =============== ============= ============ ======================================================
            column          dtype         unit         meaning
            =============== ============= ============ ======================================================
            role/team/      str                        the group
            person
            wait_days       float64       working days for which projects wait for it on the way to their
                                                       finishes: sum over projects, mean over futures
            wait_error      float64       working days its Monte Carlo standard error
            exhausted       float64       share        of its capacity up to the last finish
            exhausted_error float64       share        its Monte Carlo standard error
            days            float64       working days in which it is exhausted, mean over futures
            days_error      float64       working days its Monte Carlo standard error
            onset_p10,      datetime64[s] date         in 10, 50, 90 % of the futures it has been exhausted
            onset_p50,                                 for the first time by then; NaT where it is not in so
            onset_p90                                  many
            ever            float64       share        futures in which it ever is
            projects        str                        who waits: up to three projects with their shares of
                                                       the wait
            =============== ============= ============ ======================================================

        Raises
        ------
        InputError
            If there is no such grouping, no number of futures, or only the dates of projects were kept.
        """
        return bottleneck_frame(self._facts, by, replications)

"""One replication told in full: its events, its schedule, its seats and its critical chain."""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from capsim.clock import ABSENT, NEVER, STOPPED
from capsim.domain.sampling import Independent, SamplingPlan
from capsim.domain.words import plural
from capsim.engines.runs import Runs
from capsim.errors import InputError, Problem
from capsim.forecast.chain import chain_frame
from capsim.forecast.dates import readable, shown_days
from capsim.forecast.lookup import project_index
from capsim.forecast.schedule import schedule_frame, seats_frame
from capsim.forecast.story import events_frame, story
from capsim.forecast.struck import struck_frame, struck_told
from capsim.metrics import project_finish

if TYPE_CHECKING:
    from capsim.engines.event import LogEntry

__all__ = ["Trace"]

_MOST_LINES: Final = 12
_MOST_ROWS: Final = 60


@dataclass(frozen=True, eq=False, repr=False)
class Trace:
    """One simulated future, to read.

    `capsim.trace` and `capsim.replay` make it.

    Attributes
    ----------
    runs : Runs
        The outcome, as arrays with one row.
    log : tuple of LogEntry
        What the engine noted.
    replication : int
        Its number among the replications of the seed.
    sampling : SamplingPlan
        How the replications are drawn.

    Examples
    --------
    >>> import capsim as cs
    >>> trace = cs.trace(
    ...     cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "backend")],
    ...                  [cs.Project("Shop", [cs.Task("build", effort=3, skill="backend")])]),
    ...     seed=7,
    ... )
    >>> print(trace.story())
    Mon 4 Jan 2027
      Shop/build is ready.
      Shop/build starts with Ada.
    Wed 6 Jan 2027
      Shop/build: the work for backend is done.
      Shop/build finishes.
    """

    runs: Runs
    log: tuple[LogEntry, ...]
    replication: int = 0
    sampling: SamplingPlan = field(default_factory=Independent)

    @property
    def seed(self) -> int:
        """The seed of all draws."""
        return self.runs.seed

    @property
    def events(self) -> pd.DataFrame:
        """What happened, in order.

        Returns
        -------
        DataFrame
            ======== ============== ============ ===========================================================
            column   dtype          unit         meaning
            ======== ============== ============ ===========================================================
            date     datetime64[s]  date         the date it is shown on
            day      float64        days         since the start of the portfolio, with parts of a day
            event    str                         such as ``"ready"``, ``"start"``, ``"seat"``, ``"finish"``
            project  str                         missing where none is concerned
            task     str                         missing where none is concerned
            need     Int64                       number of the need in its task; missing where none
            skill    str                         what that need asks for; missing where none
            person   str                         missing where none is concerned
            detail   str                         more, in words
            ======== ============== ============ ===========================================================
        """
        return events_frame(self.runs, self.log)

    @property
    def schedule(self) -> pd.DataFrame:
        """Who works on what, from when to when: one row per task, columns as in `Forecast.schedule`."""
        return schedule_frame(self.runs)

    @property
    def seats(self) -> pd.DataFrame:
        """Every seat taken, in order.

        Returns
        -------
        DataFrame
            =========== ============= ============ =======================================================
            column      dtype         unit         meaning
            =========== ============= ============ =======================================================
            project     str                        the project
            task        str                        the task
            need        int64                      number of the need in its task, from 1
            skill       str                        what the need asks for
            person      str                        who takes the seat
            start       datetime64[s] date         first day
            finish      datetime64[s] date         last day; NaT if still held at the horizon
            start_days  float64       days         since the start of the portfolio, with parts of a day
            finish_days float64       days         likewise; NaN if still held at the horizon
            speed       float64       ratio        speed at the start of the seat, 1 is nominal
            allocation  float64       share        of the person, held by the seat
            =========== ============= ============ =======================================================
        """
        return seats_frame(self.runs)

    def story(self) -> str:
        """Tell what happened, date by date, in sentences."""
        struck = struck_told(self.runs.plan, self.seed, self.sampling, self.replication)
        return story(self.runs, self.log, struck)

    @property
    def risks(self) -> pd.DataFrame:
        """The risks that strike in this future.

        Returns
        -------
        DataFrame
            One row per risk that strikes, in the order of the register.

            ============= ============= ============ =======================================================
            column        dtype         unit         meaning
            ============= ============= ============ =======================================================
            risk          str                        its name
            kind          str                        threat or opportunity
            date          datetime64[s] date         when it strikes; the first day without a window
            effort_factor float64       ratio        factor on the work that it touches; NaN without one
            delay_days    float64       working days by which work gets ready later; NaN without a delay
            cost          float64       money        negative for what is saved; NaN without a cost
            ============= ============= ============ =======================================================
        """
        return struck_frame(self.runs.plan, self.seed, self.sampling, self.replication)

    def chain(self, project: str) -> pd.DataFrame:
        """Return the realized critical chain of a project (rule R18).

        Each row is an event and the stretch of time up to it, the project's finish first; each row's
        ``from`` is the next one's event. The chain goes through other projects where their people were
        waited for, and ends at a date, at somebody's return, or at the start of the portfolio.

        Parameters
        ----------
        project : str
            One that finishes in this replication.

        Returns
        -------
        DataFrame
            ========= ============= ====== ==================================================================
            column    dtype         unit   meaning
            ========= ============= ====== ==================================================================
            project   str                  the project of the event
            task      str                  its task
            event     str                  ``"finish"``, ``"start"``; of a need ``"work ends"``, ``"restart"``
            driver    str                  what decided when it happened
            people    str                  who starts the work, or does that whose end it is
            from      datetime64[s] date   first day of the stretch up to the event
            to        datetime64[s] date   the day of the event
            from_days float64       days   since the start of the portfolio, with parts of a day
            to_days   float64       days   likewise
            ========= ============= ====== ==================================================================

        Raises
        ------
        InputError
            If there is no such project, or it has no finish in this replication.
        """
        index = project_index(self.runs.plan, project, "chain, project")
        outcome = self._outcomes()[index]
        if outcome != "delivered":
            fix = "see .schedule for what it waits for"
            raise InputError([Problem("chain, project", f"{outcome} in this replication", project, fix)])
        return chain_frame(self.runs, index)

    def _outcomes(self) -> list[str]:
        """Return what becomes of each project."""
        first = self.runs.plan.project_first_task
        words = {NEVER: "never finished", STOPPED: "stopped", ABSENT: "not going ahead"}
        finish = project_finish(self.runs.finish, first)[0].tolist()
        empty = (np.diff(first) == 0).tolist()
        return [
            "without tasks" if bare else words.get(tick, "delivered")
            for tick, bare in zip(finish, empty, strict=True)
        ]

    def __repr__(self) -> str:
        return "\n".join([self._title(), *self._lines()])

    def _repr_html_(self) -> str:
        items = "".join(f"<li>{html.escape(line)}</li>" for line in self._lines())
        table = self.schedule.to_html(index=False, border=0, na_rep="", escape=True, max_rows=_MOST_ROWS)
        return f"<div><p><strong>{html.escape(self._title())}</strong></p>{table}<ul>{items}</ul></div>"

    def _title(self) -> str:
        plan = self.runs.plan
        return f"{plan.portfolio.name}: replication {self.replication:,} of seed {self.seed}"

    def _lines(self) -> list[str]:
        """Return when each project finishes, and where to read on."""
        plan = self.runs.plan
        days = project_finish(shown_days(self.runs).finish, plan.project_first_task)[0].tolist()
        lines = [
            f"{name}: finished {readable(plan.start + timedelta(days=day))}"
            if outcome == "delivered"
            else f"{name}: {outcome}"
            for name, day, outcome in zip(plan.project_names, days, self._outcomes(), strict=True)
        ]
        shown = lines[:_MOST_LINES]
        if len(lines) > len(shown):
            shown.append(f"and {plural(len(lines) - len(shown), 'project')} more")
        where = "see .story(), .schedule, .seats, .events, .chain(project)"
        return [*shown, f"{plural(len(self.log), 'event')}; {where}"]

"""The ways in which a forecast is handed on: alerts, a report, tables in files, and a book of forecasts."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, cast

from capsim.forecast.alertgroups import grouped_alerts
from capsim.forecast.alerting import Rule, alert_frame
from capsim.forecast.labeled import dataset_of
from capsim.forecast.logbook import append_rows, log_rows, trend_frame
from capsim.forecast.sheets import write_csv, write_parquet, write_sheets

if TYPE_CHECKING:
    import pandas as pd
    import xarray

    from capsim.domain.portfolio import Portfolio
    from capsim.forecast.facts import Facts
    from capsim.forecast.forecast import Forecast
    from capsim.report import Audience, Naming

__all__ = ["Telling"]


class Telling:
    """What a forecast tells those who write no Python."""

    if TYPE_CHECKING:

        @property
        def _facts(self) -> Facts: ...

    def alerts(self, rules: Rule | Iterable[Rule] | None = None, *, by: str | None = None) -> pd.DataFrame:
        """Return what belongs on the desk: projects, roles and risks as red, amber or green.

        Parameters
        ----------
        rules : rule or list of rules, optional
            Of `capsim.forecast.alerting`: `Deadlines`, `Budgets`, `Overloads`, `Responses` with their
            thresholds, `Metric` with a function of yours, or any object with a method ``alerts(forecast)``.
            Without it the first four as they are; people are asked for by ``Overloads(by="person")``.
        by : {"client", "programme", "owner", "objective", "team"}, optional
            Rolled up by groups of projects: the worst of what concerns them.

        Returns
        -------
        DataFrame
            One row per alert, red ones first, then in the order of rules and portfolio.

            =========== ============= ===== ================================================================
            column      dtype         unit  meaning
            =========== ============= ===== ================================================================
            level       str                 ``"red"``, ``"amber"`` or ``"green"``
            about       str                 ``"project"``, ``"role"``, ``"risk"``, …
            name        str                 of the project, role, …
            date        datetime64[s] date  the deadline, the first month of overload, or the day by which a
                                            response has to be taken; NaT where there is none
            probability float64       share of keeping the deadline, of overload, of spending more than the
                                            budget; NaN for the others
            low, high   float64       share 95 % interval of that
            text        str                 the same as a sentence
            cause       str                 why, as a sentence; empty where nothing is known of it
            call        str                 the call that answers more
            =========== ============= ===== ================================================================

            With ``by``, one row per group, red ones first:

            ================= ======= ===== ================================================================
            column            dtype   unit  meaning
            ================= ======= ===== ================================================================
            (by)              str           of the group; an alert is of each group with a project that it
                                            concerns: of a role those with work for it, of a risk those
                                            that it can strike
            level             str           of the worst alert
            red, amber, green int64         how many alerts there are
            projects          int64         of the group
            on_time, error    float64 share of deadlines that are kept, its standard error
            days_late         float64 days  P80 of the latest of its projects, as in `delivery`
            busy_days         float64 days  person-days of work on its projects, mean
            load              float64 share of their time that the owner or team of that name is at work; NaN
                                            if nobody is called so
            text, cause, call str           of the worst alert
            ================= ======= ===== ================================================================

        Examples
        --------
        >>> import capsim as cs
        >>> shop = cs.Project("Shop", [cs.Task("build", effort=cs.PERT(5, 8, 15), skill="backend")],
        ...                   deadline="2027-01-15")
        >>> team = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "backend")], [shop])
        >>> cs.simulate(team, seed=7, progress=False).alerts()[["level", "about", "name", "date"]]
           level    about     name       date
        0  amber  project     Shop 2027-01-15
        1  green     role  backend 2027-01-01
        """
        forecast = cast("Forecast", self)
        if by is None:
            return alert_frame(forecast, rules)
        return grouped_alerts(forecast, self._facts, rules, by)

    def report(
        self,
        path: str | os.PathLike[str],
        audience: Audience | None = None,
        people: Naming | None = None,
        *,
        since: Forecast | Portfolio | None = None,
        log: str | os.PathLike[str] | None = None,
    ) -> Path:
        """Write a report: one file that opens in every browser, without a network.

        Parameters
        ----------
        path : path
            Ends in ``.html``; what is there is replaced.
        audience : Audience, optional
            For whom: `capsim.report.executive()`, `sponsor("Billing")`, `team("Data")`, or one of your own;
            with everything by default.
        people : callable, optional
            What people are called, one by one: `capsim.report.named` or `capsim.report.numbered`. Without it
            the report is silent about single people, and calls whom a sentence must name by role and number.
        since : Forecast or Portfolio, optional
            The forecast, or the model, of last month, say: the report then shows which promises moved, and
            what of the model has changed.
        log : path, optional
            A book of forecasts that `log` has written: the report then shows how each promise moved, entry by
            entry. Write this forecast into it first.

        Returns
        -------
        Path
            Where it was written.

        Raises
        ------
        InputError
            If it cannot be written there, there is no such project or team, or nothing to compare with.

        Examples
        --------
        >>> import capsim as cs
        >>> from capsim.report import executive
        >>> forecast = cs.simulate(
        ...     cs.read("models/product_org.yaml"), replications=100, seed=7, progress=False
        ... )
        >>> forecast.report("report.html", executive())  # doctest: +SKIP
        >>> forecast.log("forecasts.csv")  # doctest: +SKIP
        >>> forecast.report("report.html", since=last_month, log="forecasts.csv")  # doctest: +SKIP
        """
        from capsim.report import write_report

        return write_report(cast("Forecast", self), path, audience, people, since=since, log=log)

    def to_excel(self, path: str | os.PathLike[str], period: str = "M") -> Path:
        """Write a workbook: the table of demand that a manager keeps, as planned, P50 and P80, and answers.

        The sheets ``demand planned``, ``demand P50`` and ``demand P80`` have a row per project and role and a
        column per period, in full-time equivalents, and all the same rows and columns: no more than that is
        wanted in 50 and 80 % of the futures. They speak of the plan, as `demand` does. The sheets
        ``summary``, ``delivery``, ``demand``, ``overload`` and ``gaps`` are the answers of these names, by
        role. Nothing in it is a formula, and nobody is named.

        Parameters
        ----------
        path : path
            Ends in ``.xlsx``; what is there is replaced.
        period : {"M", "W"}
            Months, or weeks from Monday.

        Returns
        -------
        Path
            Where it was written.

        Raises
        ------
        InputError
            If it cannot be written there, or there is no such period.

        Examples
        --------
        >>> import capsim as cs
        >>> forecast = cs.simulate(
        ...     cs.read("models/product_org.yaml"), replications=100, seed=7, progress=False
        ... )
        >>> forecast.to_excel("forecast.xlsx")  # doctest: +SKIP
        """
        return write_sheets(self._facts, path, period)

    def to_csv(self, folder: str | os.PathLike[str], period: str = "M") -> Path:
        """Write answers as CSV files into a folder, one file each.

        They are those of `to_excel`: ``summary``, ``delivery``, ``demand``, ``overload``, ``gaps`` and the
        tables of demand. A text that a spreadsheet would take for a formula begins with an apostrophe.

        Parameters
        ----------
        folder : path
            Made if it is not there; files of these names are replaced.
        period : {"M", "W"}
            Months, or weeks from Monday.

        Returns
        -------
        Path
            The folder.

        Raises
        ------
        InputError
            If it cannot be written there, or there is no such period.

        Examples
        --------
        >>> import capsim as cs
        >>> forecast = cs.simulate(
        ...     cs.read("models/product_org.yaml"), replications=100, seed=7, progress=False
        ... )
        >>> forecast.to_csv("answers")  # doctest: +SKIP
        """
        return write_csv(self._facts, folder, period)

    def to_parquet(self, folder: str | os.PathLike[str], period: str = "M") -> Path:
        """Write answers as Parquet files into a folder (``pip install 'capsim[parquet]'``).

        Parameters
        ----------
        folder : path
            Made if it is not there; files of these names are replaced.
        period : {"M", "W"}
            Months, or weeks from Monday.

        Returns
        -------
        Path
            The folder.

        Raises
        ------
        InputError
            If it cannot be written there, there is no such period, or pyarrow is missing.

        Examples
        --------
        >>> import capsim as cs
        >>> forecast = cs.simulate(
        ...     cs.read("models/product_org.yaml"), replications=100, seed=7, progress=False
        ... )
        >>> forecast.to_parquet("answers")  # doctest: +SKIP
        """
        return write_parquet(self._facts, folder, period)

    def to_xarray(self) -> xarray.Dataset:
        """Return every future as labeled arrays (``pip install 'capsim[xarray]'``).

        Returns
        -------
        xarray.Dataset
            A number for each future and project, or task; items of streams are not among the tasks.

            ====================== ====================== ==================================================
            variable               dimensions             meaning
            ====================== ====================== ==================================================
            finish                 replication, project   the day on which it is finished; NaT if it never is,
                                                          is stopped by a gate, or does not go ahead
            goes_ahead             replication, project   whether it goes ahead and has anything to finish
            on_time                replication, project   1 if it keeps its deadline, 0 if not; NaN without
                                                          one, or where it does not go ahead
            task_ready, task_start replication, task      the days on which work gets ready, starts and is
            task_finish                                   finished, as in `schedule`; NaT where it does not
            deadline               project                as promised; NaT without one
            task_name,             task                   the labels of ``task`` are both: ``"Shop: build"``
            task_project
            ====================== ====================== ==================================================

            What becomes of tasks is left out if only the dates of projects were kept.

        Raises
        ------
        InputError
            If xarray is missing.

        Examples
        --------
        >>> import capsim as cs
        >>> forecast = cs.simulate(
        ...     cs.read("models/product_org.yaml"), replications=100, seed=7, progress=False
        ... )
        >>> forecast.to_xarray()["finish"].sel(project="App").quantile(0.8)  # doctest: +SKIP
        """
        return dataset_of(self._facts)

    def log(self, path: str | os.PathLike[str], day: date | None = None) -> Path:
        """Write this forecast into a book of forecasts: one row per project, at the end of a CSV file.

        Parameters
        ----------
        path : path
            Begun if it is not there.
        day : date, optional
            The day of the entry; today without one.

        Returns
        -------
        Path
            The file.

        Raises
        ------
        InputError
            If the file is something else, or cannot be written.

        See Also
        --------
        trend : How the promises moved.

        Examples
        --------
        >>> import capsim as cs
        >>> forecast = cs.simulate(
        ...     cs.read("models/product_org.yaml"), replications=100, seed=7, progress=False
        ... )
        >>> forecast.log("forecasts.csv")  # doctest: +SKIP
        """
        from capsim.report import input_hash

        forecast = cast("Forecast", self)
        paid = any(person.rates or person.cost_per_day for person in forecast.portfolio.people)
        rows = log_rows(
            forecast.delivery(),
            forecast.cost() if paid and self._facts.has_runs else None,
            date.today() if day is None else day,
            forecast.portfolio.status_date,
            portfolio=forecast.portfolio.name,
            replications=str(forecast.replications),
            seed=str(forecast.seed),
            input_hash=input_hash(forecast),
        )
        return append_rows(path, rows)

    def trend(self, path: str | os.PathLike[str], project: str | None = None) -> pd.DataFrame:
        """Return how the promises of this portfolio moved, from a book of forecasts.

        Parameters
        ----------
        path : path
            A file that `log` has written.
        project : str, optional
            Only this one.

        Returns
        -------
        DataFrame
            One row per project and entry, in the order in which they were written.

            ================= ============= ===== ==========================================================
            column            dtype         unit  meaning
            ================= ============= ===== ==========================================================
            project           str                 the project
            logged            datetime64[s] date  the day of the entry
            status_date       datetime64[s] date  the status date of the forecast; NaT without one
            deadline          datetime64[s] date  as it was then
            p50, p80          datetime64[s] date  as in `delivery`
            probability       float64       share of keeping the deadline
            cost_p80          float64       money no more than that in 80 % of the futures; NaN without rates
            input_hash        str                 the same for equal portfolios
            p80_moved_days    float64       days  since the entry before; NaN for the first
            probability_moved float64       share since the entry before
            ================= ============= ===== ==========================================================

        Raises
        ------
        InputError
            If there is no such file or project in it, or it is something else.

        Examples
        --------
        >>> import capsim as cs
        >>> forecast = cs.simulate(
        ...     cs.read("models/product_org.yaml"), replications=100, seed=7, progress=False
        ... )
        >>> forecast.trend("forecasts.csv")  # doctest: +SKIP
        """
        return trend_frame(path, cast("Forecast", self).portfolio.name, project)

"""What shocks do, and how soon they are made up for, on the same simulated futures."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from capsim.clock import STOPPED, TICKS_PER_DAY
from capsim.decide.comparing import as_scenarios, base_of, simulated
from capsim.decide.flexibility import flexibility_frame
from capsim.decide.levers import first_day, roles_short
from capsim.decide.trials import (
    Trial,
    columns_of,
    made_of,
    measured,
    measures_for,
    reading_of,
    rounded,
    together,
)
from capsim.domain.edits import (
    AdoptionDip,
    DemandShock,
    HiringFreeze,
    KeyPersonLeaves,
    ScarceSkill,
    SiteOut,
    TeamOut,
    VendorLate,
)
from capsim.domain.portfolio import Portfolio
from capsim.domain.reprs import Told
from capsim.domain.scenario import Scenario
from capsim.domain.words import plural
from capsim.facade import simulate
from capsim.forecast import Forecast
from capsim.forecast.columns import texts
from capsim.running.crews import Workers
from capsim.running.progress import Progress

if TYPE_CHECKING:
    from capsim.report import Naming

__all__ = ["Stress", "stress", "usual_shocks"]

Floats = npt.NDArray[np.float64]

_COLUMNS: Final = {
    "on_time": "on time",
    "tardiness_days": "tardiness",
    "finish_days": "finish",
    "p80_days": "finish p80",
    "cost": "cost",
    "value": "value",
}
_SHOWN: Final = 4
_HALF_A_TASK: Final = 0.5


@dataclass(frozen=True, eq=False, repr=False)
class Stress(Told):
    """Shocks, and what each does on the same simulated futures.

    `capsim.stress` makes it.

    Attributes
    ----------
    base : Forecast
    trials : tuple of Trial
    recovery : tuple of float
        Of each, the days from the portfolio's first day to that from which on it is made up for.
    """

    base: Forecast
    trials: tuple[Trial, ...]
    recovery: tuple[float, ...]

    def frame(self) -> pd.DataFrame:
        """Return what each shock changes, the worst first.

        Returns
        -------
        DataFrame
            A row for each shock: ``shock``, ``sentence``; the differences of `WhatIfs.frame` with their 95 %
            intervals (``on_time``, ``tardiness_days``, ``finish_days``, ``p80_days``, ``cost``, ``value``);
            ``recovered_days``, the calendar days from the first day on after which, on average over the
            futures, less than half a task stands that would have been finished without the shock: 0 if no
            more ever does, NaN if it is not made up for by the horizon; ``reading`` as in `WhatIfs.frame`.
        """
        found = [each.differences for each in self.trials]
        frame = pd.DataFrame(
            {
                "shock": texts(each.scenario.name for each in self.trials),
                "sentence": texts("; ".join(map(str, each.scenario.edits)) for each in self.trials),
                **columns_of(found, _COLUMNS),
                "recovered_days": np.array(self.recovery, np.float64),
                "reading": texts(reading_of(each) for each in found),
            }
        )
        by = "finish_days" if frame["on_time"].isna().all() else "tardiness_days"
        return frame.sort_values(by, ascending=False, kind="stable", ignore_index=True)

    def regret(self, plans: Scenario | Iterable[Scenario]) -> pd.DataFrame:
        """Return how much later than with the best plan each plan is, under each shock.

        Parameters
        ----------
        plans : list of Scenario
            The plan as it is takes part as ``"as it is"``.

        Returns
        -------
        DataFrame
            A row for each plan, by the largest regret: ``plan``, ``worst`` (the largest regret),
            and a column for each world, ``"no shock"`` first: mean days of lateness (without deadlines:
            of the last finish) more than with the plan that is best there.
        """
        worlds = [Scenario("no shock"), *(each.scenario for each in self.trials)]
        choices = [Scenario("as it is"), *as_scenarios(plans, "stress, plans")]
        portfolio, measures = self.base.portfolio, measures_for(self.base.portfolio)

        def days(world: Scenario, plan: Scenario) -> float:
            made = world.apply(plan.apply(portfolio))
            found = measured(self.base, simulated(self.base, made, 1), measures)
            return float(found["tardiness" if "tardiness" in found else "finish"].more.value[0])

        pairs = [(world, plan) for world in worlds for plan in choices]
        calls = [lambda pair=pair: days(*pair) for pair in pairs]
        table = np.array(together(calls), np.float64).reshape(len(worlds), len(choices))
        lost = table - table.min(axis=1, keepdims=True)
        frame = pd.DataFrame(
            {
                "plan": texts(plan.name for plan in choices),
                "worst": lost.max(axis=0),
                **{world.name: row for world, row in zip(worlds, lost, strict=True)},
            }
        )
        return frame.sort_values("worst", kind="stable", ignore_index=True)

    def flexibility(self) -> pd.DataFrame:
        """Return how much of each role's work others could take, and who they are.

        Returns
        -------
        DataFrame
            A row for each role, the least covered first: ``role``, ``people`` whose role it is, ``others``
            who can ever do any of its work, ``from`` (those by role: ``"2 data, 1 design"``), ``work_days``
            (the work that asks for the role first, in person-days as estimated) and ``share``, what of it
            somebody else can do; NaN without work. A choice of people by name, a level and an alternative
            count; how fast others are and whether they have time does not.
        """
        return flexibility_frame(self.base.portfolio)

    def harm(self) -> list[tuple[str, str]]:
        """Return the shocks that do harm beyond the error, the worst first, and what each does in words."""
        frame = self.frame()
        by = "finish_days" if frame["on_time"].isna().all() else "tardiness_days"
        what = "to the last finish" if by == "finish_days" else "of lateness in all"
        told = []
        for row in frame[frame["reading"] == "worse"].to_dict("records"):
            days, high = float(row[by]), float(row[f"{by}_high"])
            words = f"{row['shock']}: {rounded(days)} days {what} more (± {rounded(high - days)})"
            told.append((str(row["shock"]), words))
        return told

    def report(self, path: str | os.PathLike[str], people: Naming | None = None) -> Path:
        """Write the stress test as a page: one file that opens in every browser, without a network.

        Parameters
        ----------
        path : path
            Ends in ``.html``; what is there is replaced.
        people : callable, optional
            What people are called, as in `Forecast.report`; without it by role and number.

        Returns
        -------
        Path
            Where it was written.

        Raises
        ------
        InputError
            If it cannot be written there.

        Examples
        --------
        >>> import capsim as cs
        >>> shop = cs.Project("Shop", [cs.Task("build", effort=20, skill="backend")])
        >>> demo = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "backend")], [shop])
        >>> cs.stress(demo, replications=2, seed=7, progress=False).report("stress.html")  # doctest: +SKIP
        """
        from capsim.report.stressing import write_stress

        return write_stress(self, path, people)

    @property
    def _title(self) -> str:
        number = plural(len(self.trials), "shock")
        return f"{self.base.portfolio.name}: {number}, each on the same {self.base.replications:,} futures"

    def _lines(self) -> Iterator[str]:
        harm = self.harm()
        yield from (told for _, told in harm[:_SHOWN])
        others = len(self.trials) - len(harm)
        does = "does" if others == 1 else "do"
        yield f"{plural(len(harm), 'shock does', 'shocks do')} harm, {others} {does} not"
        yield "see found.frame(), found.regret(plans), found.flexibility()"


def usual_shocks(base: Forecast) -> list[Scenario]:
    """Return shocks that a portfolio has something for, in the second month for three months or for good.

    Parameters
    ----------
    base : Forecast

    Returns
    -------
    list of Scenario
    """
    portfolio = base.portfolio
    start = first_day(portfolio) + timedelta(days=30)
    end = start + timedelta(days=90)
    teams = Counter(person.team for person in portfolio.people if person.team)
    sites = Counter(person.location for person in portfolio.people if person.location)
    short = roles_short(base)
    vendors = Counter(risk.vendor for risk in portfolio.risks if risk.vendor)
    keys = [each.name for each in portfolio.people if short and each.name and each.role == short[0]]
    shocks = [Scenario("all work 30 % more", [DemandShock(1.3)])]
    shocks += [Scenario(f"{name} leaves", [KeyPersonLeaves(name, start)]) for name in keys[:1]]
    shocks += [Scenario(f"team {team} out", [TeamOut(team, start, end)]) for team, _ in teams.most_common(1)]
    shocks += [Scenario(f"{site} out", [SiteOut(site, start, end)]) for site, _ in sites.most_common(1)]
    shocks += [Scenario(f"{skill} scarce", [ScarceSkill(skill, start, end)]) for skill in short[:1]]
    shocks += [Scenario(f"{vendor} late", [VendorLate(vendor, 20)]) for vendor, _ in vendors.most_common(1)]
    if teams:
        shocks.append(Scenario("change programme", [AdoptionDip(list(teams), start, between=4)]))
    return [*shocks, Scenario("hiring freeze", [HiringFreeze(portfolio.start, end)])]


def stress(
    base: Portfolio | Forecast,
    shocks: Scenario | Iterable[Scenario] | None = None,
    replications: int = 1_000,
    seed: int | None = None,
    progress: Progress = "auto",
    *,
    executor: Workers = None,
) -> Stress:
    """Tell what shocks do to a portfolio, on the same simulated futures.

    Parameters
    ----------
    base : Portfolio or Forecast
        A forecast is not simulated again.
    shocks : list of Scenario, optional
        By default `capsim.decide.usual_shocks`: 30 % more work; somebody leaves of the role that is waited
        for most; the largest team, and the largest location, out for 90 days; that role scarce; the vendor
        with most risks 20 days late; a change programme, team after team; a freeze of hiring; those that the
        portfolio has something for.
    replications, seed, progress, executor
        As in `what_if`.

    Returns
    -------
    Stress

    Raises
    ------
    InputError
        If an argument is none of these, or a shock names what is not there.

    Examples
    --------
    >>> import capsim as cs
    >>> shop = cs.Project("Shop", [cs.Task("build", effort=20, skill="backend")], deadline="2027-01-29")
    >>> demo = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "backend", team="Core")], [shop])
    >>> out = cs.Scenario("Core out", [cs.edits.TeamOut("Core", "2027-01-11", "2027-01-15")])
    >>> cs.stress(demo, [out], replications=2, seed=7, progress=False).frame()[["shock", "finish_days"]]
          shock  finish_days
    0  Core out          7.0
    """
    given = base_of(base, "stress")
    listed = None if shocks is None else as_scenarios(shocks, "stress, shocks")
    own = None if listed is None else [(each, each.apply(_portfolio(given))) for each in listed]
    first = (
        given
        if isinstance(given, Forecast)
        else simulate(given, None, replications, seed, progress, executor=executor)
    )
    made = made_of(first.portfolio, usual_shocks(first)) if own is None else own
    measures = measures_for(first.portfolio)

    def one(scenario: Scenario, portfolio: Portfolio) -> tuple[Trial, float]:
        other = simulated(first, portfolio, 1)
        return Trial(scenario, measured(first, other, measures)), _recovered(first, other)

    found = together([lambda each=each: one(*each) for each in made], progress)  # type: ignore[misc]
    return Stress(first, tuple(trial for trial, _ in found), tuple(days for _, days in found))


def _portfolio(given: Portfolio | Forecast) -> Portfolio:
    return given.portfolio if isinstance(given, Forecast) else given


def _recovered(base: Forecast, other: Forecast) -> float:
    """Return the day from which on less than half a task more is open than without a shock; NaN for none."""
    one, two = (_finished(each) for each in (base, other))
    width = max(len(one), len(two))
    before, after = (np.pad(each, (0, width - len(each)), mode="edge") for each in (one, two))
    behind = np.flatnonzero(before - after >= _HALF_A_TASK)
    if not len(behind):
        return 0.0
    last = int(behind[-1]) + 1
    return float(last) if last < width else float("nan")


def _finished(forecast: Forecast) -> Floats:
    """Return how many tasks are finished by the end of each day, mean over the futures."""
    ticks = forecast.runs.finish
    done = ticks[(ticks >= 0) & (ticks < STOPPED)].astype(np.int64)
    counts = np.bincount(np.maximum(done - 1, 0) // TICKS_PER_DAY, minlength=1)
    return np.asarray(np.cumsum(counts) / forecast.replications, np.float64)

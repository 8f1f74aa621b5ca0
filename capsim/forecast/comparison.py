"""What scenarios change: each forecast beside that of the base, future by future."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pandas as pd

from capsim.clock import STOPPED
from capsim.domain.reprs import Told
from capsim.domain.scenario import Scenario
from capsim.errors import InputError, Problem, did_you_mean
from capsim.forecast.columns import texts
from capsim.forecast.forecast import Forecast
from capsim.forecast.sides import Difference, Measure, Pair, Side
from capsim.metrics.amounts import Estimated
from capsim.metrics.paired import paired_mean, paired_probability, paired_quantile

if TYPE_CHECKING:
    from capsim.decide.turning import Turning

__all__ = ["Alternative", "Comparison", "leading_measure"]

_LEVELS: Final = {"p50": 0.5, "p80": 0.8}


class Alternative(NamedTuple):
    """A scenario and what it leads to.

    Attributes
    ----------
    scenario : Scenario
    forecast : Forecast
        Of the same futures as the base.
    """

    scenario: Scenario
    forecast: Forecast


@dataclass(frozen=True, eq=False, repr=False)
class Comparison(Told):
    """Scenarios beside the base, on the same simulated futures.

    `capsim.compare` makes it. Every difference is the scenario less the base in the same futures, with its
    95 % interval; one that may be 0 is called a tie.

    Attributes
    ----------
    base : Forecast
    alternatives : tuple of Alternative

    Examples
    --------
    >>> import capsim as cs
    >>> build = cs.Task("build", effort=cs.PERT(20, 30, 60), skill="backend", people=(1, 2))
    >>> shop = cs.Project("Shop", [build], deadline="2027-02-05")
    >>> agency = cs.Portfolio("Agency", "2027-01-04", [cs.Person("Ada", "backend")], [shop])
    >>> hire = cs.Scenario("hire", [cs.edits.AddPerson("Cy", "backend")])
    >>> cs.compare(agency, [hire], replications=500, seed=7, progress=False)
    Agency: 1 scenario against the base, on the same 500 futures (seed 7)
      hire is better: all deadlines kept 87 points more often (± 3), with 13 days of lateness less in all \
(± 0.8), a finish 23 days earlier on average (± 0.4).
        hire: add Cy (backend)
      see comparison.summary(), comparison.projects()
    """

    base: Forecast
    alternatives: tuple[Alternative, ...]

    def forecast(self, scenario: str) -> Forecast:
        """Return the forecast of a scenario, for every other question.

        Parameters
        ----------
        scenario : str
            Its name.

        Raises
        ------
        InputError
            If there is no such scenario.
        """
        return self._alternative(scenario).forecast

    def scenario(self, named: str) -> Scenario:
        """Return a scenario by name: ``comparison.scenario("hire").apply(portfolio)`` is what it makes.

        Parameters
        ----------
        named : str

        Raises
        ------
        InputError
            If there is no such scenario.
        """
        return self._alternative(named).scenario

    def _alternative(self, named: str) -> Alternative:
        for each in self.alternatives:
            if each.scenario.name == named:
                return each
        hint = did_you_mean(named, (each.scenario.name for each in self.alternatives))
        raise InputError([Problem("comparison, scenario", "no such scenario", named, hint)])

    @cached_property
    def _pairs(self) -> tuple[Pair, ...]:
        return tuple(Pair.of(self.base._money, each.forecast._money) for each in self.alternatives)

    @cached_property
    def _differences(self) -> tuple[tuple[tuple[Measure, Difference], ...], ...]:
        return tuple(tuple(pair.differences()) for pair in self._pairs)

    @property
    def _names(self) -> list[str]:
        return [each.scenario.name for each in self.alternatives]

    # ------------------------------------------------------------ answers

    def summary(self) -> pd.DataFrame:
        """Return what each scenario changes for the whole portfolio.

        Returns
        -------
        DataFrame
            A row for each scenario and measure.

            =========== ======= ======================================================================
            column      dtype   meaning
            =========== ======= ======================================================================
            scenario    str     its name
            measure     str     ``"all on time"`` (the probability that every deadline is kept),
                                ``"on time"`` (the share of deadlines kept), ``"tardiness"`` (calendar days
                                by which deadlines are missed, summed over projects), ``"finish"`` (the last
                                one; mean, P50 and P80), ``"wait"`` (calendar days that ready work waits,
                                summed over tasks), ``"load"`` (the busy share of people's time up to the
                                last finish), ``"cost"``, ``"cost p80"``, ``"value"`` (net present value)
            unit        str     ``"share"``, ``"days"`` or ``"money"``
            base        float64 in the base; of finishes the calendar days since the start
            with        float64 in the scenario
            difference  float64 the scenario less the base, of the same futures
            low, high   float64 95 % interval of that
            reading     str     ``"better"``, ``"worse"``, ``"tie"``; ``"same"`` if no future differs. A
                                lower load is neither: then it is ``"less"`` or ``"more"``
            =========== ======= ======================================================================

            Deadlines, finishes and tardiness are of the projects that take part on both sides; wait, load,
            cost and value are of the whole, and people are paid on both sides up to the later of the two last
            finishes. What nothing is known of (rates, benefits) is left out.
        """
        rows = [
            (name, measure, found)
            for name, differences in zip(self._names, self._differences, strict=True)
            for measure, found in differences
        ]
        columns = {
            "base": [found.ends.base for _, _, found in rows],
            "with": [found.ends.scenario for _, _, found in rows],
            "difference": [found.more.value[0] for _, _, found in rows],
            "low": [found.more.low[0] for _, _, found in rows],
            "high": [found.more.high[0] for _, _, found in rows],
        }
        return pd.DataFrame(
            {
                "scenario": texts(name for name, _, _ in rows),
                "measure": texts(measure.name for _, measure, _ in rows),
                "unit": texts(measure.unit for _, measure, _ in rows),
                **{name: np.array(column, np.float64) for name, column in columns.items()},
                "reading": texts(_reading(measure, found) for _, measure, found in rows),
            }
        )

    def projects(self) -> pd.DataFrame:
        """Return what each scenario changes for each project.

        Returns
        -------
        DataFrame
            A row for each scenario and project that takes part on either side.

            ================== ======= ===============================================================
            column             dtype   meaning
            ================== ======= ===============================================================
            scenario           str     its name
            project            str     the project
            days               float64 calendar days later on average, below 0 earlier; over the futures
                                       in which it is finished on both sides
            days_low, …        float64 95 % interval of that
            p50_days, …        float64 likewise of the P50, and ``p80_days`` of the P80
            gain               float64 how much more likely its deadline is kept; NaN without a deadline
            gain_low, …        float64 95 % interval of that
            never              float64 in what share of the futures more it is not finished by the horizon
            reading            str     ``"better"``, ``"worse"`` or ``"tie"`` by its mean finish and its
                                       deadline, ``"mixed"`` if they disagree; ``"same"`` if no future
                                       differs; ``"added"`` or ``"left out"``
            ================== ======= ===============================================================
        """
        parts = [_of_projects(name, pair) for name, pair in zip(self._names, self._pairs, strict=True)]
        return pd.concat(parts, ignore_index=True) if parts else _of_nothing()

    def verdicts(self) -> tuple[str, ...]:
        """Return a sentence for each scenario that claims no more than the intervals allow."""
        return tuple(
            _verdict(name, {measure.name: (measure, found) for measure, found in differences})
            for name, differences in zip(self._names, self._differences, strict=True)
        )

    def turning(self, scenario: str) -> Turning:
        """Return the one input that would turn the choice, and from which value on.

        What the edits of the scenario say (dates, numbers), how late people arrive, a factor on all
        estimates and, where the choice is one of money, what delay of the most moved project costs are
        moved, each alone, on the same futures, to where the scenario is better (or worse) no more. The one
        with the smallest move, as a share of itself, is the answer; of a date as a share of the plan's
        length.

        Parameters
        ----------
        scenario : str
            Its name.

        Returns
        -------
        Turning
            Reads as a sentence; a tie says that there is nothing to turn.

        Raises
        ------
        InputError
            If there is no such scenario.

        Notes
        -----
        It simulates again, some ten to thirty times.

        Examples
        --------
        >>> import capsim as cs
        >>> shop = cs.Project("Shop", [cs.Task("build", effort=8, skill="backend")], deadline="2027-01-15")
        >>> demo = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "backend")], [shop])
        >>> later = cs.Scenario("later", [cs.edits.Delay("Shop", 14)])
        >>> found = cs.compare(demo, later, replications=20, seed=7, progress=False)
        >>> print(found.turning("later"))
        later is worse in all on time no more if the factor on all estimates is 1.26 or more (now 1).
        """
        from capsim.decide.turning import turning

        return turning(self, scenario)

    def log(
        self,
        path: str | os.PathLike[str],
        choice: str | None = None,
        note: str = "",
        day: date | None = None,
    ) -> Path:
        """Write this comparison into a book of decisions: a row for each option, at the end of a CSV file.

        A row tells what the option promises, whether it was chosen, and what it rests on: hashes of both
        portfolios, seed, replications and version. The columns that begin with ``actual_`` are left empty
        for what comes of it; `capsim.scenarios.replay_decision` lives through it again.

        Parameters
        ----------
        path : path
            Begun if it is not there.
        choice : str, optional
            The scenario that was chosen, or ``"as it is"``; without it nothing is decided yet.
        note : str
            Why.
        day : date, optional
            The day of the decision; today without one.

        Returns
        -------
        Path
            The file.

        Raises
        ------
        InputError
            If there is no such option, the file is something else, or it cannot be written.

        Examples
        --------
        >>> import capsim as cs
        >>> build = cs.Task("build", effort=8, skill="backend")
        >>> demo = cs.Portfolio(
        ...     "Demo", "2027-01-04", [cs.Person("Ada", "backend")], [cs.Project("Shop", [build])]
        ... )
        >>> later = cs.Scenario("later", [cs.edits.Delay("Shop", 7)])
        >>> found = cs.compare(demo, later, replications=100, seed=7, progress=False)
        >>> found.log("decisions.csv", choice="as it is", note="no reason to wait")  # doctest: +SKIP
        """
        from capsim.io.decisions import log_decision

        return log_decision(self, path, choice, note, day)

    def report(self, path: str | os.PathLike[str]) -> Path:
        """Write the comparison as a page: one file that opens in every browser, without a network.

        Parameters
        ----------
        path : path
            Ends in ``.html``; what is there is replaced.

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
        >>> build = cs.Task("build", effort=8, skill="backend")
        >>> demo = cs.Portfolio(
        ...     "Demo", "2027-01-04", [cs.Person("Ada", "backend")], [cs.Project("Shop", [build])]
        ... )
        >>> later = cs.Scenario("later", [cs.edits.Delay("Shop", 7)])
        >>> found = cs.compare(demo, later, replications=100, seed=7, progress=False)
        >>> found.report("compare.html")  # doctest: +SKIP
        """
        from capsim.report.comparing import write_comparison

        return write_comparison(self, path)

    @property
    def _title(self) -> str:
        number = len(self.alternatives)
        what = "1 scenario" if number == 1 else f"{number} scenarios"
        return (
            f"{self.base.portfolio.name}: {what} against the base, on the same "
            f"{self.base.replications:,} futures (seed {self.base.seed})"
        )

    def _lines(self) -> Iterator[str]:
        for each, verdict in zip(self.alternatives, self.verdicts(), strict=True):
            yield verdict
            yield f"  {each.scenario}"
        yield "see comparison.summary(), comparison.projects()"


# ---------------------------------------------------------------- readings


def leading_measure(comparison: Comparison, scenario: str) -> tuple[Measure | None, int]:
    """Return what a verdict rests on first, and the sign of its difference; None and 0 for a tie."""
    place = comparison._names.index(scenario)
    found = {measure.name: (measure, difference) for measure, difference in comparison._differences[place]}
    for name in _LEADING:
        if name in found and _reading(*found[name]) in ("better", "worse"):
            measure, difference = found[name]
            return measure, _sign(difference.more)
    return None, 0


def _reading(measure: Measure, found: Difference) -> str:
    if found.same:
        return "same"
    sign = _sign(found.more)
    if not sign:
        return "tie"
    if measure.of is Side.load:
        return "more" if sign > 0 else "less"
    return "better" if sign == measure.better else "worse"


def _sign(more: Estimated, column: int = 0) -> int:
    """Return the sign of a difference, 0 where its interval holds 0 or is not known."""
    low, high = float(more.low[column]), float(more.high[column])
    return 1 if low > 0 else -1 if high < 0 else 0


def _of_projects(scenario: str, pair: Pair) -> pd.DataFrame:
    """Return rows of `Comparison.projects`."""
    base, other = pair.base, pair.other
    counted = base.counted & other.counted
    done = counted & (base.days < STOPPED) & (other.days < STOPPED)
    found = {"days": paired_mean(base.days, other.days, done, pair.batch)}
    for name, level in _LEVELS.items():
        found[f"{name}_days"] = paired_quantile(base.days, other.days, counted, level, pair.batch)
    asked = counted & base.promised & other.promised
    found["gain"] = paired_probability(base.on_time, other.on_time, asked, pair.batch)
    never = [(each.days >= STOPPED) & counted for each in (base, other)]
    with np.errstate(invalid="ignore"):
        more_never = (never[1].sum(axis=0) - never[0].sum(axis=0)) / counted.sum(axis=0)
    same = ((base.days == other.days) & (base.on_time == other.on_time) | ~counted).all(axis=0)
    frame = pd.DataFrame(
        {
            "scenario": texts(scenario for _ in base.projects),
            "project": texts(base.projects),
            **{
                f"{name}{end}": getattr(each, part)
                for name, each in found.items()
                for end, part in (("", "value"), ("_low", "low"), ("_high", "high"))
            },
            "never": more_never,
            "reading": texts(
                "same" if same[column] else _both(-_sign(found["days"], column), _sign(found["gain"], column))
                for column in range(len(base.projects))
            ),
        }
    )
    return pd.concat([frame, _only_on(scenario, pair, frame)], ignore_index=True)


def _both(finish: int, promise: int) -> str:
    """Return what is better or worse by its finish and by its deadline."""
    if finish * promise < 0:
        return "mixed"
    return {1: "better", 0: "tie", -1: "worse"}[max(-1, min(1, finish + promise))]


def _only_on(scenario: str, pair: Pair, frame: pd.DataFrame) -> pd.DataFrame:
    """Return rows of the projects of one side only."""
    shared = set(pair.base.projects)
    names = [
        (name, word)
        for side, word in ((pair.other, "added"), (pair.base, "left out"))
        for name in side.facts.plan.project_names
        if name not in shared
    ]
    made = frame.iloc[:0].reindex(range(len(names)))
    made["scenario"] = texts(scenario for _ in names)
    made["project"] = texts(name for name, _ in names)
    made["reading"] = texts(word for _, word in names)
    return made.astype(frame.dtypes)


def _of_nothing() -> pd.DataFrame:
    return pd.DataFrame({"scenario": texts([]), "project": texts([]), "reading": texts([])})


# ---------------------------------------------------------------- sentences

_LEADING: Final = ("all on time", "on time", "tardiness", "finish", "wait", "value", "cost")
"""What a verdict rests on: the first that differs."""
_SAID: Final = ("all on time", "on time", "tardiness", "finish", "value", "cost")


def _verdict(name: str, found: dict[str, tuple[Measure, Difference]]) -> str:
    """Return a sentence that claims no more than the intervals allow."""
    if all(difference.same for _, difference in found.values()):
        return f"{name} changes nothing in any of the futures."
    readings: dict[str, str] = {key: _reading(*found[key]) for key in _LEADING if key in found}
    goals = [readings[key] for key in ("all on time", "on time", "tardiness") if key in readings]
    decisive = (
        goals if any(each in ("better", "worse") for each in goals) else [readings.get("finish", "tie")]
    )
    ups, downs = decisive.count("better"), decisive.count("worse")
    facts = [_fact(*found[key]) for key in _said(found) if readings.get(key) in ("better", "worse")]
    told = f": {_joined(facts)}." if facts else "."
    if ups and downs:
        return f"{name} is better in one way and worse in another{told}"
    if not ups and not downs:
        return f"{name} is a tie with the base in dates{told}"
    return f"{name} is {'better' if ups else 'worse'}{told}"


def _said(found: dict[str, tuple[Measure, Difference]]) -> list[str]:
    """Return the measures that a verdict tells: of a single promise, that all are kept is that it is kept."""
    both = [found[key][1].more.value[0] for key in ("all on time", "on time") if key in found]
    alike = len(both) == 2 and both[0] == both[1]
    return [key for key in _SAID if key != "on time" or not alike]


def _joined(facts: Sequence[str]) -> str:
    return facts[0] if len(facts) == 1 else f"{facts[0]}, with {', '.join(facts[1:])}"


def _fact(measure: Measure, found: Difference) -> str:
    value = float(found.more.value[0])
    size = abs(value)
    match measure.name:
        case "all on time":
            return f"all deadlines kept {_round(100 * size)} points {_often(value)} {_off(found, 100)}"
        case "on time":
            more = "more" if value > 0 else "fewer"
            return f"{_round(100 * size)} points {more} deadlines kept {_off(found, 100)}"
        case "tardiness":
            return f"{_round(size)} days of lateness {'more' if value > 0 else 'less'} in all {_off(found)}"
        case "finish":
            when = "later" if value > 0 else "earlier"
            return f"a finish {_round(size)} days {when} on average {_off(found)}"
        case "cost":
            return f"{size:,.0f} {'more' if value > 0 else 'less'} to pay {_off(found)}"
        case _:
            return f"{size:,.0f} {'more' if value > 0 else 'less'} net present value {_off(found)}"


def _off(found: Difference, scale: float = 1) -> str:
    """Return how far a difference may be off; both ends where the larger side would reach beyond 0."""
    value, low, high = (scale * abs(float(end[0])) for end in found.more)
    half = max(abs(high - value), abs(value - low))
    if half >= value:
        return f"({_round(min(low, high))} to {_round(max(low, high))})"
    return f"(± {_round(half)})"


def _often(value: float) -> str:
    return "more often" if value > 0 else "less often"


def _round(number: float) -> str:
    return f"{number:.1f}" if 0.05 <= number < 0.95 else f"{number:,.0f}"

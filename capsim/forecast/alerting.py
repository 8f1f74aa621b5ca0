"""Alerts: what is red or amber, with date, odds, cause, and the call that answers more.

A rule is an object with a method ``alerts(forecast)``. Those here have thresholds as fields; one of your own
needs no more than that method.

>>> import capsim as cs
>>> from capsim.forecast.alerting import Deadlines, Overloads
>>> forecast = cs.simulate(cs.read("models/product_org.yaml"), replications=100, seed=7, progress=False)
>>> forecast.alerts([Deadlines(red=0.3, amber=0.7), Overloads()]).columns.tolist()[:4]
['level', 'about', 'name', 'date']
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol, cast

import numpy as np
import pandas as pd

from capsim.domain.targets import DATES, Target
from capsim.domain.words import in_fte, in_money, plural
from capsim.engines.runs import Runs
from capsim.errors import InputError, Problem
from capsim.forecast.bars import INTERRUPTED, PLANNED
from capsim.forecast.buffers import AMBER, RED, zone_of
from capsim.forecast.chances import Chance, percent
from capsim.forecast.columns import texts
from capsim.forecast.dates import as_column, month_of, readable
from capsim.forecast.overspending import Overspent, overspent_in
from capsim.plan.hazards import hazards_of
from capsim.plan.scopes import Scopes, works_of

if TYPE_CHECKING:
    from capsim.forecast.forecast import Forecast

__all__ = [
    "Alert",
    "Budgets",
    "Buffers",
    "Deadlines",
    "Level",
    "Metric",
    "Overloads",
    "Responses",
    "Rule",
    "Targets",
    "alert_frame",
    "alerts_of",
    "usual_rules",
]

Level = Literal["red", "amber", "green"]
_ORDER: Final = {"red": 0, "amber": 1, "green": 2}


@dataclass(frozen=True, slots=True)
class Alert:
    """What one should know of a project, a role, a person or a risk.

    Attributes
    ----------
    level : {"red", "amber", "green"}
    about : str
        ``"project"``, ``"role"``, ``"team"``, ``"person"``, ``"risk"``, ``"target"`` or ``"metric"``.
    name : str
    text : str
        A sentence with date and odds.
    cause : str
        Why, as a sentence; empty where nothing is known of it.
    call : str
        The call that answers more.
    date : date or None
        When it counts.
    odds : Chance or None
    projects : tuple of str
        The projects that it concerns, if it is known.
    """

    level: Level
    about: str
    name: str
    text: str
    cause: str = ""
    call: str = ""
    date: date | None = None
    odds: Chance | None = None
    projects: tuple[str, ...] = ()


class Rule(Protocol):
    """What gives alerts."""

    def alerts(self, forecast: Forecast) -> Iterable[Alert]:
        """Return what a forecast says by this rule, green too."""
        ...


def usual_rules() -> tuple[Rule, ...]:
    """Return the rules that hold where none are given: deadlines, budgets, overloads, risks, targets."""
    return Deadlines(), Budgets(), Overloads(), Responses(), Targets()


def alerts_of(forecast: Forecast, rules: Rule | Iterable[Rule] | None) -> list[Alert]:
    """Return all alerts, red ones first."""
    found = [alert for rule in _asked(rules) for alert in rule.alerts(forecast)]
    return sorted(found, key=lambda alert: _ORDER[alert.level])


def alert_frame(forecast: Forecast, rules: Rule | Iterable[Rule] | None) -> pd.DataFrame:
    """Return columns as in `Forecast.alerts`."""
    found = alerts_of(forecast, rules)
    odds = [alert.odds or Chance(*[math.nan] * 3) for alert in found]
    return pd.DataFrame(
        {
            "level": texts(alert.level for alert in found),
            "about": texts(alert.about for alert in found),
            "name": texts(alert.name for alert in found),
            "date": as_column(alert.date for alert in found),
            "probability": np.array([chance.share for chance in odds], np.float64),
            "low": np.array([chance.low for chance in odds], np.float64),
            "high": np.array([chance.high for chance in odds], np.float64),
            "text": texts(alert.text for alert in found),
            "cause": texts(alert.cause for alert in found),
            "call": texts(alert.call for alert in found),
        }
    )


def _asked(rules: Rule | Iterable[Rule] | None) -> tuple[Rule, ...]:
    """Return the rules to go by, one or several; refuse what is no rule."""
    if rules is None:
        return usual_rules()
    several = rules if isinstance(rules, Iterable) and not isinstance(rules, str) else [rules]
    asked = cast("tuple[Rule, ...]", tuple(several))
    for rule in asked:
        if isinstance(rule, type) or not hasattr(rule, "alerts"):
            known = ", ".join(f"{type(each).__name__}()" for each in usual_rules())
            fix = f"give rules of capsim.forecast.alerting, such as {known}"
            raise InputError([Problem("alerts, rules", "no rule", rule, fix)])
    return asked


# ---------------------------------------------------------------- rules


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Projects by the odds of their deadlines.

    Parameters
    ----------
    red, amber : float
        A project is red where the probability of its deadline is below the first, amber below the second.
    """

    red: float = 0.5
    amber: float = 0.8

    def __post_init__(self) -> None:
        _refuse_disorder("Deadlines", self.red, self.amber, "a red that is at most amber")

    def alerts(self, forecast: Forecast) -> Iterator[Alert]:
        """Return an alert for each project with a deadline."""
        for row in _rows(forecast.delivery()):
            if pd.isna(row["probability"]):
                continue
            name, due = row["project"], row["deadline"].date()
            odds = Chance(row["probability"], row["low"], row["high"])
            level: Level = "red" if odds.share < self.red else "amber" if odds.share < self.amber else "green"
            text = f"{name}: {odds.words} chance{odds.off} by {readable(due)}{_p80(row)}"
            cause = _why(forecast, name) if level != "green" else ""
            call = f"forecast.why({name!r})"
            yield Alert(level, "project", name, text, cause, call, due, odds, (name,))


@dataclass(frozen=True, slots=True)
class Budgets:
    """Projects by the odds of spending more than their budget.

    Parameters
    ----------
    red, amber : float
        A project is red where that is above the first, amber above the second.
    """

    red: float = 0.5
    amber: float = 0.2

    def __post_init__(self) -> None:
        _refuse_disorder("Budgets", self.amber, self.red, "an amber that is at most red")

    def alerts(self, forecast: Forecast) -> Iterator[Alert]:
        """Return an alert for each project with a budget."""
        plan = forecast.kept.plan
        has_budget = any(each.budget is not None or each.funding for each in plan.projects)
        if not isinstance(forecast.kept, Runs) or not has_budget:
            return
        in_parts = {project.name for project in plan.projects if project.funding}
        rows = _rows(forecast.cost())
        is_asked = any(row["overspend"] > self.amber for row in rows)
        overspent = overspent_in(forecast._money) if is_asked else {}
        for row in rows:
            if pd.isna(row["overspend"]):
                continue
            odds = Chance(row["overspend"], row["overspend_low"], row["overspend_high"])
            budget = f"{row['budget']:,.0f} {plan.portfolio.currency or 'money'}"
            told = (
                f"is released to it ({budget} on average)"
                if row["project"] in in_parts
                else f"its budget of {budget}"
            )
            text = (
                f"{row['project']}: {odds.words} chance{odds.off} to spend more than {told}; "
                f"{in_money(row['p80'])} is enough in 4 of 5 futures (P80)"
            )
            level = _level_above(odds.share, self.red, self.amber)
            name = row["project"]
            cause = _beyond(overspent[name]) if level != "green" and name in overspent else ""
            yield Alert(level, "project", name, text, cause, "forecast.cost()", None, odds, (name,))


def _beyond(found: Overspent) -> str:
    """Tell what makes a project spend more than its budget."""
    if found.more is None:
        risks = f", with {in_money(found.risks)} for risks" if found.risks >= 0.5 else ""
        return f"It costs {in_money(found.beyond)} more than that on average{risks}."
    if found.less > found.more:
        return f"Where it does, {in_money(found.less)} less is released to it than elsewhere."
    parts = {"for risks that strike": found.risks, "for the time of its people": found.more - found.risks}
    told = [f"{in_money(amount)} {what}" for what, amount in parts.items() if amount >= found.more / 20]
    split = told[0].split(" ", 1)[1] if len(told) == 1 else " and ".join(told)
    lead = "nearly all of it " if len(told) == 1 else ""
    return f"Where it does, it costs {in_money(found.more)} more than elsewhere: {lead}{split}."


@dataclass(frozen=True, slots=True)
class Buffers:
    """Projects by how much of their buffer is used, against how much of their chain of work is done.

    Parameters
    ----------
    red, amber : (float, float)
        A project is red where more of its buffer is used than the first says; amber by the second. Each has
        what may be used when nothing is done, and when all is.
    baseline : Forecast, optional
        The plan; see `capsim.Forecast.buffers`.
    """

    red: tuple[float, float] = RED
    amber: tuple[float, float] = AMBER
    baseline: Forecast | None = None

    def __post_init__(self) -> None:
        if not all(amber <= red for amber, red in zip(self.amber, self.red, strict=True)):
            fix = "let amber begin at most where red does, at the beginning and at the end"
            raise InputError([Problem("alerts, Buffers", "no thresholds", (self.amber, self.red), fix)])

    def alerts(self, forecast: Forecast) -> Iterator[Alert]:
        """Return an alert for each project with a deadline."""
        if not isinstance(forecast.kept, Runs):
            return
        for row in _rows(forecast.buffers(self.baseline)):
            name, due, used, done = row["project"], row["deadline"].date(), row["used"], row["chain_done"]
            start = 0.0 if pd.isna(done) else done
            level = "red" if pd.isna(used) else zone_of(used, start, self.amber, self.red)
            told = _buffer_told(row)
            yield Alert(level, "project", name, told, "", "forecast.buffers()", due, projects=(name,))


def _buffer_told(row: dict[str, Any]) -> str:
    """Tell how much of a buffer is used."""
    name = row["project"]
    if pd.isna(row["planned_finish"]) or row["buffer_days"] <= 0:
        return f"{name}: no buffer; half of the planned futures are not finished before the deadline"
    if pd.isna(row["used"]):
        return f"{name}: no more buffer; half of the futures are not finished by the horizon"
    days, used = plural(round(row["buffer_days"]), "day"), percent(max(row["used"], 0.0))
    done = (
        "" if pd.isna(row["chain_done"]) else f", {percent(row['chain_done'])} of its chain of work is done"
    )
    return f"{name}: {used} of its buffer of {days} is used{done}"


@dataclass(frozen=True, slots=True)
class Targets:
    """Targets by the odds that they are met.

    Parameters
    ----------
    red, amber : float
        A target is red where these are below the first, amber below the second.
    targets : tuple of Target, optional
        In place of those of the portfolio.
    """

    red: float = 0.5
    amber: float = 0.8
    targets: tuple[Target, ...] | None = None

    def __post_init__(self) -> None:
        _refuse_disorder("Targets", self.red, self.amber, "a red that is at most amber")

    def alerts(self, forecast: Forecast) -> Iterator[Alert]:
        """Return an alert for each target that can be measured in some future."""
        asked = forecast.portfolio.targets if self.targets is None else self.targets
        if not isinstance(forecast.kept, Runs):
            asked = tuple(target for target in asked if target.measure in DATES)
        for row in _rows(forecast.targets(asked)):
            if pd.isna(row["probability"]):
                continue
            odds = Chance(row["probability"], row["low"], row["high"])
            level: Level = "red" if odds.share < self.red else "amber" if odds.share < self.amber else "green"
            whose = "" if pd.isna(row["owner"]) else f"; {row['owner']} answers for it"
            text = f"{row['target']}: {odds.words} chance{odds.off} of {row['goal']}{whose}"
            yield Alert(level, "target", row["target"], text, "", "forecast.targets()", None, odds)


@dataclass(frozen=True, slots=True)
class Overloads:
    """Roles, teams or people by the odds that more is planned than they have.

    Parameters
    ----------
    red, amber : float
        A role is red where that is above the first in some month, amber above the second. The alert names
        the first such month.
    by : {"role", "team", "person"}
        People are told by name.
    """

    red: float = 0.8
    amber: float = 0.5
    by: str = "role"

    def __post_init__(self) -> None:
        _refuse_disorder("Overloads", self.amber, self.red, "an amber that is at most red")

    def alerts(self, forecast: Forecast) -> Iterator[Alert]:
        """Return an alert for each role."""
        if not isinstance(forecast.kept, Runs):
            return
        frame = forecast.overload(self.by)
        for name, mine in frame.groupby(self.by, sort=False):
            rows = _rows(mine)
            worst = max(row["probability"] for row in rows)
            level = _level_above(worst, self.red, self.amber)
            least = {"red": self.red, "amber": self.amber}.get(level)
            row = next(row for row in rows if row["probability"] == worst or _is_above(row, least))
            odds, month = Chance(row["probability"], row["low"], row["high"]), month_of(row["period"])
            cause = ""
            if "demand_p50" in row:
                cause = (
                    f"In half of the futures {in_fte(row['demand_p50'])} FTE or less are planned, "
                    f"{in_fte(row['capacity'])} are there."
                )
            text = f"{name}: {odds.words} chance{odds.off} of overload in {month}"
            day, call = row["period"].date(), f'forecast.overload("{self.by}")'
            asking = _asking_for(forecast, str(name)) if self.by == "role" else ()
            yield Alert(level, self.by, str(name), text, cause, call, day, odds, asking)


def _asking_for(forecast: Forecast, role: str) -> tuple[str, ...]:
    """Return the projects with work that people with a role can do."""
    plan = forecast.kept.plan
    kinds = [any(choice.skill == role for choice in choices) for choices in plan.kind_choices]
    needs = np.array(kinds, np.bool_)[plan.need_kind] if kinds else np.zeros(plan.n_needs, np.bool_)
    projects = np.unique(plan.task_project[plan.need_task[needs]])
    return tuple(plan.project_names[index] for index in projects.tolist())


@dataclass(frozen=True, slots=True)
class Responses:
    """Risks whose responses have to be taken soon, or come too late.

    A response takes its lead time until it works. A risk is red where no response not taken could work before
    its window ends, amber where one would have to be taken within the days given.

    Parameters
    ----------
    within_days : int
        Calendar days from the status date, or from the start of the portfolio.
    least : float
        Risks less probable than that give no alert.
    """

    within_days: int = 30
    least: float = 0.05

    def alerts(self, forecast: Forecast) -> Iterator[Alert]:
        """Return an alert for each risk that has a window and a response that is not taken."""
        portfolio = forecast.portfolio
        today, plan = portfolio.status_date or portfolio.start, forecast.kept.plan
        scopes, works = Scopes(portfolio), list(works_of(plan))
        for hazard in hazards_of(portfolio):
            risk, odds = hazard.risk, hazard.terms[-1].probability
            waiting = [each for each in risk.responses if not each.taken]
            if risk.window is None or not waiting or odds < self.least or risk.window[1] < today:
                continue
            first, last = risk.window
            quickest = min(waiting, key=lambda each: each.lead_days)
            latest = first - timedelta(days=math.ceil(quickest.lead_days))
            left = (latest - today).days
            is_late = today + timedelta(days=quickest.lead_days) > last
            level: Level = "red" if is_late else "amber" if left <= self.within_days else "green"
            text = (
                f"{risk.name}: {percent(odds)} chance between {readable(first)} and {readable(last)}; "
                f'the response "{quickest.name}" needs {plural(math.ceil(quickest.lead_days), "day")}'
            )
            touched = np.unique(plan.task_project[scopes.within(risk.scope, works)]).tolist()
            names, cause = tuple(plan.project_names[index] for index in touched), _time_left(latest, left)
            yield Alert(level, "risk", risk.name, text, cause, _RISKS, latest, projects=names)


_RISKS: Final = 'forecast.risks(by="response")'


def _time_left(latest: date, left: int) -> str:
    if left < 0:
        return f"To work from the first day it had to be taken by {readable(latest)}, {-left} days ago."
    return f"To work from the first day it has to be taken by {readable(latest)}, in {plural(left, 'day')}."


@dataclass(frozen=True, slots=True)
class Metric:
    """A measure of your own.

    Parameters
    ----------
    name : str
    measure : callable
        A function of a `Forecast` that returns a number.
    red, amber : float
        The measure is red beyond the first, amber beyond the second: above them where red is the larger,
        below them where it is the smaller.
    call : str
        What answers more.
    """

    name: str
    measure: Callable[[Forecast], float]
    red: float
    amber: float
    call: str = ""

    def alerts(self, forecast: Forecast) -> Iterator[Alert]:
        """Return one alert."""
        found = float(self.measure(forecast))
        if not math.isfinite(found):
            fix = "let the measure return a number for this forecast"
            raise InputError([Problem(f"alerts, Metric {self.name!r}", "no number", found, fix)])
        side = 1 if self.red >= self.amber else -1
        level = _level_above(side * found, side * self.red, side * self.amber)
        bound = {"red": self.red, "amber": self.amber}.get(level, self.amber)
        word = "within" if level == "green" else "beyond"
        yield Alert(
            level, "metric", self.name, f"{self.name}: {found:,.4g}, {word} {bound:,.4g}", call=self.call
        )


# ---------------------------------------------------------------- parts of sentences


def _p80(row: dict[str, Any]) -> str:
    if pd.isna(row["p80"]):
        return "; 4 in 5 (P80) not by the horizon" if "p80" in row["beyond_horizon"].split() else ""
    late = row["days_late"]
    told = "" if pd.isna(late) else f", {_days_off(int(late))}"
    return f"; 4 in 5 (P80) by {readable(row['p80'])}{told}"


def _days_off(late: int) -> str:
    if late == 0:
        return "on its deadline"
    return f"{plural(abs(late), 'day')} {'late' if late > 0 else 'early'}"


def _why(forecast: Forecast, project: str) -> str:
    """Tell what most of the days go to, at P80, that are not for work as planned, dates or lags."""
    if not isinstance(forecast.kept, Runs):
        return ""
    frame = forecast.why(project)
    extra = frame[(frame["quantile"] == 0.8) & ~frame["cause"].isin([*PLANNED, "rest"])]
    causes = extra[extra["calendar_days"] >= 0.5].sort_values("calendar_days", ascending=False, kind="stable")
    if causes.empty:
        return ""
    first = causes.iloc[0]
    days, most = round(causes["calendar_days"].sum()), round(first["calendar_days"])
    beside = f"Of {plural(max(days, 1), 'day')} besides its planned work"
    return f"{beside}, {max(most, 1)} {_told(first['cause'])}."


_CAUSES: Final = {
    "estimate": "come from work that takes longer than planned (more effort, or people with less time)",
    "risk": "come from risks",
    "rework": "are rework",
    "away": "pass while none of the people is there",
    "limit": "are waiting for a limit on projects in progress, or a freeze",
    "reserve": "are waiting for people held for other work",
    "closing link": "are waiting for an event in another project at the end",
}
"""How the causes of `Forecast.why` that no plan has read in a sentence."""


def _told(cause: str) -> str:
    if cause.startswith(INTERRUPTED):
        return f"pass after interruptions, until {cause.removeprefix(INTERRUPTED)} goes on"
    return _CAUSES.get(cause, f"are {cause}")


def _level_above(value: float, red: float, amber: float) -> Level:
    return "red" if value > red else "amber" if value > amber else "green"


def _is_above(row: dict[str, Any], least: float | None) -> bool:
    return least is not None and bool(row["probability"] > least)


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): cell for key, cell in row.items()} for row in frame.to_dict("records")]


def _refuse_disorder(rule: str, smaller: float, larger: float, right: str) -> None:
    if not 0 <= smaller <= larger <= 1:
        fix = f"give shares from 0 to 1, and {right}"
        raise InputError([Problem(f"alerts, {rule}", "no thresholds", (smaller, larger), fix)])

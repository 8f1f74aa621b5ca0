"""The parts of a report: each asks the forecast what it needs, and is left out where there is nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import pandas as pd
from matplotlib.axes import Axes

from capsim import plots
from capsim.domain.words import plural
from capsim.forecast.moneygroups import NO_PROJECT
from capsim.plan.hazards import hazards_of
from capsim.report import cells
from capsim.report.pictures import picture
from capsim.report.shape import Picture, Section, Sentence, Tone
from capsim.report.subject import Subject

__all__ = [
    "Part",
    "alerts",
    "bottlenecks",
    "delivery",
    "gaps",
    "load",
    "money",
    "objectives",
    "people",
    "risks",
    "waiting",
]

Part = Callable[[Subject], Section]
"""A part of a report: what it makes of its subject."""

_MOST_ROWS: Final = 25
_LATE: Final = 0.5
_LIKELY: Final = 0.8


def delivery(subject: Subject) -> Section:
    """Show when what is finished: the roadmap, and all projects as a table."""
    frame = subject.delivery.merge(_labels(subject), on="project", how="left")
    if frame.empty:
        return Section("Projects")
    columns = [
        cells.text("Project", "project"),
        cells.date("Deadline", "deadline"),
        cells.toned(cells.chance("Chance", "probability", "low", "high"), _tone_of_odds),
        cells.date("P50", "p50", "beyond_horizon"),
        cells.date("P80 (4 in 5)", "p80", "beyond_horizon"),
        cells.number("Days late", "days_late"),
        cells.text("Client", "client"),
        cells.text("Owner", "owner"),
    ]
    table = cells.tabled("When each project is finished", frame, columns)
    told = "Projects as bars from their planned start to the dates by which they are finished, with deadlines"
    drawn = picture(
        lambda ax: plots.roadmap(subject.delivery, ax=ax), told, _height(min(len(frame), 30), 0.42)
    )
    return Section("Projects", pictures=(drawn,), tables=(table,))


def _labels(subject: Subject) -> pd.DataFrame:
    projects = subject.portfolio.projects
    return pd.DataFrame(
        {
            "project": [project.name for project in projects],
            "client": [project.client or "" for project in projects],
            "owner": [project.owner or "" for project in projects],
        },
        dtype="str",
    )


def _tone_of_odds(row: dict[str, Any]) -> Tone:
    if pd.isna(row["probability"]):
        return ""
    return "red" if row["probability"] < _LATE else "amber" if row["probability"] < _LIKELY else "green"


def load(subject: Subject) -> Section:
    """Show how likely more is planned than people have, by role."""
    if not subject.has_runs:
        return Section("Overload")
    frame = subject.forecast.overload()
    worst = frame[frame["probability"] > 0].sort_values(
        ["probability", "expected_excess"], ascending=False, kind="stable"
    )
    if worst.empty:
        return Section("Overload")
    columns = [
        cells.text("Role", "role"),
        cells.month("Month", "period"),
        cells.chance("Chance of overload", "probability", "low", "high"),
        cells.number("Planned (P50, FTE)", "demand_p50", 1),
        cells.number("Capacity (FTE)", "capacity", 1),
    ]
    table = cells.tabled("Months in which more is planned than there is", worst.head(_MOST_ROWS), columns)
    return Section("Overload", pictures=tuple(_heat(frame, "role", plots.overload_heatmap)), tables=(table,))


def gaps(subject: Subject) -> Section:
    """Show what nobody who could do it has time for, by skill."""
    if not subject.has_runs:
        return Section("Gaps")
    frame = subject.forecast.gaps()
    short = frame[frame["gap"] + frame["level_gap"] >= 0.05]
    if short.empty:
        return Section("Gaps")
    worst = short.sort_values("gap", ascending=False, kind="stable")
    columns = [
        cells.text("Skill", "skill"),
        cells.month("Month", "period"),
        cells.number("Short (FTE)", "gap", 1),
        cells.chance("Chance", "probability", "low", "high"),
        cells.number("Demand (FTE)", "demand", 1),
        cells.number("Short of level (FTE)", "level_gap", 1),
    ]
    table = cells.tabled("Where people are short", worst.head(_MOST_ROWS), columns)
    return Section("Gaps", pictures=tuple(_heat(frame, "skill", plots.gap_heatmap)), tables=(table,))


def _heat(frame: pd.DataFrame, key: str, plot: Callable[..., Axes]) -> Iterator[Picture]:
    """Draw a heatmap of the groups that have anything in it."""
    told = f"A table of colors, one row for each {key}, one column for each month"
    rows = min(frame[key].nunique(), _MOST_ROWS)
    yield picture(lambda ax: plot(frame, ax=ax), told, _height(rows, 0.34))


def _height(rows: int, each: float) -> float:
    """Return the height of a picture with so many rows, in inches."""
    return max(3.0, 1.6 + each * rows)


def alerts(subject: Subject) -> Section:
    """Show every alert."""
    columns = [
        cells.toned(cells.text("Level", "level"), lambda row: row["level"]),
        cells.text("Alert", "text"),
        cells.text("Cause", "cause"),
        cells.date("Date", "date"),
        cells.text("In capsim", "call"),
    ]
    return Section("Alerts", tables=(cells.tabled("What is red, amber and green", subject.alerts, columns),))


def bottlenecks(subject: Subject) -> Section:
    """Show which people hold work up, and whom to hire."""
    if not subject.has_runs:
        return Section("Bottlenecks")
    frame = subject.bottlenecks
    frame = frame[frame["wait_days"] >= 0.5].assign(days=lambda found: found["days"].round())
    columns = [
        cells.text("Role", "role"),
        cells.number("Projects wait (days)", "wait_days"),
        cells.number("Nobody free (days)", "days"),
        cells.date("For the first time by", "onset_p50"),
        cells.text("Who waits", "projects"),
    ]
    found = [cells.tabled("Whom projects wait for on the way to their finishes", frame, columns)]
    if len(subject.hires):
        told = "Whom to hire, so that the plan is covered in 4 of 5 futures; rows add up"
        found.append(cells.tabled(told, subject.hires, _HIRES))
    return Section("Bottlenecks", tables=tuple(table for table in found if table.rows))


_HIRES: Final = (
    cells.text("Role", "role"),
    cells.number("How many", "number"),
    cells.month("Needed from", "needed"),
    cells.noted(cells.date("Begin hiring by", "hire_by"), lambda row: "overdue" if row["overdue"] else ""),
    cells.month("Needed until", "until"),
    cells.chance("Chance that they are needed", "probability", "low", "high"),
)


def risks(subject: Subject) -> Section:
    """Show the register: what may strike, when, and what can be done about it."""
    register = [
        {
            "risk": hazard.name,
            "kind": hazard.risk.kind,
            "probability": hazard.terms[-1].probability,
            "from": pd.Timestamp(hazard.risk.window[0]) if hazard.risk.window else pd.NaT,
            "until": pd.Timestamp(hazard.risk.window[1]) if hazard.risk.window else pd.NaT,
            "responses": "; ".join(
                f"{each.name} ({'taken' if each.taken else 'not taken'})" for each in hazard.risk.responses
            ),
            "owner": hazard.risk.owner or "",
        }
        for hazard in hazards_of(subject.portfolio)
    ]
    columns = [
        cells.text("Risk", "risk"),
        cells.text("Kind", "kind"),
        cells.share("Chance", "probability"),
        cells.date("From", "from"),
        cells.date("Until", "until"),
        cells.text("Responses", "responses"),
        cells.text("Owner", "owner"),
    ]
    if not register:
        return Section("Risks")
    return Section("Risks", tables=(cells.tabled("What may strike", pd.DataFrame(register), columns),))


def money(subject: Subject) -> Section:
    """Show what the projects cost, against their budgets."""
    if not subject.has_money:
        return Section("Money")
    frame = subject.mine(subject.forecast.cost())
    in_parts = any(project.funding for project in subject.portfolio.projects)
    frame = frame.assign(project=frame["project"].replace(NO_PROJECT, "no project (time that none uses)"))
    columns = [
        cells.text("Project", "project"),
        cells.money(f"Cost, P50 ({subject.currency})", "p50"),
        cells.money("Cost, P80", "p80"),
        cells.money(f"Budget{', mean' * in_parts}", "budget"),
        cells.toned(
            cells.chance("Chance to overspend", "overspend", "overspend_low", "overspend_high"), _tone_of_cost
        ),
    ]
    return Section("Money", tables=(cells.tabled("What each project costs", frame, columns),))


def _tone_of_cost(row: dict[str, Any]) -> Tone:
    if pd.isna(row["overspend"]):
        return ""
    return "red" if row["overspend"] > _LATE else "amber" if row["overspend"] > 1 - _LIKELY else "green"


def objectives(subject: Subject) -> Section:
    """Show what comes of the strategic objectives."""
    frame = subject.forecast.objectives() if subject.has_runs else pd.DataFrame()
    if frame.empty:
        return Section("Objectives")
    columns = [
        cells.text("Objective", "objective"),
        cells.share("Weight", "weight"),
        cells.number("Projects", "projects"),
        cells.money(f"Value ({subject.currency})", "value"),
        cells.money("Expected value", "expected_value"),
        cells.share("Share of the time", "busy_share"),
    ]
    return Section("Objectives", tables=(cells.tabled("What the work is for", frame, columns),))


def waiting(subject: Subject) -> Section:
    """Show what is not finished by the horizon."""
    if not subject.has_runs:
        return Section("Not finished")
    frame = subject.mine(subject.forecast.waiting())
    if frame.empty:
        return Section("Not finished")
    columns = [
        cells.text("Project", "project"),
        cells.text("Task", "task"),
        cells.text("Waits for", "waits_for"),
        cells.chance("Share of futures", "share", "low", "high"),
    ]
    told = Sentence(f"{plural(len(frame), 'task')} may not be finished by the end of the time simulated.")
    return Section("Not finished", (told,), tables=(cells.tabled("What waits for what", frame, columns),))


def people(subject: Subject) -> Section:
    """Show how busy people are, one by one, where somebody asks for it."""
    if not (subject.has_runs and subject.shows_people):
        return Section("People")
    frame = subject.forecast.utilization("person", "M")
    frame = frame[frame["utilization"].notna()].sort_values("utilization", ascending=False, kind="stable")
    columns = [
        cells.text("Person", "person"),
        cells.month("Month", "period"),
        cells.share("At work", "utilization"),
        cells.number("Days at work", "busy_days", 1),
        cells.number("Days there", "capacity_days", 1),
    ]
    return Section("People", tables=(cells.tabled("How busy people are", frame, columns),))

"""The first page of a report: what comes out, in figures and sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pandas as pd

from capsim.domain.words import in_money, plural
from capsim.forecast.chances import Chance, percent
from capsim.forecast.dates import month_of, readable
from capsim.forecast.moneygroups import NO_PROJECT
from capsim.report.shape import Figure, Section, Sentence, Tone
from capsim.report.subject import Subject

__all__ = ["answer"]

_MOST: Final = 3
"""Alerts of each kind that are told on the first page: deadlines, budgets, roles, risks."""


def answer(subject: Subject) -> Section:
    """Tell on one page what comes out."""
    figures = [*_delivery_figures(subject), *_cost_figures(subject)]
    return Section("The answer", tuple(_sentences(subject)), tuple(figures))


def _sentences(subject: Subject) -> Iterator[Sentence]:
    """Tell who is waited for, and what is red or amber, of the projects of the report."""
    if subject.has_runs and not subject.projects:
        yield from _waited_for(subject)
    found = subject.alerts
    told = found[found["level"] != "green"]
    first = told[told.groupby(told["call"].str.split("(").str[0]).cumcount() < _MOST]
    for row in first.to_dict("records"):
        yield Sentence(row["text"], row["cause"], tone=row["level"])
    if len(told) > len(first):
        more = plural(len(told) - len(first), "more alert")
        yield Sentence(f"{more}: see Alerts in the report with everything, or forecast.alerts().")
    if told.empty:
        yield Sentence("Nothing is red or amber.", tone="green")


def _waited_for(subject: Subject) -> Iterator[Sentence]:
    """Tell who holds projects up most, and how many more of them would do."""
    frame = subject.bottlenecks
    if frame.empty or frame["wait_days"].iloc[0] < 1:
        return
    row = frame.iloc[0]
    role, days = row["role"], plural(round(row["wait_days"]), "working day")
    text = f"Most waited for: {role}. All projects together wait {days} for them ({row['projects']})."
    yield Sentence(text, _more_of(subject, str(role)))


def _more_of(subject: Subject, role: str) -> str:
    """Tell how many more of a role would cover the plan, and by when hiring them has to begin."""
    hires = subject.hires[subject.hires["role"] == role]
    if hires.empty:
        return ""
    most = max(
        int(hires.loc[(hires["needed"] <= month) & (month <= hires["until"]), "number"].sum())
        for month in hires["needed"]
    )
    first, last = month_of(hires["needed"].min()), month_of(hires["until"].max())
    when = f"in {first}" if first == last else f"from {first} to {last}"
    by, late = hires["hire_by"].min(), bool(hires["overdue"].any())
    told = f"hiring had to begin by {readable(by)}" if late else f"begin hiring by {readable(by)}"
    return f"Up to {most} more of them {when} would cover the plan in 4 of 5 futures; {told}."


def _delivery_figures(subject: Subject) -> Iterator[Figure]:
    """Count the projects that are likely to keep their deadlines."""
    frame = subject.delivery
    promised = frame[frame["probability"].notna()]
    if promised.empty:
        return
    likely = int((promised["probability"] >= 0.8).sum())
    tone: Tone = "green" if likely == len(promised) else "amber" if 2 * likely >= len(promised) else "red"
    yield Figure(
        f"{likely} of {len(promised)}", "deadlines likely to be kept", "in 4 of 5 futures or more", tone
    )
    if not subject.projects:
        row = _only_row(subject.forecast.summary())
        kept = Chance(row["on_time"], row["low"], row["high"])
        yield Figure(kept.sign, "chance that all are kept", _error_of(kept))
        yield Figure(f"{row['late']:.1f}", f"of {plural(len(promised), 'deadline')} missed", "on average")


def _cost_figures(subject: Subject) -> Iterator[Figure]:
    """Tell what the work costs."""
    if subject.has_money and not subject.projects:
        row = _only_row(subject.forecast.cost("portfolio"))
        label = f"{subject.currency} are enough in 4 of 5 futures (P80)"
        yield Figure(in_money(row["p80"]), label, _unused(subject, row["mean"]))
        if pd.notna(row["overspend"]):
            tone: Tone = "red" if row["overspend"] > 0.5 else "amber" if row["overspend"] > 0.2 else "green"
            note = f"{in_money(row['budget'])} {subject.currency}"
            yield Figure(percent(row["overspend"]), "chance to spend more than the budget", note, tone)


def _error_of(chance: Chance) -> str:
    """Write how far a chance may be off, without brackets."""
    return chance.off.strip().strip("()") or "of futures"


def _unused(subject: Subject, mean: float) -> str:
    """Tell how much of the mean cost is for time that no project uses."""
    frame = subject.forecast.cost()
    bench = frame.loc[frame["project"] == NO_PROJECT, "mean"].sum()
    return (
        f"on average {percent(bench / mean)} of it for time that no project uses"
        if mean and bench
        else "or less"
    )


def _only_row(frame: pd.DataFrame) -> dict[str, Any]:
    return {str(name): cell for name, cell in frame.iloc[0].items()}

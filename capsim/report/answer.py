"""The first page of a report: what comes out, in figures and sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pandas as pd

from capsim.domain.words import plural
from capsim.forecast.chances import Chance, percent
from capsim.report.cells import in_money
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
    """Tell what is red or amber; of other projects than those of the report nothing."""
    found = subject.alerts
    told = found[found["level"] != "green"]
    first = told[told.groupby(told["call"].str.split("(").str[0]).cumcount() < _MOST]
    for row in first.to_dict("records"):
        yield Sentence(row["text"], row["cause"], tone=row["level"])
    if len(told) > len(first):
        yield Sentence(f"{plural(len(told) - len(first), 'more alert')}: see forecast.alerts().")
    if told.empty:
        yield Sentence("Nothing is red or amber.", tone="green")


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
        yield Figure(kept.sign, "chance that all are kept", f"of futures{kept.off}")
        yield Figure(f"{row['late']:.1f}", f"of {plural(len(promised), 'deadline')} missed", "on average")


def _cost_figures(subject: Subject) -> Iterator[Figure]:
    """Tell what the work costs."""
    if subject.has_money and not subject.projects:
        row = _only_row(subject.forecast.cost("portfolio"))
        yield Figure(in_money(row["p80"]), f"{subject.currency}: cost in 4 of 5 futures (P80)", "or less")
        if pd.notna(row["overspend"]):
            tone: Tone = "red" if row["overspend"] > 0.5 else "amber" if row["overspend"] > 0.2 else "green"
            note = f"{in_money(row['budget'])} {subject.currency}"
            yield Figure(percent(row["overspend"]), "chance to spend more than the budget", note, tone)


def _only_row(frame: pd.DataFrame) -> dict[str, Any]:
    return {str(name): cell for name, cell in frame.iloc[0].items()}

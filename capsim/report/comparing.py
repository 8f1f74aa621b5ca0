"""The page of a comparison: what each scenario changes, and how sure that is."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from capsim import plots
from capsim._version import __version__
from capsim.domain.words import plural
from capsim.forecast.dates import readable
from capsim.report import cells
from capsim.report.differing import between, reading_column
from capsim.report.page import rendered
from capsim.report.pictures import picture
from capsim.report.shape import Cell, Column, Section, Sentence, Tone
from capsim.report.target import checked_target
from capsim.report.writing import write_page
from capsim.running.identity import identity_of

if TYPE_CHECKING:
    from capsim.forecast.comparison import Comparison

__all__ = ["html_of_comparison", "write_comparison"]

_MOST: Final = 12


def write_comparison(comparison: Comparison, path: str | os.PathLike[str]) -> Path:
    """Write the page of a comparison; see `Comparison.report`."""
    target = checked_target(path)
    return write_page(html_of_comparison(comparison), target)


def html_of_comparison(comparison: Comparison) -> str:
    """Return the page of a comparison as text."""
    base = comparison.base
    about = (
        f"{plural(len(comparison.alternatives), 'scenario')} against the base, on the same "
        f"{plural(base.replications, 'simulated future')} from {readable(base.portfolio.start)}"
    )
    sections = [
        _answer(comparison),
        _projects(comparison),
        _whole(comparison),
        _reading(),
        _footing(comparison),
    ]
    return rendered(base.portfolio.name, "Scenarios compared", about, sections)


def _answer(comparison: Comparison) -> Section:
    """Tell the verdict on each scenario, and what it changes."""
    told = tuple(
        Sentence(
            verdict, "; ".join(map(str, each.scenario.edits)), tone=_tone_of(verdict, each.scenario.name)
        )
        for each, verdict in zip(comparison.alternatives, comparison.verdicts(), strict=True)
    )
    return Section("The answer", told)


def _tone_of(verdict: str, name: str) -> Tone:
    said = verdict.removeprefix(name)
    if said.startswith(" is better in one way"):
        return "amber"
    return "green" if said.startswith(" is better") else "red" if said.startswith(" is worse") else ""


def _projects(comparison: Comparison) -> Section:
    frame = comparison.projects()
    if frame.empty:
        return Section("Projects")
    columns = [
        cells.text("Scenario", "scenario"),
        cells.text("Project", "project"),
        between("Days later, on average", "days", "days_low", "days_high", 1),
        between("P80: days later", "p80_days", "p80_days_low", "p80_days_high", 1),
        between("Deadline kept: points more", "gain", "gain_low", "gain_high", 0, 100),
        reading_column(),
    ]
    table = cells.tabled("What each scenario changes for each project", frame, columns)
    moved = frame["days"].notna() & ~frame["reading"].isin(["same"])
    if not moved.any():
        return Section("Projects", tables=(table,))
    told = "For each project how many days later it is finished in each scenario, with 95 % intervals"
    rows = min(frame.loc[moved, "project"].nunique(), _MOST)
    drawn = picture(
        lambda ax: plots.comparison(frame[moved], most=_MOST, ax=ax), told, max(3.0, 1.8 + 0.5 * rows)
    )
    return Section("Projects", pictures=(drawn,), tables=(table,))


def _whole(comparison: Comparison) -> Section:
    frame = comparison.summary()
    if frame.empty:
        return Section("The whole")
    columns = [
        cells.text("Scenario", "scenario"),
        cells.text("Measure", "measure"),
        cells.text("Unit", "unit"),
        _amount("Base", "base"),
        _amount("Scenario", "with"),
        _amount("Difference", "difference"),
        _amount("from", "low"),
        _amount("to", "high"),
        reading_column(),
    ]
    return Section("The whole", tables=(cells.tabled("What each scenario changes in all", frame, columns),))


def _amount(head: str, name: str) -> cells.Written:
    """Return a column of amounts, each in the unit of its row."""

    def written(row: dict[str, Any]) -> Cell:
        amount = float(row[name])
        if pd.isna(amount):
            return Cell("", float("inf"))
        digits = {"share": 3, "days": 1}.get(row["unit"], 0)
        return Cell(f"{amount:,.{digits}f}".replace("-", "\u2212"), amount)

    return Column(head, is_number=True), written


def _reading() -> Section:
    return Section("How to read this", tuple(Sentence(text) for text in _WORDS))


_WORDS: Final = (
    "A future is one simulated course of all the work. Each scenario is lived through in the same futures as "
    "the base: what is left of a difference is what the scenario does.",
    "In brackets is the 95 % interval of a difference. One that may be 0 is a tie: more futures may tell.",
    "Same: equal in every single future.",
)


def _footing(comparison: Comparison) -> Section:
    base = comparison.base
    drawn = f"{base.replications:,} futures, seed {base.seed}"
    told = [
        f"To get the same numbers: {drawn}, capsim {__version__}.",
        f"Base: {identity_of(base.portfolio)[:16]}.",
    ]
    told += [
        f"{each.scenario.name}: {identity_of(each.forecast.portfolio)[:16]}."
        for each in comparison.alternatives
    ]
    return Section("What this rests on", tuple(Sentence(text) for text in told))

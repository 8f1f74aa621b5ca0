"""The page of a stress test: what each shock does, when it is made up for, who could cover for whom."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from capsim import plots
from capsim._version import __version__
from capsim.domain.words import plural
from capsim.forecast.dates import readable
from capsim.report import cells
from capsim.report.differing import between, reading_column
from capsim.report.names import Naming, numbered
from capsim.report.page import rendered
from capsim.report.pictures import picture
from capsim.report.shape import Cell, Column, Section, Sentence
from capsim.report.target import checked_target
from capsim.report.writing import write_page
from capsim.running.identity import identity_of

if TYPE_CHECKING:
    from capsim.decide.stressing import Stress

__all__ = ["html_of_stress", "write_stress"]

_MOST: Final = 12


def write_stress(stress: Stress, path: str | os.PathLike[str], people: Naming | None = None) -> Path:
    """Write the page of a stress test; see `Stress.report`."""
    target = checked_target(path)
    return write_page(html_of_stress(stress, people), target)


def html_of_stress(stress: Stress, people: Naming | None = None) -> str:
    """Return the page of a stress test as text."""
    base = stress.base
    call = _calling(stress, numbered if people is None else people)
    about = (
        f"{plural(len(stress.trials), 'shock')}, each on the same "
        f"{plural(base.replications, 'simulated future')} from {readable(base.portfolio.start)}"
    )
    frame = stress.frame()
    for column in ("shock", "sentence"):
        frame[column] = frame[column].map(call)
    harm = [(call(name), call(text)) for name, text in stress.harm()]
    sections = [_answer(harm, frame), _shocks(frame), _flexibility(stress), _reading(), _footing(stress)]
    return rendered(base.portfolio.name, "Stress test", about, sections)


def _calling(stress: Stress, naming: Naming) -> Callable[[str], str]:
    """Return what gives the people in a text their names of the page, those who come with a shock too."""
    portfolio = stress.base.portfolio
    staff = [
        *portfolio.people,
        *(each for made in stress.trials for each in made.scenario.apply(portfolio).people),
    ]
    roles = {person.name: person.role for person in staff if person.name}
    names = dict(zip(roles, naming(list(roles), list(roles.values())), strict=True))
    longest = sorted(map(re.escape, names), key=len, reverse=True)
    found = re.compile(rf"(?<!\w)(?:{'|'.join(longest)})(?!\w)")
    return lambda text: found.sub(lambda match: names[match[0]], text) if names else text


def _answer(harm: Sequence[tuple[str, str]], frame: pd.DataFrame) -> Section:
    """Tell which shocks do harm, the worst first, and how many do not."""
    sentences = dict(zip(frame["shock"], frame["sentence"], strict=True))
    told = [Sentence(text, sentences[name], tone="red") for name, text in harm[:_MOST]]
    others = [str(row["shock"]) for row in frame.to_dict("records") if row["reading"] != "worse"]
    if others:
        told.append(Sentence(f"Without harm beyond the error: {', '.join(others)}.", tone="green"))
    return Section("The answer", tuple(told))


def _shocks(frame: pd.DataFrame) -> Section:
    columns = [
        cells.text("Shock", "shock"),
        between("Days of lateness more", "tardiness_days", "tardiness_days_low", "tardiness_days_high", 1),
        between("Last finish: days later", "finish_days", "finish_days_low", "finish_days_high", 1),
        between("P80 of it: days later", "p80_days", "p80_days_low", "p80_days_high", 1),
        between("Deadlines kept: points more", "on_time", "on_time_low", "on_time_high", 0, 100),
        between("Costs more", "cost", "cost_low", "cost_high", 0),
        _recovery(),
        reading_column(),
    ]
    table = cells.tabled("What each shock changes", frame, columns)
    told = "For each shock what it changes, with 95 % intervals"
    rows = min(len(frame), _MOST)
    made = picture(lambda ax: plots.levers(frame, most=_MOST, ax=ax), told, max(2.5, 1.5 + 0.4 * rows))
    return Section("Shocks", pictures=(made,), tables=(table,))


def _recovery() -> cells.Written:
    """Return the column of days after which a shock is made up for."""

    def written(row: dict[str, Any]) -> Cell:
        days = float(row["recovered_days"])
        if pd.isna(days):
            return Cell("not by the horizon", float("inf"))
        return Cell(f"{days:,.0f}" if days else "nothing to make up for", days)

    return Column("Made up for after so many days", is_number=True), written


def _flexibility(stress: Stress) -> Section:
    frame = stress.flexibility()
    columns = [
        cells.text("Role", "role"),
        cells.number("People", "people"),
        cells.number("Others who can do some of it", "others"),
        cells.text("Who they are by role", "from"),
        cells.number("Work in person-days", "work_days"),
        cells.share("Others can do", "share"),
    ]
    table = cells.tabled("How much of each role's work others could take", frame, columns)
    return Section("Who could cover for whom", tables=(table,))


def _reading() -> Section:
    return Section("How to read this", tuple(Sentence(text) for text in _WORDS))


_WORDS: Final = (
    "A future is one simulated course of all the work. Each shock happens in the same futures: what is left "
    "of a difference is what the shock does.",
    "In brackets is the 95 % interval of a difference. One that may be 0 is a tie: more futures may tell.",
    "A shock is made up for when less than half a task more is open than without it, on average.",
)


def _footing(stress: Stress) -> Section:
    base = stress.base
    told = [
        f"To get the same numbers: {base.replications:,} futures, seed {base.seed}, capsim {__version__}.",
        f"Portfolio: {identity_of(base.portfolio)[:16]}.",
    ]
    return Section("What this rests on", tuple(Sentence(text) for text in told))

"""Answers for people: tables and sentences that fit a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from capsim.domain.portfolio import Portfolio
from capsim.domain.words import plural
from capsim.forecast.chances import Chance, percent
from capsim.forecast.dates import readable
from capsim.forecast.problems import grouped

if TYPE_CHECKING:
    from capsim.forecast import Forecast

__all__ = ["check_text", "first_text", "forecast_text", "remark_lines", "table"]

_LEAST_NAME = 18
_ALL_ERRORS = 117  # columns in which every date has room for how far it may be off
_LEFT, _RIGHT = "left", "right"


def forecast_text(forecast: Forecast, width: int) -> str:
    """Return a forecast as a table of all projects and the sentences of its card.

    Parameters
    ----------
    forecast : Forecast
    width : int
        Characters in a line.
    """
    title, *sentences = forecast.sentences()
    rows = [_row(record, width) for record in forecast.delivery().to_dict("records")]
    shown = table(_heads(forecast.is_schedule, width), rows, width) if rows else "no project takes part"
    told = [_wrapped(sentence, width) for sentence in sentences]
    tentative = any("[" in row["Project"] for row in rows)
    note = ["[ ]: the share of futures in which it goes ahead; its odds are of those"] if tentative else []
    return "\n".join([*_filled(title, width), "", shown, *note, "", *told])


def first_text(forecast: Forecast, width: int) -> str:
    """Return the table of a first forecast, which says that the others are still to come.

    Parameters
    ----------
    forecast : Forecast
    width : int
        Characters in a line.
    """
    rows = [_row(record, width) for record in forecast.delivery().to_dict("records")]
    title = (
        f"{forecast.portfolio.name}: a first answer from {forecast.replications:,} of {forecast.asked:,} "
        "futures; the others refine it"
    )
    shown = table(_heads(forecast.is_schedule, width), rows, width) if rows else "no project takes part"
    return "\n".join([*_filled(title, width), "", shown, ""])


def _heads(is_schedule: bool, width: int) -> list[str]:
    """Return the columns that fit, the project first."""
    if is_schedule:
        return ["Project", "Deadline", "Finished", "Days late"]
    if width < 92:
        return ["Project", "Deadline", "Chance", "P80 (4 in 5)", "Days late"]
    dates = ["P50", "P80 (4 in 5)", "P95"] if width >= 108 else ["P50", "P80 (4 in 5)"]
    return ["Project", "Deadline", "Chance", *dates, "Days late"]


def _row(record: Any, width: int) -> dict[str, str]:
    """Return a project's cells by the head of their column."""
    name = record["project"]
    going = record["going_ahead"]
    no_tasks = pd.isna(record["p80"]) and not record["beyond_horizon"]
    finished = "never starts" if going == 0 else "no tasks yet" if no_tasks else _date(record["p80"])
    chance = Chance(record["probability"], record["low"], record["high"])
    late = record["days_late"]
    within = {level: _within(record, level) for level in ("p50", "p80", "p95")}
    if width < _ALL_ERRORS:
        within.update(p50=_date(record["p50"]), p95=_date(record["p95"]))
    if going == 0 or no_tasks:
        within = {"p50": "", "p80": finished, "p95": ""}
    return {
        "Project": name if going in (0, 1) else f"{name} [{percent(going)}]",
        "Deadline": "" if pd.isna(record["deadline"]) else readable(record["deadline"].date()),
        "Chance": "" if pd.isna(chance.share) else f"{chance.sign} {chance.points}".rstrip(),
        "P50": within["p50"],
        "P80 (4 in 5)": within["p80"],
        "P95": within["p95"],
        "Finished": finished,
        "Days late": "" if pd.isna(late) else f"{late:+.0f}",
    }


def _date(when: Any) -> str:
    return "> horizon" if pd.isna(when) else readable(when.date())


def _within(record: Any, level: str) -> str:
    """Return the date of a quantile, and by how many days it may be off to its larger side, if any."""
    low, when, high = record[f"{level}_low"], record[level], record[f"{level}_high"]
    if pd.isna(low) or pd.isna(when) or pd.isna(high):
        return _date(when)
    off = max((when - low).days, (high - when).days)
    return f"{_date(when)} ± {off} d" if off else _date(when)


def check_text(portfolio: Portfolio, found: pd.DataFrame, width: int) -> str:
    """Return what a model holds, its score, and what could be better, the weightiest first.

    Parameters
    ----------
    portfolio : Portfolio
    found : DataFrame
        As from `Portfolio.check`.
    width : int
        Characters in a line.
    """
    tasks = sum(len(project.tasks) for project in portfolio.projects)
    counts = [
        plural(len(portfolio.staff), "person", "people"),
        plural(len(portfolio.projects), "project"),
        plural(tasks, "task"),
    ]
    held = f"{portfolio.name}: {', '.join(counts)} from {readable(portfolio.start)}; nothing stops a run"
    score = f"score {found.attrs['score']} of 100"
    return "\n".join([*_filled(held, width), score, *remark_lines(found, width)])


def remark_lines(found: pd.DataFrame, width: int) -> list[str]:
    """Return what was found as lines, each severity under its head after an empty line."""
    lines: list[str] = []
    for head, told, more in grouped(found):
        lines += ["", f"{head}:", *(_wrapped(f"- {sentence}", width) for sentence in told)]
        lines += [f"- and {more:,} more: --json has them"] * (more > 0)
    return lines


# ---------------------------------------------------------------- layout


def table(heads: Sequence[str], rows: Sequence[dict[str, str]], width: int) -> str:
    """Lay out a table; the first column gives way where the others need the room.

    Parameters
    ----------
    heads : sequence of str
        The columns to show, by their heads.
    rows : sequence of dict of str to str
        Cells by head.
    width : int
        Characters in a line.

    Examples
    --------
    >>> print(table(["Project", "Days late"], [{"Project": "Shop", "Days late": "+3"}], 80))
    Project  Days late
    -------  ---------
    Shop            +3
    """
    wide = {head: max(len(head), *(len(row[head]) for row in rows)) for head in heads}
    first = heads[0]
    room = width - sum(wide[head] + 2 for head in heads[1:])
    wide[first] = min(wide[first], max(room, _LEAST_NAME))
    lines = [{head: head for head in heads}, {head: "-" * wide[head] for head in heads}, *rows]
    return "\n".join(
        "  ".join(
            _cell(line[head], wide[head], _RIGHT if head == "Days late" else _LEFT) for head in heads
        ).rstrip()
        for line in lines
    )


def _cell(text: str, wide: int, side: str) -> str:
    cut = text if len(text) <= wide else f"{text[: wide - 1]}…"
    return cut.rjust(wide) if side == _RIGHT else cut.ljust(wide)


def _filled(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False) or [""]


def _wrapped(text: str, width: int) -> str:
    """Wrap a sentence, its further lines set in below its first."""
    indent = " " * (len(text) - len(text.lstrip()))
    return textwrap.fill(
        text.strip(), width, initial_indent=indent, subsequent_indent=f"{indent}  ",
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip

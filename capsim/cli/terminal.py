"""Answers for people: tables and sentences that fit a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Container, Sequence
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from capsim.domain.portfolio import Portfolio
from capsim.domain.words import plural
from capsim.forecast.chances import Chance, percent
from capsim.forecast.dates import readable
from capsim.forecast.problems import grouped, left_out, unread
from capsim.forecast.words import date_told, no_work

if TYPE_CHECKING:
    from capsim.forecast import Forecast

__all__ = ["check_text", "first_text", "forecast_text", "remark_lines", "table", "unread_lines", "wrapped"]

_LEAST_NAME = 18
_USUAL_NAME = 20
_MOST_UNREAD = 5
_PLANNED, _P80, _LATE = "Planned\nuntil", "P80\n(4 in 5)", "Days\nlate"
_LEFT_OUT: Final = ((), ("P95",), ("P95", "P50"), ("P95", "P50", _LATE), ("P95", "P50", _PLANNED))
"""Columns that a table leaves out where it does not fit: the first of these with which it does."""


def forecast_text(forecast: Forecast, width: int) -> str:
    """Return a forecast as a table of all projects and the sentences of its card.

    Parameters
    ----------
    forecast : Forecast
    width : int
        Characters in a line.
    """
    title, *sentences = forecast.sentences()
    shown, has_shares = _projects(forecast, width)
    told = [wrapped(sentence, width) for sentence in sentences]
    note = ["[ ]: the share of futures in which it goes ahead; its odds are of those"] if has_shares else []
    return "\n".join([*_filled(title, width), "", shown, *note, "", *told])


def first_text(forecast: Forecast, width: int) -> str:
    """Return the table of a first forecast, which says that the others are still to come.

    Parameters
    ----------
    forecast : Forecast
    width : int
        Characters in a line.
    """
    title = (
        f"{forecast.portfolio.name}: a first answer from {forecast.replications:,} of {forecast.asked:,} "
        "futures; the others refine it"
    )
    return "\n".join([*_filled(title, width), "", _projects(forecast, width)[0], ""])


def _projects(forecast: Forecast, width: int) -> tuple[str, bool]:
    """Return the table of all projects, and whether some of them go ahead in a share of futures only.

    It has the columns in which some project has anything, as many as fit: those that can be missed go first.
    """
    records = forecast.delivery().to_dict("records")
    if not records:
        return "no project takes part", False
    exact = [_row(record, forecast.portfolio, with_margin=("p50", "p80", "p95")) for record in records]
    rows = [_row(record, forecast.portfolio, with_margin=("p80",)) for record in records]
    unasked = ("P50", _P80, "P95") if forecast.is_schedule else ("Finished",)
    heads = [head for head in rows[0] if head not in unasked and any(row[head] for row in rows)]
    narrower = [([head for head in heads if head not in left_out], rows) for left_out in _LEFT_OUT]
    layouts = [(heads, exact), *narrower]
    fitting = (layout for layout in layouts if _least_width(*layout) <= width)
    shown = table(*next(fitting, layouts[-1]), width)
    return shown, any("[" in row["Project"] for row in rows)


def _row(record: Any, portfolio: Portfolio, with_margin: Container[str]) -> dict[str, str]:
    """Return a project's cells by the head of their column, some dates with how far they may be off."""
    name = record["project"]
    going = record["going_ahead"]
    without_work = no_work(portfolio, name)
    no_tasks = pd.isna(record["p80"]) and not record["beyond_horizon"] and not record.get("stopped", 0.0)
    finished = "never starts" if going == 0 else without_work if no_tasks else _quantile(record, "p80")
    chance = Chance(record["probability"], record["low"], record["high"])
    late = record["days_late"]
    within = {
        level: _within(record, level) if level in with_margin else _quantile(record, level)
        for level in ("p50", "p80", "p95")
    }
    if going == 0 or no_tasks:
        within = {"p50": "", "p80": finished, "p95": ""}
    return {
        "Project": name if going in (0, 1) else f"{name} [{percent(going)}]",
        "Deadline": "" if pd.isna(record["deadline"]) else _date(record["deadline"]),
        "Chance": "" if pd.isna(chance.share) else chance.in_table,
        _PLANNED: "" if pd.isna(record["planned_end"]) else _date(record["planned_end"]),
        "P50": within["p50"],
        _P80: within["p80"],
        "P95": within["p95"],
        "Finished": finished,
        _LATE: "" if pd.isna(late) else f"{late:+.0f}",
    }


def _date(when: Any) -> str:
    return readable(when.date())


def _quantile(record: Any, level: str) -> str:
    when = record[level]
    return date_told(None if pd.isna(when) else when.date(), level, record["beyond_horizon"])


def _within(record: Any, level: str) -> str:
    """Return the date of a quantile, and by how many days it may be off to its larger side, if any."""
    low, when, high = record[f"{level}_low"], record[level], record[f"{level}_high"]
    if pd.isna(low) or pd.isna(when) or pd.isna(high):
        return _quantile(record, level)
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
        lines += ["", f"{head}:", *(wrapped(f"- {sentence}", width) for sentence in told)]
        lines += [f"- and {more:,} more: --json has them"] * (more > 0)
    return lines


def unread_lines(portfolio: Portfolio, more: str, width: int) -> list[str]:
    """Return what of a model was not read although it may count, the first few, and what is left out.

    Parameters
    ----------
    portfolio : Portfolio
    more : str
        The command that tells all of it.
    width : int
        Characters in a line.
    """
    told, earlier = unread(portfolio), left_out(portfolio)
    lines = [wrapped(f"- {sentence}", width) for sentence in told[:_MOST_UNREAD]]
    rest = len(told) - len(lines)
    if told:
        head = "not read, and in no figure below:"
        lines = [head, *lines, *([f"- and {rest:,} more: {more}"] * (rest > 0)), ""]
    if earlier:
        lines += [wrapped(f"left out, and in no figure below: {earlier}; more: {more}", width), ""]
    return lines


# ---------------------------------------------------------------- layout


def table(heads: Sequence[str], rows: Sequence[dict[str, str]], width: int) -> str:
    r"""Lay out a table; the first column gives way where the others need the room.

    Parameters
    ----------
    heads : sequence of str
        The columns to show, by their heads; a head can have several lines.
    rows : sequence of dict of str to str
        Cells by head.
    width : int
        Characters in a line.

    Examples
    --------
    >>> print(table(["Project", "Days\nlate"], [{"Project": "Shop", "Days\nlate": "+3"}], 80))
             Days
    Project  late
    -------  ----
    Shop       +3
    """
    wide = _widths(heads, rows)
    first = heads[0]
    room = width - sum(wide[head] + 2 for head in heads[1:])
    wide[first] = min(wide[first], max(room, _LEAST_NAME))
    height = max(head.count("\n") for head in heads) + 1
    above = [
        {head: ([""] * height + head.split("\n"))[-height:][line] for head in heads} for line in range(height)
    ]
    lines = [*above, {head: "-" * wide[head] for head in heads}, *rows]
    return "\n".join(
        "  ".join(_cell(line[head], wide[head], to_right=head == _LATE) for head in heads).rstrip()
        for line in lines
    )


def _widths(heads: Sequence[str], rows: Sequence[dict[str, str]]) -> dict[str, int]:
    """Return the room that each column takes."""
    return {head: max(map(len, [*head.split("\n"), *(row[head] for row in rows)])) for head in heads}


def _least_width(heads: Sequence[str], rows: Sequence[dict[str, str]]) -> int:
    """Return the room that a table takes in which names of a usual length are whole."""
    wide = _widths(heads, rows)
    return min(wide[heads[0]], _USUAL_NAME) + sum(wide[head] + 2 for head in heads[1:])


def _cell(text: str, wide: int, *, to_right: bool) -> str:
    cut = text if len(text) <= wide else f"{text[: wide - 1]}…"
    return cut.rjust(wide) if to_right else cut.ljust(wide)


def _filled(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False) or [""]


def wrapped(text: str, width: int) -> str:
    """Wrap a sentence, its further lines set in below its first."""
    indent = " " * (len(text) - len(text.lstrip()))
    return textwrap.fill(
        text.strip(), width, initial_indent=indent, subsequent_indent=f"{indent}  ",
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip

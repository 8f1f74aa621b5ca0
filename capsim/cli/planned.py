"""Planned demand for a terminal: sections of a row per group and a column per period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from capsim.cli.terminal import wrapped
from capsim.domain.words import in_fte
from capsim.forecast.dates import month_of, readable
from capsim.forecast.problems import left_out
from capsim.forecast.short import LEAST, counts, is_short

if TYPE_CHECKING:
    from capsim.domain.portfolio import Portfolio

__all__ = ["demand_text", "wide_text"]

_SHOWN = 0.005
_CELL = 6
_MOST_GROUPS = 8
_MOST_BY_WEEK = 3
_SHORTEST_MONTH = 28


def demand_text(portfolio: Portfolio, frame: pd.DataFrame, period: str, width: int) -> str:
    """Return planned demand, capacity and what is short as tables, then in sentences.

    Parameters
    ----------
    portfolio : Portfolio
    frame : DataFrame
        As `Portfolio.demand` returns it.
    period : {"M", "W"}
    width : int
        Characters in a line.
    """
    keys = _keys(frame)
    if frame.empty:
        return f"{portfolio.name}: nothing is planned"
    frame = _compared(frame, keys)
    lines = [_title(portfolio, keys, period)]
    lines += ["", "Demand", *_section(_by_period(frame, keys, "demand"), period, width, with_total=True)]
    booked = _by_period(frame, keys, "booked")
    booked = booked[(booked > _SHOWN).any(axis="columns")]
    if "person" in keys and not booked.empty:
        lines += ["", "Booked", *_section(booked, period, width, with_total=True)]
    capacity = _by_period(frame, keys, "capacity").dropna(how="all")
    if not capacity.empty:
        lines += ["", "Capacity", *_section(capacity, period, width, with_total=True)]
        short = _by_period(frame, keys, "short").dropna(how="all")
        head = "Booked above capacity by" if "person" in keys else "Short by"
        lines += ["", head, *_section(short, period, width), ""]
        weeks = list(_by_week(portfolio, frame, keys, period))
        told = [*_sentences(frame, keys, period, _not_short(portfolio, frame, period, weeks)), *weeks]
        lines += [wrapped(line, width) for line in told]
    return "\n".join(lines)


def _compared(frame: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """Return a frame with what is asked of each group, and how far that is above capacity where it is short.

    Of a person all that they are booked for is asked, also where a project has less work for them than that:
    `check` speaks of the same.
    """
    asked = frame["booked" if "person" in keys else "demand"]
    missing = asked - frame["capacity"]
    return frame.assign(asked=asked, missing=missing, short=missing.where(is_short(missing, asked)))


def wide_text(portfolio: Portfolio, frame: pd.DataFrame, keys: Sequence[str], period: str, width: int) -> str:
    """Return the demand alone as a table with its totals.

    Parameters
    ----------
    portfolio : Portfolio
    frame : DataFrame
        As `Portfolio.demand` returns it with ``wide``.
    keys : sequence of str
        Its columns that name the group.
    period : {"M", "W"}
    width : int
        Characters in a line.
    """
    if frame.empty:
        return f"{portfolio.name}: nothing is planned"
    table = frame.set_index(list(keys))
    table.index = pd.Index([_label(each) for each in table.index])
    head = _title(portfolio, keys, period)
    total = f"Total: {in_fte(table.to_numpy().sum())} FTE-{'weeks' if period == 'W' else 'months'}"
    return "\n".join([head, "", *_section(table, period, width, with_total=True), "", total])


def _title(portfolio: Portfolio, keys: Sequence[str], period: str) -> str:
    each = "week" if period == "W" else "month"
    by = " and ".join(keys)
    return f"{portfolio.name}: planned demand in FTE by {by} and {each}, from {readable(portfolio.start)}"


def _keys(frame: pd.DataFrame) -> list[str]:
    """Return the columns that name the group: those between the period and the demand."""
    names = list(frame.columns)
    return names[names.index("period") + 1 : names.index("demand")]


def _label(group: Any) -> str:
    return " · ".join(group) if isinstance(group, tuple) else str(group)


def _by_period(frame: pd.DataFrame, keys: Sequence[str], column: str) -> pd.DataFrame:
    """Return one column of a long frame with a row per group and a column per period."""
    groups = _group_of(frame, keys)
    days = frame["period"].dt.strftime("%Y-%m-%d")
    table = frame.assign(group=groups, day=days).pivot(index="group", columns="day", values=column)
    return table.loc[list(dict.fromkeys(groups))]


# ---------------------------------------------------------------- layout


def _section(table: pd.DataFrame, period: str, width: int, with_total: bool = False) -> list[str]:
    """Lay out a table, as many columns side by side as fit."""
    if table.empty:
        return ["  nothing"]
    if with_total and len(table) > 1:
        table = pd.concat([table, table.sum().to_frame("Total").T])
    room = min(max(len(str(group)) for group in table.index), 36)
    cell = max(_CELL, *(len(_number(figure)) + 1 for figure in table.to_numpy().ravel()))
    at_once = max((width - room) // cell, 1)
    lines: list[str] = []
    for first in range(0, table.shape[1], at_once):
        part = table.iloc[:, first : first + at_once]
        lines.append(" " * room + "".join(_head(str(name), period).rjust(cell) for name in part.columns))
        lines += [
            _cut(str(group), room) + "".join(_number(figure).rjust(cell) for figure in row)
            for group, row in zip(part.index, part.to_numpy(), strict=True)
        ]
    return lines


def _head(name: str, period: str) -> str:
    """Return a column's head: ``Jan27`` for a month, ``04Jan`` for the Monday of a week."""
    if period == "W" and "W" in name:
        return name[2:].replace("-", "")
    when = pd.Timestamp(name)
    return f"{when:%d%b}" if period == "W" else f"{when:%b%y}"


def _number(figure: float) -> str:
    return "." if pd.isna(figure) or abs(figure) < _SHOWN else in_fte(figure)


def _cut(text: str, room: int) -> str:
    return text.ljust(room) if len(text) <= room else f"{text[: room - 1]}…"


# ---------------------------------------------------------------- sentences


def _sentences(frame: pd.DataFrame, keys: Sequence[str], period: str, not_short: str) -> Iterator[str]:
    """Tell who is short, from when, and when most; first what is not compared with capacity, if any."""
    partly = _partly(frame, keys, period)
    short = frame[frame["short"].notna()]
    if partly:
        covers = ", which covers that in every period" if short.empty else ""
        yield f"{partly}{covers}; --by role compares all of it."
    elif short.empty:
        yield not_short
    groups = _group_of(short, keys)
    worst = short.groupby(groups)["short"].sum().sort_values(ascending=False, kind="stable")
    state = _state(keys)
    yield from (_sentence(name, short[groups == name], period, state) for name in worst.index[:_MOST_GROUPS])
    if len(worst) > _MOST_GROUPS:
        yield f"{len(worst) - _MOST_GROUPS} more are {state} by less."


def _not_short(portfolio: Portfolio, frame: pd.DataFrame, period: str, weeks: Sequence[str]) -> str:
    """Tell that no group is short, and where others are, if some are."""
    keys = _keys(frame)
    if weeks:
        return "By month nobody is short, but in single weeks somebody is."
    if "role" not in keys and _compared(portfolio.demand("role", period), ["role"])["short"].notna().any():
        return f"No {' and '.join(keys)} is short as a whole, but single roles are: --by role shows them."
    if earlier := left_out(portfolio):
        return f"From the start on nobody is short. Left out, and in no figure here: {earlier}."
    if portfolio.origin is not None and portfolio.origin.unread:
        return (
            "By what was read nobody is short. That may be wrong: not read, and in no figure here, is "
            f"{portfolio.origin.unread_told}."
        )
    if frame["missing"].max() >= _SHOWN:
        return _nearly(frame, keys, period)
    return "Nobody is short: capacity covers what is planned in every period."


def _nearly(frame: pd.DataFrame, keys: Sequence[str], period: str) -> str:
    """Tell that no group is short by as much as counts, and of which most is missing."""
    most = frame.iloc[int(frame["missing"].round(6).argmax())]
    group = _label(tuple(most[key] for key in keys))
    return (
        f"Nobody is short by {in_fte(LEAST)} FTE or a tenth of what is planned; most is missing of {group} "
        f"{_when(most['period'], period)}, {in_fte(most['missing'])} FTE."
    )


def _partly(frame: pd.DataFrame, keys: Sequence[str], period: str) -> str:
    """Tell how much of the demand has people to be compared with; empty where all of it has."""
    known = frame["capacity"].notna().groupby(_group_of(frame, keys)).transform("any")
    whole, compared = frame["demand"].sum(), frame.loc[known, "demand"].sum()
    if not counts(whole - compared):
        return ""
    unit = "FTE-weeks" if period == "W" else "FTE-months"
    by = " and ".join(keys)
    of_all = f"{in_fte(compared)} of {in_fte(whole)} {unit} of demand"
    if "person" in keys:
        return f"By {by} what is booked is compared with capacity ({of_all} are booked)"
    what = "work that is booked, or that one team alone can do,"
    return f"By {by} only {what} is compared with capacity ({of_all} are)"


def _by_week(portfolio: Portfolio, frame: pd.DataFrame, keys: Sequence[str], period: str) -> Iterator[str]:
    """Tell who is short in weeks of months in which they are not, the most first.

    Only where demand is planned in weeks: where it is planned by the month, whoever is away for a week is
    short in it, which says nothing.
    """
    if period == "W" or not _has_weeks(portfolio):
        return
    weeks = _compared(portfolio.demand(keys, "W"), keys)
    short = weeks[weeks["short"].notna()]
    groups = _group_of(short, keys)
    monthly = frame[frame["short"].notna()]
    known = set(zip(_group_of(monthly, keys), monthly["period"].dt.to_period("M"), strict=True))
    ends = zip(*(_month_of_day(short["period"], days) for days in (0, 6)), strict=True)
    hidden = [
        not known & {(group, first), (group, last)} for group, (first, last) in zip(groups, ends, strict=True)
    ]
    rows, names = short[hidden], groups[hidden]
    worst = rows.groupby(names)["short"].max().sort_values(ascending=False, kind="stable")
    for name in worst.index[:_MOST_BY_WEEK]:
        since = readable(rows.loc[names == name, "period"].iloc[0].date())
        most = in_fte(worst[name])
        yield f"By week, {name} is {_state(keys)} by up to {most} FTE from {since}: --period W shows it."
    if len(worst) > _MOST_BY_WEEK:
        yield f"By week, {len(worst) - _MOST_BY_WEEK} more are {_state(keys)} by less."


def _has_weeks(portfolio: Portfolio) -> bool:
    """Return whether some demand is planned within less than a month; one that has begun does not count."""
    return any(
        (task.end - task.start).days < _SHORTEST_MONTH - 1
        for project in portfolio.projects
        for task in project.tasks
        if task.start and task.end and task.start > portfolio.start
    )


def _month_of_day(starts: pd.Series[Any], days: int) -> Iterator[Any]:
    """Return the month in which each week is after so many days."""
    return iter((starts + pd.Timedelta(days=days)).dt.to_period("M"))


def _group_of(frame: pd.DataFrame, keys: Sequence[str]) -> pd.Series[str]:
    """Return each row's group as one name."""
    names = [" · ".join(row) for row in frame[list(keys)].itertuples(index=False)]
    return pd.Series(names, index=frame.index, dtype=object)


def _state(keys: Sequence[str]) -> str:
    return "booked above capacity" if "person" in keys else "short"


def _sentence(group: str, rows: pd.DataFrame, period: str, state: str) -> str:
    most = rows.iloc[int(rows["short"].round(6).argmax())]
    each = "week" if period == "W" else "month"
    first = _when(rows["period"].iloc[0], period)
    if len(rows) == 1:
        since = f"{state} {first}"
    else:
        since = f"{state} in {len(rows)} {each}s, first {first}; most {_when(most['period'], period)}"
    asked = "demand" if state == "short" else "booked"
    figures = f"{asked} {in_fte(most['asked'])}, capacity {in_fte(most['capacity'])}"
    return f"{group}: {since}, by {in_fte(most['short'])} FTE ({figures})"


def _when(period_start: pd.Timestamp, period: str) -> str:
    day = period_start.date()
    return f"in the week of {readable(day)}" if period == "W" else f"in {month_of(day)}"

"""What has changed since an earlier forecast: promises that moved, and what of the model is another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

import pandas as pd

from capsim import plots
from capsim.domain.words import plural
from capsim.forecast.chances import percent
from capsim.forecast.dates import readable
from capsim.report import cells
from capsim.report.changes import changes_of, counted
from capsim.report.pictures import picture
from capsim.report.shape import Picture, Section, Sentence, Table, Tone
from capsim.report.subject import Subject

__all__ = ["moved"]

_MOST_TOLD: Final = 4
_MOST_CHANGES: Final = 200
_FEW_DAYS: Final = 7
"""What moves less than a week is no news; it is in the table."""


def moved(subject: Subject) -> Section:
    """Show which promises moved since an earlier forecast, and what of the model has changed."""
    if subject.earlier is None:
        return Section("What has changed")
    promises = _promises(subject)
    changes = _changes(subject)
    sentences = [*_told(promises), *_notes(subject, changes)]
    tables = [*_moves(promises), *_differences(changes)]
    return Section(
        "What has changed", tuple(sentences), pictures=tuple(_pictures(subject)), tables=tuple(tables)
    )


def _promises(subject: Subject) -> pd.DataFrame:
    """Return a row for each project that was or is promised: now, before, and how far it moved."""
    assert subject.earlier is not None
    now = subject.delivery.rename(columns={"beyond_horizon": "beyond"})
    before = subject.mine(subject.earlier.delivery)
    if before.empty:
        return pd.DataFrame(columns=["moved_days"], dtype="float64")
    columns = ["project", "deadline", "p80", "probability", "beyond"]
    order = [
        name
        for name in dict.fromkeys([*now["project"], *before["project"]])
        if name in set(before["project"])
    ]
    both = now[columns].merge(before, on="project", how="right", suffixes=("", "_before"))
    both = both.set_index("project").loc[order].reset_index()
    return both.assign(
        beyond=_past_horizon(both["beyond"], "p80"),
        beyond_before=_past_horizon(both["beyond_before"], "p80_before"),
        moved_days=(both["p80"] - both["p80_before"]).dt.days.astype("float64"),
        old_deadline=both["deadline_before"].where(both["deadline_before"] != both["deadline"]),
        moved_odds=(both["probability"] - both["probability_before"]).astype("float64"),
    )


def _past_horizon(beyond: pd.Series[str], column: str) -> pd.Series[str]:
    """Return the name of a column of P80 where there is none because it lies past the horizon."""
    return beyond.map(lambda names: column if "p80" in str(names).split() else "")


# ---------------------------------------------------------------- in sentences


def _told(promises: pd.DataFrame) -> Iterator[Sentence]:
    """Tell the promises that moved most, those that got later first."""
    if promises.empty:
        return
    news = promises[promises["moved_days"].abs() >= _FEW_DAYS]
    first = news.sort_values("moved_days", ascending=False, key=_news, kind="stable").head(_MOST_TOLD)
    for row in first.to_dict("records"):
        yield _sentence({str(name): cell for name, cell in row.items()})
    rest = len(news) - len(first)
    if rest:
        yield Sentence(f"{plural(rest, 'more project')} moved by a week or more, as the table shows.")
    if news.empty:
        yield Sentence("No promise (P80) moved by a week or more.", tone="green")


def _news(days: pd.Series[float]) -> pd.Series[float]:
    """Return what projects are sorted by: later ones first, then those that got earlier most."""
    return days.where(days > 0, -days / 1e6)


def _sentence(row: dict[str, Any]) -> Sentence:
    days = int(row["moved_days"])
    since = f"than on {readable(row['day'])}" if pd.notna(row["day"]) else "than before"
    text = (
        f"{row['project']}: 4 in 5 (P80) by {readable(row['p80'])}, "
        f"{plural(abs(days), 'day')} {'later' if days > 0 else 'earlier'} {since}"
    )
    tone: Tone = "amber" if days > 0 else "green"
    if pd.isna(row["moved_odds"]):
        return Sentence(f"{text}.", tone=tone)
    before, now = percent(row["probability_before"]), percent(row["probability"])
    odds = f"chance of the deadline {before} before, {now} now"
    return Sentence(f"{text}; {odds}.", _deadline(row), tone=tone)


def _deadline(row: dict[str, Any]) -> str:
    """Tell that the deadline is another one."""
    before, now = row["deadline_before"], row["deadline"]
    if pd.isna(before) or pd.isna(now) or before == now:
        return ""
    return f"The deadline moved from {readable(before)} to {readable(now)}."


def _notes(subject: Subject, changes: pd.DataFrame) -> Iterator[Sentence]:
    """Tell how much of the model is another, and what of the book a reader has to know."""
    earlier = subject.earlier
    assert earlier is not None
    if earlier.portfolio is not None:
        if changes.empty:
            yield Sentence("The model is the same as before.")
        else:
            places = plural(len(changes), "place")
            yield Sentence(f"The model has changed in {places}: {counted(list(changes['entity']))}.")
    if earlier.log is None:
        return
    entries = earlier.trend["logged"].nunique()
    if not earlier.is_logged:
        yield Sentence("This forecast is not in the book of forecasts yet.", call="forecast.log(...)")
    elif entries == 1:
        yield Sentence("This is the first entry in the book of forecasts: nothing can have moved yet.")


# ---------------------------------------------------------------- as pictures and tables


def _pictures(subject: Subject) -> Iterator[Picture]:
    """Draw how promises moved, entry by entry, if there are two at least."""
    assert subject.earlier is not None
    trend = subject.earlier.trend
    if trend.empty or trend["logged"].nunique() < 2:
        return
    told = "Lines, one for each project: by how many days its P80 has moved since its first entry"
    mine = subject.mine(trend)
    yield picture(lambda ax: plots.promise_trend(mine, ax=ax), told, 4.6)


def _moves(promises: pd.DataFrame) -> Iterator[Table]:
    columns = [
        cells.text("Project", "project"),
        cells.date("Deadline was", "old_deadline"),
        cells.date("Deadline", "deadline"),
        cells.date("P80 before", "p80_before", "beyond_before"),
        cells.date("P80 now", "p80", "beyond"),
        cells.toned(cells.number("Later (days)", "moved_days"), _tone_of_days),
        cells.share("Chance before", "probability_before"),
        cells.share("Chance now", "probability"),
    ]
    if len(promises):
        yield cells.tabled("How each promise moved", promises, columns)


def _tone_of_days(row: dict[str, Any]) -> Tone:
    days = row["moved_days"]
    return "" if pd.isna(days) or abs(days) < _FEW_DAYS else "amber" if days > 0 else "green"


def _changes(subject: Subject) -> pd.DataFrame:
    """Return what of the model is another; of other projects than those of the report nothing."""
    earlier = subject.earlier
    assert earlier is not None
    if earlier.portfolio is None:
        return pd.DataFrame(columns=["entity", "change", "old", "new"], dtype="str")
    naming, one_by_one = subject.naming, subject.shows_people
    found = changes_of(earlier.portfolio, subject.portfolio, naming, one_by_one=one_by_one)
    if not subject.projects:
        return found
    models = (earlier.portfolio, subject.portfolio)
    others = {project.name for model in models for project in model.projects} - set(subject.projects)
    return found[~found["entity"].map(lambda entity: _is_in(entity, others))]


def _is_in(entity: str, projects: Iterable[str]) -> bool:
    """Return whether an entity is one of some projects, or a part of one."""
    heads = [f"Project {name!r}" for name in projects]
    return entity in heads or entity.startswith(tuple(f"{head}, " for head in heads))


def _differences(changes: pd.DataFrame) -> Iterator[Table]:
    columns = [
        cells.text("What", "entity"),
        cells.text("Change", "change"),
        cells.text("Before", "old"),
        cells.text("Now", "new"),
    ]
    if len(changes):
        more = f": the first {_MOST_CHANGES} of {len(changes):,}" if len(changes) > _MOST_CHANGES else ""
        caption = f"What of the model has changed{more}"
        yield cells.tabled(caption, changes.head(_MOST_CHANGES), columns)

"""A forecast as a card: sentences with date, odds, error, cause and the call that explains them."""

from __future__ import annotations

import html
import math
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import pandas as pd

from capsim.clock import ticks_to_days
from capsim.domain.portfolio import Portfolio
from capsim.domain.words import in_fte, plural
from capsim.forecast.bars import PLANNED, WAITING
from capsim.forecast.chain import Path, path_of
from capsim.forecast.chainwaits import role_names
from capsim.forecast.chances import Chance, margin, percent
from capsim.forecast.dates import month_of, readable
from capsim.forecast.facts import Facts
from capsim.forecast.planned import demand_of_plan
from capsim.forecast.problems import left_out
from capsim.forecast.schedule import one_replication
from capsim.forecast.short import is_short
from capsim.forecast.summary import promises_of
from capsim.forecast.tables import QUANTILES
from capsim.forecast.usage import busiest_of
from capsim.forecast.waiting import waiting_frame
from capsim.forecast.why import waterfall
from capsim.forecast.words import asked_for, date_told, listed, needs_of, no_work, people_for
from capsim.plan.plan import Plan

__all__ = ["Card", "Line", "card_as_html", "card_as_sentences", "card_as_text", "card_of"]

_MOST_PROJECTS: Final = 6
_MOST_CAUSES: Final = 2


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, and the call that explains it; a detail of the sentence before it is set in.

    Attributes
    ----------
    text, call : str
    detail_of : str
        The project of which it is a detail; empty for a sentence that stands alone.
    """

    text: str
    call: str = ""
    detail_of: str = ""

    @property
    def sentence(self) -> str:
        """The text alone, set in if it is a detail."""
        return f"  {self.text}" if self.detail_of else self.text

    def __str__(self) -> str:
        return f"{self.sentence}; see {self.call}" if self.call else self.sentence


@dataclass(frozen=True, slots=True)
class Card:
    """A forecast in sentences.

    Attributes
    ----------
    title : str
    overall, projects, notes : tuple of Line
        How the deadlines fare together; the projects, the latest first; what else to know.
    heads : tuple of str
    table : tuple of tuple of str
        All projects as a table, without columns in which no project has anything.
    """

    title: str
    overall: tuple[Line, ...]
    projects: tuple[Line, ...]
    notes: tuple[Line, ...]
    heads: tuple[str, ...]
    table: tuple[tuple[str, ...], ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """Everything but the table, line by line, the title first."""
        return (Line(self.title), *self.overall, *self.projects, *self.notes)


@dataclass(frozen=True, slots=True)
class _Project:
    """One project's answer; dates and odds that do not exist are None.

    `planned_end` is the last day of its plan, `planned` the same where it takes the place of a deadline.
    """

    index: int
    name: str
    deadline: date | None
    planned_end: date | None
    planned: date | None
    p50: date | None
    p80: date | None
    chance: Chance | None
    days_late: int | None
    going_ahead: float
    stopped: float
    beyond_horizon: str
    has_work: bool

    @property
    def days_after(self) -> int | None:
        """How long after its deadline, or after its plan, it is done at P80."""
        if self.planned is None or self.p80 is None:
            return self.days_late
        return (self.p80 - self.planned).days

    @property
    def is_late(self) -> bool:
        """Whether it is done after its deadline, or after its plan, at P80."""
        return self.days_after is not None and self.days_after > 0

    @property
    def place(self) -> tuple[float, float]:
        """The latest first: the least probable, then the latest at P80."""
        late = -1e9 if self.days_after is None else self.days_after
        return (2.0 if self.chance is None else self.chance.share, -late)


def card_of(facts: Facts) -> Card:
    """Put a forecast into sentences.

    Parameters
    ----------
    facts : Facts

    Returns
    -------
    Card
    """
    projects = _all_projects(facts)
    portfolio = facts.plan.portfolio
    rows = [_row(project, portfolio, is_schedule=facts.is_schedule) for project in projects]
    heads = [head for head in (rows[0] if rows else ()) if any(row[head] for row in rows)]
    return Card(
        title=_title(facts),
        overall=tuple(_overall(facts)),
        projects=tuple(_projects(facts, sorted(projects, key=lambda project: project.place))),
        notes=tuple(_notes(facts)),
        heads=tuple(heads),
        table=tuple(tuple(row[head] for head in heads) for row in rows),
    )


def _all_projects(facts: Facts) -> list[_Project]:
    records: list[dict[Hashable, Any]] = facts.delivery_frame().to_dict("records")
    is_planned = {
        project.name: all(task.end for task in project.tasks) for project in facts.plan.portfolio.projects
    }
    return [
        _Project(
            index=index,
            name=record["project"],
            deadline=_day(record["deadline"]),
            planned_end=_day(record["planned_end"]),
            planned=_day(record["planned_end"])
            if pd.isna(record["deadline"]) and is_planned[record["project"]]
            else None,
            p50=_day(record["p50"]),
            p80=_day(record["p80"]),
            chance=_chance(record["probability"], record["low"], record["high"]),
            days_late=None if pd.isna(record["days_late"]) else int(record["days_late"]),
            going_ahead=record["going_ahead"],
            stopped=record.get("stopped", 0.0),
            beyond_horizon=record["beyond_horizon"],
            has_work=bool(facts.projects.has_work[index]),
        )
        for index, record in enumerate(records)
    ]


def _day(cell: Any) -> date | None:
    return None if pd.isna(cell) else cell.date()


def _chance(share: float, low: float, high: float) -> Chance | None:
    return None if pd.isna(share) else Chance(share, low, high)


def _title(facts: Facts) -> str:
    kept, plan = facts.kept, facts.plan
    what = "schedule" if facts.is_schedule else "forecast"
    projects = plural(plan.n_projects, "project")
    of_what = f"{plan.portfolio.name}: {what} of {projects} from {readable(plan.start)}"
    if plan.portfolio.status_date is not None:
        of_what += f", as of {readable(plan.portfolio.status_date)}"
    done = plural(kept.replications, "future")
    if kept.partial:
        done = f"cut short after {kept.replications:,} of {plural(facts.asked, 'future')}"
    elif kept.replications < facts.asked:
        done = f"the first {kept.replications:,} of {plural(facts.asked, 'future')}"
    return f"{of_what}, seed {kept.seed}" if facts.is_schedule else f"{of_what}, {done}, seed {kept.seed}"


def _overall(facts: Facts) -> Iterator[Line]:
    """Tell what the answer does not count, and how the deadlines fare together."""
    origin = facts.plan.portfolio.origin
    if origin is not None and origin.unread:
        yield Line(f"Not read, and in no figure here: {origin.unread_told}", "forecast.portfolio.check()")
    if earlier := left_out(facts.plan.portfolio):
        yield Line(f"Left out, and in no figure here: {earlier}", "forecast.portfolio.check()")
    yield from _deadlines(facts)


def _deadlines(facts: Facts) -> Iterator[Line]:
    """Tell how the deadlines fare together."""
    if not (facts.projects.promised & facts.projects.has_work).any():
        return
    promises = promises_of(facts)
    promised = promises.number
    if not promised:
        text = "No deadline applies: no project that has one goes ahead in any future"
        yield Line(text, "forecast.summary()")
        return
    if facts.is_schedule:
        yield Line(f"{promises.late:.0f} of {plural(promised, 'deadline')} missed", "forecast.summary()")
        return
    chance = Chance(*(float(column[0]) for column in promises.kept))
    kept = {1: "The one deadline is", 2: "Both deadlines are"}.get(promised, f"All {promised} deadlines are")
    text = f"{kept} kept in {chance.words}{chance.off} of futures"
    if promised > 1:
        missed = _mean(promises.late, facts.error_factor * promises.late_error)
        text += f"; on average {missed} are missed"
    yield Line(text, "forecast.summary()")


def _mean(mean: float, off: float) -> str:
    """Write a mean number and how far it may be off: with a digit more, or alone, where that is little."""
    if math.isnan(off) or off < 0.005:
        return f"{mean:.1f}"
    digits = 1 if off >= 0.05 else 2
    return f"{mean:.{digits}f} (± {off:.{digits}f})"


# ---------------------------------------------------------------- projects


def _projects(facts: Facts, late_first: Sequence[_Project]) -> Iterator[Line]:
    """Tell about the projects, the latest first, with the causes of the first few delays."""
    causes = 0
    for project in late_first[:_MOST_PROJECTS]:
        told = project.is_late and causes < _MOST_CAUSES and facts.has_runs
        cause = _cause(facts, project) if told else None
        yield Line(_sentence(facts, project), "" if cause else "forecast.delivery()")
        if cause:
            causes += 1
            yield cause
    more = late_first[_MOST_PROJECTS:]
    if more:
        yield Line(f"{len(more)} more{_least(more)}", "forecast.delivery()")
    late = [project for project in late_first if project.is_late]
    if len(late) > causes and facts.has_runs:
        text = f"Why they are late is told of {causes} of {len(late)} late projects"
        yield Line(text, _chain_call(late[causes], _at_p80(facts, late[causes])))


def _least(more: Sequence[_Project]) -> str:
    """Tell the chance of the least probable."""
    chances = [project.chance for project in more if project.chance is not None]
    if not chances:
        return ""
    least = min(chances, key=lambda chance: (chance.share, chance.low))
    return f"; the lowest of their chances is {least.words}{least.off}"


def _sentence(facts: Facts, project: _Project) -> str:
    """Tell about one project: odds, deadline, P80."""
    share = project.going_ahead
    if share == 0:
        return f"{project.name}: goes ahead in no future"
    less = [f"goes ahead in {percent(share)}"] * (share < 1)
    less += [f"stopped by a gate in {percent(project.stopped)}"] * (project.stopped > 0)
    name = f"{project.name} ({', '.join(less)})" if less else project.name
    if not project.has_work:
        return f"{name}: {no_work(facts.plan.portfolio, project.name)}"
    told = date_told(project.p80, "p80", project.beyond_horizon)
    by = told if project.p80 is None else f"by {told}"
    due = "no deadline" if project.deadline is None else f"deadline {readable(project.deadline)}"
    if facts.is_schedule:
        return f"{name}: finished {by}{_lateness(project)}; {due}"
    if project.chance is None or project.deadline is None:
        return f"{name}: 4 in 5 (P80) {by}{_lateness(project)}; {due}"
    chance = f"{project.chance.words} chance{project.chance.off}"
    return f"{name}: {chance} by {readable(project.deadline)}; 4 in 5 (P80) {by}{_lateness(project)}"


def _lateness(project: _Project) -> str:
    if project.planned is not None and project.days_after is not None:
        return _after_plan(project.planned, project.days_after)
    if project.days_late is None:
        return ""
    if project.days_late == 0:
        return ", on its deadline"
    return f", {plural(abs(project.days_late), 'day')} {'late' if project.days_late > 0 else 'early'}"


def _after_plan(planned: date, days: int) -> str:
    """Compare a date with the last planned day."""
    if days == 0:
        return ", its last planned day"
    side = "after" if days > 0 else "before"
    return f", {plural(abs(days), 'day')} {side} its last planned day ({readable(planned)})"


def _at_p80(facts: Facts, project: _Project) -> int:
    """Return the first future that stands at a project's P80."""
    level = facts.projects.quantile(QUANTILES["p80"])[project.index]
    return int(np.flatnonzero(facts.projects.days[:, project.index] == level)[0])


def _chain_call(project: _Project, replication: int) -> str:
    return f"cs.replay(forecast, {replication}).chain({project.name!r})"


def _cause(facts: Facts, project: _Project) -> Line:
    """Tell what takes a project longer than planned; else of the first future that stands at its P80."""
    if not facts.is_schedule and (told := _waits_told(facts, project)):
        return Line(told, f"forecast.why({project.name!r})", detail_of=project.name)
    replication = _at_p80(facts, project)
    path = path_of(one_replication(facts.runs, replication), project.index)
    call = _chain_call(project, replication)
    future = "" if facts.is_schedule else f"in future {replication:,}, which ends on that day"
    return Line(_path_words(facts, path, project, future), call, detail_of=project.name)


def _waits_told(facts: Facts, project: _Project) -> str:
    """Tell for which role a project waits, if that takes more at its P80 than anything else not planned."""
    frame = waterfall(facts, project.index, QUANTILES["p80"])
    days = {
        cause: float(each)
        for cause, each in zip(frame["cause"], frame["working_days"], strict=True)
        if cause not in PLANNED
    }
    most = max(days, key=days.__getitem__, default="")
    extra = round(sum(days.values()))
    roles = {WAITING + role for role in role_names(facts.plan)}
    if most not in roles or not 1 <= round(days[most]) <= extra:
        return ""
    more = f"Of {plural(extra, 'working day')} besides its planned work"
    return f"{more}, {round(days[most])} are waiting for {most.removeprefix(WAITING)}"


def _path_words(facts: Facts, path: Path, project: _Project, future: str) -> str:
    """Tell what a path waits for longest, in a future if one is named, else where it comes from."""
    its = f"I{future[1:]}, its" if future else "Its"
    plan = facts.plan
    by_cause: dict[str, int] = {}
    for task, ticks in path.waits.items():
        while_frozen = f"while {plan.project_names[plan.task_project[task]]} is frozen"
        for_people = f"for {people_for(plan, needs_of(plan, task))}"
        frozen, limited = path.frozen[task], path.limited[task]
        parts = (while_frozen, frozen), (_FOR_A_PLACE, limited), (for_people, ticks - frozen - limited)
        for cause, part in parts:
            by_cause[cause] = by_cause.get(cause, 0) + part
    if any(by_cause.values()):
        cause, ticks = max(by_cause.items(), key=lambda item: item[1])
        days = max(1, round(ticks_to_days(ticks)))
        waits = f"{its} work waits {plural(days, 'day')} {cause}{_room(project, days)}"
        waited = ticks_to_days(sum(by_cause.values()))
        is_most = project.days_after is None or 2 * waited >= project.days_after
        return waits if is_most else f"{waits}; else {_takes(plan, path, project)}"
    if path.comes_from is not None:
        return f"{its} work waits for nobody; it begins after {plan.task_labels[path.comes_from]}"
    when = f" ({future})" if future else ""
    short = _overload(plan, path, project)
    cause = f"Short of {short}; its" if short else "Its"
    work = f"work{_whose(plan, path)} takes that long with the people on it"
    return f"{cause} {work}, and nobody is waited for{when}"


_FOR_A_PLACE: Final = "for other projects to end (limit on projects in progress)"


def _takes(plan: Plan, path: Path, project: _Project) -> str:
    """Tell that the work itself takes so long, and where all projects want more than there is."""
    short = _overload(plan, path, project)
    because = f" (short of {short})" if short else ""
    return f"its work{_whose(plan, path)} takes that long with the people on it{because}"


def _room(project: _Project, days: int) -> str:
    """Tell how much of a wait there was time for, where it is longer than the project is late."""
    late = project.days_after
    if late is None or days <= late:
        return ""
    until = "deadline" if project.planned is None else "last planned day"
    return f" ({days - late} of them fit before the {until})"


def _overload(plan: Plan, path: Path, project: _Project) -> str:
    """Tell when the path's work is wanted most above what there is, in all projects; empty if it never is."""
    needs = [need for task in path.waits for need in needs_of(plan, task)]
    roles = {plan.kind_labels[plan.need_kind[need]].split(", or ")[0] for need in needs}
    frame = demand_of_plan(plan, ["role"], "M", wide=False)
    until = frame["period"] <= pd.Timestamp(project.p80 or plan.portfolio.last_day)
    short = frame[frame["role"].isin(roles) & until & is_short(frame["gap"], frame["demand"])]
    if short.empty:
        return ""
    most = short.sort_values("gap", ascending=False, kind="stable").iloc[0]
    month = month_of(most["period"].date())
    wanted = f"{in_fte(most['demand'])} FTE in {month}"
    return f"{most['role']}: all projects want {wanted}, {in_fte(most['capacity'])} are there"


def _whose(plan: Plan, path: Path) -> str:
    """Tell for whom the work is that the path runs through; empty if it is for nobody."""
    needs = [need for task in path.waits for need in needs_of(plan, task)]
    return f" for {listed(asked_for(plan, need) for need in reversed(needs))}" if needs else ""


# ---------------------------------------------------------------- notes


def _notes(facts: Facts) -> Iterator[Line]:
    if facts.has_runs:
        yield from _unfinished(facts)
        yield from _busiest(facts)
    else:
        yield Line("Only the dates of projects were kept: nothing is known here of tasks, people and causes")
    yield from _assumptions(facts)
    if facts.precision is not None:
        yield from _precision(facts, facts.precision)
    if not facts.is_schedule:
        yield Line(
            "± says how far a figure may be off because only so many futures were lived through (95 %)"
        )


def _unfinished(facts: Facts) -> Iterator[Line]:
    """Tell what most often never finishes."""
    records: list[dict[Hashable, Any]] = waiting_frame(facts).to_dict("records")
    roots = [record for record in records if record["root"]]
    if roots:
        worst = max(roots, key=lambda record: record["share"])
        where = "" if facts.is_schedule else f" in {percent(worst['share'])} of futures"
        task = f"{worst['project']}/{worst['task']}"
        text = f"Not finished by the horizon{where}: {task} waits for {worst['waits_for']}"
        yield Line(text, "forecast.waiting()")


def _busiest(facts: Facts) -> Iterator[Line]:
    """Tell which role is busiest while there is work, and when most."""
    role = busiest_of(facts.runs, facts.batch, "role")
    if role is None:
        return
    share = percent(role.ratio)
    off = "" if facts.is_schedule else margin(facts.error_factor * role.error)
    error = f" ({off})" if off and off != margin(0.0) else ""
    text = f"Busiest role: {role.name}, at work {share}{error} of its time up to the last finish"
    if percent(role.month_ratio) != share:
        text += f", {percent(role.month_ratio)} in {month_of(role.month)}"
    yield Line(text, 'forecast.utilization(by="role", period="M")')


def _assumptions(facts: Facts) -> Iterator[Line]:
    """Tell how many ranges are assumed, and what is missing for odds."""
    if not facts.plan.n_tasks:
        yield Line(f"There is no work from {readable(facts.plan.start)} on: nothing was simulated")
        return
    if facts.is_schedule:
        hint = "for odds fill low and high, or set ranges to usual"
        yield Line(f"Nothing is uncertain here, so this is a schedule without odds: {hint}")
        return
    yield Line(facts.estimates_told)


def _precision(facts: Facts, asked: float) -> Iterator[Line]:
    """Tell how well the deadlines' chances are known, against what was asked for, and what that took."""
    if math.isnan(facts.known_to):
        return
    known, done = margin(facts.known_to), plural(facts.kept.replications, "future")
    verdict = "as asked" if facts.known_to <= asked else f"{margin(asked)} was asked for"
    text = f"It took {done} to know each chance of a deadline to within {known} points ({verdict})"
    yield Line(text, "forecast.summary()")


# ---------------------------------------------------------------- shown


def card_as_text(card: Card) -> str:
    """Return a card as lines of text."""
    return "\n".join(str(line) for line in card.lines)


def card_as_sentences(card: Card) -> tuple[str, ...]:
    """Return a card's lines without the calls that explain them, for those who do not write Python."""
    return tuple(line.sentence for line in card.lines)


def _row(project: _Project, portfolio: Portfolio, *, is_schedule: bool) -> dict[str, str]:
    """Return a project's cells by the head of their column, the dates that one compares side by side."""
    chance = project.chance
    done = date_told(project.p80, "p80", project.beyond_horizon)
    half = date_told(project.p50, "p50", project.beyond_horizon)
    if not project.has_work:
        done, half = no_work(portfolio, project.name), ""
    if project.going_ahead == 0:
        done, half = "does not go ahead", ""
    return {
        "Project": project.name,
        "Deadline": "" if project.deadline is None else readable(project.deadline),
        "Chance": "" if chance is None else f"{chance.sign}{chance.off}",
        "Planned until": "" if project.planned_end is None else readable(project.planned_end),
        **({"Finished": done} if is_schedule else {"P50": half, "P80 (4 in 5)": done}),
        "Days late": "" if project.days_late is None else f"{project.days_late}",
    }


def card_as_html(card: Card) -> str:
    """Return a card as HTML without colors or styles of its own, so that it fits any theme."""
    lines = [*card.overall, *(line for line in card.projects if line.detail_of), *card.notes]
    items = "".join(f"<li>{_line_as_html(line)}</li>" for line in lines)
    head = "".join(f"<th>{html.escape(name)}</th>" for name in card.heads)
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in card.table
    )
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f"<div><p><strong>{html.escape(card.title)}</strong></p>{table}<ul>{items}</ul></div>"


def _line_as_html(line: Line) -> str:
    text = html.escape(f"{line.detail_of}: {line.text}" if line.detail_of else line.text)
    return f"{text}; see <code>{html.escape(line.call)}</code>" if line.call else text

"""Remarks on what is said to have begun, and to be done, at the status date (rule R16)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from capsim.domain.findings.finding import Finding, Worked, about_all, all_tasks, on_tasks
from capsim.domain.lookup import Lookup
from capsim.domain.status import begun_on, done_on, has_actuals
from capsim.domain.words import place_of_task
from capsim.errors import Problem

if TYPE_CHECKING:
    from capsim.domain.portfolio import Portfolio
    from capsim.domain.task import Link, Task

__all__ = ["about_status"]


def about_status(portfolio: Portfolio) -> Iterator[Finding]:
    """Find progress that contradicts links, has no date, or is missing."""
    today = portfolio.status_date
    if today is None:
        return
    tasks = list(all_tasks(portfolio))
    begun = [each for each in tasks if has_actuals(each[1])]
    if not begun and today > portfolio.start:
        yield about_all(
            "no progress",
            "info",
            f"status date {today}, and no work is said to have begun: all of it starts then or later",
            "give actual_start and actual_finish of what has begun and what is done",
        )
        return
    yield from _out_of_order(portfolio, begun, today)
    yield from _undated(begun)
    yield from _not_begun(tasks)
    yield from on_tasks(
        "planned to be over",
        "warning",
        [each for each in tasks if each[1].end and each[1].end < today and not has_actuals(each[1])],
        f"planned to be over by the status date, {today}, and not said to have begun: it starts later",
        "give its actual_start and actual_finish, or plan it anew",
    )


def _out_of_order(portfolio: Portfolio, begun: list[Worked], today: date) -> Iterator[Finding]:
    """Find work that began, or was done, before what it waits for: the run takes it as it is said."""
    lookup = Lookup(portfolio.projects)
    parts = {project.name for project in portfolio.projects if project.takes_part}
    known = {project.name: project for project in portfolio.projects}
    for project, task in begun:
        for link in task.after:
            name = link.project or project.name
            if name not in parts or not lookup.has_task(name, link.task):
                continue
            what = _contradiction(link, known[name].task(link.task), task, today)
            if what:
                place = place_of_task(project, task)
                fix = "check both dates, or take the link out; the run goes by the dates"
                yield Finding(
                    "out of order", Problem(f"{place}, after", what, str(link), fix, "warning"), place
                )


def _contradiction(link: Link, before: Task, after: Task, today: date) -> str:
    """Return what a link and the dates of its tasks do not agree on; empty if they do."""
    event, own = link.kind
    required = begun_on(before, today) if event == "S" else done_on(before, today)
    happened = begun_on(after, today) if own == "S" else done_on(after, today)
    if happened is None or (required is not None and required <= happened):
        return ""
    did = f"{'has begun' if own == 'S' else 'is done'} on {happened}"
    verb = "begun" if event == "S" else "done"
    return f"{did}, {before.name!r} is {f'{verb} on {required}' if required else f'not {verb}'}"


def _undated(begun: list[Worked]) -> Iterator[Finding]:
    yield from on_tasks(
        "progress without dates",
        "info",
        [each for each in begun if not (each[1].actual_start or each[1].actual_finish)],
        "progress without a date: taken to have begun as planned, or else on the day before the status date",
        "give its actual_start, and its actual_finish if it is done",
    )


def _not_begun(tasks: list[Worked]) -> Iterator[Finding]:
    """Find what is said of work that has not begun, and changes nothing."""
    yield from on_tasks(
        "remains of work not begun",
        "info",
        [each for each in tasks if each[1].remaining is not None and not has_actuals(each[1])],
        "what remains is said of work that has not begun: its estimate counts",
        "give its actual_start if it has begun",
    )
    yield from on_tasks(
        "people at work not begun",
        "info",
        [each for each in tasks if each[1].assigned and not has_actuals(each[1])],
        "people are assigned to work that has not begun: the assignment rule chooses who does it",
        "give its actual_start if it has begun",
    )

"""Remarks on the order of work: links that do nothing, and work that nothing waits for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from capsim.domain.findings.finding import Finding, Worked, all_tasks, on_tasks, taking_part
from capsim.domain.words import place_of_task
from capsim.errors import Problem

if TYPE_CHECKING:
    from capsim.domain.portfolio import Portfolio
    from capsim.domain.project import Project

__all__ = ["about_links"]


def about_links(portfolio: Portfolio) -> Iterator[Finding]:
    """Find links to nothing, links given twice, and loose work in projects with links."""
    absent = {project.name for project in portfolio.projects if not project.takes_part}
    for project, task in all_tasks(portfolio):
        place = place_of_task(project, task)
        for link in task.after:
            if link.project in absent:
                what = f"project {link.project!r} takes no part: the link is met from the start"
                fix = "change its status if the work is still to be done"
                problem = Problem(f"{place}, after", what, str(link), fix, "warning")
                yield Finding("links to nothing", problem, place)
        if len({(link.project, link.task, link.kind) for link in task.after}) < len(task.after):
            problem = Problem(f"{place}, after", "a link listed twice", fix="list it once", severity="info")
            yield Finding("links twice", problem, place)
    yield from _about_loose_work(portfolio)


def _about_loose_work(portfolio: Portfolio) -> Iterator[Finding]:
    """Find unlinked work, and work that can be late without moving its project's last milestone.

    Work that is planned from a day to a day (demand by period, bookings) is held by its dates, not by links.
    """
    waited_for = {
        (link.project or project.name, link.task)
        for project, task in all_tasks(portfolio)
        for link in task.after
    }
    for project in taking_part(portfolio):
        planned = [(project, task) for task in project.tasks if task.end is None]
        if any(task.after for _, task in planned):
            yield from _loose_in(project, planned, waited_for)


def _loose_in(project: Project, planned: list[Worked], waited_for: set[tuple[str, str]]) -> Iterator[Finding]:
    ends = [each for each in planned if (project.name, each[1].name) not in waited_for]
    loose = [each for each in ends if not each[1].after]
    yield from on_tasks(
        "unlinked",
        "warning",
        loose,
        "waits for nothing, and nothing waits for it: it is begun at the first chance",
        "say what it comes after, and what comes after it",
    )
    last = [task.name for _, task in ends if task.is_milestone and task.after]
    if last:
        yield from on_tasks(
            "open ends",
            "warning",
            [each for each in ends if each[1].after and not each[1].is_milestone],
            f"nothing waits for it, not even {last[-1]!r}: it can be late unseen",
            f"let {last[-1]!r} come after it",
        )

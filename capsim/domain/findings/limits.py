"""Remarks on limits: exceeded from the start, or never; freezes over everything; ties that bind nobody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from capsim.domain.findings.finding import (
    Finding,
    Worked,
    about_all,
    all_tasks,
    on_projects,
    on_tasks,
    taking_part,
)
from capsim.domain.lookup import Lookup
from capsim.domain.staffing import Staffing, find_shortage, seats_of
from capsim.errors import Problem

if TYPE_CHECKING:
    from capsim.domain.portfolio import Portfolio
    from capsim.domain.project import Project

__all__ = ["about_limits"]


def about_limits(portfolio: Portfolio) -> Iterator[Finding]:
    """Find limits that are exceeded or limit nothing, endless freezes, and ties that bind nobody."""
    policy, projects = portfolio.policy, taking_part(portfolio)
    if policy.wip_limit is not None:
        yield from _about_limit(policy.wip_limit, projects, "wip_limit")
    for team, most in policy.team_wip_limits:
        mine = [project for project in projects if project.team == team]
        yield from _about_limit(most, mine, f"the limit of team {team}")
    yield from _about_freezes(portfolio)
    yield from _about_same_people(portfolio)


def _about_limit(most: int, projects: Sequence[Project], limit: str) -> Iterator[Finding]:
    running = [project for project in projects if project.status == "running"]
    if len(running) > most:
        what = f"{len(running)} projects are running, more than {limit} allows at once ({most})"
        fix = "raise the limit, or put some of them on hold"
        yield from on_projects("more in progress than allowed", "warning", running, what, fix)
    elif len(projects) <= most:
        what = f"Policy: {limit} is {most}, and there are {len(projects)} projects: it limits nothing"
        yield about_all("idle limit", "info", what, "lower it, or leave it out")


def _about_freezes(portfolio: Portfolio) -> Iterator[Finding]:
    for number, freeze in enumerate(portfolio.freezes, 1):
        place = f"Freeze {number}"
        if freeze.end < portfolio.start:
            problem = Problem(place, "over before the start", str(freeze.end), "remove it", "info")
            yield Finding("past freeze", problem, place)
        elif freeze.start <= portfolio.start and freeze.end >= portfolio.last_day:
            mine = [project for project in taking_part(portfolio) if freeze.holds(project)]
            what = "frozen up to the last day simulated: no work of it that needs people ever begins"
            yield from on_projects("frozen for ever", "warning", mine, what, "shorten the freeze")


def _about_same_people(portfolio: Portfolio) -> Iterator[Finding]:
    """Find work that looks to people of work that it does not wait for, or who can never do it."""
    tied = [(project, task) for project, task in all_tasks(portfolio) if task.same_person_as is not None]
    if not tied:
        return
    lookup, staffing = Lookup(portfolio.projects), Staffing(portfolio)
    loose: list[Worked] = []
    unable: list[Worked] = []
    for project, task in tied:
        name = lookup.readings(task.same_person_as or "", project.name)[0]
        if name not in _waited_for(project, task.name, lookup):
            loose.append((project, task))
        did = frozenset().union(*(staffing.may_serve(need) for need in lookup.task(*name).needs))
        able = [staffing.may_serve(need) & did for need in task.needs]
        if find_shortage(able, [seats_of(need) for need in task.needs]) is not None:
            unable.append((project, task))
    yield from on_tasks(
        "same people of later work",
        "warning",
        loose,
        "same_person_as names a task that it does not wait for: begun earlier, it is for anybody",
        "let it come after that task",
    )
    yield from on_tasks(
        "same people who cannot",
        "warning",
        unable,
        "who can do the task that same_person_as names can never do all of this one: anybody may",
        "give them the skill, or leave it out",
    )


def _waited_for(project: Project, task: str, lookup: Lookup) -> set[tuple[str, str]]:
    """Return the tasks that a task waits for, by whatever links."""
    found: set[tuple[str, str]] = set()
    edge = [(project.name, task)]
    while edge:
        at = edge.pop()
        before = [(link.project or at[0], link.task) for link in lookup.task(*at).after]
        edge += [each for each in before if each not in found]
        found.update(before)
    return found

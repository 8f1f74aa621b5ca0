"""Names in limits and in who may work where: each must mean somebody, and leave work possible."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from capsim.domain.lookup import Lookup
from capsim.domain.named import Named
from capsim.domain.project import Project
from capsim.domain.staffing import Staffing
from capsim.domain.task import Task
from capsim.domain.words import Hints, place_of_task, some
from capsim.errors import Problem

if TYPE_CHECKING:
    from capsim.domain.portfolio import Portfolio

__all__ = ["limit_problems", "nobody_named_can"]


def limit_problems(portfolio: Portfolio, lookup: Lookup, hints: Hints) -> Iterator[Problem]:
    """Find unknown names in limits, freezes, and in who may work where.

    Parameters
    ----------
    portfolio : Portfolio
    lookup : Lookup
        Of its projects.
    hints : callable
        See `Hints`.
    """
    yield from _unknown_people(portfolio, hints)
    for project in portfolio.projects:
        for task in project.tasks:
            if task.same_person_as is not None:
                yield from _same_person(project, task, task.same_person_as, lookup, hints)
    projects = dict.fromkeys(project.name for project in portfolio.projects)
    teams = dict.fromkeys(project.team for project in portfolio.projects if project.team)
    for number, freeze in enumerate(portfolio.freezes, 1):
        where = f"Freeze {number}"
        yield from _unknown(f"{where}, projects", "no such project", freeze.projects, projects, hints)
        yield from _unknown_teams(f"{where}, teams", freeze.teams, teams, hints)
    limited = [team for team, _ in portfolio.policy.team_wip_limits]
    yield from _unknown_teams("Policy, team_wip_limits", limited, teams, hints)


def nobody_named_can(project: Project, task: Task, staffing: Staffing) -> Iterator[Problem]:
    """Find needs that somebody can serve, but nobody of those who may.

    Parameters
    ----------
    project : Project
    task : Task
        Somebody has the skills of each of its needs.
    staffing : Staffing
    """
    for need in task.needs:
        named = (*need.only, *need.never)
        if staffing.may_serve(need) or not staffing.knows(named):  # who is unknown is told elsewhere
            continue
        can = [staffing.names[who] for who in sorted(staffing.fillers(need.skills))]
        field = "only" if need.only else "never"
        yield Problem(
            f"{place_of_task(project, task)}, {field}",
            f"nobody who may do it can ever do {need.label}",
            "; ".join(need.only or need.never),
            f"who can: {some(can)}",
        )


def _unknown_people(portfolio: Portfolio, hints: Hints) -> Iterator[Problem]:
    naming = [
        (project, task, need)
        for project in portfolio.projects
        for task in project.tasks
        for need in task.needs
        if need.only or need.never
    ]
    if not naming:
        return
    known = Named(portfolio.people).names
    for project, task, need in naming:
        for field in ("only", "never"):
            where = f"{place_of_task(project, task)}, {field}"
            yield from _unknown(where, "no such person or team", getattr(need, field), known, hints)


def _unknown(
    where: str, what: str, words: Iterable[str], known: Mapping[str, object], hints: Hints
) -> Iterator[Problem]:
    for word in words:
        if word not in known:
            yield Problem(where, what, word, hints(word, known))


def _unknown_teams(
    where: str, teams: Iterable[str], known: Mapping[str, object], hints: Hints
) -> Iterator[Problem]:
    if known:
        yield from _unknown(where, "no project is owned by that team", teams, known, hints)
        return
    for team in teams:
        fix = "give the projects a team, or leave the limit out"
        yield Problem(where, "no project is owned by a team", team, fix)


def _same_person(project: Project, task: Task, text: str, lookup: Lookup, hints: Hints) -> Iterator[Problem]:
    where = f"{place_of_task(project, task)}, same_person_as"
    readings = lookup.readings(text, project.name)
    if not task.needs:
        yield Problem(where, "nobody works on this task", text, "leave it out, or give the task effort")
    elif readings == [(project.name, task.name)]:
        yield Problem(where, "the task itself", text, "name the task whose people do this one")
    elif len(readings) > 1:
        yield Problem(where, "can mean several tasks", text, "rename one of them")
    elif not readings:
        fix = hints(text, lookup.tasks_of(project.name))
        yield Problem(where, f"no such task in project {project.name!r}", text, fix)
    elif not lookup.task(*readings[0]).needs:
        yield Problem(where, "a task that nobody works on", text, "name one with effort")

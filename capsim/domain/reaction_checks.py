"""What must hold of reactions (rule R21): each must be about something that is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from capsim.domain.actions import Descope, Hire, OnPeople, Overtime
from capsim.domain.named import Named
from capsim.domain.reactions import Reaction
from capsim.domain.triggers import OnDate, Overloaded, Slip
from capsim.domain.words import Hints
from capsim.errors import Problem

if TYPE_CHECKING:
    from capsim.domain.portfolio import Portfolio
    from capsim.domain.project import Project

__all__ = ["reaction_problems"]


def reaction_problems(portfolio: Portfolio, reactions: Iterable[Reaction], hints: Hints) -> Iterator[Problem]:
    """Find reactions to what cannot be, and with what cannot be done.

    Parameters
    ----------
    portfolio : Portfolio
    reactions : iterable of Reaction
        Of its own policy, or of another one.
    hints : callable
        See `Hints`.
    """
    for number, reaction in enumerate(reactions, 1):
        where = f"Policy, reaction {number}"
        yield from _trigger_problems(portfolio, reaction, f"{where}, when", hints)
        yield from _action_problems(portfolio, reaction, f"{where}, do", hints)


def _trigger_problems(
    portfolio: Portfolio, reaction: Reaction, where: str, hints: Hints
) -> Iterator[Problem]:
    when = reaction.when
    if isinstance(when, OnDate) and when.day < portfolio.start:
        fix = f"write {portfolio.start} or later"
        yield Problem(where, "a date before the portfolio starts", str(when.day), fix)
    if isinstance(when, Overloaded) and when.skill is not None:
        asked = _skills_asked(portfolio)
        if when.skill not in asked:
            yield Problem(where, "no work asks for that skill", when.skill, hints(when.skill, asked))
    if isinstance(when, Slip):
        yield from _unknown_project(portfolio, when.project, where, hints)
        meant = _meant(portfolio, when.project)
        if meant and not any(project.deadline for project in meant):
            fix = "give it a deadline, or leave the reaction out"
            if when.project is None:
                yield Problem(where, "no project has a deadline", fix=fix.replace("it", "one", 1))
            else:
                yield Problem(where, "a project without a deadline", when.project, fix)


def _action_problems(portfolio: Portfolio, reaction: Reaction, where: str, hints: Hints) -> Iterator[Problem]:
    do = reaction.do
    if isinstance(do, OnPeople):
        yield from _people_problems(portfolio, do, where, hints)
        return
    yield from _unknown_project(portfolio, do.project, where, hints)
    if isinstance(do, Descope) and (meant := _meant(portfolio, do.project)):
        tags = dict.fromkeys(tag for project in meant for task in project.tasks for tag in task.tags)
        if do.tag not in tags:
            of = "" if do.project is None else f" of project {do.project!r}"
            yield Problem(where, f"no task{of} has that tag", do.tag, hints(do.tag, tags))


def _people_problems(portfolio: Portfolio, do: OnPeople, where: str, hints: Hints) -> Iterator[Problem]:
    named = Named(portfolio.people)
    meant = [portfolio.staff[place] for place in named.meant_by(do.who)]
    if not meant:
        fix = hints(do.who, [*named.roles, *named.names])
        yield Problem(where, "nobody has that name, team or role", do.who, fix)
    elif isinstance(do, Hire) and not any(person.is_candidate for person in meant):
        fix = "list who could be hired among the people, with the kind candidate and joining_delay_days"
        yield Problem(where, "nobody of them is a candidate", do.who, fix)
    elif isinstance(do, Overtime) and all(person.is_equipment for person in meant):
        yield Problem(where, "equipment, which works no overtime", do.who, "name people")


def _unknown_project(portfolio: Portfolio, name: str | None, where: str, hints: Hints) -> Iterator[Problem]:
    names = [project.name for project in portfolio.projects]
    if name is not None and name not in names:
        yield Problem(where, "no such project", name, hints(name, names))


def _meant(portfolio: Portfolio, name: str | None) -> list[Project]:
    """Return the projects of a trigger or an action."""
    return [project for project in portfolio.projects if name in (None, project.name)]


def _skills_asked(portfolio: Portfolio) -> dict[str, None]:
    return dict.fromkeys(
        choice.skill
        for project in portfolio.projects
        for task in project.tasks
        for need in task.needs
        for choice in need.skills
    )

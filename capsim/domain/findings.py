"""Remarks that stop no run: what is missing or odd, and what filling it in would change."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from capsim.domain.person import Person
from capsim.domain.policy import EDD, WSJF, Cheapest
from capsim.domain.project import Project
from capsim.domain.staffing import Staffing
from capsim.domain.task import Task
from capsim.domain.words import place_of_task, plural, some
from capsim.errors import Problem, did_you_mean

if TYPE_CHECKING:
    from capsim.domain.portfolio import Portfolio

__all__ = ["Findings", "findings_in"]


class Findings(tuple[Problem, ...]):
    """Remarks on a portfolio, one a line when shown.

    Examples
    --------
    >>> Findings([Problem("Project 'Shop'", "no deadline", fix="give one and see the odds of keeping it")])
    1 finding:
      - Project 'Shop': no deadline; give one and see the odds of keeping it
    >>> Findings()
    nothing to remark
    """

    __slots__ = ()

    def __repr__(self) -> str:
        if not self:
            return "nothing to remark"
        return "\n".join([f"{plural(len(self), 'finding')}:", *(f"  - {finding}" for finding in self)])

    def _repr_html_(self) -> str:
        if not self:
            return "<p>nothing to remark</p>"
        return f"<ul>{''.join(f'<li>{html.escape(str(finding))}</li>' for finding in self)}</ul>"


def findings_in(portfolio: Portfolio) -> list[Problem]:
    """Find what does not stop a run, but could be better.

    Parameters
    ----------
    portfolio : Portfolio
        A valid one.

    Returns
    -------
    list of Problem
        Each with what would be better as its fix.
    """
    staffing = Staffing(portfolio)
    return [
        *_about_ranges(portfolio),
        *_about_projects(portfolio),
        *_about_dates(portfolio),
        *_about_durations(portfolio),
        *_about_links(portfolio),
        *_about_people(portfolio, staffing),
        *_about_skills(portfolio, staffing),
        *_about_calendars(portfolio),
        *_about_policy(portfolio),
    ]


def _taking_part(portfolio: Portfolio) -> list[Project]:
    return [project for project in portfolio.projects if project.takes_part]


def _all_tasks(portfolio: Portfolio) -> Iterator[tuple[Project, Task]]:
    return ((project, task) for project in _taking_part(portfolio) for task in project.tasks)


def _places(kind: str, names: Iterable[str], many: str | None = None) -> str:
    """Write the place of a remark on several entities: ``"Projects 'A', 'B' and 3 more"``."""
    listed = [repr(name) for name in names]
    return f"{kind if len(listed) == 1 else many or kind + 's'} {some(listed)}"


def _about_ranges(portfolio: Portfolio) -> Iterator[Problem]:
    ranges = portfolio.ranges
    if ranges.default or ranges.by_skill or ranges.by_tag or portfolio.drivers:
        return
    estimates = [
        amount
        for _, task in _all_tasks(portfolio)
        for amount in (task.duration, *(need.effort for need in task.needs))
        if amount is not None
    ]
    if estimates and all(amount.is_fixed for amount in estimates):
        yield Problem(
            "",
            "no estimate has a range: the answer is a schedule and shows no odds",
            fix='write ranges such as PERT(5, 8, 15), or set ranges="usual"',
        )


def _about_projects(portfolio: Portfolio) -> Iterator[Problem]:
    projects = _taking_part(portfolio)
    if not projects:
        what = "no projects" if not portfolio.projects else "no project takes part"
        yield Problem("", f"{what}: there is nothing to simulate", fix="add one that is planned or running")
    empty = [project.name for project in projects if not project.tasks]
    if empty:
        yield Problem(
            _places("Project", empty), "no tasks", fix="add tasks, or one with the effort of it all"
        )
    open_ended = [project.name for project in projects if project.deadline is None and project.tasks]
    if open_ended:
        yield Problem(
            _places("Project", open_ended),
            "no deadline",
            fix="give one, and the forecast says how likely it is kept",
        )


def _about_dates(portfolio: Portfolio) -> Iterator[Problem]:
    projects = _taking_part(portfolio)
    for what, fix, odd in _ODD_DATES:
        places = [project.name for project in projects if odd(project, portfolio)]
        if places:
            yield Problem(_places("Project", places), what, fix=fix)
    early = [
        place_of_task(project, task)
        for project, task in _all_tasks(portfolio)
        if task.start is not None and task.start < portfolio.start
    ]
    if early:
        what = "dated before the portfolio's start"
        yield Problem(some(early, 3), what, fix="work begins at the start at the earliest")
    late = [
        place_of_task(project, task)
        for project, task in _all_tasks(portfolio)
        if task.deadline is not None and task.deadline < portfolio.start
    ]
    if late:
        what = "the deadline is before the portfolio's start: this deadline can no longer be kept"
        yield Problem(some(late, 3), what, fix="check the date")


_ODD_DATES: tuple[tuple[str, str, Callable[[Project, Portfolio], bool]], ...] = (
    (
        "the deadline is before the portfolio's start: this deadline can no longer be kept",
        "check the date",
        lambda project, portfolio: project.deadline is not None and project.deadline < portfolio.start,
    ),
    (
        "the deadline is before the project's start: it cannot be kept",
        "check both dates",
        lambda project, portfolio: (
            None not in (project.start, project.deadline) and project.deadline < project.start  # type: ignore[operator]
        ),
    ),
    (
        "starts after the last day simulated: it is never finished",
        "move the horizon",
        lambda project, portfolio: project.start is not None and project.start > portfolio.last_day,
    ),
)


def _about_durations(portfolio: Portfolio) -> Iterator[Problem]:
    places = [
        place_of_task(project, task)
        for project, task in _all_tasks(portfolio)
        if task.duration is not None and any(need.people[0] < need.people[1] for need in task.needs)
    ]
    if places:
        yield Problem(
            some(places, 3),
            "more people do not shorten a duration: only the fewest are taken",
            fix="give effort instead, or one number of people",
        )


def _about_links(portfolio: Portfolio) -> Iterator[Problem]:
    absent = {project.name for project in portfolio.projects if not project.takes_part}
    for project, task in _all_tasks(portfolio):
        where = f"{place_of_task(project, task)}, after"
        for link in task.after:
            if link.project in absent:
                yield Problem(
                    where,
                    f"project {link.project!r} takes no part: the link is met from the start",
                    str(link),
                    "change its status if the work is still to be done",
                )
        if len({(link.project, link.task, link.kind) for link in task.after}) < len(task.after):
            yield Problem(where, "a link listed twice", fix="list it once")


def _about_people(portfolio: Portfolio, staffing: Staffing) -> Iterator[Problem]:
    tasks = [task for _, task in _all_tasks(portfolio)]
    demanded = {choice.skill for task in tasks for need in task.needs for choice in need.skills}
    unneeded = [person for person in portfolio.people if not _serves(person, demanded)]
    if unneeded and demanded:
        yield Problem(
            _places("Person", (str(person.name) for person in unneeded), "People"),
            "no task needs any of their skills",
            fix=f"check the spelling; demanded: {some(sorted(demanded))}",
        )
    absent = [str(person.name) for person in portfolio.people if not staffing.is_present(person)]
    if absent:
        yield Problem(
            _places("Person", absent, "People"),
            "never at work in the time simulated",
            fix="check dates and availability",
        )


def _serves(person: Person, demanded: set[str]) -> bool:
    return any(skill.name in demanded for skill in person.skills)


def _about_skills(portfolio: Portfolio, staffing: Staffing) -> Iterator[Problem]:
    """Alternatives that nobody has; where nobody has any of them it is a problem, told elsewhere."""
    missing: dict[str, list[str]] = {}
    for project, task in _all_tasks(portfolio):
        for need in task.needs:
            for choice in need.skills:
                if choice.skill not in staffing.levels:
                    missing.setdefault(choice.skill, []).append(place_of_task(project, task))
    for skill, places in missing.items():
        yield Problem(
            some(places, 3), "an alternative that nobody has", skill, did_you_mean(skill, staffing.levels)
        )


def _about_calendars(portfolio: Portfolio) -> Iterator[Problem]:
    used = {portfolio.calendar_of(person).name for person in portfolio.people} | {portfolio.calendar.name}
    plain = all(
        not calendar.holidays and calendar.country is None
        for calendar in (portfolio.calendar, *portfolio.calendars)
        if calendar.name in used
    )
    if portfolio.people and plain:
        yield Problem(
            "", "people work on public holidays", fix='give the portfolio a country, such as calendar="DE-BY"'
        )


def _about_policy(portfolio: Portfolio) -> Iterator[Problem]:
    projects = _taking_part(portfolio)
    rule = portfolio.policy.priority
    if isinstance(rule, EDD) and not any(project.deadline for project in projects):
        yield Problem("Policy", "EDD orders work by deadlines, and no project has one", fix="give deadlines")
    if isinstance(rule, WSJF) and not any(project.cost_of_delay_per_day for project in projects):
        yield Problem(
            "Policy", "WSJF orders work by the cost of delay, and no project has one", fix="give it"
        )
    if isinstance(portfolio.policy.assignment, Cheapest) and not any(
        person.cost_per_day is not None for person in portfolio.people
    ):
        yield Problem("Policy", "Cheapest orders people by cost, and nobody has one", fix="give cost_per_day")

"""Makes a portfolio on which the engines differ as small as it can be, and writes it as code.

``python -m tests.parity.shrinking small 12345`` does it for a number that the campaign has named; what it
prints belongs in `test_found`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import MISSING, Field, fields, replace
from datetime import date
from typing import Any

from capsim.domain.person import Person
from capsim.domain.policy import Policy
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.task import Need, Task
from capsim.domain.work import Stream
from capsim.errors import InputError
from tests.parity.comparing import KINDS, compared

Case = tuple[Portfolio, Policy]

LISTS = ("risks", "streams", "freezes", "calendars")
SINGLE = (
    "status_date",
    "sickness",
    "attrition",
    "onboarding",
    "productivity",
    "money",
    "currency",
    "calendar",
    "run_the_business",
    "horizon",
)
"""What a portfolio says beside its people, its projects and its bookings."""


def shrunk(portfolio: Portfolio, policy: Policy, differs: Callable[[Portfolio, Policy], bool]) -> Case:
    """Take away whatever can go while something still differs, until nothing can."""
    case = (portfolio, policy)
    assert differs(*case), "nothing differs"
    seen = {as_code(*case)}  # what is taken away may come back by itself: the work of a booking

    def is_new(each: Case) -> bool:
        size = len(seen)
        seen.add(as_code(*each))
        return len(seen) > size

    while True:
        smaller = next((each for each in _smaller(*case) if is_new(each) and _still(differs, each)), None)
        if smaller is None:
            return case
        case = smaller


def _still(differs: Callable[[Portfolio, Policy], bool], case: Case) -> bool:
    try:
        return differs(*case)
    except InputError:
        return False


def _smaller(portfolio: Portfolio, policy: Policy) -> Iterator[Case]:
    for made in _portfolios(portfolio):
        yield made, policy
    for made in _plainer(policy, ()):
        yield portfolio, made


def _portfolios(portfolio: Portfolio) -> Iterator[Portfolio]:
    """Yield portfolios with one thing less, large things first; what is no portfolio is passed over."""
    for change in _changes(portfolio):
        try:
            yield replace(portfolio, **change)
        except InputError:
            continue


def _changes(portfolio: Portfolio) -> Iterator[dict[str, Any]]:
    for projects in _fewer(portfolio.projects):
        kept = {project.name for project in projects}
        bookings = [booking for booking in portfolio.bookings if booking.project in kept]
        yield {"projects": [_without_links(each, projects) for each in projects], "bookings": bookings}
    for index, project in enumerate(portfolio.projects):
        for tasks in _fewer(project.tasks):
            projects = _put(portfolio.projects, index, replace(project, tasks=tasks))
            yield {"projects": [_without_links(each, projects) for each in projects]}
    for people in _fewer(portfolio.people):
        kept = {person.name for person in people}
        bookings = [booking for booking in portfolio.bookings if booking.person in kept]
        yield {"people": people, "bookings": bookings}
    for bookings in _fewer(portfolio.bookings):
        yield {"bookings": bookings}
    for index, project in enumerate(portfolio.projects):
        for made in _projects(project):
            yield {"projects": _put(portfolio.projects, index, made)}
    for index, person in enumerate(portfolio.people):
        for one in _people(person):
            yield {"people": _put(portfolio.people, index, one)}
    for index, booking in enumerate(portfolio.bookings):
        for two in _plainer(booking, ("person", "project", "start", "end")):
            yield {"bookings": _put(portfolio.bookings, index, two)}
    for name in LISTS:
        yield from ({name: fewer} for fewer in _fewer(getattr(portfolio, name)))
    for name in SINGLE:
        yield from ({name: value} for value in _defaults(portfolio, name))


def _projects(project: Project) -> Iterator[Project]:
    yield from _plainer(project, ("name", "tasks"))
    for index, task in enumerate(project.tasks):
        for made in _tasks(task):
            yield replace(project, tasks=_put(project.tasks, index, made))


def _tasks(task: Task) -> Iterator[Task]:
    for links in _fewer(task.after):
        yield replace(task, after=links)
    for index, link in enumerate(task.after):
        for made in _plainer(link, ("task", "project")):
            yield replace(task, after=_put(task.after, index, made))
    for needs in _fewer(task.needs):
        if needs or task.duration is not None:
            yield replace(task, needs=needs)
    for index, need in enumerate(task.needs):
        for one in _needs(need):
            yield replace(task, needs=_put(task.needs, index, one))
    yield from _plainer(task, ("name", "after", "needs", "duration"))
    if task.duration is not None and str(task.duration) != "1":
        yield from _tried(task, duration=1)


def _needs(need: Need) -> Iterator[Need]:
    for skills in _fewer(need.skills):
        if skills:
            yield replace(need, skills=skills)
    for index, choice in enumerate(need.skills):
        for made in _plainer(choice, ("skill",)):
            yield replace(need, skills=_put(need.skills, index, made))
    yield from _plainer(need, ("skills", "effort"))
    fewest, most = need.people
    for people in {(fewest // 2, most // 2), (fewest - 1, most), (fewest, most - 1), (fewest, fewest)}:
        if 1 <= people[0] <= people[1] and people != need.people:
            yield from _tried(need, people=people)
    if need.effort is not None and str(need.effort) != "1":
        yield from _tried(need, effort=1)


def _people(person: Person) -> Iterator[Person]:
    for skills in _fewer(person.skills):
        if skills:
            yield replace(person, skills=skills)
    for index, skill in enumerate(person.skills):
        for made in _plainer(skill, ("name",)):
            yield replace(person, skills=_put(person.skills, index, made))
    for leave in _fewer(person.leave):
        yield replace(person, leave=leave)
    if person.count > 2:
        yield from _tried(person, count=person.count // 2)
        yield from _tried(person, count=person.count - 1)
    yield from _plainer(person, ("name", "skills", "leave"))


def _plainer(value: Any, kept: Sequence[str]) -> Iterator[Any]:
    """Yield the same with one field as it is when nothing is said."""
    for field in fields(value):
        if field.init and field.name not in kept and not field.name.startswith("_"):
            for default in _defaults(value, field.name):
                yield from _tried(value, **{field.name: default})


def _tried(value: Any, /, **change: Any) -> Iterator[Any]:
    try:
        yield replace(value, **change)
    except InputError:
        return


def _defaults(value: Any, name: str) -> Iterator[Any]:
    field = next(field for field in fields(value) if field.name == name)
    default = field.default_factory() if field.default_factory is not MISSING else field.default
    if default is MISSING:
        return
    try:
        plain = getattr(replace(value, **{name: default}), name)
    except InputError:
        return
    if plain != getattr(value, name):
        yield default


def _fewer(listed: Sequence[Any]) -> Iterator[list[Any]]:
    """Yield the list without its halves, its quarters, ... and each one entry."""
    size = len(listed)
    step = size
    while step >= 1:
        for low in range(0, size, step):
            yield [*listed[:low], *listed[low + step :]]
        step //= 2


def _put(listed: Sequence[Any], index: int, value: Any) -> list[Any]:
    return [*listed[:index], value, *listed[index + 1 :]]


def _without_links(project: Project, projects: Sequence[Project]) -> Project:
    """Drop the links to what is gone."""
    there = {(other.name, task.name) for other in projects for task in other.tasks}
    tasks = [
        replace(
            task,
            after=[link for link in task.after if (link.project or project.name, link.task) in there],
        )
        for task in project.tasks
    ]
    return replace(project, tasks=tasks)


def as_code(portfolio: Portfolio, policy: Policy) -> str:
    """Write a case as it stands in `test_found`."""
    projects = [f"Project({_arguments(project)})" for project in portfolio.projects]
    whole = _arguments(portfolio, projects=f"[{', '.join(projects)}]")
    return f"Portfolio({whole}),\n{policy!r}"


def _arguments(value: Any, **written: str) -> str:
    """Write the fields that say anything; entities write themselves as the calls that make them."""
    names = [field.name for field in fields(value) if field.init and field.compare and _is_said(value, field)]
    return ", ".join(f"{name}={written.get(name) or _text(getattr(value, name))}" for name in names)


def _is_said(value: Any, field: Field[Any]) -> bool:
    default = field.default if field.default_factory is MISSING else field.default_factory()
    return bool(getattr(value, field.name) != default)


def _text(content: Any) -> str:
    if isinstance(content, tuple):
        return f"[{', '.join(map(_text, content))}]"
    if isinstance(content, Stream):
        return f"Stream({_arguments(content)})"  # tells in words what comes, as a project does
    return repr(str(content) if isinstance(content, date) else content)


def main() -> int:
    """Shrink one number of one kind."""
    kind, number = sys.argv[1], int(sys.argv[2])

    def differs(portfolio: Portfolio, policy: Policy) -> bool:
        return bool(compared(portfolio, policy, seed=number))

    case = shrunk(*KINDS[kind](number), differs)
    print(f"# {kind} {number}, seed {number}\n{as_code(*case)}")
    print(compared(*case, seed=number))
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""What must hold between entities, found all at once.

The places are written as ``"Person 'Ada'"``, ``"Project 'Shop'"``, ``"Project 'Shop', task 'build'"``,
``"Calendar 'DE'"``, ``"Driver 'weather'"`` or ``"Group 'estimates'"``, a field's name after a comma.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from capsim.domain.absent import has_no_time, why_never_there
from capsim.domain.candidate_checks import candidate_problems
from capsim.domain.cycles import find_cycle
from capsim.domain.happening_checks import happening_problems
from capsim.domain.limit_checks import limit_problems, nobody_named_can
from capsim.domain.lookup import Lookup
from capsim.domain.money_checks import money_problems
from capsim.domain.project import Project
from capsim.domain.public_holidays import country_problems, is_resolved
from capsim.domain.reaction_checks import reaction_problems
from capsim.domain.risk_checks import risk_problems
from capsim.domain.staffing import Staffing, names_of
from capsim.domain.status import status_problems
from capsim.domain.strategy import objective_problems
from capsim.domain.targets import target_problems
from capsim.domain.task import Alternative, Link, Task
from capsim.domain.uncertainty import CopulaGroup, Selector
from capsim.domain.unrolling import stream_problems
from capsim.domain.vacancies import row_to_add
from capsim.domain.words import akin, place_of_project, place_of_task, plural, some
from capsim.errors import Problem, did_you_mean

if TYPE_CHECKING:
    from capsim.domain.portfolio import Portfolio

__all__ = ["place_problems_in", "problems_in"]

_MAX_YEARS = 100
"""A date further from the start than this is taken for a slip, or for "never"."""

_MANY = 3
_NEARLY_ALL = 0.8
"""Where so many dates, and such a part of them, are too far from the start, it is the start that is wrong."""

_MOST_COMPARED = 200_000
"""Names looked at for a did-you-mean: to search thousands for each of thousands would take minutes."""


def problems_in(portfolio: Portfolio) -> list[Problem]:
    """Find everything that keeps a portfolio from being simulated.

    Parameters
    ----------
    portfolio : Portfolio
        Its entities are valid in themselves.

    Returns
    -------
    list of Problem
        Empty if all is well.
    """
    lookup = Lookup(portfolio.projects)
    hints = _Hints()
    return [
        *place_problems_in(portfolio),
        *_name_problems(portfolio),
        *_booking_problems(portfolio, hints),
        *_mentor_problems(portfolio, hints),
        *_link_problems(portfolio, lookup, hints),
        *_scope_problems(portfolio, lookup, hints),
        *_group_problems(portfolio, lookup, hints),
        *happening_problems(portfolio, hints),
        *limit_problems(portfolio, lookup, hints),
        *reaction_problems(portfolio, portfolio.policy.reactions, hints),
        *risk_problems(portfolio),
        *status_problems(portfolio),
        *objective_problems(portfolio),
        *target_problems(portfolio),
        *_assigned_problems(portfolio, hints),
        *candidate_problems(portfolio),
        *_staffing_problems(portfolio, hints),
        *money_problems(portfolio),
        *stream_problems(portfolio),
    ]


def place_problems_in(portfolio: Portfolio) -> list[Problem]:
    """Find what is wrong with the time and the places of a portfolio: its dates and calendars.

    Public holidays can be looked up only if there is nothing.

    Parameters
    ----------
    portfolio : Portfolio

    Returns
    -------
    list of Problem
    """
    return [*_date_problems(portfolio), *_calendar_problems(portfolio)]


class _Hints:
    """Did-you-mean, for the first unknown names."""

    def __init__(self) -> None:
        self._given: dict[str, str] = {}
        self._left = _MOST_COMPARED

    def __call__(self, word: str, known: Iterable[str]) -> str:
        if word not in self._given and self._left > 0:
            names = list(known)
            self._left -= len(names)
            self._given[word] = did_you_mean(word, names)
        return self._given.get(word, "")


# ---------------------------------------------------------------- names


def _name_problems(portfolio: Portfolio) -> Iterator[Problem]:
    yield from _clashes("Person", (name for person in portfolio.people for name in names_of(person)))
    projects = [project.name for project in portfolio.projects]
    yield from _clashes("Project", projects)
    yield from _clashes("Stream", (stream.name for stream in portfolio.streams), taken=projects)
    for project in portfolio.projects:
        yield from _clashes("task", (task.name for task in project.tasks), f"{place_of_project(project)}, ")
    yield from _clashes("Calendar", (each.name for each in (portfolio.calendar, *portfolio.calendars)))
    yield from _clashes("Driver", (driver.name for driver in portfolio.drivers))
    yield from _clashes("Target", (target.name for target in portfolio.targets))
    yield from _clashes("Risk", (risk.name for risk in portfolio.risks))
    yield from _clashes("Group", (group.name for group in portfolio.groups))
    held = (skill.name for person in portfolio.people for skill in person.skills)
    yield from _clashes("Skill", dict.fromkeys(held))


def _clashes(
    kind: str, names: Iterable[str], within: str = "", taken: Iterable[str] = ()
) -> Iterator[Problem]:
    """Find names given twice, or taken by others, and names that differ only in case."""
    folded = {name.casefold(): name for name in taken}
    told: set[str] = set()
    for name in names:
        key = name.casefold()
        if key not in folded:
            folded[key] = name
        elif name not in told:
            told.add(name)
            first = folded[key]
            if first == name:
                yield Problem(
                    f"{within}{kind} {name!r}", "name given twice", fix="names are unique: rename one"
                )
            else:
                yield Problem(
                    f"{within}{kind} {name!r}",
                    f"differs from {first!r} only in upper and lower case",
                    fix="spell both alike if one is meant, else rename one",
                )


def _booking_problems(portfolio: Portfolio, hints: _Hints) -> Iterator[Problem]:
    """Find bookings of people, or on projects, that are not there."""
    people = {str(person.name): None for person in portfolio.people}
    projects = {project.name: None for project in portfolio.projects}
    for number, booking in enumerate(portfolio.bookings, 1):
        if booking.person not in people:
            fix = hints(booking.person, people)
            yield Problem(f"Booking {number}, person", "no such person", booking.person, fix)
        if booking.project not in projects:
            fix = hints(booking.project, projects)
            yield Problem(f"Booking {number}, project", "no such project", booking.project, fix)


def _assigned_problems(portfolio: Portfolio, hints: _Hints) -> Iterator[Problem]:
    """Find people at work who are not there."""
    people = {str(person.name): None for person in portfolio.people}
    for project in portfolio.projects:
        for task in project.tasks:
            for name in task.assigned:
                if name not in people:
                    where = f"{place_of_task(project, task)}, assigned"
                    yield Problem(where, "no such person", name, hints(name, people))


def _mentor_problems(portfolio: Portfolio, hints: _Hints) -> Iterator[Problem]:
    """Find mentors who are not there, or are no people."""
    named = [
        (f"Person {person.name!r}, mentor", person.onboarding.mentor)
        for person in portfolio.people
        if person.onboarding is not None and person.onboarding.mentor is not None
    ]
    if portfolio.onboarding is not None and portfolio.onboarding.mentor is not None:
        named.append(("Portfolio, mentor", portfolio.onboarding.mentor))
    if not named:
        return
    staff = {str(person.name): person for person in portfolio.staff}
    for where, mentor in named:
        if mentor not in staff:
            yield Problem(where, "no such person", mentor, hints(mentor, staff))
        elif staff[mentor].is_equipment:
            yield Problem(where, "equipment, which teaches nobody", mentor, "name a person")


# ---------------------------------------------------------------- dates


def _date_problems(portfolio: Portfolio) -> Iterator[Problem]:
    if portfolio.horizon is not None and portfolio.horizon < portfolio.start:
        yield Problem(
            "Portfolio, horizon",
            "before the start",
            str(portfolio.horizon),
            f"write {portfolio.start} or later, or leave it out",
        )
    latest = _latest_allowed(portfolio.start)
    if max(portfolio.last_date, portfolio.horizon or portfolio.start) <= latest:
        return
    dated = [(place, day) for place, day in _dated(portfolio) if day is not None]
    late = [day for _, day in dated if day > latest]
    if len(late) >= _MANY and len(late) >= _NEARLY_ALL * len(dated):
        what = (
            f"more than {_MAX_YEARS} years before nearly every other date; the first of them is {min(late)}"
        )
        yield Problem("Portfolio, start", what, str(portfolio.start), "check the year")
        return
    for place, day in dated:
        if day > latest:
            yield Problem(
                place,
                f"more than {_MAX_YEARS} years after the start",
                str(day),
                "check the year" if place.startswith("Booking") else "leave it empty if no date is meant",
            )


def _latest_allowed(start: date) -> date:
    return start + min(timedelta(days=365 * _MAX_YEARS), date.max - start)


def _dated(portfolio: Portfolio) -> Iterator[tuple[str, date | None]]:
    """Every date of the model that can move its end, with its place."""
    yield "Portfolio, horizon", portfolio.horizon
    for person in portfolio.people:
        where = f"Person {person.name!r}"
        yield from ((f"{where}, start", person.start), (f"{where}, end", person.end))
        yield from ((f"{where}, leave", leave.last) for leave in person.leave)
        for skill in person.skills:
            yield from ((f"{where}, skill {skill.name!r}", day) for day in (skill.start, skill.end))
    for project in portfolio.projects:
        where = place_of_project(project)
        yield from ((f"{where}, start", project.start), (f"{where}, deadline", project.deadline))
        for row in project.demand:
            yield from ((f"{where}, demand for {row.role!r}", period.end) for period, _ in row.amounts)
        for task in project.tasks:
            where = place_of_task(project, task)
            yield from ((f"{where}, start", task.start), (f"{where}, end", task.end))
            yield f"{where}, deadline", task.deadline
    for number, booking in enumerate(portfolio.bookings, 1):
        yield f"Booking {number}, end", booking.end
    for number, freeze in enumerate(portfolio.freezes, 1):
        yield f"Freeze {number}, end", freeze.end
    yield from ((f"Risk {risk.name!r}, window", risk.window[1]) for risk in portfolio.risks if risk.window)


# ---------------------------------------------------------------- calendars


def _calendar_problems(portfolio: Portfolio) -> Iterator[Problem]:
    calendars = (portfolio.calendar, *portfolio.calendars)
    last = portfolio.last_day
    for calendar in calendars:
        if not is_resolved(calendar, portfolio.start, last):
            yield from country_problems(calendar)
    known = {calendar.name for calendar in calendars}
    for person in portfolio.people:
        if person.calendar is not None and person.calendar not in known:
            hint = did_you_mean(person.calendar, known)
            yield Problem(
                f"Person {person.name!r}, calendar",
                "unknown calendar",
                person.calendar,
                f'{hint} (or a country such as "DE" or "DE-BY", or days such as "mon-thu")',
            )


# ---------------------------------------------------------------- links


def _link_problems(portfolio: Portfolio, lookup: Lookup, hints: _Hints) -> Iterator[Problem]:
    for project in portfolio.projects:
        for task in project.tasks:
            for link in task.after:
                yield from _one_link(project, task, link, lookup, hints)
    yield from _cycle(portfolio)


def _one_link(project: Project, task: Task, link: Link, lookup: Lookup, hints: _Hints) -> Iterator[Problem]:
    where = f"{place_of_task(project, task)}, after"
    if link.project is None and lookup.has_task(project.name, link.task):
        if link.task == task.name:
            yield Problem(where, "a task that waits for itself", str(link), "remove the link")
        return
    text = link.task if link.project is None else f"{link.project}/{link.task}"
    readings = lookup.readings(text, project.name)
    if len(readings) > 1:
        meant = " or ".join(f"task {task!r} of project {project!r}" for project, task in readings)
        yield Problem(where, f"can mean {meant}", text, "rename one of them")
    elif not readings:
        yield _unknown_link(where, project, link, lookup, hints)


def _unknown_link(where: str, project: Project, link: Link, lookup: Lookup, hints: _Hints) -> Problem:
    if link.project is None:
        known = lookup.tasks_of(project.name)
        fix = _comma_hint(link.task, known) or hints(link.task, known)
        return Problem(where, f"no such task in project {project.name!r}", link.task, fix)
    if lookup.has_project(link.project):
        return Problem(
            where,
            f"no such task in project {link.project!r}",
            link.task,
            hints(link.task, lookup.tasks_of(link.project)),
        )
    return Problem(
        where, "no such project", link.project, hints(link.project, (each.name for each in lookup.projects))
    )


def _comma_hint(text: str, known: Iterable[str]) -> str:
    """Say how a list is written, if a name falls into known names at its commas."""
    parts = [part.strip() for part in text.split(",")]
    if len(parts) < 2 or not {*parts} <= {*known}:
        return ""
    return f"lists are separated by ;, write {'; '.join(parts)}"


def _cycle(portfolio: Portfolio) -> Iterator[Problem]:
    """Find work that waits for itself through others; self links and unknown ones are told elsewhere."""
    names = [(project.name, task.name) for project in portfolio.projects for task in project.tasks]
    place = {key: index for index, key in reversed(list(enumerate(names)))}
    links = [
        (before, after, link.kind)
        for after, (project, task) in enumerate(
            (project, task) for project in portfolio.projects for task in project.tasks
        )
        for link in task.after
        if (before := place.get((link.project or project.name, link.task), after)) != after
    ]
    labels = [f"{project}/{task}" for project, task in names]
    cycle = find_cycle(labels, links)
    if cycle:
        project, task = names[labels.index(cycle[0])]
        what = f"tasks that wait for each other: {_ring(cycle)}"
        yield Problem(f"Project {project!r}, task {task!r}, after", what, fix="remove one of these links")


def _ring(labels: Sequence[str], most: int = 12) -> str:
    """Write a cycle as ``A → B → A``, the middle of a long one left out."""
    shown = labels if len(labels) <= most else [*labels[: most - 2], "…", labels[-1]]
    return " → ".join(shown)


# ---------------------------------------------------------------- scopes, ranges, groups


class _Vocabulary(NamedTuple):
    """The words by which work can be selected."""

    projects: frozenset[str]
    skills: frozenset[str]
    phases: frozenset[str]
    tags: frozenset[str]
    owners: frozenset[str]
    teams: frozenset[str]
    objectives: frozenset[str]
    clients: frozenset[str]
    programmes: frozenset[str]


def _vocabulary(portfolio: Portfolio) -> _Vocabulary:
    tasks = [task for project in portfolio.projects for task in project.tasks]
    labeled: list[Project | Task] = [*portfolio.projects, *tasks]
    held = {skill.name for person in portfolio.people for skill in person.skills}
    demanded = {choice.skill for task in tasks for need in task.needs for choice in need.skills}
    return _Vocabulary(
        projects=frozenset(project.name for project in portfolio.projects),
        skills=frozenset(held | demanded),
        phases=frozenset(task.phase for task in tasks if task.phase),
        tags=frozenset(tag for each in labeled for tag in each.tags),
        owners=frozenset(each.owner for each in labeled if each.owner),
        teams=frozenset(person.team for person in portfolio.people if person.team),
        objectives=frozenset(word for project in portfolio.projects for word in project.objectives),
        clients=frozenset(project.client for project in portfolio.projects if project.client),
        programmes=frozenset(project.programme for project in portfolio.projects if project.programme),
    )


def _scope_problems(portfolio: Portfolio, lookup: Lookup, hints: _Hints) -> Iterator[Problem]:
    scopes = [(f"Driver {driver.name!r}, scope", driver.scope) for driver in portfolio.drivers]
    scopes += [(f"Risk {risk.name!r}, scope", risk.scope) for risk in portfolio.risks]
    if not scopes and not portfolio.ranges.by_skill and not portfolio.ranges.by_tag:
        return
    words = _vocabulary(portfolio)
    for where, scope in scopes:
        yield from _selector_problems(where, scope, words, lookup, hints)
    for field, known in (("tag", words.tags), ("skill", words.skills)):
        for word, _ in getattr(portfolio.ranges, f"by_{field}"):
            if word not in known:
                yield Problem(f"Ranges, by_{field}", f"no such {field}", word, hints(word, sorted(known)))


def _selector_problems(
    where: str, scope: Selector, words: _Vocabulary, lookup: Lookup, hints: _Hints
) -> Iterator[Problem]:
    for field in _Vocabulary._fields:
        known: frozenset[str] = getattr(words, field)
        for word in getattr(scope, field):
            if word not in known:
                yield Problem(f"{where}, {field}", f"no such {field[:-1]}", word, hints(word, sorted(known)))
    for text in scope.tasks:
        if not lookup.readings(text):
            yield _unknown_task(f"{where}, tasks", text, lookup, hints)


def _unknown_task(where: str, text: str, lookup: Lookup, hints: _Hints) -> Problem:
    project, slash, _ = text.partition("/")
    if not slash:
        return Problem(where, "not a task", text, 'write "Project/Task"')
    if not lookup.has_project(project.strip()):
        return Problem(
            where, "no such project", project, hints(project, (each.name for each in lookup.projects))
        )
    labels = (f"{project.strip()}/{task}" for task in lookup.tasks_of(project.strip()))
    return Problem(where, "no such task", text, hints(text, labels))


def _group_problems(portfolio: Portfolio, lookup: Lookup, hints: _Hints) -> Iterator[Problem]:
    taken: dict[object, str] = {}
    for group in portfolio.groups:
        where = f"Group {group.name!r}"
        yield from _correlation_problems(f"{where}, correlation", group)
        for text in group.members:
            amount = lookup.amount(text)
            if amount is None:
                yield _unknown_member(f"{where}, members", text, lookup, hints)
            elif amount in taken:
                yield Problem(
                    f"{where}, members", f"already in group {taken[amount]!r}", text, "list an estimate once"
                )
            else:
                taken[amount] = group.name


def _unknown_member(where: str, text: str, lookup: Lookup, hints: _Hints) -> Problem:
    readings = lookup.readings(text)
    if len(readings) == 1:
        return Problem(where, "a milestone has no estimate", text, "list tasks with effort or duration")
    if readings:
        return Problem(where, "can mean several tasks", text, "rename one of them")
    place = text.rpartition("/")[0].strip()
    if lookup.readings(place):
        return Problem(
            where, "no such estimate", text, f'write "{place}", or "{place}/need 1" for its first need'
        )
    return _unknown_task(where, text, lookup, hints)


def _correlation_problems(where: str, group: CopulaGroup) -> Iterator[Problem]:
    size = len(group.members)
    if size < 2:
        yield Problem(
            where.removesuffix(", correlation"), "nothing to correlate", size, "list at least two members"
        )
    given = group.correlation
    if size < 2:
        return
    if not isinstance(given, tuple):
        if not -1 <= given <= 1:
            yield Problem(where, "no correlation", given, "write a number from -1 to 1")
        return
    if len(given) != size:
        yield Problem(
            where,
            f"a matrix for {len(given)} members in a group of {size}",
            fix=f"give {size} rows of {size}",
        )
    if any(not -1 <= cell <= 1 for row in given for cell in row):
        yield Problem(where, "a number outside -1 to 1", fix="write numbers from -1 to 1")
    if any(row[index] != 1 for index, row in enumerate(given)):
        yield Problem(where, "a diagonal that is not 1", fix="write 1 from the upper left to the lower right")
    pairs = ((one, two) for one in range(len(given)) for two in range(one))
    if any(given[one][two] != given[two][one] for one, two in pairs):
        yield Problem(
            where, "a matrix that is not symmetric", fix="write the same number for a pair both ways"
        )


# ---------------------------------------------------------------- staffing


def _staffing_problems(portfolio: Portfolio, hints: _Hints) -> Iterator[Problem]:
    """Find demand that nobody could ever staff (rule R15); work without any holder is told once a skill."""
    staffing = Staffing(portfolio)
    # in no time at all nobody is ever there, which is not what is wrong
    is_timeless = portfolio.horizon is not None and portfolio.horizon < portfolio.start
    nobody: dict[tuple[Alternative, ...], list[tuple[Project, Task]]] = {}
    for project in portfolio.projects:
        if not project.takes_part:
            continue
        for task in project.tasks:
            hopeless = [need.skills for need in task.needs if not staffing.fillers(need.skills)]
            for skills in hopeless:
                nobody.setdefault(skills, []).append((project, task))
            if hopeless or is_timeless:
                continue
            if unnamed := list(nobody_named_can(project, task, staffing)):
                yield from unnamed
                continue
            if not staffing.knows(name for need in task.needs for name in (*need.only, *need.never)):
                continue  # who is unknown is told elsewhere
            if problem := _shortage(place_of_task(project, task), task, staffing):
                yield problem
    if any(_is_for_lack_of_time(portfolio, skills) for skills in nobody):
        what = "all the time is for daily business: nobody can ever work on a project"
        fix = "write the share of the day that daily business takes, such as 0.1 or 10 %"
        yield Problem("Portfolio, run_the_business", what, f"{portfolio.run_the_business:.0%}", fix)
        nobody = {key: work for key, work in nobody.items() if not _is_for_lack_of_time(portfolio, key)}
    words = {*staffing.levels, *(choice.skill for skills in nobody for choice in skills)}
    for skills, worked in nobody.items():
        if not (is_timeless and any(choice.skill in staffing.levels for choice in skills)):
            yield _nobody(portfolio, skills, worked, staffing, words, hints)


def _shortage(where: str, task: Task, staffing: Staffing) -> Problem | None:
    short = staffing.shortage(task)
    if short is None:
        return None
    wanted = " and ".join(dict.fromkeys(task.needs[need].label for need in short.needs))
    who = some(short.people)
    can = f"only {len(short.people)} ever can: {who}" if len(short.people) > 1 else f"only {who} ever can"
    return Problem(
        where,
        f"takes {short.seats} people at once for {wanted}, and {can}",
        fix=f"lower people to {len(short.people)}, or add people or alternatives",
    )


def _nobody(
    portfolio: Portfolio,
    skills: tuple[Alternative, ...],
    worked: Sequence[tuple[Project, Task]],
    staffing: Staffing,
    words: Iterable[str],
    hints: _Hints,
) -> Problem:
    where = place_of_task(*worked[0])
    also = _also(worked)
    label = ", or ".join(map(str, skills))
    held = staffing.levels
    unknown = [choice.skill for choice in skills if choice.skill not in held]
    if not held:
        return Problem(where, f"there are no people{also}", label, row_to_add(portfolio, skills, worked))
    if len(unknown) == len(skills):
        fix = _list_held(unknown[0], held, words) or hints(unknown[0], held)
        if not fix or fix.startswith("known"):  # nothing like it: rather somebody is missing
            fix = f"{row_to_add(portfolio, skills, worked)}; the roles there: {some(held, most=8)}"
            if near := akin(unknown[0], held):
                listed = " or ".join(map(repr, near))
                fix = f"did you mean {listed}? If not, {row_to_add(portfolio, skills, worked)}"
            if any(person.name == unknown[0] for person in portfolio.people):
                fix = f"{unknown[0]} is a person: write a role; bookings say who is promised where"
        elif fix.startswith("did") and not get_close_matches(
            unknown[0].casefold(), map(str.casefold, held), 1, 0.75
        ):
            fix = f"{fix} If not, {row_to_add(portfolio, skills, worked)}"
        return Problem(where, f"a skill that nobody has{also}", label, fix)
    highest = [f"{choice.skill} {_level(held[choice.skill])}" for choice in skills if choice.skill in held]
    if any(choice.level is not None for choice in skills):
        return Problem(
            where,
            f"a level that nobody reaches{also}",
            label,
            f"lower it, or add people; the highest held: {some(highest)}",
        )
    wanted = {choice.skill for choice in skills}
    who = [
        f"{person.name} ({why_never_there(portfolio, person, skill)})"
        for person in portfolio.people
        for skill in person.skills
        if skill.name in wanted
    ]
    return Problem(
        where,
        f"nobody who can do it is ever there{also}: {some(who, most=3)}",
        label,
        "correct that in the sheet people, or add somebody",
    )


def _is_for_lack_of_time(portfolio: Portfolio, skills: tuple[Alternative, ...]) -> bool:
    """Return whether the usual share for daily business leaves those who can do it no time at all."""
    wanted = {choice.skill for choice in skills}
    able = [person for person in portfolio.people if wanted & {skill.name for skill in person.skills}]
    usual = [person for person in able if person.run_the_business is None and person.availability]
    return bool(usual) and has_no_time(portfolio.run_the_business)


def _also(worked: Sequence[tuple[Project, Task]]) -> str:
    """Say in how many other places the same is wrong; a row of demand by period is one."""
    places = {
        (project.name, task.phase if task.end else None, None if task.end else task.name)
        for project, task in worked
    }
    return f", here and in {plural(len(places) - 1, 'other place')}" if len(places) > 1 else ""


def _list_held(skill: str, held: Iterable[str], words: Iterable[str]) -> str:
    """Say how a list is written, if a held skill is one with commas, and names the skill that is wanted."""
    for name in held:
        if "," in name and skill in name and (hint := _comma_hint(name, words)):
            return f"somebody holds {name!r} as one skill: {hint}"
    return ""


def _level(level: int | None) -> str:
    return "without a level" if level is None else f"level {level}"

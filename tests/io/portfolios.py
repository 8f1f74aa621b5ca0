# ruff: noqa: E501
"""Valid portfolios of every shape, with names that files like to spoil."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import reject
from hypothesis import strategies as st

import capsim.domain.distributions as laws
from capsim.domain.actions import Expedite, Stop
from capsim.domain.booking import Booking
from capsim.domain.calendar import Calendar, Holiday, Leave
from capsim.domain.demand import Demand
from capsim.domain.limits import Freeze
from capsim.domain.money import Benefit, Terms, Tranche
from capsim.domain.person import Person, Skill
from capsim.domain.policy import ASSIGNMENT_RULES, PRIORITY_RULES, Policy
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.reactions import Reaction
from capsim.domain.rework import Rework
from capsim.domain.risk import Impact, Response, Risk, Scale
from capsim.domain.strategy import Objective
from capsim.domain.targets import Target
from capsim.domain.task import Alternative, Link, Need, Task
from capsim.domain.triggers import Overloaded
from capsim.domain.uncertainty import CopulaGroup, Driver, Ranges, Selector, Spread
from capsim.domain.values import DITTO
from capsim.errors import InputError

START = date(2027, 1, 4)
AWKWARD = [
    "NA", "001", "1e3", "null", "~", "NO", "yes", "true", "None", "nan", "2027-01-04", "=SUM(A1)", "+1", "-", "@x",
    'a "b"', '"quoted"', '"open', "O'Hara", "a; b", ";", "a, or b", "a|b", "a | b", "UX/UI", "a/b/c", "/", "build SS",
    "build SS+2", "x FS+1", "data at 0.8", "qa level 3", "level 3 at 2", "at 1", "# no comment", "a: b", "- a", "{a}",
    "[a]", "&a", "*a", "!a", "%a", "é", "é", "Ærøskøbing", "名前", "🙂", "a\u200bb", "\ufeffx", "all", "ALL",
    "a\tb", "0x10", "1_000", "12:30", "<<", "=", "?", "'", "\\", "a\\nb", "‑", "x" * 300,
]  # fmt: skip

names = st.one_of(
    st.sampled_from(AWKWARD),
    st.text(
        # two characters that no XML can hold are refused by name in a workbook
        st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"),
        min_size=1,
        max_size=12,
    ),
    st.text('ab;/" ,|+SF12atlevel', min_size=1, max_size=15),
).filter(lambda text: bool(text.strip()) and text.strip() not in DITTO)
optional_names = st.none() | names
dates = st.integers(0, 1000).map(lambda days: START + timedelta(days=days))
optional_dates = st.none() | dates
shares = st.floats(0, 1)
amounts = st.one_of(
    st.floats(0.001, 90_000),
    st.integers(0, 1000),
    st.tuples(st.floats(0.1, 10), st.floats(0.1, 10), st.floats(0.1, 10)).map(
        lambda given: laws.PERT(given[0], given[0] + given[1], given[0] + given[1] + given[2])
    ),
    st.floats(0.1, 50).map(lambda p50: laws.LogNormal(p50=p50, p90=1.8 * p50)),
)
costs = st.none() | st.floats(0, 1e9)
gains = st.none() | st.floats(-1e9, 1e9)


def distinct(words: st.SearchStrategy[str], least: int, most: int) -> st.SearchStrategy[list[str]]:
    """Names that stay distinct in canonical form and in any case."""
    return st.lists(words, min_size=least, max_size=most, unique_by=_key)


def _key(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()


def _with_one_spelling(entities: list[Any], first: dict[str, str]) -> list[Any]:
    """The same people or projects, each team spelled as it was first: a reader takes these for one."""
    return [
        replace(each, team=first.setdefault(_key(each.team), each.team)) if each.team else each
        for each in entities
    ]


@st.composite
def portfolios(draw: st.DrawFn) -> Portfolio:
    """A portfolio that uses everything that a file can say."""
    skills = draw(distinct(names.filter(_is_skill), 1, 4))
    calendars = [
        Calendar(each, tuple(draw(st.lists(st.sampled_from((0.5, 1.0)), min_size=7, max_size=7))),
                 holidays=draw(st.lists(st.builds(Holiday, dates, optional_names), max_size=2)))
        for each in draw(distinct(names.filter(lambda text: _key(text) != "standard"), 0, 2))
    ]  # fmt: skip
    first: dict[str, str] = {}
    people = _with_one_spelling(draw(_people(skills, [calendar.name for calendar in calendars])), first)
    projects = _with_one_spelling(draw(_projects(skills)), first)
    groups, drivers = draw(_chance(projects, skills))
    spread = st.builds(Spread, st.floats(0.1, 1), st.floats(1, 3))
    ranges = draw(
        st.sampled_from([Ranges(), Ranges.usual()])
        | st.builds(
            Ranges,
            st.none() | spread,
            st.just(()),
            st.lists(st.tuples(st.just(skills[0]), spread), max_size=1),
        )
    )
    own_calendar = draw(st.booleans()) and calendars
    given: dict[str, Any] = dict(  # noqa: C408
        name=draw(names),
        start=START,
        people=people,
        projects=projects,
        calendar=calendars.pop() if own_calendar else Calendar(),
        calendars=calendars,
        drivers=drivers,
        groups=groups,
        run_the_business=draw(st.floats(0, 0.9)),
        ranges=ranges,
        horizon=draw(st.none() | st.just(date(2035, 1, 1))),
        currency=draw(optional_names),
        policy=draw(_policies(projects)),
        bookings=draw(_bookings(people, projects)),
        status_date=draw(optional_dates),
        money=draw(_terms),
        risks=draw(_risks(projects, skills, people)),
        risk_scale=draw(st.sampled_from([Scale(), Scale({"low": 0.1, "odd word": 0.9}, cost={"low": 10})])),
        strategy=draw(_strategy(projects)),
        targets=draw(_targets(projects)),
        freezes=draw(_freezes(projects)),
    )
    try:
        return Portfolio(**given)
    except InputError:  # names that mean two things, or that the model refuses
        reject()


def _policies(projects: list[Project]) -> st.SearchStrategy[Policy]:
    teams = sorted({project.team for project in projects if project.team})
    limits = st.none() | st.integers(1, 99)
    return st.builds(
        Policy,
        st.sampled_from([make() for make in PRIORITY_RULES.values()]),
        st.sampled_from([make() for make in ASSIGNMENT_RULES.values()]),
        st.none() | st.floats(0, 100),
        st.booleans(),
        st.floats(0, 10),
        st.booleans(),
        wip_limit=limits,
        team_wip_limits=st.fixed_dictionaries({}, optional=dict.fromkeys(teams, st.integers(1, 99))),
        focus=limits,
        switching_loss=st.floats(0, 0.9),
        team_factor=st.lists(st.floats(0.1, 2), max_size=4),
        reactions=_reactions([project.name for project in projects]),
    )


def _reactions(names: list[str]) -> st.SearchStrategy[list[Reaction]]:
    if not names:
        return st.just([])
    name, whole = st.sampled_from(names), st.none() | st.integers(1, 400)
    when = st.builds(Overloaded, st.floats(0.001, 500), work=st.integers(1, 9))
    return st.lists(
        st.builds(Reaction, when, st.builds(Stop, name) | st.builds(Expedite, name), whole, whole), max_size=2
    )


def _freezes(projects: list[Project]) -> st.SearchStrategy[list[Freeze]]:
    names = [project.name for project in projects]
    teams = sorted({project.team for project in projects if project.team})
    some = [st.lists(st.sampled_from(each), max_size=2) if each else st.just([]) for each in (names, teams)]
    return st.lists(
        _spans().map(sorted).flatmap(lambda span: st.builds(Freeze, *map(st.just, span), *some)), max_size=2
    )


@st.composite
def _people(draw: st.DrawFn, skills: list[str], calendars: list[str]) -> list[Person]:
    # the first can do everything at any time, so that no demand is hopeless
    everybody = Person(
        "somebody for everything",
        [Skill(skill, 1.0, 1_000_000) for skill in skills],
        availability=1.5,
        count=12,
    )
    people = [everybody]
    for called in draw(distinct(names, 0, 3)):
        start = draw(optional_dates)
        held = [
            Skill(
                skill,
                draw(st.floats(0.1, 3)),
                draw(st.none() | st.integers(0, 9)),
                *draw(st.just((None, None)) | _spans().map(sorted)),
                as_of=draw(optional_dates),
                decay=draw(st.lists(st.floats(0.01, 1), max_size=3)),
            )
            if draw(st.booleans())
            else Skill(skill, draw(st.floats(0.1, 3)))
            for skill in draw(st.lists(st.sampled_from(skills), min_size=1, unique=True))
        ]
        people.append(
            Person(
                called, held, draw(st.floats(0.1, 1.9)), draw(st.none() | shares), draw(optional_names),
                draw(optional_names), draw(optional_names), draw(st.none() | st.sampled_from([*calendars, None])),
                [Leave(*sorted(draw(_spans())), draw(shares), draw(optional_names), draw(st.booleans())) for _ in range(draw(st.integers(0, 2)))],
                start, None if start is None else start + timedelta(days=draw(st.integers(0, 900))),
                draw(costs), draw(st.integers(1, 2)), draw(distinct(names, 0, 2)), **draw(_pay),
                focus=draw(st.none() | st.integers(1, 9)),
            )
        )  # fmt: skip
    if draw(st.booleans()):
        people.append(Person(None, skills[:1], start=START))
    return people


_pay = st.fixed_dictionaries(
    {},
    optional={
        "rates": st.dictionaries(dates, st.floats(0, 1e6), max_size=3).map(lambda rates: list(rates.items())),
        "currency": st.just("GBP"),
        "contractor": st.booleans(),
        "price_per_day": costs,
    },
)


def _money(tasks: list[str]) -> st.SearchStrategy[dict[str, object]]:
    """What a project may spend, and what it brings in."""
    months = st.floats(0, 120)
    milestones = st.none() | st.sampled_from([None, *tasks])
    return st.fixed_dictionaries(
        {},
        optional={
            "benefits": st.lists(
                st.builds(
                    Benefit, names, st.floats(0, 1e9), months, months, months, months, optional_names,
                    st.just(1) | st.floats(0, 5) | st.just(laws.PERT(0.4, 1, 1.2)),
                ),
                max_size=2, unique_by=lambda benefit: benefit.name,
            ),
            "funding": st.lists(st.builds(Tranche, st.floats(0, 1e9), optional_dates, milestones), max_size=2),
            "delay_from": optional_dates, "penalty": costs, "penalty_after": optional_dates,
            "window_end": optional_dates, "price": costs, "billable": st.booleans(), "spent": costs,
        },
    )  # fmt: skip


_terms = st.builds(
    Terms, shares, shares, shares,
    st.fixed_dictionaries({"GBP": st.floats(0.01, 100)}, optional={"a b": st.floats(0.01, 100)}), costs,
)  # fmt: skip


def _spans() -> st.SearchStrategy[tuple[date, date]]:
    return st.tuples(dates, dates)


@st.composite
def _projects(draw: st.DrawFn, skills: list[str]) -> list[Project]:
    projects = []
    for called in draw(distinct(names, 0, 3)):
        tasks: list[Task] = []
        for task in draw(distinct(names, 0, 4)):
            before = [(None, each.name) for each in tasks]
            before += [(project.name, each.name) for project in projects for each in project.tasks]
            made = draw(_task(task, skills, before))
            staffed = [each.name for each in tasks if each.needs]
            if staffed and made.needs and draw(st.booleans()):
                made = replace(made, same_person_as=draw(st.sampled_from(staffed)))
            tasks.append(made)
        projects.append(
            Project(
                called, tasks, draw(st.integers(-5, 500)), draw(optional_dates), draw(optional_dates), draw(costs),
                draw(gains), draw(costs), draw(optional_names), draw(st.sampled_from(["proposed", "running", "on hold"])),
                draw(shares), draw(optional_names), draw(optional_names), draw(distinct(names, 0, 2)),
                draw(distinct(names, 0, 2)), demand=draw(_demand(skills)), team=draw(optional_names),
                **draw(_money([task.name for task in tasks])),
            )
        )  # fmt: skip
        scores = {name: draw(st.floats(0, 9)) for name in projects[-1].objectives if draw(st.booleans())}
        projects[-1] = replace(projects[-1], scores=scores)
    return projects


@st.composite
def _demand(draw: st.DrawFn, skills: list[str]) -> list[Demand]:
    """Rows of months or weeks, some with a range, some in days."""
    rows = []
    for role in draw(st.lists(st.sampled_from(skills), max_size=2, unique=True)):
        periods = draw(
            st.sampled_from((["2027-01", "2027-02", "2027-04"], ["2027-W03", "2027-W04"], ["2028-02"]))
        )
        tenths = st.integers(0, 40).map(lambda count: count / 10) | st.floats(0, 4)
        rows.append(
            Demand(
                role,
                {period: draw(tenths) for period in periods},
                draw(st.sampled_from(["fte", "days"])),
                draw(optional_names),
                *draw(st.sampled_from([(None, None), (0.8, None), (0.8, 1.5)])),
            )
        )
    return rows


@st.composite
def _bookings(draw: st.DrawFn, people: list[Person], projects: list[Project]) -> list[Booking]:
    """Some people booked on some projects, some of them more than once."""
    if not projects:
        return []
    booked = []
    for _ in range(draw(st.integers(0, 3))):
        first, last = sorted(draw(_spans()))
        booked.append(
            Booking(
                draw(st.sampled_from([str(person.name) for person in people if person.name])),
                draw(st.sampled_from([project.name for project in projects])),
                first,
                last,
                draw(st.floats(0.001, 1)),
                draw(st.sampled_from(["hard", "soft"])),
                draw(optional_names),
            )
        )
    return booked


_named = st.fixed_dictionaries(
    {},
    optional={
        "only": st.just(["somebody for everything"]),
        "never": st.just(["somebody for everything 12", "somebody for everything 3"]),
    },
)


@st.composite
def _task(draw: st.DrawFn, called: str, skills: list[str], before: list[tuple[str | None, str]]) -> Task:
    kind = draw(st.sampled_from(["effort", "duration", "milestone"]))
    links = draw(st.lists(st.sampled_from(before), max_size=3, unique=True)) if before else []
    needs = []
    for _ in range(draw(st.integers(1 if kind == "effort" else 0, 2)) if kind != "milestone" else 0):
        chosen = draw(st.lists(st.sampled_from(skills), min_size=1, max_size=2, unique=True))
        alternatives = [
            Alternative(skill, draw(st.floats(0.1, 2)), draw(st.none() | st.integers(0, 5)))
            for skill in chosen
        ]
        if kind == "duration" and draw(st.booleans()):
            needs.append(Need(alternatives, fte=1.5))
        else:
            effort = draw(amounts) if kind == "effort" else None
            most = 1 if kind == "duration" else draw(st.integers(1, 5))
            needs.append(Need(alternatives, effort, (1, most), draw(st.floats(0.01, 1)), **draw(_named)))
    start = draw(optional_dates)
    end = draw(optional_dates)
    return Task(
        called, duration=draw(amounts) if kind == "duration" else None, needs=needs,
        after=[Link(task, draw(st.sampled_from(["FS", "SS"])), draw(st.floats(0, 50)), project) for project, task in links],
        start=start, end=end if end is None or start is None or end >= start else None,
        deadline=draw(optional_dates), phase=draw(optional_names),
        owner=draw(optional_names), tags=draw(distinct(names, 0, 2)), priority=draw(st.none() | st.integers(-3, 3)),
        fixed_cost=draw(costs), rework=draw(_rework(kind)) if kind != "milestone" else None, **draw(_progress()),
    )  # fmt: skip


@st.composite
def _strategy(draw: st.DrawFn, projects: list[Project]) -> list[Objective]:
    """Nothing, or all that projects are for, weighed by one or two stakeholders."""
    named = list(dict.fromkeys(name for project in projects for name in project.objectives))
    weights = st.floats(0, 10)
    if not draw(st.booleans()):
        return []
    return [
        Objective(name, draw(weights), stakeholder, draw(optional_names))
        for name in named
        for stakeholder in draw(st.sampled_from([[None], ["Board"], ["Board", "Staff"]]))
    ]


@st.composite
def _targets(draw: st.DrawFn, projects: list[Project]) -> list[Target]:
    """Nothing, or a target or two with goals of every kind."""
    goals = {
        "on time": st.floats(0, 1), "finish": st.just(START), "days late": st.integers(-9, 9),
        "cost": st.floats(0, 1e6), "benefits": st.integers(0, 10**6), "npv": st.floats(-1e6, 1e6),
    }  # fmt: skip
    measures = draw(st.lists(st.sampled_from(list(goals)), max_size=2))
    known = st.sampled_from([project.name for project in projects]) if projects else st.nothing()
    return [
        Target(f"target {number}", measure, draw(goals[measure]),
               draw(st.lists(known, max_size=2, unique=True)) if projects else (), draw(optional_names))
        for number, measure in enumerate(measures)
    ]  # fmt: skip


@st.composite
def _progress(draw: st.DrawFn) -> dict[str, object]:
    """Where a task stands, and what was once promised; it needs a status date, and so mostly nothing."""
    if not draw(st.sampled_from([True, False, False, False])):
        return {}
    begun, length = draw(st.integers(0, 300)), draw(st.integers(0, 100))
    span = {"start": START + timedelta(days=begun), "finish": START + timedelta(days=begun + length)}
    said = draw(st.sampled_from(["baseline", "begun", "done", "progress", "remaining"]))
    return {
        "baseline": {f"baseline_{word}": day for word, day in span.items()},
        "begun": {"actual_start": span["start"], "assigned": "Ada"},
        "done": {f"actual_{word}": day for word, day in span.items()},
        "progress": {"progress": draw(st.floats(0.01, 1))},
        "remaining": {"actual_start": span["start"], "remaining": draw(amounts)},
    }[said]


@st.composite
def _rework(draw: st.DrawFn, kind: str) -> Rework | None:
    """Loops of rework, of effort some by speed."""
    if draw(st.booleans()):
        return None
    speeds = st.dictionaries(st.sampled_from((0.8, 1.0, 1.25)), shares, max_size=2)
    by_speed = draw(speeds) if kind == "effort" else {}
    return Rework(draw(shares), draw(st.floats(0, 2)), by_speed, draw(st.integers(1, 100)))


@st.composite
def _chance(
    draw: st.DrawFn, projects: list[Project], skills: list[str]
) -> tuple[list[CopulaGroup], list[Driver]]:
    labels = [
        f"{project.name}/{task.name}"
        for project in projects
        for task in project.tasks
        if not task.is_milestone
    ]
    groups = []
    if len(labels) == 2:
        correlation = draw(st.floats(-1, 1) | st.just(((1.0, 0.25), (0.25, 1.0))))
        groups = [CopulaGroup(draw(names), labels, correlation)]
    drivers = [
        Driver(
            called,
            draw(st.floats(0.5, 2)),
            Selector(skills=draw(st.lists(st.sampled_from(skills), max_size=2))),
        )
        for called in draw(distinct(names, 0, 2))
    ]
    return groups, drivers


@st.composite
def _taken(draw: st.DrawFn, people: list[Person]) -> dict[str, object]:
    """Whom a risk takes away, and for how long."""
    named = st.lists(
        st.sampled_from([person.name for person in people if person.name]), max_size=2, unique=True
    )
    away, leaves = draw(named), draw(named)
    days = st.floats(0, 99) | st.just(laws.PERT(1, 2, 9))
    made = {"away": away, "away_days": draw(days)} if away else {}
    return made | ({"leaves": leaves, "days_to_hire": draw(st.none() | days)} if leaves else {})


@st.composite
def _risks(draw: st.DrawFn, projects: list[Project], skills: list[str], people: list[Person]) -> list[Risk]:
    """A register: some risks without a window, without a probability, with responses, on parts of the work."""
    risks = []
    for called in draw(distinct(names, 0, 2)):
        kind = draw(st.sampled_from(["threat", "opportunity"]))
        responses = [
            Response(
                each, draw(st.floats(0, 1e6)), draw(st.none() | shares | st.just("low")), draw(st.floats(0, 2)),
                draw(st.booleans()), draw(st.floats(0, 90)), draw(optional_names),
            )
            for each in draw(distinct(names, 0, 2))
        ]  # fmt: skip
        window = draw(st.none() | _spans().map(sorted))
        impact = Impact(
            draw(st.none() | st.floats(0.1, 3) | st.just("low")),
            draw(st.none() | st.just("low") | st.just(laws.PERT(1, 2, 9))) if kind == "threat" else None,
            draw(st.none() | st.floats(0, 1e9)),
            **(
                draw(_taken(people))
                if kind == "threat" and window and any(person.name for person in people)
                else {}
            ),
        )
        scope = Selector(
            projects=draw(st.lists(st.sampled_from([each.name for each in projects]), max_size=1))
            if projects
            else (),
            skills=draw(st.lists(st.sampled_from(skills), max_size=1)),
        )
        probability = draw(st.none() | shares | st.just("low"))
        risks.append(
            Risk(called, probability, impact, scope, window, draw(optional_names), responses, kind,
                 draw(optional_names), draw(optional_names), draw(distinct(names, 0, 2)))
        )  # fmt: skip
    return risks


def _is_skill(text: str) -> bool:
    """Whether a text is the name of a skill and nothing more."""
    try:
        return Skill(text).name != ""
    except InputError:
        return False

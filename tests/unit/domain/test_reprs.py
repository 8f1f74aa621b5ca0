"""What people see."""

import datetime as dt

import pytest

from capsim.domain import calendar, distributions, person, policy, task, uncertainty
from capsim.domain.calendar import Calendar, Holiday, Leave
from capsim.domain.distributions import PERT, LogNormal, Triangular
from capsim.domain.person import Person, Skill
from capsim.domain.policy import EDD, Cheapest, Policy
from capsim.domain.reprs import written
from capsim.domain.task import Alternative, Link, Need, Task
from capsim.domain.uncertainty import CopulaGroup, Driver, Ranges, Selector
from tests.unit.domain.team import PEOPLE, agency, project, work

NAMES = {
    name: content
    for module in (calendar, distributions, person, policy, task, uncertainty)
    for name, content in vars(module).items()
}

TEXTS = [
    (Skill("backend"), "Skill('backend')"),
    (Skill("backend", 1.2, 3, end="2027-12-31"), "Skill('backend', 1.2, level=3, end='2027-12-31')"),
    (Person("Ada", "backend"), "Person('Ada', 'backend')"),
    (Person("Ada", ["backend", "data"]), "Person('Ada', ['backend', 'data'])"),
    (
        Person("Ada", {"backend": 1.2, "data": 0.8}, availability=0.8),
        "Person('Ada', {'backend': 1.2, 'data': 0.8}, availability=0.8)",
    ),
    (Person("Ada", [Skill("ops", level=2)], count=3), "Person('Ada', [Skill('ops', level=2)], count=3)"),
    (Person(None, "ops", start="2027-03-01"), "Person(None, 'ops', start='2027-03-01')"),
    (
        Person("Ada", "ops", leave=[("2027-02-01", "2027-02-12"), Leave("2027-03-01", share=0.5)]),
        "Person('Ada', 'ops', leave=[('2027-02-01', '2027-02-12'), Leave('2027-03-01', share=0.5)])",
    ),
    (Leave("2027-02-01", "2027-02-12", kind="rest"), "Leave('2027-02-01', '2027-02-12', kind='rest')"),
    (Holiday("2027-01-01"), "Holiday('2027-01-01')"),
    (Calendar(), "Calendar('standard')"),
    (
        Calendar("part", "mon-thu", holidays=["2027-01-01"]),
        "Calendar('part', 'mon-thu', holidays=[Holiday('2027-01-01')])",
    ),
    (Link("build", "SS", 2, "Shop"), "Link('build', 'SS', 2, project='Shop')"),
    (Link("build"), "Link('build')"),
    (Alternative("data", 0.7, 3), "Alternative('data', 0.7, level=3)"),
    (Need("backend, or data at 0.7", 5, (1, 3)), "Need('backend, or data at 0.7', effort=5, people=(1, 3))"),
    (Task("go live"), "Task('go live')"),
    (
        Task("design", effort=PERT(5, 8, 15), skill="design", start="2027-02-01"),
        "Task('design', effort=PERT(5, 8, 15), skill='design', start='2027-02-01')",
    ),
    (Task("run", duration=5, skill="ops", fte=1.5), "Task('run', skill='ops', fte=1.5, duration=5)"),
    (
        Task("test", needs=[Need("qa", Triangular(3, 5, 9)), Need("ops", 2)], after="b FF"),
        "Task('test', needs=[Need('qa', effort=Triangular(3, 5, 9)), Need('ops', effort=2)], after=['b FF'])",
    ),
    (Policy(), "Policy()"),
    (Policy(EDD(), Cheapest()), "Policy(priority=EDD(), assignment=Cheapest())"),
    (Selector(skills="a", tags="b"), "Selector(skills=['a'], tags=['b'])"),
    (
        Driver("rain", LogNormal(p50=1, p90=1.3), {"tags": "b"}),
        "Driver('rain', LogNormal(p50=1, p90=1.3), scope=Selector(tags=['b']))",
    ),
    (Driver("rain", 2), "Driver('rain', Fixed(2))"),
    (
        CopulaGroup("g", ["A/b", "A/c"], [[1, 0.5], [0.5, 1]]),
        "CopulaGroup('g', ['A/b', 'A/c'], [[1, 0.5], [0.5, 1]])",
    ),
    (Ranges((0.85, 1.4), by_skill={"a": (1, 2)}), "Ranges(Spread(0.85, 1.4), by_skill={'a': Spread(1, 2)})"),
    (Ranges(), "Ranges()"),
]  # fmt: skip


@pytest.mark.parametrize(("entity", "text"), TEXTS, ids=[text[:40] for _, text in TEXTS])
def test_an_entity_is_shown_as_the_call_that_makes_it(entity: object, text: str) -> None:
    assert repr(entity) == text
    assert eval(text, NAMES) == entity


@pytest.mark.parametrize("entity", [entity for entity, _ in TEXTS], ids=[text[:40] for _, text in TEXTS])
def test_an_entity_in_a_notebook_is_escaped(entity: object) -> None:
    shown = entity._repr_html_()  # type: ignore[attr-defined]
    assert shown.startswith("<code>")
    assert "'" not in shown


def test_names_cannot_smuggle_markup_into_a_notebook() -> None:
    evil = "<script>alert(1)</script>"
    shop = project(work(evil), name=evil)
    made = agency(projects=[shop], people=[*PEOPLE, Person(evil, evil)])
    for shown in (made._repr_html_(), shop._repr_html_(), Person(evil, evil)._repr_html_()):
        assert "<script>" not in shown
        assert "&lt;script&gt;" in shown


def test_a_project_is_one_line() -> None:
    shop = project(work("a"), work("b"), priority=1, probability=0.6, status="proposed")
    assert (
        repr(shop)
        == "Project 'Shop': 2 tasks, priority 1, deadline 2027-09-30, proposed, 60 % likely to go ahead"
    )


def test_a_project_with_many_tasks_shows_some() -> None:
    shown = project(*(work(f"t{n}") for n in range(30)))._repr_html_()
    assert "and 10 tasks more" in shown
    assert shown.count("<tr>") == 21


def test_a_portfolio_is_a_small_card() -> None:
    people = [*PEOPLE, Person("tester", "qa", count=4)]
    made = agency(work("a"), people=people, horizon="2028-12-31")
    assert repr(made) == "\n".join(
        [
            "Portfolio 'Agency'",
            "  start     2027-01-04",
            "  people    7: 4 qa, 2 backend, 1 design",
            "  projects  1 with 1 task",
            "  horizon   2028-12-31",
        ]
    )


def test_an_empty_portfolio_has_a_card_too() -> None:
    assert "people    0" in repr(agency(projects=[], people=[]))


def test_a_resolved_calendar_does_not_list_its_holidays() -> None:
    calendar = agency(calendar="DE-BY").calendar
    assert repr(calendar) == "Calendar('DE-BY', country='DE', region='BY')"


def test_dates_and_numbers_are_written_as_they_are_typed() -> None:
    assert (
        written([dt.date(2027, 1, 4), 2.0, True, None, {"a": 0.5}])
        == "['2027-01-04', 2, True, None, {'a': 0.5}]"
    )

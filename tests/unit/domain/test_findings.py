"""Remarks: what each is made for, and that a full model gets none."""

import pytest

from capsim.domain.booking import Booking
from capsim.domain.demand import Demand
from capsim.domain.distributions import PERT
from capsim.domain.findings import findings_in
from capsim.domain.person import Person, Skill
from capsim.domain.policy import EDD, WSJF, Cheapest, Policy
from capsim.domain.portfolio import Portfolio
from capsim.domain.task import Task
from capsim.domain.uncertainty import CopulaGroup, Driver
from capsim.forecast.problems import sentences
from tests.unit.domain.team import PEOPLE, agency, project, work


def tidy(*tasks: Task, **fields: object) -> Portfolio:
    """Return a portfolio on which there is nothing to remark, but for what is changed."""
    given = {
        "calendar": "DE",
        "ranges": "usual",
        "people": PEOPLE[:2],
        "run_the_business": 0.2,
        **fields,
    }
    return agency(*(tasks or (work("build"),)), **given)


def remarks(portfolio: Portfolio) -> list[str]:
    return sentences(portfolio.check().to_dict("records"))


def test_there_is_nothing_to_remark_on_a_full_model() -> None:
    assert remarks(tidy()) == []
    assert repr(tidy().check()) == "score 100 of 100"


def test_an_estimate_with_a_range_is_enough_for_odds() -> None:
    ranged = Task("test", effort=PERT(1, 2, 3), skill="backend")
    assert remarks(tidy(work("build"), ranged, ranges="none")) == []


@pytest.mark.parametrize(
    ("portfolio", "words"),
    [
        (tidy(ranges="none"), "no estimate has a range: the answer is a schedule and shows no odds"),
        (tidy(projects=[]), "no projects: there is nothing to simulate"),
        (tidy(projects=[project(work("a"), status="done")]), "no project takes part: there is nothing"),
        (tidy(projects=[project(work("a")), project(name="Idea")]), "Project 'Idea': no tasks"),
        (tidy(projects=[project(work("a"), deadline=None)]), "Project 'Shop': no deadline"),
        (
            tidy(projects=[project(work("a"), deadline="2026-01-01")]),
            "Project 'Shop': the deadline is before the portfolio's start: "
            "this deadline can no longer be kept",
        ),
        (
            tidy(projects=[project(work("a"), start="2027-05-01", deadline="2027-04-01")]),
            "Project 'Shop': the deadline is before the project's start",
        ),
        (
            tidy(projects=[project(work("a"), start="2027-05-01")], horizon="2027-04-01"),
            "Project 'Shop': starts after the last day simulated",
        ),
        (tidy(work("a", start="2026-05-01")), "Project 'Shop', task 'a': dated before the portfolio's start"),
        (
            tidy(work("a", deadline="2026-05-01")),
            "Project 'Shop', task 'a': the deadline is before the portfolio's start: "
            "this deadline can no longer be kept",
        ),
        (tidy(work("a"), work("b", after="a; a")), "Project 'Shop', task 'b', after: a link listed twice"),
        (
            tidy(projects=[project(work("a", after="Old/x")), project(Task("x"), name="Old", status="done")]),
            "Project 'Shop', task 'a', after: project 'Old' takes no part",
        ),
        (tidy(people=PEOPLE), "Person 'Cy': no task needs any of their skills"),
        (
            tidy(people=[*PEOPLE[:2], Person("Old", "backend", end="2020-01-01")]),
            "Person 'Old': never at work in the time simulated",
        ),
        (
            tidy(work("a", "backend, or dta at 0.5")),
            "Project 'Shop', task 'a': an alternative that nobody has, 'dta'; did you mean 'data'?",
        ),
        (tidy(calendar="mon-fri"), "people work on public holidays"),
        (
            tidy(projects=[project(work("a"), deadline=None)], policy=Policy(EDD())),
            "Policy: EDD orders work by deadlines",
        ),
        (tidy(policy=Policy(WSJF())), "Policy: WSJF orders work by the cost of delay"),
        (tidy(policy=Policy(assignment=Cheapest())), "Policy: Cheapest orders people by cost"),
        (
            tidy(Task("wait", duration=5, skill="backend", people=(1, 2))),
            "Project 'Shop', task 'wait': more people do not shorten a duration",
        ),
    ],
)
def test_what_could_be_better_is_remarked_on(portfolio: Portfolio, words: str) -> None:
    assert any(remark.startswith(words) for remark in remarks(portfolio)), remarks(portfolio)


def test_every_remark_says_what_would_be_better_or_what_happens() -> None:
    portfolio = agency(work("a"), people=[*PEOPLE, Person("Old", "backend", end="2020-01-01")])
    assert (portfolio.check().fix != "").all()


def test_many_of_a_kind_are_one_remark() -> None:
    projects = [project(work("a"), name=f"P{n}", deadline=None) for n in range(20)]
    remark = remarks(tidy(projects=projects))
    assert remark[1:] == [
        "Projects 'P0', 'P1', 'P2', 'P3', 'P4' and 15 more: no deadline; "
        "give one, and the forecast says how likely it is kept"
    ]


def test_remarks_in_a_notebook_are_escaped() -> None:
    shown = tidy(projects=[project(work("a"), name="<b>", deadline=None)]).check()._repr_html_()
    assert "&lt;b&gt;" in shown
    assert "<b>" not in shown


def found(portfolio: Portfolio, kind: str) -> list[str]:
    return [str(each.problem) for each in findings_in(portfolio) if each.kind == kind]


# ---------------------------------------------------------------- order of work


def test_work_linked_to_nothing_is_found_where_a_project_has_links() -> None:
    tasks = [work("a"), work("b", after="a"), work("loose"), work("adrift")]
    assert found(tidy(*tasks), "unlinked") == [
        "Project 'Shop', task 'loose', Project 'Shop', task 'adrift': waits for nothing, and nothing waits "
        "for it: it is begun at the first chance; say what it comes after, and what comes after it"
    ]
    assert found(tidy(work("loose"), work("adrift")), "unlinked") == []


def test_a_task_that_another_project_waits_for_is_linked() -> None:
    shop = project(work("a"), work("b", after="a"), work("api"))
    portal = project(work("c", after="Shop/api"), name="Portal")
    assert found(tidy(projects=[shop, portal]), "unlinked") == []


def test_work_that_can_be_late_without_the_last_milestone_is_an_open_end() -> None:
    tasks = [work("a"), work("b", after="a"), work("docs", after="a"), Task("go live", after="b")]
    assert found(tidy(*tasks), "open ends") == [
        "Project 'Shop', task 'docs': nothing waits for it, not even 'go live': it can be late unseen; "
        "let 'go live' come after it"
    ]
    assert found(tidy(*tasks[:3]), "open ends") == []
    assert found(tidy(*tasks[:3], Task("go live", after="b; docs")), "open ends") == []


def test_demand_by_month_and_bookings_are_held_by_dates_and_not_by_links() -> None:
    demand = [Demand("backend", {"2027-01": 0.5, "2027-02": 0.5}), Demand("data", {"2027-02": 0.25})]
    shop = project(work("a"), work("b", after="a"), demand=demand)
    portal = project(name="Portal", demand=demand)
    bookings = [Booking("Ada", "Portal", "2027-03-01", "2027-03-31", 0.5)]
    portfolio = tidy(projects=[shop, portal], bookings=bookings)
    assert found(portfolio, "unlinked") == found(portfolio, "open ends") == []


# ---------------------------------------------------------------- owners, daily business, progress, grades


def test_a_project_without_owner_is_found_where_others_have_one() -> None:
    shop, portal = project(work("a"), owner="Eva"), project(work("b"), name="Portal")
    assert found(tidy(projects=[shop, portal]), "unowned") == [
        "Project 'Portal': nobody owns it, while other projects have an owner; name the owner"
    ]
    assert found(tidy(projects=[portal]), "unowned") == []


@pytest.mark.parametrize(
    ("portfolio", "person", "count"), [(0, None, 1), (0, 0, 1), (0.1, None, 0), (0, 0.1, 0)]
)
def test_capacity_at_the_whole_of_a_contract_is_found(
    portfolio: float, person: float | None, count: int
) -> None:
    people = [Person("Ada", "backend", run_the_business=person), Person("Bo", "backend")]
    made = tidy(people=people, run_the_business=portfolio)
    assert len(found(made, "no daily business")) == count


@pytest.mark.parametrize(("status_date", "count"), [(None, 0), ("2027-02-28", 0), ("2027-03-02", 1)])
def test_grades_older_than_a_year_are_found(status_date: str | None, count: int) -> None:
    people = [
        Person("Ada", [Skill("backend", level=3, as_of="2026-03-01"), Skill("data", as_of="2026-12-01")]),
        Person("Bo", "backend"),
    ]
    lines = found(tidy(people=people, status_date=status_date), "old grades")
    assert (
        lines
        == [
            "Person 'Ada': 1 skill grade is older than a year, the oldest 'backend' of 'Ada', of 2026-03-01; "
            "grade them anew and write the date into as_of"
        ]
        * count
    )


# ---------------------------------------------------------------- estimates


def ranged(count: int, *others: PERT) -> list[Task]:
    laws = [*(PERT(8 * n, 10 * n, 15 * n) for n in range(1, count + 1)), *others]
    return [Task(f"t{n}", effort=law, skill="backend") for n, law in enumerate(laws)]


def test_ranges_that_are_all_alike_are_found() -> None:
    (line,) = found(tidy(*ranged(5)), "ranges alike")
    assert line.startswith("all 5 ranges are alike (P10 -15 %, P90 +17 % of the mean): they do not say")
    assert found(tidy(*ranged(4)), "ranges alike") == []
    assert found(tidy(*ranged(5, PERT(8, 10, 20))), "ranges alike") == []


def test_the_months_of_a_row_of_demand_are_one_estimate() -> None:
    months = {f"2027-{month:02d}": 0.5 for month in range(1, 7)}
    shop = project(demand=[Demand("backend", months, low=0.8, high=1.5)])
    assert found(tidy(projects=[shop]), "ranges alike") == []
    assert found(tidy(projects=[shop]), "nothing shared") == []


def test_estimates_that_nothing_moves_together_are_found() -> None:
    (line,) = found(tidy(*ranged(2)), "nothing shared")
    assert line.startswith("nothing is shared between the 2 estimates with a range: bad luck in one")
    driver = Driver("rain", PERT(0.9, 1, 1.3))
    group = CopulaGroup("g", ["Shop/t0", "Shop/t1"], 0.5)
    assert found(tidy(*ranged(2), drivers=[driver]), "nothing shared") == []
    assert found(tidy(*ranged(2), groups=[group]), "nothing shared") == []
    assert found(tidy(*ranged(2), work("assumed")), "nothing shared") == []
    assert found(tidy(*ranged(1)), "nothing shared") == []


# ---------------------------------------------------------------- severity


def test_what_can_change_the_answer_is_a_warning_and_the_rest_is_info() -> None:
    shop = project(work("a"), work("b", after="a"), work("loose"), deadline=None, owner="Eva")
    portal = project(work("c"), name="Portal", start="2027-02-01", deadline="2026-12-01")
    made = tidy(projects=[shop, portal], people=PEOPLE, run_the_business=0)
    severities = {each.kind: each.problem.severity for each in findings_in(made)}
    assert severities == {
        "no deadline": "info",
        "unowned": "info",
        "not needed": "info",
        "past deadlines": "warning",
        "crossed dates": "warning",
        "unlinked": "warning",
        "no daily business": "warning",
    }


def test_somebody_booked_before_joining_and_after_leaving_is_found() -> None:
    people = [Person("Eve", "backend", start="2027-02-01", end="2027-03-31"), *PEOPLE[:2]]
    there = Booking("Eve", "Shop", "2027-02-01", "2027-03-31")
    early = Booking("Eve", "Shop", "2027-01-25", "2027-04-02", 0.5)
    assert not any("joining" in each for each in remarks(tidy(people=people, bookings=[there])))
    found = [each for each in remarks(tidy(people=people, bookings=[early])) if "joining" in each]
    assert len(found) == 1
    assert "'Eve': booked on 'Shop' for 9 days before joining or after leaving" in found[0]


def test_demand_before_the_start_of_its_project_is_found() -> None:
    months = {"2027-01": 0.5, "2027-02": 0.5, "2027-03": 0.5}
    shop = project(demand=[Demand("backend", months)], start="2027-02-15")
    assert found(tidy(projects=[shop]), "before the project") == [
        "Project 'Shop', task 'backend 2027-01': planned before its project's start: it waits for that day, "
        "and planned figures show it earlier; move it, or the project's start"
    ]

"""What a check finds with the plan in hand, its places, its score and its gate."""

from __future__ import annotations

import html
import pickle
from datetime import date

import pandas as pd
import pytest

from capsim.domain.booking import Booking
from capsim.domain.demand import Demand
from capsim.domain.distributions import PERT, LogNormal
from capsim.domain.origin import Origin
from capsim.domain.person import Person
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.task import Need, Task
from capsim.domain.uncertainty import Driver
from capsim.errors import InputError, ModelError, Place, Problem
from capsim.forecast.problems import problem_frame, sentences
from capsim.plan import build
from capsim.plan.plan import Plan

COLUMNS = ["severity", "sheet", "row", "cell", "value", "problem", "fix"]


def portfolio(*tasks: Task, deadline: str | None = "2027-09-30", **fields: object) -> Portfolio:
    """Return a portfolio of one project in which nothing is odd, but for what is given."""
    given: dict[str, object] = {
        "people": [Person("Ada", "backend"), Person("Bo", "backend")],
        "projects": [Project("Shop", tasks, deadline=deadline)],
        "calendar": "DE",
        "ranges": "usual",
        "run_the_business": 0.2,
        **fields,
    }
    return Portfolio("Agency", "2027-01-04", **given)  # type: ignore[arg-type]


def told(made: Portfolio) -> list[str]:
    return sentences(made.check().to_dict("records"))


# ---------------------------------------------------------------- the frame


def test_a_check_has_its_columns_even_without_a_row() -> None:
    found = portfolio(Task("build", effort=5, skill="backend")).check()
    assert list(found.columns) == COLUMNS
    assert (len(found), found.attrs["score"]) == (0, 100)
    assert str(found.dtypes["row"]) == "Int64"
    assert repr(found) == "score 100 of 100"


def test_a_check_is_shown_as_sentences_and_what_is_made_of_it_is_a_plain_frame() -> None:
    found = portfolio(Task("build", effort=5, skill="backend"), deadline=None).check()
    assert repr(found) == (
        "score 98 of 100\n"
        "1 remark, good to know:\n"
        "  - Project 'Shop': no deadline; give one, and the forecast says how likely it is kept"
    )
    assert type(found[["severity"]]) is type(found.head()) is pd.DataFrame
    assert repr(pickle.loads(pickle.dumps(found))) == repr(found)


def test_a_long_check_shows_the_first_of_each_severity_and_counts_the_rest() -> None:
    many = [Problem(f"Project 'P{n}'", "odd", severity="warning") for n in range(40)]
    lines = repr(problem_frame(many)).splitlines()
    assert lines[0] == "40 warnings, which can change the answer:"
    assert (len(lines), lines[-1]) == (32, "  and 10 more")


def test_names_are_escaped_in_a_notebook() -> None:
    found = problem_frame([Problem("Project '<b>'", "<i>", fix="<u>", severity="info")])
    assert found._repr_html_() == (  # type: ignore[operator]
        "<p>1 remark, good to know:</p><ul><li>Project &#x27;&lt;b&gt;&#x27;: &lt;i&gt;; &lt;u&gt;</li></ul>"
    )


def test_the_card_of_a_portfolio_tells_its_findings_and_what_to_call_next() -> None:
    short = portfolio(Task("<b>", effort=500, skill="<i>"), people=[Person("Ada", "<i>")])
    shown = short._repr_html_()
    assert f"score {short.check().attrs['score']} of 100, 2 warnings<" in shown
    assert html.escape(told(short)[0]) in shown
    assert "portfolio.demand() for the need by role and month; cs.simulate(portfolio)" in shown
    assert "<b>" not in shown and "<i>" not in shown


def test_the_card_of_a_portfolio_without_work_speaks_of_no_forecast() -> None:
    shown = Portfolio("Agency", "2027-01-04")._repr_html_()
    assert "no projects: there is nothing to simulate" in shown
    assert "cs.simulate" not in shown


def test_the_card_of_a_portfolio_without_findings_has_none() -> None:
    shown = portfolio(Task("build", effort=5, skill="backend"))._repr_html_()
    assert "score 100 of 100<" in shown and "check()" not in shown


def test_a_check_makes_the_plan_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Plan] = []

    def counted(**fields: object) -> Plan:
        made.append(Plan(**fields))  # type: ignore[arg-type]
        return made[-1]

    monkeypatch.setattr(build, "Plan", counted)
    booked = [Booking("Ada", "Shop", "2027-02-01", "2027-02-26")]
    found = portfolio(Task("build", effort=500, skill="backend"), bookings=booked).check()
    assert {*found["severity"]} == {"warning"}  # above capacity and too late: what needs the plan is found
    assert len(made) == 1


# ---------------------------------------------------------------- places


def test_a_finding_is_placed_where_its_entity_stands_and_names_it_all_the_same() -> None:
    place = Place("plan.xlsx", "projects", row=3)
    made = portfolio(
        Task("build", effort=5, skill="backend"),
        deadline=None,
        origin=Origin("plan.xlsx", places={"Project 'Shop'": place}),
    )
    found = made.check()
    assert found[["sheet", "row", "cell", "problem"]].to_dict("records") == [
        {"sheet": "projects", "row": 3, "cell": "", "problem": "Project 'Shop': no deadline"}
    ]
    assert told(made)[0].startswith("projects, row 3: Project 'Shop': no deadline; ")


def test_what_the_reader_remarked_on_is_listed_and_only_its_warnings_cost() -> None:
    place = Place("plan.xlsx", "demand", row=9, column="Feb 27", cell="C9")
    remarks = (
        Problem("", "a total row is left out", fix="nothing to do", severity="info").in_cell(place),
        Problem("", "no sheet is called 'peple'", fix="did you mean 'people'?", severity="warning"),
    )
    made = portfolio(Task("build", effort=5, skill="backend"), origin=Origin("plan.xlsx", remarks=remarks))
    found = made.check()
    assert found["severity"].tolist() == ["warning", "info"]
    assert found.loc[1, COLUMNS[1:6]].tolist() == ["demand", 9, "C9", "", "a total row is left out"]
    assert told(made)[1] == "demand, C9: a total row is left out; nothing to do"
    assert found.attrs["score"] == 90


def test_what_is_wrong_in_several_places_of_a_file_is_told_at_the_first() -> None:
    place = Place("tasks.csv", row=11, column="role", cell="C11")
    problem = Problem(f"{place} and 11 more", "a skill that nobody has", "qa", place=place)
    assert sentences(problem_frame([problem]).to_dict("records")) == [
        "tasks.csv, C11: a skill that nobody has (here and 11 more) (got 'qa')"
    ]


# ---------------------------------------------------------------- the score


def test_each_kind_costs_once_however_many_rows_it_touches() -> None:
    projects = [
        Project(f"P{n}", [Task("a", effort=1, skill="backend")], deadline="2027-01-01") for n in range(3)
    ]
    one = portfolio(projects=projects[:1]).check()
    three = portfolio(projects=projects).check()
    assert one.attrs["score"] == three.attrs["score"] == 90


def test_a_score_below_the_minimum_is_refused_with_what_to_mend_first() -> None:
    made = portfolio(Task("build", effort=5, skill="backend"), run_the_business=0, calendar=None)
    assert made.check(minimum=80).attrs["score"] == 80
    with pytest.raises(ModelError) as refused:
        made.check(minimum=81)
    assert str(refused.value).startswith(
        "score 80 of 100, below the minimum of 81; mend first: (1) everybody gives all their paid time"
    )
    assert "(2) people work on public holidays" in str(refused.value)
    assert refused.value.problems["severity"].tolist() == ["warning", "warning"]


@pytest.mark.parametrize("minimum", [-1, 101, float("nan"), "many"])
def test_a_minimum_that_is_no_score_is_refused(minimum: object) -> None:
    with pytest.raises(InputError, match=r"^check, minimum: "):
        portfolio(Task("build", effort=5, skill="backend")).check(minimum=minimum)  # type: ignore[arg-type]


# ---------------------------------------------------------------- deadlines


@pytest.mark.parametrize(
    ("effort", "deadline", "words"),
    [
        # 80 % of two people do 1.6 days a day: 8 days from Monday 4 January 2027 take till Friday
        (PERT(8, 8.5, 9), "2027-01-07", "cannot be kept: even with the lowest estimates, and everybody free"),
        (PERT(8, 8.5, 9), "2027-01-08", "is unlikely to be kept: with the estimates as they stand"),
        (PERT(8, 8.5, 9), "2027-01-11", None),
        # one in a hundred is below 8 days
        (LogNormal(p50=16, p90=16 * 2 ** (1.2815515655 / 2.3263478740)), "2027-01-07", "cannot be kept"),
        (LogNormal(p50=16, p90=16 * 2 ** (1.2815515655 / 2.3263478740)), "2027-01-08", "is unlikely"),
    ],
)
def test_a_deadline_that_the_work_alone_misses_is_found(
    effort: object, deadline: str, words: str | None
) -> None:
    task = Task("build", effort=effort, skill="backend", people=(1, 3))  # type: ignore[arg-type]
    found = [
        line for line in told(portfolio(task, deadline=deadline, calendar="mon-fri")) if "deadline" in line
    ]
    assert bool(found) == (words is not None)
    assert all(line.startswith(f"Project 'Shop': the deadline {deadline} {words}") for line in found)


@pytest.mark.parametrize(("end", "out_of_reach"), [(None, True), ("2027-01-05", False)])
def test_people_can_give_all_of_their_time_to_planned_work(end: str | None, out_of_reach: bool) -> None:
    # eight days for halves of two who give 80 %: by Friday they do four, and eight if they give all of it
    need = Need("backend", effort=8, people=(1, 9), allocation=0.5, least_allocation=0.05)
    made = portfolio(
        Task("build", needs=[need], end=end), deadline="2027-01-08", calendar="mon-fri", ranges="none"
    )
    assert any("cannot be kept" in line for line in told(made)) == out_of_reach


def test_a_missed_deadline_tells_the_day_and_by_how_much() -> None:
    tasks = [
        Task("design", duration=10),
        Task("build", duration=5, after="design FS+2", deadline="2027-01-20"),
    ]
    line = next(each for each in told(portfolio(*tasks, ranges="none")) if "kept" in each)
    # 17 working days from 4 January, without Epiphany, which not all of Germany keeps: 26 January
    assert line.startswith(
        "Project 'Shop', task 'build': the deadline 2027-01-20 cannot be kept: even with the lowest "
        "estimates, and everybody free at once, the work takes until 2027-01-26, 6 days longer; "
    )


def test_a_deadline_before_work_that_the_plan_itself_has_later_names_that_work() -> None:
    demand = [
        Demand("backend", {"2027-01": 0.5, "2027-02": 0.5}),
        Demand("qa", {"2027-03": 0.5, "2027-04": 0.5}),
    ]
    project = Project("Shop", deadline="2027-02-28", demand=demand)
    people = [Person("Ada", "backend"), Person("Cy", "qa")]
    line = next(each for each in told(portfolio(projects=[project], people=people)) if "kept" in each)
    assert line == (
        "Project 'Shop': the deadline 2027-02-28 cannot be kept: the plan itself has work for qa in Mar "
        "2027, Apr 2027, after it; plan that work earlier, agree on a later date, or leave it out"
    )


def test_assumed_ranges_and_drivers_lower_what_is_lowest() -> None:
    task = Task("wait", duration=10)

    def line(**fields: object) -> str:
        return next(each for each in told(portfolio(task, deadline="2027-01-14", **fields)) if "kept" in each)

    assert "cannot be kept" in line(ranges="none", calendar="mon-fri")
    assert "is unlikely" in line(ranges="usual", calendar="mon-fri")
    lucky = Driver("luck", PERT(0.8, 1, 1.2))
    assert "is unlikely" in line(ranges="none", calendar="mon-fri", drivers=[lucky])


# ---------------------------------------------------------------- demand and bookings


def test_demand_above_capacity_names_the_role_the_first_month_and_the_worst() -> None:
    shop = Project("Shop", demand=[Demand("backend", {"2027-02": 2, "2027-03": 1.5, "2027-04": 2.5})])
    line = next(each for each in told(portfolio(projects=[shop])) if "capacity" in each)
    assert line.startswith(
        "Role 'backend': demand is above capacity in 2 months: first in Feb 2027 (2.00 FTE wanted, 1.60 "
        "there), most in Apr 2027 (2.50 FTE wanted, 1.60 there); "
    )


def test_people_booked_above_their_time_are_named_the_worst_first() -> None:
    names = ("Shop", "Portal")
    projects = [Project(name, [Task("go")], deadline="2027-12-31") for name in names]
    bookings = [
        Booking("Ada", "Shop", "2027-02-01", "2027-03-31", 0.6),
        Booking("Ada", "Portal", "2027-03-01", "2027-04-30", "60%"),
        Booking("Bo", "Shop", "2027-02-01", "2027-03-31", 1),
        Booking("Bo", "Portal", "2027-03-01", "2027-03-15", 0.5),
        Booking("Bo", "Portal", "2027-03-16", "2027-04-30", 0.8),
    ]
    lines = [each for each in told(portfolio(projects=projects, bookings=bookings)) if "booked" in each]
    assert [line.split(";")[0] for line in lines] == [
        "Person 'Bo': booked up to 180 % from 2027-03-01 to 2027-03-31 (Shop, Portal)",
        "Person 'Ada': booked 120 % from 2027-03-01 to 2027-03-31 (Shop, Portal)",
    ]


def test_an_overbooked_person_is_placed_at_the_last_booking_of_the_worst_time() -> None:
    projects = [Project(name, [Task("go")], deadline="2027-12-31") for name in ("Shop", "Portal")]
    bookings = [
        Booking("Ada", "Shop", "2027-02-01", "2027-02-28", 0.8),
        Booking("Ada", "Portal", "2027-02-15", "2027-02-28", 0.4),
        Booking("Ada", "Portal", "2027-05-01", "2027-05-31", 0.6),
        Booking("Ada", "Shop", "2027-05-10", "2027-05-20", 0.6),
        Booking("Ada", "Portal", "2027-09-01", "2027-09-30", 0.9),
    ]
    places = {f"Booking {number}": Place("plan.xlsx", "bookings", row=number + 1) for number in range(1, 6)}
    made = portfolio(projects=projects, bookings=bookings, origin=Origin("plan.xlsx", places=places))
    (line,) = [each for each in told(made) if "booked" in each]
    assert line.startswith(
        "bookings, row 3: Person 'Ada': booked 120 % from 2027-02-15 to 2027-02-28 (Shop, Portal), "
        "and in 1 other time; "
    )


def test_bookings_that_add_up_to_a_whole_person_are_no_finding() -> None:
    projects = [Project(name, [Task("go")], deadline="2027-12-31") for name in ("A", "B", "C")]
    bookings = [
        *(
            Booking("Ada", name, "2027-02-01", "2027-03-31", share)
            for name, share in zip("ABC", (0.3, 0.3, 0.4), strict=True)
        ),
        Booking("Ada", "A", "2027-04-01", "2027-04-30", 1),
    ]
    made = portfolio(projects=projects, bookings=bookings, run_the_business=0)
    assert not [each for each in told(made) if "booked" in each]


def test_bookings_before_the_start_or_on_projects_that_take_no_part_do_not_count() -> None:
    shop = Project("Shop", [Task("go")], deadline="2027-12-31")
    old = Project("Old", [Task("go")], status="done")
    bookings = [
        Booking("Ada", "Shop", "2026-10-01", "2027-03-31", 1),
        Booking("Ada", "Shop", "2026-10-01", "2026-12-31", 1),
        Booking("Ada", "Old", "2027-02-01", "2027-03-31", 1),
    ]
    made = portfolio(projects=[shop, old], bookings=bookings, run_the_business=0)
    assert not [each for each in told(made) if "booked" in each]
    assert date(2026, 12, 31) < made.start


# ---------------------------------------------------------------- bookings in vain


def in_vain(
    *rows: Demand, bookings: list[Booking], tasks: list[Task] | None = None, **fields: object
) -> list[str]:
    shop = Project("Shop", tasks or [], deadline="2027-12-31", demand=rows)
    made = portfolio(projects=[shop], bookings=bookings, **fields)
    return [each.split(";")[0] for each in told(made) if "booked above what the project wants" in each]


def test_a_year_booked_for_a_task_of_a_day_is_found() -> None:
    task = Task("test", effort=1, skill="backend")
    year = [Booking("Ada", "Shop", "2027-01-04", "2027-12-31", 0.8)]
    assert in_vain(bookings=year, tasks=[task]) == [
        "Project 'Shop': booked above what the project wants: backend from Jan 2027 to Dec 2027 "
        "(9.60 FTE-months booked, 0.05 wanted)"
    ]


def test_bookings_after_the_last_month_of_demand_are_found() -> None:
    row = Demand("backend", {"2027-01": 0.8, "2027-02": 0.8})
    after = [Booking("Ada", "Shop", "2027-01-04", "2027-04-30", 0.8)]
    assert in_vain(row, bookings=after) == [
        "Project 'Shop': booked above what the project wants: backend from Mar 2027 to Apr 2027 "
        "(0.80 FTE booked, 0.00 wanted)"
    ]
    assert in_vain(row, bookings=[Booking("Ada", "Shop", "2027-01-04", "2027-02-28", 0.8)]) == []


def test_months_booked_in_vain_that_differ_are_counted_and_the_worst_is_told() -> None:
    row = Demand("backend", {"2027-01": 0.5, "2027-02": 0.8, "2027-03": 0.2})
    assert in_vain(row, bookings=[Booking("Ada", "Shop", "2027-01-04", "2027-03-31", 0.8)]) == [
        "Project 'Shop': booked above what the project wants: backend in 2 months from Jan 2027 to Mar 2027, "
        "most in Mar 2027 (0.80 FTE booked, 0.20 wanted)"
    ]


def test_a_booking_that_is_the_demand_or_meets_it_by_another_skill_is_not_in_vain() -> None:
    only = [Booking("Ada", "Shop", "2027-01-04", "2027-03-31", 1)]
    assert in_vain(bookings=only, tasks=[Task("go")]) == []
    both = [Person("Ada", ["data", "backend"]), Person("Bo", "data")]
    row = [Demand("backend", {"2027-01": 0.6}), Demand("data", {"2027-01": 0.2})]
    assert (
        in_vain(*row, bookings=[Booking("Ada", "Shop", "2027-01-04", "2027-01-31", 0.8)], people=both) == []
    )
    task = Task("build", effort=16, skill="backend, or data")
    assert (
        in_vain(bookings=[Booking("Bo", "Shop", "2027-01-04", "2027-01-31", 0.8)], tasks=[task], people=both)
        == []
    )


def test_what_is_booked_in_vain_on_several_projects_is_one_finding_at_the_first_booking_of_the_worst() -> (
    None
):
    amounts = {"Shop": 0.6, "CRM": 0.2, "Data": 0.5}
    projects = [
        Project(name, demand=[Demand("backend", {"2027-01": amount})]) for name, amount in amounts.items()
    ]
    bookings = [Booking("Ada", name, "2027-01-04", "2027-01-31", 0.8) for name in amounts]
    places = {
        f"Booking {number}, person": Place(
            "plan.xlsx", "Bookings", number + 1, column="Who", cell=f"A{number + 1}"
        )
        for number in (1, 2, 3)
    }
    made = portfolio(projects=projects, bookings=bookings, origin=Origin("plan.xlsx", places=places))
    assert [each for each in told(made) if "booked above what" in each] == [
        "Bookings, A3: Role 'backend': booked above what 3 projects want: 'CRM' in Jan 2027 (0.80 FTE "
        "booked, 0.20 wanted), and 'Data', 'Shop'; add the demand, or shorten the booking"
    ]


def test_what_daily_business_takes_of_a_booking_is_not_booked_in_vain() -> None:
    row = Demand("backend", {"2027-01": 0.8})
    assert in_vain(row, bookings=[Booking("Ada", "Shop", "2027-01-04", "2027-01-31", 1)]) == []


# ---------------------------------------------------------------- bookings on top of demand


def on_top(*bookings: Booking, people: list[Person], **fields: object) -> list[str]:
    rows = [Demand("dev", {"2027-01": 0.5}), Demand("test", {"2027-02": 0.5})]
    given = {"demand": rows, "deadline": "2027-12-31", **fields}
    made = portfolio(projects=[Project("Shop", **given)], people=people, bookings=bookings)  # type: ignore[arg-type]
    return [each for each in told(made) if "on top" in each]


TEAM = [Person("Ada", "senior dev"), Person("Bo", "senior dev"), Person("Cy", "dev"), Person("Di", "test")]


def test_bookings_of_a_role_that_the_project_does_not_ask_for_are_told_once_with_what_they_add() -> None:
    rows = [Booking(name, "Shop", "2027-02-01", "2027-03-31", 0.5) for name in ("Ada", "Bo", "Ada")]
    assert on_top(*rows, people=TEAM) == [
        "Project 'Shop': Ada, Bo are booked as senior dev, which the project does not ask for (it asks for "
        "dev, test); counted as 3.00 FTE-months on top; did you mean 'dev'? Then write that as the role of "
        "Ada, Bo; if not, add a row of demand for 'senior dev'"
    ]


def test_what_is_told_to_be_on_top_is_what_the_table_of_demand_has_more() -> None:
    rows = [Demand("dev", {"2027-01": 0.5}), Demand("test", {"2027-02": 0.5})]
    shop = Project("Shop", demand=rows)
    days = Booking("Ada", "Shop", "2027-01-18", "2027-03-12", 0.4)
    totals = [
        portfolio(projects=[shop], people=TEAM, bookings=bookings)
        .demand(by="role", wide=True)
        .sum(numeric_only=True)
        .sum()
        for bookings in ([days], [])
    ]
    (told,) = on_top(days, people=TEAM)
    assert f"counted as {totals[0] - totals[1]:.2f} FTE-months on top" in told


def test_a_role_that_only_another_project_asks_for_asks_whether_a_row_is_meant() -> None:
    people = [*TEAM, Person("Eve", "analyst")]
    projects = [
        Project("Shop", demand=[Demand("dev", {"2027-01": 0.5})]),
        Project("CRM", demand=[Demand("analyst", {"2027-01": 0.5})]),
    ]
    booking = Booking("Eve", "Shop", "2027-02-01", "2027-02-28", 0.1)
    made = portfolio(projects=projects, people=people, bookings=[booking])
    assert [each for each in told(made) if "on top" in each] == [
        "Project 'Shop': Eve is booked as analyst, which the project does not ask for (it asks for dev); "
        "counted as 0.10 FTE-months on top; add a row of demand for 'analyst' if that is meant; if not, book "
        "somebody with a role that is asked for"
    ]


def test_a_role_that_bookings_alone_plan_is_one_remark_which_costs_nothing() -> None:
    people = [*TEAM, Person("Eve", "manager")]
    projects = [Project(name, demand=[Demand("dev", {"2027-01": 0.5})]) for name in ("Shop", "CRM")]
    rows = [Booking("Eve", name, "2027-02-01", "2027-02-28", 0.2) for name in ("Shop", "CRM")]
    made = portfolio(projects=projects, people=people, bookings=rows)
    assert [each for each in told(made) if "on top" in each] == [
        "Role 'manager': no project asks for it, so its bookings are the demand: 0.40 FTE-months on top of "
        "what 'Shop', 'CRM' ask for; if another role is meant, write that as the role of whoever is booked"
    ]
    assert made.check().attrs["score"] == portfolio(projects=projects, people=people).check().attrs["score"]


def test_a_further_skill_that_is_asked_for_is_suggested_as_the_role() -> None:
    people = [*TEAM, Person("Eve", ["analyst", "test"])]
    (told,) = on_top(Booking("Eve", "Shop", "2027-02-01", "2027-02-28", 0.1), people=people)
    assert "did you mean 'test'? Then write that as the role of Eve" in told


def test_bookings_are_not_on_top_where_they_are_asked_for_or_all_that_is_asked_for() -> None:
    ada = Booking("Ada", "Shop", "2027-02-01", "2027-02-28", 0.5)
    assert on_top(Booking("Cy", "Shop", "2027-02-01", "2027-02-28", 0.5), people=TEAM) == []
    assert on_top(ada, people=TEAM, demand=[]) == []
    assert on_top(ada, people=TEAM, status="done") == []
    row = Demand("senior dev", {"2027-02": 0.5})
    assert on_top(ada, people=TEAM, demand=[row]) == []


# ---------------------------------------------------------------- bookings and daily business


def above_daily_business(*bookings: Booking, **fields: object) -> list[str]:
    shop = Project("Shop", [Task("go")], deadline="2027-12-31")
    made = portfolio(projects=[shop], bookings=bookings, **fields)
    return [each.split(";")[0] for each in told(made) if "booked" in each]


def test_somebody_booked_for_more_than_the_share_for_projects_is_found() -> None:
    ada, bo = (Booking(name, "Shop", "2027-01-04", "2027-03-31", 1) for name in ("Ada", "Bo"))
    assert above_daily_business(ada) == [
        "Person 'Ada': booked for more of the day than is for projects: 100 % from 2027-01-04 to 2027-03-31, "
        "with 80 % for projects"
    ]
    assert above_daily_business(ada, bo) == [
        "People 'Ada', 'Bo': booked for more of the day than is for projects: 'Ada' 100 % from 2027-01-04 to "
        "2027-03-31, with 80 % for projects"
    ]
    assert above_daily_business(ada, run_the_business=0) == []


def test_somebody_booked_over_100_percent_is_told_once() -> None:
    rows = [Booking("Ada", "Shop", "2027-01-04", "2027-03-31", share) for share in (1, 0.5)]
    (line,) = [each for each in above_daily_business(*rows) if "add up" not in each]
    assert line.startswith("Person 'Ada': booked 150 % from")


def test_a_row_of_bookings_that_stands_twice_is_found() -> None:
    rows = [Booking("Ada", "Shop", "2027-01-04", end, 0.3) for end in ("2027-03-31", "2027-02-28")]
    assert above_daily_business(*rows) == [
        "Person 'Ada': booked twice on 'Shop' from 2027-01-04 to 2027-02-28: the shares add up"
    ]
    other = Booking("Ada", "Shop", "2027-01-04", "2027-02-28", 0.3, kind="hard")
    after = Booking("Ada", "Shop", "2027-04-01", "2027-04-30", 0.3)
    assert above_daily_business(rows[0], other, after) == []


# ---------------------------------------------------------------- roles that others cover


def of_dev(a: object, **amounts: float) -> list[str]:
    rows = [Demand(role, {"2027-02": amount}) for role, amount in amounts.items()]
    shop = Project("Shop", deadline="2027-12-31", demand=rows)
    people = [Person("A", a), Person("B", "dev")]  # type: ignore[arg-type]
    lines = told(portfolio(projects=[shop], people=people, run_the_business=0))
    return [each for each in lines if each.startswith("Role ") and "FTE wanted" in each]


def test_demand_that_others_cover_is_a_remark_which_costs_nothing() -> None:
    assert of_dev(["data", "dev"], dev=1.8) == [
        "Role 'dev': in Feb 2027 1.80 FTE wanted, 1.00 there whose role it is; others who can do it cover "
        "the rest; keep their own work small in that time, or add people"
    ]
    shop = Project("Shop", deadline="2027-12-31", demand=[Demand("dev", {"2027-02": 1.2})])
    people = [Person("A", ["data", "dev"]), Person("B", "dev")]
    assert portfolio(projects=[shop], people=people).check().attrs["score"] == 100


def test_what_others_leave_short_is_told_with_both_figures() -> None:
    assert of_dev(["data", "dev"], dev=1.8, data=0.5) == [
        "Role 'dev': demand is above capacity in 1 month: first in Feb 2027 (1.80 FTE wanted, 1.00 there "
        "whose role it is; 0.30 stays short after everybody who can do it); move work, or add people; capsim "
        'demand, or portfolio.demand(by="role"), shows every month'
    ]


def test_demand_that_nobody_else_can_do_is_short_as_by_role() -> None:
    assert of_dev("data", dev=1.8) == [
        "Role 'dev': demand is above capacity in 1 month: first in Feb 2027 (1.80 FTE wanted, 1.00 there); "
        'move work, or add people; capsim demand, or portfolio.demand(by="role"), shows every month'
    ]


def of_tester(*, months: int, wanted: float, there: float, others: int = 0) -> list[str]:
    amounts = {f"2027-{month:02d}": wanted for month in range(1, months + 1)}
    shop = Project("Shop", deadline="2027-12-31", demand=[Demand("tester", amounts)])
    people = [Person("Ann", "tester", availability=there)]
    people += [Person(f"B{number}", ["dev", "tester"], availability=0.01) for number in range(others)]
    lines = told(portfolio(projects=[shop], people=people, run_the_business=0))
    return [each.rpartition(";")[0] for each in lines if each.startswith("Role ")]


@pytest.mark.parametrize(("wanted", "there"), [(1.0, 0.95), (0.5, 0.45), (1.65, 1.6), (0.4, 0.36)])
def test_months_that_are_alike_are_short_alike(wanted: float, there: float) -> None:
    assert of_tester(months=6, wanted=wanted, there=there) == [
        f"Role 'tester': demand is above capacity in 6 months: first in Jan 2027 ({wanted:.2f} FTE wanted, "
        f"{there:.2f} there); move work, or add people"
    ]


@pytest.mark.parametrize(("wanted", "there"), [(1.0, 0.96), (0.41, 0.37), (0.1, 0.09), (0.5, 0.5)])
def test_less_than_a_twentieth_of_a_person_and_than_a_tenth_of_what_is_wanted_is_no_shortage(
    wanted: float, there: float
) -> None:
    assert of_tester(months=6, wanted=wanted, there=there) == []


def test_others_are_said_to_cover_no_more_than_they_do() -> None:
    (line,) = of_tester(months=1, wanted=1.0, there=0.94, others=3)
    assert line.endswith("0.94 there whose role it is; others who can do it cover all but 0.03 of the rest")
    assert "others" not in " ".join(of_tester(months=4, wanted=1.0, there=0.95))


# ---------------------------------------------------------------- projects left out


def test_what_is_left_out_is_told_with_its_amount_and_costs_nothing() -> None:
    shop = Project("Shop", [Task("go")], deadline="2027-12-31")
    later = Project("Later", demand=[Demand("backend", {"2027-02": 1, "2027-03": 2})], status="on hold")
    old = Project("Old", [Task("build", effort=12, skill="backend")], status="done")
    made = portfolio(projects=[shop, later, old])
    assert told(made) == [
        "Projects 'Later' (on hold), 'Old' (done): left out of every figure: 3.0 FTE-months of demand and "
        "12.0 person-days; change the status where the work is still to be done"
    ]
    assert made.check().attrs["score"] == 100

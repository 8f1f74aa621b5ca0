"""What must hold between entities: every way to get it wrong, and the words that say so."""

from collections.abc import Callable

import pytest

from capsim.domain.calendar import Calendar
from capsim.domain.demand import Demand
from capsim.domain.person import Person, Skill
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.task import Link, Need, Task
from capsim.domain.uncertainty import CopulaGroup, Driver
from capsim.errors import InputError
from tests.unit.domain.team import PEOPLE, agency, project, work
from tests.unit.domain.telling import told


def test_the_agency_is_sound() -> None:
    assert agency(work("build")).projects[0].tasks == (work("build"),)


# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("make", "where"),
    [
        (lambda: agency(people=[*PEOPLE, PEOPLE[0]]), "Person 'Ada'"),
        (lambda: agency(people=[Person("dev", "a", count=2), Person("dev 2", "a")]), "Person 'dev 2'"),
        (lambda: agency(projects=[project(), project()]), "Project 'Shop'"),
        (lambda: agency(work("build"), work("build")), "Project 'Shop', task 'build'"),
        (lambda: agency(calendars=[Calendar("standard")]), "Calendar 'standard'"),
        (lambda: agency(drivers=[Driver("x", 2), Driver("x", 3)]), "Driver 'x'"),
    ],
)
def test_a_name_is_given_once(make: Callable[[], Portfolio], where: str) -> None:
    assert told(make) == [f"{where}: name given twice; names are unique: rename one"]


@pytest.mark.parametrize(
    ("make", "where", "other"),
    [
        (lambda: agency(people=[*PEOPLE, Person("ADA", "data")]), "Person 'ADA'", "Ada"),
        (lambda: agency(projects=[project(), project(name="shop")]), "Project 'shop'", "Shop"),
        (lambda: agency(work("build"), work("Build")), "Project 'Shop', task 'Build'", "build"),
        (lambda: agency(calendars=[Calendar("Standard")]), "Calendar 'Standard'", "standard"),
        (lambda: agency(drivers=[Driver("x", 2), Driver("X", 3)]), "Driver 'X'", "x"),
        (lambda: agency(people=[*PEOPLE, Person("Di", "Backend")]), "Skill 'Backend'", "backend"),
    ],
)
def test_two_spellings_that_differ_only_in_case_are_both_named(
    make: Callable[[], Portfolio], where: str, other: str
) -> None:
    (line,) = told(make)
    assert line.startswith(f"{where}: differs from {other!r} only in upper and lower case")


def test_tasks_of_different_projects_can_share_a_name() -> None:
    made = agency(projects=[project(work("build")), project(work("build"), name="Billing")])
    assert len(made.projects) == 2


# ---------------------------------------------------------------- dates and calendars


def test_the_horizon_is_not_before_the_start() -> None:
    assert told(lambda: agency(horizon="2026-12-31")) == [
        "Portfolio, horizon: before the start (got '2026-12-31'); write 2027-01-04 or later, or leave it out"
    ]


@pytest.mark.parametrize(
    ("make", "where"),
    [
        (lambda: agency(projects=[project(deadline="9999-12-31")]), "Project 'Shop', deadline"),
        (lambda: agency(work("build", start="2227-01-01")), "Project 'Shop', task 'build', start"),
        (lambda: agency(people=[Person("Ada", "a", end="9999-12-31")]), "Person 'Ada', end"),
        (
            lambda: agency(people=[Person("Ada", "a", leave=[("2027-01-01", "9999-12-31")])]),
            "Person 'Ada', leave",
        ),
        (lambda: agency(people=[Person("Ada", [Skill("a", end="9999-12-31")])]), "Person 'Ada', skill 'a'"),
        (lambda: agency(horizon="9999-12-31"), "Portfolio, horizon"),
    ],
)
def test_a_date_that_stands_for_never_is_refused(make: Callable[[], Portfolio], where: str) -> None:
    (line,) = told(make)
    assert line.startswith(f"{where}: more than 100 years after the start")
    assert line.endswith("leave it empty if no date is meant")


def test_an_unknown_calendar_gets_a_hint() -> None:
    people = [Person("Ada", "a", calendar="part tme")]
    assert told(lambda: agency(people=people, calendars=[Calendar("part time", "mon-wed")])) == [
        "Person 'Ada', calendar: unknown calendar (got 'part tme'); did you mean 'part time'? "
        '(or a country such as "DE" or "DE-BY", or days such as "mon-thu")'
    ]


@pytest.mark.parametrize(
    ("calendar", "words"),
    [
        ("QQ", "Calendar 'QQ', country: no country whose public holidays are known (got 'QQ')"),
        ("DE-XX", "Calendar 'DE-XX', region: no region of DE (got 'XX'); known: 'BB', 'BE'"),
        (Calendar("home", country="Germany"), "Calendar 'home', country: no country whose"),
    ],
)
def test_an_unknown_country_or_region_is_a_located_problem(calendar: object, words: str) -> None:
    (line,) = told(lambda: agency(calendar=calendar))
    assert line.startswith(words)


def test_an_unknown_country_of_a_person_is_a_located_problem_too() -> None:
    (line,) = told(lambda: agency(people=[Person("Ada", "a", calendar="DE-ZZ")]))
    assert line.startswith("Calendar 'DE-ZZ', region: no region of DE (got 'ZZ')")


def test_resolved_holidays_need_no_known_country() -> None:
    calendar = Calendar("old", country="QQ", holidays=["2027-01-06"], resolved_to="2060-01-01")
    assert agency(calendar=calendar).calendar == calendar


# ---------------------------------------------------------------- links


@pytest.mark.parametrize(
    ("after", "words"),
    [
        ("bild", "no such task in project 'Shop' (got 'bild'); did you mean 'build'?"),
        ("Biling/x", "no such project (got 'Biling'); did you mean 'Billing'?"),
        ("Billing/y", "no such task in project 'Billing' (got 'y'); known: 'x'"),
        ("test", "a task that waits for itself (got 'test'); remove the link"),
        ("Shop/test SS+1", "a task that waits for itself (got 'test SS+1'); remove the link"),
    ],
)
def test_a_link_leads_to_another_task(after: str, words: str) -> None:
    projects = [project(work("build"), Task("test", after=after)), project(Task("x"), name="Billing")]
    assert told(lambda: agency(projects=projects)) == [f"Project 'Shop', task 'test', after: {words}"]


def test_a_cycle_is_told_task_by_task() -> None:
    tasks = [Task("a", after="c"), Task("b", after="a"), Task("c", after="b"), Task("d", after="c")]
    assert told(lambda: agency(*tasks)) == [
        "Project 'Shop', task 'a', after: tasks that wait for each other: Shop/a → Shop/b → Shop/c → Shop/a; "
        "remove one of these links"
    ]


def test_a_cycle_across_projects_is_found() -> None:
    projects = [project(Task("a", after="Billing/x")), project(Task("x", after="Shop/a"), name="Billing")]
    assert "Shop/a → Billing/x → Shop/a" in told(lambda: agency(projects=projects))[0]


def test_tasks_that_hold_each_other_from_both_sides_are_no_cycle() -> None:
    made = agency(Task("a", after="b FF"), Task("b", after="a SS"))
    assert len(made.projects[0].tasks) == 2


def test_a_task_that_finishes_only_after_its_own_follower_is_a_cycle() -> None:
    lines = told(lambda: agency(Task("a", after="b FF"), Task("b", after="a")))
    assert lines == [
        "Project 'Shop', task 'a', after: tasks that wait for each other: Shop/a → Shop/b → Shop/a; "
        "remove one of these links"
    ]


def test_a_text_that_is_a_task_of_the_same_project_means_that_task() -> None:
    made = agency(Task("design/web"), Task("build", after="design/web SS+1"))
    assert made.projects[0].tasks[1].after == (Link("design/web", "SS", 1),)


def test_a_link_to_the_own_project_is_kept_without_it() -> None:
    made = agency(Task("design"), Task("build", after="Shop/design"))
    assert made.projects[0].tasks[1].after == (Link("design"),)


def test_a_project_and_a_task_can_both_have_a_slash() -> None:
    made = agency(projects=[project(Task("x/y"), name="A/B"), project(Task("z", after="A/B/x/y"))])
    assert made.projects[1].tasks[0].after == (Link("x/y", project="A/B"),)


def test_a_task_can_be_called_like_a_link() -> None:
    made = agency(Task("Support SS"), Task("go", after="Support SS"))
    assert made.projects[0].tasks[1].after == (Link("Support SS"),)


def test_a_link_that_can_mean_two_tasks_is_refused() -> None:
    projects = [project(Task("a/b"), Task("c", after="a/b")), project(Task("b"), name="a")]
    assert told(lambda: agency(projects=projects)) == [
        "Project 'Shop', task 'c', after: can mean task 'a/b' of project 'Shop' or task 'b' of project 'a' "
        "(got 'a/b'); rename one of them"
    ]


# ---------------------------------------------------------------- scopes, ranges and groups


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        ({"projects": "Shp"}, "projects: no such project (got 'Shp'); did you mean 'Shop'?"),
        ({"tasks": "Shop/bild"}, "tasks: no such task (got 'Shop/bild'); did you mean 'Shop/build'?"),
        ({"tasks": "Shp/build"}, "tasks: no such project (got 'Shp'); did you mean 'Shop'?"),
        ({"tasks": "build"}, "tasks: not a task (got 'build'); write \"Project/Task\""),
        ({"skills": "bakend"}, "skills: no such skill (got 'bakend'); did you mean 'backend'?"),
        ({"tags": "urgnt"}, "tags: no such tag (got 'urgnt'); did you mean 'urgent'?"),
        ({"phases": "bld"}, "phases: no such phase (got 'bld'); did you mean 'build'?"),
        ({"owners": "Evva"}, "owners: no such owner (got 'Evva'); did you mean 'Eva'?"),
    ],
)
def test_a_scope_selects_what_there_is(scope: dict[str, str], words: str) -> None:
    task = work("build", tags="urgent", phase="build", owner="Eva")
    assert told(lambda: agency(task, drivers=[Driver("rain", 1.2, scope)])) == [
        f"Driver 'rain', scope, {words}"
    ]


def test_ranges_are_given_for_skills_and_tags_that_there_are() -> None:
    ranges = {"by_skill": {"bakend": (0.8, 1.5)}, "by_tag": {"new": (0.8, 1.5)}}
    assert told(lambda: agency(work("build"), ranges=ranges)) == [
        "Ranges, by_tag: no such tag (got 'new')",
        "Ranges, by_skill: no such skill (got 'bakend'); did you mean 'backend'?",
    ]


@pytest.mark.parametrize(
    ("members", "correlation", "words"),
    [
        (["Shop/a"], 0.5, ": nothing to correlate (got 1); list at least two members"),
        (["Shop/a", "Shop/b"], 1.5, ", correlation: no correlation (got 1.5); write a number from -1 to 1"),
        (
            ["Shop/a", "Shop/b"], [[1]],
            ", correlation: a matrix for 1 members in a group of 2; give 2 rows of 2",
        ),
        (
            ["Shop/a", "Shop/b"], [[1, 2], [2, 1]],
            ", correlation: a number outside -1 to 1; write numbers from -1 to 1",
        ),
        (
            ["Shop/a", "Shop/b"], [[1, 0.5], [0.5, 0.9]],
            ", correlation: a diagonal that is not 1; write 1 from the upper left to the lower right",
        ),
        (
            ["Shop/a", "Shop/b"], [[1, 0.5], [0.4, 1]],
            ", correlation: a matrix that is not symmetric; write the same number for a pair both ways",
        ),
        (["Shop/a", "Shop/x"], 0.5, ", members: no such task (got 'Shop/x'); did you mean 'Shop/b'?"),
        (
            ["Shop/a", "Shop/go"], 0.5,
            ", members: a milestone has no estimate (got 'Shop/go'); list tasks with effort or duration",
        ),
        (
            ["Shop/a", "Shop/b/need 3"], 0.5,
            ", members: no such estimate (got 'Shop/b/need 3'); "
            'write "Shop/b", or "Shop/b/need 1" for its first need',
        ),
        (
            ["Shop/a", "Shop/a/need 1"], 0.5,
            ", members: already in group 'g' (got 'Shop/a/need 1'); list an estimate once",
        ),
    ],
)  # fmt: skip
def test_a_group_correlates_estimates_that_there_are(
    members: list[str], correlation: object, words: str
) -> None:
    tasks = [work("a"), Task("b", needs=[Need("backend", 1), Need("design", 2)]), Task("go")]
    groups = [CopulaGroup("g", members, correlation)]  # type: ignore[arg-type]
    (line,) = told(lambda: agency(*tasks, groups=groups))
    if words.endswith("'Shop/b'?"):
        words = words.replace("did you mean 'Shop/b'?", line.split("; ")[1])
    assert line == f"Group 'g'{words}"


def test_an_estimate_is_in_one_group_only() -> None:
    groups = [CopulaGroup("g", ["Shop/a", "Shop/b"], 0.5), CopulaGroup("h", ["Shop/b", "Shop/c"], 0.5)]
    (line,) = told(lambda: agency(work("a"), work("b"), work("c"), groups=groups))
    assert line.startswith("Group 'h', members: already in group 'g' (got 'Shop/b')")


# ---------------------------------------------------------------- staffing


def test_a_skill_that_nobody_has_is_told_once_with_a_hint() -> None:
    assert told(lambda: agency(work("a", "bakend"), work("b", "bakend"))) == [
        "Project 'Shop', task 'a': a skill that nobody has, here and in 1 other place (got 'bakend'); "
        "did you mean 'backend'?"
    ]


def test_work_without_people_is_refused() -> None:
    assert told(lambda: agency(work("a"), people=[])) == [
        "Project 'Shop', task 'a': there are no people (got 'backend'); "
        "add somebody for 5 days of work in 'Shop', e.g. a row to people: TBH 1, backend, from 2027-01-04"
    ]


def test_a_skill_unlike_any_other_is_told_with_the_row_to_add() -> None:
    people = [*PEOPLE, Person("TBH 1", "design")]
    projects = [
        project(work("a", "kubernetes", start="2027-03-01"), work("b", "kubernetes"), start="2027-02-01"),
        project(Task("wait", duration=4, skill="kubernetes", people=2), name="Portal", start="2027-04-01"),
    ]
    assert told(lambda: agency(people=people, projects=projects)) == [
        "Project 'Shop', task 'a': a skill that nobody has, here and in 2 other places (got 'kubernetes'); "
        "add somebody for 18 days of work in 'Shop', 'Portal', "
        "e.g. a row to people: TBH 2, kubernetes, from 2027-02-01; the roles there: backend, data, design"
    ]


def test_demand_by_month_for_a_skill_that_nobody_has_is_told_in_full_time_equivalents() -> None:
    demand = [
        Demand("kubernetes", {"2027-03": 1.5, "2027-04": 0.25}),
        Demand("kubernetes", {"2027-03": 0.5}, phase="run"),
    ]
    assert told(lambda: agency(projects=[project(demand=demand)])) == [
        "Project 'Shop', task 'kubernetes 2027-03': a skill that nobody has, here and in 1 other place "
        "(got 'kubernetes'); add somebody for 2 FTE in 'Shop', "
        "e.g. a row to people: TBH 1, kubernetes, from 2027-03-01; the roles there: backend, data, design"
    ]


def test_waiting_needs_no_people() -> None:
    assert agency(Task("approval", duration=10), people=[]).people == ()


def test_a_level_that_nobody_reaches_is_told_with_the_highest() -> None:
    people = [Person("Ada", [Skill("ops", level=2)]), Person("Bo", "ops")]
    assert told(lambda: agency(work("run", "ops", level=3), people=people)) == [
        "Project 'Shop', task 'run': a level that nobody reaches (got 'ops level 3'); "
        "lower it, or add people; the highest held: ops level 2"
    ]
    assert agency(work("run", "ops", level=2), people=people).people == tuple(people)


ALWAYS_AWAY = "on leave, or without a working day, all the time"


@pytest.mark.parametrize(
    ("person", "why"),
    [
        (Person("Ada", {"ops": 0}), "speed 0 for ops"),
        (Person("Ada", {"ops": 0.0004}), "speed 0 for ops"),
        (Person("Ada", "ops", availability=0), "FTE 0"),
        (Person("Ada", "ops", run_the_business=1), "100 % for daily business"),
        (Person("Ada", "ops", end="2026-12-31"), "left on 2026-12-31, before the start"),
        (Person("Ada", "ops", leave=[("2027-01-01", "2027-06-30")], end="2027-06-30"), ALWAYS_AWAY),
        (Person("Ada", [Skill("ops", end="2026-12-31")]), "ops only to 2026-12-31"),
        (
            Person("Ada", [Skill("ops", start="2027-02-01", end="2027-02-28")], end="2027-01-31"),
            "ops only from 2027-02-01 to 2027-02-28",
        ),
        (Person("Ada", "ops", start="2027-01-09", end="2027-01-10"), ALWAYS_AWAY),
        (Person("Ada", "ops", start="2027-05-01", calendar="DE", end="2027-05-02"), ALWAYS_AWAY),
    ],
)
def test_somebody_who_is_never_there_serves_nothing_and_it_is_said_why(person: Person, why: str) -> None:
    assert told(lambda: agency(work("run", "ops"), people=[person])) == [
        f"Project 'Shop', task 'run': nobody who can do it is ever there: Ada ({why}) (got 'ops'); "
        "correct that in the sheet people, or add somebody"
    ]


def test_somebody_who_joins_after_the_last_day_is_said_to() -> None:
    ada = Person("Ada", "ops", start="2028-01-03")
    (line,) = told(lambda: agency(work("run", "ops"), people=[ada], horizon="2027-12-31"))
    assert "is ever there: Ada (joins on 2028-01-03, after the last day simulated)" in line


def test_a_share_for_daily_business_that_leaves_nothing_is_one_problem_of_the_settings() -> None:
    tasks = [work("run", "ops"), work("test", "qa")]
    people = [Person("Ada", "ops"), Person("Bo", "qa")]
    assert told(lambda: agency(*tasks, people=people, run_the_business=1)) == [
        "Portfolio, run_the_business: all the time is for daily business: nobody can ever work on a project "
        "(got '100%'); write the share of the day that daily business takes, such as 0.1 or 10 %"
    ]
    own = [Person("Ada", "ops", run_the_business=0.2), Person("Bo", "qa", availability=0)]
    (line,) = told(lambda: agency(*tasks, people=own, run_the_business=1))
    assert "is ever there: Bo (FTE 0)" in line


def test_a_start_far_before_all_other_dates_is_one_problem_of_the_start() -> None:
    rows = [Demand("ops", {f"2027-{month:02d}": 1 for month in range(1, 5)})]
    people = [Person("Ada", "ops")]
    shop = Project("Shop", demand=rows, deadline="2027-05-14")
    assert told(lambda: Portfolio("Agency", "1927-01-04", people, [shop])) == [
        "Portfolio, start: more than 100 years before nearly every other date; the first of them is "
        "2027-01-31 (got '1927-01-04'); check the year"
    ]


@pytest.mark.parametrize(
    "person",
    [
        Person("Ada", {"ops": 0.0005}),
        Person("Ada", "ops", availability=0.002),
        Person("Ada", "ops", start="2027-01-08", end="2027-01-10"),
        Person("Ada", "ops", leave=[("2027-01-01", "2036-12-31")]),
        Person("Ada", "ops", leave=[("2027-01-01", "2126-01-01", 0.9)]),  # type: ignore[list-item]
        Person(None, "ops", start="2030-01-01"),
    ],
)
def test_somebody_who_is_there_one_day_can_serve(person: Person) -> None:
    assert len(agency(work("run", "ops"), people=[person]).people) == 1


def test_a_need_for_more_people_than_there_are_is_refused() -> None:
    assert told(lambda: agency(work("build", people=3))) == [
        "Project 'Shop', task 'build': takes 3 people at once for backend, and only 2 ever can: Ada, Bo; "
        "lower people to 2, or add people or alternatives"
    ]


def test_nobody_fills_two_seats_of_a_task() -> None:
    tasks = [Task("build", needs=[Need("backend", 5, 2), Need("data", 1)])]
    assert told(lambda: agency(*tasks)) == [
        "Project 'Shop', task 'build': takes 3 people at once for backend and data, "
        "and only 2 ever can: Ada, Bo; lower people to 2, or add people or alternatives"
    ]


def test_seats_are_matched_and_not_taken_greedily() -> None:
    made = agency(Task("build", needs=[Need("backend", 5), Need("data", 1)]))
    assert made.projects[0].tasks[0].needs[1].label == "data"


def test_the_most_people_of_a_need_may_be_more_than_there_are() -> None:
    assert agency(work("build", people=(2, 9))).projects[0].tasks[0].needs[0].people == (2, 9)


def test_an_fte_takes_a_seat_for_each_whole_and_one_for_the_rest() -> None:
    assert agency(Task("run", duration=5, skill="backend", fte=1.5))
    assert "takes 3 people" in told(lambda: agency(Task("run", duration=5, skill="backend", fte=2.1)))[0]


def test_a_pool_counts_with_all_its_people() -> None:
    assert agency(work("build", "qa", people=5), people=[Person("tester", "qa", count=5)])
    lines = told(lambda: agency(work("build", "qa", people=6), people=[Person("tester", "qa", count=5)]))
    assert "only 5 ever can: tester 1, tester 2" in lines[0]


def test_projects_that_take_no_part_need_no_people() -> None:
    assert agency(projects=[project(work("a", "magic"), status="on hold")]).projects[0].status == "on hold"


# ---------------------------------------------------------------- all at once, and many


def test_everything_that_is_wrong_is_told_at_once() -> None:
    lines = told(
        lambda: agency(
            work("a", "bakend"), work("b", after="x"), work("b"), work("c", after="d"), work("d", after="c"),
            people=[*PEOPLE, Person("ADA", "data", calendar="moon")], horizon="2020-01-01",
            drivers=[Driver("rain", 1.1, {"tags": "wet"})], groups=[CopulaGroup("g", ["Shop/a"], 0.5)],
        )
    )  # fmt: skip
    assert len(lines) == 9


def test_two_thousand_unknown_names_are_all_told() -> None:
    tasks = [work(f"task {n}") for n in range(2_000)]
    tasks += [Task(f"late {n}", after=f"tusk {n}x") for n in range(2_000)]
    with pytest.raises(InputError) as caught:
        agency(*tasks)
    assert len(caught.value.found) == 2_000


def test_a_portfolio_of_twenty_thousand_tasks_is_made() -> None:
    people = [Person(f"P{n}", {f"s{n % 20}": 1, f"s{(7 * n + 3) % 20}": 0.8}) for n in range(300)]
    projects = [
        Project(
            f"Project {p}",
            [
                work(f"t{n}", f"s{(p + n) % 20}", people=(1, 2), after=f"t{n - 1}" if n else None)
                for n in range(40)
            ],
        )
        for p in range(500)
    ]
    made = Portfolio("Big", "2027-01-04", people, projects)
    assert sum(len(each.tasks) for each in made.projects) == 20_000

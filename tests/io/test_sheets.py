# ruff: noqa: E501
"""What a sheet may look like: where its header stands, what its columns are called, and what is said of the rest."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from capsim.domain.portfolio import Portfolio
from capsim.errors import Place
from capsim.io import read, write
from capsim.io.grid import Grid, Line
from capsim.io.tables import Row, pass_over, table_of
from capsim.io.tree import Gathering
from capsim.io.words import SHEETS, sheet_called
from tests.io.test_errors import folder, problems

pytestmark = pytest.mark.filterwarnings("ignore::capsim.errors.UnreadWarning")  # check tells more

START = "setting,value\nstart,2027-01-04\n"
TASKS = "project,task\nShop,a\n"
PEOPLE = "person,role\nAda Lovelace,backend\nBob,qa\n"
BOOKINGS = "person,project,from,to,share\n"
GOOD: dict[str, str | bytes | None] = {"settings": START, "people": PEOPLE, "tasks": TASKS}


def loaded(tmp_path: Path, **sheets: str | bytes | None) -> Portfolio:
    """The portfolio of the good sheets, some of them replaced, added or left out."""
    return read(folder(tmp_path, **{**GOOD, **sheets}))


def remarks(portfolio: Portfolio) -> list[str]:
    assert portfolio.origin is not None
    return [f"{remark.severity}: {remark}" for remark in portfolio.origin.remarks]


def grid(*rows: list[str], hidden: tuple[int, ...] = (), **more: Any) -> Grid:
    """A sheet of a workbook."""
    lines = tuple(Line(number, tuple(cells), number in hidden) for number, cells in enumerate(rows, start=1))
    return Grid("Sheet", Place("plan.xlsx", "Sheet"), lines, typed=True, **more)


def texts(rows: tuple[Row, ...]) -> list[dict[str, str]]:
    return [{key: cell.value for key, cell in row.cells.items()} for row in rows]


# ---------------------------------------------------------------- headers


@pytest.mark.parametrize(
    ("sheet", "header", "keys"),
    [
        ("people", "Resource,Job title,FTE,Start,End", ["name", "role", "availability", "start", "end"]),
        (
            "people",
            "Employee,Discipline,Availability,Start date,Until",
            ["name", "role", "availability", "start", "end"],
        ),
        ("people", "Name,Skill,Capacity,From,Finish", ["name", "role", "availability", "start", "end"]),
        ("people", "Mitarbeiter,Rolle,Pensum,Von,Bis", ["name", "role", "availability", "start", "end"]),
        (
            "people",
            "NAME,Role,FTE (%),Cost per day,Line manager",
            ["name", "role", "availability", "cost_per_day", "manager"],
        ),
        ("people", "name,role,availability,start,end", ["name", "role", "availability", "start", "end"]),
        (
            "bookings",
            "Resource,Project name,Start,Finish,Allocation %",
            ["person", "project", "start", "end", "share"],
        ),
        (
            "bookings",
            "Employee,Initiative,From date,To date,FTE",
            ["person", "project", "start", "end", "share"],
        ),
        ("leave", "Name,First day,Last day,Type", ["person", "start", "end", "kind"]),
        (
            "tasks",
            "Project,Activity,Discipline,Person days,Predecessors",
            ["project", "name", "skill", "effort", "after"],
        ),
        ("tasks", "project,name,skill,duration,hours", ["project", "name", "skill", "duration", "hours"]),
        (
            "tasks",
            "Project,Task,Role,Effort (hours),Effort (days)",
            ["project", "name", "skill", "hours", "effort"],
        ),
        (
            "projects",
            "Initiative,Prio,Due date,State,Project manager",
            ["name", "priority", "deadline", "status", "owner"],
        ),
        ("demand", "Project,Role,Month,FTE,Hours", ["project", "role", "period", "fte", "hours"]),
        (
            "demand",
            "Initiative,Job title,Week,Person-days,Stage",
            ["project", "role", "period", "effort", "phase"],
        ),
    ],
)
def test_a_column_is_known_by_other_words(sheet: str, header: str, keys: list[str]) -> None:
    found = [SHEETS[sheet].column(word) for word in header.split(",")]
    assert [column.key for column in found if column is not None] == keys


@pytest.mark.parametrize(
    ("word", "sheet"),
    [
        ("People", "people"), ("Resources", "people"), ("staff", "people"), ("Team members", "people"), ("Demand", "demand"),
        ("Resource demand", "demand"), ("FTE", "demand"), ("staffing-plan", "demand"), ("Assignments", "bookings"),
        ("Allocations", "bookings"), ("Absences", "leave"), ("Initiatives", "projects"), ("Work packages", "tasks"),
        ("Skill matrix", "skills"), ("Public holidays", "holidays"),
    ],
)  # fmt: skip
def test_a_sheet_is_known_by_other_words(word: str, sheet: str) -> None:
    found = sheet_called(word)
    assert found is not None and found.name == sheet


def test_no_word_means_two_sheets_or_two_columns_of_one() -> None:
    words = [word for sheet in SHEETS.values() for word in (sheet.name, *sheet.aliases)]
    assert len(words) == len(set(words))
    for sheet in SHEETS.values():
        aliases = [alias for column in sheet.columns for alias in column.aliases]
        assert len(aliases) == len(set(aliases)), sheet.name


def test_the_header_is_found_below_titles_and_blank_rows_and_columns_are_ignored() -> None:
    gathering = Gathering()
    table = table_of(
        SHEETS["people"],
        grid(
            ["", "Staff of the agency", "", ""],
            ["", "as of 2027-01-04", "", ""],
            ["", "", "", ""],
            ["", "Name", "", "Role"],
            ["", "", "", ""],
            ["", "Ada", "", "qa"],
        ),
        gathering,
    )
    assert texts(table.rows) == [{"name": "Ada", "role": "qa"}]
    cell = table.rows[0].cells["role"]
    assert cell.place == Place("plan.xlsx", "Sheet", 6, column="Role", cell="D6")
    assert str(cell.place) == "plan.xlsx, sheet Sheet, cell D6 (column Role)"
    assert not gathering.problems and not gathering.remarks


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_found_below_titles(tmp_path: Path, separator: str) -> None:
    lines = [
        "Staff, of the agency",
        "made by: Ada; Bob; Cy; Dee",
        "",
        separator.join(["Name", "Role", "FTE"]),
    ]
    lines += [separator.join(["Ada", "qa", "0.5"])]
    made = loaded(tmp_path, people="\n".join(lines))
    assert [(person.name, person.availability) for person in made.people] == [("Ada", 0.5)]


def test_hidden_rows_and_columns_count_and_are_said() -> None:
    gathering = Gathering()
    rows = [["Name", "Role", "FTE"], ["Ada", "qa", "1"], ["Bob", "qa", ""]]
    table = table_of(SHEETS["people"], grid(*rows, hidden=(3,), hidden_columns=frozenset({2, 5})), gathering)
    assert [row.hidden for row in table.rows] == [False, True]
    assert [str(remark) for remark in gathering.remarks] == [
        "plan.xlsx, sheet Sheet: 1 hidden row and 1 hidden column count like the rest (row 3, column C); remove what should not count"
    ]


def test_the_plain_name_of_a_column_goes_before_other_words_for_it(tmp_path: Path) -> None:
    made = loaded(tmp_path, people="Name,Job title,Role\nAda,Senior Engineer,qa\n")
    assert made.people[0].role == "qa"
    assert remarks(made) == [
        "warning: people.csv, header, cell 2: passed over: the column 'Role' says the role (got 'Job title'); "
        "to use this one, call it role"
    ]


def test_cells_beside_a_table_are_passed_over_in_a_workbook() -> None:
    gathering = Gathering()
    rows = [["Name", "Role", "", ""], ["Ada", "qa", "", "on leave in May"]]
    table = table_of(SHEETS["people"], grid(*rows), gathering)
    assert texts(table.rows) == [{"name": "Ada", "role": "qa"}]
    assert [str(remark) for remark in gathering.remarks] == [
        "plan.xlsx, sheet Sheet, cell D1: cells under no header are passed over; give the column a header if it counts"
    ]


def test_the_headers_of_an_open_sheet_are_left_to_its_reader_with_the_years_above() -> None:
    table = table_of(
        SHEETS["demand"],
        grid(
            ["", "", "2026", "2027", "", "note"],
            ["Project", "Role", "Dec", "Jan", "Feb", "x"],
            ["Shop", "qa", "1", "2", "3", ""],
        ),
        Gathering(),
    )
    assert [(other.header, other.above) for other in table.others] == [
        ("Dec", "2026"),
        ("Jan", "2027"),
        ("Feb", "2027"),
        ("x", "note"),
    ]
    assert {position: cell.value for position, cell in table.rows[0].others.items()} == {
        2: "1",
        3: "2",
        4: "3",
    }


@pytest.mark.parametrize(
    ("text", "read_as"),
    [("0,5", "0.5"), ("1.234,5", "1234.5"), ("50,5 %", "50.5 %"), ("Ada, Bob", "Ada, Bob"), ("1.5", "1.5")],
)
def test_a_comma_is_a_point_in_the_numbers_of_a_source_that_has_it(text: str, read_as: str) -> None:
    rows = [["Project", "Role", "2027-01"], ["Shop", "qa", text]]
    table = table_of(SHEETS["demand"], grid(*rows, decimal_comma=True), Gathering())
    assert table.rows[0].others[2].value == read_as


def test_a_row_of_totals_is_nobody_and_a_header_may_be_repeated(tmp_path: Path) -> None:
    made = loaded(tmp_path, people="Name,Role,FTE\nAda,qa,1\nName,Role,FTE\nBob,qa,0.5\nTotal,,1.5\n")
    assert [person.name for person in made.people] == ["Ada", "Bob"]
    assert remarks(made) == [
        "info: people.csv, row 5, column Name: a row of totals, left out: it says the sum of other rows"
    ]


def test_an_empty_sheet_of_a_workbook_is_passed_over_where_it_is_optional() -> None:
    gathering = Gathering()
    assert table_of(SHEETS["leave"], grid([""]), gathering).rows == ()
    assert [remark.what for remark in gathering.remarks] == ["empty: passed over"]
    table_of(SHEETS["people"], grid([""]), gathering)
    assert [problem.what for problem in gathering.problems] == ["empty"]


def test_the_caller_can_say_what_columns_are_called() -> None:
    table = table_of(
        SHEETS["people"], grid(["Wer", "Was"], ["Ada", "qa"]), Gathering(), {"wer": "person", "Was": "role"}
    )
    assert texts(table.rows) == [{"name": "Ada", "role": "qa"}]


# ---------------------------------------------------------------- what nobody knows


def test_unknown_columns_are_passed_over_and_named(tmp_path: Path) -> None:
    made = loaded(tmp_path, people="person,role,Badge no.,ftee\nAda,qa,17,0.5\n")
    assert (made.people[0].name, made.people[0].availability) == ("Ada", 1)
    assert remarks(made) == [
        "info: people.csv, header, cell 3: not a column that capsim knows: passed over (got 'Badge no.')",
        "warning: people.csv, header, cell 4: no such column (got 'ftee'); did you mean 'fte'?",
    ]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("budget", "month,euros\n", ["info: budget.csv: no such sheet: passed over (got 'budget')"]),
        ("leav", "person,from\n", ["warning: leav.csv: no such sheet: passed over (got 'leav'); did you mean 'leave'?"]),
        (
            "sheet2", "Resource,Project,Start,End,Allocation\nBob,Shop,2027-02-01,2027-02-26,1\n",
            ["warning: sheet2.csv: no such sheet: passed over (got 'sheet2'); "
             "its header looks like the sheet bookings: if it is, rename it to bookings"],
        ),
        (
            "sheet3", "Name,Job title,FTE\nBob,qa,1\n",
            ["warning: sheet3.csv: no such sheet: passed over (got 'sheet3'); "
             "its header looks like the sheet people: if it is, put its rows into that sheet"],
        ),
        ("help", "anything\n", []),
        (
            "assignments", "owner,what is to do\nAda,see the list\n",
            ["warning: assignments.csv: no such sheet: passed over (got 'assignments'); to have it read as the sheet bookings, call it bookings"],
        ),
    ],
)  # fmt: skip
def test_unknown_sheets_are_passed_over_and_named(
    tmp_path: Path, name: str, text: str, expected: list[str]
) -> None:
    assert remarks(loaded(tmp_path, **{name: text})) == expected


def test_two_sheets_that_seem_to_be_the_same_one_are_to_be_put_together(tmp_path: Path) -> None:
    rows = "project,role,2027-02\nShop,qa,1\n"
    told = remarks(loaded(tmp_path, **{"demand 2027": rows, "demand 2028": rows}))
    assert told == [
        f"warning: demand {year}.csv: no such sheet: passed over (got 'demand {year}'); like 'demand {other}' it seems "
        "to be the sheet demand: put them into one sheet called demand"
        for year, other in ((2027, 2028), (2028, 2027))
    ]


def test_a_folder_without_sheets_names_the_workbook_that_is_in_it(tmp_path: Path) -> None:
    (tmp_path / "cap.xlsx").write_bytes(b"")
    (tmp_path / "~$cap.xlsx").write_bytes(b"")
    fix = f"give {str(tmp_path / 'cap.xlsx')!r} if that is meant"
    assert problems(tmp_path) == [f"{tmp_path}: no CSV files, but the workbook cap.xlsx is in it; {fix}"]


def test_a_booking_in_full_time_equivalents_of_somebody_part_time_is_asked_about(tmp_path: Path) -> None:
    made = loaded(
        tmp_path,
        people="person,role,fte\nAda,qa,1\nBob,qa,0.8\n",
        bookings="person,project,from,to,FTE\nAda,Shop,2027-02-01,2027-02-26,0.4\nBob,Shop,2027-02-01,2027-02-26,0.4\n",
    )
    assert [booking.share for booking in made.bookings] == [0.4, 0.4]
    assert remarks(made) == [
        "warning: bookings.csv, row 3, column FTE: taken for a share of the person's own time, not of a full day (got '0.4'); "
        "divide it by the person's fte if a full day was meant, and call the column share"
    ]


def test_a_sheet_by_its_plain_name_goes_before_one_by_another_word(tmp_path: Path) -> None:
    made = loaded(tmp_path, staff="person,role\nEve,qa\n")
    assert [person.name for person in made.people] == ["Ada Lovelace", "Bob"]
    assert remarks(made) == [
        "warning: staff.csv: passed over: the sheet 'people' says the people (got 'staff'); to use this one, call it people"
    ]


def test_a_reader_of_an_open_sheet_passes_over_what_it_does_not_know() -> None:
    gathering = Gathering()
    table = table_of(
        SHEETS["demand"], grid(["Project", "Role", "phse", "Budget"], ["Shop", "qa", "", ""]), gathering
    )
    assert not gathering.remarks
    pass_over(table, table.others, gathering)
    assert [(remark.severity, remark.got) for remark in gathering.remarks] == [
        ("warning", "phse"),
        ("info", "Budget"),
    ]


# ---------------------------------------------------------------- names

NAMES: list[tuple[str, dict[str, str], Callable[[Portfolio], Any], Any, list[str]]] = [
    (
        "a person in another case",
        {"bookings": BOOKINGS + "ada LOVELACE,Shop,2027-02-01,2027-02-26,50%\nada LOVELACE,Shop,2027-03-01,2027-03-26,50%\n"},
        lambda made: {booking.person for booking in made.bookings},
        {"Ada Lovelace"},
        ["info: bookings.csv, row 2, column person: 'ada LOVELACE' is taken for 'Ada Lovelace'; "
         "spell it the same everywhere, or give one of them another name"],
    ),
    (
        "white space and composed letters are no other spelling",
        {"people": "person,role\nJose\u0301  Ruiz,qa\n", "leave": "person,from\n Jos\u00e9 Ruiz ,2027-02-01\n"},
        lambda made: (made.people[0].name, len(made.people[0].leave)),
        ("Jos\u00e9 Ruiz", 1),
        [],
    ),
    (
        "a role in another case, in lists and alternatives too",
        {"people": "person,role,skills\nAda,Backend,DATA at 0.8\nBob,data,\n",
         "tasks": 'project,task,role,effort\nShop,a,"backend, or Data at 0.5",3\n'},
        lambda made: ([skill.name for skill in made.people[0].skills], made.projects[0].tasks[0].needs[0].label),
        (["Backend", "data"], "Backend, or data at 0.5"),
        ["info: people.csv, row 2, column skills: 'DATA' is taken for 'data'; spell it the same everywhere, or give one of them another name",
         "info: tasks.csv, row 2, column role: 'backend' is taken for 'Backend'; spell it the same everywhere, or give one of them another name",
         "info: tasks.csv, row 2, column role: 'Data' is taken for 'data'; spell it the same everywhere, or give one of them another name"],
    ),
    (
        "a project in another case is the listed one",
        {"projects": "project,priority\nWeb Shop,3\n", "tasks": "project,task\nWEB SHOP,a\n"},
        lambda made: [(project.name, project.priority, len(project.tasks)) for project in made.projects],
        [("Web Shop", 3, 1)],
        ["info: tasks.csv, row 2, column project: 'WEB SHOP' is taken for 'Web Shop'; "
         "spell it the same everywhere, or give one of them another name"],
    ),
    (
        "a task in another case, in links and needs too",
        {"tasks": "project,task,role,effort,after\nShop,Design,qa,1,\nMail,go,qa,1,shop/design SS+2\nShop,build,,,DESIGN\n",
         "needs": "project,task,role,effort\nshop,Build,qa,2\n"},
        lambda made: [[str(link) for link in task.after] for project in made.projects for task in project.tasks],
        [[], ["Design"], ["Shop/Design SS+2"]],
        ["info: needs.csv, row 2, column project: 'shop' is taken for 'Shop'; spell it the same everywhere, or give one of them another name",
         "info: tasks.csv, row 3, column after: 'shop/design' is taken for 'Shop/Design'; spell it the same everywhere, or give one of them another name",
         "info: tasks.csv, row 4, column after: 'DESIGN' is taken for 'Design'; spell it the same everywhere, or give one of them another name",
         "info: needs.csv, row 2, column task: 'Build' is taken for 'build'; spell it the same everywhere, or give one of them another name"],
    ),
    (
        "a team in another case",
        {"people": "person,role,team\nAda,qa,Blue\nBob,qa,BLUE\n", "leave": "person,from\nblue,2027-02-01\n"},
        lambda made: [(person.team, len(person.leave)) for person in made.people],
        [("Blue", 1), ("Blue", 1)],
        ["info: people.csv, row 3, column team: 'BLUE' is taken for 'Blue'; spell it the same everywhere, or give one of them another name",
         "info: leave.csv, row 2, column person: 'blue' is taken for 'Blue'; spell it the same everywhere, or give one of them another name"],
    ),
    (
        "a project that is not listed",
        {"projects": "project,priority\nShop,3\n", "tasks": "project,task\nShop,a\nPortal,b\n"},
        lambda made: [project.name for project in made.projects],
        ["Shop", "Portal"],
        ["warning: tasks.csv, row 3, column project: not in the sheet projects: made without deadline and priority (got 'Portal'); "
         "add it to the sheet projects"],
    ),
    (
        "projects that nobody lists, two of them almost alike",
        {"tasks": "project,task\nWebshop,a\nWeb Shop,b\nPhase 1,c\nPhase 2,d\n"},
        lambda made: [project.name for project in made.projects],
        ["Webshop", "Web Shop", "Phase 1", "Phase 2"],
        ["warning: tasks.csv, row 3, column project: almost the same name as the project 'Webshop' (got 'Web Shop'); "
         "spell them the same if they are one project"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("sheets", "ask", "answer", "said"), [case[1:] for case in NAMES], ids=[case[0] for case in NAMES]
)
def test_names_are_compared_and_the_first_spelling_counts(
    tmp_path: Path, sheets: dict[str, str], ask: Callable[[Portfolio], Any], answer: Any, said: list[str]
) -> None:
    made = loaded(tmp_path, **sheets)
    assert ask(made) == answer
    assert remarks(made) == said


def test_a_vacancy_can_be_booked_by_the_name_that_it_will_have(tmp_path: Path) -> None:
    people = "person,role,from,count\nAda,qa,,\n,ops,2027-03-01,2\n"
    made = loaded(tmp_path, people=people, bookings=BOOKINGS + "TBH ops 2,Shop,2027-04-01,2027-04-30,1\n")
    assert [person.name for person in made.people] == ["Ada", "TBH ops 1", "TBH ops 2"]
    assert made.bookings[0].person == "TBH ops 2"


# ---------------------------------------------------------------- settings


@pytest.mark.parametrize(
    "settings",
    [
        "setting,value\nname,Agency\nStart date,2027-01-04\nhours per day,7.5\npriority,EDD\n",
        "Settings of the plan,\n\nSetting,Value,Note\nname,Agency,ours\nstart,2027-01-04,\npriority,EDD,\n",
        "name,Agency\nstart,2027-01-04\npriority,EDD\n",
        "name,start,priority\nAgency,2027-01-04,EDD\n",
        "Our settings,,\nName,Start,Priority\nAgency,2027-01-04,EDD\n",
        "start;name;priority\n2027-01-04;Agency;EDD\n",
    ],
)
def test_settings_run_down_or_across(tmp_path: Path, settings: str) -> None:
    made = loaded(tmp_path, settings=settings)
    assert (made.name, str(made.start), str(made.policy.priority)) == ("Agency", "2027-01-04", "EDD()")


@pytest.mark.parametrize(
    "across", [{"start": ["2027-02-01"]}, {"Country": ["Germany"], "start": ["2027-02-01"]}]
)
def test_settings_of_a_frame_run_across(across: dict[str, list[str]]) -> None:
    people = pd.DataFrame({"person": ["Ada"], "role": ["qa"]})
    tasks = pd.DataFrame({"project": ["Shop"], "task": ["a"]})
    made = read({"people": people, "tasks": tasks, "settings": pd.DataFrame(across)})
    assert str(made.start) == "2027-02-01"


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        ("country,DE\nregion,BY\n", "DE-BY"), ("country,Germany\n", "DE"), ("country,Deutschland\nregion,Bayern\n", "DE-BY"), ("country,Germany\nregion,Bavaria\n", "DE-BY"),
        ("country,United Kingdom\n", "GB"), ("country,uk\n", "GB"), ("country,USA\nregion,ca\n", "US-CA"),
        ("country,de-by\n", "DE-BY"), ("calendar,Austria\n", "AT"), ("calendar,mon-thu\n", "standard"),
    ],
)  # fmt: skip
def test_the_calendar_of_the_portfolio_can_be_a_country_by_code_or_name(
    tmp_path: Path, settings: str, name: str
) -> None:
    assert loaded(tmp_path, settings=START + settings).calendar.name == name


def test_people_can_have_days_of_the_week_in_place_of_a_calendar(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("person,role,calendar\nAda,qa,mon-thu\nBo,qa,Austria\nCy,qa,\n")
    (tmp_path / "tasks.csv").write_text("project,task,role,effort\nShop,test,qa,3\n")
    (tmp_path / "settings.csv").write_text("setting,value\nstart,2027-01-04\ncountry,DE\n")
    made = read(tmp_path)
    ada, bo, cy = (made.calendar_of(person) for person in made.people)
    assert (ada.pattern, ada.country, ada.holidays) == ((1, 1, 1, 1, 0, 0, 0), "DE", cy.holidays)
    assert (bo.country, cy.country) == ("AT", "DE")
    write(made, tmp_path / "again.xlsx")
    assert read(tmp_path / "again.xlsx") == made


def test_people_have_the_calendar_of_their_country(tmp_path: Path) -> None:
    made = loaded(
        tmp_path, people="person,role,country,calendar\nAda,qa,Germany,\nBo,qa,,Norway\nCy,qa,DE-BY,\n"
    )
    assert [person.calendar for person in made.people] == ["DE", "NO", "DE-BY"]


# ---------------------------------------------------------------- skills and people


def test_skills_can_be_a_matrix_of_marks_and_grades(tmp_path: Path) -> None:
    matrix = "Name,Role,backend,data,ops,as of\nada lovelace,Backend,5,x,0,2026-11-01\nBob,QA,,3,yes,\n"
    made = loaded(tmp_path, skills=matrix, levels="level,speed\n5,1.4\n3,0.9\n")
    held = [
        [(skill.name, skill.level, skill.proficiency) for skill in person.skills] for person in made.people
    ]
    assert held == [
        [("backend", 5, 1.4), ("data", None, 1.0)],
        [("qa", None, 1.0), ("data", 3, 0.9), ("ops", None, 1.0)],
    ]
    assert str(made.people[0].skills[1].as_of) == "2026-11-01"
    assert (
        "info: skills.csv, header, cell 2: not a column that capsim knows: passed over (got 'Role')"
        in remarks(made)
    )


def test_a_written_speed_goes_before_that_of_a_grade(tmp_path: Path) -> None:
    made = loaded(
        tmp_path,
        people="person,role,skills\nAda,qa,data level 3; ops level 3 at 1\n",
        skills="person,skill,level,speed\nAda,web,3,0.5\nAda,dba,3,\n",
        levels="Grade,Speed\n3,1.2\n",
    )
    assert {skill.name: skill.proficiency for skill in made.people[0].skills} == {
        "qa": 1, "data": 1.2, "ops": 1, "web": 0.5, "dba": 1.2,
    }  # fmt: skip


def test_the_sheet_skills_says_more_of_a_skill_than_the_list_of_a_person(tmp_path: Path) -> None:
    made = loaded(
        tmp_path, people="person,role,skills\nAda,qa,data; ops\n", skills="person,skill,level\nAda,data,2\n"
    )
    assert [(skill.name, skill.level) for skill in made.people[0].skills] == [
        ("qa", None),
        ("ops", None),
        ("data", 2),
    ]


def test_a_pool_has_a_count(tmp_path: Path) -> None:
    made = loaded(tmp_path, people="Resource,Role,Headcount\nTesters,qa,5\n")
    assert made.people[0].count == 5


# ---------------------------------------------------------------- what is wrong, and where

WRONG: list[tuple[str, dict[str, str | bytes | None], list[str]]] = [
    (
        "people still to be found under one name",
        {"people": "person,role,from\nAda,qa,\nTBD,qa,2027-03-01\nTBD,ops,2027-04-01\n"},
        ["people.csv, row 4, column person: name given twice (got 'TBD'); "
         "leave the name of somebody still to be found empty, and write from when"],
    ),
    (
        "names in two columns",
        {"people": "First name,Surname,Role\nAda,Lovelace,qa\n"},
        ["people.csv: no column 'person'; join First name and Surname into one column person"],
    ),
    (
        "roles for skills",
        {"skills": "person,role,level\nBob,data,3\n"},
        ["skills.csv, header, cell 2: no such column (got 'role'); did you mean 'skill'?"],
    ),
    (
        "a skill twice, in lists and rows",
        {"people": "person,role,skills\nAda,qa,data; DATA\nBob,ops,\n", "skills": "person,skill\nBob,data\nBob,Data\n"},
        ["people.csv, row 2, column skills: a skill listed twice (got 'data'); list it once",
         "skills.csv, row 3, column skill: a skill listed twice (got 'data'); list it once"],
    ),
    (
        "a line that is nobody",
        {"people": "person,role\nTeam Blue,\nAda,qa\n"},
        ["people.csv, row 2, column role: empty; a heading? remove the row, or give the person a role such as backend"],
    ),
    (
        "a column misspelled beside something else that lacks",
        {"people": "person,role,ftee\nAda,,1\nBob,qa,1\n"},
        ["people.csv, row 2, column role: empty; a heading? remove the row, or give the person a role such as backend"],
    ),
    (
        "two tables in one sheet",
        {"people": "person,role\nAda,qa\n,\nRole,Day rate\nqa,800\n"},
        ["people.csv, row 4: the header of another table (got 'Role, Day rate'); put that table into a sheet of its own"],
    ),
    (
        "one person twice",
        {"people": "person,role\nAda,qa\nADA,qa\n"},
        ["people.csv, row 3, column person: name given twice (got 'ADA'); "
         "names are unique, and this one is in people.csv, row 2, column person as 'Ada'"],
    ),
    (
        "one task twice",
        {"tasks": "project,task\nShop,a\nShop,A\n"},
        ["tasks.csv, row 3, column task: name given twice (got 'A'); "
         "names are unique, and this one is in tasks.csv, row 2, column task as 'a'"],
    ),
    (
        "a booking of nobody",
        {"bookings": BOOKINGS + "Bbo,Shop,2027-02-01,2027-02-26,1\nEve,Shop,2027-02-01,2027-02-26,1\n"},
        ["bookings.csv, row 2, column person: no such person (got 'Bbo'); did you mean 'Bob'?",
         "bookings.csv, row 3, column person: no such person (got 'Eve'); add a row to the sheet people"],
    ),
    (
        "a booking without a project",
        {"bookings": BOOKINGS + "Bob,,2027-02-01,2027-02-26,1\n"},
        ["bookings.csv, row 2, column project: empty; write the project in every row, or merge the cells"],
    ),
    (
        "a share that may be a percentage, or more than all",
        {"bookings": BOOKINGS + "Bob,Shop,2027-02-01,2027-02-26,80\nBob,Shop,2027-02-01,2027-02-26,1.5\n"},
        ["bookings.csv, row 2, column share: out of range (got '80'); write 0.8 if 80 % was meant",
         "bookings.csv, row 3, column share: out of range (got '1.5'); write 1 for all of it, 0.5 for half of it"],
    ),
    (
        "an availability that may be a number of people",
        {"people": "person,role,fte\nTesters,qa,5\nDevs,ops,2.5\nBob,ops,100\n"},
        ["people.csv, row 2, column fte: out of range (got '5'); write 5 into the column count if so many people were meant",
         "people.csv, row 3, column fte: out of range (got '2.5'); write a number from 0 to 2",
         "people.csv, row 4, column fte: out of range (got '100'); write 1 if 100 % was meant"],
    ),
    (
        "a required column misspelled",
        {"bookings": "person,projekct,from,to,share\nBob,Shop,2027-02-01,2027-02-26,1\n"},
        ["bookings.csv, header, cell 2: no such column (got 'projekct'); did you mean 'project'?"],
    ),
    (
        "a date for a number",
        {"tasks": "project,task,role,effort,people\nShop,a,qa,2027-03-01,\nShop,b,qa,3,2027-03-01\nShop,c,qa,1. Mrz,\n"},
        [f"tasks.csv, row {row}, column {column}: a date where a number belongs (got {got!r}); spreadsheets turn 1-3 into a date: "
         "write a range in columns of its own, low, likely and high, or people and people_max"
         for row, column, got in [(2, "effort", "2027-03-01"), (3, "people", "2027-03-01"), (4, "effort", "1. Mrz")]],
    ),
    (
        "dates in other fashions",
        {"leave": "person,from\nBob,03/04/2027\nBob,12/31/2027\nBob,31.12.2027\nBob,46388\nBob,5 May\n"},
        ["leave.csv, row 2, column from: a date that can be read two ways (got '03/04/2027'); write 2027-04-03 or 2027-03-04",
         "leave.csv, row 3, column from: not a date (got '12/31/2027'); write 2027-12-31",
         "leave.csv, row 4, column from: not a date (got '31.12.2027'); write 2027-12-31",
         "leave.csv, row 5, column from: a number where a date belongs (got '46388'); "
         "show the cell as a date, or write 2027-01-01 if that was meant",
         "leave.csv, row 6, column from: not a date (got '5 May'); write year-month-day, such as 2027-01-04"],
    ),
    (
        "a matrix with another mark",
        {"skills": "person,backend,data\nBob,good,6\n"},
        ["skills.csv, row 2, column backend: neither a mark nor a grade (got 'good'); "
         "write x, or a grade from 1 to 5; 0 or nothing where the skill is not held",
         "skills.csv, row 2, column data: neither a mark nor a grade (got '6'); "
         "write x, or a grade from 1 to 5; 0 or nothing where the skill is not held"],
    ),
    (
        "skills without a skill",
        {"skills": "person,skil\nBob,data\n"},
        ["skills.csv, header, cell 2: no such column (got 'skil'); did you mean 'skill'?"],
    ),
    (
        "a level twice",
        {"levels": "level,speed\n3,1\n3,1.2\n"},
        ["levels.csv, row 3, column level: a level given twice (got '3'); keep one of them"],
    ),
    (
        "a country and a calendar",
        {"people": "person,role,country,calendar\nAda,qa,DE,FR\n"},
        ["people.csv, row 2, column country: country beside calendar (got 'DE'); keep one of them"],
    ),
    (
        "countries that are none",
        {"people": "person,role,country\nAda,qa,Germny\nBob,qa,DE-XX\nCy,qa,Atlantis\n"},
        ["people.csv, row 2, column country: no country whose public holidays are known (got 'Germny'); did you mean 'Germany'?",
         "people.csv, row 3, column country: no region of DE (got 'XX'); known: 'BB', 'BE', 'BW', 'BY', 'HB', 'HE', 'HH', 'MV', …",
         "people.csv, row 4, column country: no country whose public holidays are known (got 'Atlantis'); "
         "write a name such as Germany, or a code such as DE"],
    ),
    (
        "a region alone, and one that is none",
        {"settings": START + "region,BY\n"},
        ["settings.csv, row 3, column value: a region without a country; give the country, such as DE"],
    ),
    (
        "a second row of settings",
        {"settings": "name,start\nAgency,2027-01-04\nOther,2027-01-05\n"},
        ["settings.csv, row 3: a second row of values; keep one row below the settings"],
    ),
    (
        "an unknown setting across",
        {"settings": "name,start,curency\nAgency,2027-01-04,EUR\n"},
        ["settings.csv, row 1, column curency: no such setting (got 'curency'); did you mean 'currency'?"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("sheets", "expected"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG]
)
def test_what_is_wrong_is_told_at_its_cell(
    tmp_path: Path, sheets: dict[str, Any], expected: list[str]
) -> None:
    assert problems(folder(tmp_path, **{**GOOD, **sheets})) == expected

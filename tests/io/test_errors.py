# ruff: noqa: E501
"""Every problem is told at once, at its place, with what would be right: one case per fault."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from capsim.domain.portfolio import Portfolio
from capsim.errors import InputError
from capsim.io import read, write

GOOD: dict[str, str] = {
    "settings.csv": "setting,value\nname,Agency\nstart,2027-01-04\n",
    "people.csv": "person,role,fte,from,to,skills\nAda,backend,1,,,data at 0.8\nBob,qa,0.5,2027-02-01,,\n",
    "tasks.csv": (
        "project,task,role,effort,days,low,likely,high,after,people,people_max\n"
        "Shop,design,data,5,,,,,,,\n"
        "Shop,build,backend,,,20,30,55,design,1,\n"
        "Shop,test,qa,3,,,,,build SS+2,,\n"
    ),
}


def folder(tmp_path: Path, **sheets: str | bytes | None) -> Path:
    """A folder with the good sheets, some of them replaced, added or left out."""
    path = tmp_path / "agency"
    path.mkdir()
    named = {f"{name}.csv": content for name, content in sheets.items()}
    for name, content in {**GOOD, **named}.items():
        if isinstance(content, bytes):
            (path / name).write_bytes(content)
        elif content is not None:
            (path / name).write_text(content, encoding="utf-8", newline="")
    return path


def problems(source: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        read(source)
    return [str(problem) for problem in caught.value.found]


def people(*rows: str) -> str:
    return "\n".join(
        ["person,role,fte,from,to,skills,calendar,count", "Zoe,backend,,,,data; qa,,5", *rows, ""]
    )


def tasks(*rows: str) -> str:
    header = "project,task,role,effort,days,low,likely,high,after,people,people_max,start,priority"
    return "\n".join([header, "Shop,design,data,5,,,,,,,,,", *rows, ""])


def projects(*rows: str) -> str:
    return "\n".join(["project,priority,deadline,status,probability", "Shop,1,,,", *rows, ""])


CASES: list[tuple[str, dict[str, str | bytes | None], list[str]]] = [
    # ---- files and sheets
    ("no people", {"people": None}, ["agency: no people.csv; add one; its header is at least person,role"]),
    (
        "nothing to do",
        {"tasks": None},
        [
            "agency: nothing to do: no demand.csv, bookings.csv or tasks.csv; add one of them: "
            "demand.csv with project,role,2027-01,2027-02; bookings.csv with person,project,from,to,share; "
            "tasks.csv with project,task,role,effort"
        ],
    ),
    (
        "people under a name misspelled",
        {"people": None, "peopel": "person,role\nAda,data\nBo,backend\nCy,qa\n"},
        ["peopel.csv: no such sheet (got 'peopel'); did you mean 'people'?"],
    ),
    (
        "people under another name",
        {"people": None, "sheet1": "Employee,Job title\nAda,data\nBo,backend\nCy,qa\n"},
        [
            "sheet1.csv: no such sheet (got 'sheet1'); "
            "its header looks like the sheet people: if it is, rename it to people"
        ],
    ),
    (
        "two sheets of people",
        {"people": None, "staff": "person,role\nAda,data\n", "team": "person,role\nAda,data\n"},
        ["team.csv: the same as the sheet 'staff' (got 'team'); keep one of them, or call the one that counts people"],
    ),
    (
        "people that cannot be read, and others who speak of them",
        {"people": "persn,role\nAda,qa\n", "leave": "person,from\nAda,2027-01-05\n", "skills": "person,skill\nAda,qa\n"},
        [
            "people.csv, header, cell 1: no such column (got 'persn'); did you mean 'person'?",
        ],
    ),
    (
        "a driver of an unknown skill",
        {"drivers": "driver,factor,skills\nweather,1.1,quality\n"},
        ["drivers.csv, row 2, column skills: no such skill (got 'quality'); known: 'backend', 'data', 'qa'"],
    ),
    ("an empty sheet", {"leave": ""}, ["leave.csv: empty; write the header person,team,from, and rows below it"]),
    (
        "another encoding",
        {"people": people("José,qa,1,,,,,").encode("latin-1")},
        ["people.csv: line 3 is not UTF-8 (got 'byte 0xe9'); save it as UTF-8 (in Excel: \"CSV UTF-8\")"],
    ),
    (
        "UTF-16",
        {"people": people().encode("utf-16")},
        ['people.csv: UTF-16, not UTF-8; save it as UTF-8 (in Excel: "CSV UTF-8")'],
    ),
    ("a NUL", {"people": people("A\0da,qa,,,,,,")}, ["people.csv: line 3 has a NUL character; remove it"]),
    (
        "a quote left open",
        {"people": people('"Ada,qa,,,,,,')},
        [
            "people.csv: row 3 cannot be split into cells (unexpected end of data); "
            'a cell that holds a quotation mark is written "…""…"'
        ],
    ),
    # ---- columns and rows
    (
        "a column misspelled whose rows then lack a value",
        {"tasks": "project,task,role,efort,low,likly,high\nShop,a,data,5,,,\nShop,b,qa,,1,2,3\n,c,qa,1,,,\n"},
        [
            "tasks.csv, header, cell 4: no such column (got 'efort'); did you mean 'effort'?",
            "tasks.csv, header, cell 6: no such column (got 'likly'); did you mean 'likely'?",
            "tasks.csv, row 4, column project: empty; write the project in every row, or merge the cells",
        ],
    ),
    (
        "a column misspelled beside a cell that is wrong anyway",
        {"tasks": "project,task,role,efort,high\nShop,a,data,5,x\n"},
        [
            "tasks.csv, header, cell 4: no such column (got 'efort'); did you mean 'effort'?",
            "tasks.csv, row 2, column high: not a number (got 'x'); write a number such as 1.5",
        ],
    ),
    (
        "a column missing",
        {"people": "person,fte\nZoe,1\n"},
        ["people.csv: no column 'role'; add it; the header has person, fte"],
    ),
    (
        "a column under two words for it",
        {"people": "person,Discipline,Job title\nZoe,qa,tester\n"},
        [
            "people.csv, header, cell 3: the same as the column 'Discipline' (got 'Job title'); "
            "keep one of them, or call the one that counts role"
        ],
    ),
    (
        "a column twice",
        {"people": "person,role,Role\nZoe,qa,qa\n"},
        ["people.csv, header, cell 3: a column that is there twice (got 'Role'); keep one of them"],
    ),
    (
        "a short row",
        {"people": "person,role,fte\nZoe,qa\n"},
        ["people.csv, row 2: 2 cells under a header of 3; write a separator for each empty cell as well"],
    ),
    (
        "a long row",
        {"people": "person,role\nZoe,qa,1\n"},
        [
            "people.csv, row 2: cell 3 stands under no header (got '1'); "
            "give the column a header, or put a cell that holds a separator in double quotes"
        ],
    ),
    # ---- settings
    (
        "a setting misspelled",
        {"settings": "setting,value\nstart,2027-01-04\nrun the bussiness,0.2\n"},
        ["settings.csv, row 3, column setting: no such setting (got 'run the bussiness'); did you mean 'run_the_business'?"],
    ),
    (
        "a start in the local fashion",
        {"settings": "setting,value\nstart,04.01.2027\n"},
        ["settings.csv, row 2, column value: a date that can be read two ways (got '04.01.2027'); write 2027-01-04 or 2027-04-01"],
    ),
    (
        "a start with the day first, as dots say",
        {"settings": "setting,value\nstart,31.12.2027\n"},
        ["settings.csv, row 2, column value: not a date (got '31.12.2027'); write 2027-12-31"],
    ),
    (
        "a start that can be many days",
        {"settings": "setting,value\nstart,1/2/27\n"},
        ["settings.csv, row 2, column value: a date that can be read two ways (got '1/2/27'); write 2027-02-01 or 2027-01-02"],
    ),
    (
        "a horizon before the start",
        {"settings": "setting,value\nstart,2027-01-04\nhorizon,2026-01-04\n"},
        ["settings.csv, row 3, column value: before the start (got '2026-01-04'); write 2027-01-04 or later, or leave it out"],
    ),
    (
        "a rule misspelled",
        {"settings": "setting,value\nstart,2027-01-04\npriority,MinSlak\n"},
        ["settings.csv, row 3, column value: no such rule (got 'MinSlak'); did you mean 'MinSlack'?"],
    ),
    (
        "a share above one",
        {"settings": "setting,value\nstart,2027-01-04\nrun_the_business,20\n"},
        ["settings.csv, row 3, column value: out of range (got '20'); write 0.2 if 20 % was meant"],
    ),
    (
        "a setting twice",
        {"settings": "setting,value\nstart,2027-01-04\nStart,2027-01-05\n"},
        ["settings.csv, row 3, column setting: a setting given twice (got 'Start'); keep one of them: 'start' in settings.csv, row 2, column setting says the same"],
    ),
    (
        "an unknown calendar",
        {"settings": "setting,value\nstart,2027-01-04\ncalendar,Bavaria\n"},
        [
            "settings.csv, row 3, column value: no such calendar (got 'Bavaria'); "
            "write a country such as DE-BY, or days such as mon-thu"
        ],
    ),
    (
        "low and high of an unknown kind",
        {"settings": "setting,value\nstart,2027-01-04\nlow_high,P5/P95\n"},
        ["settings.csv, row 3, column value: not known (got 'P5/P95'); write \"PERT\" (low and high are the ends) or \"P10/P90\""],
    ),
    # ---- people
    (
        "percent as a number",
        {"people": people("Eve,qa,80,,,,,")},
        ["people.csv, row 3, column fte: out of range (got '80'); write 0.8 if 80 % was meant"],
    ),
    (
        "a role with a level",
        {"people": people("Eve,backend level 2,,,,,,")},
        [
            "people.csv, row 3, column role: a role with more than its name (got 'backend level 2'); "
            "write the role alone, and backend level 2 into the column skills"
        ],
    ),
    (
        "a skill with a level in its name",
        {"skills": "person,skill\nBob,qa level 2\n"},
        [
            "skills.csv, row 2, column skill: a skill with more than its name (got 'qa level 2'); "
            "write the level and the speed into their own columns, and other skills into their own rows"
        ],
    ),
    (
        "a list of skills with commas",
        {
            "people": 'person,role,skills\nAda,backend,"data, qa"\n',
            "tasks": "project,task,role,effort\nShop,a,data,1\nShop,b,qa,2\n",
        },
        [
            f"tasks.csv, row {row}, column role: a role that nobody has (got '{skill}'); "
            "somebody holds 'data, qa' as one skill: lists are separated by ;, write data; qa"
            for row, skill in [(2, "data"), (3, "qa")]
        ],
    ),
    (
        "a first name alone",
        {"people": "person,role\nBen Okoye,qa\nAda Lovelace,backend; data\n".replace("; data", ""),
         "tasks": "project,task,role,effort\nShop,a,qa,1\n", "leave": "person,from\nBen,2027-02-01\n"},
        ["leave.csv, row 2, column person: no such person or team (got 'Ben'); did you mean 'Ben Okoye'?"],
    ),
    (
        "a decimal comma",
        {"people": people('Eve,qa,"0,8",,,,,')},
        ["people.csv, row 3, column fte: not a number (got '0,8'); write 0.8, with a point"],
    ),
    (
        "a day that does not exist",
        {"people": people("Eve,qa,,2027-02-30,,,,")},
        ["people.csv, row 3, column from: no such day in the calendar (got '2027-02-30'); check the month and the day"],
    ),
    (
        "leaving before joining",
        {"people": people("Eve,qa,,2027-02-03,2027-02-01,,,")},
        ["people.csv, row 3, column to: leaves before joining (got '2027-02-01'); write 2027-02-03 or later"],
    ),
    (
        "two people of one name",
        {"people": people("Eve,qa,,,,,,", "Eve,data,,,,,,")},
        ["people.csv, row 4, column person: name given twice (got 'Eve'); names are unique, and this one is in people.csv, row 3, column person"],
    ),
    (
        "a vacancy without a date",
        {"people": people(",qa,,,,,,")},
        ["people.csv, row 3: a vacancy without a start date; give a name, or the date from which it is filled"],
    ),
    (
        "an unknown calendar of a person",
        {"people": people("Eve,qa,,,,,XX,")},
        [
            "people.csv, row 3, column calendar: no country whose public holidays are known (got 'XX'); "
            'write its two-letter ISO code, such as "DE", or list the holidays yourself'
        ],
    ),
    # ---- references between sheets
    (
        "leave of nobody",
        {"leave": "person,from\nAdda,2027-01-11\n"},
        ["leave.csv, row 2, column person: no such person or team (got 'Adda'); did you mean 'Ada'?"],
    ),
    (
        "a skill of nobody",
        {"skills": "person,skill\nBobb,qa\n"},
        ["skills.csv, row 2, column person: no such person (got 'Bobb'); did you mean 'Bob'?"],
    ),
    (
        "a task of an unknown project",
        {"projects": projects(), "tasks": tasks("Shpo,go,qa,1,,,,,,,,,")},
        ["tasks.csv, row 3, column project: no such project (got 'Shpo'); did you mean 'Shop'? If not, add it to the sheet projects"],
    ),
    (
        "a need of an unknown task",
        {"needs": "project,task,role,effort\nShop,tset,qa,1\n"},
        ["needs.csv, row 2, column task: no such task in project 'Shop' (got 'tset'); did you mean 'test'?"],
    ),
    (
        "a holiday of an unknown calendar",
        {"calendars": "calendar\nplant\n", "holidays": "calendar,date\nplnt,2027-01-06\n"},
        ["holidays.csv, row 2, column calendar: no such calendar (got 'plnt'); did you mean 'plant'?"],
    ),
    (
        "a need of a skill that nobody has",
        {"tasks": "project,task,effort\nShop,a,\n", "needs": "project,task,role,effort\nShop,a,qa,1\nShop,a,bakend,1\n"},
        ["needs.csv, row 3, column role: a role that nobody has (got 'bakend'); did you mean 'backend'?"],
    ),
    *(
        (f"a need told at its own row: {need}", {"tasks": "project,task,effort\nShop,a,\n",
         "needs": f"project,task,role,effort,people\nShop,a,{need}\n"}, [f"needs.csv, row 2{expected}"])
        for need, expected in [
            ("backend,,", ", column effort: empty; give the effort, or the task a duration"),
            ("bakend at 0.50,2,", ", column role: a role that nobody has (got 'bakend at 0.5'); did you mean 'backend'?"),
            ("qa,2,3", ": takes 3 people at once for qa, and only Bob ever can; lower people to 1, or add people or alternatives"),
        ]
    ),
    (
        "a need of an amount that is none",
        {"tasks": "project,task,effort\nShop,a,\n", "needs": "project,task,role,effort\nShop,a,qa,8h\n"},
        ["needs.csv, row 2, column effort: not a number of days (got '8h'); write 1: days, each of 8 hours, or add the setting hours_per_day, such as 8"],
    ),
    # ---- projects
    (
        "an unknown status",
        {"projects": projects("Portal,2,,On-hold,", "Mail,2,,plannd,")},
        ["projects.csv, row 4, column status: not known (got 'plannd'); did you mean 'planned'?"],
    ),
    (
        "a priority in words",
        {"projects": projects("Portal,high,,,")},
        ["projects.csv, row 3, column priority: not a whole number (got 'high'); write a whole number such as 3"],
    ),
    # ---- tasks
    (
        "an unknown predecessor",
        {"tasks": tasks("Shop,build,backend,5,,,,,desing,,,,")},
        ["tasks.csv, row 3, column after: no such task in project 'Shop' (got 'desing'); did you mean 'design'?"],
    ),
    (
        "a list of predecessors with a comma",
        {"tasks": tasks('Shop,build,backend,5,,,,,,,,,', 'Shop,test,qa,5,,,,,"design, build",,,,')},
        [
            "tasks.csv, row 4, column after: no such task in project 'Shop' (got 'design, build'); "
            "lists are separated by ;, write design; build"
        ],
    ),
    *(
        (f"an effort of {text}", {"tasks": tasks(f'Shop,build,qa,"{text}",,,,,,,,,')},
         [f"tasks.csv, row 3, column effort: not a number of days (got '{text}'); {fix}"])
        for text, fix in [
            ("8h", "write 1: days, each of 8 hours, or add the setting hours_per_day, such as 8"),
            ("12 days", "write 12"),
            ("1.5 d", "write 1.5"),
            ("2 weeks", "write 10: days, 5 a week"),
            ("1 234", "write 1234"),
            ("1,5", "write 1.5, with a point"),
            ("5-8", "write Uniform(5, 8), or the columns low, likely and high"),
            ("lots", "write a number such as 8"),
        ]
    ),
    (
        "a law misspelled",
        {"tasks": tasks('Shop,build,qa,"Prt(1, 2, 3)",,,,,,,,,')},
        ["tasks.csv, row 3, column effort: no law called 'Prt' (got 'Prt(1, 2, 3)'); did you mean 'PERT'?"],
    ),
    (
        "days that are no number",
        {"tasks": tasks("Shop,build,qa,,,8h,9,10,,,,,")},
        ["tasks.csv, row 3, column low: not a number of days (got '8h'); write 1: days, each of 8 hours, or add the setting hours_per_day, such as 8"],
    ),
    (
        "a lead",
        {"tasks": tasks("Shop,build,backend,5,,,,,design SS-2,,,,")},
        [
            "tasks.csv, row 3, column after: a lead of 2 days on the link from 'design' (got -2.0); a lag is at least 0; "
            'to overlap two tasks write a start-to-start link, such as "design SS+2"'
        ],
    ),
    (
        "a cycle",
        {"tasks": tasks("Shop,a,qa,1,,,,,b,,,,", "Shop,b,qa,1,,,,,a,,,,")},
        ["tasks.csv, row 3, column after: tasks that wait for each other: Shop/a → Shop/b → Shop/a; remove one of these links"],
    ),
    (
        "a skill that nobody has",
        {"tasks": tasks("Shop,build,bakend,5,,,,,,,,,")},
        ["tasks.csv, row 3, column role: a role that nobody has (got 'bakend'); did you mean 'backend'?"],
    ),
    (
        "effort without a role",
        {"tasks": tasks("Shop,build,,5,,,,,,,,,")},
        ["tasks.csv, row 3, column role: empty; write the role that does the work"],
    ),
    (
        "a role without effort",
        {"tasks": tasks("Shop,build,qa,,,,,,,,,,")},
        ["tasks.csv, row 3, column effort: empty; write the effort in days of work, or the days that it takes"],
    ),
    (
        "effort and days",
        {"tasks": tasks("Shop,build,qa,5,5,,,,,,,,")},
        ["tasks.csv, row 3: effort and duration; give one: effort is shared by people, duration elapses"],
    ),
    (
        "three points without one",
        {"tasks": tasks("Shop,build,qa,,,1,2,,,,,,")},
        [
            "tasks.csv, row 3, column high: empty beside the other parts of a three-point estimate; "
            "give low, likely and high, or none of them"
        ],
    ),
    (
        "likely beside effort",
        {"tasks": tasks("Shop,build,qa,2,,1,2,3,,,,,")},
        ["tasks.csv, row 3, column likely: likely beside effort; keep one of them"],
    ),
    (
        "fewer at most than at least",
        {"people": people(), "tasks": tasks("Shop,build,qa,2,,,,,,3,2,,")},
        ["tasks.csv, row 3, column people_max: fewer than the 3 people needed (got '2'); write 3 or more"],
    ),
    (
        "two tasks of one name",
        {"tasks": tasks("Shop,design,qa,2,,,,,,,,,")},
        ["tasks.csv, row 3, column task: name given twice (got 'design'); names are unique, and this one is in tasks.csv, row 2, column task"],
    ),
    (
        "a task without a name",
        {"tasks": tasks("Shop,,qa,2,,,,,,,,,")},
        ["tasks.csv, row 3, column task: empty; write the task's name"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("sheets", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_fault_is_told_at_its_place_with_what_would_be_right(
    tmp_path: Path, sheets: dict[str, Any], expected: list[str]
) -> None:
    assert problems(folder(tmp_path, **sheets)) == expected


def test_the_good_folder_is_good(tmp_path: Path) -> None:
    portfolio = read(folder(tmp_path))
    assert [task.name for task in portfolio.projects[0].tasks] == ["design", "build", "test"]


def test_faults_of_every_sheet_are_told_together(tmp_path: Path) -> None:
    path = folder(
        tmp_path,
        settings="setting,value\nstart,soon\n",
        people=people("Eve,qa,80,,,,,"),
        tasks=tasks("Shop,build,bakend,x,,,,,desing,,,,"),
    )
    assert [problem.split(":")[0] for problem in problems(path)] == [
        "settings.csv, row 2, column value",
        "people.csv, row 3, column fte",
        "tasks.csv, row 3, column effort",
        "tasks.csv, row 3, column after",
        "tasks.csv, row 3, column role",
    ]


YAML = """\
capsim: 1
start: 2027-01-04
people:
  - {name: Ada, skills: [backend, data at 0.8]}
  - name: Bob
    skills: qa
projects:
  - name: Shop
    tasks:
      - {name: design, skill: data, effort: 5}
      - name: build
        skill: backend
        effort: 8
        after: design
"""


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("effort: 8", "efort: 8", ["model.yaml, line 13, efort: not known in a task (got 'efort'); did you mean 'effort'?"]),
        ("after: design", "after: desing",
         ["model.yaml, line 14, after: no such task in project 'Shop' (got 'desing'); did you mean 'design'?"]),
        ("skill: backend", "skill: bakend",
         ["model.yaml, line 12, skill: a skill that nobody has (got 'bakend'); did you mean 'backend'?"]),
        ("effort: 8", "effort: 8\n        effort: 9", ["model.yaml, line 14: a key given twice (got 'effort'); keep one of them"]),
        ("start: 2027-01-04", "start: 4.1.2027",
         ["model.yaml, line 2, start: a date that can be read two ways (got '4.1.2027'); write 2027-01-04 or 2027-04-01"]),
        ("capsim: 1", "capsim: 2",
         ["model.yaml, line 1, capsim: a version of the files that is not known (got '2'); this capsim reads version 1"]),
        ("effort: 8", "effort: !!python/object:os.system 8",
         ["model.yaml, line 13: a tag (got 'tag:yaml.org,2002:python/object:os.system'); remove it: a model holds plain values only"]),
        ("effort: 8", "effort: *what", ["model.yaml, line 13: an alias without its anchor before it (got '*what'); write it out"]),
        ("capsim: 1", "- capsim", ["model.yaml, line 2: no YAML: did not find expected '-' indicator; check the indentation and the quotes"]),
        ("name: Bob", "name: [Bob]", ["model.yaml, line 5: a list or a mapping where a single value belongs; write one value"]),
    ],
)  # fmt: skip
def test_a_fault_in_yaml_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, expected: list[str]
) -> None:
    path = tmp_path / "model.yaml"
    path.write_text(YAML.replace(old, new, 1), encoding="utf-8")
    assert problems(path) == expected


def test_an_unknown_key_is_all_that_is_told_of_what_it_leaves_out(tmp_path: Path) -> None:
    path = tmp_path / "model.yaml"
    path.write_text(YAML.replace("    skills: qa", "    skils: qa").replace("skill: data", "skill: qa"))
    assert problems(path) == [
        "model.yaml, line 6, skils: not known in a person (got 'skils'); did you mean 'skills'?"
    ]


def test_another_word_for_a_key_is_understood_as_a_slip(tmp_path: Path) -> None:
    path = tmp_path / "model.yaml"
    path.write_text(YAML.replace("    skills: qa", "    skills: qa\n    capacity: 1"))
    assert problems(path) == [
        "model.yaml, line 7, capacity: not known in a person (got 'capacity'); did you mean 'availability'?"
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (None, "read, source: a NoneType instead of a path"),
        (Portfolio("Agency", "2027-01-04"), "read, source: a portfolio instead of a path (got 'Agency')"),
    ],
)
def test_what_is_no_path_cannot_be_read(source: Any, expected: str) -> None:
    kinds = "a folder of CSV files, or a file that ends in .xlsx, .yaml, .yml or .json"
    assert problems(source) == [f"{expected}; give {kinds}"]


@pytest.mark.parametrize(
    ("portfolio", "target", "expected"),
    [
        ("x", "y", "write, portfolio: a path instead of a portfolio (got 'x'); write cs.read('x') to read one first"),
        (None, "y", "write, portfolio: a NoneType instead of a portfolio; give a Portfolio"),
        (
            "out", Portfolio("Agency", "2027-01-04"),
            "write, portfolio: the target where the portfolio goes (got 'out'); "
            "write cs.write(portfolio, 'out'): the portfolio goes first",
        ),
        (
            Portfolio("Agency", "2027-01-04"), None,
            "write, target: a NoneType instead of a path; "
            "give a folder of CSV files, or a file that ends in .xlsx, .yaml, .yml or .json",
        ),
    ],
)  # fmt: skip
def test_what_is_no_portfolio_cannot_be_written(portfolio: Any, target: Any, expected: str) -> None:
    with pytest.raises(InputError) as caught:
        write(portfolio, target)
    assert str(caught.value) == expected


def test_a_yaml_bomb_is_refused(tmp_path: Path) -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    lines += [
        f"{new}: &{new} [{', '.join(['*' + old] * 10)}]"
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    path = tmp_path / "model.yaml"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert problems(path) == [
        "model.yaml, line 5: aliases that repeat more than 100,000 values; write them out"
    ]


@pytest.mark.parametrize(
    ("suffix", "opening"), [(".yaml", "["), (".json", "["), (".json", '{"a":'), (".yaml", "- ")]
)
def test_endless_nesting_is_refused(tmp_path: Path, suffix: str, opening: str) -> None:
    path = tmp_path / f"model{suffix}"
    path.write_text(opening * 100_000, encoding="utf-8")
    assert len(problems(path)) == 1


JSON = '{"start": "2027-01-04", "people": [{"name": "Ada", "skills": ["backend"]}], "projects": [{"name": "Shop", "tasks": [%s]}]}'


@pytest.mark.parametrize(
    ("task", "expected"),
    [
        ('{"name": "a", "skill": "backend", "effort": NaN}',
         "model.json, projects 1, tasks 1, effort: not a number of days (got 'NaN'); write a number such as 8"),
        ('{"name": "a", "after": ["b"]}', "model.json, projects 1, tasks 1, after: no such task in project 'Shop' (got 'b'); known: 'a'"),
        ('{"name": "a", "name": "b"}', "model.json, projects 1, tasks 1: a key given twice (got 'name'); keep one of them"),
        ('{"name": "a",}', "model.json, line 1: no JSON: illegal trailing comma before end of object at character 121; check commas, quotes and brackets"),
    ],
)  # fmt: skip
def test_a_fault_in_json_is_told_with_the_way_to_it(tmp_path: Path, task: str, expected: str) -> None:
    path = tmp_path / "model.json"
    path.write_text(JSON % task, encoding="utf-8")
    found = problems(path)
    if "no JSON" in expected:  # the words and the character are those of Python's own parser
        assert found[0].startswith("model.json, line 1: no JSON: ")
    else:
        assert found == [expected]


def test_a_path_that_is_no_model_is_told(tmp_path: Path) -> None:
    sheet = folder(tmp_path) / "tasks.csv"
    (tmp_path / "plan.mpp").write_bytes(b"\0")
    (tmp_path / "empty.yaml").write_text("")
    kinds = "a folder of CSV files, or a file that ends in .xlsx, .yaml, .yml or .json"
    assert problems(tmp_path / "nowhere") == [f"{tmp_path}/nowhere: no such file or folder; check the path"]
    assert problems(sheet) == [
        f"{sheet}: no kind of model (got '.csv'); give its folder, {str(sheet.parent)!r}"
    ]
    assert problems(tmp_path / "plan.mpp") == [
        f"{tmp_path}/plan.mpp: no kind of model (got '.mpp'); give {kinds}"
    ]
    assert problems(tmp_path / "empty.yaml") == [
        "empty.yaml: empty; write a mapping with name, start, people and projects"
    ]


@pytest.mark.parametrize("skills", [[""], [], "", {}, [None]])
def test_a_person_whose_list_of_skills_is_blank_has_no_role(tmp_path: Path, skills: object) -> None:
    model = {"start": "2027-01-04", "people": [{"person": "Ada", "team": "Core", "skills": skills}]}
    path = tmp_path / "model.json"
    path.write_text(json.dumps(model))
    assert problems(path) == [
        "model.json, people 1, role: empty; write the role, such as backend; or remove the row if it is nobody"
    ]

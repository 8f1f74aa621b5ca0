# ruff: noqa: E501
"""What a cell means: text stays text, and friendly forms are understood."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import capsim.domain.distributions as laws
from capsim.domain.person import Skill
from capsim.domain.portfolio import Portfolio
from capsim.domain.task import Alternative, Link
from capsim.errors import InputError
from capsim.io import check, read
from tests.io.test_errors import folder

START = "setting,value\nstart,2027-01-04\n"


def written(tmp_path: Path, **sheets: str | bytes | None) -> Portfolio:
    return read(folder(tmp_path, **sheets))


def test_names_that_look_like_something_else_stay_names(tmp_path: Path) -> None:
    names = ["001", "NA", "NO", "null", "1e3", "2027-01-04", "TRUE", "=SUM(A1)"]
    rows = "".join(f"{name},qa\n" for name in names)
    made = written(tmp_path, people=f"person,role\n{rows}", tasks="project,task,role,effort\n007,1/2,qa,1\n")
    assert [person.name for person in made.people] == names
    assert (made.projects[0].name, made.projects[0].tasks[0].name) == ("007", "1/2")


def test_two_sheets_and_a_start_are_enough(tmp_path: Path) -> None:
    made = written(
        tmp_path,
        settings=START,
        people="person,role\nAda,qa\n",
        tasks="project,task,role,effort\nShop,a,qa,1\n",
    )
    assert (made.name, made.start) == ("agency", date(2027, 1, 4))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_any_usual_csv_is_read(tmp_path: Path, separator: str, ending: str, mark: bytes) -> None:
    lines = ["", "Person, Role ,FTE", "Ada,qa,0.5", ",,", '"O\'Hara, Éva",qa,', ""]
    if separator != ",":
        lines = [line.replace("O'Hara, ", "O'Hara ").replace(",", separator) for line in lines]
    made = written(
        tmp_path, people=mark + ending.join(lines).encode(), tasks="project,task,role,effort\nShop,a,qa,1\n"
    )
    assert [person.availability for person in made.people] == [0.5, 1.0]
    assert str(made.people[1].name).endswith("Éva")


def test_a_decimal_comma_is_a_point_in_a_file_separated_by_semicolons(tmp_path: Path) -> None:
    made = written(
        tmp_path, people="person;role;fte\nAda;qa;0,5\nBob;data;50 %\n", tasks="project,task\nShop,a\n"
    )
    assert [person.availability for person in made.people] == [0.5, 0.5]


@pytest.mark.parametrize(
    ("separator", "rates", "refused"),
    [
        (";", ["1.200"], ["1.200"]),
        (";", ["1.200", "950,5"], ["1.200"]),
        (";", ["1.200", "1.000,50", "0.5"], ["1.200"]),
        (";", ["1,200", "0.5"], ["1,200"]),
        (";", ["1,200", "1.200"], ["1.200"]),
        (",", ["1.200", '"950,5"'], ["1.200"]),
        (";", ["1.200", "0.125"], []),
        (";", ["0.125"], []),
        (";", ["1,200", "2,5"], []),
        (";", ["1.200.000"], []),
        (",", ["1.200", "950"], []),
    ],
)
def test_a_number_is_refused_that_nothing_in_its_table_settles(
    separator: str, rates: list[str], refused: list[str], tmp_path: Path
) -> None:
    rows = [["person", "role", "cost_per_day"], *(["A", "qa", rate] for rate in rates)]
    for at, row in enumerate(rows[1:]):
        row[0] += str(at)
    (tmp_path / "people.csv").write_text("\n".join(map(separator.join, rows)))
    (tmp_path / "tasks.csv").write_text("project,task\nShop,a\n")
    found = check(tmp_path)
    doubtful = found[found["problem"] == "a number that can be read two ways"]
    assert list(doubtful["value"]) == [repr(each) for each in refused]
    assert set(doubtful["severity"]) <= {"error"}


def test_points_between_thousands_are_no_decimal_points(tmp_path: Path) -> None:
    made = written(
        tmp_path,
        people="person;role;cost_per_day\nAda;qa;1.200,5\nBob;qa;1.200.000\n",
        tasks="project,task\nShop,a\n",
    )
    assert [person.cost_per_day for person in made.people] == [1200.5, 1_200_000]


def test_a_name_keeps_its_comma_in_a_file_separated_by_semicolons(tmp_path: Path) -> None:
    made = written(tmp_path, people="person;role;fte\n1,5;qa;0,5\n", tasks="project,task\nShop,a\n")
    assert made.people[0].name == "1,5"


def test_empty_columns_at_the_right_are_passed_over(tmp_path: Path) -> None:
    made = written(tmp_path, people="person,role,,\nAda,qa,,\n", tasks="project,task\nShop,a\n")
    assert len(made.people) == 1


def test_the_role_is_the_first_skill_graded_as_among_the_skills(tmp_path: Path) -> None:
    made = written(
        tmp_path,
        people="person,role,skills\nAda,qa,data at 0.8; qa level 3 at 120%; ops\n",
        tasks="project,task\nShop,a\n",
    )
    assert made.people[0].skills == (Skill("qa", 1.2, 3), Skill("data", 0.8), Skill("ops"))


def test_rows_of_skills_have_grades_and_dates(tmp_path: Path) -> None:
    made = written(
        tmp_path,
        people="person,role\nAda,qa\n",
        skills="person,skill,level,speed,from,to\nAda,data,2,0.8,2027-03-01,2027-06-30\n",
        tasks="project,task\nShop,a\n",
    )
    assert made.people[0].skills[1] == Skill("data", 0.8, 2, "2027-03-01", "2027-06-30")


def test_leave_is_of_a_person_a_team_or_all(tmp_path: Path) -> None:
    made = written(
        tmp_path,
        people="person,role,team\nAda,qa,\nBob,qa,Blue\nCy,qa,Blue\nall hands,qa,\n",
        leave="person,team,from,to,share\nAda,,2027-01-05,,0.5\nBlue,,2027-01-06,,\nALL,,2027-01-07,2027-01-08,\n,Blue,2027-01-11,,\n",
        tasks="project,task\nShop,a\n",
    )
    assert [[leave.start.day for leave in person.leave] for person in made.people] == [
        [5, 7],
        [6, 7, 11],
        [6, 7, 11],
        [7],
    ]
    assert made.people[0].leave[0].share == 0.5


def test_a_vacancy_has_no_name(tmp_path: Path) -> None:
    made = written(tmp_path, people="person,role,from\n,qa,2027-03-01\n", tasks="project,task\nShop,a\n")
    assert made.people[0].name == "TBH qa 1"


def test_projects_come_in_the_order_of_their_sheet(tmp_path: Path) -> None:
    made = written(
        tmp_path,
        projects="project,priority\nMail,2\nShop,1\n",
        tasks="project,task\nShop,a\nMail,b\nShop,c\n",
    )
    assert [(each.name, len(each.tasks)) for each in made.projects] == [("Mail", 1), ("Shop", 2)]


def test_without_a_sheet_of_projects_they_come_as_the_tasks_name_them(tmp_path: Path) -> None:
    made = written(tmp_path, tasks="project,task\nShop,a\nMail,b\nShop,c\n")
    assert [(each.name, len(each.tasks)) for each in made.projects] == [("Shop", 2), ("Mail", 1)]


@pytest.mark.parametrize(
    ("setting", "row", "law"),
    [
        ("", "8,,,,", laws.Fixed(8)),
        ("", '"PERT(5, 8, 15)",,,,', laws.PERT(5, 8, 15)),
        ("", ",,5,8,15", laws.PERT(5, 8, 15)),
        ("", "8,,5,,15", laws.PERT(5, 8, 15)),
        ("low_high,P10/P90\n", ",,5,8,15", laws.Quantiles(5, 8, 15)),
        ("low_high,pert\n", ",,5,8,15", laws.PERT(5, 8, 15)),
    ],
)
def test_an_estimate_is_a_number_a_law_or_three_points(
    tmp_path: Path, setting: str, row: str, law: laws.Distribution
) -> None:
    made = written(
        tmp_path,
        settings=START + setting,
        tasks=f"project,task,role,effort,days,low,likely,high\nShop,a,qa,{row}\n",
    )
    assert made.projects[0].tasks[0].needs[0].effort == law


def test_three_points_beside_days_are_points_of_the_duration(tmp_path: Path) -> None:
    made = written(tmp_path, tasks="project,task,days,low,high\nShop,a,8,5,15\n")
    assert made.projects[0].tasks[0].duration == laws.PERT(5, 8, 15)


def test_needs_add_to_the_need_of_the_row(tmp_path: Path) -> None:
    made = written(
        tmp_path,
        tasks="project,task,role,effort,people,people_max\nShop,a,qa,3,1,2\nShop,b,,,,\n",
        needs="project,task,role,effort,people,allocation\nShop,a,data,2,1,50%\nShop,b,qa,1,1-2,\n",
    )
    one, two = made.projects[0].tasks
    assert [(need.label, need.people, need.allocation) for need in one.needs] == [
        ("qa", (1, 2), 1),
        ("data", (1, 1), 0.5),
    ]
    assert two.needs[0].people == (1, 2)


def test_a_role_can_have_alternatives(tmp_path: Path) -> None:
    made = written(tmp_path, tasks='project,task,role,effort\nShop,a,"backend, or data at 0.7",3\n')
    assert made.projects[0].tasks[0].needs[0].skills == (Alternative("backend"), Alternative("data", 0.7))


def test_links_name_tasks_with_kind_and_lag_and_project(tmp_path: Path) -> None:
    made = written(
        tmp_path,
        tasks='project,task,after\nShop,a,\nShop,UX/UI,\nShop,"x; y",\nMail,b,"Shop/a SS+2; Shop/UX/UI; Shop/""x; y"" FF"\n',
    )
    assert made.projects[1].tasks[0].after == (
        Link("a", "SS", 2, "Shop"), Link("UX/UI", project="Shop"), Link("x; y", "FF", project="Shop"),
    )  # fmt: skip


def test_a_calendar_of_the_sheet_is_the_portfolios_by_name(tmp_path: Path) -> None:
    made = written(
        tmp_path,
        settings=START + "calendar,plant\n",
        calendars="calendar,pattern\nplant,mon-thu\noffice,\n",
        holidays="calendar,date,name\nplant,2027-01-06,Epiphany\n",
    )
    assert (made.calendar.name, made.calendar.pattern[4], made.calendar.holidays[0].name) == (
        "plant",
        0,
        "Epiphany",
    )
    assert [calendar.name for calendar in made.calendars] == ["office"]


def test_written_holidays_are_not_looked_up_again(tmp_path: Path) -> None:
    made = written(
        tmp_path,
        settings=START + "calendar,DE\nhorizon,2027-12-31\n",
        calendars="calendar,country,holidays_to\nDE,DE,2027-12-31\n",
        holidays="calendar,date\nDE,2027-02-02\n",
    )
    assert [holiday.day for holiday in made.calendar.holidays] == [date(2027, 2, 2)]


def test_ranges_are_usual_or_own_by_skill_and_tag(tmp_path: Path) -> None:
    made = written(
        tmp_path,
        settings=START + "ranges,0.9 to 1.2\nranges skill qa,0.8 to 1.5\nRanges tag new stuff,0.5 to 2\n",
        tasks="project,task,role,effort,tags\nShop,a,qa,3,new stuff\n",
    )
    assert made.ranges.default is not None and made.ranges.default.high == 1.2
    assert [(name, spread.low) for name, spread in (*made.ranges.by_skill, *made.ranges.by_tag)] == [
        ("qa", 0.8), ("new stuff", 0.5),
    ]  # fmt: skip


def test_drivers_and_groups_are_read(tmp_path: Path) -> None:
    made = written(
        tmp_path,
        tasks="project,task,role,effort\nShop,a,qa,3\nShop,b,qa,3\n",
        drivers='driver,factor,skills\nweather,"LogNormal(p50=1, p90=1.3)",qa\n',
        groups='group,members,correlation\nboth,Shop/a; Shop/b,"1 0.5; 0.5 1"\n',
    )
    assert made.drivers[0].scope.skills == ("qa",)
    assert made.groups[0].correlation == ((1.0, 0.5), (0.5, 1.0))


YAML = """\
start: 2027-01-04
calendar: mon-thu
ranges: {default: 0.9 to 1.2, by_skill: {qa: [0.8, 1.5]}}
policy: {priority: EDD, reserve_after: none, top_up: no, handover_after: none, preempt: yes}
people:
  - person: NO
    fte: 80%
    skills: {qa: 1.2, data: {level: 3}}
    leave: [2027-01-05, [2027-02-01, 2027-02-03], {from: 2027-03-01, share: 0.5}]
    team: null
  - {name: "null", role: qa, skills: [{skill: data, speed: 0.5}]}
projects:
  - name: Shop
    tags: [a, b]
    tasks:
      - {task: x, role: [qa, data at 0.7], effort: 3, people: [1, 2]}
      - {name: y, days: 5, after: [x, {task: x, kind: ss, lag_days: 2}]}
      - name: z
        needs: [{skill: qa, low: 1, likely: 2, high: 4}, {role: data, effort: 1}]
"""


def test_yaml_takes_friendly_forms_and_the_words_of_the_sheets(tmp_path: Path) -> None:
    path = tmp_path / "shop.yaml"
    path.write_text(YAML, encoding="utf-8")
    made = read(path)
    norway, null = made.people
    assert (made.name, norway.name, norway.availability, norway.team, null.name) == (
        "shop",
        "NO",
        0.8,
        None,
        "null",
    )
    assert norway.skills == (Skill("qa", 1.2), Skill("data", level=3))
    assert null.skills == (Skill("qa"), Skill("data", 0.5))
    assert [leave.last.isoformat() for leave in norway.leave] == ["2027-01-05", "2027-02-03", "2027-03-01"]
    x, y, z = made.projects[0].tasks
    assert (x.needs[0].label, x.needs[0].people) == ("qa, or data at 0.7", (1, 2))
    assert (y.duration, [link.kind for link in y.after]) == (laws.Fixed(5), ["FS", "SS"])
    assert [need.effort for need in z.needs] == [laws.PERT(1, 2, 4), laws.Fixed(1)]
    assert (made.policy.reserve_after, made.policy.top_up) == (None, False)
    assert (made.policy.handover_after, made.policy.preempt) == (None, True)


def test_no_file_is_read_by_halves(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        written(tmp_path, people="person,role\nAda,qa\n,\n")

"""Sheets as they are kept in German, and names in another case."""

import pytest

import capsim as cs


def written(folder, **sheets):
    for name, text in sheets.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


SETTINGS = "setting,value\nstart,2027-01-04\n"
PEOPLE = "Mitarbeiter,Rolle,Produktivität\nAda,Entwicklung,1.1\nBo,Entwicklung,\n"
TASKS = (
    "Projekt,Aufgabe,Rolle,Aufwand,Nach,Tage,Freigabe,Priorität\nShop,bauen,Entwicklung,5,,,,1\n"
    "Shop,frei,,,bauen,0,80%,\n"
)
PROJECTS = (
    "Projekt,Status,Wert,Programm,Wahrscheinlichkeit\nShop,in Arbeit,5000,Netz,0.5\n"
    "Alt,abgeschlossen,,,\nNeu,offen,,,\n"
)


def test_a_plan_in_german_words_is_understood(tmp_path):
    read = cs.read(written(tmp_path, people=PEOPLE, tasks=TASKS, projects=PROJECTS, settings=SETTINGS))
    shop, old, new = read.projects
    assert (shop.status, old.status, new.status) == ("running", "done", "planned")
    assert (shop.value, shop.programme, shop.probability) == (5000, "Netz", 0.5)
    build, gate = shop.tasks
    assert build.priority == 1
    assert [link.task for link in gate.after] == ["bauen"]
    assert read.people[0].productivity is not None


def test_the_kind_of_leave_is_understood(tmp_path):
    leave = "Mitarbeiter,Von,Bis,Art\nAda,2027-03-01,2027-03-19,Urlaub\n"
    read = cs.read(written(tmp_path, people=PEOPLE, tasks=TASKS, leave=leave, settings=SETTINGS))
    assert read.people[0].leave[0].kind == "Urlaub"


def test_a_gate_that_takes_no_days_is_a_milestone(tmp_path):
    gate = cs.read(written(tmp_path, people=PEOPLE, tasks=TASKS, settings=SETTINGS)).projects[0].tasks[1]
    assert gate.is_milestone and gate.gate == 0.8
    assert gate == cs.Task("frei", after="bauen", gate=0.8)
    assert gate == cs.Task("frei", after="bauen", gate=0.8, duration=0)


def test_a_gate_that_takes_a_day_is_refused():
    with pytest.raises(cs.errors.InputError, match="a gate with work of its own"):
        cs.Task("frei", gate=0.8, duration=1)


OBJECTIVES = "objective,weight\nGrowth,2\nless paper,1\n"
AIMS = "project,objectives\nShop,growth at 3; Less Paper\nMail,GROWTH\n"
WORK = "project,task,role,effort\nShop,build,dev,5\nMail,move,dev,5\n"
RISKS = "risk,probability,delay,objectives\nlate,0.5,5,growth\n"


def test_objectives_in_another_case_are_the_same_in_sheets(tmp_path):
    sheets = {"people": "person,role\nAda,dev\n", "tasks": WORK, "projects": AIMS, "risks": RISKS}
    read = cs.read(written(tmp_path, **sheets, objectives=OBJECTIVES, settings=SETTINGS))
    shop, mail = read.projects
    assert shop.objectives == ("Growth", "less paper")
    assert (shop.score("Growth"), shop.score("less paper")) == (3, 1)
    assert mail.objectives == ("Growth",)
    assert read.risks[0].scope.objectives == ("Growth",)
    assert "'GROWTH' is taken for 'Growth'" in read.check().problem.tolist()


def test_without_a_list_two_projects_name_one_objective_in_two_cases(tmp_path):
    sheets = {"people": "person,role\nAda,dev\n", "tasks": WORK, "projects": AIMS}
    read = cs.read(written(tmp_path, **sheets, settings=SETTINGS))
    assert read.objectives().objective.tolist() == ["growth", "Less Paper"]


def test_an_objective_misspelled_is_told_with_what_was_meant(tmp_path):
    sheets = {"people": "person,role\nAda,dev\n", "tasks": WORK, "projects": AIMS.replace("GROWTH", "Grwoth")}
    with pytest.raises(cs.errors.ModelError, match=r"no such objective .*did you mean 'Growth'"):
        cs.read(written(tmp_path, **sheets, objectives=OBJECTIVES, settings=SETTINGS))


def test_objectives_in_another_case_are_the_same_in_nested_files(tmp_path):
    (tmp_path / "model.yaml").write_text(
        "capsim: 1\nname: A\nstart: 2027-01-04\npeople:\n  - {name: Ada, skills: {dev: 1}}\n"
        "objectives:\n  - {name: Growth, weight: 2}\nprojects:\n"
        "  - {name: Shop, objectives: [growth at 3], tasks: [{name: b, skill: dev, effort: 1}]}\n"
        "  - {name: Mail, objectives: GROWTH at 2, tasks: [{name: b, skill: dev, effort: 1}]}\n"
    )
    shop, mail = cs.read(tmp_path / "model.yaml").projects
    assert (shop.objectives, shop.score("Growth")) == (("Growth",), 3)
    assert (mail.objectives, mail.score("Growth")) == (("Growth",), 2)

"""Gates, branches, stages of the intake and streams in sheets and nested files: read, written, refused."""

# ruff: noqa: E501  (a table of faults reads as one)

from __future__ import annotations

import pytest

import capsim as cs

PEOPLE = "person,role\nAda,ops\nBo,dev\n"
TASKS = (
    "project,task,role,effort,after,gate\nShop,build,dev,5,,\nShop,buy,dev,1,,\n"
    "Shop,board,,,build; buy,80%\nShop,live,dev,2,board,\n"
)
PROJECTS = "project,requires,excludes\nShop,Base,Old\nBase,,\nOld,,\n"
BRANCHES = (
    "project,branch,way,probability,tasks\nShop,make or buy,make,0.6,build\nShop,make or buy,buy,40%,buy\n"
)
INTAKE = 'project,stage,probability,delay\nShop,selected,0.5,"PERT(1, 2, 4)"\nShop,staffed,,3\n'
STREAMS = (
    "stream,per_week,items,role,effort,priority,from,to,within_days,done_per_week\n"
    'Incidents,3,,ops,"PERT(0.2, 0.5, 3)",1,2027-01-11,2027-03-31,2,\n'
    'Tables,,"PERT(8, 10, 15)",dev,1,,,,,\n'
    'Stories,,60,,,,2027-02-01,,,"Empirical([4, 7, 3])"\n'
)
GOOD = {
    "settings": "setting,value\nname,A\nstart,2027-01-04\nhorizon,2027-12-31\n",
    "people": PEOPLE,
    "tasks": TASKS,
    "projects": PROJECTS,
    "branches": BRANCHES,
    "intake": INTAKE,
    "streams": STREAMS,
}


def folder(tmp_path, **changed):
    for name, text in (GOOD | changed).items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def test_the_sheets_say_what_the_objects_say(tmp_path):
    read = cs.read(folder(tmp_path))
    shop = read.project("Shop")
    way = cs.work.Way
    assert shop.task("board").gate == 0.8
    assert (shop.requires, shop.excludes) == (("Base",), ("Old",))
    assert shop.branches == (
        cs.work.Branch("make or buy", [way("make", 0.6, ["build"]), way("buy", 0.4, ["buy"])]),
    )
    assert shop.intake == (cs.work.Stage("selected", 0.5, "PERT(1, 2, 4)"), cs.work.Stage("staffed", delay=3))
    incident = cs.Task("item", effort="PERT(0.2, 0.5, 3)", skill="ops")
    days = {"start": "2027-01-11", "end": "2027-03-31"}
    assert read.streams == (
        cs.work.Stream("Incidents", incident, 3, priority=1, within_days=2, **days),
        cs.work.Stream("Tables", cs.Task("item", effort=1, skill="dev"), items="PERT(8, 10, 15)"),
        cs.work.Stream("Stories", items=60, start="2027-02-01", done_per_week="Empirical([4, 7, 3])"),
    )


@pytest.mark.parametrize("form", ["again", "model.xlsx", "model.yaml", "model.json"])
def test_they_come_back_from_every_form(tmp_path, form):
    read = cs.read(folder(tmp_path))
    cs.write(read, tmp_path / form)
    again = cs.read(tmp_path / form)
    assert again.projects == read.projects
    assert again.streams == read.streams


def test_german_words_are_understood(tmp_path):
    streams = "Strom,pro Woche,Rolle,Aufwand,Reaktionszeit\nStörungen,3,ops,0.5,2\n"
    ways = "Projekt,Entscheidung,Variante,Wahrscheinlichkeit,Aufgaben\nShop,b,x,0.5,build\nShop,b,y,0.5,buy\n"
    read = cs.read(folder(tmp_path, streams=streams, branches=ways))
    assert (read.streams[0].name, read.streams[0].per_week, read.streams[0].within_days) == (
        "Störungen",
        3,
        2,
    )
    assert [each.name for each in read.projects[0].branches[0].ways] == ["x", "y"]


@pytest.mark.parametrize(
    ("sheet", "old", "new", "where", "what", "fix"),
    [
        ("tasks", "80%", "1.8", "tasks.csv, row 4, column gate", "out of range", "write"),
        ("tasks", "Shop,live,dev,2,board,", "Shop,live,dev,2,board,0.5", "row 5", "a gate with work of its own", "a milestone of its own"),
        ("tasks", "build; buy,80%", "build FF,80%", "row 4", "a gate with a link to its finish", 'write "build"'),
        ("projects", "Shop,Base,Old", "Shop,Bas,Old", "column requires", "no such project", "did you mean 'Base'?"),
        ("projects", "Shop,Base,Old", "Shop,Base,Base", "row 2", "requires and excludes the same project", "keep it in one"),
        ("projects", "Base,,", "Base,Shop,", "", "projects that require each other: Shop → Base → Shop", "remove one"),
        ("branches", "0.6", "0.5", "branches.csv, row 2", "probabilities that do not add up to 1", "correct one of them"),
        ("branches", "0.6", "6", "branches.csv, row 2, column probability", "out of range", "write 1 for all of it"),
        ("branches", "make or buy,buy,40%,buy", "make or buy,buy,40%,byu", "branches.csv, row 3, column tasks", "no such task in the project", "did you mean 'buy'?"),
        ("branches", "Shop,make or buy,buy", "Shpo,make or buy,buy", "branches.csv, row 3, column project", "no such project", "did you mean 'Shop'?"),
        ("branches", "Shop,make or buy,make,0.6,build\n", "", "branches.csv, row 2", "a branch of fewer than two ways", "at least two"),
        ("intake", "selected,0.5", "selected,5", "intake.csv, row 2, column probability", "out of range", "write 1 for all of it"),
        ("intake", "staffed,,3", "staffed,,soon", "intake.csv, row 3, column delay", "soon", ""),
        ("streams", ",ops,", ",,", "streams.csv, row 2, column role", "empty", "write the role that does the work"),
        ("streams", ",ops,", ",opss,", "streams.csv, row 2, column role", "a role that nobody has", "did you mean 'ops'?"),
        ("streams", "Stories,,60", "Stories,,", "streams.csv, row 4", "a measured rate without a backlog", "write how many"),
        ("streams", "Stories,,60,,", "Stories,,60,dev,1", "streams.csv, row 4", "work beside a measured rate", "leave out"),
        ("streams", "Incidents,3", "Incidents,-3", "streams.csv, row 2, column per_week", "no number of items a week", "from 0 to"),
        ("streams", "Incidents,3", "Incidents,", "streams.csv, row 2", "neither items nor a rate", "write per_week, items, or both"),
        ("streams", "Incidents,3", "Incidents,9999", "streams.csv, row 2, column per_week", "too many items", "an earlier end"),
        ("streams", "Tables", "Shop", "streams.csv, row 3", "name given twice", "rename one"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place_and_how_to_mend_it(tmp_path, sheet, old, new, where, what, fix):
    assert old in GOOD[sheet]
    with pytest.raises(cs.errors.ModelError) as raised:
        cs.read(folder(tmp_path, **{sheet: GOOD[sheet].replace(old, new, 1)}))
    told = str(raised.value)
    assert what in told
    assert where in told
    assert fix in told


GROWING = (
    "stream,per_week,items,role,effort,priority,from,to,within_days,done_per_week,project,before\n"
    "Changes,1,2,dev,1,,2027-01-11,2027-03-31,,,SHOP,LIVE\n"
)


@pytest.mark.parametrize("name", ["model.yaml", "model.json", "model.xlsx", "sheets"])
def test_what_a_project_grows_by_is_read_in_any_case_and_written(tmp_path, name):
    read = cs.read(folder(tmp_path, streams=GROWING))
    assert [(each.project, each.before) for each in read.streams] == [("Shop", "live")]
    again = tmp_path / name
    cs.write(read, again)
    assert cs.read(again).streams == read.streams


def test_names_of_what_a_project_grows_by_are_taken_in_any_case_in_nested_files(tmp_path):
    cs.write(cs.read(folder(tmp_path, streams=GROWING)), tmp_path / "model.yaml")
    text = (tmp_path / "model.yaml").read_text("utf-8").replace("before: live", "before: LIVE")
    (tmp_path / "model.yaml").write_text(text.replace("project: Shop", "project: shop"), "utf-8")
    assert [(each.project, each.before) for each in cs.read(tmp_path / "model.yaml").streams] == [("Shop", "live")]


@pytest.mark.parametrize(
    ("old", "new", "column", "told"),
    [
        ("SHOP", "Shp", "project", "no such project (got 'Shp'); did you mean 'Shop'?"),
        ("LIVE", "lve", "before", "no such task in its project (got 'lve'); did you mean 'live'?"),
        ("1,,2027", "1,3,2027", "priority", "priority of what a project grows by (got 3)"),
    ],
)
def test_what_cannot_be_what_a_project_grows_by_is_told_at_its_cell(tmp_path, old, new, column, told):
    with pytest.raises(cs.errors.InputError) as error:
        cs.read(folder(tmp_path, streams=GROWING.replace(old, new)))
    (problem,) = error.value.found
    assert str(problem).startswith("streams.csv, row 2")
    assert told in str(problem)

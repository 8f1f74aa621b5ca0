"""The pages are true: their code runs, their files load, their links lead somewhere."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import capsim as cs
from capsim.cli import answers
from capsim.cli.commands import BAD_INPUT, DONE, UNFINISHED
from capsim.errors import Problem
from capsim.forecast.problems import problem_frame
from capsim.io.grammar import read_links, write_links
from capsim.io.words import SHEETS
from tests import other_words
from tests.markdown import ROOT, blocks_of, run_python, words

PAGES = sorted([*ROOT.glob("docs/**/*.md"), ROOT / "README.md", *ROOT.glob("models/**/*.md")])
RUNNABLE = [  # test_readme.py runs the README
    page
    for page in PAGES
    if page.parent != ROOT and any(block.language == "python" for block in blocks_of(page.read_text("utf-8")))
]


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", RUNNABLE, ids=name_of)
def test_the_code_on_a_page_runs_and_prints_what_the_page_says(page, monkeypatch):
    monkeypatch.chdir(ROOT)
    with pd.option_context("display.width", 200, "display.max_columns", 50):
        shown = run_python(page.read_text("utf-8"))
    for each in shown:
        if each.claimed is not None:
            assert words(each.printed) == words(each.claimed), f"line {each.block.line}"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_relative_link_leads_to_a_file(page):
    links = re.findall(r"\]\((?!https?://|#)([^)#\s]+)", page.read_text("utf-8"))
    missing = [link for link in links if not (page.parent / link).exists()]
    assert not missing


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if any(block.language == "csv" for block in blocks_of(page.read_text("utf-8")))],
    ids=name_of,
)
def test_the_sheets_on_a_page_make_a_model(page, tmp_path):
    for block in blocks_of(page.read_text("utf-8")):
        if block.language == "csv":
            (tmp_path / block.title).write_text(block.body, "utf-8")
    portfolio = cs.read(tmp_path)
    assert portfolio.people and portfolio.projects


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if any(block.language == "yaml" for block in blocks_of(page.read_text("utf-8")))],
    ids=name_of,
)
def test_the_models_on_a_page_load(page, tmp_path):
    for number, block in enumerate(blocks_of(page.read_text("utf-8"))):
        if block.language == "yaml":
            path = tmp_path / f"{number}.yaml"
            path.write_text(block.body, "utf-8")
            assert cs.read(path).projects


@pytest.mark.parametrize("sheet", list(SHEETS.values()), ids=lambda sheet: sheet.name)
def test_the_page_on_files_names_every_column_of_a_sheet(sheet):
    text = (ROOT / "docs/reference/files.md").read_text("utf-8")
    missing = [column.name for column in sheet.columns if f"`{column.name}`" not in text]
    assert not missing


def test_the_page_on_files_has_every_other_word_that_is_understood():
    page = other_words.PAGE.read_text("utf-8")
    assert other_words.HEADING + other_words.section() in page, "python -m tests.other_words writes it anew"
    assert "| `role` | `people` | roles, job title, " in other_words.section()
    assert "| `ranges` | bandbreite, bandbreiten |" in other_words.section()


def section(text, heading):
    """The part of a page under a second-level heading that names a call."""
    return next(part for part in text.split("\n## ")[1:] if heading in part.splitlines()[0])


def test_the_page_on_columns_names_every_column_of_a_frame():
    text = (ROOT / "docs/reference/columns.md").read_text("utf-8")
    build = cs.Task("build", effort=cs.PERT(5, 8, 15), skill="backend")
    shop = cs.Project("Shop", [build], deadline="2027-01-15")
    portfolio = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "backend")], [shop])
    forecast = cs.simulate(portfolio, replications=10, seed=7, progress=False)
    trace = cs.replay(forecast, 3)
    delivery = set(forecast.delivery().columns)
    frames = {
        "`portfolio.demand(by, period, wide)`": set(portfolio.demand().columns),
        "`portfolio.skills(by, period)`": set(portfolio.skills().columns),
        "`portfolio.check()` and `cs.check(source)`": set(portfolio.check().columns),
        "`forecast.demand(by, period)`": set(forecast.demand().columns),
        "`forecast.overload(by, period)`": {
            *forecast.overload(by="role").columns,
            *forecast.overload(by="person").columns,
        },
        "`forecast.gaps(period)`": set(forecast.gaps().columns),
        "`forecast.delivery(by)`": delivery | set(forecast.delivery("client").columns),
        "`forecast.tasks()`": set(forecast.tasks().columns) - delivery,
        "`forecast.criticality()`": set(forecast.criticality().columns),
        "`forecast.merge_bias()`": set(forecast.merge_bias().columns),
        "`forecast.network(project)`": set(forecast.network().columns),
        "`forecast.tornado(by, project)`": set(forecast.tornado().columns),
        "`forecast.hires(quantile, period, days_to_hire, least)`": set(forecast.hires().columns),
        "`forecast.key_people(by, people, replications)`": set(forecast.key_people().columns),
        "`forecast.assignments(period, by, seats, most)`": {
            *forecast.assignments().columns,
            *forecast.assignments(seats="open").columns,
        },
        "`forecast.staffing(by, within_days)`": set(forecast.staffing().columns),
        "`forecast.time_use(by, unit)`": set(forecast.time_use().columns),
        "`forecast.load(by, period)`": set(forecast.load().columns),
        "`forecast.load_curve(by, within_days)`": set(forecast.load_curve().columns),
        "`forecast.finishes()`": set(forecast.finishes().columns),
        "`forecast.schedule(replication)`": set(forecast.schedule(0).columns),
        "`forecast.utilization(by, period)`": set(forecast.utilization(by="role").columns),
        "`forecast.waiting()`": set(forecast.waiting().columns),
        "`forecast.risks(by, replications)`": set(forecast.risks().columns),
        "`forecast.summary()`": set(forecast.summary().columns),
        "`forecast.values()`": set(forecast.values().columns),
        "`trace.events`": set(trace.events.columns),
        "`trace.schedule` and `trace.seats`": set(trace.seats.columns),
        "`trace.chain(project)`": set(trace.chain("Shop").columns),
    }
    missing = {
        heading: sorted(column for column in columns if f"`{column}`" not in section(text, heading))
        for heading, columns in frames.items()
    }
    assert not {heading: columns for heading, columns in missing.items() if columns}


def test_the_page_of_questions_counts_those_that_are_answered():
    text = (ROOT / "docs/questions.md").read_text("utf-8")
    answered, still_open = re.findall("^### (.*)$", text, re.M), re.findall("^- (.*)$", text, re.M)
    assert f"{len(answered)} of {len(answered) + len(still_open)} questions have an answer" in text
    assert len({*answered, *still_open}) == len(answered) + len(still_open)


def test_every_answered_question_names_a_call_or_a_page():
    parts = (ROOT / "docs/questions.md").read_text("utf-8").split("\n### ")[1:]
    bare = [part.splitlines()[0] for part in parts if "```python" not in part and "](" not in part]
    assert bare == ["What does a poor match cost, in days?"]  # told by the answer before it


@pytest.mark.parametrize(
    "model",
    [
        "consultancy",
        "product_org.yaml",
        "capacity_sheet/capacity.xlsx",
        "transformation/transformation.xlsx",
        "public_programme",
    ],
)
def test_a_written_model_follows_the_schema(model, tmp_path):
    jsonschema = pytest.importorskip("jsonschema")
    from capsim.io import schema

    cs.write(cs.read(ROOT / "models" / model), tmp_path / "model.json")
    content = json.loads((tmp_path / "model.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema()).validate(content)


def commands():
    page = ROOT / "docs/howto/command-line.md"
    for block in blocks_of(page.read_text("utf-8")):
        if block.language == "sh":
            yield from (line for line in block.body.splitlines() if line.startswith("capsim "))


@pytest.mark.parametrize("line", list(commands()))
def test_the_commands_on_the_page_run(line, tmp_path):
    (tmp_path / "models").symlink_to(ROOT / "models")
    words_of_line = shlex.split(line)[1:]
    done = subprocess.run(
        [sys.executable, "-m", "capsim", *words_of_line],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
    )
    assert done.returncode == 0, done.stderr.decode("utf-8")
    assert done.stdout


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_page_with_commands_says_how_the_terminal_knows_capsim(page):
    text = page.read_text("utf-8")
    bare = [
        block
        for block in blocks_of(text)
        if block.language == "sh" and re.search("^capsim ", block.body, re.M)
    ]
    assert not bare or "source .venv/bin/activate" in text


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_path_of_the_project_on_a_page_exists(page):
    named = re.findall(r"`((?:tests|models|notebooks|docs|capsim)/[\w./-]*)`", page.read_text("utf-8"))
    missing = [path for path in named if not (ROOT / path).exists()]
    assert not missing


def test_the_page_on_the_command_line_names_every_key_file_and_exit_code():
    text = (ROOT / "docs/howto/command-line.md").read_text("utf-8")
    model = cs.read(ROOT / "models/product_org.yaml")
    forecast = cs.simulate(model, replications=3, seed=7, progress=False)
    keys, tables = answers.forecast_answers(forecast), answers.forecast_frames(forecast)
    refused = answers.check_answers(None, problem_frame([Problem("here", "wrong")]))
    traced = answers.trace_frames(cs.replay(forecast, 0))
    told = {
        "Forecast": [*keys, *(f"{name}.csv" for name in tables)],
        "Check": [*answers.check_answers(model, model.check()), *refused["problems"][0]],
        "Convert": [f"{name}.csv" for name in traced],
    }
    for heading, names in told.items():
        part = section(text, heading)
        assert not [name for name in names if f"`{name}`" not in part]
    codes = re.findall(r"^\| (\d) \|", section(text, "Exit codes"), re.MULTILINE)
    assert codes == [str(code) for code in (DONE, UNFINISHED, BAD_INPUT)]


def test_names_in_lists_are_quoted_as_the_page_on_files_says(tmp_path):
    text = (ROOT / "docs/reference/files.md").read_text("utf-8")
    shown = {
        '"a; b" SS+1': [cs.work.Link("a; b", "SS", 1)],
        '"build SS"; test': [cs.work.Link("build SS", "FS"), cs.work.Link("test")],
        '"A/B"/"go"': [cs.work.Link("go", project="A/B")],
    }
    for cell, links in shown.items():
        assert f"`{cell}`" in text
        assert list(read_links(cell)) == links
        assert write_links(links) == cell
    assert '`"""a; b"" SS+1"`' in text
    (tmp_path / "people.csv").write_text("person,role\nAda,qa\n", "utf-8")
    (tmp_path / "settings.csv").write_text("setting,value\nstart,2027-01-04\n", "utf-8")
    rows = 'project,task,role,effort,after\nP,a; b,qa,1,\nP,c,qa,1,"""a; b"" SS+1"\n'
    (tmp_path / "tasks.csv").write_text(rows, "utf-8")
    assert cs.read(tmp_path).projects[0].tasks[1].after == (cs.work.Link("a; b", "SS", 1),)

"""Scenarios in files: what is written reads back, and what is wrong is told with its line."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import capsim as cs
from capsim import edits
from capsim.domain.edits import Edit
from capsim.errors import InputError
from tests.io.portfolios import portfolios

TEXT = """
scenarios:
  - name: hire
    edits:
      - hire: {skill: backend, start: 2027-03-01, people: 2, arrival: "PERT(0, 20, 90)"}
      - delay: {name: Billing, days: 30}
      - change task: {project: Shop, name: build, effort: "PERT(5, 8, 15)", deadline: none}
      - change person: {name: Ada, FTE: 50%, skills: backend; data at 0.8}
      - remove project: CRM
  - name: more
    edits:
      - add project:
          name: Portal
          tasks:
            - {name: draw, role: backend, effort: 5}
          scale: 1.2
      - add person: {person: Cy, role: qa, from: 2027-02-01}
      - change policy: {wip_limit: 3}
      - change portfolio: {run_the_business: 10 %}
"""


def read(folder: Path, text: str, name: str = "scenarios.yaml") -> tuple[cs.Scenario, ...]:
    """Read scenarios from a text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return cs.scenarios.read(path)


def test_scenarios_are_read_as_they_would_be_made(tmp_path: Path) -> None:
    hire, more = read(tmp_path, TEXT)
    backend, data = cs.Skill("backend"), cs.Skill("data", 0.8)
    assert hire == cs.Scenario(
        "hire",
        [
            edits.Hire("backend", "2027-03-01", people=2, arrival="PERT(0, 20, 90)"),
            edits.Delay("Billing", 30),
            edits.ChangeTask("Shop", "build", effort=cs.PERT(5, 8, 15), deadline=None),
            edits.ChangePerson("Ada", availability=0.5, skills=(backend, data)),
            edits.RemoveProject("CRM"),
        ],
    )
    assert more == cs.Scenario(
        "more",
        [
            edits.AddProject(cs.Project("Portal", [cs.Task("draw", effort=5, skill="backend")]), scale=1.2),
            edits.AddPerson("Cy", "qa", start="2027-02-01"),
            edits.ChangePolicy(wip_limit=3),
            edits.ChangePortfolio(run_the_business=0.1),
        ],
    )


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("dealy: {name: Shop, days: 3}", "no such edit (got 'dealy'); did you mean 'delay'?"),
        ("delay: {name: Shop, dayz: 3}", "not known in 'delay' (got 'dayz'); did you mean 'days'?"),
        ("delay: {name: Shop, days: soon}", "(got 'soon'); write a whole number such as 3"),
        ("delay: {days: 3}", "name: empty; write the project's name"),
        ("delay: {name: Shop, days: 0}", "days: no delay (got 0); write how many days, such as 30"),
        ("delay: Shop", "days: empty; write how many days, such as 30"),
        ("delay", "no edit (got 'delay'); write one such as \"delay: {name: Shop, days: 30}\""),
        ("hire: {skill: qa, start: 03/04/2027}",
         "start: a date that can be read two ways (got '03/04/2027'); write 2027-04-03 or 2027-03-04"),
        ("change person: {name: Ada, availabilty: 1}",
         "availabilty: not known in a person (got 'availabilty'); did you mean 'availability'?"),
        ("change task: {project: Shop, name: build, effort: 5 days}",
         "effort: not a number of days (got '5 days'); write 5"),
        ("change portfolio: {people: [x]}",
         "people: people have edits of their own; write add person, remove person or change person"),
        ("change project: {name: Shop}",
         "nothing to change; give at least one field, such as availability=0.5"),
        ("vendor late: {vendor: Acme, days: 0}",
         "days: no delay (got 0); write a whole number of working days, such as 20"),
        ("drop gates: {project: Shop}", "'drop gates' takes nothing; write \"drop gates\" alone"),
        ("silo teams: Core", "'silo teams' takes nothing (got 'Core'); write \"silo teams\" alone"),
        ("silo team", "no edit (got 'silo team'); did you mean 'silo teams'?"),
        ("adoption dip: {from: 2027-03-01}", "who: empty; write who takes it up: teams, roles or people"),
        ("team out: {team: Core, from: 2027-03-01}", "end: empty; write the last day, such as 2027-03-31"),
        ("add project: {template: shop.yaml}",
         "the template: {folder}/shop.yaml: no such file or folder; check the path (got 'shop.yaml')"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, line: str, told: str) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, f"scenarios:\n  - name: one\n    edits:\n      - {line}\n")
    (problem,) = caught.value.found
    assert str(problem.where).startswith("scenarios.yaml, line 4")
    assert (
        str(problem)
        .removeprefix("scenarios.yaml, line 4")
        .lstrip(",: ")
        .endswith(told.replace("{folder}", str(tmp_path)))
    )


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, "scenarios:\n  - edits: [{delay: {name: A}}]\n  - {name: x, edit: []}\nother: 1\n")
    assert [problem.what for problem in caught.value.found] == [
        "not known in a file of scenarios", "empty", "empty", "not known in a scenario",
    ]  # fmt: skip


def test_a_name_given_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="name given twice"):
        read(tmp_path, "scenarios:\n  - {name: x}\n  - {name: x}\n")


def test_no_model_is_taken_for_scenarios_and_none_is_overwritten(tmp_path: Path) -> None:
    model = tmp_path / "model.yaml"
    cs.write(cs.Portfolio("Agency", "2027-01-04", [cs.Person("Ada", "backend")]), model)
    with pytest.raises(InputError, match="no scenarios"):
        cs.scenarios.read(model)
    with pytest.raises(InputError, match="is there already, without scenarios"):
        cs.scenarios.write(cs.Scenario("x"), model)


def test_json_says_the_same(tmp_path: Path) -> None:
    found = read(tmp_path, TEXT)
    target = cs.scenarios.write(found, tmp_path / "scenarios.json")
    assert cs.scenarios.read(target) == found


def test_a_template_is_saved_and_added_from(tmp_path: Path) -> None:
    shop = cs.Project("Shop", [cs.Task("build", effort=cs.PERT(5, 8, 15), skill="backend")], budget=5_000)
    cs.scenarios.write_template(shop, tmp_path / "shop.yaml")
    line = "add project: {template: shop.yaml, name: Shop 2, start: 2027-03-01, scale: 120%}"
    (found,) = read(tmp_path, f"scenarios:\n  - name: one\n    edits:\n      - {line}\n")
    assert found.edits == (edits.AddProject(shop, "Shop 2", "2027-03-01", 1.2),)


def test_an_accepted_scenario_goes_back_into_the_workbook(tmp_path: Path) -> None:
    shop = cs.Project("Shop", [cs.Task("build", effort=8, skill="backend")])
    agency = cs.Portfolio("Agency", "2027-01-04", [cs.Person("Ada", "backend")], [shop])
    scenario = cs.Scenario(
        "hire",
        [
            edits.Hire("backend", "2027-03-01", arrival=30),
            edits.Descope("Shop", 0.2),
            edits.AddProject(shop, "Shop 2", "2027-06-01", 1.5),
            edits.Reprioritize("Shop 2"),
        ],
    )
    made = scenario.apply(agency)
    cs.write(made, tmp_path / "agency.xlsx")
    assert cs.read(tmp_path / "agency.xlsx") == made


# ---------------------------------------------------------------- round trips


def changes(entity: Any, own: tuple[str, ...]) -> st.SearchStrategy[dict[str, Any]]:
    """Some fields of an entity as new contents, those that are as by default among them."""
    fields = {
        field.name: getattr(entity, field.name)
        for field in dataclasses.fields(entity)
        if field.compare and field.name not in own
    }
    return st.lists(st.sampled_from(sorted(fields)), min_size=1, max_size=4, unique=True).map(
        lambda names: {name: fields[name] for name in names}
    )


@st.composite
def scenarios(draw: st.DrawFn) -> list[cs.Scenario]:
    """Scenarios with every entity of a portfolio of every shape."""
    portfolio = draw(portfolios())
    made: list[Edit] = []
    for each in portfolio.people[:2]:
        # a file of scenarios has no calendars: a name such as "Be" is taken for a country's there
        person = each if each.calendar is None else dataclasses.replace(each, calendar="own days")
        made.append(edits.AddPerson(person))
        name = person.name or "Ada"
        made.append(edits.ChangePerson(name, draw(changes(person, ("name",)))))
    for project in portfolio.projects[:2]:
        made.append(
            edits.AddProject(
                project, draw(st.sampled_from([None, "another"])), scale=draw(st.sampled_from([1, 0.5]))
            )
        )
        left = ("name", "tasks", "scores", "demand")
        made.append(edits.ChangeProject(project.name, draw(changes(project, left))))
        for task in project.tasks[:2]:
            made.append(edits.AddTask(project.name, task))
            made.append(edits.ChangeTask(project.name, task.name, draw(changes(task, ("name",)))))
    for risk in portfolio.risks[:2]:
        made.append(edits.AddRisk(risk))
        made.append(edits.ChangeRisk(risk.name, draw(changes(risk, ("name",)))))
    made.append(edits.ChangePolicy(draw(changes(portfolio.policy, ()))))
    left = ("name", "people", "projects", "risks", "policy", "origin", "calendar", "start")
    made.append(edits.ChangePortfolio(draw(changes(portfolio, left))))
    return [cs.Scenario(f"scenario {number}", [edit]) for number, edit in enumerate(made, start=1)]


def said(scenario: cs.Scenario) -> list[Any]:
    """Return what the edits of a scenario say; the order of the fields that one changes says nothing."""
    return [
        (type(edit), {**vars_of(edit), "fields": dict(getattr(edit, "fields", ()))})
        for edit in scenario.edits
    ]


def vars_of(edit: Any) -> dict[str, Any]:
    """Return the fields of an edit."""
    return {field.name: getattr(edit, field.name) for field in dataclasses.fields(edit)}


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(scenarios())
def test_what_is_written_reads_back_as_the_same(tmp_path_factory: Any, made: list[cs.Scenario]) -> None:
    folder = tmp_path_factory.mktemp("scenarios")
    for ending in ("yaml", "json"):
        read_back = cs.scenarios.read(cs.scenarios.write(made, folder / f"scenarios.{ending}"))
        for one, other in zip(made, read_back, strict=True):
            assert said(one) == said(other)


SHOCKS = """
scenarios:
  - name: shocks
    edits:
      - key person leaves: {person: Ada, from: 2027-03-01, successor: 2027-06-01}
      - team out: {team: Core, from: 2027-03-01, to: 2027-03-31}
      - site out: {location: Vienna, from: 2027-03-01, to: 2027-03-31}
      - scarce skill: {skill: data, from: 2027-03-01, to: 2027-05-31, share: 40%}
      - demand shock: {factor: 1.5, projects: Shop}
      - estimates low: {share: 30 %, skills: backend; data}
      - vendor late: {vendor: Acme, days: 20}
      - adoption dip: {who: [Core, Web], from: 2027-03-01, share: 60 %, weeks: 6, between: 4}
      - hiring freeze: {from: 2027-01-01, to: 2027-06-30}
      - overtime: {who: backend, from: 2027-03-01, to: 2027-03-26, share: 20 %}
      - reserve: {project: Shop, share: 10 %, from: 2027-03-01, to: 2027-03-26, who: backend}
      - silo teams
      - Pool_Teams: {}
      - drop gates: {}
"""


def test_shocks_are_read_as_they_would_be_made_and_written_back(tmp_path: Path) -> None:
    (found,) = read(tmp_path, SHOCKS)
    assert found.edits == (
        edits.KeyPersonLeaves("Ada", "2027-03-01", "2027-06-01"),
        edits.TeamOut("Core", "2027-03-01", "2027-03-31"),
        edits.SiteOut("Vienna", "2027-03-01", "2027-03-31"),
        edits.ScarceSkill("data", "2027-03-01", "2027-05-31", 0.4),
        edits.DemandShock(1.5, projects="Shop"),
        edits.EstimatesLow(0.3, skills="backend; data"),
        edits.VendorLate("Acme", 20),
        edits.AdoptionDip("Core; Web", "2027-03-01", 0.6, weeks=6, between=4),
        edits.HiringFreeze("2027-01-01", "2027-06-30"),
        edits.Overtime("backend", "2027-03-01", "2027-03-26", 0.2),
        edits.Reserve("Shop", 0.1, "2027-03-01", "2027-03-26", "backend"),
        edits.SiloTeams(),
        edits.PoolTeams(),
        edits.DropGates(),
    )
    target = cs.scenarios.write(found, tmp_path / "again.yaml")
    assert cs.scenarios.read(target) == (found,)

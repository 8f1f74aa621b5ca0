"""Files of scenarios, and of templates: YAML and JSON that a manager can read and write."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

from capsim.domain.project import Project
from capsim.domain.scenario import Scenario
from capsim.errors import InputError, Problem, Refused
from capsim.io.atomic import write_files
from capsim.io.edits import read_edit
from capsim.io.editsout import edit_document, project_document
from capsim.io.files import of_the_system
from capsim.io.jsonfile import json_text
from capsim.io.reading import Reading
from capsim.io.sources import TREES, tree_in
from capsim.io.tree import Fields, Gathering, Node, Text
from capsim.io.words import folded, suggestion
from capsim.io.work import read_project
from capsim.io.yamlfile import yaml_text

__all__ = ["read", "read_template", "scenario_document", "scenarios_of", "write", "write_template"]

_KINDS: Final = "a file that ends in .yaml, .yml or .json"
_EXAMPLE: Final = 'write "scenarios:", and below it "- name: later" with its edits'


def read(path: str | os.PathLike[str]) -> tuple[Scenario, ...]:
    """Read scenarios from a YAML or JSON file.

    Each has a name and edits; an edit is its words in lower case with what it says, as in
    ``- delay: {name: Billing, days: 30}``. People, tasks, projects and risks are written as in models, and
    ``none`` empties a field. All is read as text and typed by its field; nothing in a file is executed.

    Parameters
    ----------
    path : path

    Returns
    -------
    tuple of Scenario

    Raises
    ------
    InputError
        With everything that is wrong, each with its line.

    Examples
    --------
    >>> import tempfile
    >>> text = '''
    ... scenarios:
    ...   - name: hire
    ...     edits:
    ...       - hire: {skill: backend, start: 2027-03-01, people: 2, arrival: "PERT(0, 20, 90)"}
    ...       - delay: {name: Billing, days: 30}
    ... '''
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "scenarios.yaml").write_text(text, encoding="utf-8")
    ...     for scenario in read(f"{folder}/scenarios.yaml"):
    ...         print(scenario)
    hire: hire 2 backend by 2027-03-01, arriving PERT(0, 20, 90) days later; delay Billing by 30 days
    """
    source = _path(path, "scenarios.read, path")
    return scenarios_of(_tree(source, "no scenarios", _EXAMPLE), source)


def scenarios_of(tree: Fields, source: Path) -> tuple[Scenario, ...]:
    """Return the scenarios that a tree describes.

    Parameters
    ----------
    tree : Fields
    source : Path
        Templates are looked for beside it.

    Raises
    ------
    InputError
        With everything that is wrong.
    """
    reading = Reading(Gathering())
    known = {folded(word): node for word, node in tree.entries.items()}
    if "scenarios" not in known:
        reading.problem(tree.place, "no scenarios", ", ".join(tree.entries), fix=_EXAMPLE)
    for word, node in tree.entries.items():
        if folded(word) not in ("scenarios", "capsim"):
            fix = suggestion(word, ["scenarios"])
            reading.problem(node.place, "not known in a file of scenarios", word, fix=fix)
    template = _templates_beside(source)
    made = reading.each(known.get("scenarios"), lambda reading, node: _scenario(reading, node, template))
    names = reading.unique(((each, fields) for each, fields in made), "Scenario")
    reading.gathering.stop_if_any()
    return names


def _scenario(
    reading: Reading, node: Node, template: Callable[[Reading, Text], Project | None]
) -> tuple[Scenario, Fields] | None:
    if not isinstance(node, Fields):
        got = [node.value] if isinstance(node, Text) else []
        reading.problem(node.place, "no scenario", *got, fix="write a mapping with name and edits")
        return None
    entries: dict[str, Node] = {}
    for word, each in node.entries.items():
        if folded(word) not in ("name", "edits"):
            fix = suggestion(word, ["name", "edits"])
            reading.problem(each.place, "not known in a scenario", word, fix=fix)
        entries[folded(word)] = each
    fields = Fields(entries, node.place, keyed=True)
    called = reading.required(fields, "name", "write the scenario's name")
    count = len(reading.gathering.problems)
    edits = reading.each(entries.get("edits"), lambda reading, each: read_edit(reading, each, template))
    name = reading.text(entries["name"], str, None) if called else None
    if name is None or len(reading.gathering.problems) > count:
        return None
    made = reading.made(Scenario, fields, {"name": name, "edits": edits})
    return None if made is None else (made, fields)


def write(scenarios: Scenario | Iterable[Scenario], path: str | os.PathLike[str]) -> Path:
    """Write scenarios to a YAML or JSON file; reading it gives the same ones.

    Parameters
    ----------
    scenarios : list of Scenario
    path : path

    Returns
    -------
    Path

    Raises
    ------
    InputError
        If an edit holds what no file can say, or the file is there and holds no scenarios.

    Examples
    --------
    >>> import tempfile
    >>> from capsim.domain import edits
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     found = write(Scenario("later", [edits.Delay("Billing", 30)]), f"{folder}/scenarios.yaml")
    ...     print(found.read_text(encoding="utf-8"), end="")
    scenarios:
    - name: later
      edits:
      - delay:
          name: Billing
          days: 30
    """
    target = _path(path, "scenarios.write, path")
    listed = [scenarios] if isinstance(scenarios, Scenario) else list(scenarios)
    document = {"scenarios": [scenario_document(each) for each in listed]}
    return _write(target, document, "scenarios")


def scenario_document(scenario: Scenario) -> dict[str, Any]:
    """Return a scenario as plain values.

    Raises
    ------
    InputError
        If an edit holds what no file can say.
    """
    edits = []
    for number, edit in enumerate(scenario.edits, start=1):
        try:
            edits.append(edit_document(edit))
        except Refused as error:
            place = f"Scenario {scenario.name!r}, edit {number}"
            raise InputError(problem.at(place) for problem in error.found) from None
    return {"name": scenario.name, **({"edits": edits} if edits else {})}


# ---------------------------------------------------------------- templates


def read_template(path: str | os.PathLike[str]) -> Project:
    """Read a template: a project in a YAML or JSON file, written as in a model.

    Parameters
    ----------
    path : path
        Its keys are those of a project: name, tasks and so on.

    Returns
    -------
    Project
        For ``cs.edits.AddProject(template, name="Shop 2", start="2027-03-01", scale=1.2)``.

    Raises
    ------
    InputError
        With everything that is wrong, each with its line.

    Examples
    --------
    >>> import tempfile
    >>> from capsim.domain.task import Task
    >>> shop = Project("Shop", [Task("build", effort=8, skill="backend")])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     read_template(write_template(shop, f"{folder}/shop.yaml")) == shop
    True
    """
    source = _path(path, "read_template, path")
    tree = _tree(source, "no project", "write a mapping with name and tasks")
    reading = Reading(Gathering())
    made = read_project(reading, tree)
    reading.gathering.stop_if_any()
    assert made is not None  # else a problem would have been kept
    return made[0]


def write_template(project: Project, path: str | os.PathLike[str]) -> Path:
    """Save a project as a template; reading it gives the same project.

    Parameters
    ----------
    project : Project
    path : path
        Ends in ``.yaml``, ``.yml`` or ``.json``.

    Returns
    -------
    Path

    Raises
    ------
    InputError
        If it holds what no file can say, or the file is there and holds no project.
    """
    return _write(_path(path, "write_template, path"), project_document(project), "name")


def _templates_beside(source: Path) -> Callable[[Reading, Text], Project | None]:
    """Return what reads a template that a file of scenarios names: its path goes from that file."""

    def template(reading: Reading, text: Text) -> Project | None:
        try:
            return read_template(source.parent / text.value)
        except InputError as error:
            for problem in error.found:
                reading.problem(text.place, f"the template: {problem}", text.value)
            return None

    return template


# ---------------------------------------------------------------- files


def _path(given: object, place: str) -> Path:
    if not isinstance(given, str | os.PathLike):
        what = f"a {type(given).__name__} instead of a path"
        raise InputError([Problem(place, what, fix=f"give {_KINDS}")])
    path = Path(given)
    if path.suffix.casefold() not in TREES:
        raise InputError([Problem(place, "no kind of file", path.name, f"give {_KINDS}")])
    return path


def _tree(path: Path, otherwise: str, fix: str) -> Fields:
    try:
        return tree_in(path, otherwise, fix)
    except OSError as error:
        raise InputError([of_the_system(path, error)]) from None


def _write(path: Path, document: dict[str, Any], word: str) -> Path:
    """Write a file, over one of the same kind only."""
    try:
        said = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
        if said and not re.search(rf'^[ {{]*"?{word}"? *:', said, re.MULTILINE):
            raise InputError(
                [Problem(str(path), f"is there already, without {word}", fix="choose another name")]
            )
        write_files({path: json_text(document) if path.suffix.casefold() == ".json" else yaml_text(document)})
    except OSError as error:
        raise InputError([of_the_system(path, error)]) from None
    return path

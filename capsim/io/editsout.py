"""Edits of a portfolio as plain values: each is its words in lower case, with what it says."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from capsim.domain import edits
from capsim.domain.edits import Edit
from capsim.domain.person import Person
from capsim.domain.policy import Policy
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.risk import Impact, Risk
from capsim.domain.task import Alternative, Link, Task
from capsim.errors import Refused
from capsim.io import grammar
from capsim.io.compact import compact, compact_task
from capsim.io.document import contents_of, plain_value
from capsim.io.edits import KINDS, NOTHING
from capsim.io.fates import leading_word

__all__ = ["edit_document", "project_document"]

Plain = Any

_CHANGES: Final[Mapping[type, type]] = {
    edits.ChangePerson: Person,
    edits.ChangeProject: Project,
    edits.ChangeTask: Task,
    edits.ChangeRisk: Risk,
    edits.ChangePolicy: Policy,
    edits.ChangePortfolio: Portfolio,
}


def edit_document(edit: Edit) -> dict[str, Plain]:
    """Return an edit as plain values: one word, and what is changed.

    Raises
    ------
    Refused
        If it is none of `capsim.edits`, or holds what no file can say.

    Examples
    --------
    >>> edit_document(edits.Delay("Shop", 30))
    {'delay': {'name': 'Shop', 'days': 30}}
    """
    kind = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(edit).__name__).lower()
    if kind not in KINDS or not hasattr(edits, type(edit).__name__):
        raise Refused("an edit of your own cannot be written to a file", edit, "use those of cs.edits")
    if type(edit) in _CHANGES:
        return {kind: _change(edit, _CHANGES[type(edit)])}
    return {kind: _WHOLE.get(type(edit), _said)(edit)}


def _said(edit: Any) -> dict[str, Plain]:
    """Return the fields of an edit that say something; the others are as by default."""
    return {
        field.name: plain_value(content)
        for field in dataclasses.fields(edit)
        if (content := getattr(edit, field.name)) != field.default
    }


# ---------------------------------------------------------------- what comes


def _hire(edit: edits.Hire) -> dict[str, Plain]:
    made = _said(edit)
    arrival = made.pop("arrival", None)
    if arrival is not None:
        made["arrival"] = arrival.get("delay_days", 0)
        made |= {"probability": arrival["probability"]} if "probability" in arrival else {}
    return made


def _add_person(edit: edits.AddPerson) -> dict[str, Plain]:
    (made,) = compact({"people": [plain_value(edit.person)]})["people"]
    return dict(made)


def project_document(project: Project) -> dict[str, Plain]:
    """Return a project as plain values, in the short forms in which people write."""
    (made,) = compact({"projects": [plain_value(project)]})["projects"]
    return dict(made)


def _add_project(edit: edits.AddProject) -> dict[str, Plain]:
    project = project_document(edit.project)
    rest = {key: each for key, each in _said(edit).items() if key != "project"}
    return {"template": project, **rest} if rest.keys() - {"scale"} else {**project, **rest}


def _add_task(edit: edits.AddTask) -> dict[str, Plain]:
    return {"project": edit.project, **compact_task(plain_value(edit.task))}


def _add_risk(edit: edits.AddRisk) -> dict[str, Plain]:
    return dict(plain_value(edit.risk))


_WHOLE: Final[Mapping[type, Callable[[Any], dict[str, Plain]]]] = {
    edits.Hire: _hire,
    edits.AddPerson: _add_person,
    edits.AddProject: _add_project,
    edits.AddTask: _add_task,
    edits.AddRisk: _add_risk,
}

# ---------------------------------------------------------------- what changes


def _change(edit: Any, cls: type) -> dict[str, Plain]:
    """Return an edit that gives fields new contents."""
    whose = {key: getattr(edit, key) for key in ("project", "name") if hasattr(edit, key)}
    given = dict(edit.fields)
    if "name" in given:
        raise Refused(
            "a new name cannot be written to a file", given["name"], "remove the one, add the other"
        )
    filled = {key: content for key, content in given.items() if not _is_empty(content)}
    made = contents_of(cls, filled)
    short = {key: _SHORT[key](content) if key in _SHORT else content for key, content in made.items()}
    for key, content in short.items():
        if isinstance(content, str) and content.strip().casefold() == NOTHING:
            raise Refused(f"{key} {content!r} would be read as nothing", fix="use another name")
    emptied = {leading_word(key): NOTHING for key in given if key not in filled}
    said = short | emptied
    in_order = {key: said.pop(key) for key in map(leading_word, given) if key in said}
    return {**whose, **in_order, **said}


def _is_empty(content: object) -> bool:
    return content is None or content in ((), Impact())


def _skills(content: Plain) -> Plain:
    if not isinstance(content, list) or not all(isinstance(each, Mapping) for each in content):
        return content
    return compact({"people": [{"skills": content}]})["people"][0]["skills"]


def _choices(content: Plain) -> Plain:
    return _texts(
        content, lambda choices: grammar.write_alternatives(Alternative(**each) for each in choices)
    )


def _links(content: Plain) -> Plain:
    return _texts(content, lambda links: [grammar.write_links([Link(**each)]) for each in links])


def _needs(content: Plain) -> Plain:
    return _texts(
        content, lambda needs: [{**each, "skill": _choices(each["skills"])} for each in needs], "skills"
    )


def _texts(content: Plain, write: Callable[[Iterable[Any]], Plain], dropped: str = "") -> Plain:
    """Return what stands in a list of mappings in its short form; anything else is short already."""
    if not isinstance(content, list) or not all(isinstance(each, Mapping) for each in content):
        return content
    made = write(content)
    if dropped:
        return [{key: each for key, each in entry.items() if key != dropped} for entry in made]
    return made


_SHORT: Final[Mapping[str, Callable[[Plain], Plain]]] = {
    "skills": _skills,
    "skill": _choices,
    "after": _links,
    "needs": _needs,
}
"""What is written as text where people write it so."""

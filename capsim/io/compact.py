"""The short forms in which people write: ``build SS+2``, ``data at 0.8``, a task with its one need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from capsim.domain.person import Skill
from capsim.domain.task import Alternative, Link
from capsim.io import grammar

__all__ = ["alternatives_text", "compact", "compact_task", "link_texts", "skill_texts"]

Plain = Any


def compact(document: Mapping[str, Plain]) -> dict[str, Plain]:
    """Return a document in short forms, which read back as the same portfolio.

    Parameters
    ----------
    document : dict of str to plain values
        As `capsim.io.document.document_of` gives it.

    Returns
    -------
    dict of str to plain values
    """
    return {**document, **_people(document), **_projects(document), **_streams(document)}


def _people(document: Mapping[str, Plain]) -> dict[str, Plain]:
    if "people" not in document:
        return {}
    return {"people": [{**person, "skills": skill_texts(person["skills"])} for person in document["people"]]}


def _projects(document: Mapping[str, Plain]) -> dict[str, Plain]:
    if "projects" not in document:
        return {}
    return {
        "projects": [
            {
                **project,
                **({"tasks": list(map(compact_task, project["tasks"]))} if "tasks" in project else {}),
            }
            for project in document["projects"]
        ]
    }


def _streams(document: Mapping[str, Plain]) -> dict[str, Plain]:
    if "streams" not in document:
        return {}
    return {"streams": [_stream(each) for each in document["streams"]]}


def _stream(stream: Mapping[str, Plain]) -> dict[str, Plain]:
    """Return a stream; the items of one known by its rate are nothing more."""
    return {**stream, **({"task": compact_task(stream["task"])} if "task" in stream else {})}


def compact_task(task: Mapping[str, Plain]) -> dict[str, Plain]:
    """Return a task with its links as texts, and its need, if it has one only, in its own fields.

    Examples
    --------
    >>> compact_task({"name": "build", "needs": [{"skills": [{"skill": "backend"}], "effort": 5}]})
    {'name': 'build', 'skill': 'backend', 'effort': 5}
    """
    rest = {key: content for key, content in task.items() if key not in ("name", "needs", "after")}
    needs = [_need(need) for need in task.get("needs", ())]
    after = {"after": link_texts(task["after"])} if "after" in task else {}
    own = needs[0] if len(needs) == 1 else {"needs": needs} if needs else {}
    return {"name": task["name"], **own, **after, **rest}


def _need(need: Mapping[str, Plain]) -> dict[str, Plain]:
    rest = {key: content for key, content in need.items() if key != "skills"}
    return {"skill": alternatives_text(need["skills"]), **rest}


def alternatives_text(choices: Sequence[Mapping[str, Plain]]) -> str:
    """Return alternatives as one text."""
    return grammar.write_alternatives(Alternative(**choice) for choice in choices)


def link_texts(links: Sequence[Mapping[str, Plain]]) -> list[str]:
    """Return each link as a text."""
    return [grammar.write_links([Link(**link)]) for link in links]


def skill_texts(skills: Sequence[Mapping[str, Plain]]) -> list[Plain]:
    """Return each held skill as a text, or with its fields where it has dates."""
    return [
        dict(skill)
        if {"start", "end", "as_of", "decay"} & skill.keys()
        else grammar.write_skill(Skill(**skill))
        for skill in skills
    ]

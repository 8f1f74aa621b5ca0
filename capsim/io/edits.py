"""Edits of a portfolio, read from a tree: each is its words in lower case, such as ``delay``."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeVar

from capsim.domain import edits
from capsim.domain.edits import Edit
from capsim.domain.people import Joining
from capsim.domain.person import Person
from capsim.domain.policy import Policy
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.risk import Impact, Risk
from capsim.domain.task import Need, Task
from capsim.domain.values import name, portion
from capsim.io.build import portfolio_values, read_rule
from capsim.io.editforms import (
    COST,
    COUNT,
    DAY,
    FORMS,
    FROM_WHEN,
    LAST_DAY,
    SPEED,
    WHICH_PROJECT,
    Form,
)
from capsim.io.fates import part_said
from capsim.io.parsers import Parser, read_amount, share, yes_or_no
from capsim.io.people import read_person
from capsim.io.reading import Reading, Values
from capsim.io.risks import read_risk
from capsim.io.tree import Fields, Gathering, Node, Text
from capsim.io.words import folded, key_for, suggestion
from capsim.io.work import read_project, read_task

__all__ = ["NOTHING", "OF_NEED", "read_edit"]

T = TypeVar("T")

NOTHING: Final = "none"
"""What empties a field, such as a deadline."""

_OTHER_WORDS: Final[Mapping[str, str]] = {
    "from": "start", "to": "end", "role": "skill", "speed": "proficiency", "person": "name", "task": "name",
}  # fmt: skip
"""What else a word of an edit is called."""

_BARE: Final = tuple(kind for kind, form in FORMS.items() if not form.parsers)
"""The edits that say nothing but their name."""


def read_edit(
    reading: Reading, node: Node, template: Callable[[Reading, Text], Project | None]
) -> Edit | None:
    """Read an edit: a mapping of one word to what is changed, such as ``delay: {name: Shop, days: 30}``.

    Parameters
    ----------
    reading : Reading
    node : node
    template : callable
        Reads a project from the file that a text names.
    """
    if isinstance(node, Text) and _kind(node.value) in _BARE:
        return _bare(reading, _kind(node.value), Fields({}, node.place))
    if not isinstance(node, Fields) or len(node.entries) != 1:
        _no_edit(reading, node)
        return None
    ((word, content),) = node.entries.items()
    kind = _kind(word)
    if kind in FORMS:
        return _of_form(reading, kind, content)
    if kind == "add project":
        return _add_project(reading, content, template)
    if kind in _WHOLE:
        return _WHOLE[kind](reading, content)
    known = {each.replace(" ", "_"): each for each in KINDS}
    reading.problem(content.place, "no such edit", word, fix=suggestion(word, known).replace("_", " "))
    return None


def _no_edit(reading: Reading, node: Node) -> None:
    """Say what an edit looks like, or which of those that are one word only was meant."""
    got = [node.value] if isinstance(node, Text) else []
    hints = [suggestion(each, _BARE) for each in got]
    usual = 'write one such as "delay: {name: Shop, days: 30}"'
    fix = next((hint for hint in hints if hint.startswith("did")), usual)
    reading.problem(node.place, "no edit", *got, fix=fix)


def _kind(word: str) -> str:
    return folded(word).replace("_", " ")


# ---------------------------------------------------------------- single values


def _of_form(reading: Reading, kind: str, node: Node) -> Edit | None:
    """Read an edit that has only single values; a text alone is its first word."""
    form = FORMS[kind]
    if kind in _BARE:
        return _bare(reading, kind, node)
    if isinstance(node, Text):
        node = Fields({next(iter(form.parsers)): node}, node.place)
    fields = _own(reading, kind, node, form.parsers)
    values = None if fields is None else _read(reading, fields, form)
    return None if fields is None or values is None else reading.made(form.made, fields, values)


def _bare(reading: Reading, kind: str, node: Node) -> Edit | None:
    """Read an edit that is its name only; an empty mapping may follow, as it is written."""
    if node.value if isinstance(node, Text) else node.entries:
        got = [node.value] if isinstance(node, Text) else []
        reading.problem(node.place, f"{kind!r} takes nothing", *got, fix=f'write "{kind}" alone')
        return None
    made: Edit = FORMS[kind].made()
    return made


def _read(reading: Reading, fields: Fields, form: Form) -> Values | None:
    """Return the arguments of an edit, or None if some of them is missing or refused."""
    count = len(reading.gathering.problems)
    reading.all_required(fields, form.required)
    values = {
        key: reading.names(node) if (parse := form.parsers[key]) is None else reading.text(node, parse)
        for key, node in fields.entries.items()
    }
    return values if len(reading.gathering.problems) == count else None


def _own(reading: Reading, kind: str, node: Node, known: Iterable[str]) -> Fields | None:
    """Return the words of an edit by their keys; keep a problem for those that are not known."""
    cut = _cut(reading, kind, node, known)
    if cut is None:
        return None
    own, rest = cut
    for word, each in rest.entries.items():
        what = f"not known in {kind!r}"
        reading.problem(each.place, what, word, fix=suggestion(word, known))
    return None if rest.entries else own


def _cut(reading: Reading, kind: str, node: Node, known: Iterable[str]) -> tuple[Fields, Fields] | None:
    """Return what is an edit's own, and the rest, which is of the entity that it changes."""
    listed = list(known)
    if not isinstance(node, Fields):
        got = [node.value] if isinstance(node, Text) else []
        fix = f"write a mapping with keys such as {', '.join(listed[:4])}"
        reading.problem(node.place, f"not the fields of {kind!r}", *got, fix=fix)
        return None
    own: dict[str, Node] = {}
    rest: dict[str, Node] = {}
    for word, each in node.entries.items():
        key = folded(word)
        key = key if key in listed else _OTHER_WORDS.get(key, key)
        key = "name" if key == "project" and key not in listed else key
        if key in own:
            reading.problem(each.place, f"the same as {key!r}", word, fix="keep one of them")
        elif key in listed:
            own[key] = each
        else:
            rest[word] = each
    return Fields(own, node.place, keyed=True), Fields(rest, node.place)


# ---------------------------------------------------------------- what comes


def _hire(reading: Reading, node: Node) -> Edit | None:
    """Read people to be hired; when they arrive is a law, or that with how likely they come at all."""
    parsers: dict[str, Parser | None] = {
        "skill": name, "start": DAY, "people": COUNT, "arrival": read_amount, "probability": share,
        "proficiency": SPEED, "level": COUNT, "cost_per_day": COST, "end": LAST_DAY,
        "contractor": yes_or_no,
    }  # fmt: skip
    fields = _own(reading, "hire", node, parsers)
    form = Form(edits.Hire, parsers, {"skill": "write the role", "start": FROM_WHEN})
    values = None if fields is None else _read(reading, fields, form)
    if fields is None or values is None:
        return None
    arrival = {"delay_days": values.pop("arrival", None), "probability": values.pop("probability", None)}
    given = {key: each for key, each in arrival.items() if each is not None}
    return reading.made(edits.Hire, fields, {**values, **({"arrival": Joining(**given)} if given else {})})


def _add_person(reading: Reading, node: Node) -> Edit | None:
    made = read_person(reading, node)
    return None if made is None else edits.AddPerson(made[0])


def _add_risk(reading: Reading, node: Node) -> Edit | None:
    made = read_risk(reading, node)
    return None if made is None else edits.AddRisk(made[0])


def _add_task(reading: Reading, node: Node) -> Edit | None:
    form = Form(edits.AddTask, {"project": name}, {"project": WHICH_PROJECT})
    cut = _cut(reading, "add task", node, form.parsers)
    if cut is None:
        return None
    own, rest = cut
    values, made = _read(reading, own, form), read_task(reading, rest)
    return None if values is None or made is None else edits.AddTask(values["project"], made[0])


def _add_project(
    reading: Reading, node: Node, template: Callable[[Reading, Text], Project | None]
) -> Edit | None:
    """Read a project that comes: in the words of models, or a template with what differs from it."""
    parsers: dict[str, Parser | None] = {"name": name, "start": DAY, "scale": portion}
    is_template = isinstance(node, Fields) and any(folded(word) == "template" for word in node.entries)
    own = ["template", *parsers] if is_template else ["scale"]
    cut = _cut(reading, "add project", node, own)
    if cut is None:
        return None
    fields, rest = cut
    given = Fields(
        {key: each for key, each in fields.entries.items() if key in parsers}, fields.place, keyed=True
    )
    values = _read(reading, given, Form(edits.AddProject, parsers, {}))
    for word, each in rest.entries.items() if is_template else ():
        reading.problem(each.place, "not known beside a template", word, fix=suggestion(word, own))
    source = fields.entries["template"] if is_template else rest
    project = template(reading, source) if isinstance(source, Text) else _project(reading, source)
    return (
        None
        if project is None or values is None
        else reading.made(edits.AddProject, fields, {"project": project, **values})
    )


def _project(reading: Reading, node: Node) -> Project | None:
    made = read_project(reading, node)
    return None if made is None else made[0]


# ---------------------------------------------------------------- what changes

OF_NEED: Final = (
    "effort", "skill", "people", "allocation", "least_allocation", "level", "fte", "only", "never",
)  # fmt: skip
"""The fields of a task that are those of its one need."""
_OF_ESTIMATE: Final = ("effort", "hours", "low", "likely", "high")


class _Taken(Reading):
    """A reading that takes the arguments of an entity instead of making it: most of them are not there."""

    def __init__(self, gathering: Gathering, cls: type) -> None:
        super().__init__(gathering)
        self._cls = cls
        self.values: Values = {}

    def pair(self, cls: type[T], fields: Fields, values: Values, *stand_in: str) -> tuple[T, Fields] | None:
        """Take the arguments."""
        if cls is not self._cls:
            return super().pair(cls, fields, values, *stand_in)
        self.values = values
        return None


def _changes(
    reading: Reading, cls: type, entity: str, rest: Fields, read: Callable[[Reading, Node], object]
) -> Values:
    """Return the new contents of an entity's fields, in the order in which they are written."""
    emptied, given = _emptied(cls, entity, rest)
    stand_ins = _stand_ins(entity, given)
    taken = _Taken(reading.gathering, cls)
    read(taken, Fields({**given.entries, **stand_ins}, rest.place))
    bare = _Taken(Gathering(), cls)
    read(bare, Fields(_stand_ins(entity, Fields({}, rest.place)), rest.place))
    keys = [key_for(entity, word) for word in given.entries]
    found = {
        key: content
        for key, content in taken.values.items()
        if key not in stand_ins and (key in keys or content != bare.values.get(key))
    }
    if entity == "task":
        found = _of_task(found, keys)
    if entity == "person" and "skill" in stand_ins:
        found.pop("skills", None)
    words = [part_said(cls, key_for(entity, word) or word) for word in rest.entries]
    return _in_order({**found, **emptied}, words)


def _in_order(values: Values, keys: list[str]) -> Values:
    return dict(
        sorted(values.items(), key=lambda each: keys.index(each[0]) if each[0] in keys else len(keys))
    )


def _emptied(cls: type, entity: str, fields: Fields) -> tuple[Values, Fields]:
    """Return the fields that are to have nothing in them, and the others."""
    defaults = {field.name: field.default for field in dataclasses.fields(cls)}
    defaults |= dict.fromkeys(("level", "fte")) | dict.fromkeys(("only", "never"), ()) if cls is Task else {}
    emptied: Values = {}
    given: dict[str, Node] = {}
    for word, node in fields.entries.items():
        key = part_said(cls, key_for(entity, word) or word)
        if key in defaults and isinstance(node, Text) and node.value.strip().casefold() == NOTHING:
            emptied[key] = defaults[key] if isinstance(defaults[key], tuple | Impact) else None
        else:
            given[word] = node
    return emptied, Fields(given, fields.place)


def _stand_ins(entity: str, given: Fields) -> dict[str, Node]:
    """Return what an entity cannot do without, where it is not among what changes."""
    keys = {key_for(entity, word) for word in given.entries}
    words = {"name": "x"}
    if entity == "person" and not keys & {"role", "skills"}:
        words["role"] = "x"
    if entity == "task" and keys & {*OF_NEED, *_OF_ESTIMATE, "people_max"} and "needs" not in keys:
        words |= {} if "skill" in keys else {"skill": "x"}
        words |= {} if keys & {*_OF_ESTIMATE, "duration"} else {"effort": "1"}
    if entity == "task" and "needs" in keys and "duration" not in keys:
        words["duration"] = "1"  # only a task that elapses may have needs without effort
    return {word: Text(text, given.place) for word, text in words.items()}


def _of_task(values: Values, keys: list[str | None]) -> Values:
    """Return the changes of a task with those of its one need by their own names."""
    if "needs" in keys or not values.get("needs"):
        return {key: each for key, each in values.items() if key != "needs" or "needs" in keys}
    (need,) = values.pop("needs")
    usual = Need("x", 1)
    said = {"effort"} if set(_OF_ESTIMATE) & set(keys) else set()
    for key in OF_NEED:
        field = "skills" if key == "skill" else key
        content = getattr(need, field)
        is_stand_in = key in ("skill", "effort") and key not in keys and key not in said
        if not is_stand_in and (key in keys or content != getattr(usual, field)):
            values[key] = content
    return values


def _change(
    kind: str, cls: type, entity: str, own: tuple[str, ...], read: Callable[[Reading, Node], object]
) -> Callable[[Reading, Node], Edit | None]:
    """Return what reads an edit that changes an entity."""
    made: type[Any] = {
        "person": edits.ChangePerson, "project": edits.ChangeProject, "task": edits.ChangeTask,
        "risk": edits.ChangeRisk,
    }[entity]  # fmt: skip
    form = Form(
        made, dict.fromkeys(own, name), {key: f"write the {_owner(key, entity)}'s name" for key in own}
    )

    def change(reading: Reading, node: Node) -> Edit | None:
        cut = _cut(reading, kind, node, own)
        if cut is None:
            return None
        fields, rest = cut
        count = len(reading.gathering.problems)
        values = _read(reading, fields, form)
        changes = _changes(reading, cls, entity, rest, read)
        if values is None or len(reading.gathering.problems) > count:
            return None
        return reading.made(made, fields, {**values, "fields": changes})

    return change


def _owner(key: str, entity: str) -> str:
    return entity if key == "name" else key


def _change_policy(reading: Reading, node: Node) -> Edit | None:
    """Read house rules; the domain understands their texts itself."""
    fields = reading.fields("policy", node)
    if fields is None:
        return None
    emptied, given = _emptied(Policy, "policy", fields)
    texts = {key: read_rule(reading, key, each) for key, each in given.entries.items()}
    made = reading.made(Policy, fields, texts)
    if made is None:
        return None
    changes = {key: getattr(made, key) for key in texts} | emptied
    return reading.made(edits.ChangePolicy, fields, {"fields": _in_order(changes, list(fields.entries))})


_OF_OTHERS: Final = {
    "people": "add person, remove person or change person",
    "projects": "add project, remove project or change project",
    "risks": "add risk, remove risk or change risk",
    "policy": "change policy",
}


def _change_portfolio(reading: Reading, node: Node) -> Edit | None:
    fields = reading.fields("portfolio", node)
    if fields is None:
        return None
    wrong = [key for key in fields.entries if key in _OF_OTHERS]
    for key in wrong:
        what = f"{key} have edits of their own"
        reading.problem(fields.place_of(key), what, fix=f"write {_OF_OTHERS[key]}")
    if wrong:
        return None
    count = len(reading.gathering.problems)
    emptied, given = _emptied(Portfolio, "portfolio", fields)
    given = Fields(given.entries, fields.place, fields.words, keyed=True)
    values = portfolio_values(reading, given, "x")
    bare = portfolio_values(Reading(Gathering()), Fields({}, fields.place, keyed=True), "x")
    if len(reading.gathering.problems) > count:
        return None
    changes = {
        key: content for key, content in values.items() if key in given.entries or content != bare.get(key)
    }
    in_order = _in_order({**changes, **emptied}, [part_said(Portfolio, key) for key in fields.entries])
    return reading.made(edits.ChangePortfolio, fields, {"fields": in_order})


_WHOLE: Final[Mapping[str, Callable[[Reading, Node], Edit | None]]] = {
    "hire": _hire,
    "add person": _add_person,
    "add task": _add_task,
    "add risk": _add_risk,
    "change person": _change("change person", Person, "person", ("name",), read_person),
    "change project": _change("change project", Project, "project", ("name",), read_project),
    "change task": _change("change task", Task, "task", ("project", "name"), read_task),
    "change risk": _change("change risk", Risk, "risk", ("name",), read_risk),
    "change policy": _change_policy,
    "change portfolio": _change_portfolio,
}
"""The edits that hold more than single values."""

KINDS: Final = (*FORMS, *_WHOLE, "add project")
"""All edits."""

"""One spelling for each name in a nested file, as in sheets: ``ada`` is the Ada whom people defines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from capsim.io.projects import Projects
from capsim.io.slips import Slips, key_of
from capsim.io.spellings import (
    Rewrite,
    Spellings,
    TaskSpellings,
    alternatives_in,
    either_name,
    name_in,
    names_in,
    objectives_in,
    objectives_of,
    one_name,
    reactions_in,
    skill_in,
    skills_in,
    skills_of,
    team_limits_in,
)
from capsim.io.tree import Fields, Gathering, Items, Node, Text
from capsim.io.words import key_for

__all__ = ["unified_document"]

Change = Callable[[Node], Node]
"""Returns a node with every name in its first spelling."""


def unified_document(tree: Fields, gathering: Gathering) -> Fields:
    """Return the tree of a nested file in which every name has the spelling in which it is defined.

    A project that only bookings name is made, unless its name is a slip of the pen for one that is listed.

    Parameters
    ----------
    tree : Fields
        As it was written.
    gathering : Gathering
        Takes a remark for each other spelling, and entries of one list that are for one and the same.

    Returns
    -------
    Fields
    """
    return _with_booked_projects(_Unification(tree, gathering).tree(), gathering)


class _Unification:
    """The names of a document, while they are being compared."""

    def __init__(self, tree: Fields, gathering: Gathering) -> None:
        self.given = tree
        self.people = _fields_in(_get(tree, "portfolio", "people"))
        self.projects = _fields_in(_get(tree, "portfolio", "projects"))
        kinds = ("person", "team", "role", "project", "calendar", "objective")
        self.kinds = {kind: Spellings(gathering) for kind in kinds}
        self.tasks = TaskSpellings(gathering)

    def tree(self) -> Fields:
        self._learn()
        one = {kind: self._one(kind) for kind in self.kinds}
        works = self._names(self.tasks.whole)
        whoever = self._names(self.kinds["person"], self.kinds["team"])
        scope = {
            "projects": self._names(self.kinds["project"]),
            "skills": self._names(self.kinds["role"]),
            "tasks": works,
            "teams": self._names(self.kinds["team"]),
            "objectives": self._names(self.kinds["objective"]),
        }
        person = {key: one[key] for key in ("role", "team", "calendar")} | {"skills": self._held}
        person["mentor"] = one["person"]
        changes: Mapping[str, Change] = {
            "calendar": one["calendar"],
            "people": _each("person", person),
            "strategy": _each("objective", {"name": one["objective"]}),
            "targets": _each("target", {"projects": self._names(self.kinds["project"])}),
            "projects": self._projects,
            "bookings": _each("booking", {key: one[key] for key in ("person", "project")}),
            "streams": self._streams,
            "freezes": _each("freeze", {"projects": scope["projects"], "teams": scope["teams"]}),
            "drivers": _each("driver", {"scope": _each("scope", scope)}),
            "risks": _each("risk", {"scope": _each("scope", scope), "away": whoever, "leaves": whoever}),
            "groups": _each("group", {"members": works}),
            "ranges": _each("ranges", {"by_skill": self._by_skill}),
            "policy": _each("policy", self._of_policy()),
        }
        return _changed(self.given, "portfolio", changes)

    # ------------------------------------------------------------ what comes first

    def _learn(self) -> None:
        """Take the first spelling of every name, as it is defined."""
        calendars = _get(self.given, "portfolio", "calendars"), _get(self.given, "portfolio", "calendar")
        for calendar in (each for node in calendars for each in _fields_in(node)):
            self.kinds["calendar"].define(_text(calendar, "calendar", "name"))
        for person in self.people:
            self.kinds["person"].define(_text(person, "person", "name"))
        for project in self.projects:
            self.kinds["project"].define(_text(project, "project", "name"))
        for booking in _fields_in(_get(self.given, "portfolio", "bookings")):
            self.kinds["project"].add(_name(_text(booking, "booking", "project")))
        self._learn_roles()
        for objective in _fields_in(_get(self.given, "portfolio", "strategy")):
            self.kinds["objective"].add(_name(_text(objective, "objective", "name")))
        for project in self.projects:
            for each in _entries(_get(project, "project", "objectives")):
                for word in objectives_of(each.value) if isinstance(each, Text) else ():
                    self.kinds["objective"].add(word)
        for project in self.projects:
            called = self._called(project)
            for task in _fields_in(_get(project, "project", "tasks")):
                self.tasks.define(called, _text(task, "task", "name"))

    def _learn_roles(self) -> None:
        """Take teams and roles: what people are comes before what they can do as well."""
        roles = self.kinds["role"]
        held = [[*_skill_names(_get(person, "person", "skills"))] for person in self.people]
        for person, skills in zip(self.people, held, strict=True):
            role = _text(person, "person", "role")
            self.kinds["team"].add(_name(_text(person, "person", "team")))
            roles.add(_name(role) if role is not None else next(iter(skills), ""))
        for word in (word for skills in held for word in skills):
            roles.add(word)
        for project in self.projects:
            self.kinds["team"].add(_name(_text(project, "project", "team")))
            for row in _fields_in(_get(project, "project", "demand")):
                roles.add(_name(_text(row, "demand", "role")))

    def _called(self, project: Fields) -> str:
        """Return the name of a project as it is spelled first."""
        word = _name(_text(project, "project", "name"))
        return self.kinds["project"].first.get(key_of(word), word)

    # ------------------------------------------------------------ rewriting

    def _one(self, kind: str) -> Change:
        """Return how a single name is rewritten."""
        rewrite = one_name(self.kinds[kind])
        return _texts(rewrite, rewrite)

    def _names(self, *spellings: Spellings) -> Change:
        """Return how names are rewritten, in one text or in a list."""
        return _texts(names_in(*spellings), either_name(*spellings))

    def _held(self, node: Node) -> Node:
        """Rewrite the skills that somebody holds: a text, a list of texts and of fields, or a mapping."""
        if isinstance(node, Fields):
            return self._by_skill(node)
        roles = self.kinds["role"]
        return _each("skill", {"name": self._one("role")})(_texts(skills_in(roles), skill_in(roles))(node))

    def _by_skill(self, node: Node) -> Node:
        """Rewrite the keys of a mapping by skill."""
        return _with_keys(node, one_name(self.kinds["role"]))

    def _of_policy(self) -> Mapping[str, Change]:
        """Return how the parts of a policy are rewritten that hold names."""
        kinds = self.kinds
        reactions = reactions_in(kinds["project"], kinds["role"], kinds["person"], kinds["team"])
        limits = team_limits_in(kinds["team"])
        return {
            "team_wip_limits": lambda node: _with_keys(_texts(limits, limits)(node), one_name(kinds["team"])),
            "reactions": _texts(reactions, reactions),
        }

    def _projects(self, node: Node) -> Node:
        if isinstance(node, Items):
            return replace(node, entries=tuple(map(self._projects, node.entries)))
        if not isinstance(node, Fields):
            return node
        project = self._called(node)
        demand = _each("demand", {"role": self._one("role")})
        task = one_name(self.tasks.of(project))
        funding = _each("tranche", {"milestone": _texts(task, task)})
        tasks = _each("task", self._of_task(project))
        others = self._names(self.kinds["project"])
        aims = objectives_in(self.kinds["objective"])
        changes = {"demand": demand, "tasks": tasks, "funding": funding, "team": self._one("team")}
        changes |= {"requires": others, "excludes": others, "objectives": _texts(aims, aims)}
        return _changed(node, "project", changes)

    def _streams(self, node: Node) -> Node:
        """Rewrite the projects that streams are the scope of, and their tasks."""
        if isinstance(node, Items):
            return replace(node, entries=tuple(map(self._streams, node.entries)))
        if not isinstance(node, Fields):
            return node
        node = _changed(node, "stream", {"project": self._one("project")})
        task = one_name(self.tasks.of(_name(_text(node, "stream", "project"))))
        return _changed(node, "stream", {"before": _texts(task, task)})

    def _of_task(self, project: str) -> Mapping[str, Change]:
        """Return how the parts of a task are rewritten."""
        rewrite = alternatives_in(self.kinds["role"])
        in_texts = _texts(rewrite, rewrite)
        in_fields = _each("alternative", {"skill": self._one("role")})

        def skill(node: Node) -> Node:
            return in_fields(in_texts(node))

        whoever = self._names(self.kinds["person"], self.kinds["team"])
        named = {"only": whoever, "never": whoever}
        again = either_name(self.tasks.of(project), self.tasks.whole)
        return {
            "skill": skill,
            **named,
            "needs": _each("need", {"skill": skill, **named}),
            "same_person_as": _texts(again, again),
            "after": lambda node: self._after(project, node),
        }

    def _after(self, project: str, node: Node) -> Node:
        """Rewrite the links of a task: a text, or a list of texts and of fields."""
        rewrite = self.tasks.links_in(project)
        node = _texts(rewrite, rewrite)(node)
        if isinstance(node, Items):
            return replace(node, entries=tuple(self._link(project, each) for each in node.entries))
        return self._link(project, node)

    def _link(self, project: str, node: Node) -> Node:
        """Rewrite a link that is written as fields."""
        if not isinstance(node, Fields):
            return node
        node = _changed(node, "link", {"project": self._one("project")})
        other = _name(_text(node, "link", "project"))
        own = one_name(self.tasks.of(other or project))
        return _changed(node, "link", {"task": _texts(own, own)})


# ---------------------------------------------------------------- trees


def _get(fields: Fields, entity: str, key: str) -> Node | None:
    """Return what an entity has under a key, whatever word for it was written."""
    return next((node for word, node in fields.entries.items() if key_for(entity, word) == key), None)


def _text(fields: Fields, entity: str, key: str) -> Text | None:
    node = _get(fields, entity, key)
    return node if isinstance(node, Text) else None


def _name(text: Text | None) -> str:
    return "" if text is None else name_in(text.value)


def _entries(node: Node | None) -> tuple[Node, ...]:
    """Return the entries of a list; one alone may stand without a list."""
    if node is None:
        return ()
    return node.entries if isinstance(node, Items) else (node,)


def _fields_in(node: Node | None) -> list[Fields]:
    return [each for each in _entries(node) if isinstance(each, Fields)]


def _skill_names(node: Node | None) -> Iterator[str]:
    """Yield the names of the skills that somebody holds, as far as they can be read."""
    if isinstance(node, Fields):
        yield from map(name_in, node.entries)
        return
    for each in _entries(node):
        if isinstance(each, Text):
            yield from skills_of(each.value)
        elif isinstance(each, Fields):
            yield _name(_text(each, "skill", "name"))


def _changed(fields: Fields, entity: str, changes: Mapping[str, Change]) -> Fields:
    """Return an entity with some of its parts changed."""
    found = {
        word: (node, changes.get(key_for(entity, word) or "", _as_it_is))
        for word, node in fields.entries.items()
    }
    return replace(fields, entries={word: change(node) for word, (node, change) in found.items()})


def _as_it_is(node: Node) -> Node:
    return node


def _each(entity: str, changes: Mapping[str, Change]) -> Change:
    """Return how some parts of an entity, or of the entities of a list, are changed."""

    def change(node: Node) -> Node:
        if isinstance(node, Items):
            return replace(node, entries=tuple(map(change, node.entries)))
        return _changed(node, entity, changes) if isinstance(node, Fields) else node

    return change


def _with_keys(node: Node, rewrite: Rewrite) -> Node:
    """Rewrite the keys of a mapping by name, unless two of them then were the same."""
    if not isinstance(node, Fields):
        return node
    words = {word: rewrite(Text(word, each.place)) for word, each in node.entries.items()}
    if len(set(words.values())) < len(words):
        return node
    return replace(node, entries={words[word]: each for word, each in node.entries.items()})


def _texts(alone: Rewrite, listed: Rewrite) -> Change:
    """Return how a text is rewritten, and how each text of a list is."""

    def change(node: Node) -> Node:
        if isinstance(node, Text):
            return Text(alone(node), node.place)
        if isinstance(node, Items):
            return replace(
                node,
                entries=tuple(
                    Text(listed(each), each.place) if isinstance(each, Text) else each
                    for each in node.entries
                ),
            )
        return node

    return change


# ---------------------------------------------------------------- projects


def _with_booked_projects(tree: Fields, gathering: Gathering) -> Fields:
    """Return the tree with the projects that only bookings name; those without a name could be any.

    A name that seems a slip of the pen is left to the checks between entities, which tell it with the rest.
    """
    listed = _get(tree, "portfolio", "projects")
    named = {_name(_text(project, "project", "name")): project for project in _fields_in(listed)}
    if "" in named or len(_fields_in(listed)) < len(_entries(listed)):
        return tree
    projects = Projects(named, None if listed is None else "the list projects", gathering)
    slips = Slips(named)
    for booking in _fields_in(_get(tree, "portfolio", "bookings")):
        cell = _text(booking, "booking", "project")
        word = _name(cell)
        if cell is not None and word and slips.of(word) is None:
            projects.admit(cell)
    made = tuple(fields for word, fields in projects.found.items() if word not in named)
    if not made:
        return tree
    place = tree.place if listed is None else listed.place
    rest = {word: node for word, node in tree.entries.items() if key_for("portfolio", word) != "projects"}
    return replace(tree, entries={**rest, "projects": Items((*_entries(listed), *made), place)})

"""Reading a tree: every problem is kept at its place, and reading goes on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final, Protocol, TypeVar

from capsim.errors import InputError, Place, Problem
from capsim.io.grammar import read_names
from capsim.io.parsers import MISSING, SCALARS, Parser
from capsim.io.tree import Fields, Gathering, Items, Node, Text, Words
from capsim.io.words import KEYS, folded, key_for, suggestion

__all__ = ["Made", "Reading", "Values", "field_of", "is_nobody"]

T = TypeVar("T")
Values = dict[str, Any]
"""The arguments of an entity."""

Made = tuple[T, Fields]
"""An entity and the fields that it was made of."""


class Named(Protocol):
    """An entity with a name."""

    @property
    def name(self) -> str | None:
        """The name."""


N = TypeVar("N", bound=Named)


class Reading:
    """What is known while a tree is being read.

    Parameters
    ----------
    gathering : Gathering
        Takes the problems.

    Attributes
    ----------
    as_quantiles : bool
        Whether low and high are P10 and P90.
    levels : dict of int to float
        The speed that comes with a grade.
    hours_per_day : float, optional
        How many hours a working day has, where effort may be given in hours.
    demand_unit : {"fte", "days", "hours"}
        What the tables of demand count.
    index : dict of str to Fields
        What each entity was made of, by the place that the domain's checks give it.
    """

    def __init__(self, gathering: Gathering) -> None:
        self.gathering = gathering
        self.as_quantiles = False
        self.levels: Mapping[int, float] = {}
        self.hours_per_day: float | None = None
        self.demand_unit = "fte"
        self.index: dict[str, Fields] = {}

    # ------------------------------------------------------------ problems

    def problem(self, place: Place, what: str, *got: object, fix: str = "") -> None:
        """Keep a problem; ``got`` is what stood there, if anything did."""
        self.gathering.add(place, Problem("", what, got[0], fix) if got else Problem("", what, fix=fix))

    def refused(self, place: Place, error: InputError) -> None:
        """Keep a refusal at the cell that caused it, whatever place the domain had for it."""
        for each in error.found:
            self.gathering.add(place, _turned(Problem("", each.what, each.got, each.fix)))

    # ------------------------------------------------------------ values

    def text(self, node: Node, parse: Parser, otherwise: Any = MISSING) -> Any:
        """Return what a text means; ``otherwise`` if it is refused."""
        if not isinstance(node, Text):
            self.problem(
                node.place, "a list or a mapping where a single value belongs", fix="write one value"
            )
            return otherwise
        try:
            return parse(node.value)
        except InputError as error:
            self.refused(node.place, error)
            return otherwise

    def scalars(self, entity: str, fields: Fields) -> Values:
        """Return the single values of an entity that could be read."""
        parsers = SCALARS[entity]
        read = {key: self.text(node, parsers[key]) for key, node in fields.entries.items() if key in parsers}
        return {key: value for key, value in read.items() if value is not MISSING}

    def names(self, node: Node | None) -> tuple[str, ...]:
        """Return names from a text with ``;`` between them, or from a list."""
        if node is None:
            return ()
        if isinstance(node, Items):
            parse = SCALARS["portfolio"]["name"]
            return tuple(word for each in node.entries if (word := self.text(each, parse)) is not MISSING)
        return self.text(node, read_names, ())  # type: ignore[no-any-return]

    # ------------------------------------------------------------ shapes

    def fields(self, entity: str, node: Node) -> Fields | None:
        """Return a node as the fields of an entity, its keys in the words of the domain."""
        if not isinstance(node, Fields):
            what = f"not the fields of a {entity}"
            fix = f"write a mapping with keys such as {', '.join(KEYS[entity][:4])}"
            self.problem(node.place, what, *([node.value] if isinstance(node, Text) else []), fix=fix)
            return None
        return node if node.keyed else self._keyed(entity, node)

    def _keyed(self, entity: str, node: Fields) -> Fields:
        entries: dict[str, Node] = {}
        words: dict[str, str] = {}
        for word, each in node.entries.items():
            key = key_for(entity, word)
            if key is None:
                self.gathering.doubt(node.place)
                self.gathering.complete &= entity not in ("person", "skill")  # a skill could seem nobody's
                self.problem(each.place, f"not known in a {entity}", word, fix=suggestion(word, KEYS[entity]))
            elif key in entries:
                self.problem(each.place, f"the same as {words[key]!r}", word, fix="keep one of them")
            else:
                entries[key], words[key] = each, word
        return Fields(entries, node.place, Words(words), keyed=True)

    def each(self, node: Node | None, read: Callable[[Reading, Node], T | None]) -> tuple[T, ...]:
        """Read the entries of a list, those that can be read; one alone may stand without a list."""
        if node is None:
            return ()
        entries = node.entries if isinstance(node, Items) else (node,)
        return tuple(made for entry in entries if (made := read(self, entry)) is not None)

    def required(self, fields: Fields, key: str, fix: str) -> bool:
        """Whether a key is filled in; if not, keep the problem."""
        if key in fields.entries:
            return True
        if not self.gathering.doubts(fields.place, key):
            self.problem(fields.place_of(key), "empty", fix=fix)
        return False

    def all_required(self, fields: Fields, wanted: Mapping[str, str], prefix: str = "") -> bool:
        """Whether all keys wanted are filled in; keep a problem for each that is not, with its fix."""
        return not [key for key, fix in wanted.items() if not self.required(fields, f"{prefix}{key}", fix)]

    # ------------------------------------------------------------ entities

    def made(self, cls: type[T], fields: Fields, values: Values) -> T | None:
        """Make an entity; keep what its constructor says against it, at the cell if it names one."""
        try:
            return cls(**values)
        except InputError as error:
            for each in error.found:
                place = _place_inside(fields, each)
                if place != fields.place or not self.gathering.doubts(place):
                    self.gathering.add(place, _turned(Problem("", each.what, each.got, each.fix)))
            return None

    def pair(self, cls: type[T], fields: Fields, values: Values, *stand_in: str) -> Made[T] | None:
        """Make an entity that has a name, and return it with its fields.

        If it is refused, one with these few values stands in for it while the rest is checked.
        """
        if "name" in fields.entries and values.get("name") is None:  # it was refused
            return None
        made = self.made(cls, fields, values)
        if made is None and stand_in:
            made = cls(**{key: values[key] for key in stand_in})
        return None if made is None else (made, fields)

    def unique(self, pairs: Iterable[Made[N]], label: str) -> tuple[N, ...]:
        """Return entities of distinct names; keep a problem for each that repeats one."""
        kept: list[N] = []
        for entity, fields in pairs:
            if entity.name is None:
                kept.append(entity)
                continue
            called = f"{label} {entity.name!r}"
            if called in self.index:
                first = self.index[called]
                fix = f"names are unique, and this one is in {first.place_of('name')}"
                if label == "Person" and _follow(first, fields):
                    fix = f"{fix}: {_ONE_ROW}"
                if label == "Person" and is_nobody(entity.name):
                    fix = "leave the name of somebody still to be found empty, and write from when"
                self.problem(fields.place_of("name"), "name given twice", entity.name, fix=fix)
                self.gathering.complete = False  # it may stand where another name should
                continue
            self.index[called] = fields
            kept.append(entity)
        return tuple(kept)


_ONE_ROW = (
    "one row a person, from the first day to the last; a second role goes into skills, a time with fewer "
    "hours into leave with its share"
)


def _follow(one: Fields, other: Fields) -> bool:
    """Whether two rows are of times that can follow each other."""
    return any(
        "end" in first.entries and "start" in second.entries for first, second in ((one, other), (other, one))
    )


def is_nobody(name: str) -> bool:
    """Whether a name stands for somebody still to be found.

    Examples
    --------
    >>> is_nobody("N.N."), is_nobody("Nina")
    (True, False)
    """
    return folded(name) in _NOBODY


_NOBODY = (
    "tbd", "tbh", "tba", "tbc", "nn", "n.n.", "n.n", "vacancy", "vacant", "open", "new_hire", "?", "unknown",
    "vakant", "n/a",
)  # fmt: skip
"""What stands for somebody still to be found, folded."""

_MONTHS = "jan feb mar mär mrz apr may mai jun jul aug sep oct okt nov dec dez".replace(" ", "|")
_TURNED = re.compile(
    rf"\d{{4}}-\d\d-\d\d|\d{{1,2}}[-. ]+({_MONTHS})\w*\.?|({_MONTHS})\w*[-. ]+\d\d", re.IGNORECASE
)
"""A date, such as spreadsheets make of ``1-3`` and ``5/8/15``."""


def _turned(problem: Problem) -> Problem:
    """Return what is wrong with a number, also where a spreadsheet seems to have made a date of it."""
    is_number = problem.what.startswith(("not a number", "not a whole number", "no number"))
    if not is_number or not isinstance(problem.got, str) or not _TURNED.fullmatch(problem.got.strip()):
        return problem
    fix = (
        "spreadsheets turn 1-3 into a date: write a range in columns of its own, low, likely and high, "
        "or people and people_max"
    )
    return replace(problem, what="a date where a number belongs", fix=fix)


_COUNTED: Final = {"reaction": "reactions"}


def field_of(step: str) -> str:
    """Return the field that a step of a place speaks of; what is counted stands in a list.

    Examples
    --------
    >>> field_of("end"), field_of("reaction 2")
    ('end', 'reactions')
    """
    word = step.split(" ")[0]
    return _COUNTED.get(word, word)


def _place_inside(fields: Fields, problem: Problem) -> Place:
    """Return the place of the field that a problem speaks of: by its name, else by what it says."""
    for step in problem.where.split(", "):
        key = field_of(step)
        if key in fields.entries:
            return fields.place_of(key)
    said = [node.place for node in fields.entries.values() if isinstance(node, Text) and _says(node, problem)]
    return said[0] if len(said) == 1 else fields.place


def _says(node: Text, problem: Problem) -> bool:
    """Whether a cell says what a problem is about."""
    text = node.value.strip()
    if isinstance(problem.got, float | int):
        try:
            return float(text) == problem.got
        except ValueError:
            return False
    return text == problem.got

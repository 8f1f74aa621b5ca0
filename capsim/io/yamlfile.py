"""YAML: every scalar is read as text, so that ``NO`` is Norway and ``001`` stays ``001``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from capsim.errors import InputError, Place, Problem
from capsim.io.tree import Fields, Items, Node, Text

__all__ = ["yaml_text", "yaml_tree"]

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_BaseDumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

_DEEPEST = 50
_MOST_REPEATED = 100_000
"""Values that aliases may repeat: enough for any model, too few for a bomb."""


def yaml_tree(text: str, file: str) -> Node | None:
    """Read YAML as a tree of texts with their lines.

    Parameters
    ----------
    text : str
    file : str
        Its name, for the places.

    Returns
    -------
    node or None
        None for an empty file.

    Raises
    ------
    InputError
        If it is no YAML, or holds a tag, a key given twice, or more than a model would.
    """
    try:
        return _Composer(yaml.parse(text, Loader=_Loader), file).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = None if mark is None else mark.line + 1
        what = error.problem or error.context or "not understood"
        fix = "check the indentation and the quotes"
        raise InputError([Problem(str(Place(file, line=line)), f"no YAML: {what}", fix=fix)]) from None
    except yaml.YAMLError as error:
        what = str(error).splitlines()[0]
        raise InputError([Problem(file, f"no YAML: {what}", fix="save it as plain UTF-8 text")]) from None


class _Composer:
    """Puts the events of a YAML parser together."""

    def __init__(self, events: Iterator[Any], file: str) -> None:
        self.events = events
        self.file = file
        self.anchors: dict[str, Node] = {}
        self.repeated = 0

    def document(self) -> Node | None:
        """Return the one document of the file."""
        node: Node | None = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if node is not None:
                    raise self.refused(event, "a second document", "keep one document in a file")
                node = self.node(next(self.events), 0)
        return None if isinstance(node, Text) and not node.value else node

    def refused(self, event: Any, what: str, fix: str, *got: object) -> InputError:
        place = str(self.place(event))
        return InputError([Problem(place, what, got[0], fix) if got else Problem(place, what, fix=fix)])

    def place(self, event: Any) -> Place:
        return Place(self.file, line=event.start_mark.line + 1)

    def node(self, event: Any, depth: int) -> Node:
        """Return the node that begins with an event."""
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event)
        if event.tag not in (None, "!"):
            raise self.refused(event, "a tag", "remove it: a model holds plain values only", event.tag)
        if depth > _DEEPEST:
            raise self.refused(event, f"nested more than {_DEEPEST} deep", "a model is nested 6 deep")
        if isinstance(event, yaml.ScalarEvent):
            node: Node = self.scalar(event)
        elif isinstance(event, yaml.SequenceStartEvent):
            node = Items(tuple(self.items(depth)), self.place(event))
        else:
            node = Fields(self.fields(depth), self.place(event))
        if event.anchor is not None:
            self.anchors[event.anchor] = node
        return node

    def scalar(self, event: Any) -> Text:
        """Return a scalar's text; only a bare ``null`` or ``~`` says that there is nothing."""
        is_nothing = event.implicit[0] and event.value in ("null", "~")
        return Text("" if is_nothing else event.value, self.place(event))

    def items(self, depth: int) -> Iterator[Node]:
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                return
            yield self.node(event, depth + 1)

    def fields(self, depth: int) -> Mapping[str, Node]:
        found: dict[str, Node] = {}
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self.node(event, depth + 1)
            if not isinstance(key, Text):
                raise self.refused(event, "a key that is no text", "write a word")
            if key.value in found:
                raise self.refused(event, "a key given twice", "keep one of them", key.value)
            found[key.value] = _at(self.node(next(self.events), depth + 1), key.value)
        return {key: node for key, node in found.items() if not (isinstance(node, Text) and not node.value)}

    def alias(self, event: Any) -> Node:
        """Return what an alias repeats, as long as that is not too much."""
        if event.anchor not in self.anchors:
            raise self.refused(
                event, "an alias without its anchor before it", "write it out", f"*{event.anchor}"
            )
        node = self.anchors[event.anchor]
        self.repeated += _size(node, _MOST_REPEATED)
        if self.repeated > _MOST_REPEATED:
            raise self.refused(
                event, f"aliases that repeat more than {_MOST_REPEATED:,} values", "write them out"
            )
        return node


def _at(node: Node, key: str) -> Node:
    """Return a text with its key in its place."""
    return Text(node.value, node.place.at(key)) if isinstance(node, Text) else node


def _size(node: Node, most: int) -> int:
    """Return how many values a node holds, counted no further than needed."""
    waiting: list[Node] = [node]
    count = 0
    while waiting and count <= most:
        each = waiting.pop()
        count += 1
        if isinstance(each, Items):
            waiting.extend(each.entries)
        elif isinstance(each, Fields):
            waiting.extend(each.entries.values())
    return count


# ---------------------------------------------------------------- out


class _Dumper(_BaseDumper):  # type: ignore[misc]
    """Writes lists of single values and amounts by period on one line, and dates without quotes."""

    def ignore_aliases(self, data: object) -> bool:
        """Write everything out."""
        return True


def _list(dumper: Any, content: list[Any]) -> Any:
    single = not any(isinstance(each, list | dict) for each in content)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", content, flow_style=single)


def _text(dumper: Any, content: str) -> Any:
    kind = "timestamp" if re.fullmatch(r"\d{4}-\d{2}-\d{2}", content) else "str"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{kind}", content)


def _mapping(dumper: Any, content: dict[str, Any]) -> Any:
    """Write amounts by period on as few lines as they need."""
    by_period = content and all(map(_PERIOD.match, content))
    return dumper.represent_mapping("tag:yaml.org,2002:map", content, flow_style=bool(by_period))


_PERIOD = re.compile(r"\d{4}-(\d{2}|W\d{2})\b")

_Dumper.add_representer(dict, _mapping)
_Dumper.add_representer(list, _list)
_Dumper.add_representer(str, _text)


def yaml_text(document: Mapping[str, Any]) -> str:
    """Write a document as YAML.

    Examples
    --------
    >>> print(yaml_text({"start": "2027-01-04", "name": "NO", "tags": ["a", "b"]}), end="")
    start: 2027-01-04
    name: 'NO'
    tags: [a, b]
    """
    text: str = yaml.dump(
        dict(document),
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        default_flow_style=False,
        width=110,
    )
    return text

"""JSON: numbers and names are read as text, and typed by their field."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from capsim.errors import InputError, Place, Problem
from capsim.io.tree import Fields, Items, Node, Text

__all__ = ["json_text", "json_tree"]

_DEEPEST = 50
_WIDTH = 110


class _Pairs(list[tuple[str, Any]]):
    """The keys and values of an object, in their order, so that none is lost."""


def json_tree(text: str, file: str) -> Node | None:
    """Read JSON as a tree of texts with the way to each.

    Parameters
    ----------
    text : str
    file : str
        Its name, for the places.

    Returns
    -------
    node or None
        None for ``null``.

    Raises
    ------
    InputError
        If it is no JSON, holds a key twice, or is nested too deep.
    """
    try:
        content = json.loads(
            text, object_pairs_hook=_Pairs, parse_int=str, parse_float=str, parse_constant=str
        )
        return _node(content, Place(file), 0)
    except json.JSONDecodeError as error:
        place = str(Place(file, line=error.lineno))
        what = f"no JSON: {error.msg[:1].lower() + error.msg[1:]} at character {error.colno}"
        raise InputError([Problem(place, what, fix="check commas, quotes and brackets")]) from None
    except RecursionError:
        raise InputError([Problem(file, "nested too deep", fix="a model is nested 6 deep")]) from None


def _node(content: Any, place: Place, depth: int) -> Node | None:
    if depth > _DEEPEST:
        raise RecursionError
    match content:
        case None:
            return None
        case bool():
            return Text("true" if content else "false", place)
        case str():
            return Text(content, place) if content else None
        case _Pairs():
            return Fields(_fields(content, place, depth), place)
        case _:
            nodes = (
                _node(each, _step(place, str(index)), depth + 1) for index, each in enumerate(content, 1)
            )
            return Items(tuple(node for node in nodes if node is not None), place)


def _fields(pairs: _Pairs, place: Place, depth: int) -> Mapping[str, Node]:
    found: dict[str, Node] = {}
    seen: set[str] = set()
    for key, content in pairs:
        if key in seen:
            raise InputError([Problem(str(place), "a key given twice", key, "keep one of them")])
        seen.add(key)
        node = _node(content, _step(place, key), depth + 1)
        if node is not None:
            found[key] = node
    return found


def _step(place: Place, step: str) -> Place:
    """Return the place of an entry (by its number) or of a key."""
    joined = f"{place.path} {step}" if step.isdecimal() and place.path else f"{place.path}, {step}"
    return Place(place.file, path=joined.removeprefix(", "))


def json_text(document: Mapping[str, Any]) -> str:
    r"""Write a document as JSON, short parts on one line; numbers read back exactly.

    Examples
    --------
    >>> json_text({"share": 0.1, "tags": ["a", "b"]})
    '{"share": 0.1, "tags": ["a", "b"]}\n'
    """
    return "".join(_lines(document, "")) + "\n"


def _lines(content: Any, indent: str) -> Iterator[str]:
    """Yield the text of a value, taking it apart where it is too long for a line."""
    short = _dumped(content)
    if len(short) + len(indent) <= _WIDTH or not isinstance(content, dict | list):
        yield short
        return
    opening, closing = "{}" if isinstance(content, dict) else "[]"
    yield opening
    for index, (label, each) in enumerate(_entries(content)):
        yield f"{',' if index else ''}\n{indent} {label}"
        yield from _lines(each, f"{indent} ")
    yield f"\n{indent}{closing}"


def _entries(content: dict[str, Any] | list[Any]) -> Iterator[tuple[str, Any]]:
    """Yield what stands before each entry, and the entry."""
    if isinstance(content, dict):
        yield from ((f"{_dumped(key)}: ", each) for key, each in content.items())
    else:
        yield from (("", each) for each in content)


def _dumped(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, allow_nan=False)

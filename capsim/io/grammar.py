"""The small texts inside a cell: lists, graded skills, alternatives and links.

Entries are separated by ``;``. A name that would be misread (because it holds a ``;``, or looks like
``data at 0.8``) stands in double quotes, a double quote inside it doubled, as in CSV itself.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Callable, Iterable
from typing import TypeVar

import numpy as np

from capsim.domain.person import Skill
from capsim.domain.task import Alternative, Link
from capsim.domain.values import name
from capsim.errors import InputError, Refused

__all__ = [
    "figure",
    "read_alternative",
    "read_alternatives",
    "read_link",
    "read_links",
    "read_names",
    "read_skill",
    "says_speed",
    "split",
    "write_alternatives",
    "write_links",
    "write_names",
    "write_skill",
]

T = TypeVar("T")

LIST = re.compile(r";")
CHOICE = re.compile(r"\s*,\s*or\s+|\s*\|\s*")


def figure(number: float) -> str:
    """Write a number in full, as short as it can be read back exactly.

    Examples
    --------
    >>> figure(8.0), figure(0.1), figure(1e-7)
    ('8', '0.1', '0.0000001')
    """
    return str(np.format_float_positional(number, trim="-"))


# ---------------------------------------------------------------- quotes


def split(text: str, separator: re.Pattern[str] = LIST) -> list[str]:
    """Split a text into its entries, leaving out empty ones.

    Parameters
    ----------
    text : str
    separator : pattern
        What stands between entries, unless it is quoted.

    Returns
    -------
    list of str
        Trimmed, quotes still on.

    Examples
    --------
    >>> split('design; "a; b" SS+2;')
    ['design', '"a; b" SS+2']
    """
    parts = _split_outside_quotes(text, separator) if '"' in text else separator.split(text)
    return [part.strip() for part in parts if part.strip()]


def _split_outside_quotes(text: str, separator: re.Pattern[str]) -> list[str]:
    parts: list[str] = []
    begin = at = 0
    fresh = True  # a quotation mark opens here: at the start of an entry, or behind a slash
    while at < len(text):
        if fresh and text[at] == '"':
            at = _closing(text, at) + 1
            fresh = False
        elif found := separator.match(text, at):
            parts.append(text[begin:at])
            begin = at = max(found.end(), at + 1)
            fresh = True
        else:
            fresh = text[at] == "/" or (fresh and text[at].isspace())
            at += 1
    return [*parts, text[begin:]]


def _closing(text: str, opening: int) -> int:
    """Return where the quotation that opens here closes."""
    found = re.compile(r'"(?:[^"]|"")*"').match(text, opening)
    if found is None:
        raise Refused(
            "a quotation mark that is not closed", text, 'close it; a " that begins a name is written """'
        )
    return found.end() - 1


def _unquoted(entry: str) -> tuple[str, str] | None:
    """Return the quoted name at the start of an entry and what follows it, if there is one."""
    if not entry.startswith('"'):
        return None
    closing = _closing(entry, 0)
    return name(entry[1:closing].replace('""', '"')), entry[closing + 1 :]


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _reads_back(text: str, read: Callable[[str], T], wanted: T, separator: re.Pattern[str]) -> bool:
    """Whether a text is one entry that means what is wanted."""
    try:
        return split(text, separator) == [text] and read(text) == wanted
    except InputError:
        return False


# ---------------------------------------------------------------- names


def _read_name(entry: str) -> str:
    quoted = _unquoted(entry)
    if quoted is None:
        return name(entry)
    if quoted[1].strip():
        raise Refused("text behind a closing quotation mark", entry, "write ; between names")
    return quoted[0]


def read_names(text: str) -> tuple[str, ...]:
    """Read names with ``;`` between them.

    Examples
    --------
    >>> read_names('growth; "a; b"')
    ('growth', 'a; b')
    """
    return tuple(dict.fromkeys(_read_name(entry) for entry in split(text)))


def write_names(names: Iterable[str]) -> str:
    """Write names with ``;`` between them, quoted where they need it."""
    return "; ".join(each if _reads_back(each, _read_name, each, LIST) else _quoted(each) for each in names)


# ---------------------------------------------------------------- graded skills


_NO_GRADE = re.compile(r"\s(at\s+[-+]|level\s+[-+\d]*[-+.]|at\s+\d*,\d)[\d.]*\s*%?\s*$")
"""A level or speed that is a number, and none that can be meant."""


def read_alternative(entry: str) -> Alternative:
    """Read ``backend level 3 at 0.8``.

    Examples
    --------
    >>> read_alternative("data at 0.7").factor
    0.7
    """
    quoted = _unquoted(entry)
    if quoted is None:
        if _NO_GRADE.search(entry):
            raise Refused(
                "no level or speed", entry, "write it such as data level 3 at 0.8, or the name in quotes"
            )
        return Alternative.parse(entry)
    return dataclasses.replace(Alternative.parse(f"x {quoted[1]}"), skill=quoted[0])


@functools.lru_cache(4096)
def read_alternatives(text: str) -> tuple[Alternative, ...]:
    """Read ``backend, or data at 0.7``."""
    return tuple(read_alternative(entry) for entry in split(text, CHOICE))


def _write_alternative(choice: Alternative, separator: re.Pattern[str]) -> str:
    level = "" if choice.level is None else f" level {choice.level}"
    tail = level + ("" if choice.factor == 1 else f" at {figure(choice.factor)}")
    plain = choice.skill + tail
    return plain if _reads_back(plain, read_alternative, choice, separator) else _quoted(choice.skill) + tail


def write_alternatives(choices: Iterable[Alternative]) -> str:
    """Write ``backend, or data at 0.7``."""
    return ", or ".join(_write_alternative(choice, CHOICE) for choice in choices)


def read_skill(entry: str) -> Skill:
    """Read a skill that a person holds: ``backend level 3 at 0.8``.

    Examples
    --------
    >>> read_skill("qa at 80%").proficiency
    0.8
    """
    try:
        choice = read_alternative(entry)
        return Skill(choice.skill, choice.factor, choice.level)
    except InputError as error:
        if not error.found[0].what.startswith("a skill's name"):
            raise
        raise Refused("not one skill", entry, _ONE_SKILL) from None


_ONE_SKILL = "write a skill such as data level 3 at 0.8, and ; between skills; or put a longer name in quotes"


def says_speed(entry: str) -> bool:
    """Whether a skill is written with its speed.

    Examples
    --------
    >>> says_speed("backend level 3 at 1"), says_speed("backend level 3")
    (True, False)
    """
    quoted = _unquoted(entry.strip())
    return re.search(r"\sat\s+[\d.]+\s*%?\s*$", f" {entry if quoted is None else quoted[1]}") is not None


def write_skill(skill: Skill) -> str:
    """Write a skill that a person holds, its dates left out."""
    return _write_alternative(Alternative(skill.name, skill.proficiency, skill.level), LIST)


# ---------------------------------------------------------------- links

_QUOTED_PLACE = re.compile(
    r'(?:(?P<project>"(?:[^"]|"")*"|[^"]+?)\s*/\s*)?(?P<task>"(?:[^"]|"")*")(?P<tail>.*)', re.DOTALL
)


def read_link(entry: str) -> Link:
    """Read ``design``, ``build SS+2``, ``Other project/Task FS+1`` or ``"Other"/"Task" SS``.

    Examples
    --------
    >>> read_link('"UX/UI" SS+2')
    Link('UX/UI', 'SS', 2)
    """
    found = _QUOTED_PLACE.fullmatch(entry)
    if found is None:
        return Link.parse(entry)
    shape = Link.parse(f"x {found['tail']}")
    if shape.task != "x":
        raise Refused("no kind of link", found["tail"].strip(), 'write "design" SS+2')
    project = None if found["project"] is None else _read_name(found["project"])
    return dataclasses.replace(shape, task=_read_name(found["task"]), project=project)


def read_links(text: str) -> tuple[Link, ...]:
    """Read links with ``;`` between them."""
    return tuple(read_link(entry) for entry in split(text))


def write_links(links: Iterable[Link]) -> str:
    """Write links with ``;`` between them, names quoted where they need it."""
    return "; ".join(map(_write_link, links))


def _write_link(link: Link) -> str:
    lag = f"+{figure(link.lag_days)}" if link.lag_days else ""
    tail = "" if link.kind == "FS" and not lag else f" {link.kind}{lag}"
    plain = (f"{link.project}/{link.task}" if link.project else link.task) + tail
    if _reads_back(plain, read_link, link, LIST):
        return plain
    return (f"{_quoted(link.project)}/" if link.project else "") + _quoted(link.task) + tail

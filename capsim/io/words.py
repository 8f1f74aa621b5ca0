"""The words of the files: which sheets and columns there are, and what the model calls them.

A nested file (YAML, JSON) uses the words of the model and takes those of the sheets as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from capsim.domain.values import meant

__all__ = ["KEYS", "SHEETS", "Column", "Sheet", "folded", "key_for", "suggestion"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet.

    Parameters
    ----------
    name : str
        As the sheet spells it.
    key : str
        As the model spells it.
    required : bool
        Whether the sheet must have it.
    numeric : bool
        Whether it holds numbers, so that ``1,5`` can be read in a file separated by ``;``.
    """

    name: str
    key: str
    required: bool = False
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name and its columns, in the order in which they are written."""

    name: str
    columns: tuple[Column, ...]

    def column(self, header: str) -> Column | None:
        """Return the column that a header means; upper case, spaces and hyphens do not matter."""
        return next((column for column in self.columns if column.name == folded(header)), None)


def folded(word: str) -> str:
    """Return a header in the one spelling that counts.

    Examples
    --------
    >>> folded(" Run the business ")
    'run_the_business'
    """
    return re.sub(r"[\s_-]+", "_", word.strip().casefold())


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return what could have been meant by an unknown word, or the words that there are."""
    names = list(known)
    hint = meant(folded(word), names)
    return hint if hint.startswith("did") else f"known: {', '.join(names)}"


_WORD = re.compile(r"(?P<name>\w+)(?P<required>!?)(?P<numeric>#?)(?:=(?P<key>\w+))?")


def _sheet(name: str, columns: str) -> Sheet:
    """Make a sheet from ``name``, ``name!`` (required), ``name#`` (numbers), ``name=key``."""
    found = [_WORD.fullmatch(word) for word in columns.split()]
    return Sheet(
        name,
        tuple(
            Column(word["name"], word["key"] or word["name"], bool(word["required"]), bool(word["numeric"]))
            for word in found
            if word is not None
        ),
    )


SHEETS: Mapping[str, Sheet] = {
    sheet.name: sheet
    for sheet in (
        _sheet("settings", "setting! value!"),
        _sheet(
            "people",
            "person!=name role! fte#=availability team location calendar from=start to=end "
            "run_the_business# cost_per_day# skills count manager tags",
        ),
        _sheet("skills", "person! skill!=name level# speed#=proficiency from=start to=end"),
        _sheet("leave", "person team from!=start to=end share# kind"),
        _sheet(
            "projects",
            "project!=name priority# start deadline status probability# owner client programme value# "
            "budget# cost_of_delay_per_day# objectives tags",
        ),
        _sheet(
            "tasks",
            "project! task!=name role=skill effort# days#=duration low# likely# high# after people "
            "people_max# allocation# fte# level# start deadline phase priority# fixed_cost# owner tags",
        ),
        _sheet(
            "needs",
            "project! task! role!=skill effort# low# likely# high# people people_max# allocation# fte# "
            "level#",
        ),
        _sheet("calendars", "calendar!=name pattern country region holidays_to=resolved_to"),
        _sheet("holidays", "calendar! date!=day name"),
        _sheet("drivers", "driver!=name factor! projects tasks skills phases tags owners"),
        _sheet("groups", "group!=name members! correlation!"),
    )
}
"""Every sheet, in the order in which they are written and told."""

REQUIRED_SHEETS = ("people", "tasks")


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_POLICY = "priority assignment reserve_after top_up top_up_min_days ignore_priority"

KEYS: Mapping[str, tuple[str, ...]] = {
    "portfolio": _words(
        "capsim name start calendar calendars run_the_business ranges horizon currency low_high policy "
        "people projects drivers groups"
    ),
    "policy": _words(_POLICY),
    "person": _words(
        "name skills role availability run_the_business team location manager calendar leave start end "
        "cost_per_day count tags"
    ),
    "skill": _words("name proficiency level start end"),
    "leave": _words("start end share kind"),
    "calendar": _words("name pattern country region holidays resolved_to"),
    "holiday": _words("day name"),
    "project": _words(
        "name priority start deadline status probability owner client programme value budget "
        "cost_of_delay_per_day objectives tags tasks"
    ),
    "task": _words(
        "name skill effort duration low likely high after people people_max allocation fte level start "
        "deadline phase priority fixed_cost owner tags needs"
    ),
    "need": _words("skill effort low likely high people people_max allocation fte level"),
    "alternative": _words("skill factor level"),
    "link": _words("task project kind lag_days"),
    "driver": _words("name factor scope"),
    "scope": _words("projects tasks skills phases tags owners"),
    "group": _words("name members correlation"),
    "ranges": _words("default by_tag by_skill"),
    "spread": _words("low high"),
}
"""What each entity of a nested file can say."""

_ALIASES: Mapping[str, Mapping[str, str]] = {
    "person": {"person": "name", "fte": "availability", "from": "start", "to": "end"},
    "skill": {"skill": "name", "speed": "proficiency", "from": "start", "to": "end"},
    "leave": {"from": "start", "to": "end"},
    "calendar": {"calendar": "name", "holidays_to": "resolved_to"},
    "holiday": {"date": "day"},
    "project": {"project": "name"},
    "task": {"task": "name", "role": "skill", "skills": "skill", "days": "duration"},
    "need": {"role": "skill", "skills": "skill"},
    "alternative": {"role": "skill"},
    "driver": {"driver": "name"},
    "group": {"group": "name"},
}


def key_for(entity: str, word: str) -> str | None:
    """Return the model's key for a word of a nested file, or None.

    Examples
    --------
    >>> key_for("person", "FTE"), key_for("person", "salary")
    ('availability', None)
    """
    plain = folded(word)
    key = _ALIASES.get(entity, {}).get(plain, plain)
    return key if key in KEYS[entity] else None

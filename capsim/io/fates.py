"""What may happen to people, in files: one word for each field, of a person or of the portfolio."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from capsim.domain.people import Attrition, Joining, Learning, Onboarding, Sickness
from capsim.domain.values import name, number
from capsim.io.grammar import figure
from capsim.io.parsers import Parser, days, read_amount, read_factor, share
from capsim.io.reading import Reading, Values
from capsim.io.tree import Fields

__all__ = ["flattened", "leading_word", "part_said", "read_fates"]

Plain = Any


class _Part(NamedTuple):
    """A part of an entity: what it is made by, and its fields by the words of files."""

    made: Any
    fields: Mapping[str, tuple[str, Parser]]


_PARTS: Final[Mapping[str, _Part]] = {
    "sickness": _Part(
        Sickness,
        {
            "sick_days_per_year": ("days_per_year", number),
            "sick_spells_per_year": ("spells_per_year", number),
            "sick_spell_days": ("spell_days", read_amount),
        },
    ),
    "attrition": _Part(
        Attrition,
        {
            "leavers_per_year": ("per_year", number),
            "days_to_hire": ("days_to_hire", read_amount),
            "seats_filled": ("filled", share),
            "overloaded_leavers_per_year": ("overloaded_per_year", number),
        },
    ),
    "joining": _Part(
        Joining,
        {
            "joining_delay_days": ("delay_days", read_amount),
            "joining_probability": ("probability", share),
        },
    ),
    "onboarding": _Part(
        Onboarding,
        {
            "onboarding_weeks": ("weeks", number),
            "onboarding_speeds": ("speeds", str),
            "mentor": ("mentor", name),
            "mentor_share": ("mentor_share", share),
            "mentor_days": ("mentor_days", days),
        },
    ),
    "learning": _Part(
        Learning,
        {
            "learning_rate": ("rate", number),
            "learning_first_days": ("first_days", days),
            "learning_at_most": ("at_most", number),
        },
    ),
}


def read_fates(reading: Reading, fields: Fields, values: Values) -> None:
    """Read the parts that stand in an entity's fields into its values.

    Parameters
    ----------
    reading : Reading
    fields : Fields
        Of a person or the portfolio.
    values : dict of str to object
        Filled in.
    """
    if "productivity" in fields.entries:
        values["productivity"] = reading.text(fields.entries["productivity"], read_factor, None)
    for key, part in _PARTS.items():
        given = {
            field: (node, parse)
            for word, (field, parse) in part.fields.items()
            if (node := fields.entries.get(word)) is not None
        }
        if not given:
            continue
        count = len(reading.gathering.problems)
        read = {field: reading.text(node, parse) for field, (node, parse) in given.items()}
        if len(reading.gathering.problems) == count:
            inner = Fields({field: node for field, (node, _) in given.items()}, fields.place, keyed=True)
            values[key] = reading.made(part.made, inner, read)


def flattened(entity: Mapping[str, Plain]) -> dict[str, Plain]:
    """Return the plain fields of an entity with those of its parts in the words of files.

    Parameters
    ----------
    entity : dict of str to plain values

    Returns
    -------
    dict of str to plain values

    Examples
    --------
    >>> flattened({"name": "Ada", "sickness": {"days_per_year": 8}})
    {'name': 'Ada', 'sick_days_per_year': 8}
    """
    found: dict[str, Plain] = {}
    for key, content in entity.items():
        if key not in _PARTS:
            found[key] = content
            continue
        fields = _PARTS[key].fields
        for word, (field, _) in fields.items():
            if field in content:
                said = content[field]
                found[word] = "; ".join(map(figure, said)) if isinstance(said, list) else said
        if not content:  # everything is as by default, which is not the portfolio's
            found[next(iter(fields))] = 0
    return found


def leading_word(key: str) -> str:
    """Return the first word of files for a field that stands in several, else the field.

    Examples
    --------
    >>> leading_word("sickness"), leading_word("impact"), leading_word("team")
    ('sick_days_per_year', 'effort', 'team')
    """
    return _LEADING.get(key, key)


def part_said(cls: type, word: str) -> str:
    """Return the field of an entity that a word of files is the first of, else the word."""
    fields = {field.name for field in dataclasses.fields(cls)}
    return next((key for key, each in _LEADING.items() if each == word and key in fields), word)


_LEADING: Final = {key: next(iter(part.fields)) for key, part in _PARTS.items()} | {
    "impact": "effort",
    "window": "start",
}
"""The first word of each field that stands in several."""

"""Reactions as files say them: ``slip of Shop by 10 days -> descope optional, at most 1``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Final, TypeAlias

from pydantic import BeforeValidator

from capsim.domain.actions import Action, Descope, Expedite, Hire, Overtime, Stop
from capsim.domain.reactions import Reaction
from capsim.domain.triggers import OnDate, Overloaded, Slip, Trigger
from capsim.domain.values import all_made
from capsim.errors import Refused

__all__ = ["Reactions", "ReactionsLike", "reaction_of"]

_EXAMPLE: Final = 'write one such as "slip by 10 days -> descope optional"'

_NAME = r'(?P<name>"(?:[^"]|"")+"|[^"]+?)'
_OF = r'(?:\s+of\s+(?P<of>"(?:[^"]|"")+"|[^"]+?))?'
_DAYS = r"(?P<days>[\d.]+)\s+days?"

_WHEN: Final = {
    re.compile(rf"slips?{_OF}\s+by\s+{_DAYS}", re.I): "slip",
    re.compile(rf"(?:(?P<work>\d+)\s+)?(?:work|{_NAME})\s+waiting\s+{_DAYS}", re.I): "waiting",
    re.compile(r"on\s+(?P<date>\S+)", re.I): "on",
}
_DO: Final = {
    re.compile(rf"stop(?:\s+{_NAME})?", re.I): "stop",
    re.compile(rf"descope\s+{_NAME}{_OF}", re.I): "descope",
    re.compile(rf"expedite(?:\s+{_NAME})?", re.I): "expedite",
    re.compile(rf"hire(?:\s+(?P<people>\d+))?\s+{_NAME}", re.I): "hire",
    re.compile(rf"overtime\s+of\s+{_NAME}\s+by\s+(?P<share>[\d.]+\s*%)\s+for\s+{_DAYS}", re.I): "overtime",
}
_EVERY: Final = re.compile(r"every\s+(?P<number>\d+)\s+days?", re.I)
_AT_MOST: Final = re.compile(r"at\s+most\s+(?P<number>\d+)(?:\s+times)?", re.I)


def reaction_of(text: str) -> Reaction:
    """Read a reaction.

    Parameters
    ----------
    text : str
        A trigger, ``->`` and an action; then ``, every 10 days`` and ``, at most 2``, if they are said.
        Names with signs or such words in them stand in double quotes.

    Returns
    -------
    Reaction

    Raises
    ------
    Refused
        If it is none.

    Examples
    --------
    >>> reaction_of("slip of Shop by 10 days -> stop Shop, every 20 days")
    Reaction(Slip(10, project='Shop'), Stop('Shop'), every=20)
    """
    sides = _cut(text, "->")
    if len(sides) != 2:
        raise Refused("no reaction", text, _EXAMPLE)
    do, *more = _cut(sides[1], ",")
    said: dict[str, int] = {}
    for part in more:
        for field, pattern in (("every", _EVERY), ("at_most", _AT_MOST)):
            if (found := pattern.fullmatch(part)) and field not in said:
                said[field] = int(found["number"])
                break
        else:
            raise Refused("not understood", part, "write every 10 days, or at most 2")
    return Reaction(_trigger(sides[0]), _action(do), **said)


def _trigger(text: str) -> Trigger:
    kind, said = _read(text, _WHEN, "slip by 10 days, backend waiting 5 days, or on 2027-03-01")
    if kind == "slip":
        return Slip(said["days"], said["of"])
    if kind == "waiting":
        return Overloaded(said["days"], said["name"], int(said["work"] or 1))
    return OnDate(said["date"])


def _action(text: str) -> Action:
    kind, said = _read(
        text,
        _DO,
        "stop, descope and a tag, expedite, hire and a role, or overtime of a role by 25 % for 10 days",
    )
    if kind == "descope":
        return Descope(said["name"], said["of"])
    if kind == "hire":
        return Hire(said["name"], int(said["people"] or 1))
    if kind == "overtime":
        return Overtime(said["name"], said["share"], said["days"])
    return Stop(said["name"]) if kind == "stop" else Expedite(said["name"])


def _read(text: str, known: Mapping[re.Pattern[str], str], fix: str) -> tuple[str, dict[str, Any]]:
    """Return which of some forms a text has, and what it says."""
    for pattern, kind in known.items():
        if found := pattern.fullmatch(text):
            return kind, {key: _unquoted(word) for key, word in found.groupdict().items()}
    raise Refused("not understood", text, f"write {fix}")


def _unquoted(word: str | None) -> str | None:
    return word[1:-1].replace('""', '"') if word and word.startswith('"') else word


def _cut(text: str, mark: str) -> list[str]:
    """Cut a text at a mark, but not within double quotes."""
    parts = re.findall(rf'((?:"(?:[^"]|"")*"|(?!{re.escape(mark)})[^"])*)(?:{re.escape(mark)}|$)', text)
    return [part.strip() for part in parts if part.strip()]


ReactionsLike: TypeAlias = str | Reaction | Iterable[Reaction | str]


def _reactions(given: object) -> tuple[Reaction, ...]:
    """Return reactions, or what texts say, with ``;`` between those of one text."""
    if given is None:
        return ()
    if isinstance(given, str):
        given = _cut(given, ";")
    if isinstance(given, Reaction):
        return (given,)
    if not isinstance(given, Iterable) or isinstance(given, Mapping):
        raise Refused("no list of reactions", given, _EXAMPLE)
    return all_made(Reaction, given, _reaction)


def _reaction(entry: object) -> Reaction:
    if not isinstance(entry, str):
        raise Refused("no reaction", entry, _EXAMPLE)
    return reaction_of(entry)


Reactions = Annotated[tuple[Reaction, ...], BeforeValidator(_reactions)]
"""What a policy does when something shows, in the order in which it is looked at."""

"""A portfolio as plain values: what JSON and YAML hold, and what the sheets are made of.

Only what differs from the domain's default is written, so that a file shows what was said.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Final

from capsim.domain.booking import Booking
from capsim.domain.demand import Demand
from capsim.domain.distributions import Distribution, Fixed
from capsim.domain.folding import folded
from capsim.domain.money import Terms
from capsim.domain.person import Person, Skill
from capsim.domain.policy import ASSIGNMENT_RULES, PRIORITY_RULES, Policy
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.reactions import Reaction
from capsim.domain.rework import Rework
from capsim.domain.risk import KINDS_OF_WORDS, Risk, Scale
from capsim.domain.strategy import with_scores
from capsim.domain.uncertainty import Ranges, Spread
from capsim.domain.values import names
from capsim.errors import Refused
from capsim.io.fates import flattened
from capsim.io.grammar import figure
from capsim.io.totals import is_total

__all__ = ["VERSION", "contents_of", "document_of", "plain_value"]

VERSION = 1
"""The version of the files that this capsim writes and reads."""

Plain = Any
"""A text, a number, True, False, a list or a mapping of such."""


def document_of(portfolio: Portfolio) -> dict[str, Plain]:
    """Return everything that a portfolio says, as plain values.

    Parameters
    ----------
    portfolio : Portfolio

    Returns
    -------
    dict of str to plain values
        Reading it back gives an equal portfolio.

    Raises
    ------
    Refused
        If it holds what no file can say, such as a rule that is a function of the caller's.
    """
    projects, groups = folded(portfolio, _in_a_table)
    made = _plain(
        portfolio,
        people=_each,
        projects=lambda _: _each(projects),
        calendars=_each,
        drivers=_each,
        freezes=_each,
        groups=lambda _: _each(groups),
        bookings=_bookings,
        risks=lambda risks: [_risk(risk) for risk in risks],
        risk_scale=_scale,
        strategy=_each,
        targets=_each,
    )
    ranged = [row for project in projects for row in project.demand if row.has_range]
    if ranged and ranged[0].low_high != "PERT":
        made["low_high"] = ranged[0].low_high
    made = flattened({key: content for key, content in made.items() if content != []})
    return {"capsim": VERSION, **made}


def plain_value(content: Any) -> Plain:
    """Return an entity, or what a field of one holds, as plain values."""
    return _risk(content) if isinstance(content, Risk) else _value(content)


def contents_of(cls: type, contents: Mapping[str, Any]) -> dict[str, Plain]:
    """Return some fields of an entity as plain values in the words of files.

    Parameters
    ----------
    cls : type
        Whose fields they are.
    contents : dict of str to object
        None of them empty.
    """
    made = {key: _SPECIAL.get((cls, key), _content)(content) for key, content in contents.items()}
    opened = {
        word: each
        for key, content in made.items()
        for word, each in (content if (cls, key) in _OPENED else {key: content}).items()
    }
    if cls is Project and (said := contents.get("objectives")):
        opened["objectives"] = with_scores(names(said), dict(contents.get("scores", ())))
        opened.pop("scores", None)
    return flattened(opened)


def _content(content: Any) -> Plain:
    if isinstance(content, Mapping):
        return {str(key): _content(each) for key, each in content.items()}
    return [_content(each) for each in content] if isinstance(content, list | tuple) else _value(content)


def _in_a_table(project: str, role: str) -> bool:
    """Whether a project and a role in a table of demand are taken for such, and not for a total."""
    return not is_total(project) and not is_total(role)


def _demand(row: Demand) -> dict[str, Plain]:
    """Return a row of demand, its amounts by period under their unit."""
    rest = {key: content for key, content in _plain(row).items() if key in ("role", "phase", "low", "high")}
    return {**rest, row.unit: {str(period): _figure(amount) for period, amount in row.amounts}}


def _project(project: Project) -> dict[str, Plain]:
    """Return a project, its objectives with their scores."""
    found = _plain(project)
    if found.pop("scores", None) or "objectives" in found:
        found["objectives"] = with_scores(project.objectives, dict(project.scores))
    return found


def _bookings(bookings: Iterable[Booking]) -> list[Plain]:
    """Return bookings, each with its share, as that is what a booking says."""
    return [{**_plain(booking), "share": _figure(booking.share)} for booking in bookings]


def _risk(risk: Risk) -> dict[str, Plain]:
    """Return a risk with its impacts and the ends of its window among its own fields."""
    made = _plain(risk, impact=_plain, window=_ends)
    return {
        key: each
        for name, content in made.items()
        for key, each in (content if name in ("impact", "window") else {name: content}).items()
    }


def _ends(window: tuple[date, date]) -> dict[str, Plain]:
    return {"start": _value(window[0]), "end": _value(window[1])}


def _scale(scale: Scale) -> dict[str, Plain]:
    kinds = dict.fromkeys(KINDS_OF_WORDS, _words)
    return _plain(scale, **kinds)


def _words(steps: Iterable[tuple[str, float]]) -> dict[str, Plain]:
    return {word: _figure(figure) for word, figure in steps}


def _rework(rework: Rework) -> dict[str, Plain]:
    made = _plain(rework)
    if rework.by_speed:
        made["by_speed"] = {figure(speed): _figure(share) for speed, share in rework.by_speed}
    return made


def _plain(entity: Any, **special: Callable[[Any], Plain]) -> dict[str, Plain]:
    """Return the fields of an entity that differ from their defaults."""
    found: dict[str, Plain] = {}
    for name, default in _fields(type(entity)):  # type: ignore[arg-type]  # classes are hashable
        content = getattr(entity, name)
        if content is None or content == () or (content == default and type(content) is type(default)):
            continue
        found[name] = special.get(name, _value)(content)
    return found


@functools.cache
def _fields(cls: type) -> tuple[tuple[str, Any], ...]:
    """Return the names and defaults of an entity's fields; where it comes from is none of what it says."""
    fields = dataclasses.fields(cls)
    return tuple((field.name, field.default) for field in fields if field.compare)


def _each(entities: Iterable[Any]) -> list[Plain]:
    return [_value(entity) for entity in entities]


def _value(content: Any) -> Plain:
    """Return one value as it is written."""
    match content:
        case bool() | str() | int():
            return content
        case float():
            return _figure(content)
        case date():
            return content.isoformat()
        case Demand():
            return _demand(content)
        case Project():
            return _project(content)
        case Person():
            return flattened(_plain(content))
        case Skill():
            return _plain(content, decay=lambda shares: "; ".join(map(figure, shares)))
        case Fixed():
            return _figure(content.mean())
        case Distribution():
            return str(content)
        case tuple():
            return _each(content)
        case Rework():
            return _rework(content)
        case Ranges():
            return _ranges(content)
        case Policy():
            return _policy(content)
        case Terms():
            return _plain(content, exchange_rates=dict)
        case _:
            return _plain(content)


def _figure(number: float) -> float:
    """Return a whole number without its point."""
    return int(number) if number == int(number) else number


def _ranges(ranges: Ranges) -> Plain:
    if ranges == Ranges.usual():
        return "usual"
    return _plain(ranges, by_tag=_spreads, by_skill=_spreads)


def _spreads(pairs: Iterable[tuple[str, Spread]]) -> dict[str, Plain]:
    return {name: _value(spread) for name, spread in pairs}


def _policy(policy: Policy) -> Plain:
    found = _plain(policy, priority=_rule, assignment=_rule, team_wip_limits=dict, reactions=_texts)
    for name in ("reserve_after", "handover_after"):
        if getattr(policy, name) is None:
            found[name] = "none"
    return found


def _texts(reactions: Iterable[Reaction]) -> list[Plain]:
    return [str(reaction) for reaction in reactions]


def _rule(rule: object) -> str:
    """Return the name of one of capsim's own rules."""
    called = type(rule).__name__
    if called in PRIORITY_RULES or called in ASSIGNMENT_RULES:
        return called
    raise Refused(
        "a rule of your own cannot be written to a file", called, "give the policy to simulate() instead"
    )


_SPECIAL: Final[Mapping[tuple[type, str], Callable[[Any], Plain]]] = {
    (Policy, "priority"): lambda rule: rule if isinstance(rule, str) else _rule(rule),
    (Policy, "assignment"): lambda rule: rule if isinstance(rule, str) else _rule(rule),
    (Policy, "team_wip_limits"): dict,
    (Policy, "reactions"): lambda reactions: [str(each) for each in reactions],
    (Portfolio, "bookings"): _bookings,
    (Portfolio, "risk_scale"): _scale,
    (Risk, "impact"): _plain,
    (Risk, "window"): _ends,
}
"""The fields that are not written as what they hold is."""
_OPENED: Final = ((Risk, "impact"), (Risk, "window"))
"""The fields whose parts stand among those of their entity."""

"""Why people are never there for work that they could do, in the words of a sheet of people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from capsim.clock import thousandths

if TYPE_CHECKING:
    from capsim.domain.person import Person, Skill
    from capsim.domain.portfolio import Portfolio

__all__ = ["has_no_time", "why_never_there"]


def has_no_time(share: float) -> bool:
    """Return whether a share for daily business leaves nothing for projects."""
    return thousandths(share) >= 1000


def why_never_there(portfolio: Portfolio, person: Person, skill: Skill) -> str:
    """Return why a person can never begin work for a skill that they have.

    Parameters
    ----------
    portfolio : Portfolio
    person : Person
        On no day at work with the skill.
    skill : Skill

    Returns
    -------
    str
        Such as ``"FTE 0"`` or ``"left on 2026-12-31, before the start"``.
    """
    own = portfolio.run_the_business if person.run_the_business is None else person.run_the_business
    if not thousandths(person.availability):
        return "FTE 0"
    if has_no_time(own):
        return "100 % for daily business"
    if person.end is not None and person.end < portfolio.start:
        return f"left on {person.end}, before the start"
    if person.start is not None and person.start > portfolio.last_day:
        return f"joins on {person.start}, after the last day simulated"
    if not thousandths(skill.proficiency):
        return f"speed 0 for {skill.name}"
    if skill.start is not None or skill.end is not None:
        span = " ".join(f"{word} {day}" for word, day in (("from", skill.start), ("to", skill.end)) if day)
        return f"{skill.name} only {span}"
    return "on leave, or without a working day, all the time"

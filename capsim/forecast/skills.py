"""Who can do what: the skills that people hold, by role, team or person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from capsim.forecast.columns import texts
from capsim.forecast.questions import checked_group
from capsim.forecast.usage import NO_TEAM

if TYPE_CHECKING:
    from capsim.domain.person import Person, Skill
    from capsim.domain.portfolio import Portfolio

__all__ = ["skill_frame"]

_BY: Final = ("role", "team", "person")


def skill_frame(portfolio: Portfolio, by: str) -> pd.DataFrame:
    """Return who holds which skills; see `capsim.domain.portfolio.Portfolio.skills`."""
    by = checked_group("skills", by, _BY)
    held: dict[tuple[str, str], list[Skill]] = {}
    for person in portfolio.staff:
        for skill in person.skills:
            held.setdefault((_group(person, by), skill.name), []).append(skill)
    order = {group: place for place, group in enumerate(dict.fromkeys(group for group, _ in held))}
    cells = sorted(held, key=lambda cell: order[cell[0]])
    levels = [[skill.level for skill in held[cell] if skill.level is not None] for cell in cells]
    return pd.DataFrame(
        {
            by: texts(group for group, _ in cells),
            "skill": texts(skill for _, skill in cells),
            "people": np.array([len(held[cell]) for cell in cells], dtype=np.int64),
            "proficiency": np.array([_mean(held[cell]) for cell in cells], dtype=np.float64),
            "level": np.array([max(each, default=np.nan) for each in levels], dtype=np.float64),
        }
    )


def _group(person: Person, by: str) -> str:
    if by == "person":
        return str(person.name)
    return person.skills[0].name if by == "role" else person.team or NO_TEAM


def _mean(skills: list[Skill]) -> float:
    return sum(skill.proficiency for skill in skills) / len(skills)

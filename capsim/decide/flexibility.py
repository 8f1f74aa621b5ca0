"""Flexibility: how much of each role's work others could take, and who they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from capsim.domain.portfolio import Portfolio
from capsim.domain.staffing import Staffing
from capsim.forecast.columns import texts

__all__ = ["flexibility_frame"]


class _Cover(NamedTuple):
    """How a role can be covered.

    Attributes
    ----------
    people : int
        Whose role it is.
    others : tuple of int
        Who else can do any of its work, by place.
    days : float
        Its work as estimated.
    covered : float
        What of it others can do.
    """

    people: int
    others: tuple[int, ...]
    days: float
    covered: float


class _Wanted(NamedTuple):
    """What work wants of people.

    Attributes
    ----------
    skill : str
        The first choice.
    able : frozenset of int
        Who can ever do it, by place.
    days : float
        Person-days, as estimated.
    """

    skill: str
    able: frozenset[int]
    days: float


def flexibility_frame(portfolio: Portfolio) -> pd.DataFrame:
    """Return how roles can be covered; see `Stress.flexibility`."""
    roles = [person.role if person.kind == "person" else None for person in portfolio.staff]
    wanted = list(_wanted(portfolio))
    found = {role: _cover(role, roles, wanted) for role in dict.fromkeys(roles) if role is not None}
    covers = list(found.values())
    days = np.array([each.days for each in covers], np.float64)
    covered = np.array([each.covered for each in covers], np.float64)
    frame = pd.DataFrame(
        {
            "role": texts(found),
            "people": np.array([each.people for each in covers], np.int64),
            "others": np.array([len(each.others) for each in covers], np.int64),
            "from": texts(_told(Counter(str(roles[place]) for place in each.others)) for each in covers),
            "work_days": days,
            "share": np.divide(covered, days, out=np.full(len(days), np.nan), where=days > 0),
        }
    )
    return frame.sort_values(["share", "others"], kind="stable", na_position="last", ignore_index=True)


def _cover(role: str, roles: list[str | None], wanted: list[_Wanted]) -> _Cover:
    own = [place for place, each in enumerate(roles) if each == role]
    somebody = {place for place, each in enumerate(roles) if each is not None}
    others: set[int] = set()
    days = covered = 0.0
    for each in wanted:
        if each.skill == role and not each.able.isdisjoint(own):
            able = (each.able & somebody).difference(own)
            others |= able
            days += each.days
            covered += each.days * bool(able)
    return _Cover(len(own), tuple(sorted(others)), days, covered)


def _wanted(portfolio: Portfolio) -> Iterator[_Wanted]:
    """Yield what work wants of people; elapsed work, which takes no effort, is left out."""
    staffing = Staffing(portfolio)
    for project in portfolio.projects:
        for task in project.tasks if project.takes_part else ():
            for need in task.needs:
                if need.effort is not None:
                    yield _Wanted(need.skills[0].skill, staffing.may_serve(need), need.effort.mean())


def _told(counts: Counter[str]) -> str:
    return ", ".join(f"{number} {role}" for role, number in counts.most_common())

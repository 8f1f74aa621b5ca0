"""What the speed of a seat depends on beside its person (rule R3): its share, and the size of its team."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from capsim.clock import thousandths
from capsim.domain.person import Skill
from capsim.domain.policy import Policy
from capsim.domain.staffing import offers
from capsim.domain.task import Alternative
from capsim.plan.build import is_valid
from capsim.plan.plan import Plan

__all__ = ["Factors", "factors_of", "fine_offers"]


class Factors(NamedTuple):
    """Factors on the speed of a seat, in millionths.

    Attributes
    ----------
    whole, part : tuple of int
        By the number of people at the need, from one on, the last for more: for a seat that takes a whole
        person, and for one that takes a part.
    """

    whole: tuple[int, ...]
    part: tuple[int, ...]

    @property
    def matter(self) -> bool:
        """Whether any of them is another one than 1."""
        return {*self.whole, *self.part} != {1_000_000}


def factors_of(policy: Policy) -> Factors:
    """Return the factors of a policy on the speed of seats.

    Examples
    --------
    >>> factors_of(Policy(switching_loss=0.2, team_factor=[1, 0.95]))
    Factors(whole=(1000000, 950000), part=(800000, 760000))
    """
    team = [thousandths(factor) for factor in policy.team_factor or (1.0,)]
    kept = 1000 - thousandths(policy.switching_loss)
    return Factors(tuple(1000 * each for each in team), tuple(kept * each for each in team))


def fine_offers(plan: Plan) -> tuple[tuple[dict[int, int], ...], ...]:
    """Return what ``plan.offers`` holds in thousandths, in millionths: for each epoch, kind and person.

    Parameters
    ----------
    plan : Plan
    """
    skills = [person.skills for person in plan.portfolio.staff]
    return tuple(
        tuple(
            {person: _speed(plan, plan.kind_choices[kind], skills[person], day) for person in qualified}
            for kind, qualified in enumerate(epoch)
        )
        for day, epoch in zip(plan.epochs, plan.offers, strict=True)
    )


def _speed(plan: Plan, choices: Sequence[Alternative], skills: Sequence[Skill], day: int) -> int:
    """Return the best speed that a person offers on a day, in millionths."""
    held = [skill for skill in skills if is_valid(skill, day, plan.start)]
    today = plan.start + timedelta(days=day)
    best = max(
        skill.speed_on(today, plan.start) * choice.factor
        for choice in choices
        for skill in held
        if skill.name == choice.skill and offers(skill, choice)
    )
    return math.floor(best * 1_000_000 + 0.5 + 1e-6)

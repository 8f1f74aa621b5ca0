"""How newcomers get up to speed (rule D5), in steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from capsim.domain.people import Onboarding, chances_of
from capsim.plan.exits import can_give_way
from capsim.plan.paths import WHOLE

if TYPE_CHECKING:
    from capsim.plan.plan import Plan

__all__ = ["Step", "ramp_steps", "ramps_after_exits"]

Step = tuple[int, int, int]
"""The first day after joining, the day on which it is over, and by how much speed differs, in thousandths."""


def ramp_steps(onboarding: Onboarding) -> list[Step]:
    """Return when speed differs, in days after joining, and by how much."""
    firsts = [first for first, _ in onboarding.steps]
    ends = [*firsts[1:], onboarding.ramp_days]
    return [
        (first, end, speed - WHOLE)
        for (first, speed), end in zip(onboarding.steps, ends, strict=True)
        if speed != WHOLE
    ]


def ramps_after_exits(plan: Plan) -> list[list[Step]]:
    """Return for each path the steps of whoever follows somebody who left overloaded."""
    staff = plan.portfolio.staff
    all_chances = [chances_of(plan.portfolio, staff[person]) for person in plan.paths.person.tolist()]
    return [
        ramp_steps(chances.onboarding) if chances.onboarding is not None and can_give_way(chances) else []
        for chances in all_chances
    ]

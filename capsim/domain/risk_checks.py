"""What must hold between risks, the scale that they are scored on, and the people whom they take away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from capsim.domain.named import Named
from capsim.domain.risk import KINDS_OF_IMPACT, Scale
from capsim.errors import Problem, Refused, did_you_mean

if TYPE_CHECKING:
    from capsim.domain.portfolio import Portfolio

__all__ = ["risk_problems"]


def risk_problems(portfolio: Portfolio) -> Iterator[Problem]:
    """Find words that the scale of risks does not have, and names of nobody.

    Parameters
    ----------
    portfolio : Portfolio

    Yields
    ------
    Problem
    """
    scale = portfolio.risk_scale
    for risk in portfolio.risks:
        where = f"Risk {risk.name!r}"
        yield from _off(f"{where}, probability", scale, "probability", risk.probability)
        for kind in KINDS_OF_IMPACT:
            yield from _off(f"{where}, {kind}", scale, kind, getattr(risk.impact, kind))
        for response in risk.responses:
            place = f"{where}, response {response.name!r}, probability"
            yield from _off(place, scale, "probability", response.probability)
    yield from _unknown_people(portfolio)


def _unknown_people(portfolio: Portfolio) -> Iterator[Problem]:
    taking = [risk for risk in portfolio.risks if risk.impact.takes_people]
    if not taking:
        return
    known = Named(portfolio.people).names
    for risk in taking:
        for field in ("away", "leaves"):
            for name in getattr(risk.impact, field):
                if name not in known:
                    where = f"Risk {risk.name!r}, {field}"
                    yield Problem(where, "no such person or team", name, did_you_mean(name, known))


def _off(where: str, scale: Scale, kind: str, score: object) -> Iterator[Problem]:
    if isinstance(score, str):
        try:
            scale.of(kind, score)
        except Refused as refused:
            yield from (problem.at(where) for problem in refused.found)

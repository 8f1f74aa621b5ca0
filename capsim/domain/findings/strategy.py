"""Remarks on what the portfolio is for: objectives that nothing serves, projects that serve none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from capsim.domain.findings.finding import Finding, about_all, on_projects, taking_part
from capsim.domain.strategy import weights_of
from capsim.domain.words import some

if TYPE_CHECKING:
    from capsim.domain.portfolio import Portfolio

__all__ = ["about_strategy"]


def about_strategy(portfolio: Portfolio) -> Iterator[Finding]:
    """Find projects without objective where others have one, and objectives that no project serves."""
    projects = taking_part(portfolio)
    if not portfolio.strategy and not any(project.objectives for project in projects):
        return
    yield from on_projects(
        "no objective",
        "warning",
        [project for project in projects if not project.objectives],
        "serves no objective, while other projects say what they are for",
        "name its objectives, or ask whether it is needed",
    )
    weights = weights_of(portfolio)
    starved = [
        name for name, weight in weights.items() if weight and not any(p.score(name) for p in projects)
    ]
    if starved:
        share = sum(weights[name] for name in starved)
        yield about_all(
            "starved objectives",
            "warning",
            f"no project serves {some([repr(name) for name in starved])}: {share:.0%} of all weight",
            "name it in a project, or lower its weight",
        )

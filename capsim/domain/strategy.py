"""What a portfolio is for: objectives, how much they weigh, and which projects contribute to them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Final

from pydantic import BeforeValidator

from capsim.domain.lists import pairs_of
from capsim.domain.reprs import as_call, as_code
from capsim.domain.values import Name, NumberLike, OptionalName, name, plain, value, within
from capsim.errors import Problem, did_you_mean

if TYPE_CHECKING:
    from capsim.domain.portfolio import Portfolio
    from capsim.domain.project import Project

__all__ = [
    "Objective",
    "Scores",
    "objective_problems",
    "scored",
    "shares_of_objectives",
    "weights_of",
    "with_scores",
]

_MOST: Final = 1_000_000


def _amount(given: object) -> float:
    return within(given, 0, _MOST, f"write a number from 0 to {_MOST:,}")


def _scores(given: object) -> tuple[tuple[str, float], ...]:
    """Return scores other than 1 by objective, from a mapping or from pairs."""
    found = pairs_of(given, name, _amount, "objective {!r}".format, "no scores", '{"growth": 3}')
    return tuple((objective, score) for objective, score in found if score != 1)


Scores = Annotated[tuple[tuple[str, float], ...], BeforeValidator(_scores)]
"""How much a project contributes to objectives, where it is not 1."""

_SCORED: Final = re.compile(r"(.+?)\s+at\s+(\d+(?:\.\d+)?)")


def scored(texts: Iterable[str]) -> tuple[list[str], dict[str, float]]:
    """Split texts such as ``"growth at 3"`` into the names of objectives and the scores given.

    Examples
    --------
    >>> scored(["growth at 3", "compliance"])
    (['growth', 'compliance'], {'growth': 3.0})
    """
    found = [(_SCORED.fullmatch(text), text) for text in texts]
    scores = {match[1]: float(match[2]) for match, _ in found if match}
    return [match[1] if match else text for match, text in found], scores


def with_scores(names: Iterable[str], scores: Mapping[str, float]) -> list[str]:
    """Return the texts that mean objectives and their scores, which `scored` reads back.

    Examples
    --------
    >>> with_scores(["growth", "meet at 9"], {"growth": 3})
    ['growth at 3', 'meet at 9 at 1']
    """
    return [
        f"{name} at {plain(scores.get(name, 1))}" if name in scores or _SCORED.fullmatch(name) else name
        for name in names
    ]


Weight = Annotated[float, BeforeValidator(_amount)]


@value
class Objective:
    """What the portfolio is to achieve, and how much that weighs.

    Weights count against each other: those of a stakeholder are shares of their sum. Where several
    stakeholders give weights, each of them has the same say.

    Parameters
    ----------
    name : str
        As projects name it.
    weight : float
        At least 0.
    stakeholder : str, optional
        Whose weight it is.
    owner : str, optional
        Who answers for it.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> Objective("digital services", 3)
    Objective('digital services', 3)
    >>> Objective("digital services", 5, stakeholder="Citizens")
    Objective('digital services', 5, stakeholder='Citizens')
    """

    name: Name
    weight: Weight = 1.0
    stakeholder: OptionalName = None
    owner: OptionalName = None

    if TYPE_CHECKING:

        def __init__(
            self,
            name: str,
            weight: NumberLike = 1.0,
            stakeholder: str | None = None,
            owner: str | None = None,
        ) -> None: ...

    def __repr__(self) -> str:
        return as_call(self, "name", "weight")

    _repr_html_ = as_code


def weights_of(portfolio: Portfolio) -> dict[str, float]:
    """Return the share of all weight that each objective has, in the order of the portfolio.

    Without a list of objectives those that projects name weigh the same.

    Parameters
    ----------
    portfolio : Portfolio

    Returns
    -------
    dict of str to float
        They sum up to 1, unless nothing has any weight.

    Examples
    --------
    >>> from capsim.domain.portfolio import Portfolio
    >>> agency = Portfolio("Agency", "2027-01-04", strategy=[Objective("growth", 3), Objective("cost")])
    >>> weights_of(agency)
    {'growth': 0.75, 'cost': 0.25}
    """
    by_stakeholder: dict[str | None, dict[str, float]] = {}
    for objective in portfolio.strategy:
        by_stakeholder.setdefault(objective.stakeholder, {})[objective.name] = objective.weight
    if not by_stakeholder:
        named = dict.fromkeys(name for project in portfolio.projects for name in project.objectives)
        by_stakeholder[None] = dict.fromkeys(named, 1.0)
    told = [weights for weights in by_stakeholder.values() if sum(weights.values()) > 0]
    names = dict.fromkeys(name for weights in by_stakeholder.values() for name in weights)
    return {
        name: sum(weights.get(name, 0.0) / sum(weights.values()) for weights in told) / max(len(told), 1)
        for name in names
    }


def shares_of_objectives(project: Project) -> dict[str, float]:
    """Return the part of a project that stands for each of its objectives, by their scores.

    Parameters
    ----------
    project : Project

    Returns
    -------
    dict of str to float
        They sum up to 1, or there is none.

    Examples
    --------
    >>> from capsim.domain.project import Project
    >>> shares_of_objectives(Project("Portal", objectives={"growth": 3, "cost": 1}))
    {'growth': 0.75, 'cost': 0.25}
    """
    scores = {name: project.score(name) for name in project.objectives}
    total = sum(scores.values())
    return {name: score / total for name, score in scores.items()} if total else {}


def objective_problems(portfolio: Portfolio) -> Iterator[Problem]:
    """Find objectives listed twice, and those that projects name and the list does not know.

    Parameters
    ----------
    portfolio : Portfolio

    Yields
    ------
    Problem
    """
    seen: set[tuple[str, str | None]] = set()
    for objective in portfolio.strategy:
        key = objective.name, objective.stakeholder
        if key in seen:
            of = f" by {objective.stakeholder!r}" if objective.stakeholder else ""
            yield Problem(
                f"Objective {objective.name!r}",
                f"weighed twice{of}",
                fix="weigh it once for each stakeholder",
            )
        seen.add(key)
    known = dict.fromkeys(objective.name for objective in portfolio.strategy)
    if not known:
        return
    for project in portfolio.projects:
        for named in project.objectives:
            if named not in known:
                where = f"Project {project.name!r}, objectives"
                yield Problem(where, "no such objective", named, did_you_mean(named, known))

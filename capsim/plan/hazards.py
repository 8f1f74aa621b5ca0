"""The risks of a plan in numbers, and the work that each touches (rules D3, D4)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.clock import TICKS_PER_DAY, day_index
from capsim.domain.distributions import Distribution, Fixed
from capsim.domain.portfolio import Portfolio
from capsim.domain.risk import KINDS_OF_IMPACT, Response, Risk, Scale
from capsim.plan.estimates import estimates_of
from capsim.plan.plan import Plan
from capsim.plan.scopes import Scopes, works_of

__all__ = ["Hazard", "Hits", "ImpactLaws", "Lists", "Terms", "hazards_of", "hits_of"]

Ints = npt.NDArray[np.int64]


class Terms(NamedTuple):
    """How a risk is from a day on.

    Attributes
    ----------
    day : int
        The first day on which it is so.
    probability : float
        That it strikes.
    left : float
        What responses leave of every impact.
    """

    day: int
    probability: float
    left: float


class ImpactLaws(NamedTuple):
    """The impacts of a risk in numbers; None where it has none of a kind."""

    effort: Distribution | None
    delay: Distribution | None
    cost: Distribution | None


class Hazard(NamedTuple):
    """A risk that can strike.

    Attributes
    ----------
    risk : Risk
        As it stands in the register.
    impact : ImpactLaws
    terms : tuple of Terms
        How it is, by the responses that work by then; of a risk without a window one entry.
    window : (int, int) or None
        The first day on which it can strike, and the day after the last.
    """

    risk: Risk
    impact: ImpactLaws
    terms: tuple[Terms, ...]
    window: tuple[int, int] | None

    @property
    def name(self) -> str:
        """Its name."""
        return self.risk.name

    @property
    def is_uncertain(self) -> bool:
        """Whether it may strike work or not, or how hard or when it does is drawn."""
        if all(terms.probability == 0 for terms in self.terms):
            return False
        laws = (self.impact.effort, self.impact.delay)
        drawn = any(law is not None and not law.is_fixed for law in laws)
        return drawn or self.window is not None or self.terms[0].probability < 1


def hazards_of(portfolio: Portfolio) -> tuple[Hazard, ...]:
    """Return the risks that have a probability, in the order of the register.

    Parameters
    ----------
    portfolio : Portfolio

    Returns
    -------
    tuple of Hazard
    """
    return tuple(_hazard(risk, portfolio) for risk in portfolio.risks if risk.probability is not None)


def _hazard(risk: Risk, portfolio: Portfolio) -> Hazard:
    scale, taken = portfolio.risk_scale, risk.taken
    window, leads = None, [0]
    if risk.window is not None:
        first, last = (day_index(day, portfolio.start) for day in risk.window)
        window = first, last + 1
        leads = sorted({0, *(math.ceil(each.lead_days) for each in taken)})
    terms = tuple(
        Terms(lead, *_terms(risk, scale, (each for each in taken if not window or each.lead_days <= lead)))
        for lead in leads
    )
    return Hazard(risk, _laws(risk, scale), terms, window)


def _laws(risk: Risk, scale: Scale) -> ImpactLaws:
    """Return impacts, numbers of the scale for its words."""
    given = ((kind, getattr(risk.impact, kind)) for kind in KINDS_OF_IMPACT)
    return ImpactLaws(*(Fixed(scale.of(kind, law)) if isinstance(law, str) else law for kind, law in given))


def _terms(risk: Risk, scale: Scale, working: Iterable[Response]) -> tuple[float, float]:
    """Return a probability and what is left of impacts: the last response that says a probability decides."""
    probability, left = _share(risk.probability, scale), 1.0
    for response in working:
        left *= response.impact
        if response.probability is not None:
            probability = _share(response.probability, scale)
    return probability, left


def _share(score: float | str | None, scale: Scale) -> float:
    return scale.of("probability", score) if isinstance(score, str) else score or 0.0


# ---------------------------------------------------------------- what they hit


class Lists(NamedTuple):
    """Short lists, one for each of many: those of index i are ``entry[first[i]:first[i + 1]]``."""

    first: Ints
    entry: Ints

    @classmethod
    def of(cls, size: int, pairs: Iterable[tuple[int, int]]) -> Lists:
        """Make lists of (index, entry) pairs; entries stay in their order."""
        found = sorted(pairs, key=lambda pair: pair[0])
        counts = np.bincount([index for index, _ in found], minlength=size)
        first = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        return cls(first, np.array([entry for _, entry in found], dtype=np.int64))


class Hits(NamedTuple):
    """Which work risks touch.

    Attributes
    ----------
    hazards : tuple of Hazard
    factors : tuple of (int, ndarray of int64)
        The risks without a window that change amounts, and the estimates that they move.
    delays : tuple of (int, ndarray of int64)
        The risks without a window that delay work, and the tasks whose ready ticks they move.
    windowed : ndarray of int64
        The risks with a window that touch any work; the lists that follow hold places in it.
    until : ndarray of int64, (windowed,)
        The tick at which the window closes.
    effort, duration, ready : Lists
        By need, by task and by task: those that change its effort, its duration, its ready tick.
    """

    hazards: tuple[Hazard, ...]
    factors: tuple[tuple[int, Ints], ...]
    delays: tuple[tuple[int, Ints], ...]
    windowed: Ints
    until: Ints
    effort: Lists
    duration: Lists
    ready: Lists

    @property
    def is_late(self) -> bool:
        """Whether any risk with a window touches work."""
        return len(self.windowed) > 0


def hits_of(plan: Plan) -> Hits:
    """Return which work the risks of a plan touch.

    Parameters
    ----------
    plan : Plan

    Returns
    -------
    Hits
    """
    hazards = hazards_of(plan.portfolio)
    estimates = list(estimates_of(plan)) if hazards else []
    works = list(works_of(plan)) if hazards else []
    scopes = Scopes(plan.portfolio)
    amounts = [_if(each.impact.effort, scopes.within(each.risk.scope, estimates)) for each in hazards]
    moved = [
        _if(each.impact.delay, _moved(plan, each, scopes.within(each.risk.scope, works))) for each in hazards
    ]
    numbers = range(len(hazards))
    late = [
        number
        for number in numbers
        if hazards[number].window is not None and len(amounts[number]) + len(moved[number])
    ]
    touched = [(estimates[at], place) for place, number in enumerate(late) for at in amounts[number].tolist()]
    return Hits(
        hazards=hazards,
        factors=_without_window(hazards, amounts),
        delays=_without_window(hazards, moved),
        windowed=np.array(late, dtype=np.int64),
        until=np.array([_closing(hazards[number]) for number in late], dtype=np.int64),
        effort=Lists.of(plan.n_needs, ((each.column, place) for each, place in touched if each.need)),
        duration=Lists.of(plan.n_tasks, ((each.column, place) for each, place in touched if not each.need)),
        ready=Lists.of(
            plan.n_tasks,
            ((task, place) for place, number in enumerate(late) for task in moved[number].tolist()),
        ),
    )


def _closing(hazard: Hazard) -> int:
    return 0 if hazard.window is None else max(0, hazard.window[1]) * TICKS_PER_DAY


def _if(law: object, places: Ints) -> Ints:
    return places[:0] if law is None else places


def _without_window(hazards: Sequence[Hazard], touched: Sequence[Ints]) -> tuple[tuple[int, Ints], ...]:
    return tuple(
        (number, places)
        for number, (hazard, places) in enumerate(zip(hazards, touched, strict=True))
        if hazard.window is None and len(places)
    )


def _moved(plan: Plan, hazard: Hazard, tasks: Ints) -> Ints:
    """Return the tasks whose ready ticks a delay moves: those named, else those after no other in scope."""
    if hazard.risk.scope.tasks:
        return tasks
    after: dict[int, list[int]] = {}
    of_starts = plan.link_kind < 2
    for before, task in zip(
        plan.link_before[of_starts].tolist(), plan.link_after[of_starts].tolist(), strict=True
    ):
        after.setdefault(before, []).append(task)
    waiting: set[int] = set()
    ahead = tasks.tolist()
    while ahead:
        for task in after.get(ahead.pop(), ()):
            if task not in waiting:
                waiting.add(task)
                ahead.append(task)
    return np.array([task for task in tasks.tolist() if task not in waiting], dtype=np.int64)

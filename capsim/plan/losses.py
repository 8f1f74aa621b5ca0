"""People whom risks take away (rule D4): for some days, or for good, from the day on which they strike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.clock import NEVER, TICKS_PER_DAY, ticks_of_days
from capsim.domain.distributions import Distribution, Fixed
from capsim.domain.named import Named
from capsim.plan.hazards import hazards_of
from capsim.plan.laws import Laws
from capsim.plan.paths import Spans
from capsim.plan.streams import stream_path
from capsim.plan.strikes import Strikes
from capsim.plan.turns import Chance, Turns, sampled
from capsim.plan.uniforms import Streams

if TYPE_CHECKING:
    from capsim.domain.people import Attrition
    from capsim.domain.portfolio import Portfolio

__all__ = ["Departure", "Departures", "Leaving", "Loss", "Losses", "departures_of", "losses_of"]

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


class Loss(NamedTuple):
    """What a risk does to somebody.

    Attributes
    ----------
    risk : int
        Its place among those that can strike.
    name : str
        Of the risk.
    days : Distribution or None
        For how many calendar days it takes them away; None: for good.
    to_hire : Distribution or None
        How many it takes to find a successor of who leaves for good, if the risk says so.
    """

    risk: int
    name: str
    days: Distribution | None
    to_hire: Distribution | None


def losses_of(portfolio: Portfolio) -> Mapping[int, tuple[Loss, ...]]:
    """Return what risks do to people, by their places among everybody; nothing to candidates.

    Parameters
    ----------
    portfolio : Portfolio

    Returns
    -------
    dict of int to tuple of Loss
    """
    hazards = hazards_of(portfolio)
    if not any(hazard.risk.impact.takes_people for hazard in hazards):
        return {}
    found: dict[int, list[Loss]] = {}
    named = Named(portfolio.people)
    for number, hazard in enumerate(hazards):
        impact = hazard.risk.impact
        for place in named.places_of(impact.away):
            found.setdefault(place, []).append(Loss(number, hazard.name, impact.away_days, None))
        for place in named.places_of(impact.leaves):
            found.setdefault(place, []).append(Loss(number, hazard.name, None, impact.days_to_hire))
    candidates = {place for place, person in enumerate(portfolio.staff) if person.is_candidate}
    return {place: tuple(losses) for place, losses in found.items() if place not in candidates}


# ---------------------------------------------------------------- away for some days


@dataclass(frozen=True, eq=False)
class Losses:
    """Those who can be away for some days.

    Attributes
    ----------
    paths, risks : ndarray of int64, (losses,)
        Whose path each is, and the risk.
    streams : Streams
    laws : Laws
    """

    paths: Ints
    risks: Ints
    streams: Streams
    laws: Laws

    @classmethod
    def of(cls, given: Sequence[tuple[int, str, Loss]]) -> Losses:
        """Prepare losses: the path and the name of whom each concerns."""
        some = [(path, name, loss, loss.days) for path, name, loss in given if loss.days is not None]
        laws = Laws.of((days, 1.0) for *_, days in some)
        names = [stream_path("risk", loss.name, "away", name) for _, name, loss, _ in some]
        return cls(
            np.array([path for path, *_ in some], np.int64),
            np.array([loss.risk for _, _, loss, _ in some], np.int64),
            Streams.of([names[column] for column in laws.drawn]),
            laws,
        )

    def spans(self, chance: Chance, strikes: Strikes, rows: Ints, last: int) -> Spans:
        """Return when people are away: whole days, rounded half up, from that of the strike on.

        Parameters
        ----------
        chance : Chance
        strikes : Strikes
        rows : ndarray of int64, (replications, 1)
            The key of the first path of each.
        last : int
            Where every path ends.
        """
        days = self.laws.sample(self.streams.uniforms(*chance))
        begin = strikes.day[:, self.risks]
        length = np.floor(strikes.left[:, self.risks] * days + 0.5).astype(np.int64)
        end = np.minimum(begin + length, last)
        real = strikes.occurs[:, self.risks] & (begin < end)
        keys = (rows + self.paths)[real]
        return Spans(keys, begin[real], end[real], np.ones(len(keys), np.int64))


# ---------------------------------------------------------------- gone for good


class Departure(NamedTuple):
    """What makes somebody leave a seat for good.

    Attributes
    ----------
    risk : int
    name : str
        Of the risk.
    to_hire : Distribution
        Calendar days until a successor sits there.
    filled : float
        Probability that one ever does.
    """

    risk: int
    name: str
    to_hire: Distribution
    filled: float


def departures_of(losses: Sequence[Loss], attrition: Attrition | None) -> tuple[Departure, ...]:
    """Return the departures among somebody's losses; who finds successors for leavers does so for these."""
    found = []
    for loss in losses:
        if loss.days is not None:
            continue
        to_hire: Distribution = Fixed(0)
        filled = 0.0
        if loss.to_hire is not None:
            to_hire, filled = loss.to_hire, 1.0
        elif attrition is not None:
            to_hire, filled = attrition.days_to_hire, attrition.filled
        found.append(Departure(loss.risk, loss.name, to_hire, filled))
    return tuple(found)


class Leaving(NamedTuple):
    """When a risk makes the people of some seats leave, and what follows: (replications, seats).

    Attributes
    ----------
    tick : ndarray of int64
        `capsim.clock.NEVER` where it does not.
    hire : ndarray of int64
        Ticks until a successor sits there.
    filled : ndarray of bool
        Whether one ever does.
    """

    tick: Ints
    hire: Ints
    filled: Bools


class Stays(NamedTuple):
    """What is drawn for those who follow one another on seats: (replications, seats, turns).

    Attributes
    ----------
    stay, hire : ndarray of int64
        Ticks until somebody leaves, and from then until the next one joins.
    filled : ndarray of bool
        Whether there is a next one.
    """

    stay: Ints
    hire: Ints
    filled: Bools


@dataclass(frozen=True, eq=False)
class Departures:
    """The risks that make the people of some seats leave.

    Attributes
    ----------
    causes : tuple of Departure
    turns : tuple of Turns
        The chance of each, one number for each seat: whether it is filled again, and how soon.
    """

    causes: tuple[Departure, ...]
    turns: tuple[Turns, ...]

    @classmethod
    def of(cls, causes: Sequence[Departure], paths: Sequence[int], names: Sequence[str]) -> Departures:
        """Prepare the streams of the seats of some people."""
        turns = (
            Turns.along(paths, [stream_path("risk", each.name, "leaves", name) for name in names], 2)
            for each in causes
        )
        return cls(tuple(causes), tuple(turns))

    def leavings(self, chance: Chance, strikes: Strikes) -> Iterator[Leaving]:
        """Yield what each of the risks does."""
        for cause, turns in zip(self.causes, self.turns, strict=True):
            filled, hire = turns.uniforms(chance, 0, 1)[..., 0]
            left = strikes.left[:, cause.risk, None]
            strikes_here = strikes.occurs[:, cause.risk, None] & (left > 0)
            tick = np.where(strikes_here, strikes.day[:, cause.risk, None] * TICKS_PER_DAY, NEVER)
            yield Leaving(
                np.broadcast_to(tick, hire.shape),
                np.maximum(ticks_of_days(left * sampled(cause.to_hire, hire)), TICKS_PER_DAY),
                filled < cause.filled,
            )


def interrupted(
    begin: Ints, since: Ints, stays: Stays, leavings: Sequence[Leaving], limit: int
) -> tuple[Ints, Ints, Bools]:
    """Return who sits on seats when: from which tick, to which tick, and whether there is somebody.

    A risk strikes whoever sits there on its day; whom it finds nobody in the place of, it spares.

    Parameters
    ----------
    begin, since : ndarray of int64, (replications, seats)
        When the first ones join, and from when on their stays count.
    stays : Stays
    leavings : sequence of Leaving
    limit : int
        The tick at which everything ends.

    Returns
    -------
    (ndarray, ndarray, ndarray)
        (replications, seats, turns) each.
    """
    joined, left, real = [begin], [], [begin < limit]
    for turn in range(stays.stay.shape[2]):
        leave = np.minimum(since, limit) + np.minimum(stays.stay[..., turn], limit)
        hire, filled = stays.hire[..., turn], stays.filled[..., turn]
        for each in leavings:
            found = (joined[-1] // TICKS_PER_DAY * TICKS_PER_DAY <= each.tick) & (each.tick < leave)
            leave = np.where(found, each.tick, leave)
            hire, filled = np.where(found, each.hire, hire), np.where(found, each.filled, filled)
        left.append(np.minimum(leave, limit))
        since = left[-1] + hire
        joined.append(since)
        real.append(real[-1] & filled & (since < limit))
    return np.stack(joined[:-1], axis=2), np.stack(left, axis=2), np.stack(real[:-1], axis=2)

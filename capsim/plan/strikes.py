"""What risks do in each replication, drawn before the run (rule D4)."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.clock import NEVER, SLACK, TICKS_PER_DAY, ticks_of_days
from capsim.domain.distributions import Distribution, Fixed
from capsim.domain.sampling import SamplingPlan
from capsim.plan.estimates import Estimate
from capsim.plan.hazards import Hazard, Hits, Lists, Terms
from capsim.plan.laws import Laws
from capsim.plan.streams import stream_path
from capsim.plan.uniforms import Streams

__all__ = ["Late", "RiskDraws", "Strikes"]

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_ALMOST_ONE: Final = np.nextafter(1.0, 0.0)


class Strikes(NamedTuple):
    """What becomes of each risk: arrays (replications, risks), of those that have a probability.

    Attributes
    ----------
    occurs : ndarray of bool
    day : ndarray of int64
        The day on which it strikes if it does; 0 for one without a window.
    effort : ndarray of float64
        Factor on amounts; 1 where it does not strike.
    delay : ndarray of float64
        Working days; 0 where it does not strike.
    cost : ndarray of float64
        Money, negative for what is saved; 0 where it does not strike.
    left : ndarray of float64
        What responses leave of every impact.
    """

    occurs: Bools
    day: Ints
    effort: Floats
    delay: Floats
    cost: Floats
    left: Floats


class Late(NamedTuple):
    """What risks with a window do: the engines compare ticks and add.

    Attributes
    ----------
    strike : ndarray of int64, (replications, windowed risks)
        The tick at which it strikes; `capsim.clock.NEVER` where it does not.
    strike_delay : ndarray of int64, (replications, windowed risks)
        Working ticks.
    extra_effort, extra_duration : ndarray of int64, (replications, entries)
        Ticks added to a need's effort, or a task's duration, for each entry of `Hits.effort` and
        `Hits.duration`.
    """

    strike: Ints
    strike_delay: Ints
    extra_effort: Ints
    extra_duration: Ints


@dataclass(frozen=True, eq=False)
class _Impacts:
    """The impacts of one kind: their streams and laws, one for each risk."""

    streams: Streams
    laws: Laws

    @classmethod
    def of(cls, hazards: Sequence[Hazard], kind: str, nothing: float) -> _Impacts:
        given: list[Distribution] = [getattr(hazard.impact, kind) or Fixed(nothing) for hazard in hazards]
        laws = Laws.of((law, 1.0) for law in given)
        paths = [stream_path("risk", hazards[at].name, "impact", kind) for at in laws.drawn]
        return cls(Streams.of(paths), laws)

    def sample(self, seed: int, sampling: SamplingPlan, first: int, count: int) -> Floats:
        return self.laws.sample(self.streams.uniforms(seed, sampling, first, count))


@dataclass(frozen=True, eq=False)
class RiskDraws:
    """The chance of risks: which strike, when, and how hard.

    Attributes
    ----------
    hits : Hits
    """

    hits: Hits
    _occurs: Streams
    _days: Streams
    _effort: _Impacts
    _delay: _Impacts
    _cost: _Impacts

    @classmethod
    def of(cls, hits: Hits) -> RiskDraws:
        """Prepare the streams of risks."""
        hazards = hits.hazards
        dated = [hazard for hazard in hazards if hazard.window is not None]
        return cls(
            hits,
            Streams.of([stream_path("risk", hazard.name, "occurs") for hazard in hazards]),
            Streams.of([stream_path("risk", hazard.name, "day") for hazard in dated]),
            _Impacts.of(hazards, "effort", 1.0),
            _Impacts.of(hazards, "delay", 0.0),
            _Impacts.of(hazards, "cost", 0.0),
        )

    @property
    def streams(self) -> tuple[Streams, ...]:
        """All streams that are drawn."""
        impacts = (self._effort, self._delay, self._cost)
        return (self._occurs, self._days, *(each.streams for each in impacts))

    @property
    def are_uncertain(self) -> bool:
        """Whether a risk that touches work may strike or not, or how hard or when it strikes is drawn."""
        hits = self.hits
        touching = {number for number, _ in (*hits.factors, *hits.delays)} | set(hits.windowed.tolist())
        return any(hits.hazards[number].is_uncertain for number in touching)

    def strikes(self, seed: int, sampling: SamplingPlan, first: int, count: int) -> Strikes:
        """Return what becomes of each risk in replications ``first`` to ``first + count - 1``."""
        hazards = self.hits.hazards
        day = self._day(seed, sampling, first, count)
        probability = _on(hazards, day, operator.attrgetter("probability"))
        left = _on(hazards, day, operator.attrgetter("left"))
        occurs = self._occurs.uniforms(seed, sampling, first, count) < probability
        effort, delay, cost = (
            each.sample(seed, sampling, first, count) for each in (self._effort, self._delay, self._cost)
        )
        sign = np.array([-1.0 if hazard.risk.kind == "opportunity" else 1.0 for hazard in hazards])
        return Strikes(
            occurs,
            day,
            np.where(occurs, 1.0 + left * (effort - 1.0), 1.0),
            np.where(occurs, left * delay, 0.0),
            np.where(occurs, sign * left * cost, 0.0),
            left,
        )

    def _day(self, seed: int, sampling: SamplingPlan, first: int, count: int) -> Ints:
        hazards = self.hits.hazards
        day = np.zeros((count, len(hazards)), np.int64)
        dated = [(at, hazard.window) for at, hazard in enumerate(hazards) if hazard.window is not None]
        if dated:
            begin = np.array([window[0] for _, window in dated])
            length = np.array([window[1] - window[0] for _, window in dated])
            u = self._days.uniforms(seed, sampling, first, count)
            day[:, [at for at, _ in dated]] = begin + (u * length).astype(np.int64)
        return day

    # ------------------------------------------------------------ what is settled before the run

    def factors(self, strikes: Strikes) -> Floats:
        """Return the factors of risks without a window: (replications, `Hits.factors`)."""
        return strikes.effort[:, [number for number, _ in self.hits.factors]]

    def mean_factors(self) -> Floats:
        """Return the mean of each of these factors."""
        found = []
        for number, _ in self.hits.factors:
            (terms,) = self.hits.hazards[number].terms
            found.append(1.0 + terms.probability * terms.left * (self._effort.laws.means[number] - 1.0))
        return np.array(found)

    def largest_factors(self) -> Floats:
        """Return the largest value of each of these factors."""
        return self._largest()[[number for number, _ in self.hits.factors]]

    def growth(self, estimates: Sequence[Estimate]) -> Floats:
        """Return by how many times each estimate may grow by risks with a window."""
        more, hits = self._largest() - 1.0, self.hits
        found = np.zeros(len(estimates))
        for at, each in enumerate(estimates):
            lists = hits.effort if each.need is not None else hits.duration
            places = lists.entry[lists.first[each.column] : lists.first[each.column + 1]]
            found[at] = more[hits.windowed[places]].sum()
        return found

    def _largest(self) -> Floats:
        """Return the largest factor of each risk."""
        laws = self._effort.laws
        top = laws.sample(np.full((1, len(laws.drawn)), _ALMOST_ONE))[0]
        most = [max(terms.left for terms in hazard.terms) for hazard in self.hits.hazards]
        return np.asarray(np.maximum(1.0, 1.0 + np.array(most) * (top - 1.0)))

    def delays(self, strikes: Strikes, tasks: int) -> Ints:
        """Return the working ticks by which risks without a window move ready ticks: (replications, tasks).

        Without any such risk (replications, 0).
        """
        count = len(strikes.occurs)
        if not self.hits.delays:
            return np.zeros((count, 0), np.int64)
        ticks = ticks_of_days(strikes.delay)
        found = np.zeros((count, tasks), np.int64)
        for number, moved in self.hits.delays:
            found[:, moved] += ticks[:, number, np.newaxis]
        return found

    # ------------------------------------------------------------ what depends on when work starts

    def late(self, strikes: Strikes, effort: Ints, duration: Ints) -> Late:
        """Return what risks with a window do to the amounts drawn; empty without any."""
        hits = self.hits
        numbers = hits.windowed
        tick = np.maximum(strikes.day[:, numbers], 0) * TICKS_PER_DAY
        more = strikes.effort[:, numbers] - 1.0
        return Late(
            np.where(strikes.occurs[:, numbers], tick, NEVER),
            ticks_of_days(strikes.delay[:, numbers]),
            _extra(effort, hits.effort, more),
            _extra(duration, hits.duration, more),
        )


def _extra(amounts: Ints, lists: Lists, more: Floats) -> Ints:
    """Return what is added to amounts: a share of each, rounded up to ticks."""
    index = np.repeat(np.arange(len(lists.first) - 1), np.diff(lists.first))
    return np.ceil(amounts[:, index] * more[:, lists.entry] - SLACK).astype(np.int64)


def _on(hazards: Sequence[Hazard], day: Ints, of: Callable[[Terms], float]) -> Floats:
    """Return a number of each risk's terms as they are on a day."""
    found = np.empty(day.shape)
    for at, hazard in enumerate(hazards):
        found[:, at] = of(hazard.terms[0])
        for terms in hazard.terms[1:]:
            found[day[:, at] >= terms.day, at] = of(terms)
    return found

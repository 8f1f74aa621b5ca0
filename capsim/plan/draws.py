"""All the chance of a run, drawn before it: amounts in ticks, and which projects go ahead (D1 to D3, D7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.clock import MAX_DAYS, ticks_of_days
from capsim.domain.distributions import Distribution
from capsim.domain.lookup import Lookup
from capsim.domain.sampling import Independent, SamplingPlan
from capsim.errors import InputError, Problem
from capsim.plan.correlation import correlated, mixing_matrix
from capsim.plan.estimates import Estimate, estimates_of, range_factors, spread_of
from capsim.plan.exits import Exits
from capsim.plan.fates import Fates, make_fates
from capsim.plan.happening import Happening, make_happening
from capsim.plan.laws import Laws
from capsim.plan.paths import Paths
from capsim.plan.plan import Plan
from capsim.plan.scopes import Scopes
from capsim.plan.streams import checked_seed, refuse_collisions, stream_path, words
from capsim.plan.surprises import Surprises
from capsim.plan.uniforms import Streams, hashed

__all__ = [
    "LARGEST_DAYS",
    "Amounts",
    "Block",
    "Draws",
    "Factor",
    "Group",
    "make_draws",
]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

LARGEST_DAYS: Final = 10_000_000
"""The largest amount, in days, that may be drawn; the engines' integers have room for it."""

_TOP: Final = 1 - 2.0**-33  # the largest uniform of the independent plan


class Amounts(NamedTuple):
    """What is drawn for every need, task and project of consecutive replications.

    Attributes
    ----------
    effort : ndarray of int64, (replications, needs)
        Ticks; 0 for a need without effort.
    duration : ndarray of int64, (replications, tasks)
        Ticks; 0 for a task without a duration.
    goes_ahead : ndarray of bool, (replications, projects)
    """

    effort: Ints
    duration: Ints
    goes_ahead: npt.NDArray[np.bool_]


class Block(NamedTuple):
    """The draws of consecutive replications: the amounts, and what only some portfolios have.

    Attributes
    ----------
    effort, duration, goes_ahead : ndarray
        As in `Amounts`.
    delay : ndarray of int64, (replications, tasks)
        Working ticks of the portfolio calendar by which risks move each ready tick; without any
        (replications, 0).
    strike, strike_delay, extra_effort, extra_duration : ndarray of int64
        What risks with a window do, see `capsim.plan.strikes.Late`.
    rework : ndarray of int64, (replications, rows)
        Ticks that rework adds to a need's effort, for each row of `capsim.plan.rework.speeds_of`.
    paths : Paths
        Where people leave the table of capacity.
    exits : Exits
        When people leave if they are overloaded then.
    passes : ndarray of bool, (replications, gates)
        Whether each gate lets its project go on.
    left_out : ndarray of bool, (replications, tasks)
        Work that does not happen although its project goes ahead; (replications, 0) where all does.
    release : ndarray of int64, (replications, tasks)
        The ticks before which work does not get ready; (replications, 0) where none are drawn.
    """

    effort: Ints
    duration: Ints
    goes_ahead: npt.NDArray[np.bool_]
    delay: Ints
    strike: Ints
    strike_delay: Ints
    extra_effort: Ints
    extra_duration: Ints
    rework: Ints
    paths: Paths
    exits: Exits
    passes: npt.NDArray[np.bool_]
    left_out: npt.NDArray[np.bool_]
    release: Ints

    @property
    def arrays(self) -> Iterator[npt.NDArray[Any]]:
        """Every array, those of the paths one by one."""
        for column in self:
            yield from column if isinstance(column, tuple) else (column,)


@dataclass(frozen=True, eq=False)
class Draws:
    """The chance of one run: a pure function of its seed, of names and of the replication's number.

    Attributes
    ----------
    plan : Plan
    seed : int
    sampling : SamplingPlan
    """

    plan: Plan
    seed: int
    sampling: SamplingPlan
    streams: Streams
    laws: Laws
    groups: tuple[Group, ...]
    factor_streams: Streams
    factors: tuple[Factor, ...]
    factor_laws: Laws
    projects: Streams
    fates: Fates
    happening: Happening
    _order: npt.NDArray[np.uint64]
    efforts: tuple[Ints, Ints]
    durations: tuple[Ints, Ints]
    surprises: Surprises

    def block(self, first: int, count: int, days: int | None = None) -> Block:
        """Return the draws of replications ``first`` to ``first + count - 1``.

        Parameters
        ----------
        first, count : int
        days : int, optional
            How far people's paths are drawn; to the end of the run by default.

        Returns
        -------
        Block
        """
        ticks = ticks_of_days(self._days(first, count))
        effort = np.zeros((count, self.plan.n_needs), dtype=np.int64)
        duration = np.zeros((count, self.plan.n_tasks), dtype=np.int64)
        for out, (columns, estimates) in ((effort, self.efforts), (duration, self.durations)):
            out[:, columns] = ticks[:, estimates]
        u = self.projects.uniforms(self.seed, self.sampling, first, count)
        paths = self.fates.paths(self.seed, self.sampling, first, count, days)
        return self.completed(first, Amounts(effort, duration, u < self.plan.project_probability), paths)

    def completed(self, first: int, amounts: Amounts, paths: Paths) -> Block:
        """Add to amounts and paths what is drawn besides; empty where a portfolio does not use it.

        Parameters
        ----------
        first : int
            The first replication.
        amounts : Amounts
        paths : Paths
            Of as many replications.

        Returns
        -------
        Block
        """
        of, seed, sampling = self.surprises, self.seed, self.sampling
        happened = self.happening.of(seed, sampling, first, amounts.goes_ahead)
        return Block(
            *amounts._replace(goes_ahead=happened.goes_ahead),
            of.delay(seed, sampling, first, len(amounts.effort)),
            *of.late(seed, sampling, first, amounts.effort, amounts.duration),
            of.extra(seed, sampling, first, amounts.effort),
            paths,
            self.fates.exits.exits((seed, sampling, first, len(amounts.effort))),
            passes=happened.passes,
            left_out=happened.left_out,
            release=happened.release,
        )

    def order(self, first: int, count: int) -> npt.NDArray[np.uint32]:
        """Return the random order of tasks, for the rule Random; the sampling plan leaves it alone.

        Parameters
        ----------
        first, count : int

        Returns
        -------
        ndarray of uint32, (replications, tasks)
            Smaller first.
        """
        return words(self._order, self.seed, first, count)

    def own(self, first: int, count: int) -> tuple[Floats, Floats]:
        """Return what is drawn of each amount alone, before drivers, risks and rework move it.

        Parameters
        ----------
        first, count : int

        Returns
        -------
        effort : ndarray of float64, (replications, needs)
            Person-days; 0 for needs without effort.
        duration : ndarray of float64, (replications, tasks)
            Working days; 0 for tasks without a duration.
        """
        days = self._own(first, count)
        effort = np.zeros((count, self.plan.n_needs))
        duration = np.zeros((count, self.plan.n_tasks))
        for out, (columns, estimates) in ((effort, self.efforts), (duration, self.durations)):
            out[:, columns] = days[:, estimates]
        return effort, duration

    def _own(self, first: int, count: int) -> Floats:
        """Return every estimate's own amount in days: (replications, estimates)."""
        u = self.streams.uniforms(self.seed, self.sampling, first, count)
        for group in self.groups:
            u[:, group.columns] = group.uniforms(self.seed, self.sampling, first, count)
        return self.laws.sample(u)

    def _days(self, first: int, count: int) -> Floats:
        """Return every estimate's amount in days, factors included: (replications, estimates)."""
        days = self._own(first, count)
        shared = self.factor_streams.uniforms(self.seed, self.sampling, first, count)
        moved = [factor.columns for factor in self.factors]
        _multiply(days, moved, self.factor_laws.sample(shared))
        by = self.surprises.factors(self.seed, self.sampling, first, count)
        return _multiply(days, self.surprises.moved, by)


def make_draws(plan: Plan, seed: int, sampling: SamplingPlan | None = None) -> Draws:
    """Prepare all the chance of a run.

    Parameters
    ----------
    plan : Plan
    seed : int
        From 0 to 2⁶⁴ − 1.
    sampling : SamplingPlan, optional
        `Independent` by default.

    Returns
    -------
    Draws

    Raises
    ------
    InputError
        If the seed is none, two streams share a hash, or an amount could get too large.

    Warns
    -----
    RepairWarning
        If the correlations of a group cannot hold together.

    Examples
    --------
    >>> import capsim as cs
    >>> from capsim.plan.build import make_plan
    >>> work = [cs.Task("build", effort=2, skill="backend"), cs.Task("wait", duration=cs.PERT(1, 2, 4))]
    >>> team = [cs.Person("Ada", "backend")]
    >>> portfolio = cs.Portfolio("Demo", "2027-01-04", team, [cs.Project("Shop", work)])
    >>> block = make_draws(make_plan(portfolio), seed=7).block(first=0, count=3)
    >>> block.effort.tolist(), block.duration.shape
    ([[960], [960], [960]], (3, 2))
    """
    estimates = list(estimates_of(plan))
    own = Laws.of(_own_law(plan, estimate) for estimate in estimates)
    factors = _factors(plan, estimates)
    factor_laws = Laws.of((factor.law, 1.0) for factor in factors)
    surprises = Surprises.of(plan, estimates)
    _refuse_too_large(estimates, own, factors, factor_laws, surprises)
    order = [stream_path("task", *label, "order") for label in _task_names(plan)]
    projects = Streams.of([stream_path("project", name, "goes ahead") for name in plan.project_names])
    drawn = Streams.of([estimates[column].stream for column in own.drawn])
    shared = Streams.of([factors[column].stream for column in factor_laws.drawn])
    groups = _groups(plan, estimates, own.drawn)
    happening = make_happening(plan)
    fates = make_fates(plan, surprises.risks)
    together = [projects, drawn, shared, *(group.streams for group in groups), *surprises.streams]
    together += happening.streams
    refuse_collisions([*order, *(path for streams in together for path in streams.all_paths), *fates.streams])
    return Draws(
        plan=plan,
        seed=checked_seed(seed),
        sampling=Independent() if sampling is None else sampling,
        streams=drawn,
        laws=own,
        groups=groups,
        factor_streams=shared,
        factors=factors,
        factor_laws=factor_laws,
        projects=projects,
        fates=fates,
        happening=happening,
        _order=hashed(order),
        efforts=_places(estimate.column if estimate.need else -1 for estimate in estimates),
        durations=_places(-1 if estimate.need else estimate.column for estimate in estimates),
        surprises=surprises,
    )


def _task_names(plan: Plan) -> Iterator[tuple[str, str]]:
    for task, project in zip(plan.task_names, plan.task_project.tolist(), strict=True):
        yield plan.project_names[project], task


def _places(columns: Iterable[int]) -> tuple[Ints, Ints]:
    """Return (columns to fill, estimates to fill them from); -1 is none."""
    given = np.fromiter(columns, dtype=np.int64)
    estimates = np.flatnonzero(given >= 0)
    return given[estimates], estimates


def _own_law(plan: Plan, estimate: Estimate) -> tuple[Distribution, float]:
    """Return the law of an estimate's own draw, and what it is multiplied by."""
    spread = spread_of(plan.portfolio.ranges, estimate)
    if spread is None:
        return estimate.left.scaled(1.0)
    return estimate.left._replace(law=range_factors(spread)[0]).scaled(estimate.law.mean())


# ---------------------------------------------------------------- shared factors and groups


@dataclass(frozen=True, eq=False)
class Factor:
    """A factor on several estimates, drawn once per replication."""

    stream: str
    law: Distribution
    columns: Ints


def _factors(plan: Plan, estimates: Sequence[Estimate]) -> tuple[Factor, ...]:
    """Return the drivers, then the shared parts of assumed ranges, each with the estimates it moves."""
    scopes = Scopes(plan.portfolio)
    found = [
        Factor(stream_path("driver", driver.name), driver.factor, scopes.within(driver.scope, estimates))
        for driver in plan.portfolio.drivers
    ]
    ranged: dict[tuple[str, Distribution], list[int]] = {}
    for column, estimate in enumerate(estimates):
        spread = spread_of(plan.portfolio.ranges, estimate)
        if spread is not None:
            ranged.setdefault((estimate.project.name, range_factors(spread)[1]), []).append(column)
    found += [
        Factor(stream_path("range", project), law, np.array(columns, dtype=np.int64))
        for (project, law), columns in ranged.items()
    ]
    return tuple(factor for factor in found if len(factor.columns))


def _multiply(days: Floats, moved: Sequence[Ints], drawn: Floats) -> Floats:
    """Multiply amounts, in place, by the factors that move them."""
    for columns, values in zip(moved, drawn.T, strict=True):
        days[:, columns] *= values[:, None]
    return days


@dataclass(frozen=True, eq=False)
class Group:
    """A copula group: its streams, and which uniforms its members take the place of."""

    streams: Streams
    mixing: Floats
    members: Ints
    columns: Ints

    def uniforms(self, seed: int, sampling: SamplingPlan, first: int, count: int) -> Floats:
        """Return the correlated uniforms of its members: (replications, members that are drawn)."""
        own = self.streams.uniforms(seed, sampling, first, count)
        return correlated(self.mixing, own)[:, self.members]


def _groups(plan: Plan, estimates: Sequence[Estimate], drawn: Sequence[int]) -> tuple[Group, ...]:
    if not plan.portfolio.groups:
        return ()
    lookup = Lookup(plan.portfolio.projects)
    place_of = {estimates[column].amount: place for place, column in enumerate(drawn)}
    made = []
    for group in plan.portfolio.groups:
        places = [
            place_of.get(amount, -1) if (amount := lookup.amount(text)) else -1 for text in group.members
        ]
        members = np.flatnonzero(np.array(places) >= 0)
        streams = Streams.of([stream_path("group", group.name)] * len(places), range(len(places)))
        made.append(Group(streams, mixing_matrix(group), members, np.array(places, dtype=np.int64)[members]))
    return tuple(made)


def _refuse_too_large(
    estimates: Sequence[Estimate],
    own: Laws,
    factors: Sequence[Factor],
    factor_laws: Laws,
    surprises: Surprises,
) -> None:
    """Refuse amounts that could get too large, by their mean or by the largest that can be drawn."""
    top, top_factors = (laws.sample(np.full((1, len(laws.drawn)), _TOP)) for laws in (own, factor_laws))
    moved = [*(factor.columns for factor in factors), *surprises.moved]
    by_mean = np.concatenate([factor_laws.means, surprises.means()])
    by_most = np.concatenate([top_factors[0], surprises.largest()])
    means = _multiply(own.means[None, :].copy(), moved, by_mean[None, :])[0]
    tops = _multiply(top, moved, by_most[None, :])[0] * surprises.growth(estimates)
    problems = []
    for estimate, mean, most in zip(estimates, means.tolist(), tops.tolist(), strict=True):
        if mean > MAX_DAYS:
            fix = f"{MAX_DAYS:,} days is the limit for one amount"
            problems.append(Problem(estimate.place, "too large, factors included", _rounded(mean), fix))
        elif most > LARGEST_DAYS:
            fix = f"narrow the range, or cut it off with Truncated; {LARGEST_DAYS:,} days is the limit"
            problems.append(
                Problem(estimate.place, "can be drawn too large, factors included", _rounded(most), fix)
            )
    if problems:
        raise InputError(problems)


def _rounded(days: float) -> float:
    """Return days as a message shows them."""
    return float(f"{days:.3g}")

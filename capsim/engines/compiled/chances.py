"""What a sampler needs of a run's draws: streams, curves, factors and margins, as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.domain.sampling import Antithetic, LatinHypercube
from capsim.engines.compiled.curves import Curves, Places, make_curves, make_places, make_tables
from capsim.engines.compiled.margins import make_margins
from capsim.plan.draws import Draws, Group
from capsim.plan.streams import key_words
from capsim.plan.uniforms import Streams

__all__ = ["EACH", "TWINS", "Chances", "GivenUniforms", "make_chances"]

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
U64 = npt.NDArray[np.uint64]

_NONE: Final = np.empty(0, np.int64)
EACH: Final = ((0, 0), (1, 0), (2, 0), (3, 0))
TWINS: Final = ((0, 0), (0, 0xFFFFFFFF), (2, 0), (2, 0xFFFFFFFF))
"""For each of four replications: whose words it has, and the bits that are turned round."""


class Words(NamedTuple):
    """The streams whose random words are made here; of each the draw 0."""

    key_low: int
    key_high: int
    hash: U64  # (streams,)
    lane: I64  # (4,) whose words a replication has
    turned: U64  # (4,) the bits of them that are turned round


class Products(NamedTuple):
    """Factors, in their order, and the amounts that they move."""

    fixed: I64  # amounts that are not drawn, but moved
    days: F64
    factor: I64  # (factors,) amounts
    first: I64  # (factors + 1,)
    moved: I64  # amounts
    by: I64  # amounts that are given: the factors of risks and rework


class Chances(NamedTuple):
    """A run's chance. Uniforms: those of laws, then of projects. Amounts: of needs, tasks, factors."""

    uniforms: int
    words: Words
    given: I64  # the uniforms that are given
    probability: F64  # (projects,)
    curves: Curves
    products: Products
    days: F64  # (amounts,) where an amount is fixed, else 0
    margin: F64  # (amounts,) ticks that may lie between these and the readable ones ...
    share: F64  # ... and ticks for each of their days


class GivenUniforms(NamedTuple):
    """Uniforms that the readable code makes: those of groups, and all of a Latin hypercube."""

    draws: Draws
    sources: tuple[Streams | Group, ...]

    def uniforms(self, first: int, count: int) -> F64:
        """Return the uniforms of replications, one column for each: (count, given)."""
        seed, sampling = self.draws.seed, self.draws.sampling
        made = [source.uniforms(seed, sampling, first, count) for source in self.sources]
        return np.ascontiguousarray(np.concatenate([np.empty((count, 0)), *made], axis=1))


def make_chances(draws: Draws) -> tuple[Chances, GivenUniforms]:
    """Prepare a run's draws.

    Parameters
    ----------
    draws : Draws

    Returns
    -------
    (Chances, GivenUniforms)
    """
    places = make_places(draws)
    words, given, sources = _words(draws, places)
    laws = (draws.laws, draws.factor_laws)
    tables = make_tables(laws)
    at_places, amounts = (places.own, places.shared), (places.estimates, places.factors)
    curves = make_curves(laws, at_places, amounts, tables)
    surprises = draws.surprises
    own = draws.plan.n_needs + draws.plan.n_tasks + len(draws.factors)
    by = own + np.arange(len(surprises.moved))
    days = np.zeros(own + len(by))
    for at, each in zip(amounts, laws, strict=True):
        days[at] = np.nan_to_num(each.fixed)
    days[by] = surprises.largest()
    factors = np.concatenate([places.factors, by])
    estimates = (*(factor.columns for factor in draws.factors), *surprises.moved)
    moved = [places.estimates[columns] for columns in estimates]
    margin, share = make_margins(tables, curves, days, zip(factors.tolist(), moved, strict=True))
    chances = Chances(
        uniforms=places.laws + draws.plan.n_projects,
        words=words,
        given=given,
        probability=draws.plan.project_probability,
        curves=curves,
        products=_products(draws, places, factors, days, moved),
        days=days,
        margin=margin,
        share=share,
    )
    return chances, GivenUniforms(draws, sources)


def _words(draws: Draws, places: Places) -> tuple[Words, I64, tuple[Streams | Group, ...]]:
    """Return the streams that are drawn here, and what is given instead: where it stands, and by whom."""
    at_projects = places.laws + np.arange(draws.plan.n_projects)
    streams = (draws.streams, draws.factor_streams, draws.projects)
    at_streams = (places.own, places.shared, at_projects)
    hashes = np.zeros(places.laws + draws.plan.n_projects, np.uint64)
    for at, drawn in zip(at_streams, streams, strict=True):
        hashes[at] = drawn.hashes
    at_given = [places.own[group.columns] for group in draws.groups]
    sources: tuple[Streams | Group, ...] = draws.groups
    if isinstance(draws.sampling, LatinHypercube):
        hashes, at_given, sources = hashes[:0], [*at_streams, *at_given], (*streams, *sources)
    lanes = np.array(TWINS if isinstance(draws.sampling, Antithetic) else EACH)
    low, high = key_words(draws.seed)
    words = Words(low, high, hashes, lanes[:, 0].astype(np.int64), lanes[:, 1].astype(np.uint64))
    return words, np.concatenate([_NONE, *at_given]), sources


def _products(draws: Draws, places: Places, factors: I64, days: F64, moved: Sequence[I64]) -> Products:
    joined = np.concatenate([_NONE, *moved])
    fixed = np.setdiff1d(joined, places.estimates[draws.laws.drawn])
    first = np.cumsum([0, *map(len, moved)])
    return Products(fixed, days[fixed], factors, first, joined, factors[len(places.factors) :])

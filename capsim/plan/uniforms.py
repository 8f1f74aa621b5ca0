"""Uniforms of several streams at once, under a sampling plan (rules D1 and D7)."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from capsim.domain.sampling import Antithetic, LatinHypercube, SamplingPlan
from capsim.plan.streams import check_range, stream_hash, unit, words

__all__ = ["Streams", "hashed"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def hashed(paths: Iterable[str]) -> npt.NDArray[np.uint64]:
    """Return the hashes of streams by their paths."""
    return np.fromiter((stream_hash(path) for path in paths), dtype=np.uint64)


def _strata_path(path: str) -> str:
    return f"{path}/strata"


@dataclass(frozen=True, eq=False)
class Streams:
    """Streams that are drawn together, each with the number of its draw."""

    paths: tuple[str, ...]
    hashes: npt.NDArray[np.uint64]
    strata: npt.NDArray[np.uint64]
    j: Ints

    @classmethod
    def of(cls, paths: Sequence[str], j: Sequence[int] | None = None) -> Streams:
        """Prepare streams by their paths."""
        draws = [0] * len(paths) if j is None else j
        strata = [_strata_path(path) for path in paths]
        return cls(tuple(paths), hashed(paths), hashed(strata), np.array(draws, dtype=np.int64))

    @property
    def all_paths(self) -> Iterator[str]:
        """The paths of the streams and of those that their strata come from."""
        return itertools.chain(self.paths, map(_strata_path, self.paths))

    def uniforms(self, seed: int, sampling: SamplingPlan, first: int, count: int) -> Floats:
        """Return uniforms under a sampling plan: (replications, streams)."""
        if not self.paths:
            check_range(first, count)
            return np.empty((count, 0))
        start = first - first % sampling.block
        whole = -(-(first + count - start) // sampling.block) * sampling.block
        skip = slice(first - start, first - start + count)
        drawn = words(self.hashes, seed, start, whole, self.j)
        match sampling:
            case Antithetic():
                drawn[1::2] = ~drawn[::2]
                return unit(drawn[skip])
            case LatinHypercube():
                strata = _strata(words(self.strata, seed, start, whole, self.j), sampling.block)
                return (strata[skip] + unit(drawn[skip])) / sampling.block
            case _:
                return unit(drawn[skip])


def _strata(keys: npt.NDArray[np.uint32], block: int) -> Ints:
    """Return the rank of every key in its block and stream: a random permutation of the strata."""
    blocks = keys.reshape(len(keys) // block, block, keys.shape[1])
    order = np.argsort(blocks, axis=1, kind="stable")
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.arange(block)[None, :, None], axis=1)
    return ranks.reshape(keys.shape)

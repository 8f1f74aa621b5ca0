"""Named streams of random numbers: pure functions of seed, name, replication and draw (rule D1).

The generator is Philox4x32-10 (Salmon et al., 2011, *Parallel random numbers: as easy as 1, 2, 3*): a
counter is enciphered under the seed as key, so any number can be had in any order, and none depends on
how many others were taken.
"""

from __future__ import annotations

import hashlib
import operator
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np
import numpy.typing as npt

from capsim.errors import InputError, Problem, Refused

__all__ = [
    "check_range",
    "checked_seed",
    "key_words",
    "philox",
    "refuse_collisions",
    "round_keys",
    "stream_hash",
    "stream_path",
    "uniforms",
    "unit",
    "words",
]

Words = npt.NDArray[np.uint64]
Floats = npt.NDArray[np.float64]

_LOW: Final = np.uint64(0xFFFFFFFF)
_HALF: Final = np.uint64(32)
_FACTORS: Final = (np.uint64(0xD2511F53), np.uint64(0xCD9E8D57))
_WEYL: Final = (0x9E3779B9, 0xBB67AE85)
_ROUNDS: Final = 10
_LANES: Final = 4
_SCALE: Final = 2.0**-32


def stream_path(*names: str) -> str:
    """Join names into the path of a stream; ``/`` and ``%`` inside a name are escaped.

    Parameters
    ----------
    *names : str

    Returns
    -------
    str
        In normal form C.

    Examples
    --------
    >>> stream_path("task", "Shop", "build/test", "need 1", "effort")
    'task/Shop/build%2Ftest/need 1/effort'
    """
    parts = (name.replace("%", "%25").replace("/", "%2F") for name in names)
    return unicodedata.normalize("NFC", "/".join(parts))


def stream_hash(path: str) -> int:
    """Return the 64-bit hash of a stream's path: blake2b, eight bytes, little-endian.

    Examples
    --------
    >>> hex(stream_hash("driver/weather"))
    '0xfe10dcee28626cf7'
    """
    return int.from_bytes(hashlib.blake2b(path.encode(), digest_size=8).digest(), "little")


def refuse_collisions(paths: Iterable[str]) -> None:
    """Make sure that no two streams of a model share their random numbers.

    Parameters
    ----------
    paths : iterable of str
        Of all streams; repeated ones count once.

    Raises
    ------
    InputError
        If two paths have the same hash: one in about 10¹⁰ models of 40,000 streams.
    """
    first: dict[int, str] = {}
    problems = []
    for path in paths:
        other = first.setdefault(stream_hash(path), path)
        if other != path:
            what = f"shares its random numbers with stream {other!r}"
            problems.append(Problem(f"Stream {path!r}", what, fix="rename one of the two"))
    if problems:
        raise InputError(problems)


def checked_seed(seed: object) -> int:
    """Return the seed as an int from 0 to 2⁶⁴ − 1.

    Raises
    ------
    InputError
        If it is none.

    Examples
    --------
    >>> checked_seed(7)
    7
    """
    fix = "write a whole number from 0 to 18446744073709551615"
    try:
        number = operator.index(seed)  # type: ignore[arg-type]
    except TypeError:
        raise InputError([Problem("seed", "not a whole number", seed, fix)]) from None
    if isinstance(seed, bool) or not 0 <= number < 2**64:
        raise InputError([Problem("seed", "out of range", seed, fix)])
    return number


def philox(
    counter: tuple[Words, Words, Words, Words], key: tuple[int, int]
) -> tuple[Words, Words, Words, Words]:
    """Encipher counters with Philox4x32-10.

    Parameters
    ----------
    counter : four ndarrays of uint64
        32-bit words; their shapes broadcast.
    key : two ints
        32-bit words.

    Returns
    -------
    four ndarrays of uint64
        32-bit words.

    Examples
    --------
    >>> zero = np.zeros(1, dtype=np.uint64)
    >>> [hex(word[0]) for word in philox((zero, zero, zero, zero), (0, 0))]
    ['0x6627e8d5', '0xe169c58d', '0xbc57ac4c', '0x9b00dbd8']
    """
    c0, c1, c2, c3 = counter
    for k0, k1 in round_keys(key):
        even, odd = c0 * _FACTORS[0], c2 * _FACTORS[1]
        c0 = (odd >> _HALF) ^ c1 ^ np.uint64(k0)
        c1 = odd & _LOW
        c2 = (even >> _HALF) ^ c3 ^ np.uint64(k1)
        c3 = even & _LOW
    return c0, c1, c2, c3


def key_words(seed: int) -> tuple[int, int]:
    """Return the key that a seed is: its two halves, the lower one first."""
    return seed & 0xFFFFFFFF, seed >> 32


def round_keys(key: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Yield the key of each round.

    Examples
    --------
    >>> [hex(word) for word in list(round_keys((0, 0)))[1]]
    ['0x9e3779b9', '0xbb67ae85']
    """
    low, high = key
    for _ in range(_ROUNDS):
        yield low, high
        low, high = (low + _WEYL[0]) & 0xFFFFFFFF, (high + _WEYL[1]) & 0xFFFFFFFF


def words(
    hashes: Words, seed: int, first: int, count: int, j: int | npt.NDArray[np.integer] = 0
) -> npt.NDArray[np.uint32]:
    """Return 32-bit draws of many streams in consecutive replications.

    Parameters
    ----------
    hashes : ndarray of uint64, (streams,)
        From `stream_hash`.
    seed : int
        From `checked_seed`.
    first, count : int
        Replications ``first`` to ``first + count - 1``.
    j : int or ndarray of int, (streams,)
        Which draw of each stream.

    Returns
    -------
    ndarray of uint32, (count, streams)
    """
    check_range(first, count)
    blocks = np.arange(first // _LANES, -(-(first + count) // _LANES), dtype=np.uint64)
    counter = (
        (hashes & _LOW)[None, :],
        (hashes >> _HALF)[None, :],
        blocks[:, None],
        np.asarray(j, dtype=np.uint64).reshape(1, -1),
    )
    drawn = philox(counter, key_words(seed))
    out = np.empty((len(blocks), _LANES, len(hashes)), dtype=np.uint32)
    for lane, word in enumerate(drawn):
        out[:, lane] = word
    skip = first % _LANES
    return out.reshape(len(blocks) * _LANES, len(hashes))[skip : skip + count]


def check_range(first: int, count: int) -> None:
    """Make sure that replications are numbered as the counter can count them.

    Raises
    ------
    Refused
        If a number is below 0, or the last is beyond 2³⁴.
    """
    if first < 0 or count < 0 or first + count > 2**34:
        raise Refused("no range of replications", (first, count), "write numbers of at least 0")


def uniforms(
    hashes: Words, seed: int, first: int, count: int, j: int | npt.NDArray[np.integer] = 0
) -> Floats:
    """Return uniform draws of many streams.

    Parameters
    ----------
    hashes, seed, first, count, j
        As in `words`.

    Returns
    -------
    ndarray of float64, (count, streams)

    Examples
    --------
    >>> one = np.array([stream_hash("driver/weather")], dtype=np.uint64)
    >>> uniforms(one, 7, 0, 3).shape
    (3, 1)
    """
    return unit(words(hashes, seed, first, count, j))


def unit(drawn: npt.NDArray[np.uint32]) -> Floats:
    """Return the uniforms of 32-bit draws: (x + ½) / 2³², so never 0 or 1.

    Examples
    --------
    >>> unit(np.array([2**31], dtype=np.uint32)).tolist()
    [0.5000000001164153]
    """
    return (drawn.astype(np.float64) + 0.5) * _SCALE

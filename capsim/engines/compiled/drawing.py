"""How replications are drawn: fast, and byte for byte as the readable code draws them.

An amount is a smooth function of its uniform, rounded up to ticks. Here that function is made of short
polynomials, and it is known how far they can be from the readable function, their *margin*. Where the
boundary of a tick is nearer than that, about once in ten million draws, the readable code draws the
replication again. So the bytes are exact, though all that is computed exactly is what is not rounded: the
random words, and on which side of an edge a uniform lies.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.clock import SLACK, TICKS_PER_DAY
from capsim.engines.compiled.curves import DEEPEST, FRACTION, SHIFT, SMALLEST, TERMS, UNIT
from capsim.engines.compiled.jit import inlined, jitted, kernel, u64

__all__ = ["LANES", "STRIP", "Room", "draw_block", "enciphered"]

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]

LANES: Final = 4
STRIP: Final = 512  # laws at a time: few enough to stay in the nearest cache
_LOW: Final = u64(0xFFFFFFFF)
_HALF: Final = u64(32)
_EVEN: Final = u64(0xD2511F53)
_ODD: Final = u64(0xCD9E8D57)
_WEYL_LOW: Final = u64(0x9E3779B9)
_WEYL_HIGH: Final = u64(0xBB67AE85)
_ROUNDS: Final = 10


class Room(NamedTuple):
    """Room for four replications' words, one's numbers, and what is known of a strip of laws."""

    words: npt.NDArray[np.uint64]  # (2, streams) each of two replications
    u: F64  # (uniforms,)
    row: I64  # (laws,) where the coefficients of a law's first cell are
    stride: I64  # (laws,) how far those of the next cell are from them
    days: F64  # (amounts,)
    near: F64  # (strip,) distance of a uniform to 0 or 1
    near_bits: I64  # the same memory
    at: I64
    x: F64
    away: F64


@kernel
def draw_block(
    t: Any,
    s: Any,
    first: int,
    given: Any,
    by: Any,
    effort: Any,
    duration: Any,
    goes_ahead: Any,
    doubtful: Any,
) -> None:
    """Draw as many replications as there are rows.

    Parameters
    ----------
    t : Chances
    s : Room
    first : int
        The first replication.
    given : ndarray of float64, (replications, given uniforms)
    by : ndarray of float64, (replications, given factors)
    effort, duration, goes_ahead : ndarray
        As in `capsim.plan.draws.Block`; they are filled in.
    doubtful : ndarray of bool, (replications,)
        Which replications have to be drawn again; filled in.
    """
    rows = len(doubtful)
    for four in range(first // LANES, (first + rows + LANES - 1) // LANES):
        _encipher(t.words, s.words, u64(four))
        for lane in range(LANES):
            row = four * LANES + lane - first
            if 0 <= row < rows:
                _unit(t, s, lane, given[row])
                _take_factors(t.products, s, by[row])
                doubtful[row] = _draw(t, s, effort[row], duration[row], goes_ahead[row])


@jitted
def _encipher(t: Any, pairs: Any, four: Any) -> None:
    """Fill in the words of four replications, two in one number."""
    one, two = pairs[0], pairs[1]
    for stream in range(len(t.hash)):
        one[stream], two[stream] = enciphered(t.key_low, t.key_high, t.hash[stream], four, u64(0))


@inlined
def enciphered(key_low: int, key_high: int, code: Any, four: Any, number: Any) -> Any:
    """Return a number of a stream for four replications, two in one: `capsim.plan.streams.philox`."""
    k0, k1 = u64(key_low), u64(key_high)
    c0, c1, c2, c3 = code & _LOW, code >> _HALF, four, number
    for _ in range(_ROUNDS):
        even, odd = c0 * _EVEN, c2 * _ODD
        c0 = (odd >> _HALF) ^ c1 ^ k0
        c1 = odd & _LOW
        c2 = (even >> _HALF) ^ c3 ^ k1
        c3 = even & _LOW
        k0, k1 = (k0 + _WEYL_LOW) & _LOW, (k1 + _WEYL_HIGH) & _LOW
    return c0 | (c1 << _HALF), c2 | (c3 << _HALF)


@jitted
def _unit(t: Any, s: Any, lane: int, given: Any) -> None:
    """Turn a lane's words into uniforms, and put in those that are given."""
    of = t.words.lane[lane]
    pairs, turned, shift = s.words[of >> 1], t.words.turned[lane], u64(32 * (of & 1))
    for stream in range(len(t.words.hash)):
        s.u[stream] = (float(((pairs[stream] >> shift) & _LOW) ^ turned) + 0.5) * 2.0**-32
    for place in range(len(t.given)):
        s.u[t.given[place]] = given[place]


@jitted
def _take_factors(t: Any, s: Any, by: Any) -> None:
    """Put in the factors that are given."""
    for place in range(len(t.by)):
        s.days[t.by[place]] = by[place]


@jitted
def _draw(t: Any, s: Any, effort: Any, duration: Any, goes_ahead: Any) -> bool:
    """Draw a replication from its uniforms; tell whether it has to be drawn again."""
    laws = len(t.curves.loc)
    for project in range(len(goes_ahead)):
        goes_ahead[project] = s.u[laws + project] < t.probability[project]
    _choose_parts(t.curves, s)
    doubts = 0
    for first in range(0, laws, STRIP):
        doubts += _evaluate(t.curves, s, first, min(STRIP, laws - first))
    _multiply(t.products, s)
    doubts += _round(t, s, 0, effort)
    doubts += _round(t, s, len(effort), duration)
    return doubts > 0


@jitted
def _choose_parts(t: Any, s: Any) -> None:
    """Let laws of several parts be that part in which the uniform lies; an atom stays where it is."""
    for number in range(len(t.first_part)):
        law = t.smooth + number
        u, part, parts = s.u[law], t.first_part[number], t.parts[number]
        while parts > 1:  # look for the first part that does not end before the uniform
            half = parts >> 1
            part += half * int(t.end[part + half - 1] < u)
            parts -= half
        s.u[law] = (u - t.begin[part]) / (t.end[part] - t.begin[part])
        s.row[law] = t.part_row[part]
        s.stride[law] = t.part_stride[part]


@jitted
def _evaluate(t: Any, s: Any, first: int, laws: int) -> int:
    """Draw some laws, in short loops of which most are done several laws at a time.

    Return how many uniforms are beyond the curves.
    """
    doubts, middle = 0, float(t.middle)
    for law in range(laws):
        u = s.u[first + law]
        s.near[law] = u if u < 0.5 else 1.0 - u
    for law in range(laws):  # the polynomial of the normal score
        doubts += s.near[law] < SMALLEST
        s.at[law] = max((s.near_bits[law] >> SHIFT) - DEEPEST, 0) * TERMS
        s.x[law] = float(s.near_bits[law] & FRACTION) * UNIT - 0.5
    for law in range(laws):
        at, x = s.at[law], s.x[law]
        away = t.score[at + TERMS - 1]
        for term in range(TERMS - 2, -1, -1):
            away = away * x + t.score[at + term]
        s.away[law] = away
    for law in range(laws):  # the cubic of a cell
        away = s.away[law]
        place = middle + away if s.u[first + law] > 0.5 else middle - away
        cell = int(place)
        s.x[law] = place - cell
        s.at[law] = s.row[first + law] + s.stride[first + law] * cell
    for law in range(laws):
        at, x = s.at[law], s.x[law]
        value = t.cubic[at] + x * (t.cubic[at + 1] + x * (t.cubic[at + 2] + x * t.cubic[at + 3]))
        s.days[t.amount[first + law]] = t.loc[first + law] + t.scale[first + law] * value
    return doubts


@jitted
def _multiply(t: Any, s: Any) -> None:
    """Multiply amounts by the factors that move them."""
    for place in range(len(t.fixed)):
        s.days[t.fixed[place]] = t.days[place]
    for factor in range(len(t.factor)):
        by = s.days[t.factor[factor]]
        for place in range(t.first[factor], t.first[factor + 1]):
            s.days[t.moved[place]] *= by


@jitted
def _round(t: Any, s: Any, first: int, out: Any) -> int:
    """Write amounts as ticks, rounded up; return how many are too near to a boundary to be sure."""
    doubts = 0
    for column in range(len(out)):
        days = s.days[first + column]
        margin = t.margin[first + column] + t.share[first + column] * days
        exact = days * TICKS_PER_DAY - SLACK
        above = np.ceil(exact)
        over = above - exact
        near = (over < margin) | (over > 1.0 - margin) | (days < margin)
        doubts += near & (days != 0.0)  # only what is certain is 0: an atom, or fixed
        out[column] = int(max(above, 1.0)) if days > 0.0 else 0
    return doubts

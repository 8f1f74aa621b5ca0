"""Compares the engines on as many random portfolios as are asked for.

``python -m tests.parity.campaign 200000`` spreads the numbers over the kinds of `comparing.KINDS` and over
two processes; ``--first 50000`` goes on from a number, ``--kind wide`` keeps to one kind, ``--processes 1``
stays in this process. It prints how far it is, every number on which the engines differ, and the count.
"""

from __future__ import annotations

import argparse
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from tests.parity.comparing import KINDS, different

SHARES = {
    "everything": 41,
    "reacting": 10,
    "recruiting": 8,
    "everything-large": 4,
    "small": 11,
    "booked": 12,
    "odd": 8,
    "demand": 13,
    "returning": 14,
    "limited": 13,
    "risky": 14,
    "status": 15,
    "people": 10,
    "large": 8,
    "booked-large": 4,
    "limited-large": 4,
    "people-large": 3,
    "huge": 6,
    "wide": 2,
}
"""Of 200 portfolios, how many are of each kind."""

CHUNK = 200


def plan(first: int, count: int, only: str | None) -> list[tuple[str, range]]:
    """Split the numbers from ``first`` on into pieces of one kind each.

    Number ``n`` of the campaign is always the same portfolio of the same kind, however many are asked for.
    """
    if only is not None:
        ends = range(first, first + count, CHUNK)
        return [(only, range(low, min(low + CHUNK, first + count))) for low in ends]
    pieces = []
    for chunk in range(first // CHUNK, -(-(first + count) // CHUNK)):
        place = chunk * CHUNK
        for kind, share in SHARES.items():
            low, high = max(place, first), min(place + share, first + count)
            if low < high:
                pieces.append((kind, range(low, high)))
            place += share
    return pieces


def piece(kind: str, numbers: range) -> tuple[str, int, list[str]]:
    """The differences of one piece, with the number after its last."""
    return kind, numbers.stop, different(kind, numbers)


def main() -> int:
    """Compare, and say what differs."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("count", type=int)
    asked.add_argument("--first", type=int, default=1_000_000)
    asked.add_argument("--kind", choices=KINDS)
    asked.add_argument("--processes", type=int, default=2)
    given = asked.parse_args()
    pieces = plan(given.first, given.count, given.kind)
    kinds, numbers = [kind for kind, _ in pieces], [each for _, each in pieces]
    begun, done, bad = time.perf_counter(), 0, 0
    pool = ProcessPoolExecutor(given.processes, get_context("spawn")) if given.processes > 1 else None
    results = map(piece, kinds, numbers) if pool is None else pool.map(piece, kinds, numbers)
    for (_, last, found), each in zip(results, numbers, strict=True):
        done += len(each)
        bad += len(found)
        print(*found, sep="\n", end="\n" if found else "", flush=True)
        if last % (50 * CHUNK) == 0 or done == given.count:
            print(f"{done:,} compared, {bad} differ; go on from --first {last}", flush=True)
    print(f"{bad} of {done:,} portfolios differ ({time.perf_counter() - begun:.0f} s)")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())

"""How fast a seat works (rule R3), in integers: a person's speed times the factors of the seat, rounded once.

A person's speed is proficiency times the factor of the alternative, in millionths. The factors are what
somebody loses who gives a part of their time only, and what a team of that size loses: in millionths too.
"""

from __future__ import annotations

from typing import Final

__all__ = ["SPEED_UNIT", "learned_speed", "seat_speed"]

SPEED_UNIT: Final = 1_000_000
"""A speed, or a factor on it, of 1."""


def seat_speed(speed: int, factor: int) -> int:
    """Return the speed of a seat in thousandths, half of one counted as one; never less than one.

    Parameters
    ----------
    speed, factor : int
        Millionths.

    Examples
    --------
    >>> seat_speed(1_235_000, 900_000), seat_speed(400, 900_000)
    (1112, 1)
    """
    return max(1, (2 * speed * factor + 1_000_000_000) // 2_000_000_000)


def learned_speed(speed: int, factor: int) -> int:
    """Return a speed times what somebody has learned, in the unit of the speed, rounded half up.

    Parameters
    ----------
    speed : int
        Millionths.
    factor : int
        Thousandths.

    Examples
    --------
    >>> learned_speed(1_235_000, 1_250), learned_speed(1, 1_500)
    (1543750, 2)
    """
    return (2 * speed * factor + 1000) // 2000

"""Amounts for people to read."""

from __future__ import annotations

__all__ = ["in_bytes"]


def in_bytes(amount: float) -> str:
    """Write a number of bytes.

    Examples
    --------
    >>> in_bytes(52_016_000), in_bytes(3.2e12)
    ('52 MB', '3.2 TB')
    """
    unit = "B"
    for larger in ("kB", "MB", "GB", "TB", "PB"):
        if amount >= 1000:
            amount, unit = amount / 1000, larger
    return f"{amount:.2g} {unit}" if amount < 100 else f"{amount:.0f} {unit}"

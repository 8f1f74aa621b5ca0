"""Shares in words: in percent, with how far each may be off."""

from __future__ import annotations

import math
from dataclasses import dataclass

__all__ = ["Chance", "margin", "percent"]


@dataclass(frozen=True, slots=True)
class Chance:
    """A probability and its 95 % interval, to be told.

    What happened always, or never, is told as the bound that so many replications leave.

    Attributes
    ----------
    share, low, high : float
        The ends are NaN where too few replications tell them.

    Examples
    --------
    >>> some, always = Chance(0.38, 0.35, 0.41), Chance(1.0, 0.9962, 1.0)
    >>> f"{some.words} chance{some.off}", f"{always.words} chance{always.off}", always.sign
    ('38 % chance (± 3)', 'at least 99 % chance', '≥ 99 %')
    >>> Chance(0.01, 0.002, 0.036).in_table
    '1 % (0–4)'
    """

    share: float
    low: float
    high: float

    @property
    def words(self) -> str:
        """The share in a sentence."""
        return self._with_bound("at most", "at least")

    @property
    def sign(self) -> str:
        """The share in a table."""
        return self._with_bound("≤", "≥")

    @property
    def points(self) -> str:
        """How far the share may be off, to its larger side; empty for a bound, or where it is not known.

        Near never and always, where that side would reach beyond them, both ends.
        """
        if self._is_bound:
            return ""
        half = max(self.high - self.share, self.share - self.low)
        if self._is_near_an_end:
            return f"{math.floor(100 * self.low + 1e-9)}–{math.ceil(100 * self.high - 1e-9)} %"
        return margin(half)

    @property
    def off(self) -> str:
        """The same to follow in brackets."""
        return f" ({self.points})" if self.points else ""

    @property
    def in_table(self) -> str:
        """The share in a table, and how far it may be off."""
        if self._is_near_an_end:
            return f"{self.sign} ({self.points.removesuffix(' %')})"
        return f"{self.sign} {self.points}".rstrip()

    @property
    def _is_near_an_end(self) -> bool:
        half = max(self.high - self.share, self.share - self.low)
        return half > min(self.share, 1 - self.share) and 0 < self.share < 1

    @property
    def _is_bound(self) -> bool:
        return self.share in (0, 1) and self.high > self.low

    def _with_bound(self, most: str, least: str) -> str:
        if not self._is_bound:
            return percent(self.share)
        if self.share == 0:
            return f"{most} {math.ceil(100 * self.high - 1e-9)} %"
        return f"{least} {math.floor(100 * self.low + 1e-9)} %"


def percent(share: float) -> str:
    """Write a share in percent; what is not quite never or always is not called so.

    Examples
    --------
    >>> percent(0.381), percent(0.002), percent(0.999), percent(1.0)
    ('38 %', '< 1 %', '> 99 %', '100 %')
    """
    if 0 < share < 0.01:
        return "< 1 %"
    if 0.99 < share < 1:
        return "> 99 %"
    return f"{100 * share:.0f} %"


def margin(half_width: float) -> str:
    """Write half an interval in percentage points; one that is not known is empty.

    Examples
    --------
    >>> margin(0.031), margin(0.004), margin(0.0), margin(float("nan"))
    ('± 3', '± 0.4', '± 0', '')
    """
    if math.isnan(half_width):
        return ""
    points = 100 * half_width
    return f"± {points:.1f}" if 0.05 <= points < 0.95 else f"± {points:.0f}"

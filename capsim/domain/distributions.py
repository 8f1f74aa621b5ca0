"""Distributions (placeholder while the module is being written)."""
from __future__ import annotations
from dataclasses import dataclass


class Distribution:
    def mean(self) -> float: raise NotImplementedError


@dataclass(frozen=True)
class Fixed(Distribution):
    value: float
    def mean(self) -> float: return self.value


def as_distribution(given):
    if given is None or isinstance(given, Distribution): return given
    return Fixed(float(given))

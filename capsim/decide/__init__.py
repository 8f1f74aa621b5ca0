"""Decisions: the same futures under other plans."""

from capsim.decide.comparing import compare

__all__ = ["compare"]

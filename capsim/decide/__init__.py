"""Decisions: the same futures under other plans."""

from capsim.decide.comparing import compare
from capsim.decide.promises import Promise, promise

__all__ = ["Promise", "compare", "promise"]

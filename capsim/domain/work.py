"""How work hangs together, and what of it happens: links and everything that only some projects have."""

from __future__ import annotations

from capsim.domain.branches import Branch, Way
from capsim.domain.intake import Stage
from capsim.domain.limits import Freeze
from capsim.domain.streams import Stream
from capsim.domain.task import Link

__all__ = ["Branch", "Freeze", "Link", "Stage", "Stream", "Way"]

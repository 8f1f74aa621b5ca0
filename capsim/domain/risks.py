"""What makes work uncertain together: risks and responses, drivers that tasks share, correlated estimates."""

from __future__ import annotations

from capsim.domain.risk import Impact, Response, Risk, Scale
from capsim.domain.uncertainty import CopulaGroup, Driver, Selector

__all__ = ["CopulaGroup", "Driver", "Impact", "Response", "Risk", "Scale", "Selector"]

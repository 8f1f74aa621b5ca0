"""What must hold between entities."""
from __future__ import annotations
from capsim.errors import Problem


def problems_in(portfolio) -> list[Problem]:
    return []

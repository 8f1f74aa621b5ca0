"""Search for better plans: which projects and people, in which order, from which dates."""

import importlib as _importlib
import typing as _typing

if _typing.TYPE_CHECKING:
    from capsim.optimize.assigning import AssignmentPlan, assign
    from capsim.optimize.bounding import Bound, bound
    from capsim.optimize.leveling import LeveledPlan, level
    from capsim.optimize.limits import cut_line, safe_wip
    from capsim.optimize.objectives import CostOfDelay, Makespan, Tardiness
    from capsim.optimize.results import Evidence, Mean, SearchResult
    from capsim.optimize.scheduling import schedule
    from capsim.optimize.selection import Selection, select
    from capsim.optimize.sequencing import sequence
    from capsim.optimize.staffplans import StaffingPlan, staffing

__all__ = [
    "AssignmentPlan",
    "Bound",
    "CostOfDelay",
    "Evidence",
    "LeveledPlan",
    "Makespan",
    "Mean",
    "SearchResult",
    "Selection",
    "StaffingPlan",
    "Tardiness",
    "assign",
    "bound",
    "cut_line",
    "level",
    "safe_wip",
    "schedule",
    "select",
    "sequence",
    "staffing",
]

_LATER: _typing.Final = {
    "AssignmentPlan": "assigning",
    "Bound": "bounding",
    "CostOfDelay": "objectives",
    "Evidence": "results",
    "LeveledPlan": "leveling",
    "Makespan": "objectives",
    "Mean": "results",
    "SearchResult": "results",
    "Selection": "selection",
    "StaffingPlan": "staffplans",
    "Tardiness": "objectives",
    "assign": "assigning",
    "bound": "bounding",
    "cut_line": "limits",
    "level": "leveling",
    "safe_wip": "limits",
    "schedule": "scheduling",
    "select": "selection",
    "sequence": "sequencing",
    "staffing": "staffplans",
}
"""What is loaded when it is first asked for."""


def __getattr__(name: str) -> _typing.Any:
    """Load a name from where it is defined (PEP 562)."""
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name)
    return getattr(_importlib.import_module(f"{__name__}.{_LATER[name]}"), name)


def __dir__() -> list[str]:
    """List the names, those not loaded yet too."""
    return __all__

"""capsim simulates people with skills working through a portfolio of projects.

>>> import capsim as cs
>>> portfolio = cs.read("models/consultancy")
>>> forecast = cs.simulate(portfolio, replications=1_000, seed=7)
>>> delivery = forecast.delivery()  # project, deadline, p50, p80, p95, probability ...
"""

import importlib as _importlib
import sys as _sys
import typing as _typing

from capsim import errors, rules
from capsim._version import __version__ as __version__
from capsim.domain import distributions, money, people, risks, sampling, work
from capsim.domain.booking import Booking
from capsim.domain.calendar import Calendar, Leave
from capsim.domain.demand import Demand
from capsim.domain.distributions import PERT, LogNormal, Triangular
from capsim.domain.person import Person, Skill
from capsim.domain.policy import Policy
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.task import Need, Task

if _typing.TYPE_CHECKING:
    from capsim import plots
    from capsim.facade import replay, simulate, trace
    from capsim.forecast import Forecast
    from capsim.io import check, read, write

__all__ = [
    "PERT",
    "Booking",
    "Calendar",
    "Demand",
    "Forecast",
    "Leave",
    "LogNormal",
    "Need",
    "Person",
    "Policy",
    "Portfolio",
    "Project",
    "Skill",
    "Task",
    "Triangular",
    "check",
    "distributions",
    "errors",
    "money",
    "people",
    "plots",
    "read",
    "replay",
    "risks",
    "rules",
    "sampling",
    "simulate",
    "trace",
    "work",
    "write",
]

_LATER: _typing.Final = {
    "Forecast": "capsim.forecast",
    "check": "capsim.io",
    "plots": "capsim.plots",
    "read": "capsim.io",
    "replay": "capsim.facade",
    "simulate": "capsim.facade",
    "trace": "capsim.facade",
    "write": "capsim.io",
}
"""What is loaded when it is first asked for, since it needs pandas: whoever only builds models does not."""


def __getattr__(name: str) -> _typing.Any:
    """Load a name from where it is defined (PEP 562)."""
    if name not in _LATER:
        raise AttributeError(
            f"module 'capsim' has no attribute {name!r}", name=name, obj=_sys.modules[__name__]
        )
    module = _importlib.import_module(_LATER[name])
    found = globals()[name] = module if module.__name__ == f"{__name__}.{name}" else getattr(module, name)
    return found


def __dir__() -> list[str]:
    """List the public names, those not loaded yet too."""
    return __all__

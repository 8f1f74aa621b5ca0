"""capsim simulates people with skills working through a portfolio of projects.

>>> import capsim as cs
>>> portfolio = cs.read("models/consultancy")
>>> forecast = cs.simulate(portfolio, replications=1_000, seed=7)
>>> delivery = forecast.delivery()  # project, deadline, p50, p80, p95, probability ...
"""

import importlib as _importlib
import sys as _sys
import typing as _typing

from capsim import rules
from capsim._version import __version__ as __version__
from capsim.domain import distributions, edits, money, people, risks, work
from capsim.domain.calendar import Calendar, Leave
from capsim.domain.distributions import PERT, LogNormal, Triangular
from capsim.domain.person import Person
from capsim.domain.policy import Policy
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.scenario import Scenario
from capsim.domain.task import Need, Task

if _typing.TYPE_CHECKING:
    from capsim import calibrate as calibrate
    from capsim import errors as errors
    from capsim import optimize, plots
    from capsim.decide import compare, promise, what_if
    from capsim.decide import compare_policies as compare_policies
    from capsim.decide import marginal_value as marginal_value
    from capsim.decide.stressing import stress
    from capsim.domain import sampling as sampling
    from capsim.domain.booking import Booking as Booking
    from capsim.domain.demand import Demand as Demand
    from capsim.domain.person import Skill as Skill
    from capsim.facade import replay, simulate, trace
    from capsim.forecast import Forecast as Forecast
    from capsim.io import check as check
    from capsim.io import read, write
    from capsim.io import scenarios as scenarios

__all__ = [
    "PERT",
    "Calendar",
    "Leave",
    "LogNormal",
    "Need",
    "Person",
    "Policy",
    "Portfolio",
    "Project",
    "Scenario",
    "Task",
    "Triangular",
    "compare",
    "distributions",
    "edits",
    "money",
    "optimize",
    "people",
    "plots",
    "promise",
    "read",
    "replay",
    "risks",
    "rules",
    "simulate",
    "stress",
    "trace",
    "what_if",
    "work",
    "write",
]

_LATER: _typing.Final = {
    "compare": "capsim.decide",
    "optimize": "capsim.optimize",
    "plots": "capsim.plots",
    "promise": "capsim.decide",
    "read": "capsim.io",
    "replay": "capsim.facade",
    "simulate": "capsim.facade",
    "stress": "capsim.decide",
    "trace": "capsim.facade",
    "what_if": "capsim.decide",
    "write": "capsim.io",
}
"""What is loaded when it is first asked for, since it needs pandas: whoever only builds models does not."""

_FURTHER: _typing.Final = {
    "Booking": "capsim.domain.booking",
    "Demand": "capsim.domain.demand",
    "Forecast": "capsim.forecast",
    "Skill": "capsim.domain.person",
    "calibrate": "capsim.calibrate",
    "check": "capsim.io",
    "compare_policies": "capsim.decide",
    "errors": "capsim.errors",
    "marginal_value": "capsim.decide",
    "sampling": "capsim.domain.sampling",
    "scenarios": "capsim.io.scenarios",
}
"""What is there but not shown: at most thirty names meet who completes ``cs.`` (decision 32)."""


def __getattr__(name: str) -> _typing.Any:
    """Load a name from where it is defined (PEP 562)."""
    place = _LATER.get(name) or _FURTHER.get(name)
    if place is None:
        raise AttributeError(
            f"module 'capsim' has no attribute {name!r}", name=name, obj=_sys.modules[__name__]
        )
    module = _importlib.import_module(place)
    found = module if place.endswith(f".{name}") else getattr(module, name)
    if name in _LATER:
        globals()[name] = found
    return found


def __dir__() -> list[str]:
    """List the public names, those not loaded yet too."""
    return __all__

"""capsim simulates people with skills working through a portfolio of projects.

>>> import capsim as cs
>>> portfolio = cs.read("models/consultancy")
>>> forecast = cs.simulate(portfolio, replications=1_000, seed=7)
>>> delivery = forecast.delivery()  # project, deadline, p50, p80, p95, probability ...
"""

from capsim import errors, rules
from capsim._version import __version__
from capsim.domain import distributions, sampling
from capsim.domain.booking import Booking
from capsim.domain.calendar import Calendar, Leave
from capsim.domain.demand import Demand
from capsim.domain.distributions import PERT, LogNormal, Triangular
from capsim.domain.person import Person, Skill
from capsim.domain.policy import Policy
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.task import Link, Need, Task
from capsim.domain.uncertainty import CopulaGroup, Driver
from capsim.forecast import Forecast, Trace
from capsim.io import check, read, write
from capsim.simulate import replay, simulate, trace

__all__ = [
    "PERT",
    "Booking",
    "Calendar",
    "CopulaGroup",
    "Demand",
    "Driver",
    "Forecast",
    "Leave",
    "Link",
    "LogNormal",
    "Need",
    "Person",
    "Policy",
    "Portfolio",
    "Project",
    "Skill",
    "Task",
    "Trace",
    "Triangular",
    "__version__",
    "check",
    "distributions",
    "errors",
    "read",
    "replay",
    "rules",
    "sampling",
    "simulate",
    "trace",
    "write",
]

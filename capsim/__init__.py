"""capsim simulates people with skills working through a portfolio of projects.

See `capsim.read`, `capsim.simulate` and the Forecast that it returns.
"""
from capsim._version import __version__
from capsim.domain.person import Person, Skill
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.policy import Policy
from capsim.domain.task import Link, Need, Task
from capsim import rules

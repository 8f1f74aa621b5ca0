"""Changes of a portfolio, as small values: who comes or goes, what moves, what is tried."""

from capsim.domain.edits.adoption import AdoptionDip
from capsim.domain.edits.base import Edit as Edit
from capsim.domain.edits.overtime import Overtime
from capsim.domain.edits.people import AddPerson, ChangePerson, Hire, Loan, RemovePerson, Train
from capsim.domain.edits.projects import (
    AddProject,
    AddTask,
    ChangeProject,
    ChangeTask,
    Delay,
    Descope,
    RemoveProject,
    RemoveTask,
    Reprioritize,
    Split,
)
from capsim.domain.edits.reserving import Reserve
from capsim.domain.edits.risks import AddRisk, ChangeRisk, RemoveRisk, Respond
from capsim.domain.edits.settings import ChangePolicy, ChangePortfolio
from capsim.domain.edits.shocks import (
    HiringFreeze,
    KeyPersonLeaves,
    ScarceSkill,
    SiteOut,
    TeamOut,
)
from capsim.domain.edits.teams import DropGates, PoolTeams, SiloTeams
from capsim.domain.edits.workshocks import DemandShock, EstimatesLow, VendorLate

__all__ = [
    "AddPerson",
    "AddProject",
    "AddRisk",
    "AddTask",
    "AdoptionDip",
    "ChangePerson",
    "ChangePolicy",
    "ChangePortfolio",
    "ChangeProject",
    "ChangeRisk",
    "ChangeTask",
    "Delay",
    "DemandShock",
    "Descope",
    "DropGates",
    "EstimatesLow",
    "Hire",
    "HiringFreeze",
    "KeyPersonLeaves",
    "Loan",
    "Overtime",
    "PoolTeams",
    "RemovePerson",
    "RemoveProject",
    "RemoveRisk",
    "RemoveTask",
    "Reprioritize",
    "Reserve",
    "Respond",
    "ScarceSkill",
    "SiloTeams",
    "SiteOut",
    "Split",
    "TeamOut",
    "Train",
    "VendorLate",
]

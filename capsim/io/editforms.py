"""How edits that hold only single values are written: their words, and how each is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from capsim.domain import edits
from capsim.domain.values import Count, Days, Rank, Speed, name
from capsim.io.parsers import SCALARS, Parser, parser_of, share, whole, yes_or_no

__all__ = [
    "COST", "COUNT", "DAY", "FORMS", "FROM_WHEN", "LAST_DAY", "SPEED", "WHICH_PROJECT", "Form",
]  # fmt: skip

DAY: Parser = SCALARS["task"]["start"]
LAST_DAY: Parser = SCALARS["task"]["end"]
COST: Parser = SCALARS["person"]["cost_per_day"]
SPEED, COUNT, _RANK, _DAYS = map(parser_of, (Speed, Count, Rank, Days))


class Form(NamedTuple):
    """How an edit that has only single values is written.

    Attributes
    ----------
    made : type
    parsers : dict of str to callable
        How each of its words is read; None for names.
    required : dict of str to str
        The words that must be there, with what to write.
    """

    made: type[Any]
    parsers: Mapping[str, Parser | None]
    required: Mapping[str, str]


WHICH_PROJECT: Final = "write the project's name"
_WHICH_PERSON: Final = "write the person's name"
FROM_WHEN: Final = "write a date such as 2027-03-01"
_UNTIL_WHEN: Final = "write the last day, such as 2027-03-31"

FORMS: Final[Mapping[str, Form]] = {
    "remove person": Form(
        edits.RemovePerson, {"name": name, "start": DAY}, {"name": _WHICH_PERSON}
    ),
    "train": Form(
        edits.Train,
        {"name": name, "skill": name, "start": DAY, "proficiency": SPEED, "level": COUNT, "days": _DAYS},
        {"name": _WHICH_PERSON, "skill": "write the skill", "start": FROM_WHEN},
    ),
    "loan": Form(
        edits.Loan,
        {"name": name, "start": DAY, "end": LAST_DAY, "team": name, "share": share},
        {"name": _WHICH_PERSON, "start": FROM_WHEN, "end": "write the last day of the loan"},
    ),
    "overtime": Form(
        edits.Overtime,
        {"who": name, "start": DAY, "end": LAST_DAY, "share": share},
        {"who": "write a person, a team or a role", "start": FROM_WHEN, "end": _UNTIL_WHEN},
    ),
    "reserve": Form(
        edits.Reserve,
        {"project": name, "share": share, "start": DAY, "end": LAST_DAY, "who": name},
        {
            "project": WHICH_PROJECT, "share": "write a share such as 10 %", "start": FROM_WHEN,
            "end": _UNTIL_WHEN,
        },
    ),
    "remove project": Form(edits.RemoveProject, {"name": name}, {"name": WHICH_PROJECT}),
    "delay": Form(
        edits.Delay,
        {"name": name, "days": whole},
        {"name": WHICH_PROJECT, "days": "write how many days, such as 30"},
    ),
    "reprioritize": Form(edits.Reprioritize, {"name": name, "priority": _RANK}, {"name": WHICH_PROJECT}),
    "descope": Form(
        edits.Descope,
        {"name": name, "share": share, "tasks": None, "tags": None},
        {"name": WHICH_PROJECT},
    ),
    "split": Form(
        edits.Split,
        {
            "name": name, "tasks": None, "into": name, "priority": _RANK, "start": DAY,
            "deadline": LAST_DAY,
        },
        {"name": WHICH_PROJECT, "tasks": "name the tasks that go", "into": "write the new project's name"},
    ),
    "remove task": Form(
        edits.RemoveTask,
        {"project": name, "name": name},
        {"project": WHICH_PROJECT, "name": "write the task's name"},
    ),
    "remove risk": Form(edits.RemoveRisk, {"name": name}, {"name": "write the risk's name"}),
    "respond": Form(
        edits.Respond,
        {"risk": name, "response": name, "taken": yes_or_no},
        {"risk": "write the risk's name"},
    ),
    "key person leaves": Form(
        edits.KeyPersonLeaves,
        {"name": name, "start": DAY, "successor": DAY},
        {"name": _WHICH_PERSON, "start": FROM_WHEN},
    ),
    "team out": Form(
        edits.TeamOut,
        {"team": name, "start": DAY, "end": LAST_DAY},
        {"team": "write the team", "start": FROM_WHEN, "end": _UNTIL_WHEN},
    ),
    "site out": Form(
        edits.SiteOut,
        {"location": name, "start": DAY, "end": LAST_DAY},
        {"location": "write the location", "start": FROM_WHEN, "end": _UNTIL_WHEN},
    ),
    "scarce skill": Form(
        edits.ScarceSkill,
        {"skill": name, "start": DAY, "end": LAST_DAY, "share": share},
        {"skill": "write the skill", "start": FROM_WHEN, "end": _UNTIL_WHEN},
    ),
    "demand shock": Form(
        edits.DemandShock,
        {"factor": SPEED, "projects": None, "objectives": None},
        {"factor": "write a factor such as 1.3"},
    ),
    "estimates low": Form(
        edits.EstimatesLow, {"share": share, "projects": None, "skills": None, "tags": None}, {}
    ),
    "vendor late": Form(
        edits.VendorLate,
        {"vendor": name, "days": COUNT, "projects": None, "tags": None},
        {"vendor": "write the vendor", "days": "write how many working days, such as 20"},
    ),
    "adoption dip": Form(
        edits.AdoptionDip,
        {"who": None, "start": DAY, "share": share, "weeks": COUNT, "between": COUNT},
        {"who": "write who takes it up: teams, roles or people", "start": FROM_WHEN},
    ),
    "hiring freeze": Form(
        edits.HiringFreeze,
        {"start": DAY, "end": LAST_DAY},
        {"start": FROM_WHEN, "end": _UNTIL_WHEN},
    ),
    "silo teams": Form(edits.SiloTeams, {}, {}),
    "pool teams": Form(edits.PoolTeams, {}, {}),
    "drop gates": Form(edits.DropGates, {}, {}),
}  # fmt: skip
"""How each edit of single values is written."""

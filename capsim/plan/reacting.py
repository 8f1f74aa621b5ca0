"""What a policy reacts to and with, by index: what both engines look at in their reviews (rule R21)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from capsim.clock import TICKS_PER_DAY, day_index, days_to_ticks, thousandths
from capsim.domain.actions import Action, Descope, Expedite, Hire, OnPeople, Overtime, Stop
from capsim.domain.named import Named
from capsim.domain.policy import Policy
from capsim.domain.reactions import Reaction
from capsim.domain.triggers import OnDate, Overloaded, Slip, Trigger
from capsim.plan.network import Network, make_network
from capsim.plan.paths import WHOLE
from capsim.plan.plan import NO_DATE, Plan

__all__ = [
    "DESCOPE",
    "EVERY",
    "EXPEDITE",
    "FOUND",
    "HIRE",
    "LATE",
    "NEVER_MEANT",
    "ON_DATE",
    "ON_PEOPLE",
    "OVERTIME",
    "STOP",
    "WAITS",
    "Reacting",
    "last_days_of",
    "make_reacting",
    "network_of",
    "people_meant",
]

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

LATE: Final = 0
"""A trigger: a project slips."""
WAITS: Final = 1
"""A trigger: work waits for people."""
ON_DATE: Final = 2

STOP: Final = 0
DESCOPE: Final = 1
EXPEDITE: Final = 2
HIRE: Final = 3
OVERTIME: Final = 4

EVERY: Final = -1
"""In the place of a project, of a trigger: every project. Of an action it is `FOUND`."""
FOUND: Final = -1
"""In the place of a project, of an action: those that the trigger has found."""
NEVER_MEANT: Final = -2
"""In the place of a project that is not part of any future."""

ON_PEOPLE: Final = -3
"""In the place of a project, of an action: it is about people."""

_NO_LIMIT: Final = -1


@dataclass(frozen=True)
class Reacting:
    """The reactions of a policy.

    Attributes
    ----------
    number : int
    days : ndarray of int64, (reviews,)
        The days at whose first tick there is a review, in order.
    due : ndarray of bool, (reviews, reactions)
        Which reactions are looked at in each.
    trigger, action : ndarray of int64, (reactions,)
        What is watched, and what is done.
    ticks : ndarray of int64, (reactions,)
        Working ticks of the portfolio calendar: of a slip that is let pass, or of a wait that counts.
    least : ndarray of int64, (reactions,)
        How much work has to wait.
    watched, target : ndarray of int64, (reactions,)
        The project of the trigger, and that of the action.
    at_most : ndarray of int64, (reactions,)
        How many times it is done in one future; -1 as often as it is asked for.
    asks : ndarray of bool, (reactions, needs)
        The needs whose waiting counts.
    tagged : ndarray of bool, (reactions, tasks)
        The work that can be left out.
    deadline : ndarray of int64, (projects,)
        Working ticks; -1 without one within the run.
    people : ndarray of bool, (reactions, people)
        The candidates who can be hired, or those who work longer.
    amount : ndarray of int64, (reactions,)
        How many are hired at a time; thousandths of the day that are worked on top.
    until : ndarray of int64, (reviews, reactions)
        The first day on which a longer day that begins at a review is over.
    """

    number: int
    days: Ints
    due: Bools
    trigger: Ints
    action: Ints
    ticks: Ints
    least: Ints
    watched: Ints
    target: Ints
    at_most: Ints
    asks: Bools
    tagged: Bools
    deadline: Ints
    people: Bools
    amount: Ints
    until: Ints

    @property
    def slips(self) -> bool:
        """Whether any of them watches deadlines."""
        return bool((self.trigger == LATE).any())

    @property
    def longer(self) -> Bools:
        """Who can be asked for overtime, (people,)."""
        return np.asarray(self.people[self.action == OVERTIME].any(axis=0))

    @property
    def fastest(self) -> int:
        """The largest factor that overtime makes of a speed, in thousandths."""
        return WHOLE + int(self.amount[self.action == OVERTIME].max(initial=0))


def make_reacting(plan: Plan, policy: Policy) -> Reacting:
    """Number what the reactions of a policy are about.

    Parameters
    ----------
    plan : Plan
    policy : Policy

    Returns
    -------
    Reacting
    """
    reactions = policy.reactions
    days, due = _reviews(plan, reactions)
    within = (plan.project_deadline != NO_DATE) & (plan.project_deadline <= plan.horizon_tick)
    day = np.where(within, np.maximum(plan.project_deadline, 0), 0) // TICKS_PER_DAY
    return Reacting(
        number=len(reactions),
        days=days,
        due=due,
        trigger=_array(_TRIGGERS[type(each.when)] for each in reactions),
        action=_array(_ACTIONS[type(each.do)] for each in reactions),
        ticks=_array(_ticks(each.when) for each in reactions),
        least=_array(each.when.work if isinstance(each.when, Overloaded) else 0 for each in reactions),
        watched=_array(_project(plan, getattr(each.when, "project", None)) for each in reactions),
        target=_array(_target(plan, each.do) for each in reactions),
        at_most=_array(_NO_LIMIT if each.at_most is None else each.at_most for each in reactions),
        asks=_rows((_asks(plan, each.when) for each in reactions), plan.n_needs),
        tagged=_rows((_tagged(plan, each.do) for each in reactions), plan.n_tasks),
        deadline=np.where(within, plan.worked[day] * TICKS_PER_DAY, NO_DATE),  # one before the start is at it
        people=_rows((people_meant(plan, each.do) for each in reactions), plan.n_people),
        amount=_array(_amount(each.do) for each in reactions),
        until=_until(plan, days, reactions),
    )


def people_meant(plan: Plan, action: Action) -> Bools:
    """Return the people whom an action is about, (people,)."""
    made = np.zeros(plan.n_people, np.bool_)
    if isinstance(action, OnPeople):
        made[list(Named(plan.portfolio.people).meant_by(action.who))] = True
        wanted = "candidate" if isinstance(action, Hire) else "equipment"
        fits = np.array([person.kind == wanted for person in plan.portfolio.staff], np.bool_)
        made &= fits if isinstance(action, Hire) else ~fits
    return made


def last_days_of(plan: Plan, first: Ints, action: Overtime) -> Ints:
    """Return the first day on which overtime is over that begins on each of some days."""
    return np.minimum(np.searchsorted(plan.worked, plan.worked[first] + action.days), plan.n_days)


def network_of(plan: Plan) -> Network:
    """Return the network of a plan, for passes over what is left of it."""
    return make_network(plan.task_project, plan.link_before, plan.link_after, plan.link_kind, plan.link_lag)


_TRIGGERS: Final[dict[type, int]] = {Slip: LATE, Overloaded: WAITS, OnDate: ON_DATE}
_ACTIONS: Final[dict[type, int]] = {
    Stop: STOP,
    Descope: DESCOPE,
    Expedite: EXPEDITE,
    Hire: HIRE,
    Overtime: OVERTIME,
}


def _reviews(plan: Plan, reactions: Sequence[Reaction]) -> tuple[Ints, Bools]:
    """Return the days of reviews, and which reactions are looked at on each.

    A rhythm counts the working days of the portfolio calendar from the start of the portfolio; nothing is
    looked at before the status date, or at it.
    """
    last = plan.horizon_tick // TICKS_PER_DAY
    days = np.arange(last + 1)
    due = np.zeros((last + 1, len(reactions)), np.bool_)
    before, works = plan.worked[: last + 1], plan.working[: last + 1] > 0
    for number, reaction in enumerate(reactions):
        if isinstance(reaction.when, OnDate):
            day = day_index(reaction.when.day, plan.start)
            if day >= 0:
                due[day : day + 1, number] = True
        else:
            due[:, number] = works & (before > 0) & (before % reaction.rhythm == 0)
    if plan.portfolio.status_date is not None:
        due[days * TICKS_PER_DAY <= plan.standing.tick] = False
    held = np.flatnonzero(due.any(axis=1))
    return held, due[held]


def _ticks(trigger: Trigger) -> int:
    return 0 if isinstance(trigger, OnDate) else days_to_ticks(trigger.days)


def _amount(action: Action) -> int:
    if isinstance(action, Hire):
        return action.people
    return thousandths(action.share) if isinstance(action, Overtime) else 0


def _until(plan: Plan, days: Ints, reactions: Sequence[Reaction]) -> Ints:
    made = np.zeros((len(days), len(reactions)), np.int64)
    for number, reaction in enumerate(reactions):
        if isinstance(reaction.do, Overtime):
            made[:, number] = last_days_of(plan, days, reaction.do)
    return made


def _target(plan: Plan, action: Action) -> int:
    return ON_PEOPLE if isinstance(action, OnPeople) else _project(plan, action.project)


def _project(plan: Plan, name: str | None) -> int:
    if name is None:
        return EVERY
    return plan.project_names.index(name) if name in plan.project_names else NEVER_MEANT


def _asks(plan: Plan, trigger: Trigger) -> Bools:
    """Return the needs of which a trigger counts the waiting."""
    if not isinstance(trigger, Overloaded):
        return np.zeros(plan.n_needs, np.bool_)
    kinds = [
        trigger.skill is None or any(choice.skill == trigger.skill for choice in choices)
        for choices in plan.kind_choices
    ]
    return np.array(kinds, np.bool_)[plan.need_kind] if kinds else np.zeros(plan.n_needs, np.bool_)


def _tagged(plan: Plan, action: Action) -> Bools:
    """Return the work that an action leaves out, of whatever project."""
    made = np.zeros(plan.n_tasks, np.bool_)
    if isinstance(action, Descope):
        place = {label: number for number, label in enumerate(plan.task_labels)}
        for project in plan.portfolio.projects:
            for task in project.tasks:
                number = place.get(f"{project.name}/{task.name}")
                if number is not None and action.tag in task.tags:
                    made[number] = True
    return made


def _array(numbers: Iterable[int]) -> Ints:
    return np.fromiter(numbers, dtype=np.int64)


def _rows(rows: Iterable[Bools], width: int) -> Bools:
    listed = list(rows)
    return np.array(listed, np.bool_).reshape(len(listed), width)

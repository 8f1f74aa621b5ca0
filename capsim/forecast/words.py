"""Drivers in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from capsim.clock import ticks_to_days
from capsim.domain.portfolio import Portfolio
from capsim.domain.words import some
from capsim.engines.runs import Cause, cause_of
from capsim.forecast.dates import readable
from capsim.plan.plan import Plan

__all__ = [
    "GOES_NOT_AHEAD",
    "STOPPED_IN_WORK",
    "STOPPED_WAITING",
    "STOPS",
    "asked_for",
    "date_told",
    "driver_of_finish",
    "driver_of_ready",
    "driver_of_start",
    "listed",
    "needs_of",
    "no_work",
    "people_for",
    "role_of",
]

GOES_NOT_AHEAD: Final = "does not go ahead"
"""The driver of a task whose project is not part of a replication."""

STOPPED_WAITING: Final = "stopped before it starts"
"""The driver of a task that a gate has stopped while it waited."""

STOPPED_IN_WORK: Final = "; stopped before it ends"
"""What follows the driver of a task that a gate has stopped while people were at work on it."""

STOPS: Final = "; stops the project"
"""What follows the driver of a gate that has said stop."""

_FS, _SS, _FF, _SF = range(4)


def listed(words: Iterable[str]) -> str:
    """Join words as in a sentence, each once.

    Examples
    --------
    >>> listed(["data", "backend", "data", "qa"])
    'data, backend and qa'
    """
    unique = list(dict.fromkeys(words))
    return " and ".join([", ".join(unique[:-1]), unique[-1]]) if len(unique) > 1 else "".join(unique)


def date_told(day: date | None, quantile: str, beyond_horizon: str) -> str:
    """Write the date of a quantile, or why there is none: past the horizon, or stopped by a gate.

    Examples
    --------
    >>> date_told(None, "p80", "p80 p95"), date_told(None, "p80", "")
    ('> horizon', 'stopped')
    """
    if day is not None:
        return readable(day)
    return "> horizon" if quantile in beyond_horizon.split() else "stopped"


def no_work(portfolio: Portfolio, project: str) -> str:
    """Return why a project has nothing to simulate."""
    origin = portfolio.origin
    is_over = origin is not None and project in origin.before_start
    return "all before the start" if is_over else "no tasks yet"


def asked_for(plan: Plan, need: int) -> str:
    """Return what a need asks for; one with alternatives in quotes, so that a sentence reads on after it."""
    label = plan.kind_labels[plan.need_kind[need]]
    return f'"{label}"' if ", or " in label else label


def role_of(plan: Plan, need: int) -> str:
    """Return the role that a need asks for: the first skill that serves it, whatever the level."""
    return str(plan.kind_choices[plan.need_kind[need]][0].skill)


def needs_of(plan: Plan, task: int) -> range:
    """Return the needs of a task."""
    first, last = plan.task_first_need[task : task + 2].tolist()
    return range(first, last)


def people_for(plan: Plan, needs: Iterable[int]) -> str:
    """Return whom needs wait for: ``"people for backend and qa"``, ``"people for backend (only Ada)"``."""
    return f"people for {listed(asked_for(plan, need) + _only(plan, need) for need in needs)}"


def _only(plan: Plan, need: int) -> str:
    """Return in brackets who alone can serve a need, if only some people can (rules R7, R14)."""
    people = plan.kind_people[plan.need_kind[need]]
    if people is None:
        return ""
    names = [plan.person_names[person] for person in sorted(people)]
    of_pool = {name.rpartition(" ")[0] for name in names}
    if len(names) > 1 and len(of_pool) == 1 and "" not in of_pool:
        return f" (only {names[0]} to {names[-1]})"
    return f" (only {some(names)})"


def _link(plan: Plan, link: int) -> str:
    before = plan.task_labels[plan.link_before[link]]
    event = "finish" if plan.link_kind[link] in (_FS, _FF) else "start"
    lag = int(plan.link_lag[link])
    if not lag:
        return f"{event} of {before}"
    days = ticks_to_days(lag)
    return f"{event} of {before} + {days:g} working {'day' if days == 1 else 'days'}"


def driver_of_ready(plan: Plan, task: int, code: int) -> str:
    """Return in words what a ready tick was driven by (rule R18)."""
    kind, index = cause_of(code)
    match kind:
        case Cause.LINK:
            return _link(plan, index)
        case Cause.PROJECT_START if plan.project_start[plan.task_project[task]] > 0:
            return f"start date of {plan.project_names[plan.task_project[task]]}"
        case Cause.ARRIVAL if plan.is_item[task]:
            return f"arrival of {plan.task_names[task]}"
        case Cause.ARRIVAL:
            return f"end of the intake of {plan.project_names[plan.task_project[task]]}"
        case Cause.KNOWN:
            return "begun before the status date"
        case Cause.NOT_BEFORE if 0 < plan.standing.tick == plan.task_not_before[task]:
            return "status date"
        case Cause.NOT_BEFORE:
            return f"planned start of {plan.task_labels[task]}"
        case _:
            return "start of the portfolio"


def driver_of_start(plan: Plan, task: int, code: int, ready_code: int) -> str:
    """Return in words what a start was driven by (rule R18).

    Parameters
    ----------
    plan : Plan
    task : int
    code, ready_code : int
        Packed drivers of the start and of the ready tick.

    Returns
    -------
    str
        Such as ``"finish of Shop/design"`` or ``"people freed by Data/ingest (backend)"``.
    """
    kind, index = cause_of(code)
    match kind:
        case Cause.PERSON:
            place = plan.task_labels[plan.need_task[index]]
            return f"people freed by {place} ({asked_for(plan, index)})"
        case Cause.RESERVE:
            return f"people no longer held for {plan.task_labels[index]}, which starts"
        case Cause.RESERVE_AGAIN:
            return f"people no longer held for {plan.task_labels[plan.need_task[index]]}, which goes on"
        case Cause.AGAIN:
            return "work until its people left it"
        case Cause.LAPSE:
            return "people no longer held for other work"
        case Cause.BOOKING:
            return f"end of a booking of {plan.person_names[index]} on another project"
        case Cause.RETURN:
            return f"{plan.person_names[index]} back, joined or qualified"
        case Cause.LIMIT:
            other = plan.project_names[plan.task_project[index]]
            return f"end of {other}: one project less in progress"
        case Cause.REACTION:
            return f"stop of {plan.project_names[index]}: one project less in progress"
        case Cause.FREEZE:
            return f"end of the freeze of {plan.project_names[plan.task_project[task]]}"
        case _:
            return driver_of_ready(plan, task, ready_code)


def driver_of_finish(plan: Plan, task: int, code: int) -> str:
    """Return in words what a finish was driven by (rule R18)."""
    kind, index = cause_of(code)
    match kind:
        case Cause.LINK:
            return _link(plan, index)
        case Cause.NEED:
            return f"end of its work for {asked_for(plan, index)}"
        case Cause.DURATION:
            return "end of its duration"
        case _:
            return "its own start"

"""Drivers and waits in words."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator

import numpy as np
import numpy.typing as npt

from capsim.clock import NEVER, ticks_to_days
from capsim.engines.runs import Cause, Runs, cause_of
from capsim.plan.plan import Plan

__all__ = ["driver_of_finish", "driver_of_ready", "driver_of_start", "listed", "people_for", "reasons"]

Bools = npt.NDArray[np.bool_]

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


def people_for(plan: Plan, task: int) -> str:
    """Return whom a task waits for: ``"people for backend and qa"``."""
    first, last = plan.task_first_need[task : task + 2].tolist()
    return f"people for {listed(plan.kind_labels[kind] for kind in plan.need_kind[first:last])}"


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
            return f"people freed by {place} ({plan.kind_labels[plan.need_kind[index]]})"
        case Cause.RESERVE:
            return f"people no longer held for {plan.task_labels[index]}, which starts"
        case Cause.LAPSE:
            return "people no longer held for other work"
        case Cause.RETURN:
            return f"{plan.person_names[index]} back, joined or qualified"
        case Cause.FREEZE:
            return "end of a freeze"
        case _:
            return driver_of_ready(plan, task, ready_code)


def driver_of_finish(plan: Plan, task: int, code: int) -> str:
    """Return in words what a finish was driven by (rule R18)."""
    kind, index = cause_of(code)
    match kind:
        case Cause.LINK:
            return _link(plan, index)
        case Cause.NEED:
            return f"end of its work for {plan.kind_labels[plan.need_kind[index]]}"
        case Cause.DURATION:
            return "end of its duration"
        case _:
            return "its own start"


def reasons(runs: Runs, task: int) -> Iterator[tuple[str, bool, Bools]]:
    """Tell what a task waits for in the replications in which it never finishes.

    Parameters
    ----------
    runs : Runs
    task : int

    Yields
    ------
    words : str
        Such as ``"people for backend"`` or ``"Shop/design to finish"``.
    root : bool
        Whether it waits for something else than other work.
    where : ndarray of bool, (replications,)
        The replications with this reason; each of them has one.
    """
    plan = runs.plan
    open_ = runs.finish[:, task] == NEVER
    unready = open_ & (runs.ready[:, task] == NEVER)
    unstarted = open_ & ~unready & (runs.start[:, task] == NEVER)
    unfinished = open_ & ~unready & ~unstarted
    unmet_start = yield from _unmet(runs, task, unready, (_FS, _SS))
    yield "a date past the horizon", True, unmet_start
    yield people_for(plan, task), True, unstarted
    unmet_finish = yield from _unmet(runs, task, unfinished, (_FF, _SF))
    yield "the end of its own work, past the horizon", True, unmet_finish


def _unmet(
    runs: Runs, task: int, where: Bools, kinds: tuple[int, int]
) -> Generator[tuple[str, bool, Bools], None, Bools]:
    """Tell which links are not met, the first as listed; return where all of them are."""
    plan = runs.plan
    for link in np.flatnonzero((plan.link_after == task) & np.isin(plan.link_kind, kinds)):
        before, from_finish = plan.link_before[link], plan.link_kind[link] in (_FS, _FF)
        unmet = where & ((runs.finish if from_finish else runs.start)[:, before] == NEVER)
        yield f"{plan.task_labels[before]} to {'finish' if from_finish else 'start'}", False, unmet
        where = where & ~unmet
    return where

"""A status date in any portfolio: what is done by then, what has begun, and who is at work on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from capsim.domain.policy import Policy
from capsim.domain.portfolio import Portfolio
from capsim.domain.task import Task
from tests.oracles.portfolios import Picker, booked_case, case, large_case
from tests.oracles.with_returns import returning_policy, with_returns


def with_status(random: np.random.Generator, portfolio: Portfolio) -> Portfolio:
    """The same portfolio some days on, part of its work begun or done; often against its links."""
    pick = Picker(random)
    days = min(20, (portfolio.last_day - portfolio.start).days)
    today = portfolio.start + timedelta(days=pick.whole(0, days))
    names = [str(person.name) for person in portfolio.people]
    given = pick.one([0.15, 0.4, 0.8])
    projects = [
        replace(
            project,
            tasks=[
                _begun(task, portfolio.start, today, names, pick) if pick.chance(given) else task
                for task in project.tasks
            ],
        )
        for project in portfolio.projects
    ]
    return replace(portfolio, projects=projects, status_date=today)


def _begun(task: Task, start: date, today: date, names: list[str], pick: Picker) -> Task:
    """A task with a start in the past, and mostly with people at work, or with a finish."""
    first = pick.whole(0, (today - start).days)
    begun = start + timedelta(days=first)
    if pick.chance(0.4) or task.is_milestone:
        finished = begun + timedelta(days=pick.whole(0, (today - begun).days))
        return replace(task, actual_start=pick.one([begun, begun, None]), actual_finish=finished)
    said = pick.one(["nothing", "nothing", "progress", "remaining", "progress alone"])
    at_work = list(dict.fromkeys(pick.one(names) for _ in range(pick.whole(0, 3)))) if names else []
    return replace(
        task,
        actual_start=None if said == "progress alone" else begun,
        progress=pick.one([0.0, 0.25, 0.5, 1.0]) if "progress" in said else None,
        remaining=pick.one([0, 0.5, 2, 5]) if said == "remaining" else None,
        assigned=at_work,
    )


def status_case(seed: int) -> tuple[Portfolio, Policy]:
    """Portfolio and policy number ``seed``, seen from a status date; some with work that is handed over."""
    random = np.random.default_rng([seed, 16])
    portfolio, policy = (large_case if seed % 10 == 0 else booked_case if seed % 4 == 1 else case)(seed)
    if seed % 3 == 0:
        portfolio, policy = with_returns(random, portfolio), returning_policy(random, policy)
    return with_status(random, portfolio), policy

"""Forecasts from hand-made outcomes: everything but the finishes is as if all work ran from the start."""

import numpy as np
import pytest

import capsim as cs
from capsim.clock import ABSENT, NEVER
from capsim.domain.sampling import Independent
from capsim.engines.runs import Cause, Runs, Seats, cause_code
from capsim.forecast import Forecast
from capsim.plan.build import make_plan


def portfolio_of(*projects, people=None, **settings):
    staff = [cs.Person("Ada", "backend")] if people is None else people
    return cs.Portfolio("Agency", "2027-01-04", staff, projects, **{"ranges": "usual", **settings})


def project_of(name, *, tasks=None, **settings):
    work = [cs.Task("work", effort=5, skill="backend")] if tasks is None else tasks
    return cs.Project(name, work, **settings)


def runs_of(portfolio, finish, *, seed=7, partial=False):
    """Outcomes with these finishes in ticks, (replications, tasks)."""
    ticks = np.array(finish, dtype=np.int32)
    start = np.where(ticks == ABSENT, ABSENT, 0).astype(np.int32)
    driver = np.full(ticks.shape, cause_code(Cause.READY), dtype=np.int32)
    nobody = np.zeros(0, dtype=np.int32)
    return Runs(
        plan=make_plan(portfolio),
        policy=cs.Policy(),
        seed=seed,
        ready=start,
        start=start,
        finish=ticks,
        ready_driver=np.full(ticks.shape, cause_code(Cause.PROJECT_START), dtype=np.int32),
        start_driver=driver,
        finish_driver=np.full(ticks.shape, cause_code(Cause.NEED), dtype=np.int32),
        seat_offsets=np.zeros(len(ticks) + 1, dtype=np.int64),
        seats=Seats(*[nobody] * 6),
        partial=partial,
    )


def forecast_of(portfolio, finish, *, sampling=None, asked=None, **outcome):
    runs = runs_of(portfolio, finish, **outcome)
    return Forecast(runs, asked or runs.replications, sampling or Independent())


def days(*numbers):
    """Finishes of one task at the end of these days, counted from 1; None is never, 0 is not going ahead."""
    ticks = {None: NEVER, 0: ABSENT}
    return [[ticks[number] if number in ticks else round(480 * number)] for number in numbers]


@pytest.fixture
def make():
    """The builders above, by name."""

    class Make:
        portfolio = staticmethod(portfolio_of)
        project = staticmethod(project_of)
        runs = staticmethod(runs_of)
        forecast = staticmethod(forecast_of)
        days = staticmethod(days)

    return Make

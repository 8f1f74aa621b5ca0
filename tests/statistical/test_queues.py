"""Queues through the public API: exact against a recursion, and in the mean against closed formulas.

Customers arrive by a chain of elapsed tasks; each link of the chain releases one customer, a task of one
server's effort. With first come, first served and a week of seven working days that is an M/G/c queue, so
that every wait is known from the drawn ticks (Kiefer and Wolfowitz, 1955), and the mean wait from theory
(Erlang 1917 for M/M/c; Pollaczek 1930 and Khinchine 1932 for M/G/1).

Each queue runs 24 replications in the normal suite and 150 in the slow one (``-m slow``), with loads of 0.5,
0.8 and 0.9: of 1, 2, 3 and 8 servers for M/M/c, of one server for M/G/1.
"""

import math
from datetime import date, timedelta

import numpy as np
import pytest

import capsim as cs
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws

START = date(2027, 1, 4)
DAY = 480
MEAN_SERVICE = 10.0  # days, so that rounding to ticks (at most 1 in 4,800) is no matter
FIFO = cs.Policy(priority=cs.rules.FIFO(), reserve_after=None, top_up=False)

# The distance allowed between a simulated and a theoretical mean, in standard errors. The standard error
# comes from independent replications, each without its first customers (the queue starts empty).
MOST_ERRORS = 4.5


# How many customers there are in a replication, and how many of them are warm-up: from an empty start the
# mean wait is within 1 % of its limit after that many.
CUSTOMERS = {0.5: (1_000, 100), 0.8: (1_200, 250), 0.9: (1_900, 750)}

REPLICATIONS = [pytest.param(24, id="sample"), pytest.param(150, id="long", marks=pytest.mark.slow)]


def queue(servers, load, service, customers):
    """Return the portfolio of a queue: gap 1, customer 1, gap 2, customer 2 ..."""
    gap = service.mean() / (servers * load)
    tasks = []
    for number in range(1, customers + 1):
        before = [f"gap {number - 1}"] if number > 1 else []
        tasks.append(cs.Task(f"gap {number}", duration=cs.distributions.Exponential(gap), after=before))
        tasks.append(cs.Task(f"customer {number}", effort=service, skill="serve", after=[f"gap {number}"]))
    return cs.Portfolio(
        "Queue",
        start=START,
        calendar="mon-sun",
        people=[cs.Person("server", "serve", count=servers)],
        projects=[cs.Project("Q", tasks=tasks)],
        horizon=START + timedelta(days=round(1.2 * gap * customers) + 2_000),
    )


def simulated(portfolio, replications, seed):
    """Return drawn gaps, drawn services and the waits of the run: ``(replications, customers)`` in ticks."""
    runs = cs.simulate(portfolio, FIFO, replications=replications, seed=seed, progress=False).runs
    drawn = make_draws(make_plan(portfolio), seed).block(0, replications)
    gaps, services = drawn.duration[:, 0::2], drawn.effort
    arrivals = runs.ready[:, 1::2].astype(np.int64)
    assert (arrivals == gaps.cumsum(axis=1)).all()
    return gaps, services, runs.start[:, 1::2] - arrivals


def waits_by_recursion(gaps, services, servers):
    """Return the waits of one replication: the work before each server as a sorted vector."""
    work = [0] * servers
    waits = []
    for gap, service in zip(gaps.tolist(), services.tolist(), strict=True):
        work = sorted(max(0, before - gap) for before in work)
        waits.append(work[0])
        work[0] += service
    return waits


def check_every_wait(gaps, services, waits, servers):
    for row in range(len(waits)):
        assert waits[row].tolist() == waits_by_recursion(gaps[row], services[row], servers)


def errors_away(samples, expected):
    """Return the distance of a mean over replications from its theory, in standard errors."""
    error = samples.std(ddof=1) / math.sqrt(len(samples))
    return abs(samples.mean() - expected) / error


def chance_to_wait(servers, load):
    """Return Erlang's C."""
    offered = servers * load
    waiting = offered**servers / math.factorial(servers) / (1 - load)
    return waiting / (sum(offered**k / math.factorial(k) for k in range(servers)) + waiting)


@pytest.mark.parametrize("replications", REPLICATIONS)
@pytest.mark.parametrize("load", [0.5, 0.8, 0.9])
@pytest.mark.parametrize("servers", [1, 2, 3, 8])
def test_exponential_work_waits_as_erlang_says(servers, load, replications):
    customers, warm_up = CUSTOMERS[load]
    portfolio = queue(servers, load, cs.distributions.Exponential(MEAN_SERVICE), customers)
    gaps, services, waits = simulated(portfolio, replications, seed=1_000 * servers + round(100 * load))
    check_every_wait(gaps, services, waits, servers)
    settled = waits[:, warm_up:]
    chance = chance_to_wait(servers, load)
    mean_wait = chance * MEAN_SERVICE / (servers * (1 - load))
    assert errors_away((settled > 0).mean(axis=1), chance) < MOST_ERRORS
    assert errors_away(settled.mean(axis=1) / DAY, mean_wait) < MOST_ERRORS


@pytest.mark.parametrize("replications", REPLICATIONS)
@pytest.mark.parametrize("load", [0.5, 0.8, 0.9])
@pytest.mark.parametrize(
    "service",
    [
        cs.distributions.Fixed(MEAN_SERVICE),
        cs.distributions.Gamma(shape=4, scale=MEAN_SERVICE / 4),
        cs.LogNormal(mean=MEAN_SERVICE, sd=10),
    ],
    ids=["fixed", "gamma", "lognormal"],
)
def test_work_of_any_law_waits_as_pollaczek_and_khinchine_say(service, load, replications):
    customers, warm_up = CUSTOMERS[load]
    portfolio = queue(1, load, service, customers)
    gaps, services, waits = simulated(portfolio, replications, seed=round(100 * load))
    check_every_wait(gaps, services, waits, 1)
    settled = waits[:, warm_up:]
    second_moment = service.mean() ** 2 + service.sd() ** 2
    mean_wait = load / service.mean() * second_moment / (2 * (1 - load))
    assert errors_away((settled > 0).mean(axis=1), load) < MOST_ERRORS
    assert errors_away(settled.mean(axis=1) / DAY, mean_wait) < MOST_ERRORS


def test_the_recursion_serves_one_after_the_other():
    gaps, services = np.array([5, 1, 1, 10]), np.array([4, 4, 4, 1])
    assert waits_by_recursion(gaps, services, 1) == [0, 3, 6, 0]
    assert waits_by_recursion(gaps, services, 2) == [0, 0, 2, 0]


def test_the_chance_to_wait_is_erlangs():
    assert chance_to_wait(1, 0.8) == pytest.approx(0.8)
    assert chance_to_wait(2, 0.5) == pytest.approx(1 / 3)  # 2 rho^2 / (1 + rho)
    assert chance_to_wait(3, 2 / 3) == pytest.approx(4 / 9)

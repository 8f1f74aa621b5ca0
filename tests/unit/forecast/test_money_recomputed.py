"""Costs of random portfolios are those of a ledger kept posting by posting in plain Python."""

from dataclasses import replace

import numpy as np
import pytest

from capsim.clock import TICKS_PER_DAY
from capsim.engines.event import EventEngine
from capsim.forecast.moneygroups import COST_KEYS, grouping_of
from capsim.forecast.postings import Part, Spending
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws
from tests.oracles.ledger import NO_PERSON, Ledger
from tests.oracles.model import Model
from tests.oracles.portfolios import booked_case, case
from tests.oracles.with_money import with_money

COUNT = 3
_COLUMNS = ("need", "person", "start", "end", "allocation")


def made(number):
    """A portfolio with money, run on the readable engine."""
    portfolio, policy = (case, booked_case)[number % 2](number)
    portfolio = with_money(np.random.default_rng(number), portfolio)
    plan = make_plan(portfolio)
    runs = EventEngine(plan, policy).run(make_draws(plan, number), 0, COUNT)
    model = Model(portfolio)
    unpaid = [
        replace(person, leave=[leave for leave in person.leave if not leave.paid])
        for person in portfolio.staff
    ]
    model.without_paid_leave = [model._person(index, person) for index, person in enumerate(unpaid)]
    return runs, [kept(model, runs, replication) for replication in range(COUNT)]


def kept(model, runs, replication):
    plan = runs.plan
    tasks = [task for project in model.portfolio.projects if project.takes_part for task in project.tasks]
    schedule = [
        (plan.project_names[plan.task_project[at]], start, finish, task.fixed_cost)
        for at, (task, start, finish) in enumerate(
            zip(tasks, runs.start[replication].tolist(), runs.finish[replication].tolist(), strict=True)
        )
    ]
    mine = slice(*runs.seat_offsets[replication : replication + 2])
    seats = [
        (plan.project_names[plan.task_project[plan.need_task[need]]], person, start, end, share)
        for need, person, start, end, share in zip(
            *(getattr(runs.seats, name)[mine].tolist() for name in _COLUMNS), strict=True
        )
    ]
    return Ledger(model, schedule, seats)


def label(key, plan, posting):
    """The group of a posting."""
    kind, project, person, _ = posting
    if key == "person" or (person == NO_PERSON and key in ("role", "team")):
        return person
    if key in ("role", "team"):
        at = plan.person_names.index(person)
        return plan.person_roles[at] if key == "role" else plan.person_teams[at] or "no team"
    return {"kind": kind, "project": project, "portfolio": plan.portfolio.name}[key]


@pytest.mark.parametrize("number", range(60))
def test_costs_are_those_of_a_plain_ledger(number):
    runs, ledgers = made(number)
    spending = Spending(runs)
    last = -(-int(spending.stop.max()) // TICKS_PER_DAY) + 1
    days = np.unique([0, min(3, last), min(17, last), last])
    for key in COST_KEYS:
        grouping = grouping_of(runs.plan, key)
        found = spending.costs(grouping, spending.worked(days * TICKS_PER_DAY, Part(0, COUNT)))
        known = np.zeros_like(found)
        for replication, ledger in enumerate(ledgers):
            for posting, amount in ledger.costs.items():
                group = grouping.names.index(label(key, runs.plan, posting))
                period = min(int(np.searchsorted(days, posting[3], side="right")) - 1, len(days) - 2)
                known[replication, group, period] += float(amount)
        assert np.abs(found - known).max(initial=0.0) < 1e-6, key


@pytest.mark.parametrize("number", range(20))
def test_labor_and_bench_are_what_people_are_paid(number):
    runs, ledgers = made(number)
    spending = Spending(runs)
    bounds = np.array([0, max(int(spending.stop.max()), 1) + TICKS_PER_DAY])
    worked = spending.worked(bounds, Part(0, COUNT))
    kinds = spending.costs(grouping_of(runs.plan, "kind"), worked)[:, :, 0]
    for replication, ledger in enumerate(ledgers):
        paid = sum(
            (ledger.work(index, day) + ledger.leave(index, day)) * part
            for index in range(runs.plan.n_people)
            for day, part in ledger.days(0, ledger.stop)
        )
        assert kinds[replication, 0] + kinds[replication, 1] == pytest.approx(float(paid), abs=1e-6)


def test_the_random_portfolios_have_all_kinds_of_cost():
    found = {
        kind
        for number in range(10)
        for ledger in made(number)[1]
        for (kind, *_), cost in ledger.costs.items()
        if cost
    }
    assert found == {"labor", "bench", "fixed"}


def test_parts_of_the_replications_add_up_to_all():
    runs, _ = made(4)
    spending, grouping = Spending(runs), grouping_of(runs.plan, "project")
    bounds = np.array([0, 10 * TICKS_PER_DAY, int(spending.stop.max()) + TICKS_PER_DAY])
    whole = spending.costs(grouping, spending.worked(bounds, Part(0, COUNT)))
    parts = [spending.costs(grouping, spending.worked(bounds, Part(first, 1))) for first in range(COUNT)]
    assert np.concatenate(parts).tolist() == whole.tolist()

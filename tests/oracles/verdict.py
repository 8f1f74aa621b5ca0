"""One portfolio, one verdict: the engines against the naive rules, the checker and each other."""

from __future__ import annotations

from capsim.engines.compiled import CompiledEngine
from capsim.engines.event import run
from capsim.engines.event.future import future_of
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws
from tests.oracles.checker import Checker, Schedule, best_team
from tests.oracles.model import Model
from tests.oracles.naive import Naive
from tests.oracles.results import as_schedule, differences, recorded, unequal


class QuickNaive(Naive):
    """The naive rules with teams found by augmenting paths: for portfolios too large to try all teams."""

    @staticmethod
    def first_complete(choices):
        team = best_team(choices)
        return None if None in team else team

    first_largest = staticmethod(best_team)


def verdict(
    portfolio, policy, seed: int = 1, count: int = 1, *, first: int = 0, naive: type[Naive] = Naive
) -> list[str]:
    """Everything wrong with the engines' runs of a portfolio, as sentences; nothing if all is right."""
    plan = make_plan(portfolio)
    draws = make_draws(plan, seed)
    runs = run(plan, policy, draws, first, count)
    model = Model(plan.portfolio)
    assert [task.label for task in model.tasks] == list(plan.task_labels)
    assert [need.task for need in model.needs] == plan.need_task.tolist()
    compiled = CompiledEngine(plan, policy).run(draws, first, count)
    found = [f"compiled: another {name}" for name in unequal(runs, compiled)]
    for row, amounts in enumerate(amounts_of(draws, first, count)):
        its = at_chance(model, plan, draws, first + row)
        got = recorded(runs, row)
        right = naive_schedule(its, policy, *amounts, naive=naive)
        found += [f"naive: {line}" for line in differences(its, got, right)]
        found += [f"checker: {line}" for line in Checker(its, policy, *amounts, got).problems()]
    return found


def amounts_of(draws, first: int, count: int):
    """(effort, duration, goes ahead, order, all of it by name) of each replication."""
    block, order = draws.block(first, count), draws.order(first, count)
    rest = [future_of(block, row) for row in range(count)]
    return zip(block.effort, block.duration, block.goes_ahead, order, rest, strict=True)


def at_chance(model: Model, plan, draws, replication: int) -> Model:
    """A portfolio where people follow the paths that are drawn of one replication (D5)."""
    return model.on_paths(paths_of(plan, draws, replication), exits_of(plan, draws, replication))


def exits_of(plan, draws, replication: int) -> list[tuple[int, int, int]]:
    """Days on which people leave if overloaded then, who, and the first day of the successor (D5)."""
    exits = draws.block(replication, 1).exits
    if not len(exits.first):
        return []
    who = [
        person for path, person in enumerate(plan.paths.person) for _ in range(*exits.first[path : path + 2])
    ]
    return list(zip(exits.day.tolist(), map(int, who), exits.until.tolist(), strict=True))


def paths_of(plan, draws, replication: int) -> dict[int, list[tuple[int, int, int, int]]]:
    """The segments of everybody who can leave the table of capacity, as they are drawn (D5)."""
    paths = draws.block(replication, 1).paths
    rows = list(zip(paths.day.tolist(), *(column.tolist() for column in paths[2:]), strict=True))
    people = plan.paths.person.tolist()
    return {person: rows[paths.first[path] : paths.first[path + 1]] for path, person in enumerate(people)}


def naive_schedule(
    model: Model,
    policy,
    effort,
    duration,
    goes_ahead,
    order,
    rest,
    *,
    every: int = 10**9,
    naive: type[Naive] = Naive,
) -> Schedule:
    simulation = naive(model, policy, effort, duration, goes_ahead, order, rest, every)
    return as_schedule(model, simulation.run(), simulation.absent, simulation.stopped)

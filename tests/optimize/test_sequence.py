"""The search for an order: optima worked out by hand, and a winner that is told as what it is."""

from datetime import date
from itertools import permutations

import numpy as np
import pytest

import capsim as cs
from capsim import optimize
from capsim.optimize.evolution import Spending, mutated, two_point
from capsim.optimize.futures import Futures, PlainFutures
from capsim.optimize.jobs import Rows, differences, jobs_of
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws
from tests.published.folder import instances, table
from tests.published.running import case_of, policy_of

MONDAY = date(2027, 1, 4)
BOUNDS = table("psplib/bounds.csv", "instance")

# Cost per day over days of work: A 5, B 1, C 3, D 4, E 2. By CD3 the order is A, D, C, E, B. One person works
# through on a seven-day week, so days finished are sums: A 6, D 11, C 15, E 18, B 20, and the cost is
# 30·6 + 20·11 + 12·15 + 6·18 + 2·20 = 728. No other order is cheaper (Smith, NRLQ 3 (1956) 59-66). The
# default rule takes the shortest first: 2·2 + 6·5 + 12·9 + 20·14 + 30·20 = 1,022.
WORK = {"A": (6, 30), "B": (2, 2), "C": (4, 12), "D": (5, 20), "E": (3, 6)}


def one_person(work=WORK, **fields):
    projects = [
        cs.Project(name, [cs.Task("do", effort=days, skill="dev")], cost_of_delay_per_day=cost, **fields)
        for name, (days, cost) in work.items()
    ]
    return cs.Portfolio("Demo", MONDAY, [cs.Person("Ada", "dev")], projects, calendar="mon-sun")


def order_of(portfolio):
    priorities = {project.name: project.tasks[0].priority for project in portfolio.projects}
    return sorted(priorities, key=priorities.get)


def cost_of(order, work=WORK):
    done = np.cumsum([work[name][0] for name in order])
    return sum(day * work[name][1] for day, name in zip(done.tolist(), order, strict=True))


def test_one_person_serves_cost_of_delay_over_duration():
    found = optimize.sequence(one_person(), 60, seed=7, progress=False)
    assert order_of(found.portfolio) == ["A", "D", "C", "E", "B"]
    assert found.after.value == min(map(cost_of, permutations(WORK))) == cost_of("ADCEB") == 728
    assert found.before.value == cost_of("BECDA") == 1022
    assert found.gain.low == found.gain.value == 1022 - 728
    assert (found.objective, found.evidence.bias) == (optimize.CostOfDelay(), 0)


# Two days at 10 a day, which cost nothing before the end of day 20; and 8 days at 9 a day from the start. CD3
# (5 against 1.1) takes the two days first and pays 9 · 10 = 90; the other order pays 9 · 8 = 72, no more.
def test_cost_of_delay_over_duration_is_not_best_where_cost_begins_late():
    work = {"Later": (2, 10), "Now": (8, 9)}
    portfolio = one_person(work)
    later = cs.Project(
        "Later",
        [cs.Task("do", effort=2, skill="dev")],
        cost_of_delay_per_day=10,
        delay_from=date(2027, 1, 23),
    )
    portfolio = cs.Portfolio(
        "Demo",
        MONDAY,
        portfolio.people,
        [later, portfolio.projects[1]],
        calendar="mon-sun",
        policy=cs.Policy("WSJF"),
    )
    found = optimize.sequence(portfolio, 20, seed=7, progress=False)
    assert order_of(found.portfolio) == ["Now", "Later"]
    assert (found.before.value, found.after.value) == (90, 72)


def test_deadlines_decide_where_nothing_costs():
    # 3, 2 and 1 days due after 6, 5 and 1: by deadline all are in time; as listed 2 + 0 + 5 days late
    due = {"L": (3, "2027-01-09"), "M": (2, "2027-01-08"), "S": (1, "2027-01-04")}
    projects = [
        cs.Project(name, [cs.Task("do", effort=days, skill="dev")], deadline=day)
        for name, (days, day) in due.items()
    ]
    portfolio = cs.Portfolio(
        "Demo", MONDAY, [cs.Person("Ada", "dev")], projects, calendar="mon-sun", policy=cs.Policy("Listed")
    )
    found = optimize.sequence(portfolio, 50, seed=7, progress=False)
    assert found.objective == optimize.Tardiness()
    assert (found.before.value, found.after.value) == (5, 0)
    assert found.tried < 50  # nothing is better than nothing late


def uncertain(**fields):
    """Two people, and work whose length is left to chance."""
    law = cs.distributions.Exponential
    work = [
        cs.Task(f"t{n}", duration=law(2 + n % 5), skill="dev", people=1 + (n % 3 == 0), **fields)
        for n in range(8)
    ]
    work += [cs.Task("end", duration=law(5), after=["t3", "t4"])]
    house = cs.Policy(reserve_after=None)
    return cs.Portfolio(
        "Demo", MONDAY, [cs.Person("dev", "dev", count=2)], [cs.Project("P", work)], policy=house
    )


def test_passes_tell_of_each_future_what_the_engine_does():
    for portfolio in (uncertain(), uncertain(start="2027-01-08")):
        plan = make_plan(portfolio)
        assert not [*differences(plan, portfolio.policy)]
        draws, jobs = make_draws(plan, 7), jobs_of(plan, plan.planned.duration)
        random = np.random.default_rng(7)
        engine = Futures(draws, cs.Policy("Listed", reserve_after=None), optimize.Makespan(), 20, 1)
        passes = PlainFutures(jobs, draws, optimize.Makespan(), 20)
        for _ in range(5):
            order = random.permutation(plan.n_tasks)
            assert engine.costs(order).tolist() == passes.costs(order).tolist()


def test_the_winner_is_told_as_it_does_in_other_futures():
    found = optimize.sequence(uncertain(), 40, seed=7, progress=False, replications=20)
    assert found.evidence.bias == found.after.value - found.evidence.expected
    assert found.gain.low < found.gain.value < found.gain.high
    assert found.before.value - found.after.value == pytest.approx(found.gain.value, abs=1e-9)
    engine = cs.simulate(found.portfolio, replications=200, seed=1, progress=False).kept
    ends = [end / 480 for end in engine.plan.working_ticks(engine.finish.max(axis=1)).tolist()]
    assert abs(np.mean(ends) - found.after.value) < 4 * np.std(ends) / 200**0.5 * 2**0.5
    again = optimize.sequence(uncertain(), 40, seed=7, progress=False, replications=20)
    assert again.portfolio == found.portfolio
    assert again.evidence == found.evidence


def test_what_is_tried_is_no_more_than_asked_for():
    for most in (1, 2, 7, 40):
        told = []
        found = optimize.sequence(
            uncertain(), most, 7, lambda done, asked, told=told: told.append((done, asked)), replications=5
        )
        assert told[-1] == (found.tried, most)
        assert found.tried <= most


def test_interrupting_gives_the_best_so_far():
    def stop(done, asked):
        if done == 9:
            raise KeyboardInterrupt

    found = optimize.sequence(one_person(), 1_000, 7, stop)
    assert found.partial
    assert found.tried == 9
    assert found.after.value <= found.before.value


@pytest.mark.parametrize("path", instances("psplib/j60/*.sm", every=200))
def test_an_order_alone_is_followed_by_the_engine_to_the_same_end(path):
    portfolio = case_of(path).portfolio
    given = cs.Portfolio(
        portfolio.name,
        portfolio.start,
        portfolio.people,
        portfolio.projects,
        calendar=portfolio.calendar,
        horizon=portfolio.horizon,
        policy=policy_of(cs.rules.LFT()),
    )
    found = optimize.sequence(given, 300, 7, False)
    assert int(BOUNDS[path.stem]["lower_bound"]) <= found.after.value == found.evidence.expected
    assert found.after.value <= found.before.value
    runs = cs.simulate(found.portfolio, replications=1, seed=0, progress=False).kept
    assert runs.finish.max() == found.after.value * 480
    assert all(task.start is None for task in found.portfolio.projects[0].tasks)


def test_lists_are_crossed_so_that_what_both_keep_is_kept():
    random = np.random.default_rng(7)
    before = Rows.made([[], [0], [], [1, 2], [3]])
    first, second = np.array([0, 1, 2, 3, 4]), np.array([2, 0, 1, 3, 4])
    for _ in range(30):
        child = mutated(two_point(first, second, random), before, 0.5, random).tolist()
        assert sorted(child) == [0, 1, 2, 3, 4]
        assert all(child.index(b) < child.index(a) for a in range(5) for b in before.of(a))


def test_a_part_of_what_may_be_spent_is_spent_of_the_whole():
    class Nobody:
        def show(self, done, asked): ...

        def note(self, text): ...

    whole = Spending(10, None, Nobody())
    part = whole.part(3)
    part.spend(2)
    assert (whole.done, part.allows(1), part.allows(2), whole.allows(8), whole.allows(9)) == (
        2, True, False, True, False,
    )  # fmt: skip


def problems(portfolio, **arguments):
    with pytest.raises(cs.errors.InputError) as caught:
        optimize.sequence(portfolio, **arguments)
    return [str(problem) for problem in caught.value.found]


def test_wrong_arguments_and_work_without_an_order_are_told():
    assert problems(one_person(), objective="cost", replications=0) == [
        "objective: no objective (got 'cost'); write one such as Makespan()",
        "replications: no number of replications (got 0); write a whole number of at least 1",
    ]
    assert problems(one_person(), objective=optimize.Makespan) == [
        "objective: the class instead of an objective (got 'Makespan'); write Makespan()"
    ]
    assert problems(cs.Portfolio("Empty", MONDAY)) == ["portfolio: no work to put into order; add tasks"]

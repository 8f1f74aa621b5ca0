"""The search for schedules: optima that are known, and nothing that the engine does not follow to the day."""

from datetime import date

import numpy as np
import pytest

import capsim as cs
from capsim import optimize
from capsim.optimize.jobs import Passes, jobs_of
from capsim.plan.build import make_plan
from tests.oracles import parallel_sgs
from tests.published.folder import instances, table
from tests.published.running import case_of

BOUNDS = table("psplib/bounds.csv", "instance")
MONDAY = date(2027, 1, 4)


def shop(*tasks, people=2, **fields):
    """Tasks of one pool under the rule Listed, nothing held back."""
    house = cs.Policy("Listed", reserve_after=None)
    team = [cs.Person("dev", "dev", count=people)]
    return cs.Portfolio("Demo", MONDAY, team, [cs.Project("Shop", [*tasks])], policy=house, **fields)


def task(name, days, people=1, **fields):
    return cs.Task(name, duration=days, skill="dev", people=people, **fields)


def starts(portfolio):
    schedule = cs.trace(portfolio, seed=0).schedule
    return dict(zip(schedule.task, schedule.start.dt.date, strict=True))


# a and b are listed first and take both people until Tuesday; c and d, one after the other, then end on the
# 8th working day. With c first it is day 6: c on days 1 to 3, d on 4 to 6; a and b on days 1 to 4.
LONG_LAST = (task("a", 2), task("b", 2), task("c", 3), task("d", 3, after=["c"]))


def test_long_work_comes_first():
    found = optimize.schedule(shop(*LONG_LAST), schedules=20, seed=7, progress=False)
    assert (found.before.value, found.after.value, found.gain.value) == (8, 6, 2)
    assert found.is_better
    assert starts(found.portfolio)["c"] == MONDAY


# No list without dates is as good as waiting here. Two people; "x" (1 day, 1 person), then "wide" (2 people,
# 4 days); "filler" (1 person, 3 days). A list begins filler on Monday in any case, since somebody is free:
# wide waits for it until day 4 and ends on day 7. If filler waits, wide is on days 2 to 5, filler on 6 to 8.
# Add "tail" of 5 days without people after wide: 12 days with any list, 10 if filler waits.
WAITING = (
    task("x", 1),
    task("wide", 4, people=2, after=["x"]),
    task("filler", 3),
    cs.Task("tail", duration=5, after=["wide"]),
)


def test_work_waits_for_its_date_where_that_ends_all_sooner():
    found = optimize.schedule(shop(*WAITING), schedules=50, seed=7, progress=False)
    assert (found.before.value, found.after.value) == (12, 10)
    dates = {each.name: each.start for each in found.portfolio.projects[0].tasks}
    assert dates == {"x": None, "wide": None, "filler": date(2027, 1, 11), "tail": None}
    assert starts(found.portfolio)["filler"] == date(2027, 1, 11)


def test_dates_that_there_are_hold_and_planned_ends_move_along():
    late = task("late", 2, start="2027-01-06")
    filler = task("filler", 3, end="2027-01-06")
    found = optimize.schedule(shop(*WAITING[:2], filler, WAITING[3], late), 50, 7, False)
    assert found.portfolio.projects[0].tasks[2].end >= date(2027, 1, 11)
    assert starts(found.portfolio)["late"] >= date(2027, 1, 6)
    assert found.evidence.bias == 0


@pytest.mark.parametrize("path", instances("psplib/j30/*.sm", every=12))
def test_the_proved_optimum_of_small_instances_is_found(path):
    case = case_of(path)
    found = optimize.schedule(case.portfolio, 1_000, 7, False)
    assert found.after.value == found.evidence.expected == int(BOUNDS[path.stem]["best_known"])


@pytest.mark.parametrize("path", instances("psplib/j120/*.sm", every=70))
def test_a_schedule_is_simulated_to_the_day_and_beats_no_proved_bound(path):
    found = optimize.schedule(case_of(path).portfolio, 300, 7, False)
    assert found.after.value == found.evidence.expected < found.before.value
    assert found.after.value >= int(BOUNDS[path.stem]["lower_bound"])
    again = optimize.schedule(case_of(path).portfolio, 300, 7, False)
    assert again.portfolio == found.portfolio
    assert again.history.equals(found.history)


@pytest.mark.parametrize("path", instances("psplib/j60/*.sm", every=160))
def test_a_parallel_pass_is_that_of_the_oracle_and_a_serial_one_delays_nothing(path):
    case = case_of(path)
    plan = make_plan(case.portfolio)
    days = np.array([job.duration for job in case.instance.projects[0].jobs], np.int64)
    jobs, network = jobs_of(plan, days), parallel_sgs.Network(case.instance)
    passes = Passes(jobs)
    listed = np.lexsort((np.arange(jobs.number), [a + b for a, b in zip(network.latest, days, strict=True)]))
    assert passes.parallel(listed).tolist() == parallel_sgs.starts(network, "LFT")
    assert jobs.latest.tolist() == [a + b for a, b in zip(network.latest, days, strict=True)]
    order = jobs.order(passes.parallel(listed))
    assert passes.serial(order).tolist() == naive_serial(network, order.tolist())
    assert passes.count == 3


def naive_serial(network, order):
    """Every job of a list at the first moment at which it fits for all its time."""
    used, start = {}, {}
    for job in order:
        length, wants = network.duration[job], network.demand[job] if network.duration[job] else {}
        begin = max((start[each] + network.duration[each] for each in network.before[job]), default=0)
        while any(
            used.get((moment, name), 0) + amount > network.capacity[name]
            for moment in range(begin, begin + length)
            for name, amount in wants.items()
        ):
            begin += 1
        start[job] = begin
        for moment in range(begin, begin + length):
            for name, amount in wants.items():
                used[moment, name] = used.get((moment, name), 0) + amount
    return [start[job] for job in range(len(order))]


@pytest.mark.parametrize("most", [1, 2, 3, 4, 17])
def test_no_more_schedules_are_made_than_asked_for(most):
    told = []
    found = optimize.schedule(hard(), most, 7, lambda done, asked: told.append((done, asked)))
    assert told[-1] == (found.tried, most)
    assert max(1, most - 1) <= found.tried <= most


def hard():
    """Work whose critical path no schedule reaches, so that no search ends early."""
    return shop(*(task(f"t{n}", 1 + n % 4, people=1 + n % 2) for n in range(12)))


def test_interrupting_a_search_gives_the_best_so_far():
    def stop(done, asked):
        if done > 30:
            raise KeyboardInterrupt

    found = optimize.schedule(hard(), 500, 7, stop)
    assert found.partial
    assert found.after.value == found.history.best.iloc[-1] == found.evidence.expected
    assert "cut short" in repr(found)


def test_a_search_ends_when_its_time_is_over():
    found = optimize.schedule(hard(), 10**9, 7, False, seconds=0.05)
    assert found.partial
    assert found.tried < 10**9


def problems(portfolio, **arguments):
    with pytest.raises(cs.errors.InputError) as caught:
        optimize.schedule(portfolio, **arguments)
    return [str(problem) for problem in caught.value.found]


def test_wrong_arguments_are_told_all_at_once():
    assert problems(shop(), schedules=0, seed=-1, seconds=0, policy="LFT") == [
        "policy: no policy (got 'LFT'); write one such as cs.Policy(priority=cs.rules.LFT())",
        "schedules: no number of schedules (got 0); write a whole number of at least 1",
        "seed: out of range (got -1); write a whole number from 0 to 18446744073709551615",
        "seconds: no time (got 0); write a number of seconds above 0",
    ]


def test_work_that_dates_do_not_follow_is_told():
    work = [
        cs.Task("build", effort=5, skill="dev"),
        task("test", 2, after="build FS+2"),
        task("ship", cs.PERT(1, 2, 3)),
        cs.Task("half", duration=2, skill="dev", allocation=0.5),
    ]
    fix = "leave it out, or search for an order with cs.optimize.sequence"
    assert problems(shop(*work)) == [
        f"Task 'Shop/build': effort, which takes as long as its people need; {fix}",
        f"Task 'Shop/test': a link with a lag, or one that is not from finish to start; {fix}",
        f"Task 'Shop/half': parts of people; {fix}",
        "portfolio: amounts that are left to chance; "
        "write one number for each, or search for an order with cs.optimize.sequence",
    ]
    assert problems(shop(task("test", 1.5))) == [
        "Task 'Shop/test': a duration that is no whole number of days; round it: dates are days"
    ]

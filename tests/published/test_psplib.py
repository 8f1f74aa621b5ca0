"""PSPLIB: proved bounds are never beaten, and list schedules are as good as they are known to be.

Kolisch and Sprecher, PSPLIB - A project scheduling problem library, EJOR 96 (1996) 205-216.
"""

import pytest

import capsim as cs
from capsim.plan.build import make_plan
from tests.published import formats
from tests.published.folder import instances, sample_and_rest, table
from tests.published.running import (
    Outcome,
    critical_path_length,
    outcomes,
    parallel_schedule,
    policy_of,
    portfolio_of,
)

RULES = (
    cs.rules.LFT(),
    cs.rules.LST(),
    cs.rules.MTS(),
    cs.rules.GRPWAll(),
    cs.rules.SPT(),
    cs.rules.Random(),
)
BOUNDS = table("psplib/bounds.csv", "instance")
EVERY = [
    *instances("psplib/j30/*.sm"),
    *sample_and_rest("psplib/j60/*.sm", every=16),
    *sample_and_rest("psplib/j120/*.sm", every=15),
]


@pytest.mark.parametrize("path", EVERY)
def test_no_rule_beats_a_proved_bound(path):
    bound = int(BOUNDS[path.stem]["lower_bound"])
    for outcome in outcomes(formats.psplib(path), RULES):
        assert outcome.makespan >= bound


@pytest.mark.parametrize("path", EVERY)
def test_people_without_limit_leave_the_critical_path(path):
    instance = formats.psplib(path)
    length = int(BOUNDS[path.stem]["cpm_lower_bound"])
    plan = make_plan(portfolio_of(instance, staffed=False))
    assert critical_path_length(instance.projects[0]) == length
    assert plan.planned.ef.max() == length * 480
    assert Outcome(instance, plan, policy_of(cs.rules.LFT())).makespan == length


@pytest.mark.parametrize("path", EVERY)
def test_latest_finish_first_is_the_parallel_list_schedule(path):
    instance = formats.psplib(path)
    (outcome,) = outcomes(instance, [cs.rules.LFT()])
    assert outcome.start == parallel_schedule(instance)


def mean_deviation(folder, reference, every=1):
    """Mean excess of the LFT list schedule over a reference makespan."""
    deviations = []
    for parameter in instances(f"psplib/{folder}/*.sm", every):
        (path,) = parameter.values
        (outcome,) = outcomes(formats.psplib(path), [cs.rules.LFT()])
        deviations.append(outcome.makespan / int(BOUNDS[path.stem][reference]) - 1)
    return sum(deviations) / len(deviations)


@pytest.mark.skipif(not BOUNDS, reason="no psplib/bounds.csv in CAPSIM_DATA")
@pytest.mark.parametrize(
    ("folder", "reference", "every", "low", "high"),
    [
        # One pass of the parallel scheme with LFT lies 5 to 6 % above the optimum on j30 (Kolisch, EJOR 90,
        # 1996, 320-333). Measured here: 5.9 % on j30, 5.6 % above the best known on j60, both on every eighth
        # and on all, 10.2 % on j120; single instances scatter by about 6 points.
        pytest.param("j30", "best_known", 1, 0.045, 0.075, id="j30"),
        pytest.param("j60", "best_known", 8, 0.045, 0.070, id="j60"),
        pytest.param("j60", "best_known", 1, 0.050, 0.062, id="all of j60", marks=pytest.mark.slow),
        pytest.param("j120", "best_known", 1, 0.090, 0.115, id="j120", marks=pytest.mark.slow),
    ],
)
def test_list_schedules_are_as_good_as_they_are_known_to_be(folder, reference, every, low, high):
    assert low < mean_deviation(folder, reference, every) < high

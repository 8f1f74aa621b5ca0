"""PSPLIB: proved bounds are never beaten, and list schedules are those of the parallel scheme to the day.

Kolisch and Sprecher, PSPLIB - A project scheduling problem library, EJOR 96 (1996) 205-216.
"""

import pytest

import capsim as cs
from capsim.plan.build import make_plan
from tests.oracles.instances import critical_path_length
from tests.oracles.parallel_sgs import KEYS, Network, starts
from tests.published.folder import ROOT, instances, sample_and_rest, table
from tests.published.running import Outcome, case_of, outcomes, policy_of, without_people
from tests.published.tables import DEVIATIONS, RULES, deviations

BOUNDS = table("psplib/bounds.csv", "instance")
EVERY = [
    *instances("psplib/j30/*.sm"),
    *sample_and_rest("psplib/j60/*.sm", every=16),
    *sample_and_rest("psplib/j120/*.sm", every=15),
]


@pytest.mark.parametrize("path", EVERY)
def test_list_schedules_are_those_of_the_parallel_scheme(path):
    case, bound = case_of(path), int(BOUNDS[path.stem]["lower_bound"])
    network = Network(case.instance)
    for rule, outcome in zip(KEYS, outcomes(case, [RULES[rule] for rule in KEYS]), strict=True):
        assert outcome.start == starts(network, rule)
        assert outcome.makespan >= bound


@pytest.mark.parametrize("path", EVERY)
def test_no_other_rule_beats_a_proved_bound(path):
    bound = int(BOUNDS[path.stem]["lower_bound"])
    for outcome in outcomes(case_of(path), [cs.rules.Random(), cs.rules.LPT(), cs.rules.Listed()]):
        assert outcome.makespan >= bound


@pytest.mark.parametrize("path", EVERY)
def test_people_without_limit_leave_the_critical_path(path):
    case, length = case_of(path), int(BOUNDS[path.stem]["cpm_lower_bound"])
    plan = make_plan(without_people(case.portfolio))
    assert critical_path_length(case.instance.projects[0]) == Network(case.instance).length == length
    assert plan.planned.ef.max() == length * 480
    assert Outcome(plan, policy_of(cs.rules.LFT())).makespan == length


@pytest.mark.slow
@pytest.mark.skipif(not BOUNDS, reason="no psplib/bounds.csv in CAPSIM_DATA")
def test_the_mean_deviations_of_all_j60_are_the_known_ones():
    found = deviations("j60", "cpm_lower_bound")
    assert {len(each) for each in found.values()} == {480}
    for rule, percent in DEVIATIONS.items():
        assert 100 * sum(found[rule]) / 480 == pytest.approx(percent, abs=0.0051)


def test_the_page_shows_the_known_deviations():
    page = (ROOT / "docs/reference/published-instances.md").read_text("utf-8")
    rows = [[cell.strip() for cell in line.split("|")[1:4]] for line in page.splitlines()]
    listed = [row for row in rows if len(row) == 3 and row[0] in RULES]
    shown = {rule: (float(known), float(found)) for rule, known, found in listed}
    assert shown == {rule: (percent, percent) for rule, percent in DEVIATIONS.items()}


def mean_deviation(folder, every=1):
    """Mean excess of the LFT list schedule over the best known makespan."""
    found = deviations(folder, "best_known", ["LFT"], every)["LFT"]
    return sum(found) / len(found)


@pytest.mark.skipif(not BOUNDS, reason="no psplib/bounds.csv in CAPSIM_DATA")
@pytest.mark.parametrize(
    ("folder", "every", "low", "high"),
    [
        # One pass of the parallel scheme with LFT lies 5 to 6 % above the optimum on j30 (Kolisch, EJOR 90,
        # 1996, 320-333). Measured here: 5.9 % on j30, 5.6 % above the best known on j60, both on every eighth
        # and on all, 10.2 % on j120; single instances scatter by about 6 points.
        pytest.param("j30", 1, 0.045, 0.075, id="j30"),
        pytest.param("j60", 8, 0.045, 0.070, id="j60"),
        pytest.param("j60", 1, 0.050, 0.062, id="all of j60", marks=pytest.mark.slow),
        pytest.param("j120", 1, 0.090, 0.115, id="j120", marks=pytest.mark.slow),
    ],
)
def test_list_schedules_are_as_good_as_they_are_known_to_be(folder, every, low, high):
    assert low < mean_deviation(folder, every) < high

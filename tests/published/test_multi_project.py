"""Several projects at once: MISTA 2013 critical paths, MPSPLib and MPLIB list schedules."""

import pytest

import capsim as cs
from capsim.io import benchmarks
from capsim.plan.build import make_plan
from tests.oracles.instances import critical_path_length, lower_bound, mista
from tests.published.folder import instances, table
from tests.published.running import START, Outcome, case_of, outcomes, policy_of, portfolio_of
from tests.published.tables import PROJECT_RULES

REFERENCE = table("multi_project/mpsplib_reference_tms.csv", "instance")


MISTA = instances("multi_project/mista2013/*.txt")


def check_critical_paths(portfolio, instance, lengths):
    """Nobody is needed: every project takes its length from its release, planned and simulated."""
    plan = make_plan(portfolio)
    ends = [work.release + length for work, length in zip(instance.projects, lengths, strict=True)]
    assert Outcome(plan, policy_of(cs.rules.LFT())).ends() == ends
    for project, (work, end) in enumerate(zip(instance.projects, ends, strict=True)):
        mine = plan.task_project == project
        assert (plan.planned.duration[mine] // 480).tolist() == [job.duration for job in work.jobs]
        assert plan.planned.ef[mine].max() == end * 480
        assert plan.planned.lf[mine].max() == end * 480


@pytest.mark.parametrize("path", MISTA)
def test_each_project_alone_takes_its_published_critical_path(path):
    instance, lengths = mista(path, feasible=False)
    check_critical_paths(portfolio_of(instance), instance, lengths)


@pytest.mark.parametrize("path", MISTA)
def test_modes_that_can_be_done_make_the_same_critical_path_or_a_longer_one(path):
    instance, published = mista(path)
    lengths = [*map(critical_path_length, instance.projects)]
    check_critical_paths(benchmarks.read(path, start=START), instance, lengths)
    longer = [
        (work.name, one, two)
        for work, one, two in zip(instance.projects, published, lengths, strict=True)
        if one != two
    ]
    assert longer == LONGER.get(path.stem, [])


LONGER = {
    "A-4": [("2 j104_3", 15, 19)],
    "B-1": [("6 j104_4", 9, 11)],
    "B-4": [("15 j103_5", 13, 16)],
}
"""The lengths in the files count modes that want more than there is of a resource."""


MPSPLIB = [
    *instances("multi_project/mpsplib/*/*.xml"),
    *instances("multi_project/mpsplib_from_mpp/mp_*"),
]


@pytest.mark.parametrize("path", [*MPSPLIB, *instances("multi_project/*.rcmp")])
def test_shared_and_local_people_are_never_overdrawn(path):
    case = case_of(path)
    for outcome in outcomes(case, PROJECT_RULES):
        assert outcome.makespan >= lower_bound(case.instance)


# The published value of mp_j30_a5_nr4 (72) lies below its critical path with release dates (76): it must
# have been reached without them, and is not comparable.
COMPARABLE = [each for each in MPSPLIB if each.id != "mp_j30_a5_nr4"]


@pytest.mark.parametrize("path", COMPARABLE)
def test_minimum_slack_comes_near_the_published_list_schedule(path):
    case = case_of(path)
    (outcome,) = outcomes(case, [cs.rules.MinSlack()])
    published = int(REFERENCE[case.instance.name]["tms_psgs_minslk_msproject"])
    # measured: 1.5 % below to 4.3 % above; ties are broken differently there
    assert -0.05 < outcome.makespan / published - 1 < 0.08


@pytest.mark.parametrize("path", instances("multi_project/mpsplib/mp_j30_a5_nr4/*.xml"))
def test_where_people_are_plenty_every_rule_reaches_the_bound(path):
    case = case_of(path)
    found = {outcome.makespan for outcome in outcomes(case, PROJECT_RULES)}
    assert found == {lower_bound(case.instance)} == {76}

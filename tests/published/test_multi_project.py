"""Several projects at once: MISTA 2013 critical paths, MPSPLib list schedules."""

import pytest

import capsim as cs
from capsim.plan.build import make_plan
from tests.published import formats
from tests.published.folder import instances, table
from tests.published.running import Outcome, critical_path_length, outcomes, policy_of, portfolio_of

RULES = (cs.rules.MinSlack(), cs.rules.LFT(), cs.rules.SPT(), cs.rules.GRPWAll())
REFERENCE = table("multi_project/mpsplib_reference_tms.csv", "instance")


@pytest.mark.parametrize("path", instances("multi_project/mista2013/*.txt"))
def test_each_project_alone_takes_its_critical_path(path):
    instance, lengths = formats.mista(path)
    plan = make_plan(portfolio_of(instance, staffed=False))
    assert Outcome(instance, plan, policy_of(cs.rules.LFT())).makespans() == lengths
    for project, work in enumerate(instance.projects):
        mine = plan.task_project == project
        assert plan.planned.ef[mine].max() == (work.release + lengths[project]) * 480
        assert plan.planned.lf[mine].max() == (work.release + lengths[project]) * 480


def mpsplib(path):
    return formats.mpsplib(path) if path.suffix == ".xml" else formats.mpsplib_tables(path)


def demand_bound(instance):
    """The finish below which no schedule can lie: each pool's demand over its size, each project's length."""
    heads = {worker.name: worker.count for worker in instance.workers}
    first = min(work.release for work in instance.projects)
    loads = dict.fromkeys(heads, 0)
    for work in instance.projects:
        for job in work.jobs:
            for each in job.demands:
                loads[each.skill] += job.duration * each.people
    paths = [work.release + critical_path_length(work) for work in instance.projects]
    return max(*paths, *(first + -(-load // heads[name]) for name, load in loads.items()))


BOTH = [
    *instances("multi_project/mpsplib/*/*.xml"),
    *instances("multi_project/mpsplib_from_mpp/mp_*"),
]


@pytest.mark.parametrize("path", BOTH)
def test_shared_and_local_people_are_never_overdrawn(path):
    instance = mpsplib(path)
    for outcome in outcomes(instance, RULES):
        assert outcome.makespan >= demand_bound(instance)


# The published value of mp_j30_a5_nr4 (72) lies below its critical path with release dates (76): it must
# have been reached without them, and is not comparable.
COMPARABLE = [each for each in BOTH if each.id != "mp_j30_a5_nr4"]


@pytest.mark.parametrize("path", COMPARABLE)
def test_minimum_slack_comes_near_the_published_list_schedule(path):
    instance = mpsplib(path)
    (outcome,) = outcomes(instance, [cs.rules.MinSlack()])
    published = int(REFERENCE[instance.name]["tms_psgs_minslk_msproject"])
    # measured: 1.5 % below to 4.3 % above; ties are broken differently there
    assert -0.05 < outcome.makespan / published - 1 < 0.08


@pytest.mark.parametrize("path", instances("multi_project/mpsplib/mp_j30_a5_nr4/*.xml"))
def test_where_people_are_plenty_every_rule_reaches_the_bound(path):
    instance = mpsplib(path)
    assert {outcome.makespan for outcome in outcomes(instance, RULES)} == {demand_bound(instance)} == {76}

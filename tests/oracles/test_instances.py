"""The oracles of published instances: right by hand, and not fooled by schedules that are spoiled."""

import ast
from pathlib import Path

import pytest

from tests.io.small_instances import written
from tests.oracles import feasible, instances, parallel_sgs
from tests.oracles.feasible import Placed, violations
from tests.oracles.parallel_sgs import Network, makespan, starts

# Three people R1, one R2. Job 2: 3 days, two R1. Job 3: 2 days, two R1 and R2. Job 4, after 2: 4 days, R2.
# Whoever has R2 first makes the other wait, so that every order takes 9 days instead of the critical 7.
BY_HAND = {
    "LFT": [0, 0, 3, 5, 9],  # 3 and 4 both end by 7 at the latest: the tie goes to 3
    "LST": [0, 0, 7, 3, 9],  # 4 starts by 3 at the latest, 3 by 5
    "MTS": [0, 0, 3, 5, 9],  # 2 has two successors, 3 and 4 one each
    "GRPW": [0, 0, 7, 3, 9],  # 7 days for 2, 2 for 3, 4 for 4
    "GRPWAll": [0, 0, 7, 3, 9],
    "MinSlack": [0, 0, 7, 3, 9],  # 3 alone has slack
    "EST": [0, 0, 3, 5, 9],  # 3 could start at 0, 4 at 3
    "SPT": [0, 2, 0, 5, 9],  # 3 is shorter than 2
}


@pytest.mark.parametrize("rule", parallel_sgs.KEYS)
def test_the_parallel_scheme_is_right_by_hand(tmp_path, rule):
    network = Network(instances.psplib(written(tmp_path, ".sm")))
    assert network.length == 7
    assert starts(network, rule) == BY_HAND[rule]
    assert makespan(network, starts(network, rule)) == 9


GOOD = (
    Placed(0, "1", 0, 0),
    Placed(0, "2", 0, 3, (("R1 1", "R1 3"),)),
    Placed(0, "3", 3, 5, (("R1 1", "R1 2"), ("R2",))),
    Placed(0, "4", 5, 9, (("R2",),)),
    Placed(0, "5", 9, 9),
)


def found(tmp_path, number, **changes):
    schedule = [placed._replace(**changes) if placed.job == str(number) else placed for placed in GOOD]
    return violations(instances.psplib(written(tmp_path, ".sm")), schedule)


def test_a_schedule_by_hand_is_feasible(tmp_path):
    assert found(tmp_path, 0) == []


@pytest.mark.parametrize(
    ("number", "changes", "told"),
    [
        (4, {"finish": 8}, "job 4 of project 1 takes 3 instead of 4"),
        (5, {"start": 8, "finish": 8}, "job 5 of project 1 starts before job 4 of project 1 is done"),
        (1, {"start": -1, "finish": -1}, "job 1 of project 1 starts before its project is released"),
        (4, {"teams": ()}, "job 4 of project 1 has 0 teams instead of 1"),
        (2, {"teams": (("R1 1",),)}, "job 2 of project 1 has 1 people for R1 instead of 2"),
        (2, {"teams": (("R1 1", "R1 1"),)}, "job 2 of project 1 has somebody twice"),
        (2, {"teams": (("R1 1", "R2"),)}, "job 2 of project 1 has R2, without R1"),
        (2, {"teams": (("R1 1", "R1 4"),)}, "job 2 of project 1 has R1 4, without R1"),
        (4, {"start": 4, "finish": 8}, "R2 does job 3 of project 1 and job 4 of project 1 at a time"),
        (3, {"job": "2"}, "(0, '2') is there 2 times"),
        (3, {"job": "9"}, "(0, '3') is there 0 times"),
    ],
)
def test_a_spoiled_schedule_is_not(tmp_path, number, changes, told):
    assert told in found(tmp_path, number, **changes)


def test_a_level_too_low_is_noticed(tmp_path):
    instance = instances.imopse(written(tmp_path, ".def"))
    times = {"1": (0, 5), "2": (5, 8), "3": (8, 12)}
    schedule = [Placed(0, job, *time, (("person 1",),)) for job, time in times.items()]
    assert violations(instance, schedule) == ["job 2 of project 1 has person 1, below level 2 of Q1"]


def test_a_bound_counts_paths_and_demand(tmp_path):
    assert instances.lower_bound(instances.psplib(written(tmp_path, ".sm"))) == 7  # 3 + 4 in a row
    assert instances.lower_bound(instances.imopse(written(tmp_path, ".def"))) == 9  # 5 + 4 in a row
    assert instances.lower_bound(instances.mplib(written(tmp_path, ".rcmp"))) == 7  # released at 4


@pytest.mark.parametrize("module", [instances, parallel_sgs, feasible])
def test_these_oracles_know_nothing_of_capsim(module):
    for node in ast.walk(ast.parse(Path(module.__file__).read_text("utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module] if isinstance(node, ast.ImportFrom) else []
        assert not [name for name in names if name.startswith(("capsim", "tests"))]

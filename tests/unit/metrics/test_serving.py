"""Maximum flows from people to work, against SciPy's and against enumeration."""

import itertools

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_flow

from capsim.metrics.serving import unserved


def flow_of(demand, supply, serves):
    """The value of a maximum flow, by SciPy."""
    classes, kinds = serves.shape
    graph = np.zeros((classes + kinds + 2,) * 2, dtype=np.int32)
    graph[0, 1 : classes + 1] = supply
    graph[1 : classes + 1, classes + 1 : -1] = np.where(serves, 10**6, 0)
    graph[classes + 1 : -1, -1] = demand
    return maximum_flow(csr_matrix(graph), 0, classes + kinds + 1).flow_value


def can_serve(wanted, supply, serves):
    """Whether all that is wanted can be served: Hall's condition for every set of kinds."""
    kinds = range(len(wanted))
    return all(
        wanted[list(some)].sum() <= supply[serves[:, list(some)].any(axis=1)].sum()
        for size in kinds
        for some in itertools.combinations(kinds, size + 1)
    )


def random_case(rng, flows):
    classes, kinds = rng.integers(1, 7), rng.integers(1, 6)
    qualified = rng.random((classes, kinds)) < 0.45
    able = qualified | (rng.random((classes, kinds)) < 0.2)
    home = np.zeros((classes, kinds), dtype=bool)
    home[np.arange(classes), rng.integers(0, kinds, classes)] = True
    return rng.integers(0, 9, (flows, kinds)), rng.integers(0, 9, (flows, classes)), qualified, able, home


@pytest.mark.parametrize("seed", range(40))
def test_what_is_left_is_the_demand_less_a_maximum_flow(seed):
    demand, supply, qualified, able, home = random_case(np.random.default_rng(seed), 25)
    hours, grades = unserved(demand, supply, qualified, able, home)
    assert (hours >= 0).all()
    assert (grades >= 0).all()
    for each in range(25):
        wanted = demand[each].sum()
        assert hours[each].sum() == wanted - flow_of(demand[each], supply[each], able)
        assert (hours + grades)[each].sum() == wanted - flow_of(demand[each], supply[each], qualified)


@pytest.mark.parametrize("seed", range(40))
def test_what_is_served_of_each_kind_can_be_served_at_once(seed):
    demand, supply, qualified, able, home = random_case(np.random.default_rng(seed), 10)
    hours, grades = unserved(demand, supply, qualified, able, home)
    for each in range(10):
        assert can_serve((demand - hours)[each], supply[each], able)
        assert can_serve((demand - hours - grades)[each], supply[each], qualified)


@pytest.mark.parametrize("seed", range(40))
def test_nobody_elses_work_takes_what_people_have_for_their_own_role(seed):
    demand, supply, qualified, _, home = random_case(np.random.default_rng(seed), 10)
    hours, _ = unserved(demand, supply, qualified, qualified, home)
    for each in range(10):
        for kind in range(demand.shape[1]):  # everybody has one role
            own = supply[each, home[:, kind] & qualified[:, kind]].sum()
            assert demand[each, kind] - hours[each, kind] >= min(demand[each, kind], own)


def test_a_tie_falls_on_the_kind_mentioned_last():
    both = np.array([[True, True]])
    hours, _ = unserved(np.array([[3, 3]]), np.array([[4]]), both, both, ~both)
    assert hours.tolist() == [[0, 2]]


def test_a_tie_falls_on_the_kind_without_people_of_its_own():
    both = np.array([[True, True]])
    hours, _ = unserved(np.array([[3, 3]]), np.array([[4]]), both, both, np.array([[False, True]]))
    assert hours.tolist() == [[2, 0]]


def test_work_is_moved_to_others_where_that_frees_somebody():
    # the only one for data also does backend, for which there is another
    serves = np.array([[True, True], [True, False]])
    hours, _ = unserved(np.array([[4, 4]]), np.array([[4, 4]]), serves, serves, serves & False)
    assert hours.tolist() == [[0, 0]]


def test_a_grade_that_is_missing_is_told_apart_from_hours():
    qualified, able = np.array([[True, False]]), np.array([[True, True]])
    home = np.array([[True, False]])
    hours, grades = unserved(np.array([[2, 3]]), np.array([[4]]), qualified, able, home)
    assert hours.tolist() == [[0, 1]]
    assert grades.tolist() == [[0, 2]]


def test_nobody_and_nothing():
    none = np.zeros((0, 2), dtype=bool)
    hours, grades = unserved(np.array([[2, 0]]), np.zeros((1, 0), dtype=int), none, none, none)
    assert (hours.tolist(), grades.tolist()) == ([[2, 0]], [[0, 0]])


def test_many_flows_are_worked_out_as_few(monkeypatch):
    case = random_case(np.random.default_rng(3), 30)
    whole = unserved(*case)
    monkeypatch.setattr("capsim.metrics.serving._CHUNK", 7)
    assert all(np.array_equal(*pair) for pair in zip(unserved(*case), whole, strict=True))

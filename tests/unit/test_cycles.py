"""Cycles among start and finish events."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capsim.domain.cycles import find_cycle, sorted_by_cause

KINDS = ("FS", "SS", "FF", "SF")
ENDS = {"FS": (1, 0), "SS": (0, 0), "FF": (1, 1), "SF": (0, 1)}


def test_two_tasks_that_follow_each_other_are_a_cycle():
    assert find_cycle(["A", "B"], [(0, 1, "FS"), (1, 0, "FS")]) == ["A", "B", "A"]


def test_a_cycle_is_told_in_the_order_of_the_work():
    links = [(2, 1, "FS"), (1, 0, "FS"), (0, 2, "FS")]
    assert find_cycle(["A", "B", "C"], links) == ["A", "C", "B", "A"]


def test_what_only_hangs_on_a_cycle_is_not_told():
    links = [(0, 1, "FS"), (1, 2, "FS"), (2, 1, "FS"), (2, 3, "FS")]
    assert find_cycle(["before", "B", "C", "after"], links) == ["B", "C", "B"]


def test_no_links_make_no_cycle():
    assert find_cycle([], []) == []
    assert find_cycle(["A"], []) == []


def test_starting_after_a_start_and_finishing_before_its_finish_is_legal():
    assert find_cycle(["A", "B"], [(0, 1, "SS"), (1, 0, "FF")]) == []


@pytest.mark.parametrize("kind", ["SS", "FF"])
def test_two_tasks_bound_at_the_same_ends_both_ways_are_a_cycle(kind):
    assert find_cycle(["A", "B"], [(0, 1, kind), (1, 0, kind)]) == ["A", "B", "A"]


def test_finishing_before_what_one_waits_for_is_a_cycle():
    # start A -> finish A -> start B -> finish B -> finish A
    assert find_cycle(["A", "B"], [(0, 1, "FS"), (1, 0, "FF")]) == ["A", "B", "A"]


@pytest.mark.parametrize("kind", ["FS", "SS", "FF"])
def test_a_task_that_waits_for_itself_is_a_cycle(kind):
    assert find_cycle(["A", "B"], [(1, 1, kind)]) == ["B", "B"]


def test_a_finish_after_the_own_start_is_none():
    assert find_cycle(["A"], [(0, 0, "SF")]) == []


def test_a_chain_of_20_000_tasks_closed_at_its_end_is_one_long_cycle():
    labels = [str(task) for task in range(20_000)]
    chain = [(task, task + 1, "FS") for task in range(19_999)]
    assert find_cycle(labels, chain) == []
    assert find_cycle(labels, [*chain, (19_999, 0, "FS")]) == [*labels, "0"]


def has_cycle(n_tasks, links):
    """Whether some event reaches itself, by the closure of all pairs (Warshall)."""
    reach = {(2 * task, 2 * task + 1) for task in range(n_tasks)}
    reach |= {(2 * before + ENDS[kind][0], 2 * after + ENDS[kind][1]) for before, after, kind in links}
    for middle, one, two in itertools.product(range(2 * n_tasks), repeat=3):
        if (one, middle) in reach and (middle, two) in reach:
            reach.add((one, two))
    return any((event, event) in reach for event in range(2 * n_tasks))


tasks = st.integers(0, 4)
some_links = st.lists(st.tuples(tasks, tasks, st.sampled_from(KINDS)), max_size=8)


@given(some_links)
def test_a_cycle_is_found_exactly_when_an_event_reaches_itself(links):
    assert bool(find_cycle("abcde", links)) == has_cycle(5, links)


@given(some_links)
def test_each_step_of_a_cycle_is_a_link_and_no_link_of_it_can_be_spared(links):
    ring = ["abcde".index(label) for label in find_cycle("abcde", links)]
    steps = set(itertools.pairwise(ring))
    assert steps <= {(before, after) for before, after, _ in links}
    assert not ring or has_cycle(5, [link for link in links if link[:2] in steps])


@given(st.lists(st.lists(st.integers(0, 6), max_size=3), min_size=7, max_size=7))
def test_sorting_puts_causes_first_and_leaves_out_what_waits_for_itself(waits_for):
    order = sorted_by_cause(waits_for)
    placed = set()
    for thing in order:
        assert placed.issuperset(waits_for[thing])
        placed.add(thing)
    left = set(range(7)) - placed
    assert len(order) == len(placed)
    assert all(left.intersection(waits_for[thing]) for thing in left)

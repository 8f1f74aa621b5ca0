"""Critical paths and successors: hand-solved networks, then a slow and plain reading of rule R13."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capsim.plan.network import critical_path, make_network, planned_values

FS, SS, FF, SF = range(4)
DAY = 480


def network(durations, links=(), release=None, projects=None):
    """Return planned values for tasks in days and links ``(before, after, kind[, lag in days])``."""
    n_tasks = len(durations)
    table = np.array([(*link, 0)[:4] for link in links], np.int64).reshape(-1, 4)
    return planned_values(
        [f"P/{task}" for task in range(n_tasks)],
        np.array(projects or [0] * n_tasks, np.int64),
        np.array(release or [0] * n_tasks, np.int64) * DAY,
        np.array(durations, np.int64) * DAY,
        *table.T[:3],
        table[:, 3] * DAY,
        np.full(n_tasks, np.inf),
        np.full(n_tasks, np.inf),
    )


def days(ticks):
    assert not (ticks % DAY).any()
    return (ticks // DAY).tolist()


def dates(values):
    return [days(getattr(values, name)) for name in ("es", "ef", "ls", "lf")]


# ---------------------------------------------------------------- critical paths by hand


def test_a_chain_has_no_slack():
    assert dates(network([2, 3, 1], [(0, 1, FS), (1, 2, FS)])) == [[0, 2, 5], [2, 5, 6]] * 2


def test_the_shorter_branch_has_the_difference_as_slack():
    made = network([1, 5, 2, 1], [(0, 1, FS), (0, 2, FS), (1, 3, FS), (2, 3, FS)])
    assert dates(made) == [[0, 1, 1, 6], [1, 6, 3, 7], [0, 1, 4, 6], [1, 6, 6, 7]]


def test_a_lag_moves_the_successor_and_lowers_the_predecessor():
    assert dates(network([1, 1], [(0, 1, FS, 3)])) == [[0, 4], [1, 5], [0, 4], [1, 5]]


def test_a_release_date_holds_a_task_back():
    made = network([1, 1], [(0, 1, FS)], release=[2, 0])
    assert dates(made) == [[2, 3], [3, 4], [2, 3], [3, 4]]


def test_a_start_link_binds_starts_and_leaves_the_latest_finish_of_the_first_alone():
    made = network([3, 5], [(0, 1, SS, 1)])
    # the second must start on day 1 at the latest, so the first on day 0; its finish has until day 6
    assert dates(made) == [[0, 1], [3, 6], [0, 1], [6, 6]]


def test_a_finish_link_stretches_the_earliest_finish_and_leaves_the_earliest_start_alone():
    made = network([6, 2], [(0, 1, FF, 1)])
    assert dates(made) == [[0, 0], [6, 7], [0, 5], [6, 7]]


def test_a_start_to_finish_link_binds_the_finish_to_the_start():
    made = network([2, 1, 9], [(0, 1, SF, 4)], release=[3, 0, 0])
    # the second may not finish before day 3 + 4; the third makes the end day 9
    assert dates(made) == [[3, 0, 0], [5, 7, 9], [5, 8, 0], [9, 9, 9]]


def test_what_follows_a_stretched_finish_waits_for_it():
    made = network([6, 2, 1], [(0, 1, FF, 1), (1, 2, FS)])
    assert days(made.es) == [0, 0, 7]
    assert days(made.lf) == [6, 7, 8]


def test_tasks_that_hold_each_other_from_both_sides_are_solved():
    made = network([1, 4], [(0, 1, SS, 1), (1, 0, FF, 1)])
    # 0 starts, 1 a day later; 1 finishes on day 5, and 0 a day after
    assert dates(made) == [[0, 1], [6, 5], [0, 1], [6, 5]]


def test_each_project_is_measured_against_its_own_end():
    made = network([2, 1, 9], projects=[0, 0, 1])
    assert days(made.lf) == [2, 2, 9]


def test_another_project_pushes_forward_but_does_not_pull_back():
    made = network([2, 1, 5], [(0, 2, FS), (2, 1, FS)], projects=[0, 0, 1])
    assert days(made.es) == [0, 7, 2]
    assert days(made.lf) == [8, 8, 7]  # the first may drift to its own project's end


def test_links_that_go_round_are_refused():
    with pytest.raises(ValueError, match="cycle"):
        network([1, 1], [(0, 1, FS), (1, 0, FS)])


def test_a_portfolio_without_tasks_has_no_values():
    made = network([])
    assert made.labels == ()
    assert made.lf.shape == made.successors.shape == (0,)


def test_replications_are_solved_side_by_side():
    net = make_network(*np.array([[0, 0, 0]]), *np.array([[0, 1], [1, 2], [FS, SS], [DAY, 0]]))
    lengths = np.array([[2, 3, 4], [5, 1, 9], [1, 1, 0]]) * DAY
    both = critical_path(net, np.zeros(3, np.int64), lengths)
    for row, one in enumerate(lengths):
        alone = critical_path(net, np.zeros(3, np.int64), one)
        assert [part[row].tolist() for part in both] == [part[0].tolist() for part in alone]


# ---------------------------------------------------------------- successors by hand


def test_a_task_reached_by_two_ways_counts_once():
    made = network([1, 2, 3, 4], [(0, 1, FS), (0, 2, FS), (1, 3, FS), (2, 3, FS)])
    assert made.successors.tolist() == [3, 1, 1, 0]
    assert days(made.weight_direct) == [6, 6, 7, 4]
    assert days(made.weight_all) == [10, 6, 7, 4]


def test_links_of_every_kind_make_successors_across_projects():
    links = [(0, 1, SS), (1, 2, FF), (2, 3, SF), (3, 4, FS)]
    made = network([1, 1, 1, 1, 1], links, projects=[0, 0, 1, 1, 2])
    assert made.successors.tolist() == [4, 3, 2, 1, 0]


def test_two_links_to_the_same_task_count_once():
    made = network([1, 5], [(0, 1, SS), (0, 1, FF)])
    assert days(made.weight_direct) == days(made.weight_all) == [6, 5]
    assert made.successors.tolist() == [1, 0]


def test_tasks_that_hold_each_other_are_each_others_successors_and_not_their_own():
    made = network([1, 4, 2], [(0, 1, SS), (1, 0, FF), (1, 2, FS)])
    assert made.successors.tolist() == [2, 2, 0]
    assert days(made.weight_all) == [7, 7, 2]
    assert days(made.weight_direct) == [5, 7, 2]


# ---------------------------------------------------------------- against a plain reading of the rule


@st.composite
def networks(draw):
    """Draw links between events in a random order in which each start precedes its finish."""
    n_tasks = draw(st.integers(1, 7))
    projects = sorted(draw(st.lists(st.integers(0, 2), min_size=n_tasks, max_size=n_tasks)))
    projects = [sorted(set(projects)).index(project) for project in projects]
    order = draw(st.permutations([task for task in range(n_tasks) for _ in range(2)]))
    events, seen = [], set()
    for task in order:  # the first time it is the task's start, the second time its finish
        events.append((task, int(task in seen)))
        seen.add(task)
    pairs = [(one, two) for place, two in enumerate(events) for one in events[:place]]
    chosen = draw(st.lists(st.sampled_from(pairs), max_size=12))
    kinds = {(1, 0): FS, (0, 0): SS, (1, 1): FF, (0, 1): SF}
    links = [(one[0], two[0], kinds[one[1], two[1]], draw(st.integers(0, 3))) for one, two in chosen]
    sizes = st.lists(st.integers(0, 9), min_size=n_tasks, max_size=n_tasks)
    return draw(sizes), links, draw(sizes), projects


def settled(step, values):
    """Apply a step until it changes nothing."""
    while (after := step(values)) != values:
        values = after
    return values


def plain_forward(durations, links, release):
    def step(values):
        es, ef = list(values[0]), list(values[1])
        for task, duration in enumerate(durations):
            for before, after, kind, lag in links:
                if after == task and kind in (FS, SS):
                    es[task] = max(es[task], (ef if kind == FS else es)[before] + lag)
            ef[task] = max(ef[task], es[task] + duration)
            for before, after, kind, lag in links:
                if after == task and kind in (FF, SF):
                    ef[task] = max(ef[task], (ef if kind == FF else es)[before] + lag)
        return es, ef

    return settled(step, (list(release), [0] * len(durations)))


def plain_backward(durations, links, projects, ef):
    end = {project: max(f for f, p in zip(ef, projects, strict=True) if p == project) for project in projects}
    inside = [link for link in links if projects[link[0]] == projects[link[1]]]

    def step(values):
        ls, lf = list(values[0]), list(values[1])
        for task, duration in enumerate(durations):
            for before, after, kind, lag in inside:
                if before == task and kind in (FS, FF):
                    lf[task] = min(lf[task], (ls if kind == FS else lf)[after] - lag)
            ls[task] = min(ls[task], lf[task] - duration)
            for before, after, kind, lag in inside:
                if before == task and kind in (SS, SF):
                    ls[task] = min(ls[task], (ls if kind == SS else lf)[after] - lag)
        return ls, lf

    last = [end[project] for project in projects]
    return settled(step, (last, last))


def plain_successors(n_tasks, links):
    def reached(task):
        found, front = set(), {task}
        while front:
            front = {after for before, after, *_ in links if before in front} - found
            found |= front
        return found - {task}

    return [reached(task) for task in range(n_tasks)]


@given(networks())
@settings(max_examples=300, deadline=None)
def test_planned_values_are_what_the_rule_says(drawn):
    durations, links, release, projects = drawn
    made = network(durations, links, release, projects)
    es, ef = plain_forward(durations, links, release)
    ls, lf = plain_backward(durations, links, projects, ef)
    assert dates(made) == [es, ef, ls, lf]
    everyone = plain_successors(len(durations), links)
    nearest = [{link[1] for link in links if link[0] == task} - {task} for task in range(len(durations))]
    assert made.successors.tolist() == [len(found) for found in everyone]
    for weight, sets in ((made.weight_all, everyone), (made.weight_direct, nearest)):
        assert days(weight) == [
            durations[task] + sum(durations[other] for other in found) for task, found in enumerate(sets)
        ]


@given(networks())
@settings(deadline=None)
def test_no_task_has_negative_slack_and_every_project_has_a_critical_finish(drawn):
    made = network(*drawn)
    assert (made.ls >= made.es).all()
    assert (made.lf >= made.ef).all()
    for project in set(drawn[3]):
        assert (made.lf - made.ef)[np.array(drawn[3]) == project].min() == 0


def test_20_000_tasks_in_one_network_are_planned():
    rng = np.random.default_rng(1)
    n_tasks = 20_000
    after = np.repeat(np.arange(1, n_tasks), 2)
    before = np.maximum(0, after - rng.integers(1, 30, len(after)))
    duration = rng.integers(1, 5_000, n_tasks)
    none = np.full(n_tasks, np.inf)
    made = planned_values(
        list(map(str, range(n_tasks))), np.arange(n_tasks) // 50, np.zeros(n_tasks, np.int64), duration,
        before, after, np.zeros_like(after), np.zeros_like(after), none, none,
    )  # fmt: skip
    reached = {0}
    for one, two in zip(before.tolist(), after.tolist(), strict=True):
        if one in reached:
            reached.add(two)
    assert made.successors[0] == len(reached) - 1
    assert made.weight_all[0] == duration[sorted(reached)].sum()

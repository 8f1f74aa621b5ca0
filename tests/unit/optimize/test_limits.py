"""How many projects at once, and how far down the list."""

import pytest

import capsim as cs
from capsim.errors import InputError


def queue(number: int, deadline: str) -> cs.Portfolio:
    """Return projects of 10 days each for one person, one after the other by priority."""
    projects = [
        cs.Project(
            f"P{rank}",
            [cs.Task("work", effort=cs.PERT(8, 10, 12), skill="dev")],
            priority=rank,
            deadline=deadline,
        )
        for rank in range(number)
    ]
    return cs.Portfolio("Queue", "2027-01-04", [cs.Person("Ada", "dev")], projects)


def test_the_line_is_drawn_where_a_promise_falls_short() -> None:
    """Thirty working days hold two projects surely, three in half of the futures or so, and never four."""
    found = cs.optimize.cut_line(queue(4, "2027-02-12"), 0.8, replications=200, seed=1)
    assert found["above"].tolist() == [True, True, False, False]
    assert found.attrs["line"] == 2
    assert 0.2 < found["probability"][2] < 0.8
    assert found["least_of"].tolist()[2:] == ["P2", "P3"]


def test_a_limit_is_safe_where_it_ties_with_the_best() -> None:
    """Waits of a week between two tasks: with one project at once nobody works meanwhile."""
    tasks = [
        cs.Task("a", effort=3, skill="dev"),
        cs.Task("wait", duration=5, after="a"),
        cs.Task("b", effort=1, skill="dev", after="wait"),
    ]
    projects = [cs.Project(name, tasks, deadline="2027-01-25") for name in ("A", "B", "C")]
    demo = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "dev")], projects)
    found = cs.optimize.safe_wip(demo, replications=3, seed=1).set_index("limit")
    assert found["safe"].tolist() == [False, False, True]
    assert found.loc[3, "on_time"] == 1
    assert cs.optimize.safe_wip(demo, [1, 2], replications=3, seed=1).attrs["safe"] == 2


def test_without_deadlines_there_is_nothing_to_fall() -> None:
    bare = cs.Portfolio("Bare", "2027-01-04", [cs.Person("Ada", "dev")], [cs.Project("P", [cs.Task("x")])])
    with pytest.raises(InputError, match="safe_wip: no project has a deadline"):
        cs.optimize.safe_wip(bare)


def test_a_confidence_that_is_none_is_told() -> None:
    with pytest.raises(InputError, match=r"cut_line, confidence: no share of futures \(got 80\)"):
        cs.optimize.cut_line(queue(2, "2027-02-12"), 80)

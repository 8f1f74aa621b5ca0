"""What no policy can beat: known cases, and never more than what was reached."""

import sys

import numpy as np
import pytest

import capsim as cs
from capsim.clock import NEVER
from capsim.engines.event import EventEngine
from capsim.errors import InputError
from capsim.forecast.dates import is_tick
from capsim.metrics import project_finish
from capsim.optimize.foresight import Clock, foresights
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws
from tests.markdown import ROOT
from tests.parity.comparing import KINDS


@pytest.fixture
def needs_solver() -> None:
    pytest.importorskip("ortools", reason="OR-Tools is not installed: pip install 'capsim[bounds]'")


def shop(*tasks: cs.Task, people: int = 2, **policy: object) -> cs.Portfolio:
    house = cs.Policy(priority=cs.rules.Listed(), **policy)  # type: ignore[arg-type]
    team = [cs.Person("Dev", "dev", count=people)]
    return cs.Portfolio("Demo", "2027-01-04", team, [cs.Project("Shop", tasks)], policy=house)


def told(portfolio: cs.Portfolio) -> tuple[float, float, str]:
    """What is reached, the bound, and what decides it, in the one future there is."""
    found = cs.optimize.bound(portfolio, 1, seed=1, time_limit=2.0).frame().iloc[0]
    return found["reached_days"], found["bound_days"], found["decided_by"]


def test_a_list_in_a_bad_order_is_compared_with_the_chain_that_decides(needs_solver: None) -> None:
    """Two people take a and b first, so that c begins after two days; c and d, 3 days each, can take 6."""
    tasks = [cs.Task(name, duration=days, skill="dev") for name, days in [("a", 2), ("b", 2), ("c", 3)]]
    assert told(shop(*tasks, cs.Task("d", duration=3, skill="dev", after="c"))) == (8, 6, "links and dates")


def test_people_who_have_no_more_time_decide(needs_solver: None) -> None:
    """Nine days of work for two people who can share it take four and a half."""
    tasks = [cs.Task("a", effort=6, skill="dev", people=(1, 2)), cs.Task("b", effort=3, skill="dev")]
    reached, bound, decided_by = told(shop(*tasks))
    assert reached == 4.5  # the second person helps with a when b is done
    assert bound == pytest.approx(4.5, abs=0.01)
    assert decided_by == "dev"


@pytest.mark.parametrize("amount", ["effort", "duration"])
def test_work_that_cannot_be_interrupted_is_not_cut_into_pieces(needs_solver: None, amount: str) -> None:
    """Three jobs of two days for two people: four days, though it is six person-days."""
    tasks = [cs.Task(name, skill="dev", **{amount: 2}) for name in "abc"]  # type: ignore[arg-type]
    reached, bound, decided_by = told(shop(*tasks))
    assert (reached, decided_by) == (4, "all together")
    assert bound == pytest.approx(4, abs=0.21)  # times are rounded down to tenths of a day


def test_work_that_can_be_interrupted_is_cut_into_pieces(needs_solver: None) -> None:
    _, bound, decided_by = told(shop(*(cs.Task(name, effort=2, skill="dev") for name in "abc"), preempt=True))
    assert bound == pytest.approx(3, abs=0.01)
    assert decided_by == "dev"


def test_leave_is_known_beforehand(needs_solver: None) -> None:
    """Five days of work, and two days of leave on Wednesday and Thursday: seven working days."""
    ada = cs.Person("Ada", "dev", leave=[("2027-01-06", "2027-01-07")])
    work = cs.Project("Shop", [cs.Task("a", effort=5, skill="dev")])
    reached, bound, decided_by = told(cs.Portfolio("Demo", "2027-01-04", [ada], [work]))
    assert (reached, decided_by) == (7, "dev")
    assert bound == pytest.approx(7, abs=0.01)


def test_a_project_that_a_gate_stops_has_not_to_be_finished(needs_solver: None) -> None:
    gated = [
        cs.Task("try", duration=2),
        cs.Task("go on?", after="try", gate=0.0),
        cs.Task("rest", duration=50, after="go on?"),
    ]
    other = cs.Project("Other", [cs.Task("a", duration=5)])
    given = cs.Portfolio("Demo", "2027-01-04", [], [cs.Project("Shop", gated), other])
    assert told(given) == (5, 5, "links and dates")


def test_the_same_call_gives_the_same_bound(needs_solver: None) -> None:
    tasks = [
        cs.Task(f"t{number}", effort=cs.PERT(1, 3, 8), skill="dev", people=(1, 2)) for number in range(9)
    ]
    forecast = cs.simulate(shop(*tasks), replications=4, seed=3, progress=False)
    first, second = (cs.optimize.bound(forecast, time_limit=1.0) for _ in range(2))
    assert first.least.tolist() == second.least.tolist()
    assert len(first.least) == 4
    assert (first.least <= first.reached).all()
    assert first.gap.value == pytest.approx((first.reached - first.least).mean())


ALL = ("small", "booked", "people", "returning", "demand", "risky", "limited", "status", "everything", "odd")


@pytest.mark.parametrize("kind", ALL)
def test_links_and_people_alone_never_ask_for_more_than_was_reached(kind: str) -> None:
    """Random portfolios of all families; this half of the bound needs no solver."""
    for number in range(4):
        for future, ended in futures_of(kind, number):
            assert max([future.by_links, *map(future.by_people, future.crowds)]) <= ended


@pytest.mark.parametrize("kind", ["small", "people", "limited", "odd"])
def test_the_solver_never_asks_for_more_than_was_reached(needs_solver: None, kind: str) -> None:
    for number in range(4):
        assert_true(kind, number)


@pytest.mark.slow
@pytest.mark.parametrize("kind", [*ALL, "wide", "large"])
def test_the_bounds_of_hundreds_of_portfolios_are_true(needs_solver: None, kind: str) -> None:
    for number in range(4, 200):
        assert_true(kind, number)


def assert_true(kind, number):
    """Assert that neither half of the bound of a random portfolio is above what was reached."""
    from capsim.optimize.cpsat import proved, solver

    for future, ended in futures_of(kind, number):
        assert max([future.by_links, *map(future.by_people, future.crowds)]) <= ended
        assert proved(solver(), future, 0, ended, 0.2) <= ended


def futures_of(kind, number):
    """Yield futures of a random portfolio in which all is finished, and when, by their clock."""
    portfolio, policy = KINDS[kind](number)
    plan = make_plan(portfolio)
    if policy.reactions or not plan.n_tasks:
        return
    draws = make_draws(plan, number)
    runs = EventEngine(plan, policy).run(draws, 0, 2)
    finish = project_finish(runs.finish, plan.project_first_task)
    ends = np.where(is_tick(finish), finish, 0).max(axis=1)
    for future, end, open_ in zip(
        foresights(draws, policy, 2), ends, (finish == NEVER).any(axis=1), strict=True
    ):
        if not open_:
            yield future, int(future.clock.of(np.array([end]))[0])


def test_the_clock_goes_on_days_on_which_anybody_can_work_and_back() -> None:
    clock = Clock(make_plan(shop(cs.Task("a", duration=2))))
    assert clock.of(np.array([0, 480, 5 * 480, 6 * 480, 7 * 480 + 1])).tolist() == [0, 480, 2400, 2400, 2401]
    assert [clock.tick(shown) for shown in (0, 480, 2400, 2401)] == [0, 480, 2400, 7 * 480 + 1]


def test_without_the_solver_it_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ortools.sat.python.cp_model", None)
    monkeypatch.setitem(sys.modules, "ortools.sat.python", None)
    with pytest.raises(InputError) as caught:
        cs.optimize.bound(shop(cs.Task("a", duration=2)), 1)
    assert str(caught.value) == "bound: OR-Tools is not installed; pip install 'capsim[bounds]'"


def test_what_changes_how_much_work_there_is_is_refused() -> None:
    stop = cs.rules.Reaction(cs.rules.Overloaded(5), cs.rules.Stop("Shop"))
    with pytest.raises(InputError, match="bound: a policy with reactions; ask for the bound of a portfolio"):
        cs.optimize.bound(shop(cs.Task("a", duration=2), reactions=[stop]))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"time_limit": 0}, "bound, time_limit: no time (got 0); write a number of seconds above 0"),
        ({"replications": 0}, "replications: no number of replications (got 0)"),
    ],
)
def test_what_cannot_be_asked_is_told(given: dict[str, object], message: str) -> None:
    with pytest.raises(InputError) as caught:
        cs.optimize.bound(shop(cs.Task("a", duration=2)), **given)  # type: ignore[arg-type]
    assert str(caught.value).startswith(message)


def test_the_card_tells_what_was_reached_the_bound_and_what_decides(needs_solver: None) -> None:
    tasks = [cs.Task(name, duration=days, skill="dev") for name, days in [("a", 2), ("b", 2), ("c", 3)]]
    given = shop(*tasks, cs.Task("d", duration=3, skill="dev", after="c"))
    assert repr(cs.optimize.bound(given, 1, seed=1)).splitlines() == [
        "Demo: how much sooner all work could be done, everything known beforehand",
        "  as it is the last finish comes after 8.0 working days in the mean of 1 future",
        "  no order of work and no choice among the people is done before 6.0",
        "  so they can save 2.0 working days at most (25 %)",
        "  what keeps it from less: links and dates (1)",
        "  see bound.frame()",
    ]


@pytest.mark.slow
def test_the_page_shows_what_the_bound_of_the_consultancy_is(needs_solver: None) -> None:
    page = (ROOT / "docs/howto/promise-and-choose.md").read_text("utf-8")
    portfolio = cs.read(ROOT / "models/consultancy")
    forecast = cs.simulate(portfolio, replications=20, seed=7, progress=False)
    assert f">>> cs.optimize.bound(forecast, replications=20)\n{cs.optimize.bound(forecast)!r}\n```" in page

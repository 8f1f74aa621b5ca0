"""What decides the dates: criticality, where paths meet, and what the finish swings with."""

import numpy as np
import pytest

import capsim as cs
from capsim.clock import NEVER
from capsim.engines.event import EventEngine
from capsim.errors import InputError
from capsim.forecast.chain import chain_of
from capsim.forecast.chains import chains_of
from capsim.forecast.schedule import one_replication
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws
from tests.parity.comparing import KINDS

START = "2027-01-04"


def simulated(tasks, people=("a", "b", "c", "d"), replications=300, **more):
    """A project whose tasks have people of their own."""
    staff = [cs.Person(f"P{skill}", skill) for skill in people]
    model = cs.Portfolio("Demo", START, staff, [cs.Project("Shop", tasks, **more)])
    return cs.simulate(model, replications=replications, seed=7, progress=False)


def test_tasks_that_tie_are_all_critical_and_one_chain_is_told_apart() -> None:
    # both take two days of a person of their own: no float on either, and the first listed is the chain
    tasks = [
        cs.Task("one", effort=2, skill="a"),
        cs.Task("two", effort=2, skill="b"),
        cs.Task("short", effort=1, skill="c"),
    ]
    frame = simulated(tasks, replications=20).criticality().set_index("task")
    assert frame.critical.to_dict() == {"one": 1, "two": 1, "short": 0}
    assert frame.on_chain.to_dict() == {"one": 1, "two": 0, "short": 0}
    assert (frame.critical_low == frame.critical).all()  # nothing is uncertain


def test_limits_on_people_make_a_chain_and_no_path_critical() -> None:
    # one person does both: without limits only the long one is critical, with them each is on the chain
    tasks = [cs.Task("short", effort=2, skill="a"), cs.Task("long", effort=5, skill="a")]
    frame = simulated(tasks, people=("a",), replications=5).criticality().set_index("task")
    assert frame.critical.to_dict() == {"short": 0, "long": 1}
    assert frame.on_chain.to_dict() == {"short": 1, "long": 1}


def test_significance_counts_length_against_float() -> None:
    # lengths 5 and 2, float 0 and 3: 5 / 5 and 2 / 5
    tasks = [cs.Task("long", effort=5, skill="a"), cs.Task("short", effort=2, skill="b")]
    frame = simulated(tasks, replications=5).criticality().set_index("task")
    assert frame.significance.to_dict() == {"long": 1.0, "short": 0.4}


def test_a_project_that_may_not_go_ahead_is_judged_where_it_does() -> None:
    frame = simulated([cs.Task("one", effort=2, skill="a")], probability=0.5).criticality()
    assert frame.critical.tolist() == [1.0]
    assert frame.on_chain.tolist() == [1.0]


def test_work_left_out_is_critical_in_no_future_and_nothing_waits_for_it() -> None:
    tasks = [
        cs.Task("long way", effort=8, skill="a"),
        cs.Task("short way", effort=1, skill="b"),
        cs.Task("beside", effort=4, skill="c"),
        cs.Task("end", effort=1, skill="d", after=["long way", "short way"]),
    ]
    ways = [cs.work.Way("a", 0.5, ["long way"]), cs.work.Way("b", 0.5, ["short way"])]
    branch = cs.work.Branch("way", ways)
    frame = simulated(tasks, replications=400, branches=branch).criticality().set_index("task")
    # with the long way 8 + 1 days are critical; with the short one 1 + 1 < 4, and what stands beside is
    assert frame.critical["long way"] == frame.critical["end"] == 1 - frame.critical["beside"]
    assert frame.critical["short way"] == 0
    assert 0.4 < frame.critical["beside"] < 0.6


def test_the_delay_of_a_risk_makes_its_path_critical() -> None:
    late = cs.risks.Risk("late", 1, cs.risks.Impact(delay=10), {"tasks": "Shop/short"})
    tasks = [cs.Task("short", effort=2, skill="a"), cs.Task("long", effort=5, skill="b")]
    model = cs.Portfolio(
        "Demo", START, [cs.Person("A", "a"), cs.Person("B", "b")], [cs.Project("Shop", tasks)], risks=[late]
    )
    frame = cs.simulate(model, replications=5, progress=False).criticality().set_index("task")
    assert frame.critical.to_dict() == {"short": 1, "long": 0}


@pytest.mark.parametrize(
    "kind", ["small", "returning", "demand", "status", "limited", "everything", "reacting"]
)
def test_chains_of_all_replications_are_those_of_each(kind) -> None:
    for number in range(4):
        portfolio, policy = KINDS[kind](number)
        plan = make_plan(portfolio)
        runs = EventEngine(plan, policy).run(make_draws(plan, number), 0, 2)
        found = chains_of(runs)
        for replication in range(2):
            one, known = one_replication(runs, replication), np.zeros(plan.n_tasks, dtype=bool)
            for project in np.flatnonzero(found.counted[replication]).tolist():
                tasks = {step.task for step in chain_of(one, project)}
                known[[task for task in tasks if plan.task_project[task] == project]] = True
            assert known.tolist() == found.passes[replication].tolist()


def test_one_replication_knows_what_stopped_projects_in_it() -> None:
    stopped = 0
    for number in range(12):
        portfolio, policy = KINDS["reacting"](number)
        plan = make_plan(portfolio)
        runs = EventEngine(plan, policy).run(make_draws(plan, number), 0, 3)
        for replication in range(3):
            mine = one_replication(runs, replication).stops
            assert mine.tolist() == runs.stops[[replication]].tolist()
            stopped += int((mine != NEVER).sum())
    assert stopped > 0


def test_two_equal_paths_that_meet_are_later_than_either() -> None:
    # of two independent uniform lengths on [10, 20] the larger is 10 / 6 later than either in the mean
    spread = cs.distributions.Uniform(10, 20)
    tasks = [cs.Task(name, duration=spread) for name in ("one", "two")]
    frame = simulated([*tasks, cs.Task("join", after=["one", "two"])], replications=4000).merge_bias()
    (row,) = frame.itertuples()
    assert (row.project, row.task, row.paths) == ("Shop", "join", 2)
    assert row.mean - 15 == pytest.approx(10 / 6, abs=0.15)
    assert row.bias_days == pytest.approx(10 / 6, abs=4 * row.error)
    assert 0.01 < row.error < 0.1


def test_the_end_of_a_project_is_a_meeting_too() -> None:
    frame = simulated(
        [cs.Task("one", effort=2, skill="a"), cs.Task("two", effort=3, skill="b")], replications=5
    ).merge_bias()
    assert frame[["paths", "latest_mean", "mean", "bias_days"]].values.tolist() == [[2, 3, 3, 0]]
    assert frame.task.isna().all()


def test_the_finish_swings_with_the_task_that_varies_most() -> None:
    # the finish is the sum: a uniform length of 2 to 32 days swings by 24 between its outer fifths (5 and 29)
    wide, narrow = cs.distributions.Uniform(2, 32), cs.distributions.Uniform(9, 11)
    tasks = [cs.Task("wide", duration=wide), cs.Task("narrow", duration=narrow, after="wide"),
             cs.Task("fixed", duration=3, after="narrow")]  # fmt: skip
    frame = simulated(tasks, replications=2000).tornado()
    assert frame.task.tolist() == ["wide", "narrow"]  # what never changes has no bar
    assert frame.swing_days[0] == pytest.approx(24 * 7 / 5, abs=1)
    assert frame.low_days[0] < 0 < frame.high_days[0]
    assert not frame.tie[0]


def test_tasks_swing_by_their_own_draws_and_not_by_a_driver_that_moves_all_of_them() -> None:
    # the finish of Shop is build × luck; other and even are moved by luck as well, and decide nothing
    luck = cs.risks.Driver("luck", "LogNormal(p50=1, p90=3)")
    wide = cs.distributions.Uniform(5, 15)
    shop = cs.Project("Shop", [cs.Task("build", duration=wide), cs.Task("even", duration=2)])
    rest = cs.Project("Rest", [cs.Task("other", duration=wide)])
    model = cs.Portfolio("Demo", START, [cs.Person("A", "a")], [shop, rest], drivers=[luck])
    forecast = cs.simulate(model, replications=1000, seed=1, progress=False)
    frame = forecast.tornado(project="Shop").set_index("task")
    assert frame.index.tolist() == ["build", "other"]  # what never changes by itself has no bar
    assert not frame.tie["build"]
    assert frame.swing_days["build"] > 5 * abs(frame.swing_days["other"])
    # the ends of build are 6 and 14 days on average, times the mean of luck
    mean = cs.distributions.parse("LogNormal(p50=1, p90=3)").mean()
    assert frame.swing_days["build"] == pytest.approx(8 * mean * 7 / 5, abs=4 * frame.error["build"])
    assert forecast.tornado("driver", project="Shop").swing_days[0] > frame.swing_days["build"]


def test_the_finish_swings_with_a_risk_by_its_delay() -> None:
    late = cs.risks.Risk("late", 0.5, cs.risks.Impact(delay=10), {"projects": "Shop"})
    shop = cs.Project("Shop", [cs.Task("one", effort=5, skill="a")])
    model = cs.Portfolio("Demo", START, [cs.Person("A", "a")], [shop], risks=[late])
    (row,) = cs.simulate(model, replications=200, seed=1, progress=False).tornado("risk").itertuples()
    assert (row.risk, row.swing_days, row.error, row.tie) == ("late", 14, 0, False)


def test_drivers_and_what_the_estimates_of_a_project_share_are_told() -> None:
    luck = cs.risks.Driver("luck", "LogNormal(p50=1, p90=2)")
    shop = cs.Project("Shop", [cs.Task("one", effort=20, skill="a")])
    model = cs.Portfolio("Demo", START, [cs.Person("A", "a")], [shop], drivers=[luck], ranges="usual")
    frame = cs.simulate(model, replications=300, seed=1, progress=False).tornado("driver", project="Shop")
    assert set(frame.driver) == {"luck", "estimates of Shop"}
    assert frame.driver[0] == "luck"
    assert frame.attrs["finish_of"] == "Shop"


def test_unknown_words_are_told_with_what_was_meant() -> None:
    forecast = simulated([cs.Task("one", effort=2, skill="a")], replications=5)
    with pytest.raises(InputError, match="did you mean 'task'"):
        forecast.tornado("taks")
    with pytest.raises(InputError, match="did you mean 'Shop'"):
        forecast.tornado(project="Shp")


def test_without_tasks_there_is_nothing_to_tell() -> None:
    model = cs.Portfolio("Demo", START, [cs.Person("A", "a")], [cs.Project("Empty")])
    forecast = cs.simulate(model, replications=3, progress=False)
    assert forecast.criticality().empty
    assert forecast.merge_bias().empty
    assert forecast.tornado().empty

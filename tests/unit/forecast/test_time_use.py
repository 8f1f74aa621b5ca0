"""What people's time goes into, how evenly work lies on them, and how long it waits where they are busy."""

import numpy as np
import pytest

import capsim as cs
from capsim.errors import InputError

START = "2027-01-04"


def simulated(people, projects=(), replications=5, policy=None, **settings):
    model = cs.Portfolio("Demo", START, people, projects, **settings)
    return cs.simulate(model, replications=replications, seed=7, policy=policy, progress=False)


def uses(frame, column="days", **chosen):
    for name, value in chosen.items():
        frame = frame[frame[name] == value]
    return {use: amount for use, amount in zip(frame["use"], frame[column], strict=True) if amount > 0}


# ---------------------------------------------------------------- time use


def test_every_day_goes_into_one_use() -> None:
    # 10 working days: Bo draws for 4 and is idle for 6; Ada waits for 4, one of them leave, and builds for 6
    tasks = [cs.Task("draw", effort=4, skill="b"), cs.Task("build", effort=6, skill="a", after="draw")]
    people = [cs.Person("Ada", "a", team="X", leave=["2027-01-05"]), cs.Person("Bo", "b", team="Y")]
    frame = simulated(people, [cs.Project("Shop", tasks)]).time_use("team")
    assert uses(frame, team="X") == {"work": 6, "waiting": 3, "absence": 1}
    assert uses(frame, team="Y") == {"work": 4, "idle": 6}
    assert frame.share[frame.team == "X"].sum() == pytest.approx(1)
    assert (frame.error == 0).all()  # nothing is uncertain


def test_daily_business_is_counted_apart() -> None:
    # half of each day: 5 days of work take 10 days
    ada = cs.Person("Ada", "a", run_the_business=0.5)
    frame = simulated([ada], [cs.Project("Shop", [cs.Task("one", effort=5, skill="a")])]).time_use()
    assert uses(frame) == {"work": 5, "run the business": 5}


def test_work_that_arrives_is_firefighting() -> None:
    # 4 items of one day that are there at the start, and 4 days of planned work
    call = cs.Task("call", effort=1, skill="a")
    calls = cs.work.Stream("Calls", call, items=4)
    shop = cs.Project("Shop", [cs.Task("one", effort=4, skill="a")])
    frame = simulated([cs.Person("Ada", "a")], [shop], streams=[calls]).time_use()
    assert uses(frame) == {"work": 4, "firefighting": 4}
    assert frame.set_index("use").of_work["firefighting"] == 0.5


def test_what_is_done_again_is_rework() -> None:
    # each of 4 days of work is done again by half, always once: 2 of 6 days
    again = {"probability": 1, "share": 0.5, "at_most": 1}
    shop = cs.Project("Shop", [cs.Task("one", effort=4, skill="a", rework=again)])
    assert uses(simulated([cs.Person("Ada", "a")], [shop]).time_use()) == pytest.approx(
        {"work": 4, "rework": 2}
    )


def test_rework_by_speed_is_that_of_the_slowest_in_the_team() -> None:
    # who is slower than nominal always does it again, who is not never does
    again = {"probability": 1, "share": 0.5, "at_most": 1, "by_speed": {1.0: 0}}
    for speed, known in ((1.0, {"work": 4}), (0.5, {"work": 8, "rework": 4})):
        shop = cs.Project("Shop", [cs.Task("one", effort=4, skill="a", rework=again)])
        frame = simulated([cs.Person("Ada", [cs.Skill("a", speed)])], [shop]).time_use()
        assert uses(frame) == pytest.approx(known)


def test_divided_days_lose_what_the_policy_says() -> None:
    # at half a day and a loss of 20 %, 4 days of work take 4 / 0.8 days of presence, in 10 days
    shop = cs.Project("Shop", [cs.Task("one", effort=4, skill="a", allocation=0.5)])
    policy = cs.Policy(switching_loss=0.2)
    frame = simulated([cs.Person("Ada", "a")], [shop], policy=policy).time_use()
    assert uses(frame) == pytest.approx({"work": 4, "switching": 1, "idle": 5})


def test_drawn_absence_is_absence_and_all_uses_add_up() -> None:
    people = [cs.Person("Ada", "a", sickness=60), cs.Person("Bo", "a", attrition=1.0, run_the_business=0.2)]
    tasks = [cs.Task(f"t{number}", effort=cs.PERT(5, 10, 20), skill="a") for number in range(6)]
    forecast = simulated(people, [cs.Project("Shop", tasks)], replications=60)
    frame = forecast.time_use("person")
    found = uses(frame, person="Ada")
    assert found["absence"] > 0
    assert found["idle"] + found["work"] + found["absence"] + found.get("waiting", 0) == pytest.approx(
        frame.days[frame.person == "Ada"].sum()
    )
    busy = forecast.utilization("person", "M")
    assert uses(frame, person="Bo")["work"] == pytest.approx(busy.busy_days[busy.person == "Bo"].sum())
    room = busy.capacity_days[busy.person == "Bo"].sum()
    assert sum(
        amount for use, amount in uses(frame, person="Bo").items() if use in ("work", "waiting", "idle")
    ) == (pytest.approx(room))
    assert (frame.error[frame.days > 0] > 0).any()


def test_time_is_priced_at_the_rates_of_its_people() -> None:
    tasks = [cs.Task("draw", effort=4, skill="b"), cs.Task("build", effort=6, skill="a", after="draw")]
    people = [cs.Person("Ada", "a", cost_per_day=100), cs.Person("Bo", "b", cost_per_day=1000)]
    frame = simulated(people, [cs.Project("Shop", tasks)]).time_use("portfolio", unit="money")
    assert uses(frame, "money") == {"work": 4600, "waiting": 400, "idle": 6000}


def test_what_is_asked_of_time_is_checked() -> None:
    forecast = simulated([cs.Person("Ada", "a")], [cs.Project("Shop", [cs.Task("one", effort=4, skill="a")])])
    with pytest.raises(InputError, match="nobody has a rate"):
        forecast.time_use(unit="money")
    with pytest.raises(InputError, match="did you mean 'days'"):
        forecast.time_use(unit="day")
    with pytest.raises(InputError, match="did you mean 'team'"):
        forecast.time_use("teams")


# ---------------------------------------------------------------- load


def test_uneven_load_is_told_with_what_would_level_it() -> None:
    # January has 20 working days; Ada works on all of them, Bo on 10
    shop = cs.Project(
        "Shop",
        [cs.Task("one", effort=20, skill="a", only="Ada"), cs.Task("two", effort=10, skill="a", only="Bo")],
    )
    (row,) = simulated([cs.Person("Ada", "a"), cs.Person("Bo", "a")], [shop]).load().itertuples()
    assert (row.people, row.busy, row.spread, row.fullest, row.emptiest) == (2, 0.75, 0.25, 1, 0.5)
    assert row.room == 0.5
    assert row.hint == "share the work out: the fullest are at 100 %, the emptiest at 50 %"


def test_a_full_month_points_at_the_next_with_room() -> None:
    shop = cs.Project("Shop", [cs.Task("one", effort=25, skill="a")])
    frame = simulated([cs.Person("Ada", "a")], [shop]).load()
    assert frame.busy.tolist() == [1, 0.25]
    assert frame.hint[0] == "full: 0.8 FTE are free in 2027-02"
    assert frame.hint.isna().tolist() == [False, True]


def test_load_names_nobody() -> None:
    forecast = simulated([cs.Person("Ada", "a")], [cs.Project("Shop", [cs.Task("one", effort=4, skill="a")])])
    assert "Ada" not in forecast.load().to_string()
    with pytest.raises(InputError, match="load, by"):
        forecast.load("person")


# ---------------------------------------------------------------- utilization against delay


def test_the_curve_tells_the_wait_of_each_tenth() -> None:
    # one month, full: two tasks of 10 days are ready at once, the second waits for 10
    shop = cs.Project("Shop", [cs.Task("one", effort=10, skill="a"), cs.Task("two", effort=10, skill="a")])
    forecast = simulated([cs.Person("Ada", "a"), cs.Person("Bo", "b")], [shop])
    (row,) = forecast.load_curve().itertuples()
    assert (row.role, row.busy_from, row.busy_to, row.busy, row.wait_days, row.share) == (
        "a",
        0.9,
        1,
        1,
        5,
        1,
    )
    assert row.target
    assert not forecast.load_curve(within_days=4).target.any()
    assert forecast.load_curve("portfolio").busy.tolist() == [0.5]


def test_work_waits_longer_where_people_are_busier() -> None:
    call = cs.Task("call", effort="Gamma(mean=1, sd=1)", skill="a")
    calls = cs.work.Stream("Calls", call, per_week=4, end="2027-12-31")
    curve = simulated([cs.Person("Ada", "a")], streams=[calls], replications=100).load_curve()
    middle = curve.wait_days[(curve.busy_from >= 0.4) & (curve.busy_from < 0.8)].to_numpy()
    assert np.all(np.diff(middle) > 0)
    assert curve.share.sum() == pytest.approx(1)
    assert curve.target.sum() == 1
    with pytest.raises(InputError, match="no number of days"):
        simulated([cs.Person("Ada", "a")]).load_curve(within_days=-1)


def test_phases_divide_the_work_of_all_people_and_nothing_else():
    long = cs.PERT(4, 6, 11)
    tasks = [
        cs.Task("draw", effort=4, skill="design", phase="concept"),
        cs.Task("build", effort=long, skill="backend", after="draw", phase="delivery", rework=(0.5, 0.5)),
        cs.Task("fix", effort=2, skill="backend", after="build"),
    ]  # fmt: skip
    people = [cs.Person("Ada", "backend"), cs.Person("Bo", "design")]
    model = cs.Portfolio("Demo", "2027-01-04", people, [cs.Project("Shop", tasks)])
    forecast = cs.simulate(model, replications=60, seed=2, progress=False)
    phases, whole = forecast.time_use("phase"), forecast.time_use("portfolio")
    assert phases["phase"].drop_duplicates().tolist() == ["concept", "delivery", "no phase"]
    assert phases["use"].drop_duplicates().tolist() == ["work", "firefighting", "rework", "switching"]
    for use, days in phases.groupby("use")["days"].sum().items():
        assert days == pytest.approx(whole.set_index("use")["days"][use], abs=1e-9)
    found = phases.set_index(["phase", "use"])["days"]
    assert found["concept", "work"] == pytest.approx(4)
    assert found["no phase", "work"] == pytest.approx(2)
    assert found["delivery", "rework"] > 0

"""Who is short, who is key, who works on what, and how long work waits for people."""

import numpy as np
import pytest

import capsim as cs
from capsim.errors import InputError

START = "2027-01-04"  # a Monday


def simulated(people, projects, replications=20, **settings):
    model = cs.Portfolio("Demo", START, people, projects, **settings)
    return cs.simulate(model, replications=replications, seed=7, progress=False)


def wanted(fte, month):
    """A project that wants so many people of a skill in a month of 2027."""
    days = {"2027-02": ("2027-02-01", "2027-02-26", 20), "2027-03": ("2027-03-01", "2027-03-31", 23)}
    first, last, working = days[month]
    return cs.Project(month, [cs.Task("work", effort=fte * working, skill="a", start=first, end=last)])


# ---------------------------------------------------------------- hires


def test_a_hire_is_told_for_each_person_that_is_short_from_then_on() -> None:
    # one person is there; 2 are wanted in February and 4 in March: one hire, then two more
    frame = simulated([cs.Person("Ada", "a")], [wanted(2, "2027-02"), wanted(4, "2027-03")]).hires(
        days_to_hire=30
    )
    assert frame.number.tolist() == [1, 2]
    assert frame.needed.astype(str).tolist() == ["2027-02-01", "2027-03-01"]
    assert frame.hire_by.astype(str).tolist() == ["2027-01-02", "2027-01-30"]
    assert frame.overdue.tolist() == [True, False]
    assert frame.periods.tolist() == [2, 1]
    assert frame.gap.tolist() == pytest.approx([1, 3])
    assert frame.probability.tolist() == [1, 1]


def test_daily_business_takes_its_part_of_a_hire() -> None:
    # 3 are wanted and half of one is there: 2.5 are short, and everybody hired gives half of a day
    frame = simulated([cs.Person("Ada", "a")], [wanted(3, "2027-02")], run_the_business=0.5).hires()
    assert frame.number.tolist() == [5]
    assert frame.gap.tolist() == pytest.approx([2.5])


def test_a_small_shortage_is_no_hire() -> None:
    forecast = simulated([cs.Person("Ada", "a")], [wanted(1.4, "2027-02")])
    assert forecast.hires().empty
    assert forecast.hires(least=0.4).number.tolist() == [1]


def test_the_time_to_hire_is_that_of_leavers_or_ninety_days() -> None:
    leavers = cs.people.Attrition(0, days_to_hire=10)
    known = simulated([cs.Person("Ada", "a")], [wanted(2, "2027-02")], attrition=leavers).hires()
    usual = simulated([cs.Person("Ada", "a")], [wanted(2, "2027-02")]).hires()
    assert known.hire_by.astype(str).tolist() == ["2027-01-22"]
    assert usual.attrs["days_to_hire"] == 90


def test_a_level_that_is_short_is_a_hire_too() -> None:
    junior = cs.Person("Ada", [cs.Skill("a", level=1)])
    senior = cs.Person("Bo", [cs.Skill("a", level=3)], availability=0.1)
    work = cs.Task("work", effort=20, skill="a", level=3, start="2027-02-01", end="2027-02-26")
    frame = simulated([junior, senior], [cs.Project("P", [work])]).hires()
    assert frame.number.tolist() == [1]
    assert frame.gap.tolist() == pytest.approx([0.9])


@pytest.mark.parametrize(
    ("argument", "given", "told"),
    [
        ("quantile", 1.5, "quantile"),
        ("days_to_hire", -1, "days_to_hire"),
        ("least", "x", "least"),
        ("period", "Y", "period"),
    ],
)
def test_arguments_of_hires_are_checked(argument, given, told) -> None:
    forecast = simulated([cs.Person("Ada", "a")], [wanted(2, "2027-02")], replications=2)
    with pytest.raises(InputError, match=f"hires, {told}"):
        forecast.hires(**{argument: given})


# ---------------------------------------------------------------- key people


def test_whom_nobody_can_stand_in_for_costs_every_deadline() -> None:
    # Ada and Bo share skill a; without Cy nothing of b is ever done
    people = [cs.Person("Ada", "a"), cs.Person("Bo", "a"), cs.Person("Cy", "b")]
    shop = cs.Project(
        "Shop",
        [cs.Task("one", effort=5, skill="a"), cs.Task("two", effort=5, skill="a")],
        deadline="2027-01-08",
    )
    desk = cs.Project("Desk", [cs.Task("three", effort=5, skill="b")], deadline="2027-01-08")
    forecast = simulated(people, [shop, desk])
    frame = forecast.key_people("person").set_index("person")
    assert frame.on_time.tolist() == [1, 1, 1]
    assert frame.without.tolist() == [0.5, 0.5, 0.5]  # one of two projects each
    assert frame.never.to_dict() == {"Cy": 1, "Ada": 0, "Bo": 0}
    assert frame.days[["Ada", "Bo"]].tolist() == [7, 7]  # both tasks by one person end a week later
    assert np.isnan(frame.days["Cy"])
    assert forecast.key_people().role.tolist() == ["b", "a"]
    assert forecast.key_people().people.tolist() == [1, 2]


def test_only_who_is_asked_for_is_taken_away() -> None:
    people = [cs.Person("Ada", "a"), cs.Person("Bo", "a"), cs.Person("Not at work", "c")]
    forecast = simulated(people, [cs.Project("Shop", [cs.Task("one", effort=5, skill="a")])])
    assert forecast.key_people("person", people=["Bo"]).person.tolist() == ["Bo"]
    assert "Not at work" not in forecast.key_people("person").person.tolist()
    with pytest.raises(InputError, match=r"nobody of that name.*did you mean 'Bo'"):
        forecast.key_people("person", people=["Boo"])


def test_who_can_fall_ill_can_be_taken_away() -> None:
    people = [cs.Person("Ada", "a", sickness=10), cs.Person("Bo", "a", sickness=10)]
    shop = cs.Project("Shop", [cs.Task("one", effort=20, skill="a")], deadline="2027-02-19")
    frame = simulated(people, [shop], replications=50).key_people("person")
    assert frame.never.tolist() == [0, 0]
    assert (frame["loss"] >= 0).all()


# ---------------------------------------------------------------- assignments


def test_assignments_add_up_to_the_work_that_is_done() -> None:
    # 10 days of work in January (20 working days from the 4th): 0.5 FTE, all of it Ada's
    shop = cs.Project("Shop", [cs.Task("one", effort=10, skill="a")])
    forecast = simulated([cs.Person("Ada", "a", team="X"), cs.Person("Bo", "b", team="Y")], [shop])
    for by, who in (("project", "a"), ("role", "a"), ("team", "X"), ("person", "Ada")):
        (row,) = forecast.assignments(by=by).itertuples(index=False)
        assert {row[1], row[2]} == {"Shop", who}
        assert (row.fte, row.error, row.p50, row.p80, row.share) == (0.5, 0, 0.5, 0.5, 1)


def test_the_share_of_futures_tells_who_may_work_on_it() -> None:
    # of two who are alike the project that comes first takes the first; the other project may not go ahead
    one = cs.Project("One", [cs.Task("work", effort=5, skill="a")], probability=0.4, priority=1)
    two = cs.Project("Two", [cs.Task("work", effort=5, skill="a")], priority=2)
    people = [cs.Person("Ada", "a"), cs.Person("Bo", "a")]
    forecast = simulated(people, [one, two], replications=400)
    frame = forecast.assignments(by="person").set_index(["person", "project"])
    ahead = (forecast.outcomes()["One"] != "not going ahead").mean()
    assert frame.share["Ada", "One"] == pytest.approx(ahead)
    assert frame.share["Bo", "Two"] == pytest.approx(ahead)
    assert frame.share["Ada", "Two"] == pytest.approx(1 - ahead)
    assert frame.fte["Bo", "Two"] == pytest.approx(0.25 * ahead)  # 5 of 20 working days
    assert (frame.low < frame.share).all()


def test_who_fits_an_open_seat_is_ranked_by_when_they_would_be_done() -> None:
    # 10 days of work at speeds 1, 0.8 and 0.5: 10, 12.5 and 20 days; who is fast is half away for the project
    people = [
        cs.Person("Slow", [cs.Skill("a", 0.5, level=3)]),
        cs.Person("Good", [cs.Skill("a", 0.8, level=2)]),
        cs.Person("Fast", [cs.Skill("a", 1.0, level=1)]),
    ]
    other = cs.Project("Other", [cs.Task("all", effort=40, only="Fast", skill="a")], priority=1)
    shop = cs.Project("Shop", [cs.Task("build", effort=10, skill="a")], priority=2)
    frame = simulated(people, [other, shop], replications=3).assignments(seats="open")
    frame = frame[frame.project == "Shop"]
    assert frame.person.tolist() == ["Good", "Slow", "Fast"]
    assert frame.days_beyond.tolist() == pytest.approx([2.5, 10, 0])
    assert frame.level.tolist() == [2, 3, 1]
    assert frame.free.tolist() == pytest.approx([1, 1, 0])


def test_a_seat_that_somebody_is_booked_for_is_not_open() -> None:
    people = [cs.Person("Ada", "a"), cs.Person("Bo", "b")]
    shop = cs.Project("Shop", [cs.Task("one", effort=5, skill="a"), cs.Task("two", effort=5, skill="b")])
    booking = cs.Booking("Ada", "Shop", "2027-01-04", "2027-01-29", share=0.5)
    frame = simulated(people, [shop], bookings=[booking], replications=2).assignments(seats="open")
    assert frame.task.tolist() == ["two"]


# ---------------------------------------------------------------- staffing


def test_time_to_staff_counts_working_days_from_ready_to_start() -> None:
    # three tasks of 5 days for one person: the second waits 5 working days, the third 10
    tasks = [cs.Task(name, effort=5, skill="a") for name in ("one", "two", "three")]
    projects = [cs.Project("P", tasks, client="Acme"), cs.Project("Q", [cs.Task("b", effort=3, skill="b")])]
    forecast = simulated([cs.Person("Ada", "a"), cs.Person("Bo", "b")], projects)
    row = forecast.staffing("project").set_index("project").loc["P"]
    assert (row.seats, row.days_to_staff, row.days_p80) == (3, 5, 5)
    assert row.fill_rate == pytest.approx(2 / 3)  # within 5 days, the usual
    assert (row.fully_staffed, row.starved_weeks) == (0, 2)
    assert forecast.staffing("project", within_days=10).fully_staffed.tolist() == [1, 1]
    assert forecast.staffing("role").fully_staffed.tolist() == [0, 1]
    assert forecast.staffing("client").client.tolist() == ["Acme", "no client"]


def test_what_never_starts_is_not_filled_and_starves_to_the_end() -> None:
    # Ada is there for the first week only; the second task waits from then on to the horizon
    tasks = [cs.Task("one", effort=5, skill="a"), cs.Task("two", effort=5, skill="a")]
    ada = cs.Person("Ada", "a", end="2027-01-08")
    forecast = simulated([ada], [cs.Project("P", tasks)], horizon="2027-01-31")
    row = forecast.staffing().iloc[0]
    assert (row.fill_rate, row.days_to_staff, row.starved_weeks) == (0.5, 0, 4)


def test_arguments_of_staffing_and_assignments_are_checked() -> None:
    forecast = simulated(
        [cs.Person("Ada", "a")], [cs.Project("P", [cs.Task("one", effort=5, skill="a")])], replications=2
    )
    with pytest.raises(InputError, match="did you mean 'client'"):
        forecast.staffing("clients")
    with pytest.raises(InputError, match="no number of days"):
        forecast.staffing(within_days="5")
    with pytest.raises(InputError, match="assignments, seats"):
        forecast.assignments(seats="opne")
    with pytest.raises(InputError, match="assignments, most"):
        forecast.assignments(seats="open", most=0)
    with pytest.raises(InputError, match="assignments, by"):
        forecast.assignments(by="client")


def test_the_error_of_the_spread_of_load_is_that_of_many_forecasts():
    """The standard error told by one forecast, against the spread of estimates of other seeds."""
    people = [cs.Person("Ada", "a"), cs.Person("Bo", "a")]
    work = cs.Task("w", effort=cs.PERT(2, 8, 19), skill="a", only="Ada")
    model = cs.Portfolio("M", "2027-02-01", people, [cs.Project("P", [work])])
    frames = [cs.simulate(model, replications=60, seed=seed, progress=False).load() for seed in range(30)]
    found = np.array([frame["spread"][0] for frame in frames])
    told = np.array([frame["spread_error"][0] for frame in frames]).mean()
    # the sd of 30 estimates is itself known to 1 / sqrt(58): four of these
    assert told == pytest.approx(found.std(ddof=1), rel=4 / np.sqrt(58))


def test_what_is_short_is_told_with_its_interval():
    short = cs.simulate(
        cs.Portfolio("M", "2027-02-01", [cs.Person("Ada", "a")],
                     [cs.Project("P", demand=[cs.Demand("a", {"2027-02": 3}, low=0.5, high=2)])]),
        replications=400, seed=3, progress=False,
    ).hires()  # fmt: skip
    assert (short["gap_low"] < short["gap"]).all()
    assert (short["gap"] < short["gap_high"]).all()

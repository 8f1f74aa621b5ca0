"""One replication as a schedule, its seats, its events, its story and its chain."""

import numpy as np
import pandas as pd
import pytest

import capsim as cs
from capsim.errors import InputError
from capsim.facade import replay, simulate, trace


def portfolio(*projects, people, **settings):
    return cs.Portfolio("Demo", "2027-01-04", people, projects, **settings)


@pytest.fixture(scope="module")
def relay():
    """Shop goes first; Data needs the same engineer; its test waits for Shop, too."""
    shop = cs.Project(
        "Shop",
        [
            cs.Task("design", effort=2, skill="design"),
            cs.Task("build", effort=5, skill="backend", after="design"),
        ],
        priority=1,
    )
    data = cs.Project(
        "Data",
        [
            cs.Task("load", effort=3, skill="backend", start="2027-01-07"),
            cs.Task("check", duration=2, after="load FS+1"),
            cs.Task("live", after="check"),
        ],
        priority=2,
    )
    people = [cs.Person("Ada", "design"), cs.Person("Ben", "backend")]
    return trace(portfolio(shop, data, people=people), seed=1)


def test_the_schedule_says_who_works_when_and_why_not_earlier(relay):
    got = relay.schedule
    assert got["task"].tolist() == ["design", "build", "load", "check", "live"]
    assert got["people"].tolist() == ["Ada", "Ben", "Ben", "", ""]
    assert got["driver"].tolist() == [
        "start of the portfolio",
        "finish of Shop/design",
        "people freed by Shop/build (backend)",
        "finish of Data/load + 1 working day",
        "finish of Data/check",
    ]
    dates = {name: [str(day.date())[5:] for day in got[name]] for name in ("ready", "start", "finish")}
    assert dates["ready"] == ["01-04", "01-06", "01-07", "01-19", "01-20"]
    assert dates["start"] == ["01-04", "01-06", "01-13", "01-19", "01-20"]
    assert dates["finish"] == ["01-05", "01-12", "01-15", "01-20", "01-20"]


def test_days_are_those_since_the_start_with_parts(relay):
    assert relay.schedule["start_days"].tolist() == [0.0, 2.0, 9.0, 15.0, 17.0]
    assert relay.schedule["finish_days"].tolist() == [2.0, 9.0, 12.0, 17.0, 17.0]


def test_seats_say_who_held_what(relay):
    seats = relay.seats
    assert seats["person"].tolist() == ["Ada", "Ben", "Ben"]
    assert seats["skill"].tolist() == ["design", "backend", "backend"]
    assert seats["need"].tolist() == [1, 1, 1]
    assert seats["finish_days"].tolist() == [2.0, 9.0, 12.0]
    assert seats["speed"].tolist() == seats["allocation"].tolist() == [1.0, 1.0, 1.0]


def test_the_chain_goes_back_through_other_projects_and_leaves_no_gap(relay):
    chain = relay.chain("Data")
    assert list(zip(chain["task"], chain["event"], strict=True)) == [
        ("check", "finish"),  # live finishes with it; of two the first as listed
        ("check", "start"),
        ("load", "finish"),
        ("load", "start"),
        ("build", "work ends"),
        ("build", "start"),
        ("design", "finish"),
        ("design", "start"),
    ]
    assert chain["from_days"].tolist()[:-1] == chain["to_days"].tolist()[1:]
    assert chain["to_days"].iloc[0] == 17.0
    assert chain["from_days"].iloc[-1] == 0.0
    assert chain["driver"].iloc[3] == "people freed by Shop/build (backend)"
    assert chain["people"].tolist() == ["", "", "Ben", "Ben", "Ben", "Ben", "Ada", "Ada"]


def test_a_chain_names_only_those_whose_work_decided_the_finish():
    needs = [cs.Need("backend", effort=2), cs.Need("qa", effort=5)]
    people = [cs.Person("Ada", "backend"), cs.Person("Quinn", "qa")]
    model = portfolio(cs.Project("Shop", [cs.Task("test", needs=needs)]), people=people)
    chain = trace(model, seed=1).chain("Shop")
    assert chain["driver"].tolist()[0] == "end of its work for qa"
    assert chain["people"].tolist() == ["Quinn", "Ada, Quinn"]


def test_a_chain_ends_at_a_date():
    shop = cs.Project("Shop", [cs.Task("work", effort=1, skill="backend", start="2027-01-06")])
    chain = trace(portfolio(shop, people=[cs.Person("Ada", "backend")]), seed=1).chain("Shop")
    assert chain["driver"].tolist() == ["end of its work for backend", "planned start of Shop/work"]
    assert chain["from"].astype(str).tolist() == ["2027-01-06", "2027-01-06"]


def test_a_chain_ends_at_a_return():
    people = [cs.Person("Ada", "backend", leave=[("2027-01-04", "2027-01-05")])]
    shop = cs.Project("Shop", [cs.Task("work", effort=1, skill="backend")])
    chain = trace(portfolio(shop, people=people), seed=1).chain("Shop")
    assert chain["driver"].iloc[-1] == "Ada back, joined or qualified"
    assert chain["from_days"].iloc[-1] == 2.0


def test_a_chain_goes_through_a_link_to_the_finish_only_if_that_is_later():
    tasks = [
        cs.Task("write", effort=2, skill="backend"),
        cs.Task("review", duration=1, after="write FF+1"),
    ]
    model = portfolio(cs.Project("Shop", tasks), people=[cs.Person("Ada", "backend")])
    chain = trace(model, seed=1).chain("Shop")
    assert chain["task"].tolist() == ["review", "write", "write"]
    assert chain["driver"].iloc[0] == "finish of Shop/write + 1 working day"
    assert chain["to_days"].tolist() == [3.0, 2.0, 0.0]


def test_a_chain_of_no_such_project_says_which_was_meant(relay):
    with pytest.raises(InputError, match=r"no such project in the run \(got 'Shpo'\).*'Shop'"):
        relay.chain("Shpo")


def test_events_are_dated_and_in_order(relay):
    events = relay.events
    assert events["day"].is_monotonic_increasing
    ended = events[events["event"] == "finish"]
    assert ended["task"].tolist() == ["design", "build", "load", "check", "live"]
    assert [str(day.date()) for day in ended["date"]][:2] == ["2027-01-05", "2027-01-12"]
    seated = events[events["event"] == "seat"]
    assert seated["person"].tolist() == ["Ada", "Ben", "Ben"]
    assert seated["need"].tolist() == [1, 1, 1]
    assert events["date"].dtype == "datetime64[s]"
    assert events["need"].dtype == pd.Int64Dtype()


def test_the_story_tells_the_days_in_sentences(relay):
    story = relay.story().splitlines()
    assert story[:3] == ["Mon 4 Jan 2027", "  Shop/design is ready.", "  Shop/design starts with Ada."]
    assert "  Data/load starts with Ben." in story
    done = story.index("  Shop/design finishes.")
    assert story.index("Tue 5 Jan 2027") < done < story.index("Wed 6 Jan 2027")
    assert story[-1] == "  Data/live is reached."
    assert not [line for line in story if "Data/live" in line][1:]  # a milestone is told once


def test_a_trace_reads_as_a_few_lines(relay):
    assert repr(relay).splitlines() == [
        "Demo: replication 0 of seed 1",
        "Shop: finished 12 Jan 2027",
        "Data: finished 20 Jan 2027",
        f"{len(relay.log)} events; see .story(), .schedule, .seats, .events, .chain(project)",
    ]


def test_names_are_escaped_in_html():
    shop = cs.Project("<b>Shop</b>", [cs.Task("<i>work</i>", effort=1, skill="backend")])
    shown = trace(portfolio(shop, people=[cs.Person("A<script>", "backend")]), seed=1)._repr_html_()
    assert "<b>" not in shown
    assert "<i>" not in shown
    assert "<script>" not in shown
    assert "&lt;b&gt;Shop&lt;/b&gt;" in shown


def waits_for(*tasks, people, **settings):
    model = portfolio(cs.Project("Shop", tasks), people=people, horizon="2027-03-31", **settings)
    return simulate(model, replications=1, seed=1, progress=False).waiting()["waits_for"].tolist()


def test_work_longer_than_the_horizon_says_so():
    long = cs.Task("long", effort=12_000, skill="backend")
    wait = cs.Task("wait", duration=500)
    people = [cs.Person("Ada", "backend")]
    assert (
        waits_for(long, wait, people=people)
        == ["the end of its own work: it needs longer than the horizon"] * 2
    )


def test_work_is_left_behind_once_too_few_of_those_who_hold_it_are_left():
    ada = cs.Person("Ada", ["data engineer", "backend"], end="2027-01-08")
    people = [ada, cs.Person("Ben", "backend")]
    either = cs.Task("build", effort=1_000, skill="backend", people=(1, 2))
    assert waits_for(either, people=people) == ["the end of its own work: it needs longer than the horizon"]
    both = cs.Task("build", effort=1_000, skill="backend", people=2)
    assert waits_for(both, people=people) == [
        "somebody to take over its work: its data engineer leaves on 8 Jan 2027"
    ]


def test_interrupted_work_waits_for_people_to_go_on_with_it():
    tasks = [
        cs.Task("build", effort=20, skill="backend", priority=2),
        cs.Task("urgent", effort=1_000, skill="backend", priority=1, start="2027-01-08"),
    ]
    assert waits_for(*tasks, people=[cs.Person("Ada", "backend")], policy=cs.Policy(preempt=True)) == [
        "people to go on with its work for backend",
        "the end of its own work: it needs longer than the horizon",
    ]


def test_somebody_kept_away_for_good_by_a_process_has_left():
    def gone(world):
        yield world.until("2027-01-06")
        world.away("Ada", "2027-01-07")

    model = portfolio(
        cs.Project("Shop", [cs.Task("build", effort=9, skill="backend")]),
        people=[cs.Person("Ada", "backend")],
        horizon="2027-03-31",
    )
    forecast = simulate(model, replications=2, seed=1, processes=[gone], progress=False)
    assert forecast.waiting()["waits_for"].tolist() == [
        "somebody to take over its work: its backend leaves on 6 Jan 2027"
    ]


@pytest.fixture(scope="module")
def stuck():
    """Ada leaves after the first task's work and half of the second's."""
    tasks = [
        cs.Task("first", effort=3, skill="backend"),
        cs.Task("second", effort=4, skill="backend", after="first"),
        cs.Task("third", effort=1, skill="backend", start="2027-01-05"),
        cs.Task("after start", duration=1, after="third SS"),
        cs.Task("after", after="second; third"),
        cs.Task("report", duration=1, after="second FF"),
    ]
    people = [cs.Person("Ada", "backend", end="2027-01-08")]
    model = portfolio(cs.Project("Shop", tasks, deadline="2027-01-29"), people=people, horizon="2027-03-31")
    return simulate(model, replications=2, seed=1, progress=False)


def test_what_never_starts_or_finishes_has_no_dates_and_says_what_it_waits_for(stuck):
    rows = stuck.schedule(0).set_index("task")
    assert rows.loc["first", "finish"] == pd.Timestamp("2027-01-06")
    assert pd.isna(rows.loc["second", "finish"])
    assert np.isnan(rows.loc["second", "finish_days"])
    assert rows.loc["second", "people"] == "Ada"
    assert rows.loc["after", "driver"] == "waits for Shop/second to finish"
    assert pd.isna(rows.loc["after", "ready"])


def test_waiting_tells_what_never_finishes_and_what_it_waits_for(stuck):
    waiting = stuck.waiting().set_index("task")
    assert waiting["waits_for"].to_dict() == {
        "second": "somebody to take over its work: its backend leaves on 8 Jan 2027",
        "third": "people for backend to be there",
        "after start": "Shop/third to start",
        "after": "Shop/second to finish",
        "report": "Shop/second to finish",
    }
    # 20 + 20 + 23 working days from 4 January to 31 March: Ada leaves the second after five of them, the
    # third is ready after one; the report has begun at once, and what is not ready waits from the start
    days = {"second": 58, "third": 62, "after start": 63, "after": 63, "report": 63}
    assert waiting["days"].to_dict() == days
    assert waiting["root"].to_dict() == {
        "second": True,
        "third": True,
        "after start": False,
        "after": False,
        "report": False,
    }
    assert waiting["share"].tolist() == waiting["low"].tolist() == [1.0] * 5  # nothing is uncertain


def test_seats_still_held_at_the_horizon_have_no_end():
    tasks = [cs.Task("first", effort=3, skill="backend"), cs.Task("second", effort=99, skill="backend")]
    model = portfolio(cs.Project("Shop", tasks), people=[cs.Person("Ada", "backend")], horizon="2027-03-31")
    seats = replay(simulate(model, replications=1, seed=1, progress=False), 0).seats
    assert seats["finish"].isna().tolist() == [False, True]


def test_a_seat_ends_when_its_work_is_handed_over(stuck):
    seats = replay(stuck, 0).seats
    assert seats["finish"].tolist() == [pd.Timestamp("2027-01-06"), pd.Timestamp("2027-01-08")]


def test_there_is_no_chain_to_what_never_finishes(stuck):
    with pytest.raises(InputError, match="chain, project: never finished in this replication"):
        replay(stuck, 0).chain("Shop")
    assert "Shop: never finished" in repr(replay(stuck, 0))


def test_a_schedule_of_no_such_replication_is_refused(stuck):
    for wrong in (2, -1, 1.5, "first", True):
        with pytest.raises(InputError, match=r"write a whole number from 0 to 1$"):
            stuck.schedule(wrong)


def test_waiting_counts_the_share_of_futures(make):
    model = make.portfolio(make.project("Shop"))
    waiting = make.forecast(model, make.days(1, 2, None, 4, None)).waiting()
    assert waiting["share"].tolist() == [0.4]
    assert waiting["low"].iloc[0] < 0.4 < waiting["high"].iloc[0]


def test_waiting_is_empty_where_everything_finishes(make):
    waiting = make.forecast(make.portfolio(make.project("Shop")), make.days(1, 2)).waiting()
    assert waiting.empty
    assert waiting.columns.tolist() == [
        "project",
        "task",
        "waits_for",
        "root",
        "share",
        "low",
        "high",
        "days",
        "error",
    ]


def test_what_does_not_go_ahead_says_so_in_a_schedule(make):
    model = make.portfolio(make.project("Shop", probability=0.5))
    row = make.forecast(model, make.days(0, 1)).schedule(0).iloc[0]
    assert row["driver"] == "does not go ahead"
    assert pd.isna(row["start"])

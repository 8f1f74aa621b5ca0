"""Dates and odds in frames, by hand."""

import numpy as np
import pandas as pd
import pytest

import capsim as cs
from capsim.domain.distributions import PERT
from capsim.domain.sampling import Antithetic, LatinHypercube
from capsim.domain.uncertainty import Driver
from capsim.facade import simulate
from capsim.metrics import wilson


def day(text):
    return pd.Timestamp(text)


def only_row(frame):
    assert len(frame) == 1
    return frame.iloc[0]


def test_quantiles_are_order_statistics_shown_as_the_day_that_ends_there(make):
    portfolio = make.portfolio(make.project("Shop"))
    row = only_row(make.forecast(portfolio, make.days(10, 9, 8, 7, 6, 5, 4, 3, 2, 1)).delivery())
    assert row.p50 == day("2027-01-08")  # the fifth of ten
    assert row.p80 == day("2027-01-11")
    assert row.p95 == day("2027-01-13")


def test_a_finish_at_the_last_tick_of_the_deadline_keeps_it_and_one_tick_later_misses_it(make):
    portfolio = make.portfolio(make.project("Shop", deadline="2027-01-08"))
    row = only_row(make.forecast(portfolio, [[5 * 480], [5 * 480 + 1], [5 * 480 - 1], [5 * 480]]).delivery())
    assert row.probability == 0.75


def test_the_probability_has_wilsons_interval(make):
    portfolio = make.portfolio(make.project("Shop", deadline="2027-01-10"))
    row = only_row(make.forecast(portfolio, make.days(*range(1, 11))).delivery())
    assert row.probability == 0.7
    assert (row.low, row.high) == tuple(map(float, wilson(7, 10)))


def test_a_quantile_past_the_horizon_is_no_date_and_says_so(make):
    portfolio = make.portfolio(make.project("Shop", deadline="2027-01-10"))
    row = only_row(make.forecast(portfolio, make.days(1, 2, 3, 4, 5, 6, 7, None, None, None)).delivery())
    assert row.p50 == day("2027-01-08")
    assert pd.isna(row.p80)
    assert pd.isna(row.p95)
    assert row.beyond_horizon == "p80 p95"
    assert row.never == 0.3
    assert (row.never_low, row.never_high) == tuple(map(float, wilson(3, 10)))
    assert np.isnan(row.days_late)
    assert row.probability == 0.7  # never is late


def test_what_does_not_go_ahead_is_neither_late_nor_in_a_quantile(make):
    portfolio = make.portfolio(make.project("Shop", deadline="2027-01-06", probability=0.5))
    row = only_row(make.forecast(portfolio, make.days(0, 2, 0, 4, 3, 0, 5, 0)).delivery())
    assert row.going_ahead == 0.5
    assert row.probability == 0.5
    assert (row.low, row.high) == tuple(map(float, wilson(2, 4)))
    assert row.p50 == day("2027-01-06")
    assert row.never == 0.0


def test_a_project_that_goes_ahead_in_no_future_has_no_dates_and_no_odds(make):
    portfolio = make.portfolio(make.project("Shop", deadline="2027-01-06", probability=0.01))
    row = only_row(make.forecast(portfolio, make.days(0, 0)).delivery())
    assert row.going_ahead == 0.0
    assert row[["p50", "p80", "p95", "probability", "low", "high", "days_late", "never"]].isna().all()
    assert row.beyond_horizon == ""


def test_without_a_deadline_there_are_dates_and_no_odds(make):
    row = only_row(make.forecast(make.portfolio(make.project("Shop")), make.days(1, 2, 3)).delivery())
    assert row[["deadline", "probability", "low", "high", "days_late"]].isna().all()
    assert row.p80 == day("2027-01-06")


@pytest.mark.parametrize(("deadline", "late"), [("2027-01-05", 3), ("2027-01-08", 0), ("2027-01-15", -7)])
def test_days_late_count_from_the_deadline_to_p80(make, deadline, late):
    portfolio = make.portfolio(make.project("Shop", deadline=deadline))
    assert only_row(make.forecast(portfolio, make.days(1, 2, 4, 5, 9)).delivery()).days_late == late


def test_the_error_of_p80_is_an_interval_of_order_statistics(make):
    row = only_row(make.forecast(make.portfolio(make.project("Shop")), make.days(*range(1, 101))).delivery())
    assert row.p80 == day("2027-03-24")  # day 80
    assert row.p80_low == day("2027-01-04") + pd.Timedelta(days=72 - 1)  # ranks 72 and 88 of 100: binomial
    assert row.p80_high == day("2027-01-04") + pd.Timedelta(days=88 - 1)
    assert row.p50_low == day("2027-01-04") + pd.Timedelta(days=41 - 1)
    assert row.p50_high == day("2027-01-04") + pd.Timedelta(days=61 - 1)


def test_too_few_replications_leave_an_end_of_the_interval_open(make):
    row = only_row(make.forecast(make.portfolio(make.project("Shop")), make.days(1, 2, 3)).delivery())
    assert row.p80_low == day("2027-01-04")
    assert pd.isna(row.p80_high)
    assert row.beyond_horizon == ""


def test_under_a_latin_hypercube_errors_come_from_blocks(make):
    portfolio = make.portfolio(make.project("Shop", deadline="2027-01-06"))
    finish = make.days(*(1 + replication % 4 for replication in range(256)))
    plain = only_row(make.forecast(portfolio, finish).delivery())
    blocks = only_row(make.forecast(portfolio, finish, sampling=LatinHypercube()).delivery())
    assert (plain.probability, blocks.probability) == (0.75, 0.75)
    # every block says the same: what is left is the least margin of so many replications
    assert blocks.high - 0.75 == pytest.approx(-np.log(0.025) / 256, rel=1e-9)
    assert 0.75 - blocks.low == pytest.approx(-np.log(0.025) / 256, rel=1e-9)
    assert plain.low < 0.75 < plain.high
    assert (blocks.p80_low, blocks.p80_high) == (blocks.p80, blocks.p80)


def test_antithetic_pairs_that_differ_have_an_error(make):
    portfolio = make.portfolio(make.project("Shop", deadline="2027-01-06"))
    finish = make.days(*[1, 9, 1, 9, 9, 1, 1, 1] * 4)
    row = only_row(make.forecast(portfolio, finish, sampling=Antithetic()).delivery())
    half = 2.131449545560 * np.std([0.5, 0.5, 0.5, 1] * 4, ddof=1) / 4  # t(15) times the error of pair means
    assert row.probability == 0.625
    assert row.probability - row.low == pytest.approx(half, rel=1e-9)
    assert row.high - row.probability == pytest.approx(half, rel=1e-9)


def test_a_project_finishes_with_its_last_task_and_tasks_have_their_own_deadlines(make):
    tasks = [
        cs.Task("one", effort=5, skill="backend", deadline="2027-01-05"),
        cs.Task("two", effort=5, skill="backend", after="one"),
        cs.Task("done", after="two"),
    ]
    portfolio = make.portfolio(make.project("Shop", tasks=tasks, deadline="2027-01-07"))
    forecast = make.forecast(portfolio, [[960, 1440, 1440], [1440, 2400, 2400]])
    delivery, work = only_row(forecast.delivery()), forecast.tasks()
    assert delivery.p80 == day("2027-01-08")
    assert delivery.probability == 0.5
    assert work["task"].tolist() == ["one", "two", "done"]
    assert work["probability"].tolist()[:1] == [0.5]
    assert np.isnan(work["probability"].iloc[1])
    assert work["p80"].tolist() == [day("2027-01-06"), day("2027-01-08"), day("2027-01-08")]
    assert forecast.milestones()["task"].tolist() == ["done"]


def test_float_is_latest_less_earliest_planned_start_in_working_days(make):
    tasks = [
        cs.Task("long", effort=10, skill="backend"),
        cs.Task("short", effort=3, skill="backend"),
        cs.Task("end", after="long; short"),
    ]
    portfolio = make.portfolio(make.project("Shop", tasks=tasks), ranges="none")
    work = make.forecast(portfolio, [[4800, 1440, 4800]]).tasks()
    assert work["float_days"].tolist() == [0.0, 7.0, 0.0]


def test_a_half_timer_counts_as_a_whole_person_in_the_float(make):
    tasks = [cs.Task("long", effort=10, skill="backend"), cs.Task("short", effort=3, skill="qa")]
    people = [cs.Person("Ada", "backend", availability=0.5), cs.Person("Ben", "qa")]
    end = cs.Task("end", after="long; short")
    model = make.portfolio(make.project("Shop", tasks=[*tasks, end]), people=people, ranges="none")
    assert make.forecast(model, [[9600, 1440, 9600]]).tasks()["float_days"].tolist() == [0.0, 7.0, 0.0]


def test_finish_has_one_row_per_replication_and_outcomes_say_what_a_missing_date_means(make):
    portfolio = make.portfolio(make.project("Shop", probability=0.9), make.project("Data"))
    forecast = make.forecast(portfolio, [[480, 960], [-1, 2**31 - 1]])
    finish, outcomes = forecast.finish(), forecast.outcomes()
    assert finish.index.name == "replication"
    assert finish["Shop"].tolist() == [day("2027-01-04"), pd.NaT]
    assert finish["Data"].tolist() == [day("2027-01-05"), pd.NaT]
    assert outcomes["Shop"].tolist() == ["delivered", "not going ahead"]
    assert outcomes["Data"].tolist() == ["delivered", "never"]


def test_if_nothing_is_uncertain_there_are_dates_without_odds(make):
    portfolio = make.portfolio(make.project("Shop", deadline="2027-01-06"), ranges="none")
    forecast = make.forecast(portfolio, make.days(5, 5, 5))
    row = only_row(forecast.delivery())
    assert forecast.is_schedule
    assert row[["probability", "low", "high"]].isna().all()
    assert {row.p50, row.p80, row.p95, row.p80_low, row.p80_high, row.p95_high} == {day("2027-01-08")}
    assert (row.never, row.never_low, row.never_high) == (0.0, 0.0, 0.0)
    assert row.days_late == 2


@pytest.mark.parametrize(
    "uncertain",
    [
        {"ranges": "usual"},
        {"ranges": {"by_skill": {"backend": (0.9, 1.2)}}},
        {"drivers": [Driver("vendor", PERT(0.9, 1, 2))]},
        {"policy": cs.Policy(priority=cs.rules.Random())},
    ],
)
def test_whatever_is_left_to_chance_makes_odds(make, uncertain):
    portfolio = make.portfolio(make.project("Shop", deadline="2027-01-06"), **{"ranges": "none", **uncertain})
    forecast = simulate(portfolio, replications=3, seed=1, progress=False)
    assert not forecast.is_schedule
    assert 0 <= only_row(forecast.delivery()).probability <= 1


def test_runs_that_differ_are_no_schedule_even_if_the_model_is_certain(make):
    portfolio = make.portfolio(make.project("Shop", deadline="2027-01-06"), ranges="none")
    assert not make.forecast(portfolio, make.days(2, 5)).is_schedule


def test_the_summary_tells_how_deadlines_fare_together(make):
    portfolio = make.portfolio(
        make.project("A", deadline="2027-01-05"),
        make.project("B", deadline="2027-01-05", probability=0.5),
        make.project("C"),
    )
    never = 2**31 - 1
    finish = [[960, 960, 480], [960, 961, 480], [961, -1, 480], [never, never, never]]
    row = only_row(make.forecast(portfolio, finish, seed=2**64 - 1).summary())
    assert (row.on_time, row.late, row.never) == (0.25, 1.0, 0.25)
    assert (row.low, row.high) == tuple(map(float, wilson(1, 4)))
    assert row.late_error == pytest.approx(np.std([0, 1, 1, 2], ddof=1) / 2, rel=1e-12)
    assert (row.seed, row.replications, row.projects, row.deadlines) == (2**64 - 1, 4, 3, 2)
    assert (row.estimates, row.ranged, row.assumed) == (3, 0, 3)


def test_a_deadline_before_the_start_of_the_portfolio_is_shown_and_missed(make):
    portfolio = make.portfolio(make.project("Shop", deadline="2026-12-31"))
    row = only_row(make.forecast(portfolio, make.days(1, 2)).delivery())
    assert row.deadline == day("2026-12-31")
    assert row.probability == 0.0
    assert row.days_late == 5


def test_columns_have_the_documented_types_whatever_the_rows(make):
    quantiles = {f"{name}{end}" for name in ("p50", "p80", "p95") for end in ("", "_low", "_high")}
    dated = {"deadline", "planned_start", "planned_end", *quantiles}
    full = make.forecast(make.portfolio(make.project("Shop")), make.days(1, None)).delivery()
    empty = make.forecast(make.portfolio(), np.zeros((3, 0))).delivery()
    for frame in (full, empty):
        assert {name for name in frame if frame[name].dtype == "datetime64[s]"} == dated
        assert frame["priority"].dtype == np.int64
        assert frame["project"].dtype == pd.Series(["text"]).dtype
    assert empty.columns.tolist() == full.columns.tolist()


def test_the_planned_end_is_the_last_end_that_tasks_have_and_that_of_a_task_its_own(make):
    ends = ["2027-01-29", None, "2027-02-26"]
    tasks = [cs.Task(f"t{n}", effort=1, skill="s", start="2027-01-04", end=end) for n, end in enumerate(ends)]
    later = cs.Project("Later", [cs.Task("a", effort=1, skill="s", end="2028-01-31")], status="on hold")
    shop, bare = cs.Project("Shop", tasks), cs.Project("Bare", [cs.Task("a", effort=1, skill="s")])
    model = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "s")], [later, shop, bare])
    forecast = cs.simulate(model, replications=1, seed=1, progress=False)
    planned = forecast.delivery().set_index("project")["planned_end"]
    assert planned.index.tolist() == ["Shop", "Bare"]
    assert planned["Shop"] == pd.Timestamp("2027-02-26")
    assert pd.isna(planned["Bare"])
    of_tasks = forecast.tasks()["planned_end"].tolist()
    assert of_tasks[:3] == [pd.Timestamp("2027-01-29"), pd.NaT, pd.Timestamp("2027-02-26")]


def test_frames_are_the_callers_own(make):
    forecast = make.forecast(make.portfolio(make.project("Shop")), make.days(1, 2))
    frame = forecast.delivery()
    frame["p80"] = pd.NaT
    assert forecast.delivery()["p80"].notna().all()


# ---------------------------------------------------------------- planned starts, and finishes counted


def test_the_planned_start_is_the_first_that_tasks_have_typed_or_on_the_critical_path():
    typed = cs.Task("typed", effort=1, skill="s", start="2027-02-01", end="2027-02-26")
    shop = cs.Project("Shop", [typed, cs.Task("b", effort=8, skill="s", after="typed")])
    chain = [cs.Task("a", effort=5, skill="s"), cs.Task("b", effort=1, skill="s", after="a")]
    later = cs.Project("Later", chain, start="2027-01-16")  # a Saturday
    model = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "s")], [shop, later, cs.Project("Empty")])
    forecast = cs.simulate(model, replications=1, seed=1, progress=False)
    of_projects = forecast.delivery()["planned_start"].tolist()
    assert of_projects == [pd.Timestamp("2027-02-01"), pd.Timestamp("2027-01-18"), pd.NaT]
    of_tasks = forecast.tasks().set_index("task")["planned_start"]
    assert of_tasks.iloc[2:].tolist() == [pd.Timestamp("2027-01-18"), pd.Timestamp("2027-01-25")]


def test_finishes_count_days_and_futures_and_end_with_never(make):
    portfolio = make.portfolio(make.project("Shop", deadline="2027-01-05"))
    frame = make.forecast(portfolio, make.days(2, 1, None, 2, 0, 5)).finishes()
    assert frame["finish"].tolist() == [day("2027-01-04"), day("2027-01-05"), day("2027-01-08"), pd.NaT]
    assert frame["futures"].tolist() == [1, 2, 1, 1]
    assert frame["share"].tolist()[:3] == [0.2, 0.6, 0.8]
    assert pd.isna(frame["share"].iloc[3])
    assert (frame["deadline"] == day("2027-01-05")).all()


def test_a_quantile_is_the_first_day_with_that_share(make):
    portfolio = make.portfolio(make.project("Shop"))
    forecast = make.forecast(portfolio, make.days(*range(1, 41)))
    frame, row = forecast.finishes(), only_row(forecast.delivery())
    for name, level in {"p50": 0.5, "p80": 0.8, "p95": 0.95}.items():
        assert frame.loc[frame["share"] >= level, "finish"].iloc[0] == row[name]


def test_a_project_that_never_goes_ahead_or_has_no_tasks_has_no_finishes(make):
    portfolio = make.portfolio(make.project("Shop"), make.project("Empty", tasks=[]))
    frame = make.forecast(portfolio, make.days(0, 0)).finishes()
    assert frame.empty
    assert frame["finish"].dtype == "datetime64[s]"
    assert frame["futures"].dtype == np.int64


@pytest.mark.parametrize(
    "chance",
    [
        {"sickness": cs.people.Sickness(spells_per_year=0.001)},
        {"attrition": cs.people.Attrition(0.001)},
        {"risks": [cs.risks.Risk("loss", 0.001, {"leaves": "Ada"}, window=("2027-01-04", "2027-01-05"))]},
    ],
)
def test_what_may_happen_to_people_makes_odds_even_if_it_happens_in_no_future(chance):
    work = [cs.Task("a", effort=3, skill="dev")]
    made = cs.Portfolio(
        "Rare",
        "2027-01-04",
        [cs.Person("Ada", "dev")],
        [cs.Project("P", work, deadline="2027-01-20")],
        **chance,
    )
    told = cs.simulate(made, replications=20, seed=1, progress=False, engine="event").delivery()
    assert told.probability[0] == 1
    assert told.low[0] < 1

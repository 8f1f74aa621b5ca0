"""The card: the forecast in sentences."""

import re

import numpy as np
import pytest

import capsim as cs
from capsim.domain.sampling import Antithetic
from capsim.domain.uncertainty import Ranges
from capsim.facade import simulate
from capsim.forecast.certainty import EstimateCount, estimates_told
from capsim.forecast.chances import Chance, margin, percent
from capsim.forecast.usage import busiest_of


def lines(forecast):
    return repr(forecast).splitlines()


def test_the_latest_project_comes_first_with_date_odds_error_and_call(make):
    model = make.portfolio(
        make.project("Shop", deadline="2027-01-12"),
        make.project("Billing", deadline="2027-01-06"),
        make.project("Data"),
    )
    finish = [[480 * day, 480 * (day + 1), 480 * day] for day in range(1, 11)]
    assert lines(make.forecast(model, finish)) == [
        "Agency: forecast of 3 projects from 4 Jan 2027, 10 futures, seed 7",
        "Both deadlines are kept in 20 % (5–51 %) of futures; on average 0.9 (± 0.4) are missed; "
        "see forecast.summary()",
        "Billing: 20 % chance (5–51 %) by 6 Jan 2027; 4 in 5 (P80) by 12 Jan 2027, 6 days late",
        "  Its work for backend takes that long with the people on it, and nobody is waited for "
        "(in future 7, which ends on that day); "
        "see cs.replay(forecast, 7).chain('Billing')",
        "Shop: 90 % chance (59–99 %) by 12 Jan 2027; 4 in 5 (P80) by 11 Jan 2027, 1 day early; "
        "see forecast.delivery()",
        "Data: 4 in 5 (P80) by 11 Jan 2027; no deadline; see forecast.delivery()",
        "3 of 3 estimates have an assumed range (ranges: usual, −15 % to +40 %), 0 their own; "
        "to give your own, fill low and high",
        "± says how far a figure may be off because only so many futures were lived through (95 %)",
    ]


def test_a_schedule_shows_dates_and_no_odds(make):
    model = make.portfolio(make.project("Shop", deadline="2027-01-06"), make.project("Data"), ranges="none")
    assert lines(make.forecast(model, [[480 * 5, 480]] * 3)) == [
        "Agency: schedule of 2 projects from 4 Jan 2027, seed 7",
        "1 of 1 deadline missed; see forecast.summary()",
        "Shop: finished by 8 Jan 2027, 2 days late; deadline 6 Jan 2027",
        "  Its work for backend takes that long with the people on it, and nobody is waited for; "
        "see cs.replay(forecast, 0).chain('Shop')",
        "Data: finished by 4 Jan 2027; no deadline; see forecast.delivery()",
        "Nothing is uncertain here, so this is a schedule without odds: for odds fill low and high, "
        "or set ranges to usual",
    ]


def test_every_answer_says_how_many_ranges_are_assumed_and_how_to_give_real_ones(make):
    made = make.forecast(make.portfolio(make.project("Shop"), ranges="usual"), [[480 * 5]] * 3)
    told = (
        "1 of 1 estimates have an assumed range (ranges: usual, −15 % to +40 %), 0 their own; "
        "to give your own, fill low and high"
    )
    assert told in made.sentences()
    assert made.summary()["assumption"].tolist() == [told]
    assert told in made._repr_html_()


@pytest.mark.parametrize(
    ("ranges", "words"),
    [
        (Ranges((0.9, 1.25)), "(ranges: −10 % to +25 %)"),
        (Ranges((0.85, 1.4), by_tag={"new": (0.5, 2)}), "(ranges: −15 % to +40 %, by tag)"),
        (Ranges(by_skill={"qa": (0.5, 2)}, by_tag={"new": (0.5, 2)}), "(ranges: by tag, by skill)"),
    ],
)
def test_assumed_ranges_are_told_as_they_were_set(ranges, words):
    assert words in estimates_told(EstimateCount(3, 1, 1), ranges)


def test_a_late_project_says_how_much_of_what_is_more_than_planned_is_waiting_for_which_role():
    shop = cs.Project(
        "Shop",
        [
            cs.Task("design", effort=1, skill="design"),
            cs.Task("build", effort=cs.PERT(4, 5, 7), skill="backend", after="design"),
        ],
        deadline="2027-01-12",
    )
    ops = cs.Project("Ops", [cs.Task("run", effort=10, skill="backend")], priority=1)
    people = [cs.Person("Ada", "design"), cs.Person("Ben", "backend")]
    model = cs.Portfolio("Agency", "2027-01-04", people, [shop, ops])
    card = repr(simulate(model, replications=50, seed=2, progress=False))
    # ready on the 5th, and Ben is at Ops up to the 15th: nine working days
    beside = r"Of (\d+) working days besides its planned work, 9 are waiting for backend; see (.*)"
    told = re.search(beside, card)
    assert told
    assert int(told[1]) in (9, 10, 11)  # with what the work takes longer
    assert told[2] == "forecast.why('Shop')"


def test_a_wait_longer_than_the_delay_says_how_much_of_it_there_was_time_for():
    shop = cs.Project("Shop", [cs.Task("build", effort=5, skill="backend")], deadline="2027-01-20")
    ops = cs.Project("Ops", [cs.Task("run", effort=10, skill="backend")], priority=1)
    model = cs.Portfolio("Agency", "2027-01-04", [cs.Person("Ben", "backend")], [shop, ops])
    card = repr(simulate(model, replications=1, seed=2, progress=False))
    # Ben is free on Saturday the 16th and back on Monday the 18th; done on the 22nd
    assert "finished by 22 Jan 2027, 2 days late" in card
    assert "Its work waits 14 days for people for backend (12 of them fit before the deadline); see" in card


def by_month(fte, role="backend", **kw):
    demand = [cs.Demand(role, {"2027-01": fte, "2027-02": fte})]
    shop = cs.Project("Shop", demand=demand, **kw)
    model = cs.Portfolio("Agency", "2027-01-04", [cs.Person("Ben", "backend")], [shop])
    return simulate(model, replications=1, seed=2, progress=False)


def test_without_a_deadline_a_plan_by_month_is_compared_with_its_last_day():
    card = lines(by_month(2))
    # 40 + 40 days of work by one: 16 weeks
    assert card[1] == (
        "Shop: finished by 23 Apr 2027, 54 days after its last planned day (28 Feb 2027); no deadline"
    )
    assert card[2] == (
        "  Short of backend: all projects want 2.00 FTE in Jan 2027, 1.00 are there; its work for backend "
        "takes that long with the people on it, and nobody is waited for; "
        "see cs.replay(forecast, 0).chain('Shop')"
    )


def test_a_weekend_between_two_months_of_work_is_no_wait():
    # January's 40 days end on Friday 26 February; February's begin on the Monday after
    assert "waits" not in repr(by_month(2))


def test_a_plan_that_is_kept_has_no_cause():
    card = lines(by_month(0.5))
    assert card[1].startswith(
        "Shop: finished by 26 Feb 2027, 2 days before its last planned day (28 Feb 2027)"
    )
    assert not any("waited for" in line for line in card)


def test_where_there_is_a_deadline_it_alone_is_compared():
    card = lines(by_month(2, deadline="2027-04-22"))
    assert card[2] == "Shop: finished by 23 Apr 2027, 1 day late; deadline 22 Apr 2027"
    assert "planned day" not in repr(card)


def test_html_shows_until_when_a_project_is_planned():
    shown = by_month(2)._repr_html_()
    assert "<th>Project</th><th>Planned until</th><th>Finished</th></tr>" in shown
    assert "<td>Shop</td><td>28 Feb 2027</td><td>23 Apr 2027</td></tr>" in shown


def test_html_sets_the_deadline_the_plan_and_the_dates_side_by_side():
    shown = by_month(2, deadline="2027-04-22")._repr_html_()
    assert "<td>22 Apr 2027</td><td>28 Feb 2027</td><td>23 Apr 2027</td><td>1</td></tr>" in shown


def test_work_without_dates_of_its_own_beside_a_plan_by_month_is_not_compared_with_it():
    forecast = by_month(0.5, tasks=[cs.Task("extra", effort=1, skill="backend")])
    assert "planned day" not in repr(forecast)
    assert "<td>28 Feb 2027</td>" in forecast._repr_html_()


def test_what_lies_past_the_horizon_is_printed_so_and_says_what_it_waits_for(make):
    model = make.portfolio(make.project("Shop", deadline="2027-01-06"))
    card = lines(make.forecast(model, make.days(1, 2, None, None, None)))
    assert card[2:4] == [
        "Shop: 40 % chance (± 37) by 6 Jan 2027; 4 in 5 (P80) > horizon; see forecast.delivery()",
        "Not finished by the horizon in 60 % of futures: Shop/work waits for the end of its own work: "
        "it needs longer than the horizon; see forecast.waiting()",
    ]


def test_what_may_not_go_ahead_says_so(make):
    model = make.portfolio(
        make.project("Shop", deadline="2027-01-06", probability=0.5), make.project("Data", probability=0.1)
    )
    card = lines(make.forecast(model, [[480, -1], [-1, -1]]))
    assert card[2].startswith("Shop (goes ahead in 50 %): at least 20 % chance")
    assert card[3] == "Data: goes ahead in no future; see forecast.delivery()"


@pytest.mark.parametrize("ranges", ["usual", "none"])
def test_a_deadline_of_what_never_goes_ahead_applies_to_nothing(make, ranges):
    model = make.portfolio(
        make.project("Shop", deadline="2027-01-06", probability=0.1), make.project("Data"), ranges=ranges
    )
    forecast = make.forecast(model, [[-1, 480], [-1, 480]])
    told = "No deadline applies: no project that has one goes ahead in any future; see forecast.summary()"
    assert lines(forecast)[1] == told
    assert np.isnan(forecast.summary()["on_time"].item())


def test_only_deadlines_that_apply_are_counted(make):
    model = make.portfolio(
        make.project("Shop", deadline="2027-01-06", probability=0.1),
        make.project("Data", deadline="2027-01-06"),
    )
    told = lines(make.forecast(model, [[-1, 480], [-1, 4800]]))[1]
    assert told.startswith("The one deadline is kept in 50 %")


def test_an_error_that_one_replication_does_not_tell_is_left_out(make):
    build = cs.Task("build", effort=cs.PERT(3, 4, 5), skill="backend")
    projects = [make.project(name, tasks=[build], deadline="2027-01-06") for name in ("Shop", "Data")]
    for sampling in (None, Antithetic()):
        forecast = simulate(
            make.portfolio(*projects), replications=1, seed=1, progress=False, sampling=sampling
        )
        assert "nan" not in repr(forecast)
        assert "are missed" in repr(forecast)
        assert "Busiest role" in repr(forecast)


def test_a_run_cut_short_says_so(make):
    model = make.portfolio(make.project("Shop"))
    card = lines(make.forecast(model, make.days(1, 2), asked=1000, partial=True))
    assert card[0].endswith("cut short after 2 of 1,000 futures, seed 7")


def test_many_projects_stay_within_fifteen_lines(make):
    names = [f"P{number:02}" for number in range(20)]
    model = make.portfolio(*(make.project(name, deadline="2027-01-06") for name in names))
    finish = [[480 * (1 + (row + column) % 10) for column in range(20)] for row in range(10)]
    card = lines(make.forecast(model, finish))
    assert len(card) <= 15
    assert any(line.startswith("14 more; the lowest of their chances is 30 % (10–61 %)") for line in card)


def test_of_how_many_late_projects_the_cause_is_told_is_said_and_the_call_for_the_next(make):
    names = [f"P{number}" for number in range(5)]
    model = make.portfolio(*(make.project(name, deadline="2027-01-06") for name in names))
    card = lines(make.forecast(model, [[480 * (5 + column) for column in range(5)] for _ in range(10)]))
    assert sum(line.startswith("  ") for line in card) == 2
    told = next(line for line in card if line.startswith("Why they are late"))
    assert told == "Why they are late is told of 2 of 5 late projects; see cs.replay(forecast, 0).chain('P2')"


def test_a_wait_that_explains_little_of_a_delay_is_told_with_the_work_itself():
    model = cs.Portfolio(
        "Agency",
        "2027-01-04",
        people=[cs.Person("Ada", "backend")],
        projects=[
            cs.Project("Small", [cs.Task("do", effort=2, skill="backend")], priority=1),
            cs.Project(
                "Large", [cs.Task("do", effort=60, skill="backend")], priority=2, deadline="2027-01-08"
            ),
        ],
    )
    card = repr(cs.simulate(model))
    assert "Its work waits 2 days for people for backend; else its work for backend takes that long" in card


def test_a_portfolio_without_projects_has_a_card(make):
    card = lines(make.forecast(make.portfolio(), [[], []]))
    assert card[0] == "Agency: schedule of 0 projects from 4 Jan 2027, seed 7"


def test_errors_between_pairs_are_multiplied_by_students_factor(make):
    model = make.portfolio(make.project("A", deadline="2027-01-06"), make.project("B", deadline="2027-01-06"))
    finish = [[480, 480], [480, 480], [480, 480], [4800, 480]]
    card = lines(make.forecast(model, finish, sampling=Antithetic()))
    # pairs miss 0 and 1 in two futures: the error of the mean is 0.25, t(1) is 12.7
    assert "on average 0.2 (± 3.2) are missed" in card[1]


def test_the_busiest_roles_error_between_pairs_has_students_factor():
    people = [cs.Person("Ada", "backend"), cs.Person("Ben", "qa")]
    tasks = [
        cs.Task("one", effort=cs.PERT(3, 4, 5), skill="backend"),
        cs.Task("two", effort=cs.PERT(5, 9, 20), skill="qa", after="one"),
    ]
    model = cs.Portfolio("Agency", "2027-01-04", people, [cs.Project("Shop", tasks)])
    forecast = simulate(model, replications=4, seed=2, progress=False, sampling=Antithetic())
    error = busiest_of(forecast.runs, 2, "role").error
    told = next(line for line in lines(forecast) if line.startswith("Busiest role: qa"))
    assert f"({margin(12.7062 * error)})" in told
    assert margin(12.7062 * error) != margin(1.96 * error)


def test_the_busiest_role_is_told():
    people = [cs.Person("Ada", "backend"), cs.Person("Ben", "qa")]
    tasks = [cs.Task("one", effort=cs.PERT(3, 4, 5), skill="backend"), cs.Task("two", effort=1, skill="qa")]
    model = cs.Portfolio("Agency", "2027-01-04", people, [cs.Project("Shop", tasks)])
    card = repr(simulate(model, replications=20, seed=2, progress=False))
    assert card.splitlines()[-3:-1] == [
        "Busiest role: backend, at work 100 % of its time up to the last finish; "
        'see forecast.utilization(by="role", period="M")',
        "0 of 2 estimates have an assumed range, 1 their own, 1 none",
    ]


def busiest_line(portfolio):
    forecast = simulate(portfolio, replications=1, seed=1, progress=False)
    return next(line for line in lines(forecast) if line.startswith("Busiest role"))


def test_idle_years_up_to_the_horizon_make_nobody_less_busy():
    tasks = [cs.Task("one", effort=20, skill="data"), cs.Task("never", effort=2, skill="qa")]
    people = [cs.Person("Ada", "data"), cs.Person("Ben", "qa", start="2027-01-11", end="2027-01-11")]
    model = cs.Portfolio("Agency", "2027-01-04", people, [cs.Project("Shop", tasks)])
    assert busiest_line(model).startswith("Busiest role: data, at work 100 % of its time up to the last")


def test_the_busiest_month_of_the_busiest_role_is_told():
    # Ada: 20 days in January, none in February, 5 of 23 in March
    tasks = [
        cs.Task("one", effort=20, skill="data"),
        cs.Task("two", effort=5, skill="data", start="2027-03-25"),
    ]
    model = cs.Portfolio("Agency", "2027-01-04", [cs.Person("Ada", "data")], [cs.Project("Shop", tasks)])
    assert busiest_line(model).startswith(
        "Busiest role: data, at work 40 % of its time up to the last finish, 100 % in Jan 2027; see "
    )


def test_a_project_without_tasks_has_no_odds_and_is_not_praised(make):
    model = make.portfolio(
        make.project("Idea", tasks=[], deadline="2027-08-31"), make.project("Shop", deadline="2027-01-06")
    )
    forecast = make.forecast(model, make.days(1, 5))
    card = lines(forecast)
    assert card[1].startswith("The one deadline is kept in 50 %")
    assert "Idea: no tasks yet; see forecast.delivery()" in card
    idea = forecast.delivery().iloc[0]
    assert idea[["p50", "p80", "p95", "probability", "low", "high", "days_late", "never"]].isna().all()
    assert idea["going_ahead"] == 1.0
    assert forecast.summary()["deadlines"].item() == 1
    assert "<td>no tasks yet</td>" in forecast._repr_html_()


def test_a_project_without_tasks_whose_deadline_is_past_needs_no_cause(make):
    model = make.portfolio(make.project("Idea", tasks=[], deadline="2026-12-31"), make.project("Shop"))
    assert "Idea: no tasks yet; see forecast.delivery()" in lines(make.forecast(model, make.days(1, 5)))


def test_a_mean_with_a_small_error_has_a_digit_more_and_one_without_error_none(make):
    model = make.portfolio(
        make.project("Shop", deadline="2027-01-06"), make.project("Data", deadline="2027-01-06")
    )
    rare = make.forecast(model, [[480, 4800 if row % 50 == 0 else 480] for row in range(2000)])
    assert "on average 0.02 (± 0.01) are missed" in repr(rare)
    kept = make.forecast(model, [[480, 480]] * 9)
    assert "on average 0.0 are missed" in repr(kept)


def test_html_escapes_names_and_carries_no_colors(make):
    model = make.portfolio(make.project("<script>alert(1)</script>", deadline="2027-01-06"))
    shown = make.forecast(model, make.days(2, 9))._repr_html_()
    assert "<script" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "color" not in shown
    assert "<td>6 Jan 2027</td><td>50 % (± 41)</td><td>5 Jan 2027</td><td>12 Jan 2027</td><td>6</td>" in shown


def test_html_names_the_project_of_which_it_tells_the_cause(make):
    model = make.portfolio(make.project("R&D", deadline="2027-01-06"))
    shown = make.forecast(model, make.days(2, 9))._repr_html_()
    assert "<li>R&amp;D: Its work for backend takes that long with the people on it" in shown


def test_the_sentences_of_a_card_are_its_lines_without_calls(make):
    model = make.portfolio(make.project("see cs.x; see forecast.y()", deadline="2027-01-06"))
    forecast = make.forecast(model, make.days(2, 9))
    told = forecast.sentences()
    assert told[0] == lines(forecast)[0]
    assert told[1] == "The one deadline is kept in 50 % (± 41) of futures"
    assert told[2].startswith("see cs.x; see forecast.y(): 50 % chance (± 41) by 6 Jan 2027; 4 in 5")
    assert told[3] == (
        "  Its work for backend takes that long with the people on it, and nobody is waited for "
        "(in future 1, which ends on that day)"
    )
    assert len(told) == len(lines(forecast))


@pytest.mark.parametrize(
    ("share", "text"), [(0.0, "0 %"), (0.004, "< 1 %"), (0.5, "50 %"), (0.996, "> 99 %"), (1.0, "100 %")]
)
def test_what_is_not_quite_certain_is_not_called_so(share, text):
    assert percent(share) == text


@pytest.mark.parametrize(("half", "text"), [(0.0, "± 0"), (0.0049, "± 0.5"), (0.0096, "± 1"), (0.034, "± 3")])
def test_margins_are_points_with_one_decimal_below_one(half, text):
    assert margin(half) == text


def test_a_lopsided_interval_is_told_by_its_larger_side():
    assert Chance(0.06, 0.04, 0.1).off == " (± 4)"
    assert Chance(0.94, 0.9, 0.96).points == "± 4"


@pytest.mark.parametrize(
    ("chance", "told"),
    [
        (Chance(0.02, 0.01, 0.06), "2 % (1–6)"),
        (Chance(0.98, 0.94, 0.99), "98 % (94–99)"),
        (Chance(0.005, 0.001, 0.028), "< 1 % (0–3)"),
        (Chance(0.06, 0.04, 0.1), "6 % ± 4"),
    ],
)
def test_near_never_and_always_both_ends_are_told_for_no_chance_lies_beyond_them(chance, told):
    assert chance.in_table == told


@pytest.mark.parametrize(
    ("chance", "words", "sign"),
    [
        (Chance(0.0, 0.0, 0.0038), "at most 1 %", "≤ 1 %"),
        (Chance(0.0, 0.0, 0.07), "at most 7 %", "≤ 7 %"),
        (Chance(1.0, 0.9962, 1.0), "at least 99 %", "≥ 99 %"),
        (Chance(1.0, 0.93, 1.0), "at least 93 %", "≥ 93 %"),
    ],
)
def test_always_and_never_are_told_as_bounds(chance, words, sign):
    assert (chance.words, chance.sign, chance.off) == (words, sign, "")


def test_a_share_whose_error_is_not_known_is_told_without_one():
    unknown = Chance(1.0, float("nan"), float("nan"))
    assert (unknown.words, unknown.off) == ("100 %", "")


def test_a_card_tells_bounds_where_every_future_agrees(make):
    model = make.portfolio(
        make.project("Shop", deadline="2027-01-12"), make.project("Data", deadline="2027-01-05")
    )
    finish = [[480 * (1 + row % 2), 480 * (3 + row % 2)] for row in range(100)]
    forecast = make.forecast(model, finish)
    card = lines(forecast)
    assert card[1].startswith("Both deadlines are kept in at most 4 % of futures; on average 1.0 are missed")
    assert card[2].startswith("Data: at most 4 % chance by 5 Jan 2027; 4 in 5 (P80) by 7 Jan 2027")
    assert card[4].startswith("Shop: at least 96 % chance by 12 Jan 2027; 4 in 5 (P80) by 5 Jan 2027")
    assert "<td>≥ 96 %</td>" in forecast._repr_html_()

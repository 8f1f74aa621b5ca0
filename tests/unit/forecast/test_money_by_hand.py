"""Money of small portfolios, worked out by hand; the first day is Monday, 4 January 2027."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

import capsim as cs

MONDAY = date(2027, 1, 4)


def day(number):
    """Day 0 is the Monday on which all begins."""
    return MONDAY + timedelta(days=number)


def ran(people, projects, replications=4, **fields):
    portfolio = cs.Portfolio("Demo", MONDAY, people=people, projects=projects, **fields)
    return cs.simulate(portfolio, replications=replications, seed=7, progress=False)


def ada(**fields):
    return cs.Person("Ada", "dev", **{"cost_per_day": 500, **fields})


def build(days=5, **fields):
    return cs.Task("build", effort=days, skill="dev", **fields)


def means(frame, key):
    return dict(zip(frame[key], frame["mean"], strict=True))


# ------------------------------------------------------------ labor and bench


def test_labor_is_paid_time_times_rate():
    # five days at 500
    assert means(ran([ada()], [cs.Project("P", [build()])]).cost(), "project") == {"P": 2500}


def test_time_paid_and_not_used_is_bench_and_of_no_project():
    # Ada works five days; Bo is paid for the same five days and does nothing
    found = ran([ada(), cs.Person("Bo", "qa", cost_per_day=300)], [cs.Project("P", [build()])])
    assert means(found.cost(), "project") == {"P": 2500, "no project": 1500}
    assert means(found.cost(by="kind"), "kind") == {"labor": 2500, "bench": 1500}
    assert means(found.cost(by="person"), "person") == {"Ada": 2500, "Bo": 1500}
    assert means(found.cost(by="role"), "role") == {"dev": 2500, "qa": 1500}
    assert means(found.cost(by="portfolio"), "portfolio") == {"Demo": 4000}


def test_a_part_of_a_person_is_a_part_of_the_cost():
    # half of Ada for ten days: 10 days x 500 x 1/2, and as much bench
    project = cs.Project("P", [build(allocation=0.5)])
    assert means(ran([ada()], [project]).cost(by="kind"), "kind") == {"labor": 2500, "bench": 2500}


def test_paid_leave_is_bench_and_unpaid_leave_costs_nothing():
    # away on days 1 and 2: five days of work end on day 8 (days 0, 3, 4, 7, 8... with day 7 a Monday)
    project = cs.Project("P", [build()])
    paid = ran([ada(leave=[(day(1), day(2))])], [project])
    assert means(paid.cost(by="kind"), "kind") == {"labor": 2500, "bench": 1000}
    unpaid = ran([ada(leave=[cs.Leave(day(1), day(2), paid=False)])], [project])
    assert means(unpaid.cost(by="kind"), "kind") == {"labor": 2500}


def test_contractors_are_not_paid_on_leave_and_cost_the_premium():
    terms = cs.money.Terms(contractor_premium=0.1)
    found = ran([ada(leave=[(day(1), day(2))], contractor=True)], [cs.Project("P", [build()])], money=terms)
    assert means(found.cost(by="kind"), "kind") == {"labor": 2750}


def test_a_rate_holds_from_its_date_on():
    # days 0 and 1 at 500, days 2, 3 and 4 at 600
    found = ran([ada(rates=[(day(2), 600)])], [cs.Project("P", [build()])])
    assert means(found.cost(), "project") == {"P": 2800}


def test_a_rate_of_a_past_date_holds_from_the_start():
    found = ran([ada(rates=[(day(-30), 400)])], [cs.Project("P", [build()])])
    assert means(found.cost(), "project") == {"P": 2000}


def test_the_part_of_a_day_above_eight_hours_costs_the_premium():
    # 1.5 days a day: 480 ticks at 500, 240 ticks at 750 x 240 / 480 = 375; six days of work take four
    found = ran([ada(availability=1.5)], [cs.Project("P", [build(6)])],
                money=cs.money.Terms(overtime_premium=0.5))  # fmt: skip
    assert means(found.cost(), "project") == {"P": 4 * 875}


def test_overtime_costs_the_premium_on_seats():
    # Ten days of work; from day 2 on a quarter more for four days: nine days. 9 x 500, and four quarters of a
    # day at 750. Bo works longer too, but has nothing to do: bench is paid as ever.
    reactions = "on 2027-01-06 -> overtime of dev by 25 % for 4 days"
    people = [ada(calendar="mon-sun"), cs.Person("Bo", "dev", calendar="mon-sun", cost_per_day=100)]
    found = ran(people, [cs.Project("P", [build(10)])],
                money=cs.money.Terms(overtime_premium=0.5), calendar="mon-sun",
                policy=cs.Policy(reactions=reactions))  # fmt: skip
    assert means(found.cost(by="kind"), "kind") == {"labor": 9 * 500 + 4 * 0.25 * 750, "bench": 900}


def test_overtime_that_is_decided_anew_is_paid_once():
    # One day as usual; from day 1 doubled for ten days, and from day 3 on a quarter more for two: by day 5
    # 1 + 4 + 2.5 of 12 days, and 4.5 as usual. 9.5 days, two whole ones and two quarters more.
    reactions = [
        "on 2027-01-05 -> overtime of dev by 100 % for 10 days",
        "on 2027-01-07 -> overtime of Ada by 25 % for 2 days",
    ]
    policy = cs.Policy(reactions=reactions)
    found = ran([ada()], [cs.Project("P", [build(12)])], calendar="mon-sun", policy=policy)
    assert means(found.cost(), "project") == {"P": 9.5 * 500 + 2 * 500 + 2 * 0.25 * 500}


def test_a_rate_in_another_currency_is_turned_into_the_portfolio_s():
    found = ran([ada(currency="GBP")], [cs.Project("P", [build()])], currency="EUR",
                money=cs.money.Terms(exchange_rates={"GBP": 1.2}))  # fmt: skip
    assert means(found.cost(), "project") == {"P": 3000}


def test_a_currency_without_an_exchange_rate_is_refused_at_its_person():
    terms = cs.money.Terms(exchange_rates={"GBP": 1.2})
    with pytest.raises(cs.errors.InputError) as told:
        ran([ada(currency="GPB")], [cs.Project("P", [build()])], currency="EUR", money=terms)
    assert "Person 'Ada', currency: no exchange rate for it (got 'GPB'); did you mean 'GBP'?" in str(
        told.value
    )


def test_the_cheapest_is_chosen_in_one_currency():
    # 450 pounds are 540 euros: Ada is cheaper
    people = [cs.Person("Bo", "dev", cost_per_day=450, currency="GBP"), ada()]
    found = ran(people, [cs.Project("P", [build()])], currency="EUR",
                money=cs.money.Terms(exchange_rates={"GBP": 1.2}),
                policy=cs.Policy(assignment=cs.rules.Cheapest()))  # fmt: skip
    assert found.schedule().people.tolist() == ["Ada"]


def test_fixed_costs_are_due_at_the_start_of_their_task():
    # build ends on Friday, 8 January; four weeks of waiting; then hosting starts on Friday, 5 February
    tasks = [build(), cs.Task("wait", duration=20, after="build"),
             cs.Task("hosting", fixed_cost=900, duration=1, after="wait")]  # fmt: skip
    found = ran([ada()], [cs.Project("P", tasks)])
    monthly = found.cost(by="kind", period="M")
    fixed = monthly[monthly.kind == "fixed"]
    assert dict(zip(fixed.period.dt.month, fixed["mean"], strict=True)) == {1: 0, 2: 900}
    assert means(found.cost(), "project")["P"] == 3400


def test_a_project_that_is_never_finished_costs_up_to_the_horizon():
    # Ada leaves after day 2: three days at 500; nobody finishes the rest
    tasks = [build()]
    found = ran([ada(end=day(2)), cs.Person("Bo", "dev", cost_per_day=100, start=day(60), end=day(61))],
                [cs.Project("P", tasks)], horizon=day(10))  # fmt: skip
    assert means(found.cost(), "project")["P"] == 1500


# ------------------------------------------------------------ budgets


def test_more_than_the_budget_is_told_with_its_odds():
    found = ran([ada()], [cs.Project("P", [build()], budget=2499.999), cs.Project("Q", [], budget=1)]).cost()
    assert found.budget.tolist() == [2499.999, 1]
    assert found.overspend.tolist() == [1, 0]


def test_a_budget_that_is_just_enough_is_not_overspent():
    assert ran([ada()], [cs.Project("P", [build()], budget=2500)]).cost().overspend.tolist() == [0]


def test_tranches_count_from_their_date_or_milestone_on():
    # 25 days of work: 20 in January (10,000), 5 in February (2,500); the milestone ends on 5 February
    funding = [
        cs.money.Tranche(4000),
        cs.money.Tranche(3000, "2027-01-20"),
        cs.money.Tranche(9000, milestone="done"),
    ]
    project = cs.Project("P", [build(25), cs.Task("done", after="build")], funding=funding)
    monthly = ran([ada()], [project]).cost(period="M")
    assert monthly["mean"].tolist() == [10_000, 2500]
    assert monthly.to_date.tolist() == [10_000, 12_500]
    assert monthly.budget.tolist() == [7000, 16_000]
    assert monthly.overspend.tolist() == [1, 0]


def test_the_contingency_is_what_a_quantile_takes_beyond_the_mean():
    # 10 or 30 days, each in half of the futures: 5,000 or 15,000
    effort = cs.distributions.Empirical([10, 30])
    found = ran([ada()], [cs.Project("P", [build(effort)])], replications=400)
    costs = found.cost()["mean"][0]
    frame = found.contingency(0.9)
    assert frame.covered[0] == 15_000
    assert frame.contingency[0] == 15_000 - costs
    assert frame.release.sum() == pytest.approx(frame.contingency[0])


# ------------------------------------------------------------ benefits, delay, worth


def finished_on(number, **fields):
    """A project that is finished at the end of a day, with nobody in it."""
    return cs.Project("P", [cs.Task("wait", duration=1, start=day(number))], **fields)


def test_a_benefit_is_its_rate_times_its_days():
    # 36,500 a year are 100 a day, for 12 months of 365/12 days: from 5 January on 27 days are in January
    benefit = cs.money.Benefit("less work", 36_500, plateau_months=12, owner="Ops")
    found = ran([ada()], [finished_on(0, benefits=[benefit])], calendar="mon-sun")
    assert means(found.benefits(), "project") == {"P": 36_500}
    assert means(found.benefits(by="owner"), "owner") == {"Ops": 36_500}
    monthly = found.benefits(period="M")["mean"].tolist()
    assert monthly == [2700, 2800, 3100, 3000, 3100, 3000, 3100, 3100, 3000, 3100, 3000, 3100, 400]


def test_a_lag_a_ramp_and_a_decay_move_and_stretch_a_benefit():
    # the ramp is 73 days (2.4 months): half of 100 x 73; the decay as much; the plateau of 73 days is full
    benefit = cs.money.Benefit(
        "calls", 36_500, lag_months=2.4, ramp_months=2.4, plateau_months=2.4, decay_months=2.4
    )
    found = ran([ada()], [finished_on(0, benefits=[benefit])], calendar="mon-sun")
    assert found.benefits()["mean"].tolist() == [3650 + 7300 + 3650]
    # from day 1 on: 73 days of lag up to day 74; by the end of March (day 87) 13 days of ramp
    monthly = found.benefits(period="M")["mean"].tolist()
    assert monthly[:2] == [0, 0]
    assert monthly[2] == round(100 * 13**2 / (2 * 73), 3)


def test_the_value_of_a_project_without_benefits_comes_at_its_finish():
    found = ran([ada()], [finished_on(30, value=7000)], calendar="mon-sun")
    monthly = found.benefits(period="M")
    assert dict(zip(monthly.period.dt.month, monthly["mean"], strict=True)) == {1: 0, 2: 7000}


def test_after_its_window_a_project_brings_in_nothing():
    kept, missed = (
        ran([ada()], [finished_on(9, value=7000, window_end=day(end))], calendar="mon-sun") for end in (9, 8)
    )
    assert kept.benefits()["mean"].tolist() == [7000]
    assert missed.benefits()["mean"].tolist() == [0]


def npv(forecast):
    return forecast.returns().npv.tolist()


def test_the_cost_of_delay_counts_calendar_days_after_the_deadline():
    # finished on day 9, promised for day 2: seven days
    project = finished_on(9, deadline=day(2), cost_of_delay_per_day=10)
    assert npv(ran([cs.Person("Ada", "dev")], [project], calendar="mon-sun")) == [-70, -70]


def test_the_cost_of_delay_may_begin_on_a_day_of_its_own_and_a_penalty_is_due_once():
    project = finished_on(9, deadline=day(2), cost_of_delay_per_day=10, delay_from=day(5), penalty=300)
    assert npv(ran([cs.Person("Ada", "dev")], [project], calendar="mon-sun")) == [-340, -340]
    kept = finished_on(9, deadline=day(2), penalty=300, penalty_after=day(9))
    assert npv(ran([cs.Person("Ada", "dev")], [kept], calendar="mon-sun")) == [0, 0]


def test_the_net_present_value_at_rate_0_is_the_sum():
    found = ran([ada()], [cs.Project("P", [build()], value=10_000)])
    assert npv(found) == [7500, 7500]


def test_money_of_a_later_month_is_worth_less_by_the_discount_rate():
    # the value comes in January 2028, twelve months on: 1.1 x 1,000 / 1.1
    project = finished_on(365, value=1100)
    found = ran(
        [cs.Person("Ada", "dev")], [project], calendar="mon-sun", money=cs.money.Terms(discount_rate=0.1)
    )
    assert npv(found) == [1000, 1000]


def test_the_return_of_a_project_is_per_year():
    # 1,000 spent in January 2027, 1,210 back in January 2028
    tasks = [cs.Task("buy", fixed_cost=1000), cs.Task("wait", duration=1, start=day(365), after="buy")]
    frame = ran([cs.Person("Ada", "dev")], [cs.Project("P", tasks, value=1210)], calendar="mon-sun").returns()
    assert frame.irr_p50.tolist() == pytest.approx([0.21, 0.21], abs=1e-6)
    assert frame.ratio_p50.tolist() == [1.21, 1.21]
    assert frame.payback_p50.tolist() == [np.datetime64("2028-01-01")] * 2


def test_revenue_is_the_price_at_the_finish_or_the_time_of_people_at_theirs():
    people = [ada(price_per_day=800)]
    projects = [cs.Project("Time", [build()], client="A", billable=True),
                cs.Project("Fixed", [cs.Task("build", effort=2, skill="dev")], client="B", price=900),
                cs.Project("Own", [cs.Task("build", effort=3, skill="dev")])]  # fmt: skip
    found = ran(people, projects)
    by_project = found.margin()
    assert by_project.revenue.tolist() == [4000, 900, 0]
    assert by_project.margin.tolist() == [1500, -100, -1500]
    assert by_project.loss.tolist() == [0, 1, 1]
    assert found.margin(by="client").revenue.tolist() == [4000, 900, 0]
    assert found.margin(by="portfolio").margin.tolist() == [-100]
    assert found.billable(period="M").billable.tolist() == [0.7]  # seven of ten days


# ------------------------------------------------------------ cost and finish together


def risky(replications=2000, **fields):
    """5 or 15 days, each in half of the futures."""
    project = cs.Project("P", [build(cs.distributions.Empirical([5, 15]))], **fields)
    return ran([ada()], [project], replications=replications)


def test_a_pair_that_all_futures_keep_has_the_confidence_of_all():
    frame = risky().joint_confidence("P", 0.9)
    assert frame[["cost", "probability", "commit"]].to_numpy().tolist() == [[7500, 1, True]]
    assert frame.finish.tolist() == [np.datetime64(day(18))]


def test_a_pair_that_the_cheap_futures_keep_has_their_odds():
    frame = risky().joint_confidence("P", 0.4)
    assert frame.cost.tolist() == [2500]
    assert frame.finish.tolist() == [np.datetime64(day(4))]
    assert frame.low[0] < 0.5 < frame.high[0]


def test_what_is_finished_too_seldom_has_no_such_pair():
    people = [ada(), cs.Person("Bo", "dev", cost_per_day=1, start=day(300))]
    project = cs.Project("P", [build(cs.distributions.Empirical([5, 90]))])
    found = ran(people, [project], replications=400, horizon=day(30))
    (row,) = found.joint_confidence("P", 0.9).itertuples()
    assert row.finish is pd.NaT
    assert np.isnan(row.cost)
    assert not row.commit
    done = found.finish()["P"].notna().mean()
    assert row.probability == row.finish_odds == done
    assert row.low < done < row.high


def test_the_worst_futures_by_hand():
    found = risky(400)
    costs = np.sort([5000 if days == 10 else 7500 if days == 15 else 2500 for days in [5] * 200 + [15] * 200])
    frame = found.cvar(0.5)
    cost = frame[frame.of == "cost"]
    assert set(costs) == {2500, 7500}
    dear = float((found.finish()["P"] > np.datetime64(day(5))).mean())
    known = 7500 if dear >= 0.5 else (7500 * dear + 2500 * (0.5 - dear)) / 0.5
    assert cost.cvar.tolist() == pytest.approx([known, known])


# ------------------------------------------------------------ to go on, and which first


def test_a_project_reads_as_one_to_go_on_with_or_to_stop_by_the_thresholds():
    worth = cs.Project("worth it", [build()], value=10_000, deadline=day(30))
    loss = cs.Project("loss", [build()], value=100, deadline=day(30))
    late = cs.Project("late", [build()], value=10_000, deadline=day(2))
    missed = cs.Project("missed", [build()], value=10_000, window_end=day(2))
    found = ran([ada()], [worth, loss, late, missed], replications=100)
    assert found.viability().reading.tolist() == ["go", "stop", "hold", "stop"]
    strict = cs.money.Thresholds(go=1, stop=0)
    assert found.viability(strict).reading.tolist() == ["go", "hold", "hold", "hold"]


def test_a_stream_is_no_project_to_go_on_with_and_takes_no_place():
    worth = cs.Project("worth it", [build()], value=10_000, deadline=day(30))
    calls = cs.work.Stream("Calls", cs.Task("call", effort=1, skill="dev"), items=3)
    found = ran([ada()], [worth], streams=[calls])
    assert found.returns().project.tolist()[:2] == ["worth it", "Calls"]
    assert found.viability()[["project", "reading"]].to_numpy().tolist() == [["worth it", "go"]]
    assert found.ranks()[["project", "place", "share"]].to_numpy().tolist() == [["worth it", 1, 1.0]]


def test_between_the_thresholds_a_project_is_held():
    project = cs.Project("P", [build(cs.distributions.Empirical([5, 15]))], value=5000, deadline=day(30))
    found = ran([ada()], [project], replications=400)
    frame = found.viability()
    assert frame.positive_low[0] < 0.5 < frame.positive_high[0]
    assert frame.reading.tolist() == ["hold"]
    assert found.viability(cs.money.Thresholds(0.4, 0.1)).reading.tolist() == ["go"]
    assert found.viability(cs.money.Thresholds(0.9, 0.6)).reading.tolist() == ["stop"]


def test_money_before_the_status_date_is_spent_and_does_not_count():
    # of 25 days Ada has 5 left, from Monday, 1 February on
    begun = build(25, actual_start=MONDAY, remaining=5, assigned="Ada")
    project = cs.Project("P", [begun], value=4000, budget=14_000, spent=11_000)
    found = ran([ada()], [project], status_date="2027-02-01")
    assert found.viability().to_spend.tolist() == [2500]
    assert npv(found) == [1500, 1500]
    cost = found.cost(period="M")
    assert cost["mean"].tolist() == [0, 2500]
    assert cost.budget.tolist() == [3000, 3000]
    assert cost.overspend.tolist() == [0, 0]


def test_each_project_takes_one_place_in_each_future():
    projects = [cs.Project("small", [build()], value=3000), cs.Project("large", [build()], value=9000),
                cs.Project("maybe", [build()], value=90_000, probability=0.5)]  # fmt: skip
    found = ran([ada()], projects, replications=400)
    frame = found.ranks()
    assert frame.groupby("place").share.sum().tolist() == pytest.approx([1, 1, 1])
    first = frame[frame.place == 1].set_index("project").share
    ahead = found.delivery().going_ahead[2]
    assert first.tolist() == pytest.approx([0, 1 - ahead, ahead])
    assert found.ranks("value").share.tolist() == frame.share.tolist()


# ------------------------------------------------------------ what cannot be answered


def test_without_any_rate_there_are_no_costs_to_tell():
    with pytest.raises(
        cs.errors.InputError, match="nobody has a rate, and no task a cost; give people cost_per_day"
    ):
        ran([cs.Person("Ada", "dev")], [cs.Project("P", [build()])]).cost()


@pytest.mark.parametrize(("call", "told"), [
    (lambda found: found.cost(by="projct"), "cost, by: no such grouping (got 'projct'); did you mean"),
    (lambda found: found.cost(period="D"), 'cost, period: no such period'),
    (lambda found: found.joint_confidence("Q"), "joint_confidence, project: no such project in the run"),
    (lambda found: found.joint_confidence(quantile=70), "quantile: no share between 0 and 1 (got 70)"),
    (lambda found: found.cvar(level=1), "cvar, level: no share between 0 and 1"),
    (lambda found: found.ranks("profit"), "ranks, by: no such grouping (got 'profit')"),
    (lambda found: found.contingency(period="Q"), "contingency, period: no such period"),
])  # fmt: skip
def test_a_question_that_makes_no_sense_is_refused(call, told):
    found = ran([ada()], [cs.Project("P", [build()])])
    with pytest.raises(cs.errors.InputError) as error:
        call(found)
    assert told in str(error.value)


def test_a_run_that_kept_only_dates_says_which_option_keeps_what_costs_need():
    portfolio = cs.Portfolio("Demo", MONDAY, [ada()], [cs.Project("P", [build()], value=7)])
    found = cs.simulate(portfolio, replications=4, keep="projects", progress=False)
    assert found.benefits()["mean"].tolist() == [7]
    for ask in (found.cost, found.returns, found.joint_confidence, found.viability):
        with pytest.raises(cs.errors.InputError, match='without keep="projects"'):
            ask()


def test_where_nothing_is_uncertain_no_estimate_has_an_error():
    frame = ran([ada()], [cs.Project("P", [build()], value=9000)]).returns()
    assert (frame.npv_error == 0).all()
    assert (frame.npv_p90_low == frame.npv_p90_high).all()


def test_an_uncertain_benefit_has_an_error_also_where_all_dates_are_certain():
    benefit = cs.money.Benefit("calls", 36_500, plateau_months=12, factor="Triangular(0.4, 1, 1.2)")
    frame = ran([ada()], [cs.Project("P", [build()], benefits=[benefit])], replications=2000).benefits()
    known = 36_500 * 2.6 / 3
    assert frame.error[0] > 0
    assert abs(frame["mean"][0] - known) < 4.5 * frame.error[0]


# ------------------------------------------------------------ risks and people


def kinds(forecast):
    return means(forecast.cost(by="kind"), "kind")


def test_a_risk_that_strikes_costs_money_when_its_work_begins():
    # the work begins on 1 February; the risk is on one project, and so is its cost
    impact = cs.risks.Impact(cost=700)
    risk = cs.risks.Risk("fine", 1, impact=impact, scope={"projects": "P"})
    projects = [cs.Project("P", [build(start="2027-02-01")]), cs.Project("Q", [build(1)])]
    found = ran([ada()], projects, risks=[risk])
    assert means(found.cost(), "project")["P"] == 3200
    monthly = found.cost(by="kind", period="M")
    assert monthly[monthly.kind == "risk"]["mean"].tolist() == [0, 700]


def test_a_risk_on_several_projects_is_a_cost_of_none():
    risk = cs.risks.Risk("fine", 1, impact=cs.risks.Impact(cost=700))
    found = ran([ada()], [cs.Project("P", [build()]), cs.Project("Q", [build(1)])], risks=[risk])
    assert means(found.cost(), "project") == {"P": 2500, "Q": 500, "no project": 700}


def test_an_opportunity_saves_its_cost_and_a_response_costs_money_at_the_start():
    saving = cs.risks.Risk("license", 1, kind="opportunity", impact=cs.risks.Impact(cost=200))
    insurance = cs.risks.Response("insure", cost=150, impact=0.4, taken=True)
    answered = cs.risks.Risk("fine", 1, impact=cs.risks.Impact(cost=1000), responses=[insurance])
    assert kinds(ran([ada()], [cs.Project("P", [build()])], risks=[saving]))["risk"] == -200
    assert kinds(ran([ada()], [cs.Project("P", [build()])], risks=[answered]))["risk"] == 550


def test_a_risk_with_a_window_costs_nothing_once_its_work_is_done():
    impact = cs.risks.Impact(cost=700)
    early, late = (
        cs.risks.Risk("fine", 1, window=(day(number), day(number)), impact=impact, scope={"projects": "P"})
        for number in (2, 20)
    )
    work = [cs.Project("P", [build()]), cs.Project("Q", [cs.Task("wait", duration=30)])]
    assert kinds(ran([ada()], work, risks=[early]))["risk"] == 700
    assert "risk" not in kinds(ran([ada()], work, risks=[late]))


def test_the_mean_cost_of_a_risk_is_its_probability_times_its_cost():
    risk = cs.risks.Risk("fine", 0.3, impact=cs.risks.Impact(cost=700))
    frame = ran([ada()], [cs.Project("P", [build()])], replications=4000, risks=[risk]).cost(by="kind")
    row = frame[frame.kind == "risk"].iloc[0]
    assert abs(row["mean"] - 210) < 4.5 * row["error"]


def test_days_of_illness_are_paid_to_employees_and_are_bench():
    sick = {"sickness": cs.people.Sickness(60)}
    work = [cs.Project("P", [build(60)])]
    employed = ran([ada(**sick)], work, replications=200)
    labor, bench = (employed.cost(by="kind")["mean"][number] for number in (0, 1))
    assert labor == 60 * 500  # what is to do is done, later
    assert bench > 0
    contractor = ran([ada(contractor=True, **sick)], work, replications=200)
    assert kinds(contractor) == {"labor": 60 * 500}


def test_nobody_is_paid_for_a_seat_that_is_not_filled():
    # Ada leaves soon and for good in nearly all futures: whoever is paid works
    gone = {"attrition": cs.people.Attrition(50, filled=0)}
    helper = cs.Person("Bo", "dev", cost_per_day=500)
    found = ran([ada(**gone), helper], [cs.Project("P", [build(40, people=(1, 2))])], replications=100)
    frame = found.cost(by="person")
    bo, total = frame[frame.person == "Bo"]["mean"].iloc[0], frame["mean"].sum()
    assert total - bo < 0.5 * bo  # of Ada no more than the first days


def test_a_project_that_a_gate_stops_spends_until_then_and_brings_in_nothing():
    # five days, then the gate says no: the other five are not worked; Ada is paid no longer
    gate = cs.Task("gate", after="build", gate=0)
    more = cs.Task("more", effort=5, skill="dev", after="gate")
    found = ran([ada()], [cs.Project("P", [build(), gate, more], value=9000, price=700)])
    assert means(found.cost(), "project") == {"P": 2500}
    assert found.benefits()["mean"].tolist() == [0]
    assert found.margin().revenue.tolist() == [0]
    assert npv(found) == [-2500, -2500]
    assert found.joint_confidence("P")[["probability", "commit"]].to_numpy().tolist() == [[0, False]]


def test_a_month_in_which_all_futures_spend_the_same_releases_exactly_nothing() -> None:
    # All work on in January; what is left of it is spread, and what is held for it is still needed.
    people = [cs.Person("Ada", "dev", cost_per_day=601), cs.Person("Bo", "dev", cost_per_day=499)]
    spread = cs.Triangular(20, 25, 60)
    projects = [cs.Project(name, [cs.Task("t", effort=spread, skill="dev")]) for name in ("A", "B")]
    made = cs.Portfolio("M", "2027-01-04", people, projects)
    release = cs.simulate(made, replications=300, seed=1, progress=False).contingency(0.8).release
    assert str(release[0]) == "0.0"
    assert release.sum() > 0

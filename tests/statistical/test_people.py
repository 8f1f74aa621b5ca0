"""What happens to people (rule D5) against closed forms: mean capacity, and what the forecast says of it.

Moments are continuous, and a day counts as away if the moment at which it ends does. So the mean number of
days away is a sum of probabilities at whole days, known exactly for exponential times.
"""

from datetime import date, timedelta

import numpy as np
import pytest

import capsim as cs
from capsim.domain.people import DAYS_PER_YEAR
from capsim.engines.compiled import CompiledEngine
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws
from capsim.plan.paths import Reason

START = date(2027, 1, 4)
DAYS = 730
REPLICATIONS = 2_000
MOST_ERRORS = 4.5
"""The distance allowed between a mean and its closed form, in standard errors."""


def portfolio(*people, days=DAYS, **fields):
    """People with more work than they will ever do."""
    work = [cs.Task(f"task {number}", effort=9_000, skill="dev") for number in range(len(people))]
    return cs.Portfolio(
        "People",
        START,
        people,
        [cs.Project("P", work)],
        "mon-sun",
        horizon=START + timedelta(days=days - 1),
        **fields,
    )


def shares(*people, days=DAYS, replications=REPLICATIONS, seed=7, column="share", **fields):
    """What is left of the first person on each day, in thousandths: (replications, days)."""
    draws = make_draws(make_plan(portfolio(*people, days=days, **fields)), seed)
    paths = draws.block(0, replications).paths
    number = (len(paths.first) - 1) // replications
    made = np.zeros((replications, days))
    for row in range(replications):
        mine = slice(paths.first[row * number], paths.first[row * number + 1])
        lengths = np.diff([*paths.day[mine].tolist(), days + 1])
        made[row] = np.repeat(getattr(paths, column)[mine], lengths)[:days]
    return made


def agrees(samples, right):
    """Whether the mean of samples is so many standard errors at most from what is right."""
    error = samples.std(ddof=1) / np.sqrt(len(samples))
    return abs(samples.mean() - right) <= MOST_ERRORS * error


def away_days(leaves, returns, days):
    """Mean days away of two exponential times by turns, in days each, from presence on."""
    rate, back = 1 / leaves, 1 / returns
    ends = np.arange(1, days + 1)
    return (rate / (rate + back) * (1 - np.exp(-(rate + back) * ends))).sum()


@pytest.mark.parametrize(("spells", "length"), [(2, 5), (12, 3), (6, 40)])
def test_mean_days_of_illness_are_those_of_two_exponential_times_by_turns(spells, length):
    sickness = cs.people.Sickness(spells_per_year=spells, spell_days=cs.distributions.Exponential(length))
    away = (shares(cs.Person("Ada", "dev", sickness=sickness)) == 0).sum(axis=1)
    assert agrees(away, away_days(DAYS_PER_YEAR / spells, length, DAYS))


@pytest.mark.parametrize("law", ["Fixed(6)", "LogNormal(p50=3, p90=10)", "Uniform(0, 9)"])
def test_in_the_long_run_the_share_in_health_is_that_of_alternating_renewal(law):
    sickness = cs.people.Sickness(spells_per_year=8, spell_days=law)
    present = shares(cs.Person("Ada", "dev", sickness=sickness), days=7_300, replications=200)[:, 365:] > 0
    assert agrees(present.mean(axis=1), sickness.mean_share)


def test_eight_sick_days_a_year_are_eight_of_the_days_worked():
    away = shares(cs.Person("Ada", "dev", sickness=8), days=7_305, replications=400) == 0
    assert agrees(away.sum(axis=1) * 5 / 7 / 20, 8)


def test_mean_days_of_vacancy_are_those_of_two_exponential_times_by_turns():
    attrition = cs.people.Attrition(1.5, cs.distributions.Exponential(60))
    away = (shares(cs.Person("Ada", "dev", attrition=attrition)) == 0).sum(axis=1)
    assert agrees(away, away_days(DAYS_PER_YEAR / 1.5, 60, DAYS))


def test_a_seat_that_is_not_filled_again_stays_empty():
    attrition = cs.people.Attrition(0.8, filled=0)
    present = (shares(cs.Person("Ada", "dev", attrition=attrition)) > 0).sum(axis=1)
    assert agrees(present, np.exp(-0.8 / DAYS_PER_YEAR * np.arange(1, DAYS + 1)).sum())


def test_who_is_always_overloaded_leaves_at_the_rate_that_was_said():
    ada = cs.Person("Ada", "dev", attrition=cs.people.Attrition(0, filled=0, overloaded_per_year=0.8))
    work = [cs.Task(name, effort=9_000, skill="dev") for name in "ab"]
    horizon = START + timedelta(days=DAYS - 1)
    model = cs.Portfolio("People", START, [ada], [cs.Project("P", work)], "mon-sun", horizon=horizon)
    runs = CompiledEngine(make_plan(model), cs.Policy()).run(make_draws(make_plan(model), 7), 0, REPLICATIONS)
    left = np.bincount(runs.absences.replication, minlength=REPLICATIONS)
    assert {*runs.absences.reason.tolist()} == {Reason.QUIT}
    assert left.max() == 1  # nobody follows
    assert agrees(left, 1 - np.exp(-0.8 * (DAYS - 1) / DAYS_PER_YEAR))  # at the very start nobody is at work


def test_who_joins_late_is_late_by_the_whole_days_of_the_law():
    joining = cs.people.Joining("Uniform(0, 30)", probability=0.75)
    away = (shares(cs.Person("Ada", "dev", joining=joining)) == 0).sum(axis=1)
    assert agrees(away, 0.75 * 14.5 + 0.25 * DAYS)


def test_the_mean_speed_of_a_newcomer_is_that_of_the_ramp():
    person = cs.Person("Ada", "dev", joining="Uniform(0, 20)", onboarding=cs.people.Onboarding(4, (0.2, 0.6)))
    factor, present = shares(person, column="factor"), shares(person) > 0
    lost = np.where(present, 1 - factor / 1000, 0).sum(axis=1)
    assert np.allclose(lost, 14 * 0.8 + 14 * 0.4)
    assert (factor[~present] == 1000).all()


def test_pace_has_the_mean_of_its_law_and_is_drawn_once():
    factor = shares(cs.Person("Ada", "dev", productivity="LogNormal(p50=1, p90=1.4)"), column="factor")
    assert (factor == factor[:, :1]).all()
    assert agrees(factor[:, 0] / 1000, cs.LogNormal(p50=1, p90=1.4).mean())


def test_a_mentor_loses_what_all_newcomers_take():
    onboarding = cs.people.Onboarding(mentor_share=0.3, mentor_days=10)
    bo = cs.Person("Bo", "dev")
    ada = cs.Person("Ada", "dev", attrition=cs.people.Attrition(2, "Fixed(20)"), onboarding=onboarding)
    plan = make_plan(portfolio(bo, ada))
    taught = shares(bo, ada)
    paths = make_draws(plan, 7).block(0, REPLICATIONS).paths
    lost = ((1000 - taught) / 1000).sum(axis=1)
    for row in range(50):
        mine = slice(paths.first[2 * row + 1], paths.first[2 * row + 2])
        days, reasons = paths.day[mine].tolist(), paths.reason[mine].tolist()
        begins = [day for day, before in zip(days[1:], reasons, strict=False) if before == Reason.LEFT]
        ends = [day for day, reason in zip(days, reasons, strict=True) if reason == Reason.LEFT] + [DAYS]
        taken = sum(min(10, min(end for end in ends if end > begin) - begin) for begin in begins)
        assert lost[row] == pytest.approx(0.3 * taken)


def test_utilization_counts_the_capacity_that_each_future_has():
    people = [
        cs.Person("Ada", "dev", sickness=30, attrition=cs.people.Attrition(1, "Fixed(40)")),
        cs.Person("Bo", "dev"),
        cs.Person(
            "Cy",
            "dev",
            joining=60,
            onboarding=cs.people.Onboarding(0, mentor="Bo", mentor_share=0.5, mentor_days=30),
        ),
    ]
    made = portfolio(*people, days=200)
    forecast = cs.simulate(made, replications=300, seed=7, engine="event", progress=False)
    told = forecast.utilization(by="person", period="M").groupby("person", sort=False).sum(numeric_only=True)
    left = shares(*people, days=200, replications=300) / 1000
    # the run ends with the day before the last one of the horizon's tick
    assert told.capacity_days["Ada"] == pytest.approx(left[:, :200].sum(axis=1).mean())
    assert told.capacity_days["Bo"] == pytest.approx(200 - 15)
    assert told.capacity_days["Cy"] == pytest.approx(140)
    assert told.busy_days.to_dict() == pytest.approx(told.capacity_days.to_dict())

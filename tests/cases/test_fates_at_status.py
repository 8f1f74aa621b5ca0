"""What is known of people at the status date (rules R16, D5), solved by hand: chance begins there."""

from datetime import timedelta

import pytest

from capsim.domain.people import Attrition, Joining, Sickness
from capsim.domain.risk import Impact, Risk
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws
from tests.cases.support import EVERY_DAY, MONDAY, dev, portfolio, work

STATUS = 20
FIELDS = {
    "calendar": EVERY_DAY,
    "horizon": MONDAY + timedelta(days=99),
    "status_date": MONDAY + timedelta(days=STATUS),
}


def first_days_away(person, replications=200, **fields):
    """The first day on which somebody is away in each replication, none after the last."""
    plan = make_plan(portfolio([person], [work("a", 200)], **FIELDS, **fields))
    paths = make_draws(plan, 3).block(0, replications).paths
    spans = (range(low, high) for low, high in zip(paths.first[:-1], paths.first[1:], strict=True))
    return [min((int(paths.day[at]) for at in span if paths.share[at] == 0), default=100) for span in spans]


@pytest.mark.parametrize(
    "chance",
    [
        {"sickness": Sickness(spells_per_year=50, spell_days=2)},
        {"attrition": Attrition(40, days_to_hire=3)},
        {"attrition": Attrition(40, days_to_hire=3), "start": MONDAY + timedelta(days=3)},
    ],
)
def test_nobody_is_ill_or_gone_before_the_status_date_and_some_are_on_it(chance):
    away = first_days_away(dev(**chance))
    assert min(away) == STATUS
    assert sum(day < 100 for day in away) > 150


def test_who_was_to_join_before_the_status_date_is_there_and_others_join_late():
    before = dev(start=MONDAY + timedelta(days=5), joining=Joining(60, 0.5))
    assert set(first_days_away(before)) == {100}
    after = dev(start=MONDAY + timedelta(days=STATUS + 5), joining=Joining(10))
    assert set(first_days_away(after)) == {STATUS + 5}


def test_risks_take_nobody_away_before_the_status_date():
    window = MONDAY + timedelta(days=STATUS - 5), MONDAY + timedelta(days=STATUS + 4)
    away = first_days_away(dev(), risks=[Risk("loss", 1, Impact(away="Ada", away_days=3), window=window)])
    assert min(day for day in away) == STATUS
    # half of the ten days of the window are over
    assert 60 < sum(day == 100 for day in away) < 140

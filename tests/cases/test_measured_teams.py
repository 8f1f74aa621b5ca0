"""Teams known by their rate (rule D6), solved by hand: a backlog worked off item by item."""

from collections import Counter
from datetime import timedelta
from math import sqrt

import pytest

from capsim.domain.distributions import Empirical
from capsim.domain.policy import Policy
from capsim.domain.project import Project
from capsim.domain.streams import Stream
from capsim.engines.compiled import CompiledEngine
from capsim.errors import InputError
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws
from tests.cases.support import ABSENT, DAY, EVERY_DAY, MONDAY, NEVER, dev, portfolio, solve, work


def finishes(stream, number, **fields):
    """The ticks at which items are done."""
    solved = solve([dev()], [Project("P", [work("a", 1)])], streams=[stream], **fields)
    return [solved.finish(f"S/S#{item}") for item in range(1, number + 1)]


def test_items_are_done_one_after_the_other_at_the_rate_of_the_week():
    # four items in a week of five days: one each 1.25 days; the fifth on Monday of the next week
    done = finishes(Stream("S", items=5, done_per_week=4), 5)
    assert done == [600, 1200, 1800, 5 * DAY, 7 * DAY + 600]


def test_a_part_of_an_item_is_carried_into_the_next_week():
    # 1.5 a week: the first after 10/3 days, the second half way through the second week of work
    assert finishes(Stream("S", items=3, done_per_week=1.5), 3) == [
        1600, 7 * DAY + 800, 12 * DAY
    ]  # fmt: skip


def test_it_begins_with_the_day_of_the_stream_and_works_on_days_of_the_portfolio():
    begun = Stream("S", items=1, done_per_week=5, start=MONDAY + timedelta(days=4))
    assert finishes(begun, 1) == [5 * DAY]
    # seven a week of seven days, from Saturday on
    weekend = Stream("S", items=2, done_per_week=7, start=MONDAY + timedelta(days=5))
    assert finishes(weekend, 2, calendar=EVERY_DAY) == [6 * DAY, 7 * DAY]


def test_it_takes_nobody_from_other_work():
    solved = solve([dev()], [Project("P", [work("b", 2)])], streams=[Stream("S", items=2, done_per_week=5)])
    assert solved.span("b") == (0, 2 * DAY)
    assert [solved.span(f"S/S#{item}") for item in (1, 2)] == [(DAY, DAY), (2 * DAY, 2 * DAY)]


def test_what_is_not_done_by_the_horizon_is_never():
    done = finishes(Stream("S", items=9, done_per_week=4), 9, horizon=MONDAY + timedelta(days=11))
    assert done[7:] == [12 * DAY, NEVER]


def test_with_a_status_date_the_backlog_is_what_is_left_then():
    status = MONDAY + timedelta(days=2)
    assert finishes(Stream("S", items=1, done_per_week=5), 1, status_date=status) == [3 * DAY]


def test_the_number_of_items_may_be_drawn():
    stream = Stream("S", items="Empirical([1, 3])", done_per_week=5)
    found = {tuple(finishes(stream, 3, seed=seed)) for seed in range(12)}
    assert found == {(DAY, ABSENT, ABSENT), (DAY, 2 * DAY, 3 * DAY)}


def test_the_weeks_that_a_backlog_takes_are_those_of_the_sums_of_the_rates():
    # 10 items at 4 or 6 a week: two weeks do unless both have 4; then the third brings the last two
    stream = Stream("S", items=10, done_per_week=Empirical([4, 6]))
    plan = make_plan(portfolio([dev()], [work("a")], streams=[stream]))
    count = 2_000
    last = CompiledEngine(plan, Policy()).run(make_draws(plan, 5), 0, count).finish[:, -1]
    weeks = Counter((last // (7 * DAY)).tolist())
    # at the end of the tenth item: day 12 at 10 in two weeks; day 11 and before at 12; in the third week else
    assert abs(weeks[2] / count - 1 / 4) <= 4.5 * sqrt(1 / 4 * 3 / 4 / count)
    assert weeks[1] + weeks[2] == count
    assert set(last[last < 14 * DAY].tolist()) == {12 * DAY, 7 * DAY + 1600}


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        ({"items": 5}, "items without work"),
        ({"items": 5, "done_per_week": 2, "task": work("a")}, "work beside a measured rate"),
        ({"done_per_week": 2}, "a measured rate without a backlog"),
        ({"items": 5, "per_week": 1, "done_per_week": 2}, "a measured rate without a backlog"),
        ({"items": 5, "done_per_week": 2, "within_days": 3}, "a promise for each item"),
        ({"items": 5, "done_per_week": 0}, "a rate at which nothing is done"),
    ],
)
def test_what_does_not_go_with_a_measured_rate_is_refused(fields, what):
    with pytest.raises(InputError, match=what):
        Stream("S", **fields)

"""Present value, return, payback, benefits over time, and the worst cases."""

import numpy as np
import pytest

from capsim.clock import NEVER
from capsim.metrics.money import Curve, cvar, irr, net_present_value, payback, received

RETURNS = [  # the examples in the documentation of numpy-financial
    ([-100, 39, 59, 55, 20], 0.28095),
    ([-100, 0, 0, 74], -0.0955),
    ([-100, 100, 0, -7], -0.0833),
    ([-100, 100, 0, 7], 0.06206),
    ([-5, 10.5, 1, -8, 1], 0.0886),
]


@pytest.mark.parametrize(("flows", "known"), RETURNS)
def test_the_internal_rate_of_return_of_textbook_flows(flows, known):
    digits = len(str(known).split(".")[1])
    assert irr(np.array([flows], dtype=float))[0].round(digits) == pytest.approx(known, abs=10**-digits / 2)


@pytest.mark.parametrize(("flows", "known"), RETURNS)
def test_flows_are_worth_nothing_at_their_rate_of_return(flows, known):
    rate = irr(np.array([flows], dtype=float))[0]
    assert net_present_value(np.array(flows, dtype=float), rate) == pytest.approx(0.0, abs=1e-9)


def test_flows_of_one_sign_have_no_rate_of_return():
    assert np.isnan(irr(np.array([[1.0, 2.0], [-1.0, -2.0], [0.0, 0.0]]))).all()


def test_the_present_value_of_textbook_flows():
    flows = np.array([-40_000.0, 5_000, 8_000, 12_000, 30_000])
    assert net_present_value(flows, 0.08).round(5) == 3065.22267


def test_the_present_value_at_rate_0_is_the_sum():
    rng = np.random.default_rng(7)
    flows = rng.integers(-1000, 1000, size=(20, 30)).astype(float)
    assert net_present_value(flows, 0.0).tolist() == flows.sum(axis=1).tolist()


def test_several_rows_have_the_rates_they_have_alone():
    rows = np.array([[*flows, *[0.0] * (5 - len(flows))] for flows, _ in RETURNS])
    assert irr(rows).tolist() == [irr(row[np.newaxis])[0] for row in rows]


def test_payback_is_when_what_came_in_covers_what_went_out_for_good():
    flows = np.array([[-5.0, 5, -1, 1, 0], [-5.0, 6, 0, 0, 0], [-5.0, 1, 1, 1, 1], [0.0, 0, 0, 0, 0]])
    assert payback(flows).tolist() == [3, 1, NEVER, 0]


@pytest.mark.parametrize("seed", range(20))
def test_payback_agrees_with_adding_up_month_by_month(seed):
    flows = np.random.default_rng(seed).integers(-10, 12, size=12).tolist()
    found, total = None, 0
    for month, flow in enumerate(flows):
        total += flow
        if total < 0:
            found = None
        elif found is None:
            found = month
    known = NEVER if found is None else found
    assert payback(np.array([flows], dtype=float))[0] == known


def test_a_benefit_comes_in_by_the_area_under_its_curve():
    curve = Curve(3.0, ramp=20, plateau=10, decay=40)
    days = np.arange(0.0, 80.0, 0.001)
    height = 3.0 * np.minimum(np.minimum(days / 20, 1.0), np.clip((70 - days) / 40, 0.0, 1.0))
    for day in (5.0, 20.0, 25.0, 30.0, 31.0, 50.0, 70.0, 79.0):
        area = height[days < day].sum() * 0.001
        assert received(curve, np.array([day]))[0] == pytest.approx(area, abs=0.01)


def test_a_benefit_without_ramp_and_decay_comes_in_evenly():
    curve = Curve(2.0, ramp=0, plateau=10, decay=0)
    assert received(curve, np.array([-3.0, 0, 1, 10, 11])).tolist() == [0, 0, 2, 20, 20]


@pytest.mark.parametrize("level", [0.5, 0.8, 0.9, 0.95])
@pytest.mark.parametrize("count", [10, 37, 1000])
def test_the_mean_of_the_worst_is_that_of_the_largest_in_part(level, count):
    amounts = np.random.default_rng(count).integers(0, 10_000, size=count).astype(float)
    share = (1 - level) * count
    weights = np.clip(share - np.arange(count), 0.0, 1.0)
    known = (np.sort(amounts)[::-1] * weights).sum() / share
    assert cvar(amounts[:, np.newaxis], level).mean[0] == pytest.approx(known, rel=1e-12)


def test_what_does_not_count_is_left_out_of_the_worst():
    amounts = np.array([[1.0], [2.0], [3.0], [4.0], [99.0], [98.0]])
    counted = np.array([[True]] * 4 + [[False]] * 2)
    assert cvar(amounts, 0.5, counted=counted).mean.tolist() == [3.5]


def test_the_error_of_the_mean_of_the_worst_covers_what_other_samples_give():
    rng = np.random.default_rng(11)
    found = [cvar(rng.exponential(size=(500, 1)), 0.8) for _ in range(400)]
    off = np.std([each.mean[0] for each in found], ddof=1)
    told = np.mean([each.error[0] for each in found])
    assert abs(told / off - 1) < 4.5 / np.sqrt(2 * 399)

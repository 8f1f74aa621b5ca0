"""The rule that ends a run by its precision."""

import numpy as np

from capsim.metrics import Odds, is_precise, next_look, odds


def test_looks_come_after_every_thousand_replications():
    assert [next_look(done) for done in (0, 1, 999)] == [1_000] * 3
    assert [next_look(done) for done in (1_000, 1_001, 5_000)] == [2_000, 2_000, 6_000]


def test_the_widest_interval_decides():
    known = Odds(np.array([0.5, 0.9]), np.array([0.48, 0.86]), np.array([0.52, 0.94]))
    assert is_precise(known, 0.05)
    assert not is_precise(known, 0.03)


def test_an_unknown_interval_is_not_precise():
    known = Odds(np.array([0.5]), np.array([np.nan]), np.array([np.nan]))
    assert not is_precise(known, 1.0)


def test_what_never_counted_is_not_asked():
    known = Odds(np.array([0.5, np.nan]), np.array([0.49, np.nan]), np.array([0.51, np.nan]))
    assert is_precise(known, 0.02)


def test_a_coin_is_known_to_3_percent_after_1_100_throws_and_not_after_1_000():
    def thrown(count):
        hit = (np.arange(count) % 2 == 0)[:, np.newaxis]
        return odds(hit, np.ones_like(hit))

    assert not is_precise(thrown(1_000), 0.03)
    assert is_precise(thrown(1_100), 0.03)


def test_blocks_that_happen_to_agree_do_not_end_a_run():
    hit = np.tile(np.arange(128) < 112, 8)[:, np.newaxis]
    blocks = odds(hit, np.ones_like(hit), batch=128)
    assert not is_precise(blocks, 0.003)
    assert is_precise(blocks, 0.004)  # ln(0.025) / 1024 is 0.36 %


def test_the_larger_side_of_an_interval_decides():
    never = Odds(np.array([0.0]), np.array([0.0]), np.array([0.0381]))
    assert never.half_width.tolist() == [0.0381]
    assert not is_precise(never, 0.02)

"""The engines against the naive rules where all families meet."""

from __future__ import annotations

import pytest

from tests.oracles.test_invariants import judge
from tests.oracles.with_everything import everything_case


@pytest.mark.parametrize("chunk", range(8))
def test_the_engine_does_what_the_rules_say_of_everything_at_once(chunk):
    assert judge(range(50 * chunk, 50 * chunk + 50), count=1, made=everything_case) == []


@pytest.mark.slow
@pytest.mark.parametrize("chunk", range(40))
def test_the_engine_does_what_the_rules_say_of_everything_in_a_long_campaign(chunk):
    assert judge(range(10_000 + 100 * chunk, 10_000 + 100 * chunk + 100), count=2, made=everything_case) == []

"""Streams and runs are what they were: nothing drifts unseen."""

import json

import pytest

from tests.golden.made import GOLDEN, PORTFOLIOS, hashes_of


@pytest.mark.parametrize("name", PORTFOLIOS)
def test_draws_and_runs_are_what_they_were(name):
    expected = json.loads(GOLDEN.read_text(encoding="utf-8"))[name]
    found = hashes_of(name)
    changed = [what for what in expected if found[what] != expected[what]]
    assert found.keys() == expected.keys()
    assert not changed, f"python -m tests.golden.made, if {changed} were meant to change"

"""PSPLIB: the bound of perfect foresight is never above the shortest schedule that is known."""

import pytest

import capsim as cs
from tests.published.folder import instances, table
from tests.published.searching import portfolio_of

KNOWN = table("psplib/bounds.csv", "instance")


@pytest.mark.parametrize("path", instances("psplib/j30/*.sm", every=48))
def test_the_bound_of_thirty_jobs_is_true(path):
    pytest.importorskip("ortools", reason="OR-Tools is not installed: pip install 'capsim[bounds]'")
    found = cs.optimize.bound(portfolio_of(path), 1, seed=1, time_limit=0.3)
    known = KNOWN[path.stem]
    assert int(known["cpm_lower_bound"]) <= found.least[0] <= int(known["best_known"]) <= found.reached[0]

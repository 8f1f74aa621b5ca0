"""A plain portfolio has a kernel of its own; which one runs changes nothing."""

from __future__ import annotations

from functools import reduce

import numpy as np
import pytest

from capsim.domain.policy import Policy
from capsim.engines.compiled import CompiledEngine
from capsim.engines.compiled.families import _LATER, fixed_in
from capsim.engines.compiled.tables import make_tables
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws
from tests.cases.support import dev, portfolio, work
from tests.oracles.portfolios import booked_case, case
from tests.oracles.results import unequal


def plain():
    return portfolio([dev("Ada"), dev("Ben")], [work("build", 3)])


def test_what_plain_portfolios_lack_is_fixed_for_them():
    tables = make_tables(make_plan(plain()), Policy())
    assert fixed_in(tables) == _LATER
    for name in _LATER:
        entry = reduce(getattr, name.split("."), tables)
        assert (len(entry) if isinstance(entry, np.ndarray) else entry) == 0


@pytest.mark.parametrize("name", _LATER)
def test_nothing_is_fixed_where_one_family_is_used(name):
    tables = make_tables(make_plan(plain()), Policy())
    assert fixed_in(with_some(tables, name.split("."))) == ()


def with_some(branch, path):
    """The tables with one of something at a place where there is none."""
    head, *rest = path
    entry = getattr(branch, head)
    if rest:
        return branch._replace(**{head: with_some(entry, rest)})
    some = np.zeros(1, entry.dtype) if isinstance(entry, np.ndarray) else type(entry)(1)
    return branch._replace(**{head: some})


@pytest.mark.parametrize("make", [case, booked_case])
def test_plain_portfolios_come_out_the_same_of_the_kernel_for_all_rules(make, monkeypatch):
    compared = 0
    for number in range(40):
        given, policy = make(number)[:2]
        plan = make_plan(given)
        if fixed_in(make_tables(plan, policy)):
            draws = make_draws(plan, seed=number)
            by_own = CompiledEngine(plan, policy).run(draws, 0, 3)
            with monkeypatch.context() as patch:
                patch.setattr("capsim.engines.compiled.fixed_in", lambda tables: ())
                by_other = CompiledEngine(plan, policy).run(draws, 0, 3)
            assert unequal(by_own, by_other) == []
            compared += 1
    assert compared >= 10

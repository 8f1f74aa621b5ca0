"""Executable probes of the rules of chance in scope: D1, D2, D3, D7 and the default ranges.

A uniform is computed here from the text of D1 in plain integers, so that no probe takes the program's word.
"""

from __future__ import annotations

import hashlib
import math
from statistics import NormalDist

import numpy as np
import pytest
from scipy import stats

from capsim.domain.distributions import (
    PERT,
    Beta,
    Empirical,
    Exponential,
    Fixed,
    Gamma,
    LogNormal,
    Mixture,
    Quantiles,
    Shifted,
    Triangular,
    Truncated,
    Uniform,
    Weibull,
    as_distribution,
)
from capsim.domain.person import Person
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.sampling import Antithetic, Independent, LatinHypercube
from capsim.domain.task import Task
from capsim.domain.uncertainty import CopulaGroup, Driver
from capsim.errors import InputError, Refused, RepairWarning
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws

SEED = 0xFEDCBA9876543210  # both words of the key are needed
LN2 = math.log(2)
Z90 = NormalDist().inv_cdf(0.9)


def philox(counter, key):
    """Philox4x32-10 (Salmon et al., 2011), one counter at a time."""
    a, b, c, d = counter
    even, odd = key
    for _ in range(10):
        high, low = divmod(0xD2511F53 * a, 2**32)
        other_high, other_low = divmod(0xCD9E8D57 * c, 2**32)
        a, b, c, d = other_high ^ b ^ even, other_low, high ^ d ^ odd, low
        even, odd = (even + 0x9E3779B9) % 2**32, (odd + 0xBB67AE85) % 2**32
    return a, b, c, d


def word(path, replication, j=0, seed=SEED):
    """The integer x of draw j of a stream in a replication."""
    name = int.from_bytes(hashlib.blake2b(path.encode("utf-8"), digest_size=8).digest(), "little")
    counter = (name % 2**32, name // 2**32, replication // 4, j)
    return philox(counter, (seed % 2**32, seed // 2**32))[replication % 4]


def uniform(path, replication, j=0):
    return (word(path, replication, j) + 0.5) / 2**32


def work(name, amount=None, skill="dev", **more):
    return Task(name, effort=Uniform(0, 1000) if amount is None else amount, skill=skill, **more)


def draws_of(*projects, sampling=None, **more):
    team = [Person("Ada", {"dev": 1, "qa": 1})]
    return make_draws(make_plan(Portfolio("House", "2027-01-04", team, projects, **more)), SEED, sampling)


def days(draws, count, first=0):
    """Return the drawn efforts in days: (replications, needs)."""
    return draws.block(first, count).effort / 480


def shares(draws, count, first=0):
    """Return the uniforms behind efforts of Uniform(0, 1000), to half a tick."""
    return days(draws, count, first) / 1000


TICK = 1 / 480_000  # of a share

# ---------------------------------------------------------------- D1


def test_D1_a_draw_is_a_pure_function_of_seed_name_replication_and_number():
    tasks = [work("50 %", Empirical(range(1, 1_001))), work("few", Empirical([1, 2, 4, 8]))]
    draws = draws_of(Project("a/b", tasks, probability=0.5))
    paths = ["task/a%2Fb/50 %25", "task/a%2Fb/few"]
    for r in [0, 1, 2, 3, 4, 997, 10**6]:
        assert draws.order(r, 1).tolist() == [[word(f"{path}/order", r) for path in paths]]
        block = draws.block(r, 1)
        many, few = (uniform(f"{path}/need 1/effort", r) for path in paths)
        assert block.effort.tolist() == [[480 * (1 + int(1_000 * many)), 480 * [1, 2, 4, 8][int(4 * few)]]]
        assert block.goes_ahead.tolist() == [[uniform("project/a%2Fb/goes ahead", r) < 0.5]]
    assert len({draws.block(r, 1).goes_ahead[0, 0] for r in range(20)}) == 2


def test_D1_the_number_counts_the_draws_of_a_stream_from_0():
    group = CopulaGroup("g", ["P/a", "P/b"], 0)
    drawn = shares(draws_of(Project("P", [work("a"), work("b")]), groups=[group]), 9)
    expected = [[uniform("group/g", r, j) for j in (0, 1)] for r in range(9)]
    assert drawn == pytest.approx(np.array(expected), abs=2 * TICK)


@pytest.mark.parametrize("sampling", [Independent(), LatinHypercube(), Antithetic()], ids=repr)
def test_D1_any_chunks_and_any_order_give_the_same_numbers(sampling):
    draws = draws_of(Project("P", [work("a"), work("b", 5)]), ranges="usual", sampling=sampling)
    whole = draws.block(0, 300).effort
    chunks = [(299, 1), (129, 170), (0, 1), (1, 128)]
    parts = {first: draws.block(first, count).effort for first, count in chunks}
    assert np.array_equal(np.concatenate([parts[first] for first in sorted(parts)]), whole)


def test_D1_adding_an_entity_moves_nobody_elses_numbers():
    one = draws_of(Project("P", [work("a"), work("b")])).block(0, 50)
    more = draws_of(
        Project("New", [work("a")], probability=0.5),
        Project("P", [work("a"), work("between", PERT(1, 2, 4)), work("b")]),
        drivers=[Driver("elsewhere", LogNormal(1, 2), {"projects": ["New"]})],
    ).block(0, 50)
    assert np.array_equal(more.effort[:, [1, 3]], one.effort)
    assert not np.array_equal(more.effort[:, 0], one.effort[:, 0])  # the same task elsewhere is another


# ---------------------------------------------------------------- D2

MEDIANS = [
    (Fixed(3), 3),
    (Uniform(2, 6), 4),
    (Triangular(0, 8, 9), 6),  # 6² / (9 × 8) = 1/2
    (PERT(1, 3, 5), 3),
    (LogNormal(p50=30, p90=55), 30),
    (Gamma(shape=1, scale=5), 5 * LN2),
    (Exponential(5), 5 * LN2),
    (Weibull(2, 5), 5 * math.sqrt(LN2)),
    (Beta(2, 2), 0.5),
    (Empirical([1, 2, 5]), 2),
    (Quantiles(5, 8, 15), 8),
    (Mixture([2, Uniform(4, 6)], weights=[0.25, 0.75]), 4 + 2 / 3),
    (Shifted(Exponential(5), 2), 2 + 5 * LN2),
    (Truncated(Uniform(0, 10), high=6), 3),
    (stats.gamma(1, scale=5), 5 * LN2),
]


@pytest.mark.parametrize(("given", "median"), MEDIANS, ids=lambda given: str(given)[:40])
def test_D2_a_law_is_its_quantile_function_and_gives_its_median_at_one_half(given, median):
    law = as_distribution(given)
    assert law.quantile(0.5) == pytest.approx(median, rel=1e-9)
    # and what is drawn is the quantile of the uniform of its stream
    path = "task/P/t/need 1/effort"
    ticks = draws_of(Project("P", [work("t", law)])).block(0, 200).effort[:, 0]
    exact = np.array([480 * law.quantile(uniform(path, r)) for r in range(200)])
    assert np.all(np.abs(ticks - exact) <= np.maximum(1, 0.005 * exact))


def test_D2_a_law_with_atoms_steps_just_at_its_weight():
    law = Mixture([2, 6], weights=[0.5, 0.5])
    assert (law.quantile(0.5), law.quantile(math.nextafter(0.5, 1))) == (2, 6)
    drawn = days(draws_of(Project("P", [work("t", law)])), 100)[:, 0].tolist()
    assert drawn == [2 if uniform("task/P/t/need 1/effort", r) <= 0.5 else 6 for r in range(100)]


def test_D2_a_law_without_a_mean_or_below_0_is_refused_unless_truncated():
    for bad in (stats.cauchy(50, 1), stats.norm(5, 3)):
        with pytest.raises((InputError, Refused)):
            as_distribution(bad)
    assert Truncated(stats.norm(5, 3), low=0, high=10).quantile(0.5) == pytest.approx(5)


# ---------------------------------------------------------------- D3


def test_D3_a_shared_factor_multiplies_all_work_in_its_scope_once_per_replication():
    tasks = [work("a", 100), work("b", 200), work("c", 300, skill="qa")]
    two, other = Driver("two", Empirical([1, 2, 3]), {"skills": ["dev"]}), Driver("all", Empirical([1, 10]))
    drawn = days(draws_of(Project("P", tasks), drivers=[two, other]), 60)
    for r, row in enumerate(drawn.tolist()):
        for_dev = [1, 2, 3][int(3 * uniform("driver/two", r))]
        for_all = [1, 10][int(2 * uniform("driver/all", r))]
        assert row == [100 * for_dev * for_all, 200 * for_dev * for_all, 300 * for_all]
    assert len({tuple(row) for row in drawn.tolist()}) == 6


def test_D3_a_copula_group_has_the_ranks_of_its_own_matrix_and_leaves_the_laws_alone():
    tasks = [work("a"), work("b"), work("c")]
    matrix = [[1, 0.8, 0], [0.8, 1, 0], [0, 0, 1]]
    group = CopulaGroup("g", ["P/a", "P/b", "P/c"], matrix)
    drawn = shares(draws_of(Project("P", tasks), groups=[group]), 4_000)
    # scores of correlation 2 sin(pi rho / 6), mixed from draws 0, 1, 2 of the group's own stream
    pearson = 2 * math.sin(math.pi * 0.8 / 6)
    normal = NormalDist()
    for r in range(20):
        one, two, three = (normal.inv_cdf(uniform("group/g", r, j)) for j in range(3))
        mixed = [one, pearson * one + math.sqrt(1 - pearson**2) * two, three]
        assert drawn[r] == pytest.approx([normal.cdf(score) for score in mixed], abs=2 * TICK)
    ranks = stats.spearmanr(drawn).statistic
    assert [ranks[0, 1], ranks[0, 2]] == pytest.approx([0.8, 0], abs=4.5 / math.sqrt(4_000))
    for column in drawn.T:
        assert stats.kstest(column, "uniform").pvalue > 1e-3


def test_D3_a_matrix_that_cannot_hold_together_is_repaired_and_it_is_said_by_how_much():
    group = CopulaGroup("g", ["P/a", "P/b", "P/c"], -0.9)  # three cannot all be opposed to each other
    with pytest.warns(RepairWarning, match=r"differ by up to 0\.4\d\d"):
        draws_of(Project("P", [work("a"), work("b"), work("c")]), groups=[group])


# ---------------------------------------------------------------- D7


def test_D7_a_latin_hypercube_meets_each_of_128_strata_once_in_each_block_and_stream():
    drawn = shares(draws_of(Project("P", [work("a"), work("b")]), sampling=LatinHypercube()), 384)
    strata = np.floor((drawn - TICK / 2) * 128).astype(int).reshape(3, 128, 2)  # amounts are rounded up
    permuted = {tuple(strata[block, :, stream]) for block in range(3) for stream in range(2)}
    assert all(sorted(each) == list(range(128)) for each in permuted)
    assert len(permuted) == 6  # each block and stream in an order of its own


def test_D7_antithetic_pairs_sum_to_1():
    drawn = shares(draws_of(Project("P", [work("a")]), sampling=Antithetic()), 100)[:, 0]
    assert drawn[0::2] + drawn[1::2] == pytest.approx(np.ones(50), abs=2 * TICK)
    expected = [uniform("task/P/a/need 1/effort", r) for r in range(0, 100, 2)]
    assert drawn[0::2] == pytest.approx(np.array(expected), abs=2 * TICK)


@pytest.mark.parametrize("sampling", [Independent(), LatinHypercube(), Antithetic()], ids=repr)
def test_D7_a_prefix_is_a_prefix(sampling):
    draws = draws_of(Project("P", [work("a"), work("b")]), sampling=sampling)
    longer = draws.block(0, 1_000).effort
    for count in (sampling.block, 4 * sampling.block, 7 * sampling.block):
        assert np.array_equal(draws.block(0, count).effort, longer[:count])


# ---------------------------------------------------------------- default ranges


def test_default_ranges_are_given_by_the_setting_only_and_to_bare_numbers_only():
    tasks = [work("bare", 10), work("ranged", Uniform(9, 11))]
    none, usual = (
        draws_of(Project("P", tasks), ranges=ranges).block(0, 50).effort for ranges in ("none", "usual")
    )
    assert set(none[:, 0]) == {4_800}
    assert len(set(usual[:, 0])) > 40
    assert np.array_equal(none[:, 1], usual[:, 1])


def test_default_ranges_are_15_percent_below_to_40_percent_above_with_one_factor_per_project():
    tasks = [work("a", 1_000), work("b", 1_000)]
    drawn = days(draws_of(Project("P", tasks), Project("Q", tasks), ranges="usual"), 4_000)
    # log-normal with P10 = 0.85 and P90 = 1.4; half of the log-variance is the project's
    middle, sigma = math.log(0.85 * 1.4) / 2, math.log(1.4 / 0.85) / (2 * Z90)
    normal = NormalDist()
    for r in range(20):
        shared = normal.inv_cdf(uniform("range/P", r))
        own = [normal.inv_cdf(uniform(f"task/P/{name}/need 1/effort", r)) for name in "ab"]
        expected = [1_000 * math.exp(middle + sigma / math.sqrt(2) * (shared + each)) for each in own]
        assert drawn[r, :2] == pytest.approx(np.array(expected), rel=1e-4)
    error = math.sqrt(0.1 * 0.9 / 4_000)
    for column in drawn.T:
        assert [(column <= 850).mean(), (column > 1_400).mean()] == pytest.approx([0.1, 0.1], abs=4.5 * error)
    correlation = np.corrcoef(np.log(drawn).T)
    assert [correlation[0, 1], correlation[2, 3]] == pytest.approx([0.5, 0.5], abs=4.5 / math.sqrt(4_000))
    assert [correlation[0, 2], correlation[1, 3]] == pytest.approx([0, 0], abs=4.5 / math.sqrt(4_000))


def test_default_ranges_of_a_tag_or_skill_replace_the_default():
    tasks = [work("a", 10), work("b", 10, skill="qa"), work("c", 10, skill="qa", tags=["new"])]
    ranges = {"default": (1, 1), "by_skill": {"qa": (2, 2)}, "by_tag": {"new": (3, 3)}}
    assert days(draws_of(Project("P", tasks), ranges=ranges), 1).tolist() == [[10, 20, 30]]

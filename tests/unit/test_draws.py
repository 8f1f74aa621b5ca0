"""All chance is drawn before the run, from named streams (rules D1 to D3 and D7, default ranges)."""

import math
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from capsim.clock import days_to_ticks
from capsim.domain.distributions import (
    PERT,
    Empirical,
    Exponential,
    Fixed,
    LogNormal,
    Mixture,
    Quantiles,
    Triangular,
    Uniform,
)
from capsim.domain.lookup import Amount
from capsim.domain.person import Person
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.sampling import Antithetic, Independent, LatinHypercube
from capsim.domain.task import Need, Task
from capsim.domain.uncertainty import CopulaGroup, Driver, Ranges, Selector, Spread
from capsim.errors import InputError, RepairWarning
from capsim.plan import streams
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws
from capsim.plan.estimates import estimates_of, range_factors
from capsim.plan.streams import stream_hash, stream_path, uniforms

PLANS = [Independent(), LatinHypercube(), Antithetic()]
Z90 = stats.norm.ppf(0.9)

SHOP = Project(
    "Shop",
    tags=["web"],
    owner="Eve",
    probability=0.7,
    tasks=[
        Task("design", effort=PERT(5, 8, 15), skill="design", phase="plan"),
        Task(
            "build",
            needs=[
                Need("backend, or data at 0.7", effort=LogNormal(30, 55)),
                Need("qa", effort=Triangular(3, 5, 9)),
            ],
            tags=["core"],
        ),
        Task("wait", duration=Mixture([2, Uniform(4, 6)], weights=[0.4, 0.6])),
        Task("review", duration=Exponential(3), needs=[Need("qa", fte=1.5)], owner="Max"),
        Task("launch"),
    ],
)
LAB = Project(
    "Lab",
    tasks=[Task("test/run", effort=Empirical([1, 2, 5]), skill="qa"), Task("fix", effort=4, skill="qa")],
)


def portfolio(*projects, **more):
    team = [Person(f"P{n}", {"design": 1, "backend": 1, "data": 1, "qa": 1}) for n in range(3)]
    return Portfolio("House", start="2027-01-04", people=team, projects=projects or (SHOP, LAB), **more)


def draws_of(*projects, seed=7, sampling=None, **more):
    return make_draws(make_plan(portfolio(*projects, **more)), seed, sampling)


def ticks_of(draws, count=400):
    """Return the ticks of every estimate, by the path of its stream."""
    block = draws.block(0, count)
    return {
        each.stream: (block.duration if each.need is None else block.effort)[:, each.column]
        for each in estimates_of(draws.plan)
    }


def in_ticks(days):
    return np.array([days_to_ticks(each) for each in np.ravel(days).tolist()])


def uniform(path, count=400, seed=7, j=0):
    return uniforms(np.array([stream_hash(path)], dtype=np.uint64), seed, 0, count, j)[:, 0]


WHOLE = {
    "ranges": "usual",
    "drivers": [
        Driver("weather", LogNormal(1, 1.3)),
        Driver("tools", Uniform(0.9, 1.2), Selector(skills=["qa"])),
    ],
    "groups": [CopulaGroup("makers", ["Shop/design", "Shop/build/need 2", "Lab/fix"], 0.6)],
    "sickness": 8,
    "attrition": 0.3,
    "onboarding": {"weeks": 12, "mentor_share": 0.2},
    "productivity": LogNormal(1, 1.2),
}


# ---------------------------------------------------------------- what is drawn


def test_streams_are_named_by_project_task_and_number_of_the_need():
    assert list(ticks_of(draws_of(), 1)) == [
        "task/Shop/design/need 1/effort",
        "task/Shop/build/need 1/effort",
        "task/Shop/build/need 2/effort",
        "task/Shop/wait/duration",
        "task/Shop/review/duration",
        "task/Lab/test%2Frun/need 1/effort",
        "task/Lab/fix/need 1/effort",
    ]


def test_an_amount_is_the_quantile_of_its_own_streams_uniform_in_ticks():
    ticks = ticks_of(draws_of())
    laws = {each.stream: each.law for each in estimates_of(make_plan(portfolio()))}
    for path, law in laws.items():
        exact = law.quantile(uniform(path)) * 480
        assert np.all(np.abs(ticks[path] - exact) <= 1 + 1e-4 * exact)
    for path in ("task/Lab/test%2Frun/need 1/effort", "task/Lab/fix/need 1/effort"):
        assert np.array_equal(ticks[path], in_ticks(laws[path].quantile(uniform(path))))


def test_work_without_an_amount_has_none():
    block = draws_of().block(0, 5)
    plan = make_plan(portfolio())
    assert block.effort.shape == (5, plan.n_needs)
    assert block.duration.shape == (5, plan.n_tasks)
    held = [need for need in range(plan.n_needs) if not plan.need_effort[need]]
    assert len(held) == 2  # fte 1.5 is a whole seat and half a one
    assert not block.effort[:, held].any()
    assert np.array_equal(np.flatnonzero(block.duration.any(axis=0)), [2, 3])


def test_a_project_goes_ahead_when_its_uniform_is_below_its_probability():
    ahead = draws_of().block(0, 400).goes_ahead
    assert np.array_equal(ahead[:, 0], uniform("project/Shop/goes ahead") < 0.7)
    assert ahead[:, 1].all()
    assert not draws_of(replace(SHOP, probability=0.0)).block(0, 50).goes_ahead.any()


def test_the_random_order_of_tasks_comes_from_streams_of_their_own():
    order = draws_of().order(3, 20)
    assert order.dtype == np.uint32
    u = uniform("task/Shop/wait/order", 23)[3:]
    assert ((order[:, 2] + 0.5) / 2**32).tolist() == u.tolist()
    assert np.array_equal(order, draws_of(sampling=Antithetic()).order(3, 20))


def test_golden_draws_never_change():
    block = draws_of(**WHOLE).block(998, 3)
    assert block.effort.tolist() == GOLDEN_EFFORT
    assert block.duration.tolist() == GOLDEN_DURATION
    assert block.goes_ahead.tolist() == GOLDEN_AHEAD


# ---------------------------------------------------------------- prefixes, chunks, neighbors


def same(one, other):
    return all(a == b for a, b in zip(parts(one), parts(other), strict=True))


def parts(block):
    """The columns of a block, each a list with an entry for each replication."""
    if isinstance(block, list):
        return block
    count = len(block.effort)
    paths = [paths_in(block.paths, row, count) for row in range(count)]
    return [*(column.tolist() for column in block if isinstance(column, np.ndarray)), paths]


def paths_in(paths, row, rows):
    """Everybody's segments in one of some replications, as lists of their columns."""
    number = (len(paths.first) - 1) // rows
    edges = paths.first[row * number : (row + 1) * number + 1]
    part = slice(*edges[[0, -1]]) if number else slice(0)
    columns = paths.day, paths.share, paths.factor, paths.reason
    return [(edges - edges[:1]).tolist(), *(column[part].tolist() for column in columns)]


def arrays(block):
    """The arrays of a block, those of its paths too."""
    return [array for part in block for array in (part if isinstance(part, tuple) else [part])]


def rows(block, start, stop):
    return [part[start:stop] for part in parts(block)]


@pytest.mark.parametrize("sampling", PLANS, ids=repr)
def test_a_shorter_run_is_the_beginning_of_a_longer_one(sampling):
    draws = draws_of(sampling=sampling, **WHOLE)
    assert same(draws.block(0, 10), rows(draws.block(0, 300), 0, 10))


@settings(max_examples=25, deadline=None)
@given(
    cuts=st.lists(st.integers(0, 300), min_size=1, max_size=5).map(sorted),
    sampling=st.sampled_from(PLANS),
    seed=st.integers(0, 2**64 - 1),
)
def test_any_chunks_give_the_same_bytes(cuts, sampling, seed):
    draws = draws_of(sampling=sampling, seed=seed, **WHOLE)
    whole = draws.block(0, 300)
    columns = parts(whole)
    for start, stop in zip([0, *cuts], [*cuts, 300], strict=True):
        part = draws.block(start, stop - start)
        assert parts(part) == [column[start:stop] for column in columns]
        for mine, everything in zip(part, whole, strict=True):
            if isinstance(mine, np.ndarray):
                assert mine.tobytes() == everything[start:stop].tobytes()


@pytest.mark.parametrize("sampling", PLANS, ids=repr)
def test_adding_an_entity_moves_nobody_elses_numbers(sampling):
    before = ticks_of(draws_of(sampling=sampling, **WHOLE))
    first = Project(
        "First", tasks=[Task("new", effort=PERT(1, 2, 3), skill="qa"), Task("also", effort=3, skill="qa")]
    )
    more = replace(SHOP, tasks=(Task("zero", effort=Exponential(2), skill="qa"), *SHOP.tasks))
    extra = {
        **WHOLE,
        "drivers": [Driver("never", Uniform(1, 2), Selector(projects=["First"])), *WHOLE["drivers"]],
    }
    after = ticks_of(draws_of(first, LAB, more, sampling=sampling, **extra))
    assert set(before) < set(after)
    assert all(np.array_equal(before[path], after[path]) for path in before)


def test_leaving_out_a_project_moves_nobody_elses_numbers():
    before, after = (
        ticks_of(draws_of(**WHOLE)),
        ticks_of(draws_of(SHOP, replace(LAB, status="on hold"), **WHOLE)),
    )
    assert set(after) == {path for path in before if "/Shop/" in path}
    assert all(np.array_equal(before[path], after[path]) for path in after)


def test_another_seed_gives_other_numbers():
    one, other = draws_of(seed=1).block(0, 50), draws_of(seed=2**40 + 1).block(0, 50)
    assert np.mean(one.effort[:, 0] == other.effort[:, 0]) < 0.2


# ---------------------------------------------------------------- shared factors


@pytest.mark.parametrize(
    ("scope", "touched"),
    [
        (Selector(), {"design", "build 1", "build 2", "wait", "review", "test/run", "fix"}),
        (Selector(projects=["Lab"]), {"test/run", "fix"}),
        (Selector(tasks=["Shop/build", "Lab/test/run"]), {"build 1", "build 2", "test/run"}),
        (Selector(tasks=["Shop / build"]), {"build 1", "build 2"}),
        (Selector(skills=["data"]), {"build 1"}),
        (Selector(skills=["qa"]), {"build 2", "review", "test/run", "fix"}),
        (Selector(phases=["plan"]), {"design"}),
        (Selector(tags=["core"]), {"build 1", "build 2"}),
        (Selector(tags=["web"]), {"design", "build 1", "build 2", "wait", "review"}),
        (Selector(owners=["Eve"]), {"design", "build 1", "build 2", "wait"}),
        (Selector(owners=["Max"]), {"review"}),
        (Selector(projects=["Shop"], skills=["qa"]), {"build 2", "review"}),
        (Selector(projects=["Lab"], phases=["plan"]), set()),
    ],
    ids=lambda given: str(sorted(given) if isinstance(given, set) else given),
)
def test_a_driver_multiplies_exactly_the_amounts_in_its_scope(scope, touched):
    plain, driven = draws_of(), draws_of(drivers=[Driver("double", 2, scope)])
    found = set()
    for each in estimates_of(plain.plan):
        one, two = (ticks_of(draws, 50)[each.stream] for draws in (plain, driven))
        assert np.array_equal(one, two) or np.all(np.abs(2 * one - two) <= 2)
        if not np.array_equal(one, two):
            number = f" {each.amount.need + 1}" if each.need and len(each.task.needs) > 1 else ""
            found.add(f"{each.task.name}{number}")
    assert found == touched


def test_a_driver_is_drawn_once_per_replication_for_all_its_work():
    driver = Driver("weather/wind", LogNormal(1, 1.5))
    ticks = ticks_of(draws_of(LAB, drivers=[driver]))
    factor = driver.factor.quantile(uniform("driver/weather%2Fwind"))
    assert ticks["task/Lab/fix/need 1/effort"] == pytest.approx(4 * 480 * factor, rel=1e-5, abs=1)
    values = Empirical([1, 2, 5]).quantile(uniform("task/Lab/test%2Frun/need 1/effort"))
    assert ticks["task/Lab/test%2Frun/need 1/effort"] == pytest.approx(480 * values * factor, rel=1e-5, abs=1)


def test_logarithms_of_shared_factors_add_up():
    work = Project("P", tasks=[Task("t", effort=10, skill="qa")])
    drivers = [Driver("a", LogNormal(1, 2)), Driver("b", LogNormal(1.5, 2))]
    both = ticks_of(draws_of(work, drivers=drivers), 2000)["task/P/t/need 1/effort"] / 480
    parts = [driver.factor.quantile(uniform(f"driver/{driver.name}", 2000)) for driver in drivers]
    assert np.log(both) == pytest.approx(math.log(10) + np.log(parts[0]) + np.log(parts[1]), abs=1e-3)


# ---------------------------------------------------------------- ranges of estimates without one


def test_an_assumed_range_has_exactly_its_p10_and_p90():
    own, shared = range_factors(Spread(0.85, 1.40))
    sigmas = [math.log(law.p90 / law.p50) / Z90 for law in (own, shared)]
    assert sigmas[0] == pytest.approx(sigmas[1])  # half of the log-variance each
    whole = LogNormal(own.p50 * shared.p50, own.p50 * math.exp(Z90 * math.hypot(*sigmas)))
    assert [whole.quantile(u) for u in (0.1, 0.9)] == pytest.approx([0.85, 1.40], rel=1e-12)


def test_an_assumed_range_is_its_own_draw_times_the_projects():
    ticks = ticks_of(draws_of(ranges="usual"))["task/Lab/fix/need 1/effort"]
    own, shared = range_factors(Spread(0.85, 1.40))
    factor = own.quantile(uniform("task/Lab/fix/need 1/effort")) * shared.quantile(uniform("range/Lab"))
    assert ticks == pytest.approx(4 * 480 * factor, rel=1e-5, abs=1)


def test_only_bare_numbers_get_an_assumed_range():
    plain, ranged = ticks_of(draws_of()), ticks_of(draws_of(ranges="usual"))
    changed = {path for path in plain if not np.array_equal(plain[path], ranged[path])}
    assert changed == {"task/Lab/fix/need 1/effort"}
    certain = Project(
        "P", tasks=[Task("t", effort=PERT(5, 5, 5), skill="qa"), Task("none", effort=0, skill="qa")]
    )
    ticks = ticks_of(draws_of(certain, ranges="usual"))
    assert set(ticks["task/P/t/need 1/effort"]) == {2400}
    assert set(ticks["task/P/none/need 1/effort"]) == {0}


def test_a_duration_without_a_range_gets_one_too():
    work = Project("P", tasks=[Task("t", duration=10)])
    assert len(set(ticks_of(draws_of(work, ranges="usual"))["task/P/t/duration"])) > 300


def test_tags_come_before_skills_and_skills_before_the_default():
    work = Project(
        "P",
        tasks=[
            Task("tagged", effort=1, skill="qa", tags=["core"]),
            Task("skilled", effort=1, skill="qa"),
            Task("other", effort=1, skill="data"),
        ],
    )
    ranges = Ranges(default=(1, 1), by_tag={"core": (4, 4)}, by_skill={"qa": (3, 3)})
    ticks = ticks_of(draws_of(work, ranges=ranges), 5)
    assert [set(each) for each in ticks.values()] == [{1920}, {1440}, {480}]


# ---------------------------------------------------------------- sampling plans


WIDE = Project("W", tasks=[Task(name, effort=Uniform(0, 1000), skill="qa") for name in ("a", "b")])
A, B = "task/W/a/need 1/effort", "task/W/b/need 1/effort"


def planned(sampling, count):
    """Return the uniforms of the two streams under a sampling plan."""
    draws = draws_of(WIDE, sampling=sampling)
    return draws.streams.uniforms(draws.seed, sampling, 0, count)


def test_a_latin_hypercube_meets_every_stratum_once_in_each_block_and_stream():
    strata = np.floor(planned(LatinHypercube(), 384) * 128).astype(int).reshape(3, 128, 2)
    assert np.array_equal(
        np.sort(strata, axis=1), np.broadcast_to(np.arange(128)[None, :, None], (3, 128, 2))
    )
    assert len({strata[block, :, stream].tobytes() for block in range(3) for stream in range(2)}) == 6


def test_a_latin_hypercube_keeps_the_streams_own_draw_inside_the_stratum():
    scaled = planned(LatinHypercube(), 200) * 128
    assert np.array_equal(scaled - np.floor(scaled), np.stack([uniform(A, 200), uniform(B, 200)], axis=1))


def test_strata_are_the_ranks_of_a_derived_streams_draws():
    strata = np.floor(planned(LatinHypercube(), 256)[:, 0] * 128)
    keys = uniform(f"{A}/strata", 256)
    ranks = [
        sum(other < key for other in keys[block : block + 128])
        for block in (0, 128)
        for key in keys[block : block + 128]
    ]
    assert strata.tolist() == ranks


def test_antithetic_twins_draw_u_and_1_minus_u():
    u = planned(Antithetic(), 100)
    assert np.array_equal(u[0::2] + u[1::2], np.ones((50, 2)))
    assert np.array_equal(u[0::2, 0], uniform(A, 100)[0::2])


def test_amounts_follow_the_sampling_plan():
    for sampling in PLANS:
        ticks = ticks_of(draws_of(WIDE, sampling=sampling), 200)
        assert np.stack([ticks[A], ticks[B]], axis=1) / 480_000 == pytest.approx(
            planned(sampling, 200), abs=1e-5
        )


@pytest.mark.parametrize("sampling", PLANS, ids=repr)
def test_a_plan_says_which_replications_belong_together(sampling):
    assert sampling.block == {"Independent()": 1, "LatinHypercube()": 128, "Antithetic()": 2}[repr(sampling)]
    assert sampling == type(sampling)()


# ---------------------------------------------------------------- copula groups


def test_perfectly_correlated_members_have_the_same_rank():
    draws = draws_of(WIDE, groups=[CopulaGroup("g", ["W/a", "W/b"], 1)])
    ticks = ticks_of(draws)
    assert np.array_equal(*ticks.values())
    u = uniform(stream_path("group", "g"))
    assert ticks["task/W/a/need 1/effort"] / 480_000 == pytest.approx(u, abs=1e-5)


def test_perfectly_opposed_members_mirror_each_other():
    ticks = ticks_of(draws_of(WIDE, groups=[CopulaGroup("g", ["W/a", "W/b"], -1)]))
    assert ticks["task/W/a/need 1/effort"] + ticks["task/W/b/need 1/effort"] == pytest.approx(480_000, abs=2)


def test_a_group_moves_only_its_members():
    plain, grouped = ticks_of(draws_of()), ticks_of(draws_of(groups=WHOLE["groups"]))
    changed = {path for path in plain if not np.array_equal(plain[path], grouped[path])}
    assert changed == {"task/Shop/design/need 1/effort", "task/Shop/build/need 2/effort"}


def test_a_member_on_hold_leaves_the_others_as_they_are():
    groups = [CopulaGroup("g", ["Lab/fix", "Shop/design", "Shop/build"], 0.5)]
    before = ticks_of(draws_of(groups=groups, ranges="usual"))
    after = ticks_of(draws_of(SHOP, replace(LAB, status="on hold"), groups=groups, ranges="usual"))
    assert all(np.array_equal(before[path], after[path]) for path in after)


def test_members_draw_one_after_the_other_from_the_stream_of_the_group():
    independent = draws_of(WIDE, groups=[CopulaGroup("g", ["W/a", "W/b"], 0)])
    for j, ticks in enumerate(ticks_of(independent).values()):
        assert ticks / 480_000 == pytest.approx(uniform("group/g", j=j), abs=1e-5)


def test_correlations_that_cannot_hold_together_are_repaired_and_it_says_by_how_much():
    work = Project("W", tasks=[Task(name, effort=Uniform(0, 1000), skill="qa") for name in "abc"])
    group = CopulaGroup("g", ["W/a", "W/b", "W/c"], -0.9)
    with pytest.warns(RepairWarning, match=r"Group 'g'.*by up to 0\.4\d\d .*-0\.900 became -0\.4\d\d"):
        draws = draws_of(work, groups=[group])
    ranks = stats.spearmanr(np.stack(list(ticks_of(draws, 20_000).values()), axis=1)).statistic
    assert ranks[0, 1] == pytest.approx(ranks[1, 2], abs=0.03)
    assert ranks[0, 1] == pytest.approx(6 / math.pi * math.asin(-0.25), abs=0.03)


def test_correlations_that_hold_together_are_not_touched():
    matrix = [[1, 0.9, 0.5], [0.9, 1, 0.6], [0.5, 0.6, 1]]
    work = Project("W", tasks=[Task(name, effort=Uniform(0, 1000), skill="qa") for name in "abc"])
    ticks_of(
        draws_of(work, groups=[CopulaGroup("g", ["W/a", "W/b", "W/c"], matrix)])
    )  # a warning would be an error


# ---------------------------------------------------------------- refusals


def test_an_amount_that_its_factors_make_too_large_is_refused_by_place():
    work = Project("P", tasks=[Task("t", effort=90_000, skill="qa"), Task("fine", effort=2, skill="qa")])
    with pytest.raises(
        InputError, match=r"^Project 'P', task 't', need 1, effort: too large, factors included"
    ) as error:
        draws_of(work, drivers=[Driver("double", 2)])
    assert len(error.value.found) == 1


def test_an_amount_that_could_be_drawn_too_large_is_refused_by_place():
    work = Project("P", tasks=[Task("t", duration=LogNormal(1000, 20_000))])
    with pytest.raises(
        InputError, match=r"^Project 'P', task 't', duration: can be drawn too large.*Truncated"
    ):
        draws_of(work)


@pytest.mark.parametrize("seed", [-1, 2**64, 0.5])
def test_a_seed_that_is_none_is_refused(seed):
    with pytest.raises(InputError, match=r"^seed: "):
        draws_of(seed=seed)


def test_streams_of_a_model_that_share_a_hash_are_refused(monkeypatch):
    monkeypatch.setattr(streams, "stream_hash", lambda path: hash(path) % 3)
    with pytest.raises(InputError, match="shares its random numbers with"):
        draws_of()


def test_estimates_know_their_place_in_the_portfolio():
    found = list(estimates_of(make_plan(portfolio(replace(LAB, status="done"), SHOP))))
    assert [each.amount for each in found] == [
        Amount(1, 0, 0),
        Amount(1, 1, 0),
        Amount(1, 1, 1),
        Amount(1, 2, -1),
        Amount(1, 3, -1),
    ]
    assert found[2].place == "Project 'Shop', task 'build', need 2, effort"
    assert found[2].law == Triangular(3, 5, 9)


def test_a_portfolio_without_work_has_empty_draws():
    block = draws_of(Project("P")).block(0, 4)
    assert (block.effort.shape, block.duration.shape, block.goes_ahead.shape) == ((4, 0), (4, 0), (4, 1))


def test_laws_with_and_without_atoms_stand_side_by_side():
    laws = [
        Fixed(3),
        PERT(1, 2, 3),
        Quantiles(1, 2, 4),
        Empirical([1, 9]),
        Triangular(1, 2, 6),
        PERT(2, 4, 6),
    ]
    work = Project("P", tasks=[Task(f"t{n}", effort=law, skill="qa") for n, law in enumerate(laws)])
    for law, (path, ticks) in zip(laws, ticks_of(draws_of(work)).items(), strict=True):
        assert ticks == pytest.approx(480 * law.quantile(uniform(path)), rel=1e-4, abs=1)


FINGERPRINT = """
import hashlib
from tests.unit.test_distributions import MIXED, SMOOTH, STEPPED
from tests.unit.test_draws import PLANS, WHOLE, Project, Task, arrays, draws_of

laws = [law for law in (*SMOOTH, *MIXED, *STEPPED) if law.support()[0] >= 0]
work = Project("All", tasks=[Task(f"t{n}", effort=law, skill="qa") for n, law in enumerate(laws)])
digest = hashlib.sha256()
for sampling in PLANS:
    for draws in (draws_of(sampling=sampling, **WHOLE), draws_of(work, sampling=sampling)):
        for part in arrays(draws.block(0, 300)):
            digest.update(part.tobytes())
print(digest.hexdigest())
"""


def fingerprint(**environment):
    """Return a digest of many draws, made by a fresh interpreter."""
    root = str(Path(__file__).parents[2])
    made = subprocess.run(
        [sys.executable, "-c", FINGERPRINT],
        env={**os.environ, "PYTHONPATH": root, "PYTHONHASHSEED": "1", **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return made.stdout.strip()


def test_a_machine_without_vector_instructions_draws_the_same_bytes():
    features = np._core._multiarray_umath.__cpu_features__
    present = [each for each in np._core._multiarray_umath.__cpu_dispatch__ if features.get(each)]
    plain = fingerprint(NPY_DISABLE_CPU_FEATURES=" ".join(present))
    assert len(plain) == 64
    assert plain == fingerprint(PYTHONHASHSEED="2")


GOLDEN_EFFORT = [
    [3798, 11418, 3465, 0, 0, 440, 2156],
    [5855, 10755, 3702, 0, 0, 1090, 1750],
    [6437, 22952, 5013, 0, 0, 1196, 3769],
]
GOLDEN_DURATION = [[0, 0, 2319, 1416, 0, 0, 0], [0, 0, 2424, 2506, 0, 0, 0], [0, 0, 1248, 1437, 0, 0, 0]]
GOLDEN_AHEAD = [[False, True], [False, True], [True, True]]

"""The compiled drawing of people's paths gives the bytes of the readable code, whatever happens to them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import numpy as np
import pytest

from capsim.domain.people import Attrition, Joining, Onboarding, Sickness
from capsim.domain.person import Person
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.risk import Impact, Risk
from capsim.domain.sampling import Antithetic, Independent, LatinHypercube
from capsim.domain.task import Task
from capsim.engines.compiled import pathsampling
from capsim.engines.compiled.blocks import Block
from capsim.engines.compiled.pathchances import make_path_chances
from capsim.engines.compiled.pathsampling import Enough, PathSampler, paths_of
from capsim.errors import InputError
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws
from tests.cases.support import MONDAY
from tests.oracles.with_everything import everything_case
from tests.oracles.with_people import people_case
from tests.unit.test_distributions import MIXED, SMOOTH, STEPPED

LAWS = [law for law in (*SMOOTH, *MIXED, *STEPPED) if law.support()[0] >= 0 and law.mean() > 0]
WORK = [Project("P", [Task("t", effort=1, skill="dev")])]


def draws_of(people, sampling=None, years=4, **fields):
    horizon = MONDAY + timedelta(days=365 * years)
    portfolio = Portfolio("people", MONDAY, people=people, projects=WORK, horizon=horizon, **fields)
    return make_draws(make_plan(portfolio), 7, sampling)


def readable(draws, first, count, days=None):
    return draws.fates.paths(draws.seed, draws.sampling, first, count, days)


def same(draws, first, count, days=None, sampler=None):
    """Whether the bytes are those of the readable code."""
    fast = (sampler or PathSampler(draws)).paths(first, count, days)
    return all(
        a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
        for a, b in zip(readable(draws, first, count, days), fast, strict=True)
    )


def staff():
    """People to whom all happens that can: some late, some taught, some alike, one not at all."""
    onboarding = Onboarding(12, speeds=[0.25, 0.5, 1.3, 1], mentor_share=0.3, mentor_days=40)
    named = Onboarding(3, mentor="Bob", mentor_share=0.75)
    return [
        Person("Ada", "dev", sickness=12, attrition=Attrition(0.8, filled=0.7), onboarding=onboarding),
        Person("Bob", "dev", sickness=12, productivity="LogNormal(p50=1, p90=1.5)", end="2029-01-03"),
        Person("Cy", "dev", start="2027-06-01", onboarding=named, joining=Joining("Uniform(0, 90)", 0.6)),
        Person("Dan", "dev", attrition=6, onboarding=named, productivity="Uniform(0.001, 3)"),
        Person("Eve", "qa", kind="equipment"),
        Person("Flo", "dev", sickness=Sickness(spells_per_year=50, spell_days="Uniform(0, 2)")),
    ]


@pytest.mark.parametrize("sampling", [Independent(), Antithetic()], ids=repr)
@pytest.mark.parametrize("block", [(0, 0), (0, 1), (0, 130), (3, 6), (1001, 77), (2**34 - 30, 30)], ids=str)
def test_paths_are_the_same_bytes_wherever_a_block_begins(block, sampling):
    draws = draws_of(staff(), sampling)
    for days in (None, 1, 180):
        assert same(draws, *block, days)


def test_nothing_happens_before_the_status_date():
    for day in ("2027-06-01", "2028-03-01", "2030-12-30"):
        assert same(draws_of(staff(), status_date=day), 0, 60)


@pytest.mark.parametrize("law", LAWS, ids=repr)
def test_paths_are_the_same_bytes_whatever_the_laws(law):
    made = {
        "sickness": lambda: Sickness(spells_per_year=3, spell_days=law),
        "attrition": lambda: Attrition(1.5, days_to_hire=law),
        "joining": lambda: Joining(law, 0.9),
        "productivity": lambda: law,
    }
    people = []
    for name, make in made.items():
        try:
            people.append(Person(name, "dev", **{name: make()}))
        except InputError:  # nobody is a hundred times as fast as others
            assert name == "productivity"
    assert len(people) >= 3
    assert same(draws_of([*people, Person("Zoe", "dev")]), 2, 60)


def test_paths_of_random_people_are_the_same_bytes():
    seen = 0
    for number in range(60):
        for make in (people_case, everything_case):
            draws = make_draws(make_plan(make(number)[0]), number)
            sampler = paths_of(draws)
            seen += isinstance(sampler, PathSampler)
            for block in ((5, 9), (0, 4, 20)):
                assert same(draws, *block, sampler=sampler), (make, number)
    assert seen >= 40


def test_what_finds_no_room_is_drawn_again_with_more():
    draws = draws_of(staff())
    sampler = PathSampler(draws)
    sampler.enough = Enough(1, 1)
    assert same(draws, 0, 20, sampler=sampler)
    assert sampler.enough.spans > 1
    sampler = PathSampler(draws)
    sampler.enough = sampler.enough._replace(segments=1)
    assert same(draws, 0, 20, sampler=sampler)
    assert sampler.enough.segments > 1


def test_what_is_too_near_to_a_boundary_is_drawn_by_the_readable_code(monkeypatch):
    draws, asked = draws_of(staff()), []
    chances = make_path_chances(draws)
    sampler = PathSampler(draws)
    exact = sampler._readable.paths
    monkeypatch.setattr(sampler._readable, "paths", lambda *given: asked.append(given[0]) or exact(*given))
    assert same(draws, 3, 300, sampler=sampler)
    assert asked == []
    for margin, least, most in ((1e-3, 20, 280), (0.6, 300, 300)):
        asked.clear()
        wide = chances.amounts._replace(margin=np.full_like(chances.amounts.margin, margin))
        sampler._block = Block(chances._replace(amounts=wide))
        assert same(draws, 3, 300, sampler=sampler)
        assert least <= len(asked) <= most
        assert asked == sorted(set(asked))


def test_the_readable_code_draws_where_nobody_has_a_path_or_risks_take_people_and_under_strata():
    assert isinstance(paths_of(draws_of(staff())), PathSampler)
    plain = draws_of([Person("Ada", "dev")])
    assert not isinstance(paths_of(plain), PathSampler)
    assert same(plain, 0, 3, sampler=paths_of(plain))
    taken = draws_of(
        staff(),
        risks=[Risk("call", 0.5, Impact(away=["Ada"], away_days=20), window=("2027-03-01", "2027-05-01"))],
    )
    assert not isinstance(paths_of(taken), PathSampler)
    cube = draws_of(staff(), LatinHypercube())
    assert not isinstance(paths_of(cube), PathSampler)
    assert same(cube, 100, 60, sampler=paths_of(cube))


def test_several_threads_draw_paths_at_once():
    draws = draws_of(staff())
    sampler = PathSampler(draws)
    with ThreadPoolExecutor(4) as pool:
        drawn = list(pool.map(lambda chunk: same(draws, 20 * chunk, 20, sampler=sampler), range(24)))
    assert all(drawn)
    assert 1 <= len(sampler._rooms) <= 4


def test_paths_replaced_are_those_and_the_others_stay():
    draws = draws_of(staff())
    drawn, exact = readable(draws, 0, 6), readable(draws, 50, 2)
    number = draws.fates.table.number
    parts = [pathsampling._cut(exact, row * number, (row + 1) * number) for row in range(2)]
    made = pathsampling._replaced(drawn, number, [0, 4], parts)
    for row, source, at in ((0, exact, 0), (1, drawn, 1), (3, drawn, 3), (4, exact, 1), (5, drawn, 5)):
        for path in range(number):
            mine = slice(*made.first[row * number + path : row * number + path + 2])
            theirs = slice(*source.first[at * number + path : at * number + path + 2])
            for a, b in zip(made[1:], source[1:], strict=True):
                assert np.array_equal(a[mine], b[theirs])

"""What is simulated once more with something changed is what a whole run of that would be, to the tick."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

import capsim as cs
from capsim.domain.sampling import Independent
from capsim.engines.compiled.again import Chosen, Kept
from capsim.engines.compiled.pathsampling import PathSampler
from capsim.forecast.keypeople import _without
from capsim.forecast.whatif import WhatIf, struck_otherwise
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws
from capsim.plan.hazards import hazards_of

FUTURES = 300  # more than are simulated together


def portfolio(*more_risks):
    people = [
        cs.Person("Ada", {"a": 1.0, "b": 0.8}, sickness=cs.people.Sickness(days_per_year=20, spell_days=5)),
        cs.Person("Ben", {"b": 1.0, "a": 0.5}),
        cs.Person("Cy", "a", start="2027-01-18"),
    ]
    projects = [
        cs.Project(
            name,
            [
                cs.Task("one", effort=cs.PERT(2, 5, 12), skill="a"),
                cs.Task("two", effort=cs.PERT(3, 6, 15), skill="b", after="one"),
            ],
            deadline="2027-02-15",
        )
        for name in ("Shop", "Portal", "App")
    ]
    risks = [
        cs.risks.Risk(
            "late vendor", 0.3, cs.risks.Impact(delay=cs.Triangular(3, 5, 12)), scope={"projects": ["Shop"]}
        ),
        cs.risks.Risk("rework", 0.4, cs.risks.Impact(effort=1.5), window=("2027-01-11", "2027-02-05")),
        *more_risks,
    ]
    return cs.Portfolio("Demo", "2027-01-04", people, projects, risks=risks)


def what_if(model):
    return WhatIf(
        cs.simulate(model, replications=FUTURES, seed=7, progress=False).kept, Independent(), (), FUTURES
    )


ILL = cs.risks.Risk(
    "flu",
    0.3,
    cs.risks.Impact(away=["Ben"], away_days=cs.Triangular(5, 10, 15)),
    window=("2027-01-06", "2027-01-20"),
)


def same(one, other):
    arrays = [(each.finishes.ticks, each.finishes.days, *each.strikes) for each in (one, other)]
    return all(np.array_equal(a, b) for a, b in zip(*arrays, strict=True))


@pytest.mark.parametrize("more", [(), (ILL,)], ids=["risks of work", "a risk that takes people away"])
def test_without_a_risk_only_the_futures_in_which_it_strikes_are_run_again(more):
    model = portfolio(*more)
    whatif = what_if(model)
    for gone in model.risks:
        left = tuple(risk for risk in model.risks if risk is not gone)
        again, whole = whatif.with_risks(left), whatif.with_(risks=left)
        assert same(again, whole)
        assert not np.array_equal(again.finishes.ticks, whatif.as_is.finishes.ticks)


def test_without_somebody_everything_that_is_drawn_stays():
    whatif = what_if(portfolio())
    for person in range(3):
        changed = _without(whatif.kept.plan, person)
        assert same(whatif.of_people(changed), whatif.of_plan(changed))


def test_a_register_does_something_else_where_a_risk_strikes_that_the_other_does_not_have():
    model, left = portfolio(ILL), portfolio().risks
    whatif = what_if(model)
    after = whatif.with_(risks=left)
    rows = struck_otherwise(
        (hazards_of(model), whatif.as_is.strikes), (hazards_of(after.finishes.plan.portfolio), after.strikes)
    )
    assert np.array_equal(rows, whatif.as_is.strikes.occurs[:, 2])
    assert 0 < rows.sum() < FUTURES


def test_chosen_replications_are_drawn_as_they_were():
    kept = Kept(make_draws(make_plan(portfolio(ILL)), seed=7))
    rows = np.array([0, 3, 4, 19])
    whole, some = kept.block(40, 20), Chosen(kept, 40, 20, rows).block(1, 3)
    assert np.array_equal(some.effort, whole.effort[rows[1:]])
    number = (len(whole.paths.first) - 1) // 20
    for place, row in enumerate(rows[1:].tolist()):
        for path in range(number):
            mine, theirs = place * number + path, row * number + path
            for column in range(1, 5):
                part = some.paths[column][some.paths.first[mine] : some.paths.first[mine + 1]]
                of = whole.paths[column][whole.paths.first[theirs] : whole.paths.first[theirs + 1]]
                assert np.array_equal(part, of)


def test_threads_that_find_too_little_room_at_once_do_not_double_it_for_each_other():
    ill = cs.people.Sickness(spells_per_year=40, spell_days=1)
    people = [cs.Person(f"P{number}", "a", sickness=ill) for number in range(20)]
    model = cs.Portfolio(
        "Ill", "2027-01-04", people, [cs.Project("Shop", [cs.Task("t", effort=9, skill="a")])]
    )
    draws = make_draws(make_plan(model), seed=7)
    alone, together = PathSampler(draws), PathSampler(draws)
    expected = alone.paths(0, 8, 900)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: together.paths(0, 8, 900), range(16)))
    assert alone.enough.segments > PathSampler(draws).enough.segments
    assert together.enough == alone.enough
    assert all(np.array_equal(each.day, expected.day) for each in found)

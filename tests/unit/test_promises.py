"""Promises: a safe date, who is displaced, what a date would take."""

import pytest

import capsim as cs
from capsim.errors import InputError


@pytest.fixture
def demo() -> cs.Portfolio:
    shop = cs.Project("Shop", [cs.Task("build", effort=cs.PERT(15, 20, 40), skill="backend", people=(1, 4))])
    logo = cs.Project("Logo", [cs.Task("draw", effort=cs.PERT(3, 5, 9), skill="design")])
    people = [cs.Person("Ada", "backend"), cs.Person("Di", "design")]
    old = cs.Project("Old", [cs.Task("x", effort=1, skill="design")], status="on hold")
    return cs.Portfolio("Demo", "2027-01-04", people, [shop, logo, old, cs.Project("Empty")])


@pytest.fixture
def crm() -> cs.Project:
    return cs.Project("CRM", [cs.Task("load", effort=cs.PERT(5, 8, 15), skill="backend")], priority=200)


def test_a_safe_date_is_the_quantile_of_the_finish(demo: cs.Portfolio, crm: cs.Project) -> None:
    found = cs.promise(demo, crm, 0.8, seed=3, replications=400)
    with_it = cs.simulate(cs.edits.AddProject(crm).apply(demo), replications=400, seed=3, progress=False)
    row = with_it.delivery().set_index("project").loc["CRM"]
    assert str(found.safe) == str(row["p80"].date())
    assert (str(found.earliest), str(found.latest)) == (
        str(row["p80_low"].date()),
        str(row["p80_high"].date()),
    )


def test_who_shares_nobody_is_displaced_by_exactly_nothing(demo: cs.Portfolio, crm: cs.Project) -> None:
    found = cs.promise(demo, crm, seed=3, replications=400, urgent=True).displaced().set_index("project")
    assert found.loc["Logo", "days"] == 0
    assert found.loc["Logo", "reading"] == "same"
    assert found.loc["Shop", "days_low"] > 0  # it waits for Ada


def test_what_is_urgent_goes_first(demo: cs.Portfolio, crm: cs.Project) -> None:
    waits = cs.promise(demo, crm, seed=3, replications=400)
    urgent = cs.promise(demo, crm, seed=3, replications=400, urgent=True)
    assert urgent.safe is not None and waits.safe is not None and urgent.safe < waits.safe
    assert str(urgent.start) == "2027-01-04"


def test_the_fewest_people_that_make_a_date_safe_are_found(demo: cs.Portfolio) -> None:
    found = cs.promise(demo, "Shop", 0.8, finish="2027-01-22", seed=3, replications=400)
    assert found.kept is not None and found.kept.probability < 0.8
    ways = found.ways().set_index("way")
    enough = [way for way in ways.index if way.endswith("backend more")]
    assert len(enough) == 1 and ways.loc[enough[0], "enough"]
    number = int(enough[0].split()[0])
    fewer = cs.edits.AddPerson("More", "backend", count=max(1, number - 1))
    one_less = cs.compare(demo, cs.Scenario("x", [fewer] if number > 1 else []), 400, 3, progress=False)
    days = one_less.forecast("x").finish()["Shop"]
    assert (days <= "2027-01-22").mean() < 0.8


def test_a_date_that_is_safe_needs_nothing(demo: cs.Portfolio) -> None:
    found = cs.promise(demo, "Shop", finish="2029-01-22", seed=3, replications=100)
    assert found.kept is not None and found.kept.probability == 1
    assert found.ways().empty


def test_a_date_out_of_reach_is_told_with_the_best_that_is(demo: cs.Portfolio) -> None:
    found = cs.promise(demo, "Shop", finish="2027-01-04", seed=3, replications=100)
    assert not found.ways()["enough"].any()
    assert "Nothing tried is enough; the best," in repr(found)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"project": "Shopp"}, "promise, project: no such project (got 'Shopp'); did you mean 'Shop'?"),
        ({"project": "Old"}, "promise, project: a project that is on hold (got 'Old'); plan it first"),
        ({"project": "Empty"}, "promise, project: a project with nothing to finish (got 'Empty')"),
        (
            {"confidence": 80},
            "promise, confidence: no share of futures (got 80); write a share between 0 and 1",
        ),
        ({"finish": "soon"}, "promise, finish: not a date (got 'soon')"),
        (
            {"finish": "2026-12-31"},
            "promise, finish: a day before the portfolio starts (got '2026-12-31'); write a day",
        ),
    ],
)
def test_what_is_no_promise_is_told(demo: cs.Portfolio, given: dict[str, object], message: str) -> None:
    with pytest.raises(InputError) as caught:
        cs.promise(demo, **{"project": "Shop", **given})  # type: ignore[arg-type]
    assert str(caught.value).startswith(message)

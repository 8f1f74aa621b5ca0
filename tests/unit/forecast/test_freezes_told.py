"""A freeze by a process of the user is told as what it is: nobody is waited for."""

import pytest

import capsim as cs
from capsim.clock import NEVER
from capsim.facade import simulate, trace


def two_projects(**settings):
    shop = cs.Project("Shop", [cs.Task("build", effort=5, skill="backend")], deadline="2027-01-15")
    app = cs.Project("Mobile App", [cs.Task("study", effort=5, skill="analyst")], deadline="2027-01-15")
    people = [cs.Person("Ada", "backend"), cs.Person("Ben Okoye", "analyst")]
    return cs.Portfolio("Agency", "2027-01-04", people, [shop, app], **settings)


def frozen_until(day):
    def freeze(world):
        world.freeze("Mobile App")
        if day is not None:
            yield world.until(day)
            world.thaw("Mobile App")
        yield world.days(1)

    return freeze


@pytest.fixture(scope="module")
def for_ever():
    model = two_projects(horizon="2027-12-31")
    return simulate(model, replications=3, seed=1, processes=[frozen_until(None)], progress=False)


def test_runs_know_what_is_frozen_at_the_end_of_each_future(for_ever):
    assert for_ever.runs.frozen.replication.tolist() == [0, 1, 2]
    assert for_ever.runs.frozen.project.tolist() == [1, 1, 1]
    assert for_ever.runs.frozen.until.tolist() == [NEVER] * 3


def test_what_went_on_again_is_not_frozen_at_the_end():
    thawed = simulate(
        two_projects(), replications=2, seed=1, processes=[frozen_until("2027-02-01")], progress=False
    )
    assert thawed.runs.frozen.until.tolist() == [28 * 480] * 2
    assert thawed.waiting().empty


def test_work_of_a_frozen_project_waits_for_it_to_go_on(for_ever):
    waiting = for_ever.waiting()
    assert waiting["task"].tolist() == ["study"]
    assert waiting["waits_for"].tolist() == ["Mobile App to go on: it is frozen"]
    assert waiting["root"].tolist() == [True]
    assert waiting["share"].tolist() == [1.0]


def test_a_schedule_and_a_trace_tell_that_it_is_frozen(for_ever):
    assert for_ever.schedule(2)["driver"].tolist()[1] == "waits for Mobile App to go on: it is frozen"
    alone = trace(two_projects(horizon="2027-12-31"), seed=1, processes=[frozen_until(None)])
    assert alone.schedule["driver"].tolist()[1] == "waits for Mobile App to go on: it is frozen"


def test_the_card_tells_that_it_is_frozen(for_ever):
    told = "Not finished by the horizon: Mobile App/study waits for Mobile App to go on: it is frozen; "
    assert told in repr(for_ever)


def test_the_path_of_a_project_that_was_frozen_waits_for_nobody():
    thawed = simulate(
        two_projects(), replications=2, seed=1, processes=[frozen_until("2027-04-26")], progress=False
    )
    assert "Its work waits 112 days while Mobile App is frozen" in repr(thawed)


def test_a_freeze_that_ends_on_a_day_off_is_still_what_the_path_waits_for():
    thawed = simulate(
        two_projects(), replications=2, seed=1, processes=[frozen_until("2027-04-24")], progress=False
    )
    assert "Its work waits 110 days while Mobile App is frozen" in repr(thawed)

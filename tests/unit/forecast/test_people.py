"""What may happen to people, in the answers of a forecast."""

import pytest

import capsim as cs

BO = cs.Person("Bo", "backend")


def portfolio(*people, **fields):
    rows = [cs.Demand("backend", {"2027-01": 2, "2027-02": 1.5, "2027-03": 2})]
    return cs.Portfolio("Agency", "2027-01-01", people, [cs.Project("Shop", demand=rows)], **fields)


def simulated(*people, replications=60, **fields):
    made = portfolio(*people, **fields)
    return cs.simulate(made, replications=replications, seed=7, engine="event", progress=False)


def test_planned_demand_is_compared_with_the_capacity_that_each_future_has():
    late = simulated(cs.Person("Ada", "backend", joining=59), BO)  # she joins on 1 March
    overload = late.overload(by="role")
    assert overload.capacity.tolist() == [1, 1, 2]
    assert overload.probability.tolist() == [1, 1, 0]
    assert late.gaps().gap.tolist() == pytest.approx([1, 0.5, 0])
    assert late.demand(by="role").capacity.tolist() == [1, 1, 2]


def test_an_overload_is_as_likely_as_what_makes_it():
    often = simulated(
        cs.Person("Ada", "backend", joining=cs.people.Joining(probability=0.3)), BO, replications=400
    )
    assert often.overload(by="role").probability.tolist() == pytest.approx([0.7] * 3, abs=0.1)


def test_a_trace_tells_what_happens_to_people():
    ada = cs.Person(
        "Ada",
        "backend",
        sickness=cs.people.Sickness(spells_per_year=6, spell_days=3),
        attrition=cs.people.Attrition(3, 10),
        onboarding=cs.people.Onboarding(2, mentor="Bo", mentor_share=0.25),
    )
    story = cs.replay(simulated(ada, BO, cs.Person("Cy", "backend", joining=4)), 3).story()
    assert "Cy joins on 5 Jan 2027 only." in story
    assert "Ada is sick until " in story
    assert "Ada leaves; a successor joins on " in story
    assert "Bo teaches newcomers until " in story


def test_a_mentor_who_is_not_there_is_refused_with_the_name_that_was_meant():
    ada = cs.Person("Ada", "backend", onboarding=cs.people.Onboarding(mentor="Bob", mentor_share=0.2))
    with pytest.raises(
        cs.errors.InputError, match=r"Person 'Ada', mentor: no such person \(got 'Bob'\).*'Bo'"
    ):
        portfolio(ada, BO)
    rig = cs.Person("rig", "backend", kind="equipment")
    teaches = cs.people.Onboarding(mentor="rig", mentor_share=0.2)
    with pytest.raises(cs.errors.InputError, match="Portfolio, mentor: equipment, which teaches nobody"):
        portfolio(BO, rig, onboarding=teaches)


def test_some_who_are_never_ill_beside_others_who_are_is_remarked_on():
    ada = cs.Person("Ada", "backend", sickness=8)
    found = portfolio(ada, BO).check()
    assert "1 of 2 people can fall ill, the others never do" in found.problem.str.cat()
    assert "fall ill" not in portfolio(ada, BO, sickness=6).check().problem.str.cat()
    assert "fall ill" not in portfolio(BO).check().problem.str.cat()

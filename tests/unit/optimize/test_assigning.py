"""Who does what: known best assignments, futures that are fresh, and what stays as it is."""

import pytest

import capsim as cs
from capsim.errors import InputError


def two_skills(*, ada: float = 0.5) -> cs.Portfolio:
    """Bo alone can load, for ten days, and is the faster of two developers.

    Served first, Shop takes Bo for five days, and Mart ends after 15. If Ada does Shop, at half the speed,
    both end after ten days.
    """
    people = [cs.Person("Ada", {"dev": ada}), cs.Person("Bo", {"dev": 1.0, "data": 1.0})]
    projects = [
        cs.Project("Shop", [cs.Task("build", effort=5, skill="dev")]),
        cs.Project("Mart", [cs.Task("load", effort=10, skill="data")]),
    ]
    return cs.Portfolio("Demo", "2027-01-04", people, projects)


def named_best() -> cs.Portfolio:
    """No rule is enough: Ada is faster and has fewer skills, but she alone can do Mart.

    With Ada on Shop, for four and a half days, Mart ends after 9.5. Bo takes five days for Shop and half a
    day for Lab, while Ada does Mart.
    """
    people = [
        cs.Person("Ada", {"dev": 1.0, "test": 1.0}),
        cs.Person("Bo", {"dev": 0.9, "data": 1.0, "ops": 1.0}),
    ]
    projects = [
        cs.Project("Shop", [cs.Task("build", effort=4.5, skill="dev")]),
        cs.Project("Mart", [cs.Task("prove", effort=5, skill="test")]),
        cs.Project("Lab", [cs.Task("look", effort=0.5, skill="data")]),
    ]
    return cs.Portfolio("Demo", "2027-01-04", people, projects)


def test_the_rule_that_is_best_is_found() -> None:
    found = cs.optimize.assign(two_skills(), replications=5, seed=1)
    assert found.chosen.rule == cs.rules.Specialist()
    assert (found.evidence.before.value, found.evidence.after.value) == (15, 10)
    assert (found.gain.value, found.evidence.bias) == (5, 0)
    assert found.portfolio.policy.assignment == cs.rules.Specialist()


def test_people_are_named_where_no_rule_is_enough() -> None:
    found = cs.optimize.assign(named_best(), replications=5, seed=1)
    assert found.chosen.named == {("Shop", "dev"): ("Bo",)}
    assert found.portfolio.project("Shop").tasks[0].needs[0].only == ("Bo",)
    assert found.evidence.after.value == 5.5
    assert found.evidence.before.value == 9.5


def test_people_who_can_never_do_all_of_it_are_not_named() -> None:
    """A task for two developers and one for a senior one: nobody alone can do both, and any two need Ada."""
    pair = cs.Task("build", needs=[cs.Need("dev", effort=5), cs.Need("dev", effort=5)])
    hard = cs.Task("prove", effort=5, skill="dev", level=3)
    people = [
        cs.Person("Ada", [cs.Skill("dev", level=3)]),
        cs.Person("Bo", [cs.Skill("dev", level=1), cs.Skill("data")]),
        cs.Person("Cy", [cs.Skill("dev", level=3, end="2027-01-05")]),
    ]
    projects = [
        cs.Project("Shop", [pair, hard]),
        cs.Project("Mart", [cs.Task("load", effort=9, skill="data", people=1)]),
    ]
    given = cs.Portfolio("Demo", "2027-01-04", people, projects)
    found = cs.optimize.assign(given, replications=5, seed=1)
    assert not found.partial
    assert all(len(names) > 1 for each in found.tried for names in each.named.values())


def test_what_cannot_be_bettered_stays_as_it_is() -> None:
    alone = cs.Project("Shop", [cs.Task("build", effort=5, skill="dev")])
    given = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "dev")], [alone])
    found = cs.optimize.assign(given, replications=5, seed=1)
    assert found.portfolio == given
    assert "as it is: of 4 other ways none is better" in repr(found)


def test_the_gain_is_told_of_futures_in_which_nothing_was_chosen() -> None:
    tasks = [cs.Task(f"t{number}", effort=cs.PERT(1, 3, 9), skill="dev") for number in range(5)]
    people = [cs.Person(name, {"dev": speed}) for name, speed in [("Ada", 1.2), ("Bo", 0.8), ("Cy", 1.0)]]
    projects = [cs.Project(name, tasks, deadline="2027-01-22") for name in ("Shop", "Mart")]
    given = cs.Portfolio("Demo", "2027-01-04", people, projects)
    found = cs.optimize.assign(given, replications=20, seed=1)
    assert found.evidence.expected == found.chosen.cost
    assert found.evidence.bias == found.evidence.after.value - found.chosen.cost
    assert found.chosen.cost == min(each.cost for each in found.tried)
    assert found.gain.value == pytest.approx(found.evidence.before.value - found.evidence.after.value)


def test_all_that_was_tried_is_listed_the_best_first() -> None:
    options = cs.optimize.assign(two_skills(), replications=5, seed=1).options()
    assert options["mean"].is_monotonic_increasing
    assert options["chosen"].tolist().index(True) == 0
    as_is = options[options["option"] == "people by EarliestFinish()"].iloc[0]
    assert (as_is["gain"], as_is["reading"]) == (0, "tie")


def test_work_that_has_begun_or_names_its_people_stays_as_it_is() -> None:
    tasks = [
        cs.Task("design", effort=5, skill="dev", actual_start="2027-01-04"),
        cs.Task("build", effort=5, skill="dev", only="Ada"),
        cs.Task("test", effort=5, skill="dev"),
    ]
    people = [cs.Person("Ada", {"dev": 0.5}), cs.Person("Bo", {"dev": 1.0, "data": 1.0})]
    load = cs.Project("Mart", [cs.Task("load", effort=10, skill="data")])
    given = cs.Portfolio(
        "Demo", "2027-01-04", people, [cs.Project("Shop", tasks), load], status_date="2027-01-05"
    )
    found = cs.optimize.assign(given, objective=cs.optimize.Makespan(), replications=5, seed=1)
    only = [task.needs[0].only for task in found.portfolio.project("Shop").tasks]
    assert only[:2] == [(), ("Ada",)]


def test_when_time_runs_out_the_best_so_far_is_told() -> None:
    found = cs.optimize.assign(two_skills(), replications=5, seed=1, time_limit=1e-9)
    assert found.partial
    assert len(found.tried) == 1
    assert "cut short" in repr(found)


def test_progress_is_told_and_ctrl_c_takes_the_best_so_far() -> None:
    seen: list[tuple[int, int]] = []
    whole = cs.optimize.assign(
        two_skills(), replications=5, seed=1, progress=lambda *shown: seen.append(shown)
    )
    assert [done for done, _ in seen] == list(range(1, len(whole.options())))
    assert seen[-1][0] == seen[-1][1]

    def stop(done: int, asked: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    found = cs.optimize.assign(two_skills(), replications=5, seed=1, progress=stop)
    assert found.partial
    assert len(found.options()) == 2 < len(whole.options())


def test_the_card_tells_who_does_what_the_gain_and_how_it_was_found() -> None:
    assert repr(cs.optimize.assign(two_skills(), replications=5, seed=1)).splitlines() == [
        "Demo: who does what",
        "  people by Specialist()",
        "  10.0 working days in fresh futures; as it is 15.0",
        "  that is 5.0 less",
        "  it looked 0.0 better where it was chosen, among 7 ways",
        "  see plan.options(), plan.portfolio",
    ]


def test_what_cannot_be_asked_is_told() -> None:
    with pytest.raises(InputError, match="objective: no objective"):
        cs.optimize.assign(two_skills(), objective="cost")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="assign, base: neither a portfolio nor a forecast"):
        cs.optimize.assign("models/consultancy")  # type: ignore[arg-type]

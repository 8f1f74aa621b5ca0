"""A leveled plan: dates that hold, why work moves, who does it, and what is written back."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import capsim as cs
from capsim.errors import InputError
from capsim.optimize.leveldates import start_days
from tests.parity.comparing import KINDS


def busy() -> cs.Portfolio:
    """Two projects, whose uncertain work one developer and one tester share."""
    tasks = [
        cs.Task("design", effort=cs.PERT(3, 5, 12), skill="dev"),
        cs.Task("build", effort=cs.PERT(6, 8, 20), skill="dev", after=["design"]),
        cs.Task("test", effort=cs.PERT(2, 4, 6), skill="qa", after=["build"]),
    ]
    people = [cs.Person("Ada", "dev"), cs.Person("Bo", "dev"), cs.Person("Quin", "qa")]
    projects = [cs.Project(name, tasks) for name in ("Shop", "Portal", "Mobile")]
    return cs.Portfolio("Agency", "2027-01-04", people, projects)


def one_after_the_other() -> cs.Portfolio:
    """One person: five days of design from 4 January, so that the logo begins on Monday the 11th."""
    shop = cs.Project("Shop", [cs.Task("design", effort=5, skill="dev")])
    logo = cs.Task("logo", effort=3, skill="dev", start="2027-01-06", end="2027-01-08")
    people = [cs.Person("Ada", "dev")]
    return cs.Portfolio("Demo", "2027-01-04", people, [shop, cs.Project("Brand", [logo])])


def test_work_for_one_person_gets_the_dates_worked_out_by_hand() -> None:
    leveled = cs.optimize.level(one_after_the_other(), replications=5, seed=1)
    plan = leveled.plan().set_index("task")
    assert plan["start"].tolist() == [pd.Timestamp("2027-01-04"), pd.Timestamp("2027-01-11")]
    assert plan["finish"].tolist() == [pd.Timestamp("2027-01-08"), pd.Timestamp("2027-01-13")]
    assert plan["moved_days"].tolist() == [0, 5]  # from Wednesday the 6th
    assert plan.loc["logo", "reason"] == "dev (at work for Shop)"
    assert leveled.reasons()[["task", "kind", "what", "held_by", "days"]].to_numpy().tolist() == [
        ["logo", "people", "dev", "at work for Shop", 5.0]
    ]


def test_planned_dates_stay_beside_those_of_the_plan() -> None:
    """The planned last day moves along by as many days; what is planned becomes the baseline."""
    leveled = cs.optimize.level(one_after_the_other(), replications=5, seed=1)
    logo = leveled.portfolio.project("Brand").tasks[0]
    assert (logo.start, logo.end) == (date(2027, 1, 11), date(2027, 1, 13))
    assert (logo.baseline_start, logo.baseline_finish) == (date(2027, 1, 6), date(2027, 1, 8))
    assert leveled.portfolio.project("Shop") == one_after_the_other().project("Shop")


def test_a_baseline_that_is_there_stays() -> None:
    given = one_after_the_other()
    logo = cs.Task("logo", effort=3, skill="dev", start="2027-01-06", baseline_start="2027-01-04")
    kept = given.replace(projects=[given.projects[0], cs.Project("Brand", [logo])])
    moved = cs.optimize.level(kept, replications=5, seed=1).portfolio.project("Brand").tasks[0]
    assert (moved.start, moved.baseline_start) == (date(2027, 1, 11), date(2027, 1, 4))


@pytest.mark.parametrize("confidence", [0.5, 0.8, 0.95])
def test_each_date_holds_as_surely_as_asked_for_where_it_was_found(confidence: float) -> None:
    leveled = cs.optimize.level(busy(), confidence, replications=60, seed=3)
    assert not leveled.partial
    assert (start_days(leveled.after.runs, confidence) <= leveled.days).all()
    shares = (leveled.after.runs.start // 480 <= leveled.days).mean(axis=0)
    assert (shares >= confidence).all()


def test_dates_hold_about_as_surely_in_fresh_futures() -> None:
    """Nine dates found in 200 futures: each share may be off by four standard errors of both samples."""
    leveled = cs.optimize.level(busy(), 0.8, replications=200, seed=3)
    assert leveled.fresh.seed != leveled.after.seed
    error = np.sqrt(2 * 0.8 * 0.2 / 200)
    assert (leveled.plan()["holds"] >= 0.8 - 4 * error).all()


def test_progress_is_told_and_ctrl_c_takes_the_best_so_far() -> None:
    rounds: list[int] = []

    def stop(done: int, asked: int) -> None:
        assert done <= asked
        rounds.append(done)
        raise KeyboardInterrupt

    leveled = cs.optimize.level(busy(), 0.8, replications=60, seed=3, progress=stop)
    assert rounds == [1]
    assert leveled.partial
    assert leveled.after is not leveled.before, "the dates of the first round are there"


def test_nothing_begins_before_its_date() -> None:
    leveled = cs.optimize.level(busy(), 0.8, replications=60, seed=3)
    assert (leveled.fresh.runs.start >= leveled.days * 480).all()


def test_the_days_of_the_reasons_add_up_to_those_by_which_work_moves() -> None:
    leveled = cs.optimize.level(busy(), 0.8, replications=60, seed=3)
    moved = leveled.plan().set_index(["project", "task"])["moved_days"]
    told = leveled.reasons().groupby(["project", "task"])["days"].sum()
    assert told.to_dict() == pytest.approx(moved[moved > 0].to_dict())


def test_a_plan_that_waits_for_nobody_stays_as_it_is() -> None:
    alone = cs.Project("Shop", [cs.Task("design", effort=5, skill="dev")])
    given = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "dev")], [alone])
    leveled = cs.optimize.level(given, replications=5, seed=1)
    assert leveled.portfolio == given
    assert leveled.reasons().empty


def test_people_are_named_only_if_asked_for() -> None:
    by_role = cs.optimize.level(busy(), replications=40, seed=3)
    assert set(by_role.plan()["people"]) == {"dev", "qa"}
    assert all(not need.only for task in tasks_of(by_role.portfolio) for need in task.needs)
    by_person = cs.optimize.level(busy(), by="person", replications=40, seed=3)
    assert set(by_person.plan()["people"]) <= {"Ada", "Bo", "Quin"}
    tests = [task for task in tasks_of(by_person.portfolio) if task.name == "test"]
    assert {need.only for task in tests for need in task.needs} == {("Quin",)}
    assert {"Ada", "Bo"} <= set(by_person.reasons().query("kind == 'people'")["what"])


def test_a_team_from_a_pool_is_named_by_the_pool() -> None:
    shop = cs.Project("Shop", [cs.Task("build", effort=5, skill="dev", people=2)])
    pool = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Devs", "dev", count=3)], [shop])
    leveled = cs.optimize.level(pool, by="person", replications=5, seed=1)
    assert leveled.portfolio.project("Shop").tasks[0].needs[0].only == ("Devs",)
    assert cs.optimize.level(pool, replications=5, seed=1).plan()["people"].tolist() == ["2 dev"]


def test_work_that_has_begun_or_needs_nobody_gets_no_date() -> None:
    tasks = [
        cs.Task("design", effort=5, skill="dev", actual_start="2027-01-04"),
        cs.Task("approval", duration=5, after=["design"]),
        cs.Task("build", effort=5, skill="dev", after=["approval"]),
    ]
    given = cs.Portfolio(
        "Demo",
        "2027-01-04",
        [cs.Person("Ada", "dev")],
        [cs.Project("Shop", tasks), cs.Project("Other", [cs.Task("more", effort=9, skill="dev")])],
        status_date="2027-01-06",
    )
    leveled = cs.optimize.level(given, replications=5, seed=1)
    assert leveled.plan().set_index("task")["fixed"].to_dict() == {
        "design": False,
        "approval": False,
        "build": True,
        "more": True,
    }
    assert [task.start for task in leveled.portfolio.project("Shop").tasks[:2]] == [None, None]


def test_the_plan_is_written_and_read_again(tmp_path: Path) -> None:
    leveled = cs.optimize.level(one_after_the_other(), by="person", replications=5, seed=1)
    for name in ("plan.yaml", "plan"):
        cs.write(leveled.portfolio, tmp_path / name)
        assert cs.read(tmp_path / name) == leveled.portfolio


def test_the_card_tells_moves_waits_how_sure_and_the_price() -> None:
    leveled = cs.optimize.level(one_after_the_other(), replications=5, seed=1)
    assert repr(leveled).splitlines() == [
        "Demo: leveled so that each start holds in 80 % of the futures",
        "  1 of 2 tasks begin later than planned, half of them by 5 days or more",
        "  the longest waits are for dev: 5 days before 1 task, most of them at work for Shop",
        "  in fresh futures a start holds in 100 % of the cases; the least sure, Shop/design: 100 %",
        "  all work is finished by 13 Jan 2027 as surely; without firm dates by 13 Jan 2027",
        "  see leveled.plan(), leveled.reasons(), leveled.portfolio",
    ]


def test_when_time_runs_out_the_best_so_far_is_told() -> None:
    leveled = cs.optimize.level(busy(), 0.8, replications=60, seed=3, time_limit=1e-9)
    assert leveled.partial
    assert "time ran out" in repr(leveled)


def test_the_futures_of_a_forecast_are_used_again() -> None:
    forecast = cs.simulate(busy(), replications=40, seed=3, progress=False)
    leveled = cs.optimize.level(forecast, 0.8)
    assert leveled.before is forecast
    again = cs.optimize.level(busy(), 0.8, replications=40, seed=3)
    assert leveled.portfolio == again.portfolio


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (
            {"confidence": 80},
            "level, confidence: no share of the futures (got 80); write a share between 0 and 1, such as 0.8",
        ),
        ({"by": "persons"}, "level, by: no such grouping (got 'persons'); did you mean 'person'?"),
        ({"replications": 0}, "replications: no number of replications (got 0)"),
    ],
)
def test_what_cannot_be_asked_is_told(given: dict[str, object], message: str) -> None:
    with pytest.raises(InputError) as caught:
        cs.optimize.level(busy(), **given)  # type: ignore[arg-type]
    assert str(caught.value).startswith(message)


@pytest.mark.slow
@pytest.mark.parametrize("by", ["role", "person"])
@pytest.mark.parametrize("kind", ["booked", "people", "returning", "demand", "risky", "limited", "status"])
def test_random_portfolios_of_all_families_are_leveled(kind: str, by: str) -> None:
    for number in range(6):
        portfolio, policy = KINDS[kind](number)
        forecast = cs.simulate(portfolio, policy, 6, number, progress=False, engine="event")
        leveled = cs.optimize.level(forecast, 0.7, by=by)
        moved = leveled.plan().set_index(["project", "task"])["moved_days"]
        told = leveled.reasons().groupby(["project", "task"])["days"].sum()
        assert told.to_dict() == pytest.approx({key: moved[key] for key in told.index})


def tasks_of(portfolio: cs.Portfolio) -> list[cs.Task]:
    return [task for project in portfolio.projects for task in project.tasks]

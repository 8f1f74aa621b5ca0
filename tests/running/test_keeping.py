"""A run may keep the dates of projects only: the same dates and odds, in a fraction of the memory."""

import gc
import tracemalloc
from concurrent.futures import ThreadPoolExecutor

import pandas as pd
import pytest

import capsim as cs
from capsim.errors import InputError
from capsim.running.memory import Memory
from tests.running.models import ran, workshop

ANSWERS = ("delivery", "finish", "outcomes", "summary")
OTHERS = ("tasks", "milestones", "schedule", "utilization", "waiting", "demand", "overload", "gaps")


def assert_same_answers(one, other):
    for answer in ANSWERS:
        pd.testing.assert_frame_equal(getattr(one, answer)(), getattr(other, answer)())


@pytest.mark.parametrize("how", [{}, {"engine": "event", "replications": 300}, {"precision": 0.02}])
def test_dates_and_odds_are_those_of_a_run_that_keeps_everything(how):
    assert_same_answers(ran(keep="projects", **how), ran(**how))


def test_projects_that_may_not_go_ahead_or_never_end_are_told_alike():
    team = [cs.Person("Ada", "backend", end="2027-03-31")]
    projects = [
        cs.Project("Maybe", [cs.Task("build", effort=cs.PERT(5, 8, 15), skill="backend")], probability=0.5),
        cs.Project("Long", [cs.Task("build", effort=cs.PERT(20, 50, 90), skill="backend")]),
        cs.Project("Empty"),
    ]
    portfolio = cs.Portfolio("Demo", "2027-01-04", team, projects, horizon="2027-06-30")
    one, other = (
        cs.simulate(portfolio, replications=200, seed=3, progress=False, keep=keep)
        for keep in ("projects", "everything")
    )
    words = other.outcomes()
    assert {"never", "delivered", "not going ahead"} <= set(words.to_numpy().ravel())
    assert_same_answers(one, other)


@pytest.mark.parametrize("answer", OTHERS)
def test_what_was_not_kept_is_said_with_what_to_do(answer):
    forecast = ran(replications=50, keep="projects")
    with pytest.raises(InputError, match=r"only the dates of projects were kept; .* without keep="):
        getattr(forecast, answer)()


def test_the_card_tells_what_it_knows():
    told, whole = str(ran(keep="projects")), str(ran())
    assert "Only the dates of projects were kept" in told
    lines = [line for line in whole.splitlines() if line.startswith(("Shop", "Data"))]
    assert lines
    assert all(line in told for line in lines)
    assert "Busiest role" in whole
    assert "Busiest role" not in told


def test_any_single_future_can_still_be_told():
    forecast = ran(replications=50, keep="projects")
    finish = cs.replay(forecast, 17).schedule.groupby("project")["finish"].max()
    pd.testing.assert_series_equal(
        finish.sort_index(), forecast.finish().loc[17].sort_index(), check_names=False
    )


def test_whoever_simulates_the_answers_are_the_same(tmp_path):
    whole = ran()
    assert_same_answers(ran(keep="projects", executor=2), whole)
    with ThreadPoolExecutor(2) as pool:
        assert_same_answers(ran(keep="projects", executor=pool), whole)


def test_a_checkpoint_goes_on_with_what_it_kept(tmp_path):
    folder = tmp_path / "kept"
    ran(replications=700, keep="projects", checkpoint=folder)
    assert_same_answers(ran(keep="projects", checkpoint=folder), ran())


def test_a_checkpoint_of_a_run_that_kept_something_else_is_refused(tmp_path):
    ran(replications=100, keep="projects", checkpoint=tmp_path)
    with pytest.raises(InputError, match="keep projects instead of everything"):
        ran(replications=100, checkpoint=tmp_path)


def test_what_does_not_fit_whole_may_fit_so():
    limit = {"replications": 40_000, "max_memory": 8e6}
    with pytest.raises(InputError, match="take about"):
        ran(**limit)
    assert ran(**limit, keep="projects").replications == 40_000


def test_the_estimate_is_within_a_quarter_of_what_the_dates_take():
    portfolio = workshop(20)
    replications = 200_000
    cs.simulate(portfolio, replications=10, seed=1, progress=False, keep="projects")
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    kept = cs.simulate(portfolio, replications=replications, seed=1, progress=False, keep="projects").kept
    held = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    estimate = Memory.of_projects(kept.plan.n_projects).bytes_for(replications) / 1.5  # after joining
    assert 0.75 * held < estimate < 1.25 * held


def test_a_word_that_is_not_known_is_told():
    with pytest.raises(InputError, match=r"keep: not known \(got 'project'\); did you mean 'projects'"):
        ran(keep="project")

"""Chains, schedules and events of a whole organization hang together."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

import capsim as cs
from capsim.clock import ABSENT, NEVER
from capsim.forecast.chain import chain_of
from capsim.forecast.dates import shown_days
from capsim.forecast.schedule import one_replication
from capsim.metrics import project_finish

MODELS = ["models/consultancy", "models/product_org.yaml"]


@pytest.fixture(scope="module", params=MODELS)
def forecast(request):
    root = request.config.rootpath
    return cs.simulate(cs.read(root / request.param), replications=24, seed=5, progress=False)


def test_every_chain_is_without_a_gap_from_the_finish_back_to_a_date(forecast):
    for replication in range(forecast.replications):
        runs = one_replication(forecast.runs, replication)
        finish = project_finish(runs.finish, runs.plan.project_first_task)[0]
        for project in np.flatnonzero((finish != NEVER) & (finish != ABSENT)):
            steps = list(chain_of(runs, project))
            assert steps[0].until == finish[project]
            assert all(later.since == earlier.until for later, earlier in pairwise(steps))
            assert all(step.since <= step.until for step in steps)
            assert steps[-1].event in ("start", "restart")  # work handed over may go on when somebody is back
            assert steps[-1].since == steps[-1].until  # nothing before it


def test_no_date_of_a_start_is_after_that_of_the_finish_or_before_that_of_the_ready_tick(forecast):
    shown = shown_days(forecast.runs)
    real = (forecast.runs.finish != NEVER) & (forecast.runs.finish != ABSENT)
    assert (shown.ready <= shown.start)[real].all()
    assert (shown.start <= shown.finish)[real].all()


def test_what_a_replay_tells_is_what_the_forecast_knows(forecast):
    told = cs.replay(forecast, 7)
    pd.testing.assert_frame_equal(told.schedule, forecast.schedule(7))
    ended = told.events[told.events["event"] == "finish"].set_index(["project", "task"])["date"]
    known = told.schedule.dropna(subset="finish").set_index(["project", "task"])["finish"]
    pd.testing.assert_series_equal(ended.sort_index(), known.sort_index(), check_names=False)


def test_the_story_names_every_task_that_starts(forecast):
    told = cs.replay(forecast, 3)
    story = told.story()
    started = told.schedule.dropna(subset="start")
    assert all(
        f"  {row.project}/{row.task} starts" in story or f"  {row.project}/{row.task} is reached." in story
        for row in started.itertuples()
    )


def test_delivery_counts_the_finishes_that_keep_the_deadline(forecast):
    finish, outcomes = forecast.finish(), forecast.outcomes()
    for row in forecast.delivery().itertuples():
        ahead = outcomes[row.project] != "not going ahead"
        assert row.going_ahead == ahead.mean()
        if not pd.isna(row.deadline) and ahead.any():
            assert row.probability == pytest.approx((finish[row.project] <= row.deadline)[ahead].mean())

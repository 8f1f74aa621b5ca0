"""The facade: many futures, one future, and one told again."""

import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from types import ModuleType, SimpleNamespace

import numpy as np
import pandas as pd
import pytest

import capsim as cs
from capsim.domain.policy import Dynamic
from capsim.domain.sampling import Antithetic, LatinHypercube
from capsim.errors import CapsimWarning, InputError, PartialWarning
from capsim.facade import replay, simulate, trace
from capsim.forecast import Forecast
from capsim.running.blocks import BlockSize

FRAMES = [
    "delivery",
    "tasks",
    "milestones",
    "finish",
    "outcomes",
    "schedule",
    "utilization",
    "waiting",
    "summary",
]


def agency(**settings):
    people = [cs.Person("Ada", ["backend", "qa"]), cs.Person("Ben", "backend", availability=0.8)]
    shop = cs.Project(
        "Shop",
        [
            cs.Task("build", effort=cs.PERT(5, 8, 15), skill="backend", people=(1, 2)),
            cs.Task("test", effort=cs.Triangular(1, 2, 4), skill="qa", after="build"),
            cs.Task("live", after="test"),
        ],
        deadline="2027-01-18",
    )
    data = cs.Project(
        "Data", [cs.Task("load", effort=cs.LogNormal(p50=6, p90=12), skill="backend")], probability=0.7
    )
    return cs.Portfolio("Agency", "2027-01-04", people, [shop, data], **settings)


@pytest.fixture(scope="module")
def forecast():
    return simulate(agency(), replications=60, seed=11, progress=False)


def same(one, two):
    return all(getattr(one, name)().equals(getattr(two, name)()) for name in FRAMES)


def test_the_same_seed_gives_the_same_frames(forecast):
    again = simulate(agency(), replications=60, seed=11, progress=False)
    assert same(forecast, again)
    assert repr(forecast) == repr(again)


def test_another_seed_gives_another_forecast(forecast):
    other = simulate(agency(), replications=60, seed=12, progress=False)
    assert not forecast.finish().equals(other.finish())


def test_a_longer_run_begins_with_the_shorter_one(forecast):
    longer = simulate(agency(), replications=300, seed=11, progress=False)
    assert longer.finish().head(60).equals(forecast.finish())
    assert longer.schedule(59).equals(forecast.schedule(59))


def test_blocks_of_any_size_give_the_same_runs(forecast, monkeypatch):
    monkeypatch.setattr("capsim.running.crews.COMPILED", BlockSize(8_192, 7))
    monkeypatch.setattr("capsim.running.crews.READABLE", BlockSize(8_192, 7))
    assert same(forecast, simulate(agency(), replications=60, seed=11, progress=False))


def test_a_seed_that_is_not_given_is_drawn_shown_and_kept():
    first, second = (simulate(agency(), replications=4, progress=False) for _ in range(2))
    assert first.seed != second.seed
    assert f"seed {first.seed}" in repr(first)
    assert same(first, simulate(agency(), replications=4, seed=first.seed, progress=False))


def test_the_largest_seed_is_one():
    assert simulate(agency(), replications=1, seed=2**64 - 1, progress=False).seed == 2**64 - 1


def test_numbers_of_numpy_are_numbers():
    got = simulate(agency(), replications=np.int64(3), seed=np.uint64(5), progress=False)
    assert (got.replications, got.seed) == (3, 5)


def test_the_portfolios_policy_holds_unless_another_is_given():
    portfolio = agency(policy=cs.Policy(reserve_after=None))
    assert simulate(portfolio, replications=1, seed=1, progress=False).policy.reserve_after is None
    other = simulate(portfolio, cs.Policy(reserve_after=3), replications=1, seed=1, progress=False)
    assert other.policy.reserve_after == 3


def test_replay_tells_the_replication_of_the_forecast(forecast):
    for number in (0, 17, 59):
        told = replay(forecast, number)
        assert told.replication == number
        pd.testing.assert_frame_equal(told.schedule, forecast.schedule(number))


def test_replay_follows_the_sampling_plan_and_the_processes_of_the_forecast():
    calls = []

    def outage(world):
        calls.append(world)
        yield world.until("2027-01-05")
        world.away("Ada", "2027-01-05", "2027-01-12")

    got = simulate(agency(), replications=6, seed=3, progress=False, sampling=Antithetic(), processes=outage)
    assert len(calls) == 6
    pd.testing.assert_frame_equal(replay(got, 5).schedule, got.schedule(5))
    plain = simulate(agency(), replications=6, seed=3, progress=False, sampling=Antithetic())
    assert not got.finish().equals(plain.finish())


def ada_out(world, until="2027-01-12"):
    yield world.until("2027-01-05")
    world.away("Ada", "2027-01-05", until)


def test_processes_may_come_from_a_generator():
    given = {"seed": 3, "progress": False, "replications": 2}
    listed = simulate(agency(), processes=[ada_out], **given)
    drawn = simulate(agency(), processes=(function for function in [ada_out]), **given)
    assert drawn.processes == (ada_out,)
    assert drawn.finish().equals(listed.finish())
    assert not drawn.finish().equals(simulate(agency(), **given).finish())
    traced = trace(agency(), seed=3, processes=iter([ada_out]))
    pd.testing.assert_frame_equal(traced.schedule, listed.schedule(0))


class Outage:
    """Nothing that yields."""

    def __call__(self, world):
        return 3


def forgets_to_yield(world):
    world.away("Ada", "2027-01-05", "2027-01-12")


@pytest.mark.parametrize(
    ("process", "place"),
    [
        (forgets_to_yield, "processes, forgets_to_yield: a process that yields nothing (got None); write"),
        (partial(forgets_to_yield), "processes, forgets_to_yield: a process that yields nothing (got None)"),
        (Outage(), "processes, Outage: a process that yields nothing (got 3); write a function"),
    ],
)
def test_a_process_that_yields_nothing_is_named(process, place):
    for run in (simulate, trace):
        with pytest.raises(InputError) as caught:
            run(agency(), seed=3, processes=[ada_out, process])
        assert place in str(caught.value)


def test_a_partial_of_a_process_is_one():
    given = {"seed": 3, "progress": False, "replications": 2}
    longer = simulate(agency(), processes=partial(ada_out, until="2027-01-29"), **given)
    assert not longer.finish().equals(simulate(agency(), processes=ada_out, **given).finish())


def test_trace_is_the_replication_of_that_number(forecast):
    told = trace(agency(), seed=11, replication=42)
    pd.testing.assert_frame_equal(told.schedule, forecast.schedule(42))


def test_sampling_plans_change_the_draws_and_are_named(forecast):
    for plan in (LatinHypercube(), Antithetic()):
        got = simulate(agency(), replications=60, seed=11, progress=False, sampling=plan)
        assert got.summary()["sampling"].item() == type(plan).__name__
        assert not got.finish().equals(forecast.finish())


def test_a_latin_hypercube_knows_its_errors_from_two_blocks_on():
    one, two = (
        simulate(agency(), replications=count, seed=1, progress=False, sampling=LatinHypercube())
        for count in (128, 256)
    )
    assert np.isnan(one.delivery()["low"].iloc[0])
    low, high = two.delivery().loc[0, ["low", "high"]]
    assert 0 <= low < two.delivery()["probability"].iloc[0] < high <= 1


# ---------------------------------------------------------------- progress, interruption, precision


def test_progress_is_told_to_a_function():
    told = []
    simulate(agency(), replications=300, seed=1, progress=lambda done, asked: told.append((done, asked)))
    assert told[0] == (0, 300)
    assert told[-1] == (300, 300)
    assert [done for done, _ in told] == sorted({done for done, _ in told})
    assert len(told) > 2


def test_a_bar_is_shown_on_stderr_and_nothing_on_stdout(capsys):
    simulate(agency(), replications=4, seed=1, progress=True)
    assert capsys.readouterr().out == ""


def test_without_a_terminal_there_is_no_bar(capsys):
    simulate(agency(), replications=4, seed=1)
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "")


@pytest.mark.parametrize(("shell", "shown"), [(SimpleNamespace(kernel=1), True), (SimpleNamespace(), False)])
def test_a_bar_is_for_whoever_sits_in_a_notebook(monkeypatch, capsys, shell, shown):
    monkeypatch.setitem(sys.modules, "ipykernel", ModuleType("ipykernel"))  # loaded is not sat in
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    monkeypatch.setattr("capsim.running.progress._BAR_SECONDS", 0.0)
    simulate(agency(), replications=4, seed=1)
    assert ("futures" in capsys.readouterr().err) == shown


def interrupt_after(blocks):
    calls = []

    def report(done, asked):
        calls.append(done)
        if len(calls) > blocks:
            raise KeyboardInterrupt

    return report


def test_an_interrupt_returns_what_is_done_marked_as_partial():
    with pytest.warns(PartialWarning, match=r"cut short after \d+ of 1,000 futures"):
        got = simulate(agency(), replications=1000, seed=11, progress=interrupt_after(2))
    assert (got.partial, got.asked) == (True, 1000)
    assert 0 < got.replications < 1000
    assert f"cut short after {got.replications} of 1,000 futures" in repr(got)
    assert got.summary()["partial"].item()
    whole = simulate(agency(), replications=got.replications, seed=11, progress=False)
    assert got.finish().equals(whole.finish())
    assert not whole.partial


def test_an_interrupt_before_anything_is_done_is_passed_on():
    with pytest.raises(KeyboardInterrupt):
        simulate(agency(), replications=1000, seed=11, progress=interrupt_after(0))


def test_a_precision_is_looked_at_every_thousand_replications_until_two_looks_in_a_row_find_it():
    got = simulate(agency(), replications=10, seed=1, progress=False, precision=0.025)
    looks = {
        done: simulate(agency(), replications=done, seed=1, progress=False).known_to
        for done in range(1_000, got.replications + 1, 1_000)
    }
    assert len(looks) > 2
    assert [done for done, known in looks.items() if known <= 0.025] == list(looks)[-2:]
    assert not got.partial


def test_a_forecast_tells_what_a_precision_took():
    got = simulate(agency(), replications=10, seed=1, progress=False, precision=0.05)
    odds = got.delivery().iloc[0]
    off = max(odds["high"] - odds["probability"], odds["probability"] - odds["low"])
    assert (got.precision, got.known_to) == (0.05, off)
    summary = got.summary().iloc[0]
    assert (summary["precision"], summary["known_to"], summary["replications"]) == (0.05, off, 2_000)
    told = "It took 2,000 futures to know each chance of a deadline to within ± 2 points (as asked)"
    assert told in repr(got)


def test_without_a_precision_a_forecast_tells_how_well_its_odds_are_known_all_the_same():
    got = simulate(agency(), replications=10, seed=1, progress=False)
    assert got.precision is None
    assert np.isnan(got.summary()["precision"].item())
    assert got.known_to == got.summary()["known_to"].item() > 0.1
    assert "It took" not in repr(got)


def test_a_precision_that_is_not_reached_says_so(monkeypatch):
    monkeypatch.setattr("capsim.running.run.MOST_REPLICATIONS", 1000)
    with pytest.warns(CapsimWarning, match="after 1,000 futures some probability is not yet known"):
        got = simulate(agency(), seed=1, progress=False, precision=0.001)
    assert (got.replications, got.partial) == (1000, False)
    assert "to within ± 3 points (± 0.1 was asked for)" in repr(got)


def test_the_first_200_replications_are_shown_while_the_others_are_to_come():
    shown = []
    got = simulate(agency(), replications=300, seed=11, progress=False, preview=shown.append)
    (first,) = shown
    assert (first.replications, first.asked, first.partial) == (200, 300, False)
    assert "the first 200 of 300 futures, seed 11" in repr(first)
    assert (got.replications, got.asked) == (300, 300)
    assert got.finish().equals(simulate(agency(), replications=300, seed=11, progress=False).finish())
    assert first.finish().equals(got.finish().iloc[:200])


def test_a_run_of_no_more_than_200_replications_is_shown_once_only():
    shown = []
    simulate(agency(), replications=200, seed=11, progress=False, preview=shown.append)
    assert not shown


def test_an_interrupt_while_the_first_answer_is_shown_keeps_it():
    def leave(_):
        raise KeyboardInterrupt

    with pytest.warns(PartialWarning, match="cut short after 200 of 300 futures"):
        got = simulate(agency(), replications=300, seed=11, progress=False, preview=leave)
    assert got.partial


# ---------------------------------------------------------------- engines


def test_the_engines_give_the_same_forecast(forecast):
    for engine in ("event", "compiled"):
        assert same(forecast, simulate(agency(), replications=60, seed=11, progress=False, engine=engine))


def test_what_the_fast_engine_cannot_do_the_readable_one_does_unasked():
    asked = []

    def rule(world, task):
        asked.append(task)
        return 0

    got = simulate(agency(), cs.Policy(priority=Dynamic(rule)), replications=2, seed=1, progress=False)
    assert got.replications == 2
    assert asked


# ---------------------------------------------------------------- arguments


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"replications": 0}, "replications: no number of replications (got 0); write a whole number"),
        ({"replications": 2.5}, "replications: no number of replications (got 2.5)"),
        ({"replications": True}, "replications: no number of replications (got True)"),
        ({"replications": "many"}, "replications: no number of replications (got 'many')"),
        ({"seed": -1}, "seed: out of range (got -1)"),
        ({"seed": 2**64}, "seed: out of range"),
        ({"seed": "x"}, "seed: not a whole number (got 'x')"),
        ({"policy": "LFT"}, "policy: no policy (got 'LFT'); write one such as cs.Policy("),
        ({"policy": cs.Policy}, "policy: the class instead of a policy; write Policy()"),
        ({"progress": "yes"}, "progress: not known (got 'yes')"),
        ({"sampling": "lhs"}, "sampling: no sampling plan (got 'lhs')"),
        ({"sampling": LatinHypercube}, "sampling: the class instead of a sampling plan"),
        ({"processes": "freeze"}, "processes: no process (got 'f')"),
        ({"processes": [3]}, "processes: no process (got 3)"),
        ({"precision": 2}, "precision: no precision (got 2); write a share"),
        ({"precision": 0.0}, "precision: no precision (got 0.0)"),
        ({"preview": "yes"}, "preview: no function (got 'yes'); give a function of a forecast"),
        ({"engine": "compield"}, "engine: no such engine (got 'compield'); did you mean 'compiled'?"),
        ({"engine": 3}, "engine: no such engine (got 3); leave it out, or write"),
        ({"engine": "compiled", "processes": ada_out}, "engine: the compiled engine cannot run processes"),
        (
            {"engine": "compiled", "policy": cs.Policy(priority=Dynamic(lambda world, task: 0))},
            "engine: the compiled engine does not have the rule Dynamic, which is asked while work runs",
        ),
        ({"executor": 0}, "executor: no executor (got 0); give a number of threads, a concurrent.futures"),
        ({"executor": True}, "executor: no executor (got True)"),
        ({"executor": "dask"}, "executor: no executor (got 'dask')"),
        ({"executor": ThreadPoolExecutor}, "executor: the class instead of an executor"),
        ({"checkpoint": 3}, "checkpoint: no folder (got 3); give its path"),
        ({"checkpoint": ""}, "checkpoint: no folder (got '')"),
        ({"checkpoint": "x", "processes": ada_out}, "checkpoint: a run with functions of your own cannot be"),
        ({"max_memory": "8 GB"}, "max_memory: no number of bytes (got '8 GB'); write it such as 8e9"),
        ({"max_memory": 0}, "max_memory: no number of bytes (got 0)"),
    ],
)
def test_a_wrong_argument_says_what_would_be_right(arguments, message):
    with pytest.raises(InputError) as caught:
        simulate(agency(), **arguments)
    assert message in str(caught.value)


def test_all_wrong_arguments_are_told_at_once():
    with pytest.raises(InputError) as caught:
        simulate("models/consultancy", "LFT", 0, -1)
    assert len(caught.value.found) == 4


def test_a_path_says_to_read_it():
    with pytest.raises(InputError, match=r"a path instead of a portfolio .*cs\.read\('models/shop'\)"):
        simulate("models/shop")
    with pytest.raises(InputError, match=r"portfolio: no portfolio \(got None\)"):
        trace(None)


def test_precision_needs_a_deadline():
    portfolio = cs.Portfolio(
        "Demo", "2027-01-04", [cs.Person("Ada", "x")], [cs.Project("P", [cs.Task("t", effort=1, skill="x")])]
    )
    with pytest.raises(InputError, match="no project has a deadline"):
        simulate(portfolio, precision=0.02)


def test_replay_of_no_such_replication_says_which_there_are(forecast):
    with pytest.raises(InputError, match=r"no such replication \(got 60\); write .* from 0 to 59"):
        replay(forecast, 60)
    with pytest.raises(InputError, match="replay, forecast: no forecast"):
        replay(agency(), 0)


def test_a_forecast_is_frozen(forecast):
    assert isinstance(forecast, Forecast)
    with pytest.raises(AttributeError):
        forecast.asked = 3

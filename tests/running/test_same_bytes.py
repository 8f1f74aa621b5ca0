"""One hash over all arrays, however a run is carried out."""

import multiprocessing
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait

import pytest

import capsim as cs
from capsim.running.arrays import digest_of
from capsim.running.blocks import BlockSize
from tests.running.models import REPLICATIONS, digest, ran, workshop

pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")

PLANS = {"independent": None, "strata": cs.sampling.LatinHypercube(), "pairs": cs.sampling.Antithetic()}


@pytest.fixture(scope="module")
def expected():
    return {name: digest(ran(sampling=plan, executor=1)) for name, plan in PLANS.items()}


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("threads", [None, 2, 4])
def test_any_number_of_threads_gives_the_same_bytes(expected, name, threads):
    assert digest(ran(sampling=PLANS[name], executor=threads)) == expected[name]


@pytest.mark.parametrize("name", PLANS)
def test_the_readable_engine_gives_the_same_bytes(expected, name):
    assert digest(ran(sampling=PLANS[name], engine="event")) == expected[name]


@pytest.mark.parametrize("start", ["fork", "spawn", "forkserver"])
def test_processes_give_the_same_bytes_however_they_are_started(expected, start):
    if start not in multiprocessing.get_all_start_methods():
        pytest.skip(f"{start} is not there on this system")
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context(start)) as pool:
        for name, plan in PLANS.items():
            assert digest(ran(sampling=plan, executor=pool)) == expected[name]
        assert digest(ran(executor=pool, engine="event")) == expected["independent"]


def test_a_pool_of_threads_of_the_user_gives_the_same_bytes(expected):
    with ThreadPoolExecutor(3) as pool:
        assert digest(ran(executor=pool)) == expected["independent"]


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("size", [1, 7, 100, 1_999])
def test_blocks_of_any_size_give_the_same_bytes(expected, monkeypatch, name, size):
    for kind in ("COMPILED", "READABLE"):
        monkeypatch.setattr(f"capsim.running.crews.{kind}", BlockSize(1 << 20, size))
    monkeypatch.setattr("capsim.running.blocks._MOST_CELLS_DRAWN", 0)
    monkeypatch.setattr("capsim.running.blocks._FEWEST", 1)
    assert digest(ran(sampling=PLANS[name])) == expected[name]


class LastFirst(Executor):
    """Runs what it was given only when nothing more comes, and the last of it first."""

    def __init__(self, workers):
        self._max_workers = workers
        self._waiting = []

    def submit(self, function, /, *args, **kwargs):
        future = Future()
        self._waiting.append((future, function, args))
        return future

    def run(self):
        while self._waiting:
            future, function, args = self._waiting.pop()
            future.set_result(function(*args))


def test_blocks_that_come_back_in_any_order_give_the_same_bytes(expected, monkeypatch):
    pool = LastFirst(4)

    def run_then_wait(*args):
        pool.run()
        return wait(*args)

    monkeypatch.setattr("capsim.running.conveyor.wait", run_then_wait)
    assert digest(ran(executor=pool)) == expected["independent"]


def test_a_longer_run_begins_with_the_replications_of_a_shorter_one():
    longer, shorter = ran(replications=10 * REPLICATIONS), ran()
    assert longer.finish().head(REPLICATIONS).equals(shorter.finish())
    for number in (0, 1, REPLICATIONS - 1):
        assert longer.schedule(number).equals(shorter.schedule(number))


def test_two_runs_that_differ_have_two_hashes():
    assert digest(ran(seed=1, replications=10)) != digest(ran(seed=2, replications=10))
    one, other = (
        cs.simulate(workshop(tasks), replications=10, seed=1, progress=False).runs for tasks in (20, 22)
    )
    assert digest_of(one) != digest_of(other)

"""Workers die, executors fail, models raise: nothing that was finished is lost, and what is wrong is told."""

import os
import signal
import struct
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from multiprocessing.connection import Connection

import pytest

from capsim.errors import InputError, StoppedError
from capsim.running import worker
from capsim.running.worker import Unknown
from tests.running.models import REPLICATIONS, digest, ran

pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")


@pytest.fixture(scope="module")
def expected():
    return digest(ran())


class Here(Executor):
    """Runs everything at once, or fails as it is told."""

    _max_workers = 2

    def __init__(self, fail=lambda number: None):
        self._fail = fail
        self.sent = []

    def submit(self, function, /, *args, **kwargs):
        self.sent.append(args)
        future = Future()
        error = self._fail(len(self.sent))
        if error is None:
            future.set_result(function(*args))
        else:
            future.set_exception(error)
        return future


def test_the_model_is_sent_when_a_worker_does_not_know_it_and_not_again(expected):
    pool = Here()
    assert digest(ran(executor=pool)) == expected
    with_model = [job for _, job, _, _ in pool.sent if job is not None]
    assert len(with_model) == 2  # one for each of the blocks in hand when nothing was known yet
    assert len(pool.sent) > 6


def test_blocks_that_are_lost_now_and_then_are_run_again(expected):
    pool = Here(lambda number: ConnectionError("gone") if number % 3 == 0 else None)
    assert digest(ran(executor=pool)) == expected


def test_a_block_that_is_lost_again_and_again_stops_the_run_and_what_was_done_is_kept():
    pool = Here(lambda number: EOFError("the worker is gone") if number > 8 else None)
    with pytest.raises(StoppedError) as caught:
        ran(executor=pool)
    assert "executor: replications " in str(caught.value)
    assert "were lost 4 times (EOFError: the worker is gone); look for what ends its workers" in str(
        caught.value
    )
    kept = caught.value.forecast
    assert 0 < kept.replications < kept.asked == REPLICATIONS
    assert kept.partial
    assert digest(kept) != digest(ran(replications=kept.replications + 1))
    assert kept.finish().equals(ran(replications=kept.replications).finish())


def test_an_executor_that_breaks_and_cannot_be_made_anew_is_told():
    with pytest.raises(StoppedError, match=r"executor: it broke \(oh\); give a new one, or a concurrent"):
        ran(executor=Here(lambda number: BrokenExecutor("oh")))


def test_an_executor_that_is_shut_down_is_told():
    pool = ThreadPoolExecutor(1)
    pool.shutdown()
    with pytest.raises(StoppedError, match=r"executor: it takes no work .* give one that is open") as caught:
        ran(executor=pool)
    assert caught.value.forecast is None


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a signal that kills")
def test_a_pool_that_a_dead_worker_broke_is_made_anew(expected):
    with ProcessPoolExecutor(2) as pool:
        killed = []

        def kill(done, asked):
            if not killed and done:
                killed.append(next(iter(pool._processes)))
                os.kill(killed[0], signal.SIGKILL)

        assert digest(ran(executor=pool, progress=kill)) == expected
        assert killed


def _dies_in_the_middle_of_an_answer(marker):
    """Let this worker, the first to answer, send half of its answer and die."""
    send = Connection._send_bytes

    def half(connection, answer):
        if len(answer) < 10_000 or marker.exists():
            send(connection, answer)
        else:
            marker.touch()
            connection._send(struct.pack("!i", len(answer)) + bytes(answer[: len(answer) // 2]))
            os.kill(os.getpid(), signal.SIGKILL)

    Connection._send_bytes = half


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a signal that kills")
def test_a_worker_that_dies_in_the_middle_of_an_answer_stops_nothing(expected, tmp_path):
    marker = tmp_path / "died"
    forked = get_context("fork")
    with ProcessPoolExecutor(2, forked, _dies_in_the_middle_of_an_answer, (marker,)) as pool:
        assert digest(ran(executor=pool)) == expected
    assert marker.exists()


def test_an_error_of_the_model_is_the_users_to_see_and_nothing_is_tried_again():
    def forgets_to_yield(world):
        return 3

    pool = Here()
    with pytest.raises(InputError, match="processes, forgets_to_yield: a process that yields nothing"):
        ran(executor=pool, processes=forgets_to_yield)
    assert len(pool.sent) <= 4


def test_processes_of_the_user_run_on_an_executor_too():
    def outage(world):
        yield world.until("2027-01-05")
        world.away("Ada", "2027-01-05", "2027-01-12")

    given = {"processes": outage, "replications": 100}
    assert digest(ran(executor=Here(), **given)) == digest(ran(**given))


def test_workers_of_another_version_are_refused_before_they_get_the_model(monkeypatch):
    other = {**worker.versions(), "numpy": "1.0"}
    monkeypatch.setattr(worker, "versions", lambda: other)
    pool = Here()
    with pytest.raises(InputError, match=r"executor: a worker has numpy 1\.0 instead of .* same versions"):
        ran(executor=pool)
    assert all(job is None for _, job, _, _ in pool.sent)


def test_workers_that_draw_other_numbers_are_refused(monkeypatch):
    original = worker.Done
    monkeypatch.setattr(worker, "Done", lambda arrays, fingerprint: original(arrays, "other"))
    with pytest.raises(StoppedError, match="executor: a worker draws other numbers"):
        ran(executor=Here())


def test_a_worker_forgets_the_models_of_runs_long_past():
    for seed in range(4):
        ran(executor=Here(), seed=seed, replications=10)
    assert len(worker._SHELF._known) == 2
    assert isinstance(worker.work("no such token", None, None, 1), Unknown)

"""Who runs blocks: this thread, threads of this process, or the workers of an executor."""

from __future__ import annotations

import math
import os
import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import ProcessPoolExecutor
from contextlib import contextmanager
from textwrap import shorten
from typing import Any, Final, Protocol

from capsim.errors import InputError, Problem, StoppedError
from capsim.running.arrays import Arrays
from capsim.running.blocks import COMPILED, READABLE, Block, BlockSize
from capsim.running.job import Simulator
from capsim.running.versions import Versions, differences, versions
from capsim.running.worker import Answer, Done, Failed, Unknown, work

__all__ = ["Crew", "HasExecutor", "Workers", "crew_of", "processors"]

_TRIES: Final = 3
"""How often a block that was lost with its worker is run again."""

_SECONDS_BETWEEN_COUNTS: Final = 5.0
_SECONDS_TO_NOTICE: Final = 1.0
"""A pool that is not stuck notices at once that a worker has died."""

_LONGEST_CAUSE: Final = 200
"""Letters of another library's error that are told."""


class Crew(Protocol):
    """Whoever runs blocks."""

    @property
    def workers(self) -> int:
        """How many blocks run at the same time."""

    @property
    def at_once(self) -> int:
        """How many blocks it may have in hand."""

    def expect(self, replications: int) -> None:
        """Make ready for a run of so many: it may be worth compiling for."""

    def size(self) -> BlockSize:
        """Return how large the next block may be."""

    def submit(self, block: Block) -> Future[Any]:
        """Begin a block."""

    def outcome(self, block: Block, future: Future[Any]) -> Arrays | None:
        """Return what came out; None if the block has to be submitted again."""

    def look_after(self) -> None:
        """See to whoever would be waited for in vain; asked whenever nothing has come for a moment."""


class HasExecutor(Protocol):
    """Such as the `Client` of Dask."""

    def get_executor(self, **options: Any) -> Executor:
        """Return an executor whose workers are the cluster's."""


Workers = int | Executor | HasExecutor | None
"""Threads of this process (by default as many as there are processors), or an executor."""


@contextmanager
def crew_of(executor: int | Executor | HasExecutor | None, simulator: Simulator) -> Iterator[Crew]:
    """Give the crew for what a user calls an executor.

    Parameters
    ----------
    executor : None, int, Executor, or an object with ``get_executor``
    simulator : Simulator
    """
    if executor is None or isinstance(executor, int):
        threads = processors() if executor is None else executor
        with _local(simulator, threads) as crew:
            yield crew
    else:
        made = executor if isinstance(executor, Executor) else _executor_of(executor)
        elsewhere = _Elsewhere(made, simulator)
        try:
            yield elsewhere
        finally:
            elsewhere.close()


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _executor_of(client: HasExecutor) -> Executor:
    """Return the executor of a Dask client, for which each block is a call of its own."""
    return client.get_executor(pure=False)


@contextmanager
def _local(simulator: Simulator, threads: int) -> Iterator[Crew]:
    """Give a crew of this process; Python code gains nothing from threads, and an interrupt stops it here."""
    if simulator.job.engine == "event":
        yield _Here(simulator)
        return
    pool = ThreadPoolExecutor(threads, thread_name_prefix="capsim")
    try:
        yield _Threads(simulator, threads, pool)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


class _Here:
    """The thread that asked."""

    workers = at_once = 1

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator

    def expect(self, replications: int) -> None:
        self._simulator.prepare(replications)

    def size(self) -> BlockSize:
        return COMPILED if self._simulator.is_fast else READABLE

    def submit(self, block: Block) -> Future[Arrays]:
        future: Future[Arrays] = Future()
        future.set_result(self._simulator.run(block.first, block.count))
        return future

    def outcome(self, block: Block, future: Future[Arrays]) -> Arrays:
        return future.result()

    def look_after(self) -> None:
        """Leave it: nobody is far away."""


class _Threads(_Here):
    """Threads of this process, which wait for an interrupt in the one that asked."""

    def __init__(self, simulator: Simulator, threads: int, pool: Executor) -> None:
        super().__init__(simulator)
        self.workers = threads
        self.at_once = 2 * threads
        self._pool = pool

    def submit(self, block: Block) -> Future[Arrays]:
        return self._pool.submit(self._simulator.run, block.first, block.count)


class _Elsewhere:
    """Workers of an executor, which get the model when they say that they do not know it."""

    def __init__(self, executor: Executor, simulator: Simulator) -> None:
        self._given = executor
        self._executor = executor
        self._job = simulator.job
        self._expected = 0
        self._fingerprint = simulator.fingerprint()
        self._token = secrets.token_hex(16)
        self._introduced: set[Block] = set()  # blocks that are sent with the model
        self._lost: Counter[Block] = Counter()
        self._is_known = False
        self._workers = _number_of(executor)
        self._counted = time.monotonic()
        self._dead_since = math.inf

    @property
    def workers(self) -> int:
        """How many there are; a cluster may grow and shrink."""
        if time.monotonic() - self._counted > _SECONDS_BETWEEN_COUNTS:
            self._workers, self._counted = _number_of(self._executor), time.monotonic()
        return self._workers

    @property
    def at_once(self) -> int:
        return self.workers * (
            3 if self._is_known else 1
        )  # at first one each, so that the model is sent once

    def expect(self, replications: int) -> None:
        self._expected = replications  # workers hear it with each block

    def size(self) -> BlockSize:
        return COMPILED if self._job.engine == "compiled" else READABLE

    def submit(self, block: Block) -> Future[Answer]:
        job = self._job if block in self._introduced else None
        try:
            return self._executor.submit(work, self._token, job, block, self._expected)
        except BrokenExecutor as error:
            future: Future[Answer] = Future()
            future.set_exception(error)
            return future
        except Exception as error:  # each library has its own for an executor that is closed
            raise _stopped(f"it takes no work ({_brief(error)})", "give one that is open") from error

    def outcome(self, block: Block, future: Future[Answer]) -> Arrays | None:
        try:
            answer = future.result()
        except (Exception, CancelledError) as error:
            self._lose(block, error)
            return None
        match answer:
            case Unknown(theirs):
                _refuse_other(versions(), theirs)
                self._introduced.add(block)
                return None
            case Failed(raised):
                raise raised
            case Done(arrays, fingerprint):
                if fingerprint != self._fingerprint:
                    raise _stopped("a worker draws other numbers", fix="use workers of one kind of machine")
                self._introduced.discard(block)
                self._is_known = True
                return arrays

    def look_after(self) -> None:
        """Break a pool one of whose workers died while it wrote an answer: it would read on for ever."""
        now = time.monotonic()
        self._dead_since = min(self._dead_since, now) if _has_died(self._executor) else math.inf
        if now - self._dead_since > _SECONDS_TO_NOTICE:
            _break(self._executor)

    def close(self) -> None:
        """Let go of what was made here."""
        if self._executor is not self._given:
            self._executor.shutdown(wait=False, cancel_futures=True)

    def _lose(self, block: Block, error: BaseException) -> None:
        self._lost[block] += 1
        if self._lost[block] > _TRIES:
            cause = f"{type(error).__name__}: {_brief(error)}".removesuffix(": ")
            last = block.first + block.count - 1
            what = f"replications {block.first:,} to {last:,} were lost {_TRIES + 1} times ({cause})"
            raise _stopped(what, "look for what ends its workers") from error
        if isinstance(error, BrokenExecutor):
            self._renew(error)

    def _renew(self, error: BrokenExecutor) -> None:
        """Make a pool like the broken one; only for those that are known to break as a whole."""
        broken = self._executor
        if type(broken) is not ProcessPoolExecutor:
            fix = "give a new one, or a concurrent.futures.ProcessPoolExecutor, which is made anew"
            raise _stopped(f"it broke ({_brief(error)})", fix) from error
        if broken._broken:  # another block may have renewed it already
            self.close()
            self._executor = _like(broken)


def _like(pool: ProcessPoolExecutor) -> ProcessPoolExecutor:
    """Return a new pool made as that one was; the library has no public way to ask."""
    was: Any = pool
    return ProcessPoolExecutor(was._max_workers, was._mp_context, was._initializer, was._initargs)


def _has_died(executor: Executor) -> bool:
    """Return whether a worker of a pool was killed, and the pool has not noticed."""
    pool: Any = executor
    if type(executor) is not ProcessPoolExecutor or pool._broken:
        return False
    return any(process.exitcode for process in list((pool._processes or {}).values()))


def _break(pool: Any) -> None:
    """Let a pool that reads half an answer come to the end of it, and see that it is broken."""
    for process in list(pool._processes.values()):
        process.kill()
    pool._result_queue._writer.close()  # the last that could write to it, and never does


def _number_of(executor: Executor) -> int:
    """Return how many workers an executor has, as far as it says."""
    given: Any = executor
    ask: tuple[Callable[[], Any], ...] = (
        lambda: given._max_workers,  # of the library's own pools
        lambda: sum(given._client.nthreads().values()),  # of Dask
    )
    for each in ask:
        try:
            return max(int(each()), 1)
        except AttributeError:
            continue
    return processors()


def _refuse_other(ours: Versions, theirs: Versions) -> None:
    if found := differences(ours, theirs):
        problem = Problem(
            "executor", f"a worker has {found}", fix="install the same versions on all machines"
        )
        raise InputError([problem])


def _brief(error: BaseException) -> str:
    """Return the beginning of what an error says: libraries may add all that they were to send."""
    return shorten(next(iter(str(error).splitlines()), ""), _LONGEST_CAUSE)


def _stopped(what: str, fix: str) -> StoppedError:
    return StoppedError(Problem("executor", what, fix=fix))

"""A Dask cluster of worker processes on this computer, whose workers are killed while it runs."""

import contextlib
import os
import random
import signal
import sys
import threading
import time

import pytest

from capsim.errors import StoppedError
from tests.running.models import digest, ran

distributed = pytest.importorskip("distributed", reason="the extra capsim[dask] is not installed")

pytestmark = [
    pytest.mark.filterwarnings("default"),  # of the cluster's own
    pytest.mark.skipif(sys.platform == "win32", reason="needs a signal that kills"),
]

WORKERS = 3
KILLS = 20
REPLICATIONS = 8_000


@pytest.fixture(scope="module")
def expected():
    return digest(ran(replications=REPLICATIONS))


@pytest.fixture(scope="module")
def client():
    cluster = distributed.LocalCluster(
        n_workers=WORKERS, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    )
    with distributed.Client(cluster) as client:
        yield client
    with contextlib.suppress(KeyError):  # older versions look for a worker that was killed and is forgotten
        cluster.close()


def test_a_cluster_gives_the_same_bytes(client, expected):
    assert digest(ran(executor=client, replications=REPLICATIONS)) == expected


def test_workers_that_are_killed_while_it_runs_change_nothing(client, expected):
    chance = random.Random(2027)
    killed = []
    for _ in range(KILLS):
        client.cluster.scale(WORKERS)  # older nannies may give up a worker that was killed
        client.wait_for_workers(2, timeout=120)
        workers = sorted(client.run(os.getpid).values())
        begun = threading.Event()
        victim, seconds = chance.choice(workers), chance.random() * 0.1
        killer = threading.Thread(target=kill, args=[begun, seconds, victim])
        killer.start()
        found = ran(
            executor=client,
            replications=REPLICATIONS,
            progress=lambda done, asked, begun=begun: begun.set(),
        )
        killer.join()
        killed.append(victim)
        assert digest(found) == expected
    assert len(killed) == KILLS


def kill(begun, seconds, victim):
    begun.wait(60)
    time.sleep(seconds)
    os.kill(victim, signal.SIGKILL)


def test_a_client_that_is_closed_is_told():
    with (
        distributed.LocalCluster(
            n_workers=1, processes=False, dashboard_address=None, silence_logs=50
        ) as cluster,
        distributed.Client(cluster) as closed,
    ):
        closed.close()
        with pytest.raises(StoppedError, match=r"executor: it takes no work .* give one that is open"):
            ran(executor=closed, replications=10)

"""What a run will take of memory is known before it begins, and refused where it is not there."""

import gc
import tracemalloc

import pytest

import capsim as cs
from capsim.errors import CapsimWarning, InputError
from capsim.running.memory import Memory, Room, available_bytes
from capsim.running.text import in_bytes
from tests.running.models import digest, ran, workshop


def peak_and_estimate(portfolio, replications):
    """Return the measured peak of a run's memory, and what is estimated before it, in bytes."""
    cs.simulate(portfolio, replications=10, seed=1, progress=False)  # whatever is loaded once
    gc.collect()
    tracemalloc.start()
    runs = cs.simulate(portfolio, replications=replications, seed=1, progress=False).runs
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    seats, waits = len(runs.seats.need) // replications, len(runs.waits.task) // replications
    return peak, Memory.of_everything(runs.plan.n_tasks, seats, waits).bytes_for(replications)


@pytest.mark.parametrize(("tasks", "replications"), [(20, 40_000), (200, 5_000), (1_000, 1_000)])
def test_the_estimate_is_within_a_quarter_of_the_measured_peak(tasks, replications):
    peak, estimate = peak_and_estimate(workshop(tasks), replications)
    assert peak > 40e6
    assert 0.75 * peak < estimate < 1.25 * peak


def test_a_run_that_does_not_fit_is_refused_and_says_what_would(tmp_path):
    with pytest.raises(InputError) as caught:
        ran(replications=1_000_000, max_memory=50e6, checkpoint=tmp_path / "kept")
    told = str(caught.value)
    assert told.startswith("replications: 1,000,000 futures of 22 tasks take about 1.1 GB; 50 MB are allowed")
    assert "; ask for at most 4" in told
    fitting = int(told.split("at most ")[1].split()[0].rstrip(",").replace(",", ""))
    assert ran(replications=fitting, max_memory=50e6).replications == fitting
    with pytest.raises(InputError):
        ran(replications=fitting + 50, max_memory=50e6)


def test_without_a_limit_of_the_user_it_is_what_the_computer_has(monkeypatch):
    monkeypatch.setattr("capsim.running.memory.available_bytes", lambda: 1e6)
    with pytest.raises(InputError, match=r"900 kB are free on this computer; .* give max_memory in bytes"):
        ran()
    assert ran(max_memory=1e9).replications == 2_000


def test_what_fits_whoever_works_is_not_tried_first(monkeypatch):
    monkeypatch.setattr("capsim.running.memory._measured", None)
    assert digest(ran(max_memory=1e9)) == digest(ran())


def test_a_run_to_a_precision_stops_where_memory_ends():
    with pytest.warns(CapsimWarning, match="after 3,000 futures some probability is not yet known"):
        got = ran(replications=10, precision=0.0001, max_memory=3.5e6)
    assert (got.replications, got.partial) == (3_000, False)


def test_this_computer_says_how_much_memory_is_free():
    assert 1e6 < available_bytes() < 1e15
    assert Room.of(None).bytes < available_bytes() * 1.5
    assert Room.of(5e6).bytes == 5e6


@pytest.mark.parametrize(
    ("amount", "text"), [(0, "0 B"), (999, "999 B"), (1_500, "1.5 kB"), (123e9, "123 GB"), (5e18, "5000 PB")]
)
def test_amounts_are_written_for_people(amount, text):
    assert in_bytes(amount) == text

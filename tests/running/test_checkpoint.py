"""A run that is kept in a folder goes on from there to the same bytes."""

import json
import os
import resource
import shutil
import signal
import sys

import pytest

import capsim as cs
from capsim.errors import InputError, PartialWarning, StoppedError
from capsim.running import checkpoint as module
from tests.running.kills import kill_until
from tests.running.models import REPLICATIONS, digest, ran, workshop


@pytest.fixture(scope="module")
def expected():
    return digest(ran())


@pytest.fixture
def prompt(monkeypatch):
    """A file for each block."""
    monkeypatch.setattr(module, "_SECONDS_BETWEEN", 0.0)


def stop_after(replications):
    def report(done, asked):
        if done >= replications:
            raise KeyboardInterrupt

    return report


def interrupted(folder, after=700, **more):
    with pytest.warns(PartialWarning):
        return ran(checkpoint=folder, progress=stop_after(after), **more)


def files(folder):
    return sorted(path.name for path in folder.glob("from-*"))


@pytest.mark.skipif(sys.platform == "win32", reason="needs a process that forks")
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_run_that_is_killed_forty_times_goes_on_to_the_same_bytes():
    told = kill_until(40)
    assert told["killed"] == 40
    assert told["begun anew"] < 40


def test_an_interrupted_run_goes_on_where_it_was(tmp_path, expected):
    part = interrupted(tmp_path)
    assert 700 <= part.replications < REPLICATIONS
    begun = []
    whole = ran(checkpoint=tmp_path, progress=lambda done, asked: begun.append(done))
    assert begun[0] == part.replications
    assert digest(whole) == expected
    assert not whole.partial


def test_a_finished_run_is_read_back_and_nothing_is_run(tmp_path, expected, monkeypatch):
    ran(checkpoint=tmp_path)
    monkeypatch.setattr("capsim.running.job.Simulator.run", None)
    assert digest(ran(checkpoint=str(tmp_path))) == expected


def test_a_longer_run_goes_on_from_a_shorter_one_and_a_shorter_one_is_its_beginning(tmp_path, expected):
    ran(checkpoint=tmp_path, replications=900)
    assert digest(ran(checkpoint=tmp_path)) == expected
    assert digest(ran(checkpoint=tmp_path, replications=500)) == digest(ran(replications=500))


def test_one_engine_goes_on_where_the_other_was(tmp_path, expected):
    interrupted(tmp_path, engine="event", after=100)
    assert digest(ran(checkpoint=tmp_path, executor=2)) == expected


def test_a_run_to_a_precision_goes_on_too(tmp_path, prompt):
    given = {"precision": 0.02, "replications": 10}
    interrupted(tmp_path, after=1_200, **given)
    assert digest(ran(checkpoint=tmp_path, **given)) == digest(ran(**given))


def test_a_preview_of_a_run_that_went_on_is_not_needed(tmp_path):
    interrupted(tmp_path)
    shown = []
    ran(checkpoint=tmp_path, preview=shown.append)
    assert not shown


@pytest.mark.parametrize("damage", ["cut", "changed", "gone", "empty"])
def test_a_file_that_is_damaged_is_simulated_anew(tmp_path, expected, prompt, damage):
    ran(checkpoint=tmp_path)
    names = files(tmp_path)
    assert len(names) > 3
    victim = tmp_path / names[1]
    content = victim.read_bytes()
    if damage == "gone":
        victim.unlink()
    elif damage == "changed":
        victim.write_bytes(content[:1000] + bytes([content[1000] ^ 1]) + content[1001:])
    else:
        victim.write_bytes(content[: len(content) // 2 if damage == "cut" else 0])
    assert digest(ran(checkpoint=tmp_path)) == expected


def test_what_a_kill_left_half_written_is_written_over(tmp_path, expected):
    interrupted(tmp_path)
    (tmp_path / "unfinished.tmp").write_bytes(b"half a block")
    assert digest(ran(checkpoint=tmp_path)) == expected
    assert not (tmp_path / "unfinished.tmp").exists()


def test_a_folder_in_which_nothing_but_half_a_file_is_left_is_a_new_one(tmp_path, expected):
    (tmp_path / "unfinished.tmp").write_bytes(b"{")
    assert digest(ran(checkpoint=tmp_path)) == expected


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"seed": 8}, "the checkpoint of another run: seed 2027 instead of 8; give a new folder"),
        ({"sampling": cs.sampling.Antithetic()}, r"sampling Independent\(\) instead of Antithetic\(\)"),
        ({"policy": cs.Policy(top_up=False)}, "another run: another policy; give"),
        ({"policy": cs.Policy(priority=lambda planned: planned.deadline)}, "another run: another policy"),
    ],
)
def test_the_checkpoint_of_another_run_is_refused_and_says_what_differs(tmp_path, change, message):
    ran(checkpoint=tmp_path, replications=10)
    with pytest.raises(InputError, match=message):
        ran(checkpoint=tmp_path, replications=10, **change)


def test_the_checkpoint_of_another_portfolio_is_refused(tmp_path):
    ran(checkpoint=tmp_path, replications=10)
    with pytest.raises(InputError, match="the checkpoint of another run: another portfolio"):
        cs.simulate(workshop(22), replications=10, seed=2027, checkpoint=tmp_path)


def test_the_checkpoint_of_another_version_is_refused(tmp_path):
    ran(checkpoint=tmp_path, replications=10)
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    manifest["versions"]["numpy"] = "1.0"
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(InputError, match=r"another run: numpy 1\.0 instead of"):
        ran(checkpoint=tmp_path, replications=10)


@pytest.mark.parametrize("text", ["", "{", "3", "{}", '{"run": 3, "versions": 4}', '{"run": {}}'])
def test_a_manifest_that_is_none_is_refused(tmp_path, text):
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(InputError, match="manifest"):
        ran(checkpoint=tmp_path, replications=10)


def test_a_folder_with_other_files_is_refused(tmp_path):
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(InputError, match="a folder with other files; give a new folder"):
        ran(checkpoint=tmp_path, replications=10)
    assert (tmp_path / "letter.txt").read_text() == "dear"


def test_a_file_instead_of_a_folder_is_refused(tmp_path):
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(InputError, match="cannot be used"):
        ran(checkpoint=tmp_path / "letter.txt", replications=10)


def test_the_same_function_as_a_priority_rule_is_known_by_what_it_gives(tmp_path, expected):
    def policy(factor):
        return cs.Policy(priority=lambda planned: factor * planned.lf)

    interrupted(tmp_path, policy=policy(1))
    assert digest(ran(checkpoint=tmp_path, policy=policy(2))) == digest(ran(policy=policy(1)))


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on files")
def test_a_full_disk_is_told_and_nothing_is_lost(tmp_path, expected, prompt):
    """The limit on the size of a file stands in for a disk that is full."""
    folder = tmp_path / "kept"
    interrupted(folder, after=300)
    before = files(folder)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_096, hard))
    try:
        with pytest.raises(
            StoppedError, match=r"cannot be written .* make room there and run the same"
        ) as caught:
            ran(checkpoint=folder)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)
    assert files(folder) == before
    kept = caught.value.forecast
    assert kept.replications > 300
    assert digest(kept) != expected
    assert kept.finish().equals(ran(replications=kept.replications).finish())
    assert digest(ran(checkpoint=folder)) == expected


def test_files_that_were_all_cut_short_count_for_nothing(tmp_path, expected, prompt):
    interrupted(tmp_path, after=300)
    copy = tmp_path.parent / "copy"
    shutil.copytree(tmp_path, copy)
    for name in files(copy):
        os.truncate(copy / name, 100)
    assert digest(ran(checkpoint=copy)) == expected

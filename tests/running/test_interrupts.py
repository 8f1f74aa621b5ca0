"""Ctrl-C ends a run within half a second, with what was done; compiling never keeps an answer waiting."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time

import pytest

from capsim.engines.compiled import CompiledEngine
from capsim.errors import PartialWarning
from capsim.running import job, progress
from tests.running.models import digest, ran


def press(seconds):
    """Press Ctrl-C after a while."""
    time.sleep(seconds)
    os.kill(os.getpid(), signal.SIGINT)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # see below: what is dropped
@pytest.mark.skipif(sys.platform == "win32", reason="needs a signal to itself")
@pytest.mark.parametrize("given", [{}, {"executor": 1}, {"engine": "event"}], ids=str)
def test_an_interrupt_ends_a_run_with_a_beginning_of_it(given):
    begun, ended = threading.Event(), threading.Event()

    def press_until_it_ends():
        begun.wait()
        press(0.05)
        while not ended.wait(10):  # Python drops an interrupt that comes while it collects garbage
            press(0)

    pressing = threading.Thread(target=press_until_it_ends)
    pressing.start()
    with pytest.warns(PartialWarning):
        got = ran(replications=2_000_000, progress=lambda done, _: done and begun.set(), **given)
    ended.set()
    pressing.join()
    assert 0 < got.replications < got.asked == 2_000_000
    whole = ran(replications=got.replications)
    assert got.finish().equals(whole.finish())


class _NotCompiled:
    """A kernel that is compiled when it is told to."""

    def __init__(self, monkeypatch, error=None):
        self.is_there = False
        self.may_end = threading.Event()
        self.error = error
        self.original = job._Relay._compile
        test = self

        def compile_when_told(relay, told):
            test.may_end.wait(60)
            if test.error is not None:
                told.set_exception(test.error)
            else:
                test.is_there = True
                told.set_result(None)

        monkeypatch.setattr(job._Relay, "_compile", compile_when_told)
        monkeypatch.setattr(CompiledEngine, "is_ready", property(lambda engine: test.is_there))
        monkeypatch.setattr(job, "_WORTH_COMPILING", 1_000)


def test_first_answers_come_from_the_readable_engine_while_the_other_is_compiled(monkeypatch):
    expected = digest(ran())
    kernel = _NotCompiled(monkeypatch)
    shown = []

    def first(forecast):
        shown.append(forecast.replications)
        assert not kernel.is_there
        kernel.may_end.set()

    assert digest(ran(preview=first)) == expected
    assert shown == [200]
    assert kernel.is_there


def test_nothing_is_compiled_before_a_first_answer_is_shown(monkeypatch):
    kernel = _NotCompiled(monkeypatch)
    begun = []
    compiled = job._Relay._compile
    monkeypatch.setattr(job._Relay, "_compile", lambda *given: (begun.append(1), compiled(*given)))

    def first(forecast):
        assert not begun
        kernel.may_end.set()

    ran(preview=first)
    assert begun


def test_a_small_run_compiles_nothing(monkeypatch):
    expected = digest(ran(replications=20))
    kernel = _NotCompiled(monkeypatch)
    assert digest(ran(replications=20)) == expected
    assert not kernel.is_there


def test_an_error_of_the_compiler_is_told(monkeypatch):
    kernel = _NotCompiled(monkeypatch, ZeroDivisionError("no such instruction"))
    kernel.may_end.set()
    with pytest.raises(ZeroDivisionError, match="no such instruction"):
        ran()


def test_a_bar_says_that_something_is_compiled(monkeypatch, capsys):
    kernel = _NotCompiled(monkeypatch)
    note = progress._Bar.note

    def noted(bar, text):
        note(bar, text)
        kernel.may_end.set()

    monkeypatch.setattr(progress._Bar, "note", noted)
    monkeypatch.setattr(progress, "_BAR_SECONDS", 0.0)
    ran(progress=True)
    assert "compiling the fast engine, once" in capsys.readouterr().err


def test_importing_and_asking_for_a_plan_loads_no_compiler():
    script = """
        import sys
        import capsim as cs
        shop = cs.Project("Shop", [cs.Task("build", effort=3, skill="backend")])
        demo = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "backend")], [shop])
        cs.simulate(demo, engine="event", replications=2, progress=False)
        cs.trace(demo)
        print("numba" in sys.modules)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False"]


def test_with_an_empty_folder_nothing_is_ready(tmp_path):
    script = """
        from capsim.engines.compiled import CompiledEngine
        from capsim.plan.build import make_plan
        from tests.running.models import workshop

        plan = make_plan(workshop())
        print(CompiledEngine(plan, plan.portfolio.policy).is_ready)
    """
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)}
    cold = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    assert cold.stdout.split() == ["False"]

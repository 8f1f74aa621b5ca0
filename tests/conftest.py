"""What holds for all tests."""

from __future__ import annotations

from dataclasses import replace

import pytest


def pytest_sessionstart(session: pytest.Session) -> None:
    """Compile the kernels before any test runs, once for all of pytest's processes.

    A run would have them compiled beside its work; then warnings are caught by whoever compiles, as those are
    the whole process's.
    """
    if hasattr(session.config, "workerinput") or session.config.option.collectonly:
        return
    from capsim.engines.compiled import CompiledEngine
    from capsim.plan.build import make_plan
    from capsim.plan.draws import make_draws
    from tests.running.models import workshop

    plan = make_plan(workshop())
    for preempt in (False, True):  # one kernel for plain portfolios, one for all that there is
        engine = CompiledEngine(plan, replace(plan.portfolio.policy, preempt=preempt))
        if not engine.is_ready:
            engine.run(make_draws(plan, seed=1), 0, 1)

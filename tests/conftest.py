"""What holds for all tests."""

from __future__ import annotations

import pytest


def pytest_sessionstart(session: pytest.Session) -> None:
    """Compile the kernels before any test runs, once for all of pytest's processes.

    A run would have them compiled beside its work; then warnings are caught by whoever compiles, as those are
    the whole process's.
    """
    if hasattr(session.config, "workerinput") or session.config.option.collectonly:
        return
    from capsim.engines.compiled import CompiledEngine
    from capsim.engines.compiled.ready import is_ready
    from capsim.plan.build import make_plan
    from capsim.plan.draws import make_draws
    from tests.running.models import workshop

    if not is_ready():
        plan = make_plan(workshop())
        CompiledEngine(plan, plan.portfolio.policy).run(make_draws(plan, seed=1), 0, 1)

"""The least time that one future takes, proved by CP-SAT of OR-Tools (``pip install 'capsim[bounds]'``)."""

from __future__ import annotations

import importlib
import math
from typing import Any, Final

from capsim.errors import InputError, Problem
from capsim.optimize.foresight import Foresight, Hold

__all__ = ["proved", "solver"]

_FS, _SS, _FF, _SF = range(4)
_STEP: Final = 48
"""Ticks of the shortest step, a tenth of a day. Times are rounded down to steps: no schedule gets longer."""
_WHOLE: Final = 1000
_WAYS: Final = 8
"""Ways to search that take turns on one processor, so that the same call gives the same bound."""
_A_SECOND: Final = 1 / 64
"""What CP-SAT counts for about a second of that, measured on instances of 30 to 60 tasks."""
_FINE: Final = 1000
"""Parts in which rates are counted."""


def solver() -> Any:
    """Return CP-SAT, or say how to get it."""
    try:
        return importlib.import_module("ortools.sat.python.cp_model")
    except ModuleNotFoundError:
        fix = "pip install 'capsim[bounds]'"
        raise InputError([Problem("bound", "OR-Tools is not installed", fix=fix)]) from None


def proved(cp: Any, future: Foresight, least: int, reached: int, effort: float) -> int:
    """Return before when the last work cannot end in a future, on its clock.

    Parameters
    ----------
    cp : module
        As `solver` returns it.
    future : Foresight
    least : int
        What is proved already.
    reached : int
        When the run ended; a schedule that takes no longer is looked for.
    effort : float
        How much to search: about so many seconds, counted by work done and not by the clock, so that the same
        call gives the same bound.

    Returns
    -------
    int
    """
    step = _step(future)
    model, end = _model(cp, future, least, max(reached, least), step)
    search = cp.CpSolver()
    search.parameters.num_workers = _WAYS
    search.parameters.interleave_search = True
    search.parameters.random_seed = 0
    search.parameters.max_deterministic_time = effort * _A_SECOND
    model.minimize(end)
    if search.solve(model) == cp.INFEASIBLE:
        assert reached >= future.clock.end, "a schedule that was run is none for the bound"
        return reached  # it cannot be done within the run
    return max(least, step * math.ceil(float(search.best_objective_bound) - 1e-6))


def _step(future: Foresight) -> int:
    """Return the ticks of a step: the largest that divides all times, if it is not too short."""
    if any(hold.rates for hold in future.holds):
        return _STEP
    times = (future.release, future.work_from, future.ended, future.length)
    lags, lengths = (link.lag for link in future.links), (hold.length for hold in future.holds)
    return max(math.gcd(*(int(each) for of in times for each in of[future.done]), *lags, *lengths), _STEP)


def _model(cp: Any, future: Foresight, least: int, latest: int, step: int) -> tuple[Any, Any]:
    """Return what has to hold of every schedule, in steps, and its last end."""
    model, plan, most = cp.CpModel(), future.plan, latest // step
    end = model.new_int_var(least // step, most, "end")
    starts, finishes = {}, {}
    for task in range(plan.n_tasks):
        if not future.done[task]:
            continue
        start = starts[task] = model.new_int_var(min(int(future.release[task]) // step, most), most, "")
        finish = finishes[task] = model.new_int_var(min(int(future.ended[task]) // step, most), most, "")
        length = int(future.length[task]) // step
        model.add(finish >= start + length)
        model.add(finish >= int(future.work_from[task]) // step + length)
        model.add(end >= finish)
    for link in future.links:
        since = (finishes if link.kind in (_FS, _FF) else starts)[link.before]
        until = (starts if link.kind in (_FS, _SS) else finishes)[link.after]
        model.add(until >= since + link.lag // step)
    taken: dict[int, list[tuple[Any, int]]] = {}
    for hold in future.holds:
        task = int(plan.need_task[hold.need])
        fewest = int(plan.need_fewest[hold.need])
        taken[hold.need] = list(_intervals(cp, model, hold, fewest, starts[task], finishes[task], most, step))
    for crowd in future.crowds:
        held = [each for need in crowd.needs.tolist() for each in taken.get(need, ())]
        if len(held) > 1:
            intervals, shares = zip(*held, strict=True)
            model.add_cumulative(intervals, shares, _WHOLE * len(crowd.people))
    return model, end


def _intervals(
    cp: Any, model: Any, hold: Hold, fewest: int, start: Any, finish: Any, most: int, step: int
) -> list[tuple[Any, int]]:
    """Return the times for which a need holds people, and how much of them, in thousandths."""
    length = hold.length // step
    if not hold.rates:
        return [(model.new_fixed_size_interval_var(start, length, ""), fewest * hold.share)] if length else []
    end, size = model.new_int_var(0, most, ""), model.new_int_var(length, most, "")
    model.add(finish >= end)
    found = [(model.new_interval_var(start, size, end, ""), fewest * hold.share)]
    done = sum(math.ceil(_FINE * rate) for rate in hold.rates[:fewest]) * (size + 1)
    for rate in hold.rates[fewest:]:
        joined, stays = model.new_int_var(0, most, ""), model.new_int_var(0, most, "")
        model.add(joined >= start)
        found.append((model.new_interval_var(joined, stays, end, ""), hold.share))
        done += math.ceil(_FINE * rate) * (stays + 1)
    model.add(done >= int(_FINE * hold.work / step))
    return found

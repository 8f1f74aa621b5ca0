"""How much at once, and how far down the list: where odds begin to fall."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from capsim.decide.comparing import base_of
from capsim.domain.edits import ChangePolicy
from capsim.domain.folding import folded
from capsim.domain.portfolio import Portfolio
from capsim.errors import InputError, Problem
from capsim.facade import simulate
from capsim.forecast import Forecast
from capsim.forecast.columns import texts
from capsim.forecast.sides import MEASURES, Pair
from capsim.metrics import odds
from capsim.running.crews import Workers

__all__ = ["cut_line", "safe_wip"]

_MEASURES = tuple(measure for measure in MEASURES if measure.name in ("on time", "tardiness", "finish"))


def safe_wip(
    portfolio: Portfolio | Forecast,
    limits: Iterable[int] | None = None,
    *,
    replications: int = 500,
    seed: int | None = None,
    executor: Workers = None,
) -> pd.DataFrame:
    """Tell how many projects can be in progress at once before odds fall.

    Parameters
    ----------
    portfolio : Portfolio or Forecast
        Of a forecast its portfolio, number of futures and seed.
    limits : list of int, optional
        The limits that are tried; by default every number of projects.
    replications, seed, executor
        As in `simulate`.

    Returns
    -------
    DataFrame
        A row for each limit, from the smallest.

        ============== ======= ===== =====================================================================
        column         dtype   unit  meaning
        ============== ======= ===== =====================================================================
        limit          int64         projects in progress at once at most (rule R12)
        on_time        float64 share deadlines kept, mean over the futures
        tardiness_days float64 days  calendar days by which deadlines are missed, summed over projects
        finish_days    float64 days  the last finish, calendar days after the start, mean
        less_on_time   float64 share how many fewer deadlines are kept than with the best of the limits
        low, high      float64 share 95 % interval of that, on the same futures
        safe           bool          whether that may be nothing: a tie with the best
        ============== ======= ===== =====================================================================

        ``attrs["safe"]`` is the smallest safe limit: more at once gains nothing that is known.

    Raises
    ------
    InputError
        If no project has a deadline, or a limit is none.

    Examples
    --------
    >>> import capsim as cs
    >>> tasks = [cs.Task("a", effort=4, skill="dev"), cs.Task("b", duration=5, after="a")]
    >>> projects = [cs.Project(name, tasks, deadline="2027-01-22") for name in ("A", "B", "C")]
    >>> demo = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "dev")], projects)
    >>> cs.optimize.safe_wip(demo, replications=2, seed=1)[["limit", "on_time", "safe"]].round(2)
       limit  on_time   safe
    0      1     0.33  False
    1      2     0.67   True
    2      3     0.67   True
    """
    given = base_of(portfolio, "safe_wip")
    as_is = given.portfolio if isinstance(given, Forecast) else given
    if isinstance(given, Forecast):
        replications, seed = given.replications, given.seed
    running = [each for each in as_is.projects if each.takes_part]
    if not any(each.deadline for each in running):
        raise InputError([Problem("safe_wip", "no project has a deadline", fix="give projects a deadline")])
    tried = sorted(set(range(1, len(running) + 1) if limits is None else limits))
    runs: list[Forecast] = []
    for limit in tried:
        made = ChangePolicy(wip_limit=limit).apply(as_is)
        runs.append(simulate(made, None, replications, seed, False, executor=executor, keep="projects"))
        seed = runs[-1].seed
    return _by_limit(tried, runs)


def _by_limit(tried: Sequence[int], runs: Sequence[Forecast]) -> pd.DataFrame:
    """Return columns as in `safe_wip`."""
    own = [dict(Pair.of(run._money, run._money).differences(_MEASURES)) for run in runs]
    on_time = [
        next(found.ends.base for measure, found in each.items() if measure.name == "on time") for each in own
    ]
    best = int(np.argmax(on_time))
    measure = next(each for each in _MEASURES if each.name == "on time")
    less = [next(Pair.of(run._money, runs[best]._money).differences([measure]))[1].more for run in runs]
    columns = {
        name: [
            next((found.ends.base for measure, found in each.items() if measure.name == called), np.nan)
            for each in own
        ]
        for name, called in (("tardiness_days", "tardiness"), ("finish_days", "finish"))
    }
    low = np.array([float(each.low[0]) for each in less])
    safe = ~(low > 0)
    frame = pd.DataFrame(
        {
            "limit": np.array(tried, np.int64),
            "on_time": np.array(on_time, np.float64),
            **{name: np.array(column, np.float64) for name, column in columns.items()},
            "less_on_time": np.array([float(each.value[0]) for each in less], np.float64),
            "low": low,
            "high": np.array([float(each.high[0]) for each in less], np.float64),
            "safe": safe,
        }
    )
    frame.attrs["safe"] = int(np.array(tried)[safe][0])
    return frame


def cut_line(
    portfolio: Portfolio | Forecast,
    confidence: float = 0.8,
    *,
    replications: int = 500,
    seed: int | None = None,
    executor: Workers = None,
) -> pd.DataFrame:
    """Tell how far down the ranked list of projects every promise can still be kept.

    Parameters
    ----------
    portfolio : Portfolio or Forecast
        Of a forecast its portfolio, number of futures and seed.
    confidence : float
        How likely each promise is to be kept.
    replications, seed, executor
        As in `simulate`.

    Returns
    -------
    DataFrame
        A row for each project, by priority and then as listed.

        =========== ======= ===== ========================================================================
        column      dtype   unit  meaning
        =========== ======= ===== ========================================================================
        place       int64         1 is first
        project     str           the project
        priority    int64         lower is first
        probability float64 share that it keeps its deadline, if those up to it are done and no others; NaN
                                  without a deadline
        low, high   float64 share 95 % interval of that
        least       float64 share the least such probability of those up to it
        least_of    str           whose that is
        above       bool          whether it is above the line: all up to it keep their promises so surely
        =========== ======= ===== ========================================================================

        ``attrs["line"]`` is the number of projects above the line.

    Raises
    ------
    InputError
        If the confidence is no share.

    Notes
    -----
    A project further down can help one further up, by a link or by an anomaly of lists; the line is drawn at
    the first project at which some promise falls short.

    Examples
    --------
    >>> import capsim as cs
    >>> build = cs.Task("build", effort=8, skill="dev")
    >>> projects = [cs.Project(name, [build], priority=rank, deadline="2027-01-29")
    ...             for rank, name in enumerate(("A", "B", "C"))]
    >>> demo = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "dev")], projects)
    >>> cs.optimize.cut_line(demo, replications=2, seed=1)[["project", "least", "above"]]
      project  least  above
    0       A    1.0   True
    1       B    1.0   True
    2       C    0.0  False
    """
    given = base_of(portfolio, "cut_line")
    if isinstance(confidence, bool) or not isinstance(confidence, int | float) or not 0 < confidence < 1:
        fix = "write a share between 0 and 1, such as 0.8"
        raise InputError([Problem("cut_line, confidence", "no share of futures", confidence, fix)])
    as_is = given.portfolio if isinstance(given, Forecast) else given
    if isinstance(given, Forecast):
        replications, seed = given.replications, given.seed
    projects, groups = folded(as_is)
    ranked = sorted((each for each in projects if each.takes_part), key=lambda each: each.priority)
    rows = []
    for number in range(1, len(ranked) + 1):
        later = {each.name for each in ranked[number:]}
        made = tuple(
            dataclasses.replace(each, status="on hold") if each.name in later else each for each in projects
        )
        some = as_is.replace(projects=made, groups=groups)
        run = simulate(some, None, replications, seed, False, executor=executor, keep="projects")
        seed = run.seed
        rows.append(_kept(run, ranked[number - 1].name))
    least = np.array([row["least"] for row in rows], np.float64)
    above = np.logical_and.accumulate(np.nan_to_num(least, nan=1.0) >= confidence)
    frame = pd.DataFrame(
        {
            "place": np.arange(1, len(ranked) + 1),
            "project": texts(each.name for each in ranked),
            "priority": np.array([each.priority for each in ranked], np.int64),
            **{
                name: np.array([row[name] for row in rows], np.float64)
                for name in ("probability", "low", "high")
            },
            "least": least,
            "least_of": texts(str(row["least_of"]) for row in rows),
            "above": above,
        }
    )
    frame.attrs["line"] = int(above.sum())
    return frame


def _kept(run: Forecast, last: str) -> dict[str, float | str]:
    """Return how likely promises are kept: that of one project, and the least of all."""
    facts = run._facts
    outcomes, names = facts.projects, facts.plan.project_names
    found = odds(outcomes.on_time, outcomes.counted & outcomes.promised, facts.batch)
    place = names.index(last)
    known = np.where(np.isnan(found.probability), np.inf, found.probability)
    least = int(np.argmin(known))
    return {
        "probability": float(found.probability[place]),
        "low": float(found.low[place]),
        "high": float(found.high[place]),
        "least": float(found.probability[least]),
        "least_of": names[least] if np.isfinite(known[least]) else "",
    }

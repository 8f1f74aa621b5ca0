"""Whether forecasts came true: a book of forecasts beside what happened."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from capsim.errors import InputError, Problem, did_you_mean
from capsim.forecast.logbook import trend_frame
from capsim.metrics import odds

__all__ = ["score"]


def score(book: str | os.PathLike[str], portfolio: str, finished: Mapping[str, date | str]) -> pd.DataFrame:
    """Return how often what a book of forecasts said came true.

    Parameters
    ----------
    book : path
        A file that `Forecast.log` has written.
    portfolio : str
        The name of the portfolio in it.
    finished : dict of str to date
        When each closed project was finished. Projects that are not closed count for nothing.

    Returns
    -------
    DataFrame
        Three rows, of the first entry of each closed project: ``p50`` and ``p80`` (how often it was done by
        that date, which should be half and four times in five of it), and ``deadline`` (how often it was
        kept). Columns: ``promise``, ``cases``, ``expected`` and ``observed`` (shares), ``low`` and ``high``
        (the 95 % interval of the observed share by Wilson), ``brier`` (of the deadline: the mean squared
        distance of its odds from what came, 0 best, 0.25 for always saying a half).

    Raises
    ------
    InputError
        If there is no such book, a project is not in it, a date is none, or nothing is closed.

    Notes
    -----
    Only the first entry of a project counts, since later ones are no cases of their own. Projects of one
    portfolio share people, so they are fewer independent cases than they seem: the interval is too narrow.
    Whoever closes early is here first: while a portfolio runs, late projects are missing.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> import capsim as cs
    >>> shop = cs.Project("Shop", [cs.Task("build", effort=cs.PERT(5, 8, 15), skill="backend")])
    >>> agency = cs.Portfolio("Agency", "2027-01-04", [cs.Person("Ada", "backend")], [shop])
    >>> forecast = cs.simulate(agency, replications=100, seed=7, progress=False)
    >>> with TemporaryDirectory() as folder:
    ...     _ = forecast.log(Path(folder) / "forecasts.csv")
    ...     found = score(Path(folder) / "forecasts.csv", "Agency", {"Shop": "2027-01-11"})
    >>> found[["promise", "cases", "expected", "observed"]]
       promise  cases  expected  observed
    0      p50      1       0.5       1.0
    1      p80      1       0.8       1.0
    2 deadline      0       NaN       NaN
    """
    entries = trend_frame(book, portfolio, None).sort_values("logged", kind="stable")
    first = entries.drop_duplicates("project").set_index("project")
    days = _dates(finished, list(map(str, first.index)))
    closed = first.loc[list(days)]
    came = pd.Series(days)
    rows = [_row(name, closed[name], came, expected) for name, expected in (("p50", 0.5), ("p80", 0.8))]
    promised = closed.dropna(subset=["deadline", "probability"])
    said = promised["probability"]
    row = _row("deadline", promised["deadline"], came, float(said.mean()))
    kept = came[promised.index] <= promised["deadline"]
    row["brier"] = float(((said - kept) ** 2).mean())
    return pd.DataFrame([*rows, row])


def _row(
    name: str, promised: pd.Series[pd.Timestamp], came: pd.Series[pd.Timestamp], expected: float
) -> dict[str, object]:
    """Return how often a promise was kept; one without a date lies past the horizon and was."""
    kept = ((came[promised.index] <= promised) | promised.isna()).to_numpy(np.bool_)[:, np.newaxis]
    count = len(kept)
    found = odds(kept, np.ones_like(kept))
    return {
        "promise": name,
        "cases": count,
        "expected": expected,
        "observed": float(found.probability[0]),
        "low": float(found.low[0]),
        "high": float(found.high[0]),
        "brier": np.nan,
    }


def _dates(finished: Mapping[str, date | str], known: list[str]) -> dict[str, pd.Timestamp]:
    """Return the days, or everything that is wrong with them."""
    if not isinstance(finished, Mapping) or not finished:
        fix = 'write {"Shop": "2027-03-01"}'
        raise InputError([Problem("score, finished", "no closed project", finished, fix)])
    days, problems = {}, []
    for name, day in finished.items():
        if name not in known:
            problems.append(
                Problem("score, finished", "no such project in the book", name, did_you_mean(name, known))
            )
        try:
            days[name] = pd.Timestamp(date.fromisoformat(str(day)))
        except ValueError:
            problems.append(Problem(f"score, finished, {name}", "not a date", day, "write year-month-day"))
    if problems:
        raise InputError(problems)
    return days

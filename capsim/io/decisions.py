"""A book of decisions: what could have been done, what it promised, what was chosen, and what came of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import pandas as pd

from capsim._version import __version__
from capsim.decide.comparing import compare
from capsim.domain.portfolio import Portfolio
from capsim.domain.scenario import Scenario
from capsim.domain.values import plain
from capsim.errors import InputError, Problem, did_you_mean
from capsim.forecast.comparison import Comparison
from capsim.forecast.logbook import Book, append_rows, as_written, literal, read_rows
from capsim.io.jsonfile import json_text, json_tree
from capsim.io.scenariofile import scenario_document, scenarios_of
from capsim.running.identity import identity_of
from capsim.running.progress import Progress

__all__ = ["AS_IT_IS", "log_decision", "replay_decision"]

AS_IT_IS: Final = "as it is"
"""What the base is called among the options."""

_MEASURES: Final = (
    "all on time",
    "on time",
    "tardiness",
    "finish p50",
    "finish p80",
    "wait",
    "cost",
    "value",
)
_COLUMNS: Final = (
    "decided", "portfolio", "option", "chosen", "changes", "verdict",
    *(measure.replace(" ", "_") for measure in _MEASURES),
    "replications", "seed", "version", "base_hash", "option_hash", "note",
    "actual_finish", "actual_cost", "actual_value", "actual_note", "scenario",
)  # fmt: skip
_BOOK: Final = Book("decisions", _COLUMNS, "comparison.log(...)", "decisions.csv")
_TEXTS: Final = ("portfolio", "option", "changes", "verdict", "note", "scenario")


def log_decision(
    comparison: Comparison,
    path: str | os.PathLike[str],
    choice: str | None = None,
    note: str = "",
    day: date | None = None,
) -> Path:
    """Write a comparison into a book of decisions; see `Comparison.log`."""
    names = [AS_IT_IS, *(each.scenario.name for each in comparison.alternatives)]
    if choice is not None and choice not in names:
        raise InputError([Problem("log, choice", "no such option", choice, did_you_mean(choice, names))])
    decided = date.today() if day is None else day
    facts = {
        "decided": str(decided),
        "portfolio": literal(comparison.base.portfolio.name),
        "replications": str(comparison.base.replications),
        "seed": str(comparison.base.seed),
        "version": __version__,
        "base_hash": identity_of(comparison.base.portfolio),
    }
    rows = [
        {**facts, **row, "chosen": "" if choice is None else "yes" if row["option"] == choice else "no",
         "option": literal(row["option"]), "note": literal(note) if row["option"] == choice else ""}
        for row in _options(comparison)
    ]  # fmt: skip
    return append_rows(path, rows, _BOOK)


def _options(comparison: Comparison) -> Iterator[dict[str, str]]:
    """Yield what is known of each option, the base first."""
    start = comparison.base.portfolio.start
    frame = comparison.summary()
    base = frame.drop_duplicates("measure")
    yield {
        "option": AS_IT_IS,
        **_figures(base, "base", start),
        "option_hash": identity_of(comparison.base.portfolio),
    }
    for each, verdict in zip(comparison.alternatives, comparison.verdicts(), strict=True):
        yield {
            "option": each.scenario.name,
            "changes": literal("; ".join(map(str, each.scenario.edits))),
            "verdict": literal(verdict),
            **_figures(frame[frame["scenario"] == each.scenario.name], "with", start),
            "option_hash": identity_of(each.forecast.portfolio),
            "scenario": _scenario_text(each.scenario),
        }


def _scenario_text(scenario: Scenario) -> str:
    """Return a scenario as JSON on one line; nothing if a file cannot say it."""
    try:
        return " ".join(json_text({"scenarios": [scenario_document(scenario)]}).split("\n")).strip()
    except InputError:
        return ""


def _figures(frame: pd.DataFrame, column: str, start: date) -> dict[str, str]:
    known = dict(zip(frame["measure"], frame[column], strict=True))
    return {
        measure.replace(" ", "_"): _figure(measure, float(known.get(measure, float("nan"))), start)
        for measure in _MEASURES
    }


def _figure(measure: str, number: float, start: date) -> str:
    if number != number:
        return ""
    if measure.startswith("finish"):
        return str(start + timedelta(days=round(number)))
    return plain(round(number, 2 if measure in ("cost", "value") else 6))


def replay_decision(
    path: str | os.PathLike[str],
    portfolio: Portfolio,
    decided: date | str | None = None,
    option: str | None = None,
    progress: Progress = "auto",
) -> Comparison:
    """Live through a decision again, with and without it, on the same futures as then.

    Parameters
    ----------
    path : path
        A book that `Comparison.log` has written.
    portfolio : Portfolio
        As it was then; its hash is compared with that of the book.
    decided : date, optional
        The day of the entry; the last one of this portfolio without it.
    option : str, optional
        Which option; all scenarios of that entry without it.
    progress : {"auto", True, False} or callable
        As in `simulate`.

    Returns
    -------
    Comparison
        With the seed and the replications of the entry: the same numbers, as long as capsim's answers are.

    Raises
    ------
    InputError
        If there is no such entry, the portfolio is another one, or an option cannot be made from the book.

    Examples
    --------
    >>> from capsim.io.decisions import replay_decision
    >>> then = replay_decision("decisions.csv", portfolio, "2027-01-04")  # doctest: +SKIP
    >>> then.summary()  # doctest: +SKIP
    """
    rows = _entry(Path(path), portfolio, None if decided is None else str(decided))
    wanted = rows[rows["scenario"] != ""]
    if option is not None:
        known = list(wanted["option"])
        if option not in known:
            hint = did_you_mean(option, known)
            raise InputError([Problem(f"{path}, option", "no such option in the entry", option, hint)])
        wanted = wanted[wanted["option"] == option]
    if wanted.empty:
        what = "no option of the entry can be made again"
        raise InputError([Problem(str(path), what, fix="compare scenarios made of cs.edits")])
    scenarios = [
        each for text in wanted["scenario"] for each in scenarios_of(_tree(text, str(path)), Path(path))
    ]
    first = rows.iloc[0]
    return compare(portfolio, scenarios, int(first["replications"]), int(first["seed"]), progress)


def _tree(text: str, file: str) -> Any:
    return json_tree(text, file)


def _entry(path: Path, portfolio: Portfolio, decided: str | None) -> pd.DataFrame:
    """Return the rows of one entry of this very portfolio."""
    if not path.is_file():
        fix = "begin it with comparison.log(...)"
        raise InputError([Problem("replay_decision, path", "no such file", str(path), fix)])
    frame = read_rows(path, _BOOK)
    for name in _TEXTS:
        frame[name] = frame[name].map(as_written)
    frame = frame[frame["portfolio"] == portfolio.name]
    days = sorted(set(frame["decided"]))
    if (decided is not None and decided not in days) or not days:
        got = portfolio.name if decided is None else decided
        fix = f"one of: {', '.join(days)}" if days else "log a comparison of it first"
        raise InputError([Problem(str(path), "no such entry", got, fix)])
    frame = frame[frame["decided"] == (decided or days[-1])]
    same = frame[frame["base_hash"] == identity_of(portfolio)]
    if same.empty:
        fix = "read the model as it was on that day"
        raise InputError([Problem(str(path), "the portfolio has changed since then", portfolio.name, fix)])
    last = same[same["option"] == AS_IT_IS].index[-1]  # of several entries of a day
    return same.loc[last:]

"""What could be better about a portfolio, as a frame, with a score."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

import pandas as pd

from capsim.domain.findings import Finding, findings_in
from capsim.domain.values import number
from capsim.domain.words import plural
from capsim.errors import InputError, ModelError, Problem
from capsim.forecast.deadlines import deadlines_out_of_reach
from capsim.forecast.idle import bookings_above_demand
from capsim.forecast.leftout import projects_left_out
from capsim.forecast.ontop import bookings_on_top
from capsim.forecast.problems import problem_frame, sentences
from capsim.forecast.shortfalls import RoleMonths, demand_above_capacity
from capsim.plan.build import make_plan
from capsim.plan.correlation import repair_told

if TYPE_CHECKING:
    from capsim.domain.portfolio import Portfolio
    from capsim.plan.plan import Plan

__all__ = ["checked", "findings_told", "least_score", "score_of", "too_low"]

_COSTS: Final = {"error": 100, "warning": 10, "info": 2}
"""What each kind of finding takes off the score, by its severity."""

_RANK: Final = {"error": 0, "warning": 1, "info": 2}
_NOUNS: Final = {
    "error": ("error", "errors"),
    "warning": ("warning", "warnings"),
    "info": ("remark", "remarks"),
}
_SAID: Final = "said by the reader"
_NAMED: Final = 3
_OF_A_KIND: Final = 5


def checked(portfolio: Portfolio, minimum: float | None = None) -> pd.DataFrame:
    """Return the findings of a portfolio; see `capsim.domain.portfolio.Portfolio.check`."""
    least = least_score(minimum)
    found = _weightiest_first([*_findings(portfolio), *_remarks(portfolio)])
    score = score_of(found)
    frame = problem_frame(each.problem for each in found)
    frame.attrs["score"] = score
    if least is not None and score < least:
        raise too_low(frame, least)
    return frame


def findings_told(portfolio: Portfolio) -> dict[str, str]:
    """Return what a portfolio's card in a notebook says of its findings, and what to call next.

    Examples
    --------
    >>> from capsim.domain.portfolio import Portfolio
    >>> findings_told(Portfolio("Agency", "2027-01-04"))["next"]
    'portfolio.check() for all findings'
    """
    found = checked(portfolio)
    counts = found["severity"].value_counts(sort=False)
    told = [plural(int(count), *_NOUNS[str(severity)]) for severity, count in counts.items()]
    calls = ["portfolio.check() for all findings"] * bool(told)
    if any(project.tasks for project in portfolio.projects):
        calls += ["portfolio.demand() for the need by role and month"]
        calls += ["cs.simulate(portfolio) for dates and odds"]
    return {
        "findings": ", ".join([f"score {found.attrs['score']} of 100", *told]),
        **({"first": sentences(found.head(1).to_dict("records"))[0]} if told else {}),
        "next": "; ".join(calls),
    }


def _weightiest_first(findings: Sequence[Finding]) -> list[Finding]:
    """Sort findings by severity, and let no kind of many findings hide the other kinds."""
    seen: Counter[str] = Counter()
    ranked: list[tuple[int, int, Finding]] = []
    for each in findings:
        ranked.append((_RANK[each.problem.severity], seen[each.kind] // _OF_A_KIND, each))
        seen[each.kind] += 1
    return [each for *_, each in sorted(ranked, key=lambda entry: entry[:2])]


def score_of(findings: Iterable[Finding]) -> int:
    """Return how good a model is to forecast with, from 0 to 100.

    The score starts at 100. Each kind of warning takes 10 off and each kind of remark (info) takes 2, however
    many rows it touches; what only explains a figure, or says what the reader did, costs nothing. So eighty
    means: at most two kinds of things that can change the answer, and every kind that is mended for good is
    worth its points.

    Parameters
    ----------
    findings : iterable of Finding

    Returns
    -------
    int

    Examples
    --------
    >>> shop = Problem("Project 'Shop'", "no deadline", fix="give one", severity="info")
    >>> score_of([Finding("no deadline", shop), Finding("no deadline", shop)])
    98
    """
    kinds = {(each.kind, each.problem.severity) for each in findings if each.costs}
    return max(0, 100 - sum(_COSTS[severity] for _, severity in kinds))


def _remarks(portfolio: Portfolio) -> list[Finding]:
    """Return what the reader remarked on; a warning of its own is a kind of its own."""
    given = () if portfolio.origin is None else portfolio.origin.remarks
    return [
        Finding(_SAID, each, costs=False) if each.severity == "info" else Finding(each.what, each)
        for each in given
    ]


def _findings(portfolio: Portfolio) -> list[Finding]:
    """Return the findings, each at its place in the files."""
    places = {} if portfolio.origin is None else portfolio.origin.places
    plan = make_plan(portfolio)
    found = [*_planned(plan), *findings_in(portfolio), *_repaired(portfolio), *_explained(plan)]
    return [
        dataclasses.replace(each, problem=dataclasses.replace(each.problem, place=places.get(each.about)))
        for each in found
    ]


def _planned(plan: Plan) -> Iterator[Finding]:
    """Return the findings that rest on the plan."""
    if plan.n_tasks:
        yield from demand_above_capacity(RoleMonths.of(plan))
        yield from deadlines_out_of_reach(plan)


def _repaired(portfolio: Portfolio) -> Iterator[Finding]:
    """Return the groups whose correlations cannot hold together, and by how much a run changes them."""
    for group in portfolio.groups:
        if told := repair_told(group):
            where = f"Group {group.name!r}"
            fix = "correct the matrix; as it is, the nearest one that can is used"
            yield Finding("correlations repaired", Problem(where, told, fix=fix, severity="warning"), where)


def _explained(plan: Plan) -> Iterator[Finding]:
    """Return the findings on figures that do not go together: people come to see the others first."""
    yield from bookings_on_top(plan.portfolio)
    yield from bookings_above_demand(plan)
    yield from projects_left_out(plan.portfolio)


def least_score(given: float | None) -> float | None:
    """Return the least score that is good enough, checked.

    Raises
    ------
    InputError
        If it is none.
    """
    if given is None:
        return None
    try:
        least = number(given)
    except InputError as error:
        raise InputError(problem.at("check, minimum") for problem in error.found) from None
    if not 0 <= least <= 100:
        raise InputError([Problem("check, minimum", "no score", given, "write a number from 0 to 100")])
    return least


def too_low(found: pd.DataFrame, least: float) -> ModelError:
    """Say how far a score is from the minimum, and what to mend first."""
    first = sentences(found.head(_NAMED).to_dict("records"))
    numbered = " ".join(f"({index}) {sentence}" for index, sentence in enumerate(first, start=1))
    what = f"score {found.attrs['score']} of 100, below the minimum of {least:g}"
    return ModelError([Problem("", what, fix=f"mend first: {numbered}")], found)

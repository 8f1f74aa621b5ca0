"""Arguments of questions: names and numbers that must exist."""

from __future__ import annotations

import operator

from capsim.errors import InputError, Problem, did_you_mean
from capsim.plan.plan import Plan

__all__ = ["project_index", "replication_number"]


def project_index(plan: Plan, name: object, where: str) -> int:
    """Return the index of a project by name, or say which one may have been meant."""
    if isinstance(name, str) and name in plan.project_names:
        return plan.project_names.index(name)
    hint = did_you_mean(str(name), plan.project_names)
    raise InputError([Problem(where, "no such project in the run", name, hint)])


def replication_number(given: object, count: int, where: str) -> int:
    """Return the number of one of ``count`` replications, which count from 0."""
    try:
        number = operator.index(given)  # type: ignore[arg-type]
    except TypeError:
        number = -1
    if isinstance(given, bool) or not 0 <= number < count:
        fix = f"write a whole number from 0 to {count - 1:,}"
        raise InputError([Problem(where, "no such replication", given, fix)])
    return number

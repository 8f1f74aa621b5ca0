"""What happens to people in one replication (rule D5), in sentences."""

from __future__ import annotations

from datetime import date, timedelta

from capsim.engines.runs import Runs
from capsim.forecast.dates import readable
from capsim.plan.paths import Reason

__all__ = ["told_of_people"]


def told_of_people(runs: Runs, last: int) -> dict[int, list[str]]:
    """Return what happens to people up to a day, by the day on which it begins.

    Parameters
    ----------
    runs : Runs
        Of one replication.
    last : int

    Returns
    -------
    dict of int to list of str
    """
    told: dict[int, list[str]] = {}
    absences, plan = runs.absences, runs.plan
    rows = zip(*(column.tolist() for column in absences[1:]), strict=True)
    for person, first, end, left, reason in rows:
        if first <= last:
            name, over = plan.person_names[person], end >= plan.n_days - 2
            sentence = _sentence(name, _date(runs, end), _date(runs, end + 1), over, left, reason)
            if sentence:
                told.setdefault(first, []).append(sentence)
    return told


def _date(runs: Runs, day: int) -> date:
    return runs.plan.start + timedelta(days=day)


def _sentence(name: str, last: date, after: date, for_good: bool, left: int, reason: int) -> str:
    """Tell of one absence; nothing for what processes of the user did, which the log tells."""
    until = "to the end of the run" if for_good else f"until {readable(last)}"
    match reason:
        case Reason.SICK:
            return f"{name} is sick {until}."
        case Reason.TAKEN:
            return f"{name} is taken away by a risk {until}."
        case Reason.LEFT | Reason.QUIT:
            what = "the seat stays empty" if for_good else f"a successor joins on {readable(after)}"
            return f"{name} leaves{', overloaded' if reason == Reason.QUIT else ''}; {what}."
        case Reason.LATE:
            return f"{name} does not join." if for_good else f"{name} joins on {readable(after)} only."
        case Reason.TEACHES:
            return f"{name} teaches newcomers {until}, and has {left / 10:g} % left."
        case _:
            return ""

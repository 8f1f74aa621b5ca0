"""Alerts by client, programme, owner, objective or team: what is worst in each, and who answers for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from capsim.forecast.alerting import Alert, Rule, alerts_of
from capsim.forecast.columns import texts
from capsim.forecast.facts import Facts
from capsim.forecast.labels import LABELS, labels_of
from capsim.forecast.questions import checked_group
from capsim.forecast.rollup import delivery_by

if TYPE_CHECKING:
    from capsim.forecast.forecast import Forecast

__all__ = ["grouped_alerts"]

_LEVELS: Final = ("red", "amber", "green")

_PEOPLE: Final = {"owner": "person", "team": "team"}
"""Groups whose names can be those of people, and by what their time is asked for."""


def grouped_alerts(
    forecast: Forecast, facts: Facts, rules: Rule | Iterable[Rule] | None, by: str
) -> pd.DataFrame:
    """Return columns as in `Forecast.alerts` by groups of projects."""
    key = checked_group("alerts", by, LABELS)
    labels = labels_of(facts.plan, key)
    names = facts.plan.project_names
    found = alerts_of(forecast, rules)
    inside = [{names[place] for place in np.flatnonzero(mine)} for mine in (labels.share > 0).T]
    mine = [[alert for alert in found if group.intersection(alert.projects)] for group in inside]
    delivery = delivery_by(facts, key)
    frame = pd.DataFrame(
        {
            key: texts(labels.names),
            "level": texts(alerts[0].level if alerts else "green" for alerts in mine),
            **{level: _count(mine, level) for level in _LEVELS},
            **{name: delivery[name] for name in ("projects", "on_time", "error", "days_late")},
        }
    )
    if facts.has_runs:
        frame["busy_days"] = delivery["busy_days"]
        frame["load"] = _load(forecast, key, labels.names)
    for name in ("text", "cause", "call"):
        frame[name] = texts(getattr(alerts[0], name) if alerts else "" for alerts in mine)
    order = frame["level"].map(_LEVELS.index).to_numpy()
    return frame.iloc[np.argsort(order, kind="stable")].reset_index(drop=True)


def _count(groups: Sequence[Sequence[Alert]], level: str) -> npt.NDArray[np.int64]:
    return np.array([sum(alert.level == level for alert in alerts) for alerts in groups], np.int64)


def _load(forecast: Forecast, key: str, names: Sequence[str]) -> npt.NDArray[np.float64]:
    """Return which share of their time whoever a group is called after is at work; NaN if it is nobody."""
    made: npt.NDArray[np.float64] = np.full(len(names), np.nan)
    if key in _PEOPLE:
        by = _PEOPLE[key]
        time = forecast.utilization(by=by).groupby(by)[["busy_days", "capacity_days"]].sum()
        share = (time["busy_days"] / time["capacity_days"]).to_dict()
        made = np.array([share.get(name, np.nan) for name in names], np.float64)
    return made

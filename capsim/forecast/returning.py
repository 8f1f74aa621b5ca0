"""What projects are worth: benefits, returns, whether to go on with them, and which is worth most."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from capsim.clock import NEVER, TICKS_PER_DAY, end_of_day
from capsim.domain.money import Thresholds
from capsim.forecast.columns import texts
from capsim.forecast.dates import as_dates
from capsim.forecast.labels import labels_of
from capsim.forecast.money import Money, estimates
from capsim.forecast.periods import first_days
from capsim.forecast.postings import Part
from capsim.forecast.questions import checked_group, checked_key
from capsim.metrics import Odds, order_statistic, order_statistic_interval

__all__ = ["benefit_frame", "rank_frame", "return_frame", "viability_frame"]

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

NO_OWNER: Final = "no owner"
_LABELS: Final = ("client", "programme", "objective", "team")
_BENEFIT_KEYS: Final = ("project", "benefit", "owner", "portfolio", *_LABELS)


def benefit_frame(money: Money, by: str, period: str | None) -> pd.DataFrame:
    """Return benefits by group and period; columns as in `Forecast.benefits`."""
    key = checked_key("benefits", by, "M" if period is None else period, _BENEFIT_KEYS)
    earning, streams = money.earning, money.earning.streams
    names, shares = (_shares if key in _LABELS else _own_shares)(money, key)
    firsts = _firsts(money, "M" if period is None else period)
    days = money.days_of(firsts)
    if period is None:
        days = days[[0, -1]]
    whole = Part(0, money.facts.kept.replications)
    amounts: Floats = np.zeros((whole.size, len(names), len(days) - 1))
    for stream, share in zip(streams, shares, strict=True):
        received = earning.received(stream, days, whole)
        for group in np.flatnonzero(share).tolist():
            amounts[:, group] += received * share[group]
    periods = len(days) - 1
    if key in _LABELS:
        counted = money.counted_by(key, names, periods)
    else:  # whoever answers for benefits need not own a project
        counted = money.counted("project" if key == "project" else "portfolio", names, periods)
    frame = pd.DataFrame(
        {
            key: texts(name for name in names for _ in range(len(days) - 1)),
            "going_ahead": counted.mean(axis=0),
            **estimates(money, amounts.reshape(whole.size, -1), counted),
        }
    )
    if period is not None:
        frame.insert(0, "period", np.tile(firsts[:-1].astype("datetime64[s]"), len(names)))
    return frame


def _own_shares(money: Money, key: str) -> tuple[list[str], Floats]:
    """Return the groups that benefits name themselves, and which of them each benefit belongs to."""
    labels = [
        {
            "project": money.names[stream.project],
            "benefit": f"{money.names[stream.project]}/{stream.name}",
            "owner": stream.owner or NO_OWNER,
            "portfolio": money.facts.plan.portfolio.name,
        }[key]
        for stream in money.earning.streams
    ]
    names = list(dict.fromkeys(labels))
    return names, np.array([[float(label == name) for name in names] for label in labels])


def _shares(money: Money, key: str) -> tuple[list[str], Floats]:
    """Return the groups of projects with benefits, and which part of each benefit belongs to them."""
    labels = labels_of(money.facts.plan, key)
    share = labels.share[[stream.project for stream in money.earning.streams]]
    used = np.flatnonzero(share.any(axis=0))
    return [labels.names[each] for each in used], share[:, used]


def _firsts(money: Money, letter: str) -> npt.NDArray[np.datetime64]:
    """Return the first days of the periods up to the last benefit, and that of the one after."""
    start = money.facts.plan.start
    return first_days(start, letter, np.datetime64(start, "D") + money.earning.last_day)


# ---------------------------------------------------------------- returns

_TOP: Final = 2000.0
_PARTS: Final = 1_000_000


def return_frame(money: Money) -> pd.DataFrame:
    """Return what each project, and last the portfolio, is worth; columns as in `Forecast.returns`."""
    plan = money.facts.plan
    returns, rates = money.returns, money.rates()
    counted = money.goes_ahead
    positive = money.share(returns.npv > 0, counted)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(returns.costs > 0, returns.benefits / returns.costs, np.nan)
    npv = {
        "npv" if name == "mean" else f"npv_{name}": each
        for name, each in estimates(money, returns.npv, counted, _TAILS).items()
    }
    return pd.DataFrame(
        {
            "project": texts([*money.names, plan.portfolio.name]),
            "going_ahead": counted.mean(axis=0),
            **npv,
            "positive": positive.probability,
            "positive_low": positive.low,
            "positive_high": positive.high,
            **_ratios(money, "ratio", ratio, counted),
            **_ratios(money, "irr", rates.irr, counted),
            "irr_none": money.share(np.isnan(rates.irr), counted).probability,
            **_paybacks(money, rates.payback, counted),
        }
    )


_TAILS: Final = {"p10": 0.1, "p50": 0.5, "p90": 0.9}


def _ratios(money: Money, name: str, ratios: Floats, going: Bools) -> dict[str, Floats]:
    """Return quantiles of ratios over the futures that have one, with intervals."""
    counted = ~np.isnan(ratios) & going
    whole = np.rint(np.clip(np.nan_to_num(ratios), -1.0, _TOP) * _PARTS).astype(np.int64) + _PARTS
    columns: dict[str, Floats] = {}
    ends: dict[str, Floats] = {}
    for word, level in _TAILS.items():
        value = order_statistic(whole, counted, level)
        low, high = order_statistic_interval(whole, counted, level, money.facts.batch)
        if money.is_certain:
            low, high = value, value
        columns[f"{name}_{word}"], ends[f"{name}_{word}_low"], ends[f"{name}_{word}_high"] = (
            np.where(each >= 0, (each - _PARTS) / _PARTS, np.nan) for each in (value, low, high)
        )
    return columns | ends


def _paybacks(money: Money, months: Ints, counted: Bools) -> dict[str, npt.NDArray[np.datetime64]]:
    """Return quantiles of the month in which what was spent has come back, with intervals."""
    columns: dict[str, npt.NDArray[np.datetime64]] = {}
    for word, level in _TAILS.items():
        value = order_statistic(months, counted, level)
        ends = order_statistic_interval(months, counted, level, money.facts.batch)
        low, high = (value, value) if money.is_certain else ends
        named = {"": value, "_low": low, "_high": high}
        columns |= {f"payback_{word}{end}": _months(money, each) for end, each in named.items()}
    return columns


def _months(money: Money, months: Ints) -> npt.NDArray[np.datetime64]:
    """Return months from the start as the first days of them."""
    start = np.datetime64(money.facts.plan.start, "M")
    known = (months >= 0) & (months != NEVER)
    dates = (start + np.where(known, months, 0)).astype("datetime64[s]")
    return np.where(known, dates, np.datetime64("NaT", "s"))


# ---------------------------------------------------------------- to go on, to hold, to stop


def viability_frame(money: Money, thresholds: Thresholds) -> pd.DataFrame:
    """Return whether to go on with each project; columns as in `Forecast.viability`."""
    plan, earning = money.facts.plan, money.earning
    returns, count = money.returns, plan.n_projects
    counted = money.goes_ahead[:, :count]
    positive = money.share(returns.npv[:, :count] > 0, counted)
    in_window = money.share(earning.delivered & (earning.finishes.ticks <= _window_ends(money)), counted)
    to_spend = estimates(money, money.project_costs[:, :count], counted, {"p50": 0.5, "p80": 0.8})
    frame = pd.DataFrame(
        {
            "project": texts(money.names),
            "going_ahead": counted.mean(axis=0),
            "positive": positive.probability,
            "positive_low": positive.low,
            "positive_high": positive.high,
            "window_end": _window_dates(money),
            "in_window": in_window.probability,
            "in_window_low": in_window.low,
            "in_window_high": in_window.high,
            **{f"to_spend{'' if name == 'mean' else '_' + name}": each for name, each in to_spend.items()},
            "reading": texts(_readings(money, positive, in_window, thresholds)),
        }
    )
    return frame.iloc[money.facts.own_projects].reset_index(drop=True)


def _readings(money: Money, positive: Odds, in_window: Odds, thresholds: Thresholds) -> list[str]:
    """Read go, hold or stop off two probabilities and their intervals.

    Late for a deadline is no reason to stop: only a window of its own closes.
    """
    closes = np.array([project.window_end is not None for project in money.earning.projects], dtype=np.bool_)
    goes = np.minimum(positive.low, in_window.low) >= thresholds.go
    stops = (positive.high < thresholds.stop) | (closes & (in_window.high < thresholds.stop))
    read = np.select([stops, goes], ["stop", "go"], "hold")
    return [str(each) for each in read]


def _ends(money: Money) -> list[int]:
    start = money.facts.plan.start
    return [
        NEVER if end is None else end_of_day(end, start)
        for end in (project.window_end or project.deadline for project in money.earning.projects)
    ]


def _window_ends(money: Money) -> Ints:
    """Return the last tick inside each project's window: its own, else that of its deadline."""
    return np.array(_ends(money), dtype=np.int64)


def _window_dates(money: Money) -> npt.NDArray[np.datetime64]:
    ends = _window_ends(money)
    return as_dates(np.where(ends == NEVER, NEVER, ends // TICKS_PER_DAY - 1), money.facts.plan.start)


# ---------------------------------------------------------------- ranks

_RANKED: Final = ("npv", "value")


def rank_frame(money: Money, by: str) -> pd.DataFrame:
    """Return how often each project takes each place; columns as in `Forecast.ranks`."""
    key = checked_group("ranks", by, _RANKED)
    returns, own = money.returns, money.facts.own_projects
    count = len(own)
    amounts = {"npv": returns.npv, "value": returns.gain}[key][:, own]
    place = _places(amounts, money.facts.projects.goes_ahead[:, own])
    hit = place[:, :, np.newaxis] == np.arange(count)
    share = money.share(hit.reshape(len(place), -1))
    return pd.DataFrame(
        {
            "project": texts(money.names[each] for each in own for _ in range(count)),
            "place": np.tile(np.arange(1, count + 1), count),
            "share": share.probability,
            "low": share.low,
            "high": share.high,
        }
    )


def _places(amounts: Floats, goes_ahead: Bools) -> Ints:
    """Return the place of each column, the largest first; last what does not go ahead, ties in order."""
    order = np.lexsort((np.broadcast_to(np.arange(amounts.shape[1]), amounts.shape), -amounts, ~goes_ahead))
    place = np.empty(amounts.shape, dtype=np.int64)
    np.put_along_axis(place, order, np.broadcast_to(np.arange(amounts.shape[1]), amounts.shape), axis=1)
    return place

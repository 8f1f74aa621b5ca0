"""What the reactions of a policy did, and when (rule R21)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from capsim.clock import NEVER, TICKS_PER_DAY
from capsim.domain.actions import Hire
from capsim.engines.runs import Runs
from capsim.forecast.columns import texts
from capsim.forecast.dates import as_dates
from capsim.forecast.facts import Facts
from capsim.metrics import odds, order_statistic

__all__ = ["reactions_frame"]

Ints = npt.NDArray[np.signedinteger]


def reactions_frame(facts: Facts) -> pd.DataFrame:
    """Return a row per reaction; columns as in `Forecast.reactions`."""
    runs = facts.runs
    reactions, of = runs.policy.reactions, runs.reacted
    times = np.zeros((runs.replications, len(reactions)), np.int64)
    np.add.at(times, _done(runs), 1)
    first = np.full(times.shape, NEVER, np.int64)
    np.minimum.at(first, (of.replication, of.reaction), of.tick)
    acted = times > 0
    share = odds(acted, np.ones_like(acted), facts.batch)
    middle = [
        int(order_statistic(first[:, [column]], acted[:, [column]], 0.5)[0]) // TICKS_PER_DAY
        for column in range(len(reactions))
    ]
    return pd.DataFrame(
        {
            "reaction": texts(map(str, reactions)),
            "share": share.probability,
            "share_low": share.low,
            "share_high": share.high,
            "times": times.mean(axis=0),
            "first_p50": as_dates(np.array(middle, np.int64), runs.plan.start),
        }
    )


def _done(runs: Runs) -> tuple[Ints, Ints]:
    """Return the replication and the reaction of each time; who is hired at once counts once."""
    of = runs.reacted
    hires = np.array([isinstance(reaction.do, Hire) for reaction in runs.policy.reactions], np.bool_)
    target = np.where(hires[of.reaction], -1, of.target)
    rows = np.unique(np.stack([of.replication, of.reaction, of.tick, target]), axis=1)
    return rows[0], rows[1]

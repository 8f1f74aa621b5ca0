"""What is known at the status date (rule R16), as flat arrays."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.plan.plan import Plan
from capsim.plan.standing import NOT_YET

__all__ = ["Known", "make_known"]

I32 = npt.NDArray[np.int32]


class Known(NamedTuple):
    """The tasks that have begun, and the seats that people keep."""

    tick: int  # the beginning of the status date
    task: I32  # (begun,)
    begun: I32  # (begun,) ticks
    done: I32  # (begun,) ticks, or NOT_YET
    seat_first: I32  # (begun + 1,)
    need: I32  # (seats,)
    person: I32
    share: I32


def make_known(plan: Plan) -> Known:
    """Lay out what is known at the status date."""
    standing = plan.standing
    tasks = np.flatnonzero(standing.begun != NOT_YET)
    seats = np.array([seat[:3] for seat in standing.seats], dtype=np.int64).reshape(-1, 3)
    return Known(
        tick=standing.tick,
        task=tasks.astype(np.int32),
        begun=standing.begun[tasks].astype(np.int32),
        done=standing.done[tasks].astype(np.int32),
        seat_first=np.searchsorted(plan.need_task[seats[:, 0]], [*tasks, plan.n_tasks]).astype(np.int32),
        need=seats[:, 0].astype(np.int32),
        person=seats[:, 1].astype(np.int32),
        share=seats[:, 2].astype(np.int32),
    )

"""What an engine gives back: arrays, one row per replication."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.clock import NEVER, STOPPED, TICKS_PER_DAY
from capsim.domain.actions import Hire, Stop
from capsim.domain.policy import Policy
from capsim.plan.hiring import Hired
from capsim.plan.plan import Plan

__all__ = [
    "Absences",
    "Cause",
    "Frozen",
    "Reacted",
    "Restarts",
    "Runs",
    "Seats",
    "Waits",
    "cause_code",
    "cause_of",
    "concatenated",
    "hired_in",
    "no_absences",
]

Ints32 = npt.NDArray[np.int32]


class Cause:
    """Kinds of drivers (rule R18): what decided a ready tick, a start or a finish."""

    NONE = 0  # tick 0, or nothing yet
    LINK = 1  # a link of the plan; index: link
    PROJECT_START = 2  # the project's start date
    NOT_BEFORE = 3  # the task's own planned start
    READY = 4  # a start at its ready tick: what drove that
    PERSON = 5  # a person became free; index: the need whose end freed them
    RESERVE = 6  # a reserve opened; index: the task that held it
    RETURN = 7  # somebody came back, joined or became qualified; index: person
    NEED = 8  # the need that ended last; index: need
    DURATION = 9  # the task's own duration ended
    START = 10  # the task's own start (a milestone, or work of no length)
    FREEZE = 11  # a freeze ended, or a process of the user opened what it had frozen
    LAPSE = 12  # a reserve was given up without its holder starting; the walk ends
    BOOKING = 13  # a booking that kept somebody for another project ended; index: person
    AGAIN = 14  # a restart at the tick of the return: what drove the start of that need before it
    RESERVE_AGAIN = 15  # a reserve opened; index: the need that held it, and restarts
    ARRIVAL = 24  # the tick from which the work is there, drawn: of a stream, or after the intake
    KNOWN = 16  # it happened before the status date
    REACTION = 26  # a reaction stopped a project, which opened a limit; index: the project
    LIMIT = 20  # a limit on projects in progress opened; index: the task whose finish did it


_SHIFT = 26


def cause_code(kind: int, index: int = 0) -> int:
    """Pack a driver into one number.

    Examples
    --------
    >>> cause_of(cause_code(Cause.LINK, 12))
    (1, 12)
    """
    return (kind << _SHIFT) | index


def cause_of(code: int) -> tuple[int, int]:
    """Unpack a driver into its kind and index."""
    return int(code) >> _SHIFT, int(code) & ((1 << _SHIFT) - 1)


class Seats(NamedTuple):
    """Who worked where: one entry per seat held, replications one after the other.

    Attributes
    ----------
    need, person : ndarray of int32
        Indices into the plan.
    start, end : ndarray of int32
        Ticks; ``end`` is `capsim.clock.NEVER` for a seat still held at the horizon.
    speed, allocation : ndarray of int32
        Thousandths.
    """

    need: Ints32
    person: Ints32
    start: Ints32
    end: Ints32
    speed: Ints32
    allocation: Ints32


class Restarts(NamedTuple):
    """Work that returned to the queue: one entry for each return, in the order in which they happened.

    Attributes
    ----------
    replication, need : ndarray of int32
    returned : ndarray of int32
        The tick at which its people left it, or it was interrupted.
    start : ndarray of int32
        The tick at which it went on, `capsim.clock.NEVER` where it never does.
    driver : ndarray of int32
        What that start was driven by, packed; 0 where there is none.
    """

    replication: Ints32
    need: Ints32
    returned: Ints32
    start: Ints32
    driver: Ints32


def _no_restarts() -> Restarts:
    return Restarts(*(np.zeros(0, np.int32) for _ in Restarts._fields))


class Waits(NamedTuple):
    """Parts of waits of tasks (rule R17) that the drivers of their starts do not tell: an entry for each.

    The last part of a wait is told by that driver, and is here only if it was for a person in a team of
    several needs. Parts follow each other; the first begins when the task gets ready.

    Attributes
    ----------
    replication, task : ndarray of int32
    until : ndarray of int32
        The tick at which the part ends.
    driver : ndarray of int32
        What ended it, packed.
    need : ndarray of int32
        The need for whose seat a person was waited for, -1 for any other part.
    """

    replication: Ints32
    task: Ints32
    until: Ints32
    driver: Ints32
    need: Ints32


def _no_waits() -> Waits:
    return Waits(*(np.zeros(0, np.int32) for _ in Waits._fields))


class Absences(NamedTuple):
    """Days on which somebody is away, or teaches, in one replication only: drawn, or by the user's processes.

    Attributes
    ----------
    replication, person : ndarray of int32
    first_day, last_day : ndarray of int32
        Day numbers of the plan, both inclusive.
    left : ndarray of int32
        Thousandths of the day's capacity that are left; 0 is away.
    reason : ndarray of int32
        See `capsim.plan.paths.Reason`; 0 for what a process of the user did.
    """

    replication: Ints32
    person: Ints32
    first_day: Ints32
    last_day: Ints32
    left: Ints32
    reason: Ints32


def no_absences() -> Absences:
    """Return the absences of a run in which nobody is away by chance."""
    return Absences(*(np.zeros(0, np.int32) for _ in Absences._fields))


class Frozen(NamedTuple):
    """Freezes of projects by a process of the user; normally none.

    Attributes
    ----------
    replication, project : ndarray of int32
    until : ndarray of int32
        The tick at which the project went on, `capsim.clock.NEVER` where it never does.
    """

    replication: Ints32
    project: Ints32
    until: Ints32


def _none_frozen() -> Frozen:
    return Frozen(*(np.zeros(0, np.int32) for _ in Frozen._fields))


class Reacted(NamedTuple):
    """What reactions of the policy did (rule R21): one entry for each time, as it happened.

    Attributes
    ----------
    replication, reaction : ndarray of int32
        The reaction by its place in the policy.
    tick : ndarray of int32
    target : ndarray of int32
        The project that something was done to, or the person who was hired: one entry for each of them;
        -1 for what is done to several people at once.
    """

    replication: Ints32
    reaction: Ints32
    tick: Ints32
    target: Ints32


def hired_in(policy: Policy, reacted: Reacted) -> Hired:
    """Return who was hired by reactions of a policy.

    Parameters
    ----------
    policy : Policy
    reacted : Reacted
        What they did.

    Returns
    -------
    Hired
    """
    hires = np.array([isinstance(reaction.do, Hire) for reaction in policy.reactions], np.bool_)
    which = hires[reacted.reaction] if hires.any() else np.zeros(len(reacted.reaction), np.bool_)
    day = reacted.tick[which] // np.int32(TICKS_PER_DAY)
    return Hired(reacted.replication[which], reacted.target[which], day)


def _none_reacted() -> Reacted:
    return Reacted(*(np.zeros(0, np.int32) for _ in Reacted._fields))


@dataclass(frozen=True)
class Runs:
    """The outcome of every replication.

    Attributes
    ----------
    plan : Plan
    policy : Policy
    seed : int
    ready, start, finish : ndarray of int32, (replications, tasks)
        Ticks; `capsim.clock.NEVER` for what does not happen up to the horizon, `capsim.clock.STOPPED` for
        what a gate or a reaction has stopped before it, `capsim.clock.ABSENT` for what is not part of a
        future.
    ready_driver, start_driver, finish_driver : ndarray of int32, (replications, tasks)
        Packed drivers, see `cause_of`.
    seat_offsets : ndarray of int64, (replications + 1,)
        The seats of replication r are ``seats.*[seat_offsets[r]:seat_offsets[r + 1]]``.
    seats : Seats
    restarts : Restarts
    absences : Absences
    frozen : Frozen
    waits : Waits
    reacted : Reacted
    partial : bool
        Whether the run was cut short.
    """

    plan: Plan
    policy: Policy
    seed: int
    ready: Ints32
    start: Ints32
    finish: Ints32
    ready_driver: Ints32
    start_driver: Ints32
    finish_driver: Ints32
    seat_offsets: npt.NDArray[np.int64]
    seats: Seats
    restarts: Restarts = field(default_factory=_no_restarts)
    absences: Absences = field(default_factory=no_absences)
    frozen: Frozen = field(default_factory=_none_frozen)
    waits: Waits = field(default_factory=_no_waits)
    reacted: Reacted = field(default_factory=_none_reacted)
    partial: bool = False

    @property
    def replications(self) -> int:
        """Number of replications."""
        return len(self.finish)

    @property
    def stops(self) -> Ints32:
        """When a gate or a reaction stops each project, (replications, projects): a tick, or NEVER."""
        made = np.full((self.replications, self.plan.n_projects), NEVER, np.int32)
        gates = self.plan.gate_task
        for gate, project in zip(gates, self.plan.task_project[gates], strict=True):
            stopping = (self.finish[:, gate] == STOPPED) & (self.start[:, gate] != STOPPED)
            made[stopping, project] = self.start[stopping, gate]
        stops = [isinstance(reaction.do, Stop) for reaction in self.policy.reactions]
        if any(stops):
            which = np.array(stops)[self.reacted.reaction]
            made[self.reacted.replication[which], self.reacted.target[which]] = self.reacted.tick[which]
        return made

    @property
    def ends(self) -> Ints32:
        """When each task finishes or is stopped, (replications, tasks)."""
        if not len(self.plan.gate_task) and not self.policy.stops:
            return self.finish
        return np.where(self.finish == STOPPED, self.stops[:, self.plan.task_project], self.finish)

    @property
    def is_constant(self) -> bool:
        """Whether all replications finish their tasks alike."""
        return bool((self.finish == self.finish[:1]).all())


def concatenated(parts: Sequence[Runs], *, partial: bool = False) -> Runs:
    """Put the replications of several runs of one plan one after the other.

    Parameters
    ----------
    parts : sequence of Runs
        At least one.
    partial : bool
        Whether replications are missing that were asked for.

    Returns
    -------
    Runs
    """
    first = parts[0]
    before = np.cumsum([0, *(part.replications for part in parts)])[:-1]
    shifts = [np.int32(shift) for shift in before]
    tables = [
        [
            table._replace(replication=table.replication + shift)
            for table in (part.restarts, part.absences, part.frozen, part.waits, part.reacted)
        ]
        for part, shift in zip(parts, shifts, strict=True)
    ]
    restarts, absences, frozen, waits, reacted = map(_joined, zip(*tables, strict=True))
    sizes = np.concatenate([np.diff(part.seat_offsets) for part in parts])
    return Runs(
        plan=first.plan,
        policy=first.policy,
        seed=first.seed,
        ready=np.concatenate([part.ready for part in parts]),
        start=np.concatenate([part.start for part in parts]),
        finish=np.concatenate([part.finish for part in parts]),
        ready_driver=np.concatenate([part.ready_driver for part in parts]),
        start_driver=np.concatenate([part.start_driver for part in parts]),
        finish_driver=np.concatenate([part.finish_driver for part in parts]),
        seat_offsets=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
        seats=Seats(*_joined([part.seats for part in parts])),
        restarts=Restarts(*restarts),
        absences=Absences(*absences),
        frozen=Frozen(*frozen),
        waits=Waits(*waits),
        reacted=Reacted(*reacted),
        partial=partial,
    )


def _joined(parts: Sequence[tuple[Ints32, ...]]) -> list[Ints32]:
    """Join each column of several tables."""
    return [np.concatenate(columns) for columns in zip(*parts, strict=True)]

"""The house rules of a run: who goes first, and who gets the seat."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt
from pydantic import BeforeValidator

from capsim.clock import MAX_DAYS
from capsim.domain.actions import Stop
from capsim.domain.limiting import (
    OptionalLimit,
    TeamFactor,
    TeamFactorLike,
    TeamLimits,
    TeamLimitsLike,
)
from capsim.domain.reactiontext import Reactions, ReactionsLike
from capsim.domain.reprs import as_call, as_code
from capsim.domain.values import Days, NumberLike, Share, name, number, value
from capsim.errors import Refused, did_you_mean

__all__ = [
    "ASSIGNMENT_RULES",
    "EDD",
    "EST",
    "FIFO",
    "GRPW",
    "LFT",
    "LPT",
    "LST",
    "MTS",
    "PRIORITY_RULES",
    "SPT",
    "WSJF",
    "Cheapest",
    "Continuity",
    "Custom",
    "Dynamic",
    "EarliestFinish",
    "Fastest",
    "GRPWAll",
    "LeastLoaded",
    "Listed",
    "MinSlack",
    "PlannedValues",
    "Policy",
    "Random",
    "Specialist",
]

Keys = npt.NDArray[np.float64]


@dataclass(frozen=True)
class PlannedValues:
    """Planned values of every task, as the priority rules see them (rule R13).

    Attributes
    ----------
    labels : tuple of str
        ``"Project/Task"``, in the order of the portfolio; all arrays follow it.
    duration, es, ef, ls, lf : ndarray of int64
        Planned duration and the critical path's earliest and latest dates, in working ticks of the
        portfolio calendar.
    deadline : ndarray of float64
        The task's deadline, else its project's, in ticks; infinite where there is none.
    successors : ndarray of int64
        Number of all successors, by any kind of link, across projects.
    weight_direct, weight_all : ndarray of int64
        Own duration plus that of the direct, or of all, successors.
    delay_cost_ratio : ndarray of float64
        The project's cost of delay per day over the mean effort of its needs in days; infinite where
        there is none.
    """

    labels: tuple[str, ...]
    duration: npt.NDArray[np.int64]
    es: npt.NDArray[np.int64]
    ef: npt.NDArray[np.int64]
    ls: npt.NDArray[np.int64]
    lf: npt.NDArray[np.int64]
    deadline: Keys
    successors: npt.NDArray[np.int64]
    weight_direct: npt.NDArray[np.int64]
    weight_all: npt.NDArray[np.int64]
    delay_cost_ratio: Keys


@runtime_checkable
class PriorityRule(Protocol):
    """Orders ready work within a class; smallest key first."""

    def keys(self, planned: PlannedValues) -> npt.NDArray[Any]:
        """Return one key per task, from planned values."""
        ...


@dataclass(frozen=True)
class Listed:
    """As listed in the portfolio."""

    def keys(self, planned: PlannedValues) -> npt.NDArray[Any]:
        """Return the same key for all: the order of the portfolio decides."""
        return np.zeros(len(planned.labels))


@dataclass(frozen=True)
class EDD:
    """Earliest deadline first; without a deadline last."""

    def keys(self, planned: PlannedValues) -> npt.NDArray[Any]:
        """Return the deadline."""
        return planned.deadline


@dataclass(frozen=True)
class EST:
    """Earliest planned start first."""

    def keys(self, planned: PlannedValues) -> npt.NDArray[Any]:
        """Return the earliest start."""
        return planned.es


@dataclass(frozen=True)
class LST:
    """Latest start first."""

    def keys(self, planned: PlannedValues) -> npt.NDArray[Any]:
        """Return the latest start."""
        return planned.ls


@dataclass(frozen=True)
class LFT:
    """Latest finish first: the default."""

    def keys(self, planned: PlannedValues) -> npt.NDArray[Any]:
        """Return the latest finish."""
        return planned.lf


@dataclass(frozen=True)
class MinSlack:
    """Least slack (latest minus earliest start) first."""

    def keys(self, planned: PlannedValues) -> npt.NDArray[Any]:
        """Return the slack."""
        return planned.ls - planned.es


@dataclass(frozen=True)
class SPT:
    """Shortest planned duration first."""

    def keys(self, planned: PlannedValues) -> npt.NDArray[Any]:
        """Return the duration."""
        return planned.duration


@dataclass(frozen=True)
class LPT:
    """Longest planned duration first."""

    def keys(self, planned: PlannedValues) -> npt.NDArray[Any]:
        """Return the negative duration."""
        return -planned.duration


@dataclass(frozen=True)
class MTS:
    """Most successors first, counting all of them."""

    def keys(self, planned: PlannedValues) -> npt.NDArray[Any]:
        """Return the negative number of successors."""
        return -planned.successors


@dataclass(frozen=True)
class GRPW:
    """Greatest rank positional weight first: own and direct successors' duration."""

    def keys(self, planned: PlannedValues) -> npt.NDArray[Any]:
        """Return the negative weight."""
        return -planned.weight_direct


@dataclass(frozen=True)
class GRPWAll:
    """Greatest rank positional weight first: own and all successors' duration."""

    def keys(self, planned: PlannedValues) -> npt.NDArray[Any]:
        """Return the negative weight."""
        return -planned.weight_all


@dataclass(frozen=True)
class WSJF:
    """Weighted shortest job first (CD3): cost of delay per day over the project's effort."""

    def keys(self, planned: PlannedValues) -> npt.NDArray[Any]:
        """Return the negative ratio."""
        return -planned.delay_cost_ratio


@dataclass(frozen=True)
class FIFO:
    """First ready, first served; the key is the ready tick, known at run time only."""

    def keys(self, planned: PlannedValues) -> npt.NDArray[Any]:
        """Return zeros: the run puts the ready tick in their place."""
        return np.zeros(len(planned.labels))


@dataclass(frozen=True)
class Random:
    """In random order, drawn once per task and replication (stream ``task/P/T/order``)."""

    def keys(self, planned: PlannedValues) -> npt.NDArray[Any]:
        """Return zeros: the run puts the draws in their place."""
        return np.zeros(len(planned.labels))


@dataclass(frozen=True)
class Custom:
    """Your own order: a function from planned values to one key per task, smallest first.

    Parameters
    ----------
    function : callable
        Takes `PlannedValues` and returns one number per task, none of them NaN; equal keys fall back on
        the order of the portfolio.

    Examples
    --------
    >>> rule = Custom(lambda planned: planned.deadline - planned.lf)
    """

    function: Callable[[PlannedValues], npt.ArrayLike]

    def keys(self, planned: PlannedValues) -> npt.NDArray[Any]:
        """Return what the function gives, one finite or infinite number per task."""
        keys = np.asarray(self.function(planned), dtype=np.float64)
        if keys.shape != (len(planned.labels),) or np.isnan(keys).any():
            raise Refused(
                "not one key per task", keys.shape, f"return {len(planned.labels)} numbers, none of them NaN"
            )
        return keys


@dataclass(frozen=True)
class Dynamic:
    """An order that depends on the state of the run: a function ``(world, task) -> key``.

    Event engine only.

    Parameters
    ----------
    function : callable
        Takes the world of the run and a label ``"Project/Task"``, and returns a number, smallest first; it
        is asked anew in every dispatch pass.

    Examples
    --------
    >>> rule = Dynamic(lambda world, task: -len(task))
    """

    function: Callable[[Any, str], float]

    def keys(self, planned: PlannedValues) -> npt.NDArray[Any]:
        """Return zeros: the run asks the function."""
        return np.zeros(len(planned.labels))


# ---------------------------------------------------------------- who gets the seat


@dataclass(frozen=True)
class EarliestFinish:
    """Whoever would finish the work first, own absences included: the default."""


@dataclass(frozen=True)
class Fastest:
    """The highest speed today."""


@dataclass(frozen=True)
class Specialist:
    """The fewest skills held, then the highest speed."""


@dataclass(frozen=True)
class Cheapest:
    """The lowest rate per unit of work."""


@dataclass(frozen=True)
class LeastLoaded:
    """The least work taken so far in this run."""


@dataclass(frozen=True)
class Continuity:
    """Who has worked on the project before, then the highest speed."""


AssignmentRule = EarliestFinish | Fastest | Specialist | Cheapest | LeastLoaded | Continuity

PRIORITY_RULES: Mapping[str, Callable[[], PriorityRule]] = {
    rule.__name__: rule
    for rule in (Listed, EDD, EST, LST, LFT, MinSlack, SPT, LPT, MTS, GRPW, GRPWAll, WSJF, FIFO, Random)
}
ASSIGNMENT_RULES: Mapping[str, Callable[[], AssignmentRule]] = {
    rule.__name__: rule for rule in (EarliestFinish, Fastest, Specialist, Cheapest, LeastLoaded, Continuity)
}
_OTHER_NAMES = {"cd3": "WSJF"}


def _by_name(given: object, known: Mapping[str, Callable[[], Any]]) -> Any:
    """Return a rule from its name in a file; an object stays as it is."""
    if isinstance(given, type):
        raise Refused("a rule's class instead of the rule", given.__name__, f"write {given.__name__}()")
    if not isinstance(given, str):
        return given
    word = name(given).removesuffix("()").replace(" ", "").casefold()
    folded = {key.casefold(): make for key, make in known.items()}
    word = _OTHER_NAMES.get(word, word).casefold()
    if word not in folded:
        raise Refused("no such rule", given, did_you_mean(given, known))
    return folded[word]()


def _priority(given: object) -> PriorityRule:
    rule = _by_name(given, PRIORITY_RULES)
    if isinstance(rule, PriorityRule):
        return rule
    if callable(rule):
        return Custom(rule)
    raise Refused("no priority rule", given, "write a rule such as cs.rules.LFT()")


def _assignment(given: object) -> AssignmentRule:
    rule = _by_name(given, ASSIGNMENT_RULES)
    if not isinstance(rule, AssignmentRule):
        raise Refused("no assignment rule", given, "write a rule such as cs.rules.EarliestFinish()")
    return rule


def _days_or_never(given: object) -> float | None:
    """Return working days, or None for never."""
    if given is None or (isinstance(given, str) and given.strip().casefold() in ("none", "off", "never")):
        return None
    days = number(given)
    if not 0 <= days <= MAX_DAYS:
        raise Refused("no number of days", given, "write 0 or more, or None for never")
    return days


@value
class Policy:
    """The house rules of a run.

    Parameters
    ----------
    priority : priority rule
        Who goes first among the ready work of one class (rule R13). A function from planned values to one
        key per task will do.
    assignment : assignment rule
        Who gets a seat (rule R14).
    reserve_after : float, optional
        Working days after which waiting work begins to hold people (rule R8b); None: never.
    top_up : bool
        Whether running work below its most people takes people who become free (rule R8).
    top_up_min_days : float
        Only if it would still run that many working days.
    ignore_priority : bool
        Drops the priority numbers, so that the rule alone decides.
    wip_limit : int, optional
        How many projects may be in progress at once (rule R12); None: any number.
    team_wip_limits : dict of str to int
        How many of the projects that a team owns may be in progress at once.
    focus : int, optional
        How many seats a person may hold at once, unless the person says otherwise; None: any number.
    switching_loss : float
        Share of the speed that is lost by somebody who gives a seat only a part of their time (rule R3).
    team_factor : list of float
        Speed by the number of people who work on a need: ``[1, 0.95, 0.9]`` for one, two, and three or more.
    handover_after : float, optional
        Whoever is away for more working days hands over their work when they leave (rule R10). None: only
        who does not come back.
    handover_days : float
        Person-days of effort that are added to work that is handed over to other people.
    preempt : bool
        Whether urgent work interrupts running work with a larger priority number (rule R11).
    resume_days : float
        Person-days of effort that are added to work at each interruption.
    reactions : list of Reaction or str, optional
        What is done when something shows in the run (rule R21); also as texts such as
        ``"slip by 10 days -> descope optional"``.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> Policy(priority=EDD(), reserve_after=None)
    Policy(priority=EDD(), reserve_after=None)
    """

    priority: Annotated[Any, BeforeValidator(_priority)] = LFT()
    assignment: Annotated[Any, BeforeValidator(_assignment)] = EarliestFinish()
    reserve_after: Annotated[float | None, BeforeValidator(_days_or_never)] = 10.0
    top_up: bool = True
    top_up_min_days: Days = 2.0
    ignore_priority: bool = False
    wip_limit: OptionalLimit = None
    team_wip_limits: TeamLimits = ()
    focus: OptionalLimit = None
    switching_loss: Share = 0.0
    team_factor: TeamFactor = ()
    handover_after: Annotated[float | None, BeforeValidator(_days_or_never)] = 10.0
    handover_days: Days = 0.0
    preempt: bool = False
    resume_days: Days = 0.0
    reactions: Reactions = ()

    if TYPE_CHECKING:

        def __init__(
            self,
            priority: PriorityRule | Callable[[PlannedValues], npt.ArrayLike] | str = LFT(),
            assignment: AssignmentRule | str = EarliestFinish(),
            reserve_after: NumberLike | None = 10.0,
            top_up: bool = True,
            top_up_min_days: NumberLike = 2.0,
            ignore_priority: bool = False,
            wip_limit: int | None = None,
            team_wip_limits: TeamLimitsLike = (),
            focus: int | None = None,
            switching_loss: NumberLike = 0.0,
            team_factor: TeamFactorLike = (),
            handover_after: NumberLike | None = 10.0,
            handover_days: NumberLike = 0.0,
            preempt: bool = False,
            resume_days: NumberLike = 0.0,
            reactions: ReactionsLike = (),
        ) -> None: ...

    def __repr__(self) -> str:
        return as_call(self, forms={"team_wip_limits": dict(self.team_wip_limits)})

    @property
    def has_wip_limit(self) -> bool:
        """Whether it limits how many projects are in progress at once."""
        return self.wip_limit is not None or bool(self.team_wip_limits)

    @property
    def stops(self) -> bool:
        """Whether a reaction can stop projects."""
        return any(isinstance(reaction.do, Stop) for reaction in self.reactions)

    _repr_html_ = as_code

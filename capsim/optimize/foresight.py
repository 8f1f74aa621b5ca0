"""One future as a problem of scheduling, made easier wherever it cannot be modeled exactly.

What holds for every schedule that the rules allow is kept: links and dates, the least time that work takes
with the fastest people there are, and that nobody gives more than their time. What is left out only makes a
schedule longer: that others are slower, who has to be there on the day of a start, limits and freezes, what
risks with a window add, rework by speed. So what cannot be done even then, no policy can do.

Time is counted on a *clock* that runs on days on which the portfolio calendar works or anybody can be there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from graphlib import TopologicalSorter
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.clock import TICKS_PER_DAY
from capsim.domain.policy import Policy
from capsim.plan.draws import Block, Draws
from capsim.plan.hazards import Lists
from capsim.plan.paths import Reason
from capsim.plan.plan import Plan
from capsim.plan.standing import NOT_YET

__all__ = ["Clock", "Crowd", "Foresight", "Hold", "Link", "fastest_offers", "foresights"]

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_FS, _SS, _FF, _SF = range(4)
_WHOLE: Final = 1000
_MOST_EXTRA: Final = 4
"""Work with more seats beyond the fewest counts only by the time of people that it takes."""


class Clock:
    """Ticks of the days on which the portfolio calendar works, or anybody can be there.

    Parameters
    ----------
    plan : Plan
    """

    def __init__(self, plan: Plan) -> None:
        self.days: Bools = (plan.working > 0) | (plan.capacity > 0).any(axis=0)
        self._before: Ints = np.concatenate([[0], np.cumsum(self.days)]).astype(np.int64)
        self._horizon = plan.horizon_tick

    @property
    def end(self) -> int:
        """What it shows at the end of the run."""
        return int(self.of(np.array([self._horizon]))[0])

    def of(self, ticks: npt.NDArray[np.signedinteger]) -> Ints:
        """Return what the clock shows at ticks; those beyond the run as at its end."""
        day, rest = np.divmod(np.clip(ticks.astype(np.int64), 0, self._horizon), TICKS_PER_DAY)
        return np.asarray(TICKS_PER_DAY * self._before[day] + np.where(self.days[day], rest, 0))

    def tick(self, shown: int) -> int:
        """Return the first tick at which the clock shows so much; at most the end of the run."""
        if shown <= 0:
            return 0
        days, rest = divmod(shown - 1, TICKS_PER_DAY)  # the day in which it gets there
        day = int(np.searchsorted(self._before, days + 1, side="left")) - 1
        return min(TICKS_PER_DAY * day + rest + 1, self._horizon)


class Link(NamedTuple):
    """A link between tasks that both are done: its kind, and the least time in between."""

    before: int
    after: int
    kind: int
    lag: int


class Crowd(NamedTuple):
    """People, and the work that nobody else can do.

    Attributes
    ----------
    people : frozenset of int
    needs : ndarray of int64
    """

    people: frozenset[int]
    needs: Ints


class Hold(NamedTuple):
    """People who are held by a need without a break from the start of its task.

    Attributes
    ----------
    need : int
    length : int
        Ticks for which it lasts at least.
    share : int
        Thousandths of a person that a seat takes at least.
    rates : tuple of float
        What the seats get done in a tick at most, the fewest first, and then those that may join later; none
        where the length does not depend on them.
    work : float
        What there is to do.
    """

    need: int
    length: int
    share: int
    rates: tuple[float, ...]
    work: float


@dataclass(frozen=True, eq=False)
class Foresight:
    """One future, all of it known beforehand.

    Attributes
    ----------
    plan : Plan
    clock : Clock
    done : ndarray of bool, (tasks,)
        Whether a task is part of what has to be finished.
    release : ndarray of int64, (tasks,)
        On the clock: before when it cannot begin.
    work_from : ndarray of int64, (tasks,)
        Before when work cannot go on that has begun already.
    ended : ndarray of int64, (tasks,)
        Before when it cannot be finished.
    length : ndarray of int64, (tasks,)
        For how long it lasts at least.
    links : tuple of Link
    capacity : ndarray of int64, (people, days)
        Ticks of work on each day.
    time : ndarray of float64, (needs,)
        Ticks of capacity that it takes of people, at least.
    holds : tuple of Hold
    crowds : tuple of Crowd
    """

    plan: Plan
    clock: Clock
    done: Bools
    release: Ints
    work_from: Ints
    ended: Ints
    length: Ints
    links: tuple[Link, ...]
    capacity: Ints
    time: Floats
    holds: tuple[Hold, ...]
    crowds: tuple[Crowd, ...]

    @cached_property
    def order(self) -> list[int]:
        """Starts (2 × task) and finishes (2 × task + 1) in an order in which links lead forward."""
        graph = {node: {node - 1} if node % 2 else set[int]() for node in range(2 * self.plan.n_tasks)}
        for link in self.links:
            graph[_node_after(link)].add(_node_before(link))
        return list(TopologicalSorter(graph).static_order())

    @cached_property
    def heads(self) -> tuple[Ints, Ints]:
        """The earliest start and finish of each task, were there people without end."""
        start, finish = self.release.copy(), np.zeros_like(self.release)
        into = _by_node(self.links, _node_after)
        for node in self.order:
            task = node // 2
            if node % 2:
                worked = max(int(start[task]), int(self.work_from[task])) + int(self.length[task])
                finish[task] = max(worked, int(self.ended[task]))
            of = finish if node % 2 else start
            for link in into.get(node, ()):
                since = finish if link.kind in (_FS, _FF) else start
                of[task] = max(int(of[task]), int(since[link.before]) + link.lag)
        return start, finish

    @cached_property
    def tails(self) -> tuple[Ints, Ints]:
        """How long the rest takes at least after the start, and after the finish, of each task."""
        start, finish = np.zeros_like(self.release), np.zeros_like(self.release)
        out = _by_node(self.links, _node_before)
        for node in reversed(self.order):
            task = node // 2
            of = finish if node % 2 else start
            if not node % 2:
                of[task] = self.length[task] + finish[task]
            for link in out.get(node, ()):
                rest = start if link.kind in (_FS, _SS) else finish
                of[task] = max(int(of[task]), link.lag + int(rest[link.after]))
        return start, finish

    @property
    def by_links(self) -> int:
        """When the last work ends at the soonest, were there people without end; on the clock."""
        return int(np.max(self.heads[1][self.done], initial=0))

    @cached_property
    def begin(self) -> Ints:
        """Before when the work of each task cannot begin, on the clock."""
        return np.maximum(self.heads[0], self.work_from)

    def by_people(self, crowd: Crowd) -> int:
        """Return when the last work ends at the soonest since some people cannot give more than their time.

        Of all work that begins late and leaves much to be done after it: between its first start and its last
        end, people have to have as much time as it takes.
        """
        needs = crowd.needs[self.time[crowd.needs] > 0]
        if not len(needs):
            return 0
        task = self.plan.need_task[needs]
        head, tail, time = self.begin[task], self.tails[1][task], self.time[needs]
        supply = np.concatenate(
            [[0], np.cumsum(self.capacity[sorted(crowd.people)].sum(axis=0)[self.clock.days])]
        )
        order = np.argsort(-head, kind="stable")
        head, tail, time = head[order], tail[order], time[order]
        best = 0
        for rest in np.unique(tail).tolist():
            late = tail >= rest
            since = head[late]
            wanted = _until(supply, since) + np.cumsum(time[late])
            best = max(best, int(np.max(_when(supply, wanted))) + rest)
        return best


def _node_before(link: Link) -> int:
    return 2 * link.before + (link.kind in (_FS, _FF))


def _node_after(link: Link) -> int:
    return 2 * link.after + (link.kind in (_FF, _SF))


def _by_node(links: Iterable[Link], node_of: Callable[[Link], int]) -> dict[int, list[Link]]:
    found: dict[int, list[Link]] = {}
    for link in links:
        found.setdefault(node_of(link), []).append(link)
    return found


def _until(supply: Ints, shown: Ints) -> Floats:
    """Return what people can have given when the clock shows so much."""
    days, rest = np.divmod(np.minimum(shown, TICKS_PER_DAY * (len(supply) - 1)), TICKS_PER_DAY)
    more = supply[np.minimum(days + 1, len(supply) - 1)] - supply[days]
    return np.asarray(supply[days] + more * (rest / TICKS_PER_DAY))


def _when(supply: Ints, wanted: Floats) -> Ints:
    """Return what the clock shows at least when people can have given so much; the end if they never can."""
    day = np.searchsorted(supply, wanted, side="left")
    last = len(supply) - 1
    within = np.minimum(np.maximum(day, 1), last)
    a_day = np.maximum(supply[within] - supply[within - 1], 1)
    part = np.clip((wanted - supply[within - 1]) / a_day, 0, 1)
    shown = TICKS_PER_DAY * (within - 1) + np.floor(TICKS_PER_DAY * part - 1e-6)
    return np.where(day > last, TICKS_PER_DAY * last, np.maximum(shown - 1, 0)).astype(np.int64)


# ---------------------------------------------------------------- of a plan and its draws


def foresights(draws: Draws, policy: Policy, count: int) -> Iterator[Foresight]:
    """Yield the first futures of a run.

    Parameters
    ----------
    draws : Draws
    policy : Policy
        Its pre-emption, its hand-overs and what it says of teams hold; how it orders work does not.
    count : int

    Yields
    ------
    Foresight
    """
    block, making = draws.block(0, count), _Making(draws, policy)
    for row in range(count):
        yield making.foresight(block, row)


class _Making:
    """What all futures of a run share."""

    def __init__(self, draws: Draws, policy: Policy) -> None:
        self.plan, self.policy = draws.plan, policy
        self.clock = Clock(draws.plan)
        self.hits = draws.surprises.risks.hits
        plan = draws.plan
        self.offers = [fastest_offers(plan, int(kind)) for kind in plan.need_kind]
        people = [plan.portfolio.learning, *(person.learning for person in plan.portfolio.people)]
        learned = max((each.at_most for each in people if each is not None), default=1.0)
        self.factor = learned * max((1.0, *policy.team_factor))

    def foresight(self, block: Block, row: int) -> Foresight:
        plan, clock, standing = self.plan, self.clock, self.plan.standing
        done = self._done(block, row)
        known = standing.done != NOT_YET
        begun = standing.begun != NOT_YET
        first = np.maximum(np.maximum(plan.task_not_before, plan.project_start[plan.task_project]), 0)
        if block.release.shape[1]:
            first = np.maximum(first, block.release[row])
        delay = np.maximum(block.delay[row], 0) if block.delay.shape[1] else np.zeros(plan.n_tasks, np.int64)
        capacity, speed, leaves = self._people(block, row)
        duration = np.where(
            known, 0, _less(block.duration[row], block.extra_duration[row], self.hits.duration)
        )
        effort = _less(block.effort[row], block.extra_effort[row], self.hits.effort)
        effort = np.where(plan.need_effort & ~known[plan.need_task] & done[plan.need_task], effort, 0)
        work = [self._need(need, float(effort[need]), capacity, speed) for need in range(plan.n_needs)]
        length = np.where(plan.task_elapsed, duration, 0)
        for need, each in enumerate(work):
            task = plan.need_task[need]
            length[task] = max(int(length[task]), each.length)
        rigid = done & ~begun
        return Foresight(
            plan,
            clock,
            done,
            np.where(begun, clock.of(np.maximum(standing.begun, 0)), clock.of(first) + delay),
            np.where(begun & ~known, clock.of(np.array([standing.tick]))[0], 0),
            np.where(known, clock.of(np.maximum(standing.done, 0)), 0),
            np.where(done, length, 0),
            tuple(self._links(done, begun, known, delay)),
            capacity,
            np.array([each.time for each in work], np.float64),
            tuple(self._holds(work, rigid, duration, leaves)),
            tuple(_crowds(plan, self.offers, done)),
        )

    def _done(self, block: Block, row: int) -> Bools:
        """Return the tasks that have to be finished: not those of projects that a gate stops, or left out."""
        plan = self.plan
        goes = block.goes_ahead[row].copy()
        goes[plan.task_project[plan.gate_task[~block.passes[row]]]] = False
        done = goes[plan.task_project]
        return np.asarray(done & ~block.left_out[row] if block.left_out.shape[1] else done)

    def _links(self, done: Bools, begun: Bools, known: Bools, delay: Ints) -> Iterator[Link]:
        """Yield the links that are waited for."""
        plan = self.plan
        columns = (plan.link_before, plan.link_after, plan.link_kind, plan.link_lag)
        for before, after, kind, lag in zip(*(each.tolist() for each in columns), strict=True):
            to_start = kind in (_FS, _SS)
            if not (done[before] and done[after]) or known[after] or (to_start and begun[after]):
                continue
            yield Link(before, after, kind, lag + (int(delay[after]) if to_start else 0))

    def _people(self, block: Block, row: int) -> tuple[Ints, Floats, Bools]:
        """Return everybody's capacity by day, fastest factor, and who hands over work on a day of the run."""
        plan = self.plan
        capacity = plan.capacity[plan.capacity_row].copy()
        speed = np.ones(plan.n_people)
        leaves = np.zeros(plan.n_people, np.bool_)
        table, paths = plan.paths, block.paths
        for path in range(table.number):
            person = int(table.person[path])
            key = row * table.number + path
            mine = slice(int(paths.first[key]), int(paths.first[key + 1]))
            ends = [*paths.day[mine][1:].tolist(), plan.n_days]
            for begin, end, share in zip(
                paths.day[mine].tolist(), ends, paths.share[mine].tolist(), strict=True
            ):
                capacity[person, begin:end] = plan.capacity[table.row[path, share], begin:end]
            if table.candidate[path]:
                capacity[person] = 0  # nobody is hired without a reaction
            speed[person] = int(paths.factor[mine].max(initial=_WHOLE)) / _WHOLE
            leaves[person] = bool((paths.reason[mine] == Reason.LEFT).any())
        return capacity, speed, leaves | np.array([self._is_long_away(each) for each in capacity], np.bool_)

    def _is_long_away(self, days: Ints) -> bool:
        """Whether somebody who is there is away for so long that their work is handed over (rule R10)."""
        there = np.flatnonzero(days > 0)
        if not len(there) or there[-1] < len(days) - 1 - 7:
            return True
        before = self.plan.worked
        gaps = before[there[1:]] - before[there[:-1] + 1]
        after = self.policy.handover_after
        return bool(after is not None and (gaps > after).any())

    def _need(self, need: int, effort: float, capacity: Ints, speed: Floats) -> _Work:
        """Return what a need takes at least, with the fastest people there are."""
        plan, offered = self.plan, self.offers[need]
        if not plan.need_effort[need] or effort <= 0 or not offered:
            return _Work(0, 0.0, (), 0.0)
        most = int(plan.need_most[need])
        people = np.array(list(offered), np.int64)
        own = np.array(list(offered.values()), np.float64) * self.factor * speed[people]
        if self.factor != 1 or (speed[people] != 1).any():
            own = own + 2  # each factor is rounded to a thousandth
        share = plan.need_allocation[need] if plan.need_least[need] == plan.need_allocation[need] else _WHOLE
        a_tick = capacity[people].max(axis=1) / TICKS_PER_DAY
        rates = np.sort(own / _WHOLE * share / _WHOLE * a_tick)[::-1]
        at_most = float(rates[:most].sum())
        length = max(int(effort / at_most) - 1, 0) if at_most > 0 else 0
        return _Work(length, effort / (own.max() / _WHOLE), tuple(rates[:most].tolist()), effort)

    def _holds(self, work: Sequence[_Work], rigid: Bools, duration: Ints, leaves: Bools) -> Iterator[Hold]:
        """Yield the needs that hold people without a break, whatever the policy."""
        plan = self.plan
        for need, each in enumerate(work):
            task, offered = int(plan.need_task[need]), self.offers[need]
            if not rigid[task] or leaves[list(offered)].any():
                continue
            share = int(plan.need_least[need])
            if plan.task_elapsed[task]:
                yield Hold(need, int(duration[task]), int(plan.need_allocation[need]), (), 0.0)
            elif not self.policy.preempt and each.rates:
                extra = int(plan.need_most[need] - plan.need_fewest[need])
                gives_way = share < plan.need_allocation[need]
                rates = () if gives_way or not 0 < extra <= _MOST_EXTRA else each.rates
                yield Hold(need, each.length, share, rates, each.work)


class _Work(NamedTuple):
    """What a need takes: its least length, the time of people, the rates of its seats, and the effort."""

    length: int
    time: float
    rates: tuple[float, ...]
    work: float


def fastest_offers(plan: Plan, kind: int) -> dict[int, int]:
    """Return who can ever serve a kind of need, and how fast at most, in thousandths."""
    found: dict[int, int] = {}
    for of_day in plan.offers:
        for person, speed in of_day[kind].items():
            found[person] = max(found.get(person, 0), speed)
    return found


def _less(amounts: Ints, extra: Ints, lists: Lists) -> Ints:
    """Return amounts as small as risks with a window can make them."""
    below = np.concatenate([[0], np.cumsum(np.minimum(extra, 0))])
    return np.asarray(np.maximum(amounts + below[lists.first[1:]] - below[lists.first[:-1]], 0), np.int64)


def _crowds(plan: Plan, offers: Sequence[Mapping[int, int]], done: Bools) -> Iterator[Crowd]:
    """Yield the people of each kind of work, and all of them, with the work that only they can do."""
    own = [frozenset(each) for each in offers]
    part = done[plan.need_task]
    for people in dict.fromkeys([*own, frozenset(range(plan.n_people))]):
        needs = [need for need in range(plan.n_needs) if part[need] and own[need] and own[need] <= people]
        if needs:
            yield Crowd(people, np.array(needs, np.int64))

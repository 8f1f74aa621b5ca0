"""What happens to people in a replication, drawn before the run (rule D5): illness, seats left and filled.

Every person has streams of their own, so that nobody's numbers move when somebody else is added. Moments are
added up in whole ticks; a day counts as away if the moment at which it ends does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.clock import NEVER, TICKS_PER_DAY, day_index, thousandths, ticks_of_days
from capsim.domain.distributions import Distribution, Exponential
from capsim.domain.people import DAYS_PER_YEAR, FASTEST, Chances, Onboarding, Sickness, chances_of
from capsim.domain.sampling import SamplingPlan
from capsim.plan.exits import ExitDraws, can_give_way
from capsim.plan.losses import (
    Departure,
    Departures,
    Loss,
    Losses,
    Stays,
    departures_of,
    interrupted,
    losses_of,
)
from capsim.plan.paths import WHOLE, Paths, PathTable, Spans, composed, no_paths
from capsim.plan.ramps import ramp_steps
from capsim.plan.strikes import RiskDraws, Strikes
from capsim.plan.turns import Chance, Turns, sampled, turns_for

if TYPE_CHECKING:
    from capsim.domain.person import Person
    from capsim.domain.portfolio import Portfolio
    from capsim.plan.plan import Plan

__all__ = [
    "Fates",
    "Illness",
    "Seats",
    "Teaching",
    "are_uncertain",
    "fastest_factor",
    "make_fates",
    "people_with_paths",
    "taught_shares",
]

Ints = npt.NDArray[np.int64]

_STAY, _FILLED, _HIRE = range(3)


# ---------------------------------------------------------------- who has a path


class _Fate(NamedTuple):
    """All that may happen to somebody.

    Attributes
    ----------
    chances : Chances
    losses : tuple of Loss
        What risks do to them.
    """

    chances: Chances
    losses: tuple[Loss, ...]

    @property
    def departures(self) -> tuple[Departure, ...]:
        """What makes them leave for good."""
        return departures_of(self.losses, self.chances.attrition)


def _fates_of(portfolio: Portfolio, staff: Sequence[Person]) -> list[_Fate]:
    """Return what may happen to everybody."""
    losses = losses_of(portfolio)
    return [_Fate(chances_of(portfolio, person), losses.get(place, ())) for place, person in enumerate(staff)]


def people_with_paths(portfolio: Portfolio, staff: Sequence[Person]) -> list[int]:
    """Return the people, by place, whose capacity or speed can leave the shared table."""
    taught = taught_shares(portfolio, staff)
    return [
        place
        for place, (person, fate) in enumerate(zip(staff, _fates_of(portfolio, staff), strict=True))
        if place in taught or _is_moved(fate, person, portfolio)
    ]


def _is_moved(fate: _Fate, person: Person, portfolio: Portfolio) -> bool:
    chances = fate.chances
    ill = chances.sickness is not None and chances.sickness.yearly_spells > 0
    left = chances.attrition is not None and chances.attrition.per_year > 0
    learns = chances.onboarding is not None and _can_join(fate, person, portfolio)
    drawn = chances.joining is not None or chances.productivity is not None
    return ill or left or learns or drawn or bool(fate.losses) or can_give_way(chances)


def _can_join(fate: _Fate, person: Person, portfolio: Portfolio) -> bool:
    """Whether somebody, or a successor of theirs, can join while the portfolio runs."""
    chances = fate.chances
    left = chances.attrition is not None and chances.attrition.per_year > 0
    late = person.start is not None and person.start > portfolio.start
    followed = any(each.filled > 0 for each in fate.departures)
    return left or late or followed or chances.joining is not None


def are_uncertain(portfolio: Portfolio) -> bool:
    """Return whether anything that happens to people is left to chance.

    Parameters
    ----------
    portfolio : Portfolio

    Returns
    -------
    bool
    """
    return any(_is_drawn(fate) for fate in _fates_of(portfolio, portfolio.staff))


def _is_drawn(fate: _Fate) -> bool:
    sickness, attrition, joining, _, pace, _ = fate.chances
    late = joining is not None and (not joining.delay_days.is_fixed or 0 < joining.probability < 1)
    ill = sickness is not None and sickness.yearly_spells > 0
    left = attrition is not None and (attrition.per_year > 0 or attrition.leaves_overloaded)
    return ill or left or late or (pace is not None and not pace.is_fixed) or bool(fate.losses)


def fastest_factor(portfolio: Portfolio, staff: Sequence[Person]) -> int:
    """Return the largest factor on anybody's speed, in thousandths; 0 where speeds never change."""
    most = 0
    for person, fate in zip(staff, _fates_of(portfolio, staff), strict=True):
        chances = fate.chances
        ramp = pace = WHOLE
        joins = _can_join(fate, person, portfolio) or can_give_way(chances)
        learns = chances.onboarding is not None and joins
        if chances.onboarding is not None and learns:
            ramp = max(WHOLE, *(speed for _, speed in chances.onboarding.steps))
        if chances.productivity is not None:
            pace = thousandths(FASTEST)
        if learns or chances.productivity is not None:
            most = max(most, -(-ramp * pace // WHOLE))
    return most


def _onboarding_taught(chances: Chances) -> Onboarding | None:
    """Return the onboarding, if it takes anything of a mentor."""
    onboarding = chances.onboarding
    if onboarding is None or not thousandths(onboarding.mentor_share) or not onboarding.taught_days:
        return None
    return onboarding


def taught_shares(portfolio: Portfolio, staff: Sequence[Person]) -> Mapping[int, list[int]]:
    """Return, for each possible mentor, the share that each newcomer can take of them, in thousandths."""
    found: dict[int, list[int]] = {}
    for place, (person, fate) in enumerate(zip(staff, _fates_of(portfolio, staff), strict=True)):
        onboarding = _onboarding_taught(fate.chances)
        if onboarding is not None and not person.is_candidate and _can_join(fate, person, portfolio):
            for mentor in _mentors(staff, place, onboarding):
                found.setdefault(mentor, []).append(thousandths(onboarding.mentor_share))
    return found


def _mentors(staff: Sequence[Person], newcomer: int, onboarding: Onboarding) -> list[int]:
    """Return who could teach somebody: the mentor named, else whoever has their role among their skills."""
    role = staff[newcomer].role
    return [
        place
        for place, person in enumerate(staff)
        if place != newcomer
        and not person.is_equipment
        and not person.is_candidate
        and (
            person.name == onboarding.mentor
            if onboarding.mentor is not None
            else any(skill.name == role for skill in person.skills)
        )
    ]


# ---------------------------------------------------------------- chance


@dataclass(frozen=True, eq=False)
class Illness:
    """The sickness of people who are alike in it."""

    turns: Turns
    well: Distribution
    ill: Distribution
    since: int

    def spans(self, chance: Chance, keys: Ints, days: int) -> Spans:
        """Return the spells of each replication and person; ``keys`` has one for each."""
        last = np.full((*keys.shape, 1), self.since * TICKS_PER_DAY, np.int64)
        begins, ends, low = [last[..., :0]], [last[..., :0]], 0
        high = turns_for(days - self.since, self.well.mean() + self.ill.mean())
        while True:
            well, ill = self.turns.uniforms(chance, low, high)
            healthy = ticks_of_days(sampled(self.well, well))
            spell = ticks_of_days(sampled(self.ill, ill))
            end = last + np.cumsum(healthy + spell, axis=2)
            begins.append(end - spell)
            ends.append(end)
            last = end[..., -1:]
            if last.min(initial=days * TICKS_PER_DAY) >= days * TICKS_PER_DAY:
                break
            low, high = high, 2 * high
        begin, end = (np.concatenate(part, axis=2) // TICKS_PER_DAY for part in (begins, ends))
        return _spans(keys[..., None], begin, end, days)


def _spans(keys: Ints, first: Ints, end: Ints, days: int | Ints, amount: int = 1) -> Spans:
    """Return the spans that are not empty."""
    end = np.minimum(end, days)
    real = first < end
    key = np.broadcast_to(keys, real.shape)[real]
    return Spans(key, first[real], end[real], np.full(len(key), amount))


@dataclass(frozen=True, eq=False)
class _Stints:
    """Who sits on seats when: (replications, seats, turns) days; after the first come successors."""

    joined: Ints
    left: Ints
    real: npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Seats:
    """Seats that can be filled late, left, and filled again, and are alike in that.

    Attributes
    ----------
    paths, start, end : ndarray of int64, (seats,)
        The days between which somebody is to sit there, the last exclusive.
    newcomer : ndarray of bool, (seats,)
        Whether the first one joins while the portfolio runs.
    since : int
        The day before which nothing happens.
    """

    paths: Ints
    start: Ints
    end: Ints
    newcomer: npt.NDArray[np.bool_]
    since: int
    chances: Chances
    joining: Turns
    leaving: Turns
    pace: Turns
    departures: Departures

    def stints(self, chance: Chance, days: int, strikes: Strikes | None) -> _Stints:
        """Return who sits there when; strikes are told if risks make anybody leave."""
        begin = self._begin(chance, days)
        since = np.maximum(begin, self.since * TICKS_PER_DAY)
        if strikes is not None and self.departures.causes:
            return self._interrupted(chance, days, begin[..., 0], since[..., 0], strikes)
        if not self._is_left:
            return _Stints(begin // TICKS_PER_DAY, np.full_like(begin, days), begin < days * TICKS_PER_DAY)
        high = self._turns(days)
        while True:
            stays = self._stays(chance, high)
            end = since + np.cumsum(stays.stay + stays.hire, axis=2)
            if end[..., -1].min(initial=days * TICKS_PER_DAY) >= days * TICKS_PER_DAY:
                break
            high *= 2
        joined = np.concatenate([begin, end[..., :-1]], axis=2) // TICKS_PER_DAY
        filled = np.logical_and.accumulate(stays.filled, axis=2)
        real = joined < days
        real[..., 1:] &= filled[..., :-1]
        return _Stints(joined, (end - stays.hire) // TICKS_PER_DAY, real)

    @property
    def _is_left(self) -> bool:
        """Whether people leave these seats of their own accord."""
        return self.chances.attrition is not None and self.chances.attrition.per_year > 0

    def _turns(self, days: int) -> int:
        """Return how many people will nearly always do for the days from the first on."""
        attrition = self.chances.attrition
        if attrition is None or not attrition.per_year:
            return 1
        return turns_for(
            days - self.since, DAYS_PER_YEAR / attrition.per_year + attrition.days_to_hire.mean()
        )

    def _stays(self, chance: Chance, turns: int) -> Stays:
        """Return what is drawn for so many people one after the other."""
        attrition = self.chances.attrition
        if attrition is None or not attrition.per_year:
            shape = chance[3], len(self.paths), turns
            never = np.full(shape, NEVER // 2)
            return Stays(never, np.full(shape, TICKS_PER_DAY), np.zeros(shape, np.bool_))
        u = self.leaving.uniforms(chance, 0, turns)
        return Stays(
            ticks_of_days(sampled(Exponential(DAYS_PER_YEAR / attrition.per_year), u[_STAY])),
            np.maximum(ticks_of_days(sampled(attrition.days_to_hire, u[_HIRE])), TICKS_PER_DAY),
            u[_FILLED] < attrition.filled,
        )

    def _interrupted(self, chance: Chance, days: int, begin: Ints, since: Ints, strikes: Strikes) -> _Stints:
        """Return who sits there when, where risks make people leave as well."""
        leavings, limit = list(self.departures.leavings(chance, strikes)), days * TICKS_PER_DAY
        turns = self._turns(days) + len(leavings)
        while True:
            joined, left, real = interrupted(begin, since, self._stays(chance, turns), leavings, limit)
            if not (real[..., -1] & (left[..., -1] < limit)).any():
                break
            turns *= 2
        return _Stints(joined // TICKS_PER_DAY, left // TICKS_PER_DAY, real)

    def _begin(self, chance: Chance, days: int) -> Ints:
        """Return when the first ones join, (replications, seats, 1); who never does, at the end."""
        joining = self.chances.joining
        start = np.broadcast_to(self.start[:, None] * TICKS_PER_DAY, (chance[3], len(self.start), 1))
        if joining is None:
            return start
        late, joins = self.joining.uniforms(chance, 0, 1)
        begin = start + ticks_of_days(sampled(joining.delay_days, late))
        drawn = np.where(joins < joining.probability, begin, days * TICKS_PER_DAY)
        return np.where(start < self.since * TICKS_PER_DAY, start, drawn)

    def factors(self, chance: Chance, keys: Ints, stints: _Stints, days: int) -> Spans:
        """Return the pace of each stint, from its beginning (of the first: day 0) until the next."""
        law = self.chances.productivity
        assert law is not None
        u = self.pace.uniforms(chance, 0, stints.joined.shape[2])[0]
        factor = np.maximum(np.floor(sampled(law, u) * WHOLE + 0.5).astype(np.int64), 1)
        begin = stints.joined.copy()
        begin[..., 0] = 0
        end = np.full_like(begin, days)
        end[..., :-1] = np.where(stints.real[..., 1:], begin[..., 1:], days)
        real = stints.real.copy()
        real[..., 0] = True
        real &= begin < end
        key = np.broadcast_to(keys[..., None], real.shape)[real]
        return Spans(key, begin[real], end[real], factor[real] - WHOLE)


class _Newcomers(NamedTuple):
    """Those who join: (newcomers,)."""

    key: Ints
    joined: Ints
    left: Ints


@dataclass(frozen=True, eq=False)
class Teaching:
    """Who can teach the newcomers of a seat, and what it takes.

    Attributes
    ----------
    own : ndarray of int64, (days,)
        The first day, from each day on, on which the newcomer works.
    mentors : tuple of (int, ndarray of bool)
        The path of each possible one, and the days on which they could begin.
    """

    share: int
    days: int
    own: Ints
    mentors: tuple[tuple[int, npt.NDArray[np.bool_]], ...]


@dataclass(frozen=True, eq=False)
class Fates:
    """All the chance of people.

    Attributes
    ----------
    table : PathTable
    days : int
        Days of the run.
    since : int
        The day before which nothing happens: what has happened by the status date is told by dates.
    illnesses : tuple of Illness
    seats : tuple of Seats
    teaching : dict of int to Teaching
        By the path of the newcomer.
    exits : ExitDraws
        When people leave if they are overloaded then.
    """

    table: PathTable
    days: int
    since: int
    illnesses: tuple[Illness, ...]
    seats: tuple[Seats, ...]
    teaching: Mapping[int, Teaching]
    exits: ExitDraws
    _risks: RiskDraws
    _losses: Losses

    @property
    def streams(self) -> Iterator[str]:
        """The paths of all streams."""
        turns = [illness.turns for illness in self.illnesses]
        turns += [each for seats in self.seats for each in (seats.joining, seats.leaving, seats.pace)]
        turns += [each for seats in self.seats for each in seats.departures.turns]
        turns += self.exits.turns
        streams = (*(each.streams for each in turns), self._losses.streams)
        return (path for each in streams for path in each.all_paths)

    def paths(
        self, seed: int, sampling: SamplingPlan, first: int, count: int, days: int | None = None
    ) -> Paths:
        """Return the paths of replications ``first`` to ``first + count - 1``.

        Parameters
        ----------
        seed : int
        sampling : SamplingPlan
        first, count : int
        days : int, optional
            How far; all the days of the run by default. A shorter path is the beginning of a longer one.

        Returns
        -------
        Paths
        """
        if not self.table.number:
            return no_paths()
        chance = seed, sampling, first, count
        number, days = self.table.number, min(self.days, days or self.days)
        rows = np.arange(count)[:, None] * number
        strikes = self._strikes(chance)
        taken = [] if strikes is None else [self._losses.spans(chance, strikes, rows, days)]
        sick = [each.spans(chance, rows + each.turns.paths, days) for each in self.illnesses]
        left, late, ramp, pace, newcomers = [], [], [], [], []
        for seats in self.seats:
            keys, stints = rows + seats.paths, seats.stints(chance, days, strikes)
            end = np.minimum(seats.end, days)[:, None]
            left.append(_vacant(keys, stints, end))
            late.append(_late(keys, stints, seats.start[:, None], end))
            if seats.chances.onboarding is not None:
                newcomers.append(_joined(keys, stints, seats.newcomer[:, None], end))
                ramp += _ramp(newcomers[-1], seats.chances.onboarding)
            if seats.chances.productivity is not None:
                pace.append(seats.factors(chance, keys, stints, days))
        away = _one((*left, *late, *sick, *taken))
        return composed(
            count * number,
            days,
            left=_one(left),
            late=_one(late),
            sick=_one(sick),
            taken=_one(taken),
            taught=self._taught(newcomers, away),
            ramp=_one(ramp),
            pace=_one(pace),
        )

    @property
    def depend_on_risks(self) -> bool:
        """Whether risks take anybody away."""
        return len(self._losses.paths) > 0 or any(seats.departures.causes for seats in self.seats)

    def _strikes(self, chance: Chance) -> Strikes | None:
        """Return what becomes of risks from the first day on; None where none takes anybody away."""
        if not self.depend_on_risks:
            return None
        strikes = self._risks.strikes(*chance)
        day = np.maximum(strikes.day, 0)
        return strikes._replace(day=day, occurs=strikes.occurs & (day >= self.since))

    def _taught(self, newcomers: Sequence[_Newcomers], away: Spans) -> Spans:
        """Return what newcomers take of their mentors."""
        if not self.teaching:
            return _one(())
        order = np.lexsort((away.first, away.key))
        away = Spans(*(column[order] for column in away))
        taken: list[tuple[int, int, int, int]] = []
        for key, day, left in zip(
            *(np.concatenate(part).tolist() for part in zip(*newcomers, strict=True)), strict=True
        ):
            path = key % self.table.number
            if path in self.teaching:
                teaching, row = self.teaching[path], key - path
                begin = int(teaching.own[day])
                mentor = self._mentor(teaching, row, begin, away) if begin < left else -1
                if mentor >= 0:
                    taken.append((row + mentor, begin, min(begin + teaching.days, left), teaching.share))
        return Spans(*np.array(taken, np.int64).reshape(-1, 4).T)

    def _mentor(self, teaching: Teaching, row: int, day: int, away: Spans) -> int:
        """Return the path of the first possible mentor who is there on a day, or -1."""
        for path, able in teaching.mentors:
            low, high = np.searchsorted(away.key, (row + path, row + path + 1)).tolist()
            spans = slice(low, high)
            if able[day] and not ((away.first[spans] <= day) & (day < away.end[spans])).any():
                return path
        return -1


def _one(parts: Sequence[Spans]) -> Spans:
    """Join lists of spans."""
    none = Spans(*(np.zeros(0, np.int64) for _ in Spans._fields))
    return Spans(*(np.concatenate(columns) for columns in zip(none, *parts, strict=True)))


def _vacant(keys: Ints, stints: _Stints, end: Ints) -> Spans:
    """Return the days from each leaving to the next joining."""
    until = np.broadcast_to(end, stints.left.shape).copy()
    until[..., :-1] = np.where(stints.real[..., 1:], stints.joined[..., 1:], end)
    return _spans(keys[..., None], np.where(stints.real, stints.left, end), until, end)


def _late(keys: Ints, stints: _Stints, start: Ints, end: Ints) -> Spans:
    """Return the days until the first one joins."""
    first = np.where(stints.real[..., :1], stints.joined[..., :1], end)
    return _spans(keys[..., None], np.broadcast_to(start, first.shape), first, end)


def _joined(keys: Ints, stints: _Stints, newcomer: npt.NDArray[np.bool_], end: Ints) -> _Newcomers:
    """Return those who join while the portfolio runs, as long as there is a seat for them."""
    left = np.minimum(stints.left, end)
    real = stints.real & (stints.joined < left)
    real[..., :1] &= newcomer
    return _Newcomers(np.broadcast_to(keys[..., None], real.shape)[real], stints.joined[real], left[real])


def _ramp(joined: _Newcomers, onboarding: Onboarding) -> list[Spans]:
    """Return the steps of newcomers to full speed."""
    return [
        _spans(joined.key, joined.joined + first, joined.joined + end, joined.left, amount)
        for first, end, amount in ramp_steps(onboarding)
    ]


# ---------------------------------------------------------------- preparation


def make_fates(plan: Plan, risks: RiskDraws) -> Fates:
    """Prepare the chance of a plan's people.

    Parameters
    ----------
    plan : Plan
    risks : RiskDraws
        Some take people away.

    Returns
    -------
    Fates
    """
    portfolio, table = plan.portfolio, plan.paths
    staff, since = portfolio.staff, plan.standing.tick // TICKS_PER_DAY
    all_fates = _fates_of(portfolio, staff) if table.number else []
    people = [
        _Member(path, staff[place], all_fates[place]) for path, place in enumerate(table.person.tolist())
    ]
    alike: dict[_Alike, list[_Member]] = {}
    for each in people:
        if _is_seat(each, portfolio):
            key = each.fate.chances._replace(sickness=None, learning=None), each.fate.departures
            alike.setdefault(key, []).append(each)
    return Fates(
        table=table,
        days=plan.n_days,
        since=since,
        illnesses=tuple(_illnesses(people, since)),
        seats=tuple(_seats(members, *key, portfolio, plan.n_days, since) for key, members in alike.items()),
        teaching={
            each.path: made
            for each in people
            if _can_join(each.fate, each.person, portfolio)
            and not each.person.is_candidate
            and (made := _teaching_of(plan, staff, each.path, each.fate.chances)) is not None
        },
        exits=ExitDraws.of(
            [
                (each.path, str(each.person.name), each.fate.chances)
                for each in people
                if not each.person.is_candidate
            ],
            table.number,
            plan.working,
            since,
            plan.horizon_tick // TICKS_PER_DAY,
        ),
        _risks=risks,
        _losses=Losses.of(
            [(each.path, str(each.person.name), loss) for each in people for loss in each.fate.losses]
        ),
    )


class _Member(NamedTuple):
    """Somebody with a path of their own."""

    path: int
    person: Person
    fate: _Fate


_Alike = tuple[Chances, tuple[Departure, ...]]
"""What people have in common whose seats are drawn together."""


def _is_seat(member: _Member, portfolio: Portfolio) -> bool:
    fate = member.fate
    joins = _can_join(fate, member.person, portfolio)
    return joins or bool(fate.departures) or fate.chances.productivity is not None


def _illnesses(people: Sequence[_Member], since: int) -> Iterator[Illness]:
    """Yield the sickness of people, those who are alike in it together."""
    alike: dict[Sickness, list[_Member]] = {}
    for each in people:
        sickness = each.fate.chances.sickness
        if sickness is not None and sickness.yearly_spells > 0:
            alike.setdefault(sickness, []).append(each)
    for sickness, members in alike.items():
        names = [str(each.person.name) for each in members]
        yield Illness(
            Turns.of([each.path for each in members], names, "sickness", 2),
            Exponential(DAYS_PER_YEAR / sickness.yearly_spells),
            sickness.spell_days,
            since,
        )


def _seats(
    members: Sequence[_Member],
    chances: Chances,
    departures: Sequence[Departure],
    portfolio: Portfolio,
    days: int,
    since: int,
) -> Seats:
    """Prepare seats that are alike; those of candidates as if they had been hired at the very beginning."""
    paths, names = [each.path for each in members], [str(each.person.name) for each in members]
    people, begin = [each.person for each in members], portfolio.start
    first = [since if person.is_candidate else 0 for person in people]
    start = [
        earliest if person.start is None else day_index(person.start, begin)
        for person, earliest in zip(people, first, strict=True)
    ]
    end = [days if person.end is None else day_index(person.end, begin) + 1 for person in people]
    return Seats(
        paths=np.array(paths, np.int64),
        start=np.clip(np.array(start, np.int64), 0, days),
        end=np.clip(np.array(end, np.int64), 0, days),
        newcomer=(np.array(start) > 0) | (chances.joining is not None),
        since=since,
        chances=chances,
        joining=Turns.of(paths, names, "joining", 2),
        leaving=Turns.of(paths, names, "leaving", 3),
        pace=Turns.of(paths, names, "productivity", 1),
        departures=Departures.of(departures, paths, names),
    )


def _teaching_of(plan: Plan, staff: Sequence[Person], path: int, chances: Chances) -> Teaching | None:
    """Return who can teach the newcomers of a seat, if anybody has to."""
    onboarding = _onboarding_taught(chances)
    if onboarding is None:
        return None
    newcomer = int(plan.paths.person[path])
    own = plan.capacity[plan.capacity_row[newcomer]]
    worked = np.flatnonzero(own > 0)
    nexts = np.append(worked, plan.n_days)[np.searchsorted(worked, np.arange(plan.n_days))]
    path_of = {person: path for path, person in enumerate(plan.paths.person.tolist())}
    return Teaching(
        share=thousandths(onboarding.mentor_share),
        days=onboarding.taught_days,
        own=nexts,
        mentors=tuple(
            (path_of[mentor], plan.capacity[plan.capacity_row[mentor]] > 0)
            for mentor in _mentors(staff, newcomer, onboarding)
        ),
    )

"""A portfolio as the rule text sees it, worked out again from the text alone.

Nothing of `capsim.plan`, `capsim.rules` or `capsim.engines` is used: capacity (R2), speeds (R3), the
calendar (R6), planned values (R13) are computed here in the plainest way that can be written. Slow is
fine; shared with the engine is not.
"""

from __future__ import annotations

import math
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from capsim.domain.distributions import Fixed, Shifted, Truncated

DAY = 480
LEFT = 1
"""The reason of a segment on which a seat is not filled, since somebody left it (D5)."""
NOT_THERE = (0, 1000, 2)
"""A day of somebody who has not joined: nothing of capacity, full speed, and why (D5)."""
UNIT = 480 * 10**6
"""Units of effort in one tick of effort (R4)."""


def thousandths(amount) -> int:
    """Round half up to thousandths, from the decimal number as written."""
    return int((Decimal(str(amount)) * 1000).quantize(Decimal(1), ROUND_HALF_UP))


def product_thousandths(*amounts) -> int:
    product = Decimal(1)
    for amount in amounts:
        product *= Decimal(str(amount))
    return int((product * 1000).quantize(Decimal(1), ROUND_HALF_UP))


def to_ticks(days: float) -> int:
    return 0 if days <= 0 else max(1, math.ceil(days * DAY - 1e-6))


@dataclass
class P:
    index: int
    name: str
    data: object
    capacity: list[int]
    n_skills: int


@dataclass
class N:
    index: int
    task: int
    number: int
    choices: tuple
    fewest: int
    most: int
    allocation: int
    least: int
    effort: object  # a distribution, or None in elapsed work
    last_day: int | None = None  # planned, if it gives way: nobody helps out with what ends by then (R8)
    who: set[int] | None = None  # the only people who may serve it, if it names any


@dataclass
class T:
    index: int
    project: int
    label: str
    data: object
    cls: int
    not_before: int | None
    deadline: int | None
    begun: int | None = None  # ticks of what has happened by the status date (R16)
    done: int | None = None
    same_as: str | None = None  # "Project/Task" whose people do it
    needs: list[N] = field(default_factory=list)
    into: list[L] = field(default_factory=list)
    out: list[L] = field(default_factory=list)

    @property
    def elapsed(self) -> bool:
        return self.data.duration is not None

    @property
    def seats(self) -> list[N]:
        return [need for need in self.needs for _ in range(need.fewest)]

    @property
    def goes_on(self) -> bool:
        """Whether it has begun by the status date, and is not done."""
        return self.begun is not None and self.done is None


@dataclass
class L:
    index: int
    before: int
    after: int
    kind: str
    lag: int


@dataclass(frozen=True)
class B:
    """A booking of one person; days, both inclusive."""

    person: int
    project: int
    first: int
    last: int
    share: int
    hard: bool

    def on(self, day: int) -> bool:
        return self.first <= day <= self.last


@dataclass
class J:
    index: int
    name: str
    data: object
    start: int
    deadline: int | None
    frozen: set[int] = field(default_factory=set)  # days on which nothing of it begins
    tasks: list[T] = field(default_factory=list)


class Model:
    """Everything about a portfolio that does not change during a run."""

    def __init__(self, portfolio) -> None:
        self.portfolio = portfolio
        self.start = portfolio.start
        self.last_day = (portfolio.last_day - portfolio.start).days
        self.horizon = DAY * (self.last_day + 1)
        self.status = 0 if portfolio.status_date is None else self._tick(portfolio.status_date)
        self.n_days = self.last_day + 2
        self.calendars = {calendar.name: calendar for calendar in (*portfolio.calendars, portfolio.calendar)}
        self._off = {holiday.day for holiday in portfolio.calendar.holidays}
        self.people = [self._person(i, person) for i, person in enumerate(portfolio.staff)]
        self.projects: list[J] = []
        self.tasks: list[T] = []
        self.needs: list[N] = []
        self.links: list[L] = []
        self.pace: dict[int, list[int]] = {}  # of people on a path, factors on speed by day (D5)
        self.own_pace: dict[int, list[int]] = {}  # the same without overtime
        self.drawn: dict[int, list] = {}  # their paths day by day; of candidates as if hired at once
        self.leavings: list[tuple[int, int]] = []  # (day, person) of those who leave for good
        self.exits: list[tuple[int, int, int]] = []  # (day, person, until) of those who do if overloaded
        self._add_work()
        self.bookings = list(self._booked())
        self._offers: dict[tuple[int, tuple, int], int] = {}
        self.own: dict[int, set[int]] = {}  # work that stands for a booking -> the only people who can do it
        self.own = {
            task: who for task, who, end in self._named_after_bookings() if self._there(task, who, end)
        }
        self.standing = Standing(self)

    # ------------------------------------------------------------ days

    def _tick(self, day, end: bool = False) -> int:
        return DAY * ((day - self.start).days + (1 if end else 0))

    def _works(self, calendar) -> list[float]:
        """The calendar's share of each day."""
        off = {holiday.day for holiday in calendar.holidays}
        days = [self.start + timedelta(days=d) for d in range(self.n_days)]
        return [0.0 if day in off else calendar.pattern[day.weekday()] for day in days]

    def _person(self, index: int, person) -> P:
        calendar = self.portfolio.calendar if person.calendar is None else self.calendars[person.calendar]
        held_back = self.portfolio.run_the_business
        if person.run_the_business is not None:
            held_back = person.run_the_business
        capacity = []
        for d, pattern in enumerate(self._works(calendar)):
            day = self.start + timedelta(days=d)
            leaves = [leave.share for leave in person.leave if leave.start <= day <= leave.last]
            away = min(1000, sum(map(thousandths, leaves)))
            if (person.start and day < person.start) or (person.end and day > person.end):
                away = 1000
            exact = Fraction(DAY)
            for part in (
                thousandths(pattern),
                thousandths(person.availability),
                1000 - thousandths(held_back),
            ):
                exact *= Fraction(part, 1000)
            capacity.append(math.floor(exact * Fraction(1000 - away, 1000) + Fraction(1, 2)))
        return P(index, person.name, person, capacity, len(person.skills))

    def worked(self, d: int) -> bool:
        """Whether a day of the portfolio calendar is worked; the weekly pattern goes on for ever."""
        day = self.start + timedelta(days=d)
        return self.portfolio.calendar.pattern[day.weekday()] > 0 and day not in self._off

    def after(self, tick: int, amount: int) -> int | None:
        """The first tick by which the portfolio calendar has worked ``amount`` ticks since ``tick``."""
        if amount == 0:
            return tick
        d, k = divmod(tick, DAY)
        while d < self.n_days:
            if self.worked(d):
                if DAY - k >= amount:
                    return DAY * d + k + amount
                amount -= DAY - k
            d, k = d + 1, 0
        return None

    def between(self, first: int, last: int) -> int:
        """Working ticks of the portfolio calendar from ``first`` to ``last``."""
        total = 0
        d, k = divmod(first, DAY)
        while DAY * d < last:
            until = min(DAY, last - DAY * d)
            if self.worked(d):
                total += max(0, until - k)
            d, k = d + 1, 0
        return total

    # ------------------------------------------------------------ work

    def _add_work(self) -> None:
        for project in self.portfolio.projects:
            if project.status not in ("proposed", "planned", "running"):
                continue
            begin = 0 if project.start is None else max(0, self._tick(project.start))
            promise = None if project.deadline is None else self._tick(project.deadline, end=True)
            frozen = {
                (freeze.start - self.start).days + more
                for freeze in portfolio_freezes(self.portfolio, project)
                for more in range((freeze.end - freeze.start).days + 1)
            }
            made = J(len(self.projects), project.name, project, begin, promise, frozen)
            self.projects.append(made)
            for task in project.tasks:
                self._add_task(made, task)
        where = {task.label: task for task in self.tasks}
        for task in self.tasks:
            name = self.projects[task.project].name
            for link in task.data.after:
                label = f"{link.project or name}/{link.task}"
                if label not in where:  # of a project that takes no part
                    continue
                made = L(len(self.links), where[label].index, task.index, link.kind, to_ticks(link.lag_days))
                self.links.append(made)
                task.into.append(made)
                where[label].out.append(made)

    def _add_task(self, project: J, task) -> None:
        made = T(
            len(self.tasks),
            project.index,
            f"{project.name}/{task.name}",
            task,
            project.data.priority if task.priority is None else task.priority,
            None if task.start is None else max(0, self._tick(task.start)),
            project.deadline if task.deadline is None else self._tick(task.deadline, end=True),
            same_as=self._whose(project.name, task.same_person_as),
        )
        if self.portfolio.status_date is not None:
            made.begun, made.done = self._actual_ticks(task)
        self.tasks.append(made)
        project.tasks.append(made)
        for number, need in enumerate(task.needs, 1):
            fewest, most = need.people
            rows = [(fewest, most if task.duration is None else fewest, thousandths(need.allocation))]
            if need.fte is not None:
                whole, rest = divmod(thousandths(need.fte), 1000)
                rows = [(whole, whole, 1000)] * bool(whole) + [(1, 1, rest)] * bool(rest)
            for least, largest, allocation in rows:
                open_to = allocation if need.least_allocation is None else thousandths(need.least_allocation)
                row = N(
                    len(self.needs),
                    made.index,
                    number,
                    need.skills,
                    least,
                    largest,
                    allocation,
                    open_to,
                    need.effort,
                    None if task.end is None or open_to == allocation else (task.end - self.start).days,
                    self._named(need),
                )
                self.needs.append(row)
                made.needs.append(row)

    def _actual_ticks(self, task) -> tuple[int | None, int | None]:
        """When a task was begun and when it was done, as far as that is known on the status date (R16)."""
        today, milestone = self.portfolio.status_date, task.duration is None and not task.needs
        if not (task.actual_start or task.actual_finish or task.progress):
            return None, None
        yesterday = today - timedelta(days=1)
        done = task.actual_finish
        if done is None and milestone and task.actual_start is not None:
            done = task.actual_start
        elif done is None and task.progress == 1 and task.remaining is None:
            done = min(yesterday, task.end or yesterday)
            done = done if task.actual_start is None else max(done, task.actual_start)
        begun = task.actual_start
        if begun is None:
            begun = yesterday if done is None else done
            begun = begun if task.start is None else min(begun, task.start)
        first = max(0, self._tick(begun))
        last = None if done is None else max(first, self._tick(done, end=True))
        return (last if milestone else first), last

    def earliest(self, task: T) -> int | None:
        """The first tick at which dates of its own, and the status date, let a task start."""
        return max(task.not_before or 0, self.status) if self.status else task.not_before

    def _whose(self, project: str, text: str | None) -> str | None:
        """The label of a task as people write it: of the same project without the project's name."""
        if text is None:
            return None
        own = [each.name for each in self.portfolio.projects if each.name == project for each in each.tasks]
        return f"{project}/{text}" if text in own else text

    def _named(self, need) -> set[int] | None:
        """The people whom a need leaves, if it names any: by name, by pool, or by team."""
        if not need.only and not need.never:
            return None
        by_name: dict[str, set[int]] = {}
        by_team: dict[str, set[int]] = {}
        at = 0
        for person in self.portfolio.people:
            for place in range(at, at + person.count):
                by_name.setdefault(person.name, set()).add(place)
                by_team.setdefault(person.team, set()).add(place)
            at += person.count

        def meant(names) -> set[int]:
            return {place for name in names for place in by_name.get(name, by_team.get(name, set()))}

        return (meant(need.only) if need.only else set(range(at))) - meant(need.never)

    def _booked(self):
        """Bookings on projects that take part, pools unfolded, in the order listed."""
        numbers = {project.name: project.index for project in self.projects}
        for booking in self.portfolio.bookings:
            at = 0
            for person in self.portfolio.people:
                if person.name == booking.person and booking.project in numbers:
                    for one in range(at, at + person.count):
                        first, last = ((day - self.start).days for day in (booking.start, booking.end))
                        business = person.run_the_business
                        rest = 1 - (self.portfolio.run_the_business if business is None else business)
                        share = 1.0 if booking.share >= rest else booking.share / rest
                        hard = booking.kind == "hard"
                        yield B(one, numbers[booking.project], first, last, thousandths(share), hard)
                at += person.count

    def _named_after_bookings(self):
        """For each task that stands for a booking, whom that booking means, and its last day."""
        for task in self.tasks:
            role, _, number = task.data.name.rpartition(" booking ")
            if not role:
                continue
            count = 0
            for booking in self.portfolio.bookings:
                first = max(0, (booking.start - self.start).days)
                days = range(first, (booking.end - self.start).days + 1)
                at = 0
                for person in self.portfolio.people:
                    mine = (person.name, self.projects[task.project].name) == (
                        booking.person,
                        booking.project,
                    )
                    if mine and person.role == role and person.availability and any(map(self.worked, days)):
                        count += 1
                        if count == int(number):
                            last = (booking.end - self.start).days
                            yield task.index, set(range(at, at + person.count)), last
                    at += person.count

    def _there(self, task: int, people: set[int], last: int) -> bool:
        """Whether one of them is present with the skill before the booking, or the run, is over (R14)."""
        work = self.tasks[task]
        first = max(0, work.not_before or 0, self.projects[work.project].start) // DAY
        return any(
            self.people[person].capacity[day] > 0 and self.speed(person, need, day) > 0
            for person in people
            for need in work.needs
            for day in range(first, min(last, self.last_day) + 1)
        )

    def _may(self, person: int, need: N) -> bool:
        if need.who is not None:
            return person in need.who
        return need.task not in self.own or person in self.own[need.task]

    # ------------------------------------------------------------ people

    def speed(self, person: int, need: N, day: int) -> int:
        """What a person offers a need on a day, in thousandths; 0 is no offer (R3)."""
        if not self._may(person, need):
            return 0
        key = (person, need.choices, day)
        if key not in self._offers:
            date = self.start + timedelta(days=day)
            best = 0
            for choice in need.choices:
                for skill in self.people[person].data.skills:
                    if skill.name != choice.skill:
                        continue
                    if choice.level is not None and (skill.level is None or skill.level < choice.level):
                        continue
                    if (skill.start and date < skill.start) or (skill.end and date > skill.end):
                        continue
                    best = max(
                        best,
                        product_thousandths(skill.proficiency, self._kept(skill, date), choice.factor),
                        1,
                    )
            self._offers[key] = best
        return self._offers[key]

    def rate(self, person: int, day: int) -> float:
        """What somebody costs on a day (R14); infinite without a rate."""
        data, date = self.people[person].data, self.start + timedelta(days=day)
        begun = [each.cost_per_day for each in sorted(data.rates, key=lambda each: each.start)
                 if each.start <= date]  # fmt: skip
        cost = begun[-1] if begun else data.cost_per_day
        foreign = data.currency is not None and data.currency != self.portfolio.currency
        exchange = dict(self.portfolio.money.exchange_rates)[data.currency] if foreign else 1
        premium = 1 + self.portfolio.money.contractor_premium if data.contractor else 1
        return math.inf if cost is None else cost * exchange * premium

    def _kept(self, skill, date) -> float:
        """What is left of a skill's speed on a day: its entry for the years since it was graded (R3)."""
        graded = skill.as_of or skill.start or self.start
        years = sum(
            (date.year, date.month, date.day) >= (graded.year + k, graded.month, graded.day)
            for k in range(1, len(skill.decay) + 1)
        )
        return skill.decay[years - 1] if years else 1.0

    def learned(self, person: int, ticks: int) -> Decimal:
        """The factor on somebody's speed who has completed so much work of the skill, in thousandths (D5)."""
        data = self.people[person].data
        given = self.portfolio.learning if data.learning is None else data.learning
        if given is None or data.is_equipment:
            return Decimal(1)
        grown = (1 + ticks / (DAY * given.first_days)) ** -math.log2(given.rate)
        return Decimal(math.floor(1000 * min(given.at_most, grown) + 0.5 + 1e-9)) / 1000

    def seat_speed(
        self, policy, person: int, need: N, day: int, share: int, people: int, done: int = 0
    ) -> int:
        """How fast somebody works on a seat who gives it a share, with so many people at the need (R3).

        ``done`` is the work of the skill that they have completed, in ticks.
        """
        if self.speed(person, need, day) == 0:
            return 0
        date = self.start + timedelta(days=day)
        best = max(
            Decimal(str(skill.proficiency))
            * Decimal(str(choice.factor))
            * Decimal(str(self._kept(skill, date)))
            for choice in need.choices
            for skill in self.people[person].data.skills
            if skill.name == choice.skill
            and (choice.level is None or (skill.level is not None and skill.level >= choice.level))
            and (not skill.start or skill.start <= date)
            and (not skill.end or date <= skill.end)
        )
        best = (best * self.learned(person, done)).quantize(Decimal("0.000001"), ROUND_HALF_UP)
        if share < 1000:
            best *= 1 - Decimal(str(policy.switching_loss))
        table = policy.team_factor or (1,)
        best *= Decimal(str(table[min(people, len(table)) - 1]))
        return max(1, int((best * 1000).quantize(Decimal(1), ROUND_HALF_UP)))

    def focus(self, policy, person: int) -> float:
        """The most seats of somebody at once (R12)."""
        own = self.people[person].data.focus
        most = policy.focus if own is None else own
        return math.inf if most is None else most

    def on_paths(
        self,
        segments: dict[int, list[tuple[int, int, int, int]]],
        exits: list[tuple[int, int, int]] = (),
    ) -> Model:
        """The same portfolio where people follow paths of (day, share left, factor on speed, reason) (D5).

        Nobody has been hired, and nobody works overtime (R21). ``exits`` are (day, person, first day of the
        successor) of those who leave if they are overloaded then; nobody has so far.
        """
        other = copy(self)
        other.exits = sorted(exits, key=lambda each: each[:2])
        other.__dict__.pop("changes", None)
        other.table, other.people = self.people, list(self.people)
        other.drawn, other.own_pace, other.pace, other.leavings = {}, {}, {}, []
        for person, mine in segments.items():
            ends = [*(day for day, *_ in mine[1:]), self.n_days]
            days = [state for (day, *state), end in zip(mine, ends, strict=True) for _ in range(day, end)]
            other.drawn[person] = days
            waits = self.people[person].data.is_candidate
            other._follow(person, [NOT_THERE] * self.n_days if waits else days)
        return other

    def _follow(self, person: int, days: list) -> None:
        """Let somebody's capacity, pace and leavings be those of a path, given day by day."""
        capacity, before = list(self.table[person].capacity), None
        for day, (share, _, reason) in enumerate(days):
            left = math.floor(Fraction(capacity[day] * share, 1000) + Fraction(1, 2))
            capacity[day] = max(1, left) if share and capacity[day] else 0
            if reason == LEFT != before:
                self.leavings.append((day, person))
            before = reason
        self.people[person] = replace(self.table[person], capacity=capacity)
        self.pace[person] = self.own_pace[person] = [factor for _, factor, _ in days]

    # ------------------------------------------------------------ who leaves overloaded (D5)

    def without(self, person: int, day: int, until: int) -> Model:
        """The same where somebody leaves on a day, and a successor comes on another, new to everything."""
        other, ramp = self._told(), self._ramp_of(person)
        capacity = list(self.people[person].capacity)
        capacity[day:until] = [0] * (until - day)
        other.people[person] = replace(self.people[person], capacity=capacity)
        other.leavings = [(at, who) for at, who in self.leavings if who != person or not day < at <= until]
        other.leavings.append((day, person))
        usual = [1000] * self.n_days
        for paces in (other.pace, other.own_pace):
            mine = list(paces.get(person, usual))
            for at, speed in enumerate(ramp[: self.n_days - until], until):
                mine[at] = max(1, math.floor(Fraction(mine[at] * speed, 1000) + Fraction(1, 2)))
            if mine != usual:
                paces[person] = mine
        return other

    def _ramp_of(self, person: int) -> list[int]:
        """The speed of a newcomer on each day up to full speed, in thousandths."""
        own = self.people[person].data.onboarding
        onboarding = self.portfolio.onboarding if own is None else own
        if onboarding is None:
            return []
        days, parts = math.floor(7 * onboarding.weeks + 0.5), len(onboarding.speeds)
        steps = [days * part // parts for part in range(parts + 1)]
        speeds = [
            max(1, math.floor(1000 * Fraction(str(speed)) + Fraction(1, 2))) for speed in onboarding.speeds
        ]
        return [speed for step, speed in enumerate(speeds) for _ in range(steps[step], steps[step + 1])]

    # ------------------------------------------------------------ what reactions do with people (R21)

    def meant_by(self, who: str) -> set[int]:
        """The people whom a name means: somebody, a pool or a team; else those with that role."""
        pools = [person for person in self.portfolio.people for _ in range(person.count)]
        rows = list(enumerate(zip(pools, self.portfolio.staff, strict=True)))
        named = {at for at, (pool, one) in rows if who in (pool.name, one.name)}
        return (
            named
            or {at for at, (pool, _) in rows if pool.team == who}
            or {at for at, (pool, _) in rows if pool.role == who}
        )

    def hired(self, person: int, day: int) -> Model:
        """The same where a candidate is hired on a day: from then on their path is as drawn."""
        other, since = self._told(), self.status // DAY
        drawn = self.drawn[person][since:]
        other._follow(person, [*[NOT_THERE] * day, *drawn][: self.n_days])
        return other

    def longer(self, people: set[int], more: int, day: int, days: int) -> Model:
        """The same where people do more, in thousandths, until so many working days are over."""
        other, until = self._told(), day
        while until < self.n_days and self.between(DAY * day, DAY * until) < DAY * days:
            until += 1
        usual = [1000] * self.n_days
        for person in people:
            own = self.own_pace.get(person, usual)
            more_of = [
                max(1, math.floor(Fraction(each * (1000 + more), 1000) + Fraction(1, 2))) for each in own
            ]
            other.pace[person] = [*self.pace.get(person, usual)[:day], *more_of[day:until], *own[until:]]
        return other

    def _told(self) -> Model:
        other = copy(self)
        other.__dict__.pop("changes", None)
        other.people, other.leavings = list(self.people), list(self.leavings)
        other.pace, other.own_pace = dict(self.pace), dict(self.own_pace)
        return other

    def paced(self, person: int, speed: int, day: int) -> int:
        """The speed on a day of a seat that was taken at some speed (R3)."""
        if person not in self.pace:
            return speed
        return max(1, math.floor(Fraction(speed * self.pace[person][day], 1000) + Fraction(1, 2)))

    def left_before(self, person: int, tick: int) -> int:
        """When somebody left last, up to a tick; -1 if nobody did."""
        ticks = (DAY * day for day, who in self.leavings if who == person)
        return max((each for each in ticks if each <= tick), default=-1)

    def stays(self, person: int, day: int) -> bool:
        """Whether somebody has capacity on a day or later."""
        return any(self.people[person].capacity[day:])

    def present(self, person: int, tick: int) -> bool:
        return self.people[person].capacity[tick // DAY] > 0

    def ever(self, person: int, need: N) -> float:
        """The best product of proficiency and factor that a person ever offers a need; 0 for none."""
        best = 0.0
        if not self._may(person, need):
            return best
        first, last = self.start, self.start + timedelta(days=self.n_days - 1)
        for choice in need.choices:
            for skill in self.people[person].data.skills:
                if skill.name != choice.skill:
                    continue
                if choice.level is not None and (skill.level is None or skill.level < choice.level):
                    continue
                if (skill.start and skill.start > last) or (skill.end and skill.end < first):
                    continue
                if product_thousandths(skill.proficiency, choice.factor) > 0:
                    best = max(best, skill.proficiency * choice.factor)
        return best

    def first_reach(self, contributions, amount: int, since: int) -> int | None:
        """The first tick at which work done since ``since`` reaches ``amount`` units; None past the horizon.

        ``contributions`` are a person, the speed of the seat, and its allocation (times so many seats).
        """
        if amount <= 0:
            return since
        d, k = divmod(since, DAY)
        while d < self.n_days:
            rate = self._rate(contributions, d)
            if rate * (DAY - k) >= amount:
                tick = DAY * d + k + -(-amount // rate)
                return tick if tick <= self.horizon else None
            amount -= rate * (DAY - k)
            d, k = d + 1, 0
        return None

    def _rate(self, contributions, d: int) -> int:
        return sum(
            self.people[person].capacity[d] * self.paced(person, speed, d) * part
            for person, speed, part in contributions
        )

    def work(self, contributions, first: int, last: int) -> int:
        """Units of work done from ``first`` to ``last``."""
        total = 0
        d, k = divmod(first, DAY)
        while DAY * d + k < last:
            until = min(DAY, last - DAY * d)
            rate = self._rate(contributions, d)
            total += rate * (until - k)
            d, k = d + 1, 0
        return total

    @cached_property
    def changes(self) -> list[int]:
        """The days on which presence or qualification differs from the day before."""
        days = {
            d
            for person in self.people
            for d in range(1, self.n_days)
            if (person.capacity[d] > 0) != (person.capacity[d - 1] > 0)
        }
        for person in self.people:
            days |= {(rate.start - self.start).days for rate in person.data.rates}
            for skill in person.data.skills:
                days |= {(skill.start - self.start).days} if skill.start else set()
                days |= {(skill.end - self.start).days + 1} if skill.end else set()
                kept = [self._kept(skill, self.start + timedelta(days=d)) for d in range(self.n_days)]
                days |= {d for d in range(1, self.n_days) if skill.decay and kept[d] != kept[d - 1]}
        frozen = [project.frozen for project in self.projects]
        days |= {day for each in frozen for day in each if day - 1 not in each}
        days |= {day + 1 for each in frozen for day in each if day + 1 not in each}
        days |= {day for day, _ in self.leavings}
        days = {day for day in days if 0 < day < self.n_days}
        return sorted(days | set(self.booking_days))

    @cached_property
    def booking_days(self) -> list[int]:
        """The days on which a booking begins, or has ended, after the first day of the run."""
        days = {day for booking in self.bookings for day in (booking.first, booking.last + 1)}
        return sorted(day for day in days if 0 < day < self.n_days)

    # ------------------------------------------------------------ planned values (R13)

    def planned_duration(self, task: T) -> int:
        if task.done is not None:
            return 0
        if task.elapsed:
            left = self.standing.of_duration(task) if task.goes_on else task.data.duration.mean()
            return to_ticks(left)
        longest = 0
        for need in task.needs:
            left = self.standing.of_effort(need) if task.goes_on else need.effort.mean()
            longest = max(longest, to_ticks(left / self.nominal(need)))
        return longest

    def nominal(self, need: N) -> float:
        """What the nominal team of a need does in a day (R13)."""
        speeds = [
            s for s in (self.ever(p.index, need) for p in self.people if not p.data.is_candidate) if s > 0
        ]
        mean = math.fsum(speeds) / len(speeds) if speeds else 1.0
        return need.fewest * mean * need.allocation / 1000

    def release(self, task: T) -> int:
        """The working ticks before the day from which on dates let a task be done, as planned."""
        begins = max(self.projects[task.project].start, self.earliest(task) or 0)
        if task.begun is not None:
            begins = self.status if task.done is None else task.done
        return self.between(0, begins // DAY * DAY)

    def planned(self) -> Planned:
        if not hasattr(self, "_planned"):
            self._planned = Planned(self)
        return self._planned

    def priority_key(self, rule: str, task: int) -> float:
        """The key of a rule that is known before the run."""
        plan = self.planned()
        data = self.tasks[task]
        match rule:
            case "Listed":
                return 0
            case "EDD":
                return math.inf if data.deadline is None else data.deadline
            case "EST":
                return plan.es[task]
            case "LST":
                return plan.ls[task]
            case "LFT":
                return plan.lf[task]
            case "MinSlack":
                return plan.ls[task] - plan.es[task]
            case "SPT":
                return plan.duration[task]
            case "LPT":
                return -plan.duration[task]
            case "MTS":
                return -len(plan.successors[task])
            case "GRPW":
                return -plan.duration[task] - sum(plan.duration[s] for s in {link.after for link in data.out})
            case "GRPWAll":
                return -plan.duration[task] - sum(plan.duration[s] for s in plan.successors[task])
            case "WSJF":
                return -plan.cost_ratio(data.project)
        raise AssertionError(rule)


def portfolio_freezes(portfolio, project):
    """The freezes that hold for a project."""
    for freeze in portfolio.freezes:
        of_team = project.team is not None and project.team in freeze.teams
        if of_team or project.name in freeze.projects or not (freeze.projects or freeze.teams):
            yield freeze


class Kept(NamedTuple):
    """A seat that somebody keeps at the status date."""

    need: int
    person: int
    share: int


class Standing:
    """Who stays at work that has begun, and what is left of it (R16)."""

    def __init__(self, model: Model) -> None:
        self.m, self.day = model, model.status // DAY
        self.free = {p.index: 1000 for p in model.people if any(p.capacity[self.day :])}
        self.kept: dict[int, list[Kept]] = {}  # by need
        for task in model.tasks:
            if task.goes_on and task.needs:
                self._seat_people(task)

    def _places(self, name: str) -> list[int]:
        return [p.index for p in self.m.people if p.index in self._pool(name)]

    def _pool(self, name: str) -> range:
        at = 0
        for person in self.m.portfolio.people:
            if person.name == name:
                return range(at, at + person.count)
            at += person.count
        raise AssertionError(name)

    def _able(self, name: str, need: N) -> list[int]:
        """Who of a name can serve a need and has enough left."""
        return [
            p
            for p in self._places(name)
            if self.m.speed(p, need, self.day) > 0 and self.free.get(p, 0) >= need.least
        ]

    def _seat_people(self, task: T) -> None:
        seats: list[Kept] = []
        fits = {name: sum(bool(self._able(name, need)) for need in task.needs) for name in task.data.assigned}
        for name in sorted(task.data.assigned, key=fits.__getitem__):
            seat = self._first_seat(name, task, seats)
            if seat is not None:
                seats.append(seat)
                self.free[seat.person] -= seat.share
        for need in task.needs:
            mine = [seat for seat in seats if seat.need == need.index]
            if len(mine) >= need.fewest:
                self.kept[need.index] = mine
            else:
                for seat in mine:
                    self.free[seat.person] += seat.share

    def _first_seat(self, name: str, task: T, seats: list[Kept]) -> Kept | None:
        """The first need with an empty minimal seat, else the first with any."""
        for full in ("fewest", "most"):
            for need in task.needs:
                taken = sum(seat.need == need.index for seat in seats)
                able = [p for p in self._able(name, need) if p not in {seat.person for seat in seats}]
                if able and taken < getattr(need, full):
                    return Kept(need.index, able[0], min(need.allocation, self.free[able[0]]))
        return None

    def elapsed(self, task: T) -> int:
        """Working days since a task was begun."""
        return sum(self.m.worked(day) for day in range(task.begun // DAY, self.day))

    def of_duration(self, task: T) -> float:
        """The mean of what is left of a duration, in days."""
        return mean_left(task.data, task.data.duration, self.elapsed(task), 1.0)

    def of_effort(self, need: N) -> float:
        """The mean of what is left of a need, in person-days."""
        task = self.m.tasks[need.task]
        means = [each.effort.mean() for each in task.data.needs]
        total = sum(means)
        part = means[need.number - 1] / total if total else 1 / len(means)
        return mean_left(task.data, need.effort, self.done(need), part)

    def done(self, need: N) -> float:
        """What has been done of a need, in person-days: by those who stay, else by its nominal team."""
        task = self.m.tasks[need.task]
        if need.index not in self.kept:
            return self.m.nominal(need) * self.elapsed(task)
        units = 0
        for seat in self.kept[need.index]:
            days = self.m.people[seat.person].capacity[task.begun // DAY : self.day]
            units += sum(days) * self.m.speed(seat.person, need, self.day) * seat.share
        return units / UNIT


def mean_left(task, law, done: float, part: float) -> float:
    """The mean of what is left of an amount of begun work."""
    if task.remaining is not None:
        return task.remaining.mean() * part
    if task.progress is not None:
        return law.mean() * (1 - task.progress)
    return left_beyond(law, done).mean()


def left_beyond(law, done: float):
    """What is left of an amount on condition that it is more than what is done."""
    if done <= 0:
        return law
    more = done + 1e-6
    chance = 1 - law.cdf(more)
    if chance < 1e-6:
        return Fixed(0.0)
    if law.is_fixed:
        return Fixed(law.mean() - done)
    top = None if math.isfinite(law.support()[1]) else law.quantile(1.0 - chance * 2.0**-30)
    return Shifted(Truncated(law, low=more, high=top), -done)


class Planned:
    """The critical path, by relaxing until nothing changes."""

    def __init__(self, model: Model) -> None:
        self.model = model
        n = len(model.tasks)
        self.duration = [model.planned_duration(task) for task in model.tasks]
        self.es, self.ef = [0] * n, [0] * n
        self._forward()
        self.ls, self.lf = [0] * n, [0] * n
        self._backward()
        self.successors = [self._reach(task) for task in range(n)]

    def _forward(self) -> None:
        m = self.model
        release = [m.release(task) for task in m.tasks]
        changed = True
        while changed:
            changed = False
            for i, task in enumerate(m.tasks):
                es = max(
                    [release[i]]
                    + [
                        (self.ef if link.kind == "FS" else self.es)[link.before] + link.lag
                        for link in task.into
                        if link.kind in ("FS", "SS")
                    ]
                )
                ef = max(
                    [es + self.duration[i]]
                    + [
                        (self.ef if link.kind == "FF" else self.es)[link.before] + link.lag
                        for link in task.into
                        if link.kind in ("FF", "SF")
                    ]
                )
                if (es, ef) != (self.es[i], self.ef[i]):
                    self.es[i], self.ef[i], changed = es, ef, True

    def _backward(self) -> None:
        m = self.model
        for project in m.projects:
            end = max((self.ef[task.index] for task in project.tasks), default=0)
            for task in project.tasks:
                self.lf[task.index], self.ls[task.index] = end, end
        changed = True
        while changed:
            changed = False
            for i, task in enumerate(m.tasks):
                inner = [link for link in task.out if m.tasks[link.after].project == task.project]
                end = max(self.ef[other.index] for other in m.projects[task.project].tasks)
                lf = min(
                    [end]
                    + [
                        (self.ls if link.kind == "FS" else self.lf)[link.after] - link.lag
                        for link in inner
                        if link.kind in ("FS", "FF")
                    ]
                )
                ls = min(
                    [lf - self.duration[i]]
                    + [
                        (self.ls if link.kind == "SS" else self.lf)[link.after] - link.lag
                        for link in inner
                        if link.kind in ("SS", "SF")
                    ]
                )
                if (ls, lf) != (self.ls[i], self.lf[i]):
                    self.ls[i], self.lf[i], changed = ls, lf, True

    def _reach(self, task: int) -> set[int]:
        found: set[int] = set()
        edge = [task]
        while edge:
            for link in self.model.tasks[edge.pop()].out:
                if link.after not in found:
                    found.add(link.after)
                    edge.append(link.after)
        return found - {task}

    def cost_ratio(self, project: int) -> float:
        data = self.model.projects[project].data
        efforts = [
            need.effort.mean() for task in data.tasks for need in task.needs if need.effort is not None
        ]
        total = sum(efforts)
        return (data.cost_of_delay_per_day or 0.0) / total if total > 0 else math.inf

"""Random portfolios that mix every rule, ties forced, small enough for brute force."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from capsim import rules
from capsim.domain.booking import Booking
from capsim.domain.calendar import Calendar, Leave
from capsim.domain.person import Person, Skill
from capsim.domain.policy import Policy
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.task import Alternative, Link, Need, Task
from capsim.errors import InputError
from tests.oracles.model import product_thousandths

SKILLS = ("dev", "qa", "ops", "ux")
PRIORITY = (
    rules.Listed,
    rules.EDD,
    rules.EST,
    rules.LST,
    rules.LFT,
    rules.LFT,
    rules.MinSlack,
    rules.SPT,
    rules.LPT,
    rules.MTS,
    rules.GRPW,
    rules.GRPWAll,
    rules.WSJF,
    rules.FIFO,
    rules.FIFO,
    rules.Random,
)
ASSIGNMENT = (
    rules.EarliestFinish,
    rules.EarliestFinish,
    rules.Fastest,
    rules.Specialist,
    rules.Cheapest,
    rules.LeastLoaded,
    rules.Continuity,
)


def random_policy(rng: np.random.Generator) -> Policy:
    """House rules: every priority and assignment rule, reserves often early."""
    pick = Picker(rng)
    return Policy(
        priority=pick.one(PRIORITY)(),
        assignment=pick.one(ASSIGNMENT)(),
        reserve_after=pick.one([10.0, 0.0, 0.5, 1.0, 1.0, 2.0, 3.0, None]),
        top_up=pick.chance(0.7),
        top_up_min_days=pick.one([2.0, 2.0, 0.0, 1.0, 0.3, 5.0]),
        ignore_priority=pick.chance(0.2),
    )


def random_portfolio(rng: np.random.Generator, generator: type[Generator] | None = None) -> Portfolio:
    """A valid portfolio; what the checks refuse is made anew."""
    for _ in range(200):
        try:
            return with_planned_ends((generator or Generator)(rng).portfolio(), rng.spawn(1)[0])
        except InputError:
            continue
    raise AssertionError("no valid portfolio in 200 trials")


def with_planned_ends(portfolio: Portfolio, rng: np.random.Generator) -> Portfolio:
    """Say of many tasks on which day they are planned to end; more people may help what gives way."""
    pick = Picker(rng)
    return replace(
        portfolio,
        projects=[
            replace(project, tasks=[_with_planned_end(task, portfolio.start, pick) for task in project.tasks])
            for project in portfolio.projects
        ],
    )


def _with_planned_end(task: Task, start: date, pick: Picker) -> Task:
    if pick.chance(0.25):
        return task
    first = start if task.start is None else task.start
    days = pick.one([-4, 0, 0, 1, 1, 2, 3, 4, 7, 11, 25, 400])
    needs = [
        need
        if need.least_allocation is None
        else replace(need, people=(need.people[0], need.people[1] + pick.one([0, 1, 1, 2, 4])))
        for need in task.needs
    ]
    end = first + timedelta(days=days)
    return replace(task, needs=needs, end=end if task.start is None or end >= task.start else task.start)


class Picker:
    """Short words for drawing."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng

    def chance(self, p: float) -> bool:
        return bool(self.rng.random() < p)

    def one(self, options):
        return options[int(self.rng.integers(len(options)))]

    def whole(self, low: int, high: int) -> int:
        return int(self.rng.integers(low, high + 1))

    def some(self, options, low: int, high: int) -> list:
        count = min(len(options), self.whole(low, high))
        return [options[i] for i in self.rng.permutation(len(options))[:count]]


class Generator(Picker):
    """One trial."""

    def __init__(self, rng: np.random.Generator) -> None:
        super().__init__(rng)
        self.start = date(2027, 1, 4) + timedelta(days=self.whole(0, 6))
        self.ties = self.chance(0.5)  # everybody alike, amounts whole and few
        self.uncertain = self.chance(0.3)
        self.crowded = self.chance(0.4)  # few people, few links, much work that waits for several of them
        self.skills = SKILLS[: self.whole(1, 2 if self.crowded else 4)]
        self.days = self.one([8, 20, 45, 90, 90, 150, 150])

    def day(self, low: int = 0, high: int = 25) -> date:
        return self.start + timedelta(days=self.whole(low, high))

    def portfolio(self) -> Portfolio:
        calendars = [self.calendar(f"own {i}", own=True) for i in range(self.whole(0, 2))]
        people = [self.person(name, [c.name for c in calendars]) for name in self.names()]
        projects = self.projects(people)
        return Portfolio(
            "random",
            start=self.start,
            people=people,
            projects=projects,
            calendar=self.calendar("house"),
            calendars=calendars,
            run_the_business=self.one([0.0, 0.0, 0.0, 0.1, 0.15]),
            ranges="none",
            horizon=self.start + timedelta(days=self.days),
        )

    def names(self) -> str:
        return "ABCDEFG"[: self.whole(1, 4 if self.crowded else 7)]

    def shape(self) -> list[int]:
        """The number of tasks of each project."""
        return [self.whole(1, 7) for _ in range(self.whole(1, 4))]

    # ------------------------------------------------------------ people

    def calendar(self, name: str, own: bool = False) -> Calendar:
        patterns = ["mon-fri", "mon-fri", "mon-fri", "mon-sun", "mon-thu", "tue thu sat"]
        if own:
            patterns += [[1, 1, 1, 1, 0.5, 0, 0], [0.875, 0, 1, 1.25, 1, 0, 0.333]]
        off = sorted({self.day(0, 30) for _ in range(self.one([0, 0, 1, 2, 5]))})
        return Calendar(name, pattern=self.one(patterns), holidays=off)

    def person(self, name: str, calendars: list[str]) -> Person:
        plain = self.ties and self.chance(0.7)
        joins = self.day(0, 20) if not plain and self.chance(0.2) else None
        leaves = self.day(20, 60) if not plain and self.chance(0.12) else None
        return Person(
            None if joins and self.chance(0.3) else name,
            [self.skill(skill, plain) for skill in self.some(self.skills, 1, len(self.skills))],
            availability=1.0 if plain else self.one([1.0, 1.0, 1.0, 0.5, 0.8, 1.25, 0.333]),
            run_the_business=None if plain else self.one([None, None, 0.0, 0.2, 0.123]),
            calendar=self.one(calendars) if calendars and self.chance(0.4) else None,
            leave=[] if plain else self.leave(),
            start=joins,
            end=leaves,
            count=2 if self.chance(0.08) else 1,
            cost_per_day=self.one([None, 300, 300, 500, 650.5]),
        )

    def leave(self) -> list[Leave]:
        made, at = [], self.whole(0, 8)
        for _ in range(self.one([0, 0, 1, 1, 2, 3])):
            last = at + self.one([0, 0, 1, 4, 9])
            first = self.start + timedelta(days=at)
            made.append(
                Leave(first, self.start + timedelta(days=last), share=self.one([1.0, 1.0, 1.0, 0.5, 0.25]))
            )
            at = last + self.whole(1, 10)
        return made

    def skill(self, name: str, plain: bool) -> Skill:
        dated = not plain and self.chance(0.15)
        first = self.day(0, 15) if dated and self.chance(0.6) else None
        return Skill(
            name,
            proficiency=1.0 if plain else self.one([1.0, 1.0, 0.5, 0.8, 1.2, 1.25, 2.0, 0.333]),
            level=self.one([None, 1, 2, 3]),
            start=first,
            end=self.day(16, 60) if dated and (first is None or self.chance(0.3)) else None,
        )

    # ------------------------------------------------------------ work

    def projects(self, people: list[Person]) -> list[Project]:
        shapes = self.shape()
        places = [(p, t) for p, count in enumerate(shapes) for t in range(count)]
        links = self.links(places)
        return [
            Project(
                f"P{p}",
                [self.task(f"t{t}", links[p, t], people) for t in range(count)],
                priority=self.one([1, 1, 2, 100]),
                start=self.day(-3, 12) if self.chance(0.3) else None,
                deadline=self.day(5, 40) if self.chance(0.6) else None,
                cost_of_delay_per_day=self.one([None, 100, 100, 250, 1000]),
                status="on hold" if self.chance(0.04) else "planned",
                probability=0.5 if self.chance(0.12) else 0.0 if self.chance(0.03) else 1.0,
            )
            for p, count in enumerate(shapes)
        ]

    def links(self, places: list[tuple[int, int]]) -> dict[tuple[int, int], list[Link]]:
        """Links without a cycle among starts and finishes; some lead backward in the list."""
        into: dict[tuple[int, int], list[Link]] = {place: [] for place in places}
        after: dict[tuple, set] = {(place, "S"): {(place, "F")} for place in places}
        after |= {(place, "F"): set() for place in places}
        seen = set()
        for _ in range(self.whole(0, (1 if self.crowded else 2) * len(places))):
            one, two = self.one(places), self.one(places)
            if one == two or (one > two and self.chance(0.7)) or (one[0] != two[0] and self.chance(0.5)):
                continue
            kind = self.one(["FS", "FS", "FS", "SS", "FF", "SF"])
            event, effect = (one, kind[0]), (two, kind[1])
            if (one, two, kind) in seen or reaches(after, effect, event):
                continue
            seen.add((one, two, kind))
            after[event].add(effect)
            lag = self.one([0, 0, 0, 1, 2]) if self.ties else self.one([0, 0, 0.25, 1, 2.5, 7])
            project = None if one[0] == two[0] else f"P{one[0]}"
            into[two].append(Link(f"t{one[1]}", kind, lag, project))
        return into

    def amount(self):
        if self.chance(0.06):
            return 0
        if self.uncertain and self.chance(0.5):
            return self.one(
                ["PERT(1, 2, 5)", "Triangular(0.5, 1, 4)", "Uniform(0, 3)", "LogNormal(p50=2, p90=4)"]
            )
        if self.ties:
            return self.one([1, 1, 2, 3])
        return self.one([0.001, 0.3, 1, 1.7, 2.25, 4, 6, 11])

    def task(self, name: str, after: list[Link], people: list[Person]) -> Task:
        common = {
            "after": after,
            "start": self.day(-2, 15) if self.chance(0.15) else None,
            "deadline": self.day(3, 30) if self.chance(0.2) else None,
            "priority": self.one([0, 1, 5, 200]) if self.chance(0.12) else None,
        }
        shape = 1.0 if self.crowded and self.chance(0.6) else self.rng.random()
        if shape < 0.1:
            return Task(name, **common)
        if shape < 0.2:
            return Task(name, duration=self.amount(), **common)
        elapsed = shape < 0.35
        duration = self.amount() if elapsed else None
        for _ in range(20):
            needs = [self.need(elapsed, people) for _ in range(self.one([1, 1, 1, 2, 2, 3]))]
            task = Task(name, duration=duration, needs=needs, **common)
            if self.staffable(task, people):
                return task
        return Task(name, **common)

    def staffable(self, task: Task, people: list[Person]) -> bool:
        return staffable(task, people)

    def need(self, elapsed: bool, people: list[Person]) -> Need:
        held = [skill.name for person in people for skill in person.skills]
        choices = []
        for skill in dict.fromkeys(self.one(held) for _ in range(self.one([1, 1, 1, 2, 3]))):
            factor = 1.0 if not choices else self.one([1.0, 0.7, 0.5, 1.5])
            choices.append(Alternative(skill, factor, self.one([None, None, None, None, 1, 2, 3])))
        if elapsed and self.chance(0.2):
            return Need(choices, fte=self.one([0.5, 1.5, 1, 2.25]))
        fewest = self.one([1, 1, 2, 2, 3]) if self.crowded else self.one([1, 1, 1, 1, 2, 2, 3])
        most = fewest + self.one([0, 0, 0, 1, 1, 2])
        allocation = 1.0 if self.chance(0.65) else self.one([0.5, 0.5, 0.3, 0.6])
        gives_way = not elapsed and self.chance(0.25)
        return Need(
            choices,
            effort=None if elapsed else self.amount(),
            people=(fewest, most),
            allocation=allocation,
            least_allocation=self.one([0.05, 0.1, 0.2, 0.3]) if gives_way else None,
        )


class Large(Generator):
    """A portfolio of the size that people have, within what the naive rules can do."""

    def __init__(self, rng: np.random.Generator) -> None:
        super().__init__(rng)
        self.skills = SKILLS[: self.whole(2, 4)]
        self.days = self.one([150, 300])

    def names(self) -> str:
        return "ABCDEFGHIJKL"[: self.whole(6, 12)]

    def shape(self) -> list[int]:
        return [self.whole(5, 12) for _ in range(self.whole(4, 8))]


def reaches(after: dict, origin, goal) -> bool:
    """Whether an event leads to another."""
    edge, seen = [origin], {origin}
    while edge:
        event = edge.pop()
        if event == goal:
            return True
        fresh = after[event] - seen
        seen |= fresh
        edge += fresh
    return False


def staffable(task: Task, people: list[Person]) -> bool:
    """Whether distinct people exist who could ever fill all the seats (Hall, by trying)."""
    seats = []
    for need in task.needs:
        count = need.people[0] if need.fte is None else -int(-need.fte // 1)
        seats += [[i for i, person in enumerate(people) if offers(person, need)]] * count
    return _fillable(seats)


def _fillable(seats: list[list[int]]) -> bool:
    if not seats:
        return True
    return any(_fillable([[p for p in seat if p != person] for seat in seats[1:]]) for person in seats[0])


def offers(person: Person, need: Need) -> bool:
    return person.availability > 0 and any(
        skill.name == choice.skill
        and (choice.level is None or (skill.level is not None and skill.level >= choice.level))
        and product_thousandths(skill.proficiency, choice.factor) > 0
        and (person.end is None or skill.start is None or skill.start <= person.end)
        and (person.start is None or skill.end is None or skill.end >= person.start)
        for skill in person.skills
        for choice in need.skills
    )


def case(seed: int) -> tuple[Portfolio, Policy]:
    """Portfolio and policy number ``seed``."""
    rng = np.random.default_rng(seed)
    portfolio = random_portfolio(rng)
    return portfolio, random_policy(rng)


class Booker(Picker):
    """Bookings for a portfolio: hard and soft, too many for some, of pools, over work in hand."""

    def bookings(self, portfolio: Portfolio) -> list[Booking]:
        made = [self.booking(portfolio) for _ in range(self.one([1, 2, 3, 5, 8]))]
        made += [self.again(booking) for booking in made if self.chance(0.2)]
        return made + [self.beside(booking, portfolio) for booking in made if self.chance(0.2)]

    def booking(self, portfolio: Portfolio) -> Booking:
        first = self.one([-5, 0, 0, 0, 1, 2, 3, 5, 7, 10, 14])
        return Booking(
            str(self.one(portfolio.people).name),
            self.one(portfolio.projects).name,
            portfolio.start + timedelta(days=first),
            portfolio.start + timedelta(days=first + self.one([0, 1, 3, 6, 10, 20, 200])),
            share=self.one([1.0, 1.0, 1.0, 0.5, 0.5, 0.6, 0.3, 0.8, 0.4]),
            kind=self.one(["hard", "hard", "soft"]),
        )

    def again(self, booking: Booking) -> Booking:
        """The same person on the same project, right after or at the same time."""
        start = self.one([booking.start, booking.end + timedelta(days=1)])
        return replace(booking, start=start, end=start + timedelta(days=self.one([2, 6])), share=0.5)

    def beside(self, booking: Booking, portfolio: Portfolio) -> Booking:
        """Somebody else on the same project at the same time."""
        return replace(booking, person=str(self.one(portfolio.people).name), share=self.one([1.0, 0.7, 0.2]))


def booked_case(seed: int) -> tuple[Portfolio, Policy]:
    """Portfolio and policy number ``seed``, with bookings."""
    portfolio, policy = case(seed)
    return with_bookings(portfolio, np.random.default_rng([seed, 2])), policy


def planned_case(seed: int) -> tuple[Portfolio, Policy]:
    """A random portfolio in which nearly all work gives way and is planned to end soon."""
    portfolio, policy = case(seed)
    pick = Picker(np.random.default_rng([seed, 2]))
    projects = [
        replace(project, tasks=[_planned_soon(task, portfolio.start, pick) for task in project.tasks])
        for project in portfolio.projects
    ]
    return replace(portfolio, projects=projects), policy


def _planned_soon(task: Task, start: date, pick: Picker) -> Task:
    if task.duration is not None or pick.chance(0.15):
        return task
    needs = [_shared_out(need, pick) for need in task.needs]
    days = pick.one([0, 1, 2, 3, 4, 4, 7, 8, 11])
    return replace(task, needs=needs, end=max(start, task.start or start) + timedelta(days=days))


def _shared_out(need: Need, pick: Picker) -> Need:
    fewest, most = need.people
    return replace(
        need,
        people=(fewest, most + pick.one([0, 2, 4, 9])),
        allocation=pick.one([0.5, 0.5, 0.3, 0.667, 0.8, 1.0]),
        least_allocation=pick.one([0.03, 0.05, 0.1, 0.2]),
    )


def booked_large_case(seed: int) -> tuple[Portfolio, Policy]:
    """Large portfolio and policy number ``seed``, with bookings."""
    portfolio, policy = large_case(seed)
    return with_bookings(portfolio, np.random.default_rng([seed, 3])), policy


def with_bookings(portfolio: Portfolio, rng: np.random.Generator) -> Portfolio:
    """Add random bookings; those that make work that cannot be are drawn anew."""
    if rng.random() < 0.5:  # a project whose bookings are all that is known of it
        portfolio = replace(portfolio, projects=[*portfolio.projects, Project("booked only")])
    for _ in range(500):
        try:
            return replace(portfolio, bookings=Booker(rng).bookings(portfolio))
        except InputError:
            continue
    raise AssertionError("no valid bookings in 500 trials")


def large_case(seed: int) -> tuple[Portfolio, Policy]:
    """Large portfolio and policy number ``seed``."""
    rng = np.random.default_rng([seed, 1])
    portfolio = random_portfolio(rng, Large)
    return portfolio, random_policy(rng)

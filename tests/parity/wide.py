"""Random portfolios beyond the size for brute force: several words of people, large teams, limits of amounts.

Three kinds. *Wide* ones have up to 200 people around the edges of words of 64 bits, and more than a word of
lists of seats. *Huge* ones have the largest and the smallest amounts, speeds and shares that are allowed, and
calendars of decades. *Odd* ones lack something: people, projects, tasks, time.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np

from capsim.domain.person import Person, Skill
from capsim.domain.policy import Policy
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.task import Alternative, Link, Need, Task
from tests.oracles.portfolios import (
    Generator,
    offers,
    random_policy,
    random_portfolio,
    with_bookings,
)

EDGES = (63, 64, 65, 66, 127, 128, 129, 130, 191, 192, 193, 200)
"""Numbers of people around the words of 64 bits."""


class Wide(Generator):
    """More people than one word holds, more lists of seats than one word holds, large teams."""

    def __init__(self, rng: np.random.Generator) -> None:
        super().__init__(rng)
        self.crowded = self.chance(0.7)
        self.goal = self.one([*EDGES, self.whole(65, 200), self.whole(65, 200)])
        self.skills = [f"skill {number}" for number in range(self.one([1, 2, 2, 3, 8, 30]))]
        self.one_kind = self.chance(0.4)  # every need may be met by the same people, in many sizes
        self.team = self.one([2, 5, 20, 60])
        self.days = self.one([20, 60, 150, 400])

    def portfolio(self) -> Portfolio:
        """As many people as wanted, be it in pools."""
        made = super().portfolio()
        seen = sum(person.count for person in made.people)
        assert seen == self.goal
        return made

    def names(self) -> list[str]:
        self.counts: dict[str, int] = {}
        left = self.goal
        while left:
            most = self.one([1, 1, 1, 1, 7, 40, 100]) if self.ties else self.one([1, 1, 1, 1, 1, 3, 30])
            self.counts[f"N{len(self.counts)}"] = size = min(left, most)
            left -= size
        return list(self.counts)

    def person(self, name: str, calendars: list[str]) -> Person:
        """A pool of the size chosen; of a vacancy there is one."""
        made = super().person(name, calendars)
        if made.name is None and self.counts[name] > 1:
            made = replace(made, name=name)
        return replace(made, count=self.counts[name])

    def some(self, options, low: int, high: int) -> list:
        """Few skills each, or nobody would ever wait."""
        return super().some(options, low, min(high, self.one([1, 1, 2, 3, high])))

    def shape(self) -> list[int]:
        if self.one_kind and self.chance(0.5):
            return [self.whole(40, 60) for _ in range(self.whole(2, 3))]
        return [self.whole(1, self.one([5, 15, 40])) for _ in range(self.whole(1, 6))]

    def staffable(self, task: Task, people: list[Person]) -> bool:
        """Whether each need, those with the fewest candidates first, finds enough beside the ones before."""
        wanted = sorted((able_people(need, people), seats_of(need)) for need in task.needs)
        return all(
            sum(seats for _, seats in wanted[: place + 1]) <= able for place, (able, _) in enumerate(wanted)
        )

    def need(self, elapsed: bool, people: list[Person]) -> Need:
        """Teams up to a given size; shares of any thousandth make lists of seats differ."""
        made = super().need(elapsed, people)
        if self.one_kind:
            made = replace(made, skills=[Alternative(self.skills[0])])
        if made.fte is not None:
            return made
        fewest = max(
            1,
            min(
                able_people(made, people) // 3,
                self.one([made.people[0], made.people[0], self.whole(1, self.team)]),
            ),
        )
        most = fewest + self.one([0, 0, 1, 3, 30, 9_000])
        allocation = made.allocation
        if self.chance(0.5):
            allocation = self.whole(max(1, round(1000 * (made.least_allocation or 0))), 1000) / 1000
        return replace(made, people=(fewest, fewest if elapsed else most), allocation=allocation)


class Huge(Wide):
    """Amounts, speeds, shares, counts and calendars at the limits of what is allowed."""

    def __init__(self, rng: np.random.Generator) -> None:
        super().__init__(rng)
        self.goal = self.one([1, 2, 3, 10, 64, 65])
        self.team = self.one([1, 2, 3, 10])
        self.days = self.one([400, 3_650, 12_000, 30_000])

    def shape(self) -> list[int]:
        return [self.whole(1, 8) for _ in range(self.whole(1, 3))]

    def amount(self):
        if self.uncertain and self.chance(0.5):
            return self.one(["Uniform(0, 100000)", "LogNormal(p50=30000, p90=90000)", "PERT(0, 1, 99999)"])
        return self.one([0, 0.001, 1, 50, 1_000, 20_000, 99_999.999, 100_000, 100_000])

    def day(self, low: int = 0, high: int = 25):
        """Also dates far into the calendar."""
        return super().day(low, high) + timedelta(days=self.one([0, 0, 0, self.days // 3, self.days // 2]))

    def leave(self) -> list:
        return [replace(each) for each in super().leave() if self.chance(0.5)]

    def skill(self, name: str, plain: bool) -> Skill:
        made = super().skill(name, plain)
        return replace(made, proficiency=self.one([1.0, 100.0, 100.0, 99.999, 0.001, 0.0005, 7.0]))

    def person(self, name: str, calendars: list[str]) -> Person:
        made = super().person(name, calendars)
        return replace(made, availability=self.one([1.0, 2.0, 2.0, 0.001, 0.5, 1.999]))

    def need(self, elapsed: bool, people: list[Person]) -> Need:
        made = super().need(elapsed, people)
        factors = [1.0] + [self.one([100.0, 0.001, 1.0, 50.0]) for _ in made.skills[1:]]
        if self.chance(0.4):
            factors[0] = 100.0
        skills = [replace(each, factor=factor) for each, factor in zip(made.skills, factors, strict=True)]
        allocation = made.allocation
        if made.fte is None and made.least_allocation is None and self.chance(0.2):
            allocation = 0.001
        return replace(made, skills=skills, allocation=allocation)


class Odd(Generator):
    """Something is missing: people, projects, tasks, links, or nearly all the time."""

    def __init__(self, rng: np.random.Generator) -> None:
        super().__init__(rng)
        self.lack = self.one(["people", "projects", "tasks", "time", "time", "effort", "effort", "elapsed"])
        if self.lack == "time":
            self.days = self.one([0, 0, 1, 2, 3])

    def portfolio(self) -> Portfolio:
        made = super().portfolio()
        if self.lack == "people":
            return replace(made, people=[], projects=[self.without(project) for project in made.projects])
        if self.lack == "projects":
            return replace(made, projects=[])
        if self.lack == "tasks":
            kept = [project if self.chance(0.5) else Project(project.name) for project in made.projects]
            names = {project.name for project in kept if project.tasks}
            return replace(made, projects=[self.inside(project, names) for project in kept])
        return made

    @staticmethod
    def without(project: Project) -> Project:
        """The same tasks with nobody needed: pure waits and milestones."""
        tasks = [replace(task, needs=[], duration=task.duration) for task in project.tasks]
        return replace(project, tasks=tasks)

    @staticmethod
    def inside(project: Project, names: set[str]) -> Project:
        """Only links to projects that still have tasks."""
        tasks = [
            replace(
                task, after=[link for link in task.after if link.project is None or link.project in names]
            )
            for task in project.tasks
        ]
        return replace(project, tasks=tasks)

    def amount(self):
        return self.one([0, 0, 0, 0.001, 1]) if self.lack == "effort" else super().amount()

    def task(self, name: str, after: list[Link], people: list[Person]) -> Task:
        for _ in range(20):
            made = super().task(name, after, people)
            if self.lack != "elapsed" or (made.duration is not None and made.needs):
                break
        return made


def able_people(need: Need, people: list[Person]) -> int:
    """How many could ever meet a need."""
    return sum(person.count for person in people if offers(person, need))


def seats_of(need: Need) -> int:
    """The seats that must be filled for a need to start."""
    return need.people[0] if need.fte is None else -int(-need.fte // 1)


def wide_case(seed: int) -> tuple[Portfolio, Policy]:
    """Wide portfolio and policy number ``seed``; a third with bookings."""
    rng = np.random.default_rng([seed, 4])
    portfolio, policy = random_portfolio(rng, Wide), random_policy(rng)
    return (with_bookings(portfolio, rng) if seed % 3 == 0 else portfolio), policy


def huge_case(seed: int) -> tuple[Portfolio, Policy]:
    """Portfolio and policy number ``seed`` at the limits of amounts."""
    rng = np.random.default_rng([seed, 5])
    return random_portfolio(rng, Huge), random_policy(rng)


def odd_case(seed: int) -> tuple[Portfolio, Policy]:
    """Odd portfolio and policy number ``seed``."""
    rng = np.random.default_rng([seed, 6])
    return random_portfolio(rng, Odd), random_policy(rng)

"""A terse way to write a portfolio, run it once and read ticks by label."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from capsim.clock import ABSENT, NEVER, date_of_finish, date_of_start
from capsim.domain.person import Person
from capsim.domain.policy import Policy
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.task import Task
from capsim.engines.runs import Runs, cause_of
from capsim.forecast.dates import shown_days
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws
from tests.parity.comparing import run_on_both

MONDAY = date(2027, 1, 4)
"""Day 0 of every case; Saturday is day 5, the next Monday day 7."""

DAY = 480
EVERY_DAY = "mon-sun"

__all__ = ["ABSENT", "DAY", "EVERY_DAY", "MONDAY", "NEVER", "Solved", "dev", "planned", "solve", "work"]


@dataclass
class Solved:
    """One replication, read by label (the project's name may be left out if there is one)."""

    runs: Runs

    def _task(self, label: str) -> int:
        labels = self.runs.plan.task_labels
        return labels.index(label if "/" in label else f"P/{label}")

    def ready(self, label: str) -> int:
        return int(self.runs.ready[0][self._task(label)])

    def start(self, label: str) -> int:
        return int(self.runs.start[0][self._task(label)])

    def finish(self, label: str) -> int:
        return int(self.runs.finish[0][self._task(label)])

    def span(self, label: str) -> tuple[int, int]:
        return self.start(label), self.finish(label)

    def dates(self, label: str) -> tuple[date, date]:
        """The dates shown for its start and its finish."""
        start, finish = self.span(label)
        return date_of_start(start, MONDAY), date_of_finish(finish, MONDAY)

    def shown(self, label: str) -> tuple[str, str]:
        """The dates on which its start and its finish are shown, work of no length by its driver."""
        days = shown_days(self.runs)
        task = self._task(label)
        return tuple(str(MONDAY + timedelta(days=int(day[0][task]))) for day in (days.start, days.finish))

    def seats(self, label: str) -> list[tuple[str, int, int]]:
        """(person, start, end) of each seat, by start, then person."""
        return [row[:3] for row in self._rows(label)]

    def shares(self, label: str) -> list[tuple[str, int, int, int]]:
        """(person, start, end, thousandths) of each seat, by start, then person, then thousandths."""
        rows = [(person, start, end, share) for person, start, end, _, share in self._rows(label)]
        return sorted(rows, key=lambda row: (row[1], row[0], row[3]))

    def team(self, label: str) -> list[str]:
        return [row[0] for row in self._rows(label)]

    def speeds(self, label: str) -> list[int]:
        return [row[3] for row in self._rows(label)]

    def _rows(self, label: str) -> list[tuple[str, int, int, int, int]]:
        plan, task = self.runs.plan, self._task(label)
        columns = [column.tolist() for column in self.runs.seats]
        rows = [
            (plan.person_names[person], start, end, speed, share)
            for need, person, start, end, speed, share in zip(*columns, strict=True)
            if plan.need_task[need] == task
        ]
        return sorted(rows, key=lambda row: (row[1], row[0]))

    def why_ready(self, label: str) -> tuple[int, int]:
        return cause_of(self.runs.ready_driver[0][self._task(label)])

    def why_start(self, label: str) -> tuple[int, int]:
        return cause_of(self.runs.start_driver[0][self._task(label)])

    def why_finish(self, label: str) -> tuple[int, int]:
        return cause_of(self.runs.finish_driver[0][self._task(label)])

    def task(self, label: str) -> int:
        return self._task(label)

    def need(self, label: str, number: int = 1) -> int:
        """The index of a task's need in the plan."""
        return int(self.runs.plan.task_first_need[self._task(label)]) + number - 1

    def person(self, name: str) -> int:
        return self.runs.plan.person_names.index(name)

    def link(self, before: str, after: str) -> int:
        plan = self.runs.plan
        pairs = list(zip(plan.link_before.tolist(), plan.link_after.tolist(), strict=True))
        return pairs.index((self._task(before), self._task(after)))


def dev(name: str = "Ada", speed: float = 1.0, **fields) -> Person:
    """Somebody whose only skill is dev."""
    return Person(name, {"dev": speed}, **fields)


def work(name: str, days: float = 1, people=1, *, skill: str = "dev", **fields) -> Task:
    """Effort work for dev."""
    return Task(name, effort=days, skill=skill, people=people, **fields)


def portfolio(people, items, *, calendar="mon-fri", horizon=None, **fields) -> Portfolio:
    """A portfolio from Monday on; bare tasks make up project P."""
    items = list(items)
    projects = items if isinstance(items[0], Project) else [Project("P", items)]
    if horizon is not None:
        fields["horizon"] = horizon
    return Portfolio("case", MONDAY, people=people, projects=projects, calendar=calendar, **fields)


def solve(people, items, *, seed: int = 1, policy: Policy | None = None, processes=(), **fields) -> Solved:
    """Run one replication, on both engines."""
    plan = make_plan(portfolio(people, items, **fields))
    return Solved(run_on_both(plan, policy or Policy(), make_draws(plan, seed), 0, 1, processes=processes))


def planned(people, items, **fields):
    """What the priority rules see, by label."""
    plan = make_plan(portfolio(people, items, **fields))
    names = [label.removeprefix("P/") for label in plan.task_labels]
    return {
        field: dict(zip(names, getattr(plan.planned, field).tolist(), strict=True))
        for field in ("duration", "es", "ef", "ls", "lf")
    }

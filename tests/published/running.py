"""Instances as capsim reads and schedules them, beside what the oracles make of the same files."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import capsim as cs
from capsim.clock import NEVER
from capsim.io import benchmarks
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws
from tests.oracles import instances
from tests.oracles.feasible import Placed, violations
from tests.parity.comparing import run_on_both

START = date(2027, 1, 4)
DAY = 480


@dataclass(frozen=True)
class Case:
    """An instance, read twice: by the oracles and by capsim."""

    instance: instances.Instance
    portfolio: cs.Portfolio


def case_of(path):
    """Read a file, or a folder of tables, which only the oracles read."""
    instance = instances.READERS[path.suffix](path)
    return Case(instance, benchmarks.read(path, start=START) if path.suffix else portfolio_of(instance))


def portfolio_of(instance):
    """Translate: a period is a day of a seven-day week, a job is elapsed work, capacity is people."""
    people = [cs.Person(worker.name, [*worker.skills], count=worker.count) for worker in instance.workers]
    projects = [
        cs.Project(work.name, [*map(_task, work.jobs)], start=START + timedelta(days=work.release))
        for work in instance.projects
    ]
    horizon = START + timedelta(days=instance.horizon)
    return cs.Portfolio(instance.name, START, people, projects, calendar="mon-sun", horizon=horizon)


def _task(job):
    if job.duration == 0:
        return cs.Task(job.name, after=list(job.after))
    needs = [cs.Need(each.skill, people=each.people, level=each.level) for each in job.demands]
    return cs.Task(job.name, duration=job.duration, needs=needs, after=list(job.after))


def without_people(portfolio):
    """The same work when nobody is needed for it."""
    projects = [
        cs.Project(
            project.name,
            [cs.Task(task.name, duration=task.duration, after=task.after) for task in project.tasks],
            start=project.start,
        )
        for project in portfolio.projects
    ]
    return cs.Portfolio(
        portfolio.name, portfolio.start, projects=projects, calendar="mon-sun", horizon=portfolio.horizon
    )


class Outcome:
    """One run of a portfolio, in periods."""

    def __init__(self, plan, policy):
        self.plan = plan
        self.runs = run_on_both(plan, policy, make_draws(plan, seed=0), 0, 1)
        assert self.runs.finish.max() < NEVER
        assert not (self.runs.start % DAY).any()
        assert not (self.runs.finish % DAY).any()
        self.start = (self.runs.start[0] // DAY).tolist()
        self.finish = (self.runs.finish[0] // DAY).tolist()

    @property
    def makespan(self):
        return max(self.finish)

    def ends(self):
        """The last finish of each project."""
        first = self.plan.project_first_task
        return [max(self.finish[one:two]) for one, two in pairwise(first)]

    def schedule(self):
        """What the checker of the oracles looks at."""
        teams = self._teams()
        places = zip(self.plan.task_project.tolist(), self.plan.task_names, strict=True)
        return [
            Placed(project, name, self.start[task], self.finish[task], teams[task])
            for task, (project, name) in enumerate(places)
        ]

    def _teams(self):
        """The people of each task, need by need; every seat is held from its start to its finish."""
        seats, found = self.runs.seats, defaultdict(lambda: defaultdict(list))
        for need, person, start, end in zip(seats.need, seats.person, seats.start, seats.end, strict=True):
            task = int(self.plan.need_task[need])
            assert (start, end) == (self.start[task] * DAY, self.finish[task] * DAY)
            found[task][int(need)].append(self.plan.person_names[person])
        return {
            task: tuple(tuple(team) for _, team in sorted(found[task].items()))
            for task in range(self.plan.n_tasks)
        }


def policy_of(rule):
    """A list schedule by one rule: nothing is held back, nobody joins later."""
    return cs.Policy(priority=rule, reserve_after=None, top_up=False)


def outcomes(case: Case, rules: Iterable[object]):
    """Run an instance under each rule, and let the oracles check every schedule."""
    plan = make_plan(case.portfolio)
    for rule in rules:
        outcome = Outcome(plan, policy_of(rule))
        assert violations(case.instance, outcome.schedule()) == []
        yield outcome


def best(case, rules):
    """The shortest schedule that one of the rules finds."""
    return min(outcome.makespan for outcome in outcomes(case, rules))

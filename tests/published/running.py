"""Instances as portfolios, their runs, and plain readings of what a schedule must obey."""

from collections import defaultdict
from datetime import date, timedelta

import numpy as np

import capsim as cs
from capsim.clock import NEVER
from capsim.engines.event import run
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws

START = date(2027, 1, 4)
DAY = 480


def portfolio_of(instance, staffed=True):
    """Translate: a period is a day of a seven-day week, a job is elapsed work, capacity is people."""
    people = [_pool(worker) for worker in instance.workers if staffed]
    projects = [
        cs.Project(
            work.name,
            start=START + timedelta(days=work.release),
            tasks=[_task(job, staffed) for job in work.jobs],
        )
        for work in instance.projects
    ]
    return cs.Portfolio(
        instance.name,
        start=START,
        people=people,
        projects=projects,
        calendar="mon-sun",
        horizon=START + timedelta(days=instance.horizon),
    )


def _pool(worker):
    skills = [cs.Skill(name, level=level) for name, level in worker.skills.items()]
    return cs.Person(worker.name, skills, count=worker.count)


def _task(job, staffed):
    needs = [cs.Need(each.skill, people=each.people, level=each.level) for each in job.demands if staffed]
    if job.duration == 0:
        return cs.Task(job.name, after=list(job.after))
    return cs.Task(job.name, duration=job.duration, needs=needs, after=list(job.after))


class Outcome:
    """One run of an instance, in periods."""

    def __init__(self, instance, plan, policy):
        self.instance, self.plan = instance, plan
        self.runs = run(plan, policy, make_draws(plan, seed=0), 0, 1)
        assert self.runs.finish.max() < NEVER
        assert not (self.runs.start % DAY).any()
        assert not (self.runs.finish % DAY).any()
        self.start = (self.runs.start[0] // DAY).tolist()
        self.finish = (self.runs.finish[0] // DAY).tolist()

    @property
    def makespan(self):
        return max(self.finish)

    def makespans(self):
        """Per project, from its release to its last finish."""
        first = self.plan.project_first_task
        return [
            max(self.finish[one:two]) - work.release
            for work, one, two in zip(self.instance.projects, first[:-1], first[1:], strict=True)
        ]


def policy_of(rule):
    """A list schedule by one rule: nothing is held back, nobody joins later."""
    return cs.Policy(priority=rule, reserve_after=None, top_up=False)


def outcomes(instance, rules):
    """Run an instance under each rule, and check every schedule."""
    plan = make_plan(portfolio_of(instance))
    for rule in rules:
        outcome = Outcome(instance, plan, policy_of(rule))
        check(outcome)
        yield outcome


# ---------------------------------------------------------------- what must hold


def check(outcome):
    """Assert that work follows work, lasts as long as it should, and has its people to itself."""
    seats = _seats_by_task(outcome)
    skills = [worker.skills for worker in outcome.instance.workers for _ in range(worker.count)]
    task = 0
    for work in outcome.instance.projects:
        finish = dict(zip((job.name for job in work.jobs), outcome.finish[task:], strict=False))
        for job in work.jobs:
            start = outcome.start[task]
            assert start >= max([work.release, *(finish[each] for each in job.after)])
            assert outcome.finish[task] == start + job.duration
            _check_team(job, seats[task], skills, start)
            task += 1
    _check_nobody_twice(outcome.runs.seats)


def _seats_by_task(outcome):
    """Return, per task, its people need by need."""
    found = defaultdict(lambda: defaultdict(list))
    seats = outcome.runs.seats
    for need, person, start, end in zip(seats.need, seats.person, seats.start, seats.end, strict=True):
        found[int(outcome.plan.need_task[need])][int(need)].append((int(person), int(start), int(end)))
    return found


def _check_team(job, team, skills, start):
    demands = [each for each in job.demands if job.duration]
    assert len(team) == len(demands)
    for demand, (_, members) in zip(demands, sorted(team.items()), strict=True):
        assert len(members) == demand.people
        for person, begun, ended in members:
            assert demand.skill in skills[person]
            assert demand.level is None or skills[person][demand.skill] >= demand.level
            assert (begun, ended) == (start * DAY, (start + job.duration) * DAY)


def _check_nobody_twice(seats):
    order = np.lexsort((seats.start, seats.person))
    same = seats.person[order][1:] == seats.person[order][:-1]
    assert (seats.start[order][1:] >= seats.end[order][:-1])[same].all()


# ---------------------------------------------------------------- critical paths and list schedules, plainly


def critical_path_length(work):
    """The longest way through a project, from its release."""
    finish = {}
    left = list(work.jobs)
    while left:
        for job in [job for job in left if all(each in finish for each in job.after)]:
            finish[job.name] = max([0, *(finish[each] for each in job.after)]) + job.duration
            left.remove(job)
    return max(finish.values())


def latest_finishes(work):
    """Per job, the latest finish that keeps the critical path's length."""
    end = critical_path_length(work)
    latest = {job.name: end for job in work.jobs}
    for _ in work.jobs:
        for job in work.jobs:
            for before in job.after:
                latest[before] = min(latest[before], latest[job.name] - job.duration)
    return latest


def parallel_schedule(instance):
    """Starts by the parallel schedule generation scheme with the LFT rule (Kolisch 1996).

    One project, resources as capacities.
    """
    (work,) = instance.projects
    latest = latest_finishes(work)
    free = {worker.name: worker.count for worker in instance.workers}
    rank = sorted(range(len(work.jobs)), key=lambda job: (latest[work.jobs[job].name], job))
    start, finish, moment = {}, {}, 0
    while len(start) < len(work.jobs):
        begun = True
        while begun:
            begun = False
            for job in (work.jobs[place] for place in rank):
                if job.name in start or any(finish.get(each, moment + 1) > moment for each in job.after):
                    continue
                if all(free[each.skill] >= each.people for each in job.demands):
                    start[job.name], finish[job.name] = moment, moment + job.duration
                    for each in job.demands:
                        free[each.skill] -= each.people
                    begun = begun or job.duration == 0
        moment = min((end for end in finish.values() if end > moment), default=moment)
        for job in work.jobs:
            if finish.get(job.name) == moment and job.duration:
                for each in job.demands:
                    free[each.skill] += each.people
    return [start[job.name] for job in work.jobs]

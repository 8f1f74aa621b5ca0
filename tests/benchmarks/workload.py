"""The workload W: projects of linked tasks, people with some skills, weekends and leave."""

from datetime import date, timedelta

import numpy as np

import capsim as cs

START = date(2027, 1, 4)
SHARE_WITH_TWO_PEOPLE = 0.1


def workload(projects=5, tasks=10, people=10, skills=5, seed=1):
    """Make W(projects, tasks, people, skills), always the same for a seed.

    Efforts are log-normal around a few days; about one task in ten needs two people of different
    skills at once; each task follows 1.4 earlier ones on average; people hold 1 to 3 skills at speeds
    from 0.5 to 1.5 and are away four times a year.
    """
    rng = np.random.default_rng(seed)
    names = [f"skill {number}" for number in range(1, skills + 1)]
    staff = _people(rng, people, names)
    held = [[skill.name for skill in person.skills] for person in staff]
    weight = np.array([sum(1 / len(each) for each in held if name in each) for name in names])
    weight /= weight.sum()
    listed = [
        cs.Project(
            f"project {number}",
            tasks=_tasks(rng, tasks, names, weight),
            priority=int(rank),
            start=START + timedelta(days=int(rng.integers(0, 5 * tasks))),
        )
        for number, rank in enumerate(rng.permutation(projects), 1)
    ]
    return cs.Portfolio(
        "W", start=START, people=staff, projects=listed, horizon=START + timedelta(days=1_460)
    )


def _people(rng, people, names):
    held = [
        {
            str(name): round(rng.uniform(0.5, 1.5), 3)
            for name in rng.choice(names, rng.integers(1, 4), replace=False)
        }
        for _ in range(people)
    ]
    for name in names:  # at least two people for every skill
        while sum(name in each for each in held) < 2:
            held[rng.integers(people)][name] = round(rng.uniform(0.5, 1.5), 3)
    return [cs.Person(f"person {number}", each, leave=_leave(rng)) for number, each in enumerate(held, 1)]


def _leave(rng):
    first = [START + timedelta(days=int(day)) for day in rng.integers(0, 1_460, 16)]
    return [(day, day + timedelta(days=int(rng.integers(1, 8)))) for day in first]


def _tasks(rng, tasks, names, weight):
    made = []
    for number in range(tasks):
        before = min(number, int(rng.choice(4, p=(0.1, 0.4, 0.4, 0.1))))
        after = (
            sorted(rng.choice(np.arange(max(0, number - 10), number), before, replace=False))
            if before
            else []
        )
        wanted = rng.choice(names, 2 if rng.random() < SHARE_WITH_TWO_PEOPLE else 1, replace=False, p=weight)
        median = float(np.clip(rng.lognormal(np.log(2.2), 0.8), 0.15, 30))
        effort = cs.LogNormal(p50=median, p90=1.8 * median)
        needs = [cs.Need(str(name), effort=effort) for name in wanted]
        made.append(cs.Task(f"task {number + 1}", needs=needs, after=[f"task {each + 1}" for each in after]))
    return made

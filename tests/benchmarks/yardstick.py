"""The same work in idiomatic SimPy: a process per task, a scan over lists at each dispatch, nothing else.

It knows priorities, skills, speeds, weekends and leave, and takes the fastest people present. It has no
log, no drivers, no reserve, no extra seats, no lags, no horizon, no allocations.
"""

from bisect import insort

import simpy

DAY = 480
LAST = simpy.events.EventPriority(2)  # after everything else at an instant


class Yardstick:
    """A plan in the lists that an idiomatic program would hold."""

    def __init__(self, plan, rank):
        self.rank = rank
        self.order = sorted(range(plan.n_tasks), key=rank.__getitem__)
        self.speeds = list(plan.offers[0])
        self.capacity = [plan.capacity[row].tolist() for row in plan.capacity_row]
        self.done = [plan.cumulative[row].tolist() for row in plan.capacity_row]
        self.needs = [
            list(range(first, last))
            for first, last in zip(plan.task_first_need[:-1], plan.task_first_need[1:], strict=True)
        ]
        self.kind = plan.need_kind.tolist()
        self.release = plan.project_start[plan.task_project].tolist()
        self.before = [[] for _ in range(plan.n_tasks)]
        for one, two in zip(plan.link_before.tolist(), plan.link_after.tolist(), strict=True):
            self.before[two].append(one)

    def finish(self, person, now, units):
        """When a person has done so many units of work (ticks of work x 480)."""
        capacity, done = self.capacity[person], self.done[person]
        day, tick = divmod(now, DAY)
        goal = done[day] * DAY + capacity[day] * tick + units
        while done[day + 1] * DAY < goal:
            day += 1
        return day * DAY + -(-(goal - done[day] * DAY) // capacity[day])

    def run(self, effort):
        """Run one replication; return starts and finishes."""
        env = simpy.Environment()
        free = set(range(len(self.capacity)))
        waiting, granted = [], {}
        start, finish = [0] * len(self.order), [0] * len(self.order)
        finished = [env.event() for _ in self.order]
        left = [len(self.order)]
        called = [False]

        def best(kind, others):
            chosen, speed = None, 0
            for person in sorted(free):
                if person in others or not self.capacity[person][env.now // DAY]:
                    continue
                if self.speeds[kind].get(person, 0) > speed:
                    chosen, speed = person, self.speeds[kind][person]
            return chosen

        def staff(task):
            team = []
            for need in self.needs[task]:
                person = best(self.kind[need], team)
                if person is None:
                    return None
                team.append(person)
            return team

        def dispatch(_):
            called[0] = False
            for entry in waiting.copy():
                team = staff(entry[1])
                if team is not None:
                    waiting.remove(entry)
                    free.difference_update(team)
                    granted.pop(entry[1]).succeed(team)

        def call():
            if not called[0]:
                called[0] = True
                event = env.event()
                event._ok, event._value = True, None
                event.callbacks.append(dispatch)
                env.schedule(event, priority=LAST)

        def work(need, person):
            units = -(-effort[need] * DAY * 1_000 // self.speeds[self.kind[need]][person])
            yield env.timeout(self.finish(person, env.now, units) - env.now)
            free.add(person)
            call()

        def task(number):
            if self.before[number]:
                yield env.all_of([finished[other] for other in self.before[number]])
            if self.release[number] > env.now:
                yield env.timeout(self.release[number] - env.now)
            granted[number] = env.event()
            insort(waiting, (self.rank[number], number))
            call()
            team = yield granted[number]
            start[number] = env.now
            seats = zip(self.needs[number], team, strict=True)
            yield env.all_of([env.process(work(need, person)) for need, person in seats])
            finish[number] = env.now
            left[0] -= 1
            finished[number].succeed()

        def mornings():
            while left[0]:
                yield env.timeout(DAY)
                if waiting:
                    call()

        for number in self.order:
            env.process(task(number))
        env.process(mornings())
        env.run()
        return start, finish

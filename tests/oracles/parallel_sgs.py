"""The parallel schedule generation scheme with eight priority rules, written apart from capsim.

Kelley, The critical-path method: resources planning and scheduling (1963); Kolisch, Serial and parallel
resource-constrained project scheduling methods revisited, EJOR 90 (1996) 320-333. For one project whose
resources are capacities, as the tests read PSPLIB; ties go to the job listed first.
"""

from graphlib import TopologicalSorter


class Network:
    """Jobs by their places in the list, and what the rules know of them."""

    def __init__(self, instance):
        (work,) = instance.projects
        place = {job.name: at for at, job in enumerate(work.jobs)}
        self.duration = [job.duration for job in work.jobs]
        self.before = [[place[name] for name in job.after] for job in work.jobs]
        self.after = [[] for _ in work.jobs]
        for job, befores in enumerate(self.before):
            for before in befores:
                self.after[before].append(job)
        self.demand = [{each.skill: each.people for each in job.demands} for job in work.jobs]
        self.capacity = {worker.name: worker.count for worker in instance.workers}
        self.order = list(TopologicalSorter(dict(enumerate(self.before))).static_order())
        self.earliest = self._earliest()
        self.length = max(map(sum, zip(self.earliest, self.duration, strict=True)))
        self.latest = self._latest()

    def _earliest(self):
        """Earliest starts."""
        start = [0] * len(self.duration)
        for job in self.order:
            for before in self.before[job]:
                start[job] = max(start[job], start[before] + self.duration[before])
        return start

    def _latest(self):
        """Latest starts that keep the length of the critical path."""
        start = [self.length - duration for duration in self.duration]
        for job in reversed(self.order):
            for after in self.after[job]:
                start[job] = min(start[job], start[after] - self.duration[job])
        return start

    def followers(self, job):
        """All that come after a job, near and far."""
        found, left = set(), [job]
        while left:
            new = set(self.after[left.pop()]) - found
            found |= new
            left += new
        return found


def _sum(network, jobs):
    return sum(network.duration[job] for job in jobs)


KEYS = {
    "LFT": lambda net, job: net.latest[job] + net.duration[job],
    "LST": lambda net, job: net.latest[job],
    "MTS": lambda net, job: -len(net.followers(job)),
    "GRPW": lambda net, job: -net.duration[job] - _sum(net, net.after[job]),
    "GRPWAll": lambda net, job: -net.duration[job] - _sum(net, net.followers(job)),
    "MinSlack": lambda net, job: net.latest[job] - net.earliest[job],
    "EST": lambda net, job: net.earliest[job],
    "SPT": lambda net, job: net.duration[job],
}
"""What each rule sorts by, the smallest first."""


def starts(network, rule):
    """Return the start of each job: at each moment, in order, whatever is ready and fits begins."""
    ranked = sorted(range(len(network.duration)), key=lambda job: (KEYS[rule](network, job), job))
    free, start, finish, moment = dict(network.capacity), {}, {}, 0
    while len(start) < len(ranked):
        while _begin_one(network, ranked, free, start, finish, moment):
            pass
        ends = [end for end in finish.values() if end > moment]
        moment = min(ends, default=moment)
        for job, end in finish.items():
            if end == moment and network.duration[job]:
                for resource, amount in network.demand[job].items():
                    free[resource] += amount
    return [start[job] for job in range(len(ranked))]


def _begin_one(network, ranked, free, start, finish, moment):
    """Begin the first job in order that is ready and fits; whether there was one."""
    for job in ranked:
        if job in start or any(finish.get(before, moment + 1) > moment for before in network.before[job]):
            continue
        demand = network.demand[job] if network.duration[job] else {}
        if all(free[resource] >= amount for resource, amount in demand.items()):
            for resource, amount in demand.items():
                free[resource] -= amount
            start[job], finish[job] = moment, moment + network.duration[job]
            return True
    return False


def makespan(network, begun):
    """Return when the last job ends."""
    return max(map(sum, zip(begun, network.duration, strict=True)))

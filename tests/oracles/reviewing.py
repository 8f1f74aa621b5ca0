"""When reviews are held, and what a policy sees in them (R21), worked out from the text alone."""

from __future__ import annotations

from bisect import bisect_right

from tests.oracles.model import DAY, Model, thousandths, to_ticks

ON_PEOPLE = ("Hire", "Overtime")
"""What is done to people and not to projects."""

NOBODY = -1
"""In the place of a project, or of who was hired: neither."""


def to_hire(model: Model, do, hired: set[int]) -> list[int]:
    """The first candidates of those meant, as listed, who have not been hired, as many as wanted."""
    meant = sorted(model.meant_by(do.who) - hired)
    return [person for person in meant if model.people[person].data.is_candidate][: do.people]


def at_longer_work(model: Model, do, hired: set[int], day: int) -> Model | None:
    """The portfolio after a decision on overtime; None if nobody's speed on any day would be another."""
    people = {
        person
        for person in model.meant_by(do.who)
        if not model.people[person].data.is_equipment
        and (person in hired or not model.people[person].data.is_candidate)
    }
    told = model.longer(people, thousandths(do.share), day, do.days)
    return None if told.pace == model.pace else told


class Reviews:
    """What the reactions of a policy watch.

    Of a state it asks what is known when a review is held: ``start``, ``finish``, ``ready`` of each task
    (None for what has not happened), ``is_open``, ``is_barred``, and ``in_queue``: needs that wait, and since
    when.
    """

    def __init__(self, model: Model, policy) -> None:
        self.m, self.reactions = model, policy.reactions
        self.numbers = {project.name: project.index for project in model.projects}
        self.due = self._all_due() if self.reactions else {}
        self.days = list(self.due)

    def next_day(self, day: int) -> int:
        """The first day after one on which a review is held; one after the run if there is none."""
        place = bisect_right(self.days, day)
        return self.days[place] if place < len(self.days) else self.m.last_day + 2

    def _all_due(self) -> dict[int, list[int]]:
        """The reactions that are looked at on each day on which there are any."""
        found, before = {}, 0
        for day in range(self.m.last_day + 2):
            due = self._due(day, before)
            if due:
                found[day] = due
            before += self.m.worked(day)
        return found

    def _due(self, day: int, before: int) -> list[int]:
        """The reactions that are looked at on a day, before which there are so many working days."""
        if self.m.portfolio.status_date is not None and DAY * day <= self.m.status:
            return []
        return [
            number
            for number, reaction in enumerate(self.reactions)
            if self._is_date(reaction, day)
            or (
                not self._has_date(reaction)
                and self.m.worked(day)
                and before > 0
                and before % (5 if reaction.every is None else reaction.every) == 0
            )
        ]

    @staticmethod
    def _has_date(reaction) -> bool:
        return type(reaction.when).__name__ == "OnDate"

    def _is_date(self, reaction, day: int) -> bool:
        return self._has_date(reaction) and (reaction.when.day - self.m.start).days == day

    def asked(self, state, tick: int) -> list[tuple[int, list[int]]]:
        """The reactions that are asked for at a tick, with the projects to which they are to be applied.

        What is done to people is asked for once, with `NOBODY` in the place of a project.
        """
        return [
            (number, self._projects(self.reactions[number], state, tick))
            for number in self.due.get(tick // DAY, ())
        ]

    def _projects(self, reaction, state, tick: int) -> list[int]:
        when, found = reaction.when, []
        match type(when).__name__:
            case "Slip":
                late = self._lateness(state, tick)
                watched = [p.index for p in self.m.projects if when.project in (None, p.name)]
                found = [p for p in watched if late.get(p, 0) > to_ticks(when.days)]
                if not found:
                    return []
            case "Overloaded":
                if len(self._waiting_long(when, state, tick)) < when.work:
                    return []
        if type(reaction.do).__name__ in ON_PEOPLE:
            return [NOBODY]
        named = reaction.do.project
        if named is None:
            return found
        return [self.numbers[named]] if named in self.numbers else []

    def _waiting_long(self, when, state, tick: int) -> list[int]:
        """The work that has waited long, and that no limit bars."""

        def asks(need) -> bool:
            return when.skill is None or when.skill in {choice.skill for choice in need.choices}

        def is_long(since: int) -> bool:
            long = self.m.after(since, to_ticks(when.days))
            return long is not None and long <= tick

        found = [
            task.index
            for task in self.m.tasks
            if any(map(asks, task.needs))
            and state.ready[task.index] is not None
            and state.start[task.index] is None
            and state.is_open(task.index)
            and is_long(state.ready[task.index])
            and not state.is_barred(task.index, tick)
        ]
        return found + [
            need.task
            for need, since in ((self.m.needs[index], since) for index, since in state.in_queue(tick))
            if asks(need) and state.is_open(need.task) and is_long(since)
        ]

    def _lateness(self, state, tick: int) -> dict[int, int]:
        """By how many working ticks each open project with a deadline in the run will finish after it."""
        finishes = self._pass(state, tick)
        late: dict[int, int] = {}
        for project in self.m.projects:
            left = [finishes[task.index] for task in project.tasks if state.is_open(task.index)]
            if left and project.deadline is not None and project.deadline <= self.m.horizon:
                late[project.index] = max(left) - self.m.between(0, project.deadline)
        return late

    def _pass(self, state, tick: int) -> list[int | None]:
        """Planned finishes in working ticks; None for what will not happen. Until nothing changes."""
        now = self.m.between(0, tick)
        length = [self.m.planned_duration(task) for task in self.m.tasks]
        starts: list[int | None] = [None] * len(length)
        finishes: list[int | None] = [None] * len(length)
        for task in self.m.tasks:
            i = task.index
            if state.start[i] is not None:
                starts[i] = self.m.between(0, state.start[i])
            elif state.is_open(i):
                starts[i] = max(now, self.m.release(task))
            if state.finish[i] is not None:
                finishes[i] = self.m.between(0, state.finish[i])
            elif state.is_open(i):
                finishes[i] = max(now, self._from(task, starts[i]) + length[i])
        changed = True
        while changed:
            changed = False
            for link in self.m.links:
                event = (starts if link.kind[0] == "S" else finishes)[link.before]
                of, moves = (starts, state.start) if link.kind[1] == "S" else (finishes, state.finish)
                i = link.after
                if event is None or not state.is_open(i) or moves[i] is not None:
                    continue
                if of[i] < event + link.lag:
                    of[i], changed = event + link.lag, True
                    finishes[i] = max(finishes[i], starts[i] + length[i])
        return finishes

    def _from(self, task, start: int) -> int:
        """From when on the planned duration of a task counts: of begun work it is what is left (R16)."""
        return max(start, self.m.release(task)) if task.goes_on else start

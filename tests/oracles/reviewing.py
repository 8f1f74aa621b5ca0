"""When reviews are held, and what a policy sees in them (R21), worked out from the text alone."""

from __future__ import annotations

from tests.oracles.model import DAY, Model, to_ticks


class Reviews:
    """What the reactions of a policy watch.

    Of a state it asks what is known when a review is held: ``start``, ``finish``, ``ready`` of each task
    (None for what has not happened), ``is_open``, ``is_barred``, and ``in_queue``: needs that wait, and since
    when.
    """

    def __init__(self, model: Model, policy) -> None:
        self.m, self.reactions = model, policy.reactions
        self.numbers = {project.name: project.index for project in model.projects}
        self.days = [day for day in range(model.last_day + 2) if self._due(day)] if self.reactions else []

    def next_day(self, day: int) -> int:
        """The first day after one on which a review is held; one after the run if there is none."""
        return next((each for each in self.days if each > day), self.m.last_day + 2)

    def _due(self, day: int) -> list[int]:
        """The reactions that are looked at on a day."""
        if self.m.portfolio.status_date is not None and DAY * day <= self.m.status:
            return []
        before = sum(self.m.worked(each) for each in range(day))
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
        """The reactions that are asked for at a tick, with the projects to which they are to be applied."""
        if tick // DAY not in self.days:
            return []
        return [
            (number, self._projects(self.reactions[number], state, tick)) for number in self._due(tick // DAY)
        ]

    def _projects(self, reaction, state, tick: int) -> list[int]:
        when, named, found = reaction.when, reaction.do.project, []
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

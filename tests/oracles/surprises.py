"""Risks and rework as the rule text has them (D3, D4): which work they touch, worked out again.

What is drawn is taken as given: ticks at which risks strike, and amounts in the order of needs and of the
register. Which work each entry belongs to, and when it counts, is found here.
"""

from __future__ import annotations

from datetime import timedelta

from tests.oracles.model import DAY, Model, N, T, thousandths


class Luck:
    """What risks and rework do in one replication."""

    def __init__(self, model: Model, rest) -> None:
        self.m, self.drawn = model, rest
        # nothing is drawn for work that is done at the status date (R16)
        self.amounts = [n for n in model.needs if n.effort is not None and model.tasks[n.task].done is None]
        self.lengths = [task for task in model.tasks if task.elapsed and task.done is None]
        self.late = [risk for risk in model.portfolio.risks if risk.window and self._touches(risk)]
        self.closes = [self._day_after(risk.window[1]) for risk in self.late]
        self.effort = self._numbered(
            (need.index, place)
            for need in self.amounts
            for place, risk in enumerate(self.late)
            if risk.impact.effort is not None and self._means(risk.scope, model.tasks[need.task], [need])
        )
        self.duration = self._numbered(
            (task.index, place)
            for task in self.lengths
            for place, risk in enumerate(self.late)
            if risk.impact.effort is not None and self._means(risk.scope, task, task.needs)
        )
        self.moved = [self._moved(risk) for risk in self.late]
        self.again = self._numbered(
            (need.index, speed)
            for need in self.amounts
            if model.tasks[need.task].data.rework is not None
            for speed in self._speeds(model.tasks[need.task].data.rework)
        )

    @staticmethod
    def _numbered(pairs) -> dict[int, list[tuple[int, int]]]:
        """Of each index its (entry, what it is about)."""
        found: dict[int, list[tuple[int, int]]] = {}
        for entry, (index, what) in enumerate(pairs):
            found.setdefault(index, []).append((entry, what))
        return found

    @staticmethod
    def _speeds(rework) -> list[int]:
        return [0, *(thousandths(speed) for speed, _ in rework.by_speed)] if rework.by_speed else []

    def _day_after(self, day) -> int:
        return max(0, (day + timedelta(days=1) - self.m.start).days * DAY)

    # ------------------------------------------------------------ which work

    def _means(self, scope, task: T, needs: list[N]) -> bool:
        project, skills = self.m.projects[task.project].data, set()
        for need in needs:
            skills |= {choice.skill for choice in need.choices}
        able = {p.team for p in self.m.portfolio.people for s in p.skills if s.name in skills}
        owner = task.data.owner or project.owner
        return (
            (not scope.projects or project.name in scope.projects)
            and (not scope.tasks or task.label in scope.tasks)
            and (not scope.skills or bool(skills & set(scope.skills)))
            and (not scope.phases or task.data.phase in scope.phases)
            and (not scope.tags or bool({*task.data.tags, *project.tags} & set(scope.tags)))
            and (not scope.owners or owner in scope.owners)
            and (not scope.teams or (bool(able) and able <= set(scope.teams)))
        )

    def _moved(self, risk) -> set[int]:
        """The tasks whose ready tick a delay moves: those named, else those that wait for none in scope."""
        if risk.impact.delay is None:
            return set()
        inside = {task.index for task in self.m.tasks if self._means(risk.scope, task, task.needs)}
        if risk.scope.tasks:
            return inside
        return {index for index in inside if not inside & self._before(index)}

    def _before(self, index: int) -> set[int]:
        """Every task that the start of one waits for, directly or not."""
        found: set[int] = set()
        for link in self.m.tasks[index].into:
            if link.kind in ("FS", "SS") and link.before not in found:
                found |= {link.before} | self._before(link.before)
        return found

    def _touches(self, risk) -> bool:
        if risk.probability is None:
            return False
        amounts = risk.impact.effort is not None and any(
            self._means(risk.scope, self.m.tasks[need.task], [need]) for need in self.amounts
        )
        lengths = risk.impact.effort is not None and any(
            self._means(risk.scope, task, task.needs) for task in self.lengths
        )
        return amounts or lengths or bool(self._moved(risk))

    # ------------------------------------------------------------ what they do

    def _strikes(self, place: int, tick: int) -> bool:
        return self.drawn.strike[place] <= tick < self.closes[place]

    def ready(self, task: int, tick: int) -> int:
        """The ready tick, from what it would be without risks."""
        if tick > self.m.horizon:
            return tick
        if self.drawn.delay:
            tick = self._after(tick, self.drawn.delay[task])
        more = [
            self.drawn.strike_delay[place]
            for place, moved in enumerate(self.moved)
            if task in moved and self._strikes(place, tick)
        ]
        return self._after(tick, sum(more))

    def _after(self, tick: int, ticks: int) -> int:
        if ticks == 0 or tick > self.m.horizon:
            return tick
        found = self.m.after(tick, ticks)
        return self.m.horizon + 1 if found is None else found

    def longer(self, task: int, tick: int, drawn: int) -> int:
        """The duration of a task that starts then."""
        more = sum(
            self.drawn.extra_duration[entry]
            for entry, place in self.duration.get(task, ())
            if self._strikes(place, tick)
        )
        return drawn if more == 0 else max(1, drawn + more)

    def harder(self, need: int, tick: int, slowest: int, drawn: int) -> int:
        """The effort of a need whose team starts then, in ticks."""
        more = sum(
            self.drawn.extra_effort[entry]
            for entry, place in self.effort.get(need, ())
            if self._strikes(place, tick)
        )
        holding = [entry for entry, speed in self.again.get(need, ()) if speed <= slowest]
        more += self.drawn.rework[holding[-1]] if holding else 0
        return drawn if more == 0 else max(1, drawn + more)

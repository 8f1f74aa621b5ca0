"""What must hold in every result, whatever engine made it: an independent reader of schedules.

Each instant is judged from the recorded schedule alone (no state is carried on), so that one fault
does not hide the next. Nothing here is shared with the engine: only names of domain values are read.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from capsim.clock import STOPPED
from tests.oracles.model import DAY, UNIT, Model, N, T, to_ticks
from tests.oracles.reviewing import NOBODY, ON_PEOPLE, Reviews, at_longer_work, to_hire
from tests.oracles.surprises import Luck


@dataclass(frozen=True)
class Held:
    """A seat as recorded; ``end`` is None if it was held at the horizon."""

    need: int
    person: int
    start: int
    end: int | None
    speed: int
    allocation: int


class Unit(NamedTuple):
    """What waits: a task before its start, or a need of it that has returned to the queue."""

    task: int
    need: int


WHOLE = -1
"""Stands for the need of a unit that is a whole task."""


@dataclass(frozen=True)
class Restart:
    """A need that went back to the queue, and when it went on; None if never."""

    need: int
    returned: int
    start: int | None
    driver: tuple[str, int]


@dataclass
class Schedule:
    """One replication as recorded; None stands for never, drivers are (kind, index)."""

    ready: list[int | None]
    start: list[int | None]
    finish: list[int | None]
    ready_driver: list[tuple[str, int]]
    start_driver: list[tuple[str, int]]
    finish_driver: list[tuple[str, int]]
    seats: list[Held]
    restarts: list[Restart] = field(default_factory=list)
    reacted: list[tuple[int, int, int]] = field(
        default_factory=list
    )  # the reaction, the tick, the project or the person
    quit: list[tuple[int, int]] = field(default_factory=list)  # who left overloaded: the day, the person


class Checker:
    """Looks for anything in a schedule that breaks a rule."""

    def __init__(
        self, model: Model, policy, effort, duration, goes_ahead, order, rest, found: Schedule
    ) -> None:
        self.policy, self.found = policy, found
        self.wrong: list[str] = []
        self._models = [(-1, model)]  # the portfolio as known from a tick on
        self._follow_decisions(model)
        self.m = self._models[-1][1]
        self.drawn = [int(x) for x in effort]
        self.luck = Luck(model, rest)
        self.effort, self.duration = self._settled(duration)
        self.order = order
        self.goes_ahead = goes_ahead
        out = rest.left_out or [False] * len(model.tasks)
        self.happens = [
            task.begun is not None or (bool(goes_ahead[task.project]) and not out[task.index])
            for task in model.tasks
        ]
        self.goes = list(self.happens)
        self.left_out_at: dict[int, int] = {}  # what reactions have left out, and when (R21)
        self._expedited_at: dict[int, int] = {}  # projects
        self.reviews = Reviews(model, policy)
        self.release = rest.release
        gates = [task for task in model.tasks if task.data.gate is not None]
        self.stops = [
            gate for gate, go in zip(gates, rest.passes, strict=True) if not go and gate.begun is None
        ]
        self._find_stops()
        self._find_reactions()

    def _follow_decisions(self, model: Model) -> None:
        """What became of people, as recorded: they come, work longer (R21), or leave overloaded (D5)."""
        decided = [(tick, 1, number, person) for number, tick, person in self.found.reacted]
        left = [(DAY * day, 0, NOBODY, person) for day, person in self.found.quit]
        for tick, _, number, person in sorted([*left, *decided], key=lambda each: each[:2]):
            if number == NOBODY:
                until = next(u for day, who, u in model.exits if (DAY * day, who) == (tick, person))
                model = model.without(person, tick // DAY, until)
                self._models.append((tick, model))
                continue
            do = self.policy.reactions[number].do
            hired = self.hired_before(tick + 1)
            if type(do).__name__ == "Overtime":
                model = at_longer_work(model, do, hired, tick // DAY) or model
            elif type(do).__name__ == "Hire":
                model = model.hired(person, tick // DAY)
            self._models.append((tick, model))

    def known(self, tick: int) -> Model:
        """The portfolio as it is known after the review of a tick."""
        return next(model for since, model in reversed(self._models) if since <= tick)

    def hired_before(self, tick: int) -> set[int]:
        return {
            person
            for number, at, person in self.found.reacted
            if at < tick and type(self.policy.reactions[number].do).__name__ == "Hire"
        }

    def _settled(self, duration) -> tuple[list[int], list[int]]:
        """What became of the amounts that were drawn, by the recorded starts and seats."""
        efforts, durations = list(self.drawn), [int(x) for x in duration]
        for task in self.m.tasks:
            start = self.found.start[task.index]
            if start is None or not self.goes_at(task) or start == STOPPED or task.begun is not None:
                continue
            durations[task.index] = self.luck.longer(task.index, start, durations[task.index])
            for need in task.needs:
                speeds = [s.speed for s in self.by_need[need.index] if s.start == start][: need.fewest]
                if need.effort is not None and speeds:
                    drawn = self.drawn[need.index]
                    efforts[need.index] = self.luck.harder(need.index, start, min(speeds), drawn)
        return efforts, durations

    def goes_at(self, task: T) -> bool:
        return self.found.start[task.index] != -1

    def problems(self) -> list[str]:
        """Every breach found, as sentences."""
        for task in self.m.tasks:
            if not self.goes[task.index]:
                self._absent(task)
                continue
            self._drivers(task)
            if task.begun is not None:
                self._known(task)
                if task.done is not None:
                    continue
            stop = self.stop_of(task.project)
            if stop is not None and not self._ends_by(task, stop):
                self._stopped(task, stop)
                continue
            if task.begun is None:
                self._ready(task)
            self._needs(task)
            self._finish(task)
        self._people()
        self._quits()
        self._reactions()
        ticks = set(self.instants)
        while ticks:
            tick = min(ticks)
            ticks.remove(tick)
            if Instant(self, tick).check() and DAY * (tick // DAY + 1) <= self.last_instant:
                ticks.add(DAY * (tick // DAY + 1))
        return self.wrong

    def _absent(self, task: T) -> None:
        for name in ("ready", "start", "finish"):
            self.expect(
                "D6",
                f"{name} of {task.label}, which does not go ahead,",
                getattr(self.found, name)[task.index],
                -1,
            )
        if any(self.by_need[need.index] for need in task.needs):
            self.say("D6", f"{task.label} does not go ahead, yet has people")

    # ------------------------------------------------------------ the status date (R16)

    def _known(self, task: T) -> None:
        """What is known of work on the status date is told as it was."""
        found, i, of = self.found, task.index, f"of {task.label}, begun at the status date,"
        if not self.goes_ahead[task.project]:
            self.say("R16", f"{task.label} has begun, and its project does not go ahead")
        for name in ("ready", "start"):
            self.expect("R16", f"{name} {of}", getattr(found, name)[i], task.begun)
        self.expect("R16", f"driver of the ready tick {of}", found.ready_driver[i], ("known", 0))
        self.expect("R16", f"driver of the start {of}", found.start_driver[i], ("ready", 0))
        if task.done is not None:
            self.expect("R16", f"finish {of}", found.finish[i], task.done)
            self.expect("R16", f"driver of the finish {of}", found.finish_driver[i], ("known", 0))
        for need in task.needs:
            where, status = f"need {need.number} {of}", self.m.status
            if task.done is not None:
                self.expect("R16", f"seats of {where}", self.by_need[need.index], [])
                continue
            kept = [tuple(seat) for seat in self.m.standing.kept.get(need.index, ())]
            first = [seat for seat in self.by_need[need.index] if seat.start == status][: len(kept)]
            got = [(seat.need, seat.person, seat.allocation) for seat in first]
            if kept:
                self.expect("R16", f"seats kept by {where}", got, kept)
            elif self.ends_alone(need):
                self.expect("R16", f"seats of {where}", self.by_need[need.index], [])
            elif [back.returned for back in self.returns[need.index]][:1] != [status]:
                self.say("R16", f"{where} has nobody, and is not in the queue at {status}")

    def is_queued(self, need: N, number: int) -> bool:
        """Whether a return of a need, by its number, is that of begun work that nobody is on."""
        task = self.m.tasks[need.task]
        alone = task.goes_on and need.effort is not None and need.index not in self.m.standing.kept
        return alone and number == 0 and self.drawn[need.index] > 0

    def ends_alone(self, need: N) -> bool:
        """Whether a need of begun work that nobody is on has nothing left to do, or only lasts."""
        alone = self.m.tasks[need.task].goes_on and need.index not in self.m.standing.kept
        return alone and (need.effort is None or not self.drawn[need.index])

    def own_start(self, task: T) -> int:
        """From when on a task is at work in the run: begun work goes on at the status date."""
        return self.m.status if task.goes_on else self.found.start[task.index]

    # ------------------------------------------------------------ who leaves overloaded (D5)

    def _quits(self) -> None:
        """Whoever leaves has no time left while work waits that they could do; without limits, all who do."""
        limited = self.policy.wip_limit is not None or bool(self.policy.team_wip_limits)
        limited |= any(project.frozen for project in self.m.projects)
        for day, person, _ in self.m.exits:
            tick, left = DAY * day, (day, person) in self.found.quit
            if tick > self.last_instant or (limited and not left):
                continue
            self.expect(
                "D5", f"whether {person} leaves on day {day}", left, self._is_overloaded(person, tick)
            )

    def _is_overloaded(self, person: int, tick: int) -> bool:
        model, day = self.known(tick - 1), tick // DAY
        mine = [
            seat
            for seat in self.found.seats
            if seat.person == person and seat.start < tick and (seat.end is None or seat.end >= tick)
        ]
        full = sum(seat.allocation for seat in mine) >= 1000
        if (
            not (full or len(mine) >= model.focus(self.policy, person))
            or not model.people[person].capacity[day]
        ):
            return False
        needs = [need for task in self.m.tasks if self._waits_before(task, tick) for need in task.needs]
        needs += [
            self.m.needs[back.need]
            for back in self.found.restarts
            if back.returned < tick
            and (back.start is None or back.start >= tick)
            and not self._is_stopped_before(self.m.needs[back.need].task, tick)
        ]
        return any(model.speed(person, need, day) > 0 for need in needs)

    def _waits_before(self, task: T, tick: int) -> bool:
        """Whether a task waits for people when a tick begins."""
        ready, start = self.ready_of(task.index), self.found.start[task.index]
        out = self.left_out_at.get(task.index)
        there = (self.goes[task.index] or (out is not None and out >= tick)) and task.begun is None
        unbegun = start in (None, -1, STOPPED) or start >= tick
        is_ready = ready not in (None, -1, STOPPED) and ready < tick
        return there and unbegun and is_ready and not self._is_stopped_before(task.index, tick)

    def _is_stopped_before(self, i: int, tick: int) -> bool:
        stop = self.stop_of(self.m.tasks[i].project)
        return stop is not None and stop < tick

    # ------------------------------------------------------------ reactions (R21)

    def _find_reactions(self) -> None:
        """What has been left out or put first, as recorded."""
        for number, tick, project in self.found.reacted:
            do = self.policy.reactions[number].do
            match type(do).__name__:
                case "Stop":
                    self._stop_ticks[project] = min(tick, self._stop_ticks.get(project, tick))
                case "Expedite":
                    self._expedited_at.setdefault(project, tick)
                case "Descope":
                    for task in self.m.projects[project].tasks:
                        start = self.found.start[task.index]
                        if self.goes[task.index] and do.tag in task.data.tags and start == -1:
                            self.left_out_at.setdefault(task.index, tick)
        for index in self.left_out_at:
            self.goes[index] = False

    def _reactions(self) -> None:
        """What was done at each review is what the triggers asked for, as far as the schedule tells."""
        is_anything = any(self.goes) or bool(self.left_out_at)
        last = self.last_instant if is_anything else -1  # with nothing to do it is over before it begins
        held = {DAY * day for day in self.reviews.days if DAY * day <= last}
        for number, tick, project in self.found.reacted:
            if tick not in held:
                self.say("R21", f"reaction {number} acts on project {project} at {tick}, which is no review")
        times = [0] * len(self.policy.reactions)
        for tick in sorted(held):
            acts = [(number, project) for number, at, project in self.found.reacted if at == tick]
            before = Before(self, tick)
            if before.is_told:
                self.expect("R21", f"what is done at {tick}", acts, self._to_be_done(before, times))
            hires = {number for number, _ in acts if self.is_about_people(number)}
            for number in [*hires, *(number for number, _ in acts if not self.is_about_people(number))]:
                times[number] += 1  # of several people who are hired at once it counts once
        for number, reaction in enumerate(self.policy.reactions):
            if reaction.at_most is not None and times[number] > reaction.at_most:
                self.say("R21", f"reaction {number} acts {times[number]} times")

    def _to_be_done(self, before: Before, so_far: list[int]) -> list[tuple[int, int]]:
        """What reactions do at a review, one after the other."""
        times, acts, stopped, first, out = list(so_far), [], set(), set(), set()
        model, hired = self.known(before.tick - 1), self.hired_before(before.tick)
        for number, projects in self.reviews.asked(before, before.tick):
            reaction = self.policy.reactions[number]
            if self.is_about_people(number):
                if projects and (reaction.at_most is None or times[number] < reaction.at_most):
                    model, done = self._on_people(reaction.do, model, hired, before.tick // DAY)
                    acts += [(number, target) for target in done]
                    times[number] += bool(done)
                continue
            for project in projects:
                left = [t.index for t in self.m.projects[project].tasks if before.is_open(t.index)]
                left = [i for i in left if i not in out]
                if not left or (reaction.at_most is not None and times[number] >= reaction.at_most):
                    continue
                kind, cut = type(reaction.do).__name__, set()
                if kind == "Descope":
                    tagged = {i for i in left if reaction.do.tag in self.m.tasks[i].data.tags}
                    cut = {i for i in tagged if before.start[i] is None}
                    if not cut or len(cut) == len(left):
                        continue
                done = {"Stop": stopped, "Expedite": first | set(self._expedited_before(before.tick))}
                if project in done.get(kind, ()):
                    continue
                stopped |= {project} if kind == "Stop" else set()
                first |= {project} if kind == "Expedite" else set()
                out |= cut
                times[number] += 1
                acts.append((number, project))
        return acts

    def is_about_people(self, number: int) -> bool:
        return type(self.policy.reactions[number].do).__name__ in ON_PEOPLE

    def _on_people(self, do, model: Model, hired: set[int], day: int) -> tuple[Model, list[int]]:
        """What a decision about people does: the portfolio after it, and who is hired, or nobody."""
        if type(do).__name__ == "Overtime":
            told = at_longer_work(model, do, hired, day)
            return (model, []) if told is None else (told, [NOBODY])
        joining = to_hire(model, do, hired)
        for person in joining:
            model = model.hired(person, day)
        hired |= set(joining)
        return model, joining

    def _expedited_before(self, tick: int) -> list[int]:
        return [project for project, at in self._expedited_at.items() if at < tick]

    # ------------------------------------------------------------ gates (D6)

    def _find_stops(self) -> None:
        """When each project that a gate stops is stopped: the first such gate to be reached."""
        self._stop_ticks: dict[int, int] = {}
        for gate in self.stops:
            start = self.found.start[gate.index]
            if start is not None and start not in (-1, STOPPED) and self.goes[gate.index]:
                self._stop_ticks[gate.project] = min(start, self._stop_ticks.get(gate.project, start))

    def stop_of(self, project: int) -> int | None:
        return self._stop_ticks.get(project)

    def _ends_by(self, task: T, stop: int) -> bool:
        """Whether a task ends at that tick at the latest, if nothing stops it; such a gate never does."""
        start = self.found.start[task.index]
        if task in self.stops or start is None or start > stop:
            return False
        ends = [start]
        if task.elapsed:
            ends.append(self._within(self.m.after(self.own_start(task), self.duration[task.index])))
        else:
            ends += [self._work_ends(need) for need in task.needs]
        ends += [self._met(link, task.project) for link in task.into if link.kind in ("FF", "SF")]
        return None not in ends and max(ends) <= stop

    def _work_ends(self, need: N) -> int | None:
        """When the recorded seats of a need have done its work; None if not by the end that is recorded."""
        end = self.need_end(need)
        if end is None or self.done(need, end) < self.wanted(need, end):
            return None
        return end

    def _stopped(self, task: T, stop: int) -> None:
        """Unfinished work of a project that a gate stops."""
        found, i = self.found, task.index
        self.expect("D6", f"finish of {task.label}, which is stopped at {stop},", found.finish[i], STOPPED)
        if found.start[i] is not None and found.start[i] > stop:
            self.expect("D6", f"start of {task.label}, stopped at {stop}", found.start[i], STOPPED)
            if found.ready[i] is None or found.ready[i] >= stop:
                self.expect("D6", f"ready tick of {task.label}, stopped at {stop}", found.ready[i], STOPPED)
            else:
                self._ready(task)
        elif found.start[i] is None:
            self.say("D6", f"{task.label} never starts, and is stopped at {stop}")
        for need in task.needs:
            where, end = f"need {need.number} of {task.label}", self.need_end(need)
            if not self.by_need[need.index]:
                continue
            if any(back.start is None for back in self.returns[need.index]):
                if any(seat.end is None or seat.end > stop for seat in self.by_need[need.index]):
                    self.say("D6", f"{where} has people after {stop}, when it is stopped in the queue")
                continue
            if end is None or end > stop:
                self.say("D6", f"{where} goes on to {end}, stopped at {stop}")
            elif end < stop and need.effort is not None:
                self._effort(where, need, self.by_need[need.index])
            elif need.effort is not None and self.effort[need.index]:
                if self.done(need, end - 1) >= self.wanted(need, end):
                    self.say("R4", f"{where} ends at {end}, later than its work")
            elif end < stop:
                right = self.m.after(self.own_start(task), self.duration[i])
                self.expect("R5", f"end of {where}", end, right)

    def _drivers(self, task: T) -> None:
        for name in ("ready", "start", "finish"):
            driver = getattr(self.found, f"{name}_driver")[task.index]
            if getattr(self.found, name)[task.index] in (None, STOPPED):
                self.expect(
                    "R18", f"driver of the {name} of {task.label}, which never comes,", driver, ("none", 0)
                )

    def say(self, rule: str, what: str) -> None:
        self.wrong.append(f"{rule}: {what}")

    def expect(self, rule: str, where: str, got, right) -> None:
        if got != right:
            self.say(rule, f"{where} is {got}, should be {right}")

    # ------------------------------------------------------------ links and dates (R6, R15, R18)

    def _within(self, tick: int | None) -> int | None:
        return None if tick is None or tick > self.m.horizon else tick

    def _met(self, link, within: int | None = None) -> int | None:
        """When a link is met; not by a stop of the project that is asked for, which it would not outlive."""
        if not self.goes[link.before]:
            return self.left_out_at.get(link.before, 0)
        event = (self.found.start if link.kind[0] == "S" else self.found.finish)[link.before]
        if event == STOPPED:
            project = self.m.tasks[link.before].project
            return None if self._stop_together(project, within) else self.stop_of(project)
        return None if event is None else self._within(self.m.after(event, link.lag))

    def _stop_together(self, one: int, other: int | None) -> bool:
        """Whether two projects are one, or stop in one review or by gates: no link is met before (D6)."""
        stops = [(tick, project) for number, tick, project in self.found.reacted if self.is_stop(number)]
        in_review = any(
            (tick, other) in stops and (tick, one) in stops and self.stop_of(one) == tick for tick, _ in stops
        )
        by_gates = other is not None and self.stop_of(one) == self._first_stop(other) is not None
        return one == other or in_review or by_gates

    def _first_stop(self, project: int) -> int | None:
        """When a project is stopped by a gate that was not reached by the stop of another one."""
        stop = self.stop_of(project)
        gates = [g for g in self.stops if g.project == project and self.found.start[g.index] == stop]
        reached = [
            gate
            for gate in gates
            if not any(
                STOPPED in (self.found.start[link.before], self.found.finish[link.before])
                and self.stop_of(self.m.tasks[link.before].project) == stop
                for link in gate.into
            )
        ]
        return stop if reached else None

    def is_stop(self, number: int) -> bool:
        return type(self.policy.reactions[number].do).__name__ == "Stop"

    def _causes(self, task: T) -> list[tuple[int | None, str, int]]:
        """What a task waits for before it is ready: when that is met; on ties the first decides."""
        causes: list[tuple[int | None, str, int]] = [
            (self._met(link), "link", link.index) for link in task.into if link.kind in ("FS", "SS")
        ]
        causes.append((self._within(self.m.projects[task.project].start), "project start", 0))
        earliest = self.m.earliest(task)
        if earliest is not None:
            causes.append((self._within(earliest), "not before", 0))
        if self.release:
            causes.append((self._within(self.release[task.index]), "arrival", 0))
        return causes

    def ready_of(self, i: int) -> int | None:
        """When a task got ready: as recorded, and of what is left out later, as it would have been (R21)."""
        if i not in self.left_out_at:
            return self.found.ready[i]
        ticks = [tick for tick, _, _ in self._causes(self.m.tasks[i])]
        ready = None if None in ticks else self._within(self.luck.ready(i, max(ticks)))
        return None if ready is None or ready >= self.left_out_at[i] else ready

    def _ready(self, task: T) -> None:
        found, where, causes = self.found, f"ready tick of {task.label}", self._causes(task)
        if any(tick is None for tick, _, _ in causes):
            self.expect("R6", where, found.ready[task.index], None)
            self.expect("R6", f"start of {task.label}", found.start[task.index], None)
            return
        if found.start[task.index] == STOPPED and not task.needs:
            self.say("D6", f"{task.label} needs nobody and is ready before it is stopped")
        latest = max(tick for tick, _, _ in causes)
        first = next((kind, index) for tick, kind, index in causes if tick == latest)
        moved = self._within(self.luck.ready(task.index, latest))
        self.expect("R6", where, found.ready[task.index], moved)
        if moved is None:
            self.expect("D4", f"start of {task.label}", found.start[task.index], None)
            return
        latest = moved
        self.expect("R18", f"driver of the {where}", found.ready_driver[task.index], first)
        if found.start[task.index] == latest:
            self.expect(
                "R18", f"driver of the start of {task.label}", found.start_driver[task.index], ("ready", 0)
            )
        if found.start[task.index] is not None and found.start[task.index] < latest:
            self.say(
                "R6", f"{task.label} starts at {found.start[task.index]}, before its ready tick {latest}"
            )
        elif not task.needs:
            self.expect("R8", f"start of {task.label}, which needs nobody,", found.start[task.index], latest)

    def _finish(self, task: T) -> None:
        found, i = self.found, task.index
        start, where = found.start[i], f"finish of {task.label}"
        if start is None:
            self.expect("R15", where, found.finish[i], None)
            return
        ends = [self.need_end(need) for need in task.needs]
        own, driver = start, ("start", 0)
        if task.elapsed:
            own, driver = self._within(self.m.after(self.own_start(task), self.duration[i])), ("duration", 0)
        elif task.needs:
            own = None if None in ends else max(ends)
        if task.needs and own is not None:
            driver = ("need", task.needs[ends.index(own)].index if own in ends else -1)
        closing = [(self._met(link), link) for link in task.into if link.kind in ("FF", "SF")]
        if own is None or any(tick is None for tick, _ in closing):
            self.expect("R15", where, found.finish[i], None)
            return
        last = max([own, *(tick for tick, _ in closing)])
        if last > own:
            driver = next(("link", link.index) for tick, link in closing if tick == last)
        self.expect("R6", where, found.finish[i], last)
        self.expect("R18", f"driver of the {where}", found.finish_driver[i], driver)

    # ------------------------------------------------------------ seats (R3, R4, R5, R7)

    @cached_property
    def by_need(self) -> list[list[Held]]:
        rows: list[list[Held]] = [[] for _ in self.m.needs]
        for seat in self.found.seats:
            rows[seat.need].append(seat)
        return rows

    @cached_property
    def returns(self) -> list[list[Restart]]:
        rows: list[list[Restart]] = [[] for _ in self.m.needs]
        for restart in self.found.restarts:
            rows[restart.need].append(restart)
        return rows

    def stints(self, need: N) -> list[tuple[int | None, int | None, list[Held]]]:
        """When a need was begun, when it returned (None: it did not), and the seats between, as recorded."""
        starts = [self.own_start(self.m.tasks[need.task]), *(b.start for b in self.returns[need.index])]
        ends = [*(back.returned for back in self.returns[need.index]), None]
        seats, found = list(self.by_need[need.index]), []
        for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
            mine = []
            while (
                not self.is_queued(need, number)
                and seats
                and (end is None or (seats[0].end is not None and seats[0].end <= end))
            ):
                mine.append(seats.pop(0))
            found.append((start, end, mine))
        return found

    def need_end(self, need: N) -> int | None:
        """The end of a need, as recorded by the last of its seats; of begun work without any as due."""
        if self.m.tasks[need.task].goes_on and not self.by_need[need.index]:
            if need.effort is None:
                return self._within(self.m.after(self.m.status, self.duration[need.task]))
            return None if self.drawn[need.index] else self.m.status
        _, _, seats = self.stints(need)[-1]
        ends = [seat.end for seat in seats]
        return None if not ends or None in ends else max(ends)

    def begun(self, need: N, tick: int) -> int | None:
        """When a need was begun last up to a tick, if it is in hand right after that tick."""
        stints = self.stints(need) if self.m.tasks[need.task].done is None else []
        for number, (start, end, _) in reversed(list(enumerate(stints))):
            if start is not None and start != STOPPED and start <= tick:
                last = self.need_end(need) if end is None else end
                begun = start if number else self.found.start[need.task]
                return begun if last is None or last > tick else None
        return None

    def wanted(self, need: N, tick: int) -> int:
        """The units of work of a need, with what hand-overs and interruptions up to a tick have added."""
        days = [
            self.policy.handover_days if self.hands_over(need, number) else self.policy.resume_days
            for number, back in enumerate(self.returns[need.index])
            if back.returned <= tick and not self.is_queued(need, number)
        ]
        return (self.effort[need.index] + sum(map(to_ticks, days))) * UNIT

    def hands_over(self, need: N, number: int) -> bool:
        """Whether a need returned since too few of its people stayed (R10), and was not interrupted (R11)."""
        _, tick, seats = self.stints(need)[number]
        people = {seat.person for seat in seats if seat.end == tick}
        return len({p for p in people if not self.goes_for_long(p, tick)}) < need.fewest

    def goes_for_long(self, person: int, tick: int) -> bool:
        """Whether a long absence of somebody begins at a tick, or they leave for good (R10, D5)."""
        model, day = self.known(tick), tick // DAY
        capacity = model.people[person].capacity
        if tick == DAY * day and (day, person) in model.leavings:
            return True
        if tick % DAY or capacity[day] > 0 or (day > 0 and capacity[day - 1] == 0):
            return False
        back = next((d for d in range(day, len(capacity)) if capacity[d] > 0), None)
        days = sum(self.m.worked(d) for d in range(day, len(capacity) if back is None else back))
        limit = self.policy.handover_after
        return days > 0 and (back is None or (limit is not None and days > limit))

    def _needs(self, task: T) -> None:
        start = self.found.start[task.index]
        for need in task.needs:
            seats = self.by_need[need.index]
            where = f"need {need.number} of {task.label}"
            if start is None:
                if seats:
                    self.say("R7", f"{where} has seats without a start")
                continue
            for number, stint in enumerate(self.stints(need)):
                if not self.is_queued(need, number) and not self.ends_alone(need):
                    self._stint(where, need, number, *stint)
            if need.effort is None:
                if task.begun is not None and not seats:
                    continue
                self.expect("R7", f"people of {where}", len(seats), need.fewest)
                right = self._within(self.m.after(self.own_start(task), self.duration[task.index]))
                self.expect("R5", f"end of {where}", self.need_end(need), right)
            elif seats:
                self._effort(where, need, seats)
        people = [seat for need in task.needs for seat in self.by_need[need.index]]
        for one in people:
            for other in people:
                grows = one.need == other.need and self.m.needs[one.need].last_day is not None
                if one is not other and one.person == other.person and overlap(one, other) and not grows:
                    self.say("R7", f"person {one.person} has two seats of {task.label}")

    def _stint(
        self, where: str, need: N, number: int, start: int | None, end: int | None, seats: list[Held]
    ) -> None:
        """The seats of a need from a start or restart to its end or return."""
        if start is None:
            if seats:
                self.say("R10", f"{where} has seats after its return, without a restart")
            return
        first = [seat for seat in seats if seat.start == start]
        most = max((sum(active(each, seat.start) for each in seats) for seat in seats), default=0)
        if not need.fewest <= len(first) or most > need.most:
            self.say("R7", f"{where} has {len(first)} seats at its start, {most} at most")
        last = self.need_end(need) if end is None else end
        for seat in seats:
            self._seat(where, need, seat, start)
            if seat.end != last and not (seat.end is not None and self.goes_for_long(seat.person, seat.end)):
                self.say(
                    "R10", f"{where}: person {seat.person} leaves at {seat.end}, and for no long absence"
                )
        for tick in {seat.end for seat in seats} - {last}:
            stay = [seat for seat in seats if active(seat, tick)]
            people = {seat.person for seat in stay if seat.start < tick or self.is_kept(seat)}
            if len(people) < need.fewest:
                self.say("R10", f"{where} goes on at {tick} with too few people")
        if end is not None and not self.hands_over(need, number):
            self._interrupted(where, need, end)

    def _interrupted(self, where: str, need: N, tick: int) -> None:
        """Only work of a higher class that starts at once interrupts (R11)."""
        mine = self.rank(need.task, tick)[0]
        starts = [i for i, start in enumerate(self.found.start) if start == tick]
        starts += [self.m.needs[back.need].task for back in self.found.restarts if back.start == tick]
        if not self.policy.preempt or need.effort is None:
            self.say("R11", f"{where} is interrupted at {tick}, which nothing may do")
        elif not any(self.rank(i, tick)[0] < mine for i in starts):
            self.say("R11", f"{where} is interrupted at {tick}, and nothing of a higher class starts")

    def _seat(self, where: str, need: N, seat: Held, start: int) -> None:
        if seat.start < start or (seat.end is not None and seat.end < seat.start):
            self.say("R7", f"{where}: a seat from {seat.start} to {seat.end}, the task starts at {start}")
        stays = self.m.tasks[need.task].goes_on and need.index in self.m.standing.kept
        if not self.m.present(seat.person, seat.start) and not (stays and seat.start == self.m.status):
            self.say("R9", f"{where}: person {seat.person} takes a seat at {seat.start} while away")
        right = self.m.seat_speed(
            self.policy, seat.person, need, seat.start // DAY, seat.allocation, self.team_size(need, seat),
            self.learned(seat.person, need, seat.start),
        )  # fmt: skip
        self.expect("R3", f"speed of {where}", seat.speed, right)
        if seat.speed <= 0:
            self.say("R3", f"{where}: person {seat.person} does not offer it at {seat.start}")
        low, high = (need.least, need.allocation) if need.last_day is None else (1, 1000)
        if not low <= seat.allocation <= high:
            self.say("R7", f"{where} takes {seat.allocation} thousandths, not {low} to {high}")

    def learned(self, person: int, need: N, tick: int) -> int:
        """The ticks of work of a need's skill that somebody has completed up to a tick (D5)."""
        left = self.m.left_before(person, tick)
        return sum(
            ticks
            for end, who, skill, ticks in self._completed
            if who == person and skill == need.choices[0].skill and left <= end <= tick
        )

    @cached_property
    def _completed(self) -> list[tuple[int, int, str, int]]:
        """When who completed how much work of which skill: the drawn effort, the same for each seat."""
        found = []
        for need in self.m.needs:
            end = None if not self.by_need[need.index] else self.need_end(need)
            if need.effort is not None and end is not None and self._work_ends(need) == end:
                last = [seat for seat in self.stints(need)[-1][2] if seat.end == end]
                ticks = self.drawn[need.index] // len(last)
                found += [(end, seat.person, need.choices[0].skill, ticks) for seat in last]
        return found

    def team_size(self, need: N, seat: Held) -> int:
        """How many people work on a need when a seat of it starts: seats of one tick start as recorded."""
        others = self.by_need[need.index]
        place = next(at for at, each in enumerate(others) if each is seat)
        before = [each for each in others[: place + 1] if each is seat or active(each, seat.start)]
        before += [each for each in others[:place] if self.is_kept(each) and self.is_kept(seat)]
        people = {each.person for each in before}
        return max(need.fewest, len(people))

    def done(self, need: N, tick: int) -> int:
        """Units of work that the recorded seats do up to a tick."""
        return sum(
            self.m.work(
                [(seat.person, seat.speed, seat.allocation)],
                seat.start,
                tick if seat.end is None else min(tick, seat.end),
            )
            for seat in self.by_need[need.index]
            if seat.start < tick
        )

    def left(self, need: N, tick: int) -> int:
        """The units of work left of a need at a tick."""
        return 0 if need.effort is None else self.wanted(need, tick) - self.done(need, tick)

    def _effort(self, where: str, need: N, seats: list[Held]) -> None:
        end = self.need_end(need)
        wanted = self.wanted(need, self.m.horizon if end is None else end)
        if end is None:
            if self.done(need, self.m.horizon) >= wanted:
                self.say("R15", f"{where} never ends, yet its work is done by the horizon")
        elif self.done(need, end) < wanted:
            self.say("R4", f"{where} ends at {end} with work undone")
        elif wanted and self.done(need, end - 1) >= wanted:
            self.say("R4", f"{where} ends at {end}, later than its work")
        elif not wanted:
            self.expect("R4", f"end of {where}, which is no work,", end, seats[0].start)

    def _people(self) -> None:
        for person in range(len(self.m.people)):
            held = [seat for seat in self.found.seats if seat.person == person and seat.end != seat.start]
            for tick in sorted({seat.start for seat in held}):
                load = sum(seat.allocation for seat in held if active(seat, tick))
                if load > 1000:
                    self.say("R7", f"person {person} is held {load} thousandths at {tick}")
                count = sum(active(seat, tick) for seat in held)
                stays = sum(self.is_kept(seat) for seat in held)  # begun work is not asked for focus (R16)
                if count > max(stays, self.m.focus(self.policy, person)):
                    self.say("R12", f"person {person} holds {count} seats at {tick}")

        for seat in self.found.seats:
            if self.m.needs[seat.need].effort is not None:
                self._leaves_in_time(seat)

    def _leaves_in_time(self, seat: Held) -> None:
        last = self.m.horizon if seat.end is None else seat.end
        for day in range(seat.start // DAY + 1, -(-last // DAY)):
            if self.goes_for_long(seat.person, DAY * day):
                self.say("R10", f"person {seat.person} sits on past day {day}, when a long absence begins")

    # ------------------------------------------------------------ order of work (R13)

    def turn_of(self, unit: Unit, tick: int) -> tuple:
        return self.rank(unit.task, tick), unit.need

    def may_wait(self, task: T, tick: int) -> bool:
        """Whether a task that needs people is ready at a tick, and part of the future then."""
        if task.begun is not None or not task.needs or not self.happens[task.index]:
            return False
        ready = self.ready_of(task.index)
        return ready is not None and ready <= tick < self.left_out_at.get(task.index, tick + 1)

    def goes_on_first(self, need: int, tick: int) -> bool:
        """Whether a need is staffed before all else at a tick, as begun work at the status date is (R16)."""
        return tick == self.m.status and self.is_queued(self.m.needs[need], 0)

    def is_kept(self, seat: Held) -> bool:
        """Whether a seat is one that somebody keeps at the status date."""
        need = self.m.needs[seat.need]
        stays = [kept.person for kept in self.m.standing.kept.get(need.index, ())]
        mine = [each for each in self.by_need[need.index] if each.start == self.m.status][: len(stays)]
        return self.m.tasks[need.task].goes_on and any(each is seat for each in mine)

    def start_of(self, unit: Unit, tick: int) -> int | None:
        """When a unit that waits at a tick, or starts then, starts."""
        if unit.need == WHOLE:
            return self.found.start[unit.task]
        return self.waited(unit.need, tick).start

    def waited(self, need: int, tick: int) -> Restart | None:
        """The return since which a need waits at a tick, or until then."""
        rows = [back for back in self.returns[need] if back.returned <= tick]
        return rows[-1] if rows and (rows[-1].start is None or rows[-1].start >= tick) else None

    def since(self, unit: Unit, tick: int) -> int:
        """Since when a unit waits."""
        return self.ready_of(unit.task) if unit.need == WHOLE else self.waited(unit.need, tick).returned

    def seats_of(self, unit: Unit) -> list[N]:
        """The needs of the minimal seats of a unit."""
        return [need for need in self.m.tasks[unit.task].seats if unit.need in (WHOLE, need.index)]

    def rank(self, task: int, tick: int) -> tuple:
        """The place of a task in the order of work at a tick."""
        at = self._expedited_at.get(self.m.tasks[task].project)
        cls = 0 if self.policy.ignore_priority else self.m.tasks[task].cls
        cls = (at is None or at > tick, cls)
        rule = type(self.policy.priority).__name__
        if rule == "FIFO":
            return cls, self.ready_of(task), task
        if rule == "Random":
            return cls, int(self.order[task]), task
        return cls, self.m.priority_key(rule, task), task

    def long_at(self, since: int) -> int | None:
        """The tick from which work has waited long that waits since a tick (R8b)."""
        if self.policy.reserve_after is None:
            return None
        return self.m.after(since, to_ticks(self.policy.reserve_after))

    @cached_property
    def instants(self) -> list[int]:
        """The ticks at which something happens or changes."""
        found = self.found
        ticks = {tick for row in (found.ready, found.start, found.finish) for tick in row if tick is not None}
        ticks |= {tick for seat in found.seats for tick in (seat.start, seat.end) if tick is not None}
        ticks |= {DAY * day for day in self.m.changes} | {tick for _, tick, _ in found.reacted}
        ticks |= {self.m.status, *(self.ready_of(i) or 0 for i in self.left_out_at)}
        for task in self.m.tasks:
            if len(task.seats) > 1 and self.goes[task.index] and found.ready[task.index] is not None:
                long, start = self.long_at(found.ready[task.index]), found.start[task.index]
                if long is not None and (start is None or long <= start) and long < STOPPED:
                    ticks.add(long)
        for back in found.restarts:
            long = self.long_at(back.returned)
            if self.m.needs[back.need].fewest > 1 and long is not None:
                ticks |= {long} if back.start is None or long <= back.start else set()
        return sorted(tick for tick in ticks if self.m.status <= tick <= self.last_instant)

    @cached_property
    def last_instant(self) -> int:
        open_end = any(tick is None for tick in self.finishes)
        last = self.m.horizon if open_end else max(self.finishes, default=0)
        return min(last, self.m.horizon)

    @property
    def finishes(self) -> list[int | None]:
        """When each task ends or is stopped."""
        found = [(self.found.finish[task.index], task) for task in self.m.tasks if self.goes[task.index]]
        return [self.stop_of(task.project) if tick == STOPPED else tick for tick, task in found]

    def is_stopped(self, task: int, tick: int) -> bool:
        """Whether a task has been stopped by that tick."""
        stop = self.stop_of(self.m.tasks[task].project)
        return self.found.finish[task] == STOPPED and stop is not None and stop <= tick

    # ------------------------------------------------------------ what may begin (R12), and with whom (R7)

    def bars(self, i: int, tick: int, started: set[int], reviewed: Collection[int] = ()) -> bool:
        """Whether a limit or a freeze keeps a task from beginning, some tasks having started at this tick.

        ``reviewed`` are the projects that will be stopped at this tick, seen from the review that does it.
        """
        mine = self.m.projects[self.m.tasks[i].project]
        if tick // DAY in mine.frozen:
            return True
        busy = [project for project in self.m.projects if self._in_progress(project, tick, started, reviewed)]
        if mine in busy:
            return False
        most = dict(self.policy.team_wip_limits).get(mine.data.team)
        if most is not None and sum(each.data.team == mine.data.team for each in busy) >= most:
            return True
        return self.policy.wip_limit is not None and len(busy) >= self.policy.wip_limit

    def _in_progress(self, project, tick: int, started: set[int], reviewed: Collection[int]) -> bool:
        tasks = [task for task in project.tasks if task.needs and self.goes[task.index]]
        starts = [self.found.start[task.index] for task in tasks]
        begun = any(start is not None and start < tick for start in starts)
        begun |= any(task.index in started or task.begun is not None for task in tasks)
        ends = [self.found.finish[task.index] for task in project.tasks if task.done is None]
        stop = self.stop_of(project.index)
        over = (None not in ends and max(ends, default=0) <= tick) or (stop is not None and stop <= tick)
        return begun and (not over or project.index in reviewed)

    def may(self, task: T, seats: list[N], tick: int, before: list[Held]) -> set[int]:
        """Who may work on a task: those who did the one that it names, if they can fill all seats wanted."""
        everybody = set(range(len(self.m.people)))
        other = next((each for each in self.m.tasks if each.label == task.same_as), None)
        if other is None:
            return everybody
        mine = [seat for seat in before if self.m.needs[seat.need].task == other.index]
        did = {seat.person for seat in mine if self.m.left_before(seat.person, tick) <= seat.start}
        did = {person for person in did if self.m.stays(person, tick // DAY)}
        able = [[p for p in did if self.m.speed(p, need, tick // DAY) > 0] for need in seats]
        return did if filled(able) == len(able) else everybody

    # ------------------------------------------------------------ candidates (R14)

    def share_for(self, person: int, project: int, seats: list[Held], day: int) -> int:
        """What a project can have of a person who sits on some seats, on a day."""
        mine = [seat for seat in seats if seat.person == person]
        if len(mine) >= self.m.focus(self.policy, person):
            return 0
        of = [self.m.tasks[self.m.needs[seat.need].task].project for seat in mine]
        free = 1000 - sum(seat.allocation for seat in mine)
        promised = [
            booking
            for booking in self.m.bookings
            if booking.hard
            and booking.person == person
            and booking.on(day)
            and self.goes_ahead[booking.project]
        ]
        had = {
            booking.project: sum(
                seat.allocation for seat, p in zip(mine, of, strict=True) if p == booking.project
            )
            for booking in promised
        }
        own = 0
        for booking in promised:
            lacks = max(0, booking.share - had[booking.project])
            had[booking.project] = max(0, had[booking.project] - booking.share)
            kept = min(lacks, free)
            free -= kept
            own += kept if booking.project == project else 0
        return free + own

    def booked(self, person: int, project: int, day: int) -> bool:
        return any(
            (booking.person, booking.project) == (person, project) and booking.on(day)
            for booking in self.m.bookings
        )

    def key(self, person: int, need: N, left: int, tick: int, before: list[Held]) -> tuple:
        """The assignment key of a person, given the seats taken before."""
        known = self.known(tick)
        offer = self.m.speed(person, need, tick // DAY)
        speed = known.paced(person, offer, tick // DAY)
        someone = self.m.people[person]
        rule = type(self.policy.assignment).__name__
        if rule == "EarliestFinish":
            if need.effort is None:
                return (someone.n_skills,)
            held = [seat for seat in before if active(seat, tick)]
            part = min(
                need.allocation, self.share_for(person, self.m.tasks[need.task].project, held, tick // DAY)
            )
            end = known.first_reach([(person, offer, need.fewest * part)], left, tick)
            return (float("inf") if end is None else end,)
        if rule == "Fastest":
            return (-speed,)
        if rule == "Specialist":
            return (someone.n_skills, -speed)
        if rule == "Cheapest":
            return (self.m.rate(person, tick // DAY) / speed,)
        mine = [seat for seat in before if seat.person == person]
        if rule == "LeastLoaded":
            return (sum(self.load(seat) for seat in mine),)
        project = self.m.tasks[need.task].project
        left = self.m.left_before(person, tick)
        before = [self.m.tasks[self.m.needs[seat.need].task] for seat in mine if seat.start >= left]
        stranger = all(task.project != project for task in before)
        return (stranger, -speed)

    def _is_extra(self, need: N, seat: Held) -> bool:
        """Whether a seat came after the fewest with which its need began."""
        return not any(each is seat for each in self.by_need[need.index][: need.fewest])

    def load(self, seat: Held) -> int:
        need = self.m.needs[seat.need]
        if need.effort is None:
            return self.duration[need.task] * need.allocation
        at_start = seat.start == self.found.start[need.task]
        begins = at_start and not self._is_extra(need, seat)
        left = self.drawn[need.index] * UNIT if begins else self.left(need, seat.start)
        return -(-left * 1000 // (UNIT * need.fewest))


class Instant:
    """One tick, judged: who was free, who waited, who was taken, in which order."""

    def __init__(self, checker: Checker, tick: int) -> None:
        self.c, self.m, self.t = checker, checker.known(tick), tick
        self.now = [seat for seat in checker.found.seats if seat.start == tick]
        self.before = [seat for seat in checker.found.seats if seat.start < tick]

    def check(self) -> bool:
        """Judge it; tell whether late work has to be looked at again on the next morning (R8)."""
        c, t = self.c, self.t
        units = self._with_people()
        started = [unit for unit in units if c.start_of(unit, t) == t]
        waiting = [unit for unit in units if unit not in started]
        if self._tangled([unit.task for unit in started]):
            self._nobody_could_start(waiting, [seat for seat in c.found.seats if seat.start <= t])
            return False
        taken = self.before + [seat for seat in self.now if c.is_kept(seat)]
        first = [unit for unit in units if unit.need != WHOLE and c.goes_on_first(unit.need, t)]
        if first:
            self._dispatch(sorted(first, key=self._turn), set(started), taken)
        rest = [unit for unit in started + waiting if unit not in first or unit in waiting]
        self._dispatch(sorted(rest, key=self._turn), set(started), taken)
        held = self._final_reserve(waiting, taken)
        return self._extra_seats(taken, held)

    def _turn(self, unit: Unit) -> tuple:
        return self.c.turn_of(unit, self.t)

    def _with_people(self) -> list[Unit]:
        """The units that wait for people at this tick, or until then."""
        back = [
            Unit(self.m.needs[need].task, need)
            for need in {each.need for each in self.c.found.restarts}
            if self.c.waited(need, self.t) and not self.c.is_stopped(self.m.needs[need].task, self.t)
        ]
        return back + [
            Unit(task.index, WHOLE)
            for task in self.m.tasks
            if self.c.may_wait(task, self.t)
            and (self.c.found.start[task.index] in (None, -1) or self.c.found.start[task.index] >= self.t)
            and not self.c.is_stopped(task.index, self.t)
        ]

    def _tangled(self, started: list[int]) -> bool:
        """Whether a start at this tick let something end or get ready at this tick, or may have."""
        if any(seat.end == seat.start for seat in self.now):
            return True
        c = self.c
        early = c.policy.reserve_after is not None and to_ticks(c.policy.reserve_after) == 0
        if self.t == self.m.status and early and any(c.goes_on_first(n.index, self.t) for n in self.m.needs):
            return True  # who holds people while begun work is staffed may not afterwards
        for need in self.m.needs:
            ticks = [back.returned for back in c.returns[need.index]]
            if self.t in ticks and not c.hands_over(need, ticks.index(self.t)):
                return True  # a start has interrupted other work
        after = {s for i in started for s in self.m.planned().successors[i]}
        limited = self.c.policy.wip_limit is not None or self.c.policy.team_wip_limits
        if limited and any(self.c.found.finish[s] == self.t for s in after):
            return True  # a place may be given back in between
        if limited and c.policy.reserve_after is not None and self._takes_a_place(started):
            return True  # what held people in one pass may be barred in the next
        if any(self.c.found.ready[s] == self.t and self.m.tasks[s].needs for s in after):
            return True
        moving = type(self.c.policy.assignment).__name__ in ("LeastLoaded", "Continuity")
        return moving and self.c.policy.reserve_after is not None and bool(started)

    def _takes_a_place(self, started: list[int]) -> bool:
        """Whether a start at this tick is the first of a project."""
        start = self.c.found.start
        before = [task for task in self.m.tasks if task.needs and start[task.index] is not None]
        begun = {task.project for task in before if start[task.index] < self.t}
        return any(self.m.tasks[index].project not in begun for index in started)

    # ------------------------------------------------------------ who is free

    def _candidates(
        self, need: N, left: int, taken: list[Held], closed: frozenset[int], least: int | None = None
    ) -> list[int]:
        c, day, project = self.c, self.t // DAY, self.m.tasks[need.task].project
        held = [seat for seat in taken if active(seat, self.t)]
        who = [
            p
            for p in range(len(self.m.people))
            if p not in closed
            and c.share_for(p, project, held, day) >= (need.least if least is None else least)
            and self.m.present(p, self.t)
            and self.m.speed(p, need, self.t // DAY) > 0
        ]

        def key(p: int) -> tuple:
            return not c.booked(p, project, day), c.key(p, need, left, self.t, taken), p

        return sorted(who, key=key)

    def _shut_out(self, task: T, seats: list[N], taken: list[Held]) -> frozenset[int]:
        """Who may not work on a task that names another one."""
        return frozenset(range(len(self.m.people))) - self.c.may(task, seats, self.t, taken)

    def _choices(
        self, unit: Unit, taken: list[Held], closed: frozenset[int] = frozenset()
    ) -> list[list[int]]:
        task, seats = self.m.tasks[unit.task], self.c.seats_of(unit)
        closed |= self._shut_out(task, seats, taken)
        if unit.need != WHOLE:
            closed |= {
                s.person for s in taken if active(s, self.t) and self.m.needs[s.need].task == task.index
            }
        rows = {
            need.index: self._candidates(
                need,
                self.c.drawn[need.index] * UNIT if unit.need == WHOLE else self.c.left(need, self.t),
                taken,
                closed,
            )
            for need in task.needs
            if need in seats
        }
        return [rows[need.index] for need in seats]

    # ------------------------------------------------------------ the pass

    def _dispatch(self, turns: list[Unit], started: set[Unit], taken: list[Held]) -> None:
        held: frozenset[int] = frozenset()
        begun: set[int] = set()
        for unit in turns:
            task = self.m.tasks[unit.task]
            if self._barred(unit, begun):
                if unit in started:
                    self.c.say("R12", f"{task.label} starts at {self.t} although a limit bars it")
                continue
            begun |= {unit.task} if unit in started and unit.need == WHOLE else set()
            choices = self._choices(unit, taken, held)
            full = filled(choices) == len(choices)
            if unit in started:
                self._team(unit, task, choices, full, taken)
            elif full:
                self.c.say("R7", f"{task.label} could start at {self.t} and does not")
            elif not held and self._long(unit) and any(choices):
                held = frozenset(p for p in best_team(choices) if p is not None)

    def _barred(self, unit: Unit, begun: set[int]) -> bool:
        return unit.need == WHOLE and self.c.bars(unit.task, self.t, begun)

    def _long(self, unit: Unit) -> bool:
        tick = self.c.long_at(self.c.since(unit, self.t))
        return tick is not None and tick <= self.t

    def _team(self, unit: Unit, task: T, choices: list[list[int]], full: bool, taken: list[Held]) -> None:
        if not full:
            self.c.say("R7", f"{task.label} starts at {self.t}, yet its turn found nobody for some seat")
            return
        team = best_team(choices)
        seats = self.c.seats_of(unit)
        for need, person in zip(seats, team, strict=True):
            mine = [s for s in self.now if s.need == need.index and s.person == person]
            seat = next((s for s in mine if not is_in(s, taken)), None)
            if seat is None:
                self.c.say("R7", f"{task.label} at {self.t}: the first team is {team}, {person} is not in it")
            else:
                self._part(need, seat, taken)
                taken.append(seat)
        self._driver(unit, task, seats, team)

    def _part(self, need: N, seat: Held, taken: list[Held]) -> None:
        """A seat takes the allocation, or what there is of it."""
        held = [each for each in taken if active(each, self.t)]
        project = self.m.tasks[need.task].project
        right = min(need.allocation, self.c.share_for(seat.person, project, held, self.t // DAY))
        where = f"share of person {seat.person} for {self.m.tasks[need.task].label} at {self.t}"
        self.c.expect("R7", where, seat.allocation, right)

    def _final_reserve(self, waiting: list[Unit], taken: list[Held]) -> frozenset[int]:
        held: frozenset[int] = frozenset()
        begun = self._begun_now()
        for unit in sorted(waiting, key=self._turn):
            if self._barred(unit, begun):
                continue
            choices = self._choices(unit, taken, held)
            if filled(choices) == len(choices):
                label = self.m.tasks[unit.task].label
                self.c.say("R8", f"{label} waits at {self.t} although people are free for it")
            elif not held and self._long(unit) and any(choices):
                held = frozenset(p for p in best_team(choices) if p is not None)
        return held

    def _looks_to_helpers(self, unit: Unit) -> bool:
        """Whether somebody has just taken an extra seat, after the pass, of the task that it looks to."""
        label = self.m.tasks[unit.task].same_as
        needs = [need for task in self.m.tasks if task.label == label for need in task.needs]
        seats = [[seat for seat in self.c.by_need[need.index] if seat.start <= self.t] for need in needs]
        return any(
            seat.start == self.t
            for need, mine in zip(needs, seats, strict=True)
            for seat in mine[need.fewest :]
        )

    def _begun_now(self) -> set[int]:
        return {i for i, need in self._with_people() if need == WHOLE and self.c.found.start[i] == self.t}

    def _nobody_could_start(self, waiting: list[Unit], taken: list[Held]) -> None:
        """Conservation of work in its weak form: after the extra seats."""
        held: frozenset[int] = frozenset()
        begun = self._begun_now()
        for unit in sorted(waiting, key=self._turn):
            if self._barred(unit, begun) or self._looks_to_helpers(unit):
                continue
            choices = self._choices(unit, taken, held)
            if filled(choices) == len(choices):
                label = self.m.tasks[unit.task].label
                self.c.say("R8", f"{label} waits at {self.t} although people are free for it")
            if self._long(unit) and any(choices):
                return  # whoever holds a reserve, later work may be barred

    # ------------------------------------------------------------ extra seats (R8 step 4)

    def _extra_seats(self, taken: list[Held], held: frozenset[int]) -> bool:
        c, t = self.c, self.t
        running = [
            need
            for need in self.m.needs
            if c.goes[need.task] and need.effort is not None and c.begun(need, t) is not None
        ]
        somebody, again = self._somebody(taken, held), False
        for need in sorted(running, key=lambda n: (c.rank(n.task, t), n.index)):
            mine = [seat for seat in taken if seat.need == need.index and active(seat, t)]
            begins = c.begun(need, t) == t
            allowed = begins or self._long_enough(need, mine)
            left = c.left(need, t)
            room = max(0, need.most - len(mine)) if allowed else 0
            right = self._right(need, mine, left, taken, held)[:room] if room else []
            extra = [seat for seat in self.now if seat.need == need.index and not is_in(seat, mine)]
            got = sorted((seat.person, seat.allocation) for seat in extra)
            c.expect("R8", f"extra seats of {self.m.tasks[need.task].label} at {t}", got, sorted(right))
            taken += extra
            if room and not begins and t % DAY:
                again |= somebody and self._late(need, mine + extra, left)
        return again

    def _somebody(self, taken: list[Held], held: frozenset[int]) -> bool:
        sits = [seat for seat in taken if active(seat, self.t)]
        return any(
            self.m.present(p, self.t) and sum(seat.allocation for seat in sits if seat.person == p) < 1000
            for p in range(len(self.m.people))
            if p not in held
        )

    def _right(
        self, need: N, mine: list[Held], left: int, taken: list[Held], held: frozenset[int]
    ) -> list[tuple[int, int]]:
        """Who takes an extra seat, and how much of each, if there is room."""
        c, t, task = self.c, self.t, self.m.tasks[need.task]
        sits = [seat for seat in taken if active(seat, t)]
        closed = {seat.person for seat in sits if self.m.needs[seat.need].task == need.task}
        if need.last_day is not None:
            closed = {
                seat.person for seat in sits if seat.need in {n.index for n in task.needs} - {need.index}
            }
        least = need.least if need.last_day is None else 1
        closed |= self._shut_out(task, task.seats, taken)
        free = self._candidates(need, left, taken, held | closed, least)
        has = {p: c.share_for(p, task.project, sits, t // DAY) for p in free}
        if need.last_day is None:
            return [(p, min(need.allocation, has[p])) for p in free]
        found: list[tuple[int, int]] = []
        lacks = self._lacks(need, mine, left)
        people = {seat.person for seat in sits if seat.need == need.index}
        for person in free:
            if not lacks:
                break
            team = max(need.fewest, len(people | {person}))
            share = self._enough(need, person, team, lacks)
            if share <= has[person]:
                return [*found, (person, share)]
            if c.begun(need, t) == t or t % DAY == 0:
                found.append((person, has[person]))
                lacks -= has[person] * self._each(need, person, has[person], team)
                people |= {person}
        return found

    def _each(self, need: N, person: int, share: int, team: int) -> int:
        """The units of work that a thousandth of somebody does by the planned end who gives such a share."""
        done = self.c.learned(person, need, self.t)
        speed = self.m.seat_speed(self.c.policy, person, need, self.t // DAY, share, team, done)
        return self.m.work([(person, speed, 1)], self.t, self._due(need))

    def _enough(self, need: N, person: int, team: int, lacks: int) -> int:
        """The fewest thousandths of somebody with which so much is done by the planned end; else 1001."""
        part, whole = (self._each(need, person, share, team) for share in (1, 1000))
        if part and -(-lacks // part) < 1000:
            return -(-lacks // part)
        return 1000 if 1000 * whole >= lacks else 1001

    def _due(self, need: N) -> int:
        """The last tick of the planned last day, or now if that is over."""
        return max(self.t, DAY * (need.last_day + 1))

    def _lacks(self, need: N, mine: list[Held], left: int) -> int:
        """The units of work undone at the end of the planned last day; 0 if that is beyond the run."""
        if need.last_day > self.m.last_day:
            return 0
        rates = [(seat.person, seat.speed, seat.allocation) for seat in mine]
        return max(0, left - self.m.work(rates, self.t, self._due(need)))

    def _late(self, need: N, mine: list[Held], left: int) -> bool:
        return need.last_day is not None and self._lacks(need, mine, left) > 0

    def _long_enough(self, need: N, mine: list[Held]) -> bool:
        policy = self.c.policy
        if not policy.top_up:
            return False
        left = self.c.left(need, self.t)
        end = self.m.first_reach([(seat.person, seat.speed, seat.allocation) for seat in mine], left, self.t)
        return end is None or self.m.between(self.t, end) >= to_ticks(policy.top_up_min_days)

    # ------------------------------------------------------------ R18

    def _driver(self, unit: Unit, task: T, seats: list[N], team: list[int]) -> None:
        c, t, whole = self.c, self.t, unit.need == WHOLE
        ready = c.since(unit, t)
        driver = c.found.start_driver[task.index] if whole else c.waited(unit.need, t).driver
        where = f"driver of the {'start' if whole else 'restart'} of {task.label}"
        if t == ready:
            c.expect("R18", where, driver, ("ready" if whole else "again", 0))
            return
        if driver[0] in ("freeze", "limit", "reaction"):
            self._opened(task, ready, driver, where)
            return
        since = [(*self._free_since(person, need), person) for need, person in zip(seats, team, strict=True)]
        if not whole:
            since = [max(each, (self._left_task(each[2], task), False, each[2])) for each in since]
        freed = max(ready, *(tick for tick, _, _ in since))
        if freed == t:
            booked, first = next((booked, person) for tick, booked, person in since if tick == t)
            enders = {
                seat.need
                for seat in c.found.seats
                if seat.end == t and seat.person in team and seat.start < t
            }
            if booked:
                c.expect("R18", where, driver, ("booking", first))
            elif driver[0] != "person" or driver[1] not in enders:
                c.say("R18", f"{where} is {driver}, should be the end of one of the needs {sorted(enders)}")
            return
        back = [
            person
            for need, person in zip(seats, team, strict=True)
            if t % DAY == 0
            and not (self.m.present(person, t - 1) and self.m.speed(person, need, (t - 1) // DAY) > 0)
        ]
        if driver[0] == "lapse":
            if c.policy.reserve_after is None:
                c.say("R18", f"{where}: a reserve lapsed, and there are none")
        elif driver[0] == "reserve again":
            starts = [back.start for back in c.returns[driver[1]]]
            if t not in starts:
                c.say("R18", f"{where}: the need that held people does not restart")
        elif driver[0] == "reserve":
            if c.rank(driver[1], t) >= c.rank(task.index, t):
                c.say("R18", f"{where}: a reserve of work later in order")
            c.expect(
                "R18", f"start of the work whose reserve let {task.label} start", c.found.start[driver[1]], t
            )
        elif not back and task.same_as is not None:  # those who had to do it have no time left
            came = [self._came(person, need) for need, person in zip(seats, team, strict=True)]
            c.expect("R18", where, driver, ("return", team[came.index(max(came))]))
        elif not back:
            c.say("R18", f"{where} is {driver}; nobody came back at {t}, a reserve should have opened")
        else:
            c.expect("R18", where, driver, ("return", back[0]))

    def _came(self, person: int, need: N) -> int:
        """The day since which somebody has been there without a break, and qualified."""
        day, capacity = self.t // DAY, self.m.people[person].capacity
        while day > 0 and capacity[day - 1] > 0 and self.m.speed(person, need, day - 1) > 0:
            day -= 1
        return day

    def _left_task(self, person: int, task: T) -> int:
        """The end of the last seat of somebody at a task, whose other seats bar them from this one."""
        mine = [
            seat.end
            for seat in self.before
            if seat.person == person and self.m.needs[seat.need].task == task.index and seat.end is not None
        ]
        return max((end for end in mine if end <= self.t), default=0)

    def _opened(self, task: T, ready: int, driver: tuple[str, int], where: str) -> None:
        """A freeze has ended, or a project has given its place back, since the work got ready."""
        c, t, project = self.c, self.t, self.m.projects[task.project]
        if driver[0] == "freeze":
            ends = [DAY * (day + 1) for day in project.frozen if day + 1 not in project.frozen]
            if not any(ready < end <= t for end in ends):
                c.say("R18", f"{where} is the end of a freeze, and none ends from {ready} to {t}")
            return
        policy = c.policy
        if driver[0] == "reaction":
            acts = [(tick, project) for number, tick, project in c.found.reacted if c.is_stop(number)]
            at = [tick for tick, project in acts if project == driver[1]]
            if not any(ready < tick <= t for tick in at):
                c.say("R18", f"{where} is a reaction, and none stopped project {driver[1]} after {ready}")
            return
        other = self.m.tasks[driver[1]]
        stop = c.stop_of(other.project) if other in c.stops else None
        tick = c.found.finish[other.index] if stop is None else stop
        tasks = [each for each in self.m.projects[other.project].tasks if each.done is None]
        last = [c.found.finish[each.index] for each in tasks]
        last = last if stop is None else [stop]
        if None in last or not ready < tick == max(last) <= t:
            c.say("R18", f"{where} is the finish of {other.label}, which gave no place back after {ready}")
        team = self.m.projects[other.project].data.team
        if policy.wip_limit is None and (team is None or team not in dict(policy.team_wip_limits)):
            c.say("R18", f"{where} is a limit, and there is none")

    def _free_since(self, person: int, need: N) -> tuple[int, bool]:
        """The last tick up to now before which the person had too little to give, or 0; and by a booking?"""
        c, project = self.c, self.m.tasks[need.task].project
        mine = [seat for seat in self.before if seat.person == person]
        days = {DAY * day for day in self.m.booking_days if DAY * day <= self.t}
        ends = {seat.end for seat in mine if seat.end is not None and seat.end <= self.t}
        for tick in sorted(days | ends, reverse=True):
            held = [s for s in mine if s.start < tick and (s.end is None or s.end >= tick)]
            around = [s for s in held if s.end != tick]
            moments = [[*around, s] for s in mine if s.start == s.end == tick]
            for state in (held, *moments):
                if c.share_for(person, project, state, tick // DAY) < need.least:
                    return tick, False
            if tick in days and c.share_for(person, project, held, tick // DAY - 1) < need.least:
                return tick, True
        return 0, False


class Before:
    """What was known when the review of a tick was held, told from the recorded schedule."""

    def __init__(self, checker: Checker, tick: int) -> None:
        self.c, self.m, self.tick = checker, checker.m, tick
        found = checker.found
        acts = [(number, project) for number, at, project in found.reacted if at == tick]
        kinds = {number: type(checker.policy.reactions[number].do).__name__ for number, _ in acts}
        self.stopping = {project for number, project in acts if kinds[number] == "Stop"}
        self.ready = [checker.ready_of(task.index) for task in self.m.tasks]
        self.start = [self._start(task) for task in self.m.tasks]
        self.finish = [self._finish(task) for task in self.m.tasks]

    def _start(self, task: T) -> int | None:
        start = self.c.found.start[task.index]
        if start in (None, -1, STOPPED) or task.begun is not None:
            return task.begun
        return start if start < self.tick or (start == self.tick and not task.needs) else None

    def _finish(self, task: T) -> int | None:
        finish = self.c.found.finish[task.index]
        if finish in (None, -1, STOPPED) or task.done is not None:
            return task.done
        return finish if finish <= self.tick else None

    def is_open(self, i: int) -> bool:
        out = self.c.left_out_at.get(i, None if self.c.goes[i] else -1)
        stop = self.c.stop_of(self.m.tasks[i].project)
        stopped = stop is not None and (stop < self.tick or (stop == self.tick and not self._stops(i)))
        return self.finish[i] is None and not stopped and (out is None or out >= self.tick)

    def _stops(self, i: int) -> bool:
        """Whether this review stops the project of a task."""
        return self.m.tasks[i].project in self.stopping

    def is_barred(self, i: int, tick: int) -> bool:
        return self.c.bars(i, tick, set(), self.stopping)

    def in_queue(self, tick: int) -> list[tuple[int, int]]:
        return [
            (back.need, back.returned)
            for back in self.c.found.restarts
            if back.returned < tick and (back.start is None or back.start >= tick)
        ]

    @property
    def is_told(self) -> bool:
        """Whether what ends or starts at this tick does so before the review for all that is recorded."""
        c, t, found = self.c, self.tick, self.c.found
        causes = {task.index for task in self.m.tasks if task.needs and found.start[task.index] == t}
        causes |= {i for i, tick in c.left_out_at.items() if tick == t}
        causes |= {task.index for p in self.stopping for task in self.m.projects[p].tasks}
        causes |= {task.index for task in c.stops if found.start[task.index] == t}
        after = causes.union(*(self.m.planned().successors[i] for i in causes))
        moved = (found.finish[i] == t or (found.start[i] == t and not self.m.tasks[i].needs) for i in after)
        return not any(moved)


# ---------------------------------------------------------------- small helpers


def is_in(seat: Held, seats: list[Held]) -> bool:
    """Whether it is that very seat: somebody may have two that are alike."""
    return any(seat is each for each in seats)


def active(seat: Held, tick: int) -> bool:
    """Whether a seat is held right after a tick."""
    return seat.start <= tick and (seat.end is None or seat.end > tick)


def overlap(one: Held, other: Held) -> bool:
    latest_start = max(one.start, other.start)
    return all(seat.end is None or seat.end > latest_start for seat in (one, other))


def filled(choices: list[list[int]]) -> int:
    """How many seats can be filled at once (Kuhn)."""
    seat_of: dict[int, int] = {}

    def place(seat: int, tried: set[int]) -> bool:
        for person in choices[seat]:
            if person not in tried:
                tried.add(person)
                if person not in seat_of or place(seat_of[person], tried):
                    seat_of[person] = seat
                    return True
        return False

    return sum(place(seat, set()) for seat in range(len(choices)))


def best_team(choices: list[list[int]]) -> list[int | None]:
    """The largest team that is first in dictionary order, an empty seat after every person."""
    size, team, used = filled(choices), [], set()
    for at, seat in enumerate(choices):
        chosen = None
        for person in seat:
            if person in used:
                continue
            rest = [[p for p in row if p not in used and p != person] for row in choices[at + 1 :]]
            if len(used) + 1 + filled(rest) == size:
                chosen = person
                used.add(person)
                break
        team.append(chosen)
    return team

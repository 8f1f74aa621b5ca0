"""Faults put into the engine on purpose: each is caught by a quick check against the naive rules."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

from capsim.engines.event import run
from capsim.plan.build import make_plan
from tests.faults.harness import CORNERS, Booked, Fault, Limited, Planned, Risky, first_caught, with_fault

EVENT = "capsim.engines.event."
BOOKED = tuple(map(Booked, range(150)))
PLANNED = tuple(map(Planned, range(150)))
LIMITED = tuple(map(Limited, range(100)))
RISKY = tuple(map(Risky, range(100)))
PORTFOLIOS = (*CORNERS, *BOOKED, *PLANNED, *range(300), *LIMITED, *RISKY)

FAULTS = {
    # ---------------------------------------------------------------- R2, R3
    "capacity is rounded down": Fault(
        "capsim.plan.build", "(2 * parts + 10**12) // (2 * 10**12)", "parts // 10**12"
    ),
    "a level above the one demanded is needed": Fault(
        "capsim.plan.build",
        "if offers(skill, choice) and is_valid",
        "if (choice.level is None or (skill.level or 0) > choice.level) and is_valid",
    ),
    "the first alternative counts, not the best": Fault(
        "capsim.plan.build",
        "best[person] = max(speed, best.get(person, 0))",
        "best.setdefault(person, speed)",
    ),
    "a skill can be used a day longer": Fault(
        "capsim.plan.build", "day <= day_index(skill.end, start)", "day <= day_index(skill.end, start) + 1"
    ),
    "leave does not count": Fault("capsim.plan.build", "1000 - np.minimum(away, 1000)", "1000 - 0 * away"),
    # ---------------------------------------------------------------- R4, R5
    "work ends a tick early": Fault(
        "capsim.rules.work", "-(-rest // capacity[day])", "rest // capacity[day]"
    ),
    "a team ends a tick early": Fault("capsim.rules.work", "-(-rest // per_tick)", "rest // per_tick"),
    "work done before a newcomer counts twice": Fault(
        EVENT + "hands",
        "self._left[need], self._since[need] = self.left(need, now), now",
        "self._left[need] = self.left(need, now)",
    ),
    "a duration counts calendar days": Fault(
        EVENT + "replication",
        "duration_end = after_working(*calendar, now, self.duration[task])",
        "duration_end = now + self.duration[task]",
    ),
    # ---------------------------------------------------------------- R6
    "no lag on a day off waits for the next working day": Fault(
        "capsim.rules.work",
        "    if ticks == 0:\n        return tick\n",
        "    if ticks == 0:\n"
        "        while tick // TICKS_PER_DAY < len(working) and not working[tick // TICKS_PER_DAY]:\n"
        "            tick += 1\n"
        "        return tick\n",
    ),
    "a lag after a start is forgotten": Fault(
        EVENT + "links",
        "in run.setup.starts_from_start[task]:\n"
        "        run.meet_start(link, after_working(*run.setup.calendar, tick, link.lag))",
        "in run.setup.starts_from_start[task]:\n        run.meet_start(link, tick)",
    ),
    "a lag after a finish counts calendar days": Fault(
        EVENT + "links",
        "in run.setup.starts_from_finish[task]:\n"
        "        run.meet_start(link, after_working(*run.setup.calendar, tick, link.lag))",
        "in run.setup.starts_from_finish[task]:\n        run.meet_start(link, tick + link.lag)",
    ),
    "a link to the finish is forgotten": Fault(
        EVENT + "links", "if tick > own_end else (own_end, own_driver)", "if False else (own_end, own_driver)"
    ),
    # ---------------------------------------------------------------- R7
    "nobody is moved to another seat to complete a team": Fault(
        "capsim.rules.staffing", "if matching_size(choices) < len(choices):", "if True:"
    ),
    "somebody sits on two seats of a task": Fault(
        EVENT + "extra", " & here & ~_closed(run, need)", " & here"
    ),
    "a start does not begin the pass anew": Fault(
        EVENT + "replication",
        "                return True\n            started = True",
        "                pass\n            started = True",
    ),
    # ---------------------------------------------------------------- R8, R8b
    "an extra seat is given one at a time": Fault(EVENT + "extra", "[: run.hands.room(need)]", "[:1]"),
    "work with exactly the days to go is not topped up": Fault(
        EVENT + "extra", ">= run.setup.top_up_ticks", "> run.setup.top_up_ticks"
    ),
    "work is topped up whatever the policy says": Fault(
        EVENT + "extra", "return run.setup.policy.top_up and ", "return "
    ),
    "work that ends after the horizon is not topped up": Fault(
        EVENT + "hands", "if self.end[need] > self._setup.plan.horizon_tick:", "if self.end[need] == NEVER:"
    ),
    "people help out with what would end in time": Fault(
        EVENT + "extra", "> run.setup.need_planned_end[need]", "> -1"
    ),
    "nobody helps out with what gives way": Fault(
        EVENT + "extra",
        "return run.hands.end[need] > run.setup.need_planned_end[need]",
        "return run.setup.need_planned_end[need] < 0",
    ),
    "what ends with the planned last day is late": Fault(
        EVENT + "extra", "> run.setup.need_planned_end[need]", ">= run.setup.need_planned_end[need]"
    ),
    "all who are free help out, or nobody": Fault(
        EVENT + "extra", "if share == wanted or not run.hands.room(need):", "if not run.hands.room(need):"
    ),
    "nobody gives more to work that they are at": Fault(
        EVENT + "extra", "return beside if _is_planned(run, need) else beside", "return beside"
    ),
    "somebody at another need of the task joins": Fault(
        EVENT + "extra", "return beside if _is_planned", "return 0 if _is_planned"
    ),
    "an extra seat of planned work takes no more than the allocation": Fault(
        EVENT + "extra",
        "min(wanted, run.pool.share_for(person, project))",
        "min(wanted, run.share(need, person))",
    ),
    "an extra seat of planned work takes all there is": Fault(
        EVENT + "extra",
        "share == wanted or not only_in_time:\n",
        "share == wanted or not only_in_time:\n"
        "            share = run.pool.share_for(person, project)\n"
        "            wanted = min(wanted, share)\n",
    ),
    "an extra seat of planned work takes the least at least": Fault(
        EVENT + "extra",
        "        share = min(wanted, ",
        "        wanted = max(wanted, run.setup.need_least[need])\n        share = min(wanted, ",
    ),
    "nobody of whom less than the least can be had takes an extra seat of planned work": Fault(
        EVENT + "extra", "return 1 if _is_planned(run, need) else", "return"
    ),
    "the share that is missing is rounded down": Fault(
        "capsim.rules.work", "-(-missing // (speed * steps))", "max(1, missing // (speed * steps))"
    ),
    "late work does not wait for the morning": Fault(
        EVENT + "extra", "within_a_day = run.now % TICKS_PER_DAY > 0", "within_a_day = False"
    ),
    "planned work takes nobody during a day": Fault(
        EVENT + "extra", "if share == wanted or not only_in_time:", "if not only_in_time:"
    ),
    "late work waits for the morning also when it starts": Fault(
        EVENT + "extra",
        "_is_planned(run, need) and run.hands.begun[need] < run.now",
        "_is_planned(run, need)",
    ),
    "nobody looks in the morning at what waits for it": Fault(
        EVENT + "replication", "self.look((self.now // TICKS_PER_DAY + 1) * TICKS_PER_DAY)", "pass"
    ),
    "who came during the day is not asked in the morning": Fault(
        EVENT + "replication", "                self.fresh_for_seats |= fresh\n", ""
    ),
    "who cannot make work end in time keeps others from it": Fault(
        EVENT + "extra",
        "if share == wanted or not run.hands.room(need):",
        "if share == wanted or only_in_time or not run.hands.room(need):",
    ),
    "the planned last day is over when it begins": Fault(
        "capsim.plan.build",
        "max(0, end_of_day(day, start)) for day in days",
        "max(0, start_of_day(day, start)) for day in days",
    ),
    "a planned last day holds people back from all work": Fault(
        "capsim.plan.build", "np.where(work.need_least < work.need_allocation, within, NO_DATE)", "within"
    ),
    "what is planned to last beyond the run is late in it": Fault(
        "capsim.plan.build", "NEVER if tick > horizon else tick", "tick"
    ),
    "extra seats take people held": Fault(
        EVENT + "replication",
        "here = self._here & ~self.reserve.people\n        fresh, self",
        "here = self._here\n        fresh, self",
    ),
    "nobody is ever held": Fault(
        EVENT + "replication",
        "elif signature not in tried.hopeless and self.reserve.is_mature(unit, self.now):",
        "elif False:",
    ),
    "a reserve counts calendar days": Fault(
        EVENT + "reserve",
        "after_working(*self._setup.calendar, ready, ticks)",
        "ready + ticks",
    ),
    "a reserve holds the best person of each seat and no largest team": Fault(
        EVENT + "replication",
        "in largest_team(self._choices(unit, able)) if person",
        "in [row[0] for row in self._choices(unit, able) if row] if person",
    ),
    "waiting work is not tried with people who have become free": Fault(
        EVENT + "replication", "            self.fresh |= 1 << person\n", ""
    ),
    "waiting work is not tried with people who are back": Fault(
        EVENT + "replication", "        self.fresh |= self._here & ~self._here_in_pass\n", ""
    ),
    "waiting work is not tried with people who were held": Fault(
        EVENT + "replication", "EVERYBODY if self.reserve.people else 0", "0"
    ),
    # ---------------------------------------------------------------- R9
    "who is away can start": Fault(
        EVENT + "replication",
        "here = self._here & ~self.reserve.people & self.again",
        "here = ~self.reserve.people & self.again",
    ),
    "nobody looks when somebody comes back": Fault(
        EVENT + "replication", "if self.next_look <= self.now:", "if False:"
    ),
    "a day on which somebody qualifies is not looked at": Fault(
        EVENT + "setup",
        "{*presence_days, *plan.epochs, *plan.booking_turns,",
        "{*presence_days, *plan.booking_turns,",
    ),
    # ---------------------------------------------------------------- R13
    "classes are forgotten": Fault(
        "capsim.rules.priority",
        "np.lexsort((np.arange(plan.n_tasks), keys, classes(plan, policy)))",
        "np.lexsort((np.arange(plan.n_tasks), keys))",
    ),
    "of equal work the last listed goes first": Fault(
        "capsim.rules.priority",
        "np.lexsort((np.arange(plan.n_tasks), keys",
        "np.lexsort((-np.arange(plan.n_tasks), keys",
    ),
    "first come is not first served": Fault(
        EVENT + "replication",
        "(self.reviews.class_of(task), self.now, unit)",
        "(self.reviews.class_of(task), 0, unit)",
    ),
    "the backward pass crosses projects": Fault(
        "capsim.plan.network",
        "inside = task_project[link_before] == task_project[link_after]",
        "inside = task_project[link_before] >= 0",
    ),
    "the mean speed is that of one person": Fault(
        "capsim.plan.build", "math.fsum(best.values()) / len(best) if best", "max(best.values()) if best"
    ),
    # ---------------------------------------------------------------- R14
    "the earliest finish forgets the other seats": Fault(
        "capsim.rules.work", "-(-left // (seats * rate))", "-(-left // rate)"
    ),
    "people are told apart by ends past the horizon": Fault(
        EVENT + "choosing",
        "return min(tick, setup.plan.horizon_tick + 1)",
        "return min(tick, 2 * setup.plan.horizon_tick)",
    ),
    "the slowest specialist is chosen": Fault(
        EVENT + "choosing",
        "(held[person], -run.speed(need, person))",
        "(held[person], run.speed(need, person))",
    ),
    "the cheapest is whoever has the lowest rate": Fault(
        EVENT + "choosing", "rates[person] / run.speed(need, person)", "rates[person]"
    ),
    "continuity prefers strangers": Fault(
        EVENT + "choosing",
        "(not known >> person & 1, -run.speed(need, person))",
        "(known >> person & 1, -run.speed(need, person))",
    ),
    "the load of a seat is not divided by the seats": Fault(
        "capsim.rules.work", "(EFFORT_UNIT // 1000 * seats)", "(EFFORT_UNIT // 1000)"
    ),
    "elapsed work is charged without its share": Fault(
        EVENT + "replication", "self.duration[task] * share", "self.duration[task] * 1000"
    ),
    # ---------------------------------------------------------------- R14: bookings
    "who is booked does not come first": Fault(
        EVENT + "replication", "able = able & self._booked(need) or able", "able = able"
    ),
    "who is booked does not come first in teams and for extra seats": Fault(
        EVENT + "replication", "if booked := self._booked(need):", "if booked := 0:"
    ),
    "the work of a booking is done by anybody of the role": Fault(
        "capsim.plan.build", "_only(need, own.get(index), named)", "_only(need, None, named)"
    ),
    "the work of a booking waits for who has left": Fault(
        "capsim.plan.build", "        if _could_begin(", "        if True or _could_begin("
    ),
    "who is there only after a booking has the work of it": Fault(
        "capsim.plan.build", "_span(begin, booking.end, portfolio", "_span(begin, None, portfolio"
    ),
    "who is there only before the project begins has the work of a booking": Fault(
        "capsim.plan.build", "(portfolio.start, project.start, task.start)", "(portfolio.start, task.start)"
    ),
    "whoever is there has the work of a booking, with the skill or without": Fault(
        "capsim.plan.build",
        "max(window.start, held.start) : min(window.stop, held.stop)",
        "window.start : window.stop",
    ),
    "only one of a pool does the work of its booking": Fault(
        "capsim.plan.build", "            own[index] = people\n", "            own[index] = people[:1]\n"
    ),
    "the speed of everybody is planned with for the work of a booking": Fault(
        "capsim.plan.build",
        "            for person, skill in self._holders_for(self._kinds[kind], choice):",
        "            for person, skill in self._holders.get(choice.skill, ()):",
    ),
    "a soft booking keeps people too": Fault(
        EVENT + "setup",
        "            if plan.booking_hard[booking]:",
        "            if int(plan.booking_person[booking]) in rows:",
    ),
    "a booking ends a day early": Fault(
        "capsim.plan.plan", "(day <= self.booking_last_day)", "(day < self.booking_last_day)"
    ),
    "a day on which a booking has ended is not looked at": Fault(
        EVENT + "setup", "*plan.epochs, *plan.booking_turns,", "*plan.epochs,"
    ),
    "what the project holds does not count for its booking": Fault(
        "capsim.rules.booking", "covered = held[row]", "covered = 0"
    ),
    "what the project holds counts for each of its bookings": Fault(
        "capsim.rules.booking", "covered -= min(covered, shares[earlier])", "pass"
    ),
    "a booking that cannot have its share keeps nothing": Fault(
        "capsim.rules.booking",
        "        kept.append(mine)",
        "        mine *= mine == shares[row] - min(covered, shares[row])\n        kept.append(mine)",
    ),
    "the booking listed last decides": Fault(
        "capsim.plan.plan",
        "np.flatnonzero((self.booking_first_day <= day) & (day <= self.booking_last_day)).tolist()",
        "np.flatnonzero((self.booking_first_day <= day) & (day <= self.booking_last_day))[::-1].tolist()",
    ),
    "a project that does not go ahead keeps people": Fault(
        EVENT + "pool",
        "for project, share in listed if self._goes_ahead[project]",
        "for project, share in listed",
    ),
    "only one of a pool is booked": Fault(
        "capsim.plan.build", "in people[booking.person]\n", "in people[booking.person][:1]\n"
    ),
    "projects are alike for those whom another one keeps": Fault(
        EVENT + "setup", "project if project in hard else -1", "-1"
    ),
    "who is partly free, or kept, is overlooked": Fault(
        EVENT + "replication", "(self.pool.whole | self.pool.part)", "self.pool.whole"
    ),
    "the end of a booking is taken for a return": Fault(
        EVENT + "drivers",
        "cause_code(Cause.BOOKING, person) if booked",
        "cause_code(Cause.RETURN, person) if booked",
    ),
    # ---------------------------------------------------------------- R3, R7, R12: limits
    "what a part of somebody costs is forgotten": Fault(
        EVENT + "replication",
        "setup.factors.whole if share == 1000 else setup.factors.part",
        "setup.factors.whole",
    ),
    "a seat counts those who come after it": Fault(
        EVENT + "replication", "max(team, setup.need_fewest[need])", "max(team + 1, setup.need_fewest[need])"
    ),
    "a speed is rounded down": Fault(
        "capsim.rules.speed",
        "(2 * speed * factor + 1_000_000_000) // 2_000_000_000",
        "speed * factor // 10**9",
    ),
    "one seat more than the focus is allowed": Fault(
        EVENT + "pool",
        "self._seats[person] >= self._setup.focus[person]",
        "self._seats[person] > self._setup.focus[person]",
    ),
    "who was full counts as free before": Fault(
        EVENT + "pool",
        "before = 0 if self._is_full(person) else self.free[person]",
        "before = self.free[person]",
    ),
    "a project in progress is barred": Fault(
        EVENT + "limits",
        "if not self._limits or project in self._when_begun:\n            return False",
        "if not self._limits:\n            return False",
    ),
    "a place is given back with the first finish": Fault(
        EVENT + "limits", "if NEVER in self._finish[first:last]:", "if False:"
    ),
    "a freeze lasts a tick longer": Fault(
        EVENT + "limits", "first <= now < last for", "first <= now <= last for"
    ),
    "the last project that gave a place back counts": Fault(
        EVENT + "limits", "first = min(project, self.released[1])", "first = max(project, self.released[1])"
    ),
    "of limits that open together the last counts": Fault(
        EVENT + "limits", "if opening[0] > found[0]:", "if opening[0] >= found[0]:"
    ),
    "what waits for a limit is not tried when it opens": Fault(
        EVENT + "replication",
        "            self.fresh = EVERYBODY  # what was barred may begin\n        self.note(What.FINISH",
        "            pass\n        self.note(What.FINISH",
    ),
    "who did a task need not do the next": Fault(
        EVENT + "again", "return people if matching_size(able) == len(able)", "return EVERYBODY if people"
    ),
    "those who did a task are waited for though they cannot do the next": Fault(
        EVENT + "again", "if matching_size(able) == len(able)", "if people"
    ),
    "who has left is waited for": Fault(
        EVENT + "again", "cumulative[person][-1] > cumulative[person][day]", "cumulative[person][-1] >= 0"
    ),
    # ---------------------------------------------------------------- D3, D4: risks and rework
    "a drawn delay is forgotten": Fault(
        EVENT + "surprises", "after_working(*calendar, tick, future.delay[task])", "tick"
    ),
    "a risk strikes a tick late": Fault(
        EVENT + "surprises", "self._future.strike[risk] <= tick <", "self._future.strike[risk] < tick <"
    ),
    "a window closes a tick late": Fault(
        EVENT + "surprises", "tick < self._setup.touched.until", "tick <= self._setup.touched.until"
    ),
    "the first row of rework by speed counts": Fault(
        EVENT + "surprises", "future.rework[holding[-1]]", "future.rework[holding[0]]"
    ),
    "the fastest of a team settles rework": Fault(
        EVENT + "hands", "return min(self.seat_speed[seat]", "return max(self.seat_speed[seat]"
    ),
    # ---------------------------------------------------------------- R15, D6
    "the horizon tick is too late": Fault(
        EVENT + "replication",
        "        if tick > self._horizon:\n            return\n        self.ready[task]",
        "        if tick >= self._horizon:\n            return\n        self.ready[task]",
    ),
    "a finish past the horizon has a driver": Fault(
        EVENT + "replication",
        "        if tick > self._horizon:\n            return\n        self.finish_driver[task]",
        "        self.finish_driver[task]",
    ),
    "work that will not happen holds others up": Fault(
        EVENT + "replication", "self.meet_start(link, 0)", "None"
    ),
    # ---------------------------------------------------------------- R18
    "of links at one tick the last drives": Fault(EVENT + "links", "link < met[1]", "link > met[1]"),
    "a planned start at the same tick drives": Fault(
        EVENT + "links", "if setup.not_before[task] > tick:", "if setup.not_before[task] >= tick:"
    ),
    "a link that is not later drives a finish": Fault(
        EVENT + "links", "if tick > own_end", "if tick >= own_end"
    ),
    "of needs that end together the last drives": Fault(
        EVENT + "replication", "if now > self._last_need_end[task]:", "if now >= self._last_need_end[task]:"
    ),
    "of people freed together the last seat drives": Fault(
        EVENT + "drivers", "yield max(freed, key=", "yield max(freed[::-1], key="
    ),
    "of people back together the last seat drives": Fault(
        EVENT + "drivers",
        "return team[since.index(max(since))]",
        "return team[len(since) - 1 - since[::-1].index(max(since))]",
    ),
    "who is barred by a reserve is not noted": Fault(EVENT + "replication", "self.reserve.bar(unit)", "pass"),
    "the first time somebody was freed counts": Fault(
        EVENT + "pool", "in reversed(self._freed[person]):", "in self._freed[person]:"
    ),
}


def test_there_are_enough_faults():
    assert len(FAULTS) >= 40


def test_the_engine_without_a_fault_passes_the_quick_check():
    assert first_caught(SimpleNamespace(make_plan=make_plan, run=run), PORTFOLIOS) is None


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_caught(name):
    modules = dict(sys.modules)
    with with_fault(FAULTS[name]) as engine:
        assert engine.run is not run
        assert first_caught(engine, PORTFOLIOS) is not None, f"nobody notices that {name}"
    assert {key: sys.modules[key] for key in modules} == modules

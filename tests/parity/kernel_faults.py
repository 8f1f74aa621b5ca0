"""Faults put into the compiled engine on purpose: comparing it with the event engine must catch each.

``NUMBA_DISABLE_JIT=1 python -m tests.parity.kernel_faults staffing`` tries those of one file of kernels, as
Python, and prints for each the portfolio that caught it, or that none did; ``... staffing 1`` tries one.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from functools import cache
from itertools import islice

import numba

from capsim.domain.person import Person
from capsim.domain.policy import Policy, Specialist
from capsim.domain.project import Project
from capsim.domain.task import Task
from capsim.engines.event import EventEngine
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws
from tests.cases.support import dev, portfolio, work
from tests.faults.harness import CORNERS, Fault, with_fault
from tests.oracles.results import unequal
from tests.parity.comparing import KINDS

KERNELS = "capsim.engines.compiled."
COUNT = 2

FAULTS = {
    "clocks": {
        "work ends a tick early": ("(rest + share - 1) // share", "rest // share"),
        "no lag on a day off waits for the next working day": ("    if ticks == 0:", "    if False:"),
    },
    "hands": {
        "a team ends a tick early": ("(rest + per_tick - 1) // per_tick", "rest // per_tick"),
        "work that ends after the horizon is not topped up": (
            "if s.need[need].end > t.rules.horizon:",
            "if s.need[need].end == NEVER:",
        ),
        "work done before a newcomer counts twice": (
            "    s.need[need].since = now\n\n\n@jitted\ndef team_end",
            "\n\n@jitted\ndef team_end",
        ),
    },
    "learning": {
        "what has just been done makes nobody faster": (
            "t.learning.ticks[middle] <= done",
            "t.learning.ticks[middle] < done",
        ),
        "everybody on a seat has done all of it": (
            "s.learned.effort[need] // seats",
            "s.learned.effort[need]",
        ),
    },
    "links": {
        "of links at one tick the last drives": (
            "link < s.task[task].start_link",
            "link > s.task[task].start_link",
        ),
        "a link that is not later drives a finish": (
            "s.task[task].finish_tick > tick",
            "s.task[task].finish_tick >= tick",
        ),
        "a planned start at the same tick drives": (
            "t.task[task].not_before > tick",
            "t.task[task].not_before >= tick",
        ),
        "what is ready at the horizon is not": (
            "        return\n    s.task[task].ready",
            "        return\n    if tick == t.rules.horizon:\n        return\n    s.task[task].ready",
        ),
    },
    "gates": {
        "links of one stopped project are met before another stops": (
            "            if t.limits.active:\n",
            "            _meet_links(t, s, i64(first[project]), i64(first[project + 1]), now)\n"
            "            s.stops.stopping[project] = False\n            if t.limits.active:\n",
        ),
        "stopped work goes on waiting": (
            "        forget_waiting(t, s, t.task[task].unit)\n",
            "        pass\n",
        ),
        "what gets ready at the tick of a stop stays ready": ("what.ready >= now", "what.ready > now"),
        "nobody is freed by a stop": ("                leave(t, s, need, task)\n", "                pass\n"),
        "links from the starts of stopped work stay open": ("was[task] == 2", "was[task] == 3"),
        "stopped projects keep their places": ("if t.limits.active:", "if False:"),
    },
    "waiting": {
        "waiting work is not tried with people who have become free": (
            "        f.fresh[f.at[FRESH]] = person\n        f.at[FRESH] += 1\n\n\n@inlined\ndef note_who",
            "        f.fresh_in[person] = 0\n\n\n@inlined\ndef note_who",
        ),
        "waiting work is not tried with people who were held": (
            "at[EVERYBODY_FRESH] = at[HOLDING]",
            "at[EVERYBODY_FRESH] = 0",
        ),
        "what a pass leaves waiting is not tried with people who have become free later": (
            "        if f.waits[signature] > 0 and f.active_place[signature] < 0:\n",
            "        if False:\n",
        ),
        "first come is not first served": ("* (t.rules.horizon + 1) + now", "* (t.rules.horizon + 1)"),
        "only a word of lists of seats is looked through": (
            "range(words[kind], words[kind + 1])",
            "range(words[kind], min(words[kind] + 1, words[kind + 1]))",
        ),
    },
    "work": {
        "work with exactly the days to go is not topped up": (
            ">= t.rules.top_up_ticks",
            "> t.rules.top_up_ticks",
        ),
        "people help out with what would end in time": (
            "    if s.need[need].end <= t.need[need].planned_end:",
            "    if False:",
        ),
        "planned work takes more people than it needs to end in time": (
            "        if share == wanted:\n            break\n",
            "",
        ),
        "planned work does not wait for the morning": (
            "only_in_time = _waits_for_the_day(t, s, need)",
            "only_in_time = False",
        ),
        "of needs that end together the last drives": (
            "if now > s.task[task].last_need_end:",
            "if now >= s.task[task].last_need_end:",
        ),
        "somebody sits on two seats of a task": (
            "        mark_members(t, s, task, i64(NOBODY))\n",
            "",
        ),
        "the load of elapsed work is forgotten": ("+= i64(s.flow.duration[task]) * share", "+= 0 * share"),
    },
    "dispatch": {
        "a reserve is not cleared": ("        fill(s.reserve.people, u64(0))\n", ""),
        "who is barred by a reserve is not noted": (
            "            s.reserve.barred[at[BARRED]] = unit\n            at[BARRED] += 1\n",
            "            pass\n",
        ),
        "a start does not begin the pass anew": (
            "            at[QUEUED] = 0\n            return True\n",
            "            pass\n",
        ),
        "nobody is ever held": ("s.reserve.mature[unit] <= at[NOW]", "False"),
    },
    "paths": {
        "the day before still counts": ("and p.day[place + 1] <= day:", "and p.day[place + 1] < day:"),
        "work ends as if nobody learned": (
            "row, rate = i64(s.path.row[segment]), speed_of(speed, i64(s.path.factor[segment])) * share\n"
            "        until = end_of",
            "row, rate = i64(s.path.row[segment]), speed * share\n        until = end_of",
        ),
        "work of the days before a change is lost": ("        units -= rate * had\n", ""),
        "who comes next knows the projects of who was there before": (
            "drop(s.pool.worked_on[project], person)",
            "pass",
        ),
        "nobody who is ill is away": ("        add(s.pool.away, person)\n", "        pass\n"),
    },
    "kernel": {
        "nobody looks when somebody comes back": ("        put(t, s, at[NEXT_LOOK], LOOK, 0)\n", ""),
        "who is able is not seen anew when people come and go": (
            "        at[HERE] = t.people.here_row[day]\n        see_who_is_here(t, s)\n",
            "        at[HERE] = t.people.here_row[day]\n",
        ),
        "work that will not happen holds others up": (
            "meet_start(t, s, place, i64(0))",
            "pass",
        ),
    },
    "staffing": {
        "of equal people the last is preferred": (
            "person < best_person):\n                if best == NOBODY:",
            "person > best_person):\n                if best == NOBODY:",
        ),
        "who would end at the same tick is not looked at": (
            "units, pace * most) > best_key",
            "units, pace * most) >= best_key",
        ),
        "the last word of people is not searched": (
            "i64(-1), i64(0), i64(0)\n    for word in range(t.kinds.first[row], t.kinds.first[row + 1])",
            "i64(-1), i64(0), i64(0)\n    for word in range(t.kinds.first[row], t.kinds.first[row + 1] - 1)",
        ),
        "nobody is moved to another seat to complete a team": (
            "    if not _can_be_filled(t, s, unit, first, seats):\n        return False\n",
            "    return False\n",
        ),
        "of equal choices the last comes first": (
            "c.choice_key[back - 1 - begin] > key",
            "c.choice_key[back - 1 - begin] >= key",
        ),
        "people are told apart by ends past the horizon": (
            "min(tick_of(c, row, now, goal), i64(t.rules.horizon + 1))",
            "tick_of(c, row, now, goal)",
        ),
        "who did a task need not do the next": (
            "            c.taken[word] |= ~c.stay[word]\n",
            "            pass\n",
        ),
        "who has left is waited for": (
            "has_time_left(t, s, lowest(rest) + 64 * word, day)",
            "day >= 0",
        ),
        "who is booked does not come first": (
            "                key += _AHEAD\n            if best == NOBODY",
            "                key += 0\n            if best == NOBODY",
        ),
    },
    "pool": {
        "who has just the share counts as busy": (
            "s.seat[seat].freed_before < share",
            "s.seat[seat].freed_before <= share",
        ),
        "what the project holds counts for each of its bookings": (
            "covered -= min(covered, i64(b.hard_share[earlier]))",
            "pass",
        ),
        "a project that does not go ahead keeps people": (
            "        if not s.pool.goes_ahead[project]:\n            continue\n",
            "",
        ),
        "one seat more than the focus is allowed": (
            "s.person[person].seats >= s.person[person].focus",
            "s.person[person].seats > s.person[person].focus",
        ),
        "who was full counts as free before": (
            "before = i64(0) if is_full(s, person) else i64(s.person[person].free)",
            "before = i64(s.person[person].free)",
        ),
        "who is partly free is overlooked": ("(pool.whole[word] | pool.part[word])", "pool.whole[word]"),
    },
    "drivers": {
        "of people freed together the last seat drives": ("if since > mark:", "if since >= mark:"),
        "a part of a wait that ends before the start is not noted": ("(mark < now or", "(False or"),
        "in a team of several needs nobody knows who was waited for": (
            "needs[first] != needs[first + seats - 1]",
            "False",
        ),
        "a reserve that opens before the start is not noted": (
            "        if whole and mark < now:\n",
            "        if False:\n",
        ),
        "a person is waited for by the first need": ("needs[first + asked_by]", "needs[first]"),
        "of people back together the last seat drives": ("if since > latest:", "if since >= latest:"),
        "who sat at another need of the same task was free": (
            "            if left > since:",
            "            if left < -1:",
        ),
        "a reserve that lapses counts as one that opens": (
            "if need < 0 and s.task[task].start == now:",
            "if holder >= 0:",
        ),
    },
    "limits": {
        "a project in progress is barred": (
            "    if s.limits.has_begun[project]:\n        return False\n",
            "",
        ),
        "a place is given back with the first finish": (
            "        if s.task[other].finish == NEVER:\n            return\n",
            "        pass\n",
        ),
        "what waits for a limit is not tried when it opens": ("    s.flow.at[EVERYBODY_FRESH] = 1\n", ""),
        "a freeze lasts a tick longer": ("<= now < x.span_end[span]", "<= now <= x.span_end[span]"),
        "a freeze that ends lets nobody begin": ("found |= t.limits.thaw_days[number] == day", "pass"),
        "of limits that open together the last counts": ("if let > opened:", "if let >= opened:"),
        "a limit that opened before the project began is forgotten": (
            "        y.let[place], y.let_by[place] = _opening(t, s, limit)\n",
            "        y.let[place], y.let_by[place] = -1, 0\n",
        ),
    },
    "surprises": {
        "a delay is forgotten": ("after_working(t.clocks, tick, i64(s.struck.delay[task]))", "i64(tick)"),
        "a risk strikes a tick late": ("s.struck.strike[risk] <= tick", "s.struck.strike[risk] < tick"),
        "a window closes a tick late": ("tick < t.hits.until[risk]", "tick <= t.hits.until[risk]"),
        "the last risk alone counts for a duration": (
            "more += s.struck.extra_duration[entry]",
            "more = i64(s.struck.extra_duration[entry])",
        ),
        "the last risk alone counts for an effort": (
            "more += s.struck.extra_effort[entry]",
            "more = i64(s.struck.extra_effort[entry])",
        ),
        "a speed at which rework changes belongs to the slower": (
            "t.hits.rework_speed[row] > slowest",
            "t.hits.rework_speed[row] >= slowest",
        ),
        "the first of the team settles rework": ("slowest = min(slowest,", "slowest = max(slowest,"),
        "nothing may be left of an effort": (
            "max(s.need[need].left + more * EFFORT_UNIT, EFFORT_UNIT)",
            "max(s.need[need].left + more * EFFORT_UNIT, i64(0))",
        ),
    },
    "returns": {
        "what is handed over takes no effort more": ("    s.need[need].left += units\n", ""),
        "work done before a hand-over is forgotten": (
            "    settle(t, s, need, at[NOW])\n    if room(t, s, need) > 0:",
            "    if room(t, s, need) > 0:",
        ),
        "one who stays is enough": (
            "_who_stay(t, s, need) < t.need[need].fewest",
            "_who_stay(t, s, need) < 1",
        ),
        "work that is left by one is topped up no sooner": (
            "    at[EVERYBODY_FRESH_FOR_SEATS] = 1",
            "    pass",
        ),
        "a seat that gets free stays empty": ("    if was_full:\n", "    if False:\n"),
        "who leaves hands over once only": (
            "    expect_leave(t, s, person, at[NOW] // TICKS_PER_DAY + 1)\n",
            "",
        ),
    },
    "leaves": {
        "who leaves for good hands nothing over": (
            "if left < day and _leaves(s, person, segment):",
            "if False:",
        ),
        "a path hides the days booked off": (
            "if not begun_before:",
            "if not on_path:",
        ),
        "an absence of exactly the days is long": (
            "length > t.rules.handover_limit",
            "length >= t.rules.handover_limit",
        ),
    },
    "interrupting": {
        "what began first is interrupted first": (
            "bool(s.need[need].begun > s.need[other].begun)",
            "bool(s.need[need].begun < s.need[other].begun)",
        ),
        "what does not help is interrupted too": ("if not _could(t, s, unit, size):", "if True:"),
        "only work two classes below is interrupted": (
            "r.lowest_at[2] <= mine",
            "r.lowest_at[2] <= mine + 1",
        ),
        "resuming takes no effort": ("t.rules.resume_units)", "i64(0))"),
    },
    "reviews": {
        "a slip of exactly the days counts": (
            "y.late[project] > x.ticks[number]",
            "y.late[project] >= x.ticks[number]",
        ),
        "what is in hand may have ended before now": (
            "early[event] = max(now, soonest)",
            "early[event] = soonest if is_finish else max(now, soonest)",
        ),
        "lags are forgotten in a forecast": ("early[x.cause[place]] + x.lag[place]", "early[x.cause[place]]"),
        "what is barred waits for people": (
            "if wanted and not is_barred(t, s, i64(t.task[task].unit)):",
            "if wanted:",
        ),
        "what has returned does not wait": ("row.start == NEVER and s.task", "False and s.task"),
        "a wait of exactly the days is too short": (
            "i64(t.reviews.ticks[number])) <= now)\n    for place",
            "i64(t.reviews.ticks[number])) < now)\n    for place",
        ),
        "a reaction acts more often than it may": (
            "x.at_most[number] < 0 or y.times[number] < x.at_most[number]",
            "True",
        ),
        "the last of a project is left out": ("if not some or not others:", "if not some:"),
        "who waits for the finish of what is left out waits on": (
            "range(t.task[task].fs, t.task[task].ff)",
            "range(t.task[task].ss, t.task[task].ff)",
        ),
        "what waits keeps its place in the queue": (
            "            rise(waiting, offset, i64(place), key - by)\n",
            "            return\n",
        ),
        "running work keeps its place among those that grow": (
            "expect_more(s, need, before - by)",
            "expect_more(s, need, before + by)",
        ),
    },
    "exits": {
        "who leaves overloaded hands nothing over": (
            "    add(s.returns.leaving, person)\n    at[LEAVING] += 1\n",
            "",
        ),
        "who has time left leaves": (" or has(s.pool.part, person):", ":"),
        "who is away leaves": ("capacity_on(t, s, person, today) > 0 and ", ""),
        "work that a limit bars makes people leave": ("could and not is_barred(", "could or is_barred("),
        "whoever follows knows what was done before": ("    forget(t, s, person)\n", ""),
        "whoever follows is up to speed at once": (
            "    for step in range(t.paths.ramp_first[path], t.paths.ramp_first[path + 1]):",
            "    for step in range(0):",
        ),
    },
    "recruiting": {
        "somebody is hired twice": (" and not y.hired[path]:", ":"),
        "one too many is hired": ("if places > 0 and t.paths", "if places >= 0 and t.paths"),
        "nobody sees who comes at once": ("    see_who_is_here(t, s)\n", "    pass\n"),
        "a candidate comes as if hired on the first day": (
            "i64(0)) + today, t.clocks.days)",
            "i64(0)), t.clocks.days)",
        ),
        "a candidate is drawn from the start in spite of the status date": (
            "max(i64(p.day[segment]) - since, i64(0))",
            "i64(p.day[segment])",
        ),
        "a newcomer hands nothing over": ("    expect_leave(t, s, person, today + 1)\n", "    pass\n"),
        "candidates work longer before they are hired": (
            "(not t.paths.candidate[path] or y.hired[path])",
            "True",
        ),
        "what is done is not settled": (
            "            settle(t, s, i64(s.returns.running[entry]), at[NOW])\n",
            "            pass\n",
        ),
        "work in hand ends as before": ("            plan_end(t, s, need", "            (t, s, need"),
        "overtime in force is decided anew": (
            "meant and (y.until[path] != until or y.more[path] != more)",
            "bool(meant)",
        ),
        "overtime never ends": ("    _cut(s, path, person, until)\n", "    pass\n"),
        "overtime goes back to where a segment begins": ("    _cut(s, path, person, today)\n", "    pass\n"),
        "overtime before is worked on": ("    _restore(p, path)\n", "    pass\n"),
        "who comes next is forgotten": (
            "segment_of(s, person, today), segment_of(s, person, turns)",
            "segment_of(s, person, today), p.next[path]",
        ),
        "nobody looks for help anew": ("    at[EVERYBODY_FRESH_FOR_SEATS] = 1", "    pass"),
    },
    "classes": {
        "expedited work keeps its class": ("        found -= t.reviews.classes\n", "        pass\n"),
    },
    "speed": {
        "who sits twice counts twice": (
            "            known |= s.seat[s.slots[earlier]].person == one\n",
            "            pass\n",
        ),
        "what a part of somebody costs is forgotten": (
            "t.rules.part[min(team, len(t.rules.part)) - 1]",
            "t.rules.whole[min(team, len(t.rules.whole)) - 1]",
        ),
    },
    "forgetting": {
        "the last person is forgotten": (
            "(u64(1) << u64(size)) - u64(1)",
            "(u64(1) << u64(size - 1)) - u64(1)",
        ),
        "the load of the replication before is kept": ("fill(s.pool.load, 0)", "pass"),
        "projects of the replication before are in progress": ("fill(s.limits.has_begun, False)", "pass"),
        "who did the work of the replication before does it again": (
            "        fill(s.worked[watched], u64(0))\n",
            "        pass\n",
        ),
        "work of the replication before may hold people": ("fill(s.reserve.is_mature, False)", "pass"),
    },
}
"""By file of kernels and by what is wrong: the text, and what stands there instead."""


MANY = {
    # one after the other, in as many lists of seats as tasks
    "lists": portfolio([dev("Ada")], [work(f"t{n}", 1, allocation=(1000 - n) / 1000) for n in range(70)]),
    # a team that needs the people of the second word
    "people": portfolio([dev(f"N{n}") for n in range(70)], [work("all", 70, 70), work("one")]),
}
"""Portfolios by hand with more of something than a word has bits."""

STOPS = {
    "gates of one tick": portfolio(
        [dev()],
        [
            Project("P", [work("a", 5), Task("gate", start="2027-01-05", gate=0)]),
            Project("Q", [work("b", 1, after=["P/a"]), Task("gate", start="2027-01-05", gate=0)]),
        ],
    ),
    "a gate under a limit": portfolio(
        [dev("Ada"), dev("Bo")],
        [
            Project("P", [work("a", 5), Task("gate", start="2027-01-05", gate=0)], priority=1),
            Project("Q", [work("b", 1)], priority=2),
        ],
        policy=Policy(wip_limit=1),
    ),
}
"""Projects that gates stop."""

LEFT = {
    # Bob, free since noon, is asked only when Ada leaves the two of them
    "one of two leaves": portfolio(
        [dev("Ada", end="2027-01-04"), dev("Bob"), dev("Cy")],
        [work("a", 4, (1, 2), priority=1), work("x", 0.5, priority=2)],
        policy=Policy(assignment=Specialist()),
    ),
    # y began last, and is listed last: it gives way, and x does not
    "one of two gives way": portfolio(
        [dev("Ada"), dev("Bob", start="2027-01-05")],
        [work("x", 9, priority=2), work("y", 9, priority=2), work("now", 1, priority=1, start="2027-01-06")],
        policy=Policy(preempt=True, resume_days=1),
    ),
    # v is lower than w, but Quinn, who does it, is half on u all the same
    "one who could with more time stays": portfolio(
        [dev("Ada"), Person("Quinn", {"ops": 1, "dev": 1})],
        [
            work("u", 9, skill="ops", allocation=0.5, priority=1),
            work("v", 9, skill="ops", allocation=0.5, priority=9),
            work("w", 9, priority=2),
            work("now", 1, priority=1, start="2027-01-06"),
        ],
        policy=Policy(preempt=True),
    ),
    # v is lower than w, but only who does w can do what is urgent
    "one who can gives way": portfolio(
        [dev("Ada"), Person("Quinn", "qa")],
        [
            work("v", 9, priority=9),
            work("w", 9, skill="qa", priority=2),
            work("now", 1, skill="qa", priority=1, start="2027-01-06"),
        ],
        policy=Policy(preempt=True),
    ),
}
"""Portfolios by hand in which work returns to the queue, or could."""

THE_LAST = {
    # a is done, and b has not begun: there is nothing else of the project
    "the last of a project can be left out": portfolio(
        [dev()],
        [work("a", 2), work("b", 1, after="a", tags="extra", start="2027-01-20")],
        policy=Policy(reactions="on 2027-01-11 -> descope extra of P"),
    ),
}
"""A portfolio by hand that reacts."""

LONGER = {
    # Bo is free from day 1 on, when a is too short to be topped up; from day 2 on it takes longer again
    "work takes longer than with overtime": portfolio(
        [dev(), Person("Bo", {"ops": 1, "dev": 1})],
        [work("a", 20, (1, 2)), work("b", 1, skill="ops")],
        calendar="mon-sun",
        policy=Policy(
            reactions="on 2027-01-04 -> overtime of Ada by 100 % for 30 days; "
            "on 2027-01-06 -> overtime of Ada by 50 % for 1 days",
            top_up_min_days=10,
        ),
    ),
}
"""A portfolio by hand with overtime."""

BY_HAND = CORNERS | MANY | STOPS | LEFT | THE_LAST | LONGER


TELLING = (
    *(("booked", number) for number in (1, 3, 6, 30, 66)),
    *(("odd", number) for number in (4, 6, 9, 13, 14, 20, 21)),
    *(("small", number) for number in (0, 1, 2, 5, 6, 10, 30)),
)
"""Random portfolios that many of the faults spoil, to be quick; if they change, the others tell."""

TELLING_OF = {
    "classes": (("reacting", 30),),
    "exits": (
        *(("people", number) for number in (1, 7, 24, 37, 45, 49, 54)),
        *(("everything", number) for number in (28, 82, 90, 112, 139, 146)),
        ("recruiting", 87),
    ),
    "gates": (("demand", 2), ("demand", 31)),
    "learning": (("people", 11),),
    "leaves": (("everything", 38),),
    "limits": (
        *(("limited", number) for number in (0, 2, 11)),
        *(("everything", number) for number in (1, 4, 7)),
    ),
    "paths": (("people", 0), ("people", 1), ("everything", 2), ("everything", 37)),
    "recruiting": (
        *(("recruiting", number) for number in (0, 1, 2, 3, 5, 10, 30, 36)),
        *(("by hand", name) for name in LONGER),
    ),
    "reviews": (
        *(("reacting", number) for number in (5, 13, 50, 54, 76, 89, 115, 124)),
        *(("by hand", name) for name in THE_LAST),
    ),
    "surprises": (*(("risky", number) for number in (4, 5, 13, 24, 62, 258)), ("everything", 18)),
}
"""Those that the faults of a file spoil, likewise."""


def portfolios(file: str) -> Iterator[tuple[str, int | str]]:
    """Those that are compared, one after the other, until one catches a fault of a file."""
    yield from TELLING_OF.get(file, ())
    yield from (("by hand", name) for name in BY_HAND)
    yield from TELLING
    for number in range(100):
        kinds = (
            "everything",
            "small",
            "booked",
            "odd",
            "limited",
            "risky",
            "people",
            "demand",
            "returning",
            "reacting",
            "recruiting",
        )
        yield from ((kind, number) for kind in kinds)
    yield from (("small", number) for number in range(100, 400))


@cache
@cache
def truth(kind: str, number: int | str):
    """(plan, policy, draws, what the event engine gives) of a portfolio."""
    given, policy = (BY_HAND[number], BY_HAND[number].policy) if kind == "by hand" else KINDS[kind](number)
    plan = make_plan(given)
    draws = make_draws(plan, 1 if kind == "by hand" else number)
    return plan, policy, draws, EventEngine(plan, policy).run(draws, 0, COUNT)


def caught(file: str, old: str, new: str) -> str | None:
    """The portfolio that catches a fault first; None if it passes them all."""
    with with_fault(Fault(KERNELS + file, old, new)):
        spoiled = importlib.import_module("capsim.engines.compiled").CompiledEngine
        for kind, number in portfolios(file):
            plan, policy, draws, right = truth(kind, number)
            try:
                wrong = unequal(right, spoiled(plan, policy).run(draws, 0, COUNT))
            except (IndexError, OverflowError):
                wrong = ["an index out of bounds"]
            if wrong:
                return f"{kind} {number}: {', '.join(wrong)}"
    return None


def main() -> int:
    """Try the faults of a file, or of all files, or the first of each."""
    assert numba.config.DISABLE_JIT, "faults are tried as Python: set NUMBA_DISABLE_JIT=1"
    missed = 0
    most = int(sys.argv[2]) if len(sys.argv) > 2 else None
    for file in FAULTS if sys.argv[1] == "all" else [sys.argv[1]]:
        for name, (old, new) in islice(FAULTS[file].items(), most):
            by = caught(file, old, new)
            missed += by is None
            print(f"{file}: {name}: {'NOBODY NOTICES' if by is None else by}", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())

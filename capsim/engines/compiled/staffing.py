"""Who fills the seats (rules R7, R8b, R14)."""

from __future__ import annotations

from typing import Any, Final

from capsim.clock import NEVER, TICKS_PER_DAY
from capsim.engines.compiled.bits import add, bit_of, fill, has, lowest
from capsim.engines.compiled.clocks import clock_at, tick_of
from capsim.engines.compiled.hands import left
from capsim.engines.compiled.jit import i64, inlined, jitted, u64
from capsim.engines.compiled.paths import has_time_left, speed_of, speed_today, tick_when
from capsim.engines.compiled.pool import see_who_is_able, share_for
from capsim.engines.compiled.state import EPOCH, NOW, TURN
from capsim.engines.compiled.tables import BY_COST, BY_FINISH, BY_LOAD, BY_PROJECT, BY_SKILLS
from capsim.rules.work import load_of as load_of_work

__all__ = [
    "NOBODY",
    "could_with_held",
    "find_team",
    "largest_team",
    "load_of",
    "mark_members",
    "matched",
    "preferred",
    "share_of",
    "shut_out",
]

NOBODY: Final = -1

load_of = inlined(load_of_work)

_AHEAD: Final = -(1 << 63)
"""Added to what is compared of somebody who comes before all the others; it is never below zero."""

_FAST: Final = 34
"""Speeds, in thousandths, are below two to this power."""

_STRANGER: Final = 1 << 50
"""Likewise, within one project's people."""


@inlined
def share_of(t: Any, s: Any, need: int, person: int) -> Any:
    """Return the share that a person would give a need now: what is free, up to its allocation (R7)."""
    full = i64(t.need[need].allocation)
    if t.need[need].least == full:
        return full
    return min(full, share_for(t, s, person, t.task[t.need[need].task].project))


@inlined
def _has_share(t: Any, s: Any, person: int, least: int, project: int) -> bool:
    return bool(has(s.pool.whole, person) or share_for(t, s, person, project) >= least)


@inlined
def _own_finish(t: Any, s: Any, row: int, units: int, rate: int) -> Any:
    """Return when the work would end with all minimal seats so fast; what the horizon cuts off is equal."""
    c, now = t.clocks, s.flow.at[NOW]
    goal = clock_at(c, row, now) + (units + rate - 1) // rate
    return min(tick_of(c, row, now, goal), i64(t.rules.horizon + 1))


@inlined
def _end_with(t: Any, s: Any, person: int, units: int, speed: int, many: int) -> Any:
    """Return when work would end of which somebody does all, with so many thousandths of them."""
    row = i64(s.person[person].row)
    if len(t.paths.person) == 0 or row >= 0:
        return _own_finish(t, s, row, units, speed * many)
    return min(tick_when(t, s, person, speed, many, s.flow.at[NOW], units), i64(t.rules.horizon + 1))


@inlined
def _paced_key(t: Any, s: Any, place: int, person: int) -> Any:
    """Return what a rule compares that looks at the speed of today."""
    rule, speed = t.rules.assignment, speed_today(t, s, person, i64(t.kinds.speed[place]), s.flow.at[NOW])
    if rule == BY_SKILLS:
        return (i64(s.person[person].skills) << _FAST) - speed
    if rule == BY_COST:
        s.scratch.cost[0] = t.paths.rate[s.flow.at[EPOCH], person] / speed
        return i64(s.scratch.cost_bits[0])  # bits of numbers of at least 0 stand in their order
    return (i64(1) << _FAST) - speed


@inlined
def _key(t: Any, s: Any, need: int, place: int, person: int, units: int) -> Any:
    """Return what the assignment rule compares of a person, smallest first, and never below zero."""
    rule = t.rules.assignment
    if rule == BY_FINISH:
        if not t.need[need].effort:
            return i64(s.person[person].skills)
        if units <= 0:
            return s.flow.at[NOW]
        many = share_of(t, s, need, person) * t.need[need].fewest
        return _end_with(t, s, person, units, i64(t.kinds.speed[place]), many)
    if rule == BY_LOAD:
        return s.pool.load[person]
    key = t.kinds.preference[place]
    if rule >= BY_PROJECT:
        key = _paced_key(t, s, place, person)
    if rule == BY_PROJECT and not has(s.pool.worked_on[t.task[t.need[need].task].project], person):
        key += _STRANGER
    return key


@inlined
def _booked_row(t: Any, s: Any, project: int) -> Any:
    """Return the row of the people booked on a project today, or -1."""
    turn = s.flow.at[TURN]
    if turn < 0:
        return i64(-1)
    return i64(t.bookings.row[turn, project])


@jitted
def preferred(t: Any, s: Any, need: int, least: int, taken: Any) -> Any:
    """Return the entry of the preferred person for a seat of a need, who is able and not taken, or NOBODY."""
    wanted = t.need[need]
    row = i64(t.kinds.row[s.flow.at[EPOCH], wanted.kind])
    project = i64(t.task[wanted.task].project)
    booked = _booked_row(t, s, project)
    rule = t.rules.assignment
    if booked >= 0 or rule == BY_LOAD or rule >= BY_PROJECT or not wanted.effort:
        return _of_all(t, s, need, row, project, least, booked, taken)
    if t.rules.assignment == BY_FINISH:
        return _soonest(t, s, need, row, project, least, taken)
    for word in range(t.kinds.first[row], t.kinds.first[row + 1]):  # they stand in the order of preference
        free = s.pool.free_of[word]
        while free:
            place = 64 * word + lowest(free)
            free &= free - u64(1)
            person = i64(t.kinds.person[place])
            able = has(s.pool.able, person) and not has(taken, person)
            if able and _has_share(t, s, person, least, project):
                return place
    return i64(NOBODY)


@jitted
def _soonest(t: Any, s: Any, need: int, row: int, project: int, least: int, taken: Any) -> Any:
    """Return the entry of who would end the work first; the fastest come first, and set the pace to beat."""
    units = left(t, s, need, s.flow.at[NOW])
    most = i64(t.need[need].allocation) * i64(t.need[need].fewest)
    best, best_key, best_person = i64(NOBODY), i64(0), i64(0)
    best_line, best_rate, speed = i64(-1), i64(0), i64(0)
    for word in range(t.kinds.first[row], t.kinds.first[row + 1]):
        free = s.pool.free_of[word]
        while free:
            place = 64 * word + lowest(free)
            free &= free - u64(1)
            person = i64(t.kinds.person[place])
            if not has(s.pool.able, person) or has(taken, person):
                continue
            if best != NOBODY and t.kinds.speed[place] < speed and units > 0:
                speed = i64(t.kinds.speed[place])
                # sooner than somebody so fast who is there whenever anybody is, none of the others ends
                pace = speed_of(speed, i64(t.paths.fastest))
                if _own_finish(t, s, t.clocks.everybody, units, pace * most) > best_key:
                    return best
            if not _has_share(t, s, person, least, project):
                continue
            line = i64(s.person[person].row)
            many = share_of(t, s, need, person) * t.need[need].fewest
            rate = i64(t.kinds.speed[place]) * many
            if line >= 0 and line == best_line and rate <= best_rate and person > best_person:
                continue  # there on the same days, no faster, and listed later
            key = s.flow.at[NOW]
            if units > 0:
                key = _end_with(t, s, person, units, i64(t.kinds.speed[place]), many)
            if best == NOBODY or key < best_key or (key == best_key and person < best_person):
                if best == NOBODY:
                    speed = i64(t.kinds.speed[place])
                best, best_key, best_person = place, key, person
                best_line, best_rate = line, rate
    return best


@jitted
def _of_all(t: Any, s: Any, need: int, row: int, project: int, least: int, booked: int, taken: Any) -> Any:
    """Return the entry of the preferred person by comparing all of them."""
    units = left(t, s, need, s.flow.at[NOW])
    best, best_key, best_person = i64(NOBODY), i64(0), i64(0)
    for word in range(t.kinds.first[row], t.kinds.first[row + 1]):
        free = s.pool.free_of[word]
        while free:
            place = 64 * word + lowest(free)
            free &= free - u64(1)
            person = i64(t.kinds.person[place])
            if not has(s.pool.able, person) or has(taken, person):
                continue
            if not _has_share(t, s, person, least, project):
                continue
            key = _key(t, s, need, place, person, units)
            if booked >= 0 and has(t.bookings.booked[booked], person):
                key += _AHEAD
            if best == NOBODY or key < best_key or (key == best_key and person < best_person):
                best, best_key, best_person = place, key, person
    return best


@jitted
def find_team(t: Any, s: Any, unit: int) -> bool:
    """Put the team that a unit would start with now in the scratch; tell whether there is one (R7)."""
    signature = t.unit[unit].signature
    first = t.signatures.first[signature]
    seats = t.signatures.first[signature + 1] - first
    taken, team = s.scratch.taken, s.scratch.team
    need = t.unit[unit].first_need + t.signatures.need[first]
    picky = t.unit[unit].picky > 0
    if picky:
        shut_out(t, s, unit)
    one = preferred(t, s, i64(need), i64(t.signatures.least[first]), taken)
    if picky and (seats == 1 or one == NOBODY):
        fill(taken, u64(0))
    if one == NOBODY:
        return False
    team[0] = one
    if seats == 1:
        return True
    return _find_others(t, s, unit, first, seats)


@jitted
def mark_members(t: Any, s: Any, task: int, but: int) -> None:
    """Let the people who work on a task be taken, but for those of one need."""
    for need in range(t.task[task].first_need, t.task[task].end_need):
        slot, seats = t.need[need].slot, s.need[need].taken
        if need != but and seats > 0 and s.seat[s.slots[slot]].stop == NEVER:
            for place in range(slot, slot + seats):
                add(s.scratch.taken, i64(s.seat[s.slots[place]].person))


@jitted
def _find_others(t: Any, s: Any, unit: int, first: int, seats: int) -> bool:
    """Fill the seats after the first: greedily, and if that fails by a matching."""
    taken, team = s.scratch.taken, s.scratch.team
    add(taken, i64(t.kinds.person[team[0]]))
    filled = 1
    for seat in range(1, seats):
        need = t.unit[unit].first_need + t.signatures.need[first + seat]
        one = preferred(t, s, i64(need), i64(t.signatures.least[first + seat]), taken)
        if one == NOBODY:
            break
        team[seat] = one
        add(taken, i64(t.kinds.person[one]))
        filled += 1
    fill(taken, u64(0))
    if filled == seats:
        return True
    if not _can_be_filled(t, s, unit, first, seats):
        return False
    _choose(t, s, unit, first, seats)
    _first_of_largest(s, seats)
    return True


@jitted
def largest_team(t: Any, s: Any, unit: int) -> bool:
    """Put the people of the largest matching of a unit's seats in the scratch; tell whether it has any."""
    signature = t.unit[unit].signature
    first = t.signatures.first[signature]
    seats = t.signatures.first[signature + 1] - first
    _choose(t, s, unit, first, seats)
    if matched(s, i64(0), seats) == 0:
        return False
    _first_of_largest(s, seats)
    return True


@jitted
def could_with_held(t: Any, s: Any, unit: int) -> bool:
    """Whether a unit that cannot be staffed could be with the people held."""
    signature = t.unit[unit].signature
    first = t.signatures.first[signature]
    seats = t.signatures.first[signature + 1] - first
    held = s.scratch.held
    for word in range(t.people.words):
        held[word] = s.reserve.people[word]
        s.reserve.people[word] = u64(0)
    see_who_is_able(t, s)
    could = _can_be_filled(t, s, unit, first, seats)
    for word in range(t.people.words):
        s.reserve.people[word] = held[word]
    see_who_is_able(t, s)
    return bool(could)


@jitted
def _can_be_filled(t: Any, s: Any, unit: int, first: int, seats: int) -> bool:
    """Whether all seats of a unit can be filled at once, whoever is preferred."""
    c, place, all_asked = s.scratch, i64(0), True
    if t.unit[unit].picky:
        shut_out(t, s, unit)
    project = i64(t.task[t.unit[unit].task].project)
    for seat in range(seats):
        c.choice_first[seat] = place
        least = i64(t.signatures.least[first + seat])
        qualified = t.kinds.qualified[t.kinds.row[s.flow.at[EPOCH], t.signatures.kind[first + seat]]]
        for word in range(t.people.words):
            able = s.pool.able[word] & qualified[word] & ~c.taken[word]
            while able:
                person = lowest(able) + 64 * word
                able &= able - u64(1)
                if _has_share(t, s, person, least, project):
                    c.choices[place] = person
                    place += 1
        if place == c.choice_first[seat]:
            all_asked = False
            break
    if t.unit[unit].picky:
        fill(c.taken, u64(0))
    c.choice_first[seats] = place
    return bool(all_asked and matched(s, i64(0), seats) == seats)


@jitted
def _choose(t: Any, s: Any, unit: int, first: int, seats: int) -> None:
    """List for each seat the people able to take it, best first."""
    c = s.scratch
    if t.unit[unit].picky:
        shut_out(t, s, unit)
    place = i64(0)
    project = i64(t.task[t.unit[unit].task].project)
    booked = _booked_row(t, s, project)
    for seat in range(seats):
        c.choice_first[seat] = place
        begin = place
        need = i64(t.unit[unit].first_need) + t.signatures.need[first + seat]
        least = i64(t.signatures.least[first + seat])
        row = i64(t.kinds.row[s.flow.at[EPOCH], t.need[need].kind])
        units = left(t, s, need, s.flow.at[NOW])
        for word in range(t.kinds.first[row], t.kinds.first[row + 1]):
            free = s.pool.free_of[word]
            while free:
                entry = 64 * word + lowest(free)
                free &= free - u64(1)
                person = i64(t.kinds.person[entry])
                if not has(s.pool.able, person) or has(c.taken, person):
                    continue
                if not _has_share(t, s, person, least, project):
                    continue
                key = _key(t, s, need, entry, person, units)
                if booked >= 0 and has(t.bookings.booked[booked], person):
                    key += _AHEAD
                back = place
                while back > begin and (
                    c.choice_key[back - 1 - begin] > key
                    or (c.choice_key[back - 1 - begin] == key and c.choices[back - 1] > person)
                ):
                    c.choices[back] = c.choices[back - 1]
                    c.choice_entry[back] = c.choice_entry[back - 1]
                    c.choice_key[back - begin] = c.choice_key[back - 1 - begin]
                    back -= 1
                c.choices[back] = person
                c.choice_entry[back] = entry
                c.choice_key[back - begin] = key
                place += 1
    c.choice_first[seats] = place
    if t.unit[unit].picky:
        fill(c.taken, u64(0))


@jitted
def shut_out(t: Any, s: Any, unit: int) -> None:
    """Let those be taken who may not work on a unit, though they qualify."""
    task = i64(t.unit[unit].task)
    if t.unit[unit].again >= 0:
        _shut_out_others(t, s, unit)
    if t.unit[unit].need >= 0:
        mark_members(t, s, task, i64(t.unit[unit].need))


@jitted
def _shut_out_others(t: Any, s: Any, unit: int) -> None:
    """Let all be taken but those who worked on the task that this one looks to (rule R7).

    Who worked on that does this, if each of its minimal seats could be filled by another one of them who
    qualifies today and has capacity left in the run; else anybody may.
    """
    c, worked = s.scratch, s.worked[t.unit[unit].again]
    day = s.flow.at[NOW] // TICKS_PER_DAY
    for word in range(t.people.words):
        stay, rest = u64(0), worked[word]
        while rest:
            bit = bit_of(lowest(rest))
            if has_time_left(t, s, lowest(rest) + 64 * word, day):
                stay |= bit
            rest &= ~bit
        c.stay[word] = stay
    if _could_all(t, s, unit):
        for word in range(t.people.words):
            c.taken[word] |= ~c.stay[word]


@jitted
def _could_all(t: Any, s: Any, unit: int) -> bool:
    """Whether the people who stay could fill all minimal seats of a unit if they were there and free."""
    c, signature, place = s.scratch, t.unit[unit].signature, i64(0)
    first = t.signatures.first[signature]
    seats = t.signatures.first[signature + 1] - first
    for seat in range(seats):
        c.choice_first[seat] = place
        qualified = t.kinds.qualified[t.kinds.row[s.flow.at[EPOCH], t.signatures.kind[first + seat]]]
        for word in range(t.people.words):
            able = c.stay[word] & qualified[word]
            while able:
                c.choices[place] = lowest(able) + 64 * word
                able &= able - u64(1)
                place += 1
    c.choice_first[seats] = place
    return bool(matched(s, i64(0), seats) == seats)


@jitted
def matched(s: Any, first: int, seats: int) -> Any:
    """Return how many seats from one on can be filled at once by people who are not gone."""
    c = s.scratch
    for seat in range(first, seats):
        c.person_at[seat] = NOBODY
        for place in range(c.choice_first[seat], c.choice_first[seat + 1]):
            c.seat_of[c.choices[place]] = NOBODY
    filled = 0
    for seat in range(first, seats):
        for other in range(first, seats):
            for place in range(c.choice_first[other], c.choice_first[other + 1]):
                c.asked[c.choices[place]] = 0
        filled += _augment(s, seat)
    return filled


@jitted
def _augment(s: Any, seat: int) -> int:
    """Find a place for one more seat, moving others; breadth first."""
    c = s.scratch
    c.queue[0] = seat
    asking, end = 0, 1
    while asking < end:
        who = c.queue[asking]
        asking += 1
        for place in range(c.choice_first[who], c.choice_first[who + 1]):
            person = i64(c.choices[place])
            if c.asked[person] or has(c.gone, person):
                continue
            c.asked[person] = 1
            c.asked_by[person] = who
            if c.seat_of[person] != NOBODY:
                c.queue[end] = c.seat_of[person]
                end += 1
                continue
            while person != NOBODY:  # hand the person over, and what that seat held before, along the path
                owner = c.asked_by[person]
                previous = i64(c.person_at[owner])
                c.seat_of[person] = owner
                c.person_at[owner] = person
                person = previous
            return 1
    return 0


@jitted
def _first_of_largest(s: Any, seats: int) -> None:
    """Fill as many seats as can be: of such teams the first in dictionary order, empty seats last."""
    c = s.scratch
    size = matched(s, i64(0), seats)
    filled = 0
    for seat in range(seats):
        c.team[seat] = NOBODY
        for place in range(c.choice_first[seat], c.choice_first[seat + 1]):
            person = i64(c.choices[place])
            if has(c.gone, person):
                continue
            add(c.gone, person)
            if filled + 1 + matched(s, seat + 1, seats) == size:
                c.team[seat] = c.choice_entry[place]
                filled += 1
                break
            c.gone[person >> 6] &= ~bit_of(person)
    fill(c.gone, u64(0))

"""Pre-emption (rule R11): urgent work interrupts running work of lower classes."""

from __future__ import annotations

from typing import Any

from capsim.engines.compiled.bits import fill, has, lowest
from capsim.engines.compiled.classes import class_of
from capsim.engines.compiled.jit import i64, inlined, jitted, u64
from capsim.engines.compiled.returns import send_back
from capsim.engines.compiled.staffing import find_team, matched, shut_out
from capsim.engines.compiled.state import EPOCH, FULL, PASS, RUNNING, SEATS, TURN

__all__ = ["interrupt"]


@jitted
def interrupt(t: Any, s: Any, unit: int) -> bool:
    """Interrupt what keeps the people for a unit of work, if that helps; then its team is in the scratch."""
    r, mine = s.returns, class_of(t, s, i64(t.unit[unit].task))
    if not _is_of_help(t, s, unit, mine):
        return False
    number = _list_lower(t, s, mine)
    size, found = i64(0), False
    while size < number and not found:
        _free(t, s, i64(r.batch[size]), 1)
        r.chosen[size] = True
        size += 1
        found = _could(t, s, unit, size)
    if found:
        for place in range(size - 1, -1, -1):
            _free(t, s, i64(r.batch[place]), -1)
            r.chosen[place] = False
            if not _could(t, s, unit, size):
                _free(t, s, i64(r.batch[place]), 1)
                r.chosen[place] = True
    kept = _keep_chosen(s, size) if found else i64(0)
    fill(r.freed, 0)
    fill(r.freed_seats, 0)
    for place in range(kept):
        send_back(t, s, i64(r.batch[place]), t.rules.resume_units)
    return bool(found and not s.flow.at[FULL] and find_team(t, s, unit))


@inlined
def _is_of_help(t: Any, s: Any, unit: int, mine: int) -> bool:
    """Whether somebody works below a class who could do a unit of work; who could is in the scratch."""
    at, r, helpful = s.flow.at, s.returns, s.scratch.helpful
    if r.lowest_at[0] != at[PASS] or r.lowest_at[1] != at[SEATS]:
        _see_lowest(t, s)
    if r.lowest_at[2] <= mine:
        return False
    first, last = t.signatures.first[t.unit[unit].signature], t.signatures.first[t.unit[unit].signature + 1]
    found = False
    for word in range(t.people.words):
        could = u64(0)
        for place in range(first, last):
            could |= t.kinds.qualified[t.kinds.row[at[EPOCH], t.signatures.kind[place]]][word]
        could &= s.pool.here[word] & ~s.reserve.people[word]
        helpful[word] = could
        while could and not found:
            found = r.lowest[lowest(could) + 64 * word] > mine
            could &= could - u64(1)
    return found


@jitted
def _see_lowest(t: Any, s: Any) -> None:
    """Note the lowest class that each person works for; within a pass it changes with each seat taken."""
    at, r, last = s.flow.at, s.returns, i64(-1)
    fill(r.lowest, -1)
    for number in range(at[RUNNING]):
        need = i64(r.running[number])
        mine, slot = class_of(t, s, i64(t.need[need].task)), t.need[need].slot
        last = max(last, mine)
        for place in range(slot, slot + s.need[need].taken):
            person = s.seat[s.slots[place]].person
            r.lowest[person] = max(r.lowest[person], mine)
    r.lowest_at[0], r.lowest_at[1], r.lowest_at[2] = at[PASS], at[SEATS], last


@inlined
def _helps(t: Any, s: Any, need: int) -> bool:
    """Whether somebody works on a need who could do the work that is to interrupt it."""
    slot, found = t.need[need].slot, False
    for place in range(slot, slot + s.need[need].taken):
        found |= has(s.scratch.helpful, i64(s.seat[s.slots[place]].person))
    return bool(found)


@inlined
def _list_lower(t: Any, s: Any, mine: int) -> Any:
    """List the needs in hand of lower classes: the lowest first, then the latest, then the last in order.

    Those are left out whose people could not do the work anyway.
    """
    batch, size = s.returns.batch, i64(0)
    for number in range(s.flow.at[RUNNING]):
        need = i64(s.returns.running[number])
        if class_of(t, s, i64(t.need[need].task)) > mine and _helps(t, s, need):
            back = size
            while back > 0 and _comes_first(t, s, need, i64(batch[back - 1])):
                batch[back] = batch[back - 1]
                back -= 1
            batch[back] = need
            size += 1
    return size


@inlined
def _comes_first(t: Any, s: Any, need: int, other: int) -> bool:
    """Whether a need is interrupted before another one."""
    task, of = i64(t.need[need].task), i64(t.need[other].task)
    mine, its = class_of(t, s, task), class_of(t, s, of)
    if mine != its:
        return bool(mine > its)
    if s.need[need].begun != s.need[other].begun:
        return bool(s.need[need].begun > s.need[other].begun)
    key, before = s.flow.key[task], s.flow.key[of]
    return bool(key > before or (key == before and need > other))


@inlined
def _free(t: Any, s: Any, need: int, sign: int) -> None:
    """Count the seats of a need as free, or no longer."""
    slot = t.need[need].slot
    for place in range(slot, slot + s.need[need].taken):
        seat = i64(s.slots[place])
        s.returns.freed[s.seat[seat].person] += sign * s.seat[seat].allocation
        s.returns.freed_seats[s.seat[seat].person] += sign


@inlined
def _keep_chosen(s: Any, size: int) -> Any:
    """Let the chosen needs stand first, in the order of the portfolio; return how many there are."""
    batch, kept = s.returns.batch, i64(0)
    for place in range(size):
        if s.returns.chosen[place]:
            need, back = i64(batch[place]), kept
            while back > 0 and batch[back - 1] > need:
                batch[back] = batch[back - 1]
                back -= 1
            batch[back] = need
            kept += 1
    return kept


@jitted
def _could(t: Any, s: Any, unit: int, size: int) -> bool:
    """Whether a unit of work could be staffed with the people of the chosen needs too."""
    c, place = s.scratch, i64(0)
    first = t.signatures.first[t.unit[unit].signature]
    seats = t.signatures.first[t.unit[unit].signature + 1] - first
    project = i64(t.task[t.unit[unit].task].project)
    if t.unit[unit].picky:
        shut_out(t, s, unit)
    for seat in range(seats):
        c.choice_first[seat] = place
        row = i64(t.kinds.row[s.flow.at[EPOCH], t.signatures.kind[first + seat]])
        for entry in range(64 * t.kinds.first[row], 64 * t.kinds.first[row + 1]):
            person = i64(t.kinds.person[entry])
            if person < 0 or not has(s.pool.here, person) or has(s.reserve.people, person):
                continue
            least = t.signatures.least[first + seat]
            if not has(c.taken, person) and _share_if(t, s, person, project, size) >= least:
                c.choices[place] = person
                place += 1
    c.choice_first[seats] = place
    if t.unit[unit].picky:
        fill(c.taken, u64(0))
    return bool(matched(s, i64(0), seats) == seats)


@inlined
def _share_if(t: Any, s: Any, person: int, project: int, size: int) -> Any:
    """Return what a project could have of a person if the chosen needs gave back what they hold."""
    who, r = s.person[person], s.returns
    if who.seats - r.freed_seats[person] >= who.focus:
        return i64(0)
    free = i64(who.free) + r.freed[person]
    if who.promised < 0:
        return free
    return _promised_if(t, s, person, project, size, free)


@jitted
def _promised_if(t: Any, s: Any, person: int, project: int, size: int, free: int) -> Any:
    """Return what a project could have of what is free of somebody whom hard bookings keep."""
    b, turn, number, own = t.bookings, s.flow.at[TURN], i64(s.person[person].promised), i64(0)
    if turn < 0:
        return i64(free)
    first = b.hard_first[turn, number]
    for row in range(first, b.hard_first[turn, number + 1]):
        of = b.hard_project[row]
        if not s.pool.goes_ahead[of]:
            continue
        covered = i64(s.promised.held[number, of]) - _freed_of(t, s, person, of, size)
        for earlier in range(first, row):
            if b.hard_project[earlier] == of:
                covered -= min(covered, i64(b.hard_share[earlier]))
        share = i64(b.hard_share[row])
        kept = min(share - min(covered, share), i64(free))
        free -= kept
        if of == project:
            own += kept
    return free + own


@inlined
def _freed_of(t: Any, s: Any, person: int, project: int, size: int) -> Any:
    """Return what the chosen needs of a project hold of a person."""
    share = i64(0)
    for number in range(size):
        need = i64(s.returns.batch[number])
        if s.returns.chosen[number] and t.task[t.need[need].task].project == project:
            slot = t.need[need].slot
            for place in range(slot, slot + s.need[need].taken):
                seat = i64(s.slots[place])
                if s.seat[seat].person == person:
                    share += s.seat[seat].allocation
    return share

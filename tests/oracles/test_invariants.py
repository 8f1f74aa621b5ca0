"""The engine against the rules read again from their text, over random portfolios."""

from __future__ import annotations

from collections import Counter
from copy import copy
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from capsim import rules
from capsim.domain.booking import Booking
from capsim.engines.event import run
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws
from tests.oracles.model import Model
from tests.oracles.naive import Naive
from tests.oracles.portfolios import (
    ASSIGNMENT,
    PRIORITY,
    booked_case,
    booked_large_case,
    case,
    large_case,
    offers,
    planned_case,
)
from tests.oracles.results import differences, recorded
from tests.oracles.verdict import QuickNaive, amounts_of, naive_schedule, verdict

STATIC = ("Listed", "EDD", "EST", "LST", "LFT", "MinSlack", "SPT", "LPT", "MTS", "GRPW", "GRPWAll", "WSJF")


def judge(numbers, count: int, made=case) -> list[str]:
    """The faults found in a range of portfolios."""
    return [
        f"portfolio {number}: {line}"
        for number in numbers
        for line in verdict(*made(number), seed=number, count=count)
    ]


@pytest.mark.parametrize("chunk", range(12))
def test_the_engine_does_what_the_rules_say(chunk):
    assert judge(range(50 * chunk, 50 * chunk + 50), count=1) == []


@pytest.mark.slow
@pytest.mark.parametrize("chunk", range(80))
def test_the_engine_does_what_the_rules_say_in_a_long_campaign(chunk):
    assert judge(range(10_000 + 250 * chunk, 10_000 + 250 * chunk + 250), count=2) == []


@pytest.mark.parametrize("chunk", range(12))
def test_the_engine_does_what_the_rules_say_of_bookings(chunk):
    assert judge(range(30 * chunk, 30 * chunk + 30), count=1, made=booked_case) == []


@pytest.mark.slow
@pytest.mark.parametrize("chunk", range(80))
def test_the_engine_does_what_the_rules_say_of_bookings_in_a_long_campaign(chunk):
    assert judge(range(10_000 + 100 * chunk, 10_000 + 100 * chunk + 100), count=2, made=booked_case) == []


@pytest.mark.parametrize("chunk", range(12))
def test_the_engine_does_what_the_rules_say_of_planned_ends(chunk):
    assert judge(range(25 * chunk, 25 * chunk + 25), count=1, made=planned_case) == []


@pytest.mark.slow
@pytest.mark.parametrize("chunk", range(80))
def test_the_engine_does_what_the_rules_say_of_planned_ends_in_a_long_campaign(chunk):
    assert judge(range(10_000 + 100 * chunk, 10_000 + 100 * chunk + 100), count=2, made=planned_case) == []


def judge_large(numbers, made=large_case) -> list[str]:
    return [
        f"large portfolio {number}: {line}"
        for number in numbers
        for line in verdict(*made(number), seed=number, naive=QuickNaive)
    ]


def test_the_engine_does_what_the_rules_say_with_many_people_and_tasks():
    assert judge_large(range(12)) == []
    assert judge_large(range(6), made=booked_large_case) == []


@pytest.mark.slow
@pytest.mark.parametrize("chunk", range(20))
def test_the_engine_does_what_the_rules_say_in_a_long_campaign_of_large_portfolios(chunk):
    assert judge_large(range(1_000 + 25 * chunk, 1_000 + 25 * chunk + 25)) == []
    assert judge_large(range(1_000 + 10 * chunk, 1_000 + 10 * chunk + 10), made=booked_large_case) == []


@pytest.mark.parametrize("chunk", range(4))
def test_every_static_rule_orders_work_by_the_keys_of_the_text(chunk):
    for number in range(100 * chunk, 100 * chunk + 100):
        portfolio, _ = case(number)
        planned, model = make_plan(portfolio).planned, Model(portfolio)
        for name in STATIC:
            keys = getattr(rules, name)().keys(planned)
            assert [float(key) for key in keys] == [
                float(model.priority_key(name, task.index)) for task in model.tasks
            ], (number, name)


def test_the_random_portfolios_reach_every_rule():
    seen: Counter[str] = Counter()
    for number in range(200):
        portfolio, policy = case(number)
        model = Model(portfolio)
        seen[type(policy.priority).__name__] += 1
        seen[type(policy.assignment).__name__] += 1
        draws = make_draws(make_plan(portfolio), number)
        amounts = next(iter(amounts_of(draws, 0, 1)))
        right = naive_schedule(model, policy, *amounts)
        drivers = [*right.ready_driver, *right.start_driver, *right.finish_driver]
        seen.update(kind for kind, _ in drivers)
        seen["never"] += right.finish.count(None)
        seen["absent"] += right.finish.count(-1)
        seen["extra seat"] += sum(
            seat.start > right.start[model.needs[seat.need].task] for seat in right.seats
        )
        seen["no time"] += sum(seat.start == seat.end for seat in right.seats)
    rare = {"reserve", "lapse"}
    for word in (
        "link",
        "project start",
        "not before",
        "ready",
        "person",
        "return",
        "need",
        "duration",
        "start",
        "never",
        "absent",
        "extra seat",
        "no time",
        *rare,
        *(rule.__name__ for rule in PRIORITY),
        *(rule.__name__ for rule in ASSIGNMENT),
    ):
        assert seen[word] >= (1 if word in rare else 4), word


def test_the_random_bookings_matter():
    seen: Counter[str] = Counter()
    for number in range(150):
        portfolio, policy = booked_case(number)
        model = Model(portfolio)
        amounts = next(iter(amounts_of(make_draws(make_plan(portfolio), number), 0, 1)))
        right = naive_schedule(model, policy, *amounts)
        seen.update(kind for kind, _ in right.start_driver)
        seen["over 100 %"] += any(
            sum(each.share for each in model.bookings if each.person == person and each.on(day)) > 1000
            for person in range(len(model.people))
            for day in (0, *model.booking_days)
        )
        seen["not ahead"] += any(not amounts[2][each.project] for each in model.bookings)
        seen["pool"] += len(model.bookings) > len(portfolio.bookings)
        anybody = Model(portfolio)
        anybody.own = {}
        seen["own"] += naive_schedule(anybody, policy, *amounts) != right
        seen["not there"] += any(task.index not in model.own for task in model.tasks if _is_booked(task))
        model.bookings = [replace(each, hard=False) for each in model.bookings]
        seen["kept"] += naive_schedule(model, policy, *amounts) != right
        seen["preferred"] += _without_bookings(model, policy, amounts) != naive_schedule(
            model, policy, *amounts
        )
    for word in ("booking", "over 100 %", "not ahead", "pool", "own", "not there", "kept", "preferred"):
        assert seen[word] >= 8, (word, seen)


class Impatient(Naive):
    """Work in hand takes extra seats on every tick; so many times it would have to wait for the morning."""

    hurried = 0

    def _take_help(self, need, run, t):
        began, run.started = run.started, t
        super()._take_help(need, run, t)
        run.started = began


def test_the_random_planned_ends_matter():
    seen: Counter[str] = Counter()
    for number in range(150):
        portfolio, policy = planned_case(number)
        model = Model(portfolio)
        amounts = next(iter(amounts_of(make_draws(make_plan(portfolio), number), 0, 1)))
        right = naive_schedule(model, policy, *amounts)
        seen["waited for the morning"] += naive_schedule(model, policy, *amounts, naive=Impatient) != right
        ends = {need.index: need.last_day for need in model.needs if need.last_day is not None}
        extra = [seat for seat in right.seats if seat.need in ends and _is_extra(seat, right, model)]
        later = [seat for seat in extra if seat.start > right.start[model.needs[seat.need].task]]
        joined = Counter((seat.need, seat.start) for seat in extra)
        seats = Counter((seat.need, seat.person) for seat in right.seats)
        seen["helped by two"] += sum(people > 1 for people in joined.values())
        seen["helped later"] += len(later)
        seen["helped in the morning"] += sum(seat.start % 480 == 0 for seat in later)
        seen["helped within a day"] += sum(seat.start % 480 > 0 for seat in later)
        seen["gave more"] += sum(count > 1 for count in seats.values())
        seen["gave more twice"] += sum(count > 2 for count in seats.values())
        seen["more than the allocation"] += sum(
            seat.allocation > model.needs[seat.need].allocation for seat in extra
        )
        seen["less than the least"] += sum(seat.allocation < model.needs[seat.need].least for seat in extra)
        seen["beyond the run"] += sum(day > model.last_day for day in ends.values())
        for need in model.needs:
            need.last_day = None
        seen["moved"] += naive_schedule(model, policy, *amounts) != right
    assert len(seen) == 11
    for word in seen:
        assert seen[word] >= (4 if word == "gave more twice" else 8), (word, seen)


def _is_extra(seat, right, model) -> bool:
    """Whether somebody joined: later than the start, or beyond the fewest people at it."""
    need = model.needs[seat.need]
    at_start = [
        each for each in right.seats if each.need == seat.need and each.start == right.start[need.task]
    ]
    return seat not in at_start or at_start.index(seat) >= need.fewest


def _is_booked(task) -> bool:
    return " booking " in task.data.name


def _without_bookings(model, policy, amounts):
    model = copy(model)
    model.bookings = []
    return naive_schedule(model, policy, *amounts)


def test_a_soft_booking_of_the_only_candidate_changes_nothing():
    found = 0
    for number in range(400):
        portfolio, policy = case(number)
        bookings = list(_of_only_candidates(portfolio))
        moves = policy.reserve_after is not None and type(policy.assignment) is rules.EarliestFinish
        if not bookings or moves:  # a look more can move a reserve from one person to another
            continue
        found += 1
        plain, booked = (make_plan(each) for each in (portfolio, replace(portfolio, bookings=bookings)))
        draws = make_draws(plain, number)
        one, other = (recorded(run(plan, policy, draws, 0, 1), 0) for plan in (plain, booked))
        assert one == other, number
    assert found >= 20


def _of_only_candidates(portfolio):
    """Soft bookings of people where a project wants nobody else's skills, and their role among others."""
    for project in portfolio.projects:
        needs = [need for task in project.tasks for need in task.needs]
        for person in portfolio.people:
            mine = [need for need in needs if offers(person, need)]
            alone = all(
                not offers(other, need) for need in mine for other in portfolio.people if other != person
            )
            roles = {choice.skill for need in needs for choice in need.skills}
            if mine and alone and person.count == 1 and person.role in roles:
                start = portfolio.start + timedelta(days=3)
                yield Booking(str(person.name), project.name, start, start + timedelta(days=9), 0.5)


def test_planned_ends_of_what_does_not_give_way_and_dates_of_grades_move_nothing():
    for number in range(60):
        portfolio, policy = case(number)
        portfolio = replace(portfolio, projects=[_standing_firm(each) for each in portfolio.projects])
        told = replace(
            portfolio,
            people=[_graded(person, portfolio.start) for person in portfolio.people],
            projects=[_ending(project, portfolio.start) for project in portfolio.projects],
        )
        assert told != portfolio
        plain, other = make_plan(portfolio), make_plan(told)
        draws = make_draws(plain, number)
        assert np.array_equal(draws.block(0, 2).effort, make_draws(other, number).block(0, 2).effort)
        one, two = (recorded(run(plan, policy, draws, 0, 1), 0) for plan in (plain, other))
        assert one == two, number


def _standing_firm(project):
    return replace(project, tasks=[_without_least(task) for task in project.tasks])


def _without_least(task):
    return replace(task, needs=[replace(need, least_allocation=None) for need in task.needs])


def _graded(person, start):
    skills = [replace(skill, as_of=start - timedelta(days=900)) for skill in person.skills]
    return replace(person, skills=skills)


def _ending(project, start):
    tasks = [replace(task, end=max(start, task.start or start) + timedelta(days=1)) for task in project.tasks]
    return replace(project, tasks=tasks)


class Surprised(Naive):
    """The naive rules in a world in which people are away for days that nobody knew of before."""

    absences: tuple[tuple[int, int, int], ...] = ()  # (person, known on this day, days away after it)

    def __init__(self, *given) -> None:
        super().__init__(*given)
        self.added: set[tuple[int, int]] = set()  # (person, first day added to an absence)

    def _goes(self, person: int, day: int) -> bool:
        return super()._goes(person, day) or (person, day) in self.added

    def _next(self, tick: int) -> int | None:
        soon = super()._next(tick)
        told = [480 * day for _, day, _ in self.absences if 480 * day > tick]
        return None if soon is None else min([soon, *told])

    def _look(self, t: int) -> None:
        for person, day, days in self.absences:
            if 480 * day == t:
                self._take_away(person, range(day + 1, min(day + 1 + days, self.m.n_days)), t)
        super()._look(t)

    def _take_away(self, person: int, days: range, t: int) -> None:
        capacity = self.m.people[person].capacity
        for day in [day for day in days if capacity[day]][:1]:
            self.added.add((person, day))
            self.future.add(480 * day)
        for day in days:
            capacity[day] = 0
        self.m.__dict__.pop("changes", None)
        for index, work in self.running.items():
            if work.end is None and self.m.needs[index].effort is not None:
                work.left, work.since = work.left - self.m.work(self._team(work), work.since, t), t
                self._foresee(self.m.needs[index], t)


def test_people_who_are_away_unforeseen_are_made_up_for_as_the_rules_say():
    helped = 0
    for number in range(150):
        portfolio, policy = case(number)
        if policy.reserve_after is not None and type(policy.assignment) is rules.EarliestFinish:
            continue
        plan, rng = make_plan(portfolio), np.random.default_rng([number, 5])
        absences = [
            (int(rng.integers(plan.n_people)), int(rng.integers(0, 6)), int(rng.integers(1, 8)))
            for _ in range(3)
        ]
        draws = make_draws(plan, number)
        runs = run(plan, policy, draws, 0, 1, processes=[_surprise(plan, *each) for each in absences])
        model, amounts = Model(portfolio), next(iter(amounts_of(draws, 0, 1)))
        naive = type("", (Surprised,), {"absences": absences})
        right = naive_schedule(model, policy, *amounts, naive=naive)
        assert differences(model, recorded(runs, 0), right) == [], number
        model = Model(portfolio)
        for need in model.needs:
            need.last_day = None
        helped += naive_schedule(model, policy, *amounts, naive=naive) != right
    assert helped >= 10


def _surprise(plan, person, day, days):
    def away(world):
        yield world.until(plan.start + timedelta(days=day))
        first = plan.start + timedelta(days=day + 1)
        world.away(plan.person_names[person], first, first + timedelta(days=days - 1))

    return away


def test_looking_more_often_changes_nothing_where_nobody_is_held_by_earliest_finish():
    for number in range(60):
        portfolio, policy = case(number)
        if policy.reserve_after is not None and type(policy.assignment) is rules.EarliestFinish:
            continue
        model = Model(portfolio)
        amounts = next(iter(amounts_of(make_draws(make_plan(portfolio), number), 0, 1)))
        as_listed = naive_schedule(model, policy, *amounts)
        for every in (480, 97):
            assert differences(model, naive_schedule(model, policy, *amounts, every=every), as_listed) == []


def test_a_portfolio_is_made_again_from_its_number():
    first, second = case(7), case(7)
    assert first == second
    assert first[0].people != case(8)[0].people

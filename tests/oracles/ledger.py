"""What a replication costs, posting by posting and day by day, in exact fractions; shares no code."""

from __future__ import annotations

import math
from collections import defaultdict
from fractions import Fraction

from capsim.clock import NEVER

DAY = 480

NO_PROJECT, NO_PERSON = "no project", "no person"


def exact(number: float) -> Fraction:
    return Fraction(str(number))


class Ledger:
    """The costs of one replication: {(kind, project, person, day): money}."""

    def __init__(self, model, schedule, seats) -> None:
        """``schedule``: (project, start, finish, cost); ``seats``: (project, person, start, end, share)."""
        self.model, self.portfolio = model, model.portfolio
        self.costs: dict[tuple[str, str, str, int], Fraction] = defaultdict(Fraction)
        finishes = [finish for _, _, finish, _ in schedule]
        self.stop = model.horizon if NEVER in finishes else max(finishes, default=0)
        for project, start, _, cost in schedule:
            if cost and 0 <= start < NEVER:
                self.costs["fixed", project, NO_PERSON, start // DAY] += exact(cost)
        staff = self.portfolio.staff
        used: dict[tuple[int, int], Fraction] = defaultdict(Fraction)
        for project, index, start, end, share in seats:
            for day, part in self.days(start, min(end, self.stop)):
                amount = self.work(index, day) * part * Fraction(share, 1000)
                self.costs["labor", project, staff[index].name, day] += amount
                used[index, day] += amount
        for index, person in enumerate(staff):
            for day, part in self.days(0, self.stop):
                paid = (self.work(index, day) + self.leave(index, day)) * part
                self.costs["bench", NO_PROJECT, person.name, day] += paid - used[index, day]

    def days(self, start: int, end: int):
        """(day, part of it) from one tick to another."""
        for day in range(start // DAY, -(-end // DAY)):
            yield day, Fraction(min(end, DAY * (day + 1)) - max(start, DAY * day), DAY)

    def rate(self, index: int, day: int) -> Fraction:
        person, terms = self.portfolio.staff[index], self.portfolio.money
        rate = person.cost_per_day or 0
        for each in sorted(person.rates, key=lambda each: each.start):
            if (each.start - self.portfolio.start).days <= day:
                rate = each.cost_per_day
        worth = Fraction(1)
        if person.currency not in (None, self.portfolio.currency):
            worth = exact(dict(terms.exchange_rates)[person.currency])
        premium = 1 + exact(terms.contractor_premium) if person.contractor else Fraction(1)
        return exact(rate) * worth * premium

    def work(self, index: int, day: int) -> Fraction:
        """The cost of the capacity of a day, rounded half up to thousandths."""
        ticks = self.model.people[index].capacity[day]
        over = max(ticks - DAY, 0)
        paid = min(ticks, DAY) + over * (1 + exact(self.portfolio.money.overtime_premium))
        return in_mills(self.rate(index, day) * paid / DAY)

    def leave(self, index: int, day: int) -> Fraction:
        person = self.portfolio.staff[index]
        if person.contractor or all(not leave.paid for leave in person.leave):
            return Fraction(0)
        here = self.model.people[index].capacity[day]
        there = self.model.without_paid_leave[index].capacity[day]
        return in_mills(self.rate(index, day) * (there - here) / DAY)


def in_mills(amount: Fraction) -> Fraction:
    return Fraction(math.floor(amount * 1000 + Fraction(1, 2)), 1000)

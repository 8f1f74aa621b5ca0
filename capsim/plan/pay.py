"""What people cost and are charged on each day (rule R19)."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from capsim.clock import TICKS_PER_DAY, day_index
from capsim.domain.person import Person
from capsim.plan.build import person_capacity, work_pattern
from capsim.plan.plan import Plan

__all__ = ["MILLS", "Pay", "day_rates", "pay_of", "status_day"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

MILLS: Final = 1000
"""Parts of a unit of money to which the cost of a day is rounded."""


@dataclass(frozen=True, eq=False)
class Pay:
    """What each person costs on each day, in mills: whole thousandths of the portfolio's currency.

    Attributes
    ----------
    row : ndarray of int64, (people,)
        The row of each person; people who are paid alike share one.
    work : ndarray of float64, (rows, days)
        The cost of a day's capacity, premiums on it included.
    leave : ndarray of float64, (rows, days)
        The cost of paid leave.
    price : ndarray of float64, (rows, days)
        What a client is charged for the day's capacity.
    longer : ndarray of float64, (rows, days)
        What it costs to work the day's capacity once more, as overtime.
    contractor : ndarray of bool, (people,)
        Who is not paid while away.
    """

    row: Ints
    work: Floats
    leave: Floats
    price: Floats
    longer: Floats
    contractor: npt.NDArray[np.bool_]


def pay_of(plan: Plan, days: int) -> Pay:
    """Return what everybody costs on the first days of a plan.

    Parameters
    ----------
    plan : Plan
    days : int
        At most those of the plan.

    Returns
    -------
    Pay
    """
    staff = plan.portfolio.staff
    of_leave = _paid_leave_of(plan, days)
    place: dict[object, int] = {}
    rows: list[tuple[Floats, ...]] = []
    row = np.zeros(len(staff), dtype=np.int64)
    for index, person in enumerate(staff):
        leave = of_leave(person)
        key = (
            *(int(plan.capacity_row[index]), person.cost_per_day, person.rates, person.currency),
            *(person.contractor, person.price_per_day, leave.tobytes()),
        )
        if key not in place:
            place[key] = len(rows)
            capacity = plan.capacity[plan.capacity_row[index], :days]
            rows.append(_days_of(plan, person, capacity, leave))
        row[index] = place[key]
    work, on_leave, price, longer = (
        np.array([each[part] for each in rows], dtype=np.float64).reshape(-1, days) for part in range(4)
    )
    contractor = np.array([person.contractor for person in staff], dtype=np.bool_)
    return Pay(row, work, on_leave, price, longer, contractor)


def day_rates(plan: Plan, days: int) -> Floats:
    """Return what a full day of everybody costs, (people, days), in the portfolio's currency."""
    rates = [_rate(plan, person, days) / MILLS for person in plan.portfolio.staff]
    return np.array(rates, dtype=np.float64).reshape(len(rates), days)


def status_day(plan: Plan) -> int:
    """Return the day from which money is still to be spent: that of the status date, else the first."""
    status = plan.portfolio.status_date
    return 0 if status is None else max(day_index(status, plan.start), 0)


def _days_of(plan: Plan, person: Person, capacity: Ints, leave: Ints) -> tuple[Floats, ...]:
    """Return the cost of work, the cost of leave, the price and the cost of overtime of each day, in mills.

    Before the status date money is spent, and nobody knows of what: it does not count.
    """
    rate = _rate(plan, person, len(capacity))
    capacity, leave = (each * (np.arange(len(each)) >= status_day(plan)) for each in (capacity, leave))
    usual = np.minimum(capacity, TICKS_PER_DAY)
    premium = 1 + plan.portfolio.money.overtime_premium
    overtime = (capacity - usual) * premium
    price = (person.price_per_day or 0.0) * MILLS
    amounts = (rate * (usual + overtime), rate * leave, capacity * price, rate * capacity * premium)
    return tuple(map(_rounded, amounts))


def _rate(plan: Plan, person: Person, days: int) -> Floats:
    """Return the cost of a full day, in mills of the portfolio's currency, on each day."""
    portfolio = plan.portfolio
    rate = np.full(days, portfolio.own_rate(person, person.cost_per_day or 0.0))
    for each in person.rates:
        first = max(day_index(each.start, plan.start), 0)
        rate[first:] = portfolio.own_rate(person, each.cost_per_day)
    return rate * MILLS


def _rounded(mills: npt.NDArray[Any]) -> Floats:
    """Return amounts of money times ticks of a day as whole mills, rounded half up."""
    return np.floor(mills / TICKS_PER_DAY + 0.5 + 1e-6)  # decimal rates are a hair off their text


def _paid_leave_of(plan: Plan, days: int) -> Callable[[Person], Ints]:
    """Return what tells the ticks of paid leave of a person on each day."""
    patterns: dict[str, Ints] = {}

    def of(person: Person) -> Ints:
        unpaid = tuple(leave for leave in person.leave if not leave.paid)
        if person.contractor or len(unpaid) == len(person.leave):
            return np.zeros(days, dtype=np.int64)
        calendar = plan.portfolio.calendar_of(person)
        if calendar.name not in patterns:
            patterns[calendar.name] = work_pattern(calendar, plan.start, days)
        there = copy.copy(person)  # known to be valid
        object.__setattr__(there, "leave", unpaid)
        ticks = [
            person_capacity(each, patterns[calendar.name], plan.portfolio, days) for each in (there, person)
        ]
        return ticks[0] - ticks[1]

    return of

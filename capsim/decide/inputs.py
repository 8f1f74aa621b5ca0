"""The inputs that a choice hangs on: each can be moved, and makes two portfolios of its new value."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, TypeAlias

from capsim.domain.distributions import Fixed, Shifted
from capsim.domain.edits import AddPerson, ChangeProject, Edit, Hire
from capsim.domain.people import Joining
from capsim.domain.portfolio import Portfolio
from capsim.domain.scenario import Scenario
from capsim.domain.uncertainty import Driver
from capsim.domain.values import plain

__all__ = ["Input", "Sides", "inputs_of", "told"]

Sides: TypeAlias = tuple[Portfolio | None, Portfolio]
"""The base and the scenario; None for the base where it stays as it is."""


@dataclass(frozen=True)
class Input:
    """An input, and what becomes of both sides when it is another.

    Attributes
    ----------
    name : str
        In words: ``"the start in 'hire backend by 2027-03-01'"``.
    now : object
        What it is.
    at : callable
        From how far it is moved, as a share (of a number itself, of a date the length of the plan), to its
        new value.
    sides : callable
        From a new value to both sides.
    least, most : float
        How far it can be moved.
    """

    name: str
    now: Any
    at: Callable[[float], Any]
    sides: Callable[[Any], Sides]
    least: float = -0.9
    most: float = 3.0


def inputs_of(
    base: Portfolio, scenario: Scenario, days: float, project: str | None = None
) -> Iterator[Input]:
    """Yield what a choice may hang on: what its edits say, all estimates, and what a day of delay costs.

    Parameters
    ----------
    base : Portfolio
    scenario : Scenario
    days : float
        How long the plan is: the measure of dates.
    project : str, optional
        The one whose delay may cost another sum.
    """
    for number, edit in enumerate(scenario.edits):

        def made(new: Edit, number: int = number) -> Sides:
            edits = (*scenario.edits[:number], new, *scenario.edits[number + 1 :])
            return None, Scenario(scenario.name, edits).apply(base)

        yield from _of_edit(edit, made, days, base.start)
    yield _estimates(base, scenario)
    if project is not None:
        yield from _cost_of_delay(base, scenario, project)


# ---------------------------------------------------------------- edits

_IN_WORDS: Final = {
    "days": "number of days",
    "people": "number of people",
    "share": "share",
    "scale": "scale",
}


def _of_edit(edit: Any, made: Callable[[Edit], Sides], days: float, start: date) -> Iterator[Input]:
    """Yield the numbers and dates that an edit says."""
    if isinstance(edit, AddPerson):
        person = edit.person
        for field in ("start", "availability", "cost_per_day"):

            def with_person(new: Any, field: str = field) -> Sides:
                return made(AddPerson(dataclasses.replace(person, **{field: new})))

            yield from _field(field, getattr(person, field), str(edit), with_person, days, start)
        return
    changes = dict(getattr(edit, "fields", ()))
    for field in (*(each.name for each in dataclasses.fields(edit) if each.name != "fields"), *changes):

        def with_field(new: Any, field: str = field) -> Sides:
            if field in changes:
                return made(dataclasses.replace(edit, fields=tuple({**changes, field: new}.items())))
            return made(dataclasses.replace(edit, **{field: new}))

        content = changes[field] if field in changes else getattr(edit, field)
        yield from _field(field, content, str(edit), with_field, days, start)
    if isinstance(edit, Hire):
        yield _arrival(edit, made, days)


def _field(
    field: str, now: Any, of: str, sides: Callable[[Any], Sides], days: float, start: date
) -> Iterator[Input]:
    """Yield an input for a number or a date; anything else is none."""
    name = f"the {_IN_WORDS.get(field, field.replace('_', ' '))} in '{of}'"
    if isinstance(now, bool) or now is None or now == 0:
        return
    if isinstance(now, date):
        earliest = -(now - start).days / days
        yield Input(name, now, lambda by: now + timedelta(days=round(by * days)), sides, earliest, 1.0)
    elif isinstance(now, int):
        yield Input(name, now, lambda by: round(now * (1 + by)), sides)
    elif isinstance(now, float):
        yield Input(name, now, lambda by: now * (1 + by), sides)


def _arrival(edit: Hire, made: Callable[[Edit], Sides], days: float) -> Input:
    """Return how many days later than thought those who are hired come."""
    law = edit.arrival or Joining()

    def later(by: int) -> Sides:
        delay = Shifted(law.delay_days, by) if by else law.delay_days
        return made(dataclasses.replace(edit, arrival=Joining(delay, law.probability)))

    return Input(
        f"the days by which arrival is later in '{edit}'", 0, lambda by: round(by * days), later, 0, 1.0
    )


# ---------------------------------------------------------------- both sides


def _estimates(base: Portfolio, scenario: Scenario) -> Input:
    """Return a factor on all estimates, of both sides."""
    changed = scenario.apply(base)

    def sides(factor: float) -> Sides:
        return _scaled(base, factor), _scaled(changed, factor)

    return Input("the factor on all estimates", 1.0, lambda by: 1 + by, sides, -0.75, 2.0)


def _scaled(portfolio: Portfolio, factor: float) -> Portfolio:
    taken = {driver.name for driver in portfolio.drivers}
    name = next(name for number in range(len(taken) + 1) if (name := f"all estimates {number}") not in taken)
    return portfolio.replace(drivers=(*portfolio.drivers, Driver(name, Fixed(factor))))


def _cost_of_delay(base: Portfolio, scenario: Scenario, project: str) -> Iterator[Input]:
    """Yield what a day of delay of a project costs, if that is said."""
    changed = scenario.apply(base)
    now = base.project(project).cost_of_delay_per_day
    if not now:
        return

    def sides(cost: float) -> Sides:
        first, second = (_with_cost(each, project, cost) for each in (base, changed))
        return first, second

    yield Input(f"the cost of delay per day of {project}", now, lambda by: now * (1 + by), sides)


def _with_cost(portfolio: Portfolio, project: str, cost: float) -> Portfolio:
    return ChangeProject(project, cost_of_delay_per_day=cost).apply(portfolio)


def told(content: Any) -> str:
    """Return a value of an input in words."""
    return plain(float(f"{content:.3g}")) if isinstance(content, float) else str(content)

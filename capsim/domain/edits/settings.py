"""Edits of what holds for all: house rules, calendars, sickness and the like."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from pydantic import model_validator

from capsim.domain.edits.base import Fields, Setting, changed, fields_apart, fields_told
from capsim.domain.portfolio import Portfolio
from capsim.domain.reprs import as_code
from capsim.domain.values import value
from capsim.errors import Refused, did_you_mean

__all__ = ["ChangePolicy", "ChangePortfolio"]


@value
class ChangePolicy:
    """The house rules change: limits, priority, reactions.

    Parameters
    ----------
    fields : dict
        New contents of fields of `capsim.Policy`, by name; they can be given as arguments as well.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> print(ChangePolicy(wip_limit=3))
    house rules: wip limit 3
    """

    fields: Fields

    if TYPE_CHECKING:

        def __init__(self, fields: Any = ..., **more: Any) -> None: ...

    @model_validator(mode="before")
    @classmethod
    def _apart(cls, given: Any) -> Any:
        return fields_apart(given, ())

    @property
    def settings(self) -> Iterable[Setting]:
        """What it sets."""
        return [("policy", "", field) for field, _ in self.fields]

    def apply(self, portfolio: Portfolio) -> Portfolio:
        """Return the portfolio with these house rules."""
        return portfolio.replace(policy=changed(portfolio.policy, self.fields))

    def __str__(self) -> str:
        return f"house rules: {fields_told(self.fields)}"

    def __repr__(self) -> str:
        return f"ChangePolicy({dict(self.fields)!r})"

    _repr_html_ = as_code


_OF_OTHERS: Final = {
    "people": "AddPerson, RemovePerson or ChangePerson",
    "projects": "AddProject, RemoveProject or ChangeProject",
    "risks": "AddRisk, RemoveRisk or ChangeRisk",
    "policy": "ChangePolicy",
}
_FIXED: Final = ("name", "origin")


@value
class ChangePortfolio:
    """What holds for the whole portfolio changes: its calendar, its freezes, sickness, money.

    Parameters
    ----------
    fields : dict
        New contents of fields of `capsim.Portfolio`, by name; they can be given as arguments as well. People,
        projects, risks and house rules have edits of their own.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> print(ChangePortfolio(run_the_business=0.1))
    portfolio: run the business 0.1
    """

    fields: Fields

    if TYPE_CHECKING:

        def __init__(self, fields: Any = ..., **more: Any) -> None: ...

    @model_validator(mode="before")
    @classmethod
    def _apart(cls, given: Any) -> Any:
        return fields_apart(given, ())

    def __post_init__(self) -> None:
        known = [
            field.name
            for field in dataclasses.fields(Portfolio)
            if field.name not in _OF_OTHERS and field.name not in _FIXED
        ]
        for name, _ in self.fields:
            if name in _OF_OTHERS:
                raise Refused(f"{name} have edits of their own", name, f"use {_OF_OTHERS[name]}")
            if name not in known:
                raise Refused("no such field of a portfolio", name, did_you_mean(name, known))

    @property
    def settings(self) -> Iterable[Setting]:
        """What it sets."""
        return [("portfolio", "", field) for field, _ in self.fields]

    def apply(self, portfolio: Portfolio) -> Portfolio:
        """Return the portfolio with these contents."""
        return portfolio.replace(**dict(self.fields))

    def __str__(self) -> str:
        return f"portfolio: {fields_told(self.fields)}"

    def __repr__(self) -> str:
        return f"ChangePortfolio({dict(self.fields)!r})"

    _repr_html_ = as_code

"""Edits of the register of risks: what may happen, and what is done about it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from pydantic import model_validator

from capsim.domain.edits.base import (
    Fields,
    Setting,
    changed,
    fields_apart,
    fields_told,
    of_name,
    replaced,
)
from capsim.domain.portfolio import Portfolio
from capsim.domain.reprs import as_call, as_code
from capsim.domain.risk import Risk
from capsim.domain.values import Name, OptionalName, value
from capsim.errors import Refused

__all__ = ["AddRisk", "ChangeRisk", "RemoveRisk", "Respond"]


@value
class AddRisk:
    """One risk more.

    Parameters
    ----------
    risk : Risk

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> print(AddRisk(Risk("vendor late", 0.3, {"delay": 10})))
    add risk vendor late
    """

    risk: Risk

    def apply(self, portfolio: Portfolio) -> Portfolio:
        """Return the portfolio with it in the register."""
        if self.risk.name in {each.name for each in portfolio.risks}:
            raise Refused("there is a risk of that name", self.risk.name, "choose another name")
        return portfolio.replace(risks=(*portfolio.risks, self.risk))

    def __str__(self) -> str:
        return f"add risk {self.risk.name}"

    def __repr__(self) -> str:
        return as_call(self, "risk")

    _repr_html_ = as_code


@value
class RemoveRisk:
    """A risk is gone.

    Parameters
    ----------
    name : str

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> print(RemoveRisk("vendor late"))
    without risk vendor late
    """

    name: Name

    def apply(self, portfolio: Portfolio) -> Portfolio:
        """Return the portfolio without it."""
        risk = of_name(self.name, portfolio.risks, "risk")
        return portfolio.replace(risks=replaced(portfolio.risks, risk))

    def __str__(self) -> str:
        return f"without risk {self.name}"

    def __repr__(self) -> str:
        return as_call(self, "name")

    _repr_html_ = as_code


@value
class ChangeRisk:
    """A risk changes.

    Parameters
    ----------
    name : str
    fields : dict
        New contents of fields of `capsim.risks.Risk`, by name; they can be given as arguments as well.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> print(ChangeRisk("vendor late", probability=0.5))
    change risk vendor late: probability 0.5
    """

    name: Name
    fields: Fields

    if TYPE_CHECKING:

        def __init__(self, name: str, fields: Any = ..., **more: Any) -> None: ...

    @model_validator(mode="before")
    @classmethod
    def _apart(cls, given: Any) -> Any:
        return fields_apart(given, ("name",))

    @property
    def settings(self) -> Iterable[Setting]:
        """What it sets."""
        return [("risk", self.name, field) for field, _ in self.fields]

    def apply(self, portfolio: Portfolio) -> Portfolio:
        """Return the portfolio with it changed."""
        risk = of_name(self.name, portfolio.risks, "risk")
        return portfolio.replace(risks=replaced(portfolio.risks, risk, changed(risk, self.fields)))

    def __str__(self) -> str:
        return f"change risk {self.name}: {fields_told(self.fields)}"

    def __repr__(self) -> str:
        return f"ChangeRisk({self.name!r}, {dict(self.fields)!r})"

    _repr_html_ = as_code


@value
class Respond:
    """A response to a risk is taken, or is not.

    Parameters
    ----------
    risk : str
    response : str, optional
        Without one it is the only one that the risk has.
    taken : bool

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> print(Respond("vendor late", "second vendor"), Respond("flu", "masks", taken=False), sep="; ")
    respond to vendor late: second vendor; leave masks against flu
    """

    risk: Name
    response: OptionalName = None
    taken: bool = True

    if TYPE_CHECKING:

        def __init__(self, risk: str, response: str | None = None, taken: bool = True) -> None: ...

    @property
    def settings(self) -> Iterable[Setting]:
        """What it sets."""
        return [("risk", self.risk, f"response {self.response or ''}")]

    def apply(self, portfolio: Portfolio) -> Portfolio:
        """Return the portfolio in which the response is in the plan, or is not."""
        risk = of_name(self.risk, portfolio.risks, "risk")
        if self.response is None and len(risk.responses) != 1:
            names = "; ".join(each.name for each in risk.responses)
            what = "which of its responses is not said" if names else "a risk without responses"
            raise Refused(what, self.risk, f"name one of: {names}" if names else "give it one first")
        old = (
            risk.responses[0] if self.response is None else of_name(self.response, risk.responses, "response")
        )
        new = dataclasses.replace(old, taken=self.taken)
        answered = dataclasses.replace(risk, responses=replaced(risk.responses, old, new))
        return portfolio.replace(risks=replaced(portfolio.risks, risk, answered))

    def __str__(self) -> str:
        if self.taken:
            return f"respond to {self.risk}" + (f": {self.response}" if self.response else "")
        return f"leave {self.response or 'the response'} against {self.risk}"

    def __repr__(self) -> str:
        return as_call(self, "risk", *(["response"] if self.response else []))

    _repr_html_ = as_code

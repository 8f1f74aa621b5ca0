"""Scenarios: named changes of a portfolio, to be compared on the same futures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator

from capsim.domain.edits.base import Edit, Setting
from capsim.domain.portfolio import Portfolio
from capsim.domain.reprs import as_code
from capsim.domain.values import Name, value
from capsim.errors import InputError, Problem, Refused

__all__ = ["Scenario"]


def _edits(given: object) -> tuple[Any, ...]:
    if isinstance(given, Edit) and not isinstance(given, type):
        return (given,)
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise Refused("no list of edits", given, 'write [cs.edits.Delay("Billing", 30)]')
    made = tuple(given)
    for number, each in enumerate(made, start=1):
        if not isinstance(each, Edit) or isinstance(each, type):
            raise Refused(
                f"entry {number} is no edit", each, 'write one of cs.edits, such as Delay("Billing", 30)'
            )
    return made


@value
class Scenario:
    """Changes of a portfolio under a name.

    Parameters
    ----------
    name : str
    edits : list of Edit
        Made one after the other; see ``cs.edits``.

    Raises
    ------
    InputError
        With everything that is wrong; two edits that give a field different contents among it.

    Examples
    --------
    >>> from capsim.domain import edits
    >>> from capsim.domain.person import Person
    >>> agency = Portfolio("Agency", "2027-01-04", [Person("Ada", "backend")])
    >>> more = Scenario("hire", [edits.AddPerson("Cy", {"backend": 1.0}, start="2027-03-01")])
    >>> print(more)
    hire: add Cy (backend) from 2027-03-01
    >>> [person.name for person in more.apply(agency).people]
    ['Ada', 'Cy']
    """

    name: Name
    edits: Annotated[tuple[Any, ...], BeforeValidator(_edits)] = ()

    if TYPE_CHECKING:

        def __init__(self, name: str, edits: Edit | Iterable[Edit] = ()) -> None: ...

    def __post_init__(self) -> None:
        set_by: dict[Setting, Any] = {}
        for edit in self.edits:
            for setting in getattr(edit, "settings", ()):
                other = set_by.setdefault(setting, edit)
                if other != edit:
                    raise Refused("edits that contradict each other", f"{other}; {edit}", "keep one of them")

    def apply(self, portfolio: Portfolio) -> Portfolio:
        """Return the portfolio with all changes made.

        Parameters
        ----------
        portfolio : Portfolio
            It stays as it is.

        Returns
        -------
        Portfolio
            `capsim.write` puts it back into a workbook.

        Raises
        ------
        InputError
            If an edit names what is not there, or makes what no portfolio can be.
        """
        made = portfolio
        for number, edit in enumerate(self.edits, start=1):
            try:
                made = edit.apply(made)
            except InputError as error:
                place = f"Scenario {self.name!r}, edit {number} ({edit})"
                raise InputError(_placed(error), place) from None
        return made

    def then(self, other: Scenario, name: str | None = None) -> Scenario:
        """Return both one after the other.

        Parameters
        ----------
        other : Scenario
        name : str, optional
            By default both names.

        Returns
        -------
        Scenario
        """
        return Scenario(name or f"{self.name} and {other.name}", (*self.edits, *other.edits))

    def __str__(self) -> str:
        return f"{self.name}: {'; '.join(map(str, self.edits)) or 'as it is'}"

    def __repr__(self) -> str:
        return f"Scenario({self.name!r}, {list(self.edits)!r})"

    _repr_html_ = as_code


def _placed(error: InputError) -> Iterable[Problem]:
    """Return what is wrong with the portfolio that an edit makes."""
    return error.found

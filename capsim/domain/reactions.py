"""What a policy does when something shows in the run: a trigger, an action, and how often it is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

from pydantic import BeforeValidator

from capsim.domain.actions import Action, whole_days
from capsim.domain.reprs import as_call, as_code
from capsim.domain.triggers import OnDate, Slip, Trigger
from capsim.domain.values import number, value
from capsim.errors import Refused

__all__ = ["Reaction"]

_WEEK: Final = 5


def _trigger(given: object) -> Trigger:
    if isinstance(given, Trigger):
        return given
    raise Refused("nothing to watch", given, "write a trigger such as cs.rules.Slip(10)")


def _action(given: object) -> Action:
    if isinstance(given, Action):
        return given
    raise Refused("nothing to do", given, 'write an action such as cs.rules.Stop("Shop")')


def _every(given: object) -> int | None:
    return None if given is None else whole_days(given, "no rhythm")


def _at_most(given: object) -> int | None:
    if given is None:
        return None
    times = number(given)
    if times != int(times) or not 1 <= times <= 1_000_000:
        raise Refused("no number of times", given, "write a whole number from 1, or leave it out")
    return int(times)


@value
class Reaction:
    """What is done when something shows: watched at reviews, in every future of a run.

    It sees planned values and what has happened up to the review, and nothing of what is drawn for later.

    Parameters
    ----------
    when : trigger
        `Slip`, `Overloaded` or `OnDate`.
    do : action
        `Stop`, `Descope`, `Expedite`, `Hire` or `Overtime`.
    every : int, optional
        Working days from one review to the next, from the start of the portfolio; 5 by default. `OnDate`
        is looked at on its day, and has none.
    at_most : int, optional
        How many times it is done in one future; without one as often as the trigger asks for it.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> from capsim.rules import Descope, Slip
    >>> late = Reaction(when=Slip(10), do=Descope("nice to have"))
    >>> late
    Reaction(Slip(10), Descope('nice to have'))
    >>> print(late)
    slip by 10 days -> descope nice to have
    """

    when: Annotated[Trigger, BeforeValidator(_trigger)]
    do: Annotated[Action, BeforeValidator(_action)]
    every: Annotated[int | None, BeforeValidator(_every)] = None
    at_most: Annotated[int | None, BeforeValidator(_at_most)] = None

    if TYPE_CHECKING:

        def __init__(
            self, when: Trigger, do: Action, every: int | None = None, at_most: int | None = None
        ) -> None: ...

    def __post_init__(self) -> None:
        if isinstance(self.when, OnDate) and self.every is not None:
            raise Refused("a rhythm of a date", self.every, "leave every out: a date comes once")
        if getattr(self.do, "project", "") is None and not isinstance(self.when, Slip):
            verb = type(self.do).__name__
            raise Refused("nobody says which project", str(self), f'name it, such as {verb}(project="Shop")')

    def __repr__(self) -> str:
        return as_call(self, "when", "do")

    def __str__(self) -> str:
        every = "" if self.every is None else f", every {self.every} days"
        most = "" if self.at_most is None else f", at most {self.at_most}"
        return f"{self.when} -> {self.do}{every}{most}"

    _repr_html_ = as_code

    @property
    def rhythm(self) -> int:
        """Working days from one review to the next."""
        return _WEEK if self.every is None else self.every

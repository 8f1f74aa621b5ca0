"""The funnel from an idea to work: stages that a project passes, each with a probability and a time (D6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from capsim.domain.distributions import Distribution, Fixed
from capsim.domain.reprs import as_call, as_code
from capsim.domain.task import Amount, AmountLike
from capsim.domain.values import Name, NumberLike, Share, value

__all__ = ["Stage"]


@value
class Stage:
    """A stage of the intake of a project, such as *selected*.

    Parameters
    ----------
    name : str
        Unique in its project.
    probability : float
        That the project passes it.
    delay : float or distribution
        Working days of the portfolio calendar that it takes, one stage after the other from the project's
        start: no work of the project starts earlier.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> Stage("selected", 0.4, "PERT(10, 20, 60)")
    Stage('selected', 0.4, delay=PERT(10, 20, 60))
    """

    name: Name
    probability: Share = 1.0
    delay: Amount = None

    if TYPE_CHECKING:

        def __init__(
            self, name: str, probability: NumberLike = 1.0, delay: AmountLike | None = None
        ) -> None: ...

    def __repr__(self) -> str:
        return as_call(self, "name", "probability")

    _repr_html_ = as_code

    @property
    def time(self) -> Distribution:
        """The delay as a distribution."""
        return Fixed(0) if self.delay is None else self.delay

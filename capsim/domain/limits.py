"""How much may be in hand at once (rule R12): limits of a policy, and windows in which nothing begins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from capsim.domain.project import Project
from capsim.domain.reprs import as_call, as_code
from capsim.domain.values import Day, DayLike, Names, NamesLike, value
from capsim.errors import Refused

__all__ = ["Freeze", "FreezesLike"]


@value
class Freeze:
    """A window in which no task that needs people begins; work in hand goes on.

    Parameters
    ----------
    start, end : date
        First and last day.
    projects, teams : list of str, optional
        Whose work is meant: these projects, and those that these teams own. Without either it is all work.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> Freeze("2027-12-20", "2028-01-02", teams=["Web"])
    Freeze('2027-12-20', '2028-01-02', teams=['Web'])
    """

    start: Day
    end: Day
    projects: Names = ()
    teams: Names = ()

    if TYPE_CHECKING:

        def __init__(
            self, start: DayLike, end: DayLike, projects: NamesLike = (), teams: NamesLike = ()
        ) -> None: ...

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise Refused("ends before it starts", str(self.end), f"write {self.start} or later")

    def __repr__(self) -> str:
        return as_call(self, "start", "end")

    _repr_html_ = as_code

    def holds(self, project: Project) -> bool:
        """Return whether a project is meant."""
        everything = not self.projects and not self.teams
        return everything or project.name in self.projects or project.team in self.teams


FreezesLike: TypeAlias = Freeze | Iterable[Freeze | Mapping[str, object]]

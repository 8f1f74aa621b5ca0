"""Whom a name means where work names people: a person, a pool with all its people, or a team."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from capsim.domain.person import Person, unfolded
from capsim.domain.task import Need

__all__ = ["Named"]


class Named:
    """The people of a portfolio by name, pools unfolded.

    Parameters
    ----------
    people : iterable of Person

    Examples
    --------
    >>> named = Named([Person("Ada", "backend", team="Web"), Person("Dev", "backend", count=2, team="Web")])
    >>> sorted(named.people_for(Need("backend", effort=1, only=["Web"], never=["Dev 2"])))
    [0, 1]
    """

    def __init__(self, people: Iterable[Person]) -> None:
        self._places: dict[str, set[int]] = {}
        self._roles: dict[str, set[int]] = {}
        teams: dict[str, set[int]] = {}
        place = 0
        for person in people:
            whole = self._places.setdefault(str(person.name), set())
            for single in unfolded(person):
                self._places.setdefault(str(single.name), set()).add(place)
                whole.add(place)
                self._roles.setdefault(person.role, set()).add(place)
                if person.team is not None:
                    teams.setdefault(person.team, set()).add(place)
                place += 1
        # a name of somebody means that one, whatever teams are called
        self._places = {**teams, **self._places}
        self._everybody = frozenset(range(place))

    @property
    def roles(self) -> Mapping[str, object]:
        """The roles that somebody has."""
        return self._roles

    @property
    def names(self) -> Mapping[str, object]:
        """Everything that means somebody."""
        return self._places

    def people_for(self, need: Need) -> frozenset[int] | None:
        """Return the positions of the only people who may serve a need; None if it names nobody."""
        if not need.only and not need.never:
            return None
        only = self.places_of(need.only) if need.only else self._everybody
        return only - self.places_of(need.never)

    def meant_by(self, who: str) -> frozenset[int]:
        """Return the positions of those whom a name means, else of those whose role it is."""
        return self.places_of([who]) or frozenset(self._roles.get(who, ()))

    def places_of(self, names: Iterable[str]) -> frozenset[int]:
        """Return the positions of those whom some names mean."""
        return frozenset(place for name in names for place in self._places.get(name, ()))

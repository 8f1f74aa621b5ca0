"""Who fills the seats (rules R7 and R8b): matchings of seats and people, first in dictionary order.

A *choice* is a list of people for one seat, best first. People are numbers.
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["EMPTY", "first_team", "largest_team", "matching_size"]

EMPTY = -1
"""Stands for a seat that nobody fills."""


def first_team(choices: Sequence[Sequence[int]]) -> list[int]:
    """Fill every seat with somebody else, seat 1 as well as possible, then seat 2, and so on.

    Parameters
    ----------
    choices : sequence of sequence of int
        For each seat the people who can take it, best first.

    Returns
    -------
    list of int
        One person per seat; empty if the seats cannot all be filled.

    Examples
    --------
    >>> first_team([[4, 7], [4]])
    [7, 4]
    >>> first_team([[4], [4]])
    []
    """
    team: list[int] = []
    for seat in choices:  # greedy: if it completes, it is the first in dictionary order
        for person in seat:
            if person not in team:
                team.append(person)
                break
        else:
            break
    if len(team) == len(choices):
        return team
    if matching_size(choices) < len(choices):
        return []
    return largest_team(choices)


def largest_team(choices: Sequence[Sequence[int]]) -> list[int]:
    """Fill as many seats as possible; among such teams the first in dictionary order, empty seats last.

    Parameters
    ----------
    choices : sequence of sequence of int
        For each seat the people who can take it, best first.

    Returns
    -------
    list of int
        One person per seat, or `EMPTY`.

    Examples
    --------
    >>> largest_team([[1], [1], [2]])
    [1, -1, 2]
    """
    size = matching_size(choices)
    team: list[int] = []
    filled = 0
    for index, seat in enumerate(choices):
        taken = EMPTY
        for person in seat:
            if person in team:
                continue
            gone = {person, *team}
            rest = [[other for other in later if other not in gone] for later in choices[index + 1 :]]
            if filled + 1 + matching_size(rest) == size:
                taken = person
                break
        team.append(taken)
        filled += taken != EMPTY
    return team


def matching_size(choices: Sequence[Sequence[int]]) -> int:
    """Return how many seats can be filled at once by distinct people (augmenting paths).

    Parameters
    ----------
    choices : sequence of sequence of int
        For each seat the people who can take it.

    Examples
    --------
    >>> matching_size([[1, 2], [1], [1]])
    2
    """
    seat_of: dict[int, int] = {}
    person_at: dict[int, int] = {}
    for seat in range(len(choices)):
        _augment(choices, seat, seat_of, person_at)
    return len(person_at)


def _augment(
    choices: Sequence[Sequence[int]], seat: int, seat_of: dict[int, int], person_at: dict[int, int]
) -> None:
    """Find a place for one more seat, moving others; breadth first, so that no depth is too deep."""
    asked_by: dict[int, int] = {}  # person -> the seat that asked for them
    queue = [seat]
    for asking in queue:
        for person in choices[asking]:
            if person in asked_by:
                continue
            asked_by[person] = asking
            if person in seat_of:
                queue.append(seat_of[person])
                continue
            while person != EMPTY:  # hand the person over, and what that seat held before, along the path
                owner = asked_by[person]
                previous = person_at.get(owner, EMPTY)
                seat_of[person], person_at[owner] = owner, person
                person = previous
            return

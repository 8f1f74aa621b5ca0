"""Hall's condition, against every set of needs."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capsim.domain.person import Person
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.staffing import Staffing, find_shortage
from capsim.domain.task import Need, Task
from capsim.errors import InputError
from tests.unit.domain.team import agency

FILLERS = st.lists(st.frozensets(st.integers(0, 6), max_size=5), min_size=1, max_size=5)


def short_sets(fillers: list[frozenset[int]], seats: list[int]) -> list[tuple[int, ...]]:
    """Every set of needs with more seats than people, by trying them all."""
    return [
        needs
        for size in range(1, len(seats) + 1)
        for needs in combinations(range(len(seats)), size)
        if sum(seats[need] for need in needs) > len(frozenset().union(*(fillers[need] for need in needs)))
    ]


@given(FILLERS, st.data())
def test_a_shortage_is_found_exactly_where_some_set_of_needs_is_short(
    fillers: list[frozenset[int]], data: st.DataObject
) -> None:
    seats = data.draw(st.lists(st.integers(1, 3), min_size=len(fillers), max_size=len(fillers)))
    found = find_shortage(fillers, seats)
    short = short_sets(fillers, seats)
    assert (found is None) == (not short)
    if found is not None:
        assert found in short


def test_people_are_moved_between_needs_to_seat_one_more() -> None:
    anybody, first, second = frozenset({1, 2, 3}), frozenset({1}), frozenset({2})
    assert find_shortage([anybody, first, second], [1, 1, 1]) is None
    assert find_shortage([anybody, first, second], [2, 1, 1]) == (0, 1, 2)


def test_a_large_need_is_settled_quickly() -> None:
    everybody = frozenset(range(2_000))
    half = frozenset(range(1_000))
    assert find_shortage([everybody, half], [1_000, 1_000]) is None
    assert find_shortage([everybody, half], [1_001, 1_000]) == (0, 1)


@pytest.mark.parametrize(
    ("text", "names"),
    [("backend", ["Ada", "Bo"]), ("data", ["Ada"]), ("data, or design at 0.5", ["Ada", "Cy"])],
)
def test_those_who_qualify_by_any_alternative_can_fill_a_seat(text: str, names: list[str]) -> None:
    staffing = Staffing(agency())
    assert [staffing.names[who] for who in sorted(staffing.fillers(Need(text).skills))] == names


def test_leave_up_to_the_end_of_all_days_is_told_as_any_date_too_far() -> None:
    gone = Person("Ada", "backend", leave=[("2027-01-04", "9999-12-31")])
    shop = Project("Shop", [Task("build", effort=1, skill="backend")])
    with pytest.raises(InputError, match="leave: more than 100 years after the start"):
        Portfolio("Demo", "2027-01-04", [gone], [shop])

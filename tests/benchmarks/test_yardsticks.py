"""What the benchmarks compare is the same work: equal starts, finishes and people, task by task."""

import pytest

from tests.benchmarks.contenders import CONTENDERS, C, Case, Schedules
from tests.benchmarks.yardsticks.c_yardstick import COMPILER, PLAIN_FLAGS, CYardstick
from tests.benchmarks.yardsticks.workloads import SHAPES, Shape

pytestmark = pytest.mark.skipif(COMPILER is None, reason="there is no C compiler")

REPLICATIONS = {"small": 30, "medium": 5, "large": 1, "xl": 1}


def differ(case: Case) -> list[str]:
    """Return the names of the contenders whose schedules are not those of the first."""
    made = [ready.schedules(ready.run(case.count)) for ready in (each.prepare(case) for each in CONTENDERS)]
    assert {len(each.start) for each in made} == {case.count}
    return [
        each.name for each, schedules in zip(CONTENDERS, made, strict=True) if not made[0].equal(schedules)
    ]


@pytest.mark.parametrize("size", SHAPES)
def test_all_contenders_make_the_same_schedules(size: str) -> None:
    assert differ(Case(SHAPES[size], REPLICATIONS[size])) == []


@pytest.mark.parametrize("seed", range(8))
def test_they_do_so_where_few_people_serve_many_tasks_for_two(seed: int) -> None:
    assert differ(Case(Shape(projects=4, tasks=10, people=4, skills=3), 5, seed)) == []


@pytest.mark.parametrize("people", [16, 17, 65, 150])
def test_they_do_so_at_the_edges_of_words_and_lanes(people: int) -> None:
    assert differ(Case(Shape(projects=people // 5, tasks=12, people=people, skills=2), 1)) == []


def test_batches_in_c_do_not_depend_on_those_before() -> None:
    case = Case(SHAPES["small"], 40)
    ready = C.prepare(case)
    first = ready.schedules(ready.run(40))
    again = C.prepare(case)
    assert again.schedules(again.run(25)).equal(first)
    assert again.schedules(again.run(40)).equal(first)


@pytest.mark.parametrize("size", ["small", "medium"])
def test_c_without_the_instructions_of_this_processor_does_the_same(size: str) -> None:
    case = Case(SHAPES[size], 10)
    plain = CYardstick(case.arrays, PLAIN_FLAGS)
    ready = C.prepare(case)
    assert Schedules(*plain.run(case.given.block(0, 10).effort)).equal(ready.schedules(ready.run(10)))

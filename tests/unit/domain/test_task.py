"""Tasks, needs and links."""

import dataclasses

import pytest
from scipy import stats

from capsim.domain.distributions import PERT, Fixed, Scipy
from capsim.domain.task import Alternative, Link, Need, Task
from capsim.errors import InputError
from tests.unit.domain.telling import told


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("design", Link("design")),
        (" design  FS ", Link("design")),
        ("build SS+2", Link("build", "SS", 2)),
        ("build ss + 2.5 days", Link("build", "SS", 2.5)),
        ("build FF+1d", Link("build", "FF", 1)),
        ("build SF", Link("build", "SF")),
        ("Web Shop/build it FS+1", Link("build it", "FS", 1, "Web Shop")),
        ("Shop/a/b", Link("a/b", project="Shop")),
    ],
)
def test_a_link_reads_as_people_write_it(text: str, link: Link) -> None:
    assert Link.parse(text) == link


@pytest.mark.parametrize(
    "link",
    [
        Link("design"),
        Link("build", "SS", 2),
        Link("x", "FF", 0.1, "P"),
        Link("Support SS"),
        Link("a SS+2", "SF"),
        Link("a FS+50%"),
    ],
)
def test_a_link_as_text_reads_back(link: Link) -> None:
    assert Link.parse(str(link)) == link


def test_a_lead_is_refused_and_a_start_to_start_link_is_named() -> None:
    assert told(lambda: Task("test", after="build FS-3")) == [
        "Task 'test', link 1: a lead of 3 days on the link from 'build' (got -3.0); a lag is at least 0; "
        'to overlap two tasks write a start-to-start link, such as "build SS+2"'
    ]


@pytest.mark.parametrize("text", ["build SS+2w", "build FS+50%", "build FS+1,5", "build FS + soon"])
def test_a_lag_in_anything_but_working_days_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="not a link"):
        Task("test", after=text)


@pytest.mark.parametrize("lag", [float("nan"), float("inf"), 100_001])
def test_a_lag_is_finite_and_not_absurd(lag: float) -> None:
    with pytest.raises(InputError):
        Link("build", "FS", lag)


def test_links_can_come_as_text_or_list() -> None:
    expected = (Link("design"), Link("build", "SS", 2))
    assert Task("test", after="design; build SS+2").after == expected
    assert Task("test", after=["design", Link("build", "SS", 2)]).after == expected
    assert (
        Task("test", after=[{"task": "design"}, {"task": "build", "kind": "ss", "lag_days": "2"}]).after
        == expected
    )  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("text", "alternatives"),
    [
        ("backend", (Alternative("backend"),)),
        ("backend, or data at 0.7", (Alternative("backend"), Alternative("data", 0.7))),
        ("backend | data at 70 %", (Alternative("backend"), Alternative("data", 0.7))),
        ("data level 3 at 0.7", (Alternative("data", 0.7, 3),)),
        ("data level 3", (Alternative("data", level=3),)),
        ("SAP, basis", (Alternative("SAP, basis"),)),
    ],
)
def test_alternatives_read_as_people_write_them(text: str, alternatives: tuple[Alternative, ...]) -> None:
    need = Need(text)
    assert need.skills == alternatives
    assert Need(need.label) == need


def test_a_factor_is_written_exactly() -> None:
    need = Need([Alternative("data", 1 / 3)])
    assert Need(need.label) == need


def test_a_level_of_the_need_goes_to_every_alternative_without_its_own() -> None:
    need = Need("backend, or data level 1 at 0.5", level=3)
    assert need.skills == (Alternative("backend", level=3), Alternative("data", 0.5, 1))
    assert need.level is None
    assert dataclasses.replace(need, allocation=0.5).skills == need.skills


@pytest.mark.parametrize(
    ("given", "people"),
    [(2, (2, 2)), ("2", (2, 2)), ((1, 3), (1, 3)), ([1, 3], (1, 3)), ("1-3", (1, 3)), ("1 to 3", (1, 3))],
)
def test_people_are_a_number_or_fewest_and_most(given: object, people: tuple[int, int]) -> None:
    assert Need("backend", 5, given).people == people  # type: ignore[arg-type]


@pytest.mark.parametrize("given", [0, -1, 1.5, (3, 1), (0, 2), (1, 2, 3), "many", None, 20_000])
def test_what_is_no_number_of_people_is_refused(given: object) -> None:
    with pytest.raises(InputError, match="no number of people"):
        Need("backend", 5, given)  # type: ignore[arg-type]


@pytest.mark.parametrize("given", [0, 0.0001, 1.5, -0.5])
def test_an_allocation_is_a_share_of_a_person(given: float) -> None:
    with pytest.raises(InputError, match="allocation"):
        Need("backend", 5, allocation=given)


def test_fte_is_for_elapsed_work_and_stands_alone() -> None:
    assert Task("operate", duration=5, skill="ops", fte=1.5).needs[0].fte == 1.5
    for extra in ({"effort": 5}, {"people": 2}, {"allocation": 0.5}):
        with pytest.raises(InputError, match="fte beside"):
            Need("ops", fte=1.5, **extra)  # type: ignore[arg-type]


def test_effort_and_skill_stand_for_one_need() -> None:
    short = Task("build", effort=5, skill="backend", people=(1, 3), allocation=0.5, level=2)
    assert short == Task("build", needs=[Need("backend", 5, (1, 3), 0.5, 2)])


def test_effort_needs_a_skill() -> None:
    assert told(lambda: Task("build", effort=5)) == [
        "Task 'build': effort without a skill; give the skill (role) that does the work"
    ]


def test_shorthand_and_needs_do_not_go_together() -> None:
    assert told(lambda: Task("build", effort=5, skill="a", needs=[Need("b", 2)])) == [
        "Task 'build': effort beside needs; put it into a need"
    ]


def test_effort_and_duration_do_not_go_together() -> None:
    assert told(lambda: Task("build", effort=5, skill="a", duration=3)) == [
        "Task 'build': effort and duration; give one: effort is shared by people, duration elapses"
    ]


def test_a_need_without_effort_needs_a_duration() -> None:
    assert "a need without effort" in told(lambda: Task("build", skill="a"))[0]
    assert Task("build", skill="a", duration=3).needs == (Need("a"),)


def test_a_task_with_neither_effort_nor_duration_is_a_milestone() -> None:
    assert Task("go live").is_milestone
    assert not Task("wait", duration=1).is_milestone
    assert not Task("sign", effort=0, skill="boss").is_milestone


@pytest.mark.parametrize("given", [5, 5.0, "5", Fixed(5)])
def test_a_plain_amount_is_fixed(given: object) -> None:
    assert Task("build", effort=given, skill="a").needs[0].effort == Fixed(5)  # type: ignore[arg-type]


def test_an_amount_can_be_a_law_its_text_or_one_of_scipy() -> None:
    assert Task("wait", duration="PERT(5, 8, 15)").duration == Task("wait", duration=PERT(5, 8, 15)).duration
    assert isinstance(Task("wait", duration=stats.gamma(3)).duration, Scipy)


@pytest.mark.parametrize(
    "given", [100_001, "1e9", "PERT(1, 2, 1000000)", -1, "Uniform(-1, 1)", "nan", "lots", True]
)
def test_an_amount_that_cannot_be_is_refused_at_its_place(given: object) -> None:
    with pytest.raises(InputError, match="Task 'build', effort: "):
        Task("build", effort=given, skill="a")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="Task 'build', duration: "):
        Task("build", duration=given)  # type: ignore[arg-type]


def test_tasks_are_frozen_hashable_and_comparable() -> None:
    one, two = (Task("build", effort=PERT(1, 2, 3), skill="a", after="design") for _ in range(2))
    assert one == two
    assert len({one, two}) == 1
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.name = "x"  # type: ignore[misc]


def test_a_changed_copy_keeps_the_rest() -> None:
    task = Task("build", effort=5, skill="a", after="design")
    moved = dataclasses.replace(task, start="2027-02-01")
    assert (moved.needs, moved.after) == (task.needs, task.after)

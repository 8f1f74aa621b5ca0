"""Laws that hold for all names, links, people, shares, patterns and amounts of time."""

import dataclasses
import datetime as dt
import unicodedata

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from capsim import clock
from capsim.domain.calendar import Calendar, pattern_text
from capsim.domain.lookup import Lookup, linked
from capsim.domain.person import Person, Skill, named_vacancies, unfolded
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.task import Alternative, Link, Need, Task
from capsim.domain.values import DITTO, day, name, number, part, plain
from capsim.errors import InputError, Refused

TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30)
NAMES = TEXTS.filter(lambda text: text.strip() and text.strip().casefold() not in DITTO).map(name)
DAYS = st.floats(0, clock.MAX_DAYS)
DATES = st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1))
NUMBERS = st.floats(-1e12, 1e12)


# ---------------------------------------------------------------- names, numbers, dates


@given(st.text(max_size=60))
def test_a_name_is_canonical_or_refused(text: str) -> None:
    try:
        found = name(text)
    except Refused:
        unwritten = any(unicodedata.category(letter) in ("Cc", "Cs") for letter in text)
        assert not text.strip() or text.strip() in DITTO or unwritten
        return
    assert found == name(found) == " ".join(found.split())
    assert unicodedata.is_normalized("NFC", found)


@given(NUMBERS)
def test_a_plain_number_reads_back_exactly(amount: float) -> None:
    text = plain(amount)
    assert number(text) == amount
    assert "e" not in text


@given(st.floats(0, 100))
def test_a_percentage_is_the_share_that_it_says(percent: float) -> None:
    assert part(f"{plain(percent)} %", most=1) == percent / 100


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_a_share_is_from_nothing_to_all_or_refused(amount: float) -> None:
    try:
        assert 0 <= part(amount, most=1) <= 1
    except Refused:
        assert not 0 <= amount <= 1


@given(st.dates(min_value=dt.date(1900, 1, 1)))
def test_a_date_reads_back(when: dt.date) -> None:
    assert day(str(when)) == day(when) == when


@given(st.text(max_size=12))
def test_a_text_is_a_date_or_refused(text: str) -> None:
    try:
        assert str(day(text)) == text.strip()[:10]
    except Refused as error:
        assert "2027-01-04" in str(error) or "check the month" in str(error)


# ---------------------------------------------------------------- time


@given(DAYS)
def test_ticks_are_at_least_the_time_and_less_than_one_tick_more(days: float) -> None:
    exact = days * clock.TICKS_PER_DAY
    ticks = clock.days_to_ticks(days)
    assert exact - 1e-6 <= ticks < max(exact + 1, 2)
    assert (ticks == 0) == (days == 0)
    assert clock.ticks_of_days(np.array([days])).tolist() == [ticks]


@given(st.integers(0, 48_000_000))
def test_whole_ticks_survive_the_way_through_days(ticks: int) -> None:
    assert clock.days_to_ticks(clock.ticks_to_days(ticks)) == ticks


@given(DAYS, DAYS)
def test_more_days_are_no_fewer_ticks(one: float, two: float) -> None:
    low, high = sorted((one, two))
    assert clock.days_to_ticks(low) <= clock.days_to_ticks(high)


@given(DATES, st.integers(1, 10_000_000))
def test_a_finish_is_dated_the_day_whose_end_is_the_first_not_before_it(start: dt.date, tick: int) -> None:
    shown = clock.date_of_finish(tick, start)
    assert clock.start_of_day(shown, start) < tick <= clock.end_of_day(shown, start)


@given(DATES, st.integers(0, 10_000_000))
def test_a_start_is_dated_the_day_that_holds_it(start: dt.date, tick: int) -> None:
    shown = clock.date_of_start(tick, start)
    assert clock.start_of_day(shown, start) <= tick < clock.end_of_day(shown, start)


@given(st.integers(0, 100_000))
def test_a_number_of_thousandths_is_itself(thousandths: int) -> None:
    assert clock.thousandths(thousandths / 1000) == thousandths


# ---------------------------------------------------------------- calendars and people


@given(st.lists(st.sampled_from([0.0, 0.5, 1.0, 1.25]), min_size=7, max_size=7).filter(any))
def test_a_working_pattern_as_text_reads_back(shares: list[float]) -> None:
    assert Calendar(pattern=pattern_text(tuple(shares))).pattern == tuple(shares)


@given(st.integers(0, 6), st.integers(0, 6))
def test_a_span_of_weekdays_holds_both_its_ends(first: int, last: int) -> None:
    words = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    pattern = Calendar(pattern=f"{words[first]}-{words[last]}").pattern
    assert sum(pattern) == (last - first) % 7 + 1
    assert pattern[first] == pattern[last] == 1


@given(st.dictionaries(NAMES, st.floats(0, 10), min_size=1, max_size=5))
def test_skills_in_a_mapping_are_those_in_a_list(held: dict[str, float]) -> None:
    try:
        short = Person("Ada", held)
    except InputError as error:
        assert "reads as more than a name" in str(error)
        return
    assert short == Person("Ada", [Skill(skill, speed) for skill, speed in held.items()])
    assert eval(repr(short)) == short


@given(st.integers(1, 50), NAMES)
def test_a_pool_is_so_many_people_with_names_of_their_own(count: int, pool: str) -> None:
    people = list(unfolded(Person(pool, "qa", count=count)))
    assert len({person.name for person in people}) == count
    assert all(person == Person(person.name, "qa") for person in people)


@given(st.lists(st.tuples(st.sampled_from(["qa", "ops"]), st.booleans()), max_size=12))
def test_naming_vacancies_names_everybody_once_and_is_stable(wanted: list[tuple[str, bool]]) -> None:
    people = [
        Person(None, role, start="2027-01-01") if vacant else Person(f"{role} vacancy {index % 4}", role)
        for index, (role, vacant) in enumerate(wanted)
    ]
    assume(len({person.name for person in people if person.name}) == sum(not vacant for _, vacant in wanted))
    named = named_vacancies(people)
    assert len({person.name for person in named}) == len(people)
    assert named_vacancies(named) == named


# ---------------------------------------------------------------- needs and links


@st.composite
def alternatives(draw: st.DrawFn) -> Alternative:
    factor, level = draw(st.floats(0.001, 100)), draw(st.none() | st.integers(0, 9))
    try:
        return Alternative(draw(NAMES), factor, level)
    except InputError:
        return Alternative("backend", factor, level)


@given(st.lists(alternatives(), min_size=1, max_size=4))
def test_a_need_as_text_reads_back(choices: list[Alternative]) -> None:
    need = Need(choices)
    assert Need(need.label) == need


@pytest.mark.parametrize("kind", ["FS", "SS", "FF", "SF"])
@given(task=NAMES, lag=st.floats(0, 1000), project=st.none() | NAMES)
def test_a_link_as_text_reads_back_among_the_tasks_that_there_are(
    kind: str, task: str, lag: float, project: str | None
) -> None:
    assume(project != "Own" and task != "it waits")
    link = Link(task, kind, lag, project)  # type: ignore[arg-type]
    waiting = Task("it waits", after=[str(link)])
    own = Project("Own", [Task(task), waiting] if project is None else [waiting])
    other = Project(project or "Other", [Task(task)])
    text = task if project is None else f"{project}/{task}"
    assume(len(Lookup([own, other]).readings(text, within="Own")) == 1)
    assert linked([own, other])[0].tasks[-1].after == (link,)


@given(NAMES, NAMES)
def test_settling_links_twice_is_settling_them_once(project: str, task: str) -> None:
    projects = [Project(project, [Task(task), Task("end", after=Link(task, project=project))])]
    once = linked(projects)
    assert linked(once) == once
    if task != "end":
        assert once[0].tasks[1].after in ((Link(task),), (Link(task, project=project),))


# ---------------------------------------------------------------- portfolios


@given(
    st.lists(st.integers(0, 4), min_size=1, max_size=6),
    st.integers(1, 4),
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=8),
)
def test_a_portfolio_is_made_or_says_why_not(
    efforts: list[int], people: int, links: list[tuple[int, int]]
) -> None:
    after: dict[int, list[str]] = {}
    for before, task in links:
        after.setdefault(task, []).append(f"t{before}")
    tasks = [
        Task(f"t{index}", effort=effort, skill="a", people=effort or 1, after=after.get(index, []))
        for index, effort in enumerate(efforts)
    ]
    try:
        made = Portfolio("P", "2027-01-04", [Person("dev", "a", count=people)], [Project("Q", tasks)])
    except InputError as error:
        assert all(problem.what for problem in error.found)
        return
    assert max(efforts) <= people
    assert all(before < len(efforts) and before != task for before, task in links if task < len(efforts))
    assert dataclasses.replace(made) == made

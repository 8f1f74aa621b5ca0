"""What a check says holds, whatever the portfolio."""

from __future__ import annotations

import math
from collections import defaultdict
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from capsim.domain.booking import Booking
from capsim.domain.findings import findings_in
from capsim.domain.person import Person
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.task import Task
from capsim.facade import simulate
from capsim.forecast.checking import checked
from capsim.plan.build import make_plan
from tests.io.portfolios import portfolios

FEW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
START = date(2027, 1, 4)


@FEW
@given(portfolios())
def test_every_portfolio_can_be_checked_and_has_a_score(portfolio: Portfolio) -> None:
    found = checked(portfolio)
    assert set(found["severity"]) <= {"warning", "info"}
    assert 0 <= found.attrs["score"] <= 100
    assert (found["problem"] != "").all() and (found["fix"] != "").all()
    assert (found.attrs["score"] == 100) == found.empty
    assert len(repr(found).splitlines()) <= 2 * 31 + 3


spans = st.tuples(st.integers(0, 40), st.integers(0, 20)).map(
    lambda given: (START + timedelta(days=given[0]), START + timedelta(days=sum(given)))
)
bookings = st.builds(
    lambda project, span, share: Booking("Ada", project, *span, share),
    st.sampled_from(["Shop", "Portal", "App"]),
    spans,
    st.sampled_from([0.1, 0.2, 0.3, 0.5, 0.7, 1.0]),
)


@FEW
@given(st.lists(bookings, max_size=8))
def test_somebody_is_overbooked_if_and_only_if_a_day_has_more_than_one_of_them(listed: list[Booking]) -> None:
    projects = [Project(name, [Task("go")]) for name in ("Shop", "Portal", "App")]
    portfolio = Portfolio("Agency", START, [Person("Ada", "qa")], projects, bookings=listed)
    total: dict[date, float] = defaultdict(float)
    for booking in listed:
        for day in range((booking.end - booking.start).days + 1):
            total[booking.start + timedelta(days=day)] += booking.share
    most = max(total.values(), default=0.0)
    told = [each.problem.what for each in findings_in(portfolio) if each.kind == "overbooked"]
    assert bool(told) == (round(most, 6) > 1)
    if told:
        assert f"{round(100 * most, 6):g} % from " in told[0]


@FEW
@given(
    st.lists(st.tuples(st.integers(1, 30), st.integers(1, 3)), min_size=1, max_size=5),
    st.integers(0, 60),
    st.booleans(),
)
def test_a_deadline_out_of_reach_is_kept_in_no_future(
    work: list[tuple[int, int]], days: int, is_chain: bool
) -> None:
    people = [Person("Ada", {"qa": 1.25}), Person("Bo", "qa", availability=0.5)]
    tasks = [
        Task(
            f"t{index}",
            effort=f"PERT({low}, {low + 2}, {low + 9})",
            skill="qa",
            people=(1, most),
            after=[f"t{index - 1}"] if is_chain and index else [],
        )
        for index, (low, most) in enumerate(work)
    ]
    shop = Project("Shop", tasks, deadline=START + timedelta(days=days))
    portfolio = Portfolio("Agency", START, people, [shop])
    told = "\n".join(portfolio.check()["problem"])
    forecast = simulate(portfolio, replications=64, seed=7, progress=False)
    kept = float(forecast.delivery()["probability"].iloc[0])
    assert not ("cannot be kept" in told and kept > 0)
    sure = max(_least_days(low, most) for low, most in work)
    if is_chain:
        sure = sum(_least_days(low, most) for low, most in work)
    late = int(make_plan(portfolio).worked[days + 1]) < math.floor(sure - 1e-9)
    assert not late or "cannot be kept" in told


def _least_days(effort: int, most: int) -> float:
    """Working days of an effort with Ada alone, or with Ada and Bo."""
    return effort / (1.25 if most == 1 else 1.75)

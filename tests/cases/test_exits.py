"""Who leaves overloaded (rule D5), solved by hand from the days that are drawn."""

from datetime import date, timedelta

from capsim.domain.actions import Overtime
from capsim.domain.people import Attrition, Onboarding
from capsim.domain.policy import Policy
from capsim.domain.project import Project
from capsim.domain.reactions import Reaction
from capsim.domain.triggers import OnDate
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws
from capsim.plan.paths import Reason
from tests.cases.support import DAY, EVERY_DAY, MONDAY, NEVER, dev, portfolio, solve, work

TWO = [work("a", 40), work("b", 80)]
FIELDS = {"calendar": EVERY_DAY, "horizon": MONDAY + timedelta(days=200)}
FIVE_A_YEAR = Attrition(0, days_to_hire=5, overloaded_per_year=5)


def ada(attrition=FIVE_A_YEAR, **fields):
    return dev(attrition=attrition, **fields)


def exits(people, items, seed, count=1, **fields):
    """The days on which people leave if they are overloaded then."""
    return make_draws(make_plan(portfolio(people, items, **fields)), seed).block(0, count).exits.day.tolist()


SEED, FIRST = next(
    (seed, days[0])
    for seed in range(1, 500)
    if 5 < (days := [*exits([ada()], TWO, seed, **FIELDS), 999, 999])[0] < 20 and days[1] > 100
)
"""A future in which the first such day is early, and the second late."""


def run(people, items, **fields):
    return solve(people, items, seed=SEED, **{**FIELDS, **fields})


def left(solved):
    """The first and last days of seats that are empty because somebody left overloaded."""
    away = solved.runs.absences
    assert {*away.reason.tolist()} <= {Reason.QUIT}
    return list(zip(away.first_day.tolist(), away.last_day.tolist(), strict=True))


def test_who_has_no_time_left_while_their_work_waits_leaves_and_a_successor_goes_on():
    solved = run([ada()], TWO)
    assert solved.seats("a") == [("Ada", 0, FIRST * DAY), ("Ada", (FIRST + 5) * DAY, 45 * DAY)]
    assert left(solved) == [(FIRST, FIRST + 4)]


def test_nobody_leaves_while_nothing_waits():
    solved = run([ada()], TWO[:1])
    assert (solved.span("a"), left(solved)) == ((0, 40 * DAY), [])


def test_nobody_leaves_for_work_that_waits_for_others():
    others = [work("b", 40, only="Bo"), work("c", 40, only="Bo")]
    solved = run([ada(), dev("Bo")], [work("a", 40, only="Ada"), *others])
    assert (solved.span("a"), left(solved)) == ((0, 40 * DAY), [])


def test_nobody_leaves_who_has_time_left():
    solved = run([ada()], [work("a", 20, allocation=0.5), work("b", 20)])
    assert left(solved) == []


def test_work_that_a_limit_bars_does_not_wait_for_people():
    projects = [Project("P", TWO[:1]), Project("Q", TWO[1:])]
    assert left(run([ada()], projects)) == [(FIRST, FIRST + 4)]
    assert left(run([ada()], projects, policy=Policy(wip_limit=1))) == []


def test_people_leave_on_working_days():
    days = exits([ada()], TWO, 1, 200, horizon=FIELDS["horizon"])
    assert {(MONDAY + timedelta(days=day)).weekday() for day in days} == {0, 1, 2, 3, 4}


def test_a_successor_gets_up_to_speed_from_the_first_day_on():
    solved = run([ada(onboarding=Onboarding(2, (0.5,)))], TWO)
    # in two weeks at half speed a week's work is not done
    assert solved.seats("a")[1] == ("Ada", (FIRST + 5) * DAY, (45 + 7) * DAY)


def test_a_seat_that_is_not_filled_again_stays_empty():
    solved = run([ada(Attrition(0, days_to_hire=5, filled=0, overloaded_per_year=5))], TWO)
    assert solved.seats("a") == [("Ada", 0, FIRST * DAY)]
    assert solved.finish("a") == NEVER


def test_candidates_and_equipment_do_not_leave_overloaded():
    people = [dev("M", kind="equipment"), dev("C", kind="candidate", joining=1)]
    assert exits(people, TWO, 1, 50, attrition=FIVE_A_YEAR, **FIELDS) == []


def test_before_the_status_date_nobody_leaves():
    days = exits([ada()], TWO, 1, 200, status_date=date(2027, 2, 1), **FIELDS)
    assert min(days) >= 28


def test_a_successor_works_as_long_as_whoever_was_there_before():
    overtime = Reaction(OnDate(date(2027, 1, 5)), Overtime("Ada", 1, 200))
    solved = run([ada(onboarding=Onboarding(2, (0.5,)))], TWO, policy=Policy(reactions=[overtime]))
    # one day's work on the first day, two on each of the others; of the successor one on each of 14 days
    rest = 40 - (1 + 2 * (FIRST - 1)) - 14
    assert solved.seats("a")[1] == ("Ada", (FIRST + 5) * DAY, (FIRST + 5 + 14) * DAY + rest * DAY // 2)


def test_who_leaves_anyway_during_the_vacancy_leaves_once():
    both = Attrition(8, days_to_hire=5, overloaded_per_year=20)
    for seed in range(1, 30):
        solved = solve([ada(both)], TWO, seed=seed, **FIELDS)
        away = solved.runs.absences
        days = [d for a, b in zip(away.first_day, away.last_day, strict=True) for d in range(a, b + 1)]
        assert len(days) == len({*days})

"""What may happen to people (rule D5), solved by hand: late joining, ramps, mentors, illness, leaving."""

from datetime import timedelta

import pytest

from capsim import rules
from capsim.domain.people import Attrition, Joining, Onboarding, Sickness
from capsim.domain.policy import Policy
from capsim.engines.runs import Cause
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws
from capsim.plan.paths import Reason
from tests.cases.support import DAY, EVERY_DAY, MONDAY, NEVER, dev, portfolio, solve, work


def segments(people, items, *, seed=1, **fields):
    """(day, thousandths left, thousandths on speed, reason) of the first person's path as drawn."""
    paths = make_draws(make_plan(portfolio(people, items, **fields)), seed).block(0, 1).paths
    mine = slice(paths.first[0], paths.first[1])
    return list(zip(*(column[mine].tolist() for column in paths[1:]), strict=True))


def test_who_joins_nine_days_late_starts_on_the_tenth_day():
    solved = solve([dev(joining=9)], [work("a", 2)])
    # Monday 4 January and nine days: Wednesday 13 January
    assert solved.span("a") == (9 * DAY, 11 * DAY)
    assert solved.why_start("a") == (Cause.RETURN, solved.person("Ada"))


def test_the_delay_counts_from_the_start_of_the_person():
    solved = solve([dev(start=MONDAY + timedelta(days=7), joining=2)], [work("a", 1)])
    assert solved.span("a") == (9 * DAY, 10 * DAY)


def test_who_never_joins_leaves_the_work_to_others():
    people = [dev(joining=Joining(probability=0)), dev("Bo", 0.5)]
    solved = solve(people, [work("a", 1)])
    assert solved.seats("a") == [("Bo", 0, 2 * DAY)]


def test_work_that_only_somebody_could_do_who_never_joins_is_never_done():
    solved = solve([dev(joining=Joining(probability=0))], [work("a", 1)])
    assert solved.start("a") == NEVER


def test_speed_grows_by_steps_after_joining_within_one_seat():
    onboarding = Onboarding(2, (0.25, 0.5))
    solved = solve([dev(joining=7, onboarding=onboarding)], [work("a", 4)])
    # Monday 11 to Friday 15 January: 5 days at 0.25 are 1.25; the week after, 5 at 0.5 are 2.5;
    # the last 0.25 on Monday 25 January at full speed: a quarter of the day
    assert solved.span("a") == (7 * DAY, 21 * DAY + 120)
    assert solved.speeds("a") == [1000]


def test_the_speed_of_a_day_is_rounded_to_thousandths_half_up():
    people = [dev(speed=0.333, joining=0, onboarding=Onboarding(1, (0.5,)))]
    solved = solve(people, [work("a", 0.1)])
    # 333 x 500 thousandths are 166.5, so 167: 48 ticks of effort take 48 / 0.167 = 287.4 ticks
    assert solved.span("a") == (0, 288)


def test_who_was_there_from_the_beginning_is_no_newcomer():
    solved = solve([dev(onboarding=Onboarding(2, (0.25, 0.5)))], [work("a", 4)])
    assert solved.finish("a") == 4 * DAY


def test_a_successor_is_a_newcomer_at_half_speed_and_takes_nothing_in_hand_over():
    people = [dev(attrition=Attrition(30, days_to_hire=3), onboarding=Onboarding(52, (0.5,)))]
    items, fields = [work("a", 200)], {"calendar": EVERY_DAY, "horizon": MONDAY + timedelta(days=60)}
    drawn = segments(people, items, **fields)
    left = next(day for day, _, _, reason in drawn if reason == Reason.LEFT)
    joined = next(day for day, share, _, _ in drawn if day > left and share)
    assert joined == left + 3
    solved = solve(people, items, policy=Policy(handover_after=10), **fields)
    # three days of vacancy are no long absence, but who comes back is somebody else
    assert solved.seats("a")[0] == ("Ada", 0, left * DAY)
    assert solved.seats("a")[1][:2] == ("Ada", joined * DAY)


def test_a_successor_knows_none_of_the_projects_of_whoever_was_there_before():
    ada = dev(attrition=Attrition(30, days_to_hire=1))
    fields = {"calendar": EVERY_DAY, "horizon": MONDAY + timedelta(days=90)}
    left = next(day for day, _, _, reason in segments([ada], [work("a")], **fields) if reason == Reason.LEFT)
    late = MONDAY + timedelta(days=left + 1)
    people = [dev("Bo", 0.9), ada]
    policy = Policy(assignment=rules.Continuity(), handover_after=None)
    # Ada is the faster one; once she is somebody else, Bo who has done half a day there comes first
    items = [work("first", 0.25), work("second", 0.5), work("late", 1, start=late)]
    solved = solve(people, items, policy=policy, **fields)
    assert {*solved.team("first"), *solved.team("second")} == {"Ada", "Bo"}
    assert solved.team("late") == ["Bo"]


def test_a_mentor_gives_a_share_from_the_first_day_of_the_newcomer():
    onboarding = Onboarding(0, mentor_share=0.25, mentor_days=5)
    people = [dev("Bo"), dev(start=MONDAY + timedelta(days=7), onboarding=onboarding)]
    solved = solve(people, [work("a", 6)], policy=Policy(top_up=False))
    # five days in the first week; Monday 0.75; of Tuesday a quarter of a day at 360 ticks a day: 160 ticks
    assert solved.seats("a") == [("Bo", 0, 8 * DAY + 160)]


def test_the_mentor_named_is_taken_and_nobody_else():
    onboarding = Onboarding(0, mentor="Cy", mentor_share=1, mentor_days=2)
    people = [
        dev("Bo"),
        dev("Cy"),
        dev(start=MONDAY + timedelta(days=7), onboarding=onboarding),
    ]
    solved = solve(people, [work("a", 6), work("b", 6)])
    # Bo is done on Monday; Cy teaches on Monday and Tuesday, and does the sixth day on Wednesday
    assert (solved.finish("a"), solved.finish("b")) == (8 * DAY, 10 * DAY)


def test_without_a_name_the_first_who_is_there_with_the_role_teaches():
    onboarding = Onboarding(0, mentor_share=1, mentor_days=1)
    away = MONDAY + timedelta(days=7)
    people = [
        dev("Bo", leave=[away]),
        dev("Cy"),
        dev(start=away, onboarding=onboarding),
    ]
    solved = solve(people, [work("a", 6), work("b", 6)])
    # Bo is on leave that Monday, so Cy teaches; both have one day left, which is Tuesday's
    assert (solved.finish("a"), solved.finish("b")) == (9 * DAY, 9 * DAY)


def test_two_newcomers_take_two_shares_of_one_mentor():
    onboarding = Onboarding(0, mentor="Bo", mentor_share=0.25, mentor_days=7)
    start = MONDAY + timedelta(days=7)
    people = [
        dev("Bo"),
        dev("Cy", start=start, onboarding=onboarding),
        dev(start=start, onboarding=onboarding),
    ]
    solved = solve(people, [work("a", 6)], policy=Policy(top_up=False))
    assert solved.finish("a") == 9 * DAY  # half a day on Monday, half on Tuesday


@pytest.mark.parametrize("seed", range(4))
def test_work_pauses_on_every_day_of_illness(seed):
    people, items = [dev(sickness=Sickness(spells_per_year=40, spell_days=2))], [work("a", 10)]
    fields = {"calendar": EVERY_DAY, "horizon": MONDAY + timedelta(days=80)}
    drawn = segments(people, items, seed=seed, **fields)
    ends = [day for day, *_ in drawn[1:]] + [81]
    well = [
        day for (first, share, *_), end in zip(drawn, ends, strict=True) for day in range(first, end) if share
    ]
    policy = Policy(handover_after=None)
    assert solve(people, items, seed=seed, policy=policy, **fields).finish("a") == (well[9] + 1) * DAY


def test_pace_multiplies_proficiency():
    solved = solve([dev(speed=1.25, productivity=0.8)], [work("a", 3)])
    assert solved.finish("a") == 3 * DAY


def test_the_fastest_is_who_is_fastest_today():
    people = [dev(speed=1.2, productivity=0.5), dev("Bo")]
    assert solve(people, [work("a", 1)], policy=Policy(assignment=rules.Fastest())).team("a") == ["Bo"]
    assert solve(people, [work("a", 1)]).team("a") == ["Bo"]


def test_nobody_of_equipment_falls_ill_or_leaves():
    people = [dev("rig", kind="equipment")]
    solved = solve(people, [work("a", 30)], sickness=Sickness(spells_per_year=50), attrition=20)
    assert solved.finish("a") == 40 * DAY  # six weeks, the last one up to Friday

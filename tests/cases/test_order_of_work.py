"""Priority rules and planned values (R13), solved by hand: which of two pieces of work gets the one dev."""

from datetime import date

import pytest

from capsim import rules
from capsim.domain.person import Person, Skill
from capsim.domain.policy import Policy
from capsim.domain.project import Project
from capsim.domain.task import Need, Task
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws
from tests.cases.support import DAY, EVERY_DAY, dev, planned, portfolio, solve, work


def first_of(tasks, rule, **fields) -> str:
    """The name of the task that gets the only dev at tick 0 (or whenever he is free)."""
    solved = solve([dev()], tasks, policy=Policy(priority=rule, reserve_after=None), **fields)
    labels = [label for label in ("P/a", "P/b", "Q/b") if label in solved.runs.plan.task_labels]
    return min(labels, key=solved.start).split("/")[1]


SHORT_WITH_TAIL = [
    work("a", 1),
    work("b", 4),
    Task("tail", duration=2, after="a"),
    Task("end", duration=1, after="b"),
]
# The critical path is b, end: 5 days. a: ES 0, LF 3, LS 2, slack 2. b: ES 0, LF 4, LS 0, slack 0.


def test_listed_takes_work_as_it_is_listed():
    assert first_of([work("b", 1), work("a", 9)], rules.Listed()) == "b"


def test_the_earliest_deadline_goes_first_and_none_last():
    tasks = [work("a", 1), Task("b", effort=1, skill="dev", deadline="2027-06-01")]
    assert first_of(tasks, rules.EDD()) == "b"


def test_a_project_lends_its_deadline_to_tasks_without_one():
    projects = [
        Project("P", [Task("a", effort=1, skill="dev", deadline="2027-06-02")], deadline="2027-01-05"),
        Project("Q", [work("b", 1)], deadline="2027-06-01"),
    ]
    assert first_of(projects, rules.EDD()) == "b"


def test_the_earliest_planned_start_goes_first():
    # both are ready long before the dev is free; b could start a day earlier
    tasks = [
        work("busy", 9, priority=1),
        Task("wa", duration=2),
        Task("wb", duration=1),
        work("a", 1, after="wa"),
        work("b", 1, after="wb"),
    ]
    assert first_of(tasks, rules.EST()) == "b"


def test_the_latest_finish_goes_first_by_default():
    assert first_of(SHORT_WITH_TAIL, Policy().priority) == "a"
    assert isinstance(Policy().priority, rules.LFT)


def test_the_latest_start_goes_first():
    assert first_of(SHORT_WITH_TAIL, rules.LST()) == "b"


def test_the_least_slack_goes_first_and_not_the_least_latest_start():
    # busy for 9 days. a: released on day 2 (Wednesday), LS 8 - 1 = 7, ES 2, slack 5;
    # b: ES 0, tail of 1: LF 7, LS 6, slack 6; the path of 8 days is "long"
    tasks = [
        work("busy", 9, priority=1),
        Task("long", duration=9),
        Task("a", effort=1, skill="dev", start="2027-01-06"),
        work("b", 1),
        Task("tail", duration=1, after="b"),
    ]
    assert first_of(tasks, rules.MinSlack()) == "a"
    assert first_of(tasks, rules.LST()) == "b"


def test_the_shortest_goes_first():
    assert first_of([work("a", 2), work("b", 1)], rules.SPT()) == "b"


def test_the_longest_goes_first():
    assert first_of([work("a", 1), work("b", 2)], rules.LPT()) == "b"


def test_most_successors_count_all_of_them_by_any_link_and_across_projects():
    # a has two direct successors; b has one, which has one, which has one in another project
    tail = [Task("s", after="b SS"), Task("t", after="s FF")]
    projects = [
        Project("P", [work("a", 1), work("b", 1), *tail, Task("u", after="a"), Task("v", after="a")]),
        Project("Q", [Task("w", after="P/t")]),
    ]
    assert first_of(projects, rules.MTS()) == "b"


CHAINS = [
    work("a", 1),
    work("b", 1),
    Task("a1", duration=1, after="a"),
    Task("a2", duration=10, after="a1"),
    Task("b1", duration=5, after="b"),
]
# direct: a 1 + 1, b 1 + 5; all: a 1 + 1 + 10, b 1 + 5


def test_positional_weight_counts_direct_successors():
    assert first_of(CHAINS, rules.GRPW()) == "b"


def test_positional_weight_can_count_all_successors():
    assert first_of(CHAINS, rules.GRPWAll()) == "a"


def test_the_dearest_delay_per_effort_goes_first():
    # 100 a day over 10 days is 10; 50 over 1 is 50
    projects = [
        Project("P", [work("a", 4), work("c", 6)], cost_of_delay_per_day=100),
        Project("Q", [work("b", 1)], cost_of_delay_per_day=50),
    ]
    assert first_of(projects, rules.WSJF()) == "b"


def test_whoever_is_ready_first_is_served_first():
    tasks = [
        work("busy", 9, priority=1),
        Task("wa", duration=2),
        Task("wb", duration=1),
        work("a", 1, after="wa"),
        work("b", 1, after="wb"),
    ]
    assert first_of(tasks, rules.FIFO()) == "b"


def test_random_order_is_drawn_per_task_and_smaller_goes_first():
    tasks = [work(f"t{i}", 1) for i in range(8)]
    orders = set()
    for seed in (1, 2):
        plan = make_plan(portfolio([dev()], tasks))
        drawn = make_draws(plan, seed).order(0, 1)[0].tolist()
        solved = solve([dev()], tasks, policy=Policy(priority=rules.Random()), seed=seed)
        starts = [solved.start(f"t{i}") for i in range(8)]
        assert sorted(range(8), key=starts.__getitem__) == sorted(range(8), key=lambda i: (drawn[i], i))
        orders.add(tuple(starts))
    assert len(orders) == 2


def test_ties_go_by_project_and_task_as_listed():
    projects = [Project("P", [work("a", 1)]), Project("Q", [work("b", 1)])]
    assert first_of(projects, rules.LFT()) == "a"
    assert first_of(projects[::-1], rules.LFT()) == "b"


def test_the_priority_number_comes_before_the_rule():
    projects = [Project("P", [work("a", 1)], priority=2), Project("Q", [work("b", 9)], priority=1)]
    assert first_of(projects, rules.SPT()) == "b"


def test_a_tasks_own_priority_comes_before_its_projects():
    projects = [
        Project("P", [work("a", 9, priority=0)], priority=2),
        Project("Q", [work("b", 1)], priority=1),
    ]
    assert first_of(projects, rules.SPT()) == "a"


def test_priority_numbers_can_be_ignored():
    projects = [Project("P", [work("a", 9)], priority=1), Project("Q", [work("b", 1)], priority=2)]
    policy = Policy(priority=rules.SPT(), ignore_priority=True)
    assert solve([dev()], projects, policy=policy).span("Q/b") == (0, DAY)


def test_your_own_rule_sees_planned_values():
    tasks = [work("a", 1), work("b", 2), work("c", 3)]
    rule = rules.Custom(lambda plan: abs(plan.duration - 2 * DAY))
    solved = solve([dev()], tasks, policy=Policy(priority=rule), calendar=EVERY_DAY)
    assert [solved.start(name) for name in "bac"] == [0, 2 * DAY, 3 * DAY]


# ---------------------------------------------------------------- planned values


def test_planned_durations_use_the_mean_speed_of_those_who_qualify():
    # the mean of 1.0 and 0.5 is 0.75: 3 days take 4; by two seats of half a person 3 / (2 x 0.75 x 0.5) = 4
    people = [dev("Ada"), dev("Bob", 0.5), Person("Quinn", "qa")]
    plan = planned(
        people, [work("a", 3), work("b", 3, (2, 2), allocation=0.5), Task("c", duration=2), Task("m")]
    )
    assert plan["duration"] == {"a": 1920, "b": 1920, "c": 960, "m": 0}


def test_planned_durations_use_the_best_alternative_of_each_and_the_longest_need():
    # Ada offers 1.0, Dan 0.5 (data): mean 0.75; the other need takes one day
    people = [dev("Ada"), Person("Dan", "data"), Person("Quinn", "qa")]
    task = Task("a", needs=[Need("dev, or data at 0.5", effort=3), Need("qa", effort=1)])
    assert planned(people, [task])["duration"] == {"a": 1920}


def test_a_level_too_low_does_not_count_in_the_mean_speed():
    people = [Person("Jo", [Skill("dev", 0.1, level=1)]), Person("Sue", [Skill("dev", 1.0, level=2)])]
    assert planned(people, [work("a", 1, level=2)])["duration"] == {"a": 480}


def test_a_release_date_counts_as_the_working_ticks_before_it():
    # Monday of the second week: five working days
    plan = planned([dev()], [work("a", 1, start="2027-01-11")])
    assert (plan["es"]["a"], plan["ef"]["a"]) == (2400, 2880)


def test_the_forward_pass_raises_finishes_without_raising_starts():
    # b: ES 0; its EF is raised by a's EF + 1 day
    plan = planned([dev()], [work("a", 5), work("b", 1, after="a FF+1")])
    assert (plan["es"]["b"], plan["ef"]["b"]) == (0, 6 * 480)


def test_the_backward_pass_of_finish_links():
    # end of the project: 6. b: LF 6, LS 5; a: LF = 6 - 1 = 5, LS 0
    plan = planned([dev()], [work("a", 5), work("b", 1, after="a FF+1")])
    assert (plan["ls"], plan["lf"]) == ({"a": 0, "b": 2400}, {"a": 2400, "b": 2880})


def test_the_backward_pass_of_start_links_lowers_starts_and_not_finishes():
    # a 1 day, b 4 days after a's start + 1: b ES 1, EF 5. a: LF 5 (the end), LS = min(4, 1 - 1) = 0
    plan = planned([dev()], [work("a", 1), work("b", 4, after="a SS+1")])
    assert (plan["ls"]["a"], plan["lf"]["a"]) == (0, 2400)
    assert (plan["es"]["b"], plan["ls"]["b"]) == (480, 480)


def test_start_to_finish_in_both_passes():
    # a 1 day, b 1 day that may not finish before a's start + 3: b EF 3. a: LS = min(3 - 1, 3 - 3) = 0, LF 3
    plan = planned([dev()], [work("a", 1), work("b", 1, after="a SF+3")])
    assert (plan["es"]["b"], plan["ef"]["b"], plan["lf"]["b"]) == (0, 1440, 1440)
    assert (plan["ls"]["a"], plan["lf"]["a"]) == (0, 1440)


def test_the_backward_pass_starts_at_each_projects_own_end_and_not_at_the_deadline():
    projects = [
        Project("P", [work("a", 2)], deadline="2027-01-04"),
        Project("Q", [work("b", 5), work("c", 1, after="P/a")]),
    ]
    plan = planned([dev()], projects)
    assert plan["lf"] == {"a": 960, "Q/b": 2400, "Q/c": 2400}
    assert plan["es"]["Q/c"] == 960  # the forward pass crosses projects


def test_a_dynamic_rule_is_asked_at_run_time():
    asked = []

    def longest_name(world, label):
        asked.append(label)
        return -len(label)

    tasks = [work("a", 1), work("bb", 1), work("ccc", 1)]
    solved = solve([dev()], tasks, policy=Policy(priority=rules.Dynamic(longest_name)))
    assert [solved.start(name) for name in ("ccc", "bb", "a")] == [0, DAY, 2 * DAY]
    assert set(asked) == {"P/a", "P/bb", "P/ccc"}


@pytest.mark.parametrize("rule", [rules.LFT(), rules.SPT(), rules.FIFO()])
def test_the_order_of_people_without_work_does_not_matter(rule):
    # waits and milestones take nobody: the dev goes to a whatever the rule says about the wait
    tasks = [Task("w", duration=5, priority=0), work("a", 1)]
    assert solve([dev()], tasks, policy=Policy(priority=rule)).span("a") == (0, DAY)


def test_the_date_of_the_case_is_a_monday():
    assert date(2027, 1, 4).weekday() == 0

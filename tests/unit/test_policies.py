"""House rules on the same futures: known orders, teams apart, the right to stop."""

from itertools import permutations

import pytest

import capsim as cs
from capsim.decide import usual_policies
from capsim.errors import InputError

JOBS = {"a": (3, 400), "b": (8, 300), "c": (2, 350), "d": (5, 900), "e": (6, 100)}
"""Effort in days and cost of delay per day."""


def shop(order: list[str]) -> cs.Portfolio:
    projects = [
        cs.Project(
            name,
            [cs.Task("work", effort=JOBS[name][0], skill="dev")],
            cost_of_delay_per_day=JOBS[name][1],
            deadline="2027-01-04",
        )
        for name in order
    ]
    everyday = cs.Calendar("everyday", "mon-sun")
    policy = cs.Policy(priority=cs.rules.Listed())
    return cs.Portfolio("Shop", "2027-01-04", [cs.Person("Ada", "dev")], projects, everyday, policy=policy)


def cost_of_delay(order: tuple[str, ...]) -> int:
    """What delay costs if one person does jobs in an order, all released at the start."""
    done, cost = 0, 0
    for name in order:
        done += JOBS[name][0]
        cost += done * JOBS[name][1]
    return cost


def test_cd3_is_the_best_order_of_one_person() -> None:
    best = min(permutations(JOBS), key=cost_of_delay)
    wsjf = shop(list(JOBS)).replace(policy=cs.Policy(priority=cs.rules.WSJF()))
    schedule = cs.simulate(wsjf, replications=1, seed=1, progress=False).schedule(0).sort_values("start")
    assert tuple(schedule["project"]) == best


def test_cd3_is_not_the_best_order_of_two_people() -> None:
    """Two people, jobs 1, 1 and 2 days: by cost over effort a and b go first, and c ends late."""
    jobs = {"a": (1, 11), "b": (1, 10), "c": (2, 19)}
    projects = [
        cs.Project(name, [cs.Task("work", effort=days, skill="dev")], cost_of_delay_per_day=cost)
        for name, (days, cost) in jobs.items()
    ]
    people = [cs.Person("Ada", "dev"), cs.Person("Bo", "dev")]
    cost = {}
    for name, policy in {"cd3": cs.rules.WSJF(), "longest": cs.rules.LPT()}.items():
        demo = cs.Portfolio("Two", "2027-01-04", people, projects, policy=cs.Policy(priority=policy))
        rows = cs.simulate(demo, replications=1, seed=1, progress=False).schedule(0)
        days = dict(zip(rows["project"], rows["finish_days"], strict=True))
        cost[name] = sum(days[job] * jobs[job][1] for job in jobs)
    assert cost == {"cd3": 1 * 11 + 1 * 10 + 3 * 19, "longest": 2 * 19 + 1 * 11 + 2 * 10}
    assert cost["longest"] < cost["cd3"]


def test_policies_are_compared_by_lateness() -> None:
    found = cs.compare_policies(
        shop(list(JOBS)),
        {"cd3": cs.Policy(priority=cs.rules.WSJF()), "longest": cs.Policy(priority=cs.rules.LPT())},
        replications=2,
        seed=1,
        progress=False,
    )
    frame = found.policies()
    assert frame["policy"].tolist() == ["as it is", "cd3", "longest"]
    assert frame["reading"].tolist() == ["", "better", "worse"]
    assert frame["start_spread"].tolist() == [0, 0, 0]


def test_teams_apart_keep_their_people_to_their_own_projects() -> None:
    people = [cs.Person("Ada", "dev", team="Core"), cs.Person("Bo", "dev", team="Web")]
    projects = [
        cs.Project("Core 1", [cs.Task("x", effort=10, skill="dev")], team="Core", deadline="2027-01-15"),
        cs.Project("Core 2", [cs.Task("x", effort=10, skill="dev")], team="Core", deadline="2027-01-15"),
    ]
    demo = cs.Portfolio("Demo", "2027-01-04", people, projects)
    apart = cs.Scenario("apart", [cs.edits.SiloTeams()])
    found = cs.compare_policies(demo, [apart], replications=2, seed=1, progress=False)
    assert found.policies().set_index("policy")["on_time"].to_dict() == {"as it is": 1.0, "apart": 0.5}
    again = cs.edits.PoolTeams().apply(apart.apply(demo))
    assert again == demo


def test_the_right_to_stop_is_worth_what_is_not_spent() -> None:
    """A gate stops half of the futures before 20 days of work that bring in nothing."""
    bet = cs.Project(
        "Bet",
        [
            cs.Task("try", effort=5, skill="dev"),
            cs.Task("gate", after="try", gate=0.5),
            cs.Task("build", effort=20, skill="dev", after="gate"),
        ],
        value=1,
    )
    ada = cs.Person("Ada", "dev", cost_per_day=100)
    go_on = cs.Scenario("always go on", [cs.edits.DropGates()])
    base = cs.Portfolio("Demo", "2027-01-04", [ada], [bet])
    found = cs.compare_policies(base, [go_on], replications=400, seed=1, progress=False)
    stopped = (found.base.outcomes()["Bet"] == "stopped").mean()
    assert stopped == pytest.approx(0.5, abs=4 * 0.025)  # 4 standard errors
    summary = found.summary().set_index("measure")
    assert summary.loc["value", "difference"] == pytest.approx(stopped * 1, abs=0.01)  # bench is paid anyway


def two_bets(worth: float) -> cs.Portfolio:
    """A bet that takes 30 days instead of the 5 that were promised, and a sure thing that waits for it."""
    bet = cs.Project(
        "Bet",
        [
            cs.Task("try", effort=5, skill="dev"),
            cs.Task("build", effort=25, skill="dev", after="try"),
        ],
        value=worth,
        deadline="2027-01-08",
        priority=1,
    )
    work = [cs.Task("do", effort=5, skill="dev")]
    sure = cs.Project("Sure", work, cost_of_delay_per_day=100, delay_from="2027-01-04", priority=2)
    return cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "dev", cost_per_day=100)], [bet, sure])


@pytest.mark.parametrize(("worth", "is_right"), [(1, True), (100_000, False)])
def test_a_rule_that_stops_what_slips_is_right_where_the_rest_is_worth_more(worth, is_right) -> None:
    rules = {each.name: each for each in usual_policies(two_bets(worth))}
    found = cs.compare_policies(
        two_bets(worth), [rules["stop what slips by 20 days"]], replications=2, seed=1, progress=False
    )
    value = found.policies().set_index("policy")["value"]
    option = value["stop what slips by 20 days"] - value["as it is"]
    assert bool(option > 0) is is_right


def test_to_go_on_always_is_to_drop_what_stops_projects_and_no_more() -> None:
    rules = [
        cs.rules.Reaction(cs.rules.Slip(5), cs.rules.Stop()),
        cs.rules.Reaction(cs.rules.Slip(5), cs.rules.Expedite()),
    ]
    portfolio = two_bets(1).replace(policy=cs.Policy(reactions=rules))
    (go_on,) = [each for each in usual_policies(portfolio) if each.name == "always go on"]
    assert go_on.apply(portfolio).policy.reactions == (rules[1],)
    assert not any(each.name.startswith("stop what slips") for each in usual_policies(portfolio))


def test_usual_policies_are_those_that_a_portfolio_has_something_for() -> None:
    names = [each.name for each in usual_policies(shop(list(JOBS)))]
    assert "cost of delay first" in names
    assert "always go on" not in names
    assert "teams apart" not in names
    assert "without reactions" not in names


def test_what_is_no_policy_is_told() -> None:
    with pytest.raises(InputError, match=r"compare_policies, 'x': no policy \(got 3\)"):
        cs.compare_policies(shop(["a"]), {"x": 3}, progress=False)  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (cs.edits.SiloTeams(), "no project has a team; give projects the team that owns them"),
        (cs.edits.DropGates(), "there is no gate; give a milestone the probability"),
    ],
)
def test_an_edit_without_anything_to_change_says_so(edit: cs.edits.SiloTeams, message: str) -> None:
    with pytest.raises(InputError, match=message):
        edit.apply(shop(["a"]))

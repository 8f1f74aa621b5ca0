"""Tasks as a network: levels by precedence, shares as size, color and number, and what is left out."""

import pandas as pd
import pytest

import capsim as cs
from capsim.errors import InputError
from capsim.plots.layers import kept_links, laid_out

TASKS = pd.DataFrame(
    [
        ("Shop", "design", "", 1.0, 0.9),
        ("Shop", "build", "design", 0.8, 0.2),
        ("Shop", "write", "design", 0.1, 0.7),
        ("Shop", "live", "build", 1.0, 1.0),
        ("Shop", "live", "write", 1.0, 1.0),
    ],
    columns=["project", "task", "after", "critical", "on_chain"],
)


def dots_of(ax):
    (dots,) = ax.findobj(lambda artist: artist.get_gid() == "tasks")
    return dots


def test_tasks_stand_in_levels_by_what_they_wait_for():
    dots = dots_of(cs.plots.criticality_network(TASKS))
    assert dots.get_offsets()[:, 0].tolist() == [0, 1, 1, 2]
    assert dots.get_array().tolist() == [1.0, 0.8, 0.1, 1.0]
    assert dots.get_sizes()[0] > dots.get_sizes()[1] > dots.get_sizes()[2]


def test_the_number_is_the_share_that_is_asked_for():
    texts = {text.get_text() for text in cs.plots.criticality_network(TASKS, by="on_chain").texts}
    assert {"90 %", "20 %", "70 %", "100 %"} <= texts


def test_the_most_critical_tasks_are_shown_and_linked_through_the_others():
    ax = cs.plots.criticality_network(TASKS, most=2)
    assert {text.get_text() for text in ax.texts} == {"100 %", "design", "live"}
    (line,) = ax.patches
    assert line.get_linestyle() == "--" or isinstance(line.get_linestyle(), tuple)
    assert ax.get_title(loc="right") == "2 of 4 tasks: the most critical"


def test_one_project_is_shown_at_a_time():
    with pytest.raises(InputError, match="one project is shown at a time"):
        cs.plots.criticality_network(pd.concat([TASKS, TASKS.assign(project="App")]))


def test_a_link_that_others_imply_is_not_drawn():
    assert kept_links([("a", "b"), ("b", "c"), ("c", "d"), ("a", "d")], "abcd") == [
        ("a", "b"), ("b", "c"), ("c", "d")
    ]  # fmt: skip
    assert kept_links([("a", "x"), ("x", "b"), ("a", "b")], "ab") == [("a", "b")]


def test_a_long_link_has_a_place_of_its_own_in_each_level_between():
    made = laid_out(list("abcd"), [("a", "b"), ("b", "c"), ("c", "d"), ("a", "d")])
    way = made.ways["a", "d"]
    assert [level for level, _ in way] == [0, 1, 2, 3]
    assert not {*way[1:-1]} & {made.places["b"], made.places["c"]}


def test_the_layout_is_the_same_every_time_and_crosses_nothing_that_it_need_not():
    links = [("a", "d"), ("b", "c"), ("a", "e")]
    made = laid_out(list("abcde"), links)
    assert made == laid_out(list("abcde"), links)
    assert made.places["a"][1] > made.places["b"][1]
    assert min(made.places["d"][1], made.places["e"][1]) > made.places["c"][1]


def test_the_network_of_a_forecast_has_a_row_for_each_link_and_the_shares_of_criticality():
    tasks = [
        cs.Task("design", effort=3, skill="a"),
        cs.Task("build", effort=5, skill="a", after="design"),
        cs.Task("live", after=["design", "build"]),
    ]
    demo = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "a")], [cs.Project("Shop", tasks)])
    forecast = cs.simulate(demo, replications=5, seed=1, progress=False, engine="event")
    made = forecast.network()
    assert made[["task", "after"]].to_numpy().tolist() == [
        ["design", ""], ["build", "design"], ["live", "design"], ["live", "build"]
    ]  # fmt: skip
    shares = forecast.criticality().set_index("task")
    assert made["critical"].tolist() == shares.loc[made["task"], "critical"].tolist()
    with pytest.raises(InputError, match="did you mean 'Shop'"):
        forecast.network("Shpo")

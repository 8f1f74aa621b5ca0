"""What is drawn is what the table says: artists are compared with its columns."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from matplotlib.dates import date2num
from matplotlib.text import Annotation

import capsim as cs
from tests.plots.conftest import answers_of, drawn, portfolio_of


def day(text):
    return float(date2num(np.datetime64(text)))


def days(column):
    return date2num(column.to_numpy())


def lines(ax, gid):
    return [line for line in ax.get_lines() if line.get_gid() == gid]


def made_finishes(**projects):
    """A table of finishes: of each project its deadline, and how many futures finish on which day."""
    rows = [
        {
            "project": name,
            "deadline": pd.Timestamp(deadline),
            "finish": pd.Timestamp(finish),
            "futures": futures,
        }
        for name, (deadline, counts) in projects.items()
        for finish, futures in counts.items()
    ]
    frame = pd.DataFrame(rows)
    by_project = frame.groupby("project", sort=False)["futures"]
    frame["share"] = (by_project.cumsum() / by_project.transform("sum")).where(frame["finish"].notna())
    return frame


SHOP = {"2027-01-08": 5, "2027-01-15": 3, "2027-02-05": 1, None: 1}


# ---------------------------------------------------------------- finishes


def test_a_curve_goes_through_the_shares_of_its_project(answers):
    frame = answers["s_curves"]
    ax = cs.plots.s_curves(frame)
    names = list(dict.fromkeys(frame["project"]))
    assert len(lines(ax, "curve")) == len(names)
    for line, name in zip(lines(ax, "curve"), names, strict=True):
        rows = frame[frame["project"] == name]
        assert line.get_xdata()[1:-1].tolist() == days(rows["finish"]).tolist()
        assert line.get_ydata()[1:-1].tolist() == rows["share"].tolist()
        assert line.get_ydata()[0] == 0


def test_a_curve_ends_at_the_share_that_is_finished_by_the_horizon():
    ax = cs.plots.s_curves(made_finishes(Shop=("2027-01-15", SHOP)))
    (line,) = lines(ax, "curve")
    assert line.get_ydata().tolist() == [0, 0.5, 0.8, 0.9, 0.9]


def test_quantiles_and_deadlines_are_marked_where_the_curve_reaches_them():
    ax = cs.plots.s_curves(made_finishes(Shop=("2027-01-14", SHOP)))
    (dots,), (diamond,) = lines(ax, "quantiles"), lines(ax, "deadline")
    assert dots.get_xydata().tolist() == [[day("2027-01-08"), 0.5], [day("2027-01-15"), 0.8]]  # no P95
    assert diamond.get_xydata().tolist() == [[day("2027-01-14"), 0.5]]
    assert "50 % by 14 Jan 2027" in ax.get_legend().get_texts()[0].get_text()


def test_quantiles_are_those_of_delivery(answers):
    ax, delivery = cs.plots.s_curves(answers["s_curves"]), answers["roadmap"]
    for dots, row in zip(lines(ax, "quantiles"), delivery.itertuples(), strict=True):
        expected = [date2num(each.to_datetime64()) for each in (row.p50, row.p80, row.p95)]
        assert dots.get_xdata().tolist() == expected


def test_odds_of_curves_are_those_of_delivery(answers):
    ax, delivery = cs.plots.s_curves(answers["s_curves"]), answers["roadmap"].dropna(subset=["deadline"])
    shown = [line.get_ydata()[0] for line in lines(ax, "deadline")]
    assert shown == delivery["probability"].tolist()


def test_the_least_likely_are_shown_in_the_order_of_the_table():
    sure, unsure = {"2027-01-08": 10}, {"2027-01-08": 1, "2027-03-08": 9}
    finishes = made_finishes(
        Free=("NaT", sure),
        Sure=("2027-02-01", sure),
        Late=("2027-01-01", sure),
        Unsure=("2027-02-01", unsure),
    )
    ax = cs.plots.s_curves(finishes, most=2)
    labels = [text.get_text().split("\n") for text in ax.get_legend().get_texts()]
    assert [name for name, _ in labels] == ["Late", "Unsure"]
    assert labels[0][1].strip() == "0 of 10 futures by 1 Jan 2027"
    assert ax.get_title(loc="right") == "2 of 4 projects: the least likely"


def test_a_deadline_years_away_does_not_squeeze_the_curve():
    ax = cs.plots.s_curves(made_finishes(Shop=("2040-01-01", SHOP)))
    assert ax.get_xlim()[1] < day("2027-03-01")
    assert not lines(ax, "deadline")
    ax._repr_png_()  # a mark far outside would leave no room for the curve


def test_bars_of_a_histogram_are_the_futures_of_their_weeks():
    finishes = made_finishes(Shop=("2027-01-15", SHOP))
    ax = cs.plots.finish_histogram(finishes)
    heights = {bar.get_x(): round(bar.get_height(), 12) for bar in ax.patches if bar.get_height()}
    assert heights == {day("2027-01-04"): 0.5, day("2027-01-11"): 0.3, day("2027-02-01"): 0.1}
    assert ax.get_title(loc="right") == "80 % by 15 Jan 2027; not finished by the horizon: 10 %"
    assert ax.get_xlabel() == "week in which it is finished"


def test_bars_after_the_deadline_are_hatched():
    ax = cs.plots.finish_histogram(made_finishes(Shop=("2027-01-15", SHOP)))
    late = [bar.get_x() for bar in ax.patches if bar.get_hatch()]
    assert min(late) == day("2027-01-18")
    (line,) = lines(ax, "deadline")
    assert line.get_xdata()[0] == day("2027-01-16")  # the day ends when the next begins


@pytest.mark.parametrize(
    ("last", "unit"), [("2027-01-20", "day on"), ("2027-06-01", "week in"), ("2029-01-01", "month in")]
)
def test_bars_are_days_weeks_or_months_by_how_long_it_may_take(last, unit):
    finishes = made_finishes(Shop=("2027-01-15", {"2027-01-08": 1, last: 3}))
    ax = cs.plots.finish_histogram(finishes)
    assert ax.get_xlabel() == f"{unit} which it is finished"
    assert sum(bar.get_height() for bar in ax.patches) == pytest.approx(1)


def test_a_histogram_of_several_projects_asks_for_one(answers):
    with pytest.raises(cs.errors.InputError, match=r"the table has 4 of them.* name one of 'Shop', 'Portal'"):
        cs.plots.finish_histogram(answers["finish_histogram"])
    with pytest.raises(cs.errors.InputError, match=r"no such project .*did you mean 'Portal'"):
        cs.plots.finish_histogram(answers["finish_histogram"], "Portl")


# ---------------------------------------------------------------- roadmap


def test_bars_of_a_roadmap_join_planned_start_and_quantiles(answers):
    frame = answers["roadmap"]
    ax = cs.plots.roadmap(frame)
    ends = {name: set() for name in ("p50", "p80", "p95")}
    parts = [[bar for bar in box.patches if bar.get_width()] for box in ax.containers]
    bars = [
        (round(bar.get_y() + 0.28), bar.get_x(), bar.get_x() + bar.get_width())
        for part in parts
        for bar in part
    ]
    for row, record in enumerate(frame.itertuples()):
        mine = sorted(bar[1:] for bar in bars if bar[0] == row)
        cuts = [record.planned_start, *(getattr(record, name) + pd.Timedelta(days=1) for name in ends)]
        numbers = [float(date2num(cut.to_datetime64())) for cut in cuts]
        expected = [pair for pair in pairwise(numbers) if pair[0] != pair[1]]
        assert mine == expected


def test_deadlines_before_p80_are_crosses_and_the_others_diamonds(answers):
    frame = answers["roadmap"]
    ax = cs.plots.roadmap(frame)
    (kept,), (late,) = lines(ax, "kept"), lines(ax, "late")
    due = days(frame["deadline"]) + 1
    is_kept = (frame["p80"] <= frame["deadline"]).to_numpy()
    assert np.array_equal(kept.get_xdata(), np.where(is_kept, due, np.nan), equal_nan=True)
    assert np.array_equal(late.get_xdata(), np.where(is_kept, np.nan, due), equal_nan=True)
    assert is_kept.any() and (~is_kept).any()


def test_odds_stand_at_the_right_of_their_rows():
    frame = answers_of(portfolio_of("Shop"))["roadmap"].assign(
        probability=[0.384, np.nan], low=0.35, high=0.42
    )
    ax = cs.plots.roadmap(frame)
    assert [(text.get_text(), text.get_position()[1]) for text in ax.texts if "%" in text.get_text()] == [
        ("38 %", 0)
    ]


def test_what_never_goes_ahead_and_what_has_no_tasks_is_said():
    build = cs.Task("build", effort=cs.PERT(5, 9, 20), skill="backend")
    projects = [
        cs.Project("Maybe", [build], probability=0.001),
        cs.Project("Empty"),
        cs.Project("Shop", [build]),
    ]
    portfolio = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "backend")], projects)
    ax = cs.plots.roadmap(cs.simulate(portfolio, replications=10, seed=7, progress=False).delivery())
    said = {text.get_text(): text.xy[1] for text in ax.texts if isinstance(text, Annotation)}
    assert said["goes ahead in no future"] == 0
    assert said["no tasks yet"] == 1


# ---------------------------------------------------------------- one future


def test_bars_of_a_gantt_chart_are_starts_and_finishes(answers):
    frame = answers["gantt"]
    ax = cs.plots.gantt(frame)
    (bars,) = ax.containers
    worked = frame[frame["finish_days"] > frame["start_days"]]
    assert [bar.get_x() for bar in bars] == days(worked["start"]).tolist()
    assert [bar.get_x() + bar.get_width() for bar in bars] == (days(worked["finish"]) + 1).tolist()
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert [labels[round(bar.get_y() + 0.33)] for bar in bars] == worked["task"].tolist()
    assert labels[0] == frame["project"].iloc[0]


def test_waits_of_a_gantt_chart_go_from_ready_to_start(answers):
    frame = answers["gantt"]
    ax = cs.plots.gantt(frame)
    waits = next(each for each in ax.collections if each.get_gid() == "waits")
    late = frame[frame["ready"] < frame["start"]]
    assert len(late)
    segments = [segment[:, 0].tolist() for segment in waits.get_segments()]
    assert segments == np.stack([days(late["ready"]), days(late["start"])], axis=1).tolist()


def test_what_is_not_started_by_the_horizon_is_said():
    orphan = cs.Task("paint", effort=3, skill="backend", start="2030-01-01")
    shop = cs.Project("Shop", [cs.Task("build", effort=3, skill="backend"), orphan])
    portfolio = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "backend", end="2027-12-31")], [shop])
    schedule = cs.simulate(portfolio, replications=1, seed=7, progress=False).schedule(0)
    ax = cs.plots.gantt(schedule)
    assert [text.get_text() for text in ax.texts] == ["not started by the horizon"]


def test_what_a_gate_stops_is_said_and_ends_on_the_day_of_the_gate():
    shop = cs.Project("Shop", [
        cs.Task("study", effort=3, skill="backend"),
        cs.Task("board", after="study", gate=0),
        cs.Task("long", effort=30, skill="qa"),
        cs.Task("more", effort=5, skill="qa"),
        cs.Task("build", effort=5, skill="backend", after="board"),
    ])  # fmt: skip
    people = [cs.Person("Ada", "backend"), cs.Person("Quinn", "qa")]
    portfolio = cs.Portfolio("Demo", "2027-01-04", people, [shop])
    schedule = cs.simulate(portfolio, replications=1, seed=7, progress=False).schedule(0)
    assert schedule.driver.tolist() == [
        "start of the portfolio",
        "finish of Shop/study; stops the project",
        "start of the portfolio; stopped before it ends",
        "stopped before it starts",
        "stopped before it starts",
    ]
    ax = cs.plots.gantt(schedule)
    words = [text.get_text() for text in ax.texts]
    assert words == ["stops the project", *["stopped by a gate"] * 3]
    (bars,) = ax.containers
    ends = [bar.get_x() + bar.get_width() for bar in bars]
    assert ends == [day("2027-01-07"), day("2027-01-07")]  # study, and long for as long
    waits = next(each for each in ax.collections if each.get_gid() == "waits")
    assert [segment[:, 0].tolist() for segment in waits.get_segments()] == [
        [day("2027-01-04"), day("2027-01-07")]
    ]


def test_bands_of_flow_count_tasks_day_by_day(answers):
    frame = answers["cumulative_flow"]
    ax = cs.plots.cumulative_flow(frame)
    noon = day("2027-01-20") + 0.5
    date = pd.Timestamp("2027-01-20")
    finished = (frame["finish"] < date).sum()
    started, ready = (frame["start"] <= date).sum(), (frame["ready"] <= date).sum()
    expected = {
        "finished": finished,
        "in work": started,
        "ready, and waits": ready,
        "not ready yet": len(frame),
    }
    assert {band.get_gid(): height_at(band, noon) for band in ax.collections} == expected


def height_at(band, day):
    """The upper edge of a filled band at a day."""
    points = band.get_paths()[0].vertices
    left, right = points[:-1], points[1:]
    crossed = (np.minimum(left[:, 0], right[:, 0]) <= day) & (day < np.maximum(left[:, 0], right[:, 0]))
    return float(left[crossed, 1].max())


# ---------------------------------------------------------------- periods


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("overload_heatmap", "probability"),
        ("gap_heatmap", "gap"),
        ("demand_heatmap", "demand"),
        ("utilization_heatmap", "utilization"),
    ],
)
def test_colors_of_a_heatmap_are_the_values_of_its_table(answers, name, value):
    frame = answers[name]
    ax = drawn(name, frame)
    keys = [key for key in ("project", "role", "skill") if key in frame]
    wide = frame.set_index([*keys, "period"])[value].unstack("period")
    rows = [label.get_text() for label in ax.get_yticklabels()]
    order = {" · ".join(each if isinstance(each, tuple) else (each,)): each for each in wide.index}
    expected = wide.loc[[order[row] for row in rows]].to_numpy()
    if name == "gap_heatmap":
        expected = np.clip(expected, 0, None)
    shown = ax.collections[0].get_array().filled(np.nan)
    assert np.array_equal(shown, expected, equal_nan=True)


def test_cells_without_a_value_are_blank():
    frame = pd.DataFrame(
        {
            "period": pd.to_datetime(["2027-01-01", "2027-02-01", "2027-02-01"]),
            "role": ["qa", "qa", "ops"],
            "utilization": [0.5, 0.002, np.nan],
        }
    )
    ax = cs.plots.utilization_heatmap(frame)
    assert np.ma.getmaskarray(ax.collections[0].get_array()).tolist() == [[False, False], [True, True]]
    assert [text.get_text() for text in ax.texts] == ["50 %", "< 1 %"]


def test_a_gap_in_the_plan_is_drawn_too_and_demand_by_project_has_none(answers):
    portfolio = portfolio_of("Shop")
    ax = cs.plots.gap_heatmap(portfolio.demand(by="role"))
    assert ax.collections[0].get_array().max() > 0
    ax = cs.plots.gap_heatmap(portfolio.demand(by="project"))
    assert "no row has a gap" in ax.texts[0].get_text()


def test_a_matrix_counts_people_by_role_and_shows_how_fast_each_person_is():
    portfolio = portfolio_of("Shop")
    by_role = cs.plots.skills_matrix(portfolio.skills())
    assert [label.get_text() for label in by_role.get_xticklabels()] == ["backend", "design"]
    assert by_role.collections[0].get_array().filled(0).tolist() == [[1, 1], [0, 1]]
    by_person = cs.plots.skills_matrix(portfolio.skills(by="person"))
    assert [label.get_text() for label in by_person.get_yticklabels()] == ["Ada", "Ben"]
    assert by_person.collections[0].get_array().filled(0).tolist() == [[1.2, 0.5], [0, 1.0]]


def test_a_matrix_of_many_skills_shows_those_held_most():
    names = [f"skill {number}" for number in range(40)]
    people = [cs.Person(f"P{number}", names[: number + 1]) for number in range(40)]
    ax = cs.plots.skills_matrix(cs.Portfolio("Agency", "2027-01-04", people).skills(by="person"))
    assert [label.get_text() for label in ax.get_xticklabels()] == names[:25]
    assert ax.get_title(loc="right") == "25 of 40 people: those that hold the most; 25 of 40 skills"


def test_a_fan_has_the_quantiles_and_the_capacity_of_its_role(answers):
    frame = answers["demand_fan"]
    ax = cs.plots.demand_fan(frame, "backend")
    rows = frame[frame["role"] == "backend"]
    for gid in ("p50", "capacity"):
        (line,) = lines(ax, gid)
        assert line.get_xdata()[:-1].tolist() == days(rows["period"]).tolist()
        assert line.get_ydata()[:-1].tolist() == rows[gid].tolist()
    band = ax.collections[0].get_paths()[0].vertices[:, 1]
    assert set(band) == {*rows["p10"], *rows["p90"]}


def test_what_is_short_is_hatched_in_every_period_in_which_it_is(answers):
    frame = answers["demand_fan"]
    rows = frame[frame["role"] == "backend"]
    short = rows[rows["p50"] > rows["capacity"]]
    assert len(short)
    bars = cs.plots.demand_fan(frame, "backend").patches
    assert [bar.get_x() for bar in bars] == days(short["period"]).tolist()
    assert [bar.get_height() for bar in bars] == pytest.approx((short["p50"] - short["capacity"]).tolist())


def test_a_fan_of_several_roles_asks_for_one(answers):
    with pytest.raises(cs.errors.InputError, match=r"plots\.demand_fan, of: .* name one of 'backend'"):
        cs.plots.demand_fan(answers["demand_fan"])


def test_a_fan_needs_one_grouping(answers):
    forecast = cs.simulate(portfolio_of("Shop"), replications=10, seed=7, progress=False)
    with pytest.raises(cs.errors.InputError, match="grouped by 'project' and 'role'"):
        cs.plots.demand_fan(forecast.demand(by=["project", "role"]), "Shop")

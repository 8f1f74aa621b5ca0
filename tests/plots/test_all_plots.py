"""What holds for every plot: where it draws, what it says of other tables, names shown as written."""

import subprocess
import sys

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

import capsim as cs
from capsim.errors import InputError
from capsim.plots.frames import TAKES
from tests.plots.conftest import HOSTILE, NAMELESS, UNDERSCORED, answers_of, drawn, portfolio_of


def texts_in(ax):
    return [each.get_text() for each in ax.figure.findobj(Text) if each.get_text()]


def test_every_plot_says_what_it_takes():
    assert set(TAKES) == set(cs.plots.__all__)


def test_a_plot_has_a_figure_of_its_own_the_size_of_a_slide(name, answers):
    ax = drawn(name, answers[name])
    assert tuple(ax.figure.get_size_inches()) == (13.3, 7.5)
    assert ax._repr_png_().startswith(b"\x89PNG")
    assert plt.get_fignums() == []


def test_a_plot_draws_on_the_axes_given_and_on_no_other(name, answers):
    figure = Figure(figsize=(9, 4), layout="constrained")
    left, right = figure.subplots(1, 2)
    assert drawn(name, answers[name], ax=left) is left
    assert left.has_data()
    assert not right.has_data()
    figure.draw_without_rendering()


def test_a_plot_draws_on_a_part_of_a_figure(name, answers):
    figure = Figure(figsize=(9, 4), layout="constrained")
    drawn(name, answers[name], ax=figure.subfigures(1, 2)[1].subplots())
    figure.draw_without_rendering()


def test_a_plot_leaves_its_table_as_it_is(name, answers):
    before = answers[name].copy()
    drawn(name, answers[name])
    pd.testing.assert_frame_equal(answers[name], before)


def test_a_table_that_was_in_a_file_is_drawn_the_same(name, answers, tmp_path):
    answers[name].to_csv(tmp_path / "table.csv", index=False)
    before, after = drawn(name, answers[name]), drawn(name, pd.read_csv(tmp_path / "table.csv"))
    for ax in (before, after):
        ax.figure.draw_without_rendering()
    assert texts_in(after) == texts_in(before)


def test_a_notebook_shows_a_plot_without_pyplot(answers):
    formatters = pytest.importorskip("IPython.core.formatters")
    shown, _ = formatters.DisplayFormatter().format(cs.plots.roadmap(answers["roadmap"]))
    assert shown["image/png"].startswith(b"\x89PNG")


def test_a_table_without_rows_is_said_to_have_none(name, answers):
    ax = drawn(name, answers[name].iloc[:0])
    assert f"Nothing to show: {TAKES[name].answer} has no rows" in texts_in(ax)
    ax._repr_png_()


def test_one_row_is_drawn(name, answers):
    drawn(name, answers[name].iloc[:1])._repr_png_()


def test_another_table_is_told_with_the_answer_that_is_needed(name):
    with pytest.raises(InputError) as error:
        getattr(cs.plots, name)(pd.DataFrame({"week": [1]}))
    assert str(error.value).startswith(f"plots.{name}: no column")
    assert str(error.value).endswith(f"give it {TAKES[name].answer}")


def test_what_is_no_table_is_told_with_the_answer_that_is_needed(name):
    with pytest.raises(InputError) as error:
        getattr(cs.plots, name)([1, 2])
    assert str(error.value) == f"plots.{name}: not a table (got 'list'); give it {TAKES[name].answer}"


def test_the_table_of_another_plot_is_told_with_that_plot(answers):
    with pytest.raises(InputError, match=r"give it forecast\.finishes\(\); for this table.* plots\.roadmap"):
        cs.plots.s_curves(answers["roadmap"])


def test_a_column_called_otherwise_is_guessed_at(answers):
    with pytest.raises(InputError, match=r"no column 'probability'.*did you mean 'probabilty'"):
        cs.plots.roadmap(answers["roadmap"].rename(columns={"probability": "probabilty"}))


@pytest.mark.parametrize("named", [HOSTILE, UNDERSCORED])
def test_names_are_shown_as_they_are_written(name, named):
    answers = answers_of(portfolio_of(named))
    frame = answers[name]
    for column in ("role", "skill"):  # names of skills cannot be as odd in a model
        if column in frame and "project" not in frame:
            cell = [each for each in ("period", "role", "skill") if each in frame]
            frame = frame.assign(**{column: named}).drop_duplicates(cell)
    ax = drawn(name, frame)
    ax._repr_png_()  # mathematics that cannot be read would be an error here
    shown = [each for each in ax.figure.findobj(Text) if named[:12] in each.get_text()]
    assert shown or name in NAMELESS
    assert not any(each.get_parse_math() or each.get_usetex() for each in shown)


def test_a_long_name_gets_an_ellipsis_and_keeps_its_end(name):
    long = "The renewal of everything that was left over from the merger, part"
    answers = answers_of(portfolio_of(f"{long} 1", f"{long} 2"))
    ax = drawn(name, answers[name])
    assert not any(long in text for text in texts_in(ax))
    if "project" in TAKES[name].columns and name not in NAMELESS:
        assert any("…" in text and "part 1" in text for text in texts_in(ax))


@pytest.mark.parametrize(
    "name", sorted(set(TAKES) - NAMELESS - {"finish_histogram", "demand_fan", "waterfall"})
)
def test_what_is_left_out_is_said(name, answers):
    ax = drawn(name, answers[name], most=1)
    assert ax.get_title(loc="right").startswith(("1 of ", "the first 1 of "))
    assert drawn(name, answers[name], most=1000).get_title(loc="right") == ""


def test_a_hundred_projects_are_drawn():
    answers = answers_of(portfolio_of(*(f"Project {number}" for number in range(100))))
    for name, frame in answers.items():
        drawn(name, frame)._repr_png_()


def test_the_style_of_the_user_does_not_break_a_plot(name, answers):
    with plt.rc_context({"text.usetex": True, "axes.grid": True}):
        ax = drawn(name, answers[name])
    named = [each for each in ax.figure.findobj(Text) if each.get_text() in ("Shop", "backend")]
    assert not any(each.get_usetex() for each in named)


def test_importing_capsim_loads_no_matplotlib_and_plots_no_pyplot():
    script = (
        "import sys, capsim as cs; assert 'matplotlib' not in sys.modules; cs.plots; "
        "assert 'matplotlib' in sys.modules; assert 'matplotlib.pyplot' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_a_table_with_two_rows_for_one_cell_is_refused(answers):
    twice = pd.concat([answers["overload_heatmap"]] * 2)
    with pytest.raises(InputError, match="two rows for 'backend' in Jan 2027"):
        cs.plots.overload_heatmap(twice)


def test_nothing_is_finished_or_planned_past_what_the_table_says(answers):
    frame = answers["roadmap"].assign(p95=pd.NaT, beyond_horizon="p95")
    ax = cs.plots.roadmap(frame)
    assert texts_in(ax).count("past the horizon") == len(frame)
    assert np.isfinite(ax.get_xlim()).all()

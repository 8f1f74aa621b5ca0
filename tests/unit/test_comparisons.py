"""What a comparison is made into: a page, a picture, a line in a book, an answer in a terminal."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import capsim as cs
from capsim.cli.commands import BAD_INPUT, DONE
from capsim.errors import InputError
from capsim.report.comparing import html_of_comparison
from capsim.running.identity import identity_of
from tests.commands import run
from tests.report.hostile import NAMES


def agency(name: str = "Shop") -> cs.Portfolio:
    """Two projects, and one person too few."""
    shop = cs.Project(
        name,
        [cs.Task("build", effort=cs.PERT(15, 20, 40), skill="backend", people=(1, 2))],
        deadline="2027-01-29",
    )
    crm = cs.Project("CRM", [cs.Task("load", effort=cs.PERT(5, 8, 15), skill="data")])
    people = [cs.Person("Ada", "backend", cost_per_day=500), cs.Person("Bo", "data", cost_per_day=500)]
    return cs.Portfolio("Agency", "2027-01-04", people, [shop, crm])


HIRE = cs.Scenario("hire", [cs.edits.AddPerson("Cy", "backend", cost_per_day=500)])
LATER = cs.Scenario("later", [cs.edits.Delay("CRM", 14)])


@pytest.fixture(scope="module")
def compared():
    return cs.compare(agency(), [HIRE, LATER], replications=80, seed=3, progress=False)


# ---------------------------------------------------------------- the book of decisions


def test_a_decision_is_logged_with_its_options_and_lived_through_again(compared, tmp_path: Path) -> None:
    book = tmp_path / "decisions.csv"
    compared.log(book, choice="hire", note="=worth it")
    rows = pd.read_csv(book, dtype="str", keep_default_na=False)
    assert rows["option"].tolist() == ["as it is", "hire", "later"]
    assert rows["chosen"].tolist() == ["no", "yes", "no"]
    assert rows["note"].tolist() == ["", "'=worth it", ""]
    assert set(rows["base_hash"]) == {identity_of(agency())}
    assert rows["option_hash"][1] == identity_of(HIRE.apply(agency()))
    assert (rows[["actual_finish", "actual_cost", "actual_value", "actual_note"]] == "").all(axis=None)
    again = cs.scenarios.replay_decision(book, agency(), progress=False)
    pd.testing.assert_frame_equal(again.summary(), compared.summary())
    one = cs.scenarios.replay_decision(book, agency(), option="later", progress=False)
    assert [each.scenario for each in one.alternatives] == [LATER]


def test_figures_of_the_book_are_those_of_the_summary(compared, tmp_path: Path) -> None:
    compared.log(tmp_path / "decisions.csv", day=pd.Timestamp("2027-01-04").date())
    rows = pd.read_csv(tmp_path / "decisions.csv").set_index("option")
    summary = compared.summary().set_index(["scenario", "measure"])
    assert rows.loc["hire", "all_on_time"] == pytest.approx(summary.loc[("hire", "all on time"), "with"])
    assert rows.loc["as it is", "cost"] == pytest.approx(summary.loc[("hire", "cost"), "base"], abs=0.01)
    p80 = pd.Timestamp("2027-01-04") + pd.Timedelta(days=round(summary.loc[("hire", "finish p80"), "with"]))
    assert rows.loc["hire", "finish_p80"] == str(p80.date())
    assert rows["chosen"].isna().all()
    assert set(rows["decided"]) == {"2027-01-04"}


def test_another_portfolio_or_option_is_refused(compared, tmp_path: Path) -> None:
    book = tmp_path / "decisions.csv"
    with pytest.raises(InputError, match=r"no such option.*did you mean 'hire'"):
        compared.log(book, choice="hier")
    compared.log(book)
    with pytest.raises(InputError, match="the portfolio has changed since then"):
        cs.scenarios.replay_decision(book, LATER.apply(agency()), progress=False)
    with pytest.raises(InputError, match="no such entry"):
        cs.scenarios.replay_decision(book, agency(), "2020-01-01", progress=False)
    forecasts = tmp_path / "forecasts.csv"
    compared.base.log(forecasts)
    with pytest.raises(InputError, match="no book of decisions"):
        compared.log(forecasts)


# ---------------------------------------------------------------- the page and the picture


def test_the_page_tells_verdicts_and_projects(compared, tmp_path: Path) -> None:
    compared.report(tmp_path / "compare.html")
    page = (tmp_path / "compare.html").read_text(encoding="utf-8")
    assert all(verdict.split(":")[0] in page for verdict in compared.verdicts())
    assert page.count("<h2>") == 5
    assert "http" not in page.replace("http-equiv", "")


@pytest.mark.parametrize("name", [each for each in NAMES if "<" in each][:3])
def test_names_in_a_page_are_text_only(name: str) -> None:
    made = cs.compare(agency(name), cs.Scenario(name, [cs.edits.Delay(name, 14)]), 20, 1, progress=False)
    page = html_of_comparison(made)
    assert name not in page
    assert page.count("<script>") == 1


def test_a_mark_stands_at_its_difference(compared) -> None:
    frame = compared.projects()
    ax = cs.plots.comparison(frame)
    drawn = [each for each in ax.collections if each.get_gid() == "difference"]
    marks = [float(days) for each in drawn for days, _ in each.get_offsets()]
    wanted = frame.loc[frame["days"].notna(), "days"].to_numpy()
    assert sorted(np.round(marks, 6)) == sorted(np.round(wanted, 6))


# ---------------------------------------------------------------- the command line


def test_the_command_compares_scenarios(tmp_path: Path) -> None:
    model, file = tmp_path / "model.yaml", tmp_path / "scenarios.yaml"
    cs.write(agency(), model)
    cs.scenarios.write([HIRE, LATER], file)
    page, book = tmp_path / "page.html", tmp_path / "decisions.csv"
    words = ("compare", model, file, "--replications", "40", "--seed", "1")
    done = run(*words, "--report", page, "--log", book, "--choice", "hire")
    assert done.exit_code == DONE, done.output
    assert "hire is better" in done.stdout
    assert "later, projects that move:" in done.stdout
    assert page.exists()
    assert len(pd.read_csv(book)) == 3
    answers = json.loads(run(*words, "--json", "--quiet").stdout)
    assert list(answers) == ["portfolio", "start", "seed", "replications", "verdicts", "summary", "projects"]
    assert {row["scenario"] for row in answers["projects"]} == {"hire", "later"}


def test_a_fault_in_the_scenarios_is_told_with_its_line(tmp_path: Path) -> None:
    model, file = tmp_path / "model.yaml", tmp_path / "scenarios.yaml"
    cs.write(agency(), model)
    file.write_text("scenarios:\n- name: x\n  edits:\n  - dealy: {name: CRM, days: 3}\n", encoding="utf-8")
    done = run("compare", model, file)
    assert done.exit_code == BAD_INPUT
    assert "scenarios.yaml, line 4: no such edit (got 'dealy'); did you mean 'delay'?" in done.stderr
    file.write_text("scenarios:\n- name: x\n  edits:\n  - delay: {name: CMR, days: 3}\n", encoding="utf-8")
    done = run("compare", model, file, "--replications", "10")
    assert done.exit_code == BAD_INPUT
    assert "did you mean 'CRM'?" in done.stderr


# ---------------------------------------------------------------- house rules of the run


def test_edits_change_the_house_rules_that_a_forecast_followed(tmp_path: Path) -> None:
    tasks = [cs.Task("build", effort=5, skill="backend")]
    people = [cs.Person("Ada", "backend"), cs.Person("Bo", "backend")]
    two = cs.Portfolio("Two", "2027-01-04", people, [cs.Project("A", tasks), cs.Project("B", tasks)])
    ran = cs.simulate(two, cs.Policy(wip_limit=1), replications=2, seed=1, progress=False)
    wide = cs.Scenario("both at once", [cs.edits.ChangePolicy(wip_limit=None)])  # as the portfolio has it
    same = cs.Scenario("nothing new", [cs.edits.ChangePolicy(top_up=ran.policy.top_up, wip_limit=1)])
    found = cs.compare(ran, [wide, same], progress=False)
    assert found.projects()["days"].tolist() == [0, -7, 0, 0]
    found.log(tmp_path / "decisions.csv", choice="both at once")
    held = two.replace(policy=cs.Policy(wip_limit=1))
    again = cs.scenarios.replay_decision(tmp_path / "decisions.csv", held, progress=False)
    pd.testing.assert_frame_equal(again.summary(), found.summary())

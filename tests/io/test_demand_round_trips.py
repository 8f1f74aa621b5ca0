"""Demand and bookings are written and read back as they were, in every kind of file."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

import capsim as cs
from capsim.domain.demand import Demand
from capsim.domain.person import Person
from capsim.domain.portfolio import Portfolio
from tests.unit.domain.demanding import demanding_portfolios


@pytest.mark.filterwarnings("ignore::capsim.errors.UnreadWarning")  # what lies before the start
@pytest.mark.parametrize("target", ["model", "model.yaml", "model.json", "model.xlsx"])
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(demanding_portfolios())
def test_a_written_portfolio_reads_back_equal(target: str, portfolio: Portfolio) -> None:
    with tempfile.TemporaryDirectory() as folder:
        cs.write(portfolio, Path(folder) / target)
        assert cs.read(Path(folder) / target) == portfolio


SHOP = cs.Project(
    "Shop",
    demand=[
        Demand("backend", {"2027-01": 1.5, "2027-03": 2}, low=0.8, high=1.5),
        Demand("qa", {"2027-02": 0.25}, phase="test"),
    ],
)
HOUSE = Portfolio("House", "2027-01-01", [Person("Ada", ["backend", "qa"])], [SHOP])


def test_a_folder_shows_the_table_that_was_put_in(tmp_path: Path) -> None:
    cs.write(HOUSE, tmp_path / "house")
    assert (tmp_path / "house" / "demand.csv").read_text(encoding="utf-8").splitlines() == [
        "project,role,phase,low,high,2027-01,2027-02,2027-03",
        "Shop,backend,,0.8,1.5,1.5,,2",
        "Shop,qa,test,,,,0.25,",
    ]
    assert not (tmp_path / "house" / "tasks.csv").exists()


def test_spans_are_rows_of_their_own(tmp_path: Path) -> None:
    shop = cs.Project("Shop", demand=[Demand("qa", {"2027-01-11 to 2027-02-05": 13}, "days")])
    cs.write(Portfolio("House", "2027-01-01", [Person("Ada", "qa")], [shop]), tmp_path / "house")
    assert (tmp_path / "house" / "demand.csv").read_text(encoding="utf-8").splitlines() == [
        "project,role,from,to,fte",
        "Shop,qa,2027-01-11,2027-02-05,0.65",
    ]


def test_a_nested_file_shows_amounts_by_period_on_one_line(tmp_path: Path) -> None:
    cs.write(HOUSE, tmp_path / "house.yaml")
    text = (tmp_path / "house.yaml").read_text(encoding="utf-8")
    assert "    fte: {2027-01: 1.5, 2027-03: 2}\n" in text


@pytest.mark.parametrize("target", ["house", "house.yaml"])
def test_demand_under_the_name_of_a_total_stays_tasks(tmp_path: Path, target: str) -> None:
    total = cs.Project("Total", demand=[Demand("qa", {"2027-01": 1})])
    portfolio = Portfolio("House", "2027-01-01", [Person("Ada", ["backend", "qa"])], [SHOP, total])
    cs.write(portfolio, tmp_path / target)
    assert cs.read(tmp_path / target) == portfolio

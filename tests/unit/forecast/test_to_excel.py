"""The workbook of a forecast: the manager's own table back with P50 and P80."""

import zipfile

import pandas as pd
import pytest

import capsim as cs
from capsim.errors import InputError

START = "2027-01-04"


def forecast_of(law, name="Shop"):
    """20 days wanted in January (20 working days) and 10 in February (20), each times a factor."""
    tasks = [
        cs.Task("one", effort=law, skill="backend", start="2027-01-04", end="2027-01-29"),
        cs.Task("two", effort=10, skill="data", start="2027-02-01", end="2027-02-26"),
    ]
    people = [cs.Person("Ada Lovelace", "backend"), cs.Person("Bo Diddley", "data")]
    model = cs.Portfolio("Agency", START, people, [cs.Project(name, tasks)])
    return cs.simulate(model, replications=400, seed=7, progress=False)


def test_the_managers_table_comes_back_with_p50_and_p80(tmp_path) -> None:
    forecast = forecast_of(cs.distributions.Uniform(10, 30))
    path = forecast.to_excel(tmp_path / "out.xlsx")
    planned, p50, p80 = (
        pd.read_excel(path, sheet_name=f"demand {name}", engine="calamine")
        for name in ("planned", "P50", "P80")
    )
    for table in (planned, p50, p80):
        assert table.columns.tolist() == ["project", "role", "2027-01", "2027-02"]
        assert table.role.tolist() == ["backend", "data"]
        assert table["2027-02"].tolist() == pytest.approx([0, 0.5])
    assert planned["2027-01"].tolist() == pytest.approx([1, 0])
    assert p50["2027-01"][0] == pytest.approx(1, abs=0.06)
    assert p80["2027-01"][0] == pytest.approx(1.3, abs=0.06)  # 26 of 20 days
    wide = forecast.portfolio.demand(by=("project", "role"), wide=True)
    pd.testing.assert_frame_equal(planned, wide, check_dtype=False)


def test_the_answers_are_sheets_and_nobody_is_named(tmp_path) -> None:
    path = forecast_of(20).to_excel(tmp_path / "out.xlsx", period="W")
    book = pd.read_excel(path, sheet_name=None, engine="calamine")
    assert list(book)[3:] == ["summary", "delivery", "demand", "overload", "gaps"]
    cells = [str(cell) for frame in book.values() for row in frame.to_numpy().tolist() for cell in row]
    assert "Shop" in cells
    assert not any("Ada" in cell or "Bo " in cell for cell in cells)
    assert book["demand planned"].columns[2] == "2027-W01"


def test_a_name_is_never_a_formula(tmp_path) -> None:
    for name in ('=HYPERLINK("http://x")', "+1", "@SUM(1)", "-2"):
        path = forecast_of(20, name).to_excel(tmp_path / "out.xlsx")  # what is there is replaced
        table = pd.read_excel(path, sheet_name="demand P50", engine="calamine", dtype=str)
        assert table.project[0] == name
        with zipfile.ZipFile(path) as parts:
            sheets = [parts.read(part).decode() for part in parts.namelist() if "worksheets" in part]
        assert not any("<f>" in sheet or "<f " in sheet or "<hyperlink" in sheet for sheet in sheets)


def test_the_same_forecast_gives_the_same_bytes(tmp_path) -> None:
    one, two = (forecast_of(20).to_excel(tmp_path / name).read_bytes() for name in ("a.xlsx", "b.xlsx"))
    assert one == two


def test_where_it_cannot_be_written_is_told(tmp_path) -> None:
    with pytest.raises(InputError, match=r"no workbook .*ends in \.xlsx"):
        forecast_of(20).to_excel(tmp_path / "out.csv")
    with pytest.raises(InputError, match="cannot be written"):
        forecast_of(20).to_excel(tmp_path / "missing" / "out.xlsx")
    with pytest.raises(InputError, match="to_excel, period"):
        forecast_of(20).to_excel(tmp_path / "out.xlsx", period="Y")

# ruff: noqa: E501
"""The table of demand, as managers keep it: its months, its totals, its rows, and all that can be wrong."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest

import capsim as cs
from capsim.domain.portfolio import Portfolio
from capsim.errors import AssumptionWarning, InputError, Place
from capsim.io.demand import demand_rows
from capsim.io.grid import Grid, Line
from capsim.io.tables import table_of
from capsim.io.tree import Fields, Gathering, Text
from capsim.io.words import SHEETS

pytestmark = pytest.mark.filterwarnings("ignore::capsim.errors.UnreadWarning")  # check tells more


def table(*lines: str, typed: bool = True) -> tuple[dict[str, list[dict[str, object]]], Gathering]:
    """Read a table written with bars between its cells."""
    gathering = Gathering()
    grid = Grid(
        "demand",
        Place("c.xlsx", "demand"),
        tuple(
            Line(number, tuple(cell.strip() for cell in line.split("|")))
            for number, line in enumerate(lines, 1)
        ),
        typed=typed,
    )
    rows = demand_rows(table_of(SHEETS["demand"], grid, gathering), gathering)
    return {project: [plain(row) for row in listed] for project, listed in rows.items()}, gathering


def plain(row: Fields) -> dict[str, object]:
    return {
        key: node.value
        if isinstance(node, Text)
        else {label: cell.value for label, cell in node.entries.items() if isinstance(cell, Text)}
        for key, node in row.entries.items()
        if isinstance(node, Text | Fields)
    }


def problems(*lines: str, typed: bool = True) -> list[str]:
    return [str(problem) for problem in table(*lines, typed=typed)[1].problems]


def remarks(*lines: str) -> list[str]:
    _, gathering = table(*lines)
    assert gathering.problems == []
    assert {remark.severity for remark in gathering.remarks} <= {"info", "warning"}
    return [str(remark) for remark in gathering.remarks]


HEAD = "project | role | Jan 27 | Feb 27"
SHOP = "Shop | backend | 1.5 | 2"
DATA = "Shop | data | 0.5 | 1"
BILL = "Billing | backend | 1 | 0.25"


# ---------------------------------------------------------------- rows


def test_a_wide_table_has_a_column_for_each_month() -> None:
    rows, gathering = table(HEAD, SHOP, DATA, BILL)
    assert rows == {
        "Shop": [
            {"role": "backend", "amounts": {"2027-01": "1.5", "2027-02": "2"}},
            {"role": "data", "amounts": {"2027-01": "0.5", "2027-02": "1"}},
        ],
        "Billing": [{"role": "backend", "amounts": {"2027-01": "1", "2027-02": "0.25"}}],
    }
    assert gathering.remarks == gathering.problems == []


def test_each_amount_knows_its_cell() -> None:
    gathering = Gathering()
    grid = Grid("demand", Place("c.xlsx", "demand"), (
        Line(3, ("project", "role", "Jan 27")), Line(5, ("Shop", "backend", "1")),
    ))  # fmt: skip
    (row,) = demand_rows(table_of(SHEETS["demand"], grid, gathering), gathering)["Shop"]
    amounts = row.entries["amounts"]
    assert isinstance(amounts, Fields)
    assert str(amounts.entries["2027-01"].place) == "c.xlsx, sheet demand, cell C5 (column Jan 27)"


def test_years_over_bare_months_combine() -> None:
    rows, _ = table(" | | 2027 | | 2028", "project | role | Nov | Dec | Jan", "Shop | qa | 1 | 2 | 3")
    assert rows["Shop"][0]["amounts"] == {"2027-11": "1", "2027-12": "2", "2028-01": "3"}


@pytest.mark.parametrize("names", [" | ", "project | role"])
def test_months_can_stand_in_a_second_row_of_the_header(names: str) -> None:
    rows, gathering = table(
        "project | role | 2027 | | 2028", f"{names} | Nov | Dec | Jan", "Shop | qa | 1 | 2 | 3"
    )
    assert rows == {"Shop": [{"role": "qa", "amounts": {"2027-11": "1", "2027-12": "2", "2028-01": "3"}}]}
    assert gathering.remarks == gathering.problems == []


def test_headings_and_notes_are_passed_over_and_said() -> None:
    lines = [HEAD, "Shop | | | ", SHOP, "", "Billing", BILL, "as of October"]
    assert remarks(*lines) == [
        "c.xlsx, sheet demand, row 2: without a project or a role, and without figures: "
        "row 2, row 5, row 7 are passed over"
    ]


def test_blank_cells_dashes_and_noughts_are_no_demand() -> None:
    rows, _ = table(
        "project | role | Jan 27 | Feb 27 | Mar 27 | Apr 27 | May 27", "Shop | qa | - | | 0 | – | 1"
    )
    assert rows["Shop"][0]["amounts"] == {"2027-05": "1"}


def test_a_row_without_demand_is_said_and_its_project_is_there() -> None:
    rows, gathering = table(HEAD, SHOP, "Idea | qa | - | ")
    assert rows["Idea"] == []
    assert [str(remark) for remark in gathering.remarks] == [
        "c.xlsx, sheet demand, cell B3 (column role): no demand: every month is empty or zero (got 'qa')"
    ]


def test_rows_of_the_same_project_and_role_add_up_and_it_is_said() -> None:
    assert remarks(HEAD, SHOP, BILL, SHOP) == [
        "c.xlsx, sheet demand, cell B4 (column role): the same project and role as row 2: the two add up "
        "(got 'backend')"
    ]


def test_rows_of_different_phases_stay_apart() -> None:
    head = "project | role | phase | Jan 27"
    assert remarks(head, "Shop | qa | build | 1", "Shop | qa | test | 1", "Shop | qa | | 1") == []


def test_rows_that_add_up_need_the_same_range() -> None:
    head = "project | role | low | high | Jan 27"
    assert problems(head, "Shop | qa | 0.8 | 1.5 | 1", "Shop | qa | 0.9 | 1.5 | 1") == [
        "c.xlsx, sheet demand, cell C3 (column low): another low than in row 2, to which it adds (got '0.9'); "
        "write the same low into both, or tell them apart by a phase"
    ]


def test_a_long_table_has_a_row_for_each_month() -> None:
    rows, gathering = table(
        "project | role | month | fte",
        "Shop | qa | 2027-01 | 1",
        "Shop | qa | Feb 27 | 2",
        "App | qa | KW 3 2027 | 1",
    )
    assert rows["Shop"] == [{"role": "qa", "fte": {"2027-01": "1"}}, {"role": "qa", "fte": {"2027-02": "2"}}]
    assert rows["App"] == [{"role": "qa", "fte": {"2027-W03": "1"}}]
    assert gathering.remarks == []


def test_a_long_table_can_have_spans_and_days_of_effort() -> None:
    rows, _ = table("project | role | from | to | effort", "Shop | qa | 2027-01-15 | 2027-02-10 | 12")
    assert rows["Shop"] == [{"role": "qa", "days": {"2027-01-15 to 2027-02-10": "12"}}]


def test_in_a_long_table_the_same_month_twice_adds_up_and_it_is_said() -> None:
    long = ("project | role | month | fte", "Shop | qa | 2027-01 | 1", "Shop | qa | 2027-01 | 2")
    assert remarks(*long) == [
        "c.xlsx, sheet demand, cell B3 (column role): the same project and role as row 2: the two add up (got 'qa')"
    ]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("Shop | qa | | | | 1", "cell C2 (column month): empty; write the month, such as 2027-01"),
        (
            "Shop | qa | soon | | | 1",
            "cell C2 (column month): no month or week (got 'soon'); write 2027-01 or 2027-W03",
        ),
        (
            "Shop | qa | | 2027-01-04 | | 1",
            "cell E2 (column to): empty; write the last day, such as 2027-03-31",
        ),
        ("Shop | qa | 2027-01 | | | ", "cell F2 (column fte): empty; write the amount, or 0"),
        (
            "Shop | qa | | 2027-01-04 | 2027-01-01 | 1",
            "cell E2 (column to): ends before it starts (got '2027-01-01'); write 2027-01-04 or later",
        ),
        ("Shop | qa | | soon | 2027-01-01 | 1", "cell D2 (column from): not a date (got 'soon')"),
    ],
)
def test_a_long_row_without_its_time_or_amount_is_told(row: str, message: str) -> None:
    first = "App | qa | 2027-01 | 2027-01-01 | 2027-01-31 | 1"
    (problem,) = problems("project | role | month | from | to | fte", row, first)
    assert problem.startswith(f"c.xlsx, sheet demand, {message}")


# ---------------------------------------------------------------- columns


def test_headers_that_can_be_read_in_two_ways_are_told_at_their_cells() -> None:
    assert problems("project | role | 01/02 | Feb 27 | Feb-27 | 2027-W09", "Shop | qa | 1 | 1 | 1 | 1") == [
        "c.xlsx, sheet demand, cell C1 (column 01/02): can be read in several ways (got '01/02'); "
        "write 2027-01, Jan 27 or 2027-W03",
        "c.xlsx, sheet demand, cell E1 (column Feb-27): 2027-02 has a column already (got 'Feb-27'); "
        "keep one column for each month or week",
        "c.xlsx, sheet demand, cell F1 (column 2027-W09): a week among months (got '2027-W09'); "
        "keep months and weeks apart: one table has one column for each",
    ]


def test_a_table_without_months_is_told_so_once() -> None:
    assert problems("project | role | owner", "Shop | qa | Ann") == [
        "c.xlsx, sheet demand: no column is a month or a week; add a column for each month, such as 2027-01, "
        "or the columns month and fte"
    ]


def test_quarters_alone_are_too_long() -> None:
    assert problems("project | role | Q1 2027 | Q2 2027", "Shop | qa | 1 | 2") == [
        "c.xlsx, sheet demand, cell C1 (column Q1 2027): a longer span than a month (got 'Q1 2027'); "
        "write a column for each month, such as 2027-01"
    ]


def test_other_columns_are_passed_over_and_named() -> None:
    assert remarks(f"{HEAD} | Comment", f"{SHOP} | first draft") == [
        "c.xlsx, sheet demand, cell E1 (column Comment): not a column that capsim knows: passed over (got 'Comment')"
    ]


def test_a_wide_table_suggests_no_columns_of_a_long_one() -> None:
    (remark,) = remarks(f"{HEAD} | Status", f"{SHOP} | agreed")
    assert remark.endswith("not a column that capsim knows: passed over (got 'Status')")


def test_columns_of_a_long_table_are_passed_over_in_a_wide_one() -> None:
    (remark,) = remarks("project | role | from | to | Jan 27", "Shop | qa | 2027-01-01 | | 1")
    assert remark == (
        "c.xlsx, sheet demand, from: passed over: each month or week has a column of its own (got 'from')"
    )


# ---------------------------------------------------------------- totals in rows


@pytest.mark.parametrize(
    "word",
    ["Total", "TOTAL", "Total:", "Totals", "Sum", "Summe", "Gesamt", "Grand total", "Gesamtsumme", "Total FTE", "Σ",
     "Insgesamt", "Total demand", "FTE total", "Total (FTE)"],
)  # fmt: skip
@pytest.mark.parametrize("cells", ["{} |", "| {}", "{} | {}"])
def test_a_row_that_is_named_a_total_is_left_out_and_said(word: str, cells: str) -> None:
    rows, gathering = table(HEAD, SHOP, DATA, BILL, f"{cells.format(word, word)} | 3 | 3.25")
    assert set(rows) == {"Shop", "Billing"}
    assert gathering.problems == []
    (remark,) = gathering.remarks
    assert (remark.severity, remark.what) == (
        "info",
        "a row of totals (C5 to D5), left out: it says the sum of other rows",
    )


def test_a_named_total_that_does_not_add_up_is_told_with_both_figures() -> None:
    assert problems(HEAD, SHOP, DATA, BILL, "Total | | 4 | 3.25") == [
        "c.xlsx, sheet demand, cell C5 (column Jan 27): Total of Jan 27 says 4, the rows above add up to 3; "
        "correct the one or the other, or remove the row of totals"
    ]


def test_an_unnamed_row_is_a_total_if_every_cell_is_the_sum() -> None:
    rows, gathering = table(HEAD, SHOP, DATA, "| | 2 | 3")
    assert len(rows["Shop"]) == 2
    assert gathering.problems == []
    assert [str(remark) for remark in gathering.remarks] == [
        "c.xlsx, sheet demand, cell C4 (column Jan 27): a row of totals (C4 to D4), left out: "
        "it says the sum of other rows"
    ]


def test_an_unnamed_row_that_is_no_total_lacks_its_names() -> None:
    assert problems(HEAD, SHOP, DATA, "| | 2 | 2") == [
        "c.xlsx, sheet demand, cell A4 (column project): empty; write the project (Shop, as above?), "
        "Total if the row sums up others, or remove the row",
        "c.xlsx, sheet demand, cell B4 (column role): empty; write the role, "
        "Total if the row sums up others, or remove the row",
    ]


def test_what_lacks_a_name_is_part_of_the_totals() -> None:
    (problem,) = problems(HEAD, SHOP, "| data | 0.5 | 1", BILL, "Total | | 3 | 3.25")
    assert problem.startswith("c.xlsx, sheet demand, cell A3 (column project): empty")


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        ("Capacity | | 4 | 4", "A5 (column project)"),
        ("| Available | 1 | 0.75", "B5 (column role)"),
        ("Gap | | -1 | -0.75", "A5 (column project)"),
        ("Balance (FTE): | | 1 | x", "A5 (column project)"),
        ("| Over/under | 1 | 0.75", "B5 (column role)"),
        ("Total | Capacity | 4 | 4", "A5 (column project)"),
        ("Net capacity | Net capacity | 4 | 4", "A5 (column project)"),
    ],
)
def test_a_row_of_capacity_below_the_total_is_left_out(row: str, cell: str) -> None:
    found, gathering = table(HEAD, SHOP, DATA, "Total | | 2 | 3", row)
    assert gathering.problems == []
    assert set(found) == {"Shop"}
    named = next(word.strip() for word in row.split("|") if word.strip())
    assert str(gathering.remarks[0]) == (
        f"c.xlsx, sheet demand, cell {cell}: a row of capacity, left out: "
        f"capsim works it out from the people (got {named!r})"
    )


def test_a_row_of_capacity_is_no_part_of_the_columns_of_totals() -> None:
    lines = (f"{HEAD} | Total", f"{SHOP} | 3.5", "Capacity | | 4 | 4 | 4", "Total | | 1.5 | 2 | 3.5")
    assert problems(*lines) == []


def test_a_row_of_capacity_of_a_long_table_is_left_out() -> None:
    lines = ("project | role | month | fte", "Shop | backend | 2027-01 | 1", "Capacity | | 2027-01 | 4")
    found, gathering = table(*lines)
    assert set(found) == {"Shop"}
    assert [remark.severity for remark in gathering.remarks] == ["info"]


def test_a_project_that_has_a_role_is_one_whatever_it_is_called() -> None:
    found, gathering = table(HEAD, "Balance | backend | 1 | 1", "| data | 1 | 1")
    assert set(found) == {"Balance"}
    (problem,) = map(str, gathering.problems)
    assert problem.startswith("c.xlsx, sheet demand, cell A3 (column project): empty")


def test_a_row_of_such_a_project_that_lacks_its_role_is_told() -> None:
    (problem,) = problems(HEAD, "Balance | backend | 1 | 1", "Balance | | 3 | 1")
    assert problem.startswith("c.xlsx, sheet demand, cell B3 (column role): empty")


def test_an_empty_cell_is_no_sum_that_was_rounded() -> None:
    (problem,) = problems(HEAD, "Shop | backend | 1 | 0.5", "Shop | | 1 |")
    assert problem.startswith("c.xlsx, sheet demand, cell B3 (column role): empty")


def test_a_project_called_total_rewards_is_a_project() -> None:
    rows, gathering = table(HEAD, "Total Rewards | hr | 1 | 1", "Summe Sehen | hr | 1 | 1")
    assert set(rows) == {"Total Rewards", "Summe Sehen"}
    assert gathering.remarks == gathering.problems == []


def test_subtotals_and_a_grand_total_count_every_row_once() -> None:
    lines = [
        HEAD,
        SHOP,
        DATA,
        "Total Shop | | 2 | 3",
        BILL,
        "Billing | Subtotal | 1 | 0.25",
        "Total | | 3 | 3.25",
    ]
    rows, gathering = table(*lines)
    assert {project: len(listed) for project, listed in rows.items()} == {"Shop": 2, "Billing": 1}
    assert gathering.problems == []
    assert len(gathering.remarks) == 3


def test_subtotals_sum_the_rows_since_the_last_total() -> None:
    lines = [
        HEAD,
        SHOP,
        DATA,
        "Subtotal | | 2 | 3",
        BILL,
        "Subtotal | | 1 | 0.25",
        "Grand total | | 3 | 3.25",
    ]
    assert len(remarks(*lines)) == 3


def test_a_subtotal_that_is_wrong_is_told_and_the_grand_total_is_not() -> None:
    lines = [HEAD, SHOP, DATA, "Shop total | | 2 | 3.5", BILL, "Total | | 3 | 3.25"]
    assert problems(*lines) == [
        "c.xlsx, sheet demand, cell D4 (column Feb 27): Shop total of Feb 27 says 3.5, "
        "the rows above add up to 3; correct the one or the other, or remove the row of totals"
    ]


def test_a_total_above_the_rows_is_one_too() -> None:
    assert len(remarks(HEAD, "Total | | 3 | 3.25", SHOP, DATA, BILL)) == 1


def test_the_line_of_a_project_above_its_roles_is_a_total() -> None:
    rows, gathering = table(HEAD, "Shop | | 2 | 3", SHOP, DATA, "Billing | | 1 | 0.25", BILL)
    assert gathering.problems == []
    assert {project: len(listed) for project, listed in rows.items()} == {"Shop": 2, "Billing": 1}


def test_totals_by_role_are_totals() -> None:
    named = [HEAD, SHOP, DATA, BILL, "Total | backend | 2.5 | 2.25", "Total | data | 0.5 | 1"]
    assert len(remarks(*named)) == 2
    assert len(remarks(HEAD, SHOP, DATA, BILL, "Total backend | | 2.5 | 2.25")) == 1
    assert len(remarks(HEAD, SHOP, DATA, BILL, "| backend | 2.5 | 2.25")) == 1


def test_a_total_named_in_another_column_is_one() -> None:
    lines = [f"no | {HEAD}", f"1 | {SHOP}", f"2 | {DATA}", "Total | | | 2 | 3.5"]
    assert problems(*lines) == [
        "c.xlsx, sheet demand, cell E4 (column Feb 27): Total of Feb 27 says 3.5, the rows above add up to 3; "
        "correct the one or the other, or remove the row of totals"
    ]


def test_blank_cells_of_a_named_total_say_nothing() -> None:
    assert len(remarks(HEAD, SHOP, DATA, "Total | | 2 | ")) == 1


THIRDS = [f"P{number} | qa | 0.33 | 1" for number in range(3)]


@pytest.mark.parametrize(("total", "typed", "texts"), [
    ("1", 1, 0), ("1.0", 0, 0), ("1.00", 1, 0), ("0.99", 0, 0), ("1.02", 1, 1), ("0.9", 1, 1),
])  # fmt: skip
def test_a_total_may_be_rounded_and_in_a_text_its_addends_too(total: str, typed: int, texts: int) -> None:
    for is_typed, count in ((True, typed), (False, texts)):
        assert len(problems(HEAD, *THIRDS, f"Total | | {total} | 3", typed=is_typed)) == count


@pytest.mark.parametrize("typed", [True, False])
@pytest.mark.parametrize(
    ("count", "total"),
    [(100, "49"), (100, "51"), (40, "19.5"), (40, "21"), (10, "5.3"), (10, "4.7"), (10, "5.1")],
)
def test_many_rows_do_not_hide_a_part_of_a_person(count: int, total: str, typed: bool) -> None:
    halves = [f"P{number} | qa | 0.5 | 1" for number in range(count)]
    (problem,) = problems(HEAD, *halves, f"Total | | {total} | {count}", typed=typed)
    assert f"Total of Jan 27 says {total}, the rows above add up to {count / 2:g};" in problem


@pytest.mark.parametrize("typed", [True, False])
def test_an_unnamed_row_or_column_that_is_almost_the_sum_is_none(typed: bool) -> None:
    halves = [f"P{number} | qa | 0.5 | 1" for number in range(10)]
    (first, _) = problems(HEAD, *halves, "  | | 5.3 | 10", typed=typed)
    assert "cell A12 (column project): empty" in first
    wide = [f"{line} | 1.4" for line in halves]
    _, gathering = table(f"{HEAD} | ", *wide, typed=typed)
    assert [remark.what for remark in gathering.remarks] == ["cells under no header are passed over"]


def test_a_subtotal_is_not_accused_while_a_row_of_its_own_is_refused() -> None:
    (problem,) = problems(HEAD, SHOP, " | data | 0.5 | 1", "Total Shop | | 2 | 3", BILL, "Total | | 3 | 3.25")
    assert problem.startswith("c.xlsx, sheet demand, cell A3 (column project): empty")
    lines = [HEAD, SHOP, "Shop | data | 0.5", "Total | | 2 | 3"]
    (problem,) = problems(*lines, typed=False)
    assert "3 cells under a header of 4" in problem
    assert (
        len(problems(HEAD, SHOP, " | data | 0.5 | 1", "Total Shop | | 2 | 3", BILL, "Total | | 9 | 3.25"))
        == 2
    )


def test_whole_numbers_are_exact() -> None:
    assert len(problems(HEAD, "A | qa | 1 | 1", "B | qa | 1 | 1", "C | qa | 1 | 1", "Total | | 4 | 3")) == 1


@pytest.mark.parametrize("word", ["a" + ":" * 30_000 + "b", "total " * 5_000, "," * 30_000 + "x"])
def test_endless_names_and_headers_take_no_time(word: str) -> None:
    assert problems(f"{HEAD} | {word}", f"{word} | | 1 | 2 | 3") != []


def test_figures_without_bounds_do_not_upset_the_sums() -> None:
    (problem,) = problems(HEAD, "Shop | qa | 1e308 | 1", "App | qa | 1e308 | 1", "Total | | 1 | 3")
    assert problem.startswith("c.xlsx, sheet demand, cell D4 (column Feb 27): Total of Feb 27 says 3")


def test_totals_of_a_long_table_are_left_out() -> None:
    long = [
        "project | role | month | fte",
        "Shop | qa | 2027-01 | 1",
        "App | qa | 2027-01 | 2",
        "App | qa | 2027-02 | 4",
    ]
    assert len(remarks(*long, "Total | | 2027-01 | 3", "Total | | | 7")) == 2
    assert problems(*long, "Total | | | 8") == [
        "c.xlsx, sheet demand, cell D5 (column fte): Total says 8, the rows above add up to 7; "
        "correct the one or the other, or remove the row of totals"
    ]


# ---------------------------------------------------------------- totals in columns


@pytest.mark.parametrize(
    "word", ["Total", "Sum", "Summe", "Total FTE", "Total 2027", "2027 total", "", "2027", "H1 2027"]
)
def test_a_column_of_totals_is_left_out_and_said(word: str) -> None:
    rows, gathering = table(f"{HEAD} | {word}", f"{SHOP} | 3.5", f"{DATA} | 1.5")
    assert gathering.problems == []
    assert [remark.what for remark in gathering.remarks] == [
        "a column of totals (E2 to E3), left out: it says the sum of other columns"
    ]
    assert rows["Shop"][0]["amounts"] == {"2027-01": "1.5", "2027-02": "2"}


def test_a_named_column_of_totals_that_does_not_add_up_is_told_with_both_figures() -> None:
    assert problems(f"{HEAD} | Total", f"{SHOP} | 4.5", f"{DATA} | 1.5") == [
        "c.xlsx, sheet demand, cell E2 (column Total): Total of Shop, backend says 4.5, "
        "its columns add up to 3.5; correct the one or the other, or remove the column of totals"
    ]


def test_an_unnamed_column_that_is_no_total_is_passed_over_with_a_warning() -> None:
    (remark,) = remarks(f"{HEAD} | ", f"{SHOP} | 4.5")
    assert remark.startswith("c.xlsx, sheet demand, cell E1: cells under no header are passed over")


@pytest.mark.parametrize(
    ("header", "fix"),
    [("Mrach 27", "did you mean 2027-03?"), ("46447", "did you mean 2027-03?"), ("Marz. 2027", "did you mean 2027-03?"),
     ("third", "write the month as 2027-03 if it is one"), ("M-27", "write the month as 2027-03 if it is one")],
)  # fmt: skip
def test_figures_beside_the_months_that_are_not_counted_are_told_with_their_sum(
    header: str, fix: str
) -> None:
    assert remarks(f"{HEAD} | {header}", f"{SHOP} | 3", f"{DATA} | 0.5", "Total | | 2 | 3 | 3.5")[0] == (
        f"c.xlsx, sheet demand, cell E1 (column {header}): no month: its figures add up to 3.5 and are not "
        f"counted (got '{header}'); {fix}"
    )


def test_other_columns_are_passed_over_without_a_warning() -> None:
    _, gathering = table(
        "project | role | Priority | Jan 27 | Comment", "Shop | qa | 2 | 1 | 3 weeks", "App | qa | 1 | 1 | 5"
    )
    assert [(each.what, each.severity) for each in gathering.remarks] == [
        ("not a column that capsim knows: passed over", "info")
    ] * 2


def test_years_have_totals_of_their_own() -> None:
    head = "project | role | Nov 27 | Dec 27 | Total 2027 | Jan 28 | Total 2028 | Total"
    assert len(remarks(head, "Shop | qa | 1 | 2 | 3 | 4 | 4 | 7")) == 3


def test_quarters_among_months_are_totals_or_refused() -> None:
    head = "project | role | Jan 27 | Feb 27 | Mar 27 | Q1 2027"
    assert "a column of totals" in remarks(head, "Shop | qa | 1 | 2 | 3 | 6")[0]
    assert problems(head, "Shop | qa | 1 | 2 | 3 | 2") == [
        "c.xlsx, sheet demand, cell F1 (column Q1 2027): neither a month nor the sum of its months "
        "(got 'Q1 2027'); write a column for each month, such as 2027-01, or correct the sum"
    ]


# ---------------------------------------------------------------- into a portfolio


PEOPLE = "person,role\nAda,backend\nBo,qa\n"


def read(tmp_path: Path, **sheets: str) -> Portfolio:
    given = {"people": PEOPLE, "settings": "setting,value\nstart,2027-01-01\n", **sheets}
    for name, content in given.items():
        if content:
            (tmp_path / f"{name}.csv").write_text(content, encoding="utf-8")
    return cs.read(tmp_path)


def refused(tmp_path: Path, **sheets: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        read(tmp_path, **sheets)
    return [str(problem) for problem in caught.value.found]


def test_a_table_becomes_the_tasks_that_it_stands_for(tmp_path: Path) -> None:
    demand = "project,role,low,high,2027-01,2027-02\nShop,backend,80%,150 %,2,1.5\nShop,qa,,,0.5,\n"
    shop = read(tmp_path, demand=demand).project("Shop")
    assert [str(task) for task in shop.tasks] == [
        "Task('backend 2027-01', effort=PERT(33.6, 42, 63), skill='backend', people=(1, 11), "
        "least_allocation=0.1, start='2027-01-01', end='2027-01-31')",
        "Task('backend 2027-02', effort=PERT(24, 30, 45), skill='backend', people=(1, 11), allocation=0.75, "
        "least_allocation=0.075, after=['backend 2027-01'], start='2027-02-01', end='2027-02-28')",
        "Task('qa 2027-01', effort=10.5, skill='qa', people=(1, 10), allocation=0.5, least_allocation=0.05, "
        "start='2027-01-01', end='2027-01-31')",
    ]


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("-1", "negative demand (got '-1'); write 0 or more, or leave the cell empty"),
        ("nan", "not a finite number (got 'nan'); write a number such as 1.5, or leave the cell empty"),
        ("inf", "not a finite number (got 'inf'); write a number such as 1.5, or leave the cell empty"),
        (
            "1001",
            "more than 1,000 FTE in one period (got '1001'); "
            "check the number, or set demand_unit to days or hours",
        ),
        ("tbd", "not a number (got 'tbd'); write a number such as 1.5, or leave the cell empty"),
        ("80%", "a share where FTE belong (got '80%'); write 0.8 if 80 % of a person was meant"),
        ("1.5 FTE", "not a number (got '1.5 FTE'); write 1.5: the column is in FTE"),
        ('"1,5"', "not a number (got '1,5'); write 1.5, with a point, or leave the cell empty"),
    ],
)
def test_a_cell_that_is_no_amount_is_told_at_its_place(tmp_path: Path, cell: str, message: str) -> None:
    demand = f"project,role,2027-01,2027-02\nShop,backend,1,{cell}\n"
    assert refused(tmp_path, demand=demand) == [f"demand.csv, row 2, column 2027-02: {message}"]


@pytest.mark.parametrize(
    ("low", "high", "message"),
    [
        ("80", "", "low: out of range (got '80'); write 0.8 if 80 % was meant"),
        ("1.2", "", "low: no factor for low (got 1.2); write a part such as 0.8 (a fifth lower)"),
        ("", "0.9", "high: no factor for high (got 0.9); write a factor such as 1.5 (half as much again)"),
        ("low", "", "low: not a number (got 'low'); write a number such as 1.5"),
    ],
)
def test_a_range_that_is_none_is_told_at_its_cell(tmp_path: Path, low: str, high: str, message: str) -> None:
    demand = f"project,role,low,high,2027-01\nShop,backend,{low},{high},1\n"
    assert refused(tmp_path, demand=demand) == [f"demand.csv, row 2, column {message}"]


def test_low_and_high_are_quantiles_where_the_setting_says_so(tmp_path: Path) -> None:
    settings = "setting,value\nstart,2027-01-01\nlow_high,P10/P90\n"
    demand = "project,role,low,high,2027-01\nShop,backend,0.8,1.5,1\n"
    (task,) = read(tmp_path, settings=settings, demand=demand).project("Shop").tasks
    assert str(task.needs[0].effort) == "Quantiles(p10=16.8, p50=21, p90=31.5)"


@pytest.mark.parametrize(("unit", "cell"), [("days", "10.5"), ("hours", "84"), ("fte", "0.5")])
def test_the_table_counts_what_the_setting_says(tmp_path: Path, unit: str, cell: str) -> None:
    settings = f"setting,value\nstart,2027-01-01\ndemand_unit,{unit}\nhours_per_day,8\n"
    demand = f"project,role,2027-01\nShop,backend,{cell}\n"
    (task,) = read(tmp_path, settings=settings, demand=demand).project("Shop").tasks
    assert task.needs[0].effort == cs.distributions.Fixed(10.5)


def test_hours_need_to_know_how_long_a_day_is(tmp_path: Path) -> None:
    settings = "setting,value\nstart,2027-01-01\ndemand_unit,hours\n"
    demand = "project,role,2027-01\nShop,backend,84\nApp,backend,84\n"
    assert refused(tmp_path, settings=settings, demand=demand) == [
        "settings.csv, row 3, column value: hours, and the length of a day is not known; "
        "add the setting hours_per_day, such as 8"
    ]


def test_a_skill_that_nobody_has_is_told_once_at_its_role(tmp_path: Path) -> None:
    demand = "project,role,2027-01,2027-02,2027-03\nShop,backend,1,1,1\nShop,data,,1,1\nApp,data,1,1,1\n"
    (problem,) = refused(tmp_path, demand=demand)
    assert problem.startswith("demand.csv, row 3, column role")
    assert "a role that nobody has, here and in 1 other place (got 'data')" in problem
    assert "TBH 1, data, from 2027-01-01" in problem


def test_without_a_start_the_demand_begins_the_model(tmp_path: Path) -> None:
    said = (
        "no start date, so it starts with the first month of the demand, 2027-02-01; "
        "to choose the day write the lines setting,value and start,2027-01-04 into settings.csv"
    )
    with pytest.warns(AssumptionWarning) as warned:
        portfolio = read(tmp_path, settings="", demand="project,role,2027-01,2027-02\nShop,backend,,1\n")
    assert str(portfolio.start) == "2027-02-01"
    assert [str(each.message).partition(": ")[2] for each in warned] == [said]
    assert portfolio.origin is not None
    assert [(each.severity, str(each).partition(": ")[2]) for each in portfolio.origin.remarks] == [
        ("warning", said)
    ]


def test_without_a_start_a_booking_can_begin_the_model(tmp_path: Path) -> None:
    with pytest.warns(AssumptionWarning, match="starts with the first booking, 2027-01-11"):
        portfolio = read(
            tmp_path,
            settings="",
            bookings="person,project,from,to,share\nAda,Shop,2027-01-11,2027-01-31,1\n",
            demand="project,role,2027-02\nShop,qa,1\n",
        )
    assert str(portfolio.start) == "2027-01-11"


def test_demand_and_bookings_before_the_start_are_left_out_and_said(tmp_path: Path) -> None:
    portfolio = read(
        tmp_path,
        settings="setting,value\nstart,2027-02-15\n",
        demand="project,role,2027-01,2027-02\nShop,backend,1.5,1\nShop,qa,1,\nApp,qa,,1\n",
        bookings="person,project,from,to,share\nAda,App,2027-01-01,2027-01-31,0.5\n",
    )
    assert [task.name for task in portfolio.project("Shop").tasks] == ["backend 2027-02"]
    assert portfolio.origin is not None
    assert [(each.severity, str(each)) for each in portfolio.origin.remarks] == [
        (
            "warning",
            "demand.csv, row 2, column 2027-01: 2.5 FTE-months of project 'Shop' lie before the start, "
            "2027-02-15, and are left out; choose an earlier start if they are still to be worked",
        ),
        (
            "warning",
            "bookings.csv, row 2: 0.5 FTE-months of project 'App' lie before the start, "
            "2027-02-15, and are left out; choose an earlier start if they are still to be worked",
        ),
    ]


def test_every_task_of_the_table_knows_its_cell(tmp_path: Path) -> None:
    demand = "project,role,phase,2027-01\nShop,backend,build,1\n"
    origin = read(tmp_path, demand=demand).origin
    assert origin is not None
    place = origin.places["Project 'Shop', task 'build, backend 2027-01'"]
    assert (place.row, place.column) == (2, "2027-01")
    assert str(origin.places["Project 'Shop', demand for 'backend'"]) == "demand.csv, row 2"


def test_demand_tasks_and_bookings_mix_in_one_project(tmp_path: Path) -> None:
    portfolio = read(
        tmp_path,
        demand="project,role,2027-01\nShop,backend,1\n",
        tasks="project,task,role,effort\nShop,test,qa,5\n",
        bookings="person,project,from,to,share\nAda,Shop,2027-01-01,2027-01-31,1\nAda,App,2027-01-01,2027-01-31,1\n",
    )
    assert [task.name for task in portfolio.project("Shop").tasks] == ["test", "backend 2027-01"]
    assert [task.name for task in portfolio.project("App").tasks] == ["backend booking 1"]


# ---------------------------------------------------------------- nested files


def nested(tmp_path: Path, rows: str, top: str = "") -> Portfolio:
    path = tmp_path / "model.yaml"
    head = f"start: 2027-01-01\n{top}people: [{{name: Ada, role: backend}}]\nprojects:\n- name: Shop\n  demand:\n"
    path.write_text(head + rows, encoding="utf-8")
    return cs.read(path)


def nested_problems(tmp_path: Path, rows: str, top: str = "") -> list[str]:
    with pytest.raises(InputError) as caught:
        nested(tmp_path, rows, top)
    return [str(problem) for problem in caught.value.found]


def test_a_nested_file_says_demand_by_role(tmp_path: Path) -> None:
    rows = "  - {role: backend, fte: {2027-01: 1, Feb 27: 0.5}}\n  - {role: backend, phase: x, days: {2027-01: 21}}\n"
    shop = nested(tmp_path, rows).project("Shop")
    assert [task.name for task in shop.tasks] == ["backend 2027-01", "backend 2027-02", "x, backend 2027-01"]
    assert [task.needs[0].effort.mean() for task in shop.tasks if task.needs[0].effort] == [21, 10, 21]


def test_amounts_are_in_the_unit_of_the_row_or_of_the_model(tmp_path: Path) -> None:
    rows = "  - {role: backend, amounts: {2027-01: 84}}\n  - {role: backend, phase: x, unit: days, amounts: {2027-01: 21}}\n"
    shop = nested(tmp_path, rows, "hours_per_day: 8\ndemand_unit: hours\n").project("Shop")
    assert [task.needs[0].effort.mean() for task in shop.tasks if task.needs[0].effort] == [10.5, 21]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("{role: backend}", "line 6, fte: empty; write the full-time equivalents by month, such as 2027-01: 1.5"),
        ("{fte: {2027-01: 1}}", "line 6, role: empty; write the role that is wanted"),
        ("{role: backend, fte: 2}", "line 6, fte: no demand by period (got '2'); write a mapping such as 2027-01: 1.5"),
        ("{role: backend, fte: {2027-01: 1}, days: {2027-01: 1}}", "line 6, days: days beside fte; keep one of them in a row"),
        ("{role: backend, fte: {soon: 1}}", "line 6, soon: no period (got 'soon'); write 2027-01, 2027-W03 or 2027-01-15 to 2027-02-10"),
        ("{role: backend level 2, fte: {2027-01: 1}}", "line 6, role: a role with more than its name (got 'backend level 2')"),
        ("{role: backend, fte: {2027-01: x}}", "line 6, 2027-01: not a number (got 'x')"),
        ("{role: backend, hours: {2027-01: 8}}", "line 6, 2027-01: hours, and the length of a day is not known"),
        ("nothing", "line 6: not the fields of a demand (got 'nothing')"),
    ],
)  # fmt: skip
def test_a_nested_row_that_is_wrong_is_told_at_its_line(tmp_path: Path, row: str, message: str) -> None:
    (problem,) = nested_problems(tmp_path, f"  - {row}\n")
    assert problem.startswith(f"model.yaml, {message}")


def test_nothing_is_warned_of_where_nothing_is_assumed(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        portfolio = read(tmp_path, demand="project,role,2027-01\nShop,backend,1\n")
    assert portfolio.origin is not None
    assert portfolio.origin.remarks == ()


# ---------------------------------------------------------------- years


@pytest.mark.parametrize(
    ("header", "fix"),
    [
        (
            "Jan 27 | Feb 72 | Mar 27",
            "D1: more than ten years from all other columns (got 'Feb 72'); did you mean Feb 27?",
        ),
        (
            "Feb 27 | Mar 27 | Apr 1972",
            "E1: more than ten years from all other columns (got 'Apr 1972'); did you mean Apr 2027?",
        ),
        (
            "2027-01 | 2027-02 | 2072-03",
            "E1: more than ten years from all other columns (got '2072-03'); did you mean 2027-03?",
        ),
        (
            "Jan 27 | Feb 27 | Feb 72",
            "E1: more than ten years from all other columns (got 'Feb 72'); check the year",
        ),
        (
            "Dec 26 | Jan 72 | Feb 27",
            "D1: more than ten years from all other columns (got 'Jan 72'); did you mean Jan 27?",
        ),
        (
            "2027-W01 | 2027-W02 | 2072-W03",
            "E1: more than ten years from all other columns (got '2072-W03'); check the year",
        ),
    ],
)
def test_a_month_that_is_years_away_from_all_others_asks_for_its_year(header: str, fix: str) -> None:
    (told,) = remarks(f"project | role | {header}", "Shop | qa | 1 | 1 | 1")
    assert told.endswith(fix.replace(":", " (column " + fix.split("'")[1] + "):", 1))


@pytest.mark.parametrize(
    "header", ["Jan 27 | Feb 72", "Jan 27 | Feb 27 | Jan 72 | Feb 72", "Jan 27 | Jan 30 | Jan 36"]
)
def test_where_most_months_do_not_say_which_year_is_right_none_is_doubted(header: str) -> None:
    cells = " | ".join("1" for _ in header.split("|"))
    told = remarks(f"project | role | {header}", f"Shop | qa | {cells}")
    assert not [each for each in told if "ten years" in each]


# ---------------------------------------------------------------- summaries below a table


_TWO = ("Shop | qa | 1 | 2", "Shop | dev | 3 | 4", "CRM | qa | 0.5 | 0")


@pytest.mark.parametrize("names", ["{} |", "| {}"])
def test_a_summary_by_the_other_name_below_a_table_is_left_out(names: str) -> None:
    by, of = (
        ("By role", ("qa | 1.5 | 2", "dev | 3 | 4"))
        if names.startswith("{")
        else ("", ("Shop | 4 | 6", "CRM | 0.5 | 0"))
    )
    below = [f"{names.format(row.partition(' | ')[0])} | {row.partition(' | ')[2]}" for row in of]
    found, gathering = table(f"{HEAD}", *_TWO, f"{by} | | |", *below)
    assert gathering.problems == []
    assert {project: len(rows) for project, rows in found.items()} == {"Shop": 2, "CRM": 1}
    left = [str(each) for each in gathering.remarks if "it says the sum of other rows" in str(each)]
    assert len(left) == 2


def test_a_summary_by_role_that_does_not_sum_is_an_error_with_its_cell() -> None:
    assert problems(HEAD, *_TWO, "qa | | 1.5 | 3") == [
        "c.xlsx, sheet demand, cell D5 (column Feb 27): qa of Feb 27 says 3, the rows above add up to 2; "
        "correct the one or the other, or remove the row of totals"
    ]


def test_a_project_without_its_role_is_asked_for_it_though_a_role_has_its_name() -> None:
    (told,) = problems(HEAD, "qa | qa | 1 | 2", "qa | | 1 | 3")
    assert "column role): empty; write the role" in told

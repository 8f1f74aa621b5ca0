# ruff: noqa: E501
"""Workbooks in and out: what their cells mean, what they hide, and what is refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
import xlsxwriter
from defusedxml.ElementTree import fromstring

import capsim as cs
from capsim.domain.person import Person
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.errors import InputError, ModelError, Refused
from capsim.io.grid import Grid
from capsim.io.tree import Gathering
from capsim.io.workbook import workbook_grids
from capsim.io.workbookout import workbook_bytes

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def made(path: Path, fill: Callable[[xlsxwriter.Workbook], None], **options: Any) -> Path:
    """A workbook as a spreadsheet writes it."""
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False, **options})
    fill(book)
    book.close()
    return path


def by_hand(
    path: Path,
    cells: str,
    texts: tuple[str, ...] = (),
    before: str = "",
    after: str = "",
    book: str = "",
    extra: tuple[tuple[str, bytes], ...] = (),
) -> Path:
    """A workbook with one sheet, people, of given XML."""
    shared = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="people" sheetId="1" r:id="r1"/></sheets>{book}</workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{before}<sheetData>{cells}</sheetData>{after}</worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{shared}</sst>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
        for name, more in extra:
            package.writestr(name, more)
    return path


def one(path: Path, gathering: Gathering | None = None) -> Grid:
    return workbook_grids(path, gathering or Gathering())[0]


def texts(grid: Grid) -> dict[int, tuple[str, ...]]:
    return {line.number: line.cells for line in grid.lines}


def refused(path: Path) -> str:
    gathering = Gathering()
    try:
        workbook_grids(path, gathering)
    except Refused as error:
        return str(error)
    return "\n".join(map(str, gathering.problems))


def model(path: Path, **cells: Any) -> Path:
    """A small model, with some of its cells written otherwise."""

    def fill(book: xlsxwriter.Workbook) -> None:
        rows = {
            "people": [
                ["person", "role", "fte", "from"],
                ["Ada", "backend", 1.0, None],
                ["Ben", "qa", 0.8, None],
            ],
            "tasks": [
                ["project", "task", "role", "effort"],
                ["Shop", "build", "backend", 5],
                ["Shop", "test", "qa", 3],
            ],
            "settings": [["start", "2027-01-04"]],
        }
        for name, lines in rows.items():
            sheet = book.add_worksheet(name)
            for row, line in enumerate(lines):
                for column, cell in enumerate(line):
                    if cell is not None:
                        sheet.write(row, column, cell)
            for at, write in cells.items():
                where, _, cell = at.partition("_")
                if where == name:
                    write(book, sheet, cell)

    return made(path, fill)


# ---------------------------------------------------------------- what cells mean


@pytest.mark.parametrize(
    ("value", "style", "text"),
    [
        ("001", None, "001"),
        ("NA", None, "NA"),
        ("=1+1", None, "=1+1"),
        ("_x0041_", None, "_x0041_"),
        ("a\r\nb", None, "a\r\nb"),
        ("\u00a0Ada\u00a0", None, "\u00a0Ada\u00a0"),
        (8.0, None, "8"),
        (0.1 + 0.2, None, "0.3"),
        (1e-7, None, "0.0000001"),
        (1e22, None, "10000000000000000000000"),
        (-0.5, None, "-0.5"),
        (0.8, "0%", "0.8"),
        (True, None, "TRUE"),
        (False, None, "FALSE"),
        (date(2027, 1, 4), "yyyy-mm-dd", "2027-01-04"),
        (date(2027, 1, 1), "mmm yy", "2027-01-01"),
        (datetime(2027, 1, 4, 9, 30), "yyyy-mm-dd hh:mm", "2027-01-04 09:30:00"),
        (time(12, 30), "hh:mm", "12:30:00"),
        (timedelta(hours=30), "[h]:mm", "30:00"),
    ],
)
def test_a_cell_becomes_the_text_that_means_it(
    tmp_path: Path, value: Any, style: str | None, text: str
) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("people")
        sheet.write_string("A1", "x")
        shape = book.add_format({"num_format": style}) if style else None
        if isinstance(value, date | time | timedelta):
            sheet.write_datetime("B1", value, shape)
        else:
            sheet.write("B1", value, shape)

    assert texts(one(made(tmp_path / "m.xlsx", fill))) == {1: ("x", text)}


def test_dates_count_from_1904_where_the_workbook_says_so(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("people")
        sheet.write_datetime("A1", date(2027, 1, 4), book.add_format({"num_format": "d.m.yyyy"}))

    assert texts(one(made(tmp_path / "m.xlsx", fill, date_1904=True))) == {1: ("2027-01-04",)}


def test_rows_and_columns_are_counted_from_the_corner_of_the_sheet(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("people")
        sheet.write("C7", "Ada")
        sheet.write("D9", "backend")

    grid = one(made(tmp_path / "m.xlsx", fill))
    assert texts(grid) == {7: ("", "", "Ada", ""), 9: ("", "", "", "backend")}
    assert str(grid.place) == "m.xlsx, sheet people"


def test_merged_cells_say_what_the_first_of_them_says(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("demand")
        sheet.merge_range("A2:A4", "Shop")
        sheet.merge_range("B1:D1", "2027")
        for row in (2, 3, 4):
            sheet.write(f"B{row}", "backend")
            sheet.write(f"D{row}", 1)

    assert texts(one(made(tmp_path / "m.xlsx", fill))) == {
        1: ("", "2027", "2027", "2027"),
        2: ("Shop", "backend", "", "1"),
        3: ("Shop", "backend", "", "1"),
        4: ("Shop", "backend", "", "1"),
    }


def test_hidden_rows_columns_and_sheets_are_kept_and_said(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("people")
        for row in range(3):
            sheet.write_row(row, 0, ["a", "b", "c"])
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_column("C:C", None, None, {"hidden": True})
        leave = book.add_worksheet("leave")
        leave.write("A1", "person")
        leave.hide()
        book.add_worksheet("notes of mine").very_hidden()

    gathering = Gathering()
    people, leave, _ = workbook_grids(made(tmp_path / "m.xlsx", fill), gathering)
    assert [line.hidden for line in people.lines] == [False, True, False]
    assert people.hidden_columns == {2}
    assert texts(leave) == {1: ("person",)}
    assert [(str(remark), remark.severity) for remark in gathering.remarks] == [
        (
            "m.xlsx, sheet leave: a hidden sheet, which counts; delete it from the workbook if it is not meant",
            "info",
        )
    ]


def test_charts_are_no_sheets(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("people").write("A1", "person")
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=people!$A$1:$A$2"})
        book.add_chartsheet("demand").set_chart(chart)

    assert [grid.name for grid in workbook_grids(made(tmp_path / "m.xlsx", fill), Gathering())] == ["people"]


def test_prefixes_and_missing_references_of_other_writers_are_understood(tmp_path: Path) -> None:
    path = by_hand(
        tmp_path / "m.xlsx",
        '<row><c t="str"><v>a</v></c><c t="inlineStr"><is><t>b</t></is></c></row><row r="3" hidden="true"><c><v>1.50</v></c></row>',
    )
    grid = one(path)
    assert texts(grid) == {1: ("a", "b"), 3: ("1.5", "")}
    assert [line.hidden for line in grid.lines] == [False, True]


def test_formats_down_to_the_last_row_are_no_cells(tmp_path: Path) -> None:
    cells = '<row r="1"><c r="A1"><v>1</v></c></row>' + "".join(
        f'<row r="{row}"><c r="A{row}" s="1"/></row>' for row in range(1_000_000, 1_048_577)
    )
    assert texts(one(by_hand(tmp_path / "m.xlsx", cells))) == {1: ("1",)}


# ---------------------------------------------------------------- cells that hold no value


def formula(value: Any) -> Callable[..., None]:
    return lambda book, sheet, cell: sheet.write_formula(cell, "=1+1", None, value)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"people_C2": formula("#REF!")}, "m.xlsx, sheet people, cell C2 (column fte): an error where a value belongs (got '#REF!'); mend the formula, or write the value"),
        ({"people_B2": formula("#N/A")}, "m.xlsx, sheet people, cell B2 (column role): an error where a value belongs (got '#N/A'); mend the formula, or write the value"),
        ({"people_C2": formula("")}, "m.xlsx, sheet people, cell C2 (column fte): a formula without a stored value; open the workbook in a spreadsheet and save it, so that the value is stored"),
        ({"people_A3": formula(0)}, "m.xlsx, sheet people, cell A3 (column person): a formula without a stored value; open the workbook in a spreadsheet and save it, so that the value is stored"),
        ({"settings_B1": formula("#NAME?")}, "m.xlsx, sheet settings, cell B1 (column value): an error where a value belongs (got '#NAME?'); mend the formula, or write the value"),
    ],
)  # fmt: skip
def test_a_cell_without_a_value_is_told_once_with_its_name(
    tmp_path: Path, cells: dict[str, Any], expected: str
) -> None:
    with pytest.raises(ModelError) as caught:
        cs.read(model(tmp_path / "m.xlsx", **cells))
    assert [str(problem) for problem in caught.value.found] == [expected]


def test_an_error_in_a_column_that_is_passed_over_stops_nothing(tmp_path: Path) -> None:
    def note(book: Any, sheet: Any, cell: str) -> None:
        sheet.write("E1", "Contract")
        sheet.write_formula(cell, "=1/0", None, "#DIV/0!")

    assert len(cs.read(model(tmp_path / "m.xlsx", people_E2=note)).people) == 2


def test_the_stored_value_of_a_formula_counts(tmp_path: Path) -> None:
    assert cs.read(model(tmp_path / "m.xlsx", people_C2=formula(0.5))).person("Ada").availability == 0.5


def test_a_zero_counts_where_the_workbook_was_calculated(tmp_path: Path) -> None:
    cells = '<row r="1"><c r="A1"><f>1-1</f><v>0</v></c><c r="B1" t="str"><f>""</f><v></v></c></row>'
    gathering = Gathering()
    assert texts(one(by_hand(tmp_path / "m.xlsx", cells), gathering)) == {1: ("0", "")}
    gathering.use(
        one(
            by_hand(tmp_path / "n.xlsx", cells, book='<calcPr fullCalcOnLoad="1"/>'), gathering
        ).place._replace(row=1, cell="A1")
    )
    assert [problem.what for problem in gathering.problems] == ["a formula without a stored value"]


# ---------------------------------------------------------------- what is refused


def test_what_is_no_workbook_is_told_by_what_it_is(tmp_path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as package:
        package.writestr("word/document.xml", "<a/>")
    binary, open_document = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(binary, "w") as package:
        package.writestr("xl/workbook.bin", b"\0")
    with zipfile.ZipFile(open_document, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", "<a/>")
    whole = by_hand(tmp_path / "whole.xlsx", "").read_bytes()
    save = "open it in a spreadsheet and save it as .xlsx"
    repair = "open it in a spreadsheet, which may repair it, and save it again"
    cases = {
        b"": "empty; choose another file",
        ole
        + "EncryptedPackage".encode(
            "utf-16-le"
        ): "protected with a password; open it, take the password off, and save it as .xlsx",
        ole + "Workbook".encode("utf-16-le"): f"an old .xls workbook, whatever it is called; {save}",
        b"\xef\xbb\xbf <html><table><tr><td>person": f"a web page or XML under the name of a workbook; {save}",
        b"person,role\nAda,qa\n": f"text under the name of a workbook; rename it to .csv and put it into a folder, or {save}",
        b"\x89PNG\r\n\x1a\n\0": f"no workbook; {save}",
        zipped.getvalue(): f"a zip file that holds no workbook; {save}",
        binary.getvalue(): f"a binary .xlsb workbook; {save}",
        open_document.getvalue(): f"an OpenDocument file; {save}",
        whole[:-100]: f"damaged: its end is cut off or was changed; {repair}",
        whole[:200]: f"damaged: its end is cut off or was changed; {repair}",
    }
    path = tmp_path / "m.xlsx"
    for content, expected in cases.items():
        path.write_bytes(content)
        assert refused(path) == expected
        with pytest.raises(ModelError) as caught:
            cs.read(path)
        assert [str(problem) for problem in caught.value.found] == [f"m.xlsx: {expected}"]


@pytest.mark.parametrize("suffix", [".xls", ".xlsb", ".ods"])
def test_other_workbooks_are_to_be_saved_as_xlsx(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"m{suffix}"
    path.write_bytes(b"\0")
    with pytest.raises(ModelError, match=rf"no kind of model \(got '{suffix}'\); save it as \.xlsx"):
        cs.read(path)


def test_a_flipped_bit_is_found(tmp_path: Path) -> None:
    path = model(tmp_path / "m.xlsx")
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as package:
        part = package.getinfo("xl/worksheets/sheet1.xml")
    content[part.header_offset + 30 + len(part.filename) + part.compress_size // 2] ^= 4
    path.write_bytes(content)
    with pytest.raises(ModelError, match="damaged: "):
        cs.read(path)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"cells": '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'},
         "m.xlsx, sheet people: 1,048,576 rows and 16,384 columns in use, down to XFD1048576: too many to read; delete what stands far from the table, and the rows and columns between, and save it"),
        ({"cells": '<row r="1"><c r="A1" t="s"><v>9</v></c></row>'},
         "m.xlsx, sheet people: damaged: a cell has a text that is not there (got '9'); open it in a spreadsheet, which may repair it, and save it again"),
        ({"cells": '<row r="1"><c r="ZZZ1"><v>1</v></c></row>'},
         "m.xlsx, sheet people: damaged: a cell that no sheet has (got 'ZZZ1'); open it in a spreadsheet, which may repair it, and save it again"),
        ({"cells": "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 2001)), "texts": ("".join(map(chr, range(0x4E00, 0x4E00 + 17_000))),)},
         "m.xlsx, sheet people: more text than is read; shorten it, at most 33,554,432 characters a sheet"),
        ({"cells": '<row r="1"><c r="A1"><v>1</v></c></row>', "after": "<mergeCells>" + '<mergeCell ref="A1:XFD1"/>' * 10_001 + "</mergeCells>"},
         "m.xlsx, sheet people: more than 10,000 merged ranges; take the merging back, and save it"),
        ({"cells": '<row r="1"><c r="A1"><v>1</v></c></row><row r="900"><c r="ZZ900"><v>1</v></c></row>', "after": "<mergeCells>" + '<mergeCell ref="A1:ZZ900"/>' * 2 + "</mergeCells>"},
         "m.xlsx, sheet people: more merged cells than cells in use; take the merging back, and save it"),
        ({"cells": "<row>", "before": "</worksheet>"}, "m.xlsx, sheet people: damaged: no XML in line 1 of a part; open it in a spreadsheet, which may repair it, and save it again"),
    ],
)  # fmt: skip
def test_a_sheet_that_would_exhaust_the_reader_is_refused(
    tmp_path: Path, content: dict[str, Any], expected: str
) -> None:
    assert refused(by_hand(tmp_path / "m.xlsx", **content)) == expected


def test_a_part_that_unpacks_to_far_more_is_refused(tmp_path: Path) -> None:
    path = by_hand(tmp_path / "m.xlsx", "", extra=(("xl/media/image1.png", bytes(40 << 20)),))
    assert refused(path).startswith("unpacks to more than 6 MB, which no table of people and work needs")


def test_entities_are_never_expanded(tmp_path: Path) -> None:
    path = by_hand(tmp_path / "m.xlsx", "", extra=())
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    bomb = (
        f'<!DOCTYPE sst [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><sst xmlns="{MAIN}"><si><t>&b;</t></si></sst>'
    )
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, bomb.encode() if "shared" in name else content)
    assert refused(path).startswith("a part with a document type, which no workbook has")


def test_an_encoding_that_nobody_knows_is_damage(tmp_path: Path) -> None:
    path = by_hand(tmp_path / "m.xlsx", "")
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            head = b'<?xml version="1.0" encoding="U-1F-8"?>' if name == "xl/workbook.xml" else b""
            package.writestr(name, head + content)
    assert refused(path).startswith("damaged: a part in an encoding that is not known")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_part_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    path = by_hand(tmp_path / "m.xlsx", "", extra=(("XL/worksheets/Sheet1.xml", b"<worksheet/>"),))
    assert refused(path).startswith("damaged: it holds a part twice (got 'XL/worksheets/Sheet1.xml')")


# ---------------------------------------------------------------- out

AGENCY = Portfolio(
    "Agency",
    "2027-01-04",
    [Person("=HYPERLINK(\"http://x\")", "qa", availability=0.8), Person("http://example.org", "qa", start="2027-02-01", run_the_business=0.25)],
    [Project("+1", deadline="2027-05-01", priority=1, value=1 / 3)],
)  # fmt: skip


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_a_text_never_becomes_a_formula_or_a_link(tmp_path: Path) -> None:
    cs.write(AGENCY, tmp_path / "m.xlsx")
    parts = parts_of(tmp_path / "m.xlsx")
    assert not any(b"<f>" in content or b"hyperlink " in content for content in parts.values())
    shared = fromstring(parts["xl/sharedStrings.xml"])
    assert '=HYPERLINK("http://x")' in {"".join(each.itertext()) for each in shared}
    assert cs.read(tmp_path / "m.xlsx") == AGENCY


def test_a_written_workbook_is_the_same_to_the_byte(tmp_path: Path) -> None:
    cs.write(AGENCY, tmp_path / "a.xlsx")
    cs.write(AGENCY, tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_numbers_and_dates_are_written_as_such_and_headers_stay_in_sight(tmp_path: Path) -> None:
    cs.write(AGENCY, tmp_path / "m.xlsx")
    parts = parts_of(tmp_path / "m.xlsx")
    people = parts["xl/worksheets/sheet2.xml"].decode()
    assert 'state="frozen"' in people
    assert "<v>0.8</v>" in people
    assert "<v>0.25</v>" in people
    serial = (date(2027, 2, 1) - date(1899, 12, 30)).days
    assert f"<v>{serial}</v>" in people
    third = parts["xl/sharedStrings.xml"].decode()
    assert "0.3333333333333333" in third  # a number that a spreadsheet would cut is kept as a text


def test_what_no_cell_can_hold_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        workbook_bytes({"people": (("person", "role"), [("Ada", "x" * 32_768), ("a\uffffb", "qa")])})
    assert [str(problem)[:96] for problem in caught.value.found] == [
        "sheet people, cell B2 (column role): a text of 32,768 characters, and a cell holds 32,767 (got '",
        "sheet people, cell A3 (column person): the character U+FFFF, which no workbook can hold (got 'a\\",
    ]
    assert workbook_bytes({"people": (("person",), [("x" * 32_767,)])})
    assert list(tmp_path.iterdir()) == []


def test_more_rows_than_can_be_read_back_are_refused() -> None:
    rows = [("Ada", "qa")] * 500_000
    with pytest.raises(
        InputError,
        match=r"sheet people: 500,000 rows and 2 columns, more than a workbook can be read back with; write a folder",
    ):
        workbook_bytes({"people": (("person", "role"), rows)})


def test_no_more_than_two_million_cells_are_read_in_all(tmp_path: Path) -> None:
    def corners(book: xlsxwriter.Workbook) -> None:
        for name in ("people", "tasks", "settings"):
            sheet = book.add_worksheet(name)
            sheet.write(0, 0, "x")
            sheet.write(999, 999, "x")

    gathering = Gathering()
    grids = workbook_grids(made(tmp_path / "m.xlsx", corners), gathering)
    assert [len(grid.lines) for grid in grids] == [2, 2, 0]
    assert [str(problem) for problem in gathering.problems] == [
        "m.xlsx, sheet settings: more than 2,000,000 cells in all its sheets: too many to read; delete the sheets, rows "
        "and columns that are not needed, and save it"
    ]


def test_of_sheets_that_are_none_of_a_model_only_so_much_is_looked_at(tmp_path: Path) -> None:
    def stores(book: xlsxwriter.Workbook) -> None:
        for name in ("export 1", "export 2", "demand"):
            sheet = book.add_worksheet(name)
            for row in range(100):
                sheet.write_string(row, 0, "x" * 30_000)

    grids = workbook_grids(made(tmp_path / "m.xlsx", stores, constant_memory=True), Gathering())
    assert [len(grid.lines) for grid in grids] == [100, 0, 100]


def test_a_workbook_that_is_no_model_is_not_overwritten(tmp_path: Path) -> None:
    path = made(tmp_path / "m.xlsx", lambda book: book.add_worksheet("budget").write("A1", "mine"))
    before = path.read_bytes()
    with pytest.raises(InputError, match="is there already, and no model"):
        cs.write(AGENCY, path)
    with pytest.raises(InputError, match="is there already, and no model"):
        cs.write(AGENCY, path, overwrite=True)
    assert path.read_bytes() == before


def test_a_workbook_that_somebody_made_is_replaced_only_if_told_to(tmp_path: Path) -> None:
    path = model(tmp_path / "n.xlsx")
    before = path.read_bytes()
    with pytest.raises(InputError) as caught:
        cs.write(AGENCY, path)
    assert str(caught.value) == (
        f"{path}: is there already, and capsim did not write it so: its titles, formulas and other sheets would be "
        "lost; choose another name, or give overwrite=True to replace it"
    )
    assert path.read_bytes() == before
    cs.write(AGENCY, path, overwrite=True)
    cs.write(AGENCY, path)
    assert cs.read(path) == AGENCY


def test_a_written_workbook_that_somebody_saved_since_is_theirs(tmp_path: Path) -> None:
    path = tmp_path / "m.xlsx"
    cs.write(AGENCY, path)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["docProps/core.xml"] = parts["docProps/core.xml"].replace(
        b"2000-01-01T00:00:00Z</dcterms:modified", b"2027-02-01T09:00:00Z</dcterms:modified"
    )
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    with pytest.raises(InputError, match="capsim did not write it so"):
        cs.write(AGENCY, path)


# ---------------------------------------------------------------- the facade


def test_the_frame_of_an_error_is_that_of_check(tmp_path: Path) -> None:
    def wrong(book: Any, sheet: Any, cell: str) -> None:
        sheet.write(cell, "bakend")
        sheet.write("E1", "Contract")
        sheet.write("E2", "fixed")

    path = model(tmp_path / "m.xlsx", people_B2=wrong)
    with pytest.raises(ModelError) as caught:
        cs.read(path)
    frame = cs.check(path)
    assert frame.to_dict("records") == caught.value.problems.to_dict("records")
    assert list(frame.columns) == ["severity", "sheet", "row", "cell", "value", "problem", "fix"]
    assert list(frame.severity) == ["error", "info"]
    assert frame[["sheet", "row", "cell"]].to_dict("records") == [
        {"sheet": "tasks", "row": 2, "cell": "C2"},
        {"sheet": "people", "row": 1, "cell": "E1"},
    ]


def test_a_loaded_portfolio_remembers_where_it_comes_from(tmp_path: Path) -> None:
    portfolio = cs.read(model(tmp_path / "m.xlsx"))
    assert portfolio.origin is not None
    assert portfolio.origin.source == "m.xlsx"
    assert str(portfolio.origin.places["Person 'Ben'"]) == "m.xlsx, sheet people, row 3"
    assert str(portfolio.origin.places["Project 'Shop', task 'test'"]) == "m.xlsx, sheet tasks, row 3"
    assert cs.check(tmp_path / "m.xlsx").to_dict() == portfolio.check().to_dict()

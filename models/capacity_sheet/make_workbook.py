"""Write capacity.xlsx, the workbook of this model: `python models/capacity_sheet/make_workbook.py [TARGET]`.

The tables below are the model; everything else is how a resource manager would have laid them out by hand: a
title above the demand table, years merged over months, projects merged over their rows, totals as formulas,
blanks and hyphens for nothing. The same tables give the same bytes.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

TARGET = Path(__file__).with_name("capacity.xlsx")
FIRST_YEAR = 2027
MONTHS = [f"{month:%b}" for month in (date(2027 + number // 12, number % 12 + 1, 1) for number in range(15))]

PM, BA, SA = "project manager", "business analyst", "solution architect"
BE, FE, DE = "backend developer", "frontend developer", "data engineer"
QA, OPS, UX = "tester", "devops engineer", "ux designer"

# name, job title, FTE, team, contract, start, end; an empty name is a vacancy
PEOPLE = [
    ("Petra Lindqvist", PM, 1, "Delivery", "employee", "", ""),
    ("Jonas Reuter", PM, 1, "Delivery", "employee", "", ""),
    ("Aisha Rahman", PM, 0.8, "Delivery", "employee", "", ""),
    ("Marek Dvořák", PM, 1, "Delivery", "employee", "", ""),
    ("Helena Brandt", BA, 1, "Business Design", "employee", "", ""),
    ("Tom Eskildsen", BA, 1, "Business Design", "employee", "", ""),
    ("Farida Nasser", BA, 0.8, "Business Design", "employee", "", ""),
    ("Luis Ortega", BA, 1, "Business Design", "employee", "", ""),
    ("Katrin Voss", BA, 0.6, "Business Design", "employee", "", ""),
    ("Nils Petersen", BA, 1, "Business Design", "employee", "", ""),
    ("Oksana Melnyk", BA, 1, "Business Design", "employee", "", ""),
    ("Dieter Hollmann", SA, 1, "Architecture", "employee", "", ""),
    ("Sanne de Wit", SA, 1, "Architecture", "employee", "", ""),
    ("Robert Kiss", SA, 0.8, "Architecture", "employee", "", ""),
    ("Anna Keller", BE, 1, "Core Systems", "employee", "", ""),
    ("Yusuf Demir", BE, 1, "Core Systems", "employee", "", ""),
    ("Greta Sommer", BE, 1, "Core Systems", "employee", "", ""),
    ("Pavel Horák", BE, 1, "Core Systems", "employee", "", ""),
    ("Ines Carvalho", BE, 0.8, "Core Systems", "employee", "", ""),
    ("Henrik Thiel", BE, 1, "Core Systems", "employee", "", ""),
    ("Mei Tanaka", BE, 1, "Core Systems", "employee", "", ""),
    ("Stefan Roth", BE, 1, "Core Systems", "contractor", "", "2028-06-30"),
    ("Dana Ionescu", BE, 1, "Core Systems", "contractor", "", "2028-12-31"),
    ("Björn Aalto", FE, 1, "Channels", "employee", "", ""),
    ("Lea Hartwig", FE, 1, "Channels", "employee", "", ""),
    ("Samuel Okafor", FE, 0.8, "Channels", "employee", "", ""),
    ("Clara Jensen", FE, 1, "Channels", "employee", "", ""),
    ("Igor Novak", FE, 1, "Channels", "contractor", "2027-02-01", "2028-03-31"),
    ("Miriam Adler", DE, 1, "Data", "employee", "", ""),
    ("Rafael Costa", DE, 1, "Data", "employee", "", ""),
    ("Johanna Friis", DE, 0.8, "Data", "employee", "", ""),
    ("Viktor Lang", DE, 1, "Data", "employee", "", ""),
    ("", DE, 1, "Data", "vacancy", "2027-10-01", ""),
    ("Ulrike Maas", QA, 1, "Quality", "employee", "", ""),
    ("Peter Lund", QA, 1, "Quality", "employee", "", ""),
    ("Zeynep Aksoy", QA, 0.8, "Quality", "employee", "", ""),
    ("Martin Keil", QA, 1, "Quality", "employee", "", ""),
    ("Joana Pires", QA, 1, "Quality", "employee", "", ""),
    ("", QA, 1, "Quality", "vacancy", "2027-10-01", ""),
    ("Frank Osei", OPS, 1, "Platform", "employee", "", ""),
    ("Emilia Nowak", OPS, 1, "Platform", "employee", "", ""),
    ("Karl Weidner", OPS, 0.8, "Platform", "employee", "", ""),
    ("Noor Haddad", UX, 1, "Channels", "employee", "", ""),
    ("Tilda Berg", UX, 0.8, "Channels", "employee", "", ""),
]

# project, priority, deadline, owner, client, status, probability
PROJECTS = [
    ("Policy Admin Upgrade", 1, "2027-12-15", "Petra Lindqvist", "Operations", "running", ""),
    ("Solvency Reporting", 2, "2027-11-15", "Marek Dvořák", "Finance", "running", ""),
    ("Claims Portal", 3, "2027-10-08", "Jonas Reuter", "Claims", "running", ""),
    ("Payments Switch", 4, "2027-09-24", "Petra Lindqvist", "Finance", "planned", ""),
    ("Warehouse Move", 5, "2027-11-12", "Aisha Rahman", "Data Office", "running", ""),
    ("Broker Onboarding", 6, "2027-06-25", "Marek Dvořák", "Sales", "running", ""),
    ("Mobile App 3", 7, "2027-11-19", "Jonas Reuter", "Sales", "planned", ""),
    ("Fraud Detection", 8, "2028-01-21", "Aisha Rahman", "Claims", "planned", ""),
    ("Customer 360", 9, "2027-11-22", "Aisha Rahman", "Sales", "planned", ""),
    ("Document Archive", 10, "2027-07-30", "Marek Dvořák", "Operations", "planned", ""),
    ("Pricing Renewal", 11, "2028-02-29", "Jonas Reuter", "Actuarial", "planned", ""),
    ("Partner API", 12, "2028-02-29", "Petra Lindqvist", "Sales", "proposed", 0.5),
]

# FTE by month; the first number belongs to the month before the colon (1 is January of the first year)
DEMAND = [
    ("Policy Admin Upgrade", PM, "1: 0.6 0.6 0.6 0.6 0.6 0.6 0.6 0.6 0.6 0.4"),
    ("Policy Admin Upgrade", BA, "1: 1.5 1.5 1.5 1 1 1 1 0.5 0.5"),
    ("Policy Admin Upgrade", SA, "1: 0.5 0.5 0.5 0.5 0.3 0.3 - 0.3"),
    ("Policy Admin Upgrade", BE, "2: 2 2 2 2 3 2 2 2 1 0.5"),
    ("Policy Admin Upgrade", DE, "3: 0.5 0.5 0.5 0.5 0.5 0.5"),
    ("Policy Admin Upgrade", QA, "4: 1 1 1 1 1 1 1.5 1"),
    ("Policy Admin Upgrade", OPS, "2: 0.3 0.3 0.3 0.3 0.3 0.3 0.5 0.5 0.5"),
    ("Solvency Reporting", PM, "1: 0.3 0.3 0.3 0.3 0.3 0.3 0.3 0.3"),
    ("Solvency Reporting", BA, "1: 1 1 0.5 0.5 0.5 0.5 0.5"),
    ("Solvency Reporting", DE, "2: 0.5 0.5 1 1 1 1 0.5"),
    ("Solvency Reporting", BE, "3: 0.5 0.5 0.5 0.5 0.5"),
    ("Solvency Reporting", QA, "4: 0.3 0.3 0.5 0.5 0.5"),
    ("Claims Portal", PM, "1: 0.4 0.4 0.4 0.4 0.4 0.4 0.4 0.3"),
    ("Claims Portal", BA, "1: 1 1 0.5 0.5 0.5 0.5"),
    ("Claims Portal", SA, "1: 0.5 0.5 0.3 - 0.3"),
    ("Claims Portal", UX, "1: 0.8 0.8 0.6 0.4 0.2"),
    ("Claims Portal", FE, "2: 1 1 1.5 1.5 1 1 0.5"),
    ("Claims Portal", BE, "2: 1 1 1 1 1 1 0.5"),
    ("Claims Portal", QA, "4: 0.5 0.5 0.5 1 1"),
    ("Claims Portal", OPS, "3: 0.2 0.2 0.2 0.2 0.2 0.3"),
    ("Payments Switch", PM, "2: 0.3 0.3 0.3 0.3 0.3 0.3"),
    ("Payments Switch", BA, "2: 0.5 0.5 0.5 0.5"),
    ("Payments Switch", BE, "3: 1 1.5 1.5 1 0.5"),
    ("Payments Switch", QA, "4: 0.3 0.5 0.5 0.5"),
    ("Payments Switch", OPS, "3: 0.5 0.5 0.3 0.3 0.3"),
    ("Warehouse Move", PM, "1: 0.2 0.2 0.2 0.2 0.2 0.2 0.2 0.2"),
    ("Warehouse Move", DE, "1: 1 1 1 1 1 1 0.5 0.5"),
    ("Warehouse Move", OPS, "1: 0.5 0.5 0.3 0.3 - - 0.5 0.5"),
    ("Warehouse Move", QA, "5: 0.3 0.3 0.3 0.3"),
    ("Broker Onboarding", PM, "1: 0.3 0.3 0.3 0.3 0.3"),
    ("Broker Onboarding", BA, "1: 0.5 0.5 0.5 0.5"),
    ("Broker Onboarding", UX, "1: 0.4 0.4 0.4"),
    ("Broker Onboarding", FE, "2: 0.5 1 1 0.5"),
    ("Broker Onboarding", BE, "2: 1 1 1 0.5"),
    ("Broker Onboarding", QA, "3: 0.5 0.5 0.5"),
    ("Mobile App 3", PM, "3: 0.3 0.3 0.3 0.3 0.3 0.3 0.3 0.3"),
    ("Mobile App 3", BA, "3: 0.5 0.5 0.5 0.5 0.5"),
    ("Mobile App 3", UX, "3: 0.3 0.5 0.5 0.5 0.5 0.4 0.4"),
    ("Mobile App 3", FE, "4: 0.5 1 1 1.5 1.5 1 1"),
    ("Mobile App 3", BE, "5: 0.5 0.5 1 1 0.5 0.5"),
    ("Mobile App 3", QA, "6: 0.3 0.3 0.5 0.5 0.5"),
    ("Fraud Detection", PM, "4: 0.3 0.3 0.3 0.3 0.3 0.3 0.3 0.3"),
    ("Fraud Detection", BA, "4: 1 1 0.5 0.5 0.5"),
    ("Fraud Detection", SA, "4: 0.5 0.5 0.3 0.2"),
    ("Fraud Detection", DE, "4: 1 1 1 1 1 1 1"),
    ("Fraud Detection", BE, "6: 0.5 0.5 1 0.5"),
    ("Fraud Detection", QA, "8: 0.3 0.5 0.5 0.3"),
    ("Customer 360", PM, "3: 0.2 0.2 0.2 0.2 0.2 0.2 0.2 0.2"),
    ("Customer 360", BA, "3: 0.5 0.5 0.5 0.5 0.5 0.5"),
    ("Customer 360", SA, "3: 0.3 0.3 0.3 - 0.2"),
    ("Customer 360", DE, "4: 1 1 1 1 1 0.5 0.5"),
    ("Customer 360", FE, "7: 0.5 0.5 0.5 0.5"),
    ("Customer 360", QA, "8: 0.3 0.5 0.3"),
    ("Document Archive", PM, "2: 0.2 0.2 0.2 0.2"),
    ("Document Archive", BA, "2: 0.5 0.5 0.3"),
    ("Document Archive", BE, "2: 0.5 0.5 0.5 0.5"),
    ("Document Archive", OPS, "3: 0.3 0.3 0.5"),
    ("Pricing Renewal", PM, "6: 0.3 0.3 0.3 0.3 0.3 0.3 0.3 0.3"),
    ("Pricing Renewal", BA, "6: 1 1 1 0.5 0.5 0.5"),
    ("Pricing Renewal", SA, "6: 0.4 0.4 0.3 0.2"),
    ("Pricing Renewal", BE, "7: 0.5 1 1.5 1.5 1 1 0.5"),
    ("Pricing Renewal", DE, "7: 0.5 0.5 0.5 0.5 0.5"),
    ("Pricing Renewal", QA, "10: 0.3 0.5 0.5 0.5"),
    ("Partner API", PM, "8: 0.2 0.2 0.2 0.2 0.2 0.2 0.2"),
    ("Partner API", BA, "8: 0.5 0.5 0.5 0.3"),
    ("Partner API", BE, "9: 1 1 1 1 0.5"),
    ("Partner API", QA, "11: 0.3 0.3 0.5 0.5"),
]
SHY = [("Document Archive", OPS)]  # a row that somebody has hidden: it counts, and capsim says so

# employee, project, start, end, share, kind; names as people type them
BOOKINGS = [
    ("Anna Keller", "Policy Admin Upgrade", "2027-02-01", "2027-10-29", 0.8, "hard"),
    ("Anna Keller", "Payments Switch", "2027-04-01", "2027-07-30", 0.6, "soft"),
    ("Miriam Adler", "Warehouse Move", "2027-01-04", "2027-06-30", 0.8, "hard"),
    ("Miriam Adler", "Solvency Reporting", "2027-05-03", "2027-08-31", 0.5, "soft"),
    ("Rafael Costa", "Solvency Reporting", "2027-02-01", "2027-08-31", 1, "hard"),
    ("viktor lang ", "Fraud Detection", "2027-04-01", "2027-11-30", 1, "soft"),
    ("Lea Hartwig", "Mobile App 3", "2027-04-01", "2027-11-30", 0.8, "soft"),
    ("Noor Haddad", "Claims Portal", "2027-01-04", "2027-05-31", 0.6, "soft"),
    ("Sanne de Wit", "Policy Admin Upgrade", "2027-01-04", "2027-06-30", 0.5, "soft"),
    ("Ulrike Maas", "Policy Admin Upgrade", "2027-04-01", "2027-11-30", 1, "soft"),
]

# name, from, to, kind; "all" is everybody
LEAVE = [
    ("all", "2027-12-24", "2027-12-31", "company closing"),
    ("Miriam Adler", "2027-07-26", "2027-08-13", "vacation"),
    ("Rafael Costa", "2027-08-02", "2027-08-20", "vacation"),
    ("Johanna Friis", "2027-05-18", "2027-06-18", "parental leave"),
    ("Viktor Lang", "2027-06-07", "2027-06-18", "vacation"),
    ("Anna Keller", "2027-08-09", "2027-08-27", "vacation"),
    ("Yusuf Demir", "2027-07-05", "2027-07-23", "vacation"),
    ("Helena Brandt", "2027-07-12", "2027-07-30", "vacation"),
    ("Tom Eskildsen", "2027-09-01", "2027-10-29", "parental leave"),
    ("Petra Lindqvist", "2027-08-02", "2027-08-20", "vacation"),
    ("Frank Osei", "2027-07-26", "2027-08-13", "vacation"),
    ("Björn Aalto", "2027-07-05", "2027-07-30", "vacation"),
    ("Ulrike Maas", "2027-10-04", "2027-10-15", "vacation"),
    ("Noor Haddad", "2027-06-14", "2027-06-25", "vacation"),
]

SETTINGS = [
    ("Name", "Alster Mutual IT"),
    ("Start", date(2027, 1, 4)),
    ("Country", "Germany"),
    ("Region", "HH"),
    ("Run the business", 0.1),
    ("Ranges", "usual"),
]


class Book:
    """The workbook while it is being written, with its few formats."""

    def __init__(self, target: Path) -> None:
        self.file = xlsxwriter.Workbook(target)
        self.file.set_properties({"title": "Resource demand", "created": datetime(2026, 12, 14)})
        self.plain = self.file.add_format({"font_name": "Calibri", "font_size": 11})
        self.title = self.file.add_format({"bold": True, "font_size": 14})
        self.head = self.file.add_format({"bold": True, "bg_color": "#DCE6F1", "bottom": 1})
        self.year = self.file.add_format({"bold": True, "bg_color": "#DCE6F1", "align": "center"})
        self.name = self.file.add_format({"valign": "top"})
        self.day = self.file.add_format({"num_format": "dd.mm.yyyy"})
        self.percent = self.file.add_format({"num_format": "0%"})
        self.fte = self.file.add_format({"num_format": "0.0"})
        self.total = self.file.add_format({"num_format": "0.0", "bold": True, "top": 1})

    def sheet(self, name: str, heads: Sequence[str], rows: Sequence[Sequence[object]]) -> Worksheet:
        """Write a plain sheet: a header, and a row for each entry."""
        sheet = self.file.add_worksheet(name)
        sheet.write_row(0, 0, heads, self.head)
        for number, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                self.cell(sheet, number, column, cell, self.percent if heads[column] in _SHARES else None)
        sheet.set_column(0, len(heads) - 1, 18)
        sheet.freeze_panes(1, 0)
        return sheet

    def cell(
        self, sheet: Worksheet, row: int, column: int, content: object, form: Format | None = None
    ) -> None:
        """Write a cell as what it is; nothing where there is nothing."""
        if isinstance(content, date):
            sheet.write_datetime(row, column, datetime(content.year, content.month, content.day), self.day)
        elif content != "":
            sheet.write(row, column, content, form)


_SHARES = ("Share", "Probability")


def dated(rows: Sequence[Sequence[object]], *columns: int) -> list[list[object]]:
    """Return rows with the texts of some columns as dates."""
    return [
        [
            date.fromisoformat(str(cell)) if position in columns and cell else cell
            for position, cell in enumerate(row)
        ]
        for row in rows
    ]


def amounts(text: str) -> list[float | str]:
    """Return the cells of all months: numbers, hyphens where one is written, blanks before and after."""
    first, _, cells = text.partition(":")
    listed: list[float | str] = [cell if cell == "-" else float(cell) for cell in cells.split()]
    before: list[float | str] = [""] * (int(first) - 1)
    return [*before, *listed, *[""] * (len(MONTHS) - len(before) - len(listed))]


def write_demand(book: Book) -> None:
    """Write the demand table as people draw one."""
    sheet = book.file.add_worksheet("Demand")
    last = 1 + len(MONTHS)
    sheet.write(0, 0, "Resource demand 2027/28 · FTE", book.title)
    months = {FIRST_YEAR: (2, 13), FIRST_YEAR + 1: (14, last)}
    for year, (first, end) in months.items():
        sheet.merge_range(2, first, 2, end, year, book.year)
    sheet.write_row(3, 0, ["Project", "Role", *MONTHS, "Total"], book.head)
    totals = [0.0] * len(MONTHS)
    row = 4
    for project, *_ in PROJECTS:
        mine = [(role, amounts(text)) for name, role, text in DEMAND if name == project]
        sheet.merge_range(row, 0, row + len(mine) - 1, 0, project, book.name)
        for role, cells in mine:
            sheet.write(row, 1, role)
            for column, cell in enumerate(cells):
                if isinstance(cell, float):
                    totals[column] += cell
                book.cell(sheet, row, 2 + column, cell, book.fte)
            own = round(sum(cell for cell in cells if isinstance(cell, float)), 2)
            sheet.write_formula(row, last + 1, f"=SUM(C{row + 1}:Q{row + 1})", book.total, own)
            if (project, role) in SHY:
                sheet.set_row(row, None, None, {"hidden": True})
            row += 1
    row += 1  # a blank row before the sum
    sheet.write(row, 0, "Total", book.total)
    for column, total in enumerate([*totals, sum(totals)], 2):
        letter = chr(ord("A") + column)
        sheet.write_formula(row, column, f"=SUM({letter}5:{letter}{row - 1})", book.total, round(total, 2))
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 20)
    sheet.set_column(2, last + 1, 6)
    sheet.freeze_panes(4, 2)


def write(target: Path = TARGET) -> None:
    """Write the workbook."""
    book = Book(target)
    heads = ["Name", "Job title", "FTE", "Team", "Contract", "Start", "End"]
    book.sheet("People", heads, dated(PEOPLE, 5, 6))
    write_demand(book)
    heads = ["Employee", "Project", "Start", "End", "Share", "Kind"]
    book.sheet("Bookings", heads, dated(BOOKINGS, 2, 3))
    book.sheet("Leave", ["Name", "From", "Until", "Kind"], dated(LEAVE, 1, 2))
    heads = ["Project", "Priority", "Deadline", "Owner", "Client", "Status", "Probability"]
    book.sheet("Projects", heads, dated(PROJECTS, 2))
    book.sheet("Settings", ["Setting", "Value"], SETTINGS)
    book.file.close()


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET)

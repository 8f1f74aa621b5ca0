"""Write transformation.xlsx: `python models/transformation/make_workbook.py [TARGET]`.

The tables below are the model; the sheets hold them as they stand, with dates as dates. The same tables give
the same bytes.
"""

from __future__ import annotations

import re
import sys
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

TARGET = Path(__file__).with_name("transformation.xlsx")

PROGRAM = "programme manager"
CHANGE, TRAINER = "change manager", "trainer"
ANALYST, PROCESS = "business analyst", "process designer"
ERP, DATA, TESTER = "erp consultant", "data engineer", "tester"


def monthly(
    project: str,
    role: str,
    phase: str,
    months: range,
    fte: float,
    low: float | str = "",
    high: float | str = "",
) -> list[tuple[object, ...]]:
    """Return a row of demand for each month."""
    return [(project, role, phase, f"2027-{month:02}", fte, low, high) for month in months]


SHEETS = {
    "people": (
        "person role fte team from to run_the_business cost_per_day skills count",
        [
            ("Irene Castellan", PROGRAM, 1, "Office", "", "", 0, 980, "", ""),
            ("Bram Vos", PROGRAM, 0.8, "Office", "", "", 0, 940, "", ""),
            ("Celia Duarte", CHANGE, 1, "Change", "", "", "", 820, "trainer at 0.8", ""),
            ("Edwin Park", CHANGE, 0.6, "Change", "", "", "", 800, "", ""),
            ("", CHANGE, 1, "Change", "2028-01-03", "", "", 820, "", ""),
            ("Trainers", TRAINER, 1, "Change", "", "", "", 560, "", 3),
            ("Hugo Lindahl", ANALYST, 1, "Design", "", "", "", 720, "process designer at 0.7", ""),
            ("Paula Reyes", ANALYST, 1, "Design", "", "", "", 720, "", ""),
            ("Sven Arnold", ANALYST, 0.8, "Design", "", "", "", 700, "", ""),
            ("Wanda Krol", PROCESS, 1, "Design", "", "", "", 760, "", ""),
            ("Milos Babic", PROCESS, 1, "Design", "", "", "", 760, "", ""),
            ("ERP partner", ERP, 1, "Systems", "", "", 0, 1240, "", 4),
            ("Nadia Fares", ERP, 1, "Systems", "", "", "", 860, "", ""),
            ("Oscar Lund", DATA, 1, "Systems", "", "", "", 840, "", ""),
            ("Jia Chen", DATA, 1, "Systems", "", "", "", 840, "erp consultant at 0.5", ""),
            ("Test pool", TESTER, 1, "Systems", "2027-04-01", "", 0.05, 520, "", 3),
        ],
    ),
    "projects": (
        "project priority start deadline status probability owner programme budget value objectives",
        [
            ("Operating Model", 1, "", "2027-10-29", "running", "", "Irene Castellan", "One Kestrel",
             420_000, 600_000, "cost to serve; one way of working"),
            ("ERP Core", 2, "", "2028-05-31", "running", "", "Nadia Fares", "One Kestrel",
             3_200_000, 5_400_000, "one source of truth; cost to serve"),
            ("Data Migration", 3, "", "2027-07-30", "planned", "", "Oscar Lund", "One Kestrel",
             640_000, 400_000, "one source of truth"),
            ("Service Desk", 4, "2027-03-01", "2027-12-17", "planned", "", "Bram Vos", "Customers",
             510_000, 1_300_000, "customer experience; cost to serve"),
            ("Meter Self-Service", 5, "2027-06-01", "2028-02-29", "planned", "", "Bram Vos", "Customers",
             380_000, 950_000, "customer experience"),
            ("Sourcing", 6, "", "2027-11-30", "planned", "", "Irene Castellan", "One Kestrel",
             160_000, 1_100_000, "cost to serve"),
            ("Regional Offices", 7, "2027-09-01", "2028-07-31", "proposed", 0.6, "Bram Vos", "Customers",
             290_000, 350_000, "one way of working"),
        ],
    ),
    "demand": (
        "project role phase month fte low high",
        [
            *monthly("ERP Core", ERP, "Design", range(1, 5), 3, 0.9, 1.4),
            *monthly("ERP Core", ERP, "Build", range(5, 11), 4, 0.9, 1.6),
            *monthly("ERP Core", ANALYST, "Design", range(1, 6), 1.5),
            *monthly("ERP Core", TESTER, "Test", range(9, 13), 2, 0.8, 1.5),
            *monthly("Service Desk", PROCESS, "Design", range(3, 6), 0.8),
            *monthly("Service Desk", ANALYST, "Build", range(5, 9), 0.5),
            *monthly("Service Desk", CHANGE, "Adopt", range(7, 10), 1),
            *monthly("Meter Self-Service", ANALYST, "Design", range(7, 10), 1),
            *monthly("Meter Self-Service", DATA, "Build", range(8, 12), 0.5),
            *monthly("Meter Self-Service", CHANGE, "Adopt", range(10, 13), 1),
        ],
    ),
    "tasks": (
        "project task role low likely high effort days after people people_max phase",
        [
            ("Operating Model", "map today", PROCESS, 20, 30, 45, "", "", "", 1, 2, "Design"),
            ("Operating Model", "design tomorrow", PROCESS, 25, 40, 60, "", "", "map today", 1, 2, "Design"),
            ("Operating Model", "agree with works council", "", "", "", "", "", "PERT(20, 30, 60)",
             "design tomorrow", "", "", "Decide"),
            ("Operating Model", "prepare teams", CHANGE, 30, 45, 65, "", "",
             "design tomorrow", 1, 2, "Adopt"),
            ("Operating Model", "go live", "", "", "", "", "", "",
             "agree with works council; prepare teams", "", "", "Adopt"),
            ("ERP Core", "prepare users", CHANGE, 50, 70, 100, "", "",
             "Operating Model/go live", 1, 2, "Adopt"),
            ("ERP Core", "train users", TRAINER, 60, 80, 120, "", "", "prepare users", 1, 3, "Adopt"),
            ("ERP Core", "cut over", ERP, 10, 15, 25, "", "",
             "train users; Data Migration/load", 1, 3, "Cut-over"),
            ("Data Migration", "profile", DATA, 15, 20, 35, "", "", "", 1, 2, "Design"),
            ("Data Migration", "cleanse", DATA, 90, 130, 200, "", "", "profile", 1, 2, "Build"),
            ("Data Migration", "rehearse", DATA, 20, 25, 40, "", "", "cleanse", 1, 2, "Test"),
            ("Data Migration", "load", DATA, 5, 8, 15, "", "", "rehearse", 1, 2, "Cut-over"),
            ("Service Desk", "coach the desk", CHANGE, 15, 20, 30, "", "", "", 1, 1, "Adopt"),
            ("Sourcing", "negotiate", "", "", "", "", "", "PERT(40, 60, 110)", "", "", "", "Decide"),
            ("Sourcing", "move suppliers", ANALYST, 15, 20, 35, "", "", "negotiate", 1, 1, "Build"),
            ("Regional Offices", "redesign", PROCESS, 15, 20, 30, "", "", "", 1, 2, "Design"),
            ("Regional Offices", "bring people along", CHANGE, 25, 40, 60, "", "", "redesign", 1, 2, "Adopt"),
        ],
    ),
    "bookings": (
        "person project from to share kind phase",
        [
            ("Irene Castellan", "Operating Model", "2027-01-04", "2027-07-30", 0.4, "hard", ""),
            ("Irene Castellan", "ERP Core", "2027-01-04", "2027-12-17", 0.3, "soft", ""),
            ("Irene Castellan", "Sourcing", "2027-02-01", "2027-08-31", 0.2, "soft", ""),
            ("Bram Vos", "Service Desk", "2027-03-01", "2027-09-30", 0.5, "soft", ""),
            ("Bram Vos", "Meter Self-Service", "2027-06-01", "2027-11-30", 0.4, "soft", ""),
            ("Celia Duarte", "Operating Model", "2027-04-01", "2027-09-30", 0.6, "hard", "Adopt"),
            ("Celia Duarte", "Service Desk", "2027-07-01", "2027-09-30", 0.6, "soft", "Adopt"),
        ],
    ),
    "leave": (
        "person from to kind",
        [
            ("all", "2027-12-24", "2027-12-31", "closed"),
            ("Celia Duarte", "2027-08-02", "2027-08-20", "vacation"),
            ("Edwin Park", "2027-07-12", "2027-07-30", "vacation"),
            ("Wanda Krol", "2027-07-19", "2027-08-06", "vacation"),
            ("Nadia Fares", "2027-08-09", "2027-08-27", "vacation"),
        ],
    ),
    "settings": (
        "setting value",
        [
            ("name", "Kestrel Utilities transformation"),
            ("start", "2027-01-04"),
            ("country", "NL"),
            ("run_the_business", 0.1),
            ("ranges", "usual"),
            ("currency", "EUR"),
            ("sick_days_per_year", 8),
            ("leavers_per_year", 0.06),
            ("onboarding_weeks", 6),
        ],
    ),
    "risks": (
        "risk kind probability effort delay cost projects skills owner vendor",
        [
            ("ERP template does not fit", "threat", "high", "Triangular(1.05, 1.15, 1.4)", "", 180_000,
             "ERP Core", ERP, "Nadia Fares", "ERP partner"),
            ("Old data worse than known", "threat", "medium", "Triangular(1.1, 1.3, 1.8)", "", "",
             "Data Migration", DATA, "Oscar Lund", ""),
            ("Works council calls an expert", "threat", "low", "", "PERT(10, 20, 50)", 15_000,
             "Operating Model", "", "Irene Castellan", ""),
            ("Regulator postpones smart meters", "threat", "low", "", "PERT(20, 40, 90)", "",
             "Meter Self-Service", "", "Bram Vos", ""),
            ("Neighbor utility shares its training", "opportunity", "medium", "Triangular(0.7, 0.8, 1)",
             "", "", "ERP Core", TRAINER, "Celia Duarte", ""),
        ],
    ),
    "responses": (
        "risk response cost probability impact taken lead_days owner",
        [
            ("ERP template does not fit", "fit-gap week before the design", 30_000, "medium", "", "", "",
             "Nadia Fares"),
            ("Old data worse than known", "sample of every source in January", 8_000, "", 0.6, "yes", "",
             "Oscar Lund"),
            ("Works council calls an expert", "the council in the steering board", 0, 0.05, "", "", "",
             "Irene Castellan"),
            ("Regulator postpones smart meters", "read the consultation together", 2_000, "", 0.9, "", "",
             "Bram Vos"),
            ("Neighbor utility shares its training", "visit them", 1_000, "high", "", "", "", "Celia Duarte"),
        ],
    ),
    "objectives": (
        "objective weight stakeholder owner",
        [
            ("cost to serve", 4, "Board", "Irene Castellan"), ("one source of truth", 2, "Board", ""),
            ("one way of working", 1, "Board", ""), ("customer experience", 2, "Board", "Bram Vos"),
            ("cost to serve", 1, "Customers", ""), ("customer experience", 4, "Customers", ""),
            ("one source of truth", 1, "Staff", ""), ("one way of working", 3, "Staff", ""),
        ],
    ),
}  # fmt: skip


def write(target: Path = TARGET) -> None:
    """Write the workbook."""
    book = xlsxwriter.Workbook(target)
    book.set_properties({"title": "Kestrel Utilities transformation", "created": datetime(2026, 12, 14)})
    head = book.add_format({"bold": True, "bottom": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, (heads, rows) in SHEETS.items():
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, heads.split(), head)
        for number, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                if isinstance(cell, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", cell):
                    when = date.fromisoformat(cell)
                    sheet.write_datetime(number, column, datetime(when.year, when.month, when.day), day)
                elif cell != "":
                    sheet.write(number, column, cell)
        sheet.set_column(0, len(heads.split()) - 1, 16)
        sheet.freeze_panes(1, 0)
    book.close()


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET)

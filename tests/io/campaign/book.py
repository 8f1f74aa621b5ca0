# ruff: noqa: E501
"""A portfolio as sheets of cells, and what can be done to it: the same for every form of file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple


class Formula(NamedTuple):
    """A formula with its stored value; None where whoever wrote it did not calculate."""

    text: str
    value: str | float | None = None


Cell = str | int | float | bool | date | datetime | Formula | None
Rows = tuple[tuple[Cell, ...], ...]
Span = tuple[str, int, int, int, int]
"""A sheet, and first row, first column, last row, last column, from 0."""


@dataclass(frozen=True)
class Book:
    """Sheets by name, each with its header in row 1, and what only a workbook says of them."""

    sheets: Mapping[str, Rows]
    merged: tuple[Span, ...] = ()
    hidden_rows: tuple[tuple[str, int], ...] = ()
    hidden_columns: tuple[tuple[str, str], ...] = ()
    hidden_sheets: tuple[str, ...] = ()

    def rows(self, sheet: str) -> Rows:
        return self.sheets[sheet]

    def header_row(self, sheet: str) -> int:
        """The row of the header, from 1: the first that is all texts and has two of them."""
        for number, row in enumerate(self.sheets[sheet], 1):
            filled = [cell for cell in row if cell is not None]
            if len(filled) > 1:
                return number
        return 1

    def position(self, sheet: str, column: str) -> int:
        """The position of a column, from 0."""
        return self.sheets[sheet][self.header_row(sheet) - 1].index(column)

    def cell(self, sheet: str, row: int, column: str) -> Cell:
        return self.sheets[sheet][row - 1][self.position(sheet, column)]

    def with_rows(self, sheet: str, rows: Iterable[Sequence[Cell]]) -> Book:
        return replace(self, sheets={**self.sheets, sheet: tuple(map(tuple, rows))})


Edit = Callable[[Book], Book]


def put(sheet: str, row: int, column: str, value: Cell) -> Edit:
    """Write a cell; row 1 is the header, and a column is called by what its header says."""

    def edit(book: Book) -> Book:
        at = book.position(sheet, column)
        rows = [list(each) for each in book.rows(sheet)]
        rows[row - 1][at] = value
        return book.with_rows(sheet, rows)

    return edit


def head(sheet: str, column: str, word: Cell) -> Edit:
    """Rename a column."""
    return lambda book: put(sheet, book.header_row(sheet), column, word)(book)


def add(sheet: str, **cells: Cell) -> Edit:
    """Write a row below the others; `from` is called `from_`, and a month `m2027_01`."""

    def edit(book: Book) -> Book:
        header = book.rows(sheet)[book.header_row(sheet) - 1]
        named = {_column(word): value for word, value in cells.items()}
        assert named.keys() <= set(header), named.keys() - set(header)
        row = [named.get(word) if isinstance(word, str) else None for word in header]
        return book.with_rows(sheet, [*book.rows(sheet), row])

    return edit


def _column(word: str) -> str:
    if word.startswith("m2"):
        return word[1:].replace("_", "-")
    return word.removesuffix("_")


def column(sheet: str, word: Cell, *values: Cell) -> Edit:
    """Write a column to the right of the others."""

    def edit(book: Book) -> Book:
        rows = book.rows(sheet)
        cells = (word, *values, *[None] * (len(rows) - 1 - len(values)))
        return book.with_rows(sheet, [(*row, cell) for row, cell in zip(rows, cells, strict=True)])

    return edit


def without_column(sheet: str, *columns: str) -> Edit:
    def edit(book: Book) -> Book:
        at = {book.position(sheet, each) for each in columns}
        kept = [[cell for index, cell in enumerate(row) if index not in at] for row in book.rows(sheet)]
        return book.with_rows(sheet, kept)

    return edit


def without_row(sheet: str, row: int) -> Edit:
    return lambda book: book.with_rows(
        sheet, [each for number, each in enumerate(book.rows(sheet), 1) if number != row]
    )


def insert(sheet: str, row: int, *cells: Cell) -> Edit:
    """Write a row above another."""

    def edit(book: Book) -> Book:
        rows = list(book.rows(sheet))
        width = max(map(len, rows))
        rows.insert(row - 1, (*cells, *[None] * (width - len(cells))))
        return book.with_rows(sheet, rows)

    return edit


def sheet(name: str, *rows: Sequence[Cell]) -> Edit:
    """Write a whole sheet, in place of the one that is there."""
    width = max(map(len, rows), default=0)
    return lambda book: book.with_rows(name, [(*row, *[None] * (width - len(row))) for row in rows])


def without_sheet(*names: str) -> Edit:
    return lambda book: replace(
        book, sheets={name: rows for name, rows in book.sheets.items() if name not in names}
    )


def renamed_sheet(name: str, word: str) -> Edit:
    return lambda book: replace(
        book, sheets={word if each == name else each: rows for each, rows in book.sheets.items()}
    )


def merge(sheet: str, first: int, left: str, last: int, right: str) -> Edit:
    """Merge cells; what stood in the others is gone."""

    def edit(book: Book) -> Book:
        columns = book.position(sheet, left), book.position(sheet, right)
        rows = [list(each) for each in book.rows(sheet)]
        for row in range(first - 1, last):
            for at in range(columns[0], columns[1] + 1):
                if (row, at) != (first - 1, columns[0]):
                    rows[row][at] = None
        span = (sheet, first - 1, columns[0], last - 1, columns[1])
        return replace(book.with_rows(sheet, rows), merged=(*book.merged, span))

    return edit


def hide_row(sheet: str, row: int) -> Edit:
    return lambda book: replace(book, hidden_rows=(*book.hidden_rows, (sheet, row)))


def hide_column(sheet: str, column: str) -> Edit:
    return lambda book: replace(book, hidden_columns=(*book.hidden_columns, (sheet, column)))


def hide_sheet(sheet: str) -> Edit:
    return lambda book: replace(book, hidden_sheets=(*book.hidden_sheets, sheet))


def both(*edits: Edit) -> Edit:
    """One edit after the other."""

    def edit(book: Book) -> Book:
        for each in edits:
            book = each(book)
        return book

    return edit


def text_of(value: Cell) -> str:
    """A cell as it is typed."""
    match value:
        case None:
            return ""
        case Formula():
            return text_of(value.value)
        case bool():
            return "TRUE" if value else "FALSE"
        case datetime():
            return value.isoformat(" ")
        case date():
            return value.isoformat()
        case float():
            return f"{value:.15g}"
        case _:
            return str(value)


GOOD = Book(
    {
        "settings": (
            ("setting", "value"),
            ("name", "Agency"),
            ("start", date(2027, 1, 4)),
            ("country", "DE"),
            ("region", "BY"),
            ("hours_per_day", 8),
            ("run_the_business", 0.1),
            ("ranges", "usual"),
            ("currency", "EUR"),
            ("status_date", date(2027, 1, 4)),
            ("demand_unit", "fte"),
            ("low_high", "PERT"),
            ("horizon", date(2032, 1, 1)),
            ("discount_rate", 0.08),
            ("overtime_premium", 0.25),
            ("contractor_premium", 0.1),
            ("budget", 500000),
            ("exchange rate GBP", 1.17),
            ("wip_limit", 2),
            ("team_wip_limits", "Core 2"),
            ("focus", 3),
            ("switching_loss", 0.1),
            ("reactions", "backend waiting 300 days -> overtime of backend by 25 % for 5 days, at most 1"),
        ),
        "people": (
            ("person", "role", "fte", "team", "location", "country", "from", "to", "run_the_business",
             "cost_per_day", "skills", "count", "manager", "tags", "currency", "contractor", "price_per_day"),
            ("Ada", "backend", 1, "Core", "Munich", "DE-BY", date(2027, 1, 4), date(2029, 12, 31), 0.2,
             650, "data at 0.8", None, "Eve", "senior", None, None, 900),
            ("Ben", "qa", 0.8, "Core", "Munich", None, None, None, None, None, None, None, "Eve", None, None, None,
             None),
            ("Cy", "backend", 1, "Core", "Graz", "AT", None, None, 0.1, 500, None, None, "Eve", None, "GBP", "yes",
             None),
            ("Dee", "design", 0.5, "Studio", None, None, None, None, None, None, None, None, None, None, None, None,
             None),
            ("Testers", "qa", 1, "Studio", None, None, date(2027, 2, 1), None, None, 400, None, 3, None, None,
             None, None, None),
        ),
        "skills": (
            ("person", "skill", "level", "speed", "from", "to", "as_of", "decay"),
            ("Cy", "data", 3, None, None, None, date(2026, 10, 1), "0.9; 0.75"),
            ("Dee", "qa", None, 0.5, date(2027, 2, 1), date(2027, 12, 31), None, None),
        ),
        "levels": (("level", "speed"), (1, 0.6), (2, 0.9), (3, 1), (4, 1.2)),
        "leave": (
            ("person", "team", "from", "to", "share", "kind", "paid"),
            ("Ada", None, date(2027, 2, 1), date(2027, 2, 5), None, "vacation", "yes"),
            (None, "Studio", date(2027, 3, 1), None, 0.5, "training", "no"),
            ("all", None, date(2027, 3, 26), None, None, None, None),
        ),
        "rates": (
            ("person", "from", "cost_per_day"),
            ("Ada", date(2027, 7, 1), 680),
            ("Cy", date(2027, 6, 1), 520),
        ),
        "projects": (
            ("project", "priority", "start", "deadline", "status", "probability", "owner", "client",
             "programme", "value", "budget", "cost_of_delay_per_day", "objectives", "tags", "delay_from", "penalty",
             "penalty_after", "window_end", "price", "billable", "spent", "team"),
            ("Shop", 1, date(2027, 1, 4), date(2027, 9, 30), "planned", 1, "Eve", "Acme", "Growth",
             250000, 80000, 500, "more sales at 3; fewer returns", "web", date(2027, 10, 1), 5000,
             date(2027, 10, 31), date(2027, 12, 31), 90000, "yes", 1000, "Core"),
            ("Portal", 2, None, date(2027, 12, 17), "running", 0.8, "Eve", None, None, None, None, None,
             None, None, None, None, None, None, None, None, None, None),
            ("Mail", 3, None, None, None, None, None, None, None, None, None, None, None, None, None, None, None,
             None, None, None, None, None),
        ),
        "demand": (
            ("project", "role", "phase", "low", "high", "2027-01", "2027-02", "2027-03"),
            ("Portal", "backend", "build", 0.9, 1.4, 0.5, 1, 0.5),
            ("Portal", "design", None, None, None, None, 0.25, None),
            ("Mail", "qa", None, None, None, 0.2, 0.2, 1.5),
        ),
        "bookings": (
            ("person", "project", "from", "to", "share", "kind", "phase"),
            ("Ada", "Portal", date(2027, 1, 4), date(2027, 3, 31), 0.5, "hard", "build"),
            ("Dee", "Mail", date(2027, 2, 1), date(2027, 2, 26), 0.2, None, None),
        ),
        "tasks": (
            ("project", "task", "role", "effort", "days", "low", "likely", "high", "after", "people",
             "people_max", "start", "deadline", "level", "phase", "priority", "fixed_cost", "owner", "tags",
             "actual_start", "actual_finish", "progress", "remaining", "assigned", "baseline_start",
             "baseline_finish", "rework_probability", "rework_share"),
            ("Shop", "concept", "design", 5, None, None, None, None, None, 1, None, date(2027, 1, 11),
             date(2027, 3, 1), None, "design", 1, 1000, "Eve", "web", date(2027, 1, 4), None, 0.2, 3, "Dee",
             date(2027, 1, 4), date(2027, 1, 15), None, None),
            ("Shop", "import", "data", None, None, 5, 8, 15, None, 1, 2, None, None, 2, "build", None, None,
             None, None, None, None, None, None, None, None, None, None, None),
            ("Shop", "build", "backend", 20, None, None, None, None, "concept; import SS+2", 1, 2, None, None,
             None, "build", None, None, None, None, None, None, None, None, None, None, None, 0.3, 0.25),
            ("Shop", "approval", None, None, 10, None, None, None, "build", None, None, None, None, None,
             None, None, None, None, None, None, None, None, None, None, None, None, None, None),
            ("Shop", "test", None, None, None, None, None, None, "approval", None, None, None, None, None,
             None, None, None, None, None, None, None, None, None, None, None, None, None, None),
        ),
        "needs": (
            ("project", "task", "role", "effort", "low", "likely", "high", "people", "people_max",
             "allocation", "level"),
            ("Shop", "test", "qa", 6, None, None, None, 1, 2, None, None),
            ("Shop", "test", "backend", None, 1, 2, 4, 1, None, 0.5, None),
        ),
        "benefits": (
            ("project", "benefit", "per_year", "lag_months", "ramp_months", "plateau_months", "decay_months",
             "owner", "factor"),
            ("Shop", "fewer calls", 120000, 2, 6, 36, 12, "Eve", "PERT(0.4, 1, 1.2)"),
            ("Portal", "less paper", 20000, None, None, None, None, "Eve", None),
        ),
        "funding": (
            ("project", "amount", "from", "milestone"),
            ("Shop", 30000, None, None),
            ("Shop", 50000, date(2027, 3, 1), "import"),
        ),
        "branches": (
            ("project", "branch", "way", "probability", "tasks"),
            ("Shop", "old data", "take over", 0.6, "import"),
            ("Shop", "old data", "build anew", 0.4, "build"),
        ),
        "intake": (
            ("project", "stage", "probability", "delay"),
            ("Portal", "selected", 0.5, "PERT(10, 20, 60)"),
            ("Portal", "staffed", None, 3),
        ),
        "streams": (
            ("stream", "per_week", "items", "role", "effort", "priority", "from", "to", "within_days", "deadline",
             "owner"),
            ("Incidents", 3, None, "backend", 0.5, 1, date(2027, 2, 1), date(2027, 6, 30), 2, None, "Eve"),
            ("Tables", None, 12, "data", 1, None, None, None, None, date(2027, 6, 30), None),
        ),
        "freezes": (
            ("from", "to", "projects", "teams"),
            (date(2027, 12, 20), date(2027, 12, 31), "Shop", None),
        ),
        "drivers": (
            ("driver", "factor", "projects", "tasks", "skills", "phases", "tags", "owners"),
            ("weather", 1.1, "Shop", "Shop/build", "backend", "build", "web", "Eve"),
        ),
        "risks": (
            ("risk", "kind", "category", "probability", "effort", "delay", "cost", "from", "to", "projects",
             "tasks", "skills", "teams", "owner", "vendor", "labels", "away", "away_days", "leaves",
             "days_to_hire"),
            ("vendor late", "threat", "supply", "high", None, "PERT(5, 10, 20)", 5000, date(2027, 2, 1),
             date(2027, 4, 30), "Shop", "Shop/build", "backend", None, "Eve", "Acme", "outside", "Ada", 10,
             "Ben", 30),
            ("reuse", "opportunity", None, 0.2, 0.8, None, None, None, None, "Shop", None, None, None, "Eve",
             None, None, None, None, None, None),
        ),
        "responses": (
            ("risk", "response", "cost", "probability", "impact", "taken", "lead_days", "owner"),
            ("vendor late", "second vendor", 2000, 0.1, 0.5, "yes", 10, "Eve"),
        ),
        "risk_scale": (("word", "probability", "effort", "delay", "cost"), ("low", 0.1, 1.05, 5, 1000),
                       ("high", 0.5, 1.3, 20, 9000)),
        "groups": (("group", "members", "correlation"), ("estimates", "Shop/concept; Shop/import", 0.5)),
        "objectives": (
            ("objective", "weight", "stakeholder", "owner"),
            ("more sales", 3, "Board", "Eve"),
            ("fewer returns", 1, "Board", None),
            ("more sales", 1, "Staff", None),
        ),
        "targets": (
            ("target", "measure", "goal", "projects", "owner"),
            ("keep our word", "on time", 0.9, None, "Eve"),
            ("shop is open", "finish", "2028-06-30", "Shop", None),
            ("within means", "cost", 900000, None, None),
        ),
    }
)  # fmt: skip
"""A portfolio that uses every sheet and every column that a person writes, and has nothing wrong with it."""

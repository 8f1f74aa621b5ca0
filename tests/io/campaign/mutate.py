# ruff: noqa: E501
"""Good portfolios, each with one thing done to it that people and their spreadsheets do.

`python -m tests.io.campaign.mutate 100000` tries as many, in a process held to its memory.
"""

from __future__ import annotations

import random
import resource
import signal
import sys
import tempfile
import time
import unicodedata
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Final, NamedTuple

import capsim as cs
from capsim.domain.portfolio import Portfolio
from capsim.errors import AssumptionWarning, ModelError, RepairWarning, UnreadWarning
from tests.io.campaign.bombs import MEGABYTES, SECONDS, most_megabytes
from tests.io.campaign.book import Book, Cell, Edit, both, column, insert, put, text_of
from tests.io.campaign.forms import EVERY, FILES, FORMS, SHEETS, At

# ---------------------------------------------------------------- good portfolios

_WORDS: Final = (
    "Ärztehaus", "Zoë", "O'Hara", "Ann-Kathrin", "José Núñez", "名前", "NA", "001", "Null", "True North", "Total Rewards",
    "M&A", "2027 Relaunch", "A/B", "x" * 60, "UX", "C++", "Øst", "İstanbul", "Straße", "R&D", "No", "e-commerce", "1e3",
    "Max Müller", "Sum Up", "Ada", "Ben", "Cy", "Dee", "Eve", "Flo", "Gus", "Hal", "Ida", "Jan", "Kim", "Lea", "Mia",
)  # fmt: skip
_ROLES: Final = ("backend", "qa", "design", "data", "UX/UI", "Projektleitung", "DBA", "site reliability")
_MONTHS: Final = tuple(f"2027-{month:02}" for month in range(1, 10))


def portfolio(chance: random.Random) -> Book:
    """A good portfolio of some size: people, projects, and demand, bookings or tasks, or several of these."""
    roles = chance.sample(_ROLES, chance.randint(2, 4))
    people = chance.sample(_WORDS, chance.randint(3, 6))
    projects = [
        f"{word} {number}" for number, word in enumerate(chance.sample(_WORDS, chance.randint(2, 4)), 1)
    ]
    work = chance.sample(("demand", "bookings", "tasks"), chance.randint(1, 3))
    sheets: dict[str, list[tuple[Cell, ...]]] = {
        "settings": [
            ("setting", "value"),
            ("name", "Agency"),
            ("start", date(2027, 1, 4)),
            ("run_the_business", 0.1),
        ],
        "people": _people(chance, people, roles),
        "projects": [
            ("project", "priority", "deadline", "budget"),
            *(
                (name, number, _day(chance), chance.choice((None, 1000.5)))
                for number, name in enumerate(projects)
            ),
        ],
    }
    if chance.random() < 0.6:
        sheets["skills"] = [
            ("person", "skill", "speed"),
            *(
                (who, f"extra {chance.choice('abc')}", chance.choice((0.5, 0.8, 1.2)))
                for who in chance.sample(people, 2)
            ),
        ]
    if chance.random() < 0.6:
        sheets["leave"] = [
            ("person", "from", "to", "share"),
            *((who, date(2027, 2, day), date(2027, 3, day), chance.choice((None, 0.5)))
              for day, who in enumerate(chance.sample(people, 2), 1)),
        ]  # fmt: skip
    makers = {"demand": _demand, "bookings": _bookings, "tasks": _tasks}
    sheets |= {sheet: makers[sheet](chance, people, projects, roles) for sheet in work}
    return Book({name: tuple(rows) for name, rows in sheets.items()})


def _day(chance: random.Random) -> date:
    return date(2027, 6, 13) + timedelta(days=chance.randint(0, 300))


def _people(chance: random.Random, people: Sequence[str], roles: Sequence[str]) -> list[tuple[Cell, ...]]:
    held = [*roles, *(chance.choice(roles) for _ in people)][: max(len(people), len(roles))]
    names = [*people, *(f"More {number}" for number in range(len(held) - len(people)))]
    return [
        ("person", "role", "fte", "team", "from", "cost_per_day"),
        *((name, role, chance.choice((1, 0.8, 0.5)), chance.choice(("Core", "Studio")),
           chance.choice((None, date(2027, 1, 13))), chance.choice((None, 640)))
          for name, role in zip(names, held, strict=True)),
    ]  # fmt: skip


def _demand(
    chance: random.Random, _: Sequence[str], projects: Sequence[str], roles: Sequence[str]
) -> list[tuple[Cell, ...]]:
    pairs = [(project, role) for project in projects for role in roles]
    return [
        ("project", "role", *_MONTHS),
        *((*pair, *(chance.choice((None, 0.25, 0.5, 1, 1.5)) for _ in _MONTHS[:-1]), 0.75)
          for pair in sorted(chance.sample(pairs, chance.randint(2, 4)))),
    ]  # fmt: skip


def _bookings(
    chance: random.Random, people: Sequence[str], projects: Sequence[str], _: Sequence[str]
) -> list[tuple[Cell, ...]]:
    return [
        ("person", "project", "from", "to", "share", "kind"),
        *((who, chance.choice(projects), date(2027, 2, 15), date(2027, 5, 15), chance.choice((0.2, 0.5)),
           chance.choice((None, "hard")))
          for who in chance.sample(people, 3)),
    ]  # fmt: skip


def _tasks(
    chance: random.Random, _: Sequence[str], projects: Sequence[str], roles: Sequence[str]
) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = [
        ("project", "task", "role", "effort", "low", "likely", "high", "after", "start")
    ]
    for project in projects[:2]:
        for number in range(chance.randint(2, 4)):
            three = chance.random() < 0.4
            rows.append(
                (project, f"step {number}", chance.choice(roles), None if three else chance.choice((3, 8.5)),
                 *((2, 4, 9) if three else (None,) * 3), f"step {number - 1}" if number else None,
                 chance.choice((None, date(2027, 3, 13))))
            )  # fmt: skip
    return rows


# ---------------------------------------------------------------- operators


class Wanted(Enum):
    """How reading must end."""

    SAME = "the same portfolio"
    BROKEN = "a problem at the cell"
    EITHER = "a model or problems"


class Mutation(NamedTuple):
    """One thing done to a book, how reading it must end, and the cell that a problem stands in."""

    edit: Edit
    wanted: Wanted
    at: At = At()
    forms: tuple[str, ...] = SHEETS
    """In which forms this can be done."""


Operator = Callable[[Book, random.Random], Mutation | None]
Spot = tuple[str, int, str]


def _spots(book: Book, columns: Iterable[tuple[str, str]]) -> list[Spot]:
    """The filled cells of some columns."""
    return [
        (sheet, row, column)
        for sheet, column in columns
        if sheet in book.sheets and column in book.rows(sheet)[0]
        for row in range(2, len(book.rows(sheet)) + 1)
        if book.cell(sheet, row, column) is not None
    ]


def _pick(book: Book, chance: random.Random, columns: Iterable[tuple[str, str]]) -> tuple[Spot, Cell] | None:
    spots = _spots(book, columns)
    if not spots:
        return None
    spot = chance.choice(spots)
    return spot, book.cell(*spot)


_REFERENCES: Final = (
    ("skills", "person"), ("leave", "person"), ("bookings", "person"), ("demand", "project"), ("bookings", "project"),
    ("tasks", "project"), ("tasks", "role"), ("demand", "role"),
)  # fmt: skip
_PEOPLE: Final = _REFERENCES[:3]
_REQUIRED: Final = (
    ("people", "role"), ("skills", "person"), ("skills", "skill"), ("leave", "from"), ("bookings", "person"),
    ("bookings", "project"), ("bookings", "from"), ("bookings", "to"), ("bookings", "share"), ("tasks", "task"),
    ("tasks", "role"), ("projects", "project"),
)  # fmt: skip
_DATES: Final = (
    ("settings", "value"), ("people", "from"), ("leave", "from"), ("leave", "to"), ("projects", "deadline"),
    ("bookings", "from"), ("bookings", "to"), ("tasks", "start"),
)  # fmt: skip
_SHARES: Final = (("people", "fte"), ("bookings", "share"), ("leave", "share"))
_AMOUNTS: Final = (
    ("tasks", "effort"), ("tasks", "low"), ("tasks", "likely"), ("tasks", "high"), ("demand", "2027-02"),
    ("demand", "2027-09"), ("people", "fte"), ("bookings", "share"), ("leave", "share"),
)  # fmt: skip


def rename_in_one_place(book: Book, chance: random.Random) -> Mutation | None:
    """Somebody has another name in one sheet only."""
    if (found := _pick(book, chance, _PEOPLE)) is None:
        return None
    spot, _ = found
    return Mutation(put(*spot, "Quentin Quark"), Wanted.BROKEN, At(*spot))


def drop_a_required_cell(book: Book, chance: random.Random) -> Mutation | None:
    """A cell that must be filled is empty."""
    if (found := _pick(book, chance, _REQUIRED)) is None:
        return None
    spot, _ = found
    # somebody whose skills stand elsewhere may do without a role, as long as nobody wants it
    wanted = Wanted.EITHER if spot[2] == "role" and "skills" in book.sheets else Wanted.BROKEN
    return Mutation(put(*spot, None), wanted, At(*spot))


def move_a_column(book: Book, chance: random.Random) -> Mutation:
    """Two columns are swapped, with their headers."""
    sheet = chance.choice([name for name in book.sheets if name != "settings"])
    first, second = chance.sample(range(len(book.rows(sheet)[0])), 2)

    def edit(given: Book) -> Book:
        rows = [list(row) for row in given.rows(sheet)]
        for row in rows:
            row[first], row[second] = row[second], row[first]
        return given.with_rows(sheet, rows)

    return Mutation(edit, Wanted.SAME, forms=EVERY)


def duplicate_a_row(book: Book, chance: random.Random) -> Mutation | None:
    """A row is there twice."""
    if (
        found := _pick(book, chance, (("people", "person"), ("projects", "project"), ("tasks", "task")))
    ) is None:
        return None
    (sheet, row, word), _ = found
    copy = book.rows(sheet)[row - 1]
    last = len(book.rows(sheet)) + 1
    return Mutation(insert(sheet, last, *copy), Wanted.BROKEN, At(sheet, last, word))


def spell_a_date_otherwise(book: Book, chance: random.Random) -> Mutation | None:
    """A date in another format: with a time of midnight it is the same, and else it is refused."""
    found = _pick(book, chance, _DATES)
    if found is None or not isinstance(found[1], date):
        return None
    spot, day = found
    assert isinstance(day, date)
    same: tuple[Cell, ...] = (day.isoformat(), f"{day} 00:00:00", datetime(day.year, day.month, day.day))
    wrong = (
        f"{day:%d/%m/%Y}", f"{day:%m/%d/%Y}", f"{day:%d.%m.%Y}", f"{day:%b %d, %Y}", f"{day:%Y%m%d}", f"{day:%d %B %Y}",
        (day - date(1899, 12, 30)).days, f"{day:%Y-%m}", "tomorrow", f"{day:%Y-%m}-32",
    )  # fmt: skip
    if chance.random() < 0.4:
        return Mutation(put(*spot, chance.choice(same)), Wanted.SAME, forms=EVERY)
    spelled = chance.choice(wrong)
    # files with decimal commas write days with dots, and are read so: there it is no mistake
    forms = tuple(form for form in EVERY if form != "semicolon") if spelled == f"{day:%d.%m.%Y}" else EVERY
    return Mutation(put(*spot, spelled), Wanted.BROKEN, At(*spot), forms)


def put_a_unit(book: Book, chance: random.Random) -> Mutation | None:
    """A number with its unit, or a share as a percentage: the latter is the same."""
    if chance.random() < 0.5:
        if (found := _pick(book, chance, _SHARES)) is None:
            return None
        spot, share = found
        assert isinstance(share, float | int)
        percent = chance.choice((f"{100 * share:g}%", f"{100 * share:g} %"))
        return Mutation(put(*spot, percent), Wanted.SAME, forms=EVERY)
    if (found := _pick(book, chance, _AMOUNTS)) is None:
        return None
    spot, amount = found
    unit = chance.choice((" days", "d", " PT", "h", " FTE", " ?", " approx.", "€"))
    return Mutation(put(*spot, f"{text_of(amount)}{unit}"), Wanted.BROKEN, At(*spot), EVERY)


def negate(book: Book, chance: random.Random) -> Mutation | None:
    """A number below zero."""
    if (found := _pick(book, chance, _AMOUNTS)) is None:
        return None
    spot, amount = found
    assert isinstance(amount, float | int)
    return Mutation(put(*spot, -amount), Wanted.BROKEN, At(*spot), EVERY)


def blow_up(book: Book, chance: random.Random) -> Mutation | None:
    """A number that cannot be meant."""
    if (found := _pick(book, chance, _AMOUNTS)) is None:
        return None
    spot, amount = found
    assert isinstance(amount, float | int)
    huge = chance.choice((amount * 10**9, "inf", "NaN", "1e400", "9" * 400))
    return Mutation(put(*spot, huge), Wanted.BROKEN, At(*spot), EVERY)


def break_a_link(book: Book, chance: random.Random) -> Mutation | None:
    """A task waits for one that is not there, or for itself through others."""
    if (found := _pick(book, chance, [("tasks", "after")])) is None:
        return None
    (sheet, row, word), before = found
    own = book.cell(sheet, row, "task")
    if chance.random() < 0.5:
        return Mutation(put(sheet, row, word, f"{before} {chance.choice(('2', 'x', 'SS-1'))}"), Wanted.BROKEN,
                        At(sheet, row, word), EVERY)  # fmt: skip
    if chance.random() < 0.5:
        return Mutation(put(sheet, row, word, own), Wanted.BROKEN, At(sheet, row, word), EVERY)
    return Mutation(put(sheet, row - 1, word, own), Wanted.BROKEN, forms=EVERY)  # told at one of its links


def misspell_a_name(book: Book, chance: random.Random) -> Mutation | None:
    """A name with two letters swapped, or one left out or doubled, in one place."""
    if (found := _pick(book, chance, _REFERENCES)) is None:
        return None
    spot, word = found
    text = text_of(word)
    if len(text) < 3:
        return None
    at = chance.randrange(len(text) - 1)
    wrong = chance.choice((
        text[:at] + text[at + 1] + text[at] + text[at + 2 :], text[:at] + text[at + 1 :], text[:at] + text[at] + text[at:],
    ))  # fmt: skip
    if unicodedata.normalize("NFC", " ".join(wrong.split())).casefold() == text.casefold():
        return None
    known = {text_of(cell).casefold() for rows in book.sheets.values() for row in rows for cell in row}
    if " ".join(wrong.split()).casefold() in known:
        return None
    # a project that only one sheet names is made; a number in it may be meant
    wanted = Wanted.BROKEN if spot[2] != "project" else Wanted.EITHER
    return Mutation(put(*spot, wrong), wanted, At(*spot))


def respell_a_name(book: Book, chance: random.Random) -> Mutation | None:
    """A name in other letters of the same meaning: case, composition, white space."""
    if (found := _pick(book, chance, _REFERENCES)) is None:
        return None
    spot, word = found
    text = text_of(word)
    other = chance.choice((
        text.upper(), text.lower(), text.swapcase(), unicodedata.normalize("NFD", text), f"  {text} ",
        text.replace(" ", "\u00a0"), text.replace(" ", "   "),
    ))  # fmt: skip
    is_alike = other.casefold() == text.casefold() or other.split() == text.split()
    if not is_alike and unicodedata.normalize("NFC", other) != text:
        return None  # İ in small letters is another name; ß in capitals is not
    return Mutation(put(*spot, other), Wanted.SAME)


def dress_up(book: Book, chance: random.Random) -> Mutation:
    """Title rows, spacers, notes and totals around a table, as people make them."""
    tables = [name for name in book.sheets if name != "settings"]
    sheet = chance.choice(tables)
    rows = book.rows(sheet)
    last = len(rows) + 1
    choices: list[tuple[Edit, tuple[str, ...]]] = [
        (both(insert(sheet, 1), insert(sheet, 1, "Planning 2027"), insert(sheet, 1)), FILES),
        (insert(sheet, chance.randint(2, last)), FILES),
        (column(sheet, None), FILES),
        (column(sheet, "Remark", *(["checked"] * (len(rows) - 1))), SHEETS),
        (lambda given: given.with_rows(sheet, [(None, *row) for row in given.rows(sheet)]), FILES),
    ]
    if "demand" in book.sheets:
        choices += [(_with_total_row, SHEETS), (_with_total_column, SHEETS)]
    edit, forms = chance.choice(choices)
    return Mutation(edit, Wanted.SAME, forms=forms)


def _with_total_row(book: Book) -> Book:
    rows = book.rows("demand")
    sums = [sum(float(row[at] or 0) for row in rows[1:]) for at in range(2, len(rows[0]))]  # type: ignore[arg-type]
    return book.with_rows("demand", [*rows, ("Total", None, *sums)])


def _with_total_column(book: Book) -> Book:
    header, *rows = book.rows("demand")
    summed = [(*row, sum(float(cell or 0) for cell in row[2:])) for row in rows]  # type: ignore[arg-type]
    return book.with_rows("demand", [(*header, "Total"), *summed])


def write_a_number_as_text(book: Book, chance: random.Random) -> Mutation | None:
    """A number that is a text, with white space around it."""
    if (found := _pick(book, chance, _AMOUNTS)) is None:
        return None
    spot, amount = found
    return Mutation(put(*spot, f" {text_of(amount)} "), Wanted.SAME, forms=EVERY)


def call_it_otherwise(book: Book, chance: random.Random) -> Mutation:
    """A sheet or a column by another word that people use for it."""
    words: Mapping[tuple[str, str], Sequence[str]] = {
        ("people", "person"): ("Name", "Resource", "Employee"), ("people", "role"): ("Job title", "Discipline", "ROLE:"),
        ("people", "from"): ("Start", "Start date"), ("people", "fte"): ("FTE", "Capacity"),
        ("leave", "from"): ("Begin", "Start"), ("leave", "to"): ("Until", "End"),
        ("demand", "2027-01"): ("Jan 27", "January 2027", "2027/01", "Jan 2027"), ("demand", "project"): ("Project name",),
        ("bookings", "share"): ("Utilization", "FTE", "Allocation"), ("tasks", "effort"): ("Effort (days)", "Person-days"),
        ("tasks", "after"): ("Predecessors", "Depends on"),
    }  # fmt: skip
    able = [(sheet, word) for sheet, word in words if sheet in book.sheets]
    sheet, word = chance.choice(able)
    return Mutation(put(sheet, 1, word, chance.choice(words[sheet, word])), Wanted.SAME)


OPERATORS: Mapping[str, Operator] = {
    operator.__name__.replace("_", " "): operator
    for operator in (
        rename_in_one_place, drop_a_required_cell, move_a_column, duplicate_a_row, spell_a_date_otherwise, put_a_unit,
        negate, blow_up, break_a_link, misspell_a_name, respell_a_name, dress_up, write_a_number_as_text,
        call_it_otherwise,
    )
}  # fmt: skip


# ---------------------------------------------------------------- trying

_BACK: Final = ("back.json", "back.yaml", "back.xlsx", "back")


class Tried(NamedTuple):
    """A case: what was done in which form, how reading ended, what is wrong with that, and what it cost."""

    name: str
    ended: str
    wrong: str
    seconds: float


def tried(operator: str, seed: int, number: int, folder: Path) -> Tried | None:
    """Try one case; None where the operator finds nothing to do."""
    chance = random.Random(f"{seed} {operator} {number}")
    book = portfolio(chance)
    mutation = OPERATORS[operator](book, chance)
    if mutation is None:
        return None
    form = chance.choice(mutation.forms)
    name = f"{operator}, seed {seed}, case {number}, {form}"
    source = FORMS[form](mutation.edit(book), folder)
    began = time.perf_counter()
    try:
        made = cs.read(source.given)
    except ModelError as error:
        seconds = time.perf_counter() - began
        return Tried(name, "refused", _wrong_error(error, mutation, source.place), seconds)
    except Exception as error:  # anything else is what is looked for
        return Tried(name, "failed", f"{type(error).__name__}: {error}", time.perf_counter() - began)
    seconds = time.perf_counter() - began
    return Tried(name, "read", _wrong_model(made, mutation, book, form, chance, folder), seconds)


def _wrong_error(error: ModelError, mutation: Mutation, place: Callable[[At], object]) -> str:
    told = [str(problem) for problem in error.found]
    if mutation.wanted is Wanted.SAME:
        return f"refused: {told}"
    if any(problem.place is None for problem in error.found):
        return f"a problem without a place: {told}"
    if mutation.wanted is Wanted.BROKEN and mutation.at != At():
        at = str(place(mutation.at))
        if not any(problem.where == at for problem in error.found):
            return f"nothing is told at {at}: {told}"
        if len(told) > 1:
            return f"more is told than what is wrong at {at}: {told}"
    return ""


def _wrong_model(
    made: Portfolio, mutation: Mutation, book: Book, form: str, chance: random.Random, folder: Path
) -> str:
    if mutation.wanted is Wanted.BROKEN:
        return f"read, though {mutation.at} is wrong"
    if mutation.wanted is Wanted.SAME and made != cs.read(FORMS[form](book, folder).given):
        return "another portfolio than the good one"
    target = folder / chance.choice(_BACK)
    try:
        cs.write(made, target)
        again = cs.read(target)
    except ModelError as error:
        return f"cannot be read back from {target.name}: {error}"
    return "" if again == made else f"comes back different from {target.name}"


def cases(operator: str, seed: int, count: int) -> Iterator[Tried]:
    """Try a number of cases of an operator; those in which it finds nothing to do do not count."""
    with tempfile.TemporaryDirectory() as name, warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.simplefilter("ignore", AssumptionWarning)
        warnings.simplefilter("ignore", RepairWarning)
        warnings.simplefilter("ignore", UnreadWarning)
        done = number = 0
        while done < count:
            found = tried(operator, seed, number, Path(name))
            number += 1
            if found is not None:
                done += 1
                yield found


def _hold(megabytes: int) -> None:
    """Let this process have so much memory beside what it has reserved already."""
    pages = Path("/proc/self/statm").read_text().split()
    reserved, resident = (int(each) * resource.getpagesize() for each in pages[:2])
    most = reserved - resident + (megabytes << 20)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _too_slow(*_: object) -> None:
    raise TimeoutError(f"more than {10 * SECONDS:.0f} seconds")


def main() -> int:
    """Try as many as are asked for, of every operator, and say how they ended."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 7
    bad = 0
    for operator in OPERATORS:
        for _ in cases(operator, seed, 1):  # what is loaded once is not a case's
            pass
    _hold(MEGABYTES)
    signal.signal(signal.SIGALRM, _too_slow)
    for operator in OPERATORS:
        ends: Counter[str] = Counter()
        slowest = 0.0
        signal.alarm(0)
        for each in cases(operator, seed, -(-count // len(OPERATORS))):
            signal.alarm(int(10 * SECONDS))
            ends[each.ended] += 1
            slowest = max(slowest, each.seconds)
            if each.wrong or each.seconds > SECONDS:
                bad += 1
                print(f"{each.name} ({each.seconds:.2f} s): {each.wrong[:1000]}", flush=True)
        signal.alarm(0)
        megabytes = most_megabytes()
        print(f"{operator}: {dict(ends)}; slowest {slowest:.2f} s, {megabytes} MB", flush=True)
    print(f"{bad} wrong")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())

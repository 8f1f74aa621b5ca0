# ruff: noqa: E501
"""What a reader says of a book with one fault, and the table's way to write down what it should say."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import capsim as cs
from capsim.domain.portfolio import Portfolio
from capsim.errors import ModelError, Problem, Severity
from tests.io.campaign.book import GOOD, Cell, Edit, put, text_of
from tests.io.campaign.forms import EVERY, FORMS, At, Source


class Told(NamedTuple):
    """What is said of one place."""

    at: At
    what: str
    got: str = ""
    fix: str = ""
    severity: Severity = "error"

    def sentence(self, source: Source) -> str:
        """As it reads in a source: errors begin with their place."""
        place = source.place(self.at)
        got = f" (got {self.got})" if self.got else ""
        fix = f"; {self.fix}" if self.fix else ""
        return f"{self.severity}: {place} [{place.cell or ''}]: {self.what}{got}{fix}"


class Case(NamedTuple):
    """A good book with one fault, what is said of it, and the forms in which the fault can be made."""

    name: str
    edit: Edit
    told: tuple[Told, ...]
    forms: tuple[str, ...] = EVERY


def cell(
    name: str, sheet: str, row: int, column: str, value: Cell, what: str, fix: str = "", *,
    forms: tuple[str, ...] = EVERY, got: str | None = None, at: At | None = None,
) -> Case:  # fmt: skip
    """A cell with a wrong value: the problem stands in that cell, and tells what was found there."""
    place = at or At(sheet, row, column)
    found = repr(text_of(value)) if got is None else got
    return Case(name, put(sheet, row, column, value), (Told(place, what, found, fix),), forms)


def fault(
    name: str, edit: Edit, at: At, what: str, fix: str = "", *, forms: tuple[str, ...] = EVERY, got: str = ""
) -> Case:
    """Any other fault with one problem."""
    return Case(name, edit, (Told(at, what, got, fix),), forms)


def remark(
    name: str, edit: Edit, at: At, what: str, fix: str = "", *, forms: tuple[str, ...] = EVERY, got: str = "",
    severity: Severity = "info",
) -> Case:  # fmt: skip
    """Something that stops nothing, and is said."""
    return Case(name, edit, (Told(at, what, got, fix, severity),), forms)


def sentences(problems: Sequence[Problem]) -> list[str]:
    """Problems as `Told.sentence` writes them."""
    return [
        f"{each.severity}: {each.where} [{_cell(each)}]{str(each)[len(each.where) :]}" for each in problems
    ]


def _cell(problem: Problem) -> str:
    return "" if problem.place is None else problem.place.cell or ""


def read_or_told(given: Any) -> Portfolio | ModelError:
    """A portfolio, or the one error that reading ended with."""
    try:
        return cs.read(given)
    except ModelError as error:
        return error


def said(form: str, edit: Edit, folder: Path) -> tuple[Source, list[str]]:
    """The source of a spoiled book, and all that is said of it: errors, or the remarks that a good one has not."""
    source = FORMS[form](edit(GOOD), folder)
    found = read_or_told(source.given)
    if isinstance(found, ModelError):
        errors = found.problems[found.problems["severity"] == "error"]
        assert len(errors) == len(found.found)
        return source, sentences(found.found)
    assert found.origin is not None
    return source, sentences(found.origin.remarks)

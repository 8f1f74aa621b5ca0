"""Cells and columns of a report, from the columns of an answer."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd

from capsim.domain.words import in_money
from capsim.forecast.chances import Chance, percent
from capsim.forecast.dates import month_of, readable
from capsim.report.shape import Cell, Column, Table, Tone

__all__ = [
    "Written",
    "chance",
    "date",
    "money",
    "month",
    "noted",
    "number",
    "share",
    "tabled",
    "text",
    "toned",
]

Written = tuple[Column, Callable[[dict[str, Any]], Cell]]
"""A column: its head, and how a row of an answer is written in it."""

_NONE = Cell("", math.inf)


def text(head: str, name: str) -> Written:
    """Return a column of names."""
    return Column(head), lambda row: Cell(_plain(row[name]), _plain(row[name]).casefold())


def date(head: str, name: str, beyond: str = "") -> Written:
    """Return a column of dates; a date that is missing is past the horizon, where ``beyond`` says so."""

    def written(row: dict[str, Any]) -> Cell:
        if pd.isna(row[name]):
            is_past = bool(beyond) and name in str(row[beyond]).split()
            return Cell("> horizon", "9999") if is_past else Cell("", "9998")
        return Cell(readable(row[name]), row[name].date().isoformat())

    return Column(head, is_number=True), written


def month(head: str, name: str) -> Written:
    """Return a column of months."""
    return Column(
        head, is_number=True
    ), lambda row: Cell(month_of(row[name]), row[name].date().isoformat()) if pd.notna(row[name]) else _NONE


def number(head: str, name: str, digits: int = 0) -> Written:
    """Return a column of numbers."""
    return Column(head, is_number=True), lambda row: _number(row[name], f"{{:,.{digits}f}}".format)


def money(head: str, name: str) -> Written:
    """Return a column of money, to three digits."""
    return Column(head, is_number=True), lambda row: _number(row[name], in_money)


def share(head: str, name: str) -> Written:
    """Return a column of shares."""
    return Column(head, is_number=True), lambda row: _number(row[name], percent)


def chance(head: str, name: str, low: str, high: str) -> Written:
    """Return a column of chances, with how far they may be off."""

    def written(row: dict[str, Any]) -> Cell:
        if pd.isna(row[name]):
            return _NONE
        found = Chance(float(row[name]), float(row[low]), float(row[high]))
        return Cell(found.in_table, found.share)

    return Column(head, is_number=True), written


def toned(column: Written, tone: Callable[[dict[str, Any]], Tone]) -> Written:
    """Return a column whose cells have a tone."""
    head, written = column

    def with_tone(row: dict[str, Any]) -> Cell:
        cell = written(row)
        return Cell(cell.text, cell.key, tone(row))

    return head, with_tone


def noted(column: Written, note: Callable[[dict[str, Any]], str]) -> Written:
    """Return a column whose cells have a note behind them, in red, where there is one."""
    head, written = column

    def with_note(row: dict[str, Any]) -> Cell:
        cell, told = written(row), note(row)
        return Cell(f"{cell.text}, {told}", cell.key, "red") if told else cell

    return head, with_note


def tabled(caption: str, frame: pd.DataFrame, columns: Iterable[Written]) -> Table:
    """Return a table of an answer; a column in which nothing stands is left out."""
    records: list[dict[str, Any]] = [
        {str(name): cell for name, cell in row.items()} for row in frame.to_dict("records")
    ]
    made = [(head, [written(row) for row in records]) for head, written in columns]
    kept = [(head, cells) for head, cells in made if any(cell.text for cell in cells)]
    rows = tuple(zip(*(cells for _, cells in kept), strict=True))
    return Table(caption, tuple(head for head, _ in kept), rows)


def _number(value: Any, written: Callable[[float], str]) -> Cell:
    if pd.isna(value):
        return _NONE
    return Cell(written(float(value)).replace("-", "−"), float(value))


def _plain(value: Any) -> str:
    return "" if pd.isna(value) else str(value)

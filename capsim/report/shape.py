"""What a report is made of: sections with sentences, figures, pictures, tables; nothing of their looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Cell", "Column", "Figure", "Picture", "Section", "Sentence", "Table", "Tone"]

Tone = Literal["", "red", "amber", "green"]
"""What a reader is to make of it; empty for nothing in particular."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence.

    Attributes
    ----------
    text : str
    detail : str
        What stands under it, smaller.
    call : str
        The call that answers more.
    tone : {"", "red", "amber", "green"}
    """

    text: str
    detail: str = ""
    call: str = ""
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that stands for itself.

    Attributes
    ----------
    number, label, note : str
    tone : {"", "red", "amber", "green"}
    """

    number: str
    label: str
    note: str = ""
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture within the page.

    Attributes
    ----------
    source : str
        Its bytes as a data URI.
    told : str
        What it shows, for those who do not see it.
    narrow : str
        The same for a narrow screen; empty where there is one for all.
    """

    source: str
    told: str
    narrow: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column.

    Attributes
    ----------
    head : str
    is_number : bool
        Whether its cells stand at the right.
    """

    head: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table.

    Attributes
    ----------
    text : str
    key : float or str
        What the cell is sorted by.
    tone : {"", "red", "amber", "green"}
    """

    text: str
    key: float | str = ""
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table to sort and to filter.

    Attributes
    ----------
    caption : str
    columns : tuple of Column
    rows : tuple of tuple of Cell
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report.

    Attributes
    ----------
    title : str
    sentences : tuple of Sentence
    figures : tuple of Figure
    pictures : tuple of Picture
    tables : tuple of Table
    """

    title: str
    sentences: tuple[Sentence, ...] = ()
    figures: tuple[Figure, ...] = ()
    pictures: tuple[Picture, ...] = ()
    tables: tuple[Table, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it."""
        return not (self.sentences or self.figures or self.pictures or self.tables)

"""Where a portfolio was read from: what its files said besides, and where each entity stands in them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from capsim.domain.words import in_fte, some
from capsim.errors import Place, Problem

__all__ = ["Origin"]


@dataclass(frozen=True, slots=True)
class Origin:
    """The files or frames behind a portfolio.

    Attributes
    ----------
    source : str
        The name of the folder, the workbook or the file.
    remarks : tuple of Problem
        What was passed over, added up or assumed while reading; of severity warning or info.
    places : dict of str to Place
        Where each entity stands, by the name that findings give it: ``"Project 'Shop', task 'build'"``.
    unread : tuple of Problem
        What was not read although it may count: sheets, columns and cells, each with its place.
    before_start : dict of str to float
        What is planned before the start and so left out, in FTE-months by project.
    """

    source: str
    remarks: tuple[Problem, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)
    unread: tuple[Problem, ...] = ()
    before_start: Mapping[str, float] = field(default_factory=dict)

    @property
    def unread_told(self) -> str:
        """What was not read, the first few by name; empty if everything was.

        Examples
        --------
        >>> month = Problem("", "no month", "Febuary 27", "did you mean 2027-02?")
        >>> sheet = Problem("", "no such sheet", "Demnd", "did you mean 'demand'?")
        >>> places = Place("a.xlsx", "Plan", 1, column="Febuary 27", cell="D1"), Place("a.xlsx", "Demnd")
        >>> unread = tuple(map(Problem.in_cell, (month, sheet), places))
        >>> Origin("a.xlsx", unread=unread).unread_told
        "'Febuary 27' in Plan, D1 (did you mean 2027-02?), the sheet 'Demnd' (did you mean 'demand'?)"
        """
        return some(map(_named, self.unread), most=3)

    @property
    def before_start_told(self) -> str:
        """What is planned before the start, and of which projects; empty if nothing is.

        Examples
        --------
        >>> Origin("a.xlsx", before_start={"Shop": 5.77, "CRM": 3.4}).before_start_told
        "9.17 FTE-months of 'Shop', 'CRM' before the start"
        """
        if not self.before_start:
            return ""
        months = in_fte(math.fsum(self.before_start.values()))
        return f"{months} FTE-months of {some(map(repr, self.before_start), most=3)} before the start"


def _named(problem: Problem) -> str:
    """Return what was not read, where it stands, and what it seems to mean."""
    place = problem.place
    hint = f" ({problem.fix})" if problem.fix.startswith("did you mean") else ""
    if place is None:
        return f"{problem.value}{hint}"
    sheet = place.sheet or place.file
    if place.column is None and place.cell is None:
        return f"the sheet {problem.value or repr(sheet)}{hint}"
    what = problem.value or "cells"
    cell = f", {place.cell}" if place.cell else ""
    return f"{what} in {sheet}{cell}{hint}"

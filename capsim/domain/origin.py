"""Where a portfolio was read from: what its files said besides, and where each entity stands in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

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
    """

    source: str
    remarks: tuple[Problem, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)

"""The way in and out: which kind of file a path is."""

from __future__ import annotations

import os
from pathlib import Path

from capsim.domain.portfolio import Portfolio
from capsim.errors import InputError, Problem
from capsim.io.build import portfolio_of
from capsim.io.csvfiles import read_tables
from capsim.io.sheets import tree_of
from capsim.io.tree import Gathering, Place

__all__ = ["read", "write"]

_START_IN_CSV = "write the lines setting,value and start,2027-01-04 into settings.csv"


def read(source: str | os.PathLike[str]) -> Portfolio:
    """Read a portfolio from a folder of CSV sheets, a YAML or a JSON file."""
    path = Path(source)
    gathering = Gathering()
    if path.is_dir():
        tables = read_tables(path, gathering)
        place = Place(path.name)
        tree = tree_of(tables, place, gathering)
        return portfolio_of(tree, path.resolve().name, _START_IN_CSV, gathering)
    raise InputError([Problem(str(path), "no such file or folder")])


def write(portfolio: Portfolio, target: str | os.PathLike[str]) -> None:
    """Write a portfolio."""
    raise NotImplementedError

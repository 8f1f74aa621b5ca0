"""What a portfolio can be read from: folders, workbooks, documents and frames, each made into one tree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from capsim.errors import InputError, Place, Problem, Refused
from capsim.io.csvfiles import csv_grids, decoded
from capsim.io.frames import frame_grids
from capsim.io.grid import Grid
from capsim.io.jsonfile import json_tree
from capsim.io.nestednames import unified_document
from capsim.io.recognition import tables_of
from capsim.io.renaming import Columns, renaming_of
from capsim.io.sheets import tree_of
from capsim.io.tree import Fields, Gathering, Node
from capsim.io.workbook import workbook_grids
from capsim.io.yamlfile import yaml_tree

__all__ = ["KINDS", "TREES", "WORKBOOKS", "Frames", "Opened", "opened", "tree_in"]

KINDS = "a folder of CSV files, or a file that ends in .xlsx, .yaml, .yml or .json"
WORKBOOKS = (".xlsx", ".xlsm")
TREES: Mapping[str, tuple[Callable[[str, str], Node | None], str]] = {
    ".yaml": (yaml_tree, "write start: 2027-01-04"),
    ".yml": (yaml_tree, "write start: 2027-01-04"),
    ".json": (json_tree, 'write "start": "2027-01-04"'),
}

Frames = Mapping[str, pd.DataFrame]

_OTHER_WORKBOOKS = (".xls", ".xlsb", ".ods", ".numbers", ".xltx", ".xltm")


@dataclass(frozen=True, slots=True)
class Opened:
    """A source as a tree.

    Attributes
    ----------
    tree : Fields
    name : str
        The portfolio's name where the tree has none.
    start_help : str
        What to write where the tree has no start date.
    """

    tree: Fields
    name: str
    start_help: str


def opened(source: Path | Frames, columns: Columns | None, gathering: Gathering) -> Opened:
    """Return a source as a tree.

    Parameters
    ----------
    source : Path or dict of str to DataFrame
    columns : dict, optional
        What the caller calls columns.
    gathering : Gathering
        Takes the problems and remarks.

    Raises
    ------
    InputError
        If nothing can be made of it.
    OSError
        If it cannot be read.
    """
    if not isinstance(source, Path):
        grids = frame_grids(source, gathering)
        start = 'add the frame "settings" with the columns setting and value, and a row start, 2027-01-04'
        return _sheets(grids, Place("frames"), "frame {}".format, "Portfolio", start, columns, gathering)
    if source.is_dir():
        start = "write the lines setting,value and start,2027-01-04 into settings.csv"
        called = source.resolve().name
        grids = csv_grids(source, gathering)
        if not grids:
            _refuse_other_files(source)
        return _sheets(grids, Place(called), "{}.csv".format, called, start, columns, gathering)
    if not source.exists():
        raise FileNotFoundError
    if source.suffix.casefold() in WORKBOOKS:
        return _workbook(source, columns, gathering)
    return _document(source, columns, gathering)


def _sheets(
    grids: list[Grid],
    place: Place,
    called: Callable[[str], str],
    name: str,
    start_help: str,
    columns: Columns | None,
    gathering: Gathering,
) -> Opened:
    """Join the sheets of a source."""
    renamed = renaming_of(columns, grids, gathering)
    tables = tables_of(grids, place, gathering, called, renamed)
    return Opened(tree_of(tables, place, gathering), name, start_help)


def _refuse_other_files(folder: Path) -> None:
    """Refuse a folder without sheets in which lies a model of another kind, which may be meant."""
    kinds = (*WORKBOOKS, *TREES)
    found = sorted(
        each
        for each in folder.iterdir()
        if each.suffix.casefold() in kinds and not each.name.startswith((".", "~"))
    )
    if found:
        kind = "workbook" if found[0].suffix.casefold() in WORKBOOKS else "file"
        what = f"no CSV files, but the {kind} {found[0].name} is in it"
        raise InputError([Problem(str(folder), what, fix=f"give {str(found[0])!r} if that is meant")])


def _workbook(path: Path, columns: Columns | None, gathering: Gathering) -> Opened:
    try:
        grids = workbook_grids(path, gathering)
    except Refused as error:
        gathering.keep(Place(path.name), error)
        gathering.stop_if_any()
        raise
    start = "write start and 2027-01-04 side by side into a sheet called settings"
    return _sheets(grids, Place(path.name), "sheet {}".format, path.stem, start, columns, gathering)


def _document(path: Path, columns: Columns | None, gathering: Gathering) -> Opened:
    suffix = path.suffix.casefold()
    if suffix not in TREES:
        raise InputError([Problem(str(path), "no kind of model", suffix or path.name, _other_kind(path))])
    if columns is not None:
        fix = f"write the model's own words into {path.name}"
        raise InputError([Problem("read, columns", f"no columns in a {suffix} file", fix=fix)])
    tree = tree_in(path, "no model", "write a mapping with name, start, people and projects")
    return Opened(unified_document(tree, gathering), path.stem, TREES[suffix][1])


def tree_in(path: Path, otherwise: str, fix: str) -> Fields:
    """Return what a YAML or JSON file holds, as a tree of texts.

    Parameters
    ----------
    path : Path
        Ends in ``.yaml``, ``.yml`` or ``.json``.
    otherwise, fix : str
        What to say of a file that holds no mapping.

    Raises
    ------
    InputError
        If it is no YAML or JSON, or no mapping.
    OSError
        If it cannot be read.
    """
    parse, _ = TREES[path.suffix.casefold()]
    try:
        tree = parse(decoded(path.read_bytes()), path.name)
    except Refused as error:
        raise InputError(problem.in_cell(Place(path.name)) for problem in error.found) from None
    if not isinstance(tree, Fields):
        what = "empty" if tree is None else otherwise
        raise InputError([Problem("", what, fix=fix).in_cell(Place(path.name))])
    return tree


def _other_kind(path: Path) -> str:
    """Return what to do with a file that is no model."""
    suffix = path.suffix.casefold()
    if suffix == ".csv":
        return f"give its folder, {str(path.parent)!r}"
    return "save it as .xlsx" if suffix in _OTHER_WORKBOOKS else f"give {KINDS}"

"""The way in and out: which kind of file a path is, and what may be overwritten."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

from capsim.domain.portfolio import Portfolio
from capsim.errors import InputError, Place, Problem, Refused
from capsim.io.atomic import write_files
from capsim.io.build import portfolio_of
from capsim.io.compact import compact
from capsim.io.csvfiles import csv_text, decoded, is_model_folder, read_tables
from capsim.io.document import document_of
from capsim.io.flat import sheets_of
from capsim.io.jsonfile import json_text, json_tree
from capsim.io.sheets import tree_of
from capsim.io.tree import Fields, Gathering, Node
from capsim.io.words import SHEETS
from capsim.io.yamlfile import yaml_text, yaml_tree

__all__ = ["of_the_system", "read", "write"]

_KINDS = "a folder of CSV files, or a file that ends in .yaml, .yml or .json"
_START_IN_CSV = "write the lines setting,value and start,2027-01-04 into settings.csv"
_TREES: dict[str, tuple[Callable[[str, str], Node | None], str]] = {
    ".yaml": (yaml_tree, "write start: 2027-01-04"),
    ".yml": (yaml_tree, "write start: 2027-01-04"),
    ".json": (json_tree, 'write "start": "2027-01-04"'),
}


def read(source: str | os.PathLike[str]) -> Portfolio:
    """Read a portfolio from files.

    Text is read as text and typed by its field: ``001`` stays ``001``, ``NA`` is a name, and a date is
    year-month-day or it is refused. Nothing in a file is executed.

    Parameters
    ----------
    source : path
        A folder of CSV sheets (``people.csv`` and ``tasks.csv`` at least, and ``settings.csv`` for the
        start), a ``.yaml`` or ``.yml`` file, or a ``.json`` file.

    Returns
    -------
    Portfolio
        Whole and checked, never half of one.

    Raises
    ------
    InputError
        With every problem found, each with its file, row or line, and column.

    Examples
    --------
    >>> read("nowhere")
    Traceback (most recent call last):
    capsim.errors.InputError: nowhere: no such file or folder; check the path
    """
    path = _path(source, "read, source")
    try:
        return _read_folder(path) if path.is_dir() else _read_file(path)
    except OSError as error:
        raise InputError([of_the_system(path, error)]) from None


def _read_folder(path: Path) -> Portfolio:
    gathering = Gathering()
    tables = read_tables(path, gathering)
    called = path.resolve().name
    tree = tree_of(tables, Place(called), gathering)
    return portfolio_of(tree, called, _START_IN_CSV, gathering)


def _read_file(path: Path) -> Portfolio:
    suffix = path.suffix.casefold()
    if not path.exists():
        raise FileNotFoundError
    if suffix not in _TREES:
        fix = f"give its folder, {str(path.parent)!r}" if suffix == ".csv" else f"give {_KINDS}"
        raise InputError([Problem(str(path), "no kind of model", suffix or path.name, fix)])
    parse, start_help = _TREES[suffix]
    try:
        tree = parse(decoded(path.read_bytes()), path.name)
    except Refused as error:
        raise InputError(problem.at(path.name) for problem in error.found) from None
    if not isinstance(tree, Fields):
        fix = "write a mapping with name, start, people and projects"
        raise InputError([Problem(path.name, "empty" if tree is None else "no model", fix=fix)])
    return portfolio_of(tree, path.stem, start_help, Gathering())


def write(portfolio: Portfolio, target: str | os.PathLike[str]) -> None:
    """Write a portfolio to files; reading them gives an equal portfolio.

    Public holidays are written as the dates that they were resolved to, so that a written model does
    not change with the calendar library. The text of a cell is written as it is: a name that begins
    with ``=`` stays that name, and a spreadsheet that opens a CSV may take it for a formula.

    Parameters
    ----------
    portfolio : Portfolio
    target : path
        A folder (one CSV file per sheet), or a file that ends in ``.yaml``, ``.yml`` or ``.json``. A
        model that is there is replaced; other files in its folder stay.

    Raises
    ------
    InputError
        If the target is something else than a model, cannot be written, or the portfolio holds what
        no file can say.

    Examples
    --------
    >>> import tempfile
    >>> portfolio = Portfolio("Agency", start="2027-01-04")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write(portfolio, f"{folder}/agency.yaml")
    ...     read(f"{folder}/agency.yaml") == portfolio
    True
    """
    _refuse_no_portfolio(portfolio, target)
    path = _path(target, "write, target")
    try:
        if path.suffix.casefold() in _TREES:
            _write_file(portfolio, path)
        elif path.suffix and not path.is_dir():
            raise InputError([Problem(str(path), "no kind of model", path.suffix, f"give {_KINDS}")])
        else:
            _write_folder(portfolio, path)
    except OSError as error:
        raise InputError([of_the_system(path, error)]) from None
    except Refused as error:
        raise InputError(problem.at(str(path)) for problem in error.found) from None


def _path(given: object, place: str) -> Path:
    """Return a path, or say that there is none."""
    if isinstance(given, str | os.PathLike):
        return Path(given)
    fix = f"give {_KINDS}"
    if isinstance(given, Portfolio):
        raise InputError([Problem(place, "a portfolio instead of a path", given.name, fix)])
    raise InputError([Problem(place, f"a {type(given).__name__} instead of a path", fix=fix)])


def _refuse_no_portfolio(given: object, target: object) -> None:
    """Refuse what is no portfolio; with the arguments the wrong way round, say so."""
    if isinstance(given, Portfolio):
        return
    place = "write, portfolio"
    if isinstance(target, Portfolio):
        fix = f"write cs.write(portfolio, {str(given)!r}): the portfolio goes first"
        raise InputError([Problem(place, "the target where the portfolio goes", str(given), fix)])
    if isinstance(given, str | os.PathLike):
        fix = f"write cs.read({str(given)!r}) to read one first"
        raise InputError([Problem(place, "a path instead of a portfolio", str(given), fix)])
    what = f"a {type(given).__name__} instead of a portfolio"
    raise InputError([Problem(place, what, fix="give a Portfolio")])


def _write_file(portfolio: Portfolio, path: Path) -> None:
    document = document_of(portfolio)
    if path.exists() and path.stat().st_size and not _is_model_file(path):
        raise Refused("is there already, and no model", fix="choose another name, or remove it")
    is_json = path.suffix.casefold() == ".json"
    write_files({path: json_text(document) if is_json else yaml_text(compact(document))})


def _is_model_file(path: Path) -> bool:
    """Whether a file says of itself that it is a model, or has a start as a model does."""
    return re.search(rb'^[ {]*"?(capsim|start)"? *:', path.read_bytes(), re.MULTILINE) is not None


def _write_folder(portfolio: Portfolio, path: Path) -> None:
    sheets = sheets_of(document_of(portfolio))
    if path.exists() and not path.is_dir():
        raise Refused("is a file", fix=f"give {_KINDS}")
    if path.exists() and any(path.iterdir()) and not is_model_folder(path):
        raise Refused("a folder that is no model", fix="give a new or an empty folder")
    path.mkdir(parents=True, exist_ok=True)
    contents = {path / f"{name}.csv": csv_text(header, rows) for name, (header, rows) in sheets.items()}
    write_files(contents, stale=[path / f"{name}.csv" for name in SHEETS if name not in sheets])


def of_the_system(path: Path, error: OSError) -> Problem:
    """Say what the operating system had against a path."""
    if isinstance(error, FileNotFoundError):
        return Problem(str(path), "no such file or folder", fix="check the path")
    if isinstance(error, PermissionError):
        return Problem(str(error.filename or path), "no permission", fix="check who may read and write there")
    return Problem(str(error.filename or path), error.strerror or "cannot be used", fix="check the path")

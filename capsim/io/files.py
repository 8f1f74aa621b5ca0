"""The way in and out: which kind of file a path is, and what may be overwritten."""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeGuard

import pandas as pd

from capsim.domain.portfolio import Portfolio
from capsim.errors import AssumptionWarning, InputError, ModelError, Problem, Refused, UnreadWarning
from capsim.forecast.problems import problem_frame
from capsim.io.atomic import write_files
from capsim.io.build import portfolio_of
from capsim.io.compact import compact
from capsim.io.csvfiles import csv_text, is_model_folder
from capsim.io.document import document_of
from capsim.io.flat import cell_text, sheets_of
from capsim.io.jsonfile import json_text
from capsim.io.renaming import Columns
from capsim.io.sources import KINDS, TREES, Frames, opened
from capsim.io.tree import Gathering
from capsim.io.words import SHEETS
from capsim.io.workbook import is_model_workbook, is_our_workbook
from capsim.io.workbookout import workbook_bytes
from capsim.io.yamlfile import yaml_text

__all__ = ["Source", "check", "of_the_system", "read", "write"]

Source = str | os.PathLike[str] | Frames
"""What a portfolio can be read from."""


def read(source: Source, *, columns: Columns | None = None) -> Portfolio:
    """Read a portfolio from files or frames.

    Text is read as text and typed by its field: ``001`` stays ``001``, ``NA`` is a name, and a date is
    year-month-day or it is refused. Nothing in a file is executed.

    Parameters
    ----------
    source : path, or dict of str to DataFrame
        A folder of CSV sheets; a workbook (``.xlsx``, ``.xlsm``); a ``.yaml``, ``.yml`` or ``.json`` file;
        or frames by the names of the sheets, such as ``{"people": people, "demand": demand}``, which are
        not changed. The sheet ``people`` and one of ``demand``, ``bookings`` and ``tasks`` are needed.
    columns : dict, optional
        What your columns are called: ``{"Resource": "person"}`` in every sheet that has one, or sheet by
        sheet: ``{"people": {"Resource": "person"}}``. Common words are known already.

    Returns
    -------
    Portfolio
        Whole and checked, never half of one. What was passed over, added up or assumed on the way stands
        in its `check()`, after the other findings of the same severity. One `UnreadWarning` names the sheets
        and columns that were not understood although they may count, another the demand before the start.

    Raises
    ------
    ModelError
        With every problem found, each with its file, sheet, row and column: one by one in ``found``, and as
        the frame of `check` in ``problems``.
    InputError
        If the source is neither a path nor frames.

    Examples
    --------
    >>> read("nowhere")
    Traceback (most recent call last):
    capsim.errors.ModelError: nowhere: no such file or folder; check the path
    >>> people = pd.DataFrame({"Resource": ["Ada", "Ben"], "role": ["backend", "qa"]})
    >>> demand = pd.DataFrame({"project": ["Shop"], "role": ["backend"], "2027-01": [0.5], "2027-02": [0.8]})
    >>> settings = pd.DataFrame({"setting": ["start"], "value": ["2027-01-04"]})
    >>> read({"people": people, "demand": demand, "settings": settings}, columns={"Resource": "person"})
    Portfolio 'Portfolio'
      start     2027-01-04
      people    2: 1 backend, 1 qa
      projects  1 with 2 tasks
      horizon   2037-02-28 (10 years past the last date)
    """
    gathering = Gathering()
    portfolio = _read(source, columns, gathering)
    for assumption in gathering.assumed:
        warnings.warn(str(assumption), AssumptionWarning, stacklevel=2)
    if portfolio.origin is not None:
        uncounted = (
            ("not read", portfolio.origin.unread_told),
            ("left out", portfolio.origin.before_start_told),
        )
        for what, named in uncounted:
            if named:
                told = f"{what}, and in no answer: {named}; its check() tells more"
                warnings.warn(f"{portfolio.origin.source}: {told}", UnreadWarning, stacklevel=2)
    return portfolio


def _read(source: Source, columns: Columns | None, gathering: Gathering) -> Portfolio:
    """Read a portfolio, and gather what is to be said of it."""
    given = source if _are_frames(source) else _path(source, "read, source")
    try:
        found = opened(given, columns, gathering)
        return portfolio_of(found.tree, found.name, found.start_help, gathering)
    except OSError as error:
        raise _model_error([of_the_system(Path(str(source)), error)], gathering) from None
    except InputError as error:
        raise _model_error(error.found, gathering) from None


def _are_frames(source: object) -> TypeGuard[Frames]:
    """Whether a source is a set of frames, and no path; one frame alone is neither."""
    if isinstance(source, pd.DataFrame):
        fix = 'say which sheet it is, as in {"people": people, "demand": demand}'
        raise InputError([Problem("read, source", "a frame without the name of its sheet", fix=fix)])
    return isinstance(source, Mapping)


def _model_error(problems: Sequence[Problem], gathering: Gathering) -> ModelError:
    """Return one error for a whole model: its text tells the errors, its frame also the remarks."""
    return ModelError(problems, problem_frame([*problems, *gathering.remarks]))


def check(source: Source, *, columns: Columns | None = None) -> pd.DataFrame:
    """Tell everything that is wrong with a model, and what could be better about it.

    An error stops a run; then the frame holds all errors, and what the reader remarked on. Without errors it
    holds the findings, as `Portfolio.check` does.

    Parameters
    ----------
    source : path, or dict of str to DataFrame
        See `read`.
    columns : dict, optional
        See `read`.

    Returns
    -------
    DataFrame
        A row per problem or finding, shown as sentences:

        ========  ======  =======================================================================
        column    type    meaning
        ========  ======  =======================================================================
        severity  text    ``error`` stops a run, ``warning`` can change the answer, ``info`` is good to know
        sheet     text    the sheet, or the file where it has one sheet only; ``""`` where none is meant
        row       Int64   its row as a spreadsheet counts it, the line of a text, or the label of a frame
        cell      text    the cell (``"D7"``), or the column or key where cells have no names
        value     text    what was found there
        problem   text    what is wrong, or could be better
        fix       text    what to write instead
        ========  ======  =======================================================================

    Raises
    ------
    InputError
        If the source is neither a path nor frames; a bad model raises nothing.

    Examples
    --------
    >>> people = pd.DataFrame({"person": ["Ada"], "role": ["backend"], "fte": [80]})
    >>> tasks = pd.DataFrame({"project": ["Shop"], "task": ["build"], "role": ["bakend"], "effort": [5]})
    >>> found = check({"people": people, "tasks": tasks})
    >>> found[["severity", "sheet", "row", "cell", "value"]].to_dict("records")[0]
    {'severity': 'error', 'sheet': 'frame people', 'row': 0, 'cell': 'fte', 'value': "'80'"}
    """
    try:
        portfolio = _read(source, columns, Gathering())
    except ModelError as error:
        return error.problems
    return portfolio.check()


def write(portfolio: Portfolio, target: str | os.PathLike[str], *, overwrite: bool = False) -> None:
    """Write a portfolio to files; reading them gives an equal portfolio.

    Public holidays are written as the dates that they were resolved to, so that a written model does
    not change with the calendar library. The text of a cell is written as it is: a name that begins
    with ``=`` stays that name. In a workbook it is text and nothing else; a spreadsheet that opens a CSV may
    take it for a formula.

    Parameters
    ----------
    portfolio : Portfolio
    target : path
        A folder (one CSV file per sheet), a workbook that ends in ``.xlsx``, or a file that ends in
        ``.yaml``, ``.yml`` or ``.json``. A model that is there is replaced; other files in its folder stay.
    overwrite : bool
        Whether a workbook with a model is replaced also if somebody made it: its titles, formulas and other
        sheets are lost.

    Raises
    ------
    InputError
        If the target is something else than a model, or a workbook that somebody made; cannot be written; or
        the portfolio holds what no file can say.

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
        if path.suffix.casefold() in TREES:
            _write_file(portfolio, path)
        elif path.suffix.casefold() == ".xlsx":
            _write_workbook(portfolio, path, overwrite)
        elif path.suffix and not path.is_dir():
            raise InputError([Problem(str(path), "no kind of model", path.suffix, f"give {KINDS}")])
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
    fix = f"give {KINDS}"
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


def _write_workbook(portfolio: Portfolio, path: Path, overwrite: bool) -> None:
    content = workbook_bytes(sheets_of(document_of(portfolio)))
    is_there = path.exists() and path.stat().st_size > 0
    if is_there and not is_model_workbook(path):
        raise Refused("is there already, and no model", fix="choose another name, or remove it")
    if is_there and not overwrite and not is_our_workbook(path):
        what = "is there already, and capsim did not write it so"
        lost = "its titles, formulas and other sheets would be lost"
        raise Refused(f"{what}: {lost}", fix="choose another name, or give overwrite=True to replace it")
    write_files({path: content})


def _write_folder(portfolio: Portfolio, path: Path) -> None:
    sheets = sheets_of(document_of(portfolio))
    if path.exists() and not path.is_dir():
        raise Refused("is a file", fix=f"give {KINDS}")
    if path.exists() and any(path.iterdir()) and not is_model_folder(path):
        raise Refused("a folder that is no model", fix="give a new or an empty folder")
    path.mkdir(parents=True, exist_ok=True)
    contents = {
        path / f"{name}.csv": csv_text(header, [[*map(cell_text, cells)] for cells in rows])
        for name, (header, rows) in sheets.items()
    }
    write_files(contents, stale=[path / f"{name}.csv" for name in SHEETS if name not in sheets])


def of_the_system(path: Path, error: OSError) -> Problem:
    """Say what the operating system had against a path."""
    if isinstance(error, FileNotFoundError):
        return Problem(str(path), "no such file or folder", fix="check the path")
    if isinstance(error, PermissionError):
        return Problem(str(error.filename or path), "no permission", fix="check who may read and write there")
    return Problem(str(error.filename or path), error.strerror or "cannot be used", fix="check the path")

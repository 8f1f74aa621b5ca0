"""A small model to fill in, which forecasts at once."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from importlib.resources import files
from pathlib import Path

from capsim.errors import InputError, Refused
from capsim.io.atomic import write_files
from capsim.io.files import of_the_system
from capsim.io.templatebook import template_bytes

__all__ = ["new_model"]

_WORKBOOK = (".xlsx",)
_DOCUMENTS = (".yaml", ".yml")
_SHEETS = ("settings.csv", "people.csv", "projects.csv", "tasks.csv", "leave.csv", "README.md")


def new_model(target: str | os.PathLike[str], sheets: Iterable[str] = ()) -> tuple[Path, ...]:
    """Write a small commented model.

    Parameters
    ----------
    target : path
        A folder that is new or empty; or a new file that ends in ``.xlsx``, ``.yaml`` or ``.yml``.
    sheets : iterable of str
        Further sheets of a workbook: tasks, bookings, leave, skills, levels, projects.

    Returns
    -------
    tuple of Path
        The files written.

    Raises
    ------
    InputError
        If something is there already, nothing can be written, or there is no such sheet.
    """
    path = Path(target)
    try:
        return _write(path, tuple(sheets))
    except OSError as error:
        raise InputError([of_the_system(path, error)]) from None
    except Refused as error:
        raise InputError(problem.at(str(path)) for problem in error.found) from None


def _write(path: Path, sheets: Sequence[str]) -> tuple[Path, ...]:
    suffix = path.suffix.casefold()
    is_file = suffix in (*_WORKBOOK, *_DOCUMENTS)
    if path.exists() and (is_file or not path.is_dir()):
        raise Refused("is there already", fix="choose another name")
    if path.suffix and not is_file and not path.is_dir():
        fix = "give a folder, or a file that ends in .xlsx or .yaml"
        raise Refused("no kind of model to begin with", path.suffix, fix)
    if sheets and suffix not in _WORKBOOK:
        raise Refused("further sheets belong to a workbook", fix="give a file that ends in .xlsx")
    if path.is_dir() and any(path.iterdir()):
        raise Refused("a folder with something in it", fix="choose a new or an empty folder")
    contents = _contents(path, sheets)
    (path.parent if is_file else path).mkdir(parents=True, exist_ok=True)
    write_files(contents)
    return tuple(contents)


def _contents(path: Path, sheets: Sequence[str]) -> dict[Path, str | bytes]:
    """Return what is to be written."""
    suffix = path.suffix.casefold()
    if suffix in _WORKBOOK:
        return {path: template_bytes(sheets)}
    if suffix in _DOCUMENTS:
        return {path: _template("model.yaml")}
    return {path / name: _template(name) for name in _SHEETS}


def _template(name: str) -> str:
    return files("capsim.io").joinpath("template", name).read_text(encoding="utf-8")

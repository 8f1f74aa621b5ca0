"""A small model to fill in, which forecasts at once."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path

from capsim.errors import InputError, Refused
from capsim.io.atomic import write_files
from capsim.io.files import of_the_system

__all__ = ["new_model"]

_SHEETS = ("settings.csv", "people.csv", "projects.csv", "tasks.csv", "leave.csv", "README.md")


def new_model(target: str | os.PathLike[str]) -> tuple[Path, ...]:
    """Write a small commented model.

    Parameters
    ----------
    target : path
        A folder that is new or empty; or a new file that ends in ``.yaml`` or ``.yml``.

    Returns
    -------
    tuple of Path
        The files written.

    Raises
    ------
    InputError
        If something is there already, or nothing can be written.
    """
    path = Path(target)
    try:
        return _write(path)
    except OSError as error:
        raise InputError([of_the_system(path, error)]) from None
    except Refused as error:
        raise InputError(problem.at(str(path)) for problem in error.found) from None


def _write(path: Path) -> tuple[Path, ...]:
    is_file = path.suffix.casefold() in (".yaml", ".yml")
    if path.exists() and (is_file or not path.is_dir()):
        raise Refused("is there already", fix="choose another name")
    if path.suffix and not is_file and not path.is_dir():
        raise Refused(
            "no kind of model to begin with", path.suffix, "give a folder, or a file that ends in .yaml"
        )
    if path.is_dir() and any(path.iterdir()):
        raise Refused("a folder with something in it", fix="choose a new or an empty folder")
    (path.parent if is_file else path).mkdir(parents=True, exist_ok=True)
    names = {path: "model.yaml"} if is_file else {path / name: name for name in _SHEETS}
    write_files({each: _template(name) for each, name in names.items()})
    return tuple(names)


def _template(name: str) -> str:
    return files("capsim.io").joinpath("template", name).read_text(encoding="utf-8")

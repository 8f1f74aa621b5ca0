"""Where a report may be written."""

from __future__ import annotations

import os
from pathlib import Path

from capsim.errors import InputError, Problem

__all__ = ["checked_target"]


def checked_target(path: str | os.PathLike[str]) -> Path:
    """Return where a report goes, or refuse a file that no browser would show as a page.

    Raises
    ------
    InputError
        If the file does not end in ``.html``, or its folder is not there.
    """
    target = Path(path)
    if target.suffix.lower() not in (".html", ".htm"):
        fix = "give the file a name that ends in .html"
        raise InputError([Problem("report, path", "not the name of a page", str(path), fix)])
    if not target.parent.is_dir():
        fix = "make the folder first, or give another one"
        raise InputError([Problem("report, path", "no such folder", str(target.parent), fix)])
    return target

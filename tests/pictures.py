"""The pictures on the pages: ``python -m tests.pictures`` runs the code above each and draws it anew."""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path
from typing import NamedTuple

from tests.markdown import ROOT, run_python

FOLDER = ROOT / "docs" / "pictures"
PAGES = ("README.md", "docs/tutorials/first-forecast.md", "docs/howto/plots.md")
REPORT = "docs/howto/report.md"
"""Its picture is a photo of a page in a browser, taken by hand."""
AGAIN = ("docs/index.md", "docs/questions.md")
"""Pages that show pictures of others once more."""

WIDTH, HEIGHT = 1064, 600

_PICTURE = re.compile(r"^!\[[^\]]*\]\((?P<path>[^)]+\.png)\)$", re.MULTILINE)


class Picture(NamedTuple):
    """A picture on a page: its file, and the line in which it stands."""

    file: Path
    line: int


def pictures_on(page: Path) -> list[Picture]:
    text = page.read_text("utf-8")
    return [
        Picture((page.parent / found["path"]).resolve(), text.count("\n", 0, found.start()) + 1)
        for found in _PICTURE.finditer(text)
    ]


def draw(page: Path) -> None:
    """Save what the code right above each picture comes to."""
    shown = run_python(page.read_text("utf-8"))
    for picture in pictures_on(page):
        *_, ax = (each.value for each in shown if each.block.line < picture.line)
        picture.file.parent.mkdir(exist_ok=True)
        ax.figure.savefig(picture.file, dpi=WIDTH / 13.3, metadata={"Software": None})


if __name__ == "__main__":
    os.environ.setdefault("MPLBACKEND", "Agg")
    with contextlib.chdir(ROOT):
        for name in PAGES:
            draw(ROOT / name)

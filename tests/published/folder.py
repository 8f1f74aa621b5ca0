"""Where the published instances are, and which of them a test takes."""

import csv
import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDER = Path(os.environ.get("CAPSIM_DATA") or ROOT / ".." / "shared" / "data").resolve()


def files(pattern):
    """Return the files that match, in the order of their names."""
    return sorted(FOLDER.glob(pattern))


def instances(pattern, every=1, marks=()):
    """Return the files that match, every n-th of them, as parameters of a test.

    Without the folder it is one parameter that skips and says so.
    """
    found = files(pattern)[::every]
    if not found:
        why = f"no {pattern} in {FOLDER}: set CAPSIM_DATA to the folder with the published instances"
        return [pytest.param(None, id="absent", marks=pytest.mark.skip(why))]
    return [pytest.param(path, id=path.stem, marks=marks) for path in found]


def sample_and_rest(pattern, every):
    """Return every n-th file for the normal suite and the others for the slow one."""
    sample = {each.id for each in instances(pattern, every)}
    return [
        each if each.id in sample else pytest.param(*each.values, id=each.id, marks=pytest.mark.slow)
        for each in instances(pattern)
    ]


def table(path, key):
    """Return the rows of a CSV file of the folder by one of its columns; nothing where it is absent."""
    if not (FOLDER / path).exists():
        return {}
    with (FOLDER / path).open(newline="", encoding="utf-8") as lines:
        return {row[key]: row for row in csv.DictReader(lines)}

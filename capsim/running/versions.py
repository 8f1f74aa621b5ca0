"""What a result depends on beside the model: who simulates must have the same."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

from capsim._version import __version__

__all__ = ["Versions", "differences", "versions"]

Versions = dict[str, str]

_ROOT: Final = Path(__file__).parents[1]
_RULES: Final = ("clock.py", "domain", "plan", "rules", "engines")
"""The parts of the package that decide what is drawn and what happens."""


@cache
def versions() -> Versions:
    """Return the version of everything that decides the numbers."""
    return {
        "capsim": f"{__version__} ({_fingerprint()})",
        **{library: version(library) for library in ("numpy", "scipy", "numba", "simpy")},
    }


def differences(ours: Versions, theirs: Versions) -> str:
    """Return what differs as text, empty if nothing does.

    Examples
    --------
    >>> differences({"numpy": "2.4.6"}, {"numpy": "2.1.0"})
    'numpy 2.1.0 instead of 2.4.6'
    """
    return ", ".join(
        f"{name} {theirs.get(name, 'missing')} instead of {ours[name]}"
        for name in ours
        if theirs.get(name) != ours[name]
    )


def _fingerprint() -> str:
    """Return a short hash of the rules as they are written: a version may be under development."""
    digest = hashlib.sha256()
    for part in _RULES:
        path = _ROOT / part
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            digest.update(file.relative_to(_ROOT).as_posix().encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:8]

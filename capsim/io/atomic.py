"""Writing files so that nobody ever sees half of one."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path

__all__ = ["write_files"]


def write_files(contents: Mapping[Path, str | bytes], stale: Iterable[Path] = ()) -> None:
    """Write files, each first beside its target, then in its place; remove stale files last.

    Parameters
    ----------
    contents : dict of Path to str or bytes
        Texts are written in UTF-8. The folders of the targets exist.
    stale : iterable of Path
        Files that are to go.

    Raises
    ------
    OSError
        If a file cannot be written; then no target has changed.
    """
    ready: dict[Path, Path] = {}
    try:
        for target, content in contents.items():
            beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
            ready[beside] = target
            _write(beside, content)
        for beside, target in ready.items():
            beside.replace(target)
    except BaseException:
        for beside in ready:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)
        raise
    for path in stale:
        path.unlink(missing_ok=True)


def _write(path: Path, content: str | bytes) -> None:
    with path.open("wb") as stream:
        stream.write(content.encode("utf-8") if isinstance(content, str) else content)
        stream.flush()
        os.fsync(stream.fileno())

"""Decisions for a terminal: a card without its calls, and tables as files or JSON."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from capsim.cli.answers import as_json, records, refuse_model_folder, write_frames
from capsim.cli.terminal import wrapped

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["decision_told"]


def decision_told(
    found: Any, frames: Mapping[str, pd.DataFrame], width: int, *, json: bool, out: Path | None
) -> str:
    """Return what was found as text or JSON, its tables written to a folder if one is given.

    Parameters
    ----------
    found : object
        Reads as a card: a title, then sentences; the last may name calls, which a terminal does not need.
    frames : dict of str to DataFrame
        Its tables by name.
    width : int
        Characters in a line.
    json : bool
    out : Path, optional
    """
    refuse_model_folder(out)
    if out is not None:
        write_frames(frames, out)
    title, *sentences = repr(found).splitlines()
    told = [line for line in sentences if not line.strip().startswith("see ")]
    if json:
        tables = {name: records(frame) for name, frame in frames.items()}
        return as_json({"title": title, "sentences": [line.strip() for line in told], **tables})
    return "\n".join([title, *(wrapped(line.partition("; see ")[0], width) for line in told)])

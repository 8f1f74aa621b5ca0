"""Scenarios compared, for a terminal: the verdicts, and a table of projects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from capsim.cli.terminal import table, wrapped

if TYPE_CHECKING:
    from capsim.forecast.comparison import Comparison

__all__ = ["comparison_text"]

_LATER, _P80, _GAIN = "Days later\non average", "P80: days\nlater", "Deadline kept:\npoints more"


def comparison_text(comparison: Comparison, width: int) -> str:
    """Return a comparison as verdicts and a table of the projects that move.

    Parameters
    ----------
    comparison : Comparison
    width : int
        Characters in a line.
    """
    title, *sentences = repr(comparison).splitlines()
    told = [wrapped(sentence, width) for sentence in sentences[:-1]]
    frame = comparison.projects()
    lines = [title, "", *told]
    for scenario in dict.fromkeys(frame["scenario"]):
        own = frame[(frame["scenario"] == scenario) & (frame["reading"] != "same")]
        if len(own):
            heads = ["Project", _LATER, _P80, _GAIN, "Reading"]
            lines += [
                "",
                f"{scenario}, projects that move:",
                table(heads, [_row(row) for row in _rows(own)], width),
            ]
    return "\n".join(lines)


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): cell for key, cell in row.items()} for row in frame.to_dict("records")]


def _row(row: dict[str, Any]) -> dict[str, str]:
    return {
        "Project": str(row["project"]),
        _LATER: _off(row, "days", 1),
        _P80: _off(row, "p80_days", 1),
        _GAIN: _off(row, "gain", 100),
        "Reading": str(row["reading"]),
    }


def _off(row: dict[str, Any], name: str, factor: float) -> str:
    """Return a difference with how far it may be off."""
    if pd.isna(row[name]):
        return ""
    value, low, high = (factor * float(row[each]) for each in (name, f"{name}_low", f"{name}_high"))
    half = max(value - low, high - value)
    number = "0" if round(value, 1) == 0 else f"{value:+.1f}"
    return f"{number} ± {half:.1f}" if half >= 0.05 else number

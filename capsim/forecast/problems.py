"""Problems and findings as a frame."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from capsim.errors import Problem

__all__ = ["problem_frame"]


def problem_frame(problems: Iterable[Problem]) -> pd.DataFrame:
    """Return problems and findings as a frame, one a row; see `capsim.check` for its columns."""
    listed = list(problems)
    places = [problem.place for problem in listed]
    return pd.DataFrame(
        {
            "severity": pd.Series([problem.severity for problem in listed], dtype="str"),
            "sheet": pd.Series(
                ["" if place is None else place.sheet or place.file for place in places], dtype="str"
            ),
            "row": pd.array(
                [None if place is None else place.row or place.line for place in places], "Int64"
            ),
            "cell": pd.Series(
                ["" if place is None else place.cell or place.column or place.path for place in places],
                dtype="str",
            ),
            "value": pd.Series([problem.value for problem in listed], dtype="str"),
            "problem": pd.Series(
                [
                    f"{each.where}: {each.what}" if each.where and each.place is None else each.what
                    for each in listed
                ],
                dtype="str",
            ),
            "fix": pd.Series([problem.fix for problem in listed], dtype="str"),
        }
    )

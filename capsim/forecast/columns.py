"""Columns of frames that have the same dtype however many rows there are."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

__all__ = ["texts"]


def texts(words: Iterable[str | None]) -> pd.Series[str]:
    """Return a column of text: of the dtype that pandas gives to text, even when it is empty.

    Parameters
    ----------
    words : iterable of str or None
        None is a missing text.

    Returns
    -------
    Series
    """
    return pd.Series(list(words), dtype=pd.Series(["text"]).dtype)

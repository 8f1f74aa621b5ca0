"""What closed work took, as a multiple of what was planned."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from capsim.errors import InputError, Problem, did_you_mean

__all__ = ["estimates"]


def estimates(history: pd.DataFrame, by: str | None = None) -> pd.DataFrame:
    """Return what closed work took, as a multiple of what was planned: a reference class.

    Parameters
    ----------
    history : DataFrame
        A row per closed project or task, with numbers above 0 in ``planned`` and ``actual``, in one unit:
        days of effort, working days, money.
    by : str, optional
        Another column of it, such as ``"team"`` or ``"kind"``: a class for each of its contents, blanks being
        one of them.

    Returns
    -------
    DataFrame
        One row per class: ``by`` (if given), ``cases``; ``ratio_p50`` and ``ratio_p80``, which half and four
        in five of the cases stayed below or met (order statistics, no law is fitted); ``bias``, the geometric
        mean of the ratios (1: neither too low nor too high), ``low`` and ``high`` of its 95 % interval by
        Student's law, NaN for one case; and ``spread``, the geometric standard deviation.

    Raises
    ------
    InputError
        If a column is missing, a number is none above 0, or there is no row.

    Notes
    -----
    The outside view of Kahneman and Tversky, as Flyvbjerg uses it (2006, *From Nobel Prize to Project
    Management*): the uplift at a confidence of 80 % is ``ratio_p80 - 1``. With fewer than some ten cases the
    quantiles are single cases.

    Examples
    --------
    >>> import pandas as pd
    >>> closed = pd.DataFrame({"planned": [10, 10, 20, 40], "actual": [10, 20, 40, 40]})
    >>> estimates(closed)[["cases", "ratio_p50", "ratio_p80", "bias"]].round(2)
       cases  ratio_p50  ratio_p80  bias
    0      4        1.0        2.0  1.41
    """
    _checked(history, by)
    logs = np.log(history["actual"].to_numpy(np.float64) / history["planned"].to_numpy(np.float64))
    if by is None:
        return pd.DataFrame([_of_class(logs)])
    groups = pd.Series(logs).groupby(history[by].to_numpy(), sort=False, dropna=False)
    return pd.DataFrame([{by: name, **_of_class(each.to_numpy())} for name, each in groups])


def _of_class(logs: npt.NDArray[np.float64]) -> dict[str, float]:
    """Return the figures of a class, from the logarithms of its ratios."""
    from scipy.special import stdtrit

    count = len(logs)
    center = float(logs.mean())
    spread = float(logs.std(ddof=1)) if count > 1 else float("nan")
    margin = float(stdtrit(count - 1, 0.975)) * spread / count**0.5 if count > 1 else float("nan")
    p50, p80 = np.quantile(logs, [0.5, 0.8], method="inverted_cdf")
    return {
        "cases": count,
        "ratio_p50": float(np.exp(p50)),
        "ratio_p80": float(np.exp(p80)),
        "bias": float(np.exp(center)),
        "low": float(np.exp(center - margin)),
        "high": float(np.exp(center + margin)),
        "spread": float(np.exp(spread)),
    }


def _checked(history: pd.DataFrame, by: str | None) -> None:
    if not isinstance(history, pd.DataFrame) or history.empty:
        fix = "give a DataFrame with a row per closed project"
        raise InputError([Problem("estimates, history", "no closed work", type(history).__name__, fix)])
    known = list(map(str, history.columns))
    wanted = ["planned", "actual", *([] if by is None else [by])]
    missing = [
        Problem("estimates, history", "no such column", name, did_you_mean(name, known))
        for name in wanted
        if name not in known
    ]
    if missing:
        raise InputError(missing)
    problems = []
    for name in ("planned", "actual"):
        numbers = pd.to_numeric(history[name], errors="coerce").to_numpy(np.float64)
        for row in np.flatnonzero(~(np.isfinite(numbers) & (numbers > 0))).tolist():
            got = history[name].iloc[row]
            fix = "give a number, or leave the row out"
            problems.append(Problem(f"estimates, row {row + 1}, {name}", "no number above 0", got, fix))
    if problems:
        raise InputError(problems)

"""A report is written to a file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from capsim.errors import InputError, Problem
from capsim.report.audience import Audience, everybody
from capsim.report.names import Naming, called, numbered
from capsim.report.page import page_of
from capsim.report.subject import Subject
from capsim.report.target import checked_target

if TYPE_CHECKING:
    from capsim.forecast import Forecast

__all__ = ["html_of", "write_report"]


def html_of(forecast: Forecast, audience: Audience | None = None, people: Naming | None = None) -> str:
    """Return a report as text; see `write_report`."""
    audience = everybody() if audience is None else audience
    mine = called(forecast, numbered if people is None else people)
    subject = Subject(mine, audience.projects, audience.team, shows_people=people is not None)
    return page_of(subject, audience)


def write_report(
    forecast: Forecast,
    path: str | os.PathLike[str],
    audience: Audience | None = None,
    people: Naming | None = None,
) -> Path:
    """Write a report: one file that opens in every browser, without a network.

    Parameters
    ----------
    forecast : Forecast
    path : path
        Ends in ``.html``; what is there is replaced.
    audience : Audience, optional
        For whom; with everything by default.
    people : callable, optional
        What people are called, one by one; without it the report is silent about single people, and calls
        whom a sentence must name by role and number.

    Returns
    -------
    Path
        Where it was written.

    Raises
    ------
    InputError
        If it cannot be written there.
    """
    target = checked_target(path)
    content = html_of(forecast, audience, people)
    try:
        target.write_text(content, encoding="utf-8", newline="\n")
    except OSError as error:
        what = f"cannot be written ({error.strerror or error})"
        raise InputError([Problem(str(target), what, fix="give a file in a folder that is there")]) from None
    return target

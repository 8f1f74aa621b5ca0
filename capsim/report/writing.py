"""A report is written to a file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from capsim.errors import InputError, Problem
from capsim.report.audience import Audience, everybody
from capsim.report.earlier import Earlier
from capsim.report.names import Naming, called, numbered
from capsim.report.page import page_of
from capsim.report.subject import Subject
from capsim.report.target import checked_target

if TYPE_CHECKING:
    from capsim.domain.portfolio import Portfolio
    from capsim.forecast import Forecast

__all__ = ["html_of", "write_page", "write_report"]


def html_of(
    forecast: Forecast,
    audience: Audience | None = None,
    people: Naming | None = None,
    *,
    since: Forecast | Portfolio | None = None,
    log: str | os.PathLike[str] | None = None,
) -> str:
    """Return a report as text; see `write_report`."""
    audience = everybody() if audience is None else audience
    naming = numbered if people is None else people
    subject = Subject(
        called(forecast, naming),
        audience.projects,
        audience.team,
        shows_people=people is not None,
        naming=naming,
        earlier=None if since is None and log is None else Earlier(forecast, since, log),
    )
    return page_of(subject, audience)


def write_report(
    forecast: Forecast,
    path: str | os.PathLike[str],
    audience: Audience | None = None,
    people: Naming | None = None,
    *,
    since: Forecast | Portfolio | None = None,
    log: str | os.PathLike[str] | None = None,
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
    since : Forecast or Portfolio, optional
        What was known before: the report shows what has changed since then.
    log : path, optional
        A book of forecasts, see `Forecast.log`: the report shows how promises moved.

    Returns
    -------
    Path
        Where it was written.

    Raises
    ------
    InputError
        If it cannot be written there, or there is nothing to compare with.
    """
    target = checked_target(path)
    return write_page(html_of(forecast, audience, people, since=since, log=log), target)


def write_page(content: str, target: Path) -> Path:
    """Write a page.

    Raises
    ------
    InputError
        If it cannot be written there.
    """
    try:
        target.write_text(content, encoding="utf-8", newline="\n")
    except OSError as error:
        what = f"cannot be written ({error.strerror or error})"
        raise InputError([Problem(str(target), what, fix="give a file in a folder that is there")]) from None
    return target

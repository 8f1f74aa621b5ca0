"""For whom a report is: which parts it has, and which projects it is about."""

from __future__ import annotations

from dataclasses import dataclass

from capsim.report import parts
from capsim.report.answer import answer
from capsim.report.footing import footing, reading
from capsim.report.moved import moved
from capsim.report.parts import Part

__all__ = ["Audience", "everybody", "executive", "sponsor", "team"]


@dataclass(frozen=True, slots=True)
class Audience:
    """For whom a report is.

    Attributes
    ----------
    title : str
        What the report is called, after the name of the portfolio.
    parts : tuple of callables
        Each takes the `Subject` of the report and returns a `Section`; one that is empty is left out.
    projects : tuple of str
        Projects that it is about; empty for all.
    team : str or None
        The team that it is for.
    """

    title: str
    parts: tuple[Part, ...]
    projects: tuple[str, ...] = ()
    team: str | None = None


def everybody() -> Audience:
    """Return an audience that sees every part.

    Returns
    -------
    Audience
    """
    return Audience(
        "Forecast",
        (
            answer,
            moved,
            parts.delivery,
            parts.alerts,
            parts.bottlenecks,
            parts.waiting,
            parts.load,
            parts.gaps,
            parts.risks,
            parts.money,
            parts.objectives,
            parts.people,
            reading,
            footing,
        ),
    )


def executive() -> Audience:
    """Return an audience with two minutes: the answer, roadmap, bottlenecks, gaps, risks, money, objectives.

    Returns
    -------
    Audience
    """
    chosen = (
        answer,
        moved,
        parts.delivery,
        parts.bottlenecks,
        parts.gaps,
        parts.risks,
        parts.money,
        parts.objectives,
    )
    return Audience("Forecast for the board", (*chosen, reading, footing))


def sponsor(*projects: str) -> Audience:
    """Return an audience that answers for some projects.

    Parameters
    ----------
    *projects : str
        Their names.

    Returns
    -------
    Audience
    """
    chosen = (answer, moved, parts.delivery, parts.alerts, parts.waiting, parts.money)
    return Audience("Forecast for the sponsor", (*chosen, reading, footing), projects)


def team(name: str) -> Audience:
    """Return an audience that does the work.

    Parameters
    ----------
    name : str
        Of the team.

    Returns
    -------
    Audience
    """
    chosen = (
        answer,
        moved,
        parts.delivery,
        parts.alerts,
        parts.bottlenecks,
        parts.waiting,
        parts.load,
        parts.gaps,
        parts.people,
    )
    return Audience(f"Forecast for the team {name}", (*chosen, reading, footing), team=name)

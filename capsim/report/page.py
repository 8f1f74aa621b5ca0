"""A report as a page: one file that needs no other, and in which no text of users is more than text."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from importlib import resources
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from capsim.domain.words import plural
from capsim.forecast.dates import readable
from capsim.report.audience import Audience
from capsim.report.shape import Section
from capsim.report.subject import Subject

if TYPE_CHECKING:
    from capsim.forecast import Forecast

__all__ = ["page_of", "rendered"]


def page_of(subject: Subject, audience: Audience) -> str:
    """Return a report as HTML.

    Parameters
    ----------
    subject : Subject
    audience : Audience

    Returns
    -------
    str
    """
    sections = [part(subject) for part in audience.parts]
    return rendered(subject.portfolio.name, audience.title, _about(subject.forecast), sections)


def rendered(name: str, title: str, about: str, sections: Iterable[Section]) -> str:
    """Return a page with those of some sections in which something stands.

    Parameters
    ----------
    name, title, about : str
        What it is about, what it is, and what it rests on.
    sections : iterable of Section
    """
    shown = [section for section in sections if not section.is_empty]
    environment = Environment(
        loader=FunctionLoader(_file), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("page.html").render(
        name=name,
        title=title,
        about=about,
        sections=[(_anchor(place, section), section) for place, section in enumerate(shown)],
        style=Markup(_file("style.css")),
        script=Markup(_file("tables.js")),
        allowed=_allowed(),
    )


def _file(name: str) -> str:
    return (resources.files("capsim.report") / "template" / name).read_text(encoding="utf-8")


def _allowed() -> str:
    """Return what a browser may do with the page: its own style, script and pictures, nothing else."""
    style, script = (_fingerprint(_file(name)) for name in ("style.css", "tables.js"))
    return (
        f"default-src 'none'; img-src data:; style-src {style}; script-src {script}; "
        "base-uri 'none'; form-action 'none'"
    )


def _fingerprint(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


_UNFIT: Final = re.compile(r"[^a-z0-9]+")


def _anchor(place: int, section: Section) -> str:
    return f"part-{place}-{_UNFIT.sub('-', section.title.casefold()).strip('-')}"


def _about(forecast: Forecast) -> str:
    portfolio = forecast.portfolio
    told = [f"{plural(len(forecast.kept.plan.project_names), 'project')} from {readable(portfolio.start)}"]
    if portfolio.status_date is not None:
        told.append(f"as of {readable(portfolio.status_date)}")
    told.append(f"{plural(forecast.replications, 'simulated future')}")
    return ", ".join(told)

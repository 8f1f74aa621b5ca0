"""What a report rests on: assumptions, and what somebody else needs to get the same numbers."""

from __future__ import annotations

from collections.abc import Iterator

from capsim._version import __version__
from capsim.domain.policy import Policy
from capsim.domain.words import plural
from capsim.forecast.dates import readable
from capsim.forecast.problems import left_out, unread
from capsim.report.inputs import input_hash
from capsim.report.shape import Section, Sentence
from capsim.report.subject import Subject

__all__ = ["footing", "reading"]


def footing(subject: Subject) -> Section:
    """Tell what the numbers rest on."""
    return Section("What this rests on", tuple(Sentence(text) for text in _assumptions(subject)))


def _assumptions(subject: Subject) -> Iterator[str]:
    forecast, portfolio = subject.forecast, subject.portfolio
    yield f"{forecast.summary()['assumption'].iloc[0]}."
    found = portfolio.check()
    yield f"Quality of the model: {found.attrs['score']} of 100, {plural(len(found), 'remark')}."
    people, tasks = len(portfolio.staff), sum(len(project.tasks) for project in portfolio.projects)
    what = f"{plural(people, 'person', 'people')}, {plural(len(portfolio.projects), 'project')}"
    until = f"from {readable(portfolio.start)} to {readable(portfolio.last_day)} at most"
    yield f"The model: {what}, {plural(tasks, 'task')}; {until}."
    yield from (f"Not read, and in no figure here: {each}." for each in unread(portfolio))
    if left := left_out(portfolio):
        yield f"Left out, and in no figure here: {left}."
    yield f"House rules: {_rules(forecast.policy)}."
    drawn = f"{forecast.replications:,} futures, seed {forecast.seed}"
    yield f"To get the same numbers: {drawn}, input {input_hash(forecast)[:16]}, capsim {__version__}."


def _rules(policy: Policy) -> str:
    return "the usual ones" if policy == Policy() else repr(policy)


def reading(subject: Subject) -> Section:
    """Explain the words of a report."""
    return Section("How to read this", tuple(Sentence(text) for text in _WORDS))


_WORDS = (
    "A future is one simulated course of all the work: people, estimates and risks fall out differently "
    "in each. A chance is the share of futures in which something happens.",
    "P50 and P80: finished by then, or costing no more, in half and in four of five futures. P80 is what "
    "one can promise with some confidence.",
    "± says how far a figure may be off because only so many futures were lived through (95 %). It says "
    "nothing of how good the estimates are.",
    "FTE: a full-time equivalent, one person for all of the working days of the month.",
)

"""The first spelling of each name, and texts rewritten so that every name in them has it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence

from capsim.domain.actions import Hire, Overtime
from capsim.domain.person import Skill
from capsim.domain.policy import Policy
from capsim.domain.reactions import Reaction
from capsim.domain.strategy import scored, with_scores
from capsim.domain.task import Alternative, Link
from capsim.domain.triggers import OnDate, Overloaded
from capsim.domain.values import name
from capsim.errors import InputError, Place, Problem
from capsim.io.grammar import (
    read_alternatives,
    read_link,
    read_names,
    read_skill,
    says_speed,
    split,
    write_alternatives,
    write_links,
    write_names,
    write_skill,
)
from capsim.io.slips import key_of
from capsim.io.tree import Gathering, Text

__all__ = [
    "Rewrite",
    "Spellings",
    "TaskSpellings",
    "alternatives_in",
    "either_name",
    "if_readable",
    "name_in",
    "names_in",
    "objectives_in",
    "objectives_of",
    "one_name",
    "reactions_in",
    "skill_in",
    "skills_in",
    "skills_of",
    "team_limits_in",
]

Rewrite = Callable[[Text], str]
"""Returns what a cell says with every name in its first spelling."""


class Spellings:
    """The first spelling of each name of a kind.

    Parameters
    ----------
    gathering : Gathering
        Takes a remark for each other spelling, and names that are defined twice.

    Attributes
    ----------
    first : dict of str to str
        By what the spellings of a name have in common.
    """

    def __init__(self, gathering: Gathering) -> None:
        self.first: dict[str, str] = {}
        self._gathering = gathering
        self._places: dict[str, Place] = {}
        self._said: set[str] = set()

    def knows(self, word: str) -> bool:
        """Whether there is a spelling of a name."""
        return key_of(word) in self.first

    def add(self, word: str) -> None:
        """Take a spelling, unless there is one for the name; a text that is no name is passed over."""
        if word:
            self.first.setdefault(key_of(word), word)

    def define(self, cell: Text | None) -> bool:
        """Take the name of an entity; False, and told, if another has it in another spelling."""
        word = "" if cell is None else name_in(cell.value)
        if cell is None or not word:
            return True
        first = self.first.get(key_of(word), word)
        if first != word:
            fix = f"names are unique, and this one is in {self._places[key_of(word)]} as {first!r}"
            self._gathering.add(cell.place, Problem("", "name given twice", cell.value, fix))
            self._gathering.complete = False  # it may stand where another name should
            return False
        self.add(word)
        self._places.setdefault(key_of(word), cell.place)
        return True

    def of(self, word: str, place: Place) -> str:
        """Return the first spelling of a name; one that is not known is its own."""
        first = self.first.get(key_of(word), word)
        if first != word and word not in self._said:
            self._said.add(word)
            what = f"{word!r} is taken for {first!r}"
            fix = "spell it the same everywhere, or give one of them another name"
            self._gathering.remark(place, Problem("", what, fix=fix, severity="info"))
        return first


class TaskSpellings:
    """The first spelling of each task in its project, and of ``Project/Task`` in all of them.

    Parameters
    ----------
    gathering : Gathering
        See `Spellings`.

    Attributes
    ----------
    whole : Spellings
        Of ``Project/Task``.
    """

    def __init__(self, gathering: Gathering) -> None:
        self.whole = Spellings(gathering)
        self._gathering = gathering
        self._own: dict[str, Spellings] = {}
        self._parts: dict[str, tuple[str, str]] = {}

    def define(self, project: str, cell: Text | None) -> bool:
        """Take the name of a task; False, and told, if its project has it in another spelling."""
        is_new = self.of(project).define(cell)
        word = "" if cell is None else name_in(cell.value)
        if is_new and word:
            self.whole.add(f"{project}/{word}")
            self._parts.setdefault(f"{project}/{word}", (project, word))
        return is_new

    def of(self, project: str) -> Spellings:
        """Return the spellings of the tasks of a project, by its first spelling."""
        return self._own.setdefault(project, Spellings(self._gathering))

    def link(self, link: Link, project: str, place: Place) -> Link:
        """Return a link of a task of a project with the names as they are spelled first."""
        own = self.of(project)
        text = f"{link.project}/{link.task}" if link.project else link.task
        if own.knows(text):
            task = own.of(text, place)
            return link if task == text else dataclasses.replace(link, task=task, project=None)
        found = self.whole.of(text, place)
        if found == text:
            return link
        other, task = self._parts[found]
        return dataclasses.replace(link, task=task, project=other)

    def links_in(self, project: str) -> Rewrite:
        """Return how the links of a task of a project are rewritten."""
        own = self.of(project)

        def rewrite(cell: Text) -> str:
            entries = split(cell.value)
            if all(own.first.get(key_of(entry)) == entry for entry in entries):
                return cell.value
            links = [read_link(entry) for entry in entries]
            made = [self.link(link, project, cell.place) for link in links]
            return cell.value if made == links else write_links(made)

        return if_readable(rewrite)


def name_in(text: str) -> str:
    """Return a name in canonical form, ``""`` if it is none.

    Examples
    --------
    >>> name_in("  Ada   Lovelace "), name_in("")
    ('Ada Lovelace', '')
    """
    try:
        return name(text)
    except InputError:
        return ""


def skills_of(text: str) -> Iterable[str]:
    """Return the names of the skills in a list, as far as it can be read.

    Examples
    --------
    >>> skills_of("backend; data at 0.8")
    ['backend', 'data']
    """
    try:
        return [read_skill(entry).name for entry in split(text)]
    except InputError:
        return []


def objectives_of(text: str) -> Iterable[str]:
    """Return the names of the objectives in a list, as far as it can be read.

    Examples
    --------
    >>> objectives_of("growth at 3; compliance")
    ['growth', 'compliance']
    """
    try:
        return scored(read_names(text))[0]
    except InputError:
        return []


# ---------------------------------------------------------------- rewriting


def if_readable(rewrite: Rewrite) -> Rewrite:
    """Return a rewriting that leaves alone what cannot be read: whoever reads it will say so."""

    def careful(cell: Text) -> str:
        try:
            return rewrite(cell)
        except InputError:
            return cell.value

    return careful


def one_name(spellings: Spellings) -> Rewrite:
    """Return how a cell with one name is rewritten."""

    def rewrite(cell: Text) -> str:
        word = name_in(cell.value)
        return spellings.of(word, cell.place) if word else cell.value

    return rewrite


def names_in(*spellings: Spellings) -> Rewrite:
    """Return how a list of names is rewritten, which may be of several kinds: the first that knows each."""

    def rewrite(cell: Text) -> str:
        words = read_names(cell.value)
        made = tuple(_known_by(spellings, word).of(word, cell.place) for word in words)
        return cell.value if made == words else write_names(made)

    return if_readable(rewrite)


def objectives_in(objectives: Spellings) -> Rewrite:
    """Return how a list of objectives is rewritten, which may have scores: ``growth at 3; compliance``."""

    def rewrite(cell: Text) -> str:
        words, scores = scored(read_names(cell.value))
        made = [objectives.of(word, cell.place) for word in words]
        given = {new: scores[old] for new, old in zip(made, words, strict=True) if old in scores}
        return cell.value if made == words else write_names(with_scores(made, given))

    return if_readable(rewrite)


def either_name(*spellings: Spellings) -> Rewrite:
    """Return how a cell with one name is rewritten, which may be of several kinds."""
    return lambda cell: one_name(_known_by(spellings, name_in(cell.value)))(cell)


def _known_by(spellings: Sequence[Spellings], word: str) -> Spellings:
    return next((each for each in spellings if each.knows(word)), spellings[0])


def alternatives_in(roles: Spellings) -> Rewrite:
    """Return how a need is rewritten: one skill, or several of which any does."""

    def spelled(choice: Alternative, place: Place) -> Alternative:
        return dataclasses.replace(choice, skill=roles.of(choice.skill, place))

    def rewrite(cell: Text) -> str:
        choices = read_alternatives(cell.value)
        made = tuple(spelled(choice, cell.place) for choice in choices)
        return cell.value if made == choices else write_alternatives(made)

    return if_readable(rewrite)


def team_limits_in(teams: Spellings) -> Rewrite:
    """Return how limits by team are rewritten: ``Web 2; Data 3``."""

    def rewrite(cell: Text) -> str:
        limits = Policy(team_wip_limits=cell.value).team_wip_limits
        made = tuple((teams.of(team, cell.place), limit) for team, limit in limits)
        return cell.value if made == limits else "; ".join(f"{team} {limit}" for team, limit in made)

    return if_readable(rewrite)


def reactions_in(projects: Spellings, roles: Spellings, people: Spellings, teams: Spellings) -> Rewrite:
    """Return how reactions are rewritten: ``slip of Shop by 10 days -> hire backend``."""

    def spelled(reaction: Reaction, place: Place) -> Reaction:
        when, do = reaction.when, reaction.do
        if isinstance(when, Overloaded):
            when = dataclasses.replace(when, skill=when.skill and roles.of(when.skill, place))
        elif not isinstance(when, OnDate):
            when = dataclasses.replace(when, project=when.project and projects.of(when.project, place))
        if isinstance(do, Hire | Overtime):
            whoever = _known_by((people, teams, roles), do.who)
            return dataclasses.replace(
                reaction, when=when, do=dataclasses.replace(do, who=whoever.of(do.who, place))
            )
        do = dataclasses.replace(do, project=do.project and projects.of(do.project, place))
        return dataclasses.replace(reaction, when=when, do=do)

    def rewrite(cell: Text) -> str:
        reactions = Policy(reactions=cell.value).reactions
        made = tuple(spelled(reaction, cell.place) for reaction in reactions)
        return cell.value if made == reactions else "; ".join(map(str, made))

    return if_readable(rewrite)


def skill_in(roles: Spellings) -> Rewrite:
    """Return how a skill that somebody holds is rewritten."""
    return if_readable(lambda cell: _spelled_skill(cell.value, roles, cell.place))


def skills_in(roles: Spellings) -> Rewrite:
    """Return how a list of skills that somebody holds is rewritten."""

    def rewrite(cell: Text) -> str:
        entries = split(cell.value)
        made = [_spelled_skill(entry, roles, cell.place) for entry in entries]
        return cell.value if made == entries else "; ".join(made)

    return if_readable(rewrite)


def _spelled_skill(entry: str, roles: Spellings, place: Place) -> str:
    skill = read_skill(entry)
    spelled = roles.of(skill.name, place)
    return entry if spelled == skill.name else _written(dataclasses.replace(skill, name=spelled), entry)


def _written(skill: Skill, entry: str) -> str:
    """Write a skill, with its speed where the entry said one: also one that is nominal is then no grade's."""
    text = write_skill(skill)
    return f"{text} at 1" if says_speed(entry) and not says_speed(text) else text

"""Work: tasks, what they need, and what they wait for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import KW_ONLY
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Protocol, TypeAlias

from pydantic import BeforeValidator, model_validator
from pydantic_core import ArgsKwargs

from capsim.clock import MAX_DAYS
from capsim.domain.distributions import Distribution, Fixed, as_distribution, as_typed
from capsim.domain.lists import listed
from capsim.domain.person import check_skill_name
from capsim.domain.reprs import Span, as_call, as_code
from capsim.domain.rework import Rework, ReworkLike, as_rework
from capsim.domain.values import (
    Cost,
    Count,
    Day,
    DayLike,
    Days,
    Name,
    Names,
    NamesLike,
    NumberLike,
    OptionalName,
    Rank,
    Share,
    Speed,
    all_made,
    name,
    number,
    part,
    plain,
    value,
)
from capsim.errors import InputError, Problem, Refused

__all__ = ["Alternative", "AmountLike", "Link", "LinkKind", "Need", "Task"]

LinkKind = Literal["FS", "SS", "FF", "SF"]

_LINK = re.compile(
    r"^(?P<task>.+?)(?:\s+(?P<kind>FS|SS|FF|SF)\s*(?:(?P<sign>[+-])\s*(?P<lag>\d+(?:\.\d+)?)\s*(?:d|days?)?)?)?$",
    re.IGNORECASE,
)
_KIND = re.compile(r"\s(FS|SS|FF|SF)\s*([+-]|$)", re.IGNORECASE)


def _kind(given: object) -> object:
    return given.strip().upper() if isinstance(given, str) else given


@value
class Link:
    """What a task waits for: another task's start or finish, plus a lag.

    Parameters
    ----------
    task : str
        The predecessor, in the same project unless ``project`` is given.
    kind : {"FS", "SS", "FF", "SF"}
        From the predecessor's (F)inish or (S)tart to this task's (S)tart or (F)inish.
    lag_days : float
        Working days of the portfolio calendar, at least 0.
    project : str, optional
        The predecessor's project, when it is another one.

    Raises
    ------
    InputError
        With everything that is wrong; a lead (a negative lag) among it.

    Examples
    --------
    >>> Link.parse("build SS+2")
    Link('build', 'SS', 2)
    >>> str(Link("API", project="Platform"))
    'Platform/API'
    """

    task: Name
    kind: Annotated[LinkKind, BeforeValidator(_kind)] = "FS"
    lag_days: Annotated[float, BeforeValidator(number)] = 0.0
    project: OptionalName = None

    if TYPE_CHECKING:

        def __init__(
            self,
            task: str,
            kind: LinkKind = "FS",
            lag_days: NumberLike = 0.0,
            project: str | None = None,
        ) -> None: ...

    def __post_init__(self) -> None:
        if self.lag_days < 0:
            raise Refused(
                f"a lead of {plain(-self.lag_days)} days on the link from {self.task!r}",
                self.lag_days,
                "a lag is at least 0; to overlap two tasks write a start-to-start link, such as "
                f'"{self.task} SS+2"',
            )
        if self.lag_days > MAX_DAYS:
            raise Refused("too long a lag", self.lag_days, f"write at most {MAX_DAYS:,} days")

    @classmethod
    def parse(cls, text: str) -> Link:
        """Read ``"design"``, ``"build SS+2"`` or ``"Other project/Task FS+1"``.

        Parameters
        ----------
        text : str

        Returns
        -------
        Link

        Raises
        ------
        InputError
            If the text is no link.
        """
        found = _LINK.match(name(text))
        if found is None or (found["kind"] is None and _KIND.search(found["task"])):
            raise Refused(
                "not a link", text, 'write "design", "build SS+2" (working days) or "Project/Task FS+1"'
            )
        lag = float(found["lag"] or 0)
        project, _, task = (part.strip() for part in found["task"].partition("/"))
        elsewhere = bool(project and task)  # a task of its own project may be called "/x"
        return cls(
            task=task if elsewhere else found["task"],
            kind=(found["kind"] or "FS").upper(),  # type: ignore[arg-type]
            lag_days=-lag if found["sign"] == "-" else lag,
            project=project if elsewhere else None,
        )

    def __str__(self) -> str:
        place = f"{self.project}/{self.task}" if self.project else self.task
        if self.lag_days:
            return f"{place} {self.kind}+{plain(self.lag_days)}"
        reads_as_link = _KIND.search(place) is not None  # a task may be called "Support SS"
        return f"{place} {self.kind}" if reads_as_link or self.kind != "FS" else place

    def __repr__(self) -> str:
        leading = ["task", "kind", "lag_days"] if self.lag_days else ["task", "kind"]
        return as_call(self, *(["task"] if self.kind == "FS" and not self.lag_days else leading))

    _repr_html_ = as_code


def _links(given: object) -> tuple[Link, ...]:
    if given is None:
        return ()
    if isinstance(given, str):
        given = [part for part in given.split(";") if part.strip()]
    if isinstance(given, Link):
        return (given,)
    if isinstance(given, Iterable) and not isinstance(given, Mapping):
        return all_made(Link, given, Link.parse)
    raise Refused("no list of links", given, 'write ["design", "build SS+2"]')


@value
class Alternative:
    """A skill that can serve a need, at a factor on speed and from a level on.

    Parameters
    ----------
    skill : str
    factor : float
        On the speed of whoever serves with it; 1.0 is no change.
    level : int, optional
        The lowest level that serves.

    Examples
    --------
    >>> Alternative.parse("data level 3 at 0.7")
    Alternative('data', 0.7, level=3)
    """

    skill: Name
    factor: Speed = 1.0
    level: Count | None = None

    if TYPE_CHECKING:

        def __init__(self, skill: str, factor: NumberLike = 1.0, level: int | None = None) -> None: ...

    def __post_init__(self) -> None:
        check_skill_name(self.skill)

    @classmethod
    def parse(cls, text: str) -> Alternative:
        """Read ``"backend"``, ``"data at 0.7"`` or ``"data level 3 at 0.7"``.

        Parameters
        ----------
        text : str

        Returns
        -------
        Alternative

        Raises
        ------
        InputError
            If the text is no skill.
        """
        found = _ALTERNATIVE.fullmatch(name(text))
        if found is None:
            raise Refused("not a skill", text, 'write "backend", or "backend, or data at 0.7"')
        factor = found["factor"] or "1"
        percent = factor.endswith("%")
        return cls(
            skill=found["skill"],
            factor=number(factor.rstrip("% ")) / (100 if percent else 1),
            level=int(found["level"]) if found["level"] else None,
        )

    def __str__(self) -> str:
        level = "" if self.level is None else f" level {self.level}"
        factor = "" if self.factor == 1 else f" at {plain(self.factor)}"
        return f"{self.skill}{level}{factor}"

    def __repr__(self) -> str:
        return as_call(self, *(["skill"] if self.factor == 1 else ["skill", "factor"]))

    _repr_html_ = as_code


_ALTERNATIVE = re.compile(
    r"(?P<skill>.+?)(?:\s+level\s+(?P<level>\d+))?(?:\s+at\s+(?P<factor>\d+(?:\.\d+)?\s*%?))?"
)


def _alternatives(given: object) -> tuple[Alternative, ...]:
    """Return alternatives from ``"backend, or data at 0.7"``, a list of such, or Alternatives."""
    if isinstance(given, str):
        given = [part for part in re.split(r"\s*,\s*or\s+|\s*\|\s*", given) if part.strip()]
    if isinstance(given, Alternative):
        return (given,)
    if isinstance(given, Iterable) and not isinstance(given, Mapping):
        return all_made(Alternative, given, Alternative.parse)
    raise Refused("no skill", given, 'write "backend", or "backend, or data at 0.7"')


MOST_PEOPLE = 10_000
"""The most people of one need."""


def _people(given: object) -> tuple[int, int]:
    """Return (fewest, most) people from ``2``, ``(1, 3)`` or ``"1-3"``."""
    if isinstance(given, str) and (found := re.fullmatch(r"\s*(\d+)\s*(?:-|–|to)\s*(\d+)\s*", given)):
        return _people((found[1], found[2]))
    fewest, most = given if isinstance(given, tuple | list) and len(given) == 2 else (given, given)
    try:
        low, high = number(fewest), number(most)
    except Refused:
        low = high = 0
    if low != int(low) or high != int(high) or not 1 <= low <= high <= MOST_PEOPLE:
        raise Refused("no number of people", given, "write a whole number, or fewest and most such as (1, 3)")
    return int(low), int(high)


def _allocation(amount: object) -> float:
    share = part(amount, 1)
    if share < 0.001:
        raise Refused("an allocation of nothing", amount, "write a share of at least 0.001")
    return share


def _least_allocation(amount: object) -> float | None:
    return None if amount is None else _allocation(amount)


class FrozenLaw(Protocol):
    """A frozen law of scipy.stats, such as ``stats.gamma(3)``."""

    def ppf(self, q: Any) -> Any:
        """Return quantiles."""
        ...


Amount = Annotated[Distribution | None, BeforeValidator(as_distribution)]
"""Days as a distribution; a number is a fixed amount."""
AmountLike: TypeAlias = float | str | Distribution | FrozenLaw
"""What `Amount` is made from."""
PeopleLike: TypeAlias = int | tuple[int, int] | str
AlternativesLike: TypeAlias = str | Alternative | Iterable[str | Alternative | Mapping[str, Any]]


@value
class Need:
    """The staffing part of a task: a skill, so much effort, so many people.

    Parameters
    ----------
    skills : str or list
        ``"backend"``, or alternatives such as ``"backend, or data at 0.7"``.
    effort : float or distribution, optional
        Person-days at proficiency 1.0, shared by all the people; None in elapsed work.
    people : int or (int, int)
        How many people, or fewest and most.
    allocation : float
        Share of each person that the work takes.
    least_allocation : float, optional
        The share with which a person can begin: each seat then takes what is free, up to the allocation, and
        keeps it. Without it the whole allocation has to be free. For effort only. If the task has an ``end``,
        extra seats are taken only while the work would end after it, and take no more of people than that;
        people at work can then give more, up to their whole time, and count as one of the people each time.
    level : int, optional
        The grade that every alternative without its own level demands.
    fte : float, optional
        In elapsed work, instead of people and allocation: 1.5 is one person whole and one half.
    only, never : list of str
        People, pools or teams by name: nobody else may do it, or none of them.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> Need("backend, or data at 0.7", effort=8, people="1-3", level=2)
    Need('backend level 2, or data level 2 at 0.7', effort=8, people=(1, 3))
    """

    skills: Annotated[tuple[Alternative, ...], BeforeValidator(_alternatives)]
    effort: Amount = None
    people: Annotated[tuple[int, int], BeforeValidator(_people)] = (1, 1)
    allocation: Annotated[float, BeforeValidator(_allocation)] = 1.0
    level: Count | None = None
    fte: Days | None = None
    least_allocation: Annotated[float | None, BeforeValidator(_least_allocation)] = None
    only: Names = ()
    never: Names = ()

    if TYPE_CHECKING:

        def __init__(
            self,
            skills: AlternativesLike,
            effort: AmountLike | None = None,
            people: PeopleLike = (1, 1),
            allocation: NumberLike = 1.0,
            level: int | None = None,
            fte: NumberLike | None = None,
            least_allocation: NumberLike | None = None,
            only: NamesLike = (),
            never: NamesLike = (),
        ) -> None: ...

    def __post_init__(self) -> None:
        if not self.skills:
            raise Refused("no skill", fix='write "backend", or "backend, or data at 0.7"')
        if self.least_allocation is not None:
            self._check_least(self.least_allocation)
        if self.fte is not None:
            self._check_fte(self.fte)
        if self.level is not None:
            filled = tuple(
                Alternative(choice.skill, choice.factor, self.level if choice.level is None else choice.level)
                for choice in self.skills
            )
            object.__setattr__(self, "skills", filled)
            object.__setattr__(self, "level", None)

    def _check_least(self, least: float) -> None:
        if self.effort is None:
            raise Refused(
                "a least allocation without effort", least, "leave it out: elapsed work takes all its share"
            )
        if least > self.allocation:
            raise Refused(
                "a least allocation above the allocation", least, f"write at most {plain(self.allocation)}"
            )

    def _check_fte(self, fte: float) -> None:
        if self.effort is not None:
            raise Refused("fte beside effort", fte, "give people and allocation; fte is for elapsed work")
        if not 0.001 <= fte <= 10_000:
            raise Refused("no fte", fte, "write a number from 0.001 to 10,000")
        if self.people != (1, 1) or self.allocation != 1:
            raise Refused("fte beside people or allocation", fte, "give one or the other")

    def __repr__(self) -> str:
        return as_call(self, "skills", forms=_forms(self))

    _repr_html_ = as_code

    @property
    def label(self) -> str:
        """The alternatives as one text."""
        return ", or ".join(str(choice) for choice in self.skills)


def _forms(need: Need) -> dict[str, object]:
    """Return the friendly forms of a need's fields."""
    fewest, most = need.people
    return {
        "skills": need.label,
        "effort": as_typed(need.effort),
        "people": fewest if fewest == most else Span(need.people),
    }


def _short_forms(need: Need) -> dict[str, object]:
    """Return the shorthand of a task's only need, defaults left out."""
    forms = _forms(need)
    shown: dict[str, object] = {} if need.effort is None else {"effort": forms["effort"]}
    shown["skill"] = forms["skills"]
    if need.people != (1, 1):
        shown["people"] = forms["people"]
    if need.allocation != 1:
        shown["allocation"] = need.allocation
    if need.least_allocation is not None:
        shown["least_allocation"] = need.least_allocation
    for field in ("only", "never"):
        if getattr(need, field):
            shown[field] = getattr(need, field)
    return shown if need.fte is None else {**shown, "fte": need.fte}


def _needs(given: object) -> tuple[Need, ...]:
    if isinstance(given, InputError):
        raise given
    example = '[Need("backend", effort=5), Need("qa", effort=2)]'
    return listed(Need, given, "no list of needs", example, Need)


_SHORTHAND = ("effort", "skill", "people", "allocation", "least_allocation", "level", "fte", "only", "never")


def _need_of(short: Mapping[str, Any]) -> tuple[Need, ...] | InputError:
    """Make the one need that a task's own effort, skill, people ... stand for.

    What is wrong is given back, to be raised together with what is wrong with other fields; it is told as
    of the task, which is all that its author wrote.
    """
    if "skill" not in short:
        what = f"{next(iter(short))} without a skill"
        return InputError([Problem("", what, fix="give the skill (role) that does the work")])
    try:
        return (Need(**{"skills" if key == "skill" else key: item for key, item in short.items()}),)
    except InputError as error:
        return InputError(error.inner)


@value
class Task:
    """A piece of work.

    It has effort (``effort`` with ``skill``, or needs with effort), or a duration with or without
    people, or neither: then it is a milestone.

    Parameters
    ----------
    name : str
        Unique in its project.
    effort : float or distribution, optional
        Person-days; shorthand for one need, with ``skill``, ``people``, ``allocation``, ``least_allocation``,
        ``level``, ``fte``, ``only``, ``never``.
    duration : float or distribution, optional
        Elapsed working days of the portfolio calendar.
    skill : str, optional
        Shorthand: the skill of the one need.
    needs : list of Need, optional
        When one need is not enough.
    after : str or list, optional
        What it waits for: ``"design; build SS+2"``.
    start : date, optional
        Not before this date.
    end : date, optional
        Planned last day: with the start it says where the demand is planned. It constrains nothing, but
        nobody helps out with work that gives way (``least_allocation``) if it ends in time without them.
    deadline : date, optional
        A promise; no constraint.
    phase, owner : str, optional
        Labels.
    tags : list of str
        Labels for selections.
    priority : int, optional
        Overrides the project's; lower is first.
    fixed_cost : float, optional
        Spent when it starts, at least 0.
    same_person_as : str, optional
        A task of the same project, or ``"Project/Task"``, that this one waits for: whoever worked on that one
        does this one too, as long as they can (rule R7).
    actual_start, actual_finish : date, optional
        When it was begun, and done; they need the portfolio's status date.
    progress : float, optional
        The part that is done, from 0 to 1. With all of it done and no date, it was done as planned.
    remaining : float or distribution, optional
        What is left of begun work at the status date: person-days of effort, else working days. It counts
        before the part that is done.
    assigned : list of str
        Who is at work on it at the status date.
    baseline_start, baseline_finish : date, optional
        What was once promised: shown beside the forecast, without effect on it.
    rework : Rework or (float, float), optional
        Loops of rework: how likely one follows, and what share of the amount it adds.
    gate : float, optional
        Makes a milestone a gate: the probability that its project goes on. Otherwise all unfinished work of
        the project stops when the milestone is reached.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> Task("build", effort=8, skill="backend", people=(1, 3), after=["design"])
    Task('build', effort=8, skill='backend', people=(1, 3), after=['design'])
    >>> Task("approval", duration=10).needs, Task("kick-off").is_milestone
    ((), True)
    """

    _shorthands: ClassVar[tuple[str, ...]] = _SHORTHAND
    name: Name
    _: KW_ONLY
    duration: Amount = None
    needs: Annotated[tuple[Need, ...], BeforeValidator(_needs)] = ()
    after: Annotated[tuple[Link, ...], BeforeValidator(_links)] = ()
    start: Day | None = None
    end: Day | None = None
    deadline: Day | None = None
    phase: OptionalName = None
    owner: OptionalName = None
    tags: Names = ()
    priority: Rank | None = None
    fixed_cost: Cost | None = None
    same_person_as: OptionalName = None
    actual_start: Day | None = None
    actual_finish: Day | None = None
    progress: Share | None = None
    remaining: Amount = None
    assigned: Names = ()
    baseline_start: Day | None = None
    baseline_finish: Day | None = None
    rework: Annotated[Rework | None, BeforeValidator(as_rework)] = None
    gate: Share | None = None

    if TYPE_CHECKING:

        def __init__(
            self,
            name: str,
            *,
            effort: AmountLike | None = None,
            skill: AlternativesLike | None = None,
            people: PeopleLike | None = None,
            allocation: NumberLike | None = None,
            least_allocation: NumberLike | None = None,
            level: int | None = None,
            fte: NumberLike | None = None,
            only: NamesLike | None = None,
            never: NamesLike | None = None,
            duration: AmountLike | None = None,
            needs: Need | Iterable[Need | AlternativesLike | Mapping[str, Any]] = (),
            after: str | Link | Iterable[str | Link | Mapping[str, Any]] | None = (),
            start: DayLike | None = None,
            end: DayLike | None = None,
            deadline: DayLike | None = None,
            phase: str | None = None,
            owner: str | None = None,
            tags: NamesLike = (),
            priority: int | None = None,
            fixed_cost: NumberLike | None = None,
            same_person_as: str | None = None,
            actual_start: DayLike | None = None,
            actual_finish: DayLike | None = None,
            progress: NumberLike | None = None,
            remaining: AmountLike | None = None,
            assigned: NamesLike = (),
            baseline_start: DayLike | None = None,
            baseline_finish: DayLike | None = None,
            rework: ReworkLike | None = None,
            gate: NumberLike | None = None,
        ) -> None: ...

    @model_validator(mode="before")
    @classmethod
    def _shorthand(cls, given: Any) -> Any:
        """Turn ``effort=…, skill=…`` into the one need that they stand for."""
        fields = dict(given.kwargs or {}) if isinstance(given, ArgsKwargs) else dict(given)
        short = {key: fields.pop(key) for key in _SHORTHAND if key in fields}
        short = {key: item for key, item in short.items() if item is not None}
        if short and fields.get("needs"):
            what = f"{next(iter(short))} beside needs"
            fields["needs"] = InputError([Problem("", what, fix="put it into a need")])
        elif short:
            fields["needs"] = _need_of(short)
        return ArgsKwargs(given.args, fields) if isinstance(given, ArgsKwargs) else fields

    def __post_init__(self) -> None:
        worked = [need for need in self.needs if need.effort is not None]
        if self.duration is not None and worked:
            raise Refused("effort and duration", fix="give one: effort is shared by people, duration elapses")
        if self.duration is None and len(worked) != len(self.needs):
            raise Refused(
                "a need without effort in a task without duration", fix="give effort, or a duration"
            )
        if self.gate is not None:
            self._make_gate(self.gate)
        if self.start and self.end and self.end < self.start:
            raise Refused("ends before it starts", str(self.end), f"write {self.start} or later")
        self._check_status()
        self._check_rework()

    def _make_gate(self, gate: float) -> None:
        """Refuse a gate that is more than a moment; one that is said to take no days is a milestone."""
        if self.duration == Fixed(0) and not self.needs:
            object.__setattr__(self, "duration", None)
        if not self.is_milestone:
            fix = "put the gate on a milestone of its own, after the work that it judges"
            raise Refused("a gate with work of its own", plain(gate), fix)
        closing = next((link for link in self.after if link.kind in ("FF", "SF")), None)
        if closing is not None:
            fix = f'a gate is reached when it starts: write "{closing.task}"'
            raise Refused("a gate with a link to its finish", str(closing), fix)

    def _check_status(self) -> None:
        """Refuse what cannot be said of one task together."""
        if self.actual_start and self.actual_finish and self.actual_finish < self.actual_start:
            fix = f"write {self.actual_start} or later"
            raise Refused("was done before it was begun", str(self.actual_finish), fix)
        if self.baseline_start and self.baseline_finish and self.baseline_finish < self.baseline_start:
            fix = f"write {self.baseline_start} or later"
            raise Refused("a baseline that ends before it starts", str(self.baseline_finish), fix)
        if self.actual_finish and self.progress is not None and self.progress < 1:
            fix = "write 1, or leave out the actual finish"
            raise Refused("done, and not all of it", plain(self.progress), fix)

    def _check_rework(self) -> None:
        if self.rework is None:
            return
        if self.is_milestone:
            raise Refused("rework of a milestone", fix="give effort or a duration, or leave it out")
        if self.rework.by_speed and self.duration is not None:
            fix = "give one probability: how fast people are does not change a duration"
            raise Refused("rework by speed beside a duration", fix=fix)

    def __repr__(self) -> str:
        forms: dict[str, object] = {"after": [str(link) for link in self.after]}
        if self.duration is not None:
            forms["duration"] = as_typed(self.duration)
        if len(self.needs) != 1:
            return as_call(self, "name", forms=forms)
        return as_call(self, "name", hidden=["needs"], extra=_short_forms(self.needs[0]), forms=forms)

    _repr_html_ = as_code

    @property
    def is_milestone(self) -> bool:
        """Whether it has neither effort nor duration."""
        return self.duration is None and not self.needs

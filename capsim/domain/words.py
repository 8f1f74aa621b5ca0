"""How places and lists are written in messages."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from capsim.domain.project import Project
    from capsim.domain.task import Task

__all__ = ["Hints", "akin", "in_fte", "in_money", "place_of_project", "place_of_task", "plural", "some"]

Hints: TypeAlias = Callable[[str, Iterable[str]], str]
"""Did-you-mean: what could have been meant by a word, of those known."""

_HUNDREDTH: Final = Decimal("0.01")


def place_of_project(project: Project) -> str:
    """Return the place of a project in a message: ``"Project 'Shop'"``."""
    return f"Project {project.name!r}"


def place_of_task(project: Project, task: Task) -> str:
    """Return the place of a task in a message: ``"Project 'Shop', task 'build'"``."""
    return f"Project {project.name!r}, task {task.name!r}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """Write a count and its noun.

    Examples
    --------
    >>> plural(1, "project"), plural(1200, "person", "people")
    ('1 project', '1,200 people')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def in_fte(amount: float) -> str:
    """Write full-time equivalents, to the hundredth; half of one counts as one, on either side of zero.

    Examples
    --------
    >>> in_fte(1.45), in_fte(0.845), in_fte(-0.845), in_fte(-0.001), in_fte(1234.5)
    ('1.45', '0.85', '-0.85', '0.00', '1,234.50')
    """
    exact = Decimal(f"{amount:.9f}")  # without what only adding up binary fractions makes
    return f"{exact.quantize(_HUNDREDTH, ROUND_HALF_UP) + 0:,}"


def in_money(amount: float) -> str:
    """Write an amount of money to three digits, or to the unit.

    Examples
    --------
    >>> in_money(482_543.2), in_money(-12.34), in_money(0.0)
    ('483,000', '−12', '0')
    """
    digits = 2 - math.floor(math.log10(abs(amount))) if amount else 0
    return f"{round(amount, min(digits, 0)):,.0f}".replace("-", "−")


def some(words: Iterable[str], most: int = 5) -> str:
    """Write the first few of some words, and how many more there are.

    Examples
    --------
    >>> some("abc"), some("abcdefgh", most=3)
    ('a, b, c', 'a, b, c and 5 more')
    """
    listed = list(words)
    rest = f" and {len(listed) - most} more" if len(listed) > most else ""
    return ", ".join(listed[:most]) + rest


def akin(word: str, known: Iterable[str]) -> list[str]:
    """Return the names that are part of another, or of which it is part, word by word; a plural counts.

    Examples
    --------
    >>> akin("Senior Developer", ["Tester", "Developers"])
    ['Developers']
    """
    words = _stems(word)
    return [name for name in known if (stems := _stems(name)) <= words or words <= stems][:3]


def _stems(name: str) -> set[str]:
    return {word.rstrip("s") for word in name.casefold().replace("-", " ").split()}

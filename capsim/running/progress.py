"""How far a run is: a bar with rate and time left, or a function of the user."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol, runtime_checkable

if TYPE_CHECKING:
    from tqdm import tqdm

__all__ = ["Progress", "Report", "Reporter", "is_watched", "reporter"]

Report = Callable[[int, int], object]
Progress = Literal["auto"] | bool | Report

_BAR_SECONDS: Final = 0.5  # for what is over sooner no bar is shown


@runtime_checkable
class Reporter(Protocol):
    """Whoever is told how far a run is."""

    def show(self, done: int, asked: int) -> object:
        """Show replications done and asked for."""

    def note(self, text: str) -> object:
        """Show what else is going on; an empty text when it is over."""


@contextmanager
def reporter(progress: Progress) -> Iterator[Reporter]:
    """Give who shows replications done and asked for; a function that can note as well is given itself."""
    if isinstance(progress, Reporter):
        yield progress
    elif callable(progress):
        yield _Told(progress)
    elif progress is False or (progress == "auto" and not is_watched()):
        yield _Told(lambda done, asked: None)
    else:
        from tqdm import tqdm

        bar: tqdm[Any]
        with tqdm(unit=" futures", leave=False, delay=_BAR_SECONDS, file=sys.stderr) as bar:
            yield _Bar(bar)


class _Told:
    """A function."""

    def __init__(self, report: Report) -> None:
        self.show = report

    def note(self, text: str) -> None:
        """Leave it: a function is told numbers."""


class _Bar:
    """A bar on stderr."""

    def __init__(self, bar: tqdm[Any]) -> None:
        self._bar = bar

    def show(self, done: int, asked: int) -> None:
        """Move the bar; what was there at the start counts for no rate."""
        bar = self._bar
        if bar.total is None:
            bar.initial = bar.n = bar.last_print_n = done
        bar.total = asked
        bar.update(done - bar.n)

    def note(self, text: str) -> None:
        """Write before the bar, which gives way: behind it the line of a narrow terminal ends."""
        self._bar.set_description(text)


def is_watched() -> bool:
    """Return whether somebody can see a bar: in a terminal or a notebook."""
    ipython: Any = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return hasattr(shell, "kernel") or sys.stderr.isatty()

"""The one way in: which published format a file has."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from capsim.domain.portfolio import Portfolio
from capsim.domain.values import DayLike, day
from capsim.errors import InputError, ModelError, Place, Problem, Refused
from capsim.forecast.problems import problem_frame
from capsim.io.benchmarks.imopse import graded_people
from capsim.io.benchmarks.instance import Instance, portfolio_of
from capsim.io.benchmarks.mista import projects_of_modes
from capsim.io.benchmarks.mplib import shared_pools
from capsim.io.benchmarks.mpsplib import projects_sharing
from capsim.io.benchmarks.mslib import graded_seats
from capsim.io.benchmarks.mspsp import several_skills
from capsim.io.benchmarks.progen import many_modes, single_mode
from capsim.io.benchmarks.text import Source
from capsim.io.files import of_the_system
from capsim.io.tree import Gathering

__all__ = ["read"]

_FORMATS: Mapping[str, Callable[[Source], Instance]] = {
    ".sm": single_mode,
    ".mm": many_modes,
    ".def": graded_people,
    ".dzn": several_skills,
    ".msrcp": graded_seats,
    ".xml": projects_sharing,
    ".rcmp": shared_pools,
    ".txt": projects_of_modes,
}


def read(path: str | os.PathLike[str], *, start: DayLike = "2027-01-04") -> Portfolio:
    """Read a published scheduling instance as an ordinary portfolio.

    A period is a day of a seven-day week without holidays; jobs are elapsed work of fixed duration, called
    by their numbers; a job that takes no time is a milestone. The horizon is the day by which all is done
    even one job after the other.

    ==========  ==========  ===========================================================
    ending      set         becomes
    ==========  ==========  ===========================================================
    ``.sm``     PSPLIB      each renewable resource a pool of people
    ``.def``    iMOPSE      people with levels and a rate, one of them per job
    ``.dzn``    MSPSP       people with skills, several of them per job
    ``.msrcp``  MSLIB       the same, with a level for each of them
    ``.xml``    MPSPLib     several PSPLIB projects; some pools are shared
    ``.rcmp``   MPLIB       several projects; every pool is shared
    ``.mm``     PSPLIB      jobs without people, each in its shortest feasible mode
    ``.txt``    MISTA 2013  several such projects
    ==========  ==========  ===========================================================

    The last two are read for their critical paths alone; a mode is feasible if it wants no more of any
    resource than there is.

    Parameters
    ----------
    path : path
        A file with one of these endings; the files that it names lie beside or below it.
    start : date
        The day of period 0.

    Returns
    -------
    Portfolio
        For the schedules of the parallel schedule generation scheme, simulate it with
        ``cs.Policy(priority=…, reserve_after=None)``.

    Raises
    ------
    ModelError
        With every problem found, each with its file and line.
    InputError
        If an argument is no path, or no date.

    Examples
    --------
    >>> import tempfile
    >>> import capsim as cs
    >>> lines = ["1", "1", "2", "3 0", "1", "0 0 2 1:2 1:3", "4 2 0", "3 1 0"]  # MPLIB
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "small.rcmp")
    ...     _ = file.write_text(chr(10).join(lines))
    ...     small = read(file)
    >>> small
    Portfolio 'small'
      start     2027-01-04
      people    2: 2 R1
      projects  1 with 3 tasks
      horizon   2027-01-11
    >>> policy = cs.Policy(priority=cs.rules.LFT(), reserve_after=None)
    >>> cs.trace(small, policy, seed=1).schedule[["task", "people", "start", "finish"]]
      task      people      start     finish
    0    1             2027-01-04 2027-01-04
    1    2  R1 1, R1 2 2027-01-04 2027-01-07
    2    3        R1 1 2027-01-08 2027-01-10
    """
    if not isinstance(path, str | os.PathLike):
        problem = Problem(
            "benchmarks.read, path", f"a {type(path).__name__} instead of a path", fix="give one"
        )
        raise InputError([problem])
    try:
        first = day(start)
    except Refused as error:
        raise InputError(error.found, "benchmarks.read, start") from None
    file, gathering = Path(path), Gathering()
    try:
        source = Source(file, file.name, gathering)
        instance = _format(source)(source)
        gathering.stop_if_any()
        return portfolio_of(instance, first, gathering)
    except OSError as error:
        problem = of_the_system(file, error)
        raise ModelError([problem], problem_frame([problem])) from None
    except InputError as error:
        found = [each if each.where else each.in_cell(Place(file.name)) for each in error.found]
        raise ModelError(found, problem_frame(found)) from None


def _format(source: Source) -> Callable[[Source], Instance]:
    found = _FORMATS.get(source.path.suffix.casefold())
    if found is None:
        endings = ", ".join(_FORMATS)
        source.stop(
            Problem("", "no published format", source.path.suffix, f"give a file that ends in {endings}")
        )
    return found

"""Runs an engine with a line changed, in this process, beside the true one."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from importlib.abc import MetaPathFinder, SourceLoader
from importlib.machinery import PathFinder
from importlib.util import spec_from_loader
from pathlib import Path
from types import SimpleNamespace

from capsim.domain.booking import Booking
from capsim.domain.calendar import Calendar
from capsim.domain.person import Person
from capsim.domain.policy import Listed, Policy
from capsim.domain.project import Project
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws
from tests.cases.support import MONDAY, dev, portfolio, work
from tests.oracles.model import Model
from tests.oracles.portfolios import booked_case, case, planned_case
from tests.oracles.results import differences, recorded
from tests.oracles.verdict import amounts_of, naive_schedule
from tests.oracles.with_limits import limited_case
from tests.oracles.with_risks import risky_case

RELOADED = ("capsim.plan", "capsim.rules", "capsim.engines")
"""Packages read anew for each fault."""


@dataclass(frozen=True)
class Fault:
    """One thing wrong: in a module, some text replaced by another."""

    module: str
    old: str
    new: str

    def spoil(self, source: str) -> str:
        found = source.count(self.old)
        assert found == 1, f"{self.module} holds {self.old!r} {found} times: write the fault anew"
        return source.replace(self.old, self.new)


class _Spoiled(MetaPathFinder, SourceLoader):
    """Finds one module, and reads its source with the fault in it."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        self.path = ""

    def find_spec(self, fullname, path=None, target=None):
        if fullname != self.fault.module:
            return None
        found = PathFinder.find_spec(fullname, path)
        self.path = found.origin
        return spec_from_loader(
            fullname, self, origin=found.origin, is_package=bool(found.submodule_search_locations)
        )

    def get_filename(self, fullname):
        return self.path

    def get_data(self, path):
        return self.fault.spoil(Path(path).read_text(encoding="utf-8")).encode()

    def path_stats(self, path):
        raise OSError  # nothing is read from, or written to, a cache


@contextmanager
def with_fault(fault: Fault) -> Iterator[SimpleNamespace]:
    """Give `make_plan` and `run` of a package that has the fault; put everything back afterwards."""
    finder = _Spoiled(fault)
    kept = {name: module for name, module in sys.modules.items() if _is_reloaded(name)}
    capsim = sys.modules["capsim"]
    bound = {name: getattr(capsim, name) for name in ("plan", "rules", "engines")}
    for name in kept:
        del sys.modules[name]
    sys.meta_path.insert(0, finder)
    try:
        build = importlib.import_module("capsim.plan.build")
        event = importlib.import_module("capsim.engines.event")
        yield SimpleNamespace(make_plan=build.make_plan, run=event.run)
    finally:
        sys.meta_path.remove(finder)
        for name in [name for name in sys.modules if _is_reloaded(name)]:
            del sys.modules[name]
        sys.modules.update(kept)
        for name, module in bound.items():
            setattr(capsim, name, module)


def _is_reloaded(name: str) -> bool:
    return name.startswith(tuple(f"{package}." for package in RELOADED)) or name in RELOADED


CORNERS = {
    # by the horizon, a Friday, neither ends; Bob would on Saturday morning, Ada on Saturday at noon
    "horizon": portfolio(
        [dev("Ada", calendar="always"), dev("Bob", 1.05, calendar="always")],
        [work("a", 5.5)],
        calendars=[Calendar("always", pattern="mon-sun")],
        horizon=MONDAY + timedelta(days=4),
    ),
    # on Friday, the last day, a would end on Saturday noon, which is never: Bob may join although it is near
    "never is long": portfolio(
        [dev("Ada"), dev("Bob", start=MONDAY + timedelta(days=4))],
        [work("a", 5.5, (1, 2))],
        calendar="mon-sun",
        horizon=MONDAY + timedelta(days=4),
    ),
    # on Tuesday a has exactly two days to go, which is enough to be topped up
    "two days": portfolio([dev("Ada"), dev("Bob", start=MONDAY + timedelta(days=1))], [work("a", 3, (1, 2))]),
    # P is promised 50 and 30 % of Ada and holds 50: the other 30 are kept, so there are no 40 for Q
    "booked twice": portfolio(
        [dev("Ada")],
        [
            Project("P", [work("p", 5, allocation=0.5)]),
            Project("Q", [work("q", 1, allocation=0.4, start=MONDAY + timedelta(days=1))]),
        ],
        bookings=[
            Booking("Ada", "P", MONDAY, MONDAY + timedelta(days=4), share, "hard") for share in (0.5, 0.3)
        ],
    ),
    # Cy, listed first, must not take Ada's half day, or there is nobody for his whole one
    "own booking": portfolio(
        [dev("Cy"), dev("Ada")],
        [Project("P"), Project("Q")],
        bookings=[
            Booking(name, project, MONDAY, MONDAY + timedelta(days=4), share, "hard")
            for name, project, share in (("Ada", "P", 0.5), ("Cy", "P", 1.0), ("Ada", "Q", 0.5))
        ],
    ),
    # Ada, who did build, leaves on Tuesday evening, with rush in hand; check waits for her no longer
    "left": portfolio(
        [dev("Ada", end=MONDAY + timedelta(days=1)), dev("Bo", start=MONDAY + timedelta(days=1))],
        [
            work("build"),
            work("rush", after="build", only="Ada", priority=1),
            work("check", after="build", same_person_as="build", priority=2),
        ],
    ),
    # P and Q end on Monday evening: for R the limit of all opens with P, that of its team with Q
    "two limits": portfolio(
        [dev(name) for name in "ABC"],
        [Project("P", [work("p")]), *(Project(name, [work("a")], team="Web") for name in "QR")],
        policy=Policy(wip_limit=2, team_wip_limits={"Web": 1}, priority=Listed()),
    ),
    # Ada sits there twice, so Bo is the second, and no third
    "twice": portfolio(
        [dev("Ada"), dev("Bo")],
        [work("a", 9, (1, 3), allocation=0.5, least_allocation=0.1, end=MONDAY)],
        policy=Policy(team_factor=[1, 0.9, 0.5]),
    ),
    # Ada's week for P takes her two, so her seven days for Q come first; by Cy's speed they would not
    "own speed": portfolio(
        [Person("Ada", {"dev": 0.5, "qa": 1.0}), dev("Cy", 2.0)],
        [Project("P"), Project("Q", [work("q", 7, skill="qa")])],
        bookings=[Booking("Ada", "P", MONDAY, MONDAY + timedelta(days=4))],
    ),
}
"""Portfolios by hand for what random ones seldom meet."""


class Booked(int):
    """The number of a random portfolio with bookings."""


class Planned(int):
    """The number of a random portfolio whose work is planned to end soon, and gives way."""


class Limited(int):
    """The number of a random portfolio with limits."""


class Risky(int):
    """The number of a random portfolio with risks and rework."""


_MADE = {Booked: booked_case, Planned: planned_case, Limited: limited_case, Risky: risky_case}


@lru_cache(maxsize=None, typed=True)
def truth(number: int | str):
    """(portfolio, policy, model, draws, what the naive rules say) of a portfolio."""
    made = _MADE.get(type(number), case)
    given, policy = (CORNERS[number], CORNERS[number].policy) if isinstance(number, str) else made(number)
    model = Model(given)
    draws = make_draws(make_plan(given), 1 if isinstance(number, str) else number)
    amounts = next(iter(amounts_of(draws, 0, 1)))
    return given, policy, model, draws, naive_schedule(model, policy, *amounts)


def first_caught(engine, numbers) -> int | str | None:
    """The number of the first portfolio on which an engine is caught, or fails; None if there is none."""
    for number in numbers:
        given, policy, model, draws, right = truth(number)
        try:
            runs = engine.run(engine.make_plan(given), policy, draws, 0, 1)
        except (ArithmeticError, LookupError):
            return number
        if differences(model, recorded(runs, 0), right):
            return number
    return None

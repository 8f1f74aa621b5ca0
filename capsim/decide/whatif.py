"""What would help most: every sensible single change, on the same simulated futures."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from capsim.decide.comparing import as_scenarios, base_of
from capsim.decide.levers import Lever, own_levers, usual_levers
from capsim.decide.trials import Trial, columns_of, made_of, reading_of, rounded, tried
from capsim.domain.portfolio import Portfolio
from capsim.domain.reprs import Told
from capsim.domain.scenario import Scenario
from capsim.domain.words import plural
from capsim.errors import InputError, Problem, did_you_mean
from capsim.facade import simulate
from capsim.forecast import Forecast
from capsim.forecast.columns import texts
from capsim.running.crews import Workers
from capsim.running.progress import Progress

__all__ = ["WhatIfs", "what_if"]

Floats = npt.NDArray[np.float64]

_COLUMNS: Final = {
    "on_time": "on time",
    "tardiness_days": "tardiness",
    "finish_days": "finish",
    "p80_days": "finish p80",
    "cost": "cost",
    "value": "value",
}
_ORDER: Final = ("better", "mixed", "tie", "same", "worse")
_SHOWN: Final = 5


@dataclass(frozen=True, eq=False, repr=False)
class WhatIfs(Told):
    """Single changes of a portfolio and what each does, on the same simulated futures.

    `capsim.what_if` makes it.

    Attributes
    ----------
    base : Forecast
        As it is.
    levers : tuple of Lever
        What was tried: its kind, and the scenario that makes it.
    trials : tuple of Trial
        What each changes, in the same order.
    refused : tuple of Scenario
        What the portfolio does not allow, such as doing without somebody on whom work depends by name.
    """

    base: Forecast
    levers: tuple[Lever, ...]
    trials: tuple[Trial, ...]
    refused: tuple[Scenario, ...] = ()

    def scenario(self, named: str) -> Scenario:
        """Return a lever as a scenario: ``found.scenario("1 tester more").apply(portfolio)`` makes it.

        Parameters
        ----------
        named : str
            As in the column ``lever``.

        Raises
        ------
        InputError
            If there is no such lever.
        """
        names = [each.scenario.name for each in self.levers]
        if named not in names:
            raise InputError(
                [Problem("what_if, lever", "no such lever", named, did_you_mean(str(named), names))]
            )
        return self.levers[names.index(named)].scenario

    def frame(self) -> pd.DataFrame:
        """Return what each lever changes, the one first that gains most for its cost.

        Returns
        -------
        DataFrame
            A row for each lever. What is better comes first, what is worse last.

            ============== ======= ===== ===================================================================
            column         dtype   unit  meaning
            ============== ======= ===== ===================================================================
            lever          str           its name, for `scenario`
            kind           str           ``"hire"``, ``"do without"``, ``"leave out"``, ``"later"``,
                                         ``"first"``, ``"respond"``, ``"house rule"``, ``"train"``;
                                         ``"own"`` if it was given
            sentence       str           what it does
            on_time        float64 share by how much the share of deadlines kept is larger with it; NaN
                                         without deadlines
            tardiness_days float64 days  by how much deadlines are missed by more, in all; below 0 is less
            finish_days    float64 days  how much later the last finish is, mean; below 0 is earlier
            p80_days       float64 days  likewise its P80
            cost           float64 money how much more it costs; NaN without rates
            value          float64 money how much larger the net present value is; NaN if nothing brings in
                                         money
            …_low, …_high  float64       95 % interval of each of these
            gain_days      float64 days  less lateness in all; without deadlines, the last finish earlier
            gain_per_cost  float64 days  gain for each 1,000 that it costs, in money or in value that is
                                         lost, whichever is more; infinite if it costs nothing; NaN where
                                         costs are not known, or nothing is gained
            reading        str           ``"better"``, ``"worse"`` or ``"mixed"`` by deadlines and lateness
                                         (without deadlines by the last finish); ``"tie"`` if no difference
                                         is larger than its error, ``"same"`` if no future differs
            ============== ======= ===== ===================================================================

        Notes
        -----
        People are paid up to the later of the two last finishes on both sides. Of many levers one in twenty
        seems to differ by luck alone: the best of a hundred is worth a second look with another seed.
        """
        found = [each.differences for each in self.trials]
        readings = [reading_of(each) for each in found]
        frame = pd.DataFrame(
            {
                "lever": texts(each.scenario.name for each in self.levers),
                "kind": texts(each.kind for each in self.levers),
                "sentence": texts("; ".join(map(str, each.scenario.edits)) for each in self.levers),
                **columns_of(found, _COLUMNS),
            }
        )
        frame["gain_days"] = -frame["tardiness_days"].where(frame["on_time"].notna(), frame["finish_days"])
        frame["gain_per_cost"] = _per_cost(frame["gain_days"].to_numpy(np.float64), _price(frame))
        frame["reading"] = texts(readings)
        rank = np.array([_ORDER.index(each) for each in readings], np.int64)
        keys = (
            -np.nan_to_num(frame["gain_days"]),
            -np.nan_to_num(frame["gain_per_cost"], nan=-1.0, posinf=np.inf),
            rank,
        )
        return frame.iloc[np.lexsort(keys)].reset_index(drop=True)

    @cached_property
    def _frame(self) -> pd.DataFrame:
        return self.frame()

    @property
    def _title(self) -> str:
        return (
            f"{self.base.portfolio.name}: {plural(len(self.levers), 'lever')}, each on the same "
            f"{self.base.replications:,} futures (seed {self.base.seed})"
        )

    def _lines(self) -> Iterator[str]:
        frame = self._frame
        better = frame[frame["reading"] == "better"]
        for row in better.head(_SHOWN).to_dict("records"):
            yield f"{row['lever']} ({row['kind']}): {_told(row)}"
        if len(better) > _SHOWN:
            yield f"and {len(better) - _SHOWN} more that help"
        if not len(better):
            yield "nothing helps beyond the error"
        worse = int((frame["reading"] == "worse").sum())
        even = int(frame["reading"].isin(("tie", "same")).sum())
        yield f"{plural(even, 'lever is a tie', 'levers are ties')}, {worse} do harm"
        spared = frame[frame["reading"].isin(("tie", "same")) & (frame["cost_high"] < 0)]
        if len(spared):
            row = spared.sort_values("cost").to_dict("records")[0]
            yield f"{row['lever']} spares {-row['cost']:,.0f}, and no date moves beyond the error"
        yield "see found.frame(), found.scenario(lever)"


def _price(frame: pd.DataFrame) -> Floats:
    """Return what levers cost: money, or value that is lost beyond the error if that is more."""
    value, high = (frame[name].to_numpy(np.float64) for name in ("value", "value_high"))
    lost: Floats = np.where(high < 0, -value, 0.0)
    return np.asarray(np.maximum(frame["cost"].to_numpy(np.float64), lost), np.float64)


def _per_cost(gain: Floats, cost: Floats) -> Floats:
    """Return the gain for each thousand; infinite if it is for nothing."""
    with np.errstate(divide="ignore", invalid="ignore"):
        paid: Floats = np.where(cost > 0, gain / cost * 1000, np.inf)
    return np.where(np.isnan(cost) | ~(gain > 0), np.nan, paid)


def _told(row: Mapping[Hashable, object]) -> str:
    """Return what a lever does, such as ``"31 days of lateness less (± 4), 6 points more …"``."""
    days, low, high = (float(str(row[f"tardiness_days{end}"])) for end in ("", "_low", "_high"))
    what = "days of lateness"
    if np.isnan(days) or low <= 0 <= high:
        days, low, high = (float(str(row[f"finish_days{end}"])) for end in ("", "_low", "_high"))
        what = "days to the last finish"
    said = [f"{rounded(abs(days))} {what} {'less' if days < 0 else 'more'} (± {rounded((high - low) / 2)})"]
    share, cost = float(str(row["on_time"])), float(str(row["cost"]))
    if not np.isnan(share):
        said.append(f"{rounded(100 * abs(share))} points {'more' if share >= 0 else 'fewer'} deadlines kept")
    if not np.isnan(cost):
        said.append(_cost_told(round(cost)))
    lost = float(str(row["value_high"]))
    if lost < 0:
        said.append(f"value {-float(str(row['value'])):,.0f} less")
    return ", ".join(said)


def _cost_told(cost: int) -> str:
    if not cost:
        return "costs nothing more"
    return f"costs {cost:,} more" if cost > 0 else f"spares {-cost:,}"


def what_if(
    base: Portfolio | Forecast,
    levers: Scenario | Iterable[Scenario] | None = None,
    replications: int = 2_000,
    seed: int | None = None,
    progress: Progress = "auto",
    *,
    executor: Workers = None,
) -> WhatIfs:
    """Try every sensible single change of a portfolio, and rank them by what they gain for their cost.

    Parameters
    ----------
    base : Portfolio or Forecast
        A forecast is not simulated again.
    levers : list of Scenario, optional
        By default one person more of each role that work waits for, and one less of each role with several;
        each project out, 30 days later, and first; each response to a risk that is not taken; limits,
        priority and assignment rules as in `compare_policies`; overtime of the roles that are waited for, a
        quarter more for four weeks; and training: those with most room in the
        skills that are waited for, ten days, at 80 % of the speed from then on.
    replications : int
        Futures to simulate; those of the forecast, if one is given.
    seed : int, optional
        As in `simulate`; that of the forecast, if one is given.
    progress : {"auto", True, False} or callable
        As in `simulate`; while levers are tried it counts them.
    executor : int, concurrent.futures.Executor or Dask Client, optional
        Who simulates the base, as in `simulate`. Levers are tried in threads, one for each processor.

    Returns
    -------
    WhatIfs

    Raises
    ------
    InputError
        If an argument is none of these; of levers that are given, if an edit names what is not there.

    Examples
    --------
    >>> import capsim as cs
    >>> build = cs.Task("build", effort=cs.PERT(20, 30, 60), skill="backend", people=(1, 2))
    >>> shop = cs.Project("Shop", [build, cs.Task("draw", effort=3, skill="design")], deadline="2027-02-05")
    >>> people = [cs.Person("Ada", "backend"), cs.Person("Cy", "design")]
    >>> agency = cs.Portfolio("Agency", "2027-01-04", people, [shop])
    >>> hires = [cs.Scenario(role, [cs.edits.AddPerson("Bo", role)]) for role in ("design", "backend")]
    >>> found = cs.what_if(agency, hires, replications=500, seed=7, progress=False)
    >>> found.frame()[["lever", "reading"]]
         lever reading
    0  backend  better
    1   design    same
    """
    given = base_of(base, "what_if")
    own = None if levers is None else as_scenarios(levers, "what_if, levers")
    as_is = given.portfolio if isinstance(given, Forecast) else given
    checked = None if own is None else [(each, each.apply(as_is)) for each in own]
    first = (
        given
        if isinstance(given, Forecast)
        else simulate(given, None, replications, seed, progress, executor=executor)
    )
    found = usual_levers(first) if own is None else own_levers(own)
    made = made_of(as_is, (each.scenario for each in found)) if checked is None else checked
    names = {scenario.name for scenario, _ in made}
    return WhatIfs(
        first,
        tuple(each for each in found if each.scenario.name in names),
        tuple(tried(first, made, progress)),
        tuple(each.scenario for each in found if each.scenario.name not in names),
    )

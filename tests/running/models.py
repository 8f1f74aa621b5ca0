"""Portfolios to run, and what came out of a run as one hash."""

from __future__ import annotations

import capsim as cs
from capsim.forecast import Forecast
from capsim.running.arrays import digest_of

REPLICATIONS = 2_000


def workshop(tasks: int = 20) -> cs.Portfolio:
    """A portfolio with everything that makes replications differ, drivers and tentative work included."""
    people = [
        cs.Person("Ada", ["backend", "qa"]),
        cs.Person("Ben", "backend", availability=0.8),
        cs.Person("Cy", {"qa": 1.2, "data": 0.7}, leave=[("2027-02-01", "2027-02-12")]),
    ]
    projects = [
        cs.Project(
            name,
            [
                *(_task(number) for number in range(tasks // 2)),
                cs.Task("live", after=[f"t{number}" for number in range(tasks // 2)]),
            ],
            deadline="2027-03-31",
            priority=priority,
            probability=probability,
        )
        for name, priority, probability in (("Shop", 1, 1.0), ("Data", 2, 0.6))
    ]
    drivers = [cs.risks.Driver("vendor", cs.Triangular(0.8, 1.0, 1.6), {"projects": ["Shop"]})]
    return cs.Portfolio("Workshop", "2027-01-04", people, projects, drivers=drivers)


def _task(number: int) -> cs.Task:
    skill = ("backend", "qa", "backend", "data")[number % 4]
    after = [f"t{number - 2}"] if number % 3 == 2 else []
    people = (1, 2) if skill == "backend" else 1
    return cs.Task(f"t{number}", effort=cs.PERT(1, 3, 7), skill=skill, people=people, after=after)


def ran(**arguments: object) -> Forecast:
    """Run the workshop; what is not said is the same for all."""
    given = {"replications": REPLICATIONS, "seed": 2027, "progress": False, **arguments}
    return cs.simulate(workshop(), **given)  # type: ignore[arg-type]


def digest(forecast: Forecast) -> str:
    """Return the hash of every array."""
    return digest_of(forecast.runs)

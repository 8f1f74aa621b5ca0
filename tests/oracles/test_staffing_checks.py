"""Demand that nobody could ever staff is refused, and nothing else (R15, Hall), against trying all teams."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.task import Task
from capsim.errors import InputError
from tests.oracles.model import Model, N
from tests.oracles.portfolios import Generator


def could_ever(model: Model, person: int, need: N) -> bool:
    """Whether there is a day on which the person is present and qualified."""
    return any(
        model.people[person].capacity[day] > 0 and model.speed(person, need, day) > 0
        for day in range(model.last_day + 1)
    )


def fillable(rows: list[list[int]]) -> bool:
    if not rows:
        return True
    return any(fillable([[p for p in row if p != person] for row in rows[1:]]) for person in rows[0])


def test_a_task_is_refused_exactly_if_no_team_could_ever_fill_its_seats():
    refused = 0
    for seed in range(400):
        rng = np.random.default_rng([seed, 2])
        maker = Generator(rng)
        calendars = [maker.calendar("own 0", own=True)]
        people = [maker.person(name, ["own 0"]) for name in "ABCD"[: maker.whole(1, 4)]]
        needs = [maker.need(False, people) for _ in range(maker.whole(1, 2))]
        fields = {
            "start": maker.start,
            "people": people,
            "calendar": maker.calendar("house"),
            "calendars": calendars,
            "horizon": maker.start + timedelta(days=maker.one([8, 20, 40])),
        }
        model = Model(Portfolio("people only", **fields))
        rows = []
        for need in needs:
            row = N(0, 0, 1, need.skills, *need.people, 1000, 1000, need.effort)
            rows += [[p.index for p in model.people if could_ever(model, p.index, row)]] * need.people[0]
        try:
            Portfolio("with work", projects=[Project("P", [Task("a", needs=needs)])], **fields)
            accepted = True
        except InputError:
            accepted = False
        refused += not accepted
        assert accepted == fillable(rows), seed
    assert 100 < refused < 350

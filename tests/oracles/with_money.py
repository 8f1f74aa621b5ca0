"""Money for any portfolio, at random: rates, premiums, currencies, fixed costs, budgets, benefits, prices."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np

from capsim.domain.calendar import Leave
from capsim.domain.money import Benefit, Terms, Tranche
from capsim.domain.portfolio import Portfolio
from tests.oracles.portfolios import Picker


def with_money(rng: np.random.Generator, portfolio: Portfolio) -> Portfolio:
    """Give everybody and everything something to do with money; no finish moves by it."""
    return Money(rng).on(portfolio)


class Money(Picker):
    """One trial."""

    def on(self, portfolio: Portfolio) -> Portfolio:
        self.start = portfolio.start
        return replace(
            portfolio,
            people=[self.person(person) for person in portfolio.people],
            projects=[self.project(project) for project in portfolio.projects],
            currency=self.one([None, "EUR"]),
            money=Terms(
                discount_rate=self.one([0.0, 0.08]),
                overtime_premium=self.one([0.0, 0.25, 0.333]),
                contractor_premium=self.one([0.0, 0.1]),
                exchange_rates={"GBP": self.one([1.17, 0.853])},
                budget=self.one([None, 10_000]),
            ),
        )

    def day(self):
        return self.start + timedelta(days=self.whole(-5, 40))

    def person(self, person):
        rates = {self.day(): self.one([0, 410, 777.77, 1200]) for _ in range(self.one([0, 0, 1, 3]))}
        return replace(
            person,
            leave=[Leave(each.start, each.last, each.share, paid=self.chance(0.7)) for each in person.leave],
            rates=list(rates.items()),
            currency=self.one([None, None, "GBP"]),
            contractor=self.chance(0.25),
            price_per_day=self.one([None, 900, 1234.5]),
        )

    def project(self, project):
        names = [task.name for task in project.tasks]
        return replace(
            project,
            tasks=[replace(task, fixed_cost=self.one([None, None, 1000, 0.125])) for task in project.tasks],
            budget=self.one([None, 5000]),
            value=self.one([None, 20_000, -300]),
            cost_of_delay_per_day=self.one([None, 100]),
            deadline=project.deadline or self.one([None, self.day()]),
            funding=[
                Tranche(self.whole(0, 4000), self.one([None, self.day()]), self.one([None, *names]))
                for _ in range(self.one([0, 0, 2]))
            ],
            benefits=[
                Benefit(
                    f"benefit {number}",
                    self.whole(0, 50_000),
                    *(self.one([0, 0.5, 3, 12]) for _ in range(4)),
                    factor=self.one([1, "PERT(0.4, 1, 1.2)"]),
                )
                for number in range(self.one([0, 0, 1, 2]))
            ],
            delay_from=self.one([None, self.day()]),
            penalty=self.one([None, 500]),
            penalty_after=self.one([None, self.day()]),
            window_end=self.one([None, None, self.day()]),
            price=self.one([None, 9000]),
            billable=self.chance(0.4),
        )

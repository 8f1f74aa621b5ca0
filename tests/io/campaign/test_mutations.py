"""Good portfolios with one thing done to them: read as they were, or refused at the cell."""

from __future__ import annotations

import pytest

from tests.io.campaign.mutate import OPERATORS, cases

CASES = 150
SEED = 7


@pytest.mark.parametrize("operator", OPERATORS)
def test_every_mutation_ends_in_the_model_that_it_should_or_in_a_problem_at_its_cell(operator: str) -> None:
    tried = list(cases(operator, SEED, CASES))
    assert [each for each in tried if each.wrong] == []
    assert len(tried) == CASES


@pytest.mark.slow
@pytest.mark.parametrize("operator", OPERATORS)
def test_a_long_campaign_of_mutations_ends_well_too(operator: str) -> None:
    assert [each for each in cases(operator, SEED + 1, 20_000 // len(OPERATORS)) if each.wrong] == []


def test_there_are_twelve_operators_and_two_thousand_cases() -> None:
    assert len(OPERATORS) >= 12
    assert len(OPERATORS) * CASES >= 2_000

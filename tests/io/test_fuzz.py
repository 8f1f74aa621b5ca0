"""Whatever the bytes, reading ends in a model or in problems with a place; never in anything else."""

from __future__ import annotations

import pytest

from tests.io.campaign.fuzz import MODELS, endings

CASES = 380
SEED = 7


@pytest.mark.parametrize("kind", MODELS)
def test_any_bytes_end_in_a_model_or_in_problems_with_a_place(kind: str) -> None:
    found = list(endings(kind, SEED, CASES))
    assert [(number, ending.wrong) for number, ending in found if ending.wrong] == []
    assert any(not ending.is_model for _, ending in found)


@pytest.mark.slow
@pytest.mark.parametrize("kind", MODELS)
def test_many_more_bytes_end_well_too(kind: str) -> None:
    found = endings(kind, SEED + 1, 20_000 // len(MODELS))
    assert [(number, ending.wrong) for number, ending in found if ending.wrong] == []


def test_three_thousand_files_are_spoiled() -> None:
    assert len(MODELS) * CASES >= 3_000

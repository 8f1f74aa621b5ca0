# ruff: noqa: E501
"""Files made to exhaust their reader are refused in its own words; `tests.io.campaign.bombs` measures them."""

from __future__ import annotations

from pathlib import Path

import pytest

from capsim.errors import InputError
from capsim.io import read
from tests.io.campaign.bombs import BOMBS, Bomb


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_refused_in_the_readers_own_words(bomb: Bomb, tmp_path: Path) -> None:
    path = bomb.make(tmp_path)
    if not bomb.told:
        assert read(path).people
        return
    with pytest.raises(InputError) as caught:
        read(path)
    assert any(bomb.told in str(problem) for problem in caught.value.found)

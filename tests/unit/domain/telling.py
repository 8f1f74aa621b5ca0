"""What a refusal says."""

from collections.abc import Callable

import pytest

from capsim.errors import InputError


def told(make: Callable[[], object]) -> list[str]:
    """Return the problems that making something raises, one line each."""
    with pytest.raises(InputError) as caught:
        make()
    return [str(problem) for problem in caught.value.found]

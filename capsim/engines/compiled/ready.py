"""Whether anything has to be compiled before a block of replications can run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numba

from capsim.engines.compiled.blocks import Block
from capsim.engines.compiled.drawing import draw_block
from capsim.engines.compiled.kernel import run_block

__all__ = ["is_ready"]

_DRAWS: Final[Any] = draw_block
_RUNS: Final[Any] = run_block


def is_ready(tables: Block) -> bool:
    """Return whether all kernels can run at once, or after a moment to load them.

    Parameters
    ----------
    tables : Block
        Those of a plan and a policy: what they fix, a kernel is compiled for (`families.fixed_in`).

    Returns
    -------
    bool
        False if one is to be compiled: neither this process nor the folder on disk has it.
    """
    if numba.config.DISABLE_JIT:
        return True
    kind = numba.typeof(tables)
    return any(given[0] == kind for given in _compiled(_RUNS)) and any(_compiled(_DRAWS))


def _compiled(kernel: Any) -> Iterator[Any]:
    """Yield the types of arguments for which this process, or the folder on disk, has a kernel."""
    yield from kernel.signatures
    index = getattr(kernel._cache, "_cache_file", None)  # there is none where no folder can be written
    if index is not None:
        processor = kernel.targetctx.codegen().magic_tuple()
        yield from (key[0] for key in index._load_index() if key[1] == processor)

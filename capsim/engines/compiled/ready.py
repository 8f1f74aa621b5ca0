"""Whether anything has to be compiled before a block can run."""

from __future__ import annotations

from typing import Any, Final

import numba

from capsim.engines.compiled.drawing import draw_block
from capsim.engines.compiled.kernel import run_block

__all__ = ["is_ready"]

_KERNELS: Final[tuple[Any, ...]] = (draw_block, run_block)


def is_ready() -> bool:
    """Return whether all kernels can run at once, or after a moment to load them.

    Returns
    -------
    bool
        False if one is to be compiled: neither this process nor the folder on disk has it.
    """
    return bool(numba.config.DISABLE_JIT) or all(kernel.signatures or _is_kept(kernel) for kernel in _KERNELS)


def _is_kept(kernel: Any) -> bool:
    """Return whether the folder on disk has a kernel, compiled for this processor."""
    index = getattr(kernel._cache, "_cache_file", None)  # there is none where no folder can be written
    if index is None:
        return False
    processor = kernel.targetctx.codegen().magic_tuple()
    return any(key[1] == processor for key in index._load_index())

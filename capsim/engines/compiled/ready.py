"""Whether the kernel has to be compiled before it can run."""

from __future__ import annotations

from typing import Any

import numba

from capsim.engines.compiled.kernel import run_block

__all__ = ["is_kept", "is_ready"]


def is_ready() -> bool:
    """Return whether the kernel can run at once, or after a moment to load it.

    Returns
    -------
    bool
        False if it is to be compiled: neither this process nor the folder on disk has it.
    """
    kernel: Any = run_block
    return bool(numba.config.DISABLE_JIT) or bool(kernel.signatures) or is_kept()


def is_kept() -> bool:
    """Return whether the folder on disk has the kernel, compiled for this processor."""
    kernel: Any = run_block
    index = getattr(kernel._cache, "_cache_file", None)  # there is none where no folder can be written
    if index is None:
        return False
    processor = kernel.targetctx.codegen().magic_tuple()
    return any(key[1] == processor for key in index._load_index())

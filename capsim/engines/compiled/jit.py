"""How the kernels of this package are compiled, kept, and found again.

A kernel that has been compiled is kept in a folder on disk. numba would take it from there as long as the
file of the kernel itself is unchanged; ours is made of functions of several files, so what is kept bears a
hash of all of them. Where no folder can be written, kernels are compiled anew in each process.
"""

from __future__ import annotations

import ctypes
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
import numpy as np
from llvmlite import binding
from numba.core import caching
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import CompilerBase, DefaultPassBuilder
from numba.core.compiler_machinery import LoweringPass, register_pass
from numba.core.typed_passes import AnnotateTypes
from numba.core.untyped_passes import WithLifting

from capsim.engines.compiled.folding import FoldFixed

__all__ = ["fingerprint", "i64", "inlined", "jitted", "kernel", "u64"]

Function = TypeVar("Function", bound=Callable[..., Any])

i64: Any = np.int64
"""Widen a number, so that no product of two overflows; of any type, as numba is."""

u64: Any = np.uint64

_OPTIONS = {"nogil": True, "error_model": "numpy", "_nrt": False}
# _nrt: nothing is allocated inside, so that counting references would cost time for nothing

_INNER = {**_OPTIONS, "no_cfunc_wrapper": True}
# C does not call them

_HERE = Path(__file__).parent
_OTHERS = (
    "clock.py",
    "engines/runs.py",
    "plan/learning.py",
    "plan/paths.py",
    "plan/reacting.py",
    "plan/standing.py",
    "rules/speed.py",
    "rules/work.py",
)
_SOURCES = (*sorted(_HERE.glob("*.py")), *(_HERE.parents[1] / other for other in _OTHERS))
"""Whatever a kernel is made of."""


# ---------------------------------------------------------------- one piece of machine code


class _Part(JITCodeLibrary):
    """The code of a function that kernels call: it is optimized as part of each kernel, not by itself."""

    def _optimize_final_module(self) -> None:
        pass


class _NoEnvironments:
    """Where numba would write down the environment of machine code that is never made."""

    def set_env(self, name: str, environment: object) -> None:
        """Write down nothing."""


class _Inside(_Part):
    """The code of a function compiled because a kernel calls it: no machine code is made of it alone."""

    @property
    def codegen(self) -> Any:
        """What numba tells of a function that can run; there is nothing to be told of this one."""
        return _NoEnvironments()

    def get_pointer_to_function(self, name: str) -> int | None:
        """Return where Python would find the function: it finds a refusal."""
        self._ensure_finalized()
        return ctypes.cast(ctypes.pythonapi.PyErr_BadArgument, ctypes.c_void_p).value

    def _finalize_final_module(self) -> None:
        self._finalized = True


class _Whole(JITCodeLibrary):
    """The code of a kernel with all it calls, of which nothing can be called from outside but the kernel.

    numba leaves every part callable by others. Then calls stay calls, and in the process that compiles
    they go to copies elsewhere in memory: a kernel took a quarter longer there than where it was loaded.
    """

    def _optimize_final_module(self) -> None:
        for part in self._final_module.functions:
            if not part.is_declaration and part.linkage == binding.Linkage.linkonce_odr:
                part.linkage = binding.Linkage.internal
        super()._optimize_final_module()


class _Open(LoweringPass):
    """Begin the machine code of a function."""

    _library: type[JITCodeLibrary]

    def __init__(self) -> None:  # numba wants every pass to have its own
        super().__init__()

    def run_pass(self, state: Any) -> bool:
        """Let the passes that follow write into a library of ours."""
        state.library = self._library(state.targetctx.codegen(), state.func_id.func_qualname)
        state.library.enable_object_caching()
        return True


@register_pass(mutates_CFG=False, analysis_only=False)
class _OpenPart(_Open):
    _name = "capsim_open_part"

    def run_pass(self, state: Any) -> bool:
        """Let the passes that follow write into a library that fits whoever calls the function."""
        is_inside = len(state.typingctx.callstack) > 0  # of what is being compiled just now
        self._library = _Inside if is_inside else _Part
        state.flags.no_cpython_wrapper = is_inside
        return super().run_pass(state)


@register_pass(mutates_CFG=False, analysis_only=False)
class _OpenKernel(_Open):
    _name = "capsim_open_kernel"
    _library = _Whole


def _passes(state: Any, begin: type[_Open]) -> list[Any]:
    """Return what numba does to compile a function, with a library of ours to write into."""
    passes = DefaultPassBuilder.define_nopython_pipeline(state)
    passes.add_pass_after(FoldFixed, WithLifting)
    passes.add_pass_after(begin, AnnotateTypes)
    passes.finalize()
    return [passes]


class _PartCompiler(CompilerBase):
    def define_pipelines(self) -> list[Any]:
        return _passes(self.state, _OpenPart)


class _KernelCompiler(CompilerBase):
    def define_pipelines(self) -> list[Any]:
        return _passes(self.state, _OpenKernel)


# ---------------------------------------------------------------- what is compiled


def jitted(function: Function) -> Function:
    """Compile a function that kernels call."""
    return cast("Function", numba.njit(pipeline_class=_PartCompiler, **_INNER)(function))


def inlined(function: Function) -> Function:
    """Compile a small function into each of its callers."""
    return cast("Function", numba.njit(forceinline=True, pipeline_class=_PartCompiler, **_INNER)(function))


def kernel(function: Function) -> Function:
    """Compile a function that Python calls, and keep what was compiled if there is a place for it."""
    compiled = numba.njit(pipeline_class=_KernelCompiler, **_OPTIONS)(function)
    if numba.config.DISABLE_JIT:
        return cast("Function", compiled)
    try:
        compiled._cache = _KernelCache(compiled.py_func)
    except (RuntimeError, OSError):  # no folder can be written
        return cast("Function", compiled)
    return cast("Function", compiled)


def fingerprint() -> str:
    """Return a hash of all that compiled kernels depend on, beside the machine."""
    digest = hashlib.sha256(f"{numba.__version__} {numba.config.BOUNDSCHECK}".encode())
    for source in _SOURCES:
        digest.update(source.read_bytes())
    return digest.hexdigest()[:32]


# ---------------------------------------------------------------- where it is kept


class _Keyed:
    """Replace the stamp of a single file by the fingerprint."""

    def get_source_stamp(self) -> str:
        return fingerprint()


def _keyed(locator: type) -> type:
    return type(f"_Keyed{locator.__name__}", (_Keyed, locator), {})


class _KernelImpl(caching.CompileResultCacheImpl):
    """What numba does for its own caches, with the fingerprint as the stamp."""

    _locator_classes = tuple(map(_keyed, caching.CompileResultCacheImpl._locator_classes))


class _KernelCache(caching.FunctionCache):
    """A cache on disk whose entries hold for one fingerprint."""

    _impl_class = _KernelImpl

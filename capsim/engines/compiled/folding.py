"""What the types of blocks tell is known before anything is compiled: branches that cannot be taken go.

A block may fix some of its numbers, and that some of its columns are empty (`blocks.Block`). Here conditions
made of these become constants in numba's own text of a function, before it looks at types; numba then leaves
out what would follow from them, so that functions that are only called there are not compiled at all.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba.core import ir
from numba.core.compiler_machinery import FunctionPass, register_pass
from numba.core.consts import ConstantInference
from numba.core.ir_utils import get_definition, guard

from capsim.engines.compiled.blocks import known_field, known_length

__all__ = ["FoldFixed"]


@register_pass(mutates_CFG=False, analysis_only=False)
class FoldFixed(FunctionPass):
    """Write a constant where a number is part of a block's type, or follows from such."""

    _name = "capsim_fold_fixed"

    def __init__(self) -> None:  # numba wants every pass to have its own
        super().__init__()

    def run_pass(self, state: Any) -> bool:
        """Tell whether anything has been written."""
        text, changed = state.func_ir, False
        for block in text.blocks.values():
            for statement in block.body:
                if isinstance(statement, ir.Assign) and _may_be_folded(text, statement.value):
                    known = _known(text, state.args, statement.value)
                    if isinstance(known, bool | int):
                        constant = ir.Const(known, statement.loc)
                        meanings = text._definitions[statement.target.name]
                        meanings[meanings.index(statement.value)] = constant
                        statement.value = constant
                        changed = True
        if changed:
            text._consts = ConstantInference(text)
        return changed


def _may_be_folded(text: Any, value: Any) -> bool:
    """Whether something may become a constant; the truth of a condition is what numba looks for itself."""
    if not isinstance(value, ir.Expr):
        return False
    return not (value.op == "call" and _function(text, value) is bool)


def _function(text: Any, call: Any) -> Any:
    """Return what is called, if that is the same in all runs."""
    found = guard(get_definition, text, call.func)
    return found.value if isinstance(found, ir.Global | ir.FreeVar) else None


def _known(text: Any, args: Any, value: Any) -> Any:
    """Return the number that something always is, its type if it is a block or a column; else None."""
    if isinstance(value, ir.Var):
        value = guard(get_definition, text, value)
    if isinstance(value, ir.Const | ir.Global | ir.FreeVar):
        return value.value
    if isinstance(value, ir.Arg):
        return args[value.index]
    if not isinstance(value, ir.Expr):
        return None
    if value.op == "getattr":
        return known_field(_known(text, args, value.value), value.attr)
    if value.op == "call":
        return _known_call(text, args, value)
    if value.op in ("binop", "unary"):
        parts = [value.value] if value.op == "unary" else [value.lhs, value.rhs]
        numbers = [_known(text, args, part) for part in parts]
        if all(isinstance(number, bool | int) for number in numbers):
            return value.fn(*numbers)
    return None


def _known_call(text: Any, args: Any, call: Any) -> Any:
    """Return what a length, a truth or a widened number always is, or None."""
    function = _function(text, call)
    if len(call.args) != 1 or function not in (len, bool, np.int64):
        return None
    given = _known(text, args, call.args[0])
    if function is len:
        return known_length(given)
    return function(given) if isinstance(given, bool | int) else None

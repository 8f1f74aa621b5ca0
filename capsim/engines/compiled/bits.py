"""Sets of people as words of 64 bits."""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic, overload

from capsim.engines.compiled.jit import inlined, u64

__all__ = ["add", "bit_of", "copy", "count", "drop", "fill", "has", "lowest"]


def lowest(word: Any) -> int:
    """Return the place of the lowest bit of a word that is not 0."""
    number = int(word)
    return (number & -number).bit_length() - 1


def count(word: Any) -> int:
    """Return how many bits of a word are set."""
    return int(word).bit_count()


@intrinsic
def _cttz(typingctx: Any, word: Any) -> Any:
    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.cttz(args[0], ir.Constant(ir.IntType(1), 1))

    return types.int64(types.uint64), codegen


@intrinsic
def _ctpop(typingctx: Any, word: Any) -> Any:
    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.ctpop(args[0])

    return types.int64(types.uint64), codegen


@overload(lowest, inline="always")
def _lowest(word):  # type: ignore[no-untyped-def]  # numba compares the signatures
    return lambda word: _cttz(word)


@overload(count, inline="always")
def _count(word):  # type: ignore[no-untyped-def]
    return lambda word: _ctpop(word)


@inlined
def bit_of(person: int) -> Any:
    """Return the word in which a person's bit is set."""
    return u64(1) << u64(person & 63)


@inlined
def copy(column: Any, given: Any) -> None:
    """Let all entries of a column be those of another of the same length."""
    for place in range(len(column)):
        column[place] = given[place]


@inlined
def fill(column: Any, value: Any) -> None:
    """Let all entries of a column be the same."""
    for place in range(len(column)):
        column[place] = value


@inlined
def has(words: Any, person: int) -> bool:
    """Whether a person is in a set."""
    return bool((words[person >> 6] >> u64(person & 63)) & u64(1))


@inlined
def add(words: Any, person: int) -> None:
    """Put a person in a set."""
    words[person >> 6] |= u64(1) << u64(person & 63)


@inlined
def drop(words: Any, person: int) -> None:
    """Take a person out of a set."""
    words[person >> 6] &= ~(u64(1) << u64(person & 63))

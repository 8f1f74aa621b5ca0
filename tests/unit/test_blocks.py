"""Arrays behind one pointer: compiled functions see what Python sees."""

from typing import Any, NamedTuple

import numba
import numpy as np
import pytest

from capsim.engines.compiled.bits import add, count, drop, fill, has, lowest
from capsim.engines.compiled.blocks import Block
from capsim.engines.compiled.jit import kernel

ROW = np.dtype([("big", np.int64), ("small", np.int32), ("flag", np.int32)])


class Inner(NamedTuple):
    number: int
    yes: bool
    column: Any


class Outer(NamedTuple):
    inner: Inner
    table: Any
    rows: Any
    words: Any
    flags: Any
    wide: Any


def content():
    return Outer(
        inner=Inner(7, True, np.arange(5, dtype=np.int32)),
        table=np.arange(12, dtype=np.int32).reshape(3, 4),
        rows=np.zeros(3, ROW).view(np.recarray),
        words=np.zeros(3, np.uint64),
        flags=np.array([True, False, True]),
        wide=np.zeros((2, 3), np.int64),
    )


def change(block):
    """Read and write everything that a block can hold."""
    inner = block.inner
    for place in range(len(inner.column)):
        inner.column[place] += inner.number
    row = block.table[1]
    for place in range(len(row)):
        block.wide[0, 0] += row[place]
    block.table[2, 3] = -1
    one = block.rows[1]
    one.big = 1 << 40
    one.small = 5
    one.flag = one.small + 1
    block.rows[2].small = block.rows[1].flag
    block.flags[1] = inner.yes
    block.flags[0] = not inner.yes
    for person in (0, 63, 64, 130):
        add(block.words, person)
    drop(block.words, 64)
    block.wide[1, 2] = lowest(block.words[2])
    block.wide[1, 1] = count(block.words[0])
    block.wide[1, 0] = has(block.words, 130) and not has(block.words, 64)
    fill(block.wide[0], 9)


compiled = kernel(change)


def test_compiled_functions_read_and_write_what_python_does():
    by_python, by_kernel = content(), content()
    change(Block(by_python))
    compiled(Block(by_kernel))
    pairs = zip((*by_python.inner, *by_python[1:]), (*by_kernel.inner, *by_kernel[1:]), strict=True)
    for one, other in pairs:
        assert np.array_equal(one, other)
    assert by_kernel.inner.column.tolist() == [7, 8, 9, 10, 11]
    assert by_kernel.wide.tolist() == [[9, 9, 9], [1, 2, 2]]
    assert by_kernel.rows.tolist() == [(0, 0, 0), (1 << 40, 5, 6), (0, 6, 0)]


def test_blocks_of_other_sizes_share_what_was_compiled():
    compiled(Block(content()))
    known = len(getattr(compiled, "signatures", ()))  # none with the JIT off
    larger = content()._replace(inner=Inner(3, False, np.zeros(50, np.int32)), words=np.zeros(9, np.uint64))
    compiled(Block(larger))
    assert len(getattr(compiled, "signatures", ())) == known
    assert larger.inner.column.tolist() == [3] * 50


def test_an_array_with_gaps_is_refused():
    with pytest.raises(AssertionError):
        Block(content()._replace(table=np.zeros((4, 8), np.int32)[:, ::2]))


def fixed_part(block):
    """Do what cannot be compiled, unless it is known that it never happens."""
    if block.inner.number > 7 or (len(block.inner.column) + len(block.flags) > 3 and block.inner.yes):
        return block.inner.no_such_field
    return block.inner.number + len(block.inner.column) + block.wide[0, 1]


leaves_out = kernel(fixed_part)


def test_what_cannot_happen_with_the_fixed_fields_of_a_block_is_not_even_compiled():
    given = content()._replace(inner=Inner(7, False, np.zeros(0, np.int32)))
    given.wide[0, 1] = 5
    assert leaves_out(Block(given, {"inner.number", "inner.yes", "inner.column"})) == 12
    with pytest.raises(numba.TypingError, match="no_such_field"):
        leaves_out(Block(given, {"inner.yes"}))


def test_a_field_that_is_not_fixed_may_be_other_in_another_block():
    read = kernel(lambda block: block.inner.number)
    assert [
        read(Block(content()._replace(inner=Inner(number, True, np.arange(2))))) for number in (3, 4)
    ] == [3, 4]
    fixed = [
        Block(content()._replace(inner=Inner(number, True, np.arange(2))), {"inner.number"})
        for number in (3, 4)
    ]
    assert [read(block) for block in fixed] == [3, 4]
    assert fixed[0]._type != fixed[1]._type

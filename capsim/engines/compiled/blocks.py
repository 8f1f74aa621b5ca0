"""Many arrays behind one pointer, so that compiled functions can hand them on for nothing.

numba passes a tuple of a hundred arrays as seven hundred arguments, to every function, and asks at each
access whether an index counts from the end. A `Block` is passed as one address: of a table in which the
place and the sides of each array stand, also those of the blocks inside it. Its arrays are *columns*, whose
indices count from 0. Python sees arrays, so that kernels run as they are written when nothing is compiled.
"""

from __future__ import annotations

import hashlib
import operator
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

import numba
import numpy as np
from llvmlite import ir
from numba import from_dtype, types
from numba.core import cgutils
from numba.core.imputils import lower_getattr_generic, lower_setattr_generic
from numba.core.typing.templates import (
    AbstractTemplate,
    AttributeTemplate,
    infer_getattr,
    infer_global,
    signature,
)
from numba.extending import NativeValue, lower_builtin, models, register_model, typeof_impl, unbox

__all__ = ["Block", "known_field", "known_length"]

_ADDRESS = ir.IntType(64).as_pointer()


def _short(label: str, content: str) -> str:
    """Return a name for a type: numba writes it into the name of every function, many thousand times."""
    return f"{label}_{hashlib.sha256(content.encode()).hexdigest()[:12]}"


class _Field(NamedTuple):
    """What stands at a place of the table: an address and sides, a number, or another block's table.

    A number may be the same in all blocks of the type; then what is compiled for it knows that number.
    """

    name: str
    place: int
    type: types.Type
    number: int | None = None


class Block:
    """The arrays, numbers and blocks of a named tuple, behind one address.

    Parameters
    ----------
    content : named tuple
        Contiguous arrays of one or two dimensions, also record arrays, whole numbers, and named tuples of
        such.
    fixed : collection of str
        Which numbers are part of the block's type, and which arrays are empty in all blocks of it, as
        ``"rules.preempt"``. Kernels are compiled for a type: what cannot happen with these is left out.
    """

    def __init__(self, content: Any, fixed: Collection[str] = ()) -> None:
        numbers: list[int] = []
        fields: list[_Field] = []
        for name, entry in zip(content._fields, content, strict=True):
            inner = [each.removeprefix(f"{name}.") for each in fixed if each.startswith(f"{name}.")]
            value = Block(entry, inner) if isinstance(entry, tuple) else entry
            setattr(self, name, value)
            place = len(numbers)
            numbers.extend(_numbers_of(value))
            fields.append(
                _fixed(name, place, value) if name in fixed else _Field(name, place, _type_of(value))
            )
        self._table = np.array(numbers, np.int64)
        self._type = _BlockType(type(content).__name__, tuple(fields))

    @property
    def _address(self) -> int:
        return int(self._table.ctypes.data)


def _fixed(name: str, place: int, value: Any) -> _Field:
    """Return a field whose number, or whose emptiness, is known when a kernel is compiled."""
    if not isinstance(value, np.ndarray):
        return _Field(name, place, _type_of(value), int(value))
    assert len(value) == 0
    column = _type_of(value)
    return _Field(name, place, _ColumnType(column.dtype, column.ndim, is_empty=True))


def _type_of(value: object) -> Any:
    if isinstance(value, Block):
        return value._type
    if isinstance(value, np.ndarray):
        return _ColumnType(
            _RowType(value.dtype) if value.dtype.names else from_dtype(value.dtype), value.ndim
        )
    return types.boolean if isinstance(value, bool) else types.int64


def _numbers_of(value: Any) -> Iterator[int]:
    if isinstance(value, Block):
        yield from value._table.tolist()
    elif isinstance(value, np.ndarray):
        assert value.flags.c_contiguous
        yield value.ctypes.data
        yield from value.shape
    else:
        yield int(value)


# ---------------------------------------------------------------- blocks


class _BlockType(types.Type):
    """The names and types of what a block holds."""

    def __init__(self, label: str, fields: tuple[_Field, ...]) -> None:
        self.fields = fields
        content = "; ".join(f"{field.name} {field.place} {field.type} {field.number}" for field in fields)
        super().__init__(_short(label, content))

    def field(self, name: str) -> _Field | None:
        return next((field for field in self.fields if field.name == name), None)


def known_field(kind: object, name: str) -> Any:
    """Return what is known of a field of a type: its number, the type of a block or column, or None."""
    field = kind.field(name) if isinstance(kind, _BlockType) else None
    if field is None:
        return None
    if field.number is not None:
        return bool(field.number) if field.type is types.boolean else field.number
    return field.type if isinstance(field.type, _BlockType | _ColumnType) else None


def known_length(kind: object) -> int | None:
    """Return the length of a column of a type, if that is known."""
    return 0 if isinstance(kind, _ColumnType) and kind.is_empty else None


@register_model(_BlockType)
class _BlockModel(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: _BlockType) -> None:
        super().__init__(manager, kind, _ADDRESS)


@typeof_impl.register(Block)
def _typeof(value: Block, context: object) -> types.Type:
    return value._type


@unbox(_BlockType)
def _unbox(kind: _BlockType, value: Any, c: Any) -> NativeValue:
    boxed = c.pyapi.object_getattr_string(value, "_address")
    number = c.pyapi.long_as_longlong(boxed)
    c.pyapi.decref(boxed)
    return NativeValue(c.builder.inttoptr(number, _ADDRESS))


@infer_getattr
class _BlockAttributes(AttributeTemplate):
    key = _BlockType

    def generic_resolve(self, kind: _BlockType, name: str) -> types.Type | None:
        field = kind.field(name)
        return None if field is None else field.type


@lower_getattr_generic(_BlockType)
def _attribute(context: Any, builder: Any, kind: _BlockType, table: Any, name: str) -> Any:
    field = kind.field(name)
    assert field is not None
    if field.number is not None:
        return ir.Constant(context.get_data_type(field.type), field.number)

    def where(place: int) -> Any:
        return builder.gep(table, [ir.Constant(ir.IntType(32), field.place + place)])

    def entry(place: int) -> Any:
        number = builder.load(where(place))
        number.set_metadata("invariant.load", builder.module.add_metadata([]))  # a table never changes
        return number

    if isinstance(field.type, _BlockType):
        return where(0)
    if field.type is types.boolean:
        return builder.trunc(entry(0), ir.IntType(1))
    if not isinstance(field.type, _ColumnType):
        return entry(0)
    column = cgutils.create_struct_proxy(field.type)(context, builder)
    item = types.uint8 if isinstance(field.type.dtype, _RowType) else field.type.dtype
    column.data = builder.inttoptr(entry(0), context.get_data_type(item).as_pointer())
    column.rows = ir.Constant(ir.IntType(64), 0) if field.type.is_empty else entry(1)
    column.width = entry(2) if field.type.ndim == 2 else ir.Constant(ir.IntType(64), 1)
    return column._getvalue()


# ---------------------------------------------------------------- rows


class _RowType(types.Type):
    """A row of a table of records: what one thing remembers stands together, in one line of the cache."""

    def __init__(self, dtype: np.dtype[Any]) -> None:
        assert dtype.names and dtype.fields
        self.size = dtype.itemsize
        self.places = {
            name: (from_dtype(dtype.fields[name][0]), dtype.fields[name][1]) for name in dtype.names
        }
        super().__init__(_short("Row", f"{self.size} {self.places}"))


@register_model(_RowType)
class _RowModel(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: _RowType) -> None:
        super().__init__(manager, kind, ir.IntType(8).as_pointer())


@infer_getattr
class _RowAttributes(AttributeTemplate):
    key = _RowType

    def generic_resolve(self, kind: _RowType, name: str) -> types.Type | None:
        return kind.places[name][0] if name in kind.places else None


def _field_place(context: Any, builder: Any, kind: _RowType, row: Any, name: str) -> Any:
    """Return the address of a field of a row."""
    field, offset = kind.places[name]
    where = builder.gep(row, [ir.Constant(ir.IntType(64), offset)])
    return builder.bitcast(where, context.get_data_type(field).as_pointer())


@lower_getattr_generic(_RowType)
def _get_field(context: Any, builder: Any, kind: _RowType, row: Any, name: str) -> Any:
    return context.unpack_value(
        builder, kind.places[name][0], _field_place(context, builder, kind, row, name)
    )


@lower_setattr_generic(_RowType)
def _set_field(context: Any, builder: Any, sig: Any, args: Any, name: str) -> None:
    kind, given = sig.args
    field = kind.places[name][0]
    value = context.cast(builder, args[1], given, field)
    context.pack_value(builder, field, value, _field_place(context, builder, kind, args[0], name))


# ---------------------------------------------------------------- columns


class _ColumnType(types.Type):
    """A contiguous array of one or two dimensions, read and written entry by entry."""

    def __init__(self, dtype: types.Type, ndim: int, is_empty: bool = False) -> None:
        self.dtype = dtype
        self.ndim = ndim
        self.is_empty = is_empty
        super().__init__(f"{'Empty' if is_empty else 'Column'}({dtype}, {ndim})")


@register_model(_ColumnType)
class _ColumnModel(models.StructModel):
    def __init__(self, manager: Any, kind: _ColumnType) -> None:
        entry = types.uint8 if isinstance(kind.dtype, _RowType) else kind.dtype
        members = [("data", types.CPointer(entry)), ("rows", types.int64), ("width", types.int64)]
        super().__init__(manager, kind, members)


def _is_index(index: types.Type) -> bool:
    if isinstance(index, types.BaseTuple):
        return len(index) == 2 and all(isinstance(each, types.Integer) for each in index)
    return isinstance(index, types.Integer)


def _entry_type(column: _ColumnType, index: types.Type) -> types.Type:
    """Return what an index leads to: an entry, or a row of a table."""
    sides = len(index) if isinstance(index, types.BaseTuple) else 1
    return column.dtype if sides == column.ndim else _ColumnType(column.dtype, 1)


@infer_global(operator.getitem)
class _GetItem(AbstractTemplate):
    def generic(self, args: Any, keywords: Any) -> Any:
        if len(args) == 2 and isinstance(args[0], _ColumnType) and _is_index(args[1]):
            return signature(_entry_type(*args), *args)
        return None


@infer_global(operator.setitem)
class _SetItem(AbstractTemplate):
    def generic(self, args: Any, keywords: Any) -> Any:
        if len(args) == 3 and isinstance(args[0], _ColumnType) and _is_index(args[1]):
            return signature(types.void, args[0], args[1], args[0].dtype)
        return None


@infer_global(len)
class _Len(AbstractTemplate):
    def generic(self, args: Any, keywords: Any) -> Any:
        return signature(types.int64, *args) if len(args) == 1 and isinstance(args[0], _ColumnType) else None


@lower_builtin(len, _ColumnType)
def _length(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    return cgutils.create_struct_proxy(sig.args[0])(context, builder, value=args[0]).rows


@lower_builtin(operator.getitem, _ColumnType, types.Any)
def _get(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    kind, index = sig.args
    column = cgutils.create_struct_proxy(kind)(context, builder, value=args[0])
    where = _place(context, builder, kind, index, column, args[1])
    if isinstance(sig.return_type, _RowType):
        return where
    if not isinstance(sig.return_type, _ColumnType):
        return context.unpack_value(builder, kind.dtype, where)
    row = cgutils.create_struct_proxy(sig.return_type)(context, builder)
    row.data, row.rows, row.width = where, column.width, ir.Constant(ir.IntType(64), 1)
    return row._getvalue()


@lower_builtin(operator.setitem, _ColumnType, types.Any, types.Any)
def _set(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    kind, index, given = sig.args
    column = cgutils.create_struct_proxy(kind)(context, builder, value=args[0])
    value = context.cast(builder, args[2], given, kind.dtype)
    context.pack_value(builder, kind.dtype, value, _place(context, builder, kind, index, column, args[1]))
    return context.get_dummy_value()


def _place(context: Any, builder: Any, kind: _ColumnType, index: types.Type, column: Any, given: Any) -> Any:
    """Return the address of an entry, or of a row's first."""
    if isinstance(index, types.BaseTuple):
        parts = [
            context.cast(builder, part, each, types.int64)
            for part, each in zip(cgutils.unpack_tuple(builder, given), index, strict=True)
        ]
    else:
        parts = [context.cast(builder, given, index, types.int64)]
    if numba.config.BOUNDSCHECK:
        for part, side in zip(parts, (column.rows, column.width), strict=False):
            _check(context, builder, part, side)
    flat = parts[0]
    if kind.ndim == 2:
        flat = builder.mul(flat, column.width)
    if len(parts) == 2:
        flat = builder.add(flat, parts[1])
    if isinstance(kind.dtype, _RowType):
        flat = builder.mul(flat, ir.Constant(ir.IntType(64), kind.dtype.size))
    return builder.gep(column.data, [flat])


def _check(context: Any, builder: Any, index: Any, side: Any) -> None:
    """Raise if an index is below 0 or beyond a side."""
    with cgutils.if_unlikely(builder, builder.icmp_unsigned(">=", index, side)):
        context.call_conv.return_user_exc(builder, IndexError, ("an index is out of bounds",))

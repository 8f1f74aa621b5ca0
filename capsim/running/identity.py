"""Whether two models are the same, told by a hash of everything that they are made of."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Set
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

import numpy as np

__all__ = ["identity_of"]


def identity_of(*values: object) -> str:
    """Return a hash of values and all that they hold, the same in every process.

    Parameters
    ----------
    *values : object
        Numbers, texts, dates, arrays, and dataclasses, collections and dictionaries of such.

    Returns
    -------
    str
        64 hexadecimal digits.

    Raises
    ------
    TypeError
        If something has no content to tell it by, such as a function.

    Examples
    --------
    >>> identity_of(1, ("a", 2.0)) == identity_of(1, ("a", 2.0)) != identity_of(1, ("a", 2.5))
    True
    """
    digest = hashlib.sha256()
    for piece in _pieces(values):
        digest.update(f"{len(piece)}:".encode() + piece)
    return digest.hexdigest()


def _pieces(value: Any) -> Iterator[bytes]:
    """Take a value apart; each piece begins with its kind, and collections with their size."""
    name = type(value).__name__
    if value is None or isinstance(value, bool | int | float | str | date | np.generic):
        yield f"{name} {value!r}".encode()
    elif isinstance(value, Enum):
        yield f"{name}.{value.name}".encode()
    elif isinstance(value, np.ndarray):
        yield f"array {value.dtype.str} {value.shape}".encode()
        yield np.ascontiguousarray(value).tobytes()
    elif is_dataclass(value):
        compared = [field for field in fields(value) if field.compare]  # not where it was read from
        yield f"{name} {len(compared)}".encode()
        for field in compared:
            yield field.name.encode()
            yield from _pieces(getattr(value, field.name))
    elif isinstance(value, Mapping):
        yield f"mapping {len(value)}".encode()
        for key, entry in value.items():
            yield from _pieces(key)
            yield from _pieces(entry)
    elif isinstance(value, tuple | list):
        yield f"sequence {len(value)}".encode()
        for entry in value:
            yield from _pieces(entry)
    elif isinstance(value, Set):
        yield f"set {len(value)}".encode()
        yield from sorted(b" ".join(_pieces(entry)) for entry in value)
    else:
        raise TypeError(f"{name} has no content to tell it by")

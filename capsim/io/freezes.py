"""Windows in which nothing begins, read from a tree."""

from __future__ import annotations

from capsim.domain.limits import Freeze
from capsim.io.reading import Made, Reading
from capsim.io.tree import Node

__all__ = ["read_freeze"]

_WANTED = {
    "start": "write the first day, such as 2027-12-20",
    "end": "write the last day, such as 2028-01-02",
}


def read_freeze(reading: Reading, node: Node) -> Made[Freeze] | None:
    """Read a freeze.

    Parameters
    ----------
    reading : Reading
    node : node

    Returns
    -------
    (Freeze, Fields) or None
    """
    fields = reading.fields("freeze", node)
    if fields is None:
        return None
    is_whole = reading.all_required(fields, _WANTED)
    values = reading.scalars("freeze", fields)
    if not is_whole or not _WANTED.keys() <= values.keys():
        return None
    values |= {key: reading.names(fields.entries.get(key)) for key in ("projects", "teams")}
    made = reading.made(Freeze, fields, values)
    return None if made is None else (made, fields)

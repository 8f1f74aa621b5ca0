"""Bookings, read from a tree."""

from __future__ import annotations

from capsim.domain.booking import Booking
from capsim.io.reading import Made, Reading
from capsim.io.tree import Node

__all__ = ["read_booking"]

_WANTED = {
    "person": "write the name of the person or pool",
    "project": "write the name of the project",
    "start": "write the first day, such as 2027-01-04",
    "end": "write the last day, such as 2027-03-31",
}


def read_booking(reading: Reading, node: Node) -> Made[Booking] | None:
    """Read a booking.

    Parameters
    ----------
    reading : Reading
    node : node

    Returns
    -------
    (Booking, Fields) or None
    """
    fields = reading.fields("booking", node)
    if fields is None:
        return None
    is_whole = reading.all_required(fields, _WANTED)
    values = reading.scalars("booking", fields)
    if not is_whole or not _WANTED.keys() <= values.keys():
        return None
    made = reading.made(Booking, fields, values)
    return None if made is None else (made, fields)

"""What may or may not happen, read from a tree: branches, stages of the intake, streams."""

from __future__ import annotations

from collections.abc import Callable

from capsim.domain.branches import Branch, Way
from capsim.domain.distributions import Fixed
from capsim.domain.intake import Stage
from capsim.domain.streams import Stream
from capsim.domain.task import Task
from capsim.io.amounts import amount_parser
from capsim.io.parsers import read_amount
from capsim.io.reading import Made, Reading
from capsim.io.tree import Fields, Items, Node, Text
from capsim.io.words import KEYS

__all__ = ["read_branch", "read_stage", "read_stream"]


def read_branch(reading: Reading, node: Node, project: str) -> Branch | None:
    """Read a branch of a project with its ways."""
    fields = reading.fields("branch", node)
    if fields is None or not reading.required(fields, "name", "write the name of the branch"):
        return None
    values = reading.scalars("branch", fields)
    given = _entries(fields.entries.get("ways"))
    ways = reading.each(fields.entries.get("ways"), _way)
    if len(ways) < len(given) or (len(ways) < 2 and not reading.gathering.complete):
        reading.gathering.complete = False  # some of its ways could not be read, which is told
        return None
    for way, cells in ways:
        reading.index[f"{project}, branch {values.get('name')!r}, way {way.name!r}"] = cells
    values["ways"] = [way for way, _ in ways]
    return reading.made(Branch, fields, values)


def _entries(node: Node | None) -> tuple[Node, ...]:
    """Return the entries of a list; one alone may stand without a list."""
    if node is None:
        return ()
    return node.entries if isinstance(node, Items) else (node,)


def _way(reading: Reading, node: Node) -> Made[Way] | None:
    fields = reading.fields("way", node)
    if fields is None:
        return None
    wanted = {"name": "write the name of the way", "probability": "write how likely it is, such as 0.6"}
    if not reading.all_required(fields, wanted):
        return None
    values = reading.scalars("way", fields)
    values["tasks"] = reading.names(fields.entries.get("tasks"))
    return reading.pair(Way, fields, values, "name", "probability") if "probability" in values else None


def read_stage(reading: Reading, node: Node) -> Stage | None:
    """Read a stage of the intake."""
    fields = reading.fields("stage", node)
    if fields is None or not reading.required(fields, "name", "write the name of the stage"):
        return None
    values = reading.scalars("stage", fields)
    if "delay" in fields.entries:
        values["delay"] = reading.text(fields.entries["delay"], amount_parser(reading, read_amount), Fixed(0))
    return reading.made(Stage, fields, values)


def read_stream(reading: Reading, node: Node, read_task: TaskReader) -> Made[Stream] | None:
    """Read a stream: what each item is stands in its own fields, or in those of a task."""
    fields = reading.fields("stream", node)
    if fields is None or not reading.required(fields, "name", "write the name of the stream"):
        return None
    values = reading.scalars("stream", fields)
    if "items" in fields.entries:
        values["items"] = reading.text(fields.entries["items"], read_amount, Fixed(1))
    if "done_per_week" in fields.entries:
        values["done_per_week"] = reading.text(fields.entries["done_per_week"], read_amount, Fixed(1))
    item = fields.entries.get("task") or _item_of(reading, fields)
    made = None if item is None else read_task(reading, item)
    if made is None:
        return None
    values["task"] = made[0]
    stream = reading.made(Stream, fields, values)
    reading.gathering.complete &= stream is not None
    return None if stream is None else (stream, fields)


TaskReader = Callable[[Reading, Node], Made[Task] | None]


def _item_of(reading: Reading, fields: Fields) -> Node | None:
    """Return the item that a stream's own fields describe."""
    own = (*KEYS["need"], "duration")
    entries = {key: each for key, each in fields.entries.items() if key in own}
    fix = "write the role that does the work"
    is_measured = "done_per_week" in fields.entries
    if "duration" not in entries and not is_measured and not reading.required(fields, "skill", fix):
        return None
    name = Text(_ITEM, fields.place)
    return Fields({"name": name, **entries}, fields.place, fields.words, keyed=True)


_ITEM = "item"
"""What an item is called where its stream does not say."""

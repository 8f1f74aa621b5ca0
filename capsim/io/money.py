"""Rates, benefits, tranches and the terms of a portfolio's money, read from a tree."""

from __future__ import annotations

from capsim.domain.money import Benefit, Rate, Terms, Tranche, as_exchange_rate
from capsim.io.reading import Reading
from capsim.io.tree import Fields, Items, Node, Text

__all__ = ["read_benefit", "read_rate", "read_terms", "read_tranche"]


def read_rate(reading: Reading, node: Node) -> Rate | None:
    """Read a rate from a date on: fields, or a pair of the date and the rate."""
    if isinstance(node, Items):
        node = Fields(
            dict(zip(("start", "cost_per_day"), node.entries, strict=False)), node.place, keyed=True
        )
    fields = reading.fields("rate", node)
    wanted = {
        "start": "write the day from which it holds, such as 2027-07-01",
        "cost_per_day": "write the rate",
    }
    if fields is None or not reading.all_required(fields, wanted):
        return None
    values = reading.scalars("rate", fields)
    return reading.made(Rate, fields, values) if wanted.keys() <= values.keys() else None


def read_benefit(reading: Reading, node: Node) -> Benefit | None:
    """Read a benefit of a project."""
    fields = reading.fields("benefit", node)
    wanted = {"name": "write what the benefit is", "per_year": "write the money that it brings in a year"}
    if fields is None or not reading.all_required(fields, wanted):
        return None
    values = reading.scalars("benefit", fields)
    return reading.made(Benefit, fields, values) if wanted.keys() <= values.keys() else None


def read_tranche(reading: Reading, node: Node) -> Tranche | None:
    """Read a part of a budget; an amount alone may be spent from the start."""
    if isinstance(node, Text):
        node = Fields({"amount": node}, node.place, keyed=True)
    fields = reading.fields("tranche", node)
    if fields is None or not reading.required(fields, "amount", "write the money that is released"):
        return None
    values = reading.scalars("tranche", fields)
    return reading.made(Tranche, fields, values) if "amount" in values else None


def read_terms(reading: Reading, node: Node | None) -> Terms:
    """Read what holds for all the money of a portfolio."""
    fields = None if node is None else reading.fields("money", node)
    if fields is None:
        return Terms()
    values = reading.scalars("money", fields)
    rates = fields.entries.get("exchange_rates")
    if isinstance(rates, Fields):
        read = {
            currency: reading.text(each, as_exchange_rate, None) for currency, each in rates.entries.items()
        }
        values["exchange_rates"] = {currency: rate for currency, rate in read.items() if rate is not None}
        reading.gathering.complete &= None not in read.values()  # whose rates they are is not to blame
    elif rates is not None:
        reading.problem(rates.place, "no exchange rates by name", fix="write a mapping such as GBP: 1.17")
    return reading.made(Terms, fields, values) or Terms()

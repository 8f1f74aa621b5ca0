"""Reports: a forecast as one page for a board, a sponsor, a team or a planner.

>>> import capsim as cs
>>> from capsim.report import executive
>>> forecast = cs.simulate(cs.read("models/product_org.yaml"), replications=100, seed=7, progress=False)
>>> forecast.report("report.html", executive())  # doctest: +SKIP
"""

from capsim.report.audience import Audience, everybody, executive, sponsor, team
from capsim.report.earlier import Earlier
from capsim.report.inputs import input_hash
from capsim.report.names import Naming, named, numbered
from capsim.report.shape import Cell, Column, Figure, Picture, Section, Sentence, Table
from capsim.report.subject import Subject
from capsim.report.writing import html_of, write_report

__all__ = [
    "Audience",
    "Cell",
    "Column",
    "Earlier",
    "Figure",
    "Naming",
    "Picture",
    "Section",
    "Sentence",
    "Subject",
    "Table",
    "everybody",
    "executive",
    "html_of",
    "input_hash",
    "named",
    "numbered",
    "sponsor",
    "team",
    "write_report",
]

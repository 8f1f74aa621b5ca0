"""The lists of MPSPLib: several PSPLIB projects, some resources shared (Homberger 2007)."""

from __future__ import annotations

from typing import NamedTuple
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl, Locator

import defusedxml.sax
from defusedxml.common import DefusedXmlException

from capsim.domain.words import plural
from capsim.errors import Place, Problem
from capsim.io.benchmarks.instance import MOST_PEOPLE, MOST_PROJECTS, Instance, Job, Work, pool
from capsim.io.benchmarks.progen import single_mode
from capsim.io.benchmarks.text import Row, Source, stop

__all__ = ["projects_sharing"]


class _Listed(NamedTuple):
    """What the XML says, each with its line."""

    names: list[Row]
    files: list[Row]
    starts: list[Row]
    resources: list[Row]


def projects_sharing(source: Source) -> Instance:
    """Read an ``.xml`` that names PSPLIB files: all projects draw on what is shared, else each on its own.

    Parameters
    ----------
    source : Source
        Per project its file and its start, then what is shared of each resource, 0 for nothing.

    Returns
    -------
    Instance
    """
    listed = _listed(source)
    counts = [row.whole(0, "resource", most=MOST_PEOPLE) for row in listed.resources]
    shared = {f"R{number}": count for number, count in enumerate(counts, 1) if count}
    people = [pool(name, count) for name, count in shared.items()]
    projects = []
    for number, (row, start) in enumerate(zip(listed.files, listed.starts, strict=True), 1):
        alone = single_mode(source.beside(row, " ".join(row.cells)))
        release = start.whole(0, "start")
        own = {
            person.role: f"{person.role} of {number}" for person in alone.people if person.role not in shared
        }
        people += [pool(own[person.role], person.count) for person in alone.people if person.role in own]
        jobs = tuple(_of(job, own) for job in alone.projects[0].jobs)
        projects.append(Work(f"{number} {alone.name}", jobs, release))
    names = [" ".join(row.cells) for row in listed.names if row.cells]
    return Instance(names[0] if names else source.path.stem, source.place, tuple(projects), tuple(people))


def _of(job: Job, own: dict[str, str]) -> Job:
    """Return a job that takes the people of its own project where they are not shared."""
    return job._replace(
        demands=tuple(each._replace(skill=own.get(each.skill, each.skill)) for each in job.demands)
    )


def _listed(source: Source) -> _Listed:
    handler = _Texts(source)
    try:
        # the files of the set name a DTD, which SAX does not open; entities are refused
        defusedxml.sax.parseString(source.text().encode(), handler, forbid_external=False)
    except SAXParseException as error:
        place = source.place._replace(line=error.getLineNumber())
        stop(
            source.gathering,
            place,
            Problem("", f"damaged XML: {error.getMessage()}", fix="get the file again"),
        )
    except (SAXException, DefusedXmlException):
        source.stop(Problem("", "XML with entities or references", fix="take them out"))
    found = _Listed(*(handler.found[tag] for tag in _TAGS))
    if not 1 <= len(found.files) <= MOST_PROJECTS:
        fix = f"name the files of 1 to {MOST_PROJECTS:,} in <filename>"
        source.stop(Problem("", plural(len(found.files), "project"), fix=fix))
    if len(found.files) != len(found.starts):
        what = f"{len(found.files)} of <filename> and {len(found.starts)} of <start>"
        source.stop(Problem("", what, fix="give every project both"))
    return found


_TAGS = ("name", "filename", "start", "resource")


class _Texts(ContentHandler):
    """The texts of the elements that count."""

    def __init__(self, source: Source) -> None:
        super().__init__()
        self.found: dict[str, list[Row]] = {tag: [] for tag in _TAGS}
        self._source = source
        self._where = Locator()
        self._text: list[str] = []

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802 - so it is called
        """Take what knows the line."""
        self._where = locator

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        """Begin a text."""
        self._text = []

    def characters(self, content: str) -> None:
        """Go on with it."""
        self._text.append(content)

    def endElement(self, name: str) -> None:  # noqa: N802
        """Keep it, if it counts."""
        if name in self.found:
            place = Place(self._source.name, line=self._where.getLineNumber())
            cells = tuple("".join(self._text).split())
            self.found[name].append(Row(place, cells, self._source.gathering))
        self._text = []

"""Projects that a source speaks of, whether they are listed or not."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from capsim.domain.values import name
from capsim.errors import Problem, did_you_mean
from capsim.io.slips import Slips
from capsim.io.tree import Fields, Gathering, Text

__all__ = ["Projects"]


class Projects:
    """The projects that are listed, and those that are named elsewhere besides.

    Parameters
    ----------
    listed : dict of str to Fields
        By name.
    listing : str, optional
        What lists them, such as "the sheet projects": then it is worth a warning that a project is not in it.
    gathering : Gathering
        Takes the problems and remarks.
    idle : collection of str
        Those of the listed that nothing else names: a name that is not listed may be meant for one of them.
    """

    def __init__(
        self,
        listed: Mapping[str, Fields],
        listing: str | None,
        gathering: Gathering,
        idle: Collection[str] = (),
    ) -> None:
        self._idle = idle
        self.found = {**listed}
        self._listing = listing
        self._listed = Slips(listed)
        self._made = Slips()
        self._gathering = gathering
        self._refused: set[str] = set()

    def admit(self, cell: Text) -> bool:
        """Make a project of a name that is not listed; whether there is one now."""
        word = name(cell.value)
        if word in self.found:
            return True
        if word not in self._refused:
            meant = self._listed.of(word)
            if meant is None:
                self._make(word, cell)
                return True
            self._refused.add(word)
        self._gathering.complete = False
        fix = f"did you mean {self._listed.of(word)!r}? If not, add it to {self._listing}"
        self._gathering.add(cell.place, Problem("", "no such project", cell.value, fix))
        return False

    def _make(self, word: str, cell: Text) -> None:
        place = cell.place._replace(column=None, cell=None)
        self.found[word] = Fields({"name": cell}, place, keyed=True)
        alike = self._made.of(word)
        self._made.add(word)
        if alike is not None:
            what = f"almost the same name as the project {alike!r}"
            fix = "spell them the same if they are one project"
            self._gathering.remark(cell.place, Problem("", what, cell.value, fix, "warning"))
        elif self._listing is not None:
            what = f"not in {self._listing}: made without deadline and priority"
            fix = f"add it to {self._listing}"
            hint = did_you_mean(word, self._idle)
            if hint.startswith("did"):
                fix = f"{hint.removesuffix('?')}, which nothing else names? If not, {fix}"
            self._gathering.remark(cell.place, Problem("", what, cell.value, fix, "warning"))

"""One fault, one problem: in every kind of source that can have it, with its exact words and place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from capsim.domain.portfolio import Portfolio
from tests.io.campaign.book import GOOD
from tests.io.campaign.faults import FAULTS
from tests.io.campaign.forms import FORMS, At, Source
from tests.io.campaign.remarks import REMARKS, SAME, Same
from tests.io.campaign.telling import Case, read_or_told, said


def expected(case: Case, source: Source, form: str) -> list[str]:
    """What is told of a case in a form, the places that its words name in the words of the form."""

    def place(found: re.Match[str]) -> str:
        words = found[1].split()
        if len(words) == 1:
            return (
                {"workbook": "sheet ", "frames": "frame "}.get(form, "")
                + words[0]
                + (".csv" if form in ("comma", "semicolon") else "")
            )
        if len(words) == 2:
            return str(source.place(At(words[0], int(words[1]))).row)
        return str(source.place(At(words[0], int(words[1]), words[2])))

    return [re.sub(r"\{([^{}]*)\}", place, each.sentence(source)) for each in case.told]


@pytest.mark.filterwarnings("ignore::capsim.errors.AssumptionWarning")
@pytest.mark.filterwarnings("ignore::capsim.errors.UnreadWarning")
@pytest.mark.parametrize("case", (*FAULTS, *REMARKS), ids=[case.name for case in (*FAULTS, *REMARKS)])
def test_a_fault_is_told_once_at_its_cell_with_what_would_be_right(case: Case, tmp_path: Path) -> None:
    for form in case.forms:
        source, lines = said(form, case.edit, tmp_path)
        assert (form, lines) == (form, expected(case, source, form))


@pytest.mark.parametrize("case", SAME, ids=[case.name for case in SAME])
def test_another_way_to_write_the_same_is_the_same_and_nothing_is_said(case: Same, tmp_path: Path) -> None:
    for form in case.forms:
        source = FORMS[form](case.edit(GOOD), tmp_path)
        found = read_or_told(source.given)
        assert isinstance(found, Portfolio), f"{form}: {found}"
        assert found.origin is not None
        assert (form, found.origin.remarks) == (form, ())
        assert found == read_or_told(FORMS[form](GOOD, tmp_path).given)


def test_the_good_book_has_nothing_wrong_with_it(tmp_path: Path) -> None:
    for form in ("comma", "semicolon", "workbook", "frames", "yaml", "json"):
        assert (form, said(form, lambda book: book, tmp_path)[1]) == (form, [])


def test_there_are_at_least_two_hundred_faults_each_with_a_name_of_its_own() -> None:
    assert len({case.name for case in (*FAULTS, *REMARKS)}) == len(FAULTS) + len(REMARKS)
    assert len(FAULTS) >= 200

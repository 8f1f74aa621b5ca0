"""The pictures on the pages are there, small, and made by the code above them."""

import struct

import pytest

from tests.markdown import ROOT, blocks_of
from tests.pictures import AGAIN, FOLDER, PAGES, REPORT, WIDTH, pictures_on

PICTURES = [(name, picture) for name in PAGES for picture in pictures_on(ROOT / name)]


def test_every_picture_is_on_a_page_whose_code_draws_it():
    photo = {picture.file for picture in pictures_on(ROOT / REPORT)}
    assert len(photo) == 1
    assert {picture.file for _, picture in PICTURES} | photo == set(FOLDER.glob("*"))


def test_no_other_page_has_pictures():
    pages = {page.relative_to(ROOT).as_posix() for page in [*ROOT.glob("docs/**/*.md"), ROOT / "README.md"]}
    assert not [page for page in pages - {*PAGES, REPORT, *AGAIN} if pictures_on(ROOT / page)]


def test_what_is_shown_again_stands_on_another_page():
    again = {picture.file for page in AGAIN for picture in pictures_on(ROOT / page)}
    assert again <= {picture.file for _, picture in PICTURES}


@pytest.mark.parametrize(("page", "picture"), PICTURES, ids=[picture.file.stem for _, picture in PICTURES])
def test_a_picture_is_small_and_follows_a_call_of_a_plot(page, picture):
    assert picture.file.stat().st_size < 150_000
    width = struct.unpack(">I", picture.file.read_bytes()[16:20])[0]
    assert abs(width - WIDTH) <= 1
    blocks = [block for block in blocks_of((ROOT / page).read_text("utf-8")) if block.line < picture.line]
    last = blocks[-1]
    assert last.language == "python"
    assert "cs.plots." in last.body.splitlines()[-1]
    assert picture.line - last.line <= last.body.count("\n") + 3  # right below it


def test_the_page_shows_every_plot():
    import capsim as cs

    text = (ROOT / "docs/howto/plots.md").read_text("utf-8")
    assert not [name for name in cs.plots.__all__ if f"cs.plots.{name}(" not in text]

"""The README's promises: two lines for a fresh machine, and an example whose output is real."""

from __future__ import annotations

import re

import pytest

from tests.markdown import ROOT, blocks_of, run_python, words

README = (ROOT / "README.md").read_text("utf-8")


def test_there_are_two_lines_to_paste_and_each_sets_up_what_it_needs():
    lines = [line for line in README.splitlines() if line.startswith("python3 -m venv ")]
    assert len(lines) == 2
    assert lines[0].endswith("capsim forecast models/capacity_sheet/capacity.xlsx")
    assert "pytest" in lines[1]
    assert all(" pip install" in line or "/pip install" in line for line in lines)


def test_the_example_prints_what_the_page_shows(monkeypatch):
    monkeypatch.chdir(ROOT)
    shown = [each for each in run_python(README) if each.claimed is not None]
    assert shown, "the README shows no output"
    for each in shown:
        assert words(each.printed) == words(each.claimed)


def test_the_example_has_five_lines():
    first = next(block for block in blocks_of(README) if block.language == "python")
    assert len([line for line in first.body.splitlines() if line.strip()]) <= 5


@pytest.mark.parametrize("word", ["engine", "executor", "checkpoint", "stream", "tick", "need", "driver"])
@pytest.mark.parametrize("page", ["README.md", "docs/tutorials/first-forecast.md"])
def test_first_contact_asks_for_no_inner_word(word, page):
    text = (ROOT / page).read_text("utf-8")
    assert not re.search(rf"\b{word}s?\b", text, re.IGNORECASE)

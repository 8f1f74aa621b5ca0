# ruff: noqa: E501
"""Whatever the bytes, reading ends in a model or in problems with a place; never in anything else."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from capsim.errors import InputError
from capsim.io import read, write
from capsim.io.templates import new_model

CASES = 300
PIECES = [
    b",", b";", b"\n", b"\r", b'"', b"\0", b"\xff", b"\xef\xbb\xbf", b"\t", b"[", b"]", b"{", b"}", b":", b"- ", b"&a ", b"*a",
    b"!!x ", b"1e999", b"-1", b"NaN", b"9" * 30, b"0", b"2027-02-30", b"9999-12-31", b"0001-01-01", b"PERT(", b"/", b"SS+2",
    b" at ", b" level ", b"|", b"%", b"\xe2\x80\xa8", b"\xf0\x9f\x98\x80", b"null", b"1_000", b"100001", b"DE-BY", b"#",
]  # fmt: skip


def mutated(content: bytes, chance: random.Random) -> bytes:
    """A few bytes put in, taken out, written over or repeated."""
    made = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 5])):
        at = chance.randrange(len(made) + 1)
        match chance.randrange(4):
            case 0:
                made[at:at] = chance.choice(PIECES)
            case 1:
                del made[at : at + chance.choice([1, 2, 30])]
            case 2:
                made[at : at + chance.choice([1, 3])] = chance.choice(PIECES)
            case _:
                made[at:at] = made[at // 2 : at // 2 + 40]
    return bytes(made)


def good_model(kind: str, folder: Path) -> Path:
    new_model(folder / "template")
    target = folder / kind
    write(read(folder / "template"), target)
    return target


@pytest.mark.filterwarnings("ignore::capsim.errors.AssumptionWarning")
@pytest.mark.parametrize("kind", ["sheets", "model.yaml", "model.json"])
def test_any_bytes_end_in_a_model_or_in_problems_with_a_place(tmp_path: Path, kind: str) -> None:
    chance = random.Random(7)
    model = good_model(kind, tmp_path)
    parts = [model] if model.is_file() else sorted(model.iterdir())
    originals = {part: part.read_bytes() for part in parts}
    refused = 0
    for _ in range(CASES):
        part = chance.choice(parts)
        part.write_bytes(mutated(originals[part], chance))
        try:
            read(model)
        except InputError as error:
            refused += 1
            files = {*(each.name for each in parts), model.name}
            assert all(any(problem.where.startswith(name) for name in files) for problem in error.found)
        part.write_bytes(originals[part])
    assert 0 < refused < CASES

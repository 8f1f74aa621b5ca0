# ruff: noqa: E501
"""Files with a few bytes changed: whatever they say, reading ends in a model or in problems with a place.

`python -m tests.io.campaign.fuzz 100000` tries as many, and says what each cost at most.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from capsim.errors import AssumptionWarning, InputError, RepairWarning, UnreadWarning
from capsim.io import read, write
from tests.io.campaign.bombs import MEGABYTES, SECONDS, most_megabytes, packed
from tests.io.campaign.book import GOOD
from tests.io.campaign.forms import as_json, comma, semicolon, workbook, yaml

PIECES: Final = (
    b",", b";", b"\n", b"\r", b'"', b"\0", b"\xff", b"\xef\xbb\xbf", b"\t", b"[", b"]", b"{", b"}", b":", b"- ", b"&a ",
    b"*a", b"!!x ", b"<<: *a", b"1e999", b"-1", b"NaN", b"9" * 30, b"0", b"2027-02-30", b"9999-12-31", b"0001-01-01",
    b"PERT(", b"/", b"SS+2", b" at ", b" level ", b"|", b"%", b"\xe2\x80\xa8", b"\xf0\x9f\x98\x80", b"null", b"1_000",
    b"100001", b"DE-BY", b"#", b"Total", b"all", b"80", b"1,5", b"2027-W53", b"Jan", b"01/02/2027", b"e\xcc\x81",
    b"\xc3\xa9", b"\xe2\x80\x8b", b"\xc2\xa0", b"2027", b"low", b"person", b"x" * 600,
)  # fmt: skip
XML: Final = (
    b"<", b">", b"/>", b"&", b"&amp;", b"&#0;", b"&#x1F600;", b"<c>", b"</c>", b'<c r="XFD1048576"><v>1</v></c>',
    b'<c r="A0"><v>1</v></c>', b'<row r="0">', b'<row r="99999999">', b"</row>", b' t="s"', b' t="e"', b' t="b"',
    b' t="d"', b' t="str"', b' t="inlineStr"', b"<v>-1</v>", b"<v>99999999</v>", b"<v>1e400</v>", b"<v>NaN</v>",
    b"<v>#N/A</v>", b"<v></v>", b"<f>1+1</f>", b' s="99"', b' r="B2"', b"<!DOCTYPE a>", b"<![CDATA[x]]>", b"<!--",
    b'<mergeCell ref="A1:XFD1048576"/>', b'<mergeCell ref="B9:A1"/>', b' hidden="1"', b"<si/>", b"<t>Ada</t>",
    b"<v>46028</v>", b"<v>-46028</v>", b"<v>3000000</v>", b"\xff", b"\0", b'"', b"0", b"1", b"9" * 20,
)  # fmt: skip


def mutated(content: bytes, chance: random.Random, pieces: tuple[bytes, ...] = PIECES) -> bytes:
    """A few bytes put in, taken out, written over or repeated."""
    made = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 5])):
        at = chance.randrange(len(made) + 1)
        match chance.randrange(4):
            case 0:
                made[at:at] = chance.choice(pieces)
            case 1:
                del made[at : at + chance.choice([1, 2, 30])]
            case 2:
                made[at : at + chance.choice([1, 3])] = chance.choice(pieces)
            case _:
                made[at:at] = made[at // 2 : at // 2 + 40]
    return bytes(made)


# ---------------------------------------------------------------- kinds of files

Spoil = Callable[[random.Random], None]


class Model(NamedTuple):
    """A good model, and what spoils it; each time it is spoiled from good."""

    source: Path
    spoil: Spoil


def _of_files(source: Path) -> Model:
    parts = [source] if source.is_file() else sorted(source.iterdir())
    originals = {part: part.read_bytes() for part in parts}

    def spoil(chance: random.Random) -> None:
        for part, content in originals.items():
            if part.read_bytes() != content:
                part.write_bytes(content)
        part = chance.choice(parts)
        part.write_bytes(mutated(originals[part], chance))

    return Model(source, spoil)


def _of_parts(source: Path) -> Model:
    """A workbook whose parts are spoiled, and packed again as they should be."""
    with zipfile.ZipFile(source) as package:
        originals = {name: package.read(name) for name in package.namelist()}
    sheets = [name for name in originals if name.startswith("xl/worksheets/")]
    often = [*sheets, "xl/sharedStrings.xml", "xl/workbook.xml"]

    def spoil(chance: random.Random) -> None:
        name = chance.choice(often if chance.random() < 0.9 else list(originals))
        pieces = XML if chance.random() < 0.7 else PIECES
        packed({**originals, name: mutated(originals[name], chance, pieces)}, source)

    return Model(source, spoil)


def _written(source: Path) -> Path:
    """A good model as capsim itself writes it."""
    target = source.with_name(f"written{source.suffix}")
    write(read(source), target)
    return target


MODELS: Mapping[str, Callable[[Path], Model]] = {
    "commas": lambda folder: _of_files(comma(GOOD, folder).given),
    "semicolons": lambda folder: _of_files(semicolon(GOOD, folder).given),
    "the bytes of a workbook": lambda folder: _of_files(workbook(GOOD, folder).given),
    "the parts of a workbook": lambda folder: _of_parts(workbook(GOOD, folder).given),
    "the parts of a written workbook": lambda folder: _of_parts(_written(workbook(GOOD, folder).given)),
    "YAML": lambda folder: _of_files(yaml(GOOD, folder).given),
    "written YAML": lambda folder: _of_files(_written(yaml(GOOD, folder).given)),
    "JSON": lambda folder: _of_files(as_json(GOOD, folder).given),
}


# ---------------------------------------------------------------- trying


class Ending(NamedTuple):
    """How reading a spoiled file ended, and what it cost."""

    is_model: bool
    wrong: str
    seconds: float


def tried(model: Model, chance: random.Random, folder: Path) -> Ending:
    """Spoil a model and read it; say what is wrong with the ending, if anything is."""
    model.spoil(chance)
    began = time.perf_counter()
    try:
        portfolio = read(model.source)
    except InputError as error:
        return Ending(False, _unlocated(error, model.source), time.perf_counter() - began)
    except Exception as error:  # anything else is what is looked for
        return Ending(False, f"{type(error).__name__}: {error}", time.perf_counter() - began)
    seconds = time.perf_counter() - began
    return Ending(True, unfaithful(portfolio, folder), seconds)


def unfaithful(portfolio: object, folder: Path, kind: str = "back.json") -> str:
    """Say how a portfolio differs from itself when written and read again; nothing if it does not."""
    target = folder / kind
    try:
        write(portfolio, target)  # type: ignore[arg-type]
        again = read(target)
    except InputError as error:
        return f"cannot be read back: {error}"
    return "" if again == portfolio else f"comes back different: {again!r}"


def _unlocated(error: InputError, source: Path) -> str:
    """Name a problem that has no place in the files, and one that is vague."""
    names = {source.name, *(each.name for each in (source.iterdir() if source.is_dir() else ()))}
    for problem in error.found:
        if not any(problem.where.startswith(name) or problem.where.startswith(str(source)) for name in names):
            return f"a problem without a place: {problem}"
        if not problem.what:
            return f"a problem that says nothing: {problem}"
    return "" if error.found else "no problem at all"


def endings(kind: str, seed: int, count: int) -> Iterator[tuple[int, Ending]]:
    """Yield how reading ends for a number of spoiled files of a kind, each with the number of its case."""
    with tempfile.TemporaryDirectory() as name, warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.simplefilter("ignore", AssumptionWarning)
        warnings.simplefilter("ignore", RepairWarning)
        warnings.simplefilter("ignore", UnreadWarning)
        folder = Path(name)
        model = MODELS[kind](folder)
        for number in range(count):
            yield number, tried(model, random.Random(f"{seed} {kind} {number}"), folder)


def main() -> int:
    """Try as many as are asked for, of every kind, and say how they ended."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 7
    bad = 0
    for kind in MODELS:
        ends: Counter[bool] = Counter()
        slowest = 0.0
        for number, ending in endings(kind, seed, -(-count // len(MODELS))):
            ends[ending.is_model] += 1
            slowest = max(slowest, ending.seconds)
            if ending.wrong or ending.seconds > SECONDS:
                bad += 1
                print(f"{kind}, case {number} ({ending.seconds:.2f} s): {ending.wrong[:1000]}", flush=True)
        megabytes = most_megabytes()
        bad += megabytes > MEGABYTES
        print(
            f"{kind}: {ends[True]} models, {ends[False]} refused; slowest {slowest:.2f} s, {megabytes} MB",
            flush=True,
        )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())

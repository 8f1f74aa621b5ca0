# ruff: noqa: E501
"""Files made to exhaust whoever opens them, each with what the reader says of it.

`python -m tests.io.campaign.bombs` measures the time and the memory that each costs.
"""

from __future__ import annotations

import io
import json
import re
import struct
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from capsim.errors import InputError
from capsim.io import read
from tests.io.campaign.book import GOOD
from tests.io.campaign.forms import comma, workbook

SECONDS: Final = 2.0
MEGABYTES: Final = 512


class Bomb(NamedTuple):
    """How a file is made, and what the reader says; nothing for one that does no harm."""

    make: Callable[[Path], Path]
    told: str


# ---------------------------------------------------------------- workbooks

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_SHEET = f"{_HEAD}<worksheet {_MAIN}>"


def good_parts(folder: Path) -> dict[str, bytes]:
    """The parts of a good workbook."""
    with zipfile.ZipFile(workbook(GOOD, folder).given) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: Mapping[str, bytes], path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def people_part(parts: Mapping[str, bytes]) -> str:
    """The part of the sheet people: the second."""
    return "xl/worksheets/sheet2.xml"


def _with(change: Callable[[dict[str, bytes]], None]) -> Callable[[Path], Path]:
    """A good workbook with its parts changed."""

    def make(folder: Path) -> Path:
        parts = good_parts(folder)
        change(parts)
        return packed(parts, folder / "bomb.xlsx")

    return make


def _cells(inner: str) -> Callable[[Path], Path]:
    """A good workbook with more XML among the cells of its people."""

    def change(parts: dict[str, bytes]) -> None:
        name = people_part(parts)
        parts[name] = parts[name].replace(b"</sheetData>", f"{inner}</sheetData>".encode(), 1)

    return _with(change)


def _real_size(parts: dict[str, bytes]) -> None:
    parts[people_part(parts)] = f"{_SHEET}<sheetData>".encode() + b" " * (300 << 20)


def _header_lie(folder: Path) -> Path:
    """A part that unpacks to 300 MB and is said to have 100 bytes."""
    parts = good_parts(folder)
    name = people_part(parts)
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    chunk = b"\0" * (1 << 20)
    data = b"".join(deflate.compress(chunk) for _ in range(300)) + deflate.flush()
    return _hand_packed(folder, {**parts, name: b"\0" * 100}, {name: data})


def _hand_packed(folder: Path, parts: Mapping[str, bytes], instead: Mapping[str, bytes]) -> Path:
    """A zip file whose headers tell of `parts` while other data stands there."""
    stream = io.BytesIO()
    entries = []
    for name, content in parts.items():
        data = instead.get(name)
        if data is None:
            deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
            data = deflate.compress(content) + deflate.flush()
        sizes = struct.pack("<LLL", zlib.crc32(content), len(data), len(content))
        entries.append((name.encode(), sizes, stream.tell()))
        stream.write(b"PK\x03\x04" + struct.pack("<5H", 20, 0, 8, 0, 33) + sizes)
        stream.write(struct.pack("<HH", len(name), 0) + name.encode() + data)
    begin = stream.tell()
    for name, sizes, at in entries:
        stream.write(b"PK\x01\x02" + struct.pack("<6H", 20, 20, 0, 8, 0, 33) + sizes)
        stream.write(struct.pack("<5HLL", len(name), 0, 0, 0, 0, 0, at) + name)
    size = stream.tell() - begin
    stream.write(b"PK\x05\x06" + struct.pack("<4HLLH", 0, 0, len(entries), len(entries), size, begin, 0))
    path = folder / "bomb.xlsx"
    path.write_bytes(stream.getvalue())
    return path


def _overlapping(folder: Path) -> Path:
    """Five hundred parts that are all one and the same 10 MB."""
    parts = good_parts(folder)
    content = b"<a>" + b" " * (10 << 20)
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    data = deflate.compress(content) + deflate.flush()
    path = packed(parts, folder / "bomb.xlsx")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/media/0.bin", content)
        first = package.getinfo("xl/media/0.bin")
        for number in range(1, 500):
            twin = zipfile.ZipInfo(f"xl/media/{number}.bin")
            twin.compress_type, twin.CRC = zipfile.ZIP_DEFLATED, first.CRC
            twin.compress_size, twin.file_size, twin.header_offset = (
                len(data),
                len(content),
                first.header_offset,
            )
            package.filelist.append(twin)
            package.NameToInfo[twin.filename] = twin
    return path


def _many_entries(parts: dict[str, bytes]) -> None:
    parts.update({f"xl/media/{number}.bin": b"" for number in range(5_000)})


def _nested(parts: dict[str, bytes]) -> None:
    """A zip file in a zip file, five deep; nobody unpacks it."""
    content = b"\0" * (10 << 20)
    for _ in range(5):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
            for number in range(10):
                package.writestr(f"{number}.zip", content)
        content = stream.getvalue()
    parts["xl/embeddings/more.zip"] = content


def _laughs(parts: dict[str, bytes]) -> None:
    entities = '<!ENTITY l0 "ha">' + "".join(
        f'<!ENTITY l{number} "{f"&l{number - 1};" * 10}">' for number in range(1, 10)
    )
    parts["xl/sharedStrings.xml"] = (
        f"{_HEAD}<!DOCTYPE sst [{entities}]><sst {_MAIN}><si><t>&l9;</t></si></sst>".encode()
    )


def _outside(parts: dict[str, bytes]) -> None:
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        b"?>", b'?><!DOCTYPE workbook [<!ENTITY all SYSTEM "file:///etc/hostname">]>', 1
    )


def _styles(parts: dict[str, bytes]) -> None:
    formats = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' * 1_000_000
    parts["xl/styles.xml"] = (
        f'{_HEAD}<styleSheet {_MAIN}><cellXfs count="1000000">{formats}</cellXfs></styleSheet>'.encode()
    )


def _repeated_text(parts: dict[str, bytes]) -> None:
    """A text of 30,000 letters in 10,000 cells: 300 MB once each cell has its own."""
    text = "x" * 30_000
    parts["xl/sharedStrings.xml"] = parts["xl/sharedStrings.xml"].replace(
        b"<si>", f"<si><t>{text}</t></si><si>".encode(), 1
    )
    rows = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(100, 10_100))
    name = people_part(parts)
    parts[name] = parts[name].replace(b"</sheetData>", f"{rows}</sheetData>".encode(), 1)


def _merged(times: int) -> Callable[[dict[str, bytes]], None]:
    """A table of 500 by 500 cells, merged as a whole many times."""

    def change(parts: dict[str, bytes]) -> None:
        name = people_part(parts)
        rows = "".join(
            f'<row r="{row}"><c r="A{row}"><v>1</v></c><c r="SF{row}"><v>1</v></c></row>'
            for row in range(100, 600)
        )
        ranges = '<mergeCell ref="A100:SF599"/>' * times
        tail = f"{rows}</sheetData><mergeCells>{ranges}</mergeCells>"
        parts[name] = parts[name].replace(b"</sheetData>", tail.encode(), 1)

    return change


def _deep_xml(parts: dict[str, bytes]) -> None:
    name = people_part(parts)
    parts[name] = parts[name].replace(b"<sheetData>", b"<a>" * 200_000 + b"<sheetData>", 1)


def _sheets(parts: dict[str, bytes]) -> None:
    listed = "".join(
        f'<sheet name="x{number}" sheetId="{number + 50}" r:id="rId2"/>' for number in range(50_000)
    )
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"</sheets>", f"{listed}</sheets>".encode())


def _other_sheets(parts: dict[str, bytes]) -> None:
    """Five sheets that are none of ours, of a quarter of a million cells each."""
    cells = f"{_SHEET}<sheetData>{('<row>' + '<c><v>1</v></c>' * 1000 + '</row>') * 255}</sheetData></worksheet>"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    listed = related = ""
    for number in range(100, 105):
        listed += f'<sheet name="x{number}" sheetId="{number}" r:id="rId{number}"/>'
        related += f'<Relationship Id="rId{number}" Type="{kind}" Target="worksheets/sheet{number}.xml"/>'
        parts[f"xl/worksheets/sheet{number}.xml"] = cells.encode()
    for name, end, more in (
        ("xl/workbook.xml", b"</sheets>", listed),
        ("xl/_rels/workbook.xml.rels", b"</Relationships>", related),
    ):
        parts[name] = parts[name].replace(end, more.encode() + end)


def _encrypted(folder: Path) -> Path:
    path = folder / "bomb.xlsx"
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 600
        + "EncryptedPackage".encode("utf-16-le")
        + b"\0" * 2000
    )
    return path


_UNPACKS = "which no table of people and work needs"
_DAMAGED = "damaged: "

WORKBOOKS: Mapping[str, Bomb] = {
    "a part that unpacks to 300 MB": Bomb(_with(_real_size), _UNPACKS),
    "a part that is larger than its header says": Bomb(_header_lie, _UNPACKS),
    "five hundred parts that share one content": Bomb(_overlapping, _UNPACKS),
    "five thousand parts": Bomb(_with(_many_entries), "made of 5,0"),
    "zip files in zip files": Bomb(_with(_nested), ""),
    "a billion laughs among the texts": Bomb(_with(_laughs), "a part with a document type"),
    "an entity from outside": Bomb(_with(_outside), "a part with a document type"),
    "a million styles": Bomb(_with(_styles), _UNPACKS),
    "cells up to XFD1048576": Bomb(
        _cells('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "16,384 columns in use"
    ),
    "cells without rows between": Bomb(
        _cells('<row r="90000"><c r="XFD90000" t="inlineStr"><is><t>x</t></is></c></row>'), "columns in use"
    ),
    "a cell beyond the last one": Bomb(_cells('<row r="9999999"><c r="A9999999"><v>1</v></c></row>'), _DAMAGED),
    "a long text in many cells": Bomb(_with(_repeated_text), "more text than is read"),
    "everything merged, many times": Bomb(_with(_merged(20_000)), "more than 10,000 merged ranges"),
    "everything merged, a little less often": Bomb(_with(_merged(9_999)), "merge"),
    "elements two hundred thousand deep": Bomb(_with(_deep_xml), _DAMAGED),
    "fifty thousand sheets": Bomb(_with(_sheets), "sheets"),
    "sheets full of small cells that are none of ours": Bomb(_with(_other_sheets), ""),
    "a workbook with a password": Bomb(_encrypted, "protected with a password"),
}  # fmt: skip


# ---------------------------------------------------------------- text

_YAML = (
    'start: "2027-01-04"\npeople:\n  - {name: Ada, skills: [qa]}\nprojects:\n  - {name: Shop, tasks: []}\n'
)


def _text(name: str, content: str) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = folder / name
        path.write_text(content, encoding="utf-8")
        return path

    return make


def _anchors(merge: str) -> str:
    lines = [f"a0: &a0 {{{', '.join(f'k{number}: x' for number in range(10))}}}"]
    lines += [f"a{n}: &a{n} [{', '.join([merge % (n - 1)] * 10)}]" for n in range(1, 12)]
    return "\n".join(lines) + "\n" + _YAML


def _merge_keys() -> str:
    lines = ["a0: &a0 {k: x}"]
    lines += [
        f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}, *a{n - 1}, *a{n - 1}, *a{n - 1}]}}" for n in range(1, 15)
    ]
    return "\n".join(lines) + "\n" + _YAML


def _csv(sheet: str, content: str) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path: Path = comma(GOOD, folder).given
        (path / f"{sheet}.csv").write_text(content, encoding="utf-8")
        return path

    return make


_DIGITS = "9" * 1_000_000

TEXTS: Mapping[str, Bomb] = {
    "anchors that repeat anchors": Bomb(_text("bomb.yaml", _anchors("*a%d")), "aliases that repeat"),
    "merge keys that repeat merge keys": Bomb(_text("bomb.yaml", _merge_keys()), "aliases that repeat"),
    "an anchor that holds itself": Bomb(_text("bomb.yaml", "a: &a [*a]\n" + _YAML), "an alias without its anchor"),
    "lists two hundred thousand deep": Bomb(_text("bomb.yaml", "[" * 200_000), "nested"),
    "mappings in one line": Bomb(_text("bomb.yaml", "{a: " * 50_000), "nested"),
    "dashes in one line": Bomb(_text("bomb.yaml", "- " * 100_000 + "x"), "nested"),
    "a number of a million digits": Bomb(
        _text("bomb.yaml", _YAML.replace("skills", f"availability: {_DIGITS}, skills")), "not a finite number"
    ),
    "a name of a million letters": Bomb(_text("bomb.yaml", _YAML.replace("Ada", "A" * 1_000_000)), "characters"),
    "a thousand keys nobody knows": Bomb(
        _text("bomb.yaml", _YAML + "".join(f"k{number}: x\n" for number in range(1_000))), "not known in a portfolio"
    ),
    "objects two hundred thousand deep": Bomb(_text("bomb.json", '{"a":' * 200_000), "nested"),
    "an array two hundred thousand deep": Bomb(_text("bomb.json", "[" * 200_000), "nested"),
    "a number of a million digits in JSON": Bomb(
        _text("bomb.json", json.dumps({"start": "2027-01-04", "run_the_business": 1}).replace("1}", _DIGITS + "}")),
        "not a finite number",
    ),
    "a quotation mark that never closes": Bomb(
        _csv("people", 'person,role\nAda,"' + "x" * (8 << 20)), "a quotation mark that opens a cell"
    ),
    "a cell of eight megabytes": Bomb(
        _csv("people", "person,role\nAda," + "x" * (8 << 20)), "a cell of more than 131,072 characters"
    ),
    "a row of a million cells": Bomb(_csv("people", "person,role\nAda,qa" + "," * 1_000_000 + "x\n"), "cell"),
    "a header of two hundred thousand columns": Bomb(
        _csv("people", ",".join(["person", "role", *(f"c{number}" for number in range(200_000))]) + "\nAda,qa\n"),
        "columns",
    ),
    "a header of long words": Bomb(
        _csv("people", ",".join(["persom", "role", *("personrole" * 3_000 + str(n) for n in range(100))]) + "\nAda,qa\n"),
        "no such column",
    ),
    "a total that speaks of totals": Bomb(
        _csv("demand", "project,role,2027-01\nPortal,backend,1\n" + "total of " * 3_000 + ",,2\n"), "empty"
    ),
}  # fmt: skip

BOMBS: Mapping[str, Bomb] = {**WORKBOOKS, **TEXTS}


# ---------------------------------------------------------------- measured


def _measure(path: Path) -> tuple[str, float, int]:
    """What is told of a bomb, the seconds that reading it took, and the megabytes of the process."""
    with tempfile.TemporaryDirectory() as folder:
        read(workbook(GOOD, Path(folder)).given)  # what is loaded once is not the bomb's
    began = time.perf_counter()
    try:
        read(path)
        told = ""
    except InputError as error:
        told = str(error.found[0])
    return told, time.perf_counter() - began, most_megabytes()


def most_megabytes() -> int:
    """The most memory that this process ever had, in megabytes; what its parent had does not count."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) // 1024


def _rows() -> Iterator[tuple[bool, str]]:
    for name, bomb in BOMBS.items():
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, "-m", "tests.io.campaign.bombs", str(bomb.make(Path(folder)))]
            # making a bomb costs memory of its own, so that it is read by a process that finds it ready
            done = subprocess.run(command, capture_output=True, text=True, check=True)
        told, seconds, megabytes = json.loads(done.stdout)
        fits = seconds < SECONDS and megabytes < MEGABYTES and (bomb.told in told if bomb.told else not told)
        yield fits, f"{'fits' if fits else 'NOT '} {seconds:5.2f} s {megabytes:5} MB  {name}: {told[:200]}"


def main() -> int:
    """Measure every bomb, or read the one that is given."""
    if len(sys.argv) > 1:
        print(json.dumps(_measure(Path(sys.argv[1]))))
        return 0
    fits = True
    for fit, row in _rows():
        fits &= fit
        print(row, flush=True)
    return 0 if fits else 1


if __name__ == "__main__":
    sys.exit(main())

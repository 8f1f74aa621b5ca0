"""The parts of a workbook, opened within bounds: what is damaged, protected or too large is refused."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from capsim.errors import Refused

__all__ = ["MOST_BYTES", "Package", "opened"]

MOST_BYTES: Final = 64 << 20
"""The largest file that is opened."""

_MOST_PARTS: Final = 2_000
_LARGEST_PART: Final = 192 << 20
_LARGEST_WHOLE: Final = 256 << 20
_SMALL: Final = 4 << 20
_RATIO: Final = 150
"""A part above the small size that was packed this tightly holds nothing that a person wrote."""

_CHUNK: Final = 1 << 20
_PIECE: Final = 1 << 16
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE: Final = "open it in a spreadsheet and save it as .xlsx"
_DAMAGED: Final = "open it in a spreadsheet, which may repair it, and save it again"


@dataclass(frozen=True, slots=True)
class Package:
    """A workbook whose parts were all unpacked once, and found to be of a size that can be read.

    Attributes
    ----------
    content : bytes
        The file.
    parts : dict of str to ZipInfo
        By name in lower case.
    """

    content: bytes
    parts: Mapping[str, zipfile.ZipInfo]

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield what a part holds, piece by piece.

        Parameters
        ----------
        name : str
            As the package spells it, in any case; what is not there holds nothing.
        """
        part = self.parts.get(name.casefold())
        return iter(()) if part is None else _unpacked(self.content, part)

    def whole(self, name: str) -> bytes:
        """Return what a small part holds.

        Raises
        ------
        Refused
            If it is none.
        """
        part = self.parts.get(name.casefold())
        if part is not None and part.file_size > _SMALL:
            raise Refused(f"damaged: {name} is {_megabytes(part.file_size)}", fix=_DAMAGED)
        return b"".join(self.chunks(name))


def opened(content: bytes) -> Package:
    """Open a workbook.

    Parameters
    ----------
    content : bytes
        The file.

    Returns
    -------
    Package

    Raises
    ------
    Refused
        If it is no .xlsx or .xlsm, protected, damaged, or unpacks to more than a workbook has.
    """
    _refuse_what_is_no_zip(content)
    if len(content) > MOST_BYTES:
        raise Refused(
            f"too large ({_megabytes(len(content))})", fix=f"at most {_megabytes(MOST_BYTES)} are read"
        )
    parts = _listed(content)
    _refuse_other_kinds(parts)
    total = 0
    for part in parts.values():
        total += _measured(content, part)
        if total > _LARGEST_WHOLE:
            raise _too_large(_LARGEST_WHOLE)
    return Package(content, parts)


# ---------------------------------------------------------------- what it is


def _refuse_what_is_no_zip(content: bytes) -> None:
    """Refuse what is no zip from its first bytes on, by what it seems to be."""
    if content.startswith(b"PK\x03\x04"):
        return
    begin = content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not content:
        raise Refused("empty", fix="choose another file")
    if content.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") in content:
        raise Refused("protected with a password", fix="open it, take the password off, and save it as .xlsx")
    if content.startswith(_OLE):
        raise Refused("an old .xls workbook, whatever it is called", fix=_SAVE)
    if begin.startswith(b"<"):
        raise Refused("a web page or XML under the name of a workbook", fix=_SAVE)
    if _is_text(content[:2000]):
        fix = f"rename it to .csv and put it into a folder, or {_SAVE}"
        raise Refused("text under the name of a workbook", fix=fix)
    raise Refused("no workbook", fix=_SAVE)


def _is_text(content: bytes) -> bool:
    return not re.search(rb"[\x00-\x08\x0e-\x1f\xff]", content)


def _refuse_other_kinds(parts: Mapping[str, zipfile.ZipInfo]) -> None:
    if "xl/workbook.bin" in parts:
        raise Refused("a binary .xlsb workbook", fix=_SAVE)
    if "mimetype" in parts and "content.xml" in parts:
        raise Refused("an OpenDocument file", fix=_SAVE)
    if "xl/workbook.xml" not in parts:
        raise Refused("a zip file that holds no workbook", fix=_SAVE)


# ---------------------------------------------------------------- its parts


def _listed(content: bytes) -> dict[str, zipfile.ZipInfo]:
    """Return the parts by name; each is there once, and packed in a way that spreadsheets use."""
    try:
        listed = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, EOFError):
        raise Refused("damaged: its end is cut off or was changed", fix=_DAMAGED) from None
    if len(listed) > _MOST_PARTS:
        raise Refused(
            f"made of {len(listed):,} parts", fix=f"a workbook has at most {_MOST_PARTS:,}; {_SAVE}"
        )
    parts: dict[str, zipfile.ZipInfo] = {}
    for part in listed:
        name = part.filename.casefold()
        if name in parts:
            raise Refused("damaged: it holds a part twice", part.filename, _DAMAGED)
        if part.flag_bits & 1:
            raise Refused("protected with a password", fix="pack it without one")
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refused("packed in a way that no spreadsheet uses", part.filename, _SAVE)
        parts[name] = part
    return parts


def _measured(content: bytes, part: zipfile.ZipInfo) -> int:
    """Return the size of a part as it comes out, whatever its header says; too much is refused on the way."""
    size = check = 0
    for chunk in _unpacked(content, part):
        size += len(chunk)
        check = zlib.crc32(chunk, check)
        if size > _LARGEST_PART or (size > _SMALL and size > _RATIO * part.compress_size):
            raise _too_large(min(size, _LARGEST_PART))
    if size != part.file_size or check != part.CRC:
        raise Refused("damaged: a part is not what its header says", part.filename, _DAMAGED)
    return size


def _too_large(size: int) -> Refused:
    fix = "delete the empty rows and columns beyond the tables, and sheets that are not needed, and save it"
    return Refused(
        f"unpacks to more than {_megabytes(size)}, which no table of people and work needs", fix=fix
    )


def _unpacked(content: bytes, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield the real stream of a part: no length in a header is trusted but that of what is packed."""
    at = part.header_offset
    head = content[at : at + 30]
    if len(head) < 30 or not head.startswith(b"PK\x03\x04"):
        raise Refused("damaged: a part is not where it should be", part.filename, _DAMAGED)
    begin = at + 30 + sum(struct.unpack("<HH", head[26:30]))
    packed = memoryview(content)[begin : begin + part.compress_size]
    if len(packed) < part.compress_size:
        raise Refused("damaged: its end is cut off", part.filename, _DAMAGED)
    if part.compress_type == zipfile.ZIP_STORED:
        yield from (bytes(packed[cut : cut + _CHUNK]) for cut in range(0, len(packed), _CHUNK))
        return
    yield from _inflated(packed, part.filename)


def _inflated(packed: memoryview, name: str) -> Iterator[bytes]:
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for cut in range(0, len(packed), _PIECE):
            rest: bytes | memoryview = packed[cut : cut + _PIECE]
            while rest and not inflate.eof:
                yield inflate.decompress(rest, _CHUNK)
                rest = inflate.unconsumed_tail
        while chunk := inflate.decompress(b"", _CHUNK):
            yield chunk
    except zlib.error:
        raise Refused("damaged: a part cannot be unpacked", name, _DAMAGED) from None
    if not inflate.eof:
        raise Refused("damaged: a part ends too early", name, _DAMAGED)


def _megabytes(size: int) -> str:
    return f"{size / (1 << 20):,.0f} MB"

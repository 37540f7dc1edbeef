"""The zip under a DOCX or XLSX, taken apart by hand and written anew.

Promises: every part is inflated here in small steps and counted by what comes out, never by what the file says; what
the directory says and what the parts hold must agree to the byte, with nothing before, between or behind. What is written
has a fixed order and date, so the same document gives the same bytes. Refuses bombs, names that climb out of a folder,
double names, encryption, and files inside files. Runs only inside the worker.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from dinhlang.ground.files.kinds import MEGABYTE, Limits
from dinhlang.ground.files.sentences import Bad, Why

_LOCAL = struct.Struct("<4s5H3L2H")
_STEP = 1 << 16
_NAME_IS_UTF8 = 0x800
_ENCRYPTED = 0x1 | 0x40 | 0x2000
# Below this size a good ratio is only an empty form.
_RATIO_FROM = 2 * MEGABYTE
_END_BYTES = 22
_DATE = (1980, 1, 1, 0, 0, 0)

_FILES_INSIDE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"MZ", b"%PDF-", b"7z\xbc\xaf", b"Rar!", b"\x7fELF", b"{\\rtf")


def _check_name(name: str, seen: set[str]) -> None:
    steps = name.split("/")
    climbs = any(step in ("..", ".", "") for step in steps[:-1]) or steps[-1] in ("..", ".")
    if climbs or "\\" in name or ":" in name or not name.isprintable() or name.casefold() in seen:
        raise Bad(Why.part_name, part=name)
    seen.add(name.casefold())


def _inflate(data: bytes, info: zipfile.ZipInfo, whole: int, limits: Limits) -> tuple[bytes, int]:
    """The content of one part and where it ends in `data`, `whole` bytes having come out of the parts before."""
    if info.flag_bits & _ENCRYPTED:
        raise Bad(Why.locked)
    if not 0 <= info.header_offset <= len(data) - _LOCAL.size:
        raise Bad(Why.damaged)
    mark, _, _, method, _, _, _, _, _, name_size, extra_size = _LOCAL.unpack_from(data, info.header_offset)
    begin = info.header_offset + _LOCAL.size + name_size + extra_size
    end = begin + info.compress_size
    said = data[info.header_offset + _LOCAL.size : info.header_offset + _LOCAL.size + name_size]
    named = info.orig_filename.encode("utf-8" if info.flag_bits & _NAME_IS_UTF8 else "cp437")
    if mark != b"PK\x03\x04" or method != info.compress_type or end > len(data) or said != named:
        raise Bad(Why.damaged)
    if method == zipfile.ZIP_STORED:
        content = data[begin:end]
        if whole + len(content) > limits.inflated:
            raise Bad(Why.inflated, limit=limits.inflated // MEGABYTE)
    elif method == zipfile.ZIP_DEFLATED:
        content = _inflate_deflated(memoryview(data)[begin:end], whole, limits)
    else:
        raise Bad(Why.damaged)
    if len(content) != info.file_size or zlib.crc32(content) != info.CRC:
        raise Bad(Why.damaged)
    return content, end


def _inflate_deflated(packed: memoryview, whole: int, limits: Limits) -> bytes:
    reader = zlib.decompressobj(-15)
    out = bytearray()
    waiting: bytes | memoryview = packed
    while not reader.eof:
        piece = reader.decompress(waiting, _STEP)
        waiting = reader.unconsumed_tail
        if not piece and not waiting:
            break
        out += piece
        if whole + len(out) > limits.inflated:
            raise Bad(Why.inflated, limit=limits.inflated // MEGABYTE)
    if not reader.eof or reader.unused_data:
        raise Bad(Why.damaged)
    return bytes(out)


def unpack(data: bytes, limits: Limits) -> dict[str, bytes]:
    """The parts of the zip `data` by name, in the order of its directory; raises Bad."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as directory:
            infos, comment, starts = directory.infolist(), directory.comment, directory.start_dir
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError, struct.error, UnicodeDecodeError) as error:
        raise Bad(Why.damaged) from error
    if len(infos) > limits.parts:
        raise Bad(Why.parts, limit=limits.parts)
    if comment or data[-_END_BYTES : -_END_BYTES + 4] != b"PK\x05\x06":
        raise Bad(Why.two_in_one)
    parts: dict[str, bytes] = {}
    seen: set[str] = set()
    whole, reached = 0, 0
    for info in sorted(infos, key=lambda one: one.header_offset):
        _check_name(info.orig_filename, seen)
        try:
            content, end = _inflate(data, info, whole, limits)
        except zlib.error as error:
            raise Bad(Why.damaged) from error
        # Parts that lie over each other are how a small file unpacks to a huge one; a gap holds another file.
        if info.header_offset < reached or info.header_offset - reached > _LOCAL.size:
            raise Bad(Why.two_in_one)
        reached = end
        whole += len(content)
        if whole > _RATIO_FROM and whole > limits.ratio * len(data):
            raise Bad(Why.ratio, limit=limits.ratio)
        if info.is_dir():
            continue
        # Real macros are a file inside too; they have a sentence of their own, and no part of this name gets past it.
        if content.startswith(_FILES_INSIDE) and "vbaproject" not in info.orig_filename.lower():
            raise Bad(Why.nested, part=info.orig_filename)
        parts[info.orig_filename] = content
    if starts - reached > _LOCAL.size:
        raise Bad(Why.two_in_one)
    return parts


def pack(parts: Mapping[str, bytes]) -> bytes:
    """A zip of `parts` that depends on their names and contents only."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        # Readers expect the table of contents first.
        for name in sorted(parts, key=lambda one: (one != "[Content_Types].xml", one)):
            info = zipfile.ZipInfo(name, _DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            target.writestr(info, parts[name])
    return out.getvalue()

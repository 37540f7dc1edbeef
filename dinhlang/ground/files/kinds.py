"""The kinds of file taken here, how each is known by its name and by its first bytes, and how big each may be.

Promises: plain values, no I/O, shared by both sides of the door. Refuses: to believe a name alone; a name, a signature
and a real parse must agree, and only the worker can say the last.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

MEGABYTE = 1_000_000
MEBIBYTE = 1 << 20

UPLOAD_BYTES = 20 * MEBIBYTE
UPLOADS = 20  # files of one form
INFLATED_BYTES = 100 * MEGABYTE
INFLATED_RATIO = 100
ZIP_PARTS = 2_000
PHOTO_PIXELS = 40_000_000
PHOTO_SIDE = 2_048
SOUND_SECONDS = 300
PDF_PAGES = 500
SHEET_CELLS = 200_000
CPU_SECONDS = 20
WALL_SECONDS = 40
MEMORY_BYTES = 1 << 30


class Kind(StrEnum):
    """A kind of file; the value is its usual extension."""

    pdf = "pdf"
    jpeg = "jpeg"
    png = "png"
    webp = "webp"
    docx = "docx"
    xlsx = "xlsx"
    ogg = "ogg"
    webm = "webm"
    m4a = "m4a"
    mp3 = "mp3"
    wav = "wav"


PHOTOS = frozenset({Kind.jpeg, Kind.png, Kind.webp})
DOCUMENTS = frozenset({Kind.pdf, Kind.docx, Kind.xlsx})
SOUNDS = frozenset({Kind.ogg, Kind.webm, Kind.m4a, Kind.mp3, Kind.wav})

MEDIA_TYPES: Mapping[Kind, str] = {
    Kind.pdf: "application/pdf",
    Kind.jpeg: "image/jpeg",
    Kind.png: "image/png",
    Kind.webp: "image/webp",
    Kind.docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.ogg: "audio/ogg",
    Kind.webm: "audio/webm",
    Kind.m4a: "audio/mp4",
    Kind.mp3: "audio/mpeg",
    Kind.wav: "audio/wav",
}

# A proper noun of the trade: it reads the same in both languages, so it is not a message id.
LABELS: Mapping[Kind, str] = {
    Kind.pdf: "PDF",
    Kind.jpeg: "JPEG",
    Kind.png: "PNG",
    Kind.webp: "WebP",
    Kind.docx: "Word (.docx)",
    Kind.xlsx: "Excel (.xlsx)",
    Kind.ogg: "Ogg (.ogg, .opus)",
    Kind.webm: "WebM",
    Kind.m4a: "MPEG-4 (.m4a, .mp4)",
    Kind.mp3: "MP3",
    Kind.wav: "WAV",
}

_EXTENSIONS: Mapping[str, Kind] = {
    "jpg": Kind.jpeg, "jpe": Kind.jpeg, "jfif": Kind.jpeg, "oga": Kind.ogg, "opus": Kind.ogg, "weba": Kind.webm, "mp4": Kind.m4a,
} | {kind.value: kind for kind in Kind}  # fmt: skip

HEIC = frozenset({"heic", "heif"})
"""Endings of what some telephones take photographs in, and which is not drawn again here."""
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"})

# Office formats that can carry programs, each with the kind to save it as.
OLDER: Mapping[str, Kind] = {
    "doc": Kind.docx, "docm": Kind.docx, "dot": Kind.docx, "dotx": Kind.docx, "dotm": Kind.docx, "rtf": Kind.docx, "odt": Kind.docx,
    "xls": Kind.xlsx, "xlsm": Kind.xlsx, "xlsb": Kind.xlsx, "xlt": Kind.xlsx, "xltx": Kind.xlsx, "xltm": Kind.xlsx, "ods": Kind.xlsx,
}  # fmt: skip

_SIGNATURES: tuple[tuple[bytes, frozenset[Kind]], ...] = (
    (b"%PDF-", frozenset({Kind.pdf})),
    (b"\xff\xd8\xff", frozenset({Kind.jpeg})),
    (b"\x89PNG\r\n\x1a\n", frozenset({Kind.png})),
    (b"PK\x03\x04", frozenset({Kind.docx, Kind.xlsx})),
    (b"OggS", frozenset({Kind.ogg})),
    (b"\x1a\x45\xdf\xa3", frozenset({Kind.webm})),
    (b"ID3", frozenset({Kind.mp3})),
)

_NAME_LENGTH = 120
# Control, direction, half and unassigned characters, line and paragraph ends.
_UNSHOWN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may cost. Sizes in bytes, times in seconds; `wall` is the time on the clock, `cpu` the time at work."""

    upload: int = UPLOAD_BYTES
    inflated: int = INFLATED_BYTES
    ratio: int = INFLATED_RATIO
    parts: int = ZIP_PARTS
    pixels: int = PHOTO_PIXELS
    side: int = PHOTO_SIDE
    seconds: int = SOUND_SECONDS
    pages: int = PDF_PAGES
    cells: int = SHEET_CELLS
    cpu: int = CPU_SECONDS
    wall: int = WALL_SECONDS
    memory: int = MEMORY_BYTES


def extension(name: str) -> str:
    """The extension of file name `name`, lower case without the dot; "" where it has none."""
    stem, dot, tail = name.rpartition(".")
    return tail.strip().lower() if dot and stem else ""


def kind_by_name(name: str) -> Kind | None:
    """The kind that `name` claims by its extension, None where it claims none we take."""
    return _EXTENSIONS.get(extension(name))


def kinds_by_signature(data: bytes) -> frozenset[Kind]:
    """The kinds that the first bytes of `data` allow. Nothing may stand before them: leniency here is what polyglots live on."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return frozenset({Kind.webp})
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return frozenset({Kind.wav})
    if data[4:8] == b"ftyp":
        return frozenset() if is_heic(data) else frozenset({Kind.m4a})
    if len(data) > 1 and data[0] == 0xFF and data[1] & 0xE6 == 0xE2:  # a frame of MPEG sound, layer III
        return frozenset({Kind.mp3})
    for signature, kinds in _SIGNATURES:
        if data.startswith(signature):
            return kinds
    return frozenset()


def is_heic(data: bytes) -> bool:
    """Whether the first bytes are those of a photograph in HEIC."""
    return data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS


def shown_name(name: str) -> str:
    """`name` fit to be shown in a sentence: the last part of a path, NFC, no control or direction characters, at most 120 characters."""
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    plain = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c) not in _UNSHOWN).strip()
    if len(plain) > _NAME_LENGTH:
        plain = plain[: _NAME_LENGTH - 21] + "…" + plain[-20:]
    return plain or "?"

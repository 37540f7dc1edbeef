"""Takes what a camera or a program wrote about itself out of the pictures that sit inside documents, without touching a pixel.

Promises: pure functions over bytes; a picture whose structure is not understood is given back as None, never half cut.
(Photographs sent on their own are not cut but re-encoded from their pixels, in `photo`.)
"""

import re
import struct

# JFIF, colour profile, and the Adobe marker that says how the colours are stored: without them the picture looks different.
_JPEG_KEPT = frozenset({0xE0, 0xE2, 0xEE})
# Inside the coded picture FF is followed by 00 or a restart sign; anything else is the next marker.
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)
_PNG_DROPPED = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"})
_PNG_HEAD = b"\x89PNG\r\n\x1a\n"


def bare_jpeg(data: bytes) -> bytes | None:
    """JPEG `data` without EXIF, XMP, IPTC, comments and what follows its end; None where it is no JPEG we understand."""
    if data[:2] != b"\xff\xd8":
        return None
    kept = [b"\xff\xd8"]
    at = 2
    while at + 2 <= len(data):
        if data[at] != 0xFF:
            return None
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == 0xD9:
            return b"".join([*kept, b"\xff\xd9"])
        if at + 4 > len(data):
            return None
        (length,) = struct.unpack_from(">H", data, at + 2)
        if length < 2 or at + 2 + length > len(data):
            return None
        if marker == 0xDA:
            after = _NEXT_MARKER.search(data, at + 2 + length)
            if after is None:
                return None
            kept.append(data[at : after.start()])
            at = after.start()
            continue
        segment = data[at : at + 2 + length]
        # The APP2 marker also carries whole second pictures (MPF); only the colour profile stays.
        profile = marker != 0xE2 or segment[4:16] == b"ICC_PROFILE\x00"
        if (marker in _JPEG_KEPT and profile) or not (0xE0 <= marker <= 0xEF or marker == 0xFE):
            kept.append(segment)
        at += 2 + length
    return None


def bare_png(data: bytes) -> bytes | None:
    """PNG `data` without text, EXIF and time chunks and what follows its end; None where it is no PNG we understand."""
    if not data.startswith(_PNG_HEAD):
        return None
    kept = [_PNG_HEAD]
    at = len(_PNG_HEAD)
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        name = data[at + 4 : at + 8]
        end = at + 12 + length
        if end > len(data):
            return None
        if name not in _PNG_DROPPED:
            kept.append(data[at:end])
        if name == b"IEND":
            return b"".join(kept)
        at = end
    return None

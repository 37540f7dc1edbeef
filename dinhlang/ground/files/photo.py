"""Photographs (JPEG, PNG, WebP): drawn again from their pixels, so that nothing but the picture leaves.

Promises: no EXIF, place, profile, text or hidden layer in the public copy; turned upright; at most `limits.side` points
on its longer side. Refuses: a picture with too many points before one of them is decoded, and a picture that is cut off.
Runs only inside the worker.
"""

import io
import struct

from PIL import Image, ImageOps, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin

from dinhlang.ground.files.kinds import Kind, Limits
from dinhlang.ground.files.sentences import Bad, Note, Why
from dinhlang.ground.files.shape import Cleaned

# Named here because Pillow loads plug-ins when first used, and the sealed worker can no longer open a file.
_PLUGINS = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin)
Image.preinit()

_FORMATS = {Kind.jpeg: "JPEG", Kind.png: "PNG", Kind.webp: "WEBP"}
_QUALITY = 85


def _size_said(kind: Kind, data: bytes) -> tuple[int, int] | None:
    # Read by hand because Pillow's WebP reader takes memory for the whole canvas when it opens the file.
    if kind is Kind.png and data[12:16] == b"IHDR":
        width, height = struct.unpack_from(">II", data, 16)
        return width, height
    if kind is Kind.webp and len(data) >= 30:
        if data[12:16] == b"VP8X":
            return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
        if data[12:16] == b"VP8L":
            bits = int.from_bytes(data[21:25], "little")
            return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
        if data[12:16] == b"VP8 ":
            return int.from_bytes(data[26:28], "little") & 0x3FFF, int.from_bytes(data[28:30], "little") & 0x3FFF
    return None


def _check_size(size: tuple[int, int], limits: Limits) -> None:
    if size[0] * size[1] > limits.pixels:
        raise Bad(Why.pixels, width=size[0], height=size[1], limit=limits.pixels // 1_000_000)


def clean(kind: Kind, data: bytes, limits: Limits) -> Cleaned:
    """The picture `data` of `kind` drawn again in the same kind; raises Bad."""
    said = _size_said(kind, data)
    if said is None and kind is not Kind.jpeg:
        raise Bad(Why.damaged)
    if said is not None:
        _check_size(said, limits)
    # Our own check above and below is the stricter one; Pillow's would only turn the sentence into another.
    Image.MAX_IMAGE_PIXELS = None
    notes: list[Note] = []
    try:
        with Image.open(io.BytesIO(data), formats=[_FORMATS[kind]]) as opened:
            _check_size(opened.size, limits)
            # Telephones hide a second picture in a JPEG (depth, brightness); nobody misses it.
            if kind is not Kind.jpeg and getattr(opened, "is_animated", False):
                notes.append(Note.first_frame)
            if max(opened.size) > limits.side:
                notes.append(Note.smaller)
                opened.draft(None, (limits.side, limits.side))
            opened.load()
            picture: Image.Image = opened
            if picture.mode not in ("L", "RGB"):
                # Flattened on white: fully transparent points may still hide what was there before.
                layered = picture.convert("RGBA")
                picture = Image.new("RGB", layered.size, "white")
                picture.paste(layered, mask=layered.getchannel("A"))
                picture.info["exif"] = opened.info.get("exif", b"")
            picture.thumbnail((limits.side, limits.side), reducing_gap=2.0)
            upright = ImageOps.exif_transpose(picture)
            bare = Image.frombytes(upright.mode, upright.size, upright.tobytes())
    except Bad:
        raise
    except (OSError, SyntaxError, ValueError, TypeError, LookupError, EOFError, struct.error) as error:
        raise Bad(Why.damaged) from error
    out = io.BytesIO()
    if kind is Kind.png:
        bare.save(out, "PNG")
    else:
        bare.save(out, _FORMATS[kind], quality=_QUALITY)
    return Cleaned(public=out.getvalue(), width=bare.width, height=bare.height, notes=tuple(notes))

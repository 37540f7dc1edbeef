"""QR codes on a photographed or scanned page: what they say, and nothing is done with it here.

Promises: looks at the clean copy alone, of a PDF at the pictures on its first pages. A code that cannot be read is no mistake: people
choose themselves then. Refuses to follow a code. Runs only inside the worker.
"""

import io
from collections.abc import Iterator

import pikepdf
import zxingcpp
from pikepdf import Stream
from PIL import Image, TiffImagePlugin

from dinhlang.ground.files.kinds import Kind, Limits
from dinhlang.ground.files.photo import _PLUGINS

MANY, LONG = 8, 200  # codes of a file, letters of a code
PAGES = 12  # of a PDF that are looked at
_LOADED = (*_PLUGINS, TiffImagePlugin)  # Pillow loads plug-ins when first used, and the sealed worker can no longer open a file
_QR = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])


def read(kind: Kind, data: bytes, limits: Limits) -> tuple[str, ...]:
    """What the QR codes in the clean file `data` say, each once, in the order in which they are met."""
    found: dict[str, None] = {}
    try:
        for picture in _pictures(kind, data, limits):
            for one in zxingcpp.read_barcodes(picture, formats=_QR):
                if one.valid and 0 < len(one.text) <= LONG:
                    found[one.text] = None
    except (OSError, SyntaxError, ValueError, TypeError, LookupError, RuntimeError, NotImplementedError, pikepdf.PdfError):
        pass  # what was read before stands
    return tuple(found)[:MANY]


def _pictures(kind: Kind, data: bytes, limits: Limits) -> Iterator[Image.Image]:
    if kind is not Kind.pdf:
        with Image.open(io.BytesIO(data)) as opened:
            yield opened.convert("L")
        return
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in list(pdf.pages)[:PAGES]:
            for raw in page.images.values():
                if not isinstance(raw, Stream) or int(raw.get("/Width", 0)) * int(raw.get("/Height", 0)) > limits.pixels:
                    continue
                try:
                    yield pikepdf.PdfImage(raw).as_pil_image().convert("L")
                except (OSError, ValueError, TypeError, LookupError, RuntimeError, NotImplementedError, pikepdf.PdfError):
                    continue  # a way of packing that is not known here

"""A QR code as markup: what leads from paper back to a page, or from a page to a phone; and the foot of a printed page that bears one."""

import hashlib

import segno
from django.utils.safestring import SafeString

from dinhlang.ground.ui.shapes import BoardFoot


def qr(text: str) -> SafeString:
    """`text` as an SVG QR code with its quiet edge; the page says how large it is."""
    return SafeString(segno.make(text, error="m").svg_inline(border=2, omitsize=True))


def foot(url: str, words: str, as_of: str) -> BoardFoot:
    """The foot of a printed page: where the live page is and the digest of the printed words (UTF-8, lines ended by LF)."""
    return BoardFoot(url, qr(url), hashlib.sha256(words.encode()).hexdigest(), as_of)

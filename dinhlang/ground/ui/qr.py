"""A QR code as markup: what leads from paper back to a page, or from a page to a phone."""

import segno
from django.utils.safestring import SafeString


def qr(text: str) -> SafeString:
    """`text` as an SVG QR code with its quiet edge; the page says how large it is."""
    return SafeString(segno.make(text, error="m").svg_inline(border=2, omitsize=True))

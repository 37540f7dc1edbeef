"""The picture of the README: a page on a desk and one on a phone, side by side.

    python -m scripts.picture            rewrite docs/picture.png

Photographs a demonstration of its own (scripts/stage.py). Run it after a change that can be seen. Refuses a picture of more than 250 KB.
"""

import sys

from PIL import Image, ImageDraw, ImageFilter

from scripts.stage import ROOT, Window, chromium, demonstration, photograph, visitor

PICTURE = ROOT / "docs" / "picture.png"
MOST = 250_000
PAPER, EDGE = "#efe6d8", "#cbbfae"
SIZE = "default"
DESK, PHONE = Window(1180, 860), Window(390, 800)
ON_DESK, ON_PHONE = "/so-lieu/04/", "/don-vi/01273/"


def framed(shot: Image.Image, radius: int) -> Image.Image:
    """The shot with round corners and a thin edge, on nothing."""
    mask = Image.new("L", shot.size, 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, shot.width - 1, shot.height - 1), radius, fill=255)
    out = shot.convert("RGBA")
    out.putalpha(mask)
    ImageDraw.Draw(out).rounded_rectangle((0, 0, shot.width - 1, shot.height - 1), radius, outline=EDGE, width=2)
    return out


def composed(desk: Image.Image, phone: Image.Image) -> Image.Image:
    """Both on paper, side by side, the phone a little in front."""
    wide, high = desk.width + phone.width + 60, desk.height + 90
    board = Image.new("RGBA", (wide, high), PAPER)
    for shot, at, radius in ((desk, (40, 40), 16), (phone, (wide - phone.width - 36, high - phone.height - 24), 30)):
        shadow = Image.new("RGBA", board.size, (0, 0, 0, 0))
        edges = (at[0], at[1] + 8, at[0] + shot.width, at[1] + shot.height + 8)
        ImageDraw.Draw(shadow).rounded_rectangle(edges, radius, fill=(60, 40, 20, 90))
        board = Image.alpha_composite(board, shadow.filter(ImageFilter.GaussianBlur(14)))
        board.alpha_composite(framed(shot, radius), at)
    return board.convert("RGB")


def main() -> int:
    """Make the picture; 1 where it became too heavy for a README."""
    shots = []
    with demonstration(SIZE) as address, chromium() as browser:
        for path, window in ((ON_DESK, DESK), (ON_PHONE, PHONE)):
            with visitor(browser, window) as page:
                page.goto(f"{address}{path}")
                if path == ON_DESK:  # from the map on
                    page.locator("section[aria-labelledby=drawn]").evaluate("one => one.scrollIntoView({behavior: 'instant'})")
                shots.append(photograph(page))
    picture = composed(*shots).quantize(128, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    picture.save(PICTURE, optimize=True)
    size = PICTURE.stat().st_size
    sys.stdout.write(f"{PICTURE.relative_to(ROOT)}: {picture.width} × {picture.height}, {size:,} bytes\n")
    return 0 if size <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())

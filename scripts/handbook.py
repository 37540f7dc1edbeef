"""The pictures of the handbook: pages of a demonstration as a resident, an officer and the province see them.

    python -m scripts.handbook           rewrite docs/handbook/pictures
    python -m scripts.handbook NAME…     only these

Loads a demonstration of its own, walks it with the system's Chromium and keeps each picture as WebP, as good as 60 KB allow. Run it
after a change that can be seen. Refuses a picture that stays heavier, a page that is not there, and leaves nothing that no page names.
"""

import io
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image
from playwright.sync_api import Page

from scripts.stage import ROOT, Window, chromium, demonstration, enter, photograph, visitor

FOLDER = ROOT / "docs" / "handbook"
PICTURES = FOLDER / "pictures"
MOST = 60_000
SIZE = "small"
GOOD, POOR, STEP = 82, 34, 8  # quality of WebP, from what is tried first to what is refused
PHONE, DESK = Window(390, 780, 1.5), Window(1000, 720)
DARK = Window(1000, 720, dark=True)
WARD = "/don-vi/01273/"


@dataclass(frozen=True)
class Shot:
    """One picture: where it is taken, in which window, as whom ("" for a visitor); `follow` are links to go along, by CSS; `to` is
    what is brought to the top of the window."""

    name: str
    path: str
    window: Window
    who: str = ""
    follow: tuple[str, ...] = ()
    to: str = ""


SHOTS = (
    Shot("home-phone", "/", PHONE),
    Shot("commune-phone", WARD, PHONE),
    Shot("why-phone", WARD, PHONE, follow=('#todo ~ * a[href*="/vi-sao/"]',)),
    Shot("desk", "/viec-can-lam/", DESK, who="demo-officer"),
    Shot("six", WARD, DESK, who="demo-officer", follow=('#recent ~ * a[href^="/cong-khai/"]', 'main a[href$="/sau-ban/"]')),
    Shot("outgoing", f"{WARD}van-ban-di/", DESK, who="demo-officer"),
    Shot("budget-phone", f"{WARD}ngan-sach/", PHONE, follow=('main a[href^="/ngan-sach/"]',)),
    Shot("offices", f"{WARD}chuc-vu/", DESK, who="demo-chair", to="main h2 >> nth=1"),
    Shot("roll-phone", "/viec-can-lam/", PHONE, who="demo-head", follow=('main a[href$="/danh-sach-nguoi/households/"]',)),
    Shot("figures", "/so-lieu/04/", DARK, to="main svg"),
)


def take(page: Page, address: str, shot: Shot) -> Image.Image:
    """Walk to where a picture is taken, and take it."""
    if shot.who:
        enter(page, address, shot.who)
    _good(page.goto(f"{address}{shot.path}"), shot)
    for link in shot.follow:
        found = page.locator(link).first
        with page.expect_navigation() as arrived:
            found.evaluate("link => link.click()")
        _good(arrived.value, shot)
    if shot.to:
        page.locator(shot.to).first.evaluate("one => one.scrollIntoView({block: 'start', behavior: 'instant'})")
    return photograph(page)


def _good(answer: object, shot: Shot) -> None:
    if getattr(answer, "status", 0) != 200:
        raise SystemExit(f"{shot.name}: {getattr(answer, 'url', shot.path)} answers {getattr(answer, 'status', 'nothing')}")


def keep(image: Image.Image, name: str) -> int:
    """Write a picture as well as its weight allows: its size in bytes. Ends where even the poorest is too heavy."""
    for quality in range(GOOD, POOR, -STEP):
        out = io.BytesIO()
        image.save(out, "WEBP", quality=quality, method=6)
        if out.tell() <= MOST:
            (PICTURES / f"{name}.webp").write_bytes(out.getvalue())
            return out.tell()
    raise SystemExit(f"{name} is too heavy: choose a smaller window")


def main(words: Sequence[str]) -> int:
    """Take the pictures named, or all; 1 where the pages name a picture that nobody takes."""
    wanted = [shot for shot in SHOTS if not words or shot.name in words]
    PICTURES.mkdir(exist_ok=True)
    with demonstration(SIZE) as address, chromium() as browser:
        for shot in wanted:
            with visitor(browser, shot.window) as page:
                size = keep(take(page, address, shot), shot.name)
            sys.stdout.write(f"docs/handbook/pictures/{shot.name}.webp  {size:,} bytes\n")
    named = set(re.findall(r"pictures/([\w-]+)\.webp", "".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md"))))
    for path in PICTURES.glob("*.webp"):
        if path.stem not in named:
            path.unlink()
    missing = sorted(named - {shot.name for shot in SHOTS})
    if missing:
        sys.stdout.write(f"nobody takes: {', '.join(missing)}\n")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The picture of the README: a commune's page on a desk and one of its disclosures on a phone.

    python -m scripts.picture            rewrite docs/picture.png

Loads a demonstration of its own in a folder that is thrown away, serves it on a free port of this machine, photographs two pages
with the system's Chromium and puts them side by side. Run it after a change that can be seen. Refuses a picture of more than 250 KB.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "picture.png"
MOST = 250_000
PAPER, EDGE = "#efe6d8", "#cbbfae"
SETTINGS = "dinhlang.config.settings"
DESK, PHONE = (1180, 860), (390, 800)
LOAD = """
import django; django.setup()
from dinhlang_demo import ward
from django.core.management import call_command
ward.set_up()
call_command("collectstatic", interactive=False, verbosity=0)
from dinhlang.works.disclosures.models import Disclosure
print(Disclosure.objects.get(decision__slug="12-qd-ubnd").subject)
"""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def demonstration() -> Iterator[tuple[str, str]]:
    """(address, subject of a disclosure) of a served demonstration that ends with the block."""
    with tempfile.TemporaryDirectory(prefix="dinhlang-picture-") as folder:
        env = {**os.environ, "DINHLANG_DEMO": "1", "DINHLANG_DATA": folder, "DJANGO_SETTINGS_MODULE": SETTINGS, "PYTHONPATH": str(ROOT)}
        loaded = subprocess.run([sys.executable, "-c", LOAD], env=env, cwd=ROOT, check=True, capture_output=True, text=True)
        port, quiet = _free_port(), subprocess.DEVNULL
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
        server = subprocess.Popen([*command, "dinhlang.config.wsgi:application"], env=env, cwd=ROOT, stdout=quiet, stderr=quiet)
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(address)
            yield address, loaded.stdout.split()[-1]
        finally:
            server.terminate()
            server.wait(20)


def _wait(address: str) -> None:
    for _try in range(100):
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 (an address of this machine, made above)
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the demonstration does not answer")


def photograph(browser: Browser, url: str, size: tuple[int, int], to: Path) -> Image.Image:
    """The first window of a page, at the size of the window."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="vi-VN", reduced_motion="reduce")
    page = context.new_page()
    page.goto(url)
    page.screenshot(path=str(to))
    context.close()
    return Image.open(to).convert("RGB")


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
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("no Chromium on this machine: scripts/system-packages test")
    with demonstration() as (address, thing), sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"])
        desk = photograph(browser, f"{address}/don-vi/01273/", DESK, Path(folder) / "desk.png")
        phone = photograph(browser, f"{address}/cong-khai/{thing}/", PHONE, Path(folder) / "phone.png")
        browser.close()
    picture = composed(desk, phone).quantize(128, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    picture.save(PICTURE, optimize=True)
    size = PICTURE.stat().st_size
    sys.stdout.write(f"{PICTURE.relative_to(ROOT)}: {picture.width} × {picture.height}, {size:,} bytes\n")
    return 0 if size <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())

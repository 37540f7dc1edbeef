"""A demonstration to be photographed: served on a free port from a folder that is thrown away, and the system's Chromium before it."""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 900  # seconds in which the demonstration must be set up
START = "import sys; from dinhlang.config.cli import main; sys.exit(main(sys.argv[1:]))"


@dataclass(frozen=True)
class Window:
    """The size of a browser's window in CSS pixels, how many picture points each has, and whether the device prefers dark."""

    width: int
    height: int
    points: float = 1.0
    dark: bool = False


def free_port() -> int:
    """A port of this machine on which nobody listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def demonstration(size: str, beginning: Path | None = None) -> Iterator[str]:
    """The address of a served demonstration of this size; it ends with the block, and nothing of it stays.

    `beginning` is a folder in which the demonstration stands as it was set up: made by whoever asks first, while others wait, and copied.
    """
    with tempfile.TemporaryDirectory(prefix="dinhlang-stage-") as folder:
        if beginning is not None:
            with beginning.with_suffix(".lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                if not beginning.exists():
                    making = beginning.with_suffix(".making")
                    with _served(size, making):
                        pass
                    making.rename(beginning)
            shutil.copytree(beginning, folder, dirs_exist_ok=True)
        with _served(size, Path(folder)) as address:
            yield address


@contextmanager
def _served(size: str, folder: Path) -> Iterator[str]:
    """The demonstration of `folder`, set up there unless it is."""
    port = free_port()
    env = {**os.environ, "DINHLANG_DATA": str(folder), "PYTHONPATH": str(ROOT)}
    for name in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE"):  # those of whoever asks for a stage, such as the tests
        env.pop(name, None)
    command = [sys.executable, "-c", START, "demo", "--size", size, "--port", str(port)]
    server = subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        _wait(server, f"http://127.0.0.1:{port}")
        yield f"http://127.0.0.1:{port}"
    finally:
        _end(server)


def _end(server: "subprocess.Popen[bytes]") -> None:
    """End what was started: asked first, then made to, as what a browser holds open may keep it."""
    for how in (signal.SIGTERM, signal.SIGKILL):
        if server.poll() is None:
            os.killpg(server.pid, how)
            with suppress(subprocess.TimeoutExpired):
                server.wait(10)


def _wait(server: "subprocess.Popen[bytes]", address: str) -> None:
    for _try in range(PATIENCE):
        if server.poll() is not None:
            raise SystemExit("the demonstration ended before it answered")
        try:
            urllib.request.urlopen(address, timeout=30).close()  # noqa: S310 (an address of this machine, made above)
        except OSError:
            time.sleep(1)
        else:
            return
    raise SystemExit("the demonstration does not answer")


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        raise SystemExit("no Chromium on this machine: scripts/system-packages test")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@contextmanager
def visitor(browser: Browser, window: Window) -> Iterator[Page]:
    """A page in a window of this size, of somebody who came here for the first time."""
    context: BrowserContext = browser.new_context(
        viewport={"width": window.width, "height": window.height},
        device_scale_factor=window.points,
        color_scheme="dark" if window.dark else "light",
        locale="vi-VN",
        reduced_motion="reduce",
    )
    yield context.new_page()
    context.close()


def enter(page: Page, address: str, persona: str) -> None:
    """Enter the demonstration as one of its people."""
    page.goto(f"{address}/demo/")
    page.click(f'button[value="{persona}"]')


def photograph(page: Page) -> Image.Image:
    """What the window shows now."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "shot.png"
        page.screenshot(path=str(path))
        return Image.open(path).convert("RGB")

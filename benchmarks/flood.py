"""A flood of guests beside officials at work: `python -m benchmarks.flood [--seconds N] [--guests N]`.

Starts the site as it is served (granian, two workers) on a demonstration ward, behind an address of its own for the flood, and measures
what an official waits for a page: first alone, then beside 50 guests a second of one address. Promises: nothing of the product is switched
off; the official signs in and reads the desk and a body's page in turn. Says beside the figures how many guests stood in the queue.
"""

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[1]
FLOODER = "203.0.113.9"
PATHS = ("/viec-can-lam/", "/don-vi/01273/")
SETTINGS = """from dinhlang.config.settings import *  # noqa: F403
from dinhlang.config.settings import MIDDLEWARE
BEHIND_PROXY = True
MIDDLEWARE = [one for one in MIDDLEWARE if "loopback_only" not in one]
"""
SERVER = """import os
os.environ["DJANGO_SETTINGS_MODULE"] = "flooded"
from dinhlang.config.wsgi import application
"""


def _port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _ask(port: int, method: str, path: str, cookies: dict[str, str], address: str, body: str = "") -> tuple[int, bytes]:
    headers = {"Host": "127.0.0.1", "X-Forwarded-For": address, "Cookie": "; ".join(f"{k}={v}" for k, v in cookies.items())}
    if body:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    line = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        line.request(method, path, body or None, headers)
        answer = line.getresponse()
        data = answer.read()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                cookies[key] = rest.split(";", 1)[0]
        return answer.status, data
    finally:
        line.close()


def _sign_in(port: int) -> dict[str, str]:
    cookies: dict[str, str] = {}
    page = _ask(port, "GET", "/demo/", cookies, "127.0.0.1")[1].decode()
    token = page.split('name="csrfmiddlewaretoken" value="', 1)[1].split('"', 1)[0]
    status = _ask(port, "POST", "/demo/", cookies, "127.0.0.1", urlencode({"persona": "demo-officer", "csrfmiddlewaretoken": token}))[0]
    if status != 302:
        raise SystemExit(f"the official could not sign in: {status}")
    return cookies


def _officials(port: int, cookies: dict[str, str], seconds: float) -> list[float]:
    """What the official waited for each page, in milliseconds, one every quarter of a second."""
    waited, end, n = [], time.monotonic() + seconds, 0
    while time.monotonic() < end:
        begun = time.monotonic()
        status = _ask(port, "GET", PATHS[n % len(PATHS)], cookies, "198.51.100.1")[0]
        waited.append((time.monotonic() - begun) * 1000)
        if status != 200:
            raise SystemExit(f"the official was answered {status}")
        n += 1
        time.sleep(max(0.0, 0.25 - (time.monotonic() - begun)))
    return sorted(waited)


def _flood(port: int, each: float, stop: threading.Event, seen: Counter[int]) -> None:
    while not stop.is_set():
        begun = time.monotonic()
        seen[_ask(port, "GET", "/don-vi/01273/?q=" + str(begun), {}, FLOODER)[0]] += 1
        stop.wait(max(0.0, each - (time.monotonic() - begun)))


def _say(what: str, waited: list[float]) -> None:
    at = {share: waited[min(len(waited) - 1, int(len(waited) * share))] for share in (0.5, 0.95)}
    print(f"{what:32} {len(waited):4} pages   p50 {at[0.5]:7.1f} ms   p95 {at[0.95]:7.1f} ms")


def main() -> int:
    """Run both measurements. Returns 0."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--seconds", type=float, default=30.0)
    words.add_argument("--guests", type=int, default=50, help="a second")
    given = words.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "flooded.py").write_text(SETTINGS)
        (folder / "flooded_wsgi.py").write_text(SERVER)
        environment = {
            **os.environ, "DINHLANG_DATA": made, "DINHLANG_DEMO": "1", "PYTHONPATH": f"{ROOT}:{folder}",
            "DATABASE_URL": f"sqlite:///{folder / 'flood.sqlite3'}", "DJANGO_SETTINGS_MODULE": "flooded",
        }  # fmt: skip
        load = (
            "import django; django.setup(); from django.core.management import call_command; "
            "call_command('collectstatic', interactive=False, verbosity=0); from dinhlang_demo import ward; ward.set_up()"
        )
        subprocess.run([sys.executable, "-c", load], env=environment, check=True)
        port = _port()
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--workers", "2", "--blocking-threads", "1"]
        command += ["--no-ws", "--log-level", "error", "flooded_wsgi:application"]
        with subprocess.Popen(command, env=environment, cwd=folder) as server:
            try:
                for _ in range(150):
                    try:
                        _ask(port, "GET", "/suc-khoe/", {}, "127.0.0.1")
                        break
                    except OSError:
                        time.sleep(0.2)
                cookies = _sign_in(port)
                _officials(port, cookies, 3)
                _say("officials alone", _officials(port, cookies, given.seconds))
                stop, seen = threading.Event(), Counter[int]()
                flood = [threading.Thread(target=_flood, args=(port, 1.0, stop, seen), daemon=True) for _ in range(given.guests)]
                for one in flood:
                    one.start()
                    time.sleep(1 / given.guests)
                seen.clear()
                waited = _officials(port, cookies, given.seconds)
                rate = sum(seen.values()) / given.seconds
                stop.set()
                _say(f"beside {rate:.0f} guests a second", waited)
                print(f"guests: {seen[200]} pages, {seen[503]} in the queue")
            finally:
                server.terminate()
    return 0


if __name__ == "__main__":
    sys.exit(main())

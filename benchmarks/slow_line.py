"""A petition with three photographs over a slow line, without script; `python -m benchmarks.slow_line http://127.0.0.1:8000 BODY`.

Needs a house that runs (`dinhlang demo`). Everything a first visit fetches goes through a line of 250 kbit/s each way with 100 ms there
and back, held in this process; nothing is fetched twice but what a browser without script would, and nothing is compressed. Prints one JSON
row to a line: seconds until the code is shown and until each photograph is in, and the bytes that went over the line. Refuses to go on
where a step is not answered as it should be.

`--cut` sends one photograph more as the page's script does, in pieces, over a line that goes in the middle of the file, and tells how many
bytes of it were sent again.
"""

import argparse
import io
import json
import os
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from html import unescape
from http.client import HTTPConnection, HTTPResponse
from http.cookies import SimpleCookie
from random import Random
from time import perf_counter, sleep
from urllib.parse import urlencode, urlsplit

from PIL import Image

RATE = 250_000 / 8  # bytes a second, each way
TRIP = 0.1  # seconds there and back
PIECE = 1024
PHOTOS, LARGE = 3, 300_000
GOAL = 60  # seconds


class Way:
    """One direction of the line, shared by everything that goes over it."""

    def __init__(self) -> None:
        self.free, self.bytes, self.lock = perf_counter(), 0, threading.Lock()

    def carry(self, data: bytes) -> None:
        """Wait as long as `data` takes to get across."""
        with self.lock:
            self.free = max(self.free, perf_counter()) + len(data) / RATE
            self.bytes += len(data)
            until = self.free
        sleep(max(until - perf_counter(), 0))


def _pump(source: socket.socket, sink: socket.socket, way: Way) -> None:
    with suppress(OSError):
        first = True
        while data := source.recv(PIECE):
            if first:
                sleep(TRIP / 2)
            first = False
            way.carry(data)
            sink.sendall(data)
    with suppress(OSError):
        sink.shutdown(socket.SHUT_WR)


@contextmanager
def line(host: str, port: int) -> Iterator[tuple[int, Way, Way]]:
    """A port of this machine that leads to `host` over the slow line, with its two ways (up, down)."""
    up, down = Way(), Way()
    server = socket.create_server(("127.0.0.1", 0))

    def take() -> None:
        with suppress(OSError):
            while True:
                near = server.accept()[0]
                far = socket.create_connection((host, port))
                for pair in ((near, far, up), (far, near, down)):
                    threading.Thread(target=_pump, args=pair, daemon=True).start()

    threading.Thread(target=take, daemon=True).start()
    try:
        yield server.getsockname()[1], up, down
    finally:
        server.close()


class Browser:
    """Cookies, forms and what a page brings with it, once. A connection to each request: the slower way."""

    def __init__(self, port: int, host: str) -> None:
        self.port, self.host, self.cookies, self.had, self.own = port, host, SimpleCookie(), set[str](), ""

    def _said(self, kind: str = "", token: str = "") -> dict[str, str]:
        said = {"Host": self.host, "Cookie": "; ".join(f"{name}={one.value}" for name, one in self.cookies.items()), "Connection": "close"}
        return {
            **said,
            **({"Content-Type": kind, "Origin": f"http://{self.host}"} if kind else {}),
            **({"X-CSRFToken": token} if token else {}),
        }

    def half(self, path: str, body: bytes, token: str) -> int:
        """Begin to send a piece; the line goes when half of it is out. Returns how much that is."""
        out = body[: len(body) // 2]
        head = "".join(f"{name}: {value}\r\n" for name, value in self._said("application/octet-stream", token).items())
        with socket.create_connection(("127.0.0.1", self.port)) as line:
            line.sendall(f"POST {path} HTTP/1.1\r\n{head}Content-Length: {len(body)}\r\n\r\n".encode() + out)
            sleep(len(out) / RATE + TRIP)
        return len(out)

    def ask(self, method: str, path: str, body: bytes = b"", kind: str = "", token: str = "") -> tuple[HTTPResponse, str]:
        """An answer and its words."""
        asked = HTTPConnection("127.0.0.1", self.port, timeout=120)
        said = self._said(kind, token)
        asked.request(method, path, body or None, {**said, "Accept-Encoding": "identity"})
        answer = asked.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            self.cookies.load(cookie)
        return answer, answer.read().decode("utf-8", "replace")

    def get(self, path: str) -> str:
        """The page, after its style sheet and icon where they were not fetched before."""
        answer, page = self.ask("GET", path)
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status}")
        for link in re.findall(r'<link [^>]*href="(/static/[^"]+)"', page):
            if link not in self.had:
                self.had.add(link)
                self.ask("GET", link)
        return page

    def send(self, path: str, page: str, photo: bytes = b"", **fields: str) -> tuple[str, str]:
        """Send the form of `page`; where it leads to, and that page."""
        for name in ("csrfmiddlewaretoken", "command_id"):
            found = re.search(rf'name="{name}" value="([^"]+)"', page)
            if found is None:
                raise SystemExit(f"{path}: no form")
            fields[name] = found.group(1)
        if photo:
            mark = "a-line-that-stands-in-no-photograph"
            parts = [f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()]
            head = f'--{mark}\r\nContent-Disposition: form-data; name="photo"; filename="anh.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
            body = "".join(parts).encode() + head.encode() + photo + f"\r\n--{mark}--\r\n".encode()
            answer, text = self.ask("POST", path, body, f"multipart/form-data; boundary={mark}")
        else:
            answer, text = self.ask("POST", path, urlencode(fields).encode(), "application/x-www-form-urlencoded")
        if answer.status != 302:
            raise SystemExit(f"{path}: {answer.status} {re.sub('<[^>]+>', ' ', text)[:2000]}")
        there = urlsplit(answer.headers["Location"]).path
        return there, self.get(there)


def photograph(seed: int) -> bytes:
    """A photograph of noise of `LARGE` bytes: it cannot be made smaller on its way."""
    chance, side = Random(seed), 420
    while True:
        out = io.BytesIO()
        Image.frombytes("RGB", (side, side), chance.randbytes(side * side * 3)).save(out, "JPEG", quality=85)
        if len(out.getvalue()) >= LARGE:
            return out.getvalue()
        side += 10


def walk(browser: Browser, body: str) -> Iterator[tuple[str, float]]:
    """What is done, with the seconds since the first request: from the body's page of petitions to the third photograph."""
    begun = perf_counter()
    door = f"/don-vi/{body}/phan-anh/"
    for path in (door, f"{door}gui/", f"{door}gui/ve-gi/"):
        browser.get(path)
    blank = browser.get(f"{door}gui/viec/")
    place = re.search(r'<select name="place".*?<option value="(\d+)"', blank, re.S) or re.search(r'name="place"[^>]*value="(\d+)"', blank)
    if place is None:
        raise SystemExit(f"{door}: no place to choose")
    words = "Đo đường truyền chậm: cầu ngõ 2 gãy lan can, trẻ em đi học qua đó. " * 5
    own, page = browser.send(f"{door}gui/viec/", blank, topic="roads", place=unescape(place.group(1)), text=words)
    if not re.search(r'<p class="big">', page):
        raise SystemExit("no code was shown")
    browser.own = own
    yield "receipt shown", perf_counter() - begun
    for n in range(PHOTOS):
        browser.send(f"{own}anh/", browser.get(f"{own}anh/"), photograph(n))
        yield f"photograph {n + 1} in", perf_counter() - begun


def cut(browser: Browser, own: str, photo: bytes) -> int:
    """Send a photograph in pieces; the line goes in the middle of the piece in its middle. Returns the bytes of it that went out twice."""
    page = browser.get(f"{own}anh/")
    found = re.search(r'data-to="([^"]+)".*data-most="(\d+)"', page)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    if found is None or token is None:
        raise SystemExit(f"{own}anh/: takes no pieces")
    asked, piece = f"{found.group(1)}?tep={'5' * 16}&co={len(photo)}", int(found.group(2))
    at = sent = 0
    whole = True
    while at < len(photo):
        data = photo[at : at + piece]
        if whole and at + piece > len(photo) // 2:
            whole = False
            sent += browser.half(f"{asked}&tu={at}", data, token.group(1))
            answer, text = browser.ask("GET", asked)
        else:
            sent += len(data)
            answer, text = browser.ask("POST", f"{asked}&tu={at}", data, "application/octet-stream", token.group(1))
        if answer.status != 200:
            raise SystemExit(f"{asked}: {answer.status} {text[:500]}")
        at = json.loads(text)["kept"]
    browser.send(f"{own}anh/", page, tep="5" * 16, co=str(len(photo)), ten="anh.jpg")
    return sent - len(photo)


def main() -> None:
    """Measure once and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("site")
    parser.add_argument("body", help="code of a body that takes petitions")
    parser.add_argument("--cut", action="store_true", help="one photograph more, in pieces, over a line that is cut")
    given = parser.parse_args()
    where = urlsplit(given.site)
    with line(where.hostname or "", where.port or 80) as (port, up, down):
        browser = Browser(port, where.netloc)
        for what, seconds in walk(browser, given.body):
            row = {"what": what, "seconds": round(seconds, 1), "goal": GOAL, "up": up.bytes, "down": down.bytes}
            print(json.dumps({**row, "load": round(os.getloadavg()[0], 1)}), flush=True)
        if given.cut:
            begun, before, photo = perf_counter(), up.bytes, photograph(PHOTOS)
            again = cut(browser, browser.own, photo)
            row = {"what": f"{len(photo)} bytes in pieces, cut in the middle", "seconds": round(perf_counter() - begun, 1), "again": again}
            print(json.dumps({**row, "up": up.bytes - before, "load": round(os.getloadavg()[0], 1)}), flush=True)


if __name__ == "__main__":
    main()

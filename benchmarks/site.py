"""The whole site in this process, on a fresh database: the demonstration ward, its settings, its WSGI handler.

Importing this sets Django up from BENCH_URL and BENCH_DATA (see `benchmarks.places`); import it before any model. Promises: requests
go through the middleware of a real site, in this process, without a network; nothing of the product is switched off for speed.
"""

import io
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from http.cookies import SimpleCookie
from importlib import import_module
from typing import Any
from urllib.parse import urlencode

os.environ["DATABASE_URL"], os.environ["DINHLANG_DATA"] = os.environ["BENCH_URL"], os.environ["BENCH_DATA"]
os.environ["DINHLANG_DEMO"] = "1"
os.environ["DJANGO_SETTINGS_MODULE"] = "dinhlang.config.settings"

import django  # noqa: E402  (after the environment)

django.setup()

from django.core.handlers.wsgi import WSGIHandler  # noqa: E402  (the settings come first)
from django.core.management import call_command  # noqa: E402

HOST = "127.0.0.1:8000"
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')


@lru_cache(maxsize=1)
def _handler() -> WSGIHandler:
    """The application as a server loads it, when the ward is there: it looks at the database first."""
    found: WSGIHandler = import_module("dinhlang.config.wsgi").application
    return found


@dataclass(frozen=True)
class Answer:
    """What came back: the status, headers by name (the last of each), and the body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Browser:
    """Keeps cookies, sends forms. The least that can speak WSGI, so that what is measured is the site."""

    cookies: SimpleCookie = field(default_factory=SimpleCookie)

    def _environ(self, method: str, path: str, body: bytes, gzip: bool) -> dict[str, Any]:
        path, _sep, query = path.partition("?")
        return {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": HOST,
            "HTTP_COOKIE": "; ".join(f"{name}={one.value}" for name, one in self.cookies.items()),
            "CONTENT_TYPE": "application/x-www-form-urlencoded" if body else "",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
            "wsgi.url_scheme": "http",
            "wsgi.errors": io.StringIO(),
            "wsgi.version": (1, 0),
            "wsgi.multithread": False,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
            **({"HTTP_ACCEPT_ENCODING": "gzip"} if gzip else {}),
        }

    def send(self, method: str, path: str, fields: Mapping[str, str] | None = None, *, gzip: bool = False) -> Answer:
        """One request to its last byte."""
        kept: dict[str, Any] = {"status": 0, "headers": []}

        def start(status: str, headers: list[tuple[str, str]], _error: object = None, /) -> Callable[[bytes], object]:
            kept["status"], kept["headers"] = int(status.split(" ", 1)[0]), headers
            return lambda _bytes: None  # the old way to send a body; no answer of the site uses it

        answer = _handler()(self._environ(method, path, urlencode(fields).encode() if fields else b"", gzip), start)
        try:
            body = b"".join(answer)
        finally:
            answer.close()
        for name, value in kept["headers"]:
            if name == "Set-Cookie":
                self.cookies.load(value)
        return Answer(kept["status"], dict(kept["headers"]), body)

    def token(self, path: str) -> str:
        """The hidden token of the form at `path`."""
        found = TOKEN.search(self.send("GET", path).body)
        if found is None:
            raise SystemExit(f"{path} shows no form: what follows would measure a refusal")
        return found.group(1).decode()

    def enter(self, persona: str) -> None:
        """Sign in as one of the demonstration's people."""
        answer = self.send("POST", "/demo/", {"persona": persona, "csrfmiddlewaretoken": self.token("/demo/")})
        if answer.status != 302:
            raise SystemExit(f"nobody entered as {persona}: {answer.status}")


def open_ward() -> None:
    """The demonstration ward with its tables and static files."""
    from dinhlang_demo import ward  # noqa: PLC0415  (reads the settings that this process just made)

    call_command("collectstatic", interactive=False, verbosity=0)
    ward.set_up()

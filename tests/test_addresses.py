"""Every address with every nasty value: a page or a sentence, 404 or 400, never a 500."""

import itertools
import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import quote

import pytest
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import get_language

from dinhlang.ground.record import clock, signer
from dinhlang.ground.ui.shapes import Link
from dinhlang.web import errors
from dinhlang.works.disclosures.tests.town import Town, make_town, nothing_changes

pytestmark = pytest.mark.usefixtures("drawn_as_in_a_house")
NASTY = (
    "None", "0", "-1", "00000", "99999999999999999999", "9" * 5000, "1e9", "٣", "..", "%2e%2e%2f", "a/../b",
    "2026-Q9", "2026-Q-1", "2026-Q", "9999-Q4", "20261-Q1", "2026", "standing", "01273", "04-t0000001", "99999",
    "x" * 3000, "đ", "\N{GRINNING FACE}", "\u202e", "\u0301", "a\x00b", "\x7f", "\r\nSet-Cookie: a=b",
    "'", '"', "<script>", "{{7*7}}", "%s%d%n", "{day}", "' OR 1=1 --", "\\", " ", "%ff", "%00", "%ed%a0%80", "0" * 16, "0" * 64,
)  # fmt: skip
ASKED = (
    "q", "truoc", "don-vi", "van-ban", "nhiem-vu", "muc", "bao", "next", "trang", "nam", "tu", "den", "tinh-trang", "loai", "quyen", "ngay",
)  # fmt: skip


def patterns(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """Every address as a template with <places>."""
    for one in resolver.url_patterns:
        path = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one, path)
        elif isinstance(one, URLPattern):
            yield path


ALL = sorted({path for path in patterns(get_resolver()) if "style" not in path and "kieu" not in path})
PLACE = re.compile(r"<[^>]+>")


def fill(template: str, values: tuple[str, ...]) -> str:
    """The address with its places filled; what is percent-encoded already stays as it is."""
    found = iter(values)
    return "/" + PLACE.sub(lambda _: value if re.search(r"%[0-9A-Fa-f]{2}", value := next(found)) else quote(value, safe=""), template)


looked_up = errors.meant
known: dict[tuple[str, str | None, date], tuple[tuple[str, ...], tuple[Link, ...]]] = {}


def meant(request: HttpRequest) -> tuple[tuple[str, ...], tuple[Link, ...]]:
    asked = errors.OF_BODY.match(request.path) or errors.WORD.fullmatch(request.path)
    key = asked.group(1) if asked else "", get_language(), clock.today()
    if key not in known:
        known[key] = looked_up(request)
    return known[key]


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, db: None) -> Town:
    """The town. What a page of nothing here looks up by a nasty value is looked up once: every test has the same bodies."""
    made = make_town(monkeypatch)
    monkeypatch.setattr(errors, "meant", meant)
    made.disclosed()
    signer.current()  # the checkpoint is signed by whoever reads first: that is no change of what was done
    return made


@pytest.fixture
def clients(town: Town) -> list[Client]:
    found = [town.client(), town.client("officer"), town.client("resident:ann")]
    for client in found:
        client.raise_request_exception = False
    return found


def check(client: Client, path: str, method: str = "get") -> None:
    response = getattr(client, method)(path)
    assert response.status_code < 500, f"{method} {path[:200]!r} gives {response.status_code}"
    if not response.streaming:
        assert b"<script>" not in response.content.replace(b"&lt;script&gt;", b""), path[:200]
    assert "Set-Cookie: a=b" not in str(response.headers)
    assert connection.is_usable()


def test_it_works():
    assert len([path for path in ALL if PLACE.search(path)]) > 25
    assert fill("don-vi/<str:code>/", ("a b",)) == "/don-vi/a%20b/"


@pytest.mark.parametrize("template", [path for path in ALL if PLACE.search(path)])
def test_nasty_values_in_the_path(clients: list[Client], template: str):
    good = {
        "code": "01273",
        "quarter": "2026-Q3",
        "rule": "commune-discloses-contributions",
        "occasion": "112-qd-ubnd",
        "slug": "112-qd-ubnd",
        "index": "1",
        "n": "0",
        "kind": "commune",
        "instrument": "law-10-2022-qh15",
    }
    places = [re.sub(r"[<>]|\w+:", "", place) for place in PLACE.findall(template)]
    with nothing_changes():
        for n, value in itertools.product(range(len(places)), NASTY):
            values = tuple(value if i == n else good.get(name, "0" * 16) for i, name in enumerate(places))
            check(clients[0], fill(template, values))
        for value in ("None", "a\x00b", "2026-Q9", "99999999999999999999"):
            for client, method in itertools.product(clients[1:], ("get", "post")):
                check(client, fill(template, (value,) * len(places)), method)


def test_nasty_values_in_the_query(clients: list[Client]):
    paths = ["", "nhat-ky/", "dang-nhap/", "don-vi/01273/", "don-vi/01273/cong-khai/", "don-vi/01273/dang-ky-van-ban/"]
    paths += ["don-vi/01273/danh-sach/2026-Q3/khong-phat-sinh/", "quy-dinh/", "quy-dinh/thay-doi/"]
    paths += ["quy-dinh/commune-discloses-contributions/", "quy-dinh/bo.zip"]
    with nothing_changes():
        for path, value in itertools.product(paths, NASTY):
            query = "&".join(
                f"{name}={value if '%' in value and ' ' not in value and 'n' not in value else quote(value, safe='')}" for name in ASKED
            )
            check(clients[1], f"/{path}?{query}")


@pytest.mark.parametrize(
    "path",
    ["/\x00", "/%00", "/" + "a/" * 2000, "//", "//evil.example/", "/en//", "/EN/", "/log/tile/0/x999/999", "/log/open/..", "/.git/config"],
)
def test_addresses_that_are_none(clients: list[Client], path: str):
    for client in clients:
        check(client, quote(path, safe="/%"))


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace", "head"])
def test_methods_that_are_none(clients: list[Client], method: str):
    with nothing_changes():
        for template in ALL:
            check(clients[1], fill(template, ("01273", "2026-Q3", "2026-Q3", "2026-Q3")), method)

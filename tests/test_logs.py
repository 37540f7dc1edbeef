"""What the software logs: a crawl as everybody, with codes, queries and agents that are searched for in every line afterwards."""

import logging
import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from dinhlang.core.actor import Voice
from dinhlang.web import views
from dinhlang.works.disclosures import acts
from dinhlang.works.disclosures.tests.town import WARD, make_town

ADDRESS, AGENT, QUERY = "203.0.113.77", "Mozilla-chim-9911", "tuvan-kin-3355"
ADDRESSES = re.compile(r"\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b|[0-9a-f]{1,4}:[0-9a-f:]{6,}", re.IGNORECASE)


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """Everything any logger says at any level, formatted, with its traceback."""
    found: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(logging.Formatter("%(name)s %(levelname)s %(message)s").format(record))

    keep = Keep()
    loggers = [
        logging.getLogger(name) for name in ("", "django", "django.request", "django.security", "django.server", "dinhlang", "allauth")
    ]
    before = [(one, one.level) for one in loggers]
    for one in loggers:
        one.addHandler(keep)
    logging.getLogger("dinhlang").setLevel(logging.DEBUG)
    yield found
    for one, level in before:
        one.removeHandler(keep)
        one.setLevel(level)


def test_no_line_tells_who_asked_what(monkeypatch: pytest.MonkeyPatch, db: None, lines: list[str], settings: LazySettings) -> None:
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if "loopback_only" not in one]
    town = make_town(monkeypatch)
    town.go("2026-03-02")
    code = town.do(acts.report, Voice(person="ann"), title="Cầu", where="Tổ 1", item=5, show=False).code
    told = [code, "0" * 16, QUERY, AGENT, ADDRESS, "wrong-name-7755", "wrong-word-7755"]
    paths = ["/", f"/don-vi/{WARD}/", f"/xong/{code}/", f"/bien-nhan/{code}/", f"/bien-nhan/{code}/du-lieu/", f"/bien-nhan/{'0' * 16}/"]
    paths += ["/khong-co/", "/van-hanh/", "/du-lieu-ca-nhan/", "/nhat-ky/99999/", "/%00/", "/suc-khoe/", "/viec-can-lam/", "/tep/zz/0/"]
    headers = {"REMOTE_ADDR": ADDRESS, "HTTP_USER_AGENT": AGENT, "HTTP_REFERER": f"https://example.org/?q={QUERY}"}
    for who in ("", "officer", "chair", "resident:ann"):
        client = town.client(who)
        client.raise_request_exception = False
        for path in paths:
            client.get(path, {"q": QUERY}, **headers)
            client.post(path, {"command_id": str(uuid4()), "words": QUERY}, **headers)
    guest = Client(enforce_csrf_checks=True, raise_request_exception=False, **headers)
    guest.post(reverse("account_login"), {"login": "wrong-name-7755", "password": "wrong-word-7755"})
    Client(**headers).post(reverse("account_login"), {"login": "wrong-name-7755", "password": "wrong-word-7755"})
    guest.get("/", {"q": QUERY}, HTTP_HOST="another.example")

    def broken(*_: object) -> None:
        raise OperationalError(f"no such column near {QUERY}")

    def worse(*_: object) -> None:
        raise RuntimeError("a mistake of ours")

    for trouble in (broken, worse):
        monkeypatch.setattr(views.duties, "find", trouble)
        guest.get(f"/don-vi/{WARD}/", {"q": QUERY})
    ours = [line for line in lines if line.startswith("dinhlang")]
    assert ours, "the crawl made the house say something"
    for line in ours:
        assert not [word for word in told if word in line], line
        assert not ADDRESSES.search(line), line


def test_what_the_framework_says_of_requests_is_switched_off() -> None:
    """Django's own lines quote paths: their loggers go nowhere below what ends the process."""
    for name in ("django.request", "django.security"):
        one = logging.getLogger(name)
        assert (one.level, one.propagate) == (logging.CRITICAL, False), name

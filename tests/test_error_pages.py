"""What people see where something went wrong: a sentence, what to do, nothing of the inside; and who may have been meant."""

import re
from datetime import date

import pytest
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from dinhlang.ground.bodies.models import Body, Registration, Succession
from dinhlang.web import errors, views
from dinhlang.works.disclosures.tests.town import WARD, Town, make_town

CANARY = "Chimhoangyen5523"


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, db: None) -> Town:
    made = make_town(monkeypatch)
    made.go("2026-11-02")
    old = Body.objects.create(kind="commune", alive_from=date(2020, 1, 1), alive_to=date(2025, 6, 30), province_code="04")
    Registration.objects.create(
        body=old, code="01270", name="Phường Sông Hiến", kind_word="phường", from_day=old.alive_from, to_day=old.alive_to
    )
    Succession.objects.create(old=old, new_id=made.ward, day=date(2025, 7, 1))
    return made


def told(client: Client, path: str, status: int, method: str = "get", **more: object) -> str:
    """The page's text without its markup."""
    response = getattr(client, method)(path, **more)
    assert response.status_code == status
    assert response["Cache-Control"] == "private, no-store"
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


# --- 404: who may have been meant ---


@pytest.mark.parametrize("path", ["/don-vi/01270/", "/don-vi/01270/viec/", "/don-vi/01270/tin.atom"])
def test_the_address_of_an_old_commune_leads_to_its_successor(town: Town, path: str):
    client = town.client()
    text = told(client, path, 404)
    assert "Phường Sông Hiến, code 01270, was there until 30/6/2025" in text or "Phường Sông Hiến, mã 01270" in text
    assert f'href="/don-vi/{WARD}/"' in client.get(path).content.decode()


@pytest.mark.parametrize("path", ["/don-vi/song-hien/", "/don-vi/thuc phan/", "/thuc-phan/", "/thuc-phan", "/don-vi/Thục Phán/"])
def test_a_name_in_an_address_is_looked_up(town: Town, path: str):
    assert f'href="/don-vi/{WARD}/"' in town.client().get(path).content.decode()


def test_english_stays_english(town: Town):
    page = town.client().get("/en/don-vi/01270/").content.decode()
    assert 'href="/en/don-vi/01273/"' in page
    assert "You may have meant" in page


@pytest.mark.parametrize("path", ["/a/b/c/d", "/wp-login.php", "/don-vi/xyz/", "/don-vi/99999/", "/" + "x" * 300])
def test_nothing_is_meant_by_an_address_that_is_like_none(town: Town, path: str):
    page = town.client().get(path)
    assert page.status_code == 404
    assert 'id="near"' not in page.content.decode()
    assert 'name="q"' in page.content.decode()


def test_a_database_that_is_away_is_not_asked_twice(town: Town, monkeypatch: pytest.MonkeyPatch):
    def away(*_args: object) -> None:
        raise DatabaseError(CANARY)

    monkeypatch.setattr(errors.bodies, "last_with", away)
    page = town.client().get("/thuc-phan/")
    assert page.status_code == 404
    assert CANARY not in page.content.decode()


def test_a_wrong_address_asks_little(town: Town):
    client = town.client()
    for path in ("/don-vi/99999/", "/thuc-phan/", "/don-vi/01270/"):
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        assert len(asked) <= 8, path


# --- other answers without a page ---


@pytest.mark.parametrize(("path", "method"), [("/robots.txt", "post"), ("/dang-xuat/", "put"), ("/quy-dinh/bo.json", "delete")])
def test_405_says_what_to_do_and_what_is_allowed(town: Town, path: str, method: str):
    response = getattr(town.client(), method)(path)
    assert response.status_code == 405
    assert "GET" in response["Allow"]
    assert b'class="lead"' in response.content
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_413_says_what_to_do_with_what_is_too_large(town: Town):
    with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=100):
        text = told(town.client("officer"), f"/don-vi/{WARD}/cong-khai/", 413, "post", data={"text": CANARY * 100})
    assert CANARY not in text


def test_too_many_fields_are_too_large(town: Town):
    with override_settings(DATA_UPLOAD_MAX_NUMBER_FIELDS=3):
        told(town.client("officer"), f"/don-vi/{WARD}/cong-khai/", 413, "post", data={str(n): "" for n in range(9)})


@pytest.mark.parametrize(("status", "wait"), [(429, "300"), (503, "120")])
def test_when_to_ask_again_is_said(rf_request: HttpRequest, status: int, wait: str):
    assert errors.dressed(rf_request, HttpResponse("x", status=status))["Retry-After"] == wait


@pytest.fixture
def rf_request(town: Town) -> HttpRequest:
    """A request that went through the house."""
    return town.client().get("/").wsgi_request


def test_429_gets_a_page(rf_request: HttpRequest):
    page = errors.dressed(rf_request, HttpResponse(status=429))
    assert (page.status_code, page["Retry-After"]) == (429, "300")
    assert b'class="lead"' in page.content


def test_a_page_of_its_own_is_left_alone(rf_request: HttpRequest):
    own = HttpResponse("own", status=405)
    assert errors.dressed(rf_request, own) is own
    assert errors.dressed(rf_request, HttpResponseNotAllowed(["GET"]))["Allow"] == "GET"


# --- what is broken ---


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError(CANARY)


def test_500_asks_nothing_and_shows_nothing_of_the_inside(town: Town, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(views.duties, "find", broken)
    client = town.client()
    client.raise_request_exception = False
    with CaptureQueriesContext(connection) as asked:
        response = client.get(f"/don-vi/{WARD}/")
    text = response.content.decode()
    assert (response.status_code, len(asked)) == (500, 0)
    assert CANARY not in text
    assert "Traceback" not in text
    for language in ("vi", "en"):
        with translation.override(language):
            assert (
                str(translation.gettext("This is our fault, not yours. What you were doing was either recorded whole or not at all."))
                in text
            )


def test_503_says_when_to_come_back(town: Town, monkeypatch: pytest.MonkeyPatch):
    def away(*_args: object) -> None:
        raise DatabaseError(f'no such column: "{CANARY}"')

    monkeypatch.setattr(views.duties, "find", away)
    response = town.client().get(f"/don-vi/{WARD}/")
    assert (response.status_code, response["Retry-After"]) == (503, "120")
    assert CANARY not in response.content.decode()


@pytest.mark.parametrize("code", ["400", "403_csrf", "429", "500", "503"])
def test_pages_that_count_on_nothing_say_it_in_both_languages(code: str):
    html = render_to_string(f"{code}.html")
    vietnamese, _middle, english = html.partition('<div lang="en"')
    assert vietnamese.count("<h1") == 1
    assert 'href="/"' in vietnamese
    assert english.count("<h2") == 1

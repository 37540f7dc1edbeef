"""The province as its people look for it: home, map, touch, lists; few questions, small pages, nothing that breaks."""

import gzip
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dinhlang.ground.bodies import acts as bodies_acts
from dinhlang.ground.bodies import boundaries, country, reads
from dinhlang.ground.bodies.entering import NewBody
from dinhlang.ground.bodies.models import Body, Registration
from dinhlang.ground.record import signer
from dinhlang.ground.ui import cache
from dinhlang.works.disclosures.tests.town import CONSOLE, WARD, Town, make_town

BUDGET = 8
KB = 1024
BORN = date(2025, 7, 1)
DAY = date(2026, 1, 5)


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, db: None, settings: Any) -> Iterator[Town]:
    """The town of the tests with all of Cao Bằng around it and its map, the front page that of the province."""
    settings.HOME_BODY = "04"
    cache.forget()
    town = make_town(monkeypatch)
    rows = [row for row in country.chosen("04")["04"] if row.code not in (WARD, "01279")]
    town.do(bodies_acts.found, CONSOLE, body=None, bodies=tuple(rows), source=country.SOURCE)
    province = reads.find("04", DAY).id
    payload = {"data": country.boundaries("04"), "from_day": BORN, "source": country.DRAWN_BY, "document": ""}
    town.do(bodies_acts.draw, CONSOLE, body=province, **payload)
    yield town
    cache.forget()


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return str(answer.content.decode())


def test_it_works(town: Town) -> None:
    town.disclosed("2026-01-06", "12/QĐ-UBND", "2026-01-05")
    html = text_of(town.client(), reverse("home"))
    assert html.count("<a href") > 112
    assert 'class="fig map"' in html
    assert "chỉ để tham khảo" in html
    assert "12/QĐ-UBND" in html or "Phường Thục Phán ·" in html
    assert "Chưa có việc nào" in html or "chưa có việc nào" in html
    assert html.index("Xã Bảo Lạc</a>") < html.index("Xã Hòa An</a>") < html.index("Xã Trùng Khánh</a>")


@pytest.mark.parametrize("query", ["hop giang", "Hợp Giang", "thuc phan", "1273"])
def test_an_old_name_finds_the_commune(town: Town, query: str) -> None:
    old = ("01273", "Phường Hợp Giang", "phường", date(2025, 6, 30))
    row = NewBody(WARD, "Phường Thục Phán", "commune", "phường", "04", "04", BORN, (old,))
    town.do(bodies_acts.found, CONSOLE, body=None, bodies=(row,), source="Bảng chuyển đổi")
    html = text_of(town.client(), f"{reverse('home')}?q={query}")
    assert f'<a href="/don-vi/{WARD}/">Phường Thục Phán</a>' in html
    assert ("trước là Phường Hợp Giang" in html) == (query != "thuc phan")


def test_nothing_found_says_what_to_try(town: Town) -> None:
    html = text_of(town.client(), f"{reverse('home')}?q=zzzz")
    assert 'id="found"' in html
    assert "fig map" not in html


def test_pages_ask_little_however_much_there_is(town: Town) -> None:
    client = town.client()
    pages = {
        "home": reverse("home"),
        "searched": f"{reverse('home')}?q=hoa an",
        "body": reverse("body", args=["04"]),
        "touch": reverse("map", args=["04"]),
        "missed": f"{reverse('map', args=['04'])}?nho.x=1&nho.y=1",
        "places": reverse("places"),
    }
    signer.current()
    counts: list[dict[str, int]] = []
    for turn in range(2):
        found = {}
        for name, address in pages.items():
            client.get(address)
            cache.forget()
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            found[name] = len(asked)
        counts.append(found)
        if turn == 0:
            rows = [Body(kind="village", parent_id=town.ward, alive_from=BORN, province_code="04") for _ in range(300)]
            names = [
                Registration(body=one, code=f"04-v{n:07d}", name=f"Xóm {n}", kind_word="xóm", from_day=BORN, folded=f" xom {n}")
                for n, one in enumerate(Body.objects.bulk_create(rows, 100))
            ]
            Registration.objects.bulk_create(names, 100)
            for n in range(8):
                town.disclosed(f"2026-01-{7 + n:02d}", f"{n}/QĐ-UBND", "2026-01-05")
    assert {name: n for found in counts for name, n in found.items() if n > BUDGET} == {}
    assert {name: (counts[0][name], n) for name, n in counts[1].items() if n > counts[0][name] + 1} == {}


def test_a_kept_page_asks_once_more_and_changes_with_what_a_commune_does(town: Town) -> None:
    client = town.client()
    client.get(reverse("home"))
    with CaptureQueriesContext(connection) as asked:
        first = client.get(reverse("home"))
    assert len(asked) <= 2
    town.disclosed("2026-01-06", "77/QĐ-UBND", "2026-01-05")
    assert client.get(reverse("home"))["ETag"] != first["ETag"]


def test_the_page_and_its_map_are_light(town: Town) -> None:
    client = town.client()
    html = text_of(client, reverse("home"))
    svg = html[html.index('<svg class="fig map') : html.index("</svg>", html.index('<svg class="fig map'))]
    assert len(gzip.compress(svg.encode(), 6)) < 8 * KB
    assert len(gzip.compress(html.encode(), 6)) < 16 * KB
    assert len(gzip.compress(client.get(reverse("map-file", args=["04"])).content, 6)) < 8 * KB


@pytest.mark.parametrize(("name", "width"), [("nho", 288), ("lon", 640)])
def test_a_touch_opens_the_commune(town: Town, name: str, width: int) -> None:
    frame = boundaries.frame(reads.find("04", DAY).id, DAY)
    assert frame is not None
    x, y = (round(n * width / frame.width) for n in frame.at(106.257, 22.665))
    answer = town.client().get(f"{reverse('map', args=['04'])}?{name}.x={x}&{name}.y={y}")
    assert (answer.status_code, answer["Location"]) == (302, f"/don-vi/{WARD}/")


def test_a_touch_outside_gets_a_sentence(town: Town) -> None:
    html = text_of(town.client(), f"{reverse('map', args=['04'])}?nho.x=1&nho.y=1")
    assert "nằm ngoài các xã, phường" in html
    assert 'type="image"' in html


@pytest.mark.parametrize(
    "point", ["nho.x=&nho.y=", "nho.x=-5&nho.y=2", "nho.x=1e9&nho.y=nan", "nho.x=" + "9" * 400 + "&nho.y=1", "nho.x=١&nho.y=١", "lon.x=5"]
)
def test_a_point_that_is_none_is_no_mistake(town: Town, point: str) -> None:
    assert "nằm ngoài" not in text_of(town.client(), f"{reverse('map', args=['04'])}?{point}")


@pytest.mark.parametrize("name", ["map", "map-file"])
def test_there_is_no_map_of_what_nobody_has_drawn(town: Town, name: str) -> None:
    assert "Chưa có bản đồ của Phường Thục Phán" in text_of(town.client(), reverse(name, args=[WARD]), 404)


def test_a_province_shows_its_communes_and_a_commune_its_villages(town: Town) -> None:
    client = town.client()
    html = text_of(client, reverse("body", args=["04"]))
    assert "56 xã, phường" in html
    assert "Xã Hòa An</a>" in html
    assert "Tổ 1</a>" in text_of(client, reverse("body", args=[WARD]))


def test_one_province_is_its_own_list(town: Town) -> None:
    assert town.client().get(reverse("places"))["Location"] == "/don-vi/04/"


def test_several_provinces_stand_on_the_map_of_the_country(town: Town) -> None:
    every = [rows[0] for code, rows in country.provinces().items() if code != "04"]
    town.do(bodies_acts.found, CONSOLE, body=None, bodies=tuple(every), source=country.SOURCE)
    payload = {"data": country.boundaries("country"), "from_day": BORN, "source": country.DRAWN_BY, "document": ""}
    town.do(bodies_acts.draw, CONSOLE, body=None, **payload)
    html = text_of(town.client(), reverse("places"))
    for name in ("34 tỉnh, thành phố", ">Hoàng Sa</text>", ">Trường Sa</text>", "Thành phố Đà Nẵng", "Tỉnh Khánh Hòa"):
        assert name in html
    assert html.index("Tỉnh Điện Biên</a>") > html.index("Thành phố Đà Nẵng</a>") > html.index("Tỉnh Cao Bằng</a>")

"""The numbers of petitions as a picture: only what was told, each with a table, within the budget of questions."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dinhlang.ground.ui import maps
from dinhlang.works.disclosures.tests.town import OTHER, WARD
from dinhlang.works.petitions import drawn as pictures
from dinhlang.works.petitions.acts import opening
from tests.markup import mistakes
from tests.petitions.hall import TWO, Desk
from tests.sending import text

PROVINCE = "/don-vi/04/phan-anh/"


def told(desk: Desk) -> None:
    """Eleven petitions at the ward, five of them at its second village, six more about water; four at the ward beside it."""
    for n in range(5):
        desk.send(who=str(n), place=TWO)
    for n in range(6):
        desk.send(who=str(n), place=WARD, topic="water")
    for n in range(4):
        desk.send(who=str(n), to=OTHER, place=OTHER)
    desk.town.flush()
    desk.town.go("2026-11-09", 9)
    assert opening.open_due(desk.town.now)


def test_a_province_and_a_commune(drawn: Desk, monkeypatch: pytest.MonkeyPatch):
    """The map of the communes with its table; of four people nothing is told; the page changes on Monday, not before."""
    desk, client = drawn, drawn.town.client()
    monkeypatch.setattr(opening.rolls, "counts", lambda ids, roll, day: dict.fromkeys(ids, 100))
    assert "<svg class" not in text(client, PROVINCE)[text(client, PROVINCE).index("<main") :]
    told(desk)
    page = unescape(text(client, PROVINCE))
    assert mistakes(text(client, PROVINCE)) == []
    assert re.findall(r'<path class="(\w+)"[^>]*><title>([^<]+)', page) == [
        ("t1", "Phường Thục Phán: 11 phản ánh"), ("tn", "Phường Nùng Trí Cao: chưa công bố số nào"),
    ]  # fmt: skip
    assert f'<a href="/don-vi/{WARD}/phan-anh/">Phường Thục Phán</a>' in page
    assert "http" not in page[page.index("<svg class") : page.rindex("</svg>")]
    assert "Hiện chưa có số nào" not in page
    assert "Phản ánh gửi đến các xã, phường nêu dưới đây" in page
    assert '<select id="f-viec"' in page
    assert re.search(r'10 đến 19 phản ánh: <span class="num">1</span> xã, phường', page)
    narrowed = unescape(text(client, f"{PROVINCE}?viec=water"))
    assert "Phường Thục Phán: 6 phản ánh" in narrowed
    here = text(client, f"/don-vi/{WARD}/phan-anh/")
    assert mistakes(here) == []
    bars = here[here.index('<svg class="fig strips"') :]
    assert [one in bars for one in ("Tổ 2", ">5<", ">6<")] == [True] * 3
    for address in (PROVINCE, f"/don-vi/{WARD}/phan-anh/"):
        with CaptureQueriesContext(connection) as asked:
            text(client, f"{address}?viec=roads")
        assert len(asked) <= 9, [one["sql"] for one in asked]


def test_tones_hold_the_legend():
    assert [pictures.tone(n) for n in (None, 0, 5, 9, 10, 19, 20, 49, 50, 99, 100, 10_000)] == [None, None, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4]
    assert [tone for tone, _words in pictures._texts()] == list(maps.FILLS)

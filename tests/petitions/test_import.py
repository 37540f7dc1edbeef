"""Petitions out of the list of a hotline or portal: each once, sealed; rows that denounce kept nowhere; wrong rows told by their number."""

import logging
import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from dinhlang.core.refusal import NotYours
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.files.cells import Cell, Sheet, Workbook
from dinhlang.ground.imports import layout, steps
from dinhlang.ground.imports.kinds import Entering, Where
from dinhlang.ground.imports.models import Import
from dinhlang.ground.record.models import Command
from dinhlang.ground.ui import door
from dinhlang.works.disclosures.tests.town import CONSOLE, nothing_changes
from dinhlang.works.petitions import audit, importing
from dinhlang.works.petitions import steps as trail
from dinhlang.works.petitions.models import Petition
from tests.petitions.hall import CANARY, ONE, WARD, Desk
from tests.petitions.test_pages import kept_rows
from tests.sending import field

HEAD = ("Mã phản ánh", "Ngày gửi", "Lĩnh vực", "Nội dung", "Tổ dân phố", "Họ tên", "Điện thoại")
ROWS = (
    ("PA-1", "30/10/2026", "Hạ tầng: đèn đường", f"Đèn ngõ 2 hỏng {CANARY}", "Tổ 1", "Nông Thị Lan", "0912345678"),
    ("PA-2", "29/10/2026 14:05", "Tiếng ồn", "Quán hát khuya", "", "", ""),
    ("PA-3", "", "Phản ánh, kiến nghị", f"Tôi tố cáo ông Bình {CANARY}Z", "Tổ 9", f"Lan {CANARY}Z", "x"),
    ("PA-4", "", "Tố cáo", f"Ông Bình lấy tiền {CANARY}Z", "", "", ""),
    ("PA-5", "", "Việc lạ", "Xin hỏi", "", "", ""),
)


def csv(*rows: tuple[str, ...]) -> bytes:
    return "\n".join(";".join(f'"{one}"' for one in row) for row in (("Đơn khiếu nại, tố cáo, phản ánh", *[""] * 6), HEAD, *rows)).encode()


def bring(client: Client, data: bytes) -> str:
    """Up to the report."""
    address = reverse("import-new", args=[WARD, "petitions"])
    blank = client.get(address).content.decode()
    upload = SimpleUploadedFile("duong-day-nong.csv", data, "text/csv")
    answer = client.post(address, {"command_id": field(blank, "command_id"), "file": upload, "ask_way": "phone"})
    assert answer.status_code == 302, answer.content.decode()
    address = str(answer["Location"])
    page = client.get(address).content.decode()
    chosen = dict(re.findall(r'<select name="(\w+)".*?<option value="(\d*)" selected', page, re.S))
    assert client.post(address, {**chosen, "command_id": field(page, "command_id"), "choose": "1"}).status_code == 302
    return address


def test_a_list_of_the_hotline(desk: Desk):
    """Each row a sealed petition, once; what denounces leaves no word, only its row; the office is given no sender's code."""
    client = desk.town.client("officer")
    address = bring(client, csv(*ROWS))
    assert f"{CANARY}Z" not in repr(kept_rows())
    report = client.get(address).content.decode()
    assert f"{CANARY}Z" not in report + client.get(f"{address}bao-cao/").content.decode()
    assert "3 mới" in report or ">3<" in report
    answer = client.post(address, {"command_id": field(report, "command_id"), "confirm": "1"})
    assert answer.status_code == 302, answer.content.decode()
    rows = {one.topic: one for one in Petition.objects.all()}
    assert set(rows) == {"light-power", "order", "other"}
    first = rows["light-power"]
    assert (first.way, first.place_id, first.body_id, first.since) == ("phone", desk.town.ids[ONE], desk.town.ward, date(2026, 11, 2))
    assert first.due == date(2026, 11, 23)  # from the day it entered here, not from the one claimed
    assert trail.of(first.pk)[0].words == {
        "words": f"Đèn ngõ 2 hỏng {CANARY}", "name": "Nông Thị Lan", "address": "0912345678", "number": "PA-1", "received": "30/10/2026",
    }  # fmt: skip
    assert trail.of(rows["order"].pk)[0].words["received"] == "29/10/2026"
    everything = kept_rows()
    assert CANARY not in repr(everything)
    assert "PA-1" not in repr({name: kept for name, kept in everything.items() if name.startswith("petitions")})
    codes = Command.objects.filter(subject__in=[one.pk for one in rows.values()]).values_list("code", flat=True)
    assert not [code for code in codes if code in str(answer["Location"]) or code == Import.objects.get().code]
    page = client.get(f"/phan-anh/viec/{first.pk}/").content.decode()
    assert "PA-1" in page
    assert "30/10/2026" in page
    again = bring(client, csv(*ROWS))
    page = client.get(again).content.decode()
    assert Import.objects.order_by("-id")[0].state == "entered", page
    assert Petition.objects.count() == 3
    bring(client, csv(*ROWS, ("PA-6", "", "", "Thêm một việc", "", "", "")))
    assert steps.restore(Import.objects.order_by("-id")[0].report).new == 1
    desk.town.flush()
    assert list(audit.differences()) == []


def test_a_list_without_headings(desk: Desk):
    """Its first row stands where headings should: one that denounces is kept neither in the draft nor among what is remembered, nor is what
    the file is called; the words of another row are no headings either."""
    client = desk.town.client("officer")
    address = reverse("import-new", args=[WARD, "petitions"])
    told = (("PA-1", f"Tố cáo ông Bình {CANARY}Z"), ("Mã PA-1", f"Nội dung: tố cáo {CANARY}Z"), ("PA-2", f"Cống nhà bà Lan {CANARY}"))
    for first in told:
        data = "\n".join(f"{number};{said};2026" for number, said in (first, ("PA-7", "Đèn hỏng"), ("PA-8", "Rác"))).encode()
        upload = SimpleUploadedFile(f"to-cao-ong-Binh-{CANARY}Z.csv", data, "text/csv")
        given = {"command_id": field(client.get(address).content.decode(), "command_id"), "file": upload, "ask_way": "phone"}
        assert client.post(address, given).status_code == 302
        one = Import.objects.order_by("-id")[0]
        assert f"{CANARY}Z" not in repr(steps.book_of(one)) + one.file
        steps.choose(one, importing.PETITIONS, {"number": 0, "text": 1}, sheet=0, at=desk.town.now)
    assert CANARY not in repr(kept_rows())
    assert steps.remembered(desk.town.ward, "petitions") == {}


def test_nothing_of_a_denunciation_stays_where_the_house_breaks(
    desk: Desk, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    client = desk.town.client("officer")
    client.raise_request_exception = False
    address = reverse("import-new", args=[WARD, "petitions"])
    blank = client.get(address).content.decode()

    def broken(*_texts: str) -> bool:
        raise RuntimeError("broken")

    monkeypatch.setattr(door, "denounces", broken)
    upload = SimpleUploadedFile("duong-day-nong.csv", csv(*ROWS), "text/csv")
    with caplog.at_level(logging.DEBUG):
        answer = client.post(address, {"command_id": field(blank, "command_id"), "file": upload, "ask_way": "phone"})
    assert answer.status_code == 500
    assert CANARY not in caplog.text + repr(kept_rows())


def test_only_an_office(desk: Desk):
    for name in ("", "head", "stranger"):
        assert desk.town.client(name).get(reverse("import-new", args=[WARD, "petitions"])).status_code in {302, 403, 404}
    line = importing.Line("1", "Đèn hỏng", "other", desk.town.ward, "", None, "", "")
    with pytest.raises(NotYours), nothing_changes():
        importing.enter(Entering(CONSOLE, desk.town.now, Command().id, where_of(desk)), [line])


def where_of(desk: Desk) -> Where:
    day = date(2026, 11, 2)
    return Where(bodies.place(desk.town.ward, day), day, "x.csv", "0" * 64, {"way": "phone"})


def test_ten_thousand_rows(desk: Desk):
    """Twelve are wrong: each is told by its row and column; what denounces is told by its row alone, wherever in the row it says so."""
    rows: list[list[Any]] = [[f"PA-{n}", date(2026, 10, 30), "Rác", f"Rác ở ngõ {n}", "Tổ 1", "", ""] for n in range(10_000)]
    wrong = {
        10: (0, None), 20: (0, "PA-3"), 30: (1, "hôm qua"), 40: (1, date(2026, 12, 1)), 50: (1, "31/02/2026"), 60: (3, None),
        70: (3, "x" * 4001), 80: (4, "Tổ 99"), 90: (5, "x" * 121), 100: (6, "0" * 201), 110: (0, "x" * 90), 120: (1, "#REF!"),
    }  # fmt: skip
    for n, (place, value) in wrong.items():
        rows[n][place] = value
    rows[500][6], rows[600][2] = "ông tố cáo", f"TỐ  CÁO: {CANARY}"
    cells = tuple(tuple(Cell(value) for value in row) for row in (HEAD, *rows))
    sheet = Sheet("1", cells, tuple(range(1, len(cells) + 1)))
    [kept] = importing.strip(Workbook((sheet,))).sheets
    assert CANARY not in repr(kept)
    table = layout.find(kept, importing.COLUMNS)
    read = layout.read(kept, table.data, layout.suggest(table.headers, importing.COLUMNS), importing.COLUMNS, totals=False)
    checked = importing.check(read.rows, where_of(desk))
    problems = {one.row - 2 for one in (*read.problems, *checked.problems)}
    assert problems == set(wrong)
    assert [one.row - 2 for one in checked.notes] == [500, 600]
    assert checked.new >= 10_000 - 12 - 2


@pytest.mark.parametrize(
    ("said", "topic"),
    [("Đường, cầu, vỉa hè", "roads"), ("ô nhiễm môi trường", "waste"), ("NƯỚC SẠCH", "water"), ("lạ", None), ("", None)],
)
def test_words_of_topics(desk: Desk, said: str, topic: str | None):
    assert importing.topic_of(said) == topic

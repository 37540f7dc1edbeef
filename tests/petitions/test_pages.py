"""Petitions as a browser without script sends and reads them, and who never sees one."""

import logging
import re
import struct
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dinhlang.core.refusal import Refused
from dinhlang.ground.ui import door
from dinhlang.works.disclosures.tests.town import nothing_changes, photo, picture, upload
from dinhlang.works.petitions import acts, views
from dinhlang.works.petitions.acts import opening
from dinhlang.works.petitions.models import Petition
from tests.kept import counts
from tests.markup import mistakes
from tests.petitions.hall import CANARY, GUEST, ONE, WARD, WORDS, Desk
from tests.sending import field, send, text

DOOR = f"/don-vi/{WARD}/phan-anh/"


def links(page: str) -> list[str]:
    return [unescape(one) for one in re.findall(r'href="([^"]+)"', page[page.index("<main") : page.index("</main>")])]


def test_a_resident_without_script(desk: Desk):
    """From the body's page through the questions to the code; a photograph; an answer; the resident reopens; the province sees it."""
    client, town = desk.town.client(), desk.town
    assert DOOR in text(client, f"/don-vi/{WARD}/")
    for here, there in ((DOOR, f"{DOOR}gui/"), (f"{DOOR}gui/", f"{DOOR}gui/ve-gi/"), (f"{DOOR}gui/ve-gi/", f"{DOOR}gui/viec/")):
        page = text(client, here)
        assert there in links(page)
        assert "<textarea" not in page
        assert mistakes(page) == []
    own = send(client, f"{DOOR}gui/viec/", topic="roads", place=town.ids[ONE], text=WORDS)
    page = text(client, own)
    assert mistakes(page) == []
    assert CANARY in page
    spelled = re.search(r'<p class="big">([^<]+)</p>', page)
    assert spelled is not None
    assert send_code(client, spelled.group(1)) == own
    files = [one for one in links(page) if "bien-nhan" in one]
    assert [client.get(one).status_code for one in files] == [200, 200, 200]
    assert CANARY not in client.get(files[0]).content.decode()
    assert CANARY in client.get(files[1]).content.decode()
    back = photograph(client, f"{own}anh/")
    assert back == own
    picture = client.get(f"{own}anh/0/")
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/jpeg")
    row = Petition.objects.get()
    work, officer = f"/phan-anh/viec/{row.pk}/", town.client("officer")
    assert work in links(text(officer, "/viec-can-lam/"))
    seen = text(officer, work)
    assert mistakes(seen) == []
    assert CANARY in seen
    assert officer.get(f"{work}anh/0/").status_code == 200
    send(officer, f"{work}thu-ly/")
    send(officer, f"{work}hoi/", text="Ngõ 2 đầu nào?")
    assert "Ngõ 2 đầu nào?" in text(client, own)
    send(client, f"{own}tra-loi/", text="Đầu giáp chợ.")
    assert "Đầu giáp chợ." in text(officer, work)
    send(officer, f"{work}tra-loi/", text="Đã hàn ngày 3/11.")
    above = town.client("province")
    assert above.get(work).status_code == 404
    send(client, f"{own}chua-xong/", text="Vẫn gãy.")
    assert work in links(text(above, "/viec-can-lam/"))
    assert "Vẫn gãy." in text(above, work)
    assert f"{work}tra-loi/" not in text(above, work)


def send_code(client: Client, code: str) -> str:
    answer = client.post("/phan-anh/", {"code": code.upper()})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def photograph(client: Client, address: str) -> str:
    blank = client.get(address).content.decode()
    answer = client.post(address, {"command_id": field(blank, "command_id"), "photo": upload()})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def test_unknown_and_not_yours_are_one_answer(desk: Desk):
    """A code of nothing and a code of another act give the same page; a slip of one sign is told before anybody is asked."""
    client, act = desk.town.client(), desk.town.decided()
    codes = [views.checked(code, views.ledger.ALPHABET) for code in ("0" * 16, act.code)]
    pages = []
    for code in codes:
        answer = client.post("/phan-anh/", {"code": code})
        assert answer.status_code == 422
        pages.append(masked(answer.content).replace(code.encode(), b""))
        assert client.get(f"/phan-anh/cua-toi/{code}/").status_code == 404
    assert pages[0] == pages[1]
    for wrong in ("", "abc", codes[0][:-1] + ("1" if codes[0][-1] != "1" else "2"), "<script>" * 9, "0" * 400):
        answer = client.post("/phan-anh/", {"code": wrong})
        assert answer.status_code == 422
        assert "<script>" not in answer.content.decode()


@pytest.mark.parametrize("where", ["gui/viec/", "khieu-nai/", "nhap-thay/", "tra-loi/", "chua-xong/"])
def test_a_denunciation_is_kept_nowhere(desk: Desk, where: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch):
    """Answered from memory: no row, no file, no cookie, no word in the log; neither where the house breaks down over it."""
    client = desk.town.client("officer" if where == "nhap-thay/" else "")
    address = DOOR + where
    if where in ("tra-loi/", "chua-xong/"):
        address = desk.own(desk.send()) + where
    said = dict.fromkeys(("text", "name", "against"), f"Tôi tố cáo ông Bình lấy tiền. {CANARY}Z")
    with nothing_changes():
        answer = client.post(address, said)
    assert answer.status_code == 200
    assert CANARY + "Z" not in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert views.MARK not in answer.cookies
    assert not [name for name, rows in kept_rows().items() if f"{CANARY}Z" in rows]

    def broken(*_texts: str) -> bool:
        raise RuntimeError("broken")

    client.raise_request_exception = False
    monkeypatch.setattr(door, "denounces", broken)
    with caplog.at_level(logging.DEBUG):
        assert client.post(address, said).status_code == 500
    assert f"{CANARY}Z" not in caplog.text


def kept_rows() -> dict[str, str]:
    found = {}
    with connection.cursor() as cursor:
        for table in counts():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            found[table] = repr(cursor.fetchall())
    return found


def test_nobody_of_the_body_named_learns_of_it(desk: Desk):
    """What is about somebody in office at the ward: no desk, page, search, figure or notice there changes by it, for anybody."""
    town = desk.town
    places = (
        "/viec-can-lam/", f"/don-vi/{WARD}/", DOOR, f"/so-lieu/{WARD}/", f"/nhat-ky/?don-vi={WARD}", "/thong-bao/", "/tin.atom",
        f"/don-vi/{WARD}/viec/", "/nhat-ky/", "/?q=cau",
    )  # fmt: skip
    town.patch.setattr(views.clock, "now", lambda: town.now)

    def look(name: str) -> list[bytes]:
        return [masked(town.client(name).get(one).content) for one in places]

    people = ("", "officer", "chair", "head", "front")
    before = {name: look(name) for name in people}
    now = town.now
    done = desk.about()
    town.now = now
    assert {name: look(name) for name in people} == before
    work = f"/phan-anh/viec/{done.subject}/"
    for name in people:
        assert town.client(name).get(work).status_code == 404
        assert town.client(name).get(f"{work}tra-loi/").status_code == 404
    assert CANARY in text(town.client("province"), work)
    assert work in links(text(town.client("province"), "/viec-can-lam/"))
    town.flush()
    for name in people:
        for one in places:
            assert done.subject not in town.client(name).get(one).content.decode()


def masked(page: bytes) -> bytes:
    page = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", page)
    return re.sub(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}", b"", page)


def test_the_form_about_somebody_in_office(desk: Desk):
    client = desk.town.client()
    address = f"{DOOR}gui/nguoi-co-chuc-vu/"
    page = text(client, address)
    assert "Tỉnh Cao Bằng" in page
    assert page.index("Tỉnh Cao Bằng") < page.index("<textarea")
    assert 'value="manner"' in page
    assert 'value="roads"' not in page  # topics of its own
    assert 'value="manner"' not in text(client, f"{DOOR}gui/viec/")
    send(client, address, topic="manner", place=desk.town.ids[WARD], text=WORDS)
    found = Petition.objects.get()
    assert found.body_id == desk.town.ids["04"]
    (item,) = opening._items([found], desk.town.now.date())
    assert (item.topic, item.group) == ("", "service")  # told as one group
    with pytest.raises(Refused), nothing_changes():
        desk.send(topic="manner")


def test_a_complaint_becomes_a_paper_and_nothing_else(desk: Desk):
    """Where it goes stands before the first box; it needs a name; it is printed and kept nowhere. Then it is typed in at the counter."""
    client = desk.town.client()
    page = text(client, f"{DOOR}khieu-nai/")
    first = re.search(r"<(?:input|textarea)(?![^>]*hidden)[^>]*name=\"(?:name|contact)\"", page)
    assert first is not None
    assert page.index("Chủ tịch Ủy ban nhân dân Phường Thục Phán") < first.start()
    said = {"name": "Nông Văn A", "contact": "Tổ 1", "against": "Quyết định 12/QĐ-UBND", "text": WORDS, "asks": "Hủy quyết định"}
    with nothing_changes():
        answer = client.post(f"{DOOR}khieu-nai/", said)
        refused = client.post(f"{DOOR}khieu-nai/", {**said, "name": ""})
    assert (answer.status_code, refused.status_code) == (200, 422)
    assert CANARY in refused.content.decode()  # what was typed stays
    paper = answer.content.decode()
    assert mistakes(paper) == []
    assert "Nông Văn A" in paper
    head = [paper.index(one) for one in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 'class="dated"', "<h1>Đơn khiếu nại", "Kính gửi")]
    assert head == sorted(head)
    assert "nhật ký công khai" not in paper  # nothing of it stands there
    officer = desk.town.client("officer")
    own = send(officer, f"{DOOR}nhap-thay/", how="complaint:counter", topic="land", place=desk.town.ward, text=WORDS,
               name="Nông Văn A", contact="Tổ 1", against="Quyết định 12/QĐ-UBND ngày 20/10/2026")  # fmt: skip
    assert "11/11/2026" in text(officer, own)
    assert "Quyết định 12/QĐ-UBND ngày 20/10/2026" in text(officer, own)
    assert client.get(f"{DOOR}nhap-thay/").status_code == 403
    with nothing_changes():
        blank = officer.get(f"{DOOR}nhap-thay/").content.decode()
        given: dict[str, Any] = {"command_id": field(blank, "command_id"), "how": "complaint:counter", "topic": "land", "text": WORDS}
        assert officer.post(f"{DOOR}nhap-thay/", {**given, "place": desk.town.ward}).status_code == 422


def test_returned_is_told_once(desk: Desk):
    done = desk.send()
    officer, client, own = desk.town.client("officer"), desk.town.client(), desk.own(done)
    send(officer, f"/phan-anh/viec/{done.subject}/tra-lai/")
    page = text(client, own)
    assert CANARY not in page
    assert officer.get(f"/phan-anh/viec/{done.subject}/").status_code == 404
    assert client.get(f"{own}tin/").status_code == 302
    answer = client.post(f"{own}tin/", {"command_id": field(page, "command_id")})
    assert answer.status_code == 200
    assert "được nói một lần" in answer.content.decode() or "told once" in answer.content.decode()
    assert client.get(own).status_code == 404
    assert client.get(f"/bien-nhan/{done.code}/").status_code == 200


def test_what_is_no_photograph(desk: Desk):
    done, client = desk.send(), desk.town.client()
    for data in (b"not a picture", b"%PDF-1.4 x"):
        blank = client.get(f"{desk.own(done)}anh/").content.decode()
        with nothing_changes():
            answer = client.post(
                f"{desk.own(done)}anh/", {"command_id": field(blank, "command_id"), "photo": upload(data=data)}
            )  # fmt: skip
        assert answer.status_code == 422


@pytest.mark.parametrize("address", [DOOR, f"{DOOR}gui/", f"{DOOR}gui/ve-gi/", f"{DOOR}gui/viec/", f"{DOOR}to-cao/", "own", "desk"])
def test_queries_stay_few(desk: Desk, address: str):
    done = desk.send()
    client = desk.town.client("officer" if address == "desk" else "")
    path = {"own": desk.own(done), "desk": f"/phan-anh/viec/{done.subject}/"}.get(address, address)
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    assert len(asked) <= (16 if address == "desk" else 8), [one["sql"] for one in asked]


@pytest.mark.parametrize("code", [ONE, "04-mttq0001", "99999"])
def test_bodies_that_take_none(desk: Desk, code: str):
    for name in ("", "gui/", "gui/viec/", "to-cao/", "khieu-nai/", "nhap-thay/"):
        assert desk.town.client().get(f"/don-vi/{code}/phan-anh/{name}").status_code == 404


def test_thirty_photographs(desk: Desk):
    """Each its own step, as large as a telephone makes them: ten are taken, every further one hears what to do; the petition is sent all
    along. Too many points, too many bytes, HEIC, a bomb: a sentence, and nothing is kept."""
    done, client = desk.send(), desk.town.client()
    address, large = f"{desk.own(done)}anh/", photographed(12_000_000)
    blank = text(client, address)
    started = client.post(address, {"command_id": field(blank, "command_id"), "photo": upload(data=large)})
    assert started.status_code == 302
    for _n in range(9):
        desk.do(acts.add_photo, done, GUEST, attachments=photo())
    png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 50_000, 50_000) + b"\x08\x02\0\0\0" + bytes(60)
    for name, data, said in (
        ("anh.jpg", large, "10 ảnh"),
        ("anh.jpg", large + bytes(9_000_000), "20 MB"),
        ("anh.png", png, "50000 × 50000"),
        ("IMG_0001.HEIC", b"\0\0\0\x18ftypheic", "Tương thích nhất"),
        ("anh.jpg", b"\0\0\0\x18ftypheic", "Tương thích nhất"),
    ):
        blank = text(client, address)
        with nothing_changes():
            answer = client.post(address, {"command_id": field(blank, "command_id"), "photo": upload(name, data)})
        assert answer.status_code == 422
        assert said in answer.content.decode(), name


def photographed(size: int) -> bytes:
    """A JPEG of about `size` bytes: what a telephone adds behind a picture is read past."""
    data = picture()
    return data[:2] + b"".join(b"\xff\xe5\xff\xff" + bytes(65_533) for _n in range((size - len(data)) // 65_537)) + data[2:]

"""What calls itself a denunciation, however it is typed, is answered from memory with the place where it goes, at every address that takes
words; and no word of it is in a log where the house breaks down over it."""

import logging

import pytest
from django.test import Client

from dinhlang.ground.ui import door
from dinhlang.works.disclosures.tests.town import nothing_changes
from dinhlang.works.reception import acts as reception
from tests.petitions.hall import CANARY, WARD, Desk
from tests.petitions.test_open311 import file, told
from tests.reception.hall import on

HERE = f"/don-vi/{WARD}"
SECRET = f"{CANARY}Z"


@pytest.mark.parametrize(
    "said",
    [
        "Toi to cao ong chu tich nhan hoi lo", "DON TO CAO", "Tôi muốn tố caó ông Bình", "tôcáo ông Bình", "Tố gíac tội phạm",
        "don to giac", "toi xin TO CAO CAN BO dia chinh", "to\u0302\u0301 ca\u0301o ông Bình", "toos caos ong Binh",
    ],
)  # fmt: skip
def test_a_denunciation_however_it_is_typed(said: str):
    assert door.denounces("", said)


@pytest.mark.parametrize(
    "said",
    [
        "Tòa án nhân dân tối cao", "Toa an nhan dan toi cao", "Cây to cao ba mét đổ", "Cay to cao ba met do xuong duong", "cao to",
        "nguoi to cao dung chan duong", "Viện kiểm sát tối cao", "lam cao toc", "báo cáo", "tờ cáo phó", "Nha to, cao tang",
    ],
)  # fmt: skip
def test_what_only_looks_like_one(said: str):
    assert not door.denounces(said)


def test_every_address_that_takes_words(desk: Desk, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch):
    """One set-up, each address once: 200, nothing kept, no word told again; broken, no word in the log."""
    town, sent = desk.town, desk.send()
    own = desk.own(sent)
    given = {"place": "Phòng tiếp công dân số 2", "receives": "head", "slots": 6, "minutes": 20}
    held = town.do(reception.schedule, "officer", **given, begins=on("2026-11-03"), ends=on("2026-11-03", 11))
    desk.go("2026-11-03")
    entered = {"kind": "proposal", "called": "Nông Thị Lan", "address": "Tổ 1", "matter": "Nước yếu"}
    line = town.do(reception.enter, "officer", day=held.subject, **entered).subject
    addresses = {
        "": [
            *(f"{HERE}/phan-anh/{one}/" for one in (
                "gui/viec", "gui/nguoi-co-chuc-vu", "gui/quy-dinh", "khieu-nai", "khieu-nai-lan-hai", "giai-trinh", "thong-tin/yeu-cau",
            )),
            f"{own}tra-loi/", f"{own}chua-xong/", f"{HERE}/tiep-cong-dan/dang-ky/cho/",
        ],
        "officer": [
            *(f"{HERE}/phan-anh/{one}/" for one in ("nhap-thay", "nhap-thay/thong-tin")), f"/tiep-cong-dan/ngay/{held.subject}/ghi-so/",
            *(f"/tiep-cong-dan/so/{line}/{one}/" for one in ("ghi-them", "hua")),
        ],
        "province": ["/don-vi/04/phan-anh/nhap-thay/khieu-nai-lan-hai/"],
    }  # fmt: skip
    said = dict.fromkeys(("text", "name", "against", "matter", "called", "first", "purpose"), f"Toi to cao ong Binh. {SECRET}")
    wrong = []
    with nothing_changes():
        for name, many in addresses.items():
            client = town.client(name)
            for address in many:
                answer = client.post(address, said)
                page = answer.content.decode()
                if (answer.status_code, SECRET in page, "no-store" in answer["Cache-Control"]) != (200, False, True):
                    wrong.append((address, answer.status_code))
                if name == "" and "Phòng tiếp công dân số 2" not in page:
                    wrong.append((address, "no place"))
    assert wrong == []
    [mistake] = told(file("json", description=said["text"]))
    assert all(one in mistake["description"] for one in ("Phường Thục Phán", "Tỉnh Cao Bằng", f"{HERE}/phan-anh/to-cao/"))

    def broken(*_texts: str) -> bool:
        raise RuntimeError("broken")

    monkeypatch.setattr(door, "denounces", broken)
    with caplog.at_level(logging.DEBUG):
        for name, many in addresses.items():
            browser = town.client(name)
            browser.raise_request_exception = False
            wrong += [address for address in many if browser.post(address, said).status_code != 500]
        Client(raise_request_exception=False).post("/open311/v2/requests.json", {"jurisdiction_id": WARD, "description": said["text"]})
    assert wrong == []
    assert SECRET not in caplog.text

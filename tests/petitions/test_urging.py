"""What the body above does about what lies below it: it urges, reads what came of it, takes up what was reopened."""

from datetime import date

import pytest

from dinhlang.core.refusal import NotHere, Refused
from dinhlang.ground.follow import assigned
from dinhlang.works.disclosures.tests.town import nothing_changes
from dinhlang.works.petitions import acts
from dinhlang.works.petitions.acts.urging import SEEN
from tests.petitions.hall import CANARY, GUEST, WARD, Desk
from tests.sending import send, text

DUE = date(2026, 12, 11)


def test_what_is_past_its_day_is_urged_by_topic_and_told_back(desk: Desk):
    """The body above never reads a word of it; the body below has it on the desk until it says what came of it."""
    desk.send()
    desk.send(who="b")
    desk.about(topic="land")
    ward = desk.town.ids[WARD]
    asked = {"topic": "roads", "text": "Hai việc quá ngày, đề nghị trả lời.", "office": "commune-officer", "due": DUE}
    with pytest.raises(Refused, match="past its day"), nothing_changes():
        desk.town.do(acts.urge, "province", body=ward, **asked)
    desk.go("2026-12-04")
    address = f"/phan-anh/don-doc/{WARD}/roads/"
    assert address in text(desk.town.client("province"), "/phan-anh/viec/")
    assert desk.town.client("officer").get(address).status_code == 404
    for by in ("officer", "stranger"):
        with pytest.raises(Refused), nothing_changes():
            desk.town.do(acts.urge, by, body=ward, **asked)
    for wrong in ({"office": "x"}, {"due": date(2026, 12, 3)}, {"due": None}, {"topic": "water"}, {"text": " "}):
        with pytest.raises(Refused), nothing_changes():
            desk.town.do(acts.urge, "province", body=ward, **{**asked, **wrong})
    client = desk.town.client("province")
    given = {"text": asked["text"], "office": "commune-officer", "due": "11/12/2026"}
    send(client, address, **given)
    (work,) = assigned.waiting(ward, (SEEN,))
    assert (work.giver, work.due, work.text) == (desk.town.ids["04"], DUE, asked["text"])
    below = desk.town.client("officer")
    report = f"/phan-anh/duoc-don-doc/{work.source}/1/"
    assert report in text(below, "/viec-can-lam/")
    assert report not in text(desk.town.client("stranger"), "/viec-can-lam/")
    assert desk.town.client("stranger").get(report).status_code == 404
    send(below, report, state="done", said="Đã trả lời cả hai ngày 4/12.")
    page = text(client, "/phan-anh/viec/")
    assert "Đã trả lời cả hai ngày 4/12." in page
    assert CANARY not in page
    assert report not in text(below, "/viec-can-lam/")


def test_what_was_reopened_is_urged_or_taken_up(desk: Desk):
    """Its sender reads both. Taken up it is the body's above, with a new clock, and the body below reads it no more."""
    done = desk.send()
    desk.do(acts.take_on, done)
    desk.do(acts.answer, done, text="Đã sửa.")
    ward = desk.town.ids[WARD]
    with pytest.raises(NotHere), nothing_changes():
        desk.town.do(acts.take_up, "province", body=ward, petition=done.subject, reason="Lấy lên")
    desk.do(acts.reopen, done, GUEST, text="Vẫn gãy.")
    here = f"/phan-anh/viec/{done.subject}/"
    client = desk.town.client("province")
    assert f"{here}don-doc/" in text(client, here)
    assert f"{here}don-doc/" not in text(desk.town.client("officer"), here)
    send(client, f"{here}don-doc/", text="Đề nghị sửa hẳn.", office="commune-officer", due="11/12/2026")
    assert "Đề nghị sửa hẳn." in text(desk.town.client(""), desk.own(done))
    for by in ("officer", "stranger"):
        with pytest.raises(Refused), nothing_changes():
            desk.town.do(acts.take_up, by, body=ward, petition=done.subject, reason="Lấy lên")
    send(client, f"{here}lay-len/", reason="Cầu cần tỉnh xử lý.")
    assert (desk.row(done).body_id, desk.row(done).state, desk.row(done).due) == (desk.town.ids["04"], "sent", date(2026, 11, 23))
    assert desk.town.client("officer").get(here).status_code == 404
    assert "Cầu cần tỉnh xử lý." in text(desk.town.client(""), desk.own(done))
    with pytest.raises(Refused), nothing_changes():
        desk.do(acts.pass_on, done, "province", to=desk.town.ids[WARD], reason="Trả lại")
    named = desk.about(who="c")
    with pytest.raises(Refused), nothing_changes():
        desk.town.do(acts.urge, "province", body=desk.town.ids["04"], topic="", petition=named.subject, text="x", office="x", due=DUE)

"""A text of one petition becomes public by its sender's choice, on a Monday; taken back or taken down it is gone everywhere at once."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dinhlang.core.refusal import NotHere, Refused
from dinhlang.ground.people import acts as people
from dinhlang.ground.people import frozen
from dinhlang.ground.people.acts import carry_out
from dinhlang.ground.people.personal import Subject
from dinhlang.ground.people.reads import Browser
from dinhlang.ground.personal import acts as personal
from dinhlang.ground.record.act import Done
from dinhlang.ground.record.models import Entry
from dinhlang.ground.ui import cache
from dinhlang.works.disclosures.tests.town import WARD, nothing_changes
from dinhlang.works.petitions import acts, audit, outlets, policy, public
from dinhlang.works.petitions.acts import opening
from dinhlang.works.petitions.masks import MASK, masked
from dinhlang.works.petitions.models import PublicText
from dinhlang.works.petitions.naming import names_somebody
from tests.kept import counts
from tests.markup import mistakes
from tests.petitions.hall import GUEST, ONE, Desk
from tests.petitions.test_pages import DOOR, links
from tests.petitions.test_pages import masked as without_tokens
from tests.sending import field, send, text

SAID = "Cầu ngõ 2 gãy lan can, Vịtgiời7351 xin sửa trước mùa mưa."
CANARY = "Vịtgiời7351"
LIST = f"{DOOR}cong-khai/"
PLACES = (LIST, DOOR, f"/don-vi/{WARD}/", "/", "/nhat-ky/", f"/so-lieu/{WARD}/", "/tin.atom", f"/don-vi/{WARD}/tin.atom")


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    cache.forget()
    yield
    cache.forget()


def choose(desk: Desk, done: Done | None = None, said: str = SAID, **more: str) -> Done:
    """A petition of which a text waits for Monday."""
    done = done or desk.send(**more)
    desk.do(acts.publish_text, done, GUEST, text=said)
    return done


def monday(desk: Desk, day: str = "2026-11-09") -> None:
    """The opening of a Monday."""
    desk.go(day)
    assert opening.open_due(desk.town.now)
    assert not opening.open_due(desk.town.now)


def shown(desk: Desk, **more: str) -> tuple[Done, str]:
    """A petition whose text is public, and the address of the text."""
    done = choose(desk, **more)
    monday(desk)
    return done, f"/phan-anh/cong-khai/{PublicText.objects.get(petition=done.subject).pk}/"


def everywhere(desk: Desk) -> str:
    """What anybody reads, twice, so that a second reader gets what was kept; and the open data."""
    one = PublicText.objects.first()
    pages = (*PLACES, *((f"/phan-anh/cong-khai/{one.pk}/",) if one else ()))
    told = [desk.town.client().get(page).content.decode() for page in pages for _twice in range(2)]
    return "".join(told) + "".join(cell for _name, _head, rows in outlets.export_tables() for row in rows for cell in row)


def take_down(desk: Desk, address: str, first: str = "officer", second: str = "chair", reason: str = "private") -> None:
    """Two persons take a text down."""
    town, command = desk.town, uuid4()
    name, payload = "petition.take_down_own", {"text": address.split("/")[3], "reason": reason}
    frozen_text = frozen.freeze(name, payload)
    town.do(people.propose, first, command=command, name=name, text=frozen_text, browser=Browser("a", "a"))
    digest = frozen.digest_of(name, town.ward, frozen_text).hex()
    carry_out(by=town.office(second), at=town.now, command_id=uuid4(), command=command, digest=digest, browser=Browser("b", "b"))


def test_it_works(desk: Desk):
    """Nothing public changes when it is chosen; on Monday it is there, with how it stands; an answer follows on the next Monday."""
    town, done = desk.town, desk.send(place=ONE)
    town.flush()
    before = [without_tokens(town.client().get(one).content) for one in PLACES]
    now = town.now
    choose(desk, done)
    town.now = now
    assert [without_tokens(town.client().get(one).content) for one in PLACES] == before
    assert public.published([town.ward]) == ()
    row = PublicText.objects.get()
    assert town.client().get(f"/phan-anh/cong-khai/{row.pk}/").status_code == 404
    monday(desk)
    (one,) = public.published([town.ward])
    assert (one.text, one.state, one.answer, one.place_id, one.week.isoformat()) == (SAID, "open", "", town.ward, "2026-11-02")
    page = text(town.client(), LIST)
    assert CANARY in page
    assert mistakes(page) == []
    assert done.subject not in everywhere(desk)
    desk.do(acts.take_on, done)
    desk.do(acts.answer, done, text="Đã hàn, do ông Bình làm.", public="Đã hàn lan can ngày 10/11/2026; gọi 0206 3852 123.")
    assert "Đã hàn" not in everywhere(desk)
    monday(desk, "2026-11-16")
    (one,) = public.published([town.ward])
    assert (one.state, one.answer) == ("answered", "Đã hàn lan can ngày 10/11/2026; gọi 0206 3852 123.")
    told = everywhere(desk)
    assert "Đã hàn lan can" in told
    assert "ông Bình" not in told
    assert list(audit.differences()) == []
    PublicText.objects.update(text="khác")
    assert [one for one in audit.differences() if one.startswith("PublicText")]


def test_the_sender_takes_it_back(desk: Desk):
    """With every page kept: gone from page, list, open data and rows; the own page leads nowhere any more, and it may be chosen anew."""
    done, address = shown(desk)
    assert CANARY in everywhere(desk)
    client = desk.town.client()
    send(client, f"{desk.own(done)}rut-cong-khai/")
    assert CANARY not in everywhere(desk)
    assert client.get(address).status_code == 404
    assert CANARY not in text(client, desk.own(done))
    with connection.cursor() as cursor:
        for table in counts():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            assert CANARY not in repr(cursor.fetchall()), table
    with pytest.raises(Refused), nothing_changes():
        desk.do(acts.withdraw_text, done, GUEST)
    choose(desk, done)


def test_two_persons_take_down_what_is_about_their_own_body(desk: Desk):
    """One alone is refused, as is the body above's act for one's own; two leave a mark with office, day, reason; the sender reads it."""
    done, address = shown(desk)
    assert CANARY in everywhere(desk)
    given = {"text": address.split("/")[3], "reason": "private"}
    for act in (acts.take_down, acts.take_down_own):
        with pytest.raises(Refused), nothing_changes():
            desk.town.do(act, "officer", **given)
    for wrong in ({"reason": "criticism"}, {"text": "0" * 16}):
        with pytest.raises(Refused), nothing_changes():
            desk.town.do(acts.take_down, "province", **{**given, **wrong})
    with pytest.raises(Refused):
        take_down(desk, address, second="officer")
    take_down(desk, address)
    told = everywhere(desk)
    assert CANARY not in told
    page = text(desk.town.client(), address)
    for words in ("Phường Thục Phán", "9/11/2026", "104/2016/QH13"):
        assert words in page
    assert "104/2016/QH13" in text(desk.town.client(), desk.own(done))
    assert Entry.objects.get(act="petition.take_down_own").sealed is False
    (one,) = public.published([desk.town.ward])
    assert (one.text, one.reason, one.by_office) == ("", "private", "staff")
    with pytest.raises(NotHere):
        desk.town.do(acts.take_down, "province", **given)


def test_the_body_above_takes_down_alone(desk: Desk):
    _done, address = shown(desk)
    assert CANARY in everywhere(desk)
    client = desk.town.client("province")
    assert f"{address}go/" in links(text(client, address))
    send(client, f"{address}go/", reason="insult")
    assert CANARY not in everywhere(desk)
    assert desk.town.client("stranger").get(f"{address}go/").status_code == 403
    assert desk.town.client().get(f"{address}go/").status_code == 403


def test_the_page_asks_for_a_second_person(desk: Desk):
    _done, address = shown(desk)
    client = desk.town.client("officer")
    where = send(client, f"{address}go/", reason="danger")
    assert CANARY in text(desk.town.client("chair"), where)  # who judges it reads it
    assert CANARY in everywhere(desk)


def test_an_objection_before_monday(desk: Desk):
    """One officer holds it back a week and no longer; two for good: then the mark of it is told, and no word."""
    done = choose(desk)
    officer = desk.town.client("officer")
    work = f"/phan-anh/viec/{done.subject}/"
    assert work in links(text(officer, "/viec-can-lam/"))
    assert CANARY in text(officer, work)
    send(officer, f"{work}cong-khai/", reason="private")
    with pytest.raises(Refused), nothing_changes():
        desk.do(acts.hold_text, done, reason="private")
    assert "bí mật cá nhân" in text(desk.town.client(), desk.own(done))
    monday(desk)
    assert CANARY not in everywhere(desk)
    monday(desk, "2026-11-16")
    assert CANARY in everywhere(desk)
    other = choose(desk, who="b")
    desk.do(acts.hold_text, other, reason="insult")
    desk.do(acts.hold_text, other, "second", reason="insult")
    monday(desk, "2026-11-23")
    gone = [one for one in public.published([desk.town.ward]) if one.down]
    assert [(one.text, one.reason) for one in gone] == [("", "insult")]
    assert not Entry.objects.filter(act="petition.hold_text", sealed=False).exists()


def test_what_is_never_made_public(desk: Desk):
    """About somebody in office, a complaint, returned, denouncing, somebody else's, a second one at once."""
    town = desk.town
    complaint = town.do(
        acts.submit,
        kind="complaint",
        way="counter",
        topic="land",
        place=town.ward,
        text="Quyết định sai",
        sender="k",
        called="A",
        contact="B",
    )
    returned = desk.send(who="r")
    desk.do(acts.return_as_denunciation, returned)
    for done in (desk.about(), complaint, returned):
        with pytest.raises(Refused), nothing_changes():
            choose(desk, done)
        assert f"{desk.own(done)}cong-khai/" not in town.client().get(desk.own(done)).content.decode()
        assert town.client().get(f"{desk.own(done)}cong-khai/").status_code >= 400
    done = desk.send(who="s")
    for said in ("", " ", "x" * 1501, "Tôi tố cáo ông Bình"):
        with pytest.raises(Refused), nothing_changes():
            choose(desk, done, said)
    with pytest.raises(NotHere), nothing_changes():
        town.do(acts.publish_text, GUEST, body=town.ward, petition=done.subject, code=complaint.code, text=SAID)
    choose(desk, done)
    with pytest.raises(Refused), nothing_changes():
        choose(desk, done)


def test_what_was_public_and_is_returned_is_gone(desk: Desk):
    done, address = shown(desk)
    assert CANARY in everywhere(desk)
    desk.do(acts.return_as_denunciation, done)
    assert CANARY not in everywhere(desk)
    assert desk.town.client().get(address).status_code == 404


def test_nobody_of_another_body_moderates(desk: Desk):
    done = choose(desk)
    for by in ("stranger", "head", "front"):
        with pytest.raises(Refused), nothing_changes():
            desk.do(acts.hold_text, done, by, reason="private")
    with pytest.raises(NotHere), nothing_changes():
        desk.town.do(acts.hold_text, "province", body=desk.town.ids["04"], petition=done.subject, reason="private")
    with pytest.raises(Refused), nothing_changes():
        desk.do(acts.word_answer, done, text="Đã xong")  # not answered yet


def test_the_preview(desk: Desk):
    """Three readers; numbers masked before anything is kept; what is published is what was previewed, never what was typed since."""
    done, client = desk.send(place=ONE, text=f"Gọi 0912 345 678, CCCD 001098012345. {CANARY} bà Lan"), desk.town.client()
    address = f"{desk.own(done)}cong-khai/"
    assert address in links(text(client, desk.own(done)))
    page = text(client, address)
    assert mistakes(page) == []
    assert page.count('<section class="sheet" aria-labelledby="sight-') == 3
    assert f"Gọi {MASK}, CCCD {MASK}" in page
    assert "Phường Thục Phán" in page
    assert "Tổ 1" in page
    given = {"command_id": field(page, "command_id"), "seen": field(page, "seen"), "do": "publish"}
    with nothing_changes():
        answer = client.post(address, {**given, "text": f"Khác {CANARY} 0912345678"})  # not what was previewed: shown first
        assert answer.status_code == 200
        assert f"Khác {CANARY} {MASK}" in answer.content.decode()
        for said, status in (("", 422), ("x" * 2000, 422), ("Tôi tố cáo ông Bình", 200)):
            answer = client.post(address, {**given, "text": said})
            assert answer.status_code == status
            assert "no-store" in answer["Cache-Control"]
    again = client.post(address, {"command_id": field(page, "command_id"), "do": "look", "text": SAID}).content.decode()
    answer = client.post(address, {"command_id": field(again, "command_id"), "seen": field(again, "seen"), "do": "publish", "text": SAID})
    assert answer["Location"] == desk.own(done)
    assert PublicText.objects.get().text == SAID


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("CCCD 001098012345, CMND 123 456 789", f"CCCD {MASK}, CMND {MASK}"),
        ("0912.345.678; +84 912 345 678; (0206) 3 852 123; 84912345678", f"{MASK}; {MASK}; {MASK}; {MASK}"),
        ("STK 1903 4567 8901 23; 1021000123456; a.b@c.vn; https://x.vn/1", f"STK {MASK}; {MASK}; {MASK}; {MASK}"),
        ("số nhà 12/3A, xe 11A-123.45, hộ chiếu B1234567", f"số nhà {MASK}, xe {MASK}, hộ chiếu {MASK}"),
        ("001085012345 tỉnh Bắc Ninh; 001085012345 Đồng Văn A; 121234567 Tấn", f"{MASK} tỉnh Bắc Ninh; {MASK} Đồng Văn A; {MASK} Tấn"),
        ("gọi 09.12.3456.78; 02.43.8234.567; cccd 00.10.8501.2345", f"gọi {MASK}; {MASK}; cccd {MASK}"),
        ("\ue000a\ue001, ngày 12/11/2026", "a, ngày 12/11/2026"),
        ("ngày 12/11/2026 08:30, 05-11-2026; đóng 1.234.567.890 đồng, 300.000 đ; 200 m²", None),
        ("Nghị định 155/2026/NĐ-CP, Quyết định 0123/2026/QĐ-UBND, gọi 113, 20 000 000 đồng", None),
    ],
)
def test_what_is_masked(said: str, told: str | None):
    assert masked(said)[0] == (told or said)


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("Bà Nông Thị Lan bán nước.", True),
        ("ÔNG HOÀNG VĂN AN", True),
        ("gặp Chủ tịch Hoàng Văn An", True),
        ("Trưởng công an xã Lý Văn Sình", True),
        ("bí thư chi bộ Nông Thị Lan", True),
        ("Chủ tịch Ủy ban nhân dân phường, Chủ tịch UBND xã Minh Khai", False),
        ("chủ tịch xã Minh Khai, ông bà ta, anh em trong tổ", False),
        ("Cán bộ địa chính trả lời; Hội trưởng", False),
    ],
)
def test_what_seems_to_name_somebody(said: str, named: bool):
    assert names_somebody(said) is named


def test_the_bodys_own_wording_is_looked_at(desk: Desk):
    """What seems to name somebody, or has a mobile telephone, is kept only when somebody says to have looked."""
    done = choose(desk)
    desk.do(acts.take_on, done)
    officer, given = desk.town.client("officer"), {"text": "Đã hàn.", "public": "Gọi Ông Hoàng Văn An"}
    address = f"/phan-anh/viec/{done.subject}/tra-loi/"
    blank = text(officer, address)
    assert 'name="looked"' not in blank
    with nothing_changes():
        answer = officer.post(address, {"command_id": field(blank, "command_id"), **given})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'name="looked"' in page
    assert "Gọi Ông Hoàng Văn An" in page
    send(officer, address, **given, looked="on")
    assert PublicText.objects.get().wording == "Gọi Ông Hoàng Văn An"
    with pytest.raises(Refused, match="mobile"):
        desk.do(acts.word_answer, done, text="Gọi 0912 345 678")
    desk.do(acts.word_answer, done, text="Gọi 0206 3852 123, Ủy ban nhân dân phường.")


def test_the_list(desk: Desk):
    """Narrowed by topic and place, in pages, never with a page that does not exist; few queries whoever asks."""
    town = desk.town
    common = {"body_id": town.ward, "place_id": town.ward, "opens": "2026-11-09", "state": "shown", "stands": "late", "text": SAID}
    done = desk.send()
    PublicText.objects.bulk_create(
        PublicText(public_id=f"{n:016}", petition_id=done.subject, topic="water" if n % 2 else "roads", week="2026-11-02", **common)
        for n in range(25)
    )
    client = town.client()
    page = text(client, LIST)
    assert page.count("<article") == 20
    (more,) = [one for one in links(page) if one.startswith("?sau=")]
    assert text(client, LIST + more).count("<article") == 5
    assert text(client, f"{LIST}?viec=water").count("<article") == 12
    assert text(client, f"{LIST}?noi={ONE}").count("<article") == 0
    assert f'<option value="{WARD}">' in page
    assert text(client, f"{LIST}?noi={WARD}").count("<article") == 20
    for wrong in ("?viec=x", "?noi=x", "?sau=x", "?sau=2026-13-45.0000000000000000", "?sau=%00"):
        assert client.get(LIST + wrong).status_code == 404
    for address in (f"{LIST}?viec=water", f"/phan-anh/cong-khai/{0:016}/"):
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        assert len(asked) <= 8, [one["sql"] for one in asked]


def test_an_opening_with_little_to_tell_happens_once(desk: Desk):
    """One petition is too few for a number: the Monday is over all the same, and no later hour brings anything."""
    done = choose(desk)
    desk.town.flush()
    desk.go("2026-11-10")
    assert opening.open_due(desk.town.now)
    desk.do(acts.take_on, done)
    desk.do(acts.answer, done, text="Xong", public="Xong rồi")
    assert not opening.open_due(desk.town.now)
    assert public.published([desk.town.ward])[0].state == "open"


def test_taken_back_and_chosen_again_has_an_end(desk: Desk):
    """Taking back makes no room: how often a text was chosen is counted by the record."""
    done = desk.send()
    for _n in range(policy.values().texts):
        choose(desk, done)
        desk.do(acts.withdraw_text, done, GUEST)
    with pytest.raises(Refused), nothing_changes():
        choose(desk, done)


def test_erasing_by_the_receipt_erases_the_chosen_words(desk: Desk):
    done = choose(desk)
    desk.town.flush()
    assert CANARY in text(desk.town.client("officer"), f"/phan-anh/viec/{done.subject}/")
    personal.erase_person(by=GUEST, at=desk.town.now, command_id=uuid4(), subject=Subject("receipt", done.code))
    assert CANARY not in text(desk.town.client("officer"), f"/phan-anh/viec/{done.subject}/")
    assert CANARY not in text(desk.town.client(), desk.own(done))

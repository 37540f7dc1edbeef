"""`reception.sign_up` and `reception.withdraw`: without account and script, by the code, and nothing of it in public."""

import pytest
from django.test import Client

from dinhlang.ground.record.models import Entry, Part
from dinhlang.works.disclosures.tests.town import nothing_changes, refused
from dinhlang.works.reception import acts, audit
from dinhlang.works.reception.models import Booking
from tests.markup import mistakes
from tests.reception.hall import CANARY, GUEST, PAGE, Hall, on
from tests.sending import field, send, text


def see(client: Client, *pages: str) -> list[bytes]:
    return [client.get(one).content for one in pages]


def test_it_works(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the public page over the question to the code; the office reads it; the place is given back: nobody reads the words any more."""
    day = hall.plan()
    client, town = hall.town.client(), hall.town
    public = (PAGE, f"{PAGE}lich.ics", f"/don-vi/{PAGE.split('/')[2]}/", "/nhat-ky/")
    before = see(town.client(), *public)
    assert f"{PAGE}dang-ky/" in text(client, PAGE)
    assert "<textarea" not in text(client, f"{PAGE}dang-ky/")
    form = text(client, f"{PAGE}dang-ky/cho/")
    assert mistakes(form) == []
    assert form.count('type="radio"') == 6
    own = send(client, f"{PAGE}dang-ky/cho/", place=f"{day.subject}:2", matter=f"Cấp nước. {CANARY}", people=1, shared=1)
    page = text(client, own)
    assert mistakes(page) == []
    assert CANARY in page
    assert see(town.client(), *public) == before
    assert text(client, f"{PAGE}dang-ky/cho/").count('type="radio"') == 6  # whoever looks on sees no place go
    given = {"place": f"{day.subject}:2", "matter": "Chiếu sáng ngõ 9", "people": 1, "shared": 1}
    taken = client.post(f"{PAGE}dang-ky/cho/", {"command_id": field(form, "command_id"), **given})
    assert taken.status_code == 422
    assert "08:00, 08:20, 09:00" in taken.content.decode()
    assert "Chiếu sáng ngõ 9" in taken.content.decode()
    office = text(town.client("officer"), f"/tiep-cong-dan/ngay/{day.subject}/")
    assert mistakes(office) == []
    assert CANARY in office
    for name in ("", "front", "head"):
        assert CANARY not in town.client(name).get(f"/tiep-cong-dan/ngay/{day.subject}/").content.decode()
    code = page[page.index('<p class="big">') + 15 :].split("<")[0]
    assert client.post("/tiep-cong-dan/", {"code": code})["Location"] == own
    town.do(acts.move, "officer", day=day.subject, begins=on("2026-03-18"), ends=on("2026-03-18", 11), reason="Bão số 2")
    assert "Bão số 2" in text(client, own)
    assert send(client, f"{own}tra-lai/") == own
    assert CANARY not in text(client, own)
    assert Booking.objects.get().state == "withdrawn"
    town.flush()
    assert not Entry.objects.filter(act__startswith="reception.sign", sealed=False).exists()
    assert not Part.objects.filter(erased="retention-ended").exists()  # an erasure is public: it waits for its Monday
    assert list(audit.differences()) == []


def test_unknown_and_not_yours_are_one_answer(hall: Hall) -> None:
    mine = hall.sign(hall.plan())
    other = hall.plan("2026-03-12")
    client = hall.town.client()
    for code in (hall.own(other), "/tiep-cong-dan/cua-toi/" + "0" * 17 + "/"):
        assert client.get(code).status_code == 404
    with refused("Nobody signed up"):
        hall.town.do(acts.withdraw, GUEST, booking=mine.subject, code=other.code)


def test_a_denunciation_is_kept_nowhere(hall: Hall) -> None:
    day = hall.plan()
    client = hall.town.client()
    blank = text(client, f"{PAGE}dang-ky/cho/")
    given = {"place": f"{day.subject}:0", "matter": f"Tôi tố cáo ông Bình. {CANARY}Z", "people": 1, "shared": 1}
    with nothing_changes():
        answer = client.post(f"{PAGE}dang-ky/cho/", {"command_id": field(blank, "command_id"), **given})
    assert answer.status_code == 200
    assert f"{CANARY}Z" not in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    with nothing_changes(), refused("This calls itself a denunciation"):
        hall.sign(day, matter="Đơn tố cáo")


def test_refusals(hall: Hall) -> None:
    """A taken place, one that is none, too many of a group (Law 42/2013 Art. 29), too late, a place typed by hand."""
    day = hall.plan()
    hall.sign(day, 1)
    with refused("Somebody else took this place"):
        hall.sign(day, 1)
    with refused("Somebody else took this place"):
        hall.sign(day, 6)
    full = hall.plan("2026-03-13", slots=1)
    hall.sign(full)
    with refused("All places of that day are taken"):
        hall.sign(full)
    for people, shared in ((3, 5), (3, 10), (6, 11)):
        with refused("{shared} people"):
            hall.sign(day, 2, people=people, shared=shared)
    hall.sign(day, 2, people=4, shared=4)
    hall.sign(day, 3, people=2, shared=10)
    hall.sign(day, 4, people=5, shared=300)
    client = hall.town.client()
    for typed in ("", "x", f"{day.subject}:99999999999", f"{day.subject}:-1", "<script>:1", "a\x00:1"):
        blank = text(client, f"{PAGE}dang-ky/cho/")
        given = {"command_id": field(blank, "command_id"), "place": typed, "matter": "Nước", "people": 1, "shared": 1}
        answer = client.post(f"{PAGE}dang-ky/cho/", given)
        assert answer.status_code in (404, 422)
        assert "\x00" not in answer.content.decode()  # neither told again nor asked of the database, which stops at it
        assert "<script>:" not in answer.content.decode()
    hall.later(on("2026-03-10", 10))
    with refused("It is too late"):
        hall.sign(day, 0)

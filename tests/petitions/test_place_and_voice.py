"""A point on the map, a voice note and photographs, as a browser without script sends them; and that they go with the petition."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dinhlang.core.refusal import Refused
from dinhlang.ground.bodies import acts as bodies_acts
from dinhlang.ground.bodies import country
from dinhlang.ground.files.tests import sounds
from dinhlang.ground.record.models import Blob, VaultKey
from dinhlang.works.disclosures.tests.town import BORN, CONSOLE, Attachment, leaf, nothing_changes, open_parts
from dinhlang.works.petitions import acts, points
from tests.markup import mistakes
from tests.petitions.hall import GUEST, WARD, Desk
from tests.petitions.test_pages import links
from tests.sending import field, send, text

NOTE = (Attachment("ghi-am.ogg", "audio/ogg", sounds.ogg()),)


def test_a_point_on_the_map(drawn: Desk):
    """Touched, looked at, sent; the one who handles it sees it on a map; it is sealed, and stands in no other part."""
    client, done = drawn.town.client(), drawn.send()
    address = f"{drawn.own(done)}ban-do/"
    assert address in links(text(client, drawn.own(done)))
    page = text(client, address)
    assert mistakes(page) == []
    assert 'src="data:image/svg+xml;base64,' in page
    with nothing_changes():
        answer = client.post(address, {"nho.x": "40", "nho.y": "40"})
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert mistakes(shown) == []
    assert field(shown, "quanh") == field(shown, "point")
    with nothing_changes():  # what lies around it is larger now: a touch in its middle moves the mark a little, elsewhere by a third
        again = client.post(address, {"nho.x": "0", "nho.y": "40", "quanh": field(shown, "quanh")}).content.decode()
    assert field(again, "quanh") == field(shown, "quanh")
    first, finer = ([float(one) for one in field(page, "point").split(", ")] for page in (shown, again))
    assert 0 < first[1] - finer[1] < 0.06  # degrees; the whole map is a fifth of one wide
    point = field(shown, "point")
    assert send(client, address, point=point) == drawn.own(done)
    for who, path in (("", drawn.own(done)), ("officer", f"/phan-anh/viec/{done.subject}/")):
        seen = text(drawn.town.client(who), path)
        assert point in seen
        assert 'class="spot"' in seen
        assert mistakes(seen) == []
    preview = f"{drawn.own(done)}cong-khai/"
    look = {"command_id": field(text(client, preview), "command_id"), "do": "look", "text": "Lan can gãy"}
    assert point in client.post(preview, look).content.decode()  # the body has the point too
    second = drawn.do(acts.place_point, done, GUEST, point="22,05 106,05")
    assert leaf(second)["place"] == {"point": "22.05000, 106.05000"}
    assert open_parts(second) == set()


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("22.1, 106.1", "nằm ngoài"),  # in a hole of the land
        ("22.1, 106.3", "Nùng Trí Cao"),  # in the ward beside it
        ("21.0, 106.1", "nằm ngoài"),  # in another province
        ("16.0, 112.0", "nằm ngoài"),  # in the sea
        ("48.1, 11.5", "Việt Nam"),
        ("22.1", "Ghi vĩ độ"),
        ("<script>", "Ghi vĩ độ"),
        ("9" * 60, "Ghi vĩ độ"),
    ],
)
def test_a_point_that_is_refused(drawn: Desk, typed: str, why: str):
    """With a sentence, and what was typed stays."""
    client, done = drawn.town.client(), drawn.send()
    address = f"{drawn.own(done)}ban-do/"
    blank = text(client, address)
    with nothing_changes():
        answer = client.post(address, {"command_id": field(blank, "command_id"), "point": typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert why in page
    assert "<script>" in typed or field(page, "point") == typed


def test_how_points_are_typed():
    for typed in ("22.05, 106.05", "22,05; 106,05", "106.05 22.05", "22°3'0.0\"N 106°3'0.0\"E"):
        assert points.read(typed).text == "22.05000, 106.05000"
    assert points.read("22.666000000000010, 106.258000000000010").text == "22.66600, 106.25800"


def test_no_map_and_too_often(desk: Desk):
    done = desk.send()
    with pytest.raises(Refused), nothing_changes():
        desk.do(acts.place_point, done, GUEST, point="22.05, 106.05")
    assert desk.town.client().get(f"{desk.own(done)}ban-do/").status_code == 200


def test_the_real_map(desk: Desk):
    """A ward of the real map: its middle is in it, a point of the ward beside it is not, and the page stays small."""
    town = desk.town
    rows = [row for row in country.chosen("04")["04"] if row.code not in (WARD, "01279")]
    town.do(bodies_acts.found, CONSOLE, body=None, bodies=tuple(rows), source=country.SOURCE)
    given = {"data": country.boundaries("04"), "from_day": BORN, "source": country.DRAWN_BY, "document": ""}
    town.do(bodies_acts.draw, CONSOLE, body=town.ids["04"], **given)
    done = desk.send()
    desk.do(acts.place_point, done, GUEST, point="22.6657, 106.2578")
    page = text(town.client(), f"{desk.own(done)}ban-do/")
    assert len(page) < 40_000
    officer, work = town.client("officer"), f"/phan-anh/viec/{done.subject}/"
    text(officer, work)
    with CaptureQueriesContext(connection) as asked:
        text(officer, work)
    assert len(asked) <= 20
    with pytest.raises(Refused), nothing_changes():
        desk.do(acts.place_point, done, GUEST, point="22.8, 106.0")


def upload(data: bytes, name: str = "ghi âm.ogg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="audio/ogg")


def test_a_voice_note(desk: Desk):
    """Sent by a plain file input, heard by the one who handles it, typed, read by its sender; no answer before that."""
    client, done = desk.town.client(), desk.send()
    officer, work = desk.town.client("officer"), f"/phan-anh/viec/{done.subject}/"
    address = f"{desk.own(done)}ghi-am/"
    assert mistakes(text(client, address)) == []
    assert send(client, address, voice=upload(sounds.ogg())) == desk.own(done)
    page = officer.get(work)
    assert "media-src 'self'" in page["Content-Security-Policy"]
    assert mistakes(page.content.decode()) == []
    assert f'<audio controls preload="none" src="{work}anh/0/"' in page.content.decode()
    heard = officer.get(f"{work}anh/0/")
    assert (heard["Content-Type"], heard.content, heard["X-Content-Type-Options"]) == ("audio/ogg", sounds.ogg(), "nosniff")
    assert desk.town.client("front").get(f"{work}anh/0/").status_code == 404
    desk.do(acts.take_on, done)
    with pytest.raises(Refused), nothing_changes():
        desk.do(acts.answer, done, text="Xong.")
    for wrong in (" ", "x" * 2001, "Ông ấy nói: tôi tố cáo ông Bình"):
        with pytest.raises(Refused), nothing_changes():
            desk.do(acts.summarise, done, text=wrong)
    with pytest.raises(Refused), nothing_changes():
        desk.do(acts.summarise, done, "front", text="Cầu gãy.")
    send(officer, f"{work}nghe/", text="Cầu ngõ 2 gãy từ tuần trước.")
    assert "Cầu ngõ 2 gãy từ tuần trước." in text(client, desk.own(done))
    assert f"{work}nghe/" not in text(officer, work)
    with pytest.raises(Refused), nothing_changes():
        desk.do(acts.summarise, done, text="Nữa")
    desk.do(acts.answer, done, text="Xong.")


def test_what_is_no_voice_note(desk: Desk):
    client, done = desk.town.client(), desk.send()
    address = f"{desk.own(done)}ghi-am/"
    for data, name in ((b"no sound", "a.ogg"), (sounds.ogg(200), "a.ogg"), (b"words", "a.txt"), (sounds.wav(700), "a.wav")):
        blank = text(client, address)
        with nothing_changes():
            answer = client.post(address, {"command_id": field(blank, "command_id"), "voice": upload(data, name)})
        assert answer.status_code == 422
        assert name in answer.content.decode()
    for _n in range(3):
        desk.do(acts.add_voice, done, GUEST, attachments=NOTE)
    for files in (NOTE, ()):
        with pytest.raises(Refused), nothing_changes():
            desk.do(acts.add_voice, done, GUEST, attachments=files)


def test_a_voice_that_denounces_is_gone_too(desk: Desk):
    """Heard and returned: neither the sound nor its key is left, nor what was typed of an earlier one."""
    done = desk.send()
    note = bytes.fromhex(desk.do(acts.add_voice, done, GUEST, attachments=NOTE).leaf)
    typed = bytes.fromhex(desk.do(acts.summarise, done, text="Cầu gãy.").leaf)
    desk.town.flush()
    assert Blob.objects.filter(hash=note).exists()
    desk.do(acts.return_as_denunciation, done)
    assert not Blob.objects.filter(hash=note).exists()
    assert not VaultKey.objects.filter(hash__in=[note, typed]).exists()
    assert desk.town.client().get(f"{desk.own(done)}anh/0/").status_code == 404
    with pytest.raises(Refused), nothing_changes():
        desk.do(acts.add_voice, done, GUEST, attachments=NOTE)

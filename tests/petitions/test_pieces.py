"""A file of a step that comes in pieces: where it goes on, who may send it, how much room it gets, and that the step is the plain one."""

import io
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from dinhlang.ground.files import pieces
from dinhlang.ground.files.tests import sounds
from dinhlang.ground.people.personal import Subject
from dinhlang.ground.personal import acts as personal
from dinhlang.ground.record import clock
from dinhlang.ground.record.act import Done
from dinhlang.works.disclosures.tests.town import nothing_changes
from dinhlang.works.petitions import acts, views
from tests.petitions.hall import GUEST, Desk
from tests.sending import field as filled
from tests.sending import text

MOST, LEAST = pieces.values().most, pieces.values().least
MARK = "0123456789abcdef"


@dataclass
class Browser:
    """A page with its script."""

    client: Client
    step: str
    data: bytes
    mark: str = MARK
    command: str = field(default="")

    def __post_init__(self) -> None:
        self.command = filled(text(self.client, self.step), "command_id")

    def address(self, begins: int | None = None, **other: Any) -> str:
        asked = {"tep": self.mark, "co": len(self.data), **({} if begins is None else {"tu": begins}), **other}
        return f"{self.step}gui-dan/?" + "&".join(f"{name}={value}" for name, value in asked.items())

    def kept(self) -> int:
        answer = self.client.get(self.address())
        assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store"), answer.content
        return int(answer.json()["kept"])

    def piece(self, begins: int, length: int = LEAST, **other: Any) -> Any:
        return self.client.post(self.address(begins, **other), self.data[begins : begins + length], content_type="application/octet-stream")

    def upload(self) -> None:
        at = self.kept()
        while at < len(self.data):
            at = self.piece(at, MOST).json()["kept"]

    def finish(self, name: str) -> Any:
        return self.client.post(self.step, {"command_id": self.command, "tep": self.mark, "co": len(self.data), "ten": name})


def photograph(desk: Desk, done: Done, data: bytes | None = None, mark: str = MARK) -> Browser:
    return Browser(desk.town.client(), f"{desk.own(done)}anh/", noise() if data is None else data, mark)


def noise() -> bytes:
    """A photograph that takes more than one piece."""
    chance, out = Random(1), io.BytesIO()
    Image.frombytes("RGB", (330, 330), chance.randbytes(330 * 330 * 3)).save(out, "JPEG", quality=85)
    return out.getvalue()


def test_it_goes_on_where_it_stopped_and_is_the_plain_step(desk: Desk):
    """Half of it, a lost line, another page of the same sender: only the rest, and to the byte what the plain form makes of it."""
    done, plain = desk.send(), desk.send(who="b")
    one = photograph(desk, done)
    assert len(one.data) > MOST
    assert "script-src 'self'" in one.client.get(one.step)["Content-Security-Policy"]
    assert "data-waits" not in text(one.client, one.step)
    with nothing_changes():
        assert one.piece(0, MOST).json() == {"kept": MOST}
    again = photograph(desk, done)
    assert "data-waits" in text(again.client, again.step)
    assert again.kept() == MOST
    for wrong in (0, MOST - 1, MOST + 1):
        answer = again.piece(wrong)
        assert (answer.status_code, answer.json()["kept"]) == (409, MOST)
        assert str(MOST) in answer.json()["say"]
    one.upload()
    answer = again.finish("ảnh.jpg")
    assert (answer.status_code, answer["Location"]) == (302, desk.own(done)), answer.content.decode()
    other = f"{desk.own(plain)}anh/"
    command = filled(text(one.client, other), "command_id")
    photo = SimpleUploadedFile("ảnh.jpg", one.data, content_type="image/jpeg")
    assert one.client.post(other, {"command_id": command, "photo": photo}).status_code == 302
    assert one.client.get(f"{one.step}0/").content == one.client.get(f"{other}0/").content != one.data
    # Neither the other tab nor the same form again makes a second one of it, and nothing of it lies on the disk.
    assert one.client.get(one.address()).json() == {"kept": len(one.data), "done": True}
    for tab in (one, again):
        assert (tab.finish("ảnh.jpg").status_code, tab.piece(0).status_code) == (302, 409)
    assert one.client.get(f"{one.step}1/").status_code == 404
    assert sum(path.stat().st_size for path in pieces.folder().iterdir()) == 0


def test_a_voice_note(desk: Desk):
    """Kept as it came; what is no sound is refused with the sentence of the plain form, and nothing of it stays."""
    done = desk.send()
    for data, status in ((b"OggS" + bytes(3 * LEAST), 422), (sounds.wav(20), 302)):
        one = Browser(desk.town.client(), f"{desk.own(done)}ghi-am/", data)
        one.upload()
        answer = one.finish("ghi.ogg" if status == 422 else "ghi.wav")
        assert answer.status_code == status, answer.content.decode()
        assert pieces.on_the_way(f"petition {done.subject}") == ()
        assert status == 302 or "ghi.ogg" in answer.content.decode()
    assert one.client.get(f"{desk.own(done)}anh/0/").content == one.data


def test_who_has_not_the_code_is_answered_like_for_an_unknown_one(desk: Desk):
    one, act = photograph(desk, desk.send()), desk.town.decided()
    one.piece(0, MOST)
    said = []
    for code in (views.checked("0" * 16, views.ledger.ALPHABET), desk.own(act).split("/")[3]):
        other = f"/phan-anh/cua-toi/{code}/anh/gui-dan/?tep={MARK}&co={len(one.data)}"
        asked = one.client.get(other), one.client.post(f"{other}&tu=0", one.data[:MOST], content_type="application/octet-stream")
        assert [answer.status_code for answer in asked] == [404, 404]
        said.append([answer.content.replace(code.encode(), b"") for answer in asked])
    assert said[0] == said[1]
    # Another petition of the same sender has files of its own under the same mark.
    assert photograph(desk, desk.send(who="b")).kept() == 0


NOTHING = ({"tep": "%00"}, {"tep": "x" * 16}, {"co": "0"}, {"co": "-1"}, {"co": "9" * 11}, {"tep": ""}, {"co": "1e3"}, {"tu": "-8192"},
    {"tu": "%00"}, {"tu": ""}, {"tu": "9" * 11}, {"co": str(21 << 20)}, {"co": "10"})  # fmt: skip


def test_what_no_page_sends(desk: Desk):
    """A sentence, and nothing changed."""
    one = photograph(desk, desk.send())
    with nothing_changes():
        found = [one.piece(0, **wrong) for wrong in NOTHING]
        found += [one.piece(0, length) for length in (0, 1, MOST + 1)]
        found.append(one.client.post(one.address(0), {"photo": "x"}))
        found.append(one.client.post(one.address(0), one.data[:LEAST], content_type="text/plain"))
        found.append(one.client.post(one.address(0), one.data[:LEAST], content_type="application/octet-stream", CONTENT_LENGTH=""))
        found.append(one.client.put(one.address(0)))
        half = one.finish("anh.jpg")
    for answer in found:
        assert answer.status_code in {400, 404, 405, 422}, answer.content
        assert answer.content, answer.status_code
    assert half.status_code == 400
    assert "chọn lại" in half.content.decode()
    assert not pieces.folder().exists()


def test_room(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    """So many to one petition, so many bytes on the disk; what has rested makes room, and what is full is told."""
    tight = pieces.Values(piece_kilobytes=64, least_kilobytes=8, unfinished=2, rest_minutes=60, files=3, megabytes=1, hours=24)
    monkeypatch.setattr(pieces, "values", lambda: tight)
    done, other = desk.send(), desk.send(who="b")
    marks = [secrets.token_hex(8) for _ in range(4)]
    own = [photograph(desk, done, mark=mark) for mark in marks]
    assert own[0].piece(0, MOST).status_code == 200
    desk.town.now += timedelta(minutes=1)
    assert [one.piece(0, MOST).status_code for one in own[1:]] == [200, 507, 507]
    assert "nút" in own[2].piece(0, MOST).json()["say"]
    there = [photograph(desk, other, mark=mark) for mark in marks]
    assert [one.piece(0, MOST).status_code for one in there] == [200, 507, 507, 507]
    desk.town.now += timedelta(minutes=60)
    assert there[1].piece(0, MOST).status_code == 200
    assert own[0].kept() == 0, "the one that rested longest went"
    desk.town.now += timedelta(hours=23)
    assert pieces.forget_old(clock.now()) == 2
    assert pieces.on_the_way(f"petition {other.subject}") != ()
    assert pieces.forget_old(clock.now() + timedelta(hours=1)) == 1


def test_what_is_kept_tells_nothing_and_goes_with_the_petition(desk: Desk):
    done = desk.send()
    one = photograph(desk, done, b"\xff\xd8\xff" + b"Chimhoangyen" * 9000)
    one.piece(0, MOST)
    (path,) = pieces.folder().iterdir()
    assert b"Chimhoangyen" not in path.read_bytes()
    assert done.subject not in path.name
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    torn = path.read_bytes()
    one.piece(MOST, MOST - LEAST)
    path.write_bytes(path.read_bytes()[:-1])  # a power cut
    assert one.kept() == MOST
    path.write_bytes(torn[:-1] + bytes([torn[-1] ^ 1]))  # a disk that forgets
    rest = photograph(desk, done, one.data)
    rest.upload()
    assert rest.finish("anh.jpg").status_code == 400
    assert rest.kept() == 0
    one.piece(0, MOST)
    asked = {"by": GUEST, "at": desk.town.now, "command_id": uuid4(), "body": desk.row(done).body_id}
    personal.erase_person(**asked, subject=Subject("receipt", done.code))
    assert list(pieces.folder().iterdir()) == []
    rest.upload()
    desk.town.flush()
    desk.do(acts.return_as_denunciation, done)
    assert list(pieces.folder().iterdir()) == []
    assert rest.piece(0).status_code == 404

"""The kit's pages and the two addresses by which a phone speaks to the house, as a browser without a kit sees them."""

import base64
import io
import json
import re
import unicodedata
from datetime import timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.contrib.auth import get_user_model
from django.test import Client

from dinhlang.ground.kit import locked, sent
from dinhlang.ground.kit.models import Item, Lease, State
from dinhlang.ground.polls.models import Count, Part
from dinhlang.ground.record import clock
from dinhlang.works.disclosures.tests.town import nothing_changes
from tests.sending import field, send, text
from tests.votes.hall import Hall
from tests.votes.kits import Phone, opened
from tests.votes.test_kit import meeting


def home(phone: Phone, matter: str) -> str:
    return f"/quyet-dinh/{matter}/ngoai-tuyen/{phone.lease}/"


def post(client: Client, phone: Phone, matter: str, command: Any, **changed: str) -> Any:
    said = phone.texts[command]
    form = {"command_id": str(command), "text": said, "seal": sent.seal(phone.key, said), **changed}
    return client.post(home(phone, matter) + "gui/", form)


def test_it_is_opened_by_its_form(hall: Hall) -> None:
    """From the page of the matter; the package has list numbers and names, and neither telephones nor anything else of a household."""
    matter = meeting(hall, 5)
    head = hall.town.client("head")
    assert f"/quyet-dinh/{matter}/ngoai-tuyen/cum/1/" in text(head, f"/quyet-dinh/{matter}/")
    there = send(head, f"/quyet-dinh/{matter}/ngoai-tuyen/cum/1/", device="Máy Nokia")
    assert f"/ngoai-tuyen/#{there}" in text(head, there)
    assert "Máy Nokia" in text(hall.town.client("officer"), there)
    pack = head.get(there + "goi.json").json()
    assert pack["households"] == [[str(n), f"Hộ {n}"] for n in range(1, 6)]
    assert pack["passes"][0] == "Thông qua khi có ít nhất 4 trên 5 hộ đồng ý."
    assert pack["home"] == there
    again = head.post(f"/quyet-dinh/{matter}/ngoai-tuyen/cum/1/", {"command_id": "1" * 32, "device": "Máy khác"})
    assert again.status_code == 422
    assert "Bạn đã mở bộ ngoại tuyến cho cụm họp này trên máy “Máy Nokia”" in again.content.decode()


def test_nobody_else_gets_the_package_or_sends(hall: Hall) -> None:
    matter = meeting(hall, 5)
    phone = opened(hall, matter)
    command = phone.tick(1)
    for client in (Client(), hall.town.client("work-board"), hall.town.client("officer"), hall.town.client("resident:ann")):
        for address in ("goi.json", "trang-thai.json"):
            answer = client.get(home(phone, matter) + address)
            assert answer.status_code == 403
            assert answer.json()["sign_in"] == "/dang-nhap/?next=/ngoai-tuyen/"
        with nothing_changes():
            assert post(client, phone, matter, command).status_code == 403
    assert Client().get(home(phone, matter)).status_code == 403
    assert hall.town.client("head").get(f"/quyet-dinh/{'x' * 16}/ngoai-tuyen/{phone.lease}/goi.json").status_code == 404
    assert hall.town.client("head").get(home(phone, matter) + "gui/").status_code == 405


def test_the_shell_is_the_same_for_everybody(hall: Hall) -> None:
    answer = Client().get("/ngoai-tuyen/")
    policy = answer["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "connect-src 'self'" in Client().get("/ngoai-tuyen/worker.js")["Content-Security-Policy"]
    assert Client().get("/en/ngoai-tuyen/worker.js")["Content-Type"].startswith("text/javascript")
    assert "Offline kit" in text(Client(), "/en/ngoai-tuyen/")


def test_the_same_form_twice_has_the_same_receipt(hall: Hall) -> None:
    """The line was cut after the house had committed: the phone sends again and gets the receipt of the first time."""
    matter = meeting(hall, 5)
    phone, head = opened(hall, matter), hall.town.client("head")
    command = phone.tick(1, 2)
    first = post(head, phone, matter, command).json()
    assert first["state"] == "taken"
    with nothing_changes():
        assert post(head, phone, matter, command).json() == first
    assert text(Client(), first["receipt"])
    assert head.get(home(phone, matter) + "trang-thai.json").json()["items"][str(command)]["word"] == "đã nhận"


def test_refusals_are_sentences(hall: Hall) -> None:
    matter = meeting(hall, 5)
    phone, head = opened(hall, matter), hall.town.client("head")
    command = phone.count(4, 5, 0)
    with nothing_changes():
        for changed, said in (
            ({}, "chỉ có 4 hộ tham gia"),
            ({"seal": "0" * 64}, "bị sửa tay"),
            ({"text": "không phải"}, "không do bộ ngoại tuyến ghi ra"),
            ({"text": phone.texts[command].replace(phone.lease, "a" * 16)}, "thuộc cuộc họp khác"),
        ):
            answer = post(head, phone, matter, command, **changed)
            assert answer.status_code == 422
            assert said in answer.json()["said"]


def test_whose_office_ended_still_hands_in(hall: Hall) -> None:
    """The person signs in, holds no office any more, and sends: it waits, with the sentence that says why."""
    matter = meeting(hall, 5)
    phone, head = opened(hall, matter), hall.town.client("head")
    phone.end()
    command = phone.count(4, 4, 0)
    row = get_user_model().objects.get(username="head").mandates.get()
    row.to_day = clock.local_day(hall.town.now)
    row.save()
    hall.town.now += timedelta(days=1)
    answer = post(head, phone, matter, command).json()
    assert answer["state"] == "waiting"
    assert "Chức vụ của bạn kết thúc sau cuộc họp" in answer["said"]
    with nothing_changes():
        assert post(head, phone, matter, command).json() == answer
    assert not Count.objects.exists()
    for name in ("work-board", "officer"):
        send(hall.town.client(name), f"{home(phone, matter)}{command}/", accept="yes", reason="Khớp biên bản giấy")
    assert Count.objects.get().mandate_id == row.pk
    assert hall.town.client("officer").get(f"{home(phone, matter)}{command}/").status_code == 404


def file_of(phone: Phone, *commands: Any, **more: Any) -> bytes:
    queue = [{"text": phone.texts[one], "seal": sent.seal(phone.key, phone.texts[one])} for one in commands]
    body = json.dumps({"pack": {"lease": phone.lease}, "queue": queue, **more})
    return json.dumps({"kit": body, "seal": sent.seal(phone.key, body)}).encode()


PASSPHRASE, ROUNDS = "mưa xuân đồng chiêm", 1000


def lock(data: bytes, passphrase: str = PASSPHRASE, **more: Any) -> bytes:
    """The file as the phone locks it, with fewer rounds."""
    salt, once = b"s" * locked.SALT, b"o" * locked.ONCE
    whole = AESGCM(locked.key_of(passphrase, salt, ROUNDS)).encrypt(once, data, None)
    parts = {name: base64.b64encode(one).decode() for name, one in (("salt", salt), ("once", once), ("locked", whole))}
    return json.dumps({"rounds": ROUNDS, **parts, **more}).encode()


def test_white_space_at_the_ends_is_the_same_on_the_phone_and_in_the_house() -> None:
    """One list in both: all that Python strips and all that a browser trims (ECMAScript's WhiteSpace and LineTerminator)."""
    script = (Path(locked.__file__).parent / "static/kit/kit.js").read_text()
    (said,) = re.findall(r'const SPACES = "(\[.*\]\+)";', script)
    phone = re.compile(said.replace("\\\\", "\\"))
    signs = [chr(n) for n in range(0x10000)]
    assert {one for one in signs if phone.fullmatch(one)} == set(locked.SPACES)
    trimmed = {"\t", "\n", "\v", "\f", "\r", "\ufeff", "\u2028", "\u2029", *(one for one in signs if unicodedata.category(one) == "Zs")}
    assert {one for one in signs if not one.strip()} | trimmed == set(locked.SPACES)


def upload(client: Client, address: str, data: bytes, passphrase: str = PASSPHRASE) -> Any:
    page = client.get(address).content.decode()
    file = io.BytesIO(data)
    file.name = "hop.json"
    return client.post(address, {"command_id": field(page, "command_id"), "file": file, "password": passphrase})


def test_a_saved_file_is_sent_from_any_machine(hall: Hall) -> None:
    matter = meeting(hall, 5)
    phone, head = opened(hall, matter), hall.town.client("head")
    data = lock(file_of(phone, phone.tick(1, 2, 3, 4), phone.count(4, 4, 0), phone.close()))
    with nothing_changes():
        answer = upload(head, home(phone, matter) + "tep/", data, "mưa xuân đồng mùa")
    assert answer.status_code == 422
    assert "Cụm mật khẩu này không mở được tệp" in answer.content.decode()
    assert "mùa" not in answer.content.decode()
    address = home(phone, matter) + "tep/"
    assert upload(head, address, data).status_code == 302
    assert Part.objects.count() == 4
    assert set(Item.objects.values_list("state", flat=True)) == {State.TAKEN}
    with nothing_changes():
        assert upload(head, address, data).status_code == 302
    assert Lease.objects.get().closed is not None


def test_files_that_are_none(hall: Hall) -> None:
    matter, other = meeting(hall, 5), hall.agreed()
    hall.call(other)
    phone, second = opened(hall, matter), opened(hall, other)
    data, head = file_of(phone, phone.tick(1)), hall.town.client("head")
    address = home(phone, matter) + "tep/"
    for bad, said in (
        (lock(data.replace(b"numbers", b"nunbers")), "đã bị sửa tay"),
        (lock(file_of(second, second.tick(1))), "thuộc cuộc họp khác"),
        (data, "không phải tệp"),
        (lock(data, rounds=10**9), "không phải tệp"),
        (lock(data, rounds="1000"), "không phải tệp"),
        (lock(data, rounds=ROUNDS + 1), "không mở được tệp"),
        (lock(data, salt="AAAA"), "không phải tệp"),
        (lock(data, locked="AAAA"), "không mở được tệp"),
        (lock(data, once=7), "không phải tệp"),
        (b"\xff\xfe", "không phải tệp"),
        (b"[" * 100_000, "không phải tệp"),
        (b"{}", "không phải tệp"),
        (b"[]", "không phải tệp"),
        (lock(b"\xff\xfe"), "không phải tệp"),
        (lock(data.replace(b'"kit": "', b'"kit": "\\ud800')), "không phải tệp"),
        (lock(json.dumps({**json.loads(data), "seal": ["a"]}).encode()), "đã bị sửa tay"),
        (lock(json.dumps({**json.loads(data), "seal": "\ud800"}).encode()), "không phải tệp"),
        (lock(file_of(phone, more="x" * 130_000)), "dài hơn mọi thứ"),
    ):
        with nothing_changes():
            answer = upload(head, address, bad)
        assert answer.status_code == 422, bad[:40]
        assert said in answer.content.decode(), bad[:40]

"""Out of the house: in the order of the policy, content-free, with proof or failure; gateways that hang, fail and talk nonsense."""

import base64
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from django.contrib.auth.models import User
from django.core import mail

from dinhlang.core.refusal import Refused
from dinhlang.ground.files.outward import Answer, Away
from dinhlang.ground.jobs import queue
from dinhlang.ground.notices import acts, addresses, channels, deliver, policy, push
from dinhlang.ground.notices.channels import DOOR, Failed, Gateway, Letter, Proof
from dinhlang.ground.notices.models import Browser, Delivery, Notice
from dinhlang.ground.people.acts import own

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # nine in the morning
FCM = "https://fcm.googleapis.com/fcm/send/abc"


@pytest.fixture
def person(settings):
    """Somebody with an e-mail and a telephone, in a house where every channel is set up."""
    user = User.objects.create_user("lan", email="lan@example.vn")
    own.set_phone(account=user.pk, text="0912 345 678", at=AT)
    settings.ALLOWED_HOSTS = ["dinhlang.example"]
    return addresses.account(user.pk)


@pytest.fixture
def world(monkeypatch):
    """Gateways that answer as the test says: `world.does[channel]` is a code, or what is raised."""
    made = SimpleNamespace(does={}, asked=[])

    def send(channel, where, one, at):
        made.asked.append((channel, at))
        answer = made.does.get(channel, "200")
        if isinstance(answer, Exception):
            raise answer
        return Proof(answer)

    monkeypatch.setattr(channels, "send", send)
    monkeypatch.setattr(queue, "WORKS", {deliver.KIND: deliver.WORK})
    return made


def tell(to: str, kind: str = "confirm-asked", at: datetime = AT, about: str = "form:1") -> Notice:
    acts.tell(kind, to, about, at, values={"act": "people.appoint", "command": "x", "body": 1})
    return Notice.objects.latest("id")


def work(first: datetime = AT, hours: float = 24, step: timedelta = timedelta(minutes=1)) -> None:
    at = first
    while at <= first + timedelta(hours=hours):
        queue.run(lambda at=at: at)
        at += step


def states() -> dict[str, tuple[str, str, str, int]]:
    return {one.channel: (one.state, one.code, one.why, one.tries) for one in Delivery.objects.all()}


def test_it_works(person, world) -> None:
    tell(person)
    work(hours=0.1)
    assert world.asked == [("email", AT)]
    assert states() == {"email": ("sent", "200", "", 1)}


def test_a_gateway_that_fails_is_tried_again_then_the_next_is_taken(person, world) -> None:
    world.does["email"] = Failed(channels.STATUS, "554")
    tell(person)
    work(hours=3)
    times = [at for channel, at in world.asked if channel == "email"]
    assert [(later - first).total_seconds() / 60 for first, later in zip(times, times[1:], strict=False)] == [1, 4]
    assert states() == {"email": ("failed", "554", "status", 3), "zalo": ("sent", "200", "", 1)}


def test_when_nothing_gets_through_every_channel_failed_and_the_page_still_has_it(person, world) -> None:
    for channel in ("email", "zalo", "sms"):
        world.does[channel] = Failed(channels.SILENT)
    tell(person)
    work(hours=6)
    assert {one[0] for one in states().values()} == {"failed"}
    assert len(states()) == 3
    assert Notice.objects.get().seen is None


def test_at_night_nothing_is_sent(person, world) -> None:
    night = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)  # half past ten
    tell(person, at=night)
    work(night, hours=12)
    assert [at for _channel, at in world.asked] == [datetime(2026, 11, 23, 23, 30, tzinfo=UTC)]


def test_a_retry_that_falls_into_the_night_waits_and_counts_no_try(person, world) -> None:
    evening = datetime(2026, 11, 23, 13, 58, tzinfo=UTC)  # two minutes before nine
    world.does["email"] = Failed(channels.SILENT)
    tell(person, at=evening)
    work(evening, hours=16)
    assert not [at for _c, at in world.asked if policy.loud(at) != at]
    assert states()["email"][3] == 3


@pytest.mark.parametrize(("local", "waits"), [("20:59", False), ("21:00", True), ("00:00", True), ("06:29", True), ("06:30", False)])
def test_the_edges_of_the_night(local: str, waits: bool) -> None:
    at = datetime.fromisoformat(f"2026-11-23T{local}:00+07:00")
    assert (policy.loud(at) > at) == waits
    assert f"{policy.loud(at).astimezone(at.tzinfo):%H:%M}" == ("06:30" if waits else local)


def test_who_read_it_meanwhile_is_sent_nothing(person, world) -> None:
    tell(person)
    acts.seen((person,), AT + timedelta(seconds=1))
    work(hours=1)
    assert world.asked == []


def test_what_somebody_switched_off_is_not_used_and_what_may_not_be_cannot(person, world) -> None:
    acts.choose(person, frozenset({("duties-due", "email")}))
    tell(person, "duties-due")
    work(hours=0.1)
    assert [channel for channel, _at in world.asked] == ["zalo"]
    with pytest.raises(Refused):
        acts.choose(person, frozenset({("mandate-ends", "email")}))
    with pytest.raises(Refused):
        acts.choose(person, frozenset({("nothing", "email")}))


def test_a_job_whose_process_dies_each_time_gives_the_next_channel_its_turn(person, world) -> None:
    """A process that dies cannot note how far it came; `queue` counts the try before anything is done."""
    tell(person)
    for n in range(policy.values().tries):
        assert queue._take(AT + timedelta(hours=n)) is not None
    work(AT + timedelta(hours=policy.values().tries), hours=2)
    assert [channel for channel, _at in world.asked] == ["zalo"]
    assert states() == {"email": ("failed", "", "silent", 1), "zalo": ("sent", "200", "", 1)}


def test_a_sender_that_breaks_in_a_way_nobody_thought_of_gives_the_next_channel_its_turn(person, world) -> None:
    world.does["email"] = RuntimeError("boom")
    tell(person)
    work(hours=3)
    assert [channel for channel, _at in world.asked] == ["email"] * policy.values().tries + ["zalo"]
    assert states()["email"][0] == "failed"
    assert states()["zalo"][0] == "sent"


def test_who_has_no_address_has_the_page(world) -> None:
    tell(addresses.account(User.objects.create_user("none").pk))
    work(hours=1)
    assert world.asked == []
    assert queue.listed() == ()


def test_what_goes_out_says_nothing(person, settings) -> None:
    settings.NOTICE_SENDER, settings.EMAIL_HOST = DOOR, "mail.example"
    notice = tell(person)
    finish = deliver.do({"notice": notice.subject, "step": 0}, AT)
    finish()
    (sent,) = mail.outbox
    assert sent.to == ["lan@example.vn"]
    assert sent.body.endswith("https://dinhlang.example/thong-bao/")
    assert not {"appoint", "form", str(notice.values["body"]) * 3} & set((sent.subject + sent.body).split())
    other = Notice(subject="y" * 16, kind="duties-due", values={"late": 9})
    assert channels.letter(other.subject).text == channels.letter(notice.subject).text


LETTER = Letter("Có thông báo.", "https://dinhlang.example/thong-bao/", "s" * 16)
SMS = Gateway(
    "https://sms.example/v1/send",
    "POST",
    {"phone": "{to84}", "content": "{text} {link}", "list": [{"ref": "{id}"}]},
    {"X": "k"},
    False,
    r'"code":\s*"?100"?',
)


def test_a_gateway_is_asked_as_its_settings_say() -> None:
    sent = channels.asking(SMS, "+84912345678", LETTER)
    assert json.loads(sent.body) == {
        "phone": "84912345678",
        "content": "Có thông báo. https://dinhlang.example/thong-bao/ https://dinhlang.example/thong-bao/",
        "list": [{"ref": "s" * 16}],
    }
    assert ("X", "k") in sent.headers
    form = channels.asking(Gateway("https://x.example/", "POST", {"to": "{to}"}, {}, True, "OK"), "+84912345678", LETTER)
    assert form.body == b"to=%2B84912345678"


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (Answer(500, "text/html", b"<h1>oops</h1>"), "status"),
        (Answer(200, "application/json", b'{"code": "99", "message": "no money"}'), "nonsense"),
        (Answer(200, "text/html", b"\xff\xfe\x00"), "nonsense"),
        (Answer(200, "text/html", b""), "nonsense"),
        (Answer(404, "", b'{"code": "100"}'), "status"),
    ],
)
def test_an_answer_that_is_no_success_is_a_failure(answer, why) -> None:
    with pytest.raises(Failed) as failed:
        channels.judge(SMS, answer)
    assert failed.value.why == why


def test_an_answer_that_is_a_success() -> None:
    assert channels.judge(SMS, Answer(200, "application/json", b'{"code": "100"}')) == "200"


def test_a_gateway_that_hangs_or_is_not_allowed_is_a_failure(settings, monkeypatch) -> None:
    settings.NOTICE_SENDER = DOOR
    settings.NOTICE_GATEWAYS = {"sms": vars(SMS)}
    monkeypatch.setattr(channels.outward, "send", lambda *args, **more: (_ for _ in ()).throw(Away("too slow")))
    with pytest.raises(Failed, match="silent"):
        channels.send("sms", addresses.Addresses(phone="+84912345678"), LETTER, AT)
    monkeypatch.undo()
    settings.NOTICE_GATEWAYS = {"sms": {**vars(SMS), "url": "http://sms.example/"}}
    with pytest.raises(Failed, match="refused"):
        channels.door("sms", addresses.Addresses(phone="+84912345678"), LETTER, AT)


def test_a_gateway_of_which_nobody_said_how_a_good_answer_looks_is_handed_nothing(settings, monkeypatch) -> None:
    settings.NOTICE_GATEWAYS = {"sms": {**vars(SMS), "ok": ""}}
    monkeypatch.setattr(channels.outward, "send", lambda *args, **more: pytest.fail("it was asked"))
    with pytest.raises(Failed, match="refused"):
        channels.door("sms", addresses.Addresses(phone="+84912345678"), LETTER, AT)


# --- knocking ---


def test_a_knock_is_signed_for_its_service_and_has_no_content(settings, tmp_path: Path) -> None:
    """Checked as RFC 8292 has a service check it: ES256 over the two parts, by the key in k."""
    settings.DATA_DIR, settings.PUSH_CONTACT = tmp_path, "mailto:operator@example.vn"
    sent = push.asking(FCM, AT)
    assert sent.body == b""
    mark = dict(sent.headers)["Authorization"]
    token, key = mark.removeprefix("vapid t=").split(", k=")
    head, said, signature = token.split(".")

    def plain(text: str) -> bytes:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))

    assert json.loads(plain(said)) == {
        "aud": "https://fcm.googleapis.com", "exp": int(AT.timestamp()) + 12 * 3600, "sub": "mailto:operator@example.vn",
    }  # fmt: skip
    raw = plain(signature)
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), plain(key))
    point.verify(
        encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")),
        f"{head}.{said}".encode(), ec.ECDSA(hashes.SHA256()),
    )  # fmt: skip
    assert (tmp_path / push.KEY).stat().st_mode & 0o077 == 0
    assert push.public() == key


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/push", "http://fcm.googleapis.com/x", "https://fcm.googleapis.com.evil.example/", "https://fcm.googleapis.com:8443/x",
        "https://fcm.googleapis.com@evil.example/", "https://127.0.0.1/", "", "javascript:1",
        "https://evilnotify.windows.com/", "https://[::1",
    ],
)  # fmt: skip
def test_only_the_services_of_browser_makers_are_knocked_at(address: str) -> None:
    with pytest.raises(Refused):
        acts.allow("a:1", address, AT)
    assert not Browser.objects.exists()


def test_a_browser_is_one_persons_and_nobody_has_very_many() -> None:
    acts.allow("a:1", "https://wns2-sg2p.notify.windows.com/w/?token=x", AT)
    acts.allow("a:1", FCM, AT)
    acts.allow("a:1", FCM, AT)
    acts.allow("a:2", FCM, AT)
    assert set(Browser.objects.values_list("to", "address")) == {
        ("a:1", "https://wns2-sg2p.notify.windows.com/w/?token=x"), ("a:2", FCM),
    }  # fmt: skip
    for n in range(20):
        acts.allow("a:3", f"{FCM}{n}", AT + timedelta(minutes=n))
    assert Browser.objects.filter(to="a:3").count() == acts.MOST_BROWSERS


def test_a_browser_that_is_gone_is_forgotten_and_one_that_opens_is_enough(settings, monkeypatch, person) -> None:
    settings.NOTICE_SENDER, settings.PUSH_CONTACT = DOOR, "mailto:o@example.vn"
    acts.allow(person, f"{FCM}1", AT)
    acts.allow(person, f"{FCM}2", AT)
    monkeypatch.setattr(push.outward, "send", lambda url, *a, **m: Answer(410 if url.endswith("1") else 201, "", b""))
    notice = tell(person)
    deliver.do({"notice": notice.subject, "step": 0}, AT)()
    assert states() == {"push": ("sent", "201", "", 1)}
    assert list(Browser.objects.values_list("address", "knocked")) == [(f"{FCM}2", AT)]


@pytest.mark.parametrize("typed", ["0912345678", "091 234 5678", "+84 912.345.678", "84912345678", "0084-912-345-678", "(0912) 345678"])
def test_an_official_is_reached_at_the_telephone_of_his_account_however_he_typed_it(typed: str) -> None:
    user = User.objects.create_user("lan")
    assert addresses.addresses_of(addresses.account(user.pk), AT.date()).phone == ""
    own.set_phone(account=user.pk, text=typed, at=AT)
    assert addresses.addresses_of(addresses.account(user.pk), AT.date()).phone == "+84912345678"
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert addresses.addresses_of(addresses.account(user.pk), AT.date()) == addresses.Addresses()


def test_an_official_with_a_telephone_alone_gets_a_message(settings, world) -> None:
    user = User.objects.create_user("lan")
    tell(addresses.account(user.pk))
    work(hours=0.1)
    assert not world.asked
    own.set_phone(account=user.pk, text="0912 345 678", at=AT)
    tell(addresses.account(user.pk), about="form:2")
    world.does["zalo"] = Failed(channels.STATUS, "403")
    work(AT + timedelta(hours=1), hours=3)
    assert states()["sms"] == ("sent", "200", "", 1)

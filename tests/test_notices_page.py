"""One's own notices: unread first, what they say, how each fared, what is wanted; and nobody else's."""

import json
import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client

from dinhlang.core.actor import Office, System
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.duties import acts as duty_acts
from dinhlang.ground.notices import acts, addresses, deliver, digest
from dinhlang.ground.notices.models import Browser, Delivery, Notice, Off, Sent
from dinhlang.ground.people.acts import own
from dinhlang.ground.people.models import Mandate
from dinhlang.ground.record import acts as record_acts
from dinhlang.ground.record import clock
from dinhlang_demo import ward
from tests import kept

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/thong-bao/"
WAYS = f"{PAGE}cach-nhan/"


@pytest.fixture(autouse=True)
def the_ward() -> None:
    kept.begin("ward", ward.load)
    Notice.objects.all().delete()


def client(persona: str = "") -> Client:
    found = Client(REMOTE_ADDR="127.0.0.1", SERVER_NAME="127.0.0.1")
    if persona:
        assert found.post("/demo/", {"persona": persona}).status_code == 302
    return found


def account(username: str) -> str:
    return addresses.account(User.objects.get(username=username).pk)


def body(code: str) -> int:
    return bodies.find(code, clock.today()).id


def due(username: str = "demo-officer", late: int = 2, **more) -> Notice:
    one = body(ward.WARD)
    acts.tell("duties-due", account(username), more.get("about", f"due:{one}"), clock.now(), values={"body": one, "late": late, "soon": 1})
    return Notice.objects.latest("id")


def text(who: Client, address: str = PAGE) -> str:
    answer = who.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_it_works() -> None:
    due()
    officer = client("demo-officer")
    assert "2 việc đã quá hạn, 1 việc sắp đến hạn" in text(officer)
    assert "Thông báo (1 chưa đọc)" in text(officer, "/viec-can-lam/")
    assert "2 things are late" in text(officer, "/en/thong-bao/")
    assert officer.post(PAGE).status_code == 302
    assert "Thông báo (" not in text(officer, "/viec-can-lam/")
    assert "2 việc đã quá hạn" in text(officer)


def test_nobody_sees_the_notices_of_others() -> None:
    due("demo-chair")
    assert "quá hạn" not in text(client("demo-officer"))
    assert client().get(PAGE).status_code == 403
    assert client().post(PAGE).status_code == 403
    resident = client("demo-resident-1")
    assert "Không có gì mới" in text(resident)
    subject = Notice.objects.get().subject
    assert resident.get(f"{PAGE}{subject}/to-giay/").status_code == 404
    client("demo-officer").post(PAGE, {"subject": subject})
    assert Notice.objects.get().seen is None


def test_a_resident_has_a_page_of_his_own() -> None:
    values = {"office": "commune-officer", "body": body("01273")}
    acts.tell("identity-opened", addresses.person("demo-resident-1"), "x", clock.now(), values=values)
    assert "đã mở xem bạn là ai" in text(client("demo-resident-1"))
    assert "đã mở xem" not in text(client("demo-resident-2"))


def test_every_kind_of_the_policy_has_its_sentence() -> None:
    one, to = body(ward.WARD), account("demo-officer")
    day = clock.today().isoformat()
    values = {
        "confirm-asked": {"act": "people.appoint", "command": str(uuid4()), "body": one},
        "confirm-settled": {"act": "people.renew", "command": str(uuid4()), "body": one, "state": "declined"},
        "mandate-begins": {"mandate": 1, "office": "commune-officer", "body": one, "day": day},
        "mandate-ends": {"mandate": 1, "office": "no-such-office", "body": 999_999, "day": day},
        "account-renewed": {"body": one},
        "slip-tried": {"body": one},
        "slips-revoked": {"body": one, "office": "village-head", "why": "stolen"},
        "slips-many": {"body": one, "slips": 12, "minutes": 10},
        "duties-due": {"body": one, "late": 0, "soon": 3},
        "duty-urged": {"body": one, "seat": one, "rule": "no-such-rule", "occasion": "2026-Q3"},
        "duty-handed": {"body": one, "rule": ward.CONTRIBUTIONS, "occasion": "112-qd-ubnd"},
        "list-looked": {"body": one, "roll": "households", "office": "commune-officer"},
        "identity-opened": {"body": one, "office": "commune-officer", "why": "complaint"},
        "meeting-called": {"body": one, "day": day, "meeting": "0" * 16},
    }
    assert set(values) == set(deliver.policy.kinds())
    for kind, said in values.items():
        acts.tell(kind, to, kind, clock.now(), values=said)
    shown = text(client("demo-officer"))
    assert shown.count('<span class="what">') == len(values)
    assert "{" not in shown.split("<main", 1)[1]
    assert "%(" not in shown


def test_how_each_was_delivered_is_said() -> None:
    row, at = due(), clock.now()
    acts.note(row, "push", Sent.TRYING, at, "500", "status")
    acts.note(row, "push", Sent.TRYING, at, "500", "status")
    assert "Trình duyệt: bên kia từ chối (500); sẽ thử lại" in text(client("demo-officer"))
    acts.given_up(row, "push", at)
    acts.note(row, "email", Sent.SENT, at, "250")
    shown = text(client("demo-officer"))
    assert "Trình duyệt không được sau 2 lần thử: bên kia từ chối (500)" in shown
    assert "Đã gửi qua thư điện tử (trả lời 250)" in shown


def test_nothing_is_called_on_before_it_was_delivered_once() -> None:
    User.objects.filter(username="demo-officer").update(email="lan.nong@caobang.example")
    officer = client("demo-officer")
    assert "la•••@caobang.example · chưa gửi được lần nào" in text(officer, WAYS)
    acts.note(due(), "email", Sent.SENT, clock.now(), "250")
    shown = text(officer, WAYS)
    assert "gửi được lần cuối" in shown
    assert "lan.nong" not in shown


def test_an_official_finds_where_to_add_his_telephone_and_sees_it_half_hidden() -> None:
    officer, pk = client("demo-officer"), User.objects.get(username="demo-officer").pk
    assert 'href="/tai-khoan/dien-thoai/"' in text(officer, WAYS)
    own.set_phone(account=pk, text="0912 345 678", at=clock.now())
    shown = text(officer, WAYS)
    assert 'href="/tai-khoan/dien-thoai/"' not in shown
    assert "•••678" in shown
    assert "912345678" not in shown
    assert 'href="/tai-khoan/dien-thoai/"' not in text(client("demo-resident-1"), WAYS)
    assert f'href="{WAYS}"' in text(officer, "/tai-khoan/")


def test_everybody_chooses_among_what_can_be_for_him() -> None:
    resident = text(client("demo-resident-1"), WAYS)
    assert "Cơ quan mở xem tôi là ai" in resident
    assert "Việc đến hạn" not in resident
    assert "giấy vào cửa của hộ tôi" not in text(client("demo-officer"), WAYS)


def test_what_is_not_wanted_is_kept_and_what_must_be_cannot_go() -> None:
    officer = client("demo-officer")
    shown = text(officer, WAYS)
    assert 'value="duties-due:email" checked' in shown
    assert officer.post(WAYS, {"on": ["duties-due:zalo", "nonsense", "x:y:z"]}).status_code == 302
    off = set(Off.objects.filter(to=account("demo-officer")).values_list("kind", "channel"))
    assert ("duties-due", "email") in off
    assert ("duties-due", "zalo") not in off
    assert ("mandate-ends", "email") not in off
    assert 'value="duties-due:email"><span>' in text(officer, WAYS)
    officer.post(WAYS, {"on": [f"{kind}:{channel}" for kind, channel in off]})
    assert ("duties-due", "email") not in set(Off.objects.values_list("kind", "channel"))


def test_a_browser_is_allowed_by_its_own_address_alone(settings) -> None:
    settings.PUSH_CONTACT = "mailto:o@example.vn"
    officer = client("demo-officer")
    answer = officer.get(WAYS)
    assert 'src="/static/notices/ways.js"' in answer.content.decode()
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "script-src 'none'" in officer.get(PAGE).headers["Content-Security-Policy"]
    browser = f"{PAGE}trinh-duyet/"
    assert officer.post(browser, {"do": "allow", "address": "https://fcm.googleapis.com/fcm/send/1"}).status_code == 204
    refused = officer.post(browser, {"do": "allow", "address": "https://evil.example/"})
    assert (refused.status_code, "trình duyệt này" in refused.content.decode()) == (422, True)
    assert Browser.objects.get().to == account("demo-officer")
    assert officer.post(browser, {"do": "forbid"}).status_code == 302
    assert not Browser.objects.exists()
    worker = client().get(f"{PAGE}worker.js")
    assert (worker.status_code, worker.headers["Content-Type"]) == (200, "text/javascript; charset=utf-8")


@pytest.mark.parametrize(
    "bad", ["", "x" * 600, "\x00", "https://fcm.googleapis.com/\x00", "javascript:alert(1)", "https://fcm.googleapis.com:99999/"]
)
def test_what_no_browser_sends_is_refused_and_changes_nothing(settings, bad: str) -> None:
    settings.PUSH_CONTACT = "mailto:o@example.vn"
    notice, officer = due(), client("demo-officer")
    assert officer.post(f"{PAGE}trinh-duyet/", {"address": bad}).status_code in (400, 422)
    assert officer.post(PAGE, {"subject": bad}).status_code in (302, 404)
    assert officer.post(f"{PAGE}{notice.subject}/da-lam/", {"channel": bad}).status_code in (400, 404)
    assert officer.post(WAYS, {"on": [bad, "\x00:\x00"]}).status_code in (302, 400)
    assert Notice.objects.get().seen is None
    assert not Browser.objects.exists()


def test_a_request_sent_twice_is_one(settings) -> None:
    settings.PUSH_CONTACT = "mailto:o@example.vn"
    due()
    officer = client("demo-officer")
    for _n in range(2):
        assert officer.post(f"{PAGE}trinh-duyet/", {"address": "https://fcm.googleapis.com/fcm/send/1"}).status_code == 204
        assert officer.post(WAYS, {"on": []}).status_code == 302
        assert officer.post(PAGE).status_code == 302
    assert Browser.objects.count() == 1
    assert Off.objects.filter(kind="duties-due", channel="email").count() == 1
    assert Notice.objects.filter(seen=None).count() == 0


def meeting() -> Notice:
    head = Office(Mandate.objects.get(account__username="demo-head").pk)
    said = {"kind": "village-meeting", "day": clock.today() + timedelta(days=9), "place": "Nhà văn hóa", "title": "Họp về <đường>"}
    duty_acts.event(by=head, at=clock.now(), command_id=uuid4(), body=body(ward.ONE), **said)
    return Notice.objects.get(kind="meeting-called")


def test_a_meeting_is_copied_into_the_group_by_its_head_and_who_did_stands_there() -> None:
    row, head = meeting(), client("demo-head")
    shown = text(head)
    assert "Nhà văn hóa. Họp về &lt;đường&gt;" in shown
    assert "Chép vào nhóm: chưa" in shown
    tick = f"{PAGE}{row.subject}/da-lam/"
    assert client("demo-officer").post(tick, {"channel": "group"}).status_code == 404
    assert client("demo-resident-1").post(tick, {"channel": "group"}).status_code == 403
    assert head.post(tick, {"channel": "email"}).status_code == 404
    assert head.post(tick, {"channel": "group"}).status_code == 302
    first = Delivery.objects.get(channel="group").at
    head.post(tick, {"channel": "group"})
    assert Delivery.objects.get(channel="group").at == first
    assert "Chép vào nhóm bởi Tổ trưởng tổ dân phố 1" in text(head)
    paper = text(head, f"{PAGE}{row.subject}/to-giay/")
    assert "<svg" in paper
    assert "Nhà văn hóa" in paper


def test_words_that_were_erased_are_gone_from_the_notice_too() -> None:
    row, head = meeting(), client("demo-head")
    assert "Nhà văn hóa" not in json.dumps(list(Notice.objects.values_list("values", "about")), ensure_ascii=False)
    erased = {"leaf": row.because, "part": "public", "reason": "published-in-error"}
    record_acts.erase(by=System("console"), at=clock.now(), command_id=uuid4(), body=body(ward.ONE), **erased)
    assert "Nhà văn hóa. Họp" not in text(head)
    assert "họp ngày" in text(head)


def test_a_demonstration_writes_to_files(own_data_dir: Path) -> None:
    User.objects.filter(username="demo-officer").update(email="lan@caobang.example")
    row = due()
    finish = deliver.do({"notice": row.subject, "step": 0}, deliver.policy.loud(clock.now()))
    assert finish is not None
    finish()
    *_before, line = (own_data_dir / "outbox" / "email.jsonl").read_text().splitlines()
    assert json.loads(line)[1] == "lan@caobang.example"
    assert "quá hạn" not in line


def morning():
    return deliver.policy.loud(clock.now().replace(hour=1, minute=0))  # eight o'clock


def run_digest(day, at) -> None:
    for place in (ward.WARD, ward.FRONT, ward.ONE):
        finish = digest.of_body({"body": body(place), "day": day.isoformat()}, at)
        if finish is not None:
            finish()


def test_what_is_due_is_told_once_and_again_only_when_something_is_new_or_a_week_has_passed() -> None:
    at = morning()
    run_digest(clock.local_day(at), at)
    told = Notice.objects.filter(kind="duties-due", to=account("demo-officer"))
    assert told.count() == 1
    assert told.get().values["late"] > 0
    run_digest(clock.local_day(at), at)
    assert told.count() == 1
    later = at + timedelta(days=1)
    marks = told.get().values["marks"]
    run_digest(clock.local_day(later), later)
    new = set(told.latest("id").values["marks"]) - set(marks)
    assert told.count() == (2 if new else 1)
    week = at + timedelta(days=8)
    run_digest(clock.local_day(week), week)
    assert told.latest("id").day == clock.local_day(week)


def test_the_digest_says_what_the_desk_says() -> None:
    """Held against the desk itself, which is made by other code."""
    at = clock.now()
    run_digest(clock.local_day(at), at)
    values = Notice.objects.get(kind="duties-due", to=account("demo-officer")).values
    desk = re.search(r"(\d+) việc qua hạn", text(client("demo-officer"), "/viec-can-lam/").partition("<h1")[2])
    assert desk is not None
    assert values["late"] == int(desk[1])


def test_the_day_is_begun_once_and_not_before_its_hour() -> None:
    early = clock.now().replace(hour=22, minute=0) - timedelta(days=1)  # five in the morning
    digest.begin(early)
    assert not digest.queue.asked(digest.MANDATES, clock.local_day(early).isoformat())
    digest.begin(morning())
    n = digest.queue.Job.objects.filter(kind=digest.BODY).count()
    assert n >= 3
    digest.begin(morning() + timedelta(hours=1))
    assert digest.queue.Job.objects.filter(kind=digest.BODY).count() == n


def test_a_mandate_that_ends_soon_is_told_of_once() -> None:
    at = morning()
    day = clock.local_day(at)
    Mandate.objects.filter(account__username="demo-officer").update(to_day=day + timedelta(days=2))
    for n in range(3):
        digest.of_mandates({"day": (day + timedelta(days=n)).isoformat()}, at + timedelta(days=n))()
    assert Notice.objects.filter(kind="mandate-ends").count() == 1
    assert "Chức vụ của bạn hết" in text(client("demo-officer"))

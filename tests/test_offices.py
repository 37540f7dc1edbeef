"""Offices: everybody reads what they may do, the chair asks for an officer, the Front confirms, and each sees no more than that."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.account.internal.flows import login
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from dinhlang.ground.people import reads
from dinhlang.ground.people.models import Mandate, Proposal, Waits
from dinhlang.ground.people.safeguards import safeguards
from dinhlang.ground.personal.acts import expire_all
from dinhlang.web import deeds, offices
from dinhlang.works.disclosures.tests.town import WARD, Town, make_town, nothing_changes
from scripts import rulebook_pages

GIVEN = {"username": "minh.hv", "full_name": "Hoàng Văn Minh", "decision": "12/QĐ-UBND ngày 2/3/2026", "from_day": "2/3/2026", "to_day": ""}


ENDED = "Chức vụ Công chức cấp xã, Phường Thục Phán, đã kết thúc hết ngày Chủ nhật 1/3/2026 (20/QĐ-UBND ngày 1/3/2026)"


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, db: None) -> Town:
    """The town two months after it began, when everybody is long enough in office."""
    town = make_town(monkeypatch)
    town.go("2026-03-02")
    return town


def browser(town: Town, who: str) -> Client:
    """Somebody's own browser, known to the house since its first page."""
    client = town.client(who)
    client.get(reverse("desk"))
    return client


def ask(town: Town, client: Client, **values: str) -> str:
    """The chair's form; the address of what waits."""
    town.go("2026-03-02", 10)
    address = reverse("office-appoint", args=[WARD, "commune-officer"])
    answer = client.post(address, {"command_id": str(uuid4()), **GIVEN, **values})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def fields(html: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(command_id|digest)" value="([^"]+)"', html))


def confirm(client: Client, address: str) -> tuple[int, str]:
    page = client.get(address).content.decode()
    answer = client.post(address, {**fields(page), "do": "confirm"})
    return answer.status_code, answer.get("Location", "") or answer.content.decode()


def test_the_page_is_found_from_the_body_and_by_who_gives_offices_from_the_desk(town: Town) -> None:
    link = f'href="{reverse("offices", args=[WARD])}"'
    assert link in town.client("").get(reverse("body", args=[WARD])).content.decode()
    assert link in town.client("chair").get(reverse("desk")).content.decode()
    assert link not in town.client("officer").get(reverse("desk")).content.decode()


def test_it_works(town: Town) -> None:
    chair, front = browser(town, "chair"), browser(town, "front")
    page = chair.get(reverse("offices", args=[WARD])).content.decode()
    assert reverse("office-appoint", args=[WARD, "commune-officer"]) in page
    address = ask(town, chair)
    assert not get_user_model().objects.filter(username="minh.hv").exists()
    assert address in chair.get(reverse("desk")).content.decode()
    assert address in front.get(reverse("desk")).content.decode()
    shown = front.get(address).content.decode()
    for word in ("Hoàng Văn Minh (minh.hv)", "12/QĐ-UBND ngày 2/3/2026", "Phường Thục Phán", "Chair"):
        assert word in shown
    status, where = confirm(front, address)
    assert (status, "/xong/" in where) == (302, True)
    assert Mandate.objects.get(account__username="minh.hv").office == "commune-officer"
    assert address not in front.get(reverse("desk")).content.decode()
    assert "Hoàng Văn Minh" not in front.get(address).content.decode(), "what was settled is emptied"
    assert chair.get(where).status_code == 200


def test_everybody_reads_offices_and_nobody_else_names(town: Town) -> None:
    for who in ("", "resident:1", "head"):
        page = town.client(who).get(reverse("offices", args=[WARD]))
        assert page.status_code == 200
        html = page.content.decode()
        assert "Chủ tịch Ủy ban nhân dân cấp xã" in html
        assert ">Chair<" not in html
        assert "/giao/" not in html
    assert ">Chair<" in town.client("chair").get(reverse("offices", args=[WARD])).content.decode()


def test_what_waits_is_shown_to_two_alone(town: Town) -> None:
    address = ask(town, browser(town, "chair"))
    for who, status in (("", 403), ("resident:1", 403), ("officer", 404), ("head", 404)):
        assert town.client(who).get(address).status_code == status, who
    unknown = reverse("pair", args=[uuid4()])
    assert browser(town, "front").get(unknown).status_code == 404


def test_who_asked_cannot_confirm_and_can_take_it_back(town: Town) -> None:
    chair = browser(town, "chair")
    address = ask(town, chair)
    page = chair.get(address).content.decode()
    assert 'value="confirm"' not in page
    sent = {**fields(page), "digest": bytes(Proposal.objects.get().digest).hex(), "do": "confirm"}
    with nothing_changes():
        assert chair.post(address, sent).status_code == 422
    assert chair.post(address, {"command_id": str(uuid4()), "do": "withdraw"}).status_code == 302
    assert Proposal.objects.get().state == Waits.WITHDRAWN


def test_on_one_device_nobody_is_two(town: Town) -> None:
    """The chair fills in the form and the Front signs in at the same browser."""
    chair = browser(town, "chair")
    address = ask(town, chair)
    front = town.client("front")
    front.cookies[reads.DEVICE] = chair.cookies[reads.DEVICE].value
    with nothing_changes():
        status, html = confirm(front, address)
    assert status == 422
    assert "trên thiết bị của mình" in html


def test_declining_needs_a_reason_and_the_asker_reads_it(town: Town) -> None:
    chair, front = browser(town, "chair"), browser(town, "front")
    address = ask(town, chair)
    assert front.post(address, {"no-command_id": str(uuid4()), "no-reason": "", "do": "decline"}).status_code == 422
    assert front.post(address, {"no-command_id": str(uuid4()), "no-reason": "Sai họ tên", "do": "decline"}).status_code == 302
    assert "Sai họ tên" in chair.get(address).content.decode()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"full_name": ""}, "hãy ghi họ tên"),
        ({"username": "chair", "full_name": "Ai Đó"}, "Đã có tài khoản tên chair"),
        ({"username": "có dấu"}, "chữ số"),
        ({"decision": " "}, "bắt buộc"),
        ({"from_day": "30/2/2026"}, "ngày"),
        ({"to_day": "1/1/2026"}, "trước"),
        ({"acting_for": "99999"}, "99999"),
    ],
)
def test_a_mistake_is_told_in_the_form_and_what_was_typed_stays(town: Town, change: dict[str, str], words: str) -> None:
    chair = browser(town, "chair")
    address = reverse("office-appoint", args=[WARD, "commune-officer"])
    with nothing_changes():
        answer = chair.post(address, {"command_id": str(uuid4()), **GIVEN, **change})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert words in html
    assert change.get("username", "minh.hv") in html


def test_the_same_form_twice_is_asked_once(town: Town) -> None:
    chair = browser(town, "chair")
    sent = {"command_id": str(uuid4()), **GIVEN}
    address = reverse("office-appoint", args=[WARD, "commune-officer"])
    first, second = chair.post(address, sent), chair.post(address, sent)
    assert first["Location"] == second["Location"]
    assert Proposal.objects.count() == 1


def test_forms_are_for_those_whom_the_rulebook_names(town: Town) -> None:
    mandate = Mandate.objects.get(account__username="officer").pk
    for address in (
        reverse("office-appoint", args=[WARD, "commune-officer"]),
        reverse("office-end", args=[mandate]),
        reverse("office-renew", args=[mandate]),
    ):
        for who in ("", "officer", "front", "head"):
            assert town.client(who).get(address).status_code == 403, (who, address)
        assert town.client("chair").get(address).status_code == 200
    assert town.client("chair").get(reverse("office-appoint", args=[WARD, "province-chair"])).status_code == 403


def test_an_open_session_ends_with_the_mandate(town: Town) -> None:
    """The officer's browser is open while the chair and the Front end the office: the next click is refused, with a sentence."""
    officer, chair, front = (browser(town, who) for who in ("officer", "chair", "front"))
    assert officer.get(reverse("desk")).status_code == 200
    town.go("2026-03-02", 11)
    end = reverse("office-end", args=[Mandate.objects.get(account__username="officer").pk])
    sent = {"command_id": str(uuid4()), "last_day": "1/3/2026", "decision": "20/QĐ-UBND ngày 1/3/2026"}
    assert confirm(front, str(chair.post(end, sent)["Location"]))[0] == 302
    refused = officer.get(reverse("desk"))
    assert refused.status_code == 403
    assert ENDED in refused.content.decode()


def test_what_was_typed_when_the_office_ended_is_given_back(town: Town) -> None:
    """The page that refuses says that the office ended and by what, and shows what was typed, without what nobody types."""
    officer, password = browser(town, "officer"), "khong-ai-doc"
    town.go("2026-03-02", 11)
    Mandate.objects.filter(account__username="officer").update(to_day="2026-03-01", ended_by="20/QĐ-UBND ngày 1/3/2026")
    typed = {"number": "201/QĐ-UBND", "title": "Thu phí <đò> ngang", "item": "5", "password": password, "command_id": str(uuid4())}
    with nothing_changes():
        answer = officer.post(reverse("decision-register", args=[WARD]), typed)
    html = answer.content.decode()
    assert answer.status_code == 403
    assert ENDED in html
    for words in ("201/QĐ-UBND", "Thu phí &lt;đò&gt; ngang", f'href="{reverse("people_offices")}"'):
        assert words in html
    for words in (password, typed["command_id"]):
        assert words not in html
    for who in ("", "front", "resident:1"):
        other = town.client(who).post(reverse("decision-register", args=[WARD]), typed)
        assert (other.status_code, "đò" in other.content.decode()) == (403, False), who


def test_who_holds_several_offices_is_told_to_choose_one(town: Town) -> None:
    mandate = Mandate.objects.get(account__username="officer")
    Mandate.objects.create(account=mandate.account, body=mandate.body, office="agency-head", from_day=mandate.from_day, decision="3/QĐ")
    html = town.client("officer").get(reverse("desk")).content.decode()
    assert "Bạn giữ nhiều chức vụ" in html
    assert f'href="{reverse("people_offices")}"' in html


def test_before_a_form_the_factor_is_shown_again(town: Town) -> None:
    """An office whose second factor was shown long ago is led to show it, and back."""
    chair = browser(town, "chair")
    session = chair.session
    del session[reads.DEMO_FACTORS]
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(get_user_model().objects.get(username="chair").pk)
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": 0, "type": "totp"}]
    session[reads.SHOWN] = int(town.now.timestamp()) - safeguards().values.fresh_minutes * 60 - 1
    session.save()
    address = reverse("office-appoint", args=[WARD, "commune-officer"])
    answer = chair.get(address)
    assert (answer.status_code, answer["Location"]) == (302, f"{reverse('people_step_up')}?next={address}")
    assert chair.get(answer["Location"]).status_code == 200
    assert chair.post(answer["Location"], {"code": "000000"}).status_code == 422
    with nothing_changes():
        late = chair.post(address, {"command_id": str(uuid4()), **GIVEN})
    assert late.status_code == 422
    assert "Hoàng Văn Minh" in late.content.decode(), "what was typed stays"


def test_every_act_of_an_office_has_its_words() -> None:
    nobody = {"console", "resident", "guest"}
    offices = [one for one in rulebook_pages.rulebook().offices.values() if one.id not in nobody]
    assert {act for one in offices for act in (*one.may, *one.below)} == set(deeds.DEEDS)


def test_what_takes_two_has_a_title() -> None:
    assert set(offices.ASKED) == set(safeguards().pairs)


def test_who_confirmed_hands_out_the_start_code(town: Town) -> None:
    """The button stands on the page after confirming, and beside the holder; the sheet is shown once; who asked gets none."""
    chair, front = browser(town, "chair"), browser(town, "front")
    _, done = confirm(front, ask(town, chair))
    row = Mandate.objects.get(account__username="minh.hv")
    address = reverse("office-start", args=[row.pk])
    assert address in front.get(done).content.decode()
    assert address not in chair.get(done).content.decode()
    page = front.get(address).content.decode()
    assert "Hoàng Văn Minh" in page
    sent = fields(page)
    sheet = front.post(address, sent)
    assert sheet.status_code == 200
    assert "no-store" in sheet["Cache-Control"]
    code = re.search(r"[a-z2-9]{5}-[a-z2-9]{5}-[a-z2-9]{5}", sheet.content.decode())
    assert code is not None
    assert "/bat-dau/" in sheet.content.decode()
    with nothing_changes():
        again = front.post(address, sent)
    assert (again.status_code, code[0] in again.content.decode()) == (422, False)
    assert town.client("").post(reverse("people_begin"), {"username": "minh.hv", "code": code[0]}).status_code == 302
    with nothing_changes():
        assert chair.post(address, {"command_id": str(uuid4())}).status_code == 422
    for who, status in (("", 403), ("resident:1", 403), ("officer", 403), ("head", 403)):
        assert town.client(who).get(address).status_code == status, who
    held = reverse("office-start", args=[town.mandates["officer"]])
    assert front.get(held).status_code == 404
    assert front.get(reverse("office-start", args=[999999])).status_code == 403


def test_the_offices_page_says_who_cannot_sign_in_yet(town: Town) -> None:
    chair, front = browser(town, "chair"), browser(town, "front")
    confirm(front, ask(town, chair))
    address = reverse("office-start", args=[Mandate.objects.get(account__username="minh.hv").pk])
    assert address in front.get(reverse("offices", args=[WARD])).content.decode()
    for who in ("", "chair", "officer"):
        assert address not in town.client(who).get(reverse("offices", args=[WARD])).content.decode(), who


def test_a_village_head_gets_a_paper_card_and_an_officer_does_not(town: Town) -> None:
    chair = browser(town, "chair")
    town.go("2026-03-02", 10)
    address = reverse("office-card", args=[town.mandates["head"]])
    page = chair.get(address)
    assert page.status_code == 200
    sent = fields(page.content.decode())
    sheet = chair.post(address, sent)
    assert (sheet.status_code, len(re.findall(r"<li>\d{4} \d{4}</li>", sheet.content.decode()))) == (200, 40)
    assert "no-store" in sheet["Cache-Control"]
    with nothing_changes():
        assert chair.post(address, sent).status_code == 422
    assert chair.get(reverse("office-card", args=[town.mandates["officer"]])).status_code == 404
    for who in ("", "resident:1", "officer", "head"):
        assert town.client(who).get(address).status_code == 403, who


def test_a_form_that_waited_in_vain_is_emptied(town: Town) -> None:
    """Whom it was about is nobody's business any more; that it was asked for, and was over, stays."""
    chair = browser(town, "chair")
    address = ask(town, chair)
    town.now += timedelta(days=safeguards().values.open_days, minutes=-1)
    assert expire_all(town.now) == 0
    assert "Hoàng Văn Minh" in chair.get(address).content.decode()
    town.now += timedelta(minutes=1)
    assert expire_all(town.now) == 1
    assert expire_all(town.now) == 0
    assert Proposal.objects.get().payload == ""
    page = chair.get(address)
    assert page.status_code == 200
    assert "Hoàng Văn Minh" not in page.content.decode()
    assert "Không ai xác nhận" in page.content.decode()

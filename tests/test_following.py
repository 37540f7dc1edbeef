"""Urging and handing over: who may, about what, when again; what the body, the superior and a colleague see of it."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth import get_user_model
from django.urls import reverse

from dinhlang.core.refusal import Refused
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.duties import project
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.follow import acts
from dinhlang.ground.follow.models import Handing, Urging
from dinhlang.ground.people import acts as people_acts
from dinhlang.ground.record.models import Entry
from dinhlang.works.disclosures.tests.town import BORN, CONSOLE, WARD, Town, make_town, nothing_changes

RULE = "commune-discloses-contributions"
OWED = {"rule": RULE, "occasion": "112-qd-ubnd"}


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, db: None) -> Town:
    """The ward owes a disclosure since Monday; the province has an officer."""
    town = make_town(monkeypatch)
    user = get_user_model().objects.create_user("province", first_name="Tỉnh")
    TOTP.activate(user, generate_totp_secret())
    values = {"account": user.pk, "office": "province-officer", "decision": "02/QĐ-UBND", "from_day": date(2026, 1, 5)}
    town.do(people_acts.appoint, CONSOLE, body=bodies.find("04", BORN).id, **values)
    town.mandates["province"] = user.mandates.get().pk
    town.go("2026-03-02")
    town.decided(dated="2026-03-02")
    town.go("2026-03-12")
    return town


def said(words: str, do: Callable[..., Any], *args: Any, **more: Any) -> None:
    with nothing_changes(), pytest.raises(Refused) as error:
        do(*args, **more)
    assert words in str(error.value)


def why(town: Town, who: str) -> str:
    answer = town.client(who).get(reverse("why", args=[WARD, *OWED.values()]))
    assert answer.status_code == 200
    return answer.content.decode()


def desk(town: Town, who: str) -> str:
    return town.client(who).get(reverse("desk")).content.decode()


def test_it_works(town: Town) -> None:
    """The province sees what is not done, urges, and the ward's desk says who asked and when."""
    listed = desk(town, "province")
    assert f"{reverse('figures-list', args=[WARD])}?state=missing" in listed
    assert reverse("duty-urge", args=[WARD, *OWED.values()]) in why(town, "province")
    town.do(acts.urge, "province", **OWED, text="Đề nghị niêm yết trong tuần này")
    for who in ("officer", "chair"):
        assert "Đề nghị niêm yết trong tuần này" in desk(town, who)
    assert "Công chức theo dõi cấp tỉnh của Tỉnh Cao Bằng đã đôn đốc" in why(town, "")
    entry = Entry.objects.order_by("-index")[0]
    assert (entry.act, entry.body) == ("duties.urge", town.ward)
    assert b"112-qd" not in bytes(entry.leaf)


def test_only_what_is_owed_now_is_urged_about(town: Town) -> None:
    said("no rule called", town.do, acts.urge, "province", rule="king", occasion="2026")
    said("no occasion", town.do, acts.urge, "province", rule=RULE, occasion="9-qd")
    said("At most 300", town.do, acts.urge, "province", **OWED, text="x" * 301)
    at = duties.frame_of(duties.find(WARD, town.now.date()))
    far = next(one for one in duties.obligations(at, upcoming=True) if one.due is not None and (one.due - town.now.date()).days > 30)
    said("not due within", town.do, acts.urge, "province", rule=far.duty.id, occasion=far.occasion)


def test_the_same_office_urges_again_after_some_days(town: Town) -> None:
    town.do(acts.urge, "province", **OWED)
    said("urged about this on", town.do, acts.urge, "province", **OWED)
    town.do(acts.urge, "front", **OWED)
    town.go("2026-03-16")
    said("urged about this on", town.do, acts.urge, "province", **OWED)
    town.go("2026-03-17")
    town.do(acts.urge, "province", **OWED)
    assert Urging.objects.count() == 3


@pytest.mark.parametrize("who", ["officer", "chair", "head", "stranger"])
def test_nobody_else_urges(town: Town, who: str) -> None:
    said("", town.do, acts.urge, who, **OWED)
    address = reverse("duty-urge", args=[WARD, *OWED.values()])
    assert address not in why(town, who)
    with nothing_changes():
        assert town.client(who).post(address, {"command_id": str(uuid4())}).status_code == 403


def test_a_duty_is_handed_to_a_colleague_and_back(town: Town) -> None:
    town.do(acts.hand, "chair", **OWED, to=town.mandates["second"], note="Đang giữ hồ sơ")
    assert "Việc đang giữ" in desk(town, "second")
    assert "Việc đang giữ" not in desk(town, "officer")
    for who in ("officer", "second", "chair"):
        assert "Đang giữ hồ sơ" in desk(town, who)
    assert "Đang giữ hồ sơ" not in why(town, "")
    town.do(acts.hand, "second", **OWED, to=town.mandates["officer"])
    assert Handing.objects.filter(ended=None).get().mandate_id == town.mandates["officer"]
    town.do(acts.hand, "officer", **OWED, to=None)
    assert not Handing.objects.filter(ended=None).exists()
    assert Handing.objects.count() == 2


def test_a_duty_is_handed_to_who_can_do_it_here(town: Town) -> None:
    for other in ("front", "stranger", "head"):
        said("Choose somebody", town.do, acts.hand, "chair", **OWED, to=town.mandates[other])
    said("Choose somebody", town.do, acts.hand, "chair", **OWED, to=999_999)
    said("", town.do, acts.hand, "stranger", **OWED, to=town.mandates["second"])


def test_the_forms_say_what_is_wrong_and_keep_what_was_typed(town: Town) -> None:
    town.do(acts.urge, "province", **OWED)
    address = reverse("duty-urge", args=[WARD, *OWED.values()])
    with nothing_changes():
        answer = town.client("province").post(address, {"command_id": str(uuid4()), "text": "Lần nữa"})
    assert answer.status_code == 422
    assert "Lần nữa" in answer.content.decode()
    assert "12/3/2026" in answer.content.decode()
    address = reverse("duty-hand", args=[WARD, *OWED.values()])
    assert "Second" in town.client("chair").get(address).content.decode()
    with nothing_changes():
        assert town.client("chair").post(address, {"command_id": str(uuid4()), "to": "999999"}).status_code == 422
    assert town.client("chair").post(address, {"command_id": str(uuid4()), "to": str(town.mandates["second"])}).status_code == 302


def test_a_rebuild_of_the_duties_touches_neither(town: Town) -> None:
    town.do(acts.urge, "province", **OWED)
    town.do(acts.hand, "chair", **OWED, to=town.mandates["second"])
    project.rebuild()
    assert (Urging.objects.count(), Handing.objects.count()) == (1, 1)

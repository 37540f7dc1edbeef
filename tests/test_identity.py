"""A sealed identity: two persons and a reason open it, it is read once, the person concerned sees it, and the record names nobody."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from dinhlang.core.actor import Voice
from dinhlang.core.refusal import Refused
from dinhlang.ground.notices import addresses, telling
from dinhlang.ground.notices.models import Notice
from dinhlang.ground.people import reads as people
from dinhlang.ground.personal import acts, policy
from dinhlang.ground.personal.acts.identity import check_can_open
from dinhlang.ground.personal.models import Opening
from dinhlang.ground.record.act import Done
from dinhlang.works.disclosures import acts as disclosures
from dinhlang.works.disclosures.tests.town import OTHER, Town, make_town, nothing_changes

WORDS = "Cầu sập trước trường học"
CASE = "Vụ việc 12/2026"


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, db: None) -> Town:
    town = make_town(monkeypatch)
    town.go("2026-03-02")
    return town


@pytest.fixture
def report(town: Town) -> Done:
    done = town.do(disclosures.report, Voice(person="ann"), title=WORDS, where="Tổ 1", item=5, show=False)
    town.flush()
    town.go("2026-03-03")
    return done


def browser(town: Town, who: str) -> Client:
    client = town.client(who)
    client.get(reverse("desk"))
    return client


def hidden(html: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(command_id|digest)" value="([^"]+)"', html))


def asked(town: Town, report: Done, chair: Client, reason: str = "public-interest") -> str:
    address = reverse("identity-ask", args=[report.leaf])
    sent = {**hidden(chair.get(address).content.decode()), "part": "public", "reason": reason, "words": CASE}
    answer = chair.post(address, sent)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def opened(town: Town, report: Done) -> tuple[Client, str]:
    chair, front = browser(town, "chair"), browser(town, "front")
    pair = asked(town, report, chair)
    html = front.get(pair).content.decode()
    assert CASE in html
    assert WORDS not in html, "the second person confirms the reason, not the words"
    assert front.post(pair, {**hidden(html), "do": "confirm"}).status_code == 302
    return chair, reverse("identity", args=[Opening.objects.get().subject])


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"household": "h" * 16}, [addresses.household("h" * 16)]),
        ({"households": ["h" * 16, "k" * 16], "reason": "lost"}, [addresses.household("h" * 16), addresses.household("k" * 16)]),
        ({"account": "chair"}, ["of the account"]),
        ({"account": "nobody"}, []),
        ({"title": WORDS}, []),
        (WORDS, []),
        (None, []),
    ],
)
def test_whom_the_opened_part_names_is_told(
    town: Town, report: Done, monkeypatch: pytest.MonkeyPatch, said: object, told: list[str]
) -> None:
    """With the act itself, whether it is read or not; who named nobody but by the code of a receipt reads it on the receipt's page."""
    monkeypatch.setattr(telling, "opened", lambda row: said)
    chair = User.objects.get(username="chair").pk
    opened(town, report)
    rows = Notice.objects.filter(kind="identity-opened").order_by("to")
    assert [row.to for row in rows] == [addresses.account(chair) if one == "of the account" else one for one in told]
    assert all(row.values == {"office": "commune-chair", "body": town.ward, "why": "public-interest"} for row in rows)


def test_it_works(town: Town, report: Done) -> None:
    chair, address = opened(town, report)
    assert address in chair.get(reverse("desk")).content.decode()
    page = chair.get(address).content.decode()
    assert WORDS not in page
    read = chair.post(address, hidden(page))
    assert WORDS in read.content.decode()
    assert "no-store" in read["Cache-Control"]
    assert WORDS not in chair.get(address).content.decode()
    with nothing_changes():
        assert WORDS not in chair.post(address, {"command_id": str(uuid4())}).content.decode()
        assert WORDS not in chair.post(address, hidden(page)).content.decode(), "sent again, the form shows nothing again"
    assert address not in chair.get(reverse("desk")).content.decode()
    town.flush()
    mine = town.client("").get(reverse("receipt-data", args=[report.code])).content.decode()
    for word in (CASE, "104/2016", people.office_name("commune-chair")):
        assert word in mine
    assert mine.count("3/2026") >= 2, "when it was opened and when it was read"
    for who in ("", "officer", "front"):
        assert CASE not in town.client(who).get("/nhat-ky/").content.decode()


def test_one_person_alone_opens_nothing(town: Town, report: Done) -> None:
    payload = {"leaf": report.leaf, "part": "public", "reason": "consent", "words": CASE}
    with nothing_changes(), pytest.raises(Refused, match="second person"):
        town.do(acts.open_identity, "chair", **payload)
    for who in ("", "officer", "front", "resident:ann", "head"):
        assert town.client(who).get(reverse("identity-ask", args=[report.leaf])).status_code == 403, who


def test_only_who_asked_reads_it(town: Town, report: Done) -> None:
    _, address = opened(town, report)
    for who in ("", "officer", "front", "second", "resident:ann"):
        with nothing_changes():
            assert town.client(who).get(address).status_code == 404, who
            assert town.client(who).post(address, {"command_id": str(uuid4())}).status_code == 404, who


def test_the_time_for_reading_it_ends(town: Town, report: Done) -> None:
    chair, address = opened(town, report)
    town.now = Opening.objects.get().until + timedelta(minutes=1)
    page = chair.post(address, {"command_id": str(uuid4())})
    assert page.status_code == 422
    assert WORDS not in page.content.decode()
    assert Opening.objects.get().read is None


def test_what_is_refused(town: Town, report: Done) -> None:
    shown = town.do(disclosures.report, Voice(person="ben"), title=WORDS, where="Tổ 1", item=5, show=True)
    for text, given in {
        "listed reasons": (town.ward, report.leaf, "public", "curiosity", CASE),
        "which case": (town.ward, report.leaf, "public", "consent", " "),
        "another body": (town.ids[OTHER], report.leaf, "public", "consent", CASE),
        "no part": (town.ward, report.leaf, "duties", "consent", CASE),
        "not sealed": (town.ward, shown.leaf, "public", "consent", CASE),
        "no such leaf": (town.ward, "ab" * 32, "public", "consent", CASE),
    }.items():
        with pytest.raises(Refused, match=text):
            check_can_open(*given)
    chair = browser(town, "chair")
    address = reverse("identity-ask", args=[report.leaf])
    with nothing_changes():
        page = chair.post(address, {"command_id": str(uuid4()), "part": "public", "reason": "", "words": CASE})
    assert (page.status_code, CASE in page.content.decode()) == (422, True)


def test_every_reason_has_words_and_a_basis() -> None:
    assert all(one.vi and one.en and one.basis for one in policy.identity().reason)

"""`decision.strike` and `ending.confirm`: a document that is none to be disclosed; after its due day it takes two."""

import html
from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from dinhlang.core.rules import State
from dinhlang.ground.duties import audit
from dinhlang.ground.duties.models import Clock
from dinhlang.ground.record import reads as record
from dinhlang.works.disclosures import acts
from dinhlang.works.disclosures import audit as own
from dinhlang.works.disclosures.acts import Aim
from dinhlang.works.disclosures.models import Decision, Ending, Redate, Report
from dinhlang.works.disclosures.tests.town import ANN, CONTRIBUTIONS, WARD, Town, check_common, leaf, refused

AIM = Aim(CONTRIBUTIONS, "112-qd-ubnd")
REASON = "registered-by-mistake"


def strike(town: Town, decision: str, by: str = "officer", reason: str = REASON):
    return town.do(acts.strike, by, decision=decision, reason=reason)


def confirm(town: Town, by: str = "chair", digest: str = ""):
    one = Ending.objects.get()
    return town.do(acts.confirm_end, by, ending=one.subject, digest=digest or bytes(one.digest).hex())


@pytest.fixture
def decision(town: Town) -> str:
    """A document of 30 October, due on 6 November."""
    town.go("2026-11-02")
    return town.decided().subject


@pytest.fixture
def asked(town: Town, decision: str) -> str:
    """The officer asked to strike it when its day had passed."""
    town.go("2026-11-20")
    strike(town, decision)
    return decision


def test_it_works(town: Town, decision: str):
    done = check_common(town, acts.strike, {"decision": decision, "reason": REASON})
    assert leaf(done)["public"] == {"decision": "112/QĐ-UBND", "reason": REASON}
    assert Decision.objects.get().struck == date(2026, 11, 2)
    assert not Clock.objects.filter(voided=None).exists()
    assert town.client().get(reverse("why", args=[WARD, CONTRIBUTIONS, "112-qd-ubnd"])).status_code == 404
    assert [one.act for one in record.of_subjects([decision])] == ["decision.register", "decision.strike"]
    assert list(audit.differences()) == []


def test_its_number_is_free_again(town: Town, decision: str):
    strike(town, decision)
    again = town.decided(dated="2026-10-29")
    assert (town.owed().clock.source, town.owed().due) == (again.subject, date(2026, 11, 5))


def test_a_document_that_starts_nothing_is_struck_too(town: Town):
    town.go("2026-11-02")
    strike(town, town.decided(item=13).subject)
    town.go("2026-11-20")
    town.decided(item=5)
    assert town.owed().due == date(2026, 11, 6)


def test_after_the_due_day_it_waits_for_a_second_office(town: Town, asked: str):
    assert (Decision.objects.get().struck, town.owed().state) == (None, State.MISSING)
    done = check_common(
        town, acts.confirm_end, {"ending": Ending.objects.get().subject, "digest": bytes(Ending.objects.get().digest).hex()},
        by="chair", wrong="front",
    )  # fmt: skip
    assert leaf(done)["public"] == {"decision": "112/QĐ-UBND", "reason": REASON, "confirmed": True, "by": "commune-chair"}
    assert Decision.objects.get().struck == date(2026, 11, 20)
    assert not Clock.objects.filter(voided=None).exists()
    assert list(audit.differences()) == []


@pytest.mark.parametrize("by", ["officer", "second"])
def test_the_office_that_asked_cannot_confirm(town: Town, asked: str, by: str):
    with refused("Whoever asked for this cannot confirm it."):
        confirm(town, by)


def test_what_was_not_read_is_not_confirmed(town: Town, asked: str):
    with refused("What is asked for has changed since you read it."):
        confirm(town, digest="00" * 32)


def test_it_is_confirmed_once(town: Town, asked: str):
    confirm(town)
    with refused("Nobody asks for this any more."):
        confirm(town)
    with refused("Nobody asks for this any more."):
        town.do(acts.confirm_end, "chair", ending="0" * 16, digest="")


def test_registering_it_anew_gives_no_more_time(town: Town, decision: str):
    town.go("2026-11-06")
    strike(town, decision)
    again = town.decided(dated="2026-11-06").subject
    town.go("2026-11-13")
    strike(town, again)
    assert Ending.objects.get().about == again
    town.do(acts.redate, decision=again, dated=date(2026, 11, 13), reason="x")
    assert Redate.objects.get().confirmed is False
    assert town.owed(on="2026-11-16").state is State.MISSING


def test_a_moved_day_gives_no_more_time(town: Town, decision: str):
    town.go("2026-11-06")
    town.do(acts.redate, decision=decision, dated=date(2026, 11, 6), reason="x")
    town.go("2026-11-13")
    strike(town, decision)
    assert (Ending.objects.count(), town.owed().state) == (1, State.NOT_YET_DUE)


def test_what_was_disclosed_is_withdrawn_first(town: Town, decision: str):
    for aims in ((), (AIM,)):
        thing = town.posted(decision, *aims).subject
        with refused("Something was disclosed for this on {day} and still stands."):
            strike(town, decision)
        town.do(acts.withdraw, disclosure=thing, reason="posted-by-mistake")
    town.posted("", AIM)
    with refused("Something was disclosed for this on {day} and still stands."):
        strike(town, decision)


def test_what_was_disclosed_meanwhile_is_not_ended(town: Town, asked: str):
    town.posted(asked, AIM)
    with refused("Something was disclosed for this on {day} and still stands."):
        confirm(town)


def test_the_clocks_of_its_changes_end_too(town: Town, decision: str):
    thing = town.posted(decision, AIM).subject
    town.go("2026-11-04")
    new = town.do(acts.replace, disclosure=thing, title="Sửa", text="Mới", changed=date(2026, 11, 4)).subject
    town.do(acts.withdraw, disclosure=new, reason="posted-by-mistake")
    strike(town, decision)
    assert not Clock.objects.filter(voided=None).exists()


def test_what_a_resident_reported_is_unanswered_again(town: Town):
    town.go("2026-11-02")
    report = town.do(acts.report, ANN, title="Thu tiền", where="Loa", item=5, show=True).subject
    town.flush()
    strike(town, town.decided(report=report).subject)
    assert Report.objects.get().answered_by is None
    town.decided("113/QĐ-UBND", report=report)


def test_a_later_date_that_waits_is_asked_for_no_more(town: Town, asked: str):
    town.do(acts.redate, decision=asked, dated=date(2026, 11, 16), reason="x")
    confirm(town)
    assert not Redate.objects.exists()
    for act, more in ((acts.redate, {"dated": date(2026, 11, 10), "reason": "x"}), (acts.strike, {"reason": REASON})):
        with refused("There is no such document."):
            town.do(act, decision=asked, **more)


@pytest.mark.parametrize("reason", ["", "personal-data", "posted-by-mistake", "x" * 500])
def test_a_reason_that_is_not_on_the_list_is_refused(town: Town, decision: str, reason: str):
    with refused("Choose one of the reasons on the list."):
        strike(town, decision, reason=reason)


def test_an_unknown_document_is_refused(town: Town):
    with refused("There is no such document."):
        strike(town, "0" * 16)


def test_the_tables_are_held_against_it(town: Town, asked: str):
    assert list(own.differences()) == []
    confirm(town)
    assert list(own.differences()) == []
    Decision.objects.update(struck=None)
    assert list(own.differences()) == [f"Decision: struck in the record, 2026-10-30 in the tables: subject={asked}"]


# --- where people meet it ---


def read(town: Town, path: str, who: str = "") -> str:
    return html.unescape(town.client(who).get("/en" + path).content.decode())


def test_the_why_page_leads_to_it(town: Town, decision: str):
    path, link = reverse("why", args=[WARD, CONTRIBUTIONS, "112-qd-ubnd"]), reverse("decision-strike", args=[decision])
    assert link in read(town, path, "officer")
    assert link not in read(town, path)


def test_a_number_taken_by_mistake_leads_to_it(town: Town):
    town.go("2026-11-02")
    wrong = town.decided(item=13).subject
    sent = {"command_id": str(uuid4()), "number": "112/QĐ-UBND", "dated": "30/10/2026", "item": "5", "title": "Quỹ"}
    response = town.client("officer").post("/en" + reverse("decision-register", args=[WARD]), sent)
    assert (response.status_code, reverse("decision-strike", args=[wrong]) in response.content.decode()) == (422, True)


def test_the_other_office_finds_it_on_its_desk(town: Town, asked: str):
    path = reverse("ending-confirm", args=[Ending.objects.get().subject])
    assert [path in read(town, reverse("desk"), who) for who in ("chair", "officer", "second")] == [True, False, False]
    page = read(town, path, "chair")
    assert "112/QĐ-UBND" in page
    assert "Registered by mistake" in page


def test_the_record_says_so(town: Town, asked: str):
    confirm(town)
    page = read(town, reverse("record"))
    assert "Asked that document 112/QĐ-UBND be struck: Registered by mistake" in page
    assert "A second office confirmed: document 112/QĐ-UBND is struck: Registered by mistake" in page


def test_nothing_leads_to_a_duty_that_ended(town: Town, decision: str):
    strike(town, decision)
    dead = reverse("why", args=[WARD, CONTRIBUTIONS, "112-qd-ubnd"])
    for path in (reverse("body", args=[WARD]), reverse("home") + "?q=112", reverse("duties", args=[WARD])):
        assert dead not in read(town, path)

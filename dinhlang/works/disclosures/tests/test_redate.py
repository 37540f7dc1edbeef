"""`decision.redate` and `decision.confirm_redate`: another date moves the duty; later, after the due day, takes two."""

import html
from datetime import date

import pytest
from django.urls import reverse

from dinhlang.core.rules import State
from dinhlang.ground.record import reads as record
from dinhlang.works.disclosures import acts
from dinhlang.works.disclosures.models import Decision, Redate
from dinhlang.works.disclosures.tests.town import CONTRIBUTIONS, REGISTER, WARD, Town, check_common, leaf, refused

LATER = date(2026, 11, 16)


def redate(town: Town, dated: date, by: str = "officer", reason: str = "Đọc nhầm ngày"):
    return town.do(acts.redate, by, decision=Decision.objects.get().subject, dated=dated, reason=reason)


def asked(town: Town) -> Redate:
    """A later date, asked for by the officer after the due day."""
    town.go("2026-11-02")
    town.decided()
    town.go("2026-11-20")
    redate(town, LATER)
    return Redate.objects.get()


def confirm(town: Town, one: Redate, by: str = "chair", digest: str = ""):
    return town.do(acts.confirm_redate, by, redate=one.subject, digest=digest or bytes(one.digest).hex())


def test_it_works(town: Town):
    town.go("2026-11-02")
    decision = town.decided()
    payload = {"decision": decision.subject, "dated": date(2026, 10, 29), "reason": "Đọc nhầm ngày"}
    done = check_common(town, acts.redate, payload)
    assert leaf(done)["public"] == {"decision": "112/QĐ-UBND", "was": "2026-10-30", "dated": "2026-10-29", "reason": "Đọc nhầm ngày"}
    assert (town.owed().clock.opens, town.owed().due) == (date(2026, 10, 29), date(2026, 11, 5))
    assert Decision.objects.get().dated == date(2026, 10, 29)
    assert not Redate.objects.exists()


def test_a_later_date_before_the_due_day_takes_effect_at_once(town: Town):
    town.go("2026-11-02")
    town.decided()
    redate(town, date(2026, 11, 2))
    assert town.owed().due == date(2026, 11, 9)


def test_an_earlier_date_after_the_due_day_takes_effect_at_once(town: Town):
    town.go("2026-11-20")
    town.decided()
    redate(town, date(2026, 10, 1))
    assert town.owed().due == date(2026, 10, 8)


def test_a_later_date_after_the_due_day_waits_for_a_second_office(town: Town):
    one = asked(town)
    assert (one.dated, one.confirmed) == (LATER, False)
    assert Decision.objects.get().dated == date(2026, 10, 30)
    assert town.owed().state is State.MISSING


def test_the_second_office_confirms(town: Town):
    one = asked(town)
    done = check_common(
        town, acts.confirm_redate, {"redate": one.subject, "digest": bytes(one.digest).hex()}, by="chair", wrong="front",
    )  # fmt: skip
    said = {"decision": "112/QĐ-UBND", "was": "2026-10-30", "dated": "2026-11-16", "confirmed": True, "by": "commune-chair"}
    assert leaf(done)["public"] == said
    assert Decision.objects.get().dated == LATER
    assert (town.owed().due, town.owed().state) == (date(2026, 11, 23), State.NOT_YET_DUE)


def test_both_dates_stay_in_the_record(town: Town):
    one = asked(town)
    confirm(town, one)
    told = record.of_subjects([one.decision_id])
    assert [row.act for row in told] == ["decision.register", "decision.redate", "decision.confirm_redate"]
    assert [(row.words.get("was"), row.words["dated"]) for row in told] == [
        (None, "2026-10-30"),
        ("2026-10-30", "2026-11-16"),
        ("2026-10-30", "2026-11-16"),
    ]


def test_the_person_who_asked_cannot_confirm(town: Town):
    town.go("2026-11-02")
    town.decided()
    town.go("2026-11-20")
    redate(town, LATER, by="chair")
    with refused("Whoever asked for this cannot confirm it."):
        confirm(town, Redate.objects.get())


def test_what_the_chair_asks_for_an_officer_confirms(town: Town):
    town.go("2026-11-02")
    town.decided()
    town.go("2026-11-20")
    redate(town, LATER, by="chair")
    confirm(town, Redate.objects.get(), by="officer")
    assert Decision.objects.get().dated == LATER


def test_another_person_in_the_same_office_is_no_second_office(town: Town):
    one = asked(town)
    with refused("Whoever asked for this cannot confirm it."):
        confirm(town, one, by="second")


def test_a_date_moved_again_and_again_gives_no_more_time(town: Town):
    town.go("2026-11-02")
    town.decided()
    town.go("2026-11-06")
    redate(town, date(2026, 11, 6))
    assert town.owed().due == date(2026, 11, 13)
    for day in ("2026-11-13", "2026-11-20", "2026-11-30"):
        town.go(day)
        redate(town, date.fromisoformat(day))
        assert Redate.objects.get().confirmed is False
    assert (Decision.objects.get().dated, town.owed().state) == (date(2026, 11, 6), State.MISSING)
    confirm(town, Redate.objects.get())
    assert (Decision.objects.get().first_due, town.owed().due) == (date(2026, 11, 6), date(2026, 12, 7))


def test_an_earlier_date_and_back_again_takes_two(town: Town):
    town.go("2026-11-02")
    town.decided()
    redate(town, date(2026, 10, 1))
    redate(town, date(2026, 10, 30))
    assert (Decision.objects.get().dated, Redate.objects.get().confirmed) == (date(2026, 10, 1), False)


# --- where people meet it ---


def why(town: Town, who: str = "") -> str:
    page = town.client(who).get("/en" + reverse("why", args=[WARD, CONTRIBUTIONS, "112-qd-ubnd"]))
    return html.unescape(page.content.decode())


def test_the_why_page_of_a_document_leads_to_it(town: Town):
    town.go("2026-11-02")
    town.decided()
    link = f'href="/en{reverse("decision-redate", args=[WARD, "112-qd-ubnd"])}"'
    assert link in why(town, "officer")
    assert link not in why(town)
    assert link not in why(town, "front")
    page = town.client("officer").get(reverse("why", args=[WARD, REGISTER, "2026-Q3"])).content.decode()
    assert "doi-ngay" not in page


def test_the_why_page_and_the_record_say_both_dates(town: Town):
    one = asked(town)
    assert "Was" not in why(town)  # what waits has not happened
    confirm(town, one)
    assert "Was 30 Oct 2026, now 16 Nov 2026, confirmed by Chair of the commune People's Committee on 20 Nov 2026." in why(town)
    page = html.unescape(town.client().get("/en" + reverse("record")).content.decode())
    assert "Asked that document 112/QĐ-UBND be dated 16 Nov 2026 and no longer 30 Oct 2026" in page
    assert "A second office confirmed: document 112/QĐ-UBND is dated 16 Nov 2026 and no longer 30 Oct 2026" in page


def test_an_office_that_the_record_does_not_name_is_not_named(town: Town):
    town.go("2026-11-02")
    town.decided()
    redate(town, date(2026, 10, 29))
    town.go("2026-11-20")
    redate(town, LATER, by="chair")
    confirm(town, Redate.objects.get(), by="officer")
    page = why(town)
    assert "Registered as of 30 Oct 2026, changed to 29 Oct 2026 on 2 Nov 2026." in page
    assert "Was 29 Oct 2026, now 16 Nov 2026, confirmed by a second office on 20 Nov 2026." in page


@pytest.mark.parametrize(("by", "shown"), [("officer", {"chair"}), ("chair", {"officer", "second"})])
def test_the_desk_of_another_office_is_told(town: Town, by: str, shown: set[str]):
    town.go("2026-11-02")
    town.decided()
    town.go("2026-11-20")
    redate(town, LATER, by=by)
    path = reverse("decision-confirm-redate", args=[Redate.objects.get().subject])
    assert {who for who in ("officer", "second", "chair") if path in town.client(who).get(reverse("desk")).content.decode()} == shown


def test_what_was_not_read_is_not_confirmed(town: Town):
    one = asked(town)
    for digest in ("00" * 32, "x", "é"):
        with refused("What is asked for has changed since you read it."):
            confirm(town, one, digest=digest)


def test_it_is_confirmed_once(town: Town):
    one = asked(town)
    confirm(town, one)
    with refused("Nobody asks for this any more."):
        confirm(town, one)
    with refused("Nobody asks for this any more."):
        town.do(acts.confirm_redate, "chair", redate="0" * 16, digest="")


def test_a_new_wish_takes_the_place_of_the_one_that_waits(town: Town):
    old = asked(town)
    redate(town, date(2026, 11, 17), by="second")
    with refused("Nobody asks for this any more."):
        confirm(town, old)
    confirm(town, Redate.objects.get())
    assert Decision.objects.get().dated == date(2026, 11, 17)


def test_a_date_moved_meanwhile_leaves_nothing_to_confirm(town: Town):
    old = asked(town)
    redate(town, date(2026, 10, 1))
    with refused("Nobody asks for this any more."):
        confirm(town, old)


def test_the_same_date_is_refused(town: Town):
    town.go("2026-11-02")
    town.decided()
    with refused("The document bears that date already"):
        redate(town, date(2026, 10, 30))


def test_dates_that_cannot_be_are_refused(town: Town):
    town.go("2026-11-02")
    town.decided()
    with refused("The document is dated {dated}, which is still to come."):
        redate(town, date(2026, 11, 3))
    with refused("{name} has existed since {since}"):
        redate(town, date(2025, 6, 30))


def test_an_unknown_document_is_refused(town: Town):
    with refused("There is no such document."):
        town.do(acts.redate, decision="0" * 16, dated=date(2026, 1, 2), reason="x")

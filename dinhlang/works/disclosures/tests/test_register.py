"""`decision.register`: a document starts clocks from the day it bears."""

import html
from datetime import date

import pytest
from django.urls import reverse

from dinhlang.core.rules import State
from dinhlang.works.disclosures import acts
from dinhlang.works.disclosures.models import Decision, Report
from dinhlang.works.disclosures.tests.town import ANN, CONTRIBUTIONS, WARD, Town, check_common, entry, leaf, refused

PAYLOAD = {"item": 5, "number": "112/QĐ-UBND", "dated": date(2026, 10, 30), "title": "Đóng góp nhà văn hoá"}


def test_it_works(town: Town):
    town.go("2026-11-02")
    done = check_common(town, acts.register, PAYLOAD)
    owed = town.owed()
    assert done.subject == owed.clock.source == Decision.objects.get().subject
    assert (owed.due, owed.rolled, owed.state) == (date(2026, 11, 6), date(2026, 11, 6), State.NOT_YET_DUE)
    assert leaf(done)["public"] == {
        "number": "112/QĐ-UBND",
        "dated": "2026-10-30",
        "item": 5,
        "title": "Đóng góp nhà văn hoá",
        "slug": "112-qd-ubnd",
    }


def test_registered_late_is_born_late(town: Town):
    town.go("2026-11-20")
    town.decided()
    assert town.owed().state is State.MISSING
    assert town.owed().clock.registered == date(2026, 11, 20)


def test_an_item_without_a_rule_of_its_own_starts_nothing(town: Town):
    town.go("2026-11-02")
    done = town.decided(item=13)
    assert "duties" not in leaf(done)


def test_an_unknown_item_is_refused(town: Town):
    for item in (0, -1, 15, 2**53, 10**20):
        with refused("Choose one of the items of Article 11."):
            town.decided(item=item)


def test_a_future_date_is_refused(town: Town):
    town.go("2026-11-02")
    with refused("The document is dated {dated}, which is still to come."):
        town.decided(dated="2026-11-03")
    with refused("The document is dated {dated}, which is still to come."):
        town.decided(dated="9999-12-31")


def test_a_date_before_the_body_existed_is_refused(town: Town):
    with refused("{name} has existed since {since}"):
        town.decided(dated="2025-06-30")
    with refused("{name} has existed since {since}"):
        town.decided(dated="0001-01-01")
    town.go("2026-11-02")
    town.decided(dated="2025-07-01")


def test_the_same_number_twice_in_a_year_is_refused(town: Town):
    town.go("2026-11-02")
    town.decided()
    with refused("Document {number} is registered already."):
        town.decided(number="112/QD-UBND", dated="2026-10-31")


def test_a_number_used_again_in_another_year_is_another_document(town: Town):
    town.go("2026-01-12")
    town.decided("12/QĐ-UBND", "2025-12-30")
    town.decided("12/QĐ-UBND", "2026-01-12")
    assert list(Decision.objects.order_by("dated").values_list("slug", flat=True)) == ["12-qd-ubnd", "12-qd-ubnd-2026"]
    assert town.owed(occasion="12-qd-ubnd-2026").due == date(2026, 1, 19)
    with refused("Document {number} is registered already."):
        town.decided("12/QĐ-UBND", "2026-01-05")


@pytest.mark.parametrize("number", ["", " ", "/", "—"])
def test_a_number_of_which_nothing_is_left_is_refused(town: Town, number: str):
    with refused("Give the document's number"):
        town.decided(number, "2026-01-02")


def test_a_document_without_a_title_is_refused(town: Town):
    with refused("Give it a title that a resident understands."):
        town.do(acts.register, **{**PAYLOAD, "dated": date(2026, 1, 2), "title": " "})


# --- what a resident reported ---


def reported(town: Town, show: bool = True) -> str:
    return town.do(acts.report, ANN, title="Thu tiền gửi xe", where="Cổng chợ", item=5, show=show).subject


def test_it_answers_a_report_and_names_it_as_its_cause(town: Town):
    town.go("2026-11-02")
    report = reported(town)
    town.flush()
    done = town.decided(report=report)
    assert Report.objects.get().answered_by_id == done.subject
    said_by = bytes(Report.objects.filter(pk=report).values_list("pk", flat=True)[0], "ascii")
    assert said_by == report.encode()
    line = next(row for row in bytes(entry(done).leaf).decode().splitlines() if row.startswith("because "))
    assert line != "because -"


def test_a_report_whose_words_stay_sealed_is_answered_but_not_pointed_at(town: Town):
    town.go("2026-11-02")
    report = reported(town, show=False)
    town.flush()
    done = town.decided(report=report)
    assert Report.objects.get().answered_by_id == done.subject
    assert b"because -\n" in bytes(entry(done).leaf)


def test_a_report_that_is_not_there_is_refused(town: Town):
    town.go("2026-11-02")
    waiting = reported(town)
    for report in ("0" * 16, waiting):
        with refused("There is no such report."):
            town.decided(report=report)


def test_a_report_is_answered_once(town: Town):
    town.go("2026-11-02")
    report = reported(town)
    town.flush()
    town.decided(report=report)
    with refused("This report was answered already."):
        town.decided("113/QĐ-UBND", report=report)


def test_the_duty_of_a_neighbour_is_not_touched(town: Town):
    town.go("2026-11-02")
    town.decided()
    with pytest.raises(Exception, match="has no occasion"):
        town.owed(CONTRIBUTIONS, code="01279")


# --- where it is met again ---


@pytest.mark.parametrize(("item", "explained"), [(3, False), (5, True)])
def test_a_page_explains_only_the_duty_that_there_is(town: Town, item: int, explained: bool):
    town.go("2026-11-02")
    report = town.do(acts.report, ANN, title="Thu tiền", where="Loa", item=item, show=True).subject
    town.flush()
    number = town.decided("77/QĐ-UBND", item=item, report=report)
    why = reverse("why", args=[WARD, CONTRIBUTIONS, "77-qd-ubnd"])
    client = town.client()
    for path in (reverse("body", args=[WARD]), reverse("home"), reverse("home") + "?q=77"):
        page = client.get(path).content.decode()
        assert "77/QĐ-UBND" in page
        assert (f'href="{why}"' in page) is explained, path
    assert client.get(why).status_code == (200 if explained else 404)
    found = client.get(reverse("home") + "?q=77").content.decode()
    assert (reverse("entry", args=[entry(number).index]) in found) is True


def test_the_form_promises_no_day_for_what_has_none(town: Town):
    page = html.unescape(town.client("officer").get("/en" + reverse("decision-register", args=[WARD])).content.decode())
    assert "Where the law gives a number of days for its item" in page

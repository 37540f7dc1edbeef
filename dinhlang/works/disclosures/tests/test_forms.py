"""Forms over HTTP: what is refused keeps what was typed and changes nothing; what is sent twice is one act."""

import html
import re

import pytest
from django.urls import reverse

from dinhlang.ground.people.models import Mandate
from dinhlang.ground.record.models import Command, Entry, Pending
from dinhlang.works.disclosures import acts
from dinhlang.works.disclosures.tests.cases import AIM, CASES, Case
from dinhlang.works.disclosures.tests.town import ANN, WARD, Town, nothing_changes, tables

every = pytest.mark.parametrize("case", CASES, ids=str)


def text_of(response) -> str:
    return html.unescape(response.content.decode())


def test_it_works(town: Town):
    case = CASES[0]
    path = case.ready(town)
    client = town.client(case.who, csrf=True)
    page = client.get(path)
    sent = {**case.filled(), "csrfmiddlewaretoken": re.search(r'csrfmiddlewaretoken" value="(\w+)"', page.content.decode())[1]}
    sent["command_id"] = re.search(r'name="command_id" value="([0-9a-f-]{36})"', page.content.decode())[1]
    response = client.post(path, sent)
    assert (response.status_code, response["Location"]) == (302, reverse("done", args=[Command.objects.get(pk=sent["command_id"]).code]))
    assert client.get(response["Location"]).status_code == 200
    assert town.owed(occasion="118-qd-ubnd").clock is not None


@every
def test_the_form_is_shown_and_kept_by_nobody(town: Town, case: Case):
    path = case.ready(town)
    with nothing_changes():
        for prefix in ("", "/en"):
            response = town.client(case.who).get(prefix + path)
            assert response.status_code == 200
            assert "no-store" in response["Cache-Control"]


@every
def test_filled_in_well_it_leads_to_the_receipt(town: Town, case: Case):
    path = case.ready(town)
    before = Entry.objects.count() + Pending.objects.count()
    client = town.client(case.who)
    response = client.post(path, case.filled())
    assert response.status_code == 302, text_of(response)
    code = "[0-9a-hjkmnp-tv-z]{16}"
    after = rf"/cong-khai/{code}/sau-ban/\?ma={code}" if case.act == "disclosure.post" else rf"/xong/{code}/"
    assert re.fullmatch(after, response["Location"])
    assert response["Cache-Control"] == "private, no-store"
    assert client.get(response["Location"]).status_code == 200
    assert Entry.objects.count() + Pending.objects.count() == before + 1
    newest = Pending.objects.latest("pk") if case.who.startswith("resident") else Entry.objects.latest("index")
    assert newest.act == case.act


@every
def test_filled_in_wrongly_it_says_why_keeps_what_was_typed_and_changes_nothing(town: Town, case: Case):
    path = "/en" + case.ready(town)
    client = town.client(case.who)
    with nothing_changes():
        response = client.post(path, case.filled(**case.bad))
    page = text_of(response)
    assert response.status_code == 422
    assert "no-store" in response["Cache-Control"]
    assert case.words in page
    for typed in case.kept:
        assert typed in page
    assert "{" not in re.sub(r"<style.*?</style>", "", page)


@every
def test_sent_twice_it_is_one_act(town: Town, case: Case):
    path = case.ready(town)
    client, sent = town.client(case.who), case.filled()
    first = client.post(path, sent)
    if "photo" in sent:
        sent["photo"].seek(0)
    with nothing_changes():
        second = client.post(path, sent)
    assert (second.status_code, second["Location"]) == (302, first["Location"]), text_of(second)


@every
def test_sent_empty_it_asks_for_what_is_missing(town: Town, case: Case):
    path = case.ready(town)
    with nothing_changes():
        assert town.client(case.who).post(path, {}).status_code == 422


@every
def test_without_its_token_it_is_refused_with_a_sentence(town: Town, case: Case):
    path = case.ready(town)
    with nothing_changes():
        response = town.client(case.who, csrf=True).post(path, case.filled())
    assert response.status_code == 403
    assert "This form was open too long" in text_of(response)


@every
def test_it_is_nobody_elses(town: Town, case: Case):
    path = case.ready(town)
    for who in ("", "stranger"):
        with nothing_changes():
            client = town.client(who)
            assert client.get(path).status_code == 403
            response = client.post(path, case.filled())
        assert response.status_code == 403
        assert "no-store" in response.get("Cache-Control", "no-store")


def test_the_same_form_with_other_contents_is_refused(town: Town):
    case = CASES[0]
    path = case.ready(town)
    client, sent = town.client("officer"), case.filled()
    client.post(path, sent)
    with nothing_changes():
        response = client.post("/en" + path, {**sent, "title": "Khác"})
    assert response.status_code == 422
    assert "This form was already sent with other contents." in text_of(response)


def test_the_second_of_two_officers_is_led_to_the_first_ones_disclosure(town: Town):
    case = CASES[1]
    path = case.ready(town)
    first, second = town.client("officer"), town.client("second")
    first.post(path, case.filled())
    thing = acts.standing(town.ward, [AIM])
    with nothing_changes():
        response = second.post("/en" + path, case.filled(title="Tôi viết lâu lắm", text="Rất nhiều chữ"))
    page = text_of(response)
    assert response.status_code == 422
    assert re.search(r"This was disclosed already on [^.]*2 November 2026\.", page)
    assert f'href="/en{reverse("thing", args=[thing.subject])}"' in page
    assert "Tôi viết lâu lắm" in page
    assert "Rất nhiều chữ" in page


def test_a_report_is_answered_by_the_register_form(town: Town):
    town.go("2026-11-18")
    report = town.do(acts.report, ANN, title="Thu tiền gửi xe", where="Cổng chợ", item=5, show=True)
    town.flush()
    path = CASES[0].ready(town)
    response = town.client("officer").post(f"{path}?bao={report.subject}", CASES[0].filled())
    assert response.status_code == 302
    with nothing_changes():
        response = town.client("officer").post(f"/en{path}?bao={report.subject}", CASES[0].filled(number="119/QĐ-UBND"))
    assert "This report was answered already." in text_of(response)


def test_a_mandate_that_ended_ends_the_form(town: Town):
    path = CASES[0].ready(town)
    client = town.client("officer")
    assert client.get(path).status_code == 200
    town.go("2026-11-20")
    before = tables()
    Mandate.objects.filter(pk=town.mandates["officer"]).update(to_day="2026-11-19")
    assert client.post(path, CASES[0].filled()).status_code == 403
    assert tables() == before


def test_what_a_body_did_not_know_is_404(town: Town):
    client = town.client("officer")
    assert client.get(reverse("decision-register", args=["99999"])).status_code == 404
    assert client.get(reverse("decision-redate", args=[WARD, "999-qd-ubnd"])).status_code == 404


@pytest.mark.parametrize("name", ["disclosure-place", "disclosure-withdraw"])
def test_a_form_about_paper_rests_on_what_asks_for_it(town: Town, name: str):
    page = text_of(town.client("officer").get("/en" + reverse(name, args=[town.disclosed().subject])))
    assert "Law 10/2022/QH15 Art. 13(2)" in page


def test_a_report_rests_on_the_right_to_it(town: Town):
    page = text_of(town.client("resident:ann").get("/en" + reverse("decision-report", args=[WARD])))
    assert "Law 10/2022/QH15 Art. 5(3), 11" in page

"""The page of a disclosure shows the table of the budget that it discloses, and the one that corrects it; no other page does."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dinhlang.ground.record import signer
from dinhlang.works.budgets import acts
from dinhlang.works.disclosures import acts as disclosures
from dinhlang.works.disclosures.models import Disclosure
from dinhlang.works.disclosures.tests.town import Town
from tests.budgets.test_enter import BILLION, PAYLOAD, TABLE

MOST = 8  # questions of a page that needs no account


def disclosed(town: Town) -> str:
    """A table entered and disclosed by the flow: the address of the disclosure's page."""
    subject = town.do(acts.enter, **PAYLOAD).subject
    client, address = town.client("officer"), reverse("budget-disclose", args=[subject])
    form = client.get(address).context["page"].form
    client.post(address, {"command_id": str(uuid4()), "title": form["title"].value(), "text": form["text"].value()})
    return reverse("thing", args=[Disclosure.objects.get().subject])


def about(town: Town, address: str) -> Any:
    return town.client().get(address).context["page"].about


def test_it_works(town: Town):
    address = disclosed(town)
    (one,) = about(town, address)
    assert one.link.href.startswith("/ngan-sach/")
    assert not one.sentence
    assert [row.of_hundred for row in one.picture.shares] == [75, 25]
    html = town.client().get(address).content.decode()
    assert html.count('id="about-1') == html.count('"about-1') // 2 == 3  # its heading, the shares and money out, each named once


def test_it_takes_no_more_questions_than_a_page_may(town: Town):
    address = disclosed(town)
    signer.current()
    town.client().get(address)
    with CaptureQueriesContext(connection) as asked:
        town.client().get(address + "?moi=1")
    assert len(asked) <= MOST


def test_a_table_corrected_later_gives_way_and_says_so(town: Town):
    address = disclosed(town)
    town.go("2026-11-25")
    town.do(acts.enter, **{**PAYLOAD, "rows": (*TABLE[:-1], replace(TABLE[-1], done=5 * BILLION))}, reason="Cộng nhầm")
    (one,) = about(town, address)
    assert "25/11/2026" in one.sentence
    assert [row.of_hundred for row in one.picture.shares] == [90, 10]


def test_a_document_of_the_budget_finds_its_table(town: Town):
    town.do(acts.enter, **{**PAYLOAD, "stage": "adopted", "period": "2026", "number": "15/NQ-HĐND"})
    document = town.do(disclosures.register, item=2, number="15/NQ-HĐND", dated=date(2026, 11, 16), title="Dự toán năm 2026")
    subject = town.posted(document.subject, item=2).subject
    assert len(about(town, reverse("thing", args=[subject]))) == 1


def test_others_have_none(town: Town):
    town.do(acts.enter, **PAYLOAD)
    assert about(town, reverse("thing", args=[town.posted().subject])) == ()
    assert about(town, reverse("thing", args=[town.posted(item=2).subject])) == ()


def test_what_was_withdrawn_shows_no_figures(town: Town):
    address = disclosed(town)
    town.do(disclosures.withdraw, disclosure=address.strip("/").split("/")[-1], reason="posted-by-mistake")
    assert about(town, address) == ()

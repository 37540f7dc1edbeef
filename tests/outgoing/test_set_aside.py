"""`outgoing.set_aside` and `outgoing.put_back`: a decision with a reason that stays inside."""

import pytest
from django.urls import reverse

from dinhlang.works.disclosures.tests.town import WARD, Town, check_common, entry, leaf, open_parts, refused
from dinhlang.works.outgoing import acts, reads
from dinhlang.works.outgoing.models import Document
from tests.outgoing.test_import import LINES


@pytest.fixture
def document(town: Town) -> str:
    """The subject of a row that waits for a decision."""
    town.do(acts.import_rows, rows=LINES)
    return Document.objects.get(slug="112-qd-ubnd").subject


def test_it_works(town: Town, document: str):
    done = check_common(town, acts.set_aside, {"document": document, "reason": "personal-data"})
    row = Document.objects.get(pk=document)
    assert (row.aside, str(row.aside_on)) == ("personal-data", "2026-11-20")
    assert open_parts(done) == set()
    assert leaf(done)["public"] == {"number": "112/QĐ-UBND", "reason": "personal-data"}
    assert reads.counts([town.ward], *reads.year_of(row.dated))[town.ward].waiting == 1


def test_its_page_in_the_record_names_neither_document_nor_reason(town: Town, document: str):
    done = town.do(acts.set_aside, document=document, reason="personal-data")
    page = town.client().get(reverse("entry", args=[entry(done).index])).content.decode()
    assert "112/QĐ-UBND" not in page


def test_put_back_lets_it_wait_again(town: Town, document: str):
    town.do(acts.set_aside, document=document, reason="personal-data")
    check_common(town, acts.put_back, {"document": document})
    assert Document.objects.get(pk=document).aside == ""
    with refused("This document is not set aside"):
        town.do(acts.put_back, document=document)


def test_a_reason_outside_the_list_is_refused(town: Town, document: str):
    with refused("Choose one of the reasons on the list."):
        town.do(acts.set_aside, document=document, reason="because")


def test_the_same_reason_again_is_refused_another_one_is_not(town: Town, document: str):
    town.do(acts.set_aside, document=document, reason="personal-data")
    with refused("This document was set aside already"):
        town.do(acts.set_aside, document=document, reason="personal-data")
    town.do(acts.set_aside, document=document, reason="not-listed")


def test_what_is_registered_here_cannot_be_set_aside(town: Town, document: str):
    town.decided("112/QĐ-UBND", "2026-10-30")
    with refused("This document is registered here already"):
        town.do(acts.set_aside, document=document, reason="personal-data")


def test_no_row_of_that_name(town: Town, document: str):
    for act, more in ((acts.set_aside, {"reason": "not-listed"}), (acts.put_back, {})):
        with refused("There is no such document in the register"):
            town.do(act, document="0" * 16, **more)


def test_by_its_form(town: Town, document: str):
    address = reverse("outgoing-set-aside", args=[document])
    assert town.client().get(address).status_code == 403
    client = town.client("officer")
    page = client.get(address)
    assert "mức đóng góp" in page.content.decode()
    form = page.context["page"].form
    sent = client.post(address, {"command_id": form["command_id"].value(), "reason": "because"})
    assert sent.status_code == 422
    sent = client.post(address, {"command_id": form["command_id"].value(), "reason": "not-listed"})
    assert (sent.status_code, sent["Location"]) == (302, reverse("outgoing", args=[WARD]))
    back = reverse("outgoing-put-back", args=[document])
    sent = client.post(back, {"command_id": client.get(back).context["page"].form["command_id"].value()})
    assert sent.status_code == 302
    assert Document.objects.get(pk=document).aside == ""


def test_the_form_about_nothing_is_no_page(town: Town):
    assert town.client("officer").get(reverse("outgoing-set-aside", args=["0" * 16])).status_code == 404

"""`decision.report`: a sealed act; until its batch enters, nothing of it is on any page."""

from datetime import timedelta

import pytest
from django.urls import reverse

from dinhlang.ground.record import tick
from dinhlang.ground.record.models import Entry, Pending
from dinhlang.ground.ui import cache
from dinhlang.works.disclosures import acts
from dinhlang.works.disclosures.models import Report
from dinhlang.works.disclosures.tests.town import ANN, FRONT, ONE, WARD, Town, check_common, entry, leaf, open_parts, refused

WORDS = {"title": "Thu tiền gửi xe ở chợ", "where": "Tờ giấy dán ở cổng chợ", "item": 12}


def send(town: Town, **changed: object):
    return town.do(acts.report, ANN, **{**WORDS, "show": True, **changed})


def crawl(town: Town) -> dict[str, tuple[int, bytes, dict[str, str]]]:
    """What anybody is served of the ward: status, bytes and headers of each page, in both languages."""
    paths = [
        reverse("home"),
        *(reverse("body", args=[code]) for code in (WARD, ONE, FRONT)),
        reverse("duties", args=[WARD]),
        reverse("register", args=[WARD, "2026-Q4"]),
        reverse("record"),
        reverse("record") + f"?don-vi={WARD}",
        "/log/checkpoint",
    ]
    found = {}
    for path in [*paths, *("/en" + path for path in paths if not path.startswith("/log"))]:
        response = town.client().get(path)
        found[path] = (response.status_code, response.content, dict(response.headers))
    return found


def test_it_works(town: Town):
    done = check_common(town, acts.report, {**WORDS, "show": True}, by=ANN, wrong="officer")
    assert entry(done) is None
    assert Pending.objects.get().subject == done.subject
    town.flush()
    row = entry(done)
    assert (row.sealed, bytes(row.leaf).startswith(b"dinhlang/sealed/v1\n")) == (True, True)
    assert leaf(done)["public"] == WORDS
    assert open_parts(done) == {"public"}


def test_with_words_kept_back_the_opening_says_nothing(town: Town):
    done = send(town, show=False)
    town.flush()
    assert open_parts(done) == set()


def test_until_the_batch_every_page_is_the_same_to_the_byte(town: Town):
    town.go("2026-11-02")
    town.posted()
    tick.tick()
    before = crawl(town)
    assert all(status == 200 for status, _content, _headers in before.values())
    assert before[reverse("body", args=[WARD])][2]["ETag"]
    done = send(town)
    assert crawl(town) == before
    cache.forget()
    assert crawl(town) == before  # and not only because it was kept
    town.now += timedelta(hours=6)
    tick.tick()
    assert entry(done) is not None
    after = crawl(town)
    assert after[reverse("record")] != before[reverse("record")]


def test_a_page_asked_for_again_is_not_sent_again_before_the_batch(town: Town):
    town.go("2026-11-02")
    path = reverse("body", args=[WARD])
    tag = town.client().get(path)["ETag"]
    send(town)
    assert town.client().get(path, headers={"If-None-Match": tag}).status_code == 304
    town.flush()
    assert town.client().get(path, headers={"If-None-Match": tag}).status_code == 200


def test_it_enters_among_at_least_eight(town: Town):
    send(town)
    town.flush()
    assert Entry.objects.filter(sealed=True).count() == 8


@pytest.mark.parametrize("item", [0, 15, 2**53])
def test_an_unknown_item_is_refused(town: Town, item: int):
    with refused("Choose one of the items of Article 11."):
        send(town, item=item)


def test_it_says_what_was_decided(town: Town):
    with refused("Give it a title that a resident understands."):
        send(town, title=" ")


def test_it_starts_no_clock(town: Town):
    send(town, item=5)
    town.flush()
    assert "duties" not in open_parts(send(town))
    assert Report.objects.filter(answered_by=None).count() == 2


def test_while_the_record_stands_still_nothing_is_promised(town: Town):
    send(town)
    town.now += timedelta(hours=13)
    with refused("The record stands still"):
        send(town)

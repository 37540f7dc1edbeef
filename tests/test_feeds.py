"""The feeds: valid by the RFCs, the same acts as the record's page, nothing sealed, nothing erased."""

from datetime import date, timedelta
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from django.test import Client
from django.urls import reverse

from dinhlang.ground.bodies import acts as bodies_acts
from dinhlang.ground.bodies.acts import NewBody
from dinhlang.ground.record import acts as record_acts
from dinhlang.ground.record.models import Entry
from dinhlang.ground.ui import cache
from dinhlang.web import feeds
from dinhlang.works.disclosures import acts
from dinhlang.works.disclosures.tests.town import ANN, CONSOLE, WARD, Town, make_town
from tests.atom import ATOM, HISTORY, links, problems, text_of

CANARY = "Chimhoangyen9317"


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, db: None) -> Town:
    made = make_town(monkeypatch)
    made.disclosed("2026-11-02")
    return made


def read(client: Client, path: str) -> Element:
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    assert problems(response.content) == []
    return fromstring(response.content)


def entries(feed: Element) -> list[Element]:
    return feed.findall(f"{ATOM}entry")


def titles(feed: Element) -> list[str]:
    return [text_of(one, "title") for one in entries(feed)]


def test_it_works(town: Town):
    client = town.client()
    feed = read(client, reverse("body-feed", args=[WARD]))
    newest = entries(feed)[0]
    assert text_of(newest, "title") == "Đóng góp nhà văn hoá"
    assert text_of(newest, "updated") == text_of(feed, "updated")
    assert [
        client.get(href.removeprefix("http://testserver")).status_code for href in (*links(newest, "alternate"), *links(newest, "via"))
    ] == [
        200,
        200,
    ]
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "vi"


def test_it_tells_what_the_records_page_tells(town: Town):
    client = town.client()
    feed = read(client, reverse("body-feed", args=[WARD]))
    page = client.get(reverse("record") + f"?don-vi={WARD}").content.decode()
    shown = Entry.objects.filter(body=town.ward, sealed=False).order_by("-index").values_list("index", flat=True)
    assert [links(one, "via")[0].rsplit("/", 2)[1] for one in entries(feed)] == [str(index) for index in shown[: feeds.LENGTH]]
    assert all(f'href="/nhat-ky/{index}/"' in page for index in shown[: feeds.LENGTH])


def test_the_house_tells_of_every_body_and_names_it(town: Town):
    feed = read(town.client(), reverse("feed"))
    assert {text_of(one.find(f"{ATOM}author"), "name") for one in entries(feed)} >= {"Phường Thục Phán"}
    assert len(entries(feed)) == min(feeds.LENGTH, Entry.objects.filter(sealed=False, body__isnull=False).count())


def test_an_act_keeps_its_id_in_every_feed_and_language(town: Town):
    client = town.client()
    ward, english, house = (
        read(client, path) for path in (reverse("body-feed", args=[WARD]), f"/en/don-vi/{WARD}/tin.atom", reverse("feed"))
    )
    ids = [[text_of(one, "id") for one in entries(feed)] for feed in (ward, english)]
    assert ids[0] == ids[1]
    assert set(ids[0][:5]) <= {text_of(one, "id") for one in entries(house)}
    assert ids[0][0].startswith("tag:demo.invalid,2026-11-02:dinhlang/")
    assert len({text_of(feed, "id") for feed in (ward, english, house)}) == 3
    before = text_of(house, "id")
    town.go("2026-12-01")
    town.posted(title="Mới")
    cache.forget()
    assert text_of(read(client, reverse("feed")), "id") == before


def test_english_reads_in_english(town: Town):
    feed = read(town.client(), f"/en/don-vi/{WARD}/tin.atom")
    assert "what was done" in text_of(feed, "title")
    assert links(feed, "alternate")[0].endswith(f"/en/don-vi/{WARD}/")
    assert links(feed, "alternate")[1].endswith(f"r/don-vi/{WARD}/tin.atom")


def test_nothing_sealed_is_told(town: Town):
    town.do(acts.report, ANN, title=CANARY, where="Loa", item=5, show=False)
    town.flush()
    assert Entry.objects.filter(sealed=True).exists()
    sealed = {str(index) for index in Entry.objects.filter(sealed=True).values_list("index", flat=True)}
    for path in (reverse("feed"), reverse("body-feed", args=[WARD])):
        feed = read(town.client(), path)
        assert CANARY not in "".join(titles(feed))
        assert not sealed & {links(one, "via")[0].rsplit("/", 2)[1] for one in entries(feed)}


def test_an_erased_title_is_gone(town: Town):
    posted = town.posted(title=CANARY, text="Mỗi hộ 300.000 đ.")
    client, paths = town.client(), (reverse("feed"), reverse("body-feed", args=[WARD]))
    assert all(CANARY in "".join(titles(read(client, path))) for path in paths)
    town.do(record_acts.erase, "chair", leaf=posted.leaf, part="public", reason="published-in-error")
    assert all(CANARY.encode() not in client.get(path).content for path in paths)


def test_a_withdrawn_title_is_gone(town: Town):
    posted = town.posted(title=CANARY)
    town.do(acts.withdraw, disclosure=posted.subject, reason="posted-by-mistake")
    assert CANARY.encode() not in town.client().get(reverse("body-feed", args=[WARD])).content


def test_what_was_typed_breaks_no_xml(town: Town):
    town.posted(title='<b>Thu & chi</b> ]]> "đồng" \N{GRINNING FACE}')
    assert titles(read(town.client(), reverse("body-feed", args=[WARD])))[0] == '<b>Thu & chi</b> ]]> "đồng" \N{GRINNING FACE}'


def test_archives_lead_back_to_the_first_act(town: Town, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(feeds, "LENGTH", 4)
    for n in range(6):
        town.posted(title=f"Việc {n}")
    client, current = town.client(), reverse("body-feed", args=[WARD])
    seen, path = list[str](), current
    for _step in range(40):
        feed = read(client, path)
        seen += [links(one, "via")[0] for one in entries(feed)]
        assert (feed.find(f"{HISTORY}archive") is not None) == (path != current)
        assert path == current or links(feed, "current")[0].endswith(current)
        if not links(feed, "prev-archive"):
            break
        path = links(feed, "prev-archive")[0].removeprefix("http://testserver")
    assert len(seen) == len(set(seen)) == Entry.objects.filter(body=town.ward, sealed=False).count()


def test_the_house_looks_back_no_further_than_it_promises(town: Town, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(feeds, "REACH", 1)
    assert len(entries(read(town.client(), reverse("feed")))) == 1


def test_a_body_that_did_nothing_has_an_empty_feed(town: Town):
    row = NewBody("04-t0000009", "Tổ 9", "village", "tổ dân phố", WARD, "04", date(2026, 1, 1))
    town.do(bodies_acts.found, CONSOLE, body=None, bodies=(row,), source="Danh mục bổ sung")
    feed = read(town.client(), reverse("body-feed", args=[row.code]))
    assert entries(feed) == []
    assert text_of(feed, "updated").startswith("2026-01-01")


@pytest.mark.parametrize("path", ["/don-vi/99999/tin.atom", f"/don-vi/{WARD}/tin/x.atom", "/tin/--1.atom", "/tin/99999999999999999.atom"])
def test_an_address_that_is_none_is_404(town: Town, path: str):
    assert town.client().get(path).status_code == 404


def test_it_is_kept_exactly(town: Town):
    client, path = town.client(), reverse("feed")
    first = client.get(path)
    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 304
    town.now += timedelta(minutes=5)
    town.posted(title="Mới")
    assert "Mới" in client.get(path, headers={"If-None-Match": first["ETag"]}).content.decode()


def test_pages_name_their_feed(town: Town):
    page = town.client().get(reverse("body", args=[WARD])).content.decode()
    assert f'<link rel="alternate" type="application/atom+xml" title="Phường Thục Phán" href="/don-vi/{WARD}/tin.atom">' in page
    assert page.count(f'href="/don-vi/{WARD}/tin.atom"') == 2
    assert 'href="/tin.atom"' in town.client().get("/").content.decode()


def test_a_province_tells_of_every_body_in_it(town: Town):
    client = town.client()
    province, house = read(client, reverse("body-feed", args=["04"])), read(client, reverse("feed"))
    assert titles(province) == titles(house)
    assert text_of(province, "title") == "Tỉnh Cao Bằng: những việc đã thực hiện"

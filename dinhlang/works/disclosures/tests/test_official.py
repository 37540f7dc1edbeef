"""`disclosure.official`, `disclosure.look`: a companion site looks at the official posting, and counts what it sees itself."""

import hashlib
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.urls import reverse

from dinhlang.core.actor import System
from dinhlang.core.refusal import Refused
from dinhlang.core.rules import How, State
from dinhlang.ground.bodies import acts as bodies_acts
from dinhlang.ground.duties.models import Fulfilment, Run
from dinhlang.ground.files.outward import Answer, Away
from dinhlang.ground.record.models import Entry
from dinhlang.works.disclosures import acts, sightings
from dinhlang.works.disclosures.models import Official
from dinhlang.works.disclosures.tests.town import CONSOLE, CONTRIBUTIONS, SITE, WARD, Town, check_common, leaf, nothing_changes, refused

HOST = "portal.example"
URL = f"https://{HOST}/tin/1"
PAGE = "<html><h1>Quyết định số 112/QĐ-UBND ngày 30/10/2026</h1><p>Lượt xem: %d</p></html>"


@pytest.fixture(autouse=True)
def hosts(settings: LazySettings) -> None:
    settings.OFFICIAL_HOSTS = [HOST]


@pytest.fixture
def companion(town: Town) -> str:
    """A disclosure on a site that nobody designated, with the address of its official posting."""
    town.do(bodies_acts.set_fact, CONSOLE, name="designated", value="", document="09/QĐ-UBND", from_day=date(2026, 2, 1))
    thing = town.disclosed()
    town.do(acts.official, disclosure=thing.subject, url=URL)
    return thing.subject


def gives(body: str | bytes, status: int = 200, kind: str = "text/html") -> Callable[[str], Answer]:
    data = body.encode() if isinstance(body, str) else body
    return lambda url: Answer(status, kind, data)


def away(url: str) -> Answer:
    raise Away("slow")


def look(town: Town, fetch: Callable[[str], Answer], day: str, hour: int = 9) -> str:
    town.go(day)
    return sightings.run(town.now, fetch, every=True)[0].result


def site(town: Town, on: str) -> State:
    return town.state(part=SITE, on=on)


def test_why_says_what_was_found_there(town: Town, companion: str):
    def said() -> list[str]:
        why = reverse("why", args=[WARD, CONTRIBUTIONS, "112-qd-ubnd"])
        return [fact.value for fact in town.client().get(why).context["page"].official]

    assert said() == [URL.removeprefix("https://"), "chưa xem; hệ thống sẽ tự xem"]
    look(town, away, "2026-11-04")
    look(town, gives(PAGE % 1), "2026-11-05")
    assert "5/11/2026" in said()[1]


def test_it_works(town: Town, companion: str):
    assert site(town, "2026-11-09") is State.DECLARED_ONLY
    assert look(town, gives(PAGE % 1), "2026-11-05") == "stands"
    done = Fulfilment.objects.get(clock__part=SITE, how=How.STAMPED.value)
    assert done.done_day == date(2026, 11, 5)  # the day it was seen, never the day somebody says
    assert site(town, "2026-11-09") is State.DONE_ON_TIME
    entry = Entry.objects.filter(act="disclosure.look").get()
    assert not entry.sealed
    page = town.client().get(reverse("thing", args=[companion])).content.decode()
    assert URL in page


def test_entering(town: Town):
    thing = town.disclosed()
    done = check_common(town, acts.official, {"disclosure": thing.subject, "url": f" {URL}#x "}, wrong="front")
    assert leaf(done)["public"] == {"official": URL}
    assert not Run.objects.exclude(entry=Run.objects.first().entry).exists()  # an address fulfils nothing


@pytest.mark.parametrize(
    "url", ["http://portal.example/", "https://other.example/", "https://127.0.0.1/", "https://portal.example@10.0.0.1/", ""]
)
def test_an_address_off_the_list(town: Town, url: str, settings: LazySettings):
    thing = town.disclosed()
    with refused("The address must begin with https://"):
        town.do(acts.official, disclosure=thing.subject, url=url)
    settings.OFFICIAL_HOSTS = []
    with refused("No official portal is listed in this house yet."):
        town.do(acts.official, disclosure=thing.subject, url=URL)


def test_a_counter_on_the_page_is_no_news(town: Town, companion: str):
    look(town, gives(PAGE % 1), "2026-11-05")
    before = Entry.objects.count()
    assert look(town, gives(PAGE % 2), "2026-11-06") == "stands"
    assert Entry.objects.count() == before
    assert Official.objects.get().looked == town.now


def test_another_file_is_told(town: Town, companion: str):
    stored = b"%PDF-1.4 first"
    row = Official.objects.get()
    town.patch.setattr(sightings, "recognised", lambda row, answer: {"file"})
    assert look(town, gives(stored, kind="application/pdf"), "2026-11-05") == "stands"
    assert look(town, gives(b"%PDF-1.4 second", kind="application/pdf"), "2026-11-06") == "changed"
    row.refresh_from_db()
    assert bytes(row.digest) == hashlib.sha256(b"%PDF-1.4 second").digest()
    assert Run.objects.filter(how=How.STAMPED.value, to_day=None).count() == 1


@pytest.mark.parametrize(
    ("body", "result"),
    [
        ("<h1>Trang chủ</h1>", "unlike"),
        ("Quyết định 112/QĐ-UBND và nhiều văn bản khác", "unlike"),  # a number alone is in many lists
        ("Quyết định 1112/QĐ-UBND ngày 30/10/2026", "unlike"),
        ("112/QĐ-UBND ngày 30 tháng 10 năm 2026", "stands"),
        ("", "unlike"),
    ],
)
def test_what_is_recognised(town: Town, companion: str, body: str, result: str):
    assert look(town, gives(body), "2026-11-05") == result
    assert Fulfilment.objects.filter(clock__part=SITE, how=How.STAMPED.value).exists() is (result == "stands")


def test_our_own_address_is_recognised(town: Town, companion: str):
    assert look(town, gives(f'<a href="https://dinhlang.example/cong-khai/{companion}/">x</a>'), "2026-11-05") == "stands"


@pytest.mark.parametrize("fetch", [gives("x", 404), gives("x", 410), gives("<h1>Trang chủ</h1>")])
def test_gone_ends_the_posting_on_the_day_it_was_seen_gone(town: Town, companion: str, fetch: Callable[[str], Answer]):
    look(town, gives(PAGE % 1), "2026-11-05")
    assert look(town, fetch, "2026-11-10") in {"gone", "unlike"}
    assert Run.objects.get(how=How.STAMPED.value).to_day == date(2026, 11, 10)
    assert look(town, gives(PAGE % 1), "2026-11-12") in {"stands", "changed"}
    assert Run.objects.filter(how=How.STAMPED.value, to_day=None).get().from_day == date(2026, 11, 12)


@pytest.mark.parametrize("fetch", [away, gives("x", 500), gives("x", 403)])
def test_silence_says_nothing(town: Town, companion: str, fetch: Callable[[str], Answer]):
    look(town, gives(PAGE % 1), "2026-11-05")
    before = Entry.objects.count()
    assert look(town, fetch, "2026-11-10") == "away"
    assert Entry.objects.count() == before
    assert Run.objects.get(how=How.STAMPED.value).to_day is None


def test_one_bad_host_stops_no_other_and_each_is_looked_at_once_a_day(town: Town, companion: str):
    other = town.disclosed("2026-11-03", "113/QĐ-UBND", "2026-11-02")
    town.do(acts.official, disclosure=other.subject, url=f"https://{HOST}/tin/2")

    def half(url: str) -> Answer:
        if url.endswith("2"):
            raise Away("slow")
        return Answer(200, "text/html", (PAGE % 1).encode())

    town.go("2026-11-05")
    assert sorted(one.result for one in sightings.run(town.now, half)) == ["away", "stands"]
    assert sightings.run(town.now, half) == ()
    town.go("2026-11-06")
    assert len(sightings.run(town.now, half)) == 2


def test_another_address_ends_what_was_seen_at_the_first(town: Town, companion: str):
    look(town, gives(PAGE % 1), "2026-11-05")
    town.go("2026-11-06")
    town.do(acts.official, disclosure=companion, url=f"https://{HOST}/khac")
    assert Run.objects.get(how=How.STAMPED.value).to_day == date(2026, 11, 6)
    assert Official.objects.filter(ended=None).count() == 1


def test_a_designated_site_gains_nothing_by_it(town: Town):
    thing = town.disclosed()
    town.do(acts.official, disclosure=thing.subject, url=URL)
    before = Run.objects.filter(to_day=None).count()
    assert look(town, gives(PAGE % 1), "2026-11-05") == "stands"
    assert Run.objects.filter(to_day=None).count() == before
    assert look(town, gives("x", 404), "2026-11-06") == "gone"
    assert Run.objects.filter(to_day=None).count() == before  # what was posted here stands here


def test_only_the_house_itself_enters_a_look(town: Town, companion: str):
    given: dict[str, Any] = {"official": Official.objects.get().subject, "result": "stands", "digest": "00" * 32, "mark": "00" * 32}
    with refused("Your office may not do this here."):
        town.do(acts.look, "officer", **given)
    house = System("sightings")
    for wrong in ({"result": "away"}, {"result": "x"}, {"official": "0" * 16}):
        with nothing_changes(), pytest.raises(Refused):
            acts.look(by=house, at=town.now, command_id=uuid4(), body=town.ward, **{**given, **wrong})


def test_withdrawn_is_not_looked_at(town: Town, companion: str):
    town.do(acts.withdraw, disclosure=companion, reason="posted-by-mistake")
    town.go("2026-11-05")
    assert sightings.run(town.now, gives(PAGE % 1), every=True) == ()

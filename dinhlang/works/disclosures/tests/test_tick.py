"""`disclosure.tick`, `disclosure.offer_ticks`, `disclosure.close_ticks`: a village says by its link that it hangs there."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from dinhlang.core.actor import Guest
from dinhlang.core.rules import How, State
from dinhlang.ground.duties.models import Run
from dinhlang.ground.people.authorise import authorise
from dinhlang.ground.record import clock
from dinhlang.ground.record.act import Done
from dinhlang.ground.record.models import Entry
from dinhlang.works.disclosures import acts, policy
from dinhlang.works.disclosures.models import TickLink
from dinhlang.works.disclosures.tests.town import ANN, ONE, POINTS, TWO, Town, check_common, leaf, nothing_changes, refused, upload

DAY = date(2026, 11, 3)


def offered(town: Town) -> str:
    """A disclosure whose villages have their links."""
    thing = town.disclosed()
    town.do(acts.offer_ticks, disclosure=thing.subject)
    return thing.subject


def link(town: Town, subject: str, village: str = ONE) -> TickLink:
    return TickLink.objects.get(disclosure=subject, village=town.ids[village], revoked=None)


def token(town: Town, subject: str, village: str = ONE) -> str:
    return acts.token_of(link(town, subject, village).subject)


def ticked(town: Town, token: str, **more: Any) -> Done:
    given = {"posted": DAY, "read": None, **more}
    return town.do(acts.tick, Guest(token), body=town.ward, **given)


def test_it_works(town: Town):
    subject = offered(town)
    town.go("2026-11-04")
    done = ticked(town, token(town, subject))
    assert leaf(done)["public"] == {"part": POINTS, "place": ONE, "from": "2026-11-03", "by": "link"}
    assert not Run.objects.exclude(place="web").exists()  # sealed: it takes effect with its batch
    town.flush()
    run = Run.objects.get(place=ONE)
    assert (run.how, run.from_day, run.subject) == (How.DECLARED, DAY, subject)
    assert town.state(part=POINTS, on="2026-11-07") is State.DECLARED_ONLY
    assert Entry.objects.get(act="disclosure.tick").sealed


def test_offering(town: Town):
    thing = town.disclosed()
    done = check_common(town, acts.offer_ticks, {"disclosure": thing.subject}, wrong="head")
    assert leaf(done)["public"]["villages"] == [ONE, TWO]
    with refused("Each village has its link already."):
        town.do(acts.offer_ticks, disclosure=thing.subject)
    until = clock.local_day(town.now).toordinal() + policy.values().tick_link_days
    assert {row.until.toordinal() for row in TickLink.objects.all()} == {until}


def test_closing(town: Town):
    subject = offered(town)
    mine = token(town, subject)
    done = check_common(town, acts.close_ticks, {"disclosure": subject, "village": ONE}, wrong="front")
    assert leaf(done)["public"] == {"village": ONE}
    with refused("This link does not work"):
        ticked(town, mine)
    town.do(acts.close_ticks, disclosure=subject)
    with refused("There is no open link to close."):
        town.do(acts.close_ticks, disclosure=subject)
    town.do(acts.offer_ticks, disclosure=subject)
    assert token(town, subject) != mine


@pytest.mark.parametrize("wrong", ["", ".", "x", "0000000000000000.aaaaaaaaaaaaaaaa", "ü.ü"])
def test_a_link_that_is_none(town: Town, wrong: str):
    offered(town)
    with refused("This link does not work"):
        ticked(town, wrong)
    assert Client().get(reverse("tick", args=[wrong or "-"])).status_code == 404


def test_a_changed_or_foreign_or_old_link(town: Town):
    subject = offered(town)
    one, two = token(town, subject), token(town, subject, TWO)
    mixed = one.partition(".")[0] + "." + two.partition(".")[2]
    for wrong in (mixed, one[:-1] + ("a" if one[-1] != "a" else "b"), one.upper()):
        with refused("This link does not work"):
            ticked(town, wrong)
    with refused("This belongs to another body."):
        town.do(acts.tick, Guest(one), body=town.ids["01279"], posted=DAY, read=None)
    town.go("2027-03-01")
    with refused("This link does not work"):
        ticked(town, one)


def test_said_twice(town: Town):
    subject = offered(town)
    town.go("2026-11-04")
    mine, command = token(town, subject), uuid4()
    first = ticked(town, mine, command_id=command)
    with nothing_changes():
        assert ticked(town, mine, command_id=command) == first
    with refused("This was said already"):
        ticked(town, mine)
    assert leaf(ticked(town, mine, posted=None, read=DAY))["public"] == {"part": POINTS, "place": ONE, "read": "2026-11-03", "by": "link"}
    town.flush()
    assert Run.objects.filter(place=ONE).count() == 1


def test_a_link_does_nothing_else(town: Town):
    subject = offered(town)
    guest = Guest(token(town, subject))
    for act, payload in (
        (acts.place, {"disclosure": subject, "part": POINTS, "place": ONE, "from_day": DAY}),
        (acts.withdraw, {"disclosure": subject, "reason": "posted-by-mistake"}),
        (acts.report, {"title": "x", "where": "y", "item": None, "show": True}),
    ):
        with refused("Your office may not do this here."):
            town.do(act, guest, **payload)
    with refused("Your office may not do this here."):
        town.do(acts.tick, ANN, posted=DAY, read=None)
    assert authorise(guest, "disclosure.tick", town.ward, town.now).office == "guest"


def test_what_hangs_already_is_not_hung_twice(town: Town):
    subject = offered(town)
    town.hung(subject, "2026-11-02", POINTS, ONE, by="head")
    town.go("2026-11-04")
    ticked(town, token(town, subject))
    town.flush()
    assert Run.objects.filter(place=ONE).count() == 1


def test_days_that_cannot_be(town: Town):
    subject = offered(town)
    for day in (date(2026, 12, 24), date(2026, 10, 1)):
        with refused("The posting cannot have begun on" if day < DAY else "A posting is entered when it has happened"):
            ticked(town, token(town, subject), posted=day)


def test_what_was_withdrawn_is_not_ticked(town: Town):
    subject = offered(town)
    mine = token(town, subject)
    town.do(acts.withdraw, disclosure=subject, reason="posted-by-mistake")
    with refused("This cannot be done any more"):
        ticked(town, mine)
    assert Client().get(reverse("tick", args=[mine])).status_code == 404


def test_the_page_needs_no_account_no_cookie_and_no_script(town: Town):
    subject = offered(town)
    town.go("2026-11-04")
    address = reverse("tick", args=[token(town, subject)])
    client = Client(enforce_csrf_checks=True)
    page = client.get(address).content.decode()
    assert "Tổ 1" in page
    assert "<script" not in page
    client.cookies.clear()
    sent = {"command_id": str(uuid4()), "posted": "on", "day": "3/11/2026", "photo": upload()}
    for _again in range(2):
        sent["photo"] = upload()
        assert client.post(address, sent).status_code == 302
    assert link(town, subject).posted == DAY
    assert "Đã ghi: Đã dán 3/11/2026." in client.get(address).content.decode().partition("<form")[0]  # said above what is still asked
    bad = client.post(address, {"command_id": str(uuid4()), "read": "on", "day": "4/12/2026"})
    assert bad.status_code == 422
    assert client.post(address, {"command_id": str(uuid4()), "read": "on", "day": "4/11/2026"}).status_code == 302
    assert "<form" not in client.get(address).content.decode().partition("<main")[2]
    assert town.client("officer").get(reverse("six", args=[subject])).content.decode().count("4/11/2026") >= 1


def test_a_link_is_not_tried_for_ever(town: Town):
    subject = offered(town)
    address = reverse("tick", args=[token(town, subject)])
    for _n in range(policy.values().tick_tries_an_hour):
        assert Client().post(address, {"command_id": str(uuid4()), "day": "3/11/2026"}).status_code == 422
    with nothing_changes():
        late = Client().post(address, {"command_id": str(uuid4()), "posted": "on", "day": "3/11/2026"})
    assert late.status_code == 422
    assert not link(town, subject).posted

"""Lists of the law that change on a day, and a rulebook in force that has none of them yet: what was chosen stays readable, what cannot be
done says so, no page goes down."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client

from dinhlang.core.refusal import Refused
from dinhlang.core.rules import Listing, Rulebook
from dinhlang.ground.duties.models import Clock
from dinhlang.ground.record import clock, rulebooks
from dinhlang.works.meetings.models import Item, Meeting
from dinhlang.works.votes import acts
from dinhlang.works.votes.models import Matter
from tests.meetings.hall import OFFICE, OFFICIALS, POINTS, make_room
from tests.sending import text
from tests.votes.hall import CONTRIBUTION, HEAD, ONE, SELF, WARD, Hall, make_hall
from tests.votes.test_initiatives import begun, keys_of
from tests.votes.test_sequels import adopted, annulled, follow

DESK, ADOPTED = "/viec-can-lam/", "dinhlang rulebook adopt"


def go_by(patch: pytest.MonkeyPatch, book: Rulebook) -> None:
    patch.setattr(rulebooks, "current", lambda: book)


def older() -> Rulebook:
    """The rulebook of a house before lists and steps stood in one."""
    book = rulebooks.current()
    kinds = tuple(replace(one, steps=()) for one in book.event_kinds)
    return replace(book, listing_versions=(), listings={}, event_kinds=kinds)


def reworded(day: date, without: Mapping[str, str]) -> Rulebook:
    """The rulebook with a new wording from `day` on of each list named: without that entry, or without the rule of that name."""
    book, found = rulebooks.current(), list[Listing]()
    for one in book.listing_versions:
        if one.id not in without:
            found.append(one)
            continue
        gone = without[one.id]
        entries, of = (tuple(name for name in one.entries if name.id != gone), tuple(rule for rule in one.of if rule != gone))
        assert (entries, of) != (one.entries, one.of), one.id
        found += (replace(one, in_force_to=day - timedelta(days=1)), replace(one, in_force_from=day, entries=entries, of=of))
    return replace(book, listing_versions=tuple(found))


def issue(hall: Hall, matter: str, paper: str) -> None:
    given = {"number": f"{matter}/QĐ", "dated": clock.local_day(hall.town.now)}
    hall.town.do(acts.issue, "head", body=hall.village, matter=matter, paper=paper, **given)


def shown(hall: Hall, *pages: str) -> None:
    """These pages and the desks stay up for whoever asks."""
    for name in ("", "head", "work-board", "chair", "officer"):
        for page in (*pages, f"/don-vi/{ONE}/", f"/don-vi/{ONE}/quyet-dinh/", f"/don-vi/{WARD}/", *((DESK,) if name else ())):
            assert text(hall.town.client(name), page)


def test_a_vote_under_a_rulebook_that_is_older_starts_nothing_in_silence(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    """Called, closed, sent: refused, with who to ask, and nothing changed; the pages stay up."""
    hall = make_hall(monkeypatch)
    hall.households(10)
    idea = begun(hall, keys_of(hall)[0])
    sent = adopted(hall, CONTRIBUTION)
    issue(hall, sent, "minutes")
    gone, call = annulled(hall), hall.agreed()
    close = hall.agreed()
    hall.call(close)
    hall.count(close, 1, 10, 9, 1)
    go_by(monkeypatch, older())
    before, states = Clock.objects.count(), [hall.state(one) for one in (sent, call, close)]
    for step in (
        lambda: hall.town.do(acts.send, "head", body=hall.village, matter=sent),
        lambda: hall.call(call),
        lambda: hall.close(close),
    ):  # fmt: skip
        with pytest.raises(Refused) as stopped:
            step()
        assert ADOPTED in str(stopped.value)
    assert (Clock.objects.count(), [hall.state(one) for one in (sent, call, close)]) == (before, states)
    shown(hall, *(f"/quyet-dinh/{one}/" for one in (sent, gone, call, close)), f"/sang-kien/{idea}/")


def test_a_meeting_under_a_rulebook_that_is_older(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    """No button on the desk, a page that stays up, and a result that is not taken."""
    room = make_room(monkeypatch)
    room.list(30, OFFICE, "head-office")
    head = room.town.client("head-office")
    assert "trieu-tap/?loai=" in text(head, DESK)
    meeting = room.call()
    go_by(monkeypatch, older())
    assert "trieu-tap/?loai=" not in text(head, DESK)
    for page in (f"/hoi-nghi/{meeting}/", f"/hoi-nghi/{meeting}/lich.ics", f"/don-vi/{OFFICE}/hoi-nghi/", f"/don-vi/{OFFICE}/"):
        assert text(head, page)
    with pytest.raises(Refused) as stopped:
        room.hold(meeting, 20)
    assert ADOPTED in str(stopped.value)
    assert Meeting.objects.get(pk=meeting).state == "called"


def test_what_was_chosen_from_a_list_outlives_its_wording(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    """A name of Art. 20(1), a ground, a sequel, a matter of households: each leaves its list on a day, and is read as before."""
    hall = make_hall(monkeypatch)
    hall.households(10)
    idea = begun(hall, keys_of(hall)[0])
    named, gone, late = adopted(hall), annulled(hall), adopted(hall)
    issue(hall, named, "memorandum")
    lost = hall.propose(HEAD, by="team", choices=("Nông Văn Tài", "Hoàng Văn Sơn"))
    hall.call(lost, by="team", secret=True, days=8)
    hall.count(lost, 1, 10, 5, 5, by=("team", "work-board"))
    hall.close(lost, by="team")
    follow(hall, lost, "elect-again")
    lists = {
        "community-decision-names": "memorandum", "community-decision-annulled-for": "procedure",
        **{one.id: "elect-again" for one in rulebooks.current().listing_versions if one.entry("elect-again")},
        **{one.id: SELF for one in rulebooks.current().listing_versions if one.lists == "initiative" and SELF in one.of},
    }  # fmt: skip
    go_by(monkeypatch, reworded(clock.local_day(hall.town.now) + timedelta(days=1), lists))
    pages = {one: text(Client(), f"/quyet-dinh/{one}/") for one in (named, gone, lost)}
    hall.town.now += timedelta(days=1)
    for one, word in ((named, "Bản ghi nhớ"), (gone, "Không tuân thủ trình tự"), (lost, "Quyết định bầu lại")):
        assert word in pages[one]
        assert word in text(Client(), f"/quyet-dinh/{one}/")
    assert "quyết lại từ đầu" in text(hall.town.client("head"), f"/quyet-dinh/{gone}/").lower()
    with pytest.raises(Refused) as stopped:  # the act goes by the list of its own day
        issue(hall, late, "memorandum")
    assert stopped.value.basis == "Law 10/2022/QH15 Art. 20(1)"
    issue(hall, late, "minutes")
    Matter.objects.filter(pk=named).update(paper="scroll")  # of no wording at all
    assert "scroll" in text(Client(), f"/quyet-dinh/{named}/")
    shown(hall, f"/sang-kien/{idea}/", *(f"/quyet-dinh/{one}/" for one in (named, gone, lost, late)))


def test_a_conference_called_before_the_new_wording_is_held_after_it(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    room = make_room(monkeypatch)
    room.list(30, OFFICE, "head-office")
    meeting, head = room.call(wait=False), room.town.client("head-office")
    gone = POINTS[OFFICIALS][2]
    go_by(monkeypatch, reworded(clock.local_day(room.town.now) + timedelta(days=2), {"officials-conference-agenda": gone}))
    room.town.now += timedelta(days=5, hours=2)
    assert "trách nhiệm của người đứng đầu" in text(head, f"/hoi-nghi/{meeting}/")
    assert text(head, f"/hoi-nghi/{meeting}/lich.ics")
    assert room.hold(meeting, 20) == "held"
    assert room.state().value.startswith("done")
    Item.objects.filter(meeting=meeting, item=gone).update(item="scroll")  # of no wording at all
    assert "scroll" in text(head, f"/hoi-nghi/{meeting}/")
    with pytest.raises(Refused):
        room.call()
    assert Meeting.objects.get(pk=room.call(points=[one for one in POINTS[OFFICIALS] if one != gone])).state == "called"

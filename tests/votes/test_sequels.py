"""What follows a vote: decided once more from nothing, elected again, a head removed, an interim head, a new election with its clocks."""

from datetime import date, timedelta

import pytest
from django.test import Client

from dinhlang.core.refusal import NotYours, Refused
from dinhlang.core.rules import State
from dinhlang.ground.duties.models import Clock
from dinhlang.ground.people import acts as people
from dinhlang.ground.polls import reads as rounds
from dinhlang.ground.record import clock
from dinhlang.ground.rolls.models import Line
from dinhlang.ground.ui import format
from dinhlang.works.disclosures.tests.town import CONSOLE, Town
from dinhlang.works.votes import acts, audit
from dinhlang.works.votes.models import Matter
from tests.sending import send, text
from tests.votes.hall import HEAD, ONE, REMOVAL, SELF, Hall
from tests.votes.test_pages import LIST, day_of

NEW, INTERIM = "commune-decides-new-head-election", "commune-names-interim-head"
AGAIN, INSTEAD = "commune-decides-on-electing-again", "commune-decides-removal-not-agreed"


def adopted(hall: Hall, rule: str = SELF) -> str:
    matter = hall.agreed(rule)
    hall.call(matter)
    hall.count(matter, 1, 10, 9, 1)
    hall.close(matter)
    return matter


def annulled(hall: Hall, ground: str = "procedure") -> str:
    matter = adopted(hall)
    given = {"number": "15/QĐ-UBND", "dated": clock.local_day(hall.town.now), "reason": "Không đủ ngày báo trước"}
    hall.town.do(acts.annul, "chair", matter=matter, ground=ground, **given)
    return matter


def again(hall: Hall, matter: str, by: str = "head", rule: str = SELF, **more: object) -> str:
    words = {"title": "Làm đường bê tông ngõ 12", "text": "Mỗi hộ góp 300.000 đ và hai ngày công.", **more}
    return hall.town.do(acts.propose, by, body=hall.village, rule=rule, again=matter, **words).subject


def removed(hall: Hall, came: int = 10) -> str:
    """The head is removed by the households, and the commune recognises it."""
    matter = hall.propose(REMOVAL, by="work-board", title="Cho thôi làm Tổ trưởng", text="Theo đơn xin thôi.")
    hall.call(matter, by="work-board", secret=True)
    hall.count(matter, 1, came, came - 2, 2, by=("work-board", "officer"))
    hall.close(matter, by="work-board")
    day = clock.local_day(hall.town.now)
    hall.town.do(acts.issue, "work-board", body=hall.village, matter=matter, paper="minutes", number="01/BB", dated=day)
    hall.town.do(acts.send, "work-board", body=hall.village, matter=matter)
    hall.town.do(acts.recognise, "chair", matter=matter, number="20/QĐ-UBND", dated=day)
    return matter


def follow(hall: Hall, matter: str, about: str, by: str = "chair", **more: object) -> None:
    given = {"number": "30/QĐ-UBND", "dated": clock.local_day(hall.town.now), **more}
    hall.town.do(acts.follow_up, by, matter=matter, about=about, **given)


def owed(town: Town, rule: str, source: str) -> tuple[Clock, State]:
    one = Clock.objects.get(rule=rule, source=source)
    assert one.body_id == town.ward
    return one, town.state(rule, one.occasion, one.part)


def test_annulled_for_its_procedure_it_is_decided_from_nothing(hall: Hall) -> None:
    """Over a list frozen anew, a meeting first, no vote of before; once."""
    hall.households(10)
    old = annulled(hall)
    page = f"/quyet-dinh/{old}/"
    assert "quyết lại từ đầu" in text(hall.town.client("head"), page).lower()
    Line.objects.filter(member__body=hall.village, number="10").update(to_day=clock.local_day(hall.town.now) - timedelta(days=1))
    send(hall.town.client("head"), page + "quyet-lai/")
    new = Matter.objects.get(again=old)
    assert new.state == "agreed"
    assert rounds.rounds([new.pk]) == ()
    assert f"/quyet-dinh/{new.pk}/" in text(Client(), page)
    assert page in text(Client(), f"/quyet-dinh/{new.pk}/")
    hall.call(new.pk)
    assert rounds.rounds([new.pk])[0].number == 1
    assert rounds.rounds([new.pk])[0].on_roll == 9
    hall.count(new.pk, 1, 9, 5, 4)
    hall.close(new.pk)
    assert hall.state(new.pk) == "adopted"
    assert hall.state(old) == "annulled"
    with pytest.raises(Refused):
        again(hall, old)
    assert list(audit.differences()) == []


def test_not_where_the_law_does_not_say_so(hall: Hall) -> None:
    """Against the law: a new matter. Lost, adopted, other words, another matter, another office: not once more."""
    hall.households(10)
    unlawful, kept, fresh = annulled(hall, "unlawful"), adopted(hall), annulled(hall)
    lost = hall.agreed(SELF)
    hall.call(lost)
    hall.count(lost, 1, 10, 2, 8)
    hall.close(lost)
    for one in (unlawful, kept, lost, "0000000000000000"):
        with pytest.raises(Refused):
            again(hall, one)
        assert hall.town.client("head").get(f"/quyet-dinh/{one}/quyet-lai/").status_code in (200, 404)
    with pytest.raises(Refused):
        again(hall, fresh, text="Mỗi hộ góp 900.000 đ.")
    with pytest.raises(Refused):
        again(hall, fresh, rule="village-contribution")
    with pytest.raises(NotYours):
        again(hall, fresh, by="team")
    again(hall, fresh)


def test_nobody_elected_is_elected_again_when_the_commune_decides_so(hall: Hall) -> None:
    hall.households(20)
    names = ("Nông Văn Tài", "Lý Thị Hoa")
    matter = hall.propose(HEAD, by="team", title="Bầu Tổ trưởng", text="Nhiệm kỳ 2026–2031.", choices=names)
    hall.call(matter, by="team", secret=True, days=8)
    hall.count(matter, 1, 20, 10, 10, by=("team", "work-board"))
    hall.close(matter, by="team")
    assert hall.state(matter) == "lost"
    words = {"rule": HEAD, "title": "Bầu Tổ trưởng", "text": "Nhiệm kỳ 2026–2031.", "choices": ("Nông Văn Tài", "Hoàng Văn Sơn")}
    with pytest.raises(Refused):
        again(hall, matter, by="team", **words)
    assert owed(hall.town, AGAIN, matter)[1] is State.NO_DAY
    follow(hall, matter, "elect-again")
    assert owed(hall.town, AGAIN, matter)[1] is State.DONE_ON_TIME
    new = again(hall, matter, by="team", **words)
    hall.call(new, by="team", secret=True, days=8)
    hall.count(new, 1, 20, 4, 16, by=("team", "work-board"))
    hall.close(new, by="team")
    assert hall.state(new) == "adopted"
    assert "Hoàng Văn Sơn" in text(Client(), f"/quyet-dinh/{new}/")


def test_a_removal_the_meeting_did_not_agree_on_is_the_communes(hall: Hall) -> None:
    hall.households(10)
    matter = hall.propose(REMOVAL, by="work-board", title="Cho thôi làm Tổ trưởng", text="Theo kiến nghị.")
    hall.call(matter, by="work-board")
    hall.count(matter, 1, 10, 3, 7, by=("work-board", "officer"))
    hall.close(matter, by="work-board")
    assert owed(hall.town, INSTEAD, matter)[1] is State.NO_DAY
    with pytest.raises(Refused):
        hall.town.do(acts.follow_up, "chair", body=hall.village, matter=matter, about="stays", number="1", dated=date(2026, 3, 8))
    with pytest.raises(Refused):
        follow(hall, matter, "new-election")
    follow(hall, matter, "stays")
    assert owed(hall.town, INSTEAD, matter)[1] is State.DONE_ON_TIME
    assert "không cho thôi" in text(Client(), f"/quyet-dinh/{matter}/")


def test_after_a_removal_run_sixty_days_and_an_interim_head(hall: Hall) -> None:
    """Decided on the day before the last; the interim head's mandate ends by itself; over six months is said, and not refused."""
    hall.households(10)
    hall.town.do(people.end_mandate, CONSOLE, body=hall.village, mandate=hall.town.mandates["head"], decision="20/QĐ-UBND",
                 last_day=clock.local_day(hall.town.now) + timedelta(days=9))  # fmt: skip
    matter = removed(hall)
    recognised = clock.local_day(hall.town.now)
    one, state = owed(hall.town, NEW, matter)
    assert (one.opens, one.due) == (recognised, recognised + timedelta(days=60))
    assert state is State.NOT_YET_DUE
    until = recognised + timedelta(days=100)
    for wrong in ({}, {"until": recognised - timedelta(days=1)}):
        with pytest.raises(Refused):
            follow(hall, matter, "interim", **wrong)
    with pytest.raises(Refused):
        follow(hall, matter, "new-election", until=until)
    with pytest.raises(Refused):
        follow(hall, matter, "interim", by="officer", until=until)
    hall.town.now += timedelta(days=10)
    follow(hall, matter, "interim", until=until)
    assert owed(hall.town, INTERIM, matter)[1] is State.DONE_ON_TIME
    chair, desk, day = hall.town.client("chair"), "/viec-can-lam/", format.short_day(until)
    assert f"đến hết ngày {day} theo quyết định số 30/QĐ-UBND" in text(chair, desk)
    assert "Người lâm thời" in text(Client(), f"/quyet-dinh/{matter}/")
    assert day not in text(hall.town.client("front"), desk)
    assert not Clock.objects.filter(due=until).exists(), "no duty is made of a day that no text of law gives"
    hall.town.seat("interim", "village-head", ONE)
    row = hall.town.mandates["interim"]
    hall.town.do(people.end_mandate, CONSOLE, body=hall.village, mandate=row, last_day=until, decision="31/QĐ-UBND")
    hall.propose(SELF, by="interim")
    hall.town.go((until + timedelta(days=1)).isoformat())
    with pytest.raises(Refused, match="mandate does not run"):
        hall.propose(SELF, by="interim")
    assert owed(hall.town, NEW, matter)[1] is State.MISSING
    assert f"đã hết ngày {day}" in text(chair, desk)
    follow(hall, matter, "new-election")
    assert owed(hall.town, NEW, matter)[1] is State.DONE_LATE
    follow(hall, matter, "interim", until=clock.local_day(hall.town.now) + timedelta(days=300))
    assert "chưa đọc bản gốc" in text(Client(), f"/quyet-dinh/{matter}/")


def test_the_election_of_a_head_with_its_convener_and_clocks(hall: Hall) -> None:
    """After a removal: the commune decides by its form, the election team convenes, four notices count back from the meeting's day."""
    hall.households(20)
    matter = removed(hall, 20)
    chair, team, board, anybody = (hall.town.client(name) for name in ("chair", "team", "work-board", ""))
    send(chair, f"/quyet-dinh/{matter}/tiep-theo/new-election/", number="40/QĐ-UBND", dated=day_of(hall, 0))
    send(chair, f"/quyet-dinh/{matter}/tiep-theo/interim/", number="41/QĐ-UBND", dated=day_of(hall, 0), until=day_of(hall, 90))
    assert "41/QĐ-UBND" in text(chair, "/viec-can-lam/")
    assert "40/QĐ-UBND" in text(anybody, f"/quyet-dinh/{matter}/")
    assert hall.town.client("head").get(f"{LIST}de-xuat/").status_code == 200  # the head proposes other matters
    assert HEAD not in text(hall.town.client("head"), f"{LIST}de-xuat/")
    words = {"title": "Bầu Tổ trưởng", "text": "Nhiệm kỳ 2026–2031.", "choices": "Nông Văn Tài\nLý Thị Hoa"}
    send(team, LIST + "de-xuat/", rule=HEAD, **words, seats="")
    election = Matter.objects.get(rule=HEAD).pk
    page = f"/quyet-dinh/{election}/"
    meeting = clock.local_day(hall.town.now) + timedelta(days=25)
    where = {"day-0": day_of(hall, 25), "hour-0": "8h", "place-0": "Nhà văn hóa", "chair-0": "Tổ bầu cử"}
    send(team, page + "trieu-tap/", way="secret", **where)
    ahead = {one.rule: (meeting - one.due).days for one in Clock.objects.filter(source=election) if one.due is not None}
    assert ahead["commune-decides-head-election"] == 20
    assert ahead["village-sends-candidates"] == 15
    assert ahead["commune-sets-up-election-team"] == 10
    assert ahead["commune-announces-head-election"] == 7
    assert {one.body_id for one in Clock.objects.filter(source=election, rule__startswith="commune-")} == {hall.town.ward}
    hall.town.now += timedelta(days=26)
    for who in (team, board):
        send(who, page + "kiem-dem/1/", **{"took_part": 18, "votes-0": 4, "votes-1": 13, "spoilt": 1})
    send(team, page + "ket-thuc/")
    send(team, page + "van-ban/", paper="minutes", number="02/BB", dated=day_of(hall, 0))
    send(team, page + "gui/")
    due = Clock.objects.get(rule="commune-recognises-head-election", source=election)
    assert due.body_id == hall.town.ward
    assert "41/QĐ-UBND" in text(chair, "/viec-can-lam/"), "elected, and not recognised yet"
    send(chair, page + "cong-nhan/", number="50/QĐ-UBND", dated=day_of(hall, 0))
    assert "đã công nhận" in text(anybody, page)
    assert "41/QĐ-UBND" not in text(chair, "/viec-can-lam/")
    assert hall.town.state("commune-recognises-head-election", due.occasion, due.part) is State.DONE_ON_TIME


def test_called_off_the_communes_notices_are_not_owed_either(hall: Hall) -> None:
    hall.households(20)
    matter = hall.propose(HEAD, by="team", title="Bầu Tổ trưởng", text="Nhiệm kỳ.", choices=("Nông Văn Tài",))
    hall.call(matter, by="team", secret=True, days=25)
    assert Clock.objects.filter(source=matter, body=hall.town.ward, voided=None).exists()
    hall.town.now -= timedelta(days=20)
    hall.town.do(acts.call_off, "team", body=hall.village, matter=matter, reason="Người ứng cử rút")
    assert not Clock.objects.filter(source=matter, rule__startswith="commune-", voided=None).exists()

"""Who has a task in a vote: as many as the law asks for, nobody twice, nobody who stands, households of the round's own list."""

from datetime import timedelta

import pytest
from django.test import Client

from dinhlang.core.refusal import NotYours, Refused
from dinhlang.core.rules import State
from dinhlang.ground.duties.models import Clock
from dinhlang.ground.polls import reads as rounds
from dinhlang.ground.record import clock
from dinhlang.ground.record import reads as record
from dinhlang.works.votes import acts, audit
from dinhlang.works.votes.acts import Person
from dinhlang.works.votes.models import Helper
from tests.sending import send, text
from tests.votes.hall import HEAD, SELF, Hall
from tests.votes.test_pages import day_of

THREE = (Person("Nông Văn A", "Ban công tác Mặt trận"), Person("Lý Thị B", "Tổ dân phố"), Person("Hoàng Văn C", "Hội Nông dân"))
PLAN = "village-sends-ballot-plan"


def papers(hall: Hall) -> str:
    """Ballot papers that run."""
    hall.households(30)
    matter = hall.agreed(SELF)
    hall.call(matter, "paper")
    return matter


def secret(hall: Hall, n: int = 30) -> str:
    """An election by secret ballot that runs."""
    hall.households(n)
    matter = hall.propose(HEAD, by="team", choices=("Nông Văn Tài", "Hộ 7"), title="Bầu Tổ trưởng", text="Nhiệm kỳ.")
    hall.call(matter, by="team", secret=True, days=8)
    return matter


def name(hall: Hall, matter: str, *people: Person, by: str = "head", **more: object) -> None:
    hall.town.do(acts.team, by, body=hall.village, matter=matter, people=people, **more)


def test_it_works(hall: Hall) -> None:
    """A team with its plan, sent within two days; two witnesses; two who sign; named anew as a whole."""
    matter = papers(hall)
    day = clock.local_day(hall.town.now)
    name(hall, matter, *THREE, plan=day)
    one = Clock.objects.get(rule=PLAN, source=matter)
    assert one.due == day + timedelta(days=2)
    hall.town.do(acts.send_plan, "head", body=hall.village, matter=matter)
    assert hall.town.state(PLAN, one.occasion, one.part, code="04-t0000001") is State.DONE_ON_TIME
    with pytest.raises(Refused):
        hall.town.do(acts.send_plan, "head", body=hall.village, matter=matter)
    name(hall, matter, *THREE[:2], Person("Mã Văn D", "Hội Phụ nữ"), plan=day)
    assert Clock.objects.filter(rule=PLAN, source=matter).count() == 1
    hall.town.do(acts.witness, "head", body=hall.village, matter=matter, numbers=("3", " 9 "))
    hall.count(matter, 1, 30, 25, 5)
    hall.close(matter)
    hall.town.do(acts.signers, "head", body=hall.village, matter=matter, numbers=("1", "2"))
    rows = list(Helper.objects.filter(matter=matter).order_by("task", "place").values_list("task", "name"))
    assert rows == [("signer", ""), ("signer", ""), ("team", "Nông Văn A"), ("team", "Lý Thị B"), ("team", "Mã Văn D"), ("witness", ""),
                    ("witness", "")]  # fmt: skip
    assert list(audit.differences()) == []
    Helper.objects.filter(task="team", place=1).update(name="Nông Văn Khác")
    Helper.objects.filter(task="witness", place=2).delete()
    Helper.objects.filter(task="signer").update(round=2)
    told = [line.split(": ")[1] for line in audit.differences()]
    assert sorted(told) == [
        "2 in the record, 0 in the tables", "2 in the record, 1 in the tables", "in the tables, not in the record",
        "other names in the record",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "people",
    [
        THREE[:2],
        (*THREE, *(Person(f"Người {n}", "Tổ dân phố") for n in range(3))),
        (*THREE[:2], Person("  nông  văn a", "Hội Phụ nữ")),
        (*THREE[:2], Person("", "Hội Phụ nữ")),
        (*THREE[:2], Person("Mã Văn D", "")),
        (*THREE[:2], Person("x" * 121, "Hội")),
    ],
)
def test_teams_that_cannot_be(hall: Hall, people: tuple[Person, ...]) -> None:
    matter = papers(hall)
    with pytest.raises(Refused):
        name(hall, matter, *people)
    assert not Helper.objects.exists()


def test_nobody_who_stands_counts_or_witnesses(hall: Hall) -> None:
    """Neither by the name on the team nor as the representative of a household."""
    matter = secret(hall)
    with pytest.raises(Refused):
        name(hall, matter, *THREE[:2], Person("Nông văn Tài", "Tổ dân phố"), by="team")
    name(hall, matter, *THREE[:2], Person("Hộ 4", "Hộ gia đình"), by="team")
    for numbers in (("7", "8"), ("4", "8"), ("8", "8"), ("8", "31"), ("8", ""), ("8",)):  # stands, counts, twice, not listed, too few
        with pytest.raises(Refused):
            hall.town.do(acts.witness, "team", body=hall.village, matter=matter, numbers=numbers)
    hall.town.do(acts.witness, "team", body=hall.village, matter=matter, numbers=("8", "9"))
    with pytest.raises(NotYours):
        hall.town.do(acts.witness, "head", body=hall.village, matter=matter, numbers=("8", "9"))


def test_a_witness_was_at_the_meeting(hall: Hall) -> None:
    matter = secret(hall)
    one = rounds.rounds([matter])[0]
    keys = [seat.key for seat in rounds.seats_of(one, one.sittings[0])][:12]
    hall.town.do(acts.tick, "team", body=hall.village, matter=matter, sitting=1, keys=keys)
    with pytest.raises(Refused):
        hall.town.do(acts.witness, "team", body=hall.village, matter=matter, numbers=("8", "20"))
    hall.town.do(acts.witness, "team", body=hall.village, matter=matter, numbers=("8", "12"))


def test_where_hands_are_counted_there_is_no_board(hall: Hall) -> None:
    hall.households(10)
    matter = hall.agreed(SELF)
    hall.call(matter)
    with pytest.raises(Refused):
        name(hall, matter, *THREE)
    with pytest.raises(Refused):
        hall.town.do(acts.send_plan, "head", body=hall.village, matter=matter)
    with pytest.raises(Refused):
        hall.town.do(acts.signers, "head", body=hall.village, matter=matter, numbers=("1", "2"))


def test_the_public_reads_what_the_law_orders_and_no_more(hall: Hall) -> None:
    """Who carries papers round, by name; of witnesses and who signs only that there are two."""
    matter = papers(hall)
    page = f"/quyet-dinh/{matter}/"
    head, anybody = hall.town.client("head"), Client()
    assert "chưa cử" in text(head, page)
    assert "chưa cử" not in text(anybody, page)
    lines = "\n".join(f"{one.name}, {one.stands_for}" for one in THREE)
    send(head, page + "to-va-ban/", people=lines, plan=day_of(hall, 0))
    send(head, page + "gui-ke-hoach/")
    send(head, page + "chung-kien/", first="23", second="29")
    assert "Nông Văn A (Ban công tác Mặt trận)" in text(anybody, page)
    assert "23, 29" in text(head, page)
    assert "23, 29" in text(hall.town.client("officer"), page)
    hall.count(matter, 1, 30, 25, 5)
    hall.close(matter)
    send(head, page + "ho-ky/", first="24", second="27")
    assert "24, 27" in text(head, page)
    shown = text(anybody, page)
    assert "23, 29" not in shown
    assert "24, 27" not in shown
    told = [one.words for one in record.of_subjects([matter]) if one.act in ("vote.witness", "vote.signers")]
    assert told == [{"round": 1, "witnesses": 2}, {"round": 1, "signers": 2}]


def test_a_counting_board_is_not_told_to_everybody(hall: Hall) -> None:
    matter = secret(hall)
    name(hall, matter, *THREE, by="team")
    page = f"/quyet-dinh/{matter}/"
    assert "Lý Thị B" not in text(Client(), page)
    assert "Lý Thị B" in text(hall.town.client("team"), page)
    assert "Lý Thị B" in text(hall.town.client("work-board"), page)
    assert "Lý Thị B" not in text(hall.town.client("stranger"), page)

"""Initiatives: a tenth of all households, for three calendar months, each household once; who supports is nobody's business."""

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dinhlang.core import ledger
from dinhlang.core.actor import Voice
from dinhlang.core.refusal import NotHere, NotYours, Refused
from dinhlang.core.rules import State
from dinhlang.ground.people.personal import Subject
from dinhlang.ground.personal import acts as personal
from dinhlang.ground.personal import holdings
from dinhlang.ground.record import clock, rulebooks
from dinhlang.ground.record import reads as record
from dinhlang.ground.record.act import Done
from dinhlang.ground.rolls import reads as rolls
from dinhlang.works.disclosures.tests.town import leaf, open_parts
from dinhlang.works.votes import acts, audit, initiatives
from dinhlang.works.votes.models import Initiative, Matter, Support
from tests.sending import field, send, text
from tests.votes.hall import CONTRIBUTION, HEAD, ONE, REMOVAL, SELF, TWO, Hall
from tests.votes.test_pages import household

LIST = f"/don-vi/{ONE}/quyet-dinh/"
WORDS = {"title": "Lắp đèn đường ngõ 5", "text": "Mỗi hộ góp một ngày công.\nLàm trong tháng tư."}
CONVENTION = "village-convention"


def keys_of(hall: Hall, code: str = ONE) -> list[str]:
    return [seat.key for seat in rolls.on(hall.town.ids[code], "households", clock.local_day(hall.town.now))]


def by(hall: Hall, act: Callable[..., Done], who: str, **payload: object) -> Done:
    """An act of a household, by its key."""
    return hall.town.do(act, Voice(household=who), body=hall.village, **payload)


def morrow(hall: Hall) -> None:
    """What households did today entered the record, and it is the morning of the next day: their number is told now."""
    hall.town.flush()
    hall.town.now += timedelta(days=1)


def begun(hall: Hall, who: str, rule: str = SELF, **more: object) -> str:
    """An initiative that entered the record."""
    subject = by(hall, acts.start, who, rule=rule, **WORDS, **more).subject
    hall.town.flush()
    return subject


def test_it_works(hall: Hall) -> None:
    """Three of thirty households; handed in; put to the people as it was worded, without anybody else agreeing; adopted."""
    hall.households(30)
    keys = keys_of(hall)
    idea = begun(hall, keys[0])
    by(hall, acts.support, keys[1], initiative=idea)
    by(hall, acts.support, keys[2], initiative=idea)
    with pytest.raises(Refused) as stopped:
        by(hall, acts.hand_in, keys[0], initiative=idea)
    assert stopped.value.values == {"supports": 0, "households": 30, "needed": 3}, "what the page says, and no more"
    morrow(hall)
    done = by(hall, acts.hand_in, keys[0], initiative=idea)
    assert {name: leaf(done)["public"][name] for name in ("supports", "households", "needed")} == {
        "supports": 3, "households": 30, "needed": 3
    }  # fmt: skip
    hall.town.flush()
    matter = hall.propose(SELF, initiative=idea, **WORDS)
    assert hall.state(matter) == "agreed"
    assert Matter.objects.get(pk=matter).initiative.pk == idea
    hall.call(matter)
    hall.count(matter, 1, 30, 20, 10)
    hall.close(matter)
    assert hall.state(matter) == "adopted"
    assert list(audit.differences()) == []


def test_with_too_few_it_is_not_handed_in(hall: Hall) -> None:
    """Two of thirty: a tenth is three. Exactly a tenth is enough, of eleven households two must."""
    hall.households(30)
    keys = keys_of(hall)
    idea = begun(hall, keys[0])
    by(hall, acts.support, keys[1], initiative=idea)
    morrow(hall)
    by(hall, acts.support, keys[2], initiative=idea)
    assert "gui/" not in text(household(keys[0]), f"/sang-kien/{idea}/")
    with pytest.raises(Refused) as stopped:
        by(hall, acts.hand_in, keys[0], initiative=idea)
    assert stopped.value.values == {"supports": 2, "households": 30, "needed": 3}
    hall.households(11, TWO, by="head-two")
    two = keys_of(hall, TWO)
    other = hall.town.do(acts.start, Voice(household=two[0]), body=hall.town.ids[TWO], rule=SELF, **WORDS).subject
    with pytest.raises(Refused) as stopped:
        hall.town.do(acts.hand_in, Voice(household=two[0]), body=hall.town.ids[TWO], initiative=other)
    assert stopped.value.values["needed"] == 2


def test_fewer_are_enough_where_the_fronts_work_board_approves(hall: Hall) -> None:
    hall.households(30)
    keys = keys_of(hall)
    idea = begun(hall, keys[0])
    with pytest.raises(Refused):
        hall.town.do(acts.approve, "head", body=hall.village, initiative=idea, reason="Có lợi cho cả tổ")
    morrow(hall)
    hall.town.do(acts.approve, "work-board", body=hall.village, initiative=idea, reason="Có lợi cho cả tổ")
    row = Initiative.objects.get()
    assert (row.state, row.supports, row.needed) == ("handed", 1, 3)
    Initiative.objects.update(supports=3)
    assert list(audit.differences()) == [f"Initiative: handed in with other numbers than the record says: subject={idea}"]
    assert hall.state(hall.propose(SELF, initiative=idea, **WORDS)) == "agreed"


def test_the_duty_to_put_it_runs_from_handing_in_to_calling(hall: Hall) -> None:
    hall.households(10)
    idea = begun(hall, keys_of(hall)[0])
    morrow(hall)
    hall.town.do(acts.hand_in, "head", body=hall.village, initiative=idea)
    occasion = f"village-initiative-{clock.local_day(hall.town.now)}"
    given = {"rule": "village-tables-initiative", "occasion": occasion, "part": "put-to-the-people", "code": ONE}
    assert hall.town.state(**given) is State.NO_DAY
    matter = hall.propose(SELF, initiative=idea, **WORDS)
    assert hall.town.state(**given) is State.NO_DAY
    hall.call(matter)
    assert hall.town.state(**given) is State.DONE_ON_TIME


def test_a_convention_is_owed_by_the_law_and_by_its_decree(hall: Hall) -> None:
    """Law 10/2022 Art. 16(3) and Decree 61/2023 Art. 7(3): both run from handing in, and calling the vote does both."""
    hall.households(10)
    idea = hall.town.do(acts.start, "head", body=hall.village, rule=CONVENTION, number="1", **WORDS).subject
    hall.town.flush()
    morrow(hall)
    hall.town.do(acts.hand_in, "head", body=hall.village, initiative=idea)
    day = clock.local_day(hall.town.now)
    owed = [
        {"rule": rule, "occasion": f"{kind}-{day}", "part": part, "code": ONE}
        for rule, kind, part in (
            ("village-tables-initiative", "village-initiative", "put-to-the-people"),
            ("village-tables-convention-proposal", "convention-proposal-supported", "meeting"),
        )
    ]
    assert [hall.town.state(**one) for one in owed] == [State.NO_DAY, State.NO_DAY]
    assert text(hall.town.client("head"), "/viec-can-lam/").count(f"/sang-kien/{idea}/") >= 2
    matter = hall.propose(CONVENTION, initiative=idea, **WORDS)
    hall.call(matter)
    assert [hall.town.state(**one) for one in owed] == [State.DONE_ON_TIME, State.DONE_ON_TIME]


def test_a_household_supports_once_and_takes_it_back(hall: Hall) -> None:
    hall.households(30)
    keys = keys_of(hall)
    idea = begun(hall, keys[0])
    with pytest.raises(Refused):
        by(hall, acts.support, keys[0], initiative=idea)
    command = uuid4()
    first = by(hall, acts.support, keys[1], initiative=idea, command_id=command)
    assert by(hall, acts.support, keys[1], initiative=idea, command_id=command) == first
    assert Support.objects.count() == 2
    by(hall, acts.take_back, keys[1], initiative=idea)
    with pytest.raises(Refused):
        by(hall, acts.take_back, keys[1], initiative=idea)
    by(hall, acts.support, keys[1], initiative=idea)
    hall.town.do(acts.take_back, "head", body=hall.village, initiative=idea, number="2")
    hall.town.do(acts.support, "officer", body=hall.village, initiative=idea, number=" 2 ")
    assert Support.objects.filter(ended=None).count() == 2
    assert Support.objects.filter(manner="paper").get().mandate_id == hall.town.mandates["officer"]


def test_who_may_and_what_cannot_be(hall: Hall) -> None:
    hall.households(30)
    hall.households(10, TWO, by="head-two")
    keys = keys_of(hall)
    idea = begun(hall, keys[0])
    elsewhere = keys_of(hall, TWO)[0]
    for who in (elsewhere, "nobody-of-here00"):
        with pytest.raises(NotYours):
            by(hall, acts.support, who, initiative=idea)
    with pytest.raises(Refused):
        hall.town.do(acts.support, Voice(person="ann"), body=hall.village, initiative=idea)
    for number in ("", "31", "một"):
        with pytest.raises(Refused):
            hall.town.do(acts.support, "head", body=hall.village, initiative=idea, number=number)
    with pytest.raises(NotHere):
        by(hall, acts.support, keys[1], initiative="0000000000000000")
    with pytest.raises(NotYours):
        by(hall, acts.drop, keys[1], initiative=idea)
    with pytest.raises(NotYours):
        by(hall, acts.hand_in, keys[1], initiative=idea)
    for rule in (HEAD, "no-such-rule", "commune-contribution"):
        with pytest.raises(Refused):
            by(hall, acts.start, keys[0], rule=rule, **WORDS)
    for words in ({"title": " ", "text": "x"}, {"title": "x" * 201, "text": "x"}, {"title": "x", "text": ""}):
        with pytest.raises(Refused):
            by(hall, acts.start, keys[0], rule=SELF, **words)
    by(hall, acts.drop, keys[0], initiative=idea)
    for act in (acts.support, acts.take_back, acts.hand_in, acts.drop):
        with pytest.raises(Refused):
            by(hall, act, keys[0], initiative=idea)
    assert Support.objects.filter(ended=None).count() == 0


def test_supports_that_run_out_one_by_one_do_not_stop_it_for_ever(hall: Hall) -> None:
    """Three must; their supports run out on three days in a row. Each is given anew before it ends and counts without a gap, so that on no
    morning one is missing; twice on one day says nothing new."""
    hall.households(30)
    keys = keys_of(hall)
    idea = begun(hall, keys[0])  # 2 March
    for day, key in (("2026-03-03", keys[1]), ("2026-03-04", keys[2])):
        hall.town.go(day)
        by(hall, acts.support, key, initiative=idea)
        hall.town.flush()
    for day, key in (("2026-06-02", keys[0]), ("2026-06-03", keys[1])):
        hall.town.go(day)
        assert "Gia hạn đồng thuận" in text(household(key), f"/sang-kien/{idea}/")
        by(hall, acts.support, key, initiative=idea)
        with pytest.raises(Refused):
            by(hall, acts.support, key, initiative=idea)
        hall.town.flush()
    hall.town.go("2026-06-04")
    assert {one.until for one in Support.objects.filter(ended=None)} == {date(2026, 6, 4), date(2026, 9, 2), date(2026, 9, 3)}
    done = by(hall, acts.hand_in, keys[0], initiative=idea)
    assert leaf(done)["public"]["supports"] == 3


def test_what_was_taken_back_this_morning_is_not_handed_in(hall: Hall) -> None:
    """Neither counted nor under the root: handed in is what households supported when the day began and still do."""
    hall.households(30)
    keys = keys_of(hall)
    idea = begun(hall, keys[0])
    for key in keys[1:4]:
        by(hall, acts.support, key, initiative=idea)
    morrow(hall)
    by(hall, acts.take_back, keys[1], initiative=idea)
    by(hall, acts.support, keys[4], initiative=idea)  # today's: not told, not counted
    by(hall, acts.take_back, keys[2], initiative=idea)
    by(hall, acts.support, keys[2], initiative=idea)  # thought better of it: it supports it still
    done = by(hall, acts.hand_in, keys[0], initiative=idea)
    said = leaf(done)["public"]
    begun_day = Support.objects.get(member=keys[0]).day
    until = initiatives.last_day(begun_day, 3)
    assert until is not None
    leaves = [ledger.canonical([key, begun_day.isoformat(), until.isoformat()]) for key in sorted((keys[0], keys[2], keys[3]))]
    assert (said["supports"], said["root"]) == (3, ledger.root_of(ledger.leaf_hash(one) for one in leaves).hex())


def test_a_household_has_three_that_collect_at_once(hall: Hall) -> None:
    hall.households(30)
    keys = keys_of(hall)
    ideas = [by(hall, acts.start, keys[0], rule=SELF, **WORDS).subject for _n in range(3)]
    with pytest.raises(Refused):
        by(hall, acts.start, keys[0], rule=SELF, **WORDS)
    by(hall, acts.drop, keys[0], initiative=ideas[0])
    by(hall, acts.start, keys[0], rule=SELF, **WORDS)


def test_it_is_put_as_it_was_worded(hall: Hall) -> None:
    hall.households(10)
    idea = begun(hall, keys_of(hall)[0])
    morrow(hall)
    for words in ({**WORDS}, {**WORDS, "title": "Việc khác"}):
        with pytest.raises(Refused):
            hall.propose(SELF, initiative=idea, **words)  # not handed in yet; another wording
        if Initiative.objects.get().state == "collecting":
            hall.town.do(acts.hand_in, "head", body=hall.village, initiative=idea)
    with pytest.raises(Refused):
        hall.propose(CONTRIBUTION, initiative=idea, **WORDS)
    hall.propose(SELF, initiative=idea, **WORDS)
    with pytest.raises(Refused):
        hall.propose(SELF, initiative=idea, **WORDS)


def test_what_is_against_the_law_is_not_put(hall: Hall) -> None:
    hall.households(10)
    idea = begun(hall, keys_of(hall)[0])
    morrow(hall)
    hall.town.do(acts.hand_in, "head", body=hall.village, initiative=idea)
    with pytest.raises(Refused):
        hall.town.do(acts.turn_down, "head", body=hall.village, initiative=idea, reason=" ")
    hall.town.do(acts.turn_down, "head", body=hall.village, initiative=idea, reason="Trái Luật Lâm nghiệp")
    assert "Trái Luật Lâm nghiệp" in text(Client(), f"/sang-kien/{idea}/")
    with pytest.raises(Refused):
        hall.propose(SELF, initiative=idea, **WORDS)
    assert list(audit.differences()) == []


def test_for_the_convention_supports_are_collected_by_the_head(hall: Hall) -> None:
    """Decree 61/2023 Art. 7(2): on paper or at a meeting; by telephone only where the households chose that."""
    hall.households(30)
    key = keys_of(hall)[0]
    with pytest.raises(Refused) as stopped:
        by(hall, acts.start, key, rule=CONVENTION, **WORDS)
    assert "61/2023" in stopped.value.basis
    hall.town.do(acts.start, "head", body=hall.village, rule=CONVENTION, number="1", **WORDS)
    assert Initiative.objects.get().member_id == key


def test_a_petition_for_the_heads_removal_goes_past_the_head(hall: Hall) -> None:
    """At least half of all households; its supports run out with no term; the head neither takes nor sees them."""
    hall.households(10)
    keys = keys_of(hall)
    idea = begun(hall, keys[0], REMOVAL)
    for key in keys[1:4]:
        by(hall, acts.support, key, initiative=idea)
    with pytest.raises(NotYours):
        hall.town.do(acts.support, "head", body=hall.village, initiative=idea, number="5")
    hall.town.flush()
    hall.town.go("2026-12-01")
    with pytest.raises(Refused) as stopped:
        by(hall, acts.hand_in, keys[0], initiative=idea)
    assert stopped.value.values == {"supports": 4, "households": 10, "needed": 5}
    hall.town.do(acts.support, "work-board", body=hall.village, initiative=idea, number="5")
    with pytest.raises(Refused):
        hall.town.do(acts.approve, "work-board", body=hall.village, initiative=idea, reason="Gấp")
    page = f"/sang-kien/{idea}/"
    assert "Ai đồng thuận" in text(hall.town.client("work-board"), page)
    for name in ("head", "officer", "chair", "", "resident:ann"):
        assert "Ai đồng thuận" not in text(hall.town.client(name), page), name
    morrow(hall)
    by(hall, acts.take_back, keys[3], initiative=idea)
    with pytest.raises(Refused) as stopped:
        by(hall, acts.hand_in, keys[0], initiative=idea)
    assert stopped.value.values == {}, "no number of the day"
    by(hall, acts.support, keys[3], initiative=idea)
    by(hall, acts.hand_in, keys[0], initiative=idea)
    hall.town.flush()
    with pytest.raises(Refused):
        hall.town.do(acts.turn_down, "head", body=hall.village, initiative=idea, reason="Không đúng")
    matter = hall.propose(REMOVAL, by="work-board", initiative=idea, **WORDS)
    assert hall.state(matter) == "agreed"


# --- who supports is nobody's business ---


def test_the_public_reads_a_number_of_the_day_and_no_more(hall: Hall) -> None:
    """The page says the same from morning to evening, whatever households do on that day; the next day it says the sum."""
    hall.households(30)
    keys = keys_of(hall)
    idea = begun(hall, keys[0])
    hall.town.go("2026-03-03")
    page = f"/sang-kien/{idea}/"
    before = text(Client(), page)
    assert "có 1 trên 30 hộ" in before
    by(hall, acts.support, keys[1], initiative=idea)
    by(hall, acts.support, keys[2], initiative=idea)
    by(hall, acts.take_back, keys[0], initiative=idea)
    hall.town.flush()
    assert text(Client(), page) == before
    assert "đến hết ngày 3/6/2026" in text(household(keys[1]), page)
    hall.town.go("2026-03-04")
    assert "có 2 trên 30 hộ" in text(Client(), page)


def test_no_entry_says_what_a_household_supports(hall: Hall) -> None:
    """Entries of supports have a subject of their own, name no initiative in the open, and no row keeps an hour."""
    hall.households(30)
    keys = keys_of(hall)
    idea = begun(hall, keys[0])
    done = by(hall, acts.support, keys[1], initiative=idea)
    paper = hall.town.do(acts.support, "head", body=hall.village, initiative=idea, number="3")
    hall.town.flush()
    for one in (done, paper):
        assert one.subject != idea
        assert open_parts(one) == set()
    told = json.dumps([[entry.act, dict(entry.words)] for entry in record.of_subjects([idea])], default=str)
    assert "initiative.support" not in told
    assert not any(key in told for key in keys)
    kinds = {field.name: type(field).__name__ for field in Support._meta.fields}
    assert "DateTimeField" not in kinds.values()


@pytest.mark.parametrize(
    ("name", "sees"), [("head", True), ("work-board", True), ("front", True), ("officer", False), ("chair", False), ("stranger", False)]
)
def test_the_list_is_for_those_who_verify(hall: Hall, name: str, sees: bool) -> None:
    hall.households(30)
    keys = keys_of(hall)
    idea = begun(hall, keys[0])
    by(hall, acts.support, keys[6], initiative=idea)
    shown = text(hall.town.client(name), f"/sang-kien/{idea}/")
    assert ("Ai đồng thuận" in shown) is sees
    assert bool(re.search(r'scope="row">7<', shown)) is sees
    assert "Hộ 7" not in shown


def test_a_household_takes_its_data_along_and_is_erased(hall: Hall) -> None:
    """Its page of its own data tells both; after erasing, neither row leads to it, and the count of the day before still stands."""
    hall.households(30)
    keys = keys_of(hall)
    idea = begun(hall, keys[0])
    mine = household(keys[0])
    shown = text(mine, "/du-lieu-ca-nhan/cua-toi/")
    assert "Lắp đèn đường ngõ 5" in shown
    assert "Tính đến hết" in shown
    personal.erase_person(by=Voice(household=keys[0]), at=hall.town.now, command_id=uuid4(), subject=Subject("household", keys[0]))
    assert Support.objects.get().member_id is None
    assert Initiative.objects.get().member_id is None
    assert not any(
        one.of(Subject("household", keys[0])) for name, one in holdings.holdings().items() if name in ("supports", "initiatives")
    )
    hall.town.go("2026-03-03")
    assert "có 0 trên 30 hộ" in text(Client(), f"/sang-kien/{idea}/")


def test_a_support_long_past_is_only_a_number(hall: Hall) -> None:
    hall.households(30)
    keys = keys_of(hall)
    begun(hall, keys[0])
    hall.town.go("2026-11-28")
    personal.expire_all(hall.town.now)
    assert Support.objects.get().member_id == keys[0]  # 180 days after 2 June
    hall.town.go("2026-11-30")
    personal.expire_all(hall.town.now)
    assert Support.objects.get().member_id is None


# --- over a moving clock ---


def months_on(day: date) -> date:
    """Three calendar months later, counted on the fingers: not the house's own way."""
    year, month = (day.year, day.month + 3) if day.month < 10 else (day.year + 1, day.month - 9)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError


@pytest.mark.parametrize("seed", range(4))
def test_only_supports_whose_time_runs_are_counted(hall: Hall, seed: int) -> None:
    """Against a model that is a dictionary: a household's last support and its day; days go by, some long, some to a month's end."""
    rng = Random(seed)
    hall.households(12)
    keys = keys_of(hall)
    hall.town.go(rng.choice(["2026-11-29", "2026-11-30", "2027-01-31", "2026-03-02"]))
    idea = begun(hall, keys[0], REMOVAL if seed == 3 else SELF)  # a petition's supports have no term
    model = {keys[0]: Support.objects.get().day}
    row = Initiative.objects.get()

    def alive(on: date) -> set[str]:
        return {key for key, day in model.items() if seed == 3 or on <= months_on(day)}

    for _n in range(60):
        today, who = clock.local_day(hall.town.now), rng.choice(keys)
        match rng.randrange(4):
            case 0 | 1:
                if who in alive(today) and (seed == 3 or model[who] == today):
                    with pytest.raises(Refused):
                        by(hall, acts.support, who, initiative=idea)
                else:
                    by(hall, acts.support, who, initiative=idea)
                    model[who] = clock.local_day(hall.town.now)
            case 2:
                if who in alive(today):
                    by(hall, acts.take_back, who, initiative=idea)
                    del model[who]
                else:
                    with pytest.raises(Refused):
                        by(hall, acts.take_back, who, initiative=idea)
            case _:
                hall.town.flush()
                hall.town.now += timedelta(days=rng.choice([0, 1, 20, 45]))
        today = clock.local_day(hall.town.now)
        found = initiatives.stand_of(row, rulebooks.current(), today)
        assert (found.supports, found.households, found.needed) == (len(alive(today)), 12, 6 if seed == 3 else 2)
        tomorrow = today + timedelta(days=1)
        assert initiatives.stand_of(row, rulebooks.current(), tomorrow, begun=True).supports == len(alive(tomorrow))


def test_the_last_day_of_a_support(hall: Hall) -> None:
    for given, last in (
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2026, 3, 2), date(2026, 6, 2)),
        (date(2027, 12, 31), date(2028, 3, 31)),
        (date(2027, 11, 29), date(2028, 2, 29)),
    ):
        assert initiatives.last_day(given, 3) == last == months_on(given)
    assert initiatives.last_day(date(2026, 3, 2), None) is None


# --- by forms ---


def test_by_its_forms(hall: Hall) -> None:
    """A household proposes, two neighbours support it, one on paper at the head's; handed in, put to the people, seen on the desk."""
    hall.households(30)
    keys = keys_of(hall)
    mine, near, head, anybody = household(keys[0]), household(keys[1]), hall.town.client("head"), Client()
    assert "Đề xuất với tư cách hộ" in text(mine, LIST)
    assert "Đề xuất với tư cách hộ" not in text(anybody, LIST)
    send(mine, f"/don-vi/{ONE}/sang-kien/de-xuat/", rule=SELF, **WORDS)
    idea = Initiative.objects.get().pk
    page = f"/sang-kien/{idea}/"
    assert "Lắp đèn" not in text(anybody, LIST)
    hall.town.flush()
    assert "Lắp đèn đường ngõ 5" in text(anybody, LIST)
    assert "Làm trong tháng tư." in text(anybody, page)
    send(near, page + "dong-thuan/")
    send(near, page + "rut-dong-thuan/")
    send(near, page + "dong-thuan/")
    send(head, page + "dong-thuan/", number="9")
    morrow(hall)
    send(mine, page + "gui/")
    assert "sáng kiến đã được gửi" in text(head, "/viec-can-lam/")
    hall.town.flush()
    assert "3 trên 30 hộ" in text(anybody, page)
    send(head, page + "dua-ra/")
    matter = Matter.objects.get()
    assert "Lắp đèn đường ngõ 5" in text(anybody, f"/quyet-dinh/{matter.pk}/")
    assert matter.pk in text(anybody, page)
    assert anybody.get(page + "dong-thuan/").status_code in (302, 403)
    assert hall.town.client("stranger").get(page + "dong-thuan/").status_code == 403
    assert anybody.get("/sang-kien/0000000000000000/").status_code == 404


def test_what_was_typed_stays(hall: Hall) -> None:
    hall.households(30)
    mine, address = household(keys_of(hall)[0]), f"/don-vi/{ONE}/sang-kien/de-xuat/"
    blank = mine.get(address).content.decode()
    answer = mine.post(address, {"command_id": field(blank, "command_id"), "rule": SELF, "title": "Lắp đèn", "text": ""})
    assert answer.status_code == 422
    assert field(answer.content.decode(), "title") == "Lắp đèn"


def test_the_page_asks_few_questions(hall: Hall) -> None:
    hall.households(30)
    keys = keys_of(hall)
    idea = begun(hall, keys[0])
    for key in keys[1:20]:
        by(hall, acts.support, key, initiative=idea)
    for address in (f"/sang-kien/{idea}/", LIST):
        with CaptureQueriesContext(connection) as asked:
            assert Client().get(address).status_code == 200
        assert len(asked) <= 8, address

"""Households of a village: brought in whole, compared with what stands, never with an identity number; and changed by hand."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from dinhlang.core.refusal import Refused
from dinhlang.ground.imports import steps
from dinhlang.ground.record import clock
from dinhlang.ground.record import reads as record
from dinhlang.ground.rolls import acts, audit, reads
from dinhlang.ground.rolls.matching import Said, Step
from dinhlang.ground.rolls.models import Claim, Line, Look, Member
from dinhlang.works.disclosures.tests.town import ONE, TWO, WARD, Town, nothing_changes, refused
from tests.rolls.world import BY_NAME, COMMUNE, HOUSEHOLDS, LAN, PHUNG, SU, bring, enter, noted, report, said, xlsx


def today(town: Town) -> date:
    return clock.local_day(town.now)


def names(town: Town, code: str = ONE) -> list[tuple[str, str]]:
    return [(one.number, one.name) for one in reads.on(town.ids[code], "households", today(town))]


def test_it_works(town: Town) -> None:
    one = enter(town, xlsx(LAN, SU, PHUNG))
    assert one.state == "entered"
    assert names(town) == [("1", "Nông Thị Lan"), ("2", "Lý A Sử"), ("3", "Đàm Thị Phụng")]
    first = reads.on(town.ids[ONE], "households", today(town))[0]
    assert (first.second, first.cluster, first.address, first.phone) == ("Hoàng Văn Minh", "Cụm 1", "đầu ngõ 12", "0912345678")
    told = next(record.of_acts(("rolls.import",)))
    assert {key: told.words[key] for key in ("new", "changed", "gone", "list")} == {"new": 3, "changed": 0, "gone": 0, "list": "households"}
    assert "Lan" not in str(told.words), "the record says how many, never who"
    assert list(audit.differences()) == []


def test_the_same_list_twice_changes_nothing(town: Town) -> None:
    enter(town, xlsx(LAN, SU, PHUNG))
    town.go("2026-03-03")
    before = (Line.objects.count(), Member.objects.count(), record.size())
    again = enter(town, xlsx(LAN, SU, PHUNG), name="lai.xlsx")
    assert (again.state, report(again).known, again.code) == ("entered", 3, "")
    assert (Line.objects.count(), Member.objects.count(), record.size()) == before


def test_a_changed_list_gives_dated_changes_that_are_shown_first(town: Town) -> None:
    enter(town, xlsx(LAN, SU, PHUNG))
    keys = {one.name: one.key for one in reads.on(town.ids[ONE], "households", today(town))}
    town.go("2026-04-01")
    heir = (3, "Đàm Văn Quý", "", "Cụm 2", "cuối dốc", "")  # the stand-in represents now
    moved = (4, "Nông Thị Lan", "Hoàng Văn Minh", "Cụm 1", "đầu ngõ 12", "0912345678")  # another number
    one = bring(town, xlsx(moved, heir, (5, "Bế Thị Hoa", "", "", "", "")))
    assert [row.split(":")[0] for row in noted(one)] == [
        "No longer on the list", "Number 4, Nông Thị Lan", "Number 3, Đàm Văn Quý", "New on the list",
    ]  # fmt: skip
    assert (report(one).new, report(one).changed, report(one).gone) == (1, 2, 1)
    steps.confirm(one, mandate=town.mandates["head"], at=town.now)
    steps.enter(one, HOUSEHOLDS, at=town.now)
    assert names(town) == [("3", "Đàm Văn Quý"), ("4", "Nông Thị Lan"), ("5", "Bế Thị Hoa")]
    after = {one.name: one.key for one in reads.on(town.ids[ONE], "households", today(town))}
    assert (after["Nông Thị Lan"], after["Đàm Văn Quý"]) == (keys["Nông Thị Lan"], keys["Đàm Thị Phụng"])
    assert [one.name for one in reads.on(town.ids[ONE], "households", date(2026, 3, 31))][1] == "Lý A Sử", "what stood still stands"
    assert list(audit.differences()) == []
    assert report(one).notes == (), "no name stays in the report of a list of people"


def test_a_stranger_under_a_known_number_is_another_household(town: Town) -> None:
    enter(town, xlsx(LAN, SU))
    key = reads.on(town.ids[ONE], "households", today(town))[1].key
    town.go("2026-04-01")
    enter(town, xlsx(LAN, (2, "Bế Thị Hoa", "", "", "nhà mới", "")))
    assert reads.on(town.ids[ONE], "households", today(town))[1].key != key


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ((2, "Lý A Sử", "", "", "CCCD 004085001234", ""), "E"),
        ((2, "Lý A Sử", "", "", "", 4085001234), "F"),
        ((2, "Lý A Sử 080123456", "", "", "", ""), "B"),
        ((2, "Lý A Sử", "", "", "004 085 001 234", ""), "E"),
    ],
)
def test_an_identity_number_keeps_the_whole_file_out(town: Town, row: tuple[object, ...], column: str) -> None:
    with nothing_changes(), pytest.raises(Refused, match="identity number") as stopped:
        bring(town, xlsx(LAN, row))
    assert (stopped.value.values["row"], stopped.value.values["column"]) == (3, column)


def test_an_identity_number_is_found_in_a_column_that_nobody_chose(town: Town) -> None:
    header = ("TT", "Họ và tên chủ hộ", "Số CCCD")
    with nothing_changes(), pytest.raises(Refused, match="identity number"):
        bring(town, xlsx((1, "Nông Thị Lan", 4085001234), header=header))
    one = bring(town, xlsx((1, "Nông Thị Lan", 912345678), header=("TT", "Họ và tên chủ hộ", "Điện thoại")))
    assert report(one).wrong == 0, "a telephone that lost its zero is none"


@pytest.mark.parametrize("spelling", ["0912345678", "912345678", "+84 912 345 678", "84912345678", "0912.345.678", "091 234 5678"])
def test_a_telephone_in_six_spellings_is_one(town: Town, spelling: str) -> None:
    enter(town, xlsx((1, "Nông Thị Lan", "", "", "", spelling)))
    assert reads.on(town.ids[ONE], "households", today(town))[0].phone == "0912345678"


def test_ten_thousand_rows_of_which_twelve_are_wrong_enter_nothing_and_name_the_twelve(town: Town) -> None:
    rows = [(n, f"Hộ Thứ {n}", "", f"Cụm {n % 9}", f"nhà {n}", "") for n in range(1, 10_001)]
    for n in range(12):
        number = 800 * n + 8
        rows[number - 1] = (number, "", "", "", "", "") if n % 2 else (number, f"Hộ Thứ {number}", "", "", "", "không số")
    wrong = [800 * n + 9 for n in range(12)]
    one = bring(town, xlsx(*rows))
    assert [row for row, _column, _text in said(one)] == wrong
    assert report(one).wrong == 12
    with nothing_changes(), pytest.raises(Refused):
        steps.confirm(one, mandate=town.mandates["head"], at=town.now)
    assert not Member.objects.exists()


def test_two_people_for_one_household_are_refused_by_name(town: Town) -> None:
    one = bring(town, xlsx(LAN, (1, "Bế Thị Hoa", "", "", "", "")))
    assert said(one) == [
        (3, "number", "List number 1 stands in row 2 too (Nông Thị Lan). One household has one number and one representative.")
    ]
    two = bring(town, xlsx(LAN, (9, "Nông Thị Lan", "", "", "đầu ngõ 12", "")), name="hai.xlsx")
    assert [(row, column) for row, column, _text in said(two)] == [(3, "name")]


def test_a_commune_brings_the_lists_of_its_villages_in_one_file(town: Town) -> None:
    header = ("TT", "Tổ dân phố", "Chủ hộ")
    rows = [(1, "Tổ 1", "Nông Thị Lan"), (2, "Tổ 1", "Lý A Sử"), (1, "Tổ 2", "Đàm Thị Phụng")]
    enter(town, xlsx(*rows, header=header), "officer", kind=COMMUNE, code=WARD)
    assert (names(town), names(town, TWO)) == ([("1", "Nông Thị Lan"), ("2", "Lý A Sử")], [("1", "Đàm Thị Phụng")])
    other = bring(town, xlsx((1, "Tổ 9", "Bế Thị Hoa"), header=header), kind=COMMUNE, code=WARD, name="sai.xlsx")
    assert said(other) == [(2, "village", "No village of Phường Thục Phán is called “Tổ 9”. It has: Tổ 1, Tổ 2.")]


def test_who_may(town: Town) -> None:
    steps_ = (Step(town.ids[TWO], "", Said("1", "Bế Thị Hoa")),)
    payload = {"steps": steps_, "day": today(town), "document": "Danh sách"}
    for who in ("head", "board", "front", "stranger"):
        with refused("Your office"):
            town.do(acts.import_rows, who, body=town.ids[TWO], **payload)
    with refused("What is known here has changed"):
        town.do(acts.import_rows, "head", body=town.ids[ONE], **payload)
    town.do(acts.import_rows, "officer", body=town.ids[TWO], **payload)


def test_changes_by_hand_are_dated_with_a_reason(town: Town) -> None:
    enter(town, xlsx(LAN, SU))
    head, village = town.client("head"), town.ids[ONE]
    key = reads.on(village, "households", today(town))[0].key
    town.go("2026-05-04")
    page = reverse("roll", args=[ONE, "households"])
    sent = {"number": "7", "name": "Bế Thị Hoa", "day": "1/5/2026", "why": "moved-in", "command_id": str(uuid4())}
    assert head.post(reverse("roll-arrive", args=[ONE, "households"]), sent).status_code == 302
    assert head.post(reverse("roll-arrive", args=[ONE, "households"]), sent).status_code == 302, "sent twice, done once"
    sent = {"number": "8", "name": "Hoàng Văn Minh", "day": "2/5/2026", "why": "split", "command_id": str(uuid4())}
    assert head.post(reverse("roll-split", args=[ONE, "households", key]), sent).status_code == 302
    other = reads.on(village, "households", today(town))[1].key
    sent = {"day": "3/5/2026", "why": "moved-out", "command_id": str(uuid4())}
    assert head.post(reverse("roll-depart", args=[ONE, "households", other]), sent).status_code == 302
    assert names(town) == [("1", "Nông Thị Lan"), ("7", "Bế Thị Hoa"), ("8", "Hoàng Văn Minh")]
    assert reads.on(village, "households", today(town))[0].second == "", "who split off stands in no longer"
    assert "Bế Thị Hoa" in head.get(page).content.decode()
    assert list(audit.differences()) == []


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"name": "004085001234"}, "số định danh"),
        ({"phone": "12"}, "điện thoại"),
        ({"day": "31/12/2026"}, "chưa tới"),
        ({"day": "1/1/2026"}, "trước"),
        ({"number": ""}, "bắt buộc"),
    ],
)
def test_bad_input_keeps_what_was_typed(town: Town, sent: dict[str, str], words: str) -> None:
    enter(town, xlsx(LAN))
    key = reads.on(town.ids[ONE], "households", today(town))[0].key
    address = reverse("roll-amend", args=[ONE, "households", key])
    given = {"number": "1", "name": "Nông Thị Lan Anh", "day": "2/3/2026", "why": "correction", "command_id": str(uuid4()), **sent}
    with nothing_changes():
        answer = town.client("head").post(address, given)
    assert answer.status_code == 422
    if "name" not in sent:
        assert "Nông Thị Lan Anh" in answer.content.decode()


def test_two_people_claim_one_household(town: Town) -> None:
    enter(town, xlsx(LAN))
    officer, head = town.client("officer"), town.client("head")
    town.do(acts.look, "officer", body=town.ids[ONE], roll="households", reason="correction")
    sent = {"number": "1", "name": "Bế Thị Hoa", "day": "2/3/2026", "why": "moved-in", "command_id": str(uuid4())}
    answer = officer.post(reverse("roll-arrive", args=[ONE, "households"]), sent)
    assert answer.status_code == 422
    assert names(town) == [("1", "Nông Thị Lan")]
    claim = Claim.objects.get()
    page = head.get(reverse("roll", args=[ONE, "households"])).content.decode()
    assert "Bế Thị Hoa" in page
    assert head.post(reverse("roll-settle", args=[ONE, "households", claim.subject])).status_code == 302
    assert "Bế Thị Hoa" not in head.get(reverse("roll", args=[ONE, "households"])).content.decode()


def test_the_commune_says_why_it_looks_and_the_head_reads_it(town: Town) -> None:
    enter(town, xlsx(LAN))
    officer, page = town.client("officer"), reverse("roll", args=[ONE, "households"])
    answer = officer.get(page)
    assert answer.status_code == 302
    form = answer["Location"]
    assert officer.post(form, {"reason": "other", "words": "", "command_id": str(uuid4())}).status_code == 422
    assert not Look.objects.exists()
    sent = {"reason": "contact", "words": "Báo lịch cắt nước", "command_id": str(uuid4())}
    assert officer.post(form, sent).status_code == 302
    assert "Nông Thị Lan" in officer.get(page).content.decode()
    assert "Báo lịch cắt nước" in town.client("head").get(page).content.decode()
    assert town.client("chair").get(page).status_code == 302, "a look is one person's"
    town.go("2026-03-02", 12)
    assert officer.get(page).status_code == 302, "a look ends"


def test_nobody_else_sees_a_name(town: Town) -> None:
    enter(town, xlsx(LAN))
    town.seat("governor", "province-chair", "04")
    town.seat("operator", "operator", "04")
    town.go("2026-03-10")
    for who in ("", "resident:1", "front", "board", "stranger", "governor", "operator"):
        client = town.client(who)
        for name, more in (("roll", []), ("roll-look", []), ("roll-arrive", []), ("roll-freeze", [])):
            answer = client.get(reverse(name, args=[ONE, "households", *more]))
            assert answer.status_code == 403, (who, name)
            assert "Lan" not in answer.content.decode()
        assert client.get(reverse("imports", args=[ONE])).status_code in (302, 403), who


def test_a_frozen_list_stays_as_it_was(town: Town) -> None:
    enter(town, xlsx(LAN, SU))
    done = town.do(acts.freeze, "head", body=town.ids[ONE], roll="households", day=today(town), purpose="Họp bầu tổ trưởng")
    town.go("2026-04-01")
    enter(town, xlsx(LAN, PHUNG))
    frozen = reads.frozen(done.subject)
    assert (frozen.count, [one.name for one in frozen.seats]) == (2, ["Nông Thị Lan", "Lý A Sử"])
    since = reads.since(done.subject, today(town))
    assert ([one.name for one in since.arrived], [one.name for one in since.departed]) == (["Đàm Thị Phụng"], ["Lý A Sử"])
    assert list(audit.differences()) == []
    Line.objects.filter(name="Lý A Sử").update(name="Lý A Sùng")
    assert any("Snapshot" in line for line in audit.differences())


def test_villages_are_frozen_out_of_the_tree(town: Town) -> None:
    done = town.do(acts.freeze, "officer", roll="villages", day=today(town), purpose="Lấy ý kiến toàn phường")
    assert [one.name for one in reads.frozen(done.subject).seats] == ["Tổ 1", "Tổ 2"]


def test_other_rolls_come_in_the_same_way(town: Town) -> None:
    kind = BY_NAME["roll-staff"]
    header = ("STT", "Họ và tên", "Chức vụ", "Phòng")
    enter(town, xlsx((1, "Bế Thị Hoa", "Văn phòng - thống kê", "Văn phòng"), header=header), "officer", kind=kind, code=WARD)
    assert [(one.name, one.post, one.cluster) for one in reads.on(town.ward, "staff", today(town))] == [
        ("Bế Thị Hoa", "Văn phòng - thống kê", "Văn phòng")
    ]
    page = reverse("roll", args=[WARD, "staff"])
    assert "Bế Thị Hoa" in town.client("officer").get(page).content.decode()
    assert town.client("head").get(page).status_code == 403
    with refused("Your office does not keep"):
        steps_ = (Step(town.ward, "", Said("2", "Ai Đó")),)
        town.do(acts.change, "head", body=town.ward, roll="staff", steps=steps_, day=today(town), why="joined")


def test_an_empty_list_leads_to_the_file_first_and_says_its_example_in_vietnamese(town: Town) -> None:
    head, page = town.client("head"), reverse("roll", args=[ONE, "households"])
    first = re.search(r'<a class="btn" href="([^"]+)"', head.get(page).content.decode())
    assert first is not None
    assert first[1] == reverse("imports", args=[ONE])
    form = head.get(reverse("import-new", args=[ONE, "roll-households"])).content.decode()
    assert "List of households" not in form
    enter(town, xlsx(LAN))
    first = re.search(r'<a class="btn" href="([^"]+)"', head.get(page).content.decode())
    assert first is not None
    assert first[1] == reverse("roll-arrive", args=[ONE, "households"])

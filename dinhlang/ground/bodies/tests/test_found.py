"""Bodies enter from a list, find one another by the code of a day, and lead from old names to what became of them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings

from dinhlang.core import rules
from dinhlang.core.actor import System
from dinhlang.core.refusal import NotHere, Refused
from dinhlang.ground.bodies import acts, reads
from dinhlang.ground.bodies.acts import NewBody
from dinhlang.ground.bodies.models import Body, Fact, Registration, Succession
from dinhlang.ground.bodies.search import search
from dinhlang.ground.record import clock, founding, rulebooks, vault
from dinhlang.ground.record.act import Done
from dinhlang.ground.record.models import Entry
from tests.core.book import the_book

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 1, 5, 2, tzinfo=UTC)
DAY = date(2026, 1, 5)
BORN, LAST = date(2025, 7, 1), date(2025, 6, 30)
PROVINCE = NewBody("04", "Tỉnh Cao Bằng", "province", "tỉnh", "", "04", BORN)
WARD = NewBody(
    "01273",
    "Phường Thục Phán",
    "commune",
    "phường",
    "04",
    "04",
    BORN,
    (("01273", "Phường Hợp Giang", "phường", date(2004, 1, 1)), ("01282", "Phường Đề Thám", "phường", date(2012, 10, 25))),
)
VILLAGE = NewBody("04-t0000001", "Tổ dân phố 1 Sông Hiến", "village", "tổ dân phố", "01273", "04", BORN)


@pytest.fixture(autouse=True)
def house(monkeypatch: pytest.MonkeyPatch) -> None:
    """An open record on 5 January 2026."""
    monkeypatch.setattr(rules, "load", lambda files: the_book())
    monkeypatch.setattr(clock, "now", lambda: NOW)
    founding.open_log("demo.invalid/test", at=NOW, files=rulebooks.read_folder(settings.RULEBOOK_DIR))


def found(*rows: NewBody) -> Done:
    return acts.found(by=System("console"), at=NOW, command_id=uuid4(), body=None, bodies=rows, source="Danh mục giả định")


def say(name: str = "has_portal", value: str = "1", document: str = "01/QĐ-UBND", from_day: date = DAY, body: int | None = None) -> Done:
    body = reads.find("01273", DAY).id if body is None else body
    payload: dict[str, Any] = {"name": name, "value": value, "document": document, "from_day": from_day}
    return acts.set_fact(by=System("console"), at=NOW, command_id=uuid4(), body=body, **payload)


def nothing_new() -> bool:
    return not Entry.objects.filter(act__startswith="bodies.").exists() and not Body.objects.exists()


def test_it_works() -> None:
    done = found(PROVINCE, WARD, VILLAGE)
    ward = reads.find("01273", DAY)
    assert (ward.name, ward.kind, ward.kind_word, ward.alive_from, ward.alive_to) == ("Phường Thục Phán", "commune", "phường", BORN, None)
    assert [one.name for one in reads.villages(ward.id, DAY)] == ["Tổ dân phố 1 Sông Hiến"]
    assert reads.ancestors(reads.find("04-t0000001", DAY).id) == (reads.find("04-t0000001", DAY).id, ward.id, reads.find("04", DAY).id)
    assert reads.formerly(ward.id, DAY) == ("Phường Hợp Giang", "Phường Đề Thám")
    leaf = bytes.fromhex(done.leaf)
    words = next(part.value for part in vault.open_parts([leaf])[leaf] if part.name == "public")
    assert [one["code"] for one in words["bodies"]] == ["04", "01273", "04-t0000001"]
    assert words["source"] == "Danh mục giả định"


def test_a_code_is_not_an_identity() -> None:
    found(PROVINCE, WARD)
    old, new = reads.find("01273", LAST), reads.find("01273", BORN)
    assert (old.name, new.name) == ("Phường Hợp Giang", "Phường Thục Phán")
    assert old.id != new.id
    assert (old.alive_to, new.alive_from) == (LAST, BORN)
    assert reads.find("01282", LAST).name == "Phường Đề Thám"


@pytest.mark.parametrize(
    ("code", "day"), [("01282", BORN), ("01273", date(2003, 12, 31)), ("1273", DAY), ("", DAY), ("x" * 99, DAY), ("04-t0000009", DAY)]
)
def test_no_body_has_that_code_that_day(code: str, day: date) -> None:
    found(PROVINCE, WARD, VILLAGE)
    with pytest.raises(NotHere, match="leading zeros"):
        reads.find(code, day)


def test_a_body_is_called_as_it_was_called() -> None:
    found(PROVINCE, WARD)
    new = reads.find("01273", DAY).id
    old = reads.find("01273", LAST).id
    assert reads.place(old, DAY).name == "Phường Hợp Giang"  # its last name, after its end
    with pytest.raises(Refused, match="did not exist yet"):
        reads.place(new, LAST)
    assert set(reads.places([old, new], LAST)) == {old}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("thục phán", ["Phường Thục Phán"]),
        ("thuc phan", ["Phường Thục Phán"]),
        ("THỤC", ["Phường Thục Phán"]),
        ("  Thục   Phán ", ["Phường Thục Phán"]),
        ("de tham", ["Phường Thục Phán"]),  # an old name leads to what became of it
        ("Đề Thám", ["Phường Thục Phán"]),
        ("hop giang", ["Phường Thục Phán"]),
        ("01273", ["Phường Thục Phán"]),
        ("01282", ["Phường Thục Phán"]),
        ("song hien", ["Tổ dân phố 1 Sông Hiến"]),
        ("0127", []),
        ("1273", ["Phường Thục Phán"]),  # a spreadsheet took the zero away
        ("4", ["Tỉnh Cao Bằng"]),
        ("phan thuc", ["Phường Thục Phán"]),  # words in any order
        ("phuong thuc", ["Phường Thục Phán"]),
        ("hien", ["Tổ dân phố 1 Sông Hiến"]),
        ("huc phan", []),  # not in the middle of a word
        ("Hà Nội", []),
        ("", []),
        ("%", []),
        ("'; DROP TABLE", []),
    ],
)
def test_search(query: str, names: list[str]) -> None:
    found(PROVINCE, WARD, VILLAGE)
    assert [one.name for one in search(query, DAY)] == names


def test_search_on_an_old_day_finds_the_old_bodies() -> None:
    found(PROVINCE, WARD)
    assert [one.name for one in search("hop giang", LAST)] == ["Phường Hợp Giang"]
    assert search("thuc phan", LAST) == ()


def test_a_name_two_mergers_ago_leads_to_the_living() -> None:
    found(PROVINCE, WARD)
    ancient = Body.objects.create(kind="commune", alive_from=date(1990, 1, 1), alive_to=date(2003, 12, 31), province_code="04")
    Registration.objects.create(
        body=ancient,
        code="01270",
        name="Xã Vườn Cam",
        kind_word="xã",
        from_day=date(1990, 1, 1),
        to_day=date(2003, 12, 31),
        folded=reads.folded("Xã Vườn Cam"),
    )
    Succession.objects.create(old=ancient, new_id=reads.find("01273", LAST).id, day=date(2004, 1, 1))
    assert [one.name for one in search("vuon cam", DAY)] == ["Phường Thục Phán"]


def test_a_name_that_was_split_leads_to_both() -> None:
    found(PROVINCE, WARD, replace(WARD, code="01279", name="Phường Nùng Trí Cao", former=()))
    Succession.objects.create(old_id=reads.find("01282", LAST).id, new_id=reads.find("01279", DAY).id, day=BORN, topic="land")
    assert [one.name for one in search("de tham", DAY)] == ["Phường Nùng Trí Cao", "Phường Thục Phán"]


OLD = ("01273", "Phường Hợp Giang", "phường", date(2004, 1, 1))


@pytest.mark.parametrize(
    "row",
    [
        replace(WARD, name="Khác", former=()),  # the same day
        replace(WARD, name="Khác", former=(), alive_from=date(2026, 1, 1)),  # later, while the first one lives
        replace(WARD, name="Khác", former=(), alive_from=date(2020, 1, 1)),  # earlier, and still there when the first one begins
        replace(WARD, code="01999", name="Khác", former=(("01273", "Xã Cũ", "xã", date(2010, 1, 1)),)),  # within an old body's days
    ],
)
def test_one_code_belongs_to_one_body_at_a_time(row: NewBody) -> None:
    found(PROVINCE, replace(WARD, former=(OLD,)))
    before = (Body.objects.count(), Registration.objects.count(), Entry.objects.count())
    with pytest.raises(Refused, match="code 01273 belongs to Phường"):
        found(row)
    assert (Body.objects.count(), Registration.objects.count(), Entry.objects.count()) == before


def test_a_list_that_names_a_code_twice_is_refused_whole() -> None:
    with pytest.raises(Refused, match="code 01273 belongs to"):
        found(PROVINCE, WARD, replace(WARD, name="Khác", former=()))
    assert nothing_new()


def test_a_code_is_free_again_after_its_bearer() -> None:
    found(PROVINCE, replace(WARD, former=(OLD,)))
    found(replace(WARD, code="01999", name="Cũ hơn", former=(("01273", "Xã Xưa", "xã", date(1990, 1, 1)),), alive_from=date(2004, 1, 1)))
    assert reads.find("01273", date(2003, 12, 31)).name == "Xã Xưa"
    assert reads.find("01273", date(2004, 1, 1)).name == "Phường Hợp Giang"


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ((WARD,), "belongs to 04, which is not in the list"),
        ((VILLAGE, PROVINCE, WARD), "comes after it"),
        ((replace(PROVINCE, kind="kingdom"),), "knows no such kind"),
        ((PROVINCE, replace(WARD, former=(("01282", "Đề Thám", "phường", date(2025, 7, 1)),))), "before it began"),
    ],
)
def test_a_list_with_a_mistake_is_refused_whole(rows: tuple[NewBody, ...], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        found(*rows)
    assert nothing_new()


def test_a_fact_holds_from_its_day_on() -> None:
    found(PROVINCE, WARD)
    body = reads.find("01273", DAY).id
    say(from_day=date(2025, 9, 1))
    say(value="", document="02/QĐ-UBND", from_day=date(2025, 12, 1))
    held = [reads.fact(body, "has_portal", day) for day in (date(2025, 8, 31), date(2025, 9, 1), date(2025, 11, 30), date(2025, 12, 1))]
    assert [row and row.document for row in held] == [None, "01/QĐ-UBND", "01/QĐ-UBND", None]
    facts = [reads.facts(reads.place(body, day), day, rulebooks.current()).values for day in (date(2025, 8, 31), date(2025, 9, 1), DAY)]
    assert [one.get("has_portal") for one in facts] == [None, True, False]
    assert Entry.objects.filter(act="bodies.set_fact", body=body).count() == 2


def test_a_fact_takes_the_place_of_what_was_said_for_later_days() -> None:
    found(PROVINCE, WARD)
    body = reads.find("01273", DAY).id
    say(from_day=date(2025, 9, 1))
    say(value="", from_day=date(2025, 12, 1))
    say(document="03/QĐ-UBND", from_day=date(2025, 8, 1))
    days = (date(2025, 7, 31), date(2025, 8, 1), date(2025, 9, 1), DAY)
    assert [Fact.objects.filter(reads.on(day), body=body).count() for day in days] == [0, 1, 1, 1]
    assert {row.document for day in days[1:] if (row := reads.fact(body, "has_portal", day)) is not None} == {"03/QĐ-UBND"}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"document": " "}, "number and date of the document"),
        ({"from_day": LAST}, "did not exist on 2025-06-30"),
        ({"value": "yes"}, "“yes” is no value of has_portal"),
        ({"name": "villages", "value": "-1"}, "no value of villages"),
        ({"name": "villages", "value": ""}, "no value of villages"),
    ],
)
def test_a_fact_with_a_mistake_is_refused(wrong: dict[str, Any], sentence: str) -> None:
    found(PROVINCE, WARD)
    with pytest.raises(Refused, match=sentence):
        say(**wrong)
    assert not Fact.objects.exists()
    assert not Entry.objects.filter(act="bodies.set_fact").exists()


def test_nothing_becomes_true_of_a_body_that_has_ended() -> None:
    found(PROVINCE, WARD)
    with pytest.raises(Refused, match="did not exist on 2025-07-01"):
        say(from_day=BORN, body=reads.find("01273", LAST).id)


def test_a_fact_the_rulebook_does_not_ask_for_is_kept_as_words() -> None:
    found(PROVINCE, WARD)
    say(name="border", value="Trung Quốc")
    place = reads.find("01273", DAY)
    assert reads.facts(place, DAY, rulebooks.current()).values["border"] == "Trung Quốc"


@pytest.mark.parametrize(("text", "folded"), [("Đề  Thám", "de tham"), ("ĐƯỜNG", "duong"), ("Nùng Trí Cao", "nung tri cao"), ("", "")])
def test_fold(text: str, folded: str) -> None:
    assert reads.fold(text) == folded

"""A commune's own regulation binds: drawn up, adopted, followed by clocks, judged, explained, counted and brought back from the record."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dinhlang.config import commands
from dinhlang.config.cli import parser
from dinhlang.core.refusal import NotHere
from dinhlang.core.rules import Form, Layer, Matter, Shorter, State, Text, Unit
from dinhlang.ground.duties import acts as duty_acts
from dinhlang.ground.duties import audit, layers, project, reads
from dinhlang.ground.duties.counts import count_obligations, count_states
from dinhlang.ground.duties.models import Clock, Regulation
from dinhlang.ground.record import clock, export, recover, rulebooks, signer
from dinhlang.ground.record.act import Done
from dinhlang.ground.record.tests.test_recover import backup, restore
from dinhlang.works.disclosures import acts as disclosures
from dinhlang.works.disclosures.acts import Aim
from dinhlang.works.disclosures.tests.town import (
    CONSOLE,
    CONTRIBUTIONS,
    OTHER,
    WARD,
    Town,
    check_common,
    make_town,
    nothing_changes,
    refused,
)
from dinhlang.works.regulations import acts

pytestmark = pytest.mark.django_db
MARKET = Matter("ki-ot-cho", Text("Cho thuê ki ốt chợ", "Stalls"), 4, Unit.WORKING_DAY, (Form("local-ki-ot-cho", "board", 15),))
LAYER = Layer(
    WARD,
    "05/2026/QĐ-UBND",
    date(2026, 2, 27),
    date(2026, 3, 2),
    None,
    (Shorter(CONTRIBUTIONS, 3),),
    (Form(CONTRIBUTIONS, "board", 45), Form("commune-follows-disclosure-plan", "village-points", 20)),
    (MARKET,),
)


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, db: None) -> Town:
    town = make_town(monkeypatch)
    town.go("2026-03-02")
    return town


def adopt(town: Town, layer: Layer = LAYER, by: str = "chair", **more: Any) -> Done:
    return town.do(acts.adopt, by, layer=layer, **more)


def agree(town: Town, *bodies: int) -> None:
    """Pages and counts say the same, part by part and as a whole."""
    day, book = clock.local_day(town.now), rulebooks.current()
    for upcoming in (True, False):
        found = [one for code in (WARD, OTHER) for one in reads.obligations(reads.frame(code, day), upcoming=upcoming, every=True)]
        ids = [town.ids[WARD], town.ids[OTHER]]
        assert count_obligations(ids, day, book, upcoming=upcoming) == Counter((one.duty.id, one.state) for one in found)
        parts = Counter((one.duty.id, part.state) for one in found for part in one.parts)
        assert count_states(ids, day, book, upcoming=upcoming) == parts


def page(town: Town, name: str, *args: str, who: str = "") -> str:
    return town.client(who).get(reverse(name, args=args or [WARD])).content.decode()


def test_it_works(town: Town) -> None:
    """Adopted on Monday, it counts from Tuesday: a shorter term, a longer posting, a matter of the commune's own."""
    town.decided("1/QĐ-UBND", "2026-03-02")
    adopt(town)
    town.go("2026-03-03")
    town.decided("2/QĐ-UBND", "2026-03-03")
    before, after = town.owed(occasion="1-qd-ubnd"), town.owed(occasion="2-qd-ubnd")
    assert (before.due, after.due) == (date(2026, 3, 9), date(2026, 3, 6))
    holds = [{part.part.channel: (part.part.hold, part.part.basis.count("Regulation")) for part in one.parts} for one in (before, after)]
    assert [found["board"] for found in holds] == [(30, 0), (45, 1)]
    assert Clock.objects.get(occasion="2-qd-ubnd", part="board").hold == 45
    why = page(town, "why", WARD, CONTRIBUTIONS, "2-qd-ubnd")
    assert "Quy chế 05/2026/QĐ-UBND" in why
    assert "6/3/2026" in why
    assert "Quy chế 05/2026/QĐ-UBND bổ sung so với luật: trong 3 ngày làm việc; Niêm yết tại trụ sở, 45 ngày liên tục" in why
    assert reverse("regulation", args=[WARD]) in page(town, "body")
    assert "Quy chế 05" not in page(town, "why", WARD, CONTRIBUTIONS, "1-qd-ubnd")
    town.do(disclosures.register, item=14, kind="ki-ot-cho", number="3/QĐ-UBND", dated=date(2026, 3, 3), title="Ki ốt")
    own = town.owed("local-ki-ot-cho", "3-qd-ubnd")
    assert (own.due, own.state, own.duty.basis.partition("; ")[2]) == (date(2026, 3, 9), State.NOT_YET_DUE, "Regulation 05/2026/QĐ-UBND")
    agree(town)
    town.posted("", Aim("local-ki-ot-cho", "3-qd-ubnd"), item=14)
    thing = town.posted("", Aim(CONTRIBUTIONS, "2-qd-ubnd")).subject
    town.hung(thing, "2026-03-03")
    town.seen(thing)
    agree(town)
    town.go("2026-03-10")
    assert town.owed("local-ki-ot-cho", "3-qd-ubnd").state is State.MISSING
    assert f'href="{reverse("regulation", args=[WARD])}"' in page(town, "why", WARD, "local-ki-ot-cho", "3-qd-ubnd")
    agree(town)
    assert list(audit.differences()) == []


def test_everybody_can_read_it(town: Town) -> None:
    assert "chưa nhập quy chế" in page(town, "regulation")
    done = adopt(town)
    for text in (page(town, "regulation"), page(town, "regulation-one", WARD, done.subject)):
        for words in ("05/2026/QĐ-UBND", "Cho thuê ki ốt chợ", "45 ngày liên tục", "trong 3 ngày làm việc", "3/3/2026", "bổ sung"):
            assert words in text, words
    assert "số 05/2026/QĐ-UBND" in town.client().get(reverse("record")).content.decode()
    assert "05/2026/QĐ-UBND" in page(town, "body")
    later = replace(LAYER, number="9/2026/QĐ-UBND", matters=())
    town.go("2026-03-10")
    adopt(town, later)
    town.go("2026-03-11")
    assert "không còn áp dụng" in page(town, "regulation-one", WARD, done.subject)
    now = page(town, "regulation")
    assert "9/2026/QĐ-UBND" in now
    assert reverse("regulation-one", args=[WARD, done.subject]) in now
    assert town.client().get(reverse("regulation-one", args=[WARD, "x"])).status_code == 404


def test_a_later_one_takes_its_place_from_its_day(town: Town) -> None:
    adopt(town)
    town.go("2026-03-04")
    town.decided("1/QĐ-UBND", "2026-03-04")
    town.do(disclosures.register, item=14, kind="ki-ot-cho", number="3/QĐ-UBND", dated=date(2026, 3, 4), title="Ki ốt")
    later = replace(
        LAYER, number="9/2026/QĐ-UBND", in_force_from=date(2026, 4, 1), shorter=(Shorter(CONTRIBUTIONS, 2),), forms=(), matters=()
    )
    adopt(town, later)
    town.go("2026-04-01")
    town.decided("2/QĐ-UBND", "2026-04-01")
    assert [(town.owed(occasion=f"{n}-qd-ubnd").due, town.owed(occasion=f"{n}-qd-ubnd").duty.due.n) for n in (1, 2)] == [
        (date(2026, 3, 9), 3),
        (date(2026, 4, 3), 2),
    ]
    assert town.owed("local-ki-ot-cho", "3-qd-ubnd").duty.in_force_to == date(2026, 3, 31)
    with refused("This item has no such kind of document."):
        town.do(disclosures.register, item=14, kind="ki-ot", number="4/QĐ-UBND", dated=date(2026, 4, 1), title="Ki ốt")
    agree(town)


def test_a_document_that_is_dated_into_its_days_goes_by_it(town: Town) -> None:
    adopt(town)
    town.go("2026-03-04")
    done = town.decided("1/QĐ-UBND", "2026-03-02")
    town.do(disclosures.redate, decision=done.subject, dated=date(2026, 3, 4), reason="Đọc nhầm")
    owed = town.owed(occasion="1-qd-ubnd")
    assert (owed.due, Clock.objects.get(occasion="1-qd-ubnd", part="board").hold) == (date(2026, 3, 9), 45)
    town.do(disclosures.redate, decision=done.subject, dated=date(2026, 3, 2), reason="Đọc nhầm")
    assert (town.owed(occasion="1-qd-ubnd").due, Clock.objects.get(occasion="1-qd-ubnd", part="board").hold) == (date(2026, 3, 9), 30)
    assert list(audit.differences()) == []
    agree(town)


def test_a_form_that_was_added_is_owed_for_a_document_dated_into_its_days(town: Town) -> None:
    adopt(town, replace(LAYER, forms=(Form(CONTRIBUTIONS, "village-head"),)))
    town.go("2026-03-04")
    done = town.decided("1/QĐ-UBND", "2026-03-02")
    assert "village-head" not in {part.part.channel for part in town.owed(occasion="1-qd-ubnd").parts}
    town.do(disclosures.redate, decision=done.subject, dated=date(2026, 3, 4), reason="Đọc nhầm")
    assert "village-head" in {part.part.channel for part in town.owed(occasion="1-qd-ubnd").parts}
    agree(town)


def test_a_confirmation_of_the_law_holds_for_what_is_stricter(town: Town) -> None:
    duty = rulebooks.current().duties[CONTRIBUTIONS]
    paper = {"number": "45/BC-STP", "dated": date(2026, 3, 2), "issuer": "Sở Tư pháp"}
    town.do(duty_acts.confirm, CONSOLE, body=None, rule=CONTRIBUTIONS, wording=duty.hash.hex(), **paper)
    adopt(town)
    town.go("2026-03-04")
    town.decided("1/QĐ-UBND", "2026-03-04")
    assert "theo 45/BC-STP" in page(town, "why", WARD, CONTRIBUTIONS, "1-qd-ubnd")


def test_another_commune_pays_nothing_and_follows_the_law(town: Town) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            reads.frame(OTHER, clock.local_day(town.now))
        return len(asked)

    before = cost()
    adopt(town)
    assert cost() == before
    assert layers.book_at(town.ids[OTHER], date(2026, 4, 1)) is rulebooks.current()
    assert layers.book_at(town.ward, date(2026, 3, 2)) is rulebooks.current()
    assert layers.book_at(town.ward, date(2026, 3, 3)) is layers.book_at(town.ward, date(2026, 3, 4))


@pytest.mark.parametrize(
    ("layer", "words"),
    [
        (replace(LAYER, commune=OTHER), "This regulation is of another commune."),
        (replace(LAYER, dated=date(2026, 3, 9), in_force_from=date(2026, 3, 9)), "The document is dated"),
        (replace(LAYER, dated=date(2020, 3, 9)), "{name} has existed since"),
        (replace(LAYER, shorter=(Shorter(CONTRIBUTIONS, 5),)), "The law gives {n}"),
        (replace(LAYER, forms=(Form(CONTRIBUTIONS, "board", 20),)), "The law wants {n} days"),
        (replace(LAYER, in_force_to=date(2026, 3, 2)), "It counts from {first} on"),
    ],
)
def test_what_cannot_bind_is_refused(town: Town, layer: Layer, words: str) -> None:
    with refused(words):
        adopt(town, layer)


def test_it_is_adopted_once_and_by_the_chair(town: Town) -> None:
    check_common(town, acts.adopt, {"layer": LAYER}, by="chair", wrong="officer")
    with refused("This regulation was adopted already."):
        adopt(town)


def test_the_record_alone_brings_it_back(town: Town) -> None:
    adopt(town)
    before = audit.snapshot()
    Regulation.objects.all().delete()
    assert any(line.startswith("Regulation: in the record") for line in audit.differences())
    layers.forget()
    project.rebuild()
    assert audit.snapshot() == before


@pytest.mark.django_db(transaction=True)
def test_a_refill_brings_it_back(town: Town, tmp_path: Path) -> None:
    signer.current(town.now)
    copy = backup()
    adopt(town)
    town.now += timedelta(minutes=1)
    signer.current(town.now)
    export.export(tmp_path / "log")
    Regulation.objects.all().delete()
    restore(copy)
    layers.forget()
    assert not recover.refill(tmp_path / "log", lambda code, day: town.ids.get(code), lambda: 0).rowless
    assert layers.book_at(town.ward, date(2026, 3, 3)).duty_on(CONTRIBUTIONS, date(2026, 3, 3)).due.n == 3


# --- the form ---


def fields(**more: Any) -> dict[str, Any]:
    return {
        "command_id": str(uuid4()), "number": "05/2026/QĐ-UBND", "dated": "27/02/2026", "from_day": "02/03/2026",
        f"shorter:{CONTRIBUTIONS}": "3", f"hold:{CONTRIBUTIONS}:board": "45",
        "matters": "Cho thuê ki ốt chợ; 4", "matter_forms": ["board"], **more,
    }  # fmt: skip


def test_the_form_is_read_as_a_whole_and_then_adopted(town: Town) -> None:
    client, address = town.client("chair"), reverse("regulation-draft", args=[WARD])
    blank = client.get(address).content.decode()
    assert "Lấy ý kiến" in blank
    assert blank.count('type="text"') + blank.count("<textarea") <= 6
    given = fields()
    with nothing_changes():
        shown = client.post(address, {**given, "preview": "1"})
    text = shown.content.decode()
    assert shown.status_code == 200
    assert "Cho thuê ki ốt chợ" in text
    assert "45 ngày liên tục" in text
    assert f'name="shorter:{CONTRIBUTIONS}" value="3"' in text
    with nothing_changes():
        again = client.post(address, {**given, "change": "1"}).content.decode()
    assert 'value="05/2026/QĐ-UBND"' in again
    done = client.post(address, {**given, "adopt": "1"})
    assert done.status_code == 302
    assert client.post(address, {**given, "adopt": "1"}).headers["Location"] == done.headers["Location"]
    row = Regulation.objects.get()
    assert row.from_day == date(2026, 3, 3)
    assert layers.layer(bytes(row.digest)).shorter == (Shorter(CONTRIBUTIONS, 3),)
    now = page(town, "regulation", who="chair")
    assert "dang-ky-van-ban/?muc=4&amp;so=05/2026/QĐ-UBND&amp;ngay=27/02/2026" in now
    assert 'value="05/2026/QĐ-UBND"' in client.get(reverse("decision-register", args=[WARD]) + "?muc=4&so=05/2026/QĐ-UBND").content.decode()
    town.go("2026-03-03")
    offered = client.get(reverse("decision-register", args=[WARD])).content.decode()
    assert 'value="14 cho-thue-ki-ot-cho"' in offered
    sent = {
        "command_id": str(uuid4()),
        "number": "7/QĐ-UBND",
        "dated": "03/03/2026",
        "item": "14 cho-thue-ki-ot-cho",
        "title": "Ki ốt số 3",
    }
    assert client.post(reverse("decision-register", args=[WARD]), sent).status_code == 302
    assert town.owed("local-cho-thue-ki-ot-cho", "7-qd-ubnd").due == date(2026, 3, 9)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"number": ""}, "Số, ký hiệu"),
        ({"number": "05 của phường"}, "không có dấu cách"),
        ({"number": "\x00"}, ""),
        ({"dated": "32/13/2026"}, ""),
        ({"dated": "01/01/2027", "from_day": "02/01/2027"}, "chưa tới"),
        ({"from_day": "01/02/2026"}, "không thể có hiệu lực trước"),
        ({"matters": "Cho thuê ki ốt"}, "Dòng 1"),
        ({"matters": "…; 5"}, "Dòng 1"),
        ({"matters": "a; 5\nA; 6"}, "Dòng 2"),
        ({"matters": "a; 5", "matter_forms": []}, "ít nhất một hình thức"),
        ({"matters": "a; 5", "matter_forms": ["website"]}, "ít nhất một hình thức"),
        ({f"shorter:{CONTRIBUTIONS}": "9"}, ""),
        ({f"hold:{CONTRIBUTIONS}:board": "1"}, ""),
        ({"command_id": "x"}, ""),
    ],
)
def test_bad_input_keeps_what_was_typed(town: Town, given: dict[str, Any], words: str) -> None:
    client, address = town.client("chair"), reverse("regulation-draft", args=[WARD])
    for button in ("preview", "adopt"):
        with nothing_changes():
            response = client.post(address, fields(**given, **{button: "1"}))
        assert response.status_code == 422
        assert words in response.content.decode()
        assert "Cho thuê ki ốt" in response.content.decode() or "matters" in given


@pytest.mark.parametrize("who", ["", "officer", "front", "resident:ann"])
def test_nobody_else_sees_the_form(town: Town, who: str) -> None:
    assert town.client(who).get(reverse("regulation-draft", args=[WARD])).status_code == 403


def test_only_communes_have_one(town: Town) -> None:
    with pytest.raises(NotHere):
        reads.find("99999", clock.local_day(town.now))
    with refused("Your office does not act for this body."):
        adopt(town, replace(LAYER, commune=OTHER), body=town.ids[OTHER])


def test_the_command_line_checks_files(settings: LazySettings, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path, data in rulebooks.read_folder(Path(settings.RULEBOOK_DIR)).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    (tmp_path / "local").mkdir(exist_ok=True)
    head = 'commune = "01273"\nnumber = "05/QĐ-UBND"\ndated = 2026-05-04\nin_force = { from = 2026-06-01 }\n'
    good = tmp_path / "local" / "thuc-phan.toml"
    good.write_text(f'{head}[[shorter]]\nrule = "{CONTRIBUTIONS}"\nafter = 3\n')
    check = parser().parse_args(["rulebook", "check", str(tmp_path)])
    assert commands.run(check) == 0
    assert "regulations of communes" in capsys.readouterr().out
    good.write_text(f'{head}[[shorter]]\nrule = "{CONTRIBUTIONS}"\nafter = 7\nremove = true\n')
    assert commands.run(check) == 1
    assert f"local/thuc-phan.toml: {CONTRIBUTIONS}: remove: unknown key" in capsys.readouterr().err
    good.write_text(f'{head}[[shorter]]\nrule = "{CONTRIBUTIONS}"\nafter = 7\n')
    assert commands.run(check) == 1
    assert f"local/thuc-phan.toml: {CONTRIBUTIONS}: after: The law gives 5" in capsys.readouterr().err


def test_a_day_is_a_day(town: Town) -> None:
    """The first day is the day after it entered the record, also where its own lies back; never one that has begun."""
    adopt(town)
    assert Regulation.objects.get().from_day == clock.local_day(town.now) + timedelta(days=1)

"""`rulebook.confirm`: the province holds a wording against the law of today; it counts for that wording alone and as long as it stands."""

import argparse
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dinhlang.config import commands
from dinhlang.config.cli import parser
from dinhlang.core.rules import Read, scored
from dinhlang.ground.bodies.models import Registration
from dinhlang.ground.duties import acts, audit, confirmed, present, project, reads
from dinhlang.ground.duties.models import Confirmation
from dinhlang.ground.people import acts as people_acts
from dinhlang.ground.record import acts as record_acts
from dinhlang.ground.record import clock, export, recover, rulebooks, signer
from dinhlang.ground.record.act import Done
from dinhlang.ground.record.models import Entry, PublicVersion
from dinhlang.ground.record.tests.test_recover import backup, restore
from dinhlang.works.disclosures.tests.town import CONSOLE, CONTRIBUTIONS, WARD, Town, make_town, refused

pytestmark = pytest.mark.django_db
PAPER = {"number": "45/BC-STP", "dated": date(2026, 3, 2), "issuer": "Sở Tư pháp"}
FOUND = "45/BC-STP"


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, db: None) -> Town:
    town = make_town(monkeypatch)
    town.go("2026-03-10")
    return town


def wording(rule: str = CONTRIBUTIONS) -> str:
    return rulebooks.current().duties[rule].hash.hex()


def confirm(town: Town, by: Any = CONSOLE, **more: Any) -> Done:
    return town.do(acts.confirm, by, body=None, **{"rule": CONTRIBUTIONS, "wording": wording(), **PAPER, **more})


def undo(town: Town, by: Any = CONSOLE, **more: Any) -> Done:
    return town.do(acts.unconfirm, by, body=None, **{"rule": CONTRIBUTIONS, "reason": "Luật 97/2025/QH15 đã sửa", **more})


def page(town: Town, name: str = "rule", *args: str) -> str:
    return town.client().get(reverse(name, args=args or [CONTRIBUTIONS])).content.decode()


def test_it_works(town: Town) -> None:
    duty = rulebooks.current().duties[CONTRIBUTIONS]
    day = clock.local_day(town.now)
    assert not scored(duty, confirmed.confirmed(day))
    assert FOUND not in page(town)
    done = confirm(town)
    assert confirmed.confirmed(day) == {duty.hash}
    assert confirmed.confirmed(day - timedelta(days=1)) == frozenset()
    assert scored(duty, confirmed.confirmed(day))
    assert "45/BC-STP" in page(town)
    assert "Sở Tư pháp" in page(town)
    town.decided(dated="2026-03-09")
    why = page(town, "why", WARD, CONTRIBUTIONS, "112-qd-ubnd")
    assert "theo 45/BC-STP" in why
    assert "toàn văn" not in why
    assert "theo 45/BC-STP" in page(town, "duties", WARD)
    assert "đã được đối chiếu với văn bản hiện hành theo 45/BC-STP" in town.client().get(reverse("record")).content.decode()
    index = Entry.objects.get(hash=bytes.fromhex(done.leaf)).index
    assert "45/BC-STP" in page(town, "entry", str(index))


def test_it_ends_with_a_reason(town: Town) -> None:
    first = confirm(town)
    page(town)
    town.go("2026-03-20")
    last = undo(town)
    assert last.subject == first.subject
    assert confirmed.confirmed(date(2026, 3, 19)) != frozenset()
    assert confirmed.confirmed(date(2026, 3, 20)) == frozenset()
    assert FOUND not in page(town)
    assert "Luật 97/2025/QH15 đã sửa" in town.client().get(reverse("record")).content.decode()
    with refused("No confirmation of this rule stands."):
        undo(town)
    confirm(town)
    assert confirmed.confirmed(date(2026, 3, 20)) != frozenset()
    assert list(audit.differences()) == []


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"rule": "no-such"}, "There is no rule called"),
        ({"wording": "00" * 32}, "The rule {rule} has no such wording"),
        ({"wording": "x"}, "The rule {rule} has no such wording"),
        ({"number": " "}, "Name the document"),
        ({"issuer": ""}, "Name the document"),
        ({"dated": date(2027, 1, 1)}, "The document is dated"),
    ],
)
def test_what_names_no_wording_or_no_document_is_refused(town: Town, given: dict[str, Any], words: str) -> None:
    with refused(words):
        confirm(town, **given)


def test_a_wording_is_confirmed_once(town: Town) -> None:
    confirm(town)
    with refused("This wording is confirmed already."):
        confirm(town)
    with refused("Say why it no longer stands"):
        undo(town, reason=" ")


def law_officer(town: Town) -> None:
    user = get_user_model().objects.create_user("law")
    province = Registration.objects.get(code="04").body_id
    payload = {"account": user.pk, "office": "law-officer", "decision": "9/QĐ", "from_day": date(2026, 3, 1)}
    town.do(people_acts.appoint, CONSOLE, body=province, **payload)
    town.mandates["law"] = user.mandates.get().pk


@pytest.mark.parametrize("who", ["officer", "chair", "front"])
def test_no_office_of_a_commune_may(town: Town, who: str) -> None:
    with refused("Your office may not do this here."):
        confirm(town, who)


def test_the_law_officer_may_and_the_same_form_twice_is_once(town: Town) -> None:
    law_officer(town)
    command = uuid4()
    assert confirm(town, "law", command_id=command) == confirm(town, "law", command_id=command)
    assert Confirmation.objects.count() == 1
    assert "Người phụ trách pháp chế cấp tỉnh" in present.said(rulebooks.current().offices["law-officer"].text)


def test_another_wording_counts_no_more_and_the_page_says_so(town: Town) -> None:
    """The same rule, read otherwise: what was confirmed was the other wording."""
    confirm(town)
    book = rulebooks.current()
    duty = replace(book.duties[CONTRIBUTIONS], amended_unread=("Law 1/2027/QH16",))
    law = confirmed.law(clock.local_day(town.now))
    assert not law.scored(duty)
    words = [mark.word for mark in present.wording_marks(duty, law)]
    assert any("2022" in word for word in words)
    assert "quy định này từng được đối chiếu với lời văn khác" in words
    assert law.scored(book.duties[CONTRIBUTIONS])


def test_the_other_marks(town: Town) -> None:
    duty = replace(rulebooks.current().duties[CONTRIBUTIONS], amended_unread=(), read=Read.SECONDARY)
    (mark,) = present.wording_marks(duty, confirmed.NOTHING)
    assert mark.word == "chỉ đọc qua bài viết về văn bản, không tính điểm"
    parts = tuple(replace(part, kept_by=frozenset()) for part in duty.parts)
    assert "hệ thống chưa có chỗ ghi nhận việc này" in [
        mark.word for mark in present.rule_marks(replace(duty, parts=parts), confirmed.NOTHING)
    ]


def test_the_record_alone_brings_it_back(town: Town) -> None:
    confirm(town)
    other = "commune-keeps-quarterly-register"
    confirm(town, rule=other, wording=wording(other))
    undo(town, rule=other)
    before = audit.snapshot()
    assert len(before["Confirmation"]) == 2
    Confirmation.objects.all().delete()
    assert [line for line in audit.differences() if line.startswith("Confirmation: in the record, not in the tables")]
    project.rebuild()
    assert audit.snapshot() == before
    assert len(confirmed.confirmed(clock.local_day(town.now))) == 1


@pytest.mark.django_db(transaction=True)
def test_a_refill_brings_it_back(town: Town, tmp_path: Path) -> None:
    signer.current(town.now)
    copy = backup()
    confirm(town)
    town.now += timedelta(minutes=1)
    signer.current(town.now)
    export.export(tmp_path / "log")
    Confirmation.objects.all().delete()
    restore(copy)
    confirmed.forget()
    assert not PublicVersion.objects.filter(scope=-1).exists()
    body_of: Callable[[str, date], int | None] = lambda code, day: None  # noqa: E731
    done = recover.refill(tmp_path / "log", body_of, lambda: 0)
    assert not done.rowless
    assert FOUND in page(town)


def test_words_that_are_erased_leave_the_confirmation(town: Town) -> None:
    done = confirm(town)
    assert FOUND in page(town)
    town.do(record_acts.erase, CONSOLE, body=None, leaf=done.leaf, part="public", reason="person-request")
    assert FOUND not in page(town)
    assert confirmed.confirmed(clock.local_day(town.now)) != frozenset()


def test_pages_ask_no_more_where_it_was_read_before(town: Town) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            reads.frame(WARD, clock.local_day(town.now))
        return len(asked)

    before = cost()
    confirm(town)
    assert cost() == before + 2
    assert cost() == before


def run(*words: str) -> int:
    given: argparse.Namespace = parser().parse_args(["rulebook", "confirm", *words])
    return commands.run(given)


def test_the_command_line(town: Town, settings: LazySettings, capsys: pytest.CaptureFixture[str]) -> None:
    settings.DEMO = False
    given = [CONTRIBUTIONS, "--number", "45/BC-STP", "--dated", "2026-03-02", "--issuer", "Sở Tư pháp"]
    assert run(*given) == 0
    assert Confirmation.objects.get().ended is None
    assert run(*given) == 1
    assert run(CONTRIBUTIONS, "--number", "1") == 1
    assert run("no-such", *given[1:]) == 1
    assert run(CONTRIBUTIONS, "--undo") == 1
    assert run(CONTRIBUTIONS, "--undo", "--reason", "Đã sửa") == 0
    assert Confirmation.objects.get().ended is not None
    assert "confirmed already" in capsys.readouterr().err

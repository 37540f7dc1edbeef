"""One form, one act, one transaction."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, connections

from dinhlang.core import ledger
from dinhlang.core.actor import Clerk, Office, Voice
from dinhlang.core.refusal import Refused
from dinhlang.ground.record import act as acting
from dinhlang.ground.record import append, batches, keys, vault, verify
from dinhlang.ground.record.models import Command, Entry, Head, Part, Pending, PublicVersion, VaultKey
from dinhlang.ground.record.tests.house import AT, BODY, HOUR, House


def counts() -> list[int]:
    return [table.objects.count() for table in (Entry, Part, VaultKey, Pending, Command)]


def test_it_works(house: House) -> None:
    done = house.note("Đường xóm 3", sender="Lan", effect="posted")
    row = Entry.objects.get(index=1)
    leaf = ledger.parse(bytes(row.leaf))
    assert bytes(row.hash).hex() == done.leaf
    assert isinstance(leaf, ledger.Entry)
    assert (leaf.act, leaf.body, leaf.office, leaf.time) == ("test.note", "01273", "commune-chair", AT)
    assert [args[5] for args in house.projected] == [[{"did": "posted"}]]
    assert PublicVersion.objects.get(scope=BODY).n == 1
    shown = {one.name: one.value for one in vault.open_parts([bytes(row.hash)])[bytes(row.hash)]}
    assert shown == {"public": {"title": "Đường xóm 3"}, "sender": None, "duties": [{"did": "posted"}]}
    assert verify.verify().ok


def test_the_same_form_twice_is_one_act(house: House) -> None:
    command = uuid4()
    first = house.note("Một", command_id=command)
    assert house.note("Một", command_id=command, at=AT + HOUR) == first
    assert Entry.objects.count() == 2


def test_the_same_form_with_other_contents_is_refused(house: House) -> None:
    command = uuid4()
    house.note("Một", command_id=command)
    with pytest.raises(Refused, match="already sent"):
        house.note("Hai", command_id=command)
    with pytest.raises(Refused, match="already sent"):
        house.note("Một", command_id=command, by=Office(2))
    assert Entry.objects.count() == 2


def test_a_value_that_cannot_be_compared_is_a_fault_of_the_program(house: House) -> None:
    with pytest.raises(TypeError, match="takes values"):
        house.note("Một", sender=object())


def test_a_name_that_no_leaf_can_hold_is_found_at_once() -> None:
    for name in ("test", "test.take-down", "Test.x", "test.", "test." + "x" * 60):
        with pytest.raises(RuntimeError, match="no leaf can hold"):
            acting.act(name)(lambda **_: None)


def test_an_unwired_house_takes_no_act(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acting._Wires, "project", None)
    with pytest.raises(Refused, match="not wired"):
        house.note()


def test_what_a_clerk_types_for_a_resident_is_sealed(house: House) -> None:
    house.note(by=Clerk(Office(1), Voice(person="p")))
    assert (Entry.objects.count(), Pending.objects.count()) == (1, 1)


def test_a_project_that_fails_leaves_nothing(house: House) -> None:
    before = counts()
    house.fail = Refused("no")
    with pytest.raises(Refused):
        house.note(effect="posted")
    house.fail = ZeroDivisionError()
    with pytest.raises(ZeroDivisionError):
        house.note(effect="posted")
    assert counts() == before


def test_text_that_cannot_be_kept_is_refused(house: House) -> None:
    before = counts()
    for bad in ("a\u202eb", "a\x00b", "e\u0301", "a\r\nb", "x" * 70_000):
        with pytest.raises(Refused):
            house.note(bad)
    assert counts() == before


def test_a_clock_set_back_more_than_a_minute_is_refused(house: House) -> None:
    house.note(at=AT + HOUR)
    house.note(at=AT + HOUR - append.BACKWARDS)
    with pytest.raises(Refused, match="clock"):
        house.note(at=AT + HOUR - append.BACKWARDS * 1.02)
    with pytest.raises(Refused, match="clock"):
        house.whisper(at=AT)
    assert verify.verify().ok


def test_a_clock_ahead_for_a_moment_holds_up_sealed_acts_only_until_it_is_reached(house: House) -> None:
    house.whisper(at=AT + 72 * HOUR)
    batches.flush(AT + 72 * HOUR)
    with pytest.raises(Refused, match="clock"):
        house.whisper(at=AT)
    house.whisper(at=AT + 24 * HOUR)
    assert house.note(at=AT)


def test_a_receipt_names_the_newest_checkpoint(house: House) -> None:
    key = keys.signer("receipt").vkey
    receipt = ledger.open_receipt(house.note().receipt.encode(), keys.origin(), [key])
    assert (receipt.after_size, receipt.after_root) == (0, ledger.EMPTY_ROOT)
    assert receipt.by - receipt.time == timedelta(seconds=60), "docs/log-format.md, section 9"


@pytest.mark.django_db(transaction=True)
def test_threads_append_without_a_gap(house: House) -> None:
    errors: list[Exception] = []

    def run(number: int) -> None:
        try:
            for n in range(6):
                (house.whisper if n % 3 == 2 else house.note)(f"{number}.{n}", effect="x")
                if n == 4:
                    batches.flush(AT)
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    batches.flush(AT)
    assert Head.objects.get().size == Entry.objects.count()
    assert Entry.objects.filter(act="test.note").count() == 36
    assert len(house.projected) == 36
    assert verify.verify().ok


@pytest.mark.django_db(transaction=True)
def test_one_command_sent_by_many_threads_is_one_act(house: House) -> None:
    command, answers = uuid4(), []

    def run() -> None:
        try:
            answers.append(house.note("Một lần", command_id=command))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 6
    assert len(set(answers)) == 1
    assert Entry.objects.count() == 2


def fill(house: House) -> None:
    """Act until the disk is full."""
    for number in range(500):
        house.note(f"{number} " + "đầy " * 4000)


@pytest.mark.on_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_full_disk_leaves_nothing_half_done(house: House) -> None:
    house.note()
    with connection.cursor() as cursor:
        most = cursor.execute("PRAGMA max_page_count").fetchone()[0]
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        try:
            with pytest.raises(DatabaseError, match="full"):
                fill(house)
            assert Entry.objects.count() == Command.objects.count() + 1 == Head.objects.get().size, (
                "an entry for each answer, and the first"
            )
        finally:
            cursor.execute(f"PRAGMA max_page_count = {most}")
    assert verify.verify().ok
    house.note("sau khi dọn đĩa")
    assert verify.verify().ok

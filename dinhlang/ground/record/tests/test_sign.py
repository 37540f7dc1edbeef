"""Signing never goes back, whoever restored what."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings

from dinhlang.core import ledger
from dinhlang.core.refusal import Refused
from dinhlang.ground.record import append, export, fast, founding, keys, signer, tree, verify
from dinhlang.ground.record.models import Checkpoint, Entry, Head, Part, VaultKey
from dinhlang.ground.record.tests.house import AT, HOUR, ORIGIN, House

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def forge(leaves: int) -> None:
    """What somebody with the database and the key does: another history of the same log."""
    for table in (Checkpoint, Entry, Part, VaultKey):
        table.objects.all().delete()
    tree.Tile.objects.all().delete()
    Head.objects.filter(pk=1).update(size=0, edge=ledger.Edge().to_bytes(), time=None, sealed_day=None)
    founding.begin(AT, ORIGIN, keys.vkeys(), {})
    assert leaves >= 1


def test_it_works(house: House) -> None:
    first = signer.current(AT)
    assert first.size == 1
    house.note()
    assert signer.current(AT).size == 1, "one a second at most"
    second = signer.current(AT + SECOND)
    assert second.size == 2
    assert signer.current(AT + HOUR).note == second.note
    key = keys.signer("log").vkey
    opened = ledger.open_checkpoint(second.note.encode(), ORIGIN, [key])
    proof = tree.consistency(1, 2)
    assert ledger.verify_consistency(1, 2, bytes(first.root), opened.root, proof)
    assert append.state_file().read_bytes() == second.note.encode()


def test_whoever_waited_for_the_lock_looks_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes that both found the last checkpoint old: the second one comes within a second of the first."""
    old = signer.current(AT)
    house.note()
    first = signer.current(AT + MINUTE)
    house.note()
    monkeypatch.setattr(fast, "newest", lambda: (3, old))
    for late in (AT + MINUTE, AT + MINUTE - SECOND):
        assert signer.current(late).note == first.note
    assert Checkpoint.objects.count() == 2
    assert signer.current(AT + MINUTE + SECOND).size == 3


def test_a_clock_that_was_set_back_far_does_not_stop_the_signing(house: House) -> None:
    signer.current(AT)
    house.note()
    assert signer.current(AT - SECOND).size == 1
    assert signer.current(AT - HOUR).size == 2


def test_the_memory_outside_the_database_is_ahead(house: House) -> None:
    house.note()
    ahead = signer.current(AT).note
    forge(1)
    assert append.state_file().read_text() == ahead
    for refused in (lambda: signer.current(AT + HOUR), founding.up_check, lambda: house.note()):
        with pytest.raises(Refused, match=r"dinhlang recover"):
            refused()


def test_the_same_size_with_another_history_is_refused(house: House) -> None:
    house.note()
    signer.current(AT)
    forge(1)
    append.state_file().rename(append.state_file().with_name("away"))
    house.note("another")
    append.state_file().with_name("away").rename(append.state_file())
    for refused in (lambda: signer.current(AT + HOUR), founding.up_check):
        with pytest.raises(Refused, match="differs"):
            refused()


def test_the_published_checkpoint_is_ahead(house: House, settings: LazySettings, tmp_path: Path) -> None:
    settings.PUBLISHED_DIR = tmp_path / "out"
    house.note()
    export.export(tmp_path / "out" / "log")
    forge(1)
    append.state_file().unlink()
    with pytest.raises(Refused, match="dinhlang recover"):
        signer.current(AT + HOUR)
    settings.PUBLISHED_DIR = None
    with pytest.raises(Refused, match="not written over"):
        export.export(tmp_path / "out" / "log")


def test_a_strange_or_torn_memory_is_refused(house: House) -> None:
    signer.current(AT)
    other = ledger.SKey("demo.invalid/other", bytes(32))
    append.state_file().write_bytes(ledger.sign_checkpoint(ledger.Checkpoint(other.name, 1, bytes(32)), other))
    with pytest.raises(Refused, match="not one of this log"):
        founding.up_check()
    append.state_file().write_bytes(b"demo")
    with pytest.raises(Refused, match="damaged"):
        house.note()


def test_a_damaged_tree_is_not_signed(house: House) -> None:
    house.note()
    row = Head.objects.get()
    row.edge = ledger.Edge(2, (bytes(32),)).to_bytes()
    row.save()
    with pytest.raises(Refused, match="damaged"):
        signer.current(AT)


def test_whoever_holds_database_and_key_is_found_by_an_older_checkpoint(house: House) -> None:
    for number in range(3):
        house.note(str(number))
    kept = signer.current(AT).note.encode()
    forge(1)
    append.state_file().unlink()
    for number in range(5):
        house.note(f"{number}, as it should have been")
    assert signer.current(AT + HOUR).size == 6
    founding.up_check()
    assert verify.verify().ok, "by itself the forged log is flawless"
    report = verify.verify(kept)
    assert {one.about for one in report.findings} == {"fork"}
    with pytest.raises(Refused, match="not one of this log"):
        verify.verify(kept.replace(b"\n4\n", b"\n5\n"))


def test_an_empty_database_does_not_begin_anew_beside_a_memory(house: House) -> None:
    signer.current(AT)
    Head.objects.all().delete()
    Entry.objects.all().delete()
    with pytest.raises(Refused, match="remembers a log"):
        founding.up_check()


def test_keys_of_another_machine_do_not_open(house: House) -> None:
    for role in keys.ROLES:
        (keys.key_dir() / role).unlink()
    keys.ensure(ORIGIN)
    with pytest.raises(Refused, match="not those of the log"):
        founding.up_check()


def test_keys_are_private_and_never_written_over(house: House) -> None:
    with pytest.raises(Refused, match="never written over"):
        keys.init(ORIGIN)
    with pytest.raises(Refused, match="belongs to the log"):
        keys.ensure("demo.invalid/else")
    (keys.key_dir() / "log").chmod(0o644)
    with pytest.raises(Refused, match="chmod 400"):
        keys.signer("log")

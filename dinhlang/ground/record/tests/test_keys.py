"""The drill of docs/keys.md: keys made, put back, lost for good, stolen."""

import shutil
from pathlib import Path

import pytest
from django.conf import LazySettings

from dinhlang.core import ledger
from dinhlang.core.refusal import Refused
from dinhlang.ground.record import append, batches, export, founding, keys, recover, serve, signer, vault, verify
from dinhlang.ground.record.models import ClosedEntry, Entry
from dinhlang.ground.record.tests.house import AT, HOUR, ORIGIN, House


def nobody() -> int:
    """Nobody holds a mandate in these tests."""
    return 0


@pytest.fixture
def out(settings: LazySettings, tmp_path: Path) -> Path:
    """Where the log is published."""
    settings.PUBLISHED_DIR = tmp_path / "out"
    return tmp_path / "out" / "log"


def first_entry() -> dict[str, object]:
    """What the log in the database says of its beginning."""
    leaf = bytes(Entry.objects.get(index=0).hash)
    return dict(vault.open_parts([leaf])[leaf][0].value)


def test_it_works(db: None, tmp_path: Path) -> None:
    """Made once, private, each with its own name; nothing is ever written over."""
    made = keys.init("log.example/hall")
    assert made == keys.vkeys()
    assert [ledger.parse_vkey(one).name for one in made.values()] == ["log.example/hall", "log.example/hall/receipt"]
    assert all((keys.key_dir() / role).stat().st_mode & 0o777 == 0o400 for role in keys.ROLES)
    with pytest.raises(Refused, match=r"docs/keys\.md"):
        keys.init("log.example/hall")
    assert keys.vkeys() == made


def test_a_key_is_put_back_from_its_copy(house: House, tmp_path: Path) -> None:
    signer.current(AT)
    shutil.copytree(keys.key_dir(), tmp_path / "safe")
    for role in keys.ROLES:
        (keys.key_dir() / role).unlink()
    with pytest.raises(Refused, match=r"puts them back: docs/keys\.md"):
        founding.up_check()
    with pytest.raises(Refused, match="remembers a log that was signed here"):
        keys.init(ORIGIN)
    with pytest.raises(Refused, match=r"docs/keys\.md"):
        house.note()
    for role in keys.ROLES:
        shutil.copy(tmp_path / "safe" / role, keys.key_dir() / role)
    founding.up_check()
    assert house.note()
    assert signer.current(AT + HOUR).size == 2


@pytest.mark.parametrize("lost", [("receipt",), ("log",), ("log", "receipt")])
def test_a_key_without_a_copy_closes_the_log(house: House, out: Path, lost: tuple[str, ...]) -> None:
    done, old = house.note(), keys.vkeys()
    waiting = house.whisper()
    export.export(out)
    last = signer.current(AT).note
    house.note("Chưa ký")
    for role in lost:
        (keys.key_dir() / role).unlink()
    with pytest.raises(Refused, match="Nothing that was signed is missing"):
        recover.new_origin(AT + HOUR, nobody, {})
    follows = recover.new_origin(AT + HOUR, nobody, {}, "key-lost")
    assert follows == recover.Followed(f"{ORIGIN}/2", last, ())
    assert not set(old.values()) & set(keys.vkeys().values())
    said = first_entry()
    assert said == {"origin": f"{ORIGIN}/2", "vkeys": [*keys.vkeys().values()], "before": last, "because": "key-lost"}
    assert ClosedEntry.objects.count() == 3, "what nobody had signed yet stays readable too"
    founding.up_check()
    house.note(at=AT + HOUR)
    assert signer.current(AT + HOUR).size == 2
    export.export(out)
    batches.flush(AT + 6 * HOUR)
    assert Entry.objects.filter(hash=bytes.fromhex(waiting.leaf)).exists()
    assert verify.verify().ok
    closed = out.with_name("log-closed-1")
    view = ledger.LogView(ORIGIN, (ledger.parse_vkey(old["log"]),), (closed / "checkpoint").read_bytes(), recover.reader(closed))
    receipt = ledger.open_receipt(done.receipt.encode(), ORIGIN, [ledger.parse_vkey(old["receipt"])])
    assert ledger.judge(receipt, view, AT + HOUR).word is ledger.Word.INCLUDED, "a closed log's receipts are judged from its files"
    assert sorted(path.name for path in (founding.closed_dir() / "1" / "keys").iterdir()) == sorted(set(keys.ROLES) - set(lost))


def test_a_key_lost_before_anything_was_signed(house: House) -> None:
    (keys.key_dir() / "log").unlink()
    assert recover.new_origin(AT, nobody, {}, "key-lost") == recover.Followed(f"{ORIGIN}/2", "", ())
    assert "before" not in first_entry()
    founding.up_check()
    assert signer.current(AT).size == 1


def test_a_stolen_key_is_found_by_an_older_checkpoint_and_its_log_is_closed(house: House, out: Path) -> None:
    house.note()
    export.export(out)
    stolen, mine = keys.signer("log"), signer.current(AT)
    forged = ledger.sign_checkpoint(ledger.Checkpoint(ORIGIN, 2, bytes(32)), stolen)
    assert {one.about for one in verify.verify(forged).findings} == {"fork"}, "the house's own record is not the one that was shown"
    follows = recover.new_origin(AT + HOUR, nobody, {}, "key-stolen")
    assert (follows.before, first_entry()["because"]) == (mine.note, "key-stolen")
    with pytest.raises(Refused, match="not one of this log"):
        verify.verify(ledger.sign_checkpoint(ledger.Checkpoint(ORIGIN, 2, bytes(32)), stolen))
    view = serve.view()
    assert view.origin == f"{ORIGIN}/2"
    assert stolen.vkey not in view.keys
    assert (founding.closed_dir() / "1" / "keys" / "log").exists()


def test_a_key_lost_together_with_entries_says_both(house: House) -> None:
    house.note()
    ahead = signer.current(AT).note
    Entry.objects.filter(index=1).delete()
    row = append.head()
    row.size, row.edge = 1, ledger.grow(ledger.Edge(), [bytes(Entry.objects.get().hash)])[0].to_bytes()
    row.save()
    signer.Checkpoint.objects.all().delete()
    (keys.key_dir() / "log").unlink()
    follows = recover.new_origin(AT + HOUR, nobody, {}, "key-lost")
    assert (follows.before, follows.lost) == (ahead, (1, 1))
    assert first_entry()["lost"] == [1, 1]
    assert house.note(at=AT + HOUR)

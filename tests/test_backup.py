"""Copies and bringing them back: one moment, no key in it, nothing erased comes back, and the site stays shut until two persons agree."""

import gzip
import io
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection

from dinhlang.config import commands
from dinhlang.config.cli import parser
from dinhlang.core.actor import Voice
from dinhlang.core.refusal import Refused
from dinhlang.ground.people import console
from dinhlang.ground.people.tests.town import code_of
from dinhlang.ground.record import acts as record_acts
from dinhlang.ground.record import append, clock, erasures, founding, vault
from dinhlang.ground.record.models import Entry, Part, VaultKey
from dinhlang.web import backup
from dinhlang.works.disclosures import acts
from dinhlang.works.disclosures.tests.town import WARD, Town, make_town

pytestmark = pytest.mark.django_db(transaction=True)
CANARY = "chim-hoang-yen-trong-van-ban"


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, own_data_dir: Path) -> Town:
    """A ward with a disclosure that names a canary."""
    town = make_town(monkeypatch)
    town.go("2026-03-02")
    town.decided(number="9/QĐ-UBND", dated="2026-02-27")
    town.do(acts.report, Voice(person="p1"), title=CANARY, where="ở nhà văn hoá", item=5, show=False)
    return town


@pytest.fixture
def where(tmp_path: Path) -> tuple[Path, Path]:
    return tmp_path / "copies", tmp_path / "keys"


def emptied() -> None:
    """The machine that a copy is brought to: the same data folder, an empty database."""
    call_command("flush", interactive=False, verbosity=0)


def read_everything(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_it_works(town: Town, where: tuple[Path, Path]) -> None:
    """Copied, lost, brought back: the same entries, readable, verified, and every session over."""
    town.client("officer")
    made = backup.make(*where, town.now)
    before = list(Entry.objects.order_by("index").values_list("hash", flat=True))
    keys = VaultKey.objects.count()
    emptied()
    told, again = backup.bring_back(made.folder, made.vault)
    assert (told.size, again) == (len(before), 0)
    assert list(Entry.objects.order_by("index").values_list("hash", flat=True)) == before
    assert VaultKey.objects.count() == keys
    assert not Session.objects.exists()
    assert commands.check_record(parser().parse_args(["verify"])) == 0


def test_the_copy_holds_no_key(town: Town, where: tuple[Path, Path]) -> None:
    town.client("officer")
    made = backup.make(*where, town.now)
    copy = read_everything(made.folder)
    assert keys_in(made.vault) == VaultKey.objects.count()
    for key in VaultKey.objects.values_list("key", flat=True)[:50]:
        assert bytes(key) not in copy
        assert bytes(key).hex().encode() not in copy
    assert CANARY.encode() not in copy, "the text is in its box, and the key is elsewhere"
    assert made.vault.stat().st_mode & 0o077 == 0
    assert (made.folder / backup.COPY).stat().st_mode & 0o077 == 0


def keys_in(vault_file: Path) -> int:
    with gzip.open(vault_file, "rt") as file:
        return sum(1 for _ in file)


def test_without_the_keys_the_proofs_stand_and_the_texts_stay_locked(town: Town, where: tuple[Path, Path]) -> None:
    made = backup.make(*where, town.now)
    leaf = bytes(Entry.objects.order_by("-index").values_list("hash", flat=True)[0])
    emptied()
    backup.bring_back(made.folder, None)
    assert Entry.objects.exists()
    assert all(part.value is None for part in vault.open_parts([leaf])[leaf])


def test_what_was_erased_after_the_copy_stays_erased(town: Town, where: tuple[Path, Path]) -> None:
    made = backup.make(*where, town.now)
    leaf = Entry.objects.filter(act="decision.register").values_list("hash", flat=True)[0]
    town.do(record_acts.erase, "chair", leaf=bytes(leaf).hex(), part="public", reason="court-order")
    emptied()
    _told, again = backup.bring_back(made.folder, made.vault)
    assert again == 1
    assert Part.objects.get(hash=leaf, name="public").erased == "court-order"
    assert not VaultKey.objects.filter(hash=leaf, name="public").exists()


def test_the_journal_in_the_copy_counts_where_the_machine_lost_its_own(town: Town, where: tuple[Path, Path]) -> None:
    older = backup.make(*where, town.now)
    leaf = Entry.objects.filter(act="decision.register").values_list("hash", flat=True)[0]
    town.do(record_acts.erase, "chair", leaf=bytes(leaf).hex(), part="public", reason="court-order")
    newer = backup.make(*where, town.now + timedelta(minutes=1))
    erasures.journal().unlink()
    (older.folder / backup.JOURNAL).write_bytes((newer.folder / backup.JOURNAL).read_bytes())
    emptied()
    assert backup.bring_back(older.folder, older.vault)[1] == 1
    assert [line.leaf for line in erasures.lines()] == [bytes(leaf)]


def test_keys_are_forgotten_after_fourteen_days(town: Town, where: tuple[Path, Path]) -> None:
    """A moving clock: on day 14 the oldest is gone, day by day."""
    for day in range(16):
        backup.make(*where, town.now + timedelta(days=day))
        kept = [backup.taken(path) for path in backup.vaults(where[1])]
        assert kept == [town.now + timedelta(days=n) for n in range(max(0, day - backup.VAULT_DAYS + 1), day + 1)]
        assert [backup.taken(path) for path in backup.copies_in(where[0])] == kept, "names of accounts stand in them in the clear"


def test_keys_and_copy_lie_apart(town: Town, tmp_path: Path) -> None:
    for copies, keys in ((tmp_path / "a", tmp_path / "a"), (tmp_path / "a", tmp_path / "a" / "b"), (tmp_path / "a" / "b", tmp_path / "a")):
        with pytest.raises(Refused, match="two folders apart"):
            backup.make(copies, keys, town.now)
        assert not (tmp_path / "a").exists()


@pytest.mark.parametrize("file", [backup.COPY, "vault"])
def test_a_changed_copy_is_refused_and_nothing_happens(town: Town, where: tuple[Path, Path], file: str) -> None:
    made = backup.make(*where, town.now)
    path = made.vault if file == "vault" else made.folder / file
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.chmod(0o600)
    path.write_bytes(data)
    emptied()
    with pytest.raises(Refused, match="not what was copied"):
        backup.bring_back(made.folder, made.vault)
    assert not Entry.objects.exists()


def test_keys_of_another_copy_are_refused(town: Town, where: tuple[Path, Path]) -> None:
    one = backup.make(*where, town.now)
    town.decided(number="10/QĐ-UBND", dated="2026-02-27")
    other = backup.make(*where, town.now + timedelta(minutes=1))
    emptied()
    with pytest.raises(Refused, match="of another copy"):
        backup.bring_back(one.folder, other.vault)


def test_a_record_is_never_covered(town: Town, where: tuple[Path, Path]) -> None:
    made = backup.make(*where, town.now)
    before = Entry.objects.count()
    with pytest.raises(Refused, match="holds a record"):
        backup.bring_back(made.folder, made.vault)
    assert Entry.objects.count() == before


def test_a_folder_that_is_no_copy_is_refused(town: Town, tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / backup.MANIFEST).write_text("{}")
    for folder in (tmp_path / "none", tmp_path / "x"):
        with pytest.raises(Refused, match="no copy"):
            backup.bring_back(folder, None)


def test_a_copy_that_fails_leaves_nothing(town: Town, where: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> str:
        raise OSError("no room")

    monkeypatch.setattr(backup, "_digest", full)
    with pytest.raises(OSError, match="no room"):
        backup.make(*where, town.now)
    assert not backup.copies_in(where[0])
    assert not backup.vaults(where[1])
    assert read_everything(where[0]) == b""


def two(town: Town) -> list[console.Secrets]:
    """Two persons with real factors, entered by the console long ago."""
    since = town.now.date() - timedelta(days=30)
    return [console.add_official(name, None, WARD, "commune-officer", "1/QĐ-UBND", since, at=town.now) for name in ("lan.nt", "minh.hv")]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, settings: LazySettings) -> Callable[..., tuple[int, str]]:
    settings.DEMO_GUARD = "builtins.bool"  # these accounts are real ones, which a demonstration would not touch

    def call(*words: str, typed: str = "") -> tuple[int, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        code = commands.run(parser().parse_args(words))
        said = capsys.readouterr()
        return code, said.out + said.err

    return call


def test_the_site_stays_shut_until_two_persons_agree(
    town: Town, where: tuple[Path, Path], run: Callable[..., tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    lan, _minh = two(town)
    monkeypatch.setattr(clock, "now", lambda: town.now)
    code, _said = run("backup", "--to", str(where[0]), "--vault", str(where[1]))
    assert code == 0
    (copy,), (keys,) = backup.copies_in(where[0]), backup.vaults(where[1])
    emptied()
    assert run("restore", str(copy), "--vault", str(keys))[0] == 0
    with pytest.raises(Refused, match="stays shut"):
        founding.up_check()
    words = ("restored", "--decision", "3/QĐ-UBND ngày 2/3/2026", "--first", "lan.nt", "--second")
    right = code_of(lan.uri)
    assert "no account in office with this code" in run(*words, "minh.hv", typed=f"{right}\n000000\n")[1]
    assert "Two persons are needed" in run(*words, "LAN.NT", typed=f"{right}\n{right}\n")[1]
    with pytest.raises(Refused, match="stays shut"):
        founding.up_check()
    append_size = append.head().size
    code, said = run("restored", "--decision", "3/QĐ-UBND", "--first", "minh.hv", "--second", "front2", typed="1\n2\n")
    assert code == 1
    assert append.head().size == append_size


def test_two_right_codes_open_it_and_the_record_says_so(town: Town, where: tuple[Path, Path], run: Callable[..., tuple[int, str]]) -> None:
    lan, minh = two(town)
    made = backup.make(*where, town.now)
    emptied()
    backup.bring_back(made.folder, made.vault)
    typed = f"{code_of(lan.uri)}\n{code_of(minh.uri)}\n"
    code, said = run("restored", "--decision", "3/QĐ-UBND ngày 2/3/2026", "--first", "lan.nt", "--second", "minh.hv", typed=typed)
    assert code == 0, said
    founding.up_check()
    entry = Entry.objects.order_by("-index")[0]
    assert entry.act == "log.restored"
    parts = {part.name: part.value for part in vault.open_parts([bytes(entry.hash)])[bytes(entry.hash)]}
    assert parts["public"]["decision"] == "3/QĐ-UBND ngày 2/3/2026"
    assert parts["sender"] is None
    assert run("restored", "--decision", "3/QĐ-UBND", "--first", "lan.nt", "--second", "minh.hv", typed=typed)[0] == 1


def test_an_older_copy_over_a_newer_log_is_refused(town: Town, where: tuple[Path, Path], run: Callable[..., tuple[int, str]]) -> None:
    """The signer's memory outside the database knows more than the copy: two persons cannot help that."""
    lan, minh = two(town)
    made = backup.make(*where, town.now)
    town.decided(number="11/QĐ-UBND", dated="2026-02-27")
    commands.tick.tick()
    emptied()
    backup.bring_back(made.folder, made.vault)
    typed = f"{code_of(lan.uri)}\n{code_of(minh.uri)}\n"
    code, said = run("restored", "--decision", "3/QĐ-UBND", "--first", "lan.nt", "--second", "minh.hv", typed=typed)
    assert code == 1
    assert "dinhlang recover" in said
    assert connection.is_usable()

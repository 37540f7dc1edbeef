"""The log as plain files."""

from pathlib import Path

import pytest

from dinhlang.core import ledger
from dinhlang.core.refusal import Refused
from dinhlang.ground.record import batches, clock, export, keys, recover, signer, tree, verify
from dinhlang.ground.record.models import Tile
from dinhlang.ground.record.tests.house import AT, HOUR, House
from dinhlang.ground.record.tests.test_serve import with_lock_appended


@pytest.fixture(autouse=True)
def moving(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that stands an hour later each time it is asked, so that every export signs."""
    hours = iter(range(10_000))
    monkeypatch.setattr(clock, "now", lambda: AT + next(hours) * HOUR)


def check(folder: Path) -> ledger.Report:
    return ledger.verify_log(
        ledger.LogView(keys.origin(), (keys.signer("log").vkey,), (folder / "checkpoint").read_bytes(), recover.reader(folder)),
        openings=True,
    )


def test_it_works(house: House, tmp_path: Path) -> None:
    folder = tmp_path / "log"
    house.note("Một", sender="Lan")
    house.whisper("Hai")
    batches.flush(AT)
    done = export.export(folder)
    assert (done.before, done.size, done.openings) == (0, 10, 10)
    report = check(folder)
    assert report.ok
    assert (report.entries, report.sealed, report.opened) == (2, 8, 10)
    assert b"Lan" not in b"".join(path.read_bytes() for path in folder.rglob("*.json"))


def test_again_writes_only_what_is_new(house: House, tmp_path: Path) -> None:
    folder = tmp_path / "log"
    with_lock_appended(600)
    export.export(folder)
    full = folder / "tile" / "0" / "000"
    stamp = full.stat().st_mtime_ns
    assert export.export(folder) == export.Exported(601, 601, 0, 0)
    house.note("Ba")
    done = export.export(folder)
    assert (done.before, done.size, done.openings) == (601, 602, 1)
    assert full.stat().st_mtime_ns == stamp
    with_lock_appended(300)
    export.export(folder)
    house.note("Bốn")
    export.export(folder)
    assert not (folder / "tile" / "0" / "002.p").exists(), "partial files go once their readers have the full one"
    assert (folder / "tile" / "0" / "003.p").exists()
    assert check(folder).ok


def test_after_a_crash_the_next_run_completes(house: House, tmp_path: Path) -> None:
    folder = tmp_path / "log"
    with_lock_appended(300)
    export.export(folder)
    (folder / "checkpoint").unlink()
    (folder / "tile" / "0" / "000").write_bytes(b"torn")
    for path in list((folder / "open").glob("*"))[:1]:
        path.write_bytes(b"{")
    (folder / "tile" / "entries" / "000").unlink()
    export.export(folder)
    assert check(folder).ok


def test_the_export_of_another_log_is_not_touched(house: House, tmp_path: Path) -> None:
    other = ledger.SKey("demo.invalid/other", bytes(32))
    (tmp_path / "checkpoint").write_bytes(ledger.sign_checkpoint(ledger.Checkpoint(other.name, 1, bytes(32)), other))
    with pytest.raises(Refused, match="another log"):
        export.export(tmp_path)


def test_tiles_can_be_worked_out_anew(house: House) -> None:
    with_lock_appended(1000)
    root, tiles = bytes(signer.current().root), list(Tile.objects.order_by("level", "n").values_list("level", "n", "hashes"))
    Tile.objects.all().delete()
    assert not verify.verify().ok
    assert tree.rebuild() == 1001
    assert list(Tile.objects.order_by("level", "n").values_list("level", "n", "hashes")) == tiles
    assert tree.root(1001, tree.nodes(1001)) == root
    assert verify.verify(content=False).ok

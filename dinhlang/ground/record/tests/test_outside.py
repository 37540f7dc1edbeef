"""The outside verifier, which shares no code with us, judges what this room wrote."""

import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest

from dinhlang.core import ledger
from dinhlang.core.actor import System
from dinhlang.ground.record import append, batches, clock, export, keys, serve, signer
from dinhlang.ground.record.act import Done
from dinhlang.ground.record.acts import tick as hourly
from dinhlang.ground.record.tests.house import AT, HOUR, House
from dinhlang.ground.record.tests.test_sign import forge

TOOL = Path(__file__).resolve().parents[4] / "tools" / "check_receipt.py"
INCLUDED, NOT_YET_DUE, LOST, WITHHELD = 0, 3, 4, 5


class Outsider:
    """Somebody with a receipt, a kept copy, a checkpoint and a copy of the files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.vkeys = keys.vkeys()

    def judge(self, done: Done, now: datetime, *more: str) -> int:
        receipt = self.folder / "receipt"
        receipt.write_text(done.receipt)
        command = [sys.executable, str(TOOL), str(receipt), "--log", str(self.folder / "log"), "--now", now.isoformat()]
        command += ["--key", self.vkeys["log"], "--receipt-key", self.vkeys["receipt"], *more]
        return subprocess.run(command, capture_output=True, text=True, check=False).returncode


@pytest.fixture
def outsider(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Outsider:
    if shutil.which("openssl") is None or not TOOL.exists():
        pytest.skip("the outside verifier needs openssl")
    hours = iter(range(10_000))
    monkeypatch.setattr(clock, "now", lambda: AT + next(hours) * HOUR)
    (tmp_path / "outside").mkdir()
    return Outsider(tmp_path / "outside")


def test_it_works(house: House, outsider: Outsider) -> None:
    done = house.whisper("Xã chưa công khai", sender="Lan")
    kept = outsider.folder / "kept.json"
    kept.write_bytes(serve.kept_copy(bytes.fromhex(done.leaf)) or b"")
    export.export(outsider.folder / "log")
    assert outsider.judge(done, AT) == NOT_YET_DUE
    batches.flush(AT + 6 * HOUR)
    export.export(outsider.folder / "log")
    assert outsider.judge(done, AT + 6 * HOUR) == INCLUDED
    assert outsider.judge(done, AT + 6 * HOUR, "--opening", str(kept)) == INCLUDED
    assert outsider.judge(house.note("Không có trong bản sao"), AT) == NOT_YET_DUE


def test_whoever_holds_database_and_key_is_found(house: House, outsider: Outsider) -> None:
    signer.current(AT)
    dropped = house.note("Việc bị xoá")
    checkpoint = outsider.folder / "checkpoint"
    checkpoint.write_text(signer.current(AT + HOUR).note)
    later = house.note("Việc sau")
    forge(1)
    append.state_file().unlink()
    for number in range(4):
        house.note(f"{number}, as it should have been")
    hourly(by=System("tick"), at=AT + 30 * HOUR, command_id=uuid4())
    export.export(outsider.folder / "log")
    assert ledger.verify_log(serve.view()).ok, "by itself the forged log is flawless"
    assert outsider.judge(dropped, AT + 40 * HOUR) == LOST, "its receipt names an earlier root"
    assert outsider.judge(later, AT + 40 * HOUR) == LOST
    fresh = house.note("Sau khi giả mạo", at=AT + 30 * HOUR)
    export.export(outsider.folder / "log")
    assert outsider.judge(fresh, AT + 40 * HOUR) == INCLUDED
    assert outsider.judge(fresh, AT + 40 * HOUR, "--checkpoint", str(checkpoint)) not in (INCLUDED, NOT_YET_DUE)

"""What the house does by itself."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings

from dinhlang.core import ledger
from dinhlang.core.refusal import Refused
from dinhlang.ground.record import append, clock, founding, keys, rulebooks, serve, signer, vault, verify
from dinhlang.ground.record.models import Entry, Head
from dinhlang.ground.record.tests.house import AT, HOUR, ORIGIN, House
from dinhlang.ground.record.tick import tick


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """A demonstration's clock that stands at AT plus what it was moved."""
    monkeypatch.setattr(clock, "now", lambda: AT + clock._offset())
    monkeypatch.setattr(clock, "move_to", lambda at: clock._offset_file().write_text(str(int((at - AT).total_seconds()))))


def test_it_works(house: House, settings: LazySettings, tmp_path: Path) -> None:
    done = house.whisper()
    early = tick(AT + timedelta(minutes=59))
    assert (early.entered, early.ticked, early.signed) == (0, False, 1)
    settings.PUBLISHED_DIR = tmp_path / "out"
    late = tick(AT + 6 * HOUR)
    assert (late.entered, late.ticked, late.signed, late.refused) == (1, True, 10, ())
    assert late.exported > 0
    assert clock.now() == AT + 6 * HOUR
    again = tick(AT + 6 * HOUR)
    assert (again.entered, again.ticked, again.signed) == (0, False, 10)
    row = Entry.objects.get(index=9)
    leaf = ledger.parse(bytes(row.leaf))
    assert isinstance(leaf, ledger.Entry)
    assert (leaf.act, leaf.body, leaf.office, leaf.subject) == ("log.tick", "-", "-", append.log_subject())
    assert vault.open_parts([bytes(row.hash)])[bytes(row.hash)][0].value is None
    receipt = ledger.open_receipt(done.receipt.encode(), keys.origin(), [keys.signer("receipt").vkey])
    assert ledger.judge(receipt, serve.view(), AT + 6 * HOUR).word == "included"
    assert verify.verify().ok


def test_a_promise_is_judged_before_and_after(house: House) -> None:
    tick(AT)
    receipt = ledger.open_receipt(house.whisper().receipt.encode(), keys.origin(), [keys.signer("receipt").vkey])
    assert ledger.judge(receipt, serve.view(), AT).word == "not_yet_due"
    tick(AT + 25 * HOUR)
    assert ledger.judge(receipt, serve.view(), AT + 25 * HOUR).word == "included"


def test_a_step_that_is_refused_does_not_keep_the_next(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def no(at: object) -> bool:
        raise Refused("no")

    monkeypatch.setattr("dinhlang.ground.record.batches.due", no)
    report = tick(AT + HOUR)
    assert (report.ticked, report.signed) == (True, 2)
    assert [str(one) for one in report.refused] == ["no"]


def test_a_log_begins_with_its_name_and_keys(db: None, settings: LazySettings) -> None:
    files = rulebooks.read_folder(settings.RULEBOOK_DIR)
    assert founding.open_log(ORIGIN, at=AT, files=files)
    assert not founding.open_log(ORIGIN, at=AT, files=files)
    with pytest.raises(Refused, match="holds the log"):
        founding.open_log("demo.invalid/else", at=AT, files=files)
    assert founding.opened_as() == founding.Opened(ORIGIN, tuple(keys.vkeys().values()))
    assert bytes(Head.objects.get().rules) == rulebooks.current().hash
    assert signer.current(AT).size == 1
    founding.up_check()
    assert verify.verify().ok

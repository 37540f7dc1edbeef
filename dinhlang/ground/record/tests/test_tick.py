"""What the house does by itself."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import OperationalError

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


@pytest.mark.parametrize("trouble", [OSError(28, "No space left on device"), OperationalError("database or disk is full")])
@pytest.mark.parametrize("broken", ["batches.due", "acts.tick", "signer.keep"])
def test_a_step_that_fails_does_not_keep_the_next(
    house: House, monkeypatch: pytest.MonkeyPatch, settings: LazySettings, tmp_path: Path, broken: str, trouble: Exception
) -> None:
    def no(*args: object, **more: object) -> None:
        raise trouble

    signer.current(AT)
    settings.PUBLISHED_DIR = tmp_path / "out"
    with monkeypatch.context() as patch:
        patch.setattr(f"dinhlang.ground.record.{broken}", no)
        report = tick(AT + HOUR)
    assert report.ticked is (broken != "acts.tick")
    assert (report.signed, report.exported > 0) == {"batches.due": (2, True), "acts.tick": (1, True), "signer.keep": (None, False)}[broken]
    assert trouble in report.refused
    again = tick(AT + 2 * HOUR)
    assert (again.signed, again.refused) == (2 if broken == "acts.tick" else 3, ())
    assert again.exported > 0
    assert verify.verify().ok


def test_a_real_clock_is_not_moved_and_no_entry_is_dated_back(
    house: House, monkeypatch: pytest.MonkeyPatch, settings: LazySettings
) -> None:
    monkeypatch.undo()
    for demo, at in ((False, clock.now() - HOUR / 2), (False, clock.now() + HOUR), (True, clock.now() - HOUR / 2)):
        settings.DEMO = demo
        with pytest.raises(ValueError, match="clock"):
            tick(at)
    assert Entry.objects.count() == 1


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

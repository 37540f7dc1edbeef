"""What the site says of its own receipts: the verdicts of docs/log-format.md, section 10, and copies that the outside program accepts."""

import json
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dinhlang.core import ledger
from dinhlang.core.actor import System
from dinhlang.ground.record import acts as house
from dinhlang.ground.record import append, clock, export, keys, recover, signer
from dinhlang.ground.record.act import Done
from dinhlang.ground.record.models import Checkpoint, Command, Entry, Head, Tile
from dinhlang.works.disclosures import acts
from dinhlang.works.disclosures.tests.town import ANN, CONSOLE, Town, make_town
from tools import check_receipt as program

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BUDGET = 8


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, db: None) -> Town:
    made = make_town(monkeypatch)
    made.go("2026-11-02")
    return made


@pytest.fixture
def client(town: Town) -> Client:
    return town.client()


def reported(town: Town, title: str = "Chưa thấy dán") -> Done:
    """A resident's sealed act."""
    return town.do(acts.report, ANN, title=title, where="Chợ", item=5, show=True)


def hour_passes(town: Town, by: timedelta = HOUR) -> None:
    """Time goes on and the house says so."""
    town.now += by
    house.tick(by=System("tick"), at=clock.now(), command_id=uuid4())


def verdict(client: Client, done: Done) -> str:
    """The word that the receipt's page shows."""
    answer = client.get(f"/en/bien-nhan/{done.code}/")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    words = ("included", "not yet due", "lost, proved", "withheld, not provable", "not known here")
    found = [word for word in words if f"{word}</span>" in answer.content.decode()]
    assert len(found) == 1
    return found[0]


def outside(town: Town, folder: Path, done: Done, *more: str) -> program.Report:
    """The outside program over an export of this record."""
    export.export(folder / "log")
    (folder / "receipt").write_text(done.receipt)
    words = [str(folder / "receipt"), "--log", str(folder / "log"), "--now", clock.now().isoformat(), *more]
    words += ["--key", keys.vkeys()["log"], "--receipt-key", keys.vkeys()["receipt"]]
    return program.check(program.build_parser().parse_args(words))


def test_it_works(town: Town, client: Client, tmp_path: Path) -> None:
    done = reported(town)
    assert verdict(client, done) == "not yet due"
    town.flush()
    hour_passes(town)
    assert verdict(client, done) == "included"
    assert outside(town, tmp_path, done).verdict == "included"


def test_the_line_that_is_printed_is_the_one_to_type(town: Town, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the two files as they are called when saved, and this log, which the export stands for here."""
    done = reported(town)
    export.export(tmp_path / "log")
    pages = {f"/bien-nhan/{done.code}/": done.code[:4], "/kiem-chung/": ""}
    lines = [client.get(address).context["page"].command.split() for address in pages]
    for kind in ("chung-nhan", "noi-dung"):
        answer = client.get(f"/bien-nhan/{done.code}/{kind}/")
        (tmp_path / answer["Content-Disposition"].split('"')[1]).write_bytes(answer.content)
    (tmp_path / "chung-nhan.txt").write_text(done.receipt)
    monkeypatch.chdir(tmp_path)
    for words in lines:
        assert words[:2] == ["python3", "check_receipt.py"]
        given = ["log" if word == "http://testserver/log/" else word for word in words[2:]]
        assert "log" in given
        report = program.check(program.build_parser().parse_args([*given, "--now", clock.now().isoformat()]))
        assert report.verdict == "not_yet_due"


def test_included_is_said_when_a_checkpoint_covers_it_and_not_before(town: Town, client: Client) -> None:
    signer.current(clock.now() + timedelta(minutes=1))
    done = town.decided()
    assert Entry.objects.filter(hash=bytes.fromhex(done.leaf)).exists()
    assert verdict(client, done) == "not yet due", "the last checkpoint is less than a second old"
    town.now += timedelta(seconds=2)
    assert verdict(client, done) == "included"


def dropped(town: Town, done: Done) -> None:
    """The waiting leaf is thrown away."""
    append.Pending.objects.filter(hash=bytes.fromhex(done.leaf)).delete()


def test_lost_needs_a_later_entry_and_withheld_two_hours_more(town: Town, client: Client) -> None:
    done = reported(town)
    dropped(town, done)
    town.now += DAY + HOUR
    assert verdict(client, done) == "not yet due", "nothing in the record is later than the promise yet"
    town.now += HOUR + timedelta(minutes=1)
    assert verdict(client, done) == "withheld, not provable"
    hour_passes(town)
    assert verdict(client, done) == "lost, proved"


def test_another_history_is_lost_at_once(town: Town, client: Client) -> None:
    signer.current()
    done = reported(town)
    Command.objects.filter(code=done.code).update(receipt=other_root(done))
    assert verdict(client, done) == "lost, proved"


def other_root(done: Done) -> str:
    """The receipt as it would have been given over another history of the same size."""
    promise = ledger.open_receipt(done.receipt.encode(), keys.origin(), [keys.signer("receipt").vkey])
    assert promise.after_size
    forged = ledger.Receipt(promise.origin, promise.leaf, promise.after_size, bytes(32), promise.time, promise.by)
    return ledger.sign_receipt(forged, keys.signer("receipt")).decode()


@pytest.mark.parametrize("late", [False, True])
def test_a_page_asks_few_questions_however_old_the_receipt(town: Town, client: Client, late: bool) -> None:
    done = town.decided()
    for _ in range(600):
        hour_passes(town, timedelta(minutes=1))
    if late:
        done = town.decided("113/QĐ-UBND")
    town.now += HOUR
    signer.current()
    with CaptureQueriesContext(connection) as asked:
        assert verdict(client, done) == "included"
    assert len(asked) <= BUDGET


def test_a_receipt_of_a_closed_record_is_not_judged_by_the_next(town: Town, client: Client) -> None:
    hour_passes(town)
    signer.current()
    done = town.decided()
    kept = Head.objects.get()
    signer.current(clock.now() + HOUR)
    Entry.objects.filter(index__gte=kept.size - 1).delete()
    Tile.objects.all().delete()
    Checkpoint.objects.filter(size__gte=kept.size).delete()
    hashes = [bytes(one) for one in Entry.objects.order_by("index").values_list("hash", flat=True)]
    Head.objects.update(size=len(hashes), edge=ledger.grow(ledger.Edge(), hashes)[0].to_bytes())
    recover.new_origin(clock.now(), lambda: 0, {})
    assert verdict(client, done) == "not known here"


@pytest.mark.parametrize("erased", [False, True])
def test_the_copy_that_is_handed_out_is_valid_outside(town: Town, client: Client, tmp_path: Path, erased: bool) -> None:
    done = reported(town)
    town.flush()
    hour_passes(town)
    if erased:
        leaf = {"leaf": done.leaf, "part": "public", "reason": "published-in-error"}
        house.erase(by=CONSOLE, at=clock.now(), command_id=uuid4(), body=town.ward, **leaf)
    answer = client.get(f"/bien-nhan/{done.code}/noi-dung/")
    copy = tmp_path / "copy.json"
    copy.write_bytes(answer.content)
    assert ("text" in json.loads(answer.content)) is not erased
    assert ledger.parse_opening(answer.content)
    report = outside(town, tmp_path, done, "--opening", str(copy))
    assert (report.verdict, report.failed(), report.exit_code()) == ("included", False, 0)


def test_pages_stand_on_what_was_signed_when_nothing_can_be_signed(town: Town, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    done = town.decided()
    town.now += HOUR
    signer.current()
    hour_passes(town)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(signer, "keep", full)
    for path in ("/nhat-ky/", "/nhat-ky/3/", "/kiem-chung/", f"/bien-nhan/{done.code}/"):
        assert client.get(path).status_code == 200, path
    assert verdict(client, done) == "included"
    assert client.get("/log/checkpoint").status_code == 503

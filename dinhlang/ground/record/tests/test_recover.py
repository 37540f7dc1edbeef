"""Yesterday's copy over today's log."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings, settings
from django.db import models

from dinhlang.core import ledger
from dinhlang.core.refusal import Refused
from dinhlang.ground.record import (
    act,
    acts,
    append,
    batches,
    clock,
    erasures,
    export,
    founding,
    keys,
    recover,
    rulebooks,
    serve,
    signer,
    vault,
    verify,
)
from dinhlang.ground.record.models import (
    Blob,
    Checkpoint,
    ClosedEntry,
    Command,
    Entry,
    Head,
    Part,
    Pending,
    PublicVersion,
    Tile,
    VaultKey,
)
from dinhlang.ground.record.tests.house import AT, BODY, CHAIR, HOUR, ORIGIN, House, post_row

TABLES: tuple[type[models.Model], ...] = (Head, Entry, Pending, Part, VaultKey, Blob, Tile, Checkpoint, Command, PublicVersion)


def body_of(code: str, day: date) -> int | None:
    return BODY if code == "01273" else None


def shut_out() -> int:
    return 0


def backup() -> dict[type[models.Model], list[models.Model]]:
    """A copy of every table of the record."""
    return {table: list(table._default_manager.all()) for table in TABLES}


def restore(copy: dict[type[models.Model], list[models.Model]]) -> None:
    for table, rows in copy.items():
        table._default_manager.all().delete()
        table._default_manager.bulk_create(rows)


@pytest.fixture
def out(settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The published folder, and a clock that stands an hour later each time it is asked."""
    hours = iter(range(10_000))
    monkeypatch.setattr(clock, "now", lambda: AT + next(hours) * HOUR)
    settings.PUBLISHED_DIR = tmp_path / "out"
    return tmp_path / "out" / "log"


def a_day(house: House, **more: Any) -> list[str]:
    """Acts of a day, sealed ones among them, signed and published."""
    done = [house.note(f"Việc {number}", sender="Lan", effect=f"e{number}", **more) for number in range(3)]
    return [one.leaf for one in done]


def test_yesterdays_copy_is_refused_while_any_trace_is_left(house: House, out: Path) -> None:
    a_day(house)
    export.export(out)
    copy = backup()
    a_day(house)
    export.export(out)
    restore(copy)
    with pytest.raises(Refused, match="dinhlang recover"):
        founding.up_check()
    with pytest.raises(Refused, match="dinhlang recover"):
        house.note()
    append.state_file().unlink()
    with pytest.raises(Refused, match="dinhlang recover"):
        founding.up_check()


def test_the_export_fills_the_gap(house: House, out: Path) -> None:
    a_day(house)
    waiting = house.whisper("Chờ", effect="late")
    export.export(out)
    copy = backup()
    lost = a_day(house, at=AT + HOUR)
    sealed = house.whisper("Sau bản sao", at=AT + HOUR)
    batches.flush(AT + HOUR)
    gone = acts.erase(by=CHAIR, at=AT + HOUR, command_id=uuid4(), body=BODY, leaf=lost[0], part="public", reason="court-order")
    batches.flush(AT + HOUR)
    export.export(out)
    size = append.head().size
    root = bytes(signer.current().root)
    house.projected.clear()
    restore(copy)

    done = recover.refill(out, body_of, shut_out)
    assert (done.before, done.size, done.still_ahead) == (4, size, 0)
    assert done.unopened == 0
    assert done.shut > 0
    founding.up_check()
    assert bytes(signer.current().root) == root
    report = verify.verify()
    assert report.ok, report.findings
    rows = {bytes(row.hash).hex(): row for row in Entry.objects.all()}
    assert rows[lost[1]].body == BODY
    assert vault.open_parts([bytes.fromhex(lost[1])])[bytes.fromhex(lost[1])][0].value == {"title": "Việc 1"}
    assert vault.open_parts([bytes.fromhex(lost[0])])[bytes.fromhex(lost[0])][0].erased == "court-order"
    assert (rows[waiting.leaf].act, rows[sealed.leaf].act) == ("test.note", "")
    assert not Pending.objects.exists()
    assert gone.leaf in rows
    assert [args[5] for args in house.projected] == [[{"did": f"e{n}"}] for n in range(3)] + [[{"did": "late"}]] or len(
        house.projected
    ) == 4
    said = [text for text, _ in done.losses]
    assert any("sealed parts are lost" in text for text in said)
    assert any("answers to forms" in text for text in said)
    assert recover.refill(out, body_of, shut_out) == recover.Refilled(size, size)
    assert house.note(at=AT + 2 * HOUR)


def test_what_has_rows_or_no_target_has_no_effect(house: House, out: Path) -> None:
    copy = backup()
    a_day(house)
    row = post_row(by=CHAIR, at=AT, command_id=uuid4(), body=BODY, title="Có bảng", effect="row")
    export.export(out)
    restore(copy)
    house.projected.clear()

    def project(*args: Any) -> None:
        if args[5] == [{"did": "e1"}]:
            raise Refused("no target")
        house.projected.append(args)

    act._Wires.project = project
    done = recover.refill(out, body_of, lambda: 5)
    assert [args[5] for args in house.projected] == [[{"did": "e0"}], [{"did": "e2"}]]
    assert done.rowless == ((2, "test.note"), (4, "test.row"))
    assert (done.mandates, done.whole) == (5, False)
    assert [text.format(**values) for text, values in done.losses][-4:-1] == [
        "test.note: the rows of these entries were not brought back, nor what they meant for duties; do it again: 2",
        "test.row: the rows of these entries were not brought back, nor what they meant for duties; do it again: 4",
        recover.ENDED.format(n=5),
    ]
    assert [(one.index, one.about) for one in verify.verify().findings] == [(2, "rows"), (4, "rows")]
    assert vault.open_parts([bytes.fromhex(row.leaf)])[bytes.fromhex(row.leaf)][0].value == {"title": "Có bảng"}, "what it says is here"


def test_an_empty_database_is_filled_from_the_first_leaf(house: House, out: Path) -> None:
    a_day(house)
    house.whisper("Chờ")
    batches.flush(AT)
    export.export(out)
    size, root = append.head().size, bytes(signer.current().root)
    for table in TABLES:
        table._default_manager.all().delete()
    for sentence in ("--from", "--new-origin"):
        with pytest.raises(Refused, match=sentence):
            founding.up_check()
    done = recover.refill(out, body_of, shut_out)
    assert (done.before, done.size, done.still_ahead) == (0, size, 0)
    founding.up_check()
    assert bytes(signer.current().root) == root
    assert verify.verify().ok
    assert done.rulebooks == (bytes(32).hex(),)


def test_an_empty_database_without_files_goes_on_under_another_name(house: House, out: Path) -> None:
    a_day(house)
    signer.current()
    for table in TABLES:
        table._default_manager.all().delete()
    files = rulebooks.read_folder(settings.RULEBOOK_DIR)
    assert recover.new_origin(AT + HOUR, shut_out, files).lost == (0, 3)
    founding.up_check()
    assert rulebooks.current().hash == bytes(append.head().rules)
    assert not founding.open_log(ORIGIN, at=AT, files=files)
    report = verify.verify()
    assert (report.ok, report.size) == (True, 1)


def test_before_there_is_a_log_there_is_nothing_to_recover(db: None, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no key"):
        recover.new_origin(AT, shut_out, {})
    keys.ensure(ORIGIN)
    with pytest.raises(Refused, match="Nothing that was signed is missing"):
        recover.new_origin(AT, shut_out, {})
    with pytest.raises(Refused, match="not a whole copy"):
        recover.refill(tmp_path, body_of, shut_out)


def test_openings_and_mirrors_that_are_not_whole(house: House, out: Path) -> None:
    copy = backup()
    lost = a_day(house)
    export.export(out)
    restore(copy)
    (out / ledger.opening_path(bytes.fromhex(lost[0]))).unlink()
    bundle = out / "tile" / "entries" / "000.p" / "4"
    whole = bundle.read_bytes()
    bundle.write_bytes(whole[:-1] + b"x")
    with pytest.raises(Refused, match="not a whole copy"):
        recover.refill(out, body_of, shut_out)
    assert append.head().size == 1
    bundle.write_bytes(whole)
    done = recover.refill(out, body_of, shut_out)
    assert (done.unopened, done.rowless, done.whole) == (1, ((1, "test.note"),), False)
    report = verify.verify()
    assert (report.unopened, [one.index for one in report.findings]) == (1, [1])


def test_a_mirror_that_is_behind_the_signature_says_how_far(house: House, out: Path) -> None:
    copy = backup()
    a_day(house)
    export.export(out)
    a_day(house)
    signer.current()
    restore(copy)
    done = recover.refill(out, body_of, shut_out)
    assert (done.size, done.still_ahead) == (4, 3)
    with pytest.raises(Refused, match="dinhlang recover"):
        founding.up_check()


def test_two_histories_are_not_mixed(house: House, out: Path) -> None:
    copy = backup()
    a_day(house)
    export.export(out)
    restore(copy)
    state = append.state_file().read_bytes()
    append.state_file().unlink()
    house.note("another history")
    append.state_file().write_bytes(state)
    with pytest.raises(Refused, match="two histories"):
        recover.refill(out, body_of, shut_out)
    assert append.head().size == 2


def test_a_new_log_says_what_was_lost(house: House, out: Path) -> None:
    kept = a_day(house)
    export.export(out)
    copy = backup()
    a_day(house)
    waited = house.whisper("Chờ")
    old = signer.current().note
    copy[Pending] = list(Pending.objects.all())
    copy[Part] += list(Part.objects.filter(hash=bytes.fromhex(waited.leaf)))
    copy[VaultKey] += list(VaultKey.objects.filter(hash=bytes.fromhex(waited.leaf)))
    restore(copy)
    old_keys = keys.vkeys()

    done = recover.new_origin(AT + 3 * HOUR, shut_out, {})
    assert done == recover.Followed(f"{ORIGIN}/2", old, (4, 6))
    founding.up_check()
    assert keys.origin() == f"{ORIGIN}/2"
    assert not set(keys.vkeys().values()) & set(old_keys.values())
    first = Entry.objects.get()
    assert (first.index, first.act) == (0, "log.opened")
    said = vault.open_parts([bytes(first.hash)])[bytes(first.hash)][0].value
    assert (said["origin"], said["before"], said["lost"]) == (f"{ORIGIN}/2", old, [4, 6])
    assert ClosedEntry.objects.count() == 4
    assert serve.opening(bytes.fromhex(kept[0])) is not None, "what the old entries say stays readable"
    assert signer.current(AT + 4 * HOUR).size == 1
    batches.flush(AT + 3 * HOUR)
    assert Entry.objects.filter(hash=bytes.fromhex(waited.leaf)).exists(), "what waited enters the new log"
    assert verify.verify().ok
    closed = founding.closed_dir() / "1"
    assert (closed / "checkpoint.lost").read_text() == old
    assert (closed / "sign-state").read_text() == old
    assert (closed / "keys" / "log").exists()
    assert (out.parent / "log-closed-1" / "checkpoint").exists()
    assert not out.exists()
    export.export(out)
    with pytest.raises(Refused, match="Nothing that was signed is missing"):
        recover.new_origin(AT + 5 * HOUR, shut_out, {})
    assert recover.next_origin(f"{ORIGIN}/2") == f"{ORIGIN}/3"


def test_a_crash_between_the_new_log_and_its_keys_is_mended(house: House, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = backup()
    a_day(house)
    signer.current()
    restore(copy)
    with monkeypatch.context() as patch:
        calls = [lambda: None]
        patch.setattr(founding, "finish_swap", lambda: calls.pop()())
        with pytest.raises(IndexError):
            recover.new_origin(AT, shut_out, {})
    founding.up_check()
    assert keys.origin() == f"{ORIGIN}/2"
    assert not (founding.closed_dir() / "1" / founding.UNFINISHED).exists()
    assert house.note()
    assert erasures.replay_erasures() == 0

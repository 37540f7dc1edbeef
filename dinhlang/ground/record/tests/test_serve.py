"""The log's files over HTTP."""

from uuid import uuid4

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import RequestFactory

from dinhlang.core import ledger
from dinhlang.core.actor import Office
from dinhlang.ground.record import acts, append, batches, clock, keys, serve, signer, views
from dinhlang.ground.record.models import Part
from dinhlang.ground.record.tests.house import AT, BODY, House

rf = RequestFactory()


def get_tile(rest: str) -> HttpResponse:
    return views.tile(rf.get(f"/log/tile/{rest}"), rest)


def get_opening(leaf: str) -> HttpResponse:
    return views.opening(rf.get("/"), f"{leaf}.json")


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)


def test_it_works(house: House) -> None:
    house.note()
    answer = views.checkpoint(rf.get("/log/checkpoint"))
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Cache-Control"] == "no-cache"
    assert not answer.cookies
    checkpoint = ledger.open_checkpoint(answer.content, keys.origin(), [keys.signer("log").vkey])
    assert checkpoint.size == 2
    hashes, entries = get_tile("0/000.p/2"), get_tile("entries/000.p/2")
    for one in (hashes, entries):
        assert one.status_code == 200
        assert one["Content-Type"] == "application/octet-stream"
        assert "immutable" in one["Cache-Control"]
    assert [ledger.leaf_hash(leaf) for leaf in ledger.unbundle(entries.content)] == [hashes.content[:32], hashes.content[32:]]
    assert ledger.root_of([hashes.content[:32], hashes.content[32:]]) == checkpoint.root
    assert views.verifier_keys(rf.get("/")).content.decode().splitlines() == [keys.vkeys()["log"], keys.vkeys()["receipt"]]


def test_what_is_not_there_is_404_in_plain_text(house: House) -> None:
    for rest in (
        "0/000",
        "0/000.p/2",
        "0/000.p/01",
        "0/000.p/0",
        "1/000.p/1",
        "0/001.p/1",
        "9/000",
        "entries/000",
        "../keys/log",
        "0/x000/000",
    ):
        answer = get_tile(rest)
        assert answer.status_code == 404, rest
        assert answer["Content-Type"].startswith("text/plain")
    for name in ("0" * 64, "0" * 63, "G" * 64, "A" * 64):
        assert get_opening(name).status_code == 404
    assert views.opening(rf.get("/"), "0" * 64).status_code == 404
    assert views.checkpoint(rf.post("/")).status_code == 405


def test_full_tiles_and_a_level_above(house: House) -> None:
    with_lock_appended(300)
    size = append.head().size
    assert len(get_tile("0/000").content) == 8192
    assert len(get_tile("1/000.p/1").content) == 32
    assert len(get_tile(f"0/001.p/{size - 256}").content) == 32 * (size - 256)
    assert get_tile(f"0/001.p/{size - 255}").status_code == 404
    assert get_tile("0/000.p/255").content == get_tile("0/000").content[: 255 * 32]
    signer.current(AT)
    assert ledger.verify_log(serve.view(), openings=False).ok


def with_lock_appended(count: int) -> None:
    """Entries by the dozen, without acts."""
    row = append.lock_head()
    leaves = [
        ledger.encode(ledger.Entry("test.note", "-", "-", AT, append.new_subject(), None, bytes(32), number.to_bytes(32)))
        for number in range(count)
    ]
    entries = [
        serve.Entry(hash=ledger.leaf_hash(leaf), leaf=leaf, act="test.note", subject=ledger.parse(leaf).subject, sealed=False, at=AT)
        for leaf in leaves
    ]
    append.enter(row, entries)
    row.save()


def test_a_waiting_leaf_is_answered_like_one_that_never_was(house: House) -> None:
    waiting, unknown = house.whisper().leaf, "ab" * 32
    assert get_opening(waiting).content == get_opening(unknown).content
    assert get_opening(waiting).status_code == 404
    batches.flush(AT)
    assert get_opening(waiting).status_code == 200


def test_openings_show_what_is_open_and_why_something_is_gone(house: House) -> None:
    done = house.note("Thông báo", sender="Nguyễn Văn A")
    answer = get_opening(done.leaf)
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/json", "no-cache")
    assert "Nguyễn" not in answer.content.decode()
    assert "Thông báo" in answer.content.decode()
    leaf = append.leaf_of(bytes.fromhex(done.leaf))
    assert leaf is not None
    assert isinstance(ledger.check_opening(answer.content, leaf).parts["sender"], ledger.Shut)
    acts.erase(by=Office(1), at=AT, command_id=uuid4(), body=BODY, leaf=done.leaf, part="public", reason="published-in-error")
    after = ledger.check_opening(get_opening(done.leaf).content, leaf)
    assert after.parts["public"] == ledger.Erased(after.digests["public"], "published-in-error")
    Part.objects.filter(hash=bytes.fromhex(done.leaf)).delete()
    assert get_opening(done.leaf).status_code == 410


def test_a_log_that_may_not_sign_says_so(house: House) -> None:
    append.state_file().write_text("x\n99\n")
    answer = views.checkpoint(rf.get("/log/checkpoint"))
    assert answer.status_code == 503
    assert answer["Content-Type"].startswith("text/plain")


@pytest.mark.parametrize("trouble", [OSError(28, "No space left on device"), OperationalError("database or disk is full")])
def test_a_full_disk_is_said_too(house: House, monkeypatch: pytest.MonkeyPatch, trouble: Exception) -> None:
    def no(*args: object) -> None:
        raise trouble

    monkeypatch.setattr(signer, "keep", no)
    answer = views.checkpoint(rf.get("/log/checkpoint"))
    assert (answer.status_code, answer["Cache-Control"]) == (503, "no-cache")
    assert "No space" not in answer.content.decode()
    monkeypatch.undo()
    monkeypatch.setattr(clock, "now", lambda: AT)
    assert views.checkpoint(rf.get("/log/checkpoint")).status_code == 200

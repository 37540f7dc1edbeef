"""Text goes, proofs stay."""

from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.db import connection

from dinhlang.core import ledger
from dinhlang.core.actor import Office
from dinhlang.core.refusal import Refused
from dinhlang.ground.record import acts, append, batches, erasures, export, signer, tick, tree, vault, verify
from dinhlang.ground.record.act import Done
from dinhlang.ground.record.models import Entry, Part, Pending, PublicVersion, VaultKey
from dinhlang.ground.record.tests.house import AT, BODY, HOUR, House

CANARY = "chim hoàng yến"


def erase(leaf: str, part: str = "public", reason: str = "person-request", **more: object) -> Done:
    return acts.erase(by=Office(1), command_id=uuid4(), leaf=leaf, part=part, reason=reason, **{"body": BODY, "at": AT, **more})


def database_bytes() -> bytes:
    """The file, its write-ahead log and whatever else SQLite keeps beside them."""
    path = Path(str(connection.settings_dict["NAME"]))
    return b"".join(one.read_bytes() for one in path.parent.glob(path.name + "*") if not one.name.endswith("-shm"))


def test_it_works(house: House) -> None:
    done = house.note(CANARY, sender="Lan")
    index = Entry.objects.get(hash=bytes.fromhex(done.leaf)).index
    checkpoint = signer.current(AT)
    pages = PublicVersion.objects.get(scope=BODY).n
    erase(done.leaf)
    assert PublicVersion.objects.get(scope=BODY).n == pages + 1
    parts = {one.name: one for one in vault.open_parts([bytes.fromhex(done.leaf)], sealed=True)[bytes.fromhex(done.leaf)]}
    assert (parts["public"].value, parts["public"].erased) == (None, "person-request")
    assert parts["sender"].value == {"name": "Lan"}
    proof = tree.proof(index, checkpoint.size)
    assert ledger.verify_inclusion(bytes.fromhex(done.leaf), index, checkpoint.size, proof, bytes(checkpoint.root))
    leaf = append.leaf_of(bytes.fromhex(done.leaf))
    assert leaf is not None
    assert verify.verify().ok


def test_the_erasure_is_a_sealed_leaf_that_shows_nothing(house: House) -> None:
    done = erase(house.note(CANARY).leaf)
    assert Pending.objects.filter(hash=bytes.fromhex(done.leaf)).exists()
    batches.flush(AT)
    shown = vault.open_parts([bytes.fromhex(done.leaf)])[bytes.fromhex(done.leaf)]
    assert [(one.name, one.open, one.value) for one in shown] == [(name, False, None) for name in ledger.PARTS]


def test_what_is_refused_changes_nothing(house: House) -> None:
    leaf, house_leaf = house.note(CANARY, effect="x").leaf, bytes(Entry.objects.get(index=0).hash).hex()
    for text, arguments in {
        "listed reasons": (leaf, "public", "because"),
        "no such leaf": ("ab" * 32, "public", "person-request"),
        "no part": (leaf, "place", "person-request"),
        "not erased": (leaf, "duties", "person-request"),
    }.items():
        with pytest.raises(Refused, match=text):
            erase(*arguments)
    with pytest.raises(Refused, match="no such leaf"):
        erase("no hex")
    with pytest.raises(Refused, match="another body"):
        erase(leaf, body=BODY + 1)
    with pytest.raises(Refused, match="not erased"):
        erase(house_leaf, body=None)
    assert not erasures.journal().exists()
    erase(leaf)
    with pytest.raises(Refused, match="erased before"):
        erase(leaf)


def test_what_the_record_refuses_is_not_erased_at_the_next_start_either(house: House) -> None:
    leaf = house.note(CANARY).leaf
    house.whisper("Chờ")
    state, late = append.state_file(), {"at": AT + 13 * HOUR}
    with pytest.raises(Refused, match="stands still"):
        erase(leaf, **late)
    with pytest.raises(Refused, match="clock"):
        erase(leaf, at=AT - 2 * HOUR)
    state.write_text("x\n99\n")
    with pytest.raises(Refused, match="older"):
        erase(leaf)
    state.unlink()
    assert not erasures.journal().exists()
    assert erasures.replay_erasures() == 0
    assert vault.open_parts([bytes.fromhex(leaf)])[bytes.fromhex(leaf)][0].value == {"title": CANARY}
    erase(leaf)


def test_every_reason_has_its_words_and_its_basis() -> None:
    assert list(erasures.reasons()) == [
        "consent-withdrawn",
        "person-request",
        "retention-ended",
        "published-in-error",
        "unlawful",
        "court-order",
        "set-aside",
    ]
    assert all(one.vi and one.en and one.basis for one in erasures.reasons().values())


def test_a_waiting_leaf_can_be_erased_and_still_enters(house: House) -> None:
    done = house.whisper(CANARY)
    erase(done.leaf)
    batches.flush(AT)
    assert Entry.objects.filter(hash=bytes.fromhex(done.leaf)).exists()
    assert verify.verify().ok


def test_files_go_with_their_part(house: House) -> None:
    done = house.note("Có tệp", files=(append.Attachment("a.pdf", "application/pdf", b"clean", b"original"),))
    leaf = bytes.fromhex(done.leaf)
    assert vault.read_file(leaf, 0) == b"clean"
    assert vault.read_file(leaf, 0, original=True) == b"original"
    erase(done.leaf, "files")
    with pytest.raises(Refused, match="not kept"):
        vault.read_file(leaf, 0)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_left_in_the_database_file(house: House) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL overwrites the bytes of dead rows in time; see erasures.py")
    command = uuid4()
    notes = [house.note(f"{CANARY} {number} " + "x" * (number * 37 % 900), sender="Lan") for number in range(60)]
    done = house.note(CANARY, command_id=command)
    leaf = bytes.fromhex(done.leaf)
    erased = [bytes.fromhex(one.leaf) for one in notes[::2]] + [leaf]
    held = [
        *(bytes(key) for key in VaultKey.objects.filter(hash__in=erased, name="public").values_list("key", flat=True)),
        *(bytes(box) for box in Part.objects.filter(hash__in=erased, name="public").values_list("box", flat=True) if box is not None),
    ]
    raw = database_bytes()
    assert CANARY.encode() not in raw, "text stands in no table in the clear"
    assert all(secret in raw for secret in held)
    for one in erased:
        erase(one.hex())
    raw = database_bytes()
    assert [secret for secret in held if secret in raw] == []
    with pytest.raises(Refused, match="already sent"):
        house.note(CANARY, command_id=command)
    assert verify.verify().ok


@pytest.mark.django_db(transaction=True)
def test_the_published_opening_is_written_anew(house: House, settings: LazySettings, tmp_path: Path) -> None:
    settings.PUBLISHED_DIR = tmp_path / "out"
    done = house.note(CANARY)
    export.export(tmp_path / "out" / "log")
    path = tmp_path / "out" / "log" / ledger.opening_path(bytes.fromhex(done.leaf))
    assert CANARY in path.read_text()
    erase(done.leaf)
    assert CANARY not in path.read_text()
    assert "person-request" in path.read_text()


def test_yesterdays_copy_forgets_again_what_was_erased(house: House) -> None:
    done, kept = house.note(CANARY), house.note("stays")
    leaf = bytes.fromhex(done.leaf)
    parts = list(Part.objects.filter(hash=leaf))
    vault_keys = list(VaultKey.objects.filter(hash=leaf))
    erase(done.leaf)
    Part.objects.filter(hash=leaf).delete()
    Part.objects.bulk_create(parts)
    VaultKey.objects.bulk_create(vault_keys)
    with erasures.journal().open("a") as file:
        file.write("ab12 torn")
    pages = PublicVersion.objects.get(scope=BODY).n
    assert erasures.replay_erasures() == 1
    assert erasures.replay_erasures() == 0
    assert vault.open_parts([leaf])[leaf][0].erased == "person-request"
    assert PublicVersion.objects.get(scope=BODY).n == pages + 1
    erase(kept.leaf)
    assert [line.leaf.hex() for line in erasures.lines()] == [done.leaf, kept.leaf]


@pytest.mark.django_db(transaction=True)
def test_the_databases_own_log_is_emptied(house: House, caplog: pytest.LogCaptureFixture) -> None:
    done = house.note(CANARY)
    erase(done.leaf)
    erasures.scrub()
    assert not caplog.records, "no hook failed in silence"
    if connection.vendor == "sqlite":
        assert Path(f"{connection.settings_dict['NAME']}-wal").stat().st_size == 0


@pytest.mark.django_db(transaction=True)
def test_a_tick_empties_what_readers_kept_busy(house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    done = house.note(CANARY)
    with monkeypatch.context() as patch:
        patch.setattr(erasures, "_emptied", lambda: False)
        erase(done.leaf)
        assert "busy" in caplog.text
        tick.tick()
    emptied: list[bool] = []
    really = erasures._emptied

    def empty() -> bool:
        emptied.append(really())
        return emptied[-1]

    monkeypatch.setattr(erasures, "_emptied", empty)
    tick.tick()
    assert emptied == [True]
    tick.tick()
    assert emptied == [True], "nothing is left to do"

"""Whatever is changed in the database is found and named."""

from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db.models import F

from dinhlang.core import ledger
from dinhlang.core.refusal import Refused
from dinhlang.ground.record import append, batches, signer, vault, verify
from dinhlang.ground.record.models import Blob, Checkpoint, Entry, Head, Part, Pending, VaultKey
from dinhlang.ground.record.tests.house import AT, HOUR, House


def flip(data: bytes) -> bytes:
    return data[:-3] + bytes([data[-3] ^ 1]) + data[-2:]


def leaf_bytes() -> None:
    row = Entry.objects.get(index=2)
    Entry.objects.filter(index=2).update(leaf=bytes(row.leaf).replace(b"01273", b"01274"))


def leaf_and_hash() -> None:
    row = Entry.objects.get(index=2)
    leaf = bytes(row.leaf).replace(b"01273", b"01274")
    Entry.objects.filter(index=2).update(leaf=leaf, hash=ledger.leaf_hash(leaf))


def dropped() -> None:
    Entry.objects.filter(index=2).delete()


def swapped() -> None:
    Entry.objects.filter(index=2).update(index=1000)
    Entry.objects.filter(index=3).update(index=2)
    Entry.objects.filter(index=1000).update(index=3)


def column() -> None:
    Entry.objects.filter(index=2).update(subject="0" * 16)


def box() -> None:
    row = Part.objects.get(hash=bytes(Entry.objects.get(index=2).hash), name="public")
    Part.objects.filter(pk=row.pk).update(box=flip(bytes(row.box or b"")))


def box_of_another() -> None:
    two, three = (Part.objects.get(hash=bytes(Entry.objects.get(index=n).hash), name="public") for n in (2, 3))
    key = VaultKey.objects.get(hash=three.hash, name="public")
    VaultKey.objects.filter(hash=two.hash, name="public").update(key=key.key)
    Part.objects.filter(pk=two.pk).update(box=three.box)


def part_dropped() -> None:
    Part.objects.filter(hash=bytes(Entry.objects.get(index=2).hash), name="sender").delete()
    VaultKey.objects.filter(hash=bytes(Entry.objects.get(index=2).hash), name="sender").delete()


def key_dropped() -> None:
    VaultKey.objects.filter(hash=bytes(Entry.objects.get(index=2).hash), name="public").delete()


@pytest.mark.parametrize(
    "harm",
    [leaf_bytes, leaf_and_hash, dropped, swapped, column, box, box_of_another, part_dropped, key_dropped],
    ids=lambda one: one.__name__,
)
def test_the_first_bad_index_is_named(house: House, harm: Callable[[], None]) -> None:
    for number in range(5):
        house.note(str(number), sender="Lan")
        signer.current(AT + number * HOUR)
    assert verify.verify().ok
    harm()
    report = verify.verify()
    assert report.first_bad == 2, report.findings


def other_file() -> None:
    blob = Blob.objects.get(original=False)
    key = VaultKey.objects.get(hash=blob.hash, name="files")
    Blob.objects.filter(pk=blob.pk).update(box=AESGCM(bytes(key.key)).encrypt(append.blob_nonce(0, False), b"another", None))


def file_damaged() -> None:
    blob = Blob.objects.get(original=False)
    Blob.objects.filter(pk=blob.pk).update(box=flip(bytes(blob.box)))


def file_of_another_list() -> None:
    """The list and its file changed together, by somebody who has the key."""
    blob = Blob.objects.get(original=False)
    key = bytes(VaultKey.objects.get(hash=blob.hash, name="files").key)
    listed = [append.Attachment("a.pdf", "application/pdf", b"another", b"original").as_value()]
    Part.objects.filter(hash=blob.hash, name="files").update(box=AESGCM(key).encrypt(bytes(12), bytes(32) + ledger.canonical(listed), None))
    Blob.objects.filter(pk=blob.pk).update(box=AESGCM(key).encrypt(append.blob_nonce(0, False), b"another", None))


def list_damaged() -> None:
    part = Part.objects.get(name="files")
    Part.objects.filter(pk=part.pk).update(box=flip(bytes(part.box or b"")))


def file_dropped() -> None:
    Blob.objects.filter(original=False).delete()


def original_dropped() -> None:
    Blob.objects.filter(original=True).delete()


def file_added() -> None:
    blob = Blob.objects.get(original=True)
    Blob.objects.create(hash=blob.hash, n=1, original=False, box=blob.box)


@pytest.mark.parametrize(
    "harm",
    [other_file, file_damaged, file_of_another_list, list_damaged, file_dropped, original_dropped, file_added],
    ids=lambda one: one.__name__,
)
def test_a_file_is_the_one_that_the_leaf_names(house: House, harm: Callable[[], None]) -> None:
    house.note("no file")
    done = house.note("Có tệp", files=(append.Attachment("a.pdf", "application/pdf", b"clean", b"original"),))
    leaf = bytes.fromhex(done.leaf)
    assert verify.verify().ok
    harm()
    report = verify.verify()
    assert report.first_bad == 2, report.findings
    if harm in {original_dropped, file_added}:
        assert vault.read_file(leaf, 0) == b"clean"
        return
    with pytest.raises(Refused, match="not kept|damaged"):
        vault.read_file(leaf, 0)


def test_a_file_that_no_leaf_names(house: House) -> None:
    Blob.objects.create(hash=bytes(32), n=0, original=False, box=b"x")
    assert [one.about for one in verify.verify().findings] == ["files"]


def test_it_works(house: House) -> None:
    for number in range(3):
        house.note(str(number), sender="Lan")
    house.whisper("Một")
    batches.flush(AT)
    house.whisper("Hai")
    signer.current(AT)
    report = verify.verify()
    assert report.ok
    assert (report.size, report.entries, report.sealed, report.waiting, report.checkpoints) == (12, 4, 8, 1, 1)
    assert report.parts == 1 + 3 * 2 + 8 * 5
    assert report.boxes == 1 + 3 * 2 + 5


def test_a_waiting_leaf_is_checked(house: House) -> None:
    house.whisper()
    Pending.objects.update(at=F("at") + 48 * HOUR)
    assert [one.about for one in verify.verify().findings] == ["waiting"]


def test_a_checkpoint_that_the_tree_does_not_begin_with(house: House) -> None:
    house.note()
    signer.current(AT)
    Checkpoint.objects.update(root=bytes(32))
    assert {one.about for one in verify.verify().findings} == {"checkpoint"}


def test_text_that_no_leaf_names(house: House) -> None:
    Part.objects.create(hash=bytes(32), order=0, name="public", digest=bytes(32), open=True)
    VaultKey.objects.create(hash=bytes(32), name="sender", key=bytes(32))
    assert len(verify.verify().findings) == 2


def test_the_tables_of_duties_are_held_against_their_replay(house: House) -> None:
    report = verify.verify(replay=lambda: ["clock 3 is due on another day"])
    assert report.findings == (verify.Finding(None, "tables", "clock 3 is due on another day"),)


def test_a_head_that_counts_wrong(house: House) -> None:
    house.note()
    row = Head.objects.get()
    row.size, row.edge = 3, ledger.Edge.from_bytes(bytes(row.edge)).append(bytes(32)).to_bytes()
    row.save()
    assert not verify.verify().ok

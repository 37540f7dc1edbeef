from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dinhlang.core.ledger import (
    EMPTY_ROOT,
    Checkpoint,
    NoteError,
    Receipt,
    SKey,
    check_origin,
    open_checkpoint,
    open_note,
    open_receipt,
    parse_checkpoint,
    parse_receipt,
    parse_skey,
    parse_vkey,
    sign,
    sign_checkpoint,
    sign_receipt,
)
from tests.core.ledger.logs import LOG_KEY, ORIGIN, RECEIPT_KEY, START, digest

# The published example of golang.org/x/mod/sumdb/note.
GO_VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_SKEY = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
GO_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
GO_NOTE = GO_TEXT + "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"

CHECKPOINT = Checkpoint(ORIGIN, 7, digest("root"))
RECEIPT = Receipt(ORIGIN, digest("leaf"), 7, digest("root"), START, START + timedelta(hours=24))


def test_it_works():
    key = parse_skey(GO_SKEY)
    assert sign(GO_TEXT, key) == GO_NOTE.encode()
    assert key.vkey == parse_vkey(GO_VKEY)
    assert (key.text, key.vkey.text) == (GO_SKEY, GO_VKEY)
    note = open_note(GO_NOTE.encode(), [key.vkey])
    assert (note.text, note.signed_by) == (GO_TEXT, (key.vkey,))


def test_a_seed_is_not_shown():
    assert LOG_KEY.seed.hex() not in repr(LOG_KEY)
    assert repr(LOG_KEY.seed) not in repr(LOG_KEY)


@pytest.mark.parametrize("at", range(len(GO_VKEY)))
def test_a_mangled_key_is_refused(at):
    for mangled in (GO_VKEY[:at], GO_VKEY[at + 1 :], GO_VKEY[:at] + chr(ord(GO_VKEY[at]) + 1) + GO_VKEY[at + 1 :]):
        with pytest.raises(NoteError):
            parse_vkey(mangled)


def test_mangled_private_keys_are_refused():
    for mangled in (GO_SKEY[1:], GO_SKEY[:-1], GO_SKEY.replace("c74f", "c74e"), GO_VKEY, ""):
        with pytest.raises(NoteError):
            parse_skey(mangled)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb", "a\u00a0b"])
def test_names_of_keys(name):
    with pytest.raises(NoteError):
        SKey(name, bytes(32))


def test_every_byte_of_a_note_counts():
    note = sign_checkpoint(CHECKPOINT, LOG_KEY)
    for at in range(len(note)):
        with pytest.raises(NoteError):
            open_checkpoint(note[:at] + bytes([note[at] ^ 1]) + note[at + 1 :], ORIGIN, [LOG_KEY.vkey])


def test_unknown_signatures_are_ignored_and_wrong_ones_are_not():
    witness = SKey("witness.example", digest("witness"))
    note = sign(CHECKPOINT.text, witness, LOG_KEY)
    assert len(open_note(note, [LOG_KEY.vkey]).signatures) == 2
    assert open_note(note, [LOG_KEY.vkey, witness.vkey]).signed_by == (LOG_KEY.vkey, witness.vkey)
    other = sign(CHECKPOINT.text + "x\n", witness).rpartition(b"\n\n")[2]
    spoilt = sign(CHECKPOINT.text, LOG_KEY) + other
    assert open_note(spoilt, [LOG_KEY.vkey]).signed_by == (LOG_KEY.vkey,)
    with pytest.raises(NoteError, match="wrong"):
        open_note(spoilt, [LOG_KEY.vkey, witness.vkey])
    with pytest.raises(NoteError, match="no trusted key"):
        open_note(spoilt, [SKey(ORIGIN, digest("other")).vkey])


@pytest.mark.parametrize(
    "note",
    [
        b"",
        b"text\n",
        b"text\n\n",
        b"text\n\n-- x AAAAAAA=\n",
        "text\n\n— x AAAAAAAA".encode(),
        "text\n\n— x !\n".encode(),
        "text\n\n— x AAAA\n".encode(),
        "te\x07xt\n\n— x AAAAAAAA\n".encode(),
        b"\xff\n\n",
        b"x" * 70_000,
        ("text\n\n" + "— x AAAAAAAA\n" * 101).encode(),
    ],
)
def test_other_bytes_are_no_note(note):
    with pytest.raises(NoteError):
        open_note(note, [LOG_KEY.vkey])


@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_opening_raises_note_error_only(note):
    for read in (lambda: open_checkpoint(note, ORIGIN, [LOG_KEY.vkey]), lambda: open_receipt(note, ORIGIN, [RECEIPT_KEY.vkey])):
        with pytest.raises(NoteError):
            read()


def test_texts_that_cannot_be_notes():
    for text in ("no line end", "tab\t\n", "\ud800\n"):
        with pytest.raises(NoteError):
            sign(text, LOG_KEY)
    with pytest.raises(NoteError):
        sign("text\n")


def test_a_text_with_empty_lines_splits_at_the_last():
    assert open_note(sign("a\n\nb\n\n\nc\n", LOG_KEY), [LOG_KEY.vkey]).text == "a\n\nb\n\n\nc\n"


def test_checkpoints():
    assert CHECKPOINT.text.startswith(f"{ORIGIN}\n7\n")
    assert open_checkpoint(sign_checkpoint(CHECKPOINT, LOG_KEY), ORIGIN, [LOG_KEY.vkey]) == CHECKPOINT
    second = SKey(ORIGIN, digest("second key"))
    both = sign_checkpoint(CHECKPOINT, LOG_KEY, second)
    for key in (LOG_KEY, second):
        assert open_checkpoint(both, ORIGIN, [key.vkey]) == CHECKPOINT


@pytest.mark.parametrize(
    "text",
    [
        CHECKPOINT.text.replace("\n7\n", "\n07\n"),
        CHECKPOINT.text.replace("\n7\n", "\n-7\n"),
        CHECKPOINT.text.replace("\n7\n", "\n٧\n"),
        CHECKPOINT.text + "extension\n",
        CHECKPOINT.text.replace("\n7\n", "\n0\n"),
        CHECKPOINT.text.replace("=", ""),
        "https://" + CHECKPOINT.text,
        "",
    ],
)
def test_other_texts_are_no_checkpoint(text):
    with pytest.raises(NoteError):
        parse_checkpoint(text)


def test_keys_do_not_stand_in_for_each_other():
    """A receipt key that leaked signs no checkpoint, and the log key no receipt."""
    forged = sign(CHECKPOINT.text, RECEIPT_KEY)
    with pytest.raises(NoteError):
        open_checkpoint(forged, ORIGIN, [LOG_KEY.vkey, RECEIPT_KEY.vkey])
    with pytest.raises(NoteError):
        open_receipt(sign(RECEIPT.text, LOG_KEY), ORIGIN, [LOG_KEY.vkey, RECEIPT_KEY.vkey])
    with pytest.raises(NoteError):
        sign_checkpoint(CHECKPOINT, RECEIPT_KEY)
    with pytest.raises(NoteError):
        sign_receipt(RECEIPT, LOG_KEY)
    other = Checkpoint("log.other.example", 7, digest("root"))
    with pytest.raises(NoteError):
        open_checkpoint(sign(other.text, LOG_KEY), ORIGIN, [LOG_KEY.vkey])


@pytest.mark.parametrize("origin", ["", "https://x", "x y", "x+y", "X", "x/", "log.example/receipt", "x" * 101, "x\n", "-x"])
def test_origins(origin):
    with pytest.raises(NoteError):
        check_origin(origin)


def test_receipts():
    note = sign_receipt(RECEIPT, RECEIPT_KEY)
    assert open_receipt(note, ORIGIN, [RECEIPT_KEY.vkey]) == RECEIPT
    assert len(RECEIPT.text.splitlines()) == 6
    with pytest.raises(NoteError):
        open_receipt(note, "log.other.example", [RECEIPT_KEY.vkey])
    for at in range(len(note)):
        with pytest.raises(NoteError):
            open_receipt(note[:at] + bytes([note[at] ^ 1]) + note[at + 1 :], ORIGIN, [RECEIPT_KEY.vkey])


def test_other_receipts_are_refused():
    for text in (RECEIPT.text[:-1], RECEIPT.text + "more x\n", RECEIPT.text.replace("+07:00", "Z"), RECEIPT.text.replace("11-23", "02-30")):
        with pytest.raises(NoteError):
            parse_receipt(text)
    with pytest.raises(NoteError):
        Receipt(ORIGIN, digest("leaf"), 0, digest("root"), START, START)
    with pytest.raises(NoteError):
        Receipt(ORIGIN, digest("leaf"), 1, digest("root"), START, START - timedelta(seconds=1))
    with pytest.raises(NoteError):
        Receipt(ORIGIN, b"leaf", 0, EMPTY_ROOT, START, START)
    with pytest.raises(NoteError):
        _ = Receipt(ORIGIN, digest("leaf"), 0, EMPTY_ROOT, START.replace(microsecond=5), START + timedelta(days=1)).text

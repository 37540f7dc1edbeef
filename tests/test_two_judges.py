"""The record's own judge and the outside program, over the same files: one verdict.

They share no code, so each is the other's test; what they are fed here is honest, forged or damaged files and receipts.
"""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from dinhlang.core.ledger import NoteError, Receipt, b64, judge, leaf_hash, open_receipt, root_of, sign_receipt
from tests.core.ledger.logs import LOG_KEY, ORIGIN, RECEIPT_KEY, START, entry, files_of, sealed, view_of
from tools import check_receipt as program

HOUR = timedelta(hours=1)
MINE = sealed(1_000_000)
BEFORE = [entry(0), *(entry(number, START + number * timedelta(minutes=1)) for number in range(1, 329))]
GIVEN = START + 6 * HOUR
DUE = GIVEN + 24 * HOUR
LATE = entry(7_777, DUE + HOUR)
LOGS = {
    "kept": [*BEFORE, MINE, LATE],
    "kept, in a full bundle": [*BEFORE, *map(sealed, range(150)), MINE, *map(sealed, range(200, 400))],
    "dropped": [*BEFORE, LATE],
    "waiting": [*BEFORE, sealed(5)],
    "nothing new": BEFORE,
    "forked": [entry(9_999), *BEFORE[1:], MINE],
    "forked, nothing new": [entry(9_999), *BEFORE[1:]],
    "shrunk": BEFORE[:300],
    "shrunk and late": [*BEFORE[:300], LATE],
    "small": [*BEFORE[:80], MINE, LATE],
}
EARLY, OVERDUE = GIVEN, DUE + 3 * HOUR


def promise(after: int = len(BEFORE)) -> bytes:
    root = root_of(leaf_hash(one) for one in BEFORE[:after])
    return sign_receipt(Receipt(ORIGIN, leaf_hash(MINE), after, root, GIVEN, DUE), RECEIPT_KEY)


def outside(folder: Path, files: dict[str, bytes], note: bytes, now: datetime) -> str:
    """What the outside program says of these files."""
    for path, data in files.items():
        (folder / "log" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "log" / path).write_bytes(data)
    (folder / "log").mkdir(exist_ok=True)
    (folder / "receipt").write_bytes(note)
    words = [str(folder / "receipt"), "--log", str(folder / "log"), "--now", now.isoformat()]
    words += ["--key", LOG_KEY.vkey.text, "--receipt-key", RECEIPT_KEY.vkey.text]
    return program.check(program.build_parser().parse_args(words)).verdict


def inside(files: dict[str, bytes], note: bytes, now: datetime) -> str:
    """What the record's own judge says of them."""
    try:
        receipt = open_receipt(note, ORIGIN, [RECEIPT_KEY.vkey])
    except NoteError:
        return "invalid"
    return judge(receipt, view_of(files), now).word.value


@pytest.mark.parametrize("now", [EARLY, OVERDUE], ids=["early", "overdue"])
@pytest.mark.parametrize(
    ("log", "after", "lacking", "words"),
    [
        ("kept", 329, (), ("included", "included")),
        ("kept", 0, (), ("included", "included")),
        ("kept", 329, ("tile/0/001.p/75",), ("included", "included")),
        ("kept", 329, ("tile/entries/001.p/75",), ("included", "included")),
        ("kept", 329, ("tile/0/001.p/75", "tile/entries/001.p/75"), ("not_yet_due", "withheld")),
        ("kept", 329, ("tile/1/000.p/1",), ("included", "included")),
        ("kept", 329, ("checkpoint",), ("not_yet_due", "withheld")),
        ("kept, in a full bundle", 329, ("tile/0/001",), ("included", "included")),
        ("small", 80, ("tile/0/000.p/82",), ("included", "included")),
        ("small", 80, ("tile/0/000.p/82", "tile/entries/000.p/82"), ("not_yet_due", "withheld")),
        ("dropped", 329, (), ("lost", "lost")),
        ("dropped", 329, ("tile/0/001.p/74",), ("lost", "lost")),
        ("dropped", 329, ("tile/entries/001.p/74",), ("not_yet_due", "withheld")),
        ("waiting", 329, (), ("not_yet_due", "withheld")),
        ("nothing new", 329, (), ("not_yet_due", "withheld")),
        ("nothing new", 329, ("tile/0/000", "tile/1/000.p/1"), ("not_yet_due", "withheld")),
        ("forked", 329, (), ("lost", "lost")),
        ("forked", 329, ("tile/entries/001.p/74",), ("lost", "lost")),
        ("forked, nothing new", 329, (), ("lost", "lost")),
        ("forked, nothing new", 329, ("tile/0/000", "tile/0/001.p/73", "tile/1/000.p/1"), ("lost", "lost")),
        ("shrunk", 329, (), ("not_yet_due", "withheld")),
        ("shrunk and late", 329, (), ("lost", "lost")),
    ],
)
def test_they_agree(tmp_path: Path, log: str, after: int, lacking: tuple[str, ...], words: tuple[str, str], now: datetime) -> None:
    files, note = files_of(LOGS[log]), promise(after)
    for path in lacking:
        del files[path]
    word = words[now == OVERDUE]
    assert (inside(files, note, now), outside(tmp_path, files, note, now)) == (word, word)


def good_and_bad(note: bytes) -> bytes:
    """A second signature line of the same key, over another text."""
    text, _, line = note.decode().partition("\n\n")
    other = sign_receipt(Receipt(ORIGIN, leaf_hash(b"x"), 0, root_of(()), GIVEN, DUE), RECEIPT_KEY).decode().partition("\n\n")[2]
    return f"{text}\n\n{line}{other}".encode()


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda note: note, "included"),
        (lambda note: note + note.partition(b"\n\n")[2], "included"),
        (lambda note: note + f"— a.witness/key {b64(bytes(70))}\n".encode(), "included"),
        (good_and_bad, "invalid"),
        (lambda note: b"\n\n".join([good_and_bad(note).partition(b"\n\n")[0], *reversed_lines(good_and_bad(note))]), "invalid"),
        (lambda note: note + f"— a.wit\u0085ness {b64(bytes(70))}\n".encode(), "invalid"),
        (lambda note: note + f"— a.wit\u007fness {b64(bytes(70))}\n".encode(), "invalid"),
        (lambda note: note[:-1], "invalid"),
    ],
)
def test_they_agree_on_what_a_receipt_is(tmp_path: Path, change: Callable[[bytes], bytes], word: str) -> None:
    files, note = files_of(LOGS["kept"]), change(promise())
    assert (inside(files, note, EARLY), outside(tmp_path, files, note, EARLY)) == (word, word)


def reversed_lines(note: bytes) -> list[bytes]:
    """The signature lines the other way round, as one piece."""
    return [b"".join(reversed(note.partition(b"\n\n")[2].splitlines(keepends=True)))]


def damage(files: dict[str, bytes], chance: random.Random) -> None:
    """Take one file away, cut it, or turn a bit of it."""
    path = chance.choice(sorted(files))
    data = files[path]
    match chance.randrange(4):
        case 0 | 1:
            del files[path]
        case 2:
            files[path] = data[: chance.randrange(len(data))]
        case _:
            at = chance.randrange(len(data))
            files[path] = data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]


@pytest.mark.parametrize("seed", range(60))
def test_they_agree_on_damaged_files(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    files, note = files_of(LOGS[chance.choice(sorted(LOGS))]), promise(chance.choice([0, 80, 256, 329]))
    for _ in range(chance.randrange(4)):
        if files:
            damage(files, chance)
    assert inside(files, note, OVERDUE) == outside(tmp_path, files, note, OVERDUE)

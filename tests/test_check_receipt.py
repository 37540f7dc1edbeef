"""The outside verifier against logs that this file writes itself, from docs/log-format.md alone.

Nothing of the project is imported but the program under test: writer and verifier share no code, and neither shares any with the real log.
"""

import base64
import dataclasses
import hashlib
import http.server
import json
import random
import re
import subprocess
import sys
import threading
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tools import check_receipt as program

pytestmark = pytest.mark.no_database  # it starts the outside verifier, which knows none

ROOT = Path(__file__).resolve().parent.parent
TOOL = ROOT / "tools" / "check_receipt.py"
DOCUMENT = ROOT / "docs" / "log-format.md"

ORIGIN = "log.example/hall"
VIETNAM = timezone(timedelta(hours=7))
START = datetime(2026, 11, 23, 8, 0, 0, tzinfo=VIETNAM)
RULES = base64.b64encode(bytes(32)).decode()


# ---- A tiny log --------------------


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def mth(hashes: Sequence[bytes]) -> bytes:
    if not hashes:
        return sha(b"")
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    return sha(b"\x01" + mth(hashes[:k]) + mth(hashes[k:]))


@dataclasses.dataclass(frozen=True)
class Signer:
    name: str
    private: Ed25519PrivateKey

    def blob(self) -> bytes:
        return b"\x01" + self.private.public_key().public_bytes_raw()

    def id(self) -> bytes:
        return sha(self.name.encode() + b"\n" + self.blob())[:4]

    def vkey(self) -> str:
        return f"{self.name}+{self.id().hex()}+{b64(self.blob())}"

    def line(self, text: str) -> str:
        return f"— {self.name} {b64(self.id() + self.private.sign(text.encode()))}\n"

    def note(self, text: str) -> bytes:
        return (text + "\n" + self.line(text)).encode()


def signer(name: str, seed: int) -> Signer:
    return Signer(name, Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32))


LOG = signer(ORIGIN, 1)
RECEIPTS = signer(ORIGIN + "/receipt", 2)


def stamp(seconds: int) -> str:
    return (START + timedelta(seconds=seconds)).isoformat()


def entry(seconds: int, commit: bytes = bytes(32), act: str = "log.tick") -> bytes:
    return (
        f"dinhlang/entry/v1\nact {act}\nbody -\noffice -\ntime {stamp(seconds)}\nsubject 0000000000000001\nbecause -\n"
        f"rules {RULES}\ncommit {b64(commit)}\n"
    ).encode()


def sealed(day: str, commit: bytes = bytes(32)) -> bytes:
    return f"dinhlang/sealed/v1\ndate {day}\ncommit {b64(commit)}\n".encode()


def entries(count: int, step: int = 10) -> list[bytes]:
    return [entry(step * number) for number in range(count)]


def leaf_name(leaf: bytes) -> bytes:
    return sha(b"\x00" + leaf)


def number_path(number: int) -> str:
    text = f"{number:d}"
    text = text.zfill(-(-len(text) // 3) * 3)
    groups = [text[at : at + 3] for at in range(0, len(text), 3)]
    return "/".join(["x" + group for group in groups[:-1]] + groups[-1:])


def put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def checkpoint(leaves: Sequence[bytes], by: Signer = LOG, origin: str = ORIGIN) -> bytes:
    return by.note(f"{origin}\n{len(leaves)}\n{b64(mth([leaf_name(leaf) for leaf in leaves]))}\n")


def write_log(folder: Path, leaves: Sequence[bytes]) -> Path:
    """Checkpoint, tiles and bundles of a log as section 5 says."""
    put(folder / "checkpoint", checkpoint(leaves))
    level, hashes = 0, [leaf_name(leaf) for leaf in leaves]
    while hashes:
        for number in range(-(-len(hashes) // 256)):
            part = hashes[number * 256 : number * 256 + 256]
            partial = "" if len(part) == 256 else f".p/{len(part)}"
            put(folder / f"tile/{level}/{number_path(number)}{partial}", b"".join(part))
            if level == 0:
                bundle = b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in leaves[number * 256 : number * 256 + 256])
                put(folder / f"tile/entries/{number_path(number)}{partial}", bundle)
        level, hashes = level + 1, [mth(hashes[at : at + 256]) for at in range(0, len(hashes) // 256 * 256, 256)]
    return folder


def receipt(leaf: bytes, before: Sequence[bytes], given: int, due: int, by: Signer = RECEIPTS, origin: str = ORIGIN) -> bytes:
    root = b64(mth([leaf_name(other) for other in before]))
    return by.note(
        f"dinhlang/receipt/v1\nlog {origin}\nleaf {b64(leaf_name(leaf))}\nafter {len(before)} {root}\n"
        f"time {stamp(given)}\nby {stamp(due)}\n"
    )


# ---- Openings --------------------


def part(name: str, value: object, salt: int) -> dict[str, Any]:
    """An open part. The values used here are so plain that json.dumps gives JCS."""
    form = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    digest = sha(b"dinhlang/part/v1\n" + name.encode() + b"\n" + bytes([salt]) * 32 + form)
    return {"name": name, "digest": b64(digest), "salt": b64(bytes([salt]) * 32), "value": value}


def commit(parts: Sequence[dict[str, Any]]) -> bytes:
    return sha(b"dinhlang/commit/v1\n" + "".join(f"{item['name']} {item['digest']}\n" for item in parts).encode())


def seal(item: dict[str, Any]) -> dict[str, Any]:
    return {"name": item["name"], "digest": item["digest"]}


def erase(item: dict[str, Any], code: str) -> dict[str, Any]:
    return {**seal(item), "erased": code}


PARTS = [
    part("public", {"title": 'Công khai "dự toán" \\ 2026', "item": 8}, 1),
    part("sender", {"name": "Nguyễn Văn A"}, 2),
    part("row-3", [], 3),
]


def opening(leaf: bytes, parts: Sequence[object], **more: object) -> bytes:
    return json.dumps({"format": "dinhlang/opening/v1", "leaf": b64(leaf_name(leaf)), "parts": parts, **more}, ensure_ascii=False).encode()


def kept(leaf: bytes) -> bytes:
    return opening(leaf, PARTS, text=leaf.decode())


# ---- Running the program --------------------


@dataclasses.dataclass
class Answer:
    code: int
    text: str
    data: dict[str, Any]

    def has(self, check: str, ok: bool | None) -> bool:
        return any(item["check"] == check and item["ok"] is ok for item in self.data["checks"])


Run = Callable[..., Answer]


@pytest.fixture
def run(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Runs the program over `folder` in this process; `now` in seconds after START; files are given by their content."""

    def call(folder: Path | str, note: bytes, now: int, **files: bytes | str) -> Answer:
        put(tmp_path / "my/receipt.txt", note)
        words = [str(tmp_path / "my/receipt.txt"), "--log", str(folder), "--now", stamp(now), "--json"]
        words += ["--key", str(files.pop("key", LOG.vkey())), "--receipt-key", str(files.pop("receipt_key", RECEIPTS.vkey()))]
        for option, content in files.items():
            assert isinstance(content, bytes)
            put(tmp_path / "my" / option, content)
            words += [f"--{option}", str(tmp_path / "my" / option)]
        code = program.main(words)
        text = capfdbinary.readouterr().out.decode()
        return Answer(code, text, json.loads(text))

    return call


HOUR = 3600


@pytest.fixture
def small(tmp_path: Path) -> tuple[Path, list[bytes], bytes]:
    """A log of 7 leaves in which leaf 4, with an opening, was promised at size 3; its files and the receipt."""
    leaves = entries(7)
    leaves[4] = entry(40, commit(PARTS), "disclosure.post")
    folder = write_log(tmp_path / "log", leaves)
    put(folder / f"open/{leaf_name(leaves[4]).hex()}.json", opening(leaves[4], PARTS))
    return folder, leaves, receipt(leaves[4], leaves[:3], 30, 60)


# ---- Verdicts --------------------


@pytest.mark.parametrize(
    ("size", "after", "index"),
    [
        (1, 0, 0),
        (7, 3, 3),
        (7, 0, 6),
        (256, 0, 255),
        (256, 255, 255),
        (257, 200, 256),
        (257, 256, 256),
        (600, 0, 1),
        (600, 300, 599),
        (600, 512, 520),
        (600, 256, 256),
        (600, 255, 511),
    ],
)
def test_included(tmp_path, run, size, after, index):
    leaves = entries(size)
    answer = run(write_log(tmp_path / "log", leaves), receipt(leaves[index], leaves[:after], after * 10, after * 10 + HOUR), 0)
    assert (answer.code, answer.data["verdict"], answer.data["index"], answer.data["size"]) == (0, "included", index, size)
    assert not after or answer.has("after_ok", True)
    assert "tiles" in answer.text


def test_included_reads_only_what_it_needs(tmp_path, run):
    """70,000 leaves; bundles before `after` are not there, level 0 below it neither."""
    leaves = entries(70_000, 1)
    folder = write_log(tmp_path / "log", leaves)
    for number in range(273):
        (folder / f"tile/entries/{number_path(number)}").unlink()
        (folder / f"tile/0/{number_path(number)}").unlink()
    answer = run(folder, receipt(leaves[69_999], leaves[:69_990], 69_990, 80_000), 0)
    assert (answer.code, answer.data["index"]) == (0, 69_999)
    assert not answer.has("damage", False)


def test_not_yet_due(tmp_path, run):
    leaves = entries(7)
    waiting = entry(65)
    folder = write_log(tmp_path / "log", leaves)
    note = receipt(waiting, leaves[:5], 50, 2 * HOUR)
    assert (run(folder, note, 100).code, run(folder, note, 100).data["verdict"]) == (3, "not_yet_due")
    assert run(folder, note, 4 * HOUR).code == 3, "by and two hours are still within"
    assert run(folder, note, 4 * HOUR + 1).code == 5
    assert run(folder, receipt(waiting, leaves, 65, 2 * HOUR), 100).code == 3, "nothing after the receipt at all"


def test_lost_because_dropped(tmp_path, run):
    leaves = [*entries(300), entry(2 * HOUR)]
    dropped = entry(2501, act="disclosure.post")
    answer = run(write_log(tmp_path / "log", leaves), receipt(dropped, leaves[:250], 2500, HOUR), 0)
    assert (answer.code, answer.data["verdict"]) == (4, "lost")
    assert answer.has("leaf_absent", False)
    assert answer.has("clock_late", True)


def test_an_entry_at_the_last_moment_proves_nothing(tmp_path, run):
    leaves = [*entries(7), entry(HOUR)]
    assert run(write_log(tmp_path / "log", leaves), receipt(entry(55), leaves[:5], 50, HOUR), 10 * HOUR).code == 5


def test_an_entry_before_after_proves_nothing(tmp_path, run):
    """Only entries from `after` on may be the log's clock."""
    leaves = [entry(0), entry(2 * HOUR), sealed("2026-11-23")]
    assert run(write_log(tmp_path / "log", leaves), receipt(entry(5), leaves[:2], 10, HOUR), 9 * HOUR).code == 5


def test_a_leaf_before_after_is_not_the_promised_one(tmp_path, run):
    leaves = [*entries(7), entry(2 * HOUR)]
    answer = run(write_log(tmp_path / "log", leaves), receipt(leaves[2], leaves[:5], 50, HOUR), 0)
    assert answer.code == 4


@pytest.mark.parametrize(("after", "size"), [(5, 7), (256, 300), (300, 600), (7, 7)])
def test_lost_because_of_a_fork(tmp_path, run, after, size):
    """Needs no waiting, and no leaf."""
    leaves = entries(size)
    other = [entry(0, act="log.opened"), *leaves[1:]]
    folder = write_log(tmp_path / "log", leaves)
    answer = run(folder, receipt(leaves[-1], other[:after], 50, HOUR), 0)
    assert (answer.code, answer.data["verdict"]) == (4, "lost")
    assert answer.has("after_fork", False)


def test_a_fork_is_proved_without_bundles(tmp_path, run):
    leaves = entries(600)
    folder = write_log(tmp_path / "log", leaves)
    for path in ("000", "001", "002.p/88"):
        (folder / "tile/entries" / path).unlink()
    assert run(folder, receipt(leaves[-1], [entry(3), *leaves[1:300]], 50, HOUR), 0).code == 4


def test_lost_because_the_log_shrank(tmp_path, run):
    leaves = entries(20)
    note = receipt(leaves[15], leaves[:12], 120, HOUR)
    assert run(write_log(tmp_path / "one", leaves[:9]), note, 200).code == 3
    assert run(write_log(tmp_path / "one", leaves[:9]), note, 4 * HOUR).code == 5
    answer = run(write_log(tmp_path / "two", [*leaves[:9], entry(2 * HOUR)]), note, 200)
    assert (answer.code, answer.data["verdict"]) == (4, "lost")


def test_withheld_without_checkpoint(tmp_path, run):
    leaves = entries(7)
    folder = write_log(tmp_path / "log", leaves)
    (folder / "checkpoint").unlink()
    note = receipt(entry(65), leaves[:5], 50, HOUR)
    assert run(folder, note, 100).code == 3
    answer = run(folder, note, 4 * HOUR)
    assert (answer.code, answer.data["verdict"]) == (5, "withheld")
    assert "checkpoint" in answer.text


def test_withheld_by_a_stale_checkpoint(tmp_path, run):
    leaves = entries(7)
    answer = run(write_log(tmp_path / "log", leaves), receipt(entry(65), leaves[:5], 50, HOUR), 5 * HOUR)
    assert answer.code == 5
    assert answer.has("clock_early", None)


def test_withheld_by_a_missing_bundle(tmp_path, run):
    """The hashes show that the leaf is not there; only an entry could show that it is late."""
    leaves = [*entries(7), entry(2 * HOUR)]
    folder = write_log(tmp_path / "log", leaves)
    (folder / "tile/entries/000.p/8").unlink()
    answer = run(folder, receipt(entry(55), leaves[:5], 50, HOUR), 5 * HOUR)
    assert answer.code == 5
    assert "tile/entries/000.p/8 is missing" in answer.text


def test_withheld_without_tiles_and_bundles(tmp_path, run):
    leaves = entries(600)
    folder = write_log(tmp_path / "log", leaves)
    for path in ("tile/0/002.p/88", "tile/entries/002.p/88"):
        (folder / path).unlink()
    assert run(folder, receipt(leaves[550], leaves[:520], 50, HOUR), 9 * HOUR).code == 5


def test_included_needs_no_bundle(tmp_path, run):
    leaves = entries(7)
    folder = write_log(tmp_path / "log", leaves)
    (folder / "tile/entries/000.p/7").unlink()
    assert run(folder, receipt(leaves[6], leaves[:5], 50, HOUR), 0).code == 0


def test_partial_files_may_have_become_full(tmp_path, run):
    """A checkpoint of 300 leaves over files of 600: its partial files were dropped."""
    leaves = entries(600)
    folder = write_log(tmp_path / "log", leaves)
    put(folder / "checkpoint", checkpoint(leaves[:300]))
    (folder / "tile/entries/002.p/88").unlink()
    put(folder / "tile/1/000.p/1", (folder / "tile/1/000.p/2").read_bytes()[:32])
    answer = run(folder, receipt(leaves[290], leaves[:257], 50, HOUR), 0)
    assert (answer.code, answer.data["size"], answer.data["index"]) == (0, 300, 290)


# ---- What is not valid --------------------


def test_receipt_with_a_bad_signature(small, run):
    folder, _, note = small
    text, cut, line = note.partition(b"\n\n")
    name, _, blob = line.decode().strip().rpartition(" ")
    raw = bytearray(base64.b64decode(blob))
    raw[-1] ^= 1
    answer = run(folder, text + cut + f"{name} {b64(bytes(raw))}\n".encode(), 0)
    assert (answer.code, answer.data["verdict"]) == (2, "invalid")
    assert "receipt.txt" in answer.text
    assert "signature" in answer.text


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("receipt/v1", "receipt/v2"),
        lambda text: text.replace("after 3", "after 03"),
        lambda text: text.replace("+07:00", "Z"),
        lambda text: text.replace("2026-11-23", "2026-11-31"),
        lambda text: text.replace("by 2026", "by 2025"),
        lambda text: text + "more x\n",
        lambda text: text.replace(ORIGIN, "log.example/other"),
        lambda text: re.sub("leaf .*", "leaf " + "A" * 42 + "B=", text),
        lambda text: re.sub("after 3 .*", f"after 0 {RULES}", text),
        lambda text: text.replace("\nby 2026-11-23", "\nby 2026-11-22"),
    ],
)
def test_receipt_with_a_bad_form(small, run, change):
    folder, _, note = small
    text = change(note.decode().partition("\n\n")[0] + "\n")
    assert run(folder, RECEIPTS.note(text), 0).data["verdict"] == "invalid"


def test_receipt_by_the_log_key(small, run):
    folder, leaves, _ = small
    assert run(folder, receipt(leaves[4], leaves[:3], 30, 60, by=LOG), 0).code == 2


def test_checkpoint_by_the_receipt_key(small, run):
    folder, leaves, note = small
    put(folder / "checkpoint", checkpoint(leaves, by=RECEIPTS))
    assert run(folder, note, 0).code == 3
    assert run(folder, note, 9 * HOUR).code == 5


def test_wrong_keys(small, run):
    folder, _, note = small
    assert run(folder, note, 0, receipt_key=signer(ORIGIN + "/receipt", 9).vkey()).code == 2
    answer = run(folder, note, 9 * HOUR, key=signer(ORIGIN, 9).vkey())
    assert answer.code == 5
    assert "checkpoint: no signature by a key you trust" in answer.text


def test_strangers_signatures_are_ignored(small, run):
    folder, leaves, note = small
    stranger = signer("witness.example", 5)
    raw = checkpoint(leaves)
    text = raw.decode().partition("\n\n")[0] + "\n"
    put(folder / "checkpoint", raw + stranger.line("something else").encode())
    assert run(folder, note, 0).code == 0
    put(folder / "checkpoint", raw + LOG.line("something else").encode())
    assert run(folder, note, 0).code == 3, "a wrong signature of a trusted key makes the whole note invalid"
    put(folder / "checkpoint", LOG.note(text + "extension\n"))
    assert run(folder, note, 0).code == 3


def flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def test_flipped_byte_in_checkpoint(small, run):
    folder, _, note = small
    for at in (3, len(ORIGIN) + 1, len(ORIGIN) + 5, (folder / "checkpoint").stat().st_size - 5):
        flip(folder / "checkpoint", at)
        answer = run(folder, note, 9 * HOUR)
        assert answer.code == 5
        assert "checkpoint: not usable" in answer.text
        flip(folder / "checkpoint", at)


@pytest.mark.parametrize(
    ("size", "after", "index", "path"),
    [
        (7, 3, 4, "tile/0/000.p/7"),
        (600, 300, 400, "tile/0/001"),
        (600, 300, 400, "tile/0/002.p/88"),
        (600, 300, 400, "tile/1/000.p/2"),
    ],
)
def test_flipped_byte_in_tile(tmp_path, run, size, after, index, path):
    """Entries still lead to the root, so the leaf is included; the wrong file is named."""
    leaves = entries(size)
    folder = write_log(tmp_path / "log", leaves)
    flip(folder / path, 7)
    answer = run(folder, receipt(leaves[index], leaves[:after], 30, 60), 0)
    assert answer.code == 0
    assert answer.has("damage", False)
    assert path in answer.text


def test_flipped_bytes_in_tile_and_bundle(small, run):
    """Nothing leads to the root: no verdict but time's, and both files are named."""
    folder, _, note = small
    flip(folder / "tile/0/000.p/7", 7)
    flip(folder / "tile/entries/000.p/7", 30)
    answer = run(folder, note, 9 * HOUR)
    assert answer.code == 5
    assert "tile/entries/000.p/7 and tile/0/000.p/7 contradict each other" in answer.text


@pytest.mark.parametrize("at", [0, 1, 40, -3])
def test_flipped_byte_in_bundle(tmp_path, run, at):
    """The bundle is named. A leaf whose hash is not the authenticated one proves nothing."""
    leaves = [*entries(7), entry(2 * HOUR)]
    folder = write_log(tmp_path / "log", leaves)
    flip(folder / "tile/entries/000.p/8", at)
    included = run(folder, receipt(leaves[6], leaves[:3], 30, HOUR), 0)
    assert included.code == 0
    assert "tile/entries/000.p/8" in included.text
    dropped = run(folder, receipt(entry(55), leaves[:5], 50, HOUR), 9 * HOUR)
    assert dropped.code == (4 if at == 40 else 5), "the last leaf is the clock; it still counts where another leaf was damaged"


def test_damage_never_becomes_a_verdict(tmp_path, run):
    """Two damaged files at random: an included leaf is never lost, a dropped one never included, a receipt in time never broken."""
    draw = random.Random(20261123)
    leaves = [*entries(299), entry(2 * HOUR)]
    kept_promise, broken_promise = receipt(leaves[290], leaves[:280], 30, 60), receipt(entry(55), leaves[:250], 50, HOUR)
    for number in range(25):
        folder = write_log(tmp_path / f"log{number}", leaves)
        for path in draw.sample([path for path in sorted(folder.rglob("*")) if path.is_file()], 2):
            data = bytearray(path.read_bytes())
            data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
            path.write_bytes(data if draw.random() < 0.7 else data[: draw.randrange(len(data))])
        assert run(folder, kept_promise, 9 * HOUR).code in (0, 5)
        assert run(folder, broken_promise, 9 * HOUR).code in (4, 5)


def test_flipped_byte_in_receipt(small, run):
    folder, _, note = small
    for at in (5, 40, 70, note.index(b"after") + 10, note.index(b"\nby") + 10, len(note) - 20, note.index(b"\n\n")):
        changed = bytearray(note)
        changed[at] ^= 1
        answer = run(folder, bytes(changed), 0)
        assert answer.code == 2
        assert "receipt.txt" in answer.text


def test_flipped_byte_in_opening(small, run):
    folder, leaves, note = small
    raw = kept(leaves[4])
    for at in (
        2,
        raw.index(b'"leaf"') + 12,
        raw.index(b'"digest"') + 15,
        raw.index(b'"salt"') + 15,
        raw.index(b"2026"),
        raw.index(b'"text"') + 35,
    ):
        changed = bytearray(raw)
        changed[at] ^= 1
        answer = run(folder, note, 0, opening=bytes(changed))
        assert answer.code == 2
        assert answer.data["verdict"] == "included"
        assert answer.has("opening_bad", False)


def test_flipped_byte_in_served_opening(small, run):
    folder, leaves, note = small
    path = folder / f"open/{leaf_name(leaves[4]).hex()}.json"
    flip(path, path.read_bytes().index(b"2026"))
    answer = run(folder, note, 0, opening=kept(leaves[4]))
    assert (answer.code, answer.data["content_lost"]) == (4, True)
    assert path.name in answer.text


# ---- Openings --------------------


def test_opening_fits(small, run):
    folder, leaves, note = small
    for raw in (kept(leaves[4]), opening(leaves[4], PARTS), opening(leaves[4], [PARTS[0], seal(PARTS[1]), erase(PARTS[2], "court-order")])):
        answer = run(folder, note, 0, opening=raw)
        assert answer.code == 0
        assert answer.has("opening_ok", True)


def test_opening_before_inclusion(tmp_path, run):
    leaf, leaves = entry(80, commit(PARTS)), entries(7)
    folder = write_log(tmp_path / "log", leaves)
    note = receipt(leaf, leaves, 70, HOUR)
    assert run(folder, note, 90, opening=kept(leaf)).has("opening_ok", True)
    assert run(folder, note, 90, opening=opening(leaf, PARTS)).has("opening_half", True)
    assert run(folder, note, 90, opening=opening(leaf, PARTS[:2], text=leaf.decode())).code == 2


@pytest.mark.parametrize(
    "parts",
    [
        PARTS[:2],
        [PARTS[1], PARTS[0], PARTS[2]],
        [PARTS[0], PARTS[0], *PARTS[1:]],
        [*PARTS, part("row-4", 1, 4)],
        [],
        [part("public", 1, 1), *PARTS[1:]],
        [{**PARTS[0], "note": 1}, *PARTS[1:]],
        [PARTS[0], {**seal(PARTS[1]), "erased": "Bad Code"}, PARTS[2]],
        [part("title", 1, 1)],
        ["public"],
        [*PARTS[:2], {**PARTS[2], "name": "row-03"}],
        [part("public", {"x": 1.5}, 1)],
        [part("public", "e\u0301", 1)],
        [part("public", "a\u200bb", 1)],
        [part("public", 2**53, 1)],
        [part("public", "x" * 65_536, 1)],
        [{"name": "public", "digest": RULES, "salt": RULES}],
    ],
)
def test_opening_mismatch(small, run, parts):
    folder, leaves, note = small
    answer = run(folder, note, 0, opening=opening(leaves[4], parts))
    assert answer.code == 2
    assert answer.has("opening_bad", False)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        b"[" * 100_000,
        b'{"format":1,"format":1}',
        b"1e400",
        b"NaN",
        b"-0",
        b"9" * 5000,
        b'"\\ud800"',
        b"\xef\xbb\xbf{}",
    ],
)
def test_opening_is_not_json(small, run, raw):
    folder, _, note = small
    assert run(folder, note, 0, opening=raw).has("opening_bad", False)


def test_opening_of_another_leaf(small, run):
    folder, leaves, note = small
    assert run(folder, note, 0, opening=opening(leaves[3], PARTS)).code == 2


def test_erased_with_a_reason_is_not_a_loss(small, run):
    folder, leaves, note = small
    path = folder / f"open/{leaf_name(leaves[4]).hex()}.json"
    put(path, opening(leaves[4], [erase(PARTS[0], "consent-withdrawn"), seal(PARTS[1]), PARTS[2]]))
    answer = run(folder, note, 0, opening=kept(leaves[4]))
    assert (answer.code, answer.data["content_lost"]) == (0, False)
    assert answer.has("served_erased", True)
    assert answer.has("served_sealed", True)
    assert "consent-withdrawn" in answer.text


def test_content_that_is_gone_is_a_loss(small, run):
    folder, leaves, note = small
    path = folder / f"open/{leaf_name(leaves[4]).hex()}.json"
    for served in (opening(leaves[4], PARTS[1:]), opening(leaves[3], PARTS), None):
        path.unlink()
        if served is not None:
            put(path, served)
        answer = run(folder, note, 0, opening=kept(leaves[4]))
        assert (answer.code, answer.data["verdict"], answer.data["content_lost"]) == (4, "included", True)
        assert run(folder, note, 0).code == 0, "without a kept copy nobody can say so"
        put(path, b"")


# ---- Rules of the log --------------------


@pytest.mark.parametrize(
    "bad",
    [
        b"",
        b"dinhlang/entry/v2\n",
        entry(60).replace(b"\n", b"\r\n"),
        entry(60)[:-1],
        entry(60) + b"\n",
        entry(60).replace(b"act log.tick", b"act log"),
        entry(60).replace(b"act log.tick", b"act log..tick"),
        entry(60).replace(b"body -", b"body 1"),
        entry(60).replace(b"body -", b"body 01-aaaaaaai"),
        entry(60).replace(b"office -", b"office Chair"),
        entry(60).replace(b"office -", b"office " + b"a" * 41),
        entry(60).replace(b"+07:00", b"+00:00"),
        entry(60).replace(b"2026-11-23", b"2026-02-30"),
        sealed("2026-02-30"),
        entry(60).replace(b"A=\n", b"B=\n"),
        entry(60).replace(b"subject 0", b"subject o"),
        entry(60) + b"x" * 400,
        entry(60).replace(b"tick", "tíck".encode()),
        entry(60).replace(b"act ", b"act  "),
    ],
)
def test_entry_grammar(tmp_path, run, bad):
    leaves = [*entries(6), bad, entry(70)]
    answer = run(write_log(tmp_path / "log", leaves), receipt(leaves[5], leaves[:5], 30, 60), 0)
    assert (answer.code, answer.data["verdict"]) == (2, "included")
    assert answer.has("rules_broken", False)
    assert "from index 6 on" in answer.text


@pytest.mark.parametrize(
    "good",
    [
        entry(60).replace(b"body -", b"body 01273"),
        entry(60).replace(b"body -", b"body 01-4k7m2q9x"),
        entry(60).replace(b"office -", b"office commune-chair2"),
        entry(60).replace(b"because -", b"because " + RULES.encode()),
        entry(60).replace(b"log.tick", b"a.b"),
        sealed("2026-11-21"),
        sealed("2028-02-29"),
    ],
)
def test_leaves_that_are_right(tmp_path, run, good):
    leaves = [*entries(6), good, entry(70)]
    answer = run(write_log(tmp_path / "log", leaves), receipt(leaves[5], leaves[:5], 30, 60), 0)
    assert answer.code == 0
    assert answer.has("rules_ok", True)


@pytest.mark.parametrize(
    ("tail", "index"),
    [
        ([entry(200), entry(140)], None),
        ([entry(200), entry(139)], 7),
        ([entry(200), entry(170), entry(139)], 8),
        ([sealed("2026-11-25"), sealed("2026-11-23")], None),
        ([sealed("2026-11-25"), sealed("2026-11-22")], 7),
        ([sealed("2026-11-25"), entry(200), sealed("2026-11-24"), sealed("2026-11-22")], 9),
        ([sealed("2027-01-01"), entry(200)], None),
    ],
)
def test_time_may_not_fall(tmp_path, run, tail, index):
    leaves = [*entries(6), *tail]
    answer = run(write_log(tmp_path / "log", leaves), receipt(leaves[5], leaves[:5], 30, 60), 0)
    assert answer.data["verdict"] == "included"
    assert answer.code == (0 if index is None else 2)
    assert index is None or f"from index {index} on" in answer.text


def test_a_proved_loss_outweighs_broken_rules(tmp_path, run):
    leaves = [*entries(6), b"nonsense", entry(2 * HOUR)]
    assert run(write_log(tmp_path / "log", leaves), receipt(entry(55), leaves[:5], 50, HOUR), 0).code == 4


# ---- Older checkpoints --------------------


@pytest.mark.parametrize("old", [0, 1, 200, 256, 257, 599, 600])
def test_older_checkpoint(tmp_path, run, old):
    leaves = entries(600)
    folder = write_log(tmp_path / "log", leaves)
    note = receipt(leaves[590], leaves[:580], 30, 60)
    good = run(folder, note, 0, checkpoint=checkpoint(leaves[:old]))
    assert good.code == 0
    assert good.has("old_ok", True)
    forked = run(folder, note, 0, checkpoint=checkpoint([*leaves[: old - 1], entry(1)])) if old else None
    assert forked is None or (forked.code == 2 and forked.has("old_fork", False))


def test_older_checkpoint_that_is_larger_or_not_one(small, run):
    folder, leaves, note = small
    assert run(folder, note, 0, checkpoint=checkpoint([*leaves, entry(70)])).has("old_larger", False)
    for raw in (checkpoint(leaves, by=RECEIPTS), checkpoint(leaves, origin="log.example/other"), b"", note):
        answer = run(folder, note, 0, checkpoint=raw)
        assert answer.code == 2
        assert answer.has("old_bad", False)


def test_older_checkpoint_that_cannot_be_compared(tmp_path, run):
    leaves = entries(600)
    folder = write_log(tmp_path / "log", leaves)
    (folder / "tile/0/000").unlink()
    answer = run(folder, receipt(leaves[590], leaves[:580], 30, 60), 0, checkpoint=checkpoint(leaves[:100]))
    assert answer.has("old_unknown", None)
    assert answer.code == 0


# ---- The tree: vectors known from Certificate Transparency --------------------

VECTOR_LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
VECTOR_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
VECTOR_INCLUSION = {
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
}
VECTOR_CONSISTENCY = {
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}


def forest_of(hashes: Sequence[bytes]) -> program.Forest:
    return program.Forest(len(hashes), {}, 0, b"".join(hashes))


def test_rfc6962_vectors():
    forest = forest_of([program.leaf_hash(data) for data in VECTOR_LEAVES])
    assert program.EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert [forest.root(0, size).hex() for size in range(1, 9)] == VECTOR_ROOTS
    roots = [program.EMPTY_ROOT, *map(bytes.fromhex, VECTOR_ROOTS)]
    for (index, size), want in VECTOR_INCLUSION.items():
        assert [step.hex() for step in program.inclusion_proof(forest, index, size)] == want
        assert program.inclusion_holds(forest.leaf(index), index, size, [bytes.fromhex(step) for step in want], roots[size])
    for (old, size), want in VECTOR_CONSISTENCY.items():
        assert [step.hex() for step in program.consistency_proof(forest, old, size)] == want
        assert program.consistency_holds(old, roots[old], size, roots[size], [bytes.fromhex(step) for step in want])


def test_proofs_of_all_small_trees():
    hashes = [sha(bytes([number])) for number in range(33)]
    forest = forest_of(hashes)
    for size in range(1, 34):
        root = mth(hashes[:size])
        for index in range(size):
            proof = program.inclusion_proof(forest, index, size)
            assert program.inclusion_holds(hashes[index], index, size, proof, root)
            assert not program.inclusion_holds(hashes[index], index, size, [*proof, root], root)
            assert not program.inclusion_holds(sha(b"other"), index, size, proof, root)
            old, old_root = index + 1, mth(hashes[: index + 1])
            proof = program.consistency_proof(forest, old, size)
            assert program.consistency_holds(old, old_root, size, root, proof)
            assert not program.consistency_holds(old, sha(b"other"), size, root, proof)
            assert not program.consistency_holds(old, old_root, size, root, [*proof, root])


def test_cover_is_exact():
    for first in range(40):
        for end in range(first, 40):
            spans = [(number << height, (number + 1) << height) for height, number in program.cover(first, end)]
            assert [leaf for span in spans for leaf in range(*span)] == list(range(first, end))


@pytest.mark.parametrize(("number", "path"), [(5, "005"), (1067, "x001/067"), (1234067, "x001/x234/067"), (1000, "x001/000"), (999, "999")])
def test_number_path(number, path):
    assert program.number_path(number) == number_path(number) == path


# ---- The worked example of the document --------------------


@pytest.fixture(scope="module")
def blocks() -> dict[str, str]:
    found = re.findall(r"^```\w+ ([\w-]+)\n(.*?)^```$", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return dict(found)


@pytest.fixture
def example(tmp_path: Path, blocks: dict[str, str]) -> Path:
    leaves = [blocks[f"leaf-{number}"].encode() for number in range(3)]
    folder = write_log(tmp_path / "log", leaves)
    put(folder / "checkpoint", blocks["checkpoint-3"].encode())
    put(folder / f"open/{leaf_name(leaves[1]).hex()}.json", blocks["opening-1"].encode())
    put(tmp_path / "receipt", blocks["receipt"].encode())
    return folder


def outside(folder: Path, blocks: dict[str, str], *more: str) -> subprocess.CompletedProcess[bytes]:
    """The program as anybody runs it: its own process, isolated, from another folder, with nothing of the project on its path."""
    key, receipt_key = blocks["vkeys"].split()
    words = [sys.executable, "-I", str(TOOL), "receipt", "--log", str(folder), "--key", key, "--receipt-key", receipt_key, *more]
    return subprocess.run(words, cwd=folder.parent, capture_output=True, check=False, timeout=120)


def test_worked_example(example, blocks):
    put(example.parent / "old", blocks["checkpoint-2"].encode())
    done = outside(example, blocks, "--checkpoint", "old")
    assert done.returncode == 0
    assert done.stdout.startswith(b"INCLUDED.")
    assert b"index 2 of the tree of 3 leaves" in done.stdout
    vietnamese = outside(example, blocks, "--lang", "vi")
    assert vietnamese.returncode == 0
    assert vietnamese.stdout.decode().startswith("ĐÃ GHI.")
    put(example / "checkpoint", blocks["checkpoint-2"].encode())
    assert outside(example, blocks, "--now", "2026-11-24T11:20:00+07:00").returncode == 3
    assert outside(example, blocks, "--now", "2026-11-24T04:20:01Z").returncode == 5


def test_worked_openings(blocks):
    leaf = blocks["leaf-1"].encode()
    for name, names in (
        ("opening-1", ["public", "files"]),
        ("opening-1-erased", ["files"]),
        ("opening-1-kept", ["public", "sender", "files"]),
    ):
        found = program.read_opening(blocks[name].encode(), name)
        assert found.open_names() == names
        assert program.fit_opening(found, leaf_name(leaf), leaf, name)
    for number in (0, 2):
        other = blocks[f"leaf-{number}"].encode()
        assert program.fit_opening(program.read_opening(blocks[f"opening-{number}"].encode(), ""), leaf_name(other), other, "")


def test_grammar_is_the_documents(blocks):
    """The program's expressions were copied by hand: they must accept the same texts."""
    assert re.sub(r"\(\?P<\w+>", "(", program.SEALED.pattern).replace("\n", "\\n") == blocks["sealed"].strip().replace("\n", "\\n")
    want = re.compile(blocks["entry"].strip())
    for text in (blocks["leaf-0"], blocks["leaf-1"], blocks["leaf-2"], entry(1).decode(), entry(1).decode() + "x"):
        assert bool(want.fullmatch(text)) == bool(program.ENTRY.fullmatch(text))
    for name, pattern in (
        ("b64", program.B64),
        ("day", program.DAY),
        ("time", program.TIME),
        ("origin", program.ORIGIN),
        ("size", program.SIZE),
    ):
        assert pattern == blocks[name].strip()


# ---- Use --------------------


@pytest.fixture
def base(small: tuple[Path, list[bytes], bytes], tmp_path: Path) -> list[str]:
    put(tmp_path / "receipt", small[2])
    return [str(tmp_path / "receipt"), "--log", str(small[0]), "--key", LOG.vkey(), "--receipt-key", RECEIPTS.vkey()]


@pytest.mark.parametrize(
    "change",
    [
        lambda words: [],
        lambda words: words[:1],
        lambda words: [*words, "--what"],
        lambda words: ["/nowhere", *words[1:]],
        lambda words: ["\0", *words[1:]],
        lambda words: [*words[:2], "/nowhere", *words[3:]],
        lambda words: [*words[:2], "ftp://x/", *words[3:]],
        lambda words: words[:5],
        lambda words: [*words[:4], "x", *words[5:]],
        lambda words: [*words[:4], LOG.vkey().replace("+", "+0", 1), *words[5:]],
        lambda words: [*words[:4], RECEIPTS.vkey(), *words[5:]],
        lambda words: [*words[:6], LOG.vkey()],
        lambda words: [*words, "--now", "yesterday"],
        lambda words: [*words, "--now", "2026-13-01T00:00:00Z"],
        lambda words: [*words, "--opening", "/nowhere"],
        lambda words: [*words, "--checkpoint", "/"],
        lambda words: [*words[:6], signer("log.example/b/receipt", 3).vkey()],
        lambda words: [*words, "--key", signer("log.example/b", 3).vkey()],
    ],
)
@pytest.mark.parametrize("more", [[], ["--lang", "vi"], ["--json"]])
def test_wrong_use_gives_a_sentence(base, change, more, capfd):
    assert program.main([*change(base), *more]) == 64
    out, err = capfd.readouterr()
    assert "Traceback" not in out + err
    assert len((out + err).strip()) > 20


def test_no_openssl(base, monkeypatch, capfd):
    monkeypatch.setenv("PATH", "/nowhere")
    assert program.main(base) == 64
    assert "openssl" in capfd.readouterr().err


def test_a_surprise_gives_a_sentence(base, monkeypatch, capfd):
    def fail(*_: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr(program, "judge", fail)
    assert program.main(base) == 64
    assert "boom" in capfd.readouterr().err


def test_two_keys_of_one_log(base, capfd):
    """While a key is replaced a verifier holds both."""
    assert program.main([*base, "--key", signer(ORIGIN, 9).vkey(), "--receipt-key", signer(ORIGIN + "/receipt", 9).vkey()]) == 0


def test_all_sentences_have_both_languages():
    for key, (english, vietnamese) in program.TEXTS.items():
        assert set(re.findall(r"{\w+}", english)) == set(re.findall(r"{\w+}", vietnamese)), key
        assert unicodedata.normalize("NFC", vietnamese) == vietnamese


def test_nothing_of_the_project_is_imported():
    lines = re.findall(r"^\s*(?:import|from) (\w+)", TOOL.read_text(encoding="utf-8"), re.MULTILINE)
    assert set(lines) <= {*sys.stdlib_module_names}


@pytest.fixture
def served(small: tuple[Path, list[bytes], bytes]) -> Iterator[str]:
    folder = small[0]

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = folder / self.path.removeprefix("/log/")
            if self.path.startswith("/file/"):
                self.send_response(302)
                self.send_header("Location", "file:///etc/passwd")
            elif self.path.startswith("/broken/"):
                self.send_response(500)
            elif path.is_file():
                self.send_response(200)
                self.end_headers()
                self.wfile.write(path.read_bytes())
                return
            else:
                self.send_response(404)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Silent."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_over_http(small, run, served):
    _, leaves, note = small
    answer = run(served + "/log", note, 0, opening=kept(leaves[4]))
    assert answer.code == 0
    assert answer.has("served_ok", True)
    for path in ("/none/", "/broken/", "/file/"):
        assert run(served + path, note, 9 * HOUR).code == 5


def test_nobody_answers(small, run):
    answer = run("http://127.0.0.1:1/log/", small[2], 9 * HOUR)
    assert answer.code == 5
    assert "checkpoint could not be read" in answer.text


def test_the_clock_is_used_without_now(base, capfd):
    assert program.read_now(None).tzinfo is not None
    assert abs(program.read_now(None) - datetime.now(UTC)) < timedelta(minutes=1)

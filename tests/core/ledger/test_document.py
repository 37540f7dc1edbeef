"""docs/log-format.md is normative: what it shows must be what the code does, to the byte."""

import hashlib
import re
from pathlib import Path

from dinhlang.core.ledger import (
    Erased,
    Open,
    Shut,
    Word,
    bundle,
    check_opening,
    check_proof,
    encode,
    leaf_hash,
    open_checkpoint,
    open_receipt,
    opening_path,
    parse,
    parse_opening,
    parse_vkey,
    root_of,
    verify_log,
)
from dinhlang.core.ledger import checkpoint as checkpoint_module
from dinhlang.core.ledger import leaf as leaf_module
from dinhlang.core.ledger.verdict import judge
from dinhlang.core.ledger.view import LogView

TEXT = (Path(__file__).parents[3] / "docs" / "log-format.md").read_text(encoding="utf-8")
SHOWN: dict[str, str] = dict(re.findall(r"(?ms)^```\w+ ([a-z0-9-]+)\n(.*?)^```$", TEXT))
ORIGIN = "log.caobang.example/so-cong"
LOG_KEY, RECEIPT_KEY = (parse_vkey(line) for line in SHOWN["vkeys"].split())
LEAVES = [SHOWN[f"leaf-{at}"].encode() for at in range(3)]


def test_it_works():
    for leaf in LEAVES:
        assert encode(parse(leaf)) == leaf
        assert f"{len(leaf)} bytes, leaf hash `{leaf_hash(leaf).hex()}`" in TEXT


def test_expressions_are_the_code_s():
    for name, pattern in (
        ("b64", leaf_module.B64_32),
        ("day", leaf_module.DAY),
        ("time", leaf_module.TIME),
        ("entry", leaf_module.ENTRY_RE.pattern.decode()),
        ("sealed", leaf_module.SEALED_RE.pattern.decode()),
        ("origin", checkpoint_module.ORIGIN),
        ("size", checkpoint_module.SIZE),
    ):
        assert SHOWN[name].rstrip("\n") == pattern


def test_commitment_example():
    commit = hashlib.sha256(SHOWN["commit-message"].encode()).hexdigest()
    assert parse(LEAVES[1]).commit.hex() == commit
    assert f"`{commit}`" in TEXT
    sender = parse_opening(SHOWN["opening-1-kept"].rstrip("\n").encode()).digests["sender"]
    assert hashlib.sha256(bytes.fromhex(SHOWN["part-message"])).digest() == sender
    assert f"`{sender.hex()}`" in TEXT


def test_openings_fit_their_leaves():
    for name, leaf in (("opening-0", 0), ("opening-1", 1), ("opening-1-erased", 1), ("opening-1-kept", 1), ("opening-2", 2)):
        check_opening(SHOWN[name].rstrip("\n").encode(), LEAVES[leaf])
    assert opening_path(leaf_hash(LEAVES[1])) in TEXT
    kept, erased = (parse_opening(SHOWN[name].encode()) for name in ("opening-1-kept", "opening-1-erased"))
    assert kept.text.encode() == LEAVES[1]
    assert {name: type(part) for name, part in erased.parts.items()} == {"public": Erased, "sender": Shut, "files": Open}
    assert all(isinstance(part, Shut) for part in parse_opening(SHOWN["opening-2"].encode()).parts.values())


def test_log_receipt_and_proof():
    hashes = [leaf_hash(leaf) for leaf in LEAVES]
    files = {
        "checkpoint": SHOWN["checkpoint-3"].encode(),
        "tile/0/000.p/3": b"".join(hashes),
        "tile/entries/000.p/3": bundle(LEAVES),
    }
    view = LogView(ORIGIN, (LOG_KEY,), files["checkpoint"], files.get)
    older = open_checkpoint(SHOWN["checkpoint-2"].encode(), ORIGIN, [LOG_KEY])
    assert verify_log(view, older).ok
    assert f"`{root_of(hashes).hex()}`" in TEXT
    assert f"SHA-256 `{hashlib.sha256(bundle(LEAVES)).hexdigest()}`" in TEXT
    receipt = open_receipt(SHOWN["receipt"].encode(), ORIGIN, [RECEIPT_KEY])
    verdict = judge(receipt, view, receipt.time)
    assert (verdict.word, verdict.index) == (Word.INCLUDED, 2)
    assert check_proof(SHOWN["tlog-proof"].encode(), LEAVES[1], ORIGIN, [LOG_KEY]).size == 3

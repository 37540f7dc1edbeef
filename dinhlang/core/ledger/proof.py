"""Inclusion proofs as files that outlive the log (C2SP tlog-proof).

Promises: what `encode_proof` writes, any tlog-proof program checks. Refuses: a proof whose checkpoint is not signed by a
trusted log key, or that does not lead from the leaf to its root (NoteError).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dinhlang.core.ledger.checkpoint import SIZE, Checkpoint, open_checkpoint
from dinhlang.core.ledger.leaf import B64_32, hash_bytes, hash_text
from dinhlang.core.ledger.notes import NoteError, VKey
from dinhlang.core.ledger.tree import leaf_hash, verify_inclusion

_PROOF: Final = re.compile(
    rf"c2sp\.org/tlog-proof@v1\n(?:extra [A-Za-z0-9+/]*=*\n)?index ({SIZE})\n((?:{B64_32}\n){{0,64}})\n(.*)".encode("ascii"), re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Proof:
    """A leaf's index, the sibling hashes from the leaf up, and the checkpoint note they lead to."""

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: bytes


def encode_proof(proof: Proof) -> bytes:
    """The file (`.tlog-proof`)."""
    lines = ["c2sp.org/tlog-proof@v1", f"index {proof.index}", *(hash_text(one) for one in proof.hashes)]
    return ("\n".join(lines) + "\n\n").encode("ascii") + proof.checkpoint


def parse_proof(data: bytes) -> Proof:
    """The proof behind a file; NoteError for any other bytes. Checks nothing yet; extra data is ignored."""
    found = _PROOF.fullmatch(data)
    if found is None:
        raise NoteError("not an inclusion proof")
    return Proof(int(found[1]), tuple(hash_bytes(line) for line in found[2].decode("ascii").split()), found[3])


def check_proof(data: bytes, leaf: bytes, origin: str, keys: Sequence[VKey]) -> Checkpoint:
    """The checkpoint in which `leaf` (its bytes) is proved to stand; NoteError where it is not."""
    proof = parse_proof(data)
    checkpoint = open_checkpoint(proof.checkpoint, origin, keys)
    if not verify_inclusion(leaf_hash(leaf), proof.index, checkpoint.size, proof.hashes, checkpoint.root):
        raise NoteError("the proof does not lead from this leaf to the checkpoint")
    return checkpoint

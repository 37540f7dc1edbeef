"""What parts and attached files say, as long as their key lives.

Promises: a file that leaves here has the digest that its leaf committed to; a box that was changed gives nothing, and no page falls
over it: `dinhlang verify` names it.
"""

import hashlib
import json
import logging
import secrets
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db.models import OuterRef, Subquery

from dinhlang.core import ledger
from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.record.append import blob_nonce
from dinhlang.ground.record.models import Blob, Command, Part, VaultKey

log = logging.getLogger("dinhlang.record")


@dataclass(frozen=True)
class Opened:
    """A part as it can be shown. `value` is None where it is sealed, erased or damaged; `erased` is the reason's code or ""."""

    name: str
    digest: bytes
    open: bool
    salt: bytes | None
    value: Any
    erased: str
    damaged: bool = False  # there is a box and its key, and one does not open the other


def open_parts(
    hashes: Collection[bytes], names: Collection[str] | None = None, *, sealed: bool = False
) -> Mapping[bytes, tuple[Opened, ...]]:
    """Parts of the leaves `hashes` in commitment order, in one query whatever their number.

    `sealed` opens the parts that are not public too: for the holder, the projections and the erasure alone.
    """
    key = VaultKey.objects.filter(hash=OuterRef("hash"), name=OuterRef("name")).values("key")
    rows = Part.objects.filter(hash__in=list(hashes)).annotate(key=Subquery(key)).order_by("order")
    if names is not None:
        rows = rows.filter(name__in=list(names))
    found: dict[bytes, list[Opened]] = {}
    for row in rows:
        held = (row.key, row.box) if row.open or sealed else (None, None)
        salt, value = unbox(*held)
        damaged = salt is None and None not in held
        found.setdefault(bytes(row.hash), []).append(Opened(row.name, bytes(row.digest), row.open, salt, value, row.erased, damaged))
    return {leaf: tuple(parts) for leaf, parts in found.items()}


def unbox(key: bytes | memoryview | None, box: bytes | memoryview | None) -> tuple[bytes | None, Any]:
    """Salt and value of a part's box; (None, None) where key or box is gone, or the box is damaged."""
    if key is None or box is None:
        return None, None
    try:
        plain = AESGCM(bytes(key)).decrypt(bytes(12), bytes(box), None)
    except InvalidTag:
        log.error("the box of a part does not open under its key; the operator runs: dinhlang verify")
        return None, None
    return plain[:32], json.loads(plain[32:])


def open_file(key: bytes | memoryview, blob: Blob, listed: Any) -> bytes | None:
    """The bytes in a file's box; None where they are not those that `listed`, the value of the part `files`, names at its place."""
    named = listed[blob.n] if isinstance(listed, list) and blob.n < len(listed) else {}
    try:
        data = AESGCM(bytes(key)).decrypt(blob_nonce(blob.n, blob.original), bytes(blob.box), None)
    except InvalidTag:
        return None
    return data if hashlib.sha256(data).hexdigest() == named.get("original" if blob.original else "sha256") else None


def read_file(leaf: bytes, n: int, *, original: bool = False) -> bytes:
    """The bytes of file `n` of a leaf's part `files`. Raises Refused where it is not there, was erased, or is not the one that the leaf
    committed to.
    """
    key = VaultKey.objects.filter(hash=OuterRef("hash"), name=OuterRef("name")).values("key")
    part = Part.objects.filter(hash=leaf, name="files").annotate(key=Subquery(key)).first()
    blob = Blob.objects.filter(hash=leaf, n=n, original=original).first()
    if part is None or part.key is None or blob is None:
        raise Refused(N_("This file is not kept here any more."))
    salt, listed = unbox(part.key, part.box)
    named = salt is not None and ledger.part_digest("files", salt, listed) == bytes(part.digest)
    data = open_file(part.key, blob, listed) if named else None
    if data is None:
        log.error("file %d of leaf %s is not the one that was committed to; the operator runs: dinhlang verify", n, leaf.hex())
        raise Refused(
            N_("This file is damaged: it is not the one that the record names, so it is not given out. Please tell the operator.")
        )
    return data


def new_box(salt: bytes, value: Any) -> tuple[bytes, bytes]:
    """A fresh key, and salt and value boxed under it."""
    key = secrets.token_bytes(32)
    return key, AESGCM(key).encrypt(bytes(12), salt + ledger.canonical(value), None)


def put_keys(rows: Iterator[VaultKey], at_once: int) -> None:
    """Put the keys of a copy back, `at_once` in one statement, in the caller's transaction, into an empty vault."""
    while batch := list(islice(rows, at_once)):
        VaultKey.objects.bulk_create(batch)


def erase(leaf: bytes, name: str, reason: str) -> bool:
    """Delete the key and the box of one part, leaving its digest and `reason` (a code). False where nothing was left to erase."""
    if not Part.objects.filter(hash=leaf, name=name, erased="").exists():
        return False
    VaultKey.objects.filter(hash=leaf, name=name).delete()
    if name == "files":
        Blob.objects.filter(hash=leaf).delete()
    # The command's digest is of the text as it was typed: short text could be guessed from it.
    Command.objects.filter(hash=leaf).update(digest=secrets.token_bytes(32))
    return Part.objects.filter(hash=leaf, name=name, erased="").update(box=None, erased=reason) == 1

"""Signed notes (C2SP signed-note) with Ed25519 keys, in the reference implementation's key spelling.

Promises: what `sign` writes opens in any signed-note program, byte for byte what the Go implementation writes.
Refuses: a note without a valid signature of a trusted key, or with a bad one that claims to be of a trusted key
(NoteError); unknown signatures, such as those of witnesses, are kept and ignored.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from dinhlang.core.ledger.leaf import b64

ED25519: Final = b"\x01"
MAX_NOTE: Final = 65_536
MAX_SIGNATURES: Final = 100

_NAME: Final = re.compile(r"[^\s+\x00-\x1f\x7f]{1,200}")
_VKEY: Final = re.compile(r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)")
_LINE: Final = re.compile("— ([^\\s+]+) ([A-Za-z0-9+/]+=*)")
_CONTROL: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")


class NoteError(ValueError):
    """Bytes that are no signed note, or one that no trusted key has signed."""


def _key_id(name: str, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public).digest()[:4]


def _decode(text: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteError("not base64") from error
    if b64(data) != text:
        raise NoteError("base64 in an unusual spelling")
    return data


@dataclass(frozen=True, slots=True)
class VKey:
    """A public key with its name: `<name>+<8 hex digits of key id>+<base64 of 0x01 and 32 bytes>`."""

    name: str
    public: bytes

    def __post_init__(self) -> None:
        if _NAME.fullmatch(self.name) is None or len(self.public) != 32:
            raise NoteError("a key has a name without spaces or plus, and 32 bytes")

    @property
    def key_id(self) -> bytes:
        """The four bytes that mark its signatures."""
        return _key_id(self.name, self.public)

    @property
    def text(self) -> str:
        """The spelling that is printed, shipped with verifiers and read by `parse_vkey`."""
        return f"{self.name}+{self.key_id.hex()}+{b64(ED25519 + self.public)}"


@dataclass(frozen=True, slots=True)
class SKey:
    """A private key with its name. Never shown: `repr` leaves the seed out."""

    name: str
    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if _NAME.fullmatch(self.name) is None or len(self.seed) != 32:
            raise NoteError("a key has a name without spaces or plus, and 32 bytes")

    @property
    def vkey(self) -> VKey:
        """The public half."""
        return VKey(self.name, _private(self.seed).public_key().public_bytes_raw())

    @property
    def text(self) -> str:
        """`PRIVATE+KEY+<name>+<key id>+<base64 of 0x01 and the seed>`: for the key file only."""
        return f"PRIVATE+KEY+{self.name}+{self.vkey.key_id.hex()}+{b64(ED25519 + self.seed)}"


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: whose (by its own claim), and the signature bytes after the key id."""

    name: str
    key_id: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """An opened note: its text with the final LF, the trusted keys that signed it, and every signature line."""

    text: str
    signed_by: tuple[VKey, ...]
    signatures: tuple[Signature, ...]


def parse_vkey(text: str) -> VKey:
    """The key behind its printed spelling; NoteError where the id does not fit or the algorithm is not Ed25519."""
    name, key_id, data = _key_parts(text)
    key = VKey(name, data)
    if key.key_id != key_id:
        raise NoteError("the key id does not fit the key")
    return key


def parse_skey(text: str) -> SKey:
    """The private key behind the spelling of a key file; NoteError as for `parse_vkey`."""
    prefix = "PRIVATE+KEY+"
    if not text.startswith(prefix):
        raise NoteError("not a private key")
    name, key_id, data = _key_parts(text[len(prefix) :])
    key = SKey(name, data)
    if key.vkey.key_id != key_id:
        raise NoteError("the key id does not fit the key")
    return key


def _key_parts(text: str) -> tuple[str, bytes, bytes]:
    found = _VKEY.fullmatch(text)
    if found is None:
        raise NoteError("not a key")
    data = _decode(found[3])
    if len(data) != 33 or data[:1] != ED25519:
        raise NoteError("not an Ed25519 key")
    return found[1], bytes.fromhex(found[2]), data[1:]


def _check_text(text: str) -> bytes:
    if not text.endswith("\n") or _CONTROL.search(text) is not None:
        raise NoteError("a note's text ends with LF and has no other control characters")
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise NoteError("a note is UTF-8") from error


@lru_cache(maxsize=8)
def _private(seed: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(seed)


@lru_cache(maxsize=8)
def _vkey(key: SKey) -> VKey:
    return key.vkey


def _signature_line(key: SKey, text: bytes) -> str:
    return f"— {key.name} {b64(_vkey(key).key_id + _private(key.seed).sign(text))}\n"


def sign(text: str, *keys: SKey) -> bytes:
    """The note over `text` (which ends with LF) with one signature line per key, in the order given."""
    data = _check_text(text)
    if not keys:
        raise NoteError("a note has at least one signature")
    return data + b"\n" + "".join(_signature_line(key, data) for key in keys).encode()


def open_note(note: bytes, keys: Sequence[VKey]) -> Note:
    """Split a note and check it against trusted keys; NoteError unless at least one of them signed and none wrongly."""
    if len(note) > MAX_NOTE:
        raise NoteError("a note has at most 64 KiB")
    try:
        whole = note.decode()
    except UnicodeDecodeError as error:
        raise NoteError("a note is UTF-8") from error
    text, blank, tail = whole.rpartition("\n\n")
    text += "\n"
    if not blank or not tail.endswith("\n"):
        raise NoteError("a note has a text, an empty line and signature lines")
    data, _ = _check_text(text), _check_text(tail)
    lines = tail[:-1].split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise NoteError("a note has at most 100 signatures")
    signatures = tuple(_parse_line(line) for line in lines)
    signed: dict[VKey, None] = {}  # in the order of `keys`, each once
    for key in keys:
        for one in signatures:  # all of them: a second signature of the same key that is wrong makes the note invalid too
            if (one.name, one.key_id) == (key.name, key.key_id):
                try:
                    Ed25519PublicKey.from_public_bytes(key.public).verify(one.signature, data)
                except (InvalidSignature, ValueError) as error:
                    raise NoteError(f"the signature of {key.name} is wrong") from error
                signed[key] = None
    if not signed:
        raise NoteError("no trusted key has signed this note")
    return Note(text, tuple(signed), signatures)


def _parse_line(line: str) -> Signature:
    found = _LINE.fullmatch(line)
    if found is None:
        raise NoteError("not a signature line")
    data = _decode(found[2])
    if len(data) < 5:
        raise NoteError("a signature is longer than its key id")
    return Signature(found[1], data[:4], data[4:])

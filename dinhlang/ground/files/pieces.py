"""Files on their way in, piece by piece, until the form that they belong to is sent.

Promises: a piece is kept whole or not at all, behind the one before it; what is kept is sealed under a key that only who sends it can bring
again (`Upload.secret`), so that neither the disk nor a copy of it tells anything; it goes with its owner, and at the latest
`hours` after its last piece; the whole disk it takes is bounded (policy/pieces.toml). Refuses a piece for another place, and any more
where the room is full. Looks into nothing: a file that is whole goes through the one door like every other. Keeps no row and no public
state: what is lost here is sent again.
"""

import fcntl
import os
import secrets
import struct
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.crypto import salted_hmac
from pydantic import BaseModel, ConfigDict, PositiveInt

from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.files.kinds import MEBIBYTE

KIBIBYTE = 1 << 10
FULL = N_("At this moment there is no room for files in pieces. Press the button again: then the file is sent whole.")
ELSEWHERE = N_("This file goes on after byte {kept}.")
GONE = N_("Not all of this file is kept here any more. Go back and choose the same file again: only what is missing is sent.")
WRONG_SIZE = N_(
    "This is no piece of a file as this page sends them. Nothing was changed. Press the button again: then the file is sent whole."
)
_SALT, _NONCE, _TAG = 16, 12, 16
_LENGTH = struct.Struct(">I")
_AROUND = _LENGTH.size + _NONCE + _TAG  # bytes that a kept piece takes beside its own
_DONE = ".x"  # behind the name of what was sent: an empty file, so that a second tab, or the same form again, sends nothing twice


class Values(BaseModel):
    """How large pieces are, how many files may be on their way, how long they are kept; see the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    piece_kilobytes: PositiveInt
    least_kilobytes: PositiveInt
    unfinished: PositiveInt
    rest_minutes: PositiveInt
    files: PositiveInt
    megabytes: PositiveInt
    hours: PositiveInt

    @property
    def most(self) -> int:
        """Bytes of a piece, at most."""
        return self.piece_kilobytes * KIBIBYTE

    @property
    def least(self) -> int:
        """Bytes of a piece that is not the last one, at least."""
        return self.least_kilobytes * KIBIBYTE


@lru_cache(maxsize=2)
def _read(path: Path) -> Values:
    return Values.model_validate(tomllib.loads(path.read_text(encoding="utf-8"))["values"])


def values() -> Values:
    """The numbers as the file has them."""
    return _read(Path(settings.POLICY_DIR) / "pieces.toml")


class Misplaced(Exception):
    """A piece is not for the place where the file goes on: that is at `kept` bytes."""

    def __init__(self, kept: int) -> None:
        super().__init__(kept)
        self.kept = kept


@dataclass(frozen=True)
class Upload:
    """A file on its way: to what (`owner`), what only its sender can show (`secret`), the sender's own mark for it, its bytes in all."""

    owner: str
    secret: str
    mark: str
    size: int

    @property
    def path(self) -> Path:
        """Where it lies: a name that tells neither the owner nor the file."""
        return folder() / f"{_begins(self.owner)}{_digest('file', f'{self.owner} {self.secret} {self.mark} {self.size}')}"

    @property
    def is_done(self) -> bool:
        """Whether its form was sent."""
        return self._done.exists()

    @property
    def _done(self) -> Path:
        return self.path.with_name(self.path.name + _DONE)

    def box(self, salt: bytes) -> AESGCM:
        """What its pieces are sealed with."""
        return AESGCM(salted_hmac("dinhlang/pieces/key", f"{salt.hex()} {self.secret} {self.mark}", algorithm="sha256").digest())


@dataclass(frozen=True)
class Resting:
    """A file that is on its way: bytes on the disk, and when its last piece came."""

    path: Path
    bytes: int
    last: datetime


def folder() -> Path:
    """Where files on their way lie: outside the database, in no copy of it."""
    return Path(settings.DATA_DIR) / "pieces"


def _digest(what: str, text: str) -> str:
    return salted_hmac(f"dinhlang/pieces/{what}", text, algorithm="sha256").hexdigest()[:40]


def _begins(owner: str) -> str:
    return f"{_digest('owner', owner)}."


def _all() -> list[Resting]:
    found = []
    with suppress(FileNotFoundError), os.scandir(folder()) as entries:
        for one in entries:
            with suppress(FileNotFoundError):  # it went meanwhile
                told = one.stat()
                found.append(Resting(Path(one.path), told.st_size, datetime.fromtimestamp(told.st_mtime, UTC)))
    return sorted(found, key=lambda one: (one.last, one.path.name))


def on_the_way(owner: str) -> tuple[Resting, ...]:
    """What is on its way to `owner`, without what was sent; the one that rested longest first."""
    begins = _begins(owner)
    return tuple(one for one in _all() if one.path.name.startswith(begins) and one.path.suffix != _DONE)


def kept(upload: Upload) -> int:
    """How many bytes of the file are kept, from its beginning on without a gap."""
    if upload.is_done:
        return upload.size
    try:
        with upload.path.open("rb") as file:
            return _walk(file)[0]
    except FileNotFoundError:
        return 0


def _walk(file: BinaryIO) -> tuple[int, int]:
    """(bytes of the file that are kept, where the last whole piece ends on the disk); what a power cut tore is left out."""
    end, at, had = os.fstat(file.fileno()).st_size, _SALT, 0
    while at + _LENGTH.size <= end:
        file.seek(at)
        (length,) = _LENGTH.unpack(file.read(_LENGTH.size))
        if not length or at + length + _AROUND > end:
            break
        had, at = had + length, at + length + _AROUND
    return had, min(at, end)


def _lock(path: Path, flags: int) -> BinaryIO:
    """The file, opened for its caller alone: others who would write to it, in this process or another, wait until it is closed. Raises
    FileNotFoundError where it is not there and `flags` do not make it."""
    while True:
        file = os.fdopen(os.open(path, os.O_RDWR | flags, 0o600), "r+b")
        fcntl.flock(file, fcntl.LOCK_EX)
        with suppress(FileNotFoundError):
            if os.fstat(file.fileno()).st_ino == path.stat().st_ino:
                return file
        file.close()  # it was taken away while this one waited for it: what is written into it now would be lost


def add(upload: Upload, offset: int, piece: bytes, at: datetime) -> int:
    """Keep the piece that begins at byte `offset`. Returns how many bytes are kept now.

    Raises Misplaced where the file goes on elsewhere, Refused for a piece that is too long or too short and where there is no room.
    """
    most, least = values().most, values().least
    last = offset + len(piece) == upload.size
    if not piece or len(piece) > most or offset + len(piece) > upload.size or (len(piece) < least and not last):
        raise Refused(WRONG_SIZE)
    if upload.is_done:
        raise Misplaced(upload.size)
    if offset and not upload.path.exists():
        raise Misplaced(0)
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    _make_room(upload, len(piece) + _AROUND, at)
    with _lock(upload.path, os.O_CREAT) as file:
        if os.fstat(file.fileno()).st_size < _SALT:
            file.truncate(0)
            file.write(secrets.token_bytes(_SALT))
            file.flush()
        had, end = _walk(file)
        if had != offset:
            raise Misplaced(had)
        file.seek(0)
        salt, nonce = file.read(_SALT), secrets.token_bytes(_NONCE)
        sealed = upload.box(salt).encrypt(nonce, piece, _place(offset))
        file.seek(end)
        file.truncate()
        file.write(_LENGTH.pack(len(piece)) + nonce + sealed)
        file.flush()
        os.utime(file.fileno(), (at.timestamp(), at.timestamp()))
        return offset + len(piece)


def _place(offset: int) -> bytes:
    return offset.to_bytes(8, "big")


def _make_room(upload: Upload, more: int, at: datetime) -> None:
    """Let what has rested long enough go where there is no room for `more` bytes of this file. Raises Refused where that is not enough."""
    told, begins, all_here = values(), _begins(upload.owner), [one for one in _all() if one.path.suffix != _DONE]
    fresh = all(one.path != upload.path for one in all_here)
    rested = [one for one in all_here if one.path != upload.path and at - one.last >= timedelta(minutes=told.rest_minutes)]
    own = [one for one in all_here if one.path.name.startswith(begins)]
    if fresh and len(own) >= told.unfinished:
        goes = next((one for one in own if one in rested), None)
        if goes is None:
            raise Refused(FULL)
        goes.path.unlink(missing_ok=True)
    most, taken, count = told.megabytes * MEBIBYTE, sum(one.bytes for one in all_here) + more, len(all_here) + fresh
    while taken > most or count > told.files:
        if not rested:
            raise Refused(FULL)
        goes = rested.pop(0)
        goes.path.unlink(missing_ok=True)
        taken, count = taken - goes.bytes, count - 1


@contextmanager
def whole(upload: Upload) -> Iterator[bytes | None]:
    """The file, put together; None where its form was sent before. As long as this lasts nobody else gets it. Raises Refused where
    something of it is missing."""
    try:
        file = _lock(upload.path, 0)
    except FileNotFoundError:
        if not upload.is_done:
            raise Refused(GONE) from None
        yield None
        return
    with file:
        yield _opened(upload, file)


def _opened(upload: Upload, file: BinaryIO) -> bytes:
    had, at, found = _walk(file)[0], _SALT, bytearray()
    file.seek(0)
    box = upload.box(file.read(_SALT))
    while len(found) < had:
        (length,) = _LENGTH.unpack(file.read(_LENGTH.size))
        nonce, sealed = file.read(_NONCE), file.read(length + _TAG)
        try:
            found += box.decrypt(nonce, sealed, _place(len(found)))
        except InvalidTag:
            file.truncate(at)  # from here on it is sent again
            raise Refused(GONE) from None
        at += length + _AROUND
    if had != upload.size:
        raise Refused(GONE)
    return bytes(found)


def finish(upload: Upload, at: datetime) -> None:
    """Its form was sent: what was kept goes, and that it was sent is remembered for as long as it would have been kept."""
    upload._done.touch(mode=0o600)
    os.utime(upload._done, (at.timestamp(), at.timestamp()))
    drop(upload)


def drop(upload: Upload) -> None:
    """Let what was kept of the file go."""
    upload.path.unlink(missing_ok=True)


def forget(owner: str) -> int:
    """Let everything go that is on its way to `owner`, and that anything was. Returns how many files."""
    begins = _begins(owner)
    gone = [one for one in _all() if one.path.name.startswith(begins)]
    for one in gone:
        one.path.unlink(missing_ok=True)
    return len(gone)


def forget_old(at: datetime) -> int:
    """Let everything go whose last piece came more than `hours` before `at`. Returns how many files."""
    gone = [one for one in _all() if at - one.last >= timedelta(hours=values().hours)]
    for one in gone:
        one.path.unlink(missing_ok=True)
    return len(gone)

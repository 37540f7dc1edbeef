"""The one door for untrusted bytes.

Promises: a file that comes out has the kind its name says, was parsed in a sealed process within fixed limits, and comes
with a public copy free of scripts, attached files and data about its author. Citizens' photographs come out as pixels only,
their originals are not handed on. Refuses everything else with a sentence that names the file and says what to do; no
exception of a parser, no crash and no time-out ever leaves as anything but `Refused`. Stores nothing.
"""

import hashlib
import json
import logging
import os
import signal
import string
import struct
import subprocess
import sys
import tempfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NoReturn

from dinhlang.core.refusal import Refused
from dinhlang.ground.files.kinds import (
    HEIC,
    LABELS,
    MEBIBYTE,
    MEDIA_TYPES,
    OLDER,
    PHOTOS,
    SOUNDS,
    Kind,
    Limits,
    extension,
    is_heic,
    kind_by_name,
    kinds_by_signature,
    shown_name,
)
from dinhlang.ground.files.pipes import FRAME, Cut, exchange, framed
from dinhlang.ground.files.secrecy import Mark, secrecy_mark
from dinhlang.ground.files.sentences import Note, Why
from dinhlang.ground.files.worker import WORDS, order

LIMITS = Limits()

_log = logging.getLogger(__name__)
_ROOT = str(Path(__file__).resolve().parents[3])
# Isolated mode (-I) hides our own package; its place is given as an argument, before an installed copy: both sides are one program.
_START = "import sys; sys.path.insert(0, sys.argv[1]); from dinhlang.ground.files.worker import main; main()"
_HEAD_BYTES = 1 << 16
CODES = 8
_VALUE_LENGTH = 120


@dataclass(frozen=True, slots=True)
class Clean:
    """A file that came through the door.

    `original` is the file as sent, to be kept sealed, None for photographs (their originals are not kept) and for voice
    notes (kept as they came); `public` is
    the copy that may be shown once a person has looked. `pages` counts pages of a PDF and sheets of a workbook; `width`
    and `height` are points of a photograph. `notes` are message ids. Digests are SHA-256 in lower-case hex.
    """

    kind: Kind
    media_type: str
    original_sha256: str
    original: bytes | None
    public: bytes
    public_sha256: str
    pages: int | None
    width: int | None
    height: int | None
    notes: tuple[str, ...]
    words: str = ""
    codes: tuple[str, ...] = ()
    """What the QR codes on it say, where that was asked for: untrusted text."""
    seconds: int | None = None
    """How long a voice note lasts."""


class _Gone(Exception):
    """The worker gave no answer; `why` is what its end tells."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.name)
        self.why = why


def _refuse(why: Why, name: str, **values: str | int | float) -> NoReturn:
    raise Refused(why.value, {"name": shown_name(name), **values})


def _kind_claimed(name: str, data: bytes, kinds: Collection[Kind]) -> Kind:
    claimed = kind_by_name(name)
    wanted = OLDER.get(extension(name))
    if wanted is not None and wanted in kinds:
        _refuse(Why.older, name, wanted=LABELS[wanted])
    if PHOTOS & set(kinds) and (extension(name) in HEIC or is_heic(data)):
        _refuse(Why.heic, name)
    if claimed is None or claimed not in kinds:
        _refuse(Why.not_taken, name, kinds=", ".join(LABELS[kind] for kind in Kind if kind in kinds))
    found = kinds_by_signature(data)
    if not found:
        _refuse(Why.not_at_all, name, said=LABELS[claimed])
    if claimed not in found:
        _refuse(Why.not_what_it_says, name, said=LABELS[claimed], found=" / ".join(LABELS[kind] for kind in Kind if kind in found))
    return claimed


def _end_tells(returncode: int) -> Why:
    if returncode == -signal.SIGXCPU:
        return Why.too_long
    # A kill that we did not send is the kernel running short of memory.
    return Why.too_heavy if returncode == -signal.SIGKILL else Why.unreadable


def _ask_worker(
    kind: Kind, data: bytes, limits: Limits, *, values: bool = False, codes: bool = False
) -> tuple[Mapping[str, object], bytes]:
    wanted = order(kind, limits, values=values, codes=codes)
    with tempfile.TemporaryDirectory(prefix="file-") as own:
        # Our own program; the file goes in by pipe, never by name.
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-I", "-B", "-c", _START, _ROOT],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0,
            cwd=own, env={"TMPDIR": own}, start_new_session=True,
        )  # fmt: skip
        try:
            reply = exchange(process, framed(wanted, data), limits.wall, limits.inflated + limits.upload + _HEAD_BYTES)
            # The answer is complete at the end of its stream; what follows is only the process leaving.
            returncode = process.wait(timeout=5)
        except subprocess.TimeoutExpired as error:
            raise _Gone(Why.too_long) from error
        except Cut as error:
            raise _Gone(Why.too_long if error.late else Why.unreadable) from error
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()
    if returncode != 0:
        raise _Gone(_end_tells(returncode))
    return _split(reply)


def _split(reply: bytes) -> tuple[Mapping[str, object], bytes]:
    try:
        (head_size,) = FRAME.unpack_from(reply, 0)
        if head_size > _HEAD_BYTES:
            raise _Gone(Why.unreadable)
        at = FRAME.size + head_size
        head = json.loads(reply[FRAME.size : at])
        (body_size,) = FRAME.unpack_from(reply, at)
    except (ValueError, struct.error, RecursionError) as error:
        raise _Gone(Why.unreadable) from error
    body = reply[at + FRAME.size :]
    if not isinstance(head, dict) or len(body) != body_size:
        raise _Gone(Why.unreadable)
    return head, body


def _said_no(answer: Mapping[str, object], name: str) -> None:
    # The worker may be in the hands of the file: its words are looked up here, its values cut and cleaned.
    if "why" not in answer:
        return
    given = answer.get("values")
    try:
        why = Why[str(answer["why"])]
    except KeyError:
        raise _Gone(Why.unreadable) from None
    places = {place for _, place, _, _ in string.Formatter().parse(why.value) if place} - {"name"}
    if not isinstance(given, dict) or set(given) - {"name"} != places:
        raise _Gone(Why.unreadable)
    values = {place: given[place] if isinstance(given[place], int) else shown_value(str(given[place])) for place in places}
    _refuse(why, name, **values)


def shown_value(text: str) -> str:
    """`text` out of a file, fit to stand inside a sentence: one line, no control characters, at most 120 characters."""
    plain = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return plain if len(plain) <= _VALUE_LENGTH else plain[: _VALUE_LENGTH - 1] + "…"


def shown_words(text: object) -> str:
    """Text of a first page fit to be looked through: lines and tabs kept, no other control characters, cut where it is too long."""
    plain = text[:WORDS] if isinstance(text, str) else ""
    return "".join(c if c.isprintable() or c in "\n\t" else " " for c in plain)


def _number(answer: Mapping[str, object], key: str) -> int | None:
    value = answer.get(key)
    if value is None:
        return None
    if type(value) is not int or value < 0:
        raise _Gone(Why.unreadable)
    return value


def _codes(given: object) -> tuple[str, ...]:
    return tuple(shown_value(one) for one in given[:CODES] if isinstance(one, str)) if isinstance(given, list) else ()


def _clean(kind: Kind, data: bytes, answer: Mapping[str, object], public: bytes) -> Clean:
    notes = answer.get("notes")
    if not isinstance(notes, list) or any(note not in Note.__members__ for note in notes) or kind not in kinds_by_signature(public):
        raise _Gone(Why.unreadable)
    return Clean(
        kind=kind,
        media_type=MEDIA_TYPES[kind],
        original_sha256=hashlib.sha256(data).hexdigest(),
        original=None if kind in PHOTOS | SOUNDS else data,
        public=public,
        public_sha256=hashlib.sha256(public).hexdigest(),
        pages=_number(answer, "pages"),
        width=_number(answer, "width"),
        height=_number(answer, "height"),
        notes=tuple(Note[note].value for note in notes),
        words=shown_words(answer.get("words")),
        codes=_codes(answer.get("codes")),
        seconds=_number(answer, "seconds"),
    )


def _admit(name: str, data: bytes, kinds: Collection[Kind], limits: Limits) -> tuple[Kind, Mark | None]:
    """The kind of the file and the mark in its name, by the questions that need no parser. Raises Refused."""
    if not data:
        _refuse(Why.empty, name)
    if len(data) > limits.upload:
        _refuse(Why.too_large, name, size=f"{len(data) / MEBIBYTE:.1f}", limit=limits.upload // MEBIBYTE)
    kind = _kind_claimed(name, data, kinds)
    mark = secrecy_mark(name)
    if mark is not None and mark.refuses:
        _refuse(Why.secret, name, mark=mark.value)
    return kind, mark


def _given_up(gone: _Gone, kind: Kind, data: bytes, name: str) -> NoReturn:
    _log.warning("a %s file of %d bytes was given up: %s", kind.value, len(data), gone.why.name)
    _refuse(gone.why, name)


def _no_worker(error: OSError, name: str) -> NoReturn:
    _log.error("no worker could be started: %s", error)
    _refuse(Why.busy, name)


def read_untrusted(name: str, data: bytes, kind: Kind, limits: Limits) -> bytes:
    """What the reader of `kind` in the worker makes of the file's values (see `cells.load`), never the file itself. Raises Refused.

    The caller must not believe it more than the file: the worker may be in its hands.
    """
    _admit(name, data, {kind}, limits)
    try:
        answer, values = _ask_worker(kind, data, limits, values=True)
        _said_no(answer, name)
    except _Gone as gone:
        _given_up(gone, kind, data, name)
    except OSError as error:
        _no_worker(error, name)
    return values


def open_untrusted(name: str, data: bytes, kinds: Collection[Kind], limits: Limits = LIMITS, *, codes: bool = False) -> Clean:
    """Let the file `name` with content `data` in as one of `kinds`, or raise Refused with a sentence for whoever sent it.

    The cheap questions (size, name, first bytes, secrecy mark in the name) are answered here; everything that has to parse
    happens in a process of its own, one per file, at most `limits.wall` seconds; with `codes` it also reads QR codes. Review F 23, trust 5.
    """
    kind, mark = _admit(name, data, kinds, limits)
    try:
        answer, public = _ask_worker(kind, data, limits, codes=codes)
        _said_no(answer, name)
        clean = _clean(kind, data, answer, public)
    except _Gone as gone:
        _given_up(gone, kind, data, name)
    except OSError as error:
        _no_worker(error, name)
    if mark is not None and Note.internal.value not in clean.notes:
        return replace(clean, notes=(*clean.notes, Note.internal.value))
    return clean

"""Sheets and papers are made outside the web process: what is printed for anybody may hold nobody else up.

Promises: a sheet has a limit of processor time, of time on the clock and of memory; beyond it whoever asked reads a sentence, and the web
process goes on. The same order with the same data is made once while it is remembered: the key is the digest of all that goes in, so
nobody gets a sheet that was made of other words than those he may read. What went beyond its limit is refused at once for a while: a click
does not burn the same minute again. Refuses: to remember much.
"""

import atexit
import hashlib
import json
import logging
import os
import signal
import struct
import subprocess
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.files import pressing
from dinhlang.ground.files.pipes import FRAME, Cut, exchange, framed, two_frames

TOO_LONG = N_("This paper takes too long to make: it is too large, or its layout repeats too much. Make its text shorter.")
TOO_HEAVY = N_("This paper needs too much memory to make: it is too large, or its layout repeats too much. Make its text shorter.")
BROKEN = N_("This paper could not be made. Nothing was entered; try again, and tell the operator of this site if it stays so.")
BUSY = N_("Papers cannot be made just now because the machine is short of room. Nothing was entered; try again in a few minutes.")
ENDS: Mapping[object, str] = {pressing.TOO_LONG: TOO_LONG, pressing.TOO_HEAVY: TOO_HEAVY}
PRINTER = "dinhlang.ground.ui.paper"
SHEET = Path(__file__).with_name("sheet.css")  # of what is made for a wall: black on white, a free font that has Vietnamese

_log = logging.getLogger(__name__)
_BEYOND = 600  # seconds for which what went beyond its limit is refused without being tried: a machine may have been busy
_ROOT = str(Path(__file__).resolve().parents[3])
_START = "import sys; sys.path.insert(0, sys.argv[1]); from dinhlang.ground.files.pressing import main; main()"
_HEAD_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Limits:
    """What one sheet may cost: seconds of the processor, seconds on the clock, bytes of memory, bytes made."""

    cpu: int = 10
    wall: int = 20
    memory: int = 1 << 30
    made: int = 32_000_000


LIMITS = Limits()
OWN = Limits(cpu=60, wall=90)  # a list of a body, by a template of ours: some hundred rows are drawn in tens of seconds


class _Kept:
    """The last things made, by the digest of what went in: at most so many, of at most so many bytes together."""

    def __init__(self, many: int = 64, most: int = 16_000_000) -> None:
        self.many, self.most, self.bytes = many, most, 0
        self.made: OrderedDict[bytes, bytes] = OrderedDict()
        self.beyond: OrderedDict[bytes, tuple[str, float]] = OrderedDict()

    def refused(self, key: bytes, now: float) -> str:
        """The sentence with which this was given up a short while before `now` (seconds of a clock that only goes forward); "" else."""
        said, until = self.beyond.get(key, ("", 0.0))
        return said if now < until else ""

    def refuse(self, key: bytes, said: str, now: float) -> None:
        """Remember for a while that this went beyond its limit."""
        self.beyond[key] = (said, now + _BEYOND)
        self.beyond.move_to_end(key)
        while len(self.beyond) > self.many:
            self.beyond.popitem(last=False)

    def get(self, key: bytes) -> bytes | None:
        """What was made of this, if it is still here."""
        found = self.made.get(key)
        if found is not None:
            self.made.move_to_end(key)
        return found

    def put(self, key: bytes, data: bytes) -> None:
        """Remember it, unless it alone would push much of the rest out."""
        if key in self.made or len(data) * 4 > self.most:
            return
        self.made[key] = data
        self.bytes += len(data)
        while len(self.made) > self.many or self.bytes > self.most:
            self.bytes -= len(self.made.popitem(last=False)[1])


class _Press:
    """The process that makes sheets, one at a time; started when it is first needed, anew when it ended."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self.owner = 0

    def running(self) -> subprocess.Popen[bytes]:
        """The process. Raises OSError where none can be started."""
        mine = self.process if self.owner == os.getpid() else None  # a copy of the web process has its own
        if mine is not None and mine.poll() is None:
            return mine
        self.close()
        # Our own program; words go in by pipe.
        self.process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-I", "-B", "-c", _START, _ROOT],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0, cwd="/", env={"LC_ALL": "C.UTF-8"},
            start_new_session=True,
        )  # fmt: skip
        self.owner = os.getpid()
        return self.process

    def close(self) -> None:
        """End the process and whatever it is making."""
        process, self.process = self.process, None
        if process is None or self.owner != os.getpid():
            return
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()


_press = _Press()
_kept = _Kept()
atexit.register(_press.close)


def made(maker: str, order: Mapping[str, object], data: bytes, says: Collection[str] = (), limits: Limits = LIMITS) -> bytes:
    """What the module `maker` makes of `order` (JSON values) and `data`. Raises Refused with one of the sentences `says` that the maker may
    answer with, or with one of this room's where it was not made within `limits`."""
    wanted = json.dumps({"maker": maker, "order": order, "limits": asdict(limits)}, sort_keys=True).encode()
    key = hashlib.sha256(framed(wanted, data)).digest()
    if not _press.lock.acquire(timeout=limits.wall):
        raise Refused(BUSY)
    try:
        found = _kept.get(key)
        if found is None:
            if before := _kept.refused(key, time.monotonic()):
                raise Refused(before)
            found = _tried(key, maker, framed(wanted, data), says, limits)
            _kept.put(key, found)
        return found
    finally:
        _press.lock.release()


def _tried(key: bytes, maker: str, request: bytes, says: Collection[str], limits: Limits) -> bytes:
    try:
        return _asked(maker, request, says, limits)
    except Refused as error:
        if error.msg in ENDS.values():
            _kept.refuse(key, error.msg, time.monotonic())
        raise


def _asked(maker: str, request: bytes, says: Collection[str], limits: Limits, again: bool = True) -> bytes:
    try:
        process = _press.running()
        reply = exchange(process, request, limits.wall, limits.made + _HEAD_BYTES, two_frames)
        if not two_frames(reply):
            raise Cut(late=False)
        answer, body = _split(reply)
    except Cut as error:
        if again and not error.late and _left():  # it had nothing to do and went as we asked: a fresh one makes it
            return _asked(maker, request, says, limits, again=False)
        end = _end(error.late)
        _press.close()
        _log.warning("%s was given up: %s", maker, end)
        raise Refused(end) from error
    except OSError as error:
        _press.close()
        _log.error("no press could be started: %s", error)
        raise Refused(BUSY) from error
    if "end" in answer:
        _log.warning("%s was given up: %s", maker, answer["end"])
        raise Refused(ENDS.get(answer["end"], BROKEN))
    if "said" in answer:
        values = answer.get("values")
        if answer["said"] not in says or not isinstance(values, dict):
            raise Refused(BROKEN)
        raise Refused(str(answer["said"]), {str(name): str(value)[:600] for name, value in values.items()})
    return body


def _split(reply: bytes) -> tuple[dict[str, object], bytes]:
    try:
        size = FRAME.unpack_from(reply, 0)[0]
        head = json.loads(reply[FRAME.size : FRAME.size + size])
    except (ValueError, struct.error, RecursionError) as error:
        raise Cut(late=False) from error
    if not isinstance(head, dict):
        raise Cut(late=False)
    return head, reply[FRAME.size * 2 + size :]


def _left() -> bool:
    """Whether the press left by itself, as it does when nobody asks for a while."""
    try:
        return _press.process is not None and _press.process.wait(timeout=5) == 0
    except subprocess.TimeoutExpired:
        return False


def _end(late: bool) -> str:
    """The sentence that the end of the press comes to."""
    if late or _press.process is None:
        return TOO_LONG
    try:
        code = _press.process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        return BROKEN
    return ENDS.get(code, BROKEN)


def pdf(html: str, style: Path, *, tags: bool = True, limits: Limits = OWN) -> bytes:
    """A page of our own with its style sheet as PDF; `tags` for screen readers. Raises Refused where it is not made within `limits`."""
    return made(PRINTER, {"style": style.read_text(), "tags": tags}, html.encode(), limits=limits)

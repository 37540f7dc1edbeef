"""The other side of the door: a process of its own that reads one untrusted file and ends.

Promises: before the first untrusted byte is read, this process has given up memory beyond the limit, processor time,
writing, other programs, every file of the machine (Landlock, where the kernel has it) and the network (a namespace of
its own, where the kernel allows it). Where the kernel does not help, a hook on Python's own calls still refuses files,
sockets and programs. Refuses: to show an exception to anybody; it answers with the name of a sentence, or dies and is judged by that.

Talks over stdin and stdout in frames (length in eight bytes, big end first, then the bytes): in, a JSON order and the file;
out, a JSON answer and the clean copy.
"""

import codecs
import ctypes
import importlib
import json
import os
import resource
import struct
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from types import ModuleType
from typing import BinaryIO, NoReturn

from dinhlang.ground.files.kinds import Kind, Limits
from dinhlang.ground.files.pipes import FRAME
from dinhlang.ground.files.sentences import Bad, Why
from dinhlang.ground.files.shape import Cleaned

WORDS = 4000  # letters of a first page that are handed on

_CLEANERS = {
    Kind.pdf: "dinhlang.ground.files.pdf",
    Kind.jpeg: "dinhlang.ground.files.photo",
    Kind.png: "dinhlang.ground.files.photo",
    Kind.webp: "dinhlang.ground.files.photo",
    Kind.docx: "dinhlang.ground.files.office",
    Kind.xlsx: "dinhlang.ground.files.office",
    Kind.ogg: "dinhlang.ground.files.sound",
    Kind.webm: "dinhlang.ground.files.sound",
    Kind.m4a: "dinhlang.ground.files.sound",
    Kind.mp3: "dinhlang.ground.files.sound",
    Kind.wav: "dinhlang.ground.files.sound",
}

# A table to import is read for its values and never published: another reader, the same walls.
_READERS = {Kind.xlsx: "dinhlang.ground.files.sheets"}

# Python finds codecs in files when they are first used; these are the ones that the parsers ask for.
_CODECS = ("cp437", "utf-8", "utf-8-sig", "utf-16", "utf-16-be", "latin-1", "ascii")

_FORBIDDEN = ("open", "socket.", "subprocess.", "os.", "shutil.", "tempfile.", "ctypes.", "urllib.", "ftplib.", "http.", "pty.", "mmap.")

# Numbers of Linux itself (prctl.h, sched.h, landlock.h); the three landlock calls have the same numbers on every processor.
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT, _LANDLOCK_VERSION = 444, 445, 446, 1
_LANDLOCK_BENEATH, _LANDLOCK_READ = 1, 1 << 2 | 1 << 3  # a rule for what lies beneath a folder: read files, read folders
_BENEATH = struct.Struct("=Qi")
_LANDLOCK_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
_SIGKILL = 9
_READING = ("open", "os.listdir", "os.scandir")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_OPEN_FILES = 32


def order(kind: Kind, limits: Limits, *, values: bool = False, codes: bool = False) -> bytes:
    """The first frame for the worker: which kind to read, within which limits, for its `values` alone, for its QR `codes` too."""
    return json.dumps({"kind": kind.value, "limits": asdict(limits), "values": values, "codes": codes}).encode()


def _give_up_resources(limits: Limits) -> None:
    for what, soft, hard in (
        (resource.RLIMIT_AS, limits.memory, limits.memory),
        (resource.RLIMIT_CPU, limits.cpu, limits.cpu + 1),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_NOFILE, _OPEN_FILES, _OPEN_FILES),
        (resource.RLIMIT_NPROC, 0, 0),
    ):
        highest = resource.getrlimit(what)[1]
        if highest != resource.RLIM_INFINITY:
            soft, hard = min(soft, highest), min(hard, highest)
        resource.setrlimit(what, (soft, hard))


def _give_up_network(libc: ctypes.CDLL) -> bool:
    # An ordinary user may take an empty network only together with a user namespace; some machines allow neither.
    return bool(libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0 or libc.unshare(_CLONE_NEWNET) == 0)


def _give_up_files(libc: ctypes.CDLL, readable: Sequence[str]) -> bool:
    version = libc.syscall(ctypes.c_long(_LANDLOCK_CREATE), None, ctypes.c_size_t(0), ctypes.c_uint32(_LANDLOCK_VERSION))
    if version < 1:
        return False
    rights = ctypes.c_uint64((1 << _LANDLOCK_RIGHTS[min(version, max(_LANDLOCK_RIGHTS))]) - 1)
    rules = libc.syscall(ctypes.c_long(_LANDLOCK_CREATE), ctypes.byref(rights), ctypes.c_size_t(ctypes.sizeof(rights)), ctypes.c_uint32(0))
    if rules < 0:
        return False
    for folder in readable:
        at = os.open(folder, os.O_PATH | os.O_CLOEXEC)
        rule = ctypes.create_string_buffer(_BENEATH.pack(_LANDLOCK_READ, at), _BENEATH.size)
        libc.syscall(ctypes.c_long(_LANDLOCK_ADD), ctypes.c_int(rules), ctypes.c_int(_LANDLOCK_BENEATH), rule, ctypes.c_uint32(0))
        os.close(at)
    done = libc.syscall(ctypes.c_long(_LANDLOCK_RESTRICT), ctypes.c_int(rules), ctypes.c_uint32(0)) == 0
    os.close(rules)
    return bool(done)


def _refusing(readable: Sequence[str]) -> Callable[[str, tuple[object, ...]], None]:
    beneath = tuple(one.rstrip("/") + "/" for one in readable)

    def refuse(event: str, arguments: tuple[object, ...]) -> None:
        if not event.startswith(_FORBIDDEN):
            return
        if event in _READING and arguments and isinstance(arguments[0], str):
            flags = arguments[2] if event == "open" and len(arguments) > 2 else 0
            if isinstance(flags, int) and not flags & _WRITING and (os.path.normpath(arguments[0]) + "/").startswith(beneath):
                return
        raise PermissionError(event)

    return refuse


def seal(readable: Sequence[str] = ()) -> tuple[bool, bool]:
    """Give up files and network for good, except to read beneath the folders `readable`. Gives back what the kernel granted
    (files, network); the hook is laid in any case."""
    files = network = False
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(_PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0)
        libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        network = _give_up_network(libc)
        files = _give_up_files(libc, readable)
    sys.addaudithook(_refusing(readable))
    return files, network


def _read_frame(source: BinaryIO) -> bytes:
    (length,) = FRAME.unpack(source.read(FRAME.size))
    return source.read(length)


def _answer(cleaner: ModuleType, kind: Kind, data: bytes, limits: Limits, reader: ModuleType | None) -> tuple[dict[str, object], bytes]:
    try:
        cleaned: Cleaned = cleaner.clean(kind, data, limits)
        codes = () if reader is None else reader.read(kind, cleaned.public, limits)
    except Bad as bad:
        return {"why": bad.why.name, "values": bad.values}, b""
    except MemoryError:
        return {"why": Why.too_heavy.name, "values": {}}, b""
    except Exception:
        # Whatever a parser throws at a hostile file is one thing to the person who sent it.
        return {"why": Why.unreadable.name, "values": {}}, b""
    notes = [note.name for note in cleaned.notes]
    return {
        "pages": cleaned.pages,
        "width": cleaned.width,
        "height": cleaned.height,
        "notes": notes,
        "words": cleaned.words[:WORDS],
        "codes": codes,
        "seconds": cleaned.seconds,
    }, cleaned.public


def main() -> NoReturn:
    """Read one order and one file from stdin, answer on stdout, end."""
    source, out = sys.stdin.buffer, sys.stdout.buffer
    wanted = json.loads(_read_frame(source))
    kind, limits = Kind(wanted["kind"]), Limits(**wanted["limits"])
    _give_up_resources(limits)
    # By name, so that a photograph does not pay for loading the PDF library.
    cleaner = importlib.import_module((_READERS if wanted["values"] else _CLEANERS)[kind])
    reader = importlib.import_module("dinhlang.ground.files.codes") if wanted["codes"] else None
    for codec in _CODECS:
        codecs.lookup(codec)
    seal()
    answer, public = _answer(cleaner, kind, _read_frame(source), limits, reader)
    head = json.dumps(answer).encode()
    for part in (FRAME.pack(len(head)), head, FRAME.pack(len(public)), public):
        out.write(part)
    out.flush()
    # Not through the interpreter's end: nothing is left to tidy, and freeing a large document takes longer than leaving it.
    os._exit(0)

"""The other side of the press: a process that has the printers loaded; a copy of it seals itself, makes one sheet, ends.

Promises: what makes a sheet has given up memory and processor time beyond the limit, writing, the network and every file except fonts and
Python's own modules, before it reads the first word; it dies with its sheet, so that nothing of one is left for the next. Refuses: to show
an exception to anybody.

A maker is a module with `make(order, data)`; in: a JSON order, the data; out: a JSON answer, what was made.
"""

import codecs
import ctypes
import importlib
import json
import os
import resource
import select
import signal
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any, NoReturn

from dinhlang.core.refusal import Refused
from dinhlang.ground.files.pipes import FRAME, framed
from dinhlang.ground.files.worker import seal

IDLE = 600  # seconds without a sheet, after which the press leaves: it starts again when it is needed
TOO_LONG, TOO_HEAVY, BROKEN = 3, 4, 5  # how a sheet ends that was not made
_OPEN_FILES = 256  # fonts are opened one by one
_CODECS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "latin-1", "ascii", "cp437", "idna", "mac-roman")


def _read(size: int) -> bytes:
    """Exactly `size` bytes of stdin, nothing read ahead: what follows is the copy's. b"" at its end."""
    made = bytearray()
    while len(made) < size:
        piece = os.read(0, min(size - len(made), 1 << 20))
        if not piece:
            return b""
        made += piece
    return bytes(made)


def _frame() -> bytes:
    head = _read(FRAME.size)
    return _read(FRAME.unpack(head)[0]) if head else b""


def _folders() -> Iterator[str]:
    """Where this machine's fonts lie, as fontconfig says, and Python's own modules (not ours: a site's data may lie beside them)."""
    yield os.path.dirname(json.__path__[0])
    yield from (one for one in sys.path if one.endswith(("site-packages", "dist-packages", "lib-dynload")))
    try:
        fonts = ctypes.CDLL("libfontconfig.so.1")
    except OSError:
        return
    fonts.FcStrListNext.restype = ctypes.c_char_p
    for name in ("FcConfigGetFontDirs", "FcConfigGetCacheDirs", "FcConfigGetConfigFiles"):
        ask = getattr(fonts, name)
        ask.restype = ctypes.c_void_p
        many = ctypes.c_void_p(ask(None))
        while (one := fonts.FcStrListNext(many)) is not None:
            path = os.path.realpath(os.fsdecode(one))
            if os.path.exists(path):  # a folder for fonts that is named and not there opens nothing
                yield path if os.path.isdir(path) else os.path.dirname(path)


def _make(maker: ModuleType, order: dict[str, Any], readable: list[str]) -> NoReturn:
    """In the copy: give everything up, read, make, answer, end."""
    limits = order["limits"]
    for what, soft, hard in (
        (resource.RLIMIT_AS, limits["memory"], limits["memory"]), (resource.RLIMIT_CPU, limits["cpu"], limits["cpu"] + 1),
        (resource.RLIMIT_FSIZE, 0, 0), (resource.RLIMIT_CORE, 0, 0), (resource.RLIMIT_NOFILE, _OPEN_FILES, _OPEN_FILES),
    ):  # fmt: skip
        highest = resource.getrlimit(what)[1]
        most = (soft, hard) if highest == resource.RLIM_INFINITY else (min(soft, highest), min(hard, highest))
        resource.setrlimit(what, most)
    seal(readable)
    data, made = _frame(), b""
    answer: dict[str, object] = {}
    try:
        made = maker.make(order["order"], data)
    except Refused as error:
        answer = {"said": error.msg, "values": {name: str(value) for name, value in error.values.items()}}
    except MemoryError:
        answer = {"end": TOO_HEAVY}
    except Exception:
        # Whatever a library throws at words or a template is one thing to the person who asked.
        answer = {"end": BROKEN}
    reply = memoryview(framed(json.dumps(answer).encode(), made))
    while reply:
        reply = reply[os.write(1, reply) :]
    os._exit(0)


def main() -> NoReturn:
    """Make sheets until nobody asks any more."""
    for codec in _CODECS:
        codecs.lookup(codec)
    readable: list[str] = []
    makers: dict[str, ModuleType] = {}
    while select.select([0], [], [], IDLE)[0]:
        wanted = _frame()
        if not wanted:
            break
        order = json.loads(wanted)
        name = order["maker"]
        if name not in makers:
            makers[name] = importlib.import_module(name)  # in the press itself: each copy has it then
            warm = getattr(makers[name], "warm", None)
            if warm is not None:
                warm()
            readable = sorted(set(_folders()))
        child = os.fork()
        if child == 0:
            _make(makers[name], order, readable)
        end = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if end:
            # What it did not read stands in the pipe: the press leaves too, and says how its copy ended. A kill of ours it never sees;
            # one that we did not send is the kernel running short of memory.
            os._exit({-signal.SIGXCPU: TOO_LONG, -signal.SIGKILL: TOO_HEAVY}.get(end, BROKEN))
    os._exit(0)

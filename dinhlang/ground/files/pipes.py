"""What is said to a process of our own over its pipes: frames, a time that ends, an answer that does.

Promises: neither a process that hangs nor one that floods holds up whoever asked. Refuses: to judge why it gave no answer.
"""

import os
import selectors
import struct
import subprocess
import time
from collections.abc import Callable

FRAME = struct.Struct(">Q")
_CHUNK = 1 << 16


class Cut(Exception):
    """There is no answer: it came too late (`late`), or was none."""

    def __init__(self, *, late: bool) -> None:
        super().__init__("late" if late else "no answer")
        self.late = late


def framed(*parts: bytes) -> bytes:
    """Each part behind its length in eight bytes, big end first."""
    return b"".join(one for part in parts for one in (FRAME.pack(len(part)), part))


def two_frames(reply: bytes | bytearray) -> bool:
    """Whether a reply holds two whole frames."""
    at = 0
    for _n in range(2):
        if len(reply) < at + FRAME.size:
            return False
        at += FRAME.size + FRAME.unpack_from(reply, at)[0]
    return len(reply) >= at


def exchange(
    process: subprocess.Popen[bytes], request: bytes, wall: float, most: int, whole: Callable[[bytearray], bool] | None = None
) -> bytes:
    """Send `request`, give back the answer: at most `most` bytes within `wall` seconds, until `whole` says so or (None) its end.

    Raises Cut. Not communicate(): that would let a process taken over by what it reads fill our memory.
    """
    if process.stdin is None or process.stdout is None:
        raise Cut(late=False)
    end = time.monotonic() + wall
    reply = bytearray()
    waiting = memoryview(request)
    os.set_blocking(process.stdin.fileno(), False)
    with selectors.DefaultSelector() as ready:
        ready.register(process.stdin, selectors.EVENT_WRITE)
        ready.register(process.stdout, selectors.EVENT_READ)
        while True:
            left = end - time.monotonic()
            if left <= 0:
                raise Cut(late=True)
            for key, _ in ready.select(left):
                if key.fileobj is process.stdout:
                    chunk = os.read(process.stdout.fileno(), _CHUNK)
                    reply += chunk
                    if len(reply) > most:
                        raise Cut(late=False)
                    if not chunk or whole is not None and whole(reply):
                        return bytes(reply)
                    continue
                try:
                    sent = os.write(process.stdin.fileno(), waiting[: 1 << 20])
                except BrokenPipeError:
                    sent = len(waiting)
                waiting = waiting[sent:]
                if not waiting:
                    ready.unregister(process.stdin)
                    if whole is None:
                        process.stdin.close()

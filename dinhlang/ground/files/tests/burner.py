"""A maker that does what a hostile template or a mistake of ours would: for tests of the press alone."""

import os
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dinhlang.core.refusal import Refused


def make(order: Mapping[str, Any], data: bytes) -> bytes:
    """Does the order's `deed`; gives `data` back where that goes."""
    deed = order["deed"]
    if deed == "burn":
        while True:
            pass
    if deed == "sleep":
        os.read(0, 1)
    if deed == "fill":
        kept = []
        while True:
            kept.append(bytes(1 << 24))
    if deed == "die":
        os._exit(7)
    if deed == "read":
        return Path(order["path"]).read_bytes()
    if deed == "call":
        socket.create_connection(("127.0.0.1", 9), 1)
    if deed == "say":
        raise Refused(order["said"], {"a": "b"})
    return data

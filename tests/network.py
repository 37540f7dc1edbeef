"""No test leaves this machine.

Promises: a connection or name look-up to anything but this machine raises `NetworkRefused` with the address in it.
Unix sockets and the loopback addresses stay open, because the tests talk to their own PostgreSQL and their own server.
"""

import ipaddress
import socket
from collections.abc import Iterator

import pytest

LOOPBACK_NAMES = frozenset({"localhost", ""})


class NetworkRefused(AssertionError):
    """A test tried to reach another machine. An AssertionError, so that code which tolerates OSError cannot swallow it."""


def is_here(host: object) -> bool:
    """Whether `host` (a name or address as text or bytes, or None for "any") is this machine."""
    if host is None:
        return True
    text = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    if text in LOOPBACK_NAMES:
        return True
    try:
        return ipaddress.ip_address(text).is_loopback
    except ValueError:
        return False


def _refuse_unless_here(address: object) -> None:
    host = address[0] if isinstance(address, tuple) else address
    if isinstance(address, tuple) and not is_here(host):
        raise NetworkRefused(f"a test tried to reach {host!r}; tests use this machine only")


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Refuse every way out for the whole session, also between tests and in session fixtures."""
    patch = pytest.MonkeyPatch()
    connect, connect_ex, getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: object) -> None:
        _refuse_unless_here(address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: object) -> int:
        _refuse_unless_here(address)
        return connect_ex(self, address)

    def guarded_getaddrinfo(host: object, *args: object, **kwargs: object) -> object:
        _refuse_unless_here((host,))
        return getaddrinfo(host, *args, **kwargs)

    patch.setattr(socket.socket, "connect", guarded_connect)
    patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    patch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)
    yield
    patch.undo()

"""The one door outward: a page of an official portal is looked at, a message is handed to a gateway, an outside identity
provider is asked, and nothing else is ever fetched.

Promises: https to a host that the operator or this house listed, at an address of the public internet that was looked up once and is
kept to; limits on time and size; no cookie, nothing kept. What is handed over is never sent on elsewhere. Refuses: every other host, also
where a listed one sends us there, addresses of this machine and of the networks behind it, and to wait longer than said.
"""

import hashlib
import http.client
import ipaddress
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from html import unescape
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from dinhlang.core.refusal import N_, Refused

PORT = 443
REDIRECTS = frozenset({301, 302, 303, 307, 308})
LONGEST = 500
OFF_LIST = N_("The address must begin with https:// and lie on one of the official portals the operator listed: {hosts}.")
NO_LIST = N_("No official portal is listed in this house yet. The operator sets DINHLANG_OFFICIAL_HOSTS.")

Connect = Callable[[str, float], socket.socket]
Resolve = Callable[[str], Collection[str]]


class Away(Exception):
    """Nobody answered, or not within the limits: this says nothing about what stands there. The words are for the operator."""


@dataclass(frozen=True)
class Limits:
    """Seconds for all of one look, bytes of one answer, how often one may be sent on."""

    seconds: float = 15.0
    size: int = 8_000_000
    hops: int = 3


@dataclass(frozen=True)
class Answer:
    """What was given: HTTP status, media type as said, the bytes."""

    status: int
    media_type: str
    data: bytes

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes, hex."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def words(self) -> str:
        """Its text without marks, in small letters, single spaces; bytes that are no text give what they give."""
        text = self.data.decode("utf-8", "replace")
        text = re.sub(r"(?is)<(script|style)\b.*?</\1\s*>", " ", text)
        return " ".join(unescape(re.sub(r"<[^<>]*>", " ", text)).casefold().split())


LIMITS = Limits()
SMALL = Limits(seconds=10.0, size=65_536, hops=0)  # for what a gateway answers


@dataclass(frozen=True)
class Sent:
    """What is asked: method, headers beside those of every asking, body."""

    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = (("Accept", "text/html, application/pdf, */*"),)
    body: bytes = b""


LOOK = Sent()


def check_address(url: str, hosts: Collection[str]) -> str:
    """The address as it will be asked for. Raises Refused unless it is https, on the list, without a name, password or other port."""
    if not hosts:
        raise Refused(NO_LIST)
    try:
        parts = urlsplit(url.strip())
        port, host = parts.port, (parts.hostname or "").encode("idna").decode().lower()
    except (ValueError, UnicodeError):
        parts, port, host = SplitResult("", "", "", "", ""), None, ""
    known = {one.lower() for one in hosts}
    plain = url.isprintable() and "\\" not in url and " " not in url.strip() and len(url) <= LONGEST
    if not plain or parts.scheme.lower() != "https" or host not in known or "@" in parts.netloc or port not in (None, PORT):
        raise Refused(OFF_LIST, {"hosts": ", ".join(sorted(known))})
    return urlunsplit(("https", host, parts.path or "/", parts.query, ""))


def is_public(address: str) -> bool:
    """Whether an IP address lies in the public internet, seen through the ways in which one can be wrapped in another."""
    try:
        ip: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        wrapped = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in ipaddress.ip_network("64:ff9b::/96"):
            wrapped = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if wrapped is not None:
            ip = wrapped
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and not ip.is_unspecified


def look_up(host: str) -> tuple[str, ...]:
    """The addresses of a host. Raises OSError where there are none."""
    return tuple(dict.fromkeys(str(row[4][0]) for row in socket.getaddrinfo(host, PORT, type=socket.SOCK_STREAM)))


def connect(address: str, seconds: float) -> socket.socket:
    """A connection to exactly this address."""
    return socket.create_connection((address, PORT), seconds)


def fetch(
    url: str,
    hosts: Collection[str],
    *,
    resolve: Resolve = look_up,
    connect: Connect = connect,
    trust: ssl.SSLContext | None = None,
    limits: Limits = LIMITS,
) -> Answer:
    """What stands at `url`. Raises Refused for an address that may not be asked for, Away where nobody answered within the limits."""
    end = time.monotonic() + limits.seconds
    asked = check_address(url, hosts)
    for _hop in range(limits.hops + 1):
        status, location, media_type, data = _once(asked, LOOK, resolve, connect, trust or ssl.create_default_context(), end, limits)
        if status not in REDIRECTS or not location:
            return Answer(status, media_type, data)
        try:
            asked = check_address(urljoin(asked, location), hosts)
        except Refused as error:
            raise Away("sent on to an address that is not on the list") from error
    raise Away("sent on too often")


def send(
    url: str,
    hosts: Collection[str],
    sent: Sent,
    *,
    resolve: Resolve = look_up,
    connect: Connect = connect,
    trust: ssl.SSLContext | None = None,
    limits: Limits = SMALL,
) -> Answer:
    """Hand `sent` to the gateway at `url`, whose host is one of `hosts`. Raises Refused and Away as `fetch`; Away also where the gateway
    would have it sent on: what was written for one is given to no other."""
    end = time.monotonic() + limits.seconds
    asked = check_address(url, hosts)
    status, location, media_type, data = _once(asked, sent, resolve, connect, trust or ssl.create_default_context(), end, limits)
    if status in REDIRECTS and location:
        raise Away("the gateway would have it sent on to another address")
    return Answer(status, media_type, data)


def _pinned(host: str, resolve: Resolve, end: float) -> str:
    """The address to ask, looked up once. Raises Away where any of them is not public: such a name is not to be trusted."""
    found: list[str] = []

    def ask() -> None:
        try:
            found.extend(resolve(host))
        except OSError:
            return

    asking = threading.Thread(target=ask, daemon=True)  # the system's look-up has no time limit of its own
    asking.start()
    asking.join(max(0.0, end - time.monotonic()))
    if not found:
        raise Away("the host's name leads nowhere")
    if not all(is_public(one) for one in found):
        raise Away("the host's name leads into a network that is not public")
    return found[0]


def _once(
    url: str, sent: Sent, resolve: Resolve, connect: Connect, trust: ssl.SSLContext, end: float, limits: Limits
) -> tuple[int, str, str, bytes]:
    parts = urlsplit(url)
    host = parts.hostname or ""
    address = _pinned(host, resolve, end)
    left = end - time.monotonic()
    if left <= 0:
        raise Away("it took too long")
    watch: threading.Timer | None = None
    try:
        with connect(address, left) as plain:
            plain.settimeout(left)
            # A server that drips a byte now and then is cut off at the end of the time, whatever it is in the middle of.
            watch = threading.Timer(left, _cut, (plain,))
            watch.daemon = True
            watch.start()
            with trust.wrap_socket(plain, server_hostname=host) as secure:
                watch.cancel()
                watch = threading.Timer(max(0.0, end - time.monotonic()), _cut, (secure,))
                watch.daemon = True
                watch.start()
                given = _ask(secure, host, parts.path + (f"?{parts.query}" if parts.query else ""), sent, limits)
                if time.monotonic() >= end:  # cut off in the middle, it may look whole
                    raise Away("it took too long")
                return given
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Away(type(error).__name__) from error
    finally:
        if watch is not None:
            watch.cancel()


def _cut(line: socket.socket) -> None:
    try:
        socket.socket.shutdown(line, socket.SHUT_RDWR)  # the line itself: a closing word of TLS could wait too
    except OSError:
        return


def _ask(line: socket.socket, host: str, path: str, sent: Sent, limits: Limits) -> tuple[int, str, str, bytes]:
    asking = http.client.HTTPConnection(host)
    asking.sock = line
    asking.putrequest(sent.method, path, skip_accept_encoding=True)
    length = () if sent.method == "GET" else (("Content-Length", str(len(sent.body))),)
    for name, value in (("User-Agent", "DinhLang"), *sent.headers, *length, ("Connection", "close")):
        asking.putheader(name, value)
    asking.endheaders(sent.body or None)
    reply = asking.getresponse()
    if reply.status in REDIRECTS:
        return reply.status, reply.getheader("Location", ""), "", b""
    said = reply.getheader("Content-Length", "0")
    if said.isdigit() and int(said) > limits.size:
        raise ValueError("too large")
    data = reply.read(limits.size + 1)
    if len(data) > limits.size:
        raise ValueError("too large")
    if said.isdigit() and reply.getheader("Content-Length") is not None and len(data) < int(said):
        raise ValueError("cut off")
    return reply.status, "", reply.getheader("Content-Type", "").partition(";")[0].strip().lower(), data

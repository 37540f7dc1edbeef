"""The door outward: what may be asked for, where a name may lead, and a portal of this very process that behaves badly."""

import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from dinhlang.core.refusal import Refused
from dinhlang.ground.files.outward import Answer, Away, Limits, Sent, check_address, fetch, is_public, send

HOST, OTHER = "portal.example", "other.example"
PUBLIC = "93.184.216.34"
FAST = Limits(seconds=3.0, size=20_000)


class Portal:
    """A server with a certificate of its own; `say` answers a path with raw bytes, piece by piece with seconds of waiting between."""

    def __init__(self, folder: Path) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
        now = datetime.now(UTC)
        made = (
            x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(7)
            .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False).sign(key, hashes.SHA256())
        )  # fmt: skip
        both = folder / "portal.pem"
        plain = serialization.NoEncryption()
        both.write_bytes(
            key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
            + made.public_bytes(serialization.Encoding.PEM)
        )
        own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        own.load_cert_chain(both)
        self.own, self.trust = own, ssl.create_default_context(cafile=str(both))
        self.asked: list[bytes] = []
        self.say: Callable[[bytes], list[tuple[float, bytes]]] = lambda head: [(0, answer(b"hello"))]
        self.door = socket.create_server(("127.0.0.1", 0))
        self.going = threading.Thread(target=self.serve, daemon=True)
        self.going.start()

    def serve(self) -> None:
        while True:
            try:
                line, _who = self.door.accept()
            except OSError:
                return
            threading.Thread(target=self.answer, args=(line,), daemon=True).start()

    def answer(self, line: socket.socket) -> None:
        try:
            with self.own.wrap_socket(line, server_side=True) as secure:
                head = secure.recv(4096)
                length = re.search(rb"Content-Length: (\d+)\r\n", head)
                while length and len(head.partition(b"\r\n\r\n")[2]) < int(length[1]) and (more := secure.recv(4096)):
                    head += more
                self.asked.append(head)
                for wait, piece in self.say(head):
                    time.sleep(wait)
                    secure.sendall(piece)
        except OSError:
            return

    def connect(self, address: str, seconds: float) -> socket.socket:
        assert address == PUBLIC
        return socket.create_connection(self.door.getsockname(), seconds)

    def fetch(self, url: str = f"https://{HOST}/a?b=1", *, leads: tuple[str, ...] = (PUBLIC,), limits: Limits = FAST) -> Answer:
        return fetch(url, [HOST], resolve=lambda host: leads, connect=self.connect, trust=self.trust, limits=limits)


def answer(body: bytes, status: str = "200 OK", more: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n{more}\r\n".encode() + body


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    made = Portal(tmp_path_factory.mktemp("portal"))
    yield made
    made.door.close()


@pytest.fixture
def portal(server: Portal) -> Portal:
    """The server as nobody has asked it yet."""
    server.asked, server.say = [], lambda head: [(0, answer(b"hello"))]
    return server


def test_it_works(portal: Portal) -> None:
    portal.say = lambda head: [(0, answer("<p>Quyết định 112/QĐ-UBND<script>x</script></p>".encode()))]
    found = portal.fetch()
    assert (found.status, found.media_type) == (200, "text/html")
    assert found.words == "quyết định 112/qđ-ubnd"
    assert len(found.digest) == 64
    head = portal.asked[-1]
    assert head.startswith(b"GET /a?b=1 HTTP/1.1\r\nHost: portal.example\r\n")
    assert b"Cookie" not in head


@pytest.mark.parametrize(
    "url",
    [
        "http://portal.example/", "https://other.example/", "https://portal.example.evil.example/", "https://portal.example:8443/",
        "https://u:p@portal.example/", "https://portal.example@127.0.0.1/", "https://127.0.0.1/", "https://[::1]/", "file:///etc/passwd",
        "https://portal.example\\@127.0.0.1/", "https://", "portal.example", "", "https://portal.example/\r\nX: y", "https://2130706433/",
        "https://portal.example/" + "a" * 500, "https://[/", "ftp://portal.example/",
    ],
)  # fmt: skip
def test_addresses_off_the_list_are_refused(portal: Portal, url: str) -> None:
    before = len(portal.asked)
    with pytest.raises(Refused) as refused:
        portal.fetch(url)
    assert HOST in str(refused.value)
    assert len(portal.asked) == before


def test_an_address_is_asked_for_without_its_fragment_and_in_small_letters() -> None:
    assert check_address(" https://Portal.Example/Tin?id=1#x ", [HOST]) == "https://portal.example/Tin?id=1"
    with pytest.raises(Refused, match="DINHLANG_OFFICIAL_HOSTS"):
        check_address("https://portal.example/", [])


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0",  # noqa: S104
        "100.64.0.1", "224.0.0.1", "255.255.255.255",
        "::1", "::", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "ff02::1", "198.18.0.1", "", "localhost",
    ],
)  # fmt: skip
def test_a_name_that_leads_inside_is_not_followed(portal: Portal, address: str) -> None:
    assert not is_public(address)
    before = len(portal.asked)
    for leads in ((address,), (PUBLIC, address)):
        with pytest.raises(Away, match="not public"):
            portal.fetch(leads=leads)
    assert len(portal.asked) == before


def test_public_addresses_are_public() -> None:
    assert all(is_public(one) for one in (PUBLIC, "2606:2800:220:1::1", "::ffff:93.184.216.34"))


def test_a_name_that_leads_nowhere(portal: Portal) -> None:
    with pytest.raises(Away, match="nowhere"):
        portal.fetch(leads=())


@pytest.mark.parametrize(
    "to", ["https://127.0.0.1/", "http://portal.example/", "https://other.example/", "//other.example/x", "file:///etc/passwd"]
)
def test_being_sent_off_the_list_is_not_followed(portal: Portal, to: str) -> None:
    portal.say = lambda head: [(0, answer(b"", "302 Found", f"Location: {to}\r\n"))]
    before = len(portal.asked)
    with pytest.raises(Away, match="not on the list"):
        portal.fetch()
    assert len(portal.asked) == before + 1


def test_being_sent_on_within_the_portal_is_followed_a_few_times(portal: Portal) -> None:
    portal.say = lambda head: [(0, answer(b"", "301 Moved", "Location: /b\r\n") if b"GET /a" in head else answer(b"there"))]
    assert portal.fetch().data == b"there"
    portal.say = lambda head: [(0, answer(b"", "301 Moved", "Location: /a\r\n"))]
    with pytest.raises(Away, match="too often"):
        portal.fetch()


def test_too_much_is_not_taken_in(portal: Portal) -> None:
    portal.say = lambda head: [(0, answer(b"x" * 20_001))]
    with pytest.raises(Away):
        portal.fetch()
    portal.say = lambda head: [(0, b"HTTP/1.1 200 OK\r\n\r\n"), *((0, b"x" * 5000) for _ in range(5))]  # says nothing of its size
    with pytest.raises(Away):
        portal.fetch()


def test_a_slow_host_is_cut_off(portal: Portal) -> None:
    drip = [(0.2, b"HTTP/1.1 200 OK\r\n"), *((0.2, f"X-{n}: y\r\n".encode()) for n in range(200))]
    portal.say = lambda head: drip
    begun = time.monotonic()
    with pytest.raises(Away):
        portal.fetch(limits=Limits(seconds=1.0))
    assert time.monotonic() - begun < 10  # the limit is a second; the machine may be busy


@pytest.mark.parametrize("raw", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"])
def test_a_broken_answer_is_no_answer(portal: Portal, raw: bytes) -> None:
    portal.say = lambda head: [(0, raw)]
    with pytest.raises(Away):
        portal.fetch()


def test_another_servers_certificate_is_not_taken(portal: Portal) -> None:
    with pytest.raises(Away, match="SSLCertVerificationError"):
        fetch(f"https://{OTHER}/", [OTHER], resolve=lambda host: (PUBLIC,), connect=portal.connect, trust=portal.trust, limits=FAST)


SENT = Sent("POST", (("Content-Type", "application/json"), ("Authorization", "Bearer k")), b'{"to": "+84912345678"}')


def hand_over(portal: Portal, url: str = f"https://{HOST}/send", sent: Sent = SENT, limits: Limits = FAST) -> Answer:
    return send(
        url,
        [HOST],
        sent,
        resolve=lambda host: [PUBLIC],
        connect=lambda address, seconds: dial(portal, seconds),
        trust=portal.trust,
        limits=limits,
    )


def dial(portal: Portal, seconds: float) -> socket.socket:
    return socket.create_connection(portal.door.getsockname(), seconds)


def test_a_message_is_handed_to_a_gateway(portal: Portal) -> None:
    assert hand_over(portal).data == b"hello"
    asked = portal.asked[0]
    assert asked.startswith(b"POST /send HTTP/1.1\r\n")
    assert b"\r\nContent-Length: 22\r\n" in asked
    assert b"\r\nAuthorization: Bearer k\r\n" in asked
    assert b"".join(portal.asked).endswith(SENT.body)


def test_what_is_for_one_gateway_is_given_to_no_other(portal: Portal) -> None:
    portal.say = lambda head: [(0, b"HTTP/1.1 307 x\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n")]
    with pytest.raises(Away, match="sent on"):
        hand_over(portal)
    assert len(portal.asked) == 1


def test_a_gateway_that_hangs_is_left(portal: Portal) -> None:
    portal.say = lambda head: [(5, answer(b"late"))]
    began = time.monotonic()
    with pytest.raises(Away):
        hand_over(portal, limits=Limits(seconds=0.5, size=1000))
    assert time.monotonic() - began < 3


def test_a_gateway_that_says_too_much_or_nonsense_is_nobody(portal: Portal) -> None:
    for said in (answer(b"x" * 30_000), b"\xff\xfe\x00 what\r\n\r\n", b""):
        portal.say = lambda head, said=said: [(0, said)]
        with pytest.raises(Away):
            hand_over(portal)


def test_a_line_break_in_a_header_sends_nothing(portal: Portal) -> None:
    with pytest.raises(Away):
        hand_over(portal, sent=Sent("POST", (("X", "a\r\nHost: evil.example"),), b"x"))
    assert not [one for one in portal.asked if b"evil" in one]


def test_a_gateway_inside_the_network_is_not_asked(portal: Portal) -> None:
    for url in ("http://portal.example/", "https://127.0.0.1/", "https://portal.example:8443/"):
        with pytest.raises(Refused):
            hand_over(portal, url)
    with pytest.raises(Away, match="not public"):
        send(f"https://{HOST}/", [HOST], SENT, resolve=lambda host: ["10.0.0.1"], trust=portal.trust, limits=FAST)

"""Voice notes made for the tests, of silence: pure functions from a length in seconds to bytes."""

import io
import struct
import wave

from dinhlang.ground.files.kinds import Kind


def wav(seconds: int = 2) -> bytes:
    """Silence, 8,000 samples a second."""
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(b"\x80" * 8000 * seconds)
    return out.getvalue()


def ogg(seconds: int = 2, head: bytes = b"OpusHead\x01\x01\x38\x01\x80\xbb\0\0\0\0\0") -> bytes:
    """A stream of one page for each second behind its first packet."""

    def page(flags: int, granule: int, number: int, packet: bytes) -> bytes:
        return b"OggS\0" + struct.pack("<BQIII", flags, granule, 7, number, 0) + bytes([1, len(packet)]) + packet

    return b"".join([page(2, 0, 0, head), *(page(0, 48_000 * n, n, b"\xf8\xff\xfe") for n in range(1, seconds + 1))])


def element(name: int, content: bytes, *, open_end: bool = False) -> bytes:
    """An element of EBML; with an open end as a browser's recorder writes it."""
    size = b"\x01" + b"\xff" * 7 if open_end else (len(content) | 1 << 28).to_bytes(4, "big")
    return name.to_bytes(-(-name.bit_length() // 8), "big") + size + content


def webm(seconds: int = 2, track: int = 2) -> bytes:
    """As a browser records: nobody has written how long it is."""
    tracks = element(0x1654AE6B, element(0xAE, element(0xD7, b"\x01") + element(0x83, bytes([track])) + element(0x86, b"A_OPUS")))
    block = element(0xA3, b"\x81\0\0\x80\xf8\xff\xfe")
    parts = b"".join(element(0x1F43B675, element(0xE7, struct.pack(">I", 1000 * n)) + block, open_end=True) for n in range(seconds + 1))
    inside = element(0x1549A966, element(0x2AD7B1, b"\x0f\x42\x40")) + tracks + parts
    return element(0x1A45DFA3, element(0x4282, b"webm")) + element(0x18538067, inside, open_end=True)


def box(name: bytes, *inside: bytes) -> bytes:
    """A box of MPEG-4."""
    content = b"".join(inside)
    return struct.pack(">I", len(content) + 8) + name + content


def m4a(seconds: int = 2, kind: bytes = b"soun") -> bytes:
    """One track of `kind`."""
    clock = bytes(12) + struct.pack(">II", 1000, 1000 * seconds)
    track = box(b"trak", box(b"mdia", box(b"mdhd", clock), box(b"hdlr", bytes(8), kind, bytes(13))))
    return box(b"ftyp", b"M4A \0\0\0\0isom") + box(b"moov", box(b"mvhd", clock, bytes(80)), track) + box(b"mdat", b"\0" * 64)


def mp3(seconds: int = 2) -> bytes:
    """Frames of 26 ms behind an empty tag."""
    return b"ID3\x04\0\0\0\0\0\0" + (b"\xff\xfb\x90\xc0" + bytes(413)) * (seconds * 44_100 // 1152)


SOUNDS = {Kind.wav: wav, Kind.ogg: ogg, Kind.webm: webm, Kind.m4a: m4a, Kind.mp3: mp3}

"""Voice notes (Ogg, WebM, MPEG-4 sound, MP3, WAV): looked through from end to end and handed on as they came.

Promises: what is let in is one container of the kind its name says, holds sound and no film, lasts at most `limits.seconds`, and nothing
lies before or behind it. Decodes nothing: how a voice sounds is for who hears it. Refuses a file that is cut off. Runs only inside the
worker.
"""

import struct
from collections.abc import Iterator

from dinhlang.ground.files.kinds import Kind, Limits
from dinhlang.ground.files.sentences import Bad, Why
from dinhlang.ground.files.shape import Cleaned

_OPUS_RATE = 48_000
_NO_GRANULE = (1 << 64) - 1  # "no packet ends on this page"
_DEEP = 12  # boxes within boxes
_ID3, _ID3_END = 10, 128
_TAIL = 1 << 16  # bytes of tags behind the last frame of an MP3
_FRAMES = 3  # frames of an MP3 below which chance may have made them
_OPEN_ENDS = frozenset({0, 0x7FFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF - 36})  # what a recorder that does not go back says for "to the end"
_WAV_SOUNDS = frozenset({1, 2, 3, 6, 7, 17, 85, 0xFFFE})  # PCM, ADPCM, floating, A-law, µ-law, IMA, MP3 in WAV, extensible

# EBML: the elements whose children are looked at; every other one is stepped over.
_INSIDE = frozenset({0x1A45DFA3, 0x18538067, 0x1549A966, 0x1654AE6B, 0xAE, 0x1F43B675, 0xA0})
_DOCTYPE, _SCALE, _DURATION, _TRACK_TYPE, _CLUSTER_TIME, _BLOCKS = 0x4282, 0x2AD7B1, 0x4489, 0x83, 0xE7, frozenset({0xA3, 0xA1})
_FILM, _SOUND = 1, 2

# MPEG audio, layer III: kilobits by (version 1 or later, number), samples a second by version.
_BITS = {
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}


def clean(kind: Kind, data: bytes, limits: Limits) -> Cleaned:
    """The voice note `data` of `kind` as it came, with how long it lasts; raises Bad."""
    try:
        seconds = {Kind.ogg: _ogg, Kind.webm: _webm, Kind.m4a: _mp4, Kind.mp3: _mp3, Kind.wav: _wav}[kind](data)
    except (struct.error, IndexError, OverflowError) as error:
        raise Bad(Why.damaged) from error
    if seconds > limits.seconds:
        raise Bad(Why.sound_long, minutes=-(-int(seconds) // 60), limit=-(-limits.seconds // 60))
    return Cleaned(public=data, seconds=round(seconds))


def _wav(data: bytes) -> float:
    at, a_second, length = 12, 0, -1
    while at + 8 <= len(data):
        name, size = data[at : at + 4], struct.unpack_from("<I", data, at + 4)[0]
        if name == b"fmt ":
            tag, _channels, _rate, a_second = struct.unpack_from("<HHII", data, at + 8)
            if tag not in _WAV_SOUNDS:
                raise Bad(Why.no_sound)
        if name == b"data":
            if size in _OPEN_ENDS:
                size = len(data) - at - 8
            length = size
        at += 8 + size + size % 2
    if not a_second or length <= 0:
        raise Bad(Why.no_sound)
    if at < len(data) or at > len(data) + 1:
        raise Bad(Why.damaged)
    return length / a_second


def _ogg(data: bytes) -> float:
    at, rate, last, streams = 0, 0, 0, 0
    while at < len(data):
        if data[at : at + 5] != b"OggS\0":
            raise Bad(Why.damaged)
        flags, granule = struct.unpack_from("<BQ", data, at + 5)
        parts = data[at + 26]
        body = at + 27 + parts
        end = body + sum(data[at + 27 : body])
        if end > len(data):
            raise Bad(Why.damaged)
        if flags & 2:
            streams += 1
            rate = _ogg_rate(data[body:end])
        if granule != _NO_GRANULE:
            last = granule
        at = end
    if streams != 1 or not last:
        raise Bad(Why.no_sound)
    return last / rate


def _ogg_rate(head: bytes) -> int:
    """Granules a second of a stream by its first packet."""
    if head[:7] in (b"\x80theora", b"\x01video\0") or head[:4] == b"BBCD":
        raise Bad(Why.film)
    if head[:8] == b"OpusHead":
        return _OPUS_RATE
    rate = 0
    if head[:7] == b"\x01vorbis":
        rate = struct.unpack_from("<I", head, 12)[0]
    elif head[:8] == b"Speex   ":
        rate = struct.unpack_from("<I", head, 36)[0]
    if not rate:
        raise Bad(Why.no_sound)
    return int(rate)


def _vint(data: bytes, at: int, *, marked: bool) -> tuple[int, int, bool]:
    """(value, where it ends, whether all its bits are set) of a number of EBML; `marked`: with its length mark, as ids are written."""
    first = data[at]
    if not first:
        raise Bad(Why.damaged)
    length = 9 - first.bit_length()
    if at + length > len(data):
        raise Bad(Why.damaged)
    whole = int.from_bytes(data[at : at + length], "big")
    bare = whole & ((1 << 7 * length) - 1)
    return (whole if marked else bare), at + length, bare == (1 << 7 * length) - 1


def _elements(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Every element that is no container, with its content, from the first to the end of the file."""
    at = 0
    while at < len(data):
        name, at, _all = _vint(data, at, marked=True)
        size, at, unknown = _vint(data, at, marked=False)
        if name in _INSIDE:
            continue
        if unknown or at + size > len(data):
            raise Bad(Why.damaged)
        yield name, data[at : at + size]
        at += size


def _webm(data: bytes) -> float:
    scale, said, cluster, last, sounds, blocks = 1_000_000, 0.0, 0, 0, 0, 0
    for name, value in _elements(data):
        if name == _DOCTYPE and value.rstrip(b"\0") not in (b"webm", b"matroska"):
            raise Bad(Why.damaged)
        if name == _TRACK_TYPE:
            if int.from_bytes(value, "big") == _FILM:
                raise Bad(Why.film)
            sounds += int.from_bytes(value, "big") == _SOUND
        elif name == _SCALE:
            scale = int.from_bytes(value, "big")
        elif name == _DURATION:
            said = struct.unpack(">f" if len(value) == 4 else ">d", value)[0]
        elif name == _CLUSTER_TIME:
            cluster = int.from_bytes(value, "big")
        elif name in _BLOCKS:
            _track, after, _all = _vint(value, 0, marked=False)
            blocks, last = blocks + 1, max(last, cluster + struct.unpack_from(">h", value, after)[0])
    if not sounds or not blocks:
        raise Bad(Why.no_sound)
    lasts = max(said, float(last)) * scale / 1_000_000_000
    if not 0 <= lasts < float("inf"):
        raise Bad(Why.damaged)
    return lasts


def _boxes(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """(name, where the content begins, where it ends) of the boxes from `start` to `end`, which they fill."""
    at = start
    while at < end:
        size, name = struct.unpack_from(">I4s", data, at)
        head = 8
        if size == 1:
            size, head = struct.unpack_from(">Q", data, at + 8)[0], 16
        elif size == 0:
            size = end - at
        if size < head or at + size > end:
            raise Bad(Why.damaged)
        yield name, at + head, at + size
        at += size


class _Film:
    """What the boxes of an MPEG-4 file say of it."""

    def __init__(self) -> None:
        self.scale = self.length = self.tracks = self.bytes = self.latest = 0
        self.track_scale = 1

    def read(self, data: bytes, start: int, end: int, deep: int = 0) -> None:
        if deep > _DEEP:
            raise Bad(Why.damaged)
        for name, at, stop in _boxes(data, start, end):
            if name in (b"moov", b"trak", b"mdia", b"moof", b"traf"):
                self.read(data, at, stop, deep + 1)
            elif name == b"mvhd":
                self.scale, self.length = _clock(data, at)
            elif name == b"mdhd":
                self.track_scale = _clock(data, at)[0] or 1
            elif name == b"hdlr" and deep == 3:
                kind = data[at + 8 : at + 12]
                if kind == b"vide":
                    raise Bad(Why.film)
                self.tracks += kind == b"soun"
            elif name == b"tfdt":  # sent in pieces: where the latest begins
                self.latest = struct.unpack_from(">Q" if data[at] else ">I", data, at + 4)[0]
            elif name == b"mdat":
                self.bytes += stop - at


def _clock(data: bytes, at: int) -> tuple[int, int]:
    """Units a second and how many units, of a head of a film or of a track."""
    scale, length = struct.unpack_from(">IQ", data, at + 20) if data[at] else struct.unpack_from(">II", data, at + 12)
    return scale, 0 if length in (0xFFFFFFFF, _NO_GRANULE) else length


def _mp4(data: bytes) -> float:
    found = _Film()
    found.read(data, 0, len(data))
    if not found.tracks or not found.bytes or not found.scale:
        raise Bad(Why.no_sound)
    return max(found.length / found.scale, found.latest / found.track_scale)


def _mp3(data: bytes) -> float:
    at, lasts, frames = 0, 0.0, 0
    if data[:3] == b"ID3":
        size = 0
        for byte in data[6:_ID3]:
            size = size << 7 | byte & 0x7F
        at = _ID3 + size + (_ID3 if data[5] & 0x10 else 0)
    while at + 4 <= len(data):
        if data[at] != 0xFF or data[at + 1] & 0xE6 != 0xE2:
            break
        version, bits, rate = data[at + 1] >> 3 & 3, data[at + 2] >> 4, data[at + 2] >> 2 & 3
        if version not in _RATES or bits in (0, 15) or rate == 3:
            break
        a_second, samples = _RATES[version][rate], 1152 if version == 3 else 576
        at += samples // 8 * _BITS[version == 3][bits] * 1000 // a_second + (data[at + 2] >> 1 & 1)
        lasts, frames = lasts + samples / a_second, frames + 1
    rest = data[at:]
    if frames < _FRAMES:
        raise Bad(Why.no_sound)
    if at > len(data) or rest and (len(rest) > _TAIL or not rest.startswith((b"TAG", b"APETAGEX", b"ID3", b"LYRICS", b"\0"))):
        raise Bad(Why.damaged)
    return lasts

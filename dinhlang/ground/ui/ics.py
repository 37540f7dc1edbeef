"""What is to come as an iCalendar file (RFC 5545), for the calendar of whoever is called or wants to know."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True)
class Entry:
    """One thing in a calendar. `begins`, `ends` and `stamp` (when it was last changed) are instants, `ends` None where the end is not
    said; `url` is the address of its page; `sequence` counts its changes."""

    uid: str
    begins: datetime
    stamp: datetime
    title: str
    place: str
    text: str
    url: str
    ends: datetime | None = None
    cancelled: bool = False
    sequence: int = 0


def escaped(text: str) -> str:
    """A text value of RFC 5545 section 3.3.11: backslash, semicolon, comma and line break escaped."""
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\r\n", "\n").replace("\n", "\\n")


def folded(line: str) -> bytes:
    """A content line in UTF-8, folded so that no line is longer than 75 octets and no sign is cut (section 3.1)."""
    lines, room = [b""], 75
    for sign in line:
        data = sign.encode()
        if len(lines[-1]) + len(data) > room:
            lines.append(b" ")
        lines[-1] += data
    return b"\r\n".join(lines) + b"\r\n"


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _lines(one: Entry) -> tuple[str, ...]:
    return (
        "BEGIN:VEVENT", f"UID:{one.uid}", f"DTSTAMP:{_instant(one.stamp)}", f"DTSTART:{_instant(one.begins)}",
        *((f"DTEND:{_instant(one.ends)}",) if one.ends is not None else ()), f"SUMMARY:{escaped(one.title)}",
        f"LOCATION:{escaped(one.place)}", f"DESCRIPTION:{escaped(one.text)}", f"URL:{one.url}",
        *((f"SEQUENCE:{one.sequence}",) if one.sequence else ()), f"STATUS:{'CANCELLED' if one.cancelled else 'CONFIRMED'}", "END:VEVENT",
    )  # fmt: skip


def calendar(entries: Iterable[Entry], name: str) -> bytes:
    """The file, made by the room called `name` (plain letters)."""
    begin = ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//Dinh Lang//{name}//VI", "METHOD:PUBLISH")
    return b"".join(map(folded, (*begin, *(line for one in entries for line in _lines(one)), "END:VCALENDAR")))

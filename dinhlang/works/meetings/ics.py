"""A meeting as an iCalendar file (RFC 5545), for the calendar of whoever is called."""

from datetime import UTC, datetime


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


def event(uid: str, begins: datetime, stamp: datetime, title: str, place: str, text: str, url: str, *, cancelled: bool = False) -> bytes:
    """The file: one event, whose end is not said. `begins` and `stamp` are instants; `url` is the address of the meeting's page."""
    begin, made = (one.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ") for one in (begins, stamp))
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Dinh Lang//Meetings//VI", "METHOD:PUBLISH", "BEGIN:VEVENT",
        f"UID:{uid}", f"DTSTAMP:{made}", f"DTSTART:{begin}", f"SUMMARY:{escaped(title)}", f"LOCATION:{escaped(place)}",
        f"DESCRIPTION:{escaped(text)}", f"URL:{url}", f"STATUS:{'CANCELLED' if cancelled else 'CONFIRMED'}", "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    return b"".join(map(folded, lines))

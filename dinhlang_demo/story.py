"""How the demonstration is told: acts in the order of their days, papers and pictures that say they are invented.

Promises: each act has a command id of its own, so that a broken set-up starts over cleanly; instants never run backwards.
"""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from PIL import Image, ImageDraw
from weasyprint import HTML

from dinhlang.core.actor import Actor, Office, System
from dinhlang.ground.record import clock
from dinhlang.ground.record.act import Done
from dinhlang.ground.record.append import Attachment

CONSOLE = System("console")


class Story:
    """Acts in the order of their days, each with a command id of its own, so that a broken set-up starts over cleanly."""

    def __init__(self) -> None:
        self.count = 0
        self.last = datetime.min.replace(tzinfo=UTC)
        self.mandates: dict[str, int] = {}

    def do(self, act: Callable[..., Done], by: Actor, day: str, hour: int = 9, /, *, body: int | None, **payload: Any) -> Done:
        """Call `act` as `by` at `hour` o'clock of `day` in Việt Nam."""
        self.count += 1
        at = datetime.combine(date.fromisoformat(day), datetime.min.time(), clock.LOCAL) + timedelta(hours=hour)
        self.last = max(at.astimezone(UTC), self.last + timedelta(minutes=4))
        return act(by=by, at=self.last, command_id=uuid5(NAMESPACE_URL, f"demonstration {self.count}"), body=body, **payload)

    def office(self, username: str) -> Office:
        """The official called `username`."""
        return Office(self.mandates[username])


def paper(title: str, number: str) -> tuple[Attachment, ...]:
    """A one-page PDF that says what it is: an invented document."""
    text = f"<h1>{title}</h1><p>Số {number}</p><p>Văn bản giả định của bản trình diễn.</p>"
    data = bytes(HTML(string=f'<html lang="vi"><title>{title}</title>{text}').write_pdf())
    return (Attachment(f"{number.replace('/', '-')}.pdf", "application/pdf", data),)


def photograph(words: str) -> tuple[Attachment, ...]:
    """A picture of a board with words on it."""
    picture = Image.new("RGB", (640, 420), "#d8cbb0")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((60, 40, 580, 380), fill="#fbf8f2", outline="#8f1d1d", width=6)
    draw.text((90, 80), words, fill="#1d1916")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return (Attachment("anh.jpg", "image/jpeg", out.getvalue()),)

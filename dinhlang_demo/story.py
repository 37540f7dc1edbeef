"""How the demonstration is told: acts in the order of their days, papers and pictures that say they are invented.

Promises: each act has a command id of its own, so that a broken set-up starts over cleanly; instants never run backwards.
"""

import io
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from operator import itemgetter
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from PIL import Image, ImageDraw
from weasyprint import HTML

from dinhlang.core.actor import Actor, Office, System
from dinhlang.core.refusal import Refused
from dinhlang.ground.record import clock
from dinhlang.ground.record.act import Done
from dinhlang.ground.record.append import Attachment

CONSOLE = System("console")
BREATH = timedelta(minutes=4)  # between two acts of the ward's own story
OWN = -1  # the body of the script


def moment(day: date, hour: float) -> datetime:
    """The instant (UTC) at `hour` o'clock of `day` in Việt Nam; a fraction of an hour is minutes."""
    return (datetime.combine(day, datetime.min.time(), clock.LOCAL) + timedelta(hours=hour)).astimezone(UTC).replace(microsecond=0)


class Story:
    """Acts in the order of their days, each with a command id of its own; `breath` lies between two of them."""

    def __init__(self, breath: timedelta = BREATH) -> None:
        self.count = 0
        self.breath = breath
        self.last = datetime.min.replace(tzinfo=UTC)
        self.mandates: dict[str, int] = {}

    def do(self, act: Callable[..., Done], by: Actor, day: str, hour: float = 9, /, *, body: int | None, **payload: Any) -> Done:
        """Call `act` as `by` at `hour` o'clock of `day` in Việt Nam."""
        return self.at(act, by, moment(date.fromisoformat(day), hour), body=body, **payload)

    def at(self, act: Callable[..., Done], by: Actor, when: datetime, /, *, body: int | None, **payload: Any) -> Done:
        """Call `act` as `by` at the instant `when`, or as soon after it as the story has come there."""
        self.count += 1
        self.last = max(when, self.last + self.breath)
        try:
            return act(by=by, at=self.last, command_id=uuid5(NAMESPACE_URL, f"demonstration {self.count}"), body=body, **payload)
        except Refused as refused:
            refused.add_note(f"{act.__module__}.{act.__name__} of body {body} at {when}: {', '.join(payload)}")
            raise

    def office(self, username: str) -> Office:
        """The official called `username`."""
        return Office(self.mandates[username])


Step = tuple[datetime, Callable[[], None]]
"""When something is to happen, and what."""
WHEN = itemgetter(0)


class Script:
    """What one body will do: acts noted for their days. `things` are the subjects of what was done, by a name."""

    def __init__(self, story: Story, by: Actor, body: int) -> None:
        self.story, self.by, self.body = story, by, body
        self.things: dict[str, str] = {}
        self.noted: list[Step] = []

    def plan(
        self,
        day: date,
        hour: float,
        what: Callable[..., Done],
        /,
        *,
        by: Actor | None = None,
        body: int | None = OWN,
        name: str = "",
        **payload: Any,
    ) -> None:
        """Note an act for its day; `name` keeps its subject, and a payload that is a function is asked when the day comes."""
        when, where, actor = moment(day, hour), self.body if body == OWN else body, by or self.by

        def run() -> None:
            ready = {key: value() if callable(value) else value for key, value in payload.items()}
            done = self.story.at(what, actor, when, body=where, **ready)
            if name:
                self.things[name] = done.subject

        self.noted.append((when, run))

    def also(self, day: date, hour: float, what: Callable[[datetime], object]) -> None:
        """Note something that is no act of an office: it is given the instant."""
        when = moment(day, hour)
        self.noted.append((when, lambda: void(what(when))))

    def steps(self) -> list[Step]:
        """What was noted, in the order of its days."""
        return sorted(self.noted, key=WHEN)


def void(_answer: object) -> None:
    """Nothing, whatever came back."""


def tell(steps: Iterable[Step]) -> Iterator[datetime]:
    """Do the steps one after the other; yields the instant of each when it is done."""
    for when, run in steps:
        run()
        yield when


@lru_cache(maxsize=64)
def _page(title: str, number: str) -> bytes:
    said = f"<p>Số {number}</p>" if number else ""
    text = f"<h1>{title}</h1>{said}<p>Văn bản giả định của bản trình diễn.</p>"
    return bytes(HTML(string=f'<html lang="vi"><title>{title}</title>{text}').write_pdf())


def paper(title: str, number: str) -> tuple[Attachment, ...]:
    """A one-page PDF that says what it is: an invented document."""
    return (Attachment(f"{number.replace('/', '-')}.pdf", "application/pdf", _page(title, number)),)


def copied(title: str, number: str) -> tuple[Attachment, ...]:
    """The same invented page for every document called `title`, under the name of its number: many papers cost one."""
    return (Attachment(f"{number.replace('/', '-')}.pdf", "application/pdf", _page(title, "")),)


@lru_cache(maxsize=64)
def photograph(words: str, scale: int = 20) -> tuple[Attachment, ...]:
    """A picture of a board with words on it, 32 by 21 times `scale` pixels."""
    picture = Image.new("RGB", (32 * scale, 21 * scale), "#d8cbb0")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((3 * scale, 2 * scale, 29 * scale, 19 * scale), fill="#fbf8f2", outline="#8f1d1d", width=6)
    draw.text((90 * scale // 20, 4 * scale), words, fill="#1d1916")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return (Attachment("anh.jpg", "image/jpeg", out.getvalue()),)


GLIMPSE = photograph("giả định", 6)
"""A picture small enough to be there thousands of times."""

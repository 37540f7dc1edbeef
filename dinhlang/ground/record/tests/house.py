"""A small log for the tests of this room: two stub wires, two acts, and a clock that the test holds."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction

from dinhlang.core.actor import Actor, Guest, Office, System
from dinhlang.ground.record import append, founding, keys
from dinhlang.ground.record.act import ACTS, Done, Draft, Who, act
from dinhlang.ground.record.models import Head

ORIGIN = "demo.invalid/test"
AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # 09:00 in Việt Nam
BODY = 7
HOUR = timedelta(hours=1)
CHAIR = Office(1)


@dataclass(frozen=True)
class Did:
    """An effect on duties."""

    what: str

    def as_value(self) -> dict[str, Any]:
        return {"did": self.what}


def _note(
    *, who: Who, at: datetime, body: int | None, title: str, sender: str = "", effect: str = "", files: tuple[append.Attachment, ...] = ()
) -> Draft:
    parts: dict[str, Any] = {"public": {"title": title}, **({"sender": {"name": sender}} if sender else {})}
    return Draft(append.new_subject(), parts, effects=(Did(effect),) if effect else (), attachments=files)


post_note = act("test.note", rows=False)(_note)
post_row = act("test.row")(_note)
ACTS.pop("test.note")  # known to these tests alone
ACTS.pop("test.row")


@dataclass
class House:
    """What the stub wires saw, and how an act is sent."""

    projected: list[tuple[int | None, str, str, bytes, date, list[dict[str, Any]]]] = field(default_factory=list)
    fail: Exception | None = None

    def authorise(self, by: Actor, name: str, body: int | None, at: datetime) -> Who:
        house = isinstance(by, System | Guest)
        return Who(by, "chair", "-" if house else "commune-chair", BODY, 1, "-" if body is None else "01273", (BODY, 0))

    def project(self, *args: Any) -> None:
        if self.fail is not None:
            raise self.fail
        self.projected.append(args)

    def note(self, title: str = "Thông báo", at: datetime = AT, by: Actor = CHAIR, **more: Any) -> Done:
        """An act of an office."""
        return post_note(by=by, at=at, command_id=more.pop("command_id", uuid4()), body=BODY, title=title, **more)

    def whisper(self, title: str = "Phản ánh", at: datetime = AT, **more: Any) -> Done:
        """A sealed act, by a guest."""
        return self.note(title, at, by=Guest("g"), **more)


def begin(at: datetime = AT, origin: str = ORIGIN) -> None:
    """Keys, head and first entry, without a rulebook."""
    vkeys = keys.ensure(origin)
    with transaction.atomic():
        Head.objects.create(pk=1, rules=bytes(32))
        founding.begin(at, origin, vkeys, {})

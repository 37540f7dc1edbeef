"""A ward with two villages, its Front and a neighbour, under the real rulebook, for the tests of this room.

Everything is made by the acts of a real house, on the days it is dated; the clock is the test's.
"""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from PIL import Image

from dinhlang.core import rules
from dinhlang.core.actor import Actor, Office, System, Voice
from dinhlang.core.refusal import Refused
from dinhlang.core.rules import State
from dinhlang.ground.bodies import acts as bodies_acts
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.acts import NewBody
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.duties import schedule
from dinhlang.ground.people import acts as people_acts
from dinhlang.ground.people import reads as people
from dinhlang.ground.record import append, batches, clock, founding, rulebooks, vault
from dinhlang.ground.record.act import Done
from dinhlang.ground.record.append import Attachment
from dinhlang.ground.record.models import Entry, Part
from dinhlang.works.disclosures import acts, reads
from dinhlang.works.disclosures.acts import Aim
from tests import kept

WARD, OTHER, FRONT, ONE, TWO = "01273", "01279", "04-mttq0001", "04-t0000001", "04-t0000002"
BORN = date(2025, 7, 1)
CONSOLE = System("console")
ANN, BEN, CAM = (Voice(person=name) for name in ("ann", "ben", "cam"))
CONTRIBUTIONS = "commune-discloses-contributions"
PLAN_LINE = "commune-follows-disclosure-plan"
PLAN = "commune-adopts-disclosure-plan"
STANDING = "commune-keeps-procedures-posted"
REGISTER = "commune-keeps-quarterly-register"
MEETING = "village-gives-notice-of-meeting"
HQ, BOARD, POINTS, SITE = "hq", "board", "village-points", "website"
OFFICIALS = (
    ("officer", "commune-officer", WARD),
    ("second", "commune-officer", WARD),
    ("chair", "commune-chair", WARD),
    ("front", "front-chair", FRONT),
    ("head", "village-head", ONE),
    ("board", "front-work-board", TWO),
    ("stranger", "commune-officer", OTHER),
)


load = rules.load  # before the fixture puts a copy in its place


@lru_cache(maxsize=1)
def files() -> dict[str, bytes]:
    """The shipped rulebook."""
    return rulebooks.read_folder(Path(settings.RULEBOOK_DIR))


@lru_cache(maxsize=1)
def book() -> rules.Rulebook:
    """The shipped rulebook, read once for all tests."""
    return load(files())


def at(day: str, hour: int = 9) -> datetime:
    """The instant at `hour` o'clock of `day` in Việt Nam."""
    return datetime.combine(date.fromisoformat(day), time(hour), clock.LOCAL).astimezone(UTC)


@lru_cache(maxsize=4)
def picture(colour: str = "#d8cbb0") -> bytes:
    """A photograph of nothing."""
    out = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "JPEG")
    return out.getvalue()


def photo() -> tuple[Attachment, ...]:
    """A photograph as it comes through the door."""
    return (Attachment("anh.jpg", "image/jpeg", picture()),)


def upload(name: str = "anh.jpg", data: bytes = b"", kind: str = "image/jpeg") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, data or picture(), content_type=kind)


@dataclass
class Town:
    """Bodies by id, mandates by the account's name, and the test's clock."""

    patch: pytest.MonkeyPatch
    now: datetime = field(default_factory=lambda: at("2026-01-05", 8))
    ids: dict[str, int] = field(default_factory=dict)
    mandates: dict[str, int] = field(default_factory=dict)

    @property
    def ward(self) -> int:
        return self.ids[WARD]

    def office(self, name: str) -> Office:
        return Office(self.mandates[name], fresh=True)

    def seat(self, name: str, office: str, code: str) -> None:
        """One more official, in an office of the body called `code`."""
        user = get_user_model().objects.create_user(name, first_name=name.title())
        TOTP.activate(user, generate_totp_secret())
        self.ids.setdefault(code, bodies.find(code, BORN).id)
        payload = {"account": user.pk, "office": office, "decision": "02/QĐ-UBND", "from_day": clock.local_day(self.now)}
        self.do(people_acts.appoint, CONSOLE, body=self.ids[code], **payload)
        self.mandates[name] = user.mandates.get().pk

    def go(self, day: str, hour: int = 9) -> None:
        """Let it be `hour` o'clock of `day`; never earlier than it was."""
        self.now = max(at(day, hour), self.now)

    def do(
        self,
        act: Callable[..., Done],
        by: Actor | str = "officer",
        *,
        body: int | None = -1,
        command_id: UUID | None = None,
        **payload: Any,
    ) -> Done:
        """An act one minute after the last one, for the ward unless told otherwise."""
        self.now += timedelta(minutes=1)
        who = self.office(by) if isinstance(by, str) else by
        return act(by=who, at=self.now, command_id=command_id or uuid4(), body=self.ward if body == -1 else body, **payload)

    # --- what most tests begin with ---

    def decided(self, number: str = "112/QĐ-UBND", dated: str = "2026-10-30", item: int = 5, **more: Any) -> Done:
        """A document of the ward, registered now."""
        return self.do(acts.register, item=item, number=number, dated=date.fromisoformat(dated), title="Đóng góp nhà văn hoá", **more)

    def posted(self, decision: str = "", *aims: Aim, by: str = "officer", **more: Any) -> Done:
        """A disclosure, of `decision` where given, for `aims`."""
        payload = {"title": "Đóng góp nhà văn hoá", "text": "Mỗi hộ 300.000 đ.", "item": 5, **more}
        return self.do(acts.post, by, decision=decision, aims=aims, **payload)

    def disclosed(self, day: str = "2026-11-02", number: str = "112/QĐ-UBND", dated: str = "2026-10-30") -> Done:
        """A contribution decided, registered and posted on `day`."""
        self.go(day)
        decision = self.decided(number, dated)
        return self.posted(decision.subject, Aim(CONTRIBUTIONS, acts.slug(number)))

    def hung(self, subject: str, day: str, part: str = BOARD, place: str = HQ, by: str = "officer", **more: Any) -> Done:
        """Paper up since `day`, entered on that day or now."""
        self.go(day)
        return self.do(acts.place, by, disclosure=subject, part=part, place=place, from_day=date.fromisoformat(day), **more)

    def seen(self, subject: str, by: Actor | str = "front", part: str = BOARD, place: str = HQ, which: str = "first", **more: Any) -> Done:
        """Somebody confirms a posting: the latest at that place, or the one called `run`."""
        run = more.pop("run", None) or reads.run_of(subject, part, place)
        return self.do(acts.countersign, by, disclosure=subject, run=run, which=which, attachments=more.pop("attachments", photo()), **more)

    def down(self, subject: str, day: str, part: str = BOARD, place: str = HQ, by: str = "officer") -> Done:
        self.go(day)
        return self.do(acts.take_down, by, disclosure=subject, part=part, place=place, to_day=date.fromisoformat(day))

    def flush(self) -> None:
        """Let the waiting leaves enter, six hours later."""
        self.now += timedelta(hours=6)
        batches.flush(self.now)

    # --- what is then to be seen ---

    def owed(self, rule: str = CONTRIBUTIONS, occasion: str = "112-qd-ubnd", on: str = "", code: str = WARD) -> duties.Obligation:
        return duties.one(code, date.fromisoformat(on) if on else clock.local_day(self.now), rule, occasion)[1]

    def state(self, rule: str = CONTRIBUTIONS, occasion: str = "112-qd-ubnd", part: str = SITE, on: str = "", code: str = WARD) -> State:
        return next(one.state for one in self.owed(rule, occasion, on, code).parts if one.part.channel == part)

    # --- as a browser ---

    def client(self, name: str = "", *, csrf: bool = False) -> Client:
        """A browser, signed in as an official (by name), as a resident ("resident:…"), or as nobody."""
        client = Client(enforce_csrf_checks=csrf)
        if not name:
            return client
        if name.startswith("resident:"):
            session = client.session
            session[people.VOICE] = name.partition(":")[2]
            session.save()
            client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
            return client
        client.force_login(get_user_model().objects.get(username=name), backend=settings.AUTHENTICATION_BACKENDS[0])
        session = client.session
        session[people.DEMO_FACTORS] = True
        session.save()
        return client


def make_town(patch: pytest.MonkeyPatch, name: str = "town", grow: Callable[[Town], None] | None = None) -> Town:
    """The town on Monday 5 January 2026, site designated, everybody in office; under another name, grown by acts that many tests need."""
    town = Town(patch)

    def built() -> tuple[datetime, dict[str, int], dict[str, int]]:
        _build(town)
        if grow is not None:
            grow(town)
        return town.now, town.ids, town.mandates

    patch.setattr(clock, "now", lambda: town.now)
    patch.setattr(rules, "load", lambda given: book())
    town.now, town.ids, town.mandates = kept.begin(name, built)
    rulebooks.current()  # read, as in a house that has been running
    return town


def _build(town: Town) -> None:
    with transaction.atomic():
        founding.open_log("demo.invalid/test", at=town.now, files=files())
        rows = [NewBody("04", "Tỉnh Cao Bằng", "province", "tỉnh", "", "04", BORN)]
        rows += [
            NewBody(code, name, "commune", "phường", "04", "04", BORN)
            for code, name in ((WARD, "Phường Thục Phán"), (OTHER, "Phường Nùng Trí Cao"))
        ]
        rows += [NewBody(code, name, "village", "tổ dân phố", WARD, "04", BORN) for code, name in ((ONE, "Tổ 1"), (TWO, "Tổ 2"))]
        rows.append(NewBody(FRONT, "Mặt trận phường", "front", "Mặt trận", WARD, "04", BORN))
        town.do(bodies_acts.found, CONSOLE, body=None, bodies=tuple(rows), source="Danh mục giả định")
        town.ids = {code: bodies.find(code, BORN).id for code in (WARD, OTHER, FRONT, ONE, TWO)}
        for name in ("has_portal", "designated"):
            town.do(bodies_acts.set_fact, CONSOLE, body=town.ward, name=name, value="1", document="01/QĐ-UBND", from_day=date(2026, 1, 1))
        stage = {"name": bodies_acts.PUBLICITY, "value": "3", "document": "05/QĐ-UBND", "from_day": date(2026, 1, 1)}
        town.do(bodies_acts.set_fact, CONSOLE, body=bodies.find("04", BORN).id, **stage)
        schedule.ensure(rulebooks.current())
        for name, office, seat in OFFICIALS:
            town.seat(name, office, seat)


def tables() -> dict[str, int]:
    """How many rows each table has, sessions apart: those belong to the browser."""
    return {table: count for table, count in kept.counts().items() if table != Session._meta.db_table}


@contextmanager
def nothing_changes() -> Iterator[None]:
    """Whatever happens inside, no table has a row more or less, and the record is as long as before."""
    before = tables()
    yield
    assert tables() == before


def said(words: str) -> Any:
    """`pytest.raises` of the refusal whose message id begins with `words`."""
    return pytest.raises(Refused, check=lambda error: error.msg.startswith(words) and "{" not in str(error))


@contextmanager
def refused(words: str) -> Iterator[None]:
    """The act inside is refused with the sentence that begins with `words`, and nothing is left of it."""
    with nothing_changes(), said(words):
        yield


def check_common(
    town: Town,
    act: Callable[..., Done],
    payload: dict[str, Any],
    *,
    by: Actor | str = "officer",
    body: int | None = -1,
    wrong: str = "board",
) -> Done:
    """What holds for every act: `wrong` may not, an ended mandate may not, another body may not, a failing append leaves nothing,
    and the same command sent again gives the same answer and changes nothing. Returns what the act itself answered."""
    with refused("Your office may not do this here."):
        town.do(act, wrong, body=body, **payload)
    if isinstance(by, str):
        foreign = town.ids[OTHER]
        with refused("Your office does not act for this body."):
            town.do(act, by, body=foreign, **payload)
        row = get_user_model().objects.get(username=by).mandates.get()
        row.to_day = clock.local_day(town.now) - timedelta(days=1)
        row.save()
        with refused("Your mandate does not run today"):
            town.do(act, by, body=body, **payload)
        row.to_day = None
        row.save()

    def full(*_: object) -> None:
        raise OSError("no room")

    with town.patch.context() as broken, nothing_changes():
        broken.setattr(append, "append", full)
        with pytest.raises(OSError, match="no room"):
            town.do(act, by, body=body, **payload)
    command = uuid4()
    done = town.do(act, by, body=body, command_id=command, **payload)
    with nothing_changes():
        assert town.do(act, by, body=body, command_id=command, **payload) == done
    return done


def leaf(done: Done) -> Any:
    """The parts of a leaf by name, sealed ones included."""
    digest = bytes.fromhex(done.leaf)
    return {part.name: part.value for part in vault.open_parts([digest], sealed=True).get(digest, ())}


def open_parts(done: Done) -> set[str]:
    """The names of the parts that anybody may read."""
    return set(Part.objects.filter(hash=bytes.fromhex(done.leaf), open=True).values_list("name", flat=True))


def entry(done: Done) -> Entry | None:
    """The entry of a leaf, None while it waits."""
    return Entry.objects.filter(hash=bytes.fromhex(done.leaf)).first()

"""The one way to write.

An act is a keyword-only function `fn(*, who, at, body, …) -> Draft` decorated `@act("petition.submit")`. Calling it runs one
transaction: the command id is looked up (the same form twice gets the same answer), the mandate is read, the function checks
and writes its rows, its effects are projected on duties, and the leaf is appended last. A missing step refuses every act.
"""

import functools
import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

from django.db import IntegrityError, transaction

from dinhlang.core.actor import Actor, Clerk, Guest, Office, Voice
from dinhlang.core.ledger.leaf import ACT
from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.record import append, clock, fast, receipts
from dinhlang.ground.record.models import Command

ACT_NAME = re.compile(rf"{ACT}\n")
OPEN_PARTS = frozenset({"public", "place", "duties", "files"})


@dataclass(frozen=True)
class Who:
    """An actor whose right was read inside this transaction.

    `office` is the id of the office held ("" for residents, guests and the house), `shown_as` what the leaf says
    (the office where the rulebook makes it public, "staff" where not, "-" for the house). `seat` is the body of the mandate,
    `code` the official code of the body acted upon on this day ("-" for none), `scopes` the bodies whose pages change. `account`
    is who asked for the act; where it needs two persons, `second` is who confirmed it, and `because` the leaf that says so.
    """

    actor: Actor
    office: str
    shown_as: str
    seat: int | None
    account: int | None
    code: str
    scopes: tuple[int, ...]
    second: int | None = None
    because: bytes | None = None


@dataclass(frozen=True)
class Draft:
    """What an act leaves behind: the subject (16 signs, one per thing), parts with their values, and effects on duties.

    `effects` becomes the part `duties`, from which the projections can be rebuilt. `changes_public` is False for
    acts that no page shows; `touches` are bodies whose pages change beside the one acted upon and those above it.
    """

    subject: str
    parts: Mapping[str, Any]
    effects: tuple["Effect", ...] = ()
    attachments: tuple[append.Attachment, ...] = ()
    because: bytes | None = None
    sealed: bool = False
    changes_public: bool = True
    touches: tuple[int, ...] = ()
    sealed_parts: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Unwritten:
    """A value of an act that nothing that is kept may hold, not even a digest: what a household chooses in a vote.

    The same form with another such value is therefore the same form to the house: each value of it is given a command id of its own.
    """

    value: int


class Effect(Protocol):
    """A frozen value that knows its own JSON form."""

    def as_value(self) -> dict[str, Any]: ...


@dataclass(frozen=True)
class Done:
    """The answer of an act. `receipt` is a signed note; `code` opens the receipt's page; `leaf` is the hash in hex."""

    subject: str
    leaf: str
    receipt: str
    code: str


@dataclass(frozen=True)
class Told:
    """An act that is being done, for those who tell somebody of it: its name and values, who does it to which body, when, under which
    subject. `leaf` is the hash of its entry, b"" where the entry is sealed."""

    act: str
    who: Who
    at: datetime
    body: int | None
    subject: str
    leaf: bytes
    payload: Mapping[str, Any]


Authorise = Callable[[Actor, str, int | None, datetime], Who]
Project = Callable[[int | None, str, str, bytes, date, list[dict[str, Any]]], None]
Tell = Callable[[Told], None]


class _Wires:
    authorise: Authorise | None = None
    project: Project | None = None
    tell: Tell | None = None


def wire(*, authorise: Authorise, project: Project, tell: Tell | None = None) -> None:
    """Hand over, once, the steps that need rooms to the left of this one (called by `config/wiring.py`): two that every act takes, and
    who notes, in the act's transaction, whom to tell of it."""
    _Wires.authorise, _Wires.project, _Wires.tell = authorise, project, tell


def _wires() -> tuple[Authorise, Project]:
    if _Wires.authorise is None or _Wires.project is None:
        raise Refused(N_("The house is not wired: no act is taken."))
    return _Wires.authorise, _Wires.project


def project(body: int | None, act: str, subject: str, leaf: bytes, day: date, effects: list[dict[str, Any]]) -> None:
    """Apply `effects` of a leaf that entered the record on `day` to the tables of duties."""
    _wires()[1](body, act, subject, leaf, day, effects)


def _plain(value: object) -> object:
    if isinstance(value, Unwritten):
        return "unwritten"
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    if is_dataclass(value) and not isinstance(value, type):
        return [type(value).__name__, {one.name: getattr(value, one.name) for one in fields(value)}]
    if isinstance(value, set | frozenset):
        return sorted(str(item) for item in value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, date | time | timedelta | UUID | Decimal):
        return str(value)
    # The text of an unknown object may hold its address in memory: the same form would then never be the same again.
    raise TypeError(f"an act takes values, not a {type(value).__name__}")


def _same(by: Actor) -> Actor:
    """The actor, however long ago the second factor was shown: that does not make a form another one."""
    return replace(by, fresh=False) if isinstance(by, Office) else by


def digest_of(name: str, by: Actor, payload: Mapping[str, object]) -> bytes:
    """What makes two sendings of a form the same: act, actor and every value, files by their digest."""
    text = json.dumps([name, _plain(_same(by)), dict(payload)], default=_plain, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()  # half a character is refused later, with a sentence


def _answered(command_id: UUID, digest: bytes) -> Done | None:
    given = fast.answer(command_id)
    if given is None:
        return None
    before, subject, leaf, receipt, code = given
    if before != digest:
        raise Refused(N_("This form was already sent with other contents. Open it again and send it once more."))
    return Done(subject, leaf.hex(), receipt, code)


ACTS: dict[str, Callable[..., Done]] = {}
RECORD_ONLY: set[str] = set()
"""Acts that write no rows of their own: what their entries say, with its effects on duties, is all there is of them."""


def act(name: str, *, rows: bool = True) -> Callable[[Callable[..., Draft]], Callable[..., Done]]:
    """Register the function as the act `name` (the same name in code, log, docs and tests) and wrap it in the one transaction.

    `rows` False says that it writes none in the tables of its room, so that a refill from files of the log brings it back whole.
    """

    def decorate(fn: Callable[..., Draft]) -> Callable[..., Done]:
        @functools.wraps(fn)
        def run(*, by: Actor, at: datetime, command_id: UUID, body: int | None = None, **payload: Any) -> Done:
            digest = digest_of(name, by, {"body": body, **payload})
            try:
                with fast.turn(), transaction.atomic(), fast.one_act():
                    return _answered(command_id, digest) or carry_out(by, at, command_id, digest, body, payload)
            except (Refused, IntegrityError):
                # Of the same form sent twice at once, the slower finds its work done, and is told what the faster one was told.
                if (done := _answered(command_id, digest)) is not None:
                    return done
                raise

        def carry_out(by: Actor, at: datetime, command_id: UUID, digest: bytes, body: int | None, payload: Mapping[str, Any]) -> Done:
            authorise, project = _wires()
            who = authorise(by, name, body, at)
            draft = fn(who=who, at=at, body=body, **payload)
            effects = [effect.as_value() for effect in draft.effects]
            written = append.prepare(
                name,
                office=who.shown_as,
                code=who.code,
                body=body,
                at=at,
                subject=draft.subject,
                parts={**draft.parts, **({"duties": effects} if effects else {})},
                open_parts=OPEN_PARTS - draft.sealed_parts,
                because=draft.because or who.because,
                sealed=draft.sealed or isinstance(by, Voice | Guest | Clerk),
                scopes=(*who.scopes, *draft.touches) if draft.changes_public else (),
                attachments=draft.attachments,
            )
            if not written.sealed:
                project(body, name, draft.subject, written.hash, clock.local_day(at), effects)
            if _Wires.tell is not None:
                _Wires.tell(Told(name, who, at, body, draft.subject, b"" if written.sealed else written.hash, payload))
            receipt, code = receipts.promise(written), append.new_subject()
            answer = Command(id=command_id, digest=digest, subject=draft.subject, hash=written.hash, receipt=receipt, code=code, at=at)
            append.append(written, answer)
            return Done(draft.subject, written.hash.hex(), receipt, code)

        if ACT_NAME.fullmatch(f"{name}\n") is None:
            raise RuntimeError(f"no leaf can hold the act name {name!r}: words of a-z, 0-9 and _ with dots between them")
        if name in ACTS:
            raise RuntimeError(f"two acts are named {name}")
        ACTS[name] = run
        if not rows:
            RECORD_ONLY.add(name)
        return run

    return decorate

"""What takes two persons: a form is asked for and frozen, somebody else confirms it, and only then is it carried out.

Promises: who confirms is another person with another office, not appointed by the first, in another session and on another device;
what is carried out is what was confirmed, once. Both steps and the act itself are entries of the record, the later naming the earlier.
Refuses: a form whose time is over, one that was settled, and one that would be refused anyway: it is tried when it is asked for.
"""

import inspect
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from django.db import transaction

from dinhlang.core.actor import Office, Pair
from dinhlang.core.ledger import clean_text
from dinhlang.core.refusal import N_, NotHere, Refused
from dinhlang.ground.people import frozen
from dinhlang.ground.people.authorise import check_second
from dinhlang.ground.people.authorise import first as first_of
from dinhlang.ground.people.models import Proposal, Waits
from dinhlang.ground.people.reads import Browser
from dinhlang.ground.people.safeguards import safeguards
from dinhlang.ground.record import clock, fast
from dinhlang.ground.record.act import ACTS, Done, Draft, Who, act
from dinhlang.ground.record.append import new_subject

REASON = 300


class _Tried(Exception):
    """Ends the trial of an act, so that nothing of it stays."""


def _try(by: Office, name: str, body: int, at: datetime, payload: Mapping[str, object]) -> None:
    """Let the act run and take everything back. Raises what it would be refused with."""
    who = first_of(by, name, body, at)
    try:
        with transaction.atomic():
            inspect.unwrap(ACTS[name])(who=who, at=at, body=body, **payload)
            raise _Tried
    except _Tried:
        return


@act("people.propose")
def propose(*, who: Who, at: datetime, body: int | None, command: UUID, name: str, text: str, browser: Browser) -> Draft:
    """Ask for the act `name` to be done to `body` with the frozen values `text` (`people.frozen`), under the id `command`.

    Who: an office that may do the act, were it alone. The form waits as many days as `policy/safeguards.toml` says.
    """
    if body is None or name not in safeguards().pairs or not isinstance(who.actor, Office):
        raise Refused(N_("This takes no second person."))
    if not browser.session or not browser.device:
        raise Refused(N_("This browser is not known. Sign out, sign in again, then send the form once more."))
    _try(who.actor, name, body, at, frozen.thaw(name, text))
    digest = frozen.digest_of(name, body, text)
    subject = new_subject()
    Proposal.objects.create(
        id=command, act=name, body_id=body, payload=text, digest=digest, subject=subject, mandate_id=who.actor.mandate,
        session=browser.session, device=browser.device, at=at, until=at + timedelta(days=safeguards().values.open_days),
    )  # fmt: skip
    return Draft(subject, {"public": {"asks": name, "digest": digest.hex()}}, changes_public=False)


def _waiting(command: UUID, at: datetime) -> Proposal:
    row = Proposal.objects.select_for_update().filter(pk=command).first()
    if row is None:
        raise NotHere(N_("There is no such form."))
    if row.state != Waits.WAITING:
        raise Refused(N_("This form was settled already."))
    if row.until <= at:
        raise Refused(N_("This form waited until {day} and is over. It has to be asked for again."), {"day": clock.local_day(row.until)})
    return row


def _settle(row: Proposal, who: Who, at: datetime, state: Waits, reason: str = "") -> None:
    Proposal.objects.filter(pk=row.pk).update(
        state=state, payload="", settled_by=cast(Office, who.actor).mandate, settled_at=at, reason=reason
    )


def _reason(reason: str) -> str:
    text = clean_text(reason).strip()
    if not text or len(text) > REASON:
        raise Refused(N_("Say why, in at most {n} characters: who asked reads it."), {"n": REASON})
    return text


@act("people.confirm")
def confirm(*, who: Who, at: datetime, body: int | None, command: UUID, digest: str, browser: Browser) -> Draft:
    """Confirm, as the second person, the form `command`, whose digest (hex) was looked at. What it asks for follows in the same
    transaction (`carry_out`).

    Who: an office that confirms such acts, not the first person, not appointed by the first, in office long enough.
    """
    row = _waiting(command, at)
    if row.body_id != body or bytes(row.digest).hex() != digest or frozen.digest_of(row.act, body, row.payload) != bytes(row.digest):
        raise Refused(N_("This is not the form that was looked at. Open it again and read it once more."))
    check_second(cast(Office, who.actor), row, at)
    if not browser.session or not browser.device:
        raise Refused(N_("This browser is not known. Sign out, sign in again, then send the form once more."))
    if browser.session == row.session or browser.device == row.device:
        raise Refused(N_("The form was filled in on this device. The second person confirms on a device of their own."))
    _settle(row, who, at, Waits.CONFIRMED)
    return Draft(row.subject, {"public": {"confirms": row.act, "digest": digest}}, changes_public=False)


@act("people.decline")
def decline(*, who: Who, at: datetime, body: int | None, command: UUID, reason: str) -> Draft:
    """Refuse, as the second person, what the form `command` asks for, with a reason for who asked.

    Who: whoever might have confirmed it.
    """
    row = _waiting(command, at)
    text = _reason(reason)
    if row.body_id != body:
        raise Refused(N_("There is no such form."))
    check_second(cast(Office, who.actor), row, at)
    _settle(row, who, at, Waits.DECLINED, text)
    return Draft(
        row.subject, {"public": {"declines": row.act, "digest": bytes(row.digest).hex()}, "sender": {"reason": text}}, changes_public=False
    )


@act("people.withdraw")
def withdraw(*, who: Who, at: datetime, body: int | None, command: UUID) -> Draft:
    """Take back a form that still waits. Who: the person who asked."""
    row = _waiting(command, at)
    if row.body_id != body or row.mandate_id != cast(Office, who.actor).mandate:
        raise Refused(N_("Only who asked takes it back."))
    _settle(row, who, at, Waits.WITHDRAWN)
    return Draft(row.subject, {"public": {"withdraws": row.act, "digest": bytes(row.digest).hex()}}, changes_public=False)


def carry_out(*, by: Office, at: datetime, command_id: UUID, command: UUID, digest: str, browser: Browser) -> Done:
    """Confirm the form `command` and do what it asks for, both or nothing. Returns the answer of the act. Raises Refused as both."""
    row = Proposal.objects.filter(pk=command).first()
    if row is None:
        raise NotHere(N_("There is no such form."))
    text = row.payload
    with transaction.atomic():
        confirm(by=by, at=at, command_id=command_id, body=row.body_id, command=command, digest=digest, browser=browser)
        done = fast.answer(command)
        if done is not None:  # the same confirmation, sent once more
            _, subject, leaf, receipt, code = done
            return Done(subject, leaf.hex(), receipt, code)
        payload: dict[str, Any] = frozen.thaw(row.act, text)
        return ACTS[row.act](by=Pair(Office(row.mandate_id), by, str(command)), at=at, command_id=command, body=row.body_id, **payload)

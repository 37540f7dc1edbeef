"""Opening a sealed identity: two persons, a reason of the closed list, read once, and the person concerned sees it.

Promises: the entry says which entry was opened and why, without any name. Refuses: what is public anyway, what is erased, another body's.
"""

from datetime import datetime, timedelta

from dinhlang.core.actor import Office, Pair
from dinhlang.core.ledger import clean_text
from dinhlang.core.refusal import N_, NotHere, Refused
from dinhlang.ground.people.models import Mandate
from dinhlang.ground.personal import policy
from dinhlang.ground.personal.models import Opening
from dinhlang.ground.record import vault
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.acts import line_of
from dinhlang.ground.record.append import new_subject

SEALED_PARTS = ("sender", "public", "place")
WORDS = 300


def check_can_open(body: int | None, leaf: str, part: str, reason: str, words: str) -> str:
    """The words as kept, where the part of the leaf (hex) may be opened for `body`. Raises Refused with a sentence for the office."""
    if reason not in policy.identity().reasons:
        raise Refused(N_("Choose one of the listed reasons for opening an identity."), {}, "policy/identity.toml")
    text = clean_text(words).strip()
    if not text or len(text) > WORDS:
        raise Refused(N_("Say for which case, in at most {n} characters: the person concerned reads it."), {"n": WORDS})
    row = line_of(leaf)
    if row.body != body:
        raise Refused(N_("This entry belongs to another body."))
    kept = next(iter(vault.open_parts([bytes(row.hash)], [part]).get(bytes(row.hash), ())), None) if part in SEALED_PARTS else None
    if kept is None:
        raise Refused(N_("This entry has no part of that name."))
    if kept.open or kept.erased:
        raise Refused(N_("This part is not sealed: it is public, or was erased."))
    return text


@act("people.open_identity")
def open_identity(*, who: Who, at: datetime, body: int | None, leaf: str, part: str, reason: str, words: str) -> Draft:
    """Open the sealed part of an entry of `body`, to be read once by who asked. Who: the chair, with a second person.

    Basis: policy/identity.toml, by `reason`; `words` name the case.
    """
    text = check_can_open(body, leaf, part, reason, words)
    asker = who.actor.first if isinstance(who.actor, Pair) else who.actor
    if not isinstance(asker, Office):
        raise Refused(N_("Your office may not do this here."))
    subject = new_subject()
    until = at + timedelta(hours=policy.identity().values.read_hours)
    Opening.objects.create(
        subject=subject, body_id=body or 0, leaf=bytes.fromhex(leaf), part=part, mandate=Mandate.objects.get(pk=asker.mandate),
        reason=reason, words=text, at=at, until=until,
    )  # fmt: skip
    public = {"reason": reason, "basis": policy.identity().reasons[reason].basis}
    return Draft(subject, {"public": public, "sender": {"leaf": leaf, "part": part, "words": text}}, sealed=True, changes_public=False)


@act("people.read_identity")
def read_identity(*, who: Who, at: datetime, body: int | None, opening: str) -> Draft:
    """Read what two persons opened, once, within the hours of policy/identity.toml. Who: who asked for it, with a fresh second factor.

    The value is shown by the page that sent this (`personal.reads.opened`) and stands in no entry.
    """
    row = Opening.objects.select_for_update().filter(subject=opening, body=body).first()
    if row is None or not isinstance(who.actor, Office) or row.mandate_id != who.actor.mandate:
        raise NotHere(N_("There is no such opened identity."))
    if row.read is not None:
        raise Refused(N_("It was read at {at}, and is sealed again."), {"at": row.read})
    if at > row.until:
        raise Refused(N_("The time for reading it is over. It has to be asked for again."))
    Opening.objects.filter(pk=row.pk).update(read=at)
    return Draft(opening, {"public": {"read": "1"}}, sealed=True, changes_public=False)

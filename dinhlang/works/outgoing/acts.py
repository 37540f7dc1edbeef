"""Taking over the register of outgoing documents, and saying what of it is not for disclosure."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from dinhlang.core import ledger
from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.record import clock
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.append import new_subject
from dinhlang.works.outgoing import checks, policy, proposals, reads
from dinhlang.works.outgoing.lines import Line
from dinhlang.works.outgoing.models import Document, Replaced, Row

AT_ONCE = 500  # rows in one statement
LONGEST = 60  # signs of a number
FILLED = ("abstract", "signer", "recipients", "issuer", "batch", "place", "salt", "proposed")


def leaf(number: str, dated: date, row: Row) -> bytes:
    """The hash by which an import commits to a row."""
    said = [number, dated.isoformat(), row.abstract, row.signer, row.recipients, row.issuer]
    return ledger.leaf_hash(bytes(row.salt) + ledger.canonical(said))


@act("outgoing.import")
def import_rows(*, who: Who, at: datetime, body: int | None, rows: Sequence[Line]) -> Draft:
    """Take over rows of the register of outgoing documents. Who: officer or chair. Basis: Art. 11 (what must be disclosed is among them).

    A row of the same number and day is known; where it says otherwise now it is changed, and what it said is kept. The entry commits to
    the root of new and changed rows and tells how many there were; no text of them.
    """
    today = clock.local_day(at)
    one = bodies.place(body or 0, today)
    if not rows:
        raise Refused(N_("There is no row to take over."))
    batch = new_subject()
    new, changed, gone = _sorted_out(one, rows, today, batch)
    if not new and not changed:
        raise Refused(N_("Every row of this is here already; nothing was changed."))
    Replaced.objects.bulk_create(gone, batch_size=AT_ONCE)
    Document.objects.bulk_create(new, batch_size=AT_ONCE)
    Document.objects.bulk_update(changed, FILLED, batch_size=AT_ONCE)
    written = sorted((*new, *changed), key=lambda row: row.place)
    public = {
        "rows": len(rows),
        "new": len(new),
        "changed": len(changed),
        "from": min(row.dated for row in rows).isoformat(),
        "to": max(row.dated for row in rows).isoformat(),
        "root": ledger.root_of(leaf(row.number, row.dated, row) for row in written).hex(),
    }
    return Draft(batch, {"public": public})


def _sorted_out(body: bodies.Place, rows: Sequence[Line], today: date, batch: str) -> tuple[list[Document], list[Document], list[Replaced]]:
    """New rows, rows that say otherwise now, and what those said before."""
    days = [row.dated for row in rows]
    held = Document.objects.select_for_update().filter(body=body.id, dated__gte=min(days), dated__lte=max(days))
    known: dict[tuple[str, date], Document] = {(row.slug, row.dated): row for row in held}
    new, changed, gone = list[Document](), dict[str, Document](), list[Replaced]()
    for place, line in enumerate(rows):
        checks.check_secret(line.number, line.abstract)
        checks.check_said(line.abstract)
        checks.check_dated(line.dated, today, body)
        name = checks.check_number(line.number, LONGEST)
        party = checks.is_party(line.number)
        said = {
            "abstract": line.abstract,
            "signer": "" if party else line.signer,
            "recipients": "" if party else line.recipients,
            "issuer": line.issuer,
        }
        row = known.get((name, line.dated))
        if row is not None and _says(row) == said:
            continue
        if row is None:
            row = Document(
                subject=new_subject(), body_id=body.id, slug=name, yearly=f"{name}-{line.dated.year}", number=line.number, dated=line.dated
            )
            new.append(row)
            known[name, line.dated] = row
        elif not row._state.adding:
            if row.subject not in changed:
                gone.append(Replaced(document=row, batch=row.batch, place=row.place, salt=row.salt, **_says(row)))
            changed[row.subject] = row
        for field, value in said.items():
            setattr(row, field, value)
        row.batch, row.place, row.salt = batch, place, secrets.token_bytes(32)
        found = proposals.propose(row.number, row.abstract)
        row.proposed = found[0].item if found else None
    return new, list(changed.values()), gone


def _says(row: Row) -> Mapping[str, str]:
    return {"abstract": row.abstract, "signer": row.signer, "recipients": row.recipients, "issuer": row.issuer}


@act("outgoing.set_aside")
def set_aside(*, who: Who, at: datetime, body: int | None, document: str, reason: str) -> Draft:
    """Say why a document is not put up for disclosure, with a reason of the closed list. Who: officer or chair. Basis: Art. 11.

    Which document and why stays inside: the entry shows that something was set aside, its words are sealed.
    """
    checks.check_reason(reason, policy.reasons())
    row = _document(document, body)
    if row.subject in reads.matches([row.body_id], only=row.slug):
        raise Refused(N_("This document is registered here already. If that was a mistake, strike it there."))
    if row.aside == reason:
        raise Refused(N_("This document was set aside already for that reason."))
    row.aside, row.aside_on = reason, clock.local_day(at)
    row.save()
    return Draft(row.subject, {"public": {"number": row.number, "reason": reason}}, sealed_parts=frozenset({"public"}))


@act("outgoing.put_back")
def put_back(*, who: Who, at: datetime, body: int | None, document: str) -> Draft:
    """Let a document that was set aside wait for a decision again. Who: officer or chair. Its words are sealed too."""
    row = _document(document, body)
    if not row.aside:
        raise Refused(N_("This document is not set aside."))
    row.aside, row.aside_on = "", None
    row.save()
    return Draft(row.subject, {"public": {"number": row.number}}, sealed_parts=frozenset({"public"}))


def _document(subject: str, body: int | None) -> Document:
    row = Document.objects.select_for_update().filter(pk=subject, body=body).first()
    if row is None:
        raise Refused(N_("There is no such document in the register."))
    return row

"""The acts by which a paper is frozen for signature, issued and brought back, and by which a province puts its layouts in place.

Promises: exporting enters the digests of the very bytes that are handed out; a number is given once a year at a body; what is inside a
body is sealed in the record like the thing it is about. Refuses: issuing twice, a day that cannot be, an issued paper without the signed
page. Works whose own step issues a paper (a decision, a recognition) call `issued` inside their act: there is no second way.
"""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from dinhlang.core.refusal import NotHere, Refused
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.documents import checks, policy
from dinhlang.ground.documents.content import Content
from dinhlang.ground.documents.models import Layout, Paper, Print
from dinhlang.ground.documents.states import EXPORTED, ISSUED, PAPER
from dinhlang.ground.record import clock
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.append import Attachment, new_subject

NUMBER, NAME, WHY = 60, 120, 300  # characters
PDF, DOCX, SIGNED, SENT = "pdf", "docx", "signed", "sent"
OPEN, INSIDE = "open", "inside"
SEALED = frozenset({"public", "place", "sender", "files", "duties"})


def _draft(row: Paper, words: dict[str, Any], files: Sequence[Attachment], thing: int | None = None) -> Draft:
    """The entry of a step: open where everybody may know of the thing, else its words and files sealed as the thing's own entries are."""
    touches = () if thing is None else (thing,)
    if row.seen == OPEN and files and policy.kinds()[row.kind].files_for:  # their digests are for everybody, they are not
        public = {"paper": row.kind, **words, "sha256": [hashlib.sha256(one.public).hexdigest() for one in files]}
        return Draft(row.subject, {"public": public}, attachments=tuple(files), sealed_parts=frozenset({"files"}), touches=touches)
    if row.seen == OPEN:
        return Draft(row.subject, {"public": {"paper": row.kind, **words}}, attachments=tuple(files), touches=touches)
    parts = {"public": {"paper": row.kind}, "sender": words}
    if row.seen == INSIDE:
        return Draft(row.subject, parts, attachments=tuple(files), sealed_parts=frozenset({"files"}), touches=touches)
    return Draft(row.subject, parts, attachments=tuple(files), sealed=True, sealed_parts=SEALED, changes_public=False)


def _keep(row: Paper, what: str, files: Sequence[Attachment]) -> None:
    """Keep by which digests the files of a paper are known: signed pages as kept here, and as they were sent."""
    found = []
    for n, one in enumerate(files):
        name = what or (DOCX if "word" in one.media_type else PDF)
        found.append(Print(paper=row, what=name, number=n, media_type=one.media_type, sha256=hashlib.sha256(one.public).hexdigest()))
        if one.original is not None:
            found.append(Print(paper=row, what=SENT, number=n, media_type="", sha256=hashlib.sha256(one.original).hexdigest()))
    Print.objects.bulk_create(found)


def _paper(subject: str, body: int | None) -> Paper:
    row = Paper.objects.select_for_update().filter(pk=subject, body=body).first()
    if row is None:
        raise NotHere(checks.NO_PAPER)
    return row


@act("document.export")
def export(
    *, who: Who, at: datetime, body: int | None, paper: str, about: str, part: str, seen: str, thing: int, content: Content,
    attachments: Sequence[Attachment],
) -> Draft:  # fmt: skip
    """Freeze a paper for signature: its words, and the bytes of its prints (PDF, Word document). Who: the office that signs such papers.

    `paper` is the name its QR code bears; `about` the subject of the thing, `thing` the body of that. An earlier print of the same paper
    that was not issued is replaced. Basis: Decree 30/2020/NĐ-CP Art. 8, 13.
    """
    checks.check_kind(content.kind, who, body or 0)
    before = Paper.objects.select_for_update().filter(about=about, kind=content.kind, part=part, state__in=(EXPORTED, ISSUED)).first()
    if before is not None:
        before.state = checks.check_step(before, "replace")
        before.save()
    row = Paper(
        subject=checks.check_named(paper), body_id=body or 0, about=about, kind=content.kind, part=part, seen=seen,
        state=PAPER.step(PAPER.first, "export"), digest=content.digest, earliest=content.earliest, exported=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:  # exported twice in the same moment
        raise Refused(checks.MEANWHILE) from error
    _keep(row, "", attachments)
    words = {"about": about, "part": part, "title": content.about, "words": row.digest, **({"replaces": before.pk} if before else {})}
    return _draft(row, words, attachments, thing)


def issued(
    *, body: int, about: str, kind: str, number: str, dated: date, at: datetime, attachments: Sequence[Attachment] = (),
    earliest: date | None = None,
) -> Paper:  # fmt: skip
    """Issue the paper of a thing inside the act of a work: the exported one, or one that was written without an export.

    The entry is the work's; it names the paper (`document`), and holds its signed pages.
    """
    said = checks.check_number(number, NUMBER)
    row = Paper.objects.select_for_update().filter(about=about, kind=kind, part="", state__in=(EXPORTED, ISSUED)).first()
    if row is None:
        row = Paper(subject=new_subject(), body_id=body, about=about, kind=kind, seen=OPEN, state=PAPER.first)
    _issue(row, said, dated, row.earliest or earliest, at)
    _keep(row, SIGNED, attachments)
    return row


def _issue(row: Paper, number: str, dated: date, earliest: date | None, at: datetime) -> None:
    row.state = checks.check_step(row, "issue")
    checks.check_dated(dated, earliest, clock.local_day(at))
    checks.check_free(number, row.body_id, dated, row.subject)
    row.number, row.numbered, row.dated, row.year, row.issued = number, checks.compared(number), dated, dated.year, at
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:  # somebody gave the number between the question and the answer
        checks.check_free(number, row.body_id, dated, row.subject)
        raise Refused(checks.MEANWHILE) from error


@act("document.issue")
def issue(
    *, who: Who, at: datetime, body: int | None, paper: str, number: str, dated: date, signers: Sequence[str], thing: int,
    attachments: Sequence[Attachment],
) -> Draft:  # fmt: skip
    """Issue an exported paper: number, day, who signed, the signed page. Who: the office that signs such papers.

    A paper whose issuing is a step of its matter is issued there. Basis: Decree 30/2020/NĐ-CP Art. 8(2), 14, 15.
    """
    row = _paper(paper, body)
    kind = checks.check_kind(row.kind, who, row.body_id)
    if kind.issued_by:
        raise Refused(checks.ISSUED_THERE)
    checks.check_step(row, "issue")
    names, said = checks.check_signers(signers, NAME), checks.check_number(number, NUMBER)
    checks.check_scan(attachments)
    _issue(row, said, dated, row.earliest, at)
    _keep(row, SIGNED, attachments)
    words = {"about": row.about, "number": said, "dated": dated.isoformat(), "signers": list(names)}
    return _draft(row, words, attachments, thing)


@act("document.bring")
def bring(*, who: Who, at: datetime, body: int | None, paper: str, thing: int, attachments: Sequence[Attachment]) -> Draft:
    """Bring the signed page back of a paper that was issued without one. Who: the office that signs such papers."""
    row = _paper(paper, body)
    checks.check_kind(row.kind, who, row.body_id)
    PAPER.step(row.state, "bring")
    checks.check_scan(attachments)
    checks.check_unsigned(row)
    _keep(row, SIGNED, attachments)
    return _draft(row, {"about": row.about, "number": row.number}, attachments, thing)


@act("document.set_layout")
def set_layout(*, who: Who, at: datetime, body: int | None, layout: str, attachments: Sequence[Attachment]) -> Draft:
    """Put a Word template in the place of one of our layouts, for every paper of the province. Who: the province's officer or chair.

    It was tried out before. Earlier ones stay readable in the record.
    """
    today = clock.local_day(at)
    checks.check_province(bodies.place(body or 0, today))
    checks.check_one_file(attachments)
    row = Layout.objects.select_for_update().filter(body=body, layout=checks.check_layout(layout), removed=None).first()
    row = row or Layout(subject=new_subject(), body_id=body or 0, layout=layout)
    row.kept = today
    row.save()
    return Draft(row.subject, {"public": {"layout": layout}}, attachments=tuple(attachments))


@act("document.remove_layout")
def remove_layout(*, who: Who, at: datetime, body: int | None, layout: str, reason: str) -> Draft:
    """Go back to our own layout, with the reason. Who: the province's officer or chair."""
    said = checks.check_reason(reason, WHY)
    row = Layout.objects.select_for_update().filter(body=body, layout=layout, removed=None).first()
    if row is None:
        raise NotHere(checks.NO_LAYOUT)
    row.removed = clock.local_day(at)
    row.save()
    return Draft(row.subject, {"public": {"layout": layout, "reason": said}})


__all__ = ["INSIDE", "OPEN", "bring", "export", "issue", "issued", "remove_layout", "set_layout"]

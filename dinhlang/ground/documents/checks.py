"""When a paper may be exported, issued, brought back: each check raises the sentence that says what to do instead."""

import re
from collections.abc import Sequence
from datetime import date

from dinhlang.core.ledger import clean_text
from dinhlang.core.ledger.leaf import BASE32
from dinhlang.core.refusal import N_, NotYours, Refused
from dinhlang.ground.bodies.reads import Place
from dinhlang.ground.documents import policy
from dinhlang.ground.documents.models import Paper
from dinhlang.ground.documents.states import ISSUED, PAPER, REPLACED
from dinhlang.ground.record.act import Who
from dinhlang.ground.record.append import Attachment

NO_PAPER = N_("There is no such paper.")
WRONG_OFFICE = N_("This paper is exported and issued by another office. Sign in with the office that signs it.")
NO_LAYOUT = N_("No layout of the province stands here.")
ISSUED_THERE = N_("This paper is issued on the page of its matter, together with the step it belongs to. Open the matter.")
MEANWHILE = N_("Somebody else exported or issued this paper in the same moment. Open its matter again: what stands there now goes on.")
SUBJECT = re.compile(BASE32 + "{16}")


def check_kind(kind: str, who: Who, body: int) -> policy.Kind:
    """The kind is one of ours, and the office acting issues such papers at its own body."""
    found = policy.kinds().get(kind)
    if found is None:
        raise Refused(NO_PAPER)
    if who.office not in found.offices or who.seat != body:
        raise NotYours(WRONG_OFFICE)
    return found


def check_named(subject: str) -> str:
    """The name that a paper bears in its QR code is one that this house makes, and free."""
    if SUBJECT.fullmatch(subject) is None or Paper.objects.filter(pk=subject).exists():
        raise Refused(N_("This form was already sent. Open it again and send it once more."))
    return subject


def check_step(row: Paper, verb: str) -> str:
    """The state after `verb`; a sentence of its own for what happens most."""
    if row.state == ISSUED and verb in ("issue", "replace"):
        raise Refused(
            N_(
                "This paper was issued already: No {number} of {day}. What is issued is not issued again; a new decision needs a new paper."
            ),
            {"number": row.number, "day": row.dated},
        )
    if row.state == REPLACED:
        raise Refused(N_("This print was replaced by a newer one. Scan the code of the newer one: its page is the one that goes on."))
    return PAPER.step(row.state, verb)


def check_number(number: str, most: int) -> str:
    """The number of a paper, in at most `most` characters."""
    said = clean_text(number).strip()
    if not compared(said) or max(len(said), len(compared(said))) > most:
        raise Refused(N_("Give the number of the paper, in at most {n} characters."), {"n": most})
    return said


def compared(number: str) -> str:
    """A number as two of them are compared: without spaces, capitals, and noughts in front."""
    return "".join(number.split()).casefold().lstrip("0")


def check_free(number: str, body: int, dated: date, own: str) -> None:
    """No other paper of this body bears the number in this year."""
    taken = Paper.objects.filter(body=body, year=dated.year, numbered=compared(number)).exclude(pk=own).first()
    if taken is not None:
        raise Refused(
            N_("No {number} was given in {year} already, on {day}. Look into the book of numbers and give the next one."),
            {"number": number, "year": str(dated.year), "day": taken.dated},
        )


def check_dated(dated: date, earliest: date | None, today: date) -> None:
    """The paper bears a day between what it is about and today."""
    if dated > today:
        raise Refused(N_("The paper is dated {dated}, which is still to come. Check the date."), {"dated": dated})
    if earliest is not None and dated < earliest:
        raise Refused(
            N_("The paper is dated {dated}, and what it is about was on {day}. Check the date."), {"dated": dated, "day": earliest}
        )


def check_signers(signers: Sequence[str], most: int) -> tuple[str, ...]:
    """Who signed, one name each of at most `most` characters."""
    said = tuple(clean_text(one).strip() for one in signers if one.strip())
    if not said:
        raise Refused(N_("Say who signed the paper, one name on each line."))
    if any(len(one) > most for one in said):
        raise Refused(N_("A name is at most {n} characters long."), {"n": most})
    return said


def check_scan(attachments: Sequence[Attachment]) -> None:
    """The signed page is there."""
    if not attachments:
        raise Refused(N_("Add the signed paper, scanned or photographed: an issued paper is the one that people signed."))


def check_unsigned(row: Paper) -> None:
    """No signed page was brought back yet."""
    if row.prints.filter(what="signed").exists():
        raise Refused(N_("The signed page of this paper was brought back already. What is signed is not exchanged."))


def check_province(body: Place) -> None:
    """Layouts are a province's."""
    if body.kind != "province":
        raise Refused(N_("Only a province puts layouts in the place of ours."))


def check_layout(layout: str) -> str:
    """A layout of ours."""
    if layout not in policy.layouts():
        raise Refused(N_("There is no such layout. Choose one of the list."))
    return layout


def check_one_file(attachments: Sequence[Attachment]) -> None:
    """One file, no more and no less."""
    if len(attachments) != 1:
        raise Refused(N_("Choose the Word document that is to be used."))


def check_reason(reason: str, most: int) -> str:
    """Why, in at most `most` characters."""
    said = clean_text(reason).strip()
    if not said or len(said) > most:
        raise Refused(N_("Say why, in at most {n} characters: people will read it."), {"n": most})
    return said

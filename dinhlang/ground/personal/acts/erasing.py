"""What goes of this room's own rows, in the transaction of `people.erase_person` and `people.expire`."""

from datetime import datetime

from django.db.models import Q

from dinhlang.ground.people.personal import Subject
from dinhlang.ground.personal.models import Request

OF_RESIDENTS = frozenset({
    "decision.report", "disclosure.countersign", "disclosure.tick", "initiative.propose", "meeting.ask", "petition.submit",
    "petition.add_photo", "petition.reply", "petition.reopen", "petition.rate", "petition.place_point", "petition.add_voice",
    "petition.publish_text", "reception.sign_up",
})  # fmt: skip
"""Acts whose words are a resident's own."""
NO_WORDS = {"meeting.ask": frozenset({"public"})}
"""Parts of such acts that hold no words: the number of a question, by which its row is found."""
SETTLED = Q(carried__isnull=False)
"""Requests whose words nobody needs any more."""


def nothing_more(subject: Subject, at: datetime) -> int:
    """Everything of it is parts of the record."""
    return 0


def erase_requests(subject: Subject, at: datetime) -> int:
    """Empty the words of requests that were carried out or answered: of a person, or the one with the subject `request`."""
    rows = Request.objects.filter(SETTLED)
    if subject.kind == "request":
        return rows.filter(subject=subject.key).update(words="", answer="")
    return rows.filter(who_kind=subject.kind, who_key=subject.key).update(words="", answer="")

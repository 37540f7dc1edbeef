"""Who sent a question before a meeting, as far as it has to be known so that nobody fills the list: a mark, while the question waits.

Promises: the mark is a keyed hash that differs from meeting to meeting, names nobody, stands in no entry, and goes when the question is
answered or set aside, or when its sender is erased. What was erased while it waited counts on under the mark alone, tied to no question,
until the meeting is over: erasing makes no room. Refuses: to tell anybody whose it is.
"""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from dinhlang.core.actor import Actor, Voice
from dinhlang.ground.people import keyed
from dinhlang.ground.people.personal import Subject
from dinhlang.ground.record import reads as record
from dinhlang.ground.record import vault
from dinhlang.ground.record.models import Command
from dinhlang.works.meetings.models import Question, Spent

WHAT = "meeting-asker"
ASK, WORDS = "meeting.ask", "sender"  # the act, and the part of its entry with the words
ONE = "question"  # a Subject of one question: its meeting, number and instant, which prove nothing and name nobody


def marks(meeting: str, who: Actor) -> tuple[str, ...]:
    """The marks of who asks before a meeting, under the present secret of the house, then its earlier ones; () for who is no resident."""
    if not isinstance(who, Voice):
        return ()
    return keyed.digests(WHAT, f"{meeting} {'household' if who.household else 'person'} {who.household or who.person}")


def _marks(subject: Subject, meetings: Collection[str]) -> list[str]:
    known = {
        "account": Voice(person=f"account:{subject.key}"), "person": Voice(person=subject.key), "household": Voice(household=subject.key)
    }  # fmt: skip
    who = known.get(subject.kind)
    return [mark for meeting in meetings for mark in marks(meeting, who)] if who is not None else []


def of(subject: Subject) -> Q:
    """The questions of this subject of the table of personal data: of a person or household those that wait and bear its mark (one query,
    for the meetings that have any); of a receipt, and of a question by itself, the one while its words are there."""
    if subject.kind == "receipt":
        meeting, number = _sent(subject.key)
        return Q(meeting=meeting, number=number) & ~Q(text="")
    if subject.kind == ONE:
        return _named(subject.key) & ~Q(text="")
    meetings = Question.objects.exclude(asker="").values_list("meeting", flat=True).distinct()
    return Q(asker__in=_marks(subject, meetings))


def spent(subject: Subject) -> Q:
    """The counts of what a person or household erased. One query."""
    return Q(asker__in=_marks(subject, Spent.objects.values_list("meeting", flat=True).distinct()))


def key_of(one: Question) -> str:
    """The key of one question as a Subject: a later one of the same number in a restored copy has another."""
    return f"{one.meeting_id}.{one.number}.{one.asked.isoformat()}"


def _named(key: str) -> Q:
    meeting, number, asked = (*key.split(".", 2), "", "")[:3]
    return Q(meeting=meeting, number=int(number), asked=datetime.fromisoformat(asked))


def _sent(code: str) -> tuple[str, int]:
    """Meeting and number of the question behind a receipt's code; ("", 0) for every other code. Five queries."""
    command = Command.objects.filter(code=code).first()
    leaf = bytes(command.hash) if command is not None else b""
    if command is None or not any(act == ASK and one == leaf for act, _at, one in record.trail(command.subject)):
        return "", 0
    return command.subject, number_of(vault.open_parts([leaf], ("public",), sealed=True).get(leaf, ()))


def number_of(parts: Collection[vault.Opened]) -> int:
    """The number that the open part of an entry gives its question; 0 where it has none."""
    return next((int(one.value["question"]) for one in parts if isinstance(one.value, dict) and "question" in one.value), 0)

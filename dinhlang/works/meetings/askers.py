"""Who sent a question before a meeting, as far as it has to be known so that nobody fills the list: a mark, while the question waits.

Promises: the mark is a keyed hash that differs from meeting to meeting, names nobody, stands in no entry, and goes when the question is
answered or set aside, when the meeting is over, or when its sender is erased. Refuses: to tell anybody whose it is.
"""

from django.db.models import Q

from dinhlang.core.actor import Actor, Voice
from dinhlang.ground.people import keyed
from dinhlang.ground.people.personal import Subject
from dinhlang.works.meetings.models import Question

WHAT = "meeting-asker"


def marks(meeting: str, who: Actor) -> tuple[str, ...]:
    """The marks of who asks before a meeting, under the present secret of the house, then its earlier ones; () for who is no resident."""
    if not isinstance(who, Voice):
        return ()
    return keyed.digests(WHAT, f"{meeting} {'household' if who.household else 'person'} {who.household or who.person}")


def of(subject: Subject) -> Q:
    """The questions that wait and bear the mark of this person of the table of personal data. One query, for the meetings that have any."""
    known = {
        "account": Voice(person=f"account:{subject.key}"), "person": Voice(person=subject.key), "household": Voice(household=subject.key)
    }  # fmt: skip
    if subject.kind not in known:
        return Q(pk__in=())
    meetings = Question.objects.exclude(asker="").values_list("meeting", flat=True).distinct()
    return Q(asker__in=[mark for meeting in meetings for mark in marks(meeting, known[subject.kind])])

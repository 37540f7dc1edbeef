"""What this work holds about persons and households: which questions of theirs wait before a meeting. Registered in PERSONAL."""

from dinhlang.ground.people.personal import Holding, Subject, Values
from dinhlang.works.meetings import askers
from dinhlang.works.meetings.acts import forget_asker
from dinhlang.works.meetings.models import Question


def _waiting(subject: Subject) -> tuple[Values, ...]:
    rows = Question.objects.select_related("meeting").filter(askers.of(subject)).order_by("asked", "pk")
    return tuple({"body": row.meeting.body_id, "title": row.meeting.title, "at": row.asked} for row in rows)


HOLDINGS = (Holding("question-askers", _waiting, forget_asker),)

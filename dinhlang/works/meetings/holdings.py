"""What this work holds about persons and households: how many questions of theirs wait before meetings. Registered in PERSONAL.

Refuses to say which: several people share a household.
"""

from dinhlang.ground.people.personal import Holding, Subject, Values
from dinhlang.works.meetings import askers
from dinhlang.works.meetings.acts import forget_asker
from dinhlang.works.meetings.models import Question


def _waiting(subject: Subject) -> tuple[Values, ...]:
    waiting = Question.objects.filter(askers.of(subject)).count()
    return ({"times": waiting},) if waiting else ()


HOLDINGS = (Holding("question-askers", _waiting, forget_asker),)

"""What this work holds about persons and households: how many questions of theirs wait before meetings, and how many they erased.
Registered in PERSONAL.

Refuses to say which: several people share a household. Of a receipt: whether the question's words are there.
"""

from dinhlang.ground.people.personal import Holding, Subject, Values
from dinhlang.works.meetings import askers
from dinhlang.works.meetings.acts import forget_asker
from dinhlang.works.meetings.models import Question, Spent


def _waiting(subject: Subject) -> tuple[Values, ...]:
    waiting = Question.objects.filter(askers.of(subject)).count()
    return ({"times": waiting},) if waiting else ()


def _spent(subject: Subject) -> tuple[Values, ...]:
    return tuple({"times": one.times} for one in Spent.objects.filter(askers.spent(subject)).order_by("pk"))


HOLDINGS = (Holding("question-askers", _waiting, forget_asker), Holding("question-spent", _spent))

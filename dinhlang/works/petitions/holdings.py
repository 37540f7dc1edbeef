"""What this work holds about persons beside the words in the record: the keyed hash of a browser, texts made public, files on their way.
In PERSONAL."""

from datetime import datetime, timedelta

from dinhlang.ground.files import pieces
from dinhlang.ground.people.holdings import AT_ONCE
from dinhlang.ground.people.personal import Holding, Subject, Values
from dinhlang.works.petitions.acts.publishing import forget_texts
from dinhlang.works.petitions.acts.sending import BROWSER, BY_CHANCE, FIRST, by_code, forget_sender, on_its_way
from dinhlang.works.petitions.models import Petition


def _sent(subject: Subject) -> tuple[Values, ...]:
    found = by_code(subject.key) if subject.kind == "receipt" else None
    return ({"body": found.body_id, "at": found.sent},) if found is not None and _kept(found.sender) else ()


def _over(at: datetime, days: int) -> tuple[Subject, ...]:
    """One petition of each sender at each body: all of theirs there are forgotten together."""
    old = Petition.objects.annotate(first=FIRST).filter(sent__lt=at - timedelta(days=days)).order_by("sent", "pk")
    rows = old.exclude(sender="").exclude(sender__startswith=BY_CHANCE)
    found: dict[tuple[str, int], str] = {}
    for pk, sender, first in rows.values_list("pk", "sender", "first")[:AT_ONCE]:
        found.setdefault((sender, first), pk)  # the oldest: it stays the same while others are forgotten
    return tuple(Subject(BROWSER, pk) for pk in found.values())


def _kept(sender: str) -> bool:
    return bool(sender) and not sender.startswith(BY_CHANCE)


def _texts(subject: Subject) -> tuple[Values, ...]:
    found = by_code(subject.key) if subject.kind == "receipt" else None
    rows = found.texts.exclude(text="") if found is not None else ()
    return tuple({"body": row.body_id, "words": row.text, "answer": row.answer} for row in rows)


def _on_their_way(subject: Subject) -> tuple[Values, ...]:
    found = by_code(subject.key) if subject.kind == "receipt" else None
    rows = pieces.on_the_way(on_its_way(found.pk)) if found is not None else ()
    return tuple({"bytes": one.bytes, "at": one.last} for one in rows)


def _stop(subject: Subject, at: datetime) -> int:
    found = by_code(subject.key) if subject.kind == "receipt" else None
    return pieces.forget(on_its_way(found.pk)) if found is not None else 0


HOLDINGS = (
    Holding("petition-sender", _sent, forget_sender, over=_over),
    Holding("petition-text", _texts, forget_texts),
    Holding("petition-pieces", _on_their_way, _stop),
)

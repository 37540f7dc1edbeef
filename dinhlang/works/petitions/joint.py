"""Petitions that are answered together: what their senders and the office read of it, and which others may be about the same.

Promises: a sender reads what the body did for all, and that there are others; how many only where enough different senders stand behind
it, and then rounded down. Words are compared at the moment of reading, in memory, of at most a few dozen; nothing of it is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from dinhlang.works.petitions import policy, steps
from dinhlang.works.petitions.models import Joined, Petition
from dinhlang.works.petitions.similar import grams, likeness
from dinhlang.works.petitions.states import ANSWERED, OPEN, REFUSED

SHARED = frozenset({f"petition.{verb}" for verb in ("take_on", "refuse", "pass_on", "pause", "resume", "answer", "more_time", "inherit")})
ENDS = frozenset({"petition.answer", "petition.refuse"})


@dataclass(frozen=True)
class Alike:
    """An open petition that may be about the same: how alike its words are (of a hundred), and what it says."""

    petition: Petition
    likeness: int
    words: str


def shared(rows: Sequence[Joined]) -> list[steps.Step]:
    """What the body did for all while a petition was joined to others (`rows` of it): up to the answer, and not what their senders said."""
    found = []
    for row in rows:
        for one in steps.of(row.lead_id):
            if one.act not in SHARED or one.at < row.since or (row.until is not None and one.at > row.until):
                continue
            words = {name: text for name, text in one.words.items() if name != "wording"}  # that one is for everybody
            found.append(replace(one, words=words))
            if one.act in ENDS:
                break
    return found


def together_words(found: Petition, rows: Sequence[Joined]) -> str:
    """That a petition is answered together with others, and with how many where that may be said; "" where it is not. `rows` are those in
    which it is joined or leads; a query where it is."""
    lead = next((row.lead_id for row in rows if row.until is None), None)
    if lead is None:
        return ""
    every = Petition.objects.filter(Q(pk=lead) | Q(joined__lead=lead, joined__until=None))
    least, different = policy.values().senders, len(set(every.values_list("sender", flat=True)) - {""})
    done = found.state in (ANSWERED, REFUSED)
    if different < least and done:
        return _("It was answered together with others about the same.")
    if different < least:
        return _("It is answered together with others about the same.")
    n = {"n": different // least * least}
    if done:
        return _("It was answered together with others about the same: at least %(n)d senders in all.") % n
    return _("It is answered together with others about the same: at least %(n)d senders in all.") % n


def alike(found: Petition, day: date) -> tuple[Alike, ...]:
    """Open petitions of the same body, kind, topic and place, sent within some days of this one, that may be joined to it: those whose
    words are more alike first. Six queries."""
    values = policy.values()
    if found.state not in OPEN or not policy.kind(found.kind).joins:
        return ()
    near = timedelta(days=values.alike_days)
    rows = Petition.objects.filter(
        body=found.body_id, topic=found.topic, place=found.place_id, kind=found.kind, named=found.named_id, state__in=OPEN, paused=None,
        sent__gte=found.sent - near, sent__lte=found.sent + near,
    ).exclude(pk=found.pk).exclude(still__gte=day).exclude(joined__in=Joined.objects.filter(until=None))  # fmt: skip
    newest = list(rows.order_by("-sent", "pk")[: values.alike_most])
    if not newest:
        return ()
    words = steps.sent_words([found.pk, *(one.pk for one in newest)])
    own = grams(words.get(found.pk, ""))
    many = [Alike(one, likeness(own, grams(words.get(one.pk, ""))), words.get(one.pk, "")) for one in newest]
    return tuple(sorted(many, key=lambda one: (-one.likeness, one.petition.pk)))

"""How content the sender is with an answer: one mark for each answer, and on Mondays what many of them come to.

Promises: a mark is read by nobody at the body; what is told stands for at least `raters` different senders, is rounded, and is told once.
Refuses: a second mark for one answer; a mark before there is an answer; one for what an office typed in, which had its code in hand.
"""

from collections.abc import Iterable
from datetime import date, datetime

from dinhlang.core import ledger
from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.record import clock
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.works.petitions import policy
from dinhlang.works.petitions.acts.sending import mine, sealed
from dinhlang.works.petitions.models import Content, Mark, Petition
from dinhlang.works.petitions.states import ANSWERED, CONFIRMED

RATE = "petition.rate"
TENTHS = 10


def may_rate(found: Petition) -> bool:
    """Whether there is an answer to what was sent by its sender, who gave it no mark yet. At most one query."""
    asked = found.state in (ANSWERED, CONFIRMED) and found.way in policy.UNTYPED
    return asked and not Mark.objects.filter(petition=found, answer=found.reopened).exists()


@act(RATE)
def rate(*, who: Who, at: datetime, body: int | None, petition: str, code: str, mark: str) -> Draft:
    """Say how content one is with the answer. Who: whoever has the code. `mark` is one of policy/petitions.toml."""
    found = mine(code, petition, body)
    if found.way not in policy.UNTYPED:
        raise Refused(
            N_("An office typed this in and had its code in hand: how content its sender is, is not asked. Not settled? Then reopen it.")
        )
    if not may_rate(found):
        raise Refused(N_("There is no answer yet, or you gave it your mark already: one for each answer."))
    if mark not in policy.marks():
        raise Refused(N_("Choose one of the marks that are listed."))
    Mark.objects.create(petition=found, answer=found.reopened, body_id=found.body_id, mark=mark, day=clock.local_day(at))
    return sealed(petition, {"mark": mark})


def tell(monday: date) -> list[Content]:
    """What the marks given before `monday` come to, for each body where enough different senders gave one that was not told yet.

    A mark is told in one number for good, so that no number less another is one person's. Called by the weekly opening alone.
    """
    waiting: dict[int, list[Mark]] = {}
    for one in Mark.objects.filter(told=None, day__lt=monday, petition__way__in=policy.UNTYPED).select_related("petition").order_by("pk"):
        waiting.setdefault(one.body_id, []).append(one)
    found = []
    for body, many in sorted(waiting.items()):
        if len({one.petition.sender for one in many} - {""}) < policy.values().raters:
            continue
        content = sum(policy.marks()[one.mark].content for one in many if one.mark in policy.marks())
        row = Content.objects.create(day=monday, body_id=body, count=len(many) // TENTHS * TENTHS, tenths=tenths(content, len(many)))
        Mark.objects.filter(pk__in=[one.pk for one in many]).update(told=row)
        found.append(row)
    return found


def tenths(content: int, of: int) -> int:
    """How many in ten, from 1 to 9: that all said the same would say it of each."""
    return min(max(round(TENTHS * content / of), 1), TENTHS - 1)


def root_of(rows: Iterable[Content]) -> str:
    """The root over what an opening told of marks, in hex."""
    said = sorted([str(row.body_id), str(row.count), str(row.tenths)] for row in rows)
    return ledger.root_of(ledger.leaf_hash(ledger.canonical(one)) for one in said).hex()

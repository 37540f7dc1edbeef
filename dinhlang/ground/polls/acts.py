"""What a round writes, inside an act of the work that holds it: called, ticked, counted, closed, called off.

Promises: the closing commits to the root over who took part and to the root over the count sheets; what each function returns is what its
entry says in the open. Refuses: a household twice in a round, a count that does not add up, closing while two persons do not agree.
"""

import secrets
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import models

from dinhlang.core import ledger
from dinhlang.core.actor import Office
from dinhlang.core.refusal import N_, NotHere, NotYours, Refused
from dinhlang.core.rules import Decision, Limit
from dinhlang.core.tally.rounds import Question, Result, Sheet, Way, check_sheet, check_way, result
from dinhlang.ground.polls import checks, reads
from dinhlang.ground.polls.checks import Planned
from dinhlang.ground.polls.models import Cast, Count, Objection, Part, Round, Sitting
from dinhlang.ground.record import clock
from dinhlang.ground.record.act import Who
from dinhlang.ground.rolls import reads as rolls
from dinhlang.ground.rolls.models import Member, Snapshot

MANNERS = ("alone", "assisted")
ROLL_GONE = N_("The list of households was not frozen for this. Call it again.")
DIFFER = N_("The counts of sitting {number} do not agree yet: two persons count, each for themselves, and enter the same numbers.")
UNTICKED = N_("{ticked} households are ticked on the list, and {took_part} are said to have taken part. Mend the one or the other.")


def call(
    *, matter: str, body: int, rule: Decision, way: Way, secret: bool, question: Question, roll: str, planned: Sequence[Planned],
    opens: datetime, closes: datetime, at: datetime, clusters: Limit | None = None, scattered: bool = False,
    met: Collection[str] = (),
) -> Round:  # fmt: skip
    """Open a round of `matter` over the frozen roll `roll`, after the rounds it had. Raises Refused where the rule has no such round now.

    `clusters` is the limit from which on a village may sit by cluster, `met` what holds
    besides of the rule's conditions. Later arrivals and departures are listed, not counted.
    """
    before = reads.rounds([matter])
    if any(one.running for one in before):
        raise Refused(N_("A round of this is still running. Close it first, or call it off."))
    check_way(rule, way, reads.history(before), met)
    snapshot = Snapshot.objects.filter(subject=roll, body=body, roll=rule.roll, day=clock.local_day(at)).first()
    if snapshot is None:
        raise Refused(ROLL_GONE)
    sizes = Counter(seat.cluster for seat in rolls.frozen(roll).seats)
    checks.check_sittings(rule, way, planned, sizes)
    if len(planned) > 1:
        checks.check_clusters(clusters, snapshot.count, scattered)
    if not at <= opens <= closes:
        raise Refused(N_("A round begins after it was called, and ends after it began. Check the days and hours."))
    row = Round.objects.create(
        matter=matter, body_id=body, number=len(before) + 1, rule=rule.id, rule_day=clock.local_day(at), way=way.value, secret=secret,
        choices=question.choices, carrying=question.carrying, seats=question.seats, roll=snapshot, opens=opens, closes=closes, called=at,
    )  # fmt: skip
    Sitting.objects.bulk_create(
        Sitting(
            round=row, number=n, cluster=one.cluster, at=one.at,
            on_roll=sizes[one.cluster] if one.cluster else snapshot.count, salt=secrets.token_bytes(16),
        )
        for n, one in enumerate(planned, 1)
    )  # fmt: skip
    return row


def words_of(row: Round) -> dict[str, Any]:
    """What the entry of a call says of the round: nothing about a person."""
    return {
        "round": row.number, "way": row.way, "secret": row.secret, "rule": row.rule, "roll": row.roll.subject, "on_roll": row.roll.count,
        "opens": row.opens.isoformat(), "closes": row.closes.isoformat(),
    }  # fmt: skip


def locked(matter: str, body: int) -> Round:
    """The running round of a matter of `body`, locked until the act is done. Raises NotHere, Refused."""
    return checks.check_open(Round.objects.select_for_update().filter(matter=matter, body=body).order_by("-number").first())


def closed(matter: str, body: int, number: int) -> Round:
    """A round of a matter of `body` by its number, locked until the act is done. Raises NotHere."""
    found = Round.objects.select_for_update().filter(matter=matter, body=body, number=number).first()
    if found is None:
        raise NotHere(N_("There is no such round."))
    return found


def _sitting(row: Round, number: int) -> Sitting:
    found = Sitting.objects.filter(round=row, number=number).first()
    if found is None:
        raise Refused(N_("There is no such sitting."))
    return found


def tick(row: Round, number: int, keys: Collection[str], at: datetime, *, gone: Collection[str] | None = None) -> int:
    """Say who took part in a sitting, whole: those who are not among `keys` any more are taken off. Where `gone` is given, `keys` come
    beside those who are ticked, and those `gone` alone are taken off. Returns how many are ticked.

    Raises Refused for somebody who is not on the list of the sitting, or took part in another one.
    """
    if Way(row.way) is Way.ONLINE:
        raise Refused(N_("Online the house keeps the list of who takes part."))
    sitting = _sitting(row, number)
    checks.check_begun(sitting, at)
    allowed = {seat.key for seat in rolls.frozen(row.roll.subject).seats if sitting.cluster in ("", seat.cluster)}
    checks.check_members(keys, allowed)
    before = set(Part.objects.filter(sitting=sitting).values_list("member", flat=True))
    keys = {*keys, *(before - set(gone))} if gone is not None else keys
    Part.objects.filter(sitting=sitting, member__in=before - set(keys)).delete()
    new = Member.objects.filter(pk__in=set(keys) - before).values_list("pk", flat=True)
    Part.objects.bulk_create(Part(round=row, sitting=sitting, member_id=key, at=at) for key in new)
    return len(keys)


def cast(row: Round, key: str, choice: int, manner: str, at: datetime) -> None:
    """Take what a household chooses online; the last before closing replaces. Raises Refused outside its time, for who is not on the roll.

    Nothing that is kept for longer than the round runs says what it chose.
    """
    if Way(row.way) is not Way.ONLINE:
        raise Refused(N_("This is not decided online."))
    checks.check_time(row, at)
    if not 0 <= choice < row.choices or manner not in MANNERS:
        raise Refused(N_("Choose one of the answers."))
    checks.check_members({key}, {key} if rolls.seated(row.roll.subject, key) else set())
    sitting = Sitting.objects.get(round=row)
    Part.objects.update_or_create(round=row, member_id=key, defaults={"sitting": sitting, "manner": manner, "at": at})
    Cast.objects.update_or_create(round=row, member_id=key, defaults={"choice": choice})


def _add_up(row: Round, at: datetime) -> None:
    """Count the casts of an online round, and let go of who chose what."""
    sitting, casts = Sitting.objects.get(round=row), Cast.objects.filter(round=row)
    chosen = dict(casts.values_list("choice").annotate(n=models.Count("pk")))
    votes = [chosen.get(n, 0) for n in range(row.choices)]
    Count.objects.create(sitting=sitting, mandate=None, took_part=sum(votes), votes=votes, spoilt=0, at=at)
    casts.delete()


def count(row: Round, number: int, who: Who, sheet: Sheet, at: datetime) -> None:
    """Enter what one person counted in a sitting. Raises Refused where it does not add up.

    `sheet.on_roll` is not asked of the person: what the sitting's part of the roll is was frozen.
    """
    if not isinstance(who.actor, Office):
        raise NotYours(N_("Counts are entered by the two offices that count."))
    if Way(row.way) is Way.ONLINE:
        raise Refused(N_("Online the house counts; nobody enters a count."))
    sitting = _sitting(row, number)
    checks.check_begun(sitting, at)
    found = Sheet(sitting.on_roll, sheet.took_part, tuple(sheet.votes), sheet.spoilt)
    check_sheet(found, reads.question_of(row), Way(row.way))
    Count.objects.create(
        sitting=sitting, mandate_id=who.actor.mandate, took_part=found.took_part, votes=list(found.votes), spoilt=found.spoilt, at=at
    )


def hands(rule: Decision | None, on_roll: int | None, came: int, votes: Sequence[int]) -> Result | None:
    """What hands that one office counted in a meeting come to, by the sheets and shares of every round; None where no rule of law says what
    carries, or nobody in particular is called (`on_roll` None). Writes nothing: the work keeps the counts, and no hand has a name.

    Raises Refused where more came than are on the roll, or more hands were counted than came.
    """
    question = Question(len(votes))
    sheet = Sheet(came if on_roll is None else on_roll, came, tuple(votes))
    check_sheet(sheet, question, Way.MEETING)
    return None if rule is None or on_roll is None else result(rule, question, Way.MEETING, [sheet])


def _numbers(sheet: Sheet) -> list[str]:
    return [str(n) for n in (sheet.on_roll, sheet.took_part, sheet.spoilt, *sheet.votes)]


def _part_leaf(one: Part) -> bytes:
    return ledger.leaf_hash(ledger.canonical([one.member_id, str(one.sitting.number), one.at.isoformat()]))


def roots(row: Round) -> tuple[str, str]:
    """The root over who took part (household, sitting, time) and the root over the agreed count sheets, in hex."""
    parts = Part.objects.filter(round=row).select_related("sitting").order_by("member")
    seen = next(one for one in reads.rounds([row.matter]) if one.id == row.pk)
    salts = dict(Sitting.objects.filter(round=row).values_list("pk", "salt"))
    sheets = [
        ledger.leaf_hash(ledger.canonical([bytes(salts[one.id]).hex(), str(one.number), *_numbers(sheet)]))
        for one in seen.sittings
        if (sheet := one.agreed) is not None
    ]
    return ledger.root_of(_part_leaf(one) for one in parts).hex(), ledger.root_of(sheets).hex()


def close(row: Round, at: datetime) -> tuple[Result, dict[str, Any]]:
    """Close a round: add its sheets up, keep what it came to. Returns the result and the words of the entry.

    Raises Refused before its time, and while a sitting has no count that two persons made alike.
    """
    checks.check_over(row, at)
    if Way(row.way) is Way.ONLINE:
        _add_up(row, at)
    seen = next(one for one in reads.rounds([row.matter]) if one.id == row.pk)
    sheets = []
    for one in seen.sittings:
        sheet = one.agreed
        if sheet is None:
            raise Refused(DIFFER, {"number": one.number})
        if one.ticked and one.ticked != sheet.took_part:
            raise Refused(UNTICKED, {"ticked": one.ticked, "took_part": sheet.took_part})
        sheets.append(sheet)
    found = result(reads.rule_of(row), seen.question, seen.way, sheets)
    said = {**asdict(found), "outcome": found.outcome.value, **{name: list(getattr(found, name)) for name in ("votes", "chosen", "tied")}}
    row.closed, row.outcome, row.result = at, found.outcome.value, said
    row.save()
    took, counted = roots(row)
    return found, {"round": row.number, **said, "took_part_root": took, "sheets_root": counted}


def object_to(row: Round, number: str, who: Who, at: datetime) -> int:
    """Keep that the household with list number `number` says it took no part, though the list says so. Returns how many say so now.

    Raises Refused for a household that is not listed as having taken part, or said so already, and while the round runs.
    """
    if not isinstance(who.actor, Office):
        raise NotYours(N_("This is entered at the counter of the commune or of the Front."))
    if row.closed is None:
        raise Refused(N_("The round still runs: the list of who takes part can be put right by whoever keeps it."))
    seats = {seat.number: seat.key for seat in rolls.frozen(row.roll.subject).seats}
    key = seats.get(number.strip(), "")
    if not Part.objects.filter(round=row, member=key).exists():
        raise Refused(N_("No household with the list number {number} is listed as having taken part."), {"number": number.strip()[:12]})
    if Objection.objects.filter(round=row, member=key).exists():
        raise Refused(N_("This household said so already."))
    Objection.objects.create(round=row, member_id=key, mandate_id=who.actor.mandate, at=at)
    return Objection.objects.filter(round=row).count()


def call_off(row: Round, at: datetime) -> dict[str, Any]:
    """Call a round off before anything of it was counted. Returns the words of the entry."""
    if Count.objects.filter(sitting__round=row).exists() or Cast.objects.filter(round=row).exists():
        raise Refused(N_("Votes of this round were counted already: it is closed, not called off."))
    row.cancelled = at
    row.save()
    return {"round": row.number}

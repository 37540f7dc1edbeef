"""Acts by a village's link: offered by the office, used without an account, closed again.

Promises: a link says two things of one disclosure in one village and nothing else, whoever holds it; what it says is declared, and
counts when somebody else has seen it. Its secret is worked out from the key of this installation and stands in no table.
"""

import hashlib
import hmac
from base64 import b32encode
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.conf import settings

from dinhlang.core.actor import Guest
from dinhlang.core.refusal import N_, Refused
from dinhlang.core.rules import How, accepts
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.duties.effects import PutUp, Target
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.append import Attachment, new_subject
from dinhlang.works.disclosures import checks, policy
from dinhlang.works.disclosures.acts.common import day_of, thing_of
from dinhlang.works.disclosures.acts.papers import open_runs
from dinhlang.works.disclosures.models import TickLink

SIGNS = 16
POINTS = "village-points"
NO_LINK = N_(
    "This link does not work: it was copied wrongly, closed by the office, or its days are over. Ask the commune office for a new one."
)


def secret_of(link: str) -> str:
    """The secret of a link: sixteen signs that only this installation can work out."""
    key = hmac.new(settings.SECRET_KEY.encode(), f"tick-link {link}".encode(), hashlib.sha256).digest()
    return b32encode(key).decode().lower()[:SIGNS]


def token_of(link: str) -> str:
    """What stands in the address of a link."""
    return f"{link}.{secret_of(link)}"


def held(token: str, day: date) -> TickLink:
    """The link that `token` opens on `day`. Raises Refused for any other: wrong, closed, over; it is not said which."""
    link, _dot, secret = token.partition(".")
    right = hmac.compare_digest(secret.encode(), secret_of(link).encode())
    row = TickLink.objects.select_related("disclosure", "village").filter(pk=link, revoked=None, until__gte=day).first() if right else None
    if row is None:
        raise Refused(NO_LINK)
    return row


@act("disclosure.offer_ticks")
def offer_ticks(*, who: Who, at: datetime, body: int | None, disclosure: str) -> Draft:
    """Make a link for each village that has none, or whose link is over. Who: officer or chair. Practice 3."""
    row, today = thing_of(disclosure, body), day_of(at)
    checks.check_step(row, "place")
    TickLink.objects.filter(disclosure=row, until__lt=today, revoked=None).update(revoked=today)
    have = set(TickLink.objects.filter(disclosure=row, revoked=None).values_list("village", flat=True))
    villages = bodies.villages(row.body_id, today)
    if not villages:
        raise Refused(N_("This body has no villages."))
    new = [one for one in villages if one.id not in have]
    if not new:
        raise Refused(N_("Each village has its link already. Print the list again, or close the links first."))
    until = today + timedelta(days=policy.values().tick_link_days)
    TickLink.objects.bulk_create([TickLink(subject=new_subject(), disclosure=row, village_id=one.id, until=until) for one in new])
    return Draft(row.subject, {"public": {"villages": [one.code for one in new], "until": until.isoformat()}})


@act("disclosure.close_ticks")
def close_ticks(*, who: Who, at: datetime, body: int | None, disclosure: str, village: str = "") -> Draft:
    """Close the links of a disclosure, or that of one village (its code). Who: officer or chair. What was ticked stays."""
    row, today = thing_of(disclosure, body), day_of(at)
    links = TickLink.objects.filter(disclosure=row, revoked=None)
    if village:
        known = {one.code: one.id for one in bodies.villages(row.body_id, today)}
        links = links.filter(village=known.get(village, 0))
    if not links.update(revoked=today):
        raise Refused(N_("There is no open link to close."))
    return Draft(row.subject, {"public": {"village": village}})


@act("disclosure.tick")
def tick(
    *,
    who: Who,
    at: datetime,
    body: int | None,
    posted: date | None,
    read: date | None,
    attachments: Sequence[Attachment] = (),
) -> Draft:
    """Say that the disclosure of one's link hangs in one's village since a day, or that it was read out on a day.

    Who: a guest whose token is a village's link. Declared, until the Front or two residents saw it. Basis: Art. 13(2).
    """
    today = day_of(at)
    link = held(who.actor.token if isinstance(who.actor, Guest) else "", today)
    row = thing_of(link.disclosure_id, body)
    checks.check_step(row, "place")
    one, village = bodies.place(row.body_id, today), bodies.place(link.village_id, today)
    posted, read = (None if link.posted else posted), (None if link.read else read)
    if posted is None and read is None:
        raise Refused(N_("This was said already, or nothing is ticked. What was said before stands."))
    earliest = [row.decision.dated if row.decision else one.alive_from]
    effects: list[PutUp] = []
    for claim in row.claims.all() if posted is not None else ():
        owed = duties.one(one.code, today, claim.rule, claim.occasion)[1]
        if any(state.part.channel == POINTS for state in owed.parts):
            accepts(owed.duty, "disclosure.place", POINTS, "", claim.occasion)
            effects.append(PutUp(Target(claim.rule, POINTS, claim.occasion), new_subject(), village.code, posted or today, How.DECLARED))
            earliest.append(owed.opens)
    for day in filter(None, (posted, read)):
        checks.check_posting_days(day, None, max(earliest), today)
    if open_runs(row, POINTS, village.code).exists():
        effects = []  # it hangs there already by the head's own entry or the office's
    link.posted, link.read = link.posted or posted, link.read or read
    link.save()
    said = {name: day.isoformat() for name, day in (("from", posted), ("read", read)) if day is not None}
    public = {"part": POINTS, "place": village.code, **said, "by": "link"}
    return Draft(row.subject, {"public": public}, tuple(effects), attachments=tuple(attachments), sealed_parts=frozenset({"files"}))

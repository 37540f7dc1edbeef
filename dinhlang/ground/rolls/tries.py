"""Entering with list number and the household's own number: counted per household, never per address, because a valley shares one.

Promises: a few mistypes in a row cost a short wait, many on a day the rest of the day or a new slip; the same answer for an unknown
household and a wrong number. No public state: what is written here are counts, in a row that an act made.
"""

import hmac
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.record import clock
from dinhlang.ground.rolls import codes, policy
from dinhlang.ground.rolls.models import Entrance

WRONG = N_("List number and secret number do not fit together, or this household has no number yet. Look again; a new slip always helps.")
WAIT = N_("Too many mistypes for this household. Try again after {n} minute; nothing is lost.")
TOMORROW = N_("Too many mistypes for this household today. Try again tomorrow, or ask the Front's work board for a new slip.")


def enter(village: int, listed: str, number: str, at: datetime) -> Entrance:
    """The entrance of the household that entered. Raises Refused."""
    day, limits = clock.local_day(at), policy.values()
    listed = listed.strip().lstrip("0") or listed.strip()
    mine = Q(member__body=village, member__roll=policy.HOUSEHOLDS, member__lines__number=listed) & bodies.on(day, "member__lines__")
    with transaction.atomic():
        row = Entrance.objects.select_for_update(of=("self",)).filter(mine).first()
        if row is None or not row.digest:
            raise Refused(WRONG)
        today = row.day_tries if row.day == day else 0
        if today >= limits.pin_tries_a_day:
            raise Refused(TOMORROW)
        if row.waits is not None and row.waits > at:
            raise Refused(WAIT, {"n": limits.pin_wait_minutes})
        right = hmac.compare_digest(codes.of_number(row.pk, bytes(row.salt), "".join(number.split())), bytes(row.digest))
        tries = 0 if right else row.tries + 1
        waits = at + timedelta(minutes=limits.pin_wait_minutes) if tries >= limits.pin_tries else None
        Entrance.objects.filter(pk=row.pk).update(
            tries=0 if waits is not None else tries, waits=waits, day=day, day_tries=today + (not right)
        )  # fmt: skip
    if not right:
        raise Refused(WRONG if waits is None else WAIT, {"n": limits.pin_wait_minutes})
    return row

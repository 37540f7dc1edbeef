"""Sealed leaves enter together.

Promises: never fewer than eight at a time (blanks make up the number), sorted by hash, at the latest six hours after the first;
what they mean for duties and pages takes effect when they enter, not before. A batch spans at most three neighbouring dates.
"""

import logging
import secrets
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from dinhlang.core.refusal import Refused
from dinhlang.ground.record import append, clock, vault
from dinhlang.ground.record.act import project
from dinhlang.ground.record.models import Entry, Pending

log = logging.getLogger("dinhlang.record")


def due(at: datetime) -> bool:
    """Whether the waiting room is to be emptied at the instant `at`."""
    oldest = Pending.objects.order_by("at").values_list("at", flat=True).first()
    return oldest is not None and (at - oldest >= append.BATCH_AGE or Pending.objects.count() >= append.BATCH_LEAVES)


def by_dates(waiting: Sequence[Pending]) -> Iterator[tuple[list[Pending], list[date]]]:
    """Waiting leaves as batches with the date of each leaf, older dates first, no batch wider than the log's time rule allows."""
    dated = sorted(((clock.local_day(one.at), one) for one in waiting), key=lambda pair: pair[0])
    while dated:
        last = dated[0][0] + append.BACKWARDS_SEALED
        batch = [pair for pair in dated if pair[0] <= last]
        dated = dated[len(batch) :]
        yield [one for _, one in batch], [day for day, _ in batch]


def flush(at: datetime) -> int:
    """Let all waiting leaves enter, each batch filled with blanks to at least eight. Returns how many real ones entered."""
    with transaction.atomic():
        row = append.lock_head()
        waiting = list(Pending.objects.all())
        if not waiting:
            return 0
        for batch, days in by_dates(waiting):
            entries = [
                Entry(hash=bytes(one.hash), leaf=bytes(one.leaf), act=one.act, body=one.body, subject=one.subject, sealed=True, at=one.at)
                for one in batch
            ]
            while len(entries) < append.BATCH_LEAVES:
                # A blank takes a date that a real leaf has: one of its own would give it away.
                leaf, leaf_hash = append.blank(secrets.choice(days))
                entries.append(Entry(hash=leaf_hash, leaf=leaf, act="", subject="", sealed=True, at=at))
            append.enter(row, sorted(entries, key=lambda entry: bytes(entry.hash)))
            row.sealed_day = max(filter(None, (row.sealed_day, days[-1])))
        row.save()
        Pending.objects.filter(pk__in=[one.pk for one in waiting]).delete()
        effects = vault.open_parts([bytes(one.hash) for one in waiting], ["duties"], sealed=True)
        for one in sorted(waiting, key=lambda one: (one.at, bytes(one.hash))):
            for part in effects.get(bytes(one.hash), ()):
                take_effect(one, clock.local_day(at), part.value or [])
        append.bump({scope for one in waiting for scope in one.scopes})
    return len(waiting)


def take_effect(one: Pending, day: date, effects: list[dict[str, Any]]) -> None:
    """Project what a sealed act meant. What the rules no longer allow when it enters has no effect, and holds up nobody else's act."""
    try:
        with transaction.atomic():
            project(one.body, one.act, one.subject, bytes(one.hash), day, effects)
    except Refused as refused:
        log.warning("a sealed %s entered without effect: %s", one.act, refused)

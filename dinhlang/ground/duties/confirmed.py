"""Which wordings of the rules the province held against the law of today, and found the same.

Promises: a fixed number of questions, none where the caller knows the public version of the law and this process read it before; a
confirmation counts for the one wording it names (`Duty.hash`), never for the rule. Refuses: to judge; `core.rules.scored` does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db import connection

from dinhlang.core.rules import Duty, scored
from dinhlang.ground.duties.models import Confirmation
from dinhlang.ground.record import append, fast
from dinhlang.ground.record import reads as record


@dataclass(frozen=True)
class Confirmed:
    """A confirmation: from `day` to the day before `ended`. Number, day and issuer of the document are "" and None once erased."""

    rule: str
    wording: bytes
    day: date
    ended: date | None
    number: str
    dated: date | None
    issuer: str
    by: str  # office, "" for the console
    address: str  # of its entry
    subject: str

    def stands(self, day: date) -> bool:
        """Whether it counts on `day`."""
        return self.day <= day and (self.ended is None or day < self.ended)


@dataclass(frozen=True)
class Law:
    """What was confirmed, as it stood on a day: by the hash of the wording, and the rules of which any wording was."""

    by_wording: Mapping[bytes, Confirmed]
    by_rule: Mapping[str, Confirmed]

    def of(self, duty: Duty) -> Confirmed | None:
        """The confirmation of exactly this wording; None where there is none that counts."""
        return self.by_wording.get(duty.hash)

    def of_another(self, duty: Duty) -> Confirmed | None:
        """The latest confirmation of another wording of this rule, where this one has none."""
        return None if duty.hash in self.by_wording else self.by_rule.get(duty.id)

    def scored(self, duty: Duty) -> bool:
        """Whether *missing* and *late* of this wording may enter a public score (`core.rules.scored`)."""
        return scored(duty, self.by_wording)


NOTHING = Law({}, {})


def version() -> int:
    """How often what is confirmed has changed: the number under which pages of the law are kept. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT n FROM record_publicversion WHERE scope = %s", [append.LAW])
        row = cursor.fetchone()
    return 0 if row is None else int(row[0])


@lru_cache(maxsize=4)
def _ever(_version: int) -> tuple[Confirmed, ...]:
    rows = list(Confirmation.objects.order_by("id"))
    told = {one.hash: one for one in record.around("", [bytes(row.entry) for row in rows])} if rows else {}
    found = []
    for row in rows:
        one = told.get(bytes(row.entry))
        words = one.words if one is not None else {}
        dated = str(words.get("dated", ""))
        found.append(
            Confirmed(
                row.rule,
                bytes(row.wording),
                row.day,
                row.ended,
                str(words.get("number", "")),
                date.fromisoformat(dated) if dated else None,
                str(words.get("issuer", "")),
                str(words.get("by", "")),
                one.address if one is not None else "",
                row.subject,
            )
        )
    return tuple(found)


@lru_cache(maxsize=16)
def _on(version: int, day: date) -> Law:
    stand = [one for one in _ever(version) if one.stands(day)]
    return Law({one.wording: one for one in stand}, {one.rule: one for one in stand}) if stand else NOTHING


def forget() -> None:
    """Read the confirmations anew next time: the table has changed."""
    _ever.cache_clear()
    _on.cache_clear()


def law(day: date, known: int | None = None) -> Law:
    """What was confirmed as of `day`. `known` is the `version` where the caller read it along with something else.

    Three queries at the most: one for the version, two where this process sees that version for the first time.
    """
    now = known if known is not None else fast.once(("law",), version)
    return _on(now, day) if now else NOTHING


def confirmed(day: date) -> frozenset[bytes]:
    """The hashes of the wordings confirmed as of `day`, for `core.rules.scored`. Queries as `law`."""
    return frozenset(law(day).by_wording)

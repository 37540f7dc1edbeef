"""A disclosure found, with its entries, its claims and its words."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _

from dinhlang.core.refusal import N_, NotHere
from dinhlang.ground.duties import present
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.duties.about import Disclosed
from dinhlang.ground.duties.models import Run
from dinhlang.ground.record import fast
from dinhlang.ground.record import reads as record
from dinhlang.ground.record.reads import Told
from dinhlang.works.disclosures.models import Decision, Disclosure

TEXTS = frozenset({"disclosure.post", "disclosure.correct", "disclosure.replace", "plan.adopt", "register.issue", "decision.register"})


TITLED = TEXTS | {"duties.event"}


@dataclass(frozen=True)
class Seen:
    """A disclosure with its claims as (rule, occasion), its entries, oldest first, and the words that stand now ({} where erased)."""

    row: Disclosure
    claims: frozenset[tuple[str, str]]
    told: tuple[Told, ...]
    words: dict[str, Any]
    erased: str


@dataclass(frozen=True)
class Found:
    """A disclosure with its claims as (rule, occasion) and the subject of the one it replaced ("" for none)."""

    row: Disclosure
    claims: frozenset[tuple[str, str]]
    before: str


STANDING = """
SELECT c.rule, c.occasion, d.subject FROM disclosures_claim c JOIN disclosures_disclosure d ON d.subject = c.disclosure_id
WHERE d.body_id = %s AND d.state = 'posted'
"""


def standing(body: int) -> dict[tuple[str, str], str]:
    """What stands disclosed for each duty of a body, (rule, occasion): the subject of what was posted and not withdrawn or replaced."""
    with connection.cursor() as cursor:
        cursor.execute(STANDING, [body])
        return {(rule, occasion): subject for rule, occasion, subject in cursor.fetchall()}


def title_of(words: dict[str, Any] | Any, kind: str = "notice", occasion: str = "") -> str:
    """The title a page gives a thing."""
    if kind == "register":
        return _("List of what was disclosed, %(period)s") % {"period": present.period_word(occasion)}
    if kind == "plan":
        return _("Disclosure plan for %(year)s") % {"year": occasion}
    return str(words.get("title") or _("(the text was erased)"))


def titles(told: Collection[Told]) -> dict[str, str]:
    """The title of each subject among these entries, the latest wording, none of what was withdrawn.

    A plan's line stands under "subject occasion".
    """
    found: dict[str, str] = {}
    for one in sorted(told, key=lambda one: one.place):
        if one.act in {"plan.adopt", "register.issue"} and one.words:
            kind = "plan" if one.act == "plan.adopt" else "register"
            found[one.subject] = title_of(one.words, kind, str(one.words.get("year") or one.words.get("quarter") or ""))
            found |= {f"{one.subject} {line['slug']}": str(line["text"]) for line in one.words.get("lines", ())}
        elif one.act in TITLED and one.words.get("title"):
            found[one.subject] = str(one.words["title"])
        elif one.act == "disclosure.withdraw":
            found.pop(one.subject, None)
    return found


def title_for(one: duties.Obligation, names: Mapping[str, str]) -> str:
    """The title of what started an obligation, out of `titles`: the document's, the plan line's, the meeting's; "" for the calendar."""
    if one.clock is None:
        return ""
    return names.get(f"{one.clock.source} {one.occasion}") or names.get(one.clock.source, "")


OWNER = "SELECT body_id FROM disclosures_disclosure WHERE subject = %s"


def stand(subject: str, day: date) -> duties.Stand:
    """The body whose disclosure it is, in one query. Raises NotHere where there is no such disclosure."""
    found = duties.stand_where(OWNER, [subject], day)
    if found is None:
        raise NotHere(N_("There is no such disclosure."))
    return found


FIND = f"""
SELECT c.rule, c.occasion, (SELECT e.subject FROM disclosures_disclosure e WHERE e.replaced_by = t.subject LIMIT 1),
       {fast.columns(Disclosure, "t")}, {fast.columns(Decision, "d")}
FROM disclosures_disclosure t LEFT JOIN disclosures_decision d ON d.subject = t.decision_id
LEFT JOIN disclosures_claim c ON c.disclosure_id = t.subject WHERE t.subject = %s
"""  # noqa: S608 (names of columns)


OWN = len(Disclosure._meta.concrete_fields)


def find(subject: str) -> Found:
    """A disclosure by its subject, in one query. Raises NotHere where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(FIND, [subject])
        rows = cursor.fetchall()
    if not rows:
        raise NotHere(N_("There is no such disclosure."))
    _rule, _occasion, before, *columns = rows[0]
    row = fast.row(Disclosure, columns[:OWN])
    row.decision = fast.row(Decision, columns[OWN:]) if row.decision_id is not None else None
    return Found(row, frozenset((rule, occasion) for rule, occasion, *_ in rows if rule), before or "")


def told_about(found: Found) -> Disclosed:
    """What other works need to know of a disclosure to find the figures that it is about."""
    row = found.row
    return Disclosed(row.item, row.decision.number if row.decision is not None else "", row.posted, found.claims)


def see(subject: str, found: Found | None = None) -> Seen:
    """A disclosure with its history. Raises NotHere where there is none. `found` is `find(subject)` where it was asked before."""
    one = found or find(subject)
    told = record.of_subjects([subject])
    texts = [entry for entry in told if entry.act in TEXTS]
    last = texts[-1] if texts else None
    return Seen(one.row, one.claims, told, dict(last.words) if last else {}, last.erased if last else "")


def run_of(subject: str, part: str, place: str) -> str:
    """The name of the latest posting of a disclosure in one form at one place; "" where there is none."""
    runs = Run.objects.filter(Q(slot__part=part) | Q(clock__part=part), subject=subject, place=place)
    return runs.order_by("-id").values_list("key", flat=True).first() or ""


def nameless(row: Disclosure) -> str:
    return _("Withdrawn disclosure") if row.state == "withdrawn" else _("(the text was erased)")

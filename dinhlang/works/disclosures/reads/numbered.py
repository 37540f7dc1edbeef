"""Registered documents: found by number, and where each leads."""

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from dinhlang.ground.duties import reads as duties
from dinhlang.ground.duties.acts import slug as plain_slug
from dinhlang.ground.duties.models import Clock
from dinhlang.ground.record import reads as record
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import Field, FoundRow, Link
from dinhlang.works.disclosures.models import Decision, Disclosure
from dinhlang.works.disclosures.reads.base import titles


def decision_href(code: str, rule: str | None, slug: str) -> str:
    """The page that explains the duty a registered document started under `rule`; "" where it started none."""
    return reverse("why", args=[code, rule, slug]) if rule and slug else ""


def documents(body: int, at: duties.Frame, query: str, limit: int = 10) -> tuple[FoundRow, ...]:
    """Registered documents whose number fits what somebody typed, newest first. Three queries, none where nothing of a number was typed."""
    wanted = plain_slug(query) if any(sign.isdigit() for sign in query) else ""
    if not wanted:
        return ()
    owed = Clock.objects.filter(source=OuterRef("subject"), voided=None).values("rule")[:1]
    rows = list(
        Decision.objects.filter(body=body, slug__contains=wanted, struck=None).annotate(rule=Subquery(owed)).order_by("-dated")[:limit]
    )
    if not rows:
        return ()
    told = record.of_subjects([row.subject for row in rows])
    names, entered = titles(told), {one.subject: reverse("entry", args=[one.address]) for one in reversed(told)}
    things = dict(Disclosure.objects.filter(decision__in=rows, state="posted").values_list("decision_id", "subject"))
    return tuple(
        FoundRow(
            _("Document %(number)s of %(day)s") % {"number": row.number, "day": format.short_day(row.dated)},
            names.get(row.subject, ""),
            reverse("thing", args=[things[row.subject]])
            if row.subject in things
            else decision_href(at.place.code, row.rule, row.slug) or entered.get(row.subject, ""),
        )
        for row in rows
    )


def registered(at: duties.Stand, number: str) -> Link | None:
    """Where to go for the document that bears this number already: to what is counted for it, else to what may still be done with it."""
    wanted = plain_slug(number) if any(sign.isalnum() for sign in number) else ""
    row = decision(at.place.id, wanted)
    if row is None:
        return None
    rule = Clock.objects.filter(source=row.subject, voided=None).values_list("rule", flat=True).first()
    text = _("Document %(number)s of %(day)s") % {"number": row.number, "day": format.short_day(row.dated)}
    return Link(text, decision_href(at.place.code, rule, row.slug) or reverse("decision-strike", args=[row.subject]))


def decision(body: int, slug: str) -> Decision | None:
    """A registered document by its slug."""
    return Decision.objects.filter(body=body, slug=slug, struck=None).first()


def facts_of(decision: Decision) -> tuple[Field, ...]:
    """A document's number and date as a form shows them beside its fields."""
    return (
        Field(_("Document"), decision.number),
        Field(_("Issued"), format.long_day(decision.dated)),
        Field(_("Item"), str(decision.item)),
    )

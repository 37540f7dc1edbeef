"""What waits for a second pair of eyes."""

from collections import Counter
from collections.abc import Collection, Iterator

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dinhlang.ground.duties import reads as duties
from dinhlang.ground.duties.models import Run
from dinhlang.ground.record import reads as record
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import Field, Link
from dinhlang.works.disclosures import checks, policy
from dinhlang.works.disclosures.acts import SITE
from dinhlang.works.disclosures.models import Decision, Disclosure, Ending, Redate
from dinhlang.works.disclosures.reads.base import title_of, titles
from dinhlang.works.disclosures.reads.numbered import facts_of


def waiting_redates(body: int) -> QuerySet[Redate]:
    """Later dates that wait for a second office."""
    return Redate.objects.select_related("decision").filter(decision__body=body, confirmed=False)


def to_confirm(at: duties.Frame, acts: Collection[str], office: str) -> tuple[Link, ...]:
    """What waits for a second pair of eyes, that of `office`: what another office asked for, postings on paper for the Front."""
    links = []
    if "ending.confirm" in acts:
        links += [Link(text, reverse("ending-confirm", args=[row.subject])) for row, text in _waiting_endings(at.place.id, office)]
    if "decision.confirm_redate" in acts:
        links += [
            Link(
                _("Document %(number)s: later date %(day)s asked for")
                % {"number": row.decision.number, "day": format.short_day(row.dated)},
                reverse("decision-confirm-redate", args=[row.subject]),
            )
            for row in waiting_redates(at.place.id).exclude(asked_as=office)
        ]
    if "disclosure.countersign" in acts:
        hung = Run.objects.filter(body__in=[at.place.id, *(one.id for one in at.villages)]).exclude(place=SITE).exclude(subject="")
        waits = hung.filter(Q(seen_first="") | (Q(seen_last="") & Q(to_day__isnull=False)))
        counts = Counter(waits.values_list("subject", flat=True))
        rows = {row.subject: row for row in Disclosure.objects.filter(pk__in=list(counts), state="posted")}
        names = titles(record.of_subjects(list(rows)))
        for subject, row in rows.items():
            title = names.get(subject) or title_of({}, row.kind, row.occasion)
            text = ngettext("%(title)s: %(n)d posting to confirm", "%(title)s: %(n)d postings to confirm", counts[subject])
            links.append(Link(text % {"title": title, "n": counts[subject]}, reverse("disclosure-countersign", args=[subject])))
    return tuple(links)


def _waiting_endings(body: int, office: str) -> Iterator[tuple[Ending, str]]:
    """What another office than `office` asked to end, each in a sentence. Three queries at the most."""
    rows = list(Ending.objects.filter(body=body, confirmed=False).exclude(asked_as=office).order_by("subject"))
    numbers = dict(Decision.objects.filter(pk__in=[row.about for row in rows]).values_list("subject", "number")) if rows else {}
    gone = {row.subject: row for row in Disclosure.objects.filter(pk__in=[row.about for row in rows])} if rows else {}
    for row in rows:
        reason = policy.reason_text(row.reason)
        if row.about in numbers:
            yield row, _("Document %(number)s: asked to be struck: %(reason)s") % {"number": numbers[row.about], "reason": reason}
        elif row.about in gone:
            thing = gone[row.about]
            title = title_of({}, thing.kind, thing.occasion) if thing.kind in checks.DRAWN_UP else _("Withdrawn disclosure")
            yield row, _("%(title)s: nothing is owed any more, says another office: %(reason)s") % {"title": title, "reason": reason}


def ending_facts(asked: Ending) -> tuple[Field, ...]:
    """What a second office must know before it confirms that duties end."""
    row = Decision.objects.filter(pk=asked.about).first()
    facts = facts_of(row) if row is not None else ()
    if row is None:
        thing = Disclosure.objects.get(pk=asked.about)
        title = title_of({}, thing.kind, thing.occasion) if thing.kind in checks.DRAWN_UP else _("Withdrawn disclosure")
        facts = (Field(_("What was withdrawn"), title, reverse("thing", args=[thing.subject])),)
    return (*facts, Field(_("Why"), policy.reason_text(asked.reason)))

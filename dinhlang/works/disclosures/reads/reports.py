"""What residents reported."""

from collections.abc import Collection, Mapping
from datetime import timedelta

from django.db import connection
from django.utils.translation import gettext as _

from dinhlang.ground.duties import present
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.record import clock
from dinhlang.ground.record.reads import Told
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import Link, ReportRow
from dinhlang.works.disclosures.reads.numbered import decision_href

REPORTS = """
SELECT r.subject, d.slug, d.number, (SELECT MIN(c.rule) FROM duties_clock c WHERE c.source = d.subject AND c.voided IS NULL)
FROM disclosures_report r LEFT JOIN disclosures_decision d ON d.subject = r.answered_by_id
WHERE r.body_id = %s
"""


def reports_of(body: int) -> dict[str, tuple[str, str, str]]:
    """The subjects of what residents reported about a body, each with slug and number of the document that answered it and the rule
    under which something is owed for that ("" where there is none)."""
    with connection.cursor() as cursor:
        cursor.execute(REPORTS, [body])
        return {subject: (slug or "", number or "", rule or "") for subject, slug, number, rule in cursor.fetchall()}


def reported(
    told: Collection[Told], answers: Mapping[str, tuple[str, str, str]], at: duties.Frame, *, may_answer: bool = False
) -> tuple[ReportRow, ...]:
    """What residents reported, among entries told and with the `answers` of `reports_of`, newest first: no day, only the week; no
    words that the sender did not let be shown."""
    rows = []
    for one in told:
        if one.act != "decision.report":
            continue
        day = clock.local_day(one.at)
        monday = day - timedelta(days=day.weekday())
        item = at.book.items.get(int(one.words.get("item") or 0))
        slug, number, rule = answers.get(one.subject, ("", "", ""))
        register = Link(_("Register this document"), f"{reverse('decision-register', args=[at.place.code])}?bao={one.subject}")
        rows.append(
            ReportRow(
                title=str(one.words.get("title") or "") or _("A document that a resident knows of (the words are not shown)"),
                where=str(one.words.get("where") or ""),
                item=present.said(item.short) if item is not None else "",
                monday=monday,
                sunday=monday + timedelta(days=6),
                answer=Link(number, decision_href(at.place.code, rule, slug)) if number else None,
                action=register if may_answer and not number else None,
            )
        )
    return tuple(rows)

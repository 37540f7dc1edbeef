"""What is shown of single kinds of petitions: their steps and words, what their sender can do next by law, what the body has to do.

Promises: an identity number is shown whole to the body that has the request, and to nobody else.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.utils.translation import gettext as _

from dinhlang.core.refusal import N_
from dinhlang.core.rules import Rulebook
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.reads import Place
from dinhlang.ground.ui import format
from dinhlang.ground.ui.shapes import Field
from dinhlang.works.petitions import clocks, kinds, policy
from dinhlang.works.petitions.models import Decision, Petition
from dinhlang.works.petitions.states import ANSWERED, CONFIRMED, REFUSED, SENT, TAKEN

SAID: Mapping[str, str] = {
    "petition.complete": N_("The body asks to complete it; the clock begins with what you send"),
    "petition.terms": N_("The body says how long it takes, and how it can be had"),
    "petition.extend": N_("More time was told"),
    "petition.more_time": N_("More time was told before it is taken on"),
    "petition.decide": N_("Decided"),
}
WORDS: Mapping[str, str] = {
    "identity": N_("Identity card or passport"), "purpose": N_("For what"), "first": N_("First decision"), "finding": N_("What was found"),
    "ground": N_("Ground"), "elsewhere": N_("Who answers for it"), "until": N_("Until when"), "price": N_("Cost of copying and sending"),
    "outcome": N_("The complaint was"), "decision": N_("Decision number"), "decided": N_("Day of the decision"),
}  # fmt: skip
SHOWN = 3  # last signs of an identity number that its sender's page shows


def said(kind: str, name: str, text: str, *, desk: bool = False) -> str:
    """A sealed word as it is shown: ids as words, days and money as people write them."""
    if name == "identity":
        return text if desk else "•" * (len(text) - SHOWN) + text[-SHOWN:]
    if name in ("until", "decided"):
        return format.short_day(date.fromisoformat(text))
    if name == "price":
        return _("%(price)s đồng") % {"price": format.count(int(text))} if int(text) else _("nothing")
    if name == "outcome" and text in kinds.OUTCOMES:
        return _(kinds.OUTCOMES[text])
    if name == "finding":
        one = policy.kind(kind).found(text)
        return one.text.said if one is not None else text
    if name == "ground":
        words, article = kinds.ground_words(kind, text), format.cited(text)
        return f"{words} ({article})" if words else article
    return text


def steps(found: Petition, day: date, book: Rulebook) -> Iterable[tuple[str, str, str]]:
    """What the body can do with a petition of this kind now, beside what it can with every one: step, page, words."""
    sort = policy.kind(found.kind)
    if sort.decides:
        yield "decide", "decide", _("Enter the decision")
    if found.state == TAKEN and sort.terms and not kinds.is_wrong(found):
        yield "terms", "terms", _("Say how long, where, for how much")
    if found.state == TAKEN and kinds.extended(found, day, book) is not None and found.due is not None and found.due >= day:
        yield "extend", "extend", _("Tell that it takes more time")
    in_time = found.due is None or found.due >= day
    if sort.completes and in_time and not kinds.is_wrong(found) and not kinds.incomplete(found):
        yield "complete", "complete", _("Ask to complete it")
    if sort.more_time and found.rule and in_time:
        yield "more-time", "more-time", _("Tell that it takes more time")


def facts(found: Petition) -> tuple[Field, ...]:
    """The decision on a complaint. One query, for complaints that were decided."""
    if not policy.kind(found.kind).decides or found.state not in (ANSWERED, CONFIRMED):
        return ()
    one = Decision.objects.filter(petition=found).first()
    if one is None:
        return ()
    return (
        Field(_("Number"), found.pk[:6]),
        Field(_("Decision"), _("%(number)s of %(day)s") % {"number": one.number, "day": format.short_day(one.day)}),
        Field(_("The complaint was"), _(kinds.OUTCOMES[one.outcome])),
    )


def desk_notes(found: Petition, day: date, book: Rulebook) -> list[str]:
    """Until when a decision has to be sent out, by the rulebook; an earlier day of the older wording, as a warning. One query at most."""
    sort = policy.kind(found.kind)
    if found.state == SENT and found.rule and found.due is not None:
        before = clocks.earlier(found.rule, found.since, found.due, book)
        return (
            [
                _("The older wording would end on %(day)s already: be done by then, for what has changed since was not all read.")
                % {"day": format.short_day(before)}
            ]
            if before is not None
            else []
        )
    one = Decision.objects.filter(petition=found).first() if sort.decides and found.state == ANSWERED else None
    rule = None if one is None else clocks.ruled(
        "paper.issued", sort.decides, bodies.place(found.body_id, day), one.day, book, "paper.send"
    )  # fmt: skip
    if rule is None or rule[1] is None:
        return []
    return [_("The decision on paper goes to the complainant and everybody concerned by %(day)s.") % {"day": format.short_day(rule[1])}]


def advice(found: Petition, places: Mapping[int, Place], day: date) -> str:
    """What its sender can do next by law where the answer does not content, or none came in time; "" where there is nothing to say."""
    sort = policy.kind(found.kind)
    if policy.grounds(found.kind) and found.state == REFUSED:
        return _("You may complain about this refusal, or go to court.")
    if not sort.decides:
        return ""
    late = found.state in (SENT, TAKEN) and found.due is not None and found.due < day
    if not late and found.state != ANSWERED:
        return ""
    if sort.needs:  # a second complaint: after it there is the court
        return _("Not content, or no decision in time: you may go to court.")
    here = places[found.body_id]
    above = bodies.place(here.parent, day).name if here.parent is not None else _("the body above")
    if found.state == ANSWERED:
        return _(
            "Not content with the decision: a second complaint goes to %(above)s within %(days)d days of the day you received it "
            "(%(remote)d in remote places), or you go to court."
        ) % {"above": above, **kinds.filing(day)}
    if found.state == TAKEN and found.due is not None:
        last = format.short_day(found.due + timedelta(days=kinds.filing(day)["days"]))
        return _("No decision came in time: a second complaint goes to %(above)s, until %(last)s, or you go to court.") % {
            "above": above, "last": last,
        }  # fmt: skip
    return ""

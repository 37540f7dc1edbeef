"""One disclosure as six papers: what each says, and what came back from the villages.

Promises: every paper says the words of the disclosure as they stand now; where these were withdrawn or erased there is no paper.
"""

from collections.abc import Callable, Collection

from django.utils import translation
from django.utils.translation import gettext as _

from dinhlang.core.refusal import N_, NotHere
from dinhlang.core.rules import Audience
from dinhlang.core.speech import begun, day_words, minutes, speak
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.duties import present
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.people.reads import Holder
from dinhlang.ground.record import clock
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.qr import qr
from dinhlang.ground.ui.shapes import Field, Link, Script, SixPage, ThingPage, VillageSheet, VillageTick
from dinhlang.works.disclosures import policy, sheets
from dinhlang.works.disclosures.acts import token_of
from dinhlang.works.disclosures.models import Disclosure, TickLink
from dinhlang.works.disclosures.reads.base import find, see, stand
from dinhlang.works.disclosures.reads.lists import quarter_of, register_rule
from dinhlang.works.disclosures.reads.things import thing_of
from dinhlang.works.disclosures.reads.told import official_of

Whole = Callable[[str], str]  # the whole address of a path
TIMES = 2


def paper_of(subject: str, at: duties.Stand, *, allowed: Collection[Audience]) -> ThingPage:
    """The words that papers are made of. Raises NotHere where nothing stands any more: what was erased leaves no paper."""
    found = find(subject)
    page = thing_of(found, at, allowed=allowed)
    if page.tombstone is not None or found.row.state != "posted":
        raise NotHere(N_("Nothing stands here any more that a paper could be made of."))
    return page


def script_of(page: ThingPage) -> Script:
    """What is read out over the loudspeakers, in Vietnamese: who tells, what, where to read it; then once again."""
    with translation.override("vi"):
        lines = [_("%(body)s announces: %(title)s.") % {"body": page.body.text, "title": page.title.rstrip(".")}]
        if page.number:
            dated = f", {day_words(page.dated)}" if page.dated else ""
            lines.append(_("By document %(number)s%(dated)s.") % {"number": page.number, "dated": dated})
        lines += page.lines
        lines += _where_it_hangs(page)
    said = speak("\n".join(lines), policy.vocabulary())
    speed = policy.values().read_syllables_a_minute
    return Script(tuple(begun(said.text).split("\n")), said.unknown, said.syllables, minutes(TIMES * said.syllables, speed), speed, TIMES)


def _where_it_hangs(page: ThingPage) -> tuple[str, ...]:
    """Where those who listen can read it: in the forms on paper that its duties ask for, and nothing that nobody promised."""
    forms = {part.channel for part in page.parts}
    if {"board", "village-points"} <= forms:
        return (_("The whole text hangs at the office of the commune and at the community points."),)
    return (_("The whole text hangs at the office of the commune."),) if "board" in forms else ()


def group_text(page: ThingPage, url: str, most: int) -> str:
    """The text for a group of neighbours, at most `most` signs where the address leaves room: the point first, the address last."""
    foot = f"\n{_('Read all of it:')} {url}"
    head = page.title
    if page.number:
        head += f"\n{page.body.text}, {page.number}" + (f", {format.short_day(page.dated)}" if page.dated else "")
    else:
        head += f"\n{page.body.text}"
    room = most - len(foot)
    text = head if len(head) <= room else _cut(head, room)
    for line in page.lines:
        if len(text) + 1 + len(line) <= room:
            text += f"\n{line}"
            continue
        if room - len(text) > 40:
            text += f"\n{_cut(line, room - len(text) - 1)}"
        break
    return text + foot


def _cut(text: str, most: int) -> str:
    """`text` cut at a word, with a sign that it goes on."""
    if len(text) <= most:
        return text
    kept = text[: max(1, most - 1)]
    return (kept.rpartition(" ")[0] or kept) + "…"


def ticks_of(row: Disclosure, at: duties.Frame, whole: Whole, *, secret: bool) -> tuple[VillageTick, ...]:
    """Each village with its link (where `secret` may be shown) and what was ticked; of a closed link only what it said."""
    links: dict[int, TickLink] = {}
    for link in TickLink.objects.filter(disclosure=row).order_by("until", "subject"):
        before = links.get(link.village_id)
        if before is None or link.revoked is None or before.revoked is not None:
            if before is not None:
                link.posted, link.read = link.posted or before.posted, link.read or before.read
            links[link.village_id] = link
    found = []
    for village in at.villages:
        known = links.get(village.id)
        live = known is not None and known.revoked is None and known.until >= at.day
        url = whole(reverse("tick", args=[token_of(known.subject)])) if known is not None and live and secret else ""
        found.append(
            VillageTick(
                village.name,
                village.code,
                url,
                qr(url) if url else "",
                known.until if known is not None and live else None,
                known.posted if known is not None else None,
                known.read if known is not None else None,
            )
        )
    return tuple(found)


def six_of(
    subject: str,
    at: duties.Stand,
    whole: Whole,
    *,
    allowed: Collection[Audience],
    holder: Holder | None,
    acts: Collection[str],
) -> SixPage:
    """All six papers, for somebody who may do `acts`. Raises NotHere where nothing stands any more."""
    page = paper_of(subject, at, allowed=allowed)
    frame, seen = duties.frame_of(at), see(subject)
    url = whole(reverse("thing", args=[subject]))
    most = policy.values().group_text_signs
    villages = ticks_of(seen.row, frame, whole, secret="disclosure.offer_ticks" in acts)
    place = Link(_("Enter a posting on paper"), reverse("disclosure-place", args=[subject])) if "disclosure.place" in acts else None
    rule = register_rule(frame)
    quarter = quarter_of(frame, seen.row.posted) if rule is not None and seen.row.kind == "notice" and seen.row.item else ""
    row = _row(seen.row, page, frame) if quarter else ()
    offered = any(one.until for one in villages)
    return SixPage(
        title=_("Six papers: %(title)s") % {"title": page.title},
        thing=Link(page.title, reverse("thing", args=[subject])),
        body=page.body,
        lines=page.lines,
        portal=sheets.portal_html(page, url),
        portal_href=reverse("six-portal", args=[subject]),
        portal_confirm=Link(_("Enter where the official portal shows it"), reverse("disclosure-official", args=[subject]))
        if "disclosure.official" in acts
        else None,
        official=official_of(seen.told),
        board_href=reverse("thing-print", args=[subject]),
        board_places=sheets.hanging(page.parts),
        board_confirm=place,
        digest=sheets.digest_of(page),
        script=script_of(page),
        script_href=reverse("six-script", args=[subject]),
        group_text=group_text(page, url, most),
        group_most=most,
        villages=villages,
        ticked=sum(1 for one in villages if one.posted),
        links_open=sum(1 for one in villages if one.until),
        list_href=reverse("six-villages", args=[subject]) if villages and "disclosure.offer_ticks" in acts else "",
        offer=Link(_("Make the links for the villages"), reverse("disclosure-offer-ticks", args=[subject]))
        if villages and "disclosure.offer_ticks" in acts and not all(one.until for one in villages)
        else None,
        close=Link(_("Close links"), reverse("disclosure-close-ticks", args=[subject]))
        if offered and "disclosure.close_ticks" in acts
        else None,
        row=row,
        row_text="\t".join(" ".join(one.value.split()) for one in row),
        register=Link(present.period_word(quarter), reverse("register", args=[at.place.code, quarter])) if quarter else None,
        register_xlsx=reverse("register-xlsx", args=[at.place.code, quarter]) if quarter else "",
        pack_href=reverse("six-pack", args=[subject]),
        today=at.day,
        designated=frame.fact("designated") is not None,
    )


def _row(row: Disclosure, page: ThingPage, at: duties.Frame) -> tuple[Field, ...]:
    """The line of the quarter's register that this disclosure makes."""
    item = at.book.items.get(row.item or 0)
    forms = [part.word for part in page.parts if part.runs]
    return (
        Field(_("No."), str(row.item or "")),
        Field(_("Matter to be disclosed"), present.said(item.short) if item else ""),
        Field(_("Title"), page.title),
        Field(_("Document"), page.number + (f", {format.short_day(page.dated)}" if page.number and page.dated else "")),
        Field(_("First day"), format.short_day(row.posted)),
        Field(_("Forms"), ", ".join(dict.fromkeys(forms)) or _("website")),
    )


def sheet_of(subject: str, at: duties.Stand, whole: Whole, *, allowed: Collection[Audience]) -> VillageSheet:
    """The slips for the village heads."""
    page = paper_of(subject, at, allowed=allowed)
    row = find(subject).row
    villages = ticks_of(row, duties.frame_of(at), whole, secret=True)
    return VillageSheet(page.title, page.body.text, page.number, page.dated, page.lines, villages, at.day)


def linked(link: TickLink) -> tuple[ThingPage, bodies.Place]:
    """What a village's link is about: the disclosure as the public reads it, and the village."""
    at = stand(link.disclosure_id, clock.today())
    page = paper_of(link.disclosure_id, at, allowed=frozenset(Audience))
    return page, bodies.place(link.village_id, clock.today())

"""Public texts in words: a row of the list, its state, how one stands for its sender and on the desk of the body that has the petition.

Promises: weeks and never days of what was sent; a mark says by whom, on which day, why and by which article a text was taken down.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _

from dinhlang.core.refusal import N_, NotHere
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.people.reads import office_name
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import Field, FoundRow, Link, TextRow
from dinhlang.works.petitions import policy, public
from dinhlang.works.petitions.models import Petition, PublicText
from dinhlang.works.petitions.states import ANSWERED, CONFIRMED, DOWN, HELD, SHOWN, WAITING

STAFF = "staff"  # what the record says of an office whose name it may not tell
STATES: Mapping[str, tuple[str, str]] = {
    public.OPEN: (N_("being dealt with"), "open"),
    public.LATE: (N_("not done, past its day"), "late"),
    public.ANSWERED: (N_("answered"), "done"),
    public.REFUSED: (N_("not taken on"), "none"),
}
COARSE = N_("Topic, village and week are not told: too few others stand in the number of which it is one.")
UNTOLD = (N_("how it stands is not told yet"), "none")
_AFTER = re.compile(r"(\d{4}-\d{2}-\d{2})\.([0-9a-z]{16})")


def week_words(monday: date) -> str:
    """The week that begins on this Monday."""
    return _("week of %(first)s to %(last)s") % {
        "first": format.short_day(monday), "last": format.short_day(monday + timedelta(days=6))
    }  # fmt: skip


def after_words(behind: public.After) -> str:
    """Where a list goes on, as it stands in an address."""
    return f"{behind[0].isoformat()}.{behind[1]}"


def after(typed: str) -> public.After | None:
    """The same, read from an address; None for none. Raises NotHere."""
    if not typed:
        return None
    found = _AFTER.fullmatch(typed)
    try:
        if found is not None:
            return date.fromisoformat(found[1]), found[2]
    except ValueError:
        pass
    raise NotHere(N_("There is no such part of the list. Open it again from its beginning."))


def _about(topic: str) -> str:
    known = policy.topics().get(topic)
    return known.text.said if known is not None else topic


def reason_words(reason: str) -> str:
    """A reason of the closed list with its article, or that it is a rule of this house."""
    one = policy.reasons().get(reason)
    if one is None:
        return reason
    basis = _("a rule of this house; no article was read that orders it") if one.basis == "house" else format.cited(one.basis)
    return f"{one.text.said} ({basis})"


def _office(by_office: str) -> str:
    return _("an officer") if by_office in ("", STAFF) else office_name(by_office)


def row(one: public.PublicPetition) -> TextRow:
    """A public text as a row of the list."""
    text, css = STATES.get(one.state, UNTOLD)
    gone = ""
    if one.down is not None:
        text, css = N_("taken down"), "none"
        gone = _("Taken down on %(day)s by %(body)s, %(office)s: %(reason)s") % {
            "day": format.short_day(one.down), "body": one.by_body, "office": _office(one.by_office), "reason": reason_words(one.reason)
        }  # fmt: skip
    href = reverse("petition-text", args=[one.public_id])
    about = _("Something that is not told apart") if one.coarse else _about(one.topic)
    week = _("the week is not told") if one.coarse else week_words(one.week)
    return TextRow(about, one.place, week, _(text), css, one.text, one.answer, gone, href)


def latest(chosen: Sequence[PublicText]) -> PublicText | None:
    """The text that counts now, of all of a petition: one that lives, else the one taken down last."""
    rows = sorted(chosen, key=lambda one: (one.state != DOWN, one.opens))
    return rows[-1] if rows else None


def facts(one: PublicText | None, day: date) -> tuple[Field, ...]:
    """What became of a public text: for its sender, and for the body that has the petition."""
    if one is None:
        return ()
    opens = {"day": format.short_day(one.opens)}
    if one.state == WAITING:
        stand = _("becomes public on %(day)s at six") % opens
    elif one.state == HELD:
        stand = _("held back; on %(day)s everybody reads that it was") % opens
    elif one.state == SHOWN:
        stand = _("public since %(day)s") % opens
    else:
        stand = _("taken down on %(day)s") % {"day": format.short_day(one.down or one.opens)}
    by = bodies.place(one.by_body_id, day).name if one.by_body_id and one.reason else ""
    return (
        Field(_("State"), stand),
        *((Field(_("Objected to by") if one.state == WAITING else _("By"), f"{by}, {_office(one.by_office)}"),) if by else ()),
        *((Field(_("How it is shown"), _(COARSE)),) if one.coarse else ()),
        *((Field(_("Why"), reason_words(one.reason)),) if one.reason else ()),
    )


def own_links(one: PublicText | None, code: str, *, may_publish: bool) -> tuple[Link, ...]:
    """What its sender can do about the public text; `code` as it stands in the address."""
    links = []
    if one is not None and one.state in (SHOWN, DOWN):
        links.append(Link(_("As everybody reads it"), reverse("petition-text", args=[one.pk])))
    if one is not None:
        links.append(Link(_("Take the public text back"), reverse("petition-withdraw", args=[code])))
    if may_publish:
        links.append(Link(_("Make a text of it public"), reverse("petition-publish", args=[code])))
    return tuple(links)


def desk_links(found: Petition, one: PublicText | None) -> tuple[Link, ...]:
    """What the body that has the petition can do about the public text."""
    links = []
    if one is not None and one.state == WAITING:
        links.append(Link(_("Object to the public text"), reverse("petition-hold", args=[found.pk])))
    if one is not None and one.state in (WAITING, SHOWN) and found.state in (ANSWERED, CONFIRMED):
        links.append(Link(_("Word the answer for everybody"), reverse("petition-word", args=[found.pk])))
    if one is not None and one.state in (SHOWN, DOWN):
        links.append(Link(_("As everybody reads it"), reverse("petition-text", args=[one.pk])))
    return tuple(links)


LOOKS = 20  # texts named on a desk; the rest follow as these have had their Monday


def looks(body: int) -> tuple[FoundRow, ...]:
    """Public texts that wait for Monday, for the body to look at. One query."""
    rows = PublicText.objects.filter(state=WAITING, petition__body=body).order_by("opens", "pk")[:LOOKS]
    return tuple(
        FoundRow(
            _("Look at a text before it is public: %(topic)s") % {"topic": _about(one.topic)},
            _("becomes public on %(day)s at six") % {"day": format.short_day(one.opens)},
            reverse("petition-desk", args=[one.petition_id]),
        )
        for one in rows
    )

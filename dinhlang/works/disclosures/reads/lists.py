"""The quarterly register as a grid."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _

from dinhlang.core.calendar import Period, periods
from dinhlang.core.refusal import N_, NotHere, Refused
from dinhlang.core.rules import Duty, How, Mode, State
from dinhlang.ground.duties import present
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.duties.models import Run
from dinhlang.ground.people.reads import office_name
from dinhlang.ground.record import fast
from dinhlang.ground.record import reads as record
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import CellRow, Link, RegisterPage, RegisterRow, RegisterStrip
from dinhlang.works.disclosures import checks
from dinhlang.works.disclosures.acts import SITE
from dinhlang.works.disclosures.models import Disclosure
from dinhlang.works.disclosures.reads.base import nameless, titles


def register_rule(at: duties.Frame) -> Duty | None:
    """The duty whose parts are cells: the quarterly register."""
    return next(
        (duty for duty in at.book.duties.values() if any(part.mode is Mode.CELL for part in duty.parts) and at.place.kind in duty.bearer),
        None,
    )


def quarter_of(at: duties.Frame, day: date) -> str:
    """The id of the register's period that holds `day`."""
    rule = register_rule(at)
    if rule is None:
        return ""
    return next(row.id for row in periods(rule.starts.every, rule.starts.of, day.year) if row.first <= day <= row.last)


def strip(at: duties.Frame, found: Sequence[duties.Obligation], quarter: str) -> RegisterStrip | None:
    """The register of one quarter in one look, out of obligations already read."""
    one = next((one for one in found if one.occasion == quarter and any(part.part.mode is Mode.CELL for part in one.parts)), None)
    if one is None:
        return None
    href = reverse("register", args=[at.place.code, quarter])
    cells = tuple(
        CellRow(part.part.item, present.said(at.book.items[part.part.item].short), part.state, f"{href}#muc-{part.part.item}")
        for part in one.parts
        if part.part.item is not None and part.part.item in at.book.items
    )
    words = [cell.state for cell in cells]
    return RegisterStrip(
        quarter,
        present.period_word(quarter),
        words.count(State.DISCLOSED),
        words.count(State.NOTHING_AROSE),
        len(words) - words.count(State.DISCLOSED) - words.count(State.NOTHING_AROSE),
        cells,
        href,
    )


def register(code: str, quarter: str, day: date, *, acts: Collection[str] = ()) -> RegisterPage:
    """The register of Art. 13(2) of one body and quarter. Raises Refused for a quarter that is none."""
    return register_of(duties.find(code, day), quarter, acts=acts)


def register_of(stand: duties.Stand, quarter: str, *, acts: Collection[str] = ()) -> RegisterPage:
    """`register` of a body already found. Seven queries more."""
    code, day, at = stand.place.code, stand.day, duties.frame_of(stand)
    rule = register_rule(at)
    if rule is None:
        raise Refused(N_("This body keeps no quarterly register."))
    found = duties.obligations(at, rule=rule.id, upcoming=True)
    one = next((one for one in found if one.occasion == quarter), None)
    if one is None:
        known = ", ".join(one.occasion for one in found)
        raise NotHere(N_("There is no register for {quarter}. There are: {known}"), {"quarter": quarter[:12], "known": known})
    period = next(row for row in periods(rule.starts.every, rule.starts.of, int(quarter[:4])) if row.id == quarter)
    counted = {done.subject for part in one.parts for done in part.done if done.voided is None}  # a withdrawn one that stays fulfilled too
    here = _of_quarter(at.place.id, period, counted)
    things = [row for row in here if row.kind == "notice"]
    issued = next((row for row in here if row.kind == "register"), None)
    told = record.of_subjects([row.subject for row in things] + ([issued.subject] if issued else []))
    names = titles(told)
    hung = _forms([row.subject for row in things], at)
    over = day > period.last
    empty = {State.SILENT, State.NOT_YET_DUE}  # a cell of a quarter that is over may be signed before the day the list is due
    rows = []
    for part in one.parts:
        item = at.book.items.get(part.part.item or 0)
        if item is None:
            continue
        mine = [row for row in things if row.item == item.number]
        rows.append(
            RegisterRow(
                item=item.number,
                text=present.said(item.text),
                state=part.state,
                count=len(mine),
                first=min((row.posted for row in mine), default=None),
                forms=tuple(dict.fromkeys(form for row in mine for form in (_("website"), *hung.get(row.subject, ())))),
                links=tuple(Link(names.get(row.subject) or nameless(row), reverse("thing", args=[row.subject])) for row in mine),
                action=Link(_("Nothing arose"), reverse("register-nothing", args=[code, quarter]) + f"?muc={item.number}")
                if over and part.state in empty and "register.nothing_arose" in acts
                else None,
            )
        )
    words = [row.state for row in rows]
    done, nothing = words.count(State.DISCLOSED), words.count(State.NOTHING_AROSE)
    signed = next((entry for entry in told if issued and entry.subject == issued.subject), None)
    places = [other.occasion for other in found if other.opens <= day + timedelta(days=100)]
    now = places.index(quarter) if quarter in places else 0
    links = []
    if over and issued is None and "register.issue" in acts:
        links.append(Link(_("Draw up and sign the list"), reverse("register-issue", args=[code, quarter])))
    if over and "register.nothing_arose" in acts and empty & set(words):
        links.append(Link(_("Sign where nothing arose"), reverse("register-nothing", args=[code, quarter])))
    if issued is not None:
        links.append(Link(_("The signed list and its postings"), reverse("thing", args=[issued.subject])))
    return RegisterPage(
        body=Link(at.place.name, reverse("body", args=[code])),
        title=_("List of what was disclosed, %(period)s") % {"period": present.period_word(quarter)},
        quarter=quarter,
        from_day=period.first,
        to_day=period.last,
        rows=tuple(rows),
        disclosed=done,
        nothing=nothing,
        silent=len(words) - done - nothing,
        coverage=_("%(n)d of %(all)d items have an entry") % {"n": done + nothing, "all": len(words)},
        duty=present.duty_row(one, at),
        older=_beside(code, places, now - 1),
        newer=_beside(code, places, now + 1),
        downloads=(
            Link("PDF", reverse("register-pdf", args=[code, quarter])),
            Link("XLSX", reverse("register-xlsx", args=[code, quarter])),
        ),
        today=day,
        signed_by=office_name(rule.answers, at.book) if signed else "",
        signed_at=signed.at if signed else None,
        parts=tuple(present.part_row(part, at) for part in one.parts if part.part.item is None),
        actions=tuple(links),
        basis=format.cited(rule.basis),
    )


OF_QUARTER = """
t.body_id = %s AND ((t.kind = 'notice' AND t.posted BETWEEN %s AND %s AND (t.state <> 'withdrawn' {counted}))
  OR (t.kind = 'register' AND t.occasion = %s AND t.state = 'posted')) ORDER BY t.posted, t.subject
"""


def _of_quarter(body: int, period: Period, counted: Collection[str]) -> list[Disclosure]:
    """The notices of a quarter with the signed list of it; of those withdrawn only the `counted`. One query."""
    more = f"OR t.subject IN ({', '.join(['%s'] * len(counted))})" if counted else ""
    return fast.rows(Disclosure, OF_QUARTER.format(counted=more), [body, period.first, period.last, *counted, period.id])


def _forms(subjects: Sequence[str], at: duties.Frame) -> dict[str, tuple[str, ...]]:
    """On which paper each disclosure hung, as words; what nobody has confirmed says so. One query."""
    found: dict[str, dict[str, bool]] = {}
    places = ", ".join(["%s"] * len(subjects))
    for run in fast.rows(Run, f"t.subject IN ({places}) AND t.place <> %s ORDER BY t.id", [*subjects, SITE]) if subjects else ():
        word = _("office board") if run.place == checks.HEADQUARTERS else _("village boards")
        mine = found.setdefault(run.subject, {})
        mine[word] = mine.get(word, False) or run.how != How.DECLARED
    return {
        subject: tuple(word if sure else _("%(form)s (declared)") % {"form": word} for word, sure in rows.items())
        for subject, rows in found.items()
    }


def _beside(code: str, places: Sequence[str], n: int) -> Link | None:
    if not 0 <= n < len(places):
        return None
    return Link(present.period_word(places[n]), reverse("register", args=[code, places[n]]))

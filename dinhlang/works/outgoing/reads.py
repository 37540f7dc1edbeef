"""The register as its office reads it, and how much of it the public sees: what must be disclosed, what of that was registered, what was.

Promises: a document counts as registered where a clock of its body bears its number, as disclosed where something that counts was done
for that clock; both come from the duties, never from a tick of the office. Refuses: to show a row to whom policy/visibility.toml does not.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import urlencode

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dinhlang.core.refusal import N_, NotHere
from dinhlang.core.rules import Rulebook
from dinhlang.ground.duties import present
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.people import visibility
from dinhlang.ground.record.reads import Told
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import Field, FoundRow, Link, OutgoingPage, OutgoingRow
from dinhlang.works.outgoing import policy, proposals
from dinhlang.works.outgoing.lines import Line
from dinhlang.works.outgoing.models import Document

MODEL = "outgoing.Document"
PAGE = 50
BASIS = "Law 10/2022/QH15 Art. 11, 13"
REGISTER, IMPORT = "decision.register", "outgoing.import"
KIND = "van-ban-di"  # the kind of import


class Filter(StrEnum):
    """Which rows are listed; the values stand in addresses."""

    WAITING = "cho"
    TAKEN = "da-lay"
    ASIDE = "khong"
    REST = "con-lai"
    ALL = "tat-ca"


@dataclass(frozen=True)
class Match:
    """A row whose number is registered here: under which rule and occasion, whether something that counts was done for it, and whether it
    is proposed and was not set aside."""

    body: int
    rule: str
    occasion: str
    disclosed: bool
    proposed: bool


@dataclass(frozen=True)
class Counts:
    """Of the documents of a period: `all` that must be disclosed (proposed or registered, not set aside), those `registered` here, those
    `disclosed`; `waiting` are proposed and not decided about, `rows` is the whole register."""

    rows: int = 0
    all: int = 0
    registered: int = 0
    disclosed: int = 0
    waiting: int = 0
    aside: int = 0


# A number is used again in another year, then the clock's occasion carries the year; written out so that it goes from the few clocks
# to the many rows, and once for both databases: a day is text that begins with its year.
SAME = """
SELECT d.subject, d.body_id, c.rule, c.occasion, CASE WHEN f.id IS NULL THEN 0 ELSE 1 END{more_columns}
FROM duties_clock c
JOIN outgoing_document d ON d.body_id = c.body_id AND {name}
LEFT JOIN duties_fulfilment f ON f.clock_id = c.id AND f.voided IS NULL AND f.how <> 'declared'
WHERE c.voided IS NULL AND c.body_id IN ({bodies}) AND {more}
"""
BY_NUMBER = "d.slug = c.occasion AND substr(CAST(d.dated AS TEXT), 1, 4) = substr(CAST(c.opens AS TEXT), 1, 4)"
BY_YEAR = "d.yearly = c.occasion"
ASKED = ", CASE WHEN d.aside = '' AND d.proposed IS NOT NULL THEN 1 ELSE 0 END"


def matches(bodies: Collection[int], first: date = date.min, last: date = date.max, *, only: str = "") -> dict[str, Match]:
    """The rows of `bodies` dated from `first` to `last` that are registered here, by subject; `only` the rows of one number. A document
    that stands under several rules is disclosed where anything that counts was done for one of them, which is then named. One query."""
    if not bodies:
        return {}
    more = "d.dated BETWEEN %s AND %s" + (" AND d.slug = %s" if only else "")
    asked: list[int | str | date] = [*bodies, first, last, *([only] if only else [])]
    places = ", ".join(["%s"] * len(bodies))
    sql = " UNION ".join(SAME.format(name=name, bodies=places, more=more, more_columns=ASKED) for name in (BY_NUMBER, BY_YEAR))
    found: dict[str, Match] = {}
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY 1, 3, 5", [*asked, *asked])
        for subject, body, rule, occasion, done, asked_for in cursor.fetchall():
            if subject not in found or (done and not found[subject].disclosed):
                found[subject] = Match(body, rule, occasion, bool(done), bool(asked_for))
    return found


def counts(bodies: Collection[int], first: date, last: date) -> dict[int, Counts]:
    """What is counted of the documents dated from `first` to `last`, by body; a body whose register was never imported is not there."""
    return _counts(bodies, first, last, matches(bodies, first, last))


def _counts(bodies: Collection[int], first: date, last: date, taken: Mapping[str, Match]) -> dict[int, Counts]:
    rows = Document.objects.filter(body__in=list(bodies), dated__gte=first, dated__lte=last)
    asked = Q(aside="") & Q(proposed__isnull=False)
    found = {
        body: (whole, proposed, aside)
        for body, whole, proposed, aside in rows.values("body").annotate(
            whole=Count("subject"), open=Count("subject", filter=asked), shut=Count("subject", filter=~Q(aside=""))
        ).values_list("body", "whole", "open", "shut")
    }  # fmt: skip
    answer = {}
    for body, (whole, asks, shut) in found.items():
        mine = {subject: one for subject, one in taken.items() if one.body == body}
        both = sum(one.proposed for one in mine.values())
        answer[body] = Counts(
            rows=whole,
            all=asks + len(mine) - both,
            registered=len(mine),
            disclosed=sum(1 for one in mine.values() if one.disclosed),
            waiting=asks - both,
            aside=shut,
        )
    return answer


_COVERED = """
SELECT body_id, SUM(done), COUNT(*) FROM (
  SELECT body_id, subject, MAX(done) AS done FROM (
    {same}
    UNION ALL SELECT d.subject, d.body_id, '', '', 0 FROM outgoing_document d
    WHERE d.body_id IN ({bodies}) AND d.aside = '' AND d.proposed IS NOT NULL AND d.dated BETWEEN %s AND %s
  ) AS said GROUP BY body_id, subject
) AS documents GROUP BY body_id"""


def covered(bodies: Collection[int], first: date, last: date) -> dict[int, tuple[int, int]]:
    """Of the documents of a period that must be disclosed, by body: how many were, and how many there are; as `counts` says it, in one
    query whatever the number of bodies. A body that has none is not there."""
    if not bodies:
        return {}
    wanted = ",".join(str(int(body)) for body in bodies)
    known = {"bodies": wanted, "more": "d.dated BETWEEN %s AND %s", "more_columns": ""}
    same = " UNION ".join(SAME.format(name=name, **known) for name in (BY_NUMBER, BY_YEAR))
    sql = _COVERED.format(same=same.replace("END\n", "END AS done\n"), bodies=wanted)
    with connection.cursor() as cursor:
        cursor.execute(sql, [first, last] * 3)
        return {body: (int(done), int(every)) for body, done, every in cursor.fetchall()}


def year_of(day: date) -> tuple[date, date]:
    """The first and last day of the calendar year of `day`: what the page counts."""
    return date(day.year, 1, 1), date(day.year, 12, 31)


def kinds_of(book: Rulebook) -> frozenset[tuple[int | None, str]]:
    """The kinds of the items under which a document can be registered with a clock of its own."""
    return frozenset((duty.starts.item, duty.starts.event_kind) for duty in book.by_event.get("decision.registered", ()))


def register_href(code: str, row: Document, item: int | None, kind: str, known: Collection[tuple[int | None, str]]) -> str:
    """The form that registers a document, filled in with what the register says of it."""
    under = "" if item is None else f"{item} {kind}" if kind and (item, kind) in known else str(item)
    words = {"muc": under, "so": row.number, "ngay": f"{row.dated:%d/%m/%Y}", "ten": row.abstract[:200]}
    return reverse("decision-register", args=[code]) + "?" + urlencode({name: word for name, word in words.items() if word})


def _why(one: proposals.Proposal, book: Rulebook) -> str:
    """The sentence that says on what a proposal rests."""
    item = book.items.get(one.item)
    values = {"n": one.item, "item": present.said(item.short) if item is not None else "", "word": one.word, "sign": one.sign}
    if one.sign:
        return _("Item %(n)s, %(item)s: a %(sign)s whose abstract says “%(word)s”") % values
    return _("Item %(n)s, %(item)s: its abstract says “%(word)s”") % values


def _state(row: Document, match: Match | None) -> tuple[str, str]:
    """The word for what became of a row, and its css class."""
    if match is not None:
        return (_("disclosed"), "done") if match.disclosed else (_("registered, not yet disclosed"), "wait")
    if row.aside:
        return _("set aside"), "none"
    return (_("waits for a decision"), "open") if row.proposed is not None else ("", "")


def _row(
    row: Document,
    stand: duties.Stand,
    match: Match | None,
    acts: Collection[str],
    known: Collection[tuple[int | None, str]],
    hidden: Collection[str],
) -> OutgoingRow:
    code, found = stand.place.code, proposals.propose(row.number, row.abstract)
    actions: list[Link] = []
    if match is not None:
        actions.append(Link(_("Open"), reverse("why", args=[code, match.rule, match.occasion])))
    elif row.aside and "outgoing.put_back" in acts:
        actions.append(Link(_("Put it back"), reverse("outgoing-put-back", args=[row.subject])))
    elif not row.aside and REGISTER in acts:
        first = found[0] if found else None
        for one in found:
            text = _("Take it: item %(n)s") % {"n": one.item}
            actions.append(Link(text, register_href(code, row, one.item, one.kind, known)))
        if first is None:
            actions.append(Link(_("Register it"), register_href(code, row, None, "", known)))
        if "outgoing.set_aside" in acts:
            actions.append(Link(_("Not to be disclosed"), reverse("outgoing-set-aside", args=[row.subject])))
    word, css = _state(row, match)
    reason = policy.reasons().get(row.aside)
    notes = [_why(one, stand.book) for one in found] if match is None and not row.aside else []
    if row.aside and match is None:
        notes.append(reason.said if reason is not None else row.aside)
    facts = (("signer", _("Signed by"), row.signer), ("recipients", _("To"), row.recipients), ("issuer", _("Issued by"), row.issuer))
    return OutgoingRow(
        number=row.number,
        dated=row.dated,
        abstract=row.abstract,
        state=word,
        css=css,
        notes=tuple(notes),
        facts=tuple(Field(name, value) for field, name, value in facts if value and field not in hidden),
        actions=tuple(actions),
    )


def _rows(body: int, which: Filter, taken: Collection[str]) -> "QuerySet[Document]":
    rows = Document.objects.filter(body=body)
    match which:
        case Filter.TAKEN:
            rows = rows.filter(subject__in=list(taken))
        case Filter.ASIDE:
            rows = rows.exclude(aside="").exclude(subject__in=list(taken))
        case Filter.WAITING:
            rows = rows.filter(aside="", proposed__isnull=False).exclude(subject__in=list(taken))
        case Filter.REST:
            rows = rows.filter(aside="", proposed=None).exclude(subject__in=list(taken))
        case Filter.ALL:
            pass
    return rows.order_by("-dated", "subject")


def filter_words() -> tuple[tuple[Filter, str], ...]:
    """The filters and what they are called."""
    return (
        (Filter.WAITING, _("Proposed, waiting for you")),
        (Filter.TAKEN, _("Taken")),
        (Filter.ASIDE, _("Set aside")),
        (Filter.REST, _("Nothing proposed")),
        (Filter.ALL, _("All")),
    )


def may_read(roles: Collection[visibility.Role]) -> bool:
    """Whether these roles see the rows, not only how many there are."""
    return visibility.may_see(roles, MODEL, "abstract")


def hidden(roles: Collection[visibility.Role]) -> frozenset[str]:
    """The fields of a row that these roles do not see, of those that a page may show or leave out."""
    return frozenset(name for name in ("signer", "recipients", "issuer") if not visibility.may_see(roles, MODEL, name))


def page(
    stand: duties.Stand,
    *,
    inside: bool,
    hidden: Collection[str] = frozenset(),
    above: bool = False,
    acts: Collection[str] = frozenset(),
    which: Filter = Filter.WAITING,
    n: int = 1,
    counted: bool = True,
) -> OutgoingPage:
    """The register's page: for everybody how much of it was disclosed (unless not `counted`: the body's own affair so far), for those
    `inside` its rows without the fields `hidden`, `PAGE` at a time; a superior reads them from `above`. Three queries, five for those
    inside."""
    place, code = stand.place, stand.place.code
    first, last = year_of(stand.day)
    taken = matches([place.id])
    this_year = matches([place.id], first, last) if taken else {}
    found = _counts([place.id], first, last, this_year).get(place.id, Counts())
    rows: Sequence[Document] = ()
    more, here = False, reverse("outgoing", args=[code])
    if inside:
        listed = list(_rows(place.id, which, taken)[(n - 1) * PAGE : n * PAGE + 1])
        rows, more = listed[:PAGE], len(listed) > PAGE
    known = kinds_of(stand.book) if rows else frozenset()

    def at(one: Filter, page: int = 1) -> str:
        return f"{here}?{urlencode({'loc': one.value, **({'trang': page} if page > 1 else {})})}"

    return OutgoingPage(
        title=_("Outgoing documents of %(name)s") % {"name": place.name},
        body=Link(place.name, reverse("body", args=[code])),
        year=stand.day.year,
        rows_in_year=found.rows,
        all=found.all,
        registered=found.registered,
        disclosed=found.disclosed,
        waiting=found.waiting,
        aside=found.aside,
        counted=counted or inside,
        inside=inside,
        who=_who(above) if inside else "",
        rows=tuple(_row(row, stand, taken.get(row.subject), acts, known, hidden) for row in rows),
        filters=tuple((Link(word, at(one)), one is which) for one, word in filter_words()) if inside else (),
        older=Link(_("Older"), at(which, n + 1)) if more else None,
        newer=Link(_("Newer"), at(which, n - 1)) if inside and n > 1 else None,
        actions=tuple(start_links(code, acts)),
        today=stand.day,
        basis=format.cited(BASIS),
    )


def _who(above: bool) -> str:
    if above:
        return _("The commune's office, its chair, the Front and you as its superior see these rows. You read them; the commune decides.")
    return _("Only your office, the chair, the Front and the superior see these rows. A proposal rests on words alone: you decide.")


def desk_cards(at: duties.Frame) -> tuple[FoundRow, ...]:
    """The register's line on the desk, with what waits and what was disclosed this year. Two queries."""
    found = counts([at.place.id], *year_of(at.day)).get(at.place.id)
    href = reverse("outgoing", args=[at.place.code])
    if found is None:
        text = _("Bring the register's file: what must probably be disclosed is proposed, and nobody types it twice.")
        return (FoundRow(_("Outgoing documents"), text, href),)
    waiting = ngettext("%(n)s proposal waits for you", "%(n)s proposals wait for you", found.waiting) % {"n": format.count(found.waiting)}
    values = {"waiting": waiting, "done": format.count(found.disclosed), "all": format.count(found.all)}
    return (FoundRow(_("Outgoing documents"), _("%(waiting)s; %(done)s of %(all)s are disclosed") % values, href),)


def start_links(code: str, acts: Collection[str]) -> list[Link]:
    """How rows come in, for those who may bring them."""
    return [Link(_("Bring the register"), reverse("import-new", args=[code, KIND]))] if IMPORT in acts else []


def told_apart(body: int, lines: Mapping[tuple[str, date], Line]) -> tuple[list[Line], list[Line], int]:
    """Of the rows of a register, by name and day: the new ones, those that say otherwise now, how many are known. One query."""
    days = [day for _name, day in lines]
    held = Document.objects.filter(body=body, dated__gte=min(days), dated__lte=max(days)) if days else Document.objects.none()
    known = {
        (slug, day): said for slug, day, *said in held.values_list("slug", "dated", "abstract", "signer", "recipients", "issuer").iterator()
    }
    new = [line for key, line in lines.items() if key not in known]
    changed = [
        line for key, line in lines.items() if key in known and known[key] != [line.abstract, line.signer, line.recipients, line.issuer]
    ]
    return new, changed, len(lines) - len(new) - len(changed)


def document(subject: str) -> Document:
    """A row by its subject. Raises NotHere."""
    row = Document.objects.filter(pk=subject).first()
    if row is None:
        raise NotHere(N_("There is no such document in the register."))
    return row


def facts_of(row: Document) -> tuple[Field, ...]:
    """What a form shows of the row beside its fields."""
    return (
        Field(_("Document"), row.number),
        Field(_("Issued"), format.long_day(row.dated)),
        Field(_("About"), row.abstract),
    )


def sentence(one: Told) -> str:
    """What an entry of this work says; "" where it is another work's."""
    match one.act:
        case "outgoing.import":
            if not one.words:
                return _("Took over rows of its register of outgoing documents")
            n = int(one.words["new"]) + int(one.words["changed"])
            text = ngettext(
                "Took over %(n)s row of its register of outgoing documents, from %(first)s to %(last)s",
                "Took over %(n)s rows of its register of outgoing documents, from %(first)s to %(last)s",
                n,
            )
            days = {"first": _day(one.words["from"]), "last": _day(one.words["to"])}
            return text % {"n": format.count(n), **days}
        case "outgoing.set_aside":
            return _("Decided that a document of its register is not for disclosure, for a reason kept inside")
        case "outgoing.put_back":
            return _("Took back that a document of its register is not for disclosure")
    return ""


def _day(text: object) -> str:
    return format.short_day(date.fromisoformat(str(text)))

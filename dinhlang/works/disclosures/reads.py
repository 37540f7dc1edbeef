"""Disclosures as people see them. Words come from openings; a sealed or erased one shows its reason and nothing else."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dinhlang.core.calendar import Period, periods
from dinhlang.core.refusal import N_, NotHere, Refused
from dinhlang.core.rules import Audience, Duty, How, Mode, Rulebook, State, overall
from dinhlang.ground.duties import present
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.duties.acts import slug as plain_slug
from dinhlang.ground.duties.models import Clock, Run
from dinhlang.ground.people.reads import Holder, office_name
from dinhlang.ground.record import clock, fast
from dinhlang.ground.record import reads as record
from dinhlang.ground.record.reads import Told
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import (
    CellRow,
    Correction,
    Field,
    FileRow,
    FoundRow,
    HistoryRow,
    Link,
    OpenRow,
    PartRow,
    RegisterPage,
    RegisterRow,
    RegisterStrip,
    ReportRow,
    ThingPage,
    Tombstone,
)
from dinhlang.works.disclosures import checks, policy
from dinhlang.works.disclosures.acts import SITE
from dinhlang.works.disclosures.models import Claim, Decision, Disclosure, Ending, Redate

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


def see(subject: str, found: Found | None = None) -> Seen:
    """A disclosure with its history. Raises NotHere where there is none. `found` is `find(subject)` where it was asked before."""
    one = found or find(subject)
    told = record.of_subjects([subject])
    texts = [entry for entry in told if entry.act in TEXTS]
    last = texts[-1] if texts else None
    return Seen(one.row, one.claims, told, dict(last.words) if last else {}, last.erased if last else "")


def _file_rows(told: Sequence[Told]) -> tuple[FileRow, ...]:
    rows = []
    for one in told:
        if one.act in TEXTS:
            for n, file in enumerate(one.files):
                href = reverse("file", args=[one.hash.hex(), n])
                rows.append(
                    FileRow(
                        str(file["name"]), href, int(file["size"]), str(file["sha256"]), str(file["type"]).rpartition("/")[2].upper()[:12]
                    )
                )
    return tuple(rows)


def _corrections(told: Sequence[Told]) -> tuple[Correction, ...]:
    found, before = [], None
    for one in told:
        if one.act == "disclosure.correct" and before is not None:
            for field, name in (("title", _("Title")), ("text", _("Text"))):
                was, now = str(before.words.get(field, "")), str(one.words.get(field, ""))
                if was != now and now:
                    href = reverse("entry", args=[one.address])
                    found.append(Correction(one.at, f"{name}: {one.words.get('reason', '')}", was, now, href))
        if one.act in TEXTS:
            before = one
    return tuple(found)


def sentence(one: Told, near: present.Near = present.NOWHERE) -> str:
    """What an entry of this work says, in one sentence without names of persons."""
    place = present.place_word(str(one.words.get("place", "")), near.places)
    by = present.seen_by(str(one.words.get("by", "")), near.book)
    match one.act:
        case "decision.register":
            return _("Registered document %(number)s") % {"number": one.words.get("number", "")}
        case "decision.redate" if one.words.get("waits"):
            return _("Asked that document %(number)s be dated %(dated)s and no longer %(was)s; a second office must confirm it") % _redated(
                one
            )
        case "decision.redate":
            return _("Document %(number)s is dated %(dated)s and no longer %(was)s") % _redated(one)
        case "decision.confirm_redate":
            return _("A second office confirmed: document %(number)s is dated %(dated)s and no longer %(was)s") % _redated(one)
        case "decision.strike":
            text = (
                _("Asked that document %(number)s be struck: %(reason)s; a second office must confirm it")
                if one.words.get("waits")
                else _("Struck document %(number)s: %(reason)s")
            )
            return text % {"number": one.words.get("decision", ""), "reason": policy.reason_text(str(one.words.get("reason", "")))}
        case "ending.confirm":
            text = (
                _("A second office confirmed: document %(number)s is struck: %(reason)s")
                if one.words.get("decision")
                else _("A second office confirmed that nothing is owed any more: %(reason)s")
            )
            return text % {"number": one.words.get("decision", ""), "reason": policy.reason_text(str(one.words.get("reason", "")))}
        case "plan.adopt":
            return _("Adopted the disclosure plan for %(year)s") % {"year": one.words.get("year", "")}
        case "disclosure.post":
            return _("Disclosed on the site")
        case "disclosure.place":
            return _("Posted on paper %(place)s") % {"place": place}
        case "disclosure.take_down":
            return _("Took the paper down %(place)s") % {"place": place}
        case "disclosure.countersign" if one.words:  # that of a single resident stays sealed
            day = str(one.words.get("from", ""))
            values = {"by": by, "place": place, "day": format.short_day(date.fromisoformat(day)) if day else "…"}
            if one.words.get("which") == "first":
                return _("%(by)s saw the posting up %(place)s, since %(day)s") % values
            return _("%(by)s saw the posting of %(day)s to its last day %(place)s") % values
        case "disclosure.correct":
            return _("Corrected the wording")
        case "disclosure.replace":
            return _("Replaced the contents")
        case "disclosure.withdraw":
            text = (
                _("Withdrew it: %(reason)s; that nothing is owed any more a second office must confirm")
                if one.words.get("waits")
                else _("Withdrew it: %(reason)s")
            )
            return text % {"reason": policy.reason_text(str(one.words.get("reason", "")))}
        case "register.nothing_arose":
            return _("Signed that nothing arose in %(period)s under %(n)d items") % {
                "period": present.period_word(str(one.words.get("quarter", ""))),
                "n": len(one.words.get("items", ())),
            }
        case "register.issue":
            return _("Drew up the list of what was disclosed in %(period)s") % {
                "period": present.period_word(str(one.words.get("quarter", "")))
            }
    return ""


def _redated(one: Told) -> dict[str, str]:
    days = {name: format.short_day(date.fromisoformat(str(one.words[name]))) for name in ("was", "dated") if one.words.get(name)}
    return {"number": str(one.words.get("decision", "")), "was": "…", "dated": "…", **days}


def redates(told: Collection[Told], book: Rulebook) -> tuple[str, ...]:
    """Which dates a document had, one sentence for each time one took effect; nothing where the words were erased."""
    found = []
    for one in told:
        if one.act == "decision.redate" and one.words and not one.words.get("waits"):
            found.append(
                _("Registered as of %(was)s, changed to %(dated)s on %(day)s.")
                % {**_redated(one), "day": format.short_day(clock.local_day(one.at))}
            )
        elif one.act == "decision.confirm_redate" and one.words:
            by = str(one.words.get("by", ""))
            values = {**_redated(one), "day": format.short_day(clock.local_day(one.at)), "by": office_name(by, book)}
            found.append(
                _("Was %(was)s, now %(dated)s, confirmed by %(by)s on %(day)s.") % values
                if by in book.offices
                else _("Was %(was)s, now %(dated)s, confirmed by a second office on %(day)s.") % values
            )
    return tuple(found)


def source_links(at: duties.Frame, one: duties.Obligation, told: Collection[Told], acts: Collection[str]) -> tuple[Link, ...]:
    """What may be said afterwards about what started a duty, `told` being the entries about it: a document, a meeting to come."""
    begun = {entry.act for entry in told}
    clock = one.clock
    if clock is None:
        return ()
    known = (
        ("decision.register", "decision.redate", "decision-redate", [at.place.code, one.occasion], _("Change its date")),
        ("decision.register", "decision.strike", "decision-strike", [clock.source], _("Strike it: it is none to be disclosed")),
        ("duties.event", "duties.event_cancelled", "duties-event-cancelled", [at.place.code, one.occasion], _("Call the meeting off")),
    )
    return tuple(Link(label, reverse(name, args=args)) for first, act, name, args, label in known if first in begun and act in acts)


def parts_of(claimed: Sequence[duties.Obligation], at: duties.Frame) -> tuple[tuple[PartRow, ...], State]:
    """The forms that the duties a disclosure claims ask for, and the state of its postings alone.

    Two duties that ask for the same form at the same place share a row.
    """
    rows: dict[str, PartRow] = {}
    for one in claimed:
        for part in one.parts:
            if part.part.mode is not Mode.CELL:
                rows.setdefault(part.part.channel, present.part_row(part, at))
    return tuple(rows.values()), overall([(True, one.state) for one in claimed]) if claimed else State.DISCLOSED


def actions(row: Disclosure, holder: Holder | None, resident: bool, acts: Collection[str], at: duties.Frame) -> tuple[Link, ...]:
    """What the person looking may do now: the office's acts that the state allows."""
    links = []
    labels = (
        ("place", "disclosure.place", _("Enter a posting on paper")),
        ("countersign", "disclosure.countersign", _("Confirm a posting you saw")),
        ("take-down", "disclosure.take_down", _("Enter that it was taken down")),
        ("correct", "disclosure.correct", _("Correct the wording")),
        ("replace", "disclosure.replace", _("Replace the contents")),
        ("withdraw", "disclosure.withdraw", _("Withdraw")),
    )
    verbs = checks.verbs(row)
    for verb, act, label in labels:
        if verb in verbs and act in acts and (holder is not None or resident):
            links.append(Link(label, reverse(f"disclosure-{verb}", args=[row.subject])))
    return tuple(links)


def thing_of(
    found: Found,
    stand: duties.Stand,
    *,
    allowed: Collection[Audience],
    holder: Holder | None = None,
    resident: bool = False,
    acts: Collection[str] = (),
) -> ThingPage:
    """The page of a disclosure already found, at its body. Six queries more, whatever its history.

    A duty towards others than `allowed` is not spoken of: neither its day, its forms nor whether it was done.
    """
    seen = see(found.row.subject, found)
    row, day = seen.row, stand.day
    at = duties.frame_of(stand)
    owed = duties.obligations(at, upcoming=True, only=seen.claims) if seen.claims else ()
    claimed = tuple(one for one in owed if one.duty.audience in allowed)
    parts, word = parts_of(claimed, at)
    first = claimed[0] if claimed else None
    stone = None
    if row.state == "withdrawn":
        told = next((one for one in reversed(seen.told) if one.act == "disclosure.withdraw"), None)
        if told is not None:
            reason, basis = policy.reason(row.reason)
            stone = Tombstone(told.at, reason, basis, entry_href=reverse("entry", args=[told.address]))
    if seen.erased and seen.told:
        last = seen.told[-1]
        stone = Tombstone(last.at, policy.erasure_text(seen.erased), policy.erasure_basis(seen.erased), erased=True)
    visible = row.state != "withdrawn" and not seen.erased
    title = title_of(seen.words, row.kind, row.occasion) if visible or row.kind in {"register", "plan"} else _nameless(row)
    lines: tuple[str, ...] = ()
    if visible:
        lines = tuple(line for line in str(seen.words.get("text", "")).split("\n") if line.strip())
        lines += tuple(
            f"{line['item']}. {line['text']}: {format.short_day(date.fromisoformat(line['due']))}" for line in seen.words.get("lines", ())
        )
    item = at.book.items.get(row.item or 0)
    history = tuple(
        HistoryRow(
            clock.local_day(one.at) if one.sealed else one.at,
            text,
            reverse("entry", args=[one.address]),
            str(one.words.get("reason", "")) if one.act == "disclosure.correct" else "",
        )
        for one in seen.told
        if (text := sentence(one, present.near(at)))
    )
    return ThingPage(
        subject=row.subject,
        title=title,
        body=Link(at.place.name, reverse("body", args=[at.place.code])),
        lines=lines,
        number=row.decision.number if row.decision else str(seen.words.get("number", "")) if visible else "",
        dated=row.decision.dated if row.decision else None,
        issuer=at.place.name if row.decision else "",
        item=f"{row.item}. {present.said(item.short)}" if item else "",
        answers=office_name(first.duty.answers, at.book) if first else "",
        state=word,
        due=(first.rolled or first.due) if first else None,
        why_href=present.why_href(at, first) if first else "",
        parts=parts,
        files=_file_rows(seen.told) if visible else (),
        history=history,
        today=day,
        tombstone=stone,
        corrections=_corrections(seen.told) if visible else (),
        actions=actions(row, holder, resident, acts, at),
        proof_href=reverse("entry", args=[seen.told[0].address]) if seen.told else "",
        print_href=reverse("thing-print", args=[row.subject]) if visible else "",
        share_text=f"{title}\n{at.place.name}, {format.short_day(row.posted)}" if visible else "",
        replaces=Link(_("an earlier disclosure"), reverse("thing", args=[found.before])) if found.before and row.kind == "notice" else None,
        replaced_by=Link(_("a newer disclosure"), reverse("thing", args=[row.replaced_by])) if row.replaced_by else None,
        basis=format.cited(first.duty.basis) if first else "",
        facts=(*_called_off(row, seen.claims, owed), *_forms_done(first)),
    )


def _called_off(row: Disclosure, claims: Collection[tuple[str, str]], owed: Sequence[duties.Obligation]) -> tuple[Field, ...]:
    """That the meeting a notice is about does not take place: nothing is owed for it any more."""
    return (Field(_("The meeting"), _("It was called off.")),) if row.kind == "meeting" and claims and not owed else ()


def _forms_done(one: duties.Obligation | None) -> tuple[Field, ...]:
    """How many of the forms a duty asks for are done: a thing that hangs in one place and not in another is neither done nor undone."""
    needed = [part for part in one.parts if part.required and part.part.mode is not Mode.CELL] if one is not None else []
    done = sum(1 for part in needed if part.state in {State.DONE_ON_TIME, State.DONE_LATE, State.RUNNING, State.HELD})
    return (Field(_("Forms done"), _("%(n)d of %(all)d") % {"n": done, "all": len(needed)}),) if len(needed) > 1 else ()


def run_of(subject: str, part: str, place: str) -> str:
    """The name of the latest posting of a disclosure in one form at one place; "" where there is none."""
    runs = Run.objects.filter(Q(slot__part=part) | Q(clock__part=part), subject=subject, place=place)
    return runs.order_by("-id").values_list("key", flat=True).first() or ""


# --- the register ---


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
                links=tuple(Link(names.get(row.subject) or _nameless(row), reverse("thing", args=[row.subject])) for row in mine),
                action=Link(_("Nothing arose"), reverse("register-nothing", args=[code, quarter]) + f"?muc={item.number}")
                if over and part.state is State.SILENT and "register.nothing_arose" in acts
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
    if over and "register.nothing_arose" in acts and State.SILENT in words:
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


def _nameless(row: Disclosure) -> str:
    return _("Withdrawn disclosure") if row.state == "withdrawn" else _("(the text was erased)")


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


# --- what residents reported ---


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


def decision_href(code: str, rule: str | None, slug: str) -> str:
    """The page that explains the duty a registered document started under `rule`; "" where it started none."""
    return reverse("why", args=[code, rule, slug]) if rule and slug else ""


def meetings(at: duties.Frame, allowed: Collection[Audience], day: date) -> tuple[OpenRow, ...]:
    """Meetings to come of the villages of `at` (or of itself, a village), nearest first; none where the reader's audiences hold none.

    Four queries at the most.
    """
    announced = at.book.by_event.get("event.announced", ())
    rules = {duty.id for duty in announced if duty.audience in allowed and "village" in duty.bearer}
    places = {one.id: one for one in (at.place, *at.villages)}
    if not rules:
        return ()
    live = Clock.objects.filter(body__in=places, rule__in=rules, opens__gte=day, voided=None)
    clocks = {row.occasion + str(row.body_id): row for row in live}
    if not clocks:
        return ()
    told = {one.subject: one for one in record.of_subjects({row.source for row in clocks.values()}) if one.act == "duties.event"}
    claims = Claim.objects.filter(rule__in=rules, disclosure__body__in=places, disclosure__state="posted").select_related("disclosure")
    wanted = claims.filter(occasion__in={row.occasion for row in clocks.values()})
    notices = {(claim.disclosure.body_id, claim.occasion): claim.disclosure_id for claim in wanted}
    rows = []
    for row in sorted(clocks.values(), key=lambda row: (row.opens, row.id)):
        words = told[row.source].words if row.source in told else {}
        where = ", ".join(filter(None, (format.long_day(row.opens), str(words.get("place") or ""))))
        notice = notices.get((row.body_id, row.occasion))
        href = reverse("thing", args=[notice]) if notice else reverse("why", args=[places[row.body_id].code, row.rule, row.occasion])
        rows.append(OpenRow(str(words.get("title") or _("Village meeting")), f"{places[row.body_id].name}: {where}", row.opens, href))
    return tuple(rows)


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


def registered(at: duties.Stand, number: str) -> Link | None:
    """Where to go for the document that bears this number already: to what is counted for it, else to what may still be done with it."""
    wanted = plain_slug(number) if any(sign.isalnum() for sign in number) else ""
    row = decision(at.place.id, wanted)
    if row is None:
        return None
    rule = Clock.objects.filter(source=row.subject, voided=None).values_list("rule", flat=True).first()
    text = _("Document %(number)s of %(day)s") % {"number": row.number, "day": format.short_day(row.dated)}
    return Link(text, decision_href(at.place.code, rule, row.slug) or reverse("decision-strike", args=[row.subject]))


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

"""The page of a disclosure."""

from collections.abc import Collection, Sequence
from datetime import date

from django.utils.translation import gettext as _

from dinhlang.core.rules import Audience, Mode, State, overall
from dinhlang.ground.duties import present
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.duties.models import Run
from dinhlang.ground.people.reads import Holder, office_name
from dinhlang.ground.record import clock
from dinhlang.ground.record.reads import Told
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import Correction, Field, FileRow, HistoryRow, Link, PartRow, ThingPage, Tombstone
from dinhlang.works.disclosures import checks, policy
from dinhlang.works.disclosures.acts import SITE
from dinhlang.works.disclosures.models import Disclosure
from dinhlang.works.disclosures.reads.base import TEXTS, Found, nameless, see, title_of
from dinhlang.works.disclosures.reads.told import official_of, sentence

PAPERS = frozenset({"disclosure.countersign", "disclosure.take_down"})


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
    """What the person looking may do now: the office's acts that the state allows, and that some paper waits for. One query at the most."""
    links = []
    acting = holder is not None or resident
    papers = list(Run.objects.filter(subject=row.subject, voided=None).exclude(place=SITE)) if acting and PAPERS & set(acts) else []
    waits = {
        "take-down": any(run.to_day is None for run in papers),
        "countersign": any(not run.seen_first or checks.end_waits(run, at.day) for run in papers),
    }
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
        if acting and verb in verbs and act in acts and waits.get(verb, True):
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
    title = title_of(seen.words, row.kind, row.occasion) if visible or row.kind in {"register", "plan"} else nameless(row)
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
        facts=(*_called_off(row, seen.claims, owed), *_forms_done(first), *(official_of(seen.told) if visible else ())),
        portal_href=reverse("six-portal", args=[row.subject]) if visible and row.state == "posted" else "",
        papers_href=reverse("six", args=[row.subject]) if visible and row.state == "posted" and "disclosure.place" in acts else "",
    )


def _called_off(row: Disclosure, claims: Collection[tuple[str, str]], owed: Sequence[duties.Obligation]) -> tuple[Field, ...]:
    """That the meeting a notice is about does not take place: nothing is owed for it any more."""
    return (Field(_("The meeting"), _("It was called off.")),) if row.kind == "meeting" and claims and not owed else ()


def _forms_done(one: duties.Obligation | None) -> tuple[Field, ...]:
    """How many of the forms a duty asks for are done: a thing that hangs in one place and not in another is neither done nor undone."""
    needed = [part for part in one.parts if part.required and part.part.mode is not Mode.CELL] if one is not None else []
    done = sum(1 for part in needed if part.state in {State.DONE_ON_TIME, State.DONE_LATE, State.RUNNING, State.HELD})
    return (Field(_("Forms done"), _("%(n)d of %(all)d") % {"n": done, "all": len(needed)}),) if len(needed) > 1 else ()

"""Acts that make something public on the site: a notice, the year's plan."""

from collections.abc import Sequence
from datetime import date, datetime

from dinhlang.core.refusal import N_, Refused
from dinhlang.core.rules import Event, How, Mode, Rulebook, accepts, starts
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.duties.acts import slug
from dinhlang.ground.duties.effects import Effect, Fulfil, PutUp, Start, Target
from dinhlang.ground.duties.models import Clock
from dinhlang.ground.record import fast
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.append import Attachment, new_subject
from dinhlang.works.disclosures import checks
from dinhlang.works.disclosures.acts.common import (
    SITE,
    Aim,
    Line,
    book_of,
    cells_of,
    day_of,
    document_of,
    duty_of,
    place_of,
    queue,
    standing,
    words_of,
)
from dinhlang.works.disclosures.models import Claim, Decision, Disclosure


def _post_effects(aims: Sequence[Aim], item: int | None, name: str, book: Rulebook, body: int, day: date) -> tuple[Effect, ...]:
    """What appearing on the site does: stamped where the site is designated, declared where it is a companion.

    Raises Refused where the body does not owe an aim, or the act `name` cannot fulfil it.
    """
    how = How.STAMPED if bodies.fact(body, "designated", day) is not None else How.DECLARED
    one = bodies.place(body, day)
    effects: list[Effect] = []
    for aim in aims:
        owed = duties.one(one.code, day, aim.rule, aim.occasion)[1]
        drawn_up = any(part.part.mode is Mode.CELL for part in owed.parts)  # a register has an act of its own, and a notice fills its cell
        if name not in owed.duty.accepts or drawn_up:
            raise Refused(N_("This act cannot fulfil that part of the duty."), basis=owed.duty.basis)
        if name == "disclosure.post":
            _check_free(body, aim)
        if any(part.part.channel == "website" for part in owed.parts):
            accepts(owed.duty, name, "website", "", aim.occasion)
            target = Target(aim.rule, "website", aim.occasion)
            effects += [PutUp(target, new_subject(), SITE, day, how), Fulfil(target, day, how)]
    effects += [Fulfil(target, day, how) for target in cells_of(book, one, item, day)]
    return tuple(effects)


def _check_free(body: int, aim: Aim) -> None:
    """Of two who post for the same duty at once, the second is told when it was done. A withdrawn disclosure is in nobody's way."""
    first = standing(body, [aim])
    if first is not None:
        raise Refused(
            N_("This was disclosed already on {day}. Your text is kept below: open that disclosure to correct or replace it."),
            {"day": first.posted},
        )


def _publish(
    kind: str,
    body: int | None,
    at: datetime,
    name: str,
    aims: Sequence[Aim],
    *,
    item: int | None = None,
    decision: Decision | None = None,
    occasion: str = "",
) -> tuple[Disclosure, tuple[Effect, ...]]:
    day, book = day_of(at), book_of(body, at)
    if aims:
        queue(body)
    aims = tuple(dict.fromkeys(aims))
    effects = _post_effects(aims, item, name, book, body or 0, day)
    row = Disclosure(subject=new_subject(), body_id=body or 0, kind=kind, item=item, decision=decision, occasion=occasion, posted=day)
    fast.insert([row])
    Claim.objects.bulk_create([Claim(disclosure=row, rule=aim.rule, occasion=aim.occasion) for aim in aims])
    return row, effects


@act("disclosure.post")
def post(
    *,
    who: Who,
    at: datetime,
    body: int | None,
    title: str,
    text: str,
    item: int | None = None,
    decision: str = "",
    aims: Sequence[Aim] = (),
    attachments: Sequence[Attachment] = (),
) -> Draft:
    """Make something public on the site. Who: officer, chair, or village head for the own village. Basis: Art. 12(1)(b), 13(1).

    `aims` are the duties it is to fulfil, chosen by the officer; none: a voluntary disclosure that fulfils nothing. Without an
    `item` it is of the document's, or the one its duties are about.
    """
    checks.check_seat(who.seat, body)
    checks.check_said(title)
    book = book_of(body, at)
    if item is not None:
        checks.check_item(book, item)
    about = document_of(decision, body) if decision else None
    openings = [duty_of(book, aim.rule).starts for aim in aims]
    if item is None:
        item = about.item if about is not None else next((one.item for one in openings if one.item is not None), None)
    kind = "meeting" if any(one.event == "event.announced" for one in openings) else "notice"
    row, effects = _publish(kind, body, at, "disclosure.post", aims, item=item, decision=about)
    return Draft(row.subject, {"public": words_of(row, title, text)}, effects, attachments=tuple(attachments))


@act("plan.adopt")
def adopt_plan(
    *,
    who: Who,
    at: datetime,
    body: int | None,
    year: int,
    number: str,
    dated: date,
    lines: Sequence[Line],
    attachments: Sequence[Attachment] = (),
) -> Draft:
    """Enter the year's plan; each line becomes an occasion with the day it names. Who: officer or chair. Basis: Art. 14(1)."""
    today, book = day_of(at), book_of(body, at)
    one = place_of(body, today)
    checks.check_dated(dated, today, one)
    if not lines:
        raise Refused(N_("A plan has at least one line: the item, what is disclosed and by when."))
    queue(body)
    name, effects = _plan_name(body, number, dated), list[Effect]()
    for n, line in enumerate(lines, 1):
        checks.check_item(book, line.item)
        if line.due < dated:
            raise Refused(N_("Line {n} names {due}, a day before the plan itself."), {"n": n, "due": line.due})
        if line.due.year > year + 1:
            raise Refused(
                N_("Line {n} names {due}, too far from the plan's year {year}. Check the day."), {"n": n, "due": line.due, "year": year}
            )
        event = Event("plan.line", f"{name}-{n}", dated, item=line.item, due=line.due)
        effects += [Start.of(spec) for spec in starts(book, event, bodies.facts(one, today, book))]
    aim = Aim(next(duty.id for duty in book.duties.values() if "plan.adopt" in duty.accepts), str(year))
    row, more = _publish("plan", body, at, "plan.adopt", [aim], occasion=str(year))
    found = duties.one(one.code, today, aim.rule, aim.occasion)[1]
    done = [Fulfil(Target(aim.rule, part.part.channel, aim.occasion), today, How.STAMPED) for part in found.parts]
    listed = [{"slug": f"{name}-{n}", "item": line.item, "text": line.text, "due": line.due.isoformat()} for n, line in enumerate(lines, 1)]
    public = {"number": number, "dated": dated.isoformat(), "year": year, "lines": listed, "title": number, "text": ""}
    return Draft(row.subject, {"public": public}, (*effects, *more, *done), attachments=tuple(attachments))


def _plan_name(body: int | None, number: str, dated: date) -> str:
    """What the plan's lines are called; as with documents, a number used again in another year carries its year."""
    for name in (slug(number), f"{slug(number)}-{dated.year}"):
        same = Clock.objects.filter(body=body, occasion=f"{name}-1", voided=None).first()
        if same is None:
            return name
        if same.opens.year == dated.year:
            break
    raise Refused(N_("Document {number} is registered already. Open it, or check the number."), {"number": number})

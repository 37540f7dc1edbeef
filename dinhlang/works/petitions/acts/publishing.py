"""The acts that make the text of one petition public, or no longer public.

Promises: only its sender makes a text public, with the code; only Mondays bring words into what everybody reads; a removal takes effect at
once. No body removes alone what is about its own work: it takes two persons, and a reason of the closed list. Refuses: to make public what
names somebody in office, a complaint, what was returned as a denunciation.
"""

import functools
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from dinhlang.core.calendar import working_days_after
from dinhlang.core.refusal import N_, NotHere, Refused
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.people.authorise import check_independent
from dinhlang.ground.people.models import Mandate
from dinhlang.ground.people.personal import Subject
from dinhlang.ground.record import append, clock, erasures, rulebooks, vault
from dinhlang.ground.record import reads as record
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.append import new_subject
from dinhlang.ground.rolls import reads as rolls
from dinhlang.ground.rolls.policy import HOUSEHOLDS
from dinhlang.ground.ui import door
from dinhlang.works.petitions import checks, policy, public, steps
from dinhlang.works.petitions.acts import standing
from dinhlang.works.petitions.acts.sending import DENOUNCES, by_code, mine, sealed
from dinhlang.works.petitions.masks import masked
from dinhlang.works.petitions.models import Petition, PublicText
from dinhlang.works.petitions.naming import seems_private
from dinhlang.works.petitions.states import ANSWERED, CONFIRMED, DOWN, HELD, OPEN, REFUSED, RETURNED, SEEN, SHOWN, TEXT, WAITING

PUBLIC = 1500  # characters
PUBLISH, TAKE_DOWN, DOWN_OWN = "petition.publish_text", "petition.take_down", "petition.take_down_own"
LIVE = (WAITING, SHOWN, HELD)
TOLD = ("state", "down", "reason", "by_body", "by_office", "held_by", "stands", "answer")  # of a text, on a Monday
WHERE = ("coarse", "topic", "place", "week")  # of a text, on the Monday that shows it
WEEK = timedelta(days=7)
ENDED = "retention-ended"  # of policy/erasure.toml: looks like every other part whose time is over
NO_TEXT = N_("There is no such public text here: it was taken back, or the address is wrong.")


def check_publishable(found: Petition, texts: Sequence[PublicText], times: int) -> None:
    """Whether a text may be made public by the sender now: there are `texts`, and one was chosen `times` times. Raises Refused."""
    if found.state == RETURNED:
        raise NotHere(checks.NO_PETITION)
    if found.named_id is not None:
        raise Refused(N_("What is about somebody in office is read by the body above and nobody else; no text of it is made public here."))
    if not policy.kind(found.kind).public:
        raise Refused(N_("No text of a petition of this kind is made public: it bears a name, or a procedure of its own."))
    if any(one.state in LIVE for one in texts):
        raise Refused(N_("A text of this petition is public or waits for it. Take it back first; then another one can be made public."))
    if times >= policy.values().texts:
        raise Refused(N_("Texts of this petition were made public {n} times. Send a new petition."), {"n": policy.values().texts})


def wording(text: str) -> tuple[str, int]:
    """The public text as everybody will read it, and how many numbers and addresses were masked in it. Raises Refused."""
    said = checks.check_text("text", text, PUBLIC)
    if door.denounces(said):
        raise Refused(DENOUNCES)
    return masked(said)


def coarse(found: Petition, day: date) -> tuple[int, int]:
    """At whose page a text stands, and the place it may name: a village only where enough households live in it."""
    place = bodies.place(found.place_id, day)
    if place.alive_to is not None and place.alive_to < day:  # what is told of a body that ended stands where it is answered now
        return found.body_id, found.body_id
    if place.kind in policy.handlers() or place.parent is None:
        return place.id, place.id
    large = rolls.counts([place.id], HOUSEHOLDS, day).get(place.id, 0) >= policy.values().households
    return place.parent, place.id if large else place.parent


def opening_day(day: date) -> date:
    """The Monday on which a text that was chosen on `day` becomes public: the body has whole working days before it to look."""
    looked = working_days_after(day, policy.values().look_days, rulebooks.current().calendar).day
    return public.monday_of(looked) + WEEK


def stands(found: Petition, monday: date) -> str:
    """How a petition stands for everybody, on a Monday."""
    if found.state in OPEN:
        late = found.due is not None and found.paused is None and found.due < monday
        return public.LATE if late else public.OPEN
    return public.REFUSED if found.state == REFUSED else public.ANSWERED


@act(PUBLISH)
def publish_text(*, who: Who, at: datetime, body: int | None, petition: str, code: str, text: str) -> Draft:
    """Choose a text of one's own petition to be read by everybody from a Monday on. Who: whoever has the code.

    Nothing public changes by it. The text is kept as it was previewed: with numbers of papers, telephones and the like masked.
    Basis: Law 104/2016/QH13 Art. 7(2).
    """
    found, day = mine(code, petition, body), clock.local_day(at)
    check_publishable(found, list(found.texts.all()), steps.count(petition, PUBLISH))
    said, _count = wording(text)
    stand, place = coarse(found, day)
    PublicText.objects.create(
        public_id=new_subject(),
        petition=found,
        body_id=stand,
        place_id=place,
        topic=found.topic,
        week=public.monday_of(clock.local_day(found.sent)),
        text=said,
        state=TEXT.first,
        opens=opening_day(day),
    )
    return sealed(petition, {"words": said})


@act("petition.withdraw_text")
def withdraw_text(*, who: Who, at: datetime, body: int | None, petition: str, code: str) -> Draft:
    """Take the public text of one's petition back: it is gone at once, for everybody and for good. Who: whoever has the code.

    Basis: Law 104/2016/QH13 Art. 7(2).
    """
    found = mine(code, petition, body)
    if not drop(found):
        raise Refused(N_("No text of this petition is public, and none waits for it."))
    erasures.take("petition.withdraw_text", at, chosen(petition), sealed=True)
    return sealed(petition, {})


def chosen(petition: str) -> list[erasures.Line]:
    """The sealed words of every text that the sender chose for everybody."""
    return [erasures.Line(leaf, "sender", ENDED) for name, _at, leaf in record.trail(petition) if name == PUBLISH]


def drop(found: Petition) -> int:
    """Delete every public text of a petition, the marks of what was taken down too; its pages are made anew at once. Returns how many.

    Inside an act: the versions of the bodies' pages count up now and not when a sealed entry enters with its batch, or caches would keep
    the words for hours.
    """
    rows = list(found.texts.select_for_update())
    seen = {row.body_id for row in rows if row.state in SEEN}
    if seen:
        append.lock_head()
        append.bump({0} | seen)
    if rows:
        found.texts.all().delete()
        erasures.scrub_soon()
    return len(rows)


def forget_texts(subject: Subject, at: datetime) -> int:
    """Take the public text of a petition away, by the code of its receipt. Returns how many rows. Inside an act of `ground/personal`."""
    found = by_code(subject.key) if subject.kind == "receipt" else None
    if found is None:
        return 0
    count, words = drop(found), chosen(found.pk)
    for line in words:
        erasures.note(line)
        vault.erase(line.leaf, line.part, line.reason)
        transaction.on_commit(functools.partial(erasures.finish, line.leaf), robust=True)
    return max(count, len(words))


@act("petition.hold_text")
def hold_text(*, who: Who, at: datetime, body: int | None, petition: str, reason: str) -> Draft:
    """Object to a text before its Monday, with a reason of the closed list, which the sender reads. Who: an office of the body that has it.

    One person of the body at whose page it would stand holds it back for a week; a second one, independent of the first, for good. Then
    everybody reads on Monday that a text was held back, by whom and why. Basis: policy/petitions.toml.
    """
    found, day, why = checks.row(petition, body), clock.local_day(at), policy.reason(reason)
    checks.check_reader(who, found)
    row = PublicText.objects.select_for_update().filter(petition=found, state=WAITING).first()
    if row is None or who.account is None:
        raise NotHere(N_("No text of this petition waits to become public."))
    first = row.held_by
    if first is not None and first.account_id == who.account:
        raise Refused(
            N_("You hold it back already. Somebody else of your body confirms that, or it becomes public on {day}."), {"day": row.opens}
        )
    if first is not None:
        check_independent(who.account, first.account_id, at)
    alone = row.body_id != who.seat
    row.reason, row.by_body_id, row.by_office = why.id, who.seat, who.shown_as
    if first is None and not alone:
        row.state, row.opens, row.held_by = TEXT.step(row.state, "hold"), row.opens + WEEK, Mandate.objects.get(pk=_mandate(who))
    else:
        row.state, row.text, row.held_by = TEXT.step(row.state, "hold-for-good"), "", None
        row.opens = public.monday_of(day) + WEEK
        erasures.scrub_soon()
    row.save()
    return sealed(petition, {"reason": why.text.vi})


def _mandate(who: Who) -> int:
    """The mandate of an office that acts alone."""
    return int(getattr(who.actor, "mandate", 0))


@act(TAKE_DOWN)
def take_down(*, who: Who, at: datetime, body: int | None, text: str, reason: str) -> Draft:
    """Take a public text down, at once: its words go, the mark stays. Who: an office of the body above the one whose page it stands on.

    `text` is its public id. Basis: the article of `reason`, policy/petitions.toml.
    """
    if who.seat == body:
        raise Refused(N_("What is said about your own body is taken down by two persons, or by the body above."))
    return _down(who, at, body, text, reason)


@act(DOWN_OWN)
def take_down_own(*, who: Who, at: datetime, body: int | None, text: str, reason: str) -> Draft:
    """Take a public text about one's own body down, at once: its words go, the mark stays. Who: two persons, one with an office there.

    `text` is its public id. Basis: the article of `reason`, policy/petitions.toml; docs/adr/0018.
    """
    return _down(who, at, body, text, reason)


def _down(who: Who, at: datetime, body: int | None, text: str, reason: str) -> Draft:
    row = PublicText.objects.select_for_update().filter(pk=text, body=body, state=SHOWN).first()
    if row is None:
        raise NotHere(NO_TEXT)
    why = policy.reason(reason)
    row.state, row.down = TEXT.step(row.state, "take-down"), clock.local_day(at)
    row.text = row.answer = row.wording = ""
    row.reason, row.by_body_id, row.by_office = why.id, who.seat, who.shown_as
    row.save()
    erasures.scrub_soon()
    return Draft(row.pk, {"public": {"reason": why.id}})


LOOK = N_(
    "The answer for everybody seems to name somebody, or has the number of a mobile telephone. Leave private persons out; where "
    "none is named, tick that you looked, and send it again."
)


@act("petition.word_answer")
def word_answer(*, who: Who, at: datetime, body: int | None, petition: str, text: str, looked: bool = False) -> Draft:
    """Word the answer to a petition for everybody, beside its sender's public text, from the next Monday on. Who: an office that has it.

    `looked`: that a person looked whether it may name whom it seems to name.
    """
    found = checks.row(petition, body)
    checks.check_reader(who, found)
    if found.state not in (ANSWERED, CONFIRMED):
        raise Refused(N_("It is not answered yet: answer it, and word the answer for everybody in the same form."))
    return sealed(petition, {"answer": word(found, text, looked=looked)})


def word(found: Petition, text: str, *, looked: bool) -> str:
    """Keep a body's wording for everybody until Monday; numbers of papers in it are masked. What seems to name somebody is kept only when
    somebody `looked`. Raises Refused."""
    row = found.texts.select_for_update().filter(state__in=(WAITING, SHOWN)).first()
    if row is None:
        raise Refused(N_("No text of this petition is public: leave the wording for everybody empty."))
    said, _count = masked(checks.check_text("answer", text, PUBLIC), phones=False)
    if not looked and seems_private(said):
        raise Refused(LOOK)
    row.wording = said
    row.save(update_fields=["wording"])
    return said


def tell(monday: date) -> tuple[int, set[int]]:
    """What becomes public on this Monday, what was held back, how each petition stands. Inside the act of the opening.

    Returns how many texts are new, and the bodies whose pages change.
    """
    new, pages = 0, set()
    # Locked: whoever takes a text back or down at this moment goes first or waits, and nothing that is gone comes again.
    locked = PublicText.objects.select_for_update(of=("self",)).exclude(state=DOWN)
    for row in locked.select_related("petition__cell").order_by("pk"):
        before = (row.state, row.stands, row.answer)
        if row.state == HELD and row.opens <= monday:
            row.state, row.down = TEXT.step(row.state, "open"), monday
            _place(row, monday)
        elif row.state == WAITING and row.opens <= monday:
            row.state, row.reason, row.by_body, row.by_office, row.held_by = TEXT.step(row.state, "show"), "", None, "", None
            new += 1
            _place(row, monday)
        if row.state == SHOWN and not standing.hides_state(row.petition):
            _mark(row.petition, "shown_state")
            row.stands = stands(row.petition, monday)
            row.answer = row.wording if row.stands == public.ANSWERED else ""
        if (row.state, row.stands, row.answer) != before:
            row.save(update_fields=(*TOLD, *WHERE))
            pages.add(row.body_id)
    return new, pages


def _place(row: PublicText, monday: date) -> None:
    """What a text that becomes public tells of where it belongs: nothing where it could be subtracted from a number of few people."""
    if standing.hides_where(row.petition):
        row.coarse, row.topic, row.place_id, row.week = True, "", row.body_id, monday
    else:
        _mark(row.petition, "shown_text")


def _mark(found: Petition, name: str) -> None:
    """Note for good that a public text told it: taken back it stays known to whoever read it, and is left out where senders are counted."""
    if not getattr(found, name):
        setattr(found, name, True)
        found.save(update_fields=[name])

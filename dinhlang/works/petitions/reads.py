"""What is shown of petitions: to whoever has the code, and to the body that has one now.

Promises: of what names a person in office the body named reads nothing, whoever asks; steps are told by their day, never by the hour.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dinhlang.core.calendar import working_days_after
from dinhlang.core.refusal import N_, NotHere, Refused
from dinhlang.core.rules import Rulebook
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.reads import Place
from dinhlang.ground.people.reads import Holder
from dinhlang.ground.record import clock, shown
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import Field, FoundRow, Link, PetitionPage, StepRow
from dinhlang.works.petitions import checks, clocks, joint, kind_reads, points, policy, steps, texts
from dinhlang.works.petitions.acts import naming
from dinhlang.works.petitions.acts.placing import PLACE, SUMMARY, VOICE
from dinhlang.works.petitions.acts.publishing import PUBLISH, check_publishable
from dinhlang.works.petitions.acts.rating import may_rate
from dinhlang.works.petitions.acts.sending import ADD, SUBMIT, last_day, traced
from dinhlang.works.petitions.acts.urging import TAKE_UP, URGE, URGED
from dinhlang.works.petitions.models import Joined, Petition, PublicText
from dinhlang.works.petitions.states import ANSWERED, CONFIRMED, GONE, OPEN, PETITION, REFUSED, RETURNED, SENT, TAKEN

SHORT, ALIKE = 160, 5  # signs of the words of another, and how many others are shown as alike
STATES: Mapping[str, tuple[str, str]] = {
    SENT: (N_("waits to be taken on"), "open"),
    TAKEN: (N_("taken on"), "open"),
    REFUSED: (N_("not taken on"), "none"),
    ANSWERED: (N_("answered"), "done"),
    CONFIRMED: (N_("settled"), "done"),
    RETURNED: (N_("returned"), "none"),
}
CLOSED = (N_("answered, and closed because nobody objected"), "done")
SAID: Mapping[str, str] = {
    SUBMIT: N_("Sent"),
    ADD: N_("A photograph was added"),
    PLACE: N_("The sender showed the place on the map"),
    VOICE: N_("A voice note was added"),
    SUMMARY: N_("What was heard in the voice note"),
    "petition.reply": N_("The sender added"),
    "petition.confirm": N_("The sender says that it was done"),
    "petition.reopen": N_("The sender says that it is not settled: it is open again"),
    "petition.take_on": N_("Taken on"),
    "petition.refuse": N_("Not taken on"),
    "petition.pass_on": N_("Passed on"),
    "petition.inherit": N_("Moved on, because a body ended"),
    "petition.name_office": N_("Sent up, because it is about somebody in office"),
    "petition.ask": N_("The body asks"),
    "petition.pause": N_("The clock stands still"),
    "petition.resume": N_("The clock goes on"),
    "petition.answer": N_("Answered"),
    "petition.publish_text": N_("The sender chose a text for everybody"),
    "petition.withdraw_text": N_("The sender took the public text back"),
    "petition.hold_text": N_("The body objected to the public text"),
    "petition.word_answer": N_("The answer was worded for everybody"),
    "petition.join": N_("Others about the same are answered together with it"),
    "petition.part": N_("It is answered by itself again"),
    URGE: N_("The body above urged the one that has it"),
    URGED: N_("What that body told the one above"),
    TAKE_UP: N_("The body above took it up"),
    **kind_reads.SAID,
}
MOVED: Mapping[str, str] = {
    "petition.pass_on": N_("Passed on to %(name)s"),
    "petition.name_office": N_("It is about somebody in office there: it goes to %(name)s, and nobody at the other body reads it any more"),
    "petition.inherit": N_("A body ended: it goes on at %(name)s, with the day it had"),
}
WORDS: Mapping[str, str] = {
    "words": "", "against": N_("Against which decision"), "spot": N_("Where exactly"),
    "name": N_("Name"), "address": N_("Address or telephone"), "number": N_("Number there"),
    "received": N_("Received there on"), "reason": N_("Why"), "answer": "", "wording": N_("For everybody"), **kind_reads.WORDS,
}  # fmt: skip
WAYS: Mapping[str, str] = {
    policy.OWN: N_("sent by the sender"),
    policy.COUNTER: N_("typed in at the counter"),
    policy.PHONE: N_("typed in from the telephone"),
    policy.MEETING: N_("typed in from a meeting of voters"),
    policy.OPEN311: N_("sent by the sender through a program"),
    policy.PORTAL: N_("from a list of the province's portal"),
}


def mine(typed: str) -> tuple[Petition, str]:
    """The petition that a code opens, and the code as the receipt has it. Raises NotHere, the same for every code that is none."""
    found, code, _trail = traced_mine(typed)
    return found, code


def traced_mine(typed: str) -> tuple[Petition, str, steps.Trail]:
    """The same with everything in the record about it."""
    code = shown.plain(typed)
    found, trail = traced(code)
    if found is None:
        raise NotHere(checks.NO_PETITION)
    return found, code, trail


def readable(subject: str, holder: Holder | None, account: int | None) -> Petition:
    """A petition that whoever holds this office may read: that of the body that has it, and once it was reopened of the one above.

    Raises NotHere, the same for one that does not exist, for every other body and for whoever is in office where a person is named.
    """
    found = Petition.objects.filter(pk=subject).exclude(state__in=GONE).select_related("body").first()
    day = clock.today()
    if found is None or holder is None or account is None or holder.office not in checks.able():
        raise NotHere(checks.NOT_HERE)
    seats = {found.body_id} | ({bodies.place(found.body_id, day).parent} if found.reopened and found.named_id is None else set())
    if holder.body not in seats or (found.named_id is not None and checks.of_the_named(account, found.named_id)):
        raise NotHere(checks.NOT_HERE)
    return found


def closed(found: Petition, day: date) -> bool:
    """Whether an answer stands because the sender said nothing for the days that were promised with it."""
    return found.state == ANSWERED and found.closes is not None and day > found.closes


def late(found: Petition, day: date) -> bool:
    """Whether the body owes the next step since before `day`."""
    return found.state in OPEN and found.paused is None and found.due is not None and found.due < day


def state_words(found: Petition, day: date) -> tuple[str, str]:
    """The state in words, and the css class of its chip."""
    text, css = CLOSED if closed(found, day) else STATES[found.state]
    if late(found, day):
        return _("past its day: %(state)s") % {"state": _(text)}, "late"
    return _(text), css


def due_words(found: Petition, day: date) -> str:
    """Until when the body has to do the next step, and whether that is law or a promise of the house; "" where nothing is owed."""
    if found.state not in OPEN:
        return ""
    if found.paused is not None:
        return _("stands still since %(day)s") % {"day": format.short_day(found.paused)}
    if clocks.stands_still(found, day) and found.still is not None:
        return _("stands still until %(day)s") % {"day": format.short_day(found.still)}
    if found.due is None:
        return _("the law names no day")
    last = {"day": format.short_day(found.due)}
    if found.due < day:
        return (_("not done, due %(day)s") if found.rule else _("not done, promised for %(day)s")) % last
    return (_("due %(day)s") if found.rule else _("promised for %(day)s")) % last


def basis_words(found: Petition, book: Rulebook) -> str:
    """The article of the clock that runs; that it is a promise of the house where it is one."""
    if found.state not in OPEN:
        return ""
    if found.rule and found.rule in book.duties:
        return format.cited(book.duties[found.rule].basis)
    if found.state == SENT and policy.kind(found.kind).more_time:
        return _("A day that the body told; it is not one of the law.")
    n = policy.values().house_days
    if found.due == working_days_after(found.since, n, book.calendar).day:
        return _("%(n)d working days for each step: a promise of this house; the law that is held here gives no number.") % {"n": n}
    day = {"day": format.short_day(found.since)}
    return _("A promise of this house, as it was given on %(day)s; the law that is held here gives no number.") % day


def _places(found: Petition, day: date) -> dict[int, Place]:
    """The bodies that a petition has to do with, and the one above the one that has it. One query."""
    ids = (found.place_id, found.body_id, found.named_id, found.body.parent_id)
    return bodies.places({one for one in ids if one is not None}, day)


def seen_words(found: Petition, places: Mapping[int, Place], day: date) -> str:
    """What the body above the one that has it is shown, as it is: see `readable` and `desks.late_below`. For the sender."""
    here = places[found.body_id]
    above = places.get(here.parent) if here.parent is not None else None
    if found.named_id is not None or above is None:
        return _("Only %(name)s is shown it; no body above is shown that it is there.") % {"name": here.name}
    topic = policy.topics().get(found.topic)
    said = {
        "name": here.name,
        "above": above.name,
        "topic": topic.text.said if topic is not None else found.topic,
    }
    if found.reopened:
        return _("You reopened it, so %(above)s reads it too: your words, and the answers.") % said
    if found.state not in OPEN:
        return _("%(above)s is shown nothing of it, unless you reopen it.") % said
    if found.due is not None and found.due < day and found.paused is None:
        return _("%(above)s is shown that one more matter is past its day at %(name)s (%(topic)s): the number, none of your words.") % said
    return _("%(above)s is shown nothing of it now; once its day is past, that one more matter is late, and none of your words.") % said


def _facts(found: Petition, places: Mapping[int, Place]) -> tuple[Field, ...]:
    topic = policy.topics().get(found.topic)
    return (
        Field(_("Kind"), policy.kind(found.kind).text.said),
        Field(_("About what"), topic.text.said if topic else found.topic),
        Field(_("Place"), places[found.place_id].name),
        Field(_("Who has it now"), places[found.body_id].name),
        *((Field(_("Body in which a person is named"), _("%(name)s: nobody there reads this") % {"name": places[found.named_id].name}),)
          if found.named_id else ()),
        Field(_("How it came"), _(WAYS[found.way])),
        *((Field(pgettext("how often", "Reopened"), str(found.reopened)),) if found.reopened else ()),
        *kind_reads.facts(found),
    )  # fmt: skip


def _steps(
    found: Petition,
    photo: Callable[[int], str],
    day: date,
    joined: Sequence[Joined],
    trail: steps.Trail | None = None,
    *,
    desk: bool = False,
) -> tuple[StepRow, ...]:
    """What happened, oldest first; `joined` are the times in which it was answered together with others: what the body did for all is told
    too, nothing of what others said. `desk`: for the body that has it."""
    together = _("From here on it is answered together with others about the same")
    rows, n = [(one.since, StepRow(clock.local_day(one.since), together)) for one in joined], 0
    told = steps.of(found.pk, trail)
    last = next((one.leaf for one in reversed(told) if one.point), b"")  # only the latest point is drawn: it is the one that counts
    for one in told:
        if one.act not in SAID:
            continue
        photos, sounds = [], []
        for file in one.files:
            if one.act == VOICE:
                sounds.append(Link(_("Voice note"), photo(n)))
            else:
                text = _("Photograph %(n)d") if str(file["type"]).startswith("image/") else _("File %(n)d")
                photos.append(Link(text % {"n": n + 1}, photo(n)))
            n += 1
        words = _words(found, one, desk=desk)
        if one.erased:
            words = (Field("", _("The words were erased, as their sender asked.")),)
        if one.point:
            words = (*words, Field(_("Point"), one.point))
        spot = points.spot(found, one.point, day) if one.point and one.leaf == last else None
        rows.append((one.at, StepRow(clock.local_day(one.at), _sentence(one), words, tuple(photos), tuple(sounds), spot)))
    for one in joint.shared(joined):
        rows.append(
            (one.at, StepRow(clock.local_day(one.at), _("%(what)s, with the others") % {"what": _sentence(one)}, _words(found, one)))
        )
    return tuple(row for _at, row in sorted(rows, key=lambda pair: pair[0]))


def _words(found: Petition, one: steps.Step, *, desk: bool = False) -> tuple[Field, ...]:
    return tuple(
        Field(_(WORDS[name]) if WORDS.get(name) else "", kind_reads.said(found.kind, name, text, desk=desk))
        for name, text in one.words.items()
        if name in WORDS
    )


def _sentence(one: steps.Step) -> str:
    return _(MOVED[one.act]) % {"name": one.where} if one.act in MOVED else _(SAID[one.act])


def photo(subject: str, n: int) -> tuple[bytes, int, str]:
    """Leaf, number in it and media type of photograph `n` of a petition. Raises NotHere."""
    files = [(one.leaf, k, str(file["type"])) for one in steps.of(subject) for k, file in enumerate(one.files)]
    if n >= len(files):
        raise NotHere(N_("This file is not kept here any more."))
    return files[n]


def own_page(found: Petition, code: str, day: date, book: Rulebook, trail: steps.Trail) -> PetitionPage:
    """A petition for whoever has its code. Five queries after those that found it."""
    address = shown.address(code)

    def to(name: str, text: str) -> Link:
        return Link(text, reverse(f"petition-{name}", args=[address]))

    actions = []
    last = last_day(found)
    if found.state == ANSWERED:
        actions.append(to("confirm", _("Say that it was done")))
    if last is not None and day <= last:
        actions.append(to("reopen", _("Say that it is not settled")))
    if "add" in PETITION.verbs(found.state):
        actions += [to("photo-add", _("Add a photograph")), to("voice-add", _("Add a voice note"))]
        actions += [to("point", _("Show the place on the map")), to("reply", _("Add something, or answer"))]
    ties = list(Joined.objects.filter(Q(petition=found) | Q(lead=found)))
    joined = [one for one in ties if one.petition_id == found.pk]
    if may_rate(found):
        actions.append(to("rate", _("Say how content you are")))
    rows = _steps(found, lambda n: reverse("petition-photo", args=[address, n]), day, joined, trail)
    asked = bool(rows) and rows[-1].sentence in (_(SAID["petition.ask"]), _(SAID["petition.complete"]))
    places = _places(found, day)
    door = _door(found, places, day)
    chosen = list(found.texts.all())
    public, times = texts.latest(chosen), sum(name == PUBLISH for name, _at, _leaf in trail)
    text, css = state_words(found, day)
    return PetitionPage(
        title=_("Your petition"),
        back=Link(door.name, reverse("petitions", args=[door.code])),
        state=text, css=css, facts=_facts(found, places), steps=rows, today=day, code=shown.spelled(code),
        note=(
            _("The body asks you something: see below, and answer here.") if asked
            else joint.together_words(found, ties) or kind_reads.advice(found, places, day)
        ),
        due=due_words(found, day), basis=basis_words(found, book), actions=tuple(actions), seen=seen_words(found, places, day),
        public=texts.facts(public, day), public_text=public.text if public is not None else "",
        public_links=texts.own_links(public, address, may_publish=_publishable(found, chosen, times)),
        proof=(
            Link(_("Receipt"), reverse("receipt-file", args=[code])),
            Link(_("Opening"), reverse("receipt-opening", args=[code])),
            Link(_("Whether it stands in the record"), reverse("receipt", args=[code])),
        ),
    )  # fmt: skip


def _publishable(found: Petition, chosen: Sequence[PublicText], times: int) -> bool:
    try:
        check_publishable(found, chosen, times)
    except Refused:
        return False
    return True


def _door(found: Petition, places: Mapping[int, Place], day: date) -> Place:
    """The body at whose page the petition was begun."""
    one = places[found.named_id or found.place_id]
    if one.alive_to is not None and one.alive_to < day:  # nothing is sent at the page of a body that ended
        return places[found.body_id]
    if one.kind in policy.handlers() or one.parent is None:
        return one
    return places[one.parent] if one.parent in places else bodies.place(one.parent, day)


def desk_page(found: Petition, holder: Holder, day: date, book: Rulebook) -> PetitionPage:
    """A petition for the body that has it, with those answered together with it and those that may be about the same."""
    verbs, links = PETITION.verbs(found.state), []
    joined = list(Joined.objects.filter(petition=found).select_related("lead"))
    lead = next((one.lead for one in joined if one.until is None), None)
    behind = list(Petition.objects.filter(joined__lead=found, joined__until=None).order_by("sent", "pk"))
    near = joint.alike(found, day) if lead is None and found.body_id == holder.body else ()
    rows = _steps(found, lambda n: reverse("petition-desk-photo", args=[found.pk, n]), day, joined, desk=found.body_id == holder.body)
    heard = sum(row.sentence == _(SAID[SUMMARY]) for row in rows)

    def add(verb: str, name: str, text: str) -> None:
        alone = lead is None or verb in ("ask", "return", "part", "summarise", "name-office")
        if verb in verbs and alone and found.body_id == holder.body:
            links.append(Link(text, reverse(f"petition-{name}", args=[found.pk])))

    if sum(bool(row.sounds) for row in rows) > heard:
        add("summarise", "summarise", _("Type what the voice note says"))
    add("take-on", "take-on", _("Take it on"))
    for verb, name, text in kind_reads.steps(found, day, book):
        add(verb, name, text)
    if not policy.kind(found.kind).decides:
        add("answer", "answer", _("Answer"))
    add("ask", "ask", _("Ask the sender"))
    if policy.kind(found.kind).passes:
        add("pass-on", "pass-on", _("Pass it on"))
    add("refuse", "refuse", _("Not take it on"))
    if policy.kind(found.kind).late:
        add("decline", "refuse", _("Refuse it"))
    if clocks.stands_still(found, day):
        add("resume", "resume", _("Let the clock go on"))
    elif not found.rule and found.state == TAKEN and found.due is not None and found.due >= day:
        add("pause", "pause", _("Let the clock stand still"))
    if near:
        add("join", "join", _("Answer others together with it"))
    if lead is not None:
        add("part", "part", _("Answer it by itself"))
    if naming.may_go_up(found, day):
        add("name-office", "name-office", _("It is about somebody in office here: send it up"))
    add("return", "return", _("It denounces somebody: return it"))
    text, css = state_words(found, day)
    public = texts.latest(list(found.texts.all()))
    notes = []
    if found.body_id != holder.body:
        if found.state in OPEN:
            links.append(Link(_("Urge the body that has it"), reverse("petition-urge-one", args=[found.pk])))
            links.append(Link(_("Take it up"), reverse("petition-take-up", args=[found.pk])))
        notes.append(_("It was reopened: your body sees it, the body below answers."))
    if found.named_id:
        notes.append(
            _("It is about somebody in office below you. Nobody there reads it; do not send it there, and do not ask who sent it.")
        )
    notes += kind_reads.desk_notes(found, day, book)
    return PetitionPage(
        title=_("Petition %(number)s") % {"number": found.pk[:6]},
        back=Link(_("To do"), reverse("desk")),
        state=text,
        css=css,
        facts=_facts(found, _places(found, day)),
        steps=rows,
        together=tuple(_one(one, day) for one in ([lead] if lead is not None else behind)),
        alike=tuple(_one(one.petition, day, one.words) for one in near if one.likeness >= policy.values().alike)[:ALIKE],
        today=day,
        due=due_words(found, day),
        basis=basis_words(found, book),
        actions=tuple(links),
        note=" ".join(notes),
        public=texts.facts(public, day),
        public_text=public.text if public is not None else "",
        public_links=texts.desk_links(found, public) if found.body_id == holder.body else (),
    )


def _one(one: Petition, day: date, words: str = "") -> FoundRow:
    text = words if len(words) <= SHORT else f"{words[:SHORT].rstrip()}…"
    told = " · ".join(filter(None, (format.short_day(clock.local_day(one.sent)), state_words(one, day)[0], text)))
    return FoundRow(_("Petition %(number)s") % {"number": one.pk[:6]}, told, reverse("petition-desk", args=[one.pk]))

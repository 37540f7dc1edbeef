"""The record for people: its entries, a proof for each, receipts, files, and what can be checked at all."""

import json
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from dinhlang.core import ledger
from dinhlang.core.refusal import N_, NotHere, Refused
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.documents import reads as papers
from dinhlang.ground.duties import present
from dinhlang.ground.record import clock, keys, rulebooks, serve, signer, tree, vault
from dinhlang.ground.record import reads as record
from dinhlang.ground.record.models import Checkpoint as SignedHead
from dinhlang.ground.record.models import ClosedEntry, Command, Entry, Pending
from dinhlang.ground.record.reads import Told
from dinhlang.ground.ui import shapes
from dinhlang.ground.ui.addresses import absolute, reverse
from dinhlang.ground.ui.shapes import AboutProof, DonePage, EntryPage, EntryRow, Field, Link, OpeningPart, ReceiptPage, RecordPage
from dinhlang.web import deeds, enrolment, plugs

PAGE = 50
HOUSE = {
    "log.opened": N_("The record was opened"),
    "log.tick": N_("The record keeps the time: nothing else happened"),
    "log.restored": N_("A copy of the database was brought back; two persons confirmed it"),
    "log.new_origin": N_("A new record follows an older one"),
    "rulebook.adopt": N_("A rulebook was adopted"),
    "bodies.found": N_("Bodies were entered from an official list"),
    "bodies.import": N_("A list of bodies was entered, by the document that says so"),
    "rolls.import": N_("The list of households of a village was entered; only its fingerprint is public"),
    "rolls.import_commune": N_("Lists of households of villages were entered; only their fingerprint is public"),
    "rolls.import_list": N_("A list of people of a body was entered; only its fingerprint is public"),
    "rolls.change": N_("A list of people changed; only the fingerprint of the change is public"),
    "rolls.print_slips": N_("Access slips for households were allowed to be printed, by two persons"),
    "rolls.make_slips": N_("Access slips for households were printed"),
    "rolls.hand_over": N_("Access slips were handed over to households"),
    "rolls.freeze": N_("Who is on a list was frozen as of a day"),
    "bodies.set_fact": N_("A fact about a body was entered, with its document"),
    "bodies.rename": N_("A body took another name, by a decision"),
    "bodies.succeed": N_("A body ended, and what took its place was entered, by a decision"),
    "bodies.draw": N_("A map of boundaries was entered, with its source"),
    "people.appoint": N_("A person was given an office, by a decision"),
    "people.end_mandate": N_("A mandate ended"),
    "people.export": N_("A person took along what is held about them"),
    "people.erase_person": N_("What may be erased about a person was erased; the rest is restricted"),
    "people.restrict": N_("A person restricted what is held about them, or lifted that"),
    "people.expire": N_("The house erased what was past its kept time"),
    "people.open_identity": N_("Two persons opened a sealed identity, for a listed reason"),
    "people.read_identity": N_("An opened identity was read, once"),
    "people.breach": N_("A breach of personal data was found"),
    "people.report_breach": N_("A breach of personal data was reported to the authority"),
    "people.request": N_("A person asked something about their own data"),
    "people.answer_request": N_("A request about personal data was answered"),
    "people.carry_out_request": N_("A request about personal data was carried out"),
    "people.propose": N_("An office asked for an act that takes two persons"),
    "people.confirm": N_("A second person confirmed what another office asked for"),
    "people.decline": N_("A second person declined what another office asked for"),
    "people.withdraw": N_("An office took back what it had asked for"),
    "duties.urge": N_("A body was urged about something it owes"),
    "duties.hand": N_("A body gave a duty to one of its people"),
    "duties.event": N_("A village meeting was announced"),
    "duties.event_cancelled": N_("A village meeting was called off"),
}


# Acts about something that has a page of its own, and what that page's address is called.
WITH_PAGE = {"disclosure.": "thing", "plan.": "thing", "register.issue": "thing", "budget.": "budget", "vote.": "matter", "fund.": "fund"}
PART_WORDS = {
    "public": N_("What may be read"),
    "files": N_("Files"),
    "place": N_("Which body"),
    "sender": N_("Who sent it"),
    "duties": N_("What it means for duties"),
}


def sentence(one: Told, spoken: present.Near = present.NOWHERE) -> str:
    """What an entry says, whoever wrote it; sealed ones say only that they are sealed."""
    if one.sealed:
        return _("A sealed act: by a resident, or about personal data")
    if one.act in HOUSE:
        return _(HOUSE[one.act])
    return present.sentence(one, spoken) or papers.sentence(one) or plugs.sentence(one, spoken) or one.act


def page_of(one: Told) -> str:
    """The page, which everybody may open, of what an entry is about; "" where there is none."""
    name = next((name for begins, name in WITH_PAGE.items() if one.act.startswith(begins)), "") if not one.sealed else ""
    return reverse(name, args=[one.subject]) if name else ""


def has_page(one: Told) -> bool:
    """Whether what an entry is about has a disclosure's page, which everybody may open."""
    return not one.sealed and any(one.act.startswith(begins) and name == "thing" for begins, name in WITH_PAGE.items())


def _checkpoint(head: SignedHead | None) -> shapes.Checkpoint | None:
    if head is None:
        return None
    origin = head.note.split("\n", 1)[0]
    return shapes.Checkpoint(origin, head.size, ledger.b64(bytes(head.root)), head.at, "/log/checkpoint", head.note)


def _signed() -> SignedHead | None:
    try:
        return signer.current()
    except signer.TROUBLE:  # pages stand on what was signed before; the checkpoint's own address says what is wrong
        return signer.latest()


def page(request: HttpRequest) -> HttpResponse:
    """A stretch of the record, newest first; of one body where `don-vi` names it."""
    code, before = request.GET.get("don-vi", ""), request.GET.get("truoc", "")
    if before and not (before.isascii() and before.removeprefix("-").isdigit() and len(before) < 17):
        raise Refused(N_("The record is read by entry number. Go back to its first page."))
    place = bodies.find(code, clock.today()) if code else None
    told, around = record.page(int(before) if before else None, PAGE, place.id if place is not None else None)
    names, spoken = near(told)
    titles = plugs.titles(around)
    rows = tuple(
        EntryRow(
            one.index,
            one.at if not one.sealed else None,
            ": ".join(filter(None, (sentence(one, spoken), titles.get(one.subject, "")))),
            names[one.body].name if one.body in names and not one.sealed else "",
            "sealed" if one.sealed else "entry",
            reverse("entry", args=[one.address]),
        )
        for one in told
    )
    query = f"don-vi={code}&" if code else ""
    head = _signed()
    result = RecordPage(
        entries=rows,
        older_href=f"{reverse('record')}?{query}truoc={told[-1].place}" if len(told) == PAGE else "",
        newer_href=f"{reverse('record')}?{query[:-1]}" if before else "",
        checkpoint=_checkpoint(head),
        total=record.size(),
        checks=(Field(_("Files for programs"), "/log/checkpoint", "/log/checkpoint"), Field(_("Keys"), "/log/keys", "/log/keys")),
        body=Link(place.name, reverse("body", args=[place.code])) if place is not None else None,
    )
    return _fresh(render(request, "pages/record.html", {"page": result}))


def near(told: Sequence[Told]) -> tuple[dict[int, bodies.Place], present.Near]:
    """The bodies of these entries, and the names that their sentences need. At most two queries."""
    at = {str(one.words["place"]) for one in told if one.words.get("place")} - {"web", "hq"}
    places, names = bodies.known({one.body for one in told if one.body is not None and not one.sealed}, at, clock.today())
    return places, present.Near(
        names, rulebooks.current() if any(one.words.get("by") or one.act in present.LAW_ACTS for one in told) else None
    )


def _fresh(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-cache"
    return response


def _parts(leaf: bytes) -> tuple[OpeningPart, ...]:
    rows = []
    for part in vault.open_parts([leaf]).get(leaf, ()):
        state = "erased" if part.erased else "shown" if part.value is not None or part.salt is not None else "sealed"
        value = json.dumps(part.value, ensure_ascii=False, indent=1) if state == "shown" else ""
        rows.append(
            OpeningPart(
                part.name,
                ledger.b64(part.digest),
                state,
                value,
                ledger.b64(part.salt) if part.salt else "",
                part.erased,
                _(PART_WORDS.get(part.name, part.name)),
            )
        )
    return tuple(rows)


def entry(request: HttpRequest, index: int) -> HttpResponse:
    """An entry with its leaf, its opening and the proof that it is in the tree."""
    row = Entry.objects.filter(index=index).first()
    if row is None:
        raise NotHere(N_("The record has no entry {index} yet."), {"index": index})
    return _entry(request, row)


def entry_of_leaf(request: HttpRequest, leaf: str) -> HttpResponse:
    """The same by the leaf's hash (hex): how an entry of a closed log is found, whose number was given again."""
    try:
        row = record.line(bytes.fromhex(leaf))
    except ValueError:
        row = None
    if row is None:
        raise NotHere(N_("The record has no such leaf."))
    return _entry(request, row)


def _entry(request: HttpRequest, row: Entry | ClosedEntry) -> HttpResponse:
    index, closed = row.index, row.origin if isinstance(row, ClosedEntry) else ""
    leaf = bytes(row.leaf)
    said = ledger.parse(leaf)
    because = said.because if isinstance(said, ledger.Entry) else None
    around = record.around(row.subject if not row.sealed else "", [bytes(row.hash), *([because] if because is not None else [])])
    told = next(one for one in around if one.hash == bytes(row.hash))
    head = None if closed else _signed()
    proof: tuple[str, ...] = ()
    if head is not None and head.size > index:
        proof = tuple(ledger.b64(one) for one in tree.proof(index, head.size))
    places, spoken = near([told])
    place = places.get(row.body or 0)
    thing = None
    title = plugs.titles(around).get(row.subject, "") if not row.sealed else ""
    if row.body is not None and page_of(told):
        thing = Link(_("What this is about"), page_of(told))
    earlier = next((one for one in around if one.hash == because), None)
    reason = Link(_("entry %(n)d") % {"n": earlier.index}, reverse("entry", args=[earlier.address])) if earlier is not None else None
    result = EntryPage(
        index=index,
        at=row.at if not row.sealed else None,
        sentence=": ".join(filter(None, (sentence(told, spoken), title))),
        kind="sealed" if row.sealed else "entry",
        body=Link(place.name, reverse("body", args=[place.code])) if place is not None else None,
        thing=thing,
        leaf=leaf.decode("ascii"),
        leaf_hash=ledger.b64(bytes(row.hash)),
        parts=_parts(bytes(row.hash)),
        proof=proof,
        checkpoint=_checkpoint(head),
        downloads=(
            Link(_("Opening (JSON)"), f"/log/{ledger.opening_path(bytes(row.hash))}"),
            Link(_("Checkpoint"), "/log/checkpoint"),
        ),
        because=reason,
        included=bool(head is not None and head.size > index),
        closed=closed,
    )
    return _fresh(render(request, "pages/entry.html", {"page": result}))


# --- receipts ---


def _command(code: str) -> Command:
    row = Command.objects.filter(code=code).first()
    if row is None:
        raise NotHere(N_("There is no receipt with this code. Check it sign by sign; it has sixteen signs."))
    return row


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def done(request: HttpRequest, code: str) -> HttpResponse:
    """After an act: what happened, the receipt, the next step."""
    row = _command(code)
    told = next((one for one in record.of_subjects([row.subject]) if one.hash == bytes(row.hash)), None)
    waits = Pending.objects.filter(hash=row.hash).first()
    shown = page_of(told) if told is not None else ""
    thing = Link(_("See it as everybody sees it"), shown) if shown else None
    office = getattr(request, "holder", None) is not None
    title = _("Done") if waits is None else _("Received")
    if waits is not None and office and waits.act in deeds.DEEDS:  # whoever has the code and an office knows what was done
        title = _("Entered: %(deed)s") % {"deed": _(deeds.DEEDS[waits.act])}
        lines = (
            plugs.did(waits.act, row.subject, waits.body or 0),
            _("The receipt is signed. What you entered is sealed and enters the record within six hours."),
        )
    elif waits is not None:
        lines = (
            _(
                "Your receipt is signed. What you sent waits for its batch and "
                "enters the record within six hours; it appears on a page only then."
            ),
            _("Keep the receipt and the opening apart: who sees the receipt does not see your words."),
        )
    else:
        lines = (sentence(told, near([told])[1]) if told is not None else "", _("It is in the public record now."))
    result = DonePage(
        title=title,
        sentences=tuple(filter(None, lines)),
        thing=thing,
        next=enrolment.after(request, row.subject)
        or (Link(_("To do"), reverse("desk")) if office else Link(_("Back"), reverse("home"))),
        entry_href=reverse("entry", args=[told.address]) if told is not None else "",
        receipt=Link(_("Receipt"), reverse("receipt", args=[code])),
        code=code,
    )
    return _private(render(request, "pages/done.html", {"page": result}))


_word, _why = ledger.Word, ledger.Why
TAKE_IT = N_("Save the receipt and the record's files, and take them to the Front or to a court.")
TELL = N_("Keep the receipt and ask again; tell the Front.")
LATER = N_("The promise runs until the time named below; it can be judged two hours after that.")
VERDICTS = {
    (_word.INCLUDED, _why.FOUND): (N_("It is entry {n} of the record, and a signed checkpoint covers it."),),
    (_word.NOT_YET_DUE, _why.WAITING): (N_("It waits for its batch, or for the next checkpoint."), LATER),
    (_word.NOT_YET_DUE, _why.UNAVAILABLE): (N_("What the record shows at this moment is not enough to judge it."), LATER),
    (_word.LOST, _why.ABSENT): (N_("The record went on past the time named below without it."), TAKE_IT),
    (_word.LOST, _why.FORK): (N_("The record does not begin with the entries that stood in it when this was given."), TAKE_IT),
    (_word.LOST, _why.SHRUNK): (N_("The record is shorter than when this was given, and went on past the time named below."), TAKE_IT),
    (_word.WITHHELD, _why.WAITING): (N_("The time has passed, and the record says neither that it is in nor that it is missing."), TELL),
    (_word.WITHHELD, _why.UNAVAILABLE): (N_("The time has passed, and what the record shows is not enough to judge it."), TELL),
}
CLOSED = N_("This receipt is of the record {origin}, which was closed. It is judged from that record's files, by the program named below.")


def _judged(promise: ledger.Receipt, index: int | None) -> tuple[str, str]:
    """Word and sentence for a receipt of a leaf that stands at `index`, by the steps of docs/log-format.md, section 10."""
    head = _signed()
    view = serve.view(head.note.encode() if head is not None else None)
    if promise.origin != view.origin:
        return "unknown", _(CLOSED).format(origin=promise.origin)
    shown = None
    if head is not None and index is not None and promise.after_size <= head.size and index < head.size:
        shown = ledger.Shown(index, *tree.both(index, promise.after_size, head.size))
    found = ledger.judge(promise, view, clock.now(), shown)
    return found.word.value.replace("_", "-"), " ".join(_(one).format(n=found.index) for one in VERDICTS[found.word, found.why])


def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """A receipt and its verdict as this site sees it; an outside program decides the same from files."""
    row = _command(code)
    promise = ledger.parse_receipt(row.receipt.split("\n\n", 1)[0] + "\n")
    found = next((one for one in record.of_hash(bytes(row.hash))), None)
    if found is not None and found.closed:
        text = _("It is entry %(n)d of the record %(origin)s, which was closed; the proof lies in that record's files.")
        verdict, text = "included", text % {"n": found.index, "origin": found.closed}
    else:
        verdict, text = _judged(promise, found.index if found is not None else None)
    result = ReceiptPage(
        leaf_hash=ledger.b64(bytes(row.hash)),
        at=promise.time,
        by=promise.by,
        after_size=promise.after_size,
        after_root=ledger.b64(promise.after_root),
        verdict=verdict,
        verdict_text=text,
        receipt_href=reverse("receipt-file", args=[code]),
        opening_href=reverse("receipt-opening", args=[code]),
        data_href=reverse("receipt-data", args=[code]),
        entry=Link(_("entry %(n)d") % {"n": found.index}, reverse("entry", args=[found.address])) if found is not None else None,
        command=_checking(request, f"chung-nhan-{code[:4]}.txt", f"noi-dung-{code[:4]}.json"),
    )
    return _private(render(request, "pages/receipt.html", {"page": result}))


def _checking(request: HttpRequest, receipt: str, opening: str = "") -> str:
    """The line that lets the outside program judge a receipt: files as they are called when saved, this log, the keys it signs with."""
    words = ["python3 check_receipt.py", receipt, *(("--opening", opening) if opening else ()), "--log", absolute(request, "/log/")]
    try:
        key = keys.vkeys()
    except signer.TROUBLE:  # the page stands without them; the keys that count are those that were printed
        key = {"log": "…", "receipt": "…"}
    return " ".join((*words, "--key", key["log"], "--receipt-key", key["receipt"]))


def _attachment(data: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = "sandbox"
    return response


def receipt_file(request: HttpRequest, code: str) -> HttpResponse:
    """The signed note alone."""
    return _private(_attachment(_command(code).receipt.encode(), "text/plain; charset=utf-8", f"chung-nhan-{code[:4]}.txt"))


def receipt_opening(request: HttpRequest, code: str) -> HttpResponse:
    """The holder's copy of the opening, sealed parts included: kept apart from the receipt."""
    copy = serve.kept_copy(bytes(_command(code).hash))
    if copy is None:
        raise NotHere(N_("Nothing of what this receipt was given for is kept here."))
    return _private(_attachment(copy, "application/json", f"noi-dung-{code[:4]}.json"))


def file(request: HttpRequest, leaf: str, n: int) -> HttpResponse:
    """The public copy of a file, for saving: never shown inside the site. Only of entries whose part `files` is open."""
    try:
        digest = bytes.fromhex(leaf)
    except ValueError as error:
        raise NotHere(N_("This file is not kept here any more.")) from error
    told = next((one for one in record.of_hash(digest)), None)
    if told is None or n >= len(told.files):
        raise NotHere(N_("This file is not kept here any more."))
    name = str(told.files[n]["name"]).encode("ascii", "ignore").decode().replace('"', "").replace("\\", "") or f"tep-{n + 1}"
    response = _attachment(vault.read_file(digest, n), str(told.files[n]["type"]), name)
    response["Cache-Control"] = "no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def proof(request: HttpRequest) -> HttpResponse:
    """What the operator can do, cannot do unnoticed, and how to check."""
    result = AboutProof(
        checkpoint=_checkpoint(_signed()),
        witnesses=0,
        tools=(Link("/log/checkpoint", "/log/checkpoint"), Link("/log/keys", "/log/keys")),
        records=(Link(_("Record"), reverse("record")), Link(_("Is this paper genuine?"), reverse("paper-check"))),
        command=_checking(request, "chung-nhan.txt"),
    )
    return _fresh(render(request, "pages/proof.html", {"page": result}))

"""Pages of an offline kit, and the two addresses by which a phone speaks to the house: its state, and one form after the other.

Promises: a form of the kit is an act with its command id; sent again it gets the same answer and the same receipt. Refuses: anybody but
whoever opened the kit.
"""

import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from dinhlang.core.actor import Guest, Office
from dinhlang.core.refusal import N_, NotHere, NotYours, Refused
from dinhlang.ground.kit import locked, policy, sent
from dinhlang.ground.kit import reads as kits
from dinhlang.ground.kit.models import State
from dinhlang.ground.kit.reads import ItemSeen, LeaseSeen
from dinhlang.ground.people import may
from dinhlang.ground.people import reads as people
from dinhlang.ground.people.authorise import BODY_ENDED, ENDED
from dinhlang.ground.record import clock, fast
from dinhlang.ground.record.act import Done
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.refusals import sentence
from dinhlang.ground.ui.shapes import Field, FormPage, Link, Refusal
from dinhlang.ground.ui.submit import act_form
from dinhlang.works.votes import kit_forms as forms
from dinhlang.works.votes import kit_reads, reads
from dinhlang.works.votes.acts import kits as acts
from dinhlang.works.votes.views import NOT_YOURS, Step

SIGN_IN = N_("Sign in as whoever opened this kit; then send again. Nothing is lost.")
NO_FILE = N_("This is no file of the offline kit, or it is not whole. Nothing was changed. Save it again on the phone.")
CHANGED = N_("This file was changed by hand after the kit had saved it. Nothing was taken in; save it again on the phone.")


@dataclass(frozen=True)
class Answer:
    """What became of one thing that was sent, and the code of its receipt."""

    item: ItemSeen
    code: str


def _account(request: HttpRequest) -> int | None:
    """The account that is signed in with both factors, whether or not it holds an office today."""
    user = request.user
    return user.pk if user.is_authenticated and people.two_factors(request, user) else None


def _mine(request: HttpRequest, subject: str, lease: str) -> LeaseSeen:
    """A lease of whoever asks. Raises NotHere, NotYours."""
    found = kits.lease(lease, subject, clock.now())
    if _account(request) != found.account:
        raise NotYours(SIGN_IN)
    return found


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    return response


def _refused(error: Refused) -> HttpResponse:
    """A refusal as the phone reads it; where somebody has to sign in first, the way to do it and back."""
    status = 404 if isinstance(error, NotHere) else 403 if isinstance(error, NotYours) else 422
    more = {"sign_in": f"{reverse('account_login')}?next={reverse('kit')}"} if error.msg == SIGN_IN else {}
    return _private(JsonResponse({"said": sentence(error), **more}, status=status))


# --- what a phone asks and sends ---


@never_cache
@require_GET
def package(request: HttpRequest, subject: str, lease: str) -> HttpResponse:
    """All that the phone of whoever opened the kit takes along."""
    try:
        mine = _mine(request, subject, lease)
    except Refused as error:
        return _refused(error)
    stand = reads.stand(subject, clock.today())
    found = reads.find(subject, stand.book)
    home = reverse("vote-kit", args=[subject, lease])
    return _private(JsonResponse(dict(kit_reads.package(found, mine, stand.place.name, home, clock.now()))))


@never_cache
@require_GET
def status(request: HttpRequest, subject: str, lease: str) -> HttpResponse:
    """What the house has of this kit already, and the token with which forms are sent."""
    try:
        mine = _mine(request, subject, lease)
    except Refused as error:
        return _refused(error)
    return _private(JsonResponse({**kit_reads.status(mine, clock.now()), "token": get_token(request)}))


@never_cache
@require_POST
def send(request: HttpRequest, subject: str, lease: str) -> HttpResponse:
    """One form of the kit's queue."""
    try:
        mine = _mine(request, subject, lease)
        done = _deliver(request, mine, request.POST.get("text", ""), request.POST.get("seal", ""))
    except Refused as error:
        return _refused(error)
    return _private(JsonResponse({**kit_reads.answer(done.item), "receipt": reverse("receipt", args=[done.code])}))


def _deliver(request: HttpRequest, lease: LeaseSeen, text: str, seal: str) -> Answer:
    """Take in one thing that the kit wrote. What was answered before is answered the same."""
    said = sent.read(text, seal, lease.subject, lease.key)
    if not any(item.text == text for item in lease.items):
        given: dict[str, Any] = {"at": clock.now(), "body": lease.body, "command_id": said.id, "lease": lease.subject, "text": text}
        try:
            acts.kit_send(by=Office(lease.mandate), seal=seal, **given)
        except Refused as error:
            if error.msg not in (ENDED, BODY_ENDED):
                raise
            acts.kit_hand_in(by=Guest(lease.subject), seal=seal, **given)
    known = fast.answer(said.id)
    item = next((one for one in kits.lease(lease.subject, lease.thing, clock.now()).items if one.command == said.id), None)
    if item is None or item.text != text:  # the command id is that of something else
        raise Refused(sent.NO_KIT)
    return Answer(item, known[4] if known is not None else "")


# --- pages ---


def _lease(step: Step, lease: str) -> LeaseSeen:
    return kits.lease(lease, step.found.row.pk, clock.now())


def _form_data(request: HttpRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _run(step: Step, act: Callable[..., Done], data: dict[str, Any], **payload: Any) -> str:
    """Carry out an act about a kit; the address of its receipt."""
    given = {"by": may.actor(step.request), "at": clock.now(), "command_id": data["command_id"], "body": step.place.id}
    return reverse("done", args=[act(**given, **payload).code])


def _show(request: HttpRequest, form: Form, do: Callable[[dict[str, Any]], str], back: Link, **said: Any) -> HttpResponse:
    """A form about a kit, or what came of it. `said`: title, lead, submit and what else `FormPage` takes."""

    def page(form: Form, stopped: Refusal | None) -> FormPage:
        return FormPage(form=form, back=back, refusal=stopped, **said)

    return act_form(request, form, page, do)


def open_kit(request: HttpRequest, subject: str, number: int) -> HttpResponse:
    """Form of `vote.kit_open`, with the kits that were opened for the sitting."""
    step = Step(request, subject, "vote.kit_open")
    running = step.found.running
    sitting = next((one for one in running.sittings if one.number == number), None) if running is not None else None
    if sitting is None:
        raise NotHere(N_("There is no such sitting."))
    form = forms.Open(_form_data(request)[0])

    def do(data: dict[str, Any]) -> str:
        step.run(acts.kit_open, data, sitting=number, device=data["device"])
        mine = [one for one in kits.leases(subject, clock.now()) if one.sitting == number and one.account == _account(request)]
        return reverse("vote-kit", args=[subject, mine[-1].subject])

    lead = _(
        "For a hall without network: for %(hours)d hours this phone may tick who is there, take the count and close the sitting by itself. "
        "It sends everything later, once."
    ) % {"hours": policy.values().lease_hours}
    where = sitting.cluster or _("The whole village")
    facts = (Field(_("Sitting"), f"{where}, {format.instant(sitting.at)}"), *kit_reads.of_sitting(step.found, number, clock.now()))
    effect = _("The phone carries list numbers and names of the households of this sitting, no telephone numbers. Keep it locked.")
    said = {"title": _("Open an offline kit"), "lead": lead, "submit": _("Open it on this phone"), "facts": facts, "effect": effect}
    return _show(request, form, do, step.back, **said)


def page(request: HttpRequest, subject: str, lease: str) -> HttpResponse:
    """A kit, for whoever counts there and whoever opened it."""
    stand = reads.stand(subject, clock.today())
    allowed = may.acts(request, stand.place, stand.book)
    one = kits.lease(lease, subject, clock.now())
    account = _account(request)
    if not {"vote.kit_open", "vote.kit_revoke"} & allowed and account != one.account:
        raise NotYours(NOT_YOURS)
    found = reads.find(subject, stand.book)
    shown = kit_reads.page(found, one, kits.holder_of(one), account, allowed, clock.now())
    return _private(render(request, "kit/lease.html", {"page": shown}))


def revoke(request: HttpRequest, subject: str, lease: str) -> HttpResponse:
    """Form of `vote.kit_revoke`."""
    step = Step(request, subject, "vote.kit_revoke")
    one = _lease(step, lease)
    lead = _("What this phone still sends counts no more. What was closed on it before now waits for two persons.")

    def do(data: dict[str, Any]) -> str:
        return _run(step, acts.kit_revoke, data, lease=lease, reason=data["reason"])

    said = {"title": _("Revoke an offline kit"), "lead": lead, "submit": _("Revoke it"), "facts": (Field(_("Phone"), one.device),)}
    return _show(request, forms.Revoke(_form_data(request)[0]), do, step.back, **said)


def decide(request: HttpRequest, subject: str, lease: str, item: UUID) -> HttpResponse:
    """Form of `vote.kit_decide`."""
    step = Step(request, subject, "vote.kit_decide")
    one = _lease(step, lease)
    row = next((found for found in one.items if found.command == item), None)
    if row is None or row.state is not State.WAITING:
        raise NotHere(N_("Nothing of this kit waits here any more."))
    round_of = kit_reads.sitting_of(step.found, one)[0]

    def do(data: dict[str, Any]) -> str:
        accept = data["accept"] == forms.YES
        return _run(step, acts.kit_decide, data, lease=lease, item=str(item), accept=accept, reason=data["reason"])

    more = (
        Field(_("Phone"), one.device), Field(_("What it is"), _(kits.KINDS[row.sent.kind])),
        Field(_("When, the phone says"), format.instant(row.claimed)), Field(_("When it came"), format.instant(row.received)),
    )  # fmt: skip
    why = (row.why, *kit_reads.lines(row, step.found.choices_of(round_of)))
    lead = _("Two different persons say the same, each with a reason. Compare it with the minutes on paper.")
    said = {"title": _("Decide whether it counts"), "lead": lead, "submit": _("Say so"), "facts": more, "why": why}
    return _show(request, forms.Decide(_form_data(request)[0]), do, step.back, **said)


def from_file(request: HttpRequest, subject: str, lease: str) -> HttpResponse:
    """A file that the kit saved, sent by whoever opened it from any machine: the same forms, each once."""
    mine = _mine(request, subject, lease)
    stand = reads.stand(subject, clock.today())
    found = reads.find(subject, stand.book)
    form = forms.File(*_form_data(request))

    def do(data: dict[str, Any]) -> str:
        for text, seal in items_of(data["file"].read(policy.values().file_signs * 8 + 1), mine, data["password"]):
            _deliver(request, mine, text, seal)
        return reverse("vote-kit", args=[subject, lease])

    said = {
        "title": _("Send a saved file"), "submit": _("Send it"), "upload": True,
        "lead": _("The file that the kit saved on the phone. What was sent before is not taken in twice."),
    }  # fmt: skip
    return _show(request, form, do, Link(found.title, reverse("vote-kit", args=[subject, lease])), **said)


def items_of(data: bytes, lease: LeaseSeen, passphrase: str) -> tuple[tuple[str, str], ...]:
    """The queue of a saved file: texts and their seals. Raises Refused for a wrong passphrase and any other file."""
    try:
        text = locked.opened(json.loads(data.decode()), passphrase)
        said = json.loads(text)
        body, seal = said["kit"], said["seal"]
        kit = json.loads(body)
        queue = tuple((str(one["text"]), str(one["seal"])) for one in kit["queue"])
        other = kit["pack"]["lease"] != lease.subject
        whole = hmac.compare_digest(sent.seal(lease.key, body).encode(), str(seal).encode())
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Refused(NO_FILE) from error
    if len(text) > policy.values().file_signs:
        raise Refused(sent.TOO_LONG)
    if other:
        raise Refused(sent.OTHER)
    if not whole:
        raise Refused(CHANGED)
    return queue

"""The door for programs: Open311 GeoReport v2, reading and writing, XML and JSON, one jurisdiction for each body (its code).

Promises: the rules of the pages hold here too: who files is a guest, a denunciation is answered from memory, the id of a request is its
sender's secret, the list shows what the public may read and nothing else. Refuses: to read a cookie, to fetch an address that somebody
typed, to keep what tells one device from another.
"""

import functools
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from dinhlang.core import ledger
from dinhlang.core.actor import Guest
from dinhlang.core.codes import checked
from dinhlang.core.refusal import N_, NotHere, Refused
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.reads import Place
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.people import denounced as denouncing
from dinhlang.ground.people import keyed
from dinhlang.ground.record import clock
from dinhlang.ground.ui.addresses import absolute, reverse
from dinhlang.ground.ui.door import folded
from dinhlang.ground.ui.refusals import sentence
from dinhlang.works.petitions import acts, checks, open311, policy, public, reads, steps, texts
from dinhlang.works.petitions.acts.sending import CONTACT, DENOUNCES, NAME, SPOT, SUBMIT, TEXT
from dinhlang.works.petitions.models import Petition
from dinhlang.works.petitions.states import OPEN, RETURNED
from dinhlang.works.petitions.views import private

GUEST = Guest("")
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
KEY_SIGNS = (16, 200)  # of an Idempotency-Key: long enough that two programs do not think of the same
KEPT, KEPT_BYTES = 64, 8_000_000  # lists kept in one process, and what they may weigh together
AT_ONCE = 20  # requests asked for by their ids in one question
SECONDS = 3600  # after which a program may try again
LONGEST = {  # characters
    "description": TEXT, "address_string": SPOT - 40, "first_name": NAME // 2, "last_name": NAME // 2 - 1, "phone": 40,
    "email": CONTACT - 42,
}  # fmt: skip
NOWHERE = dict.fromkeys(("address_id", "zipcode", "lat", "long", "media_url"))
OTHER = "other"  # the topic of what tells none
PUBLIC, PUBLIC_SIGNS = "reflection", 16  # the kind of what is told in public; signs of its id
NO_JURISDICTION = N_("There is no jurisdiction with this jurisdiction_id here: it is the code of a commune, an agency or the province.")

DENOUNCES_HERE = N_(
    "This calls itself a denunciation. The law protects who denounces, so nothing of it was kept here. It goes to the head of {name}, on "
    "paper or in person; where and when: {page} (Law 25/2018/QH14 Art. 12, 13, 22)."
)
DENOUNCES_ABOVE = N_(
    "This calls itself a denunciation. The law protects who denounces, so nothing of it was kept here. It goes to the head of {name}, and "
    "where it is about the head or a deputy to the head of {above}, on paper or in person; where and when: {page} (Law 25/2018/QH14 "
    "Art. 12, 13, 22)."
)

retries = open311.Retries()
LIST = "service_requests"
Answer = tuple[str, Any]
"""The name of the root and the value; bytes where it is written already."""


def door(*methods: str) -> Callable[[Callable[..., Answer]], Callable[..., HttpResponse]]:
    """Turn a view that gives the root's name and the value into one that answers in the format of the address, mistakes too.

    Exempt from the check of forms: what that check protects is the cookie of somebody signed in, and no cookie is read here.
    """

    def decorate(view: Callable[..., Answer]) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @functools.wraps(view)
        def run(request: HttpRequest, form: str, **parts: str) -> HttpResponse:
            spelling = form if form in open311.TYPES else open311.XML
            try:
                if form not in open311.TYPES:
                    raise NotHere(N_("Answers come as .xml or .json."))
                if request.method not in (*methods, "HEAD"):
                    raise Refused(N_("This address takes {methods}."), {"methods": ", ".join(methods)})
                root, value = view(request, **parts)
            except Refused as error:
                return _refused(request, error, spelling, methods)
            body = value if isinstance(value, bytes) else open311.written(form, root, value)
            return private(HttpResponse(body, content_type=open311.TYPES[form]))

        return run

    return decorate


def _refused(request: HttpRequest, error: Refused, form: str, methods: tuple[str, ...]) -> HttpResponse:
    status = 404 if isinstance(error, NotHere) else 429 if isinstance(error, checks.Flood) else 400
    if request.method not in (*methods, "HEAD"):
        status = 405
    value = [{"code": status, "description": sentence(error)}]
    response = HttpResponse(open311.written(form, "errors", value), content_type=open311.TYPES[form], status=status)
    if status == 405:
        response["Allow"] = ", ".join(methods)
    if status == 429:
        response["Retry-After"] = str(SECONDS)
    return private(response)


def _place(request: HttpRequest) -> Place:
    """The body that the jurisdiction_id names. Raises Refused where none was said, NotHere where it is none that takes petitions."""
    return _stand(request).place


def _stand(request: HttpRequest) -> duties.Stand:
    code = (request.POST.get("jurisdiction_id") or request.GET.get("jurisdiction_id") or "").strip()
    if not code:
        raise Refused(N_("Say for which jurisdiction: jurisdiction_id is missing. It is the code of a commune, an agency or the province."))
    if not code.isprintable() or len(code) > 20:
        raise NotHere(NO_JURISDICTION)
    try:
        found = duties.find(code, clock.today())
    except NotHere as error:
        raise NotHere(NO_JURISDICTION) from error
    if found.place.kind not in policy.handlers():
        raise NotHere(NO_JURISDICTION)
    return found


@door("GET")
def discovery(request: HttpRequest) -> Answer:
    """Where the API is and what it speaks."""
    endpoint = {
        "specification": open311.SPECIFICATION,
        "url": absolute(request, reverse("open311-discovery", args=[open311.XML]).rpartition("/")[0]),
        "changeset": open311.CHANGESET,
        "type": "production",
        "formats": [one.partition(";")[0] for one in open311.TYPES.values()],
    }
    key = _("No key is needed.")
    return "discovery", {"changeset": open311.CHANGESET, "contact": absolute(request, "/"), "key_service": key, "endpoints": [endpoint]}


@door("GET")
def services(request: HttpRequest) -> Answer:
    """What may be filed."""
    place = _place(request)
    near, form = open311.villages(place, clock.today()), absolute(request, reverse("petition-start", args=[place.code]))
    note = _("Not what is about somebody in office at %(name)s: that goes by the form at %(form)s, and the body above reads it.")
    said = note % {"name": place.name, "form": form}
    return "services", [open311.service_row(one, attributes=bool(near), note=said) for one in open311.services().values()]


@door("GET")
def service(request: HttpRequest, code: str) -> Answer:
    """What else may be said with a service."""
    place = _place(request)
    return "service_definition", open311.definition(open311.service(code), open311.villages(place, clock.today()))


@door("GET", "POST")
def requests(request: HttpRequest) -> Answer:
    """The list of what the public may read; or file one."""
    return LIST, _file(request) if request.method == "POST" else _listed(request, "xml" if request.path.endswith(".xml") else "json")


# --- filing ---


def _file(request: HttpRequest) -> list[dict[str, Any]]:
    if denouncing.typed(request):
        raise _denounced(request)
    if request.content_type not in FORMS:
        raise Refused(N_("A request is filed as a form (application/x-www-form-urlencoded, in UTF-8), not as JSON or XML."))
    place, day = _place(request), clock.today()
    said = {name: ledger.clean_text(str(text)).strip() for name, text in request.POST.items()}
    said[open311.VILLAGE] = said.get(f"attribute[{open311.VILLAGE}]", "")
    one = open311.service(said.get("service_code", ""))
    for name, most in LONGEST.items():
        if len(said.get(name, "")) > most:
            raise Refused(N_("{name} is longer than {n} characters."), {"name": name, "n": most})
    spot = open311.where(place, open311.villages(place, day), said, day)
    called = " ".join(filter(None, (said.get("last_name"), said.get("first_name"))))
    contact = ", ".join(filter(None, (said.get("phone"), said.get("email"))))
    known = folded(contact or called)
    command = _command(request, place, named=bool(contact))
    done = acts.submit(
        by=GUEST, at=clock.now(), command_id=command, body=place.id, kind=one.kind.id, way=policy.OPEN311,
        topic=one.topic.id, place=spot.place.id, text=said.get("description", ""), spot=spot.words, point=spot.point,
        called=called, contact=contact,
        sender=keyed.digest("petition-sender", f"open311 {place.id} {known}"),
    )  # fmt: skip
    code = checked(done.code, ledger.ALPHABET)
    notices = [
        _("Keep the service_request_id: whoever has it reads the answer, with this program or at %(address)s.")
        % {"address": absolute(request, reverse("petition-own", args=[code]))}
    ]
    if said.get("media_url") or request.FILES:
        notices.append(_("Photographs were not taken: nothing is fetched from an address. Add them at the address above."))
    return [{"service_request_id": code, "service_notice": " ".join(notices), "account_id": None}]


def _denounced(request: HttpRequest) -> Refused:
    """Where a denunciation goes, with the bodies' names and the page that says when they receive, where the jurisdiction is known."""
    try:
        place = _place(request)
    except Refused:
        return Refused(DENOUNCES)
    above = bodies.place(place.parent, clock.today()).name if place.parent is not None else ""
    page = absolute(request, reverse("petition-denounce", args=[place.code]))
    return Refused(DENOUNCES_ABOVE if above else DENOUNCES_HERE, {"name": place.name, "above": above, "page": page})


def _command(request: HttpRequest, place: Place, *, named: bool) -> UUID:
    """The command of a request: the same for the same Idempotency-Key, or for some minutes for the same request from the same program.

    Without a key only a telephone number or an e-mail address (`named`) tells who sends: two strangers behind one address, with one program
    and the same few words, must not be given one another's code.
    """
    key = request.headers.get("Idempotency-Key", "").strip()
    least, most = KEY_SIGNS
    if key and not least <= len(key) <= most:
        raise Refused(N_("An Idempotency-Key has {least} to {most} signs, by chance."), {"least": least, "most": most})
    if key:
        return UUID(hex=keyed.digest("open311-command", f"{place.id} {key}")[:32])
    if not named:
        return uuid4()
    fields = sorted((name, text) for name, texts in request.POST.lists() for text in texts)
    sent_by = (request.META.get(name, "") for name in ("REMOTE_ADDR", "HTTP_X_FORWARDED_FOR", "HTTP_USER_AGENT"))
    return retries.command(place.code, *sent_by, *(part for pair in fields for part in pair))


# --- reading ---


Key = tuple[object, ...]
_kept: OrderedDict[Key, tuple[Key, bytes]] = OrderedDict()  # of a question only the newest answer is remembered
_lock = Lock()


def forget() -> None:
    """Empty what is kept of lists (for measuring: a key never goes stale by itself)."""
    with _lock:
        _kept.clear()


def _once(question: Key, state: Key, make: Callable[[], bytes]) -> bytes:
    """The answer to a question, made once for a `state`: of what it is made, read before it was made."""
    with _lock:
        before, found = _kept.get(question, ((), b""))
    if before != state:
        found = make()
        with _lock:
            _kept[question] = state, found
            _kept.move_to_end(question)
            while len(_kept) > KEPT or sum(len(body) for _state, body in _kept.values()) > KEPT_BYTES:
                _kept.popitem(last=False)
    return found


def _listed(request: HttpRequest, form: str) -> list[dict[str, Any]] | bytes:
    stand, asked = _stand(request), request.GET
    place = stand.place
    if asked.get("service_request_id"):
        ids = [one.strip() for one in asked["service_request_id"].split(",") if one.strip()]
        if len(ids) > AT_ONCE:
            raise Refused(N_("At most {n} requests are told at once by their ids."), {"n": AT_ONCE})
        return [row for one in dict.fromkeys(ids) for row in _there(one)]
    first, last = open311.span(asked.get("start_date", ""), asked.get("end_date", ""), clock.now())
    unknown = N_("There is no service with this service_code here. Ask for the list of services again.")
    codes = open311.chosen(asked.get("service_code", ""), open311.services(), unknown)
    states = open311.chosen(asked.get("status", ""), (open311.OPEN, open311.CLOSED), N_("status is open or closed."))
    begin, end = open311.page(asked.get("page", ""), asked.get("page_size", ""))

    def make() -> bytes:
        narrowed = bool(codes or states)
        rows = public.published([place.id], first, last, limit=open311.MOST if narrowed else end)
        if narrowed:
            rows = tuple(one for one in rows if (not codes or _code(one) in codes) and (not states or _status(one) in states))
        return open311.written(form, LIST, [_told(one, place.name) for one in rows[begin:end]])

    question = (form, get_language(), place.id, first, last, codes, states, begin, end)
    return _once(question, (stand.rules, stand.version, stand.day, place.name), make)


def _code(one: public.PublicPetition) -> str:
    return open311.code_of(PUBLIC, _topic(one))


def _topic(one: public.PublicPetition) -> str:
    """The topic under which a program is told of it."""
    return one.topic or OTHER


def _status(one: public.PublicPetition) -> str:
    return open311.OPEN if one.state in (public.OPEN, public.LATE) else open311.CLOSED


def _told(one: public.PublicPetition, body: str) -> dict[str, Any]:
    """A request as everybody may read it: by the Monday of its week, with no day of its own."""
    topic = policy.topics().get(_topic(one))
    return {
        "service_request_id": one.public_id,
        "status": _status(one),
        "status_notes": _("It was taken down.") if one.down is not None else one.answer or None,
        "service_name": topic.text.said if topic is not None else one.topic,
        "service_code": _code(one),
        "description": one.text or None,
        "agency_responsible": body,
        "service_notice": _(texts.COARSE) if one.coarse else None,
        "requested_datetime": open311.instant(one.week),
        "updated_datetime": None,
        "expected_datetime": None,
        "address": one.place,
        **NOWHERE,
    }


def _by_id(id: str) -> list[dict[str, Any]]:
    """A request by the id under which everybody reads it, or by its sender's code. Raises NotHere."""
    found = public.one(id) if id.isprintable() and len(id) <= PUBLIC_SIGNS else None
    if found is not None:
        return [_told(found, bodies.place(found.body, clock.today()).name)]
    return [_own(*reads.mine(id))]


def _there(id: str) -> list[dict[str, Any]]:
    try:
        return _by_id(id)
    except NotHere:
        return []


@door("GET")
def one(request: HttpRequest, code: str) -> Answer:
    """A request by its id: of its sender for whoever has the code, of one that is public for everybody."""
    _place(request)
    return LIST, _by_id(code)


@door("GET")
def token(request: HttpRequest, code: str) -> Answer:
    """The id of a request by its token: no tokens are given out, for an id is there at once; an id is its own."""
    _place(request)
    code = checked(reads.mine(code)[1], ledger.ALPHABET)
    return LIST, [{"service_request_id": code, "token": code}]


def _own(found: Petition, code: str) -> dict[str, Any]:
    """A request for its sender. Six queries."""
    day = clock.today()
    places = bodies.places({found.place_id, found.body_id}, day)
    topic = policy.topics().get(found.topic)
    told = steps.of(found.pk) if found.state != RETURNED else ()
    text = next((one.words.get("words") for one in told if one.act == SUBMIT), None)
    answers = [one.words[name] for one in told for name in ("answer", "reason") if one.act != SUBMIT and one.words.get(name)]
    state = _("A message waits for you at the page of your code.") if found.state == RETURNED else reads.state_words(found, day)[0]
    return {
        "service_request_id": checked(code, ledger.ALPHABET),
        "status": open311.OPEN if found.state in OPEN else open311.CLOSED,
        "status_notes": "\n".join((state, *answers[-1:])),
        "service_name": topic.text.said if topic is not None else found.topic,
        "service_code": open311.code_of(found.kind, found.topic),
        "description": text,
        "agency_responsible": places[found.body_id].name,
        "service_notice": reads.due_words(found, day) or None,
        "requested_datetime": open311.instant(clock.local_day(found.sent)),
        "updated_datetime": open311.instant(found.since),
        "expected_datetime": open311.last_instant(found.due) if found.state in OPEN and found.paused is None else None,
        "address": places[found.place_id].name,
        **NOWHERE,
    }

"""A file of a step of one's petition that a script sends in pieces before the form itself is sent.

Promises: the form stays the one way in: what came in pieces is put together and handed to it as the file it would have had, so that it
is checked, drawn again or kept by the same code; whoever cannot show the code is answered like for an unknown one; a file is one step,
whichever tab sends it, and however often. Refuses, before the first piece, what the step itself would refuse: too many, too large.
Answers for the script: 200 with what is kept, 409 where the file goes on elsewhere, 400, 422 and 507 with a sentence.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

from csp.constants import SELF
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.views.decorators.http import require_http_methods

from dinhlang.core.refusal import N_, NotHere, Refused
from dinhlang.ground.files import pieces
from dinhlang.ground.files.kinds import MEBIBYTE, UPLOAD_BYTES
from dinhlang.ground.files.sentences import Why
from dinhlang.ground.record import clock
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.refusals import sentence
from dinhlang.works.petitions import policy
from dinhlang.works.petitions.acts.placing import check_voice
from dinhlang.works.petitions.acts.sending import check_photo, on_its_way
from dinhlang.works.petitions.models import Petition

NOT_READ = N_("What the page sent could not be read. Nothing was changed. Press the button again: then the file is sent whole.")
TOO_LARGE = N_("The file has {size} MB; at most {most} MB are taken. Choose a smaller one.")
AS_BYTES = "application/octet-stream"
MARK = re.compile(r"[0-9a-f]{12,64}")
NUMBER = re.compile(r"[0-9]{1,10}")
NAME = 120
SCRIPT = {"script-src": [SELF], "connect-src": [SELF]}  # our one file, nothing inline, and where it sends to


@dataclass(frozen=True)
class Way:
    """A step with a file: its field of the form, the address of its pieces, whether the petition takes one more, bytes at most."""

    field: str
    pieces: str
    check: Callable[[Petition], None]
    most: Callable[[], int]


PHOTO = Way("photo", "petition-photo-pieces", check_photo, lambda: UPLOAD_BYTES)
VOICE = Way("voice", "petition-voice-pieces", check_voice, lambda: policy.values().voice_megabytes * MEBIBYTE)


def upload(way: Way, petition: str, code: str, mark: str, size: str) -> pieces.Upload:
    """The file that a page speaks of. Raises Refused for what no page sends."""
    if not MARK.fullmatch(mark) or not NUMBER.fullmatch(size) or not int(size):
        raise Refused(NOT_READ)
    if int(size) > way.most():
        raise Refused(TOO_LARGE, {"size": f"{int(size) / MEBIBYTE:.1f}", "most": way.most() // MEBIBYTE})
    return pieces.Upload(on_its_way(petition), code, f"{way.field} {mark}", int(size))


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, way: Way, found: Petition, code: str) -> HttpResponse:
    """How much of a file is kept, or one more piece of it. `found` is the petition of whoever shows `code`."""
    try:
        return _no_store(_taken(request, way, found, code))
    except pieces.Misplaced as error:
        return _no_store(JsonResponse({"kept": error.kept, "say": sentence(Refused(pieces.ELSEWHERE, {"kept": error.kept}))}, status=409))
    except NotHere:
        raise
    except Refused as error:
        status = {pieces.FULL: 507, NOT_READ: 400, pieces.WRONG_SIZE: 400}.get(error.msg, 422)
        return _no_store(JsonResponse({"say": sentence(error)}, status=status))


def _taken(request: HttpRequest, way: Way, found: Petition, code: str) -> HttpResponse:
    told = request.GET
    one = upload(way, found.pk, code, told.get("tep", ""), told.get("co", ""))
    if request.method == "GET":
        if not one.is_done:
            way.check(found)
        return JsonResponse({"kept": pieces.kept(one), "done": one.is_done})
    begins, length = told.get("tu", ""), request.META.get("CONTENT_LENGTH") or ""
    if request.content_type != AS_BYTES or not NUMBER.fullmatch(begins) or not NUMBER.fullmatch(length):
        raise Refused(NOT_READ)
    if int(length) > pieces.values().most:
        raise Refused(pieces.WRONG_SIZE)
    if not int(begins):
        way.check(found)
    piece = request.read(int(length))
    if len(piece) < int(length):
        raise Refused(NOT_READ)  # the line broke: nobody is there to read this, and nothing of it is kept
    return JsonResponse({"kept": pieces.add(one, int(begins), piece, clock.now())})


def _no_store(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    return response


@dataclass(frozen=True)
class Sent:
    """What a form was sent with: its fields, its files, and which of them came in pieces."""

    data: Any
    files: Any
    upload: pieces.Upload | None = None

    @contextmanager
    def step(self) -> Iterator[None]:
        """Around the step itself: what came in pieces goes once it is in, or is refused for good."""
        if self.upload is None:
            yield
            return
        try:
            yield
        except Refused as error:
            if error.msg != Why.busy.value:
                pieces.drop(self.upload)
            raise
        pieces.finish(self.upload, clock.now())


def show(request: HttpRequest, way: Way, found: Petition, code: str, own: str, page: Callable[[Sent], HttpResponse]) -> HttpResponse:
    """`page`, given what its form was sent with; back to the petition, at `own`, where the same file was sent with it before."""
    if request.method != "POST" or "tep" not in request.POST or request.FILES:
        return _with_script(page(Sent(request.POST, request.FILES) if request.method == "POST" else Sent(None, None)))
    one = upload(way, found.pk, code, request.POST["tep"], request.POST.get("co", ""))
    with pieces.whole(one) as data:
        if data is None:
            return _no_store(HttpResponseRedirect(own))
        file: UploadedFile = SimpleUploadedFile(request.POST.get("ten", "")[-NAME:], data)
        return _with_script(page(Sent(request.POST, {way.field: file}, one)))


def _with_script(response: Any) -> HttpResponse:
    response._csp_replace = SCRIPT
    return cast(HttpResponse, response)


def address(way: Way, code: str) -> str:
    """Where the pieces of a step are sent to, with the check sign of the code as it came."""
    return reverse(way.pieces, args=[code])


def waits(petition: str) -> bool:
    """Whether a file is on its way to a petition."""
    return bool(pieces.on_the_way(on_its_way(petition)))


def least() -> int:
    """Bytes of a piece, at least."""
    return pieces.values().least


def most() -> int:
    """Bytes of a piece, at most."""
    return pieces.values().most

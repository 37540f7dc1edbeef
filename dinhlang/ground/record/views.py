"""The log's files over HTTP: plain bytes for programs, no session, no cookie, no language.

Promises: tiles may be kept for ever, but where another log's tiles lay under the same addresses before; openings are asked for again
each time, because they can be erased; the checkpoint is signed on the read. Refuses in plain text with the right status.
"""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.record import append, keys, serve, signer

TEXT = "text/plain; charset=utf-8"
FOR_EVER = "public, max-age=31536000, immutable"
NEVER = "no-cache"


def _answer(body: bytes | str, kind: str, cache: str) -> HttpResponse:
    response = HttpResponse(body, content_type=kind)
    response["Cache-Control"] = cache
    response["Access-Control-Allow-Origin"] = "*"  # a verifier may be a page of somebody else's
    return response


def _refusal(status: int, text: str) -> HttpResponse:
    response = HttpResponse(f"{text}\n", status=status, content_type=TEXT)
    response["Cache-Control"] = NEVER
    return response


def _nothing() -> HttpResponse:
    return _refusal(404, gettext("The record has no such file."))


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The newest checkpoint; 503 where nothing may be signed, with the reason."""
    try:
        return _answer(signer.current().note, TEXT, NEVER)
    except Refused as refused:
        return _refusal(503, gettext(refused.msg).format(**refused.values))


@require_safe
def verifier_keys(request: HttpRequest) -> HttpResponse:
    """The verifier keys, one per line."""
    try:
        return _answer(serve.verifier_keys(), TEXT, NEVER)
    except Refused as refused:
        return _refusal(503, gettext(refused.msg).format(**refused.values))


@require_safe
def tile(request: HttpRequest, rest: str) -> HttpResponse:
    """A tile of hashes or of entries."""
    try:
        data, kept = serve.tile(f"tile/{rest}", append.head().size), FOR_EVER if keys.first_log() else NEVER
    except Refused:
        data, kept = None, NEVER
    return _nothing() if data is None else _answer(data, "application/octet-stream", kept)


@require_safe
def opening(request: HttpRequest, name: str) -> HttpResponse:
    """The opening of a leaf that is in the tree; 410 where all that was kept of it is gone."""
    found = serve.OPENING.fullmatch(f"open/{name}")
    if found is None:
        return _nothing()
    leaf = bytes.fromhex(found[1])
    data = serve.opening(leaf)
    if data is not None:
        return _answer(data, "application/json", NEVER)
    if serve.in_tree(leaf):
        return _refusal(410, gettext(N_("This leaf is in the record, but nothing of what it says is kept here.")))
    return _nothing()

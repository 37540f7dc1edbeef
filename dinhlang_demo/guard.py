"""What keeps the demonstration at home.

Promises: a request that came through a proxy, for another host name or from another machine gets 403 and a plain sentence; a
database that is not a demonstration's is not served, not brought up to date and not touched by any command. Refuses nothing else;
who may act is the house's own business.
"""

from collections.abc import Callable, Iterator
from ipaddress import ip_address

from django.contrib.auth import get_user_model
from django.core.exceptions import DisallowedHost
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.record import keys
from dinhlang.ground.record.models import Checkpoint, Command

ORIGIN = "demo.invalid/"
ACCOUNT = "demo-"
FORWARDED = ("HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_REAL_IP", "HTTP_X_CLIENT_IP", "HTTP_TRUE_CLIENT_IP", "HTTP_CF_CONNECTING_IP")
FORWARDED_PREFIX = "HTTP_X_FORWARDED"
REFUSAL = (
    "Đây là bản trình diễn, ai cũng vào được bằng bất kỳ vai nào, nên chỉ chạy trên chính máy này, tại http://127.0.0.1.\n"
    "This is a demonstration: anybody may enter it as anybody, so it answers this machine alone, at http://127.0.0.1.\n"
)


def loopback_only(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """403 for every request that did not begin on this machine and end here, whatever the server in front of us binds to."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if is_local(request):
            return get_response(request)
        return HttpResponse(REFUSAL, status=403, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})

    return middleware


def is_local(request: HttpRequest) -> bool:
    """Whether nothing of the request points to another machine. A name that was rebound to 127.0.0.1 fails by its Host."""
    if any(name in request.META for name in FORWARDED) or any(name.startswith(FORWARDED_PREFIX) for name in request.META):
        return False
    try:
        request.get_host()  # a demonstration's ALLOWED_HOSTS are 127.0.0.1 and localhost
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except (DisallowedHost, ValueError):
        return False


def origins() -> Iterator[str]:
    """The log origins that this database knows: of checkpoints and receipts."""
    tables = set(connection.introspection.table_names())
    # The one column each, not rows: it is asked before the tables are brought up to date.
    if Checkpoint._meta.db_table in tables:
        notes = Checkpoint.objects.values_list("note", flat=True)
        for note in (*notes.order_by("size")[:1], *notes.order_by("-size")[:1]):
            yield note.partition("\n")[0]
    if Command._meta.db_table in tables:
        receipts = Command.objects.values_list("receipt", flat=True)
        for receipt in (*receipts.order_by("at")[:1], *receipts.order_by("-at")[:1]):
            yield receipt.split("\n", 2)[1].removeprefix("log ")


def refuse_real_database() -> None:
    """Raise Refused unless everything found says demonstration: the origin of the log, its keys, the accounts. An empty one passes.

    Other accounts than those of its people are its own where its record says so: they were made by trying how offices are given.
    """
    known = tuple(origins())
    for origin in (*known, *((keys.signer("log").name,) if (keys.key_dir() / "log").exists() else ())):
        if not origin.startswith(ORIGIN):
            raise Refused(N_("This database belongs to a real log, {origin}. The demonstration does not open it."), {"origin": origin})
    users = get_user_model()
    if known or users._meta.db_table not in connection.introspection.table_names():
        return
    if users.objects.exclude(username__startswith=ACCOUNT).exists():
        raise Refused(N_("This database has real accounts. The demonstration does not open it."))

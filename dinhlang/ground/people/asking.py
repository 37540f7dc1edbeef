"""How a page asks for an act that takes two persons, and sees to it that the second factor was shown just now."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from dinhlang.core.actor import Office
from dinhlang.ground.people import acts, frozen, may, reads
from dinhlang.ground.record import clock
from dinhlang.ground.ui.addresses import reverse


def ask_for(request: HttpRequest, body: int, act: str, data: Mapping[str, Any], payload: Mapping[str, object]) -> str:
    """Ask for `act`; the address of the form that waits. Sending the same form twice asks once."""
    command = data["command_id"]
    acts.propose(
        by=may.actor(request), at=clock.now(), command_id=_asking_id(command), body=body, command=command,
        name=act, text=frozen.freeze(act, payload), browser=reads.browser(request),
    )  # fmt: skip
    return reverse("pair", args=[str(command)])


def _asking_id(command: UUID) -> UUID:
    """The id under which a form is asked for: told from the id under which it is carried out, the same for the same form."""
    return UUID(int=command.int ^ 1)


def fresh_first(request: HttpRequest) -> HttpResponse | None:
    """Before a form that decides about rights is filled in: the way to show the second factor again, where that was long ago."""
    who = may.actor(request)
    if request.method == "GET" and isinstance(who, Office) and not who.fresh:
        return HttpResponseRedirect(reverse("people_step_up") + f"?next={request.path}")
    return None

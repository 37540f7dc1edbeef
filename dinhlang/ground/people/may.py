"""Which buttons to draw. Only a picture of rights: the act itself reads them again."""

from typing import cast

from django.http import HttpRequest

from dinhlang.core.actor import Actor, Office, Voice
from dinhlang.core.rules import Audience, Rulebook
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.reads import Place, place
from dinhlang.ground.people import publicity, visibility
from dinhlang.ground.people.authorise import HOUSEHOLD, RESIDENT, may_do
from dinhlang.ground.people.publicity import NotShownYet, Staged
from dinhlang.ground.people.reads import Asking, Holder
from dinhlang.ground.record import clock, rulebooks

NONE: frozenset[str] = frozenset()


def actor(request: HttpRequest) -> Actor:
    """Who asks."""
    return cast(Asking, request).actor


def holder(request: HttpRequest) -> Holder | None:
    """The office in which a signed-in official asks."""
    return cast(Asking, request).holder


def is_resident(request: HttpRequest) -> bool:
    """Whether a resident asks who speaks as a person; a household votes, signs and asks before meetings (docs/adr/0029)."""
    who = actor(request)
    return isinstance(who, Voice) and who.household is None


def audiences(request: HttpRequest, body: int | None) -> frozenset[Audience]:
    """Whose duties, among those of `body` (None: of whatever body), this reader is shown: by policy/visibility.toml. No query for
    somebody without an office."""
    return visibility.audiences(visibility.roles_of(actor(request), holder(request), body))


def sees_states(request: HttpRequest, body: int, at: Staged) -> bool:
    """Whether this reader is shown the states of the duties of `body`, by the stage that its province decided."""
    return publicity.sees(actor(request), holder(request), body, at)


def judged(request: HttpRequest, body: int, at: Staged) -> frozenset[Audience]:
    """The audiences whose duties this reader is shown with their states: `audiences`, none where the stage does not reach so far."""
    return audiences(request, body) if sees_states(request, body, at) else frozenset()


def check_stage(request: HttpRequest, body: int, at: Staged) -> None:
    """Raises NotShownYet where this reader is not shown the states of the duties of `body`."""
    if not sees_states(request, body, at):
        raise NotShownYet(at)


def acts(request: HttpRequest, body: Place, book: Rulebook | None = None) -> frozenset[str]:
    """The acts this person's office, or a resident, may do to `body`; nothing for everybody else, without a query.

    `book` is the rulebook in force, where it was read already.
    """
    who = actor(request)
    if isinstance(who, Voice):
        return frozenset((book or rulebooks.current()).offices[HOUSEHOLD if who.household else RESIDENT].may)
    office = holder(request)
    if office is None or not isinstance(who, Office):
        return NONE
    rule = (book or rulebooks.current()).offices.get(office.office)
    if rule is None:
        return NONE
    seat = body if office.body == body.id else place(office.body, clock.today())
    chain = bodies.ancestors(body.id) if rule.below and seat.id != body.id else (body.id, *(() if body.parent is None else (body.parent,)))
    return may_do(rule, seat.id, seat.parent, chain)

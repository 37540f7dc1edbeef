"""Who may: the mandate, read inside the act's transaction. When one may is the business of each act's own checks."""

from datetime import datetime

from dinhlang.core.actor import Actor, Clerk, Guest, Office, System, Voice
from dinhlang.core.refusal import N_, Refused
from dinhlang.core.rules import OfficeRule
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.people.models import Mandate
from dinhlang.ground.record import append, clock, rulebooks
from dinhlang.ground.record.act import Who

NOBODY = "-"
FIRST = "rulebook.adopt"
HELD = ("office", "from_day", "to_day", "account_id", "account__is_active", "body_id", "body__parent_id")
CONSOLE, RESIDENT, GUEST = "console", "resident", "guest"  # offices of the rulebook that nobody is appointed to


def _office(name: str, act: str) -> OfficeRule:
    rule = rulebooks.current().offices.get(name)
    if rule is None or act not in rule.may:
        raise Refused(N_("Your office may not do this here."))
    return rule


def reaches(rule: OfficeRule, seat: int, seat_parent: int | None, body: int | None, body_parent: int | None) -> bool:
    """Whether the office, held at `seat`, acts for `body`: its own, the one above, the others below that one, or all."""
    if body is None or "all" in rule.reach:
        return "all" in rule.reach
    if body == seat:
        return "own" in rule.reach
    if body == seat_parent:
        return "parent" in rule.reach
    return "siblings" in rule.reach and body_parent is not None and body_parent == seat_parent


def authorise(by: Actor, act: str, body: int | None, at: datetime) -> Who:
    """Read the right of `by` to do `act` to `body` at the instant `at`, on the database the act writes to.

    Raises Refused with a sentence for the person: no mandate, ended, not this office, not this body.
    """
    day = clock.local_day(at)
    chain, code = bodies.chain(body, day) if body is not None else ((), NOBODY)
    scopes = (*chain, 0)
    match by:
        case System():
            if act != FIRST or append.head().rules:  # the first entry of every record adopts the rulebook that names this right
                _office(CONSOLE, act)
            return Who(by, CONSOLE, NOBODY, None, None, code, scopes)
        case Voice():
            _office(RESIDENT, act)
            return Who(by, RESIDENT, NOBODY, None, None, code, scopes)
        case Guest():
            _office(GUEST, act)
            return Who(by, GUEST, NOBODY, None, None, code, scopes)
        case Office() | Clerk():
            mandates = Mandate.objects.select_related("account", "body").only(*HELD)
            held = mandates.filter(pk=by.mandate if isinstance(by, Office) else by.office.mandate).first()
            if held is None or not held.account.is_active or held.from_day > day or (held.to_day is not None and held.to_day < day):
                raise Refused(N_("Your mandate does not run today, so its rights do not either."))
            rule = _office(held.office, act)
            if not reaches(rule, held.body_id, held.body.parent_id, body, chain[1] if len(chain) > 1 else None):
                raise Refused(N_("Your office does not act for this body."))
            return Who(by, held.office, held.office if rule.public else "staff", held.body_id, held.account_id, code, scopes)

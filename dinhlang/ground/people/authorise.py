"""Who may: the mandate, read inside the act's transaction. When one may is the business of each act's own checks."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from dinhlang.core.actor import Actor, Clerk, Guest, Office, System, Voice
from dinhlang.core.refusal import N_, Refused
from dinhlang.core.rules import OfficeRule
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.record import append, clock, fast, rulebooks
from dinhlang.ground.record.act import Who

NOBODY = "-"
FIRST = "rulebook.adopt"
CONSOLE, RESIDENT, GUEST = "console", "resident", "guest"  # offices of the rulebook that nobody is appointed to


# Written out: every act of an office asks.
HELD = """
SELECT m.office, m.from_day, m.to_day, m.body_id, b.parent_id, m.account_id, u.is_active, (SELECT rules FROM record_head WHERE id = 1)
FROM people_mandate m JOIN bodies_body b ON b.id = m.body_id JOIN auth_user u ON u.id = m.account_id WHERE m.id = %s
"""
HELD_FOR = f"SELECT c.*, m.* FROM ({bodies.CHAIN}) c LEFT JOIN ({HELD}) m ON 1 = 1 ORDER BY c.step"  # noqa: S608


@dataclass(frozen=True)
class Held:
    """A mandate with what decides whether it gives a right: its days, its seat in the tree, whether its account is open."""

    office: str
    from_day: date
    to_day: date | None
    seat: int
    seat_parent: int | None
    account: int
    active: bool


Where = tuple[tuple[int, ...], str]
"""The bodies whose pages an act on one changes, nearest first, and the code that one bears."""


def _held(mandate: int, body: int | None, day: date) -> tuple[Held | None, Where]:
    """The mandate, and where the act is done: in one statement."""
    where: Where = ((), NOBODY)
    with connection.cursor() as cursor:
        if body is None:
            cursor.execute(HELD, [mandate])
            rows = cursor.fetchall()
        else:
            cursor.execute(HELD_FOR, [body, day, mandate])
            found = cursor.fetchall()
            rows, where = [row[bodies.STEP + 1 :] for row in found[:1]], _where(*bodies.chain_of(found, day))
    if not rows or rows[0][0] is None:
        return None, where
    *held, rules = rows[0]
    fast.know(fast.RULES, None if rules is None else bytes(rules))  # the act is judged by what was in force when its right was read
    return Held(*held), where


def _where(chain: tuple[int, ...], one: bodies.Place) -> Where:
    return chain, one.code


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
    match by:
        case System():
            if act != FIRST or append.head().rules:  # the first entry of every record adopts the rulebook that names this right
                _office(CONSOLE, act)
            return _of_nobody(by, CONSOLE, body, day)
        case Voice():
            _office(RESIDENT, act)
            return _of_nobody(by, RESIDENT, body, day)
        case Guest():
            _office(GUEST, act)
            return _of_nobody(by, GUEST, body, day)
        case Office() | Clerk():
            held, (chain, code) = _held(by.mandate if isinstance(by, Office) else by.office.mandate, body, day)
            if held is None or not held.active or held.from_day > day or (held.to_day is not None and held.to_day < day):
                raise Refused(N_("Your mandate does not run today, so its rights do not either."))
            rule = _office(held.office, act)
            if not reaches(rule, held.seat, held.seat_parent, body, chain[1] if len(chain) > 1 else None):
                raise Refused(N_("Your office does not act for this body."))
            return Who(by, held.office, held.office if rule.public else "staff", held.seat, held.account, code, (*chain, 0))


def _of_nobody(by: Actor, office: str, body: int | None, day: date) -> Who:
    chain, code = ((), NOBODY) if body is None else _where(*bodies.chain(body, day))
    return Who(by, office, NOBODY, None, None, code, (*chain, 0))

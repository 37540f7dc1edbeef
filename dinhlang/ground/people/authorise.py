"""Who may: the mandate, read inside the act's transaction. When one may is the business of each act's own checks."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.db import connection
from django.db.models import Q

from dinhlang.core.actor import Actor, Clerk, Guest, Office, Pair, System, Voice
from dinhlang.core.refusal import N_, Refused
from dinhlang.core.rules import OfficeRule
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.people.models import Mandate, Proposal, Waits
from dinhlang.ground.people.safeguards import check_alone, safeguards
from dinhlang.ground.record import append, clock, fast, rulebooks
from dinhlang.ground.record.act import Who
from dinhlang.ground.record.models import Entry

NOBODY = "-"
FIRST = "rulebook.adopt"
CONFIRM = "people.confirm"
CONSOLE, RESIDENT, HOUSEHOLD, GUEST = "console", "resident", "household", "guest"  # offices of the rulebook that nobody is appointed to
ENDED = N_("Your mandate does not run today, so its rights do not either.")
BODY_ENDED = N_("The body of your mandate ended with {day}, and every office there with it. What took its place appoints anew.")


# Written out: every act of an office asks.
HELD = f"""
SELECT m.office, m.from_day, m.to_day, b.alive_to, m.body_id, {bodies.above("b")}, m.account_id, u.is_active,
  (SELECT rules FROM record_head WHERE id = 1)
FROM people_mandate m JOIN bodies_body b ON b.id = m.body_id JOIN auth_user u ON u.id = m.account_id WHERE m.id = %s
"""  # noqa: S608  (text of our own)
HELD_FOR = f"SELECT c.*, m.* FROM ({bodies.CHAIN}) c LEFT JOIN ({HELD}) m ON 1 = 1 ORDER BY c.step"  # noqa: S608


@dataclass(frozen=True)
class Held:
    """A mandate with what decides whether it gives a right: its days and the last one of its body, its seat in the tree, whether its
    account is open."""

    office: str
    from_day: date
    to_day: date | None
    body_to: date | None
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
            cursor.execute(HELD, [day, mandate])
            rows = cursor.fetchall()
        else:
            cursor.execute(HELD_FOR, [*bodies.chain_values(body, day), day, mandate])
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
    if rule is None or act not in (*rule.may, *rule.below):
        raise Refused(N_("Your office may not do this here."))
    return rule


def may_do(rule: OfficeRule, seat: int, seat_parent: int | None, chain: tuple[int, ...]) -> frozenset[str]:
    """The acts that the office, held at `seat`, may do to the body that `chain` begins with and leads up from; an empty chain is the
    site itself."""
    below = frozenset(rule.below) if seat in chain[1:] else frozenset()
    return below | frozenset(rule.may) if _reaches(rule, seat, seat_parent, chain) else below


def _reaches(rule: OfficeRule, seat: int, seat_parent: int | None, chain: tuple[int, ...]) -> bool:
    if not chain or "all" in rule.reach:
        return "all" in rule.reach
    if chain[0] == seat:
        return "own" in rule.reach
    if chain[0] == seat_parent:
        return "parent" in rule.reach
    return "siblings" in rule.reach and len(chain) > 1 and chain[1] == seat_parent


def authorise(by: Actor, act: str, body: int | None, at: datetime) -> Who:
    """Read the right of `by` to do `act` to `body` at the instant `at`, on the database the act writes to.

    Raises Refused with a sentence for the person: no mandate, ended, not this office, not this body, alone where it takes two.
    """
    day = clock.local_day(at)
    match by:
        case System():
            if act != FIRST or append.head().rules:  # the first entry of every record adopts the rulebook that names this right
                _office(CONSOLE, act)
            return _of_nobody(by, CONSOLE, body, day)
        case Voice():
            office_of = HOUSEHOLD if by.household else RESIDENT
            _office(office_of, act)
            return _of_nobody(by, office_of, body, day)
        case Guest():
            _office(GUEST, act)
            return _of_nobody(by, GUEST, body, day)
        case Pair():
            return _of_two(by, act, body, at)
        case Office() | Clerk():
            office = by if isinstance(by, Office) else by.office
            who = first(office, act, body, at, by)
            check_alone(act, fresh=office.fresh)
            return who


def first(office: Office, act: str, body: int | None, at: datetime, by: Actor | None = None) -> Who:
    """Whether `office` may do `act` to `body`, be it alone or asking a second person. Raises Refused as `authorise`."""
    day = clock.local_day(at)
    held, (chain, code) = _held(office.mandate, body, day)
    held = _running(held, day)
    rule = _office(held.office, act)
    if act not in may_do(rule, held.seat, held.seat_parent, chain):
        raise Refused(N_("Your office does not act for this body."))
    return Who(by or office, held.office, held.office if rule.public else "staff", held.seat, held.account, code, (*chain, 0))


def _running(held: Held | None, day: date) -> Held:
    """The mandate, if it runs on `day`. Raises Refused: it runs to its own last day, and never beyond that of its body."""
    if held is None or not held.active or held.from_day > day or (held.to_day is not None and held.to_day < day):
        raise Refused(ENDED)
    if held.body_to is not None and held.body_to < day:
        raise Refused(BODY_ENDED, {"day": held.body_to})
    return held


def _of_two(by: Pair, act: str, body: int | None, at: datetime) -> Who:
    """Both rights, read again when the act is carried out: of who asked, and of who confirmed this form."""
    row = Proposal.objects.filter(pk=by.command, state=Waits.CONFIRMED, act=act, body=body).first()
    if row is None or (row.mandate_id, row.settled_by_id) != (by.first.mandate, by.second.mandate):
        raise Refused(N_("Nobody confirmed this form."))
    who = first(by.first, act, body, at, by)
    second = check_second(by.second, row, at)
    said = Entry.objects.filter(subject=row.subject).order_by("-index").values_list("hash", flat=True).first()
    return replace(who, second=second, because=None if said is None else bytes(said))


def check_second(office: Office, asked: Proposal, at: datetime) -> int:
    """Whether the holder of `office` may be the second person of the form `asked` at the instant `at`; the id of that account.

    Raises Refused with why not: no mandate, another office's business, the same person, appointed by the first, too short in office.
    """
    day = clock.local_day(at)
    held, (chain, _) = _held(office.mandate, asked.body_id, day)
    held = _running(held, day)
    rule = rulebooks.current().offices.get(held.office)
    if rule is None or asked.act not in rule.confirms or CONFIRM not in may_do(rule, held.seat, held.seat_parent, chain):
        raise Refused(N_("Your office does not confirm this."))
    asker = Mandate.objects.values_list("account_id", flat=True).get(pk=asked.mandate_id)
    if held.account == asker:
        raise Refused(N_("You asked for this yourself; somebody else confirms it."))
    check_independent(held.account, asker, at)
    return held.account


def check_independent(account: int, asker: int, at: datetime) -> None:
    """Whether `account` owes no office to `asker` and is long enough in one to stand beside what `asker` asked for. Raises Refused."""
    day = clock.local_day(at)
    runs = (Q(to_day=None) | Q(to_day__gte=day)) & (Q(body__alive_to=None) | Q(body__alive_to__gte=day))
    offices = Mandate.objects.filter(runs, account=account, from_day__lte=day).exclude(given_by=asker)
    offices = offices.exclude(confirmed_by=asker)
    if not offices.exists():
        raise Refused(N_("Your office was given by the person who asks for this; somebody independent confirms it."))
    days = safeguards().values.held_days
    since = day - timedelta(days=days)
    entered = datetime.combine(since + timedelta(days=1), time.min, clock.LOCAL)
    if not offices.filter(Q(given_at=None) | Q(given_at__lt=entered), from_day__lte=since).exists():
        raise Refused(N_("Who confirms has held an office for at least {n} days; yours is younger."), {"n": days})


def _of_nobody(by: Actor, office: str, body: int | None, day: date) -> Who:
    chain, code = ((), NOBODY) if body is None else _where(*bodies.chain(body, day))
    return Who(by, office, NOBODY, None, None, code, (*chain, 0))

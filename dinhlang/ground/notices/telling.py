"""Who is told of which act: the table, and for each act the people it is for.

Promises: what is told stands in the transaction of the act itself, so of an act that was taken back nobody hears. Refuses: to tell somebody
of what he did himself, and to tell of what the operator's console does on paper.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from dinhlang.core.actor import Office, Pair, System
from dinhlang.core.refusal import Refused
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.notices import acts, addresses
from dinhlang.ground.people.authorise import check_second, may_do
from dinhlang.ground.people.models import Mandate, Proposal
from dinhlang.ground.personal.models import Opening
from dinhlang.ground.personal.reads import opened
from dinhlang.ground.record import clock, rulebooks
from dinhlang.ground.record.act import Told
from dinhlang.ground.rolls import policy as rolls
from dinhlang.ground.rolls import reads as slips
from dinhlang.ground.rolls.acts.lists import current
from dinhlang.ground.rolls.models import Slip

Telling = tuple[str, str, str, Mapping[str, Any]]
"""A kind, to whom, about what, the ids its sentence is made from."""

END_SLIPS = "rolls.revoke_slips"


def holders(day: date, *conditions: Q, **terms: Any) -> QuerySet[Mandate]:
    """Mandates that run on `day`, of open accounts."""
    return Mandate.objects.filter(bodies.on(day), *conditions, account__is_active=True, **terms).order_by("id")


def _asked(told: Told) -> Iterator[Telling]:
    """A form waits: whoever may be its second person."""
    row = Proposal.objects.get(subject=told.subject)
    book = rulebooks.current()
    confirming = [one.id for one in book.offices.values() if row.act in one.confirms]
    near = bodies.ancestors(row.body_id)
    reached = Q(body__in=near) | Q(body__parent__in=near)
    for one in holders(clock.local_day(told.at), reached, office__in=confirming):
        try:
            check_second(Office(one.pk), row, told.at)
        except Refused:
            continue
        values = {"act": row.act, "command": str(row.pk), "body": row.body_id}
        yield "confirm-asked", addresses.account(one.account_id), f"form:{row.pk}", values


def _settled(told: Told) -> Iterator[Telling]:
    """A form was confirmed or declined: who asked."""
    row = Proposal.objects.select_related("mandate").get(subject=told.subject)
    values = {"act": row.act, "command": str(row.pk), "body": row.body_id, "state": row.state}
    yield "confirm-settled", addresses.account(row.mandate.account_id), f"form:{row.pk}:settled", values


def _begins(told: Told) -> Iterator[Telling]:
    """An office is given: to whom."""
    payload = told.payload
    rows = Mandate.objects.filter(body=told.body, office=payload["office"], from_day=payload["from_day"])
    row = rows.order_by("-id").first()
    if row is not None:
        values = {"mandate": row.pk, "office": row.office, "body": row.body_id, "day": row.from_day.isoformat()}
        yield "mandate-begins", addresses.account(row.account_id), f"mandate:{row.pk}", values


def _ends(told: Told) -> Iterator[Telling]:
    """An office ends: whose."""
    row = Mandate.objects.get(pk=told.payload["mandate"])
    values = {"mandate": row.pk, "office": row.office, "body": row.body_id, "day": told.payload["last_day"].isoformat()}
    yield "mandate-ends", addresses.account(row.account_id), f"mandate:{row.pk}:end", values


def _urged(told: Told) -> Iterator[Telling]:
    """A body was urged: its offices that can do what it owes."""
    values = {"body": told.body, "rule": told.payload["rule"], "occasion": told.payload["occasion"], "seat": told.who.seat}
    duty = rulebooks.current().duties.get(told.payload["rule"])
    able = [one.id for one in rulebooks.current().offices.values() if duty is not None and set(duty.accepts) & set(one.may)]
    for row in holders(clock.local_day(told.at), body=told.body, office__in=able):
        about = f"duty:{told.body}:{values['rule']}:{values['occasion']}"
        yield "duty-urged", addresses.account(row.account_id), about, values


def _handed(told: Told) -> Iterator[Telling]:
    """A duty was handed on: into whose hands."""
    row = Mandate.objects.filter(pk=told.payload.get("to") or 0).first()
    if row is not None:
        values = {"body": told.body, "rule": told.payload["rule"], "occasion": told.payload["occasion"]}
        yield "duty-handed", addresses.account(row.account_id), f"hand:{told.body}:{values['rule']}:{values['occasion']}", values


def _looked(told: Told) -> Iterator[Telling]:
    """An office above looked at a list: who keeps it."""
    roll = rolls.roll(told.payload["roll"])
    for row in holders(clock.local_day(told.at), body=told.body, office__in=roll.keepers):
        values = {"body": told.body, "roll": roll.id, "office": told.who.office}
        yield "list-looked", addresses.account(row.account_id), f"look:{told.body}:{roll.id}", values


def _renewed(told: Told) -> Iterator[Telling]:
    """Every factor was taken from an account: whose it is."""
    yield "account-renewed", addresses.account(told.payload["account"]), f"account:{told.payload['account']}", {"body": told.body}


def _tried(told: Told) -> Iterator[Telling]:
    """A slip was tried after it had been used: its household."""
    key = Slip.objects.values_list("member_id", flat=True).get(pk=told.payload["slip"])
    yield "slip-tried", addresses.household(key), f"slip:{told.payload['slip']}", {"body": told.body}


def _many(told: Told) -> Iterator[Telling]:
    """A slip was used: where many of its village were within the policy's minutes, whoever may end them."""
    limits, village = rolls.values(), told.body or 0
    used = slips.used_lately(village, told.at)
    if used < limits.burst_slips:
        return
    chain, book = bodies.ancestors(village), rulebooks.current()
    ending = [one.id for one in book.offices.values() if END_SLIPS in one.may]
    near = Q(body__in=chain) | Q(body__parent__in=chain)
    values = {"body": village, "slips": used, "minutes": limits.burst_minutes}
    for row in holders(clock.local_day(told.at), near, office__in=ending).select_related("body"):
        if END_SLIPS in may_do(book.offices[row.office], row.body_id, row.body.parent_id, chain):
            yield "slips-many", addresses.account(row.account_id), f"slips:{village}", values


def _revoked(told: Told) -> Iterator[Telling]:
    """The ways in of households were ended: each of them, which reads it once a new slip lets it in, or on its telephone."""
    values = {"body": told.body, "office": told.who.office, "why": told.payload["reason"]}
    for key, line in current(rolls.HOUSEHOLDS, {told.body or 0}).items():
        if line.number in told.payload["numbers"]:
            yield "slips-revoked", addresses.household(key), f"slips:{told.body}:ended", values


def _called(told: Told) -> Iterator[Telling]:
    """A meeting is called: the people of the village, by what its head copies and hangs up."""
    payload = told.payload
    values = {"body": told.body, "day": payload["day"].isoformat(), "meeting": told.subject}
    yield "meeting-called", addresses.body(told.body or 0), f"meeting:{payload['day'].isoformat()}:{told.subject}", values


def _opened(told: Told) -> Iterator[Telling]:
    """A sealed identity was opened: those whom the opened part names, households by key and officials by account. A person who wrote by a
    receipt code alone has no address here and reads it on the receipt's page."""
    row = Opening.objects.get(subject=told.subject)
    said = opened(row)
    named = said if isinstance(said, Mapping) else {}
    keys = [named["household"]] if "household" in named else list(named.get("households", ()))
    whom = [addresses.household(str(key)) for key in keys]
    whom += [addresses.account(pk) for pk in User.objects.filter(username=str(named.get("account", ""))).values_list("pk", flat=True)]
    for to in whom:
        yield "identity-opened", to, f"identity:{row.subject}", {"office": told.who.office, "body": told.body, "why": row.reason}


TELLS: Mapping[str, Callable[[Told], Iterator[Telling]]] = {
    "people.propose": _asked,
    "people.confirm": _settled,
    "people.decline": _settled,
    "people.appoint": _begins,
    "people.end_mandate": _ends,
    "people.renew": _renewed,
    "people.open_identity": _opened,
    "duties.urge": _urged,
    "duties.hand": _handed,
    "duties.event": _called,
    "rolls.activate": _many,
    "rolls.alarm": _tried,
    "rolls.revoke_slips": _revoked,
    "rolls.look": _looked,
}


def tell(told: Told) -> None:
    """Note whom to tell of an act, in its transaction."""
    found = TELLS.get(told.act)
    if found is None or isinstance(told.who.actor, System):
        return
    doers = {told.who.account, told.who.second}
    if isinstance(told.who.actor, Pair):
        doers = set()  # what two persons decide about somebody is told to him, whoever of them he is
    for kind, to, about, values in found(told):
        if to not in {addresses.account(one) for one in doers if one is not None}:
            acts.tell(kind, to, about, told.at, values=values, because=told.leaf)

"""The forms that wait for a second person, as those see them who asked and those who may confirm.

Promises: nobody is offered a form that the acts would refuse him for his office or his reach. Refuses: to show a form to others.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from dinhlang.core.actor import Office
from dinhlang.core.refusal import N_, NotHere, Refused
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.people import frozen
from dinhlang.ground.people.authorise import CONFIRM, check_second, may_do
from dinhlang.ground.people.models import Proposal, Waits
from dinhlang.ground.people.reads import Holder
from dinhlang.ground.record import clock, rulebooks


@dataclass(frozen=True)
class Waiting:
    """A form of the act `act` about `body` that waits until `until`, or what became of it. `mine`: the reader asked for it.

    `values` are what it says, empty once it is settled; `asker` is the name and office of who asked; `reason` why it was declined.
    """

    command: UUID
    act: str
    body: bodies.Place
    digest: str
    asker: tuple[str, str]
    at: datetime
    until: datetime
    state: Waits
    mine: bool
    values: dict[str, Any]
    reason: str


def of(holder: Holder, at: datetime) -> tuple[tuple[Waiting, ...], tuple[Waiting, ...]]:
    """What `holder` may confirm, and what he asked for himself and nobody settled yet, oldest first. One query where nothing waits."""
    rows = list(_rows().filter(state=Waits.WAITING, until__gt=at).order_by("at"))
    mine = [row for row in rows if row.mandate_id == holder.mandate]
    others = [row for row in rows if row.mandate.account_id != _account(holder, rows) and _offered(holder, row)]
    return tuple(_shown(row, mine=False) for row in others), tuple(_shown(row, mine=True) for row in mine)


def one(command: UUID, holder: Holder, at: datetime) -> Waiting:
    """The form `command` for who asked and for who may confirm it. Raises NotHere for everybody else, whether it exists or not."""
    row = _rows().filter(pk=command).first()
    if row is None or not (row.mandate_id == holder.mandate or _offered(holder, row)):
        raise NotHere(N_("There is no such form."))
    return _shown(row, mine=row.mandate_id == holder.mandate)


def why_not(holder: Holder, command: UUID, at: datetime) -> Refused | None:
    """Why `holder` cannot be the second person of a form he may look at; None where he can."""
    try:
        check_second(Office(holder.mandate), Proposal.objects.get(pk=command), at)
    except Refused as error:
        return error
    return None


def _rows() -> Any:
    return Proposal.objects.select_related("mandate__account")


def _account(holder: Holder, rows: list[Proposal]) -> int:
    return next((row.mandate.account_id for row in rows if row.mandate_id == holder.mandate), 0)


def _offered(holder: Holder, row: Proposal) -> bool:
    rule = rulebooks.current().offices.get(holder.office)
    if rule is None or row.act not in rule.confirms:
        return False
    seat = bodies.place(holder.body, clock.today())
    return CONFIRM in may_do(rule, seat.id, seat.parent, bodies.ancestors(row.body_id))


def _shown(row: Proposal, *, mine: bool) -> Waiting:
    account = row.mandate.account
    return Waiting(
        row.pk, row.act, bodies.place(row.body_id, clock.today()), bytes(row.digest).hex(),
        (account.get_full_name() or account.get_username(), row.mandate.office), row.at, row.until, Waits(row.state), mine,
        frozen.thaw(row.act, row.payload) if row.payload else {}, row.reason,
    )  # fmt: skip

"""Paper cards with numbered codes: the second factor of whoever has neither a fitting telephone nor a computer of their own.

Promises: a code is asked for by its number and works once; the number stays the same until it was answered; the house keeps keyed hashes.
Refuses: a card for an office that is not meant to use one, one made by its owner, and one by who asked for the account.
"""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from dinhlang.core import codes
from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.people import cards
from dinhlang.ground.people.acts.own import note
from dinhlang.ground.people.authorise import check_independent
from dinhlang.ground.people.models import Card, Mandate, Start, Told
from dinhlang.ground.record import clock
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.append import new_subject


@act("people.card")
def give_card(*, who: Who, at: datetime, body: int | None, account: int, random: bytes) -> Draft:
    """Make the card of an account that holds, at `body`, an office which may use one (`card` in the rulebook); the older card dies. Sealed.

    `random` are 16 bytes from which the caller makes the codes too (`core.codes.card`), to print them once. Who: an office that hands out
    start codes; not the account's owner, and while the account has to begin, not who asked for it.
    """
    holder = User.objects.select_for_update().filter(pk=account, is_active=True).first()
    held = Mandate.objects.filter(Q(to_day=None) | Q(to_day__gte=clock.local_day(at)), account=account, body=body)
    offices = list(held.values_list("office", flat=True)) if holder is not None else []
    if holder is None or not offices:
        raise Refused(N_("There is no such mandate at this body."))
    if not any(cards.allowed(office) for office in offices):
        raise Refused(N_("This office signs in with a passkey or an app; cards are for village heads and boards."))
    if who.account == account:
        raise Refused(N_("Nobody makes the own card; another office hands it out."))
    asker = Start.objects.filter(account=account, done_at=None).values_list("asked_by", flat=True).first()
    if asker is not None and who.account is not None:
        if who.account == asker:
            raise Refused(N_("You asked for this account yourself; the second person, who confirmed it, hands out its code."))
        check_independent(who.account, asker, at)
    digests = [cards.digest(account, n, code) for n, code in enumerate(codes.card(random), start=1)]
    Card.objects.update_or_create(account=holder, defaults={"digests": digests, "asked": 1, "made_by_id": who.account, "made_at": at})
    note(account, Told.CARD, at)
    return Draft(new_subject(), {"sender": {"account": holder.get_username()}}, sealed=True, changes_public=False)


@transaction.atomic
def use_card(account: int, typed: str) -> bool:
    """Whether `typed` is the code that is asked for now; a right one is used with that. No act: it is a step of signing in."""
    row = Card.objects.select_for_update().filter(account=account).first()
    if row is None or not cards.is_right(row, typed):
        return False
    Card.objects.filter(pk=row.pk).update(asked=row.asked + 1)
    return True

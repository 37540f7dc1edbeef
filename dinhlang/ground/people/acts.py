"""Offices given and ended, each by a numbered decision, and the accounts that hold them.

Promises: the record says which office began or ended where and by which decision; the account's name stands in a sealed part.
Refuses: an office that the rulebook does not know or that this kind of body does not have, and an end in the past of acts done.
"""

from datetime import date, datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sessions.models import Session
from django.db.models import Q

from dinhlang.core.ledger import clean_text
from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.people.models import Mandate
from dinhlang.ground.record import clock, rulebooks
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.append import new_subject

DECISION_LENGTH = 200
AFTER_A_LOSS = "dinhlang recover"  # what ended a mandate where no decision did


def check_decision(decision: str) -> str:
    """The decision's number and date as the record keeps them. Raises Refused where nothing was given."""
    text = clean_text(decision).strip()
    if not text or len(text) > DECISION_LENGTH:
        raise Refused(
            N_("An office begins and ends by a decision: give its number and date, in at most {n} characters."), {"n": DECISION_LENGTH}
        )
    return text


@act("people.appoint")
def appoint(
    *, who: Who, at: datetime, body: int | None, account: int, office: str, decision: str, from_day: date, to_day: date | None = None
) -> Draft:
    """Give `account` an office at `body` from a day on, to a last day if one is known. Who: the operator's console. Basis: the decision."""
    text = check_decision(decision)
    holder = get_user_model().objects.filter(pk=account, is_active=True).first()
    if holder is None:
        raise Refused(N_("There is no open account with this name."))
    rule = rulebooks.current().offices.get(office)
    if body is None or rule is None:
        raise Refused(N_("The rulebook knows no office {office}."), {"office": office})
    place = bodies.place(body, max(from_day, clock.local_day(at)))
    if place.kind not in rule.kinds:
        raise Refused(N_("{body} has no office {office}."), {"body": place.name, "office": office})
    if from_day < place.alive_from or (place.alive_to is not None and from_day > place.alive_to):
        raise Refused(N_("{body} does not exist on {day}."), {"body": place.name, "day": from_day})
    if to_day is not None and to_day < from_day:
        raise Refused(N_("The last day {last} lies before the first, {first}."), {"last": to_day, "first": from_day})
    runs = Q(to_day=None) | Q(to_day__gte=from_day)
    if to_day is not None:
        runs &= Q(from_day__lte=to_day)
    if Mandate.objects.filter(runs, account=account, body=body, office=office).exists():
        raise Refused(N_("This account holds the office there already."))
    Mandate.objects.create(account_id=account, body_id=body, office=office, from_day=from_day, to_day=to_day, decision=text)
    public = {"office": rule.leaf_word, "decision": text, "from": from_day.isoformat(), "to": to_day.isoformat() if to_day else None}
    return Draft(new_subject(), {"public": public, "sender": {"account": holder.get_username(), "office": office}})


@act("people.end_mandate")
def end_mandate(*, who: Who, at: datetime, body: int | None, mandate: int, last_day: date, decision: str) -> Draft:
    """Let an office end with `last_day`, at the earliest yesterday: rights end at once, what was done in it stands.

    Who: the operator's console. Basis: the decision.
    """
    text = check_decision(decision)
    row = Mandate.objects.select_related("account").filter(pk=mandate, body=body).first()
    if row is None:
        raise Refused(N_("There is no such mandate at this body."))
    yesterday = clock.local_day(at) - timedelta(days=1)
    if row.to_day is not None and row.to_day <= yesterday:
        raise Refused(N_("This mandate ended on {day}."), {"day": row.to_day})
    if last_day < yesterday:
        raise Refused(N_("A mandate cannot end before yesterday, {day}: acts done in it would lose their office."), {"day": yesterday})
    Mandate.objects.filter(pk=mandate).update(to_day=last_day, ended_by=text)
    rule = rulebooks.current().offices.get(row.office)
    public = {"office": rule.leaf_word if rule else "staff", "decision": text, "last": last_day.isoformat()}
    return Draft(new_subject(), {"public": public, "sender": {"account": row.account.get_username(), "office": row.office}})


@act("people.renew")
def renew(*, who: Who, at: datetime, body: int | None, account: int, decision: str) -> Draft:
    """Take both factors from an account whose password or phone was lost; its sessions end. Sealed, for it is about a person.

    Who: the operator's console, face to face. Basis: the decision.
    """
    text = check_decision(decision)
    row = get_user_model().objects.filter(pk=account, is_active=True).first()
    if row is None:
        raise Refused(N_("There is no open account with this name."))
    Authenticator.objects.filter(user=row).delete()
    row.set_unusable_password()
    row.save(update_fields=["password"])
    return Draft(new_subject(), {"sender": {"account": row.get_username(), "decision": text}}, sealed=True, changes_public=False)


def shut_out(day: date) -> int:
    """End every mandate before `day` and every session: over a loss of the record nobody knows who still holds what. No act of its own,
    it stands in the transaction of the recovery. Returns how many mandates.
    """
    Session.objects.all().delete()
    running = Mandate.objects.filter(Q(to_day=None) | Q(to_day__gte=day))
    return running.update(to_day=day - timedelta(days=1), ended_by=AFTER_A_LOSS)


def open_account(username: str, full_name: str) -> AbstractBaseUser:
    """Make an account that cannot sign in yet; no act of its own, it stands in the transaction of the appointment."""
    return get_user_model().objects.create_user(username=username, first_name=full_name)


def give_factors(account: AbstractBaseUser, password: str, secret: str) -> tuple[str, ...]:
    """Give an account its password and the app's base32 `secret`, in the transaction of the act that called for them.

    Returns the recovery codes, to be printed at once: the house shows them to nobody again.
    """
    account.set_password(password)
    account.save(update_fields=["password"])
    TOTP.activate(account, secret)
    return tuple(RecoveryCodes.activate(account).generate_codes())

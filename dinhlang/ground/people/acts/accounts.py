"""Accounts and what they sign in with.

Promises: no secret enters the record. Refuses: a reset by anybody's message; new factors begin with an act.
"""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import User

from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.people.acts.mandates import check_decision
from dinhlang.ground.people.acts.own import end_sessions_of
from dinhlang.ground.people.acts.starts import begin_anew, begun
from dinhlang.ground.people.models import Card, Named, Outside
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.append import new_subject


@act("people.renew")
def renew(*, who: Who, at: datetime, body: int | None, account: int, decision: str) -> Draft:
    """Take every factor and link from an account whose password or phone was lost; its sessions end. Sealed, for it is about a person.

    It waits for a start code then (`people.enrol`). Who: an office that gives its office, with a second person; the operator's console,
    face to face. Basis: the decision.
    """
    text = check_decision(decision)
    row = User.objects.filter(pk=account, is_active=True).first()
    if row is None:
        raise Refused(N_("There is no open account with this name."))
    Authenticator.objects.filter(user=row).delete()
    row.set_unusable_password()
    row.save(update_fields=["password"])
    Card.objects.filter(account=row).delete()
    Outside.objects.filter(account=row).delete()
    end_sessions_of([account])
    subject = new_subject()
    Named.objects.create(account=row, subject=subject)
    begin_anew(row, who, at, subject)
    return Draft(subject, {"sender": {"account": row.get_username(), "decision": text}}, sealed=True, changes_public=False)


def open_account(username: str, full_name: str) -> User:
    """Make an account that cannot sign in yet; no act of its own, it stands in the transaction of the appointment."""
    return User.objects.create_user(username=username, first_name=full_name)


def give_factors(account: User, password: str, secret: str, at: datetime) -> tuple[str, ...]:
    """Give an account its password and the app's base32 `secret`, in the transaction of the act that called for them.

    Returns the recovery codes, to be printed at once: the house shows them to nobody again.
    """
    account.set_password(password)
    account.save(update_fields=["password"])
    TOTP.activate(account, secret)
    begun(account.pk, at)
    return tuple(RecoveryCodes.activate(account).generate_codes())

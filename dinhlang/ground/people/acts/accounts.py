"""Accounts and what they sign in with.

Promises: no secret enters the record. Refuses: a reset by anybody's message; new factors begin with an act.
"""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser

from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.people.acts.mandates import check_decision
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.append import new_subject


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
